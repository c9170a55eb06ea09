//! The stance matrix: a row a side that speaks, a column a side that is spoken of, in each cell both years' means with intervals and the difference in the middle. Invariant: a cell without
//! statements says so; what does not fit is folded and counted; the share of hits that are aimed at nobody stands beside every row.

use super::canvas::{Anchor, Area, Canvas, Opens, Spot};
use super::drawing::Sketch;
use super::font::Weight;
use super::frame::{self, Axis};
use super::theme::{Colour, Theme};
use super::{Charts, words};
use crate::chart::ChartError;
use crate::compare::{Difference, Estimate, Measure, Stance, Stances, Verdict};
use std::collections::BTreeMap;

/// Sides that speak, and sides spoken of; of more, those with the most statements.
const MOST_ROWS: usize = 5;
const MOST_COLUMNS: usize = 5;

pub(super) fn draw(charts: &Charts, measure: Measure) -> Result<Sketch, ChartError> {
    let (comparison, theme) = (charts.comparison, &charts.theme);
    let Some(stances) = charts.stances.filter(|stances| !stances.stances.is_empty()) else {
        return Err(ChartError::NoStance);
    };
    let years = shown(stances);
    let mut rows = ranked(stances, &years, |stance| &stance.side);
    let mut columns = ranked(stances, &years, |stance| &stance.target);
    let (all_rows, all_columns) = (rows.len(), columns.len());
    rows.truncate(MOST_ROWS);
    columns.truncate(MOST_COLUMNS);
    // The same order both ways where it can be: who speaks first, then who only is spoken of.
    columns.sort_by_key(|target| rows.iter().position(|side| side == target).unwrap_or(rows.len()));
    let title = title(stances, measure);
    let mut canvas = Canvas::new(theme, theme.height)?;
    let scale = match measure {
        Measure::Net => "Net tone (conciliation less hostility)",
        Measure::Hostility => "Hostility",
        Measure::Conciliation => "Conciliation",
    };
    let top = frame::head(
        &mut canvas,
        theme,
        &title,
        &format!("{scale} of statements that name the target, by the lexicon words that are about it. Means of article means, 95 % intervals."),
    );
    let mut notes = vec![share(stances, &years)];
    let folded: Vec<String> = [
        (all_rows - rows.len(), "further side that speaks", "further sides that speak"),
        (all_columns - columns.len(), "further target", "further targets"),
    ]
    .into_iter()
    .filter(|(count, ..)| *count > 0)
    .map(|(count, one, many)| format!("{count} {}", if count == 1 { one } else { many }))
    .collect();
    if !folded.is_empty() {
        notes.push(format!("Not drawn: {}; the table has all.", folded.join(", ")));
    }
    let bottom = frame::foot(&mut canvas, theme, &notes, charts.study, comparison, &years) - theme.text * 0.4;

    let left = theme.margin + 225.0;
    let start = top + theme.text * 3.2;
    let wide = (canvas.width - theme.margin - left) / columns.len() as f64;
    let high = ((bottom - start) / rows.len() as f64).min(250.0);
    canvas.text(
        "speaks ↓  of →",
        (theme.margin, start - theme.text * 1.7),
        Anchor::Start,
        theme.small,
        Weight::Regular,
        theme.soft,
    );
    let drawn = stances
        .stances
        .iter()
        .filter(|stance| rows.contains(&stance.side) && columns.contains(&stance.target));
    let estimates = drawn.flat_map(|stance| &stance.years).filter(|group| years.contains(&group.year));
    let reach = frame::ends(measure, estimates.map(|group| group.estimate(measure)));
    for (column, target) in columns.iter().enumerate() {
        let x = left + (column as f64 + 0.5) * wide;
        let name = canvas.fonts.fit(target, wide - 20.0, theme.text, Weight::Bold);
        canvas.text(&name, (x, start - theme.text * 1.7), Anchor::Middle, theme.text, Weight::Bold, theme.ink);
        let ends = [(x - wide / 2.0 + 17.0, Anchor::Start), (x + wide / 2.0 - 17.0, Anchor::End)];
        match years.as_slice() {
            [from, to] => {
                for (year, (x, anchor)) in [from, to].into_iter().zip(ends) {
                    canvas.text(
                        &year.to_string(),
                        (x, start - theme.text * 0.4),
                        anchor,
                        theme.small,
                        Weight::Regular,
                        theme.soft,
                    );
                }
                canvas.text(
                    "change",
                    (x, start - theme.text * 0.4),
                    Anchor::Middle,
                    theme.small,
                    Weight::Regular,
                    theme.soft,
                );
            }
            [year] => canvas.text(
                &year.to_string(),
                (x, start - theme.text * 0.4),
                Anchor::Middle,
                theme.small,
                Weight::Regular,
                theme.soft,
            ),
            _ => {}
        }
    }
    for (row, side) in rows.iter().enumerate() {
        let area = |column: usize| Area {
            left: left + column as f64 * wide + 5.0,
            top: start + row as f64 * high + 5.0,
            right: left + (column as f64 + 1.0) * wide - 5.0,
            bottom: start + (row as f64 + 1.0) * high - 5.0,
        };
        speaks(&mut canvas, theme, stances, side, &years, &area(0));
        for (column, target) in columns.iter().enumerate() {
            let stance = stances.stances.iter().find(|stance| stance.side == *side && stance.target == *target);
            cell(&mut canvas, theme, stance, (measure, &years), reach, (side == target, &area(column)));
        }
    }
    let alt = alt(stances, measure, &title, &years) + &frame::without_speaker(comparison, &years);
    Ok(Sketch {
        canvas,
        file: format!("stance-{}", measure.as_str()),
        title,
        alt,
    })
}

