//! The finding stage from outside: cases as data (tests/quote), what holds for any text at all, and how much of the shipped study is found.
//!
//! A case is a folder named for the one thing it is about: `article.txt`, `expected.toml` (the statements in order, no more and no less), and `sides.toml` where
//! those of the shipped study will not do. Expected is what a careful reader would write down, not what the program happened to say. `UPDATE_EXPECTED=1` rewrites them all.

use detente::article::Span;
use detente::quote::{Act, Finder, Found, Kind, Statement};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

const SIDES: &str = include_str!("../examples/aldwater-meridian-council/sides.toml");
static FINDER: LazyLock<Finder> = LazyLock::new(|| finder("sides.toml", SIDES));

fn finder(name: &str, sides: &str) -> Finder {
    let cues = ("cues.toml", include_str!("../lexicons/cues.toml"));
    let titles = ("titles.toml", include_str!("../lexicons/titles.toml"));
    Finder::new(cues, titles, &[(name, sides)]).unwrap_or_else(|error| panic!("{error}"))
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/quote")
}

// Cases.

/// A statement as a case writes it down.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    /// The spans, joined by " … ".
    text: String,
    kind: Kind,
    /// None where the article does not tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker: Option<String>,
    /// Only compared where it is given; "" is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    side: Option<String>,
    /// Only compared where it is given; "" is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    cue: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Case {
    statement: Vec<Expected>,
}

impl Expected {
    fn of(statement: &Statement, found: &Found, text: &str) -> Expected {
        let speaker = statement.speaker.map(|at| &found.speakers[at as usize]);
        Expected {
            text: statement.spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" … "),
            kind: statement.kind,
            speaker: speaker.map(|speaker| speaker.name.clone()),
            side: Some(speaker.and_then(|speaker| speaker.side.clone()).unwrap_or_default()),
            cue: Some(statement.cue.map_or(String::new(), |cue| cue.of(text).to_owned())),
        }
    }

    /// Whether `got` is this statement, in all that the case speaks of.
    fn fits(&self, got: &Expected) -> bool {
        let open = |expected: &Option<String>, got: &Option<String>| expected.is_none() || expected == got;
        (&self.text, self.kind, &self.speaker) == (&got.text, got.kind, &got.speaker) && open(&self.side, &got.side) && open(&self.cue, &got.cue)
    }

    fn line(&self) -> String {
        let mut line = format!("[{}] {}", self.kind.as_str(), self.speaker.as_deref().unwrap_or("nobody"));
        if let Some(side) = &self.side {
            let _ = write!(line, " of <{side}>");
        }
        if let Some(cue) = &self.cue {
            let _ = write!(line, " ({cue})");
        }
        format!("{line}: {}", self.text.escape_debug())
    }
}

/// The speech in a text; thoughts are found too, but no run uses them.
fn speech(finder: &Finder, text: &str) -> Vec<Expected> {
    let found = finder.find_in(text, &[]);
    let spoken = found.statements.iter().filter(|statement| statement.act == Act::Speech);
    spoken.map(|statement| Expected::of(statement, &found, text)).collect()
}

/// What was wanted (`-`), what came (`+`) and what agrees, in order: the longest run of agreements leads.
fn difference(expected: &[Expected], got: &[Expected]) -> String {
    let mut longest = vec![vec![0; got.len() + 1]; expected.len() + 1];
    for e in (0..expected.len()).rev() {
        for g in (0..got.len()).rev() {
            longest[e][g] = match expected[e].fits(&got[g]) {
                true => longest[e + 1][g + 1] + 1,
                false => longest[e + 1][g].max(longest[e][g + 1]),
            };
        }
    }
    let (mut e, mut g, mut out) = (0, 0, String::new());
    while e < expected.len() || g < got.len() {
        let both = e < expected.len() && g < got.len();
        if both && expected[e].fits(&got[g]) {
            let _ = writeln!(out, "      {}", expected[e].line());
            (e, g) = (e + 1, g + 1);
        } else if g == got.len() || both && longest[e + 1][g] >= longest[e][g + 1] {
            let _ = writeln!(out, "    - {}", expected[e].line());
            e += 1;
        } else {
            let _ = writeln!(out, "    + {}", got[g].line());
            g += 1;
        }
    }
    out
}

