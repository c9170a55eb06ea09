//! `detente compare`: one year's tone against another's, in the terminal, from a run's tables.

use super::{error::CliError, output};
use clap::{Args, ValueEnum};
use detente::compare::{By, Difference, Estimate, Gaps, Measure, Selection, Verdict};
use detente::pipeline::Run;
use detente::report::Roster;
use serde::Serialize;
use std::fmt::Write;
use std::path::PathBuf;

/// Compare the tone of two years, from the tables of a run
///
/// A group's value is its articles' means averaged; the test permutes articles. Where there are too few articles for any test, the verdict says so and what
/// would be enough.
#[derive(Args)]
#[command(after_help = "Examples:
  detente compare results/nrc 2016 2022
  detente compare results/nrc 2016 2022 --by side --statements direct
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
    /// Group by speaker, by side, or all together
    #[arg(long, value_enum, default_value = "speaker")]
    by: ByChoice,
    /// Only these speakers: a name, a part of it, or an id; may be given several times
    #[arg(long, value_name = "NAME")]
    speaker: Vec<String>,
    /// Which statements count: direct ones, direct and mixed ones (verbatim), or all [default: as the run]
    #[arg(long, value_enum)]
    statements: Option<StatementsChoice>,
    /// Count only statements whose bounds and speaker are both at least this sure, 0 to 1: 0.7 leaves out the doubtful ones [default: as the run]
    #[arg(long, value_name = "SHARE", value_parser = confidence)]
    confidence: Option<f64>,
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
    All,
}

#[derive(Clone, Copy, ValueEnum)]
enum StatementsChoice {
    Direct,
    Verbatim,
    All,
}

/// What `--json` prints: a difference with its verdict in words.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    difference: &'a Difference,
    sentence: String,
    /// The least confidence of the statements compared.
    confidence: f64,
    /// Of the statements of both years, whoever said them: how many have no speaker, how many were left out as doubtful.
    gaps: Gaps,
}

impl Compare {
    pub fn run(self) -> Result<(), CliError> {
        let run = Run::open(&self.run)?;
        let mut plan = run.plan();
        plan.years = Some([self.from, self.to]);
        plan.selection = match self.statements {
            None => plan.selection,
            Some(StatementsChoice::Direct) => Selection::Direct,
            Some(StatementsChoice::Verbatim) => Selection::Verbatim,
            Some(StatementsChoice::All) => Selection::All,
        };
        plan.confidence = self.confidence.unwrap_or(plan.confidence);
        let roster = Roster::new(run.speakers()?);
        let keys: Vec<String> = self
            .speaker
            .iter()
            .map(|name| roster.find(name).map(|speaker| speaker.id.clone()))
            .collect::<Result<_, _>>()?;
        let comparison = run.compare(&plan)?;
        let by = match self.by {
            _ if !keys.is_empty() => By::Speaker,
            ByChoice::Speaker => By::Speaker,
            ByChoice::Side => By::Side,
            ByChoice::All => By::All,
        };
        let wanted = |difference: &&Difference| difference.by == by && (keys.is_empty() || keys.contains(&difference.key));
        let gaps = comparison.gaps_of(&[self.from, self.to]);
        let mut differences: Vec<&Difference> = comparison.differences.iter().filter(wanted).collect();
        if self.json {
            let told: Vec<Told> = differences
                .iter()
                .map(|difference| Told {
                    difference,
                    sentence: Verdict::sentence(difference),
                    confidence: plan.confidence,
                    gaps,
                })
                .collect();
            return output::say_json(&told);
        }
        if by == By::Speaker && keys.is_empty() {
            // Everything together stands on top, as the measure of the single ones.
            differences.splice(0..0, comparison.differences.iter().filter(|difference| difference.by == By::All));
        }
        let below = format!("Statements without a speaker: {}.\n", gaps.without_speaker());
        let left_out = gaps.left_out(plan.confidence).map(|words| format!("Statements {words}.\n"));
        output::say(&(table(&differences, [self.from, self.to]) + &below + &left_out.unwrap_or_default()))
    }
}

/// The table a person reads: a row a group, the net tone of both years, the change, the verdict.
fn table(differences: &[&Difference], years: [i16; 2]) -> String {
    let all = differences.iter().filter(|difference| difference.measure == Measure::Net);
    // With many groups, those of one year only are named in a line; with few, each gets its row and sentence.
    let (mut net, one_year): (Vec<&&Difference>, Vec<&&Difference>) =
        all.partition(|difference| difference.verdict != Verdict::OneYearOnly || differences.len() <= 3 * Measure::ALL.len());
    net.sort_by_key(|difference| {
        let size = difference.delta.map_or(-1, |delta| (delta.abs() * 1e6).round() as i64);
        (difference.by, std::cmp::Reverse(size), difference.key.as_str())
    });
    if net.is_empty() && one_year.is_empty() {
        return format!(
            "Nothing to compare: no statement that counts in {} or {} belongs to a group of this kind. By side, the study's sides lexicon must know whose the speakers are (`sides` in the study).\n",
            years[0], years[1]
        );
    }
    let find = |net: &Difference, measure: Measure| {
        differences
            .iter()
            .find(|other| (other.by, &other.key, other.measure) == (net.by, &net.key, measure))
    };
    let value = |estimate: &Option<Estimate>| {
        estimate
            .as_ref()
            .map_or_else(|| "–".to_owned(), |estimate| format!("{:.2}", estimate.value))
    };
    let pair = |difference: Option<&&Difference>| {
        difference.map_or_else(
            || "–".to_owned(),
            |difference| format!("{} → {}", value(&difference.from), value(&difference.to)),
        )
    };
    let basis = |estimate: &Option<Estimate>| {
        estimate
            .as_ref()
            .map_or_else(|| "0".to_owned(), |estimate| format!("{}/{}", estimate.statements, estimate.articles))
    };
    let [from, to] = years.map(|year| year.to_string());
    let header = ["", "hostility", "conciliation", "net tone", "change", "95 % interval", "p", &from, &to].map(str::to_owned);
    let mut rows = vec![header];
    for difference in &net {
        rows.push([
            if difference.by == By::All {
                "all together".to_owned()
            } else {
                shortened(&difference.name)
            },
            pair(find(difference, Measure::Hostility)),
            pair(find(difference, Measure::Conciliation)),
            pair(Some(difference)),
            difference.delta.map_or_else(|| "–".to_owned(), |delta| format!("{:+.2}", delta + 0.0)),
            difference
                .low
                .zip(difference.high)
                .map_or_else(|| "–".to_owned(), |(low, high)| format!("{low:+.2} to {high:+.2}")),
            difference
                .p_adjusted
                .or(difference.p)
                .map_or_else(|| "–".to_owned(), |p| format!("{p:.3}")),
            basis(&difference.from),
            basis(&difference.to),
        ]);
    }
    let widths: Vec<usize> = (0..rows[0].len())
        .map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0))
        .collect();
    let mut text = format!(
        "{} → {} (hostility and conciliation 0 to 4; statements/articles under the years)\n\n",
        years[0], years[1]
    );
    for (index, row) in rows.iter().enumerate() {
        let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| {
            let gap = " ".repeat(width - cell.chars().count());
            if column == 0 { format!("{cell}{gap}") } else { format!("{gap}{cell}") }
        });
        let _ = writeln!(text, "{}", cells.collect::<Vec<_>>().join("  ").trim_end());
        if let Some(difference) = index.checked_sub(1).and_then(|index| net.get(index)) {
            let _ = writeln!(text, "    {}", Verdict::sentence(difference));
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
    text.push('\n');
    text
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
