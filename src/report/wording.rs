//! Numbers and verdicts in the words of the page. Invariant: one rounding and one word for a thing, wherever on the page it stands.

use crate::compare::{Difference, Estimate, Measure, Selection, Verdict, grouped};
use std::cmp::Reverse;

/// Points with a sign, for changes and net tone.
pub(super) fn signed(points: f64) -> String {
    match format!("{points:.2}") {
        text if text == "0.00" || text == "-0.00" => "0.00".to_owned(),
        text if points < 0.0 => text.replacen('-', "−", 1),
        text => format!("+{text}"),
    }
}

/// Points of a measure: only net has a sign.
pub(super) fn shown(measure: Measure, points: f64) -> String {
    let text = signed(points);
    if measure == Measure::Net {
        text
    } else {
        text.trim_start_matches('+').to_owned()
    }
}

/// "0.50 [0.10 to 0.90]".
pub(super) fn with_interval(measure: Measure, estimate: &Estimate) -> String {
    let value = shown(measure, estimate.value);
    match (estimate.low, estimate.high) {
        (Some(low), Some(high)) => format!("{value} [{} to {}]", shown(measure, low), shown(measure, high)),
        _ => value,
    }
}

/// ".031", "< .001".
pub(super) fn p_text(p: f64) -> String {
    if p < 0.001 {
        "< .001".to_owned()
    } else {
        format!("{p:.3}").replacen("0.", ".", 1)
    }
}

/// p after its correction; in parentheses where it could not have reached the level.
pub(super) fn p_of(difference: &Difference) -> String {
    match (difference.p_adjusted, difference.p) {
        (Some(adjusted), _) => p_text(adjusted),
        (None, Some(p)) => format!("({})", p_text(p)),
        (None, None) => "–".to_owned(),
    }
}

/// "+0.50 [−0.10 to +1.10]".
pub(super) fn delta_of(difference: &Difference) -> String {
    match (difference.delta, difference.low, difference.high) {
        (Some(delta), Some(low), Some(high)) => format!("{} [{} to {}]", signed(delta), signed(low), signed(high)),
        (Some(delta), ..) => signed(delta),
        (None, ..) => "–".to_owned(),
    }
}

/// "1 article", "2 articles".
pub(super) fn count(number: u64, one: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        _ => format!("{} {one}s", grouped(number)),
    }
}

/// "12 statements in 3 articles".
pub(super) fn basis(estimate: &Estimate) -> String {
    format!(
        "{} in {}",
        count(estimate.statements.into(), "statement"),
        count(estimate.articles.into(), "article")
    )
}

pub(super) fn class_of(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Changed => "changed",
        Verdict::NoClearChange => "steady",
        Verdict::TooFewArticles | Verdict::OneYearOnly => "unclear",
    }
}

pub(super) fn words_of(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Changed => "changed",
        Verdict::NoClearChange => "no clear change",
        Verdict::TooFewArticles => "too few articles",
        Verdict::OneYearOnly => "one year only",
    }
}

pub(super) fn measured(measure: Measure) -> &'static str {
    match measure {
        Measure::Hostility => "hostility",
        Measure::Conciliation => "conciliation",
        Measure::Net => "net tone",
    }
}

pub(super) fn selection_words(selection: Selection) -> &'static str {
    match selection {
        Selection::Direct => "direct statements only",
        Selection::Verbatim => "direct and mixed statements",
        Selection::Quoted => "the quoted words of direct and mixed statements",
        Selection::All => "all statements, indirect ones too",
    }
}

/// Sorts by size of the change, falling, then by name.
pub(super) fn strength(difference: &Difference) -> (Reverse<i64>, String) {
    let micro = difference.delta.map_or(-1, |delta| (delta.abs() * 1e6).round() as i64);
    (Reverse(micro), difference.key.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_for_people() {
        assert_eq!(
            [signed(0.5), signed(-0.5), signed(-0.001), signed(0.0)],
            ["+0.50", "−0.50", "0.00", "0.00"]
        );
        assert_eq!([p_text(0.0004), p_text(0.0312), p_text(1.0)], ["< .001", ".031", "1.000"]);
        assert_eq!(
            [count(1, "article"), count(0, "article"), count(1234567, "article")],
            ["1 article", "0 articles", "1,234,567 articles"]
        );
    }
}
