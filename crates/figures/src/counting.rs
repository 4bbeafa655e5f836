//! Counting records of a practice: shares, means and months, told alike on every sheet.
use crate::{
    asked::Ask,
    reading::Read,
    satisfaction::in_month,
    sheet::{
        Cell, Chart, Figure, FigureDef, Judged, Named, Point, Sort, Table, column,
        counted_from_first,
    },
};
use gemba_model::filter::{Filter, Test};
use gemba_vocabulary::Value;
use jiff::Timestamp;
use rust_decimal::{Decimal, RoundingStrategy};

/// A record with a moment at which it counts and what it comes to, if anything.
#[derive(Clone, Debug)]
pub(crate) struct Counted {
    pub about: Named,
    pub at: Option<Timestamp>,
    pub came: Value,
    pub judged: Judged,
}

impl Counted {
    /// A record by a moment of it.
    pub fn at(read: &Read<'_>, field: &str) -> Self {
        Self {
            about: read.named(),
            at: read.instant(field),
            came: Value::None,
            judged: Judged::Not,
        }
    }

    /// The same with what it comes to.
    pub fn came(self, came: Value) -> Self {
        Self { came, ..self }
    }

    /// The same with a judgement of its own.
    pub fn kept(self, is_kept: bool) -> Self {
        Self { judged: if is_kept { Judged::Kept } else { Judged::Missed }, ..self }
    }
}

pub(crate) fn whole(number: usize) -> Value {
    Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
}

fn decimal(number: usize) -> Decimal {
    Decimal::from(u64::try_from(number).unwrap_or(u64::MAX))
}

pub(crate) fn rounded(value: Decimal) -> Value {
    Value::Decimal(value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
}

/// A part of a whole as a share of a hundred; nothing of nothing.
pub(crate) fn share(part: usize, of: usize) -> Option<Value> {
    Some(rounded((decimal(part) * Decimal::ONE_HUNDRED).checked_div(decimal(of))?))
}

/// The mean of what was measured; nothing of nothing.
pub(crate) fn mean(values: &[Decimal]) -> Option<Value> {
    let sum: Decimal = values.iter().sum();
    Some(rounded(sum.checked_div(decimal(values.len()))?))
}

/// The hours between two moments.
pub(crate) fn hours(from: Timestamp, to: Timestamp) -> Decimal {
    Decimal::from(to.duration_since(from).as_secs()) / Decimal::from(3_600)
}

/// The days between two moments.
pub(crate) fn days(from: Timestamp, to: Timestamp) -> Decimal {
    hours(from, to) / Decimal::from(24)
}

/// The records behind a figure, with what each comes to.
pub(crate) fn listed(came: (&'static str, &'static str), all: &[Counted]) -> Table {
    let columns =
        [column("record", "Record", ""), column("at", "When", ""), column("came", came.0, came.1)];
    let mut table = Table::new("records", "Records", &columns, "There is none.");
    table.rows.extend(all.iter().map(|one| {
        vec![
            Cell::record(one.about.clone()),
            one.at.map_or(Value::None, Value::Instant).into(),
            Cell::from(one.came.clone()).judged(one.judged),
        ]
    }));
    table
}

/// How many there are.
pub(crate) fn number(def: &'static FigureDef, all: &[Counted]) -> Figure {
    Figure::new(def, whole(all.len())).from(listed(("Says", ""), all))
}

/// How many there are, where none is wanted.
pub(crate) fn none_wanted(def: &'static FigureDef, all: &[Counted]) -> Figure {
    number(def, all).judged(if all.is_empty() { Judged::Kept } else { Judged::Missed })
}

/// The share that is kept among those of which that is known.
pub(crate) fn kept_share(def: &'static FigureDef, all: &[Counted], none: &str) -> Figure {
    let known: Vec<_> = all.iter().filter(|one| one.judged != Judged::Not).cloned().collect();
    let kept = known.iter().filter(|one| one.judged == Judged::Kept).count();
    let unknown = all.iter().filter(|one| one.judged == Judged::Not);
    let unknown = unknown.map(|one| (Some(one.about.clone()), "It is not known.".to_owned()));
    Figure::or_undefined(def, share(kept, known.len()), none)
        .from(listed(("Says", ""), &known))
        .except(unknown.collect())
}

/// The share of those that meet a condition.
pub(crate) fn share_of(
    def: &'static FigureDef,
    all: &[Counted],
    meets: impl Fn(&Counted) -> bool,
    none: &str,
) -> Figure {
    let met: Vec<_> = all.iter().filter(|one| meets(one)).cloned().collect();
    Figure::or_undefined(def, share(met.len(), all.len()), none).from(listed(("Says", ""), &met))
}

/// The mean of what records come to.
pub(crate) fn mean_of(def: &'static FigureDef, all: &[Counted], none: &str) -> Figure {
    let values: Vec<_> = all
        .iter()
        .filter_map(|one| if let Value::Decimal(value) = one.came { Some(value) } else { None })
        .collect();
    Figure::or_undefined(def, mean(&values), none).from(listed(("Came to", def.unit), all))
}

/// How many there were month by month.
pub(crate) fn by_month(
    ask: &Ask,
    now: Timestamp,
    (name, label): (&'static str, &str),
    all: &[Counted],
) -> Chart {
    let point = |month: jiff::civil::Date| {
        let span = in_month(ask, month);
        let within = |at: Timestamp| span.from <= at && at < span.to;
        let number = all.iter().filter(|one| one.at.is_some_and(within)).count();
        Point {
            label: month.strftime("%Y-%m").to_string(),
            value: Some(decimal(number)),
            is_open: span.to > now,
        }
    };
    Chart {
        name,
        label: label.to_owned(),
        unit: "",
        sort: Sort::Counts,
        points: counted_from_first(ask.months().into_iter().map(point)),
        lines: Vec::new(),
    }
}

/// Of the service asked about, if one is.
pub(crate) fn of_service(ask: &Ask) -> Vec<Filter> {
    ask.about.map(|id| Filter::is("service", Value::Ref(id))).into_iter().collect()
}

/// Not in one of these states.
pub(crate) fn not_in(states: &[&str]) -> Filter {
    let states = states.iter().map(|state| Value::Text((*state).to_owned())).collect();
    Filter { field: "state".to_owned(), test: Test::IsNot(states) }
}

/// Those that are not over.
pub(crate) fn open() -> Filter {
    Filter::is("open", Value::Bool(true))
}
