//! What every request shares.
use crate::{
    caller::Callers,
    openapi::{Described, Description},
    packs::Packer,
    problem::Problem,
};
use gemba_conformity::Live;
use gemba_desk::{Desk, Refused};
use gemba_figures::paper::Printer;
use gemba_model::overlay::KindView;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// How many reads are in hand at once. PostgreSQL gives each a connection, and has a hundred for
/// everybody.
const READS_AT_ONCE_MAX: usize = 24;

/// What every request shares; cheap to clone.
#[derive(Clone)]
pub struct Api {
    /// The one door.
    pub desk: Desk,
    /// Who asked lately.
    pub callers: Arc<Callers>,
    /// The description of this API, made again when a definition changes.
    pub description: Arc<Description>,
    /// The description without what the organization added, for whoever asks without a token.
    pub plain: Arc<Described>,
    /// Prints reports, where the house has a printer.
    pub printer: Option<Printer>,
    /// Makes packs for auditors, where the house can.
    pub packer: Option<Packer>,
    /// Answers about conformity that are held, for all who see everything.
    pub live: Arc<Live>,
    reads: Arc<Semaphore>,
}

impl Api {
    /// Over that desk.
    pub fn new(desk: Desk, printer: Option<Printer>) -> Self {
        let plain: Vec<_> = desk.kinds().iter().map(|view| KindView::plain(view.face)).collect();
        let plain: Vec<_> = plain.into_iter().map(Arc::new).collect();
        Self {
            plain: Arc::new(Described::new(&plain)),
            callers: Arc::new(Callers::new(&desk)),
            description: Arc::default(),
            printer,
            packer: None,
            live: Arc::default(),
            reads: Arc::new(Semaphore::new(READS_AT_ONCE_MAX)),
            desk,
        }
    }

    /// The same, which shares the answers held with whoever else asks, and makes packs.
    pub fn sharing(self, live: Arc<Live>, packer: Option<Packer>) -> Self {
        Self { packer, live, ..self }
    }

    /// Asks the desk where blocking harms nobody. The one place to tune how reading is done.
    pub async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Desk) -> Result<T, Refused> + Send + 'static,
    ) -> Result<T, Problem> {
        let broke_off = |why: String| Problem::from(Refused::Failed(why));
        let desk = self.desk.clone();
        let turn = Arc::clone(&self.reads).acquire_owned().await;
        let turn = turn.map_err(|fault| broke_off(fault.to_string()))?;
        let answer = tokio::task::spawn_blocking(move || {
            let answer = question(&desk);
            drop(turn);
            answer
        });
        Ok(answer.await.map_err(|fault| broke_off(fault.to_string()))??)
    }

    /// The kind of that name.
    pub fn view(&self, kind: &str) -> Result<Arc<KindView>, Problem> {
        self.desk.view(kind).ok_or_else(|| {
            let detail =
                format!("There is no kind “{kind}”. GET {}/kinds lists them.", crate::MOUNT);
            Problem::not_found(detail)
        })
    }
}
