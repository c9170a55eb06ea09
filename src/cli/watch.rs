//! `detente watch`: a study rated again whenever a lexicon is saved, shown in the browser.

use super::{error::CliError, history, output, progress::Bar, rerun};
use clap::Args;
use detente::pipeline::Effect;
use detente::watch::{Server, Shared, Step, Watch};
use miette::GraphicalReportHandler;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

/// How often the files are looked at.
const LOOK: Duration = Duration::from_millis(200);

/// Run a study, show its report in the browser, and rate it again whenever a lexicon is saved
///
/// The page is served to this machine only, and loads itself again. A mistake in a lexicon stands in the terminal and on the page, with line and column, while the last good result stays.
/// A changed lexicon is rated from the tables; a changed study file makes the whole run again. End it with Ctrl-C.
#[derive(Args)]
#[command(after_help = "Examples:
  detente watch study.toml
  detente watch study.toml --port 8080 --out tried")]
pub struct Watched {
    /// The study
    #[arg(value_name = "STUDY.toml")]
    study: PathBuf,
    /// Write the results to folders in DIR
    #[arg(long, value_name = "DIR", default_value = "results")]
    out: PathBuf,
    /// Serve the page at this port of the machine; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    port: u16,
    /// Use N threads [default: as many as the machine has]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
}

impl Watched {
    pub fn run(self) -> Result<(), CliError> {
        let bar = Bar::new(false);
        let (mut watch, run) = Watch::begin(&self.study, &self.out, self.threads.map(NonZeroUsize::get), &|progress| {
            bar.told(progress)
        })?;
        bar.clear();
        let server = Server::bind(self.port).map_err(|why| CliError::Port {
            port: self.port,
            why: why.to_string(),
        })?;
        let shared = Shared::default();
        let tried = history::note(&self.out, "watch", Vec::new(), &run, false)?;
        show(&shared, &run, format!("The study as it stands. {tried}"))?;
        output::say(&format!("{tried}\nopen {}\n", server.address()))?;
        server.serve(shared.clone());
        loop {
            std::thread::sleep(LOOK);
            // What a change did is said at once, on the page too; the charts follow when they are drawn.
            let told = |effect: &Effect| {
                let mut shown = shared.lock();
                shown.said = format!(
                    "{}\nThe charts below are those of before; new ones are being drawn.",
                    rerun::in_brief(effect)
                );
                shown.error = None;
            };
            match watch.step(&|_| (), &told) {
                Ok(Step::Same) => {}
                Ok(Step::Made(run)) => {
                    let tried = history::note(&self.out, "watch", Vec::new(), &run, false)?;
                    let said = format!("The study was run again. {tried}");
                    show(&shared, &run, said.clone())?;
                    output::say(&format!("{said}\n"))?;
                }
                Ok(Step::Rated(run, effect)) => {
                    let tried = history::note(&self.out, "watch", effect.changed(), &run, false)?;
                    let said = format!("{}\n{tried}", rerun::in_brief(&effect));
                    show(&shared, &run, said.clone())?;
                    output::say(&format!("{said}\n"))?;
                }
                Err(error) => {
                    let mut text = String::new();
                    // Writing to a String does not fail.
                    let _ = GraphicalReportHandler::new_themed(miette::GraphicalTheme::unicode_nocolor())
                        .with_width(110)
                        .render_report(&mut text, &error);
                    shared.lock().error = Some(text);
                    output::complain(&format!("{:?}", miette::Report::new(error)));
                }
            }
        }
    }
}

/// Puts a result on the page.
fn show(shared: &Shared, run: &detente::Run, said: String) -> Result<(), CliError> {
    let path = run.folder().join("report.html");
    let report = std::fs::read_to_string(&path).map_err(|why| CliError::Unread {
        path: path.display().to_string(),
        why: why.to_string(),
    })?;
    let mut shown = shared.lock();
    shown.version += 1;
    shown.report = report;
    shown.said = said;
    shown.error = None;
    Ok(())
}
