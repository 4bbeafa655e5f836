//! The throwaway PostgreSQL serves, isolates, recovers and leaves nothing behind.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "it is test code"
)]

use std::path::PathBuf;
use std::str::FromStr;

use gemba_testkit::{Cluster, PostgresDatabase};
use postgres::config::Host;
use postgres::{Client, Config, NoTls};

fn connect(url: &str) -> Client {
    Client::connect(url, NoTls).unwrap_or_else(|error| panic!("{url}: {error}"))
}

fn one_text(client: &mut Client, query: &str) -> String {
    client.query_one(query, &[]).unwrap().get(0)
}

/// The folder that holds the socket, which is the cluster's own.
fn folder(url: &str) -> PathBuf {
    match Config::from_str(url).unwrap().get_hosts() {
        [Host::Unix(folder)] => folder.clone(),
        others => panic!("{url} names {others:?}"),
    }
}

#[test]
fn each_database_is_empty_and_apart_from_the_others() {
    let (Ok(one), Ok(other)) = (PostgresDatabase::empty(), PostgresDatabase::empty()) else {
        return;
    };
    assert_ne!(one.url(), other.url());
    assert_eq!(folder(one.url()), folder(other.url()), "they share a cluster");
    connect(one.url()).batch_execute("CREATE TABLE incident (number text)").unwrap();
    let tables = "SELECT count(*)::text FROM pg_tables WHERE schemaname = 'public'";
    assert_eq!(one_text(&mut connect(one.url()), tables), "1");
    assert_eq!(one_text(&mut connect(other.url()), tables), "0");
}

#[test]
fn a_fresh_database_has_the_tables_of_every_kind_and_no_row() {
    let Ok(database) = PostgresDatabase::fresh() else { return };
    let mut client = connect(database.url());
    let tables: Vec<String> = client
        .query("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'", &[])
        .unwrap()
        .iter()
        .map(|row| row.get(0))
        .collect();
    for kind in gemba_practices::KINDS {
        let table = kind.def().name.to_owned();
        assert!(tables.contains(&table), "{table}");
        let rows = format!("SELECT count(*)::text FROM \"{table}\"");
        assert_eq!(one_text(&mut client, &rows), "0", "{table}");
    }
}

#[test]
fn the_server_listens_on_its_socket_only_and_knows_every_letter() {
    let Ok(database) = PostgresDatabase::fresh() else { return };
    let mut client = connect(database.url());
    assert_eq!(one_text(&mut client, "SHOW listen_addresses"), "");
    assert_eq!(one_text(&mut client, "SHOW max_connections"), "200");
    assert_eq!(one_text(&mut client, "SHOW fsync"), "off");
    assert_eq!(one_text(&mut client, "SELECT lower('ÄŻÉ')"), "äżé");
}

#[test]
fn a_dropped_database_is_gone_even_with_a_session_open() {
    let Ok(database) = PostgresDatabase::fresh() else { return };
    let url = database.url().to_owned();
    let mut session = connect(&url);
    drop(database);
    assert!(session.simple_query("SELECT 1").is_err());
    assert!(Client::connect(&url, NoTls).is_err());
}

#[tokio::test]
async fn a_database_can_be_made_in_an_asynchronous_test() {
    let Ok(database) = PostgresDatabase::fresh() else { return };
    let url = database.url().to_owned();
    let work = tokio::task::spawn_blocking(move || one_text(&mut connect(&url), "SELECT 'here'"));
    assert_eq!(work.await.unwrap(), "here");
}

#[test]
fn a_cluster_of_ones_own_keeps_what_it_acknowledged_through_a_crash_and_leaves_nothing() {
    let Ok(cluster) = Cluster::start(true) else { return };
    let database = cluster.fresh_database();
    let mut before = connect(database.url());
    assert_eq!(one_text(&mut before, "SHOW fsync"), "on");
    before.batch_execute("CREATE TABLE kept (word text)").unwrap();
    before.batch_execute("INSERT INTO kept VALUES ('acknowledged')").unwrap();
    cluster.crash_and_restart();
    assert!(before.simple_query("SELECT 1").is_err(), "the old session died with the server");
    assert_eq!(one_text(&mut connect(database.url()), "SELECT word FROM kept"), "acknowledged");
    let folder = folder(database.url());
    assert!(folder.join("data").is_dir());
    drop(cluster);
    assert!(!folder.exists(), "{} is left", folder.display());
}
