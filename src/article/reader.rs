//! The reader: a file becomes an [`Article`], dated and with its boilerplate marked. Invariant: [`Reader::parse`] is a pure function of its arguments and the reader.

use super::language::Told;
use super::meeting::Placed;
use super::{Article, ArticleEntry, ArticleError, Catalogue, DatedBy, Field, Item, Language, Limits, Ready, Row, Source, date, decode, html, page};
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;

/// Reads articles as a study wants them read.
#[derive(Clone, Debug)]
pub struct Reader {
    catalogue: Option<Catalogue>,
    entries: BTreeMap<String, ArticleEntry>,
    limits: Limits,
}

/// What was read, before it is dated.
struct Read<'a> {
    id: &'a str,
    path: &'a str,
    page: page::Page,
    /// The day that stands beside it in a table.
    day: Option<Date>,
    /// What may hold a day where nothing else does, and what it is then called.
    name: (&'a str, &'static str),
    encoding: &'static str,
    replaced: u32,
    sha256: String,
    ready: Option<Ready>,
}

/// What no limit exceeds: spans count bytes in 32 bits, and decoding may make three bytes of one.
const MOST_BYTES: u64 = u32::MAX as u64 / 3;

impl Reader {
    /// A reader for `catalogue`, with what the study says of single articles (by id) and the limits.
    pub fn new(catalogue: Option<Catalogue>, entries: BTreeMap<String, ArticleEntry>, limits: Limits) -> Reader {
        Reader {
            catalogue,
            entries,
            limits: Limits {
                article_bytes: limits.article_bytes.min(MOST_BYTES),
                ..limits
            },
        }
    }

    /// The meetings, where the study has a catalogue.
    pub fn catalogue(&self) -> Option<&Catalogue> {
        self.catalogue.as_ref()
    }

    /// Reads what a [`super::Feed`] gave.
    ///
    /// # Errors
    /// As [`Reader::read`]; a row that is no article.
    pub fn item(&self, item: &Item) -> Result<Article, ArticleError> {
        match item {
            Item::File(source) => self.read(source),
            Item::Row(row) => self.row(row),
        }
    }

    /// Reads one listed file.
    ///
    /// # Errors
    /// A file over the limit, that cannot be read, or that is no text.
    pub fn read(&self, source: &Source) -> Result<Article, ArticleError> {
        let shown = source.file.display().to_string();
        let io = |error| ArticleError::Io {
            path: source.file.display().to_string(),
            source: error,
        };
        // The size is asked again: the file may have grown since it was listed.
        self.within_limit(&shown, fs::metadata(&source.file).map_err(io)?.len())?;
        // Nor is more than the limit read of one that grows while it is.
        let mut bytes = Vec::new();
        let most = self.limits.article_bytes.saturating_add(1);
        fs::File::open(&source.file)
            .and_then(|file| file.take(most).read_to_end(&mut bytes))
            .map_err(io)?;
        self.parse(&source.id, &source.path, &bytes)
    }

    /// Makes an article of `bytes`, the content of the file `path` (its extension tells HTML from text).
    ///
    /// # Errors
    /// Bytes over the limit, or that are no text.
    pub fn parse(&self, id: &str, path: &str, bytes: &[u8]) -> Result<Article, ArticleError> {
        self.within_limit(path, bytes.len() as u64)?;
        let is_page = matches!(path.rsplit('.').next().unwrap_or("").to_ascii_lowercase().as_str(), "html" | "htm");
        let decoded = decode::decode(path, bytes, is_page)?;
        let page = if is_page { html::read(&decoded.text) } else { page::read(decoded.text) };
        Ok(self.article(Read {
            id,
            path,
            page,
            day: None,
            name: (path, "date in the file name"),
            encoding: decoded.encoding,
            replaced: decoded.replaced,
            sha256: sha256(bytes),
            ready: None,
        }))
    }

