//! A Rust source as the checks see it: code without comments, and what its string literals say.
//!
//! This is a scanner, no parser: it knows comments, strings, characters and braces. That is enough to count lines and
//! to find names, needs no dependency, and reads a file that does not compile.
use std::{iter::Peekable, str::Chars};

/// A Rust source.
pub struct Source {
    /// The code: comments are gone and literals are empty, but every line is where it was.
    pub code: String,
    /// The string literals, in order.
    pub literals: Vec<Literal>,
    /// How many bytes of the code come before the tests at its end.
    pub main_bytes: usize,
}

/// A string literal.
pub struct Literal {
    /// What it says, escapes as written.
    pub text: String,
    /// Where it begins in the code.
    pub from: usize,
    /// Where it ends in the code.
    pub to: usize,
}

/// A function.
pub struct Function {
    /// Its name.
    pub name: String,
    /// The line on which it begins, from 1.
    pub line: usize,
    /// How many lines it has, from its `fn` to its last brace.
    pub lines: usize,
}

impl Source {
    /// Reads a source.
    pub fn read(text: &str) -> Self {
        let mut scan =
            Scan { rest: text.chars().peekable(), code: String::new(), literals: vec![] };
        scan.run();
        let Scan { code, literals, .. } = scan;
        let main_bytes = tests_begin(&code).unwrap_or(code.len());
        Self { code, literals, main_bytes }
    }

    /// The code without the tests at its end.
    pub fn main(&self) -> &str {
        self.code.get(..self.main_bytes).unwrap_or_default()
    }

    /// The literals outside the tests at its end.
    pub fn main_literals(&self) -> impl Iterator<Item = &Literal> {
        self.literals.iter().filter(|literal| literal.from < self.main_bytes)
    }

    /// The line of a place in the code, from 1.
    pub fn line(&self, at: usize) -> usize {
        line_of(&self.code, at)
    }

    /// The code just before a place, without the space between.
    pub fn before(&self, at: usize) -> &str {
        self.code.get(..at).unwrap_or_default().trim_end()
    }

    /// The code just after a place, without the space between.
    pub fn after(&self, at: usize) -> &str {
        self.code.get(at..).unwrap_or_default().trim_start()
    }

    /// The functions outside the tests at its end; one within another counts by itself too.
    pub fn functions(&self) -> Vec<Function> {
        let code = self.main();
        words(code)
            .filter(|(_, word)| *word == "fn")
            .filter_map(|(at, _)| function_at(code, at))
            .collect()
    }
}

/// The words of a code (names and keywords), each with its place.
pub fn words(code: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = code.get(at..)?;
        let from = at + rest.find(is_word)?;
        let word = code.get(from..)?;
        let length = word.find(|letter| !is_word(letter)).unwrap_or(word.len());
        at = from + length;
        Some((from, word.get(..length)?))
    })
}

/// Whether a name can hold the letter.
pub fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn line_of(code: &str, at: usize) -> usize {
    code.get(..at).unwrap_or_default().matches('\n').count() + 1
}

/// Where the tests at the end of a file begin: at `#[cfg(test)]` before a module with a body.
fn tests_begin(code: &str) -> Option<usize> {
    let mark = "#[cfg(test)]";
    let places = code.match_indices(mark).map(|(at, _)| at);
    places.into_iter().find(|at| {
        let is_first_on_line = code.get(..*at).is_some_and(|b| b.is_empty() || b.ends_with('\n'));
        is_first_on_line && code.get(at + mark.len()..).is_some_and(opens_module)
    })
}

/// Whether the code goes on with a module that has a body, attributes aside.
fn opens_module(code: &str) -> bool {
    let mut rest = code.trim_start();
    while let Some(attribute) = rest.strip_prefix("#[") {
        let Some(length) = closed_at(attribute, '[', ']') else { return false };
        rest = attribute.get(length..).unwrap_or_default().trim_start();
    }
    rest.strip_prefix("mod ").is_some_and(|module| {
        let name_ends = module.find(|letter| !is_word(letter)).unwrap_or(module.len());
        module.get(name_ends..).is_some_and(|rest| rest.trim_start().starts_with('{'))
    })
}

/// Where the bracket that was opened just before closes, the closing one included.
fn closed_at(code: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 1_usize;
    for (at, letter) in code.char_indices() {
        if letter == open {
            depth += 1;
        } else if letter == close {
            depth -= 1;
            if depth == 0 {
                return Some(at + letter.len_utf8());
            }
        }
    }
    None
}

fn function_at(code: &str, at: usize) -> Option<Function> {
    let rest = code.get(at..)?;
    let (_, name) = words(rest).nth(1)?;
    // `fn(…)` is a type, not a function.
    let head = rest.strip_prefix("fn")?;
    if !head.trim_start().starts_with(|letter: char| letter.is_alphabetic() || letter == '_') {
        return None;
    }
    let mut depth = 0_usize;
    for (place, letter) in rest.char_indices() {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ';' if depth == 0 => return None,
            '{' if depth == 0 => {
                let body = rest.get(place + 1..)?;
                let length = place + 1 + closed_at(body, '{', '}')?;
                let lines = rest.get(..length)?.matches('\n').count() + 1;
                return Some(Function { name: name.to_owned(), line: line_of(code, at), lines });
            }
            _ => {}
        }
    }
    None
}

