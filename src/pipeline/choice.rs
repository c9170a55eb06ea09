//! The answer under another choice: what a run would compare had one thing been chosen otherwise. Invariant: same articles, same two years, same test; only the thing that the
//! name says differs.

use super::scan::{found, quoted, rated_by};
use crate::compare::{By, CompareError, Comparison, Plan, Row, Selection, Sums, compare_choice};
use crate::report::{HitRow, StatementRow, UncorrectedRow};
use crate::study::Scorer;
use crate::tone::Blend;
use rayon::prelude::*;
use std::borrow::Cow;

/// A choice that the run did not make, with the sums of what would be compared then.
pub(super) struct Choice {
    /// In words, as tables and page show it.
    name: &'static str,
    plan: Plan,
    /// By which it rates, …
    blend: Blend,
    /// … where that is not as the run rates.
    rated_anew: bool,
    /// Repeats count as well.
    with_echoes: bool,
    /// As if nobody had corrected a statement.
    as_found: bool,
    sums: Sums,
}

impl Choice {
    /// The name of what the run itself chose.
    pub const OWN: &'static str = "this run";

    /// The choices that the scan of the tables answers; a further one is one more line. `corrected`: whether corrections changed anything.
    pub fn others(plan: &Plan, scorer: Scorer, share: Blend, corrected: bool) -> Vec<Choice> {
        let (doubt, confidence) = if plan.confidence > 0.0 {
            ("all, doubtful ones too", 0.0)
        } else {
            ("without doubtful ones", Plan::DOUBTFUL)
        };
        let own = scorer.blend(share);
        let mut others = Vec::new();
        for selection in Selection::ALL {
            if selection != plan.selection {
                others.push(Choice::of(selection.words(), Plan { selection, ..plan.clone() }, own));
            }
        }
        others.push(Choice::of(doubt, Plan { confidence, ..plan.clone() }, own));
        others.push(Choice {
            with_echoes: true,
            ..Choice::of("repeats counted too", plan.clone(), own)
        });
        for (name, other) in [
            ("rated by the lexicons alone", Scorer::Lexicon),
            ("rated by the learned model alone", Scorer::Model),
            ("rated by lexicons and model", Scorer::Blend),
        ] {
            if other != scorer {
                others.push(Choice {
                    rated_anew: true,
                    ..Choice::of(name, plan.clone(), other.blend(share))
                });
            }
        }
        if corrected {
            others.push(Choice {
                as_found: true,
                ..Choice::of("without corrections", plan.clone(), own)
            });
        }
        if plan.selection == Selection::Quoted {
            // The run's own rows hold quoted words only.
            others.iter_mut().for_each(|choice| choice.rated_anew = true);
        }
        others
    }

    fn of(name: &'static str, plan: Plan, blend: Blend) -> Choice {
        // Sums of single speakers, and of what entries did, would be as large as the run's own, and nobody is shown them.
        let sums = Sums::by(&plan, &By::HEADLINE).without_entries();
        Choice {
            name,
            plan,
            blend,
            rated_anew: false,
            with_echoes: false,
            as_found: false,
            sums,
        }
    }

    /// Adds a statement of the tables as the choice has it; `otherwise` says what of it would be without corrections, where that is not what its row says.
    pub fn add(&mut self, row: &Row, statement: &StatementRow, hits: &[HitRow], otherwise: Option<&UncorrectedRow>) {
        let left_out = match otherwise {
            Some(otherwise) if self.as_found => otherwise.left_out.is_some(),
            _ => statement.left_out.is_some(),
        };
        if left_out {
            return;
        }
        let mut row = if self.as_found {
            Cow::Owned(found(row, statement, otherwise, self.blend))
        } else if self.rated_anew {
            Cow::Owned(rated_by(row, statement, self.blend))
        } else {
            Cow::Borrowed(row)
        };
        if self.plan.selection == Selection::Quoted {
            row = Cow::Owned(quoted(&row, statement, hits, self.blend));
        }
        if row.echo && self.with_echoes {
            row.to_mut().echo = false;
        }
        self.sums.add(&row);
    }

    /// What each choice makes of the run's two years, by name; nothing where the run compares none.
    ///
    /// # Errors
    /// A plan cannot be carried out.
    pub fn compare(choices: &[Choice], years: Option<[i16; 2]>) -> Result<Vec<(&'static str, Comparison)>, CompareError> {
        let choices = if years.is_some() { choices } else { &[] };
        // Each draws from streams of its own, so they may be drawn side by side.
        choices
            .par_iter()
            .map(|choice| {
                let plan = Plan {
                    years,
                    ..choice.plan.clone()
                };
                Ok((choice.name, compare_choice(&choice.sums, &plan)?))
            })
            .collect()
    }
}
