//! Which changes can touch an utterance, told from its raw text: what lets a rerun pass over nearly every statement without cutting it into words. Invariant: a change is found exactly where all words of one of its
//! patterns stand, in text or cue, whatever their order and distance; so an utterance that it can rate otherwise is always among those found.
//!
//! A word is looked for by its longest run of ASCII letters and digits, in any case: in a text of ordinary characters, no folding makes such a run out of anything else. A text with others (ligatures, soft hyphens,
//! combining marks) is folded whole first. Only where a run stands are words cut and compared.

use super::entry::Pattern;
use super::token::{TokenKind, fold_into, tokens};
use aho_corasick::AhoCorasick;
use std::collections::BTreeMap;

/// Room to work in, kept from utterance to utterance.
#[derive(Clone, Debug, Default)]
pub struct Sought {
    folded: String,
    /// The words of an utterance, one behind the other, and where each ends.
    words: String,
    ends: Vec<usize>,
}

impl Sought {
    /// Cuts texts into folded words, hyphenated ones into their parts as well.
    fn cut(&mut self, texts: [&str; 2]) {
        self.words.clear();
        self.ends.clear();
        for text in texts {
            for token in tokens(text) {
                if !matches!(token.kind, TokenKind::Word | TokenKind::Number) {
                    continue;
                }
                fold_into(token.span.of(text), &mut self.folded);
                for part in self.folded.split('-').filter(|part| !part.is_empty()) {
                    self.words.push_str(if part.len() > 1 { part.trim_end_matches('.') } else { part });
                    self.ends.push(self.words.len());
                }
            }
        }
    }

    fn holds(&self, pattern: &Pattern) -> bool {
        let all = pattern.words.iter().filter(|word| word.literal.contains(char::is_alphanumeric));
        all.into_iter().all(|wanted| {
            let mut start = 0;
            self.ends.iter().any(|&end| {
                let word = &self.words[start..end];
                start = end;
                if wanted.prefix {
                    word.starts_with(&wanted.literal)
                } else {
                    word == wanted.literal
                }
            })
        })
    }
}

/// Changes, by what they are looked for.
#[derive(Clone, Debug)]
pub(crate) struct Search {
    /// What each change needs to be found: any of these.
    patterns: Vec<Vec<Pattern>>,
    keys: AhoCorasick,
    /// Of each key the changes that it may mean.
    means: Vec<Vec<u32>>,
    /// Changes with a pattern that has no key: marks, words of other alphabets.
    always: Vec<u32>,
}

impl Search {
    /// Of each change, in order, the patterns any of which it needs.
    pub fn new(patterns: Vec<Vec<Pattern>>) -> Search {
        let mut keys: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        let mut always = Vec::new();
        for (change, patterns) in (0..).zip(&patterns) {
            for pattern in patterns {
                match key(pattern) {
                    Some(key) => keys.entry(key).or_default().push(change),
                    None => always.push(change),
                }
            }
        }
        let (keys, means): (Vec<&str>, Vec<Vec<u32>>) = keys.into_iter().unzip();
        let keys = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .build(keys)
            .expect("the words of lexicons are far from the four gigabytes that the automaton can number");
        Search {
            patterns,
            keys,
            means,
            always,
        }
    }

    /// The changes that may touch an utterance, its text and its cue: ascending, each once.
    pub fn touching(&self, sought: &mut Sought, texts: [&str; 2]) -> Vec<u32> {
        let mut found = self.always.clone();
        for text in texts {
            let plain = is_plain(text);
            if !plain {
                fold_into(text, &mut sought.folded);
            }
            let here = if plain { text } else { &sought.folded };
            for key in self.keys.find_overlapping_iter(here) {
                found.extend(&self.means[key.pattern().as_usize()]);
            }
        }
        if found.is_empty() {
            return found;
        }
        found.sort_unstable();
        found.dedup();
        sought.cut(texts);
        found.retain(|&change| self.patterns[change as usize].iter().any(|pattern| sought.holds(pattern)));
        found
    }
}

