//! The page: one file that opens offline. The answer in three sentences, the charts, and behind every number the statements with the words that did it.
//!
//! Invariant: everything that came from an article, a study or a lexicon is escaped; nothing is loaded from the network (a content security policy in the page forbids it, and
//! lets no script run but the page's own); where the study gives out no text, no words of a statement stand in it.

use super::answer::{Finding, Sentence, answer};
use super::methods::{corrections_words, methods};
use super::shift::{ShiftRow, entry_name};
use super::wording::{basis, class_of, count, delta_of, p_of, selection_words, shown, signed, strength, with_interval, words_of};
use super::{Address, ArticleRow, Embedded, HitRow, Manifest, Missing, ReportError, SpeakerRow, StatementRow};
use crate::chart::{BOLD, Drawing, Opens, REGULAR, stem};
use crate::compare::{By, Comparison, Difference, Estimate, Group, Key, Measure, Verdict, grouped};
use askama::Template;
use sha2::{Digest, Sha256};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Most speakers in the list of speakers; all of them stand in the filter.
const MOST_SPEAKERS: usize = 200;

/// Most articles, and most missing things, that the page lists.
const MOST_ARTICLES: usize = 500;

/// Most entries in the table of words.
const MOST_ENTRIES: usize = 16;

/// Most words a year that no entry knows; the table has more.
const MOST_MISSED: usize = 10;

/// The page's own script, the only one that may run.
const SCRIPT: &str = include_str!("../../templates/report.js");

/// The page's looks.
const STYLE: &str = include_str!("../../templates/report.css");

/// What the page is made of.
pub struct PageInput<'a> {
    /// The manifest, complete but for the hashes of files.
    pub manifest: &'a Manifest,
    /// The comparison.
    pub comparison: &'a Comparison,
    /// The comparison again under the name of the run's own choice, then what other choices would make of it.
    pub choices: &'a [(&'a str, &'a Comparison)],
    /// The names that shifts point into.
    pub entries: &'a [String],
    /// Words that no entry knows and that set the years apart, of everyone and of sides.
    pub missed: &'a [Key],
    /// The speakers.
    pub speakers: &'a [SpeakerRow],
    /// The articles.
    pub articles: &'a [ArticleRow],
    /// The statements that the page holds, in its order, with their hits.
    pub behind: &'a [(StatementRow, Vec<HitRow>)],
    /// The charts.
    pub drawings: &'a [Drawing],
}

/// Makes the page.
pub fn page(input: &PageInput) -> Result<String, ReportError> {
    let broken = |why: String| ReportError::Page { why };
    let (manifest, shown) = (input.manifest, input.behind);
    let embedded = Embedded::of(shown, manifest.counts.statements, input.articles, input.speakers, &manifest.settings);
    let json = embedded.json().map_err(|why| broken(why.to_string()))?;
    Page::of(input, &embedded, json).render().map_err(|why| broken(why.to_string()))
}

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    manifest: &'a Manifest,
    policy: String,
    style: String,
    script: &'static str,
    data: String,
    years: String,
    statements: &'static str,
    answer: Vec<Sentence>,
    findings: Vec<Finding>,
    without_speaker: String,
    /// What was left out as doubtful.
    doubtful: Option<String>,
    kinds: Vec<Kind<'a>>,
    changes: Vec<Change>,
    by_hand: Option<String>,
    is_corrected: bool,
    outcomes: Vec<Outcome<'a>>,
    one_year: Vec<String>,
    words: Vec<Word>,
    words_left_out: usize,
    missed: Vec<Missed>,
    /// How many statements are left out of the page, in words.
    chosen: Option<String>,
    sides: Vec<Side<'a>>,
    speakers_left_out: usize,
    missing_counts: Vec<(&'static str, usize)>,
    missing: Vec<Missing<'a>>,
    missing_left_out: usize,
    outlets: Vec<Article<'a>>,
    articles_left_out: usize,
    methods: String,
}

/// Charts of one kind.
struct Kind<'a> {
    name: &'static str,
    /// The one that is seen first.
    first: Figure<'a>,
    rest: Vec<Figure<'a>>,
}

