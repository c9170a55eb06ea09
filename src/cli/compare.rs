//! `detente compare`: one year's tone against another's, in the terminal, from a run's tables.

use super::{error::CliError, output};
use clap::{Args, ValueEnum};
use detente::compare::{By, Comparison, Difference, Estimate, Gaps, Key, Measure, Method, Selection, Shift, Verdict};
use detente::pipeline::{Run, Words};
use detente::report::{Roster, ShiftRow};
use serde::Serialize;
use std::fmt::Write;
use std::path::PathBuf;

/// Entries, and words that no entry knows, printed for each group.
const MOST_WORDS: usize = 10;

/// Compare the tone of two years, from the tables of a run
///
/// A group's value is its articles' means averaged; the test permutes articles. Where there are too few articles for any test, the verdict says so and what
/// would be enough.
#[derive(Args)]
#[command(after_help = "Examples:
  detente compare results/nrc 2016 2022
  detente compare results/nrc 2016 2022 --by side --direct
  detente compare results/nrc 2016 2022 --by all --words
  detente compare results/nrc 2016 2022 --confidence 0.7
  detente compare results/nrc 2016 2022 --speaker Novak --json")]
pub struct Compare {
    /// The folder of a run
    #[arg(value_name = "RUN")]
    run: PathBuf,
    /// The first year
    #[arg(value_name = "YEAR")]
    from: i16,
    /// The second year
    #[arg(value_name = "YEAR")]
    to: i16,
    /// Group by speaker, by side, by office, by outlet, or all together
    #[arg(long, value_enum, default_value = "speaker")]
    by: ByChoice,
    /// Only these speakers: a name, a part of it, or an id; may be given several times
    #[arg(long, value_name = "NAME", conflicts_with = "by")]
    speaker: Vec<String>,
    /// Count direct statements only
    #[arg(long, group = "statements")]
    direct: bool,
    /// Count direct and mixed statements, of these the quoted words only
    #[arg(long, group = "statements")]
    quoted: bool,
    /// Count direct and mixed statements
    #[arg(long, group = "statements")]
    verbatim: bool,
    /// Count all statements, indirect ones too [without one of the four: as the run]
    #[arg(long, group = "statements")]
    all: bool,
    /// Count only statements whose bounds and speaker are both at least this sure, 0 to 1: 0.7 leaves out the doubtful ones [default: as the run]
    #[arg(long, value_name = "SHARE", value_parser = confidence)]
    confidence: Option<f64>,
    /// Also print which lexicon entries made each change, and which words that no entry knows set the years apart
    #[arg(long)]
    words: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// A confidence from 0 to 1.
fn confidence(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(number) if (0.0..=1.0).contains(&number) => Ok(number),
        Ok(number) => Err(format!("{number} is not from 0 to 1")),
        Err(_) => Err("it must be a number from 0 to 1".to_owned()),
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ByChoice {
    Speaker,
    Side,
    Role,
    Outlet,
    All,
}

/// What `--json` prints: a difference with its verdict in words.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    difference: &'a Difference,
    sentence: String,
    /// What p was corrected by, and over what.
    corrected: Option<String>,
    /// What the meetings cannot tell.
    meetings: Option<String>,
    /// Which statements were compared.
    statements: Selection,
    /// The least confidence of the statements compared.
    confidence: f64,
    /// Of the statements of both years, whoever said them: how many have no speaker, how many were left out as doubtful.
    gaps: Gaps,
}

/// What `--json --words` prints.
#[derive(Serialize)]
struct ToldWords<'a> {
    differences: Vec<Told<'a>>,
    /// What each entry did to the differences, which its deltas sum to.
    entries: Vec<ToldShift<'a>>,
    /// Words that no entry knows.
    words: Vec<&'a Key>,
}

#[derive(Serialize)]
struct ToldShift<'a> {
    by: By,
    key: &'a str,
    measure: Measure,
    entry: &'a str,
    rules: &'a str,
    from: f64,
    to: f64,
    delta: f64,
}

