//! Availability month by month.
use super::{
    needs::Node,
    promise::Promise,
    reckoning::{Known, Reckoned},
};
use crate::{
    asked::Ask,
    sheet::{Chart, Point, Sort},
};
use gemba_vocabulary::{calendar::Span, paths::Path};
use jiff::{ToSpan, civil::Date};
use rust_decimal::Decimal;

/// The charts of one promise over these months.
pub(super) fn charts(
    ask: &Ask,
    known: &Known,
    promise: &Promise,
    path: &Path<Node>,
    months: &[Date],
) -> Vec<Chart> {
    let reckon = |month: &Date| {
        let next = month.saturating_add(1.month());
        let span = Span { from: ask.begin_of(*month), to: ask.begin_of(next) };
        (*month, known.now < span.to, Reckoned::of(known, path, promise, span))
    };
    let reckoned: Vec<_> = months.iter().map(reckon).collect();
    let points = |value: fn(&Reckoned) -> Option<Decimal>| -> Vec<Point> {
        let point = |(month, is_open, one): &(Date, bool, Reckoned)| Point {
            label: month.strftime("%Y-%m").to_string(),
            value: value(one),
            is_open: *is_open,
        };
        reckoned.iter().map(point).collect()
    };
    let service = &promise.service.title;
    let target = promise.threshold.map(|target| ("Target".to_owned(), target));
    let chart = |name, what: &str, unit, sort, points, lines| Chart {
        name,
        label: format!("{what} of {service}"),
        unit,
        sort,
        points,
        lines,
    };
    let outages = |one: &Reckoned| {
        let has_time = !one.time.net.is_empty();
        has_time.then(|| u64::try_from(one.availability.outages).map(Decimal::from).ok()).flatten()
    };
    vec![
        chart(
            "availability_by_month",
            "Availability",
            "%",
            Sort::Individuals,
            points(|one| one.availability.percent()),
            target.into_iter().collect(),
        ),
        chart("outages_by_month", "Outages", "", Sort::Counts, points(outages), Vec::new()),
        chart(
            "mtrs_by_month",
            "Mean time to restore",
            "h",
            Sort::Individuals,
            points(|one| one.availability.mtrs_hours()),
            Vec::new(),
        ),
        chart(
            "mtbf_by_month",
            "Mean time between failures",
            "h",
            Sort::Individuals,
            points(|one| one.availability.mtbf_hours()),
            Vec::new(),
        ),
    ]
}
