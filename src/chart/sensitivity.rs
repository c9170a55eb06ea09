//! The headline difference under each choice that the run declares and without single articles, the run's own first and marked. Invariant: every choice has a row, also one that leaves nothing to compare; where there are
//! more than fit, the count of those folded says how they came out.

use super::canvas::{Anchor, Canvas};
use super::drawing::{Sketch, stem};
use super::font::Weight;
use super::frame::{self, Axis};
use super::theme::Theme;
use super::{Alternative, Charts, words};
use crate::chart::ChartError;
use crate::compare::{By, Measure, Verdict};

/// Width of the choices' names.
const NAMES: f64 = 470.0;

pub(super) fn draw(charts: &Charts, by: By, key: &str, measure: Measure) -> Result<Sketch, ChartError> {
    let (comparison, theme) = (charts.comparison, &charts.theme);
    let mut rows: Vec<&Alternative> = charts
        .alternatives
        .iter()
        .filter(|other| other.by == by && other.key == key && other.measure == measure)
        .collect();
    // Choices of method, then articles left out one by one.
    rows.sort_by_key(|other| (!other.own, other.article.is_some()));
    let Some(own) = rows.first().copied().filter(|other| other.own) else {
        return Err(if comparison.years.is_none() {
            ChartError::NoChange { name: words::whose(by, key) }
        } else {
            charts.no_group(by, key)
        });
    };
    let choices: Vec<&Alternative> = rows[1..].iter().copied().filter(|other| other.article.is_none()).collect();
    let hangs = rows.iter().any(|other| other.article.is_some() && other.verdict != own.verdict);
    let title = title(own, &choices, hangs);
    let fit = ((theme.height - 400.0) / 34.0).max(3.0) as usize;
    let folded = fold(&mut rows, fit);
    let mut canvas = Canvas::new(theme, theme.height)?;
    let whose = if by == By::All { String::new() } else { format!(" of {}", own.name) };
    let top = frame::head(
        &mut canvas,
        theme,
        &title,
        &format!(
            "Change in {}{whose} from {} to {} under each declared choice, with 95 % intervals; the run’s own choice on top.",
            words::measure(measure),
            own.years[0],
            own.years[1]
        ),
    );
    let mut notes: Vec<String> = folded.into_iter().collect();
    if let Some(without) = comparison
        .difference(by, key, measure)
        .and_then(|difference| difference.without_one.as_ref())
    {
        notes.push(format!(
            "Without any one article the change is from {} (without {}) to {} (without {}){}.",
            words::change(without.lowest),
            without.lowest_without,
            words::change(without.highest),
            without.highest_without,
            match without.flips {
                Some(true) => ", and the verdict becomes another",
                Some(false) => ", and the verdict stays",
                None => "",
            }
        ));
    }
    notes.push("Filled: changed, after Holm’s correction under that choice. Hollow: no clear change, or too few articles to tell.".to_owned());
    let bottom = frame::foot(&mut canvas, theme, &notes, charts.study, comparison, &comparison.years_shown()) - theme.text * 1.7;
    let start = top + theme.text * 2.0;
    let step = ((bottom - start) / rows.len() as f64).min(64.0);
    let end = start + rows.len() as f64 * step;
    let right = canvas.width - theme.margin;
    let numbers = [right - 370.0, right - 268.0, right];
    let axis = axis(&rows, (theme.margin + NAMES, numbers[0] - 80.0));
    ruler(&mut canvas, theme, &axis, measure, (start, end));
    for (words, x, anchor) in [
        ("change", numbers[0], Anchor::Middle),
        ("n", numbers[1], Anchor::Middle),
        ("verdict", numbers[2], Anchor::End),
    ] {
        canvas.text(words, (x, start - theme.text * 0.6), anchor, theme.small, Weight::Regular, theme.soft);
    }
    // The run's own interval as a band behind all rows: what leaves it is seen at once.
    if let Some((low, high)) = own.interval {
        let (left, right) = (axis.held(low).0, axis.held(high).0);
        canvas.marks.insert(
            0,
            super::canvas::Mark::Shape {
                corners: vec![(left, start), (right, start), (right, end), (left, end)],
                colour: theme.grid.mix(theme.paper, 0.55),
            },
        );
    }
    for (index, other) in rows.iter().enumerate() {
        row(&mut canvas, theme, &axis, other, (start + (index as f64 + 0.5) * step, step), numbers);
    }
    let told: Vec<String> = rows
        .iter()
        .filter_map(|other| Some(format!("{} {}", other.choice, words::change(other.delta?))))
        .collect();
    let alt = format!(
        "Dot chart of a change under {}. {title}. {}. {}",
        words::counted(rows.len(), "choice"),
        told.join("; "),
        frame::without_speaker(comparison, &comparison.years_shown())
    );
    let file = match by {
        By::All => format!("sensitivity-{}", measure.as_str()),
        _ => format!("{}-{}", stem(&format!("sensitivity-{}", by.as_str()), key), measure.as_str()),
    };
    Ok(Sketch { canvas, file, title, alt })
}

