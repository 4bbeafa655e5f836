//! Samples of an audit: from which records they are drawn, and whether the same come when they are drawn again.
use gemba_model::{
    check::{Evidence, EvidenceFault},
    filter::{Filter, Test},
    overlay::KindView,
};
use gemba_vocabulary::{
    RecordId, Value,
    id::number,
    sample::{draw, size},
};
use jiff::Timestamp;
use rust_decimal::Decimal;
use serde_json::{Value as Json, json};
use std::fmt::Write as _;

/// To how many points of a hundred a share is known where nobody says how many are drawn.
pub const MARGIN_PERCENT: i64 = 10;
/// How long the list of all that there was to draw from may be; beyond that only their count is kept.
const MEMBERS_CHARACTERS_MAX: usize = 4_000;
/// Words of an address of a list that narrow nothing.
const NOT_NARROWING: [&str; 4] = ["sort", "columns", "view", "after"];

/// What an auditor asked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// From the first moment of the audited work.
    pub from: Timestamp,
    /// To before this moment.
    pub until: Timestamp,
    /// Only in this state.
    pub state: Option<String>,
    /// What else the address of a list would say.
    pub filter: Option<String>,
    /// Only of these services, where the kind names one.
    pub services: Vec<RecordId>,
}

/// How many are drawn from so many where nobody says it.
pub fn suggested(population: usize) -> usize {
    let all = u64::try_from(population).unwrap_or(u64::MAX);
    let size = size(all, Decimal::from(MARGIN_PERCENT));
    size.and_then(|size| usize::try_from(size).ok()).unwrap_or(population)
}

/// From which records is drawn: those that came up within the time, of the audited services, as the list is narrowed.
/// A fault continues the name of the filter's field.
pub fn population(view: &KindView, wanted: &Wanted) -> Result<Vec<Filter>, String> {
    let since = ["opened_at", "received_at"].into_iter().find(|field| view.field(field).is_some());
    let since = since.unwrap_or("created_at");
    let test = |test| Filter { field: since.to_owned(), test };
    let mut filters = vec![
        test(Test::AtLeast(Value::Instant(wanted.from))),
        test(Test::Less(Value::Instant(wanted.until))),
    ];
    if let Some(state) = wanted.state.as_deref().map(str::trim).filter(|state| !state.is_empty()) {
        filters.push(Filter::is("state", Value::Text(state.to_owned())));
    }
    filters.extend(read(view, wanted.filter.as_deref().unwrap_or_default())?);
    if !wanted.services.is_empty() && view.field("service").is_some() {
        let any = wanted.services.iter().map(|id| Value::Ref(*id)).collect();
        filters.push(Filter { field: "service".to_owned(), test: Test::Is(any) });
    }
    Ok(filters)
}

/// Reads what stands behind the question mark in the address of a list.
fn read(view: &KindView, text: &str) -> Result<Vec<Filter>, String> {
    let text = text.trim();
    let text = text.rsplit_once('?').map_or(text, |(_, pairs)| pairs);
    let pairs = text.split('&').filter(|pair| !pair.trim().is_empty());
    let mut filters = Vec::new();
    for pair in pairs {
        let (field, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (field, value) = (decoded(field.trim()), decoded(value.trim()));
        if value.is_empty() || NOT_NARROWING.contains(&&*field) {
            continue;
        }
        let filter = Filter::parse(view, &field, &value);
        filters.push(filter.map_err(|why| format!("cannot be read as a list's address: {why}"))?);
    }
    Ok(filters)
}

/// A part of an address as people typed it.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut place = 0;
    while let Some(byte) = bytes.get(place) {
        let hex = bytes.get(place + 1..place + 3).and_then(|two| std::str::from_utf8(two).ok());
        let escaped = hex.and_then(|two| u8::from_str_radix(two, 16).ok());
        match (byte, escaped) {
            (b'%', Some(escaped)) => {
                out.push(escaped);
                place += 3;
                continue;
            }
            (b'+', _) => out.push(b' '),
            (byte, _) => out.push(*byte),
        }
        place += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn encoded(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match letter {
            ' ' => out.push('+'),
            '%' | '&' | '+' | '#' | '=' | '?' => {
                let _ = write!(out, "%{:02X}", u32::from(letter));
            }
            other => out.push(other),
        }
    }
    out
}

/// The filters as the address of a list spells them.
pub fn spelled(filters: &[Filter]) -> String {
    let pair = |one: &Filter| format!("{}={}", one.field, encoded(&one.spell()));
    filters.iter().map(pair).collect::<Vec<_>>().join("&")
}

/// Draws a sample and writes down what it takes to draw it again.
pub fn drawn(
    view: &KindView,
    filters: &[Filter],
    ids: &[RecordId],
    (size, seed, at): (usize, i64, Timestamp),
) -> Json {
    let drawn = draw(ids, size, seed.cast_unsigned());
    let numbers: Vec<_> = drawn.iter().map(|id| number(view.def.prefix, *id)).collect();
    let members = ranges(ids);
    let is_short = members.len() <= MEMBERS_CHARACTERS_MAX;
    let spelled = spelled(filters);
    let mut sample = json!({
        "at": at,
        "kind": view.def.name,
        "of": spelled.replace('&', ", "),
        "population": ids.len(),
        "seed": seed,
        "drawn": numbers.join(", "),
        "filter": spelled,
    });
    if is_short && let Some(fields) = sample.as_object_mut() {
        fields.insert("members".to_owned(), members.into());
    }
    sample
}

/// Numbers in rising order as ranges: `1-40, 42`.
fn ranges(ids: &[RecordId]) -> String {
    let mut spans: Vec<(RecordId, RecordId)> = Vec::new();
    for id in ids {
        match spans.last_mut() {
            Some((_, last)) if last.saturating_add(1) == *id => *last = *id,
            _ => spans.push((*id, *id)),
        }
    }
    let span = |(first, last): &(RecordId, RecordId)| {
        if first == last { first.to_string() } else { format!("{first}-{last}") }
    };
    spans.iter().map(span).collect::<Vec<_>>().join(", ")
}

fn unranged(text: &str) -> Vec<RecordId> {
    let span = |part: &str| {
        let (first, last) = part.trim().split_once('-').unwrap_or((part.trim(), part.trim()));
        Some((first.parse::<RecordId>().ok()?, last.parse::<RecordId>().ok()?))
    };
    text.split(',').filter_map(span).flat_map(|(first, last)| first..=last).collect()
}

/// A sample that was drawn once more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Again {
    /// The kind of its records.
    pub kind: String,
    /// From which number it follows.
    pub seed: i64,
    /// Which records were drawn then, by their numbers.
    pub then: Vec<String>,
    /// Which are drawn now.
    pub now: Vec<String>,
    /// How many there were to draw from then.
    pub population_then: usize,
    /// How many of these the same test finds today; more or fewer where records changed meanwhile.
    pub population_now: usize,
    /// Whether all that there was to draw from was written down then.
    pub is_whole: bool,
}

