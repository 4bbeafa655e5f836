//! No other party, and not all of them together, supplies or runs every service, every component or
//! every process in scope: what would make it so is refused.
use gemba_desk::{DueDone, DueWork, Flow, Refused, Saving, World};
use gemba_model::{
    Record,
    filter::Filter,
    overlay::KindView,
    parties::{self, Coming, KIND, Source},
};
use gemba_vocabulary::{
    actor::Channel,
    parties::{Party, refusal},
};
use jiff::tz::TimeZone;

/// The guard of one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct OtherParties;

const SERVICE: &str = "service";
const DELIVERED_BY: &str = "delivered_by";
const RECORDS_MAX: usize = 100_000;

/// The store within the command that writes.
struct Within<'a, 'b>(&'a mut World<'b>);

impl Source for Within<'_, '_> {
    type Fault = Refused;

    fn view(&mut self, kind: &str) -> Result<KindView, Refused> {
        Ok((*self.0.view(kind)?).clone())
    }

    fn each(&mut self, kind: &str, filters: &[Filter]) -> Result<Vec<Record>, Refused> {
        self.0.find(kind, filters, RECORDS_MAX)
    }

    fn count(&mut self, kind: &str, filters: &[Filter]) -> Result<u64, Refused> {
        self.0.count(kind, filters)
    }
}

impl Flow for OtherParties {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        if saving.actor.channel == Channel::Import {
            return Ok(());
        }
        let today = world.now().to_zoned(TimeZone::UTC).date();
        let id = saving.record.id;
        let coming = match saving.view.def.name {
            KIND => {
                let of = |record: &Record| parties::share(saving.view, record, today);
                let share = of(saving.record).filter(|share| share.is_whole);
                if share.is_none() || share == saving.before.and_then(of) {
                    return Ok(());
                }
                Coming::Involvement(id, share)
            }
            SERVICE if is_given_away(saving) => {
                Coming::Delivery(id, saving.value(DELIVERED_BY).as_int())
            }
            _ => return Ok(()),
        };
        let spreads = parties::read(&mut Within(world), today, Some(&coming))?.spreads;
        // What others have already is not made worse by what has nothing to do with it.
        let concerned = |aspect| match &coming {
            Coming::Involvement(_, share) => share.as_ref().is_some_and(|one| one.aspect == aspect),
            Coming::Delivery(..) => aspect == gemba_vocabulary::parties::Aspect::Services,
        };
        let spreads: Vec<_> = spreads.into_iter().filter(|one| concerned(one.aspect)).collect();
        match refusal(&spreads, |party| called(world, party)) {
            Some(sentence) => Err(Refused::Not(sentence)),
            None => Ok(()),
        }
    }

    fn topic(&self) -> &'static str {
        "other_parties"
    }

    fn due(&self, _: &mut World<'_>, _: &DueWork) -> Result<DueDone, Refused> {
        Ok(DueDone::default())
    }

    fn was_saved(&self, _: &str) {}
}

/// Whether a service in use is from now on delivered by another supplier than before.
fn is_given_away(saving: &Saving<'_>) -> bool {
    let before = saving.before.map(|before| saving.view.value(before, DELIVERED_BY));
    let is_in_use = matches!(&*saving.record.state, "live" | "changing");
    is_in_use
        && !saving.value(DELIVERED_BY).is_none()
        && before.is_none_or(|before| before != saving.value(DELIVERED_BY))
}

/// What a party is called; its number where that cannot be read.
fn called(world: &mut World<'_>, party: &Party) -> String {
    let read = |world: &mut World<'_>, kind, id| {
        let record = world.record(kind, id).ok()??;
        Some(world.view(kind).ok()?.title(&record))
    };
    let record = parties::record_of(party);
    record.and_then(|(kind, id)| read(world, kind, id)).unwrap_or_else(|| parties::spelled(party))
}
