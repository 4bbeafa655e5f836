//! Records of any kind: written, read, listed. Columns come from the definition; nothing here knows a kind.
use crate::{
    db::{Columns, Db, Row, Sql, StoreError},
    schema,
};
use gemba_model::{
    FieldDef, Holds, KindDef, Record,
    filter::{self, Filter, Sort, Test},
    overlay::KindView,
    parse,
};
use gemba_vocabulary::{Money, RecordId, Value};
use jiff::Timestamp;
use rust_decimal::{Decimal, prelude::ToPrimitive};
use std::fmt::Write as _;

/// How many decimal places are kept.
const SCALE: u32 = 6;

/// Writes a new record; returns its number.
pub fn insert(db: &mut dyn Db, def: &KindDef, record: &Record) -> Result<RecordId, StoreError> {
    // A number of its own comes from the engine; everything else in the order of the table.
    let columns = schema::table_columns(def);
    let names: Vec<_> = columns.iter().skip(1).map(|(name, _)| format!("\"{name}\"")).collect();
    let marks: Vec<_> = (1..columns.len()).map(|place| format!("${place}")).collect();
    let sql = format!(
        "INSERT INTO \"{}\" ({}) VALUES ({}) RETURNING \"id\"",
        def.name,
        names.join(", "),
        marks.join(", ")
    );
    let row = db.first(&sql, &args(def, record)?)?;
    row.ok_or_else(|| StoreError::unexpected("no number for a new record"))
        .and_then(|row| Columns::of(&row).take().int())
}

/// Writes a record over the version before; returns whether it was still that version.
pub fn update(db: &mut dyn Db, def: &KindDef, record: &Record) -> Result<bool, StoreError> {
    let columns = schema::table_columns(def);
    let sets: Vec<_> = columns
        .iter()
        .skip(1)
        .enumerate()
        .map(|(place, (name, _))| format!("\"{name}\" = ${}", place + 1))
        .collect();
    let count = columns.len();
    let sql = format!(
        "UPDATE \"{}\" SET {} WHERE \"id\" = ${count} AND \"version\" = ${}",
        def.name,
        sets.join(", "),
        count + 1
    );
    let mut args = args(def, record)?;
    args.push(Sql::Int(record.id));
    args.push(Sql::Int(record.version - 1));
    Ok(db.execute(&sql, &args)? == 1)
}

/// Reads one record.
pub fn get(db: &mut dyn Db, view: &KindView, id: RecordId) -> Result<Option<Record>, StoreError> {
    let sql = format!("{} WHERE \"id\" = $1", select(view.def));
    db.first(&sql, &[Sql::Int(id)])?.map(|row| record(view, &row)).transpose()
}

/// Reads the record that came from there.
pub fn by_origin(
    db: &mut dyn Db,
    view: &KindView,
    origin: &str,
) -> Result<Option<Record>, StoreError> {
    let sql = format!("{} WHERE \"origin\" = $1", select(view.def));
    db.first(&sql, &[Sql::Text(origin.to_owned())])?.map(|row| record(view, &row)).transpose()
}

/// Whether there is such a record.
pub fn exists(db: &mut dyn Db, kind: &str, id: RecordId) -> Result<bool, StoreError> {
    Ok(db.first(&format!("SELECT 1 FROM \"{kind}\" WHERE \"id\" = $1"), &[Sql::Int(id)])?.is_some())
}

/// What a page of records is asked for by.
pub struct Listing<'a> {
    /// All of these hold.
    pub filters: &'a [Filter],
    /// One of these holds, if there are any: whose records the reader sees.
    pub scopes: &'a [Filter],
    /// In which order; records without a value come last.
    pub sort: &'a Sort,
    /// The value and number at which the page before ended.
    pub after: Option<(Value, RecordId)>,
    /// How many at most.
    pub limit: usize,
}

