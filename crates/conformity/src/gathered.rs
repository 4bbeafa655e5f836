//! What checks read, gathered in memory: of each kind what it is, of the kinds that say something of others their
//! records, and when records were first acted on.
use crate::{
    group::Group,
    noted::NAMING_MAX,
    reads::{Names, Reads},
    shelf::{Naming, Shelf},
    spread::{CHUNK, Part, each_at_once, parts, spread},
    world::{Member, World},
};
use gemba_model::{
    AskedField, Firsts, Narrow,
    check::{Evidence, EvidenceFault},
    overlay::KindView,
};
use gemba_vocabulary::RecordId;
use jiff::Timestamp;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    hash::{BuildHasherDefault, Hasher},
    sync::atomic::{AtomicU64, Ordering},
};

/// Everything gathered.
pub(crate) struct Gathered {
    kinds: Vec<Kept>,
    by_name: HashMap<&'static str, u16, Quick>,
}

/// One kind that is read.
pub(crate) struct Kept {
    /// What it is.
    pub shape: Shape,
    /// The fields read, in the order in which records hold them.
    pub fields: Vec<AskedField<'static>>,
    naming: Vec<&'static str>,
    shelf: Option<Shelf>,
    histories: Vec<History>,
}

/// A kind as checks read it: its definition, and where each field that is read stands in a narrowed record.
#[doc(hidden)]
pub struct Shape {
    /// The kind, as the organization sees it.
    pub view: KindView,
    /// Its place among the kinds gathered.
    pub number: u16,
    /// A number that no other shape has, of any kind or time.
    pub stamp: u64,
    places: HashMap<&'static str, usize, Quick>,
    /// What people call each field, by its place.
    titles: Vec<String>,
}

struct History {
    verbs: Vec<&'static str>,
    first: Firsts,
}

/// Hashes names of a few letters and numbers quickly, eight bytes at a time; nobody from outside chooses them.
#[derive(Default)]
pub(crate) struct Swift(u64);

/// See [`Swift`].
pub(crate) type Quick = BuildHasherDefault<Swift>;

static STAMPS: AtomicU64 = AtomicU64::new(1);

const SPREADS: u64 = 0xF135_7AEA_2E62_A9C5;

impl Swift {
    fn take(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(SPREADS);
    }
}

impl Hasher for Swift {
    fn finish(&self) -> u64 {
        // A multiplication mixes upwards, and tables look at the lowest bits first.
        self.0.rotate_left(26)
    }

    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        words.iter().for_each(|word| self.take(u64::from_le_bytes(*word)));
        if !rest.is_empty() {
            self.take(rest.iter().fold(0, |word, byte| (word << 8) | u64::from(*byte)));
        }
    }

    fn write_u8(&mut self, _: u8) {
        // What ends a text says nothing where only one text is hashed.
    }

    fn write_i64(&mut self, number: i64) {
        self.take(number.cast_unsigned());
    }

    fn write_usize(&mut self, number: usize) {
        self.take(u64::try_from(number).unwrap_or(u64::MAX));
    }
}

enum Task {
    Shelf(usize, Part),
    History(usize, usize),
}

enum Done {
    Shelf(usize, Shelf),
    History(usize, usize, Firsts),
}

impl Gathered {
    /// What is read of each kind, without any record.
    fn empty(
        reads: &BTreeMap<&'static str, Names>,
        others: &BTreeSet<&'static str>,
        evidence: &dyn Evidence,
    ) -> Result<Self, EvidenceFault> {
        let (mut kinds, mut by_name) = (Vec::new(), HashMap::default());
        for (kind, names) in reads {
            let number = u16::try_from(kinds.len()).unwrap_or(u16::MAX);
            by_name.insert(*kind, number);
            kinds.push(Kept::empty(kind, number, names, others.contains(kind), evidence)?);
        }
        Ok(Self { kinds, by_name })
    }

