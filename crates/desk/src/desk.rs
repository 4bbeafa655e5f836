//! The desk itself: what it holds, how it is opened, and how it is asked to write.
use crate::{
    Command, Done, Event, Flow, Refused, door,
    flow::World,
    graph, jobs, overlay,
    permit::{Permit, Subject},
    restricted,
};
use gemba_ledger::Signer;
use gemba_model::{AnyKind, KindDef, overlay::KindView, restricted::Bar};
use gemba_store::{Care, Db, Store, search, settings};
use gemba_vocabulary::actor::{Actor, Role};
use jiff::{Timestamp, tz::TimeZone};
use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, PoisonError, RwLock},
};
use tokio::sync::{broadcast, oneshot};

/// What a desk is opened with.
pub struct Setup {
    /// Where the store is: `sqlite:PATH` or `postgres://…`.
    pub address: String,
    /// Every kind, in the order of the menu.
    pub kinds: &'static [&'static dyn AnyKind],
    /// What spans practices.
    pub flows: Vec<Arc<dyn Flow>>,
    /// Signs the ledger's checkpoints; without it none are made.
    pub signer: Option<Signer>,
    /// What time it is, in UTC.
    pub clock: fn() -> Timestamp,
}

/// The one door. Cheap to clone.
#[derive(Clone)]
pub struct Desk {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub store: Store,
    pub faces: &'static [&'static dyn AnyKind],
    pub kinds: RwLock<Arc<Kinds>>,
    pub flows: Vec<Arc<dyn Flow>>,
    pub permit: Permit,
    pub events: broadcast::Sender<Event>,
    pub signer: Option<Signer>,
    pub clock: fn() -> Timestamp,
    pub matrix: RwLock<Option<Arc<Matrix>>>,
    pub graph: graph::Held,
    /// What bars records of a kind, where anything does.
    pub bars: HashMap<&'static str, Vec<Bar>>,
    pub node: String,
}

/// The organization's table from impact and urgency to priority.
pub(crate) type Matrix = BTreeMap<(String, String), i64>;

/// Every kind as the organization sees it.
pub struct Kinds {
    /// In the order of the menu.
    pub views: Vec<Arc<KindView>>,
    by_name: HashMap<&'static str, Arc<KindView>>,
    numbers: HashMap<String, i64>,
}

impl Kinds {
    /// The kind of that name.
    pub fn get(&self, name: &str) -> Option<&Arc<KindView>> {
        self.by_name.get(name)
    }

    /// The kind's number among the documents of the search.
    pub(crate) fn number(&self, name: &str) -> i64 {
        self.numbers.get(name).copied().unwrap_or_default()
    }
}

const EVENTS_KEPT_MAX: usize = 1024;
const SEARCH_KINDS: &str = "search_kinds";
const ORGANIZATION: &str = "organization";
const ZONE: &str = "time_zone";

impl Desk {
    /// Opens the store, brings it to this version, and reads what the organization added.
    pub fn open(setup: Setup) -> Result<Self, Refused> {
        let defs: Vec<&'static KindDef> = setup.kinds.iter().map(|kind| kind.def()).collect();
        let store = Store::open(&setup.address, &defs)?;
        let faces = setup.kinds;
        let permit = Permit::new(faces)?;
        let kinds = store.write(move |db| load_kinds(db, faces))?;
        let (events, _) = broadcast::channel(EVENTS_KEPT_MAX);
        let desk = Self {
            inner: Arc::new(Inner {
                store,
                faces,
                kinds: RwLock::new(Arc::new(kinds)),
                flows: setup.flows,
                permit,
                events,
                signer: setup.signer,
                clock: setup.clock,
                matrix: RwLock::new(None),
                graph: graph::Held::default(),
                bars: restricted::all(&defs),
                node: hex::encode(random::<8>()?),
            }),
        };
        if desk.setting(search::FORM_SETTING)?.as_deref() != Some(search::FORM) {
            desk.write_search_anew()?;
            desk.set_setting(search::FORM_SETTING, search::FORM)?;
        }
        Ok(desk)
    }

    /// The address at which the same store is filled without waiting for the disk: for what can be made anew.
    pub fn address_in_haste(address: &str) -> String {
        gemba_store::in_haste(address)
    }

    /// What time it is, in UTC, to the millisecond.
    pub fn now(&self) -> Timestamp {
        let now = (self.inner.clock)();
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }

    /// The organization's name.
    pub fn organization(&self) -> String {
        self.setting(ORGANIZATION).ok().flatten().unwrap_or_else(|| "Gemba".to_owned())
    }

    /// Names the organization. For the first start and the demo.
    pub fn name_organization(&self, name: &str) -> Result<(), Refused> {
        self.set_setting(ORGANIZATION, name)
    }

    /// The time zone of the clock on the organization's wall; UTC until somebody said it.
    pub fn zone(&self) -> TimeZone {
        let named = self.setting(ZONE).ok().flatten();
        named.and_then(|name| TimeZone::get(&name).ok()).unwrap_or(TimeZone::UTC)
    }

