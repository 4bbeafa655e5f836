//! What hangs on a record: tasks, approvals, links, files, and records of other kinds that refer to
//! it.
use super::connected::Part;
use crate::{
    address, files,
    part::{csrf, icon, state, who},
    search::sign,
    value::{Titles, day_words, moment},
    verb,
    visit::Visit,
};
use gemba_desk::{Page, Query, Refused};
use gemba_model::{
    Feature, FieldDef, Holds, Menu, Record, Tone,
    filter::{Filter, Sort},
    overlay::KindView,
};
use gemba_vocabulary::Value;
use maud::{Markup, PreEscaped, html};
use std::sync::Arc;

const PARTS_MAX: usize = 50;
const RELATED_MAX: usize = 5;

/// The sections, each empty if there is nothing to show or to do.
pub struct Parts {
    pub tasks: Markup,
    pub connected: Markup,
    pub approvals: Markup,
    pub attachments: Markup,
    pub related: Markup,
}

/// Reads everything that hangs on a record.
pub fn of(visit: &Visit, view: &KindView, record: &Record) -> Result<Parts, Refused> {
    let on = On { visit, view, record };
    Ok(Parts {
        tasks: on.tasks()?,
        connected: on.connected()?,
        approvals: on.approvals()?,
        attachments: on.attachments()?,
        related: on.related()?,
    })
}

struct On<'a> {
    visit: &'a Visit,
    view: &'a KindView,
    record: &'a Record,
}

/// Records of one kind that hang on another.
struct Held {
    view: Arc<KindView>,
    records: Vec<Record>,
    titles: Titles,
}