/// A chart.
struct Figure<'a> {
    title: &'a str,
    alt: &'a str,
    file: &'a str,
    svg: String,
}

/// A row of the table of changes.
struct Change {
    class: &'static str,
    name: String,
    /// The group's statements, of both years, of the first, of the second.
    leads: [Address; 3],
    years: [i16; 2],
    cells: [[String; 2]; 2],
    net: String,
    interval: String,
    p: String,
    verdict: &'static str,
    verdict_class: &'static str,
    sentence: String,
}

/// A row of the table of choices.
struct Outcome<'a> {
    choice: &'a str,
    values: [String; 2],
    delta: String,
    p: String,
    verdict: &'static str,
    verdict_class: &'static str,
    sentence: String,
    left_out: String,
    without_speaker: String,
}

/// A row of the table of words.
struct Word {
    leads: Option<Address>,
    entry: String,
    from: String,
    to: String,
    delta: String,
    class: &'static str,
}

/// The words of a year that no entry knows.
struct Missed {
    year: i16,
    words: Vec<(String, Address, [u64; 2])>,
}

impl Missed {
    /// Of the first year, then of the second; empty where no word sets them apart.
    fn all(missed: &[Key], years: [i16; 2]) -> Vec<Missed> {
        let of = |year: usize| Missed {
            year: years[year],
            words: missed
                .iter()
                .filter(|key| key.by == By::All && (key.z > 0.0) == (year == 1))
                .take(MOST_MISSED)
                .map(|key| (key.word.clone(), Address::of(&[("text", &key.word), ("counts", "1")]), [key.from, key.to]))
                .collect(),
        };
        [of(0), of(1)].into_iter().filter(|missed| !missed.words.is_empty()).collect()
    }
}

/// The speakers of a side.
struct Side<'a> {
    name: String,
    statements: i64,
    speakers: Vec<Speaker<'a>>,
}

/// A speaker.
struct Speaker<'a> {
    id: String,
    leads: Address,
    name: String,
    about: String,
    aliases: Option<&'a str>,
    years: Vec<Year>,
    /// Of the statements of these years, whoever said them.
    without_speaker: String,
    figure: Option<Figure<'a>>,
    count: String,
}

/// A speaker's year.
struct Year {
    leads: Address,
    year: i16,
    statements: u32,
    articles: u32,
    measures: [String; 3],
}

/// An article as the page lists it.
struct Article<'a> {
    row: &'a ArticleRow,
    /// Its number among the articles of the page's statements.
    number: Option<u32>,
    leads: Address,
}

impl Change {
    fn of(comparison: &Comparison, net: &Difference) -> Change {
        let cell = |measure: Measure| {
            let difference = comparison
                .differences
                .iter()
                .find(|other| other.by == net.by && other.key == net.key && other.measure == measure);
            let value = |estimate: Option<Estimate>| estimate.map_or_else(|| "–".to_owned(), |estimate| shown(measure, estimate.value));
            [
                value(difference.and_then(|difference| difference.from)),
                value(difference.and_then(|difference| difference.to)),
            ]
        };
        let articles = |estimate: &Option<Estimate>| estimate.as_ref().map_or(0, |estimate| estimate.articles);
        Change {
            class: net.by.as_str(),
            name: if net.by == By::All {
                "All together".to_owned()
            } else {
                net.name.clone()
            },
            leads: [None, Some(net.from_year), Some(net.to_year)].map(|year| Address::group(net.by, &net.key, year)),
            years: [net.from_year, net.to_year],
            cells: [cell(Measure::Hostility), cell(Measure::Conciliation)],
            net: net.delta.map_or_else(|| "–".to_owned(), signed),
            interval: match (net.low, net.high) {
                (Some(low), Some(high)) => format!("{} to {}", signed(low), signed(high)),
                _ => format!("{} and {} articles", articles(&net.from), articles(&net.to)),
            },
            p: p_of(net),
            verdict: words_of(net.verdict),
            verdict_class: class_of(net.verdict),
            sentence: [Verdict::sentence(net)]
                .into_iter()
                .chain(sizes(net))
                .chain(alone(net))
                .collect::<Vec<_>>()
                .join(" "),
        }
    }
}

