//! Runs the stages one after another; threads and progress are known here and nowhere else.
//!
//! Two passes. Pass 1 is per article and stateless: read, find, rate; its [`Record`]s go to a spool in batches, in order of article id. Pass 2 sees local speakers
//! and fingerprints, never texts, and gives the speaker map and the echo groups, with which the spool becomes the tables. [`crate::compare`] scans the tables.
//!
//! Invariant: a run is a pure function of the study and the articles (the same bytes for any number of threads and any order of files), and is written whole or not
//! at all.

mod changes;
mod checkpoint;
mod choice;
mod entries;
mod error;
mod extract;
mod first;
mod kept;
mod lexicon;
mod record;
mod rerun;
mod sample;
mod scan;
mod score;
mod second;
mod sheet_error;
mod spool;
mod tables;
mod tools;
mod usage;
mod validate;

pub use entries::EntrySensitivity;
pub use error::RunError;
pub use extract::{Acts, Extraction, Job, Line, Sure};
pub use kept::{Change, Kept};
pub use lexicon::{Caught, Contradicted, Firing, Suggestions, Unknown};
pub use record::{ArticleFacts, Rated, Record};
pub use rerun::{ChangedStatement, Effect, Rerun};
pub use sample::{Sheet, SheetRow, Strata};
pub use scan::{Entries, Scan};
pub use score::{Scored, Scoring, with_ratings};
pub use sheet_error::SheetError;
pub use spool::Spool;
pub use tools::{Search, Tools};
pub use usage::Words;
pub use validate::{Bin, Coder, DimensionAgreement, Disagreement, Drift, RatingAgreement, Validation, YearAgreement};

use crate::article::{Listing, hex, list};
use crate::chart::{Alternative, Chart, ChartError, Charts, Citations, Dot, Drawing, Strongest, Theme};
use crate::compare::{Aim, Comparison, Gaps, Plan, StanceSums, Stances, compare};
use crate::report::{
    ArticleRow, Behind, ComparisonRow, CorrectionFacts, Foreign, GroupRow, HitRow, Manifest, MeetingRow, PageInput, Program, ReportError, Review,
    SensitivityRow, Settings, ShiftRow, Skip, SpeakerRow, Staging, StanceRow, StatementRow, StudyFacts, TableInput, TableReader, TableWriter, Tool,
    UncorrectedRow, page, unword,
};
use crate::study::{Named, OnError, Study};
use crate::tone::{Blend, Rater};
use choice::Choice;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::iter;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Articles that warnings of one kind name; all of them stand in the manifest or in `articles`.
const MOST_NAMED: usize = 20;

/// The first of some warnings of one kind, and one that counts the others: so many, and which they are.
fn at_most(all: impl IntoIterator<Item = String>, others: impl Fn(usize) -> String) -> Vec<String> {
    let mut all = all.into_iter();
    let mut shown: Vec<String> = all.by_ref().take(MOST_NAMED).collect();
    match all.count() {
        0 => {}
        more => shown.push(others(more)),
    }
    shown
}

/// The folder of a run's spool in its folder, while it is made.
const SPOOL: &str = "spool";

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// So many articles are read and rated.
    Read {
        /// Articles.
        articles: u64,
        /// Bytes on disk that they and what could not be read took.
        bytes: u64,
        /// Of so many.
        of: u64,
    },
    /// The speakers are put together and the tables written.
    Tables,
    /// The years are compared.
    Compare,
    /// So many of the charts are drawn.
    Draw {
        /// Done.
        charts: u64,
        /// Of so many.
        of: u64,
    },
    /// The page and the manifest are written.
    Write,
}

/// How a run is made; none of it changes a byte of the result.
pub struct Options<'a> {
    /// The folder of results: the run goes to its subfolder of the study's name.
    pub out: PathBuf,
    /// Threads; none: as many as the machine has.
    pub threads: Option<usize>,
    /// Told how far the run is.
    pub progress: &'a (dyn Fn(Progress) + Sync),
}

