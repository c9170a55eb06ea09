//! The paragraph on method, ready to paste into a paper. Invariant: it says everything that decides the numbers, with versions and hashes, and nothing that the manifest does not hold.

use super::wording::{count, selection_words};
use super::{CorrectionFacts, Manifest, Settings};
use crate::compare::{bootstrap, grouped, permutation};
use crate::study::Scorer;

/// What the corrections did, in a sentence.
pub fn corrections_words(corrections: &CorrectionFacts) -> String {
    let mut parts = Vec::new();
    for (number, done) in [
        (corrections.speaker, "given another speaker"),
        (corrections.dropped, "left out"),
        (corrections.rated, "rated by hand"),
    ] {
        if number > 0 {
            parts.push(format!("{} {done}", count(number, "statement")));
        }
    }
    match parts.as_slice() {
        [] => format!("The corrections in {} changed no statement.", corrections.name),
        parts => format!("Statements were corrected by hand ({}): {}.", corrections.name, parts.join(", ")),
    }
}

/// How statements were rated, for a paper.
fn rating_words(settings: &Settings) -> String {
    const WORDS: &str = "by the words of lexicons under valence rules";
    const MODEL: &str = "by a model learned from rated statements";
    let share = 100.0 * settings.share.share();
    let how = match settings.scorer {
        Scorer::Lexicon => WORDS.to_owned(),
        Scorer::Model => MODEL.to_owned(),
        Scorer::Blend => format!("{:.0} % {WORDS} and {share:.0} % {MODEL}", 100.0 - share),
    };
    if settings.rules_off.is_empty() {
        how
    } else {
        format!("{how} (rules switched off: {})", settings.rules_off.join(", "))
    }
}

/// The first digits of a hash, as many as tell files apart in a paper; the page's table has all.
fn digits(hash: &str) -> &str {
    &hash[..12.min(hash.len())]
}

/// The paragraph.
pub fn methods(manifest: &Manifest) -> String {
    let (counts, settings) = (&manifest.counts, &manifest.settings);
    let lexicons: Vec<String> = manifest
        .lexicons
        .iter()
        .map(|tool| format!("{} ({}, {})", tool.name, tool.used_as, digits(&tool.sha256)))
        .collect();
    let mut said = vec![
        format!(
            "Statements were found in {} ({} words) and rated with {} {}.",
            count(counts.articles - counts.foreign, "English article"),
            grouped(counts.words),
            manifest.program.name,
            manifest.program.version
        ),
        format!(
            "Each statement was rated for hostility and conciliation, each from 0 (none) to 4 (extreme), {}; net tone is conciliation less hostility.",
            rating_words(settings)
        ),
        format!(
            "Compared were {}{}; a repeat of a quotation counted once.",
            selection_words(settings.statements),
            manifest.years.map_or_else(String::new, |[from, to]| format!(" of {from} and {to}"))
        ),
        format!(
            "A group’s value is the mean of its articles’ means; its 95 % interval is Student’s t over articles, from {} articles a studentized bootstrap of them. Differences were tested by a two-sided studentized permutation of articles{} (all deals where there are at most {}, otherwise {} drawn ones, seed {}), p corrected after {} within a grouping, at a level of {}.",
            bootstrap::ENOUGH,
            settings
                .block
                .map_or_else(String::new, |block| format!(" among those of {}", block.words())),
            grouped(permutation::MOST_EXACT),
            grouped(permutation::DRAWS.into()),
            settings.seed,
            settings.correction.words(),
            settings.alpha
        ),
        format!(
            "Of the statements compared, those without a speaker were {}{}.",
            manifest.gaps.without_speaker(),
            manifest
                .gaps
                .left_out(settings.confidence)
                .map_or_else(String::new, |words| format!("; {words}"))
        ),
    ];
    said.extend(manifest.corrections.as_ref().map(corrections_words));
    said.push(format!(
        "Hashes (first digits of SHA-256): {}lexicons and rules as compiled {}, learned model {}; files {}.",
        manifest
            .study
            .sha256
            .as_ref()
            .map_or_else(String::new, |hash| format!("study {}, ", digits(hash))),
        digits(&manifest.rater),
        digits(&manifest.model),
        lexicons.join(", ")
    ));
    said.join(" ")
}
