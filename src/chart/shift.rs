//! The word shift: what each lexicon entry did to a group's change, a bar an entry, the largest first. Invariant: the bars, those folded, and the one of no entry sum to the change.

use super::canvas::{Anchor, Area, Canvas, Opens, Spot};
use super::drawing::{Sketch, stem};
use super::font::Weight;
use super::frame::{self, Axis};
use super::theme::{Colour, Theme};
use super::{Charts, words};
use crate::chart::ChartError;
use crate::compare::{By, Measure, Shift};

/// Entries with a bar of their own; the rest are two sums.
const MOST_ENTRIES: usize = 14;

/// Width of the entries' names.
const NAMES: f64 = 430.0;

/// One bar.
struct Bar {
    name: String,
    /// Category, or how many entries.
    about: String,
    /// Shares of the first and the second year; none in sums of many entries.
    shares: Option<(f64, f64)>,
    delta: f64,
    bold: bool,
    /// The entry, for pages that open what it was found in.
    entry: Option<String>,
}

pub(super) fn draw(charts: &Charts, by: By, key: &str, measure: Measure) -> Result<Sketch, ChartError> {
    let (comparison, theme) = (charts.comparison, &charts.theme);
    let Some(difference) = comparison.difference(by, key, measure) else {
        return Err(charts.no_group(by, key));
    };
    let (Some(delta), Some(from), Some(to)) = (difference.delta, difference.from, difference.to) else {
        return Err(ChartError::NoChange {
            name: difference.name.clone(),
        });
    };
    let shifts: Vec<&Shift> = comparison
        .shifts
        .iter()
        .filter(|shift| shift.by == by && shift.key == key && shift.measure == measure)
        .collect();
    // A row takes 30 pixels; all around the rows, the four sums and the axis take 470.
    let room = ((theme.height - 470.0) / 30.0).max(3.0) as usize;
    let (bars, entries) = bars(&shifts, charts.entries, room.min(MOST_ENTRIES));
    let title = words::headline(difference);
    let mut canvas = Canvas::new(theme, theme.height)?;
    let word = words::measure(measure);
    let top = frame::head(
        &mut canvas,
        theme,
        &title,
        &format!(
            "What each word did to the change in {word} from {} to {}, in points of the mean; all bars together are the change.",
            difference.from_year, difference.to_year
        ),
    );
    let mut notes = vec![format!(
        "{}: {} in {}, {} in {} (mean with 95 % interval; {} and {}).",
        words::capital(word),
        words::estimate(&from),
        difference.from_year,
        words::estimate(&to),
        difference.to_year,
        frame::basis(&from),
        frame::basis(&to)
    )];
    if entries == 0 {
        notes.push("No lexicon entry was found in either year.".to_owned());
    }
    let bottom = frame::foot(&mut canvas, theme, &notes, charts.study, comparison, &comparison.years_shown()) - theme.text * 1.3;
    let start = top + theme.text * 1.9;
    let step = ((bottom - start) / (bars.len() as f64 + 1.6)).min(40.0);
    let left = theme.margin + NAMES + 120.0;
    let right = canvas.width - theme.margin - 330.0;
    let most = bars.iter().map(|bar| bar.delta.abs()).fold(delta.abs(), f64::max).max(0.05);
    let axis = Axis {
        from: (-most, left),
        to: (most, right),
    };
    let foot = start + (bars.len() as f64 + 1.6) * step;
    heads(
        &mut canvas,
        theme,
        &axis,
        measure,
        [difference.from_year, difference.to_year],
        start - theme.text * 0.7,
    );
    let zero = axis.at(0.0);
    canvas.line((zero, start), (zero, foot), 2.0, theme.soft);
    for (index, bar) in bars.iter().enumerate() {
        row(&mut canvas, theme, &axis, bar, measure, (start + (index as f64 + 0.5) * step, step));
    }
    let rule = start + (bars.len() as f64 + 0.3) * step;
    canvas.line((theme.margin, rule), (canvas.width - theme.margin, rule), 1.5, theme.grid);
    let sum = Bar {
        name: "All together: the change".to_owned(),
        about: String::new(),
        shares: Some((from.value, to.value)),
        delta,
        bold: true,
        entry: None,
    };
    row(&mut canvas, theme, &axis, &sum, measure, (start + (bars.len() as f64 + 1.1) * step, step));
    let told: Vec<String> = bars.iter().take(6).map(|bar| format!("{} {}", bar.name, hundredths(bar.delta))).collect();
    let alt = format!(
        "Bar chart of a word shift. {title}. The change of {} is made of: {}. {}",
        hundredths(delta),
        told.join("; "),
        frame::without_speaker(comparison, &comparison.years_shown())
    );
    let file = match by {
        By::All => format!("shift-{}", measure.as_str()),
        _ => format!("{}-{}", stem(&format!("shift-{}", by.as_str()), key), measure.as_str()),
    };
    Ok(Sketch { canvas, file, title, alt })
}

