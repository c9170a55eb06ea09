//! The page of a watched study, served to the browser on this machine. Invariant: it listens on the loopback interface only, answers GET and HEAD only, and nobody but a page that it gave out itself gets an answer: a request with a foreign `Host`
//! (a name that somebody else points at this machine) or `Origin` is refused.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

/// Most bytes of a request's head.
const HEAD: usize = 8_192;

/// The page around the report: it asks what is new and shows errors.
const SHELL: &str = include_str!("../../templates/watch.html");

/// What the page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// Counts results: the page loads the report again when it grows.
    pub version: u64,
    /// The last good report, HTML.
    pub report: String,
    /// What was last said of a result.
    pub said: String,
    /// What is wrong now, as text; none where all is well.
    pub error: Option<String>,
}

/// What is shown, shared between the one who rates and those who answer.
#[derive(Clone, Debug, Default)]
pub struct Shared(Arc<Mutex<Shown>>);

impl Shared {
    /// What is shown, to be read or changed.
    pub fn lock(&self) -> MutexGuard<'_, Shown> {
        // One who panicked while writing left at worst an older page.
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// A server that is bound and not yet asked.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    port: u16,
}

impl Server {
    /// Binds the port of the loopback interface; 0 takes a free one.
    ///
    /// # Errors
    /// The port is taken, or may not be used.
    pub fn bind(port: u16) -> std::io::Result<Server> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let port = listener.local_addr()?.port();
        Ok(Server { listener, port })
    }

    /// Where the page is.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// Answers for as long as the program runs.
    pub fn serve(self, shared: Shared) {
        std::thread::spawn(move || {
            for stream in self.listener.incoming().flatten() {
                let shared = shared.clone();
                let port = self.port;
                std::thread::spawn(move || {
                    // Who hangs up before the answer wants none.
                    let _ = answer(stream, port, &shared);
                });
            }
        });
    }
}

fn answer(mut stream: TcpStream, port: u16, shared: &Shared) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    stream.set_write_timeout(Some(Duration::from_secs(5)))?;
    let mut head = Vec::new();
    let mut buffer = [0; 1024];
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        let read = stream.read(&mut buffer)?;
        if read == 0 || head.len() > HEAD {
            return Ok(());
        }
        head.extend_from_slice(&buffer[..read]);
    }
    let response = respond(&String::from_utf8_lossy(&head), port, &shared.lock());
    stream.write_all(&response)?;
    stream.flush()
}

