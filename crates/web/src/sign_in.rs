//! Coming in and going out: sign-in, sign-out, and the first password.
use crate::{
    address, blocking, cookie,
    fittings::Kit,
    part::{icon, mistakes},
    shell,
    special::start,
    texts::Texts,
    visit::{Posted, Theme, Visit, Web},
};
use axum::{
    Form,
    extract::{ConnectInfo, FromRequestParts, Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use gemba_desk::{Desk, NewSession, Refused};
use http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts};
use maud::{Markup, html};
use serde::Deserialize;
use std::{convert::Infallible, net::SocketAddr};

const PASSWORD_LETTERS_MIN: usize = 12;
const PASSWORD_LETTERS_MAX: usize = 256;

/// Where the visitor wants to go after signing in.
#[derive(Deserialize)]
pub struct Wish {
    #[serde(default)]
    next: String,
}

/// What the sign-in form sends.
#[derive(Deserialize)]
pub struct Credentials {
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

/// What the form of the first password sends.
#[derive(Deserialize)]
pub struct NewPassword {
    #[serde(default)]
    password: String,
    #[serde(default)]
    again: String,
}

/// The address that a request came from, to slow down whoever guesses passwords.
pub struct Caller(String);

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        // What a proxy says of the caller counts only if the proxy runs on this machine; others could make it up.
        let told = parts.headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
        let told = told.and_then(|list| list.rsplit(',').next()).map(str::trim);
        Ok(Self(match (peer, told) {
            (Some(peer), Some(told)) if peer.is_loopback() => told.to_owned(),
            (Some(peer), _) => peer.to_string(),
            (None, _) => "unknown".to_owned(),
        }))
    }
}

/// `GET /sign-in`
pub async fn get(
    State(web): State<Web>,
    visit: Result<Visit, Response>,
    Query(wish): Query<Wish>,
    headers: HeaderMap,
) -> Response {
    if visit.is_ok() {
        return Redirect::to(address::at_home(Some(&wish.next))).into_response();
    }
    let form = sign_in_form(&web, &wish.next, "", None).await;
    sign_in_page(&web, &headers, StatusCode::OK, form)
}

/// `POST /sign-in`
pub async fn post(
    State(web): State<Web>,
    caller: Caller,
    headers: HeaderMap,
    Form(given): Form<Credentials>,
) -> Response {
    let (desk, email) = (web.desk.clone(), given.email.trim().to_owned());
    let (kit, next) = (web.kit, given.next.clone());
    let begun = blocking(move || {
        let session = desk.sign_in(&email, &given.password, &caller.0)?;
        let next = first_page(&desk, kit, &session, &next);
        Ok((session, next))
    });
    match begun.await {
        Ok((session, next)) => begin(&web, &session, &headers, &next),
        Err(Refused::Failed(why)) => shell::failed(&Refused::Failed(why)),
        Err(refused) => {
            let why = refused.to_string();
            let form = sign_in_form(&web, &given.next, given.email.trim(), Some(&why)).await;
            sign_in_page(&web, &headers, StatusCode::UNPROCESSABLE_ENTITY, form)
        }
    }
}

/// `POST /sign-out`
pub async fn sign_out(visit: Visit, _: Posted) -> Response {
    let token = cookie::read(&visit.headers, cookie::SESSION).unwrap_or_default().to_owned();
    let desk = visit.desk.clone();
    if let Err(refused) = blocking(move || desk.sign_out(&token)).await {
        return shell::refused_page(&visit, &refused);
    }
    let line = cookie::set(cookie::SESSION, "", 0, &visit.headers);
    ([(header::SET_COOKIE, line)], Redirect::to("/sign-in")).into_response()
}

/// `GET /welcome/{secret}`
pub async fn welcome(
    State(web): State<Web>,
    Path(secret): Path<String>,
    headers: HeaderMap,
) -> Response {
    welcome_page(&web, &headers, &secret, StatusCode::OK, &[]).await
}

/// `POST /welcome/{secret}`
pub async fn set_password(
    State(web): State<Web>,
    Path(secret): Path<String>,
    headers: HeaderMap,
    Form(given): Form<NewPassword>,
) -> Response {
    let faults = faults(&web.texts, &given);
    let mistaken = StatusCode::UNPROCESSABLE_ENTITY;
    if !faults.is_empty() {
        return welcome_page(&web, &headers, &secret, mistaken, &faults).await;
    }
    let (desk, used, kit) = (web.desk.clone(), secret.clone(), web.kit);
    let begun = blocking(move || {
        let session = desk.set_password(&used, &given.password)?;
        let next = first_page(&desk, kit, &session, "/");
        Ok((session, next))
    });
    match begun.await {
        Ok((session, next)) => begin(&web, &session, &headers, &next),
        Err(Refused::Failed(why)) => shell::failed(&Refused::Failed(why)),
        Err(refused) => {
            let faults = [("password".to_owned(), refused.to_string())];
            welcome_page(&web, &headers, &secret, mistaken, &faults).await
        }
    }
}

/// Where somebody goes who has just come in: the first administrator of an empty house is asked about it.
fn first_page(desk: &Desk, kit: Option<&Kit>, begun: &NewSession, next: &str) -> String {
    let is_anywhere = matches!(next, "" | "/");
    let is_first = is_anywhere && start::is_wanted(desk, kit, &begun.session.actor);
    if is_first { start::ADDRESS.to_owned() } else { next.to_owned() }
}

