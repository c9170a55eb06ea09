//! A person's name taken apart, and what two spellings of one name have in common. Invariant: a function of the name alone; every form is folded (lower case, no
//! marks on letters), so equal forms mean equal names whatever the case, accents or apostrophes.

use super::word::particle;
use unicode_normalization::UnicodeNormalization;

/// A person's name: first and middle names or their initials, and the surname that the person is known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// First and middle names, folded; an initial is one letter. Empty for a bare surname.
    pub given: Vec<String>,
    /// The surname, folded, without particles: `Aschwald` of `Konrad von Aschwald`, `Rashun` of `Nadim al-Rashun`.
    pub surname: String,
}

/// How much of a name is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fullness {
    /// A surname alone.
    Bare,
    /// A surname with initials.
    Initials,
    /// A surname with a first name.
    Full,
}

impl Name {
    /// Takes a name apart. Titles stand no longer before it: [`super::Finder`] gives names without.
    pub fn of(name: &str) -> Name {
        let words: Vec<&str> = name
            .split_whitespace()
            .filter(|word| !matches!(*word, "Jr." | "Jr" | "Sr." | "Sr" | "II" | "III" | "IV"))
            .collect();
        let Some((last, before)) = words.split_last() else {
            return Name {
                given: Vec::new(),
                surname: plain(name),
            };
        };
        let shouted = !last.chars().any(char::is_lowercase);
        let given = before
            .iter()
            .enumerate()
            .filter(|(at, word)| !is_particle(word, *at == 0))
            .flat_map(|(_, word)| given_names(word, shouted))
            .collect();
        Name {
            given,
            surname: without_particle(&plain(last)),
        }
    }

    /// How much of it is there.
    pub fn fullness(&self) -> Fullness {
        match self.given.as_slice() {
            [] => Fullness::Bare,
            given if given.iter().all(|name| name.chars().count() == 1) => Fullness::Initials,
            _ => Fullness::Full,
        }
    }

    /// The first name; empty for a bare surname.
    pub fn first(&self) -> &str {
        self.given.first().map_or("", String::as_str)
    }

    /// The first letter of the first name.
    pub fn initial(&self) -> Option<char> {
        self.first().chars().next()
    }

    /// The first letter of the middle name.
    pub fn middle(&self) -> Option<char> {
        self.given.get(1)?.chars().next()
    }
}

/// `Van Ruyder`, `Le Farn`: a particle may open a sentence. Some are first names as often (`Al`, `Ben`) and stay so with a capital, where they come first.
fn is_particle(word: &str, first: bool) -> bool {
    if word.starts_with(char::is_lowercase) {
        return particle(word);
    }
    let folded = word.to_lowercase();
    particle(&folded) && folded.chars().count() > 1 && !(first && matches!(folded.as_str(), "al" | "ben"))
}

/// `Karel` is one name, `P.`, `P.J.` and `PJ` (where not the whole name is in capitals) are initials.
fn given_names(word: &str, shouted: bool) -> Vec<String> {
    let letters = |text: &str| plain(text).chars().filter(|letter| letter.is_alphanumeric()).collect::<String>();
    let parts: Vec<String> = word.split('.').map(letters).filter(|part| !part.is_empty()).collect();
    let dotted = word.contains('.') && parts.iter().all(|part| part.chars().count() == 1);
    let capitals = !shouted && word.chars().count() == 2 && word.chars().all(char::is_uppercase);
    match parts.as_slice() {
        _ if dotted => parts,
        [one] if capitals => one.chars().map(String::from).collect(),
        parts => {
            let whole = parts.concat();
            if whole.is_empty() { Vec::new() } else { vec![whole] }
        }
    }
}

/// `al-rashun` and `rashun` are one surname.
fn without_particle(surname: &str) -> String {
    match surname.split_once(['-', '‑']) {
        Some((first, rest)) if !rest.is_empty() && (particle(first) || matches!(first, "ad" | "ar" | "as" | "ash" | "ul")) => rest.to_owned(),
        _ => surname.to_owned(),
    }
}

