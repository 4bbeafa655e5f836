//! Brings in how much of capacity was in use, from Prometheus: each capacity metric with a query is asked for its
//! values (`/api/v1/query_range`), and each value becomes a sample.
//!
//! A second run adds what is new and nothing twice: a moment has one value. What cannot be read of one metric costs
//! that metric and is told; nothing of it is written.
use crate::fault::{ExchangeError, Progress, is_of_one_line};
use gemba_desk::{Command, Desk, Input};
use gemba_model::{
    Record,
    check::Evidence,
    filter::{Filter, Test},
    overlay::KindView,
};
use gemba_vocabulary::{RecordId, Value, actor::Actor};
use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, fmt, time::Duration};

/// The word that brings values in.
pub const WORD: &str = "prometheus";
const METRIC: &str = "capacity_metric";
const SAMPLE: &str = "capacity_sample";
const FROM: &str = "Prometheus";
const STEP_SECONDS_USUAL: i64 = 3_600;
const DAY_SECONDS: i64 = 86_400;
/// So far back a metric is asked for that has no sample yet.
const FIRST_DAYS: i64 = 400;
/// So far before the last sample a metric is asked for again, for values that came late.
const AGAIN_DAYS: i64 = 2;
/// Prometheus gives no more than 11,000 values at once.
const POINTS_AT_ONCE: i64 = 10_000;
const COMMANDS_AT_ONCE: usize = 200;
const ANSWER_SECONDS_MAX: u64 = 120;
const ANSWER_BYTES_MAX: u64 = 64 * 1024 * 1024;
const PLACES: u32 = 6;
const WORDS_SHOWN_MAX: usize = 200;

/// What came of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// The metrics that have a query.
    pub metrics: u64,
    /// The values that were told.
    pub values: u64,
    /// Of these, made samples here.
    pub created: u64,
    /// Known from before.
    pub known: u64,
    /// No numbers, such as NaN.
    pub no_numbers: u64,
    /// What could not be brought in, each with its reason.
    pub faults: Vec<String>,
}

impl fmt::Display for Summary {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { metrics, values, created, known, no_numbers, faults } = self;
        writeln!(to, "{metrics} metrics with {values} values.")?;
        writeln!(to, "{created} samples made, {known} known from before.")?;
        if *no_numbers > 0 {
            writeln!(to, "{no_numbers} values are no numbers and were left out.")?;
        }
        faults.iter().try_for_each(|fault| writeln!(to, "{fault}"))
    }
}

/// Where Prometheus is, and with which token it is asked.
#[derive(Clone, Debug)]
pub struct Server {
    /// Its address, such as `http://prometheus.internal:9090`.
    pub address: String,
    /// The bearer token, if it wants one.
    pub token: Option<String>,
}

/// Asks for the values of all metrics and brings them in.
pub fn import(
    desk: &Desk,
    actor: &Actor,
    server: &Server,
    progress: Progress<'_>,
) -> Result<Summary, ExchangeError> {
    let address = server.address.trim_end_matches('/');
    if !address.starts_with("http://") {
        return Err(ExchangeError::wrong(format!(
            "“{address}” is no address of a Prometheus that can be asked; write one such as \
             http://prometheus.internal:9090. Over https it cannot be asked."
        )));
    }
    let view = desk.view(METRIC).ok_or_else(|| ExchangeError::wrong("There are no metrics."))?;
    let mut metrics = Vec::new();
    let current = [Filter::is("state", Value::Text("current".to_owned()))];
    desk.evidence(actor).visit(METRIC, &current, &mut |record| {
        metrics.extend(Metric::of(&view, record));
        true
    })?;
    if metrics.is_empty() {
        return Err(ExchangeError::wrong(
            "No capacity metric has a query. Write one under “Query” of the metric first.",
        ));
    }
    let config = ureq::Agent::config_builder()
        .timeout_global(Some(Duration::from_secs(ANSWER_SECONDS_MAX)))
        .http_status_as_error(false)
        .build();
    let asking = Asking { agent: config.into(), address, token: server.token.as_deref() };
    let mut summary = Summary::default();
    let total = u64::try_from(metrics.len()).unwrap_or_default();
    for metric in &metrics {
        summary.metrics += 1;
        match bring_in(desk, actor, &asking, metric, &mut summary) {
            Ok(()) => {}
            Err(Trouble::Metric(why)) => summary.faults.push(format!("{}: {why}", metric.name)),
            Err(Trouble::All(error)) => return Err(error),
        }
        progress(summary.metrics, total);
    }
    Ok(summary)
}

/// Why a metric, or all of them, could not be brought in.
enum Trouble {
    Metric(String),
    All(ExchangeError),
}

