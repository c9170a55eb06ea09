//! The tables of statements and hits read side by side, as [`crate::compare`] wants them. Invariant: hits stand in the order of their statements, so that one pass
//! over both files, holding one statement, is enough.

use crate::compare::{Row, Selection};
use crate::quote::Kind;
use crate::report::{HitRow, ReportError, ShiftRow, StatementRow, TableReader, UncorrectedRow, spans_read};
use crate::tone::{Blend, MOST, Micro, POINT};
use std::collections::BTreeMap;
use std::iter::Peekable;
use std::path::Path;

/// The dimensions, in the order of ratings.
const DIMENSIONS: [&str; 2] = ["hostility", "conciliation"];

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

/// What an iterator of results holds, up to the first that failed, handed to `taker`; gives what that made of it, or the failure.
///
/// # Errors
/// The first of `items` that failed.
pub(super) fn while_well<T, E, R>(items: impl Iterator<Item = Result<T, E>>, taker: impl FnOnce(&mut dyn Iterator<Item = T>) -> R) -> Result<R, E> {
    let mut failed = None;
    let made = taker(&mut items.map_while(|item| item.map_err(|why| failed = Some(why)).ok()));
    failed.map_or(Ok(made), Err)
}

/// Entries that were found, each apart from itself under other rules, as `name [rule; rule]`; numbered as they come: the run's entry list that [`Row::hits`] and shifts point into.
#[derive(Clone, Debug)]
pub struct Entries {
    /// The shares of lexicon and model in what is compared.
    blend: Blend,
    /// Of which statements, and how much of them.
    selection: Selection,
    /// In order of first appearance.
    pub names: Vec<String>,
    numbers: BTreeMap<String, u32>,
}

impl Entries {
    /// None yet, of a run that compares by `blend`.
    pub fn new(blend: Blend) -> Entries {
        Entries {
            blend,
            selection: Selection::default(),
            names: Vec::new(),
            numbers: BTreeMap::new(),
        }
    }

    /// The same for a run of such statements: of some only the quoted words are rated.
    pub fn taking(self, selection: Selection) -> Entries {
        Entries { selection, ..self }
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

    /// A statement with its hits as a row of comparison: of each hit the lexicon's share counts, the rest of the rating is the learned term. A rating that was
    /// given by hand is made by no entry, but by that hand.
    pub fn row(&mut self, statement: &StatementRow, hits: &[HitRow]) -> Row {
        let rating = [micro(statement.hostility), micro(statement.conciliation)];
        let mut parts: Vec<(u32, [Micro; 2])> = hits
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
                (self.number(&ShiftRow::label(&hit.entry, &hit.rules)), contribution)
            })
            .collect();
        let by_hand = DIMENSIONS.map(|dimension| statement.is_corrected(dimension));
        if by_hand.contains(&true) {
            let part = |d: usize| if by_hand[d] { rating[d] } else { 0 };
            parts.push((self.number(ShiftRow::BY_HAND), [part(0), part(1)]));
        }
        let row = Row {
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
            rating,
            hits: parts,
        };
        match self.selection {
            Selection::Quoted => quoted(&row, statement, hits, self.blend),
            _ => row,
        }
    }
}

