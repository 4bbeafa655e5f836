//! Holds our promises against those made to us, agreement by agreement.
use super::{
    chain::{Chain, Finding, Link, Party, Told},
    sources::{Agreement, Binding, Sources, Target},
};
use gemba_vocabulary::{
    RecordId,
    alignment::{Measure, Promise, Weakness, carried, carried_share, ends_earlier},
};
use jiff::{Timestamp, tz::TimeZone};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// The chains of all agreements that rest on somebody.
pub(super) fn all(sources: &Sources, now: Timestamp) -> Vec<Chain> {
    let chain = |agreement| Weighing::of(sources, agreement, now).map(Weighing::weighed);
    sources.agreements.iter().filter_map(chain).collect()
}

struct Weighing<'a> {
    sources: &'a Sources,
    agreement: &'a Agreement,
    now: Timestamp,
    ours: Vec<&'a Target>,
    /// Who supplies, each with the promises for this service.
    bindings: Vec<(&'a Binding, Vec<&'a Target>)>,
    chain: Chain,
}

impl<'a> Weighing<'a> {
    /// Nothing for an agreement whose service rests on nobody but ourselves.
    fn of(sources: &'a Sources, agreement: &'a Agreement, now: Timestamp) -> Option<Self> {
        let service = agreement.service;
        let own = |one: &&Target| one.of == (agreement.about.kind, agreement.about.id);
        let ours: Vec<_> = sources.ours.iter().filter(own).collect();
        let covers = |one: &&Binding| one.services.contains(&service);
        let bindings = sources.bindings.iter().filter(covers).map(|binding| {
            let of = (binding.about.kind, binding.about.id);
            let is_theirs =
                |one: &&Target| one.of == of && one.service.is_none_or(|of| of == service);
            (binding, sources.theirs.iter().filter(is_theirs).collect::<Vec<_>>())
        });
        let bindings: Vec<_> = bindings.collect();
        if bindings.is_empty() && !sources.delivered.contains_key(&service) {
            return None;
        }
        let told = |one: &&Target, usual| told(sources, one, usual);
        let party = |(binding, promises): &(&Binding, Vec<&Target>)| Party {
            who: binding.who.clone(),
            under: binding.about.clone(),
            promises: promises.iter().map(|one| told(one, None)).collect(),
        };
        let chain = Chain {
            about: agreement.about.clone(),
            customer: sources.customers.get(&agreement.customer)?.clone(),
            service: sources.services.get(&service)?.clone(),
            targets: ours.iter().map(|one| told(one, agreement.calendar)).collect(),
            parties: bindings.iter().map(party).collect(),
            links: Vec::new(),
            findings: Vec::new(),
            compared: 0,
        };
        Some(Self { sources, agreement, now, ours, bindings, chain })
    }

    fn weighed(mut self) -> Chain {
        self.contract();
        for place in 0..self.bindings.len() {
            self.ends(place);
            self.times(place);
        }
        self.shares();
        let linked: BTreeSet<_> = self.chain.links.iter().map(|link| link.target).collect();
        self.chain.compared = linked.len();
        self.chain
    }

    /// Whoever delivers the service has to be bound.
    fn contract(&mut self) {
        let Some((who, number)) = self.sources.delivered.get(&self.agreement.service) else {
            return;
        };
        let is_bound = self.chain.parties.iter().any(|party| party.who == *who);
        if is_bound {
            return;
        }
        let party = self.chain.parties.len();
        let (under, title) = (who.clone(), who.title.clone());
        self.chain.parties.push(Party { who: who.clone(), under, promises: Vec::new() });
        let sentence =
            format!("{title} delivers the service, and no contract in force with them covers it.");
        self.find(Found {
            theirs: number.clone(),
            party: Some(party),
            short: "no contract".to_owned(),
            sentence,
            ..Found::of(Weakness::NoContract.name(), false)
        });
    }

