//! The times in which incidents and requests waited for a supplier.
use crate::{
    asked::Ask,
    reading::{Read, list},
    sheet::Named,
};
use gemba_model::check::{Evidence, EvidenceFault};
use gemba_vocabulary::{RecordId, Value, calendar::Span, id::parse_number};
use jiff::Timestamp;
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// One time in which one record waited.
pub(crate) struct Wait {
    pub about: Named,
    pub supplier: Option<RecordId>,
    pub service: Option<RecordId>,
    pub priority: Option<i64>,
    /// The hours by which it is counted; none is round the clock.
    pub calendar: Option<RecordId>,
    /// From its begin to its end, or until now.
    pub span: Span,
    /// Its end; none while it lasts.
    pub to: Option<Timestamp>,
}

impl Wait {
    /// What of it lies within a time.
    pub fn within(&self, span: Span) -> Option<Span> {
        let (from, to) = (self.span.from.max(span.from), self.span.to.min(span.to));
        (from < to).then_some(Span { from, to })
    }
}

struct Pause {
    reason: String,
    supplier: Option<RecordId>,
    from: Timestamp,
    to: Option<Timestamp>,
}

fn pauses(value: &Value) -> Vec<Pause> {
    let Value::Struct(Json::Array(rows)) = value else { return Vec::new() };
    let text = |row: &Json, part: &str| row.get(part)?.as_str().map(ToOwned::to_owned);
    let pause = |row: &Json| {
        Some(Pause {
            reason: text(row, "reason")?,
            supplier: text(row, "supplier").and_then(|text| Some(parse_number(&text)?.1)),
            from: text(row, "from")?.parse().ok()?,
            to: text(row, "to").and_then(|text| text.parse().ok()),
        })
    };
    rows.iter().filter_map(pause).collect()
}

type Unnamed = Vec<(Option<Named>, String)>;

/// Every wait that touches the period; and the records of which nobody knows for whom they waited.
pub(crate) fn read(
    evidence: &dyn Evidence,
    ask: &Ask,
) -> Result<(Vec<Wait>, Unnamed), EvidenceFault> {
    let now = evidence.now();
    let whole = |from, to: Option<Timestamp>| Span { from, to: to.unwrap_or(now) };
    let delivered: BTreeMap<RecordId, RecordId> =
        list(evidence, "service", &[], |one| Some((one.id(), one.int("delivered_by")?)))?
            .into_iter()
            .collect();
    let calendars: BTreeMap<RecordId, RecordId> =
        list(evidence, "service_level_agreement", &[], |one| {
            Some((one.id(), one.int("calendar")?))
        })?
        .into_iter()
        .collect();
    let (mut all, mut unnamed) = (Vec::new(), Vec::new());
    let mut take = |one: &Read<'_>, supplier: Option<RecordId>, calendar, pause: &Pause| {
        let wait = Wait {
            about: one.named(),
            supplier,
            service: one.int("service"),
            priority: one.int("priority"),
            calendar,
            span: whole(pause.from, pause.to),
            to: pause.to,
        };
        if wait.within(ask.span()).is_none() {
            return;
        }
        if supplier.is_none() {
            let why = "It waited for a supplier, and nobody says for which.";
            unnamed.push((Some(wait.about.clone()), why.to_owned()));
        }
        all.push(wait);
    };
    list(evidence, "incident", &[], |one| {
        let pauses = pauses(one.value("pauses"));
        for pause in pauses.iter().filter(|pause| pause.reason == "supplier") {
            let delivers = || delivered.get(&one.int("service")?).copied();
            let supplier = one.int("supplier").or_else(delivers);
            let calendar = one.int("agreement").and_then(|id| calendars.get(&id).copied());
            take(one, supplier, calendar, pause);
        }
        None::<()>
    })?;
    list(evidence, "service_request", &[], |one| {
        for pause in pauses(one.value("pauses")).iter().filter(|one| one.supplier.is_some()) {
            take(one, pause.supplier, None, pause);
        }
        None::<()>
    })?;
    Ok((all, unnamed))
}
