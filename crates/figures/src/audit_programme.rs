//! The audit programme: which clause and process was looked at in the cycle, which is still to come, which never was.
use crate::{
    asked::Ask,
    audits::{count, day, share},
    reading::{Read, in_states, list, names},
    sheet::{Cell, Figure, FigureDef, Judged, Named, Part, Sheet, Table, column},
};
use gemba_model::check::{Evidence, EvidenceFault};
use gemba_vocabulary::{
    RecordId, Value,
    clause::{AUDITED, covers, is_within},
};
use jiff::{ToSpan, civil::Date};
use serde::Deserialize;
use std::collections::BTreeMap;

/// How much was audited.
pub static COVERED: FigureDef = FigureDef {
    name: "areas_covered",
    label: "Areas audited in the cycle",
    unit: "%",
    definition: "The share of the clauses and processes of the programme that an audit looked at and reported on \
                 within the programme's period; without a programme, within the last twelve months (clause 9.2.1). By \
                 the end of the cycle it is all of them.",
};
/// How much is late.
pub static LATE: FigureDef = FigureDef {
    name: "areas_late",
    label: "Audits overdue",
    unit: "",
    definition: "Areas whose planned month is over and that no audit of the cycle has reported on. The target is none.",
};
/// What nobody ever looked at.
pub static NEVER: FigureDef = FigureDef {
    name: "areas_never",
    label: "Never audited",
    unit: "",
    definition: "Areas that no audit on record has ever reported on.",
};
/// What earlier results ask for.
pub static OPEN_AREAS: FigureDef = FigureDef {
    name: "areas_with_open_findings",
    label: "Areas with open findings",
    unit: "",
    definition: "Areas for which an audit has a finding that is neither closed nor withdrawn: they are looked at \
                 again.",
};

/// An area of a programme, as its room keeps it.
#[derive(Clone, Deserialize)]
struct Area {
    clause: String,
    area: String,
    importance: Option<i64>,
    month: Option<Date>,
    lead: Option<String>,
}

struct Programme {
    named: Named,
    from: Date,
    until: Date,
    areas: Vec<Area>,
}

impl Programme {
    fn of(read: &Read<'_>) -> Option<Self> {
        let areas = match read.value("areas") {
            Value::Struct(json) => serde_json::from_value(json.clone()).unwrap_or_default(),
            _ => Vec::new(),
        };
        let (from, until) = (read.date("period_from")?, read.date("period_until")?);
        Some(Self { named: read.named(), from, until, areas })
    }
}

struct Audit {
    named: Named,
    clauses: String,
    state: String,
    starts_on: Option<Date>,
    reported_on: Option<Date>,
    lead: Option<RecordId>,
    conflicts: usize,
}

impl Audit {
    fn of(read: &Read<'_>, ask: &Ask, processes: &BTreeMap<RecordId, String>) -> Option<Self> {
        if read.state() == "cancelled" {
            return None;
        }
        let own = read.text("clauses");
        let named = read.refs("processes").into_iter().filter_map(|id| processes.get(&id).cloned());
        let clauses = std::iter::once(own).chain(named).collect::<Vec<_>>().join(", ");
        let reported = read.instant("reported_at");
        Some(Self {
            named: read.named(),
            clauses,
            state: read.state().to_owned(),
            starts_on: read.date("starts_on"),
            reported_on: reported.map(|at| at.to_zoned(ask.zone.clone()).date()),
            lead: read.int("lead_auditor"),
            conflicts: match read.value("conflicts") {
                Value::Struct(json) => json.as_array().map_or(0, Vec::len),
                _ => 0,
            },
        })
    }
}

struct Finding {
    clause: String,
    is_open: bool,
    is_breach: bool,
}

impl Finding {
    fn of(read: &Read<'_>) -> Option<Self> {
        (read.state() != "withdrawn").then(|| Self {
            clause: read.text("clause"),
            is_open: read.state() != "closed",
            is_breach: matches!(&*read.text("grade"), "major" | "minor"),
        })
    }
}

/// What all areas are held against.
struct World {
    audits: Vec<Audit>,
    findings: Vec<Finding>,
    from: Date,
    until: Date,
    today: Date,
}

/// How an area stands.
struct Standing<'a> {
    audit: Option<&'a Audit>,
    is_done: bool,
    is_late: bool,
    last: Option<Date>,
    breaches: usize,
    open: usize,
}

