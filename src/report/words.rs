//! `words`: one row a word that sets the years apart and that no lexicon entry found, of everyone and of each side. Empty where the study gives out no text: a single word of an article is a word of
//! an article.

use super::table::table;
use crate::compare::Key;

table! {
    /// A row of `words`.
    pub struct WordRow in "words" {
        /// all or side.
        by: String,
        /// Key of the group.
        key: String,
        /// The word in small letters. No function word, number or name, and nothing that an entry or a rule knows.
        word: String,
        /// How often it stands in statements of the first year that count.
        from_count: i64,
        /// How often in those of the second.
        to_count: i64,
        /// In how many articles of the first year.
        from_articles: i64,
        /// In how many of the second; both together at least 2.
        to_articles: i64,
        /// Difference of its log-odds, second year less first, under an informative Dirichlet prior of 100 words (Monroe, Colaresi & Quinn 2008).
        log_odds: f64,
        /// The same over its standard deviation: the order of the table, falling without its sign, and no test.
        z: f64,
    }
}

impl WordRow {
    /// The row of a word.
    pub fn of(key: &Key) -> WordRow {
        WordRow {
            by: super::word(&key.by),
            key: key.key.clone(),
            word: key.word.clone(),
            from_count: key.from as i64,
            to_count: key.to as i64,
            from_articles: key.from_articles.into(),
            to_articles: key.to_articles.into(),
            log_odds: key.log_odds,
            z: key.z,
        }
    }
}