fn begin(web: &Web, begun: &NewSession, headers: &HeaderMap, next: &str) -> Response {
    let seconds = begun.session.expires_at.as_second() - web.desk.now().as_second();
    let line = cookie::set(cookie::SESSION, &begun.token, seconds, headers);
    let to = address::at_home(Some(next));
    ([(header::SET_COOKIE, line)], Redirect::to(to)).into_response()
}

fn faults(texts: &Texts, given: &NewPassword) -> Vec<(String, String)> {
    let letters = given.password.chars().count();
    let mut faults = Vec::new();
    if letters < PASSWORD_LETTERS_MIN {
        let values = [("min", PASSWORD_LETTERS_MIN.into()), ("n", letters.into())];
        faults.push(("password".to_owned(), texts.text_with("welcome-short", &values)));
    } else if letters > PASSWORD_LETTERS_MAX {
        let values = [("max", PASSWORD_LETTERS_MAX.into())];
        faults.push(("password".to_owned(), texts.text_with("welcome-long", &values)));
    } else if given.password != given.again {
        faults.push(("again".to_owned(), texts.text("welcome-differs")));
    }
    faults
}

async fn sign_in_form(web: &Web, next: &str, email: &str, fault: Option<&str>) -> Markup {
    let texts = &web.texts;
    let organization = organization(web).await;
    let title = texts.text_with("sign-in-title", &[("organization", organization.into())]);
    html! {
        h1 { (title) }
        @if let Some(fault) = fault {
            div.summary role="alert" tabindex="-1" {
                h2 { (icon("warning")) " " (texts.text("sign-in-refused")) }
                p { (fault) }
            }
        }
        form.form method="post" action="/sign-in" {
            input type="hidden" name="next" value=(next);
            div.field {
                label for="email" { (texts.text("sign-in-email")) }
                input #email name="email" type="email" autocomplete="username" value=(email)
                    required autofocus[email.is_empty()];
            }
            div.field {
                label for="password" { (texts.text("sign-in-password")) }
                input #password name="password" type="password" autocomplete="current-password"
                    required autofocus[!email.is_empty()];
            }
            button.verb.first { (texts.text("sign-in-verb")) }
        }
        p.after.soft { (texts.text("sign-in-forgotten")) }
    }
}

fn sign_in_page(web: &Web, headers: &HeaderMap, status: StatusCode, form: Markup) -> Response {
    let (texts, theme) = (&web.texts, Theme::of(headers));
    shell::door(texts, theme, status, &texts.text("sign-in-verb"), form)
}

async fn organization(web: &Web) -> String {
    let desk = web.desk.clone();
    blocking(move || Ok(desk.organization())).await.unwrap_or_else(|_| "Gemba".to_owned())
}

async fn welcome_page(
    web: &Web,
    headers: &HeaderMap,
    secret: &str,
    status: StatusCode,
    faults: &[(String, String)],
) -> Response {
    let (desk, asked, texts) = (web.desk.clone(), secret.to_owned(), &web.texts);
    let name = match blocking(move || desk.welcome(&asked)).await {
        Ok(name) => name,
        Err(refused) => return shell::failed(&refused),
    };
    let Some(name) = name else {
        let (title, why) = (texts.text("welcome-over"), texts.text("welcome-over-sentence"));
        return shell::problem(None, StatusCode::NOT_FOUND, &title, &why);
    };
    let form = welcome_form(texts, &name, faults);
    let title = texts.text("welcome-verb");
    let mut response = shell::door(texts, Theme::of(headers), status, &title, form);
    // The address is a secret: nothing that this page leads to may hear of it.
    let referrer = HeaderValue::from_static("no-referrer");
    response.headers_mut().insert(header::REFERRER_POLICY, referrer);
    response
}

fn welcome_form(texts: &Texts, name: &str, faults: &[(String, String)]) -> Markup {
    let of = |id: &str| faults.iter().find(|(field, _)| field == id).map(|(_, fault)| fault);
    let field = |id: &str, label: String, help: Option<String>| {
        let fault = of(id);
        let described = format!("{id}-error {id}-help");
        html! {
            div.field {
                label for=(id) { (label) }
                input id=(id) name=(id) type="password" autocomplete="new-password" required
                    aria-invalid=[fault.map(|_| "true")] aria-describedby=(described);
                @if let Some(fault) = fault {
                    p.error id={ (id) "-error" } { (icon("warning")) " " (fault) }
                }
                @if let Some(help) = help { p.help id={ (id) "-help" } { (help) } }
            }
        }
    };
    let help = texts.text_with("welcome-help", &[("min", PASSWORD_LETTERS_MIN.into())]);
    html! {
        h1 { (texts.text_with("welcome-title", &[("name", name.into())])) }
        @if !faults.is_empty() { (mistakes(&texts.text("welcome-faults"), faults)) }
        form.form method="post" novalidate {
            (field("password", texts.text("welcome-password"), Some(help)))
            (field("again", texts.text("welcome-again"), None))
            button.verb.first { (texts.text("welcome-verb")) }
        }
    }
}
