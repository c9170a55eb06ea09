//! Reads a lexicon: TOML to entries with their lines. Invariant: what is returned is checked: known keys, weights on the scale, patterns that are patterns. That
//! no pattern stands twice in a dimension is checked over all lexicons of a rater ([`super::Rater::new`]).

use super::entry::{Entry, Pattern};
use super::error::{Source, ToneError};
use super::{Dimension, MOST, Micro, POINT, points};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Keys of a `[lexicon]` table, which rules share.
const ABOUT: &[&str] = &["name", "version", "language", "license", "title", "note", "source"];

/// Keys that only a lexicon's own `[lexicon]` has.
const EXTENDING: &[&str] = &["extends", "remove"];

/// Keys of an entry written as a table.
const ENTRY: &[&str] = &["weight", "not_in", "note"];

/// An entry as read, with its patterns taken apart and its place.
#[derive(Clone, Debug)]
pub(crate) struct Read {
    pub entry: Entry,
    pub pattern: Pattern,
    pub not_in: Vec<Pattern>,
    pub range: Range<usize>,
}

/// A lexicon as read, before it is put together with those that it extends.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lexicon {
    pub name: String,
    /// Names of lexicons, or `default`.
    pub extends: Vec<String>,
    pub remove: Vec<Removal>,
    /// In the order of the file.
    pub entries: Vec<Read>,
}

/// What a lexicon takes out of the one that it extends: `blam*`, `hostility:blam*`, `hostility.threat:*`.
#[derive(Clone, Debug)]
pub(crate) struct Removal {
    /// As written.
    pub written: String,
    /// The words alone.
    pub words: String,
    /// The pattern as compared; none for all of a category.
    pub key: Option<String>,
    dimension: Option<Dimension>,
    category: Option<String>,
    pub range: Range<usize>,
}

impl Removal {
    /// Whether it means the entry, if the words are the entry's.
    pub fn covers(&self, entry: &Entry) -> bool {
        self.dimension.is_none_or(|dimension| dimension == entry.dimension)
            && self.category.as_ref().is_none_or(|category| *category == entry.category)
    }
}

/// The entries of the lexicon `text`, the content of `file`, after those of the built-in ones that it extends, less what it removes; in the order of lines.
///
/// # Errors
/// The first thing wrong with it, with line and column.
pub fn entries(file: &str, text: &str) -> Result<Vec<Entry>, ToneError> {
    let bases = super::extend::bases(&[(file, text)]);
    let sources: Vec<Source<'_>> = bases
        .iter()
        .map(|(file, text)| Source::new(file, text))
        .chain([Source::new(file, text)])
        .collect();
    Ok(super::extend::read(&sources)?.into_iter().map(|(read, _)| read.entry).collect())
}

/// All that is wrong with the lexicon `text`, the content of `file`, beside the built-in ones that it extends: in the order of the file, none where it can be read. What only shows once all else is right (the same
/// words twice, a removal that removes nothing) is told when it is.
pub fn faults(file: &str, text: &str) -> Vec<ToneError> {
    let mut faults = Faults::default();
    let own = Source::new(file, text);
    let lexicon = read_noting(&own, &mut faults);
    if faults.is_empty() {
        let bases = super::extend::bases(&[(file, text)]);
        let mut sources: Vec<Source<'_>> = bases.iter().map(|(file, text)| Source::new(file, text)).collect();
        let mut lexicons: Vec<Lexicon> = sources.iter().filter_map(|base| faults.note(0, read(base))).collect();
        sources.push(own);
        lexicons.push(lexicon);
        super::extend::together(&sources, lexicons, &mut faults);
    }
    faults.sorted()
}

/// Name of a lexicon and of those that it extends.
pub(crate) fn head(source: &Source<'_>) -> Result<(String, Vec<String>), ToneError> {
    let root = DeTable::parse(source.text).map_err(|error| source.syntax(&error))?;
    let root = root.get_ref();
    let name = about(source, root, EXTENDING)?;
    Ok((name, extending(source, root)?.0))
}

