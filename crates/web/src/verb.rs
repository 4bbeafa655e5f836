//! A step of a record's life: what it asks for, and taking it.
use crate::{
    address, asked,
    field_input::Inputs,
    form::{self, NEXT, VERSION},
    part::{csrf, icon, mistakes},
    shell::{Page, html_of},
    special::item_attributes,
    visit::{Flash, Posted, Visit},
};
use axum::{extract::Path, response::Response};
use gemba_desk::{Command, Offer, Refused};
use gemba_model::{FieldDef, Record, StepDef, Tone, overlay::KindView};
use http::StatusCode;
use maud::{Markup, html};

const PREFIX: &str = "v";
/// The reason or remark given with a verb.
pub const NOTE: &str = "_note";

/// `GET /{kind}/{id}/do/{verb}`
pub async fn get(visit: Visit, Path((kind, id, verb)): Path<(String, String, String)>) -> Response {
    visit
        .answer(move |visit| {
            let (view, record) = asked::record(visit, &kind, &id)?;
            let step = step_now(visit, &view, &record, &verb)?;
            let fields = fields_of(visit, &view, &step);
            let mut inputs = Inputs::of_record(visit, PREFIX, &view, &fields, &record)?;
            item_attributes::offer(visit, &view, Some(&record), &fields, &mut inputs)?;
            for (name, text) in visit.pairs() {
                if fields.iter().any(|field| field.name == name) {
                    inputs.set(&name, &text);
                }
            }
            let ask = Ask { visit, view: &view, record: &record, step: &step, fields: &fields };
            Ok(ask.answer(StatusCode::OK, &inputs, None))
        })
        .await
}

/// `POST /{kind}/{id}/do/{verb}`
pub async fn post(
    visit: Visit,
    Path((kind, id, verb)): Path<(String, String, String)>,
    posted: Posted,
) -> Response {
    visit
        .answer(move |visit| {
            let (view, record) = asked::record(visit, &kind, &id)?;
            let step = step_now(visit, &view, &record, &verb)?;
            let fields = fields_of(visit, &view, &step);
            let mut inputs = Inputs::of_posted(PREFIX, &fields, &posted);
            inputs.set(NOTE, posted.text(NOTE));
            let given = inputs.read(visit, &view, &fields, Some(&record));
            let ask = Ask { visit, view: &view, record: &record, step: &step, fields: &fields };
            if inputs.is_faulty() {
                return Ok(ask.answer(StatusCode::UNPROCESSABLE_ENTITY, &inputs, None));
            }
            let mut command =
                Command::verb(&kind, record.id, &verb).with_input(form::texts(visit, given));
            command.version = posted.text(VERSION).parse().ok();
            if !posted.text(NOTE).is_empty() {
                command = command.with_note(posted.text(NOTE));
            }
            match visit.desk.run(visit.actor(), command) {
                Ok(done) => Ok(taken(visit, &view, &done.record, &posted)),
                Err(Refused::Stale { .. }) => {
                    let words = visit.text("verb-stale");
                    Ok(ask.answer(StatusCode::CONFLICT, &inputs, Some(&words)))
                }
                Err(why) => {
                    inputs.refused(visit, &view, why)?;
                    Ok(ask.answer(StatusCode::UNPROCESSABLE_ENTITY, &inputs, None))
                }
            }
        })
        .await
}

fn taken(visit: &Visit, view: &KindView, record: &Record, posted: &Posted) -> Response {
    let (number, own) = (view.def.number(record.id), address::of_record(view.def.name, record.id));
    let state = visit.texts.state_label(view.def, &record.state);
    let flash =
        Flash::new("flash-step").with("number", &number).with("state", &state.to_lowercase());
    match posted.text(NEXT) {
        "" => visit.go(&own, Some(flash)),
        next => visit.go(next, Some(flash)),
    }
}

/// The step of that verb from where the record is, if the reader may take it.
fn step_now(
    visit: &Visit,
    view: &KindView,
    record: &Record,
    verb: &str,
) -> Result<StepDef, Refused> {
    let Some(any) = view.steps.iter().find(|step| step.verb == verb) else {
        return Err(Refused::Unknown(visit.text("problem-no-page")));
    };
    let kind = view.def.name;
    if !visit.desk.may_with(visit.actor(), kind, verb, record) {
        let plural = visit.texts.kind_plural(view.def).to_lowercase();
        let verb = visit.texts.verb_label(kind, any).to_lowercase();
        let values = [("verb", verb.into()), ("kinds", plural.into())];
        return Err(Refused::Forbidden(visit.text_with("may-not-do", &values)));
    }
    view.step(verb, &record.state).cloned().ok_or_else(|| {
        let verb = visit.texts.verb_label(kind, any);
        let state = visit.texts.state_label(view.def, &record.state).to_lowercase();
        let number = view.def.number(record.id);
        let values = [("verb", verb.into()), ("state", state.into()), ("number", number.into())];
        Refused::Not(visit.text_with("verb-not-now", &values))
    })
}

