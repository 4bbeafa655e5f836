//! How many incidents there were month by month, and of what: the one place that knows by which
//! fields. What the counts come to stands in [`gemba_vocabulary::problem_figures`].
use crate::{
    Record,
    filter::{Filter, Test},
    overlay::KindView,
};
use gemba_vocabulary::{
    RecordId, Value,
    problem_figures::{CountChart, Pareto, pareto},
};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use std::{cmp::Reverse, collections::BTreeMap};

/// The kind that is counted.
pub const KIND: &str = "incident";
/// The whole months that are told; the month that runs is told beside them.
pub const MONTHS: i32 = 12;
/// The fields by which it is told what most incidents are about.
pub const SORTS: [&str; 3] = ["category", "service", "configuration_item"];

/// What incidents are about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// The words of a text.
    Words(String),
    /// A record.
    Record(RecordId),
}

/// The incidents of a year, month by month and by what they are about.
#[derive(Clone, Debug)]
pub struct Trends {
    zone: TimeZone,
    begin: Date,
    running: Date,
    months: BTreeMap<Date, u64>,
    sorts: BTreeMap<&'static str, BTreeMap<Sort, u64>>,
}

impl Trends {
    /// Nothing counted yet; months begin on the clock of that zone.
    pub fn until(now: Timestamp, zone: TimeZone) -> Self {
        let running = now.to_zoned(zone.clone()).date().first_of_month();
        let begin = running.saturating_sub(MONTHS.months());
        let months = (0..=MONTHS).map(|month| (begin.saturating_add(month.months()), 0));
        Self { zone, begin, running, months: months.collect(), sorts: BTreeMap::new() }
    }

    /// Nothing counted yet of these whole months, all of which are over.
    pub fn over(from: Date, until: Date, zone: TimeZone) -> Self {
        let begin = from.first_of_month();
        let running = until.last_of_month().saturating_add(1.day());
        let each = (0..).map(|month: i32| begin.saturating_add(month.months()));
        let months = each.take_while(|month| *month < running).map(|month| (month, 0)).collect();
        Self { zone, begin, running, months, sorts: BTreeMap::new() }
    }

    /// How many were counted.
    pub fn total(&self) -> u64 {
        self.months.values().sum()
    }

    /// The incidents that count.
    pub fn filters(&self) -> Vec<Filter> {
        let begin = self.begin.to_zoned(self.zone.clone()).map(|at| at.timestamp());
        let begin = Value::Instant(begin.unwrap_or_default());
        let cancelled = Test::IsNot(vec![Value::Text("cancelled".to_owned())]);
        vec![
            Filter { field: "opened_at".to_owned(), test: Test::AtLeast(begin) },
            Filter { field: "state".to_owned(), test: cancelled },
        ]
    }

    /// Counts an incident.
    pub fn add(&mut self, view: &KindView, record: &Record) {
        let Some(opened) = view.value(record, "opened_at").as_instant() else { return };
        let month = opened.to_zoned(self.zone.clone()).date().first_of_month();
        let Some(count) = self.months.get_mut(&month) else { return };
        *count += 1;
        for field in SORTS {
            let sort = match view.value(record, field) {
                Value::Text(words) => Sort::Words(words.clone()),
                Value::Ref(id) => Sort::Record(*id),
                _ => continue,
            };
            *self.sorts.entry(field).or_default().entry(sort).or_default() += 1;
        }
    }

    /// Each month with its count, from the first with an incident on; the one that runs last. Before
    /// the first record nobody counted, so these months are not zero but unknown.
    pub fn months(&self) -> impl Iterator<Item = (Date, u64)> {
        let all = self.months.iter().map(|(month, count)| (*month, *count));
        all.skip_while(|(month, count)| *count == 0 && !self.is_running(*month))
    }

    /// Whether the month is not over.
    pub fn is_running(&self, month: Date) -> bool {
        month == self.running
    }

