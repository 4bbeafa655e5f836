//! Configuration items: the parts that services are made of, kept under control.
use gemba_model::{
    Choice, Feels, FieldFault, Kind, Refusal, Situation, Step,
    held::Structured,
    item_attributes::{self, Attribute, Given},
    library::{fault_unless, fill_in, has_note, only_if},
    step,
};
use gemba_vocabulary::{Money, Ref, Value, kind, product};
use jiff::civil::Date;
use rust_decimal::Decimal;

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
    /// What describes it, by the attributes that its type has.
    #[field(rows = Given)]
    pub attributes: Option<Structured<Vec<Given>>>,
    /// The service that it is a part of.
    #[field(listed, filtered)]
    pub service: Option<Ref<kind::Service>>,
    /// The group of parts of its service of which one is enough, such as “Mail nodes”. Empty means
    /// that the service does not work without it.
    pub redundancy_group: Option<String>,
    /// How much of the time it is there, as its maker or its supplier states it.
    #[field(percent, unit = "%")]
    pub stated_availability: Option<Decimal>,
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
    before: Option<&ConfigurationItem>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let given = me.product_version.is_none() || me.product.is_some();
    fault_unless(given, "product_version", "is of no product; say which product it is")?;
    let is_backward = me.purchased_on.zip(me.warranty_until).is_some_and(|(on, until)| until < on);
    fault_unless(!is_backward, "warranty_until", "lies before the day on which it was bought")?;
    let negative = me.cost.as_ref().is_some_and(|cost| cost.amount.is_sign_negative());
    fault_unless(!negative, "cost", "cannot be below zero")?;
    let share = me.stated_availability;
    let is_share = share.is_none_or(|share| Decimal::ZERO < share && share <= Decimal::ONE_HUNDRED);
    fault_unless(is_share, "stated_availability", "must be more than 0 and at most 100")?;
    let is_described_anew = before.is_none_or(|before| {
        before.attributes != me.attributes || before.item_type != me.item_type
    });
    if is_described_anew && !me.given().is_empty() {
        let attributes = attributes_of(me, now);
        let fault =
            "need a type that says which there are; record the type first, or leave them empty";
        fault_unless(attributes.is_some(), "attributes", fault)?;
        let settled = item_attributes::settled(&attributes.unwrap_or_default(), me.given());
        let settled = settled.map_err(|fault| FieldFault::new("attributes", fault))?;
        me.attributes = (!settled.is_empty()).then_some(Structured(settled));
    }
    me.product_key = me.product.as_deref().map(product::key).filter(|key| !key.is_empty());
    Ok(())
}

impl ConfigurationItem {
    fn given(&self) -> &[Given] {
        self.attributes.as_ref().map_or(&[], |given| &given.0)
    }
}

/// The attributes that an item of its type has; nothing if there is no such type.
fn attributes_of(me: &ConfigurationItem, now: &Situation<'_>) -> Option<Vec<Attribute>> {
    let name = me.item_type.as_deref()?;
    let in_use = [("open", Value::Bool(true))];
    let each = |field: &str| now.facts.each(item_attributes::KIND, &in_use, field);
    let is_it =
        |known: &Value| known.as_text().is_some_and(|known| item_attributes::is_same(known, name));
    let place = each("name").iter().position(is_it)?;
    match each("attributes").into_iter().nth(place) {
        Some(Value::Struct(json)) => serde_json::from_value(json).ok(),
        _ => Some(Vec::new()),
    }
}