/// The longest run of ASCII letters and digits in a pattern's words; none where there is none.
fn key(pattern: &Pattern) -> Option<&str> {
    let runs = pattern
        .words
        .iter()
        .flat_map(|word| word.literal.split(|c: char| !c.is_ascii_alphanumeric()));
    let longest = runs.fold("", |longest, run| if run.len() > longest.len() { run } else { longest });
    Some(longest).filter(|longest| !longest.is_empty())
}

/// Whether folding makes no ASCII letter or digit of what is none in `text`, and puts none next to each other that were not: ASCII itself, Latin-1 but ß and the soft hyphen, and dashes, quotation marks, dots.
fn is_plain(text: &str) -> bool {
    text.is_ascii()
        || text
            .chars()
            .all(|c| matches!(c, '\0'..='\u{7f}' | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{de}' | '\u{e0}'..='\u{ff}' | '\u{2010}'..='\u{2027}'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pattern(text: &str) -> Pattern {
        Pattern::parse(text, true).unwrap()
    }

    #[test]
    fn plain_characters_fold_to_none_of_ascii() {
        let mut folded = String::new();
        for c in ('\u{80}'..=char::MAX).filter(|c| is_plain(&c.to_string())) {
            for text in [format!("{c}"), format!("a{c}b")] {
                fold_into(&text, &mut folded);
                let letters = |text: &str| {
                    text.split(|c: char| !c.is_ascii_alphanumeric())
                        .filter(|run| !run.is_empty())
                        .map(str::to_owned)
                        .collect::<Vec<String>>()
                };
                // Hyphens and apostrophes become ASCII, but no letters.
                assert_eq!(letters(&folded), letters(&text), "{c:?}");
            }
        }
    }

    #[test]
    fn words_are_found_however_they_are_written() {
        let search = Search::new(
            [
                "menac*",
                "grave consequences",
                "refus* … cooperat*",
                "ca n't",
                "straße",
                "мир",
                "?",
                "U.S. led",
            ]
            .map(|text| vec![pattern(text)])
            .into(),
        );
        for (text, cue, found) in [
            ("nothing here", "said", &[6][..]),
            ("It MENACED us", "", &[0, 6]),
            ("It men\u{ad}aces us", "", &[0, 6]),
            ("Consequences, and grave ones", "", &[1, 6]),
            ("grave", "of consequences", &[1, 6]),
            ("They co-operate, they refused", "", &[6]),
            ("They cooperate, they refused", "", &[2, 6]),
            ("We can’t", "", &[3, 6]),
            ("die STRASSE", "", &[4, 6]),
            ("МИР", "", &[5, 6]),
            ("the U.S.-led talks", "", &[6, 7]),
            ("a \u{fb01}ne day", "", &[6]),
        ] {
            assert_eq!(search.touching(&mut Sought::default(), [text, cue]), found, "{text}");
        }
        assert!(Search::new(Vec::new()).touching(&mut Sought::default(), ["any", ""]).is_empty());
        let fine = Search::new(vec![vec![pattern("fine")]]);
        assert_eq!(fine.touching(&mut Sought::default(), ["a \u{fb01}ne day", ""]), [0]);
    }

    proptest! {
        /// The keys take nothing away: what is found is what the words alone say.
        #[test]
        fn keys_miss_nothing(
            texts in prop::array::uniform2("[a-cA-C'’ßſ\u{212a}k\u{fb01}fié\u{301}\u{ad}\u{200d} .\\-–0-2]{0,24}|\\PC{0,12}"),
            patterns in prop::collection::vec("[a-ckfiß]{1,3}\\*?( [a-cé0-2]{1,2}\\*?)?", 1..6),
        ) {
            let patterns: Vec<Vec<Pattern>> = patterns.iter().map(|text| vec![pattern(text)]).collect();
            let mut sought = Sought::default();
            let found = Search::new(patterns.clone()).touching(&mut sought, [&texts[0], &texts[1]]);
            sought.cut([&texts[0], &texts[1]]);
            let words: Vec<u32> = (0..).zip(&patterns).filter(|(_, patterns)| sought.holds(&patterns[0])).map(|(change, _)| change).collect();
            prop_assert_eq!(found, words);
        }
    }
}
