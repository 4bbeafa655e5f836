//! The editor of a structured value: rows of inputs, with buttons that add a row and take one away.
//! Without the script the buttons send the form, which comes back with what was typed.
use super::{
    Shown,
    inputs::rows::{CHANGE_ROWS, RowTexts, labelled, part_name},
};
use crate::part::icon;
use gemba_model::{FieldDef, Holds};
use maud::{Markup, html};

impl Shown<'_> {
    pub(super) fn rows(&self) -> Markup {
        let mut rows = self.inputs.rows(self.visit, self.field);
        if rows.is_empty() {
            rows.push(RowTexts::new());
        }
        let name = &*self.field.name;
        html! {
            fieldset.field id=(self.id) tabindex="-1" aria-describedby=[self.described()]
                data-rows=(rows.len())
            {
                legend { (self.label) (self.must()) }
                // Says that the field was in the form, even when every row is taken away.
                input type="hidden" name=(name) value="";
                @for (place, row) in rows.iter().enumerate() { (self.row(place, row)) }
                div {
                    button.verb.slim name=(CHANGE_ROWS) value=(name) data-add-row {
                        (icon("plus")) " " (self.visit.text("input-row-add"))
                    }
                }
                (self.below())
            }
        }
    }

    fn row(&self, place: usize, row: &RowTexts) -> Markup {
        let drop = self.visit.text_with("input-row-drop", &[("row", (place + 1).into())]);
        html! {
            div.row {
                @for part in self.field.rows { (self.cell(place, part, row)) }
                button.square name=(CHANGE_ROWS) value={ (self.field.name) "." (place) }
                    data-drop-row aria-label=(drop) title=(drop) { (icon("close")) }
            }
        }
    }

    fn cell(&self, place: usize, part: &FieldDef, row: &RowTexts) -> Markup {
        let name = part_name(&self.field.name, place, &part.name);
        let label = self.visit.texts.field_label(self.kind, &labelled(self.field, part));
        let text = row.get(&*part.name).map_or("", String::as_str);
        let (id, fault) = (self.inputs.id(&name), self.inputs.fault_of(&name));
        let error = fault.map(|_| format!("{id}-error"));
        let (class, kind, mode) = match part.holds {
            Holds::Date => ("cell short", "date", None),
            Holds::Instant => ("cell middle", "datetime-local", None),
            Holds::Int => ("cell short", "text", Some("numeric")),
            Holds::Decimal | Holds::Percent => ("cell short", "text", Some("decimal")),
            _ => ("cell", "text", None),
        };
        html! {
            div class=(class) {
                label for=(id) { (label) }
                @match &part.holds {
                    Holds::Choice(_) | Holds::Bool => select id=(id) name=(name)
                        aria-invalid=[fault.map(|_| "true")] aria-describedby=[error.as_deref()]
                    {
                        option value="" selected[text.is_empty()] { (self.visit.text("input-none")) }
                        @for (value, words) in self.options(part) {
                            option value=(value) selected[value == text] { (words) }
                        }
                    },
                    _ => input id=(id) name=(name) type=(kind) value=(text) inputmode=[mode]
                        aria-invalid=[fault.map(|_| "true")] aria-describedby=[error.as_deref()];,
                }
                @if let Some(fault) = fault {
                    p.error id={ (id) "-error" } { (icon("warning")) " " (fault) }
                }
            }
        }
    }

    fn options(&self, part: &FieldDef) -> Vec<(String, String)> {
        if part.holds == Holds::Bool {
            return ["yes", "no"].map(|word| (word.to_owned(), self.visit.text(word))).into();
        }
        let named = labelled(self.field, part);
        let label = |name: &str| self.visit.texts.choice_label(self.kind, &named, name);
        part.choices().iter().map(|one| (one.name.to_string(), label(&one.name))).collect()
    }
}
