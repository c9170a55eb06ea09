//! Where a content ends. Invariant: an end lies after its start, in the same sentence, and never inside a quotation.

use super::{After, Cue, Grammar, phrase};
use crate::quote::lexicon::Form;
use crate::quote::lexicon::takes;
use crate::quote::mark::Quotation;
use crate::quote::sentence::Sentence;
use crate::quote::statement::Act;
use crate::quote::word::{Sort, class};

impl Grammar<'_> {
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
