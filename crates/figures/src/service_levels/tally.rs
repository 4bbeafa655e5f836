//! Counting incidents against promises: the one place that says which incident counts in which period.
//!
//! An incident counts for a target in the period in which its clock ended. One that is still open and late at the end
//! of a period counts there as missed, and not again when it ends later. Cancelled ones count nowhere, nor do those
//! without an agreement.
use super::promises::{Agreement, Clock};
use crate::{
    reading::{Read, list},
    sheet::Named,
};
use gemba_model::{
    check::{Evidence, EvidenceFault},
    filter::{Filter, Test},
};
use gemba_vocabulary::{RecordId, Value, attainment::Attainment, calendar::Span};
use jiff::Timestamp;
use std::collections::{BTreeMap, HashMap};

/// So many late ones are told by name.
const TOLD_MAX: usize = 200;

/// What one target came to in one period.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// The counts.
    pub counts: Attainment,
    /// The late ones, up to two hundred.
    pub late: Vec<Late>,
}

/// An incident that was late.
#[derive(Clone, Debug)]
pub struct Late {
    /// The incident.
    pub incident: Named,
    /// By when it should have ended.
    pub due: Option<Timestamp>,
    /// When it did.
    pub ended: Option<Timestamp>,
    /// The exception that takes it out.
    pub exception: Option<Named>,
}

/// What all targets of some agreements came to in some periods, and how many incidents each agreement had in each.
pub struct Tallies {
    by_place: HashMap<(RecordId, usize, usize), Tally>,
    opened: BTreeMap<(RecordId, usize), u64>,
}

impl Tallies {
    /// Of a target of an agreement (by its place) in a period (by its place).
    pub fn of(&self, agreement: RecordId, target: usize, period: usize) -> Tally {
        self.by_place.get(&(agreement, target, period)).cloned().unwrap_or_default()
    }

    /// All targets of an agreement in a period together.
    pub fn whole(&self, agreement: &Agreement, period: usize) -> Attainment {
        let targets = 0..agreement.targets.len();
        targets.fold(Attainment::default(), |sum, target| {
            let own = self.by_place.get(&(agreement.named.id, target, period));
            own.map_or(sum, |tally| sum.with(tally.counts))
        })
    }

    /// How many incidents of an agreement were opened in a period.
    pub fn opened(&self, agreement: RecordId, period: usize) -> u64 {
        self.opened.get(&(agreement, period)).copied().unwrap_or_default()
    }
}

/// What an incident says of one clock.
struct Ticked {
    clock: Clock,
    due: Option<Timestamp>,
    ended: Option<Timestamp>,
    is_met: bool,
}

/// Counts incidents against the targets of these agreements in these periods.
pub fn tally(
    evidence: &dyn Evidence,
    agreements: &[Agreement],
    periods: &[Span],
) -> Result<Tallies, EvidenceFault> {
    let mut all = Tallies { by_place: HashMap::new(), opened: BTreeMap::new() };
    let first = periods.iter().map(|span| span.from).min();
    let Some((first, last)) = first.zip(periods.iter().map(|span| span.to).max()) else {
        return Ok(all);
    };
    let by_id: HashMap<_, _> = agreements.iter().map(|one| (one.named.id, one)).collect();
    let test = |field: &str, test| Filter { field: field.to_owned(), test };
    let begun = test("opened_at", Test::Less(Value::Instant(last)));
    // Whatever ended before the first period began ended all its clocks there.
    let ended = test("resolved_at", Test::AtLeast(Value::Instant(first)));
    let running = test("resolved_at", Test::Empty);
    let counted = test("state", Test::IsNot(vec![Value::Text("cancelled".to_owned())]));
    let mut only = Vec::new();
    if let [one] = agreements {
        only.push(Filter::is("agreement", Value::Ref(one.named.id)));
    }
    for narrowed in [ended, running] {
        let filters = [only.clone(), vec![narrowed, begun.clone(), counted.clone()]].concat();
        list(evidence, "incident", &filters, |one| {
            let agreement = by_id.get(&one.int("agreement")?)?;
            all.add(agreement, one, periods);
            None::<()>
        })?;
    }
    Ok(all)
}

impl Tallies {
    fn add(&mut self, agreement: &Agreement, one: &Read<'_>, periods: &[Span]) {
        let Some(opened) = one.instant("opened_at") else { return };
        for (period, _) in periods.iter().enumerate().filter(|(_, span)| holds(**span, opened)) {
            *self.opened.entry((agreement.named.id, period)).or_default() += 1;
        }
        let priority = one.int("priority");
        for ticked in clocks(one) {
            let Some(target) = agreement.target(ticked.clock, priority) else { continue };
            let exception =
                agreement.exceptions.iter().find(|exception| exception.covers(one.id(), opened));
            for (period, span) in periods.iter().enumerate() {
                let Some(is_met) = counts_in(&ticked, *span) else { continue };
                let place = (agreement.named.id, target, period);
                let tally = self.by_place.entry(place).or_default();
                tally.count(one, &ticked, *span, is_met, exception.map(|one| &one.named));
            }
        }
    }
}

/// Whether an incident counts in a period, and if so whether it kept the promise.
fn counts_in(ticked: &Ticked, span: Span) -> Option<bool> {
    match ticked.ended.filter(|ended| *ended < span.to) {
        Some(ended) if ended < span.from => None,
        Some(_) if ticked.is_met => Some(true),
        // It was late at the end of an earlier period, and counted there.
        Some(_) if ticked.due.is_some_and(|due| due < span.from) => None,
        Some(_) => Some(false),
        None if ticked.due.is_some_and(|due| span.from <= due && due < span.to) => Some(false),
        None => None,
    }
}

impl Tally {
    fn count(
        &mut self,
        one: &Read<'_>,
        ticked: &Ticked,
        span: Span,
        is_met: bool,
        exception: Option<&Named>,
    ) {
        if is_met {
            self.counts.met += 1;
            return;
        }
        if ticked.ended.is_some_and(|ended| ended < span.to) {
            self.counts.missed_closed += 1;
        } else {
            self.counts.open_breached += 1;
        }
        self.counts.excluded_by_exception += u64::from(exception.is_some());
        if self.late.len() < TOLD_MAX {
            self.late.push(Late {
                incident: one.named(),
                due: ticked.due,
                ended: ticked.ended,
                exception: exception.cloned(),
            });
        }
    }
}

fn clocks(one: &Read<'_>) -> [Ticked; 2] {
    let ticked = |clock, due: &str, ended: &str, met: &str| Ticked {
        clock,
        due: one.instant(due),
        ended: one.instant(ended),
        is_met: one.value(met).is_yes(),
    };
    [
        ticked(Clock::Response, "response_due", "responded_at", "response_met"),
        ticked(Clock::Resolution, "resolve_due", "resolved_at", "resolve_met"),
    ]
}

fn holds(span: Span, at: Timestamp) -> bool {
    span.from <= at && at < span.to
}
