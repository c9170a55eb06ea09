//! Pass 2: one speaker across articles. Sees names, offices and sides of local speakers, never texts.
//!
//! Persons are the same where first name and surname agree: letter by letter, by sound of a transliteration, with the surname first, or with a letter of a long
//! surname wrong; initials and bare surnames join the one person they fit. Sides that conflict keep two spellings apart, and what fits two persons joins neither.
//! Institutions are the same where their words are.
//!
//! Invariants: a function of the local speakers in the order given (that of article ids); every local speaker has a place in `map`. Nobody is compared with
//! everybody: who may be one shares a key.

use super::name::{Fullness, Name, RESPELLED, near_keys, plain, respelled, slug, sound};
use super::speaker::{LocalSpeaker, Sort, Speaker};
use super::{Bond, Doubt};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Speakers of a study and where each local one went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// In order of first appearance.
    pub speakers: Vec<Speaker>,
    /// `map[article][local]` is an index into `speakers`.
    pub map: Vec<Vec<u32>>,
}

/// A local speaker's place: article and index there.
pub(super) type Place = (usize, usize);

/// Local speakers that are one, and what was heard of them.
#[derive(Clone, Debug)]
struct Cluster {
    sort: Sort,
    /// The name of the fullest member.
    name: Name,
    /// First letters of its first names.
    initials: BTreeSet<char>,
    /// First letter of the middle name, where one is given.
    middle: Option<char>,
    /// Its surnames, folded: several where they are spelt in several ways.
    surnames: BTreeSet<String>,
    sides: BTreeSet<String>,
    affiliations: BTreeSet<String>,
    /// Offices in lower case.
    roles: BTreeSet<String>,
    /// Empty once another cluster has taken it in.
    members: Vec<Place>,
    bonds: BTreeSet<Bond>,
    doubts: BTreeSet<Doubt>,
}

/// Where a bare surname or initials go.
#[derive(Clone, Copy, Debug)]
enum Choice {
    /// To this cluster.
    One(usize, Bond, Option<Doubt>),
    /// To nobody known.
    Nobody,
    /// To one of several, so to none.
    Unclear,
}

/// What decides where a short name goes: given names, surname; side, affiliation, office.
type Short = (Vec<String>, String, [Option<String>; 3]);

/// The clusters while they grow.
struct Merging<'a> {
    articles: &'a [Vec<LocalSpeaker>],
    clusters: Vec<Cluster>,
}

/// Merges the local speakers of articles, given in order of article id.
pub fn merge_speakers(articles: &[Vec<LocalSpeaker>]) -> Merged {
    let mut merging = Merging {
        articles,
        clusters: Vec::new(),
    };
    let mut full: Vec<(Place, Name)> = Vec::new();
    let mut short: Vec<(Place, Name)> = Vec::new();
    let mut by_words: HashMap<String, usize> = HashMap::new();
    for (a, list) in articles.iter().enumerate() {
        for (l, local) in list.iter().enumerate() {
            if local.sort == Sort::Person {
                let name = Name::of(&local.name);
                let fuller = if name.fullness() == Fullness::Full { &mut full } else { &mut short };
                fuller.push(((a, l), name));
            } else {
                let words = plain(&local.name);
                let known = by_words.get(&words).copied();
                let index = known.unwrap_or_else(|| merging.open(local.sort, Name::of(&local.name)));
                merging.take(index, (a, l), known.is_some().then_some(Bond::OneName), None);
                if known.is_none() {
                    by_words.insert(words, index);
                }
            }
        }
    }
    merging.full_names(full);
    merging.spellings();
    merging.surname_first();
    merging.respelled();
    merging.short_names(short);
    merging.finish()
}

