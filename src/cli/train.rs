//! `detente train`: a rating model from statements that people have rated.

use super::{error::CliError, output};
use clap::Args;
use detente::pipeline::{Tools, with_ratings};
use detente::report::ReportError;
use detente::study::Study;
use detente::tone::{About, Columns, LabelMap, Labelled, Trained, Training, agreement_with, labelled, learning_curve, model_card, train};
use std::path::{Path, PathBuf};

/// Learn to rate from hand-coded statements, and write a model file
///
/// The table has a header, a column of statements, and the grades 0 to 4 of one coder (hostility, conciliation) or several (hostility_a, conciliation_a, hostility_b, …). The lexicons and rules of the
/// study, or the built-in ones, are frozen in the model. A study uses the file by `model = "mine.json"` under `[rating]`.
#[derive(Args)]
#[command(after_help = "Examples:
  detente train coded.csv --text quotation --cue verb --group article -o mine.json --card mine.md
  detente train events.csv --text text --map tone:conflict=H2C0,cooperation=H0C2,neutral=H0C0 --out-of-fold rated.csv -o events.json")]
pub struct Train {
    /// Rated statements (tab-separated where it ends in .tsv)
    #[arg(value_name = "LABELLED.csv")]
    file: PathBuf,
    /// The column with the statements
    #[arg(long, value_name = "COLUMN", default_value = "text")]
    text: String,
    /// The column with the reporting words
    #[arg(long, value_name = "COLUMN")]
    cue: Option<String>,
    /// The column that says what belongs together (article, event): never split between training and test
    #[arg(long, value_name = "COLUMN")]
    group: Option<String>,
    /// Labels of another kind and the grades they stand for
    #[arg(long, value_name = "COLUMN:LABEL=H2C0,…")]
    map: Option<LabelMap>,
    /// Parts of the cross-validation
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(2..=50))]
    folds: u16,
    /// Seed of the deal to the folds
    #[arg(long, value_name = "SEED", default_value_t = 2016)]
    seed: u64,
    /// Also write the table with the rating that each statement has from a model which has not seen it
    #[arg(long, value_name = "FILE.csv")]
    out_of_fold: Option<PathBuf>,
    /// Also write a model card: data, figures, calibration, what it must not be used for
    #[arg(long, value_name = "FILE.md")]
    card: Option<PathBuf>,
    /// Also train on an eighth, a quarter and a half, and say how well that does
    #[arg(long)]
    curve: bool,
    /// What the statements are, and who rated them, for the model file
    #[arg(long, value_name = "TEXT", default_value = "hand-coded statements")]
    data: String,
    /// Freeze the lexicons and rules of this study instead of the built-in ones
    #[arg(long, value_name = "STUDY.toml")]
    study: Option<PathBuf>,
    /// Write the model to FILE instead of standard output
    #[arg(short, long, value_name = "FILE.json")]
    output: Option<PathBuf>,
}

impl Train {
    pub fn run(self) -> Result<(), CliError> {
        let study = self.study.as_deref().map_or_else(|| Ok(Study::defaults()), Study::load_settings)?;
        let name = self.file.display().to_string();
        let text = std::fs::read_to_string(&self.file).map_err(|why| CliError::Unread {
            path: name.clone(),
            why: why.to_string(),
        })?;
        let columns = Columns {
            text: self.text,
            cue: self.cue,
            group: self.group,
            by: None,
            map: self.map,
        };
        let statements = labelled(&name, &text, &columns)?;
        let lexicons = Tools::lexicons(&study);
        let called = self
            .output
            .as_deref()
            .and_then(Path::file_stem)
            .map_or("tone".into(), |stem| stem.to_string_lossy());
        let training = Training {
            lexicons: &lexicons,
            rules: Tools::rules(&study),
            about: About {
                name: called.into_owned(),
                data: self.data,
                statements: 0,
                sha256: detente::article::sha256(text.as_bytes()),
            },
            folds: self.folds.into(),
            seed: self.seed,
        };
        let trained = train(&training, &statements)?;
        let curve = if self.curve {
            learning_curve(&training, &statements)?
        } else {
            Vec::new()
        };
        for line in table(&statements, &trained) {
            output::complain(&line);
        }
        for (size, [hostility, conciliation]) in &curve {
            output::complain(&format!(
                "trained on {size}: alpha {} hostility, {} conciliation",
                two(hostility.alpha),
                two(conciliation.alpha)
            ));
        }
        if let Some(path) = &self.out_of_fold {
            let mut out = output::Output::to(Some(path))?;
            with_ratings(&self.file, &statements, &trained.out_of_fold, out.writer())?;
            out.finish()?;
        }
        if let Some(path) = &self.card {
            let mut out = output::Output::to(Some(path))?;
            out.writer()
                .write_all(model_card(&training, &statements, &trained, &curve).as_bytes())
                .map_err(|why| ReportError::Output { why })?;
            out.finish()?;
        }
        let mut out = output::Output::to(self.output.as_deref())?;
        out.writer()
            .write_all(trained.file.text().as_bytes())
            .map_err(|why| ReportError::Output { why })?;
        out.finish()
    }
}

fn two(figure: Option<f64>) -> String {
    figure.map_or_else(|| "–".to_owned(), |figure| format!("{figure:.3}"))
}

/// How well the three ratings agree with the coders, a line each.
fn table(statements: &[Labelled], trained: &Trained) -> Vec<String> {
    let mut lines = vec![format!("{} statements; ratings of statements not seen in training:", statements.len())];
    for (name, ratings) in trained.ratings() {
        for (d, dimension) in ["hostility", "conciliation"].into_iter().enumerate() {
            let agreement = agreement_with(statements, &ratings, d);
            lines.push(format!(
                "{name:8} {dimension:13} rho {}  AUC {}  alpha {} (between coders {})  mean error {:.2}",
                two(agreement.rho),
                two(agreement.auc),
                two(agreement.alpha),
                two(agreement.coders),
                agreement.error
            ));
        }
    }
    lines
}
