//! Echoes: one quotation carried by several articles. A statement repeats an earlier one of the same speaker where they share at least [`SHARED`] words and
//! those are at least [`CONTAINED`] of the shorter one. Pass 2 sees fingerprints only.
//!
//! Invariant: the first by date, then by article and place, is the original; a function of the set of candidates, whatever their order.

use std::collections::HashMap;

/// Fewest shared words.
pub const SHARED: usize = 8;
/// Smallest share of the shorter statement's words that both have, in percent.
pub const CONTAINED: usize = 80;
/// Words in a shingle by which candidates find each other.
const SHINGLE: usize = 4;
/// Most earlier statements compared for one shingle, so that a stock phrase costs no quadratic step.
const MOST_PER_SHINGLE: usize = 64;

/// The words of a quotation as hashes.
pub struct Fingerprint;

impl Fingerprint {
    /// FNV-1a hashes of the folded words of `text`, in order; empty where there are fewer than [`SHARED`].
    pub fn of(text: &str) -> Vec<u64> {
        let mut out = Vec::new();
        let mut hash = OFFSET;
        let mut open = false;
        for c in text.chars() {
            if c.is_alphanumeric() {
                for folded in c.to_lowercase() {
                    hash = (hash ^ u64::from(folded as u32)).wrapping_mul(PRIME);
                }
                open = true;
            } else if open && !matches!(c, '\'' | '’' | '-') {
                out.push(hash);
                hash = OFFSET;
                open = false;
            }
        }
        if open {
            out.push(hash);
        }
        if out.len() < SHARED { Vec::new() } else { out }
    }
}

const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0100_0000_01b3;

/// A statement that may repeat another.
#[derive(Clone, Debug)]
pub struct Candidate<'a> {
    /// What orders articles in time: an ISO date; undated ones sort last.
    pub date: String,
    /// Article, in order of id.
    pub article: u32,
    /// Statement within the article.
    pub statement: u32,
    /// Speaker of the study; without one nothing is an echo.
    pub speaker: Option<u32>,
    /// From [`Fingerprint::of`].
    pub fingerprint: &'a [u64],
}

/// For each candidate the index of the original that it repeats, if it does.
pub fn echoes(candidates: &[Candidate]) -> Vec<Option<u32>> {
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by(|&a, &b| {
        let key = |i: usize| (&candidates[i].date, candidates[i].article, candidates[i].statement);
        key(a).cmp(&key(b))
    });
    let mut out = vec![None; candidates.len()];
    let mut by_shingle: HashMap<(u32, u64), Vec<u32>> = HashMap::new();
    for &i in &order {
        let candidate = &candidates[i];
        let Some(speaker) = candidate.speaker else { continue };
        if candidate.fingerprint.len() < SHARED {
            continue;
        }
        let shingles: Vec<u64> = candidate
            .fingerprint
            .windows(SHINGLE)
            .map(|w| w.iter().fold(OFFSET, |h, &x| (h ^ x).wrapping_mul(PRIME)))
            .collect();
        let mut earlier: Vec<u32> = shingles
            .iter()
            .filter_map(|s| by_shingle.get(&(speaker, *s)))
            .flatten()
            .copied()
            .collect();
        earlier.sort_unstable();
        earlier.dedup();
        // In time order, so that the original is the first.
        let mut earlier: Vec<usize> = earlier
            .into_iter()
            .map(|e| e as usize)
            .filter(|&e| candidates[e].article != candidate.article)
            .collect();
        earlier.sort_by(|&a, &b| {
            (&candidates[a].date, candidates[a].article, candidates[a].statement).cmp(&(
                &candidates[b].date,
                candidates[b].article,
                candidates[b].statement,
            ))
        });
        match earlier.into_iter().find(|&e| repeats(candidates[e].fingerprint, candidate.fingerprint)) {
            Some(original) => out[i] = Some(original as u32),
            None => {
                for shingle in shingles {
                    let list = by_shingle.entry((speaker, shingle)).or_default();
                    if list.len() < MOST_PER_SHINGLE && list.last() != Some(&(i as u32)) {
                        list.push(i as u32);
                    }
                }
            }
        }
    }
    out
}

/// Whether two quotations are one: shared words as multisets.
fn repeats(a: &[u64], b: &[u64]) -> bool {
    let (mut a, mut b) = (a.to_vec(), b.to_vec());
    a.sort_unstable();
    b.sort_unstable();
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                i += 1;
                j += 1;
            }
        }
    }
    shared >= SHARED && shared * 100 >= CONTAINED * a.len().min(b.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "The harbour stays closed until the last of the patrol boats has gone home";
    const B: &str = "the harbour stays closed until the last of the patrol boats has gone";

    fn candidates<'a>(prints: &'a [(Vec<u64>, &'a str, u32)]) -> Vec<Candidate<'a>> {
        prints
            .iter()
            .enumerate()
            .map(|(i, (f, date, speaker))| Candidate {
                date: (*date).into(),
                article: i as u32,
                statement: 0,
                speaker: Some(*speaker),
                fingerprint: f,
            })
            .collect()
    }

    #[test]
    fn the_earlier_one_is_the_original() {
        let prints = [
            (Fingerprint::of(B), "2016-05-12", 1),
            (Fingerprint::of(A), "2016-05-11", 1),
            (Fingerprint::of(A), "2016-05-13", 2),
        ];
        assert_eq!(
            echoes(&candidates(&prints)),
            [Some(1), None, None],
            "another speaker's same words are no echo"
        );
    }

    #[test]
    fn short_quotations_and_common_words_are_no_echo() {
        assert!(Fingerprint::of("We are ready to talk").is_empty());
        let prints = [
            (
                Fingerprint::of("We hope that the talks in the city will bring a result for all of us"),
                "2016-05-11",
                1,
            ),
            (
                Fingerprint::of("The result of the vote in the city will be known to all of us by noon"),
                "2016-05-12",
                1,
            ),
        ];
        assert_eq!(echoes(&candidates(&prints)), [None, None]);
    }
}
