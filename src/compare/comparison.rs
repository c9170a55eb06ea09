//! The comparison: groups for every year, differences between two, and the word shifts behind them. Invariant: sorted by grouping, key, year or measure, entry; the same
//! bits for any order of rows.

use super::bootstrap::{self, Drawn};
use super::permutation::{self, Design, Statistic, Stream};
use super::sums::{self, Clusters, Counts, Face, Subject, Sums, Years};
use super::{By, CompareError, Difference, Estimate, Gaps, Group, Interval, Measure, Plan, Row, Sample, Shift, Verdict, WithoutOne, without_one};
use super::{effect, shift};
use crate::tone::MOST;
use std::collections::{BTreeMap, BTreeSet};

/// Everything counted of one statement table.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Every group in every year that has statements.
    pub groups: Vec<Group>,
    /// Every group at every meeting at which it has statements, by grouping, key, year and meeting; empty in a study without a catalogue.
    pub meetings: Vec<Group>,
    /// Every group that has statements in one of the two years, in the three measures.
    pub differences: Vec<Difference>,
    /// The headlines again, each without the article that raises its difference most and without the one that lowers it most.
    pub left_out: Vec<LeftOut>,
    /// For every group with statements in both years, what each entry did.
    pub shifts: Vec<Shift>,
    /// The two years compared; none where there are statements of one year only, or of none.
    pub years: Option<[i16; 2]>,
    /// What is not known of the statements of each year.
    pub gaps: BTreeMap<i16, Gaps>,
    /// How many rows went where.
    pub counts: Counts,
    /// What was asked.
    pub plan: Plan,
}

/// A difference without one article.
#[derive(Clone, Debug, PartialEq)]
pub struct LeftOut {
    /// The article left out, with those that share its quotations: the id of its cluster.
    pub article: String,
    /// What is left, corrected in the family of the whole one.
    pub difference: Difference,
}

impl Comparison {
    /// A group's difference in a measure.
    pub fn difference(&self, by: By, key: &str, measure: Measure) -> Option<&Difference> {
        let at = self
            .differences
            .binary_search_by(|other| (other.by, other.key.as_str(), other.measure).cmp(&(by, key, measure)))
            .ok()?;
        self.differences.get(at)
    }

    /// The gaps of these years together.
    pub fn gaps_of(&self, years: &[i16]) -> Gaps {
        let mut sum = Gaps::default();
        for gaps in years.iter().filter_map(|year| self.gaps.get(year)) {
            sum += *gaps;
        }
        sum
    }

    /// The years that are compared; where nothing can be, all that have statements.
    pub fn years_shown(&self) -> Vec<i16> {
        self.years.map_or_else(|| self.gaps.keys().copied().collect(), Vec::from)
    }

    /// Tells of every difference what single articles do to it.
    fn leave_one_out(&mut self, sums: &Sums) {
        let Some(years) = self.years else { return };
        let subjects: BTreeMap<(By, &str), (&Subject, &Face, &Years)> = sums
            .subjects()
            .map(|(subject, face, cells)| ((subject.by, subject.key.as_str()), (subject, face, cells)))
            .collect();
        let mut family: BTreeMap<By, Vec<(usize, f64)>> = BTreeMap::new();
        for (index, difference) in self.differences.iter().enumerate() {
            if let (Some(_), Some(p)) = (difference.p_adjusted, difference.p) {
                family.entry(difference.by).or_default().push((index, p));
            }
        }
        let plan = &self.plan;
        let mut all_left_out = Vec::new();
        for (index, difference) in self.differences.iter_mut().enumerate() {
            let Some(&(subject, face, cells)) = subjects.get(&(difference.by, difference.key.as_str())) else {
                continue;
            };
            let [Some(from), Some(to)] = years.map(|year| cells.get(&year)) else {
                continue;
            };
            let family = family.get(&difference.by).map(Vec::as_slice).unwrap_or_default();
            let others: Vec<f64> = family.iter().filter(|(other, _)| *other != index).map(|(_, p)| *p).collect();
            difference.without_one = WithoutOne::of(difference, subject, [from, to], &others, plan);
            let Some(without_one) = difference.without_one.as_ref().filter(|_| By::HEADLINE.contains(&difference.by)) else {
                continue;
            };
            for article in [&without_one.lowest_without, &without_one.highest_without] {
                let rest: Years = years
                    .into_iter()
                    .zip([from, to].map(|clusters| sums::without(clusters, article)))
                    .collect();
                let measured = measured(subject, &rest, sums, plan.seed);
                let mut left = self::difference(subject, face, &measured, &rest, years, difference.measure, plan, Some(article));
                if let Some(floor) = left.p_floor {
                    let (p_adjusted, verdict) = without_one::judged_again(left.p.unwrap_or(1.0), floor, &others, plan);
                    (left.p_adjusted, left.verdict, left.family) = (p_adjusted, verdict, difference.family);
                }
                all_left_out.push(LeftOut {
                    article: article.clone(),
                    difference: left,
                });
            }
        }
        self.left_out = all_left_out;
    }

