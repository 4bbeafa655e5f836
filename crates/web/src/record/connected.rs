//! Forms that add something to a record: a task, a question for a decision, a link, a follower.
use super::followers;
use crate::{
    address, asked,
    field_input::Inputs,
    form,
    part::csrf,
    shell::{Page, html_of},
    verb,
    visit::{Flash, Posted, Visit},
};
use axum::{extract::Path, response::Response};
use gemba_desk::{Command, Refused};
use gemba_model::{FieldDef, FieldFault, Record, overlay::KindView};
use http::StatusCode;
use maud::{Markup, html};
use std::{collections::BTreeMap, sync::Arc};

const PREFIX: &str = "p";
const OTHER: &str = "other";

/// What can hang on a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A piece of work.
    Task,
    /// A decision asked of somebody.
    Approval,
    /// A connection with another record.
    Link,
    /// A file.
    File,
    /// Somebody who hears what becomes of it.
    Watcher,
}

impl Part {
    /// The kind whose records these are.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Task => "task",
            Self::Approval => "approval",
            Self::Link => "link",
            Self::File => "attachment",
            Self::Watcher => followers::KIND,
        }
    }

    /// The last part of the address at which one is added.
    pub const fn name(self) -> &'static str {
        match self {
            Self::File => "attach",
            other => other.kind(),
        }
    }
}

/// The fields of a part that say what it hangs on: no form asks for them.
pub const fn fixed(part: Part) -> &'static [&'static str] {
    match part {
        Part::Link => &["from_kind", "from", "to_kind", "to"],
        Part::Task | Part::Approval | Part::File | Part::Watcher => &["parent_kind", "parent"],
    }
}

struct Adding<'a> {
    visit: &'a Visit,
    part: Part,
    on: &'a KindView,
    record: &'a Record,
    view: Arc<KindView>,
    fields: Vec<FieldDef>,
}

/// `GET /{kind}/{id}/task`, `…/approval`, `…/link`, `…/watcher`
pub async fn get(visit: Visit, kind: String, id: String, part: Part) -> Response {
    visit
        .answer(move |visit| {
            let (on, record) = asked::record(visit, &kind, &id)?;
            let adding = Adding::of(visit, part, &on, &record)?;
            let mut inputs = Inputs::of_new(visit, PREFIX, &adding.fields, &visit.pairs())?;
            if part == Part::Approval {
                // The question is most often whether the record itself may go on.
                let title = format!("{}: {}", on.def.number(record.id), on.title(&record));
                inputs.set("summary", &title);
            }
            Ok(adding.answer(StatusCode::OK, &inputs))
        })
        .await
}

/// `POST /{kind}/{id}/task`, `…/approval`, `…/link`
pub async fn post(visit: Visit, kind: String, id: String, part: Part, posted: Posted) -> Response {
    visit
        .answer(move |visit| {
            let (on, record) = asked::record(visit, &kind, &id)?;
            let adding = Adding::of(visit, part, &on, &record)?;
            let mut inputs = Inputs::of_posted(PREFIX, &adding.fields, &posted);
            let mut given = inputs.read(visit, &adding.view, &adding.fields, None);
            adding.fix(&mut given, &mut inputs, &posted);
            if !inputs.is_faulty() {
                let Some(command) = adding.command(given)? else { return Ok(adding.added()) };
                match visit.desk.run(visit.actor(), command) {
                    Ok(_) => return Ok(adding.added()),
                    Err(why) => inputs.refused(visit, &adding.view, why)?,
                }
            }
            Ok(adding.answer(StatusCode::UNPROCESSABLE_ENTITY, &inputs))
        })
        .await
}

impl<'a> Adding<'a> {
    fn of(
        visit: &'a Visit,
        part: Part,
        on: &'a KindView,
        record: &'a Record,
    ) -> Result<Self, Refused> {
        let view = asked::kind_for(visit, part.kind(), "create")?;
        let is_asked = |field: &FieldDef| !field.computed && !fixed(part).contains(&&*field.name);
        let fields = asked::fields(visit, &view).into_iter().filter(is_asked).collect();
        Ok(Self { visit, part, on, record, view, fields })
    }

