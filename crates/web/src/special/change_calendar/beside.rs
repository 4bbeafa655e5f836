//! What stands in the way of a change, beside its record, as things are now.
use super::{ADDRESS, CHANGE, FREEZE, Seen};
use crate::{
    address,
    value::{Titles, Wanted, clock_words, moment},
    visit::Visit,
};
use gemba_desk::Refused;
use gemba_model::{
    Record,
    change_calendar::{self, ChangeCalendar, STATES_THAT_HOLD, STATES_TO_COME},
    overlay::KindView,
};
use gemba_vocabulary::{
    Value,
    collision::{Collision, Obstacle, Shared, collisions},
};
use maud::{Markup, PreEscaped, html};

/// The section; nothing for another kind, a change that is over, or one without a time.
pub fn section(visit: &Visit, view: &KindView, record: &Record) -> Result<Markup, Refused> {
    let nothing = Ok(PreEscaped(String::new()));
    let is_to_come = STATES_TO_COME.contains(&&*record.state);
    if view.def.name != CHANGE || !is_to_come || !visit.actor().is_inside() {
        return nothing;
    }
    let Some(planned) = change_calendar::planned(view, record) else { return nothing };
    let mut finder = Seen(visit);
    let mut calendar = ChangeCalendar::read(&mut finder, planned.span, &STATES_THAT_HOLD)?;
    calendar.relate(&mut finder)?;
    let day = planned.span.from.to_zoned(visit.zone.clone()).date().to_string();
    let planned = change_calendar::with_related(&mut finder, planned)?;
    let found = collisions(&planned, &calendar.planned(), &calendar.frozen());
    let titles = titles(visit, &found)?;
    let week = address::with_query(ADDRESS, [("view", "week"), ("on", &*day)]);
    Ok(html! {
        section #collisions data-live-part {
            h2 { (visit.text("collisions")) }
            @if found.is_empty() { p.small.soft { (visit.text("collisions-none")) } }
            @else {
                ul.items {
                    @for one in &found {
                        li { (item(visit, &titles, one, is_accepted(view, record, one.with))) }
                    }
                }
            }
            p { a.link.small href=(week) { (visit.text("collisions-week")) } }
        }
    })
}

fn titles(visit: &Visit, found: &[Collision]) -> Result<Titles, Refused> {
    let mut wanted = Wanted::default();
    for one in found {
        let (kind, id) = key(one.with);
        wanted.record(kind, id);
        for shared in &one.shared {
            match shared {
                Shared::Item(id) | Shared::Related(id) => wanted.record("configuration_item", *id),
                Shared::Service(id) => wanted.record("service", *id),
                Shared::Everything => {}
            }
        }
    }
    wanted.look_up(visit)
}

const fn key(with: Obstacle) -> (&'static str, i64) {
    match with {
        Obstacle::Change(id) => (CHANGE, id),
        Obstacle::Freeze(id) => (FREEZE, id),
    }
}

/// Whether somebody accepted this very collision.
fn is_accepted(view: &KindView, record: &Record, with: Obstacle) -> bool {
    let (kind, id) = key(with);
    let Value::Struct(rows) = view.value(record, "collisions") else { return false };
    rows.as_array().is_some_and(|rows| {
        rows.iter().any(|row| {
            let of = |part: &str| row.get(part);
            of("with_kind").and_then(|kind| kind.as_str()) == Some(kind)
                && of("with").and_then(serde_json::Value::as_i64) == Some(id)
                && of("accepted").and_then(serde_json::Value::as_bool) == Some(true)
        })
    })
}

fn item(visit: &Visit, titles: &Titles, one: &Collision, accepted: bool) -> Markup {
    let (kind, id) = key(one.with);
    html! {
        div {
            (titles.link(visit, kind, id)) " "
            @if accepted { span.token { (visit.text("collisions-accepted")) } }
            @else { span.token.hot { (visit.text("collisions-open")) } }
            p.small.soft {
                (moment(visit, one.span.from)) " – " (clock_words(visit, one.span.to)) " · "
                @for (place, shared) in one.shared.iter().enumerate() {
                    @if place > 0 { ", " }
                    @match shared {
                        Shared::Item(id) => (titles.link(visit, "configuration_item", *id)),
                        Shared::Related(id) => {
                            (titles.link(visit, "configuration_item", *id))
                            " (" (visit.text("collisions-related")) ")"
                        }
                        Shared::Service(id) => (titles.link(visit, "service", *id)),
                        Shared::Everything => (visit.text("collisions-everything")),
                    }
                }
            }
        }
    }
}
