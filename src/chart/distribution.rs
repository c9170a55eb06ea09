//! How ratings are spread: a histogram a year for hostility and for conciliation. Invariant: all bars of the chart are on one scale, the pile of statements rated exactly 0 is a bar of its own and is not
//! cut, and every statement is in one bar of each dimension.

use super::canvas::{Anchor, Area, Canvas, Opens, Spot};
use super::drawing::{Sketch, stem};
use super::font::Weight;
use super::frame::{self, Axis};
use super::theme::{Colour, Theme};
use super::{Charts, Dot, words};
use crate::chart::ChartError;
use crate::compare::{By, Group, Measure, Verdict};
use crate::tone::{Dimension, Micro, POINT};

/// Years drawn: the two compared, then the latest.
const MOST_YEARS: usize = 4;

/// Bars of half a point each, beside the one of exactly 0.
const BINS: usize = 8;

/// Statements by rating: exactly 0, then half points upward, each with its upper end.
type Histogram = [u64; BINS + 1];

fn histogram<'a>(dots: impl Iterator<Item = &'a Dot>, dimension: usize) -> Histogram {
    let mut histogram = [0; BINS + 1];
    for dot in dots {
        histogram[bin(dot.rating[dimension])] += 1;
    }
    histogram
}

pub(super) fn bin(rating: Micro) -> usize {
    if rating <= 0 {
        0
    } else {
        // (0, 0.5] is the first.
        (((rating - 1) * 2 / POINT) as usize + 1).min(BINS)
    }
}

