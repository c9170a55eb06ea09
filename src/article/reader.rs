//! The reader: a file becomes an [`Article`], dated and with its boilerplate marked. Invariant: [`Reader::parse`] is a pure function of its arguments and the reader.

use super::language::Told;
use super::meeting::Placed;
use super::{Article, ArticleEntry, ArticleError, Catalogue, DatedBy, Language, Source, decode, html, page};
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;

/// Reads articles as a study wants them read.
#[derive(Clone, Debug)]
pub struct Reader {
    catalogue: Option<Catalogue>,
    entries: BTreeMap<String, ArticleEntry>,
    max_article_bytes: u64,
}

/// What no limit exceeds: spans count bytes in 32 bits, and decoding may make three bytes of one.
const MOST_BYTES: u64 = u32::MAX as u64 / 3;

impl Reader {
    /// A reader for `catalogue`, with what the study says of single articles (by id) and the largest file it reads, in bytes.
    pub fn new(catalogue: Option<Catalogue>, entries: BTreeMap<String, ArticleEntry>, max_article_bytes: u64) -> Reader {
        Reader {
            catalogue,
            entries,
            max_article_bytes: max_article_bytes.min(MOST_BYTES),
        }
    }

    /// The meetings, where the study has a catalogue.
    pub fn catalogue(&self) -> Option<&Catalogue> {
        self.catalogue.as_ref()
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
        let bytes = fs::read(&source.file).map_err(io)?;
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
        let entry = self.entries.get(id);
        let own: Option<(Date, &str)> = entry
            .and_then(|entry| entry.date)
            .map(|date| (date, "date given by the study"))
            .or(page.published.map(|date| (date, "own date")))
            .or_else(|| page::date_of_name(path).map(|date| (date, "date in the file name")));
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
        Ok(Article {
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
            encoding: decoded.encoding,
            replaced: decoded.replaced,
            sha256: hex(&Sha256::digest(bytes)),
        })
    }

    fn within_limit(&self, path: &str, bytes: u64) -> Result<(), ArticleError> {
        match bytes > self.max_article_bytes {
            true => Err(ArticleError::TooLarge {
                path: path.to_owned(),
                bytes,
                limit: self.max_article_bytes,
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
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut digits, byte| {
        // Writing to a String cannot fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}