/// The row as another blend would rate it; what was rated by hand stays. Hits are left out: they would be other shares of another rating.
pub(super) fn rated_by(row: &Row, statement: &StatementRow, blend: Blend) -> Row {
    let [lexicon, model] = ratings(statement);
    let mut rating = blend.rating(lexicon, model);
    for (d, dimension) in DIMENSIONS.into_iter().enumerate() {
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

/// The row with its quoted words alone: of the lexicon's rating what the hits within the quoted stretches added, of the learned term as large a share as of the statement's code points is quoted. Reporting
/// verb and paraphrase add nothing. What was rated by hand was rated as a whole and stays. Direct statements are quoted throughout; indirect ones are not asked for.
pub(super) fn quoted(row: &Row, statement: &StatementRow, hits: &[HitRow], blend: Blend) -> Row {
    let spans = spans_read(&statement.spans);
    let stretches = if row.kind == Kind::Direct {
        spans.clone()
    } else {
        spans_read(&statement.quoted)
    };
    let length = |spans: &[[u32; 2]]| spans.iter().map(|[start, end]| i128::from(end.saturating_sub(*start))).sum::<i128>();
    let (inside, whole) = (length(&stretches), length(&spans).max(1));
    let is_quoted = |hit: &HitRow| hit.place == "text" && stretches.iter().any(|&[start, end]| hit.start >= start.into() && hit.end <= end.into());
    let mut rating = row.rating;
    for (d, dimension) in DIMENSIONS.into_iter().enumerate() {
        if statement.is_corrected(dimension) {
            continue;
        }
        let added = |hit: &HitRow| blend.lexicon(micro(if d == 0 { hit.hostility } else { hit.conciliation }));
        let all: Micro = hits.iter().map(added).sum();
        let kept: Micro = hits.iter().filter(|hit| is_quoted(hit)).map(added).sum();
        let learned = i128::from(row.rating[d] - all) * inside.min(whole) / whole;
        rating[d] = (kept + Micro::try_from(learned).unwrap_or(0)).clamp(0, MOST);
    }
    // Behind the hits' parts stands that of a person, if any.
    let parts = row.hits.iter().enumerate();
    let parts = parts.filter(|(index, _)| hits.get(*index).is_none_or(&is_quoted));
    Row {
        rating,
        hits: parts.map(|(_, part)| *part).collect(),
        ..row.clone()
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
    use crate::report::tests::statement;
    use crate::tone::points;
    use proptest::prelude::*;

    fn hit(start: i64, end: i64, place: &str, hostility: f64) -> HitRow {
        HitRow {
            statement: "a".to_owned(),
            article: "wire/01".to_owned(),
            place: place.to_owned(),
            start,
            end,
            words: None,
            entry: "l:c:p".to_owned(),
            dimension: "hostility".to_owned(),
            weight: 2.0,
            rules: if start == 20 { "softened".to_owned() } else { String::new() },
            triggers: None,
            hostility,
            conciliation: 0.0,
            target_affiliation: None,
            target_side: None,
        }
    }

    #[test]
    fn quoted_words_alone() {
        // Twenty code points, ten of them quoted; a hit of 1 in the paraphrase, one of .6 quoted, one of .2 in the cue; .4 learned.
        let mixed = StatementRow {
            kind: "mixed".to_owned(),
            spans: "10:30".to_owned(),
            quoted: "20:30".to_owned(),
            hostility: 2.2,
            ..statement("a", "twenty code points !")
        };
        let hits = [hit(10, 15, "text", 1.0), hit(20, 25, "text", 0.6), hit(2, 6, "cue", 0.2)];
        let mut entries = Entries::new(Blend::LEXICON);
        let row = entries.row(&mixed, &hits);
        assert_eq!(entries.names, ["l:c:p", "l:c:p [softened]"]);
        let alone = quoted(&row, &mixed, &hits, Blend::LEXICON);
        assert_eq!((alone.rating[0], alone.hits), (600_000 + 200_000, vec![(1, [600_000, 0])]));
        // Direct ones lose their reporting verb only, and what a person rated stays.
        let direct = StatementRow {
            kind: "direct".to_owned(),
            quoted: String::new(),
            ..mixed.clone()
        };
        let row = entries.row(&direct, &hits);
        assert_eq!(quoted(&row, &direct, &hits, Blend::LEXICON).rating[0], 2_000_000);
        let by_hand = StatementRow {
            corrected: Some("hostility".to_owned()),
            hostility: 3.0,
            ..mixed
        };
        let row = entries.row(&by_hand, &hits);
        assert_eq!(entries.names[2], ShiftRow::BY_HAND);
        let alone = quoted(&row, &by_hand, &hits, Blend::LEXICON);
        assert_eq!((alone.rating[0], alone.hits), (3_000_000, vec![(1, [0, 0]), (2, [3_000_000, 0])]));
    }

    proptest! {
        #[test]
        fn points_and_back_is_the_identity(rating in -MOST..=MOST) {
            prop_assert_eq!(micro(points(rating)), rating);
        }
    }
}
