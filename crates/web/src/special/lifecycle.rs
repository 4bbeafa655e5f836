//! What runs out: warranties, support, contracts and licences by the day by which somebody has to act.
use crate::{
    address,
    part::empty,
    shell::Page,
    value::{Titles, Wanted, day_words},
    visit::Visit,
};
use axum::response::Response;
use gemba_desk::Refused;
use gemba_model::lifecycle::{self, Ending, Nearness};
use maud::{Markup, html};

/// Where the page stands.
pub const ADDRESS: &str = "/lifecycle";
/// A group shows so many; lists of the kinds show all.
const ROWS_MAX: usize = 100;

/// `GET /lifecycle`
pub async fn get(visit: Visit) -> Response {
    visit
        .answer(|visit| {
            if !visit.actor().is_inside() {
                return Err(Refused::Forbidden(visit.text("lifecycle-refused")));
            }
            let today = visit.desk.now().to_zoned(visit.zone.clone()).date();
            let evidence = visit.desk.evidence(visit.actor());
            let endings = lifecycle::read(&evidence, today);
            let endings = endings.map_err(|fault| Refused::Failed(fault.0))?;
            Ok(Page::new(visit.text("lifecycle-title"), main(visit, &endings)?).answer(visit))
        })
        .await
}

fn main(visit: &Visit, endings: &[Ending]) -> Result<Markup, Refused> {
    let groups = Nearness::ALL.map(|nearness| (nearness, lifecycle::of_group(endings, nearness)));
    let mut wanted = Wanted::default();
    for (_, group) in &groups {
        for owner in group.iter().take(ROWS_MAX).filter_map(|ending| ending.owner) {
            wanted.record("person", owner);
        }
    }
    let titles = wanted.look_up(visit)?;
    let help = visit.text("lifecycle-help");
    Ok(html! {
        div.head {
            h1 { (visit.text("lifecycle-title")) }
            p.small.faint { (help) }
        }
        @if endings.is_empty() {
            section.sheet {
                (empty("check", &visit.text("lifecycle-none"),
                    &visit.text("lifecycle-none-help"), html! {}))
            }
        }
        div.stack {
            @for (nearness, group) in groups.iter().filter(|(_, group)| !group.is_empty()) {
                (sheet(visit, *nearness, group, &titles))
            }
        }
    })
}

fn sheet(visit: &Visit, nearness: Nearness, group: &[&Ending], titles: &Titles) -> Markup {
    let key = nearness.name().replace('_', "-");
    let id = format!("lifecycle-{key}");
    let heads = ["what", "ends", "day", "owner"].map(|name| format!("lifecycle-{name}"));
    html! {
        section.sheet aria-labelledby=(id) {
            div.sheet-head {
                h2 id=(id) { (visit.text(&id)) }
                span.small.faint { (visit.text_with("entries", &[("n", group.len().into())])) }
            }
            div.scroll tabindex="0" role="group" aria-labelledby=(id) {
                table.rows {
                    thead { tr { @for key in &heads { th scope="col" { (visit.text(key)) } } } }
                    tbody {
                        @for ending in group.iter().take(ROWS_MAX) { (row(visit, ending, titles)) }
                    }
                }
            }
            @if group.len() > ROWS_MAX {
                p.foot { (visit.text_with("lifecycle-cut", &[("n", ROWS_MAX.into())])) }
            }
        }
    }
}

fn row(visit: &Visit, ending: &Ending, titles: &Titles) -> Markup {
    let kind = ending.sort.kind();
    let tone = match ending.nearness {
        Nearness::Overdue => "token hot",
        Nearness::Days30 => "token warm",
        Nearness::Days90 | Nearness::Year => "token",
    };
    html! {
        tr {
            th.what scope="row" {
                a.link href=(address::of_record(kind, ending.id)) { (ending.title) } " "
                small { (ending.number) }
            }
            td { (visit.text(&format!("lifecycle-sort-{}", ending.sort.name()))) }
            td {
                @if let Some(day) = ending.day {
                    time datetime=(day) { (day_words(day)) } " "
                }
                span class=(tone) { (away(visit, ending.days)) }
            }
            td {
                @match ending.owner {
                    Some(owner) => (titles.link(visit, "person", owner)),
                    None => span.faint { (visit.text("lifecycle-nobody")) },
                }
            }
        }
    }
}

/// How far away a day is, in words.
fn away(visit: &Visit, days: Option<i64>) -> String {
    match days {
        None => visit.text("lifecycle-over"),
        Some(0) => visit.text("lifecycle-today"),
        Some(days @ 1..) => visit.text_with("lifecycle-in", &[("n", days.into())]),
        Some(days) => visit.text_with("lifecycle-ago", &[("n", days.saturating_neg().into())]),
    }
}
