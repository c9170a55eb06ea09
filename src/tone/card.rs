//! The model card: what a model was trained on, how well it does on statements it has not seen, how far its numbers can be taken at their word, and what it must not be used for
//! (Mitchell et al. 2019). Invariant: a function of data and training; every figure in it is computed.

use super::learn::{Curve, Trained, Training, agreement_with};
use super::{Blend, Dimension, Labelled, points};
use std::fmt::Write;

fn figure(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:.2}"))
}

/// The card, as Markdown.
pub fn model_card(training: &Training<'_>, statements: &[Labelled], trained: &Trained, curve: &Curve) -> String {
    let about = &trained.file.about;
    let mut card = format!("# Model card: {}\n\n{}\n\n", about.name, about.data);
    // Writing to a String does not fail.
    let _ = writeln!(
        card,
        "It rates a quoted statement for hostility and for conciliation, each from 0 to 4. {} features, of which {} are words; {} statements in {} groups, {} coders at most.\n",
        trained.file.weights.len(),
        trained.file.weights.iter().filter(|(name, _, _)| name.starts_with("word ")).count(),
        statements.len(),
        statements
            .iter()
            .map(|statement| &statement.group)
            .collect::<std::collections::BTreeSet<_>>()
            .len(),
        statements.iter().map(|statement| statement.grades.len()).max().unwrap_or(0),
    );
    let _ = writeln!(
        card,
        "## Agreement with the coders\n\nOut of fold ({} folds; statements of one group are never on both sides). AUC: hostility of 1.5 and more, conciliation of 1 and more. Alpha is Krippendorff's, ordinal, of the rounded rating with each coder.\n\n\
         | rating | | rho | AUC | alpha | between coders | mean error |\n| --- | --- | --- | --- | --- | --- | --- |",
        training.folds
    );
    for (name, ratings) in trained.ratings() {
        for dimension in Dimension::ALL {
            let agreement = agreement_with(statements, &ratings, dimension as usize);
            let _ = writeln!(
                card,
                "| {name} | {} | {} | {} | {} | {} | {:.2} |",
                dimension.as_str(),
                figure(agreement.rho),
                figure(agreement.auc),
                figure(agreement.alpha),
                figure(agreement.coders),
                agreement.error
            );
        }
    }
    let _ = writeln!(
        card,
        "\nThe blend is {:.0} % model and the rest lexicon.\n\n## Calibration\n\nOf the statements that the model rates so, the mean of the coders' grades.\n\n| rated | statements | hostility, graded | statements | conciliation, graded |\n| --- | --- | --- | --- | --- |",
        100.0 * Blend::DEFAULT.share()
    );
    for (from, to) in [(0.0, 0.0), (0.0, 0.5), (0.5, 1.0), (1.0, 1.5), (1.5, 2.0), (2.0, 3.0), (3.0, 4.0)] {
        let mut row = if to == 0.0 {
            "| 0 |".to_owned()
        } else {
            format!("| over {from} to {to} |")
        };
        for d in 0..2 {
            let graded: Vec<f64> = statements
                .iter()
                .zip(&trained.out_of_fold)
                .filter(|(_, rating)| {
                    let rated = points(rating[d]);
                    if to == 0.0 { rated == 0.0 } else { rated > from && rated <= to }
                })
                .map(|(statement, _)| statement.mean()[d])
                .collect();
            let mean = (!graded.is_empty()).then(|| graded.iter().sum::<f64>() / graded.len() as f64);
            let _ = write!(row, " {} | {} |", graded.len(), figure(mean));
        }
        card += &row;
        card.push('\n');
    }
    if !curve.is_empty() {
        card += "\n## Learning curve\n\nHow the model alone does, trained on part of the statements.\n\n| trained on | alpha hostility | alpha conciliation | rho hostility | rho conciliation |\n| --- | --- | --- | --- | --- |\n";
        for (size, [hostility, conciliation]) in curve {
            let _ = writeln!(
                card,
                "| {size} | {} | {} | {} | {} |",
                figure(hostility.alpha),
                figure(conciliation.alpha),
                figure(hostility.rho),
                figure(conciliation.rho)
            );
        }
    }
    card + "\n## What it must not be used for\n\n\
        - Judging persons: it rates words in quotations, as somebody reported them, and knows neither speaker nor truth nor provocation.\n\
        - Single statements: its error on one is large (see above). It is made for means over many, compared between groups that were measured alike.\n\
        - Other languages, other centuries, poems, court judgments, private messages: nothing of the kind was among its statements.\n\
        - Deciding anything about people: moderation, hiring, policing, asylum.\n\n\
        Check it on a hand-coded sample of your own articles before you rest a result on it.\n"
}
