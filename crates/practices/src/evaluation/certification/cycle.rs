//! Which audits the three years have, by when each is held, and which record here is which.
use super::{Certification, CycleRow, CycleSort};
use gemba_model::{Choice, Situation};
use gemba_vocabulary::{RecordId, Value, certificate::surveillance, id::number};
use jiff::civil::Date;

/// An audit for this certificate, as it stands.
#[derive(Clone, Debug)]
pub(super) struct Audit {
    pub id: RecordId,
    pub sort: String,
    pub state: String,
    /// The last day of it, as planned or as held.
    pub last_day: Option<Date>,
    /// What Stage 1 concluded.
    pub readiness: String,
}

impl Audit {
    pub fn is_held(&self) -> bool {
        matches!(&*self.state, "reported" | "closed")
    }
}

/// Every audit for this certificate that was not called off, in the order of their days.
pub(super) fn audits(now: &Situation<'_>) -> Vec<Audit> {
    if now.record == 0 {
        return Vec::new();
    }
    let mine = [("certification", Value::Ref(now.record))];
    let column = |field: &str| now.facts.each("audit", &mine, field);
    let (sorts, states) = (column("sort"), column("state"));
    let (begins, ends, readiness) = (column("starts_on"), column("ends_on"), column("readiness"));
    let day = |values: &[Value], place: usize| match values.get(place) {
        Some(Value::Date(day)) => Some(*day),
        _ => None,
    };
    let text = |values: &[Value], place: usize| {
        values.get(place).and_then(Value::as_text).unwrap_or_default().to_owned()
    };
    let ids = column("id");
    let all = ids.iter().enumerate().filter_map(|(place, id)| {
        Some(Audit {
            id: id.as_int()?,
            sort: text(&sorts, place),
            state: text(&states, place),
            last_day: day(&ends, place).or_else(|| day(&begins, place)),
            readiness: text(&readiness, place),
        })
    });
    let mut all: Vec<_> = all.filter(|one| one.state != "cancelled").collect();
    all.sort_by_key(|one| (one.last_day.is_none(), one.last_day, one.id));
    all
}

/// The newest audit of Stage 2 that counts.
pub(super) fn stage_two<'a>(me: &Certification, audits: &'a [Audit]) -> Option<&'a Audit> {
    let counts = |one: &&Audit| {
        let after = me.stage_two_after;
        !one.is_held() || after.is_none_or(|after| one.last_day.is_some_and(|day| day >= after))
    };
    audits.iter().rev().filter(|one| one.sort == "stage_two").find(counts)
}

fn row(audit: &str, sort: CycleSort, due: Option<Date>, record: Option<&Audit>) -> CycleRow {
    CycleRow {
        audit: audit.to_owned(),
        due,
        held: record.filter(|one| one.is_held()).and_then(|one| one.last_day),
        number: record.map(|one| number("AUD", one.id)),
        sort,
    }
}

/// The audits of the three years.
pub(super) fn rows(me: &Certification, audits: &[Audit]) -> Vec<CycleRow> {
    let is_of = |one: &Audit, sort: CycleSort| one.sort == sort.name();
    let newest = |sort| audits.iter().rev().find(|one| is_of(one, sort));
    let mut rows = vec![
        row("Stage 1", CycleSort::StageOne, me.stage_one_on, newest(CycleSort::StageOne)),
        row("Stage 2", CycleSort::StageTwo, me.stage_two_on, stage_two(me, audits)),
    ];
    if let Some((from, until)) = me.counted_from().zip(me.valid_until) {
        // What was held before the decision belongs to the three years before.
        let of_cycle = |sort: CycleSort| {
            let is_of = move |one: &&Audit| {
                is_of(one, sort) && (!one.is_held() || one.last_day.is_some_and(|day| day > from))
            };
            audits.iter().filter(is_of)
        };
        let mut held = of_cycle(CycleSort::Surveillance);
        for (place, due) in surveillance(from).into_iter().enumerate() {
            let name = format!("Surveillance {}", place + 1);
            rows.push(row(&name, CycleSort::Surveillance, Some(due), held.next()));
        }
        let last = of_cycle(CycleSort::Recertification).next_back();
        rows.push(row("Recertification", CycleSort::Recertification, Some(until), last));
    }
    let special = audits.iter().filter(|one| is_of(one, CycleSort::Special));
    rows.extend(special.map(|one| row("Special", CycleSort::Special, one.last_day, Some(one))));
    rows
}

impl Certification {
    /// The day from which the three years count.
    pub(super) fn counted_from(&self) -> Option<Date> {
        self.restored_from.or(self.decided_on)
    }
}