    /// A group's years, ascending.
    pub fn group(&self, by: By, key: &str) -> &[Group] {
        of(&self.groups, by, key)
    }

    /// A group's meetings: by year, then id, which is their order in time where ids are dates.
    pub fn meetings(&self, by: By, key: &str) -> &[Group] {
        of(&self.meetings, by, key)
    }
}

/// Those of one key, in their order.
fn of<'a>(groups: &'a [Group], by: By, key: &str) -> &'a [Group] {
    let start = groups.partition_point(|group| (group.by, group.key.as_str()) < (by, key));
    let end = groups.partition_point(|group| (group.by, group.key.as_str()) <= (by, key));
    &groups[start..end]
}

/// Compares the rows as the plan says.
///
/// # Errors
/// The plan cannot be carried out, or a row's rating is off the scale.
pub fn compare(rows: impl IntoIterator<Item = Row>, plan: &Plan) -> Result<Comparison, CompareError> {
    plan.check()?;
    let mut sums = Sums::new(plan);
    for row in rows {
        if row.rating.iter().any(|rating| !(0..=MOST).contains(rating)) {
            let [hostility, conciliation] = row.rating;
            return Err(CompareError::Rating {
                statement: row.statement,
                hostility,
                conciliation,
            });
        }
        sums.add(&row);
    }
    compare_sums(&sums, plan)
}

/// Compares sums that were taken elsewhere, part by part.
///
/// # Errors
/// The plan cannot be carried out.
pub fn compare_sums(sums: &Sums, plan: &Plan) -> Result<Comparison, CompareError> {
    let mut comparison = compare_choice(sums, plan)?;
    comparison.leave_one_out(sums);
    Ok(comparison)
}

/// The same without leaving out single articles, which takes as long as all the rest: for what only stands beside a comparison.
///
/// # Errors
/// The plan cannot be carried out.
pub(crate) fn compare_choice(sums: &Sums, plan: &Plan) -> Result<Comparison, CompareError> {
    plan.check()?;
    let years = plan.years.or_else(|| first_and_last(sums));
    let mut groups = Vec::new();
    let mut meetings = Vec::new();
    let mut differences = Vec::new();
    let mut shifts = Vec::new();
    for (subject, face, cells) in sums.subjects() {
        let measured = measured(subject, cells, sums, plan.seed);
        let estimates = |year: &[Year; 3]| [year[0].estimate, year[1].estimate, year[2].estimate];
        groups.extend(
            measured
                .iter()
                .map(|(&year, measures)| group(subject, face, year, None, estimates(measures))),
        );
        let at = sums.meetings(subject);
        meetings.extend(at.filter_map(|(year, meeting, clusters)| at_meeting(subject, face, year, meeting, clusters, plan.seed)));
        let Some(years) = years else { continue };
        if years.iter().all(|year| !cells.contains_key(year)) {
            continue;
        }
        for measure in Measure::ALL {
            differences.push(difference(subject, face, &measured, cells, years, measure, plan, None));
            shifts.extend(shift_of(subject, cells, years, measure));
        }
    }
    decide(&mut differences, plan);
    Ok(Comparison {
        groups,
        meetings,
        differences,
        left_out: Vec::new(),
        shifts,
        years,
        gaps: sums.gaps().clone(),
        counts: sums.counts(),
        plan: plan.clone(),
    })
}

