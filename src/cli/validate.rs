//! `detente validate`: a run's ratings against hand coding.

use super::{error::CliError, output};
use clap::Args;
use detente::pipeline::{DimensionAgreement, Format, Run, Validation, write_drawings};
use std::fmt::Write;
use std::path::PathBuf;

/// Compare a run's ratings with hand coding: filled sheets of `detente sample`, one of each coder
///
/// A sheet has the columns statement, hostility and conciliation, with grades from 0 to 4; rows without grades are passed over. Alpha is Krippendorff's for ordinal grades: 1 is perfect agreement, 0 chance. What to hold the instrument to is the alpha between coders, which stands beside its own. AUC is the chance that a statement graded as clearly hostile (1.5 and more), or as conciliatory (1 and more), is rated above one that is not.
#[derive(Args)]
#[command(after_help = "Examples:
  detente validate results/nrc anna.csv ben.csv
  detente validate results/nrc anna.csv -o validation
  detente validate results/nrc anna.csv ben.csv --json | jq '.dimensions[].drift.sentence'")]
pub struct Validate {
    /// The folder of a run
    #[arg(value_name = "RUN")]
    run: PathBuf,
    /// Filled sheets, one of each coder
    #[arg(value_name = "SHEET.csv", required = true)]
    sheets: Vec<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Also draw grades against ratings: agreement.svg and agreement.png in DIR
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

/// Unknown ids named of a sheet.
const MOST_UNKNOWN: usize = 5;

impl Validate {
    pub fn run(self) -> Result<(), CliError> {
        let validation = Run::open(&self.run)?.validate(&self.sheets)?;
        if let Some(folder) = &self.output {
            let drawing = validation.draw().map_err(detente::pipeline::RunError::from)?;
            for path in write_drawings(folder, &[drawing], Format::Both)? {
                output::complain(&path.display().to_string());
            }
        }
        if self.json {
            return output::say_json(&validation);
        }
        output::say(&told(&validation))
    }
}

/// A figure, or a dash where it cannot be told.
fn figure(figure: Option<f64>) -> String {
    figure.map_or_else(|| "–".to_owned(), |figure| format!("{figure:.2}"))
}

fn told(validation: &Validation) -> String {
    let mut text = String::new();
    let coders = validation.coders.len();
    let _ = writeln!(
        text,
        "{} statement{}, graded by {coders} coder{}:",
        validation.statements,
        if validation.statements == 1 { "" } else { "s" },
        if coders == 1 { "" } else { "s" }
    );
    for coder in &validation.coders {
        let _ = writeln!(text, "  {}: {} graded", coder.sheet, coder.graded);
        if !coder.unknown.is_empty() {
            let named: Vec<&str> = coder.unknown.iter().take(MOST_UNKNOWN).map(String::as_str).collect();
            let more = if coder.unknown.len() > MOST_UNKNOWN { ", …" } else { "" };
            let _ = writeln!(
                text,
                "    passed over, since this run has no such statement: {} ({}{more}); another run's, or ids that a spreadsheet took for numbers",
                coder.unknown.len(),
                named.join(", ")
            );
        }
    }
    if validation.rated_by_hand > 0 {
        let _ = writeln!(
            text,
            "  {} of them are rated by hand in the study; here they stand as the instrument rated them",
            validation.rated_by_hand
        );
    }
    let _ = writeln!(
        text,
        "\n{:8}  {:12}  {:>5}  {:>5}  {:>5}  {:>14}  {:>5}  {:>10}",
        "rating", "", "n", "rho", "alpha", "between coders", "AUC", "mean error"
    );
    for rating in &validation.ratings {
        let _ = writeln!(
            text,
            "{:8}  {:12}  {:>5}  {:>5}  {:>5}  {:>14}  {:>5}  {:>10.2}",
            rating.rating,
            rating.dimension.as_str(),
            rating.n,
            figure(rating.rho),
            figure(rating.alpha),
            figure(rating.alpha_coders),
            figure(rating.auc),
            rating.error
        );
    }
    let _ = writeln!(text, "\nThis run compares the {}. Of it:", validation.compared);
    for dimension in &validation.dimensions {
        look(&mut text, dimension);
    }
    if !validation.worst.is_empty() {
        let _ = writeln!(text, "\nFurthest off (graded, rated)");
    }
    for worst in &validation.worst {
        let _ = writeln!(
            text,
            "  {}  {:12}  {:.2}  {:.2}  {}",
            worst.statement,
            worst.dimension.as_str(),
            worst.graded,
            worst.rated,
            worst.text.as_deref().unwrap_or_default()
        );
    }
    text
}

/// One dimension: confusion, calibration, years.
fn look(text: &mut String, look: &DimensionAgreement) {
    let name = look.dimension.as_str();
    let _ = writeln!(
        text,
        "\n{name}, graded (down) by rated (across), rounded\n       {:>6}{:>6}{:>6}{:>6}{:>6}",
        0, 1, 2, 3, 4
    );
    for (graded, row) in look.confusion.iter().enumerate() {
        let cells: String = row.iter().map(|count| format!("{count:>6}")).collect();
        let _ = writeln!(text, "  {graded:>5}{cells}");
    }
    let _ = writeln!(text, "\n{name}, calibration: mean grade by rating");
    for bin in &look.calibration {
        let rated = if bin.up_to == 0.0 {
            "0".to_owned()
        } else {
            format!("{}–{}", bin.over, bin.up_to)
        };
        let _ = writeln!(text, "  {rated:>5}  n {:>5}  {:>5}", bin.n, figure(bin.graded));
    }
    let _ = writeln!(
        text,
        "\n{name} by year\n  {:>7}  {:>5}  {:>5}  {:>6}  {:>10}  {:>5}",
        "", "n", "rated", "graded", "difference", "alpha"
    );
    for year in &look.years {
        let _ = writeln!(
            text,
            "  {:>7}  {:>5}  {:>5.2}  {:>6.2}  {:>+10.2}  {:>5}",
            year.year.map_or_else(|| "undated".to_owned(), |year| year.to_string()),
            year.n,
            year.rated,
            year.graded,
            year.difference,
            figure(year.alpha)
        );
    }
    if let Some(drift) = &look.drift {
        let _ = writeln!(text, "  {}", drift.sentence);
    }
}
