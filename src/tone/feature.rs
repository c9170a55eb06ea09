//! What the learned model sees of an utterance: its words, pairs of words, stems, negated words, the cue, and what the frozen lexicon found there.
//!
//! Invariant: no name gets through. A word with a capital where none is due, and an unknown one with a capital at the beginning of a sentence, is [`NAME`], whoever it is, so the same words are
//! rated the same whoever says them of whom. Features are a pure function of utterance, known words and the frozen lexicon's hits.

use super::rater::Rater;
use super::token::{Mark, Token, TokenKind, fold, packed, tokens};
use super::{Dimension, MOST, POINT, Place, Tone, Utterance};
use std::fmt;

/// What a feature is keyed by.
pub(crate) type Key = u64;

/// What a name is seen as.
const NAME: Piece<'static> = Piece::fixed("<name>");

/// What a number is seen as.
const NUMBER: Piece<'static> = Piece::fixed("<number>");

/// The beginning of a text, for pairs.
const START: Piece<'static> = Piece::fixed("<start>");

/// Letters of a stem.
const STEM: usize = 5;

/// How many words behind a negation are seen as negated.
const NEGATED: u32 = 4;

/// Of the hash of each of [`NEGATIONS`] the bit of its highest six: what most words lack.
const NEGATING: u64 = {
    let (mut bits, mut n) = (0, 0);
    while n < NEGATIONS.len() {
        bits |= 1 << (hash(NEGATIONS[n].as_bytes()) >> 58);
        n += 1;
    }
    bits
};

/// Words that negate what follows.
const NEGATIONS: &[&str] = &[
    "not", "n't", "no", "never", "nor", "neither", "cannot", "without", "hardly", "nothing", "nobody", "none", "least", "far",
];

/// Kinds of features. Their order is that of the model file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Template {
    /// A word of the text.
    Word,
    /// Two words in a row.
    Pair,
    /// The first letters of a longer word.
    Stem,
    /// A word shortly behind a negation.
    Negated,
    /// A word of the cue.
    Cue,
    /// A category of the frozen lexicon, and whether a rule changed the hit.
    Category,
    /// A rule of the frozen lexicon that acted.
    Rule,
    /// A rating of the frozen lexicon, from so many half points upward.
    Level,
    /// A question or exclamation mark.
    Mark,
}

impl Template {
    /// All, with the words that a model file calls them by.
    const ALL: [(Template, &'static str); 9] = [
        (Template::Word, "word"),
        (Template::Pair, "pair"),
        (Template::Stem, "stem"),
        (Template::Negated, "negated"),
        (Template::Cue, "cue"),
        (Template::Category, "category"),
        (Template::Rule, "rule"),
        (Template::Level, "level"),
        (Template::Mark, "mark"),
    ];

    fn name(self) -> &'static str {
        Template::ALL[self as usize].1
    }
}

/// A part of a feature: its hash, and the words for those who want to read it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece<'a> {
    hash: u64,
    text: &'a str,
}

