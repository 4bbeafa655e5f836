//! A test that cannot run here says so in a sentence; it never passes in silence.

use std::env;
use std::fmt;
use std::fs::OpenOptions;
use std::io::Write;

/// Why a test, or a part of it, did not run: something it needs is not installed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped(String);

impl Skipped {
    /// Says the sentence (see [`Skipped::say`]), but fails the test when the variable `CI` is set:
    /// there everything is installed, so a gap means that an install step broke.
    pub fn because(sentence: impl Into<String>) -> Skipped {
        let sentence = sentence.into();
        assert!(!is_on_ci(), "CI must not skip a test, but {sentence}");
        Skipped::say(sentence)
    }

    /// Prints `skipped: …` to standard error and, when `GEMBA_SKIPPED_FILE` names a file, adds the
    /// line to it: a test runner hides what passing tests print, `scripts/test` shows that file.
    pub fn say(sentence: impl Into<String>) -> Skipped {
        let sentence = sentence.into();
        let line = format!("skipped: {sentence}\n");
        eprint!("{line}");
        if let Some(path) = env::var_os("GEMBA_SKIPPED_FILE") {
            let file = OpenOptions::new().create(true).append(true).open(&path);
            let written = file.and_then(|mut file| file.write_all(line.as_bytes()));
            written.unwrap_or_else(|error| {
                panic!("GEMBA_SKIPPED_FILE {} cannot be written: {error}", path.display())
            });
        }
        Skipped(sentence)
    }
}

impl fmt::Display for Skipped {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "skipped: {}", self.0)
    }
}

impl std::error::Error for Skipped {}

fn is_on_ci() -> bool {
    env::var("CI").is_ok_and(|value| !matches!(value.as_str(), "" | "0" | "false"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_skip_reads_as_a_sentence() {
        assert_eq!(Skipped("no moon tonight".to_owned()).to_string(), "skipped: no moon tonight");
    }
}
