//! What services need of each sort of resource, and where nobody has said so.
use super::defs;
use crate::{
    asked::Ask,
    reading::{self, in_states},
    sheet::{Cell, Figure, Judged, Named, Part, Table, column},
};
use gemba_model::{
    check::{Evidence, EvidenceFault},
    filter::{Filter, Test},
};
use gemba_vocabulary::{RecordId, Value};
use std::collections::{BTreeMap, BTreeSet};

const SORTS: [(&str, &str); 4] = [
    ("human", "people"),
    ("technical", "technology"),
    ("information", "information"),
    ("financial", "money"),
];

/// The part.
pub fn part(
    evidence: &dyn Evidence,
    ask: &Ask,
    services: &BTreeMap<RecordId, Named>,
) -> Result<Part, EvidenceFault> {
    let today = evidence.now().to_zoned(ask.zone.clone()).date();
    let is_asked = |service: RecordId| ask.about.is_none_or(|about| about == service);
    let columns = [
        column("requirement", "Requirement", ""),
        column("service", "Service", ""),
        column("resource", "Resource", ""),
        column("amount", "Amount", ""),
        column("unit", "Unit", ""),
        column("review_on", "Review on", ""),
    ];
    let empty = "No requirement was approved.";
    let mut table = Table::new("requirements", "Requirements", &columns, empty);
    let (mut told, mut overdue) = (BTreeSet::new(), Vec::new());
    let approved = [in_states(&["approved"])];
    let rows = reading::list(evidence, "capacity_requirement", &approved, |one| {
        let service = one.int("service").filter(|service| is_asked(*service))?;
        let resource = one.text("resource");
        let review_on = one.date("review_on");
        let is_late = review_on.is_some_and(|day| day < today);
        if is_late {
            overdue.push((Some(one.named()), "Its day of review is past.".to_owned()));
        }
        let judged = if is_late { Judged::Missed } else { Judged::Kept };
        let name = services.get(&service).cloned().map(Cell::record).unwrap_or_default();
        let row = vec![
            Cell::record(one.named()),
            name,
            resource.as_str().into(),
            one.value("amount").clone().into(),
            one.value("unit").clone().into(),
            Cell::from(one.value("review_on").clone()).judged(judged),
        ];
        told.insert((service, resource));
        Some(row)
    })?;
    table.rows = rows;
    let live = [in_states(&["live", "changing"])];
    let live = reading::names(evidence, "service", &live)?;
    let mut missing = Vec::new();
    for service in live.values().filter(|service| is_asked(service.id)) {
        let open = |(sort, _): &&(&str, &str)| !told.contains(&(service.id, (*sort).to_owned()));
        let open: Vec<_> = SORTS.iter().filter(open).map(|(_, words)| *words).collect();
        if !open.is_empty() {
            missing
                .push((Some(service.clone()), format!("Nothing is said of {}.", open.join(", "))));
        }
    }
    let mut part = Part::titled("Requirements");
    for (def, exceptions) in [(&defs::NEEDS, missing), (&defs::REVIEWS, overdue)] {
        let count = i64::try_from(exceptions.len()).unwrap_or(i64::MAX);
        let judged = if count == 0 { Judged::Kept } else { Judged::Missed };
        let figure = Figure::new(def, Value::Int(count)).judged(judged);
        part.figures.push(figure.from(table.clone()).except(exceptions));
    }
    part.tables.push(table);
    part.figures.push(incidents(evidence, ask)?);
    Ok(part)
}

/// Incidents whose category says that there was too little of something.
fn incidents(evidence: &dyn Evidence, ask: &Ask) -> Result<Figure, EvidenceFault> {
    let mut filters = reading::within("opened_at", ask.span()).to_vec();
    let says = Test::Contains("capacity".to_owned());
    filters.push(Filter { field: "category".to_owned(), test: says });
    filters.extend(ask.about.map(|about| Filter::is("service", Value::Ref(about))));
    let columns = [column("incident", "Incident", ""), column("opened_at", "Opened at", "")];
    let empty = "No incident says so.";
    let mut table = Table::new("incidents", "Incidents", &columns, empty);
    table.rows = reading::list(evidence, "incident", &filters, |one| {
        Some(vec![Cell::record(one.named()), one.value("opened_at").clone().into()])
    })?;
    let count = i64::try_from(table.rows.len()).unwrap_or(i64::MAX);
    let judged = if count == 0 { Judged::Kept } else { Judged::Missed };
    Ok(Figure::new(&defs::INCIDENTS, Value::Int(count)).judged(judged).from(table))
}
