//! Dictionaries of other programs from outside: real-world dirt with what is said of it (tests/foreign, all invented), round trips, and that no bytes make a reader panic.

use detente::tone::foreign::{Columns, Dictionary, Format, Import, Mapping, Term, exercise};
use detente::tone::{Dimension, Rater, entries};
use proptest::prelude::*;

const RULES: &str = include_str!("tone/lexicons/rules.toml");

fn file(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/foreign/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap_or_else(|why| panic!("{name}: {why}"))
}

/// Everything that reading says, a line each.
fn said(format: Format, name: &str, columns: &Columns) -> String {
    let mut out = String::new();
    let dictionary = format.read(name, &file(name), columns).unwrap_or_else(|error| panic!("{name}: {error}"));
    for term in &dictionary.terms {
        let weight = term.weight.map(|weight| format!(" {weight}")).unwrap_or_default();
        let note = term.note.as_deref().map(|note| format!(" ({note})")).unwrap_or_default();
        out += &format!("{}: {} [{}]{weight}{note}\n", term.line, term.words, term.label());
    }
    out += "--\n";
    for note in &dictionary.notes {
        out += &format!("{note}\n");
    }
    out
}

/// A file with the dirt of real ones, the format that it has, and what is read and said of it.
#[test]
fn dirt_is_tolerated_with_a_word_or_left_out_with_one() {
    let columns = Columns {
        weight: Some("Strength".to_owned()),
        note: Some("remark".to_owned()),
        ..Columns::default()
    };
    for (name, format) in [
        ("dirt.dic", Format::Liwc),
        ("dirt.dicx", Format::Dicx),
        ("dirt.lc3", Format::Lexicoder),
        ("dirt.ykd", Format::Yoshikoder),
        ("dirt.cat", Format::Wordstat),
        ("dirt.yaml", Format::Yaml),
        ("vader_dirt.txt", Format::Vader),
        ("nrc_dirt.txt", Format::Nrc),
        ("afinn_dirt.txt", Format::Afinn),
        ("dirt.csv", Format::Table),
    ] {
        assert_eq!(
            Format::detect(name, &file(name)).unwrap_or_else(|error| panic!("{name}: {error}")),
            format,
            "{name}"
        );
        insta::assert_snapshot!(format!("dirt_{}", format.as_str()), said(format, name, &columns));
    }
}

/// The whole report that a person sees, without colour.
fn report(error: &dyn miette::Diagnostic) -> String {
    let mut out = String::new();
    miette::GraphicalReportHandler::new_themed(miette::GraphicalTheme::unicode_nocolor())
        .with_width(100)
        .render_report(&mut out, error)
        .expect("writing to a String does not fail");
    out
}

#[test]
fn what_is_refused_says_where_and_what_to_do() {
    let broken: [(&str, Format, &[u8]); 17] = [
        ("a.dic", Format::Liwc, b"quarrel\t1\n"),
        ("a.dic", Format::Liwc, b"%\n1\tanger\nquarrel\t1\n"),
        ("a.dic", Format::Liwc, b"%\nanger\t1\n%\nquarrel\t1\n"),
        ("a.dic", Format::Liwc, b"%\n1\tanger\n%\nquarrel\t2\n"),
        ("a.dic", Format::Liwc, b"%\n\0"),
        ("a.dicx", Format::Dicx, b"anger,joy\nX,X\n"),
        ("a.lc3", Format::Lexicoder, b"quarrel\nsneer\n"),
        (
            "a.ykd",
            Format::Yoshikoder,
            b"<dictionary>\n<cnode name=\"a\"><pnode name=\"b\"/></dictionary>",
        ),
        (
            "a.ykd",
            Format::Yoshikoder,
            b"<dictionary>\n<cnode name=\"a\"><pnode name=b/></cnode></dictionary>",
        ),
        (
            "a.ykd",
            Format::Yoshikoder,
            b"<dictionary patternengine=\"regexp\"><cnode name=\"a\"><pnode name=\"b.*c\"/></cnode></dictionary>",
        ),
        ("a.ykd", Format::Yoshikoder, b"<dictionary><cnode name=\"a\"><pnode name=\"b\"/>"),
        ("a.cat", Format::Wordstat, b"ANGER\n\tSLUR\n"),
        ("a.yml", Format::Yaml, b"negative:\n  - quarrel\n sneer\n"),
        ("a.yml", Format::Yaml, b"negative:\n  - *ism\n"),
        ("a.yml", Format::Yaml, b"just words\n"),
        ("a.csv", Format::Table, b"phrase one,strength\nquarrel,2\n"),
        ("a.txt", Format::Afinn, b"quarrel\n"),
    ];
    let mut out = String::new();
    for (name, format, bytes) in broken {
        let error = format.read(name, bytes, &Columns::default()).expect_err(name);
        out += &format!("{}\n{}\n", String::from_utf8_lossy(bytes).replace('\0', "\\0"), report(&error));
    }
    insta::assert_snapshot!(out);
}

