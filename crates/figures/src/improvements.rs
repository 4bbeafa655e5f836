//! Improvements: the register by rank, what was carried out, and whether it really became better.
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
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How many were proposed.
pub static PROPOSED: FigureDef = FigureDef {
    name: "proposed",
    label: "Improvements proposed",
    unit: "",
    definition: "How many opportunities for improvement were written down in the period (clause 10.2).",
};
/// How many were carried out.
pub static DONE: FigureDef = FigureDef {
    name: "carried_out",
    label: "Improvements carried out",
    unit: "",
    definition: "How many improvements were carried out in the period. If all are planned and none is done, nothing \
                 improves.",
};
/// How many reached their target.
pub static MET: FigureDef = FigureDef {
    name: "targets_met",
    label: "Targets reached",
    unit: "%",
    definition: "The share of the improvements carried out in the period and measured since that reached their target.",
};
/// How many really made a difference.
pub static REAL: FigureDef = FigureDef {
    name: "really_better",
    label: "Really better",
    unit: "%",
    definition: "The share of the improvements carried out in the period for which signals of the process behaviour \
                 chart say that it became better, among those with enough values before and after to say. A lower or \
                 higher mean alone is no signal.",
};
/// How many are late.
pub static LATE: FigureDef = FigureDef {
    name: "late",
    label: "Past their day",
    unit: "",
    definition: "Improvements that are approved and not measured yet, and whose day is past.",
};
/// How many were not told.
pub static UNTOLD: FigureDef = FigureDef {
    name: "not_reported",
    label: "Measured and not reported",
    unit: "",
    definition: "Improvements that were measured and told in no report yet (clause 10.2 e).",
};

struct Improvement {
    named: Named,
    state: String,
    source: String,
    service: Option<RecordId>,
    priority: Option<i64>,
    score: Option<Decimal>,
    unit: String,
    baseline: Option<Decimal>,
    target: Option<Decimal>,
    actual: Option<Decimal>,
    before: Option<Decimal>,
    after: Option<Decimal>,
    verdict: String,
    target_date: Option<Date>,
    reported_in: String,
    proposed_at: Timestamp,
    done_at: Option<Timestamp>,
}

impl Improvement {
    fn of(read: &Read<'_>) -> Self {
        Self {
            named: read.named(),
            state: read.state().to_owned(),
            source: read.text("source"),
            service: read.int("service"),
            priority: read.int("priority"),
            score: read.decimal("score"),
            unit: read.text("unit"),
            baseline: read.decimal("baseline"),
            target: read.decimal("target"),
            actual: read.decimal("actual"),
            before: read.decimal("mean_before"),
            after: read.decimal("mean_after"),
            verdict: read.text("verdict"),
            target_date: read.date("target_date"),
            reported_in: read.text("reported_in"),
            proposed_at: read.record.created_at,
            done_at: read.instant("implemented_at"),
        }
    }

    fn is_measured(&self) -> bool {
        matches!(&*self.state, "target_met" | "target_missed" | "reported")
    }

    fn has_met(&self) -> Option<bool> {
        let (baseline, target, actual) = (self.baseline?, self.target?, self.actual?);
        self.is_measured().then_some(if target < baseline {
            actual <= target
        } else {
            actual >= target
        })
    }

    fn is_late(&self, today: Date) -> bool {
        matches!(&*self.state, "approved" | "planned" | "implementing" | "implemented")
            && self.target_date.is_some_and(|day| day < today)
    }

    /// The rank of those that are still to be decided or done: what people set, then the score.
    fn rank(&self) -> (bool, i64, Reverse<Option<Decimal>>, RecordId) {
        let is_over = self.is_measured() || self.state == "rejected";
        (is_over, self.priority.unwrap_or(i64::MAX), Reverse(self.score), self.named.id)
    }
}

/// Works out the sheet.
pub fn read(evidence: &dyn Evidence, ask: &Ask) -> Result<Sheet, EvidenceFault> {
    let own: Vec<_> =
        ask.about.map(|id| Filter::is("service", Value::Ref(id))).into_iter().collect();
    let mut all = list(evidence, "improvement", &own, |read| Some(Improvement::of(read)))?;
    all.sort_by_key(Improvement::rank);
    let services = names(evidence, "service", &[])?;
    let about = ask.about.and_then(|id| services.get(&id).cloned());
    let mut part = about.map_or_else(|| Part::titled("All improvements"), Part::about);
    let now = evidence.now();
    let today = now.to_zoned(ask.zone.clone()).date();
    part.figures = figures(&all, ask, today);
    let every: Vec<_> = all.iter().collect();
    let measured: Vec<_> = all.iter().filter(|one| one.is_measured()).collect();
    part.tables = vec![
        register(&every, today),
        before_after("before_after", &measured),
        by_source(&every, &services),
    ];
    part.charts.push(chart(ask, now, &all));
    part.notes.push(
        "The target says whether what was aimed at is reached. The verdict says whether the values really became \
         others: it needs six values before and three after, and it may well say “no change that is more than chance” \
         where the target is reached."
            .to_owned(),
    );
    Ok(Sheet { parts: vec![part] })
}

