//! What runs out: warranties, the support of products, contracts and licences, by the day by which somebody has to act.
//! The one place that knows in which fields these days stand.
use crate::{
    check::{Evidence, EvidenceFault},
    filter::{Filter, Test},
    overlay::KindView,
    record::Record,
};
use gemba_vocabulary::{RecordId, Value};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};

/// How far ahead is looked.
pub const DAYS_AHEAD: i64 = 365;

/// What runs out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// The warranty of a configuration item.
    Warranty,
    /// The support of the product that a configuration item runs.
    Support,
    /// The time in which notice of a contract can be given.
    Notice,
    /// A contract of which notice was given.
    Contract,
    /// The right to use something.
    Licence,
}

impl Sort {
    /// Every sort.
    pub const ALL: [Self; 5] =
        [Self::Warranty, Self::Support, Self::Notice, Self::Contract, Self::Licence];

    /// Its name in data.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Warranty => "warranty",
            Self::Support => "support",
            Self::Notice => "notice",
            Self::Contract => "contract",
            Self::Licence => "licence",
        }
    }

    /// The kind of its records.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Warranty | Self::Support => "configuration_item",
            Self::Notice | Self::Contract => "contract",
            Self::Licence => "licence",
        }
    }

    /// The field that holds the day.
    pub const fn day(self) -> &'static str {
        match self {
            Self::Warranty => "warranty_until",
            Self::Support => "end_of_support_on",
            Self::Notice => "notice_by",
            Self::Contract => "next_end",
            Self::Licence => "valid_until",
        }
    }

    /// The records that matter: those in use, and of contracts those of which notice was given or not.
    pub fn filters(self) -> Vec<Filter> {
        let states = |states: &[&str], test: fn(Vec<Value>) -> Test| {
            let states = states.iter().map(|state| Value::Text((*state).to_owned())).collect();
            Filter { field: "state".to_owned(), test: test(states) }
        };
        let notice = |test| Filter { field: "notice_given_on".to_owned(), test };
        match self {
            Self::Warranty | Self::Support => vec![states(&["retired", "disposed"], Test::IsNot)],
            Self::Notice => vec![states(&["signed", "in_force"], Test::Is), notice(Test::Empty)],
            Self::Contract => vec![states(&["signed", "in_force"], Test::Is), notice(Test::Filled)],
            Self::Licence => vec![Filter::is("open", Value::Bool(true))],
        }
    }
}

/// How near the day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nearness {
    /// It is over.
    Overdue,
    /// Within 30 days.
    Days30,
    /// Within 90 days.
    Days90,
    /// Within a year.
    Year,
}

impl Nearness {
    /// Every group, the most urgent first.
    pub const ALL: [Self; 4] = [Self::Overdue, Self::Days30, Self::Days90, Self::Year];

    /// Its name in data.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Days30 => "within_30_days",
            Self::Days90 => "within_90_days",
            Self::Year => "within_a_year",
        }
    }

    /// Of a day so many days away; nothing beyond a year.
    pub const fn of(days: i64) -> Option<Self> {
        match days {
            ..0 => Some(Self::Overdue),
            0..=30 => Some(Self::Days30),
            31..=90 => Some(Self::Days90),
            91..=DAYS_AHEAD => Some(Self::Year),
            _ => None,
        }
    }
}

/// Something that runs out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// How near it is.
    pub nearness: Nearness,
    /// The last day; nothing where it is over and nobody knows since when.
    pub day: Option<Date>,
    /// How many days away that is; below zero it is over.
    pub days: Option<i64>,
    /// What runs out.
    pub sort: Sort,
    /// The number of the record.
    pub id: RecordId,
    /// Its number as people see it.
    pub number: String,
    /// What it is called.
    pub title: String,
    /// Who answers for it.
    pub owner: Option<RecordId>,
}

impl Ending {
    fn of(sort: Sort, view: &KindView, record: &Record, today: Date) -> Option<Self> {
        let day = match view.value(record, sort.day()) {
            Value::Date(day) => Some(*day),
            _ => None,
        };
        let days = day.and_then(|day| today.until(day).ok()).map(|span| i64::from(span.get_days()));
        let nearness = days.map_or(Some(Nearness::Overdue), Nearness::of)?;
        let owner = view.value(record, "owner").as_int();
        let (number, title) = (view.def.number(record.id), view.title(record));
        Some(Self { nearness, day, days, sort, id: record.id, number, title, owner })
    }
}

/// The day in Universal Time.
pub fn day_of(now: Timestamp) -> Date {
    now.to_zoned(TimeZone::UTC).date()
}

/// All that runs out within a year or is over, the most urgent first.
pub fn read(evidence: &dyn Evidence, today: Date) -> Result<Vec<Ending>, EvidenceFault> {
    let mut endings = Vec::new();
    for sort in Sort::ALL {
        let Some(view) = evidence.view(sort.kind()) else { continue };
        let beyond = today.saturating_add((DAYS_AHEAD + 1).days());
        let near = Filter { field: sort.day().to_owned(), test: Test::Less(Value::Date(beyond)) };
        let mut questions = vec![near];
        if sort == Sort::Support {
            questions.push(Filter { field: sort.day().to_owned(), test: Test::Empty });
        }
        for question in questions {
            let mut filters = sort.filters();
            if question.test == Test::Empty {
                filters.push(Filter::is("support_ended", Value::Bool(true)));
            }
            filters.push(question);
            evidence.visit(sort.kind(), &filters, &mut |record| {
                endings.extend(Ending::of(sort, &view, record, today));
                true
            })?;
        }
    }
    endings.sort_by(|one, other| {
        let key = |it: &Ending| (it.nearness, it.day, it.sort, it.id);
        key(one).cmp(&key(other))
    });
    Ok(endings)
}

/// Those of one group, in their order.
pub fn of_group(endings: &[Ending], nearness: Nearness) -> Vec<&Ending> {
    endings.iter().filter(|ending| ending.nearness == nearness).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_itself_is_not_over() {
        let of = |days| Nearness::of(days).map(Nearness::name);
        assert_eq!(of(-1), Some("overdue"));
        assert_eq!((of(0), of(30)), (Some("within_30_days"), Some("within_30_days")));
        assert_eq!((of(31), of(90)), (Some("within_90_days"), Some("within_90_days")));
        assert_eq!((of(91), of(365)), (Some("within_a_year"), Some("within_a_year")));
        assert_eq!(of(366), None);
    }
}
