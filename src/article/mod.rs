//! Stage 1, reading: files become [`Article`]s. Decoding, formats, boilerplate, dates and meetings live here.
//!
//! Invariant: `text` is what the file's bytes decode to (of an HTML page its main text), less a BOM and with no other change. Boilerplate stays in it and is
//! only marked, so every span of every later stage is a byte range into it.

mod boilerplate;
mod columns;
mod date;
mod decode;
mod entry;
mod error;
mod fault;
mod feed;
mod html;
mod language;
mod limits;
mod line;
mod meeting;
mod packed;
mod page;
mod reader;
mod row;
mod source;
mod span;
mod table;

pub(crate) use columns::{Cells, Ranked};
pub use columns::{Columns, Field, Preset};
pub use date::{DateMention, find as find_dates};
pub use entry::ArticleEntry;
pub use error::ArticleError;
pub use fault::Fault;
pub(crate) use fault::nearest;
pub use feed::{Drained, Feed, Item, Lost};
pub use language::Language;
pub use limits::Limits;
pub(crate) use meeting::day_of;
pub use meeting::{Catalogue, Meeting};
pub(crate) use packed::{Meter, open as unpack};
pub(crate) use reader::hex;
pub use reader::sha256;
pub use reader::{Reader, line_to_add};
pub use row::Row;
pub use source::{Listing, Skipped, Source, list};
pub use span::{CodePoints, Span};
pub use table::Form;
pub(crate) use table::json::{Line, cells as json_cells, keys as json_keys, line as json_line};
pub(crate) use table::{Budget, worded};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One news article, read and dated.
#[derive(Clone, Debug)]
pub struct Article {
    /// Path relative to the study's folder of articles, `/`-separated, the extension left off; of a row of a table its id there.
    pub id: String,
    /// Path relative to the folder it was found under, with extension; of a row the table's, a colon and the line.
    pub path: String,
    /// Headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Day of publication.
    pub published: Option<Date>,
    /// Id of the meeting of the study's catalogue.
    pub meeting: Option<String>,
    /// With a catalogue the year of the meeting, without one the year of publication.
    pub year: Option<i16>,
    /// How meeting and year were found.
    pub dated_by: DatedBy,
    /// The evidence for it in a few words ("own date 2016-04-20", "text: January 12 meeting"), for `articles.csv`.
    pub dated_why: String,
    /// What it is written in. Of another language than English no statements are made.
    pub language: Language,
    /// The evidence for it in a few words, for `articles.csv`.
    pub language_why: String,
    /// The text all spans point into.
    pub text: String,
    /// Where it is one ready statement: what its table says of that.
    pub ready: Option<Ready>,
    /// Marked stretches that no statement may be made of, in text order, not overlapping.
    pub boilerplate: Vec<Boilerplate>,
    /// Name of the encoding it was decoded from ("UTF-8", "windows-1252", …).
    pub encoding: &'static str,
    /// Bytes that were no character in that encoding and became U+FFFD.
    pub replaced: u32,
    /// SHA-256 of the file's bytes, of a row those of its text, hexadecimal.
    pub sha256: String,
}

/// A statement that was found elsewhere. The text of its [`Article`] is its words and nothing else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ready {
    /// Who made it, where that is known.
    pub speaker: Option<String>,
}

/// How an article came to its meeting and year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DatedBy {
    /// The study file says so.
    Study,
    /// Its own date (page, file name, dateline), near a meeting whose catalogue terms stand in the text.
    OwnDate,
    /// Dates in its text.
    Text,
    /// It could not be dated: listed, and left out of year comparisons.
    Nothing,
}

impl DatedBy {
    /// The word in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            DatedBy::Study => "study",
            DatedBy::OwnDate => "own-date",
            DatedBy::Text => "text",
            DatedBy::Nothing => "nothing",
        }
    }
}

/// A stretch of text that belongs to the page, not to the story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Boilerplate {
    /// Where.
    pub span: Span,
    /// What.
    pub kind: BoilerplateKind,
}

/// What a marked stretch is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoilerplateKind {
    /// The headline (kept as [`Article::title`]).
    Title,
    /// A heading inside the flow.
    Heading,
    /// Author line, date line.
    Byline,
    /// Skip links, menus, share buttons, related articles.
    Navigation,
    /// Image or photo credit.
    Credit,
    /// Caption of a picture, map or video.
    Caption,
    /// A bare address, an original-url line.
    Url,
    /// Contact, follow-us, donation, newsletter, copyright lines.
    Contact,
    /// Agency and author sign-off at the end.
    SignOff,
}
