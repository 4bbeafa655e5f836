//! Demand for services: what was measured, what is forecast, how far forecasts were off, and what agreements cover.
use crate::{
    asked::Ask,
    cost::label,
    reading::{self, in_states},
    sheet::{
        Cell, Chart, Figure, FigureDef, Judged, Named, Part, Point, Sheet, Sort, Table, column,
    },
};
use gemba_model::{
    check::{Evidence, EvidenceFault},
    filter::Filter,
};
use gemba_vocabulary::{RecordId, Value, capacity_figures, demand_figures};
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// What was asked for last.
pub static LAST: FigureDef = FigureDef {
    name: "demand_last",
    label: "Demand in the last month measured",
    unit: "",
    definition: "The measure of the last month of the period that has one. Clause 8.4.2.",
};
/// What is asked for in a usual month.
pub static MEAN: FigureDef = FigureDef {
    name: "demand_mean",
    label: "Mean demand in a month",
    unit: "",
    definition: "The sum of the measures of the period divided by their number. Clause 8.4.2.",
};
/// What is expected next.
pub static NEXT: FigureDef = FigureDef {
    name: "demand_next",
    label: "Expected in the next month",
    unit: "",
    definition: "What the newest forecast says of the first month after the last one measured, with business events \
                 counted in. Moving average: the mean of the last months. Smoothing: a × the newest month + (1 − a) × \
                 what was said before, begun with the first month. Seasonal: the same month one season ago. \
                 Definition “Demand”.",
};
/// How far its method missed the past.
pub static PAST_ERROR: FigureDef = FigureDef {
    name: "mape_percent",
    label: "Error of the method in the past",
    unit: "%",
    definition: "The mean absolute error that the method of the newest forecast would have made in the months it was \
                 worked out from, in % of what came; without the months it needs to start and without months of no \
                 demand. Definition “Demand”.",
};
/// How far forecasts were off.
pub static CAME_ERROR: FigureDef = FigureDef {
    name: "came_percent",
    label: "Error against what came",
    unit: "%",
    definition: "The mean absolute difference between what was forecast for the months of the period and what was \
                 measured, in % of what was measured; without months of no demand. Of several forecasts of a month \
                 the newest counts. Definition “Demand”.",
};
/// Whether more is asked for than an agreement covers.
pub static OVER_LIMIT: FigureDef = FigureDef {
    name: "over_limit_percent",
    label: "Over the agreed limit",
    unit: "%",
    definition: "How far the last month measured lies above the workload limit of the agreement, in % of the limit; 0 \
                 if it does not. Whether a target that was missed meanwhile is excused is for the agreement to say. \
                 Clauses 8.3.3 and 8.4.3.",
};

const NOTHING: &str = "No month of the period was measured.";
const NO_FORECAST: &str = "There is no forecast of the month after the last one measured.";
const NEAR_PERCENT_MIN: Decimal = Decimal::from_parts(90, 0, 0, false, 0);

/// The sheet.
pub fn read(evidence: &dyn Evidence, ask: &Ask) -> Result<Sheet, EvidenceFault> {
    let mut filters = vec![in_states(&["current"])];
    filters.extend(ask.about.map(|about| Filter::is("service", Value::Ref(about))));
    let sources = reading::list(evidence, "demand_source", &filters, |one| {
        Some(Source {
            named: one.named(),
            unit: one.text("unit"),
            limit: one.int("workload_limit"),
            service: one.int("service"),
        })
    })?;
    let services = reading::names(evidence, "service", &[])?;
    let limits = limits(evidence)?;
    let mut parts = Vec::new();
    for source in &sources {
        let mut part = source.part(evidence, ask, &limits)?;
        if let Some(service) = source.service.and_then(|id| services.get(&id)) {
            part.title = format!("{}: {}", service.title, source.named.title);
        }
        parts.push(part);
    }
    if parts.is_empty() {
        let mut part = Part::titled("Demand");
        part.notes.push(
            "No demand source is kept. Record by what the demand for a service is told.".into(),
        );
        parts.push(part);
    }
    Ok(Sheet { parts })
}

struct Source {
    named: Named,
    unit: String,
    limit: Option<RecordId>,
    service: Option<RecordId>,
}

/// A limit of an agreement.
struct Limit {
    named: Named,
    limit: Decimal,
    is_monthly: bool,
}