    /// Gathers what the reads say from the evidence.
    pub fn gather(
        reads: &BTreeMap<&'static str, Names>,
        others: &BTreeSet<&'static str>,
        evidence: &dyn Evidence,
    ) -> Result<Self, EvidenceFault> {
        let mut gathered = Self::empty(reads, others, evidence)?;
        let mut tasks = Vec::new();
        for (place, kind) in gathered.kinds.iter().enumerate() {
            tasks.extend((0..kind.histories.len()).map(|history| Task::History(place, history)));
            if kind.shelf.is_some() {
                let parts = parts(kind.shape.view.def.name, evidence)?;
                tasks.extend(parts.into_iter().map(|part| Task::Shelf(place, part)));
            }
        }
        // A history takes longest.
        tasks.sort_by_key(|task| matches!(task, Task::Shelf(_, _)));
        let kinds = &gathered.kinds;
        let done = spread(
            evidence,
            &tasks,
            || (),
            |evidence, (), task| match task {
                Task::Shelf(place, part) => {
                    let kind = kinds.get(*place);
                    let shelf = kind.map(|kind| kind.fill(part, evidence)).transpose()?;
                    Ok(Done::Shelf(*place, shelf.unwrap_or_default()))
                }
                Task::History(place, history) => {
                    let first = kinds.get(*place).map(|kind| kind.first(*history, evidence));
                    Ok(Done::History(*place, *history, first.transpose()?.unwrap_or_default()))
                }
            },
        )?;
        for one in done {
            match one {
                Done::Shelf(place, part) => {
                    let kind = gathered.kinds.get_mut(place);
                    if let Some(shelf) = kind.and_then(|kind| kind.shelf.as_mut()) {
                        shelf.append(part);
                    }
                }
                Done::History(place, history, first) => {
                    let kind = gathered.kinds.get_mut(place);
                    if let Some(history) = kind.and_then(|kind| kind.histories.get_mut(history)) {
                        history.first = first;
                    }
                }
            }
        }
        each_at_once(evidence, gathered.kinds.iter_mut(), Kept::index);
        Ok(gathered)
    }

    /// The kind of that name.
    pub fn kind(&self, name: &str) -> Option<&Kept> {
        self.at(*self.by_name.get(name)?)
    }

    /// The kind at that place.
    pub fn at(&self, number: u16) -> Option<&Kept> {
        self.kinds.get(usize::from(number))
    }

    /// All kinds.
    pub fn kinds(&self) -> &[Kept] {
        &self.kinds
    }

    /// The kind of that name, to be brought up to date.
    pub fn kind_mut(&mut self, name: &str) -> Option<&mut Kept> {
        let number = *self.by_name.get(name)?;
        self.kinds.get_mut(usize::from(number))
    }

    /// When a record was first acted on by one of the verbs.
    pub fn first_activity(&self, kind: u16, verbs: &[&str], id: RecordId) -> Option<Timestamp> {
        let history = self.at(kind)?.histories.iter().find(|history| history.verbs == verbs)?;
        history.first.get(id)
    }

    /// Whether every kind is still what it was when this was gathered: an organization may add to it and call it
    /// otherwise.
    pub fn is_of(&self, evidence: &dyn Evidence) -> bool {
        self.kinds.iter().all(|kind| {
            let view = evidence.view(kind.shape.view.def.name);
            view.is_some_and(|view| view.fields == kind.shape.view.fields)
        })
    }
}

impl Kept {
    fn empty(
        kind: &'static str,
        number: u16,
        names: &Names,
        is_shelved: bool,
        evidence: &dyn Evidence,
    ) -> Result<Self, EvidenceFault> {
        let missing =
            || EvidenceFault(format!("A check reads “{kind}”, but there is no such kind."));
        let view = evidence.view(kind).ok_or_else(missing)?;
        if let Some(unknown) = names.unknown_in(&view).into_iter().next() {
            return Err(EvidenceFault(format!("A check reads what does not exist: {unknown}")));
        }
        if names.naming.len() > usize::from(NAMING_MAX) {
            return Err(EvidenceFault(format!("Too many fields of “{kind}” name what is judged.")));
        }
        let asked = |name| AskedField { name, only_given: !names.values.contains(name) };
        let fields: Vec<_> = names.fields.iter().copied().map(asked).collect();
        let places = fields.iter().enumerate().map(|(place, field)| (field.name, place)).collect();
        let titles = fields.iter().map(|field| {
            view.field(field.name)
                .map_or_else(|| field.name.to_owned(), |one| one.label.to_string())
        });
        let titles = titles.collect();
        let histories = names.histories.iter();
        let histories =
            histories.map(|verbs| History { verbs: verbs.clone(), first: Firsts::default() });
        Ok(Self {
            shape: Shape {
                view,
                number,
                stamp: STAMPS.fetch_add(1, Ordering::Relaxed),
                places,
                titles,
            },
            fields,
            naming: names.naming.iter().copied().collect(),
            shelf: is_shelved.then(Shelf::default),
            histories: histories.collect(),
        })
    }

    fn fill(&self, part: &Part, evidence: &dyn Evidence) -> Result<Shelf, EvidenceFault> {
        let mut shelf = Shelf::default();
        self.visit(part, evidence, &mut |record| shelf.push(record))?;
        Ok(shelf)
    }

    fn first(&self, history: usize, evidence: &dyn Evidence) -> Result<Firsts, EvidenceFault> {
        let history = self.histories.get(history);
        let first = history
            .map(|history| evidence.first_activity(self.shape.view.def.name, &history.verbs));
        Ok(first.transpose()?.unwrap_or_default())
    }

    fn index(&mut self) {
        let places: Vec<_> = self.naming.iter().map(|by| self.shape.place(by)).collect();
        self.shelf.iter_mut().for_each(|shelf| shelf.index(&places));
    }

