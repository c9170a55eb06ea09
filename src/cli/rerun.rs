//! `detente rerun`: a run rated again with other lexicons, and what that changed.

use super::{error::CliError, history, lexicons::Lexicons, output, progress::Bar};
use clap::Args;
use detente::compare::{By, Measure, Verdict};
use detente::pipeline::{self, ChangedStatement, Effect, Options};
use detente::tone::{What, points};
use std::fmt::Write;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Rate a run again with other lexicons, and say what that changed, down to the entry
///
/// Only statements that a changed entry can touch are rated; the articles are not needed. The new run stands beside the old one as NAME@HASH and is, byte for byte,
/// what `detente run` would make with these lexicons.
#[derive(Args)]
#[command(after_help = "Examples:
  detente rerun results/nrc --lexicon my/hostility.toml
  detente rerun results/nrc --set 'hostility.threat:consequences=2' --drop 'blam*'
  detente rerun results/nrc --rules my/rules.toml --out elsewhere")]
pub struct Rerun {
    /// The folder of a run
    #[arg(value_name = "RUN")]
    run: PathBuf,
    #[command(flatten)]
    lexicons: Lexicons,
    /// Write the results to a folder in DIR [default: where the run stands]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Use N threads; the result is the same for any N [default: as many as the machine has]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// Print nothing but errors
    #[arg(long, short)]
    quiet: bool,
}

impl Rerun {
    pub fn run(self) -> Result<(), CliError> {
        let run = pipeline::Run::open(&self.run)?;
        let change = self.lexicons.change()?;
        let results = beside(&self.run);
        if self.lexicons.freeze && change.is_empty() {
            history::note(&results, "freeze", Vec::new(), &run, true)?;
            return Ok(());
        }
        let bar = Bar::new(self.quiet);
        let options = Options {
            out: self.out.unwrap_or_else(|| results.clone()),
            threads: self.threads.map(NonZeroUsize::get),
            progress: &|progress| bar.told(progress),
        };
        // What the change did is said before anything is drawn; whether it could be said is asked afterwards.
        let said = Mutex::new(Ok(()));
        let done = run.rerun_telling(&change, &options, &|effect| {
            if !self.quiet {
                *said.lock().unwrap_or_else(PoisonError::into_inner) = bar.aside(|| output::say(&told(effect)));
            }
        });
        bar.clear();
        let done = done?;
        said.into_inner().unwrap_or_else(PoisonError::into_inner)?;
        let tried = history::note(&results, "rerun", done.effect.changed(), &done.run, self.lexicons.freeze)?;
        let changes = done.effect.write(&run, &done.run, &tried)?;
        if self.quiet {
            return Ok(());
        }
        output::say(&format!(
            "{tried}\nopen {} for what the change did, {} for the new run\n",
            changes.join("changes.html").display(),
            done.run.folder().join("report.html").display()
        ))
    }
}

