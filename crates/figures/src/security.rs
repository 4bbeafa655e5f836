//! Information security: what applies and was tested, who has access from outside, and which incidents there were.
use crate::{
    asked::Ask,
    reading::{Read, list, within},
    sheet::{
        Cell, Chart, Figure, FigureDef, Judged, Named, Part, Point, Sheet, Sort, Table, column,
        counted_from_first,
    },
};
use gemba_model::{
    check::{Evidence, EvidenceFault},
    filter::{Filter, Test},
};
use gemba_vocabulary::{RecordId, Value, calendar::Span};
use jiff::{SignedDuration, Timestamp, ToSpan};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

mod controls;
mod defs;
pub use defs::*;

/// After so many hours an incident that is not contained is late.
pub const CONTAIN_HOURS_MAX: i64 = 24;

/// A security incident, as the figures need it.
pub struct SecurityIncident {
    /// The incident.
    pub named: Named,
    /// Its class.
    pub class: String,
    /// When it began.
    pub opened_at: Timestamp,
    /// When it was contained.
    pub contained_at: Option<Timestamp>,
    /// Whether its impact or its risk is high.
    pub is_high: bool,
    state: String,
}

impl SecurityIncident {
    fn of(read: &Read<'_>) -> Option<Self> {
        let class = read.text("security_class");
        if class.is_empty() || read.state() == "cancelled" {
            return None;
        }
        let is_high = ["security_risk", "impact"].iter().any(|field| read.text(field) == "high");
        Some(Self {
            named: read.named(),
            class,
            opened_at: read.instant("opened_at")?,
            contained_at: read.instant("contained_at"),
            is_high,
            state: read.state().to_owned(),
        })
    }

    /// How long it took to contain it, in hours.
    pub fn hours(&self) -> Option<Decimal> {
        let seconds = self.contained_at?.duration_since(self.opened_at).as_secs();
        Some(rounded(Decimal::from(seconds).checked_div(Decimal::from(3_600))?))
    }

    /// Whether it was contained too late, or is not contained although it should be.
    pub fn is_late(&self, now: Timestamp) -> bool {
        let end = self.contained_at.unwrap_or(now);
        end.duration_since(self.opened_at) > SignedDuration::from_hours(CONTAIN_HOURS_MAX)
    }
}

/// The security incidents that began within a time, but for those cancelled.
pub fn incidents(
    evidence: &dyn Evidence,
    span: Span,
) -> Result<Vec<SecurityIncident>, EvidenceFault> {
    let classed = Filter { field: "security_class".to_owned(), test: Test::Filled };
    let [from, to] = within("opened_at", span);
    list(evidence, "incident", &[from, to, classed], SecurityIncident::of)
}

fn rounded(value: Decimal) -> Decimal {
    value
        .round_dp_with_strategy(2, rust_decimal::RoundingStrategy::MidpointAwayFromZero)
        .normalize()
}

/// The middle of some numbers; of an even count the mean of the two in the middle.
pub fn median(mut values: Vec<Decimal>) -> Option<Decimal> {
    values.sort_unstable();
    let middle = values.len() / 2;
    let upper = values.get(middle).copied()?;
    if values.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = values.get(middle.checked_sub(1)?).copied()?;
    Some(rounded((lower + upper) / Decimal::TWO))
}

/// Works out the sheet.
pub fn read(evidence: &dyn Evidence, ask: &Ask) -> Result<Sheet, EvidenceFault> {
    let today = evidence.now().to_zoned(ask.zone.clone()).date();
    let mut parts =
        vec![controls::controls(evidence, today)?, controls::accesses(evidence, today)?];
    parts.push(controls::policy(evidence)?);
    parts.push(of_incidents(evidence, ask)?);
    Ok(Sheet { parts })
}

fn of_incidents(evidence: &dyn Evidence, ask: &Ask) -> Result<Part, EvidenceFault> {
    let incidents = incidents(evidence, ask.span())?;
    let now = evidence.now();
    let mut part = Part::titled("Security incidents");
    let table = incident_table(&incidents, now, |_| true);
    let count = Value::Int(i64::try_from(incidents.len()).unwrap_or(i64::MAX));
    part.figures.push(Figure::new(&INCIDENTS, count).from(table));
    let hours: Vec<_> = incidents.iter().filter_map(SecurityIncident::hours).collect();
    let open = incidents.iter().filter(|one| one.contained_at.is_none());
    let open: Vec<_> = open
        .map(|one| {
            (Some(one.named.clone()), "It is not contained, or nobody said when.".to_owned())
        })
        .collect();
    part.figures.push(
        Figure::or_undefined(
            &CONTAINED,
            median(hours).map(Value::Decimal),
            "No security incident of the period was contained.",
        )
        .from(incident_table(&incidents, now, |one| one.contained_at.is_some()))
        .except(open),
    );
    let late = incident_table(&incidents, now, |one| one.is_late(now));
    part.figures.push(none_wanted(&LATE, late));
    let raised = escalated(evidence)?;
    let silent =
        incident_table(&incidents, now, |one| one.is_high && !raised.contains(&one.named.id));
    part.figures.push(none_wanted(&SILENT, silent));
    part.tables.push(by_class(&incidents));
    part.charts = charts(&incidents, ask, now);
    part.notes.push(
        "Restricted incidents are counted for readers who may see them, and for nobody else."
            .to_owned(),
    );
    Ok(part)
}

