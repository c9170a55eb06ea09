//! What is fuzzed, each once: `fuzz_targets/` calls it with bytes of libFuzzer's, `tests/fuzz.rs` with those of proptest. Invariant: whatever the bytes, a body returns; it panics
//! only where the library did, or where a span is off a character.

use detente::article::{Catalogue, Columns, Feed, Limits, Reader, Span, find_dates, list};
use detente::pipeline::Tools;
use detente::quote::{Annotated, Finder};
use detente::study::{Corrections, Named, Study};
use detente::tone::Rater;
use detente::tone::foreign::{Format, exercise};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

/// A body: its name and what it does with bytes.
pub type Body = (&'static str, fn(&[u8]));

/// All of them; a file of `fuzz_targets/` for each.
pub const BODIES: &[Body] = &[
    ("decode", decode),
    ("html", html),
    ("dates", dates),
    ("extract", extract),
    ("lexicons", lexicons),
    ("tables", tables),
    ("study", study),
    ("dictionary_liwc", dictionary_liwc),
    ("dictionary_dicx", dictionary_dicx),
    ("dictionary_lexicoder", dictionary_lexicoder),
    ("dictionary_yoshikoder", dictionary_yoshikoder),
    ("dictionary_wordstat", dictionary_wordstat),
    ("dictionary_yaml", dictionary_yaml),
    ("dictionary_vader", dictionary_vader),
    ("dictionary_nrc", dictionary_nrc),
    ("dictionary_afinn", dictionary_afinn),
    ("dictionary_table", dictionary_table),
];

fn reader() -> &'static Reader {
    static READER: OnceLock<Reader> = OnceLock::new();
    READER.get_or_init(|| {
        let council = Named::builtin("nato-russia-council").expect("it is built in");
        let catalogue = Catalogue::parse(&council.name, &council.text).expect("it is whole");
        Reader::new(Some(catalogue), BTreeMap::new(), Limits::DEFAULT)
    })
}

fn whole(text: &str, span: Span) {
    assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?} is off a character");
}

fn parse(path: &str, bytes: &[u8]) {
    if let Ok(article) = reader().parse("a", path, bytes) {
        let mut end = 0;
        for mark in &article.boilerplate {
            whole(&article.text, mark.span);
            assert!(mark.span.start >= end, "marks overlap");
            end = mark.span.end;
        }
    }
}

/// Bytes as a text file.
pub fn decode(bytes: &[u8]) {
    parse("a.txt", bytes);
}

/// Bytes as a page.
pub fn html(bytes: &[u8]) {
    parse("a.html", bytes);
}

/// Dates in a text.
pub fn dates(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for mention in find_dates(&text) {
        whole(&text, mention.span);
    }
}

/// Statements of a text.
pub fn extract(bytes: &[u8]) {
    static TOOLS: OnceLock<Tools> = OnceLock::new();
    let tools = TOOLS.get_or_init(|| Tools::of(&Study::defaults()).expect("the defaults are whole"));
    let text = String::from_utf8_lossy(bytes);
    for statement in tools.search.finder.find_in(&text, &[]).statements {
        let spans = statement.spans.iter().chain(&statement.quoted);
        let places = spans.chain(&statement.cue).chain(&statement.mention).copied();
        places
            .chain(statement.targets.iter().map(|target| target.span))
            .for_each(|span| whole(&text, span));
    }
}

/// A file that people edit by hand: lexicon, rules, catalogue, cues, titles, sides.
pub fn lexicons(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let builtin = |name: &str| Named::builtin(name).expect("it is built in").text;
    let rules = builtin("rules");
    let _ = Rater::new(&[("fuzzed.toml", &text)], ("rules", &rules));
    let _ = Rater::new(&[], ("fuzzed.toml", &text));
    let _ = Catalogue::parse("fuzzed.toml", &text);
    let (cues, titles, sides) = (builtin("cues"), builtin("titles"), builtin("nato-russia"));
    let _ = Finder::new(("fuzzed.toml", &text), ("titles", &titles), &[("sides", &sides)]);
    let _ = Finder::new(("cues", &cues), ("fuzzed.toml", &text), &[("sides", &sides)]);
    let _ = Finder::new(("cues", &cues), ("titles", &titles), &[("fuzzed.toml", &text)]);
}

/// A table of articles in each form, as it stands and packed by its first bytes; corrections and annotated articles.
pub fn tables(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let _ = Corrections::parse("corrections.csv", &text);
    let _ = Annotated::read_lines("annotated.jsonl", &text);
    let Ok(folder) = tempfile::tempdir() else { return };
    for name in ["a.jsonl", "a.csv", "a.parquet"] {
        let path = folder.path().join(name);
        if std::fs::write(&path, bytes).is_err() {
            return;
        }
        let Ok(listing) = list(&[path]) else { return };
        let columns = Columns::default();
        for item in Feed::new(&listing, &columns, Limits::DEFAULT).take(10_000).flatten() {
            let _ = reader().item(&item);
        }
    }
}

/// A study file.
pub fn study(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let _ = Study::parse("study.toml", Path::new("."), &text);
}

/// Another program's dictionary as `Format::Liwc`: read, written in every format, and read again.
pub fn dictionary_liwc(bytes: &[u8]) {
    exercise(Format::Liwc, bytes);
}

/// Another program's dictionary as `Format::Dicx`: read, written in every format, and read again.
pub fn dictionary_dicx(bytes: &[u8]) {
    exercise(Format::Dicx, bytes);
}

/// Another program's dictionary as `Format::Lexicoder`: read, written in every format, and read again.
pub fn dictionary_lexicoder(bytes: &[u8]) {
    exercise(Format::Lexicoder, bytes);
}

/// Another program's dictionary as `Format::Yoshikoder`: read, written in every format, and read again.
pub fn dictionary_yoshikoder(bytes: &[u8]) {
    exercise(Format::Yoshikoder, bytes);
}

/// Another program's dictionary as `Format::Wordstat`: read, written in every format, and read again.
pub fn dictionary_wordstat(bytes: &[u8]) {
    exercise(Format::Wordstat, bytes);
}

/// Another program's dictionary as `Format::Yaml`: read, written in every format, and read again.
pub fn dictionary_yaml(bytes: &[u8]) {
    exercise(Format::Yaml, bytes);
}

/// Another program's dictionary as `Format::Vader`: read, written in every format, and read again.
pub fn dictionary_vader(bytes: &[u8]) {
    exercise(Format::Vader, bytes);
}

/// Another program's dictionary as `Format::Nrc`: read, written in every format, and read again.
pub fn dictionary_nrc(bytes: &[u8]) {
    exercise(Format::Nrc, bytes);
}

/// Another program's dictionary as `Format::Afinn`: read, written in every format, and read again.
pub fn dictionary_afinn(bytes: &[u8]) {
    exercise(Format::Afinn, bytes);
}

/// Another program's dictionary as `Format::Table`: read, written in every format, and read again.
pub fn dictionary_table(bytes: &[u8]) {
    exercise(Format::Table, bytes);
}
