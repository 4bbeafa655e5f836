//! A headless Chromium for tests, driven over WebDriver.

use std::fs;
use std::ops::Deref;
use std::path::Path;
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use tempfile::TempDir;

use crate::chromedriver::{Chromedriver, Programs};
use crate::{Skipped, TestClient, tools};

/// How long a helper waits for an element to be there.
const ELEMENT_SECONDS_MAX: u64 = 15;
/// How often it looks.
const LOOK_MILLISECONDS: u64 = 25;
/// What the driver says of a question that a new page cut off.
const NAVIGATING: &str = "aborted by navigation";

const ARGUMENTS: [&str; 13] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--disable-default-apps",
    "--no-proxy-server",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
];

/// What kind of reader the browser stands for: by default a desk's screen, light, with JavaScript.
#[derive(Debug, Clone)]
pub struct BrowserOptions {
    width_px: u32,
    height_px: u32,
    color_scheme: &'static str,
    javascript: bool,
}

impl Default for BrowserOptions {
    fn default() -> Self {
        BrowserOptions { width_px: 1280, height_px: 900, color_scheme: "light", javascript: true }
    }
}

impl BrowserOptions {
    /// The size of the page's view in CSS pixels; 390 × 844 is a phone.
    pub fn size(mut self, width_px: u32, height_px: u32) -> Self {
        (self.width_px, self.height_px) = (width_px, height_px);
        self
    }

    /// The reader prefers dark pages.
    pub fn dark(mut self) -> Self {
        self.color_scheme = "dark";
        self
    }

    /// The reader has switched JavaScript off. Scripts of the test itself still run.
    pub fn without_javascript(mut self) -> Self {
        self.javascript = false;
        self
    }
}

/// A browser with a fresh profile, ended when dropped. All of WebDriver is there through
/// [`fantoccini::Client`]; what is added here waits, or names what it did not find.
#[derive(Debug)]
pub struct Browser {
    client: Client,
    /// For what WebDriver has no command for, and for ending the session in `drop`.
    driver_client: TestClient,
    session_path: String,
    // Dropped in this order: the process first, then the folder it writes to.
    #[allow(dead_code, reason = "held for its drop")]
    driver: Chromedriver,
    #[allow(dead_code, reason = "held for its drop")]
    folder: TempDir,
}

