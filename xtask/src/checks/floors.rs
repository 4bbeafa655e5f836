//! Never 3 and 4: a crate imports lower floors only, and above the desk nobody speaks to the store.
use super::Finding;
use crate::tree::{Tree, crate_of};

/// The floors of the house, as in ARCHITECTURE.md. A crate that is not here does not belong anywhere.
pub const FLOORS: &[(&str, u8)] = &[
    ("vocabulary", 1),
    ("model-derive", 1),
    ("model", 2),
    ("ledger", 2),
    ("practices", 3),
    ("store", 3),
    ("figures", 3),
    ("conformity", 3),
    ("desk", 4),
    ("paper", 4),
    ("pack", 4),
    ("flows", 5),
    ("exchange", 5),
    ("api", 5),
    ("web", 5),
    ("cli", 5),
    ("starter", 5),
    ("server", 6),
];
/// Beside the house: only tests and tools use these.
pub const BESIDE: &[&str] = &["testkit", "bench"];
/// The floor from which on everybody speaks to the desk and not to the store.
const ABOVE_DESK: u8 = 5;

/// The dependencies of a crate, by the names of our own crates.
pub fn dependencies(text: &str) -> Vec<String> {
    table_of(text, "dependencies").into_iter().filter_map(|name| own(&name)).collect()
}

/// The names of a table of a `Cargo.toml`.
pub fn table_of(text: &str, name: &str) -> Vec<String> {
    let parsed: toml::Table = text.parse().unwrap_or_default();
    let found = parsed.get(name).and_then(toml::Value::as_table);
    found.map(|table| table.keys().cloned().collect()).unwrap_or_default()
}

/// The line on which a dependency stands.
pub fn line_of(text: &str, dependency: &str) -> usize {
    let stands = |line: &str| {
        line.strip_prefix(dependency).is_some_and(|rest| rest.starts_with([' ', '.', '=']))
    };
    text.lines().position(stands).map_or(1, |place| place + 1)
}

/// The manifests in `crates/`: crate, path, text.
pub fn manifests(tree: &Tree) -> impl Iterator<Item = (&str, &str, &str)> {
    tree.ending(&["toml"])
        .filter(|(path, _)| path.ends_with("/Cargo.toml") && path.matches('/').count() == 2)
        .filter_map(|(path, text)| Some((crate_of(path)?, path, text)))
}

fn own(package: &str) -> Option<String> {
    if package == "gemba" {
        return Some("server".to_owned());
    }
    package.strip_prefix("gemba-").map(str::to_owned)
}

/// The floor of a crate.
pub fn floor_of(name: &str) -> Option<u8> {
    FLOORS.iter().find(|(one, _)| *one == name).map(|(_, floor)| *floor)
}

/// A crate imports lower floors only.
pub fn floors(tree: &Tree, check: &'static str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, path, text) in manifests(tree) {
        let Some(floor) = floor_of(name) else { continue };
        for dependency in dependencies(text) {
            let line = line_of(text, &format!("gemba-{dependency}"));
            let mut find = |why: String| findings.push(Finding::new(check, path, line, why));
            match floor_of(&dependency) {
                None => find(format!("{name} needs {dependency}, which only tests may use.")),
                Some(below) if below >= floor => find(format!(
                    "{name} on floor {floor} imports {dependency} on floor {below}; a crate imports lower floors only."
                )),
                Some(_) if dependency == "store" && floor == ABOVE_DESK => find(format!(
                    "{name} imports the store. Above the desk, everything is asked of the desk."
                )),
                Some(_) => {}
            }
        }
    }
    findings
}

/// Every crate has its floor.
pub fn table(tree: &Tree, check: &'static str) -> Vec<Finding> {
    manifests(tree)
        .filter(|(name, _, _)| floor_of(name).is_none() && !BESIDE.contains(name))
        .map(|(name, path, _)| {
            let says = format!(
                "{name} has no floor. Give it one in ARCHITECTURE.md and in xtask/src/checks/floors.rs."
            );
            Finding::new(check, path, 1, says)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::says;

    fn on(name: &str, needs: &str) -> Vec<String> {
        let path = format!("crates/{name}/Cargo.toml");
        let text = format!("[package]\n[dependencies]\nserde = \"1\"\n{needs}.workspace = true\n");
        says(floors, &[(&path, &text)])
    }

    #[test]
    fn a_crate_that_imports_its_own_floor_or_a_higher_one_is_found() {
        assert_eq!(on("web", "gemba-api").len(), 1);
        assert_eq!(on("store", "gemba-practices").len(), 1);
        let found = on("model", "gemba-desk");
        assert!(found[0].starts_with("crates/model/Cargo.toml:4: "), "{found:?}");
        assert_eq!(on("desk", "gemba").len(), 1, "nobody imports the program");
        assert_eq!(on("server", "gemba-testkit").len(), 1);
    }

    #[test]
    fn above_the_desk_nobody_imports_the_store() {
        for name in ["web", "api", "cli", "exchange", "flows", "starter"] {
            assert_eq!(on(name, "gemba-store").len(), 1, "{name}");
        }
        assert_eq!(on("desk", "gemba-store"), [""; 0]);
    }

    #[test]
    fn lower_floors_and_tools_of_tests_are_fine() {
        assert_eq!(on("web", "gemba-desk"), [""; 0]);
        assert_eq!(on("server", "gemba-web"), [""; 0]);
        let text = "[dev-dependencies]\ngemba-practices.workspace = true\ngemba-testkit.workspace = true\n";
        assert_eq!(says(floors, &[("crates/store/Cargo.toml", text)]), [""; 0]);
    }

    #[test]
    fn a_crate_without_a_floor_is_found() {
        assert_eq!(says(table, &[("crates/cellar/Cargo.toml", "")]).len(), 1);
        assert_eq!(says(table, &[("crates/desk/Cargo.toml", "")]), [""; 0]);
    }
}
