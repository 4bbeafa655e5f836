//! Known answers: while somebody writes an incident down, and beside it later, what may be the answer
//! already. One press takes it over.
use crate::{
    address, asked,
    part::{csrf, icon, state},
    shell,
    visit::{Flash, Posted, Visit},
};
use axum::{extract::Path, response::Response};
use gemba_desk::{Alike, Command, Input, Likeness, Refused};
use gemba_model::{
    FieldDef, Holds, Record,
    known_answers::{ASKING, POINTS_MIN, SAME, Source, WORDS},
    overlay::KindView,
};
use gemba_vocabulary::{RecordId, Value};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// The button without a script that looks for answers.
pub const LOOK: &str = "_answers";
/// The button that takes an answer over: its field, and the record.
pub const TAKE: &str = "_take";
const EACH_MAX: usize = 4;
const WORDS_SHOWN_MAX: usize = 220;

/// What an answer is looked for by.
#[derive(Clone, Debug, Default)]
pub struct About {
    text: String,
    same: Vec<(&'static str, RecordId, u32)>,
    but: Option<RecordId>,
}

impl About {
    /// From what stands in the inputs of a form, or behind a question mark.
    pub fn typed(value: impl Fn(&str) -> String) -> Self {
        let text = WORDS.map(&value).join(" ");
        let id = |field: &str| value(field).trim().parse::<RecordId>().ok();
        let same = SAME.into_iter().filter_map(|(field, points)| Some((field, id(field)?, points)));
        Self { text, same: same.collect(), but: None }
    }

    fn of(view: &KindView, record: &Record) -> Self {
        let value = |field: &str| match view.value(record, field) {
            Value::Ref(id) => id.to_string(),
            other => other.to_text(),
        };
        Self { but: Some(record.id), ..Self::typed(value) }
    }

    fn is_empty(&self) -> bool {
        self.text.trim().is_empty() && self.same.is_empty()
    }

    fn find(&self, visit: &Visit, source: Source) -> Result<Vec<Likeness>, Refused> {
        let same = self.same.iter();
        let same = same.map(|(field, id, points)| (source.field_for(field), *id, *points));
        let alike = Alike {
            kind: source.kind(),
            filters: source.filters(),
            text: &self.text,
            usual: ASKING,
            same: same.collect(),
            but: self.but,
            points_min: POINTS_MIN,
            limit: EACH_MAX,
        };
        visit.desk.similar(visit.actor(), &alike)
    }
}

/// How an answer is taken over where it is shown.
#[derive(Clone, Copy)]
enum Taking<'a> {
    /// Into the form that is being filled in.
    Form(&'a [FieldDef]),
    /// Into the record.
    Record(&'a KindView, &'a Record),
}

/// `GET /{kind}/answers?summary=&service=&configuration_item=`
pub async fn get(visit: Visit, Path(kind): Path<String>) -> Response {
    visit
        .answer(move |visit| {
            let view = asked::kind_for(visit, &kind, "read")?;
            must_ask(visit, &view)?;
            let about = About::typed(|field| visit.query(field).unwrap_or_default());
            let fields = crate::form::fields_of(visit, &view, None);
            Ok(shell::fragment(found(visit, &about, Taking::Form(&fields))?))
        })
        .await
}

/// `POST /{kind}/{id}/answer`
pub async fn post(
    visit: Visit,
    Path((kind, id)): Path<(String, String)>,
    posted: Posted,
) -> Response {
    visit
        .answer(move |visit| {
            let (view, record) = asked::record(visit, &kind, &id)?;
            must_ask(visit, &view)?;
            let Some((field, answer)) = taken(posted.text(TAKE)) else {
                return Err(Refused::Unknown(visit.text("problem-no-page")));
            };
            let held = match view.value(&record, field) {
                Value::Refs(ids) => ids.iter().map(ToString::to_string).collect(),
                _ => Vec::new(),
            };
            let text = [held, vec![answer.to_string()]].concat().join(",");
            let fields = BTreeMap::from([(field.to_owned(), text)]);
            let input = Input::Text { fields, zone: visit.zone.clone() };
            let command = Command::change(view.def.name, record.id, None, input);
            visit.desk.run(visit.actor(), command)?;
            let number = view.def.number(record.id);
            let flash = Flash::new("flash-changed").with("number", &number);
            Ok(visit.go(&address::of_record(view.def.name, record.id), Some(flash)))
        })
        .await
}

fn must_ask(visit: &Visit, view: &KindView) -> Result<(), Refused> {
    if view.def.name == ASKING {
        return Ok(());
    }
    Err(Refused::Unknown(visit.text("problem-no-page")))
}

/// The field and the record that a press names, if one can be taken over by a press.
pub fn taken(text: &str) -> Option<(&'static str, RecordId)> {
    let (field, id) = text.split_once(':')?;
    let mut known = Source::ALL.into_iter().filter_map(Source::taken_by);
    Some((known.find(|one| *one == field)?, id.parse().ok()?))
}

/// The section beside a form; nothing for kinds whose answers nobody keeps.
pub fn beside_form(
    visit: &Visit,
    view: &KindView,
    fields: &[FieldDef],
    value: impl Fn(&str) -> String,
) -> Result<Markup, Refused> {
    if view.def.name != ASKING {
        return Ok(html! {});
    }
    let about = About::typed(value);
    let watched: Vec<_> = WORDS.into_iter().chain(SAME.map(|(field, _)| field)).collect();
    Ok(html! {
        section.answers aria-labelledby="answers-title" {
            h2 #answers-title { (visit.text("answers-title")) }
            p.no-script {
                button.verb.slim form="record-form" name=(LOOK) value="1" { (visit.text("answers-look")) }
            }
            div #answers aria-live="polite" data-answers={ "/" (ASKING) "/answers" }
                data-watched=(watched.join(" ")) {
                (found(visit, &about, Taking::Form(fields))?)
            }
        }
    })
}

/// The section beside a record; nothing for other kinds, and once it is over.
pub fn beside_record(visit: &Visit, view: &KindView, record: &Record) -> Result<Markup, Refused> {
    let is_over = view.def.state(&record.state).is_none_or(|state| state.is_end);
    if view.def.name != ASKING || is_over {
        return Ok(html! {});
    }
    let about = About::of(view, record);
    let answers = found(visit, &about, Taking::Record(view, record))?;
    Ok(html! {
        section.answers #answers-of-record data-live-part {
            h2 { (visit.text("answers-title")) }
            (answers)
        }
    })
}

