//! A way to find records with somebody's eyes, for what the model reads together.
use crate::{Desk, Query, Refused};
use gemba_model::{
    Record,
    change_calendar::Finder,
    filter::{Filter, Sort},
    overlay::KindView,
};
use gemba_vocabulary::actor::Actor;
use std::sync::Arc;

const RECORDS_MAX: usize = 10_000;

struct Finding<'a> {
    desk: &'a Desk,
    actor: &'a Actor,
}

impl Desk {
    /// Finds records as that person sees them: none of kinds that they may not read.
    pub fn finder<'a>(&'a self, actor: &'a Actor) -> impl Finder<Fault = Refused> + 'a {
        Finding { desk: self, actor }
    }
}

impl Finder for Finding<'_> {
    type Fault = Refused;

    fn find(&mut self, kind: &str, filters: &[Filter]) -> Result<Vec<Record>, Refused> {
        let sort = Sort { field: "id".to_owned(), descending: false };
        let filters = filters.to_vec();
        let query = Query { filters, sort, limit: RECORDS_MAX, ..Query::of(kind) };
        Ok(self.desk.list(self.actor, &query)?.records)
    }

    fn view(&self, kind: &str) -> Option<Arc<KindView>> {
        self.desk.view(kind).filter(|_| self.desk.may(self.actor, kind, "read"))
    }
}
