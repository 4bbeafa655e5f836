//! Analyses of security incidents take their figures when they are begun, from the same reading as the sheet.
use gemba_desk::{DueDone, DueWork, Flow, Refused, Saving, World};
use gemba_figures::security::{SecurityIncident, incidents};
use gemba_vocabulary::{Value, calendar::Span};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// The analyses of one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct SecurityAnalysisFlow;

const KIND: &str = "security_analysis";

impl Flow for SecurityAnalysisFlow {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        if saving.view.def.name != KIND || saving.before.is_some() {
            return Ok(());
        }
        let (Value::Date(from), Value::Date(until)) = (saving.value("from"), saving.value("until"))
        else {
            return Ok(());
        };
        let now = world.now();
        let (this, before) = periods(*from, *until)?;
        let (these, earlier) = {
            let evidence = world.evidence();
            let read = |span| incidents(&evidence, span).map_err(|fault| Refused::Failed(fault.0));
            (read(this)?, read(before)?)
        };
        let count = |all: &[SecurityIncident]| i64::try_from(all.len()).unwrap_or(i64::MAX);
        let late = these.iter().filter(|one| one.is_late(now)).count();
        saving.set("by_class", Value::Struct(Json::Array(by_class(&these, &earlier))));
        saving.set("incidents", Value::Int(count(&these)));
        saving.set("incidents_before", Value::Int(count(&earlier)));
        saving.set("late", Value::Int(i64::try_from(late).unwrap_or(i64::MAX)));
        saving.set("taken_at", Value::Instant(now));
        Ok(())
    }

    fn topic(&self) -> &'static str {
        KIND
    }

    fn due(&self, _: &mut World<'_>, _: &DueWork) -> Result<DueDone, Refused> {
        Ok(DueDone::default())
    }

    fn was_saved(&self, _: &str) {}
}

/// A period, and the one of the same length before it.
fn periods(from: Date, until: Date) -> Result<(Span, Span), Refused> {
    let begin = |day: Date| day.to_zoned(TimeZone::UTC).map(|at| at.timestamp());
    let days = from.until(until).map(|span| span.get_days()).map(|days| (days + 1).days());
    let found = days.and_then(|length| -> Result<[Timestamp; 3], jiff::Error> {
        Ok([begin(from.checked_sub(length)?)?, begin(from)?, begin(until.checked_add(1.day())?)?])
    });
    let [before, from, to] =
        found.map_err(|fault| Refused::Failed(format!("no such days: {fault}")))?;
    Ok((Span { from, to }, Span { from: before, to: from }))
}

fn by_class(these: &[SecurityIncident], earlier: &[SecurityIncident]) -> Vec<Json> {
    let mut classes = BTreeMap::<&str, (i64, i64, i64)>::new();
    for one in these {
        let row = classes.entry(&one.class).or_default();
        row.0 += 1;
        row.1 += i64::from(one.is_high);
    }
    for one in earlier {
        classes.entry(&one.class).or_default().2 += 1;
    }
    let row = |(class, (incidents, high, before)): (&str, (i64, i64, i64))| {
        json!({
            "class": class.replace('_', " "),
            "incidents": incidents,
            "high_impact": high,
            "incidents_before": before,
        })
    };
    classes.into_iter().map(row).collect()
}
