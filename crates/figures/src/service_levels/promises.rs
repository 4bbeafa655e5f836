//! Which promises there are: agreements with their targets and limits.
use crate::{
    reading::{Read, in_states, list, names},
    sheet::Named,
};
use gemba_model::{
    check::{Evidence, EvidenceFault},
    filter::Filter,
};
use gemba_vocabulary::{RecordId, Value};
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// The kind of agreements.
pub const AGREEMENT: &str = "service_level_agreement";
/// The kind of their targets.
pub const TARGET: &str = "service_level_target";
/// The states in which an agreement counts.
pub const IN_FORCE: [&str; 2] = ["in_force", "under_review"];

/// Which clock of an incident a target is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Clock {
    /// Until somebody begins to work on it.
    Response,
    /// Until it is solved.
    Resolution,
}

/// An agreement.
#[derive(Clone, Debug)]
pub struct Agreement {
    /// What it is called.
    pub named: Named,
    /// With whom.
    pub customer: RecordId,
    /// About which service.
    pub service: RecordId,
    /// Where it stands.
    pub state: String,
    /// Its first and its last day, as far as they are set.
    pub days: (Option<Date>, Option<Date>),
    /// Whether a target missed while a limit was exceeded is an exception.
    pub overload_excuses: bool,
    /// Its targets in use.
    pub targets: Vec<Target>,
    /// Its limits in use.
    pub limits: Vec<Limit>,
    /// When a missed target does not count, as both sides agreed it.
    pub exceptions: Vec<Exception>,
}

/// A target.
#[derive(Clone, Debug)]
pub struct Target {
    /// What it is called.
    pub named: Named,
    /// What it measures, by the choice's name.
    pub metric: String,
    /// The clock of incidents it is about, if it is about one.
    pub clock: Option<Clock>,
    /// The priority it is for; nothing is every priority that has no target of its own.
    pub priority: Option<i64>,
    /// How long it may take, in seconds; of two that fit alike the shorter counts.
    pub seconds: Option<i64>,
    /// The share that must keep it; nothing means each one.
    pub threshold: Option<Decimal>,
    /// Over which time it is counted, by the choice's name.
    pub window: String,
}

impl Target {
    /// The share that must keep it, of a hundred.
    pub fn promised(&self) -> Decimal {
        self.threshold.unwrap_or(Decimal::ONE_HUNDRED)
    }
}

/// How much work an agreement covers.
#[derive(Clone, Debug)]
pub struct Limit {
    /// What it is called.
    pub named: Named,
    /// What is counted, in the words of the agreement.
    pub metric: String,
    /// How many are covered.
    pub limit: u64,
    /// In which period, by the choice's name.
    pub period: String,
}

/// An exception that both sides agreed to.
#[derive(Clone, Debug)]
pub struct Exception {
    /// What it is called.
    pub named: Named,
    /// The incidents it is about.
    pub incidents: BTreeSet<RecordId>,
    /// The time in which whatever was reported is excepted.
    pub time: Option<(Timestamp, Timestamp)>,
}

impl Exception {
    /// Whether it takes an incident out that was opened then.
    pub fn covers(&self, incident: RecordId, opened: Timestamp) -> bool {
        let is_within = |(from, to): (Timestamp, Timestamp)| from <= opened && opened < to;
        self.incidents.contains(&incident) || self.time.is_some_and(is_within)
    }
}

impl Agreement {
    /// The target that counts for an incident of that priority: the one made for it, else the one for every priority.
    pub fn target(&self, clock: Clock, priority: Option<i64>) -> Option<usize> {
        let fits = |wanted: Option<i64>| {
            let places = self.targets.iter().enumerate();
            places
                .filter(|(_, target)| target.clock == Some(clock) && target.priority == wanted)
                .min_by_key(|(_, target)| target.seconds)
                .map(|(place, _)| place)
        };
        priority.and_then(|priority| fits(Some(priority))).or_else(|| fits(None))
    }
}

/// Reads agreements that meet all filters, with all that hangs on them, in the order of their names.
pub fn agreements(
    evidence: &dyn Evidence,
    filters: &[Filter],
) -> Result<Vec<Agreement>, EvidenceFault> {
    let mut all = list(evidence, AGREEMENT, filters, |one| {
        Some(Agreement {
            named: one.named(),
            customer: one.int("customer")?,
            service: one.int("service")?,
            state: one.state().to_owned(),
            days: (one.date("starts_on"), one.date("ends_on")),
            overload_excuses: one.value("overload_excuses").is_yes(),
            targets: Vec::new(),
            limits: Vec::new(),
            exceptions: Vec::new(),
        })
    })?;
    let places: BTreeMap<_, _> =
        all.iter().enumerate().map(|(place, one)| (one.named.id, place)).collect();
    let open = [Filter::is("open", Value::Bool(true))];
    let mut hang = |kind: &'static str,
                    filters: &[Filter],
                    put: fn(&mut Agreement, &Read<'_>)|
     -> Result<(), EvidenceFault> {
        list(evidence, kind, filters, |one| {
            let place = places.get(&one.int("agreement")?)?;
            put(all.get_mut(*place)?, one);
            None::<()>
        })
        .map(|_| ())
    };
    hang(TARGET, &open, |agreement, one| agreement.targets.push(target(one)))?;
    hang("workload_limit", &open, |agreement, one| agreement.limits.extend(limit(one)))?;
    hang("service_level_exception", &[in_states(&["agreed"])], |agreement, one| {
        agreement.exceptions.push(exception(one));
    })?;
    all.sort_by(|one, other| one.named.title.cmp(&other.named.title));
    Ok(all)
}

fn target(one: &Read<'_>) -> Target {
    let metric = one.text("metric");
    let clock = match &*metric {
        "response" => Some(Clock::Response),
        "resolution" => Some(Clock::Resolution),
        _ => None,
    };
    Target {
        named: one.named(),
        metric,
        clock,
        priority: one.int("priority"),
        seconds: one.int("target"),
        threshold: one.decimal("threshold"),
        window: one.text("window"),
    }
}

fn limit(one: &Read<'_>) -> Option<Limit> {
    Some(Limit {
        named: one.named(),
        metric: one.text("metric"),
        limit: u64::try_from(one.int("limit")?).ok()?,
        period: one.text("period"),
    })
}

fn exception(one: &Read<'_>) -> Exception {
    Exception {
        named: one.named(),
        incidents: one.refs("incidents").into_iter().collect(),
        time: one.instant("from").zip(one.instant("until")),
    }
}

/// What customers and services are called.
pub struct Names {
    /// Customers.
    pub customers: BTreeMap<RecordId, Named>,
    /// Services.
    pub services: BTreeMap<RecordId, Named>,
}

impl Names {
    /// Reads them.
    pub fn read(evidence: &dyn Evidence) -> Result<Self, EvidenceFault> {
        Ok(Self {
            customers: names(evidence, "customer", &[])?,
            services: names(evidence, "service", &[])?,
        })
    }
}
