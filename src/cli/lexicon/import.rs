//! `detente lexicon import`: a dictionary of another program becomes a lexicon of ours. Invariant: what was lost or decided is said on standard error, all of it in a file where one is asked for.

use super::super::{error::CliError, output};
use clap::Args;
use clap::builder::PossibleValuesParser;
use detente::tone::Dimension;
use detente::tone::foreign::{Columns, Format, Mapping, Note};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Notes of one kind that are shown; the rest is counted.
const SHOWN: usize = 5;

/// Make a lexicon of another program's dictionary: LIWC, Lexicoder, Yoshikoder, WordStat, quanteda, VADER, NRC, AFINN, or a table
///
/// The format is told by the file's name and content. Weights are kept. What cannot be kept is said with its line, and so is what was decided: negative words become hostility and positive ones
/// conciliation unless --as or --map says otherwise; categories that are neither are left out until --map names them.
#[derive(Args)]
#[command(after_help = "Examples:
  detente lexicon import LSD2015.yml --as hostility -o negative.toml
  detente lexicon import house.dic --map \"Anger=hostility.denunciation:2.5\" --map \"Affiliation=conciliation.common-ground:1\" -o house.toml
  detente lexicon import vader_lexicon.txt -o vader.toml
  detente lexicon import words.csv --column entry=phrase --column weight=strength --scale 0.4 --as hostility -o words.toml")]
pub struct Import {
    /// The dictionary
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Take only what is hostile, or only what is conciliatory
    #[arg(long = "as", value_name = "DIMENSION", value_parser = PossibleValuesParser::new(["hostility", "conciliation"]))]
    dimension: Option<String>,
    /// The format, where it cannot be told
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(Format::ALL.map(Format::as_str)))]
    format: Option<String>,
    /// Where a category goes, and with which weight (repeat): "Negative=accusation:2", "Joy=conciliation.praise", "Family=-"
    #[arg(long, value_name = "THEIRS=OURS[:WEIGHT]")]
    map: Vec<Mapping>,
    /// The weight of entries that the dictionary gives none, 0 to 4 [default: 1]
    #[arg(long, value_name = "WEIGHT", value_parser = on_the_scale)]
    weight: Option<f64>,
    /// Multiply the dictionary's weights by this
    #[arg(long, value_name = "FACTOR", value_parser = above_zero)]
    scale: Option<f64>,
    /// Which column of a table holds what (repeat): entry, category, weight or note = NAME
    #[arg(long, value_name = "WHAT=NAME", value_parser = column)]
    column: Vec<(String, String)>,
    /// Name of the lexicon [default: the file's]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Write to LEXICON instead of standard output
    #[arg(short, long, value_name = "LEXICON.toml")]
    output: Option<PathBuf>,
    /// Write every note into FILE, a line each
    #[arg(long, value_name = "FILE")]
    notes: Option<PathBuf>,
}

fn on_the_scale(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(weight) if (0.0..=4.0).contains(&weight) => Ok(weight),
        _ => Err("weights go from 0 to 4: 1 mild, 2 clear, 3 strong, 4 extreme".to_owned()),
    }
}

fn above_zero(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(scale) if scale > 0.0 && scale.is_finite() => Ok(scale),
        _ => Err("a number above 0 is needed".to_owned()),
    }
}

fn column(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((what @ ("entry" | "category" | "weight" | "note"), name)) if !name.is_empty() => Ok((what.to_owned(), name.to_owned())),
        _ => Err("write entry=NAME, category=NAME, weight=NAME or note=NAME".to_owned()),
    }
}

impl Import {
    pub fn run(self) -> Result<(), CliError> {
        let file = self.file.display().to_string();
        let bytes = std::fs::read(&self.file).map_err(|why| CliError::Unread {
            path: file.clone(),
            why: why.to_string(),
        })?;
        let format = match self.format.as_deref().and_then(Format::named) {
            Some(format) => format,
            None => Format::detect(&file, &bytes)?,
        };
        let mut columns = Columns::default();
        for (what, name) in &self.column {
            let column = match what.as_str() {
                "entry" => &mut columns.entry,
                "category" => &mut columns.category,
                "weight" => &mut columns.weight,
                _ => &mut columns.note,
            };
            *column = Some(name.clone());
        }
        let dictionary = format.read(&file, &bytes, &columns)?;
        let base = self.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let import = detente::tone::foreign::Import {
            name: self.name.unwrap_or_else(|| stem(&self.file)),
            source: format!("{base}, {}", format.about()),
            dimension: self
                .dimension
                .and_then(|name| Dimension::ALL.into_iter().find(|dimension| dimension.as_str() == name)),
            map: self.map,
            listed: self.weight,
            scale: self.scale,
        };
        let imported = import.make(&file, format, &dictionary)?;
        // The lexicon must be one that every other command takes, whatever the dictionary held.
        detente::tone::entries("the lexicon made", &imported.toml).map_err(detente::RunError::from)?;
        let mut out = output::Output::to(self.output.as_deref())?;
        out.write(&imported.toml)?;
        out.finish()?;

        output::complain(&format!("{file}: {} entries, read as {}.", dictionary.terms.len(), format.about()));
        for taken in &imported.taken {
            output::complain(&format!("  {} of {} to {}", taken.entries, taken.from.join(", "), taken.category));
        }
        for sentence in &imported.said {
            output::complain(sentence);
        }
        tell(&imported.notes, self.notes.as_deref())
    }
}

/// The file's name as the name of a lexicon.
fn stem(path: &Path) -> String {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let name: String = stem
        .chars()
        .map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' })
        .collect();
    if name.is_empty() { "imported".to_owned() } else { name }
}

/// Says the notes, the first of each kind, and writes all into `file`.
pub(super) fn tell(notes: &[Note], file: Option<&Path>) -> Result<(), CliError> {
    if let Some(file) = file {
        let mut out = output::Output::to(Some(file))?;
        for note in notes {
            out.write(&format!("{note}\n"))?;
        }
        out.finish()?;
    }
    let mut kinds: BTreeMap<&str, Vec<&Note>> = BTreeMap::new();
    for note in notes {
        kinds.entry(&note.message).or_default().push(note);
    }
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by_key(|(_, notes)| notes.iter().map(|note| note.line).min());
    let mut hidden = 0;
    for (_, notes) in kinds {
        for note in notes.iter().take(SHOWN) {
            output::complain(&note.to_string());
        }
        if notes.len() > SHOWN {
            hidden += notes.len() - SHOWN;
            output::complain(&format!(
                "  and {} more of this kind, the last in line {}",
                notes.len() - SHOWN,
                notes[notes.len() - 1].line
            ));
        }
    }
    if hidden > 0 && file.is_none() {
        output::complain("--notes FILE writes all of them.");
    }
    Ok(())
}
