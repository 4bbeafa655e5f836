//! Reading: lists, records, titles, search. Every answer carries the reader's scope.
use crate::{
    Count, Desk, Event, Hit, ME, Offer, Page, Query, Refused,
    door::Passage,
    names,
    permit::{Subject, TableRow},
    query::FILTERS_MAX,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use gemba_model::{
    FieldDef, Record, Scope,
    filter::{Filter, Sort, Test},
    overlay::KindView,
};
use gemba_store::{
    Db,
    records::{self, Listed, Listing, Place},
    search,
};
use gemba_vocabulary::{RecordId, Value, actor::Actor, actor::Role};

const TEXT_HITS_MAX: i64 = 500;
/// So many hits are looked at for some that the reader may see.
const HITS_LOOKED_AT_MAX: i64 = 8_000;

impl Desk {
    /// Whether the actor's roles allow the verb on records of the kind, apart from rules about their own records.
    pub fn may(&self, actor: &Actor, kind: &str, verb: &str) -> bool {
        let view = self.view(kind);
        view.is_some_and(|view| self.inner.permit.may(actor, &view, verb, &Subject::none()))
    }

    /// Whether the actor may do the verb to this very record.
    pub fn may_with(&self, actor: &Actor, kind: &str, verb: &str, record: &Record) -> bool {
        let Some(view) = self.view(kind) else { return false };
        let subject = Subject::of(&view, record);
        self.inner.permit.may(actor, &view, verb, &subject)
    }

    /// The table role × kind × verb.
    pub fn permissions(&self) -> Vec<TableRow> {
        self.inner.permit.table(&self.all_kinds().views)
    }

    fn must_read(&self, actor: &Actor, view: &KindView) -> Result<(), Refused> {
        self.inner.permit.check(actor, view, "read", &Subject::none())
    }

    /// The conditions of which one must hold for a person from outside to see a record; none for people inside.
    fn scopes(actor: &Actor, view: &KindView) -> Vec<Filter> {
        if actor.is_inside() {
            return Vec::new();
        }
        // No record has the number 0: whoever has no customer sees no customer's records.
        let me = Value::Ref(actor.person.unwrap_or(0));
        let is_contact = actor.is(Role::CustomerContact);
        let customer = Value::Ref(actor.customer.filter(|_| is_contact).unwrap_or(0));
        let own = Value::Ref(actor.customer.unwrap_or(0));
        let mut scopes: Vec<_> = view
            .def
            .fields
            .iter()
            .filter_map(|field| match field.scope? {
                Scope::Customer => Some(Filter::is(&field.name, customer.clone())),
                Scope::Requester | Scope::Addressee => Some(Filter::is(&field.name, me.clone())),
                Scope::Audience => Some(Filter::is(&field.name, own.clone())),
                Scope::Everybody => Some(Filter::is(&field.name, Value::Bool(true))),
                // These narrow for everybody alike: see `restricted`.
                Scope::Restricted | Scope::With => None,
            })
            .collect();
        match view.def.name {
            "customer" => scopes.push(Filter::is("id", customer)),
            "person" => scopes.push(Filter::is("id", me)),
            _ => {}
        }
        scopes
    }

    /// Whether a record is within what the actor sees.
    pub(crate) fn is_in_scope(actor: &Actor, view: &KindView, record: &Record) -> bool {
        let scopes = Self::scopes(actor, view);
        scopes.is_empty()
            || scopes.iter().any(|scope| {
                let Test::Is(wanted) = &scope.test else { return false };
                let wanted = match wanted.first() {
                    Some(Value::Ref(wanted)) => wanted,
                    Some(yes) => return view.value(record, &scope.field) == yes,
                    None => return false,
                };
                match scope.field.as_str() {
                    "id" => record.id == *wanted,
                    field => match view.value(record, field) {
                        Value::Ref(id) => id == wanted,
                        Value::Refs(ids) => ids.contains(wanted),
                        _ => false,
                    },
                }
            })
    }

    /// The fields of a kind that the actor may see.
    pub fn visible_fields(&self, actor: &Actor, kind: &str) -> Vec<FieldDef> {
        let Some(view) = self.view(kind) else { return Vec::new() };
        let is_inside = actor.is_inside();
        view.all_fields().filter(|field| is_inside || field.customer_visible).cloned().collect()
    }

    fn hide(actor: &Actor, view: &KindView, record: &mut Record) {
        if actor.is_inside() {
            return;
        }
        for (field, value) in view.fields.iter().zip(&mut record.values) {
            if !field.customer_visible {
                *value = Value::None;
            }
        }
        for field in view.custom.iter().filter(|field| !field.customer_visible) {
            record.custom.remove(&*field.name);
        }
        record.tags.clear();
        record.origin = None;
    }

    /// Answers a question with a page of records.
    pub fn list(&self, actor: &Actor, query: &Query) -> Result<Page, Refused> {
        let view = self.known(&query.kind)?;
        self.must_read(actor, &view)?;
        Self::must_see(actor, &view, &query.sort.field)?;
        query.sort.check(&view).map_err(Refused::Unknown)?;
        let after = query.after.as_deref().map(|text| cursor(&view, &query.sort, text));
        let after = after.transpose()?;
        let scopes = Self::scopes(actor, &view);
        let mut filters = Self::filters_for(actor, &view, &query.filters)?;
        self.inner.store.read(|db| {
            self.narrow(db, actor, &view, &mut filters)?;
            let mut met = None;
            if let Some(text) = &query.text {
                // A few are named one by one; for many the engine looks them up itself.
                let ids = self.find_text(db, actor, &view, text, TEXT_HITS_MAX)?;
                if i64::try_from(ids.len()).is_ok_and(|count| count < TEXT_HITS_MAX) {
                    let ids = ids.into_iter().map(Value::Int).collect();
                    filters.push(Filter { field: "id".to_owned(), test: Test::Is(ids) });
                } else {
                    let scopes = Self::text_scopes(actor, &view).unwrap_or_default();
                    met = search::met(db, &self.question(actor, &view, text, &scopes, 0))?;
                }
            }
            let listing = Listing {
                filters: &filters,
                scopes: &scopes,
                met: met.as_ref(),
                sort: &query.sort,
                after,
                limit: query.limit,
            };
            let Listed { mut records, next } = records::page(db, &view, &listing)?;
            for record in &mut records {
                Self::hide(actor, &view, record);
            }
            self.mask(db, actor, &view, &mut records)?;
            // The place tells what the list is sorted by: a field that the reader sees.
            let next = next.map(|place| URL_SAFE_NO_PAD.encode(place.spell()));
            Ok(Page { records, next })
        })
    }

    /// Resolves “me”, and refuses narrowing by fields that the reader may not see, or by what they do not hold.
    fn filters_for(
        actor: &Actor,
        view: &KindView,
        filters: &[Filter],
    ) -> Result<Vec<Filter>, Refused> {
        if filters.len() > FILTERS_MAX {
            let fault = format!("A list can be narrowed by {FILTERS_MAX} conditions at most.");
            return Err(Refused::Unknown(fault));
        }
        let mut filters = filters.to_vec();
        for filter in &mut filters {
            Self::must_see(actor, view, &filter.field)?;
            filter.check(view).map_err(Refused::Unknown)?;
            let values = match &mut filter.test {
                Test::Is(values) | Test::IsNot(values) => values.as_mut_slice(),
                Test::Less(value) | Test::AtLeast(value) => std::slice::from_mut(value),
                Test::Empty | Test::Filled | Test::Contains(_) | Test::Unbarred(_) => &mut [],
            };
            for value in values.iter_mut().filter(|value| **value == Value::Ref(ME)) {
                *value = Value::Ref(actor.person.unwrap_or(0));
            }
        }
        Ok(filters)
    }

    /// Neither narrowing nor sorting may tell of a field that the reader does not see.
    fn must_see(actor: &Actor, view: &KindView, field: &str) -> Result<(), Refused> {
        let is_hidden = view.field(field).is_some_and(|field| !field.customer_visible)
            || matches!(field, "tag" | "origin");
        if is_hidden && !actor.is_inside() {
            let plural = view.def.plural;
            return Err(Refused::Unknown(format!("{plural} have no field “{field}”.")));
        }
        Ok(())
    }

    /// Counts the records that meet the filters; stops at `up_to`.
    pub fn count(
        &self,
        actor: &Actor,
        kind: &str,
        filters: &[Filter],
        up_to: i64,
    ) -> Result<Count, Refused> {
        let view = self.known(kind)?;
        self.must_read(actor, &view)?;
        let scopes = Self::scopes(actor, &view);
        let mut filters = Self::filters_for(actor, &view, filters)?;
        let count = self.inner.store.read(|db| {
            self.narrow(db, actor, &view, &mut filters)?;
            let limit = up_to.saturating_add(1);
            Ok::<_, Refused>(records::count(db, &view, &filters, &scopes, limit)?)
        })?;
        Ok(Count { count: count.min(up_to), is_more: count > up_to })
    }

    /// Reads one record; what the reader may not see is empty.
    pub fn record(&self, actor: &Actor, kind: &str, id: RecordId) -> Result<Record, Refused> {
        let view = self.known(kind)?;
        self.must_read(actor, &view)?;
        let not_found = || Refused::NotFound { kind: kind.to_owned(), id };
        self.inner.store.read(|db| {
            let mut record = records::get(db, &view, id)?.ok_or_else(not_found)?;
            if !self.is_in_sight(db, actor, &view, &record)? {
                return Err(not_found());
            }
            Self::hide(actor, &view, &mut record);
            self.mask(db, actor, &view, std::slice::from_mut(&mut record))?;
            Ok(record)
        })
    }

    /// Reads the number of the record that came from there, for imports.
    pub fn by_origin(
        &self,
        actor: &Actor,
        kind: &str,
        origin: &str,
    ) -> Result<Option<Record>, Refused> {
        let view = self.known(kind)?;
        self.must_read(actor, &view)?;
        self.inner.store.read(|db| {
            let Some(mut record) = records::by_origin(db, &view, origin)? else { return Ok(None) };
            if !self.is_in_sight(db, actor, &view, &record)? {
                return Ok(None);
            }
            self.mask(db, actor, &view, std::slice::from_mut(&mut record))?;
            Ok(Some(record))
        })
    }

    /// The kind and number that a text such as `INC-000123` names.
    pub fn find_number(&self, text: &str) -> Option<(String, RecordId)> {
        let (prefix, id) = gemba_vocabulary::id::parse_number(text)?;
        let kinds = self.all_kinds();
        let view = kinds.views.iter().find(|view| view.def.prefix == prefix)?;
        Some((view.def.name.to_owned(), id))
    }

    /// The verbs of a record's life that the reader may do now.
    pub fn offers(
        &self,
        actor: &Actor,
        kind: &str,
        record: &Record,
    ) -> Result<Vec<Offer>, Refused> {
        let view = self.known(kind)?;
        let subject = Subject::of(&view, record);
        let steps: Vec<_> = view
            .steps
            .iter()
            .filter(|step| step.from.contains(&record.state.as_str()))
            .filter(|step| self.inner.permit.may(actor, &view, step.verb, &subject))
            .collect();
        if steps.is_empty() {
            return Ok(Vec::new());
        }
        let passage = Passage { desk: self, actor, view: &view, now: self.now() };
        self.inner.store.read(|db| {
            // The room judges the record as stored, not the part of it that the reader sees.
            let whole = records::get(db, &view, record.id)?.unwrap_or_else(|| record.clone());
            passage.with_facts(db, |facts| {
                let now = passage.situation(&whole, Some("…"), facts);
                let offer = |step: &&gemba_model::StepDef| Offer {
                    step: (*step).clone(),
                    refusal: view
                        .face
                        .allows(step.verb, &whole.state, &whole.values, &now)
                        .err()
                        .map(|refusal| refusal.0),
                };
                let knows = |step: &&&gemba_model::StepDef| {
                    view.face.knows(step.verb, &whole.state, &whole.values)
                };
                steps.iter().filter(knows).map(offer).collect()
            })
        })
    }

    /// Finds records by words or number, the newest of each kind first, in all kinds or one.
    pub fn search(
        &self,
        actor: &Actor,
        text: &str,
        kind: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Hit>, Refused> {
        let kinds = self.all_kinds();
        let mut hits = Vec::new();
        if let Some((kind, id)) = self.find_number(text)
            && let Ok(record) = self.record(actor, &kind, id)
            && let Some(view) = kinds.get(&kind)
        {
            hits.push(hit(view, id, view.title(&record), record.state));
        }
        let limit_each = i64::try_from(limit).unwrap_or(TEXT_HITS_MAX).min(TEXT_HITS_MAX);
        self.inner.store.read(|db| {
            for view in &kinds.views {
                let is_wanted = kind.is_none_or(|kind| kind == view.def.name)
                    && (kind.is_some() || view.def.menu != gemba_model::Menu::Hidden);
                if !is_wanted || !self.may(actor, view.def.name, "read") {
                    continue;
                }
                let ids = self.find_text(db, actor, view, text, limit_each)?;
                let mut rows = records::titles(db, view.def, &ids)?;
                rows.sort_by_key(|(id, _, _)| std::cmp::Reverse(*id));
                hits.extend(rows.into_iter().map(|(id, title, state)| hit(view, id, title, state)));
            }
            Ok::<_, Refused>(())
        })?;
        let mut seen = std::collections::BTreeSet::new();
        hits.retain(|hit| seen.insert((hit.kind.clone(), hit.id)));
        hits.truncate(limit);
        Ok(hits)
    }

    /// Finds records to refer to, while someone types; without words the newest that are open.
    pub fn pick(
        &self,
        actor: &Actor,
        kind: &str,
        text: &str,
        limit: usize,
    ) -> Result<Vec<Hit>, Refused> {
        if !text.trim().is_empty() {
            return self.search(actor, text, Some(kind), limit);
        }
        let view = self.known(kind)?;
        let open = Filter::is("open", Value::Bool(true));
        let query = Query { filters: vec![open], limit, ..Query::of(kind) };
        let page = self.list(actor, &query)?;
        let records = page.records.into_iter();
        Ok(records.map(|record| hit(&view, record.id, view.title(&record), record.state)).collect())
    }

    fn find_text(
        &self,
        db: &mut dyn Db,
        actor: &Actor,
        view: &KindView,
        text: &str,
        limit: i64,
    ) -> Result<Vec<RecordId>, Refused> {
        match Self::text_scopes(actor, view) {
            None => Ok(Vec::new()),
            Some(scopes) => {
                // Of what is found and out of sight the reader gets none: it is looked on until there is enough.
                let mut asked = limit;
                loop {
                    let question = self.question(actor, view, text, &scopes, asked);
                    let found = search::find(db, question)?;
                    let is_all = i64::try_from(found.len()).is_ok_and(|count| count < asked);
                    let mut seen = self.in_sight(db, actor, view, found)?;
                    let is_enough = i64::try_from(seen.len()).is_ok_and(|count| count >= limit);
                    if is_all || is_enough || asked >= HITS_LOOKED_AT_MAX {
                        seen.truncate(usize::try_from(limit).unwrap_or_default());
                        return Ok(seen);
                    }
                    asked = asked.saturating_mul(4);
                }
            }
        }
    }

    /// The scopes of which one must be met when people from outside search, empty for all others; nothing for those who
    /// can find nothing.
    pub(crate) fn text_scopes(actor: &Actor, view: &KindView) -> Option<Vec<String>> {
        if actor.is_inside() || Self::scopes(actor, view).is_empty() {
            return Some(Vec::new());
        }
        let customer = actor.customer.filter(|_| actor.is(Role::CustomerContact));
        let scopes: Vec<_> = customer
            .map(names::customer)
            .into_iter()
            .chain(actor.customer.map(names::audience))
            .chain(actor.person.map(names::requester))
            .chain(names::is_for_everybody(view).then(|| names::EVERYBODY.to_owned()))
            .collect();
        (!scopes.is_empty()).then_some(scopes)
    }

    pub(crate) fn question<'a>(
        &self,
        actor: &Actor,
        view: &KindView,
        text: &'a str,
        scopes: &'a [String],
        limit: i64,
    ) -> search::Question<'a> {
        let kind_number = self.all_kinds().number(view.def.name);
        search::Question { kind_number, text, is_inside: actor.is_inside(), scopes, limit }
    }

    /// Whether the actor may know of an event: it is about a record that they see.
    pub fn may_see(&self, actor: &Actor, event: &Event) -> bool {
        let is_barred = self.view(&event.kind).is_some_and(|view| self.bar(actor, &view).is_some());
        if actor.is_inside() && !is_barred {
            return self.may(actor, &event.kind, "read");
        }
        self.record(actor, &event.kind, event.id).is_ok()
    }
}

fn hit(view: &KindView, id: RecordId, title: String, state: String) -> Hit {
    Hit { kind: view.def.name.to_owned(), id, number: view.def.number(id), title, state }
}

fn cursor(view: &KindView, sort: &Sort, text: &str) -> Result<Place, Refused> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok();
    bytes.and_then(|bytes| Place::read(view, sort, &bytes)).ok_or_else(|| {
        Refused::Unknown("The address of this page is damaged; begin at the first page.".to_owned())
    })
}
