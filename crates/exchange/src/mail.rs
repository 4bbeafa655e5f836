//! Takes letters to a mail server (SMTP): each is claimed, handed over, and told taken or not taken.
//!
//! A letter goes out at least once. If the program stops between the server's yes and the note of it, the letter goes
//! out again, with the same Message-ID, so that a reader's mail program can tell.
use gemba_desk::{Command, Desk, Input, Query, Refused};
use gemba_figures::paper::{self, Printer};
use gemba_model::{
    Record,
    filter::{Filter, Sort, Test},
    overlay::KindView,
};
use gemba_vocabulary::{
    Value,
    actor::{Actor, Channel},
};
use jiff::{SignedDuration, Timestamp};
use lettre::{
    Message, SmtpTransport, Transport,
    message::{
        Attachment, Mailbox, MultiPart, SinglePart,
        header::{ContentType, HeaderName, HeaderValue},
    },
    transport::smtp::authentication::Credentials,
};
use serde_json::Value as Json;
use std::{
    fmt::Write as _,
    time::{Duration, SystemTime},
};

const KIND: &str = "letter";
const AT_ONCE_MAX: usize = 50;
const ANSWER_WITHIN: Duration = Duration::from_secs(30);
/// A letter that is being handed over for so long was left behind by a program that stopped.
const LEFT_BEHIND_AFTER: SignedDuration = SignedDuration::from_mins(15);
const ERROR_LETTERS_MAX: usize = 500;

/// Where the mail server is, and in whose name letters go out.
#[derive(Clone)]
pub struct Settings {
    /// `smtp://HOST:PORT`, `smtps://HOST`, with `NAME@` before the host where the server asks who it is.
    pub url: String,
    /// The sender, as `Name <address>` or an address.
    pub from: String,
    /// The secret of the server. It is shown and logged nowhere.
    pub password: Option<String>,
    /// The address of the pages, to which letters lead.
    pub pages: Option<String>,
    /// Prints reports, where there is a printer.
    pub printer: Option<Printer>,
}

/// Whoever takes the letters of one desk.
pub struct Postman {
    desk: Desk,
    server: SmtpTransport,
    from: Mailbox,
    pages: Option<String>,
    printer: Option<Printer>,
    house: Actor,
}

/// What came of a round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// How many letters the server took.
    pub taken: usize,
    /// How many it did not take.
    pub not_taken: usize,
}

impl Postman {
    /// Reads the settings; nothing is asked of the server yet. The error is a sentence without any secret.
    pub fn new(desk: &Desk, settings: &Settings) -> Result<Self, String> {
        let from = settings.from.parse();
        let from =
            from.map_err(|_| format!("“{}” is no sender; write “Name <address>”.", settings.from))?;
        let server = server(&settings.url, settings.password.as_deref())?;
        let pages = settings.pages.as_ref().map(|pages| pages.trim_end_matches('/').to_owned());
        let house = Actor::house(Channel::Timer);
        Ok(Self { desk: desk.clone(), server, from, pages, printer: settings.printer, house })
    }

    /// Takes every letter that is due to the server, one after the other.
    pub fn round(&self) -> Result<Round, Refused> {
        self.left_behind()?;
        let mut round = Round::default();
        for letter in self.due()? {
            // Another node may have been faster: whoever claims this version of it takes it.
            let claim = Command::verb(KIND, letter.id, "hand_over").with_version(letter.version);
            let claimed = match self.desk.run(&self.house, claim) {
                Ok(done) => done.record,
                Err(Refused::Failed(why)) => return Err(Refused::Failed(why)),
                Err(_) => continue,
            };
            let (verb, field, text) = match self.carry(&claimed) {
                Ok(attached) => ("taken", "attached", attached),
                Err(why) => ("not_taken", "last_error", Some(why)),
            };
            round.taken += usize::from(verb == "taken");
            round.not_taken += usize::from(verb == "not_taken");
            self.tell(&claimed, verb, field, text)?;
        }
        Ok(round)
    }

    fn tell(
        &self,
        letter: &Record,
        verb: &str,
        field: &str,
        text: Option<String>,
    ) -> Result<(), Refused> {
        let text = text.map(|text| text.chars().take(ERROR_LETTERS_MAX).collect());
        let input = text.map(|text| (field.to_owned(), Value::Text(text))).into_iter().collect();
        let command = Command::verb(KIND, letter.id, verb).with_input(Input::Values(input));
        self.desk.run(&self.house, command).map(|_| ())
    }

