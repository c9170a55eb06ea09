//! The words of statements that the lexicons miss, counted for [`Keyness`]. Invariant: a word that an entry found, or that is an entry or a trigger of a rule by itself anywhere in the run, is not
//! counted; nor are function words, numbers, and what is only ever written as a name.

use super::scan::while_well;
use super::{Entries, RunError, Scan};
use crate::compare::{By, Comparison, Key, Keyness, Plan, Row, compare};
use crate::quote::function_words;
use crate::report::{HitRow, StatementRow, TableWriter, WordRow, spans_read};
use crate::tone::token::{TokenKind, fold, tokens};
use crate::tone::{Blend, JOIN, seen_words};
use std::collections::BTreeSet;
use std::path::Path;

/// Most words of a group that are told.
const MOST: usize = 50;

/// Particles, numbers and what the tokenizer leaves of "can't" and "won't": as common as function words, and no part of that list.
const COMMON: [&str; 14] = [
    "up", "out", "down", "off", "away", "ca", "wo", "sha", "eleven", "twelve", "hundred", "thousand", "million", "billion",
];

/// What stands for the letters of words that an entry found.
const FOUND: char = 'x';

/// A comparison with the words behind it.
#[derive(Clone, Debug)]
pub struct Words {
    /// The comparison; its shifts say what each entry did.
    pub comparison: Comparison,
    /// Labels that shifts point into: an entry and, in brackets, the rules that changed it.
    pub entries: Vec<String>,
    /// Words that no entry knows; none in a run without text.
    pub missed: Vec<Key>,
}

impl Words {
    /// From the tables in `folder`, in one scan. `speakers`, by id, are counted beside everyone and the sides.
    pub(super) fn of(folder: &Path, plan: &Plan, blend: Blend, speakers: &[String]) -> Result<Words, RunError> {
        let mut entries = Entries::new(blend).taking(plan.selection);
        let mut usage = Usage::new(speakers);
        let comparison = while_well(Scan::open(folder)?, |statements| {
            let counted = statements.filter(|(statement, _)| statement.left_out.is_none());
            let rows = counted.map(|(statement, hits)| {
                let row = entries.row(&statement, &hits);
                if let Some(year) = row.counts(plan.selection, plan.confidence) {
                    usage.add(&row, year, &statement, &hits);
                }
                row
            });
            compare(rows, plan)
        })??;
        Ok(Words {
            missed: comparison.years.map(|years| usage.words(years)).unwrap_or_default(),
            comparison,
            entries: entries.names,
        })
    }

    /// Writes the table `words` of a comparison into `folder`, and gives them.
    pub(super) fn write(folder: &Path, comparison: &Comparison) -> Result<Vec<Key>, RunError> {
        let mut usage = Usage::new(&[]);
        if let Some(years) = comparison.years {
            // Whether a row counts, and for whom, does not hang on its rating.
            let mut entries = Entries::new(Blend::LEXICON);
            for item in Scan::open(folder)? {
                let (statement, hits) = item?;
                let row = entries.row(&statement, &[]);
                let year = row.counts(comparison.plan.selection, comparison.plan.confidence);
                if let Some(year) = year.filter(|year| years.contains(year) && statement.left_out.is_none()) {
                    usage.add(&row, year, &statement, &hits);
                }
            }
        }
        let words = comparison.years.map(|years| usage.words(years)).unwrap_or_default();
        TableWriter::write_all(folder, words.iter().map(WordRow::of))?;
        Ok(words)
    }
}

/// The words of a run's statements.
pub(super) struct Usage {
    keyness: Keyness,
    /// Speakers who are counted beside everyone and the sides.
    speakers: Vec<String>,
    /// Words seen in small letters: no names.
    small: BTreeSet<String>,
    /// Words that are entries or triggers by themselves.
    known: BTreeSet<String>,
}

impl Usage {
    /// None yet; of these speakers beside everyone and the sides.
    pub fn new(speakers: &[String]) -> Usage {
        Usage {
            keyness: Keyness::default(),
            speakers: speakers.to_vec(),
            small: BTreeSet::new(),
            known: BTreeSet::new(),
        }
    }

