//! Headless Chromium, told what to do over the DevTools protocol (https://chromedevtools.github.io/devtools-protocol/). Invariant: it ends with the value, and what the page did
//! behind the test's back (dialogs, requests, errors) is kept for the test to look at.

use serde_json::{Value, json};
use std::io::Write;
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tungstenite::{Message, WebSocket};

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/// How long anything may take, on a machine that does other things as well.
const PATIENCE: Duration = Duration::from_secs(120);

/// A browser with one page.
pub struct Browser {
    child: Child,
    socket: WebSocket<TcpStream>,
    session: Option<String>,
    number: u64,
    /// Requests that left the page: addresses other than the page's own and data.
    pub requests: Vec<String>,
    /// Dialogs that were opened and scripts that failed or were refused.
    pub troubles: Vec<String>,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Starts one; none, and said so, where no Chromium is installed and DETENTE_REQUIRE_ALL is not 1.
    pub fn start() -> Option<Browser> {
        let profile = tempfile::tempdir().expect("the system has a temporary folder");
        let started = NAMES.iter().find_map(|name| {
            Command::new(name)
                .args([
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                ])
                .args([
                    "--disable-component-update",
                    "--disable-sync",
                    // The test walks hundreds of addresses of one page in a few seconds, of which Chromium would otherwise ignore those beyond 200.
                    "--disable-ipc-flooding-protection",
                    "--disable-dev-shm-usage",
                    "--hide-scrollbars",
                    "--remote-debugging-port=0",
                ])
                .arg(format!("--user-data-dir={}", profile.path().display()))
                .arg("about:blank")
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .ok()
        });
        let Some(child) = started else {
            let required = std::env::var_os("DETENTE_REQUIRE_ALL").is_some_and(|value| value == "1");
            assert!(!required, "DETENTE_REQUIRE_ALL=1, but there is no Chromium to open the page with");
            // Past the harness, which would keep it to itself.
            writeln!(std::io::stderr(), "SKIPPED: the page was not opened, because there is no Chromium.").expect("standard error");
            return None;
        };
        let address = port(&profile.path().join("DevToolsActivePort"));
        let stream = TcpStream::connect(&address.0).expect("Chromium listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a socket has a timeout");
        let (socket, _) = tungstenite::client(format!("ws://{}{}", address.0, address.1), stream).expect("Chromium speaks");
        let mut browser = Browser {
            child,
            socket,
            session: None,
            number: 0,
            requests: Vec::new(),
            troubles: Vec::new(),
            _profile: profile,
        };
        let target = browser.ask("Target.createTarget", json!({"url": "about:blank"}))["targetId"].clone();
        let session = browser.ask("Target.attachToTarget", json!({"targetId": target, "flatten": true}));
        browser.session = session["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page", "Runtime", "Network", "Log", "DOM"] {
            browser.ask(&format!("{domain}.enable"), json!({}));
        }
        browser.size(1200, 900);
        Some(browser)
    }

    /// Sends a command and waits for its answer.
    pub fn ask(&mut self, method: &str, parameters: Value) -> Value {
        self.number += 1;
        let mut command = json!({"id": self.number, "method": method, "params": parameters});
        if let Some(session) = &self.session {
            command["sessionId"] = session.as_str().into();
        }
        self.socket.send(Message::text(command.to_string())).expect("Chromium listens");
        loop {
            let said = self.hear();
            if said["id"] == self.number {
                assert!(said["error"].is_null(), "{method}: {}", said["error"]);
                return said["result"].clone();
            }
        }
    }

    fn hear(&mut self) -> Value {
        let message = self.socket.read().expect("Chromium answers in time");
        let said: Value = serde_json::from_str(message.to_text().expect("the protocol is text")).unwrap_or_default();
        let what = &said["params"];
        match said["method"].as_str() {
            Some("Network.requestWillBeSent") => {
                let url = what["request"]["url"].as_str().unwrap_or_default().to_owned();
                if what["type"] != "Document" && !url.starts_with("data:") {
                    self.requests.push(url);
                }
            }
            Some("Page.javascriptDialogOpening") => self.troubles.push(format!("dialog: {}", what["message"])),
            Some("Runtime.exceptionThrown") => self.troubles.push(format!("exception: {}", what["exceptionDetails"])),
            Some("Log.entryAdded") if what["entry"]["level"] == "error" => self.troubles.push(what["entry"]["text"].to_string()),
            _ => {}
        }
        said
    }

    /// Opens a file, with what comes behind # if anything.
    pub fn open(&mut self, file: &Path, hash: &str) {
        self.visit("about:blank");
        self.visit(&format!("file://{}{hash}", file.display()));
    }

