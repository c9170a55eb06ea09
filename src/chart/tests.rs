//! Charts are laid out for hard cases and checked as marks: nothing off the picture, no word on a word. With DETENTE_DRAW=folder the pictures are written there to be
//! looked at: `DETENTE_DRAW=target/charts cargo test --lib chart::tests::nothing`.

use super::canvas::{Area, Mark};
use super::drawing::Sketch;
use super::*;
use crate::compare::{Aim, Plan, Row, Selection, StanceSums, compare};
use crate::quote::Kind;
use crate::tone::POINT;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// A small generator of even, repeatable numbers (Knuth's MMIX constants).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

const NAMES: [&str; 12] = [
    "Karel Novak-Testov",
    "Żaneta Błaszczyńska-Łęgowska",
    "Сергей Вымышленный",
    "Ægir Þórsson",
    "Mina Tarr",
    "The Council's Permanent Delegation of the Northern Littoral States",
    "Οδυσσέας Πλαστός",
    "Otto von Beispiel",
    "Unnamed officials",
    "Adan Vell",
    "Borka Ilyin",
    "Zora Quill",
];

/// Speakers, articles in the first and in the second year, statements an article.
struct Case {
    name: &'static str,
    speakers: usize,
    years: Vec<(i16, usize)>,
    statements: usize,
    drift: i64,
}

fn rows(case: &Case) -> Vec<Row> {
    let mut dice = Dice(11);
    let mut rows = Vec::new();
    for speaker in 0..case.speakers {
        let base = NAMES[speaker % NAMES.len()];
        let name = if speaker < NAMES.len() {
            base.to_owned()
        } else {
            format!("{base} {}", speaker / NAMES.len() + 1)
        };
        for (index, &(year, articles)) in case.years.iter().enumerate() {
            // Every third speaker falls silent after the first year.
            if index > 0 && speaker % 3 == 2 && case.speakers > 1 {
                continue;
            }
            for article in 0..articles {
                for statement in 0..=dice.below(case.statements as u64 * 2 - 1) as usize {
                    let drift = if speaker % 2 == 0 { case.drift } else { -case.drift / 3 } * index as i64;
                    let meeting = (case.name == "meetings").then(|| format!("{year}-0{}-15", 1 + article % 9));
                    let mut rating = |more: i64| {
                        let whole = [0, 0, 0, 1, 1, 2, 2, 3, 4][dice.below(9) as usize] * POINT + more;
                        let third = if dice.below(3) == 0 { POINT * dice.below(30) as i64 / 30 } else { 0 };
                        (whole + third).clamp(0, 4 * POINT)
                    };
                    let rating = [rating(drift), rating(-drift)];
                    // What entries did is a part of the rating, and some entries are found in one year only.
                    let entry = (dice.below(ENTRIES.len() as u64 * 4) as u32 + 3 * index as u32) % (ENTRIES.len() as u32 * 4 + 3);
                    rows.push(Row {
                        statement: format!("{speaker}-{year}-{article}-{statement}"),
                        article: format!("{year}-{article}"),
                        cluster: format!("{year}-{article}"),
                        meeting,
                        year: Some(year),
                        speaker: Some(name.to_lowercase().replace(' ', "-")),
                        name: Some(name.clone()),
                        side: [Some("Northern League"), Some("Littoral Union"), None][speaker % 3].map(str::to_owned),
                        role: None,
                        outlet: None,
                        kind: Kind::Direct,
                        echo: false,
                        confidence: 1.0,
                        rating,
                        hits: vec![(entry, rating.map(|rating| rating / 2))],
                    });
                }
            }
        }
    }
    // In every article one statement in whose words nobody is named, and a doubtful one of the same kind.
    for &(year, articles) in &case.years {
        for article in 0..articles {
            for confidence in [1.0, 0.0] {
                rows.push(Row {
                    statement: format!("lost-{year}-{article}-{confidence}"),
                    article: format!("{year}-{article}"),
                    cluster: format!("{year}-{article}"),
                    meeting: None,
                    year: Some(year),
                    speaker: None,
                    name: None,
                    side: None,
                    role: None,
                    outlet: None,
                    kind: Kind::Direct,
                    echo: false,
                    confidence,
                    rating: [POINT, 0],
                    hits: Vec::new(),
                });
            }
        }
    }
    rows
}

