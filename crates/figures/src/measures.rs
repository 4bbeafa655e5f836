//! Measures: the measurement plan with the latest values, what is late, and where values lead.
use crate::{
    asked::Ask,
    counting::{share, whole},
    reading::{Read, in_states, list, names},
    sheet::{
        Cell, Chart, Figure, FigureDef, Judged, Named, Part, Point, Row, Sheet, Sort, Table, column,
    },
};
use gemba_model::{
    Choice,
    check::{Evidence, EvidenceFault, Period},
    filter::Filter,
    judgement,
    rhythm::Rhythm,
};
use gemba_vocabulary::{RecordId, Value};
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

static IN_USE: FigureDef = FigureDef {
    name: "measures",
    label: "Measures in use",
    unit: "",
    definition: "Measures by which values are taken now. All of them together are the measurement plan (clause 9.1).",
};
static MET: FigureDef = FigureDef {
    name: "targets_met",
    label: "Targets met",
    unit: "%",
    definition: "Among the measures in use that have a value, the share whose latest value meets its target.",
};
static LATE: FigureDef = FigureDef {
    name: "values_late",
    label: "Values late",
    unit: "",
    definition: "Periods that are over for which a value should be here by now and is not. None is wanted.",
};
static UNEVALUATED: FigureDef = FigureDef {
    name: "evaluations_overdue",
    label: "Evaluations overdue",
    unit: "",
    definition: "Measures in use of whose values nobody said in time what they mean. None is wanted.",
};
static UNMEASURED: FigureDef = FigureDef {
    name: "without_measure",
    label: "Processes and services without a measure",
    unit: "",
    definition: "Processes in force and live services that no measure in use tells anything of. None is wanted.",
};

struct Measure {
    named: Named,
    process: Option<RecordId>,
    service: Option<RecordId>,
    objective: Option<RecordId>,
    owner: Option<RecordId>,
    unit: String,
    target: Option<Decimal>,
    every: Rhythm,
    judged: Judged,
    latest: Option<Decimal>,
    evaluation_due: Option<Date>,
    source: String,
}

impl Measure {
    fn of(read: &Read<'_>) -> Self {
        let source = match &*read.text("source") {
            "sheet" => format!("{}: {}", read.text("sheet"), read.text("figure")),
            _ => read.text("taken_from"),
        };
        Self {
            named: read.named(),
            process: read.int("process"),
            service: read.int("service"),
            objective: read.int("objective"),
            owner: read.int("owner"),
            unit: read.text("unit"),
            target: read.decimal("target"),
            every: <Rhythm as Choice>::named(&read.text("collected_every"))
                .unwrap_or(Rhythm::Month),
            judged: judged(&read.text("judged")),
            latest: read.decimal("latest_value"),
            evaluation_due: read.date("evaluation_due_on"),
            source,
        }
    }

    fn with_unit(&self) -> String {
        if self.unit.is_empty() {
            self.named.title.clone()
        } else {
            format!("{} ({})", self.named.title, self.unit)
        }
    }
}

fn judged(name: &str) -> Judged {
    match <judgement::Judged as Choice>::named(name) {
        Some(judgement::Judged::Met) => Judged::Kept,
        Some(judgement::Judged::Near) => Judged::Near,
        Some(judgement::Judged::Missed) => Judged::Missed,
        None => Judged::Not,
    }
}

struct Taken {
    named: Named,
    measure: RecordId,
    from: Date,
    until: Date,
    due: Option<Date>,
    is_expected: bool,
    value: Option<Decimal>,
    target: Option<Decimal>,
    judged: Judged,
    evaluation: String,
}

fn taken(read: &Read<'_>) -> Option<Taken> {
    Some(Taken {
        named: read.named(),
        measure: read.int("measure")?,
        from: read.date("from")?,
        until: read.date("until")?,
        due: read.date("due_on"),
        is_expected: read.state() == "expected",
        value: read.decimal("value"),
        target: read.decimal("target"),
        judged: judged(&read.text("judged")),
        evaluation: read.text("evaluation"),
    })
}

