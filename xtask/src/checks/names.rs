//! Never 6: a name that says nothing. And what every crate says of itself.
use super::{Finding, floors::manifests};
use crate::{
    source::{Source, words},
    tree::Tree,
};

const SAY_NOTHING: &[&str] =
    &["utils", "util", "common", "helpers", "helper", "misc", "shared", "stuff", "lib_utils"];

/// No folder, file, crate or module is named by what it is not.
pub fn names(tree: &Tree, check: &'static str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let advice = "says nothing; name it by what it holds, or put what it holds where it belongs.";
    for path in tree.paths() {
        let parts = path.split('/').map(|part| part.split('.').next().unwrap_or(part));
        for part in parts.filter(|part| says_nothing(part)) {
            findings.push(Finding::new(check, path, 1, format!("“{part}” {advice}")));
        }
    }
    for (path, text) in tree.rust() {
        let source = Source::read(text);
        let all: Vec<_> = words(&source.code).collect();
        for pair in all.windows(2) {
            if let [(_, "mod"), (at, name)] = pair
                && says_nothing(name)
            {
                let says = format!("the module “{name}” {advice}");
                findings.push(Finding::new(check, path, source.line(*at), says));
            }
        }
    }
    findings
}

fn says_nothing(name: &str) -> bool {
    let name = name.to_lowercase();
    let bare = name.strip_prefix("gemba-").unwrap_or(&name);
    SAY_NOTHING.contains(&bare)
}

/// A crate begins with a sentence on what it is for.
pub fn crate_sentence(tree: &Tree, check: &'static str) -> Vec<Finding> {
    let is_root = |path: &str| path.ends_with("/src/lib.rs") || path.ends_with("/src/main.rs");
    tree.rust()
        .filter(|(path, text)| is_root(path) && !text.starts_with("//! "))
        .map(|(path, _)| {
            let says = "a crate begins with `//!` and a sentence on what it is for.";
            Finding::new(check, path, 1, says)
        })
        .collect()
}

/// A crate takes the lints of the workspace.
pub fn lints(tree: &Tree, check: &'static str) -> Vec<Finding> {
    let takes_them = |text: &str| {
        let manifest: toml::Table = text.parse().unwrap_or_default();
        let lints = manifest.get("lints").and_then(|lints| lints.get("workspace"));
        lints.and_then(toml::Value::as_bool) == Some(true)
    };
    manifests(tree)
        .filter(|(_, _, text)| !takes_them(text))
        .map(|(name, path, _)| {
            let says = format!("{name} does not take the lints of the workspace.");
            Finding::new(check, path, 1, says)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::says;

    #[test]
    fn a_name_that_says_nothing_is_found() {
        assert_eq!(says(names, &[("crates/web/src/utils.rs", "")]).len(), 1);
        assert_eq!(says(names, &[("crates/common/src/lib.rs", "")]).len(), 1);
        assert_eq!(says(names, &[("crates/web/assets/helpers.js", "")]).len(), 1);
        let found = says(names, &[("crates/web/src/list.rs", "\nmod util {}")]);
        assert!(found[0].starts_with("crates/web/src/list.rs:2: "), "{found:?}");
        let fine = "mod form;\nuse common_things as x;\n// mod utils;";
        assert_eq!(says(names, &[("crates/web/src/list.rs", fine)]), [""; 0]);
    }

    #[test]
    fn a_crate_without_its_sentence_is_found() {
        assert_eq!(says(crate_sentence, &[("crates/web/src/lib.rs", "pub mod form;")]).len(), 1);
        assert_eq!(says(crate_sentence, &[("xtask/src/main.rs", "fn main() {}")]).len(), 1);
        let fine = [("crates/web/src/lib.rs", "//! Pages."), ("crates/web/src/form.rs", "")];
        assert_eq!(says(crate_sentence, &fine), [""; 0]);
    }

    #[test]
    fn a_crate_with_lints_of_its_own_is_found() {
        let path = "crates/web/Cargo.toml";
        assert_eq!(says(lints, &[(path, "[package]\n")]).len(), 1);
        assert_eq!(says(lints, &[(path, "[lints]\nworkspace = false\n")]).len(), 1);
        assert_eq!(says(lints, &[(path, "[lints]\nworkspace = true\n")]), [""; 0]);
    }
}