/// The two years compared, else all that there are, the last two of them.
fn shown(stances: &Stances) -> Vec<i16> {
    let mut years: Vec<i16> = match stances.years {
        Some(years) => years.to_vec(),
        None => stances.stances.iter().flat_map(|stance| &stance.years).map(|group| group.year).collect(),
    };
    years.sort_unstable();
    years.dedup();
    let more = years.len().saturating_sub(2);
    years.split_off(more)
}

/// Names by the number of their statements in the years shown, most first.
fn ranked(stances: &Stances, years: &[i16], name: impl Fn(&Stance) -> &String) -> Vec<String> {
    let mut statements: BTreeMap<&String, u32> = BTreeMap::new();
    for stance in &stances.stances {
        let here = stance.years.iter().filter(|group| years.contains(&group.year));
        *statements.entry(name(stance)).or_default() += here.map(|group| group.net.statements).sum::<u32>();
    }
    let mut names: Vec<(&String, u32)> = statements.into_iter().filter(|(_, count)| *count > 0).collect();
    names.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    names.into_iter().map(|(name, _)| name.clone()).collect()
}

fn title(stances: &Stances, measure: Measure) -> String {
    let word = words::measure(measure);
    let Some([from, to]) = stances.years else {
        return format!("Who speaks how of whom: {word} by side and target");
    };
    let changes: Vec<(&Stance, &Difference)> = stances
        .stances
        .iter()
        .flat_map(|stance| stance.changes.iter().map(move |change| (stance, change)))
        .filter(|(_, change)| change.measure == measure && change.delta.is_some())
        .collect();
    let changed: Vec<&(&Stance, &Difference)> = changes.iter().filter(|(_, change)| change.verdict == Verdict::Changed).collect();
    let few = changes.iter().filter(|(_, change)| change.verdict == Verdict::TooFewArticles).count();
    let pairs = match changes.len() {
        1 => "the one pair heard in both".to_owned(),
        count => format!("any of {count} pairs"),
    };
    match changed.as_slice() {
        [] if changes.is_empty() => format!("No side speaks of the same target in both {from} and {to}"),
        [] if few == changes.len() => format!(
            "{} of side on side, {from} → {to}: too few articles to tell for {pairs}",
            words::capital(word)
        ),
        [] => format!("{} of side on side, {from} → {to}: no clear change for {pairs}", words::capital(word)),
        [(stance, change)] => format!(
            "{} on {}: {word} clearly {} from {from} to {to}",
            stance.side,
            stance.target,
            if change.delta.unwrap_or(0.0) > 0.0 { "rose" } else { "fell" }
        ),
        several => format!(
            "{} of side on side clearly changed from {from} to {to} for {} of {} pairs",
            words::capital(word),
            several.len(),
            changes.len()
        ),
    }
}

