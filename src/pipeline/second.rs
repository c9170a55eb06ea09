//! Pass 2: from local speakers and fingerprints, never texts, come the speakers of the study, the echoes and the clusters; the study's word on speakers and the
//! corrections of single statements are laid over them here. Invariant: a function of spool and study alone.

use super::{Record, RunError, Spool};
use crate::article::nearest;
use crate::quote::echo::{Candidate, echoes};
use crate::quote::{Bond, Called, Clash, LocalSpeaker, Merged, Overruled, Register, Speaker, merge_speakers, overrule};
use crate::report::CorrectionFacts;
use crate::study::{Correction, Corrections, Study, StudyError, Whose};
use crate::tone::Micro;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The date of an article that has none: after all others, so that a repeat is never taken for the first.
const UNDATED: &str = "9999-12-31";

/// A statement's place: article and index there.
type Place = (u32, u32);

/// What pass 2 finds.
pub(super) struct Second {
    /// The study's speakers.
    pub speakers: Vec<Speaker>,
    /// What the user's own words came to nothing in.
    pub warnings: Vec<String>,
    /// The corrections applied, where the study has any.
    pub corrected: Option<CorrectionFacts>,
    /// For each article, for each of its local speakers: the study's.
    map: Vec<Vec<u32>>,
    by_hand: BTreeMap<Place, ByHand>,
    /// With the corrections.
    repeats: Repeats,
    /// Without them; none where there are none.
    found: Option<Repeats>,
    /// Ids of the articles.
    articles: Vec<String>,
}

/// What the corrections say of a statement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ByHand {
    /// Another speaker, or nobody.
    pub speaker: Option<Option<u32>>,
    /// Left out.
    pub drop: bool,
    /// Own ratings of hostility and conciliation.
    pub rating: [Option<Micro>; 2],
}

/// Whether pass 2 is asked for what it found, or for what the corrections made of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sight {
    /// As found.
    Found,
    /// As corrected; the same where there are no corrections.
    Corrected,
}

/// Echoes and clusters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Repeats {
    /// The id of the first statement, of a repeat.
    echoes: BTreeMap<Place, String>,
    /// For each article: the first article of its cluster.
    clusters: Vec<u32>,
}

/// A statement's place and what echoes are found by.
struct Seen {
    place: Place,
    local: Option<u32>,
    id: String,
    fingerprint: Vec<u64>,
}

/// What the spool tells pass 2.
#[derive(Default)]
struct Heard {
    locals: Vec<Vec<LocalSpeaker>>,
    dates: Vec<String>,
    articles: Vec<String>,
    seen: Vec<Seen>,
    /// The statements that have a row in the corrections, and the local speaker of each.
    corrected: HashMap<String, (Place, Option<u32>)>,
}

impl Heard {
    fn of(spool: &Spool<Record>, corrections: &[Correction]) -> Result<Heard, RunError> {
        let wanted: HashSet<&str> = corrections.iter().map(|row| row.statement.as_str()).collect();
        let mut heard = Heard::default();
        for record in spool.items() {
            let Record {
                article,
                speakers,
                statements,
            } = record?;
            let index = heard.articles.len() as u32;
            for (statement, rated) in (0u32..).zip(statements) {
                if wanted.contains(rated.id.as_str()) {
                    heard.corrected.insert(rated.id.clone(), ((index, statement), rated.statement.speaker));
                }
                if !rated.fingerprint.is_empty() {
                    heard.seen.push(Seen {
                        place: (index, statement),
                        local: rated.statement.speaker,
                        id: rated.id,
                        fingerprint: rated.fingerprint,
                    });
                }
            }
            heard.locals.push(speakers);
            heard
                .dates
                .push(article.published.or(article.meeting).unwrap_or_else(|| UNDATED.to_owned()));
            heard.articles.push(article.id);
        }
        Ok(heard)
    }

    fn repeats(&self, merged: &Merged, by_hand: &BTreeMap<Place, ByHand>) -> Repeats {
        // A statement that is dropped is nothing that another could repeat.
        let seen: Vec<&Seen> = self
            .seen
            .iter()
            .filter(|seen| by_hand.get(&seen.place).is_none_or(|hand| !hand.drop))
            .collect();
        let candidates: Vec<Candidate> = seen
            .iter()
            .map(|seen| {
                let (article, statement) = seen.place;
                Candidate {
                    date: self.dates[article as usize].clone(),
                    article,
                    statement,
                    speaker: by_hand
                        .get(&seen.place)
                        .and_then(|hand| hand.speaker)
                        .unwrap_or_else(|| merged.map[article as usize].get(seen.local? as usize).copied()),
                    fingerprint: &seen.fingerprint,
                }
            })
            .collect();
        let mut repeats = Repeats {
            echoes: BTreeMap::new(),
            clusters: (0..self.articles.len() as u32).collect(),
        };
        for (repeat, first) in echoes(&candidates).into_iter().enumerate() {
            let Some(first) = first.and_then(|first| seen.get(first as usize)) else {
                continue;
            };
            let repeat = seen[repeat];
            repeats.echoes.insert(repeat.place, first.id.clone());
            join(&mut repeats.clusters, repeat.place.0, first.place.0);
        }
        for article in 0..repeats.clusters.len() as u32 {
            repeats.clusters[article as usize] = root(&repeats.clusters, article);
        }
        repeats
    }
}