impl Browser {
    /// Starts chromedriver and in it a session. Skipped where Chromium or its driver is missing;
    /// on CI that fails.
    pub async fn start(options: BrowserOptions) -> Result<Browser, Skipped> {
        let programs = Programs::find()?;
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let driver = Chromedriver::start(&programs, folder.path());
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities(&programs, folder.path(), &options))
            .connect(&driver.url)
            .await
            .expect("chromedriver starts a session");
        // The session ends in our own drop; the client's would leave it to a task.
        client.persist().await.expect("the session can be kept");
        let session = client.session_id().await.unwrap().expect("the session has an id");
        let browser = Browser {
            client,
            driver_client: TestClient::new(&driver.url),
            session_path: format!("/session/{session}"),
            driver,
            folder,
        };
        browser.resize(options.width_px, options.height_px);
        browser.prefer_color_scheme(options.color_scheme);
        Ok(browser)
    }

    /// Opens a page and waits until it has loaded.
    pub async fn open(&self, url: &str) {
        self.client.goto(url).await.unwrap_or_else(|error| panic!("{url}: {error}"));
    }

    /// Waits for the first element that `css` selects, for 15 seconds at most.
    pub async fn element(&self, css: &str) -> Element {
        let until = Instant::now() + Duration::from_secs(ELEMENT_SECONDS_MAX);
        loop {
            let wait = self.client.wait().at_most(until.saturating_duration_since(Instant::now()));
            let wait = wait.every(Duration::from_millis(LOOK_MILLISECONDS));
            match wait.for_element(Locator::Css(css)).await {
                Ok(element) => return element,
                // The page that was asked is gone, and the next one is not there yet.
                Err(error) if error.to_string().contains(NAVIGATING) && Instant::now() < until => {}
                Err(error) => panic!("no {css} at {}: {error}", self.address().await),
            }
        }
    }

    /// The visible text of the first element that `css` selects.
    pub async fn text(&self, css: &str) -> String {
        let text = self.element(css).await.text().await;
        text.unwrap_or_else(|error| panic!("the text of {css}: {error}"))
    }

    /// Clicks on the first element that `css` selects.
    pub async fn click(&self, css: &str) {
        let clicked = self.element(css).await.click().await;
        clicked.unwrap_or_else(|error| panic!("a click on {css}: {error}"));
    }

    /// Types `words` into the first field that `css` selects, in place of what it holds.
    pub async fn fill(&self, css: &str, words: &str) {
        let field = self.element(css).await;
        field.clear().await.unwrap_or_else(|error| panic!("clearing {css}: {error}"));
        field.send_keys(words).await.unwrap_or_else(|error| panic!("typing into {css}: {error}"));
    }

    /// Changes the size of the page's view, in CSS pixels, smaller than a window could be.
    pub fn resize(&self, width_px: u32, height_px: u32) {
        let size = json!({
            "width": width_px, "height": height_px, "deviceScaleFactor": 1, "mobile": false
        });
        self.devtools("Emulation.setDeviceMetricsOverride", size);
    }

    /// Makes pages see a reader who prefers `light` or `dark` (and always less motion, so that a
    /// picture or a check never meets a page halfway through an animation).
    pub fn prefer_color_scheme(&self, light_or_dark: &str) {
        let features = json!([
            {"name": "prefers-color-scheme", "value": light_or_dark},
            {"name": "prefers-reduced-motion", "value": "reduce"}
        ]);
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features }));
    }

    /// Writes a picture of what is in view to `path`, a PNG, making its folder.
    pub async fn save_screenshot(&self, path: &Path) {
        let picture = self.client.screenshot().await.expect("the browser takes a picture");
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).expect("the picture's folder can be made");
        }
        fs::write(path, picture).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }

    /// Lets axe-core examine the page: what it finds, a few lines for each violation, or nothing.
    /// Its script comes in over WebDriver, which a page's content security policy does not bind.
    pub async fn axe(&self) -> Result<String, Skipped> {
        let path = tools::axe()?;
        let script = fs::read_to_string(&path).expect("axe-core can be read");
        self.client.execute(&script, vec![]).await.expect("axe-core loads");
        let found = self.client.execute_async(AXE_RUN, vec![]).await.expect("axe-core runs");
        if let Some(error) = found.get("error") {
            panic!("axe-core failed at {}: {error}", self.address().await);
        }
        let violations = found["violations"].as_array().expect("axe-core answers with a list");
        Ok(violations.iter().map(described).collect())
    }

    /// Sends a command of the DevTools protocol and returns its result.
    pub fn devtools(&self, command: &str, parameters: Value) -> Value {
        let path = format!("{}/goog/cdp/execute", self.session_path);
        let body = json!({"cmd": command, "params": parameters});
        let answer = self.driver_client.post_json(&path, &body);
        assert_eq!(answer.status, 200, "{command}: {}", answer.text());
        answer.json()["value"].take()
    }

    async fn address(&self) -> String {
        self.client.current_url().await.map_or_else(|error| error.to_string(), String::from)
    }
}

impl Deref for Browser {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Chromium ends with its session; without this its processes would outlive the driver.
        self.driver_client.send("DELETE", &self.session_path, &[], None);
    }
}

const AXE_RUN: &str = r"
    const done = arguments[arguments.length - 1];
    axe.run(document, {resultTypes: ['violations']}).then(
        found => done({violations: found.violations}),
        error => done({error: String(error)})
    );
";

/// `rule (impact): what to do`, and below it each element with what is wrong.
fn described(violation: &Value) -> String {
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let [id, impact, help] = ["id", "impact", "help"].map(|name| word(&violation[name]));
    let nodes = violation["nodes"].as_array().into_iter().flatten();
    let elements = nodes.map(|node| {
        let summary = word(&node["failureSummary"]).replace('\n', " ");
        format!("    {} {}\n        {summary}\n", node["target"], word(&node["html"]))
    });
    format!("{id} ({impact}): {help}\n{}", elements.collect::<String>())
}