pub(super) fn draw(charts: &Charts, by: By, key: &str) -> Result<Sketch, ChartError> {
    let (comparison, theme) = (charts.comparison, &charts.theme);
    let groups = comparison.group(by, key);
    if groups.is_empty() || matches!(by, By::Role | By::Outlet) {
        return Err(charts.no_group(by, key));
    }
    let compared = comparison.years.unwrap_or_default();
    let mut years: Vec<&Group> = groups.iter().rev().collect();
    years.sort_by_key(|group| !compared.contains(&group.year));
    years.truncate(MOST_YEARS);
    years.sort_by_key(|group| group.year);
    let dots: Vec<&Dot> = charts.dots.iter().filter(|dot| dot.is_of(by, key)).collect();
    let of = |year: i16, dimension: usize| histogram(dots.iter().copied().filter(|dot| dot.year == year), dimension);
    let all: Vec<[Histogram; 2]> = years.iter().map(|group| [of(group.year, 0), of(group.year, 1)]).collect();
    let title = title(charts, (by, key), &years, &all);

    let mut canvas = Canvas::new(theme, theme.height)?;
    let top = frame::head(
        &mut canvas,
        theme,
        &title,
        "Share of statements by rating, 0 none to 4 extreme; exactly 0 apart. Diamonds: means of article means with 95 % intervals.",
    );
    let mut notes = Vec::new();
    if years.len() < groups.len() {
        notes.push(format!("{} of {} years are drawn.", years.len(), groups.len()));
    }
    notes.extend(
        [Measure::Hostility, Measure::Conciliation]
            .into_iter()
            .filter_map(|measure| comparison.difference(by, key, measure))
            .take(1)
            .map(Verdict::sentence),
    );
    let drawn: Vec<i16> = years.iter().map(|group| group.year).collect();
    let bottom = frame::foot(&mut canvas, theme, &notes, charts.study, comparison, &drawn) - theme.text * 1.7;
    let start = top + theme.text * 1.6;
    let height = (bottom - start) / years.len() as f64;
    let left = theme.margin + 200.0;
    let gap = 60.0;
    let wide = (canvas.width - theme.margin - left - gap) / 2.0;
    let most = all
        .iter()
        .flatten()
        .flat_map(|histogram| {
            let n = histogram.iter().sum::<u64>().max(1);
            histogram.iter().map(move |count| *count as f64 / n as f64)
        })
        .fold(0.05, f64::max);
    for (row, (group, histograms)) in years.iter().zip(&all).enumerate() {
        let (high, low) = (start + row as f64 * height, start + (row + 1) as f64 * height);
        label(&mut canvas, theme, group, (high + low) / 2.0, height);
        for (dimension, measure) in [Measure::Hostility, Measure::Conciliation].into_iter().enumerate() {
            let x = left + dimension as f64 * (wide + gap);
            let colour = [theme.hostility, theme.conciliation][dimension];
            let area = Area {
                left: x,
                top: high,
                right: x + wide,
                bottom: low,
            };
            let pale = comparison.years.is_some_and(|[from, _]| group.year == from);
            panel(
                &mut canvas,
                theme,
                &area,
                &histograms[dimension],
                most,
                group,
                (measure, Dimension::ALL[dimension]),
                colour,
                pale,
            );
        }
    }
    for (dimension, name) in ["hostility", "conciliation"].into_iter().enumerate() {
        let x = left + dimension as f64 * (wide + gap);
        let colour = [theme.hostility, theme.conciliation][dimension];
        canvas.text(name, (x, start - theme.text * 0.4), Anchor::Start, theme.text, Weight::Bold, colour);
        let axis = axis((x, x + wide));
        canvas.text(
            "exactly 0",
            (x, bottom + theme.text * 1.15),
            Anchor::Start,
            theme.small,
            Weight::Regular,
            theme.soft,
        );
        for value in axis.ticks().into_iter().filter(|value| *value > 0) {
            let (anchor, label) = if value == 4 {
                (Anchor::End, "4")
            } else {
                (Anchor::Middle, frame::tick(value))
            };
            canvas.text(
                label,
                (axis.at(f64::from(value)), bottom + theme.text * 1.15),
                anchor,
                theme.small,
                Weight::Regular,
                theme.soft,
            );
        }
    }
    let told: Vec<String> = years
        .iter()
        .zip(&all)
        .map(|(group, [hostility, conciliation])| {
            format!(
                "{}: {}; {} without hostility, mean {}; {} without conciliation, mean {}",
                group.year,
                frame::basis(&group.net),
                words::percent(hostility[0], hostility.iter().sum()),
                words::points(group.hostility.value),
                words::percent(conciliation[0], conciliation.iter().sum()),
                words::points(group.conciliation.value)
            )
        })
        .collect();
    let alt = format!(
        "Histograms of ratings. {title}. {}. {}",
        told.join(". "),
        frame::without_speaker(comparison, &drawn)
    );
    let file = match by {
        By::All => "distribution".to_owned(),
        _ => stem(&format!("distribution-{}", by.as_str()), key),
    };
    Ok(Sketch { canvas, file, title, alt })
}

/// Ratings above 0 within a panel: the bar of exactly 0 takes its first seventh.
fn axis((left, right): (f64, f64)) -> Axis {
    Axis {
        from: (0.0, left + (right - left) / 7.0),
        to: (4.0, right),
    }
}

fn title(charts: &Charts, (by, key): (By, &str), years: &[&Group], all: &[[Histogram; 2]]) -> String {
    let zero = |index: usize| {
        all.get(index)
            .map_or_else(String::new, |[hostility, _]| words::percent(hostility[0], hostility.iter().sum()))
    };
    let name = years.first().map_or_else(String::new, |group| words::whose(by, &group.name));
    let named = if by == By::All { String::new() } else { format!("{name}: ") };
    let difference = charts.comparison.difference(by, key, Measure::Hostility);
    let at = |year: i16| years.iter().position(|group| group.year == year);
    if let Some([from, to]) = charts.comparison.years
        && let (Some(before), Some(after)) = (at(from), at(to))
    {
        let reserve = match difference.map(|difference| difference.verdict) {
            Some(Verdict::Changed) => "; the mean clearly changed",
            Some(Verdict::NoClearChange) => "; no clear change of the mean",
            _ => "; too few articles to tell",
        };
        return format!(
            "{named}{} of statements in {from} and {} in {to} hold no hostility{reserve}",
            zero(before),
            zero(after)
        );
    }
    match years {
        [one] => format!("{named}{} of statements in {} hold no hostility", zero(0), one.year),
        _ => format!("{named}how ratings are spread in {}", words::counted(years.len(), "year")),
    }
}

