//! The form of any kind: a new record, or the details of one that is there.
use crate::{
    address, asked, conflict,
    field_input::{
        self, Inputs, inputs,
        inputs::rows::{CHANGE_ROWS, any_rows},
    },
    leading,
    part::{csrf, icon, mistakes},
    shell::Page,
    special::{answers, documents, item_attributes, suggestions},
    value::Wanted,
    visit::{Flash, Posted, Visit},
};
use axum::{extract::Path, response::Response};
use gemba_desk::{Command, Input, Refused};
use gemba_model::{Feature, FieldDef, Record, overlay::KindView};
use gemba_vocabulary::Value;
use http::StatusCode;
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet};

/// Keeps the ids of a form's elements apart from others.
pub const PREFIX: &str = "f";
/// The version of the record that the form was made from.
pub const VERSION: &str = "_version";
/// Where to go on afterwards.
pub const NEXT: &str = "_next";

/// `GET /{kind}/new`
pub async fn new(visit: Visit, Path(kind): Path<String>) -> Response {
    visit
        .answer(move |visit| {
            let view = asked::kind_for(visit, &kind, "create")?;
            let fields = fields_of(visit, &view, None);
            let begun = [leading::fills(visit, &view)?, documents::templates::fills(visit, &view)?];
            let asked = [visit.pairs(), begun.concat()].concat();
            let mut inputs = Inputs::of_new(visit, PREFIX, &fields, &asked)?;
            item_attributes::offer(visit, &view, None, &fields, &mut inputs)?;
            let form = Form { visit, view: &view, record: None, fields: &fields, inputs: &inputs };
            Ok(form.page(StatusCode::OK))
        })
        .await
}

/// `POST /{kind}/new`
pub async fn create(visit: Visit, Path(kind): Path<String>, posted: Posted) -> Response {
    visit
        .answer(move |visit| {
            let view = asked::kind_for(visit, &kind, "create")?;
            let fields = fields_of(visit, &view, None);
            let mut inputs = Inputs::of_posted(PREFIX, &fields, &posted);
            let is_taken = take_answer(visit, &view, &fields, &posted, &mut inputs)?;
            let wish = posted.fields.get(CHANGE_ROWS);
            if let Some(wish) = wish {
                inputs.reshape(visit, &fields, wish);
            }
            if wish.is_some() || is_taken || posted.fields.contains_key(answers::LOOK) {
                item_attributes::offer(visit, &view, None, &fields, &mut inputs)?;
                inputs.name_references(visit, &fields)?;
                let form =
                    Form { visit, view: &view, record: None, fields: &fields, inputs: &inputs };
                return Ok(form.page(StatusCode::OK));
            }
            let given = inputs.read(visit, &view, &fields, None);
            if !inputs.is_faulty() {
                let command = Command::create(&kind, texts(visit, given));
                match visit.desk.run(visit.actor(), command) {
                    Ok(done) => return Ok(recorded(visit, &view, &done.record, &posted)),
                    Err(why) => inputs.refused(visit, &view, why)?,
                }
            }
            inputs.name_references(visit, &fields)?;
            let form = Form { visit, view: &view, record: None, fields: &fields, inputs: &inputs };
            Ok(form.page(StatusCode::UNPROCESSABLE_ENTITY))
        })
        .await
}

/// Takes a known answer over into the form, or finds out by what was typed which record is meant.
fn take_answer(
    visit: &Visit,
    view: &KindView,
    fields: &[FieldDef],
    posted: &Posted,
    inputs: &mut Inputs,
) -> Result<bool, Refused> {
    let taken = answers::taken(posted.text(answers::TAKE));
    if taken.is_none() && !posted.fields.contains_key(answers::LOOK) {
        return Ok(false);
    }
    // What was typed names records by words where no script has looked them up.
    let given = inputs.clone().read(visit, view, fields, None);
    for (name, text) in given {
        inputs.set(&name, &text);
    }
    let Some((name, id)) = taken else { return Ok(false) };
    let Some(field) = fields.iter().find(|field| field.name == name) else { return Ok(false) };
    let Some(target) = field.holds.target() else { return Ok(false) };
    // Only what the reader sees can be taken over.
    visit.desk.record(visit.actor(), target, id)?;
    inputs.take(visit, field, &answers::with_taken(field, inputs.text(name), id))?;
    Ok(true)
}

