//! A dictionary of another program as a lexicon of ours. Invariant: the text made is a lexicon that [`crate::tone::Rater`] takes; every term of the dictionary is in it, or in a note that says why not.
//!
//! Where a term goes, first answer wins: what the user maps its category to; its own name, where that is one of ours (`hostility.threat`); its sign, where the dictionary has weights below zero; the name of its category, where that is
//! one of the usual ones for negative or positive words; the dimension that the user names, where the dictionary has one category only. Else nowhere, which is said.

use super::super::entry::Pattern;
use super::super::{Dimension, MOST, Micro, POINT, points};
use super::{Dictionary, ForeignError, Format, Note};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The weight of a term that its dictionary only lists: mild.
const LISTED: f64 = 1.0;

/// Names of categories of negative words, in lower case.
const NEGATIVE: &[&str] = &["negative", "neg", "negativ", "negemo", "emo_neg", "tone_neg", "hostility", "hostile"];

/// Names of categories of positive words, in lower case.
const POSITIVE: &[&str] = &[
    "positive",
    "pos",
    "positiv",
    "posemo",
    "emo_pos",
    "tone_pos",
    "conciliation",
    "conciliatory",
];

/// Where the terms of a category go.
#[derive(Clone, Debug, PartialEq)]
pub struct Mapping {
    /// The category's name, or the names around it and its own with `/` between.
    pub from: String,
    /// Where to; none leaves them out.
    pub to: Option<Target>,
}

/// A category of ours.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// None: the one of the whole import.
    pub dimension: Option<Dimension>,
    /// Its category.
    pub category: String,
    /// The weight of all its terms, 0 to 4; none: the dictionary's.
    pub weight: Option<f64>,
}

/// How a dictionary is made a lexicon.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Import {
    /// Name of the lexicon.
    pub name: String,
    /// What the head of the file says of where it comes from.
    pub source: String,
    /// Only what belongs to this dimension; none: to both.
    pub dimension: Option<Dimension>,
    /// What the user says of categories. Where there are any, no other category is taken.
    pub map: Vec<Mapping>,
    /// The weight of terms that the dictionary only lists, 0 to 4.
    pub listed: Option<f64>,
    /// What a weight of the dictionary is multiplied by.
    pub scale: Option<f64>,
}

/// A lexicon made of a dictionary.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The lexicon, TOML.
    pub toml: String,
    /// How many entries each category of ours took, and from where.
    pub taken: Vec<Taken>,
    /// What was decided for the user, in sentences.
    pub said: Vec<String>,
    /// What was lost or changed, by message and line.
    pub notes: Vec<Note>,
}

/// What a category of the lexicon took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// `hostility.accusation`.
    pub category: String,
    /// Categories of the dictionary.
    pub from: Vec<String>,
    /// Entries.
    pub entries: usize,
}

impl std::str::FromStr for Mapping {
    type Err = String;

    /// `Negative=accusation:2`, `Negative=hostility.accusation`, `Negative=-`.
    fn from_str(text: &str) -> Result<Mapping, String> {
        const SHAPE: &str = "a mapping is CATEGORY=[hostility.|conciliation.]OURS[:WEIGHT], or CATEGORY=- to leave it out";
        let (from, to) = text.rsplit_once('=').ok_or(SHAPE)?;
        let (from, to) = (from.trim(), to.trim());
        if from.is_empty() || to.is_empty() {
            return Err(SHAPE.to_owned());
        }
        if to == "-" {
            return Ok(Mapping {
                from: from.to_owned(),
                to: None,
            });
        }
        let (to, weight) = match to.split_once(':') {
            Some((to, weight)) => (to.trim(), Some(weight_of(weight)?)),
            None => (to, None),
        };
        let (dimension, category) = match to.split_once('.') {
            Some((dimension, category)) => (
                Some(dimension_of(dimension).ok_or_else(|| format!("\"{dimension}\" is neither hostility nor conciliation"))?),
                category,
            ),
            None => match dimension_of(to) {
                Some(dimension) => (Some(dimension), "imported"),
                None => (None, to),
            },
        };
        if category.is_empty() || category.chars().any(|c| !(c.is_alphanumeric() || matches!(c, '-' | '_' | ' '))) {
            return Err(format!("\"{category}\" is no name for a category: use letters, digits and hyphens"));
        }
        let target = Target {
            dimension,
            category: category.to_owned(),
            weight,
        };
        Ok(Mapping {
            from: from.to_owned(),
            to: Some(target),
        })
    }
}

