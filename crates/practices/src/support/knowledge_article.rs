//! Knowledge articles: what people need to know to run and to use the services.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{Visibility, fault_unless, fill_in, only_if, today},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::{Timestamp, ToSpan, civil::Date};

/// What people need to know to run or to use a service: how something is done, and what helps.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "KNA", clause = "7.6", life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Watchers, Tags, Review))]
pub struct KnowledgeArticle {
    /// What it answers, as the question that people would ask.
    #[field(searched, listed, visible)]
    pub summary: String,
    /// The answer, step by step.
    #[field(long, searched, visible)]
    pub text: Option<String>,
    /// Other words by which people look for it.
    #[field(searched)]
    pub keywords: Option<String>,
    /// The service that it is about.
    #[field(filtered, listed, visible)]
    pub service: Option<Ref<kind::Service>>,
    /// The parts that it is about.
    pub configuration_items: Vec<Ref<kind::ConfigurationItem>>,
    /// The known error that it tells more about.
    #[field(filtered)]
    pub known_error: Option<Ref<kind::KnownError>>,
    /// The incidents that it was written from.
    pub incidents: Vec<Ref<kind::Incident>>,
    /// Who reads it once it is published.
    #[field(filtered, listed, default = "inside")]
    pub visibility: Visibility,
    /// Who keeps it right.
    #[field(filtered, listed)]
    pub owner: Option<Ref<kind::Person>>,
    /// Who else read it before it was published.
    pub reviewed_by: Option<Ref<kind::Person>>,
    /// How long it counts as right without anybody looking at it.
    #[field(unit = "months", default = "12")]
    pub review_months: i64,
    /// By when somebody looks at it again.
    #[field(computed, filtered, listed)]
    pub review_due_on: Option<Date>,
    /// Since when it can be read. Empty while it is written.
    #[field(computed, filtered)]
    pub published_at: Option<Timestamp>,
    /// Whether customers read it now.
    #[field(computed, filtered, visible, scope = Everybody)]
    pub shown_outside: bool,
    /// How many readers said that it helped.
    #[field(computed, default = "0")]
    pub helped: gemba_model::library::Count,
    /// How many readers said that it did not help.
    #[field(computed, default = "0")]
    pub did_not_help: gemba_model::library::Count,
}

/// Where an article stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being written or revised.
    Draft,
    /// It can be read.
    #[choice(tone = Going)]
    Published,
    /// It is no longer right, or nobody needs it.
    #[choice(tone = Off, end)]
    Retired,
}

const LIFE: &[Step<KnowledgeArticle>] = &[
    step("publish", "Publish", &[State::Draft], State::Published)
        .help("Somebody else read it. From now on it is found.")
        .asks(&["text", "owner", "reviewed_by", "visibility"])
        .guard(is_ready)
        .then(|me, now| {
            me.published_at = Some(now.now);
            me.review_due_on = due(me, now);
        }),
    step("confirm", "Still right", &[State::Published], State::Published)
        .help("Somebody looked at it again and found it right. The next look is due later.")
        .asks(&["reviewed_by"])
        .then(|me, now| me.review_due_on = due(me, now)),
    step("helpful", "It helped", &[State::Published], State::Published)
        .help("It answered the question.")
        .then(|me, _| me.helped.add_one()),
    step("not_helpful", "It did not help", &[State::Published], State::Published)
        .help("It did not answer the question. Say what is missing or wrong.")
        .needs_note()
        .then(|me, _| me.did_not_help.add_one()),
    step("revise", "Revise", &[State::Published], State::Draft)
        .help("It is written anew, and is not found meanwhile. Say why.")
        .needs_note()
        .then(|me, _| unpublish(me)),
    step("retire", "Retire", &[State::Draft, State::Published], State::Retired)
        .help("It is no longer right, or nobody needs it. Say why.")
        .needs_note()
        .then(|me, _| unpublish(me)),
];