/// A handle on the tables of a run.
#[derive(Debug)]
pub struct Run {
    folder: PathBuf,
    manifest: Manifest,
}

impl Run {
    /// Runs a study and writes `results/NAME`: tables, charts, page and manifest.
    ///
    /// # Errors
    /// A fault in the study or a lexicon, before anything is written; no readable article; no room or right to write. A single article that cannot be read is no
    /// error: it is listed in the manifest.
    pub fn make(study: &Study, options: &Options) -> Result<Run, RunError> {
        in_threads(options.threads, || Self::make_here(study, options, false))
    }

    /// As [`Run::make`], going on where an interrupted run of the same study, articles and program stood; if this one is interrupted too, or fails, it can be gone on with again.
    ///
    /// # Errors
    /// As [`Run::make`].
    pub fn resume(study: &Study, options: &Options) -> Result<Run, RunError> {
        in_threads(options.threads, || Self::make_here(study, options, true))
    }

    fn make_here(study: &Study, options: &Options, resume: bool) -> Result<Run, RunError> {
        let tools = Tools::of(study)?;
        let mut listing = match study.articles.as_slice() {
            [] if !study.statements.is_empty() => Listing::default(),
            articles => list(articles)?,
        }
        .with_statements(&study.statements)?;
        passed_over(&listing, study.on_error)?;
        listing.sources.sort_by(|one, other| one.id.cmp(&other.id));
        let target = options.out.join(if study.changed {
            folder_name(&study.name, &tools.instrument.rater)
        } else {
            study.name.clone()
        });
        let staging = if resume {
            Staging::resume(&target, SPOOL)?
        } else {
            Staging::begin(&target)?
        };
        let folder = staging.folder();

        let first = first::first(&tools, study, &listing, &folder.join(SPOOL), options.progress)?;
        (options.progress)(Progress::Tables);
        let second = second::Second::of(&first.spool, study)?;
        let held = tables::tables(folder, &first.spool, &second, &tools.instrument, study.output_text, first.files)?;
        let mut manifest = manifest(study, &tools, &listing, first.told, held);
        manifest.corrections = second.corrected;
        manifest.warnings.extend(second.warnings);
        Kept::of(study).write(folder, &mut manifest.lexicons)?;
        finish(folder, &mut manifest, options.progress, |_| ())?;
        // Not before: what is stopped while it draws needn't read the articles again.
        first.spool.remove()?;
        staging.commit()?;
        Ok(Run { folder: target, manifest })
    }

    /// Opens the run in `folder`. Errors where it is none, or one of another layout of tables.
    pub fn open(folder: &Path) -> Result<Run, RunError> {
        Staging::recover(folder)?;
        Ok(Run {
            folder: folder.to_owned(),
            manifest: Manifest::read(folder)?,
        })
    }

    /// Where it stands.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What it was made of.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// What the run itself compared: the study's years, statements, level and seed.
    pub fn plan(&self) -> Plan {
        self.manifest.plan()
    }

    /// The shares of lexicon and model in what the run compares.
    pub fn blend(&self) -> Blend {
        self.manifest.blend()
    }

    /// Every statement with its hits, in order, from the tables.
    pub fn scan(&self) -> Result<Scan, RunError> {
        Ok(Scan::open(&self.folder)?)
    }

    /// The speakers, in order of id.
    pub fn speakers(&self) -> Result<Vec<SpeakerRow>, RunError> {
        Ok(TableReader::all(&self.folder)?)
    }

    /// The speakers that a person should look at.
    pub fn review(&self) -> Result<Review, RunError> {
        let speakers = self.speakers()?;
        let mut articles: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for statement in TableReader::<StatementRow>::open(&self.folder)? {
            let statement = statement?;
            if let Some(speaker) = statement.speaker {
                articles.entry(speaker).or_default().insert(statement.article);
            }
        }
        Ok(Review::of(&speakers, &articles))
    }

