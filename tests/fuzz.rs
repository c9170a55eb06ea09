//! The bodies of the fuzz targets on stable: bytes at random, and what a user could give with bytes at random in it. Invariant: every target of `fuzz/` is run here too.

#[path = "../fuzz/bodies.rs"]
mod bodies;

use bodies::BODIES;
use proptest::prelude::*;

/// Words of the formats, so that random input gets past their first byte.
const WORDS: &[&str] = &[
    "\"",
    "\u{201C}",
    "\u{201D}",
    "'",
    "We object",
    " said Davrin Kolesk",
    ", the harbour minister",
    ".",
    "\n",
    "\n\n",
    "<p>",
    "</p>",
    "<div class=\"a\">",
    "<table>",
    "<meta charset=",
    "<script>",
    "April 20, 2016",
    "2016-04-20",
    "20/4/2016",
    "[lexicon]",
    "name = \"x\"",
    "[hostility.a]",
    "\"attack*\" = 2",
    "\"a … b\" = { weight = 3, within = 4 }",
    "[[rule]]",
    "[[cue]]",
    "[[meeting]]",
    "[study]",
    "articles = [\"src\"]",
    "id,text\n",
    "1,\"a\nb\"\n",
    "{\"id\":1,\"text\":\"a\"}\n",
    "\\ud800",
    "PAR1",
    "\u{FEFF}",
    "\0",
    "\u{301}",
    "\u{202E}",
    "\u{1F1E6}",
    " to ",
    ": ",
    "— ",
    "%PDF",
    "\t",
];

fn input() -> impl Strategy<Value = Vec<u8>> {
    let word = prop_oneof![
        6 => proptest::sample::select(WORDS).prop_map(|word| word.as_bytes().to_vec()),
        1 => proptest::collection::vec(any::<u8>(), 0..12),
        1 => "\\PC{0,12}".prop_map(String::into_bytes),
    ];
    proptest::collection::vec(word, 0..40).prop_map(|words| words.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_body_panics(bytes in input()) {
        for (_, body) in BODIES {
            body(&bytes);
        }
    }
}

#[test]
fn what_is_whole_and_then_broken_is_read_or_refused() {
    let table = "id,text,date\n1,\"We object, said Davrin Kolesk.\",2016-04-20\n";
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, table.as_bytes()).expect("memory takes it");
    let seeds = [
        table.as_bytes().to_vec(),
        packed.finish().expect("memory takes it"),
        zstd::stream::encode_all(table.as_bytes(), 3).expect("memory takes it"),
        parquet(),
    ];
    for seed in seeds {
        for at in (0..seed.len()).step_by(7) {
            bodies::tables(&seed[..at]);
            let mut broken = seed.clone();
            broken[at] ^= 0x55;
            bodies::tables(&broken);
        }
    }
}

fn parquet() -> Vec<u8> {
    use arrow::array::{ArrayRef, RecordBatch, StringArray};
    use std::sync::Arc;
    let words = |word: &str| Arc::new(StringArray::from(vec![word; 20])) as ArrayRef;
    let batch = RecordBatch::try_from_iter([("id", words("a")), ("text", words("We object, said Davrin Kolesk."))]).expect("of one length");
    let mut bytes = Vec::new();
    let mut writer = parquet::arrow::ArrowWriter::try_new(&mut bytes, batch.schema(), None).expect("made");
    writer.write(&batch).expect("written");
    writer.close().expect("written");
    bytes
}

#[test]
fn every_target_has_its_body() {
    let targets = std::fs::read_dir("fuzz/fuzz_targets").expect("it is there");
    let mut targets: Vec<String> = targets
        .map(|entry| entry.expect("listed").file_name().to_string_lossy().replace(".rs", ""))
        .collect();
    targets.sort();
    let mut bodies: Vec<&str> = BODIES.iter().map(|(name, _)| *name).collect();
    bodies.sort_unstable();
    assert_eq!(targets, bodies);
}

/// What libFuzzer kept of each target, the largest first, is read on every change.
#[test]
fn what_the_fuzzers_found_is_read() {
    let mut read = 0;
    for (name, body) in BODIES {
        let kept = std::fs::read_dir(format!("fuzz/corpus/{name}")).into_iter().flatten().flatten();
        for input in kept {
            body(&std::fs::read(input.path()).expect("it is there"));
            read += 1;
        }
    }
    assert!(read > 100, "only {read} inputs");
}
