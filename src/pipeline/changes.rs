//! What a change did, written down beside the new run: tables, a chart and a page. Invariant: nothing is computed here but sums and sorting of what the second rating found.

use super::rerun::{ChangedStatement, Effect};
use super::{Format, Run, RunError, write_drawings};
use crate::chart::change_chart;
use crate::compare::{By, Measure};
use crate::report::{ChangePage, ChangeRow, EffectRow, HitRow, ReportError, ShareRow, Staging, TableWriter, change_page};
use crate::tone::{Micro, points};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// What the folder of a change says of itself.
#[derive(Serialize)]
struct About<'a> {
    /// The run before, by the hash of its lexicons and rules.
    before: &'a str,
    /// The run after.
    after: &'a str,
    /// Changed entries and rules.
    changes: usize,
    /// Statements whose rating moved.
    moves: usize,
}

impl Effect {
    /// The headline: net tone of everyone.
    pub fn headline(&self) -> Option<&crate::compare::change::Moved> {
        self.differences
            .iter()
            .find(|one| one.after.by == By::All && one.after.measure == Measure::Net)
    }

    /// In words what was changed, for a ledger.
    pub fn changed(&self) -> Vec<String> {
        let weight = |weight: Micro| points(weight).to_string();
        self.changes
            .iter()
            .map(|change| match (change.before, change.after) {
                (Some(before), Some(after)) if before != after => {
                    format!("{} {} {} → {}", change.what.as_str(), change.name, weight(before), weight(after))
                }
                (None, Some(after)) => format!("{} {} {}", change.what.as_str(), change.name, weight(after)),
                _ => format!("{} {}", change.what.as_str(), change.name),
            })
            .collect()
    }

    /// The rows of `changes`.
    pub fn change_rows(&self) -> Vec<ChangeRow> {
        let headline = self.headline();
        let rows = self.changes.iter().zip(&self.moves).enumerate();
        rows.map(|(index, (change, (statements, [hostility, conciliation])))| {
            let share = headline.map(|headline| {
                let found = headline.shares.iter().find(|(number, _)| *number as usize == index);
                found.map_or([0.0; 3], |(_, share)| *share)
            });
            ChangeRow {
                number: index as i64 + 1,
                what: change.what.as_str().to_owned(),
                entry: change.name.clone(),
                dimension: change.dimension.map(|dimension| dimension.as_str().to_owned()),
                weight_before: change.before.map(points),
                weight_after: change.after.map(points),
                file: change.file.clone(),
                line: change.line.into(),
                statements: *statements as i64,
                hostility: points(*hostility),
                conciliation: points(*conciliation),
                net_from: share.map(|share| share[0]),
                net_to: share.map(|share| share[1]),
                net_delta: share.map(|share| share[2]),
            }
        })
        .collect()
    }

    /// The rows of `moves`.
    pub fn move_rows(&self) -> Vec<crate::report::MoveRow> {
        self.statements.iter().map(|one| self.move_row(one)).collect()
    }

    fn move_row(&self, one: &ChangedStatement) -> crate::report::MoveRow {
        let net = |[hostility, conciliation]: [Micro; 2]| conciliation - hostility;
        let shares: Vec<String> = one
            .shares
            .iter()
            .filter(|(_, share)| *share != [0, 0])
            .map(|(change, share)| {
                let name = self.changes.get(*change as usize).map_or("", |change| change.name.as_str());
                format!("{} {name} {:+}", change + 1, points(net(*share)))
            })
            .collect();
        crate::report::MoveRow {
            statement: one.row.id.clone(),
            article: one.row.article.clone(),
            year: one.row.year,
            name: one.row.name.clone(),
            side: one.row.side.clone(),
            cue: one.cue().map(str::to_owned),
            text: one.row.text.clone(),
            hostility_before: points(one.before[0]),
            hostility_after: points(one.after[0]),
            conciliation_before: points(one.before[1]),
            conciliation_after: points(one.after[1]),
            net_before: points(net(one.before)),
            net_after: points(net(one.after)),
            net_move: points(one.net()),
            words_before: words(&one.hits[0]),
            words_after: words(&one.hits[1]),
            shares: shares.join("; "),
        }
    }

