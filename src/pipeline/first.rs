//! Pass 1: every article by itself, in parallel; batches of records go to the spool in order of article id. Invariant: the spool is the same for any number of threads.

use super::{Progress, Record, RunError, Spool, Tools};
use crate::article::Source;
use crate::report::Skip;
use rayon::prelude::*;
use std::path::Path;

/// Articles worked on before they are written down: enough to keep all threads busy, few enough to hold.
const BATCH: usize = 64;

/// What pass 1 leaves.
pub(super) struct First {
    /// The records of the articles that could be read.
    pub spool: Spool<Record>,
    /// The articles that could not.
    pub skipped: Vec<Skip>,
}

/// Runs pass 1 over `sources`, which are in order of id. An article that cannot be read is listed; that none could be is an error.
pub(super) fn first(tools: &Tools, sources: &[Source], folder: &Path, progress: &(dyn Fn(Progress) + Sync)) -> Result<First, RunError> {
    let mut spool = Spool::create(folder)?;
    let mut skipped = Vec::new();
    let mut read = 0;
    for (batch, sources_of_batch) in sources.chunks(BATCH).enumerate() {
        let records: Vec<Result<Record, Skip>> = sources_of_batch.par_iter().map(|source| one(tools, source)).collect();
        let mut good = Vec::with_capacity(records.len());
        for record in records {
            match record {
                Ok(record) => good.push(record),
                Err(skip) => skipped.push(skip),
            }
        }
        read += good.len();
        spool.push(&good)?;
        progress(Progress::Read {
            articles: (batch * BATCH + sources_of_batch.len()) as u64,
            of: sources.len() as u64,
        });
    }
    if read == 0 {
        let first = skipped.first().map(|skip| format!("{}: {}", skip.path, skip.why)).unwrap_or_default();
        return Err(RunError::NoArticle {
            listed: sources.len(),
            first,
        });
    }
    Ok(First { spool, skipped })
}

fn one(tools: &Tools, source: &Source) -> Result<Record, Skip> {
    match tools.reader.read(source) {
        Ok(article) => Ok(Record::of(&article, tools.find(&article), &tools.instrument)),
        Err(why) => Err(Skip {
            path: source.path.clone(),
            why: relative(&why.to_string(), source),
        }),
    }
}

/// A message without the absolute path of its file: results hold none.
fn relative(message: &str, source: &Source) -> String {
    message.replace(&source.file.display().to_string(), &source.path)
}
