//! The answer in three sentences: what changed and how sure that is, who changed most, which words did it. Invariant: a change is called one only where the verdict is
//! [`Verdict::Changed`]; every number stands with its interval or with the reason why it has none.

use super::shift::{ShiftRow, entry_name};
use super::wording::{basis, class_of, count, delta_of, measured, p_text, shown, signed, strength};
use super::{Address, Manifest};
use crate::compare::{By, Comparison, Difference, Estimate, Measure, Verdict};
use std::cmp::Reverse;

/// Most entries that the third sentence names.
const MOST_ENTRIES: usize = 3;

/// Words of a sentence, and where they lead.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// The words.
    pub words: String,
    /// The statements behind them.
    pub leads: Option<Address>,
}

/// A sentence of the answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// The class of its verdict: changed, steady or unclear.
    pub class: &'static str,
    /// In order.
    pub pieces: Vec<Piece>,
}

impl Sentence {
    fn new(class: &'static str) -> Sentence {
        Sentence { class, pieces: Vec::new() }
    }

    fn say(mut self, words: impl Into<String>) -> Sentence {
        self.pieces.push(Piece {
            words: words.into(),
            leads: None,
        });
        self
    }

    fn lead(mut self, words: impl Into<String>, leads: Option<Address>) -> Sentence {
        self.pieces.push(Piece { words: words.into(), leads });
        self
    }

    /// Without its links.
    pub fn text(&self) -> String {
        self.pieces.iter().map(|piece| piece.words.as_str()).collect()
    }
}

/// What the page opens with: three sentences, or one where there is nothing to compare.
pub fn answer(comparison: &Comparison, entries: &[String], manifest: &Manifest) -> Vec<Sentence> {
    let Some(headline) = comparison.difference(By::All, "all", Measure::Net) else {
        return vec![Sentence::new("unclear").say("Nothing can be compared: there are not two years with statements that count.")];
    };
    vec![what(headline), who(comparison), words(comparison, headline, entries, manifest)]
}

/// "beyond chance", and why; what may be said of a difference within a sentence.
fn sure(difference: &Difference) -> String {
    let p = match (difference.p_adjusted, difference.p) {
        (Some(p), _) if difference.family > 1 => format!("p {} after correction for {} tests", equals(p), difference.family),
        (Some(p), _) | (None, Some(p)) => format!("p {}", equals(p)),
        (None, None) => "no test".to_owned(),
    };
    match difference.verdict {
        Verdict::Changed => format!("which is more than chance would do ({p})"),
        Verdict::NoClearChange => format!("which may be chance ({p})"),
        Verdict::TooFewArticles | Verdict::OneYearOnly => {
            let articles = |estimate: Option<Estimate>| estimate.map_or(0, |estimate| estimate.articles);
            let limit = match difference.p_floor {
                Some(floor) if floor < 1.0 => format!(", where no test can go below p = {}", p_text(floor)),
                _ => String::new(),
            };
            let enough = difference
                .enough
                .map_or_else(String::new, |[from, to]| format!("; {from} and {to} could tell"));
            format!(
                "which nobody can tell from chance with {} against {}{limit}{enough}",
                count(articles(difference.from).into(), "article"),
                articles(difference.to)
            )
        }
    }
}

fn equals(p: f64) -> String {
    let text = p_text(p);
    if text.starts_with('<') { text } else { format!("= {text}") }
}

/// "by −0.62, from −0.10 to −0.72 (95 % interval of the change −1.20 to −0.05)".
fn change(difference: &Difference) -> String {
    let value = |estimate: Option<Estimate>| estimate.map_or_else(|| "nothing".to_owned(), |estimate| shown(difference.measure, estimate.value));
    let interval = match (difference.low, difference.high) {
        (Some(low), Some(high)) => format!("95 % interval of the change {} to {}", signed(low), signed(high)),
        _ => "too few articles for an interval".to_owned(),
    };
    format!(
        "by {}, from {} to {} ({interval})",
        difference.delta.map_or_else(|| "nothing".to_owned(), signed),
        value(difference.from),
        value(difference.to)
    )
}