impl Merging<'_> {
    fn open(&mut self, sort: Sort, name: Name) -> usize {
        self.clusters.push(Cluster {
            sort,
            initials: name.initial().into_iter().collect(),
            middle: name.middle(),
            surnames: BTreeSet::from([name.surname.clone()]),
            name,
            sides: BTreeSet::new(),
            affiliations: BTreeSet::new(),
            roles: BTreeSet::new(),
            members: Vec::new(),
            bonds: BTreeSet::new(),
            doubts: BTreeSet::new(),
        });
        self.clusters.len() - 1
    }

    /// Adds a local speaker to a cluster; the first one needs no bond.
    fn take(&mut self, index: usize, place: Place, bond: Option<Bond>, doubt: Option<Doubt>) {
        let local = &self.articles[place.0][place.1];
        let cluster = &mut self.clusters[index];
        cluster.members.push(place);
        cluster.sides.extend(local.side.clone());
        cluster.affiliations.extend(local.affiliation.clone());
        cluster.roles.extend(local.role.as_ref().map(|role| role.to_lowercase()));
        cluster.bonds.extend(bond);
        cluster.doubts.extend(doubt);
    }

    /// One cluster goes into another.
    fn absorb(&mut self, into: usize, from: usize, bond: Bond) {
        let emptied = self.clusters[from].clone();
        self.clusters[from].members.clear();
        let cluster = &mut self.clusters[into];
        cluster.initials.extend(emptied.initials);
        cluster.middle = cluster.middle.or(emptied.middle);
        cluster.surnames.extend(emptied.surnames);
        cluster.sides.extend(emptied.sides);
        cluster.affiliations.extend(emptied.affiliations);
        cluster.roles.extend(emptied.roles);
        cluster.members.extend(emptied.members);
        cluster.bonds.extend(emptied.bonds);
        cluster.bonds.insert(bond);
        cluster.doubts.extend(emptied.doubts);
    }

    /// First name and surname the same: one person, unless the middle names differ.
    fn full_names(&mut self, mut full: Vec<(Place, Name)>) {
        // Those with a middle name first, so that one without it is not taken for either of two.
        full.sort_by_key(|(place, name)| (name.middle().is_none(), *place));
        let mut by_name: HashMap<(String, String), Vec<usize>> = HashMap::new();
        for (place, name) in full {
            let slot = by_name.entry((name.first().to_owned(), name.surname.clone())).or_default();
            let same = |&&c: &&usize| self.clusters[c].middle == name.middle();
            let known = match slot.as_slice() {
                [one] if agree(self.clusters[*one].middle, name.middle()) => Some(*one),
                several => several.iter().find(same).copied(),
            };
            let index = known.unwrap_or_else(|| {
                let index = self.open(Sort::Person, name);
                slot.push(index);
                index
            });
            self.take(index, place, known.is_some().then_some(Bond::OneName), None);
        }
    }

    /// The clusters of persons with a first name, those of most members first, then by first appearance: the others are measured by them.
    fn heaviest_first(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.clusters.len())
            .filter(|&c| self.clusters[c].sort == Sort::Person && !self.clusters[c].members.is_empty())
            .collect();
        order.sort_by_key(|&c| (Reverse(self.clusters[c].members.len()), self.clusters[c].members.iter().min().copied()));
        order
    }

    /// Whether nothing but the spelling speaks against two clusters being one person.
    fn may_be_one(&self, one: usize, other: usize) -> bool {
        let (one, other) = (&self.clusters[one], &self.clusters[other]);
        agree(one.middle, other.middle) && (one.sides.is_empty() || other.sides.is_empty() || !one.sides.is_disjoint(&other.sides))
    }

    /// Two names in one article are two people to its reporter.
    fn share_an_article(&self, one: usize, other: usize) -> bool {
        let articles: BTreeSet<usize> = self.clusters[one].members.iter().map(|place| place.0).collect();
        self.clusters[other].members.iter().any(|place| articles.contains(&place.0))
    }

    /// Transliterations of one name.
    fn spellings(&mut self) {
        let mut by_sound: HashMap<(String, String), Vec<usize>> = HashMap::new();
        for c in self.heaviest_first() {
            let name = &self.clusters[c].name;
            let slot = by_sound.entry((sound(name.first()), sound(&name.surname))).or_default();
            // A name of the same letters was kept apart for its middle name.
            let heard = |&&root: &&usize| {
                let known = &self.clusters[root].name;
                (known.first(), &known.surname) != (name.first(), &name.surname) && self.may_be_one(root, c)
            };
            match slot.iter().find(heard).copied() {
                Some(root) => self.absorb(root, c, Bond::Spelling),
                None => slot.push(c),
            }
        }
    }

    /// `Besk Orlan` and `Orlan Besk`.
    fn surname_first(&mut self) {
        let mut by_sound: HashMap<(String, String), Vec<usize>> = HashMap::new();
        for c in self.heaviest_first() {
            let name = &self.clusters[c].name;
            let (first, last) = (sound(name.first()), sound(&name.surname));
            if name.given.len() != 1 || first == last {
                continue;
            }
            let turned: Vec<usize> = by_sound
                .get(&(last.clone(), first.clone()))
                .into_iter()
                .flatten()
                .copied()
                .filter(|&root| self.may_be_one(root, c) && !self.share_an_article(root, c))
                .collect();
            match turned.as_slice() {
                [one] => self.absorb(*one, c, Bond::SurnameFirst),
                _ => by_sound.entry((first, last)).or_default().push(c),
            }
        }
    }

    /// A letter of a long surname wrong, the first name the same.
    fn respelled(&mut self) {
        let mut by_key: HashMap<(String, String), Vec<usize>> = HashMap::new();
        for c in self.heaviest_first() {
            let name = &self.clusters[c].name;
            let surname = name.surname.clone();
            if surname.chars().count() + 1 < RESPELLED {
                continue;
            }
            let first = sound(name.first());
            let keys: Vec<(String, String)> = near_keys(&surname).into_iter().map(|key| (first.clone(), key)).collect();
            let near: BTreeSet<usize> = keys
                .iter()
                .filter_map(|key| by_key.get(key))
                .flatten()
                .copied()
                .filter(|&root| respelled(&self.clusters[root].name.surname, &surname))
                .collect();
            let near: Vec<usize> = near
                .into_iter()
                .filter(|&root| self.may_be_one(root, c) && !self.share_an_article(root, c))
                .collect();
            match near.as_slice() {
                [one] => self.absorb(*one, c, Bond::Respelled),
                _ => keys.into_iter().for_each(|key| by_key.entry(key).or_default().push(c)),
            }
        }
    }

    /// Initials and bare surnames go to the one person whom they fit.
    fn short_names(&mut self, mut short: Vec<(Place, Name)>) {
        let mut by_surname: HashMap<String, Vec<usize>> = HashMap::new();
        for c in self.heaviest_first() {
            let heard: BTreeSet<String> = self.clusters[c].surnames.iter().map(|surname| key(surname)).collect();
            for surname in heard {
                by_surname.entry(surname).or_default().push(c);
            }
        }
        // What says more comes first, so that what says less can find it.
        short.sort_by_key(|(place, name)| (Reverse(name.given.len()), self.articles[place.0][place.1].side.is_none(), *place));
        let mut chosen: HashMap<Short, Choice> = HashMap::new();
        for (place, name) in short {
            let local = &self.articles[place.0][place.1];
            let slot = by_surname.entry(key(&name.surname)).or_default();
            let known_of = [
                local.side.clone(),
                local.affiliation.clone(),
                local.role.as_ref().map(|role| role.to_lowercase()),
            ];
            let what = (name.given.clone(), name.surname.clone(), known_of);
            let choice = *chosen.entry(what.clone()).or_insert_with(|| self.choose(slot, &name, local));
            match choice {
                Choice::One(index, bond, doubt) => self.take(index, place, Some(bond), doubt),
                Choice::Unclear => {
                    let index = self.open(Sort::Person, name);
                    self.take(index, place, None, Some(Doubt::SeveralFit));
                }
                Choice::Nobody => {
                    let index = self.open(Sort::Person, name);
                    self.take(index, place, None, None);
                    slot.push(index);
                    chosen.insert(what, Choice::One(index, Bond::OneName, Some(Doubt::NoSide)));
                }
            }
        }
    }

    fn choose(&self, slot: &[usize], name: &Name, local: &LocalSpeaker) -> Choice {
        let fits = |&c: &usize| {
            let cluster = &self.clusters[c];
            name.initial().is_none_or(|initial| cluster.initials.contains(&initial))
                && agree(name.middle(), cluster.middle)
                && (cluster.sides.is_empty() || local.side.as_ref().is_none_or(|side| cluster.sides.contains(side)))
        };
        let mut fitting: Vec<usize> = slot.iter().copied().filter(fits).collect();
        let spelt = |&c: &usize| self.clusters[c].surnames.contains(&name.surname);
        if fitting.iter().any(spelt) {
            fitting.retain(spelt);
        }
        let role = local.role.as_ref().map(|role| role.to_lowercase());
        let told = |known: &BTreeSet<String>, word: &Option<String>| word.as_ref().is_some_and(|word| known.contains(word));
        let state = |c: usize| told(&self.clusters[c].affiliations, &local.affiliation);
        let office = |c: usize| told(&self.clusters[c].roles, &role);
        let only = |of: &dyn Fn(usize) -> bool| match fitting.iter().copied().filter(|&c| of(c)).collect::<Vec<_>>().as_slice() {
            [one] => Some(*one),
            _ => None,
        };
        let one = match fitting.as_slice() {
            [] => return Choice::Nobody,
            [one] => *one,
            _ => match only(&state).or_else(|| only(&office)) {
                Some(one) => one,
                None => return Choice::Unclear,
            },
        };
        let cluster = &self.clusters[one];
        let bond = match cluster.name.fullness() {
            _ if cluster.name.given == name.given && !spelt(&one) => Bond::Spelling,
            _ if cluster.name.given == name.given => Bond::OneName,
            _ if name.fullness() == Fullness::Bare => Bond::Surname,
            _ => Bond::Initial,
        };
        let doubt = if fitting.len() > 1 {
            Some(Doubt::ByOffice)
        } else if !spelt(&one) {
            Some(Doubt::SoundsAlike)
        } else {
            let confirmed = local.side.as_ref().is_some_and(|side| cluster.sides.contains(side));
            (!confirmed).then_some(Doubt::NoSide)
        };
        Choice::One(one, bond, doubt)
    }

    fn finish(mut self) -> Merged {
        self.clusters.retain(|cluster| !cluster.members.is_empty());
        for cluster in &mut self.clusters {
            cluster.members.sort_unstable();
            let several = cluster.members.iter().any(|place| place.0 != cluster.members[0].0);
            if cluster.sort == Sort::Person && cluster.sides.len() > 1 {
                cluster.doubts.insert(Doubt::TwoSides);
            }
            if cluster.sort == Sort::Anonymous && several {
                cluster.doubts.insert(Doubt::Unnamed);
            }
        }
        self.clusters.sort_by_key(|cluster| cluster.members[0]);
        let mut merged = Merged {
            speakers: Vec::with_capacity(self.clusters.len()),
            map: self.articles.iter().map(|list| vec![0; list.len()]).collect(),
        };
        let mut ids = Ids::default();
        for cluster in self.clusters {
            for &(a, l) in &cluster.members {
                merged.map[a][l] = merged.speakers.len() as u32;
            }
            let mut speaker = speaker_of(self.articles, &cluster.members);
            speaker.id = ids.of(&speaker.name);
            speaker.bonds = cluster.bonds;
            speaker.doubts = cluster.doubts;
            merged.speakers.push(speaker);
        }
        merged
    }
}

