//! The statements as the page's script reads them: one JSON text in the page, every name in it once. Invariant: no character of it can end or open a tag, whatever stands in
//! an article; where the run gives out no text it holds none.

use super::{ArticleRow, HitRow, Marked, SpeakerRow, StatementRow};
use crate::quote::Kind;
use crate::report::Settings;
use serde::Serialize;
use std::collections::BTreeMap;

/// What the script is given. The order within rows is that of the constants at the top of `templates/report.js`.
#[derive(Serialize)]
pub struct Embedded<'a> {
    /// Statements of the run, also those that are not here.
    all: u64,
    /// Whether words stand here.
    text: bool,
    /// The learned model's part of the rating that is compared, 0 to 1.
    share: f64,
    articles: Vec<Article<'a>>,
    speakers: Vec<Speaker<'a>>,
    sides: Vec<&'a str>,
    roles: Vec<&'a str>,
    entries: Vec<&'a str>,
    rules: Vec<&'a str>,
    targets: Vec<&'a str>,
    reasons: Vec<&'static str>,
    statements: Vec<Statement<'a>>,
}

/// Id, path, outlet, day of publication.
#[derive(Serialize)]
struct Article<'a>(&'a str, &'a str, Option<&'a str>, Option<&'a str>);

/// Id, name.
#[derive(Serialize)]
struct Speaker<'a>(&'a str, &'a str);

/// Numbers of names are places in the lists, from 1; 0 is none. Ratings are hundredths of points: hostility and conciliation as compared, by the lexicons, by the model.
#[derive(Serialize)]
struct Statement<'a> {
    #[serde(rename = "i")]
    id: &'a str,
    #[serde(rename = "a")]
    article: u32,
    #[serde(rename = "s", skip_serializing_if = "is_none")]
    speaker: u32,
    #[serde(rename = "b", skip_serializing_if = "is_none")]
    side: u32,
    #[serde(rename = "l", skip_serializing_if = "is_none")]
    role: u32,
    #[serde(rename = "k")]
    kind: u8,
    #[serde(rename = "y", skip_serializing_if = "Option::is_none")]
    year: Option<i64>,
    #[serde(rename = "r")]
    ratings: [i64; 6],
    #[serde(rename = "p")]
    spans: &'a str,
    #[serde(rename = "t", skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(rename = "m", skip_serializing_if = "Option::is_none")]
    mention: Option<&'a str>,
    #[serde(rename = "c", skip_serializing_if = "Option::is_none")]
    cue: Option<&'a str>,
    #[serde(rename = "o", skip_serializing_if = "is_none")]
    reason: u32,
    #[serde(rename = "n", skip_serializing_if = "Vec::is_empty")]
    by_hand: Vec<String>,
    #[serde(rename = "e", skip_serializing_if = "Option::is_none")]
    echo: Option<&'a str>,
    #[serde(rename = "f", skip_serializing_if = "str::is_empty")]
    targets: &'a str,
    #[serde(rename = "h", skip_serializing_if = "Vec::is_empty")]
    hits: Vec<Hit<'a>>,
}

fn is_none(number: &u32) -> bool {
    *number == 0
}

/// 0 text or 1 cue; from, to (UTF-16 code units of text or cue; where there is none, code points of the article); entry; weight; rules; their triggers; hundredths added to
/// hostility, to conciliation; target.
#[derive(Serialize)]
struct Hit<'a>(u8, u32, u32, u32, f64, u32, Option<&'a str>, i64, i64, u32);

/// Names, each once, in order of first use.
#[derive(Default)]
struct Names<'a> {
    list: Vec<&'a str>,
    places: BTreeMap<&'a str, u32>,
}

impl<'a> Names<'a> {
    /// The place of a name, from 1.
    fn place(&mut self, name: &'a str) -> u32 {
        if let Some(&place) = self.places.get(name) {
            return place;
        }
        self.list.push(name);
        let place = self.list.len() as u32;
        self.places.insert(name, place);
        place
    }

    fn perhaps(&mut self, name: Option<&'a str>) -> u32 {
        name.filter(|name| !name.is_empty()).map_or(0, |name| self.place(name))
    }
}

fn hundredths(points: f64) -> i64 {
    (points * 100.0).round() as i64
}

/// Why it counts nowhere in the comparison, if it does not.
fn reason(row: &StatementRow, settings: &Settings) -> Option<&'static str> {
    let kind = match row.kind.as_str() {
        "direct" => Kind::Direct,
        "mixed" => Kind::Mixed,
        _ => Kind::Indirect,
    };
    if row.left_out.as_deref() == Some("dropped") {
        Some("not counted: dropped by hand")
    } else if row.left_out.is_some() {
        Some("not counted: the study hides this speaker")
    } else if row.echo.is_some() {
        Some("not counted: a repeat")
    } else if !settings.statements.takes(kind) {
        Some("not counted: not of the kinds compared")
    } else if row.year.is_none() {
        Some("not counted: the article has no year")
    } else if row.confidence() < settings.confidence {
        Some("not counted: doubtful")
    } else {
        None
    }
}

/// What a person corrected, in words.
fn by_hand(row: &StatementRow) -> Vec<String> {
    let mut said = Vec::new();
    if row.is_corrected("speaker") {
        said.push("Speaker by hand.".to_owned());
    }
    for (dimension, lexicon, model) in [
        ("hostility", row.hostility_lexicon, row.hostility_model),
        ("conciliation", row.conciliation_lexicon, row.conciliation_model),
    ] {
        if row.is_corrected(dimension) {
            said.push(format!(
                "Rated by hand: {dimension} (by its words {lexicon:.2}, by the learned model {model:.2})."
            ));
        }
    }
    said
}

