//! Charts are laid out for hard cases and checked as marks: nothing off the picture, no word on a word. With DETENTE_DRAW=folder the pictures are written there to be
//! looked at: `DETENTE_DRAW=target/charts cargo test --lib chart::tests::nothing`.

use super::canvas::{Area, Mark};
use super::drawing::Sketch;
use super::*;
use crate::compare::{Plan, Row, Selection, compare};
use crate::quote::Kind;
use crate::tone::POINT;
use proptest::prelude::*;

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
                    let mut rating = |more: i64| {
                        let whole = [0, 0, 0, 1, 1, 2, 2, 3, 4][dice.below(9) as usize] * POINT + more;
                        let third = if dice.below(3) == 0 { POINT * dice.below(30) as i64 / 30 } else { 0 };
                        (whole + third).clamp(0, 4 * POINT)
                    };
                    rows.push(Row {
                        statement: format!("{speaker}-{year}-{article}-{statement}"),
                        article: format!("{year}-{article}"),
                        cluster: format!("{year}-{article}"),
                        meeting: None,
                        year: Some(year),
                        speaker: Some(name.to_lowercase().replace(' ', "-")),
                        name: Some(name.clone()),
                        side: [Some("Northern League"), Some("Littoral Union"), None][speaker % 3].map(str::to_owned),
                        role: None,
                        outlet: None,
                        kind: Kind::Direct,
                        echo: false,
                        confidence: 1.0,
                        rating: [rating(drift), rating(-drift)],
                        hits: Vec::new(),
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
            speaker: row.speaker.clone()?,
            year: row.year?,
            rating: row.rating,
            statement: row.statement.clone(),
            article: row.article.clone(),
        })
    };
    rows.iter().filter_map(dot).collect()
}

fn sketches(charts: &Charts) -> Vec<Sketch> {
    let mut sketches = vec![
        comparison::draw(charts, By::Speaker, Measure::Net).unwrap(),
        comparison::draw(charts, By::Speaker, Measure::Hostility).unwrap(),
        comparison::draw(charts, By::Side, Measure::Net).unwrap(),
        comparison::draw(charts, By::All, Measure::Conciliation).unwrap(),
        map::draw(charts).unwrap(),
    ];
    sketches.extend(charts.speakers().into_iter().take(4).map(|key| speaker::draw(charts, key).unwrap()));
    sketches
}

pub(super) fn sound(case: &str, sketch: &Sketch) {
    let canvas = &sketch.canvas;
    let whole = Area {
        left: 0.0,
        top: 0.0,
        right: canvas.width,
        bottom: canvas.height,
    };
    let mut texts: Vec<(&str, Area)> = Vec::new();
    for mark in &canvas.marks {
        let Mark::Text(text) = mark else { continue };
        let area = canvas.area(text);
        assert!(
            whole.holds(&area),
            "{case}, {}: “{}” leaves the picture: {area:?}",
            sketch.file,
            text.text
        );
        for (other, taken) in &texts {
            assert!(
                !taken.meets(&area),
                "{case}, {}: “{}” covers “{other}”: {area:?} {taken:?}",
                sketch.file,
                text.text
            );
        }
        texts.push((&text.text, area));
    }
    for spot in &canvas.spots {
        assert!(whole.holds(&spot.area), "{case}, {}: {spot:?} leaves the picture", sketch.file);
    }
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
    for case in cases() {
        let rows = rows(&case);
        let dots = dots(&rows);
        let comparison = compare(rows, &Plan::default()).unwrap();
        let mut charts = Charts::new(
            &comparison,
            &dots,
            "A council of two blocs, 2016 against 2022: a study made up for testing",
        );
        charts.roles.insert("karel-novak-testov".to_owned(), "Secretary-General".to_owned());
        for sketch in sketches(&charts) {
            if let Some(folder) = &folder {
                let drawing = sketch.drawing().unwrap();
                let stem = folder.join(format!("{}-{}", case.name, drawing.file));
                std::fs::write(stem.with_extension("png"), &drawing.png).unwrap();
                std::fs::write(stem.with_extension("svg"), &drawing.svg).unwrap();
            } else {
                assert!(!sketch.alt.is_empty() && !sketch.title.is_empty());
                sound(case.name, &sketch);
            }
        }
    }
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
            let charts = Charts::new(
                &comparison,
                &dots,
                "A council of two blocs, 2016 against 2022: a study made up for testing",
            );
            for sketch in sketches(&charts) {
                sound(case.name, &sketch);
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