/// Two letters of which one may be missing.
fn agree(one: Option<char>, other: Option<char>) -> bool {
    one.zip(other).is_none_or(|(one, other)| one == other)
}

/// What surnames that may be one share.
fn key(surname: &str) -> String {
    let heard = sound(surname);
    if heard.is_empty() { surname.to_owned() } else { heard }
}

/// The speaker whom these local ones make up, in order of place; id, bonds and doubts are for the caller to say.
pub(super) fn speaker_of(articles: &[Vec<LocalSpeaker>], members: &[Place]) -> Speaker {
    let locals: Vec<&LocalSpeaker> = members.iter().map(|&(a, l)| &articles[a][l]).collect();
    let fullness = |local: &LocalSpeaker| (local.sort == Sort::Person).then(|| Name::of(&local.name).fullness());
    let fullnesses: Vec<Option<Fullness>> = locals.iter().map(|local| fullness(local)).collect();
    let fullest = fullnesses.iter().copied().max().flatten();
    let as_full = locals.iter().zip(&fullnesses).filter(|(_, fullness)| **fullness == fullest);
    let name = most_frequent(as_full.map(|(local, _)| &local.name)).unwrap_or_default();
    let mut aliases: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (at, alias) in locals.iter().flat_map(|local| &local.aliases).enumerate() {
        aliases.entry(alias).or_insert((0, at)).0 += 1;
    }
    let mut aliases: Vec<(&str, (usize, usize))> = aliases.into_iter().collect();
    aliases.sort_by_key(|&(_, (count, at))| (Reverse(count), at));
    Speaker {
        id: String::new(),
        sort: locals.iter().find(|local| local.name == name).map_or(Sort::Person, |local| local.sort),
        name,
        role: most_frequent(locals.iter().filter_map(|local| local.role.as_ref())),
        affiliation: most_frequent(locals.iter().filter_map(|local| local.affiliation.as_ref())),
        side: most_frequent(locals.iter().filter_map(|local| local.side.as_ref())),
        aliases: aliases.into_iter().map(|(alias, _)| alias.to_string()).collect(),
        bonds: BTreeSet::new(),
        mentions: members.len() as u32,
        doubts: BTreeSet::new(),
        hidden: false,
    }
}

