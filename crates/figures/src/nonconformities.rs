//! Nonconformities and corrective actions: how many, how old, how many come back, and whether actions work.
use crate::{
    asked::Ask,
    audits::{count, day, decimal, share},
    reading::{Read, list, names},
    satisfaction::{holds, in_month},
    sheet::{
        Cell, Chart, Figure, FigureDef, Judged, Named, Part, Point, Sheet, Sort, Table, column,
        counted_from_first,
    },
};
use gemba_model::{
    check::{Evidence, EvidenceFault},
    filter::Filter,
};
use gemba_vocabulary::{RecordId, Value};
use jiff::{Timestamp, ToSpan, civil::Date};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// How many were recorded.
pub static RECORDED: FigureDef = FigureDef {
    name: "recorded",
    label: "Nonconformities recorded",
    unit: "",
    definition: "How many nonconformities were recorded in the period (clause 10.1). Withdrawn ones are left out.",
};
/// How many are open.
pub static OPEN: FigureDef = FigureDef {
    name: "open",
    label: "Open now",
    unit: "",
    definition: "All nonconformities that are neither closed nor withdrawn today.",
};
/// How old they are.
pub static AGE: FigureDef = FigureDef {
    name: "open_age",
    label: "Mean age of the open ones",
    unit: "d",
    definition: "The mean number of days since the open nonconformities were recorded.",
};
/// How many come back.
pub static REPEATED: FigureDef = FigureDef {
    name: "repeated",
    label: "Repeat rate",
    unit: "%",
    definition: "The share of the nonconformities recorded in the period before which another one was recorded at the \
                 same requirement, within twelve months. Those that name no requirement are left out.",
};
/// How many actions are late.
pub static LATE: FigureDef = FigureDef {
    name: "actions_overdue",
    label: "Corrective actions overdue",
    unit: "",
    definition: "Corrective actions that are not done and whose day is past. The target is none.",
};
/// How many checks are late.
pub static UNCHECKED: FigureDef = FigureDef {
    name: "checks_due",
    label: "Checks of effect due",
    unit: "",
    definition: "Corrective actions that are done, and whose effect can be checked since some day and was not. The \
                 target is none.",
};
/// How many actions work.
pub static EFFECTIVE: FigureDef = FigureDef {
    name: "effective_at_once",
    label: "Actions that worked at once",
    unit: "%",
    definition: "The share of the corrective actions checked in the period that were found to work and never found not \
                 to.",
};

struct One {
    named: Named,
    source: String,
    requirement: String,
    severity: String,
    state: String,
    owner: Option<RecordId>,
    service: Option<RecordId>,
    recorded_at: Timestamp,
    closed_at: Option<Timestamp>,
}

impl One {
    fn of(read: &Read<'_>) -> Option<Self> {
        (read.state() != "withdrawn").then(|| Self {
            named: read.named(),
            source: read.text("source"),
            requirement: read.text("requirement"),
            severity: read.text("severity"),
            state: read.state().to_owned(),
            owner: read.int("owner"),
            service: read.int("service"),
            recorded_at: read.record.created_at,
            closed_at: read.instant("closed_at"),
        })
    }

    fn is_open(&self) -> bool {
        self.state != "closed"
    }

    fn age_days(&self, now: Timestamp) -> i64 {
        self.closed_at.unwrap_or(now).duration_since(self.recorded_at).as_hours() / 24
    }
}

struct Action {
    named: Named,
    of: Option<RecordId>,
    state: String,
    owner: Option<RecordId>,
    due: Option<Date>,
    check_from: Option<Date>,
    checked_at: Option<Timestamp>,
    failed: i64,
}

impl Action {
    fn of(read: &Read<'_>) -> Self {
        Self {
            named: read.named(),
            of: read.int("nonconformity"),
            state: read.state().to_owned(),
            owner: read.int("owner"),
            due: read.date("due"),
            check_from: read.date("check_from"),
            checked_at: read.instant("checked_at"),
            failed: read.int("failed_count").unwrap_or_default(),
        }
    }

    fn is_late(&self, today: Date) -> bool {
        matches!(&*self.state, "proposed" | "approved" | "in_progress")
            && self.due.is_some_and(|day| day < today)
    }

    fn is_unchecked(&self, today: Date) -> bool {
        self.state == "implemented" && self.check_from.is_some_and(|day| day <= today)
    }

    fn works(&self) -> bool {
        matches!(&*self.state, "effective" | "closed")
    }
}