    fn list(&self, state: &str, test: Filter) -> Result<Vec<Record>, Refused> {
        let filters = vec![Filter::is("state", Value::Text(state.to_owned())), test];
        let sort = Sort { field: "id".to_owned(), descending: false };
        let query = Query { filters, sort, limit: AT_ONCE_MAX, ..Query::of(KIND) };
        Ok(self.desk.list(&self.house, &query)?.records)
    }

    fn due(&self) -> Result<Vec<Record>, Refused> {
        let field = || "next_try_at".to_owned();
        let now = Value::Instant(self.desk.now());
        let mut due = self.list("waiting", Filter { field: field(), test: Test::Empty })?;
        due.extend(self.list("waiting", Filter { field: field(), test: Test::Less(now) })?);
        Ok(due)
    }

    fn left_behind(&self) -> Result<(), Refused> {
        let view = self.view()?;
        let before = self.desk.now().checked_sub(LEFT_BEHIND_AFTER).unwrap_or_default();
        let open = Filter { field: "id".to_owned(), test: Test::Filled };
        for letter in self.list("leaving", open)? {
            let tried = view.value(&letter, "tried_at").as_instant();
            if tried.is_none_or(|tried| tried < before) {
                let why =
                    "Gemba stopped while it was handed over; it may have gone out.".to_owned();
                self.tell(&letter, "not_taken", "last_error", Some(why))?;
            }
        }
        Ok(())
    }

    fn view(&self) -> Result<std::sync::Arc<KindView>, Refused> {
        self.desk
            .view(KIND)
            .ok_or_else(|| Refused::Unknown("There are no letters here.".to_owned()))
    }

    /// Hands a letter over; the answer is the name of the file that went with it.
    fn carry(&self, letter: &Record) -> Result<Option<String>, String> {
        let view = self.view().map_err(|refused| refused.to_string())?;
        let text = |field: &str| view.value(letter, field).to_text();
        let (kind, id) = (text("about_kind"), view.value(letter, "about").as_int());
        let about = id.filter(|_| !kind.is_empty());
        let mut body = text("text");
        let mut paper = None;
        if let Some(id) = about.filter(|_| *view.value(letter, "with_paper") == Value::Bool(true)) {
            match self.print(&kind, id)? {
                Printed::Pdf(name, bytes) => paper = Some((name, bytes)),
                Printed::Words(words) => write!(body, "\n\n{words}").unwrap_or_default(),
            }
        }
        if let (Some(id), Some(pages)) = (about, &self.pages) {
            write!(body, "\n\n{pages}/{kind}/{id}").unwrap_or_default();
        }
        let message = self.message(&view, letter, body, paper.clone())?;
        self.server.send(&message).map_err(|error| format!("{error}"))?;
        Ok(paper.map(|(name, _)| name))
    }

    fn message(
        &self,
        view: &KindView,
        letter: &Record,
        body: String,
        paper: Option<(String, Vec<u8>)>,
    ) -> Result<Message, String> {
        let to = view.value(letter, "to").to_text();
        let to: Mailbox = to.parse().map_err(|_| format!("“{to}” is no mail address"))?;
        let number = view.def.number(letter.id);
        let id = format!(
            "<{number}.{}@{}>",
            letter.created_at.as_millisecond(),
            self.from.email.domain()
        );
        let by_machine = HeaderName::new_from_ascii_str("Auto-Submitted");
        let built = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(view.title(letter))
            .message_id(Some(id))
            .date(system_time(self.desk.now()))
            .raw_header(HeaderValue::new(by_machine, "auto-generated".to_owned()));
        let text = SinglePart::plain(body);
        let built = match paper {
            None => built.singlepart(text),
            Some((name, bytes)) => {
                let pdf =
                    ContentType::parse("application/pdf").map_err(|error| error.to_string())?;
                built.multipart(
                    MultiPart::mixed()
                        .singlepart(text)
                        .singlepart(Attachment::new(name).body(bytes, pdf)),
                )
            }
        };
        built.map_err(|error| error.to_string())
    }

    /// The report on paper, or in words where there is no printer.
    fn print(&self, kind: &str, id: i64) -> Result<Printed, String> {
        let view = self.desk.view(kind).ok_or_else(|| format!("there is no kind “{kind}”"))?;
        let record =
            self.desk.record(&self.house, kind, id).map_err(|refused| refused.to_string())?;
        let report = paper::of_report(&self.desk.organization(), &view, &record);
        let (head, content) = report.ok_or("the figures of the report were not taken")?;
        match self.printer {
            Some(printer) => {
                Ok(Printed::Pdf(format!("{}.pdf", view.def.number(id)), printer(&head, content)?))
            }
            None => Ok(Printed::Words(words(content))),
        }
    }
}

enum Printed {
    Pdf(String, Vec<u8>),
    Words(String),
}

