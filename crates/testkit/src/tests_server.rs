//! A tiny web server on the loopback interface, for the tests of this crate alone.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

/// What was asked.
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) path: String,
    headers: BTreeMap<String, String>,
    pub(crate) body: String,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        self.headers.get(name).cloned()
    }
}

/// What to answer.
pub(crate) struct Page {
    status: u16,
    headers: String,
    body: String,
}

impl Page {
    pub(crate) fn new(status: u16, kind: &str, body: &str) -> Page {
        Page { status, headers: format!("content-type: {kind}\r\n"), body: body.to_owned() }
    }

    pub(crate) fn html(body: &str) -> Page {
        Page::new(200, "text/html; charset=utf-8", body)
    }

    pub(crate) fn empty(status: u16) -> Page {
        Page::new(status, "text/plain", "")
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Page {
        write!(self.headers, "{name}: {value}\r\n").unwrap();
        self
    }
}

/// The server; its threads end with the test's process.
pub(crate) struct Pages(SocketAddr);

impl Pages {
    pub(crate) fn serve(answer: impl Fn(&Asked) -> Page + Send + Sync + 'static) -> Pages {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let answer = Arc::new(answer);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let answer = Arc::clone(&answer);
                // A browser opens connections that it never uses; each has a thread to wait on.
                thread::spawn(move || converse(&stream, answer.as_ref()));
            }
        });
        Pages(address)
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.0)
    }
}

fn converse(mut stream: &TcpStream, answer: &dyn Fn(&Asked) -> Page) -> Option<()> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim().split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length_bytes = headers.get("content-length").map_or(0, |text| text.parse().unwrap());
    let mut body = vec![0; length_bytes];
    reader.read_exact(&mut body).ok()?;
    let body = String::from_utf8(body).unwrap();
    let Page { status, headers, body } = answer(&Asked { method, path, headers, body });
    let length_bytes = body.len();
    let text = format!(
        "HTTP/1.1 {status} Said\r\n{headers}content-length: {length_bytes}\r\n\
         connection: close\r\n\r\n{body}"
    );
    stream.write_all(text.as_bytes()).ok()
}
