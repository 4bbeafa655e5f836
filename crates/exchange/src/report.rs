//! Figures over records, for whoever compares them with another tool's.
use crate::fault::ExchangeError;
use gemba_desk::Desk;
use gemba_figures::{Ask, Sheet, SheetDef, sheet_named};
use gemba_model::{
    Record,
    change_calendar::Finder,
    change_figures,
    check::Evidence,
    filter::Filter,
    lifecycle::{self, Nearness},
    on_call::OnCall,
    overlay::KindView,
    portfolio,
    trends::{self, Sort, Trends},
};
use gemba_vocabulary::{RecordId, Value, actor::Actor, problem_figures::CountChart};
use jiff::{Timestamp, tz::TimeZone};
use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;

const SECONDS_PER_HOUR: i64 = 3_600;

/// The figures of all incidents: `incidents`, `imported_steps`, `by_priority`, `source_sla_met`,
/// `source_sla_met_by_priority`, `reopened`, `reassigned`, `with_problem`, `with_change`, `with_ci`
/// and `open_to_resolve_hours` with `n`, `mean` and `median`.
///
/// From opened to resolved counts each incident that has both times, on the clock on the wall: no
/// calendar, no pauses.
pub fn incidents(desk: &Desk, actor: &Actor) -> Result<Json, ExchangeError> {
    let kind = "incident";
    let view = desk.view(kind).ok_or_else(|| {
        ExchangeError::wrong("This Gemba keeps no incidents, so there is no report.")
    })?;
    let mut figures = Figures::default();
    desk.evidence(actor).visit(kind, &[], &mut |record| {
        figures.add(&view, record);
        true
    })?;
    let steps = desk.imported_steps(actor, kind)?;
    Ok(figures.spelled(steps))
}

/// The names of the reports that are no sheets of figures.
pub const NAMES: [&str; 6] =
    ["incidents", "changes", "trends", "on-call", "lifecycle", "portfolio"];

/// The sheet of figures of that name with what it was asked for, as everybody may see it who reads it on its page;
/// nothing if there is none. The days are the first and the one after the last.
pub fn sheet(
    desk: &Desk,
    actor: &Actor,
    name: &str,
    days: (Option<&str>, Option<&str>),
    about: Option<&str>,
) -> Result<Option<(&'static SheetDef, Ask, Sheet)>, ExchangeError> {
    let Some(def) = sheet_named(name) else { return Ok(None) };
    let number = |text: &str| {
        let kind = def.about.ok_or_else(|| {
            ExchangeError::wrong(format!("“{name}” is not narrowed to one record."))
        })?;
        let found = desk.find_number(text).filter(|(found, _)| found == kind).map(|(_, id)| id);
        let id = text.parse().ok().or(found);
        let id = id.ok_or_else(|| ExchangeError::wrong(format!("“{text}” is no {kind}.")))?;
        desk.record(actor, kind, id)?;
        Ok::<_, ExchangeError>(id)
    };
    let about = about.map(number).transpose()?;
    let ask = Ask::of(def.usual, days, desk.zone(), desk.now(), about);
    let ask = ask.map_err(ExchangeError::wrong)?;
    let sheet = (def.read)(&desk.evidence(actor), &ask)?;
    Ok(Some((def, ask, sheet)))
}
const COUNT_MAX: i64 = 1_000_000_000;

/// The report of that name; nothing if there is none.
pub fn named(desk: &Desk, actor: &Actor, name: &str) -> Result<Option<Json>, ExchangeError> {
    match name {
        "incidents" => incidents(desk, actor).map(Some),
        "changes" => changes(desk, actor).map(Some),
        "trends" => trends(desk, actor).map(Some),
        "on-call" => on_call(desk, actor).map(Some),
        "lifecycle" => lifecycle(desk, actor).map(Some),
        "portfolio" => services(desk, actor).map(Some),
        _ => Ok(None),
    }
}

/// The figures of all changes that were ever closed: `closed`, `successful`, `rolled_back`,
/// `failed`, `caused_incident`, `emergency`, `misused`, `unauthorised`, and the shares
/// `success_percent`, `emergency_percent` and `unauthorised_percent_of_all`, which are nothing where
/// nothing was counted.
pub fn changes(desk: &Desk, actor: &Actor) -> Result<Json, ExchangeError> {
    let figures = change_figures::count(None, |filters| {
        let count = desk.count(actor, "change", filters, COUNT_MAX)?.count;
        Ok::<_, ExchangeError>(u64::try_from(count).unwrap_or_default())
    })?;
    Ok(json!({
        "closed": figures.closed,
        "successful": figures.successful,
        "rolled_back": figures.rolled_back,
        "failed": figures.failed,
        "caused_incident": figures.caused_incident,
        "emergency": figures.emergency,
        "misused": figures.misused,
        "unauthorised": figures.unauthorised,
        "success_percent": number(figures.success_percent()),
        "emergency_percent": number(figures.emergency_percent()),
        "unauthorised_percent_of_all": number(figures.unauthorised_percent_of_all()),
    }))
}

