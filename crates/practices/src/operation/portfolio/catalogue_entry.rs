//! The service catalogue: what we offer, told to those who may have it.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step, library::fill_in, on_offer, step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::Timestamp;

/// A service as the catalogue shows it: what people get from it, when it is there, and how they ask for it.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "CEN", clause = "8.2.4", plural = "Catalogue entries", title = "name", life)]
#[kind(settle = settle)]
#[kind(shares(Comments, Attachments, Links, Watchers, Tags, Review))]
pub struct CatalogueEntry {
    /// What people who look for it would call it.
    #[field(searched, listed, visible)]
    pub name: String,
    /// The service that it tells of.
    #[field(listed, filtered, visible)]
    pub service: Ref<kind::Service>,
    /// Under which heading the catalogue shows it, such as “Working together”.
    #[field(listed, filtered, visible)]
    pub category: Option<String>,
    /// What it is and does, in the words of those who use it.
    #[field(long, searched, visible)]
    pub description: Option<String>,
    /// What people reach with it: the outcome that they pay for.
    #[field(long, searched, visible)]
    pub outcome: Option<String>,
    /// Which other services it rests on, or rest on it. “None” is an answer.
    #[field(long, visible)]
    pub dependencies: Option<String>,
    /// When it is there and when people answer, in words.
    #[field(visible)]
    pub hours: Option<String>,
    /// How people ask for it where there is nothing to order below it.
    #[field(long, visible)]
    pub how_to_request: Option<String>,
    /// For colleagues: what it runs on, who delivers its parts, what to watch.
    #[field(long, searched)]
    pub technical_view: Option<String>,
    /// The agreement whose promises count, where there is one for all.
    pub agreement: Option<Ref<kind::ServiceLevelAgreement>>,
    /// Whether everybody whom we serve may have it.
    #[field(filtered, default = "yes")]
    pub for_everybody: bool,
    /// The customers who may have it, if it is not for everybody.
    pub for_customers: Vec<Ref<kind::Customer>>,
    /// Who keeps it right.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// The change by which it comes into the catalogue as it stands.
    #[field(filtered)]
    pub change: Option<Ref<kind::Change>>,
    /// Since when people find it as it stands. Empty while it is written or revised.
    #[field(computed, filtered, listed)]
    pub published_at: Option<Timestamp>,
    /// Whether everybody outside finds it now.
    #[field(computed, filtered, visible, scope = Everybody)]
    pub shown_outside: bool,
    /// The customers whose people find it now.
    #[field(computed, scope = Audience)]
    pub shown_to: Vec<Ref<kind::Customer>>,
}

/// Where an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being written.
    Draft,
    /// People find it.
    #[choice(tone = Done)]
    Published,
    /// It is being written anew; nobody outside finds it until it is published again.
    #[choice(tone = Waiting)]
    Revised,
    /// It is no longer offered.
    #[choice(tone = Off, end)]
    Withdrawn,
}

const PUBLISH: &[&str] =
    &["description", "outcome", "dependencies", "hours", "owner", "change", "for_everybody"];

const LIFE: &[Step<CatalogueEntry>] = &[
    step("publish", "Publish", &[State::Draft, State::Revised], State::Published)
        .help("From now on those whom it is for find it. It comes by a change that was approved.")
        .asks(PUBLISH)
        .guard(may_publish)
        .then(|me, now| me.published_at = Some(now.now)),
    step("revise", "Revise", &[State::Published], State::Revised)
        .help("Takes it out of the catalogue to write it anew. Say what changes.")
        .needs_note()
        .then(|me, _| {
            me.published_at = None;
            me.change = None;
        }),
    step(
        "withdraw",
        "Withdraw",
        &[State::Draft, State::Published, State::Revised],
        State::Withdrawn,
    )
    .help("It is no longer offered. Say why, and what people do instead.")
    .needs_note()
    .then(|me, _| me.published_at = None),
];

fn may_publish(me: &CatalogueEntry, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Publish",
        &[
            (me.description.is_some(), "Description"),
            (me.outcome.is_some(), "Outcome"),
            (me.dependencies.is_some(), "Dependencies"),
            (me.hours.is_some(), "Hours"),
            (me.owner.is_some(), "Owner"),
        ],
    )?;
    on_offer::is_for_somebody(me.for_everybody, &me.for_customers)?;
    on_offer::by_decided_change(me.change, now)
}

