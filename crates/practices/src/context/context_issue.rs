//! Context issues: what inside and outside bears on service management, and what follows from it.
use gemba_model::{
    Choice, Kind, Refusal, Situation, Step,
    library::{fill_in, only_if, today},
    step,
};
use gemba_vocabulary::{RecordId, Ref, Value, id::number, kind};
use jiff::civil::Date;

/// A matter inside or outside that helps or hinders us in managing services: a law, a shortage of people,
/// a product that ends. Whether climate change is one is asked too, and answered in one record.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "ISU", clause = "4.1", menu = Plan, life)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags, Watchers, Review))]
pub struct ContextIssue {
    /// What the matter is, in one line.
    #[field(searched, listed)]
    pub name: String,
    /// Whether it comes from us or from around us.
    #[field(listed, filtered)]
    pub side: Side,
    /// What it has to do with.
    #[field(listed, filtered)]
    pub category: Category,
    /// What is known of it, and from where.
    #[field(long, searched)]
    pub description: Option<String>,
    /// What it does to the services, or to how we manage them.
    #[field(long, searched)]
    pub effect: Option<String>,
    /// Who keeps an eye on it.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// Whether it matters for the management of our services.
    #[field(listed, filtered)]
    pub relevance: Option<Relevance>,
    /// Why it matters or does not.
    #[field(long)]
    pub rationale: Option<String>,
    /// The risks that follow from it.
    #[field(filtered)]
    pub risks: Vec<Ref<kind::Risk>>,
    /// The opportunities that follow from it.
    #[field(filtered)]
    pub opportunities: Vec<Ref<kind::Opportunity>>,
    /// Why nothing is done about it, where no risk and no opportunity follows.
    #[field(long)]
    pub nothing_because: Option<String>,
    /// Who decided whether it matters.
    #[field(computed)]
    pub decided_by: Option<Ref<kind::Person>>,
    /// The day on which that was decided.
    #[field(computed, filtered)]
    pub decided_on: Option<Date>,
    /// The day on which somebody looked at it last.
    #[field(computed, listed, filtered)]
    pub last_reviewed_on: Option<Date>,
    /// The day by which somebody looks at it again.
    #[field(listed, filtered)]
    pub review_on: Option<Date>,
    /// The day of which its owner was reminded.
    #[field(computed)]
    pub reminded_for: Option<Date>,
}

/// Where a matter comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Side {
    /// From our own house.
    Inside,
    /// From the world around us.
    Outside,
}

/// What a matter has to do with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Category {
    /// What the organization is after and how it earns its living.
    Business,
    /// Products, tools and how they change.
    Technology,
    /// Laws, regulation and contracts.
    Law,
    /// Customers, competitors and prices.
    Market,
    /// Those who work here: how many, what they know, what they think.
    People,
    /// Money and what it has to reach for.
    Money,
    /// Suppliers and others who contribute.
    Suppliers,
    /// Climate change: heat, floods, energy, what customers and laws ask because of it.
    Climate,
    /// Something else.
    Other,
}

/// Whether a matter bears on the management of services.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Relevance {
    /// It matters, and something follows from it.
    Relevant,
    /// It does not matter, for the reason given.
    NotRelevant,
}

/// Where a matter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It was named; whether it matters is open.
    #[choice(tone = Waiting)]
    Identified,
    /// It was decided whether it matters and what follows, and it is looked at again by its day.
    #[choice(tone = Done)]
    Decided,
    /// It is over, or another record took its place.
    #[choice(tone = Off, end)]
    Closed,
}

const LIFE: &[Step<ContextIssue>] = &[
    step("decide", "Decide", &[State::Identified], State::Decided)
        .help("Says whether it matters, why, and what follows: a risk, an opportunity, or nothing for a reason.")
        .asks(&[
            "owner",
            "effect",
            "relevance",
            "rationale",
            "risks",
            "opportunities",
            "nothing_because",
            "review_on",
        ])
        .guard(|me, now| is_decided("Decide", me, now))
        .then(decide),
    step("review", "Review", &[State::Decided], State::Decided)
        .help("Somebody looked at it again. Say what changed, or that nothing did.")
        .asks(&["effect", "relevance", "rationale", "risks", "opportunities", "nothing_because", "review_on"])
        .needs_note()
        .guard(|me, now| is_decided("Review", me, now))
        .then(decide),
    step("close", "Close", &[State::Identified, State::Decided], State::Closed)
        .help("It is over, or was named by mistake. Say which.")
        .needs_note(),
];

fn is_decided(verb: &str, me: &ContextIssue, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        verb,
        &[
            (me.owner.is_some(), "Owner"),
            (me.effect.is_some(), "Effect"),
            (me.relevance.is_some(), "Relevance"),
            (me.rationale.is_some(), "Rationale"),
            (me.review_on.is_some(), "Review on"),
        ],
    )?;
    only_if(
        me.review_on.is_some_and(|day| day > today(now)),
        "Say under “Review on” by when it is looked at again; that day must lie ahead.",
    )?;
    let is_named = !naming("risk", now).is_empty() || !naming("opportunity", now).is_empty();
    let leads_on = is_named || !me.risks.is_empty() || !me.opportunities.is_empty();
    only_if(
        me.relevance != Some(Relevance::Relevant) || leads_on || me.nothing_because.is_some(),
        "What matters leads to something. Name a risk or an opportunity, or say under “Nothing because” why \
         nothing is done.",
    )?;
    is_the_only_answer_on_climate(me, now)
}