/// How many incidents there were in each of the last twelve months and the one that runs: `months`,
/// the limits of chance `mean`, `ucl` and `lcl` (nothing of fewer than six months), the `alarms`, and
/// by `category`, `service` and `configuration_item` the counts and the few that make four fifths.
pub fn trends(desk: &Desk, actor: &Actor) -> Result<Json, ExchangeError> {
    let view = desk.view(trends::KIND).ok_or_else(|| {
        ExchangeError::wrong("This Gemba keeps no incidents, so there is no report.")
    })?;
    let mut counted = Trends::until(desk.now(), TimeZone::UTC);
    desk.evidence(actor).visit(trends::KIND, &counted.filters(), &mut |record| {
        counted.add(&view, record);
        true
    })?;
    let chart = counted.chart();
    let limit = |of: fn(&CountChart) -> Decimal| number(chart.as_ref().map(of));
    let months = counted.months().map(|(month, count)| json!({"month": month, "count": count}));
    let alarms = counted.months().filter(|(month, count)| {
        chart.is_some_and(|chart| counted.is_alarm(&chart, *month, *count))
    });
    let alarms: Vec<_> = alarms.map(|(month, _)| json!(month)).collect();
    let mut json = Map::from_iter([
        ("months".to_owned(), Json::Array(months.collect())),
        ("mean".to_owned(), limit(|chart| chart.mean)),
        ("ucl".to_owned(), limit(|chart| chart.ucl)),
        ("lcl".to_owned(), limit(|chart| chart.lcl)),
        ("alarms".to_owned(), Json::Array(alarms)),
    ]);
    for field in trends::SORTS {
        let (sorts, few) = counted.sorts(field);
        let counts = sorts.into_iter().map(|(sort, count)| match sort {
            Sort::Words(words) => json!({"name": words, "count": count}),
            Sort::Record(id) => json!({"id": id, "count": count}),
        });
        let counts: Vec<_> = counts.collect();
        let size = few.map(|few| few.set_size);
        let share = number(few.map(|few| few.share_percent));
        let told = json!({"counts": counts, "set_size": size, "share_percent": share});
        json.insert(field.to_owned(), told);
    }
    Ok(Json::Object(json))
}

/// What runs out: `as_of`, and by how near the day is, `overdue` to `within_a_year`, what ends, of what, when and
/// whose.
pub fn lifecycle(desk: &Desk, actor: &Actor) -> Result<Json, ExchangeError> {
    let today = lifecycle::day_of(desk.now());
    let endings = lifecycle::read(&desk.evidence(actor), today)?;
    let owners: Vec<_> = endings.iter().filter_map(|ending| ending.owner).collect();
    let owners: BTreeMap<_, _> = desk.titles(actor, "person", &owners)?.into_iter().collect();
    let mut json = Map::from_iter([("as_of".to_owned(), json!(today))]);
    for nearness in Nearness::ALL {
        let group = lifecycle::of_group(&endings, nearness).into_iter().map(|ending| {
            json!({
                "day": ending.day, "days": ending.days, "ends": ending.sort.name(),
                "number": ending.number, "title": ending.title,
                "owner": ending.owner.and_then(|owner| owners.get(&owner)),
            })
        });
        json.insert(nearness.name().to_owned(), group.collect());
    }
    Ok(Json::Object(json))
}

/// The portfolio as it stands today: `services` with what each rests on, who runs it and what is
/// missing, how many are in each of the `stages`, the open `proposals` by their points, and the
/// `spread` of services, components and processes over the organization itself and others.
pub fn services(desk: &Desk, actor: &Actor) -> Result<Json, ExchangeError> {
    Ok(portfolio::of_now(&desk.evidence(actor))?.told())
}

fn number(figure: Option<Decimal>) -> Json {
    let text = figure.map(|figure| figure.normalize().to_string());
    text.and_then(|text| text.parse::<f64>().ok()).map_or(Json::Null, |number| json!(number))
}

/// Who is on call now: for each rota in use its `team` and `level`, and the `person` with `phone` and
/// `email`, `until` when, and `instead_of` whom if it was swapped; nothing where nobody is.
pub fn on_call(desk: &Desk, actor: &Actor) -> Result<Json, ExchangeError> {
    let now = desk.now();
    let mut finder = desk.finder(actor);
    let mut told = Vec::new();
    for one in OnCall::read(&mut finder, None, now)? {
        let mut text = |kind: &str, id: RecordId, field: &str| {
            let found = finder.find(kind, &[Filter::is("id", Value::Int(id))])?;
            let view = finder.view(kind);
            let value = view.zip(found.first()).map(|(view, one)| view.value(one, field).to_json());
            Ok::<_, ExchangeError>(value.unwrap_or_default())
        };
        let team = text("team", one.team, "name")?;
        let mut row = Map::from_iter([
            ("rota".to_owned(), json!(one.name)),
            ("team".to_owned(), team),
            ("level".to_owned(), json!(one.level.name())),
        ]);
        let mut put = |name: &str, value: Json| row.insert(name.to_owned(), value);
        if let Some(shift) = one.at(now) {
            for (name, field) in [("person", "name"), ("phone", "phone"), ("email", "email")] {
                put(name, text("person", shift.person, field)?);
            }
            put("until", json!((shift.span.to < Timestamp::MAX).then_some(shift.span.to)));
            if shift.swap.is_some() {
                put("instead_of", text("person", shift.turn_of, "name")?);
            }
        }
        told.push(Json::Object(row));
    }
    Ok(json!({"at": now, "rotas": told}))
}

