//! The figures of a report: those of its period, as each sheet tells them, and those of the periods before.
use super::{DEFINITION, RUN, Wanted, runs, sheets};
use gemba_desk::{Refused, Saving, World};
use gemba_figures::{Ask, Figure, Judged, Sheet, SheetDef, Usual, picked, sheet_named};
use gemba_model::{Choice, Record, check::Period, rhythm::Rhythm};
use gemba_vocabulary::{RecordId, Value};
use rust_decimal::Decimal;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

const PERIODS_USUAL: i64 = 3;
const TRENDS_MAX: usize = 80;

/// Takes the figures of a report, and prepares a line for each that stands out.
pub(super) fn take(world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
    let (Value::Ref(id), Value::Date(from), Value::Date(until)) = (
        saving.value("definition").clone(),
        saving.value("from").clone(),
        saving.value("until").clone(),
    ) else {
        return Ok(());
    };
    let view = world.view(DEFINITION)?;
    let Some(definition) = world.record(DEFINITION, id)? else { return Ok(()) };
    let every = view.value(&definition, "every").as_text().and_then(<Rhythm as Choice>::named);
    let every = every.unwrap_or(Rhythm::Month);
    let before = view.value(&definition, "periods_before").as_int().unwrap_or(PERIODS_USUAL);
    let period = Period { from, until };
    let (mut parts, mut trends, mut findings) = (Vec::new(), Vec::new(), Vec::new());
    for wanted in sheets(&view, &definition) {
        let Some(def) = sheet_named(&wanted.0) else { continue };
        let now = read(world, def, period, wanted.1)?;
        let earlier = earlier(world, (id, def), &wanted, (every, period), before)?;
        let mut told = now.told(def, &Ask { period, zone: world.zone(), about: wanted.1 });
        if let Some(Json::Array(told)) = told.get_mut("parts") {
            told.iter_mut().for_each(|part| headed(part, def));
            parts.append(told);
        }
        stand_out(def, &now, &mut findings);
        trends.extend(rows(def, &now, &earlier));
    }
    trends.truncate(TRENDS_MAX);
    parts.insert(0, trend_part(&trends, before));
    let mut content = json!({
        "sheet": "report",
        "clause": "9.4",
        "from": from,
        "until": until,
        "time_zone": world.zone().iana_name(),
        "about": null,
        "parts": parts,
    });
    crate::restricted_rows::take_off(world, &mut content)?;
    keep_decisions(&mut findings, saving.value("findings"));
    saving.set("content", Value::Struct(content));
    saving.set("trends", Value::Struct(Json::Array(trends)));
    saving.set("findings", Value::Struct(Json::Array(findings)));
    saving.set("periods_before", Value::Int(before));
    saving.set("prepared_at", Value::Instant(world.now()));
    Ok(())
}

/// The trends as a part of the report, so that they stand on paper as well.
fn trend_part(trends: &[Json], before: i64) -> Json {
    let column = |name: &str, label: &str| json!({"name": name, "label": label, "unit": ""});
    let cell = |trend: &Json, name: &str| {
        let judged = trend.get("judged").filter(|_| name == "now");
        json!({"value": trend.get(name), "about": null, "judged": judged})
    };
    let names = ["figure", "before", "now", "leads"];
    let row = |trend: &Json| names.iter().map(|name| cell(trend, name)).collect::<Vec<_>>();
    let columns = [
        column("figure", "Figure"),
        column("before", &format!("The {before} periods before")),
        column("now", "Now"),
        column("leads", "Where it leads"),
    ];
    let table = json!({
        "name": "trends",
        "label": "Figures over time",
        "columns": columns,
        "rows": trends.iter().map(row).collect::<Vec<_>>(),
    });
    json!({
        "title": "Where figures lead",
        "about": null,
        "figures": [],
        "tables": [table],
        "charts": [],
        "notes": [],
    })
}

