//! Speakers who may be one and were not merged: what a person should look at. Invariant: a suggestion and nothing more; only names that share a key are compared, so
//! that a hundred thousand speakers are looked through in seconds.

use super::name::{Fullness, Name, near_keys, plain, sound};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What two names have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Likeness {
    /// First name and surname, or the whole name, sound the same.
    SameName,
    /// The words of one are those of the other in another order.
    SameWords,
    /// The first name is the same, of the surname all letters but one.
    OneLetter,
    /// A bare surname or initials that fit the fuller name.
    ShortName,
}

impl Likeness {
    /// In words.
    pub fn as_str(self) -> &'static str {
        match self {
            Likeness::SameName => "the same name",
            Likeness::SameWords => "the same words",
            Likeness::OneLetter => "a letter apart",
            Likeness::ShortName => "a short form",
        }
    }
}

/// Two speakers who may be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Twin {
    /// The one, as an index into the names given: the fuller of the two, else the earlier.
    pub one: usize,
    /// The other.
    pub other: usize,
    /// Why.
    pub likeness: Likeness,
}

/// Most names of one key that are compared: a surname of hundreds is no sign of anything.
const MOST: usize = 12;

/// Fewest letters of a surname of which one may be wrong. Lower than where merging begins: here a person decides.
const FEWEST: usize = 4;

/// Words that say nothing about which institution is meant.
const IDLE: &[&str] = &["the", "a", "an", "of", "for", "in", "on", "at", "to", "and", "from", "with"];

/// Pairs of names that are alike: whole names first, then short forms of fuller ones, then short forms of the same length; within these by index.
/// `names` are (name, whether it is a person's), the weightiest first.
pub fn twins(names: &[(&str, bool)]) -> Vec<Twin> {
    let mut slots: BTreeMap<(u8, String), Vec<usize>> = BTreeMap::new();
    let parts: Vec<Option<Name>> = names.iter().map(|(name, person)| person.then(|| Name::of(name))).collect();
    for (index, (name, _)) in names.iter().enumerate() {
        let keys: BTreeSet<(u8, String)> = match &parts[index] {
            None => [(0, words(name))].into(),
            Some(parts) => {
                let near = near_keys(&parts.surname)
                    .into_iter()
                    .map(|key| (1, format!("{} {key}", sound(parts.first()))));
                near.chain([(2, words(name)), (3, sound(&parts.surname))]).collect()
            }
        };
        for key in keys {
            let slot = slots.entry(key).or_default();
            if slot.len() < MOST {
                slot.push(index);
            }
        }
    }
    let mut found: BTreeMap<(usize, usize), Likeness> = BTreeMap::new();
    for slot in slots.into_values() {
        for (at, &one) in slot.iter().enumerate() {
            for &other in &slot[at + 1..] {
                let likeness = match (&parts[one], &parts[other]) {
                    (Some(one), Some(other)) => alike(one, other),
                    _ => Some(Likeness::SameWords),
                };
                if let Some(likeness) = likeness {
                    found.insert((one, other), likeness);
                }
            }
        }
    }
    let fullness = |index: usize| parts[index].as_ref().map_or(Fullness::Full, Name::fullness);
    let twin = |((one, other), likeness)| {
        let (one, other) = if fullness(one) < fullness(other) { (other, one) } else { (one, other) };
        Twin { one, other, likeness }
    };
    let mut twins: Vec<Twin> = found.into_iter().map(twin).collect();
    twins.sort_by_key(|twin| {
        let short = [twin.one, twin.other].map(|index| fullness(index) != Fullness::Full);
        (short.iter().filter(|short| **short).count(), *twin)
    });
    twins
}

fn alike(one: &Name, other: &Name) -> Option<Likeness> {
    let same_surname = sound(&one.surname) == sound(&other.surname);
    if same_surname && one.fullness() != other.fullness() {
        let fits = one.initial().zip(other.initial()).is_none_or(|(one, other)| one == other);
        return fits.then_some(Likeness::ShortName);
    }
    let same_first = sound(one.first()) == sound(other.first());
    if same_surname && same_first {
        return Some(Likeness::SameName);
    }
    if same_first
        && one.surname.chars().count().min(other.surname.chars().count()) >= FEWEST
        && strsim::osa_distance(&one.surname, &other.surname) == 1
    {
        return Some(Likeness::OneLetter);
    }
    let sorted = |name: &Name| {
        let mut all: Vec<String> = name.given.iter().chain([&name.surname]).map(|part| sound(part)).collect();
        all.sort_unstable();
        all
    };
    (sorted(one) == sorted(other)).then_some(Likeness::SameWords)
}

/// The words that say who is meant, sorted.
fn words(name: &str) -> String {
    let folded = plain(name);
    let mut words: Vec<String> = folded
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty() && !IDLE.contains(word))
        .map(sound)
        .collect();
    words.sort_unstable();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alike_names_are_paired_and_others_are_not() {
        let cases: &[(&str, &str, bool, Option<Likeness>)] = &[
            ("Karel Novak", "Karel Novik", true, Some(Likeness::OneLetter)),
            ("Aleksar Tchorin", "Alexar Chorin", true, Some(Likeness::SameName)),
            ("Orlan Besk", "Besk Orlan", true, Some(Likeness::SameWords)),
            ("Ada Verrin", "Verrin", true, Some(Likeness::ShortName)),
            ("Ada Verrin", "A. Verrin", true, Some(Likeness::ShortName)),
            ("Ada Verrin", "B. Verrin", true, None),
            ("Verrin", "Verrin", true, Some(Likeness::SameName)),
            ("Ada Verrin", "Lukan Verrin", true, None),
            ("Ada Oss", "Ada Ost", true, None),
            ("Ministry of Harbours", "the Harbours Ministry", false, Some(Likeness::SameWords)),
            ("Ministry of Harbours", "Ministry of Ferries", false, None),
        ];
        for (one, other, person, wanted) in cases {
            let found = twins(&[(one, *person), (other, *person)]);
            assert_eq!(found.first().map(|twin| twin.likeness), *wanted, "{one}, {other}");
        }
    }

    #[test]
    fn a_short_form_is_the_other_of_the_fuller_name() {
        let found = twins(&[("Verrin", true), ("Ada Verrin", true), ("Verrin", true)]);
        let pairs: Vec<(usize, usize)> = found.iter().map(|twin| (twin.one, twin.other)).collect();
        assert_eq!(pairs, [(1, 0), (1, 2), (0, 2)]);
    }
}
