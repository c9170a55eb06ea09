//! Lexicoder's `.lc3`: a line `+category+`, then a term a line. Invariant: what stands before the first category is left out and noted.

use super::Term;
use super::reading::{Reading, name, uncommented};

/// The name between two `+`.
pub(super) fn heading(line: &str) -> Option<&str> {
    line.trim().strip_prefix('+')?.strip_suffix('+').filter(|name| !name.trim().is_empty())
}

pub(super) fn read(reading: &mut Reading<'_>) {
    let mut category: Option<(String, u32, bool)> = None;
    let empty = |category: &Option<(String, u32, bool)>, reading: &mut Reading<'_>| {
        if let Some((name, line, false)) = category {
            reading.note(*line, name, "the category has no entries");
        }
    };
    for (line, _, text) in reading.lines() {
        let (content, commented) = uncommented(text);
        if commented {
            reading.note(line, content.trim(), "a comment was passed over");
        }
        if content.trim().is_empty() {
            continue;
        }
        if let Some(heading) = heading(content).and_then(name) {
            empty(&category, reading);
            category = Some((heading, line, false));
            continue;
        }
        if content.trim().starts_with('+') {
            reading.note(line, content.trim(), "a category stands between two +: the line was left out");
            continue;
        }
        match &mut category {
            Some((name, _, used)) => {
                *used = true;
                reading.add(line, content, std::slice::from_ref(name), None);
            }
            None => reading.note(line, content.trim(), "the entry stands before the first category: it was left out"),
        }
    }
    empty(&category, reading);
}

pub(super) fn write(terms: &[Term]) -> String {
    let mut out = String::new();
    for (name, tree) in super::tree::Tree::of(terms).children {
        out.push_str(&format!("+{name}+\n"));
        for term in tree.terms {
            out.push_str(&term.words);
            out.push('\n');
        }
    }
    out
}