/// A weight on our scale.
fn weight_of(text: &str) -> Result<f64, String> {
    match text.trim().parse::<f64>() {
        Ok(weight) if (0.0..=points(MOST)).contains(&weight) => Ok(weight),
        _ => Err(format!("the weight {text} is no number from 0 to 4")),
    }
}

fn dimension_of(name: &str) -> Option<Dimension> {
    Dimension::ALL.into_iter().find(|dimension| dimension.as_str() == name)
}

/// Where one category goes and why.
#[derive(Clone)]
enum Way {
    To(Dimension, String, Option<f64>),
    /// Left out: why.
    Out(&'static str),
}

impl Import {
    /// Makes a lexicon of `dictionary`, which was read from the file `file` of the format `format`.
    ///
    /// # Errors
    /// A mapping of a category that is not there or that lacks its dimension; a weight off our scale, with the scale that would fit; nothing taken.
    pub fn make(&self, file: &str, format: Format, dictionary: &Dictionary) -> Result<Imported, ForeignError> {
        let fault = |problem: String, help: String| ForeignError::Import { problem, help };
        let categories = categories(dictionary);
        for mapping in &self.map {
            if !categories.keys().any(|label| meant(&mapping.from, label)) {
                let names: Vec<&str> = categories.keys().map(String::as_str).collect();
                return Err(fault(
                    format!("{file} has no category \"{}\"", mapping.from),
                    format!("Its categories are: {}.", names.join(", ")),
                ));
            }
            if let Some(Target {
                dimension: None, category, ..
            }) = &mapping.to
                && self.dimension.is_none()
            {
                return Err(fault(
                    format!("it is not said whether \"{category}\" is hostility or conciliation"),
                    format!("Write --map \"{}=hostility.{category}\", or give --as hostility.", mapping.from),
                ));
            }
        }
        let signed = dictionary.terms.iter().any(|term| term.weight.is_some_and(|weight| weight < 0.0));
        let ways: BTreeMap<&str, Way> = categories
            .keys()
            .map(|label| (label.as_str(), self.way(label, signed, categories.len() == 1)))
            .collect();
        let scale = self.scale.unwrap_or(if format == Format::Afinn { 0.8 } else { 1.0 });
        let listed = self.listed.unwrap_or(LISTED);

        let mut imported = Imported {
            toml: String::new(),
            taken: Vec::new(),
            said: Vec::new(),
            notes: dictionary.notes.clone(),
        };
        // Of each dimension and category the lines; of each pattern where it went.
        let mut lines: BTreeMap<(Dimension, String), Vec<String>> = BTreeMap::new();
        let mut sources: BTreeMap<(Dimension, String), Vec<&str>> = BTreeMap::new();
        let mut seen: BTreeMap<(Dimension, String), (u32, Micro)> = BTreeMap::new();
        let (mut unweighted, mut neutral, mut absolute) = (0usize, 0usize, 0usize);
        let mut out: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for term in &dictionary.terms {
            let label = term.label();
            let Some((&from, way)) = ways.get_key_value(label.as_str()) else {
                continue;
            };
            let (dimension, category, fixed) = match way {
                Way::To(dimension, category, fixed) => (*dimension, category, *fixed),
                Way::Out(why) => {
                    *out.entry((from, why)).or_default() += 1;
                    continue;
                }
            };
            if signed && term.weight == Some(0.0) && fixed.is_none() {
                neutral += 1;
                continue;
            }
            let weight = match (fixed, term.weight) {
                (Some(weight), _) => weight,
                (None, Some(weight)) => {
                    absolute += usize::from(weight < 0.0);
                    weight.abs() * scale
                }
                (None, None) => {
                    unweighted += 1;
                    listed
                }
            };
            let micro = (weight * POINT as f64).round() as Micro;
            if micro > MOST {
                let most = dictionary
                    .terms
                    .iter()
                    .filter_map(|term| term.weight)
                    .fold(0.0f64, |most, weight| most.max(weight.abs()));
                let fit = (points(MOST) / most * 1000.0).floor() / 1000.0;
                return Err(fault(
                    format!(
                        "in {file}, line {}, the weight {} of \"{}\" is off the scale, which ends at 4",
                        term.line,
                        super::super::explain::shown(micro),
                        term.words
                    ),
                    format!(
                        "Give what weights are multiplied by: --scale {fit} brings the largest, {most}, to 4. Or give a category one weight: --map \"{label}={category}:2\"."
                    ),
                ));
            }
            let words = term.words.to_lowercase();
            let pattern = match Pattern::parse(&words, false) {
                Ok(pattern) => pattern,
                Err(problem) => {
                    imported.notes.push(Note::new(
                        term.line,
                        &term.words,
                        format!("{}, so no text can match it: left out", problem.problem),
                    ));
                    continue;
                }
            };
            if let Some((line, first)) = seen.get(&(dimension, pattern.key())) {
                let message = match *first == micro {
                    true => format!("these words count once in a dimension, and stand in line {line} already"),
                    false => format!(
                        "these words count once in a dimension: the weight {} of line {line} was kept, not this one, {}",
                        super::super::explain::shown(*first),
                        super::super::explain::shown(micro)
                    ),
                };
                imported.notes.push(Note::new(term.line, &term.words, message));
                continue;
            }
            seen.insert((dimension, pattern.key()), (term.line, micro));
            let shown = super::super::explain::shown(micro);
            let value = match &term.note {
                Some(note) => format!("{{ weight = {shown}, note = {} }}", quoted(note)),
                None => shown,
            };
            lines
                .entry((dimension, category.clone()))
                .or_default()
                .push(format!("{} = {value}", quoted(&words)));
            let from_list = sources.entry((dimension, category.clone())).or_default();
            if !from_list.contains(&from) {
                from_list.push(from);
            }
        }
        if lines.is_empty() {
            let known: Vec<String> = categories.iter().map(|(label, count)| format!("{label} ({count})")).collect();
            return Err(fault(
                format!("nothing of {file} was taken: no category is known as hostile or conciliatory"),
                format!(
                    "Say which go where: --map \"{}=hostility.accusation:2\". Its categories are: {}.",
                    categories.keys().next().map_or("", String::as_str),
                    known.join(", ")
                ),
            ));
        }
        let said = &mut imported.said;
        if format == Format::Afinn && self.scale.is_none() {
            said.push("AFINN's numbers end at 5: they were multiplied by 0.8, so that 5 is 4 (--scale gives another factor).".to_owned());
        } else if self.scale.is_some_and(|scale| scale != 1.0) {
            said.push(format!("Weights were multiplied by {scale}."));
        } else if dictionary.terms.iter().any(|term| term.weight.is_some()) {
            said.push("Weights were taken as they stand for points of the scale from 0 to 4 (--scale multiplies them).".to_owned());
        }
        if absolute > 0 {
            said.push("A weight below zero was taken without its sign: each dimension counts from 0 upward.".to_owned());
        }
        if unweighted > 0 {
            said.push(format!(
                "{} no weight in the dictionary: {} was given ({}).",
                if unweighted == 1 {
                    "1 entry has".to_owned()
                } else {
                    format!("{unweighted} entries have")
                },
                super::super::explain::shown((listed * POINT as f64).round() as Micro),
                if self.listed.is_some() {
                    "as you said"
                } else {
                    "mild; --weight gives another, --map one for a category"
                }
            ));
        }
        if neutral > 0 {
            said.push(format!("Neutral entries, of weight 0, were left out: {neutral}."));
        }
        for ((label, why), count) in out {
            said.push(format!("{count} of \"{label}\" left out: {why}."));
        }
        imported.notes.sort_by_key(|note| note.line);
        imported.taken = sources
            .iter()
            .map(|((dimension, category), from)| Taken {
                category: format!("{}.{category}", dimension.as_str()),
                from: from.iter().map(|label| (*label).to_owned()).collect(),
                entries: lines.get(&(*dimension, category.clone())).map_or(0, Vec::len),
            })
            .collect();
        imported.toml = self.toml(&lines);
        Ok(imported)
    }