#[test]
fn a_format_is_told_or_the_choices_are_named() {
    let told: [(&str, &str, Format); 14] = [
        ("a.txt", "%\n1\tanger\n%\nslur\t1\n", Format::Liwc),
        ("a.dic", "+anger+\nslur\n", Format::Lexicoder),
        ("a.txt", "+anger+\nslur\n", Format::Lexicoder),
        ("a.xml", "<dictionary><cnode name=\"a\"/></dictionary>", Format::Yoshikoder),
        ("a.txt", "ANGER\n\tSLUR (1)\n", Format::Wordstat),
        ("a.txt", "negative:\n  - slur\n", Format::Yaml),
        ("a.yml", "negative: [slur, sneer]\n", Format::Yaml),
        ("a.txt", "slur\t-1.9\t0.7\t[-2, -1]\nhug\t2.0\t0.7\t[2, 2]\n", Format::Vader),
        ("a.txt", "slur\tanger\t1\nslur\tjoy\t0\n", Format::Nrc),
        ("a.txt", "slur\t-3\nhug\t2\n", Format::Afinn),
        ("a.csv", "word,score\nslur,2\n", Format::Table),
        ("a.csv", "DicTerm,anger,joy\nslur,X,\n", Format::Dicx),
        ("a.csv", "entry,category,weight\nslur,anger,2\n", Format::Table),
        ("a.tsv", "word\tcategory\nslur\tanger\n", Format::Table),
    ];
    for (name, text, format) in told {
        let found = Format::detect(name, text.as_bytes()).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(found, format, "{name}: {text}");
    }
    let mut out = String::new();
    for (name, text) in [("a.txt", "slur\nsneer\n"), ("a.txt", "entry\tanger\nslur\t1\n"), ("a.bin", "")] {
        out += &match Format::detect(name, text.as_bytes()) {
            Ok(format) => format!("{format:?}\n"),
            Err(error) => report(&error),
        };
    }
    insta::assert_snapshot!(out);
}

fn dictionary(format: Format, text: &str) -> Dictionary {
    format
        .read("theirs", text.as_bytes(), &Columns::default())
        .unwrap_or_else(|error| panic!("{error}"))
}

fn import() -> Import {
    Import {
        name: "theirs".to_owned(),
        source: "invented".to_owned(),
        ..Import::default()
    }
}

fn map(text: &str) -> Mapping {
    text.parse().unwrap_or_else(|why| panic!("{text}: {why}"))
}

/// What importing makes and says.
fn made(import: &Import, format: Format, text: &str) -> String {
    match import.make("theirs", format, &dictionary(format, text)) {
        Ok(made) => {
            let notes: Vec<String> = made.notes.iter().map(ToString::to_string).collect();
            format!("{}\n{:?}\n{}\n{}\n\n", made.toml, made.taken, made.said.join("\n"), notes.join("\n"))
        }
        Err(error) => report(&error),
    }
}

