//! What has to be written down, kept, reported and looked at in any case, and where it is here.
//!
//! The list stands in `standards/mandatory.csv`, in our own words. What shows an item is told there in a small
//! language: `kind`, `kind@state|state`, `kind+field` (which has to be filled) or `kind+field=value`,
//! `document/sort/requirement`, and `topic/name` for what is looked at at planned intervals.
use crate::{
    reading::{Read, list},
    sheet::Named,
};
use gemba_model::{
    check::{Evidence, EvidenceFault},
    filter::Filter,
    overlay::KindView,
};
use gemba_vocabulary::{RecordId, Value};
use jiff::Timestamp;
use serde::Deserialize;
use std::sync::LazyLock;

/// In which part of the list an item stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// It is kept as a document.
    Document,
    /// It is kept as records.
    Record,
    /// It is reported to somebody.
    Report,
    /// It is looked at at planned intervals.
    Interval,
}

/// Something that has to be there.
#[derive(Debug)]
pub struct Item {
    /// In which part of the list it stands.
    pub part: Part,
    /// What it is, in a few words.
    pub what: String,
    /// The clauses that ask for it.
    pub clause: String,
    /// Where it may be found: one of these is enough.
    pub sources: Vec<Source>,
}

/// Where something may be found.
#[derive(Debug, PartialEq, Eq)]
pub enum Source {
    /// A published document of that sort which says that it serves that requirement; an empty text asks for none.
    Document {
        /// Its sort.
        sort: String,
        /// The requirement, or how it begins.
        serves: String,
    },
    /// Records of a kind.
    Records {
        /// The kind.
        kind: String,
        /// The states in which they count. Without any, documents count once they are begun and not over, records
        /// always.
        states: Vec<String>,
        /// A field that has to be filled, or to hold that value.
        with: Option<(String, Option<String>)>,
    },
    /// Planned reviews of a topic.
    Topic(String),
}

#[derive(Deserialize)]
struct Row {
    part: Part,
    what: String,
    clause: String,
    sources: String,
}

static ALL: LazyLock<Vec<Item>> = LazyLock::new(|| {
    let text = include_str!("../../../../standards/mandatory.csv");
    let rows = csv::Reader::from_reader(text.as_bytes()).into_deserialize::<Row>();
    // A row that cannot be read stops the test below, and is left out here.
    let item = |row: Row| Item {
        part: row.part,
        what: row.what,
        clause: row.clause,
        sources: row.sources.split_whitespace().map(source).collect(),
    };
    rows.filter_map(Result::ok).map(item).collect()
});

/// All of it, in the order of the list.
pub fn items() -> &'static [Item] {
    &ALL
}

fn source(text: &str) -> Source {
    if let Some(rest) = text.strip_prefix("document/") {
        let (sort, serves) = rest.split_once('/').unwrap_or((rest, ""));
        return Source::Document { sort: sort.to_owned(), serves: serves.to_owned() };
    }
    if let Some(topic) = text.strip_prefix("topic/") {
        return Source::Topic(topic.to_owned());
    }
    let (text, with) = match text.split_once('+') {
        Some((text, with)) => (text, Some(with)),
        None => (text, None),
    };
    let with = with.map(|with| match with.split_once('=') {
        Some((field, value)) => (field.to_owned(), Some(value.to_owned())),
        None => (with.to_owned(), None),
    });
    let (kind, states) = text.split_once('@').unwrap_or((text, ""));
    let states = states.split('|').filter(|state| !state.is_empty()).map(str::to_owned);
    Source::Records { kind: kind.to_owned(), states: states.collect(), with }
}

/// What was found of an item.
pub struct Found {
    /// What it is about.
    pub item: &'static Item,
    /// The first of what was found.
    pub first: Option<Named>,
    /// Whether nothing was found, and some of where it may be is not the reader's to read.
    pub is_hidden: bool,
    /// How many were found.
    pub count: usize,
    /// Who answers for the first, if its kind says so.
    pub owner: Option<RecordId>,
    /// When any of it was changed last.
    pub changed_at: Option<Timestamp>,
}

impl Found {
    /// Whether it is missing, as far as the reader may see.
    pub fn is_missing(&self) -> bool {
        self.first.is_none() && !self.is_hidden
    }
}

/// A record that was found.
struct One {
    named: Named,
    owner: Option<RecordId>,
    changed_at: Timestamp,
}

impl One {
    fn of(read: &Read<'_>, owners: &[&str]) -> Self {
        let owner = owners.iter().find_map(|name| read.int(name));
        Self { named: read.named(), owner, changed_at: read.record.updated_at }
    }
}

/// The fields by which a kind says who answers for a record.
fn owners(view: &KindView) -> Vec<&'static str> {
    let all = ["owner", "manager", "author"];
    all.into_iter().filter(|name| view.def.position(name).is_some()).collect()
}

/// Each item that has to be written down, with what was found of it.
pub fn found(evidence: &dyn Evidence) -> Result<Vec<Found>, EvidenceFault> {
    found_of(evidence, Part::Document)
}

/// Each item of a part, with what was found of it.
pub fn found_of(evidence: &dyn Evidence, part: Part) -> Result<Vec<Found>, EvidenceFault> {
    ALL.iter().filter(|item| item.part == part).map(|item| look(evidence, item)).collect()
}