fn share(stances: &Stances, years: &[i16]) -> String {
    let (mut without, mut all) = (0, 0);
    for side in stances.sides() {
        for year in years {
            let (none, total) = stances.share(side, *year);
            without += none;
            all += total;
        }
    }
    format!(
        "{} of {} found by the lexicons are about no side for sure and count in no cell. Below the means: statements/articles.",
        words::percent(without, all),
        words::counted(all as usize, "word")
    )
}

/// The side that speaks, with the share of its hits that are aimed at nobody.
fn speaks(canvas: &mut Canvas, theme: &Theme, stances: &Stances, side: &str, years: &[i16], area: &Area) {
    let middle = (area.top + area.bottom) / 2.0;
    let room = area.left - theme.margin - 20.0;
    let names = canvas.fonts.wrap(side, room, theme.text, Weight::Bold, 2);
    let mut y = middle - theme.text * 0.5 - (names.len() as f64 - 1.0) * theme.text * 0.6;
    for name in &names {
        canvas.text(name, (theme.margin, y), Anchor::Start, theme.text, Weight::Bold, theme.ink);
        y += theme.text * 1.15;
    }
    let shares: Vec<String> = years
        .iter()
        .map(|year| {
            let (without, all) = stances.share(side, *year);
            words::percent(without, all)
        })
        .collect();
    for line in ["about no side for sure:".to_owned(), shares.join(" → ")] {
        canvas.text(&line, (theme.margin, y), Anchor::Start, theme.small * 0.9, Weight::Regular, theme.soft);
        y += theme.small * 1.15;
    }
}

