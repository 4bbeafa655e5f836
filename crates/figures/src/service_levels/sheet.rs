//! The sheet of service levels.
use super::{
    pairs,
    promises::{self, Agreement, IN_FORCE, Limit, Names, Target},
    tally::{Late, Tallies, Tally, tally},
};
use crate::{
    asked::Ask,
    sheet::{
        Cell, Chart, Column, Figure, FigureDef, Judged, Named, Part, Point, Row, Sheet, Sort,
        Table, column,
    },
};
use gemba_model::{
    check::{Evidence, EvidenceFault, Period},
    filter::Filter,
};
use gemba_vocabulary::{
    Value,
    attainment::{Attainment, outlook},
    calendar::Span,
    capacity_figures::over_limit_percent,
};
use jiff::{Timestamp, ToSpan, civil::Date};
use rust_decimal::Decimal;

/// The months before the last one asked for that charts look back on.
const MONTHS_BACK: i32 = 12;
/// The months whose misses tell what is usual.
const MONTHS_USUAL: usize = 3;

const STRICT: FigureDef = FigureDef {
    name: "attainment_strict",
    label: "Kept, every late one counted",
    unit: "%",
    definition: "Met out of all that counted, times 100: met / (met + missed). Missed are those that ended late and \
                 those still open whose time was over before the period ended. An incident counts in the period in \
                 which its clock ended, a late open one in that in which its time was over, each once (definition \
                 “Attainment”, clause 8.3.3).",
};
const WITH_EXCEPTIONS: FigureDef = FigureDef {
    name: "attainment_with_exceptions",
    label: "Kept, without agreed exceptions",
    unit: "%",
    definition: "The same without the late ones that an exception agreed by both sides takes out: met / (met + missed \
                 − excluded). An exception never turns a late one into a kept one.",
};
const KEPT: FigureDef = FigureDef {
    name: "targets_kept",
    label: "Targets kept",
    unit: "",
    definition: "Targets for whose promise enough was kept in the period, with agreed exceptions taken out, of all for \
                 which anything was counted. A target without a share promises each one. Targets for availability \
                 are told on the sheet of availability.",
};
const FORECAST: FigureDef = FigureDef {
    name: "forecast",
    label: "Where the running month ends",
    unit: "%",
    definition: "The share that will have been kept at the end of the month that runs, if incidents come at the rate \
                 of its days so far and of those to come as many are missed as in the last three whole months: all \
                 targets together, judged by the one that ends worst. A straight line, no promise.",
};

/// Reads the sheet: all agreements that count or counted in the period, or one with its history.
pub fn read(evidence: &dyn Evidence, ask: &Ask) -> Result<Sheet, EvidenceFault> {
    let narrowed = ask.about.map(|id| Filter::is("id", Value::Int(id)));
    let filters: Vec<_> = narrowed.into_iter().collect();
    let mut agreements = promises::agreements(evidence, &filters)?;
    let names = Names::read(evidence)?;
    let mut sheet = Sheet::default();
    if ask.about.is_none() {
        let today = evidence.now().to_zoned(ask.zone.clone()).date();
        let (delivered, pairs) = pairs::read(evidence, &agreements, today)?;
        agreements.retain(|one| counted_in(one, ask.period));
        let tallies = tally(evidence, &agreements, &[ask.span()])?;
        sheet.parts.push(overall(&agreements, &tallies, pairs::figure(delivered, &pairs, &names)));
        for one in &agreements {
            sheet.parts.push(part(one, &names, &tallies, 0));
        }
        return Ok(sheet);
    }
    for one in &agreements {
        let shown = History::of(evidence, ask, one)?;
        let mut part = part(one, &names, &shown.tallies, shown.last());
        part.charts = shown.charts(one);
        part.figures.extend(shown.forecast(one));
        part.tables.extend(loads(one, &shown));
        sheet.parts.push(part);
    }
    Ok(sheet)
}

/// Whether an agreement was in force at some time within the period.
pub fn counted_in(one: &Agreement, period: Period) -> bool {
    let is_known =
        IN_FORCE.contains(&&*one.state) || ["terminated", "amended"].contains(&&*one.state);
    let (first, last) = one.days;
    is_known
        && first.is_some_and(|first| first < period.until)
        && last.is_none_or(|last| last >= period.from)
}

