//! The page: one file that opens offline. What changed in words, the charts, and behind every speaker the statements with the words that did it.
//!
//! Invariant: everything that came from an article, a study or a lexicon is escaped; nothing is loaded from the network (a content security policy in the page forbids it, and
//! lets no script run but the page's own); where the study gives out no text, no words of a statement stand in it.

use super::shift::entry_name;
use super::{ArticleRow, Behind, CorrectionFacts, HitRow, Manifest, Mark, Marked, ReportError, Settings, Skip, SpeakerRow, StatementRow};
use crate::chart::{BOLD, Drawing, Opens, REGULAR, stem};
use crate::compare::{By, Comparison, Difference, Estimate, Group, Measure, Selection, Verdict, grouped};
use crate::quote::Kind;
use crate::study::Scorer;
use askama::Template;
use sha2::{Digest, Sha256};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Most speakers whose statements the page shows.
const MOST_SPEAKERS: usize = 200;

/// Most articles that the page lists; undated ones come first.
const MOST_ARTICLES: usize = 500;

/// Most entries in the table of words.
const MOST_ENTRIES: usize = 16;

/// The page's own script: it opens what is closed before printing, and filters speakers. It sees no data but the page's text.
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
    /// The speakers.
    pub speakers: &'a [SpeakerRow],
    /// The articles.
    pub articles: &'a [ArticleRow],
    /// The statements behind each speaker; those without one under none.
    pub behind: &'a BTreeMap<Option<String>, Behind>,
    /// The charts.
    pub drawings: &'a [Drawing],
}

/// Makes the page.
pub fn page(input: &PageInput) -> Result<String, ReportError> {
    Page::of(input).render().map_err(|why| ReportError::Page { why: why.to_string() })
}

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    manifest: &'a Manifest,
    policy: String,
    style: String,
    script: &'static str,
    years: String,
    statements: &'static str,
    findings: Vec<Finding>,
    without_speaker: String,
    figures: Vec<Figure<'a>>,
    changes: Vec<Change>,
    by_hand: Option<String>,
    is_corrected: bool,
    outcomes: Vec<Outcome<'a>>,
    one_year: Vec<String>,
    words: Vec<Word>,
    words_left_out: usize,
    sides: Vec<Side<'a>>,
    speakers_left_out: usize,
    lost: Option<Speaker<'a>>,
    outlets: Vec<Article<'a>>,
    articles_left_out: usize,
    skipped: &'a [Skip],
    method: String,
}

/// A sentence of the answer.
struct Finding {
    lead: String,
    verdict: String,
    class: &'static str,
}

/// A chart.
struct Figure<'a> {
    alt: &'a str,
    file: &'a str,
    svg: String,
}

/// A row of the table of changes.
struct Change {
    class: &'static str,
    name: String,
    link: Option<String>,
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
    entry: String,
    from: String,
    to: String,
    delta: String,
    class: &'static str,
}

/// The speakers of a side.
struct Side<'a> {
    name: String,
    statements: i64,
    speakers: Vec<Speaker<'a>>,
}

/// A speaker and the statements behind.
struct Speaker<'a> {
    id: String,
    name: String,
    about: String,
    aliases: Option<&'a str>,
    years: Vec<Year>,
    /// Of the statements of these years, whoever said them.
    without_speaker: String,
    figure: Option<Figure<'a>>,
    count: String,
    left_out: u64,
    statements: Vec<Statement<'a>>,
}

/// A speaker's year.
struct Year {
    year: i16,
    statements: u32,
    articles: u32,
    measures: [String; 3],
}

/// A statement as the page shows it.
struct Statement<'a> {
    row: &'a StatementRow,
    /// Why it does not count in the comparison, if it does not.
    out: Option<&'static str>,
    /// What a person corrected, in words.
    by_hand: Vec<String>,
    hostility: String,
    conciliation: String,
    /// Lengths of the bars, per cent.
    bars: [u32; 2],
    text: Option<Marked>,
    cue: Option<Marked>,
    hits: Vec<Hit>,
}

