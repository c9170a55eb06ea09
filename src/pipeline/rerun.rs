//! A run rated again with other lexicons or rules: from its statements, not from the articles. Only statements that a changed entry or rule can touch are rated; all others keep ratings and hits.
//!
//! Invariant: what comes out is, byte for byte, the run that the articles would have given with these lexicons. What is behind rating is done by the same function for both.

use super::kept::Change;
use super::scan::{Entries, Scan, micro, ratings};
use super::tables::{PlacedHit, hit_row, named};
use super::{Kept, Options, Progress, Run, RunError, finish, folder_name, in_threads, tool};
use crate::article::Span;
use crate::compare::change::{Moved, Was, moved};
use crate::compare::{By, Comparison, Sums};
use crate::quote::Kind;
use crate::report::{
    ArticleRow, ComparisonRow, HitRow, Manifest, ReportError, Row, SpeakerRow, Staging, StatementRow, TableReader, TableWriter, TargetRow,
    UncorrectedRow, spans_read, unword,
};
use crate::tone::{Blend, Changes, JOIN, Micro, Named, Place, Rater, Scratch, Sought, Utterance, hit_targets, points};
use rayon::prelude::*;
use std::fs;
use std::path::Path;

/// Statements rated together.
const BATCH: usize = 4_096;

/// The groupings of which a change's shares are told.
const TOLD: &[By] = &[By::All, By::Side];

/// A run made again, and what the change did.
#[derive(Debug)]
pub struct Rerun {
    /// The new run.
    pub run: Run,
    /// What is other than in the run before.
    pub effect: Effect,
}

/// What a change of lexicons did to a run.
#[derive(Clone, Debug)]
pub struct Effect {
    /// What changed, in the order in which it was taken.
    pub changes: Vec<crate::tone::Change>,
    /// Of each change: in how many statements it moved the rating, and by how much in all (hostility, conciliation, micro-points).
    pub moves: Vec<(u64, [Micro; 2])>,
    /// Statements that were rated again.
    pub rated: u64,
    /// Of all statements.
    pub of: u64,
    /// The statements whose rating moved, the farthest net move first.
    pub statements: Vec<ChangedStatement>,
    /// Every difference, before and after.
    pub differences: Vec<Moved>,
}

/// A statement whose rating moved.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangedStatement {
    /// As it is now.
    pub row: StatementRow,
    /// The rating that is compared, before: hostility, conciliation.
    pub before: [Micro; 2],
    /// And after.
    pub after: [Micro; 2],
    /// The hits before, and after.
    pub hits: [Vec<HitRow>; 2],
    /// What each change did to it, by its number.
    pub shares: Vec<(u32, [Micro; 2])>,
}

impl ChangedStatement {
    /// How far the net tone moved.
    pub fn net(&self) -> Micro {
        (self.after[1] - self.after[0]) - (self.before[1] - self.before[0])
    }

    /// Its reporting words, where one of them counted before or counts now, and not the same way.
    pub fn cue(&self) -> Option<&str> {
        let there = |hits: &[HitRow]| hits.iter().filter(|hit| hit.place == "cue").cloned().collect::<Vec<_>>();
        let [before, after] = self.hits.each_ref().map(|hits| there(hits));
        self.row.cue.as_deref().filter(|_| before != after)
    }
}

impl Run {
    /// Rates the run again with a change of its lexicons or rules and writes `NAME@HASH` into `options.out`.
    ///
    /// # Errors
    /// A run without words, or of another version of the program; a fault in the change; tables that cannot be read; no room or right to write.
    pub fn rerun(&self, change: &Change, options: &Options) -> Result<Rerun, RunError> {
        self.rerun_telling(change, options, &|_| ())
    }