impl<'a> Piece<'a> {
    /// A piece that is folded already.
    const fn fixed(text: &'a str) -> Piece<'a> {
        Piece {
            hash: hash(text.as_bytes()),
            text,
        }
    }

    /// Whether it is a word, not what stands for some.
    fn is_word(&self) -> bool {
        ![NAME.hash, NUMBER.hash, START.hash].contains(&self.hash)
    }

    /// A word of a text.
    fn word(text: &'a str, token: &Token) -> Piece<'a> {
        let word = token.span.of(text);
        let hash = if token.ascii {
            let from = token.span.start as usize;
            let whole = if word.ends_with('.') {
                trimmed(word.as_bytes()).len()
            } else {
                word.len()
            };
            hash_within(text.as_bytes(), from, from + whole)
        } else {
            hash(fold(word).as_bytes())
        };
        Piece { hash, text: word }
    }
}

/// A word without the last dot of an abbreviation, as folding drops it.
fn trimmed(word: &[u8]) -> &[u8] {
    let mut rest = word;
    while word.len() > 1
        && let [before @ .., b'.'] = rest
    {
        rest = before;
    }
    rest
}

const SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// Takes eight bytes more into a hash.
const fn mix(hash: u64, eight: u64) -> u64 {
    let mixed = (hash ^ eight).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 32)
}

/// A hash of the bytes, eight at a time, ASCII letters small.
const fn hash(bytes: &[u8]) -> u64 {
    let (mut hash, mut from) = (SEED, 0);
    while from < bytes.len() {
        let (mut eight, mut n) = (0, 0);
        while n < 8 && from + n < bytes.len() {
            let byte = bytes[from + n];
            eight |= (if byte < 0x80 { byte | 0x20 } else { byte } as u64) << (8 * n);
            n += 1;
        }
        hash = mix(hash, eight);
        from += 8;
    }
    hash
}

/// The [`hash`] of the bytes `from..to` of a text, which are a word's and ASCII.
#[inline]
fn hash_within(text: &[u8], mut from: usize, to: usize) -> u64 {
    let mut hash = SEED;
    while let Some(eight) = packed(text, from, to.min(from + 8)) {
        hash = mix(hash, eight);
        from += 8;
        if from >= to {
            break;
        }
    }
    hash
}

/// The key of a feature made of `pieces`.
const fn key(template: Template, pieces: &[u64]) -> Key {
    let (mut key, mut n) = (template as u64 + 1, 0);
    while n < pieces.len() {
        key = (key.rotate_left(23) ^ pieces[n]).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        key ^= key >> 31;
        n += 1;
    }
    key
}

/// A feature on its way out: reading its name costs, its key does not.
pub(crate) struct Feature<'a> {
    pub key: Key,
    template: Template,
    pieces: &'a [Piece<'a>],
}

impl fmt::Display for Feature<'_> {
    /// `template piece piece`, as model files write it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.template.name())?;
        for piece in self.pieces {
            write!(f, " {}", fold(piece.text))?;
        }
        Ok(())
    }
}

/// The key of a feature as a model file writes it; none where it is none.
pub(crate) fn key_of(written: &str) -> Option<Key> {
    let (name, rest) = written.split_once(' ')?;
    let (template, _) = Template::ALL.into_iter().find(|(_, known)| *known == name)?;
    // Names that a lexicon gives may hold spaces; words never do.
    let pieces: Vec<&str> = match template {
        Template::Rule => rest.split_once(' ').map(|(dimension, rule)| vec![dimension, rule])?,
        Template::Category => {
            let (dimension, rest) = rest.split_once(' ')?;
            let (category, place) = rest.rsplit_once(' ')?;
            vec![dimension, category, place]
        }
        _ => rest.split(' ').collect(),
    };
    let hashes: Vec<u64> = pieces.into_iter().map(|piece| hash(piece.as_bytes())).collect();
    Some(key(template, &hashes))
}

/// Key of a word of the text: what [`read`] asks to be known.
pub(crate) fn word_key(word: &str) -> Key {
    key(Template::Word, &[hash(word.as_bytes())])
}

/// A word as the model sees it.
#[derive(Clone, Copy)]
enum Seen<'a> {
    Word(Piece<'a>),
    Name,
    Number,
}

/// Walks over the words of `text` and shows each with its token, and how it is seen; marks as none.
fn walk<'t>(text: &'t str, read: impl Iterator<Item = Token>, known: impl Fn(Key) -> bool, mut show: impl FnMut(&Token, Option<Seen<'t>>)) {
    // In a headline or a shout capitals tell nothing.
    let (mut capitals, mut all) = (0u32, 0u32);
    // In stretches whose counts fit a byte, so that the compiler counts many at once.
    for stretch in text.as_bytes().chunks(255) {
        let (mut capitals_here, mut all_here) = (0u8, 0u8);
        for byte in stretch {
            all_here += u8::from(byte.is_ascii_alphabetic());
            capitals_here += u8::from(byte.is_ascii_uppercase());
        }
        all += u32::from(all_here);
        capitals += u32::from(capitals_here);
    }
    let shouted = capitals * 2 > all;
    let mut initial = true;
    for token in read {
        let seen = match token.kind {
            TokenKind::Possessive => continue,
            TokenKind::Mark(mark) => {
                initial |= !matches!(mark, Mark::Comma | Mark::Dash | Mark::Bracket | Mark::Other);
                None
            }
            TokenKind::Number => {
                initial = false;
                Some(Seen::Number)
            }
            TokenKind::Word => {
                let word = token.span.of(text);
                let piece = Piece::word(text, &token);
                let capital = match word.as_bytes() {
                    [first @ 0..0x80, ..] => first.is_ascii_uppercase(),
                    _ => word.chars().next().is_some_and(char::is_uppercase),
                };
                let is_known = || known(key(Template::Word, &[piece.hash]));
                let pronoun = matches!(word, "I");
                let emphatic = || word.len() >= 4 && word.bytes().all(|byte| byte.is_ascii_uppercase());
                let named = capital && !pronoun && !((initial || shouted || emphatic()) && is_known());
                initial = false;
                Some(if named { Seen::Name } else { Seen::Word(piece) })
            }
        };
        show(&token, seen);
    }
}

