//! AFINN: words, a tab, and a whole number from -5 to 5. Invariant: the category of a term is the sign of its number.

use super::Term;
use super::hold::sign;
use super::reading::Reading;

pub(super) fn read(reading: &mut Reading<'_>) {
    for (line, _, text) in reading.lines() {
        let (words, value) = match text.trim_end().rsplit_once('\t') {
            Some(fields) => fields,
            None if text.trim_start().starts_with('#') => {
                reading.note(line, "", "a comment was passed over");
                continue;
            }
            None => match text.trim().rsplit_once(char::is_whitespace) {
                Some(fields) => {
                    reading.note(line, fields.0.trim(), "blanks stand where a tab parts the words from the number");
                    fields
                }
                None => {
                    reading.note(line, text.trim(), "no number stands here: the line was left out");
                    continue;
                }
            },
        };
        let Some(value) = reading.number(line, words.trim(), value) else {
            continue;
        };
        if value.fract() != 0.0 || value.abs() > 5.0 {
            reading.note(line, words.trim(), "AFINN has whole numbers from -5 to 5: the entry was left out");
            continue;
        }
        reading.add(line, words, &[sign(value).to_owned()], Some(value));
    }
}

pub(super) fn write(terms: &[Term]) -> String {
    terms
        .iter()
        .map(|term| format!("{}\t{}\n", term.words, term.weight.unwrap_or(0.0)))
        .collect()
}