#[test]
fn scales_are_mapped_as_said() {
    let both = import();
    let hostile = Import {
        dimension: Some(Dimension::Hostility),
        ..import()
    };
    let afinn = "slur\t-5\nquarrel\t-3\nshrug\t0\nhug\t2\n";
    let list = "negative:\n  - slur\n  - un*able\npositive: [hug]\nfamily: [cousin]\n";
    let mut out = made(&both, Format::Afinn, afinn);
    out += &made(&hostile, Format::Vader, "slur\t-3.4\nhug\t2.9\n:-(\t-2.0\n");
    out += &made(&hostile, Format::Yaml, list);
    out += &made(
        &Import {
            map: vec![
                map("Negative=accusation:2.5"),
                map("family=conciliation.common-ground"),
                map("positive=-"),
            ],
            listed: Some(0.5),
            ..hostile.clone()
        },
        Format::Yaml,
        list,
    );
    out += &made(&hostile, Format::Table, "entry,weight\nslur,8\nsneer,4\n");
    out += &made(
        &Import {
            scale: Some(0.5),
            ..hostile.clone()
        },
        Format::Table,
        "entry,weight\nslur,8\nSlur,4\nsneer,4\n",
    );
    out += &made(&both, Format::Nrc, "cousin\tfamily\t1\nslur\tanger\t1\n");
    out += &made(
        &Import {
            map: vec![map("joy=conciliation.praise")],
            ..import()
        },
        Format::Nrc,
        "slur\tanger\t1\n",
    );
    out += &made(
        &Import {
            map: vec![map("anger=denunciation")],
            ..import()
        },
        Format::Nrc,
        "slur\tanger\t1\n",
    );
    insta::assert_snapshot!(out);
    for bad in ["x", "=a", "x=", "x=a:5", "x=tone.a", "x=a:b", "x=a\"b"] {
        assert!(bad.parse::<Mapping>().is_err(), "{bad}");
    }
}

/// LSD2015 as quanteda writes it: lists of negative and positive words, and of the same behind a negation. Those are no words of the other kind here, since the rules turn a negated word by themselves.
#[test]
fn lists_of_negated_words_stay_out_and_are_told_of() {
    let lists = "negative:\n  - a quarrel\n  - quarrel*\n  - cold-shoulder*\npositive:\n  - embrac*\n  - heart-to-heart\nneg_positive:\n  - best not\n  - no embrac*\nneg_negative:\n  - not quarrel*\n";
    let told = made(&import(), Format::Yaml, lists);
    for words in ["[hostility.negative]", "\"quarrel*\" = 1", "[conciliation.positive]", "\"embrac*\" = 1"] {
        assert!(told.contains(words), "{words}: {told}");
    }
    for words in ["\"best not\" = ", "\"not quarrel*\" = "] {
        assert!(!told.contains(words), "{words}: {told}");
    }
    assert!(
        told.contains("2 of \"neg_positive\" left out") && told.contains("1 of \"neg_negative\" left out"),
        "{told}"
    );
    let asked = Import {
        map: vec![map("neg_positive=hostility.negated")],
        ..import()
    };
    assert!(made(&asked, Format::Yaml, lists).contains("\"best not\" = 1"));
}

