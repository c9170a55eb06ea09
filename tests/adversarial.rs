//! What would break a program that trusts its input: each case is read in bounded memory and time, or refused with a sentence that says why.
//!
//! Times are bounded generously: a test that fails here has met something quadratic, not a slow machine.

use detente::article::{Article, Columns, Feed, Limits, Reader, list, sha256};
use detente::pipeline::{Options, Run, Tools};
use detente::quote::merge_speakers;
use detente::study::{Named, OnError, Study};
use detente::tone::{Rater, Utterance};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Far more than any case takes, and far less than a quadratic one would.
const LONG: Duration = Duration::from_secs(120);

fn tools() -> &'static Tools {
    static TOOLS: OnceLock<Tools> = OnceLock::new();
    TOOLS.get_or_init(|| Tools::of(&Study::defaults()).expect("the defaults are whole"))
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder can be made")
}

fn soon<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let done = work();
    assert!(begun.elapsed() < LONG, "{what} took {:?}", begun.elapsed());
    done
}

fn article(text: &[u8]) -> Result<Article, String> {
    tools().search.reader.parse("a", "a.txt", text).map_err(|why| why.to_string())
}

/// Reads and finds; every span holds what it says.
fn found(text: &str) -> usize {
    let article = article(text.as_bytes()).expect("it is text");
    let found = tools().search.find(&article);
    for statement in &found.statements {
        for span in statement.spans.iter().chain(&statement.quoted) {
            assert!(
                article.text.get(span.start as usize..span.end as usize).is_some(),
                "a span off a character"
            );
        }
    }
    found.statements.len()
}

/// The ids and faults of a table.
fn rows(path: &Path, limits: Limits) -> Vec<String> {
    let listing = list(&[path.to_owned()]).expect("it is there");
    let reader = Reader::new(None, BTreeMap::new(), limits);
    Feed::new(&listing, &Columns::default(), limits)
        .map(|item| match item.map_err(|lost| lost.why).and_then(|item| reader.item(&item)) {
            Ok(article) => article.id,
            Err(why) => why.to_string(),
        })
        .collect()
}

#[test]
fn an_article_over_the_limit_is_refused_in_a_file_and_in_a_cell() {
    let folder = folder();
    let limits = Limits {
        article_bytes: 1_000,
        ..Limits::DEFAULT
    };
    let path = folder.path().join("a.csv");
    fs::write(&path, format!("id,text\nlong,{}\nshort,x\n", "x".repeat(1_001))).expect("written");
    let read = rows(&path, limits);
    assert!(read[0].contains("1001 bytes, more than the 1000") && read[1] == "short", "{read:?}");
    let path = folder.path().join("a.txt");
    fs::write(&path, "x".repeat(1_001)).expect("written");
    assert!(rows(&path, limits)[0].contains("1001 bytes, more than the 1000"));
}

#[test]
fn a_line_of_a_hundred_megabytes_is_passed_over() {
    let folder = folder();
    let path = folder.path().join("a.jsonl");
    let mut file = fs::File::create(&path).expect("made");
    file.write_all(b"{\"id\":\"before\",\"text\":\"").expect("written");
    for _ in 0..100 {
        file.write_all(&[b'x'; 1_000_000]).expect("written");
    }
    file.write_all(b"\"}\n{\"id\":\"after\",\"text\":\"x\"}\n").expect("written");
    let read = soon("a long line", || rows(&path, Limits::DEFAULT));
    assert!(
        read[0].contains("line 1: the line has 100000025 bytes, more than the 32000000"),
        "{read:?}"
    );
    assert_eq!(&read[1..], ["after"]);
}

#[test]
fn a_quotation_mark_that_is_never_closed_does_not_take_the_whole_table() {
    let folder = folder();
    let path = folder.path().join("a.csv");
    fs::write(&path, format!("id,text\n1,x\n2,\"open\n{}", "3,y\n".repeat(100_000))).expect("written");
    let limits = Limits {
        line_bytes: 50_000,
        ..Limits::DEFAULT
    };
    let read = rows(&path, limits);
    assert_eq!(read[0], "1");
    assert!(
        read.len() == 2 && read[1].contains("not closed") && read[1].contains("line_bytes"),
        "{read:?}"
    );
}

#[test]
fn a_million_quotation_marks_are_read() {
    for marks in ["\"", "\u{201C}", "\u{201D}", "\u{201C}\u{201D}", "\u{AB}\u{BB}", "' "] {
        let text = marks.repeat(1_000_000 / marks.chars().count() / 4);
        soon(marks, || found(&text));
    }
    let text = "\"a\" \"b\n".repeat(30_000);
    soon("marks in paragraphs", || found(&text));
    let text = "\"".repeat(1_000_000);
    soon("a million marks", || found(&text));
}

