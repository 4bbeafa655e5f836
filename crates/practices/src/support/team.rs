//! Teams: groups of people that work is given to.
use gemba_model::Kind;
use gemba_vocabulary::{Ref, kind};

/// A group of people that work is given to, such as the service desk. Who belongs to it stands with
/// each person.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "TEA", clause = "7.2", menu = Organization)]
#[kind(shares(Comments, Links, Tags))]
pub struct Team {
    /// What the team is called.
    #[field(searched, listed, visible)]
    pub name: String,
    /// Who leads the team and is told first when its work runs late.
    #[field(listed)]
    pub manager: Option<Ref<kind::Person>>,
    /// An address that reaches the whole team.
    pub email: Option<String>,
    /// What the team is for, so that others know what to hand over to it.
    #[field(long)]
    pub purpose: Option<String>,
}