fn found(visit: &Visit, about: &About, taking: Taking<'_>) -> Result<Markup, Refused> {
    if about.is_empty() {
        return Ok(html! { p.small.soft { (visit.text("answers-begin")) } });
    }
    let mut groups = Vec::new();
    for source in Source::ALL {
        let likes = about.find(visit, source)?;
        if !likes.is_empty() {
            groups.push(group(visit, source, &likes, taking)?);
        }
    }
    Ok(html! {
        @if groups.is_empty() { p.small.soft { (visit.text("answers-none")) } }
        @for group in groups { (group) }
    })
}

fn group(
    visit: &Visit,
    source: Source,
    likes: &[Likeness],
    taking: Taking<'_>,
) -> Result<Markup, Refused> {
    let view = asked::kind(visit, source.kind())?;
    Ok(html! {
        h3.small { (visit.text(&format!("answers-{}", source.name().replace('_', "-")))) }
        ul.items {
            @for like in likes { li { (item(visit, source, &view, like, taking)) } }
        }
    })
}

fn item(
    visit: &Visit,
    source: Source,
    view: &KindView,
    like: &Likeness,
    taking: Taking<'_>,
) -> Markup {
    let record = &like.record;
    let told = view.value(record, source.told_by()).to_text();
    let short: String = told.chars().take(WORDS_SHOWN_MAX).collect();
    let is_cut = short.len() < told.len();
    let own = address::of_record(view.def.name, record.id);
    html! {
        div {
            a.link href=(own) target=[matches!(taking, Taking::Form(_)).then_some("_blank")] {
                (view.def.number(record.id)) " " (view.title(record))
            }
            " " (state(visit, view.def, &record.state))
            @for field in &like.same {
                " " span.token { (visit.text(&format!("answers-same-{}", same_name(field)))) }
            }
            @if !short.is_empty() { p.small.soft { (short) @if is_cut { "…" } } }
            (button(visit, source, record, taking))
        }
    }
}

fn same_name(field: &str) -> &'static str {
    if field == "service" { "service" } else { "item" }
}

/// The press that takes it over, for those who may set the field and have not yet.
fn button(visit: &Visit, source: Source, record: &Record, taking: Taking<'_>) -> Markup {
    let Some(field) = source.taken_by() else { return html! {} };
    let word = visit.text(&format!("answers-take-{}", source.name().replace('_', "-")));
    let value = format!("{field}:{}", record.id);
    match taking {
        Taking::Form(fields) => html! {
            @if fields.iter().any(|one| one.name == field) {
                button.verb.slim form="record-form" name=(TAKE) value=(value) { (word) }
            }
        },
        Taking::Record(view, of) => {
            let is_taken = match view.value(of, field) {
                Value::Ref(id) => *id == record.id,
                Value::Refs(ids) => ids.contains(&record.id),
                _ => false,
            };
            let may = visit.actor().is_inside()
                && visit.desk.may_with(visit.actor(), view.def.name, "change", of);
            html! {
                @if is_taken { span.token { (icon("check")) " " (visit.text("answers-taken")) } }
                @else if may {
                    form method="post"
                        action={ (address::of_record(view.def.name, of.id)) "/answer" } {
                        (csrf(visit))
                        button.verb.slim name=(TAKE) value=(value) { (word) }
                    }
                }
            }
        }
    }
}

/// What a form's input of a field holds after an answer was taken over: several keep what they held.
pub fn with_taken(field: &FieldDef, held: &str, answer: RecordId) -> String {
    let is_many = matches!(field.holds, Holds::Refs(_));
    if is_many && !held.is_empty() { format!("{held},{answer}") } else { answer.to_string() }
}
