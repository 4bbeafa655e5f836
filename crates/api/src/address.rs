//! Addresses: how their pairs and numbers are read and written. What cannot be read is refused,
//! never guessed.
use crate::problem::{Fault, Problem, UNREADABLE};
use gemba_model::overlay::KindView;
use gemba_vocabulary::RecordId;
use std::fmt::Write as _;

const QUERY_BYTES_MAX: usize = 8_000;
const PAIRS_MAX: usize = 100;
/// No number that the house gives has more digits; the greatest of 64 bits has 19.
const DIGITS_MAX: usize = 19;

/// Reads the pairs of a query: `state=new&q=a%20b`.
pub fn pairs(query: Option<&str>) -> Result<Vec<(String, String)>, Problem> {
    let query = query.unwrap_or_default();
    if query.len() > QUERY_BYTES_MAX {
        return Err(Problem::unreadable(format!(
            "The part of the address behind the question mark is longer than {QUERY_BYTES_MAX} bytes."
        )));
    }
    let mut pairs = Vec::new();
    for part in query.split('&').filter(|part| !part.is_empty()) {
        let (name, text) = part.split_once('=').unwrap_or((part, ""));
        pairs.push((decoded(name)?, decoded(text)?));
    }
    if pairs.len() > PAIRS_MAX {
        let detail = format!("An address has up to {PAIRS_MAX} parameters.");
        return Err(Problem::unreadable(detail));
    }
    let empty = |(name, text): &(String, String)| {
        text.is_empty().then(|| Fault::parameter(name, "is empty; leave it out instead"))
    };
    let faults: Vec<_> = pairs.iter().filter_map(empty).collect();
    if faults.is_empty() { Ok(pairs) } else { Err(Problem::faults(&UNREADABLE, faults)) }
}

fn decoded(text: &str) -> Result<String, Problem> {
    let fault = |what: &str| {
        Problem::unreadable(format!("The parameters of the address {what}; write them in UTF-8."))
    };
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
                let pair = digit(rest.next()).zip(digit(rest.next()));
                let code = pair.and_then(|(high, low)| u8::try_from(high * 16 + low).ok());
                code.ok_or_else(|| fault("hold a % that is not followed by two digits"))?
            }
            byte => byte,
        });
    }
    let text = String::from_utf8(bytes).map_err(|_| fault("are not valid text"))?;
    if text.contains('\0') {
        return Err(fault("contain a character that cannot be kept (NUL)"));
    }
    Ok(text)
}

/// Writes text so that it can stand in a path, a query or a fragment.
pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                out.push(char::from(byte));
            }
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// Joins a path and its pairs.
pub fn with_pairs<'a>(path: &str, pairs: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut out = path.to_owned();
    for (place, (name, text)) in pairs.enumerate() {
        out.push(if place == 0 { '?' } else { '&' });
        out.push_str(&encoded(name));
        out.push('=');
        out.push_str(&encoded(text));
    }
    out
}

/// Reads a record's number from a path: `123` or `INC-000123`.
pub fn record_id(view: &KindView, text: &str) -> Result<RecordId, Problem> {
    let fault = || {
        Problem::unreadable(format!(
            "A record is named by its number, such as 123 or {}.",
            view.def.number(123)
        ))
    };
    let digits_at = text.find(|letter: char| letter.is_ascii_digit()).ok_or_else(fault)?;
    let (prefix, digits) = text.split_at(digits_at);
    let id = number(digits).filter(|id| *id > 0).ok_or_else(fault)?;
    let prefix = prefix.strip_suffix('-').unwrap_or(prefix);
    if digits_at > 0 && !prefix.bytes().all(|byte| byte.is_ascii_alphabetic())
        || text.starts_with('-')
    {
        return Err(fault());
    }
    if !prefix.is_empty() && !prefix.eq_ignore_ascii_case(view.def.prefix) {
        return Err(Problem::not_found(format!(
            "{text} is not one of the {}; their numbers begin with {}.",
            view.def.plural.to_lowercase(),
            view.def.prefix
        )));
    }
    Ok(id)
}

/// Reads a whole number that consists of digits alone.
pub fn number(digits: &str) -> Option<i64> {
    let is_number = (1..=DIGITS_MAX).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { digits.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gemba_practices::register::kind;

    #[test]
    fn pairs_are_read_as_they_were_written() {
        let read = pairs(Some("state=new,triaged&q=a%26b+%C3%BC&")).unwrap();
        let expected = [("state", "new,triaged"), ("q", "a&b ü")];
        assert_eq!(read, expected.map(|(name, text)| (name.to_owned(), text.to_owned())));
        let again = with_pairs("/x", read.iter().map(|(name, text)| (&**name, &**text)));
        assert_eq!(again, "/x?state=new%2Ctriaged&q=a%26b%20%C3%BC");
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        for query in ["q=%ff", "q=%", "q=%4", "q=%zz", "q=a%00b", "q", "q="] {
            assert!(pairs(Some(query)).is_err(), "{query}");
        }
        assert!(pairs(Some(&"q=x&".repeat(101))).is_err());
        assert!(pairs(Some(&"x".repeat(8_001))).is_err());
    }

    #[test]
    fn a_record_is_named_by_digits_or_by_its_whole_number() {
        let view = KindView::plain(kind("incident").unwrap());
        for text in ["123", "INC-000123", "inc-123", "INC123", "0000000000000000123"] {
            assert_eq!(record_id(&view, text).unwrap(), 123, "{text}");
        }
        let status = |text: &str| record_id(&view, text).unwrap_err().into_answer().status;
        for text in
            ["", "0", "-1", "+1", "1.0", "abc", "INC-", "INC--1", "I N C-1", "9223372036854775808"]
        {
            assert_eq!(status(text), 400, "{text}");
        }
        assert_eq!(status("PRB-000001"), 404);
    }
}
