//! Never 2: the pure crates touch no runtime, web framework or database, and read no clock, environment, disk or
//! randomness. Time, actor and randomness come in as parameters.
use super::{
    Finding,
    floors::{dependencies as own_dependencies, line_of, manifests, table_of},
};
use crate::{
    source::Source,
    tree::{Tree, crate_of, is_test},
    use_paths::use_paths,
};

const PURE: &[&str] = &[
    "vocabulary",
    "model",
    "model-derive",
    "ledger",
    "practices",
    "conformity",
    "figures",
    "pack",
];
/// Crates that bring in what the pure ones must not know.
const IMPURE_CRATES: &[&str] = &[
    "tokio",
    "axum",
    "tower",
    "tower-http",
    "hyper",
    "reqwest",
    "ureq",
    "rusqlite",
    "postgres",
    "tokio-postgres",
    "sqlx",
    "getrandom",
    "rand",
    "tempfile",
    "tracing",
];
/// Paths that begin like this read what should come in as a parameter.
const IMPURE_BEGINNINGS: &[&[&str]] = &[
    &["std", "env"],
    &["std", "fs"],
    &["std", "net"],
    &["std", "process"],
    &["std", "thread"],
    &["std", "time", "SystemTime"],
    &["std", "time", "Instant"],
    &["getrandom"],
    &["rand"],
    &["tokio"],
    &["axum"],
    &["rusqlite"],
    &["postgres"],
];
/// Paths that have this anywhere do, too.
const IMPURE_CALLS: &[&[&str]] = &[
    &["Timestamp", "now"],
    &["Zoned", "now"],
    &["SystemTime", "now"],
    &["Instant", "now"],
    &["TimeZone", "system"],
    &["env", "var"],
    &["OsRng"],
];

/// What the code of a pure crate names. Its tests may read their vectors from the disk.
pub fn pure(tree: &Tree, check: &'static str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.rust() {
        let Some(name) = crate_of(path).filter(|name| PURE.contains(name)) else { continue };
        if is_test(path) {
            continue;
        }
        let source = Source::read(text);
        for used in use_paths(source.main()) {
            let is_impure = IMPURE_BEGINNINGS.iter().any(|parts| used.begins(parts))
                || IMPURE_CALLS.iter().any(|parts| used.has(parts));
            if is_impure {
                let says = format!(
                    "{name} is pure, but names {}. What it needs to know comes in as a parameter.",
                    used.text()
                );
                findings.push(Finding::new(check, path, source.line(used.at), says));
            }
        }
    }
    findings
}

/// What a pure crate depends on.
pub fn dependencies(tree: &Tree, check: &'static str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, path, text) in manifests(tree).filter(|(name, _, _)| PURE.contains(name)) {
        let others = table_of(text, "dependencies").into_iter();
        let impure = others.filter(|other| IMPURE_CRATES.contains(&other.as_str()));
        let own = own_dependencies(text).into_iter();
        let ours =
            own.filter(|own| !PURE.contains(&own.as_str())).map(|own| format!("gemba-{own}"));
        for other in impure.chain(ours) {
            let line = line_of(text, &other);
            let says = format!("{name} is pure and cannot depend on {other}.");
            findings.push(Finding::new(check, path, line, says));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::says;

    const LEDGER: &str = "crates/ledger/src/tree.rs";

    #[test]
    fn a_pure_crate_that_reads_the_world_is_found() {
        for code in [
            "use std::{fmt, env};",
            "let text = std::fs::read(path);",
            "let at = jiff::Timestamp::now();",
            "clock: Timestamp::now,",
            "use std::time::{Duration, Instant};",
            "let at = SystemTime::now();",
            "getrandom::fill(&mut salt);",
            "let zone = TimeZone::system();",
            "let key = SigningKey::generate(&mut rand_core::OsRng);",
        ] {
            assert_eq!(says(pure, &[(LEDGER, code)]).len(), 1, "{code}");
            assert_eq!(says(pure, &[("crates/desk/src/desk.rs", code)]), [""; 0], "{code}");
        }
    }

    #[test]
    fn words_in_comments_strings_and_tests_are_no_reading() {
        let text = "// std::fs::read\nfn a() -> &str { \"Instant::now()\" }\nuse std::time::Duration;\n\
                    #[cfg(test)]\nmod tests {\n fn a() { std::fs::read(b) }\n}";
        assert_eq!(says(pure, &[(LEDGER, text)]), [""; 0]);
        let vectors = ("crates/ledger/tests/ledger/vectors.rs", "std::fs::read(a);");
        assert_eq!(says(pure, &[vectors]), [""; 0]);
    }

    #[test]
    fn a_dependency_on_a_runtime_or_a_database_is_found() {
        let text = "[dependencies]\njiff.workspace = true\ntokio.workspace = true\ngemba-store.workspace = true\n\
                    gemba-model.workspace = true\n[dev-dependencies]\nrusqlite.workspace = true\n";
        let found = says(dependencies, &[("crates/practices/Cargo.toml", text)]);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(
            found[0].starts_with("crates/practices/Cargo.toml:3: ") && found[0].contains("tokio")
        );
        assert!(found[1].contains("gemba-store"), "{found:?}");
        assert_eq!(says(dependencies, &[("crates/desk/Cargo.toml", text)]), [""; 0]);
    }
}
