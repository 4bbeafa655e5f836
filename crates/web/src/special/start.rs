//! The first day: a few questions about the organization, a look at what would be made, and the drafts that were made.
pub mod drafts;

use crate::{
    fittings::{Kit, Planned},
    part::{csrf, icon, mistakes},
    shell::Page,
    visit::{Flash, Posted, Visit},
};
use axum::response::Response;
use gemba_desk::{Desk, Refused};
use gemba_vocabulary::actor::{Actor, Role};
use http::StatusCode;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// Where the page stands.
pub const ADDRESS: &str = "/start";
const SERVICES_MAX: usize = 8;
const SHOWN_OF_A_KIND_MAX: usize = 6;
const HOURS_USUAL: &str = "Mon-Fri 08:00-18:00";
const PEOPLE_USUAL: &str = "10";

/// Whether somebody who signs in is led here: an administrator of a house without services and without a kit.
pub fn is_wanted(desk: &Desk, kit: Option<&Kit>, actor: &Actor) -> bool {
    let is_empty = || Ok::<_, Refused>(desk.count(actor, "service", &[], 1)?.count == 0);
    let is_open = |kit: &Kit| Ok::<_, Refused>((kit.made)(desk)?.is_none() && is_empty()?);
    actor.is(Role::Administrator) && kit.is_some_and(|kit| is_open(kit).unwrap_or(false))
}

/// `GET /start`
pub async fn get(visit: Visit) -> Response {
    visit
        .answer(|visit| {
            let kit = open(visit)?;
            if (kit.made)(&visit.desk)?.is_some() {
                return Ok(visit.go(drafts::ADDRESS, None));
            }
            Ok(Page::new(visit.text("start-title"), questions(visit, kit, &Posted::default(), &[]))
                .answer(visit))
        })
        .await
}

/// `POST /start`: shows what would be made, goes back to the questions, or makes it.
pub async fn post(visit: Visit, posted: Posted) -> Response {
    visit.answer(move |visit| answer(visit, &posted)).await
}

/// The kit, for those who may set the house up.
fn open(visit: &Visit) -> Result<&'static Kit, Refused> {
    if !visit.actor().is(Role::Administrator) {
        return Err(Refused::Forbidden(visit.text("start-refused")));
    }
    visit.kit.ok_or_else(|| Refused::Not(visit.text("start-without-kit")))
}

fn answer(visit: &Visit, posted: &Posted) -> Result<Response, Refused> {
    let kit = open(visit)?;
    let answers = answers(kit, posted);
    let zone = TimeZone::get(posted.text("time_zone")).unwrap_or_else(|_| visit.zone.clone());
    let today = visit.desk.now().to_zoned(zone).date();
    let title = visit.text("start-title");
    if posted.text("do") == "back" {
        return Ok(Page::new(title, questions(visit, kit, posted, &[])).answer(visit));
    }
    let planned = match (kit.plan)(&answers, today) {
        Ok(planned) => planned,
        Err(Refused::Invalid(faults)) => {
            let told = |field: &str, fault: &str| format!("{} {fault}.", label(visit, field));
            let faults: Vec<_> = faults
                .iter()
                .map(|one| (one.field.clone(), told(&one.field, &one.fault)))
                .collect();
            let page = Page::new(title, questions(visit, kit, posted, &faults));
            return Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).answer(visit));
        }
        Err(refused) => return Err(refused),
    };
    if posted.text("do") == "establish" {
        (kit.establish)(&visit.desk, visit.actor(), &answers)?;
        return Ok(visit.go(drafts::ADDRESS, Some(Flash::new("flash-start-made"))));
    }
    Ok(Page::new(visit.text("start-preview"), preview(visit, posted, &planned)).answer(visit))
}

