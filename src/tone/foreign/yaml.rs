//! quanteda's YAML, which LSD2015 is given out in: categories nested, each a list of terms. Invariant: scalars are taken as written, so that `no` and `off` stay words; a weight is read where a term is a key with a number.

use super::reading::{DEEPEST, Number, Reading, name, number};
use super::tree::Tree;
use super::{ForeignError, Term};
use saphyr_parser::{Event, Marker, Parser};

/// An open node: a mapping with the key whose value is due, or a list.
enum Open {
    Map(Option<(String, u32)>),
    List,
}

pub(super) fn read(reading: &mut Reading<'_>) -> Result<(), ForeignError> {
    const HELP: &str = "Write a category, a colon, and its entries as a list: negative: [a lie, abandon*].";
    const ALIAS: &str = "Write the entries out, and put words that begin with * in quotation marks.";
    let place = |mark: &Marker, reading: &Reading<'_>| {
        let at = reading.at(mark.line(), mark.col());
        at..(at + 1).min(reading.text.len())
    };
    let mut open: Vec<Open> = Vec::new();
    let mut path: Vec<String> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    let mut documents = 0;
    for event in Parser::new_from_str(reading.text) {
        let (event, span) = event.map_err(|error| {
            let message = format!("The file is no YAML that can be read: {}.", error.info().trim_end_matches('.'));
            let help = if error.info().contains("anchor") { ALIAS } else { HELP };
            reading.fault(place(error.marker(), reading), message, help)
        })?;
        let line = span.start.line() as u32;
        match event {
            Event::DocumentStart(_) => {
                documents += 1;
                if documents > 1 {
                    reading.note(line, "", "a second document begins here, and was read as well");
                }
            }
            Event::Scalar(text, style, _, _) => match open.last_mut() {
                Some(Open::Map(key @ None)) => *key = Some((text.into_owned(), line)),
                Some(Open::Map(key)) => {
                    let (key, at) = key.take().unwrap_or_default();
                    let empty = text.is_empty() || (text == "~" || text == "null") && format!("{style:?}") == "Plain";
                    match number(&text) {
                        Number::Bad if empty => reading.note(at, &key, "the category has no entries"),
                        Number::Bad => match name(&key) {
                            Some(name) => {
                                path.push(name);
                                reading.add(line, &text, &path, None);
                                path.pop();
                            }
                            None => reading.note(at, &text, "the category has no name: the entry was left out"),
                        },
                        _ => {
                            let weight = reading.number(at, &key, &text);
                            reading.add(at, &key, &path, weight);
                        }
                    }
                }
                Some(Open::List) if text.is_empty() => reading.note(line, "", "an entry without words was left out"),
                Some(Open::List) => reading.add(line, &text, &path, None),
                None => return Err(reading.fault(place(&span.start, reading), "The file is one value, not categories with entries.", HELP)),
            },
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                if open.len() > 2 * DEEPEST {
                    return Err(reading.fault(
                        place(&span.start, reading),
                        format!("More than {DEEPEST} categories stand within each other."),
                        "Flatten the dictionary.",
                    ));
                }
                match open.last() {
                    Some(Open::Map(None)) => {
                        return Err(reading.fault(
                            place(&span.start, reading),
                            "A list or mapping stands where the name of a category is expected.",
                            HELP,
                        ));
                    }
                    Some(Open::Map(Some((key, at)))) => {
                        let Some(name) = name(key) else {
                            return Err(reading.fault(place(&span.start, reading), "A category has no name.", HELP));
                        };
                        if path.len() >= DEEPEST {
                            return Err(reading.fault(
                                place(&span.start, reading),
                                format!("More than {DEEPEST} categories stand within each other."),
                                "Flatten the dictionary.",
                            ));
                        }
                        path.push(name);
                        if !seen.insert(path.clone()) {
                            reading.note(*at, &path.join("/"), "the category stands a second time: the two were made one");
                        }
                    }
                    Some(Open::List) | None => {}
                }
                open.push(if matches!(event, Event::MappingStart(..)) {
                    Open::Map(None)
                } else {
                    Open::List
                });
            }
            Event::MappingEnd | Event::SequenceEnd => {
                open.pop();
                if let Some(Open::Map(key)) = open.last_mut()
                    && key.take().is_some()
                {
                    path.pop();
                }
            }
            Event::Alias(_) => {
                return Err(reading.fault(
                    place(&span.start, reading),
                    "An alias (*name) stands here, which is not read in a dictionary.",
                    ALIAS,
                ));
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
    }
    Ok(())
}

pub(super) fn write(terms: &[Term]) -> String {
    let mut out = String::new();
    let tree = Tree::of(terms);
    for (name, child) in &tree.children {
        node(name, child, 0, &mut out);
    }
    out
}

/// Words of a category that has categories as well stand in a list of their own, which YAML has no room for beside keys: it becomes a list of both.
fn node(name: &str, tree: &Tree<'_>, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    out.push_str(&format!("{indent}{}:\n", scalar(name)));
    let mixed = !tree.terms.is_empty() && !tree.children.is_empty();
    for term in &tree.terms {
        out.push_str(&format!("{indent}  - {}\n", scalar(&term.words)));
    }
    for (name, child) in &tree.children {
        if mixed {
            out.push_str(&format!("{indent}  -\n"));
            node(name, child, depth + 2, out);
        } else {
            node(name, child, depth + 1, out);
        }
    }
}

/// A scalar in double quotes, in which every YAML reader takes every word as a word.
fn scalar(words: &str) -> String {
    format!("\"{}\"", words.replace('\\', "\\\\").replace('"', "\\\""))
}
