//! The tree that is checked: the text of every source file, by its path. Tests make one up in memory.
use anyhow::{Context, Result};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// Folders that hold nothing of ours.
const SKIPPED: &[&str] = &["target", "node_modules"];
const READ: &[&str] = &["rs", "toml", "js", "css", "html", "svg"];

/// Files by their path from the root, with `/` between folders.
pub struct Tree {
    files: BTreeMap<String, String>,
}

impl Tree {
    /// Reads the tree below `root`.
    pub fn read(root: &Path) -> Result<Self> {
        let mut files = BTreeMap::new();
        let mut folders = vec![root.to_path_buf()];
        while let Some(folder) = folders.pop() {
            let entries = fs::read_dir(&folder)
                .with_context(|| format!("{} cannot be read", folder.display()))?;
            for entry in entries {
                let entry = entry?;
                let name = entry.file_name().to_string_lossy().into_owned();
                if name.starts_with('.') || SKIPPED.contains(&name.as_str()) {
                    continue;
                }
                let path = entry.path();
                if entry.file_type()?.is_dir() {
                    folders.push(path);
                } else if is_read(&path) {
                    let text = fs::read_to_string(&path)
                        .with_context(|| format!("{} cannot be read", path.display()))?;
                    files.insert(path_from(root, &path)?, text);
                }
            }
        }
        Ok(Self { files })
    }

    /// A tree in memory.
    #[cfg(test)]
    pub fn of(files: &[(&str, &str)]) -> Self {
        let own = |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
        Self { files: files.iter().map(own).collect() }
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// The paths and texts of all files with one of these endings.
    pub fn ending(&self, endings: &'static [&str]) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .filter(move |(path, _)| {
                path.rsplit_once('.').is_some_and(|(_, ending)| endings.contains(&ending))
            })
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// All Rust sources.
    pub fn rust(&self) -> impl Iterator<Item = (&str, &str)> {
        self.ending(&["rs"])
    }

    /// Every path there is.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }
}

fn is_read(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| READ.contains(&ending))
}

fn path_from(root: &Path, path: &Path) -> Result<String> {
    let relative: PathBuf = path.strip_prefix(root)?.to_path_buf();
    let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
    Ok(parts.join("/"))
}

/// The folder of a crate in `crates/`, for a path within it.
pub fn crate_of(path: &str) -> Option<&str> {
    path.strip_prefix("crates/")?.split('/').next()
}

/// Whether the file is a test or an example as a whole.
pub fn is_test(path: &str) -> bool {
    ["/tests/", "/examples/", "/benches/"].iter().any(|folder| path.contains(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_on_the_disk_is_read_without_what_cargo_made() {
        let folder = tempfile::tempdir().unwrap();
        for place in ["crates/a/src", "target/debug", ".git"] {
            fs::create_dir_all(folder.path().join(place)).unwrap();
        }
        for place in ["crates/a/src/lib.rs", "target/debug/made.rs", ".git/x.rs", "crates/a/x.bin"]
        {
            fs::write(folder.path().join(place), "//! A.").unwrap();
        }
        let tree = Tree::read(folder.path()).unwrap();
        assert_eq!(tree.paths().collect::<Vec<_>>(), ["crates/a/src/lib.rs"]);
        assert_eq!(tree.len(), 1);
    }

    #[test]
    fn a_path_says_what_it_is() {
        assert_eq!(crate_of("crates/web/src/form.rs"), Some("web"));
        assert_eq!(crate_of("xtask/src/main.rs"), None);
        assert!(is_test("crates/web/tests/form.rs"));
        assert!(!is_test("crates/web/src/tests_of_form.rs"));
    }
}