fn cell(
    canvas: &mut Canvas,
    theme: &Theme,
    stance: Option<&Stance>,
    (measure, years): (Measure, &[i16]),
    (low, high): (f64, f64),
    (own, area): (bool, &Area),
) {
    let ground = theme.grid.mix(theme.paper, if own { 0.55 } else { 0.8 });
    canvas.shape(
        vec![
            (area.left, area.top),
            (area.right, area.top),
            (area.right, area.bottom),
            (area.left, area.bottom),
        ],
        ground,
    );
    let middle = (area.left + area.right) / 2.0;
    let estimates: Vec<Option<&Estimate>> = years
        .iter()
        .map(|year| stance.and_then(|stance| stance.year(*year)).map(|group| group.estimate(measure)))
        .collect();
    if estimates.iter().all(Option::is_none) {
        let y = (area.top + area.bottom) / 2.0 + theme.small * 0.35;
        let said = if own { "its own side" } else { "no statement" };
        canvas.text(said, (middle, y), Anchor::Middle, theme.small, Weight::Regular, theme.soft);
        return;
    }
    if let Some(stance) = stance {
        let opens = |year: Option<i16>| Opens::Stance {
            side: stance.side.clone(),
            target: stance.target.clone(),
            year,
        };
        canvas.spots.push(Spot {
            area: *area,
            opens: opens(None),
        });
        // On each side of the cell its year, where two stand in it.
        if let [from, to] = years {
            let third = (area.right - area.left) / 3.0;
            for (year, left) in [(from, area.left), (to, area.right - third)] {
                if stance.year(*year).is_some() {
                    let area = Area {
                        left,
                        right: left + third,
                        ..*area
                    };
                    canvas.spots.push(Spot {
                        area,
                        opens: opens(Some(*year)),
                    });
                }
            }
        }
    }
    let change = stance.and_then(|stance| stance.changes.iter().find(|change| change.measure == measure));
    let height = area.bottom - area.top;
    let pad = 12.0;
    let wide = area.right - area.left;
    let size = theme.text.min(wide * 0.11).min(height * 0.2);
    let y = area.top + size * 1.25;
    let toward = change.and_then(words::toward_hostility);
    let (colour, sure): (Colour, bool) = match (toward, change.map(|change| change.verdict)) {
        (Some(true), verdict) => (theme.hostility, verdict == Some(Verdict::Changed)),
        (Some(false), verdict) => (theme.conciliation, verdict == Some(Verdict::Changed)),
        (None, _) => (theme.before, false),
    };
    let ends = [(area.left + pad, Anchor::Start), (area.right - pad, Anchor::End)];
    let places: Vec<(f64, Anchor)> = if years.len() > 1 {
        ends.to_vec()
    } else {
        vec![(middle, Anchor::Middle)]
    };
    let small = theme.small.min(size) * 0.88;
    for ((estimate, (x, anchor)), year) in estimates.iter().zip(&places).zip(years) {
        let value = estimate.map_or_else(|| "–".to_owned(), |estimate| words::points(estimate.value));
        canvas.text(&value, (*x, y), *anchor, size, Weight::Bold, theme.ink);
        let n = estimate.map_or_else(
            || format!("none in {year}"),
            |estimate| {
                format!(
                    "{}/{}",
                    words::grouped(estimate.statements as usize),
                    words::grouped(estimate.articles as usize)
                )
            },
        );
        canvas.text(&n, (*x, area.bottom - small * 0.55), *anchor, small, Weight::Regular, theme.soft);
    }
    if let Some(delta) = change.and_then(|change| change.delta) {
        let weight = if sure { Weight::Bold } else { Weight::Regular };
        canvas.text(
            &words::change(delta),
            (middle, y),
            Anchor::Middle,
            size,
            weight,
            if sure { colour } else { theme.ink },
        );
    }
    // Between the values and their n: both intervals over each other on one small axis.
    let axis = Axis {
        from: (low, area.left + pad + 12.0),
        to: (high, area.right - pad - 12.0),
    };
    let (top, bottom) = (y + size * 0.45, area.bottom - small * 1.6);
    let zero = axis.at(0.0);
    canvas.line((zero, top), (zero, bottom), 1.5, theme.soft.mix(theme.paper, 0.4));
    for (index, estimate) in estimates.iter().enumerate() {
        let Some(estimate) = estimate else { continue };
        let y = top + (bottom - top) * if years.len() > 1 { 0.3 + 0.4 * index as f64 } else { 0.5 };
        let last = index + 1 == years.len();
        let ink = if last && years.len() > 1 { colour } else { theme.before };
        if let Some(interval) = estimate.low.zip(estimate.high) {
            frame::interval(canvas, &axis, interval, y, 2.0, ink);
        }
        let hollow = last && !sure;
        canvas.disc(
            (axis.at(estimate.value), y),
            if last { 7.0 } else { 5.5 },
            if hollow { ground } else { ink },
            ink,
            2.5,
        );
    }
}

fn alt(stances: &Stances, measure: Measure, title: &str, years: &[i16]) -> String {
    let mut told: Vec<(u32, String)> = stances
        .stances
        .iter()
        .filter_map(|stance| {
            let values: Vec<String> = years
                .iter()
                .filter_map(|year| Some(format!("{} in {year}", words::points(stance.year(*year)?.estimate(measure).value))))
                .collect();
            (!values.is_empty()).then(|| (stance.statements(), format!("{} on {} {}", stance.side, stance.target, values.join(", "))))
        })
        .collect();
    told.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let told: Vec<String> = told.into_iter().take(8).map(|(_, words)| words).collect();
    format!(
        "Matrix of sides and whom they speak of. {title}. Mean {}: {}. ",
        words::measure(measure),
        told.join("; ")
    )
}
