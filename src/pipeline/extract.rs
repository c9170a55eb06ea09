//! Statements of articles as JSON lines, unrated: what `detente extract` writes. Invariant: articles in the order given, statements in text order, offsets in Unicode
//! code points of the article's text; nothing holds more than a batch of articles.

use super::tables::hundredths;
use super::{Progress, RunError, Search, Spool, in_threads, passed_over, record};
use crate::article::{Article, CodePoints, Columns, Feed, Item, Limits, Lost, hex, list};
use crate::quote::{Act, LocalSpeaker, merge_speakers};
use crate::report::{Foreign, ReportError, Skip};
use crate::study::OnError;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

/// Articles worked on together.
const BATCH: usize = 64;

/// What they may take, in bytes.
const BATCH_BYTES: u64 = 16 << 20;

/// Which statements are extracted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Acts {
    /// Reported speech.
    #[default]
    Speech,
    /// Thoughts too.
    All,
}

/// One line: a statement.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Line {
    /// The file's stem, or the id of a row of a table.
    pub article: String,
    /// Id of the statement.
    pub id: String,
    /// direct, mixed or indirect.
    pub kind: String,
    /// speech or thought.
    pub act: String,
    /// The content.
    pub spans: Vec<[u32; 2]>,
    /// The verbatim stretches.
    pub quoted: Vec<[u32; 2]>,
    /// The reporting words.
    pub cue: Option<[u32; 2]>,
    /// The words that name the source.
    pub mention: Option<[u32; 2]>,
    /// The speaker's name across all articles given.
    pub speaker: Option<String>,
    /// The speaker's side.
    pub side: Option<String>,
    /// The words.
    pub text: String,
    /// How sure it is, 0 to 1, of the span and of the speaker.
    pub confidence: Sure,
}

/// The confidence of a line.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Sure {
    /// Of the span.
    pub span: f64,
    /// Of the speaker.
    pub speaker: f64,
}

/// What was extracted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extraction {
    /// Articles read.
    pub articles: u64,
    /// Lines written.
    pub statements: u64,
    /// Files that were not read.
    pub skipped: Vec<Skip>,
    /// Articles in another language than English, of which no statements were made.
    pub foreign: Vec<Foreign>,
}

/// An article's lines before its speakers are known across articles.
#[derive(Serialize, Deserialize)]
struct Found {
    name: String,
    foreign: Option<Foreign>,
    speakers: Vec<LocalSpeaker>,
    lines: Vec<(Option<u32>, Line)>,
}

/// What is to be extracted, and how.
pub struct Job<'a> {
    /// Articles, folders of them, or tables.
    pub paths: &'a [PathBuf],
    /// The columns of tables.
    pub columns: &'a Columns,
    /// What bounds lines of tables and packed ones.
    pub limits: Limits,
    /// What becomes of an article that cannot be read.
    pub on_error: OnError,
    /// Which statements.
    pub acts: Acts,
    /// Threads; none: as many as the machine has.
    pub threads: Option<usize>,
    /// Told how far it is.
    pub progress: &'a (dyn Fn(Progress) + Sync),
}

impl Job<'_> {
    /// Extracts the statements to `out`.
    ///
    /// # Errors
    /// Two articles of one name, a line that is no article, a missing path, nothing to write to. A single file that cannot be read is listed.
    pub fn extract(&self, search: &Search, out: &mut (dyn Write + Send)) -> Result<Extraction, RunError> {
        in_threads(self.threads, || self.extract_here(search, out))
    }

    fn extract_here(&self, search: &Search, out: &mut dyn Write) -> Result<Extraction, RunError> {
        let scratch = tempfile::tempdir().map_err(|why| ReportError::write(&std::env::temp_dir(), why))?;
        let mut work = Work {
            search,
            acts: self.acts,
            spool: Spool::create(&scratch.path().join("spool"))?,
            on_error: self.on_error,
            seen: BTreeMap::new(),
            locals: Vec::new(),
            done: Extraction::default(),
        };
        for path in self.paths {
            let mut listing = list(std::slice::from_ref(path))?;
            passed_over(&listing, self.on_error)?;
            work.done
                .skipped
                .extend(std::mem::take(&mut listing.skipped).into_iter().map(|skipped| Skip {
                    path: skipped.path,
                    why: skipped.why,
                }));
            let mut feed = Feed::new(&listing, self.columns, self.limits);
            loop {
                let batch = feed.batch(BATCH, BATCH_BYTES);
                if batch.is_empty() {
                    break;
                }
                work.batch(batch)?;
                let (bytes, of) = feed.progress();
                (self.progress)(Progress::Read {
                    articles: work.done.articles,
                    bytes,
                    of,
                });
            }
        }
        if let (0, Some(skip)) = (work.done.articles, work.done.skipped.first()) {
            return Err(RunError::NoArticle {
                listed: work.done.skipped.len(),
                first: skip.why.clone(),
            });
        }
        work.write(out)
    }
}