/// All agreements together, with what is delivered without one.
pub fn overall(agreements: &[Agreement], tallies: &Tallies, pairs: Figure) -> Part {
    let mut whole = Attainment::default();
    let (mut kept, mut judged) = (0_i64, 0_i64);
    for one in agreements {
        whole = whole.with(tallies.whole(one, 0));
        for (place, target) in one.targets.iter().enumerate() {
            match verdict(target, &tallies.of(one.named.id, place, 0).counts) {
                Judged::Not => {}
                Judged::Kept | Judged::Near => (kept, judged) = (kept + 1, judged + 1),
                Judged::Missed => judged += 1,
            }
        }
    }
    let mut part = Part::titled("All agreements");
    let words = Value::Text(format!("{kept} of {judged}"));
    let figure = Figure::or_undefined(
        &KEPT,
        (judged > 0).then_some(words),
        "Nothing was counted for any target.",
    );
    let verdict = if kept == judged { Judged::Kept } else { Judged::Missed };
    part.figures.push(figure.judged(if judged > 0 { verdict } else { Judged::Not }));
    part.figures.extend(shares(&whole));
    part.figures.push(pairs);
    part
}

/// Both shares, always side by side.
fn shares(counts: &Attainment) -> [Figure; 2] {
    let columns = [
        column("met", "Met", ""),
        column("missed", "Missed", ""),
        column("open_late", "Of these still open", ""),
        column("excluded", "Excluded", ""),
    ];
    let number = |count: u64| Cell::from(Value::Int(i64::try_from(count).unwrap_or(i64::MAX)));
    let counted = Table::new("counted", "What was counted", &columns, "").row(vec![
        number(counts.met),
        number(counts.missed_closed.saturating_add(counts.open_breached)),
        number(counts.open_breached),
        number(counts.excluded_by_exception),
    ]);
    let share = |def, percent: Option<Decimal>| {
        let value = percent.map(Value::Decimal);
        Figure::or_undefined(def, value, "Nothing was counted.").from(counted.clone())
    };
    [
        share(&STRICT, counts.strict_percent()),
        share(&WITH_EXCEPTIONS, counts.with_exceptions_percent()),
    ]
}

/// Whether a promise was kept, with the agreed exceptions.
pub fn verdict(target: &Target, counts: &Attainment) -> Judged {
    match counts.with_exceptions_percent() {
        None => Judged::Not,
        Some(percent) if percent < target.promised() => Judged::Missed,
        Some(_) => Judged::Kept,
    }
}

/// One agreement in one of the periods that were counted.
pub fn part(one: &Agreement, names: &Names, tallies: &Tallies, period: usize) -> Part {
    let mut part = Part::about(one.named.clone());
    let whole = tallies.whole(one, period);
    let mut late = Vec::new();
    let mut targets = Table::new("targets", "Targets", &TARGET_COLUMNS, "There is no target.");
    for (place, target) in one.targets.iter().enumerate() {
        let tally = tallies.of(one.named.id, place, period);
        targets.rows.push(target_row(target, &tally));
        late.extend(tally.late.into_iter().map(|one| (target.named.clone(), one)));
    }
    let excluded = late.iter().filter_map(|(_, late)| {
        let exception = late.exception.as_ref()?;
        Some((Some(late.incident.clone()), format!("Taken out by “{}”.", exception.title)))
    });
    let excluded: Vec<_> = excluded.collect();
    let [strict, excepted] = shares(&whole);
    part.figures = vec![strict, excepted.except(excluded)];
    part.tables.push(targets);
    part.tables.push(late_table(&late));
    let of = |found: Option<&Named>| found.map(|one| one.title.clone()).unwrap_or_default();
    let (customer, service) =
        (of(names.customers.get(&one.customer)), of(names.services.get(&one.service)));
    part.notes.push(format!("{service} for {customer}."));
    part
}

const TARGET_COLUMNS: [Column; 8] = [
    column("target", "Target", ""),
    column("promised", "Promised", "%"),
    column("met", "Met", ""),
    column("missed", "Missed", ""),
    column("open_late", "Still open", ""),
    column("excluded", "Excluded", ""),
    column("strict", "Every late one counted", "%"),
    column("with_exceptions", "Without exceptions", "%"),
];

