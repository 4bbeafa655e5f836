//! The same done to many records: a step of their life, or one field changed. Each is a command of
//! its own.
use crate::{
    address, asked,
    field_input::Inputs,
    form,
    list::blank,
    part::{csrf, icon, mistakes},
    shell::Page,
    verb::{self, NOTE},
    visit::{Flash, Posted, Visit},
};
use axum::{extract::Path, response::Response};
use gemba_desk::{Command, Done, Refused};
use gemba_model::{FieldDef, Holds, Record, StepDef, overlay::KindView};
use gemba_vocabulary::RecordId;
use http::StatusCode;
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet};

/// Where the list was.
pub const BACK: &str = "_back";
/// Set when what is asked for was given.
const GIVEN: &str = "_given";
const FIELD: &str = "_field";
const STEP: &str = "_step";
const PREFIX: &str = "b";
/// More steps than this become a list to choose from.
const BUTTONS_MAX: usize = 4;
const CHANGE: &str = "change";

/// What can be done with the rows that are ticked; nothing if nothing can.
pub fn bar(visit: &Visit, view: &KindView, fields: &[FieldDef], records: &[Record]) -> Markup {
    let kind = view.def.name;
    let states: BTreeSet<&str> = records.iter().map(|record| record.state.as_str()).collect();
    let mut seen = BTreeSet::new();
    let steps: Vec<_> = view
        .steps
        .iter()
        .filter(|step| step.from.iter().any(|from| states.contains(from)))
        .filter(|step| visit.may(kind, step.verb) && seen.insert(step.verb))
        .collect();
    let changeable: Vec<_> = if visit.may(kind, CHANGE) && visit.actor().is_inside() {
        fields.iter().filter(|field| is_changeable(view, field)).collect()
    } else {
        Vec::new()
    };
    if steps.is_empty() && changeable.is_empty() {
        return blank();
    }
    let (near, far) = steps.split_at(if steps.len() > BUTTONS_MAX { 2 } else { steps.len() });
    let label = |step: &StepDef| visit.texts.verb_label(kind, step);
    html! {
        div.bulk role="group" aria-label=(visit.text("bulk")) {
            span { b data-picked { (visit.text("bulk-those")) } " " (visit.text("bulk-chosen")) }
            @for step in near {
                button.verb.slim name="verb" value=(step.verb) { (label(step)) }
            }
            @if !far.is_empty() {
                select.input name=(STEP) aria-label=(visit.text("bulk-step")) {
                    @for step in far { option value=(step.verb) { (label(step)) } }
                }
                button.verb.slim name="verb" value=(STEP) { (visit.text("bulk-do")) }
            }
            @if !changeable.is_empty() {
                select.input name=(FIELD) aria-label=(visit.text("bulk-field")) {
                    @for field in &changeable {
                        option value=(field.name) { (visit.texts.field_label(kind, field)) }
                    }
                }
                button.verb.slim name="verb" value=(CHANGE) { (visit.text("bulk-change")) }
            }
        }
    }
}

/// What can sensibly be the same for many records.
fn is_changeable(view: &KindView, field: &FieldDef) -> bool {
    !field.computed
        && !field.unique
        && field.name != view.def.title
        && !matches!(field.holds, Holds::LongText | Holds::Struct | Holds::Refs(_))
}

/// `POST /{kind}/bulk`
pub async fn post(visit: Visit, Path(kind): Path<String>, posted: Posted) -> Response {
    visit
        .answer(move |visit| {
            let view = asked::kind(visit, &kind)?;
            let ids: Vec<RecordId> =
                posted.all("record").filter_map(|id| id.parse().ok()).collect();
            if ids.is_empty() {
                let flash = Flash::new("flash-bad-none-chosen");
                return Ok(visit.go(back(&posted, &kind), Some(flash)));
            }
            let many = Many::of(visit, &view, &posted, ids)?;
            many.answer()
        })
        .await
}