/// Reads a page of records.
pub fn list(
    db: &mut dyn Db,
    view: &KindView,
    listing: &Listing<'_>,
) -> Result<Vec<Record>, StoreError> {
    let mut found = Vec::new();
    if listing.sort.field == "id" {
        let after = listing.after.as_ref().map(|(_, id)| *id);
        list_part(db, view, listing, Part::ById(after), &mut found)?;
        return Ok(found);
    }
    // Records with a value first, by the index of the field; then those without, by number. One query cannot use the
    // index for both, and the engines disagree on where nothing sorts.
    match &listing.after {
        Some((Value::None, id)) => {
            list_part(db, view, listing, Part::Without(Some(*id)), &mut found)?;
        }
        after => {
            list_part(db, view, listing, Part::With(after.clone()), &mut found)?;
            if found.len() < listing.limit {
                list_part(db, view, listing, Part::Without(None), &mut found)?;
            }
        }
    }
    Ok(found)
}

enum Part {
    ById(Option<RecordId>),
    With(Option<(Value, RecordId)>),
    Without(Option<RecordId>),
}

fn list_part(
    db: &mut dyn Db,
    view: &KindView,
    listing: &Listing<'_>,
    part: Part,
    found: &mut Vec<Record>,
) -> Result<(), StoreError> {
    let mut clause = Where::new(db, view);
    clause.filters(listing.filters)?;
    clause.any_of(listing.scopes)?;
    let (by, way) = (clause.expression(&listing.sort.field)?, if listing.sort.descending { "DESC" } else { "ASC" });
    let compare = if listing.sort.descending { "<" } else { ">" };
    let order = match part {
        Part::ById(after) => {
            if let Some(id) = after {
                let mark = clause.arg(Sql::Int(id));
                clause.and(&format!("\"id\" {compare} {mark}"));
            }
            format!("\"id\" {way}")
        }
        Part::With(after) => {
            clause.and(&format!("{by} IS NOT NULL"));
            if let Some((value, id)) = after {
                let value = clause.arg(plain(&value)?);
                let id = clause.arg(Sql::Int(id));
                clause.and(&format!("({by}, \"id\") {compare} ({value}, {id})"));
            }
            format!("{by} {way}, \"id\" {way}")
        }
        Part::Without(after) => {
            clause.and(&format!("{by} IS NULL"));
            if let Some(id) = after {
                let mark = clause.arg(Sql::Int(id));
                clause.and(&format!("\"id\" {compare} {mark}"));
            }
            format!("\"id\" {way}")
        }
    };
    let wanted = listing.limit.saturating_sub(found.len());
    let limit = clause.arg(Sql::Int(i64::try_from(wanted).unwrap_or(i64::MAX)));
    let (text, args) = (clause.text, clause.args);
    let sql = format!("{}{text} ORDER BY {order} LIMIT {limit}", select(view.def));
    db.each(&sql, &args, &mut |row| {
        found.push(record(view, &row)?);
        Ok(true)
    })
}

/// Visits every record that meets the filters, by number, until the visitor says no.
pub fn visit(
    db: &mut dyn Db,
    view: &KindView,
    filters: &[Filter],
    visitor: &mut dyn FnMut(&Record) -> bool,
) -> Result<(), StoreError> {
    let mut clause = Where::new(db, view);
    clause.filters(filters)?;
    let sql = format!("{}{} ORDER BY \"id\"", select(view.def), clause.text);
    let args = clause.args;
    db.each(&sql, &args, &mut |row| Ok(visitor(&record(view, &row)?)))
}

/// Counts records, but no more than `up_to`.
pub fn count(
    db: &mut dyn Db,
    view: &KindView,
    filters: &[Filter],
    scopes: &[Filter],
    up_to: i64,
) -> Result<i64, StoreError> {
    let mut clause = Where::new(db, view);
    clause.filters(filters)?;
    clause.any_of(scopes)?;
    let limit = clause.arg(Sql::Int(up_to));
    let sql = format!(
        "SELECT count(*) FROM (SELECT 1 FROM \"{}\"{} LIMIT {limit}) counted",
        view.def.name, clause.text
    );
    let args = clause.args;
    db.first(&sql, &args)?.map_or(Ok(0), |row| Columns::of(&row).take().int())
}