#[test]
fn cases() {
    let update = std::env::var_os("UPDATE_EXPECTED").is_some_and(|value| value == "1");
    let mut folders: Vec<PathBuf> = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    assert!(
        folders.len() >= 45,
        "the cases are gone: {} holds {} folders",
        folder().display(),
        folders.len()
    );
    let (mut wrong, mut report) = (0, String::new());
    for case in &folders {
        let name = case.file_name().unwrap_or_default().to_string_lossy();
        let read = |file: &str| std::fs::read_to_string(case.join(file)).unwrap_or_else(|error| panic!("{name}/{file}: {error}"));
        let own = case
            .join("sides.toml")
            .exists()
            .then(|| finder(&format!("{name}/sides.toml"), &read("sides.toml")));
        let mut got = speech(own.as_ref().unwrap_or(&FINDER), &read("article.txt"));
        let expected = if update && !case.join("expected.toml").exists() {
            Vec::new()
        } else {
            let whole: Case = toml::from_str(&read("expected.toml")).unwrap_or_else(|error| panic!("{name}/expected.toml: {error}"));
            whole.statement
        };
        if expected.len() == got.len() && expected.iter().zip(&got).all(|(expected, got)| expected.fits(got)) {
            continue;
        }
        if update {
            // What a case left open stays open.
            for got in &mut got {
                if let Some(before) = expected.iter().find(|expected| expected.text == got.text) {
                    got.side = got.side.take().filter(|_| before.side.is_some());
                    got.cue = got.cue.take().filter(|_| before.cue.is_some());
                }
            }
            let text = toml::to_string(&Case { statement: got }).expect("a list of strings can be written as TOML");
            std::fs::write(case.join("expected.toml"), text).unwrap();
            continue;
        }
        wrong += 1;
        let _ = writeln!(report, "  {name}\n{}", difference(&expected, &got));
    }
    assert!(wrong == 0, "{wrong} of {} cases differ (- expected, + found):\n\n{report}", folders.len());
}

// What holds for any text.

/// Everything that must hold of what was found in `text`, whatever the text.
fn sound(text: &str, found: &Found) -> Result<(), TestCaseError> {
    let within = |span: Span, what: &str| -> Result<(), TestCaseError> {
        let (start, end) = (span.start as usize, span.end as usize);
        prop_assert!(start < end, "{what} {span:?} holds nothing");
        prop_assert!(
            text.is_char_boundary(start) && text.is_char_boundary(end),
            "{what} {span:?} is not on character boundaries"
        );
        Ok(())
    };
    let sorted = |spans: &[Span]| spans.windows(2).all(|pair| pair[0].end <= pair[1].start);
    prop_assert!(found.statements.is_sorted_by_key(|statement| statement.spans.first().copied()));
    for statement in &found.statements {
        prop_assert!(!statement.spans.is_empty());
        for &span in &statement.spans {
            within(span, "span")?;
        }
        prop_assert!(sorted(&statement.spans), "spans {:?} are not sorted and disjoint", statement.spans);
        for &quoted in &statement.quoted {
            within(quoted, "quoted")?;
            prop_assert!(
                statement.spans.iter().any(|span| span.contains(quoted)),
                "quoted {quoted:?} outside {:?}",
                statement.spans
            );
        }
        prop_assert!(sorted(&statement.quoted), "quoted {:?} are not sorted and disjoint", statement.quoted);
        match statement.kind {
            Kind::Direct => prop_assert_eq!(&statement.quoted, &statement.spans),
            Kind::Mixed => prop_assert!(!statement.quoted.is_empty()),
            Kind::Indirect => prop_assert!(statement.quoted.is_empty()),
        }
        for (span, what) in [(statement.cue, "cue"), (statement.mention, "mention")] {
            if let Some(span) = span {
                within(span, what)?;
            }
        }
        for target in &statement.targets {
            within(target.span, "target")?;
            prop_assert!(
                statement.spans.iter().any(|span| span.contains(target.span)),
                "target outside its statement"
            );
        }
        if let Some(speaker) = statement.speaker {
            let speaker = found.speakers.get(speaker as usize);
            prop_assert!(speaker.is_some_and(|speaker| !speaker.name.is_empty()), "a speaker that is not there");
        }
        for sure in [statement.confidence.span, statement.confidence.speaker] {
            prop_assert!((0.0..=1.0).contains(&sure), "confidence {sure}");
        }
    }
    Ok(())
}

