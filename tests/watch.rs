//! `detente watch` from outside: a lexicon is saved and the page shows what came of it.

#[allow(dead_code, reason = "the tests of the page use the rest of it")]
#[path = "page/browser.rs"]
mod browser;
#[path = "cli/council.rs"]
mod council;

use browser::Browser;
use council::{Council, csv, files};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const MINE: &str = "[lexicon]\nname = \"mine\"\nextends = \"default\"\n\n[hostility.threat]\n\"harbour*\" = 1\n";

/// A study being watched; ends with the test.
struct Watched {
    child: Child,
    port: u16,
}

impl Drop for Watched {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Watched {
    fn begin(council: &Council) -> Watched {
        council.write("mine-words.toml", MINE);
        council.study("estuary", "[lexicons]\ntone = \"mine-words.toml\"\n");
        let mut child = Command::new(env!("CARGO_BIN_EXE_detente"))
            .current_dir(council.folder.path())
            .args(["watch", "estuary.toml"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
        let line = lines
            .by_ref()
            .map(|line| line.expect("it speaks UTF-8"))
            .find(|line| line.starts_with("open "))
            .expect("it says where the page is");
        // What it goes on saying must find a reader.
        std::thread::spawn(move || lines.for_each(drop));
        let port = line
            .trim_end_matches('/')
            .rsplit(':')
            .next()
            .and_then(|port| port.parse().ok())
            .expect("it names a port");
        Watched { child, port }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).expect("it answers");
        write!(stream, "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", self.port).expect("it listens");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it speaks UTF-8");
        answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default()
    }

    /// The state once it is as wanted.
    fn until(&self, wanted: impl Fn(&serde_json::Value) -> bool) -> serde_json::Value {
        let start = Instant::now();
        loop {
            let state: serde_json::Value = serde_json::from_str(&self.get("/state")).expect("it is JSON");
            if wanted(&state) {
                return state;
            }
            assert!(start.elapsed() < Duration::from_secs(60), "{state}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

#[test]
fn a_saved_lexicon_moves_the_page_and_a_mistake_leaves_it() {
    let council = Council::new();
    let watched = Watched::begin(&council);
    let first = watched.get("/report.html");
    let state = watched.until(|_| true);
    assert_eq!(state["version"], 1);
    assert!(state["said"].as_str().unwrap_or_default().contains("run with one lexicon"), "{state}");

    council.write("mine-words.toml", MINE.replace("= 1", "= 4"));
    let state = watched.until(|state| state["version"] == 2);
    let said = state["said"].as_str().unwrap_or_default();
    assert!(said.starts_with("1 entry changed") && said.contains("net tone: "), "{state}");
    assert!(said.contains("This comparison has been run with 2 lexicons"), "{state}");
    let second = watched.get("/report.html");
    assert!(second != first && second.contains("</html>"));
    // What stands on the page is what a whole run with these words gives.
    council.well(&["run", "estuary.toml", "--out", "whole"]);
    let rerun = files(&council.path("results"))
        .into_iter()
        .find(|(name, _)| name.contains('@') && name.ends_with("/hits.csv"))
        .expect("the rerun stands");
    assert_eq!(rerun.1, files(&council.path("whole/estuary"))["hits.csv"]);
    assert!(
        csv(&council.path("whole/estuary/hits.csv"))
            .iter()
            .any(|hit| hit["entry"] == "mine:threat:harbour*" && hit["weight"] == "4")
    );

    council.write("mine-words.toml", MINE.replace("= 1", "= 5"));
    let state = watched.until(|state| !state["error"].is_null());
    let error = state["error"].as_str().unwrap_or_default();
    assert!(
        error.contains("mine-words.toml, line 6, column 14") && error.contains("off the scale"),
        "{error}"
    );
    assert_eq!(state["version"], 2);
    assert_eq!(watched.get("/report.html"), second);

    council.write("mine-words.toml", MINE);
    let state = watched.until(|state| state["version"] == 3);
    assert!(state["error"].is_null());

    let said = council.badly(&["watch", "nowhere.toml"]);
    assert!(said.contains("nowhere.toml"), "{said}");
    let said = council.badly(&["watch", "estuary.toml", "--port", &watched.port.to_string()]);
    assert!(said.contains("cannot be served at port"), "{said}");
}

/// In the report that the page holds.
fn in_report(what: &str) -> String {
    format!("document.getElementById('report').contentDocument.{what}")
}

#[test]
fn in_a_browser_the_bar_moves_and_a_mistake_stands_over_the_last_good_result() {
    let Some(mut browser) = Browser::start() else { return };
    let council = Council::new();
    let watched = Watched::begin(&council);
    browser.visit(&format!("http://127.0.0.1:{}/", watched.port));
    // The tone of everyone, as the answer says it, and every mark of the charts.
    let answer = in_report("querySelector('ol.answer').textContent");
    let marks = in_report("querySelector('figure svg').innerHTML");
    let wait = |browser: &mut Browser, loads: usize| {
        browser.until(&format!(
            "Number(document.body.dataset.loads) >= {loads} && {} !== null",
            in_report("querySelector('figure svg')")
        ));
    };
    wait(&mut browser, 1);
    browser.until("document.getElementById('said').textContent.includes('run with one lexicon')");
    let (answer_before, marks_before) = (browser.text(&answer), browser.text(&marks));
    let loads = browser.number("Number(document.body.dataset.loads)");

    council.write("mine-words.toml", MINE.replace("= 1", "= 4"));
    wait(&mut browser, loads + 1);
    let (answer_after, marks_after) = (browser.text(&answer), browser.text(&marks));
    assert_ne!(answer_before, answer_after);
    assert_ne!(marks_before, marks_after);
    browser.until("document.getElementById('said').textContent.includes('run with 2 lexicons')");
    let loads = browser.number("Number(document.body.dataset.loads)");

    council.write("mine-words.toml", MINE.replace("= 1", "= 1 1"));
    browser.until("document.getElementById('error').checkVisibility()");
    let error = browser.text("document.getElementById('error').textContent");
    assert!(error.contains("mine-words.toml, line 6, column 14"), "{error}");
    assert!(
        browser
            .text("document.getElementById('said').textContent")
            .starts_with("Below is the last good result.")
    );
    assert_eq!(browser.text(&answer), answer_after, "the last good result stays");
    browser.shot("watch-mistake");

    council.write("mine-words.toml", MINE);
    wait(&mut browser, loads + 1);
    browser.until("!document.getElementById('error').checkVisibility()");
    assert_eq!((browser.text(&answer), browser.text(&marks)), (answer_before, marks_before));
    assert_eq!(browser.troubles, Vec::<String>::new());
}