fn back<'a>(posted: &'a Posted, kind: &'a str) -> &'a str {
    match posted.text(BACK) {
        "" => kind,
        back => back,
    }
}

struct Many<'a> {
    visit: &'a Visit,
    view: &'a KindView,
    posted: &'a Posted,
    ids: Vec<RecordId>,
    verb: String,
    /// The step, unless a field is changed.
    step: Option<StepDef>,
    fields: Vec<FieldDef>,
}

impl<'a> Many<'a> {
    fn of(
        visit: &'a Visit,
        view: &'a KindView,
        posted: &'a Posted,
        ids: Vec<RecordId>,
    ) -> Result<Self, Refused> {
        let verb = match posted.text("verb") {
            STEP => posted.text(STEP).to_owned(),
            verb => verb.to_owned(),
        };
        let all = asked::fields(visit, view);
        let step = view.steps.iter().find(|step| step.verb == verb).cloned();
        let names: Vec<&str> = match &step {
            Some(step) => step.asks.to_vec(),
            None if verb == CHANGE => vec![posted.text(FIELD)],
            None => return Err(Refused::Unknown(visit.text("problem-no-page"))),
        };
        let field = |name: &&str| {
            let is_it = |field: &&FieldDef| field.name == **name && !field.computed;
            all.iter().find(is_it).cloned()
        };
        let mut fields: Vec<_> = names.iter().filter_map(field).collect();
        if step.is_none() {
            fields.retain(|field| is_changeable(view, field));
            if fields.is_empty() {
                return Err(Refused::Unknown(visit.text("problem-no-page")));
            }
        }
        Ok(Self { visit, view, posted, ids, verb, step, fields })
    }

    fn answer(&self) -> Result<Response, Refused> {
        let asks = self.step.as_ref().is_none_or(verb::asks);
        if asks && self.posted.text(GIVEN).is_empty() {
            let inputs = Inputs::of_new(self.visit, PREFIX, &self.fields, &[])?;
            return Ok(self.asking(StatusCode::OK, &inputs));
        }
        let mut inputs = Inputs::of_posted(PREFIX, &self.fields, self.posted);
        inputs.set(NOTE, self.posted.text(NOTE));
        let mut given = inputs.read(self.visit, self.view, &self.fields, None);
        if self.step.is_none() {
            // To change a field to nothing is a change too.
            for field in &self.fields {
                given.entry(field.name.to_string()).or_default();
            }
        }
        if inputs.is_faulty() {
            return Ok(self.asking(StatusCode::UNPROCESSABLE_ENTITY, &inputs));
        }
        self.run(&given)
    }

    fn command(&self, id: RecordId, given: &BTreeMap<String, String>) -> Command {
        let kind = self.view.def.name;
        let input = form::texts(self.visit, given.clone());
        let command = match &self.step {
            Some(step) => Command::verb(kind, id, step.verb).with_input(input),
            None => Command::change(kind, id, None, input),
        };
        match self.posted.text(NOTE) {
            "" => command,
            note => command.with_note(note),
        }
    }

    fn run(&self, given: &BTreeMap<String, String>) -> Result<Response, Refused> {
        let commands = self.ids.iter().map(|id| self.command(*id, given)).collect();
        let answers = self.visit.desk.run_many(self.visit.actor(), commands)?;
        let refused: Vec<_> = self
            .ids
            .iter()
            .zip(answers)
            .filter_map(|(id, answer): (_, Result<Done, Refused>)| Some((*id, answer.err()?)))
            .collect();
        let done = self.ids.len().saturating_sub(refused.len()).to_string();
        if refused.is_empty() {
            let flash = Flash::new("flash-bulk").with("n", &done);
            let to = back(self.posted, self.view.def.name);
            return Ok(self.visit.go(to, Some(flash)));
        }
        Ok(self.told(&refused))
    }