/// The records that meet the filters and that no record of `other` names in its field `by`: their count and the first
/// `limit` numbers.
pub fn without(
    db: &mut dyn Db,
    view: &KindView,
    filters: &[Filter],
    other: &KindView,
    by: &str,
    limit: usize,
) -> Result<(u64, Vec<RecordId>), StoreError> {
    if other.def.position(by).is_none() {
        return Err(StoreError::unexpected(format!("{} has no field {by}", other.def.name)));
    }
    let mut clause = Where::new(db, view);
    clause.filters(filters)?;
    let (table, of) = (view.def.name, other.def.name);
    clause.and(&format!(
        "NOT EXISTS (SELECT 1 FROM \"{of}\" o WHERE o.\"{by}\" = \"{table}\".\"id\")"
    ));
    let (mut count, mut ids) = (0_u64, Vec::new());
    let sql = format!("SELECT \"id\" FROM \"{table}\"{} ORDER BY \"id\"", clause.text);
    let args = clause.args;
    db.each(&sql, &args, &mut |row| {
        count += 1;
        if ids.len() < limit {
            ids.push(Columns::of(&row).take().int()?);
        }
        Ok(true)
    })?;
    Ok((count, ids))
}

/// The headline fields of several records of a kind: number, title, state.
pub fn titles(
    db: &mut dyn Db,
    def: &KindDef,
    ids: &[RecordId],
) -> Result<Vec<(RecordId, String, String)>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    // Rounded up to a few lengths, so that few statements need to be prepared.
    let width = ids.len().next_power_of_two();
    let marks: Vec<_> = (1..=width).map(|place| format!("${place}")).collect();
    let sql = format!(
        "SELECT \"id\", \"{}\", \"state\" FROM \"{}\" WHERE \"id\" IN ({})",
        def.title,
        def.name,
        marks.join(", ")
    );
    let mut args: Vec<_> = ids.iter().map(|id| Sql::Int(*id)).collect();
    args.resize(width, Sql::Int(0));
    db.query(&sql, &args)?
        .iter()
        .map(|row| {
            let mut columns = Columns::of(row);
            let id = columns.take().int()?;
            let title = match columns.take() {
                Sql::Text(text) => text.clone(),
                Sql::Int(number) => number.to_string(),
                _ => def.number(id),
            };
            Ok((id, title, columns.take().text().to_owned()))
        })
        .collect()
}

/// A condition under construction: its text and its parameters, numbered in the order of their first use.
struct Where<'a> {
    dialect: crate::Dialect,
    view: &'a KindView,
    text: String,
    args: Vec<Sql>,
}

impl<'a> Where<'a> {
    fn new(db: &mut dyn Db, view: &'a KindView) -> Self {
        Self { dialect: db.dialect(), view, text: String::new(), args: Vec::new() }
    }

    fn arg(&mut self, value: Sql) -> String {
        self.args.push(value);
        format!("${}", self.args.len())
    }

    fn and(&mut self, condition: &str) {
        let word = if self.text.is_empty() { " WHERE" } else { " AND" };
        let _ = write!(self.text, "{word} {condition}");
    }

    fn filters(&mut self, filters: &[Filter]) -> Result<(), StoreError> {
        for filter in filters {
            let condition = self.condition(filter)?;
            self.and(&condition);
        }
        Ok(())
    }

    fn any_of(&mut self, filters: &[Filter]) -> Result<(), StoreError> {
        if filters.is_empty() {
            return Ok(());
        }
        let conditions =
            filters.iter().map(|filter| self.condition(filter)).collect::<Result<Vec<_>, _>>()?;
        self.and(&format!("({})", conditions.join(" OR ")));
        Ok(())
    }

    /// The column of a field, or the expression of an added one. Names are those of definitions, never of a question.
    fn expression(&self, field: &str) -> Result<String, StoreError> {
        if schema::ENVELOPE.iter().any(|(name, _)| *name == field) {
            return Ok(format!("\"{field}\""));
        }
        let def = self.view.field(field);
        let def = def.ok_or_else(|| StoreError::unexpected(format!("no field {field}")))?;
        Ok(if def.is_custom() {
            schema::custom_expression(self.dialect, def)
        } else {
            format!("\"{}\"", def.name)
        })
    }

