//! The speakers of a study by everything they are called. Invariant: nobody is guessed: a word gives one speaker, several or none, and the nearest known name is
//! only ever a suggestion.

use super::merge::Merged;
use super::name::{plain, slug};
use super::speaker::LocalSpeaker;
use crate::article::nearest;
use std::collections::{BTreeMap, BTreeSet};

/// Whom a word means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Called {
    /// Nobody; with the known name most like it.
    Nobody(Option<String>),
    /// The speakers of this very name or id: one, or several of one name.
    Named(Vec<u32>),
    /// The one speaker whom an article calls so.
    Also(u32),
    /// Several speakers whom articles call so.
    Either(Vec<u32>),
}

/// The speakers of a study by id, by name, and by what articles call them.
#[derive(Clone, Debug)]
pub struct Register {
    ids: BTreeMap<String, u32>,
    names: BTreeMap<String, BTreeSet<u32>>,
    others: BTreeMap<String, BTreeSet<u32>>,
    /// As written, for suggestions.
    written: BTreeSet<String>,
}

impl Register {
    /// Of merged speakers and the local ones that they came from.
    pub fn of(merged: &Merged, articles: &[Vec<LocalSpeaker>]) -> Register {
        let mut register = Register {
            ids: BTreeMap::new(),
            names: BTreeMap::new(),
            others: BTreeMap::new(),
            written: BTreeSet::new(),
        };
        for (index, speaker) in (0u32..).zip(&merged.speakers) {
            register.ids.insert(speaker.id.clone(), index);
            register.names.entry(plain(&speaker.name)).or_default().insert(index);
            register.written.insert(speaker.name.clone());
            for alias in &speaker.aliases {
                register.others.entry(plain(alias)).or_default().insert(index);
            }
        }
        for (map, locals) in merged.map.iter().zip(articles) {
            for (&index, local) in map.iter().zip(locals) {
                // An id that went when its speaker was merged is still understood.
                for form in [plain(&local.name), slug(&local.name)] {
                    register.others.entry(form).or_default().insert(index);
                }
                register.written.insert(local.name.clone());
            }
        }
        register
    }

    /// Whom `word` means: an id, a name, or what an article says for somebody, in this order; case, accents and a leading article do not matter.
    pub fn find(&self, word: &str) -> Called {
        if let Some(&index) = self.ids.get(word.trim()) {
            return Called::Named(vec![index]);
        }
        let folded = plain(word);
        if let Some(named) = self.names.get(&folded) {
            return Called::Named(named.iter().copied().collect());
        }
        match self.others.get(&folded).map(|others| others.iter().copied().collect::<Vec<u32>>()) {
            Some(one) if one.len() == 1 => Called::Also(one[0]),
            Some(several) => Called::Either(several),
            None => Called::Nobody(nearest(word, self.written.iter().map(String::as_str)).map(str::to_owned)),
        }
    }
}