    /// As [`Run::rerun`]; `told` is told what the change did as soon as that is known, before charts are drawn and the report is written.
    ///
    /// # Errors
    /// As [`Run::rerun`].
    pub fn rerun_telling(&self, change: &Change, options: &Options, told: &(dyn Fn(&Effect) + Sync)) -> Result<Rerun, RunError> {
        in_threads(options.threads, || self.rerun_here(&self.kept()?.changed(change)?, options, told))
    }

    /// What the statements of this run make of a difference between two lexicons: it is rated with the one, then with the other, each in place of its own of that name.
    ///
    /// # Errors
    /// As [`Run::rerun`].
    pub fn difference(&self, before: &Change, after: &Change, threads: Option<usize>) -> Result<Effect, RunError> {
        let folder = tempfile::tempdir().map_err(|why| ReportError::write(&std::env::temp_dir(), why))?;
        let kept = self.kept()?;
        let made = |run: &Run, kept: &Kept, name: &str| {
            let options = Options {
                out: folder.path().join(name),
                threads,
                progress: &|_| (),
            };
            in_threads(threads, || run.rerun_here(kept, &options, &|_| ()))
        };
        let first = made(self, &kept.changed(before)?, "before")?.run;
        Ok(made(&first, &kept.changed(after)?, "after")?.effect)
    }

    /// The lexicons and rules that it was rated with.
    ///
    /// # Errors
    /// They cannot be read.
    pub fn kept(&self) -> Result<Kept, RunError> {
        Kept::read(&self.folder, &self.manifest)
    }

    /// That the run holds all that rating takes.
    pub(super) fn can_be_rated(&self) -> Result<(), RunError> {
        let path = self.folder.display().to_string();
        if !self.manifest.settings.text {
            return Err(RunError::NoText { path });
        }
        let this = env!("CARGO_PKG_VERSION");
        if self.manifest.program.version != this {
            return Err(RunError::OtherVersion {
                path,
                made: self.manifest.program.version.clone(),
                this: this.to_owned(),
            });
        }
        Ok(())
    }

    fn rerun_here(&self, after: &Kept, options: &Options, told: &(dyn Fn(&Effect) + Sync)) -> Result<Rerun, RunError> {
        self.can_be_rated()?;
        let before = self.kept()?;
        let off = &self.manifest.settings.rules_off;
        let pairs = [before.pairs(), after.pairs()];
        let sources = [before.sources(&pairs[0], off), after.sources(&pairs[1], off)];
        let changes = Changes::between(&sources[0], &sources[1])?;
        let rater = changes.rater();

        let target = options.out.join(folder_name(&self.manifest.study.name, rater));
        let staging = Staging::begin(&target)?;
        let folder = staging.folder();
        (options.progress)(Progress::Tables);
        let mut again = Again::new(&self.manifest, &changes, rater);
        let hits = again.tables(&self.folder, folder)?;
        copy::<ArticleRow>(&self.folder, folder)?;
        copy::<SpeakerRow>(&self.folder, folder)?;
        copy::<TargetRow>(&self.folder, folder)?;
        copy::<UncorrectedRow>(&self.folder, folder)?;

        let mut manifest = Manifest {
            rater: rater.hash(),
            lexicons: tools(&self.manifest, after),
            ..self.manifest.clone()
        };
        manifest.counts.hits = hits;
        after.write(folder, &mut manifest.lexicons)?;
        let before: Vec<Was> = self.comparison()?.iter().filter_map(was).collect();
        let mut effect = None;
        finish(folder, &mut manifest, options.progress, |comparison| {
            let found = again.effect(&before, comparison);
            told(&found);
            effect = Some(found);
        })?;
        staging.commit()?;
        Ok(Rerun {
            run: Run { folder: target, manifest },
            effect: effect.expect("whoever finishes a run compares it"),
        })
    }
}

/// A difference as a run's table has it; none where a word in it is not this program's.
fn was(row: &ComparisonRow) -> Option<Was> {
    Some(Was {
        by: unword(&row.by)?,
        key: row.key.clone(),
        measure: unword(&row.measure)?,
        from: row.from_value,
        to: row.to_value,
        delta: row.delta,
        p: row.p_adjusted.or(row.p),
        verdict: unword(&row.verdict)?,
    })
}

