//! The figures: kept with their targets, shown as a table and as one line of JSON.
use crate::machine;
use serde_json::{Value as Json, json};
use std::{
    fmt::Write as _,
    io::Write as _,
    time::{Duration, Instant},
};

/// With more than this waiting for the cores, the machine is not ours alone.
const QUIET_MAX: f64 = 0.5;

/// What a figure should come to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Target {
    /// Nothing was promised of it.
    None,
    /// No more than this.
    AtMost(f64),
    /// No less than this.
    AtLeast(f64),
}

/// One figure.
#[derive(Clone, Debug)]
pub struct Measure {
    name: String,
    engine: &'static str,
    value: f64,
    unit: &'static str,
    target: Target,
}

impl Measure {
    /// Whether the target is met; nothing without one.
    fn is_met(&self) -> Option<bool> {
        match self.target {
            Target::None => None,
            Target::AtMost(most) => Some(self.value <= most),
            Target::AtLeast(least) => Some(self.value >= least),
        }
    }

    fn limit(&self) -> Option<f64> {
        match self.target {
            Target::None => None,
            Target::AtMost(limit) | Target::AtLeast(limit) => Some(limit),
        }
    }
}

/// All figures of a run.
pub struct Report {
    begun: Instant,
    waiting_before: f64,
    is_quick: bool,
    measures: Vec<Measure>,
    remarks: Vec<String>,
}

impl Report {
    /// An empty one.
    pub fn new(is_quick: bool) -> Self {
        let waiting_before = machine::waiting();
        Self { begun: Instant::now(), waiting_before, is_quick, measures: vec![], remarks: vec![] }
    }

    /// Adds a figure, and tells it to whoever waits.
    pub fn add(
        &mut self,
        engine: &'static str,
        name: impl Into<String>,
        value: f64,
        unit: &'static str,
        target: Target,
    ) {
        let measure = Measure { name: name.into(), engine, value, unit, target };
        self.tell(&line(&measure));
        self.measures.push(measure);
    }

    /// Adds something that is no figure.
    pub fn say(&mut self, remark: impl Into<String>) {
        let remark = remark.into();
        self.tell(&remark);
        self.remarks.push(remark);
    }

    /// Says on standard error how far it is.
    pub fn tell(&self, text: &str) {
        let seconds = self.begun.elapsed().as_secs();
        // Nobody reads it if it cannot be written.
        let _ = writeln!(std::io::stderr(), "{seconds:>5} s  {text}");
    }

    /// The table.
    pub fn table(&self) -> String {
        let mut text = format!("\n{}\n", machine::sentence());
        if self.waiting_before > QUIET_MAX {
            let _ = writeln!(
                text,
                "Other work waited for the cores before this began ({:.1} at a time): the figures are too low.",
                self.waiting_before
            );
        }
        text.push('\n');
        for measure in &self.measures {
            let _ = writeln!(text, "{}", line(measure));
        }
        for remark in &self.remarks {
            let _ = writeln!(text, "{remark}");
        }
        let missed = self.measures.iter().filter(|measure| measure.is_met() == Some(false)).count();
        let promised = self.measures.iter().filter(|measure| measure.is_met().is_some()).count();
        let _ = writeln!(text, "\n{} of {promised} targets met.", promised - missed);
        text
    }

    /// The same as one line of JSON.
    pub fn json(&self) -> Json {
        let measures: Vec<_> = self
            .measures
            .iter()
            .map(|measure| {
                json!({
                    "name": measure.name,
                    "engine": measure.engine,
                    "value": (measure.value * 1_000.0).round() / 1_000.0,
                    "unit": measure.unit,
                    "target": measure.limit(),
                    "met": measure.is_met(),
                })
            })
            .collect();
        json!({
            "at": jiff::Timestamp::now().to_string(),
            "quick": self.is_quick,
            "machine": machine::facts(),
            "waiting_before": self.waiting_before,
            "measures": measures,
            "remarks": self.remarks,
        })
    }
}

fn line(measure: &Measure) -> String {
    let target = match measure.target {
        Target::None => String::new(),
        Target::AtMost(most) => format!("at most {}", shown(most)),
        Target::AtLeast(least) => format!("at least {}", shown(least)),
    };
    let verdict = match measure.is_met() {
        None => "",
        Some(true) => "met",
        Some(false) => "MISSED",
    };
    let Measure { name, engine, value, unit, .. } = measure;
    let value = shown(*value);
    format!("{engine:<10}  {name:<46} {value:>10} {unit:<11} {target:<15} {verdict}")
        .trim_end()
        .to_owned()
}

/// Three figures that count.
fn shown(value: f64) -> String {
    let places = if value.abs() >= 100.0 {
        0
    } else if value.abs() >= 10.0 {
        1
    } else {
        2
    };
    let text = format!("{value:.places$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// A count as a number to calculate with.
pub fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

/// A length of time in milliseconds.
pub fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// The middle one.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_met_or_missed() {
        let mut report = Report::new(true);
        report.add("SQLite", "page", 1.5, "ms", Target::AtMost(2.0));
        report.add("SQLite", "ratio", 1.2, "times", Target::AtLeast(1.5));
        report.add("SQLite", "rate", 123.4, "a second", Target::None);
        let met: Vec<_> = report.measures.iter().map(Measure::is_met).collect();
        assert_eq!(met, [Some(true), Some(false), None]);
        let table = report.table();
        assert!(table.contains("1 of 2 targets met.") && table.contains("MISSED"), "{table}");
        let json = report.json();
        assert_eq!(json["measures"][1]["met"], json!(false));
        assert_eq!(json["measures"][2]["target"], Json::Null);
        assert!(!json.to_string().contains('\n'));
    }

    #[test]
    fn figures_are_short_and_a_median_is_the_middle_one() {
        assert_eq!(
            [shown(1234.5), shown(12.34), shown(1.5), shown(100.0)],
            ["1234", "12.3", "1.5", "100"]
        );
        assert_eq!(shown(median(vec![9.0, 1.0, 5.0])), "5");
    }
}