    /// Compares again, and says which words did it: what each entry did, and which words that no entry knows set the years apart. Of everyone and the sides, and of `speakers`, by id.
    pub fn words(&self, plan: &Plan, speakers: &[String]) -> Result<Words, RunError> {
        Words::of(&self.folder, plan, self.blend(), speakers)
    }

    /// What the run itself found: its `comparison` table.
    pub fn comparison(&self) -> Result<Vec<ComparisonRow>, RunError> {
        Ok(TableReader::all(&self.folder)?)
    }

    /// Compares again from the tables.
    pub fn compare(&self, plan: &Plan) -> Result<Comparison, RunError> {
        Ok(Seen::of(&self.folder, plan, self.blend(), &mut [], None)?.comparison)
    }

    /// Draws charts again from the tables: those that `pick` asks for.
    ///
    /// # Errors
    /// A table cannot be read; what is asked for has no statements.
    pub fn draw(&self, pick: &Pick, theme: Theme) -> Result<Vec<Drawing>, RunError> {
        let seen = Seen::of(&self.folder, &self.plan(), self.blend(), &mut [], None)?;
        let alternatives = alternatives(TableReader::all(&self.folder)?);
        let charts = seen.charts(&self.manifest.study.title, &alternatives, theme);
        let mut plan = match pick {
            Pick::All => charts.plan(),
            Pick::EverySpeaker => {
                let keys: BTreeSet<&String> = seen.dots.iter().filter_map(|dot| dot.speaker.as_ref()).collect();
                keys.into_iter().cloned().map(Chart::Speaker).collect()
            }
            Pick::EverySide(chart) => {
                let sides: BTreeSet<&String> = seen.dots.iter().filter_map(|dot| dot.side.as_ref()).collect();
                sides.into_iter().cloned().map(chart).collect()
            }
            Pick::These(these) => these.clone(),
        };
        if matches!(pick, Pick::EverySide(_)) {
            if plan.is_empty() {
                return Err(ChartError::Nothing.into());
            }
            plan.retain(|chart| charts.can(chart));
        }
        draw(&charts, &plan, &|_| ())
    }
}

/// The folder of a study that was rated with other lexicons or rules than its own: named by their hash, so that equal ones share it.
fn folder_name(study: &str, rater: &Rater) -> String {
    format!("{study}@{}", &rater.hash()[..8])
}

/// From the tables of rated statements to a run: compares the years, draws, and writes the rest of the tables, the page and the manifest into `folder`. All that is behind rating is
/// done here and from the tables alone, so that a run is the same however its statements came to be rated. `compared` is shown the comparison before anything is drawn.
fn finish(folder: &Path, manifest: &mut Manifest, progress: &(dyn Fn(Progress) + Sync), compared: impl FnOnce(&Comparison)) -> Result<(), RunError> {
    progress(Progress::Compare);
    let plan = manifest.plan();
    let Settings { scorer, share, .. } = manifest.settings;
    let corrected = manifest.corrections.as_ref().is_some_and(CorrectionFacts::changed_any);
    let mut others = Choice::others(&plan, scorer, share, corrected);
    let mut behind = Behind::default();
    let seen = Seen::of(folder, &plan, manifest.blend(), &mut others, Some(&mut behind))?;
    manifest.years = seen.comparison.years;
    manifest.gaps = seen.comparison.gaps_of(&seen.comparison.years_shown());
    compared(&seen.comparison);
    for warning in warnings(&seen.comparison) {
        // A run rated again brings those of before along, and they hang on years and numbers only.
        if !manifest.warnings.contains(&warning) {
            manifest.warnings.push(warning);
        }
    }
    seen.write(folder)?;
    let missed = Words::write(folder, &seen.comparison)?;
    let others = Choice::compare(&others, seen.comparison.years)?;
    let own = (Choice::OWN, &seen.comparison);
    let choices: Vec<(&str, &Comparison)> = iter::once(own)
        .chain(others.iter().map(|(name, comparison)| (*name, comparison)))
        .collect();
    TableWriter::write_all(folder, choices.iter().flat_map(|(name, comparison)| SensitivityRow::of(name, comparison)))?;

    let alternatives = alternatives(TableReader::all(folder)?);
    let charts = seen.charts(&manifest.study.title, &alternatives, Theme::light());
    let drawings = draw(&charts, &charts.plan(), progress)?;
    write_drawings(&folder.join("charts"), &drawings, Format::Both)?;

    progress(Progress::Write);
    let speakers: Vec<SpeakerRow> = TableReader::all(folder)?;
    let articles: Vec<ArticleRow> = TableReader::all(folder)?;
    let html = page(&PageInput {
        manifest,
        comparison: &seen.comparison,
        choices: &choices,
        entries: &seen.entries,
        missed: &missed,
        speakers: &speakers,
        articles: &articles,
        behind: &behind.shown(),
        drawings: &drawings,
    })?;
    let path = folder.join("report.html");
    std::fs::write(&path, html).map_err(|why| ReportError::write(&path, why))?;
    manifest.files = hashes(folder)?;
    manifest.write(folder)?;
    Ok(())
}