/// A hit in the list under a statement.
struct Hit {
    class: String,
    words: Option<String>,
    place: String,
    about: String,
}

/// An article as the page lists it.
struct Article<'a> {
    row: &'a ArticleRow,
    add: Option<&'a str>,
    /// Left out, since it is not English.
    foreign: bool,
}

/// Points with a sign, for changes and net tone.
fn signed(points: f64) -> String {
    match format!("{points:.2}") {
        text if text == "0.00" || text == "-0.00" => "0.00".to_owned(),
        text if points < 0.0 => text.replacen('-', "−", 1),
        text => format!("+{text}"),
    }
}

/// Points of a measure: only net has a sign.
fn shown(measure: Measure, points: f64) -> String {
    let text = signed(points);
    if measure == Measure::Net {
        text
    } else {
        text.trim_start_matches('+').to_owned()
    }
}

fn with_interval(measure: Measure, estimate: &Estimate) -> String {
    let value = shown(measure, estimate.value);
    match (estimate.low, estimate.high) {
        (Some(low), Some(high)) => format!("{value} [{} to {}]", shown(measure, low), shown(measure, high)),
        _ => value,
    }
}

fn p_text(p: f64) -> String {
    if p < 0.001 {
        "< .001".to_owned()
    } else {
        format!("{p:.3}").replacen("0.", ".", 1)
    }
}

/// p after its correction; in parentheses where it could not have reached the level.
fn p_of(difference: &Difference) -> String {
    match (difference.p_adjusted, difference.p) {
        (Some(adjusted), _) => p_text(adjusted),
        (None, Some(p)) => format!("({})", p_text(p)),
        (None, None) => "–".to_owned(),
    }
}

/// "+0.50 [−0.10 to +1.10]".
fn delta_of(difference: &Difference) -> String {
    match (difference.delta, difference.low, difference.high) {
        (Some(delta), Some(low), Some(high)) => format!("{} [{} to {}]", signed(delta), signed(low), signed(high)),
        (Some(delta), ..) => signed(delta),
        (None, ..) => "–".to_owned(),
    }
}

/// "1 article", "2 articles".
fn count(number: u64, one: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        _ => format!("{} {one}s", grouped(number)),
    }
}

fn basis(estimate: &Estimate) -> String {
    format!(
        "{} in {}",
        count(estimate.statements.into(), "statement"),
        count(estimate.articles.into(), "article")
    )
}

fn class_of(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Changed => "changed",
        Verdict::NoClearChange => "steady",
        Verdict::TooFewArticles | Verdict::OneYearOnly => "unclear",
    }
}

fn words_of(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Changed => "changed",
        Verdict::NoClearChange => "no clear change",
        Verdict::TooFewArticles => "too few articles",
        Verdict::OneYearOnly => "one year only",
    }
}

fn measure_words(measure: Measure) -> &'static str {
    match measure {
        Measure::Hostility => "hostility",
        Measure::Conciliation => "conciliation",
        Measure::Net => "net tone",
    }
}

fn selection_words(selection: Selection) -> &'static str {
    match selection {
        Selection::Direct => "direct statements only",
        Selection::Verbatim => "direct and mixed statements",
        Selection::All => "all statements, indirect ones too",
    }
}

impl Finding {
    /// A subject's measures in one sentence each; a verdict that holds for all of them is said once.
    fn of(subject: &str, differences: &[&Difference]) -> Vec<Finding> {
        let mut findings: Vec<Finding> = Vec::new();
        for difference in differences {
            let lead = Self::lead(subject, difference);
            let verdict = Verdict::sentence(difference);
            match findings.last_mut() {
                Some(last) if last.verdict == verdict => last.lead = format!("{} {lead}", last.lead),
                _ => findings.push(Finding {
                    lead,
                    verdict,
                    class: class_of(difference.verdict),
                }),
            }
        }
        findings
    }

