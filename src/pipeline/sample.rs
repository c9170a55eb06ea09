//! A coding sheet: statements of a run, drawn for people to grade. Invariant: the same run, number, strata and seed give the same sheet; no statement stands in it twice, and neither its columns nor its
//! order say anything of speaker, year, outlet or rating, so that a coder grades words and nothing else.

use super::{Entries, Run, RunError, SheetError};
use crate::report::{ReportError, StatementRow, TableReader, Value};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::collections::BTreeMap;
use std::io::Write;

/// What a sheet's rows are drawn evenly over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strata {
    /// Years of comparison: the default, since a comparison of years stands or falls with ratings that are equally good in each.
    #[default]
    Year,
    /// Speakers; statements without one are a stratum of their own.
    Speaker,
    /// Sides; statements without one are a stratum of their own.
    Side,
    /// Outlets; statements without one are a stratum of their own.
    Outlet,
}

impl Strata {
    fn of(self, statement: &StatementRow) -> Option<String> {
        match self {
            Strata::Year => statement.year.map(|year| year.to_string()),
            Strata::Speaker => statement.speaker.clone(),
            Strata::Side => statement.side.clone(),
            Strata::Outlet => statement.outlet.clone(),
        }
    }
}

/// A statement to be graded: all that a coder sees of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRow {
    /// Id of the statement.
    pub statement: String,
    /// The reporting words.
    pub cue: String,
    /// The statement.
    pub text: String,
}

/// A sheet, not yet graded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// In the order of the sheet.
    pub rows: Vec<SheetRow>,
    /// Statements that could have been drawn.
    pub among: usize,
    /// Strata that they fall into.
    pub strata: usize,
}

impl Sheet {
    /// The columns; the last three are for the coder.
    pub const COLUMNS: [&'static str; 6] = ["statement", "cue", "text", "hostility", "conciliation", "note"];

    /// Writes it as CSV; cells that a spreadsheet would run as a formula are defused as in the tables.
    ///
    /// # Errors
    /// No room or right to write.
    pub fn write(&self, out: &mut dyn Write) -> Result<(), ReportError> {
        let unwritten = |why: csv::Error| ReportError::Output {
            why: match why.into_kind() {
                csv::ErrorKind::Io(why) => why,
                other => std::io::Error::other(format!("{other:?}")),
            },
        };
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(Self::COLUMNS).map_err(unwritten)?;
        for row in &self.rows {
            let (statement, cue, text) = (row.statement.csv(), row.cue.csv(), row.text.csv());
            writer.write_record([&*statement, &*cue, &*text, "", "", ""]).map_err(unwritten)?;
        }
        writer.flush().map_err(|why| ReportError::Output { why })
    }
}

impl Run {
    /// Draws a sheet of `n` statements, or of all where there are fewer, from those that the run compares, evenly over `by`: what a small stratum lacks goes to the others.
    ///
    /// # Errors
    /// A run without text, or without a statement that counts; tables that cannot be read.
    pub fn sample(&self, n: usize, by: Strata, seed: u64) -> Result<Sheet, RunError> {
        let path = || self.folder.display().to_string();
        if !self.manifest.settings.text {
            return Err(SheetError::NoText { path: path() }.into());
        }
        let plan = self.plan();
        let mut entries = Entries::new(self.blend());
        // Numbers of rows only: texts are read again for the few that are drawn.
        let mut strata: BTreeMap<Option<String>, Vec<usize>> = BTreeMap::new();
        for (at, statement) in TableReader::<StatementRow>::open(&self.folder)?.enumerate() {
            let statement = statement?;
            // Whether a row counts does not hang on its hits.
            let row = entries.row(&statement, &[]);
            if statement.left_out.is_none() && row.counts(plan.selection, plan.confidence).is_some() {
                strata.entry(by.of(&statement)).or_default().push(at);
            }
        }
        let strata: Vec<Vec<usize>> = strata.into_values().collect();
        let (count, among) = (strata.len(), strata.iter().map(Vec::len).sum());
        if among == 0 {
            return Err(SheetError::Nothing { path: path() }.into());
        }
        let places: BTreeMap<usize, usize> = draw(strata, n, seed).into_iter().enumerate().map(|(place, at)| (at, place)).collect();
        let mut rows = Vec::with_capacity(places.len());
        for (at, statement) in TableReader::<StatementRow>::open(&self.folder)?.enumerate() {
            let statement = statement?;
            if let Some(&place) = places.get(&at) {
                let row = SheetRow {
                    statement: statement.id,
                    cue: statement.cue.unwrap_or_default(),
                    text: statement.text.unwrap_or_default(),
                };
                rows.push((place, row));
            }
        }
        rows.sort_by_key(|(place, _)| *place);
        Ok(Sheet {
            rows: rows.into_iter().map(|(_, row)| row).collect(),
            among,
            strata: count,
        })
    }
}

/// Draws `n` of all, without replacement, one of each stratum in turn as long as it has any; in random order.
fn draw(mut strata: Vec<Vec<usize>>, n: usize, seed: u64) -> Vec<usize> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    for stratum in &mut strata {
        shuffle(stratum, &mut random);
    }
    // Whoever comes first in a round gets what is left over of an uneven number, so that is left to chance too.
    shuffle(&mut strata, &mut random);
    let mut drawn = Vec::new();
    while drawn.len() < n {
        strata.retain(|stratum| !stratum.is_empty());
        if strata.is_empty() {
            break;
        }
        let room = n - drawn.len();
        drawn.extend(strata.iter_mut().take(room).filter_map(Vec::pop));
    }
    shuffle(&mut drawn, &mut random);
    drawn
}