fn label(canvas: &mut Canvas, theme: &Theme, group: &Group, middle: f64, height: f64) {
    let big = (height * 0.3).min(34.0);
    canvas.text(
        &group.year.to_string(),
        (theme.margin, middle - theme.text * 0.3),
        Anchor::Start,
        big,
        Weight::Bold,
        theme.ink,
    );
    let lines = [
        words::counted(group.net.statements as usize, "statement"),
        words::counted(group.net.articles as usize, "article"),
    ];
    for (index, line) in lines.iter().enumerate() {
        let y = middle + theme.small * (1.1 + 1.25 * index as f64);
        canvas.text(line, (theme.margin, y), Anchor::Start, theme.small, Weight::Regular, theme.soft);
    }
}

#[allow(clippy::too_many_arguments)]
fn panel(
    canvas: &mut Canvas,
    theme: &Theme,
    area: &Area,
    histogram: &Histogram,
    most: f64,
    group: &Group,
    (measure, dimension): (Measure, Dimension),
    colour: Colour,
    pale: bool,
) {
    let n: u64 = histogram.iter().sum();
    let axis = axis((area.left, area.right));
    let height = area.bottom - area.top;
    // Below the bars: the mean on its interval; above them: the highest bar's number.
    let base = area.bottom - height * 0.16 - 8.0;
    let room = base - area.top - theme.small * 2.3;
    for value in axis.ticks() {
        let x = axis.at(f64::from(value));
        canvas.line((x, area.top + theme.small), (x, area.bottom - 4.0), 1.0, theme.grid);
    }
    let ink = if pale { colour.mix(theme.paper, 0.45) } else { colour };
    for (index, &count) in histogram.iter().enumerate() {
        let (left, right) = if index == 0 {
            (area.left, area.left + (axis.at(0.0) - area.left) * 0.72)
        } else {
            (axis.at((index - 1) as f64 / 2.0) + 3.0, axis.at(index as f64 / 2.0) - 3.0)
        };
        if count == 0 {
            continue;
        }
        let high = (room * count as f64 / n.max(1) as f64 / most).max(2.0);
        let fill = if index == 0 { theme.before.mix(theme.paper, 0.35) } else { ink };
        canvas.shape(vec![(left, base - high), (right, base - high), (right, base), (left, base)], fill);
        canvas.spots.push(Spot {
            area: Area {
                left,
                // A low bar is no smaller to hit than its number.
                top: base - high - theme.small,
                right,
                bottom: base,
            },
            opens: Opens::Ratings {
                by: group.by,
                key: group.key.clone(),
                year: group.year,
                dimension,
                halves: [index.saturating_sub(1) as u8, index as u8],
            },
        });
        let size = theme.small * 0.86;
        canvas.text(
            &words::percent(count, n),
            ((left + right) / 2.0, base - high - size * 0.35),
            Anchor::Middle,
            size,
            if index == 0 { Weight::Bold } else { Weight::Regular },
            theme.ink,
        );
    }
    canvas.line((area.left, base), (area.right, base), 1.5, theme.soft);
    let estimate = group.estimate(measure);
    let y = (base + area.bottom) / 2.0 + 2.0;
    if let Some(interval) = estimate.low.zip(estimate.high) {
        frame::interval(canvas, &axis, interval, y, 2.5, colour);
    }
    frame::diamond(canvas, theme, (axis.at(estimate.value), y), 8.0, colour);
    let told = format!("mean {}", words::estimate(estimate));
    canvas.text(
        &told,
        (area.right, area.top + theme.small * 0.9),
        Anchor::End,
        theme.small,
        Weight::Bold,
        colour,
    );
}
