//! What a list is narrowed to: the parameters of its address, read strictly, and the pattern that
//! documents each.
//!
//! The spelling is that of the pages (`state=new,triaged&priority=lt:3`); what a page forgives is
//! refused here, so that a program hears of its mistake.
use crate::{
    address,
    problem::{Fault, Problem, UNREADABLE},
};
use gemba_desk::{Desk, Query};
use gemba_model::{FieldDef, Holds, filter, overlay::KindView};
use gemba_vocabulary::actor::Actor;

/// Parameters of a list that are no filters.
pub const OWN: &[&str] = &["sort", "after", "limit", "q", "fields", "count"];
/// Parts of the envelope by which a list can be narrowed.
pub const ENVELOPE: &[&str] = &[
    "id",
    "state",
    "open",
    "version",
    "created_at",
    "created_by",
    "updated_at",
    "updated_by",
    "imported",
    "origin",
    "tag",
];
/// Parts of the envelope by which a list can be sorted.
pub const SORTABLE: &[&str] =
    &["id", "state", "version", "created_at", "updated_at", "created_by", "updated_by"];
/// How long the words searched for may be.
pub const WORDS_LENGTH_MAX: usize = 200;
/// How many records a page has at most.
pub const PAGE_RECORDS_MAX: i64 = 200;
const FILTER_LENGTH_MAX: usize = 1_000;
const VALUES_MAX: usize = 50;

/// What a list is asked for.
pub struct Wanted {
    /// The question for the desk.
    pub query: Query,
    /// The fields to tell; nothing tells all.
    pub only: Option<Vec<String>>,
    /// Whether to count instead of listing.
    pub count: bool,
}

/// Reads the parameters of a list.
pub fn read(
    desk: &Desk,
    view: &KindView,
    actor: &Actor,
    pairs: &[(String, String)],
) -> Result<Wanted, Problem> {
    let mut wanted = Wanted { query: Query::of(view.def.name), only: None, count: false };
    let mut faults = Vec::new();
    for (place, (name, text)) in pairs.iter().enumerate() {
        let is_again = pairs.iter().take(place).any(|(before, _)| before == name);
        let read = if is_again && OWN.contains(&name.as_str()) {
            Err("is given twice".to_owned())
        } else {
            one(desk, view, actor, &mut wanted, name, text)
        };
        if let Err(fault) = read {
            faults.push(Fault::parameter(name, fault));
        }
    }
    if faults.is_empty() { Ok(wanted) } else { Err(Problem::faults(&UNREADABLE, faults)) }
}

fn one(
    desk: &Desk,
    view: &KindView,
    actor: &Actor,
    wanted: &mut Wanted,
    name: &str,
    text: &str,
) -> Result<(), String> {
    match name {
        "sort" => {
            let field = text.strip_prefix('-').unwrap_or(text);
            let is_seen =
                view.field(field).is_some_and(|field| is_sortable(field) && seen(actor, field));
            if !is_seen && !SORTABLE.contains(&field) {
                return Err(format!("names “{field}”, by which this list cannot be sorted"));
            }
            wanted.query.sort = filter::Sort::parse(view, text)?;
        }
        "after" => wanted.query.after = Some(text.to_owned()),
        "limit" => {
            let limit = limit(text, PAGE_RECORDS_MAX)?;
            wanted.query.limit = limit;
        }
        "q" => wanted.query.text = Some(words(text)?),
        "fields" => {
            let names: Vec<_> = text.split(',').map(str::to_owned).collect();
            for name in &names {
                if !view.field(name).is_some_and(|field| seen(actor, field)) {
                    return Err(format!("names “{name}”, which is not a field of this kind"));
                }
            }
            wanted.only = Some(names);
        }
        "count" => {
            wanted.count = match text {
                "true" => true,
                "false" => false,
                _ => return Err("must be true or false".to_owned()),
            }
        }
        name => wanted.query.filters.push(filter(desk, view, actor, name, text)?),
    }
    Ok(())
}

/// Reads how many are wanted.
pub fn limit(text: &str, most: i64) -> Result<usize, String> {
    let limit = address::number(text).filter(|limit| (1..=most).contains(limit));
    let limit = limit.and_then(|limit| usize::try_from(limit).ok());
    limit.ok_or_else(|| format!("must be a whole number from 1 to {most}"))
}

/// Reads words to search for.
pub fn words(text: &str) -> Result<String, String> {
    if text.chars().count() > WORDS_LENGTH_MAX {
        return Err(format!("is longer than {WORDS_LENGTH_MAX} characters"));
    }
    Ok(text.to_owned())
}

fn seen(actor: &Actor, field: &FieldDef) -> bool {
    actor.is_inside() || field.customer_visible
}

