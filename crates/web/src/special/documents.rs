//! Documents: what is in work and in force, sort by sort, and what has to be written down in any case with where it is.
mod difference;
pub mod reading;
pub mod templates;
pub mod to_read;

use crate::{
    address, asked,
    part::{empty, icon, state},
    shell::Page,
    value::{Titles, Wanted, day_words},
    visit::Visit,
};
use axum::response::Response;
use gemba_desk::Refused;
use gemba_figures::documents::{
    Listed,
    mandatory::{self, Found},
    register,
};
use gemba_model::overlay::KindView;
use jiff::civil::Date;
use maud::{Markup, html};

/// Where the page stands.
pub const ADDRESS: &str = "/documents";
/// The kind of documents.
pub const KIND: &str = "document";

/// `GET /documents`
pub async fn get(visit: Visit) -> Response {
    visit
        .answer(|visit| {
            if !visit.actor().is_inside() {
                return Err(Refused::Forbidden(visit.text("documents-refused")));
            }
            let view = asked::kind_for(visit, KIND, "read")?;
            let evidence = visit.desk.evidence(visit.actor());
            let failed = |fault: gemba_model::check::EvidenceFault| Refused::Failed(fault.0);
            let all = register(&evidence).map_err(failed)?;
            let found = mandatory::found(&evidence).map_err(failed)?;
            let main = main(visit, &view, &all, &found)?;
            Ok(Page::new(visit.text("documents-title"), main).answer(visit))
        })
        .await
}

/// Where a document is read.
pub fn reading_address(id: i64) -> String {
    format!("{}/read", address::of_record(KIND, id))
}

fn main(
    visit: &Visit,
    view: &KindView,
    all: &[Listed],
    found: &[Found],
) -> Result<Markup, Refused> {
    let today = visit.desk.now().to_zoned(visit.zone.clone()).date();
    let mut wanted = Wanted::default();
    for owner in all.iter().filter_map(|one| one.owner) {
        wanted.record("person", owner);
    }
    let titles = wanted.look_up(visit)?;
    let sorts = view.field("sort").map(|field| field.choices().to_vec()).unwrap_or_default();
    let overdue = all.iter().filter(|one| one.is_overdue(today)).count();
    let missing = found.iter().filter(|one| one.first.is_none()).count();
    let counted = |key: &str, n: usize| visit.text_with(key, &[("n", n.into())]);
    Ok(html! {
        div.head {
            h1 { (visit.text("documents-title")) }
            span.soft {
                (counted("documents-overdue", overdue)) " · "
                a.link href="#mandatory" { (counted("documents-missing", missing)) }
            }
            div.verbs {
                @if visit.may(KIND, "create") {
                    (templates::offer(visit)?)
                    a.verb.first href="/document/new" { (visit.texts.create_label(view.def)) }
                }
            }
        }
        div.stack {
            @if all.is_empty() {
                section.sheet {
                    (empty("note", &visit.text("documents-none"), &visit.text("documents-none-help"), html! {}))
                }
            }
            @for sort in &sorts {
                @let of: Vec<_> = all.iter().filter(|one| one.sort == sort.name).collect();
                @if !of.is_empty() { (sheet(visit, view, &sort.name, &of, &titles, today)) }
            }
            (to_be_written(visit, found))
        }
    })
}

fn sheet(
    visit: &Visit,
    view: &KindView,
    sort: &str,
    all: &[&Listed],
    titles: &Titles,
    today: Date,
) -> Markup {
    let id = format!("sort-{}", sort.replace('_', "-"));
    let label = view.field("sort").map(|field| visit.texts.choice_label(KIND, field, sort));
    let heads = ["number", "name", "edition", "state", "owner", "from", "review"];
    html! {
        section.sheet aria-labelledby=(id) {
            div.sheet-head {
                h2 id=(id) {
                    a.link href=(address::with_query("/document", [("sort", sort)])) { (label.unwrap_or_default()) }
                }
                span.small.faint { (visit.text_with("entries", &[("n", all.len().into())])) }
            }
            div.scroll tabindex="0" role="group" aria-labelledby=(id) {
                table.rows {
                    thead { tr {
                        @for head in heads { th scope="col" { (visit.text(&format!("documents-{head}"))) } }
                    } }
                    tbody { @for one in all { (row(visit, view, one, titles, today)) } }
                }
            }
        }
    }
}

fn row(visit: &Visit, view: &KindView, one: &Listed, titles: &Titles, today: Date) -> Markup {
    let own = address::of_record(KIND, one.named.id);
    let href = if one.has_text { reading_address(one.named.id) } else { own.clone() };
    html! {
        tr {
            td.nowrap { a.link href=(own) {
                @if one.number.is_empty() { (view.def.number(one.named.id)) } @else { (one.number) }
            } }
            th.what scope="row" { a.link href=(href) { (one.named.title) } }
            td { (one.edition) }
            td { (state(visit, view.def, &one.state)) }
            td { @match one.owner {
                Some(owner) => (titles.link(visit, "person", owner)),
                None => span.faint { (visit.text("documents-nobody")) },
            } }
            td.nowrap { @if let Some(day) = one.effective_from { time datetime=(day) { (day_words(day)) } } }
            td.nowrap { @if let Some(day) = one.next_review_on {
                @if one.is_overdue(today) {
                    span.token.hot { (icon("warning")) time datetime=(day) { (day_words(day)) } }
                } @else { time datetime=(day) { (day_words(day)) } }
            } }
        }
    }
}

fn to_be_written(visit: &Visit, found: &[Found]) -> Markup {
    html! {
        section.sheet aria-labelledby="mandatory" {
            div.sheet-head {
                h2 #mandatory { (visit.text("documents-mandatory")) }
                span.small.faint { (visit.text("documents-mandatory-help")) }
            }
            div.scroll tabindex="0" role="group" aria-labelledby="mandatory" {
                table.rows {
                    thead { tr {
                        th scope="col" { (visit.text("documents-what")) }
                        th scope="col" { (visit.text("documents-clause")) }
                        th scope="col" { (visit.text("documents-where")) }
                    } }
                    tbody { @for one in found { (item(visit, one)) } }
                }
            }
        }
    }
}

fn item(visit: &Visit, one: &Found) -> Markup {
    html! {
        tr {
            th.what scope="row" { (one.item.what) }
            td.nowrap { (one.item.clause) }
            td { @match &one.first {
                Some(first) => {
                    a.link.in-text href=(address::of_record(first.kind, first.id)) { (first.title) }
                    @if one.count > 1 {
                        " " a.link.small href=(address::with_query(&format!("/{}", first.kind), [("open", "yes")])) {
                            (visit.text_with("documents-more", &[("n", (one.count - 1).into())]))
                        }
                    }
                },
                None => span.token.hot { (icon("warning")) (visit.text("documents-not-found")) },
            } }
        }
    }
}