#[test]
fn nesting_is_bounded() {
    let depth = 20_000;
    let page = format!(
        "<html><body>{}<p>\"We object,\" said Davrin Kolesk.{}",
        "<div>".repeat(depth),
        "</div>".repeat(depth)
    );
    let article = soon("a deep page", || {
        tools().search.reader.parse("a", "a.html", page.as_bytes()).expect("it is a page")
    });
    assert!(article.text.contains("We object"));
    let folder = folder();
    let path = folder.path().join("a.jsonl");
    fs::write(
        &path,
        format!(
            "{{\"text\":{}{}}}\n{{\"id\":\"flat\",\"text\":\"x\"}}\n",
            "[".repeat(depth),
            "]".repeat(depth)
        ),
    )
    .expect("written");
    let read = rows(&path, Limits::DEFAULT);
    assert!(read[0].contains("recursion") && read[1] == "flat", "{read:?}");
    soon("brackets", || found(&"(".repeat(200_000)));
    soon("quotations in quotations", || {
        found(&format!(
            "{}we object{}\" said Davrin Kolesk.",
            "\u{201C}'".repeat(50_000),
            "'\u{201D}".repeat(50_000)
        ))
    });
}

#[test]
fn a_hundred_thousand_speakers_in_one_article_are_told_apart() {
    let mut text = String::new();
    let letters = |mut number: usize| {
        let mut name = String::new();
        for _ in 0..4 {
            name.push(char::from(b'a' + (number % 26) as u8));
            number /= 26;
        }
        name
    };
    for number in 0..100_000 {
        let _ = writeln!(text, "\"We object,\" said Davrin Ko{}.\n", letters(number));
    }
    let article = article(text.as_bytes()).expect("it is text");
    let found = soon("finding", || tools().search.find(&article));
    assert!(
        found.statements.len() > 90_000 && found.speakers.len() > 50_000,
        "{} of {}",
        found.statements.len(),
        found.speakers.len()
    );
    let merged = soon("merging", || merge_speakers(&[found.speakers]));
    assert!(merged.speakers.len() > 50_000, "{}", merged.speakers.len());
}

#[test]
fn nuls_marks_of_direction_and_combining_characters() {
    assert!(
        article(b"We wait.\0\0 \"No,\" said Davrin Kolesk.")
            .expect_err("a NUL is no text")
            .contains("NUL")
    );
    let turned = "\u{202E}\u{200F}\"We condemn this,\"\u{202C} said Davrin\u{200E} Kolesk.\u{2066}";
    assert!(found(turned) <= 1);
    soon("combining characters", || {
        found(&format!("\"We object{}\" said Davrin Kolesk.", "\u{301}".repeat(300_000)))
    });
    soon("spaces without width", || found(&"\u{200B}\u{FEFF}".repeat(200_000)));
}

