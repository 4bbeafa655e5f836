//! The face of a connection: statements in, plain values out. The same on both engines.
use crate::{dialect::Dialect, history::Tail, search::KnownWords};

/// A plain value of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Sql {
    /// Nothing.
    Null,
    /// A whole number: `BIGINT`.
    Int(i64),
    /// Yes or no: `BOOLEAN` (an integer in SQLite).
    Bool(bool),
    /// A text, a date, or JSON.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// One row of an answer.
pub type Row = Vec<Sql>;

/// A plain value of a column while its row passes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plain<'a> {
    /// Nothing.
    Null,
    /// A whole number.
    Int(i64),
    /// Yes or no.
    Bool(bool),
    /// A text, a date, or JSON.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
    /// Something that this version of Gemba would not have written, or that could not be read.
    Odd(&'static str),
}

/// A row while it passes by, in the memory of the engine: nothing of it is copied.
pub trait Passing {
    /// The column at that place; nothing behind the last.
    fn column(&self, place: usize) -> Plain<'_>;

    /// Whether the column at that place is a text that is not blank.
    fn says_something(&self, place: usize) -> Result<bool, StoreError> {
        Ok(self.column(place).text()?.chars().any(|letter| !letter.is_whitespace()))
    }
}

/// Takes the columns of a row that passes by one after another.
pub struct Passed<'a> {
    row: &'a dyn Passing,
    place: usize,
}

impl<'a> Passed<'a> {
    /// Begins at the first column.
    pub fn of(row: &'a dyn Passing) -> Self {
        Self { row, place: 0 }
    }

    /// The next column; nothing behind the last.
    #[inline]
    pub fn take(&mut self) -> Plain<'a> {
        self.place += 1;
        self.row.column(self.place - 1)
    }

    /// Whether the next column is a text that is not blank.
    pub fn says_something(&mut self) -> Result<bool, StoreError> {
        self.place += 1;
        self.row.says_something(self.place - 1)
    }
}

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused a statement, or cannot be reached.
    #[error("the database failed: {0}")]
    Engine(String),
    /// A value that must be unique is there already.
    #[error("the value is there already: {0}")]
    NotUnique(String),
    /// What was read is not what this version of Gemba writes.
    #[error("the database holds something unexpected: {0}")]
    Unexpected(String),
    /// The address of the database is not understood.
    #[error("{0}")]
    Address(String),
}

impl StoreError {
    /// Something that this version of Gemba would not have written.
    pub fn unexpected(what: impl Into<String>) -> Self {
        Self::Unexpected(what.into())
    }
}

/// A connection, in a transaction when it writes. Parameters are written `$1`, `$2` … in the order of their first use.
pub trait Db {
    /// Which engine is below.
    fn dialect(&self) -> Dialect;
    /// Runs a statement and visits each row of its answer until the visitor says no.
    fn each(
        &mut self,
        sql: &str,
        args: &[Sql],
        visitor: &mut dyn FnMut(Row) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError>;
    /// Runs a statement without an answer, and returns how many rows it touched.
    fn execute(&mut self, sql: &str, args: &[Sql]) -> Result<u64, StoreError>;
    /// Runs several statements without parameters.
    fn batch(&mut self, sql: &str) -> Result<(), StoreError>;
    /// How many statements that write have succeeded on this connection.
    fn writes(&self) -> u64;
    /// The end of the ledger, to which this transaction appends.
    fn tail(&mut self) -> &mut Tail;
    /// Words that this connection knows to be in the list of words.
    fn known_words(&mut self) -> &mut KnownWords;

    /// Runs a statement and visits each row of its answer, as [`Self::each`] does, for an answer of very many rows: the
    /// row is good for one visit only.
    fn scan(
        &mut self,
        sql: &str,
        args: &[Sql],
        visitor: &mut dyn FnMut(&dyn Passing) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError>;

    /// Runs a statement and collects its answer.
    fn query(&mut self, sql: &str, args: &[Sql]) -> Result<Vec<Row>, StoreError> {
        let mut rows = Vec::new();
        self.each(sql, args, &mut |row| {
            rows.push(row);
            Ok(true)
        })?;
        Ok(rows)
    }

    /// Runs a statement and returns the first row of its answer.
    fn first(&mut self, sql: &str, args: &[Sql]) -> Result<Option<Row>, StoreError> {
        let mut found = None;
        self.each(sql, args, &mut |row| {
            found = Some(row);
            Ok(false)
        })?;
        Ok(found)
    }
}

impl Sql {
    /// A text, or nothing.
    pub fn text_or_null(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Null, |text| Self::Text(text.into()))
    }

    /// A number, or nothing.
    pub fn int_or_null(number: Option<i64>) -> Self {
        number.map_or(Self::Null, Self::Int)
    }

    /// The same, borrowed.
    pub fn plain(&self) -> Plain<'_> {
        match self {
            Self::Null => Plain::Null,
            Self::Int(number) => Plain::Int(*number),
            Self::Bool(yes) => Plain::Bool(*yes),
            Self::Text(text) => Plain::Text(text),
            Self::Bytes(bytes) => Plain::Bytes(bytes),
        }
    }

    /// The number held; SQLite's yes and no are numbers too.
    pub fn int(&self) -> Result<i64, StoreError> {
        self.plain().int()
    }

    /// The number held, or nothing.
    pub fn maybe_int(&self) -> Result<Option<i64>, StoreError> {
        if *self == Self::Null { Ok(None) } else { self.int().map(Some) }
    }

    /// Yes or no; nothing is no.
    pub fn yes(&self) -> bool {
        matches!(self, Self::Bool(true) | Self::Int(1))
    }

    /// The text held; nothing is the empty text.
    pub fn text(&self) -> &str {
        if let Self::Text(text) = self { text } else { "" }
    }

    /// The text held, or nothing.
    pub fn maybe_text(&self) -> Option<String> {
        if let Self::Text(text) = self { Some(text.clone()) } else { None }
    }

    /// The bytes held; nothing is no bytes.
    pub fn bytes(&self) -> &[u8] {
        if let Self::Bytes(bytes) = self { bytes } else { &[] }
    }
}

impl<'a> Plain<'a> {
    /// The number held; SQLite's yes and no are numbers too.
    pub fn int(self) -> Result<i64, StoreError> {
        match self {
            Self::Int(number) => Ok(number),
            Self::Bool(yes) => Ok(i64::from(yes)),
            Self::Odd(what) => Err(StoreError::unexpected(what)),
            other => Err(StoreError::unexpected(format!("{other:?} where a number belongs"))),
        }
    }

    /// Yes or no; nothing is no.
    pub fn yes(self) -> Result<bool, StoreError> {
        match self {
            Self::Odd(what) => Err(StoreError::unexpected(what)),
            other => Ok(matches!(other, Self::Bool(true) | Self::Int(1))),
        }
    }

    /// The text held; nothing is the empty text.
    pub fn text(self) -> Result<&'a str, StoreError> {
        match self {
            Self::Text(text) => Ok(text),
            Self::Odd(what) => Err(StoreError::unexpected(what)),
            _ => Ok(""),
        }
    }
}

/// Takes the columns of a row one after another.
pub struct Columns<'a>(std::slice::Iter<'a, Sql>);

impl<'a> Columns<'a> {
    /// Begins at the first column.
    pub fn of(row: &'a Row) -> Self {
        Self(row.iter())
    }

    /// The next column; nothing behind the last.
    pub fn take(&mut self) -> &'a Sql {
        self.0.next().unwrap_or(&Sql::Null)
    }
}
