//! Availability: how much of the agreed time a service could be used, from exact spans of time.
//!
//! Every span is half-open. Agreed service time is the open time of a calendar; agreed planned work counts out; what
//! overlaps counts once; what reaches over the border of a period is clipped.
use crate::calendar::{ServiceCalendar, Span};
use jiff::{SignedDuration, Timestamp};
use rust_decimal::{Decimal, RoundingStrategy};
use std::collections::BTreeSet;

/// The digits behind the point that figures keep.
const DIGITS: u32 = 4;
const HOUR_SECONDS: i64 = 3_600;
const MINUTE_SECONDS: i64 = 60;

/// These spans in order, those that overlap or touch joined into one.
pub fn union(spans: impl IntoIterator<Item = Span>) -> Vec<Span> {
    let mut spans: Vec<_> = spans.into_iter().filter(|span| span.from < span.to).collect();
    spans.sort();
    let mut joined: Vec<Span> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.from <= last.to => last.to = last.to.max(span.to),
            _ => joined.push(span),
        }
    }
    joined
}

/// The time that lies in both; each must be in order and apart.
pub fn intersection(one: &[Span], other: &[Span]) -> Vec<Span> {
    let mut common = Vec::new();
    let (mut ones, mut others) = (one.iter().peekable(), other.iter().peekable());
    while let (Some(a), Some(b)) = (ones.peek(), others.peek()) {
        let span = Span { from: a.from.max(b.from), to: a.to.min(b.to) };
        if span.from < span.to {
            common.push(span);
        }
        if a.to <= b.to {
            ones.next()
        } else {
            others.next()
        };
    }
    common
}

/// The time of the first that does not lie in the second; each must be in order and apart.
pub fn difference(one: &[Span], other: &[Span]) -> Vec<Span> {
    let mut left = Vec::new();
    for span in one {
        let mut from = span.from;
        for taken in other.iter().filter(|taken| taken.from < span.to && span.from < taken.to) {
            if from < taken.from {
                left.push(Span { from, to: taken.from });
            }
            from = from.max(taken.to);
        }
        if from < span.to {
            left.push(Span { from, to: span.to });
        }
    }
    left
}

/// How long spans are together; they must be apart.
pub fn measure(spans: &[Span]) -> SignedDuration {
    let lengths = spans.iter().map(|span| span.to.duration_since(span.from));
    lengths.fold(SignedDuration::ZERO, SignedDuration::saturating_add)
}

/// A length in hours, with four digits.
pub fn hours(length: SignedDuration) -> Decimal {
    in_units(length, HOUR_SECONDS)
}

/// A length in minutes, with four digits.
pub fn minutes(length: SignedDuration) -> Decimal {
    in_units(length, MINUTE_SECONDS)
}

fn seconds(length: SignedDuration) -> Decimal {
    Decimal::from(length.as_secs())
}

fn in_units(length: SignedDuration, unit_seconds: i64) -> Decimal {
    rounded(seconds(length) / Decimal::from(unit_seconds))
}

fn rounded(number: Decimal) -> Decimal {
    number.round_dp_with_strategy(DIGITS, RoundingStrategy::MidpointAwayFromZero)
}

/// The agreed service time of a period, with and without agreed planned work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AgreedTime {
    /// The open time of the calendar.
    pub gross: Vec<Span>,
    /// What of it counts out.
    pub planned: Vec<Span>,
    /// What is left.
    pub net: Vec<Span>,
}

impl AgreedTime {
    /// The open time of a calendar within a period; `planned` are the windows that count out.
    pub fn of(
        calendar: &ServiceCalendar,
        period: Span,
        planned: impl IntoIterator<Item = Span>,
    ) -> Self {
        let open = calendar.open_spans(period.from).take_while(|span| span.from < period.to);
        let gross = union(open.map(|span| Span { from: span.from, to: span.to.min(period.to) }));
        let planned = intersection(&gross, &union(planned));
        let net = difference(&gross, &planned);
        Self { gross, planned, net }
    }
}

