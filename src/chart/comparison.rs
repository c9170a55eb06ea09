//! The chart of a comparison: a row a group, sorted by its change, first year → second year, with intervals and n. Invariant: a filled head is a change that survived its
//! test; a hollow one is not, and is never counted as one in the title. Every group is in the chart or in the count of those folded.

use super::canvas::{Anchor, Area, Canvas, Opens, Spot};
use super::drawing::Sketch;
use super::font::Weight;
use super::frame::{self, Axis};
use super::theme::{Colour, Theme};
use super::{Charts, words};
use crate::chart::ChartError;
use crate::compare::{By, Comparison, Difference, Estimate, Measure, Verdict};

/// Rows of the main grouping; of more, those that changed most.
const MOST_ROWS: usize = 30;

/// Rows of the coarser grouping on top.
const MOST_TOP: usize = 6;

/// A row: one group.
struct Line {
    by: By,
    key: String,
    name: String,
    years: [i16; 2],
    from: Option<Estimate>,
    to: Option<Estimate>,
    delta: Option<f64>,
    verdict: Verdict,
    p: Option<f64>,
    toward_hostility: Option<bool>,
    bold: bool,
}

impl Line {
    fn of(difference: &Difference, bold: bool) -> Line {
        Line {
            by: difference.by,
            key: difference.key.clone(),
            name: difference.name.clone(),
            years: [difference.from_year, difference.to_year],
            from: difference.from,
            to: difference.to,
            delta: difference.delta,
            verdict: difference.verdict,
            p: difference.p_adjusted,
            toward_hostility: words::toward_hostility(difference),
            bold,
        }
    }

    fn opens(&self, year: Option<i16>) -> Opens {
        Opens::Group {
            by: self.by,
            key: self.key.clone(),
            year,
        }
    }

    fn ends(&self) -> impl Iterator<Item = &Estimate> {
        self.from.iter().chain(&self.to)
    }

    /// The most telling first: sure changes, then large ones, then (with one year only) much-quoted ones.
    fn weight(&self) -> (bool, bool, f64, u32) {
        let statements = self.ends().map(|estimate| estimate.statements).sum();
        (
            self.verdict == Verdict::Changed,
            self.delta.is_some(),
            self.delta.map_or(0.0, f64::abs),
            statements,
        )
    }
}

pub(super) fn draw(charts: &Charts, by: By, measure: Measure) -> Result<Sketch, ChartError> {
    let (comparison, theme) = (charts.comparison, &charts.theme);
    if comparison.groups.is_empty() {
        return Err(ChartError::Nothing);
    }
    let mut lines = lines(comparison, by, measure, by == By::All);
    let (both, changed) = (
        lines.iter().filter(|line| line.delta.is_some()).count(),
        lines.iter().filter(|line| line.verdict == Verdict::Changed).count(),
    );
    let coarser = match by {
        By::Speaker => By::Side,
        By::All | By::Side | By::Role | By::Outlet => By::All,
    };
    let mut top: Vec<Line> = if by == By::All {
        Vec::new()
    } else {
        self::lines(comparison, coarser, measure, true)
    };
    if top.is_empty() && by != By::All {
        top = self::lines(comparison, By::All, measure, true);
    }
    sort(&mut top);
    top.truncate(MOST_TOP);
    // In a picture of fixed height a row takes 32 pixels, and all around the rows 400.
    let room = if theme.tall {
        MOST_ROWS
    } else {
        (((theme.height - 400.0) / 32.0).max(4.0) as usize).saturating_sub(top.len()).max(3)
    };
    let folded = fold(&mut lines, room.min(MOST_ROWS));
    sort(&mut lines);
    let rows = top.len() + lines.len();
    let step = if rows <= 16 { 36.0 } else { 32.0 };
    let height = if theme.tall {
        theme.height.max(rows as f64 * step + 360.0)
    } else {
        theme.height
    };

    let title = title(comparison, by, measure, both, changed, &lines);
    let mut canvas = Canvas::new(theme, height)?;
    let mut y = frame::head(&mut canvas, theme, &title, &subtitle(comparison, by, measure));
    if let Some(years) = comparison.years {
        y = legend(&mut canvas, theme, years, measure, y);
    }
    let mut notes = Vec::new();
    if let Some(folded) = folded {
        notes.push(folded);
    }
    notes.push(note(comparison, by));
    let bottom = frame::foot(&mut canvas, theme, &notes, charts.study, comparison, &comparison.years_shown()) - theme.text * 1.6;

    let numbers = columns(&canvas, theme);
    let axis = axis(measure, top.iter().chain(&lines), (theme.margin + 385.0, numbers[0] - 95.0));
    let start = y + theme.text * 2.0;

    let years = if comparison.years.is_some() { 2 } else { 1 };
    heads(&mut canvas, theme, comparison, numbers, start - theme.text * 0.6);
    let gap = if top.is_empty() || lines.is_empty() { 0.0 } else { 0.6 };
    let step = ((bottom - start) / (rows as f64 + gap)).min(84.0);
    ruler(&mut canvas, theme, &axis, measure, (start, start + (rows as f64 + gap) * step));
    for (index, line) in top.iter().enumerate() {
        row(&mut canvas, theme, &axis, line, start + (index as f64 + 0.5) * step, numbers, years);
    }
    if gap > 0.0 {
        let y = start + (top.len() as f64 + gap / 2.0) * step;
        canvas.line((theme.margin, y), (canvas.width - theme.margin, y), 1.5, theme.grid);
    }
    for (index, line) in lines.iter().enumerate() {
        row(
            &mut canvas,
            theme,
            &axis,
            line,
            start + ((top.len() + index) as f64 + gap + 0.5) * step,
            numbers,
            years,
        );
    }
    let alt = alt(comparison, measure, &title, &lines);
    Ok(Sketch {
        canvas,
        file: format!("comparison-{}-{}", by.as_str(), measure.as_str()),
        title,
        alt,
    })
}

