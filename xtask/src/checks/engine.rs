//! Never 5, second half: three files know which engine is below.
use super::Finding;
use crate::{
    source::{Literal, Source},
    tree::{Tree, crate_of, is_test},
    use_paths::use_paths,
};

const KNOW_THE_ENGINE: &[&str] =
    &["crates/store/src/dialect.rs", "crates/store/src/sqlite.rs", "crates/store/src/postgres.rs"];
/// Code before a literal that makes it a test.
const ASKING: &[&str] = &["strip_prefix(", "starts_with(", "contains(", "==", "!=", "matches!("];
/// Beside the house: it starts engines for tests.
const BESIDE: &str = "testkit";

/// Nobody else asks for the engine: neither by `Dialect` nor by the address of the database.
pub fn engine(tree: &Tree, check: &'static str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.rust() {
        let is_house = crate_of(path).is_some_and(|name| name != BESIDE);
        if !is_house || KNOW_THE_ENGINE.contains(&path) || is_test(path) {
            continue;
        }
        let source = Source::read(text);
        let mut find = |at: usize, what: &str| {
            let says = format!(
                "{what} is a test for the engine; what differs is said in dialect.rs, sqlite.rs or postgres.rs."
            );
            findings.push(Finding::new(check, path, source.line(at), says));
        };
        for used in use_paths(source.main()) {
            if used.has(&["Dialect", "Sqlite"]) || used.has(&["Dialect", "Postgres"]) {
                find(used.at, &used.text());
            }
        }
        for literal in source.main_literals().filter(|literal| is_asked(&source, literal)) {
            find(literal.from, &format!("“{}”", literal.text));
        }
    }
    findings
}

fn is_asked(source: &Source, literal: &Literal) -> bool {
    let text = literal.text.to_lowercase();
    if !text.starts_with("sqlite") && !text.starts_with("postgres") {
        return false;
    }
    let (before, after) = (source.before(literal.from), source.after(literal.to));
    ASKING.iter().any(|asking| before.ends_with(asking))
        || ["=>", "==", "!=", "|"].iter().any(|sign| after.starts_with(sign))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::says;

    #[test]
    fn a_test_for_the_engine_outside_its_files_is_found() {
        for code in [
            "\n if db.dialect() == gemba_store::Dialect::Postgres {}",
            "\n match x { Dialect::Sqlite => 1, }",
            "\n address.strip_prefix(\"sqlite:\");",
            "\n match scheme { \"postgres\" => 1, _ => 2 }",
            "\n name == \"SQLite\"",
        ] {
            let found = says(engine, &[("crates/store/src/queue.rs", code)]);
            assert_eq!(found.len(), 1, "{code} {found:?}");
            assert!(found[0].starts_with("crates/store/src/queue.rs:2: "), "{found:?}");
            assert_eq!(says(engine, &[("crates/store/src/dialect.rs", code)]), [""; 0]);
            assert_eq!(says(engine, &[("crates/testkit/src/engines.rs", code)]), [""; 0]);
        }
    }

    #[test]
    fn an_address_that_is_only_said_is_no_test() {
        let code =
            "#[arg(default_value = \"sqlite:gemba.db\")]\nfn a() { format!(\"sqlite:{}\", b) }";
        assert_eq!(says(engine, &[("crates/cli/src/args.rs", code)]), [""; 0]);
    }
}
