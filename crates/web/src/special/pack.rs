//! A pack for auditors: what it is to be about, the button that makes it, and those that were made.
use crate::{
    address,
    part::{csrf, empty, icon, mistakes, state},
    shell::{Page, header_value},
    texts::group,
    value::clock_words,
    visit::{Posted, Visit},
};
use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use gemba_conformity::Edition;
use gemba_desk::{Query, Refused};
use gemba_model::{Record, check::Period, overlay::KindView};
use gemba_pack::{Made, Wanted};
use gemba_vocabulary::Value;
use http::{HeaderValue, StatusCode, header};
use jiff::civil::Date;
use maud::{Markup, html};

/// Where the page stands.
pub const ADDRESS: &str = "/pack";
/// Where the form of any other kind stands: a pack is made with its file, on this page.
pub const NEW: &str = "/audit_pack/new";
/// The kind that keeps which packs were made.
const KIND: &str = "audit_pack";
const AUDIT: &str = "audit";
/// So many packs and audits are shown.
const SHOWN_MAX: usize = 20;
/// The texts above the columns of the packs that were made.
const COLUMNS: [&str; 6] =
    ["pack-number", "pack-reason", "pack-edition", "pack-made-at", "pack-gaps", "pack-state"];

/// Whether the menu shows the page to the reader.
pub fn is_open(visit: &Visit) -> bool {
    visit.packer.is_some() && visit.actor().is_inside() && visit.may(KIND, "create")
}

fn may(visit: &Visit) -> Result<(), Refused> {
    if visit.actor().is_inside() && visit.may(KIND, "create") {
        return Ok(());
    }
    Err(Refused::Forbidden(visit.text("pack-refused")))
}

/// `GET /pack`
pub async fn get(visit: Visit) -> Response {
    visit
        .answer(|visit| {
            may(visit)?;
            Ok(Page::new(visit.text("pack-title"), main(visit, &Posted::default(), &[])?)
                .answer(visit))
        })
        .await
}

/// `GET /audit_pack/new`
pub async fn new(visit: Visit) -> Response {
    visit.answer(|visit| Ok(visit.go(ADDRESS, None))).await
}

/// `POST /pack`: makes the pack and sends it.
pub async fn post(visit: Visit, posted: Posted) -> Response {
    visit.answer(move |visit| answer(visit, &posted)).await
}

fn answer(visit: &Visit, posted: &Posted) -> Result<Response, Refused> {
    may(visit)?;
    let packer = visit.packer.ok_or_else(|| Refused::Not(visit.text("pack-without-packer")))?;
    let made = wanted(visit, posted).and_then(|wanted| {
        packer(&visit.desk, visit.actor(), &wanted).map_err(|refused| faults(visit, refused))
    });
    match made {
        Ok(made) => Ok(file(made)),
        Err(Wrong::Refused(refused)) => Err(refused),
        Err(Wrong::Faults(faults)) => {
            let page = Page::new(visit.text("pack-title"), main(visit, posted, &faults)?);
            Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).answer(visit))
        }
    }
}

/// Why nothing was made: something in the form, by field, or something else.
enum Wrong {
    Faults(Vec<(String, String)>),
    Refused(Refused),
}

fn faults(visit: &Visit, refused: Refused) -> Wrong {
    let Refused::Invalid(faults) = refused else { return Wrong::Refused(refused) };
    let told = |field: &str, fault: &str| {
        let label = visit.desk.view(KIND).and_then(|view| {
            view.field(field).map(|field| visit.texts.field_label(view.def.name, field))
        });
        format!("{} {fault}.", label.unwrap_or_else(|| field.to_owned()))
    };
    let input = |field: &str| match field {
        "period_from" => "from".to_owned(),
        "period_until" => "until".to_owned(),
        other => other.to_owned(),
    };
    Wrong::Faults(
        faults.iter().map(|one| (input(&one.field), told(&one.field, &one.fault))).collect(),
    )
}

fn wanted(visit: &Visit, posted: &Posted) -> Result<Wanted, Wrong> {
    let mut faults = Vec::new();
    let mut day = |name: &str| {
        let text = posted.text(name);
        let day = (!text.is_empty()).then(|| text.parse::<Date>());
        match day.transpose() {
            Ok(day) => day,
            Err(_) => {
                faults.push((name.to_owned(), visit.text("pack-no-day")));
                None
            }
        }
    };
    let (from, until) = (day("from"), day("until"));
    if from.is_some() != until.is_some() && faults.is_empty() {
        faults.push(("until".to_owned(), visit.text("pack-both-days")));
    }
    let reason = posted.text("reason").to_owned();
    if reason.is_empty() {
        faults.push(("reason".to_owned(), visit.text("pack-no-reason")));
    }
    if !faults.is_empty() {
        return Err(Wrong::Faults(faults));
    }
    Ok(Wanted {
        reason,
        edition: posted.text("edition").to_owned(),
        period: from.zip(until).map(|(from, until)| Period { from, until }),
        stage: posted.text("stage").parse().ok(),
        audit: posted.text("audit").parse().ok(),
    })
}

/// The file, to be kept and not opened here.
fn file(made: Made) -> Response {
    let disposition = format!("attachment; filename=\"{}.zip\"", made.number);
    let mut response = Body::from(made.bytes).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/zip"));
    headers.insert(header::CONTENT_DISPOSITION, header_value(&disposition));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    // What is compressed already is sent as it is.
    headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("identity"));
    response
}

fn main(visit: &Visit, posted: &Posted, faults: &[(String, String)]) -> Result<Markup, Refused> {
    Ok(html! {
        div.head { h1 { (visit.text("pack-title")) } span.soft { (visit.text("pack-about")) } }
        div.stack {
            (form(visit, posted, faults)?)
            (made(visit)?)
        }
    })
}

