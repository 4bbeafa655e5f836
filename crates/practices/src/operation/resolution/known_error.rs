//! Known errors: causes that are known and not yet taken away, and how people work on meanwhile.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{Visibility, fill_in, only_if, today},
    step,
};
use gemba_vocabulary::{RecordId, Ref, Value, kind};
use jiff::{Timestamp, civil::Date};

/// A cause that is known and not yet taken away, with the way in which people can go on working
/// until it is.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "KNE", clause = "8.6.3", life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Watchers, Tags, Review))]
pub struct KnownError {
    /// How people notice it, in the words that they would use themselves.
    #[field(searched, listed, visible)]
    pub summary: String,
    /// What people notice, in full: messages, places, times.
    #[field(long, searched, visible)]
    pub symptoms: Option<String>,
    /// What causes it.
    #[field(long, searched)]
    pub cause: String,
    /// How people can go on working until it is solved, step by step.
    #[field(long, searched, visible)]
    pub workaround: Option<String>,
    /// Whether a workaround was looked for and none was found.
    #[field(label = "No workaround found", visible)]
    pub workaround_none: bool,
    /// The problem whose cause this is.
    #[field(filtered, listed)]
    pub problem: Ref<kind::Problem>,
    /// The service that suffers from it.
    #[field(filtered, listed, visible)]
    pub service: Option<Ref<kind::Service>>,
    /// The parts in which the cause lies.
    #[field(filtered)]
    pub configuration_items: Vec<Ref<kind::ConfigurationItem>>,
    /// Who reads it once it is published.
    #[field(filtered, listed, default = "inside")]
    pub visibility: Visibility,
    /// Who read the workaround and found that it helps and does no harm.
    pub reviewed_by: Option<Ref<kind::Person>>,
    /// When that was.
    #[field(computed)]
    pub reviewed_on: Option<Date>,
    /// Since when the service desk works with it as it stands. Empty while it is written or revised.
    #[field(computed, filtered, listed)]
    pub published_at: Option<Timestamp>,
    /// Whether customers read it now.
    #[field(computed, filtered, visible, scope = Everybody)]
    pub shown_outside: bool,
    /// Whether somebody has seen to it that the cause is gone for good.
    #[field(label = "Fix verified")]
    pub fix_verified: bool,
    /// When it was taken out of use.
    #[field(computed)]
    pub retired_at: Option<Timestamp>,
}

/// Where a known error stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being written.
    Draft,
    /// The service desk works with it.
    #[choice(tone = Going)]
    Published,
    /// Something new is known; it is looked over before the desk works with it again.
    #[choice(tone = Waiting)]
    Updated,
    /// The cause is gone, or the part in which it lay.
    #[choice(tone = Done, end)]
    Retired,
}

const LIFE: &[Step<KnownError>] = &[
    step("publish", "Publish", &[State::Draft], State::Published)
        .help("The workaround was looked over. From now on the service desk finds it.")
        .asks(&["workaround", "workaround_none", "reviewed_by", "visibility"])
        .guard(is_reviewed)
        .then(publish),
    step("publish", "Publish again", &[State::Updated], State::Published)
        .help("What is new was looked over. The service desk finds it again.")
        .asks(&["workaround", "workaround_none", "reviewed_by", "visibility"])
        .guard(is_reviewed)
        .then(publish),
    step("revise", "Revise", &[State::Published], State::Updated)
        .help("Something new is known. Say what; somebody looks it over before it is used again.")
        .asks(&["cause", "workaround", "workaround_none"])
        .needs_note()
        .then(|me, _| {
            me.reviewed_by = None;
            me.reviewed_on = None;
            me.published_at = None;
        }),
    step("retire", "Retire", &[State::Published], State::Retired)
        .help("The cause is gone for good, or the part in which it lay. Nobody needs it any more.")
        .asks(&["fix_verified"])
        .guard(is_gone)
        .then(|me, now| {
            me.published_at = None;
            me.retired_at = Some(now.now);
        }),
];

fn is_reviewed(me: &KnownError, _: &Situation<'_>) -> Result<(), Refusal> {
    let says_how = me.workaround.is_some() || me.workaround_none;
    fill_in(
        "Publish",
        &[
            (says_how, "Workaround (or tick “No workaround found”)"),
            (me.reviewed_by.is_some(), "Reviewed by"),
        ],
    )
}

fn publish(me: &mut KnownError, now: &Situation<'_>) {
    me.reviewed_on = Some(today(now));
    me.published_at = Some(now.now);
}

