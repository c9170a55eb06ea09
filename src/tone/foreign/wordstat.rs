//! WordStat's `.cat`: categories by depth of tabs, entries with their weight in brackets, rules of proximity. Invariant: a rule becomes gapped patterns where those mean about the same, which is said; every other rule is noted with its line.
//!
//! `[A NEAR B]` is `A … B` and `B … A`, `[A BEFORE B]` and `[B AFTER A]` are `A … B`; `#NAME` stands for the entries of a category. Our gap passes over at most four words of one clause, whatever distance the rule names.

use super::Term;
use super::reading::{DEEPEST, Number, Reading, number, uncommented};
use super::tree::Tree;
use std::collections::BTreeMap;

/// Most patterns that one rule becomes.
const MOST: usize = 400;

/// What a gap of ours is as a distance in words.
const DISTANCE: u32 = super::super::entry::GAP as u32 + 1;

/// A rule found, to be read once all categories are known.
struct Rule<'t> {
    line: u32,
    rule: &'t str,
    path: Vec<String>,
    weight: f64,
}

pub(super) fn read(reading: &mut Reading<'_>) {
    let mut path: Vec<String> = Vec::new();
    let mut rules = Vec::new();
    // Words of each category by its name in upper case, for the rules.
    let mut members: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (line, _, text) in reading.lines() {
        let (content, commented) = uncommented(text);
        if commented && !content.contains('[') {
            reading.note(line, content.trim(), "a comment was passed over");
        }
        // A # within a rule names a category.
        let text = if content.contains('[') { text } else { content };
        if text.trim().is_empty() {
            continue;
        }
        let blanks = &text[..text.len() - text.trim_start().len()];
        let tabs = blanks.matches('\t').count();
        let spaces = blanks.chars().filter(|c| *c == ' ').count();
        let mut depth = tabs + spaces / 4;
        if spaces > 0 {
            reading.note(line, text.trim(), "blanks stand where tabs tell the depth: four were taken for one");
        }
        let text = text.trim();
        let Some((words, cell)) = weighed(text) else {
            if text.starts_with('@') || text.contains('[') {
                rules.push(Rule {
                    line,
                    rule: text,
                    path: path.iter().take(depth).cloned().collect(),
                    weight: 1.0,
                });
                continue;
            }
            if depth > path.len() {
                reading.note(
                    line,
                    text,
                    "the category stands deeper than the one before it allows: it was taken as one within that",
                );
                depth = path.len();
            }
            if depth >= DEEPEST {
                reading.note(
                    line,
                    text,
                    format!("more than {DEEPEST} categories stand within each other: this one was taken as a sibling"),
                );
                depth = DEEPEST - 1;
            }
            let (clean, _) = super::reading::cleaned(text);
            path.truncate(depth);
            path.push(clean);
            continue;
        };
        let weight = match number(cell) {
            Number::Bad if cell.trim().is_empty() => {
                reading.note(line, words, "the weight is empty, and was read as 1");
                1.0
            }
            _ => match reading.number(line, words, cell) {
                Some(weight) => weight,
                None => continue,
            },
        };
        if depth > path.len() {
            reading.note(line, words, "the entry stands deeper than its category allows");
            depth = path.len();
        }
        let category: Vec<String> = path[..depth].to_vec();
        if words.starts_with('@') || words.contains('[') {
            rules.push(Rule {
                line,
                rule: words,
                path: category,
                weight,
            });
            continue;
        }
        for name in category.iter().rev().take(1) {
            members.entry(name.to_uppercase()).or_default().push(spaced(words));
        }
        reading.add(line, words, &category, Some(weight));
    }
    for rule in rules {
        match patterns(rule.rule, &members) {
            Ok((patterns, said)) => {
                reading.note(rule.line, rule.rule, said);
                for words in patterns {
                    reading.add(rule.line, &words, &rule.path, Some(rule.weight));
                }
            }
            Err(why) => reading.note(rule.line, rule.rule, format!("{why}: the rule was left out")),
        }
    }
}

/// An entry's words and what stands in the brackets behind them.
fn weighed(text: &str) -> Option<(&str, &str)> {
    let (words, cell) = text.strip_suffix(')')?.rsplit_once('(')?;
    let odd = cell.trim().is_empty() || cell.bytes().any(|byte| byte.is_ascii_digit());
    (odd && !words.trim().is_empty()).then_some((words.trim(), cell))
}

