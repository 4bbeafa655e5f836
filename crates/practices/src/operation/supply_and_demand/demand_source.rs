//! Demand sources: where demand for a service comes from, and how it is counted.
use gemba_model::{Choice, FieldFault, Kind, Situation, library::fault_unless};
use gemba_vocabulary::{Ref, kind};

/// Something by which demand for a service is told, such as its mailboxes, its requests or the
/// orders of a customer. It is measured each month.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "DSO", clause = "8.4.2", menu = Plan, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tags, Review))]
pub struct DemandSource {
    /// What it is called, such as “Mailboxes” or “Requests for the workplace”.
    #[field(searched, listed)]
    pub name: String,
    /// The service that is asked for.
    #[field(listed, filtered)]
    pub service: Ref<kind::Service>,
    /// The customer whose demand it is. Left empty, it is everybody’s.
    #[field(listed, filtered)]
    pub customer: Option<Ref<kind::Customer>>,
    /// One of what is counted, such as mailbox or request.
    #[field(listed)]
    pub unit: String,
    /// Where the monthly values come from.
    #[field(listed, filtered, default = "by_hand")]
    pub counted: Counted,
    /// Whether the costs of the service are told for one of these, such as a mailbox.
    #[field(filtered, label = "Unit of cost")]
    pub is_cost_unit: bool,
    /// How much of it an agreement covers.
    #[field(filtered)]
    pub workload_limit: Option<Ref<kind::WorkloadLimit>>,
    /// What drives it, and when it is high: seasons, days, hours.
    #[field(long, searched)]
    pub pattern: Option<String>,
    /// Who knows about it and is asked.
    #[field(filtered)]
    pub owner: Option<Ref<kind::Person>>,
}

/// Where the values come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Counted {
    /// People or an import write them down.
    ByHand,
    /// Gemba counts the incidents of the service that were opened in the month.
    Incidents,
    /// Gemba counts the requests for the service that were made in the month.
    Requests,
}

fn settle(
    me: &mut DemandSource,
    before: Option<&DemandSource>,
    _: &Situation<'_>,
) -> Result<(), FieldFault> {
    let is_kept =
        before.is_none_or(|before| (before.service, before.counted) == (me.service, me.counted));
    let fault = "and the way of counting stay as they are, since values were told of them; record a \
                 new source";
    fault_unless(is_kept, "service", fault)
}

#[cfg(test)]
mod tests {
    use crate::story::Story;

    #[test]
    fn what_it_counts_stays_what_it_counts() {
        let given = [("name", "Mailboxes"), ("service", "3"), ("unit", "mailbox")];
        let mut story = Story::saved("demand_source", &given);
        assert_eq!(story.holds("counted"), "by_hand");
        story.save(&[("name", "Mail boxes")]).unwrap();
        let refusal = story.save(&[("counted", "requests")]).unwrap_err();
        assert!(refusal.contains("record a new source"), "{refusal}");
    }
}
