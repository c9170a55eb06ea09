//! The manifest: what a run was made of, enough to make the same bytes again. Invariant: no time, host, thread count or absolute path.

use super::{Foreign, ReportError};
use crate::compare::{Gaps, Plan};
use crate::tone::Blend;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// `manifest.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// What made it.
    pub program: Program,
    /// Version of the layout of the tables; it grows when a column changes.
    pub tables: u32,
    /// The study.
    pub study: StudyFacts,
    /// What decides numbers.
    pub settings: Settings,
    /// The two years compared, given or found; none where there are not two.
    pub years: Option<[i16; 2]>,
    /// Of the statements compared in these years: how many have no speaker, how many were left out as doubtful.
    pub gaps: Gaps,
    /// Every lexicon, rule file, model and catalogue, in the order of use.
    pub lexicons: Vec<Tool>,
    /// What a person's corrections did; none where the study has none.
    pub corrections: Option<CorrectionFacts>,
    /// SHA-256 over the compiled lexicons and rules in canonical form: equal ones rate alike.
    pub rater: String,
    /// SHA-256 over all of the learned model that decides a rating.
    pub model: String,
    /// Every file read that is an article, in order of id.
    pub inputs: Vec<Input>,
    /// Every table of articles read to its end, in order of path.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<TableInput>,
    /// Counts.
    pub counts: Counts,
    /// What a reader of the results should know.
    pub warnings: Vec<String>,
    /// Files that were not read.
    pub skipped: Vec<Skip>,
    /// Articles in another language than English, of which no statements were made.
    pub foreign: Vec<Foreign>,
    /// English articles that could not be dated and stay out of year comparisons.
    pub undated: Vec<Undated>,
    /// SHA-256 of every file of the run but this one.
    pub files: BTreeMap<String, String>,
}

/// The program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    /// "detente".
    pub name: String,
    /// Its version.
    pub version: String,
}

/// The study.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StudyFacts {
    /// Name, also of the folder of results.
    pub name: String,
    /// The line a report opens with.
    pub title: String,
    /// SHA-256 of the study file; none for a bare folder.
    pub sha256: Option<String>,
}

/// What decides numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// direct, verbatim or all.
    pub statements: crate::compare::Selection,
    /// The confidence, 0 to 1, that bounds and speaker of a statement compared have at least.
    pub confidence: f64,
    /// Which rating is compared.
    pub scorer: crate::study::Scorer,
    /// The share of the model in the blend.
    pub share: crate::tone::Blend,
    /// Valence rules that are switched off.
    pub rules_off: Vec<String>,
    /// Level of tests and verdicts.
    pub alpha: f64,
    /// How the p values of a grouping were corrected together.
    pub correction: crate::compare::Adjustment,
    /// Within what articles were dealt to years; none: among all.
    pub block: Option<crate::compare::Block>,
    /// Seed of every random draw.
    pub seed: u64,
    /// Whether words of the articles stand in the results.
    pub text: bool,
    /// Largest article read, in bytes.
    pub article_bytes: u64,
    /// Largest line or record of a table, in bytes.
    #[serde(default)]
    pub line_bytes: u64,
    /// How many times its own size a packed table may unpack to.
    #[serde(default)]
    pub unpacked_ratio: u64,
    /// The published layout whose columns tables have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preset: Option<crate::article::Preset>,
    /// The columns of tables that the study or its preset names, by what they hold; what is not among them goes by its usual names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub columns: BTreeMap<String, String>,
}

/// A lexicon, rule file or catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    /// tone, rules, cues, titles, attribution (the weights of extraction), model (of the rating), sides or catalogue.
    pub used_as: String,
    /// Its name as the study wrote it.
    pub name: String,
    /// SHA-256 of its text.
    pub sha256: String,
    /// Where the run keeps its text, so that it can be rated again: a path in its folder. None for what changes extraction, which a rerun cannot.
    pub file: Option<String>,
}

/// The corrections of single statements.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionFacts {
    /// File name.
    pub name: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Rows of the file.
    pub rows: u64,
    /// Statements that got another speaker, or none.
    pub speaker: u64,
    /// Statements left out.
    pub dropped: u64,
    /// Statements rated by hand.
    pub rated: u64,
    /// Rows whose id no statement of this run has.
    pub unmatched: u64,
}

impl CorrectionFacts {
    /// Whether any statement is otherwise than it was found.
    pub fn changed_any(&self) -> bool {
        self.speaker + self.dropped + self.rated > 0
    }
}

/// An article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// Its id.
    pub article: String,
    /// SHA-256 of its file.
    pub sha256: String,
}

/// A table of articles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableInput {
    /// Path under its folder.
    pub table: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Rows taken out of it.
    pub rows: u64,
}

/// Counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Articles read.
    pub articles: u64,
    /// Of these in another language than English.
    pub foreign: u64,
    /// Of the English ones undated.
    pub undated: u64,
    /// Words of the English ones' text.
    pub words: u64,
    /// Statements found.
    pub statements: u64,
    /// Of these repeats of an earlier one.
    pub echoes: u64,
    /// Of all statements found, of any kind and year, those without a speaker; `gaps` has those of the comparison.
    pub without_speaker: u64,
    /// Speakers.
    pub speakers: u64,
    /// Lexicon entries found in statements.
    pub hits: u64,
}

/// A file that was not read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skip {
    /// Path under its folder.
    pub path: String,
    /// Why, and what to do.
    pub why: String,
}

/// An article that could not be dated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undated {
    /// Its id.
    pub article: String,
    /// What to add to the study file.
    pub add: String,
}

impl Manifest {
    /// File name in a run's folder.
    pub const FILE: &'static str = "manifest.json";

    /// The version of the tables that this program writes.
    pub const TABLES: u32 = 5;

    /// What the run compares: years, statements, level and seed.
    pub fn plan(&self) -> Plan {
        Plan {
            years: self.years,
            selection: self.settings.statements,
            confidence: self.settings.confidence,
            alpha: self.settings.alpha,
            correction: self.settings.correction,
            block: self.settings.block,
            seed: self.settings.seed,
        }
    }

    /// The shares of lexicon and model in what the run compares.
    pub fn blend(&self) -> Blend {
        self.settings.scorer.blend(self.settings.share)
    }

    /// Writes it into `folder`.
    pub fn write(&self, folder: &Path) -> Result<(), ReportError> {
        let path = folder.join(Self::FILE);
        let mut text = serde_json::to_string_pretty(self).map_err(|why| ReportError::write(&path, why))?;
        text.push('\n');
        std::fs::write(&path, text).map_err(|why| ReportError::write(&path, why))
    }

    /// Reads that of `folder`. A folder without one is no run.
    pub fn read(folder: &Path) -> Result<Manifest, ReportError> {
        let path = folder.join(Self::FILE);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(why) if why.kind() == std::io::ErrorKind::NotFound => {
                return Err(ReportError::NoRun {
                    path: folder.display().to_string(),
                });
            }
            Err(why) => return Err(ReportError::read(&path, why)),
        };
        let manifest: Manifest = serde_json::from_str(&text).map_err(|why| ReportError::read(&path, why))?;
        if manifest.tables != Self::TABLES {
            let why = format!(
                "its tables have layout {}, this program reads layout {}: make the run again",
                manifest.tables,
                Self::TABLES
            );
            return Err(ReportError::read(&path, why));
        }
        Ok(manifest)
    }
}
