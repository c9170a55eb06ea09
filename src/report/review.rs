//! What a person should look at among the speakers of a run, and the lines for the study that would settle it. Invariant: whom the study names already has been looked
//! at and is not shown again; the most doubtful come first; all lines pasted together are a study without contradictions.

use super::SpeakerRow;
use crate::quote::{Likeness, twins};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// From this doubt on a merged speaker is worth a look.
const WORTH_A_LOOK: f64 = 0.3;

/// Most articles listed for a split.
const MOST_ARTICLES: usize = 12;

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
    /// Why, the weightiest reason first; never empty.
    pub why: Vec<Why>,
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
    /// By weightiest reason; within one the most doubtful, then those of most statements first.
    pub looks: Vec<Look>,
}

impl Review {
    /// Of the rows of a run's `speakers`, with the ids of each one's articles.
    pub fn of(rows: &[SpeakerRow], articles: &BTreeMap<String, BTreeSet<String>>) -> Review {
        let mut order: Vec<&SpeakerRow> = rows.iter().collect();
        order.sort_by_key(|row| (Reverse(row.statements), row.id.as_str()));
        let names = Names::of(rows);
        let Pairs { twins, known } = Pairs::of(&order);
        // How many may have each of those who could be another's.
        let mut wanted: BTreeMap<usize, usize> = BTreeMap::new();
        for (other, _) in twins.values().flatten() {
            *wanted.entry(*other).or_default() += 1;
        }
        let sides: BTreeSet<&str> = rows.iter().filter_map(|row| row.side.as_deref()).collect();
        let most_have_one = 2 * order.iter().filter(|row| row.side.is_some()).count() > order.len();
        let mut looks = Vec::new();
        for (index, row) in order.iter().enumerate() {
            // Who may be somebody else is shown there: an entry of its own would contradict the other's.
            if settled(row) || wanted.contains_key(&index) {
                continue;
            }
            let mut why = Vec::new();
            let mut lines = names.entry(row);
            let others = twins.get(&index).map_or(&[][..], Vec::as_slice);
            if unnamed(row) {
                why.push(Why::NoName);
                lines.push_str("hide = true\n");
            } else {
                let doubtful = row.doubt >= WORTH_A_LOOK;
                if doubtful {
                    why.push(Why::Doubtful);
                }
                let known = known.get(&index).map_or(&[][..], Vec::as_slice);
                if !others.is_empty() || !known.is_empty() {
                    why.push(Why::Twin);
                }
                for (settled, _) in known {
                    let (entry, merge) = (names.word(order[*settled]), names.word(row));
                    lines.push_str(&format!("# or, under [speakers.{entry}] instead of this: merge = [{merge}]\n"));
                }
                if !others.is_empty() {
                    lines.push_str(&names.merge(others.iter().map(|(other, _)| (order[*other], wanted[other] > 1))));
                }
                if most_have_one && row.side.is_none() {
                    why.push(Why::NoSide);
                    let known: Vec<String> = sides.iter().map(|side| quoted(side)).collect();
                    lines.push_str(&format!("side = \"\"   # none, or {}\n", known.join(", ")));
                }
                if doubtful {
                    lines.push_str(&names.split(row, articles.get(&row.id)));
                }
            }
            if !why.is_empty() {
                let known = known.get(&index).into_iter().flatten();
                let others = others
                    .iter()
                    .chain(known)
                    .map(|&(other, likeness)| Other::of(order[other], likeness))
                    .collect();
                looks.push(look(row, why, others, lines));
            }
        }
        looks.sort_by_key(|look| (look.why[0], Reverse((look.doubt * 100.0).round() as i64)));
        Review {
            speakers: rows.len() as u64,
            settled: rows.iter().filter(|row| settled(row)).count() as u64,
            looks,
        }
    }
}

/// Whether the study names the speaker.
fn settled(row: &SpeakerRow) -> bool {
    row.hidden || row.merged_by.as_deref().unwrap_or("").split("; ").any(|bond| bond == "study")
}

/// Who may be the same. Two whom the study names are kept apart on purpose.
#[derive(Default)]
struct Pairs {
    /// Each pair once, under the fuller name, else under the one of more statements.
    twins: BTreeMap<usize, Vec<(usize, Likeness)>>,
    /// Speakers whom the study names, under the one whom it does not.
    known: BTreeMap<usize, Vec<(usize, Likeness)>>,
}

impl Pairs {
    fn of(order: &[&SpeakerRow]) -> Pairs {
        let names: Vec<(&str, bool)> = order.iter().map(|row| (row.name.as_str(), row.sort == "person")).collect();
        let mut pairs = Pairs::default();
        let mut others: BTreeSet<usize> = BTreeSet::new();
        for twin in twins(&names) {
            let (one, other) = (order[twin.one], order[twin.other]);
            // Of whom somebody else may be the fuller name is no base to merge into.
            if unnamed(one) || unnamed(other) || others.contains(&twin.one) {
                continue;
            }
            match (settled(one), settled(other)) {
                (true, true) => {}
                (true, false) => pairs.known.entry(twin.other).or_default().push((twin.one, twin.likeness)),
                (false, true) => pairs.known.entry(twin.one).or_default().push((twin.other, twin.likeness)),
                (false, false) => {
                    others.insert(twin.other);
                    pairs.twins.entry(twin.one).or_default().push((twin.other, twin.likeness));
                }
            }
        }
        pairs
    }
}