    /// Counts the words of a statement that counts in `year`; nothing where the run holds no text.
    pub fn add(&mut self, row: &Row, year: i16, statement: &StatementRow, hits: &[HitRow]) {
        for hit in hits {
            self.known.extend(hit.words.iter().filter_map(|words| lone(words)));
            let triggers = hit.triggers.iter().flat_map(|triggers| triggers.split("; "));
            self.known.extend(triggers.filter_map(lone));
        }
        let Some(text) = &statement.text else { return };
        let speaker = row.speaker.as_ref().filter(|speaker| self.speakers.contains(speaker));
        seen_words(&without_hits(text, statement, hits), |word, is_small| {
            if word.chars().all(|letter| letter == FOUND) || !word.chars().all(char::is_alphabetic) || word.chars().nth(1).is_none() {
                return;
            }
            if is_small && !self.small.contains(word) {
                self.small.insert(word.to_owned());
            }
            let mut count = |by: By, key: &str| self.keyness.add(by, key, year, &row.article, word);
            count(By::All, "all");
            if let Some(side) = &row.side {
                count(By::Side, side);
            }
            if let Some(speaker) = speaker {
                count(By::Speaker, speaker);
            }
        });
    }

    /// The words that set two years apart, of every group those with the largest |z|.
    pub fn words(&self, years: [i16; 2]) -> Vec<Key> {
        let function: BTreeSet<&str> = function_words().into_iter().chain(COMMON).collect();
        self.keyness.words(years, MOST, |word| {
            self.small.contains(word) && !self.known.contains(word) && !function.contains(word)
        })
    }
}

/// A single word, folded; none for several.
fn lone(words: &str) -> Option<String> {
    let mut found = tokens(words).filter(|token| token.kind == TokenKind::Word);
    let only = found.next()?;
    found.next().is_none().then(|| fold(only.span.of(words)).into_owned())
}

/// The text with the letters of found words blotted out. Places of hits are the article's code points; the text is what stands at the statement's spans, joined.
fn without_hits(text: &str, statement: &StatementRow, hits: &[HitRow]) -> String {
    let joined = JOIN.chars().count() as u32;
    let mut blots = Vec::new();
    let mut begin = 0;
    for [start, end] in spans_read(&statement.spans) {
        let within = hits.iter().filter(|hit| hit.place == "text");
        for (from, to) in within.filter_map(|hit| Some((u32::try_from(hit.start).ok()?, u32::try_from(hit.end).ok()?))) {
            if from >= start && to <= end {
                blots.push((begin + from - start, begin + to - start));
            }
        }
        begin += end.saturating_sub(start) + joined;
    }
    let blotted = |place: u32| blots.iter().any(|&(from, to)| (from..to).contains(&place));
    text.chars()
        .zip(0..)
        .map(|(letter, place)| if blotted(place) { FOUND } else { letter })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::statement;

    fn hit(words: &str, start: i64, triggers: &str) -> HitRow {
        HitRow {
            statement: "a".to_owned(),
            article: "wire/01".to_owned(),
            place: "text".to_owned(),
            start,
            end: start + words.chars().count() as i64,
            words: Some(words.to_owned()),
            entry: "l:c:p".to_owned(),
            dimension: "hostility".to_owned(),
            weight: 2.0,
            rules: String::new(),
            triggers: Some(triggers.to_owned()),
            hostility: 2.0,
            conciliation: 0.0,
            target_affiliation: None,
            target_side: None,
        }
    }

    #[test]
    fn what_the_lexicons_know_and_names_are_left_out() {
        let mut usage = Usage::new(&[]);
        let mut add = |id: &str, year: i16, text: &str, hits: &[HitRow]| {
            let statement = StatementRow {
                year: Some(year.into()),
                article: id.to_owned(),
                ..statement(id, text)
            };
            let row = super::super::Entries::new(crate::tone::Blend::LEXICON).row(&statement, &[]);
            usage.add(&row, year, &statement, hits);
        };
        // "toll war" is an entry of two words: each by itself is still a word that may be missed. "lied" is one by itself, "never" a trigger.
        add(
            "a",
            2016,
            "The toll war hurts Quillon, and you lied about 12 ferries.",
            &[hit("toll war", 14, "")],
        );
        add("b", 2016, "Ferries never sink. They lied.", &[hit("lied", 35, "never")]);
        add("c", 2022, "A war over ferries hurts. We never lied.", &[]);
        add("d", 2022, "That war hurts Quillon and the Éclair.", &[]);
        let words: BTreeSet<String> = usage.words([2016, 2022]).into_iter().map(|key| key.word).collect();
        assert_eq!(words, ["ferries", "hurts", "war"].map(str::to_owned).into());
    }
}