/// The figures of a sheet as it was kept, a line each.
fn words(content: &Json) -> String {
    let list = |json: &Json, name: &str| {
        json.get(name).and_then(Json::as_array).cloned().unwrap_or_default()
    };
    let text = |json: &Json, name: &str| match json.get(name) {
        Some(Json::String(text)) => text.clone(),
        Some(Json::Null) | None => String::new(),
        Some(other) => other.to_string(),
    };
    let mut words = String::new();
    for part in list(content, "parts") {
        let title = text(&part, "title");
        if !title.is_empty() {
            let _ = writeln!(words, "\n{title}");
        }
        for figure in list(&part, "figures") {
            let (label, value, unit) =
                (text(&figure, "label"), text(&figure, "value"), text(&figure, "unit"));
            let value = if value.is_empty() { "–".to_owned() } else { value };
            let _ = writeln!(words, "{}", format!("{label}: {value} {unit}").trim_end());
        }
    }
    words.trim().to_owned()
}

fn system_time(at: Timestamp) -> SystemTime {
    let seconds = u64::try_from(at.as_second()).unwrap_or_default();
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

/// The server of an address. A server elsewhere is spoken to in secret unless the address says `tls=none`.
fn server(url: &str, password: Option<&str>) -> Result<SmtpTransport, String> {
    const SHAPE: &str = "The mail server is written smtp://HOST:PORT or smtps://HOST";
    let (scheme, rest) = url.trim().split_once("://").ok_or(SHAPE)?;
    let (user, host) =
        rest.rsplit_once('@').map_or((None, rest), |(user, host)| (Some(user), host));
    if user.is_some_and(|user| user.contains(':')) {
        return Err("The mail server's password does not belong into its address: give it by \
                    GEMBA_SMTP_PASSWORD or --smtp-password-file."
            .to_owned());
    }
    let (place, query) = host.split_once('?').unwrap_or((host, ""));
    let name = place.trim_end_matches('/').split(':').next().unwrap_or_default();
    let is_here = ["localhost", "127.0.0.1"].contains(&name);
    let query = match (scheme, query) {
        ("smtps", _) | (_, "tls=none") => "",
        (_, "") if !is_here => "?tls=required",
        (_, "") => "",
        (_, "tls=required") => "?tls=required",
        (_, "tls=opportunistic") => "?tls=opportunistic",
        _ => return Err(format!("{SHAPE}, with ?tls=required, opportunistic or none.")),
    };
    let address = format!("{scheme}://{place}{query}");
    let built = SmtpTransport::from_url(&address).map_err(|error| format!("{SHAPE}: {error}."))?;
    let mut built = built.timeout(Some(ANSWER_WITHIN));
    match (user, password) {
        (Some(user), Some(password)) => {
            let user = user.replace("%40", "@");
            built = built.credentials(Credentials::new(user, password.to_owned()));
        }
        (Some(user), None) => {
            return Err(format!("The mail server knows “{user}”, but no password is given."));
        }
        (None, Some(_)) => {
            return Err(
                "A password is given, but the mail server's address names nobody.".to_owned()
            );
        }
        (None, None) => {}
    }
    Ok(built.build())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_address_that_cannot_be_used_says_why_and_keeps_no_secret_in_it() {
        for (url, password, why) in [
            ("mail.example.org", None, "smtp://HOST:PORT"),
            ("smtp://tom:hunter2@mail.example.org", None, "GEMBA_SMTP_PASSWORD"),
            ("smtp://tom@mail.example.org", None, "no password is given"),
            ("smtp://mail.example.org", Some("hunter2"), "names nobody"),
            ("smtp://mail.example.org?tls=perhaps", None, "tls=required"),
            ("http://mail.example.org", None, "smtp://HOST:PORT"),
        ] {
            let error = server(url, password).err().unwrap();
            assert!(error.contains(why), "{url}: {error}");
            assert!(!error.contains("hunter2"), "{error}");
        }
        for url in ["smtps://tom@mail.example.org", "smtp://tom%40example.org@mail.example.org:587"]
        {
            assert!(server(url, Some("hunter2")).is_ok(), "{url}");
        }
        for url in ["smtp://127.0.0.1:2525", "smtp://relay.internal?tls=none"] {
            assert!(server(url, None).is_ok(), "{url}");
        }
    }

    #[test]
    fn a_report_is_told_in_words_where_nobody_prints() {
        let content = json!({"parts": [{"title": "Mail", "figures": [
            {"label": "Kept", "value": "98.5", "unit": "%"},
            {"label": "Major incidents", "value": null, "unit": null},
        ]}]});
        assert_eq!(words(&content), "Mail\nKept: 98.5 %\nMajor incidents: –");
    }
}
