//! The language of an article. Everything behind this stage knows English only, and of another language it would make statements that nobody made.
//!
//! Invariant: an article is called another language only if two witnesses agree: hardly a word of it is one of the commonest English ones, and its trigrams (`whatlang`) are
//! surely another language's rather than English. Whatever leaves a doubt is English: too short, half English, full of foreign names.

use super::page::window;
use serde::{Deserialize, Serialize};
use std::fmt;
use whatlang::{Detector, Lang, detect};

/// The language of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Language {
    /// English, or nothing that is surely another language.
    #[default]
    English,
    /// Another language, by its English name ("German"). That it is not English is sure; which of two close relatives it is may not be.
    Other(String),
}

/// A language and how it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Told {
    pub language: Language,
    /// In a few words, for tables.
    pub why: String,
}

/// Stretches of a text that are looked at: its beginning, middle and end, so that an English half is seen wherever it stands.
const STRETCHES: usize = 3;

/// Bytes of a stretch: some three hundred words.
const STRETCH: usize = 2_000;

/// Letters that a judgement needs: three or four sentences.
const LETTERS: usize = 200;

/// Letters of a short text that can be judged if not a single common English word is among them: a sentence.
const SHORT: usize = 60;

/// The share of common English words, per cent, below which a text may be another language. English news has some 20, hardly ever less than 12; a page that is half English has 10.
const ENGLISH: usize = 6;

/// Common English words, in the order of the alphabet, that are rare in other languages written in the same letters; hence neither `to` (Polish) nor `of` (Dutch) nor `for` (Danish).
const COMMON: &[&str] = &[
    "about", "after", "and", "as", "because", "been", "but", "could", "from", "has", "have", "he", "his", "how", "it", "its", "not", "out", "said",
    "says", "she", "that", "the", "their", "there", "they", "this", "through", "we", "were", "what", "when", "which", "who", "with", "would", "you",
    "your",
];

impl Language {
    /// Whether statements are looked for.
    pub fn is_english(&self) -> bool {
        *self == Language::English
    }

    /// Its English name, as tables give it.
    pub fn as_str(&self) -> &str {
        match self {
            Language::English => "English",
            Language::Other(name) => name,
        }
    }