fn recorded(visit: &Visit, view: &KindView, record: &Record, posted: &Posted) -> Response {
    let number = view.def.number(record.id);
    let flash = leading::tie(visit, view, record)
        .unwrap_or_else(|| Flash::new("flash-created").with("number", &number));
    let own = address::of_record(view.def.name, record.id);
    match posted.text(NEXT) {
        "" => visit.go(&own, Some(flash)),
        next => visit.go(next, Some(flash.leading_to(&own))),
    }
}

/// `GET /{kind}/{id}/edit`
pub async fn edit(visit: Visit, Path((kind, id)): Path<(String, String)>) -> Response {
    visit
        .answer(move |visit| {
            let (view, record) = changeable(visit, &kind, &id)?;
            let fields = fields_of(visit, &view, Some(&record));
            let mut inputs = Inputs::of_record(visit, PREFIX, &view, &fields, &record)?;
            let (view, record) = (&view, Some(&record));
            item_attributes::offer(visit, view, record, &fields, &mut inputs)?;
            let form = Form { visit, view, record, fields: &fields, inputs: &inputs };
            Ok(form.page(StatusCode::OK))
        })
        .await
}

/// `POST /{kind}/{id}/edit`
pub async fn change(
    visit: Visit,
    Path((kind, id)): Path<(String, String)>,
    posted: Posted,
) -> Response {
    visit
        .answer(move |visit| {
            let (view, record) = changeable(visit, &kind, &id)?;
            let fields = fields_of(visit, &view, Some(&record));
            let posted = conflict::settled(posted);
            let mut inputs = Inputs::of_posted(PREFIX, &fields, &posted);
            let version = posted.text(VERSION).parse().unwrap_or(record.version);
            if version != record.version {
                return conflict::answer(visit, &view, &record, version, &fields, inputs);
            }
            if let Some(wish) = posted.fields.get(CHANGE_ROWS) {
                inputs.reshape(visit, &fields, wish);
                inputs.name_references(visit, &fields)?;
                let (view, record) = (&view, Some(&record));
                let form = Form { visit, view, record, fields: &fields, inputs: &inputs };
                return Ok(form.page(StatusCode::OK));
            }
            let given = inputs.read(visit, &view, &fields, Some(&record));
            if !inputs.is_faulty() {
                let command = Command::change(&kind, record.id, Some(version), texts(visit, given));
                match visit.desk.run(visit.actor(), command) {
                    Ok(done) => return Ok(changed(visit, &view, &done.record, done.entry)),
                    Err(Refused::Stale { given, .. }) => {
                        let record = visit.desk.record(visit.actor(), &kind, record.id)?;
                        return conflict::answer(visit, &view, &record, given, &fields, inputs);
                    }
                    Err(why) => inputs.refused(visit, &view, why)?,
                }
            }
            inputs.name_references(visit, &fields)?;
            let (view, record) = (&view, Some(&record));
            let form = Form { visit, view, record, fields: &fields, inputs: &inputs };
            Ok(form.page(StatusCode::UNPROCESSABLE_ENTITY))
        })
        .await
}

fn changed(visit: &Visit, view: &KindView, record: &Record, entry: Option<u64>) -> Response {
    let number = view.def.number(record.id);
    let flash = entry.map(|_| Flash::new("flash-changed").with("number", &number));
    visit.go(&address::of_record(view.def.name, record.id), flash)
}

fn changeable(
    visit: &Visit,
    kind: &str,
    id: &str,
) -> Result<(std::sync::Arc<KindView>, Record), Refused> {
    let (view, record) = asked::record(visit, kind, id)?;
    if visit.desk.may_with(visit.actor(), kind, "change", &record) {
        return Ok((view, record));
    }
    let plural = visit.texts.kind_plural(view.def).to_lowercase();
    Err(Refused::Forbidden(visit.text_with("may-not-change", &[("kinds", plural.into())])))
}

/// Fields as typed, in the reader's zone.
pub fn texts(visit: &Visit, fields: BTreeMap<String, String>) -> Input {
    Input::Text { fields, zone: visit.zone.clone() }
}

/// The fields that a form offers: those that the reader sees and may set. For people from outside,
/// what their record is about: whose it is follows from who they are, and later steps are not
/// theirs.
pub fn fields_of(visit: &Visit, view: &KindView, record: Option<&Record>) -> Vec<FieldDef> {
    let is_inside = visit.actor().is_inside();
    let later = later_fields(view);
    let is_theirs = |field: &FieldDef| {
        is_inside
            || record.is_none()
                && field.scope.is_none()
                && !later.contains(&*field.name)
                && field.holds.target().is_none_or(|target| visit.may(target, "read"))
    };
    let is_offered = |field: &FieldDef| !field.computed && is_theirs(field);
    asked::fields(visit, view).into_iter().filter(is_offered).collect()
}

