//! Stage 5, drawing: groups, differences and statements become charts, as SVG and PNG. One file a chart, one theme.
//!
//! Invariant: a chart claims no more than its verdicts do; every mean stands with its n; nothing collides and nothing is cut off, whatever the names; the same input
//! gives the same bytes.

mod agreement;
mod canvas;
mod change;
mod comparison;
mod dot;
mod drawing;
mod error;
mod font;
mod frame;
mod map;
mod speaker;
mod theme;
mod words;

#[cfg(test)]
mod tests;

pub use agreement::AgreementChart;
pub use canvas::{Area, Opens, Spot};
pub use change::change_chart;
pub use dot::Dot;
pub use drawing::{Drawing, stem};
pub use error::ChartError;
pub use font::{BOLD, FAMILY, REGULAR};
pub use theme::{Colour, Theme};

use crate::compare::{By, Comparison, Measure};
use std::collections::BTreeMap;

/// All charts of one comparison.
pub struct Charts<'a> {
    /// What is drawn.
    pub comparison: &'a Comparison,
    /// The statements that the comparison counted, in any order.
    pub dots: &'a [Dot],
    /// Title of the study, for the footer.
    pub study: &'a str,
    /// Speakers' offices by speaker id, for subtitles; may be empty.
    pub roles: BTreeMap<String, String>,
    /// Speakers that [`Charts::all`] draws at most: those with the most statements.
    pub most_speakers: usize,
    /// How it looks.
    pub theme: Theme,
}

impl<'a> Charts<'a> {
    /// Charts in the light theme, without offices, of at most 60 speakers.
    pub fn new(comparison: &'a Comparison, dots: &'a [Dot], study: &'a str) -> Charts<'a> {
        Charts {
            comparison,
            dots,
            study,
            roles: BTreeMap::new(),
            most_speakers: 60,
            theme: Theme::default(),
        }
    }

    /// One speaker: every statement a dot, by year, with means.
    ///
    /// # Errors
    /// Nobody of that id has counted statements; the drawing fails.
    pub fn speaker(&self, key: &str) -> Result<Drawing, ChartError> {
        speaker::draw(self, key)?.drawing()
    }

    /// All groups of a grouping, sorted by their change in a measure.
    ///
    /// # Errors
    /// There is no counted statement; the drawing fails.
    pub fn comparison(&self, by: By, measure: Measure) -> Result<Drawing, ChartError> {
        comparison::draw(self, by, measure)?.drawing()
    }

    /// Speakers on the plane of hostility and conciliation.
    ///
    /// # Errors
    /// No speaker has a counted statement; the drawing fails.
    pub fn map(&self) -> Result<Drawing, ChartError> {
        map::draw(self)?.drawing()
    }

    /// The ids of the speakers that [`Charts::all`] draws, most statements first.
    pub fn speakers(&self) -> Vec<&'a str> {
        let mut statements: BTreeMap<&str, u32> = BTreeMap::new();
        for group in self.comparison.groups.iter().filter(|group| group.by == By::Speaker) {
            *statements.entry(&group.key).or_default() += group.net.statements;
        }
        let mut speakers: Vec<(&str, u32)> = statements.into_iter().collect();
        speakers.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        speakers.into_iter().take(self.most_speakers).map(|(key, _)| key).collect()
    }

    /// Every chart: the comparison of speakers in net tone, hostility and conciliation, that of sides, the map, and the speakers. Empty where nothing is counted.
    ///
    /// # Errors
    /// A drawing fails.
    pub fn all(&self) -> Result<Vec<Drawing>, ChartError> {
        let has = |by| self.comparison.groups.iter().any(|group| group.by == by);
        let mut drawings = Vec::new();
        if has(By::Speaker) {
            for measure in [Measure::Net, Measure::Hostility, Measure::Conciliation] {
                drawings.push(self.comparison(By::Speaker, measure)?);
            }
        }
        if has(By::Side) {
            drawings.push(self.comparison(By::Side, Measure::Net)?);
        }
        if has(By::Speaker) {
            drawings.push(self.map()?);
        }
        for key in self.speakers() {
            drawings.push(self.speaker(key)?);
        }
        Ok(drawings)
    }

    fn no_speaker(&self, key: &str) -> ChartError {
        let speakers = self.comparison.groups.iter().filter(|group| group.by == By::Speaker);
        let near = speakers
            .map(|group| (strsim::jaro_winkler(key, &group.key), &group.key))
            .max_by(|a, b| a.0.total_cmp(&b.0));
        ChartError::NoSpeaker {
            key: key.to_owned(),
            near: near.filter(|(likeness, _)| *likeness > 0.8).map(|(_, key)| key.clone()),
        }
    }
}
