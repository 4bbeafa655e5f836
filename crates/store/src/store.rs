//! One organization's store: where it is, how it is read, how it is written.
use crate::{
    db::{Db, StoreError},
    postgres::PostgresDb,
    schema,
    sqlite::SqliteDb,
    writer::{self, Care, Connect, Job, Verdict},
};
use gemba_model::KindDef;
use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError, mpsc},
};

/// Where a store is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// A SQLite file.
    Sqlite(PathBuf),
    /// A SQLite file that is being filled in haste: whatever the machine does, it can be filled anew.
    HastySqlite(PathBuf),
    /// A PostgreSQL database.
    Postgres(String),
}

impl Address {
    /// Reads `sqlite:PATH` or `postgres://…`; `hasty-sqlite:PATH` waits for no disk.
    pub fn parse(text: &str) -> Result<Self, StoreError> {
        if let Some(path) = text.strip_prefix("hasty-sqlite:").filter(|path| !path.is_empty()) {
            return Ok(Self::HastySqlite(PathBuf::from(path)));
        }
        if let Some(path) = text.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if path.is_empty() {
                return Err(StoreError::Address(
                    "sqlite: needs the path of a file, such as sqlite:gemba.db".to_owned(),
                ));
            }
            return Ok(Self::Sqlite(PathBuf::from(path)));
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        Err(StoreError::Address(format!(
            "“{text}” is no database address; write sqlite:PATH or postgres://USER@HOST/NAME"
        )))
    }
}

/// A handle on one organization's store; cheap to clone.
#[derive(Clone)]
pub struct Store {
    address: Address,
    readers: Arc<Mutex<Vec<Box<dyn Db + Send>>>>,
    writer: mpsc::SyncSender<Box<dyn Job>>,
}

const READERS_KEPT_MAX: usize = 16;

