//! The service report: everything a customer is told about a period, put together from the other sheets and the
//! records of the time.
use crate::{
    asked::Ask,
    availability,
    reading::{Read, in_states, list, within},
    service_levels::{self, pairs, promises, tally::tally},
    sheet::{Cell, Chart, Figure, FigureDef, Judged, Part, Point, Sheet, Sort, Table, column},
};
use gemba_model::{
    check::{Evidence, EvidenceFault},
    filter::{Filter, Test},
};
use gemba_vocabulary::{RecordId, Value, calendar::Span};
use jiff::{ToSpan, civil::Date};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// The months that the chart of incidents looks back on, that of the report among them.
const MONTHS: i32 = 12;
/// So many rows of each list are told.
const ROWS_MAX: usize = 50;

const REPORTED: FigureDef = FigureDef {
    name: "incidents_reported",
    label: "Incidents reported",
    unit: "",
    definition: "Incidents of the customer that were opened within the period, without cancelled ones (clause 8.6.1).",
};
const RESOLVED: FigureDef = FigureDef {
    name: "incidents_resolved",
    label: "Incidents resolved",
    unit: "",
    definition: "Incidents of the customer that were resolved within the period, whenever they were opened.",
};
const MAJORS: FigureDef = FigureDef {
    name: "major_incidents",
    label: "Major incidents",
    unit: "",
    definition: "Of the incidents reported within the period those that are, or once were, major ones.",
};

/// Reads the report of one customer; without one there is nothing to tell.
pub fn read(evidence: &dyn Evidence, ask: &Ask) -> Result<Sheet, EvidenceFault> {
    let Some(customer) = ask.about else {
        let mut part = Part::titled("Choose a customer");
        part.notes
            .push("A service report is about one customer. Choose one under Period.".to_owned());
        return Ok(Sheet { parts: vec![part] });
    };
    let mut sheet = Sheet::default();
    let of_customer = [Filter::is("customer", Value::Ref(customer))];
    let mut agreements = promises::agreements(evidence, &of_customer)?;
    let names = promises::Names::read(evidence)?;
    let today = evidence.now().to_zoned(ask.zone.clone()).date();
    let (delivered, pairs) = pairs::read(evidence, &agreements, today)?;
    let pairs: Vec<_> = pairs.into_iter().filter(|(_, of)| *of == customer).collect();
    agreements.retain(|one| service_levels::counted_in(one, ask.period));
    let tallies = tally(evidence, &agreements, &[ask.span()])?;
    let figure = pairs::figure(delivered, &pairs, &names);
    sheet.parts.push(service_levels::overall(&agreements, &tallies, figure));
    for one in &agreements {
        sheet.parts.push(service_levels::part(one, &names, &tallies, 0));
        for mut there in availability::of_agreement(evidence, ask, one.service, one.named.id)? {
            // The first chart is that of the share itself; the sheet of availability has the others.
            there.charts.truncate(1);
            sheet.parts.push(there);
        }
    }
    sheet.parts.push(incidents(evidence, ask, customer)?);
    let services: BTreeSet<_> = agreements.iter().map(|one| one.service).collect();
    sheet.parts.push(changes(evidence, ask, customer, &services)?);
    sheet.parts.extend(voices(evidence, ask)?);
    sheet.parts.push(actions(evidence, customer)?);
    Ok(sheet)
}

fn incidents(
    evidence: &dyn Evidence,
    ask: &Ask,
    customer: RecordId,
) -> Result<Part, EvidenceFault> {
    let span = ask.span();
    let last = ask.period.until.saturating_sub(1.day()).first_of_month();
    let first = last.saturating_sub((MONTHS - 1).months());
    let year = Span { from: ask.begin_of(first).min(span.from), to: span.to };
    let of = Filter::is("customer", Value::Ref(customer));
    let known = Filter {
        field: "state".to_owned(),
        test: Test::IsNot(vec![Value::Text("cancelled".to_owned())]),
    };
    let filters = [vec![of.clone(), known.clone()], within("opened_at", year).into()].concat();
    let opened = list(evidence, "incident", &filters, |one| {
        let at = one.instant("opened_at")?;
        let month = at.to_zoned(ask.zone.clone()).date().first_of_month();
        let is_asked = span.from <= at && at < span.to;
        let major = (is_asked && one.value("is_major").is_yes()).then(|| major(one));
        Some((month, is_asked, major))
    })?;
    let resolved = [vec![of, known], within("resolved_at", span).into()].concat();
    let resolved = evidence.count("incident", &resolved)?;
    let reported = opened.iter().filter(|(_, is_asked, _)| *is_asked).count();
    let columns = [
        column("incident", "Incident", ""),
        column("opened", "Opened", ""),
        column("restored", "Restored", ""),
        column("resolution", "What was done", ""),
    ];
    let mut majors = Table::new("majors", "Major incidents", &columns, "There was none.");
    majors.rows = opened.iter().filter_map(|(_, _, major)| major.clone()).take(ROWS_MAX).collect();
    let mut part = Part::titled("Incidents");
    let count = |count: usize| Value::Int(i64::try_from(count).unwrap_or(i64::MAX));
    part.figures = vec![
        Figure::new(&REPORTED, count(reported)),
        Figure::new(&RESOLVED, Value::Int(i64::try_from(resolved).unwrap_or(i64::MAX))),
        Figure::new(&MAJORS, count(majors.rows.len())),
    ];
    let months: Vec<_> = opened.iter().map(|(month, ..)| *month).collect();
    part.charts.push(by_month(&months, first, ask, evidence));
    part.tables.push(majors);
    Ok(part)
}

