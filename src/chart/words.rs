//! Numbers and findings in words. Invariant: nothing here claims a change that the verdict does not.

use crate::compare::{self, By, Difference, Estimate, Group, Measure, Verdict};

/// "1.4", "−0.3": one decimal is what a mean of coder-like ratings bears.
pub fn points(value: f64) -> String {
    let text = format!("{value:.1}");
    if text == "-0.0" { "0.0".to_owned() } else { text.replace('-', "−") }
}

/// "+1.4", "−0.3", "0.0".
pub fn change(value: f64) -> String {
    let text = points(value);
    if text.starts_with('−') || text == "0.0" {
        text
    } else {
        format!("+{text}")
    }
}

/// "1 statement", "3 statements", "12,345 statements".
pub fn counted(n: usize, noun: &str) -> String {
    format!("{} {noun}{}", grouped(n), if n == 1 { "" } else { "s" })
}

/// "12,345".
pub fn grouped(n: usize) -> String {
    compare::grouped(n as u64)
}

/// What a measure is called on charts.
pub fn measure(measure: Measure) -> &'static str {
    match measure {
        Measure::Hostility => "hostility",
        Measure::Conciliation => "conciliation",
        Measure::Net => "net tone",
    }
}

/// "0.8 (0.5 to 1.1)", "0.8" where there is no interval.
pub fn estimate(estimate: &Estimate) -> String {
    match estimate.low.zip(estimate.high) {
        Some((low, high)) => format!("{} ({} to {})", points(estimate.value), points(low), points(high)),
        None => points(estimate.value),
    }
}

/// "62 %"; "0 %" is said of none only, "100 %" of all only.
pub fn percent(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "–".to_owned();
    }
    let share = (100.0 * part as f64 / whole as f64).round();
    let share = match part {
        0 => 0.0,
        part if part == whole => 100.0,
        _ => share.clamp(1.0, 99.0),
    };
    format!("{share}\u{a0}%")
}

/// With a capital first letter.
pub fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What a group is called in a title.
pub fn whose(by: By, name: &str) -> String {
    if by == By::All { "All statements".to_owned() } else { name.to_owned() }
}

/// The finding on one difference: what its verdict says, with the values.
pub fn headline(difference: &Difference) -> String {
    let name = whose(difference.by, &difference.name);
    let word = measure(difference.measure);
    let values = difference
        .from
        .zip(difference.to)
        .map(|(from, to)| format!("{}\u{a0}→\u{a0}{}", points(from.value), points(to.value)))
        .unwrap_or_default();
    match difference.verdict {
        Verdict::Changed if difference.by == By::All => format!(
            "{} clearly changed from {} to {}: {values}",
            capital(word),
            difference.from_year,
            difference.to_year
        ),
        Verdict::Changed => format!("{name} {}: {word} {values}", moved(difference)),
        Verdict::NoClearChange => format!("{name}: no clear change in {word} ({values})"),
        Verdict::TooFewArticles => format!("{name}: {word} {values}, but too few articles to tell"),
        Verdict::OneYearOnly => format!("{name}: no statements in both of the years compared"),
    }
}

/// Whether a difference is a move toward hostility (true) or away from it; none without a move.
pub fn toward_hostility(difference: &Difference) -> Option<bool> {
    let delta = difference.delta.filter(|delta| *delta != 0.0)?;
    Some((delta > 0.0) == (difference.measure == Measure::Hostility))
}

/// "grew more hostile", "grew less conciliatory", …
pub fn moved(difference: &Difference) -> &'static str {
    match (difference.measure, difference.delta.unwrap_or(0.0) > 0.0) {
        (Measure::Hostility, true) => "grew more hostile",
        (Measure::Hostility, false) => "grew less hostile",
        (Measure::Conciliation, true) => "grew more conciliatory",
        (Measure::Conciliation, false) => "grew less conciliatory",
        (Measure::Net, true) => "grew friendlier on balance",
        (Measure::Net, false) => "grew more hostile on balance",
    }
}

/// The finding on one group from its differences in hostility and conciliation: the larger that is sure, else the larger one with its reservation.
pub fn finding(name: &str, years: &[Group], differences: &[&Difference]) -> String {
    let size = |difference: &&&Difference| (difference.verdict == Verdict::Changed, difference.delta.unwrap_or(0.0).abs());
    let told = differences
        .iter()
        .filter(|difference| difference.measure != Measure::Net && difference.delta.is_some())
        .max_by(|a, b| {
            let ((a_sure, a), (b_sure, b)) = (size(a), size(b));
            // Equal moves: hostility, which comes first, is told.
            a_sure.cmp(&b_sure).then(a.total_cmp(&b)).then(std::cmp::Ordering::Greater)
        });
    if let Some((told, (from, to))) = told.and_then(|told| Some((told, told.from.zip(told.to)?))) {
        let values = format!("{}\u{a0}→\u{a0}{}", points(from.value), points(to.value));
        return match told.verdict {
            Verdict::Changed => format!("{name} {}: {values}", moved(told)),
            Verdict::NoClearChange => format!("{name}: no clear change in {} ({values})", measure(told.measure)),
            _ => format!("{name}: {} {values}, but too few articles to tell", measure(told.measure)),
        };
    }
    match years {
        [one] => format!(
            "{name} in {}: hostility {}, conciliation {}",
            one.year,
            points(one.hostility.value),
            points(one.conciliation.value)
        ),
        _ => format!("{name}: no statements in both of the years compared"),
    }
}
