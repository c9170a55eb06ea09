//! Articles one after another, out of files and tables. Invariant: files come in order of id, then tables in order of path and rows as they stand in them; no more than
//! one table is open, and nothing of the past is kept.

use super::packed::Meter;
use super::table::Rows;
use super::{ArticleError, Columns, Form, Limits, Listing, Row, Source};
use std::sync::Arc;

/// What becomes an article.
#[derive(Clone, Debug)]
pub enum Item {
    /// A file, not read yet.
    File(Source),
    /// A row of a table.
    Row(Row),
}

impl Item {
    /// How many bytes it will take at most, roughly.
    pub fn bytes(&self) -> u64 {
        match self {
            Item::File(source) => source.bytes,
            Item::Row(row) => row.bytes(),
        }
    }

    /// Where it stands: the path under its root, of a row with its line.
    pub fn place(&self) -> String {
        match self {
            Item::File(source) => source.path.clone(),
            Item::Row(row) => row.place(),
        }
    }
}

/// What could not be taken out of its table.
#[derive(Debug)]
pub struct Lost {
    /// Where it stood: the path under its root.
    pub path: String,
    /// Why.
    pub why: ArticleError,
    /// Whether nothing makes sense without it: a table that was named has no column of the text.
    pub fatal: bool,
}

/// A table that was read to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drained {
    /// Path under its root.
    pub path: String,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
    /// Rows that were taken out of it.
    pub rows: u64,
}

/// All articles of a listing.
pub struct Feed<'a> {
    columns: &'a Columns,
    limits: Limits,
    files: std::slice::Iter<'a, Source>,
    tables: std::slice::Iter<'a, Source>,
    open: Option<Open<'a>>,
    /// Bytes of what is done with.
    past: u64,
    of: u64,
    /// Tables read to the end, in order.
    pub drained: Vec<Drained>,
}

struct Open<'a> {
    source: &'a Source,
    rows: Rows,
    meter: Arc<Meter>,
    taken: u64,
}

impl<'a> Feed<'a> {
    /// The articles of `listing`; in tables under the names of `columns`.
    pub fn new(listing: &'a Listing, columns: &'a Columns, limits: Limits) -> Feed<'a> {
        Feed {
            columns,
            limits,
            files: listing.sources.iter(),
            tables: listing.tables.iter(),
            open: None,
            past: 0,
            of: listing.sources.iter().chain(&listing.tables).map(|source| source.bytes).sum(),
            drained: Vec::new(),
        }
    }

    /// Bytes on disk that were passed, of so many.
    pub fn progress(&self) -> (u64, u64) {
        let now = self.open.as_ref().map_or(0, |open| open.meter.read().min(open.source.bytes));
        (self.past + now, self.of)
    }

    /// The next ones: until there are `articles` of them, or they take `bytes`; none at the end.
    pub fn batch(&mut self, articles: usize, bytes: u64) -> Vec<Result<Item, Lost>> {
        let mut batch = Vec::new();
        let mut held = 0;
        while batch.len() < articles && held < bytes {
            let Some(item) = self.next() else { break };
            held += item.as_ref().map_or(0, Item::bytes);
            batch.push(item);
        }
        batch
    }
}

impl Iterator for Feed<'_> {
    type Item = Result<Item, Lost>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(source) = self.files.next() {
            self.past += source.bytes;
            return Some(Ok(Item::File(source.clone())));
        }
        loop {
            if let Some(open) = &mut self.open {
                match open.rows.next() {
                    Some(Ok(row)) => {
                        open.taken += 1;
                        return Some(Ok(Item::Row(row)));
                    }
                    Some(Err(why)) => {
                        let path = open.source.path.clone();
                        return Some(Err(Lost { path, why, fatal: false }));
                    }
                    None => {
                        self.past += open.source.bytes;
                        self.drained.push(Drained {
                            path: open.source.path.clone(),
                            sha256: open.meter.sha256(),
                            rows: open.taken,
                        });
                        self.open = None;
                    }
                }
            }
            let source = self.tables.next()?;
            let meter = Arc::new(Meter::default());
            // Every table of a listing is one by its extension.
            let form = Form::of(&source.path)?;
            match Rows::open(source, form, self.columns, self.limits, &meter) {
                Ok(rows) => {
                    self.open = Some(Open {
                        source,
                        rows,
                        meter,
                        taken: 0,
                    });
                }
                Err(why) => {
                    self.past += source.bytes;
                    let fatal = source.named && matches!(why, ArticleError::Columns { .. });
                    let path = source.path.clone();
                    return Some(Err(Lost { path, why, fatal }));
                }
            }
        }
    }
}
