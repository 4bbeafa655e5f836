//! Style 1: a file stops at 500 lines, a function at 70, a line at 120 characters.
use super::Finding;
use crate::{source::Source, tree::Tree};

const FILE_LINES_MAX: usize = 500;
const FUNCTION_LINES_MAX: usize = 70;
const LINE_CHARACTERS_MAX: usize = 120;

/// Files that are too long; the tests at their end are not counted.
pub fn file_lines(tree: &Tree, check: &'static str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.rust() {
        let lines = Source::read(text).main().lines().count();
        if lines > FILE_LINES_MAX {
            let says = format!(
                "{lines} lines; a file stops at {FILE_LINES_MAX}. Split it by what it does."
            );
            let weight = lines - FILE_LINES_MAX;
            findings.push(Finding { weight, ..Finding::new(check, path, FILE_LINES_MAX, says) });
        }
    }
    findings
}

/// Functions that are too long, outside of the tests at the end of a file.
pub fn function_lines(tree: &Tree, check: &'static str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.rust() {
        let functions = Source::read(text).functions().into_iter();
        for function in functions.filter(|function| function.lines > FUNCTION_LINES_MAX) {
            let says = format!(
                "{} has {} lines; a function stops at {FUNCTION_LINES_MAX}.",
                function.name, function.lines
            );
            let weight = function.lines - FUNCTION_LINES_MAX;
            findings.push(Finding { weight, ..Finding::new(check, path, function.line, says) });
        }
    }
    findings
}

/// Lines that are too wide.
pub fn line_width(tree: &Tree, check: &'static str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.rust() {
        for (place, line) in text.lines().enumerate() {
            let characters = line.chars().count();
            if characters > LINE_CHARACTERS_MAX {
                let says =
                    format!("{characters} characters; a line stops at {LINE_CHARACTERS_MAX}.");
                findings.push(Finding::new(check, path, place + 1, says));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{checks::says, tree::Tree};

    const PATH: &str = "crates/web/src/list.rs";

    fn lines(count: usize) -> String {
        "let a = 1;\n".repeat(count)
    }

    #[test]
    fn a_file_that_is_too_long_is_found_and_weighed() {
        let text = lines(503);
        let found = file_lines(&Tree::of(&[(PATH, &text)]), "rule");
        assert_eq!((found.len(), found[0].weight), (1, 3));
        let with_tests = format!("{}#[cfg(test)]\nmod tests {{\n{}}}\n", lines(500), lines(300));
        assert_eq!(says(file_lines, &[(PATH, &with_tests)]), [""; 0]);
    }

    #[test]
    fn a_function_that_is_too_long_is_found_and_weighed() {
        let text = format!("\nfn long() {{\n{}}}\nfn fine() {{\n{}}}\n", lines(70), lines(68));
        let found = function_lines(&Tree::of(&[(PATH, &text)]), "rule");
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].line, found[0].weight), (2, 2));
        let in_tests = format!("#[cfg(test)]\nmod tests {{\n{text}}}\n");
        assert_eq!(says(function_lines, &[(PATH, &in_tests)]), [""; 0]);
    }

    #[test]
    fn a_line_that_is_too_wide_is_found() {
        let (fine, wide) = ("é".repeat(120), "é".repeat(121));
        let found = says(line_width, &[(PATH, &format!("// x\n{wide}\n{fine}\n"))]);
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("crates/web/src/list.rs:2: "), "{found:?}");
    }
}