/// The sheet.
pub fn read(evidence: &dyn Evidence, ask: &Ask) -> Result<Sheet, EvidenceFault> {
    let today = evidence.now().to_zoned(ask.zone.clone()).date();
    let mut filters = vec![in_states(&["in_use"])];
    filters.extend(ask.about.map(|id| Filter::is("id", Value::Int(id))));
    let measures = list(evidence, "measure", &filters, |read| Some(Measure::of(read)))?;
    let ids: BTreeSet<_> = measures.iter().map(|one| one.named.id).collect();
    let all = list(evidence, "measurement", &[], taken)?;
    let mut all: Vec<_> = all.into_iter().filter(|one| ids.contains(&one.measure)).collect();
    all.sort_by_key(|one| (one.measure, one.from));
    let people = names(evidence, "person", &[])?;
    let mut plan = Part::titled("The measurement plan");
    plan.figures = vec![
        Figure::new(&IN_USE, whole(measures.len())),
        met(&measures),
        late(&all, today),
        unevaluated(&measures, &people, today),
    ];
    if ask.about.is_none() {
        plan.figures.push(unmeasured(evidence, &measures)?);
    }
    let table = Table::new("plan", "What is measured", &COLUMNS, "No measure is in use.");
    plan.tables =
        vec![measures.iter().fold(table, |table, one| table.row(row(one, &people, today)))];
    let mut parts = vec![plan];
    for measure in &measures {
        let of: Vec<_> = all.iter().filter(|one| one.measure == measure.named.id).collect();
        // A period that ends with the last month goes on to now: values of weeks are known sooner.
        let is_latest = ask.period.until >= today.first_of_month();
        let within = of.iter().copied().filter(|one| {
            (is_latest || one.from < ask.period.until) && one.until > ask.period.from
        });
        let within: Vec<&Taken> = within.collect();
        if !within.is_empty() {
            parts.push(series(measure, &within));
        }
    }
    Ok(Sheet { parts })
}

const COLUMNS: [crate::sheet::Column; 8] = [
    column("measure", "Measure", ""),
    column("owner", "Owner", ""),
    column("source", "Taken from", ""),
    column("every", "Every", ""),
    column("target", "Target", ""),
    column("latest", "Latest value", ""),
    column("unit", "Unit", ""),
    column("evaluated", "Evaluation due", ""),
];

fn number(value: Option<Decimal>) -> Cell {
    value.map_or(Value::None, Value::Decimal).into()
}

fn row(one: &Measure, people: &BTreeMap<RecordId, Named>, today: Date) -> Row {
    let owner = one.owner.and_then(|id| people.get(&id).cloned());
    let is_late = one.evaluation_due.is_some_and(|due| due < today);
    vec![
        Cell::record(one.named.clone()),
        owner.map_or_else(Cell::default, Cell::record),
        one.source.as_str().into(),
        one.every.name().replace('_', " ").as_str().into(),
        number(one.target),
        number(one.latest).judged(one.judged),
        one.unit.as_str().into(),
        Cell::from(one.evaluation_due.map_or(Value::None, Value::Date)).judged(if is_late {
            Judged::Missed
        } else {
            Judged::Not
        }),
    ]
}

fn met(measures: &[Measure]) -> Figure {
    let known: Vec<_> = measures.iter().filter(|one| one.judged != Judged::Not).collect();
    let met = known.iter().filter(|one| one.judged != Judged::Missed).count();
    let columns = [column("measure", "Measure", ""), column("latest", "Latest value", "")];
    let mut table = Table::new("known", "Measures with a value", &columns, "There is none.");
    table.rows.extend(
        known.iter().map(|one| {
            vec![Cell::record(one.named.clone()), number(one.latest).judged(one.judged)]
        }),
    );
    Figure::or_undefined(&MET, share(met, known.len()), "No measure has a value yet.").from(table)
}

