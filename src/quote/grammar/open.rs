//! Attributions without a listed cue: words that only look like verbs before a quotation that nobody has claimed, or before a clause with that; and cues inside the
//! content of another attribution. These are proposals: the judge takes or leaves them. Invariant: each is built by the same grammar as a listed cue's.

use super::bounds::Reach;
use super::{Construction, Cue, Draft, Grammar, phrase};
use crate::quote::lexicon::{Form, takes};
use crate::quote::mark::Quotation;
use crate::quote::sentence::Sentence;
use crate::quote::statement::Act;
use crate::quote::word::{Sort, class};

impl Grammar<'_> {
    /// Cues inside a content that has been read: `she said the envoy had called it "a trap"`.
    pub(super) fn nested(&self, cues: &[Cue], inner: &[usize], drafts: &[Draft], out: &mut Vec<Draft>) {
        for &n in inner {
            let cue = &cues[n];
            let Some((start, end)) = drafts
                .iter()
                .flat_map(|d| d.content.iter().copied())
                .find(|&(s, e)| s <= cue.at && cue.at < e)
            else {
                continue;
            };
            let within = Sentence { start, end };
            let draft = if cue.takes & takes::SOURCE != 0 {
                self.according(cue, within, &cues[n + 1..], start)
            } else {
                self.verb(within, cues, n, start, &[], false)
            };
            if let Some(draft) = draft
                && draft.content.iter().all(|&(s, e)| s >= start && e <= end)
                && draft.mention.is_some()
            {
                out.push(Draft { nested: true, ..draft });
            }
        }
    }

    /// `The ban was condemned by NAME`, `was described by NAME as "…"`: who acts stands behind `by`, what it is about before the verb.
    pub(super) fn passive(&self, sentence: Sentence, drafts: &[Draft], out: &mut Vec<Draft>) {
        const ACTS: u32 = takes::OBJECT;
        let stop = self.stop(sentence);
        for at in sentence.start + 2..stop.saturating_sub(1) {
            let word = &self.words[at];
            let told = matches!(self.word(at), "told" | "informed" | "assured" | "warned" | "reminded");
            if word.cue == u16::MAX || !self.outside(at) || self.word(at + 1) != "by" || !(told || self.word(at).ends_with("ed")) {
                continue;
            }
            let forms = &self.vocabulary.cues[word.cue as usize];
            let Some(known) = forms
                .iter()
                .find(|f| f.rest.is_empty() && f.act == Act::Speech && (told || f.takes & ACTS != 0))
            else {
                continue;
            };
            let (group, negated, ..) = self.group(at, sentence.start);
            let be = (group..at).any(|i| matches!(self.word(i), "is" | "are" | "was" | "were" | "been" | "be" | "being"));
            let Some(mention) = phrase::after(self.text, self.words, at + 2, stop).filter(|_| be && !negated) else {
                continue;
            };
            let Some(subject) = phrase::before(self.text, self.words, sentence.start, group) else {
                continue;
            };
            if drafts.iter().any(|d| d.content.iter().any(|&(s, e)| s <= at && at < e)) || !self.can_speak(mention.0, mention.1) {
                continue;
            }
            let cue = Cue {
                at,
                end: at + 1,
                group,
                form: Form::Past,
                act: Act::Speech,
                takes: known.takes,
                negated,
                listed: true,
            };
            // `NAME was told by NAME that`: what was told; of an act, whom or what it hit.
            let that = mention.1 < stop && self.words[mention.1].is(class::THAT);
            if told && !that {
                continue;
            }
            let mut content = if told { Vec::new() } else { vec![subject] };
            if mention.1 < stop && (that && told || self.word(mention.1) == "as") {
                let to = self.end_alone(&cue, mention.1, sentence, true);
                content.push((mention.1, to));
            }
            out.extend(self.draft(&cue, Some(mention), content, Construction::Passive));
        }
    }

    /// Where the content of a cue ends that no other follows; `object`: it takes a phrase, not a clause.
    fn end_alone(&self, cue: &Cue, start: usize, sentence: Sentence, object: bool) -> usize {
        self.end(&Reach {
            cue,
            later: &[],
            start,
            rule: self.content_end(start, sentence, &[], object),
            stop: self.stop(sentence),
        })
    }

    /// Quotations that no draft has claimed.
    pub(super) fn unclaimed(&self, sentence: Sentence, drafts: &[Draft]) -> Vec<Quotation> {
        let mut out = Vec::new();
        let mut i = sentence.start;
        while i < sentence.end {
            let Some(quote) = self.quotation(i).copied() else {
                i += 1;
                continue;
            };
            i = quote.close + 1;
            let wordy = self.tally.wordy(quote.open + 1, quote.close);
            let claimed = drafts.iter().any(|d| d.content.iter().any(|&(s, e)| s <= quote.open && quote.open < e));
            if quote.closed
                && wordy > 0
                && !claimed
                && (!quote.single || wordy > 2)
                && (quote.open > sentence.start || quote.close + 2 < sentence.end)
            {
                out.push(quote);
            }
        }
        out
    }

    /// A word that could be the verb of a report, by its shape.
    fn verbal(&self, i: usize, sentence: Sentence) -> Option<Cue> {
        let word = &self.words[i];
        if word.sort != Sort::Word
            || word.capital && i > sentence.start
            || !self.outside(i)
            || word.is(class::PREPOSITION | class::DETERMINER | class::CONJUNCTION | class::ADVERB | class::SUBJECT_PRONOUN | class::NEGATION)
                && !word.is(class::CUE)
        {
            return None;
        }
        let form = self.word(i);
        let head = word.cue != u16::MAX;
        let shape = if form.ends_with("ing") && form.len() > 4 {
            Form::Ing
        } else if form.ends_with("ed") && form.len() > 3 {
            Form::Past
        } else if head || word.is(class::FINITE) {
            Form::Fixed
        } else if form.ends_with('s') && form.len() > 3 && i > sentence.start && {
            let before = &self.words[i - 1];
            before.capital && !before.is(class::SIDE)
                || before.is(class::SUBJECT_PRONOUN | class::RELATIVE | class::INSTITUTION | class::OFFICE | class::ADVERB)
        } {
            Form::Third
        } else if i > sentence.start && (self.words[i - 1].is(class::SUBJECT_PRONOUN | class::AUXILIARY) || self.word(i - 1) == "to") {
            Form::Base
        } else if i > sentence.start
            && self.words[i - 1].capital
            && self.words[i - 1].sort == Sort::Word
            && !self.words[i - 1].is(class::SIDE)
            && !word.is(class::OFFICE | class::INSTITUTION)
        {
            // `Novak held a sign`
            Form::Past
        } else {
            return None;
        };
        let (group, negated, ..) = self.group(i, sentence.start);
        let known = self.vocabulary.cues.get(word.cue as usize);
        let known = known
            .into_iter()
            .flatten()
            .filter(|f| f.rest.is_empty())
            .fold(0, |bits, f| bits | f.takes);
        Some(Cue {
            at: i,
            end: i + 1,
            group,
            form: shape,
            act: Act::Speech,
            takes: if known == 0 { takes::QUOTE | takes::OBJECT | takes::THAT } else { known },
            negated,
            listed: head,
        })
    }

    /// What a quotation that nobody has claimed may belong to: each verb before it, with its clause or with the quoted words alone; or the sentence's subject.
    pub(super) fn open_quotation(&self, quote: Quotation, sentence: Sentence, drafts: &[Draft], out: &mut Vec<Draft>) {
        let stop = self.stop(sentence);
        let floor = drafts
            .iter()
            .flat_map(|d| d.content.iter().map(|r| r.1).chain(d.mention.map(|m| m.1)))
            .filter(|&e| e <= quote.open)
            .fold(sentence.start, usize::max);
        let mut seen = 0;
        for i in (floor..quote.open).rev().take(30) {
            if self.outside(i) && matches!(self.words[i].sort, Sort::Semicolon | Sort::Stop) {
                break;
            }
            let Some(cue) = self.verbal(i, sentence) else { continue };
            seen += 1;
            if seen > 4 {
                break;
            }
            // `NAME took to the stage to accuse`: an infinitive has the clause's subject.
            let infinitive = self.word(cue.group) == "to" || cue.group > floor && self.word(cue.group - 1) == "to";
            let mention = phrase::before(self.text, self.words, floor, cue.group)
                .filter(|_| !infinitive)
                .or_else(|| self.main_subject(sentence, cue.group))
                .filter(|&(s, e)| self.can_speak(s, e) && e <= cue.group);
            let Some(mention) = mention else { continue };
            let mut start = i + 1;
            while start < quote.open
                && (self.words[start].is(class::PREPOSITION) && !self.words[start].capital
                    || matches!(self.words[start].sort, Sort::Comma | Sort::Colon | Sort::Dash)
                    || matches!(self.word(start), "out" | "up" | "down"))
            {
                start += 1;
            }
            let end = |from: usize| {
                let rule = self.content_end(from, sentence, &[], true).max(quote.close + 1);
                self.end(&Reach {
                    cue: &cue,
                    later: &[],
                    start: from,
                    rule,
                    stop,
                })
            };
            if start < quote.open {
                let to = end(start);
                if to > quote.close {
                    out.extend(self.draft(&cue, Some(mention), vec![(start, to)], Construction::OpenVerb));
                }
            }
            let to = end(quote.open);
            out.extend(self.draft(&cue, Some(mention), vec![(quote.open, to)], Construction::OpenQuote));
        }
    }

    /// `NAME's warning that`, `denials by NAME that`: a noun that reports, and whose it is.
    fn noun_that(&self, that: usize, sentence: Sentence) -> Option<Draft> {
        let reports = |i: usize| self.words[i].is(class::REPORT) && !self.words[i].capital && self.outside(i);
        let (noun, mention) = if reports(that - 1) {
            let noun = that - 1;
            let owner = noun.checked_sub(1).filter(|&o| o >= sentence.start)?;
            if self.words[owner].sort == Sort::Possessive {
                (noun, phrase::before(self.text, self.words, sentence.start, owner)?)
            } else if matches!(self.word(owner).to_ascii_lowercase().as_str(), "his" | "her" | "their" | "its") {
                (noun, (owner, owner + 1))
            } else {
                return None;
            }
        } else {
            let mention = phrase::before(self.text, self.words, sentence.start, that)?;
            let link = mention
                .0
                .checked_sub(1)
                .filter(|&l| l > sentence.start && matches!(self.word(l), "by" | "from"))?;
            (reports(link - 1).then_some(link - 1)?, mention)
        };
        let cue = Cue {
            at: noun,
            end: noun + 1,
            group: noun,
            form: Form::Fixed,
            act: Act::Speech,
            takes: takes::THAT | takes::CLAUSE,
            negated: false,
            listed: true,
        };
        let to = self.end_alone(&cue, that, sentence, false);
        self.draft(&cue, Some(mention), vec![(that, to)], Construction::NounThat)
    }

    /// `bragged that`, `his warning that`: words of no cue class before a clause with that.
    pub(super) fn open_that(&self, sentence: Sentence, drafts: &[Draft], out: &mut Vec<Draft>) {
        let stop = self.stop(sentence);
        for that in sentence.start + 1..stop {
            if !self.words[that].is(class::THAT) || !self.outside(that) || self.words[that].capital {
                continue;
            }
            if drafts
                .iter()
                .any(|d| d.content.iter().any(|&(s, e)| s <= that && that < e) || d.mention.is_some_and(|(s, e)| s <= that && that < e))
            {
                continue;
            }
            if let Some(draft) = self.noun_that(that, sentence) {
                out.push(draft);
                continue;
            }
            let at = that - 1;
            let word = &self.words[at];
            if word.sort != Sort::Word || word.capital || !self.outside(at) || word.is(class::PREPOSITION | class::CONJUNCTION | class::AUXILIARY) {
                continue;
            }
            let (group, negated, ..) = self.group(at, sentence.start);
            let cue = Cue {
                at,
                end: that,
                group,
                form: Form::Fixed,
                act: Act::Thought,
                takes: takes::THAT | takes::CLAUSE,
                negated,
                listed: word.cue != u16::MAX,
            };
            // `his warning that`, `Novak's claim that`: whose it is stands before.
            let owner = at.checked_sub(1).filter(|&o| o >= sentence.start).and_then(|o| {
                if self.words[o].sort == Sort::Possessive {
                    phrase::before(self.text, self.words, sentence.start, o)
                } else {
                    matches!(self.word(o), "his" | "her" | "their" | "its" | "my" | "our").then_some((o, o + 1))
                }
            });
            let mention = owner
                .or_else(|| phrase::before(self.text, self.words, sentence.start, group))
                .or_else(|| self.main_subject(sentence, group))
                .filter(|&(s, e)| self.can_speak(s, e) && e <= at);
            let Some(mention) = mention else { continue };
            let to = self.end_alone(&cue, that, sentence, false);
            if to > that + 2 {
                out.extend(self.draft(&cue, Some(mention), vec![(that, to)], Construction::OpenThat));
            }
        }
    }
}