/// The bars, with the number of entries behind them: single entries, the rest upward and downward, and what no entry made.
fn bars(shifts: &[&Shift], names: &[String], most: usize) -> (Vec<Bar>, usize) {
    let mut entries: Vec<(&str, &Shift)> = shifts
        .iter()
        .filter_map(|shift| Some((names.get(shift.entry? as usize)?.as_str(), *shift)))
        .collect();
    entries.sort_by(|a, b| b.1.delta.abs().total_cmp(&a.1.delta.abs()).then_with(|| a.0.cmp(b.0)));
    let count = entries.len();
    let rest = entries.split_off(count.min(most));
    let mut bars: Vec<Bar> = entries
        .into_iter()
        .map(|(name, shift)| {
            // lexicon:category:pattern [rule; rule]
            let bare = name.strip_suffix(']').and_then(|name| name.rsplit_once(" ["));
            let (entry, rules) = bare.unwrap_or((name, ""));
            let mut parts = entry.splitn(3, ':');
            let (_, category, pattern) = (parts.next(), parts.next().unwrap_or_default(), parts.next());
            let about: Vec<&str> = [category, rules].into_iter().filter(|words| !words.is_empty()).collect();
            Bar {
                name: pattern.unwrap_or(entry).to_owned(),
                about: about.join(", "),
                shares: Some((shift.from, shift.to)),
                delta: shift.delta,
                bold: false,
                entry: pattern.map(|_| entry.to_owned()),
            }
        })
        .collect();
    for (up, what) in [(true, "upward"), (false, "downward")] {
        let these: Vec<f64> = rest
            .iter()
            .map(|(_, shift)| shift.delta)
            .filter(|delta| (*delta > 0.0) == up && *delta != 0.0)
            .collect();
        if !these.is_empty() {
            bars.push(Bar {
                name: words::counted(these.len(), "other word"),
                about: what.to_owned(),
                shares: None,
                delta: these.iter().sum(),
                bold: false,
                entry: None,
            });
        }
    }
    if let Some(learned) = shifts.iter().find(|shift| shift.entry.is_none()) {
        bars.push(Bar {
            name: "the learned model".to_owned(),
            about: "by no entry".to_owned(),
            shares: Some((learned.from, learned.to)),
            delta: learned.delta,
            bold: false,
            entry: None,
        });
    }
    (bars, count)
}

/// "+0.12", "−0.03": parts of a mean are small.
fn hundredths(value: f64) -> String {
    let text = format!("{value:+.2}");
    if text == "-0.00" || text == "+0.00" {
        "0.00".to_owned()
    } else {
        text.replace('-', "−")
    }
}

fn colour(theme: &Theme, measure: Measure, delta: f64) -> Colour {
    if (delta > 0.0) == (measure == Measure::Hostility) {
        theme.hostility
    } else {
        theme.conciliation
    }
}

