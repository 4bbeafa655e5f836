//! One field of a form: the input that suits what it holds.
pub mod inputs;
mod row_editor;

pub use inputs::Inputs;

use crate::{
    part::{icon, said},
    value::number,
    visit::Visit,
};
use gemba_model::{FieldDef, Holds};
use inputs::rows::has_rows;
use maud::{Markup, html};

/// Up to this many choices stand side by side; more become a list to choose from.
const RADIOS_MAX: usize = 4;
const RADIO_LETTERS_MAX: usize = 44;
const CURRENCIES: &[&str] = &[
    "EUR", "USD", "GBP", "CHF", "AUD", "BRL", "CAD", "CNY", "CZK", "DKK", "HUF", "INR", "JPY",
    "NOK", "PLN", "SEK",
];

/// A field with its label, its input, what is wrong with it and what helps.
pub fn input(visit: &Visit, kind: &str, field: &FieldDef, inputs: &Inputs) -> Markup {
    let shown = Shown::of(visit, kind, field, inputs);
    match &field.holds {
        Holds::Bool => shown.tick(),
        Holds::Choice(_) if shown.fits_radios() => shown.radios(),
        Holds::Choice(_) => shown.field(&shown.select()),
        Holds::Ref(target) => shown.field(&shown.pick_one(target)),
        Holds::Refs(target) => shown.pick_many(target),
        Holds::Money => shown.money(),
        Holds::Struct if has_rows(field) && inputs.fits_rows(field) => shown.rows(),
        Holds::LongText | Holds::Struct => shown.field(&shown.area()),
        _ => shown.field(&shown.line()),
    }
}

/// Whether the field wants the whole width of a form.
pub fn is_wide(field: &FieldDef) -> bool {
    matches!(field.holds, Holds::LongText | Holds::Struct | Holds::Refs(_))
        || field.searched && !field.is_custom()
}

struct Shown<'a> {
    visit: &'a Visit,
    kind: &'a str,
    field: &'a FieldDef,
    inputs: &'a Inputs,
    id: String,
    label: String,
    help: String,
    fault: Option<&'a str>,
}

impl<'a> Shown<'a> {
    fn of(visit: &'a Visit, kind: &'a str, field: &'a FieldDef, inputs: &'a Inputs) -> Self {
        Self {
            visit,
            kind,
            field,
            inputs,
            id: inputs.id(&field.name),
            label: visit.texts.field_label(kind, field),
            help: visit.texts.field_help(kind, field),
            fault: inputs.fault_of(&field.name),
        }
    }

