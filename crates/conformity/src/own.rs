//! Requirements of one's own: sets that an organization brought in or wrote, answered as the standard is.
//!
//! A requirement is shown by requirements of ISO/IEC 20000-1 that ask for the same, by a rule over records that is put
//! together from the same combinators as our own checks, or by both: then the worse of them counts. Where it names
//! neither, a person confirms it.
use crate::{
    answer::Answer,
    check::{Check, Step, every},
    combinator::{Rule, Verdict, recorded_on},
    condition::{Condition, in_use},
    mapped::{self, Became},
    readiness::{self, Asked, Plain, Source},
    reads::Reads,
    requirement::{Automation, Edition, Requirement},
    run::{self, Options, blank},
    wording::{by_person, own_words},
};
use gemba_model::{
    KindDef, Record,
    check::{Evidence, EvidenceFault, Outcome},
    filter::Filter,
    overlay::KindView,
};
use gemba_vocabulary::{RecordId, Value, clause::listed};
use jiff::{Timestamp, ToSpan, civil::Date};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The kind of a set.
pub const SET: &str = "requirement_set";
/// The kind of one of its requirements.
pub const REQUIREMENT: &str = "own_requirement";

/// A set of requirements of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OwnSet {
    /// The record's number within its kind.
    pub record: RecordId,
    /// Its number as people see it.
    pub number: String,
    /// What it is called; readiness is asked for by this name.
    pub name: String,
    /// Where it comes from.
    pub source: Option<String>,
    /// Which version of it this is.
    pub issue: Option<String>,
    /// Where it stands: `draft`, `in_force` or `retired`.
    pub state: String,
    /// From when on it has to be met.
    pub valid_from: Option<Date>,
}

impl OwnSet {
    /// Its full name.
    pub fn full_name(&self) -> String {
        match &self.issue {
            Some(issue) => format!("{}, {issue}", self.name),
            None => self.name.clone(),
        }
    }
}

/// One requirement of a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnRequirement {
    /// The record's number within its kind.
    pub record: RecordId,
    /// What is asked, as any requirement.
    pub asked: Requirement,
    /// What helps to understand or to meet it.
    pub guidance: Option<String>,
    /// The requirements of the 2018 edition that show it too.
    pub shown_by: Vec<String>,
    /// What has to be true of records.
    pub rule: Option<OwnRule>,
}

/// What has to be true of records, as somebody wrote it down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnRule {
    /// The kind of record.
    pub kind: String,
    /// The state that is looked at; nothing looks at all.
    pub state: Option<String>,
    /// The field that has to be filled in.
    pub field: Option<String>,
    /// Within how many months a new record has to come.
    pub months: Option<i64>,
}

/// The report on a set. Its JSON is that of an edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SetReadiness {
    /// The set's name.
    pub edition: String,
    /// Its full name.
    pub standard: String,
    /// The set itself.
    pub set: OwnSet,
    /// When the evidence was read.
    pub at: Timestamp,
    /// How many requirements came to each result; every result is there.
    pub summary: BTreeMap<Outcome, u64>,
    /// Every requirement in the order in which it was written.
    pub requirements: Vec<Answer>,
}

/// The sets that the reader may see, the oldest first.
pub fn sets(evidence: &dyn Evidence) -> Result<Vec<OwnSet>, EvidenceFault> {
    let mut all = Vec::new();
    if let Some(view) = evidence.view(SET).filter(|_| evidence.may_read(SET)) {
        evidence.visit(SET, &[], &mut |record| {
            all.push(set(&view, record));
            true
        })?;
    }
    Ok(all)
}

/// The set of that name or number.
pub fn set_named(name: &str, evidence: &dyn Evidence) -> Result<Option<OwnSet>, EvidenceFault> {
    let name = name.trim();
    let all = sets(evidence)?.into_iter();
    Ok(all.into_iter().find(|set| set.name == name || set.number == name))
}

fn set(view: &KindView, record: &Record) -> OwnSet {
    let text = |field: &str| view.value(record, field).as_text().map(str::to_owned);
    let valid_from = match view.value(record, "valid_from") {
        Value::Date(day) => Some(*day),
        _ => None,
    };
    OwnSet {
        record: record.id,
        number: view.def.number(record.id),
        name: text("name").unwrap_or_default(),
        source: text("source"),
        issue: text("issue"),
        state: record.state.clone(),
        valid_from,
    }
}

