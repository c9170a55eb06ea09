//! What a person should look at among the speakers of a run, and the lines for the study that would settle it. Invariant: whom the study names already has been looked
//! at and is not shown again; the most doubtful come first.

use super::SpeakerRow;
use crate::quote::{Likeness, twins};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// From this doubt on a merged speaker is worth a look.
const WORTH_A_LOOK: f64 = 0.3;

/// Names that are no names.
const NO_NAMES: &[&str] = &[
    "he",
    "she",
    "they",
    "it",
    "i",
    "we",
    "you",
    "one",
    "who",
    "nobody",
    "somebody",
    "someone",
    "anybody",
    "anyone",
    "everybody",
    "everyone",
    "no one",
    "others",
    "many",
    "some",
    "all",
    "both",
    "none",
    "this",
    "that",
    "these",
    "those",
    "q",
    "a",
];

/// Words with which no name begins.
const NO_OPENING: &[&str] = &["of", "in", "on", "at", "by", "for", "from", "with", "to", "as", "and", "or", "but", "not"];

/// Why a speaker is worth a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// Merged, and doubtful.
    Doubtful,
    /// Not merged, and perhaps the same as another.
    Twin,
    /// Without a side, while most have one.
    NoSide,
    /// Unnamed, or of a name that is none.
    NoName,
}

/// Another speaker who may be the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Other {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Side.
    pub side: Option<String>,
    /// Statements.
    pub statements: i64,
    /// What the two names have in common.
    pub likeness: Likeness,
}

/// A speaker worth a look.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Look {
    /// Why.
    pub why: Why,
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Side.
    pub side: Option<String>,
    /// Office.
    pub role: Option<String>,
    /// Statements.
    pub statements: i64,
    /// Articles they come from.
    pub articles: i64,
    /// How it was merged.
    pub merged_by: Option<String>,
    /// 0 to 1.
    pub doubt: f64,
    /// What speaks against it.
    pub doubts: Option<String>,
    /// Wordings, most frequent first.
    pub aliases: Option<String>,
    /// Who may be the same.
    pub others: Vec<Other>,
    /// Lines to paste into the study.
    pub lines: String,
}

/// The speakers of a run that are worth a look.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Review {
    /// Speakers of the run.
    pub speakers: u64,
    /// Of these named by the study, and so not shown.
    pub settled: u64,
    /// By reason; within one the most doubtful, then those of most statements first.
    pub looks: Vec<Look>,
}

impl Review {
    /// Of the rows of a run's `speakers`, with the ids of each one's articles.
    pub fn of(rows: &[SpeakerRow], articles: &BTreeMap<String, BTreeSet<String>>) -> Review {
        let mut order: Vec<&SpeakerRow> = rows.iter().collect();
        order.sort_by_key(|row| (Reverse(row.statements), row.id.as_str()));
        let names: Names = Names::of(rows);
        let open = |row: &SpeakerRow| !row.hidden && !row.merged_by.as_deref().unwrap_or("").split("; ").any(|bond| bond == "study");
        let mut looks = Vec::new();
        for row in order.iter().filter(|row| open(row) && row.doubt >= WORTH_A_LOOK && !unnamed(row)) {
            looks.push(look(row, Why::Doubtful, Vec::new(), names.split(row, articles.get(&row.id))));
        }
        looks.sort_by_key(|look: &Look| Reverse((look.doubt * 100.0).round() as i64));
        looks.extend(names.twins(&order, open));
        let sided = order.iter().filter(|row| row.side.is_some()).count();
        if 2 * sided > order.len() {
            let sides: BTreeSet<&str> = rows.iter().filter_map(|row| row.side.as_deref()).collect();
            for row in order.iter().filter(|row| open(row) && row.side.is_none() && !unnamed(row)) {
                looks.push(look(row, Why::NoSide, Vec::new(), names.side(row, &sides)));
            }
        }
        for row in order.iter().filter(|row| open(row) && unnamed(row)) {
            looks.push(look(row, Why::NoName, Vec::new(), format!("{}hide = true\n", names.entry(row))));
        }
        Review {
            speakers: rows.len() as u64,
            settled: rows.iter().filter(|row| !open(row)).count() as u64,
            looks,
        }
    }
}

