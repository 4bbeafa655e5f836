//! Complaints: how many there were, what of, and whether they were answered as agreed.
use crate::{
    asked::Ask,
    reading::{Read, list, names, within},
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
use jiff::Timestamp;
use rust_decimal::{Decimal, RoundingStrategy};
use std::collections::BTreeMap;

/// How many arrived.
pub const RECEIVED: FigureDef = FigureDef {
    name: "received",
    label: "Complaints received",
    unit: "",
    definition: "How many complaints arrived in the period (clause 8.3.2). What counts as a complaint was agreed \
                 with each customer and stands on the customer's record.",
};
/// The share acknowledged in time.
pub const ACKNOWLEDGED: FigureDef = FigureDef {
    name: "acknowledged_in_time",
    label: "Acknowledged in time",
    unit: "%",
    definition: "The share of complaints that were acknowledged within the days agreed with the customer, among \
                 those received in the period that were acknowledged or should have been by now.",
};
/// The share answered in time.
pub const ANSWERED: FigureDef = FigureDef {
    name: "answered_in_time",
    label: "Answered in time",
    unit: "%",
    definition: "The share of complaints whose last answer came within the days agreed with the customer, among \
                 those received in the period that were answered or should have been by now. After an escalation \
                 the days are counted from it.",
};
/// The share escalated.
pub const ESCALATED: FigureDef = FigureDef {
    name: "escalated",
    label: "Raised to a higher level",
    unit: "%",
    definition: "The share of the complaints received in the period with whose answer the customer was not content, \
                 so that they were raised to a higher level.",
};
/// How long an answer takes.
pub const DAYS: FigureDef = FigureDef {
    name: "days_to_answer",
    label: "Days to the last answer",
    unit: "days",
    definition: "The mean time from the arrival of a complaint to its last answer, for complaints received in the \
                 period that were answered, in days of 24 hours.",
};
/// How many are open and late.
pub const LATE: FigureDef = FigureDef {
    name: "late",
    label: "Open and late now",
    unit: "",
    definition: "How many complaints, whenever they arrived, are not closed today and have passed a time limit that \
                 was agreed: not acknowledged, or not answered, in time.",
};

struct Complaint {
    about: Named,
    state: String,
    customer: Option<RecordId>,
    service: Option<RecordId>,
    category: String,
    received_at: Timestamp,
    acknowledge_due: Option<Timestamp>,
    acknowledged_at: Option<Timestamp>,
    answer_due: Option<Timestamp>,
    answered_at: Option<Timestamp>,
    escalations: i64,
}

impl Complaint {
    fn of(one: &Read<'_>) -> Option<Self> {
        Some(Self {
            about: one.named(),
            state: one.state().to_owned(),
            customer: one.int("customer"),
            service: one.int("service"),
            category: one.text("category"),
            received_at: one.instant("received_at")?,
            acknowledge_due: one.instant("acknowledge_due"),
            acknowledged_at: one.instant("acknowledged_at"),
            answer_due: one.instant("answer_due"),
            answered_at: one.instant("answered_at"),
            escalations: one.int("escalation_count").unwrap_or_default(),
        })
    }

    /// When the answer came that counts; none while a higher level looks at it.
    fn answer(&self) -> Option<Timestamp> {
        self.answered_at.filter(|_| self.state != "escalated")
    }

    fn acknowledged(&self, now: Timestamp) -> Option<bool> {
        in_time(self.acknowledge_due, self.acknowledged_at, now)
    }

    fn answered(&self, now: Timestamp) -> Option<bool> {
        in_time(self.answer_due, self.answer(), now)
    }

    fn is_late(&self, now: Timestamp) -> bool {
        let waits =
            |due, done: Option<Timestamp>| done.is_none() && in_time(due, done, now) == Some(false);
        self.state != "closed"
            && (waits(self.acknowledge_due, self.acknowledged_at)
                || waits(self.answer_due, self.answer()))
    }
}

/// Whether something was done in time; nothing while there is time left.
fn in_time(due: Option<Timestamp>, done: Option<Timestamp>, now: Timestamp) -> Option<bool> {
    let due = due?;
    match done {
        Some(done) => Some(done <= due),
        None => (now > due).then_some(false),
    }
}

/// The sheet.
pub fn read(evidence: &dyn Evidence, ask: &Ask) -> Result<Sheet, EvidenceFault> {
    let own: Vec<_> =
        ask.about.map(|id| Filter::is("customer", Value::Ref(id))).into_iter().collect();
    let received = [&within("received_at", ask.span())[..], &own].concat();
    let all = list(evidence, "complaint", &received, Complaint::of)?;
    let open = [&[Filter::is("open", Value::Bool(true))][..], &own].concat();
    let open = list(evidence, "complaint", &open, Complaint::of)?;
    let customers = names(evidence, "customer", &[])?;
    let services = names(evidence, "service", &[])?;
    let about = ask.about.and_then(|id| customers.get(&id).cloned());
    let mut part = about.map_or_else(|| Part::titled("All customers"), Part::about);
    let now = evidence.now();
    let late: Vec<_> = open.iter().filter(|one| one.is_late(now)).collect();
    part.figures = figures(&all, &late, now, &customers);
    part.charts = vec![chart(ask, now, &all)];
    part.tables = vec![
        listed("open", "Not closed today", open.iter(), now, &customers),
        by_service(&all, &services),
        by_category(&all),
    ];
    Ok(Sheet { parts: vec![part] })
}

fn share(part: usize, whole: usize) -> Option<Value> {
    let decimal = |number: usize| Decimal::from(u64::try_from(number).unwrap_or(u64::MAX));
    let share = (decimal(part) * Decimal::ONE_HUNDRED).checked_div(decimal(whole))?;
    Some(Value::Decimal(share.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)))
}