/// The requirements of a set that are still asked, in the order in which they were written.
pub fn requirements(
    set: RecordId,
    evidence: &dyn Evidence,
) -> Result<Vec<OwnRequirement>, EvidenceFault> {
    let mut all = Vec::new();
    if let Some(view) = evidence.view(REQUIREMENT).filter(|_| evidence.may_read(REQUIREMENT)) {
        let of_set = [Filter::is("set", Value::Ref(set)), Filter::is("open", Value::Bool(true))];
        evidence.visit(REQUIREMENT, &of_set, &mut |record| {
            all.push(requirement(&view, record));
            true
        })?;
    }
    Ok(all)
}

fn requirement(view: &KindView, record: &Record) -> OwnRequirement {
    let given = |field: &str| view.value(record, field).as_text().map(str::to_owned);
    let text = |field: &str| given(field).unwrap_or_default();
    let rule = given("rule").and(given("record_kind")).map(|kind| OwnRule {
        kind,
        state: given("in_state"),
        field: given("has_field"),
        months: view.value(record, "interval_months").as_int(),
    });
    let shown_by: Vec<_> = listed(&text("shown_by")).map(str::to_owned).collect();
    let is_told = !shown_by.is_empty() || rule.is_some();
    let automation = if is_told { Automation::Records } else { Automation::Person };
    let asked = Requirement {
        clause: text("part"),
        title: text("name"),
        id: text("identifier"),
        text: text("text"),
        automation,
        ..own_words(!view.value(record, "is_note").is_yes())
    };
    OwnRequirement { record: record.id, asked, guidance: given("guidance"), shown_by, rule }
}

/// Answers every requirement of a set, or of one part of it.
pub fn readiness_of_set(
    set: &OwnSet,
    part: Option<&str>,
    evidence: &dyn Evidence,
    options: Options,
) -> Result<SetReadiness, EvidenceFault> {
    report(set, part, evidence, options, &Plain)
}

/// The same, by answers from a source.
pub(crate) fn report(
    set: &OwnSet,
    part: Option<&str>,
    evidence: &dyn Evidence,
    options: Options,
    source: &dyn Source,
) -> Result<SetReadiness, EvidenceFault> {
    let mut own = requirements(set.record, evidence)?;
    own.retain(|one| part.is_none_or(|part| one.asked.clause == part));
    let requirements = answers(set, &own, evidence, options, source)?;
    let mut summary: BTreeMap<_, u64> = Outcome::ALL.map(|outcome| (outcome, 0)).into();
    for answer in &requirements {
        *summary.entry(answer.result).or_default() += 1;
    }
    Ok(SetReadiness {
        edition: set.name.clone(),
        standard: set.full_name(),
        set: set.clone(),
        at: evidence.now(),
        summary,
        requirements,
    })
}

fn answers(
    set: &OwnSet,
    own: &[OwnRequirement],
    evidence: &dyn Evidence,
    options: Options,
    source: &dyn Source,
) -> Result<Vec<Answer>, EvidenceFault> {
    let shown: BTreeSet<_> = own.iter().flat_map(|one| &one.shown_by).map(String::as_str).collect();
    let today = Edition::named("2018").map_err(|fault| EvidenceFault(fault.to_string()))?;
    let today = if shown.is_empty() {
        Vec::new()
    } else {
        readiness::report(today, &Asked::default(), evidence, options, source)?.requirements
    };
    let by_rule = by_rules(own, evidence, options)?;
    let attestations = source.attestations(&set.name, evidence, options)?;
    let answer = |one: &OwnRequirement| {
        let blank = blank(&one.asked, evidence.now());
        let rule = by_rule.get(&one.record);
        let own_key = "the rule";
        let mut parts: BTreeMap<_, _> =
            today.iter().map(|answer| (answer.id.as_str(), answer)).collect();
        let mut ids = one.shown_by.clone();
        if let Some(rule) = rule {
            parts.insert(own_key, rule);
            ids.push(own_key.to_owned());
        }
        if ids.is_empty() {
            return attestations.weigh(by_person(&one.asked, blank));
        }
        attestations.weigh(mapped::answer(&Became { ids, beyond: None }, &parts, blank))
    };
    Ok(own.iter().map(answer).collect())
}

/// What the rules come to, by the number of the requirement.
fn by_rules(
    own: &[OwnRequirement],
    evidence: &dyn Evidence,
    options: Options,
) -> Result<BTreeMap<RecordId, Answer>, EvidenceFault> {
    let with_rules = own.iter().filter_map(|one| Some((one, one.rule.as_ref()?)));
    let with_rules: Vec<_> = with_rules
        .map(|(one, rule)| (one, rule, found(rule, evidence).map(|of| check(one.record, &of))))
        .collect();
    let asked: Vec<_> =
        with_rules.iter().map(|(one, _, check)| (&one.asked, check.as_ref().ok())).collect();
    let answers = run::run(&asked, evidence, options)?;
    let told = with_rules.iter().zip(answers).map(|((one, rule, check), answer)| {
        let examined = match check {
            Ok(_) => in_words(rule, evidence),
            Err(fault) => format!("Nothing: {fault}"),
        };
        (one.record, Answer { examined, ..answer })
    });
    Ok(told.collect())
}

