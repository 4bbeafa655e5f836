//! Services: what customers receive, from the first proposal to the last day.
use gemba_model::{
    Choice, Feels, FieldFault, Kind, Refusal, Situation, Step,
    library::{date_not_in_future, fault_unless, fill_in, is_import, only_if, today},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::civil::Date;

/// What a customer receives and pays for, such as mail or payroll, whoever delivers its parts.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "SVC", clause = "8.2.2", life, settle = settle)]
#[kind(shares(Comments, Attachments, Approvals, Links, Tasks, Watchers, Tags, Review))]
#[kind(edge(to = "parent", feels = whole))]
pub struct Service {
    /// What customers call the service.
    #[field(searched, listed, visible)]
    pub name: String,
    /// What it does for those who use it, in their words.
    #[field(long, searched, visible)]
    pub description: Option<String>,
    /// The colleague who answers for the service as a whole.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// How much the business depends on it.
    #[field(listed, filtered)]
    pub criticality: Option<Criticality>,
    /// Why it is rated so: what stands still without it, for whom, and who said so.
    #[field(long)]
    pub criticality_reason: Option<String>,
    /// The day on which it was rated. Left empty, it is the day on which the rating changes.
    pub criticality_rated_on: Option<Date>,
    /// Who receives it.
    pub customers: Vec<Ref<kind::Customer>>,
    /// The larger service that this is a part of.
    pub parent: Option<Ref<kind::Service>>,
    /// What it is worth to those who receive it, and to us.
    #[field(long)]
    pub value: Option<String>,
    /// The supplier who delivers it for us, if we do not deliver it ourselves.
    pub delivered_by: Option<Ref<kind::Supplier>>,
    /// How it is taken away: the dates, who is told, and what becomes of its data and parts.
    #[field(long)]
    pub removal_plan: Option<String>,
}

/// The larger service feels its parts.
fn whole(_: &str) -> Feels {
    Feels::To
}

/// How much the business depends on a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Choice)]
pub enum Criticality {
    /// It can be missed for days.
    Low,
    /// It can be missed for a day.
    Medium,
    /// It can be missed for an hour or two.
    High,
    /// The business stands still without it.
    Critical,
}

/// Where a service stands on its way from an idea to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// Somebody wishes for it.
    Proposed,
    /// It was decided to have it.
    #[choice(tone = Going)]
    Planned,
    /// It was thought through, and the design was approved.
    #[choice(tone = Going)]
    Designed,
    /// It is being made.
    #[choice(tone = Going)]
    Building,
    /// It is being tried out.
    #[choice(tone = Going)]
    Testing,
    /// It passed its tests and waits for its first day.
    #[choice(tone = Waiting)]
    Accepted,
    /// Customers use it.
    #[choice(tone = Done)]
    Live,
    /// Customers use it while it is changed in a large way.
    #[choice(tone = Going)]
    Changing,
    /// It is being taken away by plan.
    #[choice(tone = Waiting)]
    Retiring,
    /// It is being handed over to someone else.
    #[choice(tone = Waiting)]
    Transferring,
    /// Someone else delivers it now.
    #[choice(tone = Off, end)]
    Transferred,
    /// It is gone.
    #[choice(tone = Off, end)]
    Retired,
    /// It was decided not to have it.
    #[choice(tone = Off, end)]
    Rejected,
}

