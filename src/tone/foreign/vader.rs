//! VADER's text: words, mean of the raters from -4 to 4, their standard deviation and their ratings, parted by tabs. Invariant: the category of a term is the sign of its mean; deviation and ratings are kept as its note.

use super::Term;
use super::hold::sign;
use super::reading::Reading;

/// Deviation and ratings in a note of ours.
pub(super) fn ratings(note: &str) -> Option<(&str, Option<&str>)> {
    let rest = note.strip_prefix("sd ")?;
    let (deviation, ratings) = match rest.split_once("; ratings ") {
        Some((deviation, ratings)) => (deviation, Some(ratings)),
        None => (rest, None),
    };
    let blank = |words: &str| words.is_empty() || words != words.trim();
    (!blank(deviation) && !ratings.is_some_and(blank)).then_some((deviation, ratings))
}

pub(super) fn read(reading: &mut Reading<'_>) {
    for (line, _, text) in reading.lines() {
        let mut fields: Vec<&str> = text.split('\t').collect();
        if fields.len() == 1 {
            if text.trim_start().starts_with('#') {
                reading.note(line, "", "a comment was passed over");
                continue;
            }
            let Some((words, mean)) = text.trim().rsplit_once(char::is_whitespace) else {
                reading.note(line, text.trim(), "no mean stands here: the line was left out");
                continue;
            };
            reading.note(line, words.trim(), "blanks stand where a tab parts the words from the mean");
            fields = vec![words, mean];
        }
        let Some(mean) = reading.number(line, fields[0].trim(), fields[1]) else {
            continue;
        };
        if mean.abs() > 4.0 {
            reading.note(line, fields[0].trim(), "VADER ends at 4 and -4: the entry was left out");
            continue;
        }
        let note = match fields.get(2..).unwrap_or_default() {
            [deviation] if !deviation.trim().is_empty() => Some(format!("sd {}", deviation.trim())),
            [deviation, ratings, ..] if !deviation.trim().is_empty() && !ratings.trim().is_empty() => {
                Some(format!("sd {}; ratings {}", deviation.trim(), ratings.trim()))
            }
            _ => None,
        };
        if fields.len() > 4 {
            reading.note(line, fields[0].trim(), "more than four fields: what follows the ratings was left out");
        }
        reading.add_noted(line, fields[0], &[sign(mean).to_owned()], Some(mean), note);
    }
}

pub(super) fn write(terms: &[Term]) -> String {
    let mut out = String::new();
    for term in terms {
        out.push_str(&format!("{}\t{}", term.words, term.weight.unwrap_or(0.0)));
        if let Some((deviation, ratings)) = term.note.as_deref().and_then(ratings) {
            out.push_str(&format!("\t{deviation}"));
            if let Some(ratings) = ratings {
                out.push_str(&format!("\t{ratings}"));
            }
        }
        out.push('\n');
    }
    out
}