    /// Where the category `label` goes.
    fn way(&self, label: &str, signed: bool, alone: bool) -> Way {
        if !self.map.is_empty() {
            let exact = self.map.iter().find(|mapping| mapping.from.eq_ignore_ascii_case(label));
            return match exact.or_else(|| self.map.iter().find(|mapping| meant(&mapping.from, label))) {
                Some(Mapping { to: Some(target), .. }) => match target.dimension.or(self.dimension) {
                    Some(dimension) => Way::To(dimension, target.category.clone(), target.weight),
                    None => Way::Out("its dimension is not said"),
                },
                Some(Mapping { to: None, .. }) => Way::Out("as --map says"),
                None => Way::Out("no --map names it"),
            };
        }
        let dotted = label.replace('/', ".");
        let own = label_of(&dotted);
        let last = dotted.rsplit('.').next().unwrap_or("").to_lowercase();
        let by_name = if NEGATIVE.contains(&last.as_str()) {
            Some(Dimension::Hostility)
        } else if POSITIVE.contains(&last.as_str()) {
            Some(Dimension::Conciliation)
        } else {
            None
        };
        let (dimension, category) = match (own, by_name) {
            (Some((dimension, category)), _) => (dimension, named(category)),
            (None, Some(dimension)) => (dimension, named(&last)),
            (None, None) if signed && last == "neutral" => return Way::Out("neutral"),
            (None, None) => match self.dimension {
                Some(dimension) if alone => (dimension, named(&last)),
                _ => return Way::Out("it is not known as hostile or conciliatory; --map says where it goes"),
            },
        };
        match self.dimension {
            Some(wanted) if wanted != dimension => Way::Out("it belongs to the other dimension than --as"),
            _ => Way::To(dimension, category, None),
        }
    }

