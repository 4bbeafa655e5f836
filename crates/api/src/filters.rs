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
use gemba_model::{
    FieldDef, Holds,
    filter::{self, Test},
    overlay::KindView,
};
use gemba_vocabulary::{Value, actor::Actor};

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

/// Whether the store compares what an added field of this type holds. Added fields are kept as JSON
/// text, in which these types have no order and no single spelling.
fn is_compared(name: &str, holds: &Holds) -> bool {
    let is_kept_apart = matches!(
        holds,
        Holds::Decimal | Holds::Percent | Holds::Money | Holds::Bool | Holds::Instant
    );
    !(name.starts_with("x_") && is_kept_apart)
}

/// Whether lists can be sorted by the field.
pub fn is_sortable(field: &FieldDef) -> bool {
    is_compared(&field.name, &field.holds)
        && !matches!(field.holds, Holds::LongText | Holds::Refs(_) | Holds::Struct | Holds::Money)
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
    let (test, rest) = match parted(text) {
        ("empty" | "filled", _) if name == "tag" => ("", text),
        parted => parted,
    };
    if !tests(name, &holds).contains(&test) {
        let known =
            tests(name, &holds).iter().map(|test| if test.is_empty() { "a value" } else { *test });
        let known = known.collect::<Vec<_>>().join(", ");
        return Err(format!("cannot be narrowed like this; what can follow is: {known}"));
    }
    if matches!(test, "lt" | "ge" | "has" | "is" | "not") && rest.trim().is_empty() {
        return Err("needs a value to compare with".to_owned());
    }
    if rest.split(',').count() > VALUES_MAX && !is_text(&holds) {
        return Err(format!("has more than {VALUES_MAX} values"));
    }
    if let Some(kind) = holds.target() {
        for part in rest.split(',').filter(|part| part.starts_with(char::is_alphabetic)) {
            let named = desk.find_number(part).map(|(named, _)| named);
            if part != "me" && named.as_deref() != Some(kind) && test != "empty" && test != "filled"
            {
                return Err(format!("names “{part}”, which is no number of the kind {kind}"));
            }
        }
    }
    let is_person = holds.target() == Some("person");
    // “me” is the reader where a person is meant, and a word like any other elsewhere. A tag is
    // compared as a whole.
    let spelled = if text == "me" && !is_person || name == "tag" && test.is_empty() {
        format!("is:{text}")
    } else {
        text.to_owned()
    };
    let mut read = if spelled == "me" {
        let pair = [(name.to_owned(), spelled)];
        let mut query = Query::parse(view, &pair).map_err(|faults| faults.join(" "))?;
        query.filters.pop().ok_or("cannot be read")?
    } else {
        filter::Filter::parse(view, name, &spelled)
            .map_err(|fault| fault.trim_start_matches(&format!("“{name}” ")).to_owned())?
    };
    one_by_one(&mut read.test);
    Ok(read)
}

/// A list of references is narrowed by single ones.
fn one_by_one(test: &mut Test) {
    if let Test::Is(values) = test {
        *values = std::mem::take(values)
            .into_iter()
            .flat_map(|value| match value {
                Value::Refs(ids) => ids.into_iter().map(Value::Ref).collect(),
                value => vec![value],
            })
            .collect();
    }
}

/// The test that a filter begins with, and what follows; no test means “is”.
fn parted(text: &str) -> (&str, &str) {
    match text.split_once(':') {
        _ if text == "empty" || text == "filled" => (text, ""),
        Some((test @ ("is" | "not" | "lt" | "ge" | "has"), rest)) => (test, rest),
        _ => ("", text),
    }
}

/// The tests that a field takes.
fn tests(name: &str, holds: &Holds) -> &'static [&'static str] {
    match holds {
        _ if name == "tag" => &["", "is"],
        holds if !is_compared(name, holds) => &["empty", "filled"],
        Holds::ShortText | Holds::LongText => {
            &["", "is", "not", "lt", "ge", "has", "empty", "filled"]
        }
        Holds::Refs(_) => &["", "is", "empty", "filled"],
        Holds::Struct => &["empty", "filled"],
        _ => &["", "is", "not", "lt", "ge", "empty", "filled"],
    }
}

fn is_text(holds: &Holds) -> bool {
    matches!(holds, Holds::ShortText | Holds::LongText)
}

/// The pattern of what a filter may say, for the description of the API.
pub fn pattern(name: &str, holds: &Holds) -> String {
    let day = "(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])";
    let record = "[1-9][0-9]{0,14}";
    let one = match holds {
        _ if name == "tag" => return r"^[^\u0000\n:]{1,40}$".to_owned(),
        Holds::ShortText | Holds::LongText => {
            return r"^((is|not|lt|ge|has):)?[^\s\u0000:][^\u0000\n:]{0,200}$".to_owned();
        }
        Holds::Struct => return "^(empty|filled)$".to_owned(),
        holds if !is_compared(name, holds) => return "^(empty|filled)$".to_owned(),
        Holds::Refs(_) => return format!("^(empty|filled|(is:)?{record}(,{record}){{0,40}})$"),
        Holds::Ref(kind) if kind == "person" => {
            return format!("^(me|{})$", usual(record));
        }
        Holds::Ref(_) => record.to_owned(),
        Holds::Int => "-?[0-9]{1,15}".to_owned(),
        Holds::Decimal | Holds::Percent => r"-?[0-9]{1,12}(\.[0-9]{1,6})?".to_owned(),
        Holds::Money => r"-?[0-9]{1,12}(\.[0-9]{1,6})? [A-Z]{3}".to_owned(),
        Holds::Bool => "(yes|no|true|false|on|off|1|0)".to_owned(),
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

fn usual(one: &str) -> String {
    format!("empty|filled|((is|not):)?{one}(,{one}){{0,40}}|(lt|ge):{one}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_parted_into_its_test_and_its_value() {
        assert_eq!(parted("lt:3"), ("lt", "3"));
        assert_eq!(parted("2026-11-23T09:30:00Z"), ("", "2026-11-23T09:30:00Z"));
        assert_eq!(parted("empty"), ("empty", ""));
        assert_eq!(parted("empty:3"), ("", "empty:3"));
    }

    #[test]
    fn only_text_is_searched_for_a_part_of_it() {
        assert!(tests("summary", &Holds::ShortText).contains(&"has"));
        assert!(!tests("priority", &Holds::Int).contains(&"has"));
        assert_eq!(tests("pauses", &Holds::Struct), ["empty", "filled"]);
    }

    #[test]
    fn the_pattern_of_a_choice_names_its_choices() {
        let state = gemba_practices::register::kind("task").unwrap().def();
        let holds = Holds::Choice(std::borrow::Cow::Borrowed(state.states));
        let expected = "^(empty|filled|((is|not):)?(open|done|cancelled)\
            (,(open|done|cancelled)){0,40}|(lt|ge):(open|done|cancelled))$";
        assert_eq!(pattern("state", &holds), expected);
    }
}
