//! The lexicons and rules that a run was rated with, kept in its folder, so that it can be rated again with others and told what that changed. Invariant: a text that is read
//! back is the one that was written, by its hash.

use super::RunError;
use crate::report::{Manifest, ReportError, Tool};
use crate::study::{Named, Study};
use crate::tone::{Changes, Edit, Sources, bases, lexicon_name};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The folder, in a run's.
const FOLDER: &str = "lexicons";

/// What is to be other in the lexicons and rules of a study or a run.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// Tone lexicons, each in place of the one of the same name; beside them where there is none.
    pub lexicons: Vec<Named>,
    /// Valence rules in place of those there.
    pub rules: Option<Named>,
    /// Edits of single entries, made in order after the rest.
    pub edits: Vec<Edit>,
}

impl Change {
    /// Whether nothing is to be other.
    pub fn is_empty(&self) -> bool {
        self.lexicons.is_empty() && self.rules.is_none() && self.edits.is_empty()
    }

    /// Reads what the command line names: files or built-ins, and edits as `--set` and `--drop` take them.
    ///
    /// # Errors
    /// A file that cannot be read, or that changes extraction.
    pub fn given(lexicons: &[String], rules: Option<&str>, edits: Vec<Edit>) -> Result<Change, RunError> {
        let read = |name: &str| -> Result<Named, RunError> {
            let named = Named::given(name)?;
            refuse_extraction(&named)?;
            Ok(named)
        };
        Ok(Change {
            lexicons: lexicons.iter().map(|name| read(name)).collect::<Result<_, _>>()?,
            rules: rules.map(read).transpose()?,
            edits,
        })
    }
}

impl Change {
    /// What is other in the lexicons of `other` than in these, entry by entry.
    ///
    /// # Errors
    /// One of them cannot be read.
    pub fn difference(&self, other: &Change) -> Result<Vec<crate::tone::Change>, RunError> {
        let pairs = [self, other].map(|change| {
            let named = change.lexicons.iter();
            named.map(|named| (named.name.as_str(), named.text.as_str())).collect::<Vec<_>>()
        });
        let rules = Study::defaults().rules;
        let [before, after] = pairs.each_ref().map(|lexicons| Sources {
            lexicons,
            rules: (&rules.name, &rules.text),
            off: &[],
        });
        Ok(Changes::between(&before, &after)?.list)
    }
}

/// What decides which statements are found cannot be changed once they are.
fn refuse_extraction(named: &Named) -> Result<(), RunError> {
    // A fault of the file is told by who reads it as a lexicon, with its place.
    let Ok(toml::Value::Table(root)) = named.text.parse::<toml::Table>().map(toml::Value::Table) else {
        return Ok(());
    };
    let kinds = [
        ("cue", "cues"),
        ("titles", "titles"),
        ("side", "sides"),
        ("affiliation", "sides"),
        ("meeting", "meetings"),
        ("catalogue", "meetings"),
    ];
    match kinds.iter().find(|(key, _)| root.contains_key(*key)) {
        None => Ok(()),
        Some((_, what)) => Err(RunError::Extraction {
            file: named.name.clone(),
            what: (*what).to_owned(),
        }),
    }
}

/// Lexicons and rules, as a study names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Tone lexicons.
    pub lexicons: Vec<Named>,
    /// Valence rules.
    pub rules: Named,
}

impl Kept {
    /// Those of a study.
    pub fn of(study: &Study) -> Kept {
        Kept {
            lexicons: study.lexicons.clone(),
            rules: study.rules.clone(),
        }
    }

