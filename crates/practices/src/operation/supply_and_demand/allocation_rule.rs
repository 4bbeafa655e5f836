//! Allocation rules: how a shared cost is split among services, by a driver and its values.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Row, Situation, Step,
    held::Structured,
    library::{approved_by_another, called, fault_unless, fill_in, is_import},
    step,
};
use gemba_vocabulary::{RecordId, Ref, Value, id::number, id::parse_number, kind};
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// How a shared cost is split among services: by a driver, such as support hours, and its value for
/// each service. A rule in force stays as it is; other values are a new version with a first month
/// of its own, so that past months are split as they were.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "ALR", clause = "8.4.1", title = "name", menu = Plan, life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tags, Review))]
pub struct AllocationRule {
    /// What is split and in which version, in one line.
    #[field(computed, searched)]
    pub name: Option<String>,
    /// The sort of cost that is split: what was spent of it for no service in particular.
    #[field(listed, filtered)]
    pub cost_type: Ref<kind::CostType>,
    /// The first month that is split so; it holds until the first month of the next version.
    #[field(listed, filtered)]
    pub valid_from: Date,
    /// What drives the cost, such as support hours, mailboxes or floor space.
    #[field(searched, listed)]
    pub driver: String,
    /// Where the values of the driver come from, and why it is a fair one.
    #[field(long)]
    pub basis: Option<String>,
    /// The services, each with its value of the driver.
    #[field(rows = Weight)]
    pub weights: Option<Structured<Vec<Weight>>>,
    /// Counted up with each version for the same sort of cost.
    #[field(computed, listed, label = "Version")]
    pub rule_version: Option<i64>,
    /// Who approved it.
    #[field(computed)]
    pub approved_by: Option<Ref<kind::Person>>,
    /// When it was approved.
    #[field(computed)]
    pub approved_at: Option<Timestamp>,
}

/// What of the driver belongs to one service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Weight {
    /// The service, by its number, such as SVC-000012, or by its name.
    pub service: String,
    /// Its value of the driver, such as 300 hours.
    pub weight: Decimal,
    /// What the service is called; Gemba fills it in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub called: Option<String>,
}

/// Where a rule stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being written.
    Draft,
    /// It splits costs.
    #[choice(tone = Done)]
    InForce,
    /// It never came into force, or splits no costs from some month on.
    #[choice(tone = Off, end)]
    Discarded,
}

const LIFE: &[Step<AllocationRule>] = &[
    step("approve", "Approve", &[State::Draft], State::InForce)
        .help("Costs are split by it from its first month on. Not for whoever wrote it.")
        .asks(&["basis", "weights"])
        .guard(may_approve)
        .then(|me, now| {
            me.approved_by = now.actor.person.map(Ref::new);
            me.approved_at = Some(now.now);
        }),
    step("discard", "Discard", &[State::Draft], State::Discarded)
        .help("It does not come into force. Say why.")
        .needs_note(),
    step("take_back", "Take back", &[State::InForce], State::Discarded)
        .help("It was wrong: nothing is split by it any more, not even in the past. Say why.")
        .needs_note(),
];

fn may_approve(me: &AllocationRule, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Approve", &[(me.basis.is_some(), "Basis"), (!me.weights().is_empty(), "Weights")])?;
    approved_by_another("a rule", now)
}

impl AllocationRule {
    fn weights(&self) -> &[Weight] {
        self.weights.as_ref().map_or(&[], |rows| &rows.0)
    }
}

/// The service that a row names, by number or by a name that only one has.
fn named(text: &str, now: &Situation<'_>) -> Option<RecordId> {
    if let Some((prefix, id)) = parse_number(text).filter(|(prefix, _)| prefix == "SVC") {
        let is_here = !now.facts.value("service", id, "name").is_none();
        return is_here.then_some(id).filter(|_| !prefix.is_empty());
    }
    let name = Value::Text(text.trim().to_owned());
    match now.facts.each("service", &[("name", name)], "id").as_slice() {
        [one] => one.as_int(),
        _ => None,
    }
}

fn find_services(me: &mut AllocationRule, now: &Situation<'_>) -> Result<(), FieldFault> {
    let mut seen = BTreeSet::new();
    let rows = me.weights.as_mut().map(|rows| rows.0.as_mut_slice()).unwrap_or_default();
    for row in &mut *rows {
        let Some(id) = named(&row.service, now) else {
            let fault = format!(
                "name “{}”, which is no service; write its number, such as SVC-000012, or its name",
                row.service
            );
            return Err(FieldFault::new("weights", fault));
        };
        let fault = format!("name “{}” twice", row.service);
        fault_unless(seen.insert(id), "weights", &fault)?;
        row.service = number("SVC", id);
        row.called = Some(called("service", "SVC", "name", id, now));
    }
    let is_below = rows.iter().any(|row| row.weight.is_sign_negative());
    fault_unless(!is_below, "weights", "cannot be below zero")?;
    let is_empty = !rows.is_empty() && rows.iter().all(|row| row.weight.is_zero());
    fault_unless(!is_empty, "weights", "are all nothing, so nothing can be split by them")
}

