//! The language of an article. Everything behind this stage knows English only, and of another language it would make statements that nobody made.
//!
//! Invariant: an article is called another language only if two witnesses agree: hardly a word of it is one of the commonest English ones, and its trigrams (`whatlang`) are
//! surely another language's rather than English. Whatever leaves a doubt is English: too short, half English, full of foreign names.

use super::page::window;
use serde::{Deserialize, Serialize};
use std::fmt;
use whatlang::{Detector, Lang, detect_lang};

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

/// The share of common English words, per cent, below which a text may be another language. English news has some 20, hardly ever less than 12; a page that is half English has 10.
const ENGLISH: usize = 6;

/// Common English words that are rare in other languages written in the same letters; hence neither `to` (Polish) nor `of` (Dutch) nor `for` (Danish).
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
        let Sample {
            words,
            letters,
            count,
            common,
        } = Sample::of(text);
        if letters < LETTERS {
            return english("too short to tell".to_owned());
        }
        // A count of 0 cannot be: there are letters.
        let share = common * 100 / count.max(1);
        let why = format!("{share} % of its words are common English ones");
        if share >= ENGLISH {
            return english(why);
        }
        let Some(other) = detect_lang(&words).filter(|&lang| lang != Lang::Eng) else {
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

/// The words that are judged: all that do not begin with a capital, so that names of persons and places, which follow the story and not its language, are not among them.
struct Sample {
    /// With a space between.
    words: String,
    letters: usize,
    count: usize,
    /// Those of [`COMMON`].
    common: usize,
}

impl Sample {
    fn of(text: &str) -> Sample {
        let mut sample = Sample {
            words: String::new(),
            letters: 0,
            count: 0,
            common: 0,
        };
        for stretch in stretches(text) {
            for word in stretch.split(|char: char| !char.is_alphabetic()) {
                if word.is_empty() || word.starts_with(char::is_uppercase) {
                    continue;
                }
                sample.words.push_str(word);
                sample.words.push(' ');
                sample.letters += word.chars().count();
                sample.count += 1;
                sample.common += usize::from(COMMON.contains(&word));
            }
        }
        sample
    }
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
        assert_eq!(Language::of(GERMAN).language, Language::English);
        assert_eq!(Language::of("").why, "too short to tell");
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