    /// The same with a change made.
    ///
    /// # Errors
    /// A lexicon that cannot be read; an edit that cannot be made.
    pub fn changed(&self, change: &Change) -> Result<Kept, RunError> {
        let mut kept = self.clone();
        let name = |named: &Named| lexicon_name(&named.name, &named.text);
        for new in &change.lexicons {
            let wanted = name(new)?;
            let mut at = None;
            for (index, old) in kept.lexicons.iter().enumerate() {
                if name(old)? == wanted {
                    at = Some(index);
                }
            }
            match at {
                Some(at) => kept.lexicons[at] = new.clone(),
                None => kept.lexicons.push(new.clone()),
            }
        }
        // What an extending lexicon rests on stands among those of the run, where it can be read again.
        let pairs = kept.pairs();
        let bases: Vec<Named> = bases(&pairs).into_iter().map(|(name, text)| Named::new(name, text.to_owned())).collect();
        kept.lexicons.splice(0..0, bases);
        kept.rules = change.rules.clone().unwrap_or(kept.rules);
        for edit in &change.edits {
            let texts = edit.apply(&kept.pairs())?;
            kept.lexicons = kept
                .lexicons
                .iter()
                .zip(texts)
                .map(|(named, text)| Named::new(&named.name, text))
                .collect();
        }
        Ok(kept)
    }

    /// The study rated with these.
    pub fn into_study(self, study: Study) -> Study {
        Study {
            lexicons: self.lexicons,
            rules: self.rules,
            changed: true,
            ..study
        }
    }

    /// Names and texts of the tone lexicons.
    pub fn pairs(&self) -> Vec<(&str, &str)> {
        self.lexicons.iter().map(|named| (named.name.as_str(), named.text.as_str())).collect()
    }

    /// As the rating stage takes them; `pairs` are [`Kept::pairs`].
    pub(super) fn sources<'a>(&'a self, pairs: &'a [(&'a str, &'a str)], off: &'a [String]) -> Sources<'a> {
        Sources {
            lexicons: pairs,
            rules: (&self.rules.name, &self.rules.text),
            off,
        }
    }

    /// Those of the run in `folder`.
    ///
    /// # Errors
    /// A text that is missing or is not the one that was kept.
    pub fn read(folder: &Path, manifest: &Manifest) -> Result<Kept, RunError> {
        let mut lexicons = Vec::new();
        let mut rules = None;
        for tool in &manifest.lexicons {
            let Some(file) = &tool.file else { continue };
            let path = folder.join(file);
            let text = fs::read_to_string(&path).map_err(|why| ReportError::read(&path, why))?;
            let named = Named::new(&tool.name, text);
            if named.sha256 != tool.sha256 {
                return Err(ReportError::read(&path, "it is not the text that the run was rated with").into());
            }
            if tool.used_as == "rules" {
                rules = Some(named);
            } else {
                lexicons.push(named);
            }
        }
        let manifest = folder.join(Manifest::FILE);
        let rules = rules.ok_or_else(|| ReportError::read(&manifest, "it names no rules"))?;
        Ok(Kept { lexicons, rules })
    }

    /// Writes the texts into `folder`; `tools` has the tone lexicons in their order, and the rules, and is told where they are kept.
    pub(super) fn write(&self, folder: &Path, tools: &mut [Tool]) -> Result<(), RunError> {
        let lexicons = folder.join(FOLDER);
        fs::create_dir_all(&lexicons).map_err(|why| ReportError::write(&lexicons, why))?;
        let mut taken = BTreeSet::new();
        let mut texts = self.lexicons.iter();
        for tool in tools {
            let named = match tool.used_as.as_str() {
                "tone" => texts.next(),
                "rules" => Some(&self.rules),
                _ => None,
            };
            let Some(named) = named else { continue };
            let stem = Path::new(&tool.name)
                .file_stem()
                .map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
            // Two lexicons of one file name from two folders: the later one gets a number.
            let name = (1..)
                .map(|n| if n == 1 { format!("{stem}.toml") } else { format!("{stem}-{n}.toml") })
                .find(|name| taken.insert(name.to_lowercase()))
                .unwrap_or_default();
            let path = lexicons.join(&name);
            fs::write(&path, &named.text).map_err(|why| ReportError::write(&path, why))?;
            tool.file = Some(format!("{FOLDER}/{name}"));
        }
        Ok(())
    }
}
