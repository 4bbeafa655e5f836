//! The scope, held against what is delivered: services in and out, parties and what they require, matters without a
//! decision.
use crate::{
    asked::Ask,
    counted::{cell, none_wanted, number, records},
    reading::{Read, in_states, list, names},
    sheet::{Cell, Figure, Judged, Named, Part, Sheet, Table, column},
};
use gemba_model::{
    check::{Evidence, EvidenceFault},
    filter::Filter,
};
use gemba_vocabulary::{RecordId, Value};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

mod defs;
mod statement;
use defs::{
    CLIMATE, IN_FORCE, ISSUES, MISSING, OBLIGATIONS, OUT, PARTIES, REVIEWS, SIDES, WITHOUT_PARTY,
};

/// A scope, as the sheet needs it.
struct Scope {
    named: Named,
    statement: String,
    because: String,
    services: Vec<RecordId>,
    left_out: Vec<RecordId>,
}

struct Service {
    named: Named,
    id: RecordId,
    state: String,
    owner: Option<RecordId>,
}

struct Party {
    named: Named,
    id: RecordId,
    sort: String,
    state: String,
    climate: String,
    customer: Option<RecordId>,
    supplier: Option<RecordId>,
}

struct Issue {
    named: Named,
    state: String,
    side: String,
    category: String,
    review_on: Option<Date>,
    leads_on: bool,
}

/// Works out the sheet.
pub fn read(evidence: &dyn Evidence, ask: &Ask) -> Result<Sheet, EvidenceFault> {
    let today = evidence.now().to_zoned(ask.zone.clone()).date();
    let mut scopes = list(evidence, "scope_statement", &[in_states(&["in_force"])], |read| {
        Some(Scope {
            named: read.named(),
            statement: read.text("statement"),
            because: read.text("left_out_because"),
            services: read.refs("services"),
            left_out: read.refs("left_out"),
        })
    })?;
    let in_use = in_states(&["live", "changing", "retiring", "transferring"]);
    let services = list(evidence, "service", &[in_use], |read| {
        Some(Service {
            named: read.named(),
            id: read.id(),
            state: read.state().to_owned(),
            owner: read.int("owner"),
        })
    })?;
    let count = scopes.len();
    let scope = scopes.pop();
    Ok(Sheet {
        parts: vec![
            covered(evidence, scope.as_ref(), count, &services)?,
            parties(evidence)?,
            matters(evidence, today)?,
        ],
    })
}

/// How a service stands to the scope: the word, and whether that is well.
fn stands(scope: Option<&Scope>, service: &Service) -> (&'static str, Judged) {
    let Some(scope) = scope else { return ("no scope", Judged::Missed) };
    if scope.services.contains(&service.id) {
        ("covered", Judged::Kept)
    } else if scope.left_out.contains(&service.id) {
        ("left out, with a reason", Judged::Not)
    } else {
        ("not mentioned", Judged::Missed)
    }
}

fn covered(
    evidence: &dyn Evidence,
    scope: Option<&Scope>,
    count: usize,
    services: &[Service],
) -> Result<Part, EvidenceFault> {
    let people = names(evidence, "person", &[])?;
    let mut part = match scope {
        Some(scope) => Part::about(scope.named.clone()),
        None => Part::titled("Scope"),
    };
    let judged = if count == 1 { Judged::Kept } else { Judged::Missed };
    part.figures.push(Figure::new(&IN_FORCE, number(count)).judged(judged));
    let of = |word: &'static str| {
        let found = services.iter().filter(move |one| stands(scope, one).0 == word);
        found.map(|one| (&one.named, one.state.replace('_', " ")))
    };
    let missing = of("not mentioned").chain(of("no scope"));
    part.figures.push(none_wanted(records(
        &MISSING,
        missing,
        "The scope mentions each service in use.",
    )));
    part.figures.push(records(
        &OUT,
        of("left out, with a reason"),
        "No service in use is left out.",
    ));
    let gone = not_in_use(evidence, scope, services)?;
    part.figures.push(none_wanted(records(
        &defs::GONE,
        gone.iter().map(|named| (named, "not in use".to_owned())),
        "Each service of the scope is in use.",
    )));
    let columns = [
        column("service", "Service", ""),
        column("state", "State", ""),
        column("owner", "Owner", ""),
        column("stands", "In the scope", ""),
    ];
    let mut table = Table::new("services", "Services in use", &columns, "No service is in use.");
    for service in services {
        let (word, judged) = stands(scope, service);
        table.rows.push(vec![
            Cell::record(service.named.clone()),
            service.state.replace('_', " ").as_str().into(),
            cell(service.owner.and_then(|id| people.get(&id))),
            Cell::from(word).judged(judged),
        ]);
    }
    part.tables.extend(statement::table(evidence)?);
    part.tables.push(table);
    match scope {
        Some(scope) => {
            part.notes.push(scope.statement.clone());
            if !scope.because.is_empty() {
                part.notes.push(format!("Left out: {}", scope.because));
            }
        }
        None => {
            part.notes.push("No scope is in force. Write one, and have it approved.".to_owned());
        }
    }
    Ok(part)
}

