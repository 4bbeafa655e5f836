//! Records of any kind: written, read, listed. Columns come from the definition; nothing here knows a kind.
use crate::{
    columns::{args, record},
    condition::Where,
    db::{Columns, Db, Sql, StoreError},
    dialect::ColumnType,
    restricted, schema,
    search::Met,
};
use gemba_model::{
    FieldDef, KindDef, Record,
    filter::{Filter, Sort},
    overlay::KindView,
    restricted::Bar,
};
use gemba_vocabulary::RecordId;
use serde_json::{Value as Json, json};
use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, LazyLock, PoisonError, RwLock},
};

/// The statements about a kind's table that never change, spelled once.
struct Texts {
    select: String,
    /// The columns selected, for a question that wants more than them.
    columns: String,
    insert: String,
    update: String,
}

/// Keyed by where the definition lies: definitions are static, and one spelling serves every store.
static TEXTS: LazyLock<RwLock<HashMap<usize, Arc<Texts>>>> = LazyLock::new(RwLock::default);

impl Texts {
    fn of(def: &KindDef) -> Arc<Self> {
        let key = std::ptr::from_ref(def).addr();
        let held = TEXTS.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        held.unwrap_or_else(|| {
            let texts = Arc::new(Self::spell(def));
            let mut all = TEXTS.write().unwrap_or_else(PoisonError::into_inner);
            all.insert(key, Arc::clone(&texts));
            texts
        })
    }

    fn spell(def: &KindDef) -> Self {
        let table = def.name;
        let columns = schema::table_columns(def);
        let names: Vec<_> = columns.iter().map(|(name, _)| format!("\"{name}\"")).collect();
        // A number of its own comes from the engine; everything else in the order of the table.
        let own = names.get(1..).unwrap_or_default();
        let marks: Vec<_> = (1..=own.len()).map(|place| format!("${place}")).collect();
        let sets: Vec<_> =
            own.iter().zip(&marks).map(|(name, mark)| format!("{name} = {mark}")).collect();
        let (id, version) = (own.len() + 1, own.len() + 2);
        Self {
            select: format!("SELECT {} FROM \"{table}\"", names.join(", ")),
            columns: names.join(", "),
            insert: format!(
                "INSERT INTO \"{table}\" ({}) VALUES ({}) RETURNING \"id\"",
                own.join(", "),
                marks.join(", ")
            ),
            update: format!(
                "UPDATE \"{table}\" SET {} WHERE \"id\" = ${id} AND \"version\" = ${version}",
                sets.join(", ")
            ),
        }
    }
}

/// Writes a new record; returns its number.
pub fn insert(db: &mut dyn Db, def: &KindDef, record: &Record) -> Result<RecordId, StoreError> {
    let row = db.first(&Texts::of(def).insert, &args(def, record)?)?;
    row.ok_or_else(|| StoreError::unexpected("no number for a new record"))
        .and_then(|row| Columns::of(&row).take().int())
}

/// Writes a record over the version before; returns whether it was still that version.
pub fn update(db: &mut dyn Db, def: &KindDef, record: &Record) -> Result<bool, StoreError> {
    let mut args = args(def, record)?;
    args.push(Sql::Int(record.id));
    args.push(Sql::Int(record.version - 1));
    Ok(db.execute(&Texts::of(def).update, &args)? == 1)
}

/// Reads one record.
pub fn get(db: &mut dyn Db, view: &KindView, id: RecordId) -> Result<Option<Record>, StoreError> {
    let sql = format!("{} WHERE \"id\" = $1", Texts::of(view.def).select);
    db.first(&sql, &[Sql::Int(id)])?.map(|row| record(view, &row)).transpose()
}

/// Reads the record that came from there.
pub fn by_origin(
    db: &mut dyn Db,
    view: &KindView,
    origin: &str,
) -> Result<Option<Record>, StoreError> {
    let sql = format!("{} WHERE \"origin\" = $1", Texts::of(view.def).select);
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
    /// By which words they are found, if by any.
    pub met: Option<&'a Met>,
    /// In which order; records without a value come last.
    pub sort: &'a Sort,
    /// Where the page before ended.
    pub after: Option<Place>,
    /// How many at most.
    pub limit: usize,
}

/// Where a record stands in a list: what the engine sorts it by, and its number.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    by: Sql,
    id: RecordId,
}

impl Place {
    /// The spelling in JSON.
    pub fn spell(&self) -> String {
        let by = match &self.by {
            Sql::Null | Sql::Bytes(_) => Json::Null,
            Sql::Int(number) => json!(number),
            Sql::Bool(yes) => json!(yes),
            Sql::Text(text) => json!(text),
        };
        json!([by, self.id]).to_string()
    }