    fn fix(&self, given: &mut BTreeMap<String, String>, inputs: &mut Inputs, posted: &Posted) {
        let (kind, id) = (self.on.def.name.to_owned(), self.record.id.to_string());
        let mut set = |name: &str, text: String| given.insert(name.to_owned(), text);
        if self.part != Part::Link {
            set("parent_kind", kind);
            set("parent", id);
            return;
        }
        set("from_kind", kind);
        set("from", id);
        let text = posted.text(OTHER);
        inputs.set(OTHER, text);
        let found = self
            .visit
            .desk
            .find_number(text)
            .filter(|(kind, id)| self.visit.desk.record(self.visit.actor(), kind, *id).is_ok());
        match found {
            Some((kind, id)) => {
                set("to_kind", kind);
                set("to", id.to_string());
            }
            None => {
                let fault = self.visit.text("links-unknown");
                inputs.fault(self.visit, &self.view, &FieldFault::new(OTHER, fault));
            }
        }
    }

    /// What is done; nothing if it is so already: nobody follows a record twice.
    fn command(&self, given: BTreeMap<String, String>) -> Result<Option<Command>, Refused> {
        let (visit, part) = (self.visit, self.part);
        if part != Part::Watcher {
            return Ok(Some(Command::create(part.kind(), form::texts(visit, given))));
        }
        let named = given.get("person").and_then(|id| id.parse().ok());
        match named.or(visit.actor().person) {
            Some(person) => followers::command(visit, self.on, self.record, person, true),
            None => Err(FieldFault::new("person", "is required").into()),
        }
    }

    fn added(&self) -> Response {
        let number = self.on.def.number(self.record.id);
        let flash = match self.part {
            Part::Task => Flash::new("flash-task-added"),
            Part::Approval => Flash::new("flash-approval-asked"),
            Part::Watcher => Flash::new("flash-follower-added"),
            Part::Link | Part::File => Flash::new("flash-linked"),
        };
        let own = address::of_record(self.on.def.name, self.record.id);
        self.visit.go(&own, Some(flash.with("number", &number)))
    }

    fn answer(&self, status: StatusCode, inputs: &Inputs) -> Response {
        let part = self.part_of(inputs);
        if self.visit.is_fragment {
            return html_of(status, part);
        }
        let main = html! { div.plain-page { (part) } };
        Page::new(self.title(), main).status(status).answer(self.visit)
    }

    fn title(&self) -> String {
        let number = self.on.def.number(self.record.id);
        let values = [("number", number.into())];
        match self.part {
            Part::Task => self.visit.text_with("tasks-add-to", &values),
            Part::Approval => self.visit.text_with("approvals-add-to", &values),
            Part::Watcher => self.visit.text_with("followers-add-to", &values),
            Part::Link | Part::File => self.visit.text_with("links-add-to", &values),
        }
    }

    fn part_of(&self, inputs: &Inputs) -> Markup {
        let visit = self.visit;
        let fields: Vec<_> = self.fields.iter().collect();
        let own = address::of_record(self.on.def.name, self.record.id);
        let body = html! {
            (csrf(visit))
            (verb::summary(visit, inputs, &fields))
            p.about { (visit.texts.kind_help(self.view.def)) }
            (form::laid_out(visit, self.view.def.name, &fields, inputs))
            @if self.part == Part::Link { (self.other(inputs)) }
            div.form-foot {
                a.verb.plain href=(own) data-close { (visit.text("verb-not-yet")) }
                button.verb.first { (visit.text("add")) }
            }
        };
        let action = format!("{own}/{}", self.part.name());
        verb::boxed(visit, "part-title", &self.title(), &own, &action, &body)
    }

    fn other(&self, inputs: &Inputs) -> Markup {
        let (visit, id) = (self.visit, inputs.id(OTHER));
        let fault = inputs.fault_of(OTHER);
        html! {
            div.field {
                label for=(id) {
                    (visit.text("links-other")) " "
                    span.must { (visit.text("input-required")) }
                }
                input.short id=(id) name=(OTHER) value=(inputs.text(OTHER)) required
                    autocomplete="off" aria-describedby={ (id) "-help" }
                    aria-invalid=[fault.map(|_| "true")];
                @if let Some(fault) = fault { p.error { (fault) } }
                p.help id={ (id) "-help" } { (visit.text("links-other-help")) }
            }
        }
    }
}

/// The routes of one part.
macro_rules! part {
    ($module:ident, $part:ident) => {
        /// The form, and what it sends.
        pub mod $module {
            use super::{Part, Path, Posted, Response, Visit};

            /// Shows the form.
            pub async fn get(visit: Visit, Path((kind, id)): Path<(String, String)>) -> Response {
                super::get(visit, kind, id, Part::$part).await
            }

            /// Takes what it sends.
            pub async fn post(
                visit: Visit,
                Path((kind, id)): Path<(String, String)>,
                posted: Posted,
            ) -> Response {
                super::post(visit, kind, id, Part::$part, posted).await
            }
        }
    };
}

part!(task, Task);
part!(approval, Approval);
part!(link, Link);
part!(watcher, Watcher);