    /// Visits the records of a part, narrowed, and sees to it that they come in the order of their numbers: the digest
    /// and the list of exceptions rest on it, so that a re-run agrees.
    fn visit(
        &self,
        part: &Part,
        evidence: &dyn Evidence,
        visitor: &mut dyn FnMut(&Narrow<'_>),
    ) -> Result<(), EvidenceFault> {
        let kind = self.shape.view.def.name;
        let (mut last, mut is_ordered) = (RecordId::MIN, true);
        evidence.visit_fields(kind, &self.fields, part.clone(), &mut |record| {
            is_ordered = last < record.id;
            last = record.id;
            visitor(record);
            is_ordered
        })?;
        if is_ordered {
            return Ok(());
        }
        Err(EvidenceFault(format!(
            "Records of “{kind}” did not come in the order of their numbers (at {last}), so that \
             no answer could be repeated. Read them again."
        )))
    }

    /// The records of a part in the groups in which they are judged. What is not kept is kept for as long as somebody
    /// looks at its group.
    pub fn groups(
        &self,
        part: &Part,
        evidence: &dyn Evidence,
        take: &mut dyn FnMut(&Group),
    ) -> Result<(), EvidenceFault> {
        if self.is_shelved() {
            self.shelf().groups(part).for_each(take);
            return Ok(());
        }
        let mut passing = Group::of(RecordId::MIN);
        self.visit(part, evidence, &mut |record| {
            let number = record.id.div_euclid(CHUNK);
            if number != passing.number() {
                take(&passing);
                passing.begin(number);
            }
            passing.push(record);
        })?;
        take(&passing);
        Ok(())
    }

    /// Every record in the order of their numbers, as rules see them.
    pub fn each(
        &self,
        world: &World,
        evidence: &dyn Evidence,
        take: &mut dyn FnMut(&Member<'_>),
    ) -> Result<(), EvidenceFault> {
        self.groups(&(RecordId::MIN..=RecordId::MAX), evidence, &mut |group| {
            group.rows().for_each(|row| take(&Member::of(row, &self.shape, world)));
        })
    }

    /// The records in memory; none of a kind that is only judged.
    pub fn shelf(&self) -> &Shelf {
        static NONE: Shelf = Shelf::NONE;
        self.shelf.as_ref().unwrap_or(&NONE)
    }

    /// Whether its records are in memory.
    pub fn is_shelved(&self) -> bool {
        self.shelf.is_some()
    }

    /// The place of a field among those by which records name others, and who names whom by it.
    pub fn naming(&self, by: &str) -> Option<(u8, &Naming)> {
        let place = self.naming.iter().position(|one| *one == by)?;
        Some((u8::try_from(place).ok()?, self.shelf.as_ref()?.naming(place)?))
    }

    /// Reads some records anew. Returns what they looked like to others before and after: by the places of the fields,
    /// whom they name.
    pub fn renew(
        &mut self,
        ids: &BTreeSet<RecordId>,
        evidence: &dyn Evidence,
    ) -> Result<BTreeSet<(u8, RecordId)>, EvidenceFault> {
        for history in &mut self.histories {
            let kind = self.shape.view.def.name;
            for id in ids {
                history.first.set(*id, evidence.first_activity_of(kind, &history.verbs, *id)?);
            }
        }
        if self.shelf.is_none() {
            return Ok(BTreeSet::new());
        }
        let now = ids.iter().map(|id| Ok((*id, self.fill(&(*id..=*id), evidence)?)));
        let now = now.collect::<Result<BTreeMap<_, _>, EvidenceFault>>()?;
        let places: Vec<_> = self.naming.iter().map(|by| self.shape.place(by)).collect();
        let shelf = self.shelf.as_mut();
        Ok(shelf.map(|shelf| shelf.replace(&now, &places)).unwrap_or_default())
    }
}

impl Shape {
    /// What people call the field at that place.
    pub fn title(&self, place: usize) -> Option<&str> {
        self.titles.get(place).map(String::as_str)
    }

    /// Where a field stands in a narrowed record.
    pub fn place(&self, field: &str) -> Option<usize> {
        self.places.get(field).copied()
    }
}

/// What checks read, by kind: of the kinds judged and of the others; and which kinds are read as
/// others.
pub(crate) fn joined<'a>(
    reads: impl Iterator<Item = (&'static str, &'a Reads)>,
) -> (BTreeMap<&'static str, Names>, BTreeSet<&'static str>) {
    let (mut all, mut others) = (BTreeMap::<_, Names>::new(), BTreeSet::new());
    for (kind, reads) in reads {
        all.entry(kind).or_default().take(reads.own.clone());
        for (other, names) in &reads.others {
            all.entry(other).or_default().take(names.clone());
            others.insert(*other);
        }
    }
    (all, others)
}
