//! Addresses: how a piece of text is written into one.
use std::fmt::Write as _;

/// Writes text so that it can stand in a path or a query.
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

/// Joins a path and its query: `/incident?state=new&sort=-id`. Pairs without text are left out.
pub fn with_query<'a>(path: &str, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut out = path.to_owned();
    for (name, text) in pairs.into_iter().filter(|(_, text)| !text.is_empty()) {
        out.push(if out.contains('?') { '&' } else { '?' });
        out.push_str(&encoded(name));
        out.push('=');
        // Commas and colons part the values of a filter and are easier to read as they are.
        out.push_str(&encoded(text).replace("%2C", ",").replace("%3A", ":"));
    }
    out
}

/// The page of a record.
pub fn of_record(kind: &str, id: i64) -> String {
    format!("/{kind}/{id}")
}

/// The address if it leads to a page of this house, else the first page: a link must not lead astray.
pub fn at_home(address: Option<&str>) -> &str {
    let is_ours = |address: &&str| {
        let mut letters = address.chars();
        let begins = letters.next() == Some('/') && !matches!(letters.next(), Some('/' | '\\'));
        begins && !address.chars().any(char::is_control)
    };
    address.filter(is_ours).unwrap_or("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_written_so_that_a_person_can_read_it() {
        let pairs = [("state", "new,triaged"), ("q", "a&b ü"), ("sort", ""), ("p", "lt:3")];
        assert_eq!(
            with_query("/incident", pairs),
            "/incident?state=new,triaged&q=a%26b%20%C3%BC&p=lt:3"
        );
    }

    #[test]
    fn an_address_elsewhere_leads_home() {
        assert_eq!(at_home(Some("/incident?state=new")), "/incident?state=new");
        for away in ["https://a.example", "//a.example", "/\\a.example", "a", "", "/a\nb"] {
            assert_eq!(at_home(Some(away)), "/", "{away:?}");
        }
        assert_eq!(at_home(None), "/");
    }
}
