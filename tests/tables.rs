//! Tables of articles: every form gives the same articles as the files they were made of, and what is wrong in them says where.

use arrow::array::{ArrayRef, Date32Array, RecordBatch, StringArray};
use detente::article::{Article, Columns, Feed, Field, Item, Limits, Reader, list};
use detente::pipeline::{Options, Run};
use detente::study::{OnError, Study};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

const TEXT: &str =
    "TORVA — \"We condemn this act of aggression,\" Davrin Kolesk, the harbour minister, said on Monday.\n\n\"We are ready for talks,\" he added.";
const OTHER: &str = "Nothing was said, and \"nothing\" was heard.\nThe end.";

fn json_lines() -> String {
    let line = |id: &str, date: &str, text: &str| serde_json::json!({"id": id, "date": date, "text": text, "title": "Harbour, \"closed\"", "source": "https://www.post.example/a"});
    format!(
        "{}\n\n{}\n",
        line("first", "2016-04-20T10:00:00Z", TEXT),
        line("second", "2022-01-12", OTHER)
    )
}

fn comma() -> String {
    let quote = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
    let line = |id: &str, date: &str, text: &str| {
        format!(
            "{id},{date},{},{},https://www.post.example/a\r\n",
            quote(text),
            quote("Harbour, \"closed\"")
        )
    };
    format!(
        "\u{FEFF}id,date,text,title,source\r\n{}{}",
        line("first", "2016-04-20", TEXT),
        line("second", "2022-01-12", OTHER)
    )
}

fn parquet(path: &Path) {
    let words = |cells: [&str; 2]| Arc::new(StringArray::from(cells.to_vec())) as ArrayRef;
    let batch = RecordBatch::try_from_iter([
        ("id", words(["first", "second"])),
        ("date", Arc::new(Date32Array::from(vec![16911, 19004])) as ArrayRef),
        ("text", words([TEXT, OTHER])),
        ("title", words(["Harbour, \"closed\""; 2])),
        ("source", words(["https://www.post.example/a"; 2])),
    ])
    .expect("the columns are of one length");
    let file = fs::File::create(path).expect("it can be made");
    let mut writer = parquet::arrow::ArrowWriter::try_new(file, batch.schema(), None).expect("the schema can be written");
    writer.write(&batch).expect("it can be written");
    writer.close().expect("it can be ended");
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::stream::encode_all(bytes, 3).expect("memory takes it")
}

/// The articles of a table, or what is wrong with a row.
fn articles(path: &Path, columns: &Columns) -> Vec<Result<Article, String>> {
    let listing = list(&[path.to_owned()]).expect("it is there");
    let reader = Reader::new(None, BTreeMap::new(), Limits::DEFAULT);
    let mut feed = Feed::new(&listing, columns, Limits::DEFAULT);
    let read = feed
        .by_ref()
        .map(|item| {
            item.map_err(|lost| lost.why)
                .and_then(|item| reader.item(&item))
                .map_err(|why| why.to_string())
        })
        .collect();
    let (done, of) = feed.progress();
    assert_eq!(done, of, "all of the file is passed");
    read
}

#[test]
fn every_form_gives_the_same_articles() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = |name: &str| folder.path().join(name);
    fs::write(path("a.jsonl"), json_lines()).expect("written");
    fs::write(path("a.csv"), comma()).expect("written");
    fs::write(path("a.jsonl.gz"), [gzip(json_lines().as_bytes()), gzip(b"\n")].concat()).expect("written");
    fs::write(path("a.csv.zst"), zstd(comma().as_bytes())).expect("written");
    parquet(&path("a.parquet"));
    let shown = |article: &Article| {
        (
            article.id.clone(),
            article.text.clone(),
            article.title.clone(),
            article.outlet.clone(),
            article.published.map(|day| day.to_string()),
            article.year,
            article.sha256.clone(),
        )
    };
    let expected = [("first", TEXT, "2016-04-20", 2016), ("second", OTHER, "2022-01-12", 2022)];
    for name in ["a.jsonl", "a.csv", "a.jsonl.gz", "a.csv.zst", "a.parquet"] {
        let read: Vec<Article> = articles(&path(name), &Columns::default())
            .into_iter()
            .map(|article| article.expect(name))
            .collect();
        let read: Vec<_> = read.iter().map(shown).collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(id, text, day, year)| {
                let (title, outlet) = (Some("Harbour, \"closed\"".to_owned()), Some("post.example".to_owned()));
                let sha256 = detente::article::sha256(text.as_bytes());
                (
                    (*id).to_owned(),
                    (*text).to_owned(),
                    title,
                    outlet,
                    Some((*day).to_owned()),
                    Some(*year),
                    sha256,
                )
            })
            .collect();
        assert_eq!(read, expected, "{name}");
    }
}