/// The finding on a grouping in a measure, as the title of any chart of it.
pub(super) fn finding(comparison: &Comparison, by: By, measure: Measure) -> String {
    let lines = lines(comparison, by, measure, false);
    let both = lines.iter().filter(|line| line.delta.is_some()).count();
    let changed = lines.iter().filter(|line| line.verdict == Verdict::Changed).count();
    title(comparison, by, measure, both, changed, &lines)
}

/// All groups of a grouping: their differences, or where only one year has statements their means.
fn lines(comparison: &Comparison, by: By, measure: Measure, bold: bool) -> Vec<Line> {
    if comparison.years.is_some() {
        return comparison
            .differences
            .iter()
            .filter(|other| other.by == by && other.measure == measure)
            .map(|other| Line::of(other, bold))
            .collect();
    }
    let groups = comparison.groups.iter().filter(|group| group.by == by);
    groups
        .map(|group| Line {
            by: group.by,
            key: group.key.clone(),
            name: group.name.clone(),
            years: [group.year; 2],
            from: Some(*group.estimate(measure)),
            to: None,
            delta: None,
            verdict: Verdict::OneYearOnly,
            p: None,
            toward_hostility: None,
            bold,
        })
        .collect()
}

/// Sorted by change, downward; those without one below, by their value.
fn sort(lines: &mut [Line]) {
    let value = |line: &Line| line.ends().next().map_or(0.0, |estimate| estimate.value);
    lines.sort_by(|a, b| {
        let by_change = match (a.delta, b.delta) {
            (Some(a), Some(b)) => b.total_cmp(&a),
            (a, b) => b.is_some().cmp(&a.is_some()),
        };
        by_change.then_with(|| value(b).total_cmp(&value(a))).then_with(|| a.name.cmp(&b.name))
    });
}

/// Keeps the most telling rows; says what was folded.
fn fold(lines: &mut Vec<Line>, most: usize) -> Option<String> {
    if lines.len() <= most {
        return None;
    }
    lines.sort_by(|a, b| {
        let (a_weight, b_weight) = (a.weight(), b.weight());
        b_weight
            .0
            .cmp(&a_weight.0)
            .then(b_weight.1.cmp(&a_weight.1))
            .then(b_weight.2.total_cmp(&a_weight.2))
            .then(b_weight.3.cmp(&a_weight.3))
            .then_with(|| a.name.cmp(&b.name))
    });
    let rest = lines.split_off(most);
    let one_year = rest.iter().filter(|line| line.delta.is_none()).count();
    let smaller = rest.len() - one_year;
    let parts: Vec<String> = [(smaller, "with smaller changes"), (one_year, "with statements in one year only")]
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{} {what}", words::grouped(*count)))
        .collect();
    Some(format!("Not drawn: {}.", parts.join(", ")))
}

