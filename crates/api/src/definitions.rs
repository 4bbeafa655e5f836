//! The definitions in JSON: what a kind is, for programs that show forms of their own.
use gemba_model::{ChoiceDef, Feature, FieldDef, Menu, overlay::KindView};
use serde_json::{Value as Json, json};

/// A kind with the fields that the reader may see.
pub fn kind(view: &KindView, fields: &[FieldDef]) -> Json {
    let def = view.def;
    let verbs: Vec<_> = view
        .steps
        .iter()
        .map(|step| {
            let asks: Vec<_> = step
                .asks
                .iter()
                .filter(|name| fields.iter().any(|one| one.name == **name))
                .collect();
            json!({"verb": step.verb, "label": step.label, "help": step.help, "from": step.from,
                "to": step.to, "asks": asks, "needs_note": step.needs_note})
        })
        .collect();
    json!({
        "name": def.name,
        "prefix": def.prefix,
        "label": def.label,
        "plural": def.plural,
        "clause": def.clause,
        "help": def.help,
        "menu": menu(def.menu),
        "title": def.title,
        "features": def.features.iter().map(|one| feature(*one)).collect::<Vec<_>>(),
        "states": def.states.iter().map(choice).collect::<Vec<_>>(),
        "verbs": verbs,
        "fields": fields.iter().map(field).collect::<Vec<_>>(),
    })
}

fn choice(choice: &ChoiceDef) -> Json {
    json!({"name": choice.name, "label": choice.label, "help": choice.help, "end": choice.is_end})
}

fn field(field: &FieldDef) -> Json {
    json!({
        "name": field.name,
        "label": field.label,
        "help": field.help,
        "holds": field.holds.name(),
        "target": field.holds.target(),
        "choices": field.choices().iter().map(choice).collect::<Vec<_>>(),
        "required": field.required,
        "computed": field.computed,
        "searched": field.searched,
        "filtered": field.filtered,
        "custom": field.is_custom(),
        "unit": field.unit,
        "default": field.default,
    })
}

fn menu(menu: Menu) -> &'static str {
    match menu {
        Menu::Plan => "plan",
        Menu::Do => "do",
        Menu::Check => "check",
        Menu::Act => "act",
        Menu::Organization => "organization",
        Menu::Hidden => "hidden",
    }
}

fn feature(feature: Feature) -> &'static str {
    match feature {
        Feature::Comments => "comments",
        Feature::Attachments => "attachments",
        Feature::Tasks => "tasks",
        Feature::Approvals => "approvals",
        Feature::Links => "links",
        Feature::Watchers => "watchers",
        Feature::Tags => "tags",
        Feature::Review => "review",
    }
}
