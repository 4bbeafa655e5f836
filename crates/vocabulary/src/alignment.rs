//! Whether what others promised us carries what we promised customers.
//!
//! One of our targets is held against what each party promised for the same service. A time may not be longer, the
//! hours in which it is counted may not be narrower, and what is available in a row is available as the product of all.
use crate::calendar::{ServiceCalendar, Span};
use jiff::{SignedDuration, Timestamp, civil::Date};
use rust_decimal::{Decimal, RoundingStrategy};

/// From this share of our own time on, theirs leaves us little room.
const NEAR_PERCENT: i64 = 80;
/// Hours are compared over a year, so that every holiday is seen.
const COMPARED_DAYS: i64 = 366;

/// What is promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// How soon somebody begins to work on it.
    Response,
    /// How soon it is solved.
    Resolution,
    /// Which share of the time it can be used.
    Availability,
}

impl Measure {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Response, Self::Resolution, Self::Availability];

    /// Its name in data.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Response => "response",
            Self::Resolution => "resolution",
            Self::Availability => "availability",
        }
    }

    /// The measure of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// One promise, ours or theirs.
#[derive(Clone, Debug)]
pub struct Promise<'a> {
    /// What is promised.
    pub measure: Measure,
    /// The priority it is for; none is every priority.
    pub priority: Option<i64>,
    /// How long it may take, in seconds of the hours.
    pub seconds: Option<i64>,
    /// The share promised, of a hundred.
    pub share: Option<Decimal>,
    /// The hours by which it is counted; none is round the clock.
    pub hours: Option<&'a ServiceCalendar>,
}

/// Why a link does not carry.
#[derive(Clone, Debug, PartialEq)]
pub enum Weakness {
    /// They may take longer than we may.
    Slower {
        /// What we promised, in seconds.
        ours: i64,
        /// What they promised, in seconds.
        theirs: i64,
    },
    /// There is a time in which we promised to work and they did not.
    Narrower {
        /// The first such time.
        gap: Span,
    },
    /// What all of them promise together lies below what we promised.
    Lower {
        /// The share that we promised.
        ours: Decimal,
        /// The product of the shares promised to us.
        theirs: Decimal,
    },
    /// They promised nothing of the kind.
    NoTarget,
    /// Their promise ends before ours does.
    EndsEarlier {
        /// Their last day.
        theirs: Date,
        /// Our last day; none is open end.
        ours: Option<Date>,
    },
    /// They deliver the service, and nothing in force binds them.
    NoContract,
}

impl Weakness {
    /// Its name in data.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Slower { .. } => "slower",
            Self::Narrower { .. } => "narrower",
            Self::Lower { .. } => "lower",
            Self::NoTarget => "no_target",
            Self::EndsEarlier { .. } => "ends_earlier",
            Self::NoContract => "no_contract",
        }
    }

    /// Whether something that was promised contradicts our promise, rather than that nothing was promised.
    pub const fn is_broken(&self) -> bool {
        !matches!(self, Self::NoTarget | Self::NoContract)
    }
}

/// How a promise of theirs carries one of ours.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Carried {
    /// The place of the promise, among those given, that is held against ours.
    pub by: Option<usize>,
    /// Why it does not carry; empty if it does.
    pub weaknesses: Vec<Weakness>,
    /// Whether it carries with little room to spare.
    pub is_near: bool,
}

/// Holds a time of ours against the promises of one party: that for the same priority, else that for every priority. Of
/// two that fit alike the longer counts, since nobody knows which they keep.
pub fn carried(ours: &Promise<'_>, theirs: &[Promise<'_>], from: Timestamp) -> Carried {
    let found = theirs.iter().enumerate().filter(|(_, one)| one.measure == ours.measure);
    let fits = |wanted: Option<i64>| {
        let alike = found.clone().filter(move |(_, one)| one.priority == wanted);
        alike.max_by_key(|(_, one)| one.seconds)
    };
    let Some((by, their)) = fits(ours.priority).or_else(|| fits(None)) else {
        return Carried { weaknesses: vec![Weakness::NoTarget], ..Carried::default() };
    };
    let mut carried = Carried { by: Some(by), ..Carried::default() };
    if let (Some(ours), Some(theirs)) = (ours.seconds, their.seconds) {
        if theirs > ours {
            carried.weaknesses.push(Weakness::Slower { ours, theirs });
        }
        carried.is_near = theirs.saturating_mul(100) > ours.saturating_mul(NEAR_PERCENT);
    }
    if let Some(gap) = gap(ours.hours, their.hours, from) {
        carried.weaknesses.push(Weakness::Narrower { gap });
    }
    carried.is_near &= carried.weaknesses.is_empty();
    carried
}

/// The share of time in which everything in a row is there at once: the product, of a hundred. It takes for granted
/// that parts fail by themselves.
pub fn serial(shares: &[Decimal]) -> Option<Decimal> {
    let mut all = None;
    for share in shares {
        let so_far: Decimal = all.unwrap_or(Decimal::ONE_HUNDRED);
        all = Some(so_far.checked_mul(*share)?.checked_div(Decimal::ONE_HUNDRED)?);
    }
    all.map(|share| share.round_dp_with_strategy(4, RoundingStrategy::MidpointAwayFromZero))
}

/// Holds a share of ours against the product of those promised to us; nothing to say where nobody promised any.
pub fn carried_share(ours: Decimal, theirs: &[Decimal]) -> Option<Weakness> {
    let theirs = serial(theirs)?;
    (theirs < ours).then_some(Weakness::Lower { ours, theirs })
}

