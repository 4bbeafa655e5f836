//! Audits: what they found, what of it is open and late, and what comes back.
use crate::{
    asked::Ask,
    reading::{Read, list, names},
    satisfaction::{holds, in_month},
    sheet::{
        Cell, Chart, Figure, FigureDef, Judged, Named, Part, Point, Row, Sheet, Sort, Table,
        column, counted_from_first,
    },
};
use gemba_model::{
    check::{Evidence, EvidenceFault},
    filter::Filter,
};
use gemba_vocabulary::{RecordId, Value};
use jiff::{Timestamp, civil::Date};
use rust_decimal::{Decimal, RoundingStrategy};
use std::collections::{BTreeMap, BTreeSet};

/// How many findings are open.
pub static OPEN: FigureDef = FigureDef {
    name: "findings_open",
    label: "Open findings",
    unit: "",
    definition: "All findings of audits that are neither closed nor withdrawn today (clause 9.2).",
};
/// How many are late.
pub static OVERDUE: FigureDef = FigureDef {
    name: "findings_overdue",
    label: "Overdue findings",
    unit: "",
    definition: "Open findings whose day of closure is past. The target is none.",
};
/// How many wait for an answer for too long.
pub static UNANSWERED: FigureDef = FigureDef {
    name: "findings_unanswered",
    label: "Answers overdue",
    unit: "",
    definition: "Findings to which the area neither agreed nor said why not, and whose day for an answer is past. The \
                 target is none.",
};
/// How many came again.
pub static REPEATED: FigureDef = FigureDef {
    name: "findings_repeated",
    label: "Repeat findings",
    unit: "%",
    definition: "The share of the findings raised in the period for which an earlier audit had a finding at the same \
                 requirement. Withdrawn ones are left out.",
};
/// The share closed in time.
pub static IN_TIME: FigureDef = FigureDef {
    name: "closed_in_time",
    label: "Closed in time",
    unit: "%",
    definition: "The share of the findings closed in the period that were closed by their day.",
};
/// How long it takes.
pub static DAYS: FigureDef = FigureDef {
    name: "days_to_close",
    label: "Days until closed",
    unit: "d",
    definition: "The mean time from the day on which a finding was raised until it was closed, of those closed in the \
                 period.",
};

/// The grades in their order, with what people call them.
const GRADES: [(&str, &str); 4] = [
    ("major", "Major"),
    ("minor", "Minor"),
    ("observation", "Observation"),
    ("opportunity", "Opportunity"),
];

struct Finding {
    named: Named,
    audit: Option<RecordId>,
    clause: String,
    grade: String,
    state: String,
    manager: Option<RecordId>,
    raised_at: Timestamp,
    response_due: Option<Date>,
    closure_due: Option<Date>,
    closed_at: Option<Timestamp>,
    repeats: bool,
}

impl Finding {
    fn of(read: &Read<'_>) -> Option<Self> {
        (read.state() != "withdrawn").then(|| Self {
            named: read.named(),
            audit: read.int("audit"),
            clause: read.text("clause"),
            grade: read.text("grade"),
            state: read.state().to_owned(),
            manager: read.int("area_manager"),
            raised_at: read.record.created_at,
            response_due: read.date("response_due"),
            closure_due: read.date("closure_due"),
            closed_at: read.instant("closed_at"),
            repeats: read.int("repeats").is_some(),
        })
    }

    fn is_open(&self) -> bool {
        self.state != "closed"
    }

    fn is_overdue(&self, today: Date) -> bool {
        self.is_open() && self.closure_due.is_some_and(|day| day < today)
    }

    fn is_unanswered(&self, today: Date) -> bool {
        self.state == "raised" && self.response_due.is_some_and(|day| day < today)
    }

    fn age_days(&self, now: Timestamp) -> i64 {
        self.closed_at.unwrap_or(now).duration_since(self.raised_at).as_hours() / 24
    }
}

