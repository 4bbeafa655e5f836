//! SQLite below the store: write-ahead log, durable commits, a pool of reading connections.
use crate::{
    db::{Db, Passing, Plain, Row, Sql, StoreError},
    dialect::Dialect,
    history::Tail,
    search::KnownWords,
};
use rusqlite::{
    Connection, ErrorCode, OpenFlags, Statement, functions::FunctionFlags, types::ValueRef,
};
use std::{path::Path, time::Duration};

/// One connection to a SQLite file.
pub struct SqliteDb {
    connection: Connection,
    tail: Tail,
    known: KnownWords,
    writes: u64,
}

const STATEMENTS_CACHED_MAX: usize = 400;
const BUSY_WAIT: Duration = Duration::from_secs(20);

/// The address at which the same store is filled without waiting for the disk; a PostgreSQL server decides that for
/// itself.
pub fn in_haste(address: &str) -> String {
    let path = address.strip_prefix("sqlite:").map(|path| path.trim_start_matches("//"));
    path.map_or_else(|| address.to_owned(), |path| format!("hasty-sqlite:{path}"))
}

impl SqliteDb {
    /// Opens the file for writing, making it if it is not there.
    pub fn open_writer(path: &Path) -> Result<Self, StoreError> {
        // Only the writer's thread has this connection; SQLite need not lock it at every call.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(fault)?;
        let db = Self::set_up(connection)?;
        // FULL: an acknowledged command is on the disk, whatever happens to the machine.
        db.connection
            .execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                 PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -32000;",
            )
            .map_err(fault)?;
        Ok(db)
    }

    /// The same without waiting for the disk: if the machine fails meanwhile, the file is of no use.
    pub fn open_hasty_writer(path: &Path) -> Result<Self, StoreError> {
        let db = Self::open_writer(path)?;
        db.connection.execute_batch("PRAGMA synchronous = OFF;").map_err(fault)?;
        Ok(db)
    }

    /// Opens the file for reading only.
    pub fn open_reader(path: &Path) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(fault)?;
        let db = Self::set_up(connection)?;
        db.connection
            .execute_batch("PRAGMA query_only = ON; PRAGMA cache_size = -8000;")
            .map_err(fault)?;
        Ok(db)
    }

    fn set_up(connection: Connection) -> Result<Self, StoreError> {
        connection.busy_timeout(BUSY_WAIT).map_err(fault)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS_CACHED_MAX);
        connection.execute_batch("PRAGMA temp_store = MEMORY;").map_err(fault)?;
        // SQLite's own makes small letters of A to Z alone.
        let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
        connection
            .create_scalar_function("small_letters", 1, flags, |context| {
                let text: Option<String> = context.get(0)?;
                Ok(text.map(|text| text.to_lowercase()))
            })
            .map_err(fault)?;
        Ok(Self { connection, tail: Tail::default(), known: KnownWords::default(), writes: 0 })
    }

    /// Copies the whole database into a new file while others go on working.
    pub fn copy_to(&self, path: &Path) -> Result<(), StoreError> {
        let text = path.to_str().ok_or_else(|| {
            StoreError::Address(format!("{} is not a path in UTF-8", path.display()))
        })?;
        self.connection.execute("VACUUM INTO ?1", [text]).map_err(fault)?;
        Ok(())
    }
}

impl Db for SqliteDb {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn each(
        &mut self,
        sql: &str,
        args: &[Sql],
        visitor: &mut dyn FnMut(Row) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(sql).map_err(fault)?;
        bind(&mut statement, args)?;
        let width = statement.column_count();
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(fault)? {
            let values = (0..width)
                .map(|place| row.get_ref(place).map(value).map_err(fault))
                .collect::<Result<Row, _>>()?;
            if !visitor(values)? {
                break;
            }
        }
        self.writes += u64::from(sql.starts_with("INSERT"));
        Ok(())
    }

    fn scan(
        &mut self,
        sql: &str,
        args: &[Sql],
        visitor: &mut dyn FnMut(&dyn Passing) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(sql).map_err(fault)?;
        bind(&mut statement, args)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(fault)? {
            if !visitor(row)? {
                break;
            }
        }
        Ok(())
    }

    fn execute(&mut self, sql: &str, args: &[Sql]) -> Result<u64, StoreError> {
        let mut statement = self.connection.prepare_cached(sql).map_err(fault)?;
        bind(&mut statement, args)?;
        let touched = statement.raw_execute().map_err(fault)?;
        self.writes += 1;
        u64::try_from(touched).map_err(|_| StoreError::unexpected("more rows than can be counted"))
    }

    fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        self.connection.execute_batch(sql).map_err(fault)
    }

    fn writes(&self) -> u64 {
        self.writes
    }

    fn tail(&mut self) -> &mut Tail {
        &mut self.tail
    }

    fn known_words(&mut self) -> &mut KnownWords {
        &mut self.known
    }
}

fn bind(statement: &mut Statement<'_>, args: &[Sql]) -> Result<(), StoreError> {
    for (place, arg) in args.iter().enumerate() {
        let place = place + 1;
        debug_assert_eq!(
            statement.parameter_name(place),
            Some(format!("${place}").as_str()),
            "parameters are numbered in the order of their first use"
        );
        match arg {
            Sql::Null => statement.raw_bind_parameter(place, rusqlite::types::Null),
            Sql::Int(number) => statement.raw_bind_parameter(place, number),
            Sql::Bool(yes) => statement.raw_bind_parameter(place, yes),
            Sql::Text(text) => statement.raw_bind_parameter(place, text),
            Sql::Bytes(bytes) => statement.raw_bind_parameter(place, bytes),
        }
        .map_err(fault)?;
    }
    Ok(())
}

fn value(value: ValueRef<'_>) -> Sql {
    match value {
        ValueRef::Null => Sql::Null,
        ValueRef::Integer(number) => Sql::Int(number),
        ValueRef::Real(number) => Sql::Text(number.to_string()),
        ValueRef::Text(bytes) => Sql::Text(String::from_utf8_lossy(bytes).into_owned()),
        ValueRef::Blob(bytes) => Sql::Bytes(bytes.to_vec()),
    }
}

impl Passing for rusqlite::Row<'_> {
    fn column(&self, place: usize) -> Plain<'_> {
        match self.get_ref(place) {
            Ok(ValueRef::Null) | Err(rusqlite::Error::InvalidColumnIndex(_)) => Plain::Null,
            Ok(ValueRef::Integer(number)) => Plain::Int(number),
            Ok(ValueRef::Real(_)) => Plain::Odd("a number with a fraction"),
            Ok(ValueRef::Text(bytes)) => match std::str::from_utf8(bytes) {
                Ok(text) => Plain::Text(text),
                Err(_) => Plain::Odd("a text that is not UTF-8"),
            },
            Ok(ValueRef::Blob(bytes)) => Plain::Bytes(bytes),
            Err(_) => Plain::Odd("a column that cannot be read"),
        }
    }

    fn says_something(&self, place: usize) -> Result<bool, StoreError> {
        match self.get_ref(place).map_err(fault)? {
            // The first letter nearly always says it.
            ValueRef::Text([first, ..]) if first.is_ascii_graphic() => Ok(true),
            ValueRef::Text(_) => {
                Ok(self.column(place).text()?.chars().any(|letter| !letter.is_whitespace()))
            }
            _ => Ok(false),
        }
    }
}

fn fault(error: rusqlite::Error) -> StoreError {
    let is_unique = error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation);
    if is_unique {
        StoreError::NotUnique(error.to_string())
    } else {
        StoreError::Engine(error.to_string())
    }
}
