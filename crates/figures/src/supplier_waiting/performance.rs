//! Whether suppliers kept the times that they promised, measured from the incidents that waited for them.
use super::{KEPT, waits::Wait};
use crate::{
    asked::Ask,
    attended::Attended,
    reading::{in_states, list},
    sheet::{Cell, Figure, Judged, Named, Table, column},
};
use gemba_model::{
    check::{Evidence, EvidenceFault},
    filter::Filter,
};
use gemba_vocabulary::{RecordId, Value, attainment::Attainment, calendar::Span, clock::Clock};
use jiff::Timestamp;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// A time that a supplier promised.
pub(crate) struct Promised {
    about: Named,
    pub supplier: RecordId,
    services: Vec<RecordId>,
    priority: Option<i64>,
    seconds: i64,
    threshold: Option<Decimal>,
    calendar: Option<RecordId>,
}

impl Promised {
    fn covers(&self, wait: &Wait) -> bool {
        self.services.is_empty() || wait.service.is_some_and(|one| self.services.contains(&one))
    }
}

/// What suppliers promised for solutions, by contracts that bind or bound them.
pub(crate) fn promised(evidence: &dyn Evidence) -> Result<Vec<Promised>, EvidenceFault> {
    let binding = [in_states(&["in_force", "ended", "terminated"])];
    let contracts: BTreeMap<RecordId, (RecordId, Vec<RecordId>)> =
        list(evidence, "contract", &binding, |one| {
            Some((one.id(), (one.int("supplier")?, one.refs("services"))))
        })?
        .into_iter()
        .collect();
    let filters = [
        Filter::is("open", Value::Bool(true)),
        Filter::is("metric", Value::Text("resolution".to_owned())),
    ];
    list(evidence, "supplier_target", &filters, |one| {
        let (supplier, services) = contracts.get(&one.int("contract")?)?;
        let own = one.int("service").map(|service| vec![service]);
        Some(Promised {
            about: one.named(),
            supplier: *supplier,
            services: own.unwrap_or_else(|| services.clone()),
            priority: one.int("priority"),
            seconds: one.int("target")?,
            threshold: one.decimal("threshold"),
            calendar: one.int("calendar"),
        })
    })
}

/// What the targets of one supplier came to.
pub(crate) struct Held {
    all: Attainment,
    exceptions: Vec<(Option<Named>, String)>,
    pub table: Table,
}

impl Held {
    /// The figure.
    pub fn figure(&self) -> Figure {
        let value = self.all.strict_percent().map(Value::Decimal);
        let why = "No wait that a target of this supplier covers ended in the period.";
        Figure::or_undefined(&KEPT, value, why)
            .from(self.table.clone())
            .except(self.exceptions.clone())
    }
}

/// Whether a wait kept the time, as far as that can be said in the period.
fn kept(
    wait: &Wait,
    one: &Promised,
    period: Span,
    attended: &Attended,
    now: Timestamp,
) -> Option<bool> {
    let ends_within = wait.to.map_or(now < period.to, |to| period.from <= to && to < period.to);
    let calendar = attended.get(one.calendar)?;
    let clock = Clock { ended: wait.to, ..Clock::new(one.seconds, wait.span.from) };
    let due = clock.target_reached_at(calendar)?;
    match wait.to {
        _ if !ends_within => None,
        Some(to) => Some(to <= due),
        None => (now > due).then_some(false),
    }
}

/// Holds waits against targets: each against that for its priority, else that for every priority.
pub(crate) fn held(
    targets: &[&Promised],
    waits: &[&Wait],
    ask: &Ask,
    attended: &Attended,
    now: Timestamp,
) -> Held {
    let mut counts = vec![Attainment::default(); targets.len()];
    let mut exceptions = Vec::new();
    for wait in waits {
        let fits = |wanted: Option<i64>| {
            let mut all = targets.iter().enumerate();
            all.find(|(_, one)| one.covers(wait) && one.priority == wanted)
        };
        let own = wait.priority.and_then(|priority| fits(Some(priority)));
        let Some((place, target)) = own.or_else(|| fits(None)) else {
            let why = "No target of the supplier covers its service and priority.";
            exceptions.push((Some(wait.about.clone()), why.to_owned()));
            continue;
        };
        let Some(count) = counts.get_mut(place) else { continue };
        match kept(wait, target, ask.span(), attended, now) {
            Some(true) => count.met = count.met.saturating_add(1),
            Some(false) if wait.to.is_none() => {
                count.open_breached = count.open_breached.saturating_add(1);
            }
            Some(false) => count.missed_closed = count.missed_closed.saturating_add(1),
            None => {
                let why = "It did not end in the period, and there is time left.";
                exceptions.push((Some(wait.about.clone()), why.to_owned()));
            }
        }
    }
    let mut all = Attainment::default();
    for one in &counts {
        all.met = all.met.saturating_add(one.met);
        all.missed_closed = all.missed_closed.saturating_add(one.missed_closed);
        all.open_breached = all.open_breached.saturating_add(one.open_breached);
    }
    Held { all, exceptions, table: table(targets, &counts) }
}

fn table(targets: &[&Promised], counts: &[Attainment]) -> Table {
    let columns = [
        column("target", "Target", ""),
        column("kept", "Kept", ""),
        column("missed", "Missed", ""),
        column("share", "Share kept", "%"),
        column("threshold", "Promised", "%"),
    ];
    let empty = "No contract with this supplier has a target for a solution.";
    let table = Table::new("targets", "Targets of the supplier", &columns, empty);
    targets.iter().zip(counts).fold(table, |table, (target, count)| {
        let missed = count.missed_closed.saturating_add(count.open_breached);
        let int = |number: u64| Value::Int(i64::try_from(number).unwrap_or(i64::MAX));
        let decimal = |number: Option<Decimal>| number.map_or(Value::None, Value::Decimal);
        let share = count.strict_percent();
        let judged = match share.zip(target.threshold) {
            Some((share, threshold)) if share < threshold => Judged::Missed,
            Some(_) => Judged::Kept,
            None => Judged::Not,
        };
        table.row(vec![
            Cell::record(target.about.clone()),
            int(count.met).into(),
            int(missed).into(),
            Cell::from(decimal(share)).judged(judged),
            decimal(target.threshold).into(),
        ])
    })
}