#[derive(Default)]
struct Figures {
    incidents: u64,
    by_priority: BTreeMap<String, u64>,
    met: u64,
    met_by_priority: BTreeMap<String, u64>,
    reopened: u64,
    reassigned: u64,
    with_problem: u64,
    with_change: u64,
    with_ci: u64,
    seconds: Vec<i64>,
}

impl Figures {
    fn add(&mut self, view: &KindView, record: &Record) {
        let value = |name| view.value(record, name);
        let is_counted = |name| u64::from(value(name).as_int().is_some_and(|count| count > 0));
        let is_filled = |name| u64::from(!value(name).is_none());
        let met = u64::from(value("source_sla_met").is_yes());
        let priority = value("priority").as_int();
        let priority = priority.map_or_else(|| "none".to_owned(), |number| number.to_string());
        self.incidents += 1;
        self.met += met;
        *self.by_priority.entry(priority.clone()).or_default() += 1;
        *self.met_by_priority.entry(priority).or_default() += met;
        self.reopened += is_counted("reopen_count");
        self.reassigned += is_counted("reassignment_count");
        self.with_problem += is_filled("problem");
        self.with_change += is_filled("change");
        self.with_ci += is_filled("configuration_item");
        let times = (value("opened_at"), value("resolved_at"));
        if let (Value::Instant(opened), Value::Instant(resolved)) = times {
            self.seconds.push(resolved.duration_since(*opened).as_secs());
        }
    }

    fn spelled(mut self, imported_steps: i64) -> Json {
        self.seconds.sort_unstable();
        let object = |counts: BTreeMap<String, u64>| {
            counts.into_iter().map(|(name, count)| (name, json!(count))).collect::<Map<_, _>>()
        };
        json!({
            "incidents": self.incidents,
            "imported_steps": imported_steps,
            "by_priority": object(self.by_priority),
            "source_sla_met": self.met,
            "source_sla_met_by_priority": object(self.met_by_priority),
            "reopened": self.reopened,
            "reassigned": self.reassigned,
            "with_problem": self.with_problem,
            "with_change": self.with_change,
            "with_ci": self.with_ci,
            "open_to_resolve_hours": {
                "n": self.seconds.len(),
                "mean": mean(&self.seconds),
                "median": median(&self.seconds),
            },
        })
    }
}

fn mean(seconds: &[i64]) -> Json {
    let sum: i128 = seconds.iter().copied().map(i128::from).sum();
    let count = i128::try_from(seconds.len()).unwrap_or(i128::MAX);
    hours(sum, count)
}

/// The middle one of the sorted lengths, or the mean of the two in the middle.
fn median(seconds: &[i64]) -> Json {
    let half = seconds.len() / 2;
    let at = |place: usize| seconds.get(place).copied().map_or(0, i128::from);
    match seconds.len() {
        0 => Json::Null,
        count if count % 2 == 1 => hours(at(half), 1),
        _ => hours(at(half - 1) + at(half), 2),
    }
}

/// `seconds / parts` in hours, rounded half up to two places.
fn hours(seconds: i128, parts: i128) -> Json {
    if parts == 0 {
        return Json::Null;
    }
    let unit = parts * i128::from(SECONDS_PER_HOUR);
    let hundredths = (seconds * 200 + unit).div_euclid(unit * 2);
    let sign = if hundredths < 0 { "-" } else { "" };
    let (whole, part) = (hundredths.abs() / 100, hundredths.abs() % 100);
    let text = format!("{sign}{whole}.{part:02}");
    text.parse::<f64>().map_or(Json::Null, |number| json!(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_rounded_to_two_places() {
        assert_eq!(mean(&[3_600, 5_400]), json!(1.25));
        assert_eq!(mean(&[1, 1, 1]), json!(0.0));
        assert_eq!(mean(&[17, 19]), json!(0.01), "eighteen seconds are half a hundredth");
        assert_eq!(median(&[3_600, 7_200, 360_000]), json!(2.0));
        assert_eq!(median(&[3_600, 7_200]), json!(1.5));
        assert_eq!(median(&[-1_800]), json!(-0.5));
        assert_eq!((mean(&[]), median(&[])), (Json::Null, Json::Null));
    }
}