    fn lead(subject: &str, difference: &Difference) -> String {
        let measure = difference.measure;
        let at = |year: i16, estimate: &Option<Estimate>| match estimate {
            Some(estimate) => format!("{} in {year} ({})", shown(measure, estimate.value), basis(estimate)),
            None => format!("nothing in {year}"),
        };
        let mut lead = format!(
            "{subject}, {}: {}, {}",
            measure_words(measure),
            at(difference.from_year, &difference.from),
            at(difference.to_year, &difference.to)
        );
        if difference.delta.is_some() {
            lead.push_str(&format!("; a difference of {}", delta_of(difference)));
        }
        lead.push('.');
        lead
    }

    /// The answer: everything together, net tone first; then the sides, then the speakers of whom a change can be said, strongest first.
    fn all(comparison: &Comparison) -> Vec<Finding> {
        let of = |by: By, measure: Measure| {
            comparison
                .differences
                .iter()
                .filter(move |difference| difference.by == by && difference.measure == measure)
        };
        let together: Vec<&Difference> = [Measure::Net, Measure::Hostility, Measure::Conciliation]
            .into_iter()
            .flat_map(|measure| of(By::All, measure))
            .collect();
        let mut findings = Finding::of("All speakers together", &together);
        let mut sides: Vec<&Difference> = of(By::Side, Measure::Net).filter(|difference| difference.delta.is_some()).collect();
        sides.sort_by_key(|difference| strength(difference));
        let mut speakers: Vec<&Difference> = comparison
            .differences
            .iter()
            .filter(|difference| difference.by == By::Speaker && difference.verdict == Verdict::Changed)
            .collect();
        speakers.sort_by_key(|difference| strength(difference));
        for difference in sides.into_iter().take(4).chain(speakers.into_iter().take(6)) {
            findings.extend(Finding::of(&difference.name, &[difference]));
        }
        findings
    }
}

/// Sorts by size of the change, falling, then by name.
fn strength(difference: &Difference) -> (Reverse<i64>, String) {
    let micro = difference.delta.map_or(-1, |delta| (delta.abs() * 1e6).round() as i64);
    (Reverse(micro), difference.key.clone())
}

impl Change {
    fn of(comparison: &Comparison, net: &Difference, linked: bool) -> Change {
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
            link: (linked && net.by == By::Speaker).then(|| format!("#speaker-{}", net.key)),
            cells: [cell(Measure::Hostility), cell(Measure::Conciliation)],
            net: net.delta.map_or_else(|| "–".to_owned(), signed),
            interval: match (net.low, net.high) {
                (Some(low), Some(high)) => format!("{} to {}", signed(low), signed(high)),
                _ => format!("{} and {} articles", articles(&net.from), articles(&net.to)),
            },
            p: p_of(net),
            verdict: words_of(net.verdict),
            verdict_class: class_of(net.verdict),
            sentence: Verdict::sentence(net),
        }
    }
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

/// What a person corrected in a statement.
fn by_hand(row: &StatementRow) -> Vec<String> {
    let mut said = Vec::new();
    if row.is_corrected("speaker") {
        said.push("Speaker by hand.".to_owned());
    }
    let rated: Vec<String> = [("hostility", row.hostility_lexicon), ("conciliation", row.conciliation_lexicon)]
        .into_iter()
        .filter(|(dimension, _)| row.is_corrected(dimension))
        .map(|(dimension, lexicon)| format!("{dimension} (by its words {lexicon:.2})"))
        .collect();
    if !rated.is_empty() {
        said.push(format!("Rated by hand: {}.", rated.join(", ")));
    }
    said
}

