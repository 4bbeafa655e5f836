//! Involvements of other parties: who supplies or runs which service, component or process, and who
//! inside stays accountable.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{fault_unless, fill_in, is_import, only_if, today},
    parties::{self, Extent, Process},
    step,
};
use gemba_vocabulary::{RecordId, Ref, Value, id::number, kind, parties::Party};
use jiff::civil::Date;

/// What another party supplies or runs for us: a service, a component or a process, or a part of it.
/// Somebody of our own stays accountable for it, whoever does the work.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "PIN", clause = "8.2.3", title = "name", life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags, Watchers, Review))]
pub struct PartyInvolvement {
    /// The party and what it has to do with, in one line.
    #[field(computed, searched)]
    pub name: Option<String>,
    /// The supplier that takes part.
    #[field(filtered)]
    pub supplier: Option<Ref<kind::Supplier>>,
    /// The customer that takes part as if it were a supplier.
    #[field(filtered)]
    pub customer: Option<Ref<kind::Customer>>,
    /// The team of your own house that takes part, though it works outside of the management system.
    #[field(filtered)]
    pub team: Option<Ref<kind::Team>>,
    /// The party by its name, if it is none of those on record.
    #[field(searched)]
    pub other_party: Option<String>,
    /// What it supplies or runs.
    #[field(listed, filtered)]
    pub concerns: Concerns,
    /// The service that it supplies or runs.
    #[field(filtered)]
    pub service: Option<Ref<kind::Service>>,
    /// The component that it supplies or runs.
    #[field(filtered)]
    pub configuration_item: Option<Ref<kind::ConfigurationItem>>,
    /// The process that it runs.
    #[field(filtered)]
    pub process: Option<Process>,
    /// How far it does so.
    #[field(listed, filtered)]
    pub extent: Extent,
    /// What exactly it does, and what stays with us: the steps, the hours, the sites.
    #[field(long, searched)]
    pub activities: Option<String>,
    /// In which part of a service's life it takes part.
    #[field(filtered)]
    pub stage: Option<Stage>,
    /// The first day of it.
    #[field(listed, filtered)]
    pub since: Option<Date>,
    /// The last day of it, if it is known.
    #[field(listed, filtered)]
    pub until: Option<Date>,
    /// The colleague who stays accountable for it and has it under control.
    #[field(listed, filtered)]
    pub control_owner: Ref<kind::Person>,
    /// How work, word and figures go back and forth, and what we may look at to judge it.
    #[field(long)]
    pub interface: Option<String>,
}

/// What another party supplies or runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Concerns {
    /// A whole service, or a part of one.
    Service,
    /// A part that services are made of.
    Component,
    /// A process of the management system, or some steps of it.
    Process,
}

/// A part of a service's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Stage {
    /// While it is planned.
    Planning,
    /// While it is designed and built.
    Design,
    /// While it comes into use or leaves.
    Transition,
    /// While it is in use.
    Delivery,
    /// While it is made better.
    Improvement,
    /// From the beginning to the end.
    Whole,
}

/// Whether a party takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is to take part.
    Planned,
    /// It takes part.
    #[choice(tone = Done)]
    Active,
    /// It took part, and does so no longer.
    #[choice(tone = Off, end)]
    Ended,
}

const LIFE: &[Step<PartyInvolvement>] = &[
    step("begin", "Begin", &[State::Planned], State::Active)
        .help("The party takes part from now on. It was evaluated, and it is clear who does what.")
        .asks(&["activities", "interface", "stage", "since"])
        .guard(may_begin)
        .then(|me, now| {
            me.since.get_or_insert(today(now));
        }),
    step("end", "End", &[State::Planned, State::Active], State::Ended)
        .help("The party takes part no longer. Say who does the work from now on.")
        .needs_note()
        .then(|me, now| {
            let last = today(now);
            me.until = Some(me.until.map_or(last, |until| until.min(last)));
            me.since = me.since.map(|since| since.min(last));
        }),
];

