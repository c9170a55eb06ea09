//! What the judge sees of a draft: its construction, cue, source and content, as features. Invariant: a function of the draft and its sentence.

use super::{Draft, Grammar};
use crate::quote::judge::{Features, size, word_hash};
use crate::quote::sentence::Sentence;
use crate::quote::word::{Sort, class};

impl Grammar<'_> {
    /// The features of a draft among those of its sentence.
    pub(super) fn draft_features(&self, draft: &Draft, sentence: Sentence, all: &[Draft], out: &mut Features) {
        let stop = sentence.end.max(draft.content.last().map_or(0, |r| r.1));
        let (start, end) = (draft.content[0].0, draft.content[draft.content.len() - 1].1);
        let wordy = |s: usize, e: usize| self.tally.wordy(s, e);
        let words: usize = draft.content.iter().map(|&(s, e)| wordy(s, e)).sum();
        let quoted: usize = draft.content.iter().map(|&(s, e)| self.tally.quoted(s, e)).sum();
        let kind = if quoted == 0 {
            0
        } else if quoted == words {
            1
        } else {
            2
        };
        let construction = draft.construction as u64 + 32 * u64::from(draft.nested);
        let ck = construction + 64 * kind;
        // Cue.
        let (head, takes, form, act, listed, negated, lead) = match (&draft.verb, draft.cue) {
            (Some(cue), _) => (
                word_hash(self.word(cue.at)),
                u64::from(cue.takes),
                cue.form as u64,
                cue.act as u64,
                u64::from(cue.listed),
                u64::from(cue.negated),
                cue.group,
            ),
            (None, Some((at, _))) => (word_hash(self.word(at)), 0, 9, 0, 0, 0, at),
            (None, None) => (0, 0, 9, 0, 0, 0, start),
        };
        let second = draft.cue.filter(|&(s, e)| e > s + 1).map_or(0, |(s, _)| word_hash(self.word(s + 1)));
        let auxiliary = if lead < draft.cue.map_or(lead, |c| c.0) {
            self.tag(lead, stop)
        } else {
            0
        };
        let before_cue = lead.checked_sub(1).filter(|&i| i >= sentence.start).map_or(1, |i| self.tag(i, stop));
        let after_cue = draft.cue.map_or(1, |(_, e)| self.tag(e, stop));
        // Source.
        let (source, source_size, source_tag, last_tag, before_source, place) = match draft.mention {
            None => (0, 0, 1, 1, 1, 0),
            Some((s, e)) => {
                let slice = &self.words[s..e];
                let first = &self.words[s];
                let person = slice
                    .iter()
                    .any(|w| w.is(class::OFFICE | class::HONORIFIC | class::PERSON | class::GROUP));
                let thing = slice.iter().any(|w| w.is(class::INSTITUTION | class::OCCASION));
                let names = slice.iter().filter(|w| w.capital && w.sort == Sort::Word).count();
                let sort = if e - s == 1 && first.is(class::SUBJECT_PRONOUN) {
                    word_hash(self.word(s))
                } else {
                    2 + u64::from(person) + 2 * u64::from(thing) + 4 * (names.min(2) as u64) + 16 * u64::from(first.is(class::DETERMINER))
                };
                let place = u64::from(s >= end) + 2 * u64::from(draft.cue.is_some_and(|c| s >= c.1)) + 4 * u64::from(e > start && s < end);
                (
                    sort,
                    size(wordy(s, e)),
                    self.tag(s, stop),
                    self.tag(e - 1, stop),
                    s.checked_sub(1).filter(|&i| i >= sentence.start).map_or(1, |i| self.tag(i, stop)),
                    place,
                )
            }
        };
        let gap = draft
            .mention
            .zip(draft.cue)
            .map_or(0, |((s, e), (a, b))| size(if e <= a { a - e } else { s.saturating_sub(b) }));
        // Content.
        let first = (start..end).find(|&i| self.words[i].is_wordy()).unwrap_or(start);
        let (f0, f1) = (self.tag(start, stop), self.tag(first + 1, stop));
        let raw0 = word_hash(self.word(first));
        let finite = u64::from(self.tally.any_finite(start, end));
        let person = u64::from((start..end).any(|i| matches!(self.word(i), "I" | "we" | "We" | "my" | "our" | "us" | "me")));
        let left = start.checked_sub(1).filter(|&i| i >= sentence.start).map_or(1, |i| self.tag(i, stop));
        let right = self.tag(end, stop);
        let quote = (start..end).find_map(|i| self.quotation(i));
        let quote_at = (start..end).find(|&i| !self.outside(i));
        let outside_word = |i: Option<usize>| {
            i.filter(|&i| i >= sentence.start && self.words[i].is_wordy())
                .map_or(0, |i| word_hash(self.word(i)))
        };
        let left_word = outside_word(quote_at.unwrap_or(start).checked_sub(1));
        let second_left = outside_word(quote_at.unwrap_or(start).checked_sub(2));
        let quote_count = (start..end).filter(|&i| self.quotation(i).is_some_and(|q| q.open == i)).count().min(3) as u64;
        let (qsize, qcapital, qlast, qsingle) = quote.map_or((0, 0, 0, 0), |q| {
            let first = q.inner().find(|&i| self.words[i].is_wordy());
            let last = &self.words[q.close - 1];
            (
                size(wordy(q.open, q.close)),
                u64::from(first.is_some_and(|i| self.words[i].capital)),
                last.sort as u64,
                u64::from(q.single),
            )
        });
        let titled = quote.map_or(0, |q| {
            let inner = q.inner().filter(|&i| self.words[i].sort == Sort::Word);
            let (mut small, mut large) = (0, 0);
            for i in inner {
                if self.words[i].capital {
                    large += 1
                } else if self.word(i).len() > 3 {
                    small += 1
                }
            }
            u64::from(small == 0) + 2 * u64::from(large == 0)
        });
        let distance = draft
            .cue
            .map_or(0, |(s, e)| size(if e <= start { start - e } else { s.saturating_sub(end) }));
        // Place.
        let opens = u64::from(wordy(sentence.start, start) == 0);
        let closes = u64::from(wordy(end, stop) == 0);
        let stopped = u64::from((sentence.start..sentence.end).any(|i| matches!(self.words[i].sort, Sort::Stop)));
        let length = size(wordy(sentence.start, sentence.end));
        let others = all.len().min(3) as u64;
        let overlaps = all
            .iter()
            .filter(|d| !std::ptr::eq(*d, draft) && d.content.iter().any(|&(a, b)| draft.content.iter().any(|&(s, e)| a < e && s < b)))
            .count()
            .min(2) as u64;
        let mut template = 100;
        let mut add = |a: u64, b: u64| {
            out.add(template, a, b);
            template += 1;
        };
        add(ck, 0);
        add(head, 0);
        add(head, construction);
        add(head, kind);
        add(head, second);
        add(head, f0);
        add(head, source);
        add(head, after_cue);
        add(takes, kind);
        add(takes, construction);
        add(form + 16 * act + 64 * listed + 128 * negated, construction);
        add(form + 16 * act + 64 * listed, f0);
        add(auxiliary, construction);
        add(auxiliary, head);
        add(before_cue, form + 16 * listed);
        add(after_cue, ck);
        add(source, ck);
        add(source, f0);
        add(source_size, construction);
        add(source_tag, construction);
        add(last_tag, construction);
        add(before_source, construction);
        add(place, construction);
        add(gap, construction);
        add(f0, construction);
        add(f0 ^ f1.rotate_left(11), kind);
        add(raw0, kind);
        add(finite + 2 * person, ck);
        add(size(words), ck);
        add(size(words), takes);
        add(left, ck);
        add(right, ck);
        add(qsize + 16 * qcapital + 32 * qsingle, construction);
        add(qlast + 32 * qcapital, construction);
        add(titled + 4 * qsize, construction);
        add(distance, ck);
        add(opens + 2 * closes + 4 * stopped, ck);
        add(length, construction);
        add(others + 4 * overlaps, construction);
        add(draft.content.len().min(3) as u64, ck);
        add(u64::from(draft.inherits), ck);
        add(left_word, titled);
        add(left_word, construction);
        add(second_left, titled + 4 * kind);
        add(titled + 4 * quote_count + 16 * closes, ck);
    }
}