/// A part says of which sheet it is.
fn headed(part: &mut Json, def: &SheetDef) {
    if let Some(title) = part.get_mut("title") {
        let own = title.as_str().unwrap_or_default();
        *title = json!(format!("{}: {own}", def.label));
    }
}

fn read(
    world: &mut World<'_>,
    def: &SheetDef,
    period: Period,
    about: Option<RecordId>,
) -> Result<Sheet, Refused> {
    let ask = Ask { period, zone: world.zone(), about };
    let sheet = (def.read)(&world.evidence(), &ask);
    sheet.map_err(|fault| Refused::Failed(fault.0))
}

/// What a figure is told apart by within a sheet: the record its part is about, and its name.
type Key = (Option<RecordId>, String);

/// The figures of one period.
type Values = BTreeMap<Key, Option<Decimal>>;

fn values(sheet: &Sheet) -> Values {
    let of_part = |part: &gemba_figures::Part| {
        let about = part.about.as_ref().map(|about| about.id);
        let named = move |figure: &Figure| {
            ((about, figure.def.name.to_owned()), picked::number(&figure.value))
        };
        part.figures.iter().map(named).collect::<Vec<_>>()
    };
    sheet.parts.iter().flat_map(of_part).collect()
}

/// The figures of the periods before, the oldest first. What stands as of today alone is taken from the reports that
/// were kept, for the past cannot be asked any more.
fn earlier(
    world: &mut World<'_>,
    (definition, def): (RecordId, &SheetDef),
    wanted: &Wanted,
    (every, period): (Rhythm, Period),
    count: i64,
) -> Result<Vec<Values>, Refused> {
    let mut all = Vec::new();
    let kept = if def.usual == Usual::Today { runs(world, definition)? } else { Vec::new() };
    for back in (1..=count).rev() {
        let before = every.shifted(period, -back);
        if def.usual == Usual::Today {
            all.push(from_report(world, &kept, before, def)?);
        } else {
            all.push(values(&read(world, def, before, wanted.1)?));
        }
    }
    Ok(all)
}

/// The figures of a sheet as an earlier report kept them.
fn from_report(
    world: &mut World<'_>,
    kept: &[Record],
    period: Period,
    def: &SheetDef,
) -> Result<Values, Refused> {
    let view = world.view(RUN)?;
    let of_period = kept.iter().find(|one| *view.value(one, "from") == Value::Date(period.from));
    let Some(Value::Struct(content)) = of_period.map(|one| view.value(one, "content")) else {
        return Ok(Values::new());
    };
    let mut all = Values::new();
    let list = |json: &Json, name: &str| {
        json.get(name).and_then(Json::as_array).cloned().unwrap_or_default()
    };
    for part in list(content, "parts") {
        let title = part.get("title").and_then(Json::as_str).unwrap_or_default();
        if !title.starts_with(def.label) {
            continue;
        }
        let about = part.get("about").and_then(|about| about.get("id")?.as_i64());
        for figure in list(&part, "figures") {
            let Some(name) = figure.get("name").and_then(Json::as_str) else { continue };
            let value = match figure.get("value") {
                Some(Json::String(text)) => text.parse().ok(),
                Some(Json::Number(number)) => number.to_string().parse().ok(),
                _ => None,
            };
            all.insert((about, name.to_owned()), value);
        }
    }
    Ok(all)
}

