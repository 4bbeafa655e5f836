//! One row of a list, cell by cell.
use super::{Column, List};
use crate::{
    address,
    part::{face, priority, state},
    special::clock::Clock,
    value::{self, Titles},
    visit::Visit,
};
use gemba_model::{FieldDef, Holds, Record, Tone, overlay::KindView};
use gemba_vocabulary::Value;
use maud::{Markup, html};

impl List<'_> {
    pub(super) fn row(
        &self,
        record: &Record,
        titles: &Titles,
        places: &[(Column, &'static str)],
        has_bulk: bool,
    ) -> Markup {
        let (visit, def) = (self.visit, self.view.def);
        let href = address::of_record(def.name, record.id);
        let number = def.number(record.id);
        html! {
            tr data-href=(href) {
                @if has_bulk {
                    @let values = [("number", number.as_str().into())];
                    td.check {
                        label {
                            input type="checkbox" name="record" value=(record.id)
                                aria-label=(visit.text_with("list-choose", &values));
                        }
                    }
                }
                @for (column, class) in places {
                    @if *class == "what" {
                        (self.headline(record, titles, &href))
                    } @else {
                        (self.cell(record, titles, column, class, &number))
                    }
                }
            }
        }
    }

    fn headline(&self, record: &Record, titles: &Titles, href: &str) -> Markup {
        let view = self.view;
        let words = |field: &FieldDef| {
            let value = view.value(record, &field.name);
            let words = value::words(self.visit, titles, view.def.name, field, value);
            (!words.is_empty()).then_some(words)
        };
        let beside: Vec<_> = self.asked.beside.iter().filter_map(words).collect();
        html! {
            td.what {
                a href=(href) { (view.title(record)) }
                @if !beside.is_empty() { " " small { (beside.join(" · ")) } }
            }
        }
    }

    fn cell(
        &self,
        record: &Record,
        titles: &Titles,
        column: &Column,
        class: &str,
        number: &str,
    ) -> Markup {
        let visit = self.visit;
        let join = |own: &str| match (own.is_empty(), class.is_empty()) {
            (true, true) => None,
            _ => Some(format!("{own} {class}").trim().to_owned()),
        };
        let time = |at| html! { td class=[join("num faint")] { (value::moment(visit, at)) } };
        match column {
            Column::Number => html! { td class=[join("id")] { (number) } },
            Column::State => {
                html! { td class=[join("")] { (state(visit, self.view.def, &record.state)) } }
            }
            Column::CreatedAt => time(record.created_at),
            Column::UpdatedAt => time(record.updated_at),
            Column::CreatedBy => html! {
                td class=[join("")] {
                    @if let Some(id) = record.created_by {
                        (face(&titles.name(visit, "person", id)))
                    }
                }
            },
            Column::Tags => html! {
                td class=[join("text")] { @for tag in &record.tags { span.token { (tag) } " " } }
            },
            Column::Field(field) => {
                let (own, shown) = self.field(record, titles, field);
                html! { td class=[join(own)] { (shown) } }
            }
        }
    }

    /// A field's cell: its own class, and what stands in it.
    fn field(&self, record: &Record, titles: &Titles, field: &FieldDef) -> (&'static str, Markup) {
        let (visit, view) = (self.visit, self.view);
        let (kind, held) = (view.def.name, view.value(record, &field.name));
        match (&field.holds, held) {
            _ if is_due(field) => {
                let clock = clock(visit, view, record, field);
                ("", html! { @if let Some(clock) = clock { (clock) } })
            }
            (Holds::Ref(target), Value::Ref(id)) if target == "person" => {
                ("", face(&titles.name(visit, target, *id)))
            }
            (Holds::Ref(target), Value::None) if target == "person" => {
                ("", html! { span.faint { (visit.text("nobody")) } })
            }
            (Holds::Ref(target), Value::Ref(id)) => {
                ("text", html! { (titles.name(visit, target, *id)) })
            }
            (_, Value::Int(number)) if value::is_priority(field) => ("", priority(visit, *number)),
            // A column of “no” says nothing; the few that say yes should be seen.
            (Holds::Bool, Value::Bool(false)) => ("", super::blank()),
            (Holds::Bool, Value::Bool(true)) => (
                "",
                html! {
                    span.token { (yes_words(&visit.texts.field_label(kind, field))) }
                },
            ),
            (Holds::Int | Holds::Decimal | Holds::Percent | Holds::Money, _) => {
                ("end", value::shown_short(visit, titles, kind, field, held))
            }
            (Holds::Instant | Holds::Date, _) => {
                ("num faint", value::shown_short(visit, titles, kind, field, held))
            }
            (Holds::ShortText | Holds::LongText | Holds::Refs(_), _) => {
                ("text", value::shown_short(visit, titles, kind, field, held))
            }
            _ => ("", value::shown_short(visit, titles, kind, field, held)),
        }
    }
}

/// What a yes says in a word: “Is major” says “major”.
fn yes_words(label: &str) -> String {
    let label = label.to_lowercase();
    label.strip_prefix("is ").map_or_else(|| label.clone(), str::to_owned)
}

/// Whether a field is the moment by which something should be done, by the convention of its name.
pub fn is_due(field: &FieldDef) -> bool {
    field.holds == Holds::Instant && field.name.ends_with("_due")
}

/// How much is left until a record's due moment, or whether it was kept.
pub fn clock(visit: &Visit, view: &KindView, record: &Record, field: &FieldDef) -> Option<Markup> {
    let now = visit.desk.now();
    let base = field.name.strip_suffix("_due")?;
    if field.name == "resolve_due" {
        return Clock::of(view, record, now).map(|clock| clock.shown(visit));
    }
    if let Value::Bool(met) = view.value(record, &format!("{base}_met")) {
        return Some(Clock::Over { met: *met }.shown(visit));
    }
    // Who may not see whether it was kept is not told that it is late either.
    let is_told = view.field(&format!("{base}_met")).is_none_or(|met| met.customer_visible);
    if !is_told && !visit.actor().is_inside() {
        return None;
    }
    let due = view.value(record, &field.name).as_instant()?;
    let state = view.def.state(&record.state);
    if state.is_some_and(|state| state.is_end || matches!(state.tone, Tone::Done | Tone::Off)) {
        return None;
    }
    let begun = view.value(record, "opened_at").as_instant().unwrap_or(record.created_at);
    let all = (due.as_second() - begun.as_second()).max(1);
    let used = now.as_second() - begun.as_second();
    let used_percent = (used.saturating_mul(100) / all).clamp(0, 100);
    let left_seconds = due.as_second() - now.as_second();
    Some(Clock::Running { left_seconds, used_percent }.shown(visit))
}