pub(super) fn plural(by: By) -> &'static str {
    by.noun()
}

fn title(comparison: &Comparison, by: By, measure: Measure, both: usize, changed: usize, lines: &[Line]) -> String {
    let Some([from, to]) = comparison.years else {
        let year = comparison.groups.first().map_or_else(String::new, |group| format!(" in {}", group.year));
        return format!(
            "{} by {}{year}: one year only, nothing to compare it with",
            words::capital(words::measure(measure)),
            plural(by)
        );
    };
    let word = words::measure(measure);
    if both == 0 {
        return format!("{}: no {} speaks in both {from} and {to}", words::capital(word), plural(by));
    }
    let values = |line: &Line| {
        let (a, b) = (
            line.from.map_or(0.0, |estimate| estimate.value),
            line.to.map_or(0.0, |estimate| estimate.value),
        );
        format!("{}\u{a0}→\u{a0}{}", words::points(a), words::points(b))
    };
    if let (1, Some(one)) = (both, lines.iter().find(|line| line.delta.is_some())) {
        let whose = if by == By::All { String::new() } else { format!(" of {}", one.name) };
        return match one.verdict {
            Verdict::Changed => format!("{}{whose} clearly changed from {from} to {to}: {}", words::capital(word), values(one)),
            Verdict::NoClearChange => format!("{}{whose}: no clear change from {from} to {to} ({})", words::capital(word), values(one)),
            _ => format!(
                "{}{whose} {from} → {to}: {}, but too few articles to tell",
                words::capital(word),
                values(one)
            ),
        };
    }
    let sure: Vec<&Line> = lines.iter().filter(|line| line.verdict == Verdict::Changed).collect();
    if let ([one], 1) = (sure.as_slice(), changed) {
        return format!("Only {}’s {word} clearly changed from {from} to {to}: {}", one.name, values(one));
    }
    if changed == 0 {
        let few = lines.iter().filter(|line| line.verdict == Verdict::TooFewArticles).count();
        let reason = if few == both { "too few articles to tell" } else { "no clear change" };
        return format!(
            "{} {from} → {to}: {reason} for any of {}",
            words::capital(word),
            words::counted(both, plural(by))
        );
    }
    format!(
        "{} clearly changed for {changed} of {} from {from} to {to}",
        words::capital(word),
        words::counted(both, plural(by))
    )
}

fn subtitle(comparison: &Comparison, by: By, measure: Measure) -> String {
    let sorted = if comparison.years.is_some() && by != By::All {
        ", sorted by change"
    } else {
        ""
    };
    format!("{}. Means of article means{sorted}.", frame::scale(measure))
}

fn note(comparison: &Comparison, by: By) -> String {
    let alpha = comparison.plan.alpha;
    let tests = comparison
        .differences
        .iter()
        .find(|difference| difference.by == by && difference.family > 0)
        .map(|difference| difference.family);
    match tests {
        Some(tests) => format!(
            "Changed: p ≤ {} in a permutation of articles, after Holm’s correction for {} ({} and measures whose articles could show a change).",
            alpha.to_string().trim_start_matches('0'),
            words::counted(tests as usize, "test"),
            match by {
                By::All => "all statements",
                By::Side => "sides",
                By::Speaker => "speakers",
                By::Role => "roles",
                By::Outlet => "outlets",
            }
        ),
        None if comparison.years.is_some() => {
            format!(
                "No {} has enough articles in both years for a permutation test at {}.",
                plural(by),
                alpha.to_string().trim_start_matches('0')
            )
        }
        None => "All dated statements are of one year.".to_owned(),
    }
}

/// Centres of the number columns at the right: change, first year's n, second year's n.
fn columns(canvas: &Canvas, theme: &Theme) -> [f64; 3] {
    let right = canvas.width - theme.margin;
    [right - 350.0, right - 200.0, right - 62.0]
}

