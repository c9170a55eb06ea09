//! Pass 2: one speaker across articles. Sees names, offices and sides of local speakers, never texts.
//!
//! Persons are the same where surname and first name agree, by spelling or by sound of a transliteration, and sides do not conflict; a bare surname joins the
//! one full name it fits. Institutions are the same where their words are. Invariant: a function of the local speakers in the order given (that of article ids).

use super::speaker::{LocalSpeaker, Sort, Speaker};
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;

/// Speakers of a study and where each local one went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// In order of first appearance.
    pub speakers: Vec<Speaker>,
    /// `map[article][local]` is an index into `speakers`.
    pub map: Vec<Vec<u32>>,
}

/// Local speakers that are one, and what was heard of them.
#[derive(Clone, Debug)]
struct Cluster {
    /// Sound of the first name; none for a bare surname.
    given: Option<String>,
    sort: Sort,
    members: Vec<(usize, usize)>,
    sides: BTreeSet<String>,
    affiliations: BTreeSet<String>,
}

/// Merges the local speakers of articles, given in order of article id.
pub fn merge_speakers(articles: &[Vec<LocalSpeaker>]) -> Merged {
    let mut clusters: Vec<Cluster> = Vec::new();
    let mut by_key: BTreeMap<(bool, String), Vec<usize>> = BTreeMap::new();
    // Full names first, so that a bare surname finds its person wherever it stands.
    let mut order: Vec<(usize, usize)> = articles
        .iter()
        .enumerate()
        .flat_map(|(a, list)| (0..list.len()).map(move |l| (a, l)))
        .collect();
    order.sort_by_key(|&(a, l)| {
        (
            articles[a][l].sort == Sort::Person && given_and_surname(&articles[a][l].name).0.is_none(),
            a,
            l,
        )
    });
    for (a, l) in order {
        let local = &articles[a][l];
        let person = local.sort == Sort::Person;
        let (given, key) = if person {
            let (given, surname) = given_and_surname(&local.name);
            (given.map(|g| sound(&g)), sound(&surname))
        } else {
            (None, plain(&local.name))
        };
        let slot = by_key.entry((person, key)).or_default();
        let fits: Vec<usize> = slot
            .iter()
            .copied()
            .filter(|&c| !person || same_person(&clusters[c], given.as_deref(), local))
            .collect();
        // Two people of that surname and nothing to tell them apart: the bare name stays on its own.
        let found = match fits.as_slice() {
            [] => None,
            [one] => Some(*one),
            many if given.is_some() || !person => many.first().copied(),
            many => {
                let closer: Vec<usize> = many
                    .iter()
                    .copied()
                    .filter(|&c| local.affiliation.as_ref().is_some_and(|x| clusters[c].affiliations.contains(x)))
                    .collect();
                if let [one] = closer.as_slice() { Some(*one) } else { None }
            }
        };
        let index = found.unwrap_or_else(|| {
            clusters.push(Cluster {
                given: given.clone(),
                sort: local.sort,
                members: Vec::new(),
                sides: BTreeSet::new(),
                affiliations: BTreeSet::new(),
            });
            slot.push(clusters.len() - 1);
            clusters.len() - 1
        });
        let cluster = &mut clusters[index];
        cluster.members.push((a, l));
        cluster.sides.extend(local.side.clone());
        cluster.affiliations.extend(local.affiliation.clone());
        if cluster.given.as_ref().is_none_or(|g| g.chars().count() == 1) && given.is_some() {
            cluster.given = given;
        }
    }
    for cluster in &mut clusters {
        cluster.members.sort_unstable();
    }
    clusters.sort_by_key(|c| c.members.first().copied());
    let mut map: Vec<Vec<u32>> = articles.iter().map(|list| vec![0; list.len()]).collect();
    let mut ids = BTreeSet::new();
    let mut speakers = Vec::with_capacity(clusters.len());
    for cluster in &clusters {
        let index = speakers.len() as u32;
        let members: Vec<&LocalSpeaker> = cluster.members.iter().map(|&(a, l)| &articles[a][l]).collect();
        for &(a, l) in &cluster.members {
            map[a][l] = index;
        }
        let fullest = members
            .iter()
            .map(|m| m.name.split_whitespace().count())
            .max()
            .unwrap_or(0)
            .min(if cluster.sort == Sort::Person { 2 } else { 0 });
        let name = most_frequent(members.iter().map(|m| &m.name).filter(|n| n.split_whitespace().count() >= fullest)).unwrap_or_default();
        let mut aliases: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for (at, alias) in members.iter().flat_map(|m| &m.aliases).enumerate() {
            aliases.entry(alias).or_insert((0, at)).0 += 1;
        }
        let mut aliases: Vec<(&str, (usize, usize))> = aliases.into_iter().collect();
        aliases.sort_by_key(|&(_, (count, at))| (std::cmp::Reverse(count), at));
        let id = unique(slug(&name), &mut ids);
        speakers.push(Speaker {
            id,
            name,
            sort: cluster.sort,
            role: most_frequent(members.iter().filter_map(|m| m.role.as_ref())),
            affiliation: most_frequent(members.iter().filter_map(|m| m.affiliation.as_ref())),
            side: most_frequent(members.iter().filter_map(|m| m.side.as_ref())),
            aliases: aliases.into_iter().map(|(alias, _)| alias.to_string()).collect(),
        });
    }
    Merged { speakers, map }
}

