//! Processes: who answers for each, by what it is measured, and what went otherwise.
use crate::{
    asked::Ask,
    reading::{Read, in_states, list, names},
    sheet::{Cell, Figure, FigureDef, Judged, Named, Part, Sheet, Table, column},
};
use gemba_model::{
    check::{Evidence, EvidenceFault},
    filter::Filter,
};
use gemba_vocabulary::{RecordId, Value};
use std::collections::BTreeMap;

/// How many processes hold.
pub static IN_FORCE: FigureDef = FigureDef {
    name: "processes_in_force",
    label: "Processes in force",
    unit: "",
    definition: "How many processes are described, approved and in force (clauses 4.4 and 8.1).",
};
/// Processes that nobody measures.
pub static WITHOUT_MEASURE: FigureDef = FigureDef {
    name: "without_measure",
    label: "Without a measure with a target",
    unit: "",
    definition: "Processes in force that no measure with a target names, and that name none: whether their criteria \
                 are met is then not seen. The target is none.",
};
/// Processes that nobody answers for.
pub static WITHOUT_OWNER: FigureDef = FigureDef {
    name: "without_owner",
    label: "Without an owner who is here",
    unit: "",
    definition: "Processes in force whose owner is not on record any more. The target is none.",
};
/// Processes that miss what they should come to.
pub static MISSED: FigureDef = FigureDef {
    name: "targets_missed",
    label: "Targets missed at the last value",
    unit: "",
    definition: "Measures of processes in force whose latest value does not keep the target.",
};
/// What went otherwise.
pub static VARIANCES: FigureDef = FigureDef {
    name: "variances_open",
    label: "Went otherwise, and still open",
    unit: "",
    definition: "How many times a process was carried out otherwise than it says, and the effects are not examined and \
                 closed yet.",
};
/// What others carry out.
pub static OUTSOURCED: FigureDef = FigureDef {
    name: "outsourced",
    label: "Carried out by others, in part or whole",
    unit: "",
    definition: "Processes in force of which suppliers carry out a part. How each is kept under control stands in its \
                 description.",
};

/// A process that holds.
pub struct Process {
    /// It.
    pub named: Named,
    /// Its clause.
    pub clause: String,
    /// Who answers for it.
    pub owner: Option<RecordId>,
    /// How many criteria it is steered by.
    pub criteria: usize,
    /// The suppliers that carry out a part of it.
    pub outsourced_to: Vec<RecordId>,
    /// The measures that it names.
    measures: Vec<RecordId>,
}

/// A measure of a process, as far as it is known.
#[derive(Clone)]
pub struct Measure {
    /// It.
    pub named: Named,
    /// The process that it names.
    process: Vec<RecordId>,
    /// What it should come to.
    pub target: Value,
    /// What it came to last.
    pub latest: Value,
    /// In which unit.
    pub unit: String,
    /// How that is judged.
    pub judged: Judged,
}

impl Process {
    fn of(read: &Read<'_>) -> Self {
        let rows = |field| match read.value(field) {
            Value::Struct(rows) => rows.as_array().map_or(0, Vec::len),
            _ => 0,
        };
        Self {
            named: read.named(),
            clause: read.text("clause"),
            owner: read.int("owner"),
            criteria: rows("criteria"),
            outsourced_to: read.refs("outsourced_to"),
            measures: read.refs("measures"),
        }
    }

    /// The measures that tell of it.
    pub fn measured_by<'a>(&'a self, all: &'a [Measure]) -> impl Iterator<Item = &'a Measure> {
        all.iter().filter(|one| {
            one.process.contains(&self.named.id) || self.measures.contains(&one.named.id)
        })
    }
}

/// Every process in force, in the order of the clauses.
pub fn in_force(evidence: &dyn Evidence) -> Result<Vec<Process>, EvidenceFault> {
    let mut all =
        list(evidence, "process", &[in_states(&["in_force"])], |one| Some(Process::of(one)))?;
    all.sort_by_cached_key(|one| {
        let number = |part: &str| part.parse::<u32>().unwrap_or(u32::MAX);
        (one.clause.split('.').map(number).collect::<Vec<_>>(), one.named.clone())
    });
    Ok(all)
}