#[test]
fn marks_of_byte_order_and_mixed_encodings() {
    let words = "\"We object,\" said Davrin Kolesk.";
    let wide = |big: bool| -> Vec<u8> {
        let units = std::iter::once(0xFEFF).chain(words.encode_utf16());
        units
            .flat_map(|unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect()
    };
    for bytes in [format!("\u{FEFF}{words}").into_bytes(), wide(true), wide(false)] {
        assert_eq!(article(&bytes).expect("it is text").text, words);
    }
    // A mark within the text is a character; half of one encoding in another is told, not dropped.
    assert!(
        article(format!("{words}\u{FEFF}{words}").as_bytes())
            .expect("it is text")
            .text
            .contains('\u{FEFF}')
    );
    let mixed = [format!("caf\u{E9} {words} ").repeat(20).as_bytes(), b"caf\xE9 ".as_slice()].concat();
    let read = article(&mixed).expect("it is text");
    assert!(
        read.replaced == 1 || read.encoding == "windows-1252",
        "{} {}",
        read.encoding,
        read.replaced
    );
}

#[test]
fn a_file_that_unpacks_to_much_more_than_itself_is_refused() {
    let folder = folder();
    let much = 96usize << 20;
    let line = b"{\"text\":\"x\"}\n";
    let gz = folder.path().join("a.jsonl.gz");
    let mut encoder = flate2::write::GzEncoder::new(fs::File::create(&gz).expect("made"), flate2::Compression::fast());
    encoder.write_all(line).expect("written");
    let blank = vec![b' '; 1 << 20];
    for _ in 0..much >> 20 {
        encoder.write_all(&blank).expect("written");
    }
    encoder.finish().expect("written");
    let zst = folder.path().join("a.jsonl.zst");
    let mut encoder = zstd::stream::write::Encoder::new(fs::File::create(&zst).expect("made"), 1).expect("made");
    encoder.write_all(line).expect("written");
    for _ in 0..much >> 20 {
        encoder.write_all(&blank).expect("written");
    }
    encoder.finish().expect("written");
    for path in [&gz, &zst] {
        let read = soon("a trap", || rows(path, Limits::DEFAULT));
        assert!(
            read.len() == 2 && read[1].contains("more than 200 times its size") && read[1].contains("unpacked_ratio"),
            "{read:?}"
        );
        let allowed = Limits {
            unpacked_ratio: 1_000_000,
            line_bytes: 1_000,
            ..Limits::DEFAULT
        };
        let read = rows(path, allowed);
        assert!(read.len() == 2 && read[1].contains("bytes, more than the 1000"), "{read:?}");
    }
}

#[cfg(unix)]
#[test]
fn links_that_lead_back_or_out_and_what_is_no_file() {
    use std::os::unix::fs::symlink;
    let (folder, outside) = (folder(), folder());
    fs::write(folder.path().join("a.txt"), "x").expect("written");
    fs::write(outside.path().join("b.txt"), "y").expect("written");
    fs::create_dir(folder.path().join("sub")).expect("made");
    symlink(folder.path(), folder.path().join("sub/back")).expect("linked");
    symlink("self", folder.path().join("self")).expect("linked");
    symlink(outside.path(), folder.path().join("out")).expect("linked");
    let listing = list(&[folder.path().join("sub/../../").join(folder.path().file_name().expect("named"))]);
    let listing = listing.expect("it is there");
    // A link out is followed, under the name it has inside: ids never climb.
    let ids: Vec<&str> = listing.sources.iter().map(|source| source.id.as_str()).collect();
    assert_eq!(ids, ["a", "out/b"]);
    let skipped: Vec<&str> = listing.skipped.iter().map(|skip| skip.path.as_str()).collect();
    assert_eq!(skipped, ["self", "sub/back"]);
}

/// A study of ready statements by these speakers, in two years.
fn run_of(folder: &Path, speakers: &[&str]) -> Run {
    let mut table = String::new();
    for (number, speaker) in speakers.iter().enumerate() {
        for year in [2016, 2022] {
            let line = serde_json::json!({
                "id": format!("../../{number}-{year}"), "speaker": speaker, "date": format!("{year}-04-20"),
                "text": "=SUM(A1) we condemn <b>this</b> aggression & threaten war", "source": "<script>alert(1)</script>",
            });
            let _ = writeln!(table, "{line}");
        }
    }
    fs::write(folder.join("said.jsonl"), table).expect("written");
    fs::write(
        folder.join("study.toml"),
        "[study]\nname = \"said\"\nstatements = \"said.jsonl\"\nsides = []\n",
    )
    .expect("written");
    let study = Study::load(&folder.join("study.toml")).expect("it is whole");
    let options = Options {
        out: folder.join("results"),
        threads: Some(1),
        progress: &|_| (),
    };
    Run::make(&study, &options).expect("it runs")
}

#[test]
fn names_that_are_paths_devices_formulas_or_markup_stay_names() {
    let folder = folder();
    let names = [
        "../../x",
        "CON",
        "=HYPERLINK(\"a\")",
        "<img src=x onerror=alert(1)>",
        "\u{202E}nworC",
        "Davrin Kolesk",
    ];
    let run = run_of(folder.path(), &names);
    let speakers: Vec<String> = run.speakers().expect("they are there").into_iter().map(|speaker| speaker.name).collect();
    for name in ["../../x", "CON", "=HYPERLINK(\"a\")"] {
        assert!(speakers.iter().any(|speaker| speaker == name), "{name} is not among {speakers:?}");
    }
    let mut outside: Vec<_> = fs::read_dir(folder.path())
        .expect("listed")
        .map(|entry| entry.expect("listed").file_name())
        .collect();
    outside.sort();
    assert_eq!(outside, ["results", "said.jsonl", "study.toml"], "nothing is written elsewhere");
    for entry in fs::read_dir(run.folder().join("charts")).expect("listed") {
        let name = entry.expect("listed").file_name().to_string_lossy().into_owned();
        let stem = name.split('.').next().unwrap_or_default();
        let device = ["con", "nul", "aux", "prn"].contains(&stem.to_ascii_lowercase().as_str());
        assert!(
            !device && name.chars().all(|char| char.is_ascii_alphanumeric() || "-_.@".contains(char)),
            "{name}"
        );
    }
    let page = fs::read_to_string(run.folder().join("report.html")).expect("read");
    assert!(
        !page.contains("<img src=x") && !page.contains("<script>alert"),
        "markup of a name stands in the page"
    );
    let raw = fs::read_to_string(run.folder().join("statements.csv")).expect("read");
    let mut reader = csv::Reader::from_reader(raw.as_bytes());
    for record in reader.records() {
        for cell in &record.expect("it is whole") {
            assert!(!cell.starts_with('='), "{cell}");
        }
    }
}

fn lexicon(entries: impl Iterator<Item = String>) -> String {
    let mut text = "[lexicon]\nname = \"large\"\nversion = \"1\"\nlanguage = \"en\"\nlicense = \"CC0-1.0\"\n\n[hostility.all]\n".to_owned();
    entries.for_each(|entry| {
        let _ = writeln!(text, "{entry}");
    });
    text
}

#[test]
fn a_lexicon_of_a_million_entries_is_read() {
    let text = lexicon((0..1_000_000).map(|number| format!("\"word{number}\" = 1")));
    let rules = Named::builtin("rules").expect("it is built in");
    let rater = soon("a large lexicon", || Rater::new(&[("large.toml", &text)], (&rules.name, &rules.text))).expect("it is whole");
    let said = "we said word999999 and word7";
    let tone = rater.rate(&Utterance {
        text: said,
        cue: "",
        quoted: &[detente::article::Span::new(0, said.len())],
        kind: detente::quote::Kind::Direct,
    });
    assert_eq!(tone.hits.len(), 2);
}

#[test]
fn an_entry_that_matches_every_word_is_refused_or_takes_linear_time() {
    let rules = Named::builtin("rules").expect("it is built in");
    for pattern in ["*", "a*", "a* a* a*"] {
        let text = lexicon(std::iter::once(format!("\"{pattern}\" = 1")));
        let Ok(rater) = Rater::new(&[("all.toml", &text)], (&rules.name, &rules.text)) else {
            continue;
        };
        let said = "attack ".repeat(50_000);
        soon(pattern, || {
            rater.rate(&Utterance {
                text: &said,
                cue: "",
                quoted: &[detente::article::Span::new(0, said.len())],
                kind: detente::quote::Kind::Direct,
            })
        });
    }
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_goes_on_or_stops() {
    let folder = folder();
    let texts = folder.path().join("texts");
    fs::create_dir(&texts).expect("made");
    fs::write(texts.join("a.txt"), "\"We object,\" said Davrin Kolesk on Monday.").expect("written");
    fs::write(texts.join("b.txt"), b"\x00\x01\x02").expect("written");
    let study = Study::of_folder(&texts).expect("a folder");
    let options = Options {
        out: folder.path().join("results"),
        threads: Some(1),
        progress: &|_| (),
    };
    let run = Run::make(&study, &options).expect("it runs");
    let skipped = &run.manifest().skipped;
    assert!(
        skipped.len() == 1 && skipped[0].path == "b.txt" && skipped[0].why.contains("NUL"),
        "{skipped:?}"
    );
    let strict = Study {
        on_error: OnError::Fail,
        name: "strict".to_owned(),
        ..study
    };
    assert!(Run::make(&strict, &options).is_err());
    assert!(!folder.path().join("results/strict").exists());
    // What listing passes over stops it too, but not what never was to be an article.
    fs::remove_file(texts.join("b.txt")).expect("removed");
    fs::write(texts.join("README.md"), "These are texts.").expect("written");
    Run::make(&strict, &options).expect("a paper that describes the folder is no fault");
    fs::write(texts.join("c.pdf"), "%PDF").expect("written");
    let why = Run::make(&strict, &options).expect_err("a PDF is not read").to_string();
    assert!(why.contains("`c.pdf` would be passed over") && why.contains("pdftotext"), "{why}");
}

#[test]
fn a_file_that_vanishes_or_grows_after_it_was_listed() {
    let folder = folder();
    let path = folder.path().join("a.jsonl");
    let line = "{\"id\":\"a\",\"text\":\"x\"}\n";
    fs::write(&path, line).expect("written");
    let listing = list(std::slice::from_ref(&path)).expect("it is there");
    fs::write(&path, format!("{line}{}", line.replace("\"a\"", "\"b\""))).expect("written");
    let columns = Columns::default();
    let mut feed = Feed::new(&listing, &columns, Limits::DEFAULT);
    assert_eq!(feed.by_ref().filter(Result::is_ok).count(), 1, "what was added meanwhile is not read");
    assert_eq!(feed.drained[0].sha256, sha256(line.as_bytes()), "the hash is of what was read");
    fs::remove_file(&path).expect("removed");
    let lost = Feed::new(&listing, &columns, Limits::DEFAULT)
        .next()
        .expect("one")
        .expect_err("it is gone");
    assert!(lost.why.to_string().contains("cannot be read") && !lost.fatal, "{}", lost.why);
}
