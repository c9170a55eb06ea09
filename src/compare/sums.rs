//! Sums of ratings for every (group, year, cluster), built from a stream of rows. Invariant: everything in it is an integer or a smallest name, so the order of
//! rows does not matter and sums of parts can be merged: `a + b == b + a`, bit by bit.

use super::clustering::squared;
use super::{Block, By, Gaps, Measure, Plan, Row, Selection};
use crate::tone::{Micro, points};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A group without its year: grouping and key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    /// Grouping.
    pub by: By,
    /// Speaker id, side, office in small letters, outlet, or "all".
    pub key: String,
}

/// How a subject is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Face {
    /// Display name.
    pub name: Option<String>,
    /// Bloc of a speaker.
    pub side: Option<String>,
}

/// The statements of one group in one cluster of articles in one year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    statements: u32,
    rating: [Micro; 2],
    /// Sums of squares, in the order of [`Measure::ALL`].
    squares: [i128; 3],
    /// Speakers or outlets, where articles are dealt within them.
    block: BTreeSet<String>,
    entries: BTreeMap<u32, [Micro; 2]>,
}

impl Cell {
    fn add(&mut self, row: &Row) {
        self.rate(row);
        for &(entry, contribution) in &row.hits {
            plus(self.entries.entry(entry).or_default(), contribution);
        }
    }

    /// Adds a statement's rating, not what its entries added to it.
    fn rate(&mut self, row: &Row) {
        self.statements += 1;
        plus(&mut self.rating, row.rating);
        for (square, measure) in self.squares.iter_mut().zip(Measure::ALL) {
            *square += i128::from(measure.of(row.rating)).pow(2);
        }
    }

    fn merge(&mut self, other: Cell) {
        self.statements += other.statements;
        plus(&mut self.rating, other.rating);
        for (square, more) in self.squares.iter_mut().zip(other.squares) {
            *square += more;
        }
        self.block.extend(other.block);
        for (entry, contribution) in other.entries {
            plus(self.entries.entry(entry).or_default(), contribution);
        }
    }

    /// The cell without what its entries added.
    fn lean(&self) -> Cell {
        Cell {
            statements: self.statements,
            rating: self.rating,
            squares: self.squares,
            block: self.block.clone(),
            entries: BTreeMap::new(),
        }
    }

    /// How many statements it holds.
    pub fn statements(&self) -> u32 {
        self.statements
    }

    /// The sum of squared distances of its statements from their mean, in points squared.
    pub fn scatter(&self, measure: Measure) -> f64 {
        let n = i128::from(self.statements);
        let sum = i128::from(measure.of(self.rating));
        squared((n * self.squares[measure as usize] - sum * sum) as f64) / n as f64
    }

    /// Mean over the cell's statements, in points.
    pub fn mean(&self, measure: Measure) -> f64 {
        self.per_statement(measure.of(self.rating))
    }

    /// A sum of micro-points over the cell's statements, as points per statement.
    pub fn per_statement(&self, sum: Micro) -> f64 {
        points(sum) / f64::from(self.statements)
    }

    /// What each entry added, and, under none, what no entry did: the learned term. Sums to the cell's rating exactly.
    pub fn parts(&self) -> impl Iterator<Item = (Option<u32>, [Micro; 2])> + '_ {
        let mut learned = self.rating;
        for contribution in self.entries.values() {
            learned[0] -= contribution[0];
            learned[1] -= contribution[1];
        }
        std::iter::once((None, learned)).chain(self.entries.iter().map(|(&entry, &contribution)| (Some(entry), contribution)))
    }
}

fn plus(sum: &mut [Micro; 2], more: [Micro; 2]) {
    sum[0] += more[0];
    sum[1] += more[1];
}

/// How many rows went where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Statements in the sums.
    pub counted: u64,
    /// Repeats of an earlier statement: left out.
    pub echoes: u64,
    /// Of a kind that the selection leaves out.
    pub unselected: u64,
    /// Below the confidence that the plan asks for: left out.
    pub doubtful: u64,
    /// In an article without a year: left out.
    pub undated: u64,
}

