//! The filters of a list: each a sentence that can be taken back, and the way to add one.
use super::{List, asked_for::spelled_filter};
use crate::{
    field_input::{self, Inputs},
    value::{Titles, Wanted, words},
    views,
    visit::{Posted, Visit},
};
use gemba_desk::{ME, Refused};
use gemba_model::{
    Feature, FieldDef, Holds,
    filter::{self, Filter, Test},
    overlay::KindView,
};
use gemba_vocabulary::Value;
use maud::{Markup, html};

const PREFIX: &str = "n";
/// The parts of a filter as the form sends them.
const FIELD: &str = "filter-field";
const TEST: &str = "filter-test";
const VALUE: &str = "filter-value";
const MINE: &str = "filter-me";

impl List<'_> {
    /// The line of filters, with the search within the kind.
    pub(super) fn narrowing(&self) -> Result<Markup, Refused> {
        let visit = self.visit;
        let chips = self.chips()?;
        let panel = self.panel()?;
        Ok(html! {
            div.chips {
                (self.words())
                @for chip in chips { (chip) }
                (panel)
                (views::saving(visit, self.view, self.asked, &self.views))
                (self.sorted())
            }
        })
    }

    fn words(&self) -> Markup {
        let visit = self.visit;
        let plural = visit.texts.kind_plural(self.view.def).to_lowercase();
        let label = visit.text_with("list-search", &[("kinds", plural.into())]);
        let held = self.asked.query.text.as_deref().unwrap_or_default();
        html! {
            form.within role="search" method="get" {
                (self.asked.hidden(&["q", "after"]))
                input.input type="search" name="q" value=(held) aria-label=(label)
                    placeholder=(label) data-key="s";
                button.hide { (visit.text("search-verb")) }
            }
        }
    }

    fn chips(&self) -> Result<Vec<Markup>, Refused> {
        let (visit, view) = (self.visit, self.view);
        let read = |(name, text): (&str, &str)| {
            Some((def_of(visit, view, name)?, Filter::parse(view, name, text).ok()?))
        };
        let filters: Vec<_> =
            self.asked.filters().filter_map(|pair| Some((pair, read(pair)?))).collect();
        let mut wanted = Wanted::default();
        for (_, (field, filter)) in &filters {
            for value in values_of(&filter.test) {
                if *value != Value::Ref(ME) {
                    wanted.value(field, value);
                }
            }
        }
        let titles = wanted.look_up(visit)?;
        let chip = |(pair, (field, filter)): ((&str, &str), (FieldDef, Filter))| {
            let label = label_of(visit, view, &field);
            let (test, said) = sentence(visit, view, &titles, &field, &filter.test);
            let whole = format!("{label} {test} {said}");
            let remove = visit.text_with("filter-remove", &[("filter", whole.trim().into())]);
            html! {
                span.chip {
                    (label) " " (test) " " b { (said) }
                    a.x href=(self.asked.address_without(pair)) aria-label=(remove) { "×" }
                }
            }
        };
        Ok(filters.into_iter().map(chip).collect())
    }

    /// The way to another filter: first the field, then the test and the value with the input that
    /// suits it.
    fn panel(&self) -> Result<Markup, Refused> {
        let visit = self.visit;
        let by = self.asked.narrowing_by.as_deref();
        let field = by.and_then(|name| def_of(visit, self.view, name));
        let inner = match &field {
            Some(field) => self.condition(field)?,
            None => self.field_choice(),
        };
        Ok(html! {
            details.pop open[field.is_some()] {
                summary.chip.add data-key="f" { (visit.text("filter-add")) }
                (inner)
            }
        })
    }

    fn field_choice(&self) -> Markup {
        let (visit, view) = (self.visit, self.view);
        let first = def_of(visit, view, "state");
        let envelope = ["open", "created_at", "updated_at", "created_by", "imported"];
        let has_tags = view.def.has(Feature::Tags) && visit.actor().is_inside();
        let names = envelope.into_iter().chain(has_tags.then_some("tag"));
        let is_offered = |field: &&FieldDef| {
            (field.filtered || self.is_small) && !matches!(field.holds, Holds::Struct)
        };
        let own: Vec<_> = self.fields.iter().filter(is_offered).cloned().collect();
        let fields =
            first.into_iter().chain(own).chain(names.filter_map(|name| def_of(visit, view, name)));
        html! {
            div.panel {
                h2 { (visit.text("filter-by")) }
                div.choices {
                    @for field in fields {
                        a href=(self.asked.address_with(&[("by", &field.name)], &["after"])) {
                            (label_of(visit, view, &field))
                        }
                    }
                }
            }
        }
    }

    fn condition(&self, field: &FieldDef) -> Result<Markup, Refused> {
        let visit = self.visit;
        let label = label_of(visit, self.view, field);
        let inputs = Inputs::of_new(visit, PREFIX, &[], &[])?;
        let is_person = field.holds.target() == Some("person");
        let legend = visit.text_with("filter-by-field", &[("field", label.as_str().into())]);
        let back = self.asked.address_with(&[], &["after"]);
        Ok(html! {
            form.panel method="get" aria-label=(legend) {
                (self.asked.hidden(&["after", "view"]))
                input type="hidden" name=(FIELD) value=(field.name);
                div.field {
                    label for="filter-test" { (label) }
                    select #filter-test name=(TEST) autofocus {
                        @for (name, words) in tests(visit, field) {
                            option value=(name) { (words) }
                        }
                    }
                }
                (filter_value(visit, self.view, field, &inputs))
                @if is_person {
                    div.field.tick {
                        label for="filter-me" {
                            input #filter-me type="checkbox" name=(MINE) value="me";
                            " " span { (visit.text("me")) }
                        }
                    }
                }
                div.verbs {
                    button.verb.first.slim { (visit.text("filter-set")) }
                    a.verb.slim href=(back) { (visit.text("filter-not")) }
                }
            }
        })
    }
}

