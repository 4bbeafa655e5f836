//! What the months of a metric say of the months ahead: one way of working it out for pages, tasks and plans.
use crate::{
    asked::Ask,
    reading::{self, Read, in_states, within},
    sheet::{Judged, Named},
};
use gemba_model::{
    check::{Evidence, EvidenceFault, Period},
    filter::Filter,
};
use gemba_vocabulary::{
    RecordId, Value,
    capacity_figures::{Crossing, Line, POINTS_MIN, mean, percentile},
};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Over so many months that are over a line is drawn where nobody asks for others.
const LOOK_BACK_MONTHS: i64 = 12;
const P95: u32 = 95;
const PEAK: u32 = 100;

/// Which value of a month stands for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The highest.
    Peak,
    /// The one that 95 of 100 do not exceed.
    P95,
    /// The mean.
    Mean,
}

impl Which {
    /// By the name of the choice; the peak if there is none of that name.
    pub fn named(name: &str) -> Self {
        match name {
            "p95" => Self::P95,
            "mean" => Self::Mean,
            _ => Self::Peak,
        }
    }
}

/// A metric as far as its figures need it.
#[derive(Clone, Debug)]
pub struct Metric {
    /// The record.
    pub named: Named,
    /// The service that needs it.
    pub service: RecordId,
    /// What its values count.
    pub unit: String,
    /// Which value of a month stands for it.
    pub which: Which,
    /// From where on somebody has to look.
    pub warn_at: Decimal,
    /// What must not be reached.
    pub act_at: Decimal,
    /// How long it takes to get more.
    pub lead_months: i64,
}

/// A month that was measured.
#[derive(Clone, Debug)]
pub struct Month {
    /// Its first day.
    pub month: Date,
    /// What was measured.
    pub values: Vec<Decimal>,
    /// Whether it is not over.
    pub is_open: bool,
}

impl Month {
    /// Its peak, percentile or mean.
    pub fn value(&self, which: Which) -> Option<Decimal> {
        match which {
            Which::Peak => percentile(&self.values, PEAK),
            Which::P95 => percentile(&self.values, P95),
            Which::Mean => mean(&self.values),
        }
    }
}

/// What is foreseen.
#[derive(Clone, Debug, Default)]
pub struct Outlook {
    /// The line through the months that are over.
    pub line: Option<Line>,
    /// The first month measured, which counts as 1.
    pub first: Option<Date>,
    /// Where the line crosses the value to act.
    pub crossing: Option<Crossing>,
    /// The first month in which it has reached it.
    pub over_from: Option<Date>,
    /// The month by which something must be decided.
    pub decide_by: Option<Date>,
    /// The month that runs.
    pub month: Date,
    /// Why nothing is foreseen.
    pub why: Option<String>,
}

/// The place of a month, if the first one counts as 1.
pub fn place(first: Date, month: Date) -> i64 {
    let count = |day: Date| i64::from(day.year()) * 12 + i64::from(day.month());
    count(month) - count(first) + 1
}

impl Metric {
    /// From its record.
    pub fn of(one: &Read<'_>) -> Option<Self> {
        Some(Self {
            named: one.named(),
            service: one.int("service")?,
            unit: one.text("unit"),
            which: Which::named(&one.text("monthly")),
            warn_at: one.decimal("warn_at")?,
            act_at: one.decimal("act_at")?,
            lead_months: one.int("lead_time_months").unwrap_or_default(),
        })
    }

    /// The metric of that number.
    pub fn numbered(evidence: &dyn Evidence, id: RecordId) -> Result<Option<Self>, EvidenceFault> {
        let filters = [Filter::is("id", Value::Int(id))];
        Ok(reading::list(evidence, "capacity_metric", &filters, Self::of)?.pop())
    }

    /// The months of a period that were measured, the oldest first.
    pub fn months(&self, evidence: &dyn Evidence, ask: &Ask) -> Result<Vec<Month>, EvidenceFault> {
        let mut filters = within("at", ask.span()).to_vec();
        filters.push(in_states(&["current"]));
        filters.push(Filter::is("metric", Value::Ref(self.named.id)));
        let month_of = |at: Timestamp| at.to_zoned(ask.zone.clone()).date().first_of_month();
        let samples = reading::list(evidence, "capacity_sample", &filters, |one| {
            Some((month_of(one.instant("at")?), one.decimal("value")?))
        })?;
        let mut months: BTreeMap<Date, Vec<Decimal>> = BTreeMap::new();
        for (month, value) in samples {
            months.entry(month).or_default().push(value);
        }
        let running = month_of(evidence.now());
        let month = |(month, values)| Month { month, values, is_open: month >= running };
        Ok(months.into_iter().map(month).collect())
    }

    /// What the last twelve months that are over say.
    pub fn foreseen(&self, evidence: &dyn Evidence) -> Result<Vec<Month>, EvidenceFault> {
        let until = evidence.now().to_zoned(TimeZone::UTC).date().first_of_month();
        let from = until.saturating_sub(LOOK_BACK_MONTHS.months());
        let period = Period { from, until };
        let mut months =
            self.months(evidence, &Ask { period, zone: TimeZone::UTC, about: None })?;
        if months.is_empty() {
            // The month that runs is told, though nothing is foreseen from it.
            months.push(Month { month: until, values: Vec::new(), is_open: true });
        }
        Ok(months)
    }

    /// What such months say, if demand were higher and there were more capacity by so many hundredths.
    pub fn outlook(
        &self,
        months: &[Month],
        today: Date,
        growth: Decimal,
        added: Decimal,
    ) -> Outlook {
        let over = months.iter().filter(|month| !month.is_open);
        let measured: Vec<_> =
            over.filter_map(|month| Some((month.month, month.value(self.which)?))).collect();
        let first = measured.first().map(|(month, _)| *month);
        let mut outlook = Outlook { first, month: today.first_of_month(), ..Outlook::default() };
        let points: Vec<_> = measured
            .iter()
            .map(|(month, value)| (place(first.unwrap_or(*month), *month), *value))
            .collect();
        outlook.line = Line::of(&points);
        let (Some(line), Some(first)) = (outlook.line, first) else {
            let count = points.len();
            let why = format!("A line needs {POINTS_MIN} months that are over; there are {count}.");
            outlook.why = Some(why);
            return outlook;
        };
        let threshold = Line::threshold_if(self.act_at, growth, added);
        outlook.crossing = threshold.and_then(|threshold| line.crossing(threshold));
        let Some(crossing) = outlook.crossing else {
            outlook.why = Some("The line does not rise, so it reaches nothing.".to_owned());
            return outlook;
        };
        let month_at = |place: i64| first.checked_add(place.saturating_sub(1).months()).ok();
        outlook.over_from = month_at(crossing.first_full_over);
        outlook.decide_by = month_at(crossing.decide_by(self.lead_months));
        outlook
    }

    /// A value held against those to look and to act.
    pub fn judge(&self, value: Option<Decimal>) -> Judged {
        match value {
            None => Judged::Not,
            Some(value) if value >= self.act_at => Judged::Missed,
            Some(value) if value >= self.warn_at => Judged::Near,
            Some(_) => Judged::Kept,
        }
    }
}
