//! A database of one's own for a test, in a PostgreSQL cluster that the whole run shares.

use std::env;
use std::fs::{self, File};
use std::os::unix::process::parent_id;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use crate::Skipped;
use crate::cluster::{self, Server};

mod template;

/// A new, empty PostgreSQL database, dropped together with this value.
#[derive(Debug)]
pub struct PostgresDatabase {
    name: String,
    url: String,
    maintenance_url: String,
}

impl PostgresDatabase {
    /// Makes a database in the cluster that all tests of this run share, which the first of them
    /// starts. It has the tables of every kind already, copied from one that was opened once, and no
    /// rows: making them anew takes ten times as long. Skipped where no PostgreSQL server is
    /// installed; on CI that fails.
    pub fn fresh() -> Result<PostgresDatabase, Skipped> {
        let folder = shared()?;
        template::make_once(folder);
        Ok(PostgresDatabase::copy_in(folder, template::NAME))
    }

    /// Like [`Self::fresh`], but without any table, for tests that make the tables themselves.
    pub fn empty() -> Result<PostgresDatabase, Skipped> {
        Ok(PostgresDatabase::create_in(shared()?))
    }

    /// `postgres://USER@/NAME?host=FOLDER`, for `--database` and for the `postgres` crate.
    pub fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn create_in(cluster: &Path) -> PostgresDatabase {
        // template0 is never connected to, so that no other session can block the copy.
        PostgresDatabase::copy_in(cluster, "template0")
    }

    fn copy_in(cluster: &Path, template: &str) -> PostgresDatabase {
        static CREATED: AtomicU32 = AtomicU32::new(0);
        let number = CREATED.fetch_add(1, Ordering::Relaxed);
        let name = format!("gemba_test_{}_{number}", process::id());
        let maintenance_url = cluster::url(cluster, "postgres");
        let create = format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy");
        execute(&maintenance_url, create).expect("a database can be created");
        let url = cluster::url(cluster, &name);
        PostgresDatabase { name, url, maintenance_url }
    }
}

impl Drop for PostgresDatabase {
    fn drop(&mut self) {
        let drop = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        // The cluster itself may be gone before its database is; then so is the database.
        let _ = execute(&self.maintenance_url, drop);
    }
}

/// Runs one statement, on a thread of its own: the blocking client refuses to work on a thread
/// that belongs to an asynchronous test.
fn execute(url: &str, statement: String) -> Result<(), ::postgres::Error> {
    let url = url.to_owned();
    let work = thread::spawn(move || {
        let mut client = ::postgres::Client::connect(&url, ::postgres::NoTls)?;
        client.batch_execute(&statement)
    });
    work.join().expect("the statement's thread does not panic")
}

fn shared() -> Result<&'static Path, Skipped> {
    static SHARED: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let folder = SHARED.get_or_init(shared_cluster).as_ref().map_err(Skipped::because)?;
    Ok(folder)
}

/// The folder of this run's cluster, started if nobody has yet.
///
/// nextest gives each test a process of its own, so what they share is a folder named after the
/// run, guarded by a lock on a file in it; the cluster ends with the runner, their parent. Any
/// other runner keeps its tests in one process, and the cluster ends with that.
fn shared_cluster() -> Result<PathBuf, String> {
    let (run, runner_process_id) = match env::var("NEXTEST_RUN_ID") {
        Ok(run) => (run.chars().take(8).collect(), parent_id()),
        Err(_) => ("shared".to_owned(), process::id()),
    };
    let server = Server::find()?;
    let folder = cluster::quick_folder_named(&format!("gemba-pg-{runner_process_id}-{run}"));
    fs::create_dir_all(&folder).expect("the cluster's folder can be made");
    let lock = File::create(folder.join("lock")).expect("the cluster's lock can be made");
    lock.lock().expect("the cluster's lock can be taken");
    let ready = folder.join("ready");
    if !ready.exists() {
        server.start_new(&folder, false, runner_process_id);
        File::create(ready).expect("the cluster can be marked as ready");
    }
    Ok(folder)
}