/// Keeps what fits: the run's own choice, then those whose verdict is another, then the changes furthest from the run's.
fn fold(rows: &mut Vec<&Alternative>, fit: usize) -> Option<String> {
    let own = *rows.first()?;
    if rows.len() <= fit {
        return None;
    }
    let far = |other: &Alternative| other.delta.zip(own.delta).map_or(0.0, |(a, b)| (a - b).abs());
    let order: Vec<(String, Option<String>)> = rows.iter().map(|other| (other.choice.clone(), other.article.clone())).collect();
    rows[1..].sort_by(|a, b| {
        let other = |one: &Alternative| one.verdict != own.verdict;
        other(b)
            .cmp(&other(a))
            .then(far(b).total_cmp(&far(a)))
            .then_with(|| (&a.choice, &a.article).cmp(&(&b.choice, &b.article)))
    });
    let rest = rows.split_off(fit);
    rows.sort_by_key(|other| {
        order
            .iter()
            .position(|(choice, article)| (choice, article) == (&other.choice, &other.article))
    });
    let changes: Vec<f64> = rest.iter().filter_map(|other| other.delta).collect();
    let (low, high) = (
        changes.iter().copied().fold(f64::INFINITY, f64::min),
        changes.iter().copied().fold(f64::NEG_INFINITY, f64::max),
    );
    let same = rest.iter().filter(|other| other.verdict == own.verdict).count();
    let between = if changes.is_empty() {
        String::new()
    } else {
        format!(", with changes from {} to {}", words::change(low), words::change(high))
    };
    Some(format!(
        "Not drawn: {}, {} with the run’s own verdict{between}.",
        words::counted(rest.len(), "further row"),
        if same == rest.len() { "all".to_owned() } else { words::grouped(same) }
    ))
}

/// `hangs`: whether the verdict is another without one article, which no title may hide behind the choices of method.
fn title(own: &Alternative, others: &[&Alternative], hangs: bool) -> String {
    let name = words::whose(own.by, &own.name);
    let word = words::measure(own.measure);
    let subject = if own.by == By::All {
        words::capital(word)
    } else {
        format!("{name}: {word}")
    };
    let [from, to] = own.years;
    let change = own.delta.map_or_else(String::new, words::change);
    let same = others.iter().filter(|other| other.verdict == own.verdict).count();
    let all = others.len();
    let under = |what: &str| match (same, all) {
        (_, 0) if hangs => format!("{what}, but not without one article"),
        (_, 0) => what.to_owned(),
        (same, all) if same == all && hangs => format!("{what} under all {} choices, but not without one article", all + 1),
        (same, all) if same == all => format!(
            "{what}, also under {}",
            if all == 1 {
                "the other choice".to_owned()
            } else {
                format!("all {all} other choices")
            }
        ),
        (0, 1) => format!("{what}, but not under the other choice"),
        (same, all) => format!("{what}, also under {same} of {all} other choices"),
    };
    match own.verdict {
        Verdict::Changed => format!("{subject} clearly changed from {from} to {to} ({change}){}", under("")),
        Verdict::NoClearChange => format!("{subject}, {from} → {to} ({change}): {}", under("no clear change")),
        Verdict::TooFewArticles => format!("{subject}, {from} → {to} ({change}): {}", under("too few articles to tell")),
        Verdict::OneYearOnly => format!("{subject}: no statements in both {from} and {to}"),
    }
}

