//! LIWC's `.dic` of 2007 and 2015. Invariant: a term stands once a category; ids that the legend lacks, and the conditions in brackets and angles that only LIWC's own program knows, are noted with their line.

use super::reading::{DEEPEST, Reading, name, uncommented};
use super::tree::Tree;
use super::{ForeignError, Term};
use std::collections::BTreeMap;
use std::fmt::Write;

pub(super) fn read(reading: &mut Reading<'_>) -> Result<(), ForeignError> {
    const HELP: &str = "A LIWC dictionary opens with a line \"%\", a line for each category (its number, a tab, its name), and a second \"%\".";
    let mut lines = reading.lines();
    match lines.next() {
        Some((line, _, text)) if text.trim().starts_with('%') => {
            if text.trim() != "%" {
                reading.note(line, text.trim(), "what follows % on its line was passed over");
            }
        }
        other => {
            let (at, text) = other.map_or((0, ""), |(_, at, text)| (at, text));
            return Err(reading.fault(
                at..at + text.len(),
                "The file does not open with \"%\", so it is no LIWC dictionary.",
                HELP,
            ));
        }
    }
    // Of each number the names of its category, and the line.
    let mut legend: BTreeMap<&str, (Vec<String>, u32)> = BTreeMap::new();
    let mut path: Vec<String> = Vec::new();
    let mut closed = false;
    let mut last = (0, "");
    for (line, at, text) in lines.by_ref() {
        last = (at, text);
        if text.trim().starts_with('%') {
            closed = true;
            break;
        }
        let (content, commented) = uncommented(text);
        if commented {
            reading.note(line, "", "a comment was passed over");
        }
        if content.trim().is_empty() {
            continue;
        }
        let depth = content.chars().take_while(|c| *c == '\t').count();
        let content = content.trim();
        let (id, rest) = content.split_once(char::is_whitespace).unwrap_or((content, ""));
        if !id.bytes().all(|byte| byte.is_ascii_digit()) {
            let message = format!("\"{id}\" stands where the number of a category is expected.");
            return Err(reading.fault(at..at + text.len(), message, HELP));
        }
        let category = match name(rest) {
            Some(name) => name,
            None => {
                reading.note(line, id, "a category without a name is called by its number");
                id.to_owned()
            }
        };
        if depth > path.len() || depth >= DEEPEST {
            reading.note(
                line,
                &category,
                "the category stands deeper than the one before it allows: it was taken as one within that",
            );
        }
        path.truncate(depth.min(DEEPEST - 1));
        path.push(category);
        if let Some((first, before)) = legend.get(id) {
            let message = format!(
                "the number {id} is that of \"{}\" in line {before} already, which was kept",
                first.join("/")
            );
            reading.note(line, rest.trim(), message);
            continue;
        }
        legend.insert(id, (path.clone(), line));
    }
    if !closed {
        return Err(reading.fault(
            last.0..last.0 + last.1.len(),
            "The legend of categories does not end: its second \"%\" is missing.",
            HELP,
        ));
    }
    let mut used: BTreeMap<&str, ()> = BTreeMap::new();
    for (line, _, text) in lines {
        let (content, commented) = uncommented(text);
        if commented {
            reading.note(line, content.trim(), "a comment was passed over");
        }
        if content.trim().is_empty() {
            continue;
        }
        let content = content.trim();
        let (words, ids) = match content.split_once('\t') {
            Some(parts) => parts,
            None => match spaced(content) {
                Some(parts) => {
                    reading.note(line, parts.0.trim(), "blanks stand where a tab parts the words from the numbers");
                    parts
                }
                None => {
                    reading.note(line, content, "no number of a category stands here: the entry was left out");
                    continue;
                }
            },
        };
        let plain = unconditional(ids);
        if plain.len() < ids.len() {
            reading.note(line, words, "a condition in brackets, which only LIWC knows, was left out");
        }
        let mut any = false;
        for id in plain
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'))
            .filter(|id| !id.is_empty())
        {
            match legend.get_key_value(id) {
                Some((key, (path, _))) => {
                    used.insert(key, ());
                    any = true;
                    reading.add(line, words, path, None);
                }
                None => reading.note(line, words, format!("there is no category {id}: it was left out")),
            }
        }
        if !any {
            reading.note(line, words, "the entry has no category that exists: it was left out");
        }
    }
    let parent = |path: &Vec<String>| legend.values().any(|(other, _)| other.len() > path.len() && other.starts_with(path));
    let empty: Vec<(u32, String)> = legend
        .iter()
        .filter(|(id, (path, _))| !used.contains_key(*id) && !parent(path))
        .map(|(_, (path, line))| (*line, path.join("/")))
        .collect();
    for (line, path) in empty {
        reading.note(line, &path, "the category has no entries");
    }
    Ok(())
}

/// Words and numbers where no tab parts them: the numbers are the words at the end that are nothing but digits.
fn spaced(content: &str) -> Option<(&str, &str)> {
    let mut at = content.len();
    while let Some(start) = content[..at].trim_end().rfind(char::is_whitespace) {
        let word = content[start..at].trim();
        if word.is_empty() || !word.bytes().all(|byte| byte.is_ascii_digit()) {
            break;
        }
        at = start;
    }
    (at < content.len() && !content[..at].trim().is_empty()).then(|| content.split_at(at))
}

/// The numbers less what stands in round brackets and angles, and less what hangs on those.
fn unconditional(ids: &str) -> String {
    let mut plain = String::with_capacity(ids.len());
    let (mut depth, mut hangs) = (0u32, false);
    for c in ids.chars() {
        match c {
            '(' | '<' => depth += 1,
            ')' | '>' => {
                depth = depth.saturating_sub(1);
                hangs = true;
            }
            _ if depth > 0 => {}
            // "(134)125/464": the numbers behind a bracket are its two outcomes.
            _ if hangs && !c.is_whitespace() => {}
            c => {
                hangs = false;
                plain.push(c);
            }
        }
    }
    plain
}

pub(super) fn write(terms: &[Term]) -> String {
    let mut out = String::from("%\n");
    let mut ids = BTreeMap::new();
    legend(&Tree::of(terms), &mut Vec::new(), &mut ids, &mut out);
    out.push_str("%\n");
    let mut order: Vec<&str> = Vec::new();
    let mut lines: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for term in terms {
        let path: Vec<&str> = term.category.iter().map(String::as_str).collect();
        let listed = lines.entry(&term.words).or_default();
        if listed.is_empty() {
            order.push(&term.words);
        }
        listed.extend(ids.get(&path));
    }
    for words in order {
        out.push_str(words);
        for id in &lines[words] {
            // Writing to a String does not fail.
            let _ = write!(out, "\t{id}");
        }
        out.push('\n');
    }
    out
}

fn legend<'t>(tree: &Tree<'t>, path: &mut Vec<&'t str>, ids: &mut BTreeMap<Vec<&'t str>, usize>, out: &mut String) {
    for (name, child) in &tree.children {
        let depth = path.len();
        path.push(name);
        let id = ids.len() + 1;
        ids.insert(path.clone(), id);
        let _ = writeln!(out, "{}{id}\t{name}", "\t".repeat(depth));
        legend(child, path, ids, out);
        path.pop();
    }
}
