//! The real data sets, which live outside the repository.

use std::env;
use std::path::{Path, PathBuf};

use crate::Skipped;

/// The file or folder `sub` below the folder that `GEMBA_DATA` names, or nothing, after one line
/// that says what is missing. Not even CI fails for it: the data is not part of a clone.
pub fn gemba_data(sub: &str) -> Option<PathBuf> {
    let folder = env::var_os("GEMBA_DATA").map(PathBuf::from);
    find(folder.as_deref(), sub).map_err(Skipped::say).ok()
}

fn find(folder: Option<&Path>, sub: &str) -> Result<PathBuf, String> {
    let folder = folder.ok_or(format!("GEMBA_DATA is not set, so {sub} is not to be had."))?;
    let path = folder.join(sub);
    if path.exists() {
        return Ok(path);
    }
    Err(format!("GEMBA_DATA is {}, where there is no {sub}.", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_is_found_below_its_folder_and_nowhere_else() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("log.csv"), "number\n").unwrap();
        assert_eq!(find(Some(folder.path()), "log.csv"), Ok(folder.path().join("log.csv")));
        let missing = find(Some(folder.path()), "other.csv").unwrap_err();
        assert!(missing.ends_with("where there is no other.csv."), "{missing}");
        let unset = find(None, "log.csv").unwrap_err();
        assert_eq!(unset, "GEMBA_DATA is not set, so log.csv is not to be had.");
    }
}