/// Works out the sheet.
pub fn read(evidence: &dyn Evidence, ask: &Ask) -> Result<Sheet, EvidenceFault> {
    let own: Vec<_> =
        ask.about.map(|id| Filter::is("service", Value::Ref(id))).into_iter().collect();
    let all = list(evidence, "nonconformity", &own, One::of)?;
    let mut actions = list(evidence, "corrective_action", &[], |read| Some(Action::of(read)))?;
    let kept: BTreeSet<_> = all.iter().map(|one| one.named.id).collect();
    actions.retain(|action| action.of.is_some_and(|of| kept.contains(&of)));
    let people = names(evidence, "person", &[])?;
    let services = names(evidence, "service", &[])?;
    let about = ask.about.and_then(|id| services.get(&id).cloned());
    let mut part = about.map_or_else(|| Part::titled("All nonconformities"), Part::about);
    let now = evidence.now();
    let today = now.to_zoned(ask.zone.clone()).date();
    part.figures = of_nonconformities(&all, ask, now, &people);
    part.figures.extend(of_actions(&actions, ask, today, &people));
    let open: Vec<_> = all.iter().filter(|one| one.is_open()).collect();
    let recorded: Vec<_> = all.iter().filter(|one| holds(ask.span(), one.recorded_at)).collect();
    part.tables = vec![
        listed("open", "Open nonconformities", &open, now, &people),
        counted("sources", "By source", &recorded, |one| one.source.replace('_', " ")),
        counted("requirements", "By requirement", &recorded, |one| one.requirement.clone()),
        counted("severities", "By severity", &recorded, |one| one.severity.clone()),
        by_service(&recorded, &services),
    ];
    part.charts.push(chart(ask, now, &all));
    Ok(Sheet { parts: vec![part] })
}

fn of_nonconformities(
    all: &[One],
    ask: &Ask,
    now: Timestamp,
    people: &BTreeMap<RecordId, Named>,
) -> Vec<Figure> {
    let recorded: Vec<_> = all.iter().filter(|one| holds(ask.span(), one.recorded_at)).collect();
    let open: Vec<_> = all.iter().filter(|one| one.is_open()).collect();
    let known: Vec<_> =
        recorded.iter().filter(|one| !one.requirement.is_empty()).copied().collect();
    let repeated: Vec<_> = known.iter().filter(|one| is_repeated(one, all, ask)).copied().collect();
    let unknown = recorded.iter().filter(|one| one.requirement.is_empty());
    let unknown =
        unknown.map(|one| (Some(one.named.clone()), "It names no requirement.".to_owned()));
    let days: i64 = open.iter().map(|one| one.age_days(now)).sum();
    let mean = Decimal::from(days).checked_div(decimal(open.len()));
    vec![
        Figure::new(&RECORDED, count(recorded.len())).from(listed(
            "recorded",
            "Nonconformities",
            &recorded,
            now,
            people,
        )),
        Figure::new(&OPEN, count(open.len())).from(listed(
            "open_now",
            "Nonconformities",
            &open,
            now,
            people,
        )),
        Figure::or_undefined(
            &AGE,
            mean.map(|days| Value::Decimal(days.round_dp(1))),
            "None is open.",
        ),
        Figure::or_undefined(
            &REPEATED,
            share(repeated.len(), known.len()),
            "None of the period names a requirement.",
        )
        .from(listed("repeated", "Nonconformities", &repeated, now, people))
        .except(unknown.collect()),
    ]
}

/// Whether another one was recorded at the same requirement within the twelve months before.
fn is_repeated(one: &One, all: &[One], ask: &Ask) -> bool {
    let on = one.recorded_at.to_zoned(ask.zone.clone());
    let since = on.checked_sub(12.months()).map_or(one.recorded_at, |at| at.timestamp());
    all.iter().any(|other| {
        other.named.id != one.named.id
            && other.requirement == one.requirement
            && since <= other.recorded_at
            && (other.recorded_at, other.named.id) < (one.recorded_at, one.named.id)
    })
}

