//! The database that others are copied from: every table of every kind, and no row.

use std::fs::File;
use std::path::Path;
use std::sync::Once;
use std::thread;

use gemba_practices::KINDS;
use gemba_store::Store;

use super::execute;
use crate::cluster;

/// What it is called.
pub const NAME: &str = "gemba_template";
const IN_MAKING: &str = "gemba_template_in_making";

/// Makes it, unless it was made before, by this test or by another one of the run.
pub fn make_once(folder: &Path) {
    static MADE: Once = Once::new();
    MADE.call_once(|| {
        let lock =
            File::create(folder.join("template-lock")).expect("the template's lock can be made");
        lock.lock().expect("the template's lock can be taken");
        let ready = folder.join("template-ready");
        if !ready.exists() {
            make(folder);
            File::create(ready).expect("the template can be marked as ready");
        }
    });
}

fn make(folder: &Path) {
    let maintenance = cluster::url(folder, "postgres");
    let run = |statement: &str| execute(&maintenance, statement.to_owned());
    run(&format!("CREATE DATABASE {IN_MAKING} TEMPLATE template0"))
        .expect("a database can be created");
    let url = cluster::url(folder, IN_MAKING);
    // The blocking client refuses to work on a thread that belongs to an asynchronous test.
    let opening = thread::spawn(move || {
        let defs: Vec<_> = KINDS.iter().map(|kind| kind.def()).collect();
        Store::open(&url, &defs).map(drop)
    });
    opening.join().expect("the store's thread does not panic").expect("a store can be opened");
    // Whoever still holds a connection lets go of it: nobody can copy a database that is in use.
    run(&format!(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '{IN_MAKING}'"
    ))
    .expect("connections can be ended");
    run(&format!("ALTER DATABASE {IN_MAKING} RENAME TO {NAME}"))
        .expect("a database can be renamed");
}