/// What `[lexicon]` says it extends, and takes out of that.
fn extending(source: &Source<'_>, root: &DeTable<'_>) -> Result<(Vec<String>, Vec<Removal>), ToneError> {
    let about = root.get("lexicon").and_then(|about| about.get_ref().as_table());
    let key = |key: &str| about.and_then(|about| about.get(key));
    let mut extends = Vec::new();
    if let Some(value) = key("extends") {
        let named = match value.get_ref() {
            DeValue::Array(_) => strings(source, value, "extends")?,
            _ => vec![(string(source, value, "extends")?.to_owned(), value.span())],
        };
        for (name, range) in named {
            if !super::extend::EXTENDS.contains(&name.as_str()) {
                return Err(source.unknown(&name, range, super::extend::EXTENDS));
            }
            extends.push(name);
        }
    }
    let mut removals = Vec::new();
    if let Some(value) = key("remove") {
        if extends.is_empty() {
            const HELP: &str = "Write extends = \"default\" above it, or \"hostility\" or \"conciliation\" alone.";
            return Err(source.value(
                "\"remove\" takes entries out of what the lexicon extends, but it extends nothing".to_owned(),
                value.span(),
                HELP,
            ));
        }
        for (written, range) in strings(source, value, "remove")? {
            removals.push(removal(source, written, range)?);
        }
    }
    Ok((extends, removals))
}

fn removal(source: &Source<'_>, written: String, range: Range<usize>) -> Result<Removal, ToneError> {
    let (place, words) = match written.split_once(':') {
        Some((place, words)) => (Some(place.trim()), words.trim()),
        None => (None, written.as_str()),
    };
    let (mut dimension, mut category) = (None, None);
    if let Some(place) = place {
        let (name, rest) = place.split_once('.').map_or((place, None), |(name, rest)| (name, Some(rest.to_owned())));
        dimension = Dimension::ALL.into_iter().find(|dimension| dimension.as_str() == name);
        if dimension.is_none() {
            return Err(source.unknown(name, range, &["hostility", "conciliation"]));
        }
        category = rest;
    }
    let key = match words {
        "*" if category.is_some() => None,
        "*" => {
            const HELP: &str = "Leave out `extends`, or name a category: \"hostility.threat:*\".";
            return Err(source.value(format!("\"{written}\" removes everything of a dimension"), range, HELP));
        }
        words => Some(
            Pattern::parse(words, false)
                .map_err(|fault| source.pattern(words, fault, range.clone()))?
                .key(),
        ),
    };
    Ok(Removal {
        words: words.to_owned(),
        key,
        dimension,
        category,
        range,
        written,
    })
}

/// The name that the lexicon in `text`, the content of `file`, goes by.
///
/// # Errors
/// No TOML, no name.
pub fn lexicon_name(file: &str, text: &str) -> Result<String, ToneError> {
    Ok(head(&Source::new(file, text))?.0)
}

/// Reads the lexicon in `source`.
///
/// # Errors
/// The first thing wrong with it.
pub(crate) fn read(source: &Source<'_>) -> Result<Lexicon, ToneError> {
    let mut faults = Faults::default();
    let lexicon = read_noting(source, &mut faults);
    match faults.sorted().into_iter().next() {
        Some(first) => Err(first),
        None => Ok(lexicon),
    }
}

/// What is wrong with a lexicon, each with the byte where it stands.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<(usize, ToneError)>);

impl Faults {
    /// Notes what is wrong at the byte `at`; gives what is right.
    pub fn note<T>(&mut self, at: usize, read: Result<T, ToneError>) -> Option<T> {
        read.map_err(|fault| self.0.push((at, fault))).ok()
    }