#[test]
fn faults_name_line_and_columns_and_the_rest_is_read() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let check = |name: &str, content: &[u8], expected: &[&str]| {
        let path = folder.path().join(name);
        fs::write(&path, content).expect("written");
        let read = articles(&path, &Columns::default());
        assert_eq!(read.len(), expected.len(), "{name}: {read:?}");
        for (read, expected) in read.iter().zip(expected) {
            match read {
                Ok(article) => assert_eq!(article.id, *expected, "{name}"),
                Err(why) => assert!(why.contains(expected), "{name}: {why} does not say {expected}"),
            }
        }
    };
    check(
        "b.jsonl",
        b"{\"id\":1,\"text\":\"x\"}\nnot json\n{\"id\":2}\n{\"id\":3,\"text\":null}\n{\"id\":4,\"text\":\"a\\u0000\"}\n{\"text\":\"y\"}\n\xFF\n",
        &[
            "1",
            "b.jsonl, line 2: column",
            "line 3",
            "line 4: the cell of the text is empty",
            "NUL",
            "b:6",
            "line 7",
        ],
    );
    check(
        "c.csv",
        b"id,text\n1,x\n2\n3,caf\xE9\n",
        &["1", "c.csv, line 3: the record has 1 cells, the header 2", "3"],
    );
    check("d.csv", b"id,words\n1,x\n", &["no column for the text"]);
    check("e.csv", b"", &["no column for the text"]);
    check("f.csv", b"\xFF\xFEi\0d\0", &["UTF-16"]);
    check("g.parquet", b"PAR1 and nothing", &["no Parquet file"]);
    check("h.csv.gz", &gzip(b"id,text\n1,x\n2,y\n")[..20], &["h.csv.gz"]);
}

#[test]
fn a_column_that_is_named_must_be_there() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("a.csv");
    fs::write(&path, "key,words,text\n7,said,other\n").expect("written");
    let mut columns = Columns::default();
    columns.set(Field::Text, "words");
    columns.set(Field::Id, "key");
    let read = articles(&path, &columns);
    let article = read[0].as_ref().expect("it is whole");
    assert_eq!((article.id.as_str(), article.text.as_str()), ("7", "said"));
    columns.set(Field::Date, "day");
    let listing = list(std::slice::from_ref(&path)).expect("it is there");
    let lost = Feed::new(&listing, &columns, Limits::DEFAULT)
        .next()
        .expect("one")
        .expect_err("no such column");
    let (message, help) = (
        lost.why.to_string(),
        miette::Diagnostic::help(&lost.why).map(|help| help.to_string()).unwrap_or_default(),
    );
    assert!(lost.fatal && message.contains("no column `day` for the date"), "{message}");
    assert!(help.contains("`key`, `words`, `text`") && help.contains("[study.columns]"), "{help}");
}

#[test]
fn a_run_reads_a_table_as_it_reads_the_files() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let texts = folder.path().join("texts");
    fs::create_dir(&texts).expect("made");
    fs::write(texts.join("first.txt"), TEXT).expect("written");
    fs::write(texts.join("second.txt"), OTHER).expect("written");
    fs::write(texts.join("notes.csv"), "id,text\n1,x\n").expect("written");
    let table = folder.path().join("texts.jsonl");
    let again = serde_json::json!({"id": "first", "text": "again"});
    fs::write(&table, format!("{}{again}\n", json_lines())).expect("written");
    let options = |name: &str| Options {
        out: folder.path().join(name),
        threads: Some(1),
        progress: &|_| (),
    };
    let of_files = Run::make(&Study::of_folder(&texts).expect("a folder"), &options("files")).expect("it runs");
    let study = Study::of_folder(&table).expect("a table");
    assert_eq!(study.name, "texts");
    let of_table = Run::make(&study, &options("table")).expect("it runs");
    let (one, other) = (of_files.manifest(), of_table.manifest());
    assert_eq!(
        (one.counts.statements, one.counts.articles),
        (other.counts.statements, other.counts.articles)
    );
    assert_eq!(one.skipped.iter().map(|skip| skip.path.as_str()).collect::<Vec<_>>(), ["notes.csv"]);
    let source = &other.sources[0];
    assert_eq!((source.table.as_str(), source.rows, other.inputs.len()), ("texts.jsonl", 3, 0));
    assert_eq!(source.sha256, detente::article::sha256(&fs::read(&table).expect("read")));
    assert!(other.skipped[0].why.contains("second article of the id `first`"), "{:?}", other.skipped);
    let strict = Study {
        on_error: OnError::Fail,
        ..study
    };
    let why = Run::make(&strict, &options("strict")).expect_err("it stops").to_string();
    assert!(why.contains("texts.jsonl:4"), "{why}");
}

#[test]
fn a_batch_is_bounded_by_articles_and_by_bytes() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("a.jsonl");
    fs::write(&path, "{\"text\":\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"}\n".repeat(10)).expect("written");
    let listing = list(&[path]).expect("it is there");
    let columns = Columns::default();
    let mut feed = Feed::new(&listing, &columns, Limits::DEFAULT);
    assert_eq!(feed.batch(4, 1 << 20).len(), 4);
    assert_eq!(feed.batch(64, 100).len(), 2);
    let rest = feed.batch(64, 1 << 20);
    assert!(rest.len() == 4 && rest.iter().all(|item| matches!(item, Ok(Item::Row(_)))));
    assert!(feed.batch(64, 1 << 20).is_empty());
}
