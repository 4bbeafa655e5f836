//! The button on an incident or a problem that raises it: to whom is suggested from the rota of its team.
use crate::{address, form::NEXT, part::icon, value::Titles, value::Wanted, visit::Visit};
use gemba_desk::Refused;
use gemba_model::{
    Record,
    on_call::{self, Direction, Reached},
    overlay::KindView,
};
use gemba_vocabulary::RecordId;
use maud::{Markup, html};

const KIND: &str = "escalation";
const TITLE_LETTERS_MAX: usize = 160;

/// A way to raise a record.
struct Way {
    direction: Direction,
    to: Reached,
}

/// The button; nothing for other kinds, once it is over, and for those who may not.
pub fn button(visit: &Visit, view: &KindView, record: &Record) -> Result<Markup, Refused> {
    let is_raised = matches!(view.def.name, "incident" | "problem");
    let is_over = view.def.state(&record.state).is_none_or(|state| state.is_end);
    if !is_raised || is_over || !visit.actor().is_inside() || !visit.may(KIND, "create") {
        return Ok(html! {});
    }
    let team = team(visit, view, record)?;
    let mut ways = Vec::new();
    let mut wanted = Wanted::default();
    let mut finder = visit.desk.finder(visit.actor());
    for direction in Direction::ALL {
        let to = match team {
            Some(team) => on_call::reached(&mut finder, team, direction, visit.desk.now())?,
            None => Reached::default(),
        };
        if let Some(person) = to.person {
            wanted.record("person", person);
        }
        ways.push(Way { direction, to });
    }
    if let Some(team) = team {
        wanted.record("team", team);
    }
    let titles = wanted.look_up(visit)?;
    Ok(html! {
        details.pop.from-end {
            summary.verb.plain.slim { (icon("up")) (visit.text("escalate")) }
            div.panel.choices {
                @for way in &ways {
                    a href=(href(view, record, team, way)) {
                        b { (visit.text(&format!("escalate-{}", way.direction.name()))) }
                        small.faint { (said(visit, &titles, team, way)) }
                    }
                }
            }
        }
    })
}

/// The team whose people are reached: that of an incident, or of whoever owns a problem.
fn team(visit: &Visit, view: &KindView, record: &Record) -> Result<Option<RecordId>, Refused> {
    if view.def.name == "incident" {
        return Ok(view.value(record, "team").as_int());
    }
    let Some(owner) = view.value(record, "owner").as_int() else { return Ok(None) };
    on_call::held(&mut visit.desk.finder(visit.actor()), "person", owner, "team")
}

fn said(visit: &Visit, titles: &Titles, team: Option<RecordId>, way: &Way) -> String {
    let name = |kind: &str, id: Option<RecordId>| id.and_then(|id| titles.get(kind, id));
    match (name("person", way.to.person), name("team", team)) {
        (Some(name), _) if way.to.rota.is_some() => {
            visit.text_with("escalate-on-call", &[("name", name.into())])
        }
        (Some(name), _) => visit.text_with("escalate-manager", &[("name", name.into())]),
        (None, Some(team)) => visit.text_with("escalate-team", &[("team", team.into())]),
        (None, None) => visit.text("escalate-choose"),
    }
}

fn href(view: &KindView, record: &Record, team: Option<RecordId>, way: &Way) -> String {
    let text = |id: Option<RecordId>| id.map(|id| id.to_string()).unwrap_or_default();
    let title: String = view.title(record).chars().take(TITLE_LETTERS_MAX).collect();
    let summary = format!("{}: {title}", view.def.number(record.id));
    let (id, own) = (record.id.to_string(), address::of_record(view.def.name, record.id));
    let (team, person, rota) = (text(team), text(way.to.person), text(way.to.rota));
    let pairs = [
        (view.def.name, &*id),
        ("summary", &*summary),
        ("direction", way.direction.name()),
        ("to_team", &*team),
        ("to_person", &*person),
        ("rota", &*rota),
        (NEXT, &*own),
    ];
    address::with_query(&format!("/{KIND}/new"), pairs)
}