/// Fisher and Yates.
fn shuffle<T>(items: &mut [T], random: &mut ChaCha8Rng) {
    for last in (1..items.len()).rev() {
        items.swap(last, (random.next_u64() % (last as u64 + 1)) as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Rows numbered through, as so many strata.
    fn strata(sizes: &[usize]) -> Vec<Vec<usize>> {
        let mut next = 0..;
        sizes.iter().map(|&size| next.by_ref().take(size).collect()).collect()
    }

    fn drawn_of(sizes: &[usize], n: usize, seed: u64) -> Vec<usize> {
        let drawn = draw(strata(sizes), n, seed);
        strata(sizes)
            .iter()
            .map(|stratum| stratum.iter().filter(|at| drawn.contains(at)).count())
            .collect()
    }

    #[test]
    fn what_a_small_stratum_lacks_goes_to_the_others() {
        for (sizes, n, each) in [
            (&[50, 50][..], 20, &[10, 10][..]),
            (&[4, 50, 50], 24, &[4, 10, 10]),
            (&[1, 3, 50], 24, &[1, 3, 20]),
            (&[2, 3], 100, &[2, 3]),
            (&[], 5, &[]),
        ] {
            assert_eq!(drawn_of(sizes, n, 7), each, "{n} of {sizes:?}");
        }
        let first: Vec<Vec<usize>> = (0..20).map(|seed| drawn_of(&[9, 9, 9], 4, seed)).collect();
        assert!(
            (0..3).all(|stratum| first.iter().any(|each| each[stratum] == 2)),
            "an odd one falls to any stratum: {first:?}"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_draw_is_even_without_repeats_and_repeatable(sizes in prop::collection::vec(0usize..30, 0..6), n in 0usize..80, seed in any::<u64>()) {
            let drawn = draw(strata(&sizes), n, seed);
            prop_assert_eq!(&drawn, &draw(strata(&sizes), n, seed));
            prop_assert_eq!(drawn.len(), n.min(sizes.iter().sum()));
            let mut sorted = drawn.clone();
            sorted.sort_unstable();
            sorted.dedup();
            prop_assert_eq!(sorted.len(), drawn.len());
            let each = drawn_of(&sizes, n, seed);
            // Of two strata the one that gave less by more than one has nothing left.
            for (one, &size) in each.iter().zip(&sizes) {
                prop_assert!(*one == size || each.iter().all(|other| *other <= one + 1), "{:?} of {:?}", each, sizes);
            }
        }
    }
}
