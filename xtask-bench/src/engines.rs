//! The two engines, each with a place for new databases on the same disk.
use anyhow::Result;
use gemba_testkit::{Cluster, PostgresDatabase};
use std::cell::RefCell;
use tempfile::TempDir;

/// An engine to measure on.
pub struct Engine {
    /// Its name in the report.
    pub name: &'static str,
    /// A folder of its own: SQLite's files, and the keys of both.
    pub folder: TempDir,
    kind: Kind,
}

enum Kind {
    Sqlite,
    /// The databases are dropped before the cluster stops.
    Postgres {
        databases: RefCell<Vec<PostgresDatabase>>,
        cluster: Cluster,
    },
}

impl Engine {
    /// SQLite.
    pub fn sqlite() -> Result<Self> {
        Ok(Self { name: "SQLite", folder: folder()?, kind: Kind::Sqlite })
    }

    /// A PostgreSQL server that writes through to the disk; nothing where none is installed.
    pub fn postgres() -> Option<Self> {
        let cluster = Cluster::start(true).ok()?;
        let kind = Kind::Postgres { databases: RefCell::default(), cluster };
        Some(Self { name: "PostgreSQL", folder: folder().ok()?, kind })
    }

    /// The address of a new, empty database.
    pub fn fresh(&self, name: &str) -> String {
        match &self.kind {
            Kind::Sqlite => {
                format!("sqlite:{}", self.folder.path().join(format!("{name}.db")).display())
            }
            Kind::Postgres { databases, cluster } => {
                let database = cluster.fresh_database();
                let url = database.url().to_owned();
                databases.borrow_mut().push(database);
                url
            }
        }
    }

    /// Whether it is the engine whose bare inserts everything is held against.
    pub fn is_sqlite(&self) -> bool {
        matches!(self.kind, Kind::Sqlite)
    }
}

/// A folder in the temporary directory, where a PostgreSQL cluster lies too: both are on one disk.
fn folder() -> Result<TempDir> {
    Ok(tempfile::Builder::new().prefix("gemba-bench-").tempdir()?)
}
