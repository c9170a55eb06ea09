//! Pass 2: from local speakers and fingerprints, never texts, come the speakers of the study, the echoes and the clusters. Invariant: a function of the spool alone.

use super::{Record, RunError, Spool};
use crate::quote::echo::{Candidate, echoes};
use crate::quote::{LocalSpeaker, Speaker, merge_speakers};
use std::collections::BTreeMap;

/// The date of an article that has none: after all others, so that a repeat is never taken for the first.
const UNDATED: &str = "9999-12-31";

/// What pass 2 finds.
pub(super) struct Second {
    /// The study's speakers.
    pub speakers: Vec<Speaker>,
    /// For each article, for each of its local speakers: the study's.
    map: Vec<Vec<u32>>,
    /// (article, statement) of a repeat, and the id of the first.
    echoes: BTreeMap<(u32, u32), String>,
    /// For each article: the first article of its cluster, and that one's id.
    clusters: Vec<u32>,
    /// Ids of the articles.
    articles: Vec<String>,
}

/// A statement's place and what echoes are found by.
struct Seen {
    article: u32,
    statement: u32,
    local: Option<u32>,
    id: String,
    fingerprint: Vec<u64>,
}

impl Second {
    /// Runs pass 2 over a spool.
    pub fn of(spool: &Spool<Record>) -> Result<Second, RunError> {
        let mut locals: Vec<Vec<LocalSpeaker>> = Vec::new();
        let mut dates: Vec<String> = Vec::new();
        let mut articles: Vec<String> = Vec::new();
        let mut seen: Vec<Seen> = Vec::new();
        for record in spool.items() {
            let Record {
                article,
                speakers,
                statements,
            } = record?;
            let index = articles.len() as u32;
            seen.extend(
                statements
                    .into_iter()
                    .enumerate()
                    .filter(|(_, rated)| !rated.fingerprint.is_empty())
                    .map(|(statement, rated)| Seen {
                        article: index,
                        statement: statement as u32,
                        local: rated.statement.speaker,
                        id: rated.id,
                        fingerprint: rated.fingerprint,
                    }),
            );
            locals.push(speakers);
            dates.push(article.published.or(article.meeting).unwrap_or_else(|| UNDATED.to_owned()));
            articles.push(article.id);
        }
        let merged = merge_speakers(&locals);
        let candidates: Vec<Candidate> = seen
            .iter()
            .map(|seen| Candidate {
                date: dates[seen.article as usize].clone(),
                article: seen.article,
                statement: seen.statement,
                speaker: seen
                    .local
                    .and_then(|local| merged.map[seen.article as usize].get(local as usize).copied()),
                fingerprint: &seen.fingerprint,
            })
            .collect();
        let mut clusters: Vec<u32> = (0..articles.len() as u32).collect();
        let mut repeats = BTreeMap::new();
        for (repeat, first) in echoes(&candidates).into_iter().enumerate() {
            let Some(first) = first.and_then(|first| seen.get(first as usize)) else {
                continue;
            };
            let repeat = &seen[repeat];
            repeats.insert((repeat.article, repeat.statement), first.id.clone());
            join(&mut clusters, repeat.article, first.article);
        }
        for article in 0..clusters.len() as u32 {
            clusters[article as usize] = root(&clusters, article);
        }
        Ok(Second {
            speakers: merged.speakers,
            map: merged.map,
            echoes: repeats,
            clusters,
            articles,
        })
    }

    /// The study's speaker for a local one.
    pub fn speaker(&self, article: usize, local: Option<u32>) -> Option<(u32, &Speaker)> {
        let index = *self.map.get(article)?.get(local? as usize)?;
        Some((index, self.speakers.get(index as usize)?))
    }

    /// The id of the statement that this one repeats.
    pub fn echo(&self, article: usize, statement: usize) -> Option<&String> {
        self.echoes.get(&(article as u32, statement as u32))
    }

    /// The id of an article's cluster.
    pub fn cluster(&self, article: usize) -> &str {
        let first = self.clusters.get(article).map_or(article, |&first| first as usize);
        self.articles.get(first).map_or("", String::as_str)
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
