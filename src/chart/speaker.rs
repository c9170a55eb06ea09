//! The chart of one speaker: every statement a dot, hostility to the left and conciliation to the right, a row a year, means of articles' means with intervals.
//! Invariant: no dot is hidden; where there are too many to be drawn apart they are strewn over their row by a fixed rule, and above [`MOST_DOTS`] the chart says so.

use super::canvas::{Anchor, Area, Canvas, Opens, Spot};
use super::drawing::{Sketch, stem};
use super::font::Weight;
use super::frame::{self, Axis};
use super::theme::{Colour, Theme};
use super::{Charts, Dot, Strongest, words};
use crate::chart::ChartError;
use crate::compare::{By, Group, Measure, Verdict};
use crate::tone::points;
use std::collections::BTreeMap;

/// Statements drawn of one speaker; of more, evenly chosen ones.
const MOST_DOTS: usize = 3000;

/// Years drawn; of more, the latest, and the two compared.
const MOST_YEARS: usize = 12;

/// Half the gutter between the two axes, which holds the dots rated 0.
const GUTTER: f64 = 44.0;

/// Width of the column with the strongest statements.
const CITED: f64 = 330.0;

/// Rows lower than this have their numbers beside them, not in them.
const LOW: f64 = 110.0;

pub(super) fn draw(charts: &Charts, key: &str) -> Result<Sketch, ChartError> {
    let (comparison, theme) = (charts.comparison, &charts.theme);
    let years = comparison.group(By::Speaker, key);
    let Some(first) = years.first() else {
        return Err(charts.no_speaker(key));
    };
    let differences: Vec<_> = Measure::ALL
        .iter()
        .filter_map(|&measure| comparison.difference(By::Speaker, key, measure))
        .collect();
    let title = words::finding(&first.name, years, &differences);
    let mut dots: Vec<&Dot> = charts.dots.iter().filter(|dot| dot.is_of(By::Speaker, key)).collect();
    dots.sort_by(|a, b| (a.year, &a.statement).cmp(&(b.year, &b.statement)));
    let all = dots.len();
    if all > MOST_DOTS {
        dots = (0..MOST_DOTS).map(|index| dots[index * all / MOST_DOTS]).collect();
    }
    let shown = shown(years, comparison.years);
    let drawn: Vec<i16> = shown.iter().map(|group| group.year).collect();

    let mut canvas = Canvas::new(theme, theme.height)?;
    let who: Vec<&str> = [charts.roles.get(key).map(String::as_str), first.side.as_deref()]
        .into_iter()
        .flatten()
        .collect();
    let who = if who.is_empty() {
        String::new()
    } else {
        format!("{} · ", who.join(", "))
    };
    let top = frame::head(
        &mut canvas,
        theme,
        &title,
        &format!("{who}Dots are statements, diamonds means of article means with 95 % intervals."),
    );
    let mut notes = Vec::new();
    if all > MOST_DOTS {
        notes.push(format!(
            "{} of {} are drawn.",
            words::grouped(MOST_DOTS),
            words::counted(all, "statement")
        ));
    }
    if shown.len() < years.len() {
        notes.push(format!("{} of {} years are drawn.", shown.len(), years.len()));
    }
    notes.extend(verdicts(&differences));
    let bottom = frame::foot(&mut canvas, theme, &notes, charts.study, comparison, &drawn);

    // Low rows have their means' numbers between label and axis.
    let left = theme.margin
        + if (bottom - top) / (shown.len() as f64) < 1.15 * LOW {
            300.0
        } else {
            255.0
        };
    let right = canvas.width - theme.margin - CITED - 70.0;
    let middle = (left + right) / 2.0;
    let hostility = Axis {
        from: (0.0, middle - GUTTER),
        to: (4.0, left),
    };
    let conciliation = Axis {
        from: (0.0, middle + GUTTER),
        to: (4.0, right),
    };
    let (top, bottom) = (top + theme.text * 1.6, bottom - theme.text * 1.4);
    let column = Area {
        left: canvas.width - theme.margin - CITED,
        top: top - theme.text * 1.3,
        right: canvas.width - theme.margin,
        bottom: bottom + theme.text * 1.2,
    };
    cited(&mut canvas, theme, charts.citations.of(key), &column);
    axes(&mut canvas, theme, [&hostility, &conciliation], (top, bottom));
    let height = (bottom - top) / shown.len() as f64;
    // One size of dots for the whole chart: the largest at which every row can be drawn apart.
    let room = height * 0.29;
    let sides = [(0, &hostility, theme.hostility), (1, &conciliation, theme.conciliation)];
    let ratings = |year: i16, side: usize| {
        let mut rated: Vec<(f64, &Dot)> = dots
            .iter()
            .filter(|dot| dot.year == year)
            .map(|&dot| (points(dot.rating[side]), dot))
            .collect();
        rated.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.statement.cmp(&b.1.statement)));
        rated
    };
    let fits = |radius: f64| {
        let all: Vec<(i16, usize, &Axis)> = shown
            .iter()
            .flat_map(|year| sides.iter().map(|(side, axis, _)| (year.year, *side, *axis)))
            .collect();
        all.into_iter().all(|(year, side, axis)| {
            let xs: Vec<f64> = ratings(year, side).iter().map(|(rating, _)| axis.at(*rating)).collect();
            apart(&xs, radius, room).is_some()
        })
    };
    let radius = [9.0, 7.5, 6.0, 5.0, 4.0, 3.0]
        .into_iter()
        .filter(|_| dots.len() <= 2000)
        .find(|&radius| fits(radius));
    for (row, year) in shown.iter().enumerate() {
        let area = Area {
            left: theme.margin,
            top: top + row as f64 * height,
            right: right + 60.0,
            bottom: top + (row + 1) as f64 * height,
        };
        if row > 0 {
            canvas.line((area.left, area.top), (area.right, area.top), 1.0, theme.grid);
        }
        label(&mut canvas, theme, year, &area);
        for (side, axis, colour) in sides {
            swarm(
                &mut canvas,
                axis,
                &ratings(year.year, side),
                (area.top + 0.36 * height, room),
                radius,
                colour.mix(theme.paper, 0.35),
            );
            let measure = if side == 0 { Measure::Hostility } else { Measure::Conciliation };
            mean(&mut canvas, theme, axis, year, measure, (area.top + 0.84 * height, height), colour);
        }
    }
    let alt = alt(
        &first.name,
        &shown,
        all,
        &differences.iter().map(|difference| Verdict::sentence(difference)).collect::<Vec<_>>(),
        &frame::without_speaker(comparison, &drawn),
    );
    Ok(Sketch {
        canvas,
        file: stem("speaker", key),
        title,
        alt,
    })
}

