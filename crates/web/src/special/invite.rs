//! Inviting somebody: a one-time link with which they set their password, and the last day on which they get in.
use crate::{
    address, asked,
    part::{csrf, icon},
    shell::Page,
    visit::{Posted, Visit},
};
use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use gemba_desk::{Refused, access::Guest};
use gemba_model::{Record, overlay::KindView};
use gemba_vocabulary::Value;
use http::{HeaderValue, header};
use maud::{Markup, html};

/// Where it stands.
pub const ADDRESS: &str = "/person/{id}/invite";
const KIND: &str = "person";

/// The link on the page of a person, for whoever may invite.
pub fn link(visit: &Visit, view: &KindView, record: &Record) -> Markup {
    html! {
        @if view.def.name == KIND && visit.may(KIND, "change") {
            a.verb.plain.slim href={ (address::of_record(KIND, record.id)) "/invite" } {
                (visit.text("invite-open"))
            }
        }
    }
}

/// `GET /person/{id}/invite`
pub async fn get(visit: Visit, Path(id): Path<String>) -> Response {
    visit
        .answer(move |visit| {
            let (view, record) = asked_for(visit, &id)?;
            Ok(page(visit, &view, &record, None).answer(visit))
        })
        .await
}

/// `POST /person/{id}/invite`: sets the last day, if one is given, and tells the link once.
pub async fn post(visit: Visit, Path(id): Path<String>, posted: Posted) -> Response {
    visit
        .answer(move |visit| {
            let (view, record) = asked_for(visit, &id)?;
            let until = posted.text("until");
            if !until.is_empty() {
                let wrong = |_| Refused::Unknown(visit.text("invite-fault-day"));
                let until = until.parse().map_err(wrong)?;
                let guest = Guest { until, audits_for: None };
                visit.desk.let_in(visit.actor(), record.id, &guest)?;
            }
            let secret = visit.desk.invite(visit.actor(), record.id)?;
            let record = visit.desk.record(visit.actor(), KIND, record.id)?;
            let page = page(visit, &view, &record, Some(&secret));
            let mut response = page.answer(visit).into_response();
            // A secret that is shown once must not come back out of a cache.
            let never = HeaderValue::from_static("no-store");
            response.headers_mut().insert(header::CACHE_CONTROL, never);
            Ok(response)
        })
        .await
}

fn asked_for(visit: &Visit, id: &str) -> Result<(std::sync::Arc<KindView>, Record), Refused> {
    if !visit.may(KIND, "change") {
        return Err(Refused::Forbidden(visit.text("invite-refused")));
    }
    asked::record(visit, KIND, id)
}

fn page(visit: &Visit, view: &KindView, record: &Record, secret: Option<&str>) -> Page {
    let title = visit.text_with("invite-title", &[("name", view.title(record).into())]);
    let own = address::of_record(KIND, record.id);
    let until = match view.value(record, "access_until") {
        Value::Date(day) => day.to_string(),
        _ => String::new(),
    };
    let main = html! {
        nav aria-label=(visit.text("path")) {
            ol.path {
                li { a href={ "/" (KIND) } { (visit.texts.kind_plural(view.def)) } }
                li { a href=(own) { (view.def.number(record.id)) } }
            }
        }
        div.head { h1 { (title) } }
        div.stack {
            @if let Some(secret) = secret {
                div.hint {
                    (icon("check"))
                    div {
                        p { (visit.text("invite-made")) }
                        div.secret { code #link { "/welcome/" (secret) } }
                    }
                }
            }
            form.card.narrow method="post" action={ (own) "/invite" } {
                (csrf(visit))
                p { (visit.text("invite-what")) }
                div.field {
                    label for="until" { (visit.text("invite-until")) }
                    input #until type="date" name="until" value=(until);
                    small.help { (visit.text("invite-until-help")) }
                }
                div.form-foot { button.verb.first { (visit.text("invite-do")) } }
            }
        }
    };
    Page::new(title, main)
}
