//! Customers: the organizations that services are for.
use gemba_model::Kind;
use gemba_vocabulary::{Ref, kind};

/// An organization, or a part of your own, that receives services. Its people see its records and
/// nobody else's.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "CUS", clause = "8.3.2")]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags, Review))]
pub struct Customer {
    /// What the customer is called.
    #[field(searched, listed, visible)]
    pub name: String,
    /// The colleague who answers for the relationship and for how satisfied this customer is.
    #[field(listed, filtered)]
    pub relationship_manager: Option<Ref<kind::Person>>,
    /// The customer's own person to talk to.
    pub contact: Option<Ref<kind::Person>>,
    /// The country in which the customer is at home.
    pub country: Option<String>,
    /// Where letters and visitors go.
    #[field(long)]
    pub address: Option<String>,
    /// What colleagues should know before they call.
    #[field(long)]
    pub notes: Option<String>,
}
