//! The study's word over what was merged. First splits, then merges, then what is said of each speaker. Invariants: every local speaker keeps a place; who is not
//! named keeps id and all; what cannot be carried out is an error, what comes to nothing a remark.

use super::merge::{Ids, Merged, Place, speaker_of};
use super::name::plain;
use super::register::{Called, Register};
use super::speaker::{LocalSpeaker, Sort, Speaker};
use super::{Bond, Clash, Remark, SpeakerEntry, Told};
use crate::article::nearest;
use std::collections::{BTreeMap, BTreeSet};

/// What the merging found, under the study's word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overruled {
    /// The speakers and the way to them.
    pub merged: Merged,
    /// What came to nothing.
    pub remarks: Vec<Remark>,
}

/// Whose a local speaker is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Owner {
    /// A found speaker's, untouched.
    Found(u32),
    /// An entry's.
    Entry(usize),
}

/// The study's entries at work.
struct Overruling<'a> {
    entries: &'a [SpeakerEntry],
    /// Ids of the articles.
    articles: &'a [String],
    locals: &'a [Vec<LocalSpeaker>],
    found: &'a Merged,
    register: Register,
    /// Local speakers that an entry splits off.
    split: BTreeMap<Place, usize>,
    /// Found speakers that an entry takes, and the place that says so.
    taken: BTreeMap<u32, (usize, &'a Told)>,
    /// For each entry, the found speaker of its name.
    own: Vec<Option<u32>>,
    remarks: Vec<Remark>,
}

/// Lays the study's entries over merged speakers. `articles` are ids, `locals` the speakers of each, in the order of merging. `newcomers` are names that the
/// corrections give: who is not known by then becomes a speaker without a mention.
///
/// # Errors
/// A found speaker whom two entries take; a statement that two split off; a word that may mean several.
pub fn overrule(
    found: Merged,
    articles: &[String],
    locals: &[Vec<LocalSpeaker>],
    entries: &[SpeakerEntry],
    newcomers: &[&str],
) -> Result<Overruled, Clash> {
    if entries.is_empty() && newcomers.is_empty() {
        return Ok(Overruled {
            merged: found,
            remarks: Vec::new(),
        });
    }
    let mut overruling = Overruling {
        entries,
        articles,
        locals,
        found: &found,
        register: Register::of(&found, locals),
        split: BTreeMap::new(),
        taken: BTreeMap::new(),
        own: vec![None; entries.len()],
        remarks: Vec::new(),
    };
    let newcomers = overruling.newcomers(newcomers);
    for entry in 0..entries.len() {
        overruling.split(entry)?;
    }
    for entry in 0..entries.len() {
        overruling.take(entry, &newcomers)?;
    }
    overruling.sides();
    let merged = overruling.speakers(&newcomers);
    Ok(Overruled {
        merged,
        remarks: overruling.remarks,
    })
}

impl<'a> Overruling<'a> {
    fn remark(&mut self, at: &Told, message: String) {
        self.remarks.push(Remark { at: at.at.clone(), message });
    }

    fn ids(&self, speakers: &[u32]) -> String {
        let ids: Vec<String> = speakers
            .iter()
            .map(|&index| format!("`{}`", self.found.speakers[index as usize].id))
            .collect();
        ids.join(", ")
    }

    fn either(&self, word: &Told, speakers: &[u32]) -> Clash {
        Clash {
            at: word.at.clone(),
            message: format!("`{}` may be any of {} speakers: {}.", word.text, speakers.len(), self.ids(speakers)),
            first: None,
            advice: "Give the id of the one that is meant; speakers.csv has them.".to_owned(),
        }
    }

    /// The names that nobody found has, by their folded form.
    fn newcomers(&self, names: &[&str]) -> BTreeMap<String, String> {
        let mut unknown = BTreeMap::new();
        for name in names.iter().filter(|name| matches!(self.register.find(name), Called::Nobody(_))) {
            unknown.entry(plain(name)).or_insert_with(|| name.trim().to_owned());
        }
        unknown
    }

    /// The found speakers whom a word of the study means; none, with a remark, where it means nobody.
    fn meant(&mut self, word: &Told) -> Result<Vec<u32>, Clash> {
        match self.register.find(&word.text) {
            Called::Named(speakers) => Ok(speakers),
            Called::Also(one) => Ok(vec![one]),
            Called::Either(speakers) => Err(self.either(word, &speakers)),
            Called::Nobody(near) => {
                let near = near.map(|near| format!(" Is `{near}` meant?")).unwrap_or_default();
                self.remark(word, format!("No speaker is called `{}`.{near}", word.text));
                Ok(Vec::new())
            }
        }
    }