/// The most hostile and the most conciliatory statement, each half a column: its words, cut at a word, or its id where the study gives out no text.
fn cited(canvas: &mut Canvas, theme: &Theme, strongest: [Option<&Strongest>; 2], column: &Area) {
    let (size, line) = (theme.small, theme.small * 1.3);
    let half = (column.bottom - column.top) / 2.0;
    let kinds = [
        ("Most hostile", "hostile", theme.hostility),
        ("Most conciliatory", "conciliatory", theme.conciliation),
    ];
    for (index, (strongest, (head, word, colour))) in strongest.into_iter().zip(kinds).enumerate() {
        let x = column.left + 14.0;
        let room = column.right - x;
        let mut y = column.top + half * index as f64 + size;
        let first = y - size;
        let lines: Vec<String> = match strongest {
            None => vec![format!("Nothing {word} was found.")],
            Some(strongest) => {
                // Head, year and article take three lines; the last stays free.
                let most = ((half - 4.2 * line) / line).floor().clamp(1.0, 9.0) as usize;
                match &strongest.text {
                    Some(text) => canvas.fonts.wrap(text.trim(), room, size, Weight::Regular, most),
                    None => canvas
                        .fonts
                        .wrap(&format!("statement {}", strongest.statement), room, size, Weight::Regular, most),
                }
            }
        };
        let rating = strongest.map_or_else(String::new, |strongest| format!(", rated {}", words::points(points(strongest.rating))));
        canvas.text(&format!("{head}{rating}"), (x, y), Anchor::Start, size, Weight::Bold, colour);
        for text in &lines {
            y += line;
            canvas.text(text, (x, y), Anchor::Start, size, Weight::Regular, theme.ink);
        }
        if let Some(strongest) = strongest {
            y += line;
            let small = size * 0.85;
            let place = canvas
                .fonts
                .fit(&format!("{} · {}", strongest.year, strongest.article), room, small, Weight::Regular);
            canvas.text(&place, (x, y), Anchor::Start, small, Weight::Regular, theme.soft);
        }
        canvas.line((column.left, first), (column.left, y + size * 0.3), 3.0, colour);
    }
}