/// Which charts.
pub enum Pick {
    /// Those of a run.
    All,
    /// One for each speaker.
    EverySpeaker,
    /// One for each side, by its name; sides of one year have no chart of a change.
    EverySide(Box<dyn Fn(String) -> Chart>),
    /// These.
    These(Vec<Chart>),
}

/// In which form charts are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// SVG.
    Svg,
    /// PNG.
    Png,
    /// Both.
    Both,
}

/// Writes drawings into `folder`, which is made where it is missing. Gives the files' paths.
pub fn write_drawings(folder: &Path, drawings: &[Drawing], format: Format) -> Result<Vec<PathBuf>, ReportError> {
    std::fs::create_dir_all(folder).map_err(|why| ReportError::write(folder, why))?;
    let mut files = Vec::new();
    for drawing in drawings {
        let mut write = |extension: &str, bytes: &[u8]| {
            let path = folder.join(format!("{}.{extension}", drawing.file));
            std::fs::write(&path, bytes).map_err(|why| ReportError::write(&path, why))?;
            files.push(path);
            Ok(())
        };
        if format != Format::Png {
            write("svg", drawing.svg.as_bytes())?;
        }
        if format != Format::Svg {
            write("png", &drawing.png)?;
        }
    }
    Ok(files)
}

/// Runs `work` in a pool of so many threads.
pub(crate) fn in_threads<T: Send>(threads: Option<usize>, work: impl FnOnce() -> Result<T, RunError> + Send) -> Result<T, RunError> {
    match threads {
        None => work(),
        Some(threads) => {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
            pool.map_err(|why| RunError::Threads {
                threads,
                why: why.to_string(),
            })?
            .install(work)
        }
    }
}

/// What one scan of the tables gives: the comparison and the dots of the charts.
struct Seen {
    comparison: Comparison,
    entries: Vec<String>,
    dots: Vec<Dot>,
    /// Offices by speaker id.
    roles: BTreeMap<String, String>,
    citations: Citations,
    stances: Stances,
}

