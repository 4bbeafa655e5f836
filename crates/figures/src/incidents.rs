//! Incidents: how many there are, whether they are answered and resolved in time, and how long services are down for
//! people.
use crate::{
    asked::Ask,
    counting::{
        Counted, by_month, days, hours, kept_share, mean_of, not_in, number, of_service, open,
        rounded, share_of,
    },
    reading::{Read, list, names, within},
    sheet::{FigureDef, Part, Sheet, Table, column},
};
use gemba_model::{
    check::{Evidence, EvidenceFault},
    filter::{Filter, Test},
};
use gemba_vocabulary::Value;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

static OPENED: FigureDef = FigureDef {
    name: "opened",
    label: "Incidents",
    unit: "",
    definition: "How many incidents began in the period, without cancelled and restricted ones (clause 8.6.1).",
};
static IN_TIME: FigureDef = FigureDef {
    name: "resolved_in_time",
    label: "Resolved in time",
    unit: "%",
    definition: "Among the incidents resolved in the period for which a time was promised, the share resolved within \
                 it, by the clock of the agreement (clause 8.6.1).",
};
static ANSWERED: FigureDef = FigureDef {
    name: "answered_in_time",
    label: "Answered in time",
    unit: "%",
    definition: "Among the incidents of the period for which a time to answer was promised, the share on which \
                 somebody began to work within it.",
};
static RESTORE: FigureDef = FigureDef {
    name: "hours_to_restore",
    label: "Mean time to restore",
    unit: "h",
    definition: "The mean time from the begin of an incident until the service worked again, of those resolved in the \
                 period, in hours by the clock on the wall (MTRS). Waiting counts, for people wait too.",
};
static REOPENED: FigureDef = FigureDef {
    name: "reopened",
    label: "Reopened",
    unit: "%",
    definition: "Among the incidents resolved in the period, the share that was reopened at least once.",
};
static BACKLOG: FigureDef = FigureDef {
    name: "backlog",
    label: "Open now",
    unit: "",
    definition: "How many incidents are neither resolved, closed nor cancelled at this moment.",
};
static AGE: FigureDef = FigureDef {
    name: "backlog_days",
    label: "Mean age of open ones",
    unit: "days",
    definition: "The mean time since the begin of the incidents that are open at this moment, in days of 24 hours.",
};
static MAJOR: FigureDef = FigureDef {
    name: "major",
    label: "Major incidents",
    unit: "",
    definition: "How many incidents that began in the period are, or once were, major ones.",
};
static TOLD: FigureDef = FigureDef {
    name: "hours_to_tell_top",
    label: "Time until top management knew",
    unit: "h",
    definition: "The mean time from the begin of a major incident of the period until top management was told, in \
                 hours. Those of which it was not told are left out and named.",
};

/// The incidents that count, by a moment of theirs.
fn filters(ask: &Ask, field: &str) -> Vec<Filter> {
    let shown =
        Filter { field: "restricted".to_owned(), test: Test::IsNot(vec![Value::Bool(true)]) };
    let mut all = of_service(ask);
    all.extend([not_in(&["cancelled"]), shown]);
    if !field.is_empty() {
        all.extend(within(field, ask.span()));
    }
    all
}

/// A record whose promise was kept or not, if it is known.
fn promised(read: &Read<'_>, at: &str, met: &str) -> Counted {
    let counted = Counted::at(read, at);
    match read.value(met) {
        Value::Bool(is_met) => counted.kept(*is_met),
        _ => counted,
    }
}

fn restored(read: &Read<'_>) -> Option<Decimal> {
    let to = read.instant("restored_at").or_else(|| read.instant("resolved_at"))?;
    Some(hours(read.instant("opened_at")?, to).max(Decimal::ZERO))
}