/// How a name sounds, roughly: transliterations that are spelt two ways come out the same. Not a phonetic algorithm of the literature: the pairs are those of
/// the usual romanisations of Cyrillic and Arabic (ISO 9, BGN/PCGN, press usage) and of letters that English papers write without their marks.
pub(super) fn sound(name: &str) -> String {
    let mut text: String = plain(name);
    for (from, to) in [
        ("shch", "s"),
        ("tsch", "c"),
        ("tch", "c"),
        ("sch", "s"),
        ("ch", "c"),
        ("sh", "s"),
        ("zh", "z"),
        ("kh", "h"),
        ("ph", "f"),
        ("ks", "x"),
        ("ts", "c"),
        ("ck", "k"),
        ("w", "v"),
        ("yi", "i"),
        ("iy", "i"),
        ("ij", "i"),
        ("ii", "i"),
        ("y", "i"),
        ("j", "i"),
        ("ff", "v"),
        ("ou", "u"),
        ("oo", "u"),
        ("ee", "i"),
        ("ae", "a"),
        ("oe", "o"),
        ("ue", "u"),
    ] {
        // Most pairs stand in no name: to look for two bytes costs less than to copy.
        if text
            .as_bytes()
            .windows(from.len())
            .any(|bytes| bytes[0] == from.as_bytes()[0] && bytes == from.as_bytes())
        {
            text = text.replace(from, to);
        }
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| c.is_alphanumeric()) {
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

/// Lower case without marks on letters, one space between words, no leading article.
pub(super) fn plain(name: &str) -> String {
    let mut text = if name.is_ascii() {
        name.to_ascii_lowercase()
    } else {
        String::with_capacity(name.len())
    };
    let others = if name.is_ascii() { "" } else { name };
    for letter in others.nfd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).flat_map(char::to_lowercase) {
        match letter {
            '’' | '‘' | 'ʼ' => text.push('\''),
            // Letters that no decomposition takes apart.
            'ø' => text.push('o'),
            'ł' => text.push('l'),
            'đ' => text.push('d'),
            'ı' => text.push('i'),
            'ß' => text.push_str("ss"),
            'æ' => text.push_str("ae"),
            'œ' => text.push_str("oe"),
            letter => text.push(letter),
        }
    }
    // One word, or several with a space between, need no copy.
    if text.is_ascii() && !text.starts_with("the ") && !text.starts_with("a ") && !text.starts_with("an ") {
        let bytes = text.as_bytes();
        let spaced = |at: usize| bytes[at] != b' ' || at > 0 && at + 1 < bytes.len() && bytes[at - 1] != b' ';
        if (0..bytes.len()).all(|at| !(bytes[at].is_ascii_whitespace() || bytes[at] == 0x0B) || bytes[at] == b' ' && spaced(at)) {
            return text;
        }
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let skip = words
        .iter()
        .take(words.len().saturating_sub(1))
        .take_while(|w| matches!(**w, "the" | "a" | "an"))
        .count();
    words[skip..].join(" ")
}

/// Letters, digits and hyphens, safe in a file name and in an address.
pub(super) fn slug(name: &str) -> String {
    let mut out = String::new();
    for c in plain(name).chars() {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    let out = out.trim_end_matches('-').chars().take(80).collect::<String>();
    if out.is_empty() { "unnamed".to_string() } else { out }
}

/// Keys of which two words share one wherever a letter more, less, other or two letters changed over are all that parts them: the word itself, and the word
/// without each of its letters. Who shares a key is to be compared; so nobody else has to be.
pub(super) fn near_keys(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let mut keys: Vec<String> = (0..letters.len())
        .map(|left_out| {
            letters
                .iter()
                .enumerate()
                .filter(|(at, _)| *at != left_out)
                .map(|(_, letter)| *letter)
                .collect()
        })
        .collect();
    keys.push(word.to_owned());
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Fewest letters of a surname that a wrong letter leaves recognisable: short surnames are one letter from too many others.
pub(super) const RESPELLED: usize = 6;

/// Whether two surnames are one with a letter wrong.
pub(super) fn respelled(one: &str, other: &str) -> bool {
    one != other && one.chars().count().min(other.chars().count()) >= RESPELLED && strsim::osa_distance(one, other) == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_taken_apart() {
        for (name, given, surname) in [
            ("Karel Novak", "karel", "novak"),
            ("Novák", "", "novak"),
            ("Konrad von Aschwald", "konrad", "aschwald"),
            ("Von Aschwald", "", "aschwald"),
            ("INÉS DE LA CENDRA", "ines", "cendra"),
            ("De la Cendra", "", "cendra"),
            ("Nadim al-Rashun", "nadim", "rashun"),
            ("al-Rashun", "", "rashun"),
            ("Nadim Al Rashun", "nadim", "rashun"),
            ("Al Brask", "al", "brask"),
            ("P. J. Lacke", "p j", "lacke"),
            ("P.J. Lacke", "p j", "lacke"),
            ("PJ Lacke", "p j", "lacke"),
            ("AL BRASK", "al", "brask"),
            ("Karel J. Novak Jr.", "karel j", "novak"),
            ("Jean-Luc Farn", "jeanluc", "farn"),
            ("Søren Øvrild", "soren", "ovrild"),
            ("", "", ""),
            ("…", "", "…"),
        ] {
            let parts = Name::of(name);
            assert_eq!((parts.given.join(" ").as_str(), parts.surname.as_str()), (given, surname), "{name}");
        }
    }

    #[test]
    fn transliterations_sound_alike_and_other_names_do_not() {
        for (one, other) in [
            ("Tchorin", "Chorin"),
            ("Aleksar", "Alexar"),
            ("Yury", "Juri"),
            ("Zhuk", "Žuk"),
            ("Shcherbin", "Scherbin"),
            ("Müllrad", "Muellrad"),
            ("Ostrowski", "Ostrovsky"),
        ] {
            assert_eq!(sound(one), sound(other), "{one}, {other}");
        }
        for (one, other) in [("Novak", "Nowicki"), ("Drazny", "Drozny"), ("Verrin", "Varrin")] {
            assert_ne!(sound(one), sound(other), "{one}, {other}");
        }
    }

    proptest! {
        #[test]
        fn who_is_one_letter_off_shares_a_key(word in "[a-e]{1,9}", at in 0usize..9, letter in prop::char::range('a', 'f'), how in 0..4) {
            let mut letters: Vec<char> = word.chars().collect();
            let at = at % letters.len();
            match how {
                0 => letters[at] = letter,
                1 => letters.insert(at, letter),
                2 => { letters.remove(at); }
                _ => { let next = (at + 1) % letters.len(); if next > at { letters.swap(at, next); } }
            }
            let other: String = letters.into_iter().collect();
            let keys = near_keys(&word);
            prop_assert!(near_keys(&other).iter().any(|key| keys.contains(key)), "{} {}", word, other);
        }
    }
}
