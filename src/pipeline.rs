//! The stages in order; the one place where rayon and progress live.
//!
//! Two passes. Pass 1 is per article and stateless: read, find, rate; its [`Record`]s go to a spool in batches, in order of article id. Pass 2 sees local speakers
//! and fingerprints, never texts, and gives the speaker map and the echo groups, with which the spool becomes the tables. [`crate::compare`] scans the tables.

use crate::article::Span;
use crate::quote::{LocalSpeaker, Statement};
use crate::tone::Tone;
use serde::{Deserialize, Serialize};

/// What pass 1 gives of one article.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Record {
    /// The article without its text.
    pub article: ArticleFacts,
    /// Its own speakers.
    pub speakers: Vec<LocalSpeaker>,
    /// Its statements, rated.
    pub statements: Vec<Rated>,
}

/// What is kept of an article.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ArticleFacts {
    /// See [`crate::article::Article`].
    pub id: String,
    /// Path under its folder.
    pub path: String,
    /// Headline.
    pub title: Option<String>,
    /// Outlet.
    pub outlet: Option<String>,
    /// ISO date.
    pub published: Option<String>,
    /// Meeting id.
    pub meeting: Option<String>,
    /// Year of comparison.
    pub year: Option<i16>,
    /// How it was dated.
    pub dated_by: crate::article::DatedBy,
    /// The evidence.
    pub dated_why: String,
    /// Encoding.
    pub encoding: String,
    /// Replaced bytes.
    pub replaced: u32,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Bytes of text.
    pub bytes: u64,
    /// Words of text (white-space separated).
    pub words: u64,
}

/// A statement with its rating. Spans here are in code points, ready for tables; `statement` keeps bytes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rated {
    /// First 16 hex digits of SHA-256 over article id, text hash and spans.
    pub id: String,
    /// As found.
    pub statement: Statement,
    /// The utterance's text: spans joined by [`crate::tone::JOIN`].
    pub text: String,
    /// The cue's words.
    pub cue: String,
    /// The mention's words.
    pub mention: String,
    /// Spans in code points.
    pub spans: Vec<[u32; 2]>,
    /// Cue in code points.
    pub cue_at: Option<[u32; 2]>,
    /// Mention in code points.
    pub mention_at: Option<[u32; 2]>,
    /// The rating.
    pub tone: Tone,
    /// For each hit: its bytes in the article.
    pub hit_spans: Vec<Span>,
    /// For each hit: its place in the article in code points.
    pub hit_at: Vec<[u32; 2]>,
    /// For each hit: the affiliation and side its clause names, if one.
    pub hit_target: Vec<Option<u32>>,
    /// Hashes of the folded words of verbatim stretches, for echoes; empty for short ones.
    pub fingerprint: Vec<u64>,
}
