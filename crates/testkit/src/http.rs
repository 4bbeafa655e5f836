//! A small HTTP client for tests: it keeps cookies, follows no redirect unless asked, and takes an
//! error status for an answer like any other.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Mutex;
use std::time::Duration;

use serde_json::Value;
use ureq::http::{Method, Request, Response};
use ureq::{Agent, Body};

/// How long a test waits for one answer.
const ANSWER_SECONDS_MAX: u64 = 60;
const REDIRECTS_MAX: usize = 10;

/// What the server answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status code, such as 200.
    pub status: u16,
    /// Names in lower case, in the order of the answer; a name may come more than once.
    pub headers: Vec<(String, String)>,
    /// The body as it came, after decompression.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// The first header of that name (lower case).
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The body as text; what is not UTF-8 is replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The body as JSON; fails the test, showing the body, when it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|error| panic!("no JSON ({error}): {self:?}\n{}", self.text()))
    }
}

/// A client of the server at one base URL, with a cookie jar of its own. It blocks: in an
/// asynchronous test the server must run on another thread or in another process.
#[derive(Debug)]
pub struct TestClient {
    base_url: String,
    agent: Agent,
    headers: Vec<(String, String)>,
    cookies: Mutex<BTreeMap<String, String>>,
    redirects_max: usize,
}

impl TestClient {
    /// A client for paths below `base_url`, such as `http://127.0.0.1:20000`.
    pub fn new(base_url: &str) -> TestClient {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .allow_non_standard_methods(true)
            .proxy(None)
            .timeout_global(Some(Duration::from_secs(ANSWER_SECONDS_MAX)))
            .build();
        TestClient {
            base_url: base_url.trim_end_matches('/').to_owned(),
            agent: config.into(),
            headers: Vec::new(),
            cookies: Mutex::default(),
            redirects_max: 0,
        }
    }

    /// The same client, sending this header with every request.
    pub fn with_header(mut self, name: &str, value: &str) -> TestClient {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same client, following redirects on this server with GET, as a browser does.
    pub fn following_redirects(mut self) -> TestClient {
        self.redirects_max = REDIRECTS_MAX;
        self
    }

    /// The value of a cookie that the server has set.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    /// Gets a page.
    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], None)
    }

    /// Posts a form as a browser does, fields in the given order.
    pub fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        self.send("POST", path, &headers, Some(form_encoded(fields).as_bytes()))
    }

    /// Posts JSON.
    pub fn post_json(&self, path: &str, value: &Value) -> Answer {
        self.send_json("POST", path, &[], value)
    }

    /// Sends JSON with any method, and headers of its own (`if-match`, `idempotency-key` …).
    pub fn send_json(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        value: &Value,
    ) -> Answer {
        let headers = [&[("content-type", "application/json")], headers].concat();
        self.send(method, path, &headers, Some(value.to_string().as_bytes()))
    }

    /// Sends any request; a server that does not answer at all fails the test.
    pub fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&[u8]>,
    ) -> Answer {
        let mut answer = self.send_once(method, path, headers, body);
        for _ in 0..self.redirects_max {
            let Some(target) = self.redirect_target(&answer) else { break };
            answer = self.send_once("GET", &target, &[], None);
        }
        answer
    }

    fn send_once(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&[u8]>,
    ) -> Answer {
        assert!(path.starts_with('/'), "a path starts with a slash, unlike {path:?}");
        let method = Method::from_bytes(method.as_bytes()).expect("a method is one word");
        let mut request = Request::builder().method(method).uri(self.base_url.clone() + path);
        let own = self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        for (name, value) in own.chain(headers.iter().copied()) {
            request = request.header(name, value);
        }
        if let Some(cookies) = self.cookie_header() {
            request = request.header("cookie", cookies);
        }
        let outcome = match body {
            Some(body) => self.agent.run(request.body(body).unwrap()),
            None => self.agent.run(request.body(()).unwrap()),
        };
        let response = outcome
            .unwrap_or_else(|error| panic!("{} did not answer {path}: {error}", self.base_url));
        self.received(response)
    }

    fn received(&self, response: Response<Body>) -> Answer {
        let (parts, mut body) = response.into_parts();
        let headers: Vec<(String, String)> = parts
            .headers
            .iter()
            .map(|(name, value)| {
                (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
            })
            .collect();
        for (_, cookie) in headers.iter().filter(|(name, _)| name == "set-cookie") {
            self.keep(cookie);
        }
        let bytes = body.with_config().limit(u64::MAX).read_to_vec().expect("the body is whole");
        Answer { status: parts.status.as_u16(), headers, bytes }
    }

    /// Keeps or, when it has expired, forgets a cookie. Path and domain do not matter to a test
    /// that speaks to one server.
    fn keep(&self, set_cookie: &str) {
        let mut parts = set_cookie.split(';').map(str::trim);
        let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else {
            panic!("a cookie is NAME=VALUE, unlike {set_cookie:?}");
        };
        let has_expired = parts.any(|part| part.eq_ignore_ascii_case("max-age=0"));
        let mut cookies = self.cookies.lock().unwrap();
        if has_expired {
            cookies.remove(name);
        } else {
            cookies.insert(name.to_owned(), value.to_owned());
        }
    }

    fn cookie_header(&self) -> Option<String> {
        let cookies = self.cookies.lock().unwrap();
        let pairs: Vec<String> =
            cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }

    fn redirect_target(&self, answer: &Answer) -> Option<String> {
        if !matches!(answer.status, 301..=303) {
            return None;
        }
        let location = answer.header("location")?;
        let path = location.strip_prefix(&self.base_url).unwrap_or(location);
        Some(path.split('#').next().unwrap_or(path).to_owned())
    }
}