impl<'a> Statement<'a> {
    fn of(row: &'a StatementRow, hits: &[HitRow], settings: &Settings) -> Statement<'a> {
        let bar = |points: f64| (points.clamp(0.0, 4.0) * 25.0).round() as u32;
        let kind = [Kind::Direct, Kind::Mixed, Kind::Indirect]
            .into_iter()
            .find(|kind| kind.as_str() == row.kind);
        Statement {
            row,
            out: match (kind.is_some_and(|kind| settings.statements.takes(kind)), row.year) {
                _ if row.left_out.as_deref() == Some("dropped") => Some("not counted: dropped by hand"),
                _ if row.left_out.is_some() => Some("not counted: the study hides this speaker"),
                (false, _) => Some("not counted: not of the kinds compared"),
                (true, None) => Some("not counted: the article has no year"),
                (true, Some(_)) if row.confidence() < settings.confidence => Some("not counted: doubtful"),
                (true, Some(_)) => None,
            },
            by_hand: by_hand(row),
            hostility: format!("{:.2}", row.hostility),
            conciliation: format!("{:.2}", row.conciliation),
            bars: [bar(row.hostility), bar(row.conciliation)],
            text: Marked::text(row, hits),
            cue: Marked::cue(row, hits),
            hits: hits
                .iter()
                .map(|hit| {
                    let mark = Mark::of(hit);
                    Hit {
                        class: mark.dimension,
                        words: hit.words.clone(),
                        place: format!("{} {}:{}", hit.place, hit.start, hit.end),
                        about: mark.about,
                    }
                })
                .collect(),
        }
    }

    fn all(behind: Option<&'a Behind>, settings: &Settings) -> (Vec<Statement<'a>>, u64) {
        let Some(behind) = behind else { return (Vec::new(), 0) };
        let shown: Vec<Statement> = behind.shown().into_iter().map(|(row, hits)| Statement::of(row, hits, settings)).collect();
        let left_out = behind.all - shown.len() as u64;
        (shown, left_out)
    }
}

impl<'a> Speaker<'a> {
    fn of(row: &'a SpeakerRow, input: &PageInput<'a>) -> Speaker<'a> {
        let groups = input.comparison.group(By::Speaker, &row.id);
        let heard: Vec<i16> = groups.iter().map(|group| group.year).collect();
        let (statements, left_out) = Statement::all(input.behind.get(&Some(row.id.clone())), &input.manifest.settings);
        let file = stem("speaker", &row.id);
        let figure = input.drawings.iter().find(|drawing| drawing.file == file).map(Figure::of);
        Speaker {
            id: format!("speaker-{}", row.id),
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
            left_out,
            statements,
        }
    }
}

