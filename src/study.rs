//! A study: what to read, which lexicons, how to group, the seed. Everything a run depends on, parsed, then checked, then run.
//!
//! Invariant: a [`Study`] that exists is checked: its folders exist, its names resolve, its years differ. Unknown keys are errors with a suggestion.

use jiff::civil::Date;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A checked study.
#[derive(Clone, Debug)]
pub struct Study {
    /// Name of the study and of its result folder: letters, digits, `-`, `_`.
    pub name: String,
    /// One line that a report opens with.
    pub title: String,
    /// Where the study file stands; relative paths start here.
    pub folder: PathBuf,
    /// Text of the study file, hashed in the manifest; empty for a bare folder.
    pub text: String,
    /// Folders and files of articles, resolved.
    pub articles: Vec<PathBuf>,
    /// Meeting catalogue: a built-in's name or a file.
    pub catalogue: Option<Named>,
    /// Sides lexicons, later ones over earlier.
    pub sides: Vec<Named>,
    /// Tone lexicons (both dimensions may stand in one file); the built-in two by default.
    pub lexicons: Vec<Named>,
    /// Valence rules.
    pub rules: Named,
    /// Cues.
    pub cues: Named,
    /// Titles of office.
    pub titles: Named,
    /// The two years compared by default; none: first and last year found.
    pub years: Option<[i16; 2]>,
    /// Which statements are compared.
    pub selection: crate::compare::Selection,
    /// Level of tests and verdicts.
    pub alpha: f64,
    /// Which rating is compared.
    pub scorer: Scorer,
    /// Seed of every random draw.
    pub seed: u64,
    /// Whether words of the articles may stand in the results.
    pub output_text: bool,
    /// What the study says of single articles, by article id.
    pub entries: BTreeMap<String, ArticleEntry>,
    /// Largest article read, in bytes.
    pub max_article_bytes: u64,
}

/// A lexicon or catalogue: built in, or a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The name as the study wrote it ("hostility", "my/sides.toml").
    pub name: String,
    /// Its text.
    pub text: String,
    /// SHA-256 of the text, hexadecimal.
    pub sha256: String,
}

/// Which rating is compared. The learned model and the blend come with the model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scorer {
    /// The lexicon rating.
    #[default]
    Lexicon,
}

/// What a study says of one article, over what the file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleEntry {
    /// Outlet.
    pub outlet: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Day of publication.
    pub date: Option<Date>,
    /// Meeting id of the catalogue.
    pub meeting: Option<String>,
}