const LIFE: &[Step<Service>] = &[
    step("approve_proposal", "Approve proposal", &[State::Proposed], State::Planned)
        .help(
            "Decides to have the service. What it is for, its worth, and its weight with the reason \
             for it must be known.",
        )
        .asks(&["description", "value", "criticality", "criticality_reason"])
        .guard(|me, _| {
            fill_in(
                "Approve proposal",
                &[
                    (me.description.is_some(), "Description"),
                    (me.value.is_some(), "Value"),
                    (me.criticality.is_some(), "Criticality"),
                    (me.criticality_reason.is_some(), "Criticality reason"),
                ],
            )
        }),
    step("reject", "Reject", &[State::Proposed], State::Rejected)
        .help("Decides not to have the service. Say why.")
        .needs_note(),
    step("approve_design", "Approve design", &[State::Planned], State::Designed)
        .help("The design covers all that was required, and somebody answers for it.")
        .asks(&["owner"])
        .guard(may_approve_design),
    step("start_build", "Start building", &[State::Designed], State::Building)
        .help("The making begins."),
    step("start_test", "Start testing", &[State::Building], State::Testing)
        .help("The trying out begins, by criteria that were agreed. Say which.")
        .needs_note(),
    step("accept", "Accept", &[State::Testing], State::Accepted)
        .help("The criteria are met, or it was decided to go on without. Say which.")
        .needs_note(),
    step("deploy", "Go live", &[State::Accepted], State::Live)
        .help("Customers use the service from now on. Its agreement must be on record.")
        .asks(&["owner", "description", "customers"])
        .guard(may_go_live),
    step("major_change", "Change in a large way", &[State::Live], State::Changing)
        .help("A large change begins while customers go on using the service. Say what changes.")
        .needs_note(),
    step("transition_done", "Change done", &[State::Changing], State::Live)
        .help("The large change is over. Say what came of it against what was wanted.")
        .needs_note(),
    step("approve_removal", "Approve removal", &[State::Live], State::Retiring)
        .help("Decides to take the service away, by a plan with dates.")
        .asks(&["removal_plan"])
        .guard(|me, _| fill_in("Approve removal", &[(me.removal_plan.is_some(), "Removal plan")])),
    step("approve_transfer", "Approve transfer", &[State::Live], State::Transferring)
        .help("Decides to hand the service over to someone else. Say to whom and by which plan.")
        .needs_note(),
    step("handover", "Hand over", &[State::Transferring], State::Transferred)
        .help("The receiver signed for the service. Say who did.")
        .needs_note(),
    step("switch_off", "Switch off", &[State::Retiring], State::Retired)
        .help("The service is gone. Say that customers were told and what became of the data.")
        .needs_note()
        .guard(|me, _| fill_in("Switch off", &[(me.removal_plan.is_some(), "Removal plan")])),
];

fn may_approve_design(me: &Service, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Approve design", &[(me.owner.is_some(), "Owner")])?;
    let requirement = "service_requirement";
    only_if(
        now.facts.count_in_state(requirement, "service", now.record, "approved") > 0,
        "No requirement of this service is approved. Write down what it must do, and have that \
         approved, before its design.",
    )
}

fn may_go_live(me: &Service, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Go live",
        &[
            (me.owner.is_some(), "Owner"),
            (me.description.is_some(), "Description"),
            (!me.customers.is_empty(), "Customers"),
        ],
    )?;
    only_if(
        now.facts.count("service_level_agreement", "service", now.record) > 0,
        "No service level agreement names this service. Add one, at least as a draft, first.",
    )
}

fn settle(
    me: &mut Service,
    before: Option<&Service>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let is_own_parent = me.parent.is_some_and(|parent| parent.id == now.record);
    fault_unless(!is_own_parent, "parent", "is this service itself; name another one or none")?;
    let rating = |of: &Service| (of.criticality, of.criticality_reason.clone());
    let rated_on = before.and_then(|before| before.criticality_rated_on);
    let is_rated_anew = me.criticality.is_some() && before.map(rating) != Some(rating(me));
    if is_rated_anew && me.criticality_rated_on == rated_on && !is_import(now) {
        me.criticality_rated_on = Some(today(now));
    }
    date_not_in_future("criticality_rated_on", me.criticality_rated_on, now)
}

#[cfg(test)]
mod tests {
    use crate::story::Story;

