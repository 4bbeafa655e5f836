//! What an analysis of trends is told: the figures of a period, and the clusters that stand out. Pure; whoever reads
//! the records counts, and this says what it comes to.
use crate::trends::{SORTS, Sort, Trends};
use gemba_vocabulary::{RecordId, change_figures::ChangeFigures};
use jiff::civil::Date;
use rust_decimal::Decimal;

/// A cluster has at least so many incidents.
const CLUSTER_MIN: u64 = 5;
/// And at least such a part of all, of a hundred.
const CLUSTER_PERCENT_MIN: u64 = 10;
/// So many clusters are told of one field.
const CLUSTERS_MAX: usize = 10;

/// The figures of a period, and what stands out in it: each in words, with what it came to or why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// What was counted, and what it came to.
    pub figures: Vec<(String, String)>,
    /// What stands out, and why.
    pub signals: Vec<(String, String)>,
}

impl Told {
    fn figure(&mut self, what: &str, value: impl ToString) {
        self.figures.push((what.to_owned(), value.to_string()));
    }

    fn share(&mut self, what: &str, percent: Option<Decimal>) {
        let told =
            percent.map_or_else(|| "none".to_owned(), |one| format!("{} %", one.normalize()));
        self.figure(what, told);
    }

    fn signal(&mut self, cluster: String, why: String) {
        self.signals.push((cluster, why));
    }
}

/// The incidents of a period, against the twelve months that end with it. `name` says what a sort is called.
pub fn of_incidents(year: &Trends, period: &Trends, name: impl Fn(&str, &Sort) -> String) -> Told {
    let mut told = Told::default();
    let total = period.total();
    told.figure("Incidents", total);
    let chart = year.chart();
    for (month, count) in period.months() {
        told.figure(&month.strftime("%B %Y").to_string(), count);
        let Some(chart) = chart.as_ref().filter(|chart| year.is_alarm(chart, month, count)) else {
            continue;
        };
        let (low, high) = (chart.lcl.round_dp(1), chart.ucl.round_dp(1));
        let why = format!("{count} incidents; {low} to {high} are by chance");
        told.signal(month.strftime("%B %Y").to_string(), why);
    }
    match &chart {
        Some(chart) => {
            told.figure("A month as a rule", chart.mean.round_dp(1));
            let (low, high) = (chart.lcl.round_dp(1), chart.ucl.round_dp(1));
            told.figure("A month by chance", format!("{low} to {high}"));
        }
        None => told.figure("A month as a rule", "fewer than six months were counted"),
    }
    for field in SORTS {
        let (sorts, few) = period.sorts(field);
        let word = field.replace('_', " ");
        if let Some(few) = few {
            let share = few.share_percent.normalize();
            let said = format!("{} of {} make {share} %", few.set_size, sorts.len());
            told.figure(&format!("By {word}"), said);
        }
        let few = few.map_or(0, |few| few.set_size);
        let stands_out = |count: u64| {
            let is_large = count.saturating_mul(100) >= total.saturating_mul(CLUSTER_PERCENT_MIN);
            count >= CLUSTER_MIN && is_large
        };
        let of_few = sorts.iter().take(few.min(CLUSTERS_MAX));
        for (sort, count) in of_few.filter(|(_, count)| stands_out(*count)) {
            let cluster = format!("{}: {}", capital(&word), name(field, sort));
            told.signal(cluster, format!("{count} of {total} incidents"));
        }
    }
    told
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// How changes went in a period.
pub fn of_changes(figures: &ChangeFigures) -> Told {
    let mut told = Told::default();
    told.figure("Changes closed", figures.closed);
    told.share("Successful", figures.success_percent());
    told.share("Emergency", figures.emergency_percent());
    told.share("Approved by nobody, of all", figures.unauthorised_percent_of_all());
    let sorts = [
        ("Changes that failed", figures.failed),
        ("Changes that were rolled back", figures.rolled_back),
        ("Changes that caused incidents", figures.caused_incident),
        ("Changes that nobody had approved", figures.unauthorised),
        ("Emergency changes that were none", figures.misused),
    ];
    for (what, count) in sorts {
        told.figure(what, count);
        if count > 0 {
            told.signal(what.to_owned(), format!("{count} in the period"));
        }
    }
    told
}

/// A problem that was closed, and what its fix did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosedProblem {
    /// Its number as people see it.
    pub number: String,
    /// What it is called.
    pub title: String,
    /// Incidents in 30 days before the fix.
    pub before: Option<Decimal>,
    /// Incidents in 30 days after it.
    pub after: Option<Decimal>,
}