/// Services that the scope names and that are not in use.
fn not_in_use(
    evidence: &dyn Evidence,
    scope: Option<&Scope>,
    services: &[Service],
) -> Result<Vec<Named>, EvidenceFault> {
    let Some(scope) = scope else { return Ok(Vec::new()) };
    let all = names(evidence, "service", &[])?;
    let used: BTreeSet<_> = services.iter().map(|one| one.id).collect();
    let gone = scope.services.iter().filter(|id| !used.contains(id));
    Ok(gone.filter_map(|id| all.get(id)).cloned().collect())
}

fn party(read: &Read<'_>) -> Party {
    Party {
        named: read.named(),
        id: read.id(),
        sort: read.text("sort"),
        state: read.state().to_owned(),
        climate: read.text("climate"),
        customer: read.int("customer"),
        supplier: read.int("supplier"),
    }
}

fn parties(evidence: &dyn Evidence) -> Result<Part, EvidenceFault> {
    let open = || Filter::is("open", Value::Bool(true));
    let parties = list(evidence, "interested_party", &[open()], |read| Some(party(read)))?;
    let mut required = BTreeMap::<RecordId, usize>::new();
    for party in list(evidence, "party_requirement", &[open()], |read| read.int("party"))? {
        *required.entry(party).or_default() += 1;
    }
    let mut part = Part::titled("Interested parties");
    let bare = parties.iter().filter(|one| !required.contains_key(&one.id));
    part.figures.push(none_wanted(records(
        &PARTIES,
        bare.map(|one| (&one.named, "nothing on record that it requires".to_owned())),
        "It is on record what each requires.",
    )));
    let customers: BTreeSet<_> = parties.iter().filter_map(|one| one.customer).collect();
    let suppliers: BTreeSet<_> = parties.iter().filter_map(|one| one.supplier).collect();
    let all_customers = names(evidence, "customer", &[open()])?;
    let working = in_states(&["contracted", "active", "under_review", "remediation", "exiting"]);
    let all_suppliers = names(evidence, "supplier", &[working])?;
    let missing = |all: &BTreeMap<RecordId, Named>, known: &BTreeSet<RecordId>, word: &str| {
        let without = all.iter().filter(|(id, _)| !known.contains(id));
        without.map(|(_, named)| (named.clone(), word.to_owned())).collect::<Vec<_>>()
    };
    let mut without = missing(&all_customers, &customers, "customer");
    without.extend(missing(&all_suppliers, &suppliers, "supplier"));
    part.figures.push(none_wanted(records(
        &WITHOUT_PARTY,
        without.iter().map(|(named, word)| (named, word.clone())),
        "Each customer and supplier is an interested party.",
    )));
    let columns = [
        column("party", "Party", ""),
        column("sort", "What they are", ""),
        column("state", "State", ""),
        column("requirements", "Requirements", ""),
        column("climate", "Climate question", ""),
    ];
    let mut table = Table::new("parties", "Interested parties", &columns, "None is on record.");
    for one in &parties {
        let count = required.get(&one.id).copied().unwrap_or_default();
        let climate = if one.climate.is_empty() { "not asked" } else { &*one.climate };
        let asked = if one.climate.is_empty() { Judged::Near } else { Judged::Kept };
        table.rows.push(vec![
            Cell::record(one.named.clone()),
            one.sort.as_str().into(),
            one.state.as_str().into(),
            Cell::from(number(count)).judged(if count > 0 { Judged::Kept } else { Judged::Missed }),
            Cell::from(&*climate.replace('_', " ")).judged(asked),
        ]);
    }
    part.tables.push(table);
    Ok(part)
}