/// The incidents that somebody raised.
fn escalated(evidence: &dyn Evidence) -> Result<BTreeSet<RecordId>, EvidenceFault> {
    let named = Filter { field: "incident".to_owned(), test: Test::Filled };
    let raised = list(evidence, "escalation", &[named], |read| {
        (read.state() != "withdrawn").then(|| read.int("incident")).flatten()
    })?;
    Ok(raised.into_iter().collect())
}

/// A count of what should not be there.
fn none_wanted(def: &'static FigureDef, table: Table) -> Figure {
    let count = i64::try_from(table.rows.len()).unwrap_or(i64::MAX);
    let judged = if count == 0 { Judged::Kept } else { Judged::Missed };
    Figure::new(def, Value::Int(count)).judged(judged).from(table)
}

fn incident_table(
    incidents: &[SecurityIncident],
    now: Timestamp,
    counts: impl Fn(&SecurityIncident) -> bool,
) -> Table {
    let columns = [
        column("incident", "Incident", ""),
        column("class", "Class", ""),
        column("state", "State", ""),
        column("opened_at", "Began at", ""),
        column("contained_at", "Contained at", ""),
        column("hours", "Time to contain", "h"),
    ];
    let mut table = Table::new("incidents", "Incidents", &columns, "There is no such incident.");
    for one in incidents.iter().filter(|one| counts(one)) {
        let judged = if one.is_late(now) { Judged::Missed } else { Judged::Kept };
        table.rows.push(vec![
            Cell::record(one.named.clone()),
            one.class.replace('_', " ").as_str().into(),
            one.state.replace('_', " ").as_str().into(),
            Value::Instant(one.opened_at).into(),
            one.contained_at.map_or(Value::None, Value::Instant).into(),
            Cell::from(one.hours().map_or(Value::None, Value::Decimal)).judged(judged),
        ]);
    }
    table
}

fn by_class(incidents: &[SecurityIncident]) -> Table {
    let columns = [
        column("class", "Class", ""),
        column("incidents", "Incidents", ""),
        column("high", "With high impact or risk", ""),
    ];
    let mut table = Table::new("by_class", "By class", &columns, "There was no security incident.");
    let mut classes = BTreeMap::<&str, (i64, i64)>::new();
    for one in incidents {
        let (all, high) = classes.entry(&one.class).or_default();
        *all += 1;
        *high += i64::from(one.is_high);
    }
    let rows = classes.into_iter().map(|(class, (all, high))| {
        vec![
            class.replace('_', " ").as_str().into(),
            Value::Int(all).into(),
            Value::Int(high).into(),
        ]
    });
    table.rows = rows.collect();
    table
}

/// How many there were in each month, and how long it took to contain them.
fn charts(incidents: &[SecurityIncident], ask: &Ask, now: Timestamp) -> Vec<Chart> {
    let (mut counts, mut times) = (Vec::new(), Vec::new());
    for month in ask.months() {
        let next = ask.begin_of(month.saturating_add(1.month()));
        let span = Span { from: ask.begin_of(month), to: next };
        let of: Vec<_> = incidents
            .iter()
            .filter(|one| one.opened_at >= span.from && one.opened_at < span.to)
            .collect();
        let (label, is_open) = (month.strftime("%Y-%m").to_string(), next > now);
        let count = Decimal::from(u64::try_from(of.len()).unwrap_or_default());
        counts.push(Point { label: label.clone(), value: Some(count), is_open });
        let hours = of.iter().filter_map(|one| one.hours()).collect();
        times.push(Point { label, value: median(hours), is_open });
    }
    vec![
        Chart {
            name: "security_incidents",
            label: "Security incidents in a month".to_owned(),
            unit: "",
            sort: Sort::Counts,
            points: counted_from_first(counts),
            lines: Vec::new(),
        },
        Chart {
            name: "time_to_contain",
            label: "Time to contain them, by month in which they began".to_owned(),
            unit: "h",
            sort: Sort::Individuals,
            points: times,
            lines: vec![("At most".to_owned(), Decimal::from(CONTAIN_HOURS_MAX))],
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_or_between_the_two_in_the_middle() {
        let of = |values: &[i64]| median(values.iter().copied().map(Decimal::from).collect());
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[7]), Some(Decimal::from(7)));
        assert_eq!(of(&[9, 1, 5]), Some(Decimal::from(5)));
        assert_eq!(of(&[9, 1, 5, 2]), Some(Decimal::new(35, 1)));
    }
}