/// The question about climate change has one current answer.
fn is_the_only_answer_on_climate(me: &ContextIssue, now: &Situation<'_>) -> Result<(), Refusal> {
    if me.category != Category::Climate {
        return Ok(());
    }
    let text = |text: &str| Value::Text(text.to_owned());
    let current = [("category", text("climate")), ("state", text("decided"))];
    let answers = now.facts.each("context_issue", &current, "id");
    let other = answers.iter().filter_map(Value::as_int).find(|id| *id != now.record);
    match other {
        None => Ok(()),
        Some(id) => Err(Refusal(format!(
            "{} answers the question about climate change already. Review that one, or close it first.",
            number("ISU", id)
        ))),
    }
}

/// The records of a kind that name this matter as that from which they come.
fn naming(kind: &str, now: &Situation<'_>) -> Vec<RecordId> {
    let of_this = [("issues", Value::Ref(now.record))];
    now.facts.each(kind, &of_this, "id").iter().filter_map(Value::as_int).collect()
}

fn decide(me: &mut ContextIssue, now: &Situation<'_>) {
    // What names this matter follows from it, whichever of the two was written first.
    for id in naming("risk", now) {
        if me.risks.iter().all(|known| known.id != id) {
            me.risks.push(Ref::new(id));
        }
    }
    for id in naming("opportunity", now) {
        if me.opportunities.iter().all(|known| known.id != id) {
            me.opportunities.push(Ref::new(id));
        }
    }
    me.decided_by = now.actor.person.map(Ref::new);
    me.decided_on = Some(today(now));
    me.last_reviewed_on = Some(today(now));
}

#[cfg(test)]
mod tests {
    use crate::story::{Story, walk};
    use gemba_vocabulary::Value;

    const KIND: &str = "context_issue";
    const WHOLE: &[(&str, &str)] = &[
        ("name", "The law on critical infrastructure"),
        ("side", "outside"),
        ("category", "law"),
        ("owner", "1"),
        ("effect", "Incidents must be reported within a day"),
        ("relevance", "relevant"),
        ("rationale", "The clinic falls under it"),
        ("risks", "3"),
        ("review_on", "2026-09-01"),
    ];
    const MACHINE: &[(&str, &str, &str)] = &[
        ("identified", "decided", "decide"),
        ("identified", "closed", "close"),
        ("decided", "decided", "review"),
        ("decided", "closed", "close"),
    ];

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        walk(KIND, MACHINE, "The law was changed", |from, _| {
            let mut story = Story::saved(KIND, WHOLE);
            story.put(from);
            story
        });
    }

    #[test]
    fn what_matters_leads_to_something_or_says_why_not() {
        let mut story = Story::saved(KIND, WHOLE);
        let bare = story.take("decide", &[("risks", ""), ("effect", "")]).unwrap_err();
        assert_eq!(bare, "Before “Decide”, fill in: Effect.");
        let idle = story.take("decide", &[("risks", "")]).unwrap_err();
        assert!(idle.contains("What matters leads to something"), "{idle}");
        let past = story.take("decide", &[("review_on", "2026-03-02")]).unwrap_err();
        assert!(past.contains("must lie ahead"), "{past}");
        story.take("decide", &[("risks", ""), ("nothing_because", "It is met already")]).unwrap();
        assert_eq!((&*story.holds("decided_by"), &*story.holds("decided_on")), ("1", "2026-03-02"));
        assert!(story.take("review", &[]).is_err(), "a review says what changed");
        story.at("2026-08-01T09:00:00Z").noted("review", &[], "Nothing changed").unwrap();
        assert_eq!(story.holds("last_reviewed_on"), "2026-08-01");
    }

    #[test]
    fn a_risk_that_names_the_matter_follows_from_it() {
        let mut story = Story::saved(KIND, WHOLE);
        story.save(&[("risks", "")]).unwrap();
        story.given_record("risk", &[("issues", Value::Ref(7)), ("id", Value::Int(5))]);
        story.take("decide", &[]).unwrap();
        assert_eq!(story.holds("risks"), "5");
    }

    #[test]
    fn climate_change_is_answered_once() {
        let mut story = Story::saved(KIND, WHOLE);
        story.save(&[("category", "climate")]).unwrap();
        let text = |text: &str| Value::Text(text.to_owned());
        let other =
            [("category", text("climate")), ("state", text("decided")), ("id", Value::Int(4))];
        story.given_record(KIND, &other);
        let twice = story.take("decide", &[]).unwrap_err();
        assert!(twice.starts_with("ISU-000004 answers"), "{twice}");
    }
}