/// The folder in which a run stands.
fn beside(run: &Path) -> PathBuf {
    match run.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Changes, statements and differences that the terminal shows.
const SHOWN: usize = 10;

/// What changed, in a line.
fn summary(effect: &Effect) -> String {
    format!(
        "{} changed; {} of {} statements rated again, {} moved",
        counted(effect.changes.len(), "entry", "entries"),
        effect.rated,
        effect.of,
        effect.statements.len()
    )
}

/// What changed and what that did to the headline, in two lines.
pub fn in_brief(effect: &Effect) -> String {
    match effect.headline() {
        _ if effect.changes.is_empty() => NOTHING.to_owned(),
        None => summary(effect),
        Some(headline) => format!("{}\n{}", summary(effect), difference(headline)),
    }
}

/// Said where no entry and no rule is other.
const NOTHING: &str = "Nothing that can change a rating is other than before.";

/// What changed, for a person.
pub fn told(effect: &Effect) -> String {
    if effect.changes.is_empty() {
        return format!("{NOTHING}\n");
    }
    let mut text = summary(effect) + "\n";
    let headline = effect.headline();
    let weight = |weight: Option<i64>| weight.map_or_else(|| "–".to_owned(), |weight| points(weight).to_string());
    let mut order: Vec<usize> = (0..effect.changes.len()).collect();
    let size = |index: usize| effect.moves[index].1.iter().map(|sum| sum.abs()).sum::<i64>();
    order.sort_by_key(|&index| (std::cmp::Reverse(size(index)), index));
    for &index in order.iter().take(SHOWN) {
        let (change, (statements, _)) = (&effect.changes[index], &effect.moves[index]);
        let what = match change.what {
            What::Reweighted => format!("{} → {}", weight(change.before), weight(change.after)),
            What::Added | What::Removed if change.dimension.is_some() => {
                format!("{} {}", change.what.as_str(), weight(change.before.or(change.after)))
            }
            _ => change.what.as_str().to_owned(),
        };
        let share = headline.and_then(|headline| headline.shares.iter().find(|(change, _)| *change as usize == index));
        let share = share.map_or_else(String::new, |(_, [.., delta])| format!("; {delta:+.3} of the change between the years"));
        let _ = writeln!(
            text,
            "  {} ({what}): moved {}{share}",
            change.name,
            counted(*statements as usize, "statement", "statements")
        );
    }
    more(&mut text, effect.changes.len());
    for one in effect.differences.iter().filter(|one| one.after.by == By::All) {
        let _ = writeln!(text, "{}", difference(one));
    }
    let flipped: Vec<String> = effect
        .differences
        .iter()
        .filter(|one| one.flipped())
        .map(|one| {
            let word = |verdict: Verdict| verdict.as_str().replace('-', " ");
            let (name, measure) = (&one.after.name, one.after.measure.as_str());
            format!("  {name}, {measure}: {} → {}", word(one.before.verdict), word(one.after.verdict))
        })
        .collect();
    match flipped.len() {
        0 => text.push_str("No verdict is another.\n"),
        n => {
            let _ = writeln!(
                text,
                "{} another:\n{}",
                if n == 1 {
                    "One verdict is".to_owned()
                } else {
                    format!("{n} verdicts are")
                },
                flipped.join("\n")
            );
        }
    }
    for one in effect.statements.iter().take(SHOWN) {
        let _ = writeln!(text, "{}", statement(one));
    }
    more(&mut text, effect.statements.len());
    text
}

/// "net tone: −0.31 in 2016, −0.62 in 2022, change −0.31; before …".
fn difference(one: &detente::compare::change::Moved) -> String {
    let value = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{:.3}", value + 0.0));
    let year = |estimate: Option<detente::compare::Estimate>| value(estimate.map(|estimate| estimate.value));
    let (before, after) = (&one.before, &one.after);
    let measure = if after.measure == Measure::Net {
        "net tone"
    } else {
        after.measure.as_str()
    };
    format!(
        "{measure}: {} → {} in {}, {} → {} in {}, the change between them {} → {}",
        value(before.from),
        year(after.from),
        after.from_year,
        value(before.to),
        year(after.to),
        after.to_year,
        value(before.delta),
        value(after.delta)
    )
}

/// A statement with what moved it.
fn statement(one: &ChangedStatement) -> String {
    let net = |[hostility, conciliation]: [i64; 2]| points(conciliation - hostility);
    let name = one.row.name.as_deref().unwrap_or("no speaker");
    let year = one.row.year.map_or_else(String::new, |year| format!(", {year}"));
    let words: String = one.row.text.as_deref().unwrap_or("").chars().take(100).collect();
    // Where the reporting words made the move, the statement alone would not show why.
    let cue = one.cue().map_or_else(String::new, |cue| format!(" [{cue}]"));
    format!(
        "  net {:+.2} → {:+.2}  {name}{year}{cue}: {}",
        net(one.before),
        net(one.after),
        words.replace('\n', " ")
    )
}

fn more(text: &mut String, of: usize) {
    if of > SHOWN {
        let _ = writeln!(text, "  and {} more", of - SHOWN);
    }
}

fn counted(n: usize, one: &str, more: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { more })
}
