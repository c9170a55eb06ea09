//! The timeline: means by year or meeting, a line a group, with intervals, and the numbers behind every point below it. Invariant: a line joins neighbours only; where a group has no statement the
//! line stops (a thin one goes on across) and the table below shows a dash.

use super::canvas::{Anchor, Canvas, Opens, Spot};
use super::drawing::{Sketch, stem};
use super::font::Weight;
use super::frame::{self, Axis};
use super::theme::{Colour, Theme};
use super::{Charts, comparison, words};
use crate::chart::ChartError;
use crate::compare::{By, Estimate, Group, Measure};
use std::collections::{BTreeMap, BTreeSet};

/// Places on the axis; of more, the latest.
const MOST_PLACES: usize = 24;

/// Years without any statement are shown as gaps where the whole is not longer than this.
const MOST_GAPS: usize = 24;

/// Lines; of more groups, those with the most statements.
const MOST_LINES: usize = 5;

/// Room for names at the right.
const NAMES: f64 = 270.0;

/// One line.
struct Line {
    name: String,
    points: BTreeMap<String, Estimate>,
    /// Grouping and key.
    opens: (By, String),
    colour: Colour,
    shape: usize,
}

/// A place on the axis of time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Moment {
    /// Sorts as time does, and keys the points.
    key: String,
    year: i16,
    /// What stands below, in one or two lines.
    label: [String; 2],
}

pub(super) fn draw(charts: &Charts, by: By, key: Option<&str>, measure: Measure) -> Result<Sketch, ChartError> {
    let (comparison, theme) = (charts.comparison, &charts.theme);
    let (mut lines, title) = match key {
        Some(key) => one(charts, by, key)?,
        None => (groups(charts, by, measure), comparison::finding(comparison, by, measure)),
    };
    if lines.is_empty() {
        return Err(ChartError::Nothing);
    }
    let all_lines = lines.len();
    lines.truncate(MOST_LINES);
    let (moments, all_moments) = moments(charts);
    let what = match key {
        Some(_) => "Hostility and conciliation, 0 none to 4 extreme".to_owned(),
        None => frame::scale(measure).to_owned(),
    };
    let mut canvas = Canvas::new(theme, theme.height)?;
    let top = frame::head(
        &mut canvas,
        theme,
        &title,
        &format!("{what}. Means of article means by {} with 95 % intervals.", unit(charts)),
    );
    let mut notes = Vec::new();
    if all_lines > lines.len() {
        notes.push(format!(
            "Not drawn: {} with fewer statements.",
            words::counted(all_lines - lines.len(), comparison::plural(by))
        ));
    }
    if all_moments > moments.len() {
        notes.push(format!("The latest {} of {all_moments} {}s are drawn.", moments.len(), unit(charts)));
    }
    let gaps = lines.iter().any(|line| has_gap(line, &moments));
    if gaps {
        notes.push(format!("Thin lines cross {}s without a statement of that group.", unit(charts)));
    }
    if lines.iter().flat_map(|line| line.points.values()).any(|estimate| estimate.low.is_none()) {
        notes.push("Hollow: no interval, since one article is all there is, or all agree.".to_owned());
    }
    let years = comparison.gaps.keys().copied().collect::<Vec<_>>();
    let bottom = frame::foot(&mut canvas, theme, &notes, charts.study, comparison, &years);
    // Below the plot: the labels of time, then a row a line with its numbers.
    let row = theme.small * 1.4;
    // For one speaker both lines rest on the same statements.
    let tables = if key.is_some() { 1 } else { lines.len() };
    let foot = bottom - row * tables as f64 - theme.small * 3.4;
    let (left, right) = (theme.margin + 210.0, canvas.width - theme.margin - NAMES);
    let measure = if key.is_some() { Measure::Hostility } else { measure };
    let (low, high) = frame::ends(measure, lines.iter().flat_map(|line| line.points.values()));
    let axis = Axis {
        from: (low, foot),
        to: (high, top + theme.text * 0.8),
    };
    ruler(&mut canvas, theme, &axis, measure, key.is_some(), (left, right));
    let step = (right - left) / moments.len() as f64;
    let x = |index: usize| left + (index as f64 + 0.5) * step;
    // Labels that would touch are left out, every second, third, …
    let widest = moments
        .iter()
        .flat_map(|moment| &moment.label)
        .map(|label| canvas.fonts.width(label, theme.small, Weight::Regular))
        .fold(0.0, f64::max);
    let every = ((widest + 10.0) / step).ceil().max(1.0) as usize;
    for (index, moment) in moments.iter().enumerate().rev().step_by(every) {
        canvas.line((x(index), foot), (x(index), foot + 6.0), 1.5, theme.soft);
        for (line, label) in moment.label.iter().enumerate() {
            let y = foot + theme.small * (1.35 + 1.1 * line as f64);
            canvas.text(label, (x(index), y), Anchor::Middle, theme.small, Weight::Regular, theme.ink);
        }
    }
    let count = lines.len();
    for (index, line) in lines.iter().enumerate() {
        // Lines stand a little apart, so that no interval hides another.
        let shifted = |place: usize| x(place) + (index as f64 - (count as f64 - 1.0) / 2.0) * (step * 0.16).min(14.0);
        trace(&mut canvas, theme, &axis, line, &moments, &shifted);
    }
    names(&mut canvas, theme, &axis, &lines, &moments, right + 18.0, (top, foot));
    let start = foot + theme.small * 3.5;
    let size = theme.small * 0.9;
    canvas.text(
        "statements/articles",
        (theme.margin, start - row),
        Anchor::Start,
        size,
        Weight::Regular,
        theme.soft,
    );
    for (index, line) in lines.iter().take(tables).enumerate() {
        let y = start + row * index as f64;
        let mut from = theme.margin;
        if tables > 1 {
            frame::marker(&mut canvas, line.shape, (from + 8.0, y - size * 0.34), 7.0, line.colour, None);
            from += 24.0;
            let name = canvas.fonts.fit(&line.name, left - from - 10.0, size, Weight::Regular);
            canvas.text(&name, (from, y), Anchor::Start, size, Weight::Regular, theme.ink);
        }
        let told = |place: usize| {
            line.points.get(&moments[place].key).map_or_else(
                || "–".to_owned(),
                |estimate| {
                    format!(
                        "{}/{}",
                        words::grouped(estimate.statements as usize),
                        words::grouped(estimate.articles as usize)
                    )
                },
            )
        };
        let widest = (0..moments.len())
            .map(|place| canvas.fonts.width(&told(place), size, Weight::Regular))
            .fold(0.0, f64::max);
        let every = ((widest + 8.0) / step).ceil().max(1.0) as usize;
        for place in (0..moments.len()).rev().step_by(every) {
            canvas.text(&told(place), (x(place), y), Anchor::Middle, size, Weight::Regular, theme.soft);
        }
    }
    let alt = alt(&lines, &moments, &title) + &frame::without_speaker(comparison, &years);
    let file = match key {
        Some(key) => stem(&format!("timeline-{}", by.as_str()), key),
        None => format!("timeline-{}-{}", by.as_str(), measure.as_str()),
    };
    Ok(Sketch { canvas, file, title, alt })
}