impl Second {
    /// Runs pass 2 over a spool.
    pub fn of(spool: &Spool<Record>, study: &Study) -> Result<Second, RunError> {
        let rows: &[Correction] = study.corrections.as_ref().map_or(&[], |corrections| &corrections.rows);
        let heard = Heard::of(spool, rows)?;
        let named: Vec<&str> = rows
            .iter()
            .filter(|row| !row.drop && heard.corrected.contains_key(&row.statement))
            .filter_map(|row| match &row.speaker {
                Some(Whose::Of(name)) => Some(name.as_str()),
                Some(Whose::Nobodys) | None => None,
            })
            .collect();
        let Overruled { merged, remarks } = overrule(merge_speakers(&heard.locals), &heard.articles, &heard.locals, &study.speakers, &named)
            .map_err(|clash: Clash| study.fault(&clash))?;
        let mut warnings: Vec<String> = remarks
            .into_iter()
            .map(|remark| format!("{}: {}", study.line(remark.at.start), remark.message))
            .collect();
        let mut by_hand = BTreeMap::new();
        let mut corrected = None;
        if let Some(corrections) = &study.corrections {
            let mut applied = Applied::new(corrections, &heard, &merged);
            by_hand = applied.all()?;
            corrected = Some(applied.facts);
            warnings.extend(applied.warnings);
        }
        let found = (!by_hand.is_empty()).then(|| heard.repeats(&merged, &BTreeMap::new()));
        let repeats = heard.repeats(&merged, &by_hand);
        let mut second = Second {
            speakers: merged.speakers,
            warnings,
            corrected,
            map: merged.map,
            by_hand,
            repeats,
            found,
            articles: heard.articles,
        };
        second.warn_of_idle_ratings(study, &heard.corrected);
        Ok(second)
    }

    /// An own rating of a repeat counts nowhere: the first one counts.
    fn warn_of_idle_ratings(&mut self, study: &Study, places: &HashMap<String, (Place, Option<u32>)>) {
        let Some(corrections) = &study.corrections else { return };
        for row in corrections.rows.iter().filter(|row| !row.drop && row.rating != [None, None]) {
            let first = places.get(&row.statement).and_then(|(place, _)| self.repeats.echoes.get(place));
            if let Some(first) = first {
                self.warnings.push(format!(
                    "{}: the statement `{}` repeats `{first}`, which counts in its place; its own rating counts nowhere.",
                    line(corrections, row),
                    row.statement
                ));
            }
        }
    }

    fn repeats(&self, sight: Sight) -> &Repeats {
        match (sight, &self.found) {
            (Sight::Found, Some(found)) => found,
            (Sight::Found, None) | (Sight::Corrected, _) => &self.repeats,
        }
    }

    /// Whether the corrections change anything.
    pub fn is_corrected(&self) -> bool {
        self.found.is_some()
    }

    /// What the corrections say of a statement.
    pub fn by_hand(&self, place: Place) -> Option<&ByHand> {
        self.by_hand.get(&place)
    }

    /// The speaker of a statement, `local` in its article.
    pub fn speaker(&self, place: Place, local: Option<u32>, sight: Sight) -> Option<(u32, &Speaker)> {
        let found = || self.map.get(place.0 as usize)?.get(local? as usize).copied();
        let by_hand = self.by_hand(place).filter(|_| sight == Sight::Corrected).and_then(|hand| hand.speaker);
        let index = by_hand.unwrap_or_else(found)?;
        Some((index, self.speakers.get(index as usize)?))
    }

    /// The study's speaker for a local one.
    pub fn speaker_of(&self, article: usize, local: usize) -> Option<u32> {
        self.map.get(article)?.get(local).copied()
    }

    /// The id of the statement that this one repeats.
    pub fn echo(&self, place: Place, sight: Sight) -> Option<&String> {
        self.repeats(sight).echoes.get(&place)
    }

    /// The id of an article's cluster.
    pub fn cluster(&self, article: usize, sight: Sight) -> &str {
        let first = self.repeats(sight).clusters.get(article).map_or(article, |&first| first as usize);
        self.articles.get(first).map_or("", String::as_str)
    }
}

/// Where a row stands, for warnings.
fn line(corrections: &Corrections, row: &Correction) -> String {
    format!("{}, line {}", corrections.file_name(), row.line)
}

/// The corrections while they are applied.
struct Applied<'a> {
    corrections: &'a Corrections,
    heard: &'a Heard,
    merged: &'a Merged,
    register: Register,
    facts: CorrectionFacts,
    warnings: Vec<String>,
}

