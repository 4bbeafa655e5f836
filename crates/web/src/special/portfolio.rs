//! The portfolio: every service with what it rests on, who runs it and what is missing, what is proposed, and how much
//! of everything is in our own hands.
mod parties;
mod proposals;

use crate::{
    address, asked,
    part::{empty, icon, state},
    shell::Page,
    value::{Titles, Wanted},
    visit::Visit,
};
use axum::response::Response;
use gemba_desk::Refused;
use gemba_model::{
    overlay::KindView,
    parties::Extent,
    portfolio::{self, Entry, Missing, Portfolio, Stage},
};
use maud::{Markup, html};

/// Where the page stands.
pub const ADDRESS: &str = "/portfolio";
const SERVICE: &str = "service";
const PARTIES_MAX: usize = 3;

/// `GET /portfolio`
pub async fn get(visit: Visit) -> Response {
    visit
        .answer(|visit| {
            if !visit.actor().is_inside() {
                return Err(Refused::Forbidden(visit.text("portfolio-refused")));
            }
            let portfolio = portfolio::of_now(&visit.desk.evidence(visit.actor()));
            let portfolio = portfolio.map_err(|fault| Refused::Failed(fault.0))?;
            Ok(Page::new(visit.text("portfolio-title"), main(visit, &portfolio)?).answer(visit))
        })
        .await
}

/// A text with a number in it.
fn counted(visit: &Visit, key: &str, count: u64) -> String {
    visit.text_with(key, &[("n", count.into())])
}

fn main(visit: &Visit, portfolio: &Portfolio) -> Result<Markup, Refused> {
    let mut wanted = Wanted::default();
    for owner in portfolio.services.iter().filter_map(|entry| entry.owner) {
        wanted.record("person", owner);
    }
    let titles = wanted.look_up(visit)?;
    let view = asked::kind(visit, SERVICE)?;
    let stages = || Stage::ALL.into_iter().filter(|one| portfolio.of_stage(*one).next().is_some());
    Ok(html! {
        div.head {
            h1 { (visit.text("portfolio-title")) }
            (summary(visit, portfolio))
            div.verbs {
                @if visit.may("service_proposal", "create") {
                    a.verb href="/service_proposal/new" { (visit.text("portfolio-propose")) }
                }
            }
        }
        div.stack {
            @if portfolio.services.is_empty() {
                (empty("service", &visit.text("portfolio-none"), &visit.text("portfolio-none-help"), html! {}))
            }
            @for stage in stages() { (services(visit, portfolio, &view, stage, &titles)) }
            (parties::section(visit, portfolio))
            (proposals::section(visit, portfolio)?)
        }
    })
}

/// In a line: how much is missing, or that nothing is.
fn summary(visit: &Visit, portfolio: &Portfolio) -> Markup {
    let lacking = portfolio.services.iter().filter(|entry| !entry.missing.is_empty()).count();
    let lacking = u64::try_from(lacking).unwrap_or(u64::MAX);
    let is_same = "/service_relation?relation=duplicates&reviewed_on=empty&open=yes";
    html! {
        span.soft {
            (counted(visit, "portfolio-lacking", lacking))
            @if portfolio.duplicates_without_review > 0 {
                " · "
                a.link href=(is_same) {
                    (counted(visit, "portfolio-duplicates", portfolio.duplicates_without_review))
                }
            }
        }
    }
}

fn services(
    visit: &Visit,
    portfolio: &Portfolio,
    view: &KindView,
    stage: Stage,
    titles: &Titles,
) -> Markup {
    let id = format!("portfolio-{}", stage.name().replace('_', "-"));
    let entries: Vec<_> = portfolio.of_stage(stage).collect();
    let heads = [
        "portfolio-criticality",
        "portfolio-owner",
        "portfolio-requirements",
        "portfolio-relations",
        "portfolio-run-by",
        "portfolio-agreements",
    ];
    let count = u64::try_from(entries.len()).unwrap_or_default();
    html! {
        section.sheet aria-labelledby=(id) {
            div.sheet-head {
                h2 id=(id) { (visit.text(&id)) }
                span.small.faint { (counted(visit, "portfolio-services-count", count)) }
            }
            table.rows.portfolio {
                caption.hide { (visit.text(&id)) }
                thead { tr {
                    th.what scope="col" { (visit.texts.kind_label(view.def)) }
                    th scope="col" { (visit.text("portfolio-state")) }
                    @for head in heads { th scope="col" { (visit.text(head)) } }
                } }
                tbody { @for entry in entries { (row(visit, portfolio, view, entry, titles)) } }
            }
        }
    }
}

