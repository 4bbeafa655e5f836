//! What a sheet of figures consists of. Plain data: pages, the API, reports and paper all tell the same.
use gemba_vocabulary::{RecordId, Value};
use rust_decimal::Decimal;

/// What one figure is called, counts in, and means.
#[derive(Debug, PartialEq, Eq)]
pub struct FigureDef {
    /// Its name in data.
    pub name: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// The unit shown behind it, such as `%` or `h`; empty if its value says it.
    pub unit: &'static str,
    /// How it is worked out, in whole sentences, with its source (a clause or a definition).
    pub definition: &'static str,
}

/// A record that something is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// Its kind.
    pub kind: &'static str,
    /// Its number within the kind.
    pub id: RecordId,
    /// What it is called.
    pub title: String,
}

/// How a figure is judged against what was promised or allowed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Judged {
    /// There is nothing to hold it against.
    #[default]
    Not,
    /// It keeps what was promised.
    Kept,
    /// It still keeps it, but not for long.
    Near,
    /// It does not keep it.
    Missed,
}

impl Judged {
    /// Its name in data; nothing where nothing is judged.
    pub const fn name(self) -> Option<&'static str> {
        match self {
            Self::Not => None,
            Self::Kept => Some("kept"),
            Self::Near => Some("near"),
            Self::Missed => Some("missed"),
        }
    }
}

/// One figure, with everything needed to check it by hand.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What it is.
    pub def: &'static FigureDef,
    /// What it came to; `Value::None` where it is undefined, which is never zero.
    pub value: Value,
    /// Why it has no value, in a sentence.
    pub undefined: Option<String>,
    /// Held against what was promised.
    pub judged: Judged,
    /// The data it rests on.
    pub rests_on: Option<Table>,
    /// What was left out or counted otherwise, each with the reason.
    pub exceptions: Vec<(Option<Named>, String)>,
}

impl Figure {
    /// A figure with its value.
    pub fn new(def: &'static FigureDef, value: Value) -> Self {
        Self {
            def,
            value,
            undefined: None,
            judged: Judged::Not,
            rests_on: None,
            exceptions: Vec::new(),
        }
    }

    /// A figure that is worked out, or says why it cannot be.
    pub fn or_undefined(def: &'static FigureDef, value: Option<Value>, why: &str) -> Self {
        let undefined = value.is_none().then(|| why.to_owned());
        Self { undefined, ..Self::new(def, value.unwrap_or_default()) }
    }

    /// The same with a judgement.
    pub fn judged(self, judged: Judged) -> Self {
        Self { judged, ..self }
    }

    /// The same with the data it rests on.
    pub fn from(self, rests_on: Table) -> Self {
        Self { rests_on: Some(rests_on), ..self }
    }

    /// The same with what was left out or counted otherwise.
    pub fn except(self, exceptions: Vec<(Option<Named>, String)>) -> Self {
        Self { exceptions, ..self }
    }
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name in data.
    pub name: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// The unit of its values; empty if they say it.
    pub unit: &'static str,
}

/// A column; `unit` may be empty.
pub const fn column(name: &'static str, label: &'static str, unit: &'static str) -> Column {
    Column { name, label, unit }
}

/// One value of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// What it holds.
    pub value: Value,
    /// The record it leads to.
    pub about: Option<Named>,
    /// Held against what was promised.
    pub judged: Judged,
}

impl Cell {
    /// A record, told by its title.
    pub fn record(about: Named) -> Self {
        Self { value: Value::Text(about.title.clone()), about: Some(about), judged: Judged::Not }
    }

    /// The same with a judgement.
    pub fn judged(self, judged: Judged) -> Self {
        Self { judged, ..self }
    }
}

impl From<Value> for Cell {
    fn from(value: Value) -> Self {
        Self { value, ..Self::default() }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned()).into()
    }
}

impl From<Decimal> for Cell {
    fn from(number: Decimal) -> Self {
        Value::Decimal(number).into()
    }
}

/// A row: one cell for each column.
pub type Row = Vec<Cell>;

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Its name in data.
    pub name: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// What is said where it has none.
    pub empty: &'static str,
}

impl Table {
    /// An empty table.
    pub fn new(
        name: &'static str,
        label: &'static str,
        columns: &[Column],
        empty: &'static str,
    ) -> Self {
        Self { name, label, columns: columns.to_vec(), rows: Vec::new(), empty }
    }

    /// The same with one more row.
    pub fn row(mut self, row: Row) -> Self {
        self.rows.push(row);
        self
    }
}

/// By which rule a chart tells what is chance (see `gemba_vocabulary::behaviour`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Single values: limits from the moving range (XmR chart).
    Individuals,
    /// Counts of rare, independent things: limits from the mean (c-chart).
    Counts,
    /// No limits: what is drawn is a plan or a forecast.
    Plain,
}

impl Sort {
    /// Its name in data.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Individuals => "individuals",
            Self::Counts => "counts",
            Self::Plain => "plain",
        }
    }
}

/// One point of a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// The period, such as `2026-10`.
    pub label: String,
    /// Its value; nothing where it is undefined or nobody measured.
    pub value: Option<Decimal>,
    /// Whether the period is not over, or the value is a forecast: it moves no limits.
    pub is_open: bool,
}

/// Points of something that is counted, without the nothing that stands before the first of it: before the first record
/// nobody counted, so these periods are not zero but unknown, and move no limits.
pub fn counted_from_first(points: impl IntoIterator<Item = Point>) -> Vec<Point> {
    let mut has_begun = false;
    let known = |mut point: Point| {
        has_begun = has_begun || point.value.is_some_and(|value| !value.is_zero());
        point.value = point.value.filter(|_| has_begun);
        point
    };
    points.into_iter().map(known).collect()
}

/// A chart of one measure over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// Its name in data.
    pub name: &'static str,
    /// What is drawn.
    pub label: String,
    /// The unit of its values.
    pub unit: &'static str,
    /// By which rule chance is told.
    pub sort: Sort,
    /// Its points, the oldest first.
    pub points: Vec<Point>,
    /// What was promised or allowed: a line across, with its words.
    pub lines: Vec<(String, Decimal)>,
}

/// A part of a sheet: the figures of one record, or of all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part {
    /// Its heading.
    pub title: String,
    /// The record it is about.
    pub about: Option<Named>,
    /// Its figures.
    pub figures: Vec<Figure>,
    /// Its tables.
    pub tables: Vec<Table>,
    /// Its charts.
    pub charts: Vec<Chart>,
    /// What a reader has to know, in sentences.
    pub notes: Vec<String>,
}

impl Part {
    /// A part about no record in particular.
    pub fn titled(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    /// A part about a record.
    pub fn about(about: Named) -> Self {
        Self { title: about.title.clone(), about: Some(about), ..Self::default() }
    }
}

/// A sheet of figures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// Its parts, in the order of reading.
    pub parts: Vec<Part>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn before_the_first_record_nobody_counted() {
        let point =
            |value: i64| Point { label: String::new(), value: Some(value.into()), is_open: false };
        let values = |counts: &[i64]| {
            let points = counted_from_first(counts.iter().copied().map(point));
            points
                .into_iter()
                .map(|one| one.value.map(|value| value.to_string()))
                .collect::<Vec<_>>()
        };
        assert_eq!(values(&[0, 0, 3, 0]), [None, None, Some("3".to_owned()), Some("0".to_owned())]);
        assert_eq!(values(&[0, 0]), [None, None]);
    }
}