impl<'a> Applied<'a> {
    fn new(corrections: &'a Corrections, heard: &'a Heard, merged: &'a Merged) -> Applied<'a> {
        Applied {
            corrections,
            heard,
            merged,
            register: Register::of(merged, &heard.locals),
            facts: CorrectionFacts {
                name: corrections.file_name(),
                sha256: corrections.sha256.clone(),
                rows: corrections.rows.len() as u64,
                ..CorrectionFacts::default()
            },
            warnings: Vec::new(),
        }
    }

    fn warn(&mut self, row: &Correction, message: &str) {
        self.warnings.push(format!("{}: {message}", line(self.corrections, row)));
    }

    fn all(&mut self) -> Result<BTreeMap<Place, ByHand>, RunError> {
        let mut by_hand = BTreeMap::new();
        let mut new: Vec<u32> = Vec::new();
        for row in &self.corrections.rows {
            let Some(&(place, local)) = self.heard.corrected.get(&row.statement) else {
                self.facts.unmatched += 1;
                let message = format!(
                    "no statement has the id `{}`: its article, or what is found in it, is not what it was. The row changes nothing.",
                    row.statement
                );
                self.warn(row, &message);
                continue;
            };
            if !row.corrects() {
                self.warn(row, "the row says nothing that would change its statement.");
                continue;
            }
            if row.drop {
                if row.speaker.is_some() || row.rating != [None, None] {
                    self.warn(row, "the statement is dropped, so what else the row says of it changes nothing.");
                }
                self.facts.dropped += 1;
                by_hand.insert(
                    place,
                    ByHand {
                        drop: true,
                        ..ByHand::default()
                    },
                );
                continue;
            }
            let found = local.and_then(|local| self.merged.map[place.0 as usize].get(local as usize).copied());
            let mut hand = ByHand {
                speaker: match &row.speaker {
                    None => None,
                    Some(Whose::Nobodys) => Some(None),
                    Some(Whose::Of(name)) => Some(Some(self.speaker(row, name)?)),
                },
                drop: false,
                rating: row.rating,
            };
            if hand.speaker == Some(found) {
                hand.speaker = None;
                let who = found.map_or("no speaker", |_| "this speaker");
                self.warn(row, &format!("the statement `{}` has {who} anyway.", row.statement));
            }
            if let Some(speaker) = hand.speaker.flatten().filter(|speaker| !new.contains(speaker)) {
                self.warn_of_newcomer(row, speaker);
                new.push(speaker);
            }
            self.facts.speaker += u64::from(hand.speaker.is_some());
            self.facts.rated += u64::from(hand.rating != [None, None]);
            if hand != ByHand::default() {
                by_hand.insert(place, hand);
            }
        }
        Ok(by_hand)
    }

    /// A name that no article gives may be a slip.
    fn warn_of_newcomer(&mut self, row: &Correction, speaker: u32) {
        let new = &self.merged.speakers[speaker as usize];
        if new.mentions > 0 || new.bonds.contains(&Bond::Study) {
            return;
        }
        let found = self.merged.speakers.iter().filter(|speaker| speaker.mentions > 0);
        let near = nearest(&new.name, found.map(|speaker| speaker.name.as_str()));
        let near = near.map_or_else(
            || " Its side and office can be given under [speakers] in the study.".to_owned(),
            |near| format!(" Is `{near}` meant?"),
        );
        self.warn(row, &format!("`{}` was found in no article and becomes a new speaker.{near}", new.name));
    }

    fn speaker(&self, row: &Correction, name: &str) -> Result<u32, StudyError> {
        let several = match self.register.find(name) {
            Called::Also(one) => return Ok(one),
            Called::Named(speakers) | Called::Either(speakers) => speakers,
            Called::Nobody(_) => Vec::new(),
        };
        if let [one] = several.as_slice() {
            return Ok(*one);
        }
        let ids: Vec<String> = several
            .iter()
            .map(|&speaker| format!("`{}`", self.merged.speakers[speaker as usize].id))
            .collect();
        Err(self.corrections.fault(
            row.speaker_at.clone(),
            format!("`{name}` may be any of {} speakers: {}.", ids.len(), ids.join(", ")),
            "Give the id of the one that is meant; speakers.csv has them.",
        ))
    }
}

/// The first article of the cluster.
fn root(clusters: &[u32], mut article: u32) -> u32 {
    while clusters[article as usize] != article {
        article = clusters[article as usize];
    }
    article
}

/// Joins two clusters under the first of their articles.
fn join(clusters: &mut [u32], one: u32, other: u32) {
    let (one, other) = (root(clusters, one), root(clusters, other));
    clusters[one.max(other) as usize] = one.min(other);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_is_named_after_its_first_article() {
        let mut clusters: Vec<u32> = (0..6).collect();
        for (one, other) in [(4, 2), (5, 4), (1, 3)] {
            join(&mut clusters, one, other);
        }
        let roots: Vec<u32> = (0..6).map(|article| root(&clusters, article)).collect();
        assert_eq!(roots, [0, 1, 2, 1, 2, 2]);
    }
}
