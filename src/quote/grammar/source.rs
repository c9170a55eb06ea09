//! Where the words that name a source begin: `a friend of the envoy said`, `voters in the port said`, `In the port voters said`. Invariant: a wider source ends where
//! the narrower one does.

use super::{Cue, Grammar, phrase};
use crate::quote::judge::{Decision, Features, size, word_hash};
use crate::quote::note::Note;
use crate::quote::phrase::Run;
use crate::quote::word::{Sort, class};

impl Grammar<'_> {
    /// The source with what stands before its preposition or relative pronoun, where that belongs to it.
    pub(super) fn widen(&self, cue: &Cue, mention: Run, floor: usize) -> Run {
        let mut run = mention;
        for _ in 0..4 {
            let Some((wider, link)) = self.wider(run, floor) else { break };
            let mut features = Features::default();
            self.source_features(cue, run, wider, link, floor, &mut features);
            let score = self.judge.score(Decision::Source, &features);
            if let Some(notes) = self.notes {
                notes.push(Note::Source { run, wider, features });
            }
            if !self.judge.knows(Decision::Source) || score < 0 {
                break;
            }
            run = (wider.0, run.1);
        }
        run
    }

    /// The noun phrase that the source could hang on, and the word that links them.
    fn wider(&self, (start, _): Run, floor: usize) -> Option<(Run, usize)> {
        let before = start.checked_sub(1).filter(|&b| b > floor && self.outside(b))?;
        let word = &self.words[before];
        if word.is(class::PREPOSITION) && !word.capital {
            return phrase::before(self.text, self.words, floor, before).map(|run| (run, before));
        }
        let relative = (floor + 1..start)
            .rev()
            .take(14)
            .take_while(|&i| self.outside(i) && (self.words[i].is_wordy() || self.words[i].sort == Sort::Possessive))
            .find(|&i| self.words[i].is(class::RELATIVE | class::THAT))?;
        phrase::before(self.text, self.words, floor, relative).map(|run| (run, relative))
    }

    fn source_features(&self, cue: &Cue, run: Run, wider: Run, link: usize, floor: usize, out: &mut Features) {
        let stop = cue.at;
        let class_of = |i: usize| {
            let word = &self.words[i];
            u64::from(word.is(class::OFFICE | class::HONORIFIC))
                + 2 * u64::from(word.is(class::PERSON))
                + 4 * u64::from(word.is(class::GROUP))
                + 8 * u64::from(word.is(class::INSTITUTION))
                + 16 * u64::from(word.is(class::OCCASION))
                + 32 * u64::from(word.capital)
                + 64 * u64::from(word.is(class::CUE))
                + 128 * u64::from(word.is(class::DAY | class::MONTH))
        };
        let (left, right) = (wider.1 - 1, run.1 - 1);
        let joint = self.tag(link, stop);
        let first = self.tag(wider.0, stop);
        let own = self.tag(run.0, stop);
        let before = wider.0.checked_sub(1).filter(|&b| b >= floor).map_or(1, |b| self.tag(b, stop));
        let opens = u64::from((floor..wider.0).all(|i| !self.words[i].is_wordy()));
        let near = u64::from(wider.1 == link);
        let names = u64::from(self.words[wider.0..wider.1].iter().any(|w| w.capital));
        let verb = u64::from((link..run.0).any(|i| self.words[i].is(class::FINITE | class::CUE | class::VERB)));
        let pronoun = u64::from(self.words[run.0].is(class::SUBJECT_PRONOUN));
        let mut template = 60;
        let mut add = |a: u64, b: u64| {
            out.add(template, a, b);
            template += 1;
        };
        add(0, 0);
        add(joint, 0);
        add(joint, class_of(left));
        add(joint, self.tag(left, stop));
        add(joint, class_of(right) + 256 * class_of(left));
        add(joint, own);
        add(joint, first);
        add(joint, before);
        add(joint, opens + 2 * near);
        add(word_hash(self.word(left)), joint);
        add(word_hash(self.word(left)), 0);
        add(word_hash(self.word(right)), 0);
        add(class_of(right), own);
        add(class_of(left), first);
        add(first, opens);
        add(before, first);
        add(word_hash(self.word(cue.at)), joint);
        add(cue.act as u64 + 8 * cue.form as u64, joint);
        add(size(wider.1 - wider.0), size(run.1 - run.0));
        add(names + 2 * verb + 4 * pronoun, joint);
        add(names + 2 * verb + 4 * pronoun, class_of(left));
        add(word_hash(self.word(wider.0)), joint);
    }
}
