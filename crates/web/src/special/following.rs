//! What the reader follows: the newest that happened to each of a few records, newest first.
use crate::{
    address,
    part::{icon, state},
    record::followers,
    search::sign,
    timeline::Story,
    value::moment,
    visit::Visit,
};
use gemba_desk::{Query, Refused};
use gemba_model::{
    Record,
    filter::{Filter, Sort, Test},
    overlay::KindView,
};
use gemba_vocabulary::{RecordId, Value};
use maud::{Markup, html};
use std::{collections::BTreeMap, sync::Arc};

/// Of so many records that are followed, the page looks for what changed.
const FOLLOWED_MAX: usize = 200;
const RECORDS_MAX: usize = 8;
const HAPPENINGS_MAX: usize = 2;

/// The section of the first page; it is there, unseen, for those who follow nothing.
pub fn section(visit: &Visit) -> Result<Markup, Refused> {
    let mut changed = Vec::new();
    for (kind, ids) in followed(visit)? {
        let Some(view) = visit.desk.view(&kind).filter(|_| visit.may(&kind, "read")) else {
            continue;
        };
        let ids = ids.into_iter().map(Value::Int).collect();
        let filters = vec![Filter { field: "id".to_owned(), test: Test::Is(ids) }];
        let sort = Sort { field: "updated_at".to_owned(), descending: true };
        let query = Query { filters, sort, limit: RECORDS_MAX, ..Query::of(&kind) };
        let records = visit.desk.list(visit.actor(), &query)?.records;
        changed.extend(records.into_iter().map(|record| (Arc::clone(&view), record)));
    }
    changed.sort_by_key(|(_, record)| std::cmp::Reverse(record.updated_at));
    changed.truncate(RECORDS_MAX);
    let items = changed.iter().map(|(view, record)| item(visit, view, record));
    let items = items.collect::<Result<Vec<_>, _>>()?;
    Ok(html! {
        section.sheet #following data-live-part hidden[items.is_empty()] {
            div.sheet-head {
                h2 { (visit.text("home-following")) }
                span.small.faint { (visit.text("home-following-help")) }
            }
            ul.todo { @for item in items { (item) } }
        }
    })
}

/// The records that the reader follows, by kind.
fn followed(visit: &Visit) -> Result<BTreeMap<String, Vec<RecordId>>, Refused> {
    let mut followed: BTreeMap<String, Vec<RecordId>> = BTreeMap::new();
    let view = visit.desk.view(followers::KIND).filter(|_| visit.may(followers::KIND, "read"));
    let (Some(view), Some(me)) = (view, visit.actor().person) else { return Ok(followed) };
    let filters = vec![Filter::is("person", Value::Ref(me)), Filter::is("open", Value::Bool(true))];
    let query = Query { filters, limit: FOLLOWED_MAX, ..Query::of(followers::KIND) };
    for watcher in visit.desk.list(visit.actor(), &query)?.records {
        let kind = view.value(&watcher, "parent_kind").to_text();
        let id = view.value(&watcher, "parent").as_int().unwrap_or_default();
        followed.entry(kind).or_default().push(id);
    }
    Ok(followed)
}

fn item(visit: &Visit, view: &KindView, record: &Record) -> Result<Markup, Refused> {
    let story = Story::newest(visit, view, record, HAPPENINGS_MAX)?;
    let told = story.told(visit, view);
    Ok(html! {
        li {
            (icon(sign(view.def.name)))
            div {
                a href=(address::of_record(view.def.name, record.id)) {
                    b { (view.title(record)) }
                }
                " " span.id { (view.def.number(record.id)) }
                @for (at, words) in told { p { (words) " · " (moment(visit, at)) } }
            }
            (state(visit, view.def, &record.state))
        }
    })
}