/// Twice the same; `Found` has no equality of its own.
fn same(text: &str, skip: &[Span], found: &Found) -> Result<(), TestCaseError> {
    let again = FINDER.find_in(text, skip);
    prop_assert_eq!(&found.statements, &again.statements);
    prop_assert_eq!(&found.speakers, &again.speakers);
    Ok(())
}

/// Pieces of which news is made: marks of every shape, cues, names, pronouns, stops, breaks, and what glues them or keeps them apart.
const PIECES: &str = "“|”|„|\"|'|‘|’|«|»|``|''|‹|›| | | | |\u{a0}|\t|\n|\n\n|\r\n|,|, |.|. |!|? |:|: |;|…|...| – | — |-|(|)|[|]|said|said that|says|told reporters\
    |according to|According to|accused|called|urged|added|adding that|as|for his part|asked|whether|did not|refused to|rejected|that|and|but|while|who|which|of\
    |the|The|he|She|it|they|Davrin Kolesk|Kolesk|KOLESK:|Q:|Mr|Mr.|Nadim al-Rashun|Konrad von Aschwald|Inés de la Cendra|Zelmin|the League's|both sides\
    |a senior diplomat|foreign minister|ships|sail|would|is|cold|nineteen|2016|é|e\u{301}|🦀|ß";

fn newsy() -> impl Strategy<Value = String> {
    let pieces: Vec<&str> = PIECES.split('|').collect();
    proptest::collection::vec((proptest::sample::select(pieces), proptest::bool::weighted(0.7)), 0..60).prop_map(|pieces| {
        let mut text = String::new();
        for (piece, apart) in pieces {
            text.push_str(piece);
            if apart {
                text.push(' ');
            }
        }
        text
    })
}

/// Where `text` may be cut.
fn boundaries(text: &str) -> Vec<usize> {
    text.char_indices().map(|(at, _)| at).chain([text.len()]).collect()
}

/// The lines of which `picked` says true: boilerplate mostly comes as whole lines.
fn lines(text: &str, picked: &[bool]) -> Vec<Span> {
    let (mut at, mut skip) = (0, Vec::new());
    for (n, line) in text.split('\n').enumerate() {
        if !line.is_empty() && picked[n % picked.len()] {
            skip.push(Span::new(at, at + line.len()));
        }
        at += line.len() + 1;
    }
    skip
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_soundly(letters in proptest::collection::vec(any::<char>(), 0..200)) {
        let text: String = letters.into_iter().collect();
        let found = FINDER.find_in(&text, &[]);
        sound(&text, &found)?;
        same(&text, &[], &found)?;
    }

    #[test]
    fn anything_made_of_news_is_read_soundly(text in newsy()) {
        let found = FINDER.find_in(&text, &[]);
        sound(&text, &found)?;
        same(&text, &[], &found)?;
    }

    #[test]
    fn no_statement_is_made_of_skipped_lines(text in newsy(), picked in proptest::collection::vec(any::<bool>(), 1..8)) {
        let skip = lines(&text, &picked);
        let found = FINDER.find_in(&text, &skip);
        sound(&text, &found)?;
        same(&text, &skip, &found)?;
        for statement in &found.statements {
            for span in &statement.spans {
                prop_assert!(!skip.iter().any(|skipped| skipped.overlaps(*span)), "{:?} is boilerplate", span.of(&text));
            }
        }
    }

    /// Boilerplate may also stand inside a sentence, which stays whole: no statement may begin or end in it.
    #[test]
    fn no_statement_begins_or_ends_in_what_is_skipped(text in newsy(), cuts in proptest::collection::vec(any::<proptest::sample::Index>(), 2..6)) {
        let boundaries = boundaries(&text);
        let cuts: BTreeSet<usize> = cuts.iter().map(|cut| boundaries[cut.index(boundaries.len())]).collect();
        let cuts: Vec<usize> = cuts.into_iter().collect();
        let skip: Vec<Span> = cuts.chunks_exact(2).map(|pair| Span::new(pair[0], pair[1])).collect();
        let found = FINDER.find_in(&text, &skip);
        sound(&text, &found)?;
        for statement in &found.statements {
            for span in &statement.spans {
                let ends_in = |skipped: &Span| (skipped.start..skipped.end).contains(&span.start) || (skipped.start + 1..=skipped.end).contains(&span.end);
                prop_assert!(!skip.iter().any(ends_in), "{:?} begins or ends in boilerplate", span.of(&text));
            }
        }
    }
}