/// How a word stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stands {
    /// With a capital where one is due anyway.
    Initial,
    /// In small letters.
    Small,
    /// With a capital where none is due: as a name.
    Named,
}

/// Shows every word of `text`, folded, and how it stands there: what known words are counted from.
pub(crate) fn words(text: &str, mut show: impl FnMut(&str, Stands)) {
    walk(
        text,
        tokens(text),
        |_| true,
        |token, seen| {
            let word = token.span.of(text);
            let stands = match seen {
                Some(Seen::Word(_)) if word.chars().next().is_some_and(char::is_uppercase) => Stands::Initial,
                Some(Seen::Word(_)) => Stands::Small,
                Some(Seen::Name) => Stands::Named,
                _ => return,
            };
            show(&fold(word), stands);
        },
    );
}

/// Shows every word of `text` that does not stand as a name does, folded, and whether it is in small letters.
pub(crate) fn seen_words(text: &str, mut show: impl FnMut(&str, bool)) {
    words(text, |word, stands| {
        if stands != Stands::Named {
            show(word, stands == Stands::Small);
        }
    });
}

/// Shows every feature of an utterance; some come several times. `known`: whether the word with this key is one of the model's. `tone` is the rating of `rater`, `read` the tokens of the text.
pub(crate) fn read(
    rater: &Rater,
    tone: &Tone,
    utterance: &Utterance<'_>,
    read: impl Iterator<Item = Token>,
    known: impl Fn(Key) -> bool + Copy,
    mut show: impl FnMut(&Feature<'_>),
) {
    // Inlined, so that with pieces of a fixed number their hashes are mixed without a loop.
    #[inline(always)]
    fn feature<'p, const N: usize>(template: Template, pieces: &'p [Piece<'p>; N]) -> Feature<'p> {
        Feature {
            key: key(template, &pieces.map(|piece| piece.hash)),
            template,
            pieces,
        }
    }
    macro_rules! emit {
        ($template:expr, $pieces:expr) => {
            show(&feature($template, $pieces))
        };
    }
    let (mut last, mut negated) = (Some(START), 0u32);
    walk(utterance.text, read, known, |token, seen| {
        let piece = match seen {
            None => {
                if let TokenKind::Mark(mark) = token.kind {
                    match mark {
                        Mark::Question => emit!(Template::Mark, &[Piece::fixed("?")]),
                        Mark::Exclamation => emit!(Template::Mark, &[Piece::fixed("!")]),
                        _ => {}
                    }
                    if !matches!(mark, Mark::Quote | Mark::Other) {
                        negated = 0;
                        last = if mark == Mark::Comma { None } else { Some(START) };
                    }
                }
                return;
            }
            // Several names in a row are one.
            Some(Seen::Name) if last.is_some_and(|last: Piece<'_>| last.hash == NAME.hash) => return,
            Some(Seen::Name) => NAME,
            Some(Seen::Number) => NUMBER,
            Some(Seen::Word(piece)) => {
                emit!(Template::Word, &[piece]);
                if token.ascii && piece.text.len() > STEM {
                    let start = token.span.start as usize;
                    let stem = Piece {
                        hash: hash_within(utterance.text.as_bytes(), start, start + STEM),
                        text: &piece.text[..STEM],
                    };
                    emit!(Template::Stem, &[stem]);
                }
                if negated > 0 {
                    emit!(Template::Negated, &[piece]);
                }
                piece
            }
        };
        // Who is named, and how often, speaks for nothing.
        if let Some(last) = last
            && (matches!(seen, Some(Seen::Word(_))) || last.is_word())
        {
            emit!(Template::Pair, &[last, piece]);
        }
        last = Some(piece);
        negated = negated.saturating_sub(1);
        if matches!(seen, Some(Seen::Word(_)))
            && NEGATING >> (piece.hash >> 58) & 1 == 1
            && NEGATIONS.iter().any(|word| word.eq_ignore_ascii_case(piece.text))
        {
            negated = NEGATED;
        }
    });
    walk(utterance.cue, tokens(utterance.cue), known, |_, seen| {
        if let Some(Seen::Word(piece)) = seen {
            emit!(Template::Cue, &[piece]);
        }
    });
    for hit in &tone.hits {
        let entry = &rater.entries()[hit.entry as usize];
        let place = match (hit.place, hit.rules.is_empty()) {
            (Place::Cue, _) => "cue",
            (Place::Text, true) => "as-it-is",
            (Place::Text, false) => "changed",
        };
        let dimension = Piece::fixed(entry.dimension.as_str());
        emit!(Template::Category, &[dimension, Piece::fixed(&entry.category), Piece::fixed(place)]);
        for applied in &hit.rules {
            emit!(Template::Rule, &[dimension, Piece::fixed(&rater.rules()[usize::from(applied.rule)].name)]);
        }
    }
    for (dimension, rating) in Dimension::ALL.into_iter().zip([tone.hostility, tone.conciliation]) {
        for (level, pieces) in LEVELS[dimension as usize].iter().enumerate() {
            let from = if level == 0 { 1 } else { level as i64 * POINT / 2 };
            if rating < from.min(MOST) {
                break;
            }
            emit!(Template::Level, pieces);
        }
    }
}

/// Of each dimension the pieces of its levels, from above 0 to 4.
const LEVELS: [[[Piece<'static>; 2]; 9]; 2] = {
    const fn of(dimension: &'static str) -> [[Piece<'static>; 2]; 9] {
        let names = ["0", "0.5", "1", "1.5", "2", "2.5", "3", "3.5", "4"];
        let (mut levels, mut n) = ([[Piece::fixed(dimension); 2]; 9], 0);
        while n < names.len() {
            levels[n][1] = Piece::fixed(names[n]);
            n += 1;
        }
        levels
    }
    [of("hostility"), of("conciliation")]
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quote::Kind;
    use proptest::prelude::*;

    proptest! {
        /// A word in a text has the hash of its folded letters, wherever it stands.
        #[test]
        fn a_word_in_a_text_has_the_hash_of_its_letters(before in "[a-z ]{0,3}", word in "[a-zA-Z0-9'.-]{1,20}", behind in "[ a-z]{0,9}") {
            let text = format!("{before}{word}{behind}");
            let folded = word.to_ascii_lowercase();
            prop_assert_eq!(hash_within(text.as_bytes(), before.len(), before.len() + word.len()), hash(folded.as_bytes()));
        }
    }

    /// What a feature is called in a file leads back to its key, also where a lexicon's own names hold spaces.
    #[test]
    fn a_name_leads_back_to_its_key() {
        let lexicon = "[lexicon]\nname = \"l\"\n[hostility.\"harsh words\"]\n\"liar*\" = 3\n";
        let rules = "[lexicon]\nname = \"r\"\n[rules.\"saying no\"]\nscope = \"after\"\nhostility = { own = 0.5 }\ntriggers = [\"not\"]\n";
        let rater = Rater::new(&[("l", lexicon)], ("r", rules)).unwrap();
        let utterance = Utterance {
            text: "We are not liars, Éva; why 12? Never.",
            cue: "said",
            quoted: &[],
            kind: Kind::Direct,
        };
        let mut names = Vec::new();
        read(
            &rater,
            &rater.rate(&utterance),
            &utterance,
            tokens(utterance.text),
            |_| true,
            |feature| {
                assert_eq!(key_of(&feature.to_string()), Some(feature.key), "{feature}");
                names.push(feature.to_string());
            },
        );
        for name in [
            "category hostility harsh words changed",
            "rule hostility saying no",
            "negated liars",
            "cue said",
            "mark ?",
        ] {
            assert!(names.iter().any(|known| known == name), "{name}: {names:?}");
        }
    }
}
