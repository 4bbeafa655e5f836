//! The portfolio of services in one picture: where each service stands, what it rests on, who runs it
//! and what is missing. The one place that knows by which fields.
use crate::{
    Record,
    check::{Evidence, EvidenceFault},
    filter::{Filter, Test},
    overlay::KindView,
    parties::{self, Extent, Parties, Source},
};
use gemba_vocabulary::{RecordId, Value, parties::Party};
use jiff::{civil::Date, tz::TimeZone};
use serde::Serialize;
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

mod told;

/// Where a service is on its way, in few words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Customers use it.
    InUse,
    /// It is not there yet.
    Coming,
    /// It is on its way out.
    Leaving,
    /// It is gone, or was never had.
    Gone,
}

impl Stage {
    /// All four, in the order of the page.
    pub const ALL: [Self; 4] = [Self::InUse, Self::Coming, Self::Leaving, Self::Gone];

    /// The stage that a state belongs to.
    pub fn of(state: &str) -> Self {
        match state {
            "live" | "changing" => Self::InUse,
            "retiring" | "transferring" => Self::Leaving,
            "retired" | "transferred" | "rejected" => Self::Gone,
            _ => Self::Coming,
        }
    }

    /// Its name in data.
    pub const fn name(self) -> &'static str {
        match self {
            Self::InUse => "in_use",
            Self::Coming => "coming",
            Self::Leaving => "leaving",
            Self::Gone => "gone",
        }
    }
}

/// What a service should have and has not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// Nobody answers for it.
    Owner,
    /// Nobody said how much the business depends on it.
    Criticality,
    /// Nobody said why it is rated so.
    CriticalityReason,
    /// None of its requirements is approved.
    Requirements,
    /// No agreement for it is in force.
    Agreement,
    /// It names who delivers it, and no involvement says how far.
    Involvement,
    /// Nobody decided what becomes of another service that does the same.
    Review,
}

impl Missing {
    /// Its name in data.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Criticality => "criticality",
            Self::CriticalityReason => "criticality_reason",
            Self::Requirements => "requirements",
            Self::Agreement => "agreement",
            Self::Involvement => "involvement",
            Self::Review => "review",
        }
    }
}

/// One service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number.
    pub id: RecordId,
    /// What it is called.
    pub name: String,
    /// Its state.
    pub state: String,
    /// Where that is on its way.
    pub stage: Stage,
    /// How much the business depends on it.
    pub criticality: Option<String>,
    /// Who answers for it.
    pub owner: Option<RecordId>,
    /// How many of its requirements are approved.
    pub requirements: u64,
    /// How many services it depends on.
    pub depends_on: u64,
    /// How many services depend on it.
    pub needed_by: u64,
    /// How many agreements for it are in force.
    pub agreements: u64,
    /// The other parties that take part in it, and how far.
    pub run_by: Vec<(Party, Extent)>,
    /// What it should have and has not.
    pub missing: Vec<Missing>,
}

/// A proposal that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Its number.
    pub id: RecordId,
    /// What is proposed.
    pub name: String,
    /// Its state.
    pub state: String,
    /// What it would do to the services.
    pub about: String,
    /// Its points, once all questions are answered.
    pub score: Option<i64>,
}

/// All of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portfolio {
    /// The services, the most critical of each stage first.
    pub services: Vec<Entry>,
    /// The open proposals, those with most points first; those without any last.
    pub proposals: Vec<Proposal>,
    /// Pairs of services that do the same, about which nobody decided.
    pub duplicates_without_review: u64,
    /// How services, components and processes are spread over ourselves and others.
    pub parties: Parties,
    /// What the parties on record are called.
    names: BTreeMap<Party, String>,
}

impl Portfolio {
    /// The services of a stage.
    pub fn of_stage(&self, stage: Stage) -> impl Iterator<Item = &Entry> {
        self.services.iter().filter(move |entry| entry.stage == stage)
    }

    /// What a party is called; its number if its record is gone.
    pub fn called(&self, party: &Party) -> String {
        self.names.get(party).cloned().unwrap_or_else(|| parties::spelled(party))
    }

    /// How many open proposals nobody has ranked.
    pub fn unranked(&self) -> usize {
        self.proposals.iter().filter(|one| one.state == "proposed").count()
    }
}

