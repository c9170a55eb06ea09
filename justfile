# Every task of the project. `just` lists them; each line can be typed by hand as well.

shared := "../shared"
detente := "cargo run --release --quiet --locked --"

[private]
default:
    @just --list

# What must be clean before a commit: form, lints, documentation
check:
    cargo fmt --check
    cargo clippy --all-targets --locked -- -D warnings
    RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --locked

# All tests
test:
    cargo test --locked

# How well statements are found and rated, against ../shared; needs Python with scipy, scikit-learn and krippendorff
eval:
    mkdir -p target/eval
    {{detente}} extract --quiet {{shared}}/polnear/dev.jsonl -o target/eval/polnear-dev.jsonl
    {{detente}} extract --quiet --acts all {{shared}}/polnear/dev.jsonl -o target/eval/polnear-dev-all.jsonl
    {{detente}} extract --quiet {{shared}}/seeds/000_*.txt {{shared}}/seeds/001_*.txt -o target/eval/seeds.jsonl
    @echo "== polnear dev, speech"
    python3 {{shared}}/eval/score_quotes.py {{shared}}/polnear/dev.jsonl target/eval/polnear-dev.jsonl
    @echo "== polnear dev, speech and thought"
    python3 {{shared}}/eval/score_quotes.py {{shared}}/polnear/dev.jsonl target/eval/polnear-dev-all.jsonl
    @echo "== the two annotated seeds"
    python3 {{shared}}/eval/score_quotes.py {{shared}}/seeds/gold.jsonl target/eval/seeds.jsonl
    {{detente}} score {{shared}}/tone/rated_quotes.csv --text text --cue cue -o target/eval/rated-quotes.csv
    {{detente}} score {{shared}}/tone/event_sentences.csv --text text -o target/eval/event-sentences.csv
    @echo "== rated quotes"
    python3 {{shared}}/eval/score_tone.py target/eval/rated-quotes.csv
    @echo "== event sentences"
    python3 {{shared}}/eval/score_tone.py target/eval/event-sentences.csv

# The weights of extraction anew, from PolNeAR's training articles, and how often a confidence is right on the others
attribution:
    {{detente}} train-attribution {{shared}}/polnear/train.jsonl --check {{shared}}/polnear/dev.jsonl -o models/attribution.toml \
        --data "PolNeAR 1.0 train, 840 US news articles of 2016 (Newell, Margolin & Ruths, LREC 2018)"

# The rating model anew, from the statements written for this project; then `just results`
model:
    {{detente}} train models/training/statements.csv --cue cue --group scene --curve -o models/tone.json --card models/tone.md \
        --data "Statements written for this project by language models (Claude, briefed by domain and style, none from any article), and graded by the guide's scale by two further readings of the same kind that saw neither writer nor each other. Nothing of it is human coding."

# The runs that are committed: of the invented council, and of the real one without its words
results:
    {{detente}} run examples/aldwater-meridian-council/study.toml --out results
    {{detente}} run examples/nato-russia-council/study.toml --out results

# Speed beside `wc -w`, memory and growth, into docs/PERFORMANCE.md; minutes, and a gigabyte of room for temporary files
bench:
    cargo build --release --locked
    cargo build --release --locked --example articles
    python3 benches/performance.py

# Speed of the rating and of each stage by itself
bench-stages:
    cargo bench --locked

# One fuzz target for some seconds (decode, html, dates, extract, lexicons, tables, study, and a dictionary_FORMAT for each format); cargo-fuzz on the stable toolchain
fuzz target seconds="300":
    mkdir -p target/corpus/{{target}}
    RUSTC_BOOTSTRAP=1 cargo fuzz run --sanitizer none {{target}} target/corpus/{{target}} fuzz/corpus/{{target}} -- -max_total_time={{seconds}} -timeout=20 -rss_limit_mb=2048

# No eight running words of ../shared in any file
provenance:
    DETENTE_REQUIRE_ALL=1 cargo test --locked --test provenance

# The library's documentation, opened
docs:
    cargo doc --no-deps --locked --open
