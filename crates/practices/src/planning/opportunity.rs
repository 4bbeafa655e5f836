//! Opportunities: what may happen and would do good, and what is made of it.
use gemba_model::{
    Choice, Kind, Refusal, Situation, Step,
    library::{Level, fill_in, only_if, today},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::civil::Date;

/// Something that may happen and would do good: to services, to customers, or to how services are managed.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "OPP", clause = "6.1", menu = Plan, plural = "Opportunities", life)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags, Watchers))]
pub struct Opportunity {
    /// What it is, in one line.
    #[field(searched, listed)]
    pub name: String,
    /// What makes it possible, and what it would take.
    #[field(long, searched)]
    pub description: Option<String>,
    /// The matters inside and outside from which it comes.
    #[field(filtered)]
    pub issues: Vec<Ref<kind::ContextIssue>>,
    /// The requirements of interested parties from which it comes.
    #[field(filtered)]
    pub requirements: Vec<Ref<kind::PartyRequirement>>,
    /// The services that would gain.
    #[field(filtered)]
    pub services: Vec<Ref<kind::Service>>,
    /// The processes that would gain, or that carry it out.
    #[field(filtered)]
    pub processes: Vec<Ref<kind::Process>>,
    /// Who follows it up.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// What it would bring us.
    #[field(long)]
    pub benefit: Option<String>,
    /// How much customers would feel it.
    #[field(filtered)]
    pub customer_impact: Option<Level>,
    /// What customers would feel.
    #[field(long)]
    pub effect_on_customers: Option<String>,
    /// How early it is taken up, compared with others.
    #[field(listed, filtered)]
    pub priority: Option<Level>,
    /// The improvement that came of it.
    #[field(filtered)]
    pub improvement: Option<Ref<kind::Improvement>>,
    /// The objective that came of it.
    #[field(filtered)]
    pub objective: Option<Ref<kind::Objective>>,
    /// By what it will be seen whether it brought what it should.
    #[field(long)]
    pub how_judged: Option<String>,
    /// The day by which it should have brought something.
    #[field(listed, filtered)]
    pub review_on: Option<Date>,
    /// What it brought, held against what was expected.
    #[field(long)]
    pub result: Option<String>,
    /// Who decided what becomes of it.
    #[field(computed)]
    pub decided_by: Option<Ref<kind::Person>>,
    /// The day on which that was decided.
    #[field(computed, filtered)]
    pub decided_on: Option<Date>,
    /// The day of which its owner was reminded.
    #[field(computed)]
    pub reminded_for: Option<Date>,
}

/// Where an opportunity stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// Somebody named it.
    #[choice(tone = Waiting)]
    Identified,
    /// It is known what it would bring; what becomes of it is to be decided.
    #[choice(tone = Waiting)]
    Assessed,
    /// Something is being made of it.
    #[choice(tone = Going)]
    Pursued,
    /// It is known what it brought.
    #[choice(tone = Done, end)]
    Realized,
    /// Nothing is made of it.
    #[choice(tone = Off, end)]
    Declined,
}

const LIFE: &[Step<Opportunity>] = &[
    step("assess", "Assess", &[State::Identified], State::Assessed)
        .help("Says what it would bring us and customers, and how early it is taken up.")
        .asks(&["owner", "benefit", "customer_impact", "effect_on_customers", "priority"])
        .guard(|me: &Opportunity, _| {
            fill_in(
                "Assess",
                &[
                    (me.owner.is_some(), "Owner"),
                    (me.benefit.is_some(), "Benefit"),
                    (me.customer_impact.is_some(), "Customer impact"),
                    (me.priority.is_some(), "Priority"),
                ],
            )
        }),
    step("pursue", "Take it up", &[State::Assessed], State::Pursued)
        .help("Something is made of it: name the improvement or objective, and how it is judged.")
        .asks(&["improvement", "objective", "processes", "how_judged", "review_on"])
        .guard(leads_on)
        .then(decide),
    step("decline", "Leave it", &[State::Identified, State::Assessed], State::Declined)
        .help("Nothing is made of it. Say why.")
        .needs_note()
        .then(decide),
    step("realize", "Record the result", &[State::Pursued], State::Realized)
        .help("Says what it brought, held against what was expected.")
        .asks(&["result"])
        .guard(|me: &Opportunity, _| {
            fill_in("Record the result", &[(me.result.is_some(), "Result")])
        }),
    step("give_up", "Give it up", &[State::Pursued], State::Declined)
        .help("Nothing comes of it after all. Say why.")
        .needs_note(),
];

fn leads_on(me: &Opportunity, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Take it up", &[(me.how_judged.is_some(), "How judged")])?;
    only_if(
        me.improvement.is_some() || me.objective.is_some(),
        "Nothing carries it out. Name the improvement or the objective that does.",
    )?;
    only_if(
        me.review_on.is_some_and(|day| day > today(now)),
        "Say under “Review on” by when it should have brought something; that day must lie ahead.",
    )
}

fn decide(me: &mut Opportunity, now: &Situation<'_>) {
    me.decided_by = now.actor.person.map(Ref::new);
    me.decided_on = Some(today(now));
}

#[cfg(test)]
mod tests {
    use crate::story::{Story, walk};

    const KIND: &str = "opportunity";
    const WHOLE: &[(&str, &str)] = &[
        ("name", "Let people reset passwords themselves"),
        ("owner", "1"),
        ("benefit", "A fifth fewer calls"),
        ("customer_impact", "medium"),
        ("priority", "high"),
        ("improvement", "4"),
        ("how_judged", "Calls about passwords in a month"),
        ("review_on", "2026-09-01"),
        ("result", "Calls fell from 90 to 31"),
    ];
    const MACHINE: &[(&str, &str, &str)] = &[
        ("identified", "assessed", "assess"),
        ("identified", "declined", "decline"),
        ("assessed", "pursued", "pursue"),
        ("assessed", "declined", "decline"),
        ("pursued", "realized", "realize"),
        ("pursued", "declined", "give_up"),
    ];

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        walk(KIND, MACHINE, "It costs more than it brings", |from, _| {
            let mut story = Story::saved(KIND, WHOLE);
            story.put(from);
            story
        });
    }

    #[test]
    fn what_is_taken_up_leads_to_something() {
        let mut story = Story::saved(KIND, WHOLE);
        story.take("assess", &[]).unwrap();
        let idle = story.take("pursue", &[("improvement", "")]).unwrap_err();
        assert!(idle.contains("Nothing carries it out"), "{idle}");
        let past = story.take("pursue", &[("review_on", "2026-01-01")]).unwrap_err();
        assert!(past.contains("must lie ahead"), "{past}");
        story.take("pursue", &[("improvement", ""), ("objective", "2")]).unwrap();
        assert_eq!((&*story.holds("decided_by"), &*story.holds("decided_on")), ("1", "2026-03-02"));
        let bare = story.take("realize", &[("result", "")]).unwrap_err();
        assert_eq!(bare, "Before “Record the result”, fill in: Result.");
    }
}
