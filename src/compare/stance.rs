//! Who is hostile to whom: for every side and everyone it speaks of, what the words aimed at them say. A stance's value is that of the statements of the side which name the target,
//! each rated only by the hits that are about it, on the lexicons' scale; a statement that names the target and says nothing hostile or conciliatory of it
//! counts as 0, so that speaking of somebody more often is no change of tone.
//!
//! Invariant: the same sums, weights, intervals, tests and corrections as every other comparison; every hit of a side's statements is counted once, under its target or
//! under none.

use super::comparison::compare_choice;
use super::{By, CompareError, Comparison, Difference, Group, Plan, Row, Sums};
use crate::tone::Micro;
use std::collections::{BTreeMap, BTreeSet};

/// Stands between side and target in a key; in no name, since control characters are none.
const BETWEEN: char = '\u{1f}';

/// A hit as stances see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aim {
    /// The side that it is about, else the affiliation; none where the grammar shows nobody.
    pub target: Option<String>,
    /// What it adds to the lexicons' hostility and conciliation.
    pub contribution: [Micro; 2],
}

/// One side's words on one target.
#[derive(Clone, Debug, PartialEq)]
pub struct Stance {
    /// Who speaks.
    pub side: String,
    /// Of whom.
    pub target: String,
    /// Every year in which the side has a statement that names the target.
    pub years: Vec<Group>,
    /// Hits of each year that are about the target.
    pub hits: BTreeMap<i16, u64>,
    /// The change between the two years compared, in hostility, conciliation and net tone; empty where neither has a statement.
    pub changes: Vec<Difference>,
}

/// All stances of a study.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stances {
    /// In order of side, then target.
    pub stances: Vec<Stance>,
    /// Hits of a side in a year that are about nobody for sure.
    pub untargeted: BTreeMap<(String, i16), u64>,
    /// The two years compared.
    pub years: Option<[i16; 2]>,
}

/// Stances in the making.
#[derive(Clone, Debug)]
pub struct StanceSums {
    plan: Plan,
    sums: Sums,
    hits: BTreeMap<(String, i16), u64>,
    untargeted: BTreeMap<(String, i16), u64>,
}

impl StanceSums {
    /// Empty ones, for the statements of a plan.
    pub fn new(plan: &Plan) -> StanceSums {
        StanceSums {
            plan: plan.clone(),
            sums: Sums::by(plan, &[By::Side]),
            hits: BTreeMap::new(),
            untargeted: BTreeMap::new(),
        }
    }

    /// Adds a statement: `named` are those it speaks of anywhere, `aims` its hits. One without a side, or that counts nowhere, adds nothing.
    pub fn add(&mut self, row: &Row, named: &[String], aims: &[Aim]) {
        let Some((side, year)) = row.side.as_ref().zip(row.counts(self.plan.selection, self.plan.confidence)) else {
            return;
        };
        let telling = || aims.iter().filter(|aim| aim.contribution != [0, 0]);
        let untargeted = telling().filter(|aim| aim.target.is_none()).count() as u64;
        *self.untargeted.entry((side.clone(), year)).or_default() += untargeted;
        // A side toward itself is no stance; no hit is about the speaker's own.
        let others = named.iter().filter(|&name| name != side);
        let targets: BTreeSet<&String> = others.chain(telling().filter_map(|aim| aim.target.as_ref())).collect();
        for target in targets {
            let key = format!("{side}{BETWEEN}{target}");
            let mut rating = [0, 0];
            for aim in telling().filter(|aim| aim.target.as_ref() == Some(target)) {
                rating[0] += aim.contribution[0];
                rating[1] += aim.contribution[1];
                *self.hits.entry((key.clone(), year)).or_default() += 1;
            }
            self.sums.add(&Row {
                side: Some(key),
                rating,
                hits: Vec::new(),
                ..row.clone()
            });
        }
    }

    /// Compares the years that `years` names, else those of the plan.
    ///
    /// # Errors
    /// The plan cannot be carried out.
    pub fn compare(&self, years: Option<[i16; 2]>) -> Result<Stances, CompareError> {
        let plan = Plan {
            years: years.or(self.plan.years),
            ..self.plan.clone()
        };
        let comparison = compare_choice(&self.sums, &plan)?;
        Ok(Stances {
            stances: self.stances(&comparison),
            untargeted: self.untargeted.clone(),
            years: comparison.years,
        })
    }

    fn stances(&self, comparison: &Comparison) -> Vec<Stance> {
        let keys: BTreeSet<&str> = comparison.groups.iter().map(|group| group.key.as_str()).collect();
        let mut stances: Vec<Stance> = keys
            .into_iter()
            .filter_map(|key| {
                let (side, target) = key.split_once(BETWEEN)?;
                let named = format!("{side} on {target}");
                let years = comparison.group(By::Side, key).iter().map(|group| Group {
                    name: named.clone(),
                    side: Some(side.to_owned()),
                    ..group.clone()
                });
                let changes = comparison.differences.iter().filter(|difference| difference.key == key);
                Some(Stance {
                    side: side.to_owned(),
                    target: target.to_owned(),
                    years: years.collect(),
                    hits: self
                        .hits
                        .iter()
                        .filter(|((other, _), _)| other == key)
                        .map(|((_, year), hits)| (*year, *hits))
                        .collect(),
                    changes: changes
                        .map(|difference| Difference {
                            name: named.clone(),
                            ..difference.clone()
                        })
                        .collect(),
                })
            })
            .collect();
        stances.sort_by(|a, b| (&a.side, &a.target).cmp(&(&b.side, &b.target)));
        stances
    }
}

