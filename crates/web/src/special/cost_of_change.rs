//! What a change costs, beside it while it waits for a decision: what was said of it, and what is left of the budgets
//! of the services that it touches. Over the API the same stands in the approvals that were asked, and on the sheet of
//! costs.
use crate::visit::Visit;
use gemba_desk::Refused;
use gemba_figures::{
    Ask, Usual,
    cost::books::{Books, services_of_change},
};
use gemba_model::{Record, overlay::KindView};
use maud::{Markup, html};

const KIND: &str = "change";
/// As long as somebody still decides about it.
const UNDECIDED: [&str; 5] = ["draft", "requested", "raised", "submitted", "assessed"];
const BOOKS: [&str; 3] = ["cost_record", "budget", "allocation_rule"];

/// The section; nothing for other kinds, once it is decided, and for people who may not see the books.
pub fn section(visit: &Visit, view: &KindView, record: &Record) -> Result<Markup, Refused> {
    let is_open = view.def.name == KIND && UNDECIDED.contains(&&*record.state);
    let may_see = || BOOKS.iter().all(|kind| visit.desk.may(visit.actor(), kind, "read"));
    if !is_open || !visit.actor().is_inside() || !may_see() {
        return Ok(html! {});
    }
    let today = visit.desk.now().to_zoned(visit.zone.clone()).date();
    let period = Usual::ThisYear.period(today);
    let ask = Ask { period, zone: visit.zone.clone(), about: None };
    let books = Books::read(&visit.desk.evidence(visit.actor()), &ask);
    let books = books.map_err(|fault| Refused::Failed(fault.0))?;
    let year = today.year().to_string();
    let said = view.value(record, "impact_cost").to_text();
    let services = services_of_change(view, record);
    Ok(html! {
        section #change-cost data-live-part {
            h2 { (visit.text("change-cost")) }
            p.small {
                @if said.trim().is_empty() { (visit.text("change-cost-unsaid")) } @else { (said) }
            }
            ul.items {
                @for service in services {
                    li {
                        a.link href={ "/service/" (service) } { (books.title(service)) } ": "
                        span.small { (left(visit, &books, service, &year)) }
                    }
                }
            }
        }
    })
}

fn left(visit: &Visit, books: &Books, service: i64, year: &str) -> String {
    let left = books.left(service);
    if left.is_empty() {
        return visit.text_with("change-cost-no-budget", &[("year", year.into())]);
    }
    let words = left.iter().map(|one| {
        let (left, budget) = (one.left.to_string(), one.budget.to_string());
        let given = [("left", left.into()), ("budget", budget.into()), ("year", year.into())];
        visit.text_with("change-cost-left", &given)
    });
    words.collect::<Vec<_>>().join("; ")
}
