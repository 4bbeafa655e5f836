//! Cookies: the session, the theme, and what was just done.
use http::{HeaderMap, HeaderValue, header};

/// Holds the secret of the session.
pub const SESSION: &str = "gemba_session";
/// Holds the theme that the reader chose.
pub const THEME: &str = "gemba_theme";
/// Holds what was just done, to be told on the next page.
pub const FLASH: &str = "gemba_flash";

/// The cookie of that name, as the browser sent it.
pub fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// Whether the browser reached this house over an encrypted connection.
pub fn is_encrypted(headers: &HeaderMap) -> bool {
    headers.get("x-forwarded-proto").is_some_and(|value| value == "https")
}

/// A `Set-Cookie` line; 0 seconds take the cookie back. Scripts never read any of ours.
pub fn set(name: &str, value: &str, seconds: i64, headers: &HeaderMap) -> HeaderValue {
    let secure = if is_encrypted(headers) { "; Secure" } else { "" };
    let line = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    // Our values are letters, digits and signs that a header may hold; anything else would be a cookie less.
    HeaderValue::from_str(&line).unwrap_or_else(|_| HeaderValue::from_static(""))
}