/// What was typed, as the kit reads it.
fn answers(kit: &Kit, posted: &Posted) -> Json {
    let typed = |name: &str| posted.text(name).to_owned();
    let somebody = |who: &str| json!({"name": typed(who), "email": typed(&format!("{who}_email"))});
    let services = (1..=SERVICES_MAX).map(|place| {
        let of = |part: &str| typed(&format!("service_{place}_{part}"));
        json!({"name": of("name"), "customer": of("customer"), "hours": of("hours")})
    });
    let is_named = |service: &Json| ["name", "customer"].iter().any(|part| service[*part] != "");
    let holds: Vec<_> =
        kit.holds.iter().filter(|name| !posted.text(&format!("holds_{name}")).is_empty()).collect();
    json!({
        "organization": typed("organization"),
        "people": typed("people").parse::<u32>().unwrap_or_default(),
        "country": typed("country"),
        "time_zone": typed("time_zone"),
        "hours": typed("hours"),
        "holds": holds,
        "manager": somebody("manager"),
        "top": somebody("top"),
        "service": services.filter(is_named).collect::<Vec<_>>(),
    })
}

fn label(visit: &Visit, field: &str) -> String {
    visit.text(&format!("start-{}", field.replace('_', "-")))
}

/// A form's state: what was typed, and what is wrong with it.
struct Form<'a> {
    visit: &'a Visit,
    posted: &'a Posted,
    faults: BTreeMap<&'a str, &'a str>,
}

impl Form<'_> {
    /// What stands in an input: what was typed, else what is usual.
    fn held(&self, name: &str, usual: &str) -> String {
        self.posted.fields.get(name).map_or(usual, String::as_str).trim().to_owned()
    }

    fn error(&self, field: &str) -> Markup {
        html! {
            @if let Some(fault) = self.faults.get(field) {
                p.error id={ (field) "-error" } { (icon("warning")) " " (fault) }
            }
        }
    }

    fn input(&self, name: &str, sort: &str, usual: &str) -> Markup {
        let (visit, fault) = (self.visit, self.faults.get(name));
        let described = format!("{name}-error {name}-help");
        html! {
            div.field {
                label for=(name) { (label(visit, name)) }
                input id=(name) name=(name) type=(sort) value=(self.held(name, usual)) required
                    autocomplete="off" aria-describedby=(described) aria-invalid=[fault.map(|_| "true")];
                (self.error(name))
                p.help id={ (name) "-help" } { (visit.text(&format!("start-{}-help", name.replace('_', "-")))) }
            }
        }
    }

    fn country(&self, kit: &Kit) -> Markup {
        let held = self.held("country", "");
        let places = (kit.places)();
        let is_known = places.iter().any(|(code, _)| *code == held);
        html! {
            div.field {
                label for="country" { (label(self.visit, "country")) }
                select #country name="country" required aria-describedby="country-error country-help"
                    aria-invalid=[self.faults.get("country").map(|_| "true")] {
                    option value="" { (self.visit.text("start-choose")) }
                    @if !held.is_empty() && !is_known { option value=(held) selected { (held) } }
                    @for (code, name) in places {
                        option value=(code) selected[code == held] {
                            (name) @if code.contains('-') { " · " (code) }
                        }
                    }
                    option value="XX" selected[held == "XX"] { (self.visit.text("start-country-other")) }
                }
                (self.error("country"))
                p.help #country-help { (self.visit.text("start-country-help")) }
            }
        }
    }

    fn somebody(&self, who: &str) -> Markup {
        let email = format!("{who}_email");
        html! {
            div.pair {
                (self.input(who, "text", ""))
                div.field {
                    label for=(email) { (self.visit.text("start-email")) }
                    input id=(email) name=(email) type="email" value=(self.held(&email, "")) required
                        autocomplete="off" aria-describedby={ (who) "-error" };
                }
            }
        }
    }

    fn services(&self) -> Markup {
        let visit = self.visit;
        html! {
            table.rows #services {
                caption.hide { (visit.text("start-services")) }
                thead { tr {
                    @for part in ["name", "customer", "hours"] {
                        th scope="col" { (visit.text(&format!("start-service-{part}"))) }
                    }
                } }
                tbody { @for place in 1..=SERVICES_MAX { tr {
                    @for part in ["name", "customer", "hours"] {
                        @let name = format!("service_{place}_{part}");
                        @let part = visit.text(&format!("start-service-{part}"));
                        @let said = [("place", place.into()), ("part", part.into())];
                        td { input.input name=(name) value=(self.held(&name, "")) autocomplete="off"
                            aria-label=(visit.text_with("start-service-of", &said)); }
                    }
                } } }
            }
        }
    }
}