/// A table that no rating is in, as it stands.
fn copy<R: Row>(from: &Path, to: &Path) -> Result<(), ReportError> {
    for extension in ["csv", "parquet"] {
        let file = Path::new(R::TABLE).with_extension(extension);
        fs::copy(from.join(&file), to.join(&file)).map_err(|why| ReportError::read(&from.join(&file), why))?;
    }
    Ok(())
}

/// The manifest's list with other lexicons and rules.
fn tools(manifest: &Manifest, kept: &Kept) -> Vec<crate::report::Tool> {
    let mut tools: Vec<_> = kept.lexicons.iter().map(|named| tool("tone", named)).collect();
    tools.push(tool("rules", &kept.rules));
    let rest = manifest.lexicons.iter().filter(|tool| !matches!(tool.used_as.as_str(), "tone" | "rules"));
    tools.extend(rest.cloned());
    tools
}

/// A statement as the tables have it, with what rating it again takes.
pub(super) struct Stated {
    pub row: StatementRow,
    hits: Vec<HitRow>,
    targets: Vec<TargetRow>,
}

/// A statement after rating.
struct Done {
    row: StatementRow,
    hits: Vec<HitRow>,
    before: [Micro; 2],
    shares: Vec<(u32, [Micro; 2])>,
    /// Of one that moved, its hits before.
    old: Option<Vec<HitRow>>,
    /// Whether a change may touch it, so that it was rated.
    rated: bool,
}

/// The second rating while it goes on.
struct Again<'a> {
    rater: &'a Rater,
    changes: &'a Changes,
    blend: Blend,
    entries: Entries,
    /// Of what each rating moved by.
    moves: Sums,
    totals: Vec<(u64, [Micro; 2])>,
    statements: Vec<ChangedStatement>,
    rated: u64,
    of: u64,
}

impl<'a> Again<'a> {
    fn new(manifest: &Manifest, changes: &'a Changes, rater: &'a Rater) -> Again<'a> {
        let plan = manifest.plan();
        Again {
            rater,
            changes,
            blend: manifest.blend(),
            entries: Entries::new(manifest.blend()),
            moves: Sums::by(&plan, TOLD),
            totals: vec![(0, [0, 0]); changes.list.len()],
            statements: Vec::new(),
            rated: 0,
            of: 0,
        }
    }

    /// Writes the tables of statements and hits anew; gives the number of hits.
    fn tables(&mut self, from: &Path, to: &Path) -> Result<u64, RunError> {
        let mut statements = TableWriter::<StatementRow>::create(to)?;
        let mut hits = TableWriter::<HitRow>::create(to)?;
        let mut targets = TableReader::<TargetRow>::open(from)?.peekable();
        let mut scan = Scan::open(from)?;
        loop {
            let mut batch = Vec::with_capacity(BATCH);
            for item in scan.by_ref().take(BATCH) {
                let (row, hits) = item?;
                let mut own = Vec::new();
                while let Some(target) = targets.next_if(|target| target.as_ref().map_or(true, |target| target.statement == row.id)) {
                    own.push(target?);
                }
                batch.push(Stated { row, hits, targets: own });
            }
            if batch.is_empty() {
                break;
            }
            let done: Vec<Done> = batch
                .into_par_iter()
                .map_init(<(Scratch, Sought)>::default, |(scratch, sought), stated| {
                    rated(self.rater, self.changes, self.blend, scratch, sought, stated)
                })
                .collect();
            for done in done {
                self.of += 1;
                self.rated += u64::from(done.rated);
                self.count(&done);
                for hit in &done.hits {
                    hits.push(hit.clone())?;
                }
                if let Some(old) = done.old {
                    self.statements.push(ChangedStatement {
                        row: done.row.clone(),
                        before: done.before,
                        after: [done.row.hostility, done.row.conciliation].map(micro),
                        hits: [old, done.hits],
                        shares: done.shares,
                    });
                }
                statements.push(done.row)?;
            }
        }
        statements.finish()?;
        Ok(hits.finish()?)
    }

    fn count(&mut self, done: &Done) {
        for (change, share) in &done.shares {
            if *share != [0, 0] {
                let (statements, sum) = &mut self.totals[*change as usize];
                *statements += 1;
                *sum = [sum[0] + share[0], sum[1] + share[1]];
            }
        }
        if done.row.left_out.is_some() {
            return;
        }
        let mut row = self.entries.row(&done.row, &[]);
        let after = row.rating;
        row.rating = [after[0] - done.before[0], after[1] - done.before[1]];
        row.hits = done.shares.clone();
        self.moves.add(&row);
    }

    /// What came of it: against the differences `before` those of the comparison `after`.
    fn effect(&mut self, before: &[Was], after: &Comparison) -> Effect {
        let mut statements = std::mem::take(&mut self.statements);
        statements.sort_by_cached_key(|one| (std::cmp::Reverse(one.net().abs()), one.row.article.clone(), one.row.id.clone()));
        Effect {
            changes: self.changes.list.clone(),
            moves: self.totals.clone(),
            rated: self.rated,
            of: self.of,
            statements,
            differences: moved(before, after, &self.moves),
        }
    }
}