    /// What `text` is written in.
    pub(super) fn of(text: &str) -> Told {
        let english = |why: String| Told {
            language: Language::English,
            why,
        };
        let Sample { letters, count, common } = Sample::of(text);
        if letters < SHORT || letters < LETTERS && common > 0 {
            return english("too short to tell".to_owned());
        }
        // A count of 0 cannot be: there are letters.
        let share = common * 100 / count.max(1);
        let why = format!("{share} % of its words are common English ones");
        if share >= ENGLISH {
            return english(why);
        }
        let words = Sample::words(text);
        // Of a short text the trigrams must leave no doubt whatever else it might be.
        let found = detect(&words).filter(|info| letters >= LETTERS || info.is_reliable());
        let Some(other) = found.map(|info| info.lang()).filter(|&lang| lang != Lang::Eng) else {
            return english(why);
        };
        // Not whether it is Danish rather than Norwegian, only whether it is that rather than English.
        let surely = Detector::with_allowlist(vec![Lang::Eng, other])
            .detect(&words)
            .is_some_and(|info| info.lang() == other && info.is_reliable());
        if surely {
            Told {
                language: Language::Other(other.eng_name().to_owned()),
                why,
            }
        } else {
            english(format!("{why}, but it is not surely {}", other.eng_name()))
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// What is counted of the words that are judged: all that do not begin with a capital, so that names of persons and places, which follow the story and not its language, are not among them.
#[derive(Default)]
struct Sample {
    letters: usize,
    count: usize,
    /// Those of [`COMMON`].
    common: usize,
}

impl Sample {
    fn of(text: &str) -> Sample {
        let mut sample = Sample::default();
        judged(text, |word| {
            sample.letters += if word.is_ascii() { word.len() } else { word.chars().count() };
            sample.count += 1;
            sample.common += usize::from(is_common(word));
        });
        sample
    }

    /// The words, with a space between.
    fn words(text: &str) -> String {
        let mut words = String::new();
        judged(text, |word| {
            words.push_str(word);
            words.push(' ');
        });
        words
    }
}

/// Shows every word that is judged.
fn judged<'t>(text: &'t str, mut show: impl FnMut(&'t str)) {
    for stretch in stretches(text) {
        let bytes = stretch.as_bytes();
        // The letter at a place beyond ASCII, by its length.
        let letter = |at: usize| stretch[at..].chars().next().map(|char| (char.is_alphabetic(), char.len_utf8()));
        let mut at = 0;
        while let Some(&first) = bytes.get(at) {
            let start = at;
            while let Some(&byte) = bytes.get(at) {
                if byte.is_ascii_alphabetic() {
                    at += 1;
                } else if byte >= 0x80
                    && let Some((true, length)) = letter(at)
                {
                    at += length;
                } else {
                    break;
                }
            }
            if at == start {
                at += if first < 0x80 { 1 } else { letter(at).map_or(1, |(_, length)| length) };
                continue;
            }
            let word = &stretch[start..at];
            let capital = if first < 0x80 {
                first.is_ascii_uppercase()
            } else {
                word.starts_with(char::is_uppercase)
            };
            if !capital {
                show(word);
            }
        }
    }
}

/// Of each small letter the words of [`COMMON`] that begin with it: first and one past the last.
const BY_LETTER: [(usize, usize); 26] = {
    let (mut table, mut n) = ([(0, 0); 26], 0);
    while n < COMMON.len() {
        let letter = (COMMON[n].as_bytes()[0] - b'a') as usize;
        if table[letter].1 == 0 {
            table[letter].0 = n;
        }
        table[letter].1 = n + 1;
        n += 1;
    }
    table
};

fn is_common(word: &str) -> bool {
    let letter = word.bytes().next().map_or(usize::MAX, |first| usize::from(first.wrapping_sub(b'a')));
    BY_LETTER.get(letter).is_some_and(|&(first, end)| COMMON[first..end].contains(&word))
}

/// Beginning, middle and end of a text; the whole of a short one.
fn stretches(text: &str) -> Vec<&str> {
    if text.len() <= STRETCHES * STRETCH {
        return vec![text];
    }
    let last = text.len() - STRETCH;
    (0..STRETCHES)
        .map(|index| {
            let before = window(text, last * index / (STRETCHES - 1));
            window(&text[before.len()..], STRETCH)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const GERMAN: &str = "Die beiden Seiten haben lange gesprochen, und niemand weiß, wann sie sich wieder treffen. ";
    const ENGLISH_HALF: &str = "The two sides have spoken for long, and nobody knows when they will meet again. ";

    #[test]
    fn an_english_half_is_seen_wherever_it_stands() {
        let (german, english) = (GERMAN.repeat(200), ENGLISH_HALF.repeat(200));
        assert_eq!(Language::of(&german).language, Language::Other("German".to_owned()));
        for text in [
            format!("{german}{english}"),
            format!("{english}{german}"),
            format!("{german}{english}{german}"),
        ] {
            assert_eq!(Language::of(&text).language, Language::English);
        }
    }

    #[test]
    fn what_is_short_is_english() {
        for text in [
            "Guten Tag.",
            "Die beiden Seiten sprachen.",
            "Ministers met leaders behind closed doors.",
            "Ada Korrin, Davrin Kolesk, Mira Quillon",
        ] {
            assert_eq!(Language::of(text).language, Language::English, "{text}");
        }
        assert_eq!(Language::of("").why, "too short to tell");
    }

    #[test]
    fn a_sentence_without_an_english_word_may_be_of_another_language() {
        assert_eq!(Language::of(GERMAN).language, Language::Other("German".to_owned()));
        let mixed = format!("{} he said", GERMAN.trim());
        assert_eq!(Language::of(&mixed).language, Language::English);
        for english in [
            "Ministers postponed talks on fishing rights until spring, citing storms along northern coasts.",
            "Two ships collided near a crowded harbour late on Tuesday; nobody on board was hurt, officials in Torva stated.",
        ] {
            assert_eq!(Language::of(english).language, Language::English, "{english}");
        }
    }

    proptest! {
        #[test]
        fn any_text_has_a_language(part in "\\PC{1,40}", times in 1usize..600) {
            let text = part.repeat(times);
            prop_assert_eq!(Language::of(&text), Language::of(&text));
            prop_assert!(stretches(&text).iter().map(|stretch| stretch.len()).sum::<usize>() <= STRETCHES * STRETCH);
        }
    }
}
