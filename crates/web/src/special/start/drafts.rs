//! The drafts of the starter kit by whoever decides about them: what each needs next, and how many are done.
use crate::{
    address,
    fittings::FromKit,
    part::{empty, icon, state, who},
    shell::Page,
    value::Wanted,
    verb,
    visit::Visit,
};
use axum::response::Response;
use gemba_desk::Refused;
use gemba_model::{Record, StepDef, Tone, overlay::KindView};
use gemba_vocabulary::RecordId;
use maud::{Markup, html};
use std::{collections::BTreeMap, sync::Arc};

/// Where the page stands.
pub const ADDRESS: &str = "/start/drafts";

/// How far a draft is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stands {
    /// Nobody has begun.
    Untouched,
    /// Somebody works on it.
    UnderWay,
    /// It was approved, or decided against.
    Decided,
}

/// A draft as the page shows it.
struct Draft {
    view: Arc<KindView>,
    record: Record,
    approver: RecordId,
    stands: Stands,
}

/// Whether the menu shows the page to the reader.
pub fn is_open(visit: &Visit) -> bool {
    let is_made = || visit.kit.is_some_and(|kit| matches!((kit.made)(&visit.desk), Ok(Some(_))));
    visit.actor().is_inside() && is_made()
}

/// `GET /start/drafts`
pub async fn get(visit: Visit) -> Response {
    visit
        .answer(|visit| {
            if !visit.actor().is_inside() {
                return Err(Refused::Forbidden(visit.text("drafts-refused")));
            }
            let made = visit.kit.map(|kit| (kit.made)(&visit.desk)).transpose()?.flatten();
            let drafts = made.iter().flatten().filter_map(|one| draft(visit, one).transpose());
            let drafts = drafts.collect::<Result<Vec<_>, _>>()?;
            Ok(Page::new(visit.text("drafts-title"), main(visit, &drafts)?)
                .live("/events")
                .answer(visit))
        })
        .await
}

/// A record of the kit, if anything is decided about it and the reader may see it.
fn draft(visit: &Visit, one: &FromKit) -> Result<Option<Draft>, Refused> {
    let Some(view) = visit.desk.view(&one.kind).filter(|view| visit.may(view.def.name, "read"))
    else {
        return Ok(None);
    };
    // What counts from the moment on in which it is there waits for nobody.
    let first = view.def.state(view.def.first_state());
    if first.is_none_or(|state| matches!(state.tone, Tone::Done | Tone::Going)) {
        return Ok(None);
    }
    let record = match visit.desk.record(visit.actor(), &one.kind, one.id) {
        Ok(record) => record,
        Err(Refused::NotFound { .. } | Refused::Forbidden(_)) => return Ok(None),
        Err(refused) => return Err(refused),
    };
    let stands = stands(&view, &record);
    Ok(Some(Draft { view, record, approver: one.approver, stands }))
}

fn stands(view: &KindView, record: &Record) -> Stands {
    let state = view.def.state(&record.state);
    let is_decided = state.is_none_or(|state| {
        let is_at_work = state.tone == Tone::Going && !leads_to_more(view, &record.state);
        state.is_end || state.tone == Tone::Done || is_at_work
    });
    match (is_decided, record.state == view.def.first_state() && record.version == 1) {
        (true, _) => Stands::Decided,
        (false, true) => Stands::Untouched,
        (false, false) => Stands::UnderWay,
    }
}

/// Whether something is to be done or decided yet after that state. A measure in use is at work until it is taken out.
fn leads_to_more(view: &KindView, from: &str) -> bool {
    let waits = |to: &str| {
        let to = view.def.state(to);
        to.is_some_and(|state| matches!(state.tone, Tone::Going | Tone::Waiting))
    };
    view.steps.iter().any(|step| step.from.contains(&from) && step.to != from && waits(step.to))
}

/// The step that leads on, rather than to an end without result.
fn next(draft: &Draft) -> Option<&StepDef> {
    let leads_on = |step: &&StepDef| {
        let to = draft.view.def.state(step.to);
        step.from.contains(&draft.record.state.as_str())
            && to.is_some_and(|state| state.tone != Tone::Off)
    };
    draft.view.steps.iter().find(leads_on)
}

fn main(visit: &Visit, drafts: &[Draft]) -> Result<Markup, Refused> {
    let decided = drafts.iter().filter(|draft| draft.stands == Stands::Decided).count();
    let mut by_person: BTreeMap<RecordId, Vec<&Draft>> = BTreeMap::new();
    let mut wanted = Wanted::default();
    for draft in drafts.iter().filter(|draft| draft.stands != Stands::Decided) {
        by_person.entry(draft.approver).or_default().push(draft);
        wanted.record("person", draft.approver);
    }
    let titles = wanted.look_up(visit)?;
    // Whoever reads finds their own first.
    let mut people: Vec<_> = by_person.into_iter().collect();
    people.sort_by_key(|(person, _)| (visit.actor().person != Some(*person), *person));
    let said = [("done", decided.into()), ("all", drafts.len().into())];
    let counted = visit.text_with("drafts-progress", &said);
    Ok(html! {
        div.head {
            h1 { (visit.text("drafts-title")) }
            span.soft #drafts-progress data-live-part {
                progress max=(drafts.len().max(1)) value=(decided) aria-label=(counted) {} " " (counted)
            }
        }
        div.stack #drafts data-live-part {
            p.note { (visit.text("drafts-about")) }
            @if drafts.is_empty() {
                div.sheet { (empty("note", &visit.text("drafts-none"), &visit.text("drafts-none-help"), html! {})) }
            } @else if people.is_empty() {
                div.sheet { (empty("check", &visit.text("drafts-over"), &visit.text("drafts-over-help"), html! {
                    a.verb.first href="/readiness" { (visit.text("readiness-title")) }
                })) }
            }
            @for (person, drafts) in &people {
                (section(visit, *person, &titles.name(visit, "person", *person), drafts))
            }
        }
    })
}

fn section(visit: &Visit, person: RecordId, name: &str, drafts: &[&Draft]) -> Markup {
    let id = format!("drafts-of-{person}");
    let count = [("n", drafts.len().into())];
    html! {
        section.sheet aria-labelledby=(id) {
            div.sheet-head {
                h2 id=(id) { (who(name)) }
                span.small.faint { (visit.text_with("drafts-count", &count)) }
            }
            ul.todo { @for draft in drafts { (line(visit, draft)) } }
        }
    }
}

fn line(visit: &Visit, draft: &Draft) -> Markup {
    let (def, record) = (draft.view.def, &draft.record);
    let step =
        next(draft).filter(|step| visit.desk.may_with(visit.actor(), def.name, step.verb, record));
    html! {
        li {
            (icon(if draft.stands == Stands::Untouched { "note" } else { "clock" }))
            div {
                a href=(address::of_record(def.name, record.id)) { b { (draft.view.title(record)) } }
                p {
                    (visit.texts.kind_label(def)) " · " (def.number(record.id)) " · "
                    (state(visit, def, &record.state))
                    @if draft.stands == Stands::Untouched { " · " (visit.text("drafts-untouched")) }
                }
            }
            @if let Some(step) = step {
                a.verb.slim data-dialog href=(address::with_query(
                    &verb::address_of(def.name, record.id, step.verb), [(crate::form::NEXT, ADDRESS)]
                )) { (visit.texts.verb_label(def.name, step)) }
            }
        }
    }
}