fn figures(all: &[Improvement], ask: &Ask, today: Date) -> Vec<Figure> {
    let span = ask.span();
    let proposed: Vec<_> = all.iter().filter(|one| holds(span, one.proposed_at)).collect();
    let done: Vec<_> =
        all.iter().filter(|one| one.done_at.is_some_and(|at| holds(span, at))).collect();
    let judged: Vec<_> = done.iter().filter(|one| one.has_met().is_some()).copied().collect();
    let met = judged.iter().filter(|one| one.has_met() == Some(true)).count();
    let is_telling = |one: &&Improvement| !matches!(&*one.verdict, "" | "too_few");
    let telling: Vec<_> = done.iter().filter(|one| is_telling(one)).copied().collect();
    let real = telling.iter().filter(|one| one.verdict == "better").count();
    let few = done.iter().filter(|one| !is_telling(one));
    let few = few.map(|one| (Some(one.named.clone()), "It has too few values to say.".to_owned()));
    let late: Vec<_> = all.iter().filter(|one| one.is_late(today)).collect();
    let is_untold = |one: &&Improvement| matches!(&*one.state, "target_met" | "target_missed");
    let untold: Vec<_> = all.iter().filter(is_untold).collect();
    let none = |kept: &[&Improvement]| if kept.is_empty() { Judged::Kept } else { Judged::Near };
    vec![
        Figure::new(&PROPOSED, count(proposed.len())).from(register(&proposed, today)),
        Figure::new(&DONE, count(done.len())).from(before_after("done", &done)),
        Figure::or_undefined(
            &MET,
            share(met, judged.len()),
            "No improvement that was carried out in the period was measured yet.",
        )
        .from(before_after("met", &judged)),
        Figure::or_undefined(
            &REAL,
            share(real, telling.len()),
            "None that was carried out in the period has enough values before and after.",
        )
        .from(before_after("telling", &telling))
        .except(few.collect()),
        Figure::new(&LATE, count(late.len())).judged(none(&late)).from(register(&late, today)),
        Figure::new(&UNTOLD, count(untold.len()))
            .judged(none(&untold))
            .from(before_after("untold", &untold)),
    ]
}

fn number(value: Option<Decimal>) -> Cell {
    value.map_or(Value::None, |value| Value::Decimal(value.normalize())).into()
}

/// The register in the order of rank; what is over stands at the end.
fn register(all: &[&Improvement], today: Date) -> Table {
    let columns = [
        column("improvement", "Improvement", ""),
        column("state", "State", ""),
        column("priority", "Rank", ""),
        column("score", "Score", "%"),
        column("source", "Source", ""),
        column("target_date", "Target date", ""),
    ];
    let mut table = Table::new("register", "Register", &columns, "There is no improvement.");
    for one in all {
        let judged = if one.is_late(today) { Judged::Missed } else { Judged::Not };
        table.rows.push(vec![
            Cell::record(one.named.clone()),
            one.state.replace('_', " ").as_str().into(),
            one.priority.map_or(Value::None, Value::Int).into(),
            number(one.score),
            one.source.replace('_', " ").as_str().into(),
            day(one.target_date).judged(judged),
        ]);
    }
    table
}

fn before_after(name: &'static str, all: &[&Improvement]) -> Table {
    let columns = [
        column("improvement", "Improvement", ""),
        column("unit", "Unit", ""),
        column("baseline", "Baseline", ""),
        column("target", "Target", ""),
        column("actual", "Reached", ""),
        column("before", "Mean before", ""),
        column("after", "Mean after", ""),
        column("verdict", "Verdict", ""),
        column("reported_in", "Reported in", ""),
    ];
    let mut table = Table::new(name, "Before and after", &columns, "None was measured.");
    for one in all {
        let met = match one.has_met() {
            Some(true) => Judged::Kept,
            Some(false) => Judged::Missed,
            None => Judged::Not,
        };
        let verdict = match &*one.verdict {
            "better" => ("really better", Judged::Kept),
            "worse" => ("really worse", Judged::Missed),
            "unsteady" => ("signals both ways", Judged::Near),
            "same" => ("no change that is more than chance", Judged::Not),
            "too_few" => ("too few values", Judged::Not),
            _ => ("no values", Judged::Not),
        };
        table.rows.push(vec![
            Cell::record(one.named.clone()),
            one.unit.as_str().into(),
            number(one.baseline),
            number(one.target),
            number(one.actual).judged(met),
            number(one.before),
            number(one.after),
            Cell::from(verdict.0).judged(verdict.1),
            one.reported_in.as_str().into(),
        ]);
    }
    table
}

fn by_source(all: &[&Improvement], services: &BTreeMap<RecordId, Named>) -> Table {
    let columns = [
        column("source", "Source", ""),
        column("count", "Improvements", ""),
        column("done", "Carried out", ""),
        column("services", "Services", ""),
    ];
    let mut table = Table::new("sources", "By source", &columns, "There is no improvement.");
    let mut of: BTreeMap<&str, Vec<&Improvement>> = BTreeMap::new();
    all.iter().for_each(|one| of.entry(&one.source).or_default().push(one));
    for (source, held) in of {
        let named: std::collections::BTreeSet<_> = held
            .iter()
            .filter_map(|one| one.service.and_then(|id| services.get(&id)))
            .map(|named| named.title.clone())
            .collect();
        let done = held.iter().filter(|one| one.done_at.is_some()).count();
        table.rows.push(vec![
            source.replace('_', " ").as_str().into(),
            count(held.len()).into(),
            count(done).into(),
            named.into_iter().collect::<Vec<_>>().join(", ").as_str().into(),
        ]);
    }
    table
}

fn chart(ask: &Ask, now: Timestamp, all: &[Improvement]) -> Chart {
    let point = |month: Date| {
        let span = in_month(ask, month);
        let number = all.iter().filter(|one| one.done_at.is_some_and(|at| holds(span, at))).count();
        Point {
            label: month.strftime("%Y-%m").to_string(),
            value: Some(decimal(number)),
            is_open: span.to > now,
        }
    };
    Chart {
        name: "carried_out",
        label: "Improvements carried out by month".to_owned(),
        unit: "",
        sort: Sort::Counts,
        points: counted_from_first(ask.months().into_iter().map(point)),
        lines: Vec::new(),
    }
}
