//! A small mail server for tests: it keeps what it is given, and can be told to take nothing for a while.
use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

/// A letter as it came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivered {
    /// Who sent it, as the envelope says.
    pub from: String,
    /// To whom, as the envelope says.
    pub to: Vec<String>,
    /// Head and body.
    pub text: String,
}

/// A mail server on a port of its own.
pub struct MailServer {
    /// Its address, as `smtp://127.0.0.1:PORT`.
    pub url: String,
    kept: Arc<Mutex<Vec<Delivered>>>,
    refusing: Arc<AtomicUsize>,
}

impl MailServer {
    /// Starts one; it serves until the test ends.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let (kept, refusing) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicUsize::new(0)));
        let server = Self { url, kept: Arc::clone(&kept), refusing: Arc::clone(&refusing) };
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // Who breaks off in the middle has sent nothing.
                let _ = talk(&stream, &kept, &refusing);
            }
        });
        server
    }

    /// What came in so far, oldest first.
    pub fn kept(&self) -> Vec<Delivered> {
        self.kept.lock().unwrap().clone()
    }

    /// Takes none of the next letters, for the time being.
    pub fn refuse(&self, letters: usize) {
        self.refusing.store(letters, Ordering::SeqCst);
    }
}

fn talk(
    stream: &TcpStream,
    kept: &Mutex<Vec<Delivered>>,
    refusing: &AtomicUsize,
) -> std::io::Result<()> {
    let (mut reader, mut to) = (BufReader::new(stream), stream);
    let mut letter = Delivered { from: String::new(), to: Vec::new(), text: String::new() };
    to.write_all(b"220 ready\r\n")?;
    let mut line = String::new();
    while reader.read_line(&mut line)? > 0 {
        let said = line.trim_end().to_owned();
        line.clear();
        let address = || said.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
        let answer = match said.to_uppercase().split([' ', ':']).next().unwrap_or_default() {
            "EHLO" | "HELO" | "RSET" | "NOOP" => "250 well",
            "MAIL" if refusing.load(Ordering::SeqCst) > 0 => {
                refusing.fetch_sub(1, Ordering::SeqCst);
                "451 come back later"
            }
            "MAIL" => {
                letter = Delivered { from: address(), to: Vec::new(), text: String::new() };
                "250 well"
            }
            "RCPT" => {
                letter.to.push(address());
                "250 well"
            }
            "DATA" => {
                to.write_all(b"354 go on\r\n")?;
                while reader.read_line(&mut line)? > 0 && line != ".\r\n" {
                    letter.text.push_str(line.strip_prefix('.').unwrap_or(&line));
                    line.clear();
                }
                line.clear();
                kept.lock().unwrap().push(letter.clone());
                "250 taken"
            }
            "QUIT" => {
                to.write_all(b"221 bye\r\n")?;
                return Ok(());
            }
            _ => "500 what?",
        };
        to.write_all(format!("{answer}\r\n").as_bytes())?;
    }
    Ok(())
}
