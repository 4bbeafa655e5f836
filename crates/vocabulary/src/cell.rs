//! A cell's text. Spreadsheets run what begins like a formula; a quotation mark before it makes
//! them show it instead.

/// A text as it stands in a cell: behind a `'` if a spreadsheet would take it for a formula.
pub fn shielded(text: String) -> String {
    if needs_shield(&text) { format!("'{text}") } else { text }
}

/// The text of a cell, without the mark that [`shielded`] put before it.
pub fn bared(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if needs_shield(rest) => rest,
        _ => text,
    }
}

fn needs_shield(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shielded_comes_back_as_it_was() {
        for text in ["=1+1", "+49 30 1", "-", "@x", "'=1", "''=1", "'quoted'", "plain", ""] {
            assert_eq!(bared(&shielded(text.to_owned())), text);
        }
        assert_eq!(shielded("=1+1".to_owned()), "'=1+1");
        assert_eq!(shielded("It's 5".to_owned()), "It's 5");
        assert_eq!(bared("'quoted'"), "'quoted'");
    }
}
