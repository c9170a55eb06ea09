//! The ledger beside a run, from the command line: every lexicon that is tried is written down, and what stands there is said. The one place that asks the time.

use super::{error::CliError, output};
use detente::pipeline::Run;
use detente::report::{Ledger, Tried};
use std::path::Path;

/// Writes down that a run was made with its lexicons (and, with `freeze`, that these are pinned), warns where others were pinned, and says how many this comparison has been run with.
pub fn note(results: &Path, command: &str, changed: Vec<String>, run: &Run, freeze: bool) -> Result<String, CliError> {
    let manifest = run.manifest();
    let path = Ledger::path(results, &manifest.study.name);
    let mut ledger = Ledger::read(&path)?;
    for (line, why) in &ledger.broken {
        output::complain(&format!(
            "warning: {}, line {line}, cannot be read ({why}); it was left as it is and counts nowhere.",
            path.display()
        ));
    }
    let now = jiff::Timestamp::now();
    let time = jiff::Timestamp::from_second(now.as_second()).unwrap_or(now).to_string();
    let tried = Tried::of(command, time, changed, manifest, &run.comparison()?);
    if let Some(frozen) = ledger.frozen().filter(|frozen| frozen.rater != tried.rater && !freeze) {
        output::complain(&format!(
            "WARNING: the lexicons were frozen on {} ({}), and this run used others ({}). It is not the comparison that was planned: say so where you report it.",
            frozen.time,
            short(&frozen.rater),
            short(&tried.rater)
        ));
    }
    let mut add = |tried: Tried| -> Result<(), CliError> {
        Ledger::append(&path, &tried)?;
        ledger.lines.push(tried);
        Ok(())
    };
    if freeze {
        if tried.years.is_some() {
            output::complain(
                "warning: both years had been read when the lexicons were frozen. Freeze them over the first year's articles alone, before the second is opened.",
            );
        }
        add(Tried {
            command: "freeze".to_owned(),
            ..tried.clone()
        })?;
        output::complain(&format!("The lexicons are frozen: {} in {}.", short(&tried.rater), path.display()));
    }
    if command != "freeze" {
        add(tried.clone())?;
    }
    Ok(match ledger.lexicons(&tried) {
        0 => "No run of this comparison is written down.".to_owned(),
        1 => "This comparison has been run with one lexicon.".to_owned(),
        many => format!("This comparison has been run with {many} lexicons; {} lists them.", path.display()),
    })
}

/// The first digits of a hash, as folders show them.
fn short(hash: &str) -> &str {
    hash.get(..8).unwrap_or(hash)
}