    fn label(&self) -> String {
        let (visit, kind) = (self.visit, self.view.def.name);
        match (&self.step, self.fields.first()) {
            (Some(step), _) => visit.texts.verb_label(kind, step),
            (None, Some(field)) => {
                let field = visit.texts.field_label(kind, field).to_lowercase();
                visit.text_with("bulk-change-field", &[("field", field.into())])
            }
            (None, None) => visit.text("bulk-change"),
        }
    }

    fn carried(&self) -> Markup {
        html! {
            (csrf(self.visit))
            @for id in &self.ids { input type="hidden" name="record" value=(id); }
            input type="hidden" name="verb" value=(self.verb);
            input type="hidden" name=(FIELD) value=(self.posted.text(FIELD));
            input type="hidden" name=(BACK) value=(self.posted.text(BACK));
            input type="hidden" name=(GIVEN) value="yes";
        }
    }

    fn asking(&self, status: StatusCode, inputs: &Inputs) -> Response {
        let (visit, kind) = (self.visit, self.view.def.name);
        let kinds = visit.texts.kind_plural(self.view.def).to_lowercase();
        let label = self.label();
        let count = self.ids.len();
        let title = visit.text_with(
            "bulk-title",
            &[("verb", label.as_str().into()), ("n", count.into()), ("kinds", kinds.into())],
        );
        let fields: Vec<_> = self.fields.iter().collect();
        let needs_note = self.step.as_ref().is_some_and(|step| step.needs_note);
        let body = html! {
            (self.carried())
            (verb::summary(visit, inputs, &fields))
            @if let Some(step) = &self.step { p.about { (visit.texts.verb_help(kind, step)) } }
            (form::laid_out(visit, kind, &fields, inputs))
            @if self.step.is_some() { (verb::note(visit, inputs, needs_note)) }
            div.form-foot {
                a.verb.plain href=(back(self.posted, kind)) { (visit.text("verb-not-yet")) }
                button.verb.first { (label) }
            }
        };
        let action = format!("/{kind}/bulk");
        let part =
            verb::boxed(visit, "bulk-title", &title, back(self.posted, kind), &action, &body);
        Page::new(title, html! { div.plain-page { (part) } }).status(status).answer(visit)
    }

    /// How many were done, and for each that was not, why.
    fn told(&self, refused: &[(RecordId, Refused)]) -> Response {
        let (visit, def) = (self.visit, self.view.def);
        let done = self.ids.len().saturating_sub(refused.len());
        let title = visit
            .text_with("bulk-result", &[("done", done.into()), ("all", self.ids.len().into())]);
        let ids: Vec<_> = refused.iter().map(|(id, _)| *id).collect();
        let titles = visit.desk.titles(visit.actor(), def.name, &ids).unwrap_or_default();
        let main = html! {
            div.head { h1 { (title) } }
            div.stack {
                (mistakes(&visit.text_with("bulk-refused", &[("n", refused.len().into())]), &[]))
                div.sheet {
                    ul.items {
                        @for (id, why) in refused {
                            li {
                                (icon("warning"))
                                span.name {
                                    a.link href=(address::of_record(def.name, *id)) {
                                        (titles.get(id).map_or("", String::as_str))
                                    }
                                    " " span.id { (def.number(*id)) }
                                    small { (self.sentence(why)) }
                                }
                            }
                        }
                    }
                }
                div.verbs {
                    a.verb.first href=(back(self.posted, def.name)) { (visit.text("bulk-back")) }
                }
            }
        };
        Page::new(title, main).answer(visit)
    }

    fn sentence(&self, why: &Refused) -> String {
        match why {
            Refused::Invalid(faults) => {
                let mut inputs = Inputs::new(PREFIX);
                faults.iter().for_each(|fault| inputs.fault(self.visit, self.view, fault));
                let said = inputs.mistakes(&[]);
                said.into_iter().map(|(_, sentence)| sentence).collect::<Vec<_>>().join(" ")
            }
            other => other.to_string(),
        }
    }
}
