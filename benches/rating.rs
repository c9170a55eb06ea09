//! Statements a second of the lexicon rating and of the blended one, on generated statements of the length and hit rate of news quotations (about 25 words, two hits).
//! `cargo bench --bench rating`. One thread: pass 1 gives every thread a [`Scratch`] of its own, so two do twice as many.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use detente::pipeline::Tools;
use detente::quote::Kind;
use detente::study::Study;
use detente::tone::{Rater, Scratch, Utterance};
use std::hint::black_box;
use std::path::Path;

/// Words between the words that count, function words first, as in any text.
const PLAIN: &[&str] = &[
    "the",
    "of",
    "to",
    "and",
    "a",
    "in",
    "that",
    "we",
    "is",
    "for",
    "on",
    "it",
    "with",
    "as",
    "our",
    "this",
    "they",
    "by",
    "at",
    "an",
    "from",
    "which",
    "been",
    "ministers",
    "table",
    "northern",
    "winter",
    "river",
    "council",
    "morning",
    "spokesman",
    "budget",
    "railway",
    "harbour",
    "two-thirds",
    "1,200",
    "Tuesday",
    "village",
    "engineers",
    "Varnia's",
    "Ostland",
    "delegation",
    "paper",
    "session",
    "committee",
    "border",
    "quarter",
    "long-planned",
    "station",
    "report",
];

/// A small deterministic generator (Knuth's 64-bit multiplier), so that every run rates the same statements.
struct Seed(u64);

impl Seed {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n
    }
}

fn statements(rater: &Rater, n: usize) -> Vec<String> {
    let mut seed = Seed(2022);
    // The words of entries, "*" left open.
    let loaded: Vec<String> = rater
        .entries()
        .iter()
        .map(|entry| entry.pattern.replace('*', "").replace('…', "the"))
        .collect();
    (0..n)
        .map(|_| {
            let mut statement = String::new();
            for word in 0..15 + seed.below(20) {
                statement.push_str(match (word, seed.below(40)) {
                    (0, _) => "",
                    (_, 0..4) => ", ",
                    (_, 4) => ". ",
                    _ => " ",
                });
                match seed.below(24) {
                    0 | 1 => statement.push_str(&loaded[seed.below(loaded.len())]),
                    2 => statement.push_str("not"),
                    _ => statement.push_str(PLAIN[seed.below(PLAIN.len())]),
                }
            }
            statement
        })
        .collect()
}

fn rating(criterion: &mut Criterion) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = if root.join("lexicons/rules.toml").exists() {
        root.join("lexicons")
    } else {
        root.join("tests/tone/lexicons")
    };
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("a lexicon of the repository");
    let (hostility, conciliation, rules) = (read("hostility.toml"), read("conciliation.toml"), read("rules.toml"));
    let compile = || {
        Rater::new(
            &[("hostility.toml", &hostility), ("conciliation.toml", &conciliation)],
            ("rules.toml", &rules),
        )
        .expect("a valid lexicon")
    };
    criterion.bench_function("compile the lexicons", |bencher| bencher.iter(compile));

    let rater = compile();
    let statements = statements(&rater, 10_000);
    let mut scratch = Scratch::default();
    let mut group = criterion.benchmark_group("rating");
    group.throughput(Throughput::Elements(statements.len() as u64));
    group.bench_function("10,000 statements, one thread", |bencher| {
        bencher.iter(|| {
            for text in &statements {
                black_box(rater.rate_with(
                    &mut scratch,
                    &Utterance {
                        text,
                        cue: "said",
                        quoted: &[],
                        kind: Kind::Direct,
                    },
                ));
            }
        });
    });
    let instrument = Tools::instrument(&Study::defaults()).expect("the built-in lexicons and model");
    group.bench_function("10,000 statements by lexicon and model, one thread", |bencher| {
        bencher.iter(|| {
            for text in &statements {
                let utterance = Utterance {
                    text,
                    cue: "said",
                    quoted: &[],
                    kind: Kind::Direct,
                };
                black_box(instrument.rate(&mut scratch, &utterance));
            }
        });
    });
    group.finish();
}

criterion_group!(benches, rating);
criterion_main!(benches);
