//! The statements behind the numbers that the page holds. Invariant: never more than [`Behind::MOST`]; the choice depends on ratings and ids alone, so it is the same for
//! any order in which statements come.
//!
//! The choice: of every speaker the most strongly rated statement, then of every speaker the second, and so on until there are enough; within a round the stronger first,
//! ties by id. So nobody is left out while anybody has many, and what is left out is weaker than what the same speaker has on the page.

use super::{HitRow, StatementRow};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The statements that the page holds, with their hits.
#[derive(Clone, Debug, Default)]
pub struct Behind {
    /// How many there are in all.
    pub all: u64,
    held: Vec<(StatementRow, Vec<HitRow>)>,
}

impl Behind {
    /// Most statements on a page.
    pub const MOST: usize = 20_000;

    /// Sees a statement.
    pub fn add(&mut self, statement: StatementRow, hits: Vec<HitRow>) {
        self.all += 1;
        self.held.push((statement, hits));
        if self.held.len() >= 2 * Self::MOST {
            self.thin(Self::MOST);
        }
    }

    /// Keeps `most`. Seeing more statements later can only move one down in the order, never up, so thinning early changes nothing.
    fn thin(&mut self, most: usize) {
        if self.held.len() <= most {
            return;
        }
        // Ratings are points >= 0, so their bits are in the order of their values.
        self.held.sort_by_cached_key(|(statement, _)| {
            let strength = statement.hostility.max(statement.conciliation).to_bits();
            (Reverse(strength), statement.id.clone())
        });
        let mut seen: BTreeMap<Option<&str>, u32> = BTreeMap::new();
        let rounds: Vec<u32> = self
            .held
            .iter()
            .map(|(statement, _)| {
                let round = seen.entry(statement.speaker.as_deref()).or_default();
                *round += 1;
                *round
            })
            .collect();
        let mut held: Vec<(u32, (StatementRow, Vec<HitRow>))> = rounds.into_iter().zip(std::mem::take(&mut self.held)).collect();
        // Stable: within a round the order of strength stays.
        held.sort_by_key(|(round, _)| *round);
        held.truncate(most);
        self.held = held.into_iter().map(|(_, held)| held).collect();
    }

    /// Those that the page holds: by year, then article, then place.
    pub fn shown(mut self) -> Vec<(StatementRow, Vec<HitRow>)> {
        self.thin(Self::MOST);
        let first = |statement: &StatementRow| super::spans_read(&statement.spans).first().map_or(0, |span| span[0]);
        self.held.sort_by_cached_key(|(statement, _)| {
            (
                statement.year.is_none(),
                statement.year,
                statement.article.clone(),
                first(statement),
                statement.id.clone(),
            )
        });
        self.held
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

    /// 500 statements: every fifth of somebody else, the last three of people who say nothing else.
    fn many() -> Vec<StatementRow> {
        (0..500)
            .map(|n| StatementRow {
                hostility: f64::from(n % 40) / 10.0,
                speaker: match n {
                    497.. => Some(format!("guest-{n}")),
                    _ if n % 5 == 0 => None,
                    _ => Some("ada-quill".to_owned()),
                },
                ..statement(&format!("{n:04}"), "Words.")
            })
            .collect()
    }

    fn kept(rows: impl Iterator<Item = StatementRow>, most: usize, early: usize) -> Vec<StatementRow> {
        let mut behind = Behind::default();
        for (n, row) in rows.enumerate() {
            behind.add(row, Vec::new());
            if n % early == early - 1 {
                behind.thin(most);
            }
        }
        assert_eq!(behind.all, 500);
        behind.thin(most);
        behind.shown().into_iter().map(|(row, _)| row).collect()
    }

    #[test]
    fn the_choice_is_the_same_whatever_the_order_and_however_often_it_is_thinned() {
        let once = kept(many().into_iter(), 60, 500);
        assert_eq!(once.len(), 60);
        for early in [61, 100, 333] {
            assert_eq!(once, kept(many().into_iter(), 60, early));
            assert_eq!(once, kept(many().into_iter().rev(), 60, early));
        }
    }

    #[test]
    fn everybody_is_kept_and_of_everybody_the_strongest() {
        let rows = kept(many().into_iter(), 60, 500);
        let of = |speaker: Option<&str>| rows.iter().filter(|row| row.speaker.as_deref() == speaker).collect::<Vec<_>>();
        assert_eq!(of(None).len() + of(Some("ada-quill")).len() + 3, 60);
        assert!(of(None).len().abs_diff(of(Some("ada-quill")).len()) <= 1, "rounds take one of each");
        let weakest = of(Some("ada-quill")).iter().map(|row| row.hostility).fold(4.0, f64::min);
        let left_out = many()
            .into_iter()
            .filter(|row| row.speaker.as_deref() == Some("ada-quill") && !rows.iter().any(|kept| kept.id == row.id))
            .map(|row| row.hostility)
            .fold(0.0, f64::max);
        assert!(left_out <= weakest);
    }
}
