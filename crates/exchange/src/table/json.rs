//! Reads a list of JSON objects an object at a time: a list, or objects one below the other.
use crate::{
    fault::Fault,
    reading::{Line, Lines},
};
use serde_json::{Map, Value as Json};
use std::io::{self, BufRead};

const OBJECT_BYTES_MAX: usize = 16 << 20;

/// Reads the objects of a file.
pub(crate) struct Objects<'a> {
    lines: Lines<'a>,
    /// What is left of the line read last.
    rest: Option<(u64, String)>,
    /// Whether a line that begins with a brace begins an object of the list, whatever stood before.
    is_flush: bool,
}

/// An object, and the line on which it begins.
pub(crate) type Object = (u64, Map<String, Json>);

impl<'a> Objects<'a> {
    pub fn new(from: Box<dyn BufRead + 'a>) -> Self {
        Self { lines: Lines::new(from), rest: None, is_flush: true }
    }

    /// The same of a file that is not indented: an object within another one may begin at the begin of a line too.
    pub fn not_indented(from: Box<dyn BufRead + 'a>) -> Self {
        Self { is_flush: false, ..Self::new(from) }
    }

    /// The next object, or what stands where one should.
    pub fn next(&mut self) -> io::Result<Option<Result<Object, Fault>>> {
        let Some((number, text)) = (match self.begin()? {
            Some(Ok(begun)) => Some(begun),
            Some(Err(fault)) => return Ok(Some(Err(fault))),
            None => None,
        }) else {
            return Ok(None);
        };
        if !text.starts_with('{') {
            return Ok(Some(Err(Fault::new(number, "does not begin an object, { … }."))));
        }
        let mut whole = String::new();
        let mut depth = Depth::default();
        let mut line = (number, text);
        loop {
            if let Some(end) = depth.end_within(&line.1) {
                let (part, rest) = line.1.split_at_checked(end).unwrap_or((&line.1, ""));
                whole.push_str(part);
                self.rest = Some((line.0, rest.to_owned()));
                return Ok(Some(parsed(number, &whole)));
            }
            whole.push_str(&line.1);
            whole.push('\n');
            let cut = || Fault::new(number, "begins an object that does not end.");
            if whole.len() > OBJECT_BYTES_MAX {
                return Ok(Some(Err(cut())));
            }
            match self.lines.next()? {
                None => return Ok(Some(Err(cut()))),
                Some(Line { text: Err(_), .. }) => return Ok(Some(Err(cut()))),
                // An object at the very begin of a line is the next one: this one was cut off.
                Some(Line { number, text: Ok(text) })
                    if text.starts_with('{') && (self.is_flush || depth.in_text) =>
                {
                    self.rest = Some((number, text));
                    return Ok(Some(Err(cut())));
                }
                Some(Line { number, text: Ok(text) }) => line = (number, text),
            }
        }
    }

    /// Goes on to where the next object begins; passes over what stands between two.
    fn begin(&mut self) -> io::Result<Option<Result<(u64, String), Fault>>> {
        loop {
            let (number, text) = match self.rest.take() {
                Some(rest) => rest,
                None => match self.lines.next()? {
                    None => return Ok(None),
                    Some(Line { number, text: Ok(text) }) => (number, text),
                    Some(Line { number, text: Err(what) }) => {
                        return Ok(Some(Err(Fault::new(number, format!("{what}.")))));
                    }
                },
            };
            let is_between = |letter: char| letter.is_whitespace() || "[],".contains(letter);
            let text = text.trim_start_matches(is_between);
            if !text.is_empty() {
                return Ok(Some(Ok((number, text.to_owned()))));
            }
        }
    }
}

/// How deep within an object a reader is.
#[derive(Default)]
struct Depth {
    braces: usize,
    in_text: bool,
    is_escaped: bool,
}

impl Depth {
    /// The place behind the brace that ends the object, if it is on this line.
    fn end_within(&mut self, line: &str) -> Option<usize> {
        for (place, letter) in line.bytes().enumerate() {
            if self.in_text {
                match letter {
                    _ if self.is_escaped => self.is_escaped = false,
                    b'\\' => self.is_escaped = true,
                    b'"' => self.in_text = false,
                    _ => {}
                }
                continue;
            }
            match letter {
                b'"' => self.in_text = true,
                b'{' => self.braces += 1,
                b'}' => {
                    self.braces = self.braces.saturating_sub(1);
                    if self.braces == 0 {
                        return Some(place + 1);
                    }
                }
                _ => {}
            }
        }
        None
    }
}

fn parsed(line: u64, text: &str) -> Result<Object, Fault> {
    serde_json::from_str(text)
        .map(|object| (line, object))
        .map_err(|error| Fault::new(line, format!("is not valid JSON: {error}.")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Result<(u64, String), u64>> {
        let mut objects = Objects::new(Box::new(text.as_bytes()));
        let mut found = Vec::new();
        while let Some(object) = objects.next().unwrap() {
            found.push(match object {
                Ok((line, object)) => Ok((line, Json::Object(object).to_string())),
                Err(fault) => Err(fault.line),
            });
        }
        found
    }

    fn object(line: u64, text: &str) -> Result<(u64, String), u64> {
        Ok((line, text.to_owned()))
    }

    #[test]
    fn lists_and_lines_of_objects_are_read_alike() {
        let wanted = [object(1, r#"{"a":"} \" {"}"#), object(1, r#"{"b":{"c":[1]}}"#)];
        assert_eq!(read(r#"[{"a":"} \" {"},{"b":{"c":[1]}}]"#), wanted);
        let wanted = [object(2, r#"{"a":1}"#), object(6, r#"{"b":2}"#)];
        assert_eq!(read("[\n  {\n    \"a\": 1\n  },\n\n  {\"b\": 2}\n]\n"), wanted);
        assert_eq!(
            read("{\"a\":1}\n{\"b\":2}\n"),
            [object(1, r#"{"a":1}"#), object(2, r#"{"b":2}"#)]
        );
        assert_eq!(read("[]"), []);
    }

    #[test]
    fn objects_within_others_may_begin_at_the_begin_of_a_line() {
        let text = "[\n{\n\"a\": [\n{\n\"b\": 1\n}\n]\n},\n{\"c\": \"open\n{\"d\": 2}\n]";
        let mut objects = Objects::not_indented(Box::new(text.as_bytes()));
        let mut lines = Vec::new();
        while let Some(object) = objects.next().unwrap() {
            lines.push(object.map(|(line, _)| line).map_err(|fault| fault.line));
        }
        assert_eq!(lines, [Ok(2), Err(9), Ok(10)]);
    }

    #[test]
    fn a_broken_object_costs_itself() {
        let found = read("[\n{\"a\":1},\n{\"b\":\"open},\n{\"c\":,},\n7,\n{\"d\":4},\n{\"e\"");
        assert_eq!(
            found,
            [object(2, r#"{"a":1}"#), Err(3), Err(4), Err(5), object(6, r#"{"d":4}"#), Err(7)]
        );
    }
}
