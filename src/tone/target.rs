//! Whom a hit's clause names. Invariant: a hit gets a target of its own clause or none; the reporting cue names nobody, and neither does a place: in "fighting in eastern Ostland" Ostland is where, not
//! whom.

use super::clause::{Clauses, role};
use super::token::{TokenKind, fold, tokens};
use super::{Place, Tone};
use crate::article::Span;

/// Prepositions after which a name is where something happens.
const WHERE: [&str; 7] = ["in", "inside", "within", "across", "throughout", "outside", "near"];

/// Words that may stand between such a preposition and its name.
const BETWEEN: [&str; 11] = [
    "the",
    "eastern",
    "western",
    "northern",
    "southern",
    "central",
    "all",
    "much",
    "of",
    "neighbouring",
    "neighboring",
];

/// For each hit of `tone` the index among `targets` (bytes of `text`, in text order) of the nearest one in the hit's clause: fewest bytes between, the
/// left one of two. None where the clause names none but as a place, and for hits in the cue.
pub fn hit_targets(text: &str, tone: &Tone, targets: &[Span]) -> Vec<Option<u32>> {
    if targets.is_empty() || tone.hits.is_empty() {
        return vec![None; tone.hits.len()];
    }
    // Where each clause starts: (first byte, clause), one item a word.
    let mut clauses = Clauses::default();
    let mut words: Vec<(u32, u32)> = Vec::new();
    let mut folded: Vec<String> = Vec::new();
    for token in tokens(text) {
        match token.kind {
            TokenKind::Mark(mark) => {
                clauses.mark(mark);
            }
            TokenKind::Possessive => {}
            TokenKind::Word | TokenKind::Number => {
                let word = fold(token.span.of(text));
                words.push((token.span.start, clauses.word(role(&word)).clause));
                folded.push(word.to_string());
            }
        }
    }
    // The clause of the last word that starts at or before the byte; a span begins with a word, or inside one.
    let clause_of = |span: Span| {
        words[..words.partition_point(|(start, _)| *start <= span.start)]
            .last()
            .map(|(_, clause)| *clause)
    };
    let is_place = |target: Span| {
        let first = words.partition_point(|(start, _)| *start < target.start);
        let before = folded[..first].iter().rev();
        before
            .take(5)
            .find(|word| !BETWEEN.contains(&word.as_str()))
            .is_some_and(|word| WHERE.contains(&word.as_str()))
    };
    let placed: Vec<Option<u32>> = targets.iter().map(|&target| clause_of(target).filter(|_| !is_place(target))).collect();
    let between = |hit: Span, target: Span| hit.start.saturating_sub(target.end).max(target.start.saturating_sub(hit.end));
    let nearest = |hit: &super::Hit| {
        let clause = clause_of(hit.span)?;
        let same = (0..).zip(&placed).filter(|(_, placed)| **placed == Some(clause)).map(|(index, _)| index);
        same.min_by_key(|&index: &u32| (between(hit.span, targets[index as usize]), index))
    };
    tone.hits
        .iter()
        .map(|hit| if hit.place == Place::Text { nearest(hit) } else { None })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tone::Hit;

    fn find(text: &str, words: &str) -> Span {
        let start = text.find(words).unwrap();
        Span::new(start, start + words.len())
    }

    #[test]
    fn a_place_is_no_target() {
        for (text, aimed) in [
            ("Varnia is arming gangs in eastern Ostland", Some(0)),
            ("they are arming gangs in Ostland", None),
            ("they are arming gangs in much of the Ostland", None),
            ("they are arming gangs against Ostland", Some(0)),
            ("gangs in the north are arming Ostland", Some(0)),
        ] {
            let targets: Vec<Span> = ["Varnia", "Ostland"]
                .iter()
                .filter(|name| text.contains(*name))
                .map(|name| find(text, name))
                .collect();
            let tone = Tone {
                hits: vec![Hit {
                    entry: 0,
                    place: Place::Text,
                    span: find(text, "arming"),
                    rules: Vec::new(),
                    parts: [0, 0],
                    contribution: [0, 0],
                }],
                ..Tone::default()
            };
            assert_eq!(hit_targets(text, &tone, &targets), [aimed], "{text}");
        }
    }

    #[test]
    fn a_hit_is_aimed_at_whom_its_clause_names() {
        let text = "Varnia lied to us, but we thank Ostland and Merrow, and the threat stands.";
        let hit = |words| Hit {
            entry: 0,
            place: Place::Text,
            span: find(text, words),
            rules: Vec::new(),
            parts: [0, 0],
            contribution: [0, 0],
        };
        let cue = Hit {
            place: Place::Cue,
            ..hit("lied")
        };
        let tone = Tone {
            hits: vec![hit("lied"), hit("thank"), hit("threat"), cue],
            ..Tone::default()
        };
        let targets = ["Varnia", "Ostland", "Merrow"].map(|name| find(text, name));
        assert_eq!(hit_targets(text, &tone, &targets), [Some(0), Some(1), None, None]);
        assert_eq!(hit_targets(text, &tone, &[]), [None; 4]);
    }
}