    /// Notes a fault at the byte `at`.
    pub fn push(&mut self, at: usize, fault: ToneError) {
        self.0.push((at, fault));
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// In the order of the file.
    pub fn sorted(mut self) -> Vec<ToneError> {
        self.0.sort_by_key(|(at, _)| *at);
        self.0.into_iter().map(|(_, fault)| fault).collect()
    }
}

/// Reads what can be read of the lexicon in `source`, and notes what cannot.
pub(crate) fn read_noting(source: &Source<'_>, faults: &mut Faults) -> Lexicon {
    let (root, errors) = DeTable::parse_recoverable(source.text);
    for error in &errors {
        faults.push(error.span().map_or(0, |span| span.start), source.syntax(error));
    }
    let root = root.get_ref();
    let mut lexicon = Lexicon::default();
    // Where the head itself is no TOML, what it lacks is no other mistake.
    if errors.is_empty() || root.contains_key("lexicon") {
        let at = root.get("lexicon").map_or(0, |about| about.span().start);
        lexicon.name = faults.note(at, about(source, root, EXTENDING)).unwrap_or_default();
        (lexicon.extends, lexicon.remove) = faults.note(at, extending(source, root)).unwrap_or_default();
    }
    for (key, value) in root {
        let dimension = match key.get_ref().as_ref() {
            "lexicon" => continue,
            "hostility" => Dimension::Hostility,
            "conciliation" => Dimension::Conciliation,
            other => {
                faults.push(
                    key.span().start,
                    source.unknown(other, key.span(), &["lexicon", "hostility", "conciliation"]),
                );
                continue;
            }
        };
        let categories = table(source, value, "a dimension holds categories, each of which holds entries", CATEGORY);
        for (category, value) in faults.note(value.span().start, categories).into_iter().flatten() {
            let name = category.get_ref().as_ref();
            let at = category.span();
            let Some(listed) = value.get_ref().as_table().filter(|listed| !is_entry(source, listed)) else {
                faults.push(at.start, source.value(format!("\"{name}\" stands in no category"), at, CATEGORY));
                continue;
            };
            if name.is_empty() || name.contains([':', '\n']) {
                let problem = format!("\"{name}\" is no name for a category");
                faults.push(at.start, source.value(problem, at, "Use letters, digits and hyphens."));
            }
            for (pattern, value) in listed {
                let read = entry(source, &lexicon.name, dimension, name, pattern, value);
                lexicon.entries.extend(faults.note(pattern.span().start, read));
            }
        }
    }
    // What a line that is no TOML seems to say is no second mistake.
    let broken: Vec<u32> = faults.0[..errors.len()].iter().map(|(at, _)| source.line(*at)).collect();
    let mut number = 0;
    faults.0.retain(|(at, _)| {
        number += 1;
        number <= broken.len() || !broken.contains(&source.line(*at))
    });
    lexicon.entries.sort_by_key(|read| read.range.start);
    lexicon
}

const CATEGORY: &str = "Write the entry under a line such as [hostility.accusation].";

/// Whether a table is an entry's own and not a category's: all its keys are an entry's, the weight among them. In quotation marks they are words that happen to be called so.
fn is_entry(source: &Source<'_>, table: &DeTable<'_>) -> bool {
    let is_word = |at: usize| matches!(source.text.as_bytes().get(at), Some(b'"' | b'\''));
    table.get("weight").is_some()
        && table
            .keys()
            .all(|key| ENTRY.contains(&key.get_ref().as_ref()) && !is_word(key.span().start))
}

/// Reads `[lexicon]`: its name. Keys of `more` are left to others.
pub(crate) fn about(source: &Source<'_>, root: &DeTable<'_>, more: &[&str]) -> Result<String, ToneError> {
    const HELP: &str = "Begin the file with [lexicon] and a line such as name = \"my-lexicon\".";
    let Some(about) = root.get("lexicon") else {
        return Err(source.missing("the table [lexicon]", 0..0, HELP));
    };
    let span = about.span();
    let about = table(source, about, "[lexicon] holds the name of the lexicon", HELP)?;
    for (key, value) in about {
        let key_name = key.get_ref().as_ref();
        if more.contains(&key_name) {
            continue;
        }
        if !ABOUT.contains(&key_name) {
            return Err(source.unknown(key_name, key.span(), &[ABOUT, more].concat()));
        }
        string(source, value, key_name)?;
    }
    let Some(name) = about.get("name") else {
        return Err(source.missing("the name of the lexicon", span, HELP));
    };
    let range = name.span();
    let name = string(source, name, "name")?;
    if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.')) {
        return Err(source.value(
            format!("\"{name}\" is no name for a lexicon"),
            range,
            "Use letters, digits, \"-\", \"_\" and \".\": the name stands in tables and charts.",
        ));
    }
    Ok(name.to_owned())
}