fn late(all: &[Taken], today: Date) -> Figure {
    let columns = [column("value", "Value", ""), column("due", "Was due", "")];
    let mut table = Table::new("late", "Values", &columns, "None is late.");
    let late = all.iter().filter(|one| one.is_expected && one.due.is_some_and(|due| due < today));
    table.rows.extend(late.map(|one| {
        vec![Cell::record(one.named.clone()), one.due.map_or(Value::None, Value::Date).into()]
    }));
    none_wanted(&LATE, table)
}

fn none_wanted(def: &'static FigureDef, table: Table) -> Figure {
    let judged = if table.rows.is_empty() { Judged::Kept } else { Judged::Missed };
    Figure::new(def, whole(table.rows.len())).judged(judged).from(table)
}

fn unevaluated(measures: &[Measure], people: &BTreeMap<RecordId, Named>, today: Date) -> Figure {
    let table = Table::new("overdue", "Measures", &COLUMNS, "None is overdue.");
    let overdue = measures.iter().filter(|one| one.evaluation_due.is_some_and(|due| due < today));
    let table = overdue.fold(table, |table, one| table.row(row(one, people, today)));
    none_wanted(&UNEVALUATED, table)
}

/// Processes in force and live services that nothing is measured of.
fn unmeasured(evidence: &dyn Evidence, measures: &[Measure]) -> Result<Figure, EvidenceFault> {
    let processes = names(evidence, "process", &[Filter::is("open", Value::Bool(true))])?;
    let services = names(evidence, "service", &[in_states(&["live"])])?;
    let of = |field: fn(&Measure) -> Option<RecordId>| -> BTreeSet<_> {
        measures.iter().filter_map(field).collect()
    };
    let (measured, served) = (of(|one| one.process), of(|one| one.service));
    let open = processes.into_iter().filter(|(id, _)| !measured.contains(id));
    let open = open.chain(services.into_iter().filter(|(id, _)| !served.contains(id)));
    let columns = [column("record", "Process or service", "")];
    let mut table = Table::new("unmeasured", "Without a measure", &columns, "Each has one.");
    table.rows = open.map(|(_, named)| vec![Cell::record(named)]).collect();
    let mut figure = none_wanted(&UNMEASURED, table);
    let about_objectives = measures.iter().filter(|one| one.objective.is_some());
    figure.exceptions = about_objectives
        .filter(|one| one.process.is_none() && one.service.is_none())
        .map(|one| (Some(one.named.clone()), "It tells of an objective alone.".to_owned()))
        .collect();
    Ok(figure)
}

/// The values of one measure, over time.
fn series(measure: &Measure, all: &[&Taken]) -> Part {
    let mut part = Part::about(measure.named.clone());
    let words = |one: &Taken| measure.every.words(Period { from: one.from, until: one.until });
    let points = all
        .iter()
        .map(|one| Point { label: words(one), value: one.value, is_open: one.is_expected })
        .collect();
    let target = measure.target.map(|target| ("Target".to_owned(), target));
    part.charts.push(Chart {
        name: "values",
        label: measure.with_unit(),
        unit: "",
        sort: Sort::Individuals,
        points,
        lines: target.into_iter().collect(),
    });
    let columns = [
        column("period", "Period", ""),
        column("value", "Value", ""),
        column("target", "Target", ""),
        column("evaluation", "What it means", ""),
    ];
    let mut table = Table::new("values", "Values", &columns, "There is none yet.");
    table.rows.extend(all.iter().map(|one| {
        let period = Named { title: words(one), ..one.named.clone() };
        vec![
            Cell::record(period),
            number(one.value).judged(one.judged),
            number(one.target),
            one.evaluation.as_str().into(),
        ]
    }));
    part.tables.push(table);
    part
}
