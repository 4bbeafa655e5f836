//! The records that chains are made of.
use crate::{
    attended::Attended,
    reading::{Read, list, names},
    sheet::Named,
};
use gemba_model::{
    check::{Evidence, EvidenceFault},
    filter::{Filter, Test},
};
use gemba_vocabulary::{RecordId, Value, alignment::Measure};
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// Of which agreements the chains are made.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Only this agreement.
    pub only_agreement: Option<RecordId>,
    /// Only agreements whose service this contract covers.
    pub only_contract: Option<RecordId>,
    /// Records that count as if they were in force already: kind and number.
    pub as_if: Vec<(&'static str, RecordId)>,
}

impl Scope {
    fn counts(&self, kind: &str, one: &Read<'_>, states: &[&str]) -> bool {
        states.contains(&one.state())
            || self.as_if.iter().any(|(as_if, id)| *as_if == kind && *id == one.id())
    }
}

/// An agreement with a customer.
pub(super) struct Agreement {
    pub about: Named,
    pub number: String,
    pub customer: RecordId,
    pub service: RecordId,
    pub calendar: Option<RecordId>,
    pub ends_on: Option<Date>,
}

/// One promise, ours or theirs.
pub(super) struct Target {
    pub about: Named,
    pub number: String,
    /// The agreement, contract or operational agreement that it is part of: kind and number.
    pub of: (&'static str, RecordId),
    /// The one service that it is for.
    pub service: Option<RecordId>,
    pub measure: Measure,
    pub priority: Option<i64>,
    pub seconds: Option<i64>,
    pub share: Option<Decimal>,
    pub calendar: Option<RecordId>,
}

/// A contract or an operational agreement.
pub(super) struct Binding {
    pub about: Named,
    pub number: String,
    pub who: Named,
    pub services: BTreeSet<RecordId>,
    /// The day on which it ends for certain.
    pub ends_on: Option<Date>,
}

/// Everything that is needed.
pub(super) struct Sources {
    pub agreements: Vec<Agreement>,
    pub ours: Vec<Target>,
    pub bindings: Vec<Binding>,
    pub theirs: Vec<Target>,
    pub customers: BTreeMap<RecordId, Named>,
    pub services: BTreeMap<RecordId, Named>,
    /// Who delivers a service, and their number.
    pub delivered: BTreeMap<RecordId, (Named, String)>,
    pub calendars: BTreeMap<RecordId, Named>,
    pub attended: Attended,
}

const CONTRACT: &str = "contract";
const OPERATIONAL: &str = "operational_agreement";
const AGREEMENT: &str = "service_level_agreement";

pub(super) fn read(evidence: &dyn Evidence, scope: &Scope) -> Result<Sources, EvidenceFault> {
    let agreements = list(evidence, AGREEMENT, &[], |one| {
        let is_wanted = scope.only_agreement.is_none_or(|id| id == one.id());
        let counts = scope.counts(AGREEMENT, one, &["in_force", "under_review"]);
        (is_wanted && counts).then_some(())?;
        Some(Agreement {
            about: one.named(),
            number: numbered(evidence, AGREEMENT, one.id()),
            customer: one.int("customer")?,
            service: one.int("service")?,
            calendar: one.int("calendar"),
            ends_on: one.date("ends_on"),
        })
    })?;
    let open = [Filter::is("open", Value::Bool(true))];
    let ours = list(evidence, "service_level_target", &open, |one| {
        let of = (AGREEMENT, one.int("agreement")?);
        target(evidence, "service_level_target", one, of)
    })?;
    let theirs = list(evidence, "supplier_target", &open, |one| {
        let contract = one.int("contract").map(|id| (CONTRACT, id));
        let of = contract.or_else(|| Some((OPERATIONAL, one.int("operational_agreement")?)))?;
        target(evidence, "supplier_target", one, of)
    })?;
    let suppliers = names(evidence, "supplier", &[])?;
    let delivered = list(evidence, "service", &[], |one| {
        let supplier = one.int("delivered_by")?;
        let named = suppliers.get(&supplier)?.clone();
        Some((one.id(), (named, numbered(evidence, "supplier", supplier))))
    })?;
    Ok(Sources {
        agreements,
        ours,
        theirs,
        bindings: bindings(evidence, scope, &suppliers)?,
        customers: names(evidence, "customer", &[])?,
        services: names(evidence, "service", &[])?,
        delivered: delivered.into_iter().collect(),
        calendars: names(evidence, "calendar", &[])?,
        attended: Attended::read(evidence)?,
    })
}

fn numbered(evidence: &dyn Evidence, kind: &str, id: RecordId) -> String {
    evidence.view(kind).map_or_else(|| id.to_string(), |view| view.def.number(id))
}

fn target(
    evidence: &dyn Evidence,
    kind: &str,
    one: &Read<'_>,
    of: (&'static str, RecordId),
) -> Option<Target> {
    Some(Target {
        about: one.named(),
        number: numbered(evidence, kind, one.id()),
        of,
        service: one.int("service"),
        measure: Measure::named(&one.text("metric"))?,
        priority: one.int("priority"),
        seconds: one.int("target"),
        share: one.decimal("threshold"),
        calendar: one.int("calendar"),
    })
}

/// Contracts and operational agreements that count, with the services that they cover.
fn bindings(
    evidence: &dyn Evidence,
    scope: &Scope,
    suppliers: &BTreeMap<RecordId, Named>,
) -> Result<Vec<Binding>, EvidenceFault> {
    let teams = names(evidence, "team", &[])?;
    let customers = names(evidence, "customer", &[])?;
    let mut all = Vec::new();
    let mut items = Vec::new();
    list(evidence, CONTRACT, &[], |one| {
        scope.counts(CONTRACT, one, &["signed", "in_force"]).then_some(())?;
        let who = suppliers.get(&one.int("supplier")?)?.clone();
        // A contract that renews goes on unless somebody gave notice.
        let is_certain = one.date("notice_given_on").is_some() || !one.value("renews").is_yes();
        let ends_on = one.date("next_end").or_else(|| one.date("ends_on")).filter(|_| is_certain);
        items.push(one.refs("items"));
        all.push(binding(evidence, CONTRACT, one, who, ends_on));
        None::<()>
    })?;
    list(evidence, OPERATIONAL, &[], |one| {
        scope.counts(OPERATIONAL, one, &["in_force", "under_review"]).then_some(())?;
        let team = one.int("team").and_then(|id| teams.get(&id));
        let customer = || one.int("customer").and_then(|id| customers.get(&id));
        let who = team.or_else(customer)?.clone();
        items.push(one.refs("items"));
        all.push(binding(evidence, OPERATIONAL, one, who, one.date("ends_on")));
        None::<()>
    })?;
    let of_items = services_of(evidence, items.iter().flatten().copied())?;
    for (binding, items) in all.iter_mut().zip(&items) {
        binding.services.extend(items.iter().filter_map(|item| of_items.get(item)));
    }
    Ok(all)
}

fn binding(
    evidence: &dyn Evidence,
    kind: &'static str,
    one: &Read<'_>,
    who: Named,
    ends_on: Option<Date>,
) -> Binding {
    Binding {
        about: one.named(),
        number: numbered(evidence, kind, one.id()),
        who,
        services: one.refs("services").into_iter().collect(),
        ends_on,
    }
}

/// The services whose parts some configuration items are.
fn services_of(
    evidence: &dyn Evidence,
    items: impl Iterator<Item = RecordId>,
) -> Result<BTreeMap<RecordId, RecordId>, EvidenceFault> {
    let items: BTreeSet<_> = items.collect();
    if items.is_empty() {
        return Ok(BTreeMap::new());
    }
    let ids = items.into_iter().map(Value::Int).collect();
    let of_them = [Filter { field: "id".to_owned(), test: Test::Is(ids) }];
    let found = list(evidence, "configuration_item", &of_them, |one| {
        Some((one.id(), one.int("service")?))
    })?;
    Ok(found.into_iter().collect())
}