/// One outage as it counts for a service.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Down {
    /// When people could not use it.
    pub span: Span,
    /// How far it counts: 1 where nothing worked, less where the agreement gives degraded service a weight.
    pub weight: Decimal,
    /// How many people it hit; nothing means everybody.
    pub users: Option<i64>,
}

impl Down {
    /// Nothing worked for anybody.
    pub fn whole(span: Span) -> Self {
        Self { span, weight: Decimal::ONE, users: None }
    }
}

/// What outages come to within the agreed time.
#[derive(Clone, Debug, PartialEq)]
pub struct Availability {
    /// The agreed time without agreed planned work.
    net: SignedDuration,
    /// Seconds of downtime, degraded time by its weight.
    down_seconds: Decimal,
    /// How many outages there were: those that overlap are one, and those without downtime are none.
    pub outages: usize,
}

impl Availability {
    /// Counts outages within agreed time.
    pub fn of(net: &[Span], downs: &[Down]) -> Self {
        let mut by_weight: Vec<&Down> =
            downs.iter().filter(|down| down.weight > Decimal::ZERO).collect();
        by_weight.sort_by_key(|down| std::cmp::Reverse(down.weight));
        // The heaviest counts where several overlap.
        let mut covered: Vec<Span> = Vec::new();
        let mut down_seconds = Decimal::ZERO;
        for down in &by_weight {
            let fresh = difference(&intersection(net, &[down.span]), &covered);
            down_seconds += seconds(measure(&fresh)) * down.weight;
            covered = union(covered.into_iter().chain([down.span]));
        }
        let counts = |merged: &&Span| !intersection(net, &[**merged]).is_empty();
        let outages = covered.iter().filter(counts).count();
        Self { net: measure(net), down_seconds, outages }
    }

    /// The downtime in hours.
    pub fn downtime_hours(&self) -> Decimal {
        rounded(self.down_seconds / Decimal::from(HOUR_SECONDS))
    }

    /// The share of the agreed time in which it could be used; nothing where no time was agreed.
    pub fn percent(&self) -> Option<Decimal> {
        let net = seconds(self.net);
        let up = (net - self.down_seconds) * Decimal::ONE_HUNDRED;
        up.checked_div(net).map(rounded)
    }

    /// Mean time from failure until people have the service back, in hours; nothing without an outage.
    pub fn mtrs_hours(&self) -> Option<Decimal> {
        self.per_outage(self.down_seconds)
    }

    /// Mean time in use between two outages, in hours; nothing without an outage.
    pub fn mtbf_hours(&self) -> Option<Decimal> {
        self.per_outage(seconds(self.net) - self.down_seconds)
    }

    /// Mean time from the begin of one outage to that of the next, in hours; nothing without an outage.
    pub fn mtbsi_hours(&self) -> Option<Decimal> {
        self.per_outage(seconds(self.net))
    }

    fn per_outage(&self, all_seconds: Decimal) -> Option<Decimal> {
        let outages = Decimal::from(u64::try_from(self.outages).ok()?);
        all_seconds.checked_div(outages * Decimal::from(HOUR_SECONDS)).map(rounded)
    }
}

/// Availability by people: of the hours that all users together could have worked with it, the share in which they
/// could. Nothing where no time or no users were agreed. Nobody is counted as more than one at a time.
pub fn user_weighted_percent(net: &[Span], downs: &[Down], users: i64) -> Option<Decimal> {
    if users <= 0 {
        return None;
    }
    let users = Decimal::from(users);
    let borders: BTreeSet<Timestamp> =
        downs.iter().flat_map(|down| [down.span.from, down.span.to]).collect();
    let borders: Vec<_> = borders.into_iter().collect();
    let mut lost = Decimal::ZERO;
    for pair in borders.windows(2) {
        let [from, to] = pair else { continue };
        let within = |down: &&Down| down.span.from <= *from && *to <= down.span.to;
        let hit = |down: &Down| down.users.map_or(users, Decimal::from).min(users) * down.weight;
        let hit: Decimal = downs.iter().filter(within).map(hit).sum();
        let length = measure(&intersection(net, &[Span { from: *from, to: *to }]));
        lost += hit.min(users) * seconds(length);
    }
    let whole = users * seconds(measure(net));
    ((whole - lost) * Decimal::ONE_HUNDRED).checked_div(whole).map(rounded)
}