struct Scan<'a> {
    rest: Peekable<Chars<'a>>,
    code: String,
    literals: Vec<Literal>,
}

impl Scan<'_> {
    fn run(&mut self) {
        while let Some(letter) = self.rest.next() {
            match letter {
                '/' if self.rest.peek() == Some(&'/') => self.line_comment(),
                '/' if self.rest.peek() == Some(&'*') => self.block_comment(),
                '"' => self.literal(None),
                '\'' => self.tick(),
                letter if is_word(letter) => self.word(letter),
                letter => self.code.push(letter),
            }
        }
    }

    fn line_comment(&mut self) {
        while self.rest.next_if(|letter| *letter != '\n').is_some() {}
    }

    fn block_comment(&mut self) {
        let (mut depth, mut before) = (0_usize, '/');
        for letter in self.rest.by_ref() {
            let pair = (before, letter);
            before = letter;
            match pair {
                ('/', '*') => {
                    depth += 1;
                    before = ' ';
                }
                ('*', '/') if depth == 1 => break,
                ('*', '/') => {
                    depth -= 1;
                    before = ' ';
                }
                (_, '\n') => self.code.push('\n'),
                _ => {}
            }
        }
        self.code.push(' ');
    }

    /// A string whose first quote was read; a raw one ends at a quote and so many `#`.
    fn literal(&mut self, raw_hashes: Option<usize>) {
        let (from, mut text) = (self.code.len(), String::new());
        self.code.push('"');
        while let Some(letter) = self.rest.next() {
            if letter == '\n' {
                self.code.push('\n');
            }
            match raw_hashes {
                None if letter == '"' => break,
                None if letter == '\\' => {
                    let escaped = self.rest.next();
                    text.extend([Some(letter), escaped].into_iter().flatten());
                    if escaped == Some('\n') {
                        self.code.push('\n');
                    }
                }
                Some(hashes) if letter == '"' && self.takes_hashes(hashes) => break,
                _ => text.push(letter),
            }
        }
        self.code.push('"');
        self.literals.push(Literal { text, from, to: self.code.len() });
    }

    fn takes_hashes(&mut self, count: usize) -> bool {
        let mut ahead = self.rest.clone();
        if (0..count).all(|_| ahead.next() == Some('#')) {
            self.rest = ahead;
            return true;
        }
        false
    }

    /// A character such as `'{'`, or a lifetime such as `'a`.
    fn tick(&mut self) {
        let mut ahead = self.rest.clone();
        let (first, second) = (ahead.next(), ahead.next());
        if first == Some('\\') {
            // The letter after the backslash may be a tick itself.
            ahead.by_ref().find(|letter| *letter == '\'');
        } else if second != Some('\'') {
            self.code.push('\'');
            return;
        }
        self.rest = ahead;
        self.code.push_str("''");
    }

    fn word(&mut self, first: char) {
        let mut word = String::from(first);
        while let Some(letter) = self.rest.next_if(|letter| is_word(*letter)) {
            word.push(letter);
        }
        if !matches!(word.as_str(), "r" | "br" | "cr") {
            self.code.push_str(&word);
            return;
        }
        let mut ahead = self.rest.clone();
        let mut hashes = 0;
        while ahead.next_if_eq(&'#').is_some() {
            hashes += 1;
        }
        if ahead.next() == Some('"') {
            self.rest = ahead;
            self.literal(Some(hashes));
        } else {
            self.code.push_str(&word);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_literals_leave_the_code_but_not_its_lines() {
        let text = "fn a<'x>() { // {\n  /* { /* { */\n } */ let q = '{'; let t = '\\'';\n  \
                    b(\"{\n}\", r#\"\"{\"#) }\nlast";
        let source = Source::read(text);
        assert_eq!(source.code.matches('\n').count(), text.matches('\n').count());
        assert_eq!(source.code.matches('{').count(), 1, "{}", source.code);
        let said: Vec<_> = source.literals.iter().map(|literal| literal.text.as_str()).collect();
        assert_eq!(said, ["{\n}", "\"{"]);
        assert_eq!(source.line(source.code.find("last").unwrap()), 6);
        assert!(source.before(source.literals[0].from).ends_with("b("));
        assert!(source.after(source.literals[0].to).starts_with(','));
    }

    #[test]
    fn the_tests_at_the_end_are_apart() {
        let source = Source::read(
            "fn a() {}\n#[cfg(test)]\n#[allow(x = \"y]\")]\nmod tests {\n fn b() {}\n}\n",
        );
        assert_eq!(source.main(), "fn a() {}\n");
        assert_eq!(source.main_literals().count(), 0);
        let source = Source::read("#[cfg(test)]\nmod story;\nfn a() {}\n");
        assert!(source.main().contains("fn a"), "a module in another file ends nothing");
    }

    #[test]
    fn functions_are_counted_from_their_first_line_to_their_last_brace() {
        let text = "type F = fn(u8) -> u8;\ntrait T { fn none(&self); }\nfn one(f: [u8; 2]) {\n  if x {\n  }\n}\n";
        let functions = Source::read(text).functions();
        let seen: Vec<_> = functions.iter().map(|f| (f.name.as_str(), f.line, f.lines)).collect();
        assert_eq!(seen, [("one", 3, 4)]);
    }
}
