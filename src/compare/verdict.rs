//! What can be said of a difference, in one word and in a sentence. Invariant: "changed" is said only of a p that survived the correction for its family, and where the
//! design could not have shown a change the sentence says that instead of "no change".

use super::{Difference, Measure};
use serde::{Deserialize, Serialize};

/// What can be said of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// p after its correction <= alpha: it changed.
    Changed,
    /// The design could have shown a change and did not.
    NoClearChange,
    /// The smallest p that the design can reach is above alpha.
    TooFewArticles,
    /// One of the years has no statement.
    OneYearOnly,
}

impl Verdict {
    /// The word in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Changed => "changed",
            Verdict::NoClearChange => "no-clear-change",
            Verdict::TooFewArticles => "too-few-articles",
            Verdict::OneYearOnly => "one-year-only",
        }
    }

    /// The verdict as a full sentence for people.
    pub fn sentence(difference: &Difference) -> String {
        match difference.verdict {
            Verdict::Changed => format!(
                "{} {} from {} to {}: {}.",
                match difference.measure {
                    Measure::Net => "Net tone".to_owned(),
                    measure => capital(measure.as_str()),
                },
                if difference.delta.unwrap_or(0.0) > 0.0 { "rose" } else { "fell" },
                difference.from_year,
                difference.to_year,
                tested(difference)
            ),
            Verdict::NoClearChange => format!(
                "No clear change from {} to {}: {}.",
                difference.from_year,
                difference.to_year,
                tested(difference)
            ),
            Verdict::TooFewArticles => too_few(difference),
            Verdict::OneYearOnly => one_year(difference),
        }
    }
}

/// "p = .003, .02 after Holm over 12 tests".
fn tested(difference: &Difference) -> String {
    let Some(p) = difference.p else { return "there is no test".to_owned() };
    match difference.p_adjusted {
        Some(adjusted) if difference.family > 1 => {
            format!(
                "p {}, and p {} after {}'s correction for {} tests",
                p_words(p),
                p_words(adjusted),
                difference.correction.words(),
                difference.family
            )
        }
        _ => format!("p {}", p_words(p)),
    }
}

fn too_few(difference: &Difference) -> String {
    let articles = |estimate: &Option<super::Estimate>| estimate.map_or(0, |estimate| estimate.articles);
    let (from, to) = (articles(&difference.from), articles(&difference.to));
    let design = format!(
        "with {} in {} and {} in {}",
        counted(from, "article"),
        difference.from_year,
        to,
        difference.to_year
    );
    let limit = if from < 2 || to < 2 {
        "there is no test, since one article has no spread to judge by".to_owned()
    } else {
        format!("no test can go below p = {}", number(difference.p_floor.unwrap_or(1.0)))
    };
    if let Some(block) = difference.block {
        return format!("Too few articles to tell: {design}, dealt among those of {}, {limit}.", block.words());
    }
    match difference.enough {
        Some([from, to]) => format!("Too few articles to tell: {design} {limit}; {from} and {to} would be enough."),
        None => format!("Too few articles to tell: {design} {limit}, and at this level no number of articles would do."),
    }
}

fn one_year(difference: &Difference) -> String {
    let (there, year, missing) = match (&difference.from, &difference.to) {
        (Some(from), _) => (from, difference.from_year, difference.to_year),
        (None, Some(to)) => (to, difference.to_year, difference.from_year),
        (None, None) => {
            return format!(
                "There is nothing to compare: no statement in {} and none in {}.",
                difference.from_year, difference.to_year
            );
        }
    };
    format!(
        "There is nothing to compare: {} in {} of {year}, none in {missing}.",
        counted(there.statements, "statement"),
        counted(there.articles, "article")
    )
}

/// "1 article", "3 articles".
pub(crate) fn counted(n: u32, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

/// "= .03", "< .001".
pub(crate) fn p_words(p: f64) -> String {
    if p < 0.001 { "< .001".to_owned() } else { format!("= {}", number(p)) }
}

/// A probability as statisticians write it: no leading zero, two significant digits.
pub(super) fn number(p: f64) -> String {
    let digits = if p < 0.01 {
        4
    } else if p < 0.1 {
        3
    } else {
        2
    };
    let text = format!("{p:.digits$}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    text.strip_prefix('0').filter(|rest| !rest.is_empty()).unwrap_or(text).to_owned()
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