fn of_actions(
    all: &[Action],
    ask: &Ask,
    today: Date,
    people: &BTreeMap<RecordId, Named>,
) -> Vec<Figure> {
    let wanted_none = |def, name, keep: &dyn Fn(&&Action) -> bool| {
        let kept: Vec<_> = all.iter().filter(keep).collect();
        let judged = if kept.is_empty() { Judged::Kept } else { Judged::Missed };
        Figure::new(def, count(kept.len())).judged(judged).from(actions(name, &kept, people))
    };
    let is_checked = |one: &&Action| one.checked_at.is_some_and(|at| holds(ask.span(), at));
    let checked: Vec<_> = all.iter().filter(is_checked).collect();
    let at_once = checked.iter().filter(|one| one.works() && one.failed == 0).count();
    vec![
        wanted_none(&LATE, "late", &|one| one.is_late(today)),
        wanted_none(&UNCHECKED, "unchecked", &|one| one.is_unchecked(today)),
        Figure::or_undefined(
            &EFFECTIVE,
            share(at_once, checked.len()),
            "No corrective action was checked in the period.",
        )
        .from(actions("checked", &checked, people)),
    ]
}

fn person(id: Option<RecordId>, people: &BTreeMap<RecordId, Named>) -> Cell {
    id.and_then(|id| people.get(&id)).cloned().map_or_else(Cell::default, Cell::record)
}

fn listed(
    name: &'static str,
    label: &'static str,
    all: &[&One],
    now: Timestamp,
    people: &BTreeMap<RecordId, Named>,
) -> Table {
    let columns = [
        column("nonconformity", "Nonconformity", ""),
        column("source", "Source", ""),
        column("requirement", "Requirement", ""),
        column("severity", "Severity", ""),
        column("state", "State", ""),
        column("owner", "Owner", ""),
        column("age", "Age", "d"),
    ];
    let mut table = Table::new(name, label, &columns, "There is none.");
    for one in all {
        table.rows.push(vec![
            Cell::record(one.named.clone()),
            one.source.replace('_', " ").as_str().into(),
            one.requirement.as_str().into(),
            one.severity.as_str().into(),
            one.state.as_str().into(),
            person(one.owner, people),
            Value::Int(one.age_days(now)).into(),
        ]);
    }
    table
}

fn actions(name: &'static str, all: &[&Action], people: &BTreeMap<RecordId, Named>) -> Table {
    let columns = [
        column("action", "Corrective action", ""),
        column("owner", "Owner", ""),
        column("state", "State", ""),
        column("due", "Due", ""),
        column("check_from", "Checked from", ""),
        column("failed", "Found not to work", ""),
    ];
    let mut table = Table::new(name, "Corrective actions", &columns, "There is none.");
    for one in all {
        table.rows.push(vec![
            Cell::record(one.named.clone()),
            person(one.owner, people),
            one.state.replace('_', " ").as_str().into(),
            day(one.due),
            day(one.check_from),
            Value::Int(one.failed).into(),
        ]);
    }
    table
}

fn counted(
    name: &'static str,
    label: &'static str,
    all: &[&One],
    of: impl Fn(&One) -> String,
) -> Table {
    let columns = [column("what", "What", ""), column("count", "Nonconformities", "")];
    let mut table = Table::new(name, label, &columns, "None was recorded.");
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    all.iter().for_each(|one| *counts.entry(of(one)).or_default() += 1);
    for (what, number) in counts {
        let what = if what.is_empty() { "not told yet" } else { &what };
        table.rows.push(vec![what.into(), count(number).into()]);
    }
    table
}

fn by_service(all: &[&One], services: &BTreeMap<RecordId, Named>) -> Table {
    let columns = [column("service", "Service", ""), column("count", "Nonconformities", "")];
    let mut table = Table::new("services", "By service", &columns, "None was recorded.");
    let mut counts: BTreeMap<Option<RecordId>, usize> = BTreeMap::new();
    all.iter().for_each(|one| *counts.entry(one.service).or_default() += 1);
    for (service, number) in counts {
        let named = service.and_then(|id| services.get(&id).cloned());
        let cell = named.map_or_else(|| Cell::from("No service named"), Cell::record);
        table.rows.push(vec![cell, count(number).into()]);
    }
    table
}

fn chart(ask: &Ask, now: Timestamp, all: &[One]) -> Chart {
    let point = |month: Date| {
        let span = in_month(ask, month);
        let number = all.iter().filter(|one| holds(span, one.recorded_at)).count();
        Point {
            label: month.strftime("%Y-%m").to_string(),
            value: Some(decimal(number)),
            is_open: span.to > now,
        }
    };
    Chart {
        name: "recorded",
        label: "Nonconformities recorded by month".to_owned(),
        unit: "",
        sort: Sort::Counts,
        points: counted_from_first(ask.months().into_iter().map(point)),
        lines: Vec::new(),
    }
}
