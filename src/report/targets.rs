//! `targets`: one row a place where a statement names an affiliation. No rating is in it: it is what a rerun needs to say again whom a hit is about.

use super::table::table;

table! {
    /// A row of `targets`.
    pub struct TargetRow in "targets" {
        /// Id of the statement.
        statement: String,
        /// Id of the article.
        article: String,
        /// First code point in the article.
        start: i64,
        /// One past the last code point.
        end: i64,
        /// The affiliation named (Poland).
        affiliation: String,
        /// Its side (NATO); empty where it belongs to none.
        side: Option<String>,
    }
}