/// What its type says must be known before it comes into use.
fn is_described(me: &ConfigurationItem, now: &Situation<'_>) -> Result<(), Refusal> {
    let attributes = attributes_of(me, now).unwrap_or_default();
    let criticality = me.service.map(|one| now.facts.value("service", one.id, "criticality"));
    let criticality = criticality.as_ref().and_then(Value::as_text);
    let missing = item_attributes::missing(&attributes, me.given(), criticality);
    let sort = me.item_type.as_deref().unwrap_or_default();
    only_if(
        missing.is_empty(),
        &format!(
            "Of an item of the type “{sort}” this must be known before it comes into use: {}. Fill \
             it in under “Attributes”.",
            missing.join(", ")
        ),
    )
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
        .asks(&["change", "service", "owner", "attributes"])
        .guard(|me, now| {
            fill_in(
                "Put into use",
                &[
                    (me.change.is_some(), "Change"),
                    (me.service.is_some(), "Service"),
                    (me.owner.is_some(), "Owner"),
                ],
            )?;
            is_described(me, now)
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
    fn a_stated_share_is_one() {
        for share in ["0", "100.1"] {
            let fields = [("name", "mail-1"), ("stated_availability", share)];
            let refusal = Story::of("configuration_item").save(&fields).unwrap_err();
            assert!(refusal.starts_with("Stated availability must be more than 0"), "{refusal}");
        }
    }

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

    /// An item in test, where there is a type “Server” whose items need their memory, and their RAID for services that
    /// matter more.
    fn in_test() -> Story {
        let attributes = serde_json::json!([
            {"name": "Memory", "needed": "always"},
            {"name": "Raid", "needed": "from_high", "choices": "none, mirror"},
        ]);
        let mut story = Story::of("configuration_item");
        story.given_record(
            "configuration_item_type",
            &[
                ("name", Value::Text("Server".to_owned())),
                ("attributes", Value::Struct(attributes)),
                ("open", Value::Bool(true)),
            ],
        );
        let fields = [("name", "mail-1"), ("item_type", "server"), ("service", "3")];
        story.save(&[&fields[..], &[("owner", "2"), ("change", "5")]].concat()).unwrap();
        story.put("in_test");
        story
    }

    #[test]
    fn what_its_type_needs_is_known_before_it_comes_into_use() {
        let mut story = in_test();
        let refusal = story.take("deploy", &[]).unwrap_err();
        assert!(refusal.contains("before it comes into use: Memory."), "{refusal}");
        story.given("service", 3, "criticality", Value::Text("critical".to_owned()));
        let memory = r#"[{"name": "memory", "value": "64 GB"}]"#;
        let refusal = story.take("deploy", &[("attributes", memory)]).unwrap_err();
        assert!(refusal.contains("before it comes into use: Raid."), "{refusal}");
        let both = r#"[{"name": "memory", "value": "64 GB"}, {"name": "Raid", "value": "none"}]"#;
        story.take("deploy", &[("attributes", both)]).unwrap();
        assert!(story.holds("attributes").contains(r#""name":"Memory""#), "as the type spells it");
    }

    #[test]
    fn attributes_are_those_of_its_type_with_values_that_suit() {
        let mut story = in_test();
        let mut refused = |json: &str| story.save(&[("attributes", json)]).unwrap_err();
        let unknown = refused(r#"[{"name": "Colour", "value": "red"}]"#);
        assert!(unknown.contains("“Colour”, which its type does not have"), "{unknown}");
        let outside = refused(r#"[{"name": "Raid", "value": "five"}]"#);
        assert_eq!(outside, "Attributes give “five” for “Raid”; it can be: none, mirror.");
        story.save(&[("attributes", r#"[{"name": "Raid", "value": "mirror"}]"#)]).unwrap();
        let odd = story.save(&[("item_type", "printer")]).unwrap_err();
        assert!(odd.contains("need a type that says which there are"), "{odd}");
        story.save(&[("item_type", "printer"), ("attributes", "")]).unwrap();
        story.take("deploy", &[]).unwrap();
    }

    #[test]
    fn what_was_bought_is_told_with_days_and_sums_that_can_be() {
        let mut story = Story::saved("configuration_item", &[("name", "mail-1")]);
        assert!(story.save(&[("product_version", "12")]).unwrap_err().contains("of no product"));
        let days = [("purchased_on", "2026-02-01"), ("warranty_until", "2026-01-31")];
        assert!(story.save(&days).unwrap_err().contains("before the day on which it was bought"));
        assert!(story.save(&[("cost", "-5 EUR")]).unwrap_err().contains("below zero"));
        story.save(&[("product", "Windows Server"), ("product_version", "2022")]).unwrap();
        assert_eq!(story.holds("product_key"), "windowsserver");
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