    fn toml(&self, lines: &BTreeMap<(Dimension, String), Vec<String>>) -> String {
        let mut out = String::new();
        // Writing to a String does not fail.
        let _ = writeln!(
            out,
            "[lexicon]\nname = {}\nversion = \"1.0.0\"\nsource = {}",
            quoted(&self.name),
            quoted(&self.source)
        );
        for ((dimension, category), entries) in lines {
            let bare = category.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
            let key = if bare { category.clone() } else { quoted(category) };
            let _ = writeln!(out, "\n[{}.{key}]", dimension.as_str());
            for entry in entries {
                out.push_str(entry);
                out.push('\n');
            }
        }
        out
    }
}

/// Categories with the number of their terms.
fn categories(dictionary: &Dictionary) -> BTreeMap<String, usize> {
    let mut categories = BTreeMap::new();
    for term in &dictionary.terms {
        *categories.entry(term.label()).or_default() += 1;
    }
    categories
}

/// Whether a mapping's name means the category: all of it, or its last name.
fn meant(from: &str, label: &str) -> bool {
    from.eq_ignore_ascii_case(label) || label.rsplit('/').next().is_some_and(|last| from.eq_ignore_ascii_case(last))
}

/// Dimension and category, where the name is one that we write.
fn label_of(dotted: &str) -> Option<(Dimension, &str)> {
    let (dimension, category) = dotted.split_once('.')?;
    Some((dimension_of(&dimension.to_lowercase())?, category)).filter(|(_, category)| !category.is_empty())
}

/// A name that may stand for a category in a lexicon.
fn named(raw: &str) -> String {
    let name: String = raw
        .trim()
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || matches!(c, '-' | '_' | ' ' | '&' | '.') {
                c
            } else {
                '-'
            }
        })
        .collect();
    let name = name.trim().trim_matches('-').to_owned();
    if name.is_empty() { "imported".to_owned() } else { name }
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
