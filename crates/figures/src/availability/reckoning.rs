//! What outages and maintenance windows come to for one promise in one time.
use super::{
    needs::{Needs, Node},
    promise::{Promise, Window, clipped},
};
use crate::{
    reading::{self, in_states},
    sheet::Named,
};
use gemba_model::check::{Evidence, EvidenceFault};
use gemba_vocabulary::{
    RecordId,
    availability::{
        AgreedTime, Availability, Down, difference, intersection, mean_minutes, measure, union,
    },
    calendar::Span,
    paths::Path,
};
use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// An outage as it is on record.
#[derive(Clone, Debug)]
pub struct Outage {
    /// The record.
    pub named: Named,
    /// From its begin to its end, or until now.
    pub span: Span,
    /// Whether it still lasts.
    pub lasts: bool,
    /// The service that it names.
    pub service: Option<RecordId>,
    /// The part that failed.
    pub item: Option<RecordId>,
    /// Where it stands.
    pub state: String,
    /// Whether only the service it names suffered.
    pub others_went_on: bool,
    /// Whether it was intended.
    pub planned: bool,
    /// Whether the service could be used in part.
    pub degraded: bool,
    /// Whether its cause is looked for or known.
    pub is_investigated: bool,
    users: Option<i64>,
    detected: Option<Timestamp>,
    diagnosed: Option<Timestamp>,
    repaired: Option<Timestamp>,
}

/// The outages that touch a time.
pub fn outages(evidence: &dyn Evidence, span: Span) -> Result<Vec<Outage>, EvidenceFault> {
    let now = evidence.now();
    let filters = [in_states(&["open", "restored", "verified"])];
    reading::list(evidence, "outage", &filters, |one| {
        let (from, ended) = (one.instant("began_at")?, one.instant("ended_at"));
        let own = Span { from, to: ended.unwrap_or(now) };
        let touches = own.from < span.to && span.from < own.to;
        touches.then(|| Outage {
            named: one.named(),
            span: own,
            lasts: ended.is_none(),
            service: one.int("service"),
            item: one.int("configuration_item"),
            state: one.state().to_owned(),
            others_went_on: one.value("others_went_on").is_yes(),
            planned: one.value("planned").is_yes(),
            degraded: one.value("degraded").is_yes(),
            is_investigated: one.int("problem").is_some()
                || !(one.text("cause").is_empty() || one.text("action").is_empty()),
            users: one.int("users_affected"),
            detected: one.instant("detected_at"),
            diagnosed: one.instant("diagnosed_at"),
            repaired: one.instant("repaired_at"),
        })
    })
}

/// Why an outage counts for a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Because {
    /// It names the service.
    Named,
    /// The service needs what failed.
    Needed,
}

/// An outage that counts for a promise.
#[derive(Clone, Debug)]
pub struct Counted {
    /// The outage.
    pub outage: Outage,
    /// Why.
    pub because: Because,
    /// Its time within the agreed time.
    pub downtime: SignedDuration,
}

/// Everything on record that the availability of some services is worked out from.
pub struct Known {
    /// The outages.
    pub outages: Vec<Outage>,
    /// The maintenance windows.
    pub windows: Vec<Window>,
    /// What services need.
    pub needs: Needs,
    /// The moment of the question.
    pub now: Timestamp,
}

impl Known {
    /// Reads what touches a time.
    pub fn of(
        evidence: &dyn Evidence,
        services: &BTreeSet<RecordId>,
        span: Span,
    ) -> Result<Self, EvidenceFault> {
        Ok(Self {
            outages: outages(evidence, span)?,
            windows: super::promise::windows(evidence, span)?,
            needs: Needs::of(evidence, services)?,
            now: evidence.now(),
        })
    }
}

/// What it came to.
#[derive(Debug)]
pub struct Reckoned {
    /// The agreed time.
    pub time: AgreedTime,
    /// How much of it the service was there.
    pub availability: Availability,
    /// Every time in which it counts as down.
    pub downs: Vec<Down>,
    /// The outages that count.
    pub counted: Vec<Counted>,
    /// The maintenance windows that count out.
    pub windows: Vec<Named>,
    /// What was left out or counted otherwise.
    pub exceptions: Vec<(Option<Named>, String)>,
    /// From detection to diagnosis, from diagnosis to repair, and from detection to repair, in agreed time.
    pub repair: [Vec<SignedDuration>; 3],
}

impl Reckoned {
    /// Works it out for one promise within a time.
    pub fn of(known: &Known, path: &Path<Node>, promise: &Promise, span: Span) -> Self {
        let covered = promise.covers(span, known.now);
        let mut exceptions = Vec::new();
        let mut windows = Vec::new();
        let (mut planned, mut downs) = (Vec::new(), Vec::new());
        let of = known.windows.iter().filter(|one| one.is_of(promise));
        for window in of.filter(|one| one.span.from < covered.to && covered.from < one.span.to) {
            match window.fault(promise) {
                None => {
                    planned.push(window.span);
                    windows.push(window.named.clone());
                }
                Some(why) => {
                    downs.push(Down::whole(window.span));
                    exceptions.push((Some(window.named.clone()), why));
                }
            }
        }
        let time = match &promise.calendar {
            Ok(calendar) => AgreedTime::of(calendar, covered, planned),
            Err(_) => AgreedTime::default(),
        };
        let mut me = Self {
            time,
            availability: Availability::of(&[], &[]),
            downs,
            counted: Vec::new(),
            windows,
            exceptions,
            repair: Default::default(),
        };
        let touching = known.outages.iter();
        let touching: Vec<_> = touching
            .filter(|one| one.span.from < covered.to && covered.from < one.span.to)
            .collect();
        me.count_named(&touching, promise);
        me.count_needed(&touching, promise, path);
        me.explain(promise);
        me.availability = Availability::of(&me.time.net, &me.downs);
        me.measure_repairs();
        me
    }

