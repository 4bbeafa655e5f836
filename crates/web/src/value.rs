//! What a field holds, shown to people.
use crate::{
    address,
    field_input::inputs::rows::labelled,
    part::{priority, who, who_linked},
    texts::{Texts, group},
    visit::Visit,
};
use comrak::Options;
use gemba_desk::Refused;
use gemba_model::{FieldDef, Holds, Record, overlay::KindView, parse};
use gemba_vocabulary::Value;
use jiff::{Timestamp, civil::Date};
use maud::{Markup, PreEscaped, html};
use serde_json::Value as Json;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

/// A list within a field is shown row by row up to this many.
const ROWS_SHOWN_MAX: usize = 20;

/// The headlines of records that a page names: looked up once for each kind.
#[derive(Clone, Debug, Default)]
pub struct Titles(BTreeMap<(String, i64), String>);

/// The records whose headlines a page needs.
#[derive(Clone, Debug, Default)]
pub struct Wanted(BTreeMap<String, BTreeSet<i64>>);

impl Wanted {
    /// A record by its kind and number.
    pub fn record(&mut self, kind: &str, id: i64) {
        self.0.entry(kind.to_owned()).or_default().insert(id);
    }

    /// What a field refers to.
    pub fn value(&mut self, field: &FieldDef, value: &Value) {
        match (field.holds.target(), value) {
            (Some(kind), Value::Ref(id)) => self.record(kind, *id),
            (Some(kind), Value::Refs(ids)) => {
                for id in ids {
                    self.record(kind, *id);
                }
            }
            _ => {}
        }
    }

    /// Everything that these records refer to, and who made and changed them.
    pub fn records(&mut self, view: &KindView, records: &[Record]) {
        for record in records {
            for field in view.all_fields() {
                self.value(field, view.value(record, &field.name));
            }
            for person in [record.created_by, record.updated_by].into_iter().flatten() {
                self.record("person", person);
            }
        }
    }

    /// Looks the headlines up: one question for each kind.
    pub fn look_up(self, visit: &Visit) -> Result<Titles, Refused> {
        let mut titles = BTreeMap::new();
        for (kind, ids) in self.0 {
            let ids: Vec<_> = ids.into_iter().collect();
            for (id, title) in visit.desk.titles(visit.actor(), &kind, &ids)? {
                titles.insert((kind.clone(), id), title);
            }
        }
        Ok(Titles(titles))
    }
}

impl Titles {
    /// The headlines of everything that the records refer to.
    pub fn of(visit: &Visit, pages: &[(&KindView, &[Record])]) -> Result<Self, Refused> {
        let mut wanted = Wanted::default();
        for (view, records) in pages {
            wanted.records(view, records);
        }
        wanted.look_up(visit)
    }

    /// The headline of a record, if the reader may see it.
    pub fn get(&self, kind: &str, id: i64) -> Option<&str> {
        self.0.get(&(kind.to_owned(), id)).map(String::as_str)
    }

    /// The headline of a record, or its number.
    pub fn name(&self, visit: &Visit, kind: &str, id: i64) -> String {
        self.get(kind, id).map_or_else(|| number(visit, kind, id), str::to_owned)
    }

    /// A record as a link with its headline; its number alone where the reader may not see it.
    pub fn link(&self, visit: &Visit, kind: &str, id: i64) -> Markup {
        let href = address::of_record(kind, id);
        let is_open = may_open(visit, kind);
        match self.get(kind, id) {
            Some(name) if kind == "person" && is_open => who_linked(name, &href),
            Some(name) if kind == "person" => who(name),
            Some(name) if is_open => html! { a.link.in-text href=(href) { (name) } },
            Some(name) => html! { (name) },
            None => html! { span.id { (number(visit, kind, id)) } },
        }
    }
}

/// Whether a reference leads to a page: people served see who works for them, but not their pages.
pub fn may_open(visit: &Visit, kind: &str) -> bool {
    visit.may(kind, "read") && (visit.actor().is_inside() || kind != "person")
}