fn first_and_last(sums: &Sums) -> Option<[i16; 2]> {
    let years: BTreeSet<i16> = sums.subjects().flat_map(|(_, _, years)| years.keys().copied()).collect();
    let (&first, &last) = (years.first()?, years.last()?);
    (first != last).then_some([first, last])
}

/// A year of a group in one measure: its articles' means and the draws of them.
struct Year {
    means: Vec<f64>,
    sample: Sample,
    stream: Stream,
    drawn: Vec<Drawn>,
    estimate: Estimate,
}

impl Year {
    /// `part` is the year, or the meeting; none without an article.
    fn of(subject: &Subject, clusters: &Clusters, measure: Measure, part: &str, meetings: u32, seed: u64) -> Option<Year> {
        let means = sums::means(clusters, measure);
        let sample = Sample::of(&means)?;
        let stream = Stream::new(seed, &["draws", subject.by.as_str(), &subject.key, measure.as_str(), part]);
        let drawn = if sample.n >= bootstrap::ENOUGH && sample.variance > 0.0 {
            bootstrap::drawn(&means, &stream)
        } else {
            Vec::new()
        };
        Some(Year {
            estimate: Estimate::of(clusters, measure, meetings, &drawn)?,
            means,
            sample,
            stream,
            drawn,
        })
    }
}

/// A group's years, in the three measures.
type Measured = BTreeMap<i16, [Year; 3]>;

fn measured(subject: &Subject, cells: &Years, sums: &Sums, seed: u64) -> Measured {
    let mut meetings: BTreeMap<i16, u32> = BTreeMap::new();
    for (year, ..) in sums.meetings(subject) {
        *meetings.entry(year).or_default() += 1;
    }
    let years = cells.iter().filter_map(|(&year, clusters)| {
        let meetings = meetings.get(&year).copied().unwrap_or(0);
        let of = |measure| Year::of(subject, clusters, measure, &year.to_string(), meetings, seed);
        Some((year, [of(Measure::Hostility)?, of(Measure::Conciliation)?, of(Measure::Net)?]))
    });
    years.collect()
}

fn name(subject: &Subject, face: &Face) -> String {
    face.name.clone().unwrap_or_else(|| subject.key.clone())
}

fn group(subject: &Subject, face: &Face, year: i16, meeting: Option<&str>, [hostility, conciliation, net]: [Estimate; 3]) -> Group {
    Group {
        by: subject.by,
        key: subject.key.clone(),
        name: name(subject, face),
        side: face.side.clone(),
        year,
        meeting: meeting.map(str::to_owned),
        hostility,
        conciliation,
        net,
    }
}

/// A group at a meeting.
fn at_meeting(subject: &Subject, face: &Face, year: i16, meeting: &str, clusters: &Clusters, seed: u64) -> Option<Group> {
    let of = |measure| Some(Year::of(subject, clusters, measure, meeting, 1, seed)?.estimate);
    let estimates = [of(Measure::Hostility)?, of(Measure::Conciliation)?, of(Measure::Net)?];
    Some(group(subject, face, year, Some(meeting), estimates))
}