impl<E: Into<ExchangeError>> From<E> for Trouble {
    fn from(error: E) -> Self {
        Self::All(error.into())
    }
}

struct Metric {
    id: RecordId,
    name: String,
    query: String,
    step: i64,
}

impl Metric {
    fn of(view: &KindView, record: &Record) -> Option<Self> {
        let query = view.value(record, "query").to_text();
        let step = view.value(record, "query_step").as_int().filter(|step| *step > 0);
        (!query.trim().is_empty()).then(|| Self {
            id: record.id,
            name: format!("{} {}", view.def.number(record.id), view.title(record)),
            query,
            step: step.unwrap_or(STEP_SECONDS_USUAL),
        })
    }
}

fn bring_in(
    desk: &Desk,
    actor: &Actor,
    asking: &Asking<'_>,
    metric: &Metric,
    summary: &mut Summary,
) -> Result<(), Trouble> {
    let known = known(desk, actor, metric.id)?;
    // Whole steps, so that each run asks for the same moments.
    let whole = |second: i64| second - second.rem_euclid(metric.step);
    let end = whole(desk.now().as_second());
    let days = |count: i64| count * DAY_SECONDS;
    let first = end - days(FIRST_DAYS);
    let start = known.last().map_or(first, |at| (at.as_second() - days(AGAIN_DAYS)).max(first));
    let mut told = Vec::new();
    let mut from = whole(start);
    while from <= end {
        let to = (from + metric.step * POINTS_AT_ONCE).min(end);
        told.extend(asking.ask(metric, from, to)?);
        from = to + metric.step;
    }
    summary.values += u64::try_from(told.len()).unwrap_or_default();
    let mut commands = Vec::new();
    for (at, value) in told {
        match value {
            None => summary.no_numbers += 1,
            Some(_) if known.contains(&at) => summary.known += 1,
            Some(value) => commands.push(sample(metric.id, at, value)),
        }
    }
    for some in commands.chunks(COMMANDS_AT_ONCE) {
        for answer in desk.run_many(actor, some.to_vec())? {
            match answer {
                Ok(_) => summary.created += 1,
                Err(refused) if is_of_one_line(&refused) => {
                    summary.faults.push(format!("{}: {refused}", metric.name));
                }
                Err(refused) => return Err(refused.into()),
            }
        }
    }
    Ok(())
}

/// The moments of which a metric has a sample.
fn known(
    desk: &Desk,
    actor: &Actor,
    metric: RecordId,
) -> Result<BTreeSet<Timestamp>, ExchangeError> {
    let Some(view) = desk.view(SAMPLE) else { return Ok(BTreeSet::new()) };
    let since = desk.now().as_second() - FIRST_DAYS * DAY_SECONDS;
    let since = Timestamp::from_second(since).unwrap_or_default();
    let filters = [
        Filter::is("metric", Value::Ref(metric)),
        Filter { field: "at".to_owned(), test: Test::AtLeast(Value::Instant(since)) },
    ];
    let mut known = BTreeSet::new();
    desk.evidence(actor).visit(SAMPLE, &filters, &mut |record| {
        known.extend(view.value(record, "at").as_instant());
        true
    })?;
    Ok(known)
}

fn sample(metric: RecordId, at: Timestamp, value: Decimal) -> Command {
    let values = [
        ("metric", Value::Ref(metric)),
        ("at", Value::Instant(at)),
        ("value", Value::Decimal(value)),
        ("from", Value::Text(FROM.to_owned())),
    ];
    let values = values.into_iter().map(|(name, value)| (name.to_owned(), value));
    Command::create(SAMPLE, Input::Values(values.collect()))
}

struct Asking<'a> {
    agent: ureq::Agent,
    address: &'a str,
    token: Option<&'a str>,
}

#[derive(Deserialize)]
struct Answer {
    status: String,
    error: Option<String>,
    data: Option<Data>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Data {
    result_type: String,
    result: serde_json::Value,
}

#[derive(Deserialize)]
struct Series {
    values: Vec<(serde_json::Number, String)>,
}

type Told = (Timestamp, Option<Decimal>);

impl Asking<'_> {
    fn ask(&self, metric: &Metric, from: i64, to: i64) -> Result<Vec<Told>, Trouble> {
        let unreached = |error: ureq::Error| {
            Trouble::All(ExchangeError::wrong(format!(
                "{} could not be asked: {error}. Look whether it runs and can be reached from here.",
                self.address
            )))
        };
        let mut request = self
            .agent
            .get(format!("{}/api/v1/query_range", self.address))
            .query("query", &metric.query)
            .query("start", from.to_string())
            .query("end", to.to_string())
            .query("step", metric.step.to_string());
        if let Some(token) = self.token {
            request = request.header("Authorization", format!("Bearer {token}"));
        }
        let mut answer = request.call().map_err(unreached)?;
        let status = answer.status().as_u16();
        if status == 401 || status == 403 {
            return Err(Trouble::All(ExchangeError::wrong(format!(
                "{} does not let us ask (status {status}). Give its token in \
                 GEMBA_PROMETHEUS_TOKEN.",
                self.address
            ))));
        }
        let body = answer.body_mut().with_config().limit(ANSWER_BYTES_MAX).read_to_string();
        read(status, &body.map_err(unreached)?).map_err(Trouble::Metric)
    }
}

