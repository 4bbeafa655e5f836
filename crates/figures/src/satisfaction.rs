//! How content those are who use the services, and whether they are asked and spoken with as planned.
use crate::{
    asked::Ask,
    reading::{Read, list, names, within},
    sheet::{
        Cell, Chart, Figure, FigureDef, Judged, Named, Part, Point, Row, Sheet, Sort, Table, column,
    },
};
use gemba_model::{
    check::{Evidence, EvidenceFault},
    filter::Filter,
};
use gemba_vocabulary::{RecordId, Value, calendar::Span, satisfaction::Satisfaction};
use jiff::{Timestamp, ToSpan, civil::Date};
use std::collections::BTreeMap;

/// The share of content answers.
pub const CSAT: FigureDef = FigureDef {
    name: "csat",
    label: "Content",
    unit: "%",
    definition: "The share of answers that gave a score of 4 or 5 out of 5, among all that gave a score. It counts \
                 the questions that were asked in the period, whenever they were answered (definition \
                 “Satisfaction”; clause 8.3.2).",
};
/// Promoters less detractors.
pub const NPS: FigureDef = FigureDef {
    name: "nps",
    label: "Net promoter score",
    unit: "",
    definition: "The share of answers that would recommend us (9 or 10 out of 10) less the share of those that \
                 would not (0 to 6), among all that said how likely it is. It lies between -100 and 100 (definition \
                 “Satisfaction”).",
};
/// The share of those asked who answered.
pub const RESPONSE: FigureDef = FigureDef {
    name: "response",
    label: "Answered",
    unit: "%",
    definition: "The share of the questions asked in the period that were answered. A share of content answers says \
                 little where few people answer (definition “Satisfaction”).",
};
/// How many were asked.
pub const ASKED: FigureDef = FigureDef {
    name: "asked",
    label: "Questions asked",
    unit: "",
    definition: "How many questions were asked in the period: to the samples of surveys, and after incidents and \
                 requests. The size of a sample is that for a share of one half, with a confidence of 95 % and the \
                 margin of the survey, corrected for the finite population and rounded up.",
};
/// Customers not spoken with as planned.
pub const OVERDUE: FigureDef = FigureDef {
    name: "overdue",
    label: "Reviews and surveys overdue",
    unit: "",
    definition: "How many reviews with customers, and surveys of them, are overdue today: the last one and the \
                 interval of the customer lie before today, or none was ever held since the customer was recorded \
                 (definition “Planned interval”; clause 8.3.2).",
};

struct Answer {
    about: Named,
    survey: Option<RecordId>,
    customer: Option<RecordId>,
    asked_at: Timestamp,
    is_answered: bool,
    score: Option<i64>,
    likelihood: Option<i64>,
}

impl Answer {
    fn of(one: &Read<'_>) -> Option<Self> {
        Some(Self {
            about: one.named(),
            survey: one.int("survey"),
            customer: one.int("customer"),
            asked_at: one.instant("asked_at")?,
            is_answered: one.state() == "answered",
            score: one.int("score"),
            likelihood: one.int("likelihood"),
        })
    }

    fn add(&self, to: &mut Satisfaction) {
        to.ask();
        if self.is_answered {
            to.answer(self.score, self.likelihood);
        }
    }
}

fn counted<'a>(answers: impl Iterator<Item = &'a Answer>) -> Satisfaction {
    let mut all = Satisfaction::default();
    answers.for_each(|one| one.add(&mut all));
    all
}

/// The sheet.
pub fn read(evidence: &dyn Evidence, ask: &Ask) -> Result<Sheet, EvidenceFault> {
    let mut filters = within("asked_at", ask.span()).to_vec();
    filters.extend(ask.about.map(|id| Filter::is("customer", Value::Ref(id))));
    let answers = list(evidence, "survey_answer", &filters, Answer::of)?;
    let customers = names(evidence, "customer", &[])?;
    let intervals = intervals(evidence, ask)?;
    let about = ask.about.and_then(|id| customers.get(&id).cloned());
    let mut part = about.map_or_else(|| Part::titled("All customers"), Part::about);
    let all = counted(answers.iter());
    part.figures = figures(&all, &answers, &intervals);
    part.charts = charts(ask, evidence.now(), &answers);
    part.tables = vec![
        by_customer(&answers, &customers),
        surveys(evidence, ask, &answers)?,
        planned(&intervals),
    ];
    Ok(Sheet { parts: vec![part] })
}

