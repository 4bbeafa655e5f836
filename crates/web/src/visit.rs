//! Who opens a page: their session, language, theme and time zone; and what they send.
use crate::{
    address, cookie,
    fittings::{Kit, Packer},
    shell,
    texts::{Arg, Texts},
};
use axum::{
    Form,
    body::{Body, to_bytes},
    extract::{FromRequest, FromRequestParts, Multipart, Query, Request},
    response::{IntoResponse, Redirect, Response},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use gemba_conformity::Live;
use gemba_desk::{Desk, Refused, Session};
use gemba_figures::paper::Printer;
use gemba_vocabulary::actor::Actor;
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header, request::Parts};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, sync::Arc};
use subtle::ConstantTimeEq as _;

const FORM_BYTES_MAX: usize = 1024 * 1024;
/// A page of rows ticked, and the form around them.
const FORM_FIELDS_MAX: usize = 300;
const FLASH_SECONDS: i64 = 60;

/// What every page needs of the house.
#[derive(Clone)]
pub struct Web {
    /// The one door.
    pub desk: Desk,
    /// The words.
    pub texts: Texts,
    /// Prints reports, where the house has a printer.
    pub printer: Option<Printer>,
    /// Sets up an empty house, where the program brings a kit.
    pub kit: Option<&'static Kit>,
    /// Answers about conformity that are held, for all who see everything.
    pub live: Arc<Live>,
    /// Makes packs for auditors, where the program does.
    pub packer: Option<Packer>,
}

/// The reader's choice of light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the reader's machine says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// The theme of that name; any other word means [`Theme::System`].
    pub fn named(name: &str) -> Self {
        match name {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }

    /// Its name in cookies, forms and style sheets.
    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// As the request's cookie says.
    pub fn of(headers: &HeaderMap) -> Self {
        cookie::read(headers, cookie::THEME).map_or(Self::System, Self::named)
    }
}

/// Something that was just done, told once on the next page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// The text's key; begins with `flash-`.
    pub key: String,
    /// What the text speaks of.
    #[serde(default)]
    pub values: Vec<(String, String)>,
    /// Where “Open it” leads.
    #[serde(default)]
    pub href: Option<String>,
}

impl Flash {
    /// Tells this; the key begins with `flash-`.
    pub fn new(key: &str) -> Self {
        Self { key: key.to_owned(), values: Vec::new(), href: None }
    }

    /// With a value filled in.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.values.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With a link to a page of this house.
    pub fn leading_to(mut self, href: &str) -> Self {
        self.href = Some(href.to_owned());
        self
    }

    fn read(headers: &HeaderMap) -> Option<Self> {
        let text = cookie::read(headers, cookie::FLASH)?;
        let flash: Self = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
        let href = flash.href.as_deref();
        let is_ours = flash.key.starts_with("flash-") && href.is_none_or(|to| to.starts_with('/'));
        is_ours.then_some(flash)
    }

    fn write(&self) -> String {
        serde_json::to_vec(self).map(|json| URL_SAFE_NO_PAD.encode(json)).unwrap_or_default()
    }
}

/// Somebody who is signed in and asks for a page. Without a session they are sent to sign in.
#[derive(Clone)]
pub struct Visit {
    /// The one door.
    pub desk: Desk,
    /// Who, and the secret that their forms carry.
    pub session: Session,
    /// The words.
    pub texts: Texts,
    /// Prints reports, where the house has a printer.
    pub printer: Option<Printer>,
    /// Sets up an empty house, where the program brings a kit.
    pub kit: Option<&'static Kit>,
    /// Answers about conformity that are held, for all who see everything.
    pub live: Arc<Live>,
    /// Makes packs for auditors, where the program does.
    pub packer: Option<Packer>,
    /// Light or dark.
    pub theme: Theme,
    /// The address asked for.
    pub uri: Uri,
    /// Whether the script asks for a piece of a page.
    pub is_fragment: bool,
    /// The time zone that moments are told in.
    pub zone: TimeZone,
    /// What was just done.
    pub flash: Option<Flash>,
    /// The headers of the request.
    pub headers: HeaderMap,
}

impl Visit {
    /// Who asks.
    pub fn actor(&self) -> &Actor {
        &self.session.actor
    }

    /// The text of that key.
    pub fn text(&self, key: &str) -> String {
        self.texts.text(key)
    }

