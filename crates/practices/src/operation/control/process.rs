//! Processes: what each is for, who answers for it, what goes in and comes out, and by what it is steered.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Row, Situation, Step,
    held::Structured,
    library::{approved_by_another, fault_unless, fill_in, has_note, is_import, only_if},
    step,
};
use gemba_vocabulary::{Ref, Value, actor::Role, kind};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One edition of how a process of the management system works. Once it is in force it is altered by a change only: the
/// next edition, carried by an approved change, takes its place.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "PRC", clause = "8.1", menu = Plan, plural = "Processes", life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags, Watchers, Approvals, Review))]
pub struct Process {
    /// What it is called, in one line.
    #[field(searched, listed)]
    pub name: String,
    /// The clause of the standard that it serves, such as 8.6.1.
    #[field(listed, filtered)]
    pub clause: Option<String>,
    /// Which edition this is.
    #[field(listed, default = "1")]
    pub edition: String,
    /// Who answers for it.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// What it is for, in a sentence or two.
    #[field(long, searched)]
    pub purpose: Option<String>,
    /// What goes in, and from where.
    #[field(long)]
    pub inputs: Option<String>,
    /// What comes out, and for whom.
    #[field(long)]
    pub outputs: Option<String>,
    /// The processes that it gives something to or gets something from.
    #[field(filtered)]
    pub interfaces: Vec<Ref<kind::Process>>,
    /// What is done, step by step, and by whom.
    #[field(rows = Activity)]
    pub activities: Option<Structured<Vec<Activity>>>,
    /// The roles that take part in it.
    #[field(filtered)]
    pub roles: Vec<Ref<kind::Role>>,
    /// By what one sees that it works as it should, each with its target.
    #[field(rows = Criterion)]
    pub criteria: Option<Structured<Vec<Criterion>>>,
    /// The measures that tell how far the criteria are met.
    #[field(filtered)]
    pub measures: Vec<Ref<kind::Measure>>,
    /// What keeps it on its way: what is checked, how often, and what is done about a difference.
    #[field(long)]
    pub controls: Option<String>,
    /// What is kept as proof that it was carried out as planned.
    #[field(long)]
    pub records: Option<String>,
    /// The parties that carry out all or a part of it.
    #[field(filtered)]
    pub outsourced_to: Vec<Ref<kind::Supplier>>,
    /// Which part that is, and how we keep it under control.
    #[field(long)]
    pub outsourced_parts: Option<String>,
    /// The edition that this one takes the place of.
    #[field(filtered)]
    pub previous: Option<Ref<kind::Process>>,
    /// What is different from the edition before, and why.
    #[field(long)]
    pub what_is_new: Option<String>,
    /// Who approved it.
    #[field(computed, listed)]
    pub approved_by: Option<Ref<kind::Person>>,
    /// When it was approved; from then on it holds.
    #[field(computed, listed)]
    pub approved_at: Option<Timestamp>,
    /// When it ceased to hold.
    #[field(computed)]
    pub ended_at: Option<Timestamp>,
}

/// A step of a process.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Activity {
    /// What is done.
    pub what: String,
    /// Who does it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
}

/// A criterion by which a process is steered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Criterion {
    /// What is looked at.
    pub criterion: String,
    /// What it should come to.
    pub target: String,
}

/// Where an edition stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being written.
    Draft,
    /// It was approved and holds.
    #[choice(tone = Done)]
    InForce,
    /// A later edition took its place.
    #[choice(tone = Off, end)]
    Superseded,
    /// It is not carried out, or no longer.
    #[choice(tone = Off, end)]
    Withdrawn,
}

const LIFE: &[Step<Process>] = &[
    step("approve", "Approve", &[State::Draft], State::InForce)
        .help(
            "Puts it in force, in place of the edition before. Somebody else than its author approves it, and a later \
             edition needs a change that was approved.",
        )
        .guard(may_approve)
        .then(|me, now| {
            me.approved_by = now.actor.person.map(Ref::new);
            me.approved_at = Some(now.now);
        }),
    step("supersede", "Give way to the next edition", &[State::InForce], State::Superseded)
        .help("A later edition was approved. Gemba takes this step by itself then.")
        .guard(has_successor)
        .then(|me, now| me.ended_at = Some(now.now)),
    step("withdraw", "Withdraw", &[State::Draft, State::InForce], State::Withdrawn)
        .help("It is not carried out, or no longer. Say why.")
        .needs_note()
        .guard(|_, now| only_if(has_note(now), "Say why it is not carried out any more."))
        .then(|me, now| me.ended_at = Some(now.now)),
];

