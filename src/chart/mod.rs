//! Stage 5, drawing: groups, differences and statements become charts, as SVG and PNG. One file a chart, one theme.
//!
//! Invariant: a chart claims no more than its verdicts do; every mean stands with its n; nothing collides and nothing is cut off, whatever the names; the same input
//! gives the same bytes.

mod agreement;
mod alternative;
mod canvas;
mod change;
mod comparison;
mod distribution;
mod dot;
mod drawing;
mod error;
mod font;
mod frame;
mod map;
mod sensitivity;
mod shift;
mod speaker;
mod stance;
mod strongest;
mod theme;
mod timeline;
mod words;

#[cfg(test)]
mod tests;

pub use agreement::AgreementChart;
pub use alternative::Alternative;
pub use canvas::{Area, Opens, Spot};
pub use change::change_chart;
pub use dot::Dot;
pub use drawing::{Drawing, stem};
pub use error::ChartError;
pub use font::{BOLD, FAMILY, REGULAR};
pub use strongest::{Citations, Strongest};
pub use theme::{Colour, Theme};

use crate::compare::{By, Comparison, Measure, Stances};
use std::collections::BTreeMap;

/// All charts of one comparison.
pub struct Charts<'a> {
    /// What is drawn.
    pub comparison: &'a Comparison,
    /// The statements that the comparison counted, in any order.
    pub dots: &'a [Dot],
    /// Title of the study, for the footer.
    pub study: &'a str,
    /// The run's entries, in the numbering of the comparison's shifts; may be empty.
    pub entries: &'a [String],
    /// Who speaks how of whom.
    pub stances: Option<&'a Stances>,
    /// What would be compared under other choices, and the run's own.
    pub alternatives: &'a [Alternative],
    /// Speakers' offices by speaker id, for subtitles; may be empty.
    pub roles: BTreeMap<String, String>,
    /// Each speaker's strongest statements; may be empty.
    pub citations: Citations,
    /// Speakers that have a chart of their own in a run, at most: those with the most statements.
    pub most_speakers: usize,
    /// How it looks.
    pub theme: Theme,
}