fn heads(canvas: &mut Canvas, theme: &Theme, comparison: &Comparison, at: [f64; 3], y: f64) {
    let Some([from, to]) = comparison.years else {
        let year = comparison.groups.first().map_or_else(String::new, |group| group.year.to_string());
        canvas.text(
            "statements/articles",
            (at[1], y - theme.small * 1.2),
            Anchor::Middle,
            theme.small,
            Weight::Regular,
            theme.soft,
        );
        canvas.text(&year, (at[1], y), Anchor::Middle, theme.small, Weight::Regular, theme.soft);
        return;
    };
    canvas.text("change", (at[0], y), Anchor::Middle, theme.small, Weight::Regular, theme.soft);
    canvas.text(
        "statements/articles",
        ((at[1] + at[2]) / 2.0, y - theme.small * 1.2),
        Anchor::Middle,
        theme.small,
        Weight::Regular,
        theme.soft,
    );
    for (year, x) in [(from, at[1]), (to, at[2])] {
        canvas.text(&year.to_string(), (x, y), Anchor::Middle, theme.small, Weight::Regular, theme.soft);
    }
}

fn axis<'a>(measure: Measure, lines: impl Iterator<Item = &'a Line>, (left, right): (f64, f64)) -> Axis {
    let (low, high) = frame::ends(measure, lines.flat_map(Line::ends));
    Axis {
        from: (low, left),
        to: (high, right),
    }
}

fn ruler(canvas: &mut Canvas, theme: &Theme, axis: &Axis, measure: Measure, (top, bottom): (f64, f64)) {
    for value in axis.ticks() {
        let x = axis.at(f64::from(value));
        canvas.line(
            (x, top),
            (x, bottom),
            if value == 0 { 2.0 } else { 1.0 },
            if value == 0 { theme.soft } else { theme.grid },
        );
        canvas.text(
            &frame::label(measure, value),
            (x, bottom + theme.text * 1.15),
            Anchor::Middle,
            theme.text * 0.9,
            Weight::Regular,
            theme.soft,
        );
    }
    let y = top - theme.text * 0.6;
    if measure == Measure::Net {
        // At the ends of the axis: 0 may stand too near to one of them.
        canvas.text(
            "← more hostile",
            (axis.from.1, y),
            Anchor::Start,
            theme.small,
            Weight::Bold,
            theme.hostility,
        );
        canvas.text(
            "more conciliatory →",
            (axis.to.1, y),
            Anchor::End,
            theme.small,
            Weight::Bold,
            theme.conciliation,
        );
    }
}

fn legend(canvas: &mut Canvas, theme: &Theme, [from, to]: [i16; 2], measure: Measure, y: f64) -> f64 {
    let y = y + theme.small * 0.5;
    let base = y + theme.small * 0.35;
    let mut x = theme.margin + 8.0;
    let (up, down) = match measure {
        Measure::Hostility => ("more hostile", "less hostile"),
        Measure::Conciliation => ("less conciliatory", "more conciliatory"),
        Measure::Net => ("more hostile", "more conciliatory"),
    };
    let items = [
        (theme.before, true, from.to_string()),
        (theme.hostility, true, format!("{to}, {up}")),
        (theme.conciliation, true, format!("{to}, {down}")),
        (theme.soft, false, format!("{to}, not clearly changed or too few articles")),
    ];
    for (index, (colour, filled, words)) in items.into_iter().enumerate() {
        let radius = if index == 0 { 6.5 } else { 9.0 };
        canvas.disc((x, y), radius, if filled { colour } else { theme.paper }, colour, 2.5);
        canvas.text(&words, (x + 17.0, base), Anchor::Start, theme.small, Weight::Regular, theme.ink);
        x += 17.0 + canvas.fonts.width(&words, theme.small, Weight::Regular) + 38.0;
    }
    canvas.line((x - 8.0, y), (x + 30.0, y), 2.0, theme.before.mix(theme.paper, 0.3));
    for end in [x - 8.0, x + 30.0] {
        canvas.line((end, y - 5.0), (end, y + 5.0), 2.0, theme.before.mix(theme.paper, 0.3));
    }
    canvas.text("95 % interval", (x + 40.0, base), Anchor::Start, theme.small, Weight::Regular, theme.ink);
    y + theme.small * 1.6
}

