//! The page of a change: what was changed, what that did to the comparison, and which statements moved. Invariant: it shows what the tables of the change hold, and everything in it is escaped.

use super::{ChangeRow, EffectRow, MoveRow, ReportError};
use askama::Template;

/// Differences and statements that the page shows; the tables hold all.
const MOST: usize = 60;

/// What the page is made of.
pub struct ChangePage<'a> {
    /// The study's title.
    pub title: &'a str,
    /// Hash of the lexicons and rules before, and after.
    pub raters: [&'a str; 2],
    /// "This comparison has been run with 3 lexicons."
    pub tried: &'a str,
    /// How many statements were rated again, in a sentence.
    pub rated: &'a str,
    /// The years compared.
    pub years: Option<[i16; 2]>,
    /// The tables' rows.
    pub changes: &'a [ChangeRow],
    /// The tables' rows.
    pub effects: &'a [EffectRow],
    /// The tables' rows.
    pub moves: &'a [MoveRow],
    /// The chart, as SVG.
    pub svg: Option<&'a str>,
}

struct ChangeLine {
    entry: String,
    what: String,
    weight: String,
    statements: i64,
    hostility: String,
    conciliation: String,
    delta: String,
}

struct EffectLine {
    name: String,
    measure: String,
    from: String,
    to: String,
    delta: String,
    verdict: String,
    flipped: bool,
}

struct MoveLine {
    who: String,
    cue: Option<String>,
    net: String,
    hostility: String,
    conciliation: String,
    text: String,
    before: String,
    after: String,
    shares: String,
}

#[derive(Template)]
#[template(path = "changes.html")]
struct Page {
    faces: String,
    title: String,
    headline: String,
    rater: String,
    rater_before: String,
    rated: String,
    tried: String,
    svg: Option<String>,
    changes: Vec<ChangeLine>,
    years: [String; 2],
    effects: Vec<EffectLine>,
    flipped: String,
    moves_about: String,
    moves: Vec<MoveLine>,
}

/// "−0.250", "–" for none.
fn number(value: Option<f64>, signed: bool) -> String {
    value.map_or_else(
        || "–".to_owned(),
        |value| {
            let text = if signed { format!("{value:+.3}") } else { format!("{value:.3}") };
            if text.trim_start_matches(['+', '-']).bytes().all(|byte| matches!(byte, b'0' | b'.')) {
                "0.000".to_owned()
            } else {
                text.replace('-', "−")
            }
        },
    )
}

fn pair(before: Option<f64>, after: Option<f64>, signed: bool) -> String {
    format!("{} → {}", number(before, signed), number(after, signed))
}

/// What the change did to the headline, in a sentence.
pub fn change_headline(effects: &[EffectRow]) -> String {
    let Some(row) = effects.iter().find(|row| row.by == "all" && row.measure == "net") else {
        return "Nothing is compared, so no comparison moved.".to_owned();
    };
    let verdict = if row.flipped {
        format!("and the verdict from “{}” to “{}”", plain(&row.verdict_before), plain(&row.verdict_after))
    } else {
        format!("and the verdict is still “{}”", plain(&row.verdict_after))
    };
    match (row.delta_before, row.delta_after) {
        (Some(before), Some(after)) if number(Some(before), true) == number(Some(after), true) => format!(
            "The change of net tone from {} to {} stays {}, {verdict}",
            row.from_year,
            row.to_year,
            number(Some(after), true)
        ),
        (before, after) => format!(
            "The change of net tone from {} to {} went from {} to {}, {verdict}",
            row.from_year,
            row.to_year,
            number(before, true),
            number(after, true)
        ),
    }
}

/// A verdict's word for people.
fn plain(verdict: &str) -> String {
    verdict.replace('-', " ")
}

/// Fills the page.
///
/// # Errors
/// The template fails.
pub fn change_page(input: &ChangePage) -> Result<String, ReportError> {
    let weight = |weight: Option<f64>| weight.map_or_else(|| "–".to_owned(), |weight| weight.to_string());
    let shown = |row: &&EffectRow| row.flipped || row.by == "all" || row.delta_before != row.delta_after || row.from_before != row.from_after;
    let short = |hash: &str| hash.chars().take(8).collect::<String>();
    let flipped = input.effects.iter().filter(|row| row.flipped).count();
    let page = Page {
        faces: super::page::faces(),
        title: input.title.to_owned(),
        headline: change_headline(input.effects),
        rater: short(input.raters[1]),
        rater_before: short(input.raters[0]),
        rated: input.rated.to_owned(),
        tried: input.tried.to_owned(),
        svg: input.svg.map(|svg| svg.find("<svg").map_or("", |start| &svg[start..]).to_owned()),
        changes: input
            .changes
            .iter()
            .map(|row| ChangeLine {
                entry: row.entry.clone(),
                what: row.what.clone(),
                weight: match row.dimension {
                    Some(_) => format!("{} → {}", weight(row.weight_before), weight(row.weight_after)),
                    None => String::new(),
                },
                statements: row.statements,
                hostility: number(Some(row.hostility), true),
                conciliation: number(Some(row.conciliation), true),
                delta: number(row.net_delta, true),
            })
            .collect(),
        years: input.years.map_or_else(
            || ["first year".to_owned(), "second year".to_owned()],
            |years| years.map(|year| year.to_string()),
        ),
        effects: input
            .effects
            .iter()
            .filter(shown)
            .take(MOST)
            .map(|row| EffectLine {
                name: row.name.clone(),
                measure: row.measure.clone(),
                from: pair(row.from_before, row.from_after, false),
                to: pair(row.to_before, row.to_after, false),
                delta: pair(row.delta_before, row.delta_after, true),
                verdict: if row.flipped {
                    format!("{} → {}", plain(&row.verdict_before), plain(&row.verdict_after))
                } else {
                    plain(&row.verdict_after)
                },
                flipped: row.flipped,
            })
            .collect(),
        flipped: match flipped {
            0 => "No verdict is another.".to_owned(),
            1 => "One verdict is another: in bold.".to_owned(),
            n => format!("{n} verdicts are others: in bold."),
        },
        moves_about: if input.moves.len() > MOST {
            format!("The {MOST} that moved farthest of {}; all stand in moves.csv.", input.moves.len())
        } else {
            format!("{} in all, the farthest first.", input.moves.len())
        },
        moves: input
            .moves
            .iter()
            .take(MOST)
            .map(|row| MoveLine {
                who: format!(
                    "{}{} ({})",
                    row.name.as_deref().unwrap_or("no speaker"),
                    row.year.map_or_else(String::new, |year| format!(", {year}")),
                    row.article
                ),
                cue: row.cue.clone(),
                net: pair(Some(row.net_before), Some(row.net_after), true),
                hostility: pair(Some(row.hostility_before), Some(row.hostility_after), false),
                conciliation: pair(Some(row.conciliation_before), Some(row.conciliation_after), false),
                text: row.text.clone().unwrap_or_default(),
                before: row.words_before.clone(),
                after: row.words_after.clone(),
                shares: row.shares.clone(),
            })
            .collect(),
    };
    page.render().map_err(|why| ReportError::Page { why: why.to_string() })
}