fn count(number: usize) -> Value {
    Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
}

fn figures(
    all: &[Complaint],
    late: &[&Complaint],
    now: Timestamp,
    customers: &BTreeMap<RecordId, Named>,
) -> Vec<Figure> {
    let table = |name, taken: &dyn Fn(&&Complaint) -> bool| {
        listed(name, "Complaints", all.iter().filter(taken), now, customers)
    };
    let timely = |def, name, of: fn(&Complaint, Timestamp) -> Option<bool>| {
        let judged: Vec<_> = all.iter().filter_map(|one| of(one, now)).collect();
        let value = share(judged.iter().filter(|yes| **yes).count(), judged.len());
        let why = "No complaint of the period was due yet.";
        let waits = all.iter().filter(|one| of(one, now).is_none());
        let waits = waits.map(|one| (Some(one.about.clone()), "There is time left.".to_owned()));
        Figure::or_undefined(def, value, why)
            .from(table(name, &|one| of(one, now).is_some()))
            .except(waits.collect())
    };
    let escalated = all.iter().filter(|one| one.escalations > 0).count();
    let judged = if late.is_empty() { Judged::Kept } else { Judged::Missed };
    let none = "No complaint arrived in the period.";
    vec![
        Figure::new(&RECEIVED, count(all.len())).from(table("received", &|_| true)),
        timely(&ACKNOWLEDGED, "acknowledged", Complaint::acknowledged),
        timely(&ANSWERED, "answered", Complaint::answered),
        Figure::or_undefined(&ESCALATED, share(escalated, all.len()), none)
            .from(table("escalated", &|one| one.escalations > 0)),
        Figure::or_undefined(&DAYS, mean_days(all), "No complaint of the period was answered.")
            .from(table("took", &|one| one.answer().is_some())),
        Figure::new(&LATE, count(late.len())).judged(judged).from(listed(
            "late",
            "Late",
            late.iter().copied(),
            now,
            customers,
        )),
    ]
}

fn mean_days(all: &[Complaint]) -> Option<Value> {
    let took = |one: &Complaint| Some(one.answer()?.duration_since(one.received_at).as_secs());
    let seconds: Vec<i64> = all.iter().filter_map(took).collect();
    let count = Decimal::from(u64::try_from(seconds.len()).ok()?);
    let sum: Decimal = seconds.iter().copied().map(Decimal::from).sum();
    let days = sum.checked_div(count)?.checked_div(Decimal::from(86_400))?;
    Some(Value::Decimal(days.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)))
}

fn listed<'a>(
    name: &'static str,
    label: &'static str,
    all: impl Iterator<Item = &'a Complaint>,
    now: Timestamp,
    customers: &BTreeMap<RecordId, Named>,
) -> Table {
    let columns = [
        column("complaint", "Complaint", ""),
        column("customer", "Customer", ""),
        column("received", "Received", ""),
        column("acknowledged", "Acknowledged", ""),
        column("answered", "Answered", ""),
        column("due", "Answer due", ""),
    ];
    let moment = |at: Option<Timestamp>| Cell::from(at.map_or(Value::None, Value::Instant));
    let kept = |yes: Option<bool>| match yes {
        Some(true) => Judged::Kept,
        Some(false) => Judged::Missed,
        None => Judged::Not,
    };
    let mut table = Table::new(name, label, &columns, "There is none.");
    for one in all {
        let customer = one.customer.and_then(|id| customers.get(&id).cloned());
        table = table.row(vec![
            Cell::record(one.about.clone()),
            customer.map_or_else(Cell::default, Cell::record),
            moment(Some(one.received_at)),
            moment(one.acknowledged_at).judged(kept(one.acknowledged(now))),
            moment(one.answer()).judged(kept(one.answered(now))),
            moment(one.answer_due),
        ]);
    }
    table
}

fn by_service(all: &[Complaint], services: &BTreeMap<RecordId, Named>) -> Table {
    let columns = [column("service", "Service", ""), column("count", "Complaints", "")];
    let table = Table::new("services", "By service", &columns, "No complaint arrived.");
    let mut counts: BTreeMap<Option<RecordId>, usize> = BTreeMap::new();
    all.iter().for_each(|one| *counts.entry(one.service).or_default() += 1);
    counts.into_iter().fold(table, |table, (service, number)| {
        let named = service.and_then(|id| services.get(&id).cloned());
        let cell = named.map_or_else(|| Cell::from("No service named yet"), Cell::record);
        table.row(vec![cell, count(number).into()])
    })
}

fn by_category(all: &[Complaint]) -> Table {
    let columns = [column("category", "Category", ""), column("count", "Complaints", "")];
    let table = Table::new("categories", "By category", &columns, "No complaint arrived.");
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    all.iter().for_each(|one| *counts.entry(&one.category).or_default() += 1);
    counts.into_iter().fold(table, |table, (category, number)| {
        let word = if category.is_empty() { "not told yet" } else { category };
        table.row(vec![word.replace('_', " ").as_str().into(), count(number).into()])
    })
}

fn chart(ask: &Ask, now: Timestamp, all: &[Complaint]) -> Chart {
    let point = |month: jiff::civil::Date| {
        let span = in_month(ask, month);
        let number = all.iter().filter(|one| holds(span, one.received_at)).count();
        Point {
            label: month.strftime("%Y-%m").to_string(),
            value: u64::try_from(number).ok().map(Decimal::from),
            is_open: span.to > now,
        }
    };
    Chart {
        name: "received",
        label: "Complaints received by month".to_owned(),
        unit: "",
        sort: Sort::Counts,
        points: counted_from_first(ask.months().into_iter().map(point)),
        lines: Vec::new(),
    }
}
