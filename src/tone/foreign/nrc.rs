//! NRC EmoLex: words, emotion, and 1 where they go together, else 0. Invariant: only pairs with a 1 are terms; lines with anything else but 0 are noted.

use super::Term;
use super::reading::{Reading, name};

/// The three fields of a line.
pub(super) fn fields(line: &str) -> Option<[&str; 3]> {
    let mut parts = line.rsplitn(3, '\t');
    let (last, middle, first) = (parts.next()?, parts.next()?, parts.next()?);
    Some([first, middle, last])
}

pub(super) fn read(reading: &mut Reading<'_>) {
    for (line, _, text) in reading.lines() {
        let fields = match fields(text) {
            Some(fields) => fields,
            None => {
                let words: Vec<&str> = text.split_whitespace().collect();
                match words[..] {
                    [words, emotion, flag @ ("0" | "1")] => {
                        reading.note(line, words, "blanks stand where tabs part the fields");
                        [words, emotion, flag]
                    }
                    _ => {
                        reading.note(line, text.trim(), "the line is not words, emotion and 0 or 1: it was left out");
                        continue;
                    }
                }
            }
        };
        let words = fields[0].trim();
        let Some(emotion) = name(fields[1]) else {
            reading.note(line, words, "no emotion stands here: the line was left out");
            continue;
        };
        match fields[2].trim() {
            "0" => {}
            "1" => reading.add(line, words, &[emotion], None),
            "" => reading.note(line, words, "neither 0 nor 1 stands here: the line was left out"),
            other => reading.note(line, words, format!("\"{other}\" is neither 0 nor 1: the line was left out")),
        }
    }
}

pub(super) fn write(terms: &[Term]) -> String {
    terms.iter().map(|term| format!("{}\t{}\t1\n", term.words, term.category[0])).collect()
}