/// How large a change is beside the spread of articles, and how many independent statements there would be.
fn sizes(net: &Difference) -> Option<String> {
    let ranged = |name: &str, value: Option<f64>, low: Option<f64>, high: Option<f64>| {
        value.map(|value| match (low, high) {
            (Some(low), Some(high)) => format!("{name} {} [{} to {}]", signed(value), signed(low), signed(high)),
            _ => format!("{name} {}", signed(value)),
        })
    };
    let effects: Vec<String> = [
        ranged("Hedges’ g", net.effect, net.effect_low, net.effect_high),
        ranged("Cliff’s delta", net.dominance, net.dominance_low, net.dominance_high),
    ]
    .into_iter()
    .flatten()
    .collect();
    let years = [(net.from_year, net.from), (net.to_year, net.to)]
        .into_iter()
        .filter_map(|(year, estimate)| {
            let estimate = estimate?;
            let effective = estimate.effective?;
            let alike = estimate
                .icc
                .map_or_else(String::new, |icc| format!(" (intraclass correlation {})", signed(icc)));
            Some(format!(
                "{effective:.1} of the {} of {year}{alike}",
                count(estimate.statements.into(), "statement")
            ))
        });
    let years: Vec<String> = years.collect();
    let mut said: Vec<String> = Vec::new();
    if !effects.is_empty() {
        said.push(format!("Effect over articles: {}.", effects.join(", ")));
    }
    if !years.is_empty() {
        said.push(format!("Independent statements that would tell as much: {}.", years.join(", ")));
    }
    (!said.is_empty()).then(|| said.join(" "))
}

/// How much of a change hangs on a single article.
fn alone(net: &Difference) -> Option<String> {
    let one = net.without_one.as_ref()?;
    Some(format!(
        "With any one article left out the change lies between {} and {}; the one that moves it most is {}.{}",
        signed(one.lowest),
        signed(one.highest),
        one.moved_by,
        if one.flips == Some(true) {
            " Without one of them the verdict would be another."
        } else {
            ""
        }
    ))
}

