//! The hands of somebody at the browser: they open, type, choose, press, and wait for what is to appear.
use crate::clock;
use crate::place::{PASSWORD, Place};
use gemba_testkit::{
    Browser,
    fantoccini::{Locator, elements::Element},
};
use gemba_vocabulary::RecordId;
use serde_json::json;
use std::time::Duration;

const SEEN_SECONDS_MAX: u64 = 20;
const LOOK_MILLISECONDS: u64 = 25;
const TAB: &str = "\u{e004}";

/// What is put into an input.
#[derive(Clone, Copy)]
pub enum Put {
    /// Words, in place of what is there.
    Words(&'static str),
    /// Words by which a record is found; the first that is offered is chosen.
    Pick(&'static str),
    /// The choice of that name.
    Choice(&'static str),
    /// A tick.
    Tick,
    /// A moment, as American keys type it: `03042026`, then `0800PM`.
    At(&'static str, &'static str),
    /// A day: `03042026`.
    On(&'static str),
}

/// The fields of a form, each with what is put into it.
pub type Puts = [(&'static str, Put)];

pub struct Hands<'a> {
    pub browser: &'a Browser,
    pub url: String,
}

impl Hands<'_> {
    /// Comes for the first time, by an invitation.
    pub async fn begin_as(&self, place: &Place, person: RecordId) {
        self.open(&place.welcome(person)).await;
        self.browser.fill("#password", PASSWORD).await;
        self.browser.fill("#again", PASSWORD).await;
        self.browser.click("button.first").await;
        self.browser.element(".menu [aria-current=page]").await;
    }

    /// Signs out.
    pub async fn leave(&self) {
        self.browser.click(".me summary").await;
        self.browser.click(".me form[action='/sign-out'] button").await;
        self.browser.element("body.door input[type=password]").await;
    }

    /// Signs in again.
    pub async fn come_back(&self, email: &str) {
        self.open("/sign-in").await;
        self.browser.fill("input[name=email]", email).await;
        self.browser.fill("input[name=password]", PASSWORD).await;
        self.browser.click("button.first").await;
        self.browser.element(".menu [aria-current=page]").await;
    }

    /// Goes home, and somebody comes on another day.
    pub async fn come_again(&self, email: &str, time: &str) {
        self.leave().await;
        clock::go_to(time);
        self.come_back(email).await;
    }

    /// Opens a page of the house and waits until its script is at work.
    pub async fn open(&self, path: &str) {
        self.browser.open(&format!("{}{path}", self.url)).await;
        self.browser.element(":root[data-script]").await;
    }

    /// Goes to a page, unless it is there already with nothing before it.
    async fn be_at(&self, path: &str) {
        let script =
            "return location.pathname === arguments[0] && !document.querySelector('dialog[open]')";
        let is_there = self.browser.execute(script, vec![json!(path)]).await.unwrap();
        if is_there != json!(true) {
            self.open(path).await;
        }
    }

    /// Waits until those words stand in what `css` selects.
    pub async fn sees(&self, css: &str, words: &str) {
        let script = "return [...document.querySelectorAll(arguments[0])].some(
            one => one.innerText.replace(/\\s+/g, ' ').includes(arguments[1]))";
        let looks = async {
            let mut looks = tokio::time::interval(Duration::from_millis(LOOK_MILLISECONDS));
            loop {
                looks.tick().await;
                // While one page makes way for the next there is nothing to ask.
                let seen = self.browser.execute(script, vec![json!(css), json!(words)]).await;
                if seen.is_ok_and(|seen| seen == json!(true)) {
                    break;
                }
            }
        };
        if tokio::time::timeout(Duration::from_secs(SEEN_SECONDS_MAX), looks).await.is_err() {
            let page = self.browser.text("body").await;
            panic!("“{words}” is not in {css} at {:?}: {page}", self.browser.current_url().await);
        }
    }

    /// Scrolls to what `css` selects, away from what floats over the edges of the page, and clicks on it.
    pub async fn click(&self, css: &str) {
        self.browser.element(css).await;
        let script = "document.querySelector(arguments[0]).scrollIntoView({block: 'center'})";
        self.browser.execute(script, vec![json!(css)]).await.unwrap();
        self.browser.click(css).await;
    }

    /// Fills in a form whose inputs begin with `prefix`, within `scope`.
    pub async fn put(&self, scope: &str, prefix: &str, puts: &Puts) {
        for (field, put) in puts {
            let css = format!("{scope} #{prefix}-{field}");
            match put {
                Put::Words(words) => self.browser.fill(&css, words).await,
                Put::Pick(words) => {
                    self.browser.fill(&css, words).await;
                    // What was offered before stays in the list, hidden, until the answer is there.
                    self.click(&format!("{css} ~ .listbox:not([hidden]) [role=option]")).await;
                }
                Put::Choice(name) => {
                    // Few choices stand side by side, many in a list.
                    let list = format!("{scope} select#{prefix}-{field}");
                    match self.browser.find(Locator::Css(&list)).await {
                        Ok(list) => list.select_by_value(name).await.unwrap(),
                        Err(_) => {
                            let radio = format!("{scope} input[name={field}][value={name}]");
                            self.click(&radio).await;
                        }
                    }
                }
                Put::Tick => self.click(&css).await,
                Put::At(day, hour) => self.keys(&css, &format!("{day}{TAB}{hour}")).await,
                Put::On(day) => self.keys(&css, day).await,
            }
        }
    }

    async fn keys(&self, css: &str, keys: &str) {
        let field: Element = self.browser.element(css).await;
        field.clear().await.unwrap();
        field.send_keys(keys).await.unwrap();
        let typed = field.prop("value").await.unwrap().unwrap_or_default();
        assert!(!typed.is_empty(), "{css} holds nothing after {keys}");
    }

    /// Unfolds what a form keeps folded away.
    pub async fn unfold(&self) {
        let folded = "#record-form details.more:not([open]) > summary";
        if self.browser.find(Locator::Css(folded)).await.is_ok() {
            self.click(folded).await;
        }
    }

    /// Fills in the form of a page and saves it; `told` is what is said then.
    pub async fn save(&self, puts: &Puts, told: &str) {
        self.browser.element("#record-form").await;
        self.browser.element(":root[data-script]").await;
        self.unfold().await;
        self.put("#record-form", "f", puts).await;
        self.click(".form-foot button.first").await;
        self.sees(".flash", told).await;
    }

    /// Begins what may follow from a record, by its button.
    pub async fn lead_on(&self, from: &str, to: &str) {
        self.be_at(from).await;
        self.click(&format!("#leads a[href^='/{to}/new']")).await;
        self.browser.element("#record-form").await;
    }

    /// Opens the form of a step in its dialog, and fills it in.
    async fn ask(&self, record: &str, verb: &str, puts: &Puts) {
        self.be_at(record).await;
        let css = format!(".head a[href='{record}/do/{verb}']");
        self.show(&css).await;
        self.click(&css).await;
        self.browser.element("dialog[open] .ask-form").await;
        self.put("dialog[open]", "v", puts).await;
        self.click("dialog[open] .form-foot button.first").await;
    }

    /// What is rare waits behind a button.
    async fn show(&self, css: &str) {
        if !self.browser.element(css).await.is_displayed().await.unwrap() {
            self.click(".head .verbs details.pop > summary").await;
        }
    }

    /// Takes a step that asks for something; the record is in that state then.
    pub async fn step(&self, record: &str, verb: &str, puts: &Puts, state: &str) {
        self.ask(record, verb, puts).await;
        self.sees(".flash", &format!(" is now {state}.")).await;
    }

    /// Says of each record that an audit drew what was seen there, one after the other.
    pub async fn say_what_was_seen(&self, audit: &str, verdicts: &[&str]) {
        self.open(&format!("{audit}/samples")).await;
        for (place, verdict) in verdicts.iter().enumerate() {
            let row = format!("tbody tr:nth-child({}) select.input", place + 1);
            self.browser.element(&row).await.select_by_value(verdict).await.unwrap();
        }
        self.click(".form-foot button.first").await;
        let all = verdicts.len();
        self.sees(".small", &format!("{all} of {all} looked at")).await;
    }

    /// Takes a step that asks for nothing.
    pub async fn press(&self, record: &str, verb: &str, state: &str) {
        self.be_at(record).await;
        let css = format!(".head form[action='{record}/do/{verb}'] button");
        self.show(&css).await;
        self.click(&css).await;
        self.sees(".flash", &format!(" is now {state}.")).await;
    }

    /// Tries a step that is refused with those words.
    pub async fn is_refused(&self, record: &str, verb: &str, puts: &Puts, words: &str) {
        self.ask(record, verb, puts).await;
        self.sees("dialog[open] .summary", words).await;
    }
}
