//! The tables of statements and hits read side by side, as [`crate::compare`] wants them. Invariant: hits stand in the order of their statements, so that one pass
//! over both files, holding one statement, is enough.

use crate::compare::Row;
use crate::quote::Kind;
use crate::report::{HitRow, ReportError, StatementRow, TableReader, UncorrectedRow};
use crate::tone::{Blend, Micro, POINT};
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
#[derive(Clone, Debug)]
pub struct Entries {
    /// The shares of lexicon and model in what is compared.
    blend: Blend,
    /// In order of first appearance.
    pub names: Vec<String>,
    numbers: BTreeMap<String, u32>,
}

impl Entries {
    /// None yet, of a run that compares by `blend`.
    pub fn new(blend: Blend) -> Entries {
        Entries {
            blend,
            names: Vec::new(),
            numbers: BTreeMap::new(),
        }
    }

    fn number(&mut self, name: &str) -> u32 {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        let number = self.names.len() as u32;
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }

    /// A statement with its hits as a row of comparison: of each hit the lexicon's share counts, the rest of the rating is the learned term. No entry made a rating that was
    /// given by hand.
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
            role: statement.role.clone(),
            outlet: statement.outlet.clone(),
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
                    let own = |dimension: &str, points: f64| {
                        if statement.is_corrected(dimension) {
                            0
                        } else {
                            self.blend.lexicon(micro(points))
                        }
                    };
                    let contribution = [own("hostility", hit.hostility), own("conciliation", hit.conciliation)];
                    (self.number(&hit.entry), contribution)
                })
                .collect(),
        }
    }
}

/// The row as another blend would rate it; what was rated by hand stays. Hits are left out: they would be other shares of another rating.
pub(super) fn rated_by(row: &Row, statement: &StatementRow, blend: Blend) -> Row {
    let [lexicon, model] = ratings(statement);
    let mut rating = blend.rating(lexicon, model);
    for (d, dimension) in ["hostility", "conciliation"].into_iter().enumerate() {
        if statement.is_corrected(dimension) {
            rating[d] = row.rating[d];
        }
    }
    Row {
        rating,
        hits: Vec::new(),
        ..row.clone()
    }
}

/// The row had nobody corrected a statement.
pub(super) fn found(row: &Row, statement: &StatementRow, otherwise: Option<&UncorrectedRow>, blend: Blend) -> Row {
    let [lexicon, model] = ratings(statement);
    let row = Row {
        rating: blend.rating(lexicon, model),
        hits: Vec::new(),
        ..row.clone()
    };
    match otherwise {
        None => row,
        Some(otherwise) => Row {
            cluster: otherwise.cluster.clone(),
            speaker: otherwise.speaker.clone(),
            name: otherwise.name.clone(),
            side: otherwise.side.clone(),
            role: otherwise.role.clone(),
            echo: otherwise.echo.is_some(),
            confidence: statement.confidence_span.min(otherwise.confidence_speaker),
            ..row
        },
    }
}

/// The ratings of a statement by the lexicon and by the model.
pub(super) fn ratings(statement: &StatementRow) -> [[Micro; 2]; 2] {
    [
        [statement.hostility_lexicon, statement.conciliation_lexicon].map(micro),
        [statement.hostility_model, statement.conciliation_model].map(micro),
    ]
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