fn limits(evidence: &dyn Evidence) -> Result<BTreeMap<RecordId, Limit>, EvidenceFault> {
    let all = reading::list(evidence, "workload_limit", &[], |one| {
        let limit = one.decimal("limit")?;
        let is_monthly = one.text("period") == "month";
        Some((one.id(), Limit { named: one.named(), limit, is_monthly }))
    })?;
    Ok(all.into_iter().collect())
}

/// A month of a source that was measured.
pub struct Measured {
    /// The measure.
    pub named: Named,
    /// How much it was.
    pub value: Decimal,
}

/// The months of a source that were measured, by their first days.
pub fn measures(
    evidence: &dyn Evidence,
    source: RecordId,
) -> Result<BTreeMap<Date, Measured>, EvidenceFault> {
    let filters = [in_states(&["current"]), Filter::is("source", Value::Ref(source))];
    let all = reading::list(evidence, "demand_measure", &filters, |one| {
        Some((one.date("month")?, Measured { named: one.named(), value: one.decimal("value")? }))
    })?;
    Ok(all.into_iter().collect())
}

#[derive(Deserialize)]
struct Expected {
    month: Date,
    with_events: Decimal,
}

/// A forecast that was made.
struct Made {
    named: Named,
    taken_at: Timestamp,
    mape: Option<Decimal>,
    values: BTreeMap<Date, Decimal>,
}

fn forecasts(evidence: &dyn Evidence, source: RecordId) -> Result<Vec<Made>, EvidenceFault> {
    let states = in_states(&["current", "compared"]);
    let filters = [states, Filter::is("source", Value::Ref(source))];
    let mut all = reading::list(evidence, "demand_forecast", &filters, |one| {
        let Value::Struct(rows) = one.value("values") else { return None };
        let rows: Vec<Expected> = serde_json::from_value(rows.clone()).ok()?;
        Some(Made {
            named: one.named(),
            taken_at: one.instant("taken_at")?,
            mape: one.decimal("mape_percent"),
            values: rows.into_iter().map(|row| (row.month, row.with_events)).collect(),
        })
    })?;
    all.sort_by_key(|one| (one.taken_at, one.named.id));
    Ok(all)
}

/// The newest forecast that says something of a month.
fn newest(made: &[Made], month: Date) -> Option<(&Made, Decimal)> {
    made.iter().rev().find_map(|one| Some((one, *one.values.get(&month)?)))
}

impl Source {
    fn part(
        &self,
        evidence: &dyn Evidence,
        ask: &Ask,
        limits: &BTreeMap<RecordId, Limit>,
    ) -> Result<Part, EvidenceFault> {
        let all = measures(evidence, self.named.id)?;
        let made = forecasts(evidence, self.named.id)?;
        let months = ask.months();
        let within: BTreeMap<_, _> =
            all.iter().filter(|(month, _)| months.contains(month)).collect();
        let limit = self.limit.and_then(|id| limits.get(&id));
        let values: Vec<_> = within.values().map(|one| one.value).collect();
        let table = Self::table(&within, &made, limit);
        let mut part = Part::about(self.named.clone());
        let last = within.last_key_value();
        let of = |value: Option<Decimal>| value.map(Value::Decimal);
        let last_value = of(last.map(|(_, one)| one.value));
        part.figures.push(Figure::or_undefined(&LAST, last_value, NOTHING).from(table.clone()));
        let mean = of(capacity_figures::mean(&values));
        let missing = months.len().saturating_sub(values.len());
        let gaps = (missing > 0).then(|| (None, format!("{missing} months were not measured.")));
        let mean = Figure::or_undefined(&MEAN, mean, NOTHING).from(table.clone());
        part.figures.push(mean.except(gaps.into_iter().collect()));
        let next = last.and_then(|(month, _)| newest(&made, crate::cost::books::next(**month)));
        let expected = of(next.map(|(_, value)| value));
        let by =
            next.map(|(one, _)| (Some(one.named.clone()), "Said by this forecast.".to_owned()));
        let by: Vec<_> = by.into_iter().collect();
        let expected = Figure::or_undefined(&NEXT, expected, NO_FORECAST).from(table.clone());
        part.figures.push(expected.except(by.clone()));
        let past = of(next.and_then(|(one, _)| one.mape));
        let past = Figure::or_undefined(&PAST_ERROR, past, NO_FORECAST).from(table.clone());
        part.figures.push(past.except(by));
        part.figures.push(came(&within, &made).from(table.clone()));
        part.figures.extend(limit.map(|limit| over(limit, &within).from(table.clone())));
        part.charts.push(self.chart(&months, &within, &made, limit));
        part.tables.push(table);
        Ok(part)
    }