impl On<'_> {
    fn own(&self) -> String {
        address::of_record(self.view.def.name, self.record.id)
    }

    /// The parts of that sort; nothing if the kind does not share the feature or the reader may not
    /// see them.
    fn held(&self, part: Part, ends: (&str, &str)) -> Result<Option<Held>, Refused> {
        let visit = self.visit;
        let kind = part.kind();
        let view = visit.desk.view(kind).filter(|_| visit.may(kind, "read"));
        let Some(view) = view.filter(|_| self.view.def.has(part.feature())) else {
            return Ok(None);
        };
        let (kind_field, id_field) = ends;
        let of = Filter::is(kind_field, Value::Text(self.view.def.name.to_owned()));
        let is = Filter::is(id_field, Value::Int(self.record.id));
        let sort = Sort { field: "id".to_owned(), descending: false };
        let query = Query { filters: vec![of, is], sort, limit: PARTS_MAX, ..Query::of(kind) };
        let records = visit.desk.list(visit.actor(), &query)?.records;
        let titles = Titles::of(visit, &[(&view, &records)])?;
        Ok(Some(Held { view, records, titles }))
    }

    /// The way to add a part, for those who may.
    fn adding(&self, part: Part) -> Markup {
        let visit = self.visit;
        let may = visit.may(part.kind(), "create")
            && visit.desk.may_with(visit.actor(), self.view.def.name, "note", self.record);
        html! {
            @if may {
                " " a.square.slim href={ (self.own()) "/" (part.name()) } data-dialog
                    aria-label=(part.adding(visit)) { (icon("plus")) }
            }
        }
    }

    fn tasks(&self) -> Result<Markup, Refused> {
        let Some(held) = self.held(Part::Task, ("parent_kind", "parent"))? else {
            return Ok(nothing());
        };
        let visit = self.visit;
        let is_over =
            |record: &&Record| held.view.def.state(&record.state).is_some_and(|one| one.is_end);
        let (all, over) = (held.records.len(), held.records.iter().filter(is_over).count());
        let adding = self.adding(Part::Task);
        if all == 0 && adding.0.trim().is_empty() {
            return Ok(nothing());
        }
        let done = visit.text_with("tasks-done", &[("n", over.into()), ("all", all.into())]);
        Ok(html! {
            section.part #tasks data-live-part {
                h2 {
                    (visit.text("tasks"))
                    @if all > 0 {
                        " " progress max=(all) value=(over)
                            aria-label=(visit.text("tasks-progress")) {}
                        " " span.num { (done) }
                    }
                    (adding)
                }
                @if all > 0 {
                    form.sheet method="post" {
                        (csrf(visit))
                        input type="hidden" name=(crate::form::NEXT) value=(self.own());
                        ul.items.done-aware {
                            @for task in &held.records { (self.task(&held, task)) }
                        }
                    }
                }
            }
        })
    }

    fn task(&self, held: &Held, task: &Record) -> Markup {
        let (visit, view) = (self.visit, &held.view);
        let (kind, title) = (view.def.name, view.title(task));
        let is_over = view.def.state(&task.state).is_some_and(|state| state.is_end);
        // The first step that needs no words ticks it off, or takes that back.
        let step = view
            .steps
            .iter()
            .find(|step| step.from.contains(&task.state.as_str()) && !verb::asks(step))
            .filter(|step| visit.desk.may_with(visit.actor(), kind, step.verb, task));
        let name = |field: &str| match view.value(task, field) {
            Value::Ref(id) => held.titles.get("person", *id).map(str::to_owned),
            _ => None,
        };
        html! {
            li.done[is_over] {
                @if let Some(step) = step {
                    @let label = visit.texts.verb_label(kind, step);
                    button.tick formaction=(verb::address_of(kind, task.id, step.verb))
                        aria-label={ (label) ": " (title) } title=(label) {}
                }
                a.name href=(address::of_record(kind, task.id)) { (title) }
                span.end {
                    @if let Value::Date(day) = view.value(task, "due_on") {
                        (visit.text_with("tasks-until", &[("day", day_words(*day).into())])) " "
                    }
                    @match name("assigned_to") {
                        Some(name) => (crate::part::face(&name)),
                        None => (visit.text("nobody")),
                    }
                }
            }
        }
    }

    fn connected(&self) -> Result<Markup, Refused> {
        let visit = self.visit;
        let (from, to) = (
            self.held(Part::Link, ("from_kind", "from"))?,
            self.held(Part::Link, ("to_kind", "to"))?,
        );
        let (Some(from), Some(to)) = (from, to) else { return Ok(nothing()) };
        let mut items = Vec::new();
        for (held, kind_field, id_field) in [(&from, "to_kind", "to"), (&to, "from_kind", "from")] {
            for link in &held.records {
                let kind = held.view.value(link, kind_field).to_text();
                let id = held.view.value(link, id_field).as_int().unwrap_or_default();
                items.push(self.link(held, link, &kind, id));
            }
        }
        let adding = self.adding(Part::Link);
        if items.is_empty() && adding.0.trim().is_empty() {
            return Ok(nothing());
        }
        Ok(html! {
            section #connected data-live-part {
                h2 { (visit.text("links")) (adding) }
                @if items.is_empty() { p.faint.small { (visit.text("links-none")) } }
                @else { ul.items { @for item in items { (item) } } }
            }
        })
    }

    fn link(&self, held: &Held, link: &Record, kind: &str, id: i64) -> Markup {
        let visit = self.visit;
        // What the reader may not see is not named either.
        let (Some(view), Ok(record)) =
            (visit.desk.view(kind), visit.desk.record(visit.actor(), kind, id))
        else {
            return nothing();
        };
        let relation = held.view.field("relation").map(|field| {
            let name = held.view.value(link, "relation").to_text();
            visit.texts.choice_label(held.view.def.name, field, &name)
        });
        let goes_out = held.view.value(link, "from").as_int() == Some(self.record.id)
            && held.view.value(link, "from_kind").as_text() == Some(self.view.def.name);
        html! {
            li {
                (icon(sign(kind)))
                span.name {
                    a.link href=(address::of_record(kind, id)) { (view.title(&record)) }
                    small {
                        (view.def.number(id))
                        @if let Some(relation) = relation {
                            " · " (relation.to_lowercase())
                            @if !goes_out { " " (visit.text("links-this")) }
                        }
                    }
                }
                (state(visit, view.def, &record.state))
            }
        }
    }

    fn approvals(&self) -> Result<Markup, Refused> {
        let Some(held) = self.held(Part::Approval, ("parent_kind", "parent"))? else {
            return Ok(nothing());
        };
        let (visit, adding) = (self.visit, self.adding(Part::Approval));
        if held.records.is_empty() && adding.0.trim().is_empty() {
            return Ok(nothing());
        }
        Ok(html! {
            section #approvals data-live-part {
                h2 { (visit.text("approvals")) (adding) }
                @if held.records.is_empty() { p.faint.small { (visit.text("approvals-none")) } }
                @else { ul.items { @for one in &held.records { (self.approval(&held, one)) } } }
            }
        })
    }

    fn approval(&self, held: &Held, approval: &Record) -> Markup {
        let (visit, view) = (self.visit, &held.view);
        let tone = match view.def.state(&approval.state).map(|state| state.tone) {
            Some(Tone::Done) => "fine",
            Some(Tone::Off) => "hot",
            _ => "cool",
        };
        let approver = view.value(approval, "approver").as_int();
        let name = approver.map(|id| held.titles.name(visit, "person", id)).unwrap_or_default();
        let is_mine = approver.is_some() && approver == visit.actor().person;
        let asked_of_me: Vec<_> = view
            .steps
            .iter()
            .filter(|step| is_mine && step.from.contains(&approval.state.as_str()))
            .filter(|step| visit.desk.may_with(visit.actor(), view.def.name, step.verb, approval))
            .filter(|step| verb::asks(step))
            .collect();
        let own = self.own();
        html! {
            li {
                (who(&name))
                @for step in asked_of_me {
                    @let href = verb::address_of(view.def.name, approval.id, step.verb);
                    a.verb.slim data-dialog
                        href=(address::with_query(&href, [(crate::form::NEXT, own.as_str())]))
                    { (visit.texts.verb_label(view.def.name, step)) }
                }
                span.end {
                    a href=(address::of_record(view.def.name, approval.id)) {
                        span class={ "token " (tone) } {
                            (visit.texts.state_label(view.def, &approval.state).to_lowercase())
                        }
                    }
                }
            }
        }
    }

    fn attachments(&self) -> Result<Markup, Refused> {
        let Some(held) = self.held(Part::File, ("parent_kind", "parent"))? else {
            return Ok(nothing());
        };
        let visit = self.visit;
        let may =
            visit.may(Part::File.kind(), "create") && visit.may(self.view.def.name, "comment");
        if held.records.is_empty() && !may {
            return Ok(nothing());
        }
        Ok(html! {
            section #attachments data-live-part {
                h2 { (visit.text("attachments")) }
                @if !held.records.is_empty() {
                    ul.items { @for file in &held.records { (self.file(&held, file)) } }
                }
                @if may {
                    form.drop method="post" action={ (self.own()) "/attach" }
                        enctype="multipart/form-data"
                    {
                        (csrf(visit))
                        input type="file" name="file" required
                            aria-label=(visit.text("attachments-choose"));
                        @if !files::outside(self.view, self.record).is_empty()
                            && visit.actor().is_inside()
                        {
                            label.small {
                                input type="checkbox" name=(files::SHOWN) value="yes";
                                " " (visit.text("attachments-show"))
                            }
                        }
                        button.verb.slim { (visit.text("attachments-add")) }
                    }
                }
            }
        })
    }

    fn file(&self, held: &Held, file: &Record) -> Markup {
        let visit = self.visit;
        let size = held.view.value(file, "size").as_int().unwrap_or_default();
        let by = file.created_by.and_then(|id| held.titles.get("person", id));
        let href = format!("{}/file", address::of_record(held.view.def.name, file.id));
        html! {
            li {
                (icon("paperclip"))
                span.name {
                    a.link href=(href) download { (held.view.title(file)) }
                    small {
                        (size_words(visit, size))
                        @if let Some(by) = by { ", " (by) }
                        ", " (moment(visit, file.created_at))
                        @if visit.actor().is_inside()
                            && !files::outside(&held.view, file).is_empty()
                        { ", " (visit.text("attachments-shown")) }
                    }
                }
            }
        }
    }

    /// Records of other kinds that refer to this one by a field that lists are narrowed by.
    fn related(&self) -> Result<Markup, Refused> {
        let visit = self.visit;
        let mut sections = Vec::new();
        for view in visit.desk.kinds() {
            let kind = view.def.name;
            if view.def.menu == Menu::Hidden || !visit.may(kind, "read") {
                continue;
            }
            let refers = |field: &&FieldDef| {
                matches!(field.holds, Holds::Ref(_) | Holds::Refs(_))
                    && field.filtered
                    && field.holds.target() == Some(self.view.def.name)
                    && (visit.actor().is_inside() || field.customer_visible)
            };
            let fields: Vec<_> = view.all_fields().filter(refers).cloned().collect();
            for field in &fields {
                if let Some(section) = self.referring(&view, field, fields.len() > 1)? {
                    sections.push(section);
                }
            }
        }
        Ok(html! { @for section in sections { (section) } })
    }

    fn referring(
        &self,
        view: &KindView,
        field: &FieldDef,
        is_one_of_many: bool,
    ) -> Result<Option<Markup>, Refused> {
        let visit = self.visit;
        let kind = view.def.name;
        let to = Filter::is(&field.name, Value::Ref(self.record.id));
        let asked = |filters: Vec<Filter>| -> Result<Page, Refused> {
            let query = Query { filters, limit: RELATED_MAX, ..Query::of(kind) };
            visit.desk.list(visit.actor(), &query)
        };
        let mut page = asked(vec![to.clone(), Filter::is("open", Value::Bool(true))])?;
        let is_open = !page.records.is_empty();
        if !is_open {
            page = asked(vec![to])?;
        }
        if page.records.is_empty() {
            return Ok(None);
        }
        let id = self.record.id.to_string();
        let open = if is_open { "yes" } else { "" };
        let all =
            address::with_query(&format!("/{kind}"), [(&*field.name, id.as_str()), ("open", open)]);
        let label = visit.texts.field_label(kind, field);
        Ok(Some(html! {
            section {
                h2 {
                    (visit.texts.kind_plural(view.def))
                    @if is_one_of_many { " · " (label.to_lowercase()) }
                    " " a.link.in-text href=(all) { (visit.text("all")) }
                }
                ul.items {
                    @for record in &page.records {
                        li {
                            span.name {
                                a.link href=(address::of_record(kind, record.id)) {
                                    (view.title(record))
                                }
                                small { (view.def.number(record.id)) }
                            }
                            (state(visit, view.def, &record.state))
                        }
                    }
                }
            }
        }))
    }
}

impl Part {
    fn adding(self, visit: &Visit) -> String {
        match self {
            Self::Task => visit.text("tasks-add"),
            Self::Approval => visit.text("approvals-add"),
            Self::Link => visit.text("links-add"),
            Self::File => visit.text("attachments-add"),
            Self::Watcher => visit.text("followers-add"),
        }
    }

    fn feature(self) -> Feature {
        match self {
            Self::Task => Feature::Tasks,
            Self::Approval => Feature::Approvals,
            Self::Link => Feature::Links,
            Self::File => Feature::Attachments,
            Self::Watcher => Feature::Watchers,
        }
    }
}

fn size_words(visit: &Visit, bytes: i64) -> String {
    const STEP: i64 = 1000;
    let (key, n) = match bytes {
        ..STEP => ("size-bytes", bytes),
        STEP..1_000_000 => ("size-kilo", bytes / STEP),
        _ => ("size-mega", bytes / 1_000_000),
    };
    visit.text_with(key, &[("n", n.into())])
}

fn nothing() -> Markup {
    PreEscaped(String::new())
}