/// The input of the value: that of a form, under a name of its own and without what only a form
/// needs to say.
fn filter_value(visit: &Visit, view: &KindView, field: &FieldDef, inputs: &Inputs) -> Markup {
    let plain = FieldDef {
        name: VALUE.into(),
        label: visit.text("filter-value").into(),
        help: "".into(),
        required: false,
        holds: single(&field.holds),
        ..field.clone()
    };
    match &field.holds {
        Holds::Bool => html! {
            fieldset.field {
                legend { (plain.label) }
                div.segment {
                    @for word in ["yes", "no"] {
                        label {
                            input type="radio" name=(VALUE) value=(word) checked[word == "yes"];
                            " " (visit.text(word))
                        }
                    }
                }
            }
        },
        Holds::Choice(_) => html! {
            fieldset.field {
                legend { (plain.label) }
                div.ticks {
                    @for choice in field.choices() {
                        label {
                            input type="checkbox" name=(VALUE) value=(choice.name);
                            " " span { (choice_label(visit, view, field, &choice.name)) }
                        }
                    }
                }
            }
        },
        _ => field_input::input(visit, view.def.name, &plain, inputs),
    }
}

/// What one value of the field is, where a filter compares it.
fn single(holds: &Holds) -> Holds {
    match holds {
        Holds::Refs(target) => Holds::Ref(target.clone()),
        Holds::LongText => Holds::ShortText,
        other => other.clone(),
    }
}

fn choice_label(visit: &Visit, view: &KindView, field: &FieldDef, name: &str) -> String {
    if field.name == "state" {
        visit.texts.state_label(view.def, name)
    } else {
        visit.texts.choice_label(view.def.name, field, name)
    }
}

/// The tests that make sense for what a field holds, with their words.
fn tests(visit: &Visit, field: &FieldDef) -> Vec<(&'static str, String)> {
    let ordered = matches!(
        field.holds,
        Holds::Int
            | Holds::Decimal
            | Holds::Percent
            | Holds::Money
            | Holds::Date
            | Holds::Instant
            | Holds::Duration
    );
    let is_time = matches!(field.holds, Holds::Date | Holds::Instant);
    let is_text = matches!(field.holds, Holds::ShortText | Holds::LongText);
    let is_closed = matches!(field.name.as_ref(), "state" | "open" | "imported");
    let mut tests = Vec::new();
    let has = is_text.then(|| ("has", visit.text("test-has")));
    // A tag is usually meant as a whole.
    let (first, last) = if field.name == "tag" { (None, has) } else { (has, None) };
    tests.extend(first);
    if is_time {
        tests.push(("ge", visit.text("test-from")));
        tests.push(("lt", visit.text("test-before")));
    } else {
        tests.push(("is", visit.text("test-is")));
        tests.push(("not", visit.text("test-not")));
    }
    tests.extend(last);
    if ordered && !is_time {
        tests.push(("ge", visit.text("test-ge")));
        tests.push(("lt", visit.text("test-lt")));
    }
    if !is_closed {
        tests.push(("empty", visit.text("test-empty")));
        tests.push(("filled", visit.text("test-filled")));
    }
    tests
}

/// A field, or a part of the envelope as if it were one.
pub(super) fn def_of(visit: &Visit, view: &KindView, name: &str) -> Option<FieldDef> {
    if let Some(field) = view.field(name) {
        return (visit.actor().is_inside() || field.customer_visible).then(|| field.clone());
    }
    let holds = filter::holds(view, name)?;
    let mut def = FieldDef::new("value", holds, false);
    def.name = name.to_owned().into();
    Some(def)
}

