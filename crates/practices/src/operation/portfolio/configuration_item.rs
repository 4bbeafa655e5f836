//! Configuration items: the parts that services are made of, kept under control.
use gemba_model::{
    Choice, Kind, Refusal, Situation, Step,
    library::{fill_in, has_note, only_if},
    step,
};
use gemba_vocabulary::{Ref, kind};

/// A part that must be known and controlled for a service to work: a server, a program, a line, a
/// contract.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "CFG", clause = "8.2.6", life)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags, Watchers))]
pub struct ConfigurationItem {
    /// What it is called, uniquely enough to find it.
    #[field(searched, listed, visible)]
    pub name: String,
    /// What sort of part it is, such as server, program or network line.
    #[field(listed, filtered)]
    pub item_type: Option<String>,
    /// What it does and what is special about it.
    #[field(long, searched)]
    pub description: Option<String>,
    /// The service that it is a part of.
    #[field(listed, filtered)]
    pub service: Option<Ref<kind::Service>>,
    /// Who answers for it.
    #[field(filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// Where it is.
    pub location: Option<String>,
    /// The number by which its maker knows it.
    #[field(searched)]
    pub serial: Option<String>,
    /// Who supplied it.
    pub supplier: Option<Ref<kind::Supplier>>,
    /// The change by which it last came into use or went out of it.
    pub change: Option<Ref<kind::Change>>,
    /// How it was disposed of and how its data was wiped, with the number of the proof.
    pub disposal_proof: Option<String>,
}

/// Where a part stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is intended.
    Planned,
    /// It was ordered.
    #[choice(tone = Waiting)]
    Ordered,
    /// It is here and not in use.
    #[choice(tone = Waiting)]
    InStock,
    /// It is being made ready.
    #[choice(tone = Going)]
    InBuild,
    /// It is being tried out.
    #[choice(tone = Going)]
    InTest,
    /// It is in use.
    #[choice(tone = Done)]
    Live,
    /// It is out of use for a while, to be looked after.
    #[choice(tone = Going)]
    InMaintenance,
    /// It is no longer used, and still here.
    #[choice(tone = Off)]
    Retired,
    /// It is gone for good.
    #[choice(tone = Off, end)]
    Disposed,
    /// A check did not find it where it should be.
    #[choice(tone = Major)]
    Missing,
}

const LIFE: &[Step<ConfigurationItem>] = &[
    step("order", "Order", &[State::Planned], State::Ordered).help("It was ordered."),
    step("build", "Build", &[State::Planned], State::InBuild)
        .help("It is made here, without an order."),
    step("receive", "Receive", &[State::Ordered], State::InStock)
        .help("It arrived and is kept until it is needed."),
    step("prepare", "Prepare", &[State::InStock], State::InBuild)
        .help("It is taken from stock and made ready."),
    step("test", "Test", &[State::InBuild], State::InTest).help("It is tried out before its use."),
    step("deploy", "Put into use", &[State::InTest], State::Live)
        .help("It comes into use by a change, for a service, and somebody answers for it.")
        .asks(&["change", "service", "owner"])
        .guard(|me, _| {
            fill_in(
                "Put into use",
                &[
                    (me.change.is_some(), "Change"),
                    (me.service.is_some(), "Service"),
                    (me.owner.is_some(), "Owner"),
                ],
            )
        }),
    step("maintain", "Maintain", &[State::Live], State::InMaintenance)
        .help("It goes out of use for a while. Say by which change or incident.")
        .asks(&["change"])
        .guard(|me, now| {
            only_if(
                me.change.is_some() || has_note(now),
                "Name the change, or say in a note which incident it is taken out of use for.",
            )
        }),
    step("restore", "Back into use", &[State::InMaintenance], State::Live)
        .help("It is in use again."),
    step("retire", "Retire", &[State::Live], State::Retired)
        .help("It is no longer used, by a change. No live service may depend on it.")
        .asks(&["change", "service"])
        .guard(may_retire),
    step("verify_fail", "Not found", &[State::Live], State::Missing)
        .help("A check did not find it, or found something else. Say what was found.")
        .needs_note(),
    step("found", "Found", &[State::Missing], State::Live)
        .help("It was found again. Say what was put right.")
        .needs_note(),
    step("write_off", "Write off", &[State::Missing], State::Retired)
        .help("It is given up for lost. Say who decided so.")
        .needs_note(),
    step("dispose", "Dispose of", &[State::Retired], State::Disposed)
        .help("It is gone for good, and its data was wiped. Name the proof.")
        .asks(&["disposal_proof"])
        .guard(|me, _| fill_in("Dispose of", &[(me.disposal_proof.is_some(), "Disposal proof")])),
];

fn may_retire(me: &ConfigurationItem, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Retire", &[(me.change.is_some(), "Change")])?;
    let state = me.service.map(|service| now.facts.value("service", service.id, "state"));
    let is_live = state.is_some_and(|state| matches!(state.as_text(), Some("live" | "changing")));
    only_if(
        !is_live,
        "A live service depends on it. Name another service, or none, or have the service taken \
         away first.",
    )
}
