//! A study: the one file that a run hangs on. It names articles, lexicons, years, the level of tests and the seed, and is checked before anything is read.
//!
//! What the user says of single articles, speakers and statements belongs to it: entries of the study file, and `corrections.csv` beside it.
//!
//! Invariant: a [`Study`] that exists is checked: its folders exist, its names resolve, its years differ. Unknown keys are errors with a suggestion.

mod corrections;
mod speakers;

pub use corrections::{Correction, Corrections, Whose};

use crate::article::{ArticleEntry, Catalogue, Columns, Fault, Field, Form, Language, Limits, Preset, day_of, hex, nearest};
use crate::compare::{Adjustment, Block, Plan, Selection};
use crate::quote::{Clash, SpeakerEntry};
use crate::tone::{Blend, Model, Rater};
use miette::Diagnostic;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml::Spanned;

/// A checked study.
#[derive(Clone, Debug)]
pub struct Study {
    /// Name of the study and of its result folder: letters, digits, `-`, `_`.
    pub name: String,
    /// One line that a report opens with.
    pub title: String,
    /// Where the study file stands; relative paths start here.
    pub folder: PathBuf,
    /// The study file as the user named it; empty for a bare folder.
    pub file: String,
    /// Text of the study file, hashed in the manifest; empty for a bare folder.
    pub text: String,
    /// Folders and files of articles, resolved.
    pub articles: Vec<PathBuf>,
    /// Tables of ready statements, or folders of them, resolved.
    pub statements: Vec<PathBuf>,
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
    /// Weights of extraction, as `detente train-attribution` writes them.
    pub attribution: Named,
    /// The two years compared by default; none: first and last year found.
    pub years: Option<[i16; 2]>,
    /// Which statements are compared.
    pub selection: Selection,
    /// How sure bounds and speaker of a statement must both be for it to be compared, 0 to 1.
    pub confidence: f64,
    /// Level of tests and verdicts.
    pub alpha: f64,
    /// How the p values of a grouping are corrected together.
    pub correction: Adjustment,
    /// Within what articles are dealt to years; none: among all.
    pub block: Option<Block>,
    /// Which rating is compared.
    pub scorer: Scorer,
    /// The share of the model in the blend.
    pub share: Blend,
    /// The learned model.
    pub model: Named,
    /// Valence rules that are switched off in the lexicon's rating; the model keeps those it learned with.
    pub rules_off: Vec<String>,
    /// Seed of every random draw.
    pub seed: u64,
    /// Whether words of the articles may stand in the results.
    pub output_text: bool,
    /// What the study says of single articles, by article id.
    pub entries: BTreeMap<String, ArticleEntry>,
    /// What the study says of single speakers, in the order of the file.
    pub speakers: Vec<SpeakerEntry>,
    /// What a reader says of single statements.
    pub corrections: Option<Corrections>,
    /// What bounds articles, lines and packed files.
    pub limits: Limits,
    /// The columns of tables of articles.
    pub columns: Columns,
    /// What becomes of what cannot be read.
    pub on_error: OnError,
    /// Whether lexicons or rules are other than the study says: the results are named by their hash then, beside the study's own.
    pub changed: bool,
}

/// What becomes of an article that cannot be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OnError {
    /// It is listed, and the run goes on.
    #[default]
    Skip,
    /// The run stops.
    Fail,
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

/// Which rating is compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scorer {
    /// The lexicon rating.
    Lexicon,
    /// The learned model's rating.
    Model,
    /// Both, by the study's share.
    #[default]
    Blend,
}

impl Scorer {
    /// The word in studies, manifests and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Scorer::Lexicon => "lexicon",
            Scorer::Model => "model",
            Scorer::Blend => "blend",
        }
    }

    /// Its shares, where the blend has `share`.
    pub fn blend(self, share: Blend) -> Blend {
        match self {
            Scorer::Lexicon => Blend::LEXICON,
            Scorer::Model => Blend::MODEL,
            Scorer::Blend => share,
        }
    }
}

/// A lexicon or catalogue that is compiled into the program, and that `detente init` writes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Builtin {
    /// What a study calls it.
    pub name: &'static str,
    /// Where it stands under the folder of lexicons, `/`-separated.
    pub file: &'static str,
    /// Its text.
    pub text: &'static str,
}

/// All that is built in, by kind: tone, rules, cues, titles, weights of extraction, rating model, sides, meetings.
pub const BUILTIN: &[Builtin] = &[
    Builtin {
        name: "hostility",
        file: "hostility.toml",
        text: crate::tone::Rater::LEXICONS[0].1,
    },
    Builtin {
        name: "conciliation",
        file: "conciliation.toml",
        text: crate::tone::Rater::LEXICONS[1].1,
    },
    Builtin {
        name: "rules",
        file: "rules.toml",
        text: include_str!("../lexicons/rules.toml"),
    },
    Builtin {
        name: "cues",
        file: "cues.toml",
        text: include_str!("../lexicons/cues.toml"),
    },
    Builtin {
        name: "titles",
        file: "titles.toml",
        text: include_str!("../lexicons/titles.toml"),
    },
    Builtin {
        name: "attribution",
        file: "attribution.toml",
        text: crate::quote::Finder::MODEL.1,
    },
    Builtin {
        name: "tone",
        file: "tone.json",
        text: Model::SHIPPED.1,
    },
    Builtin {
        name: "nato-russia",
        file: "sides/nato-russia.toml",
        text: include_str!("../lexicons/sides/nato-russia.toml"),
    },
    Builtin {
        name: "nato-russia-council",
        file: "meetings/nato-russia-council.toml",
        text: include_str!("../lexicons/meetings/nato-russia-council.toml"),
    },
];