/// A record's number as people see it.
pub fn number(visit: &Visit, kind: &str, id: i64) -> String {
    visit.desk.view(kind).map_or_else(|| format!("{kind} {id}"), |view| view.def.number(id))
}

/// A value in full, as a record's page shows it; nothing for nothing.
pub fn shown(
    visit: &Visit,
    titles: &Titles,
    kind: &str,
    field: &FieldDef,
    value: &Value,
) -> Markup {
    match (&field.holds, value) {
        (_, Value::None) => html! {},
        (Holds::LongText, Value::Text(text)) => prose(text),
        // A long list is told by its length; what it is for has a page of its own.
        (Holds::Struct, Value::Struct(json @ Json::Array(rows))) if rows.len() > ROWS_SHOWN_MAX => {
            html! { (count_of(visit, json)) }
        }
        (Holds::Struct, Value::Struct(Json::Array(rows))) if !field.rows.is_empty() => html! {
            ul.items { @for row in rows { li { (row_of(visit, kind, field, row)) } } }
        },
        // What is kept for a page of its own would fill the screen here.
        (Holds::Struct, Value::Struct(json)) if is_large(json) => html! { (count_of(visit, json)) },
        (Holds::Struct, Value::Struct(json)) => structure(visit, json),
        _ => shown_short(visit, titles, kind, field, value),
    }
}

/// A value on one line, as a list shows it; nothing for nothing.
pub fn shown_short(
    visit: &Visit,
    titles: &Titles,
    kind: &str,
    field: &FieldDef,
    value: &Value,
) -> Markup {
    let unit = field.unit.as_deref().unwrap_or_default();
    match (&field.holds, value) {
        (_, Value::None) => html! {},
        (Holds::Choice(_), Value::Text(name)) => {
            html! { (visit.texts.choice_label(kind, field, name)) }
        }
        (Holds::Ref(target), Value::Ref(id)) => titles.link(visit, target, *id),
        (Holds::Refs(target), Value::Refs(ids)) => html! {
            @for (place, id) in ids.iter().enumerate() {
                @if place > 0 { ", " } (titles.link(visit, target, *id))
            }
        },
        (_, Value::Instant(at)) => moment(visit, *at),
        (_, Value::Int(number)) if is_priority(field) => {
            html! { (priority(visit, *number)) " " (number) }
        }
        (Holds::LongText, Value::Text(text)) => html! { (beginning(text)) },
        (Holds::Struct, Value::Struct(json)) => html! { (count_of(visit, json)) },
        _ => html! { (said(&visit.texts, field, value)) @if !unit.is_empty() { " " (unit) } },
    }
}

/// A value in plain words, without a link: for titles, changes and those who listen.
pub fn words(
    visit: &Visit,
    titles: &Titles,
    kind: &str,
    field: &FieldDef,
    value: &Value,
) -> String {
    match (&field.holds, value) {
        (Holds::Choice(_), Value::Text(name)) => visit.texts.choice_label(kind, field, name),
        (Holds::Ref(target), Value::Ref(id)) => titles.name(visit, target, *id),
        (Holds::Refs(target), Value::Refs(ids)) => {
            let names: Vec<_> = ids.iter().map(|id| titles.name(visit, target, *id)).collect();
            names.join(", ")
        }
        (_, Value::Instant(at)) => clock_words(visit, *at),
        (Holds::LongText, Value::Text(text)) => beginning(text),
        (Holds::Struct, Value::Struct(json)) => count_of(visit, json),
        _ => said(&visit.texts, field, value),
    }
}

/// Whether the field is a priority of 1 to 5, shown as bars.
pub fn is_priority(field: &FieldDef) -> bool {
    field.name == "priority" && field.holds == Holds::Int
}

/// A moment in the reader's zone; the script tells it in words such as “5 minutes ago” and keeps that true.
pub fn moment(visit: &Visit, at: Timestamp) -> Markup {
    html! { time datetime=(at) title=(in_full(visit, at)) data-relative { (clock_words(visit, at)) } }
}

