//! Who else takes part: which party a record names, and how far services, components and processes
//! are in the hands of others. The one place that knows by which fields; what the counts come to
//! stands in [`gemba_vocabulary::parties`].
use crate::{
    Choice, FieldFault, Record, Situation,
    check::{Evidence, EvidenceFault},
    filter::{Filter, Test},
    library::fault_unless,
    overlay::KindView,
};
use gemba_vocabulary::{
    RecordId, Value,
    id::number,
    parties::{Aspect, Party, Share, Spread},
};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The processes of clause 8, which no record lists yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Process {
    /// Deciding which services there are, and what they must do.
    ServicePlanning,
    /// Keeping the catalogue of services.
    ServiceCatalogue,
    /// Knowing what is owned and used, and caring for it.
    AssetManagement,
    /// Keeping components and their relations on record.
    ConfigurationManagement,
    /// Keeping in touch with customers, and asking how content they are.
    BusinessRelationships,
    /// Agreeing and measuring the quality of services.
    ServiceLevels,
    /// Choosing and steering suppliers.
    SupplierManagement,
    /// Planning and watching what services cost.
    Budgeting,
    /// Foreseeing how much will be asked of services.
    DemandManagement,
    /// Having enough of what services need.
    CapacityManagement,
    /// Deciding about and carrying out changes.
    ChangeManagement,
    /// Bringing in services that are new, changed in a big way, or leave.
    DesignAndTransition,
    /// Building releases and bringing them into use.
    ReleaseAndDeployment,
    /// Putting right what went wrong.
    IncidentManagement,
    /// Fulfilling what people ask for.
    RequestFulfilment,
    /// Finding and taking away causes.
    ProblemManagement,
    /// Keeping services usable in the hours agreed.
    AvailabilityManagement,
    /// Being ready for grave events.
    ContinuityManagement,
    /// Protecting information.
    InformationSecurity,
}

/// How far another party supplies or runs something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Choice)]
pub enum Extent {
    /// All of it: nothing of it is left to yourselves.
    Whole,
    /// Some of it: the rest is done by yourselves.
    Part,
}

/// The kind of the records that say who takes part.
pub const KIND: &str = "party_involvement";
const SERVICE: &str = "service";
const COMPONENT: &str = "configuration_item";
/// One question to the store has a mark for each record.
const IDS_MAX: usize = 500;

/// The party that a record names by one of four fields: a supplier, a customer, a team, or a name.
/// It is a fault to name none or several.
pub fn named(
    supplier: Option<RecordId>,
    customer: Option<RecordId>,
    team: Option<RecordId>,
    name: Option<&str>,
) -> Result<Party, FieldFault> {
    let given = [supplier.is_some(), customer.is_some(), team.is_some(), name.is_some()];
    let count = given.into_iter().filter(|is_given| *is_given).count();
    let fields = ["supplier", "customer", "team", "other_party"];
    // The fault stands at the last one given, which is the one too many.
    let last = fields.into_iter().zip(given).rfind(|(_, is_given)| *is_given);
    let field = last.map_or("supplier", |(field, _)| field);
    fault_unless(count > 0, field, "is missing; name the supplier, customer, team or other party")?;
    fault_unless(count == 1, field, "is one party too many; name exactly one")?;
    party(supplier, customer, team, name)
        .ok_or_else(|| FieldFault::new(field, "is missing; name exactly one party"))
}

fn party(
    supplier: Option<RecordId>,
    customer: Option<RecordId>,
    team: Option<RecordId>,
    name: Option<&str>,
) -> Option<Party> {
    let recorded = supplier.map(Party::Supplier).or_else(|| customer.map(Party::Customer));
    let recorded = recorded.or_else(|| team.map(Party::Team));
    recorded.or_else(|| name.map(|name| Party::Named(name.trim().to_owned())))
}

/// Where a party is recorded: kind and number, unless it only has a name.
pub fn record_of(party: &Party) -> Option<(&'static str, RecordId)> {
    match party {
        Party::Supplier(id) => Some(("supplier", *id)),
        Party::Customer(id) => Some(("customer", *id)),
        Party::Team(id) => Some(("team", *id)),
        Party::Named(_) => None,
    }
}

/// What a party is called in a guard or at a save.
pub fn called(party: &Party, now: &Situation<'_>) -> String {
    let name = record_of(party).map(|(kind, id)| now.facts.value(kind, id, "name"));
    name.as_ref().and_then(Value::as_text).map_or_else(|| spelled(party), ToOwned::to_owned)
}