fn look(evidence: &dyn Evidence, item: &'static Item) -> Result<Found, EvidenceFault> {
    let mut is_hidden = false;
    for source in &item.sources {
        let kind = match source {
            Source::Document { .. } => "document",
            Source::Records { kind, .. } => kind.as_str(),
            Source::Topic(_) => continue,
        };
        if !evidence.may_read(kind) {
            is_hidden = true;
            continue;
        }
        let all = match source {
            Source::Document { sort, serves } => documents(evidence, sort, serves)?,
            Source::Records { kind, states, with } => {
                let only_open = item.part == Part::Document;
                of_kind(evidence, kind, states, with.as_ref(), only_open)?
            }
            Source::Topic(_) => Vec::new(),
        };
        if let Some(first) = all.first() {
            return Ok(Found {
                item,
                is_hidden: false,
                count: all.len(),
                owner: first.owner,
                changed_at: all.iter().map(|one| one.changed_at).max(),
                first: Some(first.named.clone()),
            });
        }
    }
    Ok(Found { item, is_hidden, first: None, count: 0, owner: None, changed_at: None })
}

fn documents(evidence: &dyn Evidence, sort: &str, serves: &str) -> Result<Vec<One>, EvidenceFault> {
    let published = [
        Filter::is("state", Value::Text("published".to_owned())),
        Filter::is("sort", Value::Text(sort.to_owned())),
    ];
    let Some(view) = evidence.view("document") else { return Ok(Vec::new()) };
    let owners = owners(&view);
    list(evidence, "document", &published, |one| {
        let told = one.text("serves");
        let mut told = told.split(',').map(str::trim);
        (serves.is_empty() || told.any(|id| id.starts_with(serves))).then(|| One::of(one, &owners))
    })
}

fn of_kind(
    evidence: &dyn Evidence,
    kind: &str,
    states: &[String],
    with: Option<&(String, Option<String>)>,
    only_open: bool,
) -> Result<Vec<One>, EvidenceFault> {
    let Some(view) = evidence.view(kind) else { return Ok(Vec::new()) };
    let begins = view.def.first_state();
    let has_life = view.def.states.iter().filter(|state| !state.is_end).count() > 1;
    let open = [Filter::is("open", Value::Bool(true))];
    let owners = owners(&view);
    let filters = if only_open { &open[..] } else { &[] };
    list(evidence, view.def.name, filters, |one| {
        let counts = match states {
            [] => !only_open || !has_life || one.state() != begins,
            states => states.iter().any(|state| state == one.state()),
        };
        let holds = with.is_none_or(|(field, wanted)| match wanted {
            Some(wanted) => one.text(field) == *wanted,
            None => !one.value(field).is_none(),
        });
        (counts && holds).then(|| One::of(one, &owners))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use gemba_model::{Choice, planned_interval::Topic};

    #[test]
    fn every_row_is_read_and_each_part_is_whole() {
        let text = include_str!("../../../../standards/mandatory.csv");
        assert_eq!(items().len(), text.lines().count() - 1);
        let count = |part: Part| items().iter().filter(|item| item.part == part).count();
        let parts = [Part::Document, Part::Record, Part::Report, Part::Interval].map(count);
        assert_eq!(parts, [26, 29, 13, 16]);
    }

    #[test]
    fn each_item_names_kinds_states_and_fields_that_there_are() {
        for item in items() {
            assert!(!item.sources.is_empty() && !item.clause.is_empty(), "{}", item.what);
            for source in &item.sources {
                match source {
                    Source::Document { sort, .. } => {
                        assert_kind("document", &[], Some(("sort", Some(sort))));
                    }
                    Source::Topic(name) => {
                        assert_eq!(item.part, Part::Interval, "{}", item.what);
                        let def = <Topic as Choice>::named(name).and_then(Topic::def);
                        let def = def.unwrap_or_else(|| panic!("no topic {name}"));
                        assert_eq!(def.clause, item.clause, "{name}");
                    }
                    Source::Records { kind, states, with } => {
                        let with = with.as_ref();
                        let with = with.map(|(field, value)| (field.as_str(), value.as_ref()));
                        assert_kind(kind, states, with);
                    }
                }
            }
        }
    }

    fn assert_kind(kind: &str, states: &[String], with: Option<(&str, Option<&String>)>) {
        let found = gemba_practices::register::kind(kind);
        let def = found.unwrap_or_else(|| panic!("no kind {kind}")).def();
        for state in states {
            assert!(def.state(state).is_some(), "{kind} has no state {state}");
        }
        let Some((field, value)) = with else { return };
        let field = def.field(field).unwrap_or_else(|| panic!("{kind} has no field {field}"));
        if let Some(value) = value {
            let mut choices = field.choices().iter();
            assert!(choices.any(|choice| choice.name == value.as_str()), "{kind}: {value}");
        }
    }

    #[test]
    fn every_topic_of_planned_intervals_that_the_standard_names_is_there_but_one_of_ours() {
        let told: Vec<_> = items()
            .iter()
            .flat_map(|item| &item.sources)
            .filter_map(|source| match source {
                Source::Topic(name) => <Topic as Choice>::named(name),
                _ => None,
            })
            .collect();
        let missing: Vec<_> = gemba_model::planned_interval::TOPICS
            .iter()
            .filter(|def| !told.contains(&def.topic))
            .map(|def| def.topic)
            .collect();
        assert_eq!(missing, [Topic::IncidentTrends]);
    }
}
