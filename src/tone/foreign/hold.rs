//! What a format has room for of a dictionary. Invariant: a term that comes out of [`hold`] is what reading gives after writing it; everything that was changed for that or left out is noted.

use super::dictionary::{Note, Term};
use super::reading::{DEEPEST, cleaned, uncommented, without_underscores};
use super::{Format, Weights};
use std::collections::BTreeSet;
use unicode_normalization::char::is_combining_mark;

/// Most characters of a category's name.
const LONGEST_NAME: usize = 200;

/// The terms as `format` can hold them, in its order of writing, and what was lost.
pub(super) fn hold(format: Format, terms: &[Term]) -> (Vec<Term>, Vec<Note>) {
    let room = format.room();
    let mut held = Vec::new();
    let mut notes = Vec::new();
    let mut seen = BTreeSet::new();
    let said = format.about();
    for term in terms {
        let mut note = |message: String| notes.push(Note::new(term.line, &term.words, message));
        let gaps = term.words.matches('…').count();
        if gaps > room.gaps {
            note(match room.gaps {
                0 => format!("{said} has no gaps: the entry was left out"),
                _ => format!("{said} has no more than one gap: the entry was left out"),
            });
            continue;
        }
        if !fits(format, &term.words) {
            note(format!("{said} cannot hold these characters: the entry was left out"));
            continue;
        }
        let mut weight = term.weight;
        match (room.weights, term.weight) {
            (Weights::No, Some(_)) => {
                note(format!("{said} holds no weights: the entry stands without"));
                weight = None;
            }
            (Weights::Must, None) => {
                note(format!("{said} has a weight at every entry: 1 was written"));
                weight = Some(1.0);
            }
            (Weights::Four | Weights::Whole, None) => {
                note(format!("{said} is nothing but weights, and the entry has none: it was left out"));
                continue;
            }
            (Weights::Four, Some(value)) if value.abs() > 4.0 => {
                note(format!("{said} ends at 4 and -4: the entry was left out"));
                continue;
            }
            (Weights::Whole, Some(value)) if value.abs() > 5.0 => {
                note(format!("{said} ends at 5 and -5: the entry was left out"));
                continue;
            }
            (Weights::Whole, Some(value)) if value.fract() != 0.0 => {
                note(format!("{said} has whole numbers only: the weight was rounded"));
                weight = Some(value.round() + 0.0);
            }
            _ => {}
        }
        let category = if room.categories {
            let mut names = term.category.clone();
            if !room.nested && names.len() > 1 {
                // No note: the names stand all the same, and importing takes them apart again.
                names = vec![names.join(".")];
            } else if names.len() > DEEPEST {
                let rest = names.split_off(DEEPEST - 1).join(".");
                names.push(rest);
            }
            let written: Vec<String> = names.iter().map(|name| named(format, name)).collect();
            if written != names {
                note(format!(
                    "{said} cannot hold the name of its category: \"{}\" was written",
                    written.join("/")
                ));
            }
            written
        } else {
            vec![sign(weight.unwrap_or(0.0)).to_owned()]
        };
        let kept = match &term.note {
            Some(words) if room.notes && cleaned(words).0 == *words && (format != Format::Vader || super::vader::ratings(words).is_some()) => {
                Some(words.clone())
            }
            Some(_) => {
                note(format!("{said} has no place for its note"));
                None
            }
            None => None,
        };
        let scope = if room.categories { category.clone() } else { Vec::new() };
        if !seen.insert((term.words.to_lowercase(), scope)) {
            notes.push(Note::new(
                term.line,
                &term.words,
                format!("{said} holds these words once: this time they were left out"),
            ));
            continue;
        }
        held.push(Term {
            words: term.words.clone(),
            category,
            weight,
            note: kept,
            line: term.line,
        });
    }
    (held, notes)
}

/// Name of the category of a format that tells by sign alone.
pub(super) fn sign(weight: f64) -> &'static str {
    if weight < 0.0 {
        "negative"
    } else if weight > 0.0 {
        "positive"
    } else {
        "neutral"
    }
}

/// Whether a format can hold these words.
fn fits(format: Format, words: &str) -> bool {
    if cleaned(words).0 != words || words.is_empty() || words.chars().count() > 380 {
        return false;
    }
    let room = format.room();
    let underscored = if format == Format::Wordstat {
        words.contains('_')
    } else {
        without_underscores(words).is_some()
    };
    if underscored || (room.gaps < usize::MAX && words.contains("...")) {
        return false;
    }
    if room.any {
        return true;
    }
    let inner = |c: char| {
        c.is_alphanumeric()
            || is_combining_mark(c)
            || matches!(c, '\'' | '\u{2019}' | '-' | '\u{2010}' | '\u{2011}' | '\u{2013}' | ' ' | '*' | '.' | '&')
    };
    let ends = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric());
    let gap = room.gaps > 0;
    words.chars().all(|c| inner(c) || (gap && c == '…')) && ends(words.chars().next()) && (!gap || gaps_part_words(words))
}

/// Whether each gap stands between words, with a space on either side.
fn gaps_part_words(words: &str) -> bool {
    let parts: Vec<&str> = words.split(" … ").collect();
    parts.iter().all(|part| !part.contains('…') && part.starts_with(char::is_alphanumeric))
}

/// The name of a category as a format can hold it.
fn named(format: Format, raw: &str) -> String {
    let bad = |c: char| match format {
        Format::Liwc => c == '%',
        Format::Lexicoder => c == '+',
        Format::Wordstat => !(c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '&')),
        _ => false,
    };
    let (mut clean, _) = cleaned(&raw.replace(bad, "-"));
    if matches!(format, Format::Liwc | Format::Lexicoder | Format::Wordstat) && uncommented(&clean).1 {
        clean = clean.replace(['#', '/'], "-");
    }
    // YAML ends a key on its line after 1024 characters, and nobody reads that far.
    if let Some((end, _)) = clean.char_indices().nth(LONGEST_NAME) {
        clean.truncate(end);
        clean.truncate(clean.trim_end().len());
    }
    let opens_ill = |c: char| match format {
        Format::Liwc => c == '#' || c == '/',
        Format::Wordstat => !c.is_alphanumeric(),
        Format::Nrc => c == '#',
        _ => false,
    };
    match clean.chars().next() {
        None => "entries".to_owned(),
        Some(c) if opens_ill(c) => format!("x{clean}"),
        Some(_) => clean,
    }
}