    fn condition(&mut self, filter: &Filter) -> Result<String, StoreError> {
        let field = filter.field.as_str();
        if field == "tag" {
            return self.tag(&filter.test);
        }
        let is_many = matches!(filter::holds(self.view, field), Some(Holds::Refs(_)));
        let by = self.expression(field)?;
        Ok(match &filter.test {
            Test::Is(values) if is_many => {
                let any = values.iter().map(|value| self.member(&by, value)).collect::<Vec<_>>();
                format!("({})", if any.is_empty() { "1=0".to_owned() } else { any.join(" OR ") })
            }
            Test::Is(values) => self.one_of(&by, values)?,
            Test::IsNot(values) => {
                let is = self.one_of(&by, values)?;
                format!("({by} IS NULL OR NOT {is})")
            }
            Test::Empty => format!("{by} IS NULL"),
            Test::Filled => format!("{by} IS NOT NULL"),
            Test::Less(value) => format!("{by} < {}", self.value(value)?),
            Test::AtLeast(value) => format!("{by} >= {}", self.value(value)?),
            Test::Contains(text) => {
                let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
                let mark = self.arg(Sql::Text(format!("%{escaped}%")));
                format!("{by} {} {mark} ESCAPE '\\'", self.dialect.like())
            }
        })
    }

    fn one_of(&mut self, by: &str, values: &[Value]) -> Result<String, StoreError> {
        let marks = values.iter().map(|value| self.value(value)).collect::<Result<Vec<_>, _>>()?;
        Ok(match marks.as_slice() {
            [] => "(1=0)".to_owned(),
            [one] => format!("({by} = {one})"),
            many => format!("({by} IN ({}))", many.join(", ")),
        })
    }

    fn value(&mut self, value: &Value) -> Result<String, StoreError> {
        let value = plain(value)?;
        Ok(self.arg(value))
    }

    /// A list of references is kept as `[1,2]`; a member stands between brackets or commas.
    fn member(&mut self, by: &str, value: &Value) -> String {
        let id = value.as_int().unwrap_or_default();
        let mark = self.arg(Sql::Text(format!("%,{id},%")));
        format!("replace(replace({by}, '[', ','), ']', ',') LIKE {mark}")
    }

    fn tag(&mut self, test: &Test) -> Result<String, StoreError> {
        let Test::Is(values) = test else {
            return Err(StoreError::unexpected("tags are compared as a whole only"));
        };
        let any: Vec<_> = values
            .iter()
            .map(|value| {
                let mark = self.arg(Sql::Text(format!("% {} %", value.to_text())));
                format!("\"tags\" LIKE {mark}")
            })
            .collect();
        Ok(format!("({})", if any.is_empty() { "1=0".to_owned() } else { any.join(" OR ") }))
    }
}

fn select(def: &KindDef) -> String {
    let names: Vec<_> =
        schema::table_columns(def).iter().map(|(name, _)| format!("\"{name}\"")).collect();
    format!("SELECT {} FROM \"{}\"", names.join(", "), def.name)
}

fn args(def: &KindDef, record: &Record) -> Result<Vec<Sql>, StoreError> {
    let is_open = !def.state(&record.state).is_some_and(|state| state.is_end);
    let tags = if record.tags.is_empty() {
        Sql::Null
    } else {
        Sql::Text(format!(" {} ", record.tags.join(" ")))
    };
    let mut args = vec![
        Sql::Int(record.version),
        Sql::Text(record.state.clone()),
        Sql::Bool(is_open),
        Sql::Int(record.created_at.as_millisecond()),
        Sql::int_or_null(record.created_by),
        Sql::Int(record.updated_at.as_millisecond()),
        Sql::int_or_null(record.updated_by),
        Sql::Bool(record.imported),
        Sql::text_or_null(record.origin.clone()),
        tags,
        Sql::Text(custom_json(record)),
    ];
    for (field, value) in def.fields.iter().zip(&record.values) {
        args.push(plain(value)?);
        if field.holds == Holds::Money {
            args.push(match value {
                Value::Money(money) => Sql::Text(money.currency.clone()),
                _ => Sql::Null,
            });
        }
    }
    Ok(args)
}

fn custom_json(record: &Record) -> String {
    let fields = record.custom.iter().map(|(name, value)| (name.clone(), value.to_json()));
    serde_json::Value::Object(fields.collect()).to_string()
}