    fn count(&mut self, outage: &Outage, because: Because, spans: Vec<Span>, weight: Decimal) {
        let counts = spans.iter().copied().filter(|_| weight > Decimal::ZERO);
        let downtime = measure(&clipped(counts, &self.time.net));
        let down = |span| Down { span, weight, users: outage.users };
        self.downs.extend(spans.into_iter().map(down));
        self.counted.push(Counted { outage: outage.clone(), because, downtime });
    }

    fn count_named(&mut self, touching: &[&Outage], promise: &Promise) {
        for outage in touching.iter().filter(|one| one.service == Some(promise.service.id)) {
            let weight = if outage.degraded { promise.weight } else { Decimal::ONE };
            self.count(outage, Because::Named, vec![outage.span], weight);
        }
    }

    /// Outages of what the service needs count where it was down by them: one of a group is not enough.
    fn count_needed(&mut self, touching: &[&Outage], promise: &Promise, path: &Path<Node>) {
        let own = promise.service.id;
        let others: Vec<_> = touching
            .iter()
            .filter(|one| one.service != Some(own) && !one.others_went_on)
            .flat_map(|one| nodes(one).into_iter().map(move |node| (node, *one)))
            .collect();
        let mut whole: BTreeMap<Node, Vec<Span>> = BTreeMap::new();
        let mut any: BTreeMap<Node, Vec<Span>> = BTreeMap::new();
        for (node, outage) in &others {
            any.entry(*node).or_default().push(outage.span);
            if !outage.degraded {
                whole.entry(*node).or_default().push(outage.span);
            }
        }
        let down = path.down(&whole);
        let in_part = difference(&path.down(&any), &down);
        let parts = path.parts();
        let mut told = BTreeSet::new();
        for (_, outage) in others.into_iter().filter(|(node, _)| parts.contains(node)) {
            let own = [outage.span];
            let full = if outage.degraded { Vec::new() } else { intersection(&down, &own) };
            let partial = intersection(&in_part, &own);
            if !told.insert(outage.named.id) {
                continue;
            }
            if full.is_empty() && partial.is_empty() {
                let why = "Others of its group went on, so the service went on.".to_owned();
                self.exceptions.push((Some(outage.named.clone()), why));
                continue;
            }
            if !partial.is_empty() && promise.weight > Decimal::ZERO {
                let in_part = |span| Down { span, weight: promise.weight, users: outage.users };
                self.downs.extend(partial.into_iter().map(in_part));
            }
            self.count(outage, Because::Needed, full, Decimal::ONE);
        }
    }

    /// Says which outages that were looked at cost nothing, and why.
    fn explain(&mut self, promise: &Promise) {
        for one in &self.counted {
            let named = Some(one.outage.named.clone());
            if one.outage.degraded && promise.weight.is_zero() {
                let why =
                    "The service could be used in part, and the agreement does not count that.";
                self.exceptions.push((named, why.to_owned()));
            } else if clipped([one.outage.span], &self.time.net).is_empty() {
                let why = "It lies outside of the agreed service time.".to_owned();
                self.exceptions.push((named, why));
            } else if one.outage.lasts {
                self.exceptions.push((named, "It still lasts; it is counted until now.".into()));
            }
        }
    }

    fn measure_repairs(&mut self) {
        let net = &self.time.net;
        for one in self.counted.iter().filter(|one| one.downtime > SignedDuration::ZERO) {
            let outage = &one.outage;
            let between = |from: Option<Timestamp>, to: Option<Timestamp>| {
                let span = Span { from: from?, to: to? };
                Some(measure(&clipped([span], net)))
            };
            let pairs = [
                (outage.detected, outage.diagnosed),
                (outage.diagnosed, outage.repaired),
                (outage.detected, outage.repaired),
            ];
            for (lengths, (from, to)) in self.repair.iter_mut().zip(pairs) {
                lengths.extend(between(from, to));
            }
        }
    }

    /// The three mean times of repair, in minutes.
    pub fn repair_minutes(&self) -> [Option<Decimal>; 3] {
        self.repair.each_ref().map(|lengths| mean_minutes(lengths))
    }
}

/// What fails in an outage, as far as others can need it.
fn nodes(outage: &Outage) -> Vec<Node> {
    let item = outage.item.map(|id| ("configuration_item", id));
    // Where a part failed, the service it names is one that suffered: what needs the part is found by the part.
    let service = outage.service.map(|id| ("service", id));
    item.into_iter().chain(service).collect()
}

/// The measured shares of parts over a time, around the clock: of those that had an outage.
pub fn measured(known: &Known, span: Span) -> BTreeMap<RecordId, Decimal> {
    let span = Span { from: span.from, to: span.to.min(known.now) };
    let mut downs: BTreeMap<RecordId, Vec<Span>> = BTreeMap::new();
    for outage in known.outages.iter().filter(|one| !one.degraded && !one.planned) {
        if let Some(item) = outage.item {
            downs.entry(item).or_default().push(outage.span);
        }
    }
    let whole = Decimal::from(measure(&[span]).as_secs().max(0));
    let share = |spans: Vec<Span>| {
        let down = measure(&clipped(union(spans), &[span])).as_secs();
        (whole - Decimal::from(down)).checked_div(whole)
    };
    let shares = downs.into_iter().filter_map(|(item, spans)| Some((item, share(spans)?)));
    shares.collect()
}
