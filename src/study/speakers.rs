//! The `[speakers]` of a study file. Invariant: entries stand in the order of the file, and do not contradict each other as far as their words show it.

use super::{File, OneOrMore, StudyError};
use crate::article::Fault;
use crate::quote::{Clash, SpeakerEntry, Told};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// The table as it is written: entries by name.
pub(super) type RawSpeakers = BTreeMap<Spanned<String>, RawSpeaker>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSpeaker {
    #[serde(default)]
    merge: Vec<Spanned<String>>,
    split: Option<Spanned<String>>,
    articles: Option<Spanned<OneOrMore>>,
    side: Option<Spanned<String>>,
    affiliation: Option<Spanned<String>>,
    role: Option<Spanned<String>>,
    #[serde(default)]
    hide: bool,
}

fn told(word: Spanned<String>) -> Told {
    Told {
        at: word.span(),
        text: word.into_inner(),
    }
}

/// The entries of the table, checked against each other.
pub(super) fn entries(file: &File, raw: RawSpeakers) -> Result<Vec<SpeakerEntry>, StudyError> {
    let mut entries: Vec<SpeakerEntry> = raw.into_iter().map(|(name, raw)| entry(name, raw)).collect();
    entries.sort_by_key(|entry| entry.name.at.start);
    for word in entries
        .iter()
        .flat_map(|entry| [&entry.name].into_iter().chain(&entry.merge).chain(&entry.split))
    {
        if word.text.trim().is_empty() {
            return Err(file.fault(
                word.at.clone(),
                "An empty name means nobody.",
                "Give a name, an alias or an id from speakers.csv.",
            ));
        }
    }
    SpeakerEntry::check(&entries).map_err(|clash| fault_of(file.name, file.text, &clash))?;
    Ok(entries)
}

fn entry(name: Spanned<String>, raw: RawSpeaker) -> SpeakerEntry {
    let articles = raw.articles.map(|articles| {
        let at = articles.span();
        articles
            .into_inner()
            .all()
            .into_iter()
            .map(|article| Told {
                text: article.to_owned(),
                at: at.clone(),
            })
            .collect()
    });
    SpeakerEntry {
        name: told(name),
        merge: raw.merge.into_iter().map(told).collect(),
        split: raw.split.map(told),
        articles: articles.unwrap_or_default(),
        side: raw.side.map(told),
        affiliation: raw.affiliation.map(told),
        role: raw.role.map(told),
        hide: raw.hide,
    }
}

/// A contradiction as a fault of the study file.
pub(super) fn fault_of(name: &str, text: &str, clash: &Clash) -> StudyError {
    let first = clash.first.clone();
    let line = first
        .clone()
        .map_or_else(String::new, |first| Fault::new(name, text, first, "").line.to_string());
    let fault = Fault::new(name, text, clash.at.clone(), clash.message.replace("{line}", &line)).advise(clash.advice.clone());
    Box::new(match first {
        Some(first) => fault.and(first, "and here"),
        None => fault,
    })
    .into()
}