fn target_row(target: &Target, tally: &Tally) -> Row {
    if target.clock.is_none() {
        // It is no count of incidents: what it came to is told where it is measured.
        let promised = [Cell::record(target.named.clone()), Cell::from(target.promised())];
        let rest = std::iter::repeat_n(Cell::default(), TARGET_COLUMNS.len() - promised.len());
        return promised.into_iter().chain(rest).collect();
    }
    let number = |count: u64| Cell::from(Value::Int(i64::try_from(count).unwrap_or(i64::MAX)));
    let percent = |percent: Option<Decimal>| percent.map(Cell::from).unwrap_or_default();
    let counts = &tally.counts;
    vec![
        Cell::record(target.named.clone()),
        Cell::from(target.promised()),
        number(counts.met),
        number(counts.missed_closed.saturating_add(counts.open_breached)),
        number(counts.open_breached),
        number(counts.excluded_by_exception),
        percent(counts.strict_percent()),
        percent(counts.with_exceptions_percent()).judged(verdict(target, counts)),
    ]
}

fn late_table(late: &[(Named, Late)]) -> Table {
    let columns = [
        column("incident", "Incident", ""),
        column("target", "Target", ""),
        column("due", "Due", ""),
        column("ended", "Ended", ""),
        column("exception", "Exception", ""),
    ];
    let instant = |at: Option<Timestamp>| Cell::from(at.map_or(Value::None, Value::Instant));
    let mut table = Table::new("late", "Late ones", &columns, "Nothing was late.");
    for (target, one) in late {
        table.rows.push(vec![
            Cell::record(one.incident.clone()),
            Cell::record(target.clone()),
            instant(one.due),
            instant(one.ended),
            one.exception.clone().map(Cell::record).unwrap_or_default(),
        ]);
    }
    table
}

/// An agreement over the months up to the last one asked for, and the month that runs if it is among them.
struct History {
    months: Vec<(Date, Span)>,
    /// The place of the period that was asked for, which lies behind the months.
    asked: usize,
    /// The place of the month that runs.
    running: Option<usize>,
    now: Timestamp,
    tallies: Tallies,
}

impl History {
    fn of(evidence: &dyn Evidence, ask: &Ask, one: &Agreement) -> Result<Self, EvidenceFault> {
        let now = evidence.now();
        let today = now.to_zoned(ask.zone.clone()).date();
        let last = ask.period.until.saturating_sub(1.day()).first_of_month();
        // The month that runs is told beside the last one that is over.
        let last = if last.saturating_add(1.month()) == today.first_of_month() {
            today.first_of_month()
        } else {
            last.min(today.first_of_month())
        };
        let first = last.saturating_sub(MONTHS_BACK.months());
        let begun = one.days.0.map_or(first, |day| day.first_of_month().max(first));
        let months = (0..=MONTHS_BACK).map(|place| first.saturating_add(place.months()));
        let months = months.filter(|month| *month >= begun).map(|month| {
            let to = ask.begin_of(month.saturating_add(1.month()));
            (month, Span { from: ask.begin_of(month), to })
        });
        let months: Vec<_> = months.collect();
        let asked = months.iter().position(|(_, span)| *span == ask.span());
        let mut spans: Vec<_> = months.iter().map(|(_, span)| *span).collect();
        let place = asked.unwrap_or(spans.len());
        let running = months.iter().position(|(month, _)| *month == today.first_of_month());
        // Another period than a month overlaps them, which counting allows.
        if asked.is_none() {
            spans.push(ask.span());
        }
        let tallies = tally(evidence, std::slice::from_ref(one), &spans)?;
        Ok(Self { months, asked: place, running, now, tallies })
    }

    fn last(&self) -> usize {
        self.asked
    }

    fn charts(&self, one: &Agreement) -> Vec<Chart> {
        let chart = |name, label: String, place: Option<usize>, promised: Option<Decimal>| {
            let points = self.months.iter().enumerate().map(|(period, (month, _))| {
                let counts = match place {
                    Some(target) => self.tallies.of(one.named.id, target, period).counts,
                    None => self.tallies.whole(one, period),
                };
                Point {
                    label: month.strftime("%Y-%m").to_string(),
                    value: counts.with_exceptions_percent(),
                    is_open: self.running == Some(period),
                }
            });
            Chart {
                name,
                label,
                unit: "%",
                sort: Sort::Individuals,
                points: points.collect(),
                lines: promised.map(|share| ("promised".to_owned(), share)).into_iter().collect(),
            }
        };
        let whole = chart("attainment", "Kept in each month, all targets".to_owned(), None, None);
        let targets = one.targets.iter().enumerate().filter(|(_, target)| target.clock.is_some());
        let each = targets.map(|(place, target)| {
            chart(
                "attainment_of_target",
                target.named.title.clone(),
                Some(place),
                Some(target.promised()),
            )
        });
        let each: Vec<_> =
            each.filter(|chart| chart.points.iter().any(|one| one.value.is_some())).collect();
        std::iter::once(whole).chain(each).collect()
    }

