//! The statements behind a bar: of each speaker, those that the page shows. Invariant: never more than [`Behind::MOST`] are held or shown; the choice is the most
//! strongly rated, ties by id, so it is the same for any order in which they come.

use super::{HitRow, StatementRow};
use std::cmp::Reverse;

/// The statements of one speaker that the page shows.
#[derive(Clone, Debug, Default)]
pub struct Behind {
    /// How many there are.
    pub all: u64,
    held: Vec<(StatementRow, Vec<HitRow>)>,
}

impl Behind {
    /// Most statements of one speaker that the page shows.
    pub const MOST: usize = 100;

    /// Sees a statement.
    pub fn add(&mut self, statement: StatementRow, hits: Vec<HitRow>) {
        self.all += 1;
        self.held.push((statement, hits));
        if self.held.len() >= 2 * Self::MOST {
            self.thin();
        }
    }

    fn thin(&mut self) {
        // Ratings are points >= 0, so their bits are in the order of their values.
        let strength = |statement: &StatementRow| (statement.hostility.max(statement.conciliation).to_bits(), Reverse(statement.id.clone()));
        self.held.sort_by_cached_key(|(statement, _)| Reverse(strength(statement)));
        self.held.truncate(Self::MOST);
    }

    /// Those that are shown: by year, then article, then place.
    pub fn shown(&self) -> Vec<&(StatementRow, Vec<HitRow>)> {
        let mut thinned = self.clone();
        thinned.thin();
        let kept: std::collections::BTreeSet<&str> = thinned.held.iter().map(|(statement, _)| statement.id.as_str()).collect();
        let mut shown: Vec<&(StatementRow, Vec<HitRow>)> = self.held.iter().filter(|(statement, _)| kept.contains(statement.id.as_str())).collect();
        let first = |statement: &StatementRow| super::spans_read(&statement.spans).first().map_or(0, |span| span[0]);
        shown.sort_by_cached_key(|(statement, _)| {
            (
                statement.year.is_none(),
                statement.year,
                statement.article.clone(),
                first(statement),
                statement.id.clone(),
            )
        });
        shown
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A statement of invented words, for tests of this stage.
    pub fn statement(id: &str, text: &str) -> StatementRow {
        StatementRow {
            id: id.to_owned(),
            article: "wire/01".to_owned(),
            outlet: None,
            published: None,
            meeting: None,
            year: Some(2016),
            speaker: Some("ada-quill".to_owned()),
            name: Some("Ada Quill".to_owned()),
            role: None,
            affiliation: None,
            side: None,
            act: "speech".to_owned(),
            kind: "direct".to_owned(),
            cue: Some("said".to_owned()),
            mention: Some("she".to_owned()),
            text: Some(text.to_owned()),
            spans: format!("10:{}", 10 + text.chars().count()),
            quoted: String::new(),
            cue_at: Some("2:6".to_owned()),
            mention_at: None,
            hostility: 0.0,
            conciliation: 0.0,
            net: 0.0,
            hostility_lexicon: 0.0,
            conciliation_lexicon: 0.0,
            hostility_model: 0.0,
            conciliation_model: 0.0,
            confidence_span: 1.0,
            confidence_speaker: 1.0,
            echo: None,
            corrected: None,
            left_out: None,
            cluster: "wire/01".to_owned(),
            targets: String::new(),
        }
    }

    #[test]
    fn the_strongest_are_kept_whatever_the_order() {
        let rows: Vec<StatementRow> = (0..500)
            .map(|n| StatementRow {
                hostility: f64::from(n % 40) / 10.0,
                ..statement(&format!("{n:04}"), "Words.")
            })
            .collect();
        let ids = |rows: &mut dyn Iterator<Item = StatementRow>| {
            let mut behind = Behind::default();
            rows.for_each(|row| behind.add(row, Vec::new()));
            assert_eq!(behind.all, 500);
            behind.shown().iter().map(|(row, _)| row.id.clone()).collect::<Vec<_>>()
        };
        let forward = ids(&mut rows.iter().cloned());
        assert_eq!(forward.len(), Behind::MOST);
        assert_eq!(forward, ids(&mut rows.iter().rev().cloned()));
        let weakest = rows
            .iter()
            .filter(|row| forward.contains(&row.id))
            .map(|row| row.hostility)
            .fold(4.0, f64::min);
        let left_out = rows
            .iter()
            .filter(|row| !forward.contains(&row.id))
            .map(|row| row.hostility)
            .fold(0.0, f64::max);
        assert!(left_out <= weakest);
    }
}
