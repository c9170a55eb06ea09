//! The tables of statements and hits read side by side, as [`crate::compare`] wants them. Invariant: hits stand in the order of their statements, so that one pass
//! over both files, holding one statement, is enough.

use crate::compare::Row;
use crate::quote::Kind;
use crate::report::{HitRow, ReportError, StatementRow, TableReader};
use crate::tone::{Micro, POINT};
use std::collections::BTreeMap;
use std::iter::Peekable;
use std::path::Path;

/// Statements with their hits, in order.
pub struct Scan {
    statements: TableReader<StatementRow>,
    hits: Peekable<TableReader<HitRow>>,
}

impl Scan {
    /// Opens the tables of a run's folder.
    pub fn open(folder: &Path) -> Result<Scan, ReportError> {
        Ok(Scan {
            statements: TableReader::open(folder)?,
            hits: TableReader::open(folder)?.peekable(),
        })
    }

    fn hits_of(&mut self, statement: &str) -> Result<Vec<HitRow>, ReportError> {
        let mut hits = Vec::new();
        while let Some(hit) = self.hits.next_if(|hit| hit.as_ref().map_or(true, |hit| hit.statement == statement)) {
            hits.push(hit?);
        }
        Ok(hits)
    }
}

impl Iterator for Scan {
    type Item = Result<(StatementRow, Vec<HitRow>), ReportError>;

    fn next(&mut self) -> Option<Self::Item> {
        let statement = match self.statements.next()? {
            Ok(statement) => statement,
            Err(why) => return Some(Err(why)),
        };
        Some(self.hits_of(&statement.id).map(|hits| (statement, hits)))
    }
}

/// The names of the entries that were found, numbered as they come: the run's entry list that [`Row::hits`] and shifts point into.
#[derive(Clone, Debug, Default)]
pub struct Entries {
    /// In order of first appearance.
    pub names: Vec<String>,
    numbers: BTreeMap<String, u32>,
}

impl Entries {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        let number = self.names.len() as u32;
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }

    /// A statement with its hits as a row of comparison. No entry made a rating that was given by hand.
    pub fn row(&mut self, statement: &StatementRow, hits: &[HitRow]) -> Row {
        Row {
            statement: statement.id.clone(),
            article: statement.article.clone(),
            cluster: statement.cluster.clone(),
            meeting: statement.meeting.clone(),
            year: statement.year.and_then(|year| i16::try_from(year).ok()),
            speaker: statement.speaker.clone(),
            name: statement.name.clone(),
            side: statement.side.clone(),
            kind: match statement.kind.as_str() {
                "direct" => Kind::Direct,
                "mixed" => Kind::Mixed,
                _ => Kind::Indirect,
            },
            echo: statement.echo.is_some(),
            confidence: statement.confidence(),
            rating: [micro(statement.hostility), micro(statement.conciliation)],
            hits: hits
                .iter()
                .map(|hit| {
                    let own = |dimension: &str, points: f64| if statement.is_corrected(dimension) { 0 } else { micro(points) };
                    (
                        self.number(&hit.entry),
                        [own("hostility", hit.hostility), own("conciliation", hit.conciliation)],
                    )
                })
                .collect(),
        }
    }
}

/// Points as micro-points again: exact, since the points were made by dividing an integer far below 2^53.
pub(super) fn micro(points: f64) -> Micro {
    (points * POINT as f64).round() as Micro
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tone::{MOST, points};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn points_and_back_is_the_identity(rating in -MOST..=MOST) {
            prop_assert_eq!(micro(points(rating)), rating);
        }
    }
}