const ENTITLED: [Role; 4] =
    [Role::TopManagement, Role::ServiceManager, Role::ProcessOwner, Role::Approver];
/// The states of a change that was approved and is not undone.
const DECIDED: [&str; 7] =
    ["approved", "authorised", "scheduled", "implementing", "implemented", "reviewed", "closed"];

fn may_approve(me: &Process, now: &Situation<'_>) -> Result<(), Refusal> {
    let has_rows = |count: Option<usize>| count.is_some_and(|count| count > 0);
    fill_in(
        "Approve",
        &[
            (me.owner.is_some(), "Owner"),
            (me.clause.is_some(), "Clause"),
            (me.purpose.is_some(), "Purpose"),
            (me.inputs.is_some(), "Inputs"),
            (me.outputs.is_some(), "Outputs"),
            (has_rows(me.activities.as_ref().map(|all| all.0.len())), "Activities"),
            (has_rows(me.criteria.as_ref().map(|all| all.0.len())), "Criteria"),
            (me.controls.is_some(), "Controls"),
            (me.records.is_some(), "Records"),
            (me.outsourced_to.is_empty() || me.outsourced_parts.is_some(), "Outsourced parts"),
            (me.previous.is_none() || me.what_is_new.is_some(), "What is new"),
        ],
    )?;
    approved_by_another("a process", now)?;
    only_if(
        ENTITLED.iter().any(|role| now.actor.is(*role)),
        "A service manager, a process owner, an approver or top management approves it. Ask one of them.",
    )?;
    is_carried(me, now)
}

/// A later edition is a change of how we work, and is decided as one.
fn is_carried(me: &Process, now: &Situation<'_>) -> Result<(), Refusal> {
    let Some(previous) = me.previous else { return Ok(()) };
    let carried = |id| {
        let states = now.facts.each("change", &[("processes", Value::Ref(id))], "state");
        states.iter().any(|state| state.as_text().is_some_and(|state| DECIDED.contains(&state)))
    };
    only_if(
        is_import(now) || carried(now.record),
        "A process is altered by a change. Record one that names this edition under “Processes”, and have it approved \
         first.",
    )?;
    let state = now.facts.value("process", previous.id, "state");
    only_if(
        is_import(now) || matches!(state.as_text(), Some("in_force" | "withdrawn")),
        "The edition before does not hold any more: another one took its place. Begin again from that one.",
    )
}

fn has_successor(_: &Process, now: &Situation<'_>) -> Result<(), Refusal> {
    let later =
        [("previous", Value::Ref(now.record)), ("state", Value::Text("in_force".to_owned()))];
    only_if(
        is_import(now) || !now.facts.each("process", &later, "id").is_empty(),
        "No later edition is in force. Write the next edition and have it approved; this one gives way then.",
    )
}

impl Process {
    /// What was approved. Who answers for it and by what it is measured can go on to change.
    fn content(&self) -> impl PartialEq + '_ {
        (
            (&self.name, &self.clause, &self.edition, &self.purpose, &self.inputs, &self.outputs),
            (&self.activities, &self.criteria, &self.controls, &self.records),
            (&self.outsourced_to, &self.outsourced_parts, self.previous),
        )
    }
}

fn settle(
    me: &mut Process,
    before: Option<&Process>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    if let Some(clause) = &me.clause {
        let is_number =
            |part: &str| !part.is_empty() && part.bytes().all(|one| one.is_ascii_digit());
        let is_clause = clause.split('.').all(is_number);
        fault_unless(is_clause, "clause", "must be the number of a clause, such as 8.6.1")?;
    }
    let itself = |other: &Ref<kind::Process>| other.id == now.record;
    fault_unless(
        !me.interfaces.iter().any(itself),
        "interfaces",
        "must be other processes than this one",
    )?;
    fault_unless(
        !me.previous.as_ref().is_some_and(itself),
        "previous",
        "must be another record than this one",
    )?;
    let before_me = me.previous.map(|one| now.facts.value("process", one.id, "edition"));
    let is_next = before_me.is_none_or(|edition| edition.as_text() != Some(&*me.edition));
    fault_unless(is_next || is_import(now), "edition", "is that of the edition before; count on")?;
    let approved = before.filter(|before| before.approved_at.is_some() && !is_import(now));
    let is_kept = approved.is_none_or(|before| before.content() == me.content());
    fault_unless(
        is_kept,
        "name",
        "and all that was approved stay as they are; write the next edition",
    )
}