/// A moment in the reader's zone that stays as it is written.
pub fn moment_fixed(visit: &Visit, at: Timestamp) -> Markup {
    html! { time datetime=(at) title=(in_full(visit, at)) { (clock_words(visit, at)) } }
}

/// A moment in the reader's zone to the second, and which zone that is.
pub fn in_full(visit: &Visit, at: Timestamp) -> String {
    let local = at.to_zoned(visit.zone.clone());
    let full = local.strftime("%-d %B %Y, %H:%M:%S %Z").to_string();
    match visit.zone.iana_name() {
        Some(name) if !full.ends_with(name) => format!("{full} ({name})"),
        _ => full,
    }
}

/// A moment in the reader's zone in plain words: `12 Nov 2026, 08:41`, or `08:41` today.
pub fn clock_words(visit: &Visit, at: Timestamp) -> String {
    let local = at.to_zoned(visit.zone.clone());
    let today = visit.desk.now().to_zoned(visit.zone.clone()).date();
    let format = if local.date() == today { "%H:%M" } else { "%-d %b %Y, %H:%M" };
    local.strftime(format).to_string()
}

/// A day in plain words: `12 Nov 2026`.
pub fn day_words(day: Date) -> String {
    day.strftime("%-d %b %Y").to_string()
}

/// A length of time in words, its two largest parts: `4 h 30 min`, `3 d 2 h`, `45 s`.
pub fn duration_words(texts: &Texts, seconds: i64) -> String {
    const UNITS: [(&str, u64); 4] =
        [("unit-day", 86_400), ("unit-hour", 3_600), ("unit-minute", 60), ("unit-second", 1)];
    let mut left = seconds.unsigned_abs();
    let mut parts = Vec::new();
    for (key, size) in UNITS {
        let (count, rest) = (left / size, left % size);
        if count > 0 {
            parts.push(texts.text_with(key, &[("n", count.into())]));
            left = rest;
        }
    }
    parts.truncate(2);
    let words = if parts.is_empty() {
        texts.text_with("unit-second", &[("n", 0.into())])
    } else {
        parts.join(" ")
    };
    if seconds < 0 { format!("−{words}") } else { words }
}

/// Markdown as people write it, made into safe HTML.
pub fn prose(text: &str) -> Markup {
    let mut options = Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.autolink = true;
    // People press Enter and expect a new line.
    options.render.hardbreaks = true;
    let html = comrak::markdown_to_html(text, &options);
    html! { div.prose { (PreEscaped(SANITIZER.clean(&html).to_string())) } }
}

static SANITIZER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut builder = ammonia::Builder::default();
    // A picture from elsewhere would tell its owner who reads here; the page's rules would not show it anyway.
    builder.rm_tags(["img"]).link_rel(Some("noopener noreferrer nofollow"));
    builder
});

fn said(texts: &Texts, field: &FieldDef, value: &Value) -> String {
    match value {
        Value::Bool(yes) => texts.text(if *yes { "yes" } else { "no" }),
        Value::Int(number) => group(&number.to_string()),
        Value::Decimal(number) if field.holds == Holds::Percent => {
            format!("{}\u{202f}%", group(&number.normalize().to_string()))
        }
        Value::Decimal(number) => group(&number.normalize().to_string()),
        Value::Money(money) => format!("{} {}", group(&money.amount.to_string()), money.currency),
        Value::Date(day) => day_words(*day),
        Value::Duration(seconds) => duration_words(texts, *seconds),
        other => other.to_text(),
    }
}

const BEGINNING_LETTERS_MAX: usize = 140;

/// The beginning of a long text on one line.
pub fn beginning(text: &str) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(BEGINNING_LETTERS_MAX) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default().trim_end()),
        None => line,
    }
}

fn count_of(visit: &Visit, json: &Json) -> String {
    match json {
        Json::Array(items) => visit.text_with("entries", &[("n", items.len().into())]),
        Json::Object(parts) => visit.text_with("entries", &[("n", parts.len().into())]),
        Json::Null => String::new(),
        other => plain(visit, other),
    }
}

