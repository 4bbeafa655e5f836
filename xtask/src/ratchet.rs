//! What breaks a rule today. A number in the ratchet may shrink; only a person makes it grow, and says why in a commit.
use crate::checks::{self, Finding};
use anyhow::{Context, Result, ensure};
use std::{collections::BTreeMap, fmt::Write as _};

/// Where the ratchet lies.
pub const RATCHET: &str = "xtask/tidy-ratchet.toml";

const HEAD: &str = "\
# What breaks a rule of `cargo xtask tidy` today, by rule and file. A number may only shrink: when it has,
# `cargo xtask tidy --tighten` writes it down. Nothing is ever added here to make a new piece of work pass.
#
# engine: tests for the engine outside its three files. file-lines: lines beyond 500. function-lines: lines
# beyond 70, of all functions of the file together. line-width: lines of more than 120 characters.
";

/// Numbers by check and path.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Ratchet {
    allowed: BTreeMap<String, BTreeMap<String, usize>>,
}

/// Something that makes `tidy` red.
#[derive(Debug)]
pub struct Fault {
    /// What it says.
    pub says: String,
    /// Whether it is only that the ratchet can be tightened.
    pub is_mended_by_tightening: bool,
}

impl Ratchet {
    /// Reads the file. Only checks that may have a ratchet are in it.
    pub fn parse(text: &str) -> Result<Self> {
        let table: toml::Table = text.parse().context("the ratchet is no TOML")?;
        let mut allowed: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
        for (check, files) in table {
            let is_ratcheted = checks::ALL.iter().any(|one| one.name == check && one.is_ratcheted);
            ensure!(
                is_ratcheted,
                "{RATCHET}: “{check}” is no rule with a ratchet; it always holds"
            );
            let files =
                files.as_table().with_context(|| format!("{RATCHET}: [{check}] lists files"))?;
            for (path, count) in files {
                let count = count.as_integer().and_then(|count| usize::try_from(count).ok());
                let count = count.filter(|count| *count > 0);
                let count = count.with_context(|| format!("{RATCHET}: {path} needs a number"))?;
                allowed.entry(check.clone()).or_default().insert(path.clone(), count);
            }
        }
        Ok(Self { allowed })
    }

    fn allowed(&self, check: &str, path: &str) -> usize {
        self.allowed.get(check).and_then(|files| files.get(path)).copied().unwrap_or_default()
    }

    /// What is worse than the ratchet says, and what is better than it says.
    pub fn judge(&self, findings: &[Finding]) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut groups: BTreeMap<(&str, &str), Vec<&Finding>> = BTreeMap::new();
        for finding in findings {
            groups.entry((finding.check, &finding.path)).or_default().push(finding);
        }
        for ((check, path), found) in &groups {
            let (count, allowed) = (weight(found), self.allowed(check, path));
            if count > allowed {
                faults.extend(found.iter().map(|finding| Fault::new(finding.to_string())));
                if allowed > 0 {
                    faults.push(Fault::new(format!(
                        "{path}: {check} is {count}; the ratchet allows {allowed}."
                    )));
                }
            }
        }
        for (check, files) in &self.allowed {
            for (path, allowed) in files {
                let count = groups.get(&(check.as_str(), path.as_str())).map_or(0, |f| weight(f));
                if count < *allowed {
                    let says = format!(
                        "{path}: {check} is down to {count} from {allowed}. Run `cargo xtask tidy --tighten`."
                    );
                    faults.push(Fault { says, is_mended_by_tightening: true });
                }
            }
        }
        faults
    }

    /// The ratchet with every number that has shrunk. None grows, none is added.
    pub fn tightened(&self, findings: &[Finding]) -> Self {
        let mut allowed = self.allowed.clone();
        for (check, files) in &mut allowed {
            for (path, count) in files.iter_mut() {
                let of_file = |finding: &&Finding| finding.check == check && finding.path == *path;
                let found: Vec<_> = findings.iter().filter(of_file).collect();
                *count = weight(&found).min(*count);
            }
            files.retain(|_, count| *count > 0);
        }
        allowed.retain(|_, files| !files.is_empty());
        Self { allowed }
    }

    /// The file.
    pub fn to_text(&self) -> String {
        let mut text = HEAD.to_owned();
        for (check, files) in &self.allowed {
            let _ = writeln!(text, "\n[{check}]");
            for (path, count) in files {
                let _ = writeln!(text, "\"{path}\" = {count}");
            }
        }
        text
    }
}

impl Fault {
    fn new(says: String) -> Self {
        Self { says, is_mended_by_tightening: false }
    }
}

fn weight(findings: &[&Finding]) -> usize {
    findings.iter().map(|finding| finding.weight).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(path: &str, weight: usize) -> Finding {
        Finding {
            check: "file-lines",
            path: path.to_owned(),
            line: 1,
            says: "long".to_owned(),
            weight,
        }
    }

    fn ratchet() -> Ratchet {
        Ratchet::parse("[file-lines]\n\"a.rs\" = 10\n").unwrap()
    }

    #[test]
    fn what_the_ratchet_allows_is_no_fault() {
        assert!(ratchet().judge(&[finding("a.rs", 10)]).is_empty());
    }

    #[test]
    fn more_than_the_ratchet_allows_is_a_fault() {
        let faults = ratchet().judge(&[finding("a.rs", 11)]);
        assert_eq!(faults.len(), 2, "{faults:?}");
        assert!(faults[1].says.contains("is 11; the ratchet allows 10"));
        assert_eq!(ratchet().judge(&[finding("a.rs", 10), finding("b.rs", 1)]).len(), 1);
    }

    #[test]
    fn less_than_the_ratchet_allows_is_written_down() {
        let found = [finding("a.rs", 4), finding("b.rs", 9)];
        let faults = ratchet().judge(&found);
        assert!(faults.iter().any(|fault| fault.is_mended_by_tightening), "{faults:?}");
        let tightened = ratchet().tightened(&found);
        assert_eq!(tightened.allowed("file-lines", "a.rs"), 4);
        assert_eq!(tightened.allowed("file-lines", "b.rs"), 0, "nothing is ever added");
        assert_eq!(ratchet().tightened(&[]), Ratchet::default());
        assert_eq!(Ratchet::parse(&tightened.to_text()).unwrap(), tightened);
    }

    #[test]
    fn tightening_never_loosens() {
        assert_eq!(ratchet().tightened(&[finding("a.rs", 99)]), ratchet());
    }

    #[test]
    fn a_rule_of_the_house_has_no_ratchet() {
        let refused = Ratchet::parse("[rooms]\n\"a.rs\" = 1\n").unwrap_err();
        assert!(refused.to_string().contains("“rooms” is no rule with a ratchet"), "{refused}");
    }
}
