//! Writes articles of real shape to measure with: `cargo run --release --example articles -- BYTES TARGET [SEED]`. A TARGET that ends in `.jsonl` becomes one file with an article a line; any other a folder
//! of text files, a thousand to a subfolder. The same arguments give the same bytes.

mod generator;

use generator::Generator;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (bytes, target, seed) = match arguments.as_slice() {
        [bytes, target] => (bytes.parse()?, PathBuf::from(target), 2022),
        [bytes, target, seed] => (bytes.parse()?, PathBuf::from(target), seed.parse()?),
        _ => return Err("usage: articles BYTES TARGET [SEED]".into()),
    };
    let generator = Generator::new(Path::new(env!("CARGO_MANIFEST_DIR")), seed);
    if target.extension().is_some_and(|extension| extension == "jsonl") {
        let mut out = BufWriter::new(File::create(&target)?);
        for (n, text) in generator.articles(bytes) {
            serde_json::to_writer(&mut out, &serde_json::json!({ "id": format!("article-{n:07}"), "text": text }))?;
            out.write_all(b"\n")?;
        }
        out.flush()?;
        return Ok(());
    }
    for (n, text) in generator.articles(bytes) {
        let folder = target.join(format!("{:04}", n / 1_000));
        if n % 1_000 == 0 {
            fs::create_dir_all(&folder)?;
        }
        fs::write(folder.join(format!("article-{n:07}.txt")), text)?;
    }
    Ok(())
}