/// Whether their promise ends before ours. A promise of theirs that goes on by itself ends on no day.
pub fn ends_earlier(theirs: Option<Date>, ours: Option<Date>) -> Option<Weakness> {
    let last = theirs?;
    let is_early = ours.is_none_or(|ours| last < ours);
    is_early.then_some(Weakness::EndsEarlier { theirs: last, ours })
}

/// The first time within a year in which we are open and they are not.
pub fn gap(
    ours: Option<&ServiceCalendar>,
    theirs: Option<&ServiceCalendar>,
    from: Timestamp,
) -> Option<Span> {
    let theirs = theirs?;
    let always = ServiceCalendar::always();
    let ours = ours.unwrap_or(&always);
    let until = from.checked_add(SignedDuration::from_hours(24 * COMPARED_DAYS)).ok()?;
    let mut covers = theirs.open_spans(from).peekable();
    for span in ours.open_spans(from).take_while(|span| span.from < until) {
        let (mut at, end) = (span.from, span.to.min(until));
        while at < end {
            while covers.peek().is_some_and(|cover| cover.to <= at) {
                covers.next();
            }
            match covers.peek() {
                Some(cover) if cover.from <= at => at = cover.to,
                Some(cover) => return Some(Span { from: at, to: cover.from.min(end) }),
                None => return Some(Span { from: at, to: end }),
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::time_zone;
    use std::collections::BTreeSet;

    fn hours(text: &str) -> ServiceCalendar {
        let zone = time_zone("Europe/Paris").unwrap();
        ServiceCalendar::new(zone, text.parse().unwrap(), BTreeSet::default()).unwrap()
    }

    fn monday() -> Timestamp {
        "2026-03-02T00:00:00Z".parse().unwrap()
    }

    fn promise(priority: Option<i64>, hours: i64, by: &ServiceCalendar) -> Promise<'_> {
        Promise {
            measure: Measure::Resolution,
            priority,
            seconds: Some(hours * 3_600),
            share: None,
            hours: Some(by),
        }
    }

    #[test]
    fn a_longer_time_does_not_carry_and_a_shorter_does() {
        let office = hours("Mon-Fri 08:00-18:00");
        let ours = promise(Some(2), 8, &office);
        let held = |theirs: &[Promise<'_>]| carried(&ours, theirs, monday());
        let longer = held(&[promise(None, 10, &office)]);
        assert_eq!(longer.weaknesses, [Weakness::Slower { ours: 28_800, theirs: 36_000 }]);
        let own = held(&[promise(None, 10, &office), promise(Some(2), 4, &office)]);
        assert_eq!((own.by, own.weaknesses.len(), own.is_near), (Some(1), 0, false));
        assert!(held(&[promise(Some(2), 8, &office)]).is_near, "the same leaves no room");
        assert_eq!(held(&[promise(Some(1), 2, &office)]).weaknesses, [Weakness::NoTarget]);
        let two = held(&[promise(Some(2), 4, &office), promise(Some(2), 9, &office)]);
        assert_eq!(two.by, Some(1), "the longer of two counts");
    }

    #[test]
    fn narrower_hours_do_not_carry_and_the_first_gap_is_told() {
        let (shop, office) = (hours("Mon-Sat 07:00-21:00"), hours("Mon-Fri 08:00-18:00"));
        let found = carried(&promise(None, 8, &shop), &[promise(None, 2, &office)], monday());
        let gap = Span {
            from: "2026-03-02T06:00:00Z".parse().unwrap(),
            to: "2026-03-02T07:00:00Z".parse().unwrap(),
        };
        assert_eq!(found.weaknesses, [Weakness::Narrower { gap }]);
        assert_eq!(super::gap(Some(&office), Some(&shop), monday()), None);
        assert_eq!(super::gap(Some(&office), Some(&office), monday()), None);
        assert!(super::gap(None, Some(&shop), monday()).is_some(), "round the clock is wider");
        assert_eq!(super::gap(Some(&shop), None, monday()), None);
        let always = hours("24x7");
        assert_eq!(super::gap(Some(&always), Some(&always), monday()), None);
        let by_day = hours("Mon-Sun 00:00-24:00");
        assert_eq!(super::gap(Some(&always), Some(&by_day), monday()), None, "days touch");
    }

    #[test]
    fn what_stands_in_a_row_is_there_as_the_product() {
        let shares = ["99.9", "99.5", "99.95"].map(|one| one.parse().unwrap());
        assert_eq!(serial(&shares), Some("99.3508".parse().unwrap()), "AVL-6, of a hundred");
        let ours = "99.4".parse().unwrap();
        let lower = carried_share(ours, &shares);
        assert_eq!(
            lower,
            Some(Weakness::Lower { ours, theirs: "99.3508".parse().unwrap() }),
            "each part alone would have been enough"
        );
        assert_eq!(carried_share("99.3".parse().unwrap(), &shares), None);
        assert_eq!((serial(&[]), carried_share(ours, &[])), (None, None));
    }

    #[test]
    fn a_promise_that_ends_first_leaves_ours_alone() {
        let day = |text: &str| Some(text.parse::<Date>().unwrap());
        assert!(ends_earlier(day("2026-12-31"), day("2027-01-01")).is_some());
        assert!(ends_earlier(day("2026-12-31"), None).is_some(), "ours has no end");
        assert_eq!(ends_earlier(day("2026-12-31"), day("2026-12-31")), None);
        assert_eq!(ends_earlier(None, None), None);
    }
}
