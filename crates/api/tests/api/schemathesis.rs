//! The API held against its own description by schemathesis: no failure of the server, no answer
//! that is not described.
use crate::house::{House, at, incident};
use gemba_desk::TokenScope;
use gemba_testkit::{on_both_engines, tools};
use gemba_vocabulary::actor::Role;
use std::{env, path::Path, process::Command};

/// The operations of every kind are made by the same functions, so some stand for all: each sort of
/// operation of a long life, verbs with and without a reason, a structured value, files, and what
/// belongs to no kind.
const PATHS: &str = concat!(
    r"^/incident(/\{id\}(/(history|verbs|comment|classify|files(/\{file\})?))?)?$|",
    r"^/task/\{id\}/(finish|cancel)$|",
    r"^/(calendar|attachment)$|",
    r"^/(search|me|kinds|docs|openapi.json)$",
);
const EXAMPLES_MAX: &str = "3";
/// Set to a number of seconds, all operations of all kinds are asked for that long on each engine;
/// fuzzing all of them takes longer.
const ALL_SECONDS: &str = "GEMBA_SCHEMATHESIS_SECONDS";
/// With it, the phases of that wide run: `fuzzing` alone gets around to all of them.
const ALL_PHASES: &str = "GEMBA_SCHEMATHESIS_PHASES";

#[test]
fn schemathesis_finds_nothing() {
    let Ok(program) = tools::schemathesis() else { return };
    let Ok(seconds) = env::var(ALL_SECONDS) else {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("gemba.db").display());
        let some = ["--include-path-regex", PATHS, "--max-examples", EXAMPLES_MAX];
        return finds_nothing(&program, &url, &some);
    };
    let phases =
        env::var(ALL_PHASES).unwrap_or_else(|_| "examples,coverage,fuzzing,stateful".to_owned());
    let all = ["--max-time", &seconds, "--phases", &phases, "--max-examples", "20"];
    on_both_engines(|url| finds_nothing(&program, url, &all));
}

#[expect(clippy::print_stdout, reason = "who asks for a wide run reads what was asked")]
fn finds_nothing(program: &Path, url: &str, what: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let house = House::open(url);
    let ada = house.person("ada", &[Role::Administrator], None);
    let client = house.client(&ada, TokenScope::Write);
    for summary in ["A lamp", "A lift"] {
        incident(&client, summary);
    }
    for (name, content) in [("a.txt", "text"), ("b.csv", "a,b\n")] {
        house.desk.attach(&ada, "incident", 1, name, content.into()).unwrap();
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
        .args(what)
        .args(["--checks", "all", "--workers", "1", "--seed", "20000", "--continue-on-failure"])
        .args(["--request-timeout", "20", "--no-shrink"])
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    println!("{said}");
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("Test cases:"), "it did its work: {said}");
}
