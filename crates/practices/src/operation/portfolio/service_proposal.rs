//! Service proposals: ideas for new services, and for changes of those there are, ranked against one
//! another before anybody decides.
use gemba_model::{Choice, Kind};
use gemba_vocabulary::{Money, Ref, kind};
use jiff::Timestamp;

mod life;
mod ranking;
mod stories;
use life::{LIFE, settle};
pub use ranking::{Aims, Means, Need, Reach, Risk};

/// An idea for a new service, or for a service to be changed, taken away or handed over: what it is
/// good for, what it costs, and where it stands among the others.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "PRP", clause = "8.2.2", life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags, Watchers))]
pub struct ServiceProposal {
    /// What is proposed, in one line.
    #[field(searched, listed)]
    pub name: String,
    /// What it would do to the services.
    #[field(listed, filtered)]
    pub about: About,
    /// The service that it is about. For a new one: the service that came of it.
    #[field(listed, filtered)]
    pub service: Option<Ref<kind::Service>>,
    /// Who needs what, and why it is not there today.
    #[field(long, searched)]
    pub need: Option<String>,
    /// What is better afterwards, for those served and for us, in figures where there are any.
    #[field(long, searched)]
    pub benefit: Option<String>,
    /// The aim, policy or requirement that it serves.
    #[field(searched)]
    pub objective: Option<String>,
    /// What it costs in its first year.
    pub cost: Option<Money>,
    /// What it costs in each year from then on.
    pub cost_yearly: Option<Money>,
    /// What stands against it: money, people, time, techniques, contracts.
    #[field(long)]
    pub limitations: Option<String>,
    /// What may go wrong, with it and without it.
    #[field(long)]
    pub risks: Option<String>,
    /// How much is it needed?
    pub rank_need: Option<Need>,
    /// How far does it serve the aims of the organization?
    pub rank_aims: Option<Aims>,
    /// How many people are better off?
    pub rank_reach: Option<Reach>,
    /// Are there people and money for it?
    pub rank_means: Option<Means>,
    /// How much can go wrong?
    pub rank_risk: Option<Risk>,
    /// What the five answers come to: each is worth none, one or two points, and need and aims count
    /// twice. Fourteen is the most.
    #[field(computed, listed, filtered)]
    pub rank_score: Option<i64>,
    /// Why it stands where it stands, also where the points alone would not put it there.
    #[field(long)]
    pub rank_rationale: Option<String>,
    /// When it was last ranked.
    #[field(computed)]
    pub ranked_at: Option<Timestamp>,
    /// Who decided about it.
    #[field(computed)]
    pub decided_by: Option<Ref<kind::Person>>,
    /// When it was decided.
    #[field(computed, filtered)]
    pub decided_at: Option<Timestamp>,
    /// The change by which it is carried out.
    #[field(filtered)]
    pub change: Option<Ref<kind::Change>>,
    /// The transition by which the service is brought in, changed, taken away or handed over.
    #[field(filtered)]
    pub service_transition: Option<Ref<kind::ServiceTransition>>,
}

/// What a proposal would do to the services.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum About {
    /// There would be a service that there is not today.
    NewService,
    /// A service would be another one.
    Change,
    /// A service would be taken away.
    Removal,
    /// A service would be handed over, to us or to someone else.
    Transfer,
}

/// Where a proposal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// Somebody proposes it.
    Proposed,
    /// It was weighed against the others, and waits for a decision.
    #[choice(tone = Waiting)]
    Ranked,
    /// It was decided to do it.
    #[choice(tone = Going)]
    Accepted,
    /// It is on its way by a change or a transition.
    #[choice(tone = Done, end)]
    CarriedOut,
    /// It was decided not to do it.
    #[choice(tone = Off, end)]
    Declined,
}