fn dots(rows: &[Row]) -> Vec<Dot> {
    let dot = |row: &Row| {
        Some(Dot {
            speaker: row.speaker.clone(),
            side: row.side.clone(),
            meeting: row.meeting.clone(),
            year: row.year?,
            rating: row.rating,
            statement: row.statement.clone(),
            article: row.article.clone(),
        })
    };
    rows.iter().filter_map(dot).collect()
}

const ENTRIES: [&str; 5] = [
    "hostility:accusation:blam*",
    "conciliation:cooperation:*",
    "hostility:a category with a name that is much longer than any that ships:proxy war … with the whole of the neighbouring coast*",
    "hostility:threat:предупрежд*",
    "conciliation:agreement:żółw Æther*",
];

fn entries() -> Vec<String> {
    (0..4)
        .flat_map(|copy| ENTRIES.map(|entry| if copy == 0 { entry.to_owned() } else { format!("{entry}{copy}") }))
        .chain((0..3).map(|n| format!("a:b:{n}")))
        .collect()
}

/// Every statement names one target or none, and half of its rating is aimed at it.
fn stances(rows: &[Row], plan: &Plan, many: bool) -> Stances {
    let targets = ["Northern League", "Littoral Union", NAMES[5], "Żaneta’s Łęg", "Coast", "Delta", "Sound"];
    let targets = if many { &targets[..] } else { &targets[..2] };
    let mut sums = StanceSums::new(plan);
    let mut dice = Dice(5);
    for row in rows {
        let target = targets
            .get(dice.below(targets.len() as u64 + 1) as usize)
            .map(|&target| target.to_owned());
        let aim = Aim {
            target: target.clone().filter(|_| dice.below(3) > 0),
            contribution: row.rating.map(|rating| rating / 2),
        };
        sums.add(row, target.as_slice(), &[aim]);
    }
    sums.compare(plan.years).unwrap()
}

/// The run's own choice, and as many others as leaving out every article in turn makes.
fn alternatives(comparison: &Comparison, others: usize) -> Vec<Alternative> {
    let headline = comparison.differences.iter().filter(|difference| difference.by != By::Speaker);
    headline
        .flat_map(|difference| {
            (0..=others).map(move |index| Alternative {
                choice: match index {
                    0 => "this run".to_owned(),
                    1 => "rated by the learned model alone, without doubtful statements and without what was corrected by hand".to_owned(),
                    _ => "one article left out".to_owned(),
                },
                article: (index > 1).then(|| format!("the article {index}")),
                own: index == 0,
                by: difference.by,
                key: difference.key.clone(),
                name: difference.name.clone(),
                measure: difference.measure,
                years: [difference.from_year, difference.to_year],
                delta: difference.delta.map(|delta| delta + index as f64 / 40.0),
                interval: difference.low.zip(difference.high).map(|(low, high)| (low - index as f64 / 4.0, high)),
                verdict: difference.verdict,
                statements: 1_234,
            })
        })
        .collect()
}

fn citations(dots: &[Dot], text: bool) -> Citations {
    let mut citations = Citations::default();
    for dot in dots {
        for dimension in [0, 1] {
            let words = "Мы предупреждали – and we said so on the quay, in the hall and at the table where nobody sat: the nets stay where they are, whatever the \
                         Delegation of the Northern Littoral States may write, and Donaudampfschifffahrtsgesellschaftskapitänswitwenversammlungen will not move them, not now and \
                         not when the ice has gone. \n There will be an answer to this, and it will be a long one, since nothing here was ever settled in a sentence.";
            citations.see(
                dot.speaker.as_deref().unwrap_or_default(),
                dimension,
                Strongest {
                    rating: dot.rating[dimension],
                    statement: dot.statement.clone(),
                    article: format!("{}_a-paper-with-a-long-name_and-a-headline-that-goes-on", dot.article),
                    year: dot.year,
                    text: text.then(|| words.to_owned()),
                },
            );
        }
    }
    citations
}

/// What stands around the comparison of a case: more of everything where there are many speakers.
struct Around {
    entries: Vec<String>,
    stances: Stances,
    alternatives: Vec<Alternative>,
    citations: Citations,
}

impl Around {
    fn of(case: &Case, rows: &[Row], comparison: &Comparison) -> Around {
        let many = case.speakers > 10;
        Around {
            entries: entries(),
            stances: stances(rows, &comparison.plan, many),
            alternatives: alternatives(comparison, if many { 40 } else { 3 }),
            citations: citations(&dots(rows), !many),
        }
    }

