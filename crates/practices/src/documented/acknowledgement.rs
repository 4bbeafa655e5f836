//! Acknowledgements: each person is asked to read something, and says that they know it.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{Awareness, fault_unless, is_import, only_if},
    step,
};
use gemba_vocabulary::{Ref, Value, kind};
use jiff::{Timestamp, civil::Date};

/// A question to one person, whether they have read and understood something: the policy, the objectives, what follows
/// if rules are not kept. Only they themselves can say so.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "ACK", clause = "7.3", menu = Check, title = "name", life, settle = settle)]
#[kind(shares(Comments, Links))]
pub struct Acknowledgement {
    /// What it is about, in one line.
    #[field(searched, listed, visible)]
    pub name: Option<String>,
    /// Who is asked.
    #[field(listed, filtered, visible, scope = Addressee)]
    pub person: Ref<kind::Person>,
    /// What they are to be aware of.
    #[field(listed, filtered, visible, default = "other")]
    pub topic: Awareness,
    /// The edition that they are to read.
    #[field(filtered)]
    pub document: Option<Ref<kind::Document>>,
    /// What they are to know, where there is no document.
    #[field(long, visible)]
    pub what: Option<String>,
    /// When they were asked.
    #[field(computed, filtered, visible)]
    pub asked_at: Option<Timestamp>,
    /// By which day they should have read it.
    #[field(listed, filtered, visible)]
    pub due_on: Option<Date>,
    /// When they said that they know it.
    #[field(computed, listed, filtered, visible)]
    pub acknowledged_at: Option<Timestamp>,
}

/// Where a question stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It waits for the person.
    #[choice(tone = Waiting)]
    Asked,
    /// They said that they know it.
    #[choice(tone = Done, end)]
    Acknowledged,
    /// They need not answer any more: a later edition is asked for, or they left.
    #[choice(tone = Off, end)]
    Withdrawn,
}

const LIFE: &[Step<Acknowledgement>] = &[
    step("acknowledge", "I have read and understood it", &[State::Asked], State::Acknowledged)
        .help("You say that you know it. If something is unclear, write a comment or ask its owner first.")
        .guard(is_the_one_asked)
        .then(|me, now| me.acknowledged_at = Some(now.now)),
    step("withdraw", "No longer needed", &[State::Asked], State::Withdrawn)
        .help("A later edition is asked for, or the person left. Say which.")
        .needs_note(),
];

fn is_the_one_asked(me: &Acknowledgement, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        is_import(now) || now.actor.person == Some(me.person.id),
        "Nobody says this for somebody else. Only the person asked can.",
    )
}

fn settle(
    me: &mut Acknowledgement,
    before: Option<&Acknowledgement>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    if let Some(before) = before {
        let asked = |one: &Acknowledgement| (one.person, one.document, one.topic);
        let is_same = asked(before) == asked(me) || is_import(now);
        fault_unless(is_same, "person", "and what they are asked stay as they are; ask anew")?;
        let is_kept = before.acknowledged_at.is_none() || before.what == me.what || is_import(now);
        fault_unless(is_kept, "what", "was acknowledged as it is; ask anew")?;
    }
    let says_what = me.document.is_some() || me.what.is_some();
    fault_unless(says_what, "what", "is missing: name a document, or say what they are to know")?;
    if me.asked_at.is_none() {
        me.asked_at = Some(now.now);
    }
    if me.name.is_none() {
        let of_document = |field| me.document.map(|one| now.facts.value("document", one.id, field));
        let title = of_document("name").and_then(|name| name.as_text().map(str::to_owned));
        let edition = match of_document("edition") {
            Some(Value::Text(edition)) => format!(", edition {edition}"),
            _ => String::new(),
        };
        let title =
            title.or_else(|| me.what.as_ref().map(|what| what.chars().take(NAME_MAX).collect()));
        me.name = title.map(|title| format!("{title}{edition}").chars().take(LINE_MAX).collect());
    }
    Ok(())
}

const NAME_MAX: usize = 80;
/// A line holds so many characters.
const LINE_MAX: usize = 250;

#[cfg(test)]
mod tests {
    use crate::story::{ADA, BEN, Story, walk};
    use gemba_vocabulary::{Value, actor::Role};

    const KIND: &str = "acknowledgement";
    const ASKED: &[(&str, &str)] = &[("person", "2"), ("document", "9"), ("topic", "policy")];

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        let machine =
            [("asked", "acknowledged", "acknowledge"), ("asked", "withdrawn", "withdraw")];
        walk(KIND, &machine, "Left", |from, _| {
            let mut story = Story::saved(KIND, ASKED);
            story.put(from).by(BEN, &[Role::Agent]);
            story
        });
    }

    #[test]
    fn nobody_says_it_for_somebody_else() {
        let mut story = Story::of(KIND);
        story.given("document", 9, "name", Value::Text("Policy".to_owned()));
        story.given("document", 9, "edition", Value::Text("2".to_owned()));
        story.save(ASKED).unwrap();
        assert_eq!(story.holds("name"), "Policy, edition 2");
        let refusal = story.by(ADA, &[Role::Administrator]).take("acknowledge", &[]).unwrap_err();
        assert!(refusal.starts_with("Nobody says this for somebody else"), "{refusal}");
        assert!(story.save(&[("person", "1")]).unwrap_err().contains("ask anew"));
        story.by(BEN, &[Role::Agent]).take("acknowledge", &[]).unwrap();
        assert_eq!(story.holds("acknowledged_at"), "2026-03-02T09:00:00Z");
    }

    #[test]
    fn it_says_what_there_is_to_know() {
        let refusal = Story::of(KIND).save(&[("person", "2")]).unwrap_err();
        assert!(refusal.contains("name a document"), "{refusal}");
        let what =
            [("person", "2"), ("topic", "objectives"), ("what", "Three objectives for this year")];
        assert_eq!(Story::saved(KIND, &what).holds("name"), "Three objectives for this year");
    }
}
