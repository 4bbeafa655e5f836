//! Service requests: how many there are, and whether they are fulfilled as promised.
use crate::{
    asked::Ask,
    counting::{
        Counted, by_month, days, kept_share, mean_of, not_in, number, of_service, open, rounded,
        share_of,
    },
    reading::{list, names, within},
    sheet::{FigureDef, Part, Sheet},
};
use gemba_model::check::{Evidence, EvidenceFault};
use gemba_vocabulary::Value;

static ASKED: FigureDef = FigureDef {
    name: "requested",
    label: "Service requests",
    unit: "",
    definition: "How many service requests were handed in during the period, without cancelled ones (clause 8.6.2).",
};
static IN_TIME: FigureDef = FigureDef {
    name: "fulfilled_in_time",
    label: "Fulfilled in time",
    unit: "%",
    definition: "Among the requests fulfilled in the period that had a promised time, the share fulfilled within it.",
};
static DAYS: FigureDef = FigureDef {
    name: "days_to_fulfil",
    label: "Mean time to fulfil",
    unit: "days",
    definition: "The mean time from handing in to fulfilment, of those fulfilled in the period, in days of 24 hours.",
};
static FIRST: FigureDef = FigureDef {
    name: "first_time_right",
    label: "Right the first time",
    unit: "%",
    definition: "Among the requests closed in the period, the share that whoever asked confirmed.",
};
static OPEN: FigureDef = FigureDef {
    name: "backlog",
    label: "Open now",
    unit: "",
    definition: "How many requests are neither fulfilled nor over at this moment, with the age of each in days.",
};
static LATE: FigureDef = FigureDef {
    name: "late",
    label: "Open and late now",
    unit: "",
    definition: "How many requests are not fulfilled at this moment though the promised time is over.",
};

/// The sheet.
pub fn read(evidence: &dyn Evidence, ask: &Ask) -> Result<Sheet, EvidenceFault> {
    const KIND: &str = "service_request";
    let now = evidence.now();
    let services = names(evidence, "service", &[])?;
    let about = ask.about.and_then(|id| services.get(&id).cloned());
    let mut part = about.map_or_else(|| Part::titled("All services"), Part::about);
    let filters = |field: &str| {
        let own = [of_service(ask), vec![not_in(&["cancelled"])]].concat();
        [own, within(field, ask.span()).to_vec()].concat()
    };
    let asked = filters("submitted_at");
    let asked = list(evidence, KIND, &asked, |read| Some(Counted::at(read, "submitted_at")))?;
    let mut took = Vec::new();
    let fulfilled = list(evidence, KIND, &filters("fulfilled_at"), |read| {
        let counted = Counted::at(read, "fulfilled_at");
        if let Some((from, to)) = read.instant("submitted_at").zip(counted.at) {
            took.push(counted.clone().came(rounded(days(from, to))));
        }
        Some(match read.value("fulfil_met") {
            Value::Bool(is_met) => counted.kept(*is_met),
            _ => counted,
        })
    })?;
    let closed = list(evidence, KIND, &filters("closed_at"), |read| {
        let says = read.value("confirmed_by_user").clone();
        (!read.record.imported).then(|| Counted::at(read, "closed_at").came(says))
    })?;
    let waiting = [of_service(ask), vec![open(), not_in(&["fulfilled", "new"])]].concat();
    let mut late = Vec::new();
    let backlog = list(evidence, KIND, &waiting, |read| {
        let counted = Counted::at(read, "submitted_at");
        if read.instant("fulfil_due").is_some_and(|due| due < now) {
            late.push(Counted::at(read, "fulfil_due"));
        }
        let age = counted.at.map_or(Value::None, |at| rounded(days(at, now)));
        Some(counted.came(age))
    })?;
    let none = "No request was fulfilled in the period.";
    part.figures = vec![
        number(&ASKED, &asked),
        kept_share(
            &IN_TIME,
            &fulfilled,
            "No time was promised for a request fulfilled in the period.",
        ),
        mean_of(&DAYS, &took, none),
        share_of(
            &FIRST,
            &closed,
            |one| one.came == Value::Bool(true),
            "No request was closed in the period.",
        ),
        number(&OPEN, &backlog),
        crate::counting::none_wanted(&LATE, &late),
    ];
    part.charts = vec![by_month(ask, now, ("requested", "Service requests by month"), &asked)];
    Ok(Sheet { parts: vec![part] })
}