    fn ends(&mut self, place: usize) {
        let Some((binding, _)) = self.bindings.get(place) else { return };
        // An agreement without an end is reviewed; only a contract that ends for certain leaves it alone.
        let Some(weakness) = ends_earlier(binding.ends_on, self.agreement.ends_on) else { return };
        let Weakness::EndsEarlier { theirs, ours } = &weakness else { return };
        let ours = ours.map_or_else(|| "has no end".to_owned(), |day| format!("ends on {day}"));
        let is_broken = self.agreement.ends_on.is_some() || is_soon(*theirs, self.now);
        if !is_broken {
            return;
        }
        let sentence = format!(
            "“{}” ends on {theirs}, while the agreement {ours}. Extend it, or find who takes over.",
            binding.about.title
        );
        let theirs_number = binding.number.clone();
        self.find(Found {
            theirs: theirs_number,
            party: Some(place),
            short: format!("ends {theirs}"),
            sentence,
            ..Found::of(weakness.name(), true)
        });
    }

    /// Response and resolution.
    fn times(&mut self, place: usize) {
        let Some((binding, promises)) = self.bindings.get(place).cloned() else { return };
        let theirs: Vec<_> = promises.iter().map(|one| self.promise(one, None)).collect();
        let mut missing = BTreeSet::new();
        for (target, ours) in self.ours.clone().into_iter().enumerate() {
            if ours.measure == Measure::Availability {
                continue;
            }
            let promise = self.promise(ours, self.agreement.calendar);
            let held = carried(&promise, &theirs, self.now);
            self.chain.links.push(Link {
                target,
                party: place,
                promise: held.by,
                is_weak: !held.weaknesses.is_empty(),
                is_near: held.is_near,
            });
            let by = held.by.and_then(|by| promises.get(by));
            for weakness in &held.weaknesses {
                match by {
                    Some(their) => {
                        self.weak(weakness, (target, ours), (place, binding), held.by, their);
                    }
                    None => {
                        missing.insert(ours.measure);
                    }
                }
            }
        }
        for measure in missing {
            self.lacks(measure, place, binding);
        }
    }

    fn weak(
        &mut self,
        weakness: &Weakness,
        (target, ours): (usize, &Target),
        (party, binding): (usize, &Binding),
        promise: Option<usize>,
        their: &Target,
    ) {
        let (short, sentence) = match weakness {
            Weakness::Slower { ours: may, theirs } => (
                format!("{} instead of {}", length(*theirs), length(*may)),
                format!(
                    "{} may take {} for “{}”, while we promised “{}” in {}.",
                    binding.who.title,
                    length(*theirs),
                    their.about.title,
                    ours.about.title,
                    length(*may)
                ),
            ),
            Weakness::Narrower { gap } => {
                let zone = self.sources.attended.get(ours.calendar.or(self.agreement.calendar));
                let zone = zone.map_or(TimeZone::UTC, |calendar| calendar.time_zone().clone());
                let at = gap.from.to_zoned(zone).strftime("%A %-d %B, %H:%M").to_string();
                (
                    "narrower hours".to_owned(),
                    format!(
                        "{} does not attend at all times at which we promised “{}”: the first such time \
                         is {at}.",
                        binding.who.title, ours.about.title
                    ),
                )
            }
            _ => return,
        };
        let number = ours.number.clone();
        self.find(Found {
            ours: Some(number),
            theirs: their.number.clone(),
            target: Some(target),
            party: Some(party),
            promise,
            short,
            sentence,
            ..Found::of(weakness.name(), true)
        });
    }

    /// A party has no target of a kind at all for some of what we promised.
    fn lacks(&mut self, measure: Measure, party: usize, binding: &Binding) {
        let what = match measure {
            Measure::Response => "how soon they begin",
            Measure::Resolution => "how soon they have put it right",
            Measure::Availability => "which share of the time it is there",
        };
        let sentence = format!(
            "We promised it, and “{}” of {} does not say {what} for every priority.",
            binding.about.title, binding.who.title
        );
        self.find(Found {
            theirs: format!("{}/{}", binding.number, measure.name()),
            party: Some(party),
            short: format!("no {} target", measure.name()),
            sentence,
            ..Found::of(Weakness::NoTarget.name(), false)
        });
    }