// The shipped study.

/// One line of `gold.jsonl`; other keys are of no interest here.
#[derive(Deserialize)]
struct Annotated {
    doc: String,
    text: String,
    attributions: Vec<Attribution>,
}

#[derive(Deserialize)]
struct Attribution {
    kind: Kind,
    /// Code points, end exclusive.
    content: Vec<(usize, usize)>,
    speaker: Option<String>,
    /// A headline or a borderline case: counts neither when found nor when missed.
    #[serde(default)]
    optional: bool,
}

type Letters = BTreeSet<usize>;

/// Byte offsets of the letters and digits in `ranges`: marks and white space at the edges never count.
fn letters(text: &str, ranges: impl Iterator<Item = (usize, usize)>) -> Letters {
    ranges
        .flat_map(|(start, end)| {
            text[start..end]
                .char_indices()
                .filter(|(_, c)| c.is_alphanumeric())
                .map(move |(at, _)| start + at)
        })
        .collect()
}

/// One to one, the most alike first (then in text order), as far as they share half of what they cover together.
fn pairs(gold: &[Letters], found: &[Letters]) -> Vec<(usize, usize)> {
    let mut alike = Vec::new();
    for (g, a) in gold.iter().enumerate() {
        for (f, b) in found.iter().enumerate() {
            let (shared, together) = (a.intersection(b).count(), a.union(b).count());
            if shared > 0 && 2 * shared >= together {
                alike.push((shared as f64 / together as f64, g, f));
            }
        }
    }
    alike.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let (mut of_gold, mut of_found) = (BTreeSet::new(), BTreeSet::new());
    alike.retain(|&(_, g, f)| !of_gold.contains(&g) && of_found.insert(f) && of_gold.insert(g));
    alike.into_iter().map(|(_, g, f)| (g, f)).collect()
}

/// Gold statements and how many were found; statements found and how many are right.
#[derive(Default)]
struct Tally {
    gold: usize,
    reached: usize,
    found: usize,
    right: usize,
}

impl Tally {
    /// Harmonic mean of recall and precision, 0 to 1.
    fn f1(&self) -> f64 {
        let (recall, precision) = (self.reached as f64 / self.gold as f64, self.right as f64 / self.found as f64);
        2.0 * recall * precision / (recall + precision)
    }
}

/// A name without case, article and marks, for comparing.
fn bare(name: &str) -> String {
    let name: String = name
        .to_lowercase()
        .chars()
        .map(|c| if c.is_alphanumeric() || c == '-' { c } else { ' ' })
        .collect();
    let words: Vec<&str> = name.split_whitespace().collect();
    let words = match words.as_slice() {
        ["the" | "a" | "an", rest @ ..] => rest,
        all => all,
    };
    words.join(" ")
}