fn look(row: &SpeakerRow, why: Why, others: Vec<Other>, lines: String) -> Look {
    Look {
        why,
        id: row.id.clone(),
        name: row.name.clone(),
        side: row.side.clone(),
        role: row.role.clone(),
        statements: row.statements,
        articles: row.articles,
        merged_by: row.merged_by.clone(),
        doubt: row.doubt,
        doubts: row.doubts.clone(),
        aliases: row.aliases.clone().filter(|aliases| !aliases.is_empty() && *aliases != row.name),
        others,
        lines,
    }
}

/// Whether it is nobody by name.
fn unnamed(row: &SpeakerRow) -> bool {
    let folded = row.name.to_lowercase();
    let opening = folded.split_whitespace().next().unwrap_or("");
    row.sort == "anonymous" || NO_NAMES.contains(&folded.as_str()) || NO_OPENING.contains(&opening)
}

/// The words that a study means a speaker by: the name, or the id where others have the name.
struct Names<'a>(BTreeMap<String, Vec<&'a str>>);

impl<'a> Names<'a> {
    fn of(rows: &'a [SpeakerRow]) -> Names<'a> {
        let mut names: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for row in rows {
            names.entry(row.name.to_lowercase()).or_default().push(&row.id);
        }
        Names(names)
    }

    fn word(&self, row: &SpeakerRow) -> String {
        let alone = self.0.get(&row.name.to_lowercase()).is_none_or(|ids| ids.len() == 1);
        quoted(if alone { &row.name } else { &row.id })
    }

    fn entry(&self, row: &SpeakerRow) -> String {
        format!("[speakers.{}]\n", self.word(row))
    }

    /// All of it is right, or some of it is somebody else's.
    fn split(&self, row: &SpeakerRow, articles: Option<&BTreeSet<String>>) -> String {
        let listed: Vec<String> = articles.into_iter().flatten().map(|article| quoted(article)).collect();
        format!(
            "{}# if that is right, this is all; else, with the articles that are somebody else's:\n# [speakers.\"NAME\"]\n# split = {}\n# articles = [{}]\n",
            self.entry(row),
            self.word(row),
            listed.join(", ")
        )
    }

    fn side(&self, row: &SpeakerRow, sides: &BTreeSet<&str>) -> String {
        let known: Vec<String> = sides.iter().map(|side| quoted(side)).collect();
        format!("{}side = \"\"   # none, or {}\n", self.entry(row), known.join(", "))
    }

    fn twins(&self, order: &[&SpeakerRow], open: impl Fn(&SpeakerRow) -> bool) -> Vec<Look> {
        let names: Vec<(&str, bool)> = order.iter().map(|row| (row.name.as_str(), row.sort == "person")).collect();
        let mut others: BTreeMap<usize, Vec<(usize, Likeness)>> = BTreeMap::new();
        for twin in twins(&names) {
            let seen = [twin.one, twin.other].map(|index| !open(order[index]) || unnamed(order[index]));
            // Who was looked at on both sides was kept apart on purpose.
            if seen != [true, true] && !unnamed(order[twin.one]) && !unnamed(order[twin.other]) {
                others.entry(twin.one).or_default().push((twin.other, twin.likeness));
            }
        }
        let mut looks: Vec<Look> = others
            .into_iter()
            .map(|(one, others)| {
                let row = order[one];
                let merge: Vec<String> = others.iter().map(|(other, _)| self.word(order[*other])).collect();
                let lines = format!("{}merge = [{}]\n", self.entry(row), merge.join(", "));
                let others = others
                    .into_iter()
                    .map(|(other, likeness)| Other {
                        id: order[other].id.clone(),
                        name: order[other].name.clone(),
                        side: order[other].side.clone(),
                        statements: order[other].statements,
                        likeness,
                    })
                    .collect();
                look(row, Why::Twin, others, lines)
            })
            .collect();
        looks.sort_by_key(|look| look.others.iter().map(|other| other.likeness).min());
        looks
    }
}

/// A word as TOML writes it.
fn quoted(word: &str) -> String {
    let mut text = String::from("\"");
    for letter in word.chars() {
        match letter {
            '"' | '\\' => text.extend(['\\', letter]),
            letter if letter.is_control() => text.push_str(&format!("\\u{:04X}", u32::from(letter))),
            letter => text.push(letter),
        }
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn row(name: &str, sort: &str, side: Option<&str>, statements: i64) -> SpeakerRow {
        SpeakerRow {
            id: name.to_lowercase().replace(' ', "-"),
            name: name.to_owned(),
            sort: sort.to_owned(),
            role: None,
            roles: None,
            affiliation: None,
            side: side.map(str::to_owned),
            aliases: Some(name.to_owned()),
            merged_by: None,
            mentions: 1,
            doubt: 0.0,
            doubts: None,
            hidden: false,
            statements,
            articles: 1,
            direct: 0,
            mixed: 0,
            indirect: 0,
            echoes: 0,
            first_year: None,
            last_year: None,
        }
    }

    fn rows() -> Vec<SpeakerRow> {
        vec![
            SpeakerRow {
                doubt: 0.5,
                merged_by: Some("one name".to_owned()),
                ..row("Ada Korrin", "person", Some("East"), 9)
            },
            row("Karel Novak", "person", Some("East"), 5),
            row("Karel Nowak", "person", Some("East"), 2),
            row("Neva Brask", "person", None, 3),
            row("of them", "institution", Some("West"), 1),
            row("senior envoy", "anonymous", Some("West"), 1),
            row("the \"Quay\" Club", "institution", Some("West"), 1),
        ]
    }

    fn whys(rows: &[SpeakerRow]) -> Vec<(Why, String)> {
        let review = Review::of(rows, &BTreeMap::new());
        review.looks.into_iter().map(|look| (look.why, look.name)).collect()
    }

    #[test]
    fn what_is_worth_a_look_is_shown_in_order() {
        assert_eq!(
            whys(&rows()),
            [
                (Why::Doubtful, "Ada Korrin".to_owned()),
                (Why::Twin, "Karel Novak".to_owned()),
                (Why::NoSide, "Neva Brask".to_owned()),
                (Why::NoName, "of them".to_owned()),
                (Why::NoName, "senior envoy".to_owned()),
            ]
        );
    }

    #[test]
    fn whom_the_study_names_is_settled() {
        let settled: Vec<SpeakerRow> = rows()
            .into_iter()
            .map(|row| SpeakerRow {
                merged_by: Some("one name; study".to_owned()),
                ..row
            })
            .collect();
        assert_eq!(whys(&settled), []);
    }

    #[test]
    fn where_few_have_a_side_nobody_is_blamed_for_it() {
        let bare: Vec<SpeakerRow> = ["Ada Korrin", "Neva Brask"].iter().map(|name| row(name, "person", None, 1)).collect();
        assert_eq!(whys(&bare), []);
    }

    proptest! {
        #[test]
        fn every_name_is_written_as_toml_reads_it(name in "\\PC{0,12}[\"\\\\\\t\\n]?\\PC{0,3}") {
            let read: toml::Table = toml::from_str(&format!("[speakers.{}]\nmerge = [{}]\n", quoted(&name), quoted(&name))).expect("TOML");
            prop_assert_eq!(read["speakers"][&name]["merge"][0].as_str(), Some(name.as_str()));
        }
    }
}