fn row(canvas: &mut Canvas, theme: &Theme, axis: &Axis, line: &Line, y: f64, numbers: [f64; 3], years: usize) {
    let weight = if line.bold { Weight::Bold } else { Weight::Regular };
    let base = y + theme.text * 0.36;
    // A long name is set smaller before it is cut, so that fewer are cut.
    let size = if canvas.fonts.width(&line.name, theme.text, weight) <= 350.0 {
        theme.text
    } else {
        theme.text * 0.82
    };
    let name = canvas.fonts.fit(&line.name, 350.0, size, weight);
    canvas.text(&name, (theme.margin, base), Anchor::Start, size, weight, theme.ink);
    let reach = Area {
        left: theme.margin,
        top: y - 15.0,
        right: canvas.width - theme.margin,
        bottom: y + 15.0,
    };
    canvas.spots.push(Spot {
        area: reach,
        opens: line.opens(None),
    });
    let colour = match line.toward_hostility {
        Some(true) => theme.hostility,
        Some(false) => theme.conciliation,
        None => theme.before,
    };
    let pale = |colour: Colour| colour.mix(theme.paper, 0.4);
    if let Some((from, to)) = line.from.zip(line.to) {
        canvas.line((axis.at(from.value), y), (axis.at(to.value), y), 5.0, pale(colour));
    }
    for (estimate, colour, offset) in [(line.from, theme.before, -7.0), (line.to, colour, 7.0)] {
        let Some(estimate) = estimate else { continue };
        if let Some(interval) = estimate.low.zip(estimate.high) {
            frame::interval(canvas, axis, interval, y + offset, 2.0, pale(colour));
        }
    }
    if let Some(from) = line.from {
        let at = (axis.at(from.value), y);
        canvas.disc(at, 6.5, theme.before, theme.before, 0.0);
        canvas.spots.push(Spot::disc(at, 9.0, line.opens(Some(line.years[0]))));
    }
    if let Some(to) = line.to {
        canvas
            .spots
            .push(Spot::disc((axis.at(to.value), y), 9.0, line.opens(Some(line.years[1]))));
        let sure = line.verdict == Verdict::Changed;
        canvas.disc((axis.at(to.value), y), 9.0, if sure { colour } else { theme.paper }, colour, 3.0);
    }
    if let Some(delta) = line.delta {
        let stars = line.p.filter(|_| line.verdict == Verdict::Changed);
        let weight = if stars.is_some() { Weight::Bold } else { Weight::Regular };
        canvas.text(
            &words::change(delta),
            (numbers[0], base),
            Anchor::Middle,
            theme.text,
            weight,
            if stars.is_some() { colour } else { theme.ink },
        );
    }
    for (estimate, x) in [(line.from, numbers[1]), (line.to, numbers[2])].into_iter().take(years) {
        let n = estimate.map_or_else(
            || "–".to_owned(),
            |estimate| {
                format!(
                    "{}/{}",
                    words::grouped(estimate.statements as usize),
                    words::grouped(estimate.articles as usize)
                )
            },
        );
        canvas.text(&n, (x, base), Anchor::Middle, theme.small, Weight::Regular, theme.soft);
    }
}

fn alt(comparison: &Comparison, measure: Measure, title: &str, lines: &[Line]) -> String {
    let mut alt = format!("Dumbbell chart. {title}. ");
    if let Some([from, to]) = comparison.years {
        let told: Vec<String> = lines
            .iter()
            .filter_map(|line| {
                let (a, b) = line.from.zip(line.to)?;
                Some(format!("{} {} to {}", line.name, words::points(a.value), words::points(b.value)))
            })
            .take(10)
            .collect();
        if !told.is_empty() {
            alt.push_str(&format!("Mean {} in {from} and {to}: {}.", words::measure(measure), told.join("; ")));
            alt.push(' ');
        }
    }
    alt + &frame::without_speaker(comparison, &comparison.years_shown())
}