/// What is counted of each service.
#[derive(Default)]
struct Counts {
    requirements: BTreeMap<RecordId, u64>,
    agreements: BTreeMap<RecordId, u64>,
    depends_on: BTreeMap<RecordId, u64>,
    needed_by: BTreeMap<RecordId, u64>,
    unreviewed: BTreeMap<RecordId, u64>,
    duplicates_without_review: u64,
}

/// The portfolio as it stands when the evidence is read.
pub fn of_now(mut evidence: &dyn Evidence) -> Result<Portfolio, EvidenceFault> {
    let today = evidence.now().to_zoned(TimeZone::UTC).date();
    read(&mut evidence, today)
}

/// Reads the portfolio as it stands on a day.
pub fn read<S: Source>(source: &mut S, today: Date) -> Result<Portfolio, S::Fault> {
    let mut parties = parties::read(source, today, None)?;
    let counts = counts(source)?;
    let view = source.view("service")?;
    let mut services = Vec::new();
    for record in source.each("service", &[])? {
        services.push(entry(&view, &record, &counts, &mut parties));
    }
    services.sort_by_key(|entry| {
        (entry.stage, Reverse(weight(entry.criticality.as_deref())), entry.name.to_lowercase())
    });
    let proposals = proposals(source)?;
    let duplicates_without_review = counts.duplicates_without_review;
    let names = names(source, &parties)?;
    Ok(Portfolio { services, proposals, duplicates_without_review, parties, names })
}

/// What the parties are called that have a record.
fn names<S: Source>(
    source: &mut S,
    parties: &Parties,
) -> Result<BTreeMap<Party, String>, S::Fault> {
    let named: BTreeSet<_> = parties.spreads.iter().flat_map(|one| one.parties.keys()).collect();
    let mut names = BTreeMap::new();
    for party in named {
        let Some((kind, id)) = parties::record_of(party) else { continue };
        let view = source.view(kind)?;
        for record in source.each(kind, &[Filter::is("id", Value::Int(id))])? {
            names.insert(party.clone(), view.title(&record));
        }
    }
    Ok(names)
}

/// The most critical weighs most.
fn weight(criticality: Option<&str>) -> usize {
    let known = ["low", "medium", "high", "critical"];
    known.iter().position(|one| Some(*one) == criticality).map_or(0, |place| place + 1)
}

fn in_state(states: &[&str]) -> Filter {
    let states = states.iter().map(|state| Value::Text((*state).to_owned()));
    Filter { field: "state".to_owned(), test: Test::Is(states.collect()) }
}

fn counts<S: Source>(source: &mut S) -> Result<Counts, S::Fault> {
    let mut counts = Counts::default();
    let add = |of: &mut BTreeMap<RecordId, u64>, id: Option<RecordId>| {
        if let Some(id) = id {
            *of.entry(id).or_default() += 1;
        }
    };
    let view = source.view("service_requirement")?;
    for record in source.each("service_requirement", &[in_state(&["approved"])])? {
        add(&mut counts.requirements, view.value(&record, "service").as_int());
    }
    let view = source.view("service_level_agreement")?;
    let in_force = in_state(&["in_force", "under_review", "amended"]);
    for record in source.each("service_level_agreement", &[in_force])? {
        add(&mut counts.agreements, view.value(&record, "service").as_int());
    }
    let view = source.view("service_relation")?;
    for record in source.each("service_relation", &[in_state(&["current"])])? {
        let end = |field| view.value(&record, field).as_int();
        if view.value(&record, "relation").as_text() == Some("depends_on") {
            add(&mut counts.depends_on, end("from"));
            add(&mut counts.needed_by, end("to"));
        } else if view.value(&record, "reviewed_on").is_none() {
            counts.duplicates_without_review += 1;
            add(&mut counts.unreviewed, end("from"));
            add(&mut counts.unreviewed, end("to"));
        }
    }
    Ok(counts)
}

