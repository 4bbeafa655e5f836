//! Service reviews: how services went for a customer, and what comes, talked over at planned intervals.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    agenda::AgendaItem,
    held::Structured,
    library::{date_not_in_future, fault_unless, fill_in, only_if, today},
    step,
};
use gemba_vocabulary::{Ref, Value, kind};
use jiff::{Timestamp, civil::Date};

/// A meeting with a customer about how its services went and what comes. Gemba puts the agenda
/// together from the records since the last one, and again until the meeting is held.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "SRW", clause = "8.3.2", title = "name", menu = Check, life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags))]
pub struct ServiceReview {
    /// The customer and the day, in one line.
    #[field(computed, searched, visible)]
    pub name: Option<String>,
    /// The customer whose services are reviewed.
    #[field(listed, filtered, visible, scope = Customer)]
    pub customer: Ref<kind::Customer>,
    /// The day by which it is planned to be held.
    #[field(listed, filtered, visible)]
    pub planned_on: Date,
    /// The colleague who prepares and leads it. Empty takes whoever answers for the customer.
    #[field(listed, filtered, visible)]
    pub chaired_by: Option<Ref<kind::Person>>,
    /// The first day that it looks back at: the day of the last review.
    #[field(computed)]
    pub looks_back_to: Option<Date>,
    /// What it talks about, as the records say.
    #[field(computed, rows = AgendaItem)]
    pub agenda: Option<Structured<Vec<AgendaItem>>>,
    /// When the agenda was put together.
    #[field(computed)]
    pub agenda_at: Option<Timestamp>,
    /// What else there is to talk about, such as what the customer asked for.
    #[field(long, visible)]
    pub further_points: Option<String>,
    /// The day on which it was held.
    #[field(listed, filtered, visible)]
    pub held_on: Option<Date>,
    /// Who took part for us.
    pub colleagues: Vec<Ref<kind::Person>>,
    /// Who took part for the customer, of those on record.
    pub their_people: Vec<Ref<kind::Person>>,
    /// Who else took part.
    pub other_participants: Option<String>,
    /// What the figures of the time show: better, worse, and why.
    #[field(long, searched, visible)]
    pub trends: Option<String>,
    /// What changes in the customer's business, and what they will need of the services then.
    #[field(long, searched, visible)]
    pub business_changes: Option<String>,
    /// What was concluded and decided. What is to be done stands in the tasks below.
    #[field(long, searched, visible)]
    pub outcomes: Option<String>,
    /// Why nothing is to be done, if no task came of it.
    pub no_actions_because: Option<String>,
    /// When it was closed.
    #[field(computed)]
    pub closed_at: Option<Timestamp>,
}

/// Where a review stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// Its day is set.
    Planned,
    /// The agenda was looked through and sent.
    #[choice(tone = Going)]
    Prepared,
    /// It took place, and what was agreed is being done.
    #[choice(tone = Going)]
    Held,
    /// All that was agreed is done.
    #[choice(tone = Done, end)]
    Closed,
    /// It does not take place.
    #[choice(tone = Off, end)]
    Cancelled,
}

const LIFE: &[Step<ServiceReview>] = &[
    step("prepare", "Prepare", &[State::Planned], State::Prepared)
        .help("Somebody looked through the agenda and added what is missing.")
        .asks(&["chaired_by", "further_points"])
        .guard(|me, _| fill_in("Prepare", &[(me.chaired_by.is_some(), "Chaired by")])),
    step("refresh", "Refresh the agenda", &[State::Planned], State::Planned)
        .help("Puts the agenda together anew from the records of this moment."),
    step("refresh", "Refresh the agenda", &[State::Prepared], State::Prepared)
        .help("Puts the agenda together anew from the records of this moment."),
    step("hold", "Held", &[State::Prepared], State::Held)
        .help("It took place. Say who was there, what the figures show and what was decided.")
        .asks(&[
            "held_on",
            "colleagues",
            "their_people",
            "other_participants",
            "trends",
            "business_changes",
            "outcomes",
        ])
        .guard(was_held)
        .then(|me, now| {
            me.held_on.get_or_insert(today(now));
        }),
    step("close", "Close", &[State::Held], State::Closed)
        .help("All that was agreed is done, or it is said why there was nothing to do.")
        .asks(&["no_actions_because"])
        .guard(may_close)
        .then(|me, now| me.closed_at = Some(now.now)),
    step("cancel", "Cancel", &[State::Planned, State::Prepared], State::Cancelled)
        .help("It does not take place. Say why, and when it is held instead.")
        .needs_note(),
];

fn was_held(me: &ServiceReview, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Held",
        &[
            (!me.colleagues.is_empty(), "Colleagues"),
            (me.trends.is_some(), "Trends"),
            (me.business_changes.is_some(), "Business changes"),
            (me.outcomes.is_some(), "Outcomes"),
        ],
    )?;
    only_if(
        !me.their_people.is_empty() || me.other_participants.is_some(),
        "Nobody is named who took part for the customer. Name them under “Their people” or “Other \
         participants”.",
    )
}

