//! A load of HTTP requests over connections that are kept open, cheap enough to share two cores with the server.
//!
//! One thread drives all connections. Each sends a request, waits for the whole answer, and sends the next one.
use crate::report::{milliseconds, number};
use anyhow::{Context, Result, bail, ensure};
use std::{
    cell::Cell,
    net::SocketAddr,
    rc::Rc,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::LocalSet,
};

const READ_BYTES: usize = 64 * 1024;

/// What a load came to.
pub struct Load {
    /// How long each request took, shortest first.
    times: Vec<Duration>,
    /// How long the load lasted.
    lasted: Duration,
}

impl Load {
    /// How many requests there were.
    pub fn count(&self) -> usize {
        self.times.len()
    }

    /// Requests a second.
    pub fn per_second(&self) -> f64 {
        number(self.times.len()) / self.lasted.as_secs_f64()
    }

    /// The time in milliseconds that so many of a thousand requests stay below.
    pub fn per_mille_ms(&self, share: usize) -> f64 {
        let place = (self.times.len() * share / 1000).min(self.times.len().saturating_sub(1));
        self.times.get(place).map_or(f64::MAX, |time| milliseconds(*time))
    }

    /// Half of the requests stay below it.
    pub fn p50_ms(&self) -> f64 {
        self.per_mille_ms(500)
    }

    /// 99 of a hundred requests stay below it.
    pub fn p99_ms(&self) -> f64 {
        self.per_mille_ms(990)
    }
}

/// What is asked for, and when it ends.
pub struct Plan {
    /// Where to.
    pub address: SocketAddr,
    /// How many connections.
    pub connections: usize,
    /// How long at most.
    pub phase: Duration,
    /// How many requests at most, of all connections together.
    pub requests_max: usize,
    /// The status that every answer has to have.
    pub status: u16,
}

/// Sends the requests that `request` makes up by their number.
pub fn run(plan: &Plan, request: impl Fn(usize) -> Vec<u8> + 'static) -> Result<Load> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let tasks = LocalSet::new();
    let (next, request) = (Rc::new(Cell::new(0)), Rc::new(request));
    let (address, requests_max, status) = (plan.address, plan.requests_max, plan.status);
    let begun = Instant::now();
    let until = begun + plan.phase;
    let handles: Vec<_> = (0..plan.connections)
        .map(|_| {
            let (next, request) = (Rc::clone(&next), Rc::clone(&request));
            tasks.spawn_local(async move {
                let mut connection = Connection::open(address).await?;
                let mut times = Vec::new();
                while Instant::now() < until && next.get() < requests_max {
                    let bytes = request(next.replace(next.get() + 1));
                    let sent = Instant::now();
                    let answer = connection.ask(&bytes).await?;
                    times.push(sent.elapsed());
                    ensure!(
                        answer == status,
                        "the server answered {answer}:\n{}",
                        connection.text()
                    );
                }
                Ok(times)
            })
        })
        .collect();
    let mut times = Vec::new();
    runtime.block_on(tasks.run_until(async {
        for handle in handles {
            times.extend(handle.await??);
        }
        Ok::<_, anyhow::Error>(())
    }))?;
    let lasted = begun.elapsed();
    times.sort_unstable();
    Ok(Load { times, lasted })
}

/// One answer to one request.
pub fn once(address: SocketAddr, bytes: &[u8]) -> Result<(u16, String)> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut connection = Connection::open(address).await?;
        let status = connection.ask(bytes).await?;
        Ok((status, connection.text()))
    })
}

struct Connection {
    stream: TcpStream,
    answer: Vec<u8>,
}

impl Connection {
    async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, answer: Vec::with_capacity(READ_BYTES) })
    }

    /// Sends a request and reads the whole answer; its status.
    async fn ask(&mut self, request: &[u8]) -> Result<u16> {
        self.stream.write_all(request).await?;
        self.answer.clear();
        loop {
            self.answer.reserve(READ_BYTES);
            if self.stream.read_buf(&mut self.answer).await? == 0 {
                bail!("the server closed the connection");
            }
            if let Some(status) = whole(&self.answer)? {
                return Ok(status);
            }
        }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.answer).into_owned()
    }
}

/// The status of an answer once all of it is there.
fn whole(answer: &[u8]) -> Result<Option<u16>> {
    let Some(head_bytes) = find(answer, b"\r\n\r\n") else { return Ok(None) };
    let head = answer.get(..head_bytes).unwrap_or_default();
    let body = answer.get(head_bytes + 4..).unwrap_or_default();
    let status = head.get(9..12).and_then(|digits| std::str::from_utf8(digits).ok());
    let status: u16 = status.context("no status")?.parse()?;
    let is_whole = match header(head, b"content-length: ") {
        Some(length) => body.len() >= std::str::from_utf8(length)?.trim().parse::<usize>()?,
        None => {
            header(head, b"transfer-encoding: chunked").is_none() || body.ends_with(b"0\r\n\r\n")
        }
    };
    Ok(is_whole.then_some(status))
}

fn header<'a>(head: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let rest = head.get(find(head, name)? + name.len()..)?;
    rest.get(..find(rest, b"\r\n").unwrap_or(rest.len()))
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_whole_when_all_of_its_body_came() {
        let answer = b"HTTP/1.1 201 Created\r\ncontent-length: 3\r\netag: \"1\"\r\n\r\nabc";
        assert_eq!(whole(answer).unwrap(), Some(201));
        assert_eq!(whole(&answer[..answer.len() - 1]).unwrap(), None);
        assert_eq!(whole(b"HTTP/1.1 201 Cre").unwrap(), None);
        let chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
        assert_eq!(whole(chunked).unwrap(), Some(200));
        assert_eq!(whole(&chunked[..chunked.len() - 5]).unwrap(), None);
    }

    #[test]
    fn a_share_of_requests_stays_below_its_time() {
        let times = (1..=1000).map(Duration::from_millis).collect();
        let load = Load { times, lasted: Duration::from_secs(2) };
        assert_eq!((load.p50_ms(), load.p99_ms(), load.per_second()), (501.0, 991.0, 500.0));
    }
}
