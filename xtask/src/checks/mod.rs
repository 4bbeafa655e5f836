//! The rules of the house, each a function over a tree of sources. A rule comes from the “Never” list of
//! ARCHITECTURE.md, or from the style in CONTRIBUTING.md.
mod engine;
pub mod floors;
mod names;
mod pure;
mod rooms;
mod size;
mod sql;
mod web;

use crate::tree::Tree;
use std::fmt;

/// A rule.
pub struct Check {
    /// Its name in messages and in the ratchet.
    pub name: &'static str,
    /// Whether what breaks it today may be listed in the ratchet.
    pub is_ratcheted: bool,
    /// Finds what breaks it.
    pub run: fn(&Tree, &'static str) -> Vec<Finding>,
}

/// Every rule.
pub const ALL: &[Check] = &[
    always("rooms", rooms::rooms),
    always("floors", floors::floors),
    always("table-of-floors", floors::table),
    always("pure", pure::pure),
    always("pure-dependencies", pure::dependencies),
    always("sql", sql::sql),
    always("drivers", sql::drivers),
    ratcheted("engine", engine::engine),
    always("names", names::names),
    always("crate-sentence", names::crate_sentence),
    always("lints", names::lints),
    ratcheted("file-lines", size::file_lines),
    ratcheted("function-lines", size::function_lines),
    ratcheted("line-width", size::line_width),
    always("web-third-party", web::third_party),
    always("web-inline", web::inline),
];

type Run = fn(&Tree, &'static str) -> Vec<Finding>;

const fn always(name: &'static str, run: Run) -> Check {
    Check { name, is_ratcheted: false, run }
}

const fn ratcheted(name: &'static str, run: Run) -> Check {
    Check { name, is_ratcheted: true, run }
}

/// Something that breaks a rule.
#[derive(Debug)]
pub struct Finding {
    /// The rule.
    pub check: &'static str,
    /// The file.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong and what to do.
    pub says: String,
    /// What it counts for in the ratchet.
    pub weight: usize,
}

impl Finding {
    /// One that counts once.
    pub fn new(check: &'static str, path: &str, line: usize, says: impl Into<String>) -> Self {
        Self { check, path: path.to_owned(), line, says: says.into(), weight: 1 }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}:{}: [{}] {}", self.path, self.line, self.check, self.says)
    }
}

/// What a rule says about files in memory, for the tests of rules.
#[cfg(test)]
fn says(run: Run, files: &[(&str, &str)]) -> Vec<String> {
    run(&Tree::of(files), "rule").iter().map(ToString::to_string).collect()
}