/// Rates one statement again where a change may touch it.
fn rated(rater: &Rater, changes: &Changes, blend: Blend, scratch: &mut Scratch, sought: &mut Sought, stated: Stated) -> Done {
    let before = [stated.row.hostility, stated.row.conciliation].map(micro);
    let (text, cue) = (stated.row.text.as_deref().unwrap_or(""), stated.row.cue.as_deref().unwrap_or(""));
    let those = changes.touching(sought, [text, cue]);
    if those.is_empty() {
        return Done {
            row: stated.row,
            hits: stated.hits,
            before,
            shares: Vec::new(),
            old: None,
            rated: false,
        };
    }
    let parts = Parts::of(text, &spans_read(&stated.row.spans));
    let quoted: Vec<Span> = spans_read(&stated.row.quoted)
        .into_iter()
        .filter_map(|at| parts.inward(text, at))
        .collect();
    let utterance = Utterance {
        text,
        cue,
        quoted: &quoted,
        kind: kind(&stated.row),
    };
    let tone = rater.rate_with(scratch, &utterance);

    let inside: Vec<(&TargetRow, Span)> = stated
        .targets
        .iter()
        .filter_map(|target| Some((target, parts.inward(text, [target.start as u32, target.end as u32])?)))
        .collect();
    let whose = (stated.row.affiliation.as_deref(), stated.row.side.as_deref());
    let all: Vec<Named> = inside
        .iter()
        .map(|(target, span)| named(text, *span, &target.affiliation, target.side.as_deref().unwrap_or_default(), whose))
        .collect();
    let about = hit_targets(&utterance, &tone, rater, &all);
    let cue_at = stated
        .row
        .cue_at
        .as_deref()
        .and_then(|at| spans_read(at).first().copied())
        .unwrap_or_default();
    let words = |place: Place, span: Span| match place {
        Place::Text => span.of(text),
        Place::Cue => span.of(cue),
    };
    let hits = tone.hits.iter().zip(about).filter_map(|(hit, about)| {
        let target = about.and_then(|at| inside.get(at as usize)).map(|(target, _)| *target);
        let triggers: Vec<&str> = hit.rules.iter().map(|applied| words(applied.place, applied.span)).collect();
        let place = PlacedHit {
            at: match hit.place {
                Place::Text => parts.outward(text, hit.span),
                Place::Cue => [hit.span.start, hit.span.end].map(|byte| cue_at[0] + count(&cue[..byte as usize])),
            },
            words: Some(words(hit.place, hit.span).to_owned()),
            triggers: Some(triggers.join("; ")),
            target_affiliation: target.map(|target| target.affiliation.clone()),
            target_side: target.and_then(|target| target.side.clone()),
        };
        hit_row(&stated.row.id, &stated.row.article, rater, hit, place)
    });
    let hits: Vec<HitRow> = hits.collect();

    let mut row = stated.row.clone();
    let lexicon = [tone.hostility, tone.conciliation];
    [row.hostility_lexicon, row.conciliation_lexicon] = lexicon.map(points);
    let model = ratings(&row)[1];
    // A rating by hand stays.
    let by_hand = ["hostility", "conciliation"].map(|dimension| row.is_corrected(dimension));
    let compared = |lexicon: [Micro; 2]| {
        let rating = blend.rating(lexicon, model);
        [0, 1].map(|d| if by_hand[d] { before[d] } else { rating[d] })
    };
    let after = compared(lexicon);
    [row.hostility, row.conciliation] = after.map(points);
    row.net = points(after[1] - after[0]);

    let less = |after: [Micro; 2], before: [Micro; 2]| [after[0] - before[0], after[1] - before[1]];
    let shares = match those.as_slice() {
        [one] => vec![(*one, less(after, before))],
        several => {
            let steps: Vec<[Micro; 2]> = changes.steps(scratch, &utterance, several).into_iter().map(compared).collect();
            several
                .iter()
                .zip(steps.windows(2))
                .map(|(change, pair)| (*change, less(pair[1], pair[0])))
                .collect()
        }
    };
    Done {
        rated: true,
        old: (before != after).then_some(stated.hits),
        row,
        hits,
        before,
        shares,
    }
}

