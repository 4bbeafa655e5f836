//! Chores of the house, started with `cargo xtask VERB`.
//!
//! This program knows nothing of the product: it reads sources as text, and starts cargo for the chores that need the
//! product itself.
mod checks;
mod ratchet;
mod source;
mod tidy;
mod tree;
mod use_paths;

use anyhow::{Context, Result};
use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

const HELP: &str = "cargo xtask VERB

  tidy             hold the tree against the rules of the house
  tidy --tighten   the same, and write down in xtask/tidy-ratchet.toml what has become better
  bless            write anew what is made from the definitions and checked in: the schemas, the
                   table of permissions, the help of the command line, the map of clauses,
                   the description of the API
  bench [OPTIONS]  measure a release build; `cargo xtask bench --help` names the options
";

fn main() -> Result<ExitCode> {
    let mut words = std::env::args().skip(1);
    let verb = words.next().unwrap_or_default();
    let rest: Vec<String> = words.collect();
    match (verb.as_str(), rest.iter().map(String::as_str).collect::<Vec<_>>().as_slice()) {
        ("tidy", []) => tidy::run(&root()?, false),
        ("tidy", ["--tighten"]) => tidy::run(&root()?, true),
        ("bless", []) => bless(&root()?),
        ("bench", _) => bench(&root()?, &rest),
        ("" | "help" | "--help" | "-h", _) => {
            write!(std::io::stdout(), "{HELP}")?;
            Ok(ExitCode::SUCCESS)
        }
        _ => {
            write!(std::io::stderr(), "There is no such chore. What there is:\n\n{HELP}")?;
            Ok(ExitCode::from(2))
        }
    }
}

/// The folder of the workspace.
fn root() -> Result<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    Ok(here.parent().context("xtask lies in the workspace")?.to_path_buf())
}

fn bless(root: &Path) -> Result<ExitCode> {
    let mut cargo = cargo(root);
    cargo.args(["test", "--package", "gemba", "--test", "checked_in"]).env("GEMBA_BLESS", "1");
    exit_code(&mut cargo)
}

/// The measures run in a package of their own, since they need the product built for release.
fn bench(root: &Path, options: &[String]) -> Result<ExitCode> {
    let asks_for_help = options.iter().any(|option| option == "--help" || option == "-h");
    if !asks_for_help {
        let built = exit_code(cargo(root).args(["build", "--release", "--package", "gemba"]))?;
        if built != ExitCode::SUCCESS {
            return Ok(built);
        }
    }
    let mut cargo = cargo(root);
    cargo.args(["run", "--quiet", "--release", "--package", "gemba-bench", "--"]).args(options);
    exit_code(&mut cargo)
}

fn cargo(root: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root);
    command
}

fn exit_code(command: &mut Command) -> Result<ExitCode> {
    let status = command.status().context("cargo cannot be started")?;
    let code = status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1);
    Ok(ExitCode::from(code))
}
