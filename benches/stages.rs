//! Megabytes a second of each stage of pass 1, on generated articles: reading (decoding, furniture, language, date), finding, and rating with lexicon and model. `cargo bench --bench stages`. One thread.

mod generator;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use detente::pipeline::{Record, Tools};
use detente::study::Study;
use detente::tone::Scratch;
use generator::Generator;
use std::hint::black_box;
use std::path::Path;

fn stages(criterion: &mut Criterion) {
    let generator = Generator::new(Path::new(env!("CARGO_MANIFEST_DIR")), 2022);
    let texts: Vec<String> = generator.articles(1_000_000).map(|(_, text)| text).collect();
    let tools = Tools::of(&Study::defaults()).expect("the built-in lexicons and model");
    let mut scratch = Scratch::default();
    let mut group = criterion.benchmark_group("stages");
    group.throughput(Throughput::Bytes(texts.iter().map(|text| text.len() as u64).sum()));
    let read = |text: &String| {
        tools
            .search
            .reader
            .parse("a", "a.txt", text.as_bytes())
            .expect("generated articles are text")
    };
    group.bench_function("read", |bencher| {
        bencher.iter(|| texts.iter().for_each(|text| drop(black_box(read(text)))))
    });
    let articles: Vec<_> = texts.iter().map(read).collect();
    group.bench_function("find", |bencher| {
        bencher.iter(|| articles.iter().for_each(|article| drop(black_box(tools.search.find(article)))));
    });
    let found: Vec<_> = articles.iter().map(|article| tools.search.find(article)).collect();
    group.bench_function("rate", |bencher| {
        bencher.iter(|| {
            for (article, found) in articles.iter().zip(&found) {
                black_box(Record::of(article, found.clone(), &tools.instrument, &mut scratch));
            }
        });
    });
    group.bench_function("all of pass 1", |bencher| {
        bencher.iter(|| {
            for text in &texts {
                let article = read(text);
                let found = tools.search.find(&article);
                black_box(Record::of(&article, found, &tools.instrument, &mut scratch));
            }
        });
    });
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