/// The most frequent value, the first among equals.
fn most_frequent<'a>(values: impl Iterator<Item = &'a String>) -> Option<String> {
    let mut counts: BTreeMap<&String, (usize, Reverse<usize>)> = BTreeMap::new();
    for (at, value) in values.enumerate() {
        counts.entry(value).or_insert((0, Reverse(at))).0 += 1;
    }
    counts.into_iter().max_by_key(|(_, rank)| *rank).map(|(value, _)| value.clone())
}

/// Ids given out: no two the same.
#[derive(Clone, Debug, Default)]
pub(super) struct Ids {
    given: BTreeSet<String>,
    /// How often each slug was wanted, so that the hundredth of one name is not tried a hundred times.
    wanted: HashMap<String, u32>,
}

impl Ids {
    /// A new id for a name.
    pub fn of(&mut self, name: &str) -> String {
        let slug = slug(name);
        loop {
            let n = self.wanted.entry(slug.clone()).or_default();
            *n += 1;
            let id = if *n == 1 { slug.clone() } else { format!("{slug}-{n}") };
            if self.given.insert(id.clone()) {
                return id;
            }
        }
    }

    /// Keeps an id that was given out elsewhere.
    pub fn keep(&mut self, id: &str) {
        self.given.insert(id.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn local(name: &str, side: Option<&str>, sort: Sort) -> LocalSpeaker {
        LocalSpeaker {
            name: name.into(),
            sort,
            role: None,
            affiliation: side.map(Into::into),
            side: side.map(Into::into),
            aliases: vec![name.into()],
        }
    }

    fn person(name: &str, side: Option<&str>) -> LocalSpeaker {
        local(name, side, Sort::Person)
    }

    #[test]
    fn a_bare_surname_joins_its_person() {
        let merged = merge_speakers(&[vec![person("Novak", None)], vec![person("Karel Novak", Some("East"))]]);
        assert_eq!(merged.speakers.len(), 1);
        assert_eq!(merged.speakers[0].name, "Karel Novak");
        assert_eq!(merged.speakers[0].id, "karel-novak");
        assert_eq!(merged.map, [[0], [0]]);
    }

    #[test]
    fn two_of_one_surname_stay_two() {
        let merged = merge_speakers(&[
            vec![person("Lukan Verrin", Some("East"))],
            vec![person("Astrid Verrin", Some("West"))],
            vec![person("Verrin", Some("West"))],
            vec![person("Verrin", None)],
        ]);
        assert_eq!(merged.speakers.len(), 3, "the bare name without a side could be either");
        assert_eq!(merged.map[2], merged.map[1]);
    }

    #[test]
    fn transliterations_sound_alike() {
        let merged = merge_speakers(&[
            vec![person("Aleksar Tchorin", None)],
            vec![person("Alexar Chorin", None)],
            vec![person("Yury Zhuk", None), person("Juri Žuk", None)],
        ]);
        assert_eq!(merged.speakers.len(), 2);
    }

    /// The speakers of articles that each name persons (with a side after `@`), and what joined them.
    fn merged(articles: &[&[&str]]) -> Vec<(String, String, u8)> {
        let locals: Vec<Vec<LocalSpeaker>> = articles
            .iter()
            .map(|names| {
                names
                    .iter()
                    .map(|name| match name.split_once('@') {
                        Some((name, side)) => person(name, Some(side)),
                        None => person(name, None),
                    })
                    .collect()
            })
            .collect();
        merge_speakers(&locals)
            .speakers
            .into_iter()
            .map(|speaker| {
                let bonds: Vec<&str> = speaker.bonds.iter().map(|bond| bond.as_str()).collect();
                (speaker.name.clone(), bonds.join("; "), speaker.doubt())
            })
            .collect()
    }

    /// What the articles name, and who speaks: name, how merged, doubt.
    #[test]
    fn persons_are_merged_and_told_apart() {
        type Case<'a> = (&'a [&'a [&'a str]], &'a [(&'a str, &'a str, u8)]);
        let cases: &[Case] = &[
            (&[&["Karel Novak"]], &[("Karel Novak", "", 0)]),
            (&[&["Karel Novak"], &["Karel Novák"]], &[("Karel Novak", "one name", 0)]),
            (&[&["Karel Novak@East"], &["Novak@East"], &["Novak"]], &[("Karel Novak", "surname", 20)]),
            (&[&["Karel Novak@East"], &["Novak@West"]], &[("Karel Novak", "", 0), ("Novak", "", 0)]),
            (
                &[&["Konrad von Aschwald"], &["Von Aschwald"], &["Aschwald"]],
                &[("Konrad von Aschwald", "surname", 20)],
            ),
            (&[&["Nadim al-Rashun"], &["Nadim Al Rashun"]], &[("Nadim al-Rashun", "one name", 0)]),
            (&[&["Aleksar Tchorin"], &["Alexar Chorin"]], &[("Aleksar Tchorin", "spelling", 20)]),
            (
                &[&["Aleksar Tchorin@East"], &["Alexar Chorin@West"]],
                &[("Aleksar Tchorin", "", 0), ("Alexar Chorin", "", 0)],
            ),
            (
                &[&["Orlan Besk"], &["Besk Orlan"], &["Orlan Besk"], &["Besk"]],
                &[("Orlan Besk", "one name; surname; surname first", 30)],
            ),
            (
                &[&["Orlan Besk@East"], &["Besk Orlan@West"]],
                &[("Orlan Besk", "", 0), ("Besk Orlan", "", 0)],
            ),
            (&[&["Orlan Besk", "Besk Orlan"]], &[("Orlan Besk", "", 0), ("Besk Orlan", "", 0)]),
            (
                &[&["Ada Quillon"], &["Ada Quilon"], &["Ada Quillon"]],
                &[("Ada Quillon", "one name; spelling", 20)],
            ),
            (
                &[&["Ada Drevlan"], &["Ada Drevlon"], &["Ada Drevlan"]],
                &[("Ada Drevlan", "one name; respelled", 40)],
            ),
            (&[&["Ada Drevlan"], &["Ida Drevlon"]], &[("Ada Drevlan", "", 0), ("Ida Drevlon", "", 0)]),
            (&[&["Ada Drevlan", "Ada Drevlon"]], &[("Ada Drevlan", "", 0), ("Ada Drevlon", "", 0)]),
            (&[&["Ada Velk"], &["Ada Velt"]], &[("Ada Velk", "", 0), ("Ada Velt", "", 0)]),
            (&[&["Peter Johan Lacke"], &["P. J. Lacke"]], &[("Peter Johan Lacke", "initial", 20)]),
            (&[&["P.J. Lacke"], &["PJ Lacke"]], &[("P.J. Lacke", "one name", 20)]),
            (
                &[&["Peter Lacke"], &["Paula Lacke"], &["P. Lacke"], &["Paula Lacke"]],
                &[("Peter Lacke", "", 0), ("Paula Lacke", "one name", 0), ("P. Lacke", "", 50)],
            ),
            (&[&["Q. Lacke"], &["Peter Lacke"]], &[("Q. Lacke", "", 0), ("Peter Lacke", "", 0)]),
            (
                &[&["Karel A. Novak"], &["Karel B. Novak"], &["Karel Novak"]],
                &[("Karel A. Novak", "", 0), ("Karel B. Novak", "", 0), ("Karel Novak", "", 0)],
            ),
            (&[&["Karel Novak@East"], &["Karel Novak@West"]], &[("Karel Novak", "one name", 50)]),
            (
                &[&["Lukan Verrin"], &["Astrid Verrin"], &["Verrin"], &["Verrin"]],
                &[("Lukan Verrin", "", 0), ("Astrid Verrin", "", 0), ("Verrin", "", 50), ("Verrin", "", 50)],
            ),
        ];
        for (articles, wanted) in cases {
            let found = merged(articles);
            let found: Vec<(&str, &str, u8)> = found.iter().map(|(name, bonds, doubt)| (name.as_str(), bonds.as_str(), *doubt)).collect();
            assert_eq!(found, *wanted, "{articles:?}");
        }
    }

    #[test]
    fn of_two_with_one_surname_the_office_tells_which() {
        let office = |name: &str, role: &str| LocalSpeaker {
            role: Some(role.into()),
            ..person(name, None)
        };
        let merged = merge_speakers(&[
            vec![office("Lukan Verrin", "President"), person("Astrid Verrin", None)],
            vec![office("Verrin", "president")],
            vec![office("Verrin", "mayor")],
        ]);
        assert_eq!(merged.map, [vec![0, 1], vec![0], vec![2]]);
        assert!(merged.speakers[0].doubts.contains(&Doubt::ByOffice));
    }

    #[test]
    fn an_office_that_changes_keeps_the_person() {
        let office = |role: &str, state: &str| LocalSpeaker {
            role: Some(role.into()),
            affiliation: Some(state.into()),
            ..person("Sigra Hallen", Some("West"))
        };
        let merged = merge_speakers(&[
            vec![office("foreign minister", "Norland")],
            vec![office("secretary-general", "The League")],
        ]);
        assert_eq!(merged.speakers.len(), 1);
    }

    #[test]
    fn an_unnamed_source_of_two_articles_is_doubtful_and_an_institution_is_not() {
        let two = |sort| merge_speakers(&[vec![local("the envoy", None, sort)], vec![local("an envoy", None, sort)]]).speakers;
        assert_eq!(two(Sort::Anonymous).iter().map(Speaker::doubt).collect::<Vec<_>>(), [60]);
        assert_eq!(two(Sort::Institution).iter().map(Speaker::doubt).collect::<Vec<_>>(), [0]);
    }

    /// A hundred thousand people of a few surnames and first names, short forms among them: what compares everybody with everybody would not come back.
    #[test]
    fn many_speakers_merge_in_seconds() {
        let syllables = ["ba", "de", "ki", "lo", "mu", "ra", "se", "ti", "vo", "nu"];
        let word = |mut n: usize, length: usize| {
            let mut word = String::new();
            for _ in 0..length {
                word.push_str(syllables[n % 10]);
                n /= 10;
            }
            word[..1].to_uppercase() + &word[1..]
        };
        let articles: Vec<Vec<LocalSpeaker>> = (0..100_000usize)
            .map(|n| {
                let surname = word(n * 7919 % 20_000, 5);
                let name = match n % 4 {
                    0 => surname,
                    1 => format!("{}. {surname}", &word(n % 100, 2)[..1]),
                    _ => format!("{} {surname}", word(n % 100, 2)),
                };
                vec![person(&name, [None, Some("East"), Some("West")][n % 3])]
            })
            .collect();
        let begun = std::time::Instant::now();
        let merged = merge_speakers(&articles);
        assert!(
            merged.speakers.len() > 10_000 && merged.speakers.len() < 100_000,
            "{}",
            merged.speakers.len()
        );
        assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
    }

    proptest! {
        #[test]
        fn nobody_is_lost_and_the_same_articles_give_the_same_speakers(
            articles in prop::collection::vec(prop::collection::vec(
                ("(Ada |Ida |A\\. |)(von |)(Besk|Orlan|Drevlan|Drevlon|Tchorin|Chorin)", prop::option::of("East|West"), 0..4usize), 0..5), 0..7)
        ) {
            let sorts = [Sort::Person, Sort::Person, Sort::Institution, Sort::Anonymous];
            let articles: Vec<Vec<LocalSpeaker>> = articles
                .iter()
                .map(|list| list.iter().map(|(name, side, sort)| local(name, side.as_deref(), sorts[*sort])).collect())
                .collect();
            let merged = merge_speakers(&articles);
            prop_assert_eq!(&merge_speakers(&articles), &merged);
            let mut mentions = vec![0u32; merged.speakers.len()];
            prop_assert_eq!(merged.map.len(), articles.len());
            for (map, list) in merged.map.iter().zip(&articles) {
                prop_assert_eq!(map.len(), list.len());
                for (&index, local) in map.iter().zip(list) {
                    let speaker = &merged.speakers[index as usize];
                    mentions[index as usize] += 1;
                    prop_assert_eq!(speaker.sort == Sort::Person, local.sort == Sort::Person);
                    prop_assert!(local.aliases.iter().all(|alias| speaker.aliases.contains(alias)));
                }
            }
            prop_assert!(merged.speakers.iter().zip(&mentions).all(|(speaker, n)| speaker.mentions == *n && *n > 0));
            let ids: BTreeSet<&str> = merged.speakers.iter().map(|speaker| speaker.id.as_str()).collect();
            prop_assert_eq!(ids.len(), merged.speakers.len());
        }
    }

    #[test]
    fn institutions_are_not_merged_by_metonymy() {
        let side = Some("East");
        let merged = merge_speakers(&[vec![
            local("Zelmin", side, Sort::Institution),
            local("the Marble Court", side, Sort::Institution),
            local("Torvan officials", side, Sort::Group),
            local("Marble Court", side, Sort::Institution),
        ]]);
        assert_eq!(merged.speakers.len(), 3);
    }
}