impl Seen {
    /// `choices` are told of every statement that may count, `behind` of every one.
    fn of(folder: &Path, plan: &Plan, blend: Blend, choices: &mut [Choice], mut behind: Option<&mut Behind>) -> Result<Seen, RunError> {
        let mut entries = Entries::new(blend).taking(plan.selection);
        let mut dots = Vec::new();
        let mut roles = BTreeMap::new();
        let mut citations = Citations::default();
        let mut stances = StanceSums::new(plan);
        let mut otherwise = TableReader::<UncorrectedRow>::open(folder)?.peekable();
        let items = Scan::open(folder)?.map(|item| {
            let (statement, hits) = item?;
            let otherwise = otherwise.next_if(|row| row.as_ref().map_or(true, |row| row.statement == statement.id));
            Ok::<_, ReportError>((statement, hits, otherwise.transpose()?))
        });
        let comparison = scan::while_well(items, |items| {
            let rows = items.filter_map(|(statement, hits, otherwise)| {
                let row = entries.row(&statement, &hits);
                let counts = statement.left_out.is_none();
                choices
                    .iter_mut()
                    .for_each(|choice| choice.add(&row, &statement, &hits, otherwise.as_ref()));
                if counts && row.counts(plan.selection, plan.confidence).is_some() {
                    dots.extend(dot(&row));
                    cite(&mut citations, &row, &statement);
                    let aims: Vec<Aim> = hits.iter().map(|hit| aim(&statement, hit)).collect();
                    stances.add(&row, &statement.named(), &aims);
                }
                if let (Some(speaker), Some(role)) = (&statement.speaker, &statement.role) {
                    roles.entry(speaker.clone()).or_insert_with(|| role.clone());
                }
                if let Some(behind) = behind.as_deref_mut() {
                    behind.add(statement, hits);
                }
                counts.then_some(row)
            });
            compare(rows, plan)
        })??;
        Ok(Seen {
            stances: stances.compare(comparison.years)?,
            citations,
            comparison,
            entries: entries.names,
            dots,
            roles,
        })
    }

    fn write(&self, folder: &Path) -> Result<(), ReportError> {
        let alpha = self.comparison.plan.alpha;
        TableWriter::write_all(folder, self.comparison.groups.iter().flat_map(GroupRow::of))?;
        TableWriter::write_all(folder, self.comparison.meetings.iter().flat_map(MeetingRow::of))?;
        TableWriter::write_all(
            folder,
            self.comparison.differences.iter().map(|difference| ComparisonRow::of(difference, alpha)),
        )?;
        TableWriter::write_all(folder, StanceRow::of(&self.stances))?;
        TableWriter::write_all(folder, self.comparison.shifts.iter().map(|shift| ShiftRow::of(shift, &self.entries)))?;
        Ok(())
    }

    fn charts<'a>(&'a self, title: &'a str, alternatives: &'a [Alternative], theme: Theme) -> Charts<'a> {
        Charts {
            entries: &self.entries,
            stances: Some(&self.stances),
            alternatives,
            roles: self.roles.clone(),
            citations: self.citations.clone(),
            theme,
            ..Charts::new(&self.comparison, &self.dots, title)
        }
    }
}

/// Draws charts, each by a thread of its own, in their order.
fn draw(charts: &Charts, plan: &[Chart], progress: &(dyn Fn(Progress) + Sync)) -> Result<Vec<Drawing>, RunError> {
    let done = AtomicU64::new(0);
    let drawings: Result<Vec<Drawing>, ChartError> = plan
        .par_iter()
        .map(|chart| {
            let drawing = charts.draw(chart)?;
            progress(Progress::Draw {
                charts: done.fetch_add(1, Ordering::Relaxed) + 1,
                of: plan.len() as u64,
            });
            Ok(drawing)
        })
        .collect();
    Ok(drawings?)
}

/// Shows a statement's ratings and words to the citations.
fn cite(citations: &mut Citations, row: &crate::compare::Row, statement: &StatementRow) {
    let Some((speaker, year)) = row.speaker.as_ref().zip(row.year) else {
        return;
    };
    for (dimension, rating) in row.rating.into_iter().enumerate() {
        let strongest = Strongest {
            rating,
            statement: row.statement.clone(),
            article: row.article.clone(),
            year,
            text: statement.text.clone(),
        };
        citations.see(speaker, dimension, strongest);
    }
}

/// What a reader should know of a comparison.
fn warnings(comparison: &Comparison) -> Vec<String> {
    let years: BTreeSet<i16> = comparison.groups.iter().map(|group| group.year).collect();
    match comparison.years {
        None => vec![match years.first() {
            Some(year) => format!("All dated statements that count are of one year, {year}: there is nothing to compare it with."),
            None => "No statement that counts belongs to a year: nothing can be compared.".to_owned(),
        }],
        Some(compared) => compared
            .iter()
            .filter(|year| !years.contains(year))
            .map(|year| format!("No statement that counts belongs to {year}, one of the two years compared."))
            .collect(),
    }
}

