//! What may follow from a record: buttons that begin another one, with what is known already filled in and both tied
//! together. What leads where is a table of the model.
use crate::{
    address, asked, form,
    visit::{Flash, Visit},
};
use gemba_desk::{Command, Input, Refused};
use gemba_model::{
    FieldDef, Record,
    leading::{self, Fill, Leading, Only},
    overlay::KindView,
};
use maud::{Markup, html};
use std::{collections::BTreeMap, sync::Arc};

/// What an address names the first record by.
pub const FROM: &str = "_from";

/// The section beside a record; nothing where nothing may follow, or it is not the reader's to begin.
pub fn section(visit: &Visit, view: &KindView, record: &Record) -> Markup {
    let offered: Vec<_> =
        leading::from(view.def.name).filter(|way| is_open(visit, view, record, way)).collect();
    let number = view.def.number(record.id);
    html! {
        @if !offered.is_empty() {
            section #leads data-live-part {
                h2 { (visit.text("leads")) }
                div.leads {
                    @for way in offered {
                        @let to = format!("/{}/new", way.to);
                        a.verb.slim href=(address::with_query(&to, [(FROM, &*number)])) {
                            (visit.text(&key(way)))
                        }
                    }
                }
            }
        }
    }
}

/// The key of what the button says.
pub fn key(way: &Leading) -> String {
    format!("leads-{}-{}", way.from, way.to).replace('_', "-")
}

fn is_open(visit: &Visit, view: &KindView, record: &Record, way: &Leading) -> bool {
    let is_over = view.def.state(&record.state).is_some_and(|state| state.is_end);
    let fits = match way.only {
        Only::Open => !is_over,
        Only::In(states) => states.contains(&&*record.state),
        Only::Yes(field) => !is_over && view.value(record, field).is_yes(),
    };
    let may_tie = |field| {
        view.value(record, field).is_none()
            && visit.desk.may_with(visit.actor(), view.def.name, "change", record)
    };
    fits && visit.actor().is_inside() && visit.may(way.to, "create") && way.tie.is_none_or(may_tie)
}

/// The record at which the new one begins, and the way.
struct Begun {
    view: Arc<KindView>,
    record: Record,
    way: &'static Leading,
}

fn begun(visit: &Visit, to: &str) -> Result<Option<Begun>, Refused> {
    let Some(text) = visit.query(FROM).filter(|_| visit.actor().is_inside()) else {
        return Ok(None);
    };
    let Some((kind, id)) = visit.desk.find_number(&text) else { return Ok(None) };
    let Some(way) = leading::between(&kind, to) else { return Ok(None) };
    let (view, record) = (asked::kind(visit, &kind)?, visit.desk.record(visit.actor(), &kind, id)?);
    Ok(is_open(visit, &view, &record, way).then_some(Begun { view, record, way }))
}

/// What the form of a new record begins with: field and text.
pub fn fills(visit: &Visit, to: &KindView) -> Result<Vec<(String, String)>, Refused> {
    let Some(Begun { view, record, way }) = begun(visit, to.def.name)? else {
        return Ok(Vec::new());
    };
    let seen = asked::fields(visit, &view);
    let text = |fill: Fill| match fill {
        Fill::Itself => Some(record.id.to_string()),
        Fill::Word(word) => Some(word.to_owned()),
        Fill::Held(name) => {
            let field: Option<&FieldDef> = seen.iter().find(|field| field.name == name);
            field.map(|field| form::held(visit, &view, &record, field))
        }
    };
    let filled = way.fills.iter().filter_map(|(field, fill)| {
        let text = text(*fill).filter(|text| !text.is_empty())?;
        Some(((*field).to_owned(), text))
    });
    Ok(filled.collect())
}

/// Ties the record at which a new one began to it. What stands against that is told; the new record stays.
pub fn tie(visit: &Visit, to: &KindView, new: &Record) -> Option<Flash> {
    let Begun { view, record, way } = begun(visit, to.def.name).ok().flatten()?;
    let fields = BTreeMap::from([(way.tie?.to_owned(), new.id.to_string())]);
    let input = Input::Text { fields, zone: visit.zone.clone() };
    let command = Command::change(view.def.name, record.id, None, input);
    let refused = visit.desk.run(visit.actor(), command).err()?;
    let flash = Flash::new("flash-created-untied").with("number", &to.def.number(new.id));
    Some(flash.with("from", &view.def.number(record.id)).with("why", &refused.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use gemba_model::Holds;
    use gemba_practices::kind;

    /// Whether what one field holds can be put into the other.
    fn fits(from: &Holds, to: &Holds) -> bool {
        match (from, to) {
            (Holds::Ref(one) | Holds::Refs(one), Holds::Refs(other)) => one == other,
            (Holds::ShortText, Holds::LongText) => true,
            (from, to) => from == to,
        }
    }

    #[test]
    fn every_way_on_names_kinds_fields_and_states_that_are_there() {
        for way in leading::all() {
            let (from, to) = (kind(way.from).unwrap().def(), kind(way.to).unwrap().def());
            for (name, fill) in way.fills {
                let place = format!("{} to {}: {name}", way.from, way.to);
                let field = to.field(name).unwrap_or_else(|| panic!("{place} is no field"));
                assert!(!field.computed, "{place} is worked out");
                let is_fit = match fill {
                    Fill::Itself => field.holds.target() == Some(way.from),
                    Fill::Held(held) => fits(&from.field(held).expect(held).holds, &field.holds),
                    Fill::Word(word) => field.choices().iter().any(|one| one.name == *word),
                };
                assert!(is_fit, "{place} does not take it");
            }
            let tied = way.tie.map(|name| from.field(name).expect(name));
            assert!(tied.is_none_or(|field| field.holds == Holds::Ref(way.to.into())), "{way:?}");
            let names_first = way.fills.iter().any(|(_, fill)| *fill == Fill::Itself);
            assert!(names_first || tied.is_some(), "{way:?} ties nothing");
            match way.only {
                Only::Open => {}
                Only::In(states) => assert!(states.iter().all(|one| from.state(one).is_some())),
                Only::Yes(field) => assert_eq!(from.field(field).expect(field).holds, Holds::Bool),
            }
        }
    }
}