    /// Says in which time zone the organization lives. For the first start and the demo.
    pub fn set_zone(&self, name: &str) -> Result<(), Refused> {
        TimeZone::get(name).map_err(|_| {
            Refused::Not(format!("“{name}” is no time zone, such as Europe/Paris."))
        })?;
        self.set_setting(ZONE, name)
    }

    /// Reads a setting of the house.
    pub fn setting(&self, name: &str) -> Result<Option<String>, Refused> {
        self.inner.store.read(|db| Ok(settings::get(db, name)?))
    }

    /// The kinds with the overlay laid on, in the order of the menu.
    pub fn kinds(&self) -> Vec<Arc<KindView>> {
        self.all_kinds().views.clone()
    }

    /// The kind of that name.
    pub fn view(&self, kind: &str) -> Option<Arc<KindView>> {
        self.all_kinds().get(kind).cloned()
    }

    pub(crate) fn all_kinds(&self) -> Arc<Kinds> {
        Arc::clone(&self.inner.kinds.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn known(&self, kind: &str) -> Result<Arc<KindView>, Refused> {
        self.view(kind).ok_or_else(|| Refused::Unknown(format!("There is no kind “{kind}”.")))
    }

    /// Does what is asked, or says why not; returns once it is durable.
    pub fn run(&self, actor: &Actor, command: Command) -> Result<Done, Refused> {
        let care = self.care_of(&command);
        let (desk, actor) = (self.clone(), actor.clone());
        let work = move |db: &mut dyn Db| door::pass(&desk, db, &actor, command);
        let (done, event) = self.inner.store.write_with(care, work)?;
        self.tell(event);
        Ok(done)
    }

    /// Does what is asked; the answer comes once it is durable.
    pub fn submit(
        &self,
        actor: &Actor,
        command: Command,
    ) -> oneshot::Receiver<Result<Done, Refused>> {
        let (sender, receiver) = oneshot::channel();
        let (desk, teller, actor) = (self.clone(), self.clone(), actor.clone());
        let care = self.care_of(&command);
        self.inner.store.submit(
            care,
            move |db| door::pass(&desk, db, &actor, command),
            move |answer: Result<(Done, Option<Event>), Refused>| {
                // Whoever asked may be gone; what was done stays done.
                let _ = sender.send(answer.map(|(done, event)| {
                    teller.tell(event);
                    done
                }));
            },
        );
        receiver
    }

    /// Most commands are refused before anything is written. Those that the store itself may refuse, or that check what
    /// they wrote, are done within a savepoint.
    fn care_of(&self, command: &Command) -> Care {
        let may_clash = self
            .view(&command.kind)
            .is_none_or(|view| view.def.fields.iter().any(|field| field.unique));
        if may_clash || command.imported.is_some() || command.kind == overlay::KIND {
            Care::Savepoint
        } else {
            Care::None
        }
    }

    /// Does many commands in one transaction, in order; each is accepted or refused by itself.
    pub fn run_many(
        &self,
        actor: &Actor,
        commands: Vec<Command>,
    ) -> Result<Vec<Result<Done, Refused>>, Refused> {
        let (desk, actor) = (self.clone(), actor.clone());
        let answers = self.inner.store.write(move |db| {
            let mut answers = Vec::with_capacity(commands.len());
            for command in commands {
                answers.push(door::pass_within(&desk, db, &actor, command)?);
            }
            Ok::<_, Refused>(answers)
        })?;
        Ok(answers
            .into_iter()
            .map(|answer| {
                answer.map(|(done, event)| {
                    self.tell(event);
                    done
                })
            })
            .collect())
    }

    /// Does what a plan comes to that is made within the transaction that does it: all of it or nothing. The actor
    /// needs the right to each verb; what the plan is about may be out of their sight, since it answers for itself.
    pub fn run_planned<T: Send + 'static>(
        &self,
        actor: &Actor,
        plan: impl FnOnce(&mut World<'_>) -> Result<(Vec<Command>, T), Refused> + Send + 'static,
    ) -> Result<T, Refused> {
        let (desk, asker) = (self.clone(), actor.clone());
        let mut sighted = actor.clone();
        sighted.roles.push(Role::Security);
        let work = move |db: &mut dyn Db| {
            let (commands, answer) = plan(&mut World::new(&desk, db, desk.now()))?;
            let mut events = Vec::with_capacity(commands.len());
            for command in commands {
                let view = desk.known(&command.kind)?;
                desk.inner.permit.check(&asker, &view, &command.verb, &Subject::none())?;
                events.extend(door::pass(&desk, db, &sighted, command)?.1);
            }
            Ok::<_, Refused>((answer, events))
        };
        let (answer, events) = self.inner.store.write_with(Care::Savepoint, work)?;
        for event in events {
            self.tell(Some(event));
        }
        Ok(answer)
    }

    /// Does the work of the queue that is due; returns how many jobs were done.
    pub fn run_due(&self) -> Result<usize, Refused> {
        let desk = self.clone();
        let (count, events) = self.inner.store.write(move |db| jobs::pass_due(&desk, db))?;
        for event in events {
            self.tell(Some(event));
        }
        Ok(count)
    }

    /// When the next job of the queue is due.
    pub fn next_due(&self) -> Result<Option<Timestamp>, Refused> {
        let due =
            self.inner.store.read(|db| Ok::<_, Refused>(gemba_store::queue::next_due(db)?))?;
        Ok(due.and_then(|ms| Timestamp::from_millisecond(ms).ok()))
    }

    /// What is done from now on, for whoever wants to listen.
    pub fn events(&self) -> broadcast::Receiver<Event> {
        self.inner.events.subscribe()
    }

    /// Copies the whole store into a new SQLite file, as it is at one moment, while others go on working.
    pub fn back_up(
        &self,
        to: &std::path::Path,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<(), Refused> {
        let defs: Vec<_> = self.inner.faces.iter().map(|face| face.def()).collect();
        Ok(self.inner.store.copy_to(to, &defs, progress)?)
    }

    /// Fills a new database from a backup; its words for the search are written anew.
    pub fn restore(
        from: &std::path::Path,
        to: &str,
        kinds: &'static [&'static dyn AnyKind],
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<(), Refused> {
        let defs: Vec<_> = kinds.iter().map(|face| face.def()).collect();
        Store::restore(from, to, &defs, progress)?;
        let (address, flows, clock) = (to.to_owned(), Vec::new(), Timestamp::default);
        let desk = Self::open(Setup { address, kinds, flows, signer: None, clock })?;
        desk.write_search_anew()
    }

    /// Whether other nodes may work on the same store.
    pub fn has_other_nodes(&self) -> bool {
        self.inner.store.is_shared()
    }

    /// Writes a setting of the house.
    pub fn set_setting(&self, name: &str, value: &str) -> Result<(), Refused> {
        let (name, value) = (name.to_owned(), value.to_owned());
        self.inner.store.write(move |db| Ok(settings::set(db, &name, &value)?))
    }

    /// Does the work of the queue that is due, if there is any; asks without troubling the writer.
    pub fn run_due_if_any(&self) -> Result<usize, Refused> {
        let now = self.now();
        if self.next_due()?.is_some_and(|due| due <= now) { self.run_due() } else { Ok(0) }
    }

    /// Hears what other nodes do, until the connection ends. On SQLite there are none.
    pub fn hear_other_nodes(&self) -> Result<(), Refused> {
        self.inner.store.listen(&mut |message| {
            if let Some((node, event)) = message.split_once(' ')
                && node != self.inner.node
                && let Ok(event) = serde_json::from_str::<Event>(event)
            {
                self.tell(Some(event));
            }
            true
        })?;
        Ok(())
    }

    /// Tells those who listen, and forgets what was remembered of the kind.
    pub(crate) fn tell(&self, event: Option<Event>) {
        let Some(event) = event else { return };
        if event.kind == "priority_rule" {
            *self.inner.matrix.write().unwrap_or_else(PoisonError::into_inner) = None;
        }
        if event.kind == "custom_field" {
            let faces = self.inner.faces;
            match self.inner.store.read(|db| load_kinds(db, faces)) {
                Ok(kinds) => {
                    let mut held = self.inner.kinds.write().unwrap_or_else(PoisonError::into_inner);
                    *held = Arc::new(kinds);
                }
                Err(error) => tracing::error!(%error, "added fields could not be read anew"),
            }
        }
        for flow in &self.inner.flows {
            flow.was_saved(&event.kind);
        }
        // Nobody listening is no fault.
        let _ = self.inner.events.send(event);
    }

    pub(crate) fn matrix(&self, db: &mut dyn Db) -> Result<Arc<Matrix>, Refused> {
        let held = self.inner.matrix.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(matrix) = held {
            return Ok(matrix);
        }
        let matrix = Arc::new(World::new(self, db, self.now()).read_matrix()?);
        *self.inner.matrix.write().unwrap_or_else(PoisonError::into_inner) =
            Some(Arc::clone(&matrix));
        Ok(matrix)
    }
}

/// Reads the kinds with what the organization added.
fn load_kinds(db: &mut dyn Db, faces: &'static [&'static dyn AnyKind]) -> Result<Kinds, Refused> {
    let views = overlay::views(db, faces)?;
    let stored = settings::get(db, SEARCH_KINDS)?.unwrap_or_default();
    let mut names: Vec<String> =
        stored.split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect();
    let known = names.len();
    for face in faces {
        if !names.iter().any(|name| name == face.def().name) {
            names.push(face.def().name.to_owned());
        }
    }
    if names.len() > known {
        settings::set(db, SEARCH_KINDS, &names.join(","))?;
    }
    let numbers = names.into_iter().zip(1..).collect();
    let views: Vec<_> = views.into_iter().map(Arc::new).collect();
    let by_name = views.iter().map(|view| (view.def.name, Arc::clone(view))).collect();
    Ok(Kinds { views, by_name, numbers })
}

/// Fresh random bytes of the operating system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], Refused> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|error| Refused::Failed(format!("The machine gave no random bytes: {error}.")))?;
    Ok(bytes)
}
