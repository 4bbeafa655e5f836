//! Configuration items: the parts that services are made of, kept under control.
use gemba_model::{
    Choice, Feels, FieldFault, Kind, Refusal, Situation, Step,
    library::{fault_unless, fill_in, has_note, only_if},
    step,
};
use gemba_vocabulary::{Money, Ref, kind, product};
use jiff::civil::Date;

/// A part that must be known and controlled for a service to work: a server, a program, a line, a
/// contract.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "CFG", clause = "8.2.6", life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags, Watchers))]
#[kind(edge(to = "service", feels = whole))]
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
    /// The product that it is or runs, such as Debian or Windows Server.
    #[field(searched, filtered)]
    pub product: Option<String>,
    /// The version of the product, as exactly as it is known, such as 12.5.
    pub product_version: Option<String>,
    /// The day on which it was bought.
    pub purchased_on: Option<Date>,
    /// The last day on which its maker or seller mends it without being paid.
    #[field(filtered)]
    pub warranty_until: Option<Date>,
    /// What it cost.
    pub cost: Option<Money>,
    /// The change by which it last came into use or went out of it.
    pub change: Option<Ref<kind::Change>>,
    /// How it was disposed of and how its data was wiped, with the number of the proof.
    pub disposal_proof: Option<String>,
    /// The release cycle of its product that its version belongs to.
    #[field(computed, filtered)]
    pub product_cycle: Option<Ref<kind::ProductCycle>>,
    /// The last day on which its product gets security corrections, as the product cycle says.
    #[field(computed, filtered)]
    pub end_of_support_on: Option<Date>,
    /// Whether its product is no longer supported.
    #[field(computed, filtered)]
    pub support_ended: bool,
    /// Its product without its spelling, by which product cycles are found.
    #[field(computed, filtered)]
    pub product_key: Option<String>,
}

/// The service feels its parts; a part does not feel the service.
fn whole(_: &str) -> Feels {
    Feels::To
}

fn settle(
    me: &mut ConfigurationItem,
    _: Option<&ConfigurationItem>,
    _: &Situation<'_>,
) -> Result<(), FieldFault> {
    let given = me.product_version.is_none() || me.product.is_some();
    fault_unless(given, "product_version", "is of no product; say which product it is")?;
    let is_backward = me.purchased_on.zip(me.warranty_until).is_some_and(|(on, until)| until < on);
    fault_unless(!is_backward, "warranty_until", "lies before the day on which it was bought")?;
    let negative = me.cost.as_ref().is_some_and(|cost| cost.amount.is_sign_negative());
    fault_unless(!negative, "cost", "cannot be below zero")?;
    me.product_key = me.product.as_deref().map(product::key).filter(|key| !key.is_empty());
    Ok(())
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

#[cfg(test)]
mod tests {
    use crate::story::{Story, walk};
    use gemba_vocabulary::Value;

    fn live() -> Story {
        let mut story = Story::saved("configuration_item", &[("name", "mail-1")]);
        for verb in ["order", "receive", "prepare", "test"] {
            story.take(verb, &[]).unwrap();
        }
        let bare = story.take("deploy", &[("service", "3")]).unwrap_err();
        assert_eq!(bare, "Before “Put into use”, fill in: Change, Owner.");
        story.take("deploy", &[("change", "5"), ("service", "3"), ("owner", "2")]).unwrap();
        story
    }

    /// The rows of the machine `ci`: from, to, verb.
    const MACHINE: &[(&str, &str, &str)] = &[
        ("planned", "ordered", "order"),
        ("planned", "in_build", "build"),
        ("ordered", "in_stock", "receive"),
        ("in_stock", "in_build", "prepare"),
        ("in_build", "in_test", "test"),
        ("in_test", "live", "deploy"),
        ("live", "in_maintenance", "maintain"),
        ("in_maintenance", "live", "restore"),
        ("live", "retired", "retire"),
        ("retired", "disposed", "dispose"),
        ("live", "missing", "verify_fail"),
        ("missing", "live", "found"),
        ("missing", "retired", "write_off"),
    ];

    #[test]
    fn each_step_of_the_machine_works_when_its_guard_is_met_and_each_other_is_refused() {
        let whole = [
            ("name", "mail-1"),
            ("change", "5"),
            ("service", "3"),
            ("owner", "2"),
            ("disposal_proof", "Wiped, W-77"),
        ];
        walk("configuration_item", MACHINE, "Rack 4 was looked at", |from, _| {
            let mut story = Story::saved("configuration_item", &whole);
            story.put(from);
            story
        });
    }

    #[test]
    fn what_is_in_use_is_not_thrown_away() {
        let proof = &[("disposal_proof", "Wiped, W-77")];
        let refusal = live().take("dispose", proof).unwrap_err();
        assert!(refusal.contains("leads on from: retired"), "{refusal}");
    }

    #[test]
    fn a_part_of_a_live_service_stays_until_the_service_lets_go() {
        let mut story = live();
        story.given("service", 3, "state", Value::Text("live".to_owned()));
        let refusal = story.take("retire", &[("change", "6")]).unwrap_err();
        assert!(refusal.contains("A live service depends on it"), "{refusal}");
        story.take("retire", &[("change", "6"), ("service", "")]).unwrap();
        assert!(story.take("dispose", &[]).unwrap_err().ends_with("fill in: Disposal proof."));
        story.take("dispose", &[("disposal_proof", "Wiped, W-77")]).unwrap();
        assert_eq!(story.state(), "disposed");
    }

    #[test]
    fn what_is_lost_is_found_or_given_up_with_a_word() {
        let mut story = live();
        assert!(story.take("verify_fail", &[]).is_err());
        story.noted("verify_fail", &[], "Rack 4 is empty").unwrap();
        story.noted("found", &[], "It was in rack 5").unwrap();
        assert_eq!(story.state(), "live");
        story.noted("verify_fail", &[], "Rack 5 is empty").unwrap();
        story.noted("write_off", &[], "Ben agreed").unwrap();
        assert_eq!(story.state(), "retired");
    }

    #[test]
    fn maintenance_has_a_change_or_an_incident() {
        let mut story = live();
        let refusal = story.take("maintain", &[("change", "")]).unwrap_err();
        assert!(refusal.contains("Name the change"), "{refusal}");
        story.noted("maintain", &[("change", "")], "For INC-000012").unwrap();
        story.take("restore", &[]).unwrap();
        assert_eq!(story.state(), "live");
    }
}