fn issue(read: &Read<'_>) -> Issue {
    let leads = !read.refs("risks").is_empty()
        || !read.refs("opportunities").is_empty()
        || !read.text("nothing_because").is_empty()
        || read.text("relevance") == "not_relevant";
    Issue {
        named: read.named(),
        state: read.state().to_owned(),
        side: read.text("side"),
        category: read.text("category"),
        review_on: read.date("review_on"),
        leads_on: leads,
    }
}

fn matters(evidence: &dyn Evidence, today: Date) -> Result<Part, EvidenceFault> {
    let open = || Filter::is("open", Value::Bool(true));
    let issues = list(evidence, "context_issue", &[open()], |read| Some(issue(read)))?;
    let mut part = Part::titled("Matters inside and outside");
    let undecided = issues.iter().filter(|one| one.state != "decided" || !one.leads_on);
    part.figures.push(none_wanted(records(
        &ISSUES,
        undecided.map(|one| (&one.named, "no decision what follows".to_owned())),
        "Each is decided on.",
    )));
    let late = |day: Option<Date>| day.is_some_and(|day| day < today);
    let overdue = issues.iter().filter(|one| one.state == "decided" && late(one.review_on));
    part.figures.push(none_wanted(records(
        &REVIEWS,
        overdue
            .map(|one| (&one.named, one.review_on.map(|day| day.to_string()).unwrap_or_default())),
        "None is overdue.",
    )));
    let answers =
        || issues.iter().filter(|one| one.category == "climate" && one.state == "decided");
    let current = answers().filter(|one| !late(one.review_on));
    let climate =
        records(&CLIMATE, current.map(|one| (&one.named, one.side.clone())), "There is none.");
    let is_one = climate.value == Value::Int(1) && answers().count() == 1;
    part.figures.push(climate.judged(if is_one { Judged::Kept } else { Judged::Missed }));
    let sides: BTreeSet<_> = issues.iter().map(|one| &*one.side).collect();
    let judged = if sides.len() == 2 { Judged::Kept } else { Judged::Missed };
    part.figures.push(Figure::new(&SIDES, number(sides.len())).judged(judged));
    let unchecked = list(evidence, "obligation", &[in_states(&["applies"])], |read| {
        let finding = read.text("finding");
        let is_well = finding == "met" && !late(read.date("review_on"));
        let word = if finding.is_empty() { "not checked yet" } else { &*finding };
        (!is_well).then(|| (read.named(), word.replace('_', " ")))
    })?;
    part.figures.push(none_wanted(records(
        &OBLIGATIONS,
        unchecked.iter().map(|(named, word)| (named, word.clone())),
        "Each was checked and is met.",
    )));
    let columns = [
        column("issue", "Matter", ""),
        column("side", "From", ""),
        column("category", "About", ""),
        column("state", "State", ""),
        column("review_on", "Review on", ""),
    ];
    let mut table = Table::new("issues", "Matters", &columns, "None is on record.");
    for one in &issues {
        let judged = if late(one.review_on) { Judged::Missed } else { Judged::Not };
        table.rows.push(vec![
            Cell::record(one.named.clone()),
            one.side.as_str().into(),
            one.category.as_str().into(),
            one.state.as_str().into(),
            Cell::from(one.review_on.map_or(Value::None, Value::Date)).judged(judged),
        ]);
    }
    part.tables.push(table);
    Ok(part)
}