impl<'a> Embedded<'a> {
    /// `shown` in the order of the page; `all` is how many the run has.
    pub fn of(
        shown: &'a [(StatementRow, Vec<HitRow>)],
        all: u64,
        articles: &'a [ArticleRow],
        speakers: &'a [SpeakerRow],
        settings: &Settings,
    ) -> Embedded<'a> {
        let [
            mut article_names,
            mut speaker_names,
            mut sides,
            mut roles,
            mut entries,
            mut rules,
            mut targets,
        ]: [Names; 7] = Default::default();
        let mut reasons: Vec<&'static str> = Vec::new();
        let statements = shown
            .iter()
            .map(|(row, hits)| {
                let reason = reason(row, settings).map_or(0, |reason| {
                    let place = reasons.iter().position(|other| *other == reason).unwrap_or_else(|| {
                        reasons.push(reason);
                        reasons.len() - 1
                    });
                    place as u32 + 1
                });
                let (text, cue) = (Marked::text(row, hits), Marked::cue(row, hits));
                let placed: BTreeMap<usize, [u32; 2]> = [&text, &cue]
                    .into_iter()
                    .flatten()
                    .flat_map(|marked| marked.places.iter().copied())
                    .collect();
                Statement {
                    id: &row.id,
                    article: article_names.place(&row.article),
                    speaker: speaker_names.perhaps(row.speaker.as_deref()),
                    side: sides.perhaps(row.side.as_deref()),
                    role: roles.perhaps(row.role.as_deref()),
                    kind: match row.kind.as_str() {
                        "direct" => 0,
                        "mixed" => 1,
                        _ => 2,
                    },
                    year: row.year,
                    ratings: [
                        row.hostility,
                        row.conciliation,
                        row.hostility_lexicon,
                        row.conciliation_lexicon,
                        row.hostility_model,
                        row.conciliation_model,
                    ]
                    .map(hundredths),
                    spans: &row.spans,
                    text: text.as_ref().map(|marked| marked.words),
                    mention: row.mention.as_deref(),
                    cue: cue.as_ref().map(|marked| marked.words),
                    reason,
                    by_hand: by_hand(row),
                    echo: row.echo.as_deref(),
                    targets: &row.targets,
                    hits: hits
                        .iter()
                        .enumerate()
                        .map(|(index, hit)| {
                            let [from, to] = match (settings.text, placed.get(&index)) {
                                (true, place) => place.copied().unwrap_or_default(),
                                (false, _) => [hit.start, hit.end].map(|at| u32::try_from(at).unwrap_or_default()),
                            };
                            Hit(
                                u8::from(hit.place == "cue"),
                                from,
                                to,
                                entries.place(&hit.entry),
                                hit.weight,
                                rules.perhaps(Some(&hit.rules)),
                                hit.triggers.as_deref().filter(|triggers| !triggers.is_empty()),
                                hundredths(hit.hostility),
                                hundredths(hit.conciliation),
                                targets.perhaps(hit.target_affiliation.as_deref()),
                            )
                        })
                        .collect(),
                }
            })
            .collect();
        let by_article: BTreeMap<&str, &ArticleRow> = articles.iter().map(|row| (row.id.as_str(), row)).collect();
        let by_speaker: BTreeMap<&str, &SpeakerRow> = speakers.iter().map(|row| (row.id.as_str(), row)).collect();
        Embedded {
            all,
            text: settings.text,
            share: settings.scorer.blend(settings.share).share(),
            articles: article_names
                .list
                .into_iter()
                .map(|id| match by_article.get(id) {
                    Some(row) => Article(id, &row.path, row.outlet.as_deref(), row.published.as_deref()),
                    None => Article(id, "", None, None),
                })
                .collect(),
            speakers: speaker_names
                .list
                .into_iter()
                .map(|id| Speaker(id, by_speaker.get(id).map_or(id, |row| &row.name)))
                .collect(),
            sides: sides.list,
            roles: roles.list,
            entries: entries.list,
            rules: rules.list,
            targets: targets.list,
            reasons,
            statements,
        }
    }

    /// The articles of the statements, each with its number.
    pub fn articles(&self) -> impl Iterator<Item = (&'a str, u32)> {
        self.articles.iter().zip(1..).map(|(article, number)| (article.0, number))
    }

    /// As JSON that may stand between tags: the characters that could end a script element, or a line of a script, are escaped.
    ///
    /// # Errors
    /// A number that JSON has no form for.
    pub fn json(&self) -> Result<String, serde_json::Error> {
        Ok(safe(&serde_json::to_string(self)?))
    }
}

/// Outside of strings JSON has none of these characters, so escaping them leaves its meaning.
fn safe(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    for letter in json.chars() {
        match letter {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => safe.push_str(&format!("\\u{:04x}", u32::from(letter))),
            letter => safe.push(letter),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_text_ends_the_element_or_a_line_of_script_and_nothing_is_lost(text in "([<>&/!\u{2028}\u{2029}\"\\\\]|script|--|\\PC){0,20}") {
            let json = safe(&serde_json::to_string(&[&text]).expect("a list of text is JSON"));
            let risky = json.contains(['<', '>', '&', '\u{2028}', '\u{2029}']);
            prop_assert!(!risky);
            let read: Vec<String> = serde_json::from_str(&json).expect("it is JSON still");
            prop_assert_eq!(read, [text]);
        }
    }

    #[test]
    fn names_stand_once() {
        let mut names = Names::default();
        assert_eq!([names.place("a"), names.place("b"), names.place("a")], [1, 2, 1]);
        assert_eq!([names.perhaps(None), names.perhaps(Some("")), names.perhaps(Some("b"))], [0, 0, 2]);
        assert_eq!(names.list, ["a", "b"]);
    }
}