impl Compare {
    pub fn run(self) -> Result<(), CliError> {
        let run = Run::open(&self.run)?;
        let years = [self.from, self.to];
        let mut plan = run.plan();
        plan.years = Some(years);
        plan.selection = match (self.direct, self.quoted, self.verbatim, self.all) {
            (true, ..) => Selection::Direct,
            (_, true, ..) => Selection::Quoted,
            (_, _, true, _) => Selection::Verbatim,
            (.., true) => Selection::All,
            _ => plan.selection,
        };
        plan.confidence = self.confidence.unwrap_or(plan.confidence);
        let roster = Roster::new(run.speakers()?);
        let keys: Vec<String> = self
            .speaker
            .iter()
            .map(|name| roster.find(name).map(|speaker| speaker.id.clone()))
            .collect::<Result<_, _>>()?;
        let words = run.words(&plan, &keys)?;
        let comparison = &words.comparison;
        for year in years {
            if comparison.gaps.get(&year).is_none_or(|gaps| gaps.counted == 0) {
                return Err(CliError::NoSuchYear {
                    year,
                    help: years_there(comparison),
                });
            }
        }
        let by = match self.by {
            _ if !keys.is_empty() => By::Speaker,
            ByChoice::Speaker => By::Speaker,
            ByChoice::Side => By::Side,
            ByChoice::Role => By::Role,
            ByChoice::Outlet => By::Outlet,
            ByChoice::All => By::All,
        };
        let wanted = |of: By, key: &str| of == by && (keys.is_empty() || keys.iter().any(|one| one == key));
        let gaps = comparison.gaps_of(&years);
        let mut differences: Vec<&Difference> = comparison
            .differences
            .iter()
            .filter(|difference| wanted(difference.by, &difference.key))
            .collect();
        if self.json {
            let told: Vec<Told> = differences
                .iter()
                .map(|difference| Told {
                    difference,
                    sentence: Verdict::sentence(difference),
                    corrected: difference.family_words(),
                    meetings: difference.meetings_words(plan.alpha),
                    statements: plan.selection,
                    confidence: plan.confidence,
                    gaps,
                })
                .collect();
            if !self.words {
                return output::say_json(&told);
            }
            return output::say_json(&ToldWords {
                differences: told,
                entries: comparison
                    .shifts
                    .iter()
                    .filter(|shift| wanted(shift.by, &shift.key))
                    .map(|shift| told_shift(shift, &words.entries))
                    .collect(),
                words: words.missed.iter().filter(|word| wanted(word.by, &word.key)).collect(),
            });
        }
        if by == By::Speaker && keys.is_empty() {
            // Everything together stands on top, as the measure of the single ones.
            differences.splice(0..0, comparison.differences.iter().filter(|difference| difference.by == By::All));
        }
        let mut text = table(&differences, years, by);
        let net = |difference: &&&Difference| difference.measure == Measure::Net;
        let _ = writeln!(text, "{}.", capital(plan.selection.words()));
        let _ = writeln!(text, "Statements without a speaker: {}.", gaps.without_speaker());
        if let Some(words) = gaps.left_out(plan.confidence) {
            let _ = writeln!(text, "Statements {words}.");
        }
        if let Some(told) = differences
            .iter()
            .filter(net)
            .find_map(|difference| difference.meetings_words(plan.alpha))
        {
            let _ = writeln!(text, "{told}");
        }
        if self.words {
            let groups: Vec<&Difference> = differences
                .iter()
                .filter(net)
                .filter(|difference| difference.delta.is_some())
                .copied()
                .collect();
            for difference in groups {
                text.push_str(&words_of(difference, &words));
            }
            if !run.manifest().settings.text {
                text.push_str("\nThis run holds no text, so words that no entry knows cannot be told.\n");
            }
        }
        output::say(&text)
    }
}

/// The years that a comparison of this run could name.
fn years_there(comparison: &Comparison) -> String {
    let there: Vec<String> = comparison
        .gaps
        .iter()
        .filter(|(_, gaps)| gaps.counted > 0)
        .map(|(year, _)| year.to_string())
        .collect();
    match there.as_slice() {
        [] => "No statement of this run that counts belongs to a year. Its table `articles` says in `dated_why` why; `--all` counts indirect statements too.".to_owned(),
        [year] => format!("All statements of this run that count are of {year}, so there is nothing to compare them with; `--all` counts indirect statements too."),
        [years @ .., last] => format!("This run has such statements of {} and {last}; `--all` counts indirect statements too.", years.join(", ")),
    }
}

fn told_shift<'a>(shift: &'a Shift, entries: &'a [String]) -> ToldShift<'a> {
    let (entry, rules) = label(shift, entries);
    ToldShift {
        by: shift.by,
        key: &shift.key,
        measure: shift.measure,
        entry,
        rules,
        from: shift.from,
        to: shift.to,
        delta: shift.delta,
    }
}

/// What a shift is of: an entry and its rules, a person, or the model.
fn label<'a>(shift: &Shift, entries: &'a [String]) -> (&'a str, &'a str) {
    match shift.entry {
        None => (ShiftRow::LEARNED, ""),
        Some(entry) => entries.get(entry as usize).map_or(("", ""), |label| ShiftRow::parts(label)),
    }
}