/// Whether lists can be sorted by the field.
pub fn is_sortable(field: &FieldDef) -> bool {
    !matches!(field.holds, Holds::LongText | Holds::Refs(_) | Holds::Struct | Holds::Money)
}

fn filter(
    desk: &Desk,
    view: &KindView,
    actor: &Actor,
    name: &str,
    text: &str,
) -> Result<filter::Filter, String> {
    let is_internal = matches!(name, "origin" | "tag") && !actor.is_inside();
    let is_seen = match view.field(name) {
        Some(field) => seen(actor, field),
        None => ENVELOPE.contains(&name) && !is_internal,
    };
    let holds = filter::holds(view, name).filter(|_| is_seen);
    let holds = holds.ok_or_else(|| {
        let plural = view.def.plural.to_lowercase();
        format!("is neither a field of {plural} nor a parameter of this list")
    })?;
    if text.chars().count() > FILTER_LENGTH_MAX {
        return Err(format!("is longer than {FILTER_LENGTH_MAX} characters"));
    }
    let (_, rest) = filter::parted(text);
    if rest.split(',').count() > VALUES_MAX && !is_text(&holds) {
        return Err(format!("has more than {VALUES_MAX} values"));
    }
    if let Some(kind) = holds.target() {
        for part in rest.split(',').filter(|part| part.starts_with(char::is_alphabetic)) {
            let named = desk.find_number(part).map(|(named, _)| named);
            if named.as_deref() != Some(kind) && (part != "me" || kind != "person") {
                return Err(format!("names “{part}”, which is no number of the kind {kind}"));
            }
        }
    }
    filter::Filter::parse(view, name, text)
        .map_err(|fault| fault.trim_start_matches(&format!("“{name}” ")).to_owned())
}

fn is_text(holds: &Holds) -> bool {
    matches!(holds, Holds::ShortText | Holds::LongText)
}

/// The pattern of what a filter may say, for the description of the API.
pub fn pattern(name: &str, holds: &Holds) -> String {
    let day = "(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])";
    let one = match holds {
        _ if name == "tag" => {
            return r"^(empty|filled|((is|not|has):)?[^\s\u0000:,][^\u0000\n:]{0,39})$".to_owned();
        }
        Holds::ShortText | Holds::LongText => {
            return r"^((is|not|lt|ge|has):)?[^\s\u0000:][^\u0000\n:]{0,200}$".to_owned();
        }
        Holds::Struct => return "^(empty|filled)$".to_owned(),
        Holds::Refs(kind) => {
            let one = reference(kind);
            return format!("^(empty|filled|((is|not):)?{one}(,{one}){{0,40}})$");
        }
        Holds::Ref(kind) => reference(kind),
        Holds::Int => "-?[0-9]{1,15}".to_owned(),
        Holds::Decimal | Holds::Percent => r"-?[0-9]{1,12}(\.[0-9]{1,6})?".to_owned(),
        Holds::Money => r"-?[0-9]{1,12}(\.[0-9]{1,6})? [A-Z]{3}".to_owned(),
        // Large letters are taken as well.
        Holds::Bool => "([Yy][Ee][Ss]|[Nn][Oo]|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|\
            [Oo][Nn]|[Oo][Ff][Ff]|1|0)"
            .to_owned(),
        Holds::Date => day.to_owned(),
        Holds::Instant => format!("{day}T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?Z"),
        Holds::Duration => "([0-9]{1,9}|([0-9]{1,6}[dhms])+)".to_owned(),
        Holds::Choice(choices) => {
            // A choice that an organization wrote may hold any letter.
            let names: Vec<_> = choices
                .iter()
                .map(|choice| &*choice.name)
                .filter(|name| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'))
                .collect();
            if names.len() < choices.len() {
                return r"^((is|not):)?[^\u0000\n]{1,250}$".to_owned();
            }
            format!("({})", names.join("|"))
        }
    };
    format!("^({})$", usual(&one))
}

fn reference(kind: &str) -> String {
    let record = "[1-9][0-9]{0,14}";
    if kind == "person" { format!("(me|{record})") } else { record.to_owned() }
}

fn usual(one: &str) -> String {
    format!("empty|filled|((is|not):)?{one}(,{one}){{0,40}}|(lt|ge):{one}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pattern_of_a_choice_names_its_choices() {
        let state = gemba_practices::register::kind("task").unwrap().def();
        let holds = Holds::Choice(std::borrow::Cow::Borrowed(state.states));
        let expected = "^(empty|filled|((is|not):)?(open|done|cancelled)\
            (,(open|done|cancelled)){0,40}|(lt|ge):(open|done|cancelled))$";
        assert_eq!(pattern("state", &holds), expected);
    }
}