/// How many hours a service may be down and still keep its target.
pub fn allowed_downtime_hours(net: SignedDuration, target_percent: Decimal) -> Decimal {
    let share = (Decimal::ONE_HUNDRED - target_percent) / Decimal::ONE_HUNDRED;
    rounded(seconds(net) * share / Decimal::from(HOUR_SECONDS))
}

/// Availability of parts that are all needed, as shares of one.
pub fn serial(parts: impl IntoIterator<Item = Decimal>) -> Decimal {
    parts.into_iter().product()
}

/// Availability of parts of which one is enough, as shares of one. It assumes that they fail independently.
pub fn redundant(parts: impl IntoIterator<Item = Decimal>) -> Decimal {
    Decimal::ONE - parts.into_iter().map(|part| Decimal::ONE - part).product::<Decimal>()
}

/// The mean of lengths in minutes; nothing of nothing.
pub fn mean_minutes(lengths: &[SignedDuration]) -> Option<Decimal> {
    let count = Decimal::from(u64::try_from(lengths.len()).ok()?);
    let all = lengths.iter().copied().fold(SignedDuration::ZERO, SignedDuration::saturating_add);
    seconds(all).checked_div(count * Decimal::from(MINUTE_SECONDS)).map(rounded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::time_zone;
    use jiff::civil::DateTime;

    fn at(wall: &str) -> Timestamp {
        let paris = time_zone("Europe/Paris").unwrap();
        wall.parse::<DateTime>().unwrap().to_zoned(paris).unwrap().timestamp()
    }

    fn span(from: &str, to: &str) -> Span {
        Span { from: at(&format!("2025-{from}")), to: at(&format!("2025-{to}")) }
    }

    fn number(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn june(planned: &[Span]) -> AgreedTime {
        let paris = time_zone("Europe/Paris").unwrap();
        let hours = "Mon-Fri 08:00-20:00".parse().unwrap();
        let calendar = ServiceCalendar::new(paris, hours, BTreeSet::new()).unwrap();
        AgreedTime::of(&calendar, span("06-01T00:00", "07-01T00:00"), planned.to_vec())
    }

    fn outages() -> Vec<Down> {
        [
            span("06-03T09:15", "06-03T10:45"),
            span("06-03T10:00", "06-03T11:15"),
            span("06-11T17:30", "06-11T19:00"),
            span("06-14T10:00", "06-14T13:00"),
            span("06-30T19:30", "07-01T01:00"),
        ]
        .map(Down::whole)
        .to_vec()
    }

    const MAINTENANCE: (&str, &str) = ("06-11T18:00", "06-11T20:00");

    fn agreed() -> AgreedTime {
        june(&[span(MAINTENANCE.0, MAINTENANCE.1)])
    }

    #[test]
    fn vector_avl_1_overlaps_count_once_and_agreed_work_counts_out() {
        let time = agreed();
        assert_eq!(hours(measure(&time.gross)), number("252"));
        assert_eq!(hours(measure(&time.planned)), number("2"));
        assert_eq!(hours(measure(&time.net)), number("250"));
        let june = Availability::of(&time.net, &outages());
        assert_eq!(june.downtime_hours(), number("3"));
        assert_eq!(june.percent(), Some(number("98.8")));
    }

    #[test]
    fn vector_avl_2_work_that_was_not_agreed_is_downtime() {
        let mut downs = outages();
        downs.push(Down::whole(span(MAINTENANCE.0, MAINTENANCE.1)));
        let june = Availability::of(&june(&[]).net, &downs);
        assert_eq!(june.downtime_hours(), number("5"));
        assert_eq!(june.percent(), Some(number("98.0159")));
    }

    #[test]
    fn vector_avl_3_mean_times() {
        let june = Availability::of(&agreed().net, &outages());
        assert_eq!(june.outages, 3, "the one on Saturday cost no agreed time");
        assert_eq!(june.mtrs_hours(), Some(number("1")));
        assert_eq!(june.mtbf_hours(), Some(number("82.3333")));
        assert_eq!(june.mtbsi_hours(), Some(number("83.3333")));
        let share = june.mtbf_hours().unwrap() / june.mtbsi_hours().unwrap();
        assert_eq!(share.round_dp(4), number("0.988"));
        let quiet = Availability::of(&agreed().net, &[]);
        assert_eq!(
            (quiet.mtrs_hours(), quiet.mtbf_hours(), quiet.mtbsi_hours()),
            (None, None, None)
        );
    }

    #[test]
    fn vector_avl_4_availability_by_people() {
        let net = [span("06-02T00:00", "06-12T10:00")];
        assert_eq!(hours(measure(&net)), number("250"));
        let down = |from, to, users| Down { users, ..Down::whole(span(from, to)) };
        let downs = [
            down("06-03T09:00", "06-03T11:00", None),
            down("06-04T09:00", "06-04T09:30", Some(100)),
            down("06-05T09:00", "06-05T09:30", Some(500)),
        ];
        assert_eq!(user_weighted_percent(&net, &downs, 500), Some(number("98.96")));
        assert_eq!(user_weighted_percent(&net, &downs, 0), None);
        assert_eq!(user_weighted_percent(&[], &downs, 500), None);
        let twice = [downs[0], downs[0]];
        let once = user_weighted_percent(&net, &twice[..1], 500);
        assert_eq!(user_weighted_percent(&net, &twice, 500), once, "nobody counts twice");
    }

    #[test]
    fn vector_avl_5_allowed_downtime() {
        let allowed = |net, target| allowed_downtime_hours(SignedDuration::from_hours(net), target);
        assert_eq!(allowed(720, number("99.5")), number("3.6"));
        assert_eq!(allowed(720, number("99.9")) * number("60"), number("43.2"));
        assert_eq!(allowed(250, number("99.5")), number("1.25"));
    }

    #[test]
    fn vector_avl_6_parts_in_a_row_and_beside_each_other() {
        let parts = ["0.999", "0.995", "0.9995"].map(number);
        assert_eq!(serial(parts).round_dp(6), number("0.993508"));
        let pair = redundant([number("0.99"), number("0.99")]);
        assert_eq!(pair, number("0.9999"));
        let chain = serial([number("0.999"), number("0.995"), pair]);
        assert_eq!(chain.round_dp(6), number("0.993906"));
    }

    #[test]
    fn vector_avl_7_without_agreed_time_there_is_no_availability() {
        assert_eq!(Availability::of(&[], &outages()).percent(), None);
    }

    #[test]
    fn vector_avl_8_repair_is_not_restoration() {
        let minutes_between = |from, to| minutes(measure(&[span(from, to)]));
        assert_eq!(minutes_between("06-03T09:15", "06-03T09:45"), number("30"));
        assert_eq!(minutes_between("06-03T09:45", "06-03T10:30"), number("45"));
        let repaired = measure(&[span("06-03T09:15", "06-03T10:30")]);
        assert_eq!(mean_minutes(&[repaired]), Some(number("75")));
        let down =
            Availability::of(&agreed().net, &[Down::whole(span("06-03T09:15", "06-03T11:15"))]);
        assert_eq!(down.mtrs_hours().map(|hours| hours * number("60")), Some(number("120")));
        assert_eq!(mean_minutes(&[]), None);
    }

    #[test]
    fn degraded_time_counts_by_its_weight_and_never_beside_a_whole_outage() {
        let net = agreed().net;
        let half =
            Down { weight: number("0.5"), ..Down::whole(span("06-03T09:00", "06-03T13:00")) };
        assert_eq!(Availability::of(&net, &[half]).downtime_hours(), number("2"));
        let whole = Down::whole(span("06-03T10:00", "06-03T12:00"));
        let both = Availability::of(&net, &[half, whole]);
        assert_eq!((both.downtime_hours(), both.outages), (number("3"), 1));
        let none = Down { weight: Decimal::ZERO, ..half };
        assert_eq!(Availability::of(&net, &[none]).outages, 0);
    }
}