/// What made a group's change in net tone, and the words that no entry knows.
fn words_of(difference: &Difference, words: &Words) -> String {
    let mut text = String::new();
    // What no entry did has its line, however little it is: the reader must see that the lines are the whole.
    let (mut shifts, by_no_entry): (Vec<&Shift>, Vec<&Shift>) = words
        .comparison
        .shifts
        .iter()
        .filter(|shift| (shift.by, &shift.key, shift.measure) == (difference.by, &difference.key, difference.measure))
        .partition(|shift| shift.entry.is_some());
    shifts.sort_by(|one, other| other.delta.abs().total_cmp(&one.delta.abs()).then(one.entry.cmp(&other.entry)));
    let name = shown_name(difference);
    let _ = writeln!(text, "\nWhat moved net tone by {:+.3}, {name}:", difference.delta.unwrap_or(0.0) + 0.0);
    let (shown, rest) = shifts.split_at(shifts.len().min(MOST_WORDS));
    for shift in shown.iter().chain(&by_no_entry) {
        let (entry, rules) = label(shift, &words.entries);
        let rules = if rules.is_empty() { String::new() } else { format!(" [{rules}]") };
        let _ = writeln!(text, "  {:+.3}  {entry}{rules}", shift.delta + 0.0);
    }
    if !rest.is_empty() {
        let delta: f64 = rest.iter().map(|shift| shift.delta).sum();
        let _ = writeln!(text, "  {:+.3}  {} others together", delta + 0.0, rest.len());
    }
    let missed: Vec<&Key> = words
        .missed
        .iter()
        .filter(|word| (word.by, &word.key) == (difference.by, &difference.key))
        .collect();
    for (year, second) in [(difference.from_year, false), (difference.to_year, true)] {
        let of: Vec<String> = missed
            .iter()
            .filter(|word| (word.z > 0.0) == second)
            .take(MOST_WORDS)
            .map(|word| format!("{} ({} : {})", word.word, word.from, word.to))
            .collect();
        if !of.is_empty() {
            let _ = writeln!(
                text,
                "Words of {year} that no entry knows, {name} ({} : {}): {}.",
                difference.from_year,
                difference.to_year,
                of.join(", ")
            );
        }
    }
    text
}

fn shown_name(difference: &Difference) -> &str {
    if difference.by == By::All { "all together" } else { &difference.name }
}

/// The table a person reads: a row a group, with the change of its net tone, and what can be said of each measure; then what the numbers are.
fn table(differences: &[&Difference], years: [i16; 2], by: By) -> String {
    let all = differences.iter().filter(|difference| difference.measure == Measure::Net);
    // With many groups, those of one year only are named in a line; with few, each gets its row and sentence.
    let (mut net, one_year): (Vec<&&Difference>, Vec<&&Difference>) =
        all.partition(|difference| difference.verdict != Verdict::OneYearOnly || differences.len() <= 3 * Measure::ALL.len());
    net.sort_by_key(|difference| {
        let size = difference.delta.map_or(-1, |delta| (delta.abs() * 1e6).round() as i64);
        (difference.by, std::cmp::Reverse(size), difference.key.as_str())
    });
    if net.is_empty() && one_year.is_empty() {
        let [from, to] = years;
        let why = match by {
            By::Side => "the study's sides lexicon must know whose the speakers are (`sides` in the study)",
            By::Role => "no speaker of these statements was found with an office",
            By::Outlet => "no outlet of these articles is known: it comes from the page, or from `outlet` in the study's entry of the article",
            By::All | By::Speaker => "none of these statements has a speaker who was found",
        };
        return format!("Nothing to compare by {}: {why}. Statements of {from} and {to} there are.\n", by.as_str());
    }
    let find = |net: &Difference, measure: Measure| {
        differences
            .iter()
            .find(|other| (other.by, &other.key, other.measure) == (net.by, &net.key, measure))
    };
    let value = |estimate: &Option<Estimate>| {
        estimate
            .as_ref()
            .map_or_else(|| "–".to_owned(), |estimate| format!("{:.2}", estimate.value + 0.0))
    };
    let pair = |difference: Option<&&Difference>| {
        difference.map_or_else(
            || "–".to_owned(),
            |difference| format!("{} → {}", value(&difference.from), value(&difference.to)),
        )
    };
    let with_meetings = net
        .iter()
        .any(|difference| [difference.from, difference.to].iter().flatten().any(|estimate| estimate.meetings > 0));
    let basis = |estimate: &Option<Estimate>| {
        let Some(estimate) = estimate else { return "0".to_owned() };
        let mut text = format!("{}/{}", estimate.statements, estimate.articles);
        if with_meetings {
            let _ = write!(text, "/{}", estimate.meetings);
        }
        if let Some(effective) = estimate.effective {
            let _ = write!(text, " ≈{effective:.0}");
        }
        text
    };
    let corrected = net.iter().find(|difference| difference.p_adjusted.is_some());
    let p_header = corrected.map_or_else(|| "p corr.".to_owned(), |difference| format!("p {}", difference.correction.words()));
    let [from, to] = years.map(|year| year.to_string());
    let header = [
        String::new(),
        "hostility".to_owned(),
        "conciliation".to_owned(),
        "net tone".to_owned(),
        "change".to_owned(),
        "95 % interval".to_owned(),
        "p".to_owned(),
        p_header,
        from,
        to,
    ];
    let p = |p: Option<f64>| p.map_or_else(|| "–".to_owned(), |p| format!("{p:.3}"));
    let mut rows = vec![header];
    for difference in &net {
        rows.push([
            shortened(shown_name(difference)),
            pair(find(difference, Measure::Hostility)),
            pair(find(difference, Measure::Conciliation)),
            pair(Some(difference)),
            difference.delta.map_or_else(|| "–".to_owned(), |delta| format!("{:+.2}", delta + 0.0)),
            difference
                .low
                .zip(difference.high)
                .map_or_else(|| "–".to_owned(), |(low, high)| format!("{low:+.2} to {high:+.2}")),
            p(difference.p),
            p(difference.p_adjusted),
            basis(&difference.from),
            basis(&difference.to),
        ]);
    }
    let widths: Vec<usize> = (0..rows[0].len())
        .map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0))
        .collect();
    let mut text = format!(
        "{} → {} (hostility and conciliation 0 to 4; change, interval and p are of net tone)\n\n",
        years[0], years[1]
    );
    for (index, row) in rows.iter().enumerate() {
        let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| {
            let gap = " ".repeat(width - cell.chars().count());
            if column == 0 { format!("{cell}{gap}") } else { format!("{gap}{cell}") }
        });
        let _ = writeln!(text, "{}", cells.collect::<Vec<_>>().join("  ").trim_end());
        if let Some(net) = index.checked_sub(1).and_then(|index| net.get(index)) {
            text.push_str(&verdicts(&Measure::ALL.map(|measure| find(net, measure).copied())));
            text.push_str(&single_articles(net));
        }
    }
    for year in years {
        let names: Vec<&str> = one_year
            .iter()
            .filter(|difference| {
                if year == years[0] {
                    difference.from.is_some()
                } else {
                    difference.to.is_some()
                }
            })
            .map(|difference| difference.name.as_str())
            .collect();
        if !names.is_empty() {
            let _ = writeln!(text, "\nIn {year} only: {}.", names.join(", "));
        }
    }
    text.push_str(&legend(&net, with_meetings));
    text
}

