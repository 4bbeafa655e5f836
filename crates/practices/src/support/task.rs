//! Tasks: pieces of work that belong to another record.
use gemba_model::{
    Choice, FieldFault, Kind, Situation, Step,
    library::{fault_unless, has_note, only_if},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::civil::Date;

/// A piece of work that somebody does for another record, such as ringing a customer about an
/// incident.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "TSK", clause = "8.2.1", life, settle = settle)]
#[kind(shares(Comments, Attachments, Tags))]
pub struct Task {
    /// What is to be done, in one line.
    #[field(searched, listed)]
    pub summary: String,
    /// The kind of the record that this belongs to, such as `incident`.
    #[field(filtered, label = "Belongs to kind")]
    pub parent_kind: String,
    /// The number of the record that this belongs to, within its kind.
    #[field(filtered, label = "Belongs to")]
    pub parent: i64,
    /// Who does it.
    #[field(listed, filtered)]
    pub assigned_to: Option<Ref<kind::Person>>,
    /// The team whose people do it.
    #[field(listed, filtered)]
    pub team: Option<Ref<kind::Team>>,
    /// The step of a request item that it carries out.
    #[field(filtered)]
    pub fulfilment_step: Option<Ref<kind::FulfilmentStep>>,
    /// The day by which it should be done.
    #[field(listed, filtered)]
    pub due_on: Option<Date>,
    /// What helps to do it, and what came of it.
    #[field(long)]
    pub notes: Option<String>,
}

/// Where a task stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is still to be done.
    Open,
    /// It was done.
    #[choice(tone = Done, end)]
    Done,
    /// It is no longer needed.
    #[choice(tone = Off, end)]
    Cancelled,
}

const LIFE: &[Step<Task>] = &[
    step("finish", "Finish", &[State::Open], State::Done).help("The work is done."),
    step("cancel", "Cancel", &[State::Open], State::Cancelled)
        .help("The work is no longer needed. Say why.")
        .needs_note()
        .guard(|_, now| only_if(has_note(now), "Say why the task is no longer needed.")),
    step("reopen", "Reopen", &[State::Done], State::Open)
        .help("Something is left to do after all."),
];

fn settle(me: &mut Task, _: Option<&Task>, _: &Situation<'_>) -> Result<(), FieldFault> {
    fault_unless(me.parent > 0, "parent", "must be the number of the record it belongs to")
}

#[cfg(test)]
mod tests {
    use crate::story::Story;

    const RING: &[(&str, &str)] =
        &[("summary", "Ring Zoe"), ("parent_kind", "incident"), ("parent", "12")];

    #[test]
    fn it_is_done_or_dropped_with_a_reason() {
        let mut story = Story::saved("task", RING);
        assert!(story.take("cancel", &[]).is_err());
        story.take("finish", &[]).unwrap();
        story.take("reopen", &[]).unwrap();
        story.noted("cancel", &[], "Zoe rang us").unwrap();
        assert_eq!(story.state(), "cancelled");
    }

    #[test]
    fn it_belongs_to_a_record() {
        let refusal = Story::of("task").save(&[RING, &[("parent", "0")]].concat()).unwrap_err();
        assert!(refusal.starts_with("Belongs to must be the number"), "{refusal}");
    }
}
