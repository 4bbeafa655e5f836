//! Service requirements: what a service has to do for those who need it, written down and approved
//! before it is designed.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{fault_unless, fill_in, is_import, only_if},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::Timestamp;

/// Something that a service must do or be, for somebody who needs it. Services are designed, agreed
/// and tested by their approved requirements.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "SRQ", clause = "8.2.2", life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags, Watchers))]
pub struct ServiceRequirement {
    /// What the service must do or be, in one sentence that can be tested.
    #[field(searched, listed)]
    pub text: String,
    /// The service that has to meet it.
    #[field(listed, filtered)]
    pub service: Ref<kind::Service>,
    /// What it is about.
    #[field(listed, filtered)]
    pub category: Option<Category>,
    /// Who or what asks for it: a customer, a law, a contract, an aim of your own.
    #[field(searched)]
    pub source: Option<String>,
    /// How one sees that it is met: the measure, the test, or who says so.
    #[field(long, searched)]
    pub acceptance: Option<String>,
    /// What else is to be known of it, such as why it matters.
    #[field(long, searched)]
    pub background: Option<String>,
    /// The older requirement that this one takes the place of.
    #[field(filtered)]
    pub replaces: Option<Ref<kind::ServiceRequirement>>,
    /// How often it was written anew, itself included.
    #[field(computed)]
    pub edition: Option<i64>,
    /// Who wrote it, or altered it last.
    #[field(computed)]
    pub written_by: Option<Ref<kind::Person>>,
    /// Who approved it.
    #[field(computed, filtered)]
    pub approved_by: Option<Ref<kind::Person>>,
    /// When it was approved.
    #[field(computed)]
    pub approved_at: Option<Timestamp>,
}

/// What a requirement is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Category {
    /// What the service does for those who use it.
    Function,
    /// When and how reliably it can be used.
    Availability,
    /// How fast it is, and how much it carries.
    Capacity,
    /// How it goes on, or comes back, after something grave.
    Continuity,
    /// What it protects, and against what.
    Security,
    /// Who helps, in which hours and how soon.
    Support,
    /// What a law, a contract or a supervisor demands.
    Obligation,
}

/// Where a requirement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being written.
    Draft,
    /// It holds: the service has to meet it.
    #[choice(tone = Done)]
    Approved,
    /// A newer one took its place.
    #[choice(tone = Off, end)]
    Superseded,
    /// Nobody asks for it any longer.
    #[choice(tone = Off, end)]
    Withdrawn,
}

const KIND: &str = "service_requirement";

const LIFE: &[Step<ServiceRequirement>] = &[
    step("approve", "Approve", &[State::Draft], State::Approved)
        .help("It holds from now on as it stands. Somebody else than its author says so.")
        .asks(&["source", "acceptance"])
        .guard(may_approve)
        .then(|me, now| {
            me.approved_by = now.actor.person.map(Ref::new);
            me.approved_at = Some(now.now);
        }),
    step("supersede", "Superseded", &[State::Approved], State::Superseded)
        .help("A newer requirement, approved by now, took its place.")
        .guard(|_, now| {
            only_if(
                now.facts.count_in_state(KIND, "replaces", now.record, "approved") > 0,
                "No approved requirement takes its place. Write the new one, name this one under \
                 “Replaces”, and have it approved first.",
            )
        }),
    step("withdraw", "Withdraw", &[State::Draft, State::Approved], State::Withdrawn)
        .help("Nobody asks for it any longer. Say why.")
        .needs_note(),
];

fn may_approve(me: &ServiceRequirement, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Approve",
        &[(me.source.is_some(), "Source"), (me.acceptance.is_some(), "Acceptance")],
    )?;
    let Some(person) = now.actor.person else {
        return Err(Refusal::because("A requirement is approved by a person. Sign in to do so."));
    };
    let is_author =
        now.created_by == Some(person) || me.written_by.is_some_and(|by| by.id == person);
    only_if(
        !is_author,
        "Nobody approves what they wrote themselves. Ask somebody else to approve it.",
    )
}