/// Cells of one group in one year or at one meeting: by cluster.
pub type Clusters = BTreeMap<String, Cell>;

/// Cells of one group: by year.
pub type Years = BTreeMap<i16, Clusters>;

/// Cells of one group without their entries: by year and meeting.
pub type Meetings = BTreeMap<(i16, String), Clusters>;

/// The sums.
#[derive(Clone, Debug, PartialEq)]
pub struct Sums {
    selection: Selection,
    confidence: f64,
    groupings: &'static [By],
    block: Option<Block>,
    with_entries: bool,
    counts: Counts,
    gaps: BTreeMap<i16, Gaps>,
    faces: BTreeMap<Subject, Face>,
    years: BTreeMap<Subject, Years>,
    meetings: BTreeMap<Subject, Meetings>,
}

impl Sums {
    /// Empty sums that will take the statements of a plan's selection and confidence, for every grouping.
    pub fn new(plan: &Plan) -> Sums {
        Sums::by(plan, &By::ALL)
    }

    /// The same for some groupings only.
    pub fn by(plan: &Plan, groupings: &'static [By]) -> Sums {
        Sums {
            selection: plan.selection,
            confidence: plan.confidence,
            groupings,
            block: plan.block,
            with_entries: true,
            counts: Counts::default(),
            gaps: BTreeMap::new(),
            faces: BTreeMap::new(),
            years: BTreeMap::new(),
            meetings: BTreeMap::new(),
        }
    }

    /// The same, without what entries added: no shift can be made of them.
    pub fn without_entries(self) -> Sums {
        Sums { with_entries: false, ..self }
    }

    /// Adds a row, or counts why it stays out.
    pub fn add(&mut self, row: &Row) {
        let lost = u64::from(row.speaker.is_none());
        let Some(year) = row.counts(self.selection, self.confidence) else {
            let reason = if row.echo {
                &mut self.counts.echoes
            } else if !self.selection.takes(row.kind) {
                &mut self.counts.unselected
            } else if let Some(year) = row.year {
                *self.gaps.entry(year).or_default() += Gaps {
                    doubtful: 1,
                    doubtful_without_speaker: lost,
                    ..Gaps::default()
                };
                &mut self.counts.doubtful
            } else {
                &mut self.counts.undated
            };
            *reason += 1;
            return;
        };
        self.counts.counted += 1;
        *self.gaps.entry(year).or_default() += Gaps {
            counted: 1,
            without_speaker: lost,
            ..Gaps::default()
        };
        self.put(
            By::All,
            "all",
            Face {
                name: Some("All".to_owned()),
                side: None,
            },
            year,
            row,
        );
        if let Some(side) = &row.side {
            self.put(
                By::Side,
                side,
                Face {
                    name: Some(side.clone()),
                    side: Some(side.clone()),
                },
                year,
                row,
            );
        }
        if let Some(speaker) = &row.speaker {
            self.put(
                By::Speaker,
                speaker,
                Face {
                    name: row.name.clone(),
                    side: row.side.clone(),
                },
                year,
                row,
            );
        }
        if let Some(role) = &row.role {
            // Offices stand with and without capitals.
            let face = Face {
                name: Some(role.clone()),
                side: None,
            };
            self.put(By::Role, &role.to_lowercase(), face, year, row);
        }
        if let Some(outlet) = &row.outlet {
            let face = Face {
                name: Some(outlet.clone()),
                side: None,
            };
            self.put(By::Outlet, outlet, face, year, row);
        }
    }

    fn put(&mut self, by: By, key: &str, face: Face, year: i16, row: &Row) {
        if !self.groupings.contains(&by) {
            return;
        }
        let subject = Subject { by, key: key.to_owned() };
        let cell = self
            .years
            .entry(subject.clone())
            .or_default()
            .entry(year)
            .or_default()
            .entry(row.cluster.clone())
            .or_default();
        if self.with_entries {
            cell.add(row);
        } else {
            cell.rate(row);
        }
        cell.block.extend(self.block.map(|block| block.of(row).to_owned()));
        if let Some(meeting) = &row.meeting {
            self.meetings
                .entry(subject.clone())
                .or_default()
                .entry((year, meeting.clone()))
                .or_default()
                .entry(row.cluster.clone())
                .or_default()
                .rate(row);
        }
        self.show(subject, face);
    }