    fn live() -> Story {
        let mut story = Story::saved("service", &[("name", "Mail")]);
        let proposal = &[
            ("description", "Mail for all"),
            ("value", "Work goes on"),
            ("criticality", "high"),
            ("criticality_reason", "Orders come by mail"),
        ];
        story.take("approve_proposal", proposal).unwrap();
        story.given_count("service_requirement", "service", 2);
        story.take("approve_design", &[("owner", "2")]).unwrap();
        story.take("start_build", &[]).unwrap();
        story.noted("start_test", &[], "Criteria of the design").unwrap();
        story.noted("accept", &[], "All met").unwrap();
        story.given_count("service_level_agreement", "service", 1);
        story.take("deploy", &[("customers", "1,2")]).unwrap();
        story
    }

    #[test]
    fn a_live_service_is_taken_away_by_a_plan_alone() {
        let mut story = live();
        let at_once = story.noted("switch_off", &[], "Not needed").unwrap_err();
        assert!(at_once.contains("not possible while the service is live"), "{at_once}");
        let unplanned = story.take("approve_removal", &[]).unwrap_err();
        assert_eq!(unplanned, "Before “Approve removal”, fill in: Removal plan.");
        let plan = &[("removal_plan", "Off on 1 May; mailboxes kept for a year, then wiped.")];
        story.take("approve_removal", plan).unwrap();
        story.noted("switch_off", &[], "Customers told on 1 April; data archived").unwrap();
        assert_eq!(story.state(), "retired");
    }

    #[test]
    fn going_live_needs_an_owner_customers_and_an_agreement() {
        let mut story = Story::saved("service", &[("name", "Mail"), ("owner", "2")]);
        let bare = story.take("approve_proposal", &[]).unwrap_err();
        assert_eq!(
            bare,
            "Before “Approve proposal”, fill in: Description, Value, Criticality, Criticality reason."
        );
        story.put("accepted");
        let bare = story.take("deploy", &[]).unwrap_err();
        assert_eq!(bare, "Before “Go live”, fill in: Description, Customers.");
        let fields = &[("description", "Mail for all"), ("customers", "1")];
        let unagreed = story.take("deploy", fields).unwrap_err();
        assert!(unagreed.contains("No service level agreement names this service"), "{unagreed}");
    }

    #[test]
    fn what_is_designed_was_required_first() {
        let mut story = Story::saved("service", &[("name", "Mail"), ("owner", "2")]);
        story.put("planned").given_count("service_requirement", "service", 0);
        let refusal = story.take("approve_design", &[]).unwrap_err();
        assert!(refusal.starts_with("No requirement of this service is approved."), "{refusal}");
        story.given_count("service_requirement", "service", 1);
        story.take("approve_design", &[]).unwrap();
        assert_eq!(story.state(), "designed");
    }

    #[test]
    fn the_day_of_the_rating_goes_with_the_rating() {
        let mut story = Story::saved("service", &[("name", "Mail")]);
        assert_eq!(story.holds("criticality_rated_on"), "");
        story.save(&[("criticality", "high"), ("criticality_reason", "Orders")]).unwrap();
        assert_eq!(story.holds("criticality_rated_on"), "2026-03-02");
        story.at("2026-04-01T09:00:00Z").save(&[("value", "Work goes on")]).unwrap();
        assert_eq!(story.holds("criticality_rated_on"), "2026-03-02", "nobody rated it");
        story.save(&[("criticality", "low")]).unwrap();
        assert_eq!(story.holds("criticality_rated_on"), "2026-04-01");
        story.save(&[("criticality_rated_on", "2026-03-30")]).unwrap();
        assert_eq!(story.holds("criticality_rated_on"), "2026-03-30", "on the day that was said");
        let refusal = story.save(&[("criticality_rated_on", "2026-05-01")]).unwrap_err();
        assert!(refusal.contains("lies in the future"), "{refusal}");
    }

    #[test]
    fn a_service_is_no_part_of_itself() {
        let mut story = live();
        assert!(story.save(&[("parent", "7")]).unwrap_err().contains("this service itself"));
        story.save(&[("parent", "8")]).unwrap();
        assert_eq!(story.holds("parent"), "8");
    }
}