/// Works out the sheet.
pub fn read(evidence: &dyn Evidence, ask: &Ask) -> Result<Sheet, EvidenceFault> {
    let own: Vec<_> = ask.about.map(|id| Filter::is("audit", Value::Ref(id))).into_iter().collect();
    let all = list(evidence, "audit_finding", &own, Finding::of)?;
    let audits = names(evidence, "audit", &[])?;
    let people = names(evidence, "person", &[])?;
    let now = evidence.now();
    let today = now.to_zoned(ask.zone.clone()).date();
    let about = ask.about.and_then(|id| audits.get(&id).cloned());
    let mut part = about.map_or_else(|| Part::titled("All audits"), Part::about);
    let listed = |name, keep: &dyn Fn(&&Finding) -> bool| {
        let kept: Vec<_> = all.iter().filter(keep).collect();
        (count(kept.len()), findings(name, &kept, now, &people))
    };
    let (open, table) = listed("open", &|one| one.is_open());
    part.figures.push(Figure::new(&OPEN, open).from(table));
    for (def, (value, table)) in [
        (&OVERDUE, listed("overdue", &|one| one.is_overdue(today))),
        (&UNANSWERED, listed("unanswered", &|one| one.is_unanswered(today))),
    ] {
        let judged = if value == Value::Int(0) { Judged::Kept } else { Judged::Missed };
        part.figures.push(Figure::new(def, value).judged(judged).from(table));
    }
    let span = ask.span();
    let raised: Vec<_> = all.iter().filter(|one| holds(span, one.raised_at)).collect();
    let closed: Vec<_> =
        all.iter().filter(|one| one.closed_at.is_some_and(|at| holds(span, at))).collect();
    part.figures.extend(of_period(&raised, &closed, ask, now, &people));
    part.tables =
        vec![by_grade(&all, &closed, today, now), by_audit(&all, &audits), by_clause(&all)];
    part.charts.push(chart(ask, now, &all));
    Ok(Sheet { parts: vec![part] })
}

fn of_period(
    raised: &[&Finding],
    closed: &[&Finding],
    ask: &Ask,
    now: Timestamp,
    people: &BTreeMap<RecordId, Named>,
) -> [Figure; 3] {
    let repeated: Vec<_> = raised.iter().filter(|one| one.repeats).copied().collect();
    let is_in_time = |one: &&Finding| {
        let day = one.closed_at.map(|at| at.to_zoned(ask.zone.clone()).date());
        day.zip(one.closure_due).is_some_and(|(closed, due)| closed <= due)
    };
    let in_time = closed.iter().filter(|one| is_in_time(one)).count();
    let days: i64 = closed.iter().map(|one| one.age_days(now)).sum();
    let mean = Decimal::from(days).checked_div(decimal(closed.len()));
    let none = "No finding was closed in the period.";
    [
        Figure::or_undefined(
            &REPEATED,
            share(repeated.len(), raised.len()),
            "No finding was raised in the period.",
        )
        .from(findings("repeated", &repeated, now, people)),
        Figure::or_undefined(&IN_TIME, share(in_time, closed.len()), none)
            .from(findings("closed", closed, now, people)),
        Figure::or_undefined(&DAYS, mean.map(|days| Value::Decimal(days.round_dp(1))), none)
            .from(findings("took", closed, now, people)),
    ]
}

pub(crate) fn count(number: usize) -> Value {
    Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
}

pub(crate) fn decimal(number: usize) -> Decimal {
    Decimal::from(u64::try_from(number).unwrap_or(u64::MAX))
}

pub(crate) fn share(part: usize, whole: usize) -> Option<Value> {
    let share = (decimal(part) * Decimal::ONE_HUNDRED).checked_div(decimal(whole))?;
    Some(Value::Decimal(share.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)))
}

pub(crate) fn day(day: Option<Date>) -> Cell {
    day.map_or(Value::None, Value::Date).into()
}

fn findings(
    name: &'static str,
    all: &[&Finding],
    now: Timestamp,
    people: &BTreeMap<RecordId, Named>,
) -> Table {
    let columns = [
        column("finding", "Finding", ""),
        column("clause", "Clause", ""),
        column("grade", "Grade", ""),
        column("state", "State", ""),
        column("manager", "Area manager", ""),
        column("age", "Age", "d"),
        column("due", "Closed by", ""),
    ];
    let mut table = Table::new(name, "Findings", &columns, "There is none.");
    let today = now.to_zoned(jiff::tz::TimeZone::UTC).date();
    for one in all {
        let manager = one.manager.and_then(|id| people.get(&id)).cloned();
        let judged = if one.is_overdue(today) { Judged::Missed } else { Judged::Not };
        table.rows.push(vec![
            Cell::record(one.named.clone()),
            one.clause.as_str().into(),
            one.grade.as_str().into(),
            one.state.replace('_', " ").as_str().into(),
            manager.map_or_else(Cell::default, Cell::record),
            Value::Int(one.age_days(now)).into(),
            day(one.closure_due).judged(judged),
        ]);
    }
    table
}