    /// The rows of `effects`, the headline first.
    pub fn effect_rows(&self) -> Vec<EffectRow> {
        let rows = self.differences.iter().map(|one| {
            let (before, after) = (&one.before, &one.after);
            let value = |estimate: Option<crate::compare::Estimate>| estimate.map(|estimate| estimate.value);
            EffectRow {
                by: after.by.as_str().to_owned(),
                key: after.key.clone(),
                name: after.name.clone(),
                measure: after.measure.as_str().to_owned(),
                from_year: after.from_year.into(),
                to_year: after.to_year.into(),
                from_before: before.from,
                from_after: value(after.from),
                to_before: before.to,
                to_after: value(after.to),
                delta_before: before.delta,
                delta_after: after.delta,
                p_before: before.p,
                p_after: after.p_adjusted.or(after.p),
                verdict_before: before.verdict.as_str().to_owned(),
                verdict_after: after.verdict.as_str().to_owned(),
                flipped: one.flipped(),
                sentence: crate::compare::Verdict::sentence(after),
            }
        });
        rows.collect()
    }

    /// The rows of `shares`.
    pub fn share_rows(&self) -> Vec<ShareRow> {
        let rows = self.differences.iter().flat_map(|one| {
            one.shares.iter().map(|(change, [from, to, delta])| ShareRow {
                by: one.after.by.as_str().to_owned(),
                key: one.after.key.clone(),
                measure: one.after.measure.as_str().to_owned(),
                number: i64::from(*change) + 1,
                entry: self.changes.get(*change as usize).map_or_else(String::new, |change| change.name.clone()),
                from: *from,
                to: *to,
                delta: *delta,
            })
        });
        rows.collect()
    }

    /// Writes tables, chart and page into `NAME@HASH.changes` beside the run that the change made; `tried` says how often the comparison was run. Gives the folder.
    ///
    /// # Errors
    /// No room or right to write; something else stands there.
    pub fn write(&self, before: &Run, after: &Run, tried: &str) -> Result<PathBuf, RunError> {
        let mut name = after.folder().file_name().unwrap_or_default().to_os_string();
        name.push(".changes");
        let target = after.folder().with_file_name(name);
        let staging = Staging::begin(&target)?;
        let folder = staging.folder();
        let (changes, moves, effects) = (self.change_rows(), self.move_rows(), self.effect_rows());
        TableWriter::write_all(folder, changes.iter().cloned())?;
        TableWriter::write_all(folder, moves.iter().cloned())?;
        TableWriter::write_all(folder, effects.iter().cloned())?;
        TableWriter::write_all(folder, self.share_rows())?;
        let title = &after.manifest().study.title;
        let drawing = self.headline().map(|_| change_chart(&self.differences, title)).transpose()?;
        if let Some(drawing) = &drawing {
            write_drawings(folder, std::slice::from_ref(drawing), Format::Both)?;
        }
        let html = change_page(&ChangePage {
            title,
            raters: [&before.manifest().rater, &after.manifest().rater],
            tried,
            rated: &format!("{} of {} statements rated again", self.rated, self.of),
            years: after.manifest().years,
            changes: &changes,
            effects: &effects,
            moves: &moves,
            svg: drawing.as_ref().map(|drawing| drawing.svg.as_str()),
        })?;
        write(&folder.join("changes.html"), &html)?;
        let about = About {
            before: &before.manifest().rater,
            after: &after.manifest().rater,
            changes: self.changes.len(),
            moves: self.statements.len(),
        };
        let path = folder.join(crate::report::Manifest::FILE);
        let text = serde_json::to_string_pretty(&about).map_err(|why| ReportError::write(&path, why))?;
        write(&path, &(text + "\n"))?;
        staging.commit()?;
        Ok(target)
    }
}

fn write(path: &Path, text: &str) -> Result<(), ReportError> {
    std::fs::write(path, text).map_err(|why| ReportError::write(path, why))
}

/// Hits as a cell: the words, the entry, and what it added to the two ratings.
fn words(hits: &[HitRow]) -> String {
    let each = hits.iter().map(|hit| {
        let words = hit.words.as_deref().unwrap_or("");
        let rules = if hit.rules.is_empty() {
            String::new()
        } else {
            format!(" by {}", hit.rules)
        };
        format!("{words} ({}{rules}: {:+}/{:+})", hit.entry, hit.hostility, hit.conciliation)
    });
    each.collect::<Vec<_>>().join("; ")
}
