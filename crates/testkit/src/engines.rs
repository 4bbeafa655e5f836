//! One story, told to both engines.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::{PostgresDatabase, Skipped};

/// Runs `story` with the URL of a new SQLite file (`sqlite:PATH`), then with that of a new
/// PostgreSQL database. A failure names the engine it happened on. Where PostgreSQL is not
/// installed a line says that its half was skipped; on CI that fails.
///
/// The PostgreSQL database has the tables of every kind already; see [`PostgresDatabase::fresh`].
pub fn on_both_engines(story: impl Fn(&str)) {
    on_sqlite_and(PostgresDatabase::fresh, &story);
}

/// Like [`on_both_engines`], with no table in either database.
pub fn on_both_empty_engines(story: impl Fn(&str)) {
    on_sqlite_and(PostgresDatabase::empty, &story);
}

fn on_sqlite_and(postgres: impl Fn() -> Result<PostgresDatabase, Skipped>, story: &impl Fn(&str)) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let path = folder.path().join("gemba.db");
    tell("SQLite", &format!("sqlite:{}", path.display()), story);
    if let Ok(database) = postgres() {
        tell("PostgreSQL", database.url(), story);
    }
}

fn tell(engine: &str, url: &str, story: &impl Fn(&str)) {
    let outcome = catch_unwind(AssertUnwindSafe(|| story(url)));
    if let Err(payload) = outcome {
        panic!("on {engine}: {}", words(payload.as_ref()));
    }
}

fn words(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("a panic without words")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    fn failure(story: impl Fn(&str)) -> String {
        let outcome = catch_unwind(AssertUnwindSafe(|| on_both_engines(story)));
        words(outcome.expect_err("the story fails").as_ref()).to_owned()
    }

    #[test]
    fn a_failure_names_the_engine_it_happened_on() {
        let message = failure(|url| assert!(!url.starts_with("sqlite:"), "no rows in {url}"));
        assert!(message.starts_with("on SQLite: no rows in sqlite:/"), "{message}");
    }

    #[test]
    fn both_engines_hear_the_story_in_turn() {
        let heard = RefCell::new(Vec::new());
        on_both_engines(|url| heard.borrow_mut().push(url.to_owned()));
        let heard = heard.into_inner();
        assert!(heard[0].starts_with("sqlite:/"), "{heard:?}");
        if crate::cluster::is_installed() {
            assert_eq!(heard.len(), 2);
            assert!(heard[1].starts_with("postgres://"), "{heard:?}");
            let message = failure(|url| assert!(!url.starts_with("postgres:"), "no rows"));
            assert_eq!(message, "on PostgreSQL: no rows");
        }
    }
}
