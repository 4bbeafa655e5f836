//! Controls, accesses from outside, and the policy.
use super::{
    ACCESSES, CONTROLS, FAILING, OUTLIVED, UNAGREED, UNTESTED, UNTIED, UNTOLD, none_wanted,
};
use crate::{
    reading::{Read, in_states, list, names},
    sheet::{Cell, Figure, Judged, Named, Part, Table, column},
};
use gemba_model::{
    check::{Evidence, EvidenceFault},
    filter::Filter,
};
use gemba_vocabulary::{RecordId, Value};
use jiff::civil::Date;
use std::collections::BTreeSet;

struct Control {
    named: Named,
    state: String,
    owner: Option<RecordId>,
    decision: String,
    reason: String,
    tested_on: Option<Date>,
    due_on: Option<Date>,
    last: String,
    has_risk: bool,
}

impl Control {
    fn of(read: &Read<'_>, treating: &BTreeSet<RecordId>) -> Self {
        let last = match read.value("tests") {
            Value::Struct(tests) => tests
                .as_array()
                .and_then(|tests| tests.last()?.get("result")?.as_str())
                .unwrap_or_default()
                .to_owned(),
            _ => String::new(),
        };
        Self {
            named: read.named(),
            state: read.state().to_owned(),
            owner: read.int("owner"),
            decision: read.text("decision"),
            reason: read.text("reason"),
            tested_on: read.date("tested_on"),
            due_on: read.date("test_due_on"),
            last,
            has_risk: !read.refs("risks").is_empty() || treating.contains(&read.id()),
        }
    }

    fn is_in_use(&self) -> bool {
        self.state == "in_use"
    }
}

fn date(day: Option<Date>) -> Cell {
    day.map_or(Value::None, Value::Date).into()
}

/// What applies here, and whether it was tested.
pub(super) fn controls(evidence: &dyn Evidence, today: Date) -> Result<Part, EvidenceFault> {
    let open = Filter::is("open", Value::Bool(true));
    let treating = list(evidence, "risk", &[open], |read| Some(read.refs("controls")))?;
    let treating: BTreeSet<_> = treating.into_iter().flatten().collect();
    let controls = list(evidence, "control", &[], |read| Some(Control::of(read, &treating)))?;
    let people = names(evidence, "person", &[])?;
    let table = |counts: &dyn Fn(&Control) -> bool| {
        let columns = [
            column("control", "Control", ""),
            column("owner", "Owner", ""),
            column("decision", "Decision", ""),
            column("reason", "Reason", ""),
            column("state", "State", ""),
            column("tested_on", "Tested on", ""),
            column("result", "Result", ""),
            column("due_on", "Next test", ""),
        ];
        let mut table = Table::new("controls", "Controls", &columns, "There is no such control.");
        for one in controls.iter().filter(|one| counts(one)) {
            let owner = one.owner.and_then(|id| people.get(&id)).cloned();
            let is_late = one.is_in_use() && one.due_on.is_some_and(|day| day < today);
            table.rows.push(vec![
                Cell::record(one.named.clone()),
                owner.map_or_else(Cell::default, Cell::record),
                one.decision.replace('_', " ").as_str().into(),
                one.reason.as_str().into(),
                one.state.replace('_', " ").as_str().into(),
                date(one.tested_on),
                one.last.as_str().into(),
                date(one.due_on).judged(if is_late { Judged::Missed } else { Judged::Not }),
            ]);
        }
        table
    };
    let mut part = Part::titled("Controls");
    let in_use = table(&Control::is_in_use);
    let count = Value::Int(i64::try_from(in_use.rows.len()).unwrap_or(i64::MAX));
    part.figures.push(Figure::new(&CONTROLS, count).from(in_use));
    let is_late = |one: &Control| one.is_in_use() && one.due_on.is_some_and(|day| day < today);
    part.figures.push(none_wanted(&UNTESTED, table(&is_late)));
    part.figures.push(none_wanted(&FAILING, table(&|one| one.is_in_use() && one.last == "fails")));
    part.figures.push(none_wanted(&UNTIED, table(&|one| one.is_in_use() && !one.has_risk)));
    let mut applies = table(&|one| !one.decision.is_empty());
    (applies.name, applies.label) = ("applicability", "What applies here, and why");
    part.tables.push(applies);
    Ok(part)
}

