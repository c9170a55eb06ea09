//! Yoshikoder's `.ykd`: XML with categories (`cnode`) in each other and patterns (`pnode`) in them. Invariant: elements and attributes that are not read are noted; a dictionary of regular expressions is refused.

use super::reading::{DEEPEST, Reading, name};
use super::tree::Tree;
use super::{ForeignError, Term};
use quick_xml::XmlVersion;
use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;

pub(super) fn read(reading: &mut Reading<'_>) -> Result<(), ForeignError> {
    const HELP: &str = "A Yoshikoder dictionary is XML: <dictionary><cnode name=\"category\"><pnode name=\"words\"/></cnode></dictionary>.";
    let mut reader = quick_xml::Reader::from_str(reading.text);
    // Of each open element the name of its category, if it is one.
    let mut open: Vec<Option<String>> = Vec::new();
    loop {
        let at = reader.buffer_position() as usize;
        let event = reader.read_event().map_err(|error| {
            let at = (reader.error_position() as usize).min(reading.text.len());
            reading.fault(at..at, format!("The file is no XML that can be read: {error}."), HELP)
        })?;
        let line = reading.line(at);
        let (element, closed) = match event {
            Event::Start(element) => (element, false),
            Event::Empty(element) => (element, true),
            Event::End(_) => {
                open.pop();
                continue;
            }
            Event::Text(text) if !text.trim().is_empty() => {
                reading.note(line, text.trim(), "text between elements was passed over");
                continue;
            }
            Event::CData(_) | Event::GeneralRef(_) => {
                reading.note(line, "", "text between elements was passed over");
                continue;
            }
            Event::Comment(_) => {
                reading.note(line, "", "a comment was passed over");
                continue;
            }
            Event::Eof => break,
            _ => continue,
        };
        let kind = element.name().as_ref().to_owned();
        let mut attributes = attributes(&element).map_err(|error| {
            let end = at + reading.text[at.min(reading.text.len())..].find('>').unwrap_or(0);
            reading.fault(at..end, format!("The attributes of <{kind}> cannot be read: {error}."), HELP)
        })?;
        let mut category = None;
        match kind.as_str() {
            "dictionary" => {
                if attributes
                    .remove("patternengine")
                    .is_some_and(|engine| engine.to_lowercase().contains("reg"))
                {
                    return Err(reading.fault(
                        at..at + kind.len(),
                        "The patterns of this dictionary are regular expressions, which a lexicon has no words for.",
                        "Write them as words, \"*\" for any ending, and save the dictionary with the substring engine.",
                    ));
                }
                attributes.remove("style");
            }
            "cnode" => {
                let path = path_of(&open);
                if path.len() >= DEEPEST {
                    return Err(reading.fault(
                        at..at + kind.len(),
                        format!("More than {DEEPEST} categories stand within each other."),
                        "Flatten the dictionary.",
                    ));
                }
                category = attributes.remove("name").as_deref().and_then(name);
                if category.is_none() {
                    reading.note(
                        line,
                        "",
                        "a category without a name was passed over, and its entries put into the one around it",
                    );
                }
            }
            "pnode" => match attributes.remove("name") {
                Some(words) => {
                    let weight = match attributes.remove("score").filter(|score| !score.trim().is_empty()) {
                        Some(score) => reading.number(line, &words, &score).map(Some),
                        None => Some(None),
                    };
                    let note = attributes.remove("desc");
                    if let Some(weight) = weight {
                        reading.add_noted(line, &words, &path_of(&open), weight, note);
                    }
                }
                None => reading.note(line, "", "an entry without words was left out"),
            },
            other => reading.note(line, other, "the element is not known, and was passed over"),
        }
        for (key, value) in attributes {
            if !value.is_empty() {
                reading.note(line, &key, "the attribute was not read");
            }
        }
        if !closed {
            if open.len() > 4 * DEEPEST {
                return Err(reading.fault(at..at + kind.len(), "Elements stand too deep within each other.", HELP));
            }
            open.push(category);
        }
    }
    if !open.is_empty() {
        let end = reading.text.len();
        return Err(reading.fault(end..end, "The file ends before its last element is closed.", HELP));
    }
    Ok(())
}

fn path_of(open: &[Option<String>]) -> Vec<String> {
    open.iter().flatten().cloned().collect()
}

fn attributes(element: &BytesStart<'_>) -> Result<BTreeMap<String, String>, quick_xml::Error> {
    let mut all = BTreeMap::new();
    for attribute in element.attributes() {
        let attribute = attribute?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0)?;
        all.insert(attribute.key.as_ref().to_lowercase(), value.into_owned());
    }
    Ok(all)
}

pub(super) fn write(terms: &[Term]) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<dictionary style=\"050805\" patternengine=\"substring\">\n");
    for (name, child) in &Tree::of(terms).children {
        node(name, child, 1, &mut out);
    }
    out.push_str("</dictionary>\n");
    out
}

fn node(name: &str, tree: &Tree<'_>, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    out.push_str(&format!("{indent}<cnode name=\"{}\">\n", escape(name)));
    for term in &tree.terms {
        out.push_str(&format!("{indent}  <pnode name=\"{}\"", escape(term.words.as_str())));
        if let Some(weight) = term.weight {
            out.push_str(&format!(" score=\"{weight}\""));
        }
        if let Some(note) = &term.note {
            out.push_str(&format!(" desc=\"{}\"", escape(note.as_str())));
        }
        out.push_str("/>\n");
    }
    for (name, child) in &tree.children {
        node(name, child, depth + 1, out);
    }
    out.push_str(&format!("{indent}</cnode>\n"));
}