/// The kind of a statement of the tables.
pub(super) fn kind(row: &StatementRow) -> Kind {
    match row.kind.as_str() {
        "direct" => Kind::Direct,
        "mixed" => Kind::Mixed,
        _ => Kind::Indirect,
    }
}

/// Code points of a text.
fn count(text: &str) -> u32 {
    text.chars().count() as u32
}

/// The way between the joined text of a statement (bytes) and its article (code points), which is not at hand.
struct Parts {
    /// Each span in the article, and its bytes in the joined text.
    parts: Vec<([u32; 2], Span)>,
}

impl Parts {
    fn of(text: &str, spans: &[[u32; 2]]) -> Parts {
        let mut parts = Vec::with_capacity(spans.len());
        let mut at = 0;
        for &span in spans {
            if !parts.is_empty() {
                at += JOIN.len();
            }
            let end = at + bytes(text.get(at..).unwrap_or(""), span[1] - span[0]);
            parts.push((span, Span::new(at, end)));
            at = end;
        }
        Parts { parts }
    }

    /// A place in the article as bytes of the joined text; none where it does not lie within one part.
    fn inward(&self, text: &str, [start, end]: [u32; 2]) -> Option<Span> {
        let (at, part) = self.parts.iter().find(|(at, _)| at[0] <= start && end <= at[1])?;
        let words = part.of(text);
        let begin = part.start as usize;
        Some(Span::new(begin + bytes(words, start - at[0]), begin + bytes(words, end - at[0])))
    }

    /// Bytes of the joined text as a place in the article.
    fn outward(&self, text: &str, span: Span) -> [u32; 2] {
        let at = self.parts.partition_point(|(_, part)| part.start <= span.start).saturating_sub(1);
        let Some((at, part)) = self.parts.get(at) else { return [0, 0] };
        [span.start, span.end.min(part.end)].map(|byte| at[0] + count(&text[part.start as usize..byte as usize]))
    }
}

/// Bytes of the first `points` code points.
fn bytes(text: &str, points: u32) -> usize {
    text.char_indices().nth(points as usize).map_or(text.len(), |(at, _)| at)
}
