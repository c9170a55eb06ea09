//! What a study says of a single speaker. It stands over what the articles show, and every word of it knows its place in the study file.

use super::Clash;
use super::name::plain;
use std::collections::BTreeMap;
use std::ops::Range;

/// A word of the study file and where it stands there, in bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// The word.
    pub text: String,
    /// Its place.
    pub at: Range<usize>,
}

/// What a study says of one speaker: an entry of its `[speakers]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpeakerEntry {
    /// The name that stands in the results, or the id of a found speaker.
    pub name: Told,
    /// Found speakers that are this one: names, aliases or ids.
    pub merge: Vec<Told>,
    /// A found speaker of whom some articles' statements are this one's.
    pub split: Option<Told>,
    /// Those articles: ids, or patterns in which `*` is any run of characters.
    pub articles: Vec<Told>,
    /// The side; an empty word means none.
    pub side: Option<Told>,
    /// Whose; an empty word means nobody's.
    pub affiliation: Option<Told>,
    /// The office; an empty word means none.
    pub role: Option<Told>,
    /// Left out of groups, comparison and charts.
    pub hide: bool,
}

impl SpeakerEntry {
    /// Checks that entries do not contradict each other, as far as their words alone show it.
    ///
    /// # Errors
    /// Two entries for one name; a name that two entries merge, that is merged into itself, or that is merged and has an entry of its own (a circle among them); a split
    /// without articles, articles without a split, a split from itself.
    pub fn check(entries: &[SpeakerEntry]) -> Result<(), Clash> {
        let mut names: BTreeMap<String, &SpeakerEntry> = BTreeMap::new();
        for entry in entries {
            if let Some(first) = names.insert(plain(&entry.name.text), entry) {
                return Err(Clash {
                    at: entry.name.at.clone(),
                    message: format!("`{}` has an entry in line {{line}} already.", entry.name.text),
                    first: Some(first.name.at.clone()),
                    advice: "Put all that you say of a speaker into one entry.".to_owned(),
                });
            }
            entry.check_split()?;
        }
        let mut merged: BTreeMap<String, (&SpeakerEntry, &Told)> = BTreeMap::new();
        for entry in entries {
            for word in &entry.merge {
                let folded = plain(&word.text);
                if folded == plain(&entry.name.text) {
                    return Err(Clash {
                        at: word.at.clone(),
                        message: format!("`{}` would be merged into itself.", word.text),
                        first: Some(entry.name.at.clone()),
                        advice: "Take the name out of `merge`: whoever is called as the entry belongs to it anyway.".to_owned(),
                    });
                }
                if let Some(other) = names.get(&folded) {
                    let back = other.merge.iter().any(|word| plain(&word.text) == plain(&entry.name.text));
                    return Err(Clash {
                        at: word.at.clone(),
                        message: if back {
                            format!(
                                "`{}` and `{}` (line {{line}}) are each merged into the other.",
                                word.text, entry.name.text
                            )
                        } else {
                            format!(
                                "`{}` is merged into `{}`, but has an entry of its own in line {{line}}.",
                                word.text, entry.name.text
                            )
                        },
                        first: Some(other.name.at.clone()),
                        advice: "Keep the entry whose name shall stand in the results, and put all that you say of the speaker there.".to_owned(),
                    });
                }
                if let Some((other, first)) = merged.insert(folded, (entry, word))
                    && other.name != entry.name
                {
                    return Err(Clash {
                        at: word.at.clone(),
                        message: format!("`{}` is merged into `{}` in line {{line}} already.", word.text, other.name.text),
                        first: Some(first.at.clone()),
                        advice: "A speaker can go into one other only: take the name out of one of the two.".to_owned(),
                    });
                }
            }
        }
        Ok(())
    }

    fn check_split(&self) -> Result<(), Clash> {
        let clash = |at: &Range<usize>, message: String, advice: &str| {
            Err(Clash {
                at: at.clone(),
                message,
                first: None,
                advice: advice.to_owned(),
            })
        };
        match (&self.split, self.articles.first()) {
            (Some(split), None) => clash(
                &split.at,
                format!("`{}` is split, but no articles are named.", split.text),
                "Name the articles whose statements are meant: articles = [\"2016/*\"]. To take all of them, use `merge`.",
            ),
            (None, Some(article)) => clash(
                &article.at,
                "Articles are named, but nobody to split.".to_owned(),
                "Name the found speaker whose statements in these articles are meant: split = \"…\".",
            ),
            (Some(split), _) if plain(&split.text) == plain(&self.name.text) => clash(
                &split.at,
                format!("`{}` would be split from itself.", split.text),
                "The entry's name is the new one; `split` is the found speaker who loses the statements.",
            ),
            _ => Ok(()),
        }
    }
}
