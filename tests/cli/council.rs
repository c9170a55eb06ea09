//! A small council of invented people, written for these tests, and the program run on it.

use assert_cmd::Command;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// File name and text. One statement begins like a formula, one name and one statement carry markup, one text is not ASCII.
pub const ARTICLES: [(&str, &str); 4] = [
    (
        "2016-04-20_wire.txt",
        "Estuary council meets for the first time\n\nApril 20, 2016\n\nThe Estuary Council met on Wednesday in Port Lanry.\n\n\
         \"We condemn this reckless aggression against our harbour towns and will answer every threat,\" Minister Karel Drazny said after the meeting.\n\n\
         \"We are ready for dialogue and we thank our neighbours for their patience,\" Ambassador Ada Quillon said. \
         She said the talks would continue in the summer.\n",
    ),
    (
        "2016-04-21_paper.txt",
        "A small step\n\nApril 21, 2016\n\nDrazny, the minister of the Northern League, accused the Southern League of lying. \
         \"=They lie about everything they signed with us,\" Drazny said.\n\n\
         \"Наши двери открыты — our doors stay open for an honest agreement,\" Quillon said on Thursday.\n",
    ),
    (
        "2022-01-12_wire.txt",
        "Estuary council meets again\n\nJanuary 12, 2022\n\nThe Estuary Council met on Wednesday.\n\n\
         \"We welcome the offer of <em>cooperation</em> & will support it,\" Minister Karel Drazny said.\n\n\
         \"This is an ultimatum and we reject it with contempt,\" Ambassador Ada Quillon said.\n",
    ),
    (
        "2022-01-13_paper.html",
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>Doors close</title></head><body><article><h1>Doors close</h1>\
         <p>January 13, 2022</p><p>The Estuary Council ended without a result on Thursday, and the two leagues blamed each other for it for the rest of the day.</p>\
         <p>\"There is no threat here, and nobody wants a war over a harbour,\" Karel Drazny said &lt;script&gt;alert(1)&lt;/script&gt; on Thursday.</p>\
         <p>\"We will punish those who broke the agreement,\" Ada Quillon said.</p></article></body></html>\n",
    ),
];

/// A folder with the articles.
pub struct Council {
    pub folder: TempDir,
}

impl Council {
    pub fn new() -> Council {
        let folder = tempfile::tempdir().expect("the system has a temporary folder");
        let council = Council { folder };
        for (name, text) in ARTICLES {
            council.write(&format!("articles/{name}"), text);
        }
        council
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("it lies in the folder")).expect("a temporary folder can be written");
        fs::write(&path, text).expect("a temporary folder can be written");
        path
    }

    /// A study over the articles, with these lines more.
    pub fn study(&self, name: &str, more: &str) -> PathBuf {
        self.write(
            &format!("{name}.toml"),
            format!("[study]\nname = \"{name}\"\ntitle = \"Did the <Estuary> Council change?\"\narticles = [\"articles\"]\nseed = 7\n\n[compare]\nyears = [2016, 2022]\nstatements = \"all\"\n\n{more}"),
        )
    }

    /// The program, to be run in the folder.
    pub fn detente(&self, arguments: &[&str]) -> Command {
        let mut command = Command::cargo_bin("detente").expect("the program is built");
        command.current_dir(self.folder.path()).args(arguments);
        command
    }

    /// Runs it and gives (exit code, standard output, standard error).
    pub fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = self.detente(arguments).output().expect("the program starts");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program speaks UTF-8");
        (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
    }

    /// Runs it and wants success; gives standard output.
    pub fn well(&self, arguments: &[&str]) -> String {
        let (code, stdout, stderr) = self.run(arguments);
        assert_eq!(code, 0, "{arguments:?}\n{stdout}\n{stderr}");
        stdout
    }

    /// Runs it and wants exit code 1; gives standard error with white space folded, since messages are wrapped.
    pub fn badly(&self, arguments: &[&str]) -> String {
        let (code, stdout, stderr) = self.run(arguments);
        assert_eq!(code, 1, "{arguments:?}\n{stdout}\n{stderr}");
        let bare: String = stderr
            .chars()
            .map(|letter| if "│╰─▶×├·╭┬".contains(letter) { ' ' } else { letter })
            .collect();
        bare.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Every file under a folder, by its path there; logs, which hold times, left out.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("the folder stands") {
            let path = entry.expect("it can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_none_or(|extension| extension != "log") {
                let name = path.strip_prefix(folder).expect("it lies within").display().to_string();
                found.insert(name, fs::read(&path).expect("it can be read"));
            }
        }
    }
    found
}

/// A CSV as records by column name.
pub fn csv(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).expect("the table stands");
    reader.deserialize().map(|record| record.expect("every record has all columns")).collect()
}