    fn charts<'a>(&'a self, comparison: &'a Comparison, dots: &'a [Dot], study: &'a str, theme: Theme) -> Charts<'a> {
        Charts {
            entries: &self.entries,
            stances: Some(&self.stances),
            alternatives: &self.alternatives,
            citations: self.citations.clone(),
            theme,
            ..Charts::new(comparison, dots, study)
        }
    }
}

fn sketches(charts: &Charts) -> Vec<Sketch> {
    let mut sketches = vec![
        comparison::draw(charts, By::Speaker, Measure::Net).unwrap(),
        comparison::draw(charts, By::Speaker, Measure::Hostility).unwrap(),
        comparison::draw(charts, By::Side, Measure::Net).unwrap(),
        comparison::draw(charts, By::All, Measure::Conciliation).unwrap(),
        map::draw(charts).unwrap(),
        timeline::draw(charts, By::All, None, Measure::Net).unwrap(),
        timeline::draw(charts, By::Side, None, Measure::Net).unwrap(),
        timeline::draw(charts, By::Speaker, None, Measure::Hostility).unwrap(),
        distribution::draw(charts, By::All, "all").unwrap(),
    ];
    if charts.stances.is_some_and(|stances| !stances.stances.is_empty()) {
        sketches.extend(Measure::ALL.map(|measure| stance::draw(charts, measure).unwrap()));
    }
    if charts.comparison.years.is_some() {
        sketches.extend(Measure::ALL.map(|measure| shift::draw(charts, By::All, "all", measure).unwrap()));
        sketches.push(sensitivity::draw(charts, By::All, "all", Measure::Net).unwrap());
        sketches.push(sensitivity::draw(charts, By::Side, "Northern League", Measure::Hostility).unwrap());
    }
    for key in charts.speakers().into_iter().take(4) {
        sketches.push(speaker::draw(charts, key).unwrap());
        sketches.push(timeline::draw(charts, By::Speaker, Some(key), Measure::Net).unwrap());
        sketches.push(distribution::draw(charts, By::Speaker, key).unwrap());
        if charts.can(&Chart::Shift(By::Speaker, key.to_owned(), Measure::Net)) {
            sketches.push(shift::draw(charts, By::Speaker, key, Measure::Net).unwrap());
        }
    }
    sketches
}

