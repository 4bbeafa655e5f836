//! The reader's own account: who they are here, their theme, and their tokens for the API.
use crate::{
    address, cookie,
    part::{csrf, empty, icon, mistakes},
    shell::{self, Page},
    value::{day_words, moment},
    visit::{Flash, Posted, Theme, Visit},
};
use axum::response::{IntoResponse, Redirect, Response};
use gemba_desk::{Refused, TokenInfo, TokenScope};
use gemba_vocabulary::actor::{Actor, Channel};
use http::{StatusCode, header};
use maud::{Markup, PreEscaped, html};

const THEME_SECONDS: i64 = 365 * 86_400;
const TOKEN_DAYS: [i64; 3] = [30, 90, 365];
const TOKEN_DAYS_USUAL: i64 = 90;
/// What can be told by mail; an empty choice counts as the usual one.
const MAIL: [&str; 3] = ["nothing", "asked", "followed"];
const MAIL_USUAL: &str = "asked";
const TOKEN_NAME_LETTERS_MAX: usize = 80;

/// `GET /account`
pub async fn get(visit: Visit) -> Response {
    visit
        .answer(|visit| {
            Ok(Page::new(visit.text("account-title"), shown(visit, &Told::Nothing)?).answer(visit))
        })
        .await
}

/// `POST /account`: makes or takes back a token.
pub async fn post(visit: Visit, posted: Posted) -> Response {
    visit.answer(move |visit| answer(visit, &posted)).await
}

/// `POST /theme`
pub async fn theme(visit: Visit, posted: Posted) -> Response {
    let theme = Theme::named(posted.text("theme"));
    let line = cookie::set(cookie::THEME, theme.name(), THEME_SECONDS, &visit.headers);
    let headers = [(header::SET_COOKIE, line)];
    if visit.is_fragment {
        return (StatusCode::NO_CONTENT, headers).into_response();
    }
    (headers, Redirect::to(address::at_home(Some(posted.text("next"))))).into_response()
}