    /// The text of that key, with what it speaks of filled in.
    pub fn text_with(&self, key: &str, values: &[(&str, Arg<'_>)]) -> String {
        self.texts.text_with(key, values)
    }

    /// Whether they may do that with records of the kind.
    pub fn may(&self, kind: &str, verb: &str) -> bool {
        self.desk.may(self.actor(), kind, verb)
    }

    /// The pairs of the address asked for, in its order.
    pub fn pairs(&self) -> Vec<(String, String)> {
        Query::<Vec<(String, String)>>::try_from_uri(&self.uri)
            .map(|Query(pairs)| pairs)
            .unwrap_or_default()
    }

    /// What the address says of one name, without the spaces around it.
    pub fn query(&self, name: &str) -> Option<String> {
        let pair = self.pairs().into_iter().find(|(key, _)| key == name);
        pair.map(|(_, text)| text.trim().to_owned())
    }

    /// Leads on to another page after something was done; `flash` is told there.
    pub fn go(&self, to: &str, flash: Option<Flash>) -> Response {
        let to = address::at_home(Some(to));
        let mut response = if self.is_fragment {
            // The script goes there itself: a redirect would make it load the page twice.
            let mut response = StatusCode::NO_CONTENT.into_response();
            if let Ok(to) = HeaderValue::from_str(to) {
                response.headers_mut().insert("x-location", to);
            }
            response
        } else {
            Redirect::to(to).into_response()
        };
        if let Some(flash) = flash {
            let line = cookie::set(cookie::FLASH, &flash.write(), FLASH_SECONDS, &self.headers);
            response.headers_mut().append(header::SET_COOKIE, line);
        }
        response
    }

    /// Answers with what `act` makes; what is refused becomes a page that says why. `act` may read and write at the
    /// desk: it runs where blocking harms nobody.
    pub async fn answer(
        self,
        act: impl FnOnce(&Self) -> Result<Response, Refused> + Send + 'static,
    ) -> Response {
        let answered = blocking(move || {
            let answer = act(&self);
            Ok(answer.unwrap_or_else(|refused| shell::refused_page(&self, &refused)))
        });
        answered.await.unwrap_or_else(|refused| shell::failed(&refused))
    }

    async fn of(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        if let Some(visit) = parts.extensions.get::<Self>() {
            return Ok(visit.clone());
        }
        let is_fragment = parts.headers.contains_key("x-fragment");
        let away = || away(parts, is_fragment);
        let token = cookie::read(&parts.headers, cookie::SESSION).ok_or_else(away)?.to_owned();
        let desk = web.desk.clone();
        let known = blocking(move || {
            let session = desk.session(&token)?;
            Ok(session.map(|session| (zone(&desk, &session), session)))
        });
        let known = known.await.map_err(|refused| shell::failed(&refused))?;
        let (zone, session) = known.ok_or_else(away)?;
        let visit = Self {
            desk: web.desk.clone(),
            printer: web.printer,
            kit: web.kit,
            live: Arc::clone(&web.live),
            packer: web.packer,
            session,
            texts: web.texts.clone(),
            theme: Theme::of(&parts.headers),
            uri: parts.uri.clone(),
            is_fragment,
            zone,
            flash: Flash::read(&parts.headers),
            headers: parts.headers.clone(),
        };
        parts.extensions.insert(visit.clone());
        Ok(visit)
    }
}

/// Runs what blocks (the desk's reads and writes) where it holds nobody up. The one place to tune this.
pub async fn blocking<T: Send + 'static>(
    act: impl FnOnce() -> Result<T, Refused> + Send + 'static,
) -> Result<T, Refused> {
    tokio::task::spawn_blocking(act)
        .await
        .unwrap_or_else(|fault| Err(Refused::Failed(format!("Gemba broke off: {fault}."))))
}

fn away(parts: &Parts, is_fragment: bool) -> Response {
    if is_fragment {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    // What was sent cannot be sent again after signing in; only pages to read are come back to.
    let is_read = parts.method == Method::GET;
    let next = parts.uri.path_and_query().map(http::uri::PathAndQuery::as_str);
    let next = next.filter(|next| is_read && *next != "/").unwrap_or_default();
    Redirect::to(&address::with_query("/sign-in", [("next", next)])).into_response()
}

fn zone(desk: &Desk, session: &Session) -> TimeZone {
    let actor = &session.actor;
    let named = || {
        let view = desk.view("person")?;
        let person = desk.record(actor, "person", actor.person?).ok()?;
        TimeZone::get(view.value(&person, "time_zone").as_text()?).ok()
    };
    named().unwrap_or_else(|| desk.zone())
}

impl FromRequestParts<Web> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        Self::of(parts, web).await
    }
}

/// What a form of ours sent: checked to come from a page that we made for this session.
#[derive(Clone, Debug, Default)]
pub struct Posted {
    /// The last text of each name.
    pub fields: BTreeMap<String, String>,
    /// Every pair, in the form's order; names may come again.
    pub pairs: Vec<(String, String)>,
}