    fn text(&self) -> &'a str {
        self.inputs.text(&self.field.name)
    }

    fn invalid(&self) -> Option<&'static str> {
        self.fault.map(|_| "true")
    }

    fn described(&self) -> Option<String> {
        let error = self.fault.map(|_| format!("{}-error", self.id));
        let help = (!self.help.is_empty()).then(|| format!("{}-help", self.id));
        let ids: Vec<_> = error.into_iter().chain(help).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn must(&self) -> Markup {
        html! { @if self.field.required { " " span.must { (self.visit.text("input-required")) } } }
    }

    fn below(&self) -> Markup {
        html! {
            @if let Some(fault) = self.fault {
                p.error id={ (self.id) "-error" } { (icon("warning")) " " (fault) }
            }
            @if !self.help.is_empty() { p.help id={ (self.id) "-help" } { (said(&self.help)) } }
        }
    }

    fn field(&self, input: &Markup) -> Markup {
        html! {
            div.field {
                label for=(self.id) { (self.label) (self.must()) }
                (input)
                (self.below())
            }
        }
    }

    fn group(&self, input: &Markup) -> Markup {
        html! {
            fieldset.field aria-describedby=[self.described()] {
                legend { (self.label) (self.must()) }
                (input)
                (self.below())
            }
        }
    }

    fn line(&self) -> Markup {
        let (kind, class, mode) = match self.field.holds {
            Holds::Int => ("text", "short", Some("numeric")),
            Holds::Decimal | Holds::Percent => ("text", "short", Some("decimal")),
            Holds::Date => ("date", "short", None),
            Holds::Instant => ("datetime-local", "middle", None),
            Holds::Duration => ("text", "short", None),
            _ => ("text", "", None),
        };
        let is_time = self.field.holds == Holds::Instant;
        let hint = (self.field.holds == Holds::Duration).then_some("4h 30m");
        let unit = match (&self.field.unit, &self.field.holds) {
            (Some(unit), _) => Some(&**unit),
            (None, Holds::Percent) => Some("%"),
            _ => None,
        };
        let list = self.names_a_kind().then(|| format!("{}-kinds", self.id));
        let input = html! {
            input id=(self.id) type=(kind) class=[(!class.is_empty()).then_some(class)]
                name=(self.field.name) value=(self.text()) inputmode=[mode] placeholder=[hint]
                step=[is_time.then_some("1")] list=[list.as_deref()] required[self.field.required]
                aria-invalid=[self.invalid()] aria-describedby=[self.described()];
        };
        html! {
            @match unit {
                Some(unit) => div.join.time { (input) span.unit { (unit) } },
                None => (input),
            }
            @if let Some(list) = &list { (self.kinds(list)) }
        }
    }

    /// Fields that hold the name of a kind, by the convention of their own names.
    fn names_a_kind(&self) -> bool {
        let name = &*self.field.name;
        self.field.holds == Holds::ShortText
            && (name == "of_kind" || name == "target" || name.ends_with("_kind"))
    }

    fn kinds(&self, id: &str) -> Markup {
        html! {
            datalist id=(id) {
                @for view in self.visit.desk.kinds() {
                    option value=(view.def.name) { (self.visit.texts.kind_label(view.def)) }
                }
            }
        }
    }

    fn area(&self) -> Markup {
        let class = (self.field.holds == Holds::Struct).then_some("code");
        html! {
            // A browser drops the first line end of a text area; one of our own keeps the text's.
            textarea id=(self.id) name=(self.field.name) class=[class]
                required[self.field.required] aria-invalid=[self.invalid()]
                aria-describedby=[self.described()] { "\n" (self.text()) }
        }
    }

    fn tick(&self) -> Markup {
        let is_yes = matches!(self.text(), "yes" | "true" | "on" | "1");
        html! {
            div.field.tick {
                // What is not ticked is not sent; this says that the field was in the form.
                input type="hidden" name=(self.field.name) value="no";
                label for=(self.id) {
                    input id=(self.id) type="checkbox" name=(self.field.name) value="yes"
                        checked[is_yes] aria-invalid=[self.invalid()]
                        aria-describedby=[self.described()];
                    " " span { (self.label) (self.must()) }
                }
                (self.below())
            }
        }
    }

    fn choices(&self) -> Vec<(String, String)> {
        let label = |name: &str| self.visit.texts.choice_label(self.kind, self.field, name);
        let choices = self.field.choices().iter();
        choices.map(|one| (one.name.to_string(), label(&one.name))).collect()
    }

    fn fits_radios(&self) -> bool {
        let choices = self.choices();
        let letters: usize = choices.iter().map(|(_, label)| label.chars().count()).sum();
        choices.len() <= RADIOS_MAX && letters <= RADIO_LETTERS_MAX
    }

    fn radios(&self) -> Markup {
        let held = self.text();
        let none = (!self.field.required).then(|| (String::new(), self.visit.text("input-none")));
        html! {
            (self.group(&html! {
                div.segment id=(self.id) tabindex="-1" {
                    @for (name, label) in self.choices().into_iter().chain(none) {
                        label {
                            input type="radio" name=(self.field.name) value=(name)
                                checked[name == held && !(name.is_empty() && self.field.required)];
                            " "
                            // A dash leaves the room to what can be said.
                            @if name.is_empty() {
                                span aria-hidden="true" title=(label) { "–" }
                                span.hide { (label) }
                            } @else { (label) }
                        }
                    }
                }
            }))
        }
    }

    fn select(&self) -> Markup {
        let held = self.text();
        html! {
            select.middle id=(self.id) name=(self.field.name) required[self.field.required]
                aria-invalid=[self.invalid()] aria-describedby=[self.described()]
            {
                @if !self.field.required || held.is_empty() {
                    option value="" selected[held.is_empty()] { (self.visit.text("input-none")) }
                }
                @for (name, label) in self.choices() {
                    option value=(name) selected[name == held] { (label) }
                }
            }
        }
    }

    fn pick_one(&self, target: &str) -> Markup {
        html! {
            div.pick {
                input type="hidden" name=(self.field.name) value=(self.text());
                input id=(self.id) name=(inputs::words_of(&self.field.name))
                    value=(self.inputs.text(&inputs::words_of(&self.field.name)))
                    data-pick=(target) autocomplete="off" required[self.field.required]
                    aria-invalid=[self.invalid()] aria-describedby=[self.described()];
            }
        }
    }

    fn pick_many(&self, target: &str) -> Markup {
        let name = &*self.field.name;
        let add = self.visit.text_with("input-add", &[("field", self.label.as_str().into())]);
        let held: Vec<i64> = self.text().split(',').filter_map(|id| id.parse().ok()).collect();
        html! {
            (self.group(&html! {
                div.pick {
                    div.picked {
                        @for id in held {
                            label {
                                input type="checkbox" name=(name) value=(id) checked;
                                " " (self.label_of(target, id))
                            }
                        }
                    }
                    input id=(self.id) name=(inputs::words_of(name)) data-pick=(target)
                        data-pick-name=(name) value=(self.inputs.text(&inputs::words_of(name)))
                        autocomplete="off" aria-label=(add) placeholder=(add)
                        aria-invalid=[self.invalid()];
                }
            }))
        }
    }

    fn label_of(&self, target: &str, id: i64) -> String {
        let label = self.inputs.text(&inputs::label_of(&self.field.name, id));
        if label.is_empty() { number(self.visit, target, id) } else { label.to_owned() }
    }

    fn money(&self) -> Markup {
        let name = &*self.field.name;
        let held = self.inputs.text(&inputs::currency_of(name));
        let more = (!held.is_empty() && !CURRENCIES.contains(&held)).then_some(held);
        html! {
            (self.group(&html! {
                div.join {
                    input id=(self.id) name=(name) inputmode="decimal" value=(self.text())
                        aria-label=(self.visit.text("input-amount")) aria-invalid=[self.invalid()];
                    select name=(inputs::currency_of(name))
                        aria-label=(self.visit.text("input-currency"))
                    {
                        @for code in more.iter().chain(CURRENCIES) {
                            option value=(code) selected[*code == held] { (code) }
                        }
                    }
                }
            }))
        }
    }
}
