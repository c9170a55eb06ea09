//! What follows a cue: addressee, adjuncts and adverbs are stepped over, to the place where the content can begin. Invariant: one walk to the right, never past the sentence.

use super::{After, Cue, Grammar};
use crate::quote::lexicon::takes;
use crate::quote::word::{Sort, class};

impl Grammar<'_> {
    /// What follows the cue (and its inverted source) from word `at`.
    pub(super) fn after(&self, cue: &Cue, at: usize, stop: usize, inverted: bool) -> After {
        let mut i = at;
        let clause = cue.takes & takes::CLAUSE != 0;
        let object = cue.takes & takes::OBJECT != 0;
        let mut skipped = false;
        let mut addressee = cue.takes & takes::ADDRESSEE != 0 && !inverted;
        while i < stop {
            let word = &self.words[i];
            if let Some(q) = self.quotation(i) {
                // `told the channel's "Good Morning" that`: a title, not the content.
                if addressee && self.words.get(q.close + 1).is_some_and(|w| w.is(class::THAT) && q.close + 1 < stop) {
                    return After::Content(q.close + 1);
                }
                return if q.open == i { After::Quote(i) } else { After::End };
            }
            match word.sort {
                Sort::Colon => {
                    let next = i + 1;
                    if next >= stop {
                        return After::End;
                    }
                    return if self.quotation(next).is_some() {
                        After::Quote(next)
                    } else {
                        After::Content(next)
                    };
                }
                Sort::Comma | Sort::Dash => {
                    let next = i + 1;
                    if next >= stop {
                        return After::End;
                    }
                    if self.quotation(next).is_some_and(|q| q.open == next) {
                        return After::Quote(next);
                    }
                    if self.words[next].is(class::THAT) && clause && !inverted {
                        return After::Content(next);
                    }
                    // `said, however, that`; `told, in Brussels, that`
                    if let Some(close) = (next..stop.min(next + 14)).find(|&j| self.outside(j) && self.words[j].sort == word.sort)
                        && close + 1 < stop
                        && (self.words[close + 1].is(class::THAT) || self.quotation(close + 1).is_some_and(|q| q.open == close + 1))
                        && !(next..close).any(|j| self.words[j].is(class::CUE))
                    {
                        i = close + 1;
                        continue;
                    }
                    return After::Rest(next);
                }
                Sort::Semicolon | Sort::Stop | Sort::Close | Sort::Break => return After::End,
                Sort::Open => {
                    match (i..stop).find(|&j| self.words[j].sort == Sort::Close) {
                        Some(close) => i = close + 1,
                        None => return After::End,
                    }
                    continue;
                }
                _ => {}
            }
            if word.is(class::THAT) && !(object && !clause && self.words.get(i + 1).is_some_and(|n| !n.is(class::DETERMINER))) {
                return After::Content(i);
            }
            if addressee {
                addressee = false;
                let limit = (i..stop.min(i + 22))
                    .find(|&j| !self.outside(j) || matches!(self.words[j].sort, Sort::Colon | Sort::Semicolon | Sort::Dash))
                    .unwrap_or(stop.min(i + 22));
                let that = (i + 1..limit)
                    .find(|&j| self.words[j].is(class::THAT) && !self.words[j - 1].is(class::PREPOSITION))
                    .filter(|&t| !(i + 1..t).any(|j| self.words[j].is(class::CUE) && self.word(j).ends_with("ing")));
                let clear = |to: usize| {
                    !(i..to).any(|j| {
                        self.words[j].is(class::FINITE) || self.words[j].is(class::SUBJECT_PRONOUN) && j > i && !self.words[j].is(class::RELATIVE)
                    })
                };
                if let Some(that) = that.filter(|&t| clear(t) || (i..t).any(|j| self.words[j].is(class::RELATIVE))) {
                    return After::Content(that);
                }
                let end = self.addressee_end(i, stop);
                // `warned the ferries might not sail`: no one is told, the clause begins at once.
                if end > i && end < stop && clause && self.words[end].is(class::FINITE) && !self.words[i].is(class::OBJECT_PRONOUN) {
                    return After::Content(i);
                }
                if end > i {
                    if let Some(q) = self
                        .quotation(end)
                        .filter(|q| q.open == end && self.words[end - 1].sort == Sort::Possessive)
                        && self.words.get(q.close + 1).is_some_and(|w| w.is(class::THAT) && q.close + 1 < stop)
                    {
                        return After::Content(q.close + 1);
                    }
                    i = end;
                    skipped = true;
                    continue;
                }
            }
            if word.is(class::DAY) && self.words.get(i + 1).is_none_or(|n| n.sort != Sort::Possessive)
                || word.is(class::MONTH) && self.words.get(i + 1).is_some_and(|n| n.sort == Sort::Number)
            {
                i += if word.is(class::DAY) { 1 } else { 2 };
                skipped = true;
                continue;
            }
            // `last week`, `earlier this month`
            if matches!(self.word(i), "last" | "this" | "next" | "that")
                && self.words.get(i + 1).is_some_and(|n| n.is_wordy())
                && matches!(
                    self.word(i + 1),
                    "week"
                        | "month"
                        | "year"
                        | "night"
                        | "morning"
                        | "afternoon"
                        | "evening"
                        | "weekend"
                        | "summer"
                        | "fall"
                        | "spring"
                        | "winter"
                        | "autumn"
                )
            {
                i += 2;
                skipped = true;
                continue;
            }
            if word.is(class::ADVERB)
                && !word.capital
                && !object
                && !word.is(class::SUBORDINATOR | class::DETERMINER)
                && self.words.get(i + 1).is_none_or(|n| !n.is(class::AUXILIARY))
                && self.word(i) != "there"
            {
                i += 1;
                skipped = true;
                continue;
            }
            if cue.takes & takes::INFINITIVE != 0
                && self.word(i) == "to"
                && self.words.get(i + 1).is_some_and(|n| n.sort == Sort::Word && !n.is(class::DETERMINER))
            {
                return After::Content(i);
            }
            if cue.takes & takes::QUESTION != 0
                && word.is(class::QUESTION)
                && (!matches!(self.word(i), "when" | "where" | "if" | "who" | "which")
                    || matches!(self.word(cue.at), "asked" | "asks" | "wondered" | "ask"))
            {
                return After::Content(i);
            }
            let taken_preposition = match self.word(i) {
                "about" => cue.takes & takes::ABOUT != 0,
                "of" => cue.takes & takes::OF != 0,
                "on" => cue.takes & takes::ON != 0 && !self.words.get(i + 1).is_some_and(|n| n.is(class::DAY | class::OCCASION)),
                "against" => cue.takes & takes::AGAINST != 0,
                _ => false,
            };
            if taken_preposition && i + 1 < stop {
                return After::Content(i + 1);
            }
            if object && cue.takes & takes::THAT != 0 {
                // `expressed his confidence that the line would hold`
                let noun = (i..stop.min(i + 3)).find(|&j| {
                    matches!(
                        self.word(j),
                        "confidence"
                            | "hope"
                            | "hopes"
                            | "concern"
                            | "concerns"
                            | "regret"
                            | "doubt"
                            | "doubts"
                            | "fear"
                            | "fears"
                            | "belief"
                            | "optimism"
                            | "satisfaction"
                            | "surprise"
                            | "alarm"
                            | "disappointment"
                            | "conviction"
                            | "expectation"
                            | "worry"
                            | "worries"
                    )
                });
                if let Some(noun) = noun.filter(|&n| n + 1 < stop && self.words[n + 1].is(class::THAT)) {
                    return After::Content(noun + 1);
                }
            }
            if object {
                if word.is(class::PREPOSITION | class::SUBORDINATOR) && !word.is(class::SIDE) || word.is(class::CONJUNCTION) {
                    return After::End;
                }
                return After::Content(i);
            }
            if word.is(class::PREPOSITION) && !word.capital {
                i = self.adjunct_end(i, stop);
                skipped = true;
                continue;
            }
            if word.is(class::SUBORDINATOR | class::CONJUNCTION | class::RELATIVE) && !word.is(class::DETERMINER) {
                // `said if the talks failed it would leave`
                let conditional = matches!(self.word(i), "if" | "although" | "unless" | "even" | "while") && clause && !inverted && !skipped;
                if conditional && stop - i > 8 && !self.words[i + 1].is(class::CUE) && !self.words[i + 1].is(class::PREPOSITION) {
                    return After::Content(i);
                }
                return After::End;
            }
            if word.is(class::AUXILIARY) && !word.capital {
                return After::End;
            }
            if !clause || inverted {
                return After::End;
            }
            if self.word(i).ends_with("ing") && !word.capital && !skipped && i + 3 < stop && !word.is(class::CUE) {
                // `he said, smiling`, `said speaking in Brussels`
                return After::End;
            }
            return After::Content(i);
        }
        After::End
    }

    /// `told reporters in the capital`: where the addressee ends.
    pub(super) fn addressee_end(&self, at: usize, stop: usize) -> usize {
        let mut i = at;
        if self.words[i].is(class::OBJECT_PRONOUN) || self.words[i].is(class::SUBJECT_PRONOUN) {
            return i + 1;
        }
        if !self.words[i].is_wordy() || self.words[i].is(class::PREPOSITION) && !self.words[i].capital {
            return i;
        }
        let start = i;
        while i < stop && self.outside(i) {
            let word = &self.words[i];
            let previous = (i > start).then(|| &self.words[i - 1]);
            match word.sort {
                Sort::Word | Sort::Number | Sort::Possessive => {}
                _ => break,
            }
            if word.is(class::THAT) || word.is(class::DAY) {
                break;
            }
            if previous.is_some() {
                if word.is(class::SUBJECT_PRONOUN | class::AUXILIARY) && !word.capital
                    || word.is(class::QUESTION | class::SUBORDINATOR) && !word.is(class::PREPOSITION)
                {
                    break;
                }
                if matches!(self.word(i), "about" | "of")
                    && !previous.is_some_and(|p| p.is(class::GROUP | class::PERSON | class::OFFICE) || p.capital || self.word(i) == "of")
                {
                    break;
                }
                if self.word(i) == "to" {
                    break;
                }
                // A new phrase without a preposition: the clause begins.
                let continues = previous.is_some_and(|p| {
                    p.is(class::PREPOSITION | class::DETERMINER | class::CONJUNCTION | class::MODIFIER) || p.sort == Sort::Possessive
                });
                if word.is(class::DETERMINER) && !continues {
                    break;
                }
                if word.capital
                    && previous.is_some_and(|p| !p.capital && p.is_wordy())
                    && !continues
                    && !previous.is_some_and(|p| p.is(class::INSTITUTION | class::OFFICE | class::OCCASION))
                {
                    break;
                }
            }
            i += 1;
        }
        i
    }

    /// Where the prepositional phrase at `at` ends: before the clause, comma, mark or next preposition.
    pub(super) fn adjunct_end(&self, at: usize, stop: usize) -> usize {
        let mut i = at + 1;
        while i < stop && self.outside(i) {
            let word = &self.words[i];
            let previous = &self.words[i - 1];
            match word.sort {
                Sort::Word | Sort::Number | Sort::Possessive | Sort::Other => {}
                _ => break,
            }
            if word.is(class::THAT) && !previous.is(class::PREPOSITION) {
                break;
            }
            if word.is(class::PREPOSITION) && !word.capital {
                break;
            }
            if i > at + 1 {
                if word.is(class::SUBJECT_PRONOUN) && !word.is(class::RELATIVE) {
                    break;
                }
                if word.is(class::DETERMINER) && !previous.is(class::DETERMINER | class::CONJUNCTION | class::PREPOSITION) {
                    break;
                }
                if word.is(class::AUXILIARY | class::SUBORDINATOR) && !word.capital {
                    break;
                }
                // `in a statement Russia would`: a name after a common noun begins the clause.
                if word.capital
                    && !previous.capital
                    && previous.sort == Sort::Word
                    && !previous.is(class::DETERMINER
                        | class::PREPOSITION
                        | class::CONJUNCTION
                        | class::MODIFIER
                        | class::OFFICE
                        | class::HONORIFIC
                        | class::SIDE)
                {
                    break;
                }
            }
            i += 1;
        }
        i.max(at + 1)
    }
}