pub(super) fn label_of(visit: &Visit, view: &KindView, field: &FieldDef) -> String {
    match field.name.as_ref() {
        "id" => visit.text("column-number"),
        "state" => visit.text("column-state"),
        "open" => visit.text("filter-open"),
        "created_at" => visit.text("column-created"),
        "created_by" => visit.text("column-created-by"),
        "updated_at" => visit.text("column-updated"),
        "updated_by" => visit.text("column-updated-by"),
        "imported" => visit.text("imported"),
        "tag" => visit.text("filter-tag"),
        "origin" => visit.text("evidence-origin"),
        name => view
            .field(name)
            .map_or_else(|| name.to_owned(), |field| visit.texts.field_label(view.def.name, field)),
    }
}

fn values_of(test: &Test) -> &[Value] {
    match test {
        Test::Is(values) | Test::IsNot(values) => values,
        Test::Less(value) | Test::AtLeast(value) => std::slice::from_ref(value),
        Test::Empty | Test::Filled | Test::Contains(_) | Test::Unbarred(_) => &[],
    }
}

/// A condition in words: how, and what.
fn sentence(
    visit: &Visit,
    view: &KindView,
    titles: &Titles,
    field: &FieldDef,
    test: &Test,
) -> (String, String) {
    let one = |value: &Value| match value {
        Value::Ref(ME) => visit.text("me"),
        Value::Text(name) if field.name == "state" => visit.texts.state_label(view.def, name),
        Value::Ref(id) => titles.name(visit, field.holds.target().unwrap_or_default(), *id),
        other => words(visit, titles, view.def.name, field, other),
    };
    let list = |values: &[Value]| values.iter().map(one).collect::<Vec<_>>().join(", ");
    let is_time = matches!(field.holds, Holds::Date | Holds::Instant);
    match test {
        Test::Is(values) => (visit.text("test-is"), list(values)),
        Test::IsNot(values) => (visit.text("test-not"), list(values)),
        Test::Empty => (visit.text("test-empty"), String::new()),
        Test::Filled => (visit.text("test-filled"), String::new()),
        Test::Less(value) if is_time => (visit.text("test-before"), one(value)),
        Test::Less(value) => (visit.text("test-lt"), one(value)),
        Test::AtLeast(value) if is_time => (visit.text("test-from"), one(value)),
        Test::AtLeast(value) => (visit.text("test-ge"), one(value)),
        Test::Contains(text) => (visit.text("test-has"), format!("“{text}”")),
        Test::Unbarred(_) => (visit.text("test-is"), String::new()),
    }
}

/// The pair of an address that the parts of a filter say; nothing if no filter was sent.
pub(super) fn filter_of(
    visit: &Visit,
    view: &KindView,
    fields: &[FieldDef],
    pairs: &[(String, String)],
) -> Result<Option<(String, String)>, Refused> {
    let of = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, text)| text.as_str());
    let Some(name) = of(FIELD) else { return Ok(None) };
    let is_known = fields.iter().any(|field| field.name == name) || view.field(name).is_none();
    let field = def_of(visit, view, name).filter(|_| is_known);
    let field = field.ok_or_else(|| Refused::Unknown(visit.text("problem-no-page")))?;
    let test = of(TEST).unwrap_or("is");
    if of(MINE).is_some() && field.holds.target() == Some("person") {
        let text = if test == "not" { "not:me" } else { "me" };
        return Ok(Some((name.to_owned(), text.to_owned())));
    }
    let value = value_of(visit, view, &field, test, pairs)
        .and_then(|text| spelled_filter(visit, view, &field, test, &text));
    match value {
        Ok(text) => Ok(Some((name.to_owned(), text))),
        Err(fault) => {
            let label = label_of(visit, view, &field);
            let fault = format!("{label} {}.", fault.trim_end_matches('.'));
            Err(Refused::Not(fault))
        }
    }
}

/// The value that the form sent, read like a field of a form.
fn value_of(
    visit: &Visit,
    view: &KindView,
    field: &FieldDef,
    test: &str,
    pairs: &[(String, String)],
) -> Result<String, String> {
    if matches!(test, "empty" | "filled") {
        return Ok(String::new());
    }
    let own = |name: &str| name.strip_prefix(VALUE).map(|rest| format!("{}{rest}", field.name));
    let sent: Vec<_> =
        pairs.iter().filter_map(|(name, text)| Some((own(name)?, text.clone()))).collect();
    let posted = Posted { fields: sent.iter().cloned().collect(), pairs: sent };
    if matches!(field.holds, Holds::Choice(_)) {
        return Ok(posted.all(&field.name).collect::<Vec<_>>().join(","));
    }
    let single = FieldDef { holds: single(&field.holds), required: false, ..field.clone() };
    let fields = [single];
    let mut inputs = Inputs::of_posted(PREFIX, &fields, &posted);
    let mut given = inputs.read(visit, view, &fields, None);
    match inputs.fault_of(&field.name) {
        Some(fault) => Err(fault.to_owned()),
        None => Ok(given.remove(&*field.name).unwrap_or_default()),
    }
}
