//! Where a content ends. Invariant: an end lies after its start, in the same sentence, and never inside a quotation.

use super::{After, Cue, Grammar, phrase};
use crate::quote::judge::{Decision, Features, size, word_hash};
use crate::quote::lexicon::Form;
use crate::quote::lexicon::takes;
use crate::quote::mark::Quotation;
use crate::quote::note::Note;
use crate::quote::sentence::Sentence;
use crate::quote::statement::Act;
use crate::quote::word::{Sort, class};

/// What the decision about an end knows besides the words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reach<'c> {
    /// The cue whose content it is.
    pub cue: &'c Cue,
    /// The cues after it in the sentence.
    pub later: &'c [Cue],
    /// Where the content starts.
    pub start: usize,
    /// Where the rules alone would end it.
    pub rule: usize,
    /// One past the last word it can have.
    pub stop: usize,
}

impl Grammar<'_> {
    /// The places after `start` where the content can end, short of `stop`.
    pub(super) fn ends(&self, start: usize, stop: usize) -> impl Iterator<Item = usize> + '_ {
        let mut i = start;
        std::iter::from_fn(move || {
            while i < stop {
                if let Some(q) = self.quotation(i) {
                    i = (q.close.max(i) + 1).min(stop);
                    if i < stop {
                        return Some(i);
                    }
                    return None;
                }
                i += 1;
                if i >= stop {
                    return None;
                }
                let word = &self.words[i];
                if self.outside(i)
                    && (matches!(word.sort, Sort::Comma | Sort::Dash | Sort::Semicolon | Sort::Colon | Sort::Open)
                        || word.is(class::CONJUNCTION | class::SUBORDINATOR | class::PREPOSITION | class::RELATIVE) && !word.capital)
                {
                    return Some(i);
                }
            }
            None
        })
    }

    /// Where the content ends: at the first place where the judge says so, else with the sentence.
    pub(super) fn end(&self, reach: &Reach<'_>) -> usize {
        let mut end = None;
        let mut places = Vec::new();
        let mut features = Features::room();
        // `said the line, which was cut, would be restored`: a clause does not end before its verb.
        let clause = reach.cue.takes & takes::CLAUSE != 0 && self.outside(reach.start) && !self.words[reach.start].is(class::THAT | class::QUESTION);
        let whole = |i: usize| {
            !clause
                || (reach.start..i).any(|k| {
                    !self.outside(k)
                        || self.words[k].is(class::FINITE | class::VERB) && !(k > 0 && self.words[k - 1].is(class::RELATIVE))
                        || k > reach.start && self.word(k).ends_with("ed")
                })
        };
        for i in self.ends(reach.start, reach.stop) {
            // `told the Wire: "…." The envoy gave no figures.`: a new sentence after the mark.
            let full = self
                .quotation(i - 1)
                .is_some_and(|q| q.close + 1 == i && self.words[q.close - 1].sort == Sort::Stop && q.close > q.open + 2);
            // `called for a greater presence amid threats`: the circumstance is the narrator's.
            let circumstance = reach.cue.takes & takes::CLAUSE == 0 && matches!(self.word(i), "amid" | "following" | "ahead");
            // `called the ban illegal, NAME called it piracy`: the next speaker.
            let next_speaker = self.words[i].sort == Sort::Comma
                && self.words.get(i + 1).is_some_and(|w| w.capital && w.sort == Sort::Word)
                && reach.later.iter().find(|c| c.at > i).is_some_and(|c| {
                    c.act == Act::Speech
                        && matches!(c.form, Form::Past | Form::Third)
                        && c.group > i + 1
                        && c.group <= i + 4
                        && (i + 1..c.group).all(|k| self.words[k].capital && self.words[k].sort == Sort::Word)
                        && c.end < reach.stop
                        && self.words[c.end].is_wordy()
                });
            // `that it was "in legal hands" and refused to give a date`: a deed of the narrator's.
            let deed = !self.outside(i - 1)
                && self.words[i].is(class::CONJUNCTION)
                && self.words.get(i + 1).filter(|_| i + 1 < reach.stop).is_some_and(|w| {
                    w.sort == Sort::Word && !w.capital && !w.is(class::CUE) && (w.is(class::VERB) || self.word(i + 1).ends_with("ed"))
                });
            if end.is_none() && (next_speaker || circumstance || deed || full && self.words[i].capital && self.words[i].sort == Sort::Word) {
                end = Some(i);
            }
            let asked = end.is_none() && (whole(i) || !self.words.get(i + 1).is_some_and(|w| w.is(class::RELATIVE)));
            if asked || self.notes.is_some() {
                features.on.clear();
                self.end_features(i, reach, &mut features);
            }
            if asked && self.judge.score(Decision::End, &features) >= 0 {
                end = Some(i);
            }
            match self.notes {
                Some(_) => places.push((i, features.clone())),
                None if end.is_some() => break,
                None => {}
            }
        }
        if let Some(notes) = self.notes {
            notes.push(Note::End {
                start: reach.start,
                rule: reach.rule,
                places,
            });
        }
        if self.judge.knows(Decision::End) {
            end.unwrap_or(reach.stop)
        } else {
            reach.rule
        }
    }

    /// A word as the decisions see it: itself where it is of a closed class, else its shape.
    pub(super) fn tag(&self, i: usize, stop: usize) -> u64 {
        const CLOSED: u32 = class::DETERMINER
            | class::SUBJECT_PRONOUN
            | class::OBJECT_PRONOUN
            | class::PREPOSITION
            | class::CONJUNCTION
            | class::SUBORDINATOR
            | class::AUXILIARY
            | class::NEGATION
            | class::THAT
            | class::RELATIVE
            | class::QUESTION;
        let Some(word) = self.words.get(i).filter(|_| i < stop) else { return 1 };
        if !word.is_wordy() {
            return 2 + word.sort as u64;
        }
        if self.inside[i] != 0 {
            return 30;
        }
        if word.is(CLOSED) && !(word.capital && word.is(class::MONTH)) {
            return word_hash(self.word(i));
        }
        let form = self.word(i);
        let ending = ["ed", "ing", "ly", "s"]
            .iter()
            .position(|e| form.ends_with(e))
            .map_or(0, |p| p as u64 + 1);
        let sort = if word.sort == Sort::Number { 1 } else { 0 };
        let class = u64::from(word.is(class::DAY | class::MONTH))
            + 2 * u64::from(word.is(class::ADVERB))
            + 4 * u64::from(word.is(class::CUE))
            + 8 * u64::from(word.is(class::OFFICE | class::PERSON | class::GROUP | class::HONORIFIC))
            + 16 * u64::from(word.is(class::OCCASION | class::INSTITUTION));
        64 + ending + 8 * u64::from(word.capital) + 16 * sort + 32 * class
    }

    /// What tells whether a content that could end before word `i` does.
    pub(super) fn end_features(&self, i: usize, reach: &Reach<'_>, out: &mut Features) {
        let Reach {
            cue,
            later,
            start,
            rule,
            stop,
        } = *reach;
        let word = &self.words[i];
        let closed = self.inside[i - 1] != 0 && self.outside(i);
        let point = if closed {
            let last = &self.words[i.saturating_sub(2)];
            match last.sort {
                Sort::Comma => 2,
                Sort::Stop | Sort::Ellipsis => 3,
                _ => 1,
            }
        } else {
            0
        };
        // The first word after the punctuation.
        let next = if word.is_wordy() { i } else { i + 1 };
        let after = if self.words.get(next).is_some_and(|w| w.is(class::CONJUNCTION)) {
            next + 1
        } else {
            next
        };
        let (w0, n0, n1, n2) = (
            self.tag(i, stop),
            self.tag(next, stop),
            self.tag(after + 1, stop),
            self.tag(after + 2, stop),
        );
        let a0 = self.tag(after, stop);
        let p1 = self.tag(i - 1, stop);
        let first = self.tag(start, stop);
        let opens = u64::from(self.quotation(start).is_some_and(|q| q.open == start));
        let quoted = self.tally.any_inside(start, i);
        let quoted_later = self.tally.any_inside(i, stop);
        let quotes = u64::from(quoted) + 2 * u64::from(quoted_later);
        let finite = |from: usize, to: usize| self.tally.any_told(from, to.min(stop));
        let next_break = (next..stop)
            .find(|&k| self.outside(k) && matches!(self.words[k].sort, Sort::Comma | Sort::Semicolon | Sort::Dash))
            .unwrap_or(stop);
        let finite_before = u64::from(finite(start, i));
        let finite_after = u64::from(finite(next, next_break));
        let finite_near = (next..(next + 4).min(stop))
            .position(|k| self.outside(k) && self.words[k].is(class::FINITE))
            .map_or(9, |p| p as u64);
        let class = u64::from(
            cue.takes
                & (takes::CLAUSE
                    | takes::OBJECT
                    | takes::QUOTE
                    | takes::INFINITIVE
                    | takes::ABOUT
                    | takes::OF
                    | takes::ON
                    | takes::AGAINST
                    | takes::ADDRESSEE),
        );
        let form = cue.form as u64 + 16 * (cue.act as u64);
        let follows = later.iter().find(|c| c.at >= i);
        let cue_next = match follows {
            None => 0,
            Some(c) if c.group == after || c.at == after => 1 + 8 * (c.form as u64 + 1),
            Some(c) if c.at < next_break => 2 + 8 * (c.form as u64 + 1),
            Some(_) => 3,
        };
        let act_next = follows.map_or(0, |c| c.act as u64 + 1);
        // `, NAME said.`: the words up to the later cue are its source.
        let sourced = u64::from(
            follows.is_some_and(|c| c.group > after && phrase::before(self.text, self.words, after, c.group).is_some_and(|(s, _)| s <= after + 1)),
        );
        let ends_sentence = u64::from(follows.is_some_and(|c| c.end >= stop));
        let rules = if rule == i || rule + 1 == i || i + 1 == rule {
            0
        } else if rule < i {
            1
        } else {
            2
        };
        let behind = size(self.tally.wordy(start, i));
        let ahead = size(self.tally.wordy(next, stop));
        let spread = size(next_break - next);
        let mut template = 0;
        let mut add = |a: u64, b: u64| {
            out.add(template, a, b);
            template += 1;
        };
        add(0, 0);
        add(w0, 0);
        add(w0, n0);
        add(a0, n1);
        add(n0 ^ w0.rotate_left(9), n1);
        add(a0 ^ n1.rotate_left(7), n2);
        add(point, w0);
        add(point, n0 ^ w0.rotate_left(9));
        add(quotes, w0);
        add(quotes + 4 * point, n0);
        add(quotes + 4 * point + 16 * opens, w0);
        add(class, w0);
        add(class, n0);
        add(class + (point << 32), quotes + 4 * finite_before);
        add(form, w0);
        add(word_hash(self.word(cue.at)), u64::from(cue.takes & takes::CLAUSE != 0));
        add(word_hash(self.word(cue.at)), w0);
        add(finite_before + 2 * finite_after, w0);
        add(finite_before + 2 * finite_after + 4 * finite_near, n0);
        add(finite_near, w0);
        add(cue_next, w0);
        add(cue_next + (act_next << 16) + (sourced << 20) + (ends_sentence << 21), quotes);
        add(cue_next + (act_next << 16) + (sourced << 20) + (ends_sentence << 21), w0);
        add(rules, w0);
        add(rules, point + 8 * quotes);
        add(rules, class);
        add(behind, w0);
        add(behind, class);
        add(ahead, w0);
        add(ahead + 16 * point, quotes);
        add(spread, w0 ^ a0.rotate_left(5));
        add(first, w0);
        add(first, rules);
        add(p1, w0);
        add(rules, 0);
    }

    /// A run of quotations from the mark at `open`: `"…" and "…"`.
    pub(super) fn quote_run_end(&self, open: usize, stop: usize, later: &[Cue]) -> usize {
        let Some(mut quote) = self.quotation(open).copied() else { return open };
        loop {
            let end = (quote.close + 1).min(stop.max(quote.close.min(stop)));
            let next = (quote.close + 1..stop.min(quote.close + 30)).find(|&i| !self.outside(i));
            let Some(next) = next else {
                break self.tail_after_quote(quote, stop, later).unwrap_or(end);
            };
            if later.iter().any(|c| c.at > quote.close && c.at < next) {
                break end;
            }
            let Some(following) = self.quotation(next).copied() else { break end };
            quote = following;
        }
    }

    /// `"…" to the rest of the country.`: words after the closing mark that go on with the quoted sentence.
    pub(super) fn tail_after_quote(&self, quote: Quotation, stop: usize, later: &[Cue]) -> Option<usize> {
        let first = quote.close + 1;
        if first >= stop {
            return None;
        }
        let last = self.words[quote.open + 1..quote.close].last()?;
        if matches!(last.sort, Sort::Comma | Sort::Stop) {
            return None;
        }
        let word = &self.words[first];
        if !word.is_wordy() || word.capital || later.iter().any(|c| c.at < first + 6) {
            return None;
        }
        if word.is(class::SUBORDINATOR | class::RELATIVE | class::DAY)
            || matches!(
                self.word(first),
                "in" | "on" | "at" | "during" | "after" | "before" | "about" | "when" | "as"
            )
        {
            return None;
        }
        Some(stop)
    }

    /// Where a content that starts at `start` ends.
    pub(super) fn content_end(&self, start: usize, sentence: Sentence, later: &[Cue], object: bool) -> usize {
        self.content_end_of(start, start, sentence, later, object)
    }

    /// As `content_end`; `lead` is where the cue's clause begins to name its source.
    pub(super) fn content_end_of(&self, start: usize, lead: usize, sentence: Sentence, later: &[Cue], object: bool) -> usize {
        let stop = self.stop(sentence);
        let subordinate = self.subordinate(sentence, lead);
        let mut i = start;
        let mut quoted = false;
        while i < stop {
            if let Some(q) = self.quotation(i) {
                i = q.close.max(i) + 1;
                quoted = true;
                // A comma inside the closing mark is the sentence's: `"…," the crowd left`.
                if i < stop
                    && q.close > q.open + 1
                    && self.words[q.close - 1].sort == Sort::Comma
                    && (subordinate || self.aside_follows(i, stop) || self.cut_at(i, true, stop, later, object))
                {
                    return i;
                }
                continue;
            }
            let word = &self.words[i];
            // `…; nobody in the town laughed`: the narrator again, where no quotation is open to go on.
            if word.sort == Sort::Semicolon
                && i + 3 < stop
                && matches!(self.word(i + 1), "nobody" | "no" | "few" | "others" | "observers" | "critics")
            {
                return i;
            }
            if word.sort == Sort::Comma
                && i > start + 1
                && (subordinate && self.clause_starts(i + 1, stop) || quoted && self.aside_follows(i + 1, stop))
            {
                return i;
            }
            // `says she is "ready" as she boards the plane`: the narrator's, right after the mark.
            if quoted
                && i > start
                && !self.outside(i - 1)
                && (word.is(class::SUBORDINATOR) && matches!(self.word(i), "as" | "when" | "while" | "after" | "before")
                    || object && matches!(self.word(i), "on" | "in" | "at" | "during" | "for") && i + 1 < stop)
                && !(i..stop).any(|k| !self.outside(k))
            {
                return i;
            }
            // `called it "a trap" and walked out`
            if quoted
                && object
                && word.is(class::CONJUNCTION)
                && i + 1 < stop
                && self.words[i + 1].sort == Sort::Word
                && !self.words[i + 1].capital
                && self.word(i + 1).ends_with("ed")
            {
                return i;
            }
            if matches!(word.sort, Sort::Comma | Sort::Dash | Sort::Semicolon) || word.is(class::CONJUNCTION | class::SUBORDINATOR) && !word.capital {
                if self.cut_here(i, start, stop, later, object) {
                    return self.before_comma(i);
                }
            } else if object && i > start && word.sort == Sort::Word && matches!(self.word(i), "following" | "amid" | "during" | "ahead" | "after") {
                return i;
            }
            i += 1;
        }
        i.min(stop.max(start))
    }

    /// Whether the content at `start` stands in a clause that opens its sentence: `Even as she said …, the talks went on`.
    pub(super) fn subordinate(&self, sentence: Sentence, start: usize) -> bool {
        let Some(first) = (sentence.start..start).find(|&i| self.words[i].is_wordy()) else {
            return false;
        };
        let word = &self.words[first];
        let opener = word.is(class::SUBORDINATOR) || matches!(self.word(first), "Despite" | "By" | "In" | "Besides" | "Without");
        let gerund = self.word(first).ends_with("ing") && word.capital && word.span.len() > 5;
        (opener || gerund) && self.outside(first) && !(first..start).any(|i| self.words[i].sort == Sort::Comma && self.outside(i))
    }

    /// Whether a main clause can start at `at`: a name, determiner or pronoun, and more words after.
    pub(super) fn clause_starts(&self, at: usize, stop: usize) -> bool {
        let Some(word) = self.words.get(at).filter(|_| at + 2 < stop) else {
            return false;
        };
        word.is_wordy()
            && (word.capital || word.is(class::DETERMINER | class::SUBJECT_PRONOUN | class::GROUP | class::PREPOSITION) || word.sort == Sort::Number)
    }

    /// Whether `at` opens a remark of the narrator's after a closed quotation: `, a charge the envoy denies`, `, which …`.
    pub(super) fn aside_follows(&self, at: usize, stop: usize) -> bool {
        let Some(word) = self.words.get(at).filter(|_| at + 1 < stop) else {
            return false;
        };
        if (at..stop).any(|i| !self.outside(i)) {
            return false;
        }
        matches!(self.word(at), "a" | "an") || word.is(class::RELATIVE)
    }

    /// Whether another attribution, or the narrator, goes on at the comma or conjunction `i`.
    pub(super) fn cut_here(&self, i: usize, start: usize, stop: usize, later: &[Cue], object: bool) -> bool {
        if i == start {
            return false;
        }
        let comma = matches!(self.words[i].sort, Sort::Comma | Sort::Dash | Sort::Semicolon);
        self.cut_at(if comma { i + 1 } else { i }, comma, stop, later, object)
    }

    pub(super) fn cut_at(&self, next: usize, comma: bool, stop: usize, later: &[Cue], object: bool) -> bool {
        let mut next = next;
        let Some(word) = self.words.get(next).filter(|_| next < stop) else {
            return false;
        };
        let contrast = word.is(class::CONJUNCTION) || matches!(self.word(next), "while" | "whereas" | "though" | "although" | "as");
        if contrast {
            next += 1;
        }
        for cue in later {
            if cue.group < next || cue.act == Act::Thought {
                continue;
            }
            // `He calls it a trap, says it is old, …`: a row of verbs with one subject.
            if comma
                && !contrast
                && cue.group == next
                && matches!(cue.form, Form::Past | Form::Third)
                && matches!(self.after(cue, cue.end, stop, false), After::Content(at) if !self.words[at].capital || self.words[at].is(class::DETERMINER))
            {
                return !self.words[cue.end].capital
                    && phrase::after(self.text, self.words, cue.end, stop)
                        .is_none_or(|(_, e)| e < stop && !matches!(self.words[e].sort, Sort::Comma | Sort::Stop));
            }
            // `, adding that`; `and added that`; `, but continued to call`
            if cue.group == next || (cue.at > next && (next..cue.at).all(|k| self.words[k].is(class::ADVERB | class::AUXILIARY))) {
                if cue.form == Form::Ing {
                    return comma || contrast;
                }
                return contrast && matches!(cue.form, Form::Past | Form::Third | Form::Base | Form::Fixed)
                    || comma && cue.takes & takes::SOURCE != 0;
            }
            // `, while NAME said`; `, and NAME added`; `, NAME said`
            if let Some((from, _)) = phrase::before(self.text, self.words, next, cue.group)
                && from <= next + 1
                && (from == next || self.words[next].is(class::ADVERB))
                && (comma || contrast && self.word(next - 1) == "while")
                && cue.act == Act::Speech
            {
                return contrast || cue.end >= stop || matches!(self.words[cue.end].sort, Sort::Stop | Sort::Comma);
            }
            break;
        }
        if comma && !contrast && word.sort == Sort::Word && !word.capital {
            let bare = self.word(next);
            // `, indicating a breakthrough was far`: the narrator's participle.
            if bare.ends_with("ing") && bare.len() > 5 && object && !word.is(class::PREPOSITION) {
                return true;
            }
        }
        false
    }
}