/// A rule whose names were found.
#[derive(Clone, Copy)]
struct Named {
    kind: &'static str,
    state: Option<&'static str>,
    field: Option<(&'static str, &'static str)>,
    months: Option<i64>,
}

/// Looks up what a rule names, or says what there is not.
fn found(rule: &OwnRule, evidence: &dyn Evidence) -> Result<Named, String> {
    let view = evidence.view(&rule.kind);
    let view = view.ok_or_else(|| format!("there is no kind “{}”.", rule.kind))?;
    named(view.def, rule)
}

fn named(def: &'static KindDef, rule: &OwnRule) -> Result<Named, String> {
    let state = match &rule.state {
        Some(name) => {
            let state = def.states.iter().find(|state| state.name == name.as_str());
            let names: Vec<_> = def.states.iter().map(|state| &*state.name).collect();
            let known = names.join(", ");
            let state = state.ok_or_else(|| {
                format!("{} have no state “{name}”; there are: {known}.", def.plural)
            })?;
            Some(&*state.name)
        }
        None => None,
    };
    let field = match &rule.field {
        Some(name) => {
            let field = def.fields.iter().find(|field| field.name == name.as_str());
            let field = field.ok_or_else(|| format!("{} have no field “{name}”.", def.plural))?;
            Some((&*field.name, &*field.label))
        }
        None => None,
    };
    Ok(Named { kind: def.name, state, field, months: rule.months })
}

/// Whether a rule names what there is; the sentence says what there is not.
pub fn faults(def: Option<&'static KindDef>, rule: &OwnRule) -> Result<(), String> {
    let def = def.ok_or_else(|| format!("there is no kind “{}”.", rule.kind))?;
    named(def, rule).map(|_| ())
}

fn looked_at(state: Option<&'static str>) -> Condition {
    let Some(state) = state else { return in_use() };
    Condition::new(Reads::states(&[state]), move |member| member.state() == state)
}

fn check(own: RecordId, rule: &Named) -> Check {
    let Named { kind, state, field, months } = *rule;
    let mut scan = every(kind).only(looked_at(state));
    if let Some((field, label)) = field {
        scan = scan.rule(Rule::new(Reads::fields(&[field]), move |member| {
            if member.has(field) {
                Verdict::Kept
            } else {
                Verdict::Broken(format!("has no “{label}”").into())
            }
        }));
    }
    let check = Check::of("own", "").scan(scan);
    let check = match months {
        Some(months) => check.scan(
            every(REQUIREMENT)
                .only(Condition::new(Reads::nothing(), move |member| member.id() == own))
                .rule(comes_within(kind, state, months)),
        ),
        None => check,
    };
    check
        .begin(Step::create(kind, "Record what the rule of the requirement looks for."))
        .mend(Step::change(kind, "Put right the records that break the rule of the requirement."))
}

/// The newest record that counts is not older than so many months. Where there is none, nothing is late yet: then the
/// scan before it says that there is no data.
fn comes_within(kind: &'static str, state: Option<&'static str>, months: i64) -> Rule {
    let that = looked_at(state);
    Rule::new(that.reads().clone().of_kind(kind), move |member| {
        let counting = member.world.all(kind).filter(|one| that.holds(one));
        let Some(newest) = counting.map(|one| recorded_on(&one)).max() else {
            return Verdict::Kept;
        };
        if !member.world.has_passed_day(newest.saturating_add(months.months())) {
            return Verdict::Kept;
        }
        Verdict::Broken(
            format!("asks for a new record every {months} months, and the newest is of {newest}")
                .into(),
        )
    })
}

fn in_words(rule: &OwnRule, evidence: &dyn Evidence) -> String {
    let Some(view) = evidence.view(&rule.kind) else { return String::new() };
    let state = rule.state.as_deref().and_then(|name| view.def.state(name));
    let state = state.map(|state| format!(", {}", state.label.to_lowercase())).unwrap_or_default();
    let field = rule.field.as_deref().and_then(|name| view.def.field(name));
    let asks = field.map_or_else(
        || "at least one is there".to_owned(),
        |field| format!("“{}” is filled in", field.label),
    );
    let months = rule.months.map(|months| format!(", and a new one comes every {months} months"));
    format!("{}{state}: {asks}{}.", view.def.plural, months.unwrap_or_default())
}