fn fields_of(visit: &Visit, view: &KindView, step: &StepDef) -> Vec<FieldDef> {
    let fields = asked::fields(visit, view);
    let field = |name: &&str| fields.iter().find(|field| field.name == **name).cloned();
    step.asks.iter().filter_map(field).filter(|field| !field.computed).collect()
}

struct Ask<'a> {
    visit: &'a Visit,
    view: &'a KindView,
    record: &'a Record,
    step: &'a StepDef,
    fields: &'a [FieldDef],
}

impl Ask<'_> {
    fn answer(&self, status: StatusCode, inputs: &Inputs, warning: Option<&str>) -> Response {
        let visit = self.visit;
        if visit.is_fragment {
            return html_of(status, self.part(inputs, warning));
        }
        let main = html! { div.plain-page { (self.part(inputs, warning)) } };
        Page::new(self.title(), main).status(status).answer(visit)
    }

    fn title(&self) -> String {
        let label = self.visit.texts.verb_label(self.view.def.name, self.step);
        format!("{label}: {}", self.view.def.number(self.record.id))
    }

    fn part(&self, inputs: &Inputs, warning: Option<&str>) -> Markup {
        let (visit, kind) = (self.visit, self.view.def.name);
        let own = address::of_record(kind, self.record.id);
        let title = self.title();
        let fields: Vec<_> = self.fields.iter().collect();
        let next = visit.query(NEXT).unwrap_or_default();
        let is_off = is_off(self.view, self.step);
        let body = html! {
            (csrf(visit))
            input type="hidden" name=(VERSION) value=(self.record.version);
            @if !next.is_empty() { input type="hidden" name=(NEXT) value=(next); }
            @if let Some(words) = warning {
                div.hint.warn role="alert" { (icon("warning")) p { (words) } }
            }
            (summary(visit, inputs, &fields))
            p.about { (visit.texts.verb_help(kind, self.step)) }
            (form::laid_out(visit, kind, &fields, inputs))
            (note(visit, inputs, self.step.needs_note))
            div.form-foot {
                a.verb.plain href=(own) data-close { (visit.text("verb-not-yet")) }
                button.verb.first.danger[is_off] { (visit.texts.verb_label(kind, self.step)) }
            }
        };
        let action = address_of(kind, self.record.id, self.step.verb);
        boxed(visit, "verb-title", &title, &own, &action, &body)
    }
}

/// What is wrong with what was typed, above a form.
pub fn summary(visit: &Visit, inputs: &Inputs, fields: &[&FieldDef]) -> Markup {
    let faults = inputs.mistakes(fields);
    html! {
        @if let Some(sentence) = inputs.refusal() {
            (mistakes(sentence, &faults))
        } @else if !faults.is_empty() {
            (mistakes(&visit.text_with("form-faults", &[("n", faults.len().into())]), &faults))
        }
    }
}

/// A form that stands in a dialog, or on a page of its own.
pub fn boxed(
    visit: &Visit,
    id: &str,
    title: &str,
    back: &str,
    action: &str,
    body: &Markup,
) -> Markup {
    html! {
        section data-dialog-part {
            div.box-head {
                @if visit.is_fragment { h2 id=(id) { (title) } } @else { h1 id=(id) { (title) } }
                a.square href=(back) data-close aria-label=(visit.text("close")) { (icon("close")) }
            }
            form.ask-form method="post" action=(action) novalidate data-guard { (body) }
        }
    }
}

/// The reason or remark that goes with a step.
pub fn note(visit: &Visit, inputs: &Inputs, is_needed: bool) -> Markup {
    let id = inputs.id("note");
    let fault = inputs.fault_of("note");
    let described = match fault {
        Some(_) => format!("{id}-error {id}-help"),
        None => format!("{id}-help"),
    };
    html! {
        div.field {
            label for=(id) {
                (visit.text("verb-note"))
                @if is_needed { " " span.must { (visit.text("input-required")) } }
            }
            textarea id=(id) name=(NOTE) required[is_needed] aria-describedby=(described)
                aria-invalid=[fault.map(|_| "true")] { "\n" (inputs.text(NOTE)) }
            @if let Some(fault) = fault {
                p.error id={ (id) "-error" } { (icon("warning")) " " (fault) }
            }
            p.help id={ (id) "-help" } { (visit.text("verb-note-help")) }
        }
    }
}

/// The address of a step.
pub fn address_of(kind: &str, id: i64, verb: &str) -> String {
    format!("/{kind}/{id}/do/{verb}")
}

/// Whether the step asks for anything; one that does not is taken by its button at once.
pub fn asks(step: &StepDef) -> bool {
    !step.asks.is_empty() || step.needs_note
}

fn is_off(view: &KindView, step: &StepDef) -> bool {
    view.def.state(step.to).is_some_and(|state| state.tone == Tone::Off)
}

/// How many verbs stand beside the usual one; the rest waits behind a button.
const BESIDE_MAX: usize = 2;
/// Letters that other things on a record's page answer to.
const TAKEN: &[char] = &['c', 'e', 'f', 'j', 'k', 'n', 's', 'x'];