struct Work<'a> {
    search: &'a Search,
    acts: Acts,
    spool: Spool<Found>,
    on_error: OnError,
    /// Names of articles, and where each was met.
    seen: BTreeMap<String, String>,
    locals: Vec<Vec<LocalSpeaker>>,
    done: Extraction,
}

impl Work<'_> {
    fn batch(&mut self, batch: Vec<Result<Item, Lost>>) -> Result<(), RunError> {
        let (search, acts) = (self.search, self.acts);
        let found: Vec<Result<(String, Found), Lost>> = batch.into_par_iter().map(|item| one(search, acts, &item?)).collect();
        let mut good = Vec::with_capacity(found.len());
        for found in found {
            match found {
                Ok((place, found)) => {
                    if let Some(first) = self.seen.insert(found.name.clone(), place.clone()) {
                        return Err(RunError::Stem {
                            stem: found.name,
                            first,
                            second: place,
                        });
                    }
                    self.locals.push(found.speakers.clone());
                    self.done.foreign.extend(found.foreign.clone());
                    good.push(found);
                }
                Err(lost) if lost.fatal || self.on_error == OnError::Fail => return Err(lost.why.into()),
                Err(lost) => self.done.skipped.push(Skip {
                    why: lost.why.relative(&lost.path),
                    path: lost.path,
                }),
            }
        }
        self.done.articles += good.len() as u64;
        self.spool.push(&good)?;
        Ok(())
    }

    fn write(mut self, out: &mut dyn Write) -> Result<Extraction, RunError> {
        let unwritten = |why: std::io::Error| ReportError::Output { why };
        let merged = merge_speakers(&self.locals);
        for (article, found) in self.spool.items().enumerate() {
            for (local, mut line) in found?.lines {
                let speaker = local
                    .and_then(|local| merged.map.get(article)?.get(local as usize))
                    .and_then(|&index| merged.speakers.get(index as usize));
                line.speaker = speaker.map(|speaker| speaker.name.clone());
                line.side = speaker.and_then(|speaker| speaker.side.clone());
                serde_json::to_writer(&mut *out, &line).map_err(|why| unwritten(why.into()))?;
                out.write_all(b"\n").map_err(unwritten)?;
                self.done.statements += 1;
            }
        }
        out.flush().map_err(unwritten)?;
        Ok(self.done)
    }
}

/// The place of an article and what was found in it.
fn one(search: &Search, acts: Acts, item: &Item) -> Result<(String, Found), Lost> {
    let article = search.reader.item(item).map_err(|why| Lost {
        path: item.place(),
        why,
        fatal: false,
    })?;
    let (name, place) = match item {
        Item::File(source) => (
            source.id.rsplit('/').next().unwrap_or(&source.id).to_owned(),
            source.file.display().to_string(),
        ),
        Item::Row(row) => (article.id.clone(), row.place()),
    };
    Ok((place, Found::of(&article, name, search.find(&article), acts)))
}

impl Found {
    fn of(article: &Article, name: String, found: crate::quote::Found, acts: Acts) -> Found {
        let text = article.text.as_str();
        let points = CodePoints::new(text);
        let text_hash = hex(&Sha256::digest(text.as_bytes()));
        let wanted = found
            .statements
            .into_iter()
            .filter(|statement| acts == Acts::All || statement.act == Act::Speech);
        let lines = wanted
            .map(|statement| {
                let line = Line {
                    article: name.clone(),
                    id: record::id(&article.id, &text_hash, &statement.spans),
                    kind: statement.kind.as_str().to_owned(),
                    act: statement.act.as_str().to_owned(),
                    spans: statement.spans.iter().map(|&span| points.span(text, span)).collect(),
                    quoted: statement.quoted.iter().map(|&span| points.span(text, span)).collect(),
                    cue: statement.cue.map(|span| points.span(text, span)),
                    mention: statement.mention.map(|span| points.span(text, span)),
                    speaker: None,
                    side: None,
                    text: record::Joined::of(text, &statement.spans).text,
                    confidence: Sure {
                        span: hundredths(statement.confidence.span),
                        speaker: hundredths(statement.confidence.speaker),
                    },
                };
                (statement.speaker, line)
            })
            .collect();
        Found {
            name,
            foreign: (!article.language.is_english()).then(|| Foreign {
                article: article.id.clone(),
                language: article.language.to_string(),
            }),
            speakers: found.speakers,
            lines,
        }
    }
}