impl Stance {
    /// The group of a year.
    pub fn year(&self, year: i16) -> Option<&Group> {
        self.years.iter().find(|group| group.year == year)
    }

    /// Statements of all years.
    pub fn statements(&self) -> u32 {
        self.years.iter().map(|group| group.net.statements).sum()
    }
}

impl Stances {
    /// Of a side's hits in a year: those about nobody for sure, and all.
    pub fn share(&self, side: &str, year: i16) -> (u64, u64) {
        let without = self.untargeted.get(&(side.to_owned(), year)).copied().unwrap_or(0);
        let with: u64 = self
            .stances
            .iter()
            .filter(|stance| stance.side == side)
            .filter_map(|stance| stance.hits.get(&year))
            .sum();
        (without, without + with)
    }

    /// The sides that speak, in order of name.
    pub fn sides(&self) -> BTreeSet<&str> {
        let speak = self.stances.iter().map(|stance| stance.side.as_str());
        speak.chain(self.untargeted.keys().map(|(side, _)| side.as_str())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::Measure;
    use crate::quote::Kind;
    use crate::tone::POINT;

    fn row(statement: usize, article: usize, year: i16) -> Row {
        Row {
            statement: format!("s{statement}"),
            article: format!("a{article}"),
            cluster: format!("a{article}"),
            meeting: None,
            year: Some(year),
            speaker: Some("davrin-kolesk".to_owned()),
            name: Some("Davrin Kolesk".to_owned()),
            side: Some("Meridian Pact".to_owned()),
            role: None,
            outlet: None,
            kind: Kind::Direct,
            echo: false,
            confidence: 1.0,
            rating: [4 * POINT, 4 * POINT],
            hits: Vec::new(),
        }
    }

    fn aim(target: Option<&str>, hostility: i64, conciliation: i64) -> Aim {
        Aim {
            target: target.map(str::to_owned),
            contribution: [hostility * POINT, conciliation * POINT],
        }
    }

    #[test]
    fn a_stance_is_the_mean_of_what_is_aimed_over_the_statements_that_name_the_target() {
        let league = "Aldwater League".to_owned();
        let mut sums = StanceSums::new(&Plan::default());
        // Article 1: one statement hostile to the League by 2, with 1 more at nobody, and one that only names it: mean 1. Article 2: mean 3.
        sums.add(
            &row(1, 1, 2016),
            std::slice::from_ref(&league),
            &[aim(Some("Aldwater League"), 2, 0), aim(None, 1, 0)],
        );
        sums.add(&row(2, 1, 2016), std::slice::from_ref(&league), &[]);
        sums.add(
            &row(3, 2, 2016),
            std::slice::from_ref(&league),
            &[aim(Some("Aldwater League"), 3, 0), aim(Some("Varrow"), 0, 2)],
        );
        // Of nobody, a repeat, and nobody's side: no stance.
        sums.add(&row(4, 3, 2022), &[], &[aim(None, 4, 0), aim(None, 0, 0)]);
        sums.add(
            &Row {
                echo: true,
                ..row(5, 3, 2022)
            },
            std::slice::from_ref(&league),
            &[aim(Some("Aldwater League"), 4, 0)],
        );
        sums.add(
            &Row {
                side: None,
                ..row(6, 3, 2022)
            },
            std::slice::from_ref(&league),
            &[aim(Some("Aldwater League"), 4, 0)],
        );
        sums.add(&row(7, 4, 2022), std::slice::from_ref(&league), &[aim(Some("Aldwater League"), 0, 1)]);
        let stances = sums.compare(Some([2016, 2022])).unwrap();
        let told: Vec<(&str, &str)> = stances.stances.iter().map(|stance| (&*stance.side, &*stance.target)).collect();
        assert_eq!(told, [("Meridian Pact", "Aldwater League"), ("Meridian Pact", "Varrow")]);
        let stance = &stances.stances[0];
        let year = stance.year(2016).unwrap();
        assert_eq!((year.hostility.value, year.hostility.statements, year.hostility.articles), (2.0, 3, 2));
        assert_eq!(stance.year(2022).unwrap().net.value, 1.0);
        assert_eq!(stance.hits, BTreeMap::from([(2016, 2), (2022, 1)]));
        let net = stance.changes.iter().find(|change| change.measure == Measure::Net).unwrap();
        assert_eq!(net.delta, Some(3.0));
        assert_eq!(
            (stances.share("Meridian Pact", 2016), stances.share("Meridian Pact", 2022)),
            ((1, 4), (1, 2))
        );
    }
}