impl Other {
    fn of(row: &SpeakerRow, likeness: Likeness) -> Other {
        Other {
            id: row.id.clone(),
            name: row.name.clone(),
            side: row.side.clone(),
            statements: row.statements,
            likeness,
        }
    }
}

fn look(row: &SpeakerRow, why: Vec<Why>, others: Vec<Other>, lines: String) -> Look {
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

    /// Who is to be merged; who might as well be another's stays a comment.
    fn merge<'r>(&self, others: impl Iterator<Item = (&'r SpeakerRow, bool)>) -> String {
        let (unsure, sure): (Vec<_>, Vec<_>) = others.partition(|(_, unsure)| *unsure);
        let words = |rows: &[(&SpeakerRow, bool)]| rows.iter().map(|(row, _)| self.word(row)).collect::<Vec<_>>().join(", ");
        let mut text = String::new();
        if !sure.is_empty() {
            text.push_str(&format!("merge = [{}]\n", words(&sure)));
        }
        if !unsure.is_empty() {
            text.push_str(&format!("# perhaps, or under another: {}\n", words(&unsure)));
        }
        text
    }

    /// The comment that says what to write where some of it is somebody else's.
    fn split(&self, row: &SpeakerRow, articles: Option<&BTreeSet<String>>) -> String {
        let mut text = format!(
            "# right: that is all; else, with the articles that are somebody else's:\n# [speakers.\"NAME\"]\n# split = {}\n# articles = [\n",
            self.word(row)
        );
        let articles: Vec<&String> = articles.into_iter().flatten().collect();
        for article in articles.iter().take(MOST_ARTICLES) {
            text.push_str(&format!("#   {},\n", quoted(article)));
        }
        if articles.len() > MOST_ARTICLES {
            text.push_str(&format!(
                "#   # and {} more, see statements.csv; * stands for any characters\n",
                articles.len() - MOST_ARTICLES
            ));
        }
        text + "# ]\n"
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
            row("Karel Novik", "person", Some("East"), 2),
            row("Lukan Verrin", "person", Some("East"), 2),
            row("Astrid Verrin", "person", Some("West"), 2),
            row("Verrin", "person", None, 1),
            row("Neva Brask", "person", None, 3),
            row("of them", "institution", Some("West"), 1),
            row("senior envoy", "anonymous", Some("West"), 1),
            row("the \"Quay\" Club", "institution", Some("West"), 1),
        ]
    }

    fn whys(rows: &[SpeakerRow]) -> Vec<(Why, String)> {
        let review = Review::of(rows, &BTreeMap::new());
        review.looks.into_iter().map(|look| (look.why[0], look.name)).collect()
    }

    #[test]
    fn what_is_worth_a_look_is_shown_in_order() {
        assert_eq!(
            whys(&rows()),
            [
                (Why::Doubtful, "Ada Korrin".to_owned()),
                (Why::Twin, "Karel Novak".to_owned()),
                (Why::Twin, "Astrid Verrin".to_owned()),
                (Why::Twin, "Lukan Verrin".to_owned()),
                (Why::NoSide, "Neva Brask".to_owned()),
                (Why::NoName, "of them".to_owned()),
                (Why::NoName, "senior envoy".to_owned()),
            ]
        );
    }

    #[test]
    fn all_lines_together_are_a_study_without_contradictions() {
        let lines: String = Review::of(&rows(), &BTreeMap::new()).looks.into_iter().map(|look| look.lines).collect();
        let study = format!("[study]\nname = \"x\"\narticles = \".\"\n{lines}");
        let study = crate::study::Study::parse("study.toml", std::path::Path::new("."), &study).unwrap_or_else(|why| panic!("{why}\n{lines}"));
        let entry = |name: &str| study.speakers.iter().find(|entry| entry.name.text == name).expect("it has an entry");
        assert_eq!(entry("Karel Novak").merge[0].text, "Karel Novik");
        // Both Verrins may be meant by the surname, so neither gets it unasked.
        assert_eq!((entry("Lukan Verrin").merge.len(), entry("Astrid Verrin").merge.len()), (0, 0));
        assert!(lines.contains("# perhaps, or under another: \"Verrin\""), "{lines}");
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
    fn who_is_like_somebody_settled_is_shown_with_the_entry_to_add_to() {
        let mut rows = rows();
        rows[1].merged_by = Some("study".to_owned());
        let review = Review::of(&rows, &BTreeMap::new());
        let look = review
            .looks
            .iter()
            .find(|look| look.name == "Karel Novik")
            .expect("he is like Karel Novak");
        assert_eq!((look.why[0], look.others[0].name.as_str()), (Why::Twin, "Karel Novak"));
        assert_eq!(
            look.lines,
            "[speakers.\"Karel Novik\"]\n# or, under [speakers.\"Karel Novak\"] instead of this: merge = [\"Karel Novik\"]\n"
        );
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