/// The shipped lexicons into each format and back: what comes back is what the format has room for.
#[test]
fn the_shipped_lexicons_go_out_and_come_back() {
    let (hostility, conciliation) = (include_str!("../lexicons/hostility.toml"), include_str!("../lexicons/conciliation.toml"));
    let mut ours = entries("hostility.toml", hostility).unwrap();
    ours.extend(entries("conciliation.toml", conciliation).unwrap());
    for format in Format::ALL {
        let out = Dictionary::of(&ours, format);
        let written = format.write(&out.terms);
        let back = format.read("back", written.text.as_bytes(), &Columns::default()).unwrap();
        assert_eq!(sorted(back.terms.clone()), sorted(written.terms.clone()), "{format:?}");
        let made = import()
            .make("back", format, &back)
            .unwrap_or_else(|error| panic!("{format:?}: {}", report(&error)));
        let again = entries("back.toml", &made.toml).unwrap();
        Rater::new(&[("back.toml", &made.toml)], ("rules.toml", RULES)).unwrap_or_else(|error| panic!("{format:?}: {error}"));
        let key = |entry: &detente::tone::Entry| (entry.dimension, entry.pattern.to_lowercase(), entry.weight);
        // What has weights keeps all of every entry without a gap; one gap is a rule of WordStat, and a table has room for all.
        let gaps = |entry: &&detente::tone::Entry| match format {
            Format::Table => true,
            Format::Wordstat => entry.pattern.matches('…').count() < 2,
            // Whole numbers up to 5: what would round to 0 has no place there.
            Format::Afinn => !entry.pattern.contains('…') && detente::tone::points(entry.weight) * 1.25 >= 0.5,
            _ => !entry.pattern.contains('…'),
        };
        let mut expected: Vec<_> = ours.iter().filter(gaps).map(key).collect();
        let mut kept: Vec<_> = again.iter().map(key).collect();
        if matches!(format, Format::Vader | Format::Afinn) {
            // Words of both dimensions stand once in these.
            let mut seen = std::collections::BTreeSet::new();
            expected = ours
                .iter()
                .filter(gaps)
                .map(key)
                .filter(|(_, words, _)| seen.insert(words.clone()))
                .collect();
        }
        if matches!(format, Format::Liwc | Format::Lexicoder | Format::Yaml | Format::Nrc | Format::Afinn) {
            expected.iter_mut().chain(&mut kept).for_each(|(_, _, weight)| *weight = 0);
        }
        expected.sort();
        kept.sort();
        let (lost, new): (Vec<_>, Vec<_>) = (
            expected.iter().filter(|one| !kept.contains(one)).collect(),
            kept.iter().filter(|one| !expected.contains(one)).collect(),
        );
        assert!(expected == kept, "{format:?}: lost {lost:?}, new {new:?}");
    }
}

fn sorted(mut terms: Vec<Term>) -> Vec<Term> {
    for term in &mut terms {
        term.line = 0;
    }
    terms.sort_by(|a, b| (&a.category, &a.words).cmp(&(&b.category, &b.words)));
    terms
}

fn format() -> impl Strategy<Value = Format> {
    prop::sample::select(Format::ALL.to_vec())
}

/// Words as dictionaries have them, and some that they had better not.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[a-zé]{1,6}\\*?( [a-z'’-]{1,6}\\*?){0,3}",
        1 => "[a-z]{1,4}\\*? … [a-z]{1,4}\\*?( … [a-z]{1,4})?",
        1 => "[#/%+@(\\[\\])*_&.…\"<>:;,|~!?{}-]{1,5}",
        1 => "[A-Za-z0-9_&.'#/*\" -]{1,10}",
        1 => "\\PC{1,8}",
    ]
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![6 => "[a-z]{1,8}", 1 => "[A-Za-z0-9 _&.'#/()+%\"<>:-]{1,8}", 1 => "\\PC{1,6}"]
}

