//! Articles in another language than English: read and listed, and left out, since no statement can be found in them. Invariant: whoever is told of them is told in the
//! same sentence.

use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// An article that is not English.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Foreign {
    /// Its id.
    pub article: String,
    /// English name of its language.
    pub language: String,
}

impl Foreign {
    /// What to say of them: how many, of which languages, which, and what to do; none where there are none. At most `named` are named: a run has a table of the others.
    pub fn sentence(foreign: &[Foreign], named: usize) -> Option<String> {
        let mut languages: BTreeMap<&str, usize> = BTreeMap::new();
        for one in foreign {
            *languages.entry(&one.language).or_default() += 1;
        }
        let mut languages: Vec<(&str, usize)> = languages.into_iter().collect();
        languages.sort_by_key(|&(_, articles)| Reverse(articles));
        let languages: Vec<String> = languages.iter().map(|(language, articles)| format!("{articles} {language}")).collect();
        let mut names: Vec<String> = foreign.iter().take(named).map(|one| one.article.clone()).collect();
        if foreign.len() > named {
            names.push(format!("and {} more, which articles.csv names", foreign.len() - named));
        }
        let (articles, were, entry) = match foreign.len() {
            0 => return None,
            1 => ("article is", "was", "If it is"),
            _ => ("articles are", "were", "One that is"),
        };
        Some(format!(
            "{} {articles} not English ({}) and {were} left out: {}. {entry} English after all, add language = \"en\" to its [[article]] entry in the study.",
            foreign.len(),
            languages.join(", "),
            names.join(", ")
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn foreign(languages: &[&str]) -> Vec<Foreign> {
        let one = |(index, language): (usize, &&str)| Foreign {
            article: format!("wire/{index}"),
            language: (*language).to_owned(),
        };
        languages.iter().enumerate().map(one).collect()
    }

    #[test]
    fn all_are_counted_and_the_first_are_named() {
        assert_eq!(Foreign::sentence(&[], 20), None);
        let say = |languages: &[&str]| Foreign::sentence(&foreign(languages), 20).unwrap();
        assert_eq!(
            say(&["Polish"]),
            "1 article is not English (1 Polish) and was left out: wire/0. If it is English after all, add language = \"en\" to its [[article]] entry in the study."
        );
        assert!(
            say(&["Russian", "German", "German"])
                .starts_with("3 articles are not English (2 German, 1 Russian) and were left out: wire/0, wire/1, wire/2. ")
        );
        let many = say(&["Danish"; 50]);
        assert!(
            many.contains("wire/19, and 30 more, which articles.csv names.") && !many.contains("wire/20"),
            "{many}"
        );
        let all = Foreign::sentence(&foreign(&["Danish"; 50]), usize::MAX).unwrap();
        assert!(all.contains("wire/49") && !all.contains("more"), "{all}");
    }
}