impl<'a> Charts<'a> {
    /// Charts in the light theme, without offices, citations, entries, stances and alternatives, of at most 24 speakers.
    pub fn new(comparison: &'a Comparison, dots: &'a [Dot], study: &'a str) -> Charts<'a> {
        Charts {
            comparison,
            dots,
            study,
            entries: &[],
            stances: None,
            alternatives: &[],
            roles: BTreeMap::new(),
            citations: Citations::default(),
            most_speakers: 24,
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

    /// Who speaks how of whom.
    ///
    /// # Errors
    /// No statement of a side names anybody; the drawing fails.
    pub fn stance(&self, measure: Measure) -> Result<Drawing, ChartError> {
        stance::draw(self, measure)?.drawing()
    }

    /// Means over time, a line for each group of a grouping.
    ///
    /// # Errors
    /// There is no counted statement of such a group; the drawing fails.
    pub fn timeline(&self, by: By, measure: Measure) -> Result<Drawing, ChartError> {
        timeline::draw(self, by, None, measure)?.drawing()
    }

    /// Hostility and conciliation of one group over time.
    ///
    /// # Errors
    /// The group has no counted statement; the drawing fails.
    pub fn timeline_of(&self, by: By, key: &str) -> Result<Drawing, ChartError> {
        timeline::draw(self, by, Some(key), Measure::Net)?.drawing()
    }

    /// What each word did to a group's change.
    ///
    /// # Errors
    /// The group is not in both years; the drawing fails.
    pub fn shift(&self, by: By, key: &str, measure: Measure) -> Result<Drawing, ChartError> {
        shift::draw(self, by, key, measure)?.drawing()
    }

    /// How a group's ratings are spread, by year.
    ///
    /// # Errors
    /// The group has no counted statement; the drawing fails.
    pub fn distribution(&self, by: By, key: &str) -> Result<Drawing, ChartError> {
        distribution::draw(self, by, key)?.drawing()
    }

    /// A group's change under every declared choice.
    ///
    /// # Errors
    /// Nothing is compared; the drawing fails.
    pub fn sensitivity(&self, by: By, key: &str, measure: Measure) -> Result<Drawing, ChartError> {
        sensitivity::draw(self, by, key, measure)?.drawing()
    }

    /// The charts of a run, in the order of the page: what is compared first, then who on whom, when, by which words, of what ratings, how surely; then single speakers.
    /// Empty where nothing is counted.
    pub fn plan(&self) -> Vec<Chart> {
        let has = |by| self.comparison.groups.iter().any(|group| group.by == by);
        let compared = |by| {
            self.comparison
                .differences
                .iter()
                .any(|difference| difference.by == by && difference.delta.is_some())
        };
        let mut plan = Vec::new();
        if has(By::Speaker) {
            plan.push(Chart::Comparison(By::Speaker, Measure::Net));
        }
        if has(By::Side) {
            plan.push(Chart::Comparison(By::Side, Measure::Net));
        }
        if has(By::Speaker) {
            plan.push(Chart::Map);
        }
        if self.stances.is_some_and(|stances| !stances.stances.is_empty()) {
            plan.push(Chart::Stance(Measure::Net));
        }
        if has(By::All) {
            plan.push(Chart::Timeline(if has(By::Side) { By::Side } else { By::All }, Measure::Net));
        }
        if compared(By::All) {
            plan.push(Chart::Shift(By::All, "all".to_owned(), Measure::Net));
        }
        if has(By::All) {
            plan.push(Chart::Distribution(By::All, "all".to_owned()));
        }
        if self.alternatives.iter().any(|other| other.own && other.by == By::All) {
            plan.push(Chart::Sensitivity(By::All, "all".to_owned(), Measure::Net));
        }
        if has(By::Speaker) {
            plan.extend([
                Chart::Comparison(By::Speaker, Measure::Hostility),
                Chart::Comparison(By::Speaker, Measure::Conciliation),
            ]);
        }
        plan.extend(self.speakers().into_iter().map(|key| Chart::Speaker(key.to_owned())));
        plan
    }

    /// Whether there is a change where the chart is one of a change.
    pub fn can(&self, chart: &Chart) -> bool {
        match chart {
            Chart::Shift(by, key, measure) | Chart::Sensitivity(by, key, measure) => self
                .comparison
                .difference(*by, key, *measure)
                .is_some_and(|difference| difference.delta.is_some()),
            _ => true,
        }
    }

    /// Draws one chart.
    ///
    /// # Errors
    /// Those of the chart.
    pub fn draw(&self, chart: &Chart) -> Result<Drawing, ChartError> {
        match chart {
            Chart::Speaker(key) => self.speaker(key),
            Chart::Comparison(by, measure) => self.comparison(*by, *measure),
            Chart::Map => self.map(),
            Chart::Stance(measure) => self.stance(*measure),
            Chart::Timeline(by, measure) => self.timeline(*by, *measure),
            Chart::TimelineOf(by, key) => self.timeline_of(*by, key),
            Chart::Shift(by, key, measure) => self.shift(*by, key, *measure),
            Chart::Distribution(by, key) => self.distribution(*by, key),
            Chart::Sensitivity(by, key, measure) => self.sensitivity(*by, key, *measure),
        }
    }

    /// Every chart of a run.
    ///
    /// # Errors
    /// A drawing fails.
    pub fn all(&self) -> Result<Vec<Drawing>, ChartError> {
        self.plan().iter().map(|chart| self.draw(chart)).collect()
    }

    fn no_group(&self, by: By, key: &str) -> ChartError {
        if by == By::Speaker && !self.comparison.groups.is_empty() {
            self.no_speaker(key)
        } else {
            ChartError::Nothing
        }
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

/// A chart to be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chart {
    /// A speaker's statements, by id.
    Speaker(String),
    /// The groups of a grouping by their change.
    Comparison(By, Measure),
    /// Speakers on hostility and conciliation.
    Map,
    /// Who speaks how of whom.
    Stance(Measure),
    /// The groups of a grouping over time.
    Timeline(By, Measure),
    /// One group over time.
    TimelineOf(By, String),
    /// What each word did to a group's change.
    Shift(By, String, Measure),
    /// How a group's ratings are spread.
    Distribution(By, String),
    /// A group's change under every choice.
    Sensitivity(By, String, Measure),
}