/// "meeting" where the statements belong to at least two, else "year".
fn unit(charts: &Charts) -> &'static str {
    let meetings: BTreeSet<&Option<String>> = charts.comparison.meetings.iter().map(|group| &group.meeting).collect();
    if meetings.len() > 1 { "meeting" } else { "year" }
}

/// A group's means by meeting or by year.
fn over_time<'a>(charts: &'a Charts, by: By, key: &str) -> &'a [Group] {
    match unit(charts) {
        "meeting" => charts.comparison.meetings(by, key),
        _ => charts.comparison.group(by, key),
    }
}

/// What a point is found by: years and meetings in the order of time, where ids of meetings are dates.
fn moment(group: &Group) -> String {
    group
        .meeting
        .as_ref()
        .map_or_else(|| group.year.to_string(), |meeting| format!("{} {meeting}", group.year))
}

fn point(group: &Group, measure: Measure) -> (String, Estimate) {
    (moment(group), *group.estimate(measure))
}

/// One group's two lines.
fn one(charts: &Charts, by: By, key: &str) -> Result<(Vec<Line>, String), ChartError> {
    let groups = charts.comparison.group(by, key);
    let Some(first) = groups.first() else {
        return Err(charts.no_group(by, key));
    };
    let differences: Vec<_> = Measure::ALL
        .iter()
        .filter_map(|&measure| charts.comparison.difference(by, key, measure))
        .collect();
    let title = words::finding(&words::whose(by, &first.name), groups, &differences);
    let line = |name: &str, measure, colour, shape| Line {
        name: name.to_owned(),
        points: over_time(charts, by, key).iter().map(|group| point(group, measure)).collect(),
        opens: (by, key.to_owned()),
        colour,
        shape,
    };
    let lines = vec![
        line("hostility", Measure::Hostility, charts.theme.hostility, 0),
        line("conciliation", Measure::Conciliation, charts.theme.conciliation, 3),
    ];
    Ok((lines, title))
}