/// The difference with its test, not yet corrected nor judged: that takes the whole family.
#[expect(clippy::too_many_arguments, reason = "a subject, its cells and measures, and what is asked of them")]
fn difference(
    subject: &Subject,
    face: &Face,
    measured: &Measured,
    cells: &Years,
    years: [i16; 2],
    measure: Measure,
    plan: &Plan,
    without: Option<&str>,
) -> Difference {
    let [from_year, to_year] = years;
    let [from, to] = years.map(|year| measured.get(&year).map(|measures| &measures[measure as usize]));
    let mut difference = Difference {
        by: subject.by,
        key: subject.key.clone(),
        name: name(subject, face),
        measure,
        from_year,
        to_year,
        from: from.map(|year| year.estimate),
        to: to.map(|year| year.estimate),
        delta: None,
        low: None,
        high: None,
        interval: None,
        p: None,
        block: plan.block,
        p_adjusted: None,
        p_floor: None,
        correction: plan.correction,
        family: 0,
        enough: None,
        effect: None,
        effect_low: None,
        effect_high: None,
        dominance: None,
        dominance_low: None,
        dominance_high: None,
        without_one: None,
        verdict: Verdict::OneYearOnly,
    };
    let (Some(from), Some(to)) = (from, to) else { return difference };
    difference.delta = Some(to.sample.mean - from.sample.mean);
    let interval = Interval::of_difference((&from.sample, &from.drawn), (&to.sample, &to.drawn), measure.scale());
    (difference.low, difference.high) = interval.map(|interval| (interval.low, interval.high)).unzip();
    difference.interval = interval.map(|interval| interval.method);
    let blocks = blocks(years.map(|year| &cells[&year]), plan);
    let stream = test_stream(subject, years, measure, plan.seed, without);
    let tested = permutation::test_within([&blocks[0], &blocks[1]], &from.means, &to.means, Statistic::Welch, &stream);
    difference.p = tested.map(|tested| tested.p);
    difference.p_floor = Some(Design::of(&blocks[0], &blocks[1]).floor());
    difference.effect = effect::hedges_g(&from.means, &to.means);
    (difference.effect_low, difference.effect_high) = effect::hedges_g_interval(&from.means, &to.means).unzip();
    difference.dominance = effect::cliffs_delta(&from.means, &to.means);
    let dominance = bootstrap::dominance(&from.means, &to.means, [&from.stream, &to.stream]);
    (difference.dominance_low, difference.dominance_high) = dominance.unzip();
    difference
}

/// The numbers of the articles' blocks; one block where the plan names none.
pub(super) fn blocks(years: [&Clusters; 2], plan: &Plan) -> [Vec<u32>; 2] {
    match plan.block {
        Some(_) => sums::blocks(years),
        None => years.map(|clusters| vec![0; clusters.len()]),
    }
}

/// The random numbers of a test, or of the same test without one article.
pub(super) fn test_stream(subject: &Subject, years: [i16; 2], measure: Measure, seed: u64, without: Option<&str>) -> Stream {
    let [from, to] = years.map(|year| year.to_string());
    let name = [subject.by.as_str(), &subject.key, measure.as_str(), &from, &to];
    Stream::new(seed, &[&name[..], without.as_slice()].concat())
}

/// Corrects and judges, grouping by grouping. A test whose design cannot reach alpha can never be a finding, so leaving it out of the family costs nothing in
/// honesty (Tarone 1990: the choice rests on the numbers of articles, not on what was seen).
fn decide(differences: &mut [Difference], plan: &Plan) {
    for by in By::ALL {
        let mut family: Vec<&mut Difference> = Vec::new();
        for difference in differences.iter_mut().filter(|difference| difference.by == by) {
            let Some(floor) = difference.p_floor else { continue };
            if floor > plan.alpha {
                let articles = |estimate: Option<Estimate>| estimate.map_or(0, |estimate| estimate.articles);
                difference.verdict = Verdict::TooFewArticles;
                if plan.block.is_none() {
                    difference.enough = permutation::enough(articles(difference.from), articles(difference.to), plan.alpha);
                }
            } else {
                family.push(difference);
            }
        }
        let p: Vec<f64> = family.iter().map(|difference| difference.p.unwrap_or(1.0)).collect();
        let adjusted = plan.correction.of(&p);
        let size = family.len() as u32;
        for (difference, adjusted) in family.into_iter().zip(adjusted) {
            difference.p_adjusted = Some(adjusted);
            difference.family = size;
            difference.verdict = judged(adjusted, plan.alpha);
        }
    }
}

pub(super) fn judged(adjusted: f64, alpha: f64) -> Verdict {
    if adjusted <= alpha { Verdict::Changed } else { Verdict::NoClearChange }
}

fn shift_of(subject: &Subject, cells: &Years, [from_year, to_year]: [i16; 2], measure: Measure) -> Vec<Shift> {
    let (Some(from), Some(to)) = (cells.get(&from_year), cells.get(&to_year)) else {
        return Vec::new();
    };
    shift::between(&shift::shares(from.values(), measure), &shift::shares(to.values(), measure))
        .into_iter()
        .map(|(entry, from, to)| Shift {
            by: subject.by,
            key: subject.key.clone(),
            measure,
            entry,
            from,
            to,
            delta: to - from,
        })
        .collect()
}
