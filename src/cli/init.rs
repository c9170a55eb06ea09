//! `detente init`: a study to begin with, and the built-in lexicons to be edited.

use super::{error::CliError, output};
use clap::Args;
use detente::report::ReportError;
use detente::study::BUILTIN;
use std::path::PathBuf;

/// What editors know of lexicons by.
const SCHEMA: &str = include_str!("../../lexicons/lexicon.schema.json");

/// The study file to begin with.
const TEMPLATE: &str = include_str!("../../templates/study.toml");

/// Write a commented study file, a folder for the articles and all built-in lexicons into a new folder
///
/// Nothing is overwritten: where one of the files stands already, none is written.
#[derive(Args)]
#[command(after_help = "Example:
  detente init my-study
  cp *.html my-study/articles/
  detente run my-study/study.toml")]
pub struct Init {
    /// The folder; it is made where it is missing
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

impl Init {
    pub fn run(self) -> Result<(), CliError> {
        // The weights of extraction are figures: nothing to edit by hand.
        let lexicons = BUILTIN
            .iter()
            .filter(|builtin| !["attribution", "tone"].contains(&builtin.name))
            .map(|builtin| (self.folder.join("lexicons").join(builtin.file), builtin.text));
        // The study is called as its folder, where that can be a name: two studies then never write to one place.
        let named = self
            .folder
            .file_name()
            .and_then(|name| name.to_str())
            .filter(|name| detente::study::is_name(name));
        let template = named.map_or_else(
            || TEMPLATE.to_owned(),
            |name| TEMPLATE.replacen("name = \"my-study\"", &format!("name = \"{name}\""), 1),
        );
        let files: Vec<(PathBuf, &str)> = [(self.folder.join("study.toml"), template.as_str())]
            .into_iter()
            .chain(lexicons)
            .chain([(self.folder.join("lexicons/lexicon.schema.json"), SCHEMA)])
            .collect();
        if let Some((path, _)) = files.iter().find(|(path, _)| path.exists()) {
            return Err(CliError::Exists {
                path: path.display().to_string(),
            });
        }
        let unwritten = |path: &PathBuf, why: std::io::Error| ReportError::Write {
            path: path.display().to_string(),
            why: why.to_string(),
        };
        let articles = self.folder.join("articles");
        std::fs::create_dir_all(&articles).map_err(|why| unwritten(&articles, why))?;
        for (path, text) in &files {
            let made = path
                .parent()
                .map_or(Ok(()), std::fs::create_dir_all)
                .and_then(|()| std::fs::write(path, text));
            made.map_err(|why| unwritten(path, why))?;
        }
        output::say(&format!(
            "{} files written. Put articles (.txt, .md, .html) into {}, look through {}, then:\n  detente run {}\n",
            files.len(),
            articles.display(),
            files[0].0.display(),
            files[0].0.display()
        ))
    }
}
