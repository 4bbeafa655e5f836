//! Never 5, first half: SQL and its drivers stay in the store.
use super::{
    Finding,
    floors::{line_of, manifests, table_of},
};
use crate::{
    source::{Source, is_word},
    tree::{Tree, crate_of, is_test},
};

/// Who may speak SQL: the store, and the kit that makes and breaks databases for tests.
const SPEAK_SQL: &[&str] = &["store", "testkit"];
const DRIVERS: &[&str] = &["rusqlite", "postgres", "tokio-postgres", "sqlx", "sea-query", "diesel"];
/// Words that make a sentence of SQL when they follow one another, in capitals.
const SENTENCES: &[&[&str]] = &[
    &["SELECT", "FROM"],
    &["INSERT", "INTO"],
    &["UPDATE", "SET"],
    &["DELETE", "FROM"],
    &["CREATE", "TABLE"],
    &["CREATE", "INDEX"],
    &["DROP", "TABLE"],
    &["ALTER", "TABLE"],
];

/// No string outside the store is SQL. Tests may break into a database from behind; that is what they test.
pub fn sql(tree: &Tree, check: &'static str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.rust() {
        let is_elsewhere = crate_of(path).is_some_and(|name| !SPEAK_SQL.contains(&name));
        if !is_elsewhere || is_test(path) {
            continue;
        }
        let source = Source::read(text);
        for literal in source.main_literals().filter(|literal| is_sql(&literal.text)) {
            let begin: String = literal.text.chars().take(40).collect();
            let says = format!("“{begin}…” is SQL; it belongs to the store.");
            findings.push(Finding::new(check, path, source.line(literal.from), says));
        }
    }
    findings
}

fn is_sql(text: &str) -> bool {
    let words: Vec<&str> = text.split(|letter| !is_word(letter)).collect();
    SENTENCES.iter().any(|sentence| {
        let mut rest = words.iter();
        sentence.iter().all(|word| rest.any(|one| one == word))
    })
}

/// No crate but the store has a driver.
pub fn drivers(tree: &Tree, check: &'static str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, path, text) in manifests(tree).filter(|(name, _, _)| !SPEAK_SQL.contains(name)) {
        let found = table_of(text, "dependencies").into_iter();
        for driver in found.filter(|driver| DRIVERS.contains(&driver.as_str())) {
            let says = format!("{name} depends on {driver}; only the store speaks to a database.");
            findings.push(Finding::new(check, path, line_of(text, &driver), says));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::says;

    #[test]
    fn sql_outside_the_store_is_found() {
        for code in [
            "\n db.query(\"SELECT a\\n FROM b\");",
            "\n format!(\"INSERT INTO {table}\");",
            "\n let a = r#\"UPDATE \"x\" SET y = 1\"#;",
            "\n \"CREATE TABLE a\";",
        ] {
            let found = says(sql, &[("crates/desk/src/names.rs", code)]);
            assert_eq!(found.len(), 1, "{code}");
            assert!(found[0].starts_with("crates/desk/src/names.rs:2: "), "{found:?}");
            assert_eq!(says(sql, &[("crates/store/src/names.rs", code)]), [""; 0]);
            assert_eq!(says(sql, &[("crates/desk/tests/names.rs", code)]), [""; 0]);
        }
    }

    #[test]
    fn plain_words_are_no_sql() {
        let code = "// SELECT a FROM b\nlet help = \"Select a record from the list.\"; let one = \"UPDATE\";";
        assert_eq!(says(sql, &[("crates/web/src/list.rs", code)]), [""; 0]);
    }

    #[test]
    fn a_driver_outside_the_store_is_found() {
        let text = "[dependencies]\nrusqlite.workspace = true\n[dev-dependencies]\npostgres.workspace = true\n";
        let found = says(drivers, &[("crates/server/Cargo.toml", text)]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("crates/server/Cargo.toml:2: "), "{found:?}");
        assert_eq!(says(drivers, &[("crates/store/Cargo.toml", text)]), [""; 0]);
    }
}