impl Again {
    /// Whether the same records come.
    pub fn is_same(&self) -> bool {
        self.then == self.now
    }

    /// It as programs read it.
    pub fn told(&self) -> Json {
        json!({
            "kind": self.kind, "seed": self.seed, "same": self.is_same(), "drawn": self.then,
            "drawn_again": self.now, "population": self.population_then,
            "population_now": self.population_now, "population_kept": self.is_whole,
        })
    }
}

/// The records of a sample, by their numbers.
pub fn numbers(sample: &Json) -> Vec<String> {
    let text = sample["drawn"].as_str().unwrap_or_default();
    text.split(',').map(|one| one.trim().to_owned()).filter(|one| !one.is_empty()).collect()
}

/// Draws a sample again from what was written down, and holds it against what the same test finds today.
pub fn again(evidence: &dyn Evidence, sample: &Json) -> Result<Option<Again>, EvidenceFault> {
    let kind = sample["kind"].as_str().unwrap_or_default();
    let (Some(view), Some(seed)) = (evidence.view(kind), sample["seed"].as_i64()) else {
        return Ok(None);
    };
    let then = numbers(sample);
    let spelled = sample["filter"].as_str().unwrap_or_default();
    let at = sample["at"].as_str().and_then(|at| at.parse::<Timestamp>().ok());
    let filters = read(&view, spelled).map_err(EvidenceFault)?;
    let mut today = Vec::new();
    evidence.visit(kind, &filters, &mut |record| {
        // What was recorded after the drawing could not be drawn.
        if at.is_none_or(|at| record.created_at <= at) {
            today.push(record.id);
        }
        true
    })?;
    let kept = sample["members"].as_str().map(unranged);
    let now = draw(kept.as_deref().unwrap_or(&today), then.len(), seed.cast_unsigned());
    Ok(Some(Again {
        kind: kind.to_owned(),
        seed,
        now: now.iter().map(|id| number(view.def.prefix, *id)).collect(),
        then,
        population_then: sample["population"]
            .as_u64()
            .map_or(0, |n| usize::try_from(n).unwrap_or(0)),
        population_now: today.len(),
        is_whole: kept.is_some(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vector_smp_1_how_many_are_drawn_where_nobody_says_it() {
        assert_eq!([400, 60, 5_000].map(suggested), [78, 38, 95]);
        assert_eq!([0, 1, 3].map(suggested), [0, 1, 3]);
    }

    #[test]
    fn numbers_are_kept_as_ranges_and_come_back() {
        let ids = [1, 2, 3, 5, 9, 10];
        assert_eq!(ranges(&ids), "1-3, 5, 9-10");
        assert_eq!(unranged("1-3, 5, 9-10"), ids);
        assert_eq!((ranges(&[]), unranged("")), (String::new(), Vec::new()));
    }

    #[test]
    fn what_people_copy_from_an_address_is_read() {
        assert_eq!(decoded("has%3Aslow+mail"), "has:slow mail");
        assert_eq!(decoded("100%"), "100%");
        assert_eq!(decoded(&encoded("a & b = 100% + c")), "a & b = 100% + c");
    }
}
