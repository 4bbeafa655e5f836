//! A house for a story: a folder, a database, the program.
use gemba_testkit::{Cluster, PostgresDatabase, TestClient};
use serde_json::Value as Json;
use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Output, Stdio},
};
use tempfile::TempDir;

/// A place for one organization, and the program to work on it.
pub struct House {
    pub folder: TempDir,
    pub database: String,
    /// Keeps a PostgreSQL cluster of its own running, where there is one.
    _server: Option<(PostgresDatabase, Cluster)>,
}

impl House {
    /// On a SQLite file of its own.
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = format!("sqlite:{}", folder.path().join("house.db").display());
        Self { folder, database, _server: None }
    }

    /// On a PostgreSQL cluster of its own that writes durably.
    pub fn postgres() -> Option<Self> {
        // What is missing is told, and on CI is a failure, by the testkit itself.
        let cluster = Cluster::start(true).ok()?;
        let fresh = cluster.fresh_database();
        let database = fresh.url().to_owned();
        let folder = tempfile::tempdir().unwrap();
        Some(Self { folder, database, _server: Some((fresh, cluster)) })
    }

    /// On the database of that address.
    pub fn at(database: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder, database: database.to_owned(), _server: None }
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gemba"));
        command.args(args).args(["--database", &self.database]);
        command.args(["--key".as_ref(), self.folder.path().join("key").as_os_str()]);
        command.current_dir(self.folder.path());
        command
    }

    /// Runs a command to its end, whatever comes of it.
    pub fn try_run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// Runs a command that needs neither a database nor a key.
    pub fn bare(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gemba"));
        command.args(args).current_dir(self.folder.path()).output().unwrap()
    }

    /// Runs a command that must succeed; returns what it printed.
    pub fn run(&self, args: &[&str]) -> String {
        let output = self.try_run(args);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "gemba {args:?} failed: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs a command that prints JSON.
    pub fn json(&self, args: &[&str]) -> Json {
        serde_json::from_str(&self.run(args)).unwrap()
    }

    /// An administrator's token that may write.
    pub fn token(&self) -> String {
        let email = "ada@example.org";
        self.run(&["user", "add", email, "--name", "Ada", "--role", "administrator"]);
        self.run(&["token", "add", email, "--name", "test", "--write"]).trim().to_owned()
    }

    /// Starts the server on a free port and waits until it listens.
    pub fn serve(&self) -> Server {
        let mut child = self
            .command(&["serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let address = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| line.split_once("listens on ").map(|(_, url)| url.trim().to_owned()))
            .expect("the server says where it listens");
        // Read on, so that the server never waits for a full pipe.
        std::thread::spawn(move || {
            lines.map_while(Result::ok).for_each(|line| eprintln!("{line}"));
        });
        Server { child, address }
    }

    pub fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// Verifies the ledger; says what was found if it is not whole.
    pub fn verify(&self) -> Result<String, String> {
        let output = self.try_run(&["ledger", "verify"]);
        let said = String::from_utf8(output.stdout).unwrap();
        match output.status.code() {
            Some(0) => Ok(said),
            Some(3) => Err(said),
            other => panic!("{other:?}: {said} {}", String::from_utf8_lossy(&output.stderr)),
        }
    }
}

/// A running server.
pub struct Server {
    child: Child,
    pub address: String,
}

impl Server {
    pub fn client(&self, token: &str) -> TestClient {
        TestClient::new(&self.address).with_header("authorization", &format!("Bearer {token}"))
    }

    /// Ends it as a power cut would.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn exists(path: &str) -> bool {
    Path::new(path).exists()
}