fn is_gone(me: &KnownError, now: &Situation<'_>) -> Result<(), Refusal> {
    let state_of = |kind: &str, id: RecordId| now.facts.value(kind, id, "state");
    let is_fixed = me.fix_verified
        && matches!(state_of("problem", me.problem.id).as_text(), Some("resolved" | "closed"));
    let is_off = |state: Value| matches!(state.as_text(), Some("retired" | "disposed"));
    let mut items = me.configuration_items.iter();
    let are_gone = !me.configuration_items.is_empty()
        && items.all(|item| is_off(state_of("configuration_item", item.id)));
    only_if(
        is_fixed || are_gone,
        "The cause is still there. Retire it once its problem is resolved and “Fix verified” is \
         ticked, or once every part that it names is retired.",
    )
}

fn settle(
    me: &mut KnownError,
    _: Option<&KnownError>,
    _: &Situation<'_>,
) -> Result<(), FieldFault> {
    me.shown_outside = me.published_at.is_some() && me.visibility == Visibility::Everybody;
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::{Story, walk};
    use gemba_vocabulary::Value;

    /// The life of a known error: from, to, verb.
    const MACHINE: &[(&str, &str, &str)] = &[
        ("draft", "published", "publish"),
        ("published", "updated", "revise"),
        ("updated", "published", "publish"),
        ("published", "retired", "retire"),
    ];
    const WRITTEN: &[(&str, &str)] = &[
        ("summary", "The scanner freezes in aisle 9"),
        ("cause", "The controller keeps the old key"),
        ("problem", "4"),
    ];
    const REVIEWED: &[(&str, &str)] =
        &[("workaround", "Hold the yellow key for three seconds."), ("reviewed_by", "2")];

    fn whole() -> Story {
        let mut story = Story::saved("known_error", &[WRITTEN, REVIEWED].concat());
        story.save(&[("fix_verified", "yes")]).unwrap();
        story.given("problem", 4, "state", Value::Text("closed".to_owned()));
        story
    }

    #[test]
    fn each_step_of_its_life_leads_on_and_every_other_is_refused_with_a_sentence() {
        walk("known_error", MACHINE, "A new message was seen", |from, _| {
            let mut story = whole();
            story.put(from);
            story
        });
    }

    #[test]
    fn nobody_publishes_what_nobody_looked_over() {
        let mut story = Story::saved("known_error", WRITTEN);
        let bare = story.take("publish", &[]).unwrap_err();
        assert!(bare.contains("No workaround found") && bare.contains("Reviewed by"), "{bare}");
        story.take("publish", REVIEWED).unwrap();
        assert_eq!(story.holds("reviewed_on"), "2026-03-02");
        assert!(story.take("revise", &[]).is_err(), "it says what is new");
        story.noted("revise", &[], "It also happens in aisle 7").unwrap();
        let unread = story.take("publish", &[]).unwrap_err();
        assert_eq!(unread, "Before “Publish”, fill in: Reviewed by.");
    }

    #[test]
    fn customers_read_it_only_while_it_is_published_for_them() {
        let mut story = Story::saved("known_error", WRITTEN);
        story.save(&[("visibility", "everybody")]).unwrap();
        assert_eq!(story.holds("shown_outside"), "no", "a draft");
        story.take("publish", REVIEWED).unwrap();
        assert_eq!(story.holds("shown_outside"), "yes");
        story.noted("revise", &[], "It also happens in aisle 7").unwrap();
        assert_eq!(story.holds("shown_outside"), "no", "while it is revised");
        story.take("publish", &[("reviewed_by", "2"), ("visibility", "inside")]).unwrap();
        assert_eq!(story.holds("shown_outside"), "no", "for the desk alone");
    }

    #[test]
    fn it_is_retired_when_the_cause_or_the_part_is_gone() {
        let mut story = Story::saved("known_error", WRITTEN);
        story.take("publish", REVIEWED).unwrap();
        let early = story.take("retire", &[("fix_verified", "yes")]).unwrap_err();
        assert!(early.starts_with("The cause is still there."), "{early}");
        story.save(&[("configuration_items", "5, 6")]).unwrap();
        let retired = Value::Text("retired".to_owned());
        story.given("configuration_item", 5, "state", retired.clone());
        assert!(story.take("retire", &[]).is_err(), "one part is still there");
        story.given("configuration_item", 6, "state", retired).take("retire", &[]).unwrap();
        assert_eq!(story.holds("retired_at"), "2026-03-02T09:00:00Z");
        let mut story = Story::saved("known_error", WRITTEN);
        story.take("publish", REVIEWED).unwrap();
        story.given("problem", 4, "state", Value::Text("resolved".to_owned()));
        assert!(story.take("retire", &[]).is_err(), "nobody has seen to it");
        story.take("retire", &[("fix_verified", "yes")]).unwrap();
    }
}