/// The table of sensitivity as its chart wants it; a row with a word that this program does not know is left out.
fn alternatives(rows: Vec<SensitivityRow>) -> Vec<Alternative> {
    let alternative = |row: SensitivityRow| {
        Some(Alternative {
            own: row.choice == Choice::OWN,
            by: unword(&row.by)?,
            measure: unword(&row.measure)?,
            years: [i16::try_from(row.from_year).ok()?, i16::try_from(row.to_year).ok()?],
            delta: row.delta,
            interval: row.low.zip(row.high),
            verdict: unword(&row.verdict)?,
            statements: u32::try_from(row.statements).ok()?,
            choice: row.choice,
            article: row.article,
            key: row.key,
            name: row.name,
        })
    };
    rows.into_iter().filter_map(alternative).collect()
}

/// Whom a hit is about: the side, else the affiliation; and what it adds to the lexicons' rating, nothing where the rating was given by hand.
fn aim(statement: &StatementRow, hit: &HitRow) -> Aim {
    let part = |dimension: &str, points: f64| if statement.is_corrected(dimension) { 0 } else { scan::micro(points) };
    Aim {
        target: hit.target_side.clone().or_else(|| hit.target_affiliation.clone()),
        contribution: [part("hostility", hit.hostility), part("conciliation", hit.conciliation)],
    }
}

fn dot(row: &crate::compare::Row) -> Option<Dot> {
    Some(Dot {
        speaker: row.speaker.clone(),
        side: row.side.clone(),
        year: row.year?,
        meeting: row.meeting.clone(),
        rating: row.rating,
        statement: row.statement.clone(),
        article: row.article.clone(),
    })
}

