//! Which utterances hold which words: what tells, without rating anything, which ratings a changed entry can touch. Invariant: an utterance in which a pattern is found is among those
//! that the pattern is looked up to (the converse need not hold: neither order nor distance of words is kept).

use super::entry::Pattern;
use super::token::{TokenKind, fold, fold_into, tokens};
use foldhash::fast::FixedState;
use std::collections::{BTreeSet, HashMap};

/// The utterances of every folded word, in ascending order.
#[derive(Clone, Debug, Default)]
pub struct Postings {
    utterances: u32,
    lists: HashMap<Box<str>, Vec<u32>, FixedState>,
    /// The words in order, so that those of one beginning stand together; made when all is added.
    words: Vec<Box<str>>,
}

impl Postings {
    /// Adds the next utterance, its text and its cue; gives its number, from 0.
    pub fn add(&mut self, texts: [&str; 2]) -> u32 {
        let number = self.utterances;
        self.utterances += 1;
        let mut folded = String::new();
        for text in texts {
            for token in tokens(text) {
                if !matches!(token.kind, TokenKind::Word | TokenKind::Number) {
                    continue;
                }
                fold_into(token.span.of(text), &mut folded);
                for part in folded.split('-') {
                    let part = if part.len() > 1 { part.trim_end_matches('.') } else { part };
                    match self.lists.get_mut(part) {
                        Some(list) if list.last() == Some(&number) => {}
                        Some(list) => list.push(number),
                        None if part.is_empty() => {}
                        None => {
                            self.lists.insert(part.into(), vec![number]);
                        }
                    }
                }
            }
        }
        number
    }

    /// Adds utterances that were counted by themselves, behind those here.
    pub fn append(&mut self, others: Postings) {
        let offset = self.utterances;
        self.utterances += others.utterances;
        for (word, list) in others.lists {
            self.lists.entry(word).or_default().extend(list.into_iter().map(|number| number + offset));
        }
    }

    /// Makes look-ups of beginnings possible: to be called once, when all is added.
    pub fn sort(&mut self) {
        self.words = self.lists.keys().cloned().collect();
        self.words.sort_unstable();
    }

    /// The utterances in which a pattern may be found; all where it is no words, as the marks that rules know are.
    pub(crate) fn of(&self, pattern: &Pattern) -> BTreeSet<u32> {
        let mut found: Option<BTreeSet<u32>> = None;
        for word in &pattern.words {
            if !word.literal.contains(char::is_alphanumeric) {
                continue;
            }
            let here = self.of_word(&word.literal, word.prefix);
            found = Some(match found {
                None => here,
                Some(so_far) => so_far.intersection(&here).copied().collect(),
            });
        }
        found.unwrap_or_else(|| (0..self.utterances).collect())
    }

    fn of_word(&self, literal: &str, prefix: bool) -> BTreeSet<u32> {
        let literal = fold(literal);
        if !prefix {
            return self.lists.get(&*literal).into_iter().flatten().copied().collect();
        }
        let from = self.words.partition_point(|word| **word < *literal);
        let some = self.words[from..].iter().take_while(|word| word.starts_with(&*literal));
        some.filter_map(|word| self.lists.get(word)).flatten().copied().collect()
    }
}
