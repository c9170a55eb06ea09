//! How many words of a kind stand before each place of an article, so that how many stand between two places is one subtraction: the features of the judge ask it of every draft and of every place
//! where a content could end. Invariant: a count between two places is that of a walk over the words between them.

use crate::quote::word::{Word, class};

/// Counts of the words before a place.
#[derive(Clone, Copy, Debug, Default)]
struct Before {
    wordy: u32,
    /// Wordy and within a quotation.
    quoted: u32,
    /// Within a quotation or a mark of it.
    inside: u32,
    finite: u32,
    /// Finite and outside quotations.
    told: u32,
}

/// The counts of one article.
#[derive(Debug)]
pub(crate) struct Tally(Vec<Before>);

impl Tally {
    /// Of its words; `inside` says of each whether it stands in a quotation (0 for no).
    pub fn of(words: &[Word], inside: &[u32]) -> Tally {
        let mut tally = Vec::with_capacity(words.len() + 1);
        let mut so_far = Before::default();
        tally.push(so_far);
        for (word, inside) in words.iter().zip(inside) {
            let (wordy, inside, finite) = (u32::from(word.is_wordy()), u32::from(*inside != 0), u32::from(word.is(class::FINITE)));
            so_far.wordy += wordy;
            so_far.quoted += wordy & inside;
            so_far.inside += inside;
            so_far.finite += finite;
            so_far.told += finite & (1 - inside);
            tally.push(so_far);
        }
        Tally(tally)
    }

    fn between(&self, start: usize, end: usize, of: impl Fn(&Before) -> u32) -> usize {
        if start >= end {
            return 0;
        }
        (of(&self.0[end]) - of(&self.0[start])) as usize
    }

    /// Words and numbers of `start..end`.
    pub fn wordy(&self, start: usize, end: usize) -> usize {
        self.between(start, end, |before| before.wordy)
    }

    /// Those of them that stand in quotations.
    pub fn quoted(&self, start: usize, end: usize) -> usize {
        self.between(start, end, |before| before.quoted)
    }

    /// Whether anything of `start..end` stands in a quotation.
    pub fn any_inside(&self, start: usize, end: usize) -> bool {
        self.between(start, end, |before| before.inside) > 0
    }

    /// Whether a finite auxiliary is among `start..end`.
    pub fn any_finite(&self, start: usize, end: usize) -> bool {
        self.between(start, end, |before| before.finite) > 0
    }

    /// Whether one is that stands outside quotations.
    pub fn any_told(&self, start: usize, end: usize) -> bool {
        self.between(start, end, |before| before.told) > 0
    }
}
