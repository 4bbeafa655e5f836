//! Analyses of trends: when one is begun, its figures are taken from the records, by the same rules as on the page of
//! trends and in the reports.
use gemba_desk::{DueDone, DueWork, Flow, Refused, Saving, World};
use gemba_model::{
    change_figures,
    filter::{Filter, Test},
    trend_figures::{self, ClosedProblem, Told},
    trends::{self, Sort, Trends},
};
use gemba_vocabulary::{RecordId, Value, calendar::Span};
use jiff::{ToSpan, civil::Date, tz::TimeZone};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// The analyses of one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct TrendAnalysisFlow;

const KIND: &str = "trend_analysis";
/// A period with more records is too long to be counted while others wait.
const RECORDS_READ_MAX: usize = 200_000;

impl Flow for TrendAnalysisFlow {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        if saving.view.def.name != KIND || saving.before.is_some() {
            return Ok(());
        }
        let (Value::Date(from), Value::Date(until)) = (saving.value("from"), saving.value("until"))
        else {
            return Ok(());
        };
        let (from, until) = (*from, *until);
        let told = match saving.value("subject").as_text() {
            Some("incidents") => incidents(world, from, until)?,
            Some("problems") => problems(world, span(from, until)?)?,
            _ => {
                let within = Some(span(from, until)?);
                let figures = change_figures::count(within, |filters| {
                    found(world, "change", filters).map(i64::unsigned_abs)
                })?;
                trend_figures::of_changes(&figures)
            }
        };
        fill(saving, &told);
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

fn fill(saving: &mut Saving<'_>, told: &Told) {
    let pairs = |all: &[(String, String)], names: [&str; 2]| {
        let [first, second] = names;
        let row = |(one, other): &(String, String)| json!({first: one, second: other});
        Value::Struct(Json::Array(all.iter().map(row).collect()))
    };
    saving.set("figures", pairs(&told.figures, ["figure", "value"]));
    saving.set("signals", pairs(&told.signals, ["cluster", "why"]));
    if saving.value("decisions").is_none() {
        let open = told.signals.iter().map(|(cluster, _)| json!({"cluster": cluster}));
        saving.set("decisions", Value::Struct(Json::Array(open.collect())));
    }
}

/// The days of a period as moments.
fn span(from: Date, until: Date) -> Result<Span, Refused> {
    let begin = |day: Date| day.to_zoned(TimeZone::UTC).map(|at| at.timestamp());
    let both = begin(from).and_then(|from| Ok((from, begin(until.checked_add(1.day())?)?)));
    let (from, to) = both.map_err(|fault| Refused::Failed(format!("no such days: {fault}")))?;
    Ok(Span { from, to })
}

fn within(field: &str, span: Span) -> [Filter; 2] {
    let test = |test| Filter { field: field.to_owned(), test };
    [test(Test::AtLeast(Value::Instant(span.from))), test(Test::Less(Value::Instant(span.to)))]
}

fn read(
    world: &mut World<'_>,
    kind: &str,
    filters: &[Filter],
) -> Result<Vec<gemba_model::Record>, Refused> {
    let records = world.find(kind, filters, RECORDS_READ_MAX)?;
    if records.len() < RECORDS_READ_MAX {
        return Ok(records);
    }
    Err(Refused::Not("There are too many records in this period. Analyse fewer months.".to_owned()))
}

fn found(world: &mut World<'_>, kind: &str, filters: &[Filter]) -> Result<i64, Refused> {
    Ok(i64::try_from(read(world, kind, filters)?.len()).unwrap_or(i64::MAX))
}

fn incidents(world: &mut World<'_>, from: Date, until: Date) -> Result<Told, Refused> {
    let view = world.view(trends::KIND)?;
    let mut year = Trends::over(trend_figures::year_begins(from, until), until, TimeZone::UTC);
    let mut period = Trends::over(from, until, TimeZone::UTC);
    let mut filters = year.filters();
    let end = Test::Less(Value::Instant(span(from, until)?.to));
    filters.push(Filter { field: "opened_at".to_owned(), test: end });
    // Everybody inside reads an analysis: what is restricted does not count in it.
    let restricted = Test::IsNot(vec![Value::Bool(true)]);
    filters.push(Filter { field: "restricted".to_owned(), test: restricted });
    for record in read(world, trends::KIND, &filters)? {
        year.add(&view, &record);
        period.add(&view, &record);
    }
    let mut names: BTreeMap<(&str, RecordId), String> = BTreeMap::new();
    for (kind, id) in trend_figures::named(&period) {
        let view = world.view(kind)?;
        let title = world.record(kind, id)?.map(|record| view.title(&record));
        names.insert((kind, id), title.unwrap_or_else(|| view.def.number(id)));
    }
    Ok(trend_figures::of_incidents(&year, &period, |field, sort| match sort {
        Sort::Words(words) => words.clone(),
        Sort::Record(id) => names.get(&(field, *id)).cloned().unwrap_or_else(|| id.to_string()),
    }))
}

fn problems(world: &mut World<'_>, span: Span) -> Result<Told, Refused> {
    const PROBLEM: &str = "problem";
    let view = world.view(PROBLEM)?;
    let raised = found(world, PROBLEM, &within("created_at", span))?;
    let open = found(world, PROBLEM, &[Filter::is("open", Value::Bool(true))])?;
    let closed: Vec<_> = read(world, PROBLEM, &within("closed_at", span))?
        .iter()
        .map(|record| {
            let decimal = |field: &str| match view.value(record, field) {
                Value::Decimal(number) => Some(*number),
                _ => None,
            };
            ClosedProblem {
                number: view.def.number(record.id),
                title: view.title(record),
                before: decimal("incidents_before"),
                after: decimal("incidents_after"),
            }
        })
        .collect();
    Ok(trend_figures::of_problems(raised.unsigned_abs(), open.unsigned_abs(), &closed))
}