fn what(headline: &Difference) -> Sentence {
    let [from, to] = [headline.from_year, headline.to_year];
    let sentence = Sentence::new(class_of(headline.verdict));
    let (Some(first), Some(second), Some(delta)) = (headline.from, headline.to, headline.delta) else {
        return sentence.say(Verdict::sentence(headline));
    };
    let moved = match signed(delta).as_str() {
        "0.00" => "stayed as it was".to_owned(),
        _ => format!(
            "moved {} {}",
            if delta < 0.0 { "toward hostility" } else { "toward conciliation" },
            change(headline)
        ),
    };
    sentence
        .say(format!("From {from} to {to} the net tone of all speakers together {moved}, "))
        .say(format!("{}: ", sure(headline)))
        .lead(format!("{} in {from}", basis(&first)), Some(Address::group(By::All, "all", Some(from))))
        .say(", ")
        .lead(format!("{} in {to}", basis(&second)), Some(Address::group(By::All, "all", Some(to))))
        .say(".")
}

fn who(comparison: &Comparison) -> Sentence {
    let mut both: Vec<&Difference> = comparison
        .differences
        .iter()
        .filter(|difference| difference.by == By::Speaker && difference.measure == Measure::Net && difference.delta.is_some())
        .collect();
    // A change that can be told from chance is the answer before a larger one that cannot.
    both.sort_by_key(|difference| (difference.verdict != Verdict::Changed, strength(difference)));
    let Some(most) = both.first() else {
        return Sentence::new("unclear").say("No speaker was heard in both years, so who changed cannot be said.");
    };
    let changed = both.iter().filter(|difference| difference.verdict == Verdict::Changed).count();
    let heard = match both.len() {
        1 => "The one speaker heard in both years, ".to_owned(),
        number => format!("Of {number} speakers heard in both years, "),
    };
    let sentence = Sentence::new(class_of(most.verdict))
        .say(heard)
        .lead(most.name.clone(), Some(Address::group(By::Speaker, &most.key, None)))
        .say(match (both.len(), changed) {
            (1, _) => ", moved ".to_owned(),
            (_, 0) => " moved most, ".to_owned(),
            (_, 1) => " is the one whose change can be told from chance, ".to_owned(),
            _ => " moved most of those whose change can be told from chance, ".to_owned(),
        })
        .say(format!("{}, {}", change(most), sure(most)));
    let sentence = match changed {
        0 if both.len() > 1 => sentence.say("; of none of the others can more be said."),
        0 | 1 => sentence.say("."),
        _ => sentence.say(format!("; such changes have {changed} speakers.")),
    };
    // A larger one would be missed on the charts where only those that can be told are spoken of.
    match both
        .iter()
        .min_by_key(|difference| strength(difference))
        .filter(|largest| largest.key != most.key)
    {
        Some(largest) => sentence
            .say(" The largest change is that of ")
            .lead(largest.name.clone(), Some(Address::group(By::Speaker, &largest.key, None)))
            .say(format!(", {}, {}.", change(largest), sure(largest))),
        None => sentence,
    }
}

