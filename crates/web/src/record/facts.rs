//! The column beside a record: its clocks, its details, and what it proves.
use super::Shown;
use crate::{
    address, list,
    part::icon,
    special::{
        catalogue::{builder, way},
        minutes,
    },
    value,
};
use gemba_model::{FieldDef, Holds};
use gemba_vocabulary::Value;
use maud::{Markup, html};

impl Shown<'_> {
    /// The promises that run or ran: what stands on top on a phone.
    pub(super) fn clocks(&self) -> Markup {
        let visit = self.visit;
        let clocks: Vec<_> = self
            .fields
            .iter()
            .filter(|field| list::is_due(field))
            .map(|field| (field, list::clock(visit, self.view, self.record, field)))
            .filter(|(field, clock)| clock.is_some() || !self.is_empty(field))
            .collect();
        html! {
            @if !clocks.is_empty() {
                section.lead #clocks data-live-part {
                    h2 { (visit.text("clocks")) }
                    dl.pairs {
                        @for (field, clock) in clocks {
                            dt { (visit.texts.field_label(self.view.def.name, field)) }
                            dd {
                                @if let Some(clock) = clock { (clock) }
                                @if let Value::Instant(at) = self.value(field) {
                                    div.faint.small { (value::moment_fixed(visit, *at)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    pub(super) fn details(&self) -> Markup {
        let (visit, kind) = (self.visit, self.view.def.name);
        let (times, others): (Vec<&FieldDef>, Vec<_>) = self
            .fields
            .iter()
            .filter(|field| self.is_fact(field))
            .partition(|field| is_time(field));
        let (computed, given): (Vec<&FieldDef>, Vec<_>) =
            others.into_iter().partition(|field| field.computed && !field.listed);
        let has = |field: &&FieldDef| !self.is_empty(field) && !self.is_quiet(field);
        let empty = self.fields.iter().filter(|field| self.is_fact(field) && !has(field)).count();
        let edit = format!("{}/edit", address::of_record(kind, self.record.id));
        let may_change = visit.desk.may_with(visit.actor(), kind, "change", self.record);
        let group = |fields: &[&FieldDef]| {
            html! { @for field in fields.iter().filter(|field| has(field)) { (self.pair(field)) } }
        };
        html! {
            section #details data-live-part {
                h2 {
                    (visit.text("details"))
                    @if may_change {
                        " " a.square.slim href=(edit) data-key="e"
                            aria-label=(visit.text("details-change")) { (icon("edit")) }
                    }
                }
                dl.pairs {
                    (group(&given))
                    @if !self.record.tags.is_empty() {
                        dt { (visit.text("tags")) }
                        dd { @for tag in &self.record.tags { span.token { (tag) } " " } }
                    }
                    (group(&times))
                    (group(&computed))
                }
                @if empty > 0 { (self.empties(empty, &has)) }
            }
        }
    }

    fn empties(&self, count: usize, has: &dyn Fn(&&FieldDef) -> bool) -> Markup {
        let visit = self.visit;
        html! {
            details.more {
                summary.link.small { (visit.text_with("details-empty", &[("n", count.into())])) }
                dl.pairs {
                    @let is_empty = |field: &&FieldDef| self.is_fact(field) && !has(field);
                    @for field in self.fields.iter().filter(is_empty) {
                        dt { (visit.texts.field_label(self.view.def.name, field)) }
                        dd.none {
                            @if self.is_empty(field) { (visit.text("nothing")) }
                            @else { (self.shown(field)) }
                        }
                    }
                }
            }
        }
    }

    /// Whether a field stands in the column: not the headline, the long texts, or the clocks.
    fn is_fact(&self, field: &FieldDef) -> bool {
        field.name != self.view.def.title
            && !self.is_half(field)
            && (field.holds != Holds::LongText || self.is_empty(field))
            && !list::is_due(field)
            && !way::tells(self.view, field)
            && !builder::tells(self.view, field)
            && !minutes::tells(self.view, field)
    }

    /// Whether a value says nothing that a reader looks for: a “no”, or a count of nothing that
    /// nobody typed.
    fn is_quiet(&self, field: &FieldDef) -> bool {
        match self.value(field) {
            Value::Bool(yes) => !yes,
            Value::Int(0) | Value::Duration(0) => field.computed,
            _ => false,
        }
    }

    /// Whether a field only says of which kind the record is that the field beside it names by its number.
    fn is_half(&self, field: &FieldDef) -> bool {
        let other = field.name.strip_suffix("_kind").and_then(|name| self.view.def.field(name));
        other.is_some_and(|other| other.holds == Holds::Int)
    }

    /// The record that a number names together with the kind beside it, such as what a decision is about.
    fn named(&self, field: &FieldDef) -> Option<Markup> {
        let of_kind = self.view.def.field(&format!("{}_kind", field.name))?;
        let kind = self.value(of_kind).to_text();
        let id = self.value(field).as_int().filter(|_| field.holds == Holds::Int)?;
        let view = self.visit.desk.view(&kind)?;
        let number = view.def.number(id);
        // What the reader may not see is told by its number alone.
        let Ok(record) = self.visit.desk.record(self.visit.actor(), &kind, id) else {
            return Some(html! { span.id { (number) } });
        };
        let href = address::of_record(&kind, id);
        Some(html! { a.link.in-text href=(href) { (number) " " (view.title(&record)) } })
    }

    fn shown(&self, field: &FieldDef) -> Markup {
        if let Some(named) = self.named(field) {
            return named;
        }
        let kind = self.view.def.name;
        value::shown(self.visit, self.titles, kind, field, self.value(field))
    }

    fn pair(&self, field: &FieldDef) -> Markup {
        let help = self.visit.texts.field_help(self.view.def.name, field).replace('`', "");
        html! {
            dt title=[(!help.is_empty()).then_some(help)] {
                (self.visit.texts.field_label(self.view.def.name, field))
            }
            dd { (self.shown(field)) }
        }
    }

    pub(super) fn evidence(&self, newest_entry: Option<u64>) -> Markup {
        let (visit, record) = (self.visit, self.record);
        let by = |person: Option<i64>| person.map(|id| self.titles.name(visit, "person", id));
        html! {
            section {
                h2 { (visit.text("evidence")) }
                dl.pairs {
                    dt { (visit.text("evidence-serves")) } dd { (self.view.def.clause) }
                    dt { (visit.text("evidence-recorded")) }
                    dd {
                        (value::moment(visit, record.created_at))
                        @if let Some(name) = by(record.created_by) { ", " (name) }
                    }
                    dt { (visit.text("evidence-changed")) }
                    dd {
                        (value::moment(visit, record.updated_at))
                        @if let Some(name) = by(record.updated_by) { ", " (name) }
                    }
                    @if let Some(entry) = newest_entry {
                        dt { (visit.text("evidence-ledger")) }
                        @let values = [("entry", entry.into())];
                        dd.mono.small { (visit.text_with("evidence-entry", &values)) }
                    }
                    @if record.imported {
                        dt { (visit.text("evidence-origin")) }
                        dd {
                            span.token { (visit.text("imported")) }
                            @if let Some(origin) = &record.origin {
                                " " span.mono.small { (origin) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn is_time(field: &FieldDef) -> bool {
    matches!(field.holds, Holds::Instant | Holds::Date | Holds::Duration)
}