fn heads(canvas: &mut Canvas, theme: &Theme, axis: &Axis, measure: Measure, years: [i16; 2], y: f64) {
    let zero = axis.at(0.0);
    let (down, up) = match measure {
        Measure::Hostility => ("← less hostile", "more hostile →"),
        Measure::Conciliation => ("← less conciliatory", "more conciliatory →"),
        Measure::Net => ("← more hostile", "more conciliatory →"),
    };
    for (words, x, anchor, sign) in [(down, zero - 14.0, Anchor::End, -1.0), (up, zero + 14.0, Anchor::Start, 1.0)] {
        canvas.text(words, (x, y), anchor, theme.small, Weight::Bold, colour(theme, measure, sign));
    }
    canvas.text(
        "word in the lexicon",
        (theme.margin, y),
        Anchor::Start,
        theme.small,
        Weight::Regular,
        theme.soft,
    );
    let right = canvas.width - theme.margin;
    canvas.text(
        &format!("its share {} → {}", years[0], years[1]),
        (right, y),
        Anchor::End,
        theme.small,
        Weight::Regular,
        theme.soft,
    );
}

fn row(canvas: &mut Canvas, theme: &Theme, axis: &Axis, bar: &Bar, measure: Measure, (y, step): (f64, f64)) {
    let size = theme.small.min(step * 0.62);
    let base = y + size * 0.36;
    let weight = if bar.bold { Weight::Bold } else { Weight::Regular };
    let about = if bar.about.is_empty() {
        String::new()
    } else {
        format!("  {}", bar.about)
    };
    let about = canvas.fonts.fit(&about, NAMES * 0.62, size * 0.88, Weight::Regular);
    let beside = canvas.fonts.width(&about, size * 0.88, Weight::Regular);
    let name = canvas.fonts.fit(&bar.name, NAMES - beside, size, weight);
    let width = canvas.fonts.width(&name, size, weight);
    canvas.text(&name, (theme.margin, base), Anchor::Start, size, weight, theme.ink);
    if !about.trim().is_empty() {
        canvas.text(
            &about,
            (theme.margin + width, base),
            Anchor::Start,
            size * 0.88,
            Weight::Regular,
            theme.soft,
        );
    }
    if let Some(entry) = &bar.entry {
        let area = Area {
            left: theme.margin,
            top: y - step / 2.0,
            right: canvas.width - theme.margin,
            bottom: y + step / 2.0,
        };
        let opens = Opens::Entry(entry.clone());
        canvas.spots.push(Spot { area, opens });
    }
    let (zero, end) = (axis.at(0.0), axis.at(bar.delta));
    let ink = colour(theme, measure, bar.delta);
    let half = step * if bar.bold { 0.36 } else { 0.3 };
    canvas.shape(
        vec![(zero, y - half), (end, y - half), (end, y + half), (zero, y + half)],
        if bar.bold { ink } else { ink.mix(theme.paper, 0.25) },
    );
    let (x, anchor) = if bar.delta < 0.0 {
        (end - 9.0, Anchor::End)
    } else {
        (end + 9.0, Anchor::Start)
    };
    canvas.text(&hundredths(bar.delta), (x, base), anchor, size, weight, theme.ink);
    if let Some((from, to)) = bar.shares {
        let plain = |value: f64| hundredths(value).trim_start_matches('+').to_owned();
        canvas.text(
            &format!("{} → {}", plain(from), plain(to)),
            (canvas.width - theme.margin, base),
            Anchor::End,
            size,
            weight,
            if bar.bold { theme.ink } else { theme.soft },
        );
    }
}

/// The sum of a chart's bars, and the change that they should be.
#[cfg(test)]
pub(super) fn sum(comparison: &crate::compare::Comparison, entries: &[String], by: By, key: &str, measure: Measure) -> (f64, f64) {
    let shifts: Vec<&Shift> = comparison
        .shifts
        .iter()
        .filter(|shift| shift.by == by && shift.key == key && shift.measure == measure)
        .collect();
    let delta = comparison.difference(by, key, measure).and_then(|difference| difference.delta);
    let (bars, _) = bars(&shifts, entries, 5);
    (bars.iter().map(|bar| bar.delta).sum(), delta.unwrap_or(f64::NAN))
}