fn is_ready(me: &KnowledgeArticle, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Publish",
        &[
            (me.text.is_some(), "Text"),
            (me.owner.is_some(), "Owner"),
            (me.reviewed_by.is_some(), "Reviewed by"),
        ],
    )?;
    let reviewer = me.reviewed_by.map(|person| person.id);
    only_if(
        reviewer != now.created_by || reviewer.is_none(),
        "Whoever wrote it has read it already. Name somebody else who read it.",
    )
}

fn due(me: &KnowledgeArticle, now: &Situation<'_>) -> Option<Date> {
    today(now).checked_add(me.review_months.months()).ok()
}

fn unpublish(me: &mut KnowledgeArticle) {
    me.published_at = None;
    me.reviewed_by = None;
    me.review_due_on = None;
}

const REVIEW_MONTHS_MAX: i64 = 120;

fn settle(
    me: &mut KnowledgeArticle,
    _: Option<&KnowledgeArticle>,
    _: &Situation<'_>,
) -> Result<(), FieldFault> {
    let is_interval = (1..=REVIEW_MONTHS_MAX).contains(&me.review_months);
    fault_unless(is_interval, "review_months", "must be 1 to 120 months")?;
    me.shown_outside = me.published_at.is_some() && me.visibility == Visibility::Everybody;
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::{ADA, Story, walk};

    /// The life of an article: from, to, verb.
    const MACHINE: &[(&str, &str, &str)] = &[
        ("draft", "published", "publish"),
        ("published", "published", "confirm"),
        ("published", "published", "helpful"),
        ("published", "published", "not_helpful"),
        ("published", "draft", "revise"),
        ("published", "retired", "retire"),
        ("draft", "retired", "retire"),
    ];
    const READY: &[(&str, &str)] =
        &[("text", "Ring the desk."), ("owner", "1"), ("reviewed_by", "2")];

    fn written() -> Story {
        Story::saved("knowledge_article", &[("summary", "How do I get a new badge?")])
    }

    #[test]
    fn each_step_of_its_life_leads_on_and_every_other_is_refused_with_a_sentence() {
        walk("knowledge_article", MACHINE, "The desk moved", |from, _| {
            let mut story = written();
            story.save(READY).unwrap();
            story.put(from);
            story
        });
    }

    #[test]
    fn somebody_else_reads_it_before_it_is_found_and_a_look_is_due_a_year_later() {
        let mut story = written();
        let bare = story.take("publish", &[]).unwrap_err();
        assert_eq!(bare, "Before “Publish”, fill in: Text, Owner, Reviewed by.");
        let ada = ADA.to_string();
        let own = [READY, &[("reviewed_by", &*ada)]].concat();
        assert!(story.take("publish", &own).unwrap_err().starts_with("Whoever wrote it"));
        story.take("publish", READY).unwrap();
        assert_eq!(story.holds("review_due_on"), "2027-03-02");
        story.at("2026-12-31T09:00:00Z").take("confirm", &[]).unwrap();
        assert_eq!(story.holds("review_due_on"), "2027-12-31");
        let never = story.save(&[("review_months", "0")]).unwrap_err();
        assert!(never.contains("1 to 120"), "{never}");
    }

    #[test]
    fn readers_say_whether_it_helped_and_what_is_missing() {
        let mut story = written();
        story.take("publish", &[READY, &[("visibility", "everybody")]].concat()).unwrap();
        assert_eq!(story.holds("shown_outside"), "yes");
        story.take("helpful", &[]).unwrap();
        assert!(story.take("not_helpful", &[]).is_err(), "it says what is missing");
        story.noted("not_helpful", &[], "Which desk?").unwrap();
        assert_eq!((&*story.holds("helped"), &*story.holds("did_not_help")), ("1", "1"));
        story.noted("revise", &[], "Name the desk").unwrap();
        assert_eq!((story.state(), &*story.holds("shown_outside")), ("draft", "no"));
    }
}