/// Whether a local person fits the cluster: first names agree or one is missing, sides do not conflict.
fn same_person(cluster: &Cluster, given: Option<&str>, local: &LocalSpeaker) -> bool {
    let names = match (&cluster.given, given) {
        (Some(a), Some(b)) => a == b || a.chars().count() == 1 && b.starts_with(a.as_str()) || b.chars().count() == 1 && a.starts_with(b),
        _ => true,
    };
    // A person may change office, but not the bloc between two articles of one study without being told apart by the first name.
    let sides = match (&local.side, given.is_some() && cluster.given.is_some()) {
        (Some(side), false) => cluster.sides.is_empty() || cluster.sides.contains(side),
        _ => true,
    };
    names && sides
}

/// First name and surname; a bare name is a surname.
fn given_and_surname(name: &str) -> (Option<String>, String) {
    let words: Vec<&str> = name
        .split_whitespace()
        .filter(|w| !matches!(*w, "Jr." | "Jr" | "Sr." | "Sr" | "II" | "III" | "IV"))
        .collect();
    match words.as_slice() {
        [] => (None, String::new()),
        [one] => (None, (*one).to_string()),
        [first, .., last] if first.chars().next().is_some_and(char::is_uppercase) => {
            (Some(first.trim_end_matches('.').to_string()), (*last).to_string())
        }
        [.., last] => (None, (*last).to_string()),
    }
}

/// How a name sounds, roughly: transliterations that are spelt two ways come out the same. Not a phonetic algorithm of the literature: the pairs are those of
/// the usual romanisations of Cyrillic and Arabic (ISO 9, BGN/PCGN, press usage).
fn sound(name: &str) -> String {
    let mut text: String = plain(name);
    for (from, to) in [
        ("tch", "c"),
        ("tsch", "c"),
        ("ch", "c"),
        ("shch", "s"),
        ("sch", "s"),
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
    ] {
        text = text.replace(from, to);
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
fn plain(name: &str) -> String {
    let text: String = name
        .nfd()
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c))
        .collect::<String>()
        .to_lowercase()
        .replace(['’', '‘'], "'");
    let words: Vec<&str> = text.split_whitespace().collect();
    let skip = words
        .iter()
        .take(words.len().saturating_sub(1))
        .take_while(|w| matches!(**w, "the" | "a" | "an"))
        .count();
    words[skip..].join(" ")
}

/// The most frequent value, the first among equals.
fn most_frequent<'a>(values: impl Iterator<Item = &'a String>) -> Option<String> {
    let mut counts: Vec<(&String, usize)> = Vec::new();
    for value in values {
        match counts.iter_mut().find(|(v, _)| *v == value) {
            Some((_, n)) => *n += 1,
            None => counts.push((value, 1)),
        }
    }
    let most = counts.iter().map(|(_, n)| *n).max()?;
    counts.into_iter().find(|(_, n)| *n == most).map(|(v, _)| v.clone())
}

/// Letters, digits and hyphens, safe in a file name and in an address.
fn slug(name: &str) -> String {
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

fn unique(id: String, ids: &mut BTreeSet<String>) -> String {
    let mut candidate = id.clone();
    let mut n = 2;
    while !ids.insert(candidate.clone()) {
        candidate = format!("{id}-{n}");
        n += 1;
    }
    candidate
}

#[cfg(test)]
mod tests {
    use super::*;

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
