//! PostgreSQL below the store: one blocking connection for writing, a few for reading.
use crate::{
    db::{Db, Passing, Plain, Row, Sql, StoreError},
    dialect::Dialect,
    history::Tail,
    search::KnownWords,
};
use postgres::{
    Client, NoTls, Statement,
    fallible_iterator::FallibleIterator,
    types::{FromSql, IsNull, ToSql, Type, private::BytesMut, to_sql_checked},
};
use std::{collections::HashMap, error::Error};

/// One connection to a PostgreSQL database.
pub struct PostgresDb {
    client: Client,
    prepared: HashMap<String, Statement>,
    tail: Tail,
    known: KnownWords,
    writes: u64,
}

const STATEMENTS_CACHED_MAX: usize = 400;

impl PostgresDb {
    /// Connects to `postgres://…`.
    pub fn connect(url: &str) -> Result<Self, StoreError> {
        let client = Client::connect(url, NoTls).map_err(|error| {
            let why = error.source().map_or_else(|| error.to_string(), ToString::to_string);
            StoreError::Engine(format!(
                "cannot connect to PostgreSQL: {why}. Check the address and that the server runs."
            ))
        })?;
        Ok(Self {
            client,
            prepared: HashMap::new(),
            tail: Tail::default(),
            known: KnownWords::default(),
            writes: 0,
        })
    }

    /// Waits for messages of other nodes on `channel` and hands each to the listener, until it says no.
    pub fn listen(
        &mut self,
        channel: &str,
        listener: &mut dyn FnMut(&str) -> bool,
    ) -> Result<(), StoreError> {
        self.client.batch_execute(&format!("LISTEN {channel}")).map_err(fault)?;
        let mut notifications = self.client.notifications();
        let mut messages = notifications.blocking_iter();
        while let Some(message) = messages.next().map_err(fault)? {
            if !listener(message.payload()) {
                break;
            }
        }
        Ok(())
    }

    fn prepare(&mut self, sql: &str) -> Result<Statement, StoreError> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql).map_err(fault)?;
        if self.prepared.len() >= STATEMENTS_CACHED_MAX {
            self.prepared.clear();
        }
        self.prepared.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

impl Db for PostgresDb {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn each(
        &mut self,
        sql: &str,
        args: &[Sql],
        visitor: &mut dyn FnMut(Row) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError> {
        let statement = self.prepare(sql)?;
        let mut rows = self.client.query_raw(&statement, args).map_err(fault)?;
        while let Some(row) = rows.next().map_err(fault)? {
            let values = (0..row.len())
                .map(|place| row.try_get::<_, Sql>(place).map_err(fault))
                .collect::<Result<Row, _>>()?;
            if !visitor(values)? {
                break;
            }
        }
        drop(rows);
        self.writes += u64::from(sql.starts_with("INSERT"));
        Ok(())
    }

    fn scan(
        &mut self,
        sql: &str,
        args: &[Sql],
        visitor: &mut dyn FnMut(&dyn Passing) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError> {
        let statement = self.prepare(sql)?;
        let mut rows = self.client.query_raw(&statement, args).map_err(fault)?;
        while let Some(row) = rows.next().map_err(fault)? {
            if !visitor(&row)? {
                break;
            }
        }
        Ok(())
    }

    fn execute(&mut self, sql: &str, args: &[Sql]) -> Result<u64, StoreError> {
        let statement = self.prepare(sql)?;
        let args: Vec<&(dyn ToSql + Sync)> =
            args.iter().map(|arg| -> &(dyn ToSql + Sync) { arg }).collect();
        let touched = self.client.execute(&statement, &args).map_err(fault)?;
        self.writes += 1;
        Ok(touched)
    }

    fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        self.client.batch_execute(sql).map_err(fault)
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

impl ToSql for Sql {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(number) if *ty == Type::INT4 => i32::try_from(*number)?.to_sql(ty, out),
            Self::Int(number) if *ty == Type::BOOL => (*number != 0).to_sql(ty, out),
            Self::Int(number) => number.to_sql(ty, out),
            Self::Bool(yes) if *ty == Type::BOOL => yes.to_sql(ty, out),
            Self::Bool(yes) => i64::from(*yes).to_sql(ty, out),
            Self::Text(text) if *ty == Type::JSONB => {
                out.extend_from_slice(&[1]);
                out.extend_from_slice(text.as_bytes());
                Ok(IsNull::No)
            }
            Self::Text(text) => text.to_sql(ty, out),
            Self::Bytes(bytes) => bytes.to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl Passing for postgres::Row {
    fn column(&self, place: usize) -> Plain<'_> {
        if place >= self.len() {
            return Plain::Null;
        }
        self.try_get(place).unwrap_or(Plain::Odd("a column that cannot be read"))
    }
}

impl<'a> FromSql<'a> for Plain<'a> {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(match *ty {
            Type::INT8 => Self::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => Self::Int(i32::from_sql(ty, raw)?.into()),
            Type::BOOL => Self::Bool(bool::from_sql(ty, raw)?),
            Type::BYTEA => Self::Bytes(raw),
            // A JSONB value begins with one byte for its version.
            Type::JSONB => Self::Text(std::str::from_utf8(raw.get(1..).unwrap_or_default())?),
            _ => Self::Text(std::str::from_utf8(raw)?),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self::Null)
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

impl FromSql<'_> for Sql {
    fn from_sql(ty: &Type, raw: &[u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(match Plain::from_sql(ty, raw)? {
            Plain::Null => Self::Null,
            Plain::Int(number) => Self::Int(number),
            Plain::Bool(yes) => Self::Bool(yes),
            Plain::Text(text) => Self::Text(text.to_owned()),
            Plain::Bytes(bytes) => Self::Bytes(bytes.to_vec()),
            Plain::Odd(what) => return Err(what.into()),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self::Null)
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

fn fault(error: postgres::Error) -> StoreError {
    let said = error.as_db_error().map_or_else(
        || {
            let why = error.source().map(|why| format!(": {why}")).unwrap_or_default();
            format!("{error}{why}")
        },
        |said| format!("{} ({})", said.message(), said.code().code()),
    );
    let is_unique = error.code() == Some(&postgres::error::SqlState::UNIQUE_VIOLATION);
    if is_unique { StoreError::NotUnique(said) } else { StoreError::Engine(said) }
}