/// A value as its column keeps it.
fn plain(value: &Value) -> Result<Sql, StoreError> {
    Ok(match value {
        Value::None => Sql::Null,
        Value::Bool(yes) => Sql::Bool(*yes),
        Value::Int(number) | Value::Duration(number) | Value::Ref(number) => Sql::Int(*number),
        Value::Decimal(number) => Sql::Int(scaled(*number)?),
        Value::Money(money) => Sql::Int(scaled(money.amount)?),
        Value::Text(text) => Sql::Text(text.clone()),
        Value::Date(date) => Sql::Text(date.to_string()),
        Value::Instant(at) => Sql::Int(at.as_millisecond()),
        Value::Refs(ids) if ids.is_empty() => Sql::Null,
        Value::Refs(_) | Value::Struct(_) => Sql::Text(value.to_json().to_string()),
    })
}

fn scaled(number: Decimal) -> Result<i64, StoreError> {
    (number * Decimal::from(1_000_000_i64))
        .round()
        .to_i64()
        .ok_or_else(|| StoreError::unexpected("a number beyond what is kept"))
}

fn unscaled(number: i64) -> Decimal {
    Decimal::new(number, SCALE).normalize()
}

fn record(view: &KindView, row: &Row) -> Result<Record, StoreError> {
    let mut columns = Columns::of(row);
    let id = columns.take().int()?;
    let version = columns.take().int()?;
    let state = columns.take().text().to_owned();
    columns.take();
    let mut record = Record {
        id,
        version,
        state,
        values: Vec::with_capacity(view.def.fields.len()),
        custom: std::collections::BTreeMap::new(),
        created_at: moment(columns.take())?,
        created_by: columns.take().maybe_int()?,
        updated_at: moment(columns.take())?,
        updated_by: columns.take().maybe_int()?,
        imported: columns.take().yes(),
        origin: columns.take().maybe_text(),
        tags: columns.take().text().split_whitespace().map(str::to_owned).collect(),
    };
    let custom = columns.take().text();
    if custom.len() > 2 {
        let json: serde_json::Map<String, serde_json::Value> = serde_json::from_str(custom)
            .map_err(|_| StoreError::unexpected("added fields that are not JSON"))?;
        for field in &view.custom {
            if let Some(json) = json.get(&*field.name) {
                // A field whose type was changed since keeps what it can.
                let value = parse::from_json(field, json).unwrap_or(Value::None);
                record.custom.insert(field.name.to_string(), value);
            }
        }
    }
    for field in view.def.fields {
        let value = unplain(field, &mut columns)?;
        record.values.push(value);
    }
    Ok(record)
}

fn moment(column: &Sql) -> Result<Timestamp, StoreError> {
    Timestamp::from_millisecond(column.int()?)
        .map_err(|_| StoreError::unexpected("a moment out of range"))
}

fn unplain(field: &FieldDef, columns: &mut Columns<'_>) -> Result<Value, StoreError> {
    let column = columns.take();
    let currency = if field.holds == Holds::Money { columns.take() } else { &Sql::Null };
    if *column == Sql::Null {
        return Ok(if matches!(field.holds, Holds::Refs(_)) {
            Value::Refs(Vec::new())
        } else {
            Value::None
        });
    }
    let odd = || StoreError::unexpected(format!("{} does not hold what it should", field.name));
    Ok(match &field.holds {
        Holds::ShortText | Holds::LongText | Holds::Choice(_) => {
            Value::Text(column.text().to_owned())
        }
        Holds::Int => Value::Int(column.int()?),
        Holds::Decimal | Holds::Percent => Value::Decimal(unscaled(column.int()?)),
        Holds::Money => Value::Money(Money {
            amount: unscaled(column.int()?),
            currency: currency.text().to_owned(),
        }),
        Holds::Bool => Value::Bool(column.yes()),
        Holds::Date => Value::Date(column.text().parse().map_err(|_| odd())?),
        Holds::Instant => Value::Instant(moment(column)?),
        Holds::Duration => Value::Duration(column.int()?),
        Holds::Ref(_) => Value::Ref(column.int()?),
        Holds::Refs(_) => Value::Refs(serde_json::from_str(column.text()).map_err(|_| odd())?),
        Holds::Struct => Value::Struct(serde_json::from_str(column.text()).map_err(|_| odd())?),
    })
}
