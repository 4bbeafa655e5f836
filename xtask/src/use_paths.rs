//! The paths that a code names, with the groups of `use` written out.
use crate::source::is_word;

/// A path such as `std::fs::read`, and where it begins in the code.
#[derive(Debug, PartialEq, Eq)]
pub struct UsePath {
    /// Its place in the code.
    pub at: usize,
    /// Its parts.
    pub parts: Vec<String>,
}

impl UsePath {
    /// Whether it begins with these parts.
    pub fn begins(&self, parts: &[&str]) -> bool {
        self.parts.len() >= parts.len() && self.parts.iter().zip(parts).all(|(a, b)| a == b)
    }

    /// Whether these parts follow one another in it.
    pub fn has(&self, parts: &[&str]) -> bool {
        self.parts.windows(parts.len()).any(|window| window.iter().zip(parts).all(|(a, b)| a == b))
    }

    /// The path as it is written.
    pub fn text(&self) -> String {
        self.parts.join("::")
    }
}

/// Every path of two parts or more in a code without comments and literals.
pub fn use_paths(code: &str) -> Vec<UsePath> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(from) = code.get(at..).and_then(|rest| rest.find(is_word)).map(|next| at + next)
    {
        let mut reader = Reader { code, at: from, found: &mut found, from };
        reader.path(&[]);
        at = reader.at.max(from + 1);
    }
    found.retain(|path| path.parts.len() > 1);
    found
}

struct Reader<'a> {
    code: &'a str,
    at: usize,
    found: &'a mut Vec<UsePath>,
    from: usize,
}

impl Reader<'_> {
    /// Reads one path, or a group of them, that goes on from what came before it.
    fn path(&mut self, before: &[String]) {
        let mut parts = before.to_vec();
        loop {
            self.skip_space();
            if self.takes("{") {
                return self.group(&parts);
            }
            let word = self.word();
            if !word.is_empty() {
                parts.push(word);
            } else if self.takes("*") {
                parts.push("*".to_owned());
            }
            if !self.takes("::") {
                break;
            }
        }
        if !parts.is_empty() {
            self.found.push(UsePath { at: self.from, parts });
        }
    }

    fn group(&mut self, before: &[String]) {
        loop {
            self.skip_space();
            if self.takes("}") || self.at >= self.code.len() {
                return;
            }
            let begun_at = self.at;
            self.path(before);
            // `as name` renames, and says nothing of where it comes from.
            self.skip_to_end_of_item();
            if self.at == begun_at {
                return;
            }
        }
    }

    fn skip_to_end_of_item(&mut self) {
        let rest = self.rest();
        let length = rest.find([',', '}', ';']).unwrap_or(rest.len());
        self.at += length;
        self.takes(",");
    }

    fn rest(&self) -> &str {
        self.code.get(self.at..).unwrap_or_default()
    }

    fn skip_space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn takes(&mut self, sign: &str) -> bool {
        let is_next = self.rest().starts_with(sign);
        if is_next {
            self.at += sign.len();
        }
        is_next
    }

    fn word(&mut self) -> String {
        let rest = self.rest();
        let length = rest.find(|letter| !is_word(letter)).unwrap_or(rest.len());
        let word = rest.get(..length).unwrap_or_default().to_owned();
        self.at += length;
        word
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(code: &str) -> Vec<String> {
        use_paths(code).iter().map(UsePath::text).collect()
    }

    #[test]
    fn groups_are_written_out() {
        let code = "use std::{env, fs::{self, File as Paper}};\nuse crate::a::*;\nx.now(); Instant::now();";
        let expected =
            ["std::env", "std::fs::self", "std::fs::File", "crate::a::*", "Instant::now"];
        assert_eq!(texts(code), expected);
    }

    #[test]
    fn a_block_is_no_group() {
        assert_eq!(texts("match a { B::C => { d::e() } }"), ["B::C", "d::e"]);
        assert!(texts("Vec::<u8>::new()").is_empty());
    }

    #[test]
    fn a_path_knows_its_parts() {
        let path = UsePath { at: 0, parts: ["jiff", "Timestamp", "now"].map(str::to_owned).into() };
        assert!(path.begins(&["jiff"]) && path.has(&["Timestamp", "now"]));
        assert!(!path.begins(&["Timestamp"]) && !path.has(&["Instant", "now"]));
    }
}
