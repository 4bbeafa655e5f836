//! Problems: what is open and for how long, and whether solving them helped.
use crate::{
    asked::Ask,
    counting::{Counted, days, mean_of, none_wanted, number, of_service, open, rounded, share_of},
    reading::{in_states, list, names, within},
    sheet::{FigureDef, Part, Sheet},
};
use gemba_model::check::{Evidence, EvidenceFault};
use gemba_vocabulary::Value;
use rust_decimal::Decimal;

static RAISED: FigureDef = FigureDef {
    name: "raised",
    label: "Problems raised",
    unit: "",
    definition: "How many problems were recorded in the period (clause 8.6.3).",
};
static PROACTIVE: FigureDef = FigureDef {
    name: "found_ahead",
    label: "Found by looking ahead",
    unit: "%",
    definition: "Among the problems recorded in the period, the share that did not come from an incident that was \
                 there already: from trends, suppliers, tests or people who looked.",
};
static OPEN: FigureDef = FigureDef {
    name: "open",
    label: "Open now",
    unit: "",
    definition: "How many problems are not closed at this moment, with the age of each in days.",
};
static OLD: FigureDef = FigureDef {
    name: "open_over_90_days",
    label: "Open for more than 90 days",
    unit: "",
    definition: "How many problems are not closed at this moment though they were recorded more than 90 days ago. \
                 None is wanted.",
};
static CLOSED: FigureDef = FigureDef {
    name: "days_to_close",
    label: "Mean time to close",
    unit: "days",
    definition: "The mean time from recording to closing, of the problems closed in the period, in days of 24 hours.",
};
static HELPED: FigureDef = FigureDef {
    name: "stayed_away",
    label: "Fewer incidents afterwards",
    unit: "%",
    definition: "Among the problems closed in the period for which incidents were counted before and after, the share \
                 with fewer afterwards. The rest came back.",
};
static AROUND: FigureDef = FigureDef {
    name: "with_workaround",
    label: "Known errors with a workaround",
    unit: "%",
    definition: "Among the known errors in use at this moment, the share that tells how to go on working meanwhile.",
};

const OLD_DAYS: i64 = 90;

/// The sheet.
pub fn read(evidence: &dyn Evidence, ask: &Ask) -> Result<Sheet, EvidenceFault> {
    const KIND: &str = "problem";
    let now = evidence.now();
    let services = names(evidence, "service", &[])?;
    let about = ask.about.and_then(|id| services.get(&id).cloned());
    let mut part = about.map_or_else(|| Part::titled("All services"), Part::about);
    let of = |field: &str| [of_service(ask), within(field, ask.span()).to_vec()].concat();
    let raised = list(evidence, KIND, &of("created_at"), |read| {
        let source = Value::Text(read.text("source"));
        Some(Counted { at: Some(read.record.created_at), ..Counted::at(read, "").came(source) })
    })?;
    let waiting = [of_service(ask), vec![open()]].concat();
    let waiting = list(evidence, KIND, &waiting, |read| {
        let age = rounded(days(read.record.created_at, now));
        Some(Counted { at: Some(read.record.created_at), ..Counted::at(read, "").came(age) })
    })?;
    let is_old =
        |one: &&Counted| matches!(one.came, Value::Decimal(age) if age > Decimal::from(OLD_DAYS));
    let old: Vec<_> = waiting.iter().filter(is_old).cloned().collect();
    let mut effect = Vec::new();
    let closed = list(evidence, KIND, &of("closed_at"), |read| {
        let counted = Counted::at(read, "closed_at");
        if let Some((before, after)) =
            read.decimal("incidents_before").zip(read.decimal("incidents_after"))
        {
            effect.push(counted.clone().kept(after < before));
        }
        let took = counted.at.map_or(Value::None, |at| rounded(days(read.record.created_at, at)));
        Some(counted.came(took))
    })?;
    let errors = [of_service(ask), vec![in_states(&["published", "updated"])]].concat();
    let errors = list(evidence, "known_error", &errors, |read| {
        let has = !read.text("workaround").is_empty();
        Some(Counted::at(read, "published_at").kept(has))
    })?;
    let ahead = |one: &Counted| one.came.as_text() != Some("reactive");
    part.figures = vec![
        number(&RAISED, &raised),
        share_of(&PROACTIVE, &raised, ahead, "No problem was recorded in the period."),
        number(&OPEN, &waiting),
        none_wanted(&OLD, &old),
        mean_of(&CLOSED, &closed, "No problem was closed in the period."),
        crate::counting::kept_share(
            &HELPED,
            &effect,
            "No problem closed in the period has incidents counted.",
        ),
        crate::counting::kept_share(&AROUND, &errors, "No known error is in use."),
    ];
    part.charts =
        vec![crate::counting::by_month(ask, now, ("raised", "Problems by month"), &raised)];
    Ok(Sheet { parts: vec![part] })
}
