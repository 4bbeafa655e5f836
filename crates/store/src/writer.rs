//! The one writer: commands that arrive together share a transaction, a savepoint each, and one durable commit.
use crate::{
    db::{Db, StoreError},
    history, search,
};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Whether the work of a job is to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Keep it.
    Keep,
    /// Undo it; the job knows why.
    Undo,
}

/// What becomes of the others when a job fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Care {
    /// It may fail after it wrote something, or by a statement that the engine refuses: it gets a savepoint of its own.
    Savepoint,
    /// It fails before it writes anything, so that there is nothing to undo. Savepoints are what costs most in a batch:
    /// each makes the full-text index flush and the engine copy pages.
    None,
}

/// A piece of writing.
pub trait Job: Send {
    /// Whether it needs a savepoint.
    fn care(&self) -> Care;
    /// Does the work within a savepoint.
    fn work(&mut self, db: &mut dyn Db) -> Verdict;
    /// Is told when the work is durable, or why it is not.
    fn done(self: Box<Self>, committed: Result<(), String>);
}

/// Opens the writing connection, and opens it anew after it broke.
pub type Connect = Box<dyn FnMut() -> Result<Box<dyn Db>, StoreError> + Send>;

const BATCH_JOBS_MAX: usize = 256;
const QUEUE_JOBS_MAX: usize = 4096;

/// Starts the writer thread; it ends when every sender is gone.
pub fn start(connect: Connect) -> std::io::Result<SyncSender<Box<dyn Job>>> {
    let (sender, receiver) = sync_channel(QUEUE_JOBS_MAX);
    std::thread::Builder::new()
        .name("gemba-writer".to_owned())
        .spawn(move || write_until_closed(connect, &receiver))?;
    Ok(sender)
}

fn write_until_closed(mut connect: Connect, receiver: &Receiver<Box<dyn Job>>) {
    let mut connection: Option<Box<dyn Db>> = None;
    while let Ok(first) = receiver.recv() {
        let mut jobs = vec![first];
        while jobs.len() < BATCH_JOBS_MAX
            && let Ok(job) = receiver.try_recv()
        {
            jobs.push(job);
        }
        let mut db = match connection.take().map_or_else(&mut connect, Ok) {
            Ok(db) => db,
            Err(error) => {
                tell_all(jobs, &error.to_string());
                continue;
            }
        };
        match write_batch(db.as_mut(), &mut jobs) {
            Ok(()) => {
                connection = Some(db);
                for job in jobs {
                    job.done(Ok(()));
                }
            }
            Err(error) => {
                tracing::error!(%error, "a batch of commands was not written");
                // The connection is opened anew: whatever was half done is gone with it.
                drop(db);
                tell_all(jobs, &error.to_string());
            }
        }
    }
}

fn tell_all(jobs: Vec<Box<dyn Job>>, error: &str) {
    for job in jobs {
        job.done(Err(error.to_owned()));
    }
}

/// Does one job of several. A job without a savepoint that fails after all with something written takes the whole batch
/// with it: everybody is told to try again, and nothing is half done.
fn write_one(db: &mut dyn Db, job: &mut dyn Job) -> Result<(), StoreError> {
    if job.care() == Care::None {
        let writes = db.writes();
        let verdict = job.work(db);
        return if verdict == Verdict::Keep || db.writes() == writes {
            Ok(())
        } else {
            Err(StoreError::unexpected("a command failed half way; nothing of its batch was kept"))
        };
    }
    let tail = db.tail().clone();
    db.execute("SAVEPOINT job", &[])?;
    if job.work(db) == Verdict::Undo {
        db.execute("ROLLBACK TO SAVEPOINT job", &[])?;
        *db.tail() = tail;
    }
    db.execute("RELEASE SAVEPOINT job", &[])?;
    Ok(())
}

fn write_batch(db: &mut dyn Db, jobs: &mut [Box<dyn Job>]) -> Result<(), StoreError> {
    db.batch(db.dialect().begin_writing())?;
    history::load_tail(db)?;
    if let [job] = jobs {
        // Alone in its transaction it needs no savepoint.
        if job.work(db) == Verdict::Undo {
            db.execute("ROLLBACK", &[])?;
            return Ok(());
        }
    } else {
        for job in jobs.iter_mut() {
            write_one(db, job.as_mut())?;
        }
    }
    history::save_tail(db)?;
    db.execute("COMMIT", &[])?;
    search::learn(db);
    Ok(())
}
