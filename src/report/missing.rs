//! What could not be dated, attributed or read. Invariant: everything that kept an article or a statement out of the comparison is counted here, and nothing that did not.

use super::wording::count;
use super::{Address, ArticleRow, Manifest};
use std::collections::BTreeSet;

/// One thing that is missing.
#[derive(Clone, Debug, PartialEq)]
pub struct Missing<'a> {
    /// In a word or two: not dated, another language, not read, no speaker, …
    pub what: &'static str,
    /// The article or file.
    pub name: &'a str,
    /// Why, in words.
    pub why: String,
    /// Lines for the study file that would help.
    pub add: Option<&'a str>,
    /// The statements concerned.
    pub leads: Option<Address>,
}

impl<'a> Missing<'a> {
    /// Everything, the gravest first: files not read, other languages, no date, no statement, unreadable characters, statements without speaker.
    pub fn all(manifest: &'a Manifest, articles: &'a [ArticleRow]) -> Vec<Missing<'a>> {
        let one = |what, name, why| Missing {
            what,
            name,
            why,
            add: None,
            leads: None,
        };
        let others: BTreeSet<&str> = manifest.foreign.iter().map(|foreign| foreign.article.as_str()).collect();
        let foreign = |row: &&ArticleRow| others.contains(row.id.as_str());
        let mut all: Vec<Missing> = manifest
            .skipped
            .iter()
            .map(|skip| one("not read", skip.path.as_str(), skip.why.clone()))
            .collect();
        all.extend(articles.iter().filter(foreign).map(|row| {
            let why = format!("left out: not English but {} ({})", row.language, row.language_why);
            one("another language", row.id.as_str(), why)
        }));
        all.extend(manifest.undated.iter().map(|undated| Missing {
            add: Some(&undated.add),
            ..one(
                "not dated",
                undated.article.as_str(),
                "It stays out of comparisons of years until the study says its date:".to_owned(),
            )
        }));
        let silent = articles.iter().filter(|row| row.statements == 0 && !foreign(row));
        all.extend(silent.map(|row| one("no statement", row.id.as_str(), "No statement was found in it.".to_owned())));
        all.extend(articles.iter().filter(|row| row.replaced > 0).map(|row| {
            let why = format!(
                "Read as {}; {} bytes were no characters in it and became U+FFFD.",
                row.encoding, row.replaced
            );
            one("unreadable characters", row.id.as_str(), why)
        }));
        all.extend(articles.iter().filter(|row| row.without_speaker > 0).map(|row| Missing {
            leads: Some(Address::of(&[("article", &row.id), ("speaker", "-")])),
            ..one(
                "no speaker",
                row.id.as_str(),
                format!(
                    "{} of {} without a speaker.",
                    row.without_speaker,
                    count(row.statements as u64, "statement")
                ),
            )
        }));
        all
    }
}