fn entry<'t>(
    source: &Source<'_>,
    lexicon: &str,
    dimension: Dimension,
    category: &str,
    key: &Spanned<std::borrow::Cow<'t, str>>,
    value: &Spanned<DeValue<'t>>,
) -> Result<Read, ToneError> {
    let written = key.get_ref().trim();
    let pattern = Pattern::parse(written, false).map_err(|fault| source.pattern(written, fault, key.span()))?;
    let (mut not_in, mut note, mut weight) = (Vec::new(), None, None);
    match value.get_ref() {
        DeValue::Table(keys) => {
            for (key, value) in keys {
                match key.get_ref().as_ref() {
                    "weight" => weight = Some(weight_of(source, written, value)?),
                    "not_in" => not_in = strings(source, value, "not_in")?,
                    "note" => note = Some(string(source, value, "note")?.to_owned()),
                    other => return Err(source.unknown(other, key.span(), ENTRY)),
                }
            }
        }
        _ => weight = Some(weight_of(source, written, value)?),
    }
    let Some(weight) = weight else {
        return Err(source.missing(
            &format!("the weight of \"{written}\""),
            key.span(),
            "Write { weight = 2, … } with a number from 0 to 4.",
        ));
    };
    let mut phrases = Vec::new();
    for (phrase, range) in &not_in {
        phrases.push(Pattern::parse(phrase, false).map_err(|fault| source.pattern(phrase, fault, range.clone()))?);
    }
    let entry = Entry {
        pattern: written.to_owned(),
        dimension,
        category: category.to_owned(),
        weight,
        not_in: not_in.into_iter().map(|(phrase, _)| phrase).collect(),
        note,
        lexicon: lexicon.to_owned(),
        file: source.file.to_owned(),
        line: source.line(key.span().start),
    };
    Ok(Read {
        entry,
        pattern,
        not_in: phrases,
        range: key.span(),
    })
}

fn weight_of(source: &Source<'_>, pattern: &str, value: &Spanned<DeValue<'_>>) -> Result<Micro, ToneError> {
    const HELP: &str = "Weights go from 0 to 4: 1 mild, 2 clear, 3 strong, 4 extreme.";
    let Some(weight) = number(value.get_ref()) else {
        return Err(source.value(format!("the weight of \"{pattern}\" is no number"), value.span(), HELP));
    };
    if !(0.0..=points(MOST)).contains(&weight) {
        return Err(source.value(format!("the weight {weight} of \"{pattern}\" is off the scale"), value.span(), HELP));
    }
    Ok((weight * POINT as f64).round() as Micro)
}

/// The value as a number; none where it is no number.
pub(crate) fn number(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix()).ok().map(|whole| whole as f64),
        DeValue::Float(float) => float.as_str().parse().ok(),
        _ => None,
    }
}

/// The value as a table.
pub(crate) fn table<'v, 't>(source: &Source<'_>, value: &'v Spanned<DeValue<'t>>, expected: &str, help: &str) -> Result<&'v DeTable<'t>, ToneError> {
    value
        .get_ref()
        .as_table()
        .ok_or_else(|| source.value(format!("{} stands where {expected}", a(value.get_ref())), value.span(), help))
}

/// The value as a string.
pub(crate) fn string<'v>(source: &Source<'_>, value: &'v Spanned<DeValue<'_>>, key: &str) -> Result<&'v str, ToneError> {
    let problem = || format!("\"{key}\" is {}, not a string", a(value.get_ref()));
    value
        .get_ref()
        .as_str()
        .ok_or_else(|| source.value(problem(), value.span(), "Put the words in double quotes."))
}

/// The value as a list of strings, each with its place.
pub(crate) fn strings(source: &Source<'_>, value: &Spanned<DeValue<'_>>, key: &str) -> Result<Vec<(String, Range<usize>)>, ToneError> {
    let Some(array) = value.get_ref().as_array() else {
        return Err(source.value(
            format!("\"{key}\" is {}, not a list", a(value.get_ref())),
            value.span(),
            "Write a list of phrases: [\"one phrase\", \"another\"].",
        ));
    };
    array
        .iter()
        .map(|item| Ok((string(source, item, key)?.trim().to_owned(), item.span())))
        .collect()
}

/// A kind of TOML value with its article.
fn a(value: &DeValue<'_>) -> String {
    let kind = value.type_str();
    let article = if kind.starts_with(['a', 'i']) { "an" } else { "a" };
    format!("{article} {kind}")
}

#[cfg(test)]
mod tests {
    use crate::tone::entries;

    /// Found by the fuzzers: a category whose one word is "weight".
    #[test]
    fn a_word_in_quotation_marks_is_no_key_of_an_entry() {
        let of = |lines: &str| entries("l.toml", &format!("[lexicon]\nname = \"l\"\n[hostility.{lines}"));
        assert_eq!(of("burden]\n\"weight\" = 2\n\"note\" = 1").expect("two words").len(), 2);
        let why = of("liar]\nweight = 2").expect_err("an entry without a category").to_string();
        assert!(why.contains("\"liar\" stands in no category"), "{why}");
    }
}