/// Why a study cannot be run.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum StudyError {
    /// The file of the study, or one it names, cannot be read.
    #[error("`{path}` cannot be read: {source}.")]
    #[diagnostic(code(detente::study::io), help("{help}"))]
    Io {
        /// The file.
        path: String,
        /// The system's reason.
        source: std::io::Error,
        /// What to do.
        help: String,
    },

    /// A fault in the study file, or in the catalogue it names.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Fault(#[from] Box<Fault>),

    /// A folder given in place of a study is none.
    #[error("There is no folder `{path}`.")]
    #[diagnostic(
        code(detente::study::missing),
        help("Give a study file (study.toml) or a folder of articles; `detente init` writes a study to begin with.")
    )]
    Missing {
        /// As it was looked up.
        path: String,
    },

    /// A file that must be UTF-8 is not.
    #[error("`{path}`, line {line}, byte {byte}: the file is not UTF-8.")]
    #[diagnostic(code(detente::study::utf8), help("Save the file as UTF-8."))]
    NotUtf8 {
        /// The file.
        path: String,
        /// From 1.
        line: usize,
        /// From 0.
        byte: usize,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    study: RawStudy,
    #[serde(default)]
    compare: RawCompare,
    #[serde(default)]
    lexicons: RawLexicons,
    #[serde(default)]
    rating: RawRating,
    #[serde(default)]
    output: RawOutput,
    #[serde(default)]
    limits: RawLimits,
    #[serde(default)]
    article: Vec<RawArticle>,
    #[serde(default)]
    speakers: speakers::RawSpeakers,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStudy {
    name: Spanned<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    articles: Option<Spanned<OneOrMore>>,
    #[serde(default)]
    statements: Option<Spanned<OneOrMore>>,
    #[serde(default)]
    preset: Option<Preset>,
    #[serde(default)]
    catalogue: Option<Spanned<String>>,
    #[serde(default)]
    sides: Option<Spanned<OneOrMore>>,
    #[serde(default)]
    corrections: Option<Spanned<String>>,
    #[serde(default)]
    seed: Option<u64>,
    #[serde(default)]
    columns: RawColumns,
    #[serde(default)]
    on_error: OnError,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct RawColumns {
    id: Option<String>,
    text: Option<String>,
    title: Option<String>,
    date: Option<String>,
    outlet: Option<String>,
    speaker: Option<String>,
}

impl RawColumns {
    fn columns(&self, preset: Option<Preset>) -> Columns {
        let mut columns = preset.map_or_else(Columns::default, Preset::columns);
        let given = [
            (Field::Id, &self.id),
            (Field::Text, &self.text),
            (Field::Title, &self.title),
            (Field::Date, &self.date),
            (Field::Outlet, &self.outlet),
            (Field::Speaker, &self.speaker),
        ];
        for (field, name) in given {
            if let Some(name) = name {
                columns.set(field, name);
            }
        }
        columns
    }
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct RawCompare {
    years: Option<Spanned<Vec<i16>>>,
    statements: Selection,
    confidence: Option<Spanned<f64>>,
    alpha: Option<Spanned<f64>>,
    correction: Adjustment,
    block: Option<Block>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct RawLexicons {
    tone: Option<Spanned<OneOrMore>>,
    rules: Option<Spanned<String>>,
    cues: Option<Spanned<String>>,
    titles: Option<Spanned<String>>,
    attribution: Option<Spanned<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct RawRating {
    scorer: Scorer,
    share: Option<Spanned<f64>>,
    model: Option<Spanned<String>>,
    off: Vec<Spanned<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct RawOutput {
    text: Option<bool>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct RawLimits {
    article_bytes: Option<Spanned<u64>>,
    line_bytes: Option<Spanned<u64>>,
    unpacked_ratio: Option<Spanned<u64>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawArticle {
    id: Spanned<String>,
    #[serde(default)]
    outlet: Option<String>,
    #[serde(default)]
    date: Option<Spanned<toml::Value>>,
    #[serde(default)]
    meeting: Option<Spanned<String>>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    language: Option<Spanned<String>>,
}

/// A string or a list of them.
#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a string or a list of strings")]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl OneOrMore {
    fn all(&self) -> Vec<&str> {
        match self {
            OneOrMore::One(one) => vec![one],
            OneOrMore::More(more) => more.iter().map(String::as_str).collect(),
        }
    }
}

/// A study file being checked: its name for messages, its folder, its text.
struct File<'a> {
    name: &'a str,
    folder: &'a Path,
    text: &'a str,
}

impl Study {
    /// Reads and checks a study file.
    ///
    /// # Errors
    /// A file that cannot be read or is not UTF-8; with line and column: what is no TOML, an unknown key, a folder, lexicon or meeting that does not exist, two equal years, a name
    /// with other characters, alpha or confidence outside 0 to 1, two entries for one article, an article of another language than English, entries of speakers that contradict
    /// each other, a fault in the corrections.
    pub fn load(file: &Path) -> Result<Study, StudyError> {
        Study::read(file, true)
    }

    /// As [`Study::load`], its folders of articles left unread and empty: for commands that bring texts of their own, and for `--articles`.
    ///
    /// # Errors
    /// As [`Study::load`], less those of the folders.
    pub fn load_settings(file: &Path) -> Result<Study, StudyError> {
        Study::read(file, false)
    }

    fn read(file: &Path, articles: bool) -> Result<Study, StudyError> {
        let name = file.display().to_string();
        let text = text_of(
            file,
            "Give the path of a study file, or a folder of articles; `detente init` writes a study to begin with.",
        )?;
        let folder = match file.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        Study::checked(&name, folder, text.strip_prefix('\u{FEFF}').unwrap_or(&text), articles)
    }

    /// Checks the study `text`, the content of the file `name` in `folder`.
    ///
    /// # Errors
    /// As [`Study::load`].
    pub fn parse(name: &str, folder: &Path, text: &str) -> Result<Study, StudyError> {
        Study::checked(name, folder, text, true)
    }

    fn checked(name: &str, folder: &Path, text: &str, with_articles: bool) -> Result<Study, StudyError> {
        let raw: RawFile = toml::from_str(text).map_err(|error| Box::new(Fault::of_toml(name, text, &error)))?;
        let file = File { name, folder, text };
        let RawFile {
            study,
            compare,
            lexicons,
            rating,
            output,
            limits,
            article,
            speakers,
        } = raw;

        if !is_name(study.name.get_ref()) {
            let message = format!("`{}` cannot be the name of a study.", study.name.get_ref());
            return Err(file.fault(
                study.name.span(),
                message,
                "Use letters a to z, digits, `-` and `_`, at most 100: the results go into a folder of this name.",
            ));
        }
        if study.articles.is_none() && study.statements.is_none() {
            return Err(file.fault(
                study.name.span(),
                "The study names nothing to read: `articles` is missing.",
                "Add `articles = [\"articles\"]` under [study], folders and files of articles; or `statements`, tables of ready ones.",
            ));
        }
        let folders = |wanted: &Option<Spanned<OneOrMore>>| match wanted {
            Some(wanted) if with_articles => file.folders(wanted),
            _ => Ok(Vec::new()),
        };
        let (articles, statements) = (folders(&study.articles)?, folders(&study.statements)?);
        let (catalogue, meetings) = match &study.catalogue {
            Some(wanted) => {
                let named = file.named(wanted.get_ref(), wanted.span())?;
                let meetings = Catalogue::parse(&named.name, &named.text)?;
                (Some(named), Some(meetings))
            }
            None => (None, None),
        };
        let lists = |wanted: &Option<Spanned<OneOrMore>>, default: &[&str]| match wanted {
            Some(wanted) => wanted
                .get_ref()
                .all()
                .into_iter()
                .map(|name| file.named(name, wanted.span()))
                .collect::<Result<Vec<Named>, StudyError>>(),
            None => default.iter().map(|name| file.named(name, 0..0)).collect(),
        };
        let single = |wanted: &Option<Spanned<String>>, default: &str| match wanted {
            Some(wanted) => file.named(wanted.get_ref(), wanted.span()),
            None => file.named(default, 0..0),
        };
        let years = match &compare.years {
            None => None,
            Some(years) => match years.get_ref()[..] {
                [from, to] if from != to => Some([from, to]),
                [_, _] => {
                    return Err(file.fault(
                        years.span(),
                        "The two years to compare are the same.",
                        "Give two different years: years = [2016, 2022].",
                    ));
                }
                _ => {
                    return Err(file.fault(
                        years.span(),
                        "Exactly two years are compared.",
                        "Give two different years: years = [2016, 2022]; without the line the first and the last year found are taken.",
                    ));
                }
            },
        };
        let alpha = match &compare.alpha {
            None => 0.05,
            Some(alpha) if *alpha.get_ref() > 0.0 && *alpha.get_ref() < 1.0 => *alpha.get_ref(),
            Some(alpha) => {
                return Err(file.fault(
                    alpha.span(),
                    format!("alpha is {}, which is not between 0 and 1.", alpha.get_ref()),
                    "The level of the tests; 0.05 is usual.",
                ));
            }
        };
        let confidence = match &compare.confidence {
            None => 0.0,
            Some(confidence) if (0.0..=1.0).contains(confidence.get_ref()) => *confidence.get_ref(),
            Some(confidence) => {
                return Err(file.fault(
                    confidence.span(),
                    format!("confidence is {}, which is not from 0 to 1.", confidence.get_ref()),
                    format!(
                        "How sure an extraction must be to count: 0 takes all, {} leaves out the doubtful ones.",
                        Plan::DOUBTFUL
                    ),
                ));
            }
        };
        let share = match &rating.share {
            None => Blend::DEFAULT,
            Some(share) => Blend::of(*share.get_ref()).ok_or_else(|| {
                file.fault(
                    share.span(),
                    format!("share is {}, which is not from 0 to 1.", share.get_ref()),
                    "The share of the learned model in the blend: 0 is the lexicon alone, 1 the model alone.",
                )
            })?,
        };
        let limit = |given: &Option<Spanned<u64>>, usual: u64| match given {
            None => Ok(usual),
            Some(limit) if *limit.get_ref() > 0 => Ok(*limit.get_ref()),
            Some(limit) => Err(file.fault(
                limit.span(),
                "A limit of 0 lets nothing be read.",
                format!("Give a number above 0; {usual} is taken without the line."),
            )),
        };
        let limits = Limits {
            article_bytes: limit(&limits.article_bytes, Limits::DEFAULT.article_bytes)?,
            line_bytes: limit(&limits.line_bytes, Limits::DEFAULT.line_bytes)?,
            unpacked_ratio: limit(&limits.unpacked_ratio, Limits::DEFAULT.unpacked_ratio)?,
        };
        let rules = single(&lexicons.rules, "rules")?;
        let rules_off = file.rules_off(rating.off, &rules)?;
        Ok(Study {
            name: study.name.into_inner(),
            title: study.title.unwrap_or_default(),
            folder: folder.to_owned(),
            file: name.to_owned(),
            text: text.to_owned(),
            articles,
            catalogue,
            sides: lists(&study.sides, &["nato-russia"])?,
            lexicons: with_bases(lists(&lexicons.tone, &["hostility", "conciliation"])?),
            rules,
            cues: single(&lexicons.cues, "cues")?,
            titles: single(&lexicons.titles, "titles")?,
            attribution: single(&lexicons.attribution, "attribution")?,
            years,
            selection: compare.statements,
            confidence,
            alpha,
            correction: compare.correction,
            block: compare.block,
            scorer: rating.scorer,
            share,
            model: single(&rating.model, "tone")?,
            rules_off,
            seed: study.seed.unwrap_or(0),
            output_text: output.text.unwrap_or(true),
            entries: file.entries(article, meetings.as_ref())?,
            speakers: speakers::entries(&file, speakers)?,
            corrections: file.corrections(study.corrections.as_ref())?,
            limits,
            columns: study.columns.columns(study.preset),
            statements,
            on_error: study.on_error,
            changed: false,
        })
    }

    /// A bare folder of articles as a study with all defaults: no catalogue, years of publication, named after the folder.
    ///
    /// # Errors
    /// A folder that does not exist.
    pub fn of_folder(folder: &Path) -> Result<Study, StudyError> {
        if !folder.exists() {
            return Err(StudyError::Missing {
                path: folder.display().to_string(),
            });
        }
        // "." and ".." have a name only as real folders.
        let real = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        let name = real.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let name = if real.is_dir() { &name } else { Form::stem(&name) };
        let name: String = name
            .chars()
            .map(|char| if char.is_ascii_alphanumeric() || char == '_' { char } else { '-' })
            .take(100)
            .collect();
        let name = name.trim_matches('-').to_owned();
        Ok(Study {
            name: if is_name(&name) { name } else { "articles".to_owned() },
            folder: folder.to_owned(),
            articles: vec![folder.to_owned()],
            ..Study::defaults()
        })
    }

    /// All defaults and nothing to read: what rates a single sentence or a table of ready statements.
    pub fn defaults() -> Study {
        let builtin = |name: &str| Named::builtin(name).expect("the default lexicons are built in");
        Study {
            title: String::new(),
            name: "articles".to_owned(),
            folder: PathBuf::new(),
            file: String::new(),
            text: String::new(),
            articles: Vec::new(),
            statements: Vec::new(),
            catalogue: None,
            sides: vec![builtin("nato-russia")],
            lexicons: vec![builtin("hostility"), builtin("conciliation")],
            rules: builtin("rules"),
            cues: builtin("cues"),
            titles: builtin("titles"),
            attribution: builtin("attribution"),
            years: None,
            selection: Selection::default(),
            confidence: 0.0,
            alpha: 0.05,
            correction: Adjustment::default(),
            block: None,
            scorer: Scorer::default(),
            share: Blend::DEFAULT,
            model: builtin("tone"),
            rules_off: Vec::new(),
            seed: 0,
            output_text: true,
            entries: BTreeMap::new(),
            speakers: Vec::new(),
            corrections: None,
            limits: Limits::DEFAULT,
            columns: Columns::default(),
            on_error: OnError::default(),
            changed: false,
        }
    }

    /// A contradiction among the entries of speakers, as the fault of the study file that it is.
    pub fn fault(&self, clash: &Clash) -> StudyError {
        speakers::fault_of(&self.file, &self.text, clash)
    }

    /// A line of the study file, for warnings: `study.toml, line 12`. Without folders, since results hold no path of a machine.
    pub fn line(&self, at: usize) -> String {
        let name = Path::new(&self.file).file_name().unwrap_or_default().to_string_lossy();
        format!("{name}, line {}", Fault::new(&self.file, &self.text, at..at, "").line)
    }

    /// The same study over the articles in `folder` (as given on the command line, from the working folder).
    ///
    /// # Errors
    /// A folder that does not exist.
    pub fn with_articles(mut self, folder: &Path) -> Result<Study, StudyError> {
        if !folder.exists() {
            return Err(StudyError::Missing {
                path: folder.display().to_string(),
            });
        }
        self.articles = vec![folder.to_owned()];
        self.statements = Vec::new();
        Ok(self)
    }
}

impl Named {
    /// The built-in `name`.
    pub fn builtin(name: &str) -> Option<Named> {
        BUILTIN
            .iter()
            .find(|builtin| builtin.name == name)
            .map(|builtin| Named::new(builtin.name, builtin.text.to_owned()))
    }

    /// What a command line names: a file by its path, else a built-in. A file goes by its bare name, since results hold no path of a machine.
    ///
    /// # Errors
    /// Neither a file nor built in; a file that cannot be read or is not UTF-8.
    pub fn given(name: &str) -> Result<Named, StudyError> {
        let path = Path::new(name);
        if !path.is_file()
            && let Some(named) = Named::builtin(name)
        {
            return Ok(named);
        }
        let list: Vec<&str> = BUILTIN.iter().map(|builtin| builtin.name).collect();
        let text = text_of(
            path,
            &format!("Give the path of a lexicon, or one that is built in: `{}`.", list.join("`, `")),
        )?;
        let name = path
            .file_name()
            .map_or_else(|| name.to_owned(), |name| name.to_string_lossy().into_owned());
        Ok(Named::new(&name, text))
    }

    /// `text` under the name a study gives it.
    pub fn new(name: &str, text: String) -> Named {
        Named {
            name: name.to_owned(),
            sha256: hex(&Sha256::digest(text.as_bytes())),
            text,
        }
    }
}

impl File<'_> {
    fn fault(&self, at: Range<usize>, message: impl Into<String>, advice: impl Into<String>) -> StudyError {
        Box::new(Fault::new(self.name, self.text, at, message).advise(advice)).into()
    }

    /// The rules to switch off, each of which `rules` must have. A file of rules that cannot be read is told of where the rules are read.
    fn rules_off(&self, off: Vec<Spanned<String>>, rules: &Named) -> Result<Vec<String>, StudyError> {
        let known = Rater::rules_in(&rules.text).unwrap_or_default();
        for name in off.iter().filter(|_| !known.is_empty()) {
            if !known.contains(name.get_ref()) {
                let meant = nearest(name.get_ref(), known.iter().map(String::as_str));
                let meant = meant.map(|meant| format!("Did you mean `{meant}`? ")).unwrap_or_default();
                return Err(self.fault(
                    name.span(),
                    format!("There is no rule `{}` to switch off.", name.get_ref()),
                    format!("{meant}The rules are `{}`.", known.join("`, `")),
                ));
            }
        }
        Ok(off.into_iter().map(Spanned::into_inner).collect())
    }

    /// The folders and files of articles, which must exist.
    fn folders(&self, wanted: &Spanned<OneOrMore>) -> Result<Vec<PathBuf>, StudyError> {
        let names = wanted.get_ref().all();
        if names.is_empty() {
            return Err(self.fault(
                wanted.span(),
                "The study names no folder of articles.",
                "Give one or more: articles = [\"articles\"].",
            ));
        }
        let mut folders = Vec::new();
        for name in names {
            let folder = self.folder.join(name);
            if !folder.exists() {
                let message = format!(
                    "There is no folder or file `{name}` of articles; it was looked for at `{}`.",
                    folder.display()
                );
                return Err(self.fault(
                    wanted.span(),
                    message,
                    "Paths start at the folder of the study file. Put the articles there, or change the path.",
                ));
            }
            folders.push(folder);
        }
        Ok(folders)
    }

    /// A built-in by its name, or a file by its path from the study's folder.
    fn named(&self, name: &str, at: Range<usize>) -> Result<Named, StudyError> {
        if let Some(named) = Named::builtin(name) {
            return Ok(named);
        }
        let path = self.folder.join(name);
        if !path.is_file() {
            let known = BUILTIN.iter().map(|builtin| builtin.name);
            let list: Vec<&str> = known.clone().collect();
            let advice = match nearest(name, known) {
                Some(meant) => format!(
                    "Did you mean `{meant}`? Built in are `{}`; a file is given by its path from the study's folder.",
                    list.join("`, `")
                ),
                None => format!(
                    "Built in are `{}`; a file is given by its path from the study's folder.",
                    list.join("`, `")
                ),
            };
            return Err(self.fault(
                at,
                format!("`{name}` is neither built in nor a file; it was looked for at `{}`.", path.display()),
                advice,
            ));
        }
        let text = text_of(&path, "Check that you may read the file.")?;
        Ok(Named::new(name, text))
    }

    /// The corrections that the study names, or those that stand beside it.
    fn corrections(&self, wanted: Option<&Spanned<String>>) -> Result<Option<Corrections>, StudyError> {
        let name = wanted.map_or(Corrections::FILE, |wanted| wanted.get_ref());
        let path = self.folder.join(name);
        match wanted {
            None if !path.is_file() => return Ok(None),
            Some(wanted) if !path.is_file() => {
                return Err(self.fault(
                    wanted.span(),
                    format!("There is no file `{name}` of corrections; it was looked for at `{}`.", path.display()),
                    "Paths start at the folder of the study file. Without the line, corrections.csv is read where it stands beside the study.",
                ));
            }
            None | Some(_) => {}
        }
        let text = text_of(&path, "Check that you may read the file.")?;
        Ok(Some(Corrections::parse(&path.display().to_string(), &text)?))
    }

    /// What the study says of single articles. Entries for articles that do not exist are kept: the run warns of them.
    fn entries(&self, raw: Vec<RawArticle>, catalogue: Option<&Catalogue>) -> Result<BTreeMap<String, ArticleEntry>, StudyError> {
        let mut entries = BTreeMap::new();
        let mut seen: BTreeMap<String, Range<usize>> = BTreeMap::new();
        for RawArticle {
            id,
            outlet,
            date,
            meeting,
            title,
            language,
        } in raw
        {
            let at = id.span();
            if let Some(first) = seen.insert(id.get_ref().clone(), at.clone()) {
                let line = Fault::new(self.name, self.text, first.clone(), "").line;
                let message = format!("The article `{}` has an entry in line {line} already.", id.get_ref());
                return Err(Box::new(
                    Fault::new(self.name, self.text, at, message)
                        .and(first, "first here")
                        .advise("Put all that you say of an article into one entry."),
                )
                .into());
            }
            let date = match date {
                None => None,
                Some(date) => Some(day_of(date.get_ref()).map_err(|message| self.fault(date.span(), message, "Write the day as 2016-04-20."))?),
            };
            if let Some(meeting) = &meeting {
                let Some(catalogue) = catalogue else {
                    return Err(self.fault(
                        meeting.span(),
                        "The entry names a meeting, but the study names no catalogue.",
                        "Add `catalogue = \"…\"` under [study].",
                    ));
                };
                if catalogue.meeting(meeting.get_ref()).is_none() {
                    let known: Vec<&str> = catalogue.meetings.iter().map(|meeting| meeting.id.as_str()).collect();
                    let message = format!("The catalogue `{}` has no meeting `{}`.", catalogue.id, meeting.get_ref());
                    return Err(self.fault(meeting.span(), message, format!("It has `{}`.", known.join("`, `"))));
                }
            }
            if let Some(language) = language.as_ref().filter(|language| language.get_ref() != "en") {
                return Err(self.fault(
                    language.span(),
                    format!("Statements are found in English only, and the entry says `{}`.", language.get_ref()),
                    "Write language = \"en\" where an English article was taken for one of another language; without the line the program tells languages apart itself.",
                ));
            }
            entries.insert(
                id.into_inner(),
                ArticleEntry {
                    outlet,
                    title,
                    date,
                    meeting: meeting.map(Spanned::into_inner),
                    language: language.map(|_| Language::English),
                },
            );
        }
        Ok(entries)
    }
}

/// Tone lexicons after the built-in ones that they extend and that the study does not name: what a run rests on is all in the study, hashed and kept.
fn with_bases(lexicons: Vec<Named>) -> Vec<Named> {
    let pairs: Vec<(&str, &str)> = lexicons.iter().map(|named| (named.name.as_str(), named.text.as_str())).collect();
    let bases = crate::tone::bases(&pairs);
    bases
        .into_iter()
        .map(|(name, text)| Named::new(name, text.to_owned()))
        .chain(lexicons)
        .collect()
}

/// Letters a to z, digits, `-` and `_`, opening with a letter or digit: a folder of this name can be made anywhere.
pub fn is_name(name: &str) -> bool {
    (1..=100).contains(&name.len())
        && name.starts_with(|char: char| char.is_ascii_alphanumeric())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

fn text_of(path: &Path, help: &str) -> Result<String, StudyError> {
    let shown = path.display().to_string();
    let bytes = fs::read(path).map_err(|source| StudyError::Io {
        path: shown.clone(),
        source,
        help: help.to_owned(),
    })?;
    String::from_utf8(bytes).map_err(|error| {
        let byte = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..byte].iter().filter(|byte| **byte == b'\n').count() + 1;
        StudyError::NotUtf8 { path: shown, line, byte }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const STUDY: &str = r#"[study]
name = "two-rivers"
title = "Did the tone change?"
articles = ["texts"]
catalogue = "rivers.toml"
sides = "nato-russia"
seed = 7
[compare]
years = [2016, 2022]
statements = "all"
alpha = 0.01
confidence = 0.7
[output]
text = false
[limits]
article_bytes = 1_000
[[article]]
id = "wire/1"
outlet = "Harbour News"
date = 2016-04-19
language = "en"
[[article]]
id = "wire/2"
meeting = "first"
"#;

    const RIVERS: &str =
        "[catalogue]\nid = \"rivers\"\nname = \"Council of Two Rivers\"\nterms = [\"CTR\"]\n[[meeting]]\nid = \"first\"\ndate = 2016-04-20\n";

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("texts")).unwrap();
        fs::write(folder.path().join("rivers.toml"), RIVERS).unwrap();
        folder
    }

    fn load(text: &str) -> Result<Study, StudyError> {
        let folder = folder();
        fs::write(folder.path().join("study.toml"), text).unwrap();
        Study::load(&folder.path().join("study.toml"))
    }

    #[test]
    fn a_study_is_read_whole() {
        let study = load(STUDY).unwrap();
        assert_eq!(
            (study.name.as_str(), study.seed, study.years, study.selection),
            ("two-rivers", 7, Some([2016, 2022]), Selection::All)
        );
        assert_eq!(
            (study.alpha, study.confidence, study.output_text, study.limits.article_bytes),
            (0.01, 0.7, false, 1000)
        );
        assert_eq!(study.catalogue.unwrap().text, RIVERS);
        assert_eq!(
            study.entries["wire/1"],
            ArticleEntry {
                outlet: Some("Harbour News".to_owned()),
                date: Some(date(2016, 4, 19)),
                language: Some(Language::English),
                ..ArticleEntry::default()
            }
        );
        assert_eq!(study.entries["wire/2"].meeting.as_deref(), Some("first"));
        assert_eq!(
            study.lexicons.iter().map(|named| named.name.as_str()).collect::<Vec<_>>(),
            ["hostility", "conciliation"]
        );
    }

    #[test]
    fn a_study_chooses_how_tests_are_corrected_and_blocked() {
        let study = load(&STUDY.replacen("alpha = 0.01", "correction = \"bh\"\nblock = \"outlet\"", 1)).unwrap();
        assert_eq!((study.correction, study.block), (Adjustment::BenjaminiHochberg, Some(Block::Outlet)));
    }

    #[test]
    fn little_is_needed() {
        let study = load("[study]\nname = \"x\"\narticles = \"texts\"\n").unwrap();
        assert_eq!(
            (study.alpha, study.confidence, study.years, study.output_text, study.limits.article_bytes),
            (0.05, 0.0, None, true, Limits::DEFAULT.article_bytes)
        );
        assert!(study.catalogue.is_none());
    }

    /// What is changed in the study, and what the error says.
    #[test]
    fn faults_say_where_and_what_to_do() {
        let cases: &[(&str, &str, &[&str])] = &[
            ("seed = 7", "sede = 7", &["line 7", "column 1", "`sede`", "Did you mean `seed`?"]),
            ("[output]", "[outptu]", &["line 13", "`outptu`", "`output`"]),
            ("\"all\"", "\"verbatm\"", &["line 10", "`verbatm`", "`verbatim`"]),
            ("\"two-rivers\"", "\"two rivers\"", &["line 2", "`two rivers`"]),
            ("\"two-rivers\"", "\"../x\"", &["line 2"]),
            ("[\"texts\"]", "[\"nowhere\"]", &["line 4", "`nowhere`", "looked for at"]),
            (
                "\"rivers.toml\"",
                "\"nato-rusia-council\"",
                &["line 5", "Did you mean `nato-russia-council`?"],
            ),
            ("[2016, 2022]", "[2016, 2016]", &["line 9", "same"]),
            ("[2016, 2022]", "[2016]", &["line 9", "two years"]),
            ("0.01", "1.0", &["line 11", "between 0 and 1"]),
            ("0.7", "1.1", &["line 12", "confidence is 1.1", "from 0 to 1"]),
            ("0.7", "-0.1", &["line 12", "confidence is -0.1"]),
            ("0.7", "nan", &["line 12"]),
            ("alpha = 0.01", "correction = \"hom\"", &["line 11", "`hom`", "`holm`"]),
            ("alpha = 0.01", "block = \"side\"", &["line 11", "`side`", "`speaker`"]),
            ("\"en\"", "\"de\"", &["line 21", "English only", "`de`"]),
            ("\"first\"", "\"frist\"", &["line 24", "`frist`", "`first`"]),
            ("wire/2", "wire/1", &["line 23", "line 18"]),
            ("2016-04-19", "2016-02-30", &["line 20"]),
            ("seed = 7", "seed = ", &["line 7"]),
            ("seed = 7", "corrections = \"mine.csv\"", &["line 7", "`mine.csv`", "looked for at"]),
            ("articles = [\"texts\"]\n", "", &["articles"]),
        ];
        for (from, to, says) in cases {
            let error = load(&STUDY.replacen(from, to, 1)).expect_err(to);
            let whole = format!("{error} {}", error.help().map(|help| help.to_string()).unwrap_or_default());
            for word in *says {
                assert!(whole.contains(word), "{to}: {whole} does not say {word}");
            }
        }
    }

    /// Entries of speakers, and what the error says of them.
    #[test]
    fn entries_of_speakers_do_not_contradict_each_other() {
        let cases: &[(&str, &[&str])] = &[
            (
                "[speakers.One]\nmerg = [\"A\"]",
                &["line 26, column 1", "`merg`", "Did you mean `merge`?"],
            ),
            ("[speakers.One]\n[speakers.ONE]", &["line 26", "`ONE` has an entry in line 25"]),
            (
                "[speakers.One]\nmerge = [\"A\", \"one\"]",
                &["line 26, column 15", "`one` would be merged into itself"],
            ),
            (
                "[speakers.One]\nmerge = [\"A\"]\n[speakers.Two]\nmerge = [\"B\", \"a\"]",
                &["line 28, column 15", "`a` is merged into `One` in line 26"],
            ),
            (
                "[speakers.One]\nmerge = [\"Two\"]\n[speakers.Two]\nmerge = [\"One\"]",
                &["line 26", "line 27", "each merged into the other"],
            ),
            (
                "[speakers.One]\nmerge = [\"Two\"]\n[speakers.Two]\nside = \"x\"",
                &["line 26", "an entry of its own in line 27"],
            ),
            ("[speakers.One]\nsplit = \"Two\"", &["line 26, column 9", "no articles"]),
            ("[speakers.One]\narticles = \"a\"", &["line 26, column 12", "nobody to split"]),
            ("[speakers.One]\nsplit = \"One\"\narticles = [\"a\"]", &["line 26", "from itself"]),
            ("[speakers.\" \"]\nhide = true", &["line 25", "means nobody"]),
        ];
        for (entries, says) in cases {
            let error = load(&format!("{STUDY}{entries}\n")).expect_err(entries);
            let whole = format!("{error} {}", error.help().map(|help| help.to_string()).unwrap_or_default());
            for word in *says {
                assert!(whole.contains(word), "{entries}: {whole} does not say {word}");
            }
        }
    }

    #[test]
    fn corrections_are_read_where_they_stand_or_are_named() {
        let folder = folder();
        let study = |text: &str| Study::parse("study.toml", folder.path(), text);
        assert_eq!(study(STUDY).unwrap().corrections, None);
        fs::write(folder.path().join("corrections.csv"), "statement,drop\n0123456789abcdef,yes\n").unwrap();
        fs::write(folder.path().join("mine.csv"), "statement,drop\n0123456789abcdeg,yes\n").unwrap();
        assert_eq!(study(STUDY).unwrap().corrections.map(|corrections| corrections.rows.len()), Some(1));
        let error = study(&STUDY.replace("seed = 7", "corrections = \"mine.csv\"")).unwrap_err();
        assert!(error.to_string().contains("mine.csv, line 2, column 1"), "{error}");
    }

    #[test]
    fn a_fault_in_the_catalogue_names_the_catalogue() {
        let folder = folder();
        fs::write(folder.path().join("rivers.toml"), RIVERS.replace("date", "dat")).unwrap();
        let error = Study::parse("study.toml", folder.path(), STUDY).unwrap_err();
        assert!(error.to_string().starts_with("rivers.toml, line 7"), "{error}");
    }

    #[test]
    fn what_is_not_utf8_is_refused() {
        let folder = folder();
        fs::write(folder.path().join("study.toml"), b"[study]\nname = \"\xE9\"").unwrap();
        let error = Study::load(&folder.path().join("study.toml")).unwrap_err();
        assert!(error.to_string().contains("line 2, byte 16"), "{error}");
    }

    #[test]
    fn a_folder_is_a_study() {
        let folder = folder();
        let texts = folder.path().join("texts");
        let study = Study::of_folder(&texts).unwrap();
        assert_eq!((study.name.as_str(), study.articles.as_slice()), ("texts", std::slice::from_ref(&texts)));
        assert!(Study::of_folder(&folder.path().join("nowhere")).is_err());
        let other = study.with_articles(folder.path()).unwrap();
        assert_eq!(other.articles, [folder.path()]);
    }

    #[test]
    fn what_is_built_in_has_one_name_and_parses() {
        let mut names: Vec<&str> = BUILTIN.iter().map(|builtin| builtin.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), BUILTIN.len());
        let council = Named::builtin("nato-russia-council").unwrap();
        let council = Catalogue::parse(&council.name, &council.text).unwrap();
        // The eleven meetings of the Council from 2016 to 2022.
        assert_eq!(council.meetings.len(), 11);
        assert!(council.meetings.iter().all(|meeting| meeting.id == meeting.date.to_string()));
    }
}