/// The years to draw, ascending.
fn shown(years: &[Group], compared: Option<[i16; 2]>) -> Vec<&Group> {
    let compared = compared.unwrap_or_default();
    let mut latest: Vec<&Group> = years.iter().rev().collect();
    latest.sort_by_key(|group| !compared.contains(&group.year));
    latest.truncate(MOST_YEARS);
    latest.sort_by_key(|group| group.year);
    latest
}

/// Hostility's and conciliation's verdict, once where they are the same.
fn verdicts(differences: &[&crate::compare::Difference]) -> Vec<String> {
    let told: Vec<(Measure, String)> = differences
        .iter()
        .filter(|difference| difference.measure != Measure::Net)
        .map(|difference| (difference.measure, Verdict::sentence(difference)))
        .collect();
    match told.as_slice() {
        [(_, a), (_, b)] if a == b => vec![a.clone()],
        several => several
            .iter()
            .map(|(measure, sentence)| {
                let word = words::measure(*measure);
                if sentence.to_lowercase().starts_with(word) {
                    sentence.clone()
                } else {
                    format!("{}{}: {sentence}", word[..1].to_uppercase(), &word[1..])
                }
            })
            .collect(),
    }
}

fn axes(canvas: &mut Canvas, theme: &Theme, axes: [&Axis; 2], (top, bottom): (f64, f64)) {
    for (axis, words, colour) in [
        (axes[0], "← more hostile", theme.hostility),
        (axes[1], "more conciliatory →", theme.conciliation),
    ] {
        let middle = (axis.from.1 + axis.to.1) / 2.0;
        canvas.text(words, (middle, top - theme.text * 0.6), Anchor::Middle, theme.text, Weight::Bold, colour);
        for value in axis.ticks() {
            let x = axis.at(f64::from(value));
            canvas.line(
                (x, top),
                (x, bottom),
                if value == 0 { 2.0 } else { 1.0 },
                if value == 0 { theme.soft } else { theme.grid },
            );
            let label = if value == 0 { "0" } else { frame::tick(value) };
            canvas.text(
                label,
                (x, bottom + theme.text * 1.15),
                Anchor::Middle,
                theme.small * 0.9,
                Weight::Regular,
                theme.soft,
            );
        }
    }
}

fn label(canvas: &mut Canvas, theme: &Theme, year: &Group, area: &Area) {
    let estimate = &year.net;
    let lines = [
        words::counted(estimate.statements as usize, "statement"),
        words::counted(estimate.articles as usize, "article"),
    ];
    let middle = (area.top + area.bottom) / 2.0;
    let height = area.bottom - area.top;
    let big = (height * 0.4).min(38.0);
    if height > LOW {
        canvas.text(
            &year.year.to_string(),
            (area.left, middle - theme.text * 0.5),
            Anchor::Start,
            big,
            Weight::Bold,
            theme.ink,
        );
        for (index, line) in lines.iter().enumerate() {
            let y = middle + theme.text * (0.85 + 1.25 * index as f64);
            canvas.text(line, (area.left, y), Anchor::Start, theme.small, Weight::Regular, theme.soft);
        }
    } else {
        canvas.text(
            &year.year.to_string(),
            (area.left, middle + big * 0.36),
            Anchor::Start,
            big,
            Weight::Bold,
            theme.ink,
        );
        let x = area.left + canvas.fonts.width("2016  ", big, Weight::Bold);
        let size = theme.small.min(height * 0.34);
        for (index, line) in lines.iter().enumerate() {
            canvas.text(
                line,
                (x, middle + size * (1.2 * index as f64 - 0.2)),
                Anchor::Start,
                size,
                Weight::Regular,
                theme.soft,
            );
        }
    }
}

/// The mean as a diamond on its interval, with its number above; in low rows at the end of the axis, where no dot can be.
fn mean(canvas: &mut Canvas, theme: &Theme, axis: &Axis, year: &Group, measure: Measure, (y, height): (f64, f64), colour: Colour) {
    let estimate = year.estimate(measure);
    if let Some(interval) = estimate.low.zip(estimate.high) {
        frame::interval(canvas, axis, interval, y, 2.5, colour);
    }
    let x = axis.at(estimate.value);
    frame::diamond(canvas, theme, (x, y), (height * 0.12).min(10.0), colour);
    let number = words::points(estimate.value);
    if height > LOW {
        canvas.plated(&number, (x, y - 16.0), Anchor::Middle, theme.text * 0.95, Weight::Bold, colour);
    } else {
        let outward = (axis.to.1 - axis.from.1).signum();
        let anchor = if outward > 0.0 { Anchor::Start } else { Anchor::End };
        let size = (theme.text * 0.95).min(height * 0.5);
        canvas.plated(
            &number,
            (axis.to.1 + outward * 26.0, y - 0.34 * height + size * 0.36),
            anchor,
            size,
            Weight::Bold,
            colour,
        );
    }
}

