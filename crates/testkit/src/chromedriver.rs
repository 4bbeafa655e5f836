//! The chromedriver process: started on a free loopback port, ended when dropped.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use crate::Skipped;
use crate::tools::program;

/// On a busy machine with a cold disk the first start takes its time.
const START_SECONDS_MAX: u64 = 60;

/// A running chromedriver.
#[derive(Debug)]
pub(crate) struct Chromedriver {
    process: Child,
    pub(crate) url: String,
}

/// The Chromium that the driver shall start, and the driver.
#[derive(Debug)]
pub(crate) struct Programs {
    pub(crate) chromium: PathBuf,
    chromedriver: PathBuf,
}

impl Programs {
    pub(crate) fn find() -> Result<Programs, Skipped> {
        let chromium = program(&["chromium", "chromium-browser", "google-chrome"]);
        match (chromium, program(&["chromedriver"])) {
            (Some(chromium), Some(chromedriver)) => Ok(Programs { chromium, chromedriver }),
            (chromium, _) => {
                let (what, package) = match chromium {
                    None => ("Chromium", "chromium"),
                    Some(_) => ("chromedriver", "chromium-driver"),
                };
                Err(Skipped::because(format!(
                    "{what} is not installed (Debian's package {package}), and a browser test \
                     needs it."
                )))
            }
        }
    }
}

impl Chromedriver {
    /// Starts it with port 0 and reads the port that it chose from what it prints. `folder` is
    /// where it and the browser keep what they write.
    pub(crate) fn start(programs: &Programs, folder: &Path) -> Chromedriver {
        let mut process = Command::new(&programs.chromedriver)
            .arg("--port=0")
            .env("TMPDIR", folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver can be started");
        let ports = ports_of(process.stdout.take().expect("its standard output is a pipe"));
        let mut driver = Chromedriver { process, url: String::new() };
        let port = ports
            .recv_timeout(Duration::from_secs(START_SECONDS_MAX))
            .expect("chromedriver says which port it listens on");
        driver.url = format!("http://127.0.0.1:{port}");
        driver
    }
}

impl Drop for Chromedriver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Sends the port of the line `ChromeDriver was started successfully on port N.`, and goes on
/// reading, since a driver whose pipe is full or closed would stop working.
fn ports_of(stdout: ChildStdout) -> Receiver<u16> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            if let Some((_, port)) = line.split_once("started successfully on port ")
                && let Ok(port) = port.trim_end_matches('.').parse()
            {
                // Whoever waited may have given up.
                let _ = sender.send(port);
            }
        }
    });
    receiver
}