/// The sheet.
pub fn read(evidence: &dyn Evidence, ask: &Ask) -> Result<Sheet, EvidenceFault> {
    let now = evidence.now();
    let services = names(evidence, "service", &[])?;
    let about = ask.about.and_then(|id| services.get(&id).cloned());
    let mut part = about.map_or_else(|| Part::titled("All services"), Part::about);
    let began = filters(ask, "opened_at");
    let opened = list(evidence, "incident", &began, |read| Some(Counted::at(read, "opened_at")))?;
    let answered = list(evidence, "incident", &began, |read| {
        Some(promised(read, "opened_at", "response_met"))
    })?;
    let mut restored_by = BTreeMap::<i64, Vec<Decimal>>::new();
    let mut reopened = Vec::new();
    let mut took = Vec::new();
    let resolved = list(evidence, "incident", &filters(ask, "resolved_at"), |read| {
        let counted = Counted::at(read, "resolved_at");
        let again = read.int("reopen_count").unwrap_or_default();
        reopened.push(counted.clone().came(Value::Int(again)));
        if let Some(hours) = restored(read) {
            restored_by.entry(read.int("priority").unwrap_or(0)).or_default().push(hours);
            took.push(counted.came(rounded(hours)));
        }
        Some(promised(read, "resolved_at", "resolve_met"))
    })?;
    let mut backlog = filters(ask, "");
    backlog.extend([open(), not_in(&["cancelled", "resolved", "closed"])]);
    let backlog = list(evidence, "incident", &backlog, |read| {
        let counted = Counted::at(read, "opened_at");
        let age = counted.at.map_or(Value::None, |at| rounded(days(at, now)));
        Some(counted.came(age))
    })?;
    let majors = [began, vec![Filter::is("is_major", Value::Bool(true))]].concat();
    let majors = list(evidence, "incident", &majors, |read| {
        let counted = Counted::at(read, "opened_at");
        let told = read.instant("top_management_notified_at");
        let took = counted.at.zip(told).map_or(Value::None, |(at, told)| rounded(hours(at, told)));
        Some(counted.came(took))
    })?;
    let none = "No incident was resolved in the period.";
    let untold: Vec<_> = majors.iter().filter(|one| one.came == Value::None).cloned().collect();
    let untold =
        untold.into_iter().map(|one| (Some(one.about), "Top management was not told.".to_owned()));
    part.figures = vec![
        number(&OPENED, &opened),
        kept_share(
            &ANSWERED,
            &answered,
            "No time to answer was promised for an incident of the period.",
        ),
        kept_share(
            &IN_TIME,
            &resolved,
            "No time was promised for an incident resolved in the period.",
        ),
        mean_of(&RESTORE, &took, none),
        share_of(&REOPENED, &reopened, |one| one.came.as_int().is_some_and(|n| n > 0), none),
        number(&BACKLOG, &backlog),
        mean_of(&AGE, &backlog, "No incident is open."),
        number(&MAJOR, &majors),
        mean_of(&TOLD, &majors, "There was no major incident of which top management was told.")
            .except(untold.collect()),
    ];
    part.tables = vec![by_priority(&restored_by)];
    part.charts = vec![by_month(ask, now, ("opened", "Incidents by month"), &opened)];
    part.notes.push(
        "Restricted incidents are left out: their number is told to those who look after them."
            .to_owned(),
    );
    Ok(Sheet { parts: vec![part] })
}

fn by_priority(all: &BTreeMap<i64, Vec<Decimal>>) -> Table {
    let columns = [
        column("priority", "Priority", ""),
        column("resolved", "Resolved", ""),
        column("hours", "Mean time to restore", "h"),
    ];
    let mut table = Table::new(
        "by_priority",
        "By priority",
        &columns,
        "No incident was resolved in the period.",
    );
    table.rows.extend(all.iter().map(|(priority, hours)| {
        let called = if *priority == 0 { "None".to_owned() } else { priority.to_string() };
        let mean = crate::counting::mean(hours).unwrap_or_default();
        vec![called.as_str().into(), crate::counting::whole(hours.len()).into(), mean.into()]
    }));
    table
}