impl ClosedProblem {
    /// Whether incidents became fewer, as far as that was counted.
    fn is_better(&self) -> Option<bool> {
        Some(self.after? < self.before?)
    }
}

/// How problems were solved in a period.
pub fn of_problems(raised: u64, open: u64, closed: &[ClosedProblem]) -> Told {
    let mut told = Told::default();
    told.figure("Problems raised", raised);
    told.figure("Problems closed", closed.len());
    told.figure("Problems open now", open);
    let better = closed.iter().filter(|one| one.is_better() == Some(true)).count();
    let worse = closed.iter().filter(|one| one.is_better() == Some(false)).count();
    told.figure("Closed, and fewer incidents since", better);
    told.figure("Closed, and no fewer incidents since", worse);
    told.figure("Closed, and nothing to compare", closed.len().saturating_sub(better + worse));
    let effect: Vec<_> = closed.iter().filter_map(|one| one.before.zip(one.after)).collect();
    let before: Decimal = effect.iter().map(|(before, _)| *before).sum();
    let after: Decimal = effect.iter().map(|(_, after)| *after).sum();
    let fewer = ((before - after) * Decimal::ONE_HUNDRED).checked_div(before);
    told.share("Fewer incidents by", fewer.map(|percent| percent.round_dp(2)));
    for one in closed.iter().filter(|one| one.is_better() == Some(false)) {
        let number = |figure: Option<Decimal>| figure.unwrap_or_default().normalize();
        let why = format!(
            "{} incidents in 30 days before the fix, {} after it",
            number(one.before),
            number(one.after)
        );
        told.signal(format!("{} {}", one.number, one.title), why);
    }
    told
}

/// The first day of the twelve months that end with a period, or of the period if that is longer.
pub fn year_begins(from: Date, until: Date) -> Date {
    let year = until.first_of_month().saturating_sub(jiff::ToSpan::months(11));
    year.min(from)
}

/// The records that the sorts of a period name: kind and number.
pub fn named(period: &Trends) -> Vec<(&'static str, RecordId)> {
    let of_field = |field: &'static str| {
        let (sorts, _) = period.sorts(field);
        let named = sorts.into_iter().filter_map(move |(sort, _)| match sort {
            Sort::Record(id) => Some((field, *id)),
            Sort::Words(_) => None,
        });
        named.take(CLUSTERS_MAX).collect::<Vec<_>>()
    };
    SORTS.into_iter().flat_map(of_field).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signals(told: &Told) -> Vec<&str> {
        told.signals.iter().map(|(cluster, _)| cluster.as_str()).collect()
    }

    #[test]
    fn changes_that_went_wrong_stand_out() {
        let figures =
            ChangeFigures { closed: 20, successful: 18, failed: 2, ..ChangeFigures::default() };
        let told = of_changes(&figures);
        assert_eq!(signals(&told), ["Changes that failed"]);
        assert!(told.figures.contains(&("Successful".to_owned(), "90 %".to_owned())));
        let none = of_changes(&ChangeFigures::default());
        assert!(none.signals.is_empty());
        assert!(none.figures.contains(&("Successful".to_owned(), "none".to_owned())));
    }

    #[test]
    fn a_fix_that_did_not_help_stands_out_and_one_without_figures_does_not() {
        let problem = |number: &str, before: Option<i64>, after: Option<i64>| ClosedProblem {
            number: number.to_owned(),
            title: "Disks".to_owned(),
            before: before.map(Decimal::from),
            after: after.map(Decimal::from),
        };
        let closed = [
            problem("PRB-000001", Some(12), Some(2)),
            problem("PRB-000002", Some(3), Some(3)),
            problem("PRB-000003", None, None),
        ];
        let told = of_problems(4, 2, &closed);
        assert_eq!(signals(&told), ["PRB-000002 Disks"]);
        assert!(told.figures.contains(&("Fewer incidents by".to_owned(), "66.67 %".to_owned())));
        let nothing = "Closed, and nothing to compare".to_owned();
        assert!(told.figures.contains(&(nothing, "1".to_owned())));
    }
}
