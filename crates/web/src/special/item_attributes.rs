//! The attributes of a configuration item's type, offered where the item is written down: a row for each that nothing
//! is given of yet, and beside the form what each means.
use crate::{
    field_input::{
        Inputs,
        inputs::rows::{has_rows, part_name},
    },
    visit::Visit,
};
use gemba_desk::{Query, Refused};
use gemba_model::{
    Choice, FieldDef, Record,
    filter::Filter,
    item_attributes::{Attribute, KIND, offered},
    overlay::KindView,
};
use gemba_vocabulary::Value;
use maud::{Markup, html};

const ITEM: &str = "configuration_item";
const FIELD: &str = "attributes";
const TYPE: &str = "item_type";

/// Adds a row for each attribute of the type that has none yet. The type is the one typed, or the one that the record
/// holds.
pub fn offer(
    visit: &Visit,
    view: &KindView,
    record: Option<&Record>,
    fields: &[FieldDef],
    inputs: &mut Inputs,
) -> Result<(), Refused> {
    let field = fields.iter().find(|field| field.name == FIELD && has_rows(field));
    let Some(field) = field.filter(|_| view.def.name == ITEM) else { return Ok(()) };
    let attributes = attributes(visit, &type_of(view, record, fields, inputs))?;
    let rows = inputs.rows(visit, field);
    let name_of = |row: &crate::field_input::inputs::rows::RowTexts| {
        row.get("name").cloned().unwrap_or_default()
    };
    let names: Vec<_> = rows.iter().map(name_of).filter(|name| !name.is_empty()).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let more = offered(&attributes, &names);
    if more.is_empty() {
        return Ok(());
    }
    let held = rows.iter().filter(|row| row.values().any(|text| !text.trim().is_empty()));
    let given = held.map(|row| (name_of(row), row.get("value").cloned().unwrap_or_default()));
    let given = given.chain(more.into_iter().map(|name| (name.to_owned(), String::new())));
    for (place, (name, value)) in given.enumerate() {
        inputs.set(&part_name(FIELD, place, "name"), &name);
        inputs.set(&part_name(FIELD, place, "value"), &value);
    }
    Ok(())
}

/// What the attributes of its type mean, beside the form of an item.
pub fn beside(
    visit: &Visit,
    view: &KindView,
    record: Option<&Record>,
    fields: &[FieldDef],
    inputs: &Inputs,
) -> Markup {
    if view.def.name != ITEM {
        return html! {};
    }
    let sort = type_of(view, record, fields, inputs);
    // A type that cannot be read is no reason not to show the form.
    let attributes = attributes(visit, &sort).unwrap_or_default();
    html! {
        @if !attributes.is_empty() {
            section {
                h2 { (visit.text_with("attributes-of", &[("type", sort.as_str().into())])) }
                ul.items {
                    @for one in &attributes { li { (told(visit, one)) } }
                }
            }
        }
    }
}

fn told(visit: &Visit, one: &Attribute) -> Markup {
    let needed = one
        .needed
        .map(|needed| visit.text(&format!("attributes-{}", needed.name().replace('_', "-"))));
    let choices = one.choices().join(", ");
    let choices = (!choices.is_empty())
        .then(|| visit.text_with("attributes-choices", &[("choices", choices.into())]));
    let parts: Vec<_> = [one.unit.clone(), needed, choices].into_iter().flatten().collect();
    html! {
        b { (one.name) }
        @if !parts.is_empty() { p { (parts.join(" · ")) } }
        @if let Some(help) = &one.help { p.small.faint { (help) } }
    }
}

fn type_of(
    view: &KindView,
    record: Option<&Record>,
    fields: &[FieldDef],
    inputs: &Inputs,
) -> String {
    if fields.iter().any(|field| field.name == TYPE) {
        return inputs.text(TYPE).trim().to_owned();
    }
    record.map(|record| view.value(record, TYPE).to_text()).unwrap_or_default()
}

fn attributes(visit: &Visit, sort: &str) -> Result<Vec<Attribute>, Refused> {
    let view = visit.desk.view(KIND).filter(|_| !sort.is_empty() && visit.may(KIND, "read"));
    let Some(view) = view else { return Ok(Vec::new()) };
    let filters = vec![
        Filter::is("key", Value::Text(sort.to_lowercase())),
        Filter::is("open", Value::Bool(true)),
    ];
    let query = Query { filters, limit: 1, ..Query::of(KIND) };
    let found = visit.desk.list(visit.actor(), &query)?.records;
    let held = found.first().map(|record| view.value(record, FIELD));
    Ok(match held {
        Some(Value::Struct(json)) => serde_json::from_value(json.clone()).unwrap_or_default(),
        _ => Vec::new(),
    })
}