    fn split(&mut self, index: usize) -> Result<(), Clash> {
        let entry: &'a SpeakerEntry = &self.entries[index];
        let Some(word) = &entry.split else { return Ok(()) };
        let sources = self.meant(word)?;
        if sources.is_empty() {
            return Ok(());
        }
        for pattern in &entry.articles {
            let (mut known, mut speaks) = (false, false);
            for (a, id) in self.articles.iter().enumerate().filter(|(_, id)| matches(&pattern.text, id)) {
                known = true;
                for l in (0..self.locals[a].len()).filter(|&l| sources.contains(&self.found.map[a][l])) {
                    speaks = true;
                    if let Some(other) = self.split.insert((a, l), index).filter(|&other| other != index) {
                        let other = &self.entries[other];
                        return Err(Clash {
                            at: pattern.at.clone(),
                            message: format!(
                                "What `{}` says in the article `{id}` is split off to `{}` in line {{line}} already.",
                                word.text, other.name.text
                            ),
                            first: Some(other.articles.first().map_or(0..0, |article| article.at.clone())),
                            advice: "A statement can have one speaker only: take the article out of one of the two entries.".to_owned(),
                        });
                    }
                }
            }
            if !known {
                let near = nearest(&pattern.text, self.articles.iter().map(String::as_str));
                let near = near.map(|near| format!(" Is `{near}` meant?")).unwrap_or_default();
                self.remark(pattern, format!("No article has the id `{}`.{near}", pattern.text));
            } else if !speaks {
                self.remark(pattern, format!("`{}` does not speak in `{}`.", word.text, pattern.text));
            }
        }
        Ok(())
    }