/// The verbs of a record as buttons: the usual one last and filled, what is rare behind “More”.
pub fn buttons(visit: &Visit, view: &KindView, record: &Record, offers: &[Offer]) -> Markup {
    let can = |offer: &&Offer| offer.refusal.is_none() || asks(&offer.step);
    let steps: Vec<_> = offers.iter().filter(can).map(|offer| &offer.step).collect();
    let usual = usual(view, &record.state, &steps);
    let (off, beside): (Vec<_>, Vec<_>) = steps
        .iter()
        .copied()
        .filter(|step| Some(*step) != usual)
        .partition(|step| is_off(view, step));
    let (beside, rare) = beside.split_at(beside.len().min(BESIDE_MAX));
    let hidden: Vec<_> = rare.iter().copied().chain(off).collect();
    let mut letters = TAKEN.to_vec();
    let mut key = |step: &StepDef| letter(visit, view, step, &mut letters);
    let usual = usual.map(|step| (step, key(step)));
    let beside: Vec<_> = beside.iter().map(|step| (*step, key(step))).collect();
    html! {
        @for (step, key) in &beside {
            (button(visit, view, record, step, "verb", key.as_deref(), false))
        }
        @if !hidden.is_empty() {
            details.pop.from-end {
                summary.verb aria-label=(visit.text("more")) { (icon("more")) }
                div.panel.choices {
                    @for step in &hidden { (button(visit, view, record, step, "", None, false)) }
                }
            }
        }
        @if let Some((step, key)) = &usual {
            (button(visit, view, record, step, "verb first", key.as_deref(), true))
        }
    }
}

/// The step that leads on furthest. What is as it should be is not usually taken towards its end.
fn usual<'a>(view: &KindView, from: &str, steps: &[&'a StepDef]) -> Option<&'a StepDef> {
    let is_well = view.def.state(from).is_some_and(|state| state.tone == Tone::Done);
    let place = |step: &StepDef| {
        let place = view.def.states.iter().position(|state| state.name == step.to)?;
        let tone = view.def.states.get(place)?.tone;
        let is_away = is_well && tone == Tone::Waiting;
        (!matches!(tone, Tone::Off | Tone::Major) && !is_away).then_some(place)
    };
    let mut best: Option<(usize, &StepDef)> = None;
    for step in steps {
        if let Some(place) = place(step)
            && best.is_none_or(|(other, _)| place > other)
        {
            best = Some((place, step));
        }
    }
    best.map(|(_, step)| step)
}

fn letter(visit: &Visit, view: &KindView, step: &StepDef, taken: &mut Vec<char>) -> Option<String> {
    let label = visit.texts.verb_label(view.def.name, step).to_lowercase();
    let free = label.chars().find(|c| c.is_ascii_lowercase() && !taken.contains(c))?;
    taken.push(free);
    Some(free.to_string())
}

fn button(
    visit: &Visit,
    view: &KindView,
    record: &Record,
    step: &StepDef,
    class: &str,
    key: Option<&str>,
    is_key_shown: bool,
) -> Markup {
    let label = visit.texts.verb_label(view.def.name, step);
    let help = visit.texts.verb_help(view.def.name, step);
    let href = address_of(view.def.name, record.id, step.verb);
    let words = html! {
        (label)
        @if let Some(key) = key.filter(|_| is_key_shown) { " " kbd { (key.to_uppercase()) } }
    };
    html! {
        @if asks(step) {
            a class=[(!class.is_empty()).then_some(class)] href=(href) title=(help) data-dialog
                data-key=[key] { (words) }
        } @else {
            form method="post" action=(href) {
                (csrf(visit))
                button class=[(!class.is_empty()).then_some(class)] title=(help) data-key=[key] {
                    (words)
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gemba_practices::kind;

    fn usual_from(name: &str, state: &str) -> Option<&'static str> {
        let view = KindView::plain(kind(name).unwrap());
        let steps: Vec<_> = view.steps.iter().filter(|step| step.from.contains(&state)).collect();
        usual(&view, state, &steps).map(|step| step.verb)
    }

    #[test]
    fn the_usual_verb_leads_on_and_is_never_the_one_that_ends_in_nothing() {
        assert_eq!(usual_from("incident", "new"), Some("classify"));
        assert_eq!(usual_from("incident", "triaged"), Some("assign"));
        assert_eq!(usual_from("incident", "assigned"), Some("start"));
        assert_eq!(usual_from("incident", "in_progress"), Some("resolve"));
        assert_eq!(usual_from("incident", "pending"), Some("resume"));
        assert_eq!(usual_from("incident", "resolved"), Some("close"));
        assert_eq!(usual_from("incident", "closed"), None);
        assert_eq!(usual_from("approval", "asked"), Some("approve"));
        assert_eq!(usual_from("service", "live"), Some("major_change"));
        assert_eq!(usual_from("team", "current"), None);
        assert_eq!(usual_from("team", "retired"), Some("restore"));
    }
}