fn figures(all: &Satisfaction, answers: &[Answer], intervals: &[Interval]) -> Vec<Figure> {
    let number = |value: Option<rust_decimal::Decimal>| value.map(Value::Decimal);
    let rests = |name: &'static str, taken: fn(&Answer) -> bool| {
        let columns = [
            column("answer", "Answer", ""),
            column("score", "Score", "of 5"),
            column("likelihood", "Would recommend", "of 10"),
        ];
        let table = Table::new(name, "Answers", &columns, "Nobody was asked.");
        answers.iter().filter(|one| taken(one)).fold(table, |table, one| {
            let int = |value: Option<i64>| Cell::from(value.map_or(Value::None, Value::Int));
            let shown = one.is_answered;
            table.row(vec![
                Cell::record(one.about.clone()),
                int(one.score.filter(|_| shown)),
                int(one.likelihood.filter(|_| shown)),
            ])
        })
    };
    let overdue = intervals.iter().filter(|one| one.is_overdue).count();
    let judged = if overdue > 0 { Judged::Missed } else { Judged::Kept };
    let overdue = (!intervals.is_empty()).then(|| count(overdue));
    let asked = count(answers.len());
    vec![
        Figure::or_undefined(&CSAT, number(all.csat_percent()), "Nobody gave a score.")
            .from(rests("scores", |one| one.is_answered)),
        Figure::or_undefined(&NPS, number(all.nps()), "Nobody said how likely it is.")
            .from(rests("likelihoods", |one| one.is_answered)),
        Figure::or_undefined(&RESPONSE, number(all.response_percent()), "Nobody was asked.")
            .from(rests("asked", |_| true)),
        Figure::new(&ASKED, asked).from(rests("questions", |_| true)),
        Figure::or_undefined(&OVERDUE, overdue, "No customer has an interval for either.")
            .judged(if intervals.is_empty() { Judged::Not } else { judged })
            .from(planned(intervals)),
    ]
}

fn count(count: usize) -> Value {
    Value::Int(i64::try_from(count).unwrap_or(i64::MAX))
}

fn charts(ask: &Ask, now: Timestamp, answers: &[Answer]) -> Vec<Chart> {
    let months: Vec<_> =
        ask.months().into_iter().map(|month| (month, in_month(ask, month))).collect();
    let chart =
        |name, label: &str, unit, of: fn(&Satisfaction) -> Option<rust_decimal::Decimal>| Chart {
            name,
            label: label.to_owned(),
            unit,
            sort: Sort::Individuals,
            points: months
                .iter()
                .map(|(month, span)| {
                    let asked = answers.iter().filter(|one| holds(*span, one.asked_at));
                    let label = month.strftime("%Y-%m").to_string();
                    Point { label, value: of(&counted(asked)), is_open: span.to > now }
                })
                .collect(),
            lines: Vec::new(),
        };
    vec![
        chart(
            "csat",
            "Content, by the month in which people were asked",
            "%",
            Satisfaction::csat_percent,
        ),
        chart("nps", "Net promoter score", "", Satisfaction::nps),
        chart("response", "Answered", "%", Satisfaction::response_percent),
    ]
}

/// A month as moments.
pub(crate) fn in_month(ask: &Ask, month: Date) -> Span {
    Span { from: ask.begin_of(month), to: ask.begin_of(month.saturating_add(1.month())) }
}

/// Whether a moment lies within a time.
pub(crate) fn holds(span: Span, at: Timestamp) -> bool {
    span.from <= at && at < span.to
}

fn shares(all: &Satisfaction) -> Row {
    let int = |number: u64| Cell::from(Value::Int(i64::try_from(number).unwrap_or(i64::MAX)));
    let share = |value: Option<rust_decimal::Decimal>| {
        Cell::from(value.map_or(Value::None, Value::Decimal))
    };
    vec![
        int(all.asked),
        int(all.answered),
        share(all.response_percent()),
        share(all.csat_percent()),
        share(all.nps()),
    ]
}

const SHARES: [crate::sheet::Column; 5] = [
    column("asked", "Asked", ""),
    column("answered", "Answered", ""),
    column("response", "Answered", "%"),
    column("csat", "Content", "%"),
    column("nps", "Net promoter score", ""),
];

fn by_customer(answers: &[Answer], customers: &BTreeMap<RecordId, Named>) -> Table {
    let columns = [&[column("customer", "Customer", "")][..], &SHARES].concat();
    let mut table = Table::new("customers", "By customer", &columns, "Nobody was asked.");
    for (id, named) in customers {
        let all = counted(answers.iter().filter(|one| one.customer == Some(*id)));
        if all.asked > 0 {
            table = table.row([vec![Cell::record(named.clone())], shares(&all)].concat());
        }
    }
    table
}