fn entry(view: &KindView, record: &Record, counts: &Counts, parties: &mut Parties) -> Entry {
    let value = |field| view.value(record, field);
    let count = |of: &BTreeMap<RecordId, u64>| of.get(&record.id).copied().unwrap_or_default();
    let mut entry = Entry {
        id: record.id,
        name: view.title(record),
        state: record.state.clone(),
        stage: Stage::of(&record.state),
        criticality: value("criticality").as_text().map(ToOwned::to_owned),
        owner: value("owner").as_int(),
        requirements: count(&counts.requirements),
        depends_on: count(&counts.depends_on),
        needed_by: count(&counts.needed_by),
        agreements: count(&counts.agreements),
        run_by: parties.of_services.remove(&record.id).unwrap_or_default(),
        missing: Vec::new(),
    };
    entry.run_by.sort();
    let (is_reviewed, is_explained) =
        (count(&counts.unreviewed) == 0, !value("criticality_reason").is_none());
    let is_declared = !parties.undeclared.contains(&record.id);
    entry.missing = missing(&entry, is_explained, is_declared, is_reviewed);
    entry
}

/// What is missing, by how far the service has come: an idea needs nothing yet, and what leaves needs
/// somebody who answers for it.
fn missing(
    entry: &Entry,
    is_explained: bool,
    is_declared: bool,
    is_reviewed: bool,
) -> Vec<Missing> {
    let is_idea = entry.state == "proposed";
    let is_gone = entry.stage == Stage::Gone;
    let is_designed = !is_idea && entry.state != "planned" && entry.stage != Stage::Leaving;
    let is_used = entry.stage == Stage::InUse;
    [
        (Missing::Owner, !is_idea && entry.owner.is_none()),
        (Missing::Criticality, !is_idea && entry.criticality.is_none()),
        (Missing::CriticalityReason, !is_idea && entry.criticality.is_some() && !is_explained),
        (Missing::Requirements, is_designed && entry.requirements == 0),
        (Missing::Agreement, is_used && entry.agreements == 0),
        (Missing::Involvement, !is_declared),
        (Missing::Review, !is_reviewed),
    ]
    .into_iter()
    .filter(|(_, is_missing)| *is_missing && !is_gone)
    .map(|(missing, _)| missing)
    .collect()
}

fn proposals<S: Source>(source: &mut S) -> Result<Vec<Proposal>, S::Fault> {
    let view = source.view("service_proposal")?;
    let open = Filter::is("open", Value::Bool(true));
    let mut proposals: Vec<_> = source
        .each("service_proposal", &[open])?
        .iter()
        .map(|record| Proposal {
            id: record.id,
            name: view.title(record),
            state: record.state.clone(),
            about: view.value(record, "about").to_text(),
            score: view.value(record, "rank_score").as_int(),
        })
        .collect();
    proposals.sort_by_key(|one| (Reverse(one.score), one.id));
    Ok(proposals)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(state: &str) -> Entry {
        Entry {
            id: 1,
            name: "Mail".to_owned(),
            state: state.to_owned(),
            stage: Stage::of(state),
            criticality: None,
            owner: None,
            requirements: 0,
            depends_on: 0,
            needed_by: 0,
            agreements: 0,
            run_by: Vec::new(),
            missing: Vec::new(),
        }
    }

    #[test]
    fn what_is_missing_depends_on_how_far_a_service_has_come() {
        let of = |state| missing(&entry(state), false, true, true);
        assert_eq!(of("proposed"), [], "an idea needs nothing yet");
        assert_eq!(of("planned"), [Missing::Owner, Missing::Criticality]);
        let designed = [Missing::Owner, Missing::Criticality, Missing::Requirements];
        assert_eq!(of("designed"), designed);
        assert_eq!(of("live"), [&designed[..], &[Missing::Agreement]].concat());
        assert_eq!(of("retiring"), [Missing::Owner, Missing::Criticality]);
        assert_eq!(of("retired"), [], "nothing is asked of what is gone");
        let mut rated = entry("planned");
        (rated.criticality, rated.owner) = (Some("high".to_owned()), Some(2));
        let gaps = [Missing::CriticalityReason, Missing::Involvement, Missing::Review];
        assert_eq!(missing(&rated, false, false, false), gaps);
        assert_eq!(missing(&rated, true, true, true), []);
    }

    #[test]
    fn the_most_critical_comes_first_and_what_is_not_rated_last() {
        let order = [None, Some("low"), Some("medium"), Some("high"), Some("critical")];
        assert!(order.map(weight).is_sorted());
        assert_eq!(weight(None), 0);
    }
}
