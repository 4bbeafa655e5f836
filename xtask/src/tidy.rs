//! `cargo xtask tidy`: holds the tree against the rules of the house.
use crate::{
    checks::{self, Finding},
    ratchet::{RATCHET, Ratchet},
    tree::Tree,
};
use anyhow::{Context, Result};
use std::{fs, io::Write, path::Path, process::ExitCode};

/// Runs every check; a finding that the ratchet does not know of turns it red.
pub fn run(root: &Path, tighten: bool) -> Result<ExitCode> {
    let tree = Tree::read(root)?;
    let path = root.join(RATCHET);
    let text = fs::read_to_string(&path).with_context(|| format!("{RATCHET} cannot be read"))?;
    let ratchet = Ratchet::parse(&text)?;
    let findings = find(&tree);
    let mut faults = ratchet.judge(&findings);
    let mut out = std::io::stdout().lock();
    if tighten {
        fs::write(&path, ratchet.tightened(&findings).to_text())?;
        faults.retain(|fault| !fault.is_mended_by_tightening);
    }
    for fault in &faults {
        writeln!(out, "{}", fault.says)?;
    }
    if faults.is_empty() {
        let (rules, files) = (checks::ALL.len(), tree.len());
        writeln!(out, "tidy: {rules} rules hold over {files} files.")?;
        return Ok(ExitCode::SUCCESS);
    }
    writeln!(out, "\ntidy: {} to mend.", faults.len())?;
    Ok(ExitCode::FAILURE)
}

/// What every check finds.
pub fn find(tree: &Tree) -> Vec<Finding> {
    checks::ALL.iter().flat_map(|check| (check.run)(tree, check.name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_of_any_check_names_its_check() {
        let tree = Tree::of(&[("crates/desk/src/utils.rs", "fn a() { b(Dialect::Sqlite) }")]);
        let found: Vec<_> = find(&tree).iter().map(|finding| finding.check).collect();
        assert!(found.contains(&"engine") && found.contains(&"names"), "{found:?}");
    }

    #[test]
    fn this_tree_is_tidy_and_the_rules_see_all_of_it() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let tree = Tree::read(root).unwrap();
        let rooms = tree.paths().filter(|path| path.starts_with("crates/practices/src/operation/"));
        assert!(rooms.count() > 10, "the rooms have moved; tell the rule where they are");
        for (name, _) in checks::floors::FLOORS {
            let manifest = format!("crates/{name}/Cargo.toml");
            assert!(tree.paths().any(|path| path == manifest), "{manifest} is missing");
        }
        let text = fs::read_to_string(root.join(RATCHET)).unwrap();
        let faults = Ratchet::parse(&text).unwrap().judge(&find(&tree));
        let says: Vec<_> = faults.iter().map(|fault| fault.says.as_str()).collect();
        assert!(says.is_empty(), "{}", says.join("\n"));
    }

    #[test]
    fn every_check_has_a_name_of_its_own() {
        let mut names: Vec<_> = checks::ALL.iter().map(|check| check.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), checks::ALL.len());
    }
}