#[cfg(test)]
mod tests {
    use crate::story::{ADA, BEN, Story, walk};
    use gemba_vocabulary::{Value, actor::Role};

    const KIND: &str = "process";
    const WHOLE: &[(&str, &str)] = &[
        ("name", "Incident management"),
        ("clause", "8.6.1"),
        ("owner", "1"),
        ("purpose", "Services are back soon"),
        ("inputs", "Reports"),
        ("outputs", "Services that work"),
        ("activities", r#"[{"what": "Record it", "who": "The desk"}]"#),
        ("criteria", r#"[{"criterion": "Resolved in time", "target": "95 %"}]"#),
        ("controls", "A look at the queue each morning"),
        ("records", "Incidents"),
    ];

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        let machine = [
            ("draft", "in_force", "approve"),
            ("draft", "withdrawn", "withdraw"),
            ("in_force", "superseded", "supersede"),
            ("in_force", "withdrawn", "withdraw"),
        ];
        walk(KIND, &machine, "Not needed", |from, _| {
            let mut story = Story::saved(KIND, WHOLE);
            let later = [("previous", Value::Ref(7)), ("state", text("in_force"))];
            story.given_record(KIND, &later).put(from).by(BEN, &[Role::ServiceManager]);
            story
        });
    }

    #[test]
    fn it_says_enough_and_is_approved_by_somebody_else() {
        let mut story = Story::saved(KIND, &[("name", "Incidents")]);
        let bare = story.take("approve", &[]).unwrap_err();
        assert!(bare.starts_with("Before “Approve”, fill in: Owner, Clause, Purpose"), "{bare}");
        story.save(WHOLE).unwrap();
        story.save(&[("outsourced_to", "4")]).unwrap();
        story.by(ADA, &[Role::ServiceManager]);
        assert!(story.take("approve", &[]).unwrap_err().contains("Outsourced parts"));
        story.save(&[("outsourced_parts", "The night; its records are ours")]).unwrap();
        assert!(story.take("approve", &[]).unwrap_err().contains("does not approve it"));
        story.by(BEN, &[Role::Agent]);
        assert!(story.take("approve", &[]).unwrap_err().contains("Ask one of them"));
        story.by(BEN, &[Role::ProcessOwner]).take("approve", &[]).unwrap();
        let refusal = story.save(&[("controls", "None")]).unwrap_err();
        assert!(refusal.contains("write the next edition"), "{refusal}");
        story.save(&[("owner", "2"), ("measures", "3")]).unwrap();
        assert!(Story::of(KIND).save(&[("name", "X"), ("clause", "8.x")]).is_err());
    }

    #[test]
    fn a_later_edition_needs_a_change_that_was_approved() {
        let mut story =
            Story::saved(KIND, &[WHOLE, &[("previous", "4"), ("edition", "2")]].concat());
        story.by(BEN, &[Role::ServiceManager]).given(KIND, 4, "state", text("in_force"));
        assert!(story.take("approve", &[]).unwrap_err().contains("What is new"));
        story.save(&[("what_is_new", "Majors go by bridge")]).unwrap();
        let alone = story.take("approve", &[]).unwrap_err();
        assert!(alone.starts_with("A process is altered by a change"), "{alone}");
        story.given_record("change", &[("processes", Value::Ref(7)), ("state", text("assessed"))]);
        assert!(
            story.take("approve", &[]).is_err(),
            "a change that nobody decided carries nothing"
        );
        story.given_record("change", &[("processes", Value::Ref(7)), ("state", text("approved"))]);
        story.given(KIND, 4, "state", text("superseded"));
        assert!(story.take("approve", &[]).unwrap_err().contains("Begin again"));
        story.given(KIND, 4, "state", text("in_force")).take("approve", &[]).unwrap();
    }
}