    /// Within which limits the whole months vary by chance, from the first month with an incident
    /// on; nothing if these are too few.
    pub fn chart(&self) -> Option<CountChart> {
        let whole = self.months().filter(|(month, _)| !self.is_running(*month));
        let counts: Vec<_> = whole.map(|(_, count)| count).collect();
        CountChart::of(&counts)
    }

    /// Whether a month is out of the ordinary: one that runs can only have too many.
    pub fn is_alarm(&self, chart: &CountChart, month: Date, count: u64) -> bool {
        let is_high = rust_decimal::Decimal::from(count) > chart.ucl;
        chart.is_alarm(count) && (is_high || !self.is_running(month)) && self.has_begun(month)
    }

    fn has_begun(&self, month: Date) -> bool {
        self.months().next().is_some_and(|(first, _)| first <= month)
    }

    /// What incidents are about by a field, the most first, and the few that make most of them.
    pub fn sorts(&self, field: &str) -> (Vec<(&Sort, u64)>, Option<Pareto>) {
        let counts = self.sorts.get(field);
        let mut counts: Vec<_> =
            counts.into_iter().flatten().map(|(sort, count)| (sort, *count)).collect();
        counts.sort_by_key(|(sort, count)| (Reverse(*count), *sort));
        let plain: Vec<_> = counts.iter().map(|(_, count)| *count).collect();
        (counts, pareto(&plain))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn trends(counts: &[u64]) -> Trends {
        let now = "2026-03-02T09:00:00Z".parse().unwrap();
        let mut trends = Trends::until(now, TimeZone::UTC);
        for (held, count) in trends.months.values_mut().zip(counts) {
            *held = *count;
        }
        trends
    }

    #[test]
    fn a_year_of_whole_months_and_the_one_that_runs() {
        let trends = trends(&[1]);
        let months: Vec<_> = trends.months().map(|(month, _)| month).collect();
        assert_eq!(months.len(), 13);
        assert_eq!(months.first(), Some(&date(2025, 3, 1)));
        assert!(trends.is_running(date(2026, 3, 1)) && !trends.is_running(date(2026, 2, 1)));
    }

    #[test]
    fn months_before_the_first_incident_and_the_one_that_runs_move_no_limits() {
        let trends = trends(&[0, 0, 0, 0, 41, 38, 45, 40, 44, 39, 43, 42, 63]);
        let chart = trends.chart().unwrap();
        assert_eq!(chart.mean.to_string(), "41.5");
        assert!(trends.is_alarm(&chart, date(2026, 3, 1), 63));
        assert!(!trends.is_alarm(&chart, date(2026, 3, 1), 2), "it is not over");
        assert!(trends.is_alarm(&chart, date(2026, 2, 1), 2));
        assert!(!trends.is_alarm(&chart, date(2025, 4, 1), 0), "nobody counted yet");
        let first = trends.months().next().map(|(month, _)| month);
        assert_eq!(first, Some(date(2025, 7, 1)), "what nobody counted is not zero");
    }

    #[test]
    fn without_a_record_only_the_month_that_runs_is_told() {
        let trends = trends(&[]);
        assert_eq!(trends.chart(), None, "nothing happened");
        assert_eq!(trends.months().collect::<Vec<_>>(), [(date(2026, 3, 1), 0)]);
    }

    #[test]
    fn the_few_come_first() {
        let mut trends = trends(&[]);
        let word = |text: &str| Sort::Words(text.to_owned());
        let counts = [("a", 4), ("b", 50), ("c", 10), ("d", 30), ("e", 6)];
        let counts = counts.into_iter().map(|(text, count)| (word(text), count));
        trends.sorts.insert("category", counts.collect());
        let (sorts, few) = trends.sorts("category");
        assert_eq!(sorts.first(), Some(&(&word("b"), 50)));
        assert_eq!(few.map(|few| few.set_size), Some(2));
        assert_eq!(trends.sorts("service").1, None);
    }
}