fn by_grade(all: &[Finding], closed: &[&Finding], today: Date, now: Timestamp) -> Table {
    let columns = [
        column("grade", "Grade", ""),
        column("open", "Open", ""),
        column("overdue", "Overdue", ""),
        column("oldest", "Oldest open", "d"),
        column("closed", "Closed in the period", ""),
    ];
    let mut table = Table::new("by_grade", "By grade", &columns, "There is no finding.");
    for (grade, label) in GRADES {
        let open: Vec<_> = all.iter().filter(|one| one.grade == grade && one.is_open()).collect();
        let overdue = open.iter().filter(|one| one.is_overdue(today)).count();
        let oldest = open.iter().map(|one| one.age_days(now)).max();
        let closed = closed.iter().filter(|one| one.grade == grade).count();
        let judged = if overdue > 0 { Judged::Missed } else { Judged::Kept };
        table.rows.push(vec![
            label.into(),
            count(open.len()).into(),
            Cell::from(count(overdue)).judged(judged),
            oldest.map_or(Value::None, Value::Int).into(),
            count(closed).into(),
        ]);
    }
    table
}

fn of_grades<'a>(
    findings: impl Iterator<Item = &'a Finding> + Clone,
) -> impl Iterator<Item = Cell> {
    let of = move |grade: &str| findings.clone().filter(|one| one.grade == grade).count();
    GRADES.into_iter().map(move |(grade, _)| count(of(grade)).into())
}

/// What each audit found, so that audits can be held against one another.
fn by_audit(all: &[Finding], audits: &BTreeMap<RecordId, Named>) -> Table {
    let columns = [
        column("audit", "Audit", ""),
        column("major", "Major", ""),
        column("minor", "Minor", ""),
        column("observation", "Observations", ""),
        column("opportunity", "Opportunities", ""),
    ];
    let mut table = Table::new("by_audit", "By audit", &columns, "No audit has a finding.");
    let with: BTreeSet<_> = all.iter().filter_map(|one| one.audit).collect();
    for id in with {
        let Some(audit) = audits.get(&id) else { continue };
        let of = all.iter().filter(move |one| one.audit == Some(id));
        let row: Row = std::iter::once(Cell::record(audit.clone())).chain(of_grades(of)).collect();
        table.rows.push(row);
    }
    table
}

fn by_clause(all: &[Finding]) -> Table {
    let columns = [
        column("clause", "Clause", ""),
        column("major", "Major", ""),
        column("minor", "Minor", ""),
        column("observation", "Observations", ""),
        column("opportunity", "Opportunities", ""),
    ];
    let mut table = Table::new("by_clause", "By clause", &columns, "There is no finding.");
    let of_clause = |one: &Finding| one.clause.split('-').next().unwrap_or_default().to_owned();
    let clauses: BTreeSet<_> = all.iter().map(of_clause).collect();
    for clause in clauses {
        let word = if clause.is_empty() { "our own rules" } else { &clause };
        let of = all.iter().filter(|one| of_clause(one) == clause);
        let row: Row = std::iter::once(Cell::from(word)).chain(of_grades(of)).collect();
        table.rows.push(row);
    }
    table
}

fn chart(ask: &Ask, now: Timestamp, all: &[Finding]) -> Chart {
    let point = |month: Date| {
        let span = in_month(ask, month);
        let number = all.iter().filter(|one| holds(span, one.raised_at)).count();
        Point {
            label: month.strftime("%Y-%m").to_string(),
            value: Some(decimal(number)),
            is_open: span.to > now,
        }
    };
    Chart {
        name: "raised",
        label: "Findings raised by month".to_owned(),
        unit: "",
        sort: Sort::Counts,
        points: counted_from_first(ask.months().into_iter().map(point)),
        lines: Vec::new(),
    }
}