/// Who has access from outside.
pub(super) fn accesses(evidence: &dyn Evidence, today: Date) -> Result<Part, EvidenceFault> {
    let agreed = names(evidence, "contract", &[in_states(&["signed", "in_force"])])?;
    let contracts = names(evidence, "contract", &[])?;
    let columns = [
        column("access", "Access", ""),
        column("party", "Party", ""),
        column("contract", "Contract", ""),
        column("until", "Until", ""),
        column("review_on", "Review on", ""),
    ];
    let empty = || Table::new("accesses", "Accesses", &columns, "There is no such access.");
    let (mut all, mut unagreed, mut outlived) = (empty(), empty(), empty());
    let parties = ["supplier", "customer"].map(|kind| names(evidence, kind, &[]));
    let [suppliers, customers] = parties;
    let (suppliers, customers) = (suppliers?, customers?);
    let granted = in_states(&["granted"]);
    list(evidence, "external_access", &[granted], |read| {
        let contract = read.int("contract");
        let party = read.int("supplier").and_then(|id| suppliers.get(&id)).cloned();
        let party =
            party.or_else(|| read.int("customer").and_then(|id| customers.get(&id)).cloned());
        let named = contract.and_then(|id| contracts.get(&id)).cloned();
        let row = vec![
            Cell::record(read.named()),
            party.map_or_else(|| read.text("party").as_str().into(), Cell::record),
            named.map_or_else(Cell::default, Cell::record),
            date(read.date("until")),
            date(read.date("review_on")),
        ];
        let is_agreed = contract.is_some_and(|id| agreed.contains_key(&id));
        if !is_agreed || read.text("requirements").is_empty() {
            unagreed.rows.push(row.clone());
        }
        let is_past = |field: &str| read.date(field).is_some_and(|day| day < today);
        if is_past("until") || is_past("review_on") || read.date("review_on").is_none() {
            outlived.rows.push(row.clone());
        }
        all.rows.push(row);
        None::<()>
    })?;
    let count = Value::Int(i64::try_from(all.rows.len()).unwrap_or(i64::MAX));
    let mut part = Part::titled("Access from outside");
    part.figures.push(Figure::new(&ACCESSES, count).from(all));
    part.figures.push(none_wanted(&UNAGREED, unagreed));
    part.figures.push(none_wanted(&OUTLIVED, outlived));
    Ok(part)
}

const AUDIENCES: [&str; 3] = ["staff", "customers", "suppliers"];

/// Whether the policy is in force and known.
pub(super) fn policy(evidence: &dyn Evidence) -> Result<Part, EvidenceFault> {
    let in_force = in_states(&["in_force"]);
    let policies = list(evidence, "security_policy", &[in_force], |read| {
        let told = match read.value("told") {
            Value::Struct(told) => told.as_array().cloned().unwrap_or_default(),
            _ => Vec::new(),
        };
        let audience = |one: &serde_json::Value| Some(one.get("audience")?.as_str()?.to_owned());
        let told: BTreeSet<_> = told.iter().filter_map(audience).collect();
        Some((read.named(), told))
    })?;
    let mut part = Part::titled("Policy");
    let columns = [column("policy", "Policy", ""), column("audience", "Audience", "")];
    let mut table = Table::new("audiences", "Audiences", &columns, "All of them were told.");
    for (policy, told) in &policies {
        for audience in AUDIENCES.iter().filter(|audience| !told.contains(**audience)) {
            table.rows.push(vec![Cell::record(policy.clone()), (*audience).into()]);
        }
    }
    if policies.is_empty() {
        let why = "No information security policy is in force.";
        part.figures.push(Figure::or_undefined(&UNTOLD, None, why).judged(Judged::Missed));
    } else {
        part.figures.push(none_wanted(&UNTOLD, table));
    }
    Ok(part)
}