impl World {
    fn standing(&self, area: &Area) -> Standing<'_> {
        // A wider area is looked at by an audit of one of its parts, too: both ways are telling.
        let looks = |audit: &&Audit| {
            covers(&audit.clauses, &area.clause)
                || gemba_vocabulary::clause::listed(&audit.clauses)
                    .any(|one| is_within(one, &area.clause))
        };
        let in_cycle = |audit: &&Audit| {
            let on = audit.reported_on.or(audit.starts_on);
            on.is_none_or(|day| self.from <= day && day <= self.until)
        };
        let of_cycle: Vec<_> =
            self.audits.iter().filter(looks).filter(|one| in_cycle(one)).collect();
        let done = of_cycle.iter().filter(|one| one.reported_on.is_some()).copied();
        let done = done.max_by_key(|one| one.reported_on);
        let of_area = |one: &&Finding| is_within(&one.clause, &area.clause);
        let findings: Vec<_> = self.findings.iter().filter(of_area).collect();
        Standing {
            audit: done.or_else(|| of_cycle.last().copied()),
            is_done: done.is_some(),
            is_late: done.is_none()
                && area.month.is_some_and(|month| month.last_of_month() < self.today),
            last: self.audits.iter().filter(looks).filter_map(|one| one.reported_on).max(),
            breaches: findings.iter().filter(|one| one.is_breach).count(),
            open: findings.iter().filter(|one| one.is_open).count(),
        }
    }
}

/// Works out the sheet.
pub fn read(evidence: &dyn Evidence, ask: &Ask) -> Result<Sheet, EvidenceFault> {
    let today = evidence.now().to_zoned(ask.zone.clone()).date();
    let programme = programme(evidence, ask, today)?;
    let clause = |read: &Read<'_>| Some((read.id(), read.text("clause")));
    let processes: BTreeMap<_, _> = list(evidence, "process", &[], clause)?.into_iter().collect();
    let audits = list(evidence, "audit", &[], |read| Audit::of(read, ask, &processes))?;
    let findings = list(evidence, "audit_finding", &[], Finding::of)?;
    let usual = || {
        AUDITED.iter().map(|(clause, area)| Area {
            clause: (*clause).to_owned(),
            area: (*area).to_owned(),
            importance: None,
            month: None,
            lead: None,
        })
    };
    let cycle = today.saturating_sub(12.months());
    let (from, until, areas) = match &programme {
        Some(one) => (one.from, one.until, one.areas.clone()),
        None => (cycle, today, usual().collect()),
    };
    let world = World { audits, findings, from, until, today };
    let mut part = match programme {
        Some(one) => Part::about(one.named),
        None => Part::titled("The last twelve months, without a programme in force"),
    };
    let standing: Vec<_> = areas.iter().map(|area| (area, world.standing(area))).collect();
    part.figures = figures(&standing);
    part.tables = vec![
        coverage("coverage", "Clauses and processes", &standing),
        audits_of(&world, &names(evidence, "person", &[])?),
        changed(evidence, from)?,
    ];
    part.notes.push(
        "An area counts as audited once the report of an audit whose criteria name its clause, or a process of it, was \
         given out."
            .to_owned(),
    );
    Ok(Sheet { parts: vec![part] })
}

/// The programme asked for; else the one in force today.
fn programme(
    evidence: &dyn Evidence,
    ask: &Ask,
    today: Date,
) -> Result<Option<Programme>, EvidenceFault> {
    if let Some(id) = ask.about {
        let asked = |read: &Read<'_>| (read.id() == id).then(|| Programme::of(read)).flatten();
        return Ok(list(evidence, "audit_programme", &[], asked)?.pop());
    }
    let in_force = list(evidence, "audit_programme", &[in_states(&["in_force"])], Programme::of)?;
    let is_now = |one: &Programme| one.from <= today && today <= one.until;
    Ok(in_force.into_iter().rfind(is_now))
}