fn form(visit: &Visit, posted: &Posted, faults: &[(String, String)]) -> Result<Markup, Refused> {
    let form = Form { visit, posted, faults };
    Ok(html! {
        form.form method="post" action=(ADDRESS) novalidate {
            (csrf(visit))
            @if !faults.is_empty() { (mistakes(&visit.text("pack-faults"), faults)) }
            section.card aria-labelledby="pack-what" {
                h2 #pack-what { (visit.text("pack-what")) }
                div.form {
                    (form.input("reason", "text", true))
                    div.pair {
                        (form.choice("edition", &editions(visit)))
                        (form.choice("stage", &stages(visit)))
                    }
                    div.pair { (form.input("from", "date", false)) (form.input("until", "date", false)) }
                    (form.choice("audit", &audits(visit)?))
                }
            }
            div.form-foot {
                @if visit.packer.is_some() {
                    button.verb.first { (visit.text("pack-make")) }
                    span.soft { (visit.text("pack-make-help")) }
                } @else { p.note { (visit.text("pack-without-packer")) } }
            }
        }
    })
}

/// The form with what was typed and what is wrong with it.
struct Form<'a> {
    visit: &'a Visit,
    posted: &'a Posted,
    faults: &'a [(String, String)],
}

impl Form<'_> {
    fn fault(&self, name: &str) -> Option<&str> {
        let fault = self.faults.iter().find(|(field, _)| field == name);
        fault.map(|(_, fault)| fault.as_str())
    }

    fn held(&self, name: &str) -> String {
        self.posted.text(name).to_owned()
    }

    fn field(&self, name: &str, input: Markup) -> Markup {
        html! {
            div.field {
                label for=(name) { (self.visit.text(&format!("pack-{name}"))) }
                (input)
                @if let Some(fault) = self.fault(name) {
                    p.error id={ (name) "-error" } { (icon("warning")) " " (fault) }
                }
                p.help id={ (name) "-help" } { (self.visit.text(&format!("pack-{name}-help"))) }
            }
        }
    }

    fn input(&self, name: &str, sort: &str, is_required: bool) -> Markup {
        let described = format!("{name}-error {name}-help");
        self.field(name, html! {
            input id=(name) name=(name) type=(sort) value=(self.held(name)) required[is_required]
                autocomplete="off" aria-describedby=(described)
                aria-invalid=[self.fault(name).map(|_| "true")];
        })
    }

    fn choice(&self, name: &str, choices: &[(String, String)]) -> Markup {
        let described = format!("{name}-error {name}-help");
        let held = self.held(name);
        self.field(
            name,
            html! {
                select id=(name) name=(name) aria-describedby=(described)
                    aria-invalid=[self.fault(name).map(|_| "true")] {
                    @for (value, label) in choices {
                        option value=(value) selected[*value == held] { (label) }
                    }
                }
            },
        )
    }
}

fn editions(_: &Visit) -> Vec<(String, String)> {
    let names = Edition::NAMES.iter();
    names.map(|name| ((*name).to_owned(), format!("ISO/IEC 20000-1:{name}"))).collect()
}

fn stages(visit: &Visit) -> Vec<(String, String)> {
    let stage = |value: &str, key: &str| (value.to_owned(), visit.text(key));
    vec![stage("", "pack-stage-both"), stage("1", "pack-stage-one"), stage("2", "pack-stage-two")]
}

fn audits(visit: &Visit) -> Result<Vec<(String, String)>, Refused> {
    let mut choices = vec![(String::new(), visit.text("pack-audit-every"))];
    if let Some(view) = visit.desk.view(AUDIT).filter(|_| visit.may(AUDIT, "read")) {
        let query = Query { limit: SHOWN_MAX, ..Query::of(AUDIT) };
        let found = visit.desk.list(visit.actor(), &query)?.records;
        choices.extend(found.iter().map(|audit| {
            let label = format!("{} {}", view.def.number(audit.id), view.title(audit));
            (audit.id.to_string(), label)
        }));
    }
    Ok(choices)
}

/// The packs that were made last.
fn made(visit: &Visit) -> Result<Markup, Refused> {
    let Some(view) = visit.desk.view(KIND).filter(|_| visit.may(KIND, "read")) else {
        return Ok(html! {});
    };
    let query = Query { limit: SHOWN_MAX, ..Query::of(KIND) };
    let records = visit.desk.list(visit.actor(), &query)?.records;
    Ok(html! {
        section.sheet aria-labelledby="pack-made" {
            div.sheet-head {
                h2 #pack-made { (visit.text("pack-made")) }
                a.small href={ "/" (KIND) } { (visit.text("all")) }
            }
            @if records.is_empty() {
                (empty("note", &visit.text("pack-none"), &visit.text("pack-none-help"), html! {}))
            } @else {
                table.rows {
                    caption.hide { (visit.text("pack-made")) }
                    thead { tr {
                        @for part in COLUMNS {
                            th scope="col" { (visit.text(part)) }
                        }
                    } }
                    tbody { @for record in &records { (row(visit, &view, record)) } }
                }
            }
        }
    })
}

fn row(visit: &Visit, view: &KindView, record: &Record) -> Markup {
    let href = address::of_record(KIND, record.id);
    let holds = |field: &str| view.value(record, field).to_text();
    let at = match view.value(record, "made_at") {
        Value::Instant(at) => clock_words(visit, *at),
        _ => String::new(),
    };
    html! {
        tr data-href=(href) {
            td.id { (view.def.number(record.id)) }
            td.what { a href=(href) { (holds("reason")) } }
            td { (holds("edition")) }
            td { (at) }
            td { (group(&holds("gaps"))) }
            td { (state(visit, view.def, &record.state)) }
        }
    }
}