/// A party by its number, or by its name if it has no record.
pub fn spelled(party: &Party) -> String {
    match party {
        Party::Supplier(id) => number("SUP", *id),
        Party::Customer(id) => number("CUS", *id),
        Party::Team(id) => number("TEA", *id),
        Party::Named(name) => name.clone(),
    }
}

/// What is read from: the store, within a command or beside it.
pub trait Source {
    /// Why something cannot be read.
    type Fault;
    /// The kind as the organization sees it.
    fn view(&mut self, kind: &str) -> Result<KindView, Self::Fault>;
    /// Each record of a kind that meets all filters.
    fn each(&mut self, kind: &str, filters: &[Filter]) -> Result<Vec<Record>, Self::Fault>;
    /// How many records of a kind meet all filters.
    fn count(&mut self, kind: &str, filters: &[Filter]) -> Result<u64, Self::Fault>;
}

impl Source for &dyn Evidence {
    type Fault = EvidenceFault;

    fn view(&mut self, kind: &str) -> Result<KindView, EvidenceFault> {
        Evidence::view(*self, kind)
            .ok_or_else(|| EvidenceFault(format!("This Gemba keeps no {kind}.")))
    }

    fn each(&mut self, kind: &str, filters: &[Filter]) -> Result<Vec<Record>, EvidenceFault> {
        let mut records = Vec::new();
        self.visit(kind, filters, &mut |record| {
            records.push(record.clone());
            true
        })?;
        Ok(records)
    }

    fn count(&mut self, kind: &str, filters: &[Filter]) -> Result<u64, EvidenceFault> {
        Evidence::count(*self, kind, filters)
    }
}

/// What is to be saved and not yet in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Coming {
    /// An involvement with that number; nothing if it no longer counts.
    Involvement(RecordId, Option<Share>),
    /// Who delivers the service with that number from now on.
    Delivery(RecordId, Option<RecordId>),
}

/// How services, components and processes are spread over ourselves and others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parties {
    /// Services, components and processes, in this order.
    pub spreads: [Spread; 3],
    /// Who takes part in each service in scope.
    pub of_services: BTreeMap<RecordId, Vec<(Party, Extent)>>,
    /// Services in scope that name who delivers them, while no involvement says how far. They count
    /// as run by that supplier altogether.
    pub undeclared: BTreeSet<RecordId>,
}

/// The services that are in scope: those in use.
fn is_in_use() -> Filter {
    let states = ["live", "changing"].map(|state| Value::Text(state.to_owned()));
    Filter { field: "state".to_owned(), test: Test::Is(states.to_vec()) }
}

/// The share that an involvement stands for; nothing if it is over.
pub fn share(view: &KindView, record: &Record, today: Date) -> Option<Share> {
    let value = |field| view.value(record, field);
    let id = |field| value(field).as_int();
    let is_over = matches!(value("until"), Value::Date(until) if *until < today);
    if is_over || record.state == "ended" {
        return None;
    }
    let party = party(id("supplier"), id("customer"), id("team"), value("other_party").as_text())?;
    let (aspect, subject) = match value("concerns").as_text()? {
        SERVICE => (Aspect::Services, id("service")?),
        "component" => (Aspect::Components, id(COMPONENT)?),
        _ => (Aspect::Processes, place(value("process").as_text()?)?),
    };
    let is_whole = value("extent").as_text() == Some(Extent::Whole.name());
    Some(Share { party, aspect, subject, is_whole })
}

/// The place of a process in the list.
fn place(process: &str) -> Option<RecordId> {
    let place = Process::ALL.iter().position(|one| one.name() == process)?;
    i64::try_from(place).ok()
}

