//! Pass 1: every article by itself, in parallel; batches of records go to the spool in the order of the feed. Invariant: the spool is the same for any number of threads.

use super::checkpoint::Checkpoints;
use super::{Progress, Record, RunError, Spool, Tools};
use crate::article::{ArticleError, Drained, Feed, Item, Listing, Lost};
use crate::report::Skip;
use crate::study::{OnError, Study};
use crate::tone::Scratch;
use foldhash::quality::FixedState;
use rayon::prelude::*;
use std::collections::{BTreeSet, HashSet};
use std::hash::BuildHasher;
use std::path::Path;

/// Articles worked on before they are written down: enough to keep all threads busy, few enough to hold.
const BATCH: usize = 64;

/// What they may take together, in bytes.
const BATCH_BYTES: u64 = 16 << 20;

/// Skips that are listed; further ones are counted, so that a table of nothing but faults is no list of them.
const MOST_SKIPS: usize = 1_000;

/// What pass 1 leaves.
pub(super) struct First {
    /// The records of the articles that could be read.
    pub spool: Spool<Record>,
    /// How many of them, from the first on, are of files; the others are of tables.
    pub files: usize,
    /// What the manifest says of it.
    pub told: Told,
}

/// What pass 1 tells of its sources.
pub(super) struct Told {
    /// Tables that were read to their end.
    pub drained: Vec<Drained>,
    /// The articles that could not be read.
    pub skipped: Vec<Skip>,
    /// Articles of which the study has an entry, and which were not among those found.
    pub absent: BTreeSet<String>,
}

/// Runs pass 1 over the articles of `listing`. An article that cannot be read is listed, or stops the run where the study wants that; that none could be is an error.
/// Batches that an interrupted run of the same study finished, and that `folder` still holds, are taken over.
pub(super) fn first(tools: &Tools, study: &Study, listing: &Listing, folder: &Path, progress: &(dyn Fn(Progress) + Sync)) -> Result<First, RunError> {
    let mut spool: Spool<Record> = Spool::create(folder)?;
    let checkpoints = Checkpoints::of(study, folder);
    let mut feed = Feed::new(listing, &study.columns, study.limits);
    let mut skips = Skips::of(study.on_error);
    let mut ids = Ids::of(listing);
    let mut absent: BTreeSet<String> = study.entries.keys().cloned().collect();
    let (mut read, mut files) = (0u64, 0);
    for number in 0.. {
        let batch = feed.batch(BATCH, BATCH_BYTES);
        if batch.is_empty() {
            break;
        }
        let (origin, spooled) = (origin(&checkpoints, number, &batch), spool.next());
        if let Some(done) = checkpoints.done(number, &origin, &spooled) {
            let records = spool.take_over()?;
            for record in &records {
                ids.seen(&record.article.id);
                absent.remove(&record.article.id);
            }
            files += done.files;
            done.skipped.into_iter().for_each(|skip| skips.add(skip));
            read += records.len() as u64;
            let (bytes, of) = feed.progress();
            progress(Progress::Read { articles: read, bytes, of });
            continue;
        }
        let (files_before, mut skipped) = (files, Vec::new());
        let records: Vec<Result<(bool, Record), Lost>> = batch
            .into_par_iter()
            .map_init(Scratch::default, |scratch, item| {
                let item = item?;
                Ok((matches!(item, Item::File(_)), one(tools, &item, scratch)?))
            })
            .collect();
        let mut good = Vec::with_capacity(records.len());
        for record in records {
            match record.and_then(|(is_file, record)| ids.first(record).map(|record| (is_file, record))) {
                Ok((is_file, record)) => {
                    files += usize::from(is_file);
                    absent.remove(&record.article.id);
                    good.push(record);
                }
                Err(lost) => skipped.push(skips.may(lost)?),
            }
        }
        read += good.len() as u64;
        spool.push(&good)?;
        skipped.iter().cloned().for_each(|skip| skips.add(skip));
        checkpoints.note(number, origin, &spooled, files - files_before, skipped)?;
        let (bytes, of) = feed.progress();
        progress(Progress::Read { articles: read, bytes, of });
    }
    let skipped = skips.all();
    if read == 0 {
        let first = skipped.first().map(|skip| skip.why.clone()).unwrap_or_default();
        return Err(RunError::NoArticle {
            listed: skipped.len(),
            first,
        });
    }
    for source in &listing.sources {
        absent.remove(&source.id);
    }
    Ok(First {
        spool,
        files,
        told: Told {
            drained: feed.drained,
            skipped,
            absent,
        },
    })
}

/// What a batch is made of.
fn origin(checkpoints: &Checkpoints, number: usize, batch: &[Result<Item, Lost>]) -> String {
    let mut origin = checkpoints.origin(number);
    for item in batch {
        match item {
            Ok(Item::File(source)) => {
                origin.part(&source.id);
                origin.file(&source.file);
            }
            Ok(Item::Row(row)) => {
                origin.part(row.place());
                row.raw().into_iter().for_each(|cell| origin.part(cell));
            }
            Err(lost) => origin.part(format!("{} {}", lost.path, lost.why)),
        }
    }
    origin.hash()
}

fn one(tools: &Tools, item: &Item, scratch: &mut Scratch) -> Result<Record, Lost> {
    match tools.search.reader.item(item) {
        Ok(article) => Ok(Record::of(&article, tools.search.find(&article), &tools.instrument, scratch)),
        Err(why) => Err(Lost {
            path: item.place(),
            why,
            fatal: false,
        }),
    }
}

/// The ids that were met, of articles in tables: of files the listing has seen to it.
struct Ids {
    /// Hashes of them: a million articles are eight megabytes.
    seen: Option<HashSet<u64, FixedState>>,
    hasher: FixedState,
}

impl Ids {
    fn of(listing: &Listing) -> Ids {
        Ids {
            seen: (!listing.tables.is_empty()).then(HashSet::default),
            hasher: FixedState::default(),
        }
    }

    /// Notes an id; whether it is new.
    fn seen(&mut self, id: &str) -> bool {
        match &mut self.seen {
            Some(seen) => seen.insert(self.hasher.hash_one(id)),
            None => true,
        }
    }

    /// The record, if it is the first of its id.
    fn first(&mut self, record: Record) -> Result<Record, Lost> {
        if self.seen(&record.article.id) {
            return Ok(record);
        }
        Err(Lost {
            why: ArticleError::Again {
                place: record.article.path.clone(),
                id: record.article.id,
            },
            path: record.article.path,
            fatal: false,
        })
    }
}

/// What could not be read.
struct Skips {
    on_error: OnError,
    listed: Vec<Skip>,
    more: u64,
}

impl Skips {
    fn of(on_error: OnError) -> Skips {
        Skips {
            on_error,
            listed: Vec::new(),
            more: 0,
        }
    }

    /// What is said of something lost, where the run may go on without it.
    fn may(&self, lost: Lost) -> Result<Skip, RunError> {
        if lost.fatal || self.on_error == OnError::Fail {
            return Err(lost.why.into());
        }
        Ok(Skip {
            why: lost.why.relative(&lost.path),
            path: lost.path,
        })
    }

    fn add(&mut self, skip: Skip) {
        if self.listed.len() < MOST_SKIPS {
            self.listed.push(skip);
        } else {
            self.more += 1;
        }
    }

    fn all(mut self) -> Vec<Skip> {
        if self.more > 0 {
            self.listed.push(Skip {
                path: "…".to_owned(),
                why: format!("{} more could not be read; they are not listed.", self.more),
            });
        }
        self.listed
    }
}