/// SHA-256 of every file under `folder` that is the run's, by its path there.
fn hashes(folder: &Path) -> Result<BTreeMap<String, String>, ReportError> {
    let mut found = Vec::new();
    let mut folders = vec![(folder.to_owned(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(|why| ReportError::read(&folder, why))? {
            let entry = entry.map_err(|why| ReportError::read(&folder, why))?;
            let (path, name) = (entry.path(), format!("{prefix}{}", entry.file_name().to_string_lossy()));
            if path.is_dir() && name == SPOOL {
                continue;
            }
            if path.is_dir() {
                folders.push((path, format!("{name}/")));
            } else if name != Staging::MARK {
                found.push((name, path));
            }
        }
    }
    // A piece at a time: a table may be larger than the memory.
    let hash = |(name, path): (String, PathBuf)| {
        let (mut hash, mut piece) = (Sha256::new(), vec![0; 1 << 16]);
        let mut file = std::fs::File::open(&path).map_err(|why| ReportError::read(&path, why))?;
        loop {
            match file.read(&mut piece).map_err(|why| ReportError::read(&path, why))? {
                0 => return Ok((name, hex(&hash.finalize()))),
                read => hash.update(&piece[..read]),
            }
        }
    };
    found.into_par_iter().map(hash).collect()
}

/// Stops where the study wants all or nothing and something named was passed over before anything was read.
fn passed_over(listing: &Listing, on_error: OnError) -> Result<(), RunError> {
    let mut lost = listing.skipped.iter().filter(|skipped| !skipped.none);
    match lost.next() {
        Some(first) if on_error == OnError::Fail => Err(RunError::PassedOver {
            path: first.path.clone(),
            why: first.why.clone(),
            others: lost.count(),
        }),
        _ => Ok(()),
    }
}

/// The name of a lexicon without its absolute path: a manifest holds none.
fn tool(used_as: &str, named: &Named) -> Tool {
    let path = Path::new(&named.name);
    let name = if path.is_absolute() {
        path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    } else {
        named.name.clone()
    };
    Tool {
        used_as: used_as.to_owned(),
        name,
        sha256: named.sha256.clone(),
        file: None,
    }
}

fn manifest(study: &Study, tools: &Tools, listing: &Listing, told: first::Told, held: tables::Held) -> Manifest {
    let first::Told { drained, skipped, absent } = told;
    let mut lexicons: Vec<Tool> = study.lexicons.iter().map(|named| tool("tone", named)).collect();
    lexicons.push(tool("rules", &study.rules));
    lexicons.push(tool("cues", &study.cues));
    lexicons.push(tool("titles", &study.titles));
    lexicons.push(tool("attribution", &study.attribution));
    lexicons.push(tool("model", &study.model));
    lexicons.extend(study.sides.iter().map(|named| tool("sides", named)));
    lexicons.extend(study.catalogue.iter().map(|named| tool("catalogue", named)));

    let mut warnings = Vec::new();
    warnings.extend(at_most(
        absent
            .into_iter()
            .map(|id| format!("The study has an entry for the article `{id}`, which is not among those found.")),
        |more| format!("{more} more entries of the study are for articles that are not among those found."),
    ));
    warnings.extend(Foreign::sentence(&held.foreign, MOST_NAMED));
    warnings.extend(at_most(
        skipped
            .iter()
            .map(|skip| format!("{} could not be read and was left out: {}", skip.path, skip.why)),
        |more| format!("{more} more could not be read and were left out: `skipped` in the manifest says which and why."),
    ));
    warnings.extend(at_most(
        held.undated
            .iter()
            .map(|undated| format!("{} could not be dated and stays out of year comparisons.", undated.article)),
        |more| format!("{more} more could not be dated: in `articles` their `year` is empty."),
    ));
    warnings.extend(at_most(
        held.replaced
            .iter()
            .map(|(path, encoding, replaced)| format!("{path} was read as {encoding}; {replaced} bytes were no characters in it and became U+FFFD.")),
        |more| format!("{more} more had bytes that were no characters and became U+FFFD."),
    ));
    warnings.extend(at_most(
        held.silent.iter().map(|path| format!("{path} has no statement that was found.")),
        |more| format!("{more} more have no statement that was found: in `articles` their `statements` is 0."),
    ));
    let mut all_skipped: Vec<Skip> = listing
        .skipped
        .iter()
        .map(|skipped| Skip {
            path: skipped.path.clone(),
            why: skipped.why.clone(),
        })
        .chain(skipped)
        .collect();
    all_skipped.sort_by(|one, other| one.path.cmp(&other.path));
    Manifest {
        program: Program {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        },
        tables: Manifest::TABLES,
        study: StudyFacts {
            name: study.name.clone(),
            title: if study.title.is_empty() {
                format!("Who said what in {}, and in what tone", study.name)
            } else {
                study.title.clone()
            },
            sha256: (!study.text.is_empty()).then(|| hex(&Sha256::digest(study.text.as_bytes()))),
        },
        settings: Settings {
            statements: study.selection,
            confidence: study.confidence,
            scorer: study.scorer,
            share: study.share,
            rules_off: study.rules_off.clone(),
            alpha: study.alpha,
            correction: study.correction,
            block: study.block,
            seed: study.seed,
            text: study.output_text,
            article_bytes: study.limits.article_bytes,
            line_bytes: study.limits.line_bytes,
            unpacked_ratio: study.limits.unpacked_ratio,
            preset: study.columns.preset(),
            columns: study.columns.all_given(),
        },
        years: study.years,
        gaps: Gaps::default(),
        lexicons,
        corrections: None,
        rater: tools.instrument.rater.hash(),
        model: tools.instrument.model.hash().to_owned(),
        inputs: held.inputs,
        sources: drained
            .into_iter()
            .map(|table| TableInput {
                table: table.path,
                sha256: table.sha256,
                rows: table.rows,
            })
            .collect(),
        counts: held.counts,
        warnings,
        skipped: all_skipped,
        foreign: held.foreign,
        undated: held.undated,
        files: BTreeMap::new(),
    }
}