fn term() -> impl Strategy<Value = Term> {
    let weight = prop_oneof![1 => Just(None), 1 => (-5i32..=5).prop_map(|whole| Some(f64::from(whole))), 2 => (-4000i32..=4000).prop_map(|milli| Some(f64::from(milli) / 1000.0))];
    let note = prop_oneof![3 => Just(None), 1 => "[a-z]{1,6}( [a-z;,\"]{1,6}){0,2}".prop_map(Some), 1 => "sd [0-9.]{1,3}(; ratings \\[[0-9, -]{0,8}\\])?".prop_map(Some)];
    (words(), prop::collection::vec(name(), 1..4), weight, note, 1u32..99).prop_map(|(words, category, weight, note, line)| Term {
        words,
        category,
        weight,
        note,
        line,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(400)))]

    /// What a format can hold comes back as it was, without a word said; and writing that again gives the same text.
    #[test]
    fn what_is_written_is_read_again(format in format(), terms in prop::collection::vec(term(), 1..12)) {
        let written = format.write(&terms);
        prop_assume!(!written.terms.is_empty());
        let back = format.read("back", written.text.as_bytes(), &Columns::default());
        let back = back.map_err(|error| TestCaseError::fail(format!("{format:?}: {error}\n{}", written.text)))?;
        prop_assert_eq!(sorted(back.terms.clone()), sorted(written.terms.clone()), "{:?}: {}", format, written.text);
        let notes: Vec<String> = back.notes.iter().map(ToString::to_string).filter(|note| !quiet(format, note)).collect();
        prop_assert!(notes.is_empty(), "{format:?}: {notes:?}\n{}", written.text);
        let again = format.write(&back.terms);
        prop_assert_eq!(sorted(again.terms), sorted(back.terms));
        prop_assert!(again.notes.is_empty(), "{:?}", again.notes);
    }

    /// Whatever is read can be imported, and what is made of it is a lexicon.
    #[test]
    fn what_is_imported_is_a_lexicon(format in format(), terms in prop::collection::vec(term(), 1..12), listed in 0.0f64..=4.0) {
        let written = format.write(&terms);
        prop_assume!(!written.terms.is_empty());
        let dictionary = Dictionary { terms: written.terms, notes: Vec::new() };
        let first = dictionary.terms[0].category.last().cloned().unwrap_or_default();
        let asked = Import { map: vec![Mapping { from: first, to: map("x=hostility.blame").to }], listed: Some(listed), scale: Some(0.8), ..import() };
        for import in [import(), asked] {
            if let Ok(made) = import.make("theirs", format, &dictionary) {
                prop_assert!(entries("made.toml", &made.toml).is_ok(), "{}", made.toml);
                let rater = Rater::new(&[("made.toml", &made.toml)], ("rules.toml", RULES));
                prop_assert!(rater.is_ok(), "{}", made.toml);
            }
        }
    }

    /// No bytes make a reader panic, and every fault names its place.
    #[test]
    fn no_bytes_panic(format in format(), bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        exercise(format, &bytes);
    }

    /// Nor do pieces of the formats in any order; and what was read can be written in every format.
    #[test]
    fn no_pieces_panic(format in format(), pieces in prop::collection::vec(piece(), 0..40), named in "x\\.(dic|dicx|lc3|ykd|cat|yml|txt|csv|tsv)") {
        let text = pieces.concat();
        let _ = Format::detect(&named, text.as_bytes());
        exercise(format, text.as_bytes());
    }
}

/// What may be said of a file that we wrote: a rule of WordStat is always said to be one.
fn quiet(format: Format, note: &str) -> bool {
    format == Format::Wordstat && note.contains("the rule was read as 1 pattern with a gap")
}

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec![
            "%", "\n", "\n", "\n", "\t", "\t", " ", "1", "2", "(", ")", "(1)", " (1,5)", "<of>", "+anger+\n", "+", "<dictionary>", "</dictionary>", "<cnode name=\"a\">", "</cnode>",
            "<pnode name=\"b*\"/>", "<pnode", "&amp;", "&#0;", "&x;", "<!--", "-->", "<![CDATA[", "]]>", "@R [A NEAR B /S 3] (1)", "[", "]", "#A", "NEAR", "BEFORE", ": ", ":\n", "- ", "  - ", "[a, b]", "{a: 1}", "{", "}", "*", "&a", "*a", "|", ">",
            "\"", "'", ",", ";", "entry,category,weight\n", "DicTerm,a,b\n", "X", "-1.9", "0.5", "[1, 2]", "anger", "…", "...", "_", "\u{feff}", "\r", "\u{0}", "---\n", "...\n", "? ", "!tag ",
        ]).prop_map(str::to_owned),
        1 => words(),
        1 => name(),
    ]
}