fn questions(visit: &Visit, kit: &Kit, posted: &Posted, faults: &[(String, String)]) -> Markup {
    let by_field = faults.iter().map(|(field, fault)| (field.as_str(), fault.as_str()));
    let form = Form { visit, posted, faults: by_field.collect() };
    let zone = visit.desk.zone();
    let zone = zone.iana_name().unwrap_or("UTC");
    html! {
        div.head { h1 { (visit.text("start-title")) } span.soft { (visit.text("start-about")) } }
        form.form method="post" action=(ADDRESS) novalidate {
            (csrf(visit))
            @if !faults.is_empty() { (mistakes(&visit.text("start-faults"), faults)) }
            section.card aria-labelledby="start-you" {
                h2 #start-you { (visit.text("start-you")) }
                div.form {
                    div.pair {
                        (form.input("organization", "text", ""))
                        (form.input("people", "number", PEOPLE_USUAL))
                    }
                    div.pair { (form.country(kit)) (form.input("time_zone", "text", zone)) }
                    (form.input("hours", "text", HOURS_USUAL))
                }
            }
            section.card aria-labelledby="start-deliver" {
                h2 #start-deliver { (visit.text("start-services")) }
                p.note { (visit.text("start-services-help")) }
                (form.error("services"))
                (form.services())
            }
            section.card aria-labelledby="start-people-who" {
                h2 #start-people-who { (visit.text("start-people-who")) }
                div.form { (form.somebody("manager")) (form.somebody("top")) }
            }
            section.card aria-labelledby="start-holds" {
                h2 #start-holds { (visit.text("start-holds")) }
                div.ticks {
                    @for name in kit.holds {
                        @let field = format!("holds_{name}");
                        label {
                            input type="checkbox" name=(field) value="yes"
                                checked[!posted.text(&field).is_empty()];
                            span { (visit.text(&format!("start-holds-{}", name.replace('_', "-")))) }
                        }
                    }
                }
            }
            div.form-foot {
                button.verb.first name="do" value="preview" { (visit.text("start-look")) }
                span.soft { (visit.text("start-look-help")) }
            }
        }
    }
}

/// What would be made, by kind, and the button that makes it.
fn preview(visit: &Visit, posted: &Posted, planned: &Planned) -> Markup {
    let mut kinds: Vec<(&str, Vec<&str>)> = Vec::new();
    for (kind, title) in &planned.records {
        match kinds.iter_mut().find(|(known, _)| known == kind) {
            Some((_, titles)) => titles.push(title),
            None => kinds.push((kind, vec![title])),
        }
    }
    let count = planned.records.len();
    html! {
        div.head {
            h1 { (visit.text("start-preview")) }
            span.soft { (visit.text_with("start-count", &[("n", count.into())])) }
        }
        form.stack method="post" action=(ADDRESS) {
            (csrf(visit))
            @for (name, text) in posted.pairs.iter().filter(|(name, _)| name != "do") {
                input type="hidden" name=(name) value=(text);
            }
            @if !planned.remarks.is_empty() {
                section.card { @for remark in &planned.remarks { p.note { (remark) } } }
            }
            section.sheet aria-labelledby="start-made" {
                div.sheet-head { h2 #start-made { (visit.text("start-made")) } }
                table.rows {
                    caption.hide { (visit.text("start-made")) }
                    thead { tr {
                        th.what scope="col" { (visit.text("start-kind")) }
                        th.number scope="col" { (visit.text("start-number")) }
                        th scope="col" { (visit.text("start-which")) }
                    } }
                    tbody { @for (kind, titles) in &kinds { (planned_row(visit, kind, titles)) } }
                }
            }
            div.form-foot {
                button.verb.first name="do" value="establish" { (visit.text("start-establish")) }
                button.verb name="do" value="back" { (visit.text("start-back")) }
                span.soft { (visit.text("start-establish-help")) }
            }
        }
    }
}

fn planned_row(visit: &Visit, kind: &str, titles: &[&str]) -> Markup {
    let label = visit.desk.view(kind).map(|view| visit.texts.kind_plural(view.def));
    let shown: Vec<_> = titles.iter().take(SHOWN_OF_A_KIND_MAX).copied().collect();
    html! {
        tr {
            th.what scope="row" { (label.as_deref().unwrap_or(kind)) }
            td.number { (titles.len()) }
            td { (shown.join(" · ")) @if titles.len() > shown.len() { " · …" } }
        }
    }
}