fn settle(
    me: &mut AllocationRule,
    before: Option<&AllocationRule>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let begins = me.valid_from == me.valid_from.first_of_month();
    fault_unless(begins, "valid_from", "must begin a month")?;
    let what = |one: &AllocationRule| {
        let weights: Vec<_> =
            one.weights().iter().map(|row| (row.service.clone(), row.weight)).collect();
        (one.cost_type, one.valid_from, one.driver.clone(), weights)
    };
    let approved = before.filter(|before| before.approved_at.is_some() && !is_import(now));
    if let Some(before) = approved {
        let fault = "and all else that splits costs stay as they are; write a new version";
        return fault_unless(what(before) == what(me), "weights", fault);
    }
    find_services(me, now)?;
    let cost_type = ("cost_type", Value::Ref(me.cost_type.id));
    if me.rule_version.is_none() || before.is_some_and(|before| before.cost_type != me.cost_type) {
        let others = now.facts.each("allocation_rule", &[cost_type], "rule_version");
        let last = others.iter().filter_map(Value::as_int).max().unwrap_or_default();
        me.rule_version = Some(last.saturating_add(1));
    }
    let pool = called("cost_type", "CTY", "name", me.cost_type.id, now);
    me.name = Some(format!("{pool}, version {}", me.rule_version.unwrap_or(1)));
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::{BEN, Story, walk};
    use gemba_vocabulary::{Value, actor::Role};

    const KIND: &str = "allocation_rule";
    const WEIGHTS: &str =
        r#"[{"service":"Mail","weight":"300"},{"service":"SVC-000004","weight":"450"}]"#;
    const WHOLE: &[(&str, &str)] = &[
        ("cost_type", "9"),
        ("valid_from", "2026-01-01"),
        ("driver", "Support hours"),
        ("basis", "Times booked last year"),
        ("weights", WEIGHTS),
    ];

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    fn told() -> Story {
        let mut story = Story::of(KIND);
        story.given_record("service", &[("name", text("Mail")), ("id", Value::Int(3))]);
        story.given("service", 3, "name", text("Mail"));
        story.given("service", 4, "name", text("ERP"));
        story.given("cost_type", 9, "name", text("Service desk"));
        story
    }

    #[test]
    fn services_are_found_by_name_or_number_and_versions_are_counted() {
        let mut story = told();
        story.given_record(KIND, &[("cost_type", Value::Ref(9)), ("rule_version", Value::Int(2))]);
        story.save(WHOLE).unwrap();
        assert_eq!(story.holds("name"), "Service desk, version 3");
        let weights = story.holds("weights");
        assert!(weights.contains("SVC-000003") && weights.contains("ERP"), "{weights}");
        story.save(&[("driver", "Calls")]).unwrap();
        assert_eq!(story.holds("rule_version"), "3", "it is still the same version");
    }

    #[test]
    fn what_cannot_be_split_by_is_refused() {
        let refused =
            |rows: &str| told().save(&[WHOLE, &[("weights", rows)]].concat()).unwrap_err();
        let unknown = refused(r#"[{"service":"Fax","weight":"1"}]"#);
        assert!(unknown.starts_with("Weights name “Fax”, which is no service"), "{unknown}");
        let twice = r#"[{"service":"Mail","weight":"1"},{"service":"SVC-3","weight":"2"}]"#;
        assert_eq!(refused(twice), "Weights name “SVC-3” twice.");
        let below = refused(r#"[{"service":"Mail","weight":"-1"}]"#);
        assert_eq!(below, "Weights cannot be below zero.");
        assert!(refused(r#"[{"service":"Mail","weight":"0"}]"#).contains("all nothing"));
        let late = told().save(&[WHOLE, &[("valid_from", "2026-01-02")]].concat()).unwrap_err();
        assert_eq!(late, "Valid from must begin a month.");
    }

    #[test]
    fn a_rule_in_force_stays_as_it_is() {
        let mut story = told();
        story.save(WHOLE).unwrap();
        assert!(story.take("approve", &[]).unwrap_err().contains("Ask somebody else"));
        story.by(BEN, &[Role::ServiceManager]).take("approve", &[]).unwrap();
        let refusal = story.save(&[("driver", "Calls")]).unwrap_err();
        assert!(refusal.ends_with("write a new version."), "{refusal}");
    }

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        let machine = [
            ("draft", "in_force", "approve"),
            ("draft", "discarded", "discard"),
            ("in_force", "discarded", "take_back"),
        ];
        walk(KIND, &machine, "So agreed", |from, _| {
            let mut story = told();
            story.save(WHOLE).unwrap();
            story.put(from).by(BEN, &[Role::ServiceManager]);
            story
        });
    }
}