fn surveys(evidence: &dyn Evidence, ask: &Ask, answers: &[Answer]) -> Result<Table, EvidenceFault> {
    let own = [
        column("survey", "Survey", ""),
        column("population", "Population", ""),
        column("sample", "Sample needed", ""),
    ];
    let columns = [&own[..], &SHARES].concat();
    let empty = "No survey asked anybody in the period.";
    let mut table = Table::new("surveys", "By survey", &columns, empty);
    let rows = list(evidence, "satisfaction_survey", &[], |one| {
        let all = counted(answers.iter().filter(|answer| answer.survey == Some(one.id())));
        let is_shown =
            all.asked > 0 || one.instant("began_at").is_some_and(|at| holds(ask.span(), at));
        let needed = one.int("sample_size");
        let is_enough =
            needed.is_none_or(|needed| i64::try_from(all.asked).is_ok_and(|n| n >= needed));
        let judged = match needed {
            None => Judged::Not,
            Some(_) if is_enough => Judged::Kept,
            Some(_) => Judged::Missed,
        };
        let int = |number: Option<i64>| Cell::from(number.map_or(Value::None, Value::Int));
        let mine = vec![
            Cell::record(one.named()),
            int(one.int("population_count")),
            int(needed).judged(judged),
        ];
        is_shown.then(|| [mine, shares(&all)].concat())
    })?;
    table.rows = rows;
    Ok(table)
}

/// What is done with a customer at an interval.
struct Interval {
    customer: Named,
    what: &'static str,
    months: i64,
    last: Option<(Date, Option<Named>)>,
    next: Date,
    is_overdue: bool,
}

fn intervals(evidence: &dyn Evidence, ask: &Ask) -> Result<Vec<Interval>, EvidenceFault> {
    let today = evidence.now().to_zoned(ask.zone.clone()).date();
    let reviews = list(evidence, "service_review", &[], |one| {
        Some((one.int("customer")?, one.date("held_on")?, one.named()))
    })?;
    let periodic = [Filter::is("sort", Value::Text("periodic".to_owned()))];
    let surveys = list(evidence, "satisfaction_survey", &periodic, |one| {
        let began = one.instant("began_at")?.to_zoned(ask.zone.clone()).date();
        (one.state() != "cancelled").then(|| (one.int("customer"), began, one.named()))
    })?;
    let mut all = Vec::new();
    list(evidence, "customer", &[Filter::is("open", Value::Bool(true))], |one| {
        if ask.about.is_some_and(|about| about != one.id()) {
            return None::<()>;
        }
        let known = one.record.created_at.to_zoned(ask.zone.clone()).date();
        let mut add = |what, months: Option<i64>, last: Option<(Date, Named)>| {
            let Some(months) = months else { return };
            let from = last.as_ref().map_or(known, |(day, _)| *day);
            let next = from.saturating_add(months.months());
            let last = last.map(|(day, named)| (day, Some(named)));
            let is_overdue = next < today;
            all.push(Interval { customer: one.named(), what, months, last, next, is_overdue });
        };
        let held = reviews.iter().filter(|review| review.0 == one.id());
        let held = held.max_by_key(|review| review.1).map(|review| (review.1, review.2.clone()));
        add("Service review", one.int("review_months"), held);
        let made = surveys.iter().filter(|survey| survey.0.is_none_or(|of| of == one.id()));
        let made = made.max_by_key(|survey| survey.1).map(|survey| (survey.1, survey.2.clone()));
        add("Survey", one.int("survey_months"), made);
        None
    })?;
    Ok(all)
}

fn planned(intervals: &[Interval]) -> Table {
    let columns = [
        column("customer", "Customer", ""),
        column("what", "What", ""),
        column("interval", "Every", "months"),
        column("last", "Last held", ""),
        column("last_on", "On", ""),
        column("next", "Next due", ""),
        column("stands", "Stands", ""),
    ];
    let empty = "No customer has an interval for reviews or surveys.";
    let table = Table::new("planned", "Reviews and surveys as planned", &columns, empty);
    intervals.iter().fold(table, |table, one| {
        let (last_on, last) =
            one.last.clone().map_or((Value::None, None), |(day, named)| (Value::Date(day), named));
        let judged = if one.is_overdue { Judged::Missed } else { Judged::Kept };
        table.row(vec![
            Cell::record(one.customer.clone()),
            one.what.into(),
            Value::Int(one.months).into(),
            last.map_or_else(Cell::default, Cell::record),
            last_on.into(),
            Cell::from(Value::Date(one.next)).judged(judged),
            if one.is_overdue { "overdue" } else { "planned" }.into(),
        ])
    })
}