fn capabilities(
    programs: &Programs,
    folder: &Path,
    options: &BrowserOptions,
) -> Map<String, Value> {
    let mut arguments: Vec<String> = ARGUMENTS.map(str::to_owned).into();
    arguments.push(format!("--user-data-dir={}", folder.join("profile").display()));
    arguments.push(format!("--window-size={},{}", options.width_px, options.height_px));
    let mut chrome = json!({"binary": programs.chromium, "args": arguments});
    if !options.javascript {
        chrome["prefs"] = json!({"profile.managed_default_content_settings.javascript": 2});
    }
    let mut capabilities = Map::new();
    capabilities.insert("goog:chromeOptions".to_owned(), chrome);
    capabilities
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests_server::{Page, Pages};

    const POLICY: &str =
        "default-src 'none'; script-src 'self'; style-src 'self'; form-action 'self'";

    /// Two pages behind a strict policy: one without a fault, one without a language or names.
    fn pages() -> Pages {
        Pages::serve(|request| {
            let page = match request.path.as_str() {
                "/page.css" => Page::new(200, "text/css", STYLE),
                "/page.js" => Page::new(200, "text/javascript", SCRIPT),
                "/faulty" => Page::html("<title>Faulty</title><main><h1>Hi</h1><input></main>"),
                "/sent?name=Zo%C3%AB+%26+co" => Page::html("<p id='sent'>received</p>"),
                _ => Page::html(SOUND),
            };
            page.header("content-security-policy", POLICY)
        })
    }

    const SOUND: &str = "<!doctype html><html lang=en><meta name=viewport \
        content='width=device-width'><title>Sound</title><link rel=stylesheet href=/page.css>\
        <main><h1>Gemba</h1><p id=script>no script ran</p><form action=/sent>\
        <label>Name <input name=name value=old></label> <button>Send</button></form></main>\
        <script src=/page.js></script></html>";
    const STYLE: &str = "body { background: #fff; color: #111; } \
        @media (prefers-color-scheme: dark) { body { background: #101010; color: #eee; } }";
    const SCRIPT: &str = "document.getElementById('script').textContent = 'a script ran';";

    async fn computed(browser: &Browser, script: &str) -> Value {
        browser.execute(script, vec![]).await.unwrap()
    }

    const BACKGROUND: &str = "return getComputedStyle(document.body).backgroundColor";

    #[tokio::test]
    async fn browser_opens_fills_and_sends_a_page() {
        let Ok(browser) = Browser::start(BrowserOptions::default()).await else { return };
        let pages = pages();
        browser.open(&pages.url()).await;
        assert_eq!(browser.title().await.unwrap(), "Sound");
        assert_eq!(browser.text("#script").await, "a script ran");
        assert_eq!(computed(&browser, BACKGROUND).await, "rgb(255, 255, 255)");
        browser.fill("[name=name]", "Zoë & co").await;
        browser.click("button").await;
        assert_eq!(browser.text("#sent").await, "received");
    }

    #[tokio::test]
    async fn browser_stands_for_a_phone_in_the_dark_without_javascript() {
        let options = BrowserOptions::default().size(390, 844).dark().without_javascript();
        let Ok(browser) = Browser::start(options).await else { return };
        let pages = pages();
        browser.open(&pages.url()).await;
        assert_eq!(browser.text("#script").await, "no script ran");
        assert_eq!(computed(&browser, BACKGROUND).await, "rgb(16, 16, 16)");
        assert_eq!(computed(&browser, "return [innerWidth, innerHeight]").await, json!([390, 844]));
        browser.fill("[name=name]", "Zoë & co").await;
        browser.click("button").await;
        assert_eq!(browser.text("#sent").await, "received");
    }

    #[tokio::test]
    async fn browser_takes_a_picture_of_the_size_asked_for() {
        let Ok(browser) = Browser::start(BrowserOptions::default()).await else { return };
        browser.resize(640, 480);
        browser.open(&pages().url()).await;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pictures/page.png");
        browser.save_screenshot(&path).await;
        let bytes = fs::read(&path).unwrap();
        assert_eq!(&bytes[1..4], b"PNG");
        // The header of a PNG has its width and height at bytes 16 and 20.
        assert_eq!(bytes[16..24], [0, 0, 2, 128, 0, 0, 1, 224]);
    }

    #[tokio::test]
    async fn browser_lets_axe_find_faults_behind_a_strict_policy() {
        let Ok(browser) = Browser::start(BrowserOptions::default()).await else { return };
        let pages = pages();
        browser.open(&pages.url()).await;
        let Ok(found) = browser.axe().await else { return };
        assert_eq!(found, "");
        browser.open(&format!("{}/faulty", pages.url())).await;
        let found = browser.axe().await.unwrap();
        assert!(found.contains("html-has-lang (serious)"), "{found}");
        assert!(found.contains("label (critical)"), "{found}");
        assert!(found.contains("<input>"), "{found}");
    }

    #[tokio::test]
    async fn browser_and_its_driver_end_when_dropped() {
        let Ok(browser) = Browser::start(BrowserOptions::default()).await else { return };
        let (url, folder) = (browser.driver.url.clone(), browser.folder.path().to_path_buf());
        let address = url.strip_prefix("http://").unwrap().to_owned();
        assert!(std::net::TcpStream::connect(&address).is_ok());
        drop(browser);
        assert!(std::net::TcpStream::connect(&address).is_err(), "{address} still answers");
        assert!(!folder.exists(), "{} is left", folder.display());
    }
}