impl<'a> Outcome<'a> {
    /// One a choice, in their order; none where the run itself, which comes first, has nothing to compare.
    fn all(choices: &[(&'a str, &Comparison)]) -> Vec<Outcome<'a>> {
        let compares = choices.first().is_some_and(|(_, own)| headline(own).is_some());
        choices
            .iter()
            .filter(|_| compares)
            .map(|(choice, comparison)| Outcome::of(choice, comparison))
            .collect()
    }

    fn of(choice: &'a str, comparison: &Comparison) -> Outcome<'a> {
        let difference = headline(comparison);
        let nothing = || "–".to_owned();
        let value = |estimate: Option<Estimate>| {
            estimate.map_or_else(nothing, |estimate| {
                format!("{} ({})", shown(Measure::Net, estimate.value), basis(&estimate))
            })
        };
        // Where a choice leaves no statement of either year there is no difference, and as little to say of it as where one year is left.
        let verdict = difference.map_or(Verdict::OneYearOnly, |difference| difference.verdict);
        let gaps = comparison.gaps_of(&comparison.years_shown());
        Outcome {
            choice,
            values: [
                value(difference.and_then(|difference| difference.from)),
                value(difference.and_then(|difference| difference.to)),
            ],
            delta: difference.map_or_else(nothing, delta_of),
            p: difference.map_or_else(nothing, p_of),
            verdict: difference.map_or("nothing to compare", |_| words_of(verdict)),
            verdict_class: class_of(verdict),
            sentence: difference.map_or_else(String::new, Verdict::sentence),
            left_out: gaps.doubtful(comparison.plan.confidence).unwrap_or_else(nothing),
            without_speaker: gaps.without_speaker(),
        }
    }
}

impl Year {
    fn of(group: &Group) -> Year {
        Year {
            leads: Address::group(group.by, &group.key, Some(group.year)),
            year: group.year,
            statements: group.net.statements,
            articles: group.net.articles,
            measures: [
                with_interval(Measure::Hostility, &group.hostility),
                with_interval(Measure::Conciliation, &group.conciliation),
                with_interval(Measure::Net, &group.net),
            ],
        }
    }
}

/// The difference that a report opens with: net tone of all speakers together.
fn headline(comparison: &Comparison) -> Option<&Difference> {
    comparison.difference(By::All, "all", Measure::Net)
}

impl<'a> Speaker<'a> {
    fn of(row: &'a SpeakerRow, input: &PageInput<'a>) -> Speaker<'a> {
        let groups = input.comparison.group(By::Speaker, &row.id);
        let heard: Vec<i16> = groups.iter().map(|group| group.year).collect();
        let file = stem("speaker", &row.id);
        let figure = input.drawings.iter().find(|drawing| drawing.file == file).map(Figure::of);
        Speaker {
            id: format!("speaker-{}", row.id),
            leads: Address::of(&[("speaker", &row.id)]),
            name: row.name.clone(),
            about: [
                row.roles.as_deref().or(row.role.as_deref()),
                row.affiliation.as_deref(),
                row.hidden.then_some("left out of charts and comparison by the study"),
            ]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" · "),
            aliases: row.aliases.as_deref().filter(|aliases| !aliases.is_empty() && *aliases != row.name),
            years: groups.iter().map(Year::of).collect(),
            without_speaker: input.comparison.gaps_of(&heard).without_speaker(),
            figure,
            count: format!(
                "{} in {}",
                count(row.statements as u64, "statement"),
                count(row.articles as u64, "article")
            ),
        }
    }
}

impl<'a> Kind<'a> {
    /// What charts show, by the first word of their file's name, in the order of the page; those of speakers stand with the speakers.
    const NAMES: [(&'static str, &'static str); 8] = [
        ("comparison", "Who changed"),
        ("map", "Hostility and conciliation together"),
        ("stance", "Who is hostile to whom"),
        ("timeline", "Over all years"),
        ("shift", "Which words"),
        ("distribution", "All ratings"),
        ("sensitivity", "What other choices would say"),
        ("", "More charts"),
    ];

    fn all(drawings: impl Iterator<Item = &'a Drawing> + Clone) -> Vec<Kind<'a>> {
        let named = |drawing: &Drawing| {
            let word = drawing.file.split('-').next().unwrap_or_default();
            Self::NAMES
                .iter()
                .find(|(first, _)| *first == word)
                .map_or("More charts", |(_, name)| *name)
        };
        Self::NAMES
            .iter()
            .filter_map(|(_, name)| {
                let mut of = drawings.clone().filter(|drawing| named(drawing) == *name).map(Figure::of);
                let first = of.next()?;
                Some(Kind {
                    name,
                    first,
                    rest: of.collect(),
                })
            })
            .collect()
    }
}

impl<'a> Figure<'a> {
    /// The drawing, with a link on everything that stands for statements. Those that tables and lists have too are for pointers; the cells of stances and the bars of distributions stand
    /// nowhere else, so keyboards and screen readers get to them here.
    fn of(drawing: &'a Drawing) -> Figure<'a> {
        // Within HTML an XML declaration is out of place.
        let svg = drawing.svg.find("<svg").map_or("", |start| &drawing.svg[start..]);
        let mut figure = Figure {
            title: &drawing.title,
            alt: &drawing.alt,
            file: &drawing.file,
            svg: svg.to_owned(),
        };
        let Some(((body, _), scale)) = svg.rsplit_once("</svg>").zip(scale(drawing)) else {
            return figure;
        };
        let mut linked = body.to_owned();
        for spot in &drawing.spots {
            // Of the characters of an address only & means something in SVG.
            let address = Address::opened(&spot.opens).to_string().replace('&', "&amp;");
            let area = [spot.area.left, spot.area.top, spot.area.right, spot.area.bottom].map(|side| side * scale);
            let only_here = matches!(spot.opens, Opens::Stance { .. } | Opens::Ratings { .. });
            let (width, height) = (area[2] - area[0], area[3] - area[1]);
            let _ = write!(
                linked,
                "<a href=\"{address}\"{} aria-label=\"{}\"><rect x=\"{:.0}\" y=\"{:.0}\" width=\"{width:.0}\" height=\"{height:.0}\" rx=\"{:.0}\"/></a>",
                if only_here { "" } else { " tabindex=\"-1\"" },
                named(&spot.opens),
                area[0],
                area[1],
                if only_here { 4.0 } else { height / 2.0 }
            );
        }
        figure.svg = format!("{linked}</svg>");
        figure
    }
}

/// What a screen reader calls a link on a chart; names are escaped.
fn named(opens: &Opens) -> String {
    match opens {
        Opens::Statement(_) => "the statement of this point".to_owned(),
        Opens::Group { year: Some(year), .. } => format!("the statements of this point, {year}"),
        Opens::Group { year: None, .. } => "the statements of this row".to_owned(),
        Opens::Entry(_) => "the statements with this entry".to_owned(),
        Opens::Stance { side, target, year } => {
            let year = year.map_or_else(|| "all years".to_owned(), |year| year.to_string());
            escaped(&format!("the statements of {side} that name {target}, {year}"))
        }
        Opens::Ratings {
            year,
            dimension,
            halves: [over, to],
            ..
        } => {
            let points = |halves: &u8| f64::from(*halves) / 2.0;
            let range = if to == &0 {
                "exactly 0".to_owned()
            } else {
                format!("above {} up to {}", points(over), points(to))
            };
            format!("the statements of {year} with {} {range}", dimension.as_str())
        }
    }
}

/// As an attribute's value.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// Units of the SVG's view box to a pixel of the layout.
fn scale(drawing: &Drawing) -> Option<f64> {
    let view = drawing.svg.split_once("viewBox=\"0 0 ")?.1;
    let width: f64 = view.split_once(' ')?.0.parse().ok()?;
    (drawing.size[0] > 0).then(|| width / f64::from(drawing.size[0]))
}

impl<'a> Page<'a> {
    fn of(input: &PageInput<'a>, embedded: &Embedded, data: String) -> Page<'a> {
        let (manifest, comparison) = (input.manifest, input.comparison);
        let mut order: Vec<&SpeakerRow> = input.speakers.iter().collect();
        order.sort_by_key(|speaker| (Reverse(speaker.statements), speaker.id.as_str()));
        let shown: Vec<&SpeakerRow> = order.iter().copied().take(MOST_SPEAKERS).collect();

        let mut net: Vec<&Difference> = comparison
            .differences
            .iter()
            .filter(|difference| difference.measure == Measure::Net && matches!(difference.by, By::All | By::Side | By::Speaker))
            .collect();
        net.sort_by_key(|difference| (difference.by, strength(difference)));
        let (both, one): (Vec<&Difference>, Vec<&Difference>) = net.into_iter().partition(|difference| difference.verdict != Verdict::OneYearOnly);

        let mut sides: BTreeMap<Option<&str>, Side> = BTreeMap::new();
        for speaker in &shown {
            let side = sides.entry(speaker.side.as_deref()).or_insert_with(|| Side {
                name: speaker.side.clone().unwrap_or_else(|| "No side".to_owned()),
                statements: 0,
                speakers: Vec::new(),
            });
            side.statements += speaker.statements;
            side.speakers.push(Speaker::of(speaker, input));
        }
        let mut sides: Vec<(Option<&str>, Side)> = sides.into_iter().collect();
        sides.sort_by_key(|(key, side)| (key.is_none(), Reverse(side.statements)));

        let mut words: Vec<_> = comparison
            .shifts
            .iter()
            .filter(|shift| shift.by == By::All && shift.measure == Measure::Net)
            .collect();
        words.sort_by_key(|shift| (Reverse((shift.delta.abs() * 1e9).round() as i64), shift.entry));
        let words_left_out = words.len().saturating_sub(MOST_ENTRIES);

        let of_speakers: BTreeSet<String> = input.speakers.iter().map(|speaker| stem("speaker", &speaker.id)).collect();
        let mut missing = Missing::all(manifest, input.articles);
        let mut missing_counts: Vec<(&'static str, usize)> = Vec::new();
        for one in &missing {
            match missing_counts.last_mut() {
                Some((what, number)) if *what == one.what => *number += 1,
                _ => missing_counts.push((one.what, 1)),
            }
        }
        let missing_left_out = missing.len().saturating_sub(MOST_ARTICLES);
        missing.truncate(MOST_ARTICLES);
        let numbers: BTreeMap<&str, u32> = embedded.articles().collect();
        let mut outlets: Vec<Article> = input
            .articles
            .iter()
            .map(|row| Article {
                row,
                number: numbers.get(row.id.as_str()).copied(),
                leads: Address::of(&[("article", &row.id)]),
            })
            .collect();
        outlets.sort_by_key(|article| (article.row.year.is_none(), article.row.year, article.row.id.as_str()));
        let (all, held) = (manifest.counts.statements, input.behind.len() as u64);
        Page {
            manifest,
            policy: format!(
                "default-src 'none'; style-src 'unsafe-inline'; font-src data:; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
                base64(&Sha256::digest(SCRIPT))
            ),
            style: format!("{}{STYLE}", faces()),
            script: SCRIPT,
            data,
            years: manifest
                .years
                .map_or_else(|| "no two years to compare".to_owned(), |[from, to]| format!("{from} against {to}")),
            statements: selection_words(manifest.settings.statements),
            answer: answer(comparison, input.entries, manifest),
            findings: Finding::all(comparison),
            without_speaker: manifest.gaps.without_speaker(),
            doubtful: manifest.gaps.left_out(manifest.settings.confidence).map(|words| words.replacen('l', "L", 1)),
            kinds: Kind::all(input.drawings.iter().filter(|drawing| !of_speakers.contains(&drawing.file))),
            changes: both
                .iter()
                .map(|difference| Change::of(comparison, difference))
                .collect(),
            by_hand: manifest.corrections.as_ref().map(corrections_words),
            is_corrected: manifest
                .corrections
                .as_ref()
                .is_some_and(|corrections| corrections.speaker + corrections.dropped + corrections.rated > 0),
            outcomes: Outcome::all(input.choices),
            one_year: one
                .iter()
                .filter(|difference| difference.by != By::All)
                .map(|difference| difference.name.clone())
                .collect(),
            words: words
                .iter()
                .take(MOST_ENTRIES)
                .map(|shift| (shift, entry_name(shift.entry, input.entries)))
                .map(|(shift, label)| Word {
                    leads: shift
                        .entry
                        .filter(|_| label != ShiftRow::BY_HAND)
                        .map(|_| Address::of(&[("entry", ShiftRow::parts(&label).0), ("counts", "1")])),
                    entry: label,
                    from: signed(shift.from),
                    to: signed(shift.to),
                    delta: signed(shift.delta),
                    class: if shift.delta < 0.0 { "hostility" } else { "conciliation" },
                })
                .collect(),
            words_left_out,
            missed: manifest.years.map_or_else(Vec::new, |years| Missed::all(input.missed, years)),
            sides: sides.into_iter().map(|(_, side)| side).collect(),
            speakers_left_out: order.len() - shown.len(),
            chosen: (held < all).then(|| {
                format!(
                    "This page holds {} of the run’s {} statements: of every speaker the most strongly rated one, then of every speaker the second, and so on. The others stand in statements.csv.",
                    grouped(held),
                    grouped(all)
                )
            }),
            missing_counts,
            missing,
            missing_left_out,
            articles_left_out: outlets.len().saturating_sub(MOST_ARTICLES),
            outlets: outlets.into_iter().take(MOST_ARTICLES).collect(),
            methods: methods(manifest),
        }
    }
}

/// The font of the charts, so that their text is as wide as it was measured.
fn face(weight: u16, font: &[u8]) -> String {
    format!(
        "@font-face{{font-family:Inter;font-weight:{weight};src:url(data:font/ttf;base64,{})}}\n",
        base64(font)
    )
}

/// The letters of charts, so that a page shows them as they were measured.
pub(super) fn faces() -> String {
    format!("{}{}", face(400, REGULAR), face(700, BOLD))
}

/// Base64 with padding, as content security policies write hashes.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let group = three.iter().fold(0u32, |group, &byte| group << 8 | u32::from(byte)) << (8 * (3 - three.len()));
        for digit in 0..4 {
            text.push(if digit <= three.len() {
                DIGITS[(group >> (18 - 6 * digit) & 63) as usize] as char
            } else {
                '='
            });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_rfc_4648() {
        // RFC 4648, section 10.
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }
}