impl Store {
    /// Opens the store and brings its schema to this version.
    pub fn open(address: &str, kinds: &[&'static KindDef]) -> Result<Self, StoreError> {
        let address = Address::parse(address)?;
        {
            let mut db = open_writer(&address)?;
            migrate(db.as_mut(), kinds)?;
        }
        let to_connect = address.clone();
        let connect: Connect = Box::new(move || open_writer(&to_connect));
        let writer = writer::start(connect)
            .map_err(|error| StoreError::Engine(format!("no thread for writing: {error}")))?;
        Ok(Self { address, readers: Arc::default(), writer })
    }

    /// Where the store is.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Reads with a connection of the pool.
    pub fn read<R, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&mut dyn Db) -> Result<R, E>,
    ) -> Result<R, E> {
        let kept = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut db = match kept {
            Some(db) => db,
            None => open_reader(&self.address)?,
        };
        let answer = work(db.as_mut());
        // A connection that failed may be broken; it is not kept.
        if answer.is_ok() {
            let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
            if readers.len() < READERS_KEPT_MAX {
                readers.push(db);
            }
        }
        answer
    }

    /// Reads everything as it was at one moment, however long it takes and whatever others write meanwhile.
    pub fn read_at_one_moment<R, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&mut dyn Db) -> Result<R, E>,
    ) -> Result<R, E> {
        self.read(|db| {
            db.batch(db.dialect().begin_reading())?;
            let answer = work(db)?;
            db.batch("COMMIT")?;
            Ok(answer)
        })
    }

    /// Hands a piece of writing to the writer, with as much care as it needs. `done` is told once it is durable, or why it is not.
    pub fn submit<R, E>(
        &self,
        care: Care,
        work: impl FnOnce(&mut dyn Db) -> Result<R, E> + Send + 'static,
        done: impl FnOnce(Result<R, E>) + Send + 'static,
    ) where
        R: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let job = Box::new(OneJob { care, work: Some(work), answer: None, done });
        if let Err(mpsc::SendError(job)) = self.writer.send(job) {
            job.done(Err("the writer has stopped".to_owned()));
        }
    }

    /// Writes, and waits until it is durable.
    pub fn write<R, E>(
        &self,
        work: impl FnOnce(&mut dyn Db) -> Result<R, E> + Send + 'static,
    ) -> Result<R, E>
    where
        R: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.write_with(Care::Savepoint, work)
    }

    /// Writes with as much care as the work needs, and waits until it is durable.
    pub fn write_with<R, E>(
        &self,
        care: Care,
        work: impl FnOnce(&mut dyn Db) -> Result<R, E> + Send + 'static,
    ) -> Result<R, E>
    where
        R: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (sender, receiver) = mpsc::sync_channel(1);
        self.submit(care, work, move |answer| drop(sender.send(answer)));
        receiver
            .recv()
            .unwrap_or_else(|_| Err(StoreError::Engine("the writer has stopped".into()).into()))
    }

    /// Waits for messages of other nodes, on PostgreSQL; on SQLite there are none and it returns at once.
    pub fn listen(&self, listener: &mut dyn FnMut(&str) -> bool) -> Result<(), StoreError> {
        match &self.address {
            Address::Sqlite(_) | Address::HastySqlite(_) => Ok(()),
            Address::Postgres(url) => PostgresDb::connect(url)?.listen("gemba", listener),
        }
    }

    /// Whether other nodes may work on the same store.
    pub fn is_shared(&self) -> bool {
        matches!(self.address, Address::Postgres(_))
    }

    /// Copies the whole store into a new SQLite file, as it is at one moment, while others go on working.
    pub fn copy_to(
        &self,
        path: &std::path::Path,
        kinds: &[&'static KindDef],
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<(), StoreError> {
        if let Address::Sqlite(from) | Address::HastySqlite(from) = &self.address {
            return SqliteDb::open_writer(from)?.copy_to(path);
        }
        let mut from = open_writer(&self.address)?;
        from.batch(from.dialect().begin_reading())?;
        let to = Address::Sqlite(path.to_owned());
        copy_into(from.as_mut(), &to, kinds, progress)?;
        from.batch("COMMIT")
    }

    /// Fills a new, empty store from a copy made by [`Self::copy_to`].
    pub fn restore(
        from: &std::path::Path,
        to: &str,
        kinds: &[&'static KindDef],
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<(), StoreError> {
        let to = Address::parse(to)?;
        let mut source = SqliteDb::open_reader(from)?;
        let is_backup = source.first("SELECT count(*) FROM ledger", &[]);
        is_backup.map_err(|_| {
            StoreError::Address(format!("{} is no backup of Gemba", from.display()))
        })?;
        source.batch("BEGIN")?;
        copy_into(&mut source, &to, kinds, progress)?;
        source.batch("COMMIT")
    }
}

/// Copies into a store that must be new.
fn copy_into(
    from: &mut dyn Db,
    to: &Address,
    kinds: &[&'static KindDef],
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(), StoreError> {
    let mut db = open_writer(to)?;
    migrate(db.as_mut(), kinds)?;
    db.batch("BEGIN")?;
    for table in ["setting", "ledger", "person"] {
        if db.first(&format!("SELECT 1 FROM \"{table}\""), &[])?.is_some() {
            return Err(StoreError::Address(
                "that database is in use already; a backup is restored into a new one".to_owned(),
            ));
        }
    }
    crate::copy::copy_all(from, db.as_mut(), kinds, progress)?;
    db.batch("COMMIT")
}

fn open_writer(address: &Address) -> Result<Box<dyn Db>, StoreError> {
    Ok(match address {
        Address::Sqlite(path) => Box::new(SqliteDb::open_writer(path)?),
        Address::HastySqlite(path) => Box::new(SqliteDb::open_hasty_writer(path)?),
        Address::Postgres(url) => Box::new(PostgresDb::connect(url)?),
    })
}

fn open_reader(address: &Address) -> Result<Box<dyn Db + Send>, StoreError> {
    Ok(match address {
        Address::Sqlite(path) | Address::HastySqlite(path) => {
            Box::new(SqliteDb::open_reader(path)?)
        }
        Address::Postgres(url) => Box::new(PostgresDb::connect(url)?),
    })
}

fn migrate(db: &mut dyn Db, kinds: &[&'static KindDef]) -> Result<(), StoreError> {
    db.batch(db.dialect().begin_writing())?;
    schema::migrate(db, kinds)?;
    db.batch("COMMIT")
}

struct OneJob<W, R, E, D> {
    care: Care,
    work: Option<W>,
    answer: Option<Result<R, E>>,
    done: D,
}

impl<W, R, E, D> Job for OneJob<W, R, E, D>
where
    W: FnOnce(&mut dyn Db) -> Result<R, E> + Send,
    R: Send,
    E: From<StoreError> + Send,
    D: FnOnce(Result<R, E>) + Send,
{
    fn care(&self) -> Care {
        self.care
    }

    fn work(&mut self, db: &mut dyn Db) -> Verdict {
        let Some(work) = self.work.take() else { return Verdict::Undo };
        let answer = work(db);
        let verdict = if answer.is_ok() { Verdict::Keep } else { Verdict::Undo };
        self.answer = Some(answer);
        verdict
    }

    fn done(self: Box<Self>, committed: Result<(), String>) {
        let failed = |why: String| Err(StoreError::Engine(why).into());
        let answer = match (self.answer, committed) {
            // A refusal stands, whatever became of the others' commit.
            (Some(Err(refused)), _) => Err(refused),
            (Some(Ok(answer)), Ok(())) => Ok(answer),
            (_, Err(why)) => failed(why),
            (None, Ok(())) => failed("the command was never begun".to_owned()),
        };
        (self.done)(answer);
    }
}
