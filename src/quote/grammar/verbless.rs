//! Attributions that hang on no listed verb: colons, signatures, nouns that report, announcements, quotations left over.

use super::{Construction, Draft, Grammar, phrase};
use crate::quote::lexicon::{Form, takes};
use crate::quote::mark::Quotation;
use crate::quote::sentence::Sentence;
use crate::quote::statement::Act;
use crate::quote::word::{Sort, class};

impl Grammar<'_> {
    /// `"…" — NAME`: a signature after a quotation.
    pub fn signed(&self, sentence: Sentence) -> Option<Draft> {
        let quote = self.quotation(sentence.start).filter(|q| q.open == sentence.start && q.closed)?;
        let dash = quote.close + 1;
        if self.words.get(dash).filter(|_| dash < sentence.end)?.sort != Sort::Dash {
            return None;
        }
        let stop = self.stop(sentence);
        let mention = (dash + 1, stop);
        let names = (mention.0..mention.1).filter(|&i| self.words[i].capital).count();
        let verbs = (mention.0..mention.1).any(|i| self.words[i].is(class::FINITE));
        if mention.0 >= mention.1
            || !self.words[mention.0].capital
            || names == 0
            || verbs
            || mention.1 - mention.0 > 14
            || quote.close - quote.open < 4
        {
            return None;
        }
        Some(Draft::said(
            Construction::Signed,
            None,
            Some(mention),
            vec![(quote.open, quote.close + 1)],
        ))
    }

    /// `Keep the lamp lit. — NAME (@name) January 9`: a post with its signature, as pages embed them.
    pub fn posted(&self, start: usize, end: usize) -> Option<Draft> {
        let at =
            (start + 3..end).find(|&i| self.words[i].sort == Sort::Word && self.word(i).starts_with('@') && self.words[i - 1].sort == Sort::Open)?;
        let dash = (start + 2..at).rev().find(|&i| self.words[i].sort == Sort::Dash)?;
        let mention = (dash + 1, at - 1);
        let signed = mention.0 < mention.1 && mention.1 - mention.0 < 6 && self.words[mention.0].capital && end - at < 9;
        signed.then(|| Draft::said(Construction::Signed, None, Some(mention), vec![(start, dash)]))
    }

    /// `— The ferries will sail, — said NAME. — Not before.`: speech between dashes, as Slavic and Romance pages set it.
    pub fn dashed(&self, start: usize, end: usize) -> Option<Draft> {
        let dash = |i: &usize| self.outside(*i) && self.words[*i].sort == Sort::Dash && self.words[*i].spaced;
        if self.words[start].sort != Sort::Dash || start + 4 > end {
            return None;
        }
        let first = (start + 2..end).find(|i| dash(i) && matches!(self.words[i - 1].sort, Sort::Comma | Sort::Stop | Sort::Ellipsis))?;
        let second = (first + 1..end).find(dash).unwrap_or(end);
        let narrator = Sentence {
            start: first + 1,
            end: second,
        };
        let cue = self
            .cues(narrator)
            .into_iter()
            .find(|c| c.act == Act::Speech && c.takes & takes::QUOTE != 0)
            .or_else(|| {
                // `— said NAME`: the verb comes first, without a subject before it.
                let at = first + 1;
                let known = self.vocabulary.cues.get(self.words.get(at)?.cue as usize)?;
                let takes = known.iter().filter(|f| f.rest.is_empty()).fold(0, |bits, f| bits | f.takes);
                (takes & takes::INVERTED != 0).then_some(super::Cue {
                    at,
                    end: at + 1,
                    group: at,
                    form: Form::Past,
                    act: Act::Speech,
                    takes,
                    negated: false,
                    listed: true,
                })
            })?;
        let mention =
            phrase::before(self.text, self.words, first + 1, cue.group).or_else(|| phrase::after(self.text, self.words, cue.end, second))?;
        let mut content = vec![(start + 1, first)];
        if second + 1 < end {
            content.push((second + 1, end));
        }
        Some(Draft {
            verb: Some(cue),
            ..Draft::said(Construction::Dashed, Some((cue.at, cue.end)), Some(mention), content)
        })
    }

    /// `So said NAME.`, `With these words NAME closed the debate.`: who has said what stands before.
    pub fn so_said(&self, sentence: Sentence) -> Option<Draft> {
        let (first, second) = (self.words.get(sentence.start)?, sentence.start + 1);
        if second >= sentence.end || !first.is_wordy() {
            return None;
        }
        let from = match (self.word(sentence.start), self.word(second)) {
            ("So" | "Thus", "said" | "says" | "spoke" | "wrote") => second + 1,
            ("With", "these") if sentence.start + 3 < sentence.end && self.word(second + 1) == "words" => second + 2,
            _ => return None,
        };
        let mention = phrase::after(self.text, self.words, from, self.stop(sentence))?;
        Some(Draft::said(
            Construction::Announced,
            (from == second + 1).then_some((second, second + 1)),
            Some(mention),
            Vec::new(),
        ))
    }

    /// A sentence that ends with a colon and has a source and a cue, but no content yet: `Novak continued:`
    pub fn waiting(&self, sentence: Sentence) -> Option<Draft> {
        let last = (sentence.start..sentence.end).rev().find(|&i| self.words[i].sort != Sort::Break)?;
        if self.words[last].sort != Sort::Colon {
            return None;
        }
        let cues = self.cues(sentence);
        let Some(cue) = cues.iter().rev().find(|c| c.act == Act::Speech && c.takes & takes::QUOTE != 0) else {
            // `Novak made the following remark:`
            let mention = self.main_subject(sentence, last)?;
            return Some(Draft::said(Construction::Waiting, Some((last, last + 1)), Some(mention), Vec::new()));
        };
        let mention = phrase::before(self.text, self.words, sentence.start, cue.group)
            .or_else(|| phrase::after(self.text, self.words, cue.end, last))
            .or_else(|| self.main_subject(sentence, cue.group))?;
        Some(Draft::said(Construction::Waiting, Some((cue.at, cue.end)), Some(mention), Vec::new()))
    }

    /// `The envoy's verdict ran to one line: "…"`: the sentence's subject speaks after the colon.
    pub(super) fn colon(&self, sentence: Sentence, drafts: &[Draft]) -> Option<Draft> {
        let stop = self.stop(sentence);
        let colon = (sentence.start..stop)
            .find(|&i| self.outside(i) && self.words[i].sort == Sort::Colon && self.quotation(i + 1).is_some_and(|q| q.open == i + 1))?;
        let quote = self.quotation(colon + 1)?;
        if drafts.iter().any(|d| d.content.iter().any(|&(s, e)| s <= quote.open && quote.open < e)) || quote.close - quote.open < 5 {
            return None;
        }
        let subject = self.main_subject(sentence, colon)?;
        // `Read also: "…"` is a link, `Novak: "…"` a label.
        if subject.1 - subject.0 < 2 && self.words[subject.0].is(class::CUE) {
            return None;
        }
        // `Novak's verdict`: Novak speaks.
        let owner = (subject.0 + 1..subject.1).find(|&i| self.words[i].sort == Sort::Possessive);
        let mention = (subject.0, owner.unwrap_or(subject.1));
        self.can_speak(mention.0, mention.1).then(|| {
            Draft::said(
                Construction::Colon,
                Some((colon, colon + 1)),
                Some(mention),
                vec![(colon + 1, self.quote_run_end(colon + 1, stop, &[]))],
            )
        })
    }

    /// `"…," the minister pressed.`: any verb will do right after a quotation that ends with a comma, where nothing follows it.
    pub(super) fn bare_tail(&self, sentence: Sentence, drafts: &[Draft]) -> Option<Draft> {
        let quote = self.quotation(sentence.start).filter(|q| q.open == sentence.start && q.closed)?;
        if drafts.iter().any(|d| d.content.iter().any(|&(s, e)| s <= quote.open && quote.open < e)) || quote.close - quote.open < 4 {
            return None;
        }
        let last = self.words[quote.close - 1].sort;
        let stop = self.stop(sentence);
        let start = quote.close + 1;
        if !matches!(last, Sort::Comma | Sort::Stop | Sort::Ellipsis | Sort::Dash) || start >= stop || stop - start > 14 {
            return None;
        }
        let (from, to) = phrase::after(self.text, self.words, start, stop)?;
        let verb = to.min(stop - 1);
        let verbal = |i: usize| self.word(i).ends_with("ed") || self.word(i).ends_with("said") || self.words[i].is(class::CUE);
        // The phrase may have swallowed the verb: `Novak pressed`.
        let (to, verb) = if to == stop && to > from + 1 && verbal(to - 1) {
            (to - 1, to - 1)
        } else {
            (to, verb)
        };
        if !verbal(verb) || self.words[verb].capital && self.words[from].is(class::CUE) || !self.can_speak(from, to) {
            return None;
        }
        Some(Draft::said(
            Construction::BareTail,
            Some((verb, verb + 1)),
            Some((from, to)),
            vec![(quote.open, quote.close + 1)],
        ))
    }

    /// A quotation that no cue has claimed: the sentence's subject is the likeliest source.
    pub(super) fn left_over(&self, quote: Quotation, sentence: Sentence, out: &mut Vec<Draft>) {
        let Some(mention) = self
            .main_subject(sentence, quote.open)
            .filter(|&(s, e)| self.can_speak(s, e) && !(e - s == 1 && self.words[s].is(class::CUE)))
        else {
            return;
        };
        out.push(Draft::said(
            Construction::LeftOver,
            None,
            Some(mention),
            vec![(quote.open, quote.close + 1)],
        ));
    }

    /// All of a sentence, as the next one of a speech that is reported already.
    pub(super) fn resumed(&self, sentence: Sentence) -> Draft {
        Draft {
            inherits: true,
            ..Draft::said(Construction::Resumed, None, None, vec![(sentence.start, self.stop(sentence))])
        }
    }

    /// The source of a sentence that only says that somebody spoke: `Novak wrote from his garden.` The next sentence is what.
    pub fn announces(&self, sentence: Sentence) -> Option<Draft> {
        let cue = self
            .cues(sentence)
            .into_iter()
            .find(|c| c.act == Act::Speech && c.takes & takes::QUOTE != 0 && c.form != Form::Ing);
        let subject = match &cue {
            Some(cue) => phrase::before(self.text, self.words, sentence.start, cue.group)?,
            None => self.main_subject(sentence, self.stop(sentence))?,
        };
        let first = &self.words[subject.0];
        let person = first.is(class::SUBJECT_PRONOUN) && !matches!(self.word(subject.0), "It" | "it" | "We" | "I" | "You")
            || first.is(class::HONORIFIC | class::OFFICE)
            || (subject.0..subject.1).all(|i| self.words[i].capital);
        (person && (subject.0..subject.1).all(|i| self.outside(i)))
            .then(|| Draft::said(Construction::Announced, cue.map(|c| (c.at, c.end)), Some(subject), Vec::new()))
    }

    /// `"…," was Novak's message.`: a noun that reports.
    pub(super) fn noun_cue(&self, sentence: Sentence, drafts: &[Draft]) -> Option<Draft> {
        const NOUNS: &[&str] = &[
            "message",
            "words",
            "verdict",
            "answer",
            "response",
            "reply",
            "warning",
            "conclusion",
            "assessment",
            "description",
            "view",
            "comment",
            "reaction",
            "motto",
        ];
        let stop = self.stop(sentence);
        for i in sentence.start + 2..stop {
            if !self.outside(i) || !matches!(self.word(i), "was" | "is" | "were" | "are") {
                continue;
            }
            let Some(quote) = self.quote_before(i, sentence.start) else { continue };
            if drafts.iter().any(|d| d.content.iter().any(|&(s, e)| s <= quote.open && quote.open < e)) {
                continue;
            }
            let Some(noun) = (i + 1..stop.min(i + 12)).find(|&j| NOUNS.contains(&self.word(j))) else {
                continue;
            };
            let mention = (i + 1..noun)
                .find(|&j| self.words[j].sort == Sort::Possessive)
                .map(|j| (i + 1, j))
                .or_else(|| {
                    let first = &self.words[i + 1];
                    first.is(class::DETERMINER).then_some((i + 1, i + 2))
                })?;
            return Some(Draft::said(
                Construction::Noun,
                Some((i, noun + 1)),
                Some(mention),
                vec![(quote.open, quote.close + 1)],
            ));
        }
        None
    }
}