/// A row for each figure, with what it came to before.
fn rows(def: &SheetDef, now: &Sheet, earlier: &[Values]) -> Vec<Json> {
    let mut all = Vec::new();
    // The parts about single records stand below with their figures; over time the whole is told, where there is one.
    let has_whole = now.parts.iter().any(|part| part.about.is_none());
    for part in now.parts.iter().filter(|part| !has_whole || part.about.is_none()) {
        let about = part.about.as_ref().map(|about| about.id);
        for figure in &part.figures {
            let key = (about, figure.def.name.to_owned());
            let before: Vec<Option<Decimal>> =
                earlier.iter().map(|values| values.get(&key).copied().flatten()).collect();
            let value = picked::number(&figure.value);
            if value.is_none() && before.iter().all(Option::is_none) {
                continue;
            }
            let unit = if value.is_some() { picked::unit(figure) } else { String::new() };
            let words = |value: &Option<Decimal>| {
                value.map_or_else(|| "–".to_owned(), |it| it.normalize().to_string())
            };
            let mut called = format!("{}: {}", def.label, figure.def.label);
            if part.about.is_some() {
                called = format!("{called}, {}", part.title);
            }
            all.push(json!({
                "figure": called,
                "before": before.iter().map(words).collect::<Vec<_>>().join(", "),
                "now": format!("{} {unit}", words(&value)).trim(),
                "judged": figure.judged.name(),
                "leads": leads(&before, value),
            }));
        }
    }
    all
}

/// Where a figure leads: against each of the periods before.
fn leads(before: &[Option<Decimal>], now: Option<Decimal>) -> String {
    let known: Vec<Decimal> = before.iter().copied().flatten().collect();
    let (Some(now), false) = (now, known.is_empty()) else {
        return "nothing to compare".to_owned();
    };
    let count = known.len();
    if known.iter().all(|value| *value == now) {
        "as before".to_owned()
    } else if known.iter().all(|value| now > *value) {
        format!("higher than in each of {count} before")
    } else if known.iter().all(|value| now < *value) {
        format!("lower than in each of {count} before")
    } else {
        "within what it was before".to_owned()
    }
}

/// Each figure that missed what was promised.
fn stand_out(def: &SheetDef, sheet: &Sheet, findings: &mut Vec<Json>) {
    for part in &sheet.parts {
        for figure in part.figures.iter().filter(|figure| figure.judged == Judged::Missed) {
            let about = part.about.as_ref().map(|about| format!(", {}", about.title));
            let finding = format!(
                "{}: {}{}: {} {}",
                def.label,
                figure.def.label,
                about.unwrap_or_default(),
                figure.value.to_text(),
                figure.def.unit
            );
            findings.push(json!({"finding": finding.trim()}));
        }
    }
}

/// What was decided before stays, and so does what a person added.
fn keep_decisions(findings: &mut Vec<Json>, before: &Value) {
    let Value::Struct(Json::Array(before)) = before else { return };
    for old in before.iter().filter(|old| old.get("decision").is_some()) {
        let same = findings.iter_mut().find(|new| new.get("finding") == old.get("finding"));
        match same {
            Some(new) => *new = old.clone(),
            None => findings.push(old.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_a_figure_leads_is_told_against_each_period_before() {
        let known =
            |values: &[i64]| values.iter().map(|it| Some(Decimal::from(*it))).collect::<Vec<_>>();
        let to = |now: i64| Some(Decimal::from(now));
        assert_eq!(leads(&known(&[3, 4, 5]), to(6)), "higher than in each of 3 before");
        assert_eq!(leads(&known(&[3, 4, 5]), to(2)), "lower than in each of 3 before");
        assert_eq!(leads(&known(&[3, 4, 5]), to(4)), "within what it was before");
        assert_eq!(leads(&[None, Some(Decimal::from(4))], to(4)), "as before");
        assert_eq!(leads(&[None], to(4)), "nothing to compare");
        assert_eq!(leads(&known(&[1]), None), "nothing to compare");
    }

    #[test]
    fn what_was_decided_stays_when_figures_are_taken_anew() {
        let mut findings = vec![json!({"finding": "Late: 3"})];
        let before = json!([
            {"finding": "Late: 3", "decision": "Ring them"},
            {"finding": "Old", "decision": "Leave it"},
            {"finding": "Gone"},
        ]);
        keep_decisions(&mut findings, &Value::Struct(before));
        let decided = findings.iter().filter_map(|one| one["decision"].as_str());
        assert_eq!(decided.collect::<Vec<_>>(), ["Ring them", "Leave it"]);
    }
}
