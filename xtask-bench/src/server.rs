//! The program as it ships, in a process of its own.
use crate::machine::after;
use anyhow::{Context, Result, bail};
use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

const START_MAX: Duration = Duration::from_mins(1);
const STOP_MAX: Duration = Duration::from_secs(30);
const LOG_LINES_SHOWN: usize = 20;
const LOOK_EVERY: Duration = Duration::from_millis(1);
/// Linux counts processor time in hundredths of a second on every machine of today.
const TICKS_PER_SECOND: f64 = 100.0;

/// A server that runs; it is stopped when dropped.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// What it said on standard error.
    log: PathBuf,
    /// How long it took from the start of the process to the first answer.
    pub started_in: Duration,
}

impl Server {
    /// Starts the program and waits for its first answer.
    pub fn start(program: &Path, database: &str, key: &Path) -> Result<Self> {
        let address = free_address()?;
        let begun = Instant::now();
        let log = log_beside(key);
        let mut child = Command::new(program)
            .args(["serve", "--database", database, "--listen", &address.to_string(), "--key"])
            .arg(key)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(&log)?)
            .spawn()
            .with_context(|| format!("{} does not start", program.display()))?;
        while first_answer(address).is_none() {
            if let Some(status) = child.try_wait()? {
                bail!("the server ended at its start: {status}");
            }
            if begun.elapsed() > START_MAX {
                child.kill()?;
                bail!("the server did not answer within {} s", START_MAX.as_secs());
            }
            thread::sleep(LOOK_EVERY);
        }
        Ok(Self { child, address, log, started_in: begun.elapsed() })
    }

    /// The same, or why it is not, with the last words of the server.
    pub fn explain<T>(&self, outcome: Result<T>) -> Result<T> {
        outcome.with_context(|| {
            let text = fs::read_to_string(&self.log).unwrap_or_default();
            let lines: Vec<_> = text.lines().collect();
            let last = lines.get(lines.len().saturating_sub(LOG_LINES_SHOWN)..).unwrap_or_default();
            format!("the server said last:\n{}", last.join("\n"))
        })
    }

    /// How much memory it holds, in megabytes.
    pub fn memory_mb(&self) -> Result<f64> {
        let text = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let kilobytes = after(&text, "VmRSS").context("the system does not tell VmRSS")?;
        let kilobytes: f64 = kilobytes.trim_end_matches(" kB").parse()?;
        Ok(kilobytes / 1024.0)
    }

    /// How many seconds of processor time its threads took so far, by their names.
    pub fn processor_seconds(&self) -> Result<BTreeMap<String, f64>> {
        let mut seconds = BTreeMap::new();
        for task in fs::read_dir(format!("/proc/{}/task", self.child.id()))? {
            // A thread may end while its siblings are read.
            if let Ok(stat) = fs::read_to_string(task?.path().join("stat"))
                && let Some((name, ticks)) = name_and_ticks(&stat)
            {
                *seconds.entry(name).or_default() += ticks / TICKS_PER_SECOND;
            }
        }
        Ok(seconds)
    }

    /// Asks it to stop and waits until it has.
    pub fn stop(mut self) -> Result<()> {
        let id = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &id]).status()?;
        let begun = Instant::now();
        while self.child.try_wait()?.is_none() {
            if begun.elapsed() > STOP_MAX {
                bail!("the server did not stop within {} s", STOP_MAX.as_secs());
            }
            thread::sleep(LOOK_EVERY);
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Stopped in peace already, or the run has failed anyway.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn log_beside(key: &Path) -> PathBuf {
    key.with_extension("log")
}

fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

fn first_answer(address: SocketAddr) -> Option<()> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n").ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    answer.starts_with(b"HTTP/1.1 200").then_some(())
}

/// The name of a thread without its number, and its time in user mode and in the kernel.
fn name_and_ticks(stat: &str) -> Option<(String, f64)> {
    let (_, rest) = stat.split_once('(')?;
    let (name, rest) = rest.rsplit_once(')')?;
    let mut fields = rest.split_whitespace().skip(11);
    let user: f64 = fields.next()?.parse().ok()?;
    let kernel: f64 = fields.next()?.parse().ok()?;
    Some((
        name.trim_end_matches(|letter: char| letter.is_numeric() || letter == '-').to_owned(),
        user + kernel,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_of_a_thread_is_read() {
        let stat = "71 (gemba-writer) S 1 1 1 0 -1 4194368 0 0 0 0 12 30 0 0 20 0 5 0 999 0 0";
        assert_eq!(name_and_ticks(stat), Some(("gemba-writer".to_owned(), 42.0)));
    }
}