    fn take(&mut self, index: usize, newcomers: &BTreeMap<String, String>) -> Result<(), Clash> {
        let entry: &'a SpeakerEntry = &self.entries[index];
        let new = entry.split.is_some() || !entry.merge.is_empty();
        match self.register.find(&entry.name.text) {
            Called::Named(speakers) if speakers.len() == 1 => self.own[index] = Some(speakers[0]),
            // What is split off gets a name of its own, though an article may call the other so.
            Called::Also(one) if entry.split.is_none() => self.own[index] = Some(one),
            Called::Named(speakers) | Called::Either(speakers) if !new => return Err(self.either(&entry.name, &speakers)),
            Called::Nobody(_) if !new && !newcomers.contains_key(&plain(&entry.name.text)) => {
                self.meant(&entry.name)?;
            }
            Called::Named(_) | Called::Also(_) | Called::Either(_) | Called::Nobody(_) => {}
        }
        let mut words: Vec<(&'a Told, Vec<u32>)> = vec![(&entry.name, self.own[index].into_iter().collect())];
        for word in &entry.merge {
            words.push((word, self.meant(word)?));
        }
        for (word, speakers) in words {
            for speaker in speakers {
                if let Some((other, first)) = self.taken.insert(speaker, (index, word)).filter(|(other, _)| *other != index) {
                    let name = &self.found.speakers[speaker as usize].name;
                    return Err(Clash {
                        at: word.at.clone(),
                        message: format!(
                            "`{}` is the speaker `{name}`, who belongs to the entry `{}` by line {{line}} already.",
                            word.text, self.entries[other].name.text
                        ),
                        first: Some(first.at.clone()),
                        advice: "A speaker can go into one entry only: take the name out of one of the two.".to_owned(),
                    });
                }
            }
        }
        Ok(())
    }

    /// A side that nobody else has is made by writing it: said where it looks like a slip.
    fn sides(&mut self) {
        let known: BTreeSet<&str> = self.locals.iter().flatten().filter_map(|local| local.side.as_deref()).collect();
        for entry in self.entries {
            let Some(side) = entry
                .side
                .as_ref()
                .filter(|side| !side.text.is_empty() && !known.contains(side.text.as_str()))
            else {
                continue;
            };
            if let Some(near) = nearest(&side.text, known.iter().copied()) {
                self.remark(side, format!("No other speaker is of the side `{}`. Is `{near}` meant?", side.text));
            }
        }
    }

    fn owner(&self, (a, l): Place) -> Owner {
        let found = self.found.map[a][l];
        match (self.split.get(&(a, l)), self.taken.get(&found)) {
            (Some(entry), _) | (None, Some((entry, _))) => Owner::Entry(*entry),
            (None, None) => Owner::Found(found),
        }
    }

    fn speakers(&self, newcomers: &BTreeMap<String, String>) -> Merged {
        let mut members: BTreeMap<Owner, Vec<Place>> = BTreeMap::new();
        for (a, list) in self.locals.iter().enumerate() {
            for l in 0..list.len() {
                members.entry(self.owner((a, l))).or_default().push((a, l));
            }
        }
        let mut ids = Ids::default();
        for owner in members.keys() {
            match owner {
                Owner::Found(found) => ids.keep(&self.found.speakers[*found as usize].id),
                Owner::Entry(entry) => self.own[*entry]
                    .into_iter()
                    .for_each(|found| ids.keep(&self.found.speakers[found as usize].id)),
            }
        }
        let mut order: Vec<(Owner, Vec<Place>)> = members.into_iter().collect();
        order.sort_by_key(|(_, places)| places[0]);
        let mut merged = Merged {
            speakers: Vec::new(),
            map: self.found.map.clone(),
        };
        for (owner, places) in &order {
            for &(a, l) in places {
                merged.map[a][l] = merged.speakers.len() as u32;
            }
            let speaker = speaker_of(self.locals, places);
            merged.speakers.push(match owner {
                Owner::Found(found) => {
                    let found = &self.found.speakers[*found as usize];
                    Speaker {
                        id: found.id.clone(),
                        bonds: found.bonds.clone(),
                        doubts: found.doubts.clone(),
                        ..speaker
                    }
                }
                Owner::Entry(entry) => self.ruled(*entry, speaker, &mut ids),
            });
        }
        for (folded, name) in newcomers {
            let by_entry = self.entries.iter().position(|entry| plain(&entry.name.text) == *folded);
            if by_entry.is_some_and(|entry| order.iter().any(|(owner, _)| *owner == Owner::Entry(entry))) {
                continue;
            }
            let mut speaker = Speaker {
                sort: Sort::Person,
                name: name.clone(),
                ..speaker_of(self.locals, &[])
            };
            match by_entry {
                Some(entry) => speaker = self.ruled(entry, speaker, &mut ids),
                None => speaker.id = ids.of(name),
            }
            speaker.bonds.insert(Bond::Corrections);
            merged.speakers.push(speaker);
        }
        merged
    }

    /// A speaker as an entry wants it. Who wrote the entry has looked: no doubt is left.
    fn ruled(&self, index: usize, speaker: Speaker, ids: &mut Ids) -> Speaker {
        let entry = &self.entries[index];
        let own = self.own[index].map(|found| &self.found.speakers[found as usize]);
        let by_id = own.filter(|own| own.id == entry.name.text.trim());
        let name = by_id.map_or_else(|| entry.name.text.trim().to_owned(), |own| own.name.clone());
        let mut bonds: BTreeSet<Bond> = self
            .taken
            .iter()
            .filter(|(_, (taker, _))| *taker == index)
            .flat_map(|(found, _)| self.found.speakers[*found as usize].bonds.iter().copied())
            .collect();
        bonds.insert(Bond::Study);
        let said = |word: &Option<Told>, found: Option<String>| match word {
            Some(word) => Some(word.text.clone()).filter(|text| !text.is_empty()),
            None => found,
        };
        Speaker {
            id: own.map_or_else(|| ids.of(&name), |own| own.id.clone()),
            name,
            role: said(&entry.role, speaker.role),
            affiliation: said(&entry.affiliation, speaker.affiliation),
            side: said(&entry.side, speaker.side),
            bonds,
            hidden: entry.hide,
            ..speaker
        }
    }
}

/// Whether `pattern` is `id`; `*` is any run of characters.
fn matches(pattern: &str, id: &str) -> bool {
    let Some((head, tail)) = pattern.split_once('*') else {
        return pattern == id;
    };
    let Some(rest) = id.strip_prefix(head) else { return false };
    let mut parts: Vec<&str> = tail.split('*').collect();
    let last = parts.pop().unwrap_or_default();
    let mut rest = rest;
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.len() >= last.len() && rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::super::merge::merge_speakers;
    use super::*;
    use proptest::prelude::*;

    fn person(name: &str, side: Option<&str>) -> LocalSpeaker {
        LocalSpeaker {
            name: name.into(),
            sort: Sort::Person,
            role: None,
            affiliation: None,
            side: side.map(Into::into),
            aliases: vec![name.into()],
        }
    }

    fn told(text: &str) -> Told {
        Told { text: text.into(), at: 0..1 }
    }

    fn entry(name: &str) -> SpeakerEntry {
        SpeakerEntry {
            name: told(name),
            ..SpeakerEntry::default()
        }
    }

    fn articles() -> Vec<(String, Vec<LocalSpeaker>)> {
        vec![
            ("2016/a".into(), vec![person("Ada Korrin", Some("East")), person("Besk", None)]),
            ("2016/b".into(), vec![person("Korrin", None), person("Orlan Tesk", Some("West"))]),
            ("2022/a".into(), vec![person("Ada Korrin", Some("East")), person("Drevlan", None)]),
        ]
    }

    fn ruled(entries: &[SpeakerEntry], newcomers: &[&str]) -> Result<Overruled, Clash> {
        let (articles, locals): (Vec<String>, Vec<Vec<LocalSpeaker>>) = articles().into_iter().unzip();
        overrule(merge_speakers(&locals), &articles, &locals, entries, newcomers)
    }

    /// Who speaks in each article, by name.
    fn names(overruled: &Overruled) -> Vec<Vec<&str>> {
        let name = |&index: &u32| overruled.merged.speakers[index as usize].name.as_str();
        overruled.merged.map.iter().map(|map| map.iter().map(name).collect()).collect()
    }

    proptest! {
        #[test]
        fn nobody_is_lost_and_who_is_not_named_stays(
            names in prop::collection::vec(prop::collection::vec("(Ada |Ida )(Korrin|Besk|Drevlan)|Tesk", 0..4), 1..6),
            words in prop::collection::vec("(Ada |Ida )(Korrin|Besk|Drevlan)|Tesk|Nobody", 3),
            pattern in "(1|2|\\*)",
        ) {
            let locals: Vec<Vec<LocalSpeaker>> = names.iter().map(|list| list.iter().map(|name| person(name, None)).collect()).collect();
            let articles: Vec<String> = (0..locals.len()).map(|n| n.to_string()).collect();
            let found = merge_speakers(&locals);
            let entries = [
                SpeakerEntry { merge: vec![told(&words[0])], ..entry("The One") },
                SpeakerEntry { split: Some(told(&words[1])), articles: vec![told(&pattern)], ..entry("The Other") },
            ];
            let overruled = overrule(found.clone(), &articles, &locals, &entries, &[words[2].as_str()]);
            let merged = overruled.expect("a word means one speaker here, and one entry merges").merged;
            let mut mentions = vec![0; merged.speakers.len()];
            for (a, map) in merged.map.iter().enumerate() {
                prop_assert_eq!(map.len(), locals[a].len());
                for (l, &index) in map.iter().enumerate() {
                    mentions[index as usize] += 1;
                    let (now, before) = (&merged.speakers[index as usize], &found.speakers[found.map[a][l] as usize]);
                    prop_assert!(now.id == before.id && now.name == before.name || now.bonds.contains(&Bond::Study));
                }
            }
            prop_assert!(merged.speakers.iter().zip(&mentions).all(|(speaker, n)| speaker.mentions == *n));
            let ids: BTreeSet<&str> = merged.speakers.iter().map(|speaker| speaker.id.as_str()).collect();
            prop_assert_eq!(ids.len(), merged.speakers.len());
        }
    }

    #[test]
    fn nothing_said_changes_nothing() {
        assert_eq!(
            names(&ruled(&[], &[]).unwrap()),
            [["Ada Korrin", "Besk"], ["Ada Korrin", "Orlan Tesk"], ["Ada Korrin", "Drevlan"]]
        );
    }

    #[test]
    fn speakers_are_merged_under_a_name_and_overruled() {
        let overruled = ruled(
            &[SpeakerEntry {
                merge: vec![told("besk"), told("Drevlan")],
                side: Some(told("North")),
                role: Some(told("")),
                hide: true,
                ..entry("Orlan Tesk-Besk")
            }],
            &[],
        )
        .unwrap();
        assert_eq!(
            names(&overruled),
            [
                ["Ada Korrin", "Orlan Tesk-Besk"],
                ["Ada Korrin", "Orlan Tesk"],
                ["Ada Korrin", "Orlan Tesk-Besk"]
            ]
        );
        let speaker = &overruled.merged.speakers[1];
        assert_eq!(
            (speaker.id.as_str(), speaker.side.as_deref(), speaker.mentions),
            ("orlan-tesk-besk", Some("North"), 2)
        );
        assert!(speaker.hidden && speaker.doubt() == 0 && speaker.bonds == BTreeSet::from([Bond::Study]));
        assert_eq!(overruled.remarks, []);
    }

    #[test]
    fn some_articles_are_split_off_before_the_rest_is_merged() {
        let split = SpeakerEntry {
            split: Some(told("Ada Korrin")),
            articles: vec![told("2016/b"), told("2022/*")],
            ..entry("Ida Korrin")
        };
        let overruled = ruled(std::slice::from_ref(&split), &[]).unwrap();
        assert_eq!(
            names(&overruled),
            [["Ada Korrin", "Besk"], ["Ida Korrin", "Orlan Tesk"], ["Ida Korrin", "Drevlan"]]
        );
        let merge = SpeakerEntry {
            merge: vec![told("ada-korrin")],
            ..entry("Orlan Tesk")
        };
        let overruled = ruled(&[merge, split], &[]).unwrap();
        assert_eq!(
            names(&overruled),
            [["Orlan Tesk", "Besk"], ["Ida Korrin", "Orlan Tesk"], ["Ida Korrin", "Drevlan"]]
        );
    }

    #[test]
    fn an_empty_entry_says_that_somebody_has_looked() {
        let found = ruled(&[], &[]).unwrap();
        assert!(found.merged.speakers[0].doubt() > 0);
        let overruled = ruled(&[entry("ada-korrin")], &[]).unwrap();
        let speaker = &overruled.merged.speakers[0];
        assert_eq!(
            (speaker.name.as_str(), speaker.id.as_str(), speaker.doubt()),
            ("Ada Korrin", "ada-korrin", 0)
        );
    }

    #[test]
    fn a_newcomer_gets_what_the_study_says_and_a_known_name_is_none() {
        let overruled = ruled(
            &[SpeakerEntry {
                side: Some(told("West")),
                ..entry("Neva Brask")
            }],
            &["neva brask", "Ada Korrin", "Nobody Known"],
        )
        .unwrap();
        let new: Vec<(&str, Option<&str>)> = overruled.merged.speakers[4..]
            .iter()
            .map(|speaker| (speaker.name.as_str(), speaker.side.as_deref()))
            .collect();
        assert_eq!(new, [("Neva Brask", Some("West")), ("Nobody Known", None)]);
        assert_eq!(overruled.remarks, []);
    }

    /// Entries that come to nothing, and what is said of them.
    #[test]
    fn what_comes_to_nothing_is_remarked() {
        let cases = [
            (entry("Ada Korin"), "No speaker is called `Ada Korin`. Is `Ada Korrin` meant?"),
            (
                SpeakerEntry {
                    merge: vec![told("Zzz")],
                    ..entry("Ada Korrin")
                },
                "No speaker is called `Zzz`.",
            ),
            (
                SpeakerEntry {
                    split: Some(told("Besk")),
                    articles: vec![told("2016/a"), told("2017/a")],
                    ..entry("Ida Besk")
                },
                "No article has the id `2017/a`. Is `2016/a` meant?",
            ),
            (
                SpeakerEntry {
                    split: Some(told("Besk")),
                    articles: vec![told("2022/*")],
                    ..entry("Ida Besk")
                },
                "`Besk` does not speak in `2022/*`.",
            ),
            (
                SpeakerEntry {
                    side: Some(told("Eastt")),
                    ..entry("Besk")
                },
                "No other speaker is of the side `Eastt`. Is `East` meant?",
            ),
        ];
        for (entry, says) in cases {
            let overruled = ruled(std::slice::from_ref(&entry), &[]).unwrap();
            let said: Vec<&str> = overruled.remarks.iter().map(|remark| remark.message.as_str()).collect();
            assert_eq!(said, [says], "{entry:?}");
        }
    }

    #[test]
    fn one_speaker_goes_into_one_entry() {
        let merging = |name: &str, word: &str| SpeakerEntry {
            merge: vec![told(word)],
            ..entry(name)
        };
        // By two of its names, and by name and id.
        for entries in [
            [merging("One", "Korrin"), merging("Two", "Ada Korrin")],
            [merging("One", "ada-korrin"), entry("Ada Korrin")],
        ] {
            let clash = ruled(&entries, &[]).unwrap_err();
            assert!(clash.message.contains("Ada Korrin") && clash.first.is_some(), "{clash:?}");
        }
        let splitting = |name: &str| SpeakerEntry {
            split: Some(told("Besk")),
            articles: vec![told("*")],
            ..entry(name)
        };
        let clash = ruled(&[splitting("One"), splitting("Two")], &[]).unwrap_err();
        assert!(clash.message.contains("`2016/a`"), "{clash:?}");
    }

    #[test]
    fn a_star_is_any_run_of_characters() {
        for (pattern, id, fits) in [
            ("2016/a", "2016/a", true),
            ("2016/a", "2016/ab", false),
            ("2016/*", "2016/a/b", true),
            ("*/a", "2016/a", true),
            ("*6*a", "2016/a", true),
            ("a*a", "a", false),
            ("*", "", true),
            ("2016/*", "2017/a", false),
        ] {
            assert_eq!(matches(pattern, id), fits, "{pattern} {id}");
        }
    }
}
