//! Who follows a record: the button that begins and ends it, the list of names, and colleagues who
//! are added.
use crate::{
    address, asked, form,
    part::{csrf, icon, who},
    shell::home_title,
    value::Titles,
    verb,
    visit::{Flash, Posted, Visit},
};
use axum::{extract::Path, response::Response};
use gemba_desk::{Command, Input, Query, Refused};
use gemba_model::{
    Feature, Record,
    filter::{Filter, Sort},
    overlay::KindView,
};
use gemba_vocabulary::{RecordId, Value};
use maud::{Markup, PreEscaped, html};
use std::sync::Arc;

/// The kind whose records say who follows what.
pub const KIND: &str = "watcher";
const FOLLOW: &str = "follow";
const SHOWN_MAX: usize = 50;

/// The followers of one record, as far as the reader may see them.
pub struct Followers<'a> {
    visit: &'a Visit,
    on: &'a KindView,
    record: &'a Record,
    view: Arc<KindView>,
    current: Vec<Record>,
    titles: Titles,
}

impl<'a> Followers<'a> {
    /// Reads them; nothing if records of the kind are not followed.
    pub fn of(
        visit: &'a Visit,
        on: &'a KindView,
        record: &'a Record,
    ) -> Result<Option<Self>, Refused> {
        let view = visit.desk.view(KIND).filter(|_| visit.may(KIND, "read"));
        let Some(view) = view.filter(|_| on.def.has(Feature::Watchers)) else { return Ok(None) };
        let open = Filter::is("open", Value::Bool(true));
        let sort = Sort { field: "id".to_owned(), descending: false };
        let filters = [of_record(on, record), vec![open]].concat();
        let query = Query { filters, sort, limit: SHOWN_MAX, ..Query::of(KIND) };
        let current = visit.desk.list(visit.actor(), &query)?.records;
        let titles = Titles::of(visit, &[(&view, &current)])?;
        Ok(Some(Self { visit, on, record, view, current, titles }))
    }

    fn person(&self, watcher: &Record) -> Option<RecordId> {
        match self.view.value(watcher, "person") {
            Value::Ref(id) => Some(*id),
            _ => None,
        }
    }

    fn own(&self) -> String {
        address::of_record(self.on.def.name, self.record.id)
    }

    /// The button by which the reader follows the record, or no longer does.
    pub fn button(&self) -> Markup {
        let visit = self.visit;
        let Some(me) = visit.actor().person.filter(|_| visit.may(KIND, "create")) else {
            return PreEscaped(String::new());
        };
        let follows = self.current.iter().any(|one| self.person(one) == Some(me));
        let (wish, sign) = if follows { ("no", "check") } else { ("yes", "bell") };
        let stop = follows.then(|| visit.text("followers-stop"));
        html! {
            form.follow method="post" action={ (self.own()) "/follow" } {
                (csrf(visit))
                button.verb.plain.slim name=(FOLLOW) value=(wish) data-key="w"
                    aria-label=[stop.as_deref()] title=[stop.as_deref()]
                {
                    (icon(sign)) " "
                    @if follows { (visit.text("followers-following")) }
                    @else { (visit.text("followers-follow")) }
                }
            }
        }
    }

    /// Who follows, and the way to add somebody.
    pub fn section(&self) -> Markup {
        let visit = self.visit;
        let may_add = visit.may(KIND, "change");
        if self.current.is_empty() && !may_add {
            return PreEscaped(String::new());
        }
        html! {
            section #followers data-live-part {
                h2 {
                    (visit.text("followers"))
                    @if may_add {
                        " " a.square.slim href={ (self.own()) "/watcher" } data-dialog
                            aria-label=(visit.text("followers-add")) { (icon("plus")) }
                    }
                }
                @if self.current.is_empty() { p.faint.small { (visit.text("followers-none")) } }
                @else {
                    form method="post" {
                        (csrf(visit))
                        input type="hidden" name=(form::NEXT) value=(self.own());
                        ul.items { @for one in &self.current { (self.follower(one)) } }
                    }
                }
            }
        }
    }

    fn follower(&self, watcher: &Record) -> Markup {
        let visit = self.visit;
        let person = self.person(watcher).unwrap_or_default();
        let name = self.titles.name(visit, "person", person);
        // The reader's own following ends with the button above.
        let may_end = visit.actor().person != Some(person)
            && visit.desk.may_with(visit.actor(), KIND, "retire", watcher);
        let end = visit.text_with("followers-remove", &[("name", name.as_str().into())]);
        html! {
            li {
                (who(&name))
                @if may_end {
                    span.end {
                        button.square.slim aria-label=(end) title=(end)
                            formaction=(verb::address_of(KIND, watcher.id, "retire"))
                        { (icon("close")) }
                    }
                }
            }
        }
    }
}

/// What makes a person follow a record, or no longer; nothing if it is so already.
pub fn command(
    visit: &Visit,
    on: &KindView,
    record: &Record,
    person: RecordId,
    wishes: bool,
) -> Result<Option<Command>, Refused> {
    let filters = [of_record(on, record), vec![Filter::is("person", Value::Ref(person))]].concat();
    let query = Query { filters, limit: 1, ..Query::of(KIND) };
    let view = asked::kind(visit, KIND)?;
    let held = visit.desk.list(visit.actor(), &query)?.records.into_iter().next();
    let is_over = |one: &Record| view.def.state(&one.state).is_some_and(|state| state.is_end);
    Ok(match held {
        Some(held) if is_over(&held) == wishes => {
            let step = if wishes { "restore" } else { "retire" };
            Some(Command::verb(KIND, held.id, step))
        }
        None if wishes => Some(Command::create(
            KIND,
            Input::Values(vec![
                ("parent_kind".to_owned(), Value::Text(on.def.name.to_owned())),
                ("parent".to_owned(), Value::Int(record.id)),
                ("person".to_owned(), Value::Ref(person)),
            ]),
        )),
        _ => None,
    })
}

fn of_record(on: &KindView, record: &Record) -> Vec<Filter> {
    vec![
        Filter::is("parent_kind", Value::Text(on.def.name.to_owned())),
        Filter::is("parent", Value::Int(record.id)),
    ]
}

/// `POST /{kind}/{id}/follow`
pub async fn post(
    visit: Visit,
    Path((kind, id)): Path<(String, String)>,
    posted: Posted,
) -> Response {
    visit
        .answer(move |visit| {
            let (on, record) = asked::record(visit, &kind, &id)?;
            let me = visit.actor().person.filter(|_| on.def.has(Feature::Watchers));
            let me = me.ok_or_else(|| Refused::Unknown(visit.text("problem-no-page")))?;
            let wishes = posted.text(FOLLOW) != "no";
            if let Some(command) = command(visit, &on, &record, me, wishes)? {
                visit.desk.run(visit.actor(), command)?;
            }
            let flash = Flash::new(if wishes { "flash-followed" } else { "flash-unfollowed" });
            let number = on.def.number(record.id);
            let own = address::of_record(on.def.name, record.id);
            let page = home_title(visit);
            Ok(visit.go(&own, Some(flash.with("number", &number).with("page", &page))))
        })
        .await
}
