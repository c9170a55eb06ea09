//! The comparison: groups for every year, differences between two, and the word shifts behind them. Invariant: sorted by grouping, key, year or measure, entry; the same
//! bits for any order of rows.

use super::permutation::{self, Statistic, Stream};
use super::sums::{self, Clusters, Counts, Face, Subject, Sums, Years};
use super::{By, CompareError, Difference, Estimate, Gaps, Group, Measure, Plan, Row, Sample, Shift, Verdict};
use super::{adjust, effect, interval, shift};
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
    plan.check()?;
    let years = plan.years.or_else(|| first_and_last(sums));
    let mut groups = Vec::new();
    let mut meetings = Vec::new();
    let mut differences = Vec::new();
    let mut shifts = Vec::new();
    for (subject, face, cells) in sums.subjects() {
        groups.extend(cells.iter().filter_map(|(&year, clusters)| group(subject, face, year, None, clusters)));
        meetings.extend(
            sums.meetings(subject)
                .filter_map(|(year, meeting, clusters)| group(subject, face, year, Some(meeting), clusters)),
        );
        let Some(years) = years else { continue };
        if years.iter().all(|year| !cells.contains_key(year)) {
            continue;
        }
        for measure in Measure::ALL {
            differences.push(difference(subject, face, cells, years, measure, plan));
            shifts.extend(shift_of(subject, cells, years, measure));
        }
    }
    decide(&mut differences, plan.alpha);
    Ok(Comparison {
        groups,
        meetings,
        differences,
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

fn estimate(clusters: &Clusters, measure: Measure) -> Option<Estimate> {
    let (plain, statements) = sums::plain(clusters, measure);
    Estimate::of(&sums::means(clusters, measure), plain, statements)
}

fn name(subject: &Subject, face: &Face) -> String {
    face.name.clone().unwrap_or_else(|| subject.key.clone())
}

fn group(subject: &Subject, face: &Face, year: i16, meeting: Option<&str>, clusters: &Clusters) -> Option<Group> {
    Some(Group {
        by: subject.by,
        key: subject.key.clone(),
        name: name(subject, face),
        side: face.side.clone(),
        year,
        meeting: meeting.map(str::to_owned),
        hostility: estimate(clusters, Measure::Hostility)?,
        conciliation: estimate(clusters, Measure::Conciliation)?,
        net: estimate(clusters, Measure::Net)?,
    })
}

/// The difference with its test, not yet corrected nor judged: that takes the whole family.
fn difference(subject: &Subject, face: &Face, cells: &Years, [from_year, to_year]: [i16; 2], measure: Measure, plan: &Plan) -> Difference {
    let mut difference = Difference {
        by: subject.by,
        key: subject.key.clone(),
        name: name(subject, face),
        measure,
        from_year,
        to_year,
        from: cells.get(&from_year).and_then(|clusters| estimate(clusters, measure)),
        to: cells.get(&to_year).and_then(|clusters| estimate(clusters, measure)),
        delta: None,
        low: None,
        high: None,
        p: None,
        p_adjusted: None,
        p_floor: None,
        family: 0,
        enough: None,
        effect: None,
        dominance: None,
        verdict: Verdict::OneYearOnly,
    };
    let means = |year| cells.get(&year).map(|clusters| sums::means(clusters, measure)).unwrap_or_default();
    let (from, to) = (means(from_year), means(to_year));
    let (Some(before), Some(after)) = (Sample::of(&from), Sample::of(&to)) else {
        return difference;
    };
    let stream = Stream::new(
        plan.seed,
        &[
            subject.by.as_str(),
            &subject.key,
            measure.as_str(),
            &from_year.to_string(),
            &to_year.to_string(),
        ],
    );
    difference.delta = Some(after.mean - before.mean);
    (difference.low, difference.high) = interval::difference(&before, &after).unzip();
    difference.p = permutation::test(&from, &to, Statistic::Welch, &stream).map(|tested| tested.p);
    difference.p_floor = Some(permutation::floor(before.n, after.n));
    difference.effect = effect::hedges_g(&from, &to);
    difference.dominance = effect::cliffs_delta(&from, &to);
    difference
}

/// Corrects and judges, grouping by grouping. A test whose design cannot reach alpha can never be a finding, so leaving it out of the family costs nothing in
/// honesty (Tarone 1990: the choice rests on the numbers of articles, not on what was seen).
fn decide(differences: &mut [Difference], alpha: f64) {
    for by in By::ALL {
        let mut family: Vec<&mut Difference> = Vec::new();
        for difference in differences.iter_mut().filter(|difference| difference.by == by) {
            let Some(floor) = difference.p_floor else { continue };
            if floor > alpha {
                let articles = |estimate: Option<Estimate>| estimate.map_or(0, |estimate| estimate.articles);
                difference.verdict = Verdict::TooFewArticles;
                difference.enough = permutation::enough(articles(difference.from), articles(difference.to), alpha);
            } else {
                family.push(difference);
            }
        }
        let p: Vec<f64> = family.iter().map(|difference| difference.p.unwrap_or(1.0)).collect();
        let adjusted = adjust::holm(&p);
        let size = family.len() as u32;
        for (difference, adjusted) in family.into_iter().zip(adjusted) {
            difference.p_adjusted = Some(adjusted);
            difference.family = size;
            difference.verdict = if adjusted <= alpha { Verdict::Changed } else { Verdict::NoClearChange };
        }
    }
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