/// What was approved, by the names of its fields.
fn wording(me: &ServiceRequirement) -> [(&'static str, Option<String>); 5] {
    [
        ("text", Some(me.text.clone())),
        ("service", Some(me.service.id.to_string())),
        ("category", me.category.map(|category| category.name().to_owned())),
        ("source", me.source.clone()),
        ("acceptance", me.acceptance.clone()),
    ]
}

fn settle(
    me: &mut ServiceRequirement,
    before: Option<&ServiceRequirement>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    if is_import(now) {
        return Ok(());
    }
    let was = before.map(wording);
    let altered = wording(me)
        .into_iter()
        .find(|one| was.as_ref().is_none_or(|was| !was.contains(one)))
        .map(|(field, _)| field);
    if let Some(field) = altered {
        // The step that approves may still fill in what is asked for with it.
        fault_unless(
            before.is_none_or(|before| before.approved_at.is_none()),
            field,
            "was approved as it stands; write a new requirement that replaces this one",
        )?;
        if me.approved_at.is_none() {
            me.written_by = now.actor.person.map(Ref::new).or(me.written_by);
        }
    }
    let Some(older) = me.replaces else {
        me.edition = Some(1);
        return Ok(());
    };
    let of_older = |field: &str| now.facts.value(KIND, older.id, field);
    fault_unless(
        older.id != now.record,
        "replaces",
        "names the requirement itself; name an older one",
    )?;
    fault_unless(
        of_older("service").as_int() == Some(me.service.id),
        "replaces",
        "names a requirement of another service; name one of the same service",
    )?;
    fault_unless(
        matches!(of_older("state").as_text(), Some("approved" | "superseded")),
        "replaces",
        "names a requirement that was never approved or was withdrawn; change that one, or name none",
    )?;
    me.edition = Some(of_older("edition").as_int().unwrap_or(1).saturating_add(1));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::KIND;
    use crate::story::{ADA, BEN, Story, walk};
    use gemba_vocabulary::{Value, actor::Role};

    const WHOLE: &[(&str, &str)] = &[
        ("text", "A mail arrives within five minutes"),
        ("service", "3"),
        ("category", "capacity"),
        ("source", "Linden Clinic"),
        ("acceptance", "Measured each night with a test mail"),
    ];

    fn by_others(story: &mut Story) -> &mut Story {
        story.by(BEN, &[Role::ServiceManager])
    }

    #[test]
    fn somebody_else_approves_what_can_be_tested() {
        let mut story = Story::saved(KIND, &[("text", "Mail is fast"), ("service", "3")]);
        by_others(&mut story);
        let bare = story.take("approve", &[]).unwrap_err();
        assert_eq!(bare, "Before “Approve”, fill in: Source, Acceptance.");
        let asked = &[("source", "Linden Clinic"), ("acceptance", "A test mail each night")];
        story.by(ADA, &[Role::ServiceManager]);
        let own = story.take("approve", asked).unwrap_err();
        assert!(own.starts_with("Nobody approves what they wrote themselves."), "{own}");
        by_others(&mut story).take("approve", asked).unwrap();
        assert_eq!((story.state(), story.holds("approved_by")), ("approved", BEN.to_string()));
        assert_eq!(story.holds("written_by"), ADA.to_string(), "approving is not writing");
        assert_eq!(story.holds("approved_at"), "2026-03-02T09:00:00Z");
    }

    #[test]
    fn whoever_altered_it_last_is_an_author_too() {
        let mut story = Story::saved(KIND, WHOLE);
        by_others(&mut story).save(&[("text", "A mail arrives within two minutes")]).unwrap();
        assert_eq!(story.holds("written_by"), BEN.to_string());
        assert!(story.take("approve", &[]).unwrap_err().contains("Ask somebody else"));
        story.by(3, &[Role::ServiceManager]).take("approve", &[]).unwrap();
    }

    #[test]
    fn what_was_approved_is_written_anew_and_not_altered() {
        let mut story = Story::saved(KIND, WHOLE);
        by_others(&mut story).take("approve", &[]).unwrap();
        let refusal = story.save(&[("acceptance", "None")]).unwrap_err();
        let why =
            "Acceptance was approved as it stands; write a new requirement that replaces this one.";
        assert_eq!(refusal, why);
        story.save(&[("background", "The wards wait for findings")]).unwrap();
        let early = story.take("supersede", &[]).unwrap_err();
        assert!(early.starts_with("No approved requirement takes its place."), "{early}");
        story.given_count(KIND, "replaces", 1).take("supersede", &[]).unwrap();
        assert_eq!(story.state(), "superseded");
    }

    #[test]
    fn a_newer_one_replaces_an_approved_one_of_the_same_service() {
        let mut story = Story::of(KIND);
        story.given(KIND, 4, "service", Value::Ref(3));
        story.given(KIND, 4, "state", Value::Text("draft".to_owned()));
        let newer = [WHOLE, &[("replaces", "4")]].concat();
        assert!(story.save(&newer).unwrap_err().contains("never approved"));
        story.given(KIND, 4, "state", Value::Text("approved".to_owned()));
        story.given(KIND, 4, "edition", Value::Int(2));
        story.save(&newer).unwrap();
        assert_eq!(story.holds("edition"), "3");
        assert!(story.save(&[("service", "5")]).unwrap_err().contains("another service"));
        assert!(story.save(&[("replaces", "7")]).unwrap_err().contains("the requirement itself"));
        story.save(&[("replaces", "")]).unwrap();
        assert_eq!(story.holds("edition"), "1");
    }

    /// The life of a requirement: from, to, verb.
    const MACHINE: &[(&str, &str, &str)] = &[
        ("draft", "approved", "approve"),
        ("approved", "superseded", "supersede"),
        ("draft", "withdrawn", "withdraw"),
        ("approved", "withdrawn", "withdraw"),
    ];

    #[test]
    fn each_step_leads_on_when_its_guard_is_met_and_each_other_is_refused() {
        walk(KIND, MACHINE, "The clinic closed that ward", |from, _| {
            let mut story = Story::saved(KIND, WHOLE);
            story.given_count(KIND, "replaces", 1);
            by_others(&mut story).put(from);
            story
        });
    }
}
