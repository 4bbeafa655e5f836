//! What is made of measures, reports and evaluations early in each month: Gemba takes the values and prepares the
//! reports itself; people say what they mean, decide, and send.
use crate::{
    days::Days,
    deed::{Act, Deed, fields},
    stage::Stage,
};
use gemba_desk::{Command, Input, Query, Refused};
use gemba_model::{Record, filter::Filter, overlay::KindView};
use gemba_vocabulary::{
    Value,
    actor::{Actor, Channel},
};
use jiff::civil::Weekday;
use serde_json::{Value as Json, json};
use std::sync::Arc;

const RECORDS_MAX: usize = 500;
const DAYS_TO_ACT: i64 = 20;
/// Who reads the reports of the telephone exchange, and on how many days.
const READER: &str = "jonas";
const WORKING_DAYS: i64 = 45;

/// A look at the report of the telephone exchange on each working Monday morning.
pub fn deeds(days: &Days) -> Result<Vec<Deed>, Refused> {
    let zone = days.office().time_zone();
    let mut deeds = Vec::new();
    for back in 1..WORKING_DAYS {
        let at = days.moment(&format!("w{back} 09:20"))?;
        if at.to_zoned(zone.clone()).weekday() == Weekday::Monday {
            deeds.push(Deed { at, by: READER.to_owned(), act: Act::Enter });
        }
    }
    Ok(deeds)
}

/// The commands by which values are entered and evaluated, reports reviewed and sent, and evaluations concluded.
pub fn of_month_before(stage: &Stage<'_>) -> Result<Vec<Command>, Refused> {
    let mut commands = entered(stage)?;
    commands.extend(evaluated(stage)?);
    commands.extend(reported(stage)?);
    commands.extend(concluded(stage)?);
    Ok(commands)
}

/// The records of a kind in a state, oldest first.
fn found(
    stage: &Stage<'_>,
    kind: &str,
    state: &str,
) -> Result<(Arc<KindView>, Vec<Record>), Refused> {
    let filters = vec![Filter::is("state", Value::Text(state.to_owned()))];
    let house = Actor::house(Channel::CommandLine);
    let query = Query { filters, limit: RECORDS_MAX, ..Query::of(kind) };
    let mut records = stage.desk.list(&house, &query)?.records;
    records.sort_by_key(|one| one.id);
    let view = stage.desk.view(kind);
    let view = view.ok_or_else(|| crate::data::broken(format!("there is no kind “{kind}”")))?;
    Ok((view, records))
}

fn take<const N: usize>(kind: &str, id: i64, verb: &str, with: [(&str, Json); N]) -> Command {
    Command::verb(kind, id, verb).with_input(Input::Json(fields(with)))
}

/// The one of some words whose turn it is.
fn turn(words: &[String], id: i64) -> &str {
    let place =
        usize::try_from(id).unwrap_or_default().checked_rem(words.len()).unwrap_or_default();
    words.get(place).map_or("", String::as_str)
}

/// Values that somebody reads off the report of another tool.
pub fn entered(stage: &Stage<'_>) -> Result<Vec<Command>, Refused> {
    let (view, expected) = found(stage, "measurement", "expected")?;
    let (of_measures, measures) = found(stage, "measure", "in_use")?;
    let values = &stage.data.phrases.measured_by_hand;
    let enter = |one: &Record| {
        let of = view.value(one, "measure").as_int();
        let measure = measures.iter().find(|measure| Some(measure.id) == of);
        let from = measure.map(|measure| of_measures.value(measure, "taken_from").to_json());
        let with =
            [("value", json!(turn(values, one.id))), ("taken_from", from.unwrap_or_default())];
        take("measurement", one.id, "enter", with)
    };
    Ok(expected.iter().map(enter).collect())
}

/// What the values of the time mean.
fn evaluated(stage: &Stage<'_>) -> Result<Vec<Command>, Refused> {
    let (view, taken) = found(stage, "measurement", "taken")?;
    let phrases = &stage.data.phrases;
    let evaluate = |one: &Record| {
        let words = match view.value(one, "judged").as_text() {
            Some("missed") => &phrases.measured_missed,
            _ if view.value(one, "value").is_none() => &phrases.measured_nothing,
            _ => &phrases.measured_met,
        };
        let with = [("evaluation", json!(turn(words, one.id)))];
        take("measurement", one.id, "evaluate", with)
    };
    Ok(taken.iter().map(evaluate).collect())
}

/// Reports: what they mean, what is decided on what stands out, and that they go out.
fn reported(stage: &Stage<'_>) -> Result<Vec<Command>, Refused> {
    const KIND: &str = "report_run";
    let (view, prepared) = found(stage, KIND, "prepared")?;
    let phrases = &stage.data.phrases;
    let due = stage.today().saturating_add(jiff::ToSpan::days(DAYS_TO_ACT));
    let mut commands = Vec::new();
    for one in &prepared {
        let mut findings = match view.value(one, "findings") {
            Value::Struct(Json::Array(all)) => all.clone(),
            _ => Vec::new(),
        };
        for (place, finding) in (one.id..).zip(&mut findings) {
            if let Json::Object(finding) = finding {
                let decision = turn(&phrases.reported_actions, place);
                finding.insert("decision".to_owned(), json!(decision));
                finding.insert("owner".to_owned(), json!("Miriam Vogt"));
                finding.insert("due".to_owned(), json!(due));
            }
        }
        let with = [
            ("conclusions", json!(turn(&phrases.reported, one.id))),
            ("findings", Json::Array(findings)),
        ];
        commands.push(take(KIND, one.id, "review", with));
        commands.push(Command::verb(KIND, one.id, "send"));
    }
    Ok(commands)
}

/// Evaluations of services: each requirement is said to be met, but for the last, of which nothing is known yet.
fn concluded(stage: &Stage<'_>) -> Result<Vec<Command>, Refused> {
    const KIND: &str = "service_evaluation";
    let (view, drafts) = found(stage, KIND, "draft")?;
    let mut commands = Vec::new();
    for one in &drafts {
        let mut verdicts = match view.value(one, "verdicts") {
            Value::Struct(Json::Array(all)) if !all.is_empty() => all.clone(),
            _ => continue,
        };
        let last = verdicts.len().saturating_sub(1);
        for (place, verdict) in verdicts.iter_mut().enumerate() {
            let (result, evidence) = if place == last && last > 0 {
                (
                    "no_data",
                    "Nobody measured it in this period; a trial is planned for the next one.",
                )
            } else {
                (
                    "met",
                    "The results of service levels and availability of the period, and no complaint.",
                )
            };
            if let Json::Object(verdict) = verdict {
                verdict.insert("result".to_owned(), json!(result));
                verdict.insert("evidence".to_owned(), json!(evidence));
            }
        }
        let with = [
            ("verdicts", Json::Array(verdicts)),
            (
                "conclusion",
                json!(
                    "The service does what it is for. What nobody measured is measured next time."
                ),
            ),
        ];
        commands.push(take(KIND, one.id, "conclude", with));
    }
    Ok(commands)
}