/// The whole answer to a request.
fn respond(head: &str, port: u16, shown: &Shown) -> Vec<u8> {
    let mut lines = head.split("\r\n");
    let mut first = lines.next().unwrap_or("").split(' ');
    let (method, path) = (first.next().unwrap_or(""), first.next().unwrap_or(""));
    let headers: Vec<(String, &str)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(key, value)| (key.trim().to_lowercase(), value.trim()))
        .collect();
    let all = |wanted: &str| {
        headers
            .iter()
            .filter(|(key, _)| key == wanted)
            .map(|(_, value)| *value)
            .collect::<Vec<_>>()
    };
    let here = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
    let ours = match all("host")[..] {
        [host] => here.iter().any(|here| here == host),
        _ => false,
    };
    let invited = all("origin")
        .iter()
        .all(|origin| here.iter().any(|here| origin.strip_prefix("http://") == Some(here.as_str())));
    let plain = "text/plain; charset=utf-8";
    let (status, kind, body) = if !ours || !invited {
        ("403 Forbidden", plain, "This page is for the browser on this machine only.\n".to_owned())
    } else if !matches!(method, "GET" | "HEAD") {
        ("405 Method Not Allowed", plain, "Nothing can be written here.\n".to_owned())
    } else {
        match path {
            "/" => ("200 OK", "text/html; charset=utf-8", SHELL.to_owned()),
            "/report.html" => ("200 OK", "text/html; charset=utf-8", shown.report.clone()),
            "/state" => {
                let state = serde_json::json!({ "version": shown.version, "said": shown.said, "error": shown.error });
                ("200 OK", "application/json", state.to_string())
            }
            _ => ("404 Not Found", plain, "There is nothing here.\n".to_owned()),
        }
    };
    let mut response = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nX-Frame-Options: SAMEORIGIN\r\nCross-Origin-Resource-Policy: same-origin\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\n\r\n",
        body.len()
    )
    .into_bytes();
    if method != "HEAD" {
        response.extend_from_slice(body.as_bytes());
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn said(head: &str) -> String {
        let shown = Shown {
            version: 3,
            report: "<p>report</p>".to_owned(),
            said: "x".to_owned(),
            error: Some("line 1: \"no\"".to_owned()),
        };
        String::from_utf8(respond(head, 4000, &shown)).unwrap()
    }

    #[test]
    fn only_the_page_itself_is_answered() {
        let cases = [
            ("GET / HTTP/1.1\r\nHost: 127.0.0.1:4000\r\n\r\n", "200", "<iframe"),
            ("GET /report.html HTTP/1.1\r\nhost: localhost:4000\r\n\r\n", "200", "<p>report</p>"),
            (
                "GET /state HTTP/1.1\r\nHost: 127.0.0.1:4000\r\nOrigin: http://127.0.0.1:4000\r\n\r\n",
                "200",
                "\"version\":3",
            ),
            (
                "GET /state HTTP/1.1\r\nHost: 127.0.0.1:4000\r\nOrigin: http://elsewhere.example\r\n\r\n",
                "403",
                "only",
            ),
            ("GET /state HTTP/1.1\r\nHost: 127.0.0.1:4000\r\nOrigin: null\r\n\r\n", "403", "only"),
            (
                "GET /state HTTP/1.1\r\nHost: 127.0.0.1:4000\r\nOrigin: https://127.0.0.1:4000\r\n\r\n",
                "403",
                "only",
            ),
            ("GET / HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n", "403", "only"),
            ("GET / HTTP/1.1\r\nHost: 127.0.0.1:4001\r\n\r\n", "403", "only"),
            ("GET / HTTP/1.1\r\nHost: 127.0.0.1:4000\r\nHost: elsewhere.example\r\n\r\n", "403", "only"),
            ("GET / HTTP/1.1\r\n\r\n", "403", "only"),
            ("POST /state HTTP/1.1\r\nHost: 127.0.0.1:4000\r\n\r\n", "405", "Nothing"),
            ("GET /../study.toml HTTP/1.1\r\nHost: 127.0.0.1:4000\r\n\r\n", "404", "nothing"),
            ("HEAD / HTTP/1.1\r\nHost: 127.0.0.1:4000\r\n\r\n", "200", ""),
        ];
        for (head, status, body) in cases {
            let answer = said(head);
            let (top, rest) = answer.split_once("\r\n\r\n").unwrap();
            assert!(top.starts_with(&format!("HTTP/1.1 {status}")) && rest.contains(body), "{head}{answer}");
        }
        assert!(said("HEAD / HTTP/1.1\r\nHost: 127.0.0.1:4000\r\n\r\n").ends_with("\r\n\r\n"));
    }

    #[test]
    fn it_listens_on_this_machine_only() {
        let server = Server::bind(0).unwrap();
        assert!(server.listener.local_addr().unwrap().ip().is_loopback());
        let address = server.address();
        let port = server.port;
        server.serve(Shared::default());
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
        stream
            .write_all(format!("GET /state HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n").as_bytes())
            .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.contains("\"version\":0"), "{address}: {answer}");
    }

    proptest! {
        #[test]
        fn no_request_panics(head in "(GET|POST|\\PC{0,4}) ?\\PC{0,12}(\r\n(Host|Origin|\\PC{0,4}):? ?(127.0.0.1:4000|\\PC{0,12})){0,3}\r\n\r\n") {
            let answer = said(&head);
            prop_assert!(answer.starts_with("HTTP/1.1 "));
        }
    }
}