    /// Where the month that runs ends: all targets together, and each by itself. It is judged by the worst of them.
    fn forecast(&self, one: &Agreement) -> Option<Figure> {
        let running = self.running?;
        let (_, span) = self.months.get(running)?;
        let whole = span.to.duration_since(span.from).as_secs();
        let elapsed = self.now.duration_since(span.from).as_secs().clamp(0, whole);
        let columns = [
            column("target", "Target", ""),
            column("promised", "Promised", "%"),
            column("forecast", "Where it ends", "%"),
            column("may_miss", "May still be missed", ""),
        ];
        let mut table = Table::new("outlook", "Target by target", &columns, "Nothing came yet.");
        let mut judged = Judged::Not;
        for (place, target) in one.targets.iter().enumerate() {
            let so_far = self.tallies.of(one.named.id, place, running).counts;
            let usual =
                usual(running, |period| self.tallies.of(one.named.id, place, period).counts);
            let Some(seen) = outlook(&so_far, (elapsed, whole), usual, target.promised()) else {
                continue;
            };
            let near = if seen.may_miss <= 1 { Judged::Near } else { Judged::Kept };
            let own = if seen.percent < target.promised() { Judged::Missed } else { near };
            table.rows.push(vec![
                Cell::record(target.named.clone()),
                Cell::from(target.promised()),
                Cell::from(seen.percent).judged(own),
                Cell::from(Value::Int(seen.may_miss)),
            ]);
            judged = graver(judged, own);
        }
        let so_far = self.tallies.whole(one, running);
        let usual = usual(running, |period| self.tallies.whole(one, period));
        let all = outlook(&so_far, (elapsed, whole), usual, Decimal::ONE_HUNDRED);
        let value = all.map(|all| Value::Decimal(all.percent));
        let why = "Nothing was counted in the month that runs.";
        Some(Figure::or_undefined(&FORECAST, value, why).judged(judged).from(table))
    }
}

/// The share of misses in the last whole months before the one that runs.
fn usual(running: usize, counts: impl Fn(usize) -> Attainment) -> Decimal {
    let months = running.saturating_sub(MONTHS_USUAL)..running;
    let whole = months.map(counts).fold(Attainment::default(), Attainment::with);
    let kept = whole.with_exceptions_percent().unwrap_or(Decimal::ONE_HUNDRED);
    (Decimal::ONE_HUNDRED - kept) / Decimal::ONE_HUNDRED
}

fn graver(one: Judged, other: Judged) -> Judged {
    let weight = |judged| match judged {
        Judged::Not => 0,
        Judged::Kept => 1,
        Judged::Near => 2,
        Judged::Missed => 3,
    };
    if weight(other) > weight(one) { other } else { one }
}

/// How much work there was against the limits that are counted in incidents.
fn loads(one: &Agreement, shown: &History) -> Option<Table> {
    let columns = [
        column("limit", "Limit", ""),
        column("covered", "Covered", ""),
        column("load", "Came", ""),
        column("over", "Over the limit", "%"),
        column("excuses", "A miss is excused", ""),
    ];
    let mut table = Table::new("workload", "Work against the limits", &columns, "");
    for limit in &one.limits {
        let load = is_of_incidents(limit).then(|| shown.tallies.opened(one.named.id, shown.asked));
        let over = load.and_then(|load| over_limit_percent(limit.limit.into(), load.into()));
        let over = over.filter(|over| *over > Decimal::ZERO);
        let count = |count: u64| Value::Int(i64::try_from(count).unwrap_or(i64::MAX));
        let came = load.map_or_else(
            || Cell::from("not counted by Gemba"),
            |load| {
                let judged = if over.is_some() { Judged::Missed } else { Judged::Kept };
                Cell::from(count(load)).judged(judged)
            },
        );
        table.rows.push(vec![
            Cell::record(limit.named.clone()),
            Cell::from(count(limit.limit)),
            came,
            over.map(Cell::from).unwrap_or_default(),
            Cell::from(Value::Bool(one.overload_excuses)),
        ]);
    }
    (!table.rows.is_empty()).then_some(table)
}

/// Whether a limit counts incidents by the month.
fn is_of_incidents(limit: &Limit) -> bool {
    limit.metric.trim().eq_ignore_ascii_case("incidents") && limit.period == "month"
}