fn words(comparison: &Comparison, headline: &Difference, entries: &[String], manifest: &Manifest) -> Sentence {
    let gap = format!(
        "{} of the statements compared {} no speaker.",
        manifest.gaps.without_speaker(),
        if manifest.gaps.without_speaker == 1 { "has" } else { "have" }
    );
    let sentence = Sentence::new(class_of(headline.verdict));
    let delta = headline.delta.unwrap_or(0.0);
    let mut shifts: Vec<_> = comparison
        .shifts
        .iter()
        .filter(|shift| shift.by == By::All && shift.measure == Measure::Net)
        .collect();
    shifts.sort_by_key(|shift| (Reverse((shift.delta.abs() * 1e9).round() as i64), shift.entry));
    let learned = shifts.iter().find(|shift| shift.entry.is_none()).map(|shift| shift.delta);
    let named: Vec<_> = shifts
        .iter()
        .filter(|shift| shift.entry.is_some() && shift.delta * delta > 0.0 && entry_name(shift.entry, entries) != ShiftRow::BY_HAND)
        .take(MOST_ENTRIES)
        .collect();
    if named.is_empty() {
        return sentence.say(format!("No lexicon entry moved the tone of all speakers together that way; {gap}"));
    }
    let mut sentence = sentence.say("The words that moved the tone of all speakers together most that way are ");
    for (index, shift) in named.iter().enumerate() {
        let label = entry_name(shift.entry, entries);
        let (name, rules) = ShiftRow::parts(&label);
        let mut parts = name.splitn(3, ':');
        let (_, category, pattern) = (parts.next(), parts.next().unwrap_or_default(), parts.next().unwrap_or(name));
        let rules = if rules.is_empty() { String::new() } else { format!(" under {rules}") };
        sentence = sentence
            .say(match index {
                0 => "",
                _ if index + 1 == named.len() => " and ",
                _ => ", ",
            })
            .lead(format!("“{pattern}”"), Some(Address::of(&[("entry", name), ("counts", "1")])))
            .say(format!(" ({category}{rules}, {})", signed(shift.delta)));
    }
    if let Some(learned) = learned.filter(|learned| signed(*learned) != "0.00") {
        sentence = sentence.say(format!("; what no entry made, the learned model’s part, is {}", signed(learned)));
    }
    sentence.say(format!("; {gap}"))
}

/// The measures of everything together in figures, and those of sides and of speakers who changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The figures.
    pub lead: String,
    /// What may be said of them.
    pub verdict: String,
    /// Its class.
    pub class: &'static str,
}

impl Finding {
    /// A subject's measures in one sentence each; a verdict that holds for all of them is said once.
    fn of(subject: &str, differences: &[&Difference]) -> Vec<Finding> {
        let mut findings: Vec<Finding> = Vec::new();
        for difference in differences {
            let lead = Self::lead(subject, difference);
            let verdict = Verdict::sentence(difference);
            match findings.last_mut() {
                Some(last) if last.verdict == verdict => last.lead = format!("{} {lead}", last.lead),
                _ => findings.push(Finding {
                    lead,
                    verdict,
                    class: class_of(difference.verdict),
                }),
            }
        }
        findings
    }

    fn lead(subject: &str, difference: &Difference) -> String {
        let measure = difference.measure;
        let at = |year: i16, estimate: &Option<Estimate>| match estimate {
            Some(estimate) => format!("{} in {year} ({})", shown(measure, estimate.value), basis(estimate)),
            None => format!("nothing in {year}"),
        };
        let mut lead = format!(
            "{subject}, {}: {}, {}",
            measured(measure),
            at(difference.from_year, &difference.from),
            at(difference.to_year, &difference.to)
        );
        if difference.delta.is_some() {
            lead.push_str(&format!("; a difference of {}", delta_of(difference)));
        }
        lead.push('.');
        lead
    }

    /// The answer: everything together, net tone first; then the sides, then the speakers of whom a change can be said, strongest first.
    pub fn all(comparison: &Comparison) -> Vec<Finding> {
        let of = |by: By, measure: Measure| {
            comparison
                .differences
                .iter()
                .filter(move |difference| difference.by == by && difference.measure == measure)
        };
        let together: Vec<&Difference> = [Measure::Net, Measure::Hostility, Measure::Conciliation]
            .into_iter()
            .flat_map(|measure| of(By::All, measure))
            .collect();
        let mut findings = Finding::of("All speakers together", &together);
        let mut sides: Vec<&Difference> = of(By::Side, Measure::Net).filter(|difference| difference.delta.is_some()).collect();
        sides.sort_by_key(|difference| strength(difference));
        let mut speakers: Vec<&Difference> = comparison
            .differences
            .iter()
            .filter(|difference| difference.by == By::Speaker && difference.verdict == Verdict::Changed)
            .collect();
        speakers.sort_by_key(|difference| strength(difference));
        for difference in sides.into_iter().take(4).chain(speakers.into_iter().take(6)) {
            findings.extend(Finding::of(&difference.name, &[difference]));
        }
        findings
    }
}