impl Posted {
    /// The text of that name; nothing sent is the empty text.
    pub fn text(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", |text| text.trim())
    }

    /// Every text of that name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |(key, _)| key == name).map(|(_, text)| text.as_str())
    }

    /// The error is the key of the text that says why not.
    fn of(pairs: Vec<(String, String)>, visit: &Visit) -> Result<Self, &'static str> {
        if pairs.len() > FORM_FIELDS_MAX {
            return Err("problem-form-long");
        }
        let given = pairs.iter().find(|(name, _)| name == "csrf");
        check_csrf(visit, given.map_or("", |(_, text)| text))?;
        let pairs: Vec<_> = pairs.into_iter().filter(|(name, _)| name != "csrf").collect();
        Ok(Self { fields: pairs.iter().cloned().collect(), pairs })
    }
}

fn check_csrf(visit: &Visit, given: &str) -> Result<(), &'static str> {
    let is_ours = bool::from(given.as_bytes().ct_eq(visit.session.csrf.as_bytes()));
    if is_ours { Ok(()) } else { Err("problem-form-foreign") }
}

/// Says why a form is not taken. The page around it asks the store, which must not be done where others wait.
async fn refuse(visit: Visit, key: &'static str) -> Response {
    let is_large = key == "problem-file-large";
    let status = if is_large { StatusCode::PAYLOAD_TOO_LARGE } else { StatusCode::FORBIDDEN };
    let told = blocking(move || {
        let (title, sentence) = (visit.text("problem-form"), visit.text(key));
        Ok(shell::problem(Some(&visit), status, &title, &sentence))
    });
    told.await.unwrap_or_else(|_| status.into_response())
}

impl FromRequest<Web> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let visit = Visit::of(&mut parts, web).await?;
        match Self::read(Request::from_parts(parts, body), &visit).await {
            Ok(posted) => Ok(posted),
            Err(key) => Err(refuse(visit, key).await),
        }
    }
}

impl Posted {
    /// Reads a form; the error is the key of why it is not taken.
    async fn read(request: Request, visit: &Visit) -> Result<Self, &'static str> {
        let (parts, body) = request.into_parts();
        let bytes = to_bytes(body, FORM_BYTES_MAX).await.map_err(|_| "problem-form-long")?;
        let request = Request::from_parts(parts, Body::from(bytes));
        let form = Form::<Vec<(String, String)>>::from_request(request, &());
        let Form(pairs) = form.await.map_err(|_| "problem-form-unread")?;
        Self::of(pairs, visit)
    }
}

/// What a form with files sent. The CSRF field stands before any file, so that nobody else's file is read.
#[derive(Clone, Debug, Default)]
pub struct Uploaded {
    /// The fields that are no files.
    pub posted: Posted,
    /// The files, empty ones left out.
    pub files: Vec<UploadedFile>,
}

/// One file as sent.
#[derive(Clone, Debug)]
pub struct UploadedFile {
    /// The name of its field.
    pub field: String,
    /// Its name on the sender's machine.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl FromRequest<Web> for Uploaded {
    type Rejection = Response;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let visit = Visit::of(&mut parts, web).await?;
        match Self::read(Request::from_parts(parts, body), &visit).await {
            Ok(uploaded) => Ok(uploaded),
            Err(key) => Err(refuse(visit, key).await),
        }
    }
}

impl Uploaded {
    /// Reads a form with files; the error is the key of why it is not taken.
    async fn read(request: Request, visit: &Visit) -> Result<Self, &'static str> {
        const UNREAD: &str = "problem-form-unread";
        let mut form = Multipart::from_request(request, &()).await.map_err(|_| UNREAD)?;
        let (mut pairs, mut files, mut is_checked) = (Vec::new(), Vec::new(), false);
        while let Some(field) = form.next_field().await.map_err(|_| UNREAD)? {
            let name = field.name().unwrap_or_default().to_owned();
            let file = field.file_name().map(str::to_owned);
            if !is_checked && name != "csrf" {
                return Err("problem-form-foreign");
            }
            if let Some(file) = file {
                let bytes = field.bytes().await.map_err(|_| "problem-file-large")?.to_vec();
                if !bytes.is_empty() {
                    files.push(UploadedFile { field: name, name: file, bytes });
                }
                continue;
            }
            let text = field.text().await.map_err(|_| "problem-file-large")?;
            if name == "csrf" {
                check_csrf(visit, &text)?;
                is_checked = true;
            }
            pairs.push((name, text));
        }
        let posted = Posted::of(pairs, visit)?;
        Ok(Self { posted, files })
    }
}