    /// Opens an address.
    pub fn visit(&mut self, url: &str) {
        let scheme = url.split_once(':').map_or("", |(scheme, _)| scheme);
        self.ask("Page.navigate", json!({"url": url}));
        self.until(&format!("location.protocol === '{scheme}:' && document.readyState === 'complete'"));
    }

    /// Until what was clicked or typed has been answered: events come after the tasks that caused them.
    pub fn settle(&mut self) {
        self.value("new Promise((done) => setTimeout(done, 50))");
    }

    /// What an expression is worth; promises are waited for.
    pub fn value(&mut self, expression: &str) -> Value {
        let said = self.evaluated(expression);
        assert!(said["exceptionDetails"].is_null(), "{expression}: {}", said["exceptionDetails"]);
        said["result"]["value"].clone()
    }

    fn evaluated(&mut self, expression: &str) -> Value {
        let asked = json!({"expression": expression, "returnByValue": true, "awaitPromise": true, "userGesture": true});
        self.ask("Runtime.evaluate", asked)
    }

    /// A text, empty where it is none.
    pub fn text(&mut self, expression: &str) -> String {
        self.value(expression).as_str().unwrap_or_default().to_owned()
    }

    /// A whole number.
    pub fn number(&mut self, expression: &str) -> usize {
        self.value(expression).as_f64().map_or(usize::MAX, |number| number as usize)
    }

    /// Waits until an expression is true.
    pub fn until(&mut self, expression: &str) {
        let since = Instant::now();
        // While a page comes and goes there is nothing to ask.
        while self.evaluated(expression)["result"]["value"] != Value::Bool(true) {
            assert!(since.elapsed() < PATIENCE, "never became true: {expression}");
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    /// Presses a key.
    pub fn press(&mut self, key: &str, code: u32) {
        for kind in ["rawKeyDown", "char", "keyUp"] {
            let text = match key {
                "Enter" => "\r",
                _ => "",
            };
            if kind == "char" && text.is_empty() {
                continue;
            }
            self.ask(
                "Input.dispatchKeyEvent",
                json!({"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code, "text": text}),
            );
        }
    }

    /// Types letters where the focus is.
    pub fn typed(&mut self, letters: &str) {
        self.ask("Input.insertText", json!({"text": letters}));
    }

    /// Clicks into the middle of the element, as a mouse does.
    pub fn click(&mut self, element: &str) {
        let place = self.value(&format!(
            "(() => {{ const e = {element}; e.scrollIntoView({{block: 'center'}}); const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; }})()"
        ));
        for kind in ["mousePressed", "mouseReleased"] {
            self.ask(
                "Input.dispatchMouseEvent",
                json!({"type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1}),
            );
        }
    }

    /// The window's size in pixels.
    pub fn size(&mut self, width: u32, height: u32) {
        let size = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600});
        self.ask("Emulation.setDeviceMetricsOverride", size);
    }

    /// A medium (screen, print) and a scheme of colours (light, dark).
    pub fn medium(&mut self, medium: &str, scheme: &str) {
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        self.ask("Emulation.setEmulatedMedia", json!({"media": medium, "features": features}));
    }

    /// The page as PDF.
    pub fn pdf(&mut self) -> Vec<u8> {
        let printed = self.ask(
            "Page.printToPDF",
            json!({"printBackground": true, "paperWidth": 8.27, "paperHeight": 11.69}),
        );
        decoded(printed["data"].as_str().unwrap_or_default())
    }

    /// A picture for people to look at, if DETENTE_SHOTS names a folder for them.
    pub fn shot(&mut self, name: &str) {
        let Some(folder) = std::env::var_os("DETENTE_SHOTS") else { return };
        let shot = self.ask("Page.captureScreenshot", json!({"format": "png"}));
        let path = Path::new(&folder).join(format!("{name}.png"));
        std::fs::write(path, decoded(shot["data"].as_str().unwrap_or_default())).expect("DETENTE_SHOTS is a folder that can be written");
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Where Chromium listens, as it writes into its profile: host and port, path.
fn port(file: &Path) -> (String, String) {
    let since = Instant::now();
    loop {
        let said = std::fs::read_to_string(file).unwrap_or_default();
        if let Some((port, path)) = said.split_once('\n')
            && !path.is_empty()
        {
            return (format!("127.0.0.1:{port}"), path.trim().to_owned());
        }
        assert!(since.elapsed() < PATIENCE, "Chromium starts in time");
        std::thread::sleep(Duration::from_millis(30));
    }
}

/// Base64 undone.
fn decoded(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (mut held, mut bits) = (0u32, 0);
    for letter in text.bytes() {
        let six = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        held = held << 6 | u32::from(six);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
        }
    }
    bytes
}
