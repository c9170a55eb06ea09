//! Which words set two years apart: log-odds with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008, "Fightin' Words"), of words that no lexicon entry found.
//!
//! They are ranked by z and not tested: z takes every word for an independent draw, and words of one article are none. Invariant: counts are integers, and words come out in one order for any
//! order of statements within an article.

use super::By;
use std::collections::BTreeMap;

/// The weight of the prior, in words: as if so many words, spread as both years together use them, had been heard in each year before. What is said a few times only is so
/// drawn towards no difference.
pub const PRIOR: f64 = 100.0;

/// A word must stand in so many articles of the two years together: what one article says, tells of the article.
pub const FEWEST_ARTICLES: u32 = 2;

/// A word that sets the years apart.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Key {
    /// Grouping.
    pub by: By,
    /// Key of the group.
    pub key: String,
    /// The word, folded.
    pub word: String,
    /// How often it stands in the first year's statements.
    pub from: u64,
    /// In the second's.
    pub to: u64,
    /// In how many of the first year's articles.
    pub from_articles: u32,
    /// Of the second's.
    pub to_articles: u32,
    /// How much likelier it is in the second year: difference of log-odds under the prior; negative for words of the first.
    pub log_odds: f64,
    /// The same over its standard deviation: what words are ranked by.
    pub z: f64,
}

/// How often a group uses a word: by year, times and articles.
#[derive(Clone, Debug, Default)]
struct Usage {
    years: BTreeMap<i16, (u64, u32)>,
    /// The article in which it was last seen.
    last: u32,
}

/// The words of groups, counted.
#[derive(Clone, Debug, Default)]
pub struct Keyness {
    /// The article that is counted now.
    article: Option<String>,
    /// Its number, from 1: articles come one after another.
    number: u32,
    groups: BTreeMap<(By, String), BTreeMap<String, Usage>>,
}

impl Keyness {
    /// Counts a word of a statement for a group. Statements come article by article, and an article is of one year.
    pub fn add(&mut self, by: By, key: &str, year: i16, article: &str, word: &str) {
        if self.article.as_deref() != Some(article) {
            self.article = Some(article.to_owned());
            self.number += 1;
        }
        let words = self.groups.entry((by, key.to_owned())).or_default();
        let usage = match words.get_mut(word) {
            Some(usage) => usage,
            None => words.entry(word.to_owned()).or_default(),
        };
        let (times, articles) = usage.years.entry(year).or_default();
        *times += 1;
        *articles += u32::from(usage.last != self.number);
        usage.last = self.number;
    }

    /// The words of every group that set two years apart, those that `kept` keeps; at most `most` a group, by falling |z|, then by word. A group with words in one year only has none.
    pub fn words(&self, years: [i16; 2], most: usize, kept: impl Fn(&str) -> bool) -> Vec<Key> {
        let mut all = Vec::new();
        for ((by, key), words) in &self.groups {
            let words: Vec<(&String, [(u64, u32); 2])> = words
                .iter()
                .filter(|(word, _)| kept(word))
                .map(|(word, usage)| (word, years.map(|year| usage.years.get(&year).copied().unwrap_or_default())))
                .collect();
            let counts: Vec<[u64; 2]> = words.iter().map(|(_, [from, to])| [from.0, to.0]).collect();
            let mut keys: Vec<Key> = words
                .into_iter()
                .zip(log_odds(&counts, PRIOR))
                .filter(|((_, [from, to]), _)| from.1 + to.1 >= FEWEST_ARTICLES)
                .map(|((word, [from, to]), (log_odds, z))| Key {
                    by: *by,
                    key: key.clone(),
                    word: word.clone(),
                    from: from.0,
                    to: to.0,
                    from_articles: from.1,
                    to_articles: to.1,
                    log_odds,
                    z,
                })
                .collect();
            keys.sort_by(|one, other| other.z.abs().total_cmp(&one.z.abs()).then_with(|| one.word.cmp(&other.word)));
            all.extend(keys.into_iter().take(most));
        }
        all
    }
}

/// Of each word's counts in two years: the difference of its log-odds (second less first) and z, under a prior of `prior` words spread as both years together are. Nothing where a year has
/// no word, or there is but one word.
pub fn log_odds(counts: &[[u64; 2]], prior: f64) -> Vec<(f64, f64)> {
    let total = |year: usize| counts.iter().map(|count| count[year]).sum::<u64>() as f64;
    let totals = [total(0), total(1)];
    if totals[0] == 0.0 || totals[1] == 0.0 || counts.iter().filter(|count| count[0] + count[1] > 0).count() < 2 {
        return Vec::new();
    }
    let word = |count: &[u64; 2]| {
        if *count == [0, 0] {
            return (0.0, 0.0);
        }
        let expected = prior * (count[0] + count[1]) as f64 / (totals[0] + totals[1]);
        let seen = [count[0] as f64 + expected, count[1] as f64 + expected];
        let odds = |year: usize| (seen[year] / (totals[year] + prior - seen[year])).ln();
        let delta = odds(1) - odds(0);
        (delta, delta / (1.0 / seen[0] + 1.0 / seen[1]).sqrt())
    };
    counts.iter().map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// threat, dialogue, war, peace, nato. numpy, as ConvoKit's fightingWords.py computes it, prior of 10 pooled.
    #[test]
    fn log_odds_are_those_of_the_reference() {
        let counts = [[8, 3], [2, 7], [6, 1], [1, 4], [5, 5]];
        let ours = log_odds(&counts, 10.0);
        for (index, z) in [(0, -1.471798712), (1, 1.825224236), (2, -1.648962677), (4, 0.16276781)] {
            assert!((ours[index].1 - z).abs() < 1e-8, "{index}: {} is not {z}", ours[index].1);
        }
        assert!((ours[1].0 - 1.08098019).abs() < 1e-8 && (ours[2].0 + 1.17231248).abs() < 1e-8, "{ours:?}");
        // The years turned round turn the signs.
        let turned = log_odds(&counts.map(|[from, to]| [to, from]), 10.0);
        assert!(
            ours.iter()
                .zip(&turned)
                .all(|(one, other)| (one.0 + other.0).abs() < 1e-12 && (one.1 + other.1).abs() < 1e-12)
        );
        assert_eq!(log_odds(&[[1, 0], [2, 0]], 10.0), []);
    }

    #[test]
    fn words_of_one_article_tell_nothing() {
        let mut keyness = Keyness::default();
        for (article, year, words) in [
            ("a", 2016, "harbour harbour fish"),
            ("b", 2016, "harbour fish toll"),
            ("c", 2022, "toll toll toll toll"),
            ("d", 2022, "ferry ferry ferry fish"),
            ("e", 2019, "harbour harbour harbour"),
        ] {
            for word in words.split(' ') {
                keyness.add(By::All, "all", year, article, word);
            }
        }
        let words = keyness.words([2016, 2022], 10, |_| true);
        let told: Vec<_> = words
            .iter()
            .map(|key| (key.word.as_str(), key.from, key.to, key.from_articles, key.to_articles))
            .collect();
        assert_eq!(told, [("harbour", 3, 0, 2, 0), ("toll", 1, 4, 1, 1), ("fish", 2, 1, 2, 1)]);
        assert!(words[0].z < 0.0 && words[1].z > 0.0);
        assert_eq!(keyness.words([2016, 2022], 1, |word| word != "harbour")[0].word, "fish");
    }
}