    fn table(within: &BTreeMap<&Date, &Measured>, made: &[Made], limit: Option<&Limit>) -> Table {
        let columns = [
            column("month", "Month", ""),
            column("measure", "Measure", ""),
            column("value", "Measured", ""),
            column("forecast", "Forecast", ""),
            column("error", "Error", "%"),
            column("over", "Over the limit", "%"),
        ];
        let mut table = Table::new("months", "By month", &columns, NOTHING);
        for (month, one) in within {
            let said = newest(made, **month).map(|(_, said)| said);
            let error = said.and_then(|said| demand_figures::error(one.value, said));
            let error = error.map(|error| Value::Decimal(error.round_dp(2)));
            let monthly = limit.filter(|limit| limit.is_monthly);
            let over = monthly
                .and_then(|limit| capacity_figures::over_limit_percent(limit.limit, one.value));
            let judged = over.map_or(Judged::Not, |over| {
                if over.is_zero() { Judged::Kept } else { Judged::Missed }
            });
            table = table.row(vec![
                label(**month).as_str().into(),
                Cell::record(one.named.clone()),
                one.value.into(),
                said.map(Value::Decimal).unwrap_or_default().into(),
                error.unwrap_or_default().into(),
                Cell::from(over.map(Value::Decimal).unwrap_or_default()).judged(judged),
            ]);
        }
        table
    }

    fn chart(
        &self,
        months: &[Date],
        within: &BTreeMap<&Date, &Measured>,
        made: &[Made],
        limit: Option<&Limit>,
    ) -> Chart {
        let last = within.keys().next_back().map(|month| **month);
        let ahead = made.iter().flat_map(|one| one.values.keys());
        let ahead: BTreeSet<_> = ahead.filter(|month| Some(**month) > last).copied().collect();
        let measured = months.iter().filter(|month| !ahead.contains(month)).map(|month| Point {
            label: label(*month),
            value: within.get(month).map(|one| one.value),
            is_open: false,
        });
        let forecast = ahead.iter().map(|month| Point {
            label: label(*month),
            value: newest(made, *month).map(|(_, said)| said),
            is_open: true,
        });
        let line = limit.filter(|limit| limit.is_monthly);
        let line = line.map(|limit| (limit.named.title.clone(), limit.limit));
        Chart {
            name: "demand",
            label: format!("{} by month ({})", self.named.title, self.unit),
            unit: "",
            sort: Sort::Individuals,
            points: measured.chain(forecast).collect(),
            lines: line.into_iter().collect(),
        }
    }
}

fn came(within: &BTreeMap<&Date, &Measured>, made: &[Made]) -> Figure {
    let values: Vec<_> = within.values().map(|one| one.value).collect();
    let said: Vec<_> =
        within.keys().map(|month| newest(made, **month).map(|(_, said)| said)).collect();
    let error = demand_figures::mape(&values, &said).map(Value::Decimal);
    let why = "No month of the period was both forecast and measured.";
    let without = said.iter().filter(|said| said.is_none()).count();
    let gaps = (without > 0 && error.is_some())
        .then(|| (None, format!("{without} months had no forecast and are left out.")));
    Figure::or_undefined(&CAME_ERROR, error, why).except(gaps.into_iter().collect())
}

fn over(limit: &Limit, within: &BTreeMap<&Date, &Measured>) -> Figure {
    let value = within.values().next_back().map(|one| one.value);
    if !limit.is_monthly {
        let why = "The limit is not for a month, so it cannot be held against months.";
        return Figure::or_undefined(&OVER_LIMIT, None, why)
            .except(vec![(Some(limit.named.clone()), why.to_owned())]);
    }
    let over = value.and_then(|value| capacity_figures::over_limit_percent(limit.limit, value));
    let share = value.and_then(|value| (value * Decimal::ONE_HUNDRED).checked_div(limit.limit));
    let judged = match (over, share) {
        (None, _) | (_, None) => Judged::Not,
        (Some(over), _) if !over.is_zero() => Judged::Missed,
        (_, Some(share)) if share >= NEAR_PERCENT_MIN => Judged::Near,
        _ => Judged::Kept,
    };
    let about = (Some(limit.named.clone()), format!("The limit is {} a month.", limit.limit));
    Figure::or_undefined(&OVER_LIMIT, over.map(Value::Decimal), NOTHING)
        .judged(judged)
        .except(vec![about])
}