/// The fields that only later steps of the life ask for.
fn later_fields(view: &KindView) -> BTreeSet<&'static str> {
    let first = view.def.first_state();
    let (begin, later): (Vec<_>, Vec<_>) =
        view.steps.iter().partition(|step| step.from.contains(&first) && !is_off(view, step.to));
    let asked = |steps: Vec<&gemba_model::StepDef>| -> BTreeSet<_> {
        steps.iter().flat_map(|step| step.asks.iter().copied()).collect()
    };
    let begin = asked(begin);
    asked(later).into_iter().filter(|field| !begin.contains(field)).collect()
}

fn is_off(view: &KindView, state: &str) -> bool {
    view.def.state(state).is_some_and(|state| state.tone == gemba_model::Tone::Off)
}

/// A form on its way to the page.
struct Form<'a> {
    visit: &'a Visit,
    view: &'a KindView,
    record: Option<&'a Record>,
    fields: &'a [FieldDef],
    inputs: &'a Inputs,
}

impl Form<'_> {
    fn page(&self, status: StatusCode) -> Response {
        let Self { visit, view, record, .. } = *self;
        let def = view.def;
        let (title, save) = match record {
            None => (visit.texts.create_label(def), visit.texts.create_label(def)),
            Some(record) => {
                let number = def.number(record.id);
                let title = visit.text_with("form-change", &[("number", number.into())]);
                (title, visit.text("form-save"))
            }
        };
        let list = format!("/{}", def.name);
        let own = record.map(|record| address::of_record(def.name, record.id));
        let leave = own.clone().unwrap_or_else(|| list.clone());
        let main = html! {
            nav aria-label=(visit.text("path")) {
                ol.path {
                    li { a href=(list) { (visit.texts.kind_plural(def)) } }
                    @match (record, &own) {
                        (Some(record), Some(own)) => {
                            li { a href=(own) { (def.number(record.id)) } }
                            li { (visit.text("form-changing")) }
                        }
                        _ => li { (visit.text("form-new")) },
                    }
                }
            }
            div.head { h1 { (title) } }
            div.form-page {
                form.form #record-form method="post" novalidate data-guard {
                    (csrf(visit))
                    (self.hidden())
                    // Enter presses the first button of a form, which is to be the one that saves.
                    @if any_rows(self.fields) {
                        button.hide tabindex="-1" aria-hidden="true" { (save) }
                    }
                    (self.summary())
                    (self.groups())
                    div.form-foot {
                        button.verb.first { (save) }
                        a.verb.plain href=(leave) { (visit.text("form-leave")) }
                    }
                }
                (self.beside())
            }
        };
        Page::new(title, main).status(status).answer(visit)
    }

    fn hidden(&self) -> Markup {
        let next = self.visit.query(NEXT).unwrap_or_default();
        html! {
            @if let Some(record) = self.record {
                input type="hidden" name=(VERSION) value=(record.version);
            }
            @if !next.is_empty() { input type="hidden" name=(NEXT) value=(next); }
        }
    }

    fn summary(&self) -> Markup {
        let fields: Vec<_> = self.fields.iter().collect();
        let faults = self.inputs.mistakes(&fields);
        html! {
            @if let Some(sentence) = self.inputs.refusal() {
                (mistakes(sentence, &faults))
            } @else if !faults.is_empty() {
                @let n = faults.len();
                (mistakes(&self.visit.text_with("form-faults", &[("n", n.into())]), &faults))
            }
        }
    }

    /// What a reader most likely says stands open; the rest waits behind a line, unless it holds
    /// something.
    fn groups(&self) -> Markup {
        let (visit, kind) = (self.visit, self.view.def.name);
        let (main, more): (Vec<&FieldDef>, Vec<_>) =
            self.fields.iter().partition(|field| self.is_main(field));
        let has_tags = self.view.def.has(Feature::Tags) && visit.actor().is_inside();
        html! {
            fieldset.group {
                legend { (visit.text("form-main")) }
                (laid_out(visit, kind, &main, self.inputs))
            }
            @if !more.is_empty() || has_tags {
                details.more open[self.inputs.is_faulty_in(&more)] {
                    summary.verb { (icon("down")) " " (visit.text("form-more")) }
                    fieldset.group aria-label=(visit.text("form-more")) {
                        (laid_out(visit, kind, &more, self.inputs))
                        @if has_tags { (self.tags()) }
                    }
                }
            }
        }
    }

    fn is_main(&self, field: &FieldDef) -> bool {
        let def = self.view.def;
        let first = def.first_state();
        let begins = |step: &&gemba_model::StepDef| {
            step.from.contains(&first) && !is_off(self.view, step.to)
        };
        let is_asked =
            self.view.steps.iter().filter(begins).any(|step| step.asks.contains(&&*field.name));
        let is_begun = self.record.is_some() || self.visit.query(leading::FROM).is_some();
        let is_held = is_begun && {
            let text = self.inputs.text(&field.name);
            !text.is_empty() && text != "no"
        };
        let is_few = self.fields.len() <= 10;
        field.required
            || field.name == def.title
            || (field.searched || field.listed) && !later_fields(self.view).contains(&*field.name)
            || field.scope.is_some()
            || is_asked
            || is_held
            || field.is_custom()
            || is_few
    }

    fn tags(&self) -> Markup {
        let (visit, id) = (self.visit, self.inputs.id("tags"));
        html! {
            div.field {
                label for=(id) { (visit.text("tags")) }
                input id=(id) name="tags" value=(self.inputs.text("tags"))
                    aria-describedby={ (id) "-help" };
                p.help id={ (id) "-help" } { (visit.text("tags-help")) }
            }
        }
    }

    /// What may be the answer already to what is being recorded.
    fn answers(&self) -> Markup {
        if self.record.is_some() {
            return html! {};
        }
        let value = |field: &str| self.inputs.text(field).to_owned();
        answers::beside_form(self.visit, self.view, self.fields, value).unwrap_or_else(|why| {
            tracing::error!(%why, "known answers were not found");
            html! {}
        })
    }

    fn beside(&self) -> Markup {
        let (visit, def) = (self.visit, self.view.def);
        html! {
            aside.beside aria-label=(visit.text("form-about")) {
                (self.answers())
                (item_attributes::beside(
                    visit, self.view, self.record, self.fields, self.inputs))
                section {
                    h2 { (visit.texts.kind_label(def)) }
                    p { (visit.texts.kind_help(def)) }
                }
                section {
                    h2 { (visit.text("evidence")) }
                    p { (visit.text_with("form-evidence", &[("clause", def.clause.into())])) }
                }
                (suggestions::beside(visit, def.clause, false))
            }
        }
    }
}