/// A row of a structured value: its parts in their own words.
fn row_of(visit: &Visit, kind: &str, field: &FieldDef, row: &Json) -> Markup {
    let part = |part: &FieldDef| {
        let value = parse::from_json(part, row.get(&*part.name)?).ok()?;
        let named = labelled(field, part);
        let shown = || shown_short(visit, &Titles::default(), kind, &named, &value);
        (!value.is_none()).then(|| numbered(visit, &value).unwrap_or_else(shown))
    };
    let parts: Vec<_> = field.rows.iter().filter_map(part).collect();
    html! {
        span.name { @for (place, part) in parts.iter().enumerate() { @if place > 0 { " · " } (part) } }
    }
}

/// Whether a structured value is too large to be shown in full beside others.
fn is_large(json: &Json) -> bool {
    let parts = |json: &Json| match json {
        Json::Array(items) => items.len(),
        Json::Object(parts) => parts.values().map(|part| part.as_array().map_or(1, Vec::len)).sum(),
        _ => 1,
    };
    let is_deep =
        |part: &Json| part.as_array().is_some_and(|items| items.iter().any(Json::is_object));
    parts(json) > ROWS_SHOWN_MAX || json.as_object().is_some_and(|all| all.values().any(is_deep))
}

/// The number of a record, written as it is, as the way to it. People outside know of no numbers but their own.
fn numbered(visit: &Visit, value: &Value) -> Option<Markup> {
    let text = value.as_text().filter(|_| visit.actor().is_inside())?;
    let (kind, id) = visit.desk.find_number(text)?;
    let view = visit.desk.view(&kind).filter(|_| visit.may(&kind, "read"))?;
    let is_number = view.def.number(id) == text;
    is_number.then(|| html! { a.link.in-text href=(address::of_record(&kind, id)) { (text) } })
}

fn structure(visit: &Visit, json: &Json) -> Markup {
    match json {
        Json::Array(items) => html! {
            ul.items { @for item in items { li { span.name { (structure(visit, item)) } } } }
        },
        Json::Object(parts) => html! {
            @for (place, (name, part)) in parts.iter().filter(|(_, part)| !part.is_null()).enumerate() {
                @if place > 0 { " · " }
                span.faint { (name.replace('_', " ")) } " " (structure(visit, part))
            }
        },
        other => html! { (plain(visit, other)) },
    }
}

fn plain(visit: &Visit, json: &Json) -> String {
    match json {
        Json::Null => String::new(),
        Json::Bool(yes) => visit.text(if *yes { "yes" } else { "no" }),
        Json::String(text) => match (text.parse::<Timestamp>(), text.parse::<Date>()) {
            (Ok(at), _) => clock_words(visit, at),
            (_, Ok(day)) => day_words(day),
            _ => text.replace('_', " "),
        },
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_of_time_is_told_by_its_two_largest_parts() {
        let texts = Texts::english();
        let words = |seconds| duration_words(&texts, seconds);
        assert_eq!(words(4 * 3600 + 30 * 60), "4 h 30 min");
        assert_eq!(words(3 * 86_400 + 2 * 3600 + 59), "3 d 2 h");
        assert_eq!(words(45), "45 s");
        assert_eq!(words(0), "0 s");
        assert_eq!(words(-90), "−1 min 30 s");
    }

    #[test]
    fn markdown_is_shown_without_anything_that_runs_or_loads() {
        let html = prose("**Yes** <script>alert(1)</script> [x](javascript:alert(1)) ![p](https://a.example/p.png)\n<b onclick=alert(1)>b</b>").0;
        assert!(html.contains("<strong>Yes</strong>"), "{html}");
        for never in ["<script", "javascript:", "onclick", "<img"] {
            assert!(!html.contains(never), "{never} in {html}");
        }
    }

    #[test]
    fn a_long_text_is_cut_between_letters() {
        assert_eq!(beginning("a\n b"), "a b");
        let cut = beginning(&"ü".repeat(200));
        assert_eq!(cut.chars().count(), BEGINNING_LETTERS_MAX + 1);
    }
}