/// A line for each group of a grouping, most statements first; colours go by name, as on the map.
fn groups(charts: &Charts, by: By, measure: Measure) -> Vec<Line> {
    let mut all: BTreeMap<&str, Vec<&Group>> = BTreeMap::new();
    for group in charts.comparison.groups.iter().filter(|group| group.by == by) {
        all.entry(&group.key).or_default().push(group);
    }
    let mut lines: Vec<(u32, Line)> = all
        .into_values()
        .enumerate()
        .map(|(index, groups)| {
            let statements = groups.iter().map(|group| group.net.statements).sum();
            let line = Line {
                name: groups.first().map_or_else(String::new, |group| words::whose(by, &group.name)),
                points: groups
                    .first()
                    .map_or(&[][..], |group| over_time(charts, by, &group.key))
                    .iter()
                    .map(|group| point(group, measure))
                    .collect(),
                opens: (by, groups.first().map_or_else(String::new, |group| group.key.clone())),
                colour: frame::of_side(&charts.theme, index),
                shape: index + 1,
            };
            (statements, line)
        })
        .collect();
    lines.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.name.cmp(&b.1.name)));
    lines.into_iter().map(|(_, line)| line).collect()
}

/// The moments to draw, in order, with how many there are. Years between the first and the last that have no statement are there too; of meetings, those with statements.
fn moments(charts: &Charts) -> (Vec<Moment>, usize) {
    let mut moments: Vec<Moment> = if unit(charts) == "meeting" {
        let all: BTreeMap<String, &Group> = charts.comparison.meetings.iter().map(|group| (moment(group), group)).collect();
        all.into_iter()
            .map(|(key, group)| Moment {
                label: labels(group),
                year: group.year,
                key,
            })
            .collect()
    } else {
        let years: BTreeSet<i16> = charts.comparison.groups.iter().map(|group| group.year).collect();
        let span = years.first().zip(years.last()).map_or(0, |(first, last)| (last - first) as usize + 1);
        let years: Vec<i16> = match (years.first(), years.last()) {
            (Some(&first), Some(&last)) if span <= MOST_GAPS => (first..=last).collect(),
            _ => years.into_iter().collect(),
        };
        let moment = |year: i16| Moment {
            key: year.to_string(),
            year,
            label: [year.to_string(), String::new()],
        };
        years.into_iter().map(moment).collect()
    };
    let all = moments.len();
    (moments.split_off(all.saturating_sub(MOST_PLACES)), all)
}

/// A meeting's label: day and year where its id is a date, else its id below its year.
fn labels(group: &Group) -> [String; 2] {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let id = group.meeting.as_deref().unwrap_or_default();
    let mut parts = id.splitn(3, '-');
    let date = parts
        .next()
        .zip(parts.next().and_then(|month| month.parse::<usize>().ok()))
        .zip(parts.next().and_then(|day| day.parse::<u8>().ok()));
    match date {
        Some(((year, month), day)) if year == group.year.to_string() && (1..=12).contains(&month) => {
            [format!("{day} {}", MONTHS[month - 1]), year.to_owned()]
        }
        _ => [id.to_owned(), group.year.to_string()],
    }
}

fn has_gap(line: &Line, moments: &[Moment]) -> bool {
    let heard: Vec<usize> = (0..moments.len())
        .filter(|index| line.points.contains_key(&moments[*index].key))
        .collect();
    heard.windows(2).any(|pair| pair[1] > pair[0] + 1)
}

fn ruler(canvas: &mut Canvas, theme: &Theme, axis: &Axis, measure: Measure, both: bool, (left, right): (f64, f64)) {
    if axis.ticks().len() <= 3 {
        // So short an axis has its half points too.
        for value in axis.ticks() {
            let y = axis.at(f64::from(value) + 0.5);
            if axis.to.0 > f64::from(value) {
                canvas.line((left, y), (right, y), 1.0, theme.grid.mix(theme.paper, 0.5));
            }
        }
    }
    for value in axis.ticks() {
        let y = axis.at(f64::from(value));
        let zero = value == 0;
        canvas.line(
            (left, y),
            (right, y),
            if zero { 2.0 } else { 1.0 },
            if zero { theme.soft } else { theme.grid },
        );
        let label = frame::label(measure, value);
        canvas.text(
            &label,
            (left - 14.0, y + theme.small * 0.36),
            Anchor::End,
            theme.small,
            Weight::Regular,
            theme.soft,
        );
    }
    if measure == Measure::Net && !both {
        let (low, high) = (axis.at(axis.from.0), axis.at(axis.to.0));
        let zero = axis.at(0.0);
        canvas.text(
            "↑ more",
            (theme.margin, (zero + high) / 2.0 - 2.0),
            Anchor::Start,
            theme.small,
            Weight::Bold,
            theme.conciliation,
        );
        canvas.text(
            "conciliatory",
            (theme.margin, (zero + high) / 2.0 + theme.small),
            Anchor::Start,
            theme.small,
            Weight::Bold,
            theme.conciliation,
        );
        canvas.text(
            "↓ more",
            (theme.margin, (zero + low) / 2.0 - 2.0),
            Anchor::Start,
            theme.small,
            Weight::Bold,
            theme.hostility,
        );
        canvas.text(
            "hostile",
            (theme.margin, (zero + low) / 2.0 + theme.small),
            Anchor::Start,
            theme.small,
            Weight::Bold,
            theme.hostility,
        );
    }
}