fn figures(standing: &[(&Area, Standing<'_>)]) -> Vec<Figure> {
    let done = standing.iter().filter(|(_, one)| one.is_done).count();
    let table = |name, keep: fn(&Standing<'_>) -> bool| {
        let kept: Vec<_> = standing.iter().filter(|(_, one)| keep(one)).collect();
        let number = kept.len();
        let mut table = Table::new(name, "Areas", &HEADS, "There is none.");
        table.rows = kept.into_iter().map(|(area, one)| row(area, one)).collect();
        (number, table)
    };
    let (_, audited) = table("audited", |one| one.is_done);
    let (late, overdue) = table("late", |one| one.is_late);
    let (never, untouched) = table("never", |one| one.last.is_none());
    let (open, again) = table("open", |one| one.open > 0);
    let covered = share(done, standing.len());
    let judged = if late == 0 { Judged::Kept } else { Judged::Missed };
    vec![
        Figure::or_undefined(&COVERED, covered, "The programme names no area.").from(audited),
        Figure::new(&LATE, count(late)).judged(judged).from(overdue),
        Figure::new(&NEVER, count(never)).from(untouched),
        Figure::new(&OPEN_AREAS, count(open)).from(again),
    ]
}

const HEADS: [crate::sheet::Column; 9] = [
    column("clause", "Clause", ""),
    column("area", "Area", ""),
    column("importance", "Importance", ""),
    column("planned", "Planned", ""),
    column("lead", "Led by", ""),
    column("audit", "Audit", ""),
    column("standing", "In this cycle", ""),
    column("last", "Last audited", ""),
    column("findings", "Nonconformities found", ""),
];

fn row(area: &Area, standing: &Standing<'_>) -> crate::sheet::Row {
    let (word, judged) = match standing {
        one if one.is_done => ("audited", Judged::Kept),
        one if one.is_late => ("overdue", Judged::Missed),
        one if one.audit.is_some() => ("on its way", Judged::Not),
        _ if area.month.is_some() => ("planned", Judged::Not),
        _ => ("not planned", Judged::Near),
    };
    let month = area.month.map(|month| month.strftime("%Y-%m").to_string());
    vec![
        area.clause.as_str().into(),
        area.area.as_str().into(),
        area.importance.map_or(Value::None, Value::Int).into(),
        month.map_or(Value::None, Value::Text).into(),
        area.lead.clone().map_or(Value::None, Value::Text).into(),
        standing.audit.map_or_else(Cell::default, |one| Cell::record(one.named.clone())),
        Cell::from(word).judged(judged),
        day(standing.last),
        count(standing.breaches).into(),
    ]
}

fn coverage(name: &'static str, label: &'static str, standing: &[(&Area, Standing<'_>)]) -> Table {
    let mut table = Table::new(name, label, &HEADS, "The programme names no area.");
    table.rows = standing.iter().map(|(area, one)| row(area, one)).collect();
    table
}

/// The audits of the cycle, each with what it looks at and whether its auditors are free to.
fn audits_of(world: &World, people: &BTreeMap<RecordId, Named>) -> Table {
    let columns = [
        column("audit", "Audit", ""),
        column("clauses", "Clauses", ""),
        column("lead", "Led by", ""),
        column("starts", "Begins", ""),
        column("reported", "Reported", ""),
        column("state", "State", ""),
        column("independence", "Speaks against the auditors", ""),
    ];
    let mut table = Table::new("audits", "Audits", &columns, "No audit is planned.");
    let in_cycle = |one: &&Audit| {
        let on = one.reported_on.or(one.starts_on);
        on.is_none_or(|day| world.from <= day && day <= world.until)
    };
    for one in world.audits.iter().filter(in_cycle) {
        let lead = one.lead.and_then(|id| people.get(&id)).cloned();
        let judged = if one.conflicts > 0 { Judged::Missed } else { Judged::Kept };
        table.rows.push(vec![
            Cell::record(one.named.clone()),
            one.clauses.trim_matches([',', ' ']).into(),
            lead.map_or_else(Cell::default, Cell::record),
            day(one.starts_on),
            day(one.reported_on),
            one.state.replace('_', " ").as_str().into(),
            Cell::from(count(one.conflicts)).judged(judged),
        ]);
    }
    table
}

/// The processes that were changed since the cycle began.
fn changed(evidence: &dyn Evidence, from: Date) -> Result<Table, EvidenceFault> {
    let columns = [
        column("process", "Process", ""),
        column("clause", "Clause", ""),
        column("changed", "Changed", ""),
    ];
    let label = "Processes changed since the cycle began";
    let mut table = Table::new("changed", label, &columns, "No process was changed.");
    let zone = jiff::tz::TimeZone::UTC;
    table.rows = list(evidence, "process", &[], |read| {
        let on = read.record.updated_at.to_zoned(zone.clone()).date();
        let row =
            || vec![Cell::record(read.named()), read.text("clause").as_str().into(), day(Some(on))];
        (on >= from).then(row)
    })?;
    Ok(table)
}