/// Fields below one another; narrow ones that follow each other stand in pairs.
pub fn laid_out(visit: &Visit, kind: &str, fields: &[&FieldDef], inputs: &Inputs) -> Markup {
    let mut rows: Vec<Vec<&FieldDef>> = Vec::new();
    for field in fields {
        match rows.last_mut() {
            Some(row) if row.len() == 1 && are_narrow(row, field) => row.push(field),
            _ => rows.push(vec![field]),
        }
    }
    let one = |field: &FieldDef| field_input::input(visit, kind, field, inputs);
    html! {
        @for row in rows {
            @match row.as_slice() {
                [field] => (one(field)),
                pair => div.pair { @for field in pair { (one(field)) } },
            }
        }
    }
}

fn are_narrow(row: &[&FieldDef], field: &FieldDef) -> bool {
    !field_input::is_wide(field) && !row.iter().any(|one| field_input::is_wide(one))
}

/// A field's text in words, as a page tells it beside another version.
pub fn told(visit: &Visit, kind: &str, field: &FieldDef, text: &str) -> Result<Markup, Refused> {
    let value = gemba_model::parse::from_text(field, text, &visit.zone);
    let Ok(value) = value else { return Ok(html! { (text) }) };
    let mut wanted = Wanted::default();
    wanted.value(field, &value);
    let titles = wanted.look_up(visit)?;
    Ok(match &value {
        Value::None => html! { span.faint { (visit.text("nothing")) } },
        Value::Struct(_) => crate::value::shown(visit, &titles, kind, field, &value),
        Value::Text(text) => html! {
            @if field.choices().is_empty() { (text) }
            @else { (visit.texts.choice_label(kind, field, text)) }
        },
        other => html! { (crate::value::words(visit, &titles, kind, field, other)) },
    })
}

/// What a record holds in a field, as the form spells it.
pub fn held(visit: &Visit, view: &KindView, record: &Record, field: &FieldDef) -> String {
    inputs::spelled(visit, view.value(record, &field.name))
}