fn may_close(me: &ServiceReview, now: &Situation<'_>) -> Result<(), Refusal> {
    let mine = [
        ("parent_kind", Value::Text("service_review".to_owned())),
        ("parent", Value::Int(now.record)),
    ];
    let tasks = now.facts.each("task", &mine, "state");
    let open = Value::Text("open".to_owned());
    only_if(
        !tasks.contains(&open),
        "A task that was agreed is still open. Have it finished, or cancel it with a reason.",
    )?;
    only_if(
        !tasks.is_empty() || me.no_actions_because.is_some(),
        "Nothing was agreed to be done. Add a task, or say under “No actions because” why there is \
         none.",
    )
}

fn settle(
    me: &mut ServiceReview,
    before: Option<&ServiceReview>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let is_moved = before.is_some_and(|before| before.customer != me.customer);
    fault_unless(!is_moved, "customer", "stays the same; plan another review for another one")?;
    date_not_in_future("held_on", me.held_on, now)?;
    let of_customer = |field| now.facts.value("customer", me.customer.id, field);
    let called = of_customer("name");
    let called = called.as_text().map_or_else(|| "Customer".to_owned(), ToOwned::to_owned);
    me.name = Some(format!("{called}, review of {}", me.planned_on));
    if me.chaired_by.is_none() {
        me.chaired_by = of_customer("relationship_manager").as_int().map(Ref::new);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::{ADA, Story, walk};
    use gemba_vocabulary::Value;

    const KIND: &str = "service_review";
    const PLANNED: &[(&str, &str)] = &[("customer", "4"), ("planned_on", "2026-03-20")];
    const HELD: &[(&str, &str)] = &[
        ("colleagues", "1"),
        ("their_people", "9"),
        ("trends", "Fewer incidents than in the quarter before"),
        ("business_changes", "A fourth depot opens in May"),
        ("outcomes", "Lines for the new depot are ordered"),
    ];

    fn task(story: &mut Story, state: &str) {
        let fields = [
            ("parent_kind", Value::Text(KIND.to_owned())),
            ("parent", Value::Int(7)),
            ("state", Value::Text(state.to_owned())),
        ];
        story.given_record("task", &fields);
    }

    #[test]
    fn whoever_answers_for_the_customer_leads_it_and_it_is_named_by_its_day() {
        let mut story = Story::of(KIND);
        story.given("customer", 4, "name", Value::Text("Acme".to_owned()));
        story.given("customer", 4, "relationship_manager", Value::Ref(ADA));
        story.save(PLANNED).unwrap();
        assert_eq!(story.holds("name"), "Acme, review of 2026-03-20");
        assert_eq!(story.holds("chaired_by"), ADA.to_string());
        assert!(story.save(&[("customer", "5")]).unwrap_err().contains("stays the same"));
    }

    #[test]
    fn what_was_talked_about_is_written_down_by_both_sides() {
        let mut story = Story::saved(KIND, PLANNED);
        assert!(story.take("prepare", &[]).unwrap_err().ends_with("fill in: Chaired by."));
        story.take("prepare", &[("chaired_by", "1")]).unwrap();
        let bare = story.take("hold", &[("outcomes", "Fine")]).unwrap_err();
        assert_eq!(bare, "Before “Held”, fill in: Colleagues, Trends, Business changes.");
        let alone = [HELD, &[("their_people", "")]].concat();
        assert!(story.take("hold", &alone).unwrap_err().contains("for the customer"));
        story.take("hold", HELD).unwrap();
        assert_eq!(story.holds("held_on"), "2026-03-02");
    }

    #[test]
    fn it_is_closed_when_what_was_agreed_is_done() {
        let held = || {
            let mut story = Story::saved(KIND, PLANNED);
            story.save(HELD).unwrap();
            story.put("held");
            story
        };
        assert!(held().take("close", &[]).unwrap_err().starts_with("Nothing was agreed"));
        held().take("close", &[("no_actions_because", "All is well")]).unwrap();
        let mut story = held();
        task(&mut story, "done");
        story.take("close", &[]).unwrap();
        let mut story = held();
        task(&mut story, "done");
        task(&mut story, "open");
        assert!(story.take("close", &[]).unwrap_err().contains("is still open"));
        assert_eq!(story.state(), "held");
    }

    #[test]
    fn the_whole_way() {
        let machine = &[
            ("planned", "prepared", "prepare"),
            ("planned", "planned", "refresh"),
            ("prepared", "prepared", "refresh"),
            ("prepared", "held", "hold"),
            ("held", "closed", "close"),
            ("planned", "cancelled", "cancel"),
            ("prepared", "cancelled", "cancel"),
        ];
        walk(KIND, machine, "The depot moves", |state, _| {
            let mut story = Story::saved(KIND, &[PLANNED, &[("chaired_by", "1")], HELD].concat());
            task(&mut story, "done");
            story.put(state);
            story
        });
    }
}