fn spaced(words: &str) -> String {
    super::reading::cleaned(&words.replace('_', " ")).0
}

/// The patterns that a rule means, and what is to be said of them.
fn patterns(rule: &str, members: &BTreeMap<String, Vec<String>>) -> Result<(Vec<String>, String), String> {
    let inner = rule.split_once('[').and_then(|(_, rest)| rest.rsplit_once(']')).map(|(inner, _)| inner);
    let Some(inner) = inner else {
        return Err("it has no [ ] with its terms".to_owned());
    };
    let parts: Vec<&str> = inner.split_whitespace().collect();
    let [left, operator, right, flags @ ..] = &parts[..] else {
        return Err("it is not two terms with NEAR, BEFORE or AFTER between them".to_owned());
    };
    let both = match operator.to_uppercase().as_str() {
        "NEAR" => [true, true],
        "BEFORE" => [true, false],
        "AFTER" => [false, true],
        "NOT" => {
            return Err("a lexicon has no rule by which words count only where others do not stand near (not_in names whole phrases)".to_owned());
        }
        other => return Err(format!("the operator {other} is unknown")),
    };
    let mut distance = None;
    let mut lost = Vec::new();
    for flag in flags {
        match (flag.parse::<u32>(), flag.to_uppercase().as_str()) {
            (Ok(words), _) => distance = Some(words),
            (Err(_), "/S") => {}
            (Err(_), "AND" | "OR" | "NOT") => return Err("it has more than two terms".to_owned()),
            (Err(_), _) => lost.push(*flag),
        }
    }
    let of = |term: &str| match term.strip_prefix('#') {
        Some(name) => match members.get(&name.to_uppercase()) {
            Some(words) => Ok(words.clone()),
            None => Err(format!("there is no category {name}")),
        },
        None => Ok(vec![spaced(term)]),
    };
    let (left, right) = (of(left)?, of(right)?);
    if left.len().saturating_mul(right.len()) > MOST {
        return Err(format!("it would become more than {MOST} patterns"));
    }
    let mut patterns = Vec::new();
    for a in &left {
        for b in &right {
            if both[0] {
                patterns.push(format!("{a} … {b}"));
            }
            if both[1] && (a != b || !both[0]) {
                patterns.push(format!("{b} … {a}"));
            }
        }
    }
    let count = patterns.len();
    let mut said = format!(
        "the rule was read as {count} pattern{} with a gap of at most {} words in one clause",
        if count == 1 { "" } else { "s" },
        DISTANCE - 1
    );
    match distance {
        Some(distance) if distance != DISTANCE => said.push_str(&format!(", not within {distance} words")),
        Some(_) => {}
        None => said.push_str(", not at any distance"),
    }
    if !lost.is_empty() {
        said.push_str(&format!("; {} was passed over", lost.join(" ")));
    }
    Ok((patterns, said))
}

pub(super) fn write(terms: &[Term]) -> String {
    let mut out = String::new();
    for (name, child) in &Tree::of(terms).children {
        node(name, child, 0, &mut out);
    }
    out
}

fn node(name: &str, tree: &Tree<'_>, depth: usize, out: &mut String) {
    let tabs = "\t".repeat(depth);
    out.push_str(&format!("{tabs}{name}\n"));
    for term in &tree.terms {
        let weight = term.weight.unwrap_or(1.0);
        let one = |words: &str| words.replace(' ', "_");
        match term.words.split_once(" … ") {
            Some((before, after)) => {
                let label: String = term
                    .words
                    .chars()
                    .filter(|c| c.is_alphanumeric() || *c == ' ')
                    .map(|c| if c == ' ' { '_' } else { c })
                    .collect();
                out.push_str(&format!(
                    "{tabs}\t@{} [{} BEFORE {} /S {DISTANCE}] ({weight})\n",
                    label.replace("__", "_"),
                    one(before),
                    one(after)
                ));
            }
            None => out.push_str(&format!("{tabs}\t{} ({weight})\n", one(&term.words))),
        }
    }
    for (name, child) in &tree.children {
        node(name, child, depth + 1, out);
    }
}

/// Whether a line ends in a weight in brackets.
pub(super) fn weighted(line: &str) -> bool {
    weighed(line.trim()).is_some()
}