fn settle(
    me: &mut CatalogueEntry,
    before: Option<&CatalogueEntry>,
    _: &Situation<'_>,
) -> Result<(), FieldFault> {
    if let Some(before) = before {
        on_offer::as_published(before.published_at, me.published_at, &rewritten(me, before))?;
    }
    (me.shown_outside, me.shown_to) =
        on_offer::shown(me.published_at, me.for_everybody, &me.for_customers);
    Ok(())
}

/// What people find, and whether each of it is another than before.
fn rewritten(me: &CatalogueEntry, before: &CatalogueEntry) -> [(&'static str, bool); 8] {
    [
        ("name", me.name != before.name),
        ("service", me.service != before.service),
        ("description", me.description != before.description),
        ("outcome", me.outcome != before.outcome),
        ("dependencies", me.dependencies != before.dependencies),
        ("hours", me.hours != before.hours),
        ("for_everybody", me.for_everybody != before.for_everybody),
        ("for_customers", me.for_customers != before.for_customers),
    ]
}

#[cfg(test)]
mod tests {
    use crate::story::{Story, walk};
    use gemba_vocabulary::Value;

    const MACHINE: &[(&str, &str, &str)] = &[
        ("draft", "published", "publish"),
        ("revised", "published", "publish"),
        ("published", "revised", "revise"),
        ("draft", "withdrawn", "withdraw"),
        ("published", "withdrawn", "withdraw"),
        ("revised", "withdrawn", "withdraw"),
    ];

    const WHOLE: &[(&str, &str)] = &[
        ("name", "Mail"),
        ("service", "3"),
        ("description", "Letters without paper"),
        ("outcome", "You reach everybody"),
        ("dependencies", "Network"),
        ("hours", "Always"),
        ("owner", "2"),
        ("change", "5"),
    ];

    fn whole() -> Story {
        let mut story = Story::saved("catalogue_entry", WHOLE);
        story.given("change", 5, "state", Value::Text("approved".to_owned()));
        story
    }

    #[test]
    fn each_step_of_its_life_leads_on_and_every_other_is_refused_with_a_sentence() {
        walk("catalogue_entry", MACHINE, "The price changes", |from, _| {
            let mut story = whole();
            story.put(from);
            story
        });
    }

    #[test]
    fn it_comes_into_the_catalogue_whole_and_by_a_change_that_was_decided() {
        let mut story = Story::saved("catalogue_entry", &[("name", "Mail"), ("service", "3")]);
        let bare = story.take("publish", &[]).unwrap_err();
        assert!(bare.contains("Description, Outcome, Dependencies, Hours, Owner"), "{bare}");
        let mut story = Story::saved("catalogue_entry", WHOLE);
        story.given("change", 5, "state", Value::Text("assessed".to_owned()));
        let undecided = story.take("publish", &[]).unwrap_err();
        assert!(undecided.contains("Name one under “Change” that was approved"), "{undecided}");
        let nobody = whole().take("publish", &[("for_everybody", "no")]).unwrap_err();
        assert!(nobody.starts_with("Nobody would find it"), "{nobody}");
    }

    #[test]
    fn those_whom_it_is_for_find_it_while_it_is_published() {
        let mut story = whole();
        story.save(&[("for_customers", "4,5"), ("for_everybody", "no")]).unwrap();
        assert_eq!(story.holds("shown_to"), "");
        story.take("publish", &[]).unwrap();
        assert_eq!((&*story.holds("shown_to"), &*story.holds("shown_outside")), ("4,5", "no"));
        let quietly = story.save(&[("outcome", "You reach nobody")]).unwrap_err();
        assert!(quietly.contains("use “Revise”"), "{quietly}");
        story.save(&[("technical_view", "Runs on two servers")]).unwrap();
        story.noted("revise", &[], "Other hours").unwrap();
        assert_eq!((&*story.holds("shown_to"), &*story.holds("change")), ("", ""));
        story.save(&[("hours", "By day")]).unwrap();
    }
}
