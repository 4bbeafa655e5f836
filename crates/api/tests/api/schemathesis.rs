//! The API held against its own description by schemathesis: no failure of the server, no answer
//! that is not described.
use crate::house::{House, at, incident};
use gemba_desk::TokenScope;
use gemba_testkit::tools;
use gemba_vocabulary::actor::Role;
use std::{path::Path, process::Command};

/// The operations of every kind are made by the same functions, so some stand for all: each sort of
/// operation of a long life, verbs with and without a reason, a structured value, and what belongs
/// to no kind. All operations of all kinds take half an hour.
const PATHS: &str = concat!(
    r"^/incident(/\{id\}(/(history|verbs|comment|classify))?)?$|",
    r"^/task/\{id\}/(finish|cancel)$|",
    r"^/calendar$|",
    r"^/(search|me|kinds|docs|openapi.json)$",
);
const EXAMPLES_MAX: &str = "3";

#[test]
fn schemathesis_finds_nothing() {
    let Ok(program) = tools::schemathesis() else { return };
    let folder = tempfile::tempdir().unwrap();
    let house = House::open(&format!("sqlite:{}", folder.path().join("gemba.db").display()));
    let ada = house.person("ada", &[Role::Administrator], None);
    let client = house.client(&ada, TokenScope::Write);
    for summary in ["A lamp", "A lift"] {
        incident(&client, summary);
    }
    let output = Command::new(program)
        .current_dir(folder.path())
        .arg("--config-file")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/api/schemathesis.toml"))
        .args(["run", &format!("{}{}", house.url, at("/openapi.json"))])
        .args([
            "--header",
            &format!("Authorization: Bearer {}", house.token(&ada, TokenScope::Write)),
        ])
        .args(["--include-path-regex", PATHS, "--max-examples", EXAMPLES_MAX])
        .args(["--checks", "all", "--workers", "1", "--seed", "20000", "--continue-on-failure"])
        .args(["--request-timeout", "20", "--no-shrink"])
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("Test cases:"), "it did its work: {said}");
}