    /// Reads a place in a list of that order; nothing if there is none such.
    pub fn read(view: &KindView, sort: &Sort, text: &[u8]) -> Option<Self> {
        let (by, id): (Json, RecordId) = serde_json::from_slice(text).ok()?;
        let column = if view.field(&sort.field).is_some_and(FieldDef::is_custom) {
            schema::custom_column(view.field(&sort.field)?)
        } else {
            let mut columns = schema::table_columns(view.def).into_iter();
            columns.find(|(name, _)| *name == sort.field)?.1
        };
        let by = match (column, by) {
            (_, Json::Null) => Sql::Null,
            // One engine keeps yes and no as numbers.
            (ColumnType::Bool, Json::Bool(yes)) => Sql::Bool(yes),
            (ColumnType::Bool, Json::Number(number)) => Sql::Bool(number.as_i64()? != 0),
            (ColumnType::Int | ColumnType::Key, Json::Number(number)) => Sql::Int(number.as_i64()?),
            (ColumnType::Text, Json::String(text)) if !text.contains('\0') => Sql::Text(text),
            _ => return None,
        };
        Some(Self { by, id })
    }
}

/// A page of records.
#[derive(Debug, Default)]
pub struct Listed {
    /// The records.
    pub records: Vec<Record>,
    /// Where the page ended, if there are more.
    pub next: Option<Place>,
}

/// Reads records, as many as are asked for.
pub fn list(
    db: &mut dyn Db,
    view: &KindView,
    listing: &Listing<'_>,
) -> Result<Vec<Record>, StoreError> {
    let found = placed(db, view, listing, listing.limit)?;
    Ok(found.into_iter().map(|(record, _)| record).collect())
}

/// Reads a page of records, and where it ended.
pub fn page(db: &mut dyn Db, view: &KindView, listing: &Listing<'_>) -> Result<Listed, StoreError> {
    let mut found = placed(db, view, listing, listing.limit.saturating_add(1))?;
    let mut next = None;
    if found.len() > listing.limit {
        found.truncate(listing.limit);
        next = found.last().map(|(record, by)| Place { by: by.clone(), id: record.id });
    }
    Ok(Listed { records: found.into_iter().map(|(record, _)| record).collect(), next })
}

/// A record, with what the engine sorts it by.
type Placed = (Record, Sql);

fn placed(
    db: &mut dyn Db,
    view: &KindView,
    listing: &Listing<'_>,
    limit: usize,
) -> Result<Vec<Placed>, StoreError> {
    let mut found = Vec::new();
    let after = listing.after.as_ref();
    if listing.sort.field == "id" {
        list_part(db, view, listing, Part::ById(after.map(|place| place.id)), limit, &mut found)?;
        return Ok(found);
    }
    // Records with a value first, by the index of the field; then those without, by number. One query cannot use the
    // index for both, and the engines disagree on where nothing sorts.
    match after {
        Some(Place { by: Sql::Null, id }) => {
            list_part(db, view, listing, Part::Without(Some(*id)), limit, &mut found)?;
        }
        after => {
            list_part(db, view, listing, Part::With(after), limit, &mut found)?;
            if found.len() < limit {
                list_part(db, view, listing, Part::Without(None), limit, &mut found)?;
            }
        }
    }
    Ok(found)
}

enum Part<'a> {
    ById(Option<RecordId>),
    With(Option<&'a Place>),
    Without(Option<RecordId>),
}

fn list_part(
    db: &mut dyn Db,
    view: &KindView,
    listing: &Listing<'_>,
    part: Part<'_>,
    limit: usize,
    found: &mut Vec<Placed>,
) -> Result<(), StoreError> {
    let mut clause = Where::new(db, view);
    clause.filters(listing.filters)?;
    clause.any_of(listing.scopes)?;
    if let Some(met) = listing.met {
        clause.met(met);
    }
    let (by, way) = (
        clause.expression(&listing.sort.field)?,
        if listing.sort.descending { "DESC" } else { "ASC" },
    );
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
            if let Some(place) = after {
                let value = clause.arg(place.by.clone());
                let id = clause.arg(Sql::Int(place.id));
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
    let wanted = limit.saturating_sub(found.len());
    let limit = clause.arg(Sql::Int(i64::try_from(wanted).unwrap_or(i64::MAX)));
    let (text, args, table) = (clause.text, clause.args, view.def.name);
    let columns = &Texts::of(view.def).columns;
    let sql =
        format!("SELECT {columns}, {by} FROM \"{table}\"{text} ORDER BY {order} LIMIT {limit}");
    db.each(&sql, &args, &mut |row| {
        found.push((record(view, &row)?, row.last().cloned().unwrap_or(Sql::Null)));
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
    let sql = format!("{}{} ORDER BY \"id\"", Texts::of(view.def).select, clause.text);
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

/// The numbers of the records of a kind that are barred.
pub fn barred(
    db: &mut dyn Db,
    def: &KindDef,
    bars: &[Bar],
) -> Result<BTreeSet<RecordId>, StoreError> {
    let sql = format!("SELECT \"id\" FROM \"{}\" WHERE {}", def.name, restricted::barred(bars));
    let rows = db.query(&sql, &[])?;
    rows.iter().map(|row| Columns::of(row).take().int()).collect()
}

/// Whether any record of a kind is barred.
pub fn is_any_barred(db: &mut dyn Db, def: &KindDef, bars: &[Bar]) -> Result<bool, StoreError> {
    let barred = restricted::barred(bars);
    Ok(db.first(&format!("SELECT 1 FROM \"{}\" WHERE {barred} LIMIT 1", def.name), &[])?.is_some())
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