/// The values of the one series in an answer; the error says why there are none.
fn read(status: u16, body: &str) -> Result<Vec<Told>, String> {
    let Ok(answer) = serde_json::from_str::<Answer>(body) else {
        let shown: String = body.trim().chars().take(WORDS_SHOWN_MAX).collect();
        return Err(format!("the answer (status {status}) is none of Prometheus: {shown}"));
    };
    if answer.status != "success" {
        let error = answer.error.unwrap_or_else(|| "it does not say why".to_owned());
        return Err(format!("Prometheus refused the query (status {status}): {error}"));
    }
    let data = answer.data.ok_or("the answer holds no data")?;
    if data.result_type != "matrix" {
        return Err(format!("the answer is a {}, not values over time", data.result_type));
    }
    let series: Vec<Series> = serde_json::from_value(data.result)
        .map_err(|error| format!("the values could not be read: {error}"))?;
    match series.as_slice() {
        [] => Ok(Vec::new()),
        [one] => one.values.iter().map(told).collect(),
        many => Err(format!(
            "the query gives {} series; write one that gives a single one, such as sum(…) or max(…)",
            many.len()
        )),
    }
}

fn told((at, value): &(serde_json::Number, String)) -> Result<Told, String> {
    let fault = || format!("“{at}” is no time");
    let seconds: Decimal = at.to_string().parse().map_err(|_| fault())?;
    let millis = (seconds * Decimal::ONE_THOUSAND).round();
    let millis: i64 = millis.try_into().map_err(|_| fault())?;
    let at = Timestamp::from_millisecond(millis).map_err(|_| fault())?;
    if ["NaN", "+Inf", "-Inf", "Inf"].contains(&&**value) {
        return Ok((at, None));
    }
    let number = value.parse().or_else(|_| Decimal::from_scientific(value));
    let number = number.map_err(|_| format!("“{value}” is no value"))?;
    Ok((at, Some(number.round_dp(PLACES))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix(result: &str) -> String {
        format!(r#"{{"status":"success","data":{{"resultType":"matrix","result":{result}}}}}"#)
    }

    #[test]
    fn values_are_read_exactly_and_what_is_no_number_is_none() {
        let one = matrix(
            r#"[{"metric":{},"values":[[1767225600,"61.5"],[1767229200.5,"1e+03"],[1767232800,"NaN"]]}]"#,
        );
        let told = read(200, &one).unwrap();
        let decimal = |text: &str| text.parse::<Decimal>().unwrap();
        assert_eq!(told[0], ("2026-01-01T00:00:00Z".parse().unwrap(), Some(decimal("61.5"))));
        assert_eq!(told[1], ("2026-01-01T01:00:00.5Z".parse().unwrap(), Some(decimal("1000"))));
        assert_eq!(told[2].1, None);
        assert_eq!(read(200, &matrix("[]")).unwrap(), []);
    }

    #[test]
    fn what_is_wrong_with_an_answer_is_said() {
        let wrong = |status, body: &str| read(status, body).unwrap_err();
        assert!(wrong(502, "<html>Bad gateway").ends_with("none of Prometheus: <html>Bad gateway"));
        let refused = r#"{"status":"error","errorType":"bad_data","error":"parse error"}"#;
        assert_eq!(wrong(400, refused), "Prometheus refused the query (status 400): parse error");
        let many = matrix(r#"[{"values":[]},{"values":[]}]"#);
        assert!(wrong(200, &many).starts_with("the query gives 2 series"));
        let vector = r#"{"status":"success","data":{"resultType":"vector","result":[]}}"#;
        assert_eq!(wrong(200, vector), "the answer is a vector, not values over time");
        let text = matrix(r#"[{"values":[[1767225600,"much"]]}]"#);
        assert_eq!(wrong(200, &text), "“much” is no value");
        assert!(
            wrong(200, &matrix(r#"[{"values":7}]"#)).starts_with("the values could not be read")
        );
    }
}
