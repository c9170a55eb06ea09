//! The answer under another choice: what a run would compare had one thing been chosen otherwise. Invariant: same articles, same two years, same test; only the thing that the
//! name says differs.

use super::scan::{found, rated_by};
use crate::compare::{By, CompareError, Comparison, Plan, Row, Sums, compare_choice};
use crate::report::{StatementRow, UncorrectedRow};
use crate::study::Scorer;
use crate::tone::Blend;

/// A choice that the run did not make, with the sums of what would be compared then.
pub(super) struct Choice {
    /// In words, as tables and page show it.
    name: &'static str,
    plan: Plan,
    /// Another rating than the run's.
    blend: Option<Blend>,
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
        let mut others = vec![Choice::of(doubt, Plan { confidence, ..plan.clone() })];
        for (name, other) in [
            ("rated by the lexicons alone", Scorer::Lexicon),
            ("rated by the learned model alone", Scorer::Model),
            ("rated by lexicons and model", Scorer::Blend),
        ] {
            if other != scorer {
                others.push(Choice {
                    blend: Some(other.blend(share)),
                    ..Choice::of(name, plan.clone())
                });
            }
        }
        if corrected {
            others.push(Choice {
                blend: Some(scorer.blend(share)),
                as_found: true,
                ..Choice::of("without corrections", plan.clone())
            });
        }
        others
    }

    fn of(name: &'static str, plan: Plan) -> Choice {
        // Sums of single speakers would be as large as the run's own, and nobody is shown them.
        let sums = Sums::by(&plan, &By::HEADLINE);
        Choice {
            name,
            plan,
            blend: None,
            as_found: false,
            sums,
        }
    }

    /// Adds a statement of the tables as the choice has it; `otherwise` says what of it would be without corrections, where that is not what its row says.
    pub fn add(&mut self, row: &Row, statement: &StatementRow, otherwise: Option<&UncorrectedRow>) {
        let left_out = match otherwise {
            Some(otherwise) if self.as_found => otherwise.left_out.is_some(),
            _ => statement.left_out.is_some(),
        };
        match self.blend {
            _ if left_out => (),
            Some(blend) if self.as_found => self.sums.add(&found(row, statement, otherwise, blend)),
            Some(blend) => self.sums.add(&rated_by(row, statement, blend)),
            None => self.sums.add(row),
        }
    }

    /// What each choice makes of the run's two years, by name; nothing where the run compares none.
    ///
    /// # Errors
    /// A plan cannot be carried out.
    pub fn compare(choices: &[Choice], years: Option<[i16; 2]>) -> Result<Vec<(&'static str, Comparison)>, CompareError> {
        let choices = choices.iter().filter(|_| years.is_some());
        choices
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