impl<'a> Figure<'a> {
    /// The drawing, with a link to its statement on every dot. The links are for pointers: the list below the chart serves keyboards and screen readers.
    fn of(drawing: &'a Drawing) -> Figure<'a> {
        // Within HTML an XML declaration is out of place.
        let svg = drawing.svg.find("<svg").map_or("", |start| &drawing.svg[start..]);
        let Some((body, scale)) = svg.rsplit_once("</svg>").zip(scale(drawing)) else {
            return Figure {
                alt: &drawing.alt,
                file: &drawing.file,
                svg: svg.to_owned(),
            };
        };
        let mut linked = body.0.to_owned();
        for spot in &drawing.spots {
            let Some(place) = place_of(&spot.opens) else { continue };
            let area = [spot.area.left, spot.area.top, spot.area.right, spot.area.bottom].map(|side| side * scale);
            let (width, height) = (area[2] - area[0], area[3] - area[1]);
            let _ = write!(
                linked,
                "<a href=\"#{place}\" tabindex=\"-1\"><rect x=\"{:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"transparent\"/></a>",
                area[0], area[1]
            );
        }
        Figure {
            alt: &drawing.alt,
            file: &drawing.file,
            svg: format!("{linked}</svg>"),
        }
    }
}

/// The id on the page of what a spot opens. Ids of statements are hexadecimal and those of speakers slugs, so nothing needs escaping; anything else is left out.
fn place_of(opens: &Opens) -> Option<String> {
    let plain = |id: &str| id.chars().all(|letter| letter.is_alphanumeric() || letter == '-');
    match opens {
        Opens::Statement(id) if plain(id) => Some(format!("s-{id}")),
        Opens::Group { by: By::Speaker, key, .. } if plain(key) => Some(format!("speaker-{key}")),
        _ => None,
    }
}

/// Units of the SVG's view box to a pixel of the layout.
fn scale(drawing: &Drawing) -> Option<f64> {
    let view = drawing.svg.split_once("viewBox=\"0 0 ")?.1;
    let width: f64 = view.split_once(' ')?.0.parse().ok()?;
    (drawing.size[0] > 0).then(|| width / f64::from(drawing.size[0]))
}

impl<'a> Page<'a> {
    fn of(input: &PageInput<'a>) -> Page<'a> {
        let (manifest, comparison) = (input.manifest, input.comparison);
        let mut order: Vec<&SpeakerRow> = input.speakers.iter().collect();
        order.sort_by_key(|speaker| (Reverse(speaker.statements), speaker.id.as_str()));
        let shown: Vec<&SpeakerRow> = order.iter().copied().take(MOST_SPEAKERS).collect();
        let linked = |key: &str| shown.iter().any(|speaker| speaker.id == key);

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
        let lost = input.behind.get(&None).map(|behind| {
            let (statements, left_out) = Statement::all(Some(behind), &manifest.settings);
            Speaker {
                id: "without-speaker".to_owned(),
                name: "Statements without a speaker".to_owned(),
                about: String::new(),
                aliases: None,
                years: Vec::new(),
                without_speaker: String::new(),
                figure: None,
                count: count(behind.all, "statement"),
                left_out,
                statements,
            }
        });
        let adds: BTreeMap<&str, &str> = manifest
            .undated
            .iter()
            .map(|undated| (undated.article.as_str(), undated.add.as_str()))
            .collect();
        let foreign: BTreeSet<&str> = manifest.foreign.iter().map(|foreign| foreign.article.as_str()).collect();
        let mut outlets: Vec<Article> = input
            .articles
            .iter()
            .map(|row| Article {
                row,
                add: adds.get(row.id.as_str()).copied(),
                foreign: foreign.contains(row.id.as_str()),
            })
            .collect();
        outlets.sort_by_key(|article| (article.add.is_none() && !article.foreign, article.row.year, article.row.id.as_str()));
        Page {
            manifest,
            policy: format!(
                "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; script-src 'sha256-{}'",
                base64(&Sha256::digest(SCRIPT))
            ),
            style: format!("{}{}{STYLE}", face(400, REGULAR), face(700, BOLD)),
            script: SCRIPT,
            years: manifest
                .years
                .map_or_else(|| "no two years to compare".to_owned(), |[from, to]| format!("{from} against {to}")),
            statements: selection_words(manifest.settings.statements),
            findings: Finding::all(comparison),
            without_speaker: manifest.gaps.without_speaker(),
            figures: input
                .drawings
                .iter()
                .filter(|drawing| !of_speakers.contains(&drawing.file))
                .map(Figure::of)
                .collect(),
            changes: both
                .iter()
                .map(|difference| Change::of(comparison, difference, linked(&difference.key)))
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
                .map(|shift| Word {
                    entry: entry_name(shift.entry, input.entries),
                    from: signed(shift.from),
                    to: signed(shift.to),
                    delta: signed(shift.delta),
                    class: if shift.delta < 0.0 { "hostility" } else { "conciliation" },
                })
                .collect(),
            words_left_out,
            sides: sides.into_iter().map(|(_, side)| side).collect(),
            speakers_left_out: order.len() - shown.len(),
            lost,
            articles_left_out: outlets.len().saturating_sub(MOST_ARTICLES),
            outlets: outlets.into_iter().take(MOST_ARTICLES).collect(),
            skipped: &manifest.skipped,
            method: method(manifest),
        }
    }
}

/// What the corrections did, in a sentence.
fn corrections_words(corrections: &CorrectionFacts) -> String {
    let mut parts = Vec::new();
    for (number, done) in [
        (corrections.speaker, "given another speaker"),
        (corrections.dropped, "left out"),
        (corrections.rated, "rated by hand"),
    ] {
        if number > 0 {
            parts.push(format!("{} {done}", count(number, "statement")));
        }
    }
    match parts.as_slice() {
        [] => format!("The corrections in {} changed no statement.", corrections.name),
        parts => format!("Statements were corrected by hand ({}): {}.", corrections.name, parts.join(", ")),
    }
}

/// How statements were rated, for a paper.
fn rating_words(settings: &Settings) -> String {
    const WORDS: &str = "by the words of lexicons under valence rules";
    const MODEL: &str = "by a model learned from rated statements";
    let share = 100.0 * settings.share.share();
    let how = match settings.scorer {
        Scorer::Lexicon => WORDS.to_owned(),
        Scorer::Model => MODEL.to_owned(),
        Scorer::Blend => format!("{:.0} % {WORDS} and {share:.0} % {MODEL}", 100.0 - share),
    };
    if settings.rules_off.is_empty() {
        how
    } else {
        format!("{how} (rules switched off: {})", settings.rules_off.join(", "))
    }
}

/// A paragraph to paste into a paper.
fn method(manifest: &Manifest) -> String {
    let counts = &manifest.counts;
    let lexicons: Vec<String> = manifest
        .lexicons
        .iter()
        .map(|tool| format!("{} ({}, {})", tool.name, tool.used_as, &tool.sha256[..8.min(tool.sha256.len())]))
        .collect();
    format!(
        "Statements were found in {} ({} words) and rated with {} {}. Each statement was rated for hostility and conciliation, each from 0 (none) to 4 (extreme), {}; net tone is conciliation less hostility. Compared were {}; a repeat of a quotation counted once. A group's value is the mean of its articles' means; \
         intervals are 95 % intervals over articles, and p is that of a two-sided studentized permutation of articles, corrected after Holm, at a level of {}. Of the statements compared, those without a speaker were {}{}. \
         {}Lexicons, with the first digits of their SHA-256: {}. Seed {}.",
        count(counts.articles - counts.foreign, "article"),
        grouped(counts.words),
        manifest.program.name,
        manifest.program.version,
        rating_words(&manifest.settings),
        selection_words(manifest.settings.statements),
        manifest.settings.alpha,
        manifest.gaps.without_speaker(),
        manifest
            .gaps
            .left_out(manifest.settings.confidence)
            .map_or_else(String::new, |words| format!("; {words}")),
        manifest
            .corrections
            .as_ref()
            .map_or_else(String::new, |corrections| format!("{} ", corrections_words(corrections))),
        lexicons.join(", "),
        manifest.settings.seed,
    )
}

/// The font of the charts, so that their text is as wide as it was measured.
fn face(weight: u16, font: &[u8]) -> String {
    format!(
        "@font-face{{font-family:Inter;font-weight:{weight};src:url(data:font/ttf;base64,{})}}\n",
        base64(font)
    )
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

    #[test]
    fn numbers_for_people() {
        assert_eq!(
            [signed(0.5), signed(-0.5), signed(-0.001), signed(0.0)],
            ["+0.50", "−0.50", "0.00", "0.00"]
        );
        assert_eq!([p_text(0.0004), p_text(0.0312), p_text(1.0)], ["< .001", ".031", "1.000"]);
        assert_eq!(
            [count(1, "article"), count(0, "article"), count(1234567, "article")],
            ["1 article", "0 articles", "1,234,567 articles"]
        );
    }
}
