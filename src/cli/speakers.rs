//! `detente speakers`: who should be looked at among the speakers of a run, with the lines that settle it.

use super::{error::CliError, output};
use clap::Args;
use detente::pipeline::Run;
use detente::report::{Look, Review, Why};
use std::fmt::Write;
use std::path::PathBuf;

/// Show which speakers of a run are worth a look: merged with doubt, perhaps two of one, without a side, without a name
///
/// The most doubtful come first, each with the lines that settle the matter in the study. Whoever has an entry under [speakers] there, even an empty one, has been
/// looked at and is not shown again.
#[derive(Args)]
#[command(after_help = "Examples:
  detente speakers results/nrc
  detente speakers results/nrc --all | less
  detente speakers results/nrc --json | jq '.looks[] | select(.doubt >= 0.5) | .name'")]
pub struct Speakers {
    /// The folder of a run
    #[arg(value_name = "RUN")]
    run: PathBuf,
    /// Show all, not only the first ten of each kind
    #[arg(long)]
    all: bool,
    /// Print JSON (all)
    #[arg(long)]
    json: bool,
}

/// Columns of the terminal that lines are made for.
const WIDTH: usize = 100;

/// Shown of each kind without `--all`.
const MOST: usize = 10;

/// Shown of those who may be the same as one speaker.
const MOST_OTHERS: usize = 5;

impl Speakers {
    pub fn run(self) -> Result<(), CliError> {
        let review = Run::open(&self.run)?.review()?;
        if self.json {
            return output::say_json(&review);
        }
        output::say(&told(&review, if self.all { usize::MAX } else { MOST }))
    }
}

fn told(review: &Review, most: usize) -> String {
    let head = format!(
        "{} speakers, {} of them settled by the study. {}",
        review.speakers,
        review.settled,
        match review.looks.len() {
            0 => "Nobody else is worth a look.".to_owned(),
            n => format!("Worth a look: {n}. Paste what is right into the study; an entry, even an empty one, settles it."),
        }
    );
    let mut text = wrapped(&head, 0);
    for (why, heading) in [
        (Why::Doubtful, "Merged with doubt"),
        (Why::Twin, "Perhaps the same"),
        (Why::NoSide, "Without a side, while most have one"),
        (Why::NoName, "Without a name"),
    ] {
        let looks: Vec<&Look> = review.looks.iter().filter(|look| look.why.first() == Some(&why)).collect();
        if looks.is_empty() {
            continue;
        }
        let _ = write!(text, "\n{heading} ({})\n", looks.len());
        for look in looks.iter().take(most) {
            text.push_str(&shown(look));
        }
        if looks.len() > most {
            let _ = writeln!(text, "\n  … and {} more: --all shows them.", looks.len() - most);
        }
    }
    text
}

fn shown(look: &Look) -> String {
    let count = |number: i64, one: &str| format!("{number} {one}{}", if number == 1 { "" } else { "s" });
    let mut head = format!(
        "{} ({}): {} in {}",
        look.name,
        look.side.as_deref().unwrap_or("no side"),
        count(look.statements, "statement"),
        count(look.articles, "article")
    );
    if look.doubt > 0.0 {
        let _ = write!(head, "; doubt {:.2}", look.doubt);
    }
    let mut text = format!("\n{}", wrapped(&head, 2));
    let mut say = |label: &str, words: Option<&str>| {
        if let Some(words) = words {
            text.push_str(&wrapped(&format!("{label}: {words}"), 4));
        }
    };
    say("why", look.doubts.as_deref());
    say("merged by", look.merged_by.as_deref());
    say("called", look.aliases.as_deref().map(|aliases| shortened(aliases, 2 * WIDTH)).as_deref());
    for other in look.others.iter().take(MOST_OTHERS) {
        let side = other.side.as_deref().unwrap_or("no side");
        let words = format!(
            "{} ({side}), {}: {}",
            other.name,
            count(other.statements, "statement"),
            other.likeness.as_str()
        );
        say("perhaps", Some(&words));
    }
    if look.others.len() > MOST_OTHERS {
        text.push_str(&wrapped(&format!("perhaps: {} more", look.others.len() - MOST_OTHERS), 4));
    }
    // Lines to paste are not wrapped: they must stay what they are.
    for line in look.lines.lines() {
        let _ = writeln!(text, "      {line}");
    }
    text
}

fn shortened(words: &str, most: usize) -> String {
    if words.chars().count() <= most {
        return words.to_owned();
    }
    words.chars().take(most - 1).chain(['…']).collect()
}

/// Broken at spaces into lines of the terminal's width, later ones set in further where the first one is.
fn wrapped(words: &str, margin: usize) -> String {
    let mut text = String::new();
    let mut line = " ".repeat(margin);
    let mut empty = true;
    for word in words.split_whitespace() {
        if !empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
            let _ = writeln!(text, "{line}");
            line = " ".repeat(if margin == 0 { 0 } else { margin + 4 });
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    let _ = writeln!(text, "{line}");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_the_terminal() {
        let words = "a long row of words ".repeat(20);
        let text = wrapped(&words, 4);
        assert!(
            text.lines().count() > 3 && text.lines().all(|line| line.chars().count() <= WIDTH),
            "{text}"
        );
        assert_eq!(text.split_whitespace().collect::<Vec<_>>(), words.split_whitespace().collect::<Vec<_>>());
    }
}
