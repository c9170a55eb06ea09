//! The lexicons and rules that a run was rated with, kept in its folder, so that it can be rated again with others and told what that changed. Invariant: a text that is read
//! back is the one that was written, by its hash.

use super::RunError;
use crate::report::{Manifest, ReportError, Tool};
use crate::study::{Named, Study};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The folder, in a run's.
const FOLDER: &str = "lexicons";

/// Lexicons and rules, as a study names them.
#[derive(Clone, Debug)]
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
