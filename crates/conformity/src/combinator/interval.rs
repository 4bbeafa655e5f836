//! An interval is kept: something recurs, and no instance of it came late or is missing.
//!
//! The next one is due one interval after the last one; months end with their last day. Late is
//! whoever exceeds that by more than the tolerance, and a late one stays late when all that follow
//! are in time.
use super::{Rule, Verdict, recorded_on};
use crate::{
    condition::Condition,
    reads::Reads,
    world::{Member, Slot},
};
use jiff::{ToSpan, civil::Date};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

const MONTHS_MAX: i64 = 1200;

/// How long the interval is.
#[derive(Clone, Copy, Debug)]
pub enum Every {
    /// So many months, as the field of the record judged says; at most a hundred years.
    MonthsIn(&'static str),
    /// A month, quarter or year, as the choice in the field of the record judged says.
    WindowIn(&'static str),
    /// So many months, where no record says how many.
    Months(i64),
    /// As the organization set it for this topic of its planned reviews; where it set none, so many months.
    Set(&'static str, i64),
}

/// The kind of record by which an organization sets an interval for a topic.
const PLANNED_REVIEW: &str = "planned_review";

/// What an organization set for a topic.
#[derive(Clone, Copy)]
struct AsSet {
    months: i64,
    grace_days: i64,
    since: Date,
}

static SETS: OnceLock<Slot> = OnceLock::new();

/// What was set for each topic.
fn sets(member: &Member<'_>) -> BTreeMap<String, AsSet> {
    let mut sets = BTreeMap::<String, AsSet>::new();
    for one in member.world.all(PLANNED_REVIEW).filter(|one| one.state() == "planned") {
        let months = one.value("interval_months").as_int();
        let Some(months) = months.filter(|months| (1..=MONTHS_MAX).contains(months)) else {
            continue;
        };
        let topic = one.text("topic");
        if sets.get(topic).is_none_or(|before| months < before.months) {
            let grace_days = one.value("grace_days").as_int().unwrap_or_default();
            let since = recorded_on(&one);
            sets.insert(topic.to_owned(), AsSet { months, grace_days, since });
        }
    }
    sets
}

/// What a record must come with again and again.
#[derive(Clone, Copy, Debug)]
pub struct Interval {
    /// How long it is.
    pub every: Every,
    /// How many days late is still in time.
    pub tolerance_days: i64,
    /// What recurs, such as `review`.
    pub what: &'static str,
    /// What is awaited before the first is due, such as `the first review is not due yet`.
    pub awaited: &'static str,
}

impl Every {
    fn field(self) -> Option<&'static str> {
        match self {
            Self::MonthsIn(field) | Self::WindowIn(field) => Some(field),
            Self::Months(_) | Self::Set(..) => None,
        }
    }

    fn reads(self) -> Reads {
        if let Self::Set(topic, _) = self {
            let set = Reads::choices("topic", &[topic]).and(Reads::states(&["planned"]));
            return set
                .and(Reads::fields(&["interval_months", "grace_days"]))
                .of_kind(PLANNED_REVIEW);
        }
        self.field().map_or_else(Reads::nothing, |field| Reads::fields(&[field]))
    }

    /// What the organization set; of several planned reviews, that which comes round soonest.
    fn set(self, member: &Member<'_>) -> Option<AsSet> {
        let Self::Set(topic, _) = self else { return None };
        let slot = *SETS.get_or_init(Slot::fresh);
        member.world.once(slot, &[PLANNED_REVIEW], || sets(member))?.get(topic).copied()
    }

    fn months(self, member: &Member<'_>) -> Option<i64> {
        match self {
            Self::MonthsIn(field) => {
                let months = member.value(field).as_int();
                months.filter(|months| (1..=MONTHS_MAX).contains(months))
            }
            Self::WindowIn(field) => match member.text(field) {
                "month" => Some(1),
                "quarter" => Some(3),
                "year" => Some(12),
                _ => None,
            },
            Self::Months(months) | Self::Set(_, months) => Some(months),
        }
    }

    /// The day by which the next is due, and until when it is in time. What was set counts from the day on which it
    /// was, and not for the time before.
    fn due_after(
        self,
        member: &Member<'_>,
        last: Date,
        tolerance_days: i64,
    ) -> Option<(Date, Date)> {
        let usual = last.saturating_add(self.months(member)?.months());
        let with = |due: Date, days: i64| (due, due.saturating_add(days.days()));
        let Some(set) = self.set(member) else { return Some(with(usual, tolerance_days)) };
        let as_set = last.saturating_add(set.months.months());
        let from_then_on = set.since.saturating_add(set.months.months());
        let due = as_set.max(usual.min(from_then_on));
        Some(with(due, tolerance_days.saturating_add(set.grace_days)))
    }

    /// The day on which the first whole interval begins: windows follow the calendar.
    fn first_whole(self, member: &Member<'_>, begun: Date) -> Date {
        let (Self::WindowIn(_), Some(months)) = (self, self.months(member)) else { return begun };
        let into_window = (i64::from(begun.month()) - 1) % months;
        let window_begins = begun.first_of_month().saturating_sub(into_window.months());
        if window_begins == begun { begun } else { window_begins.saturating_add(months.months()) }
    }
}

/// The day of the last instance stands in a field of the record itself, and it begins with the day
/// in `begins`.
pub fn last_done_in(last: &'static str, begins: &'static str, interval: Interval) -> Rule {
    let reads = Reads::fields(&[last, begins]).and(interval.every.reads());
    Rule::new(reads, move |member| {
        let begun = member.day(begins).unwrap_or_else(|| recorded_on(member));
        let done: Vec<_> =
            member.day(last).filter(|day| member.world.reached_day(*day)).into_iter().collect();
        // Only the last one is known, so that those before it cannot be judged.
        let begun = done.first().copied().unwrap_or(begun);
        judged(member, &interval, begun, &done)
    })
}

/// Records of another kind, each of which is one instance.
#[derive(Clone, Copy, Debug)]
pub struct Instances {
    /// Their kind.
    pub other: &'static str,
    /// Their field that names the record judged.
    pub by: &'static str,
    /// Their day.
    pub on: &'static str,
    /// The field of the record judged that names what it is part of.
    pub part_of: &'static str,
    /// The kind of what it is part of.
    pub whole: &'static str,
    /// The day on which that begins.
    pub begins: &'static str,
}

/// Each record of another kind that meets the condition is an instance. It begins when the record
/// judged was recorded, or when what that is part of begins, whichever is later; a window begins
/// with the calendar's next one.
pub fn instances_of(instances: Instances, that: Condition, interval: Interval) -> Rule {
    let Instances { other, by, on, part_of, whole, begins } = instances;
    let reads = that.reads().clone().and(Reads::fields(&[on])).of_those_naming(other, by);
    let reads = reads
        .and(Reads::fields(&[begins]).of_kind(whole))
        .and(Reads::fields(&[part_of]))
        .and(interval.every.reads());
    Rule::new(reads, move |member| {
        let agreed = member.named(part_of, whole).and_then(|whole| whole.day(begins));
        let recorded = recorded_on(member);
        let begun = agreed.map_or(recorded, |agreed| agreed.max(recorded));
        let begun = interval.every.first_whole(member, begun);
        let counting = member.named_by(other, by).filter(|instance| that.holds(instance));
        let days = counting.filter_map(|instance| instance.day(on));
        // What is dated ahead has not happened yet.
        let mut done: Vec<_> = days.filter(|day| member.world.reached_day(*day)).collect();
        done.sort_unstable();
        let begun = done.first().map_or(begun, |first| begun.min(*first));
        judged(member, &interval, begun, &done)
    })
}

/// Records of another kind that name the one judged, each of which is one instance.
#[derive(Clone, Copy, Debug)]
pub struct Recurring {
    /// Their kind.
    pub other: &'static str,
    /// Their field that names the record judged.
    pub by: &'static str,
    /// Their day.
    pub on: &'static str,
}

/// Each record of another kind that names the one judged and meets the condition is an instance. It begins when the
/// record judged was recorded.
pub fn recurs(recurring: Recurring, that: Condition, interval: Interval) -> Rule {
    let Recurring { other, by, on } = recurring;
    let reads = that.reads().clone().and(Reads::fields(&[on])).of_those_naming(other, by);
    Rule::new(reads.and(interval.every.reads()), move |member| {
        let counting = member.named_by(other, by).filter(|instance| that.holds(instance));
        let done = past(member, counting.filter_map(|instance| instance.day(on)));
        let recorded = recorded_on(member);
        let begun = done.first().map_or(recorded, |first| recorded.min(*first));
        judged(member, &interval, begun, &done)
    })
}

/// Days that are not ahead, in their order: what is dated ahead has not happened yet.
fn past(member: &Member<'_>, days: impl Iterator<Item = Date>) -> Vec<Date> {
    let mut done: Vec<_> = days.filter(|day| member.world.reached_day(*day)).collect();
    done.sort_unstable();
    done
}

/// A record of the kind judged that is the last of its sort is not older than the interval, and one that is not the
/// last was followed by the next in time. `same` names the field by which sorts are told apart; without it all are of
/// one sort. Only records that meet the condition follow.
pub fn renewed(
    kind: &'static str,
    on: &'static str,
    same: Option<&'static str>,
    that: Condition,
    interval: Interval,
) -> Rule {
    let sort = same.map_or_else(Reads::nothing, |field| Reads::fields(&[field]));
    let own = Reads::fields(&[on]).and(sort).and(interval.every.reads());
    let others = own.clone().and(that.reads().clone()).of_kind(kind);
    let (slot, read) = (Slot::fresh(), others.others.keys().copied().collect::<Vec<_>>());
    Rule::new(own.and(others), move |member| {
        let Some(day) = member.day(on) else {
            return Verdict::Broken(format!("has no “{}”", member.title(on)).into());
        };
        let sorts = member.world.once(slot, &read, || days_by_sort(member, kind, on, same, &that));
        let days = sorts.as_ref().and_then(|sorts| sorts.get(&sort_of(member, same)));
        let later = days.into_iter().flat_map(|days| days.range(day..)).find(|on| **on > day);
        let later = later.filter(|later| member.world.reached_day(**later));
        let next: Vec<_> = later.copied().into_iter().collect();
        match judged(member, &interval, day, &next) {
            // It is the last, and the next one is not due yet.
            Verdict::NotYet(_) => Verdict::Kept,
            // Whether the one after the next came in time is for that one to say.
            Verdict::Broken(_)
                if next.first().is_some_and(|next| in_time(member, &interval, day, *next)) =>
            {
                Verdict::Kept
            }
            verdict => verdict,
        }
    })
}

/// The sort of a record, spelled so that those of one sort are spelled alike.
fn sort_of(member: &Member<'_>, same: Option<&'static str>) -> String {
    same.map_or_else(String::new, |field| member.value(field).to_value().to_json().to_string())
}

/// The days of all records of a kind that meet the condition, by their sort.
fn days_by_sort(
    member: &Member<'_>,
    kind: &str,
    on: &str,
    same: Option<&'static str>,
    that: &Condition,
) -> BTreeMap<String, BTreeSet<Date>> {
    let mut sorts = BTreeMap::<_, BTreeSet<_>>::new();
    for other in member.world.all(kind).filter(|other| that.holds(other)) {
        let days = sorts.entry(sort_of(&other, same)).or_default();
        days.extend(other.day(on));
    }
    sorts
}

fn in_time(member: &Member<'_>, interval: &Interval, last: Date, next: Date) -> bool {
    let due = interval.every.due_after(member, last, interval.tolerance_days);
    due.is_some_and(|(_, latest)| next <= latest)
}

fn judged(member: &Member<'_>, interval: &Interval, begun: Date, done: &[Date]) -> Verdict {
    let after = |day: Date| interval.every.due_after(member, day, interval.tolerance_days);
    if after(begun).is_none() {
        let title = interval.every.field().map_or("", |field| member.title(field));
        return Verdict::Broken(format!("has no planned interval: “{title}” is empty").into());
    }
    let due_after = |day: Date| after(day).map_or(day, |(due, _)| due);
    let late_after = |day: Date| after(day).map_or(day, |(_, latest)| latest);
    let mut last = begun;
    for day in done {
        if *day > late_after(last) && member.world.looks_at(late_after(last)) {
            return Verdict::Broken(
                format!("had a {} on {day} that was due on {}", interval.what, due_after(last))
                    .into(),
            );
        }
        last = *day;
    }
    if member.world.has_passed_day(late_after(last)) {
        Verdict::Broken(
            format!(
                "has had no {} since {last}; one was due on {}",
                interval.what,
                due_after(last)
            )
            .into(),
        )
    } else if done.is_empty() {
        Verdict::NotYet(interval.awaited)
    } else {
        Verdict::Kept
    }
}
