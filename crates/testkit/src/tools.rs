//! Where the outside tools are that tests use: programs of the machine, and what `scripts/test`
//! put under `target/tools`.

use std::env;
use std::path::{Path, PathBuf};

use crate::Skipped;

/// The workspace's target folder: `CARGO_TARGET_DIR`, or `target` beside the root `Cargo.toml`.
pub fn target_folder() -> PathBuf {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    match env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => workspace.join(folder),
        None => workspace.join("target"),
    }
}

/// The schemathesis program: `GEMBA_SCHEMATHESIS`, or the one `scripts/test` installed.
pub fn schemathesis() -> Result<PathBuf, Skipped> {
    installed("GEMBA_SCHEMATHESIS", "schemathesis/bin/schemathesis")
}

/// The Python in which compliance-trestle checks OSCAL: `GEMBA_TRESTLE`, or the one `scripts/test` installed.
pub fn trestle() -> Result<PathBuf, Skipped> {
    installed("GEMBA_TRESTLE", "trestle/bin/python")
}

/// The script of axe-core: `GEMBA_AXE`, or the one `scripts/test` installed.
pub fn axe() -> Result<PathBuf, Skipped> {
    installed("GEMBA_AXE", "axe-core/axe.min.js")
}

/// Prometheus and its Alertmanager, as Debian's packages install them.
pub fn prometheus() -> Result<(PathBuf, PathBuf), Skipped> {
    let alertmanager = program(&["prometheus-alertmanager", "alertmanager"]);
    match (program(&["prometheus"]), alertmanager) {
        (Some(prometheus), Some(alertmanager)) => Ok((prometheus, alertmanager)),
        (prometheus, _) => {
            let package = match prometheus {
                None => "prometheus",
                Some(_) => "prometheus-alertmanager",
            };
            Err(Skipped::because(format!(
                "Debian's package {package} is not installed, and a test of real alerts needs it."
            )))
        }
    }
}

/// The first of `names` that is a file in a folder of `PATH`.
pub fn program(names: &[&str]) -> Option<PathBuf> {
    let folders: Vec<PathBuf> = env::split_paths(&env::var_os("PATH")?).collect();
    let all = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    all.into_iter().find(|path| path.is_file())
}

fn installed(variable: &str, below_tools: &str) -> Result<PathBuf, Skipped> {
    let path = match env::var_os(variable) {
        Some(path) => PathBuf::from(path),
        None => target_folder().join("tools").join(below_tools),
    };
    if path.is_file() {
        return Ok(path);
    }
    Err(Skipped::because(format!(
        "{} is missing; run scripts/test once, which installs it, or set {variable} to its path.",
        path.display()
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_found_by_any_of_its_names() {
        let shell = program(&["no-such-program-anywhere", "sh"]).unwrap();
        assert!(shell.ends_with("sh"));
        assert_eq!(program(&["no-such-program-anywhere"]), None);
    }

    #[test]
    fn the_target_folder_belongs_to_the_workspace() {
        assert!(target_folder().is_dir(), "{}", target_folder().display());
    }
}