/// What can be said of a group's measures, a line each; once where the same holds for all.
fn verdicts(measures: &[Option<&Difference>; 3]) -> String {
    let told: Vec<(Measure, String)> = measures
        .iter()
        .flatten()
        .map(|difference| (difference.measure, Verdict::sentence(difference)))
        .collect();
    let mut text = String::new();
    match told.first() {
        Some((_, first)) if told.iter().all(|(_, sentence)| sentence == first) => {
            let _ = writeln!(text, "    {first}");
        }
        _ => {
            for (measure, sentence) in told {
                let name = if measure == Measure::Net { "net tone" } else { measure.as_str() };
                let _ = writeln!(text, "    {name}: {sentence}");
            }
        }
    }
    text
}

/// What single articles do to a change in net tone.
fn single_articles(net: &Difference) -> String {
    let Some(without) = &net.without_one else { return String::new() };
    let verdict = match without.flips {
        Some(true) => "; leaving one out makes the verdict on net tone another",
        Some(false) => "; the verdict on net tone stays",
        None => "",
    };
    format!(
        "    without any one article: {:+.2} to {:+.2}, moved most by {}{verdict}\n",
        without.lowest + 0.0,
        without.highest + 0.0,
        without.moved_by
    )
}

/// What the columns are.
fn legend(net: &[&&Difference], with_meetings: bool) -> String {
    let mut text = format!(
        "\nUnder the years: statements/articles{}, ≈ as many independent statements.\n",
        if with_meetings { "/meetings" } else { "" }
    );
    let made = |method: Method| net.iter().any(|difference| difference.interval == Some(method));
    let how = match (made(Method::T), made(Method::Bootstrap)) {
        (true, true) => "Intervals by Welch's t on articles' means, where both years have 20 articles by the studentized bootstrap; not corrected.\n",
        (true, false) => "Intervals by Welch's t on articles' means; not corrected.\n",
        (false, true) => "Intervals by the studentized bootstrap of articles; not corrected.\n",
        (false, false) => "",
    };
    text.push_str(how);
    let mut families: Vec<String> = net.iter().filter_map(|difference| difference.family_words()).collect();
    families.dedup();
    if !families.is_empty() {
        let _ = writeln!(text, "p by permutation of articles; corrected by {}.", families.join("; "));
    }
    text
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A name that leaves room for the numbers.
fn shortened(name: &str) -> String {
    const MOST: usize = 32;
    if name.chars().count() <= MOST {
        name.to_owned()
    } else {
        name.chars().take(MOST - 1).chain(['…']).collect()
    }
}