/// `fields` as `application/x-www-form-urlencoded`.
pub fn form_encoded(fields: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (name, value) in fields {
        if !text.is_empty() {
            text.push('&');
        }
        encode(name, &mut text);
        text.push('=');
        encode(value, &mut text);
    }
    text
}

fn encode(word: &str, text: &mut String) {
    for byte in word.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'*' | b'-' | b'.' | b'_' => {
                text.push(char::from(byte));
            }
            b' ' => text.push('+'),
            _ => write!(text, "%{byte:02X}").unwrap(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests_server::{Page, Pages};

    #[test]
    fn a_form_is_encoded_as_browsers_do() {
        let fields = [("title", "Mail & print: 100% down"), ("who", "Zoë"), ("note", "")];
        let expected = "title=Mail+%26+print%3A+100%25+down&who=Zo%C3%AB&note=";
        assert_eq!(form_encoded(&fields), expected);
    }

    #[test]
    fn a_session_cookie_is_kept_sent_and_forgotten() {
        let server = Pages::serve(|request| match request.path.as_str() {
            "/in" => Page::empty(303)
                .header("location", "/home")
                .header("set-cookie", "session=abc; Path=/; HttpOnly; SameSite=Lax"),
            "/out" => Page::empty(200).header("set-cookie", "session=; Max-Age=0; Path=/"),
            _ => Page::html(&request.header("cookie").unwrap_or_default()),
        });
        let client = TestClient::new(&server.url());
        let answer = client.post_form("/in", &[("name", "ada")]);
        assert_eq!((answer.status, answer.header("location")), (303, Some("/home")));
        assert_eq!(client.cookie("session").as_deref(), Some("abc"));
        assert_eq!(client.get("/home").text(), "session=abc");
        client.get("/out");
        assert_eq!(client.cookie("session"), None);
        assert_eq!(client.get("/home").text(), "");
        let follower = TestClient::new(&server.url()).following_redirects();
        assert_eq!(follower.post_form("/in", &[]).text(), "session=abc");
    }

    #[test]
    fn a_refusal_is_an_answer_with_its_headers_and_body() {
        let server = Pages::serve(|request| {
            let seen = format!(
                r#"{{"method":"{}","if_match":"{}","token":"{}","body":{}}}"#,
                request.method,
                request.header("if-match").unwrap_or_default(),
                request.header("authorization").unwrap_or_default(),
                request.body
            );
            Page::new(412, "application/problem+json", &seen)
        });
        let client = TestClient::new(&server.url()).with_header("authorization", "Bearer t");
        let value = serde_json::json!({"title": "x"});
        let answer = client.send_json("PATCH", "/api/v1/incident/1", &[("if-match", "3")], &value);
        assert_eq!(answer.status, 412);
        assert_eq!(answer.header("content-type"), Some("application/problem+json"));
        let expected = serde_json::json!(
            {"method": "PATCH", "if_match": "3", "token": "Bearer t", "body": {"title": "x"}}
        );
        assert_eq!(answer.json(), expected);
    }
}