#[test]
fn the_shipped_study_is_found() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/aldwater-meridian-council/gold.jsonl");
    let gold = std::fs::read_to_string(path).unwrap();
    let (mut all, mut verbatim) = (Tally::default(), Tally::default());
    let (mut matched, mut named) = (0_usize, 0_usize);
    let mut misses: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in gold.lines() {
        let Annotated { doc, text, attributions } = serde_json::from_str(line).unwrap();
        let bytes = boundaries(&text);
        let of_gold = |a: &Attribution| letters(&text, a.content.iter().map(|&(start, end)| (bytes[start], bytes[end])));
        let (optional, sure): (Vec<Attribution>, Vec<Attribution>) = attributions.into_iter().partition(|a| a.optional);
        let sure_letters: Vec<Letters> = sure.iter().map(of_gold).collect();
        let optional_letters: Vec<Letters> = optional.iter().map(of_gold).collect();

        let result = FINDER.find_in(&text, &[]);
        let spoken: Vec<&Statement> = result.statements.iter().filter(|statement| statement.act == Act::Speech).collect();
        let of_found = |s: &&Statement| letters(&text, s.spans.iter().map(|span| (span.start as usize, span.end as usize)));
        let spoken_letters: Vec<Letters> = spoken.iter().map(of_found).collect();

        let paired = pairs(&sure_letters, &spoken_letters);
        let reached: BTreeSet<usize> = paired.iter().map(|&(g, _)| g).collect();
        let right: BTreeSet<usize> = paired.iter().map(|&(_, f)| f).collect();
        let rest: Vec<usize> = (0..spoken.len()).filter(|f| !right.contains(f)).collect();
        let rest_letters: Vec<Letters> = rest.iter().map(|&f| spoken_letters[f].clone()).collect();
        let ignored: BTreeSet<usize> = pairs(&optional_letters, &rest_letters).iter().map(|&(_, f)| rest[f]).collect();

        let here = misses.entry(doc).or_default();
        for (g, a) in sure.iter().enumerate() {
            for tally in [Some(&mut all), (a.kind != Kind::Indirect).then_some(&mut verbatim)]
                .into_iter()
                .flatten()
            {
                tally.gold += 1;
                tally.reached += usize::from(reached.contains(&g));
            }
            if !reached.contains(&g) {
                let content: Vec<&str> = a.content.iter().map(|&(start, end)| &text[bytes[start]..bytes[end]]).collect();
                here.push(format!("missed  [{}] {}", a.kind.as_str(), content.join(" … ")));
            }
        }
        for (f, statement) in spoken.iter().enumerate().filter(|(f, _)| !ignored.contains(f)) {
            for tally in [Some(&mut all), (statement.kind != Kind::Indirect).then_some(&mut verbatim)]
                .into_iter()
                .flatten()
            {
                tally.found += 1;
                tally.right += usize::from(right.contains(&f));
            }
            if !right.contains(&f) {
                here.push(format!("extra   {}", Expected::of(statement, &result, &text).line()));
            }
        }
        for (g, f) in paired {
            let Some(speaker) = &sure[g].speaker else { continue };
            let name = spoken[f].speaker.map_or("", |at| result.speakers[at as usize].name.as_str());
            matched += 1;
            if bare(name) == bare(speaker) {
                named += 1;
            } else {
                here.push(format!("speaker {name:?} for {speaker:?}: {}", spoken[f].spans[0].of(&text)));
            }
        }
    }
    let mut list = String::new();
    for (doc, lines) in misses.iter().filter(|(_, lines)| !lines.is_empty()) {
        let _ = writeln!(list, "  {doc}\n    {}", lines.join("\n    "));
    }
    let speakers = named as f64 / matched as f64;
    let figures = format!(
        "all F1 {:.3}, direct and mixed F1 {:.3}, speaker {speakers:.3} of {matched} matched",
        all.f1(),
        verbatim.f1()
    );
    // Floors under what was reached (.940, .960, .877 in November 2026), so that a change that loses ground is seen.
    assert!(all.f1() >= 0.93 && verbatim.f1() >= 0.95 && speakers >= 0.87, "{figures}\n{list}");
}