pub(super) fn sound(case: &str, sketch: &Sketch) {
    let faults = faults(case, sketch);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Words off the picture, words on words, and places to be clicked off the picture.
fn faults(case: &str, sketch: &Sketch) -> Vec<String> {
    let canvas = &sketch.canvas;
    let whole = Area {
        left: 0.0,
        top: 0.0,
        right: canvas.width,
        bottom: canvas.height,
    };
    let mut faults = Vec::new();
    let mut texts: Vec<(&str, Area)> = Vec::new();
    for mark in &canvas.marks {
        let Mark::Text(text) = mark else { continue };
        let area = canvas.area(text);
        if !whole.holds(&area) {
            faults.push(format!("{case}, {}: “{}” leaves the picture: {area:?}", sketch.file, text.text));
        }
        for (other, taken) in texts.iter().filter(|(_, taken)| taken.meets(&area)) {
            faults.push(format!("{case}, {}: “{}” covers “{other}”: {area:?} {taken:?}", sketch.file, text.text));
        }
        texts.push((&text.text, area));
    }
    let outside = canvas.spots.iter().filter(|spot| !whole.holds(&spot.area));
    faults.extend(outside.map(|spot| format!("{case}, {}: {spot:?} leaves the picture", sketch.file)));
    faults
}

fn cases() -> Vec<Case> {
    let case = |name, speakers, years: &[(i16, usize)], statements, drift| Case {
        name,
        speakers,
        years: years.to_vec(),
        statements,
        drift,
    };
    vec![
        case("one", 1, &[(2016, 1)], 1, 0),
        case("seeds", 3, &[(2016, 2), (2022, 3)], 3, POINT),
        case("twelve", 12, &[(2016, 6), (2022, 7)], 3, 3 * POINT / 2),
        case("eighty", 80, &[(2016, 4), (2022, 5)], 2, POINT),
        case("thousand", 2, &[(2016, 20), (2022, 25)], 30, POINT),
        case(
            "meetings",
            4,
            &[(2014, 2), (2016, 5), (2017, 4), (2018, 3), (2019, 3), (2020, 1), (2021, 2), (2022, 6)],
            4,
            POINT / 4,
        ),
        case("crowd", 1, &[(2016, 50), (2022, 50)], 60, POINT / 2),
    ]
}

#[test]
fn nothing_collides_and_nothing_is_cut_off() {
    let folder = std::env::var_os("DETENTE_DRAW").map(std::path::PathBuf::from);
    let mut found = Vec::new();
    for case in cases() {
        let rows = rows(&case);
        let dots = dots(&rows);
        let comparison = compare(rows.clone(), &Plan::default()).unwrap();
        let around = Around::of(&case, &rows, &comparison);
        let study = "A council of two blocs, 2016 against 2022: a study made up for testing";
        let shapes = [
            ("", Theme::light()),
            ("-wide", Theme::dark().sized(1600, 800)),
            ("-square", Theme::print().sized(1000, 1000)),
            ("-high", Theme::light().sized(1000, 1500)),
        ];
        for (shape, theme) in &shapes {
            let mut charts = around.charts(&comparison, &dots, study, theme.clone());
            charts.roles.insert("karel-novak-testov".to_owned(), "Secretary-General".to_owned());
            for sketch in sketches(&charts) {
                if let Some(folder) = &folder {
                    let drawing = sketch.drawing().unwrap();
                    let stem = folder.join(format!("{}-{}{shape}", case.name, drawing.file));
                    std::fs::write(stem.with_extension("png"), &drawing.png).unwrap();
                } else {
                    assert!(!sketch.alt.is_empty() && !sketch.title.is_empty());
                    assert!(
                        theme.tall || sketch.canvas.height == theme.height,
                        "{} is not of the size asked for",
                        sketch.file
                    );
                    found.extend(faults(&format!("{}{shape}", case.name), &sketch));
                }
            }
        }
    }
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
}

/// Every line on the map keeps clear of every name, and so does every head.
#[test]
fn no_arrow_runs_through_a_name() {
    for case in cases() {
        let rows = rows(&case);
        let dots = dots(&rows);
        let comparison = compare(rows, &Plan::default()).unwrap();
        let sketch = map::draw(&Charts::new(&comparison, &dots, "A study")).unwrap();
        let names: BTreeSet<&str> = comparison.groups.iter().map(|group| group.name.as_str()).collect();
        let canvas = &sketch.canvas;
        let named: Vec<&super::canvas::Text> = canvas
            .marks
            .iter()
            .filter_map(|mark| match mark {
                Mark::Text(text) if names.contains(text.text.as_str()) => Some(text),
                _ => None,
            })
            .collect();
        assert!(!named.is_empty(), "{}: nobody is named", case.name);
        for mark in &canvas.marks {
            // Arrows of those drawn pale, in the colour of the grid or lighter, lie behind.
            let Mark::Line { ends, width, colour } = mark else { continue };
            if *width <= 1.0 || colour.contrast(canvas_paper()) < 1.8 {
                continue;
            }
            for text in &named {
                assert!(
                    !map::crosses(ends, &canvas.area(text)),
                    "{}: a line runs through “{}”",
                    case.name,
                    text.text
                );
            }
        }
    }
}

fn canvas_paper() -> Colour {
    Theme::light().paper
}

/// Bars, sums of those folded, and what no entry made are the change; every statement is in one bar of a histogram.
#[test]
fn a_shift_is_whole_and_every_statement_is_somewhere() {
    let case = &cases()[2];
    let rows = rows(case);
    let comparison = compare(rows, &Plan::default()).unwrap();
    for measure in Measure::ALL {
        let (sum, delta) = shift::sum(&comparison, &entries(), By::All, "all", measure);
        assert!((sum - delta).abs() < 1e-9, "{sum} {delta}");
    }
    assert_eq!([-1, 0, 1, POINT / 2, POINT / 2 + 1, 4 * POINT].map(distribution::bin), [0, 0, 1, 1, 2, 8]);
}

/// Text and what is drawn over the ground can be read: 4.5 to 1 for words, 3 to 1 for shapes (WCAG 2.1); print tells hostility from conciliation in grey.
#[test]
fn every_theme_can_be_read() {
    for (name, theme) in [("light", Theme::light()), ("dark", Theme::dark()), ("print", Theme::print())] {
        for (what, colour, least) in [
            ("ink", theme.ink, 7.0),
            ("soft", theme.soft, 4.5),
            ("hostility", theme.hostility, 3.0),
            ("conciliation", theme.conciliation, 3.0),
            ("before", theme.before, 3.0),
        ] {
            let contrast = colour.contrast(theme.paper);
            assert!(contrast >= least, "{name}: {what} has a contrast of {contrast:.1}");
        }
        for side in &theme.sides {
            assert!(
                side.contrast(theme.paper) >= 3.0,
                "{name}: {side:?} has a contrast of {:.1}",
                side.contrast(theme.paper)
            );
        }
    }
    let print = Theme::print();
    assert!(print.hostility.contrast(print.conciliation) >= 2.0);
}

/// A picture of a given size has it, and few bytes.
#[test]
fn a_picture_has_the_size_asked_for() {
    let case = &cases()[2];
    let rows = rows(case);
    let dots = dots(&rows);
    let comparison = compare(rows, &Plan::default()).unwrap();
    for (width, height) in [(1600, 900), (1920, 1080), (1080, 1080)] {
        let charts = Charts {
            theme: Theme::dark().sized(width, height),
            ..Charts::new(&comparison, &dots, "A study")
        };
        let drawing = charts.comparison(By::Speaker, Measure::Net).unwrap();
        let head = |at: usize| u32::from_be_bytes([drawing.png[at], drawing.png[at + 1], drawing.png[at + 2], drawing.png[at + 3]]);
        assert_eq!((head(16), head(20)), (width, height));
        assert!(
            drawing.svg.contains(&format!("width=\"{width}\" height=\"{height}\"")),
            "{}",
            &drawing.svg[..200]
        );
        assert!(drawing.png.len() < 160_000, "{} bytes", drawing.png.len());
    }
}

/// Latin with all its marks, Greek and Cyrillic: names of Europe and of half of Asia are drawn, composed or not.
#[test]
fn the_font_has_the_letters_of_names() {
    let fonts = font::Fonts::load().unwrap();
    for weight in [font::Weight::Regular, font::Weight::Bold] {
        let blocks = [
            0x20..=0x7e,
            0xa1..=0x148,
            0x14a..=0x17f,
            0x218..=0x21b,
            0x386..=0x3ce,
            0x400..=0x45f,
            0x490..=0x491,
            0x1e80..=0x1e85,
            0x1ea0..=0x1ef9,
        ];
        let letters = blocks
            .into_iter()
            .flatten()
            .filter_map(char::from_u32)
            .filter(|letter| letter.is_alphanumeric());
        let missing: String = letters
            .chain("–—‘’“”„…−→←↑↓·×".chars())
            .filter(|letter| !fonts.has(*letter, weight))
            .collect();
        assert_eq!(missing, "", "{weight:?}");
    }
    let mut canvas = super::canvas::Canvas::new(&Theme::light(), 900.0).unwrap();
    canvas.text(
        "Ny\u{302}ssa Z\u{30c}",
        (10.0, 50.0),
        super::canvas::Anchor::Start,
        20.0,
        font::Weight::Regular,
        Theme::light().ink,
    );
    assert!(
        matches!(&canvas.marks[0], Mark::Text(text) if text.text == "N\u{177}ssa \u{17d}"),
        "{:?}",
        canvas.marks[0]
    );
}

/// The longest footer keeps the share and gives up the study's title for it.
#[test]
fn every_chart_says_how_many_statements_have_no_speaker() {
    for case in cases().iter().filter(|case| ["one", "seeds", "eighty", "meetings"].contains(&case.name)) {
        let rows = rows(case);
        let dots = dots(&rows);
        let lost: usize = case.years.iter().map(|(_, articles)| articles).sum();
        let compared: usize = [case.years[0].1, case.years[case.years.len() - 1].1].iter().sum();
        for (confidence, each, says) in [(0.0, 2, "direct and mixed quotations · "), (0.7, 1, "indirect ones too · ")] {
            let plan = Plan {
                selection: if confidence > 0.0 { Selection::All } else { Selection::Verbatim },
                confidence,
                ..Plan::default()
            };
            let comparison = compare(rows.clone(), &plan).unwrap();
            let around = Around::of(case, &rows, &comparison);
            let study = "A council of two blocs, 2016 against 2022: a study made up for testing";
            let charts = around.charts(&comparison, &dots, study, Theme::light());
            for sketch in sketches(&charts) {
                sound(case.name, &sketch);
                // These show other years than those compared.
                if ["timeline", "distribution", "stance"].iter().any(|kind| sketch.file.starts_with(kind)) {
                    assert!(sketch.alt.contains("Statements without a speaker: "), "{}", sketch.alt);
                    continue;
                }
                // A speaker's chart may show more years than are compared, or fewer.
                let years: Vec<i16> = if sketch.file.starts_with("speaker") {
                    let heard = |group: &&crate::compare::Group| group.by == By::Speaker && sketch.file == stem("speaker", &group.key);
                    comparison.groups.iter().filter(heard).map(|group| group.year).collect()
                } else {
                    comparison.years_shown()
                };
                let share = comparison.gaps_of(&years).without_speaker();
                if years.len() == case.years.len() {
                    assert!(share.starts_with(&format!("{} of ", each * lost)), "{share}");
                } else if !sketch.file.starts_with("speaker") {
                    assert!(share.starts_with(&format!("{} of ", each * compared)), "{share}");
                }
                let footer = format!("{says}without a speaker: {share} · detente");
                let written = |mark: &Mark| matches!(mark, Mark::Text(text) if text.text.ends_with(&footer));
                assert!(sketch.canvas.marks.iter().any(written), "{}, {}: no “{footer}”", case.name, sketch.file);
                let note = "Statements left out as doubtful (confidence below 0.7): ";
                let noted = |mark: &Mark| matches!(mark, Mark::Text(text) if text.text.starts_with(note));
                assert_eq!(sketch.canvas.marks.iter().any(noted), confidence > 0.0);
                assert!(sketch.alt.ends_with(&format!("Statements without a speaker: {share}.")), "{}", sketch.alt);
            }
        }
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let case = &cases()[1];
    let rows = rows(case);
    let mut dots = dots(&rows);
    let comparison = compare(rows, &Plan::default()).unwrap();
    let once = Charts::new(&comparison, &dots, "A study").all().unwrap();
    dots.reverse();
    assert!(once == Charts::new(&comparison, &dots, "A study").all().unwrap());
    assert!(
        once.iter()
            .all(|drawing| drawing.svg.contains("<title>") && drawing.png.starts_with(b"\x89PNG"))
    );
}

#[test]
fn names_cannot_break_out() {
    let case = &cases()[0];
    let mut rows = rows(case);
    for row in &mut rows {
        row.name = Some("<script>alert(1)</script> & \"Co\"\u{0}\u{1b}".to_owned());
        row.speaker = Some("../../x".to_owned());
    }
    let dots = dots(&rows);
    let comparison = compare(rows, &Plan::default()).unwrap();
    let drawing = Charts::new(&comparison, &dots, "<b>").speaker("../../x").unwrap();
    assert!(!drawing.svg.contains("<script") && !drawing.svg.contains("<b>") && !drawing.svg.contains('\0') && !drawing.svg.contains('\u{1b}'));
    assert!(drawing.file.starts_with("speaker-x-"), "{}", drawing.file);
    let missing = Charts::new(&comparison, &dots, "").speaker("../../y").unwrap_err();
    assert!(missing.to_string().contains("Is `../../x` meant?"), "{missing}");
    let empty = compare([], &Plan::default()).unwrap();
    let charts = Charts::new(&empty, &[], "");
    assert_eq!(charts.map().unwrap_err(), ChartError::Nothing);
    assert!(charts.all().unwrap().is_empty());
}

#[test]
fn stems_are_slugs() {
    assert_eq!(stem("speaker", "karel-novak"), "speaker-karel-novak");
    let altered: Vec<String> = ["CON", "con.", "", "Сергей", "Karel Novak", "karel_novak", &"x".repeat(300)]
        .iter()
        .map(|key| stem("speaker", key))
        .collect();
    let distinct: std::collections::BTreeSet<&String> = altered.iter().collect();
    assert_eq!(distinct.len(), altered.len());
}

proptest! {
    #[test]
    fn any_name_is_a_safe_file(key in any::<String>()) {
        let stem = stem("speaker", &key);
        prop_assert!(stem.len() <= 80 && stem.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'), "{}", stem);
    }

    #[test]
    fn text_fits_where_it_is_put(text in ".{0,80}", width in 40.0..600.0f64) {
        let fonts = font::Fonts::load().unwrap();
        for line in fonts.wrap(&text, width, 22.0, font::Weight::Bold, 3) {
            prop_assert!(fonts.width(&line, 22.0, font::Weight::Bold) <= width + 0.01, "{}", line);
        }
    }
}