fn major(one: &Read<'_>) -> Vec<Cell> {
    let at = |field: &str| Cell::from(one.instant(field).map_or(Value::None, Value::Instant));
    vec![
        Cell::record(one.named()),
        at("opened_at"),
        at("restored_at"),
        Cell::from(&*one.text("resolution")),
    ]
}

fn by_month(months: &[Date], first: Date, ask: &Ask, evidence: &dyn Evidence) -> Chart {
    let this = evidence.now().to_zoned(ask.zone.clone()).date().first_of_month();
    let begun = months.iter().min().copied();
    let points = (0..MONTHS).map(|place| first.saturating_add(place.months())).map(|month| {
        let count = months.iter().filter(|one| **one == month).count();
        // Before the first incident nobody counted.
        let is_known = begun.is_some_and(|begun| begun <= month);
        Point {
            label: month.strftime("%Y-%m").to_string(),
            value: is_known.then(|| Decimal::from(count)),
            is_open: month >= this,
        }
    });
    Chart {
        name: "incidents",
        label: "Incidents by month".to_owned(),
        unit: "",
        sort: Sort::Counts,
        points: points.collect(),
        lines: Vec::new(),
    }
}

/// What changed for the customer within the period, and what is planned.
fn changes(
    evidence: &dyn Evidence,
    ask: &Ask,
    customer: RecordId,
    services: &BTreeSet<RecordId>,
) -> Result<Part, EvidenceFault> {
    let columns = [
        column("change", "Change", ""),
        column("from", "From", ""),
        column("to", "To", ""),
        column("result", "Result", ""),
    ];
    let concerns = |one: &Read<'_>| {
        let is_of = |field: &str| one.int(field).is_some_and(|id| services.contains(&id));
        one.int("customer") == Some(customer)
            || (one.int("customer").is_none()
                && (is_of("service")
                    || one.refs("other_services").iter().any(|id| services.contains(id))))
    };
    let row = |one: &Read<'_>| {
        let at = |field: &str| Cell::from(one.instant(field).map_or(Value::None, Value::Instant));
        let result = one.text("result").replace('_', " ");
        let result = if result.is_empty() { one.state().replace('_', " ") } else { result };
        concerns(one).then(|| {
            vec![Cell::record(one.named()), at("starts_at"), at("ends_at"), Cell::from(&*result)]
        })
    };
    let mut done = Table::new("changes", "Changes of the period", &columns, "Nothing changed.");
    let carried =
        in_states(&["implemented", "backed_out", "failed", "reviewed", "closed", "retrospective"]);
    let filters = [vec![carried], within("starts_at", ask.span()).into()].concat();
    done.rows = list(evidence, "change", &filters, row)?;
    done.rows.truncate(ROWS_MAX);
    let mut ahead = Table::new("planned", "Planned changes", &columns, "Nothing is planned.");
    let planned = Filter {
        field: "starts_at".to_owned(),
        test: Test::AtLeast(Value::Instant(evidence.now())),
    };
    ahead.rows = list(evidence, "change", &[in_states(&["scheduled"]), planned], row)?;
    ahead.rows.truncate(ROWS_MAX);
    let mut part = Part::titled("Changes");
    part.tables = vec![done, ahead];
    Ok(part)
}

/// What the customer said to us. Who answered what in a survey is not told to the customer either.
fn voices(evidence: &dyn Evidence, ask: &Ask) -> Result<Vec<Part>, EvidenceFault> {
    let mut parts = Vec::new();
    for mut part in crate::complaints::read(evidence, ask)?.parts {
        part.charts.clear();
        parts.push(Part { title: "Complaints".to_owned(), about: None, ..part });
    }
    for part in crate::satisfaction::read(evidence, ask)?.parts {
        let figures = part.figures.into_iter();
        let figures = figures.map(|one| Figure { rests_on: None, exceptions: Vec::new(), ..one });
        parts.push(Part { figures: figures.collect(), ..Part::titled("Satisfaction") });
    }
    Ok(parts)
}

/// What is done about targets that were missed, as long as it is not finished.
fn actions(evidence: &dyn Evidence, customer: RecordId) -> Result<Part, EvidenceFault> {
    let of_customer = [Filter::is("customer", Value::Ref(customer))];
    let agreements = list(evidence, promises::AGREEMENT, &of_customer, |one| Some(one.id()))?;
    let agreements: BTreeSet<_> = agreements.into_iter().collect();
    let columns = [
        column("result", "Missed target", ""),
        column("share", "Kept", "%"),
        column("action", "What is done", ""),
    ];
    let mut table = Table::new("actions", "Missed targets and what is done", &columns, "None.");
    let missed = [Filter::is("is_missed", Value::Bool(true))];
    table.rows = list(evidence, "service_level_result", &missed, |one| {
        let is_of = one.int("agreement").is_some_and(|id| agreements.contains(&id));
        let share = one.decimal("with_exceptions_percent").map(Cell::from).unwrap_or_default();
        let action = one.text("action");
        let action = if action.is_empty() {
            Cell::from("not decided yet").judged(Judged::Near)
        } else {
            Cell::from(&*action)
        };
        is_of.then(|| vec![Cell::record(one.named()), share, action])
    })?;
    // The newest tell most.
    table.rows.reverse();
    table.rows.truncate(ROWS_MAX);
    let mut part = Part::titled("What is done");
    part.tables.push(table);
    Ok(part)
}
