//! Short words as numbers: up to sixteen ASCII letters and digits, folded, in one integer, so that nearly every word of a text is looked up without a copy of it and without comparing bytes.
//!
//! Invariant: two words have one [`Packed`] only if they fold to the same letters; what cannot be packed is looked up by its letters, with the same answer.

use super::lexicon::Known;

/// A word of 1 to 16 ASCII letters and digits, small letters, first byte lowest, the rest 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Packed(u128);

impl Packed {
    /// The bytes `from..to` of `text`, which are ASCII letters and digits; none where there are too many.
    pub fn of(text: &[u8], from: usize, to: usize) -> Option<Packed> {
        let length = to - from;
        if length > 16 {
            return None;
        }
        let raw = match text.get(from..from + 16) {
            Some(window) => u128::from_le_bytes(window.try_into().ok()?),
            // The last bytes of the text.
            None => {
                let mut window = [0; 16];
                window[..length].copy_from_slice(&text[from..to]);
                u128::from_le_bytes(window)
            }
        };
        let mask = u128::MAX >> (128 - 8 * length.max(1));
        // Of letters this bit makes small ones; digits have it.
        Some(Packed((raw | u128::from_le_bytes([0x20; 16])) & mask))
    }

    /// A word of a lexicon, folded already; none where no word of a text could be packed so.
    fn of_known(word: &str) -> Option<Packed> {
        let plain = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        if plain { Packed::of(word.as_bytes(), 0, word.len()) } else { None }
    }

    fn hash(self) -> usize {
        let (low, high) = (self.0 as u64, (self.0 >> 64) as u64);
        ((low ^ high.rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as usize
    }
}

/// What is known of words that can be packed: a table of places, the first free one behind the hash.
#[derive(Clone, Debug, Default)]
pub(super) struct PackedWords {
    /// Of each slot the index of a word plus one; 0 for none. A power of two of them, three quarters and more empty.
    slots: Vec<u16>,
    words: Vec<(Packed, Known)>,
}

impl PackedWords {
    /// Of all words of a vocabulary, in any order; those that cannot be packed, and what goes beyond 65,534 words, are left to the vocabulary.
    pub fn of<'w>(known: impl Iterator<Item = (&'w str, Known)>) -> PackedWords {
        let words: Vec<(Packed, Known)> = known
            .filter_map(|(word, known)| Some((Packed::of_known(word)?, known)))
            .take(usize::from(u16::MAX) - 1)
            .collect();
        let mut slots = vec![0u16; (4 * words.len().max(1)).next_power_of_two()];
        for (index, (word, _)) in words.iter().enumerate() {
            let mut at = word.hash() & (slots.len() - 1);
            while slots[at] != 0 {
                at = (at + 1) & (slots.len() - 1);
            }
            slots[at] = index as u16 + 1;
        }
        PackedWords { slots, words }
    }

    /// What is known of a word.
    #[inline]
    pub fn get(&self, word: Packed) -> Option<&Known> {
        let mask = self.slots.len() - 1;
        let mut at = word.hash() & mask;
        loop {
            let index = usize::from(self.slots[at]).checked_sub(1)?;
            let (known, found) = &self.words[index];
            if *known == word {
                return Some(found);
            }
            at = (at + 1) & mask;
        }
    }

    /// Whether it holds all words of so many that can be packed.
    pub fn is_whole(&self) -> bool {
        self.words.len() < usize::from(u16::MAX) - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn a_packed_word_is_found_as_by_its_letters(
            known in prop::collection::btree_map("[a-c0é]{1,18}", any::<u32>(), 0..40),
            text in "[a-cA-C0]{1,18}",
            behind in "[ a-z]{0,20}",
        ) {
            let words: BTreeMap<&str, Known> = known.iter().map(|(word, class)| (word.as_str(), Known { class: *class, ..Known::default() })).collect();
            let packed = PackedWords::of(words.iter().map(|(word, known)| (*word, *known)));
            for word in known.keys().filter(|word| word.is_ascii()).map(String::as_str).chain([text.as_str()]) {
                let whole = format!("{word}{behind}");
                if let Some(found) = Packed::of(whole.as_bytes(), 0, word.len()) {
                    let expected = words.get(word.to_ascii_lowercase().as_str()).map(|known| known.class);
                    prop_assert_eq!(packed.get(found).map(|known| known.class), expected);
                } else {
                    prop_assert!(word.len() > 16);
                }
            }
        }
    }
}