    /// Makes an article of a row of a table. Its cells stand over what its text says.
    ///
    /// # Errors
    /// A row without text, that is not what its table's form asks, or over the limit.
    pub fn row(&self, row: &Row) -> Result<Article, ArticleError> {
        let mut cells = row.cells()?;
        let mut cell = |field: Field| cells[field as usize].take();
        let (path, text) = (row.place(), cell(Field::Text).unwrap_or_default());
        self.within_limit(&path, text.len() as u64)?;
        if let Some(at) = memchr::memchr(0, text.as_bytes()) {
            return Err(ArticleError::Binary {
                path,
                what: format!("holds a NUL character at byte {at}"),
                help: "Take it out of the cell; no text has one.".to_owned(),
            });
        }
        let id = cell(Field::Id).unwrap_or_else(|| row.number());
        let sha256 = sha256(text.as_bytes());
        let ready = row.table.ready.then(|| Ready {
            speaker: cell(Field::Speaker).filter(|speaker| !row.table.columns.is_nobody(speaker)),
        });
        let page = if ready.is_some() {
            // A statement has no furniture.
            page::Page {
                text,
                title: None,
                outlet: None,
                published: None,
                marks: Vec::new(),
            }
        } else {
            page::read(text)
        };
        let page = page::Page {
            title: cell(Field::Title).or(page.title),
            outlet: cell(Field::Outlet).map(|outlet| page::host(&outlet).unwrap_or(outlet)).or(page.outlet),
            ..page
        };
        Ok(self.article(Read {
            id: &id,
            path: &path,
            page,
            day: cell(Field::Date).and_then(|date| date::of_timestamp(&date)),
            // A table's name is not the article's; its id is.
            name: (&id, "date in its id"),
            encoding: "UTF-8",
            replaced: 0,
            sha256,
            ready,
        }))
    }

    /// Dates what was read, and lays the study's entry over it.
    fn article(&self, read: Read) -> Article {
        let Read { id, path, page, .. } = read;
        let entry = self.entries.get(id);
        let own: Option<(Date, &str)> = entry
            .and_then(|entry| entry.date)
            .map(|date| (date, "date given by the study"))
            .or(read.day.map(|date| (date, "date of its row")))
            .or(page.published.map(|date| (date, "own date")))
            .or_else(|| page::date_of_name(read.name.0).map(|date| (date, read.name.1)));
        let placed = match &self.catalogue {
            Some(catalogue) => catalogue.place(entry, own, page.title.as_deref(), &page.text),
            None => by_publication(entry, own),
        };
        let told = match entry.and_then(|entry| entry.language.clone()) {
            Some(language) => Told {
                language,
                why: "the study says so".to_owned(),
            },
            None => Language::of(&page.text),
        };
        let said = |field: fn(&ArticleEntry) -> Option<&String>| entry.and_then(field).cloned();
        Article {
            id: id.to_owned(),
            path: path.to_owned(),
            title: said(|entry| entry.title.as_ref()).or(page.title),
            outlet: said(|entry| entry.outlet.as_ref()).or(page.outlet),
            published: own.map(|(date, _)| date),
            meeting: placed.meeting,
            year: placed.year,
            dated_by: placed.by,
            dated_why: placed.why,
            language: told.language,
            language_why: told.why,
            text: page.text,
            boilerplate: page.marks,
            encoding: read.encoding,
            replaced: read.replaced,
            sha256: read.sha256,
            ready: read.ready,
        }
    }

    fn within_limit(&self, path: &str, bytes: u64) -> Result<(), ArticleError> {
        match bytes > self.limits.article_bytes {
            true => Err(ArticleError::TooLarge {
                path: path.to_owned(),
                bytes,
                limit: self.limits.article_bytes,
            }),
            false => Ok(()),
        }
    }
}

/// Without a catalogue the year is that of publication.
fn by_publication(entry: Option<&ArticleEntry>, own: Option<(Date, &str)>) -> Placed {
    match own {
        Some((date, what)) => {
            let by = if entry.is_some_and(|entry| entry.date.is_some()) {
                DatedBy::Study
            } else {
                DatedBy::OwnDate
            };
            Placed {
                meeting: None,
                year: Some(date.year()),
                by,
                why: format!("{what} {date}"),
            }
        }
        None => Placed {
            meeting: None,
            year: None,
            by: DatedBy::Nothing,
            why: "no date on the page or in the file name".to_owned(),
        },
    }
}

/// The lines to add to a study for an article that could not be dated.
pub fn line_to_add(article: &Article) -> String {
    let id = toml::Value::String(article.id.clone());
    match article.published {
        Some(date) => format!("[[article]]\nid = {id}\nmeeting = \"…\"  # the id of a meeting; published {date}"),
        None => format!("[[article]]\nid = {id}\ndate = YYYY-MM-DD  # or: meeting = \"…\""),
    }
}

/// SHA-256 of `bytes`, hexadecimal, as `sha256sum` prints it.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: [u8; 16] = *b"0123456789abcdef";
    let halves = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    halves.map(|half| char::from(DIGITS[usize::from(half)])).collect()
}