/// Dots at their ratings, moved apart up and down so that none hides another. Where there is no size at which that can be done they are strewn instead: the more
/// there are about a rating, the higher the cloud (a sina plot, Sidiropoulos and others 2018). Places follow from ratings and ids alone.
fn swarm(canvas: &mut Canvas, axis: &Axis, rated: &[(f64, &Dot)], (middle, room): (f64, f64), radius: Option<f64>, colour: Colour) {
    // Strewn dots may touch; the fewer there are the larger they can be.
    let strewn_radius = if rated.len() <= 60 {
        4.5
    } else if rated.len() <= 300 {
        3.5
    } else {
        2.5
    };
    let xs: Vec<f64> = rated.iter().map(|(rating, _)| axis.at(*rating)).collect();
    let apart = radius.and_then(|radius| apart(&xs, radius, room).map(|ys| (radius, ys)));
    let (radius, places) = match apart {
        Some((radius, ys)) => (radius, xs.iter().zip(ys).map(|(&x, y)| (x, middle + y)).collect()),
        None => (strewn_radius, strewn(rated, axis, middle, room)),
    };
    for (place, (_, dot)) in places.into_iter().zip(rated) {
        canvas.disc(place, radius, colour, colour, 0.0);
        canvas.spots.push(Spot::disc(place, radius, Opens::Statement(dot.statement.clone())));
    }
}

/// Clouds: a fifth of a point is one bin, the fullest bin takes the whole row, and in each bin the dots follow the R2 sequence, which fills a box evenly.
fn strewn(rated: &[(f64, &Dot)], axis: &Axis, middle: f64, room: f64) -> Vec<(f64, f64)> {
    let bin = |rating: f64| (rating * 5.0).round() as i32;
    let mut counts = BTreeMap::new();
    for (rating, _) in rated {
        *counts.entry(bin(*rating)).or_insert(0u32) += 1;
    }
    let most = counts.values().copied().max().unwrap_or(1);
    let mut seen = BTreeMap::new();
    let unit = (axis.at(1.0) - axis.at(0.0)).abs();
    rated
        .iter()
        .map(|(rating, _)| {
            let bin = bin(*rating);
            let index = seen.entry(bin).or_insert(0u32);
            *index += 1;
            let (across, down) = (
                (0.5 + f64::from(*index) * 0.754_877_666_246_693).fract(),
                (0.5 + f64::from(*index) * 0.569_840_290_998_053).fract(),
            );
            let high = room * (f64::from(counts[&bin]) / f64::from(most)).sqrt();
            (axis.at(*rating) + (across - 0.5) * unit * 0.2, middle + (down - 0.5) * 2.0 * high)
        })
        .collect()
}

/// How far from the middle line each dot must go so that no two touch; none where they don't fit into `room` either way.
fn apart(xs: &[f64], radius: f64, room: f64) -> Option<Vec<f64>> {
    let step = 2.0 * radius + 1.0;
    let levels = ((room - radius) / step).floor().max(0.0) as i32;
    let mut placed: Vec<(f64, f64)> = Vec::with_capacity(xs.len());
    for &x in xs {
        // 0, -1, 1, -2, 2, …
        let order = (0..=2 * levels).map(|index| f64::from(if index % 2 == 0 { index / 2 } else { -(index + 1) / 2 }) * step);
        let free = |y: f64| {
            placed
                .iter()
                .rev()
                .take_while(|(other, _)| (x - other).abs() < step)
                .all(|(other, level)| (x - other).hypot(y - level) >= step - 0.01)
        };
        let y = order.into_iter().find(|&y| free(y))?;
        placed.push((x, y));
    }
    Some(placed.into_iter().map(|(_, y)| y).collect())
}

fn alt(name: &str, years: &[&Group], statements: usize, verdicts: &[String], without_speaker: &str) -> String {
    let mut alt = format!("Dot chart of {} by {name}. ", words::counted(statements, "statement"));
    for year in years {
        alt.push_str(&format!(
            "In {}, {}, mean hostility {} and conciliation {} on a scale of 0 to 4. ",
            year.year,
            frame::basis(&year.net),
            words::points(year.hostility.value),
            words::points(year.conciliation.value)
        ));
    }
    if let Some(verdict) = verdicts.first() {
        alt.push_str(verdict);
        alt.push(' ');
    }
    alt + without_speaker
}
