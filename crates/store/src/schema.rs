//! One schema, made from the definitions and spelled per engine. It only ever adds: what shipped is never edited.
use crate::{
    db::{Db, Sql, StoreError},
    dialect::{Added, ColumnType, Dialect},
    search, settings,
};
use gemba_model::{FieldDef, Holds, KindDef};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The columns of every record, before those of its fields.
pub const ENVELOPE: &[(&str, ColumnType)] = &[
    ("id", ColumnType::Key),
    ("version", ColumnType::Int),
    ("state", ColumnType::Text),
    ("open", ColumnType::Bool),
    ("created_at", ColumnType::Int),
    ("created_by", ColumnType::Int),
    ("updated_at", ColumnType::Int),
    ("updated_by", ColumnType::Int),
    ("imported", ColumnType::Bool),
    ("origin", ColumnType::Text),
    ("tags", ColumnType::Text),
    ("custom", ColumnType::Json),
];

/// The house's own tables, besides those of the kinds.
/// A table's name, its columns, and what is said behind them.
type Table = (&'static str, &'static [(&'static str, ColumnType)], &'static str);

const HOUSE: &[Table] = &[
    (
        "ledger",
        &[
            ("idx", ColumnType::Int),
            ("at_ms", ColumnType::Int),
            ("actor", ColumnType::Int),
            ("channel", ColumnType::Text),
            ("kind", ColumnType::Text),
            ("record", ColumnType::Int),
            ("verb", ColumnType::Text),
            ("imported", ColumnType::Bool),
            ("body", ColumnType::Text),
            ("salt", ColumnType::Bytes),
            ("body_hash", ColumnType::Bytes),
            ("leaf", ColumnType::Bytes),
        ],
        "PRIMARY KEY (idx)",
    ),
    (
        "ledger_tile",
        &[("level", ColumnType::Int), ("idx", ColumnType::Int), ("hash", ColumnType::Bytes)],
        "PRIMARY KEY (level, idx)",
    ),
    (
        "ledger_checkpoint",
        &[("size", ColumnType::Int), ("at_ms", ColumnType::Int), ("note", ColumnType::Text)],
        "PRIMARY KEY (size)",
    ),
    ("setting", &[("name", ColumnType::Text), ("value", ColumnType::Text)], "PRIMARY KEY (name)"),
    (
        "job",
        &[
            ("id", ColumnType::Key),
            ("topic", ColumnType::Text),
            ("name", ColumnType::Text),
            ("due_ms", ColumnType::Int),
            ("payload", ColumnType::Text),
            ("attempts", ColumnType::Int),
        ],
        "",
    ),
    ("blob", &[("digest", ColumnType::Text), ("bytes", ColumnType::Bytes)], "PRIMARY KEY (digest)"),
    (
        "credential",
        &[("person", ColumnType::Int), ("hash", ColumnType::Text), ("changed_ms", ColumnType::Int)],
        "PRIMARY KEY (person)",
    ),
    (
        "session",
        &[
            ("hash", ColumnType::Text),
            ("person", ColumnType::Int),
            ("csrf", ColumnType::Text),
            ("created_ms", ColumnType::Int),
            ("expires_ms", ColumnType::Int),
        ],
        "PRIMARY KEY (hash)",
    ),
    (
        "token",
        &[
            ("id", ColumnType::Key),
            ("hash", ColumnType::Text),
            ("person", ColumnType::Int),
            ("name", ColumnType::Text),
            ("scope", ColumnType::Text),
            ("created_ms", ColumnType::Int),
            ("expires_ms", ColumnType::Int),
            ("revoked", ColumnType::Bool),
        ],
        "",
    ),
    (
        "invitation",
        &[("hash", ColumnType::Text), ("person", ColumnType::Int), ("expires_ms", ColumnType::Int)],
        "PRIMARY KEY (hash)",
    ),
    (
        "idempotency",
        &[
            ("name", ColumnType::Text),
            ("fingerprint", ColumnType::Text),
            ("answer", ColumnType::Text),
            ("at_ms", ColumnType::Int),
        ],
        "PRIMARY KEY (name)",
    ),
    ("sign_in_failure", &[("subject", ColumnType::Text), ("at_ms", ColumnType::Int)], ""),
];

const HOUSE_INDEXES: &str = r#"
CREATE INDEX IF NOT EXISTS ledger_record ON ledger (kind, record, idx);
CREATE INDEX IF NOT EXISTS ledger_step ON ledger (kind, imported, verb, record, at_ms) WHERE verb <> 'create';
CREATE INDEX IF NOT EXISTS ledger_words ON ledger (kind, record, verb, at_ms) WHERE body LIKE '%"text":%';
CREATE UNIQUE INDEX IF NOT EXISTS job_name ON job (topic, name);
CREATE INDEX IF NOT EXISTS job_due ON job (due_ms);
CREATE UNIQUE INDEX IF NOT EXISTS token_hash ON token (hash);
CREATE INDEX IF NOT EXISTS session_person ON session (person);
CREATE INDEX IF NOT EXISTS idempotency_at ON idempotency (at_ms);
CREATE INDEX IF NOT EXISTS sign_in_failure_subject ON sign_in_failure (subject, at_ms);
"#;

/// The columns of a field: one, or two for money (the amount in millionths, and the currency).
pub fn columns(field: &FieldDef) -> Vec<(String, ColumnType)> {
    let name = field.name.to_string();
    match &field.holds {
        Holds::ShortText
        | Holds::LongText
        | Holds::Choice(_)
        | Holds::Date
        | Holds::Refs(_)
        | Holds::Struct => vec![(name, ColumnType::Text)],
        Holds::Int
        | Holds::Decimal
        | Holds::Percent
        | Holds::Instant
        | Holds::Duration
        | Holds::Ref(_) => vec![(name, ColumnType::Int)],
        Holds::Bool => vec![(name, ColumnType::Bool)],
        Holds::Money => {
            let currency = format!("{name}_currency");
            vec![(name, ColumnType::Int), (currency, ColumnType::Text)]
        }
    }
}

/// Every column of a kind's table, in order.
pub fn table_columns(def: &KindDef) -> Vec<(String, ColumnType)> {
    let envelope = ENVELOPE.iter().map(|(name, column)| ((*name).to_owned(), *column));
    envelope.chain(def.fields.iter().flat_map(columns)).collect()
}

/// Every table with its columns, but for the full-text index.
pub(crate) fn all_tables(
    kinds: &[&'static KindDef],
) -> Vec<(&'static str, Vec<(String, ColumnType)>)> {
    let house = HOUSE.iter().map(|(table, columns, _)| {
        let own = |(name, column): &(&str, ColumnType)| ((*name).to_owned(), *column);
        (*table, columns.iter().map(own).collect())
    });
    house.chain(kinds.iter().map(|def| (def.name, table_columns(def)))).collect()
}

/// The whole schema as statements: what a new database is made with, and what `docs/schema` shows.
pub fn statements(dialect: Dialect, kinds: &[&'static KindDef]) -> String {
    let mut sql = String::new();
    for (table, columns, rest) in HOUSE {
        let columns: Vec<_> =
            columns.iter().map(|(name, column)| ((*name).to_owned(), *column)).collect();
        create_table(&mut sql, dialect, table, &columns, rest);
    }
    sql.push_str(HOUSE_INDEXES.trim_start());
    sql.push_str(dialect.search_schema());
    sql.push('\n');
    for def in kinds {
        create_table(&mut sql, dialect, def.name, &table_columns(def), "");
        sql.push_str(&indexes(def));
    }
    sql
}

fn create_table(
    sql: &mut String,
    dialect: Dialect,
    table: &str,
    columns: &[(String, ColumnType)],
    rest: &str,
) {
    let mut lines: Vec<String> = columns
        .iter()
        .map(|(name, column)| format!("  \"{name}\" {}", dialect.column(*column)))
        .collect();
    if !rest.is_empty() {
        lines.push(format!("  {rest}"));
    }
    let _ = writeln!(sql, "CREATE TABLE IF NOT EXISTS \"{table}\" (\n{}\n);", lines.join(",\n"));
}

/// Indexes. Lists that are narrowed and sorted get a whole one, rare references a partial one that costs nothing when
/// the field is empty. Their names hold a dot, so that none is ever called as a table is.
fn indexes(def: &KindDef) -> String {
    let mut sql = String::new();
    let table = def.name;
    let _ = writeln!(
        sql,
        "CREATE INDEX IF NOT EXISTS \"{table}.open\" ON \"{table}\" (\"open\", \"id\");\n\
         CREATE UNIQUE INDEX IF NOT EXISTS \"{table}.origin\" ON \"{table}\" (\"origin\") \
         WHERE \"origin\" IS NOT NULL;"
    );
    if def.states.len() > 2 {
        let _ = writeln!(
            sql,
            "CREATE INDEX IF NOT EXISTS \"{table}.state\" ON \"{table}\" (\"state\", \"id\");"
        );
    }
    for field in def.fields.iter().filter(|field| field.unique) {
        let name = &field.name;
        let _ = writeln!(
            sql,
            "CREATE UNIQUE INDEX IF NOT EXISTS \"{table}.{name}.unique\" ON \"{table}\" (\"{name}\") \
             WHERE \"{name}\" IS NOT NULL;"
        );
    }
    // A list of references has none: an index holds no entry as long as a list may grow.
    let is_indexed = |field: &&FieldDef| {
        (field.filtered || field.scope.is_some()) && !matches!(field.holds, Holds::Refs(_))
    };
    for field in def.fields.iter().filter(is_indexed) {
        let name = &field.name;
        let is_whole = field.listed && field.filtered;
        let partial =
            if is_whole { String::new() } else { format!(" WHERE \"{name}\" IS NOT NULL") };
        let _ = writeln!(
            sql,
            "CREATE INDEX IF NOT EXISTS \"{table}.{name}\" ON \"{table}\" (\"{name}\", \"id\"){partial};"
        );
    }
    sql
}

/// Brings a database to this version's schema: makes what is missing, adds columns that definitions gained.
pub fn migrate(db: &mut dyn Db, kinds: &[&'static KindDef]) -> Result<(), StoreError> {
    let dialect = db.dialect();
    let existing = existing_columns(db)?;
    for def in kinds {
        let is_new = !existing.iter().any(|(table, _)| table == def.name);
        if is_new {
            continue;
        }
        for (name, column) in table_columns(def) {
            if !existing.contains(&(def.name.to_owned(), name.clone())) {
                let column = dialect.column(column);
                let table = def.name;
                db.batch(&format!("ALTER TABLE \"{table}\" ADD COLUMN \"{name}\" {column};"))?;
            }
        }
    }
    if existing.iter().any(|(table, _)| table == "setting")
        && settings::get(db, search::FORM_SETTING)?.as_deref() != Some(search::FORM)
    {
        // The desk writes it anew.
        db.batch("DROP TABLE IF EXISTS search; DROP TABLE IF EXISTS search_word;")?;
    }
    db.batch(&statements(dialect, kinds))
}

fn existing_columns(db: &mut dyn Db) -> Result<BTreeSet<(String, String)>, StoreError> {
    let rows = db.query(db.dialect().columns(), &[])?;
    Ok(rows
        .iter()
        .filter_map(|row| match row.as_slice() {
            [Sql::Text(table), Sql::Text(column)] => Some((table.clone(), column.clone())),
            _ => None,
        })
        .collect())
}

/// Makes the index of a field that an organization added and marked as filtered. Long texts and lists have none: an
/// index holds no entry that long, and would not be asked.
pub fn index_custom(db: &mut dyn Db, def: &KindDef, field: &FieldDef) -> Result<(), StoreError> {
    if matches!(field.holds, Holds::LongText | Holds::Refs(_) | Holds::Struct) {
        return Ok(());
    }
    let expression = custom_expression(db.dialect(), field);
    let (table, name) = (def.name, &field.name);
    db.batch(&format!(
        "CREATE INDEX IF NOT EXISTS \"{table}.{name}\" ON \"{table}\" (({expression}), \"id\");"
    ))
}

/// The expression by which an added field is narrowed and sorted.
pub fn custom_expression(dialect: Dialect, field: &FieldDef) -> String {
    let added = match field.holds {
        Holds::ShortText | Holds::LongText | Holds::Choice(_) | Holds::Date | Holds::Struct => {
            Added::Text
        }
        Holds::Int | Holds::Duration | Holds::Ref(_) => Added::Int,
        Holds::Decimal | Holds::Percent => Added::Decimal,
        Holds::Money => Added::Amount,
        Holds::Bool => Added::Bool,
        Holds::Instant => Added::Instant,
        Holds::Refs(_) => Added::List,
    };
    dialect.custom(&field.name, added)
}

/// What [`custom_expression`] gives.
pub(crate) fn custom_column(field: &FieldDef) -> ColumnType {
    match field.holds {
        // A column of its own would hold it as a number.
        Holds::Instant => ColumnType::Text,
        _ => columns(field).first().map_or(ColumnType::Text, |(_, column)| *column),
    }
}