    /// Availability: all that is promised to us, in a row.
    fn shares(&mut self) {
        for (target, ours) in self.ours.clone().into_iter().enumerate() {
            let Some(promised) = ours.share.filter(|_| ours.measure == Measure::Availability)
            else {
                continue;
            };
            let mut shares: Vec<Decimal> = Vec::new();
            let mut links = Vec::new();
            for (party, (binding, promises)) in self.bindings.clone().into_iter().enumerate() {
                let found = promises.iter().position(|one| one.measure == Measure::Availability);
                let share = found.and_then(|place| promises.get(place)?.share);
                shares.extend(share);
                links.push((party, found));
                if found.is_none() {
                    self.lacks(Measure::Availability, party, binding);
                }
            }
            let weakness = carried_share(promised, &shares);
            for (party, promise) in links {
                let is_weak = weakness.is_some() || promise.is_none();
                self.chain.links.push(Link { target, party, promise, is_weak, is_near: false });
            }
            if let Some(Weakness::Lower { ours: promised, theirs }) = weakness {
                let sentence = format!(
                    "We promised {} % for “{}”, and what is promised to us comes to {} % in a row.",
                    promised.normalize(),
                    ours.about.title,
                    theirs.normalize()
                );
                self.find(Found {
                    ours: Some(ours.number.clone()),
                    theirs: "all".to_owned(),
                    target: Some(target),
                    short: format!("{} % in a row", theirs.normalize()),
                    sentence,
                    ..Found::of("lower", true)
                });
            }
        }
    }

    fn promise(&self, one: &Target, usual: Option<RecordId>) -> Promise<'a> {
        Promise {
            measure: one.measure,
            priority: one.priority,
            seconds: one.seconds,
            share: one.share,
            hours: self.sources.attended.get(one.calendar.or(usual)),
        }
    }

    fn find(&mut self, found: Found) {
        let record = found.ours.unwrap_or_else(|| self.agreement.number.clone());
        let key = format!("{record}/{}/{}", found.theirs, found.weakness);
        if self.chain.findings.iter().any(|one| one.key == key) {
            return;
        }
        self.chain.findings.push(Finding {
            key,
            record,
            target: found.target,
            party: found.party,
            promise: found.promise,
            short: found.short,
            sentence: found.sentence,
            is_broken: found.is_broken,
        });
    }
}

struct Found {
    ours: Option<String>,
    theirs: String,
    weakness: &'static str,
    target: Option<usize>,
    party: Option<usize>,
    promise: Option<usize>,
    short: String,
    sentence: String,
    is_broken: bool,
}

impl Found {
    fn of(weakness: &'static str, is_broken: bool) -> Self {
        Self {
            ours: None,
            theirs: String::new(),
            weakness,
            target: None,
            party: None,
            promise: None,
            short: String::new(),
            sentence: String::new(),
            is_broken,
        }
    }
}

/// An end within so many days leaves an agreement without an end alone before it can be reviewed.
const SOON_DAYS: i64 = 92;

fn is_soon(day: jiff::civil::Date, now: Timestamp) -> bool {
    use jiff::ToSpan;
    now.to_zoned(TimeZone::UTC).date().saturating_add(SOON_DAYS.days()) >= day
}

/// What a promise says.
fn told(sources: &Sources, one: &Target, usual: Option<RecordId>) -> Told {
    let hours = one.calendar.or(usual).and_then(|id| sources.calendars.get(&id));
    let hours = hours.map(|named| format!(" ({})", named.title)).unwrap_or_default();
    let priority = one.priority.map(|one| format!("P{one} ")).unwrap_or_default();
    let words = match (one.measure, one.seconds, one.share) {
        (Measure::Availability, _, Some(share)) => format!("there {} %{hours}", share.normalize()),
        (Measure::Response, Some(seconds), _) => {
            format!("{priority}begun in {}{hours}", length(seconds))
        }
        (_, Some(seconds), _) => format!("{priority}solved in {}{hours}", length(seconds)),
        _ => String::new(),
    };
    Told { about: one.about.clone(), measure: one.measure, words }
}

/// A length of time in words: `4 h`, `1 h 30 min`, `15 min`.
fn length(seconds: i64) -> String {
    let (hours, minutes) = (seconds / 3_600, seconds % 3_600 / 60);
    match (hours, minutes) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}