/// Every measure that is not over.
pub fn measures(evidence: &dyn Evidence) -> Result<Vec<Measure>, EvidenceFault> {
    let open = [Filter::is("open", Value::Bool(true))];
    list(evidence, "measure", &open, |one| {
        let judged = match &*one.text("judged") {
            "kept" => Judged::Kept,
            "near" => Judged::Near,
            "missed" => Judged::Missed,
            _ => Judged::Not,
        };
        Some(Measure {
            named: one.named(),
            process: one.refs("process"),
            target: one.value("target").clone(),
            latest: one.value("latest_value").clone(),
            unit: one.text("unit"),
            judged,
        })
    })
}

/// The sheet.
pub fn read(evidence: &dyn Evidence, _: &Ask) -> Result<Sheet, EvidenceFault> {
    let all = in_force(evidence)?;
    let measures = measures(evidence)?;
    let open = Filter::is("open", Value::Bool(true));
    let people = names(evidence, "person", std::slice::from_ref(&open))?;
    let variances = names(evidence, "process_variance", &[open])?;
    let is_measured =
        |one: &Process| one.measured_by(&measures).any(|measure| !measure.target.is_none());
    let has_owner = |one: &Process| one.owner.is_some_and(|owner| people.contains_key(&owner));
    let zero = |def, name, taken: &dyn Fn(&Process) -> bool| {
        let of: Vec<_> = all.iter().filter(|one| taken(one)).collect();
        let judged = if of.is_empty() { Judged::Kept } else { Judged::Missed };
        Figure::new(def, count(of.len())).judged(judged).from(listed(
            name,
            "Processes",
            &of,
            &measures,
            &people,
        ))
    };
    let missed = all.iter().flat_map(|one| one.measured_by(&measures));
    let missed = missed.filter(|one| one.judged == Judged::Missed).count();
    let outsourced: Vec<_> = all.iter().filter(|one| !one.outsourced_to.is_empty()).collect();
    let mut open = Table::new(
        "variances",
        "Went otherwise",
        &[column("what", "What", "")],
        "Nothing is open.",
    );
    open.rows = variances.into_values().map(|one| vec![Cell::record(one)]).collect();
    let mut part = Part::titled("Processes");
    part.figures = vec![
        Figure::new(&IN_FORCE, count(all.len())),
        zero(&WITHOUT_MEASURE, "without_measure", &|one| !is_measured(one)),
        zero(&WITHOUT_OWNER, "without_owner", &|one| !has_owner(one)),
        Figure::new(&MISSED, count(missed)),
        Figure::new(&VARIANCES, count(open.rows.len())).from(open),
        Figure::new(&OUTSOURCED, count(outsourced.len())).from(listed(
            "outsourced",
            "Processes",
            &outsourced,
            &measures,
            &people,
        )),
    ];
    let every: Vec<_> = all.iter().collect();
    part.tables = vec![listed("processes", "Processes in force", &every, &measures, &people)];
    Ok(Sheet { parts: vec![part] })
}

fn count(number: usize) -> Value {
    Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
}

fn listed(
    name: &'static str,
    label: &'static str,
    all: &[&Process],
    measures: &[Measure],
    people: &BTreeMap<RecordId, Named>,
) -> Table {
    let columns = [
        column("clause", "Clause", ""),
        column("process", "Process", ""),
        column("owner", "Owner", ""),
        column("criteria", "Criteria", ""),
        column("measures", "Measures", ""),
        column("missed", "Targets missed", ""),
    ];
    let mut table = Table::new(name, label, &columns, "There is none.");
    for one in all {
        let of: Vec<_> = one.measured_by(measures).collect();
        let missed = of.iter().filter(|measure| measure.judged == Judged::Missed).count();
        let owner = one.owner.and_then(|owner| people.get(&owner).cloned());
        table.rows.push(vec![
            Cell::from(&*one.clause),
            Cell::record(one.named.clone()),
            owner.map_or_else(Cell::default, Cell::record),
            count(one.criteria).into(),
            count(of.len()).into(),
            Cell::from(count(missed)).judged(if missed > 0 { Judged::Missed } else { Judged::Not }),
        ]);
    }
    table
}