/// Reads who takes part today, as if what is coming were saved.
pub fn read<S: Source>(
    source: &mut S,
    today: Date,
    coming: Option<&Coming>,
) -> Result<Parties, S::Fault> {
    let view = source.view(SERVICE)?;
    let mut delivered_by = BTreeMap::new();
    for service in source.each(SERVICE, &[is_in_use()])? {
        delivered_by.insert(service.id, view.value(&service, "delivered_by").as_int());
    }
    if let Some(Coming::Delivery(service, supplier)) = coming {
        delivered_by.insert(*service, *supplier);
    }
    let mut shares = involvements(source, today, coming)?;
    let components = only_live(source, &mut shares)?;
    shares.retain(|share| {
        share.aspect != Aspect::Services || delivered_by.contains_key(&share.subject)
    });
    let undeclared = undeclared(&delivered_by, &mut shares);
    let services = u64::try_from(delivered_by.len()).unwrap_or(u64::MAX);
    let processes = u64::try_from(Process::ALL.len()).unwrap_or(u64::MAX);
    let mut of_services: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for share in shares.iter().filter(|share| share.aspect == Aspect::Services) {
        let extent = if share.is_whole { Extent::Whole } else { Extent::Part };
        of_services.entry(share.subject).or_default().push((share.party.clone(), extent));
    }
    let spreads = [
        Spread::of(Aspect::Services, services, &shares),
        Spread::of(Aspect::Components, components, &shares),
        Spread::of(Aspect::Processes, processes, &shares),
    ];
    Ok(Parties { spreads, of_services, undeclared })
}

fn involvements<S: Source>(
    source: &mut S,
    today: Date,
    coming: Option<&Coming>,
) -> Result<Vec<Share>, S::Fault> {
    let view = source.view(KIND)?;
    let records = source.each(KIND, &[Filter::is("open", Value::Bool(true))])?;
    let replaced = |id: RecordId| matches!(coming, Some(Coming::Involvement(one, _)) if *one == id);
    let kept = records.iter().filter(|record| !replaced(record.id));
    let mut shares: Vec<_> = kept.filter_map(|record| share(&view, record, today)).collect();
    if let Some(Coming::Involvement(_, Some(share))) = coming {
        shares.push(share.clone());
    }
    Ok(shares)
}

/// Leaves only the components that are live, and says how many live ones there are in all.
fn only_live<S: Source>(source: &mut S, shares: &mut Vec<Share>) -> Result<u64, S::Fault> {
    let is_live = Filter::is("state", Value::Text("live".to_owned()));
    let named: BTreeSet<_> = shares
        .iter()
        .filter(|share| share.aspect == Aspect::Components)
        .map(|share| share.subject)
        .collect();
    let mut live = BTreeSet::new();
    for ids in named.into_iter().collect::<Vec<_>>().chunks(IDS_MAX) {
        let ids = ids.iter().copied().map(Value::Int).collect();
        let among = Filter { field: "id".to_owned(), test: Test::Is(ids) };
        let found = source.each(COMPONENT, &[is_live.clone(), among])?;
        live.extend(found.iter().map(|item| item.id));
    }
    shares.retain(|share| share.aspect != Aspect::Components || live.contains(&share.subject));
    source.count(COMPONENT, &[is_live])
}

/// Counts who delivers a service without an involvement as having all of it.
fn undeclared(
    delivered_by: &BTreeMap<RecordId, Option<RecordId>>,
    shares: &mut Vec<Share>,
) -> BTreeSet<RecordId> {
    let mut undeclared = BTreeSet::new();
    for (service, supplier) in delivered_by {
        let Some(party) = supplier.map(Party::Supplier) else { continue };
        let is_declared = shares.iter().any(|share| {
            (share.aspect, share.subject) == (Aspect::Services, *service) && share.party == party
        });
        if !is_declared {
            undeclared.insert(*service);
            let (aspect, subject) = (Aspect::Services, *service);
            shares.push(Share { party, aspect, subject, is_whole: true });
        }
    }
    undeclared
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_one_party_is_named() {
        assert_eq!(named(Some(3), None, None, None), Ok(Party::Supplier(3)));
        let group = Party::Named("Group payroll".to_owned());
        assert_eq!(named(None, None, None, Some(" Group payroll")), Ok(group));
        let none = named(None, None, None, None).unwrap_err();
        assert_eq!((none.field.as_ref(), none.fault.contains("is missing")), ("supplier", true));
        let two = named(Some(3), None, Some(4), None).unwrap_err();
        assert_eq!((two.field.as_ref(), two.fault.contains("exactly one")), ("team", true));
    }

    #[test]
    fn who_delivers_without_a_word_on_how_far_has_all_of_it() {
        let delivered_by = BTreeMap::from([(1, Some(3)), (2, Some(3)), (4, None)]);
        let (aspect, party) = (Aspect::Services, Party::Supplier(3));
        let mut shares = vec![Share { party, aspect, subject: 2, is_whole: false }];
        assert_eq!(undeclared(&delivered_by, &mut shares), BTreeSet::from([1]));
        let spread = Spread::of(Aspect::Services, 3, &shares);
        assert_eq!((spread.own, spread.shared, spread.others), (1, 1, 1));
    }
}