/// From the least half point below all changes to the least above, 0 in it; intervals may leave it.
fn axis(rows: &[&Alternative], (left, right): (f64, f64)) -> Axis {
    let widest = |of: &dyn Fn(&Alternative) -> f64| rows.iter().map(|other| of(other)).fold(0.0, f64::max);
    let changes = widest(&|other| other.delta.unwrap_or(0.0).abs()) + 0.25;
    let intervals = widest(&|other| other.interval.map_or(0.0, |(low, high)| low.abs().max(high.abs())));
    // Intervals are drawn in full up to twice what the changes need; wider ones leave the axis as arrows.
    let reach = intervals.clamp(changes, 2.0 * changes.max(0.5));
    let reach = ((reach * 2.0).ceil() / 2.0).min(8.0);
    Axis {
        from: (-reach, left),
        to: (reach, right),
    }
}

fn ruler(canvas: &mut Canvas, theme: &Theme, axis: &Axis, measure: Measure, (top, bottom): (f64, f64)) {
    let reach = axis.to.0;
    let step = match reach {
        ..=2.0 => 0.5,
        ..=4.0 => 1.0,
        _ => 2.0,
    };
    let count = (reach / step).floor() as i32;
    for index in -count..=count {
        let value = f64::from(index) * step;
        let x = axis.at(value);
        let zero = index == 0;
        canvas.line(
            (x, top),
            (x, bottom),
            if zero { 2.0 } else { 1.0 },
            if zero { theme.soft } else { theme.grid },
        );
        let label = if zero { "0".to_owned() } else { words::change(value) };
        canvas.text(
            &label,
            (x, bottom + theme.text * 1.15),
            Anchor::Middle,
            theme.small,
            Weight::Regular,
            theme.soft,
        );
    }
    let (down, up) = match measure {
        Measure::Hostility => ("← less hostile", "more hostile →"),
        Measure::Conciliation => ("← less conciliatory", "more conciliatory →"),
        Measure::Net => ("← more hostile", "more conciliatory →"),
    };
    let (low, high) = match measure {
        Measure::Hostility => (theme.conciliation, theme.hostility),
        _ => (theme.hostility, theme.conciliation),
    };
    let (zero, y) = (axis.at(0.0), top - theme.text * 0.6);
    canvas.text(down, (zero - 14.0, y), Anchor::End, theme.small, Weight::Bold, low);
    canvas.text(up, (zero + 14.0, y), Anchor::Start, theme.small, Weight::Bold, high);
}

fn row(canvas: &mut Canvas, theme: &Theme, axis: &Axis, other: &Alternative, (y, step): (f64, f64), numbers: [f64; 3]) {
    let size = theme.text.min(step * 0.6);
    let base = y + size * 0.36;
    let weight = if other.own { Weight::Bold } else { Weight::Regular };
    let name = match &other.article {
        _ if other.own => "this run’s choices".to_owned(),
        Some(article) => format!("without {article}"),
        None => other.choice.clone(),
    };
    let name = canvas.fonts.fit(&name, NAMES - 40.0, size, weight);
    canvas.text(&name, (theme.margin, base), Anchor::Start, size, weight, theme.ink);
    let toward = other
        .delta
        .filter(|delta| *delta != 0.0)
        .map(|delta| (delta > 0.0) == (other.measure == Measure::Hostility));
    let colour = match toward {
        Some(true) => theme.hostility,
        Some(false) => theme.conciliation,
        None => theme.before,
    };
    if let Some(interval) = other.interval {
        frame::interval(
            canvas,
            axis,
            interval,
            y,
            if other.own { 4.0 } else { 2.5 },
            colour.mix(theme.paper, if other.own { 0.0 } else { 0.3 }),
        );
    }
    if let Some(delta) = other.delta {
        let filled = other.verdict == Verdict::Changed;
        let (x, _) = axis.held(delta);
        canvas.disc(
            (x, y),
            if other.own { 11.0 } else { 8.5 },
            if filled { colour } else { theme.paper },
            colour,
            3.0,
        );
        canvas.text(&words::change(delta), (numbers[0], base), Anchor::Middle, size, weight, theme.ink);
    }
    let n = words::grouped(other.statements as usize);
    canvas.text(&n, (numbers[1], base), Anchor::Middle, size * 0.86, Weight::Regular, theme.soft);
    let verdict = match other.verdict {
        Verdict::Changed => "changed",
        Verdict::NoClearChange => "no clear change",
        Verdict::TooFewArticles => "too few articles",
        Verdict::OneYearOnly => "one year only",
    };
    canvas.text(verdict, (numbers[2], base), Anchor::End, size * 0.86, weight, theme.ink);
}
