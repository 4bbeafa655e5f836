//! Power cuts, and two servers over one database: nothing acknowledged is lost, nothing is doubled.
use crate::house::{House, Server};
use serde_json::{Value as Json, json};
use std::{
    collections::BTreeSet,
    sync::mpsc::{Sender, channel},
    thread,
};

const CRASHES: usize = 50;
const CLIENTS: usize = 4;

/// Writes incidents until cut off; tells each that was acknowledged.
fn write(server: &Server, token: &str, name: &str, acknowledged: &Sender<String>) {
    let client = server.client(token);
    for number in 0.. {
        let summary = format!("{name} {number}");
        let fields = json!({"fields": {"summary": summary}});
        // The client panics when its server is gone.
        let answer = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            client.post_json("/api/v1/incident", &fields).status
        }));
        if !matches!(answer, Ok(201)) || acknowledged.send(summary).is_err() {
            break;
        }
    }
}

fn all_summaries(server: &Server, token: &str) -> Vec<String> {
    let client = server.client(token);
    let (mut found, mut after) = (Vec::new(), String::new());
    loop {
        let page = client.get(&format!("/api/v1/incident?limit=200{after}")).json();
        let records = page["records"].as_array().unwrap();
        found.extend(
            records.iter().map(|one| one["fields"]["summary"].as_str().unwrap().to_owned()),
        );
        match &page["next"] {
            Json::String(next) => after = format!("&after={next}"),
            _ => return found,
        }
    }
}

fn survive(house: &House) {
    let token = house.token();
    let mut acknowledged = Vec::new();
    for crash in 0..CRASHES {
        let server = house.serve();
        let (sender, receiver) = channel();
        thread::scope(|scope| {
            for client in 0..CLIENTS {
                let (server, token, sender) = (&server, token.as_str(), sender.clone());
                scope.spawn(move || write(server, token, &format!("{crash}-{client}"), &sender));
            }
            drop(sender);
            // Cut off after some more writes each time, while others are under way.
            acknowledged.extend(receiver.iter().take(1 + crash % 13));
            cut(&server);
            acknowledged.extend(receiver.iter());
        });
        server.kill();
    }
    assert!(acknowledged.len() > CRASHES, "the crashes came before any work");
    let server = house.serve();
    let stored: BTreeSet<_> = all_summaries(&server, &token).into_iter().collect();
    let missing: Vec<_> = acknowledged.iter().filter(|one| !stored.contains(*one)).collect();
    assert!(missing.is_empty(), "acknowledged and lost: {missing:?}");
    drop(server);
    house.verify().unwrap();
}

/// `kill -9`, while its clients still write.
fn cut(server: &Server) {
    let status = std::process::Command::new("kill").args(["-9", &server.id().to_string()]).status();
    assert!(status.unwrap().success());
}

#[test]
fn fifty_power_cuts_lose_nothing_acknowledged_on_sqlite() {
    survive(&House::sqlite());
}

#[test]
fn fifty_power_cuts_lose_nothing_acknowledged_on_postgresql() {
    if let Some(house) = House::postgres() {
        survive(&house);
    }
}

#[test]
fn two_servers_over_one_postgresql_lose_and_double_nothing() {
    const WRITERS: usize = 16;
    const EACH: usize = 25;
    let Some(house) = House::postgres() else { return };
    let token = house.token();
    let servers = [house.serve(), house.serve()];
    thread::scope(|scope| {
        for (place, server) in servers.iter().enumerate() {
            for writer in 0..WRITERS {
                let token = token.as_str();
                scope.spawn(move || {
                    let client = server.client(token);
                    for number in 0..EACH {
                        let summary = format!("{place}-{writer}-{number}");
                        let fields = json!({"fields": {"summary": summary}});
                        assert_eq!(client.post_json("/api/v1/incident", &fields).status, 201);
                    }
                });
            }
        }
    });
    let stored = all_summaries(&servers[0], &token);
    let unique: BTreeSet<_> = stored.iter().collect();
    assert_eq!((stored.len(), unique.len()), (2 * WRITERS * EACH, 2 * WRITERS * EACH));
    drop(servers);
    house.verify().unwrap();
}