/// What the page tells besides the account.
enum Told {
    Nothing,
    Secret(String),
    Fault(&'static str),
}

fn answer(visit: &Visit, posted: &Posted) -> Result<Response, Refused> {
    if !posted.text("mail").is_empty() {
        visit.desk.choose_mail(visit.actor(), posted.text("mail"))?;
        return Ok(visit.go("/account", Some(Flash::new("flash-mail-chosen"))));
    }
    if let Ok(id) = posted.text("revoke").parse::<i64>() {
        visit.desk.revoke_token(visit.actor(), id)?;
        return Ok(visit.go("/account", Some(Flash::new("flash-token-revoked"))));
    }
    let name = posted.text("name");
    let letters = name.chars().count();
    let days = posted.text("days").parse::<i64>().ok().filter(|days| TOKEN_DAYS.contains(days));
    let scope = match posted.text("scope") {
        "write" => TokenScope::Write,
        _ => TokenScope::Read,
    };
    let (status, told) = match (visit.actor().person, days) {
        _ if letters == 0 || letters > TOKEN_NAME_LETTERS_MAX => {
            (StatusCode::UNPROCESSABLE_ENTITY, Told::Fault("token-fault-name"))
        }
        (Some(person), Some(days)) => {
            let secret = visit.desk.make_token(visit.actor(), person, name, scope, days)?;
            (StatusCode::OK, Told::Secret(secret))
        }
        _ => (StatusCode::UNPROCESSABLE_ENTITY, Told::Fault("token-fault-days")),
    };
    let main = shown(visit, &told)?;
    let mut response = Page::new(visit.text("account-title"), main).status(status).answer(visit);
    // A secret that is shown once must not come back out of a cache.
    let never = http::HeaderValue::from_static("no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, never);
    Ok(response)
}

fn shown(visit: &Visit, told: &Told) -> Result<Markup, Refused> {
    let tokens = visit.desk.tokens(visit.actor())?;
    Ok(html! {
        div.head { h1 { (visit.text("account-title")) } }
        div.board.turned {
            div.stack {
                @if let Told::Secret(secret) = told { (made(visit, secret)) }
                (list(visit, &tokens))
            }
            div.stack { (me(visit)) (mail(visit)) (form(visit, told)) (look(visit)) }
        }
    })
}

fn me(visit: &Visit) -> Markup {
    let actor = visit.actor();
    let roles: Vec<_> = actor.roles.iter().map(|role| visit.texts.role(*role)).collect();
    let ends = visit.session.expires_at;
    html! {
        section.card {
            h2 { (visit.text("account-you")) }
            dl.pairs {
                dt { (visit.text("account-name")) }
                dd {
                    @match actor.person {
                        Some(id) if visit.may("person", "read") => {
                            a.link.in-text href=(address::of_record("person", id)) { (actor.name) }
                        }
                        _ => (actor.name),
                    }
                }
                dt { (visit.text("account-roles")) } dd { (roles.join(", ")) }
                dt { (visit.text("account-zone")) }
                dd { (visit.zone.iana_name().unwrap_or("UTC")) }
                dt { (visit.text("account-session")) } dd { (moment(visit, ends)) }
            }
        }
    }
}

/// What the reader is told by mail; nothing for programs and the house itself.
fn mail(visit: &Visit) -> Markup {
    let Some(chosen) = mail_chosen(visit) else { return html! {} };
    html! {
        section.card {
            h2 { (visit.text("mail-title")) }
            form.form method="post" action="/account" {
                (csrf(visit))
                fieldset.field {
                    legend.hide { (visit.text("mail-title")) }
                    div.ticks {
                        @for choice in MAIL {
                            label {
                                input type="radio" name="mail" value=(choice) checked[choice == chosen];
                                span { (visit.text(&format!("mail-{choice}"))) }
                            }
                        }
                    }
                    p.help { (visit.text("mail-help")) }
                }
                div.form-foot { button.verb { (visit.text("mail-verb")) } }
            }
        }
    }
}

fn mail_chosen(visit: &Visit) -> Option<String> {
    let view = visit.desk.view("person")?;
    // Who they are is theirs to know, whatever their role may read of people.
    let house = Actor::house(Channel::Page);
    let person = visit.desk.record(&house, "person", visit.actor().person?).ok()?;
    let chosen = view.value(&person, "mail").to_text();
    Some(if chosen.is_empty() { MAIL_USUAL.to_owned() } else { chosen })
}

fn look(visit: &Visit) -> Markup {
    html! { section.card { (shell::themes(visit)) } }
}

fn made(visit: &Visit, secret: &str) -> Markup {
    html! {
        section.card role="status" {
            h2 { (visit.text("token-made")) }
            p.note { (visit.text("token-made-help")) }
            div.secret {
                code #token { (secret) }
                button.verb type="button" data-copy-from="#token" {
                    (icon("copy")) " " (visit.text("copy"))
                }
            }
        }
    }
}

fn list(visit: &Visit, tokens: &[TokenInfo]) -> Markup {
    let caption = visit.text("token-list");
    let none = || {
        let (title, words) = (visit.text("token-none"), visit.text("token-none-help"));
        empty("gear", &title, &words, PreEscaped(String::new()))
    };
    html! {
        section.sheet {
            div.sheet-head {
                h2 { (caption) } span.small.faint { (visit.text("token-list-help")) }
            }
            @if tokens.is_empty() { (none()) } @else {
                form method="post" action="/account" {
                    (csrf(visit))
                    table.rows {
                        caption.hide { (caption) }
                        thead {
                            tr {
                                th scope="col" { (visit.text("token-name")) }
                                th scope="col" { (visit.text("token-scope")) }
                                th.wide scope="col" { (visit.text("token-created")) }
                                th scope="col" { (visit.text("token-ends")) }
                                th scope="col" { span.hide { (visit.text("token-verbs")) } }
                            }
                        }
                        tbody { @for token in tokens { (row(visit, token)) } }
                    }
                }
            }
        }
    }
}

fn row(visit: &Visit, token: &TokenInfo) -> Markup {
    let ends = day_words(token.expires_at.to_zoned(visit.zone.clone()).date());
    let is_over = token.expires_at <= visit.desk.now();
    let scope = match token.scope {
        TokenScope::Read => visit.text("token-scope-read"),
        TokenScope::Write => visit.text("token-scope-write"),
    };
    let revoke = visit.text_with("token-revoke-named", &[("name", token.name.as_str().into())]);
    html! {
        tr {
            td.what.gone[token.revoked || is_over] { (token.name) }
            td { span.token { (scope) } }
            td.wide.faint { (moment(visit, token.created_at)) }
            td {
                @if token.revoked { (visit.text("token-revoked")) }
                @else if is_over { (visit.text("token-over")) }
                @else { (ends) }
            }
            td.end {
                @if !token.revoked && !is_over {
                    button.verb.slim.danger name="revoke" value=(token.id) aria-label=(revoke) {
                        (visit.text("token-revoke"))
                    }
                }
            }
        }
    }
}

fn form(visit: &Visit, told: &Told) -> Markup {
    let fault = if let Told::Fault(key) = told { Some(visit.text(key)) } else { None };
    let faults: Vec<_> = fault.iter().map(|text| ("name".to_owned(), text.clone())).collect();
    html! {
        section.card {
            h2 { (visit.text("token-new")) }
            form.form method="post" action="/account" novalidate {
                (csrf(visit))
                @if !faults.is_empty() { (mistakes(&visit.text("token-fault"), &faults)) }
                div.field {
                    label for="name" { (visit.text("token-name")) }
                    input #name name="name" maxlength="80" required autocomplete="off"
                        aria-describedby="name-help" aria-invalid=[fault.as_ref().map(|_| "true")];
                    p.help #name-help { (visit.text("token-name-help")) }
                }
                fieldset.field {
                    legend { (visit.text("token-scope")) }
                    div.segment {
                        label {
                            input type="radio" name="scope" value="read" checked; " "
                            (visit.text("token-scope-read"))
                        }
                        label {
                            input type="radio" name="scope" value="write"; " "
                            (visit.text("token-scope-write"))
                        }
                    }
                }
                div.field {
                    label for="days" { (visit.text("token-days")) }
                    select #days name="days" {
                        @for days in TOKEN_DAYS {
                            option value=(days) selected[days == TOKEN_DAYS_USUAL] {
                                (visit.text_with("days", &[("n", days.into())]))
                            }
                        }
                    }
                }
                div.form-foot { button.verb.first { (visit.text("token-verb")) } }
            }
        }
    }
}