fn trace(canvas: &mut Canvas, theme: &Theme, axis: &Axis, line: &Line, moments: &[Moment], x: &dyn Fn(usize) -> f64) {
    let heard: Vec<(usize, &Estimate)> = moments
        .iter()
        .enumerate()
        .filter_map(|(index, moment)| Some((index, line.points.get(&moment.key)?)))
        .collect();
    for pair in heard.windows(2) {
        let [(from, before), (to, after)] = pair else { continue };
        let next = *to == from + 1;
        let colour = if next { line.colour } else { line.colour.mix(theme.paper, 0.45) };
        canvas.line(
            (x(*from), axis.at(before.value)),
            (x(*to), axis.at(after.value)),
            if next { 4.0 } else { 1.5 },
            colour,
        );
    }
    for (index, estimate) in &heard {
        if let Some(interval) = estimate.low.zip(estimate.high) {
            frame::whisker(canvas, axis, interval, x(*index), 2.0, line.colour.mix(theme.paper, 0.35));
        }
    }
    for (index, estimate) in &heard {
        // Hollow: one article, so nothing shows how far it may be off.
        let inside = estimate.low.is_none().then_some(theme.paper);
        let at = (x(*index), axis.at(estimate.value));
        frame::marker(canvas, line.shape, at, 9.0, line.colour, inside);
        let (by, key) = line.opens.clone();
        let year = Some(moments[*index].year);
        canvas.spots.push(Spot::disc(at, 10.0, Opens::Group { by, key, year }));
    }
}

/// Names with the last value at the right, moved apart; those of lines that end earlier too.
fn names(canvas: &mut Canvas, theme: &Theme, axis: &Axis, lines: &[Line], moments: &[Moment], x: f64, (top, bottom): (f64, f64)) {
    let mut places: Vec<(f64, &Line, &Estimate)> = lines
        .iter()
        .filter_map(|line| {
            let last = moments.iter().rev().find_map(|moment| line.points.get(&moment.key))?;
            Some((axis.at(last.value), line, last))
        })
        .collect();
    places.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.name.cmp(&b.1.name)));
    let step = theme.text * 2.4;
    let mut least = top + theme.text;
    for place in &mut places {
        place.0 = place.0.max(least);
        least = place.0 + step;
    }
    let mut most = bottom - theme.text * 1.2;
    for place in places.iter_mut().rev() {
        place.0 = place.0.min(most);
        most = place.0 - step;
    }
    for (y, line, estimate) in places {
        frame::marker(canvas, line.shape, (x + 9.0, y - theme.text * 0.1), 8.0, line.colour, None);
        let room = canvas.width - theme.margin - x - 26.0;
        let name = canvas.fonts.fit(&line.name, room, theme.text, Weight::Bold);
        canvas.text(
            &name,
            (x + 26.0, y + theme.text * 0.25),
            Anchor::Start,
            theme.text,
            Weight::Bold,
            theme.ink,
        );
        let told = canvas.fonts.fit(&words::estimate(estimate), room, theme.small, Weight::Regular);
        canvas.text(
            &told,
            (x + 26.0, y + theme.text * 1.25),
            Anchor::Start,
            theme.small,
            Weight::Regular,
            theme.soft,
        );
    }
}

fn alt(lines: &[Line], moments: &[Moment], title: &str) -> String {
    let told: Vec<String> = lines
        .iter()
        .map(|line| {
            let values: Vec<String> = moments
                .iter()
                .filter_map(|moment| {
                    Some(format!(
                        "{} in {}",
                        words::points(line.points.get(&moment.key)?.value),
                        moment.label.join(" ").trim()
                    ))
                })
                .collect();
            format!("{}: {}", line.name, values.join(", "))
        })
        .collect();
    format!("Line chart. {title}. {}. ", told.join("; "))
}
