//! Party requirements: what an interested party requires, and how we meet it.
use gemba_model::{
    Choice, Kind, Refusal, Situation, Step,
    library::{fill_in, only_if},
    step,
};
use gemba_vocabulary::{Ref, kind};

/// What an interested party requires of the services or of how we manage them, such as “restored within
/// four hours” or “data stays in the country”, and where that is met.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "PRQ", clause = "4.2", menu = Plan, life)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags))]
pub struct PartyRequirement {
    /// What they require, in one line.
    #[field(searched, listed)]
    pub name: String,
    /// Who requires it.
    #[field(listed, filtered)]
    pub party: Ref<kind::InterestedParty>,
    /// What it is about.
    #[field(listed, filtered)]
    pub category: Category,
    /// What they require, in full, and where they say so.
    #[field(long, searched)]
    pub text: Option<String>,
    /// The services that it concerns. Empty means all.
    #[field(filtered)]
    pub services: Vec<Ref<kind::Service>>,
    /// The obligation in which it stands, such as a contract or a law.
    #[field(filtered)]
    pub obligation: Option<Ref<kind::Obligation>>,
    /// The service requirement that it became.
    #[field(filtered)]
    pub service_requirement: Option<Ref<kind::ServiceRequirement>>,
    /// How it is met, where it is neither an obligation nor a service requirement.
    #[field(long)]
    pub how_met: Option<String>,
    /// Who sees to it.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
}

/// What a requirement is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Category {
    /// What a service does.
    Service,
    /// How well or how fast a service does it.
    Performance,
    /// What a law or an authority asks.
    Legal,
    /// What a contract says.
    Contractual,
    /// That information is kept safe.
    Security,
    /// What is asked because of climate change.
    Climate,
    /// Something else.
    Other,
}

/// Where a requirement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// Somebody wrote it down; whether it counts is open.
    #[choice(tone = Waiting)]
    Recorded,
    /// It counts, and it is said how it is met.
    #[choice(tone = Done)]
    Accepted,
    /// It does not bear on our services or their management.
    #[choice(tone = Off, end)]
    Declined,
    /// It counted, and nobody requires it any more.
    #[choice(tone = Off, end)]
    Ended,
}

const LIFE: &[Step<PartyRequirement>] = &[
    step("accept", "Take it up", &[State::Recorded], State::Accepted)
        .help("It counts. Say in which obligation or service requirement it stands, or how else it is met.")
        .asks(&["owner", "obligation", "service_requirement", "how_met"])
        .guard(is_met_somewhere),
    step("decline", "Leave it", &[State::Recorded], State::Declined)
        .help("It does not bear on our services or their management. Say why.")
        .needs_note(),
    step("end", "End", &[State::Accepted], State::Ended)
        .help("Nobody requires it any more. Say since when.")
        .needs_note(),
];

fn is_met_somewhere(me: &PartyRequirement, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Take it up", &[(me.owner.is_some(), "Owner")])?;
    only_if(
        me.obligation.is_some() || me.service_requirement.is_some() || me.how_met.is_some(),
        "Nothing says where it is met. Name an obligation or a service requirement, or say it under “How met”.",
    )
}

#[cfg(test)]
mod tests {
    use crate::story::{Story, walk};

    const KIND: &str = "party_requirement";
    const WHOLE: &[(&str, &str)] = &[
        ("name", "Restored within four hours"),
        ("party", "4"),
        ("category", "performance"),
        ("service_requirement", "2"),
        ("owner", "1"),
    ];
    const MACHINE: &[(&str, &str, &str)] = &[
        ("recorded", "accepted", "accept"),
        ("recorded", "declined", "decline"),
        ("accepted", "ended", "end"),
    ];

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        walk(KIND, MACHINE, "It went into the contract of another", |from, _| {
            let mut story = Story::saved(KIND, WHOLE);
            story.put(from);
            story
        });
    }

    #[test]
    fn what_counts_is_met_somewhere() {
        let mut story = Story::saved(KIND, WHOLE);
        let nowhere = story.take("accept", &[("service_requirement", "")]).unwrap_err();
        assert!(nowhere.contains("Nothing says where it is met"), "{nowhere}");
        let met = [("service_requirement", ""), ("how_met", "By the on-call rota")];
        story.take("accept", &met).unwrap();
        assert_eq!(story.state(), "accepted");
        assert!(Story::of(KIND).save(&[("name", "Good service")]).is_err(), "somebody requires it");
    }
}