fn row(
    visit: &Visit,
    portfolio: &Portfolio,
    view: &KindView,
    entry: &Entry,
    titles: &Titles,
) -> Markup {
    let criticality = entry.criticality.as_deref().zip(view.field("criticality"));
    html! {
        tr {
            th.what scope="row" {
                a.link href=(address::of_record(SERVICE, entry.id)) { (entry.name) }
                @if !entry.missing.is_empty() {
                    ul.tokens { @for missing in &entry.missing { li { (token(visit, entry, *missing)) } } }
                }
            }
            td { (state(visit, view.def, &entry.state)) }
            td { @if let Some((criticality, field)) = criticality {
                @let label = visit.texts.choice_label(SERVICE, field, criticality);
                @if criticality == "critical" { b { (label) } } @else { (label) }
            } }
            td { @if let Some(owner) = entry.owner { (titles.link(visit, "person", owner)) } }
            td { (number(visit, entry, "requirements", entry.requirements)) }
            td { (relations(visit, entry)) }
            td { (run_by(visit, portfolio, entry)) }
            td { (number(visit, entry, "agreements", entry.agreements)) }
        }
    }
}

/// How many approved requirements or agreements in force there are, leading to them. The head of the column says of
/// what; where there is no head, a word does.
fn number(visit: &Visit, entry: &Entry, what: &str, count: u64) -> Markup {
    let (kind, states) = match what {
        "requirements" => ("service_requirement", "approved"),
        _ => ("service_level_agreement", "in_force,under_review,amended"),
    };
    let id = entry.id.to_string();
    let href = address::with_query(&format!("/{kind}"), [(SERVICE, &*id), ("state", states)]);
    let noun = counted(visit, &format!("portfolio-noun-{what}"), count);
    html! {
        @if count > 0 {
            a.link.in-text href=(href) { (count) span.only-phone { " " (noun) } }
        }
    }
}

fn relations(visit: &Visit, entry: &Entry) -> Markup {
    let graph = format!("{}/graph", address::of_record(SERVICE, entry.id));
    let said = [("needs", entry.depends_on), ("needed-by", entry.needed_by)];
    let said = said.into_iter().filter(|(_, count)| *count > 0);
    let said: Vec<_> =
        said.map(|(word, count)| counted(visit, &format!("portfolio-{word}"), count)).collect();
    html! { @if !said.is_empty() { a.link.in-text href=(graph) { (said.join(" · ")) } } }
}

fn run_by(visit: &Visit, portfolio: &Portfolio, entry: &Entry) -> Markup {
    if entry.run_by.is_empty() {
        let is_run = entry.stage == Stage::InUse;
        return html! { @if is_run { span.faint { (visit.text("portfolio-ourselves")) } } };
    }
    html! {
        @for (party, extent) in entry.run_by.iter().take(PARTIES_MAX) {
            div {
                (portfolio.called(party)) " "
                @match extent {
                    Extent::Whole => span.token.warm { (visit.text("portfolio-whole")) },
                    Extent::Part => span.faint.nowrap { (visit.text("portfolio-part")) },
                }
            }
        }
        @if entry.run_by.len() > PARTIES_MAX {
            @let more = u64::try_from(entry.run_by.len() - PARTIES_MAX).unwrap_or_default();
            span.faint { (counted(visit, "portfolio-more", more)) }
        }
    }
}

/// What is missing, leading to where it is put right.
fn token(visit: &Visit, entry: &Entry, missing: Missing) -> Markup {
    let id = entry.id.to_string();
    let new = |kind: &str, more: &[(&str, &str)]| {
        let given = [(SERVICE, &*id)].into_iter().chain(more.iter().copied());
        (kind.to_owned(), address::with_query(&format!("/{kind}/new"), given))
    };
    let (kind, href) = match missing {
        Missing::Requirements => new("service_requirement", &[]),
        Missing::Agreement => new("service_level_agreement", &[]),
        Missing::Involvement => new("party_involvement", &[("concerns", SERVICE)]),
        Missing::Review => (
            String::new(),
            "/service_relation?relation=duplicates&reviewed_on=empty&open=yes".to_owned(),
        ),
        Missing::Owner | Missing::Criticality | Missing::CriticalityReason => {
            (String::new(), address::of_record(SERVICE, entry.id))
        }
    };
    let words = visit.text(&format!("portfolio-lacks-{}", missing.name().replace('_', "-")));
    let is_open = kind.is_empty() || visit.may(&kind, "create");
    html! {
        @if is_open { a.token.hot href=(href) { (icon("warning")) (words) } }
        @else { span.token.hot { (icon("warning")) (words) } }
    }
}
