//! Which words of a sentence report: the cues of the lexicon in a form that can be one, not nouns, infinitives or passives. Invariant: cues come in text order, outside quotations.

use super::{Cue, Grammar, phrase};
use crate::quote::lexicon::{CueForm, Form, takes};
use crate::quote::sentence::Sentence;
use crate::quote::word::{Sort, class, fold};

impl Grammar<'_> {
    /// The cues of a sentence, outside quotations.
    pub(super) fn cues(&self, sentence: Sentence) -> Vec<Cue> {
        let mut out = Vec::new();
        let mut i = sentence.start;
        while i < sentence.end {
            let word = &self.words[i];
            if word.cue == u16::MAX || !self.outside(i) {
                i += 1;
                continue;
            }
            match self.cue_at(i, sentence) {
                // `continued to call for`: one cue, and the second verb says what it takes.
                Some(cue)
                    if cue.end + 1 < sentence.end
                        && self.word(cue.end) == "to"
                        && self.words[cue.end + 1].cue != u16::MAX
                        && self.cue_at(cue.end + 1, sentence).is_some() =>
                {
                    i = cue.end + 1;
                }
                Some(cue) => {
                    i = cue.end;
                    out.push(cue);
                }
                None => i += 1,
            }
        }
        out
    }

    pub(super) fn cue_at(&self, at: usize, sentence: Sentence) -> Option<Cue> {
        let forms = self.vocabulary.cues.get(self.words[at].cue as usize)?;
        let mut folded = String::new();
        let follows = |form: &CueForm, folded: &mut String| {
            form.rest.iter().enumerate().all(|(k, rest)| {
                let Some(word) = self.words.get(at + 1 + k).filter(|_| at + 1 + k < sentence.end) else {
                    return false;
                };
                fold(word.span.of(self.text), folded);
                **rest == **folded
            })
        };
        let longest = forms.iter().filter(|f| follows(f, &mut folded)).map(|f| f.rest.len()).max()?;
        let matching: Vec<&CueForm> = forms.iter().filter(|f| f.rest.len() == longest && follows(f, &mut folded)).collect();
        let end = at + 1 + longest;
        let (mut group, negated, modal, to) = self.group(at, sentence.start);
        // Speech before thought where a word can be both.
        let first = matching.iter().min_by_key(|f| f.act)?;
        let forms: Vec<Form> = matching.iter().map(|f| f.form).collect();
        let takes = matching.iter().filter(|f| f.act == first.act).fold(0, |bits, f| bits | f.takes);
        let form = self.form(at, group, &forms, to, modal, sentence, takes)?;
        if to && form == Form::Past && group > sentence.start {
            group = self.group(group - 1, sentence.start).0;
        }
        Some(Cue {
            at,
            end,
            group,
            form,
            act: first.act,
            takes,
            negated,
            listed: true,
        })
    }

    /// Where the verb group of the head at `at` starts; whether it is negated, has a modal, is an infinitive.
    pub(super) fn group(&self, at: usize, floor: usize) -> (usize, bool, bool, bool) {
        let (mut start, mut negated, mut modal, mut to) = (at, false, false, false);
        while start > floor && self.outside(start - 1) {
            let word = &self.words[start - 1];
            if word.sort != Sort::Word {
                break;
            }
            // `NAME on Wednesday said`, `NAME Tuesday said`
            if word.is(class::DAY) && start >= floor + 2 && !self.words[start - 2].is(class::DETERMINER) {
                start -= if self.word(start - 2) == "on" { 2 } else { 1 };
                continue;
            }
            if let Some(before) = self.time_before(start, floor) {
                start = before;
                continue;
            }
            let bare = self.word(start - 1);
            if bare.eq_ignore_ascii_case("to") {
                to = true;
                start -= 1;
                break;
            }
            // `not only called`: no negation.
            if bare == "only" && start >= floor + 2 && self.word(start - 2) == "not" {
                start -= 2;
                continue;
            }
            let adverb = word.is(class::ADVERB) && !word.capital && !word.is(class::DAY | class::OFFICE | class::SUBORDINATOR | class::DETERMINER);
            if !(word.is(class::AUXILIARY | class::NEGATION) && !(word.capital && word.is(class::MONTH)) || adverb || word.is(class::NEGATION)) {
                break;
            }
            negated |= word.is(class::NEGATION);
            modal |= matches!(bare, "would" | "could" | "can" | "may" | "might" | "must" | "shall" | "should" | "will");
            start -= 1;
        }
        (start, negated, modal, to)
    }

    /// Where an adjunct of time that ends before `end` starts: `NAME, who in 2010 said`, `NAME last week said`, `NAME at the time said`.
    fn time_before(&self, end: usize, floor: usize) -> Option<usize> {
        let last = end.checked_sub(1).filter(|&l| l > floor)?;
        let before = self.word(last - 1);
        if before == "in" && (self.words[last].sort == Sort::Number || self.words[last].is(class::MONTH)) {
            return (last > floor + 1).then_some(last - 1);
        }
        let unit = matches!(
            self.word(last),
            "week" | "month" | "year" | "night" | "time" | "point" | "summer" | "spring" | "fall" | "autumn" | "winter" | "turn" | "response"
        );
        if !unit {
            return None;
        }
        match before {
            "last" | "this" => Some(last - 1),
            "the" | "one" if last >= floor + 3 && self.word(last - 2) == "at" => Some(last - 2),
            "in" if matches!(self.word(last), "turn" | "response") => Some(last - 1),
            _ => None,
        }
    }

    /// The form the head stands in, or none where it is a noun, an infinitive, a passive.
    #[allow(clippy::too_many_arguments, reason = "each is one fact of the context")]
    pub(super) fn form(&self, at: usize, group: usize, forms: &[Form], to: bool, modal: bool, sentence: Sentence, takes: u32) -> Option<Form> {
        if forms.contains(&Form::Fixed) {
            return Some(Form::Fixed);
        }
        let be = (group..at).any(|i| {
            matches!(
                self.word(i),
                "is" | "are" | "was" | "were" | "be" | "been" | "being" | "am" | "isn't" | "wasn't" | "weren't" | "aren't"
            )
        });
        let have = (group..at).any(|i| {
            matches!(
                self.word(i),
                "has" | "have" | "had" | "having" | "hasn't" | "haven't" | "hadn't" | "'ve" | "'d"
            )
        });
        let previous = at.checked_sub(1).filter(|&p| p >= sentence.start).map(|p| &self.words[p]);
        let next = self.words.get(at + 1).filter(|_| at + 1 < sentence.end);
        if forms.contains(&Form::Ing) {
            // `the saying`, `of saying`
            let before = at.checked_sub(1).filter(|&p| p >= sentence.start).map_or("", |p| self.word(p));
            if previous.is_some_and(|p| p.is(class::DETERMINER | class::PREPOSITION) && !be && !matches!(before, "before" | "after"))
                || previous.is_some_and(|p| p.sort == Sort::Possessive)
            {
                return None;
            }
            if !be && takes & takes::PARTICIPLE == 0 {
                return None;
            }
            // A participle follows a comma or a conjunction; right after a noun only where content is sure to come: `a note saying that`.
            let set_off = previous.is_none_or(|p| {
                matches!(
                    p.sort,
                    Sort::Comma | Sort::Dash | Sort::Mark | Sort::Single | Sort::Open | Sort::Semicolon
                ) || p.is(class::CONJUNCTION | class::SUBORDINATOR | class::ADVERB)
            });
            let announced = next.is_some_and(|n| n.is(class::THAT) || matches!(n.sort, Sort::Colon | Sort::Mark))
                || next.is_some_and(|n| n.sort == Sort::Comma) && self.words.get(at + 2).is_some_and(|n| n.sort == Sort::Mark);
            if !be && !set_off && !announced && !previous.is_some_and(|p| p.capital && p.sort == Sort::Word && at > sentence.start + 2) {
                return None;
            }
            return Some(Form::Ing);
        }
        let past = forms.contains(&Form::Past) || forms.contains(&Form::Participle);
        let base = forms.contains(&Form::Base);
        if past && !(base && !be && !have) {
            if be {
                return None;
            }
            // `the stated aim`
            if group == at
                && previous
                    .is_some_and(|p| p.is(class::DETERMINER) && !p.is(class::SUBJECT_PRONOUN | class::OBJECT_PRONOUN | class::RELATIVE | class::THAT))
                && next.is_some_and(|n| n.sort == Sort::Word && !n.is(class::THAT))
                && !matches!(
                    self.word(at - 1),
                    "all"
                        | "both"
                        | "many"
                        | "some"
                        | "most"
                        | "several"
                        | "few"
                        | "this"
                        | "these"
                        | "those"
                        | "each"
                        | "another"
                        | "one"
                        | "two"
                        | "three"
                        | "four"
                        | "five"
                        | "six"
                        | "seven"
                        | "eight"
                        | "nine"
                        | "ten"
                )
            {
                return None;
            }
            if forms == [Form::Participle] && !have {
                return None;
            }
            // `the plan called X`, `accused of`: a participle after its noun has no object of its own.
            let objectless =
                next.is_none_or(|n| matches!(n.sort, Sort::Stop | Sort::Comma | Sort::Break) || n.is(class::PREPOSITION) && !n.is(class::SIDE));
            if takes & takes::OBJECT != 0 && takes & takes::CLAUSE == 0 && !have && objectless && !self.fixed_preposition(at) {
                return None;
            }
            return Some(Form::Past);
        }
        if forms.contains(&Form::Third) {
            // `the reports`, `their claims`: nouns. A verb has a subject that is a name, a pronoun or a person.
            let subject = group.checked_sub(1).filter(|&p| p >= sentence.start).map(|p| &self.words[p]);
            let ok = subject.is_some_and(|s| {
                s.is(class::SUBJECT_PRONOUN)
                    || s.capital && s.sort == Sort::Word && !s.is(class::DETERMINER | class::PREPOSITION)
                    || s.is(class::OFFICE | class::PERSON | class::INSTITUTION)
                    || s.sort == Sort::Comma
                    || s.sort == Sort::Close
                    || s.sort == Sort::Mark
                    || s.is(class::CONJUNCTION)
                    || s.is(class::RELATIVE)
                    // `a paper on the party's site states that`
                    || s.is_wordy() && next.is_some_and(|n| n.is(class::THAT))
            });
            if matches!(self.word(at), "talks" | "remarks" | "comments" | "calls")
                && !subject.is_some_and(|s| s.is(class::SUBJECT_PRONOUN))
                && !next.is_some_and(|n| matches!(self.word(at + 1), "for" | "on" | "upon") && n.is_wordy() && self.word(at) == "calls")
            {
                return None;
            }
            let plural_noun = !matches!(
                self.word(at),
                "says"
                    | "tells"
                    | "adds"
                    | "writes"
                    | "explains"
                    | "argues"
                    | "insists"
                    | "describes"
                    | "believes"
                    | "thinks"
                    | "warns"
                    | "accuses"
                    | "denies"
                    | "rejects"
                    | "wants"
                    | "continues"
                    | "concludes"
                    | "recalls"
                    | "asks"
                    | "knows"
                    | "maintains"
            );
            if !ok && plural_noun {
                return None;
            }
            if plural_noun
                && next.is_some_and(|n| n.is(class::AUXILIARY) || matches!(n.sort, Sort::Stop | Sort::Comma) && takes & takes::INVERTED == 0)
            {
                return None;
            }
            return Some(Form::Third);
        }
        if base {
            if to {
                // `continued to call for`: the first verb has the subject.
                let aspect = group.checked_sub(1).filter(|&p| p >= sentence.start).is_some_and(|p| {
                    matches!(
                        self.word(p),
                        "continued" | "continues" | "continue" | "began" | "went" | "rushed" | "moved" | "on"
                    )
                });
                return aspect.then_some(Form::Past);
            }
            let aux = modal || (group..at).any(|i| self.words[i].is(class::AUXILIARY));
            if aux && !have && !be {
                return Some(Form::Base);
            }
            let subject = group.checked_sub(1).filter(|&p| p >= sentence.start).map(|p| (p, &self.words[p]))?;
            let (p, s) = subject;
            let plural = s.is(class::GROUP)
                || s.is(class::SUBJECT_PRONOUN) && !matches!(self.word(p).to_ascii_lowercase().as_str(), "he" | "she" | "it")
                || s.sort == Sort::Word && self.word(p).ends_with('s') && !s.is(class::PREPOSITION | class::DETERMINER | class::AUXILIARY);
            let group_before = || {
                phrase::before(self.text, self.words, sentence.start, group).is_some_and(|(a, b)| self.words[a..b].iter().any(|w| w.is(class::GROUP)))
            };
            if plural && !s.is(class::DETERMINER) || s.sort == Sort::Word && group_before() {
                return Some(Form::Base);
            }
            // `Police say they have`: a form that is hardly ever a noun.
            if matches!(
                self.word(at),
                "say" | "argue" | "insist" | "believe" | "think" | "acknowledge" | "contend" | "maintain"
            ) && (s.sort == Sort::Comma || s.is_wordy() && phrase::before(self.text, self.words, sentence.start, group).is_some())
            {
                return Some(Form::Base);
            }
            // `as Kovar put it`, `the sign read`: past and base are spelt alike.
            if past
                && s.is_wordy()
                && !s.is(class::DETERMINER | class::PREPOSITION)
                && phrase::before(self.text, self.words, sentence.start, group).is_some()
            {
                return Some(Form::Past);
            }
            return None;
        }
        None
    }

    pub(super) fn fixed_preposition(&self, at: usize) -> bool {
        self.vocabulary.cues.get(self.words[at].cue as usize).is_some_and(|forms| {
            forms.iter().any(|f| {
                !f.rest.is_empty()
                    && self
                        .words
                        .get(at + 1)
                        .is_some_and(|w| w.span.of(self.text).eq_ignore_ascii_case(&f.rest[0]))
            })
        })
    }
}