    /// One subject has one face in a table; were there two, the smallest is taken so that the order of rows does not decide.
    fn show(&mut self, subject: Subject, face: Face) {
        let shown = self.faces.entry(subject).or_default();
        shown.name = smallest(shown.name.take(), face.name);
        shown.side = smallest(shown.side.take(), face.side);
    }

    /// Adds the sums of other rows, taken for the same selection.
    pub fn merge(&mut self, other: Sums) {
        debug_assert_eq!(
            (self.selection, self.confidence, self.groupings, self.with_entries),
            (other.selection, other.confidence, other.groupings, other.with_entries),
            "sums of different selections do not add up"
        );
        self.counts.counted += other.counts.counted;
        self.counts.echoes += other.counts.echoes;
        self.counts.unselected += other.counts.unselected;
        self.counts.doubtful += other.counts.doubtful;
        self.counts.undated += other.counts.undated;
        for (year, gaps) in other.gaps {
            *self.gaps.entry(year).or_default() += gaps;
        }
        for (subject, face) in other.faces {
            self.show(subject, face);
        }
        for (subject, years) in other.years {
            let into = self.years.entry(subject).or_default();
            for (year, clusters) in years {
                let into = into.entry(year).or_default();
                for (cluster, cell) in clusters {
                    into.entry(cluster).or_default().merge(cell);
                }
            }
        }
        for (subject, meetings) in other.meetings {
            let into = self.meetings.entry(subject).or_default();
            for (meeting, clusters) in meetings {
                let into = into.entry(meeting).or_default();
                for (cluster, cell) in clusters {
                    into.entry(cluster).or_default().merge(cell);
                }
            }
        }
    }

    /// How many rows went where.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// The gaps of every year that has statements.
    pub fn gaps(&self) -> &BTreeMap<i16, Gaps> {
        &self.gaps
    }

    /// A subject's meetings, by year and id; none in a study without a catalogue.
    pub fn meetings(&self, subject: &Subject) -> impl Iterator<Item = (i16, &str, &Clusters)> {
        let meetings = self.meetings.get(subject).into_iter().flatten();
        meetings.map(|((year, meeting), clusters)| (*year, meeting.as_str(), clusters))
    }

    /// Every subject with its face and cells, sorted.
    pub fn subjects(&self) -> impl Iterator<Item = (&Subject, &Face, &Years)> {
        self.years.iter().map(|(subject, years)| (subject, &self.faces[subject], years))
    }
}

fn smallest(a: Option<String>, b: Option<String>) -> Option<String> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// The cells less those of one cluster, and without what entries added.
pub fn without(clusters: &Clusters, cluster: &str) -> Clusters {
    let rest = clusters.iter().filter(|(id, _)| *id != cluster);
    rest.map(|(id, cell)| (id.clone(), cell.lean())).collect()
}

/// The articles' means of a measure, in the order of cluster ids.
pub fn means(clusters: &Clusters, measure: Measure) -> Vec<f64> {
    clusters.values().map(|cell| cell.mean(measure)).collect()
}

/// The articles' blocks as numbers, in the order of cluster ids: the same number for the same block in either year.
pub fn blocks([from, to]: [&Clusters; 2]) -> [Vec<u32>; 2] {
    let known: BTreeSet<&BTreeSet<String>> = from.values().chain(to.values()).map(|cell| &cell.block).collect();
    let numbers: BTreeMap<_, u32> = known.into_iter().zip(0..).collect();
    [from, to].map(|clusters| clusters.values().map(|cell| numbers[&cell.block]).collect())
}

/// The plain mean over all statements, and their number.
pub fn plain(clusters: &Clusters, measure: Measure) -> (f64, u32) {
    let sum: Micro = clusters.values().map(|cell| measure.of(cell.rating)).sum();
    let statements: u32 = clusters.values().map(|cell| cell.statements).sum();
    (points(sum) / f64::from(statements), statements)
}