fn may_begin(me: &PartyInvolvement, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Begin",
        &[
            (me.activities.is_some(), "Activities"),
            (me.interface.is_some(), "Interface"),
            (me.stage.is_some(), "Stage"),
        ],
    )?;
    let Ok(party) = party(me) else { return Ok(()) };
    let is_evaluated = !now.facts.each("party_evaluation", &chosen(&party), "id").is_empty();
    only_if(
        is_evaluated,
        &format!(
            "Nobody has evaluated {} and decided for it. Add a party evaluation, and decide by it, \
             before its work begins.",
            parties::called(&party, now)
        ),
    )
}

/// What an evaluation holds that was decided in favour of the party.
fn chosen(party: &Party) -> [(&'static str, Value); 2] {
    let named = match party {
        Party::Supplier(id) => ("supplier", Value::Ref(*id)),
        Party::Customer(id) => ("customer", Value::Ref(*id)),
        Party::Team(id) => ("team", Value::Ref(*id)),
        Party::Named(name) => ("other_party", Value::Text(name.clone())),
    };
    [named, ("state", Value::Text("chosen".to_owned()))]
}

fn party(me: &PartyInvolvement) -> Result<Party, FieldFault> {
    parties::named(
        me.supplier.map(|one| one.id),
        me.customer.map(|one| one.id),
        me.team.map(|one| one.id),
        me.other_party.as_deref(),
    )
}

/// What it is about, in words. It is a fault to name something else than it says it concerns.
fn subject(me: &PartyInvolvement, now: &Situation<'_>) -> Result<String, FieldFault> {
    let given = [
        ("service", Concerns::Service, me.service.is_some()),
        ("configuration_item", Concerns::Component, me.configuration_item.is_some()),
        ("process", Concerns::Process, me.process.is_some()),
    ];
    for (field, concerns, is_given) in given {
        if concerns == me.concerns {
            fault_unless(is_given, field, "is missing; it says what the party has to do with")?;
        } else {
            fault_unless(
                !is_given,
                field,
                &format!("is not what this is about; it concerns a {}", me.concerns.name()),
            )?;
        }
    }
    let called = |kind: &str, prefix: &str, id: RecordId| match now.facts.value(kind, id, "name") {
        Value::Text(name) => name,
        _ => number(prefix, id),
    };
    let named = me.service.map(|one| called("service", "SVC", one.id));
    let named = named
        .or_else(|| me.configuration_item.map(|one| called("configuration_item", "CFG", one.id)));
    let named = named.or_else(|| me.process.map(|process| process.name().replace('_', " ")));
    Ok(named.unwrap_or_default())
}

fn settle(
    me: &mut PartyInvolvement,
    _: Option<&PartyInvolvement>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    me.other_party = me.other_party.take().map(|name| name.trim().to_owned());
    let party = party(me)?;
    let subject = subject(me, now)?;
    me.name = Some(format!("{}: {subject}", parties::called(&party, now)));
    let is_backward = me.since.zip(me.until).is_some_and(|(since, until)| until < since);
    fault_unless(!is_backward, "until", "lies before the first day")?;
    let customer = now.facts.value("person", me.control_owner.id, "customer");
    fault_unless(
        customer.is_none() || is_import(now),
        "control_owner",
        "belongs to a customer; name a colleague, since accountability stays inside",
    )
}

#[cfg(test)]
mod tests {
    use crate::story::{Story, walk};
    use gemba_vocabulary::Value;

    const KIND: &str = "party_involvement";
    const WHOLE: &[(&str, &str)] = &[
        ("supplier", "3"),
        ("concerns", "service"),
        ("service", "4"),
        ("extent", "part"),
        ("activities", "Lines and their repair"),
        ("interface", "Fault desk by phone; a report on each first working day"),
        ("stage", "delivery"),
        ("since", "2026-01-01"),
        ("control_owner", "2"),
    ];

    fn evaluated(story: &mut Story) {
        let state = ("state", Value::Text("chosen".to_owned()));
        story.given_record("party_evaluation", &[("supplier", Value::Ref(3)), state]);
    }

    #[test]
    fn it_reads_as_party_and_subject_and_both_are_exactly_one() {
        let mut story = Story::of(KIND);
        story.given("supplier", 3, "name", Value::Text("Lines Ltd".to_owned()));
        story.save(WHOLE).unwrap();
        assert_eq!(story.holds("name"), "Lines Ltd: SVC-000004");
        let both = story.save(&[("team", "5")]).unwrap_err();
        assert_eq!(both, "Team is one party too many; name exactly one.");
        let none = story.save(&[("supplier", "")]).unwrap_err();
        assert!(
            none.starts_with("Supplier is missing; name the supplier, customer, team"),
            "{none}"
        );
        let other = story.save(&[("process", "incident_management")]).unwrap_err();
        assert_eq!(other, "Process is not what this is about; it concerns a service.");
        let process =
            [("concerns", "process"), ("service", ""), ("process", "incident_management")];
        story.save(&process).unwrap();
        assert_eq!(story.holds("name"), "Lines Ltd: incident management");
        let component = story.save(&[("concerns", "component"), ("process", "")]).unwrap_err();
        assert!(component.starts_with("Configuration item is missing;"), "{component}");
    }

    #[test]
    fn accountability_stays_inside() {
        let mut story = Story::of(KIND);
        story.given("person", 2, "customer", Value::Ref(1));
        let refusal = story.save(WHOLE).unwrap_err();
        assert!(
            refusal.ends_with("name a colleague, since accountability stays inside."),
            "{refusal}"
        );
        story.save(&[WHOLE, &[("control_owner", "5")]].concat()).unwrap();
    }

    #[test]
    fn nobody_takes_part_who_was_not_evaluated_before() {
        let bare =
            [("supplier", "3"), ("concerns", "service"), ("service", "4"), ("extent", "whole")];
        let mut story = Story::saved(KIND, &[&bare[..], &[("control_owner", "2")]].concat());
        let refusal = story.take("begin", &[]).unwrap_err();
        assert_eq!(refusal, "Before “Begin”, fill in: Activities, Interface, Stage.");
        let asked = [("activities", "All"), ("interface", "By phone"), ("stage", "whole")];
        let refusal = story.take("begin", &asked).unwrap_err();
        assert!(refusal.starts_with("Nobody has evaluated SUP-000003 and decided"), "{refusal}");
        evaluated(&mut story);
        story.take("begin", &asked).unwrap();
        assert_eq!(story.holds("since"), "2026-03-02", "from the day on which it began");
        story.noted("end", &[], "We do it ourselves").unwrap();
        assert_eq!(story.holds("until"), "2026-03-02");
    }

    #[test]
    fn it_ends_after_it_began() {
        let mut story = Story::saved(KIND, WHOLE);
        let refusal = story.save(&[("until", "2025-12-31")]).unwrap_err();
        assert_eq!(refusal, "Until lies before the first day.");
        story.save(&[("until", "2027-12-31")]).unwrap();
        story.put("active").noted("end", &[], "Notice was given").unwrap();
        assert_eq!(story.holds("until"), "2026-03-02", "earlier than was planned");
    }

    /// The life of an involvement: from, to, verb.
    const MACHINE: &[(&str, &str, &str)] =
        &[("planned", "active", "begin"), ("planned", "ended", "end"), ("active", "ended", "end")];

    #[test]
    fn each_step_leads_on_when_its_guard_is_met_and_each_other_is_refused() {
        walk(KIND, MACHINE, "We do it ourselves", |from, _| {
            let mut story = Story::saved(KIND, WHOLE);
            evaluated(&mut story);
            story.put(from);
            story
        });
    }
}
