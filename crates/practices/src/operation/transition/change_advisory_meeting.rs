//! Change advisory meetings: where people who know more look at changes before they are decided.
use gemba_model::{
    Choice, Kind, Refusal, Situation, Step,
    library::{fill_in, only_if},
    step,
};
use gemba_vocabulary::{Ref, Value, kind};
use jiff::Timestamp;

/// A meeting about changes that wait for a decision. What it decides is recorded as approvals.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "CAB", clause = "8.5.1", life)]
#[kind(shares(Comments, Attachments, Links, Tasks))]
pub struct ChangeAdvisoryMeeting {
    /// What the meeting is about, in one line.
    #[field(searched, listed)]
    pub name: String,
    /// When it begins.
    #[field(listed, filtered)]
    pub held_at: Timestamp,
    /// Who leads it.
    #[field(listed, filtered)]
    pub chair: Option<Ref<kind::Person>>,
    /// Who takes part.
    pub participants: Vec<Ref<kind::Person>>,
    /// The changes that it decides about, in order.
    pub agenda: Vec<Ref<kind::Change>>,
    /// What was said and decided, and why.
    #[field(long, searched)]
    pub minutes: Option<String>,
}

/// Where a meeting stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is planned.
    Planned,
    /// Those who take part were asked.
    #[choice(tone = Waiting)]
    Invited,
    /// It took place, and its decisions are on record.
    #[choice(tone = Done, end)]
    Held,
    /// It did not take place.
    #[choice(tone = Off, end)]
    Cancelled,
}

const LIFE: &[Step<ChangeAdvisoryMeeting>] = &[
    step("invite", "Invite", &[State::Planned], State::Invited)
        .help("Those who take part know the time and the agenda.")
        .asks(&["chair", "participants", "agenda"])
        .guard(is_prepared),
    step("conclude", "Conclude", &[State::Invited], State::Held)
        .help("It took place. Each change of the agenda has its decision on record as an approval.")
        .asks(&["minutes"])
        .guard(is_decided),
    step("cancel", "Cancel", &[State::Planned, State::Invited], State::Cancelled)
        .help("It does not take place. Say why.")
        .needs_note(),
];

fn is_prepared(me: &ChangeAdvisoryMeeting, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Invite",
        &[
            (me.chair.is_some(), "Chair"),
            (!me.participants.is_empty(), "Participants"),
            (!me.agenda.is_empty(), "Agenda"),
        ],
    )
}

fn is_decided(me: &ChangeAdvisoryMeeting, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(me.held_at <= now.now, "It has not begun yet. Move its time if it was held earlier.")?;
    fill_in("Conclude", &[(me.minutes.is_some(), "Minutes")])?;
    let open: Vec<_> = me.agenda.iter().filter(|change| !has_decision(change.id, now)).collect();
    if open.is_empty() {
        return Ok(());
    }
    let numbers: Vec<_> =
        open.iter().map(|change| gemba_vocabulary::id::number("CHG", change.id)).collect();
    Err(Refusal(format!(
        "Without a decision on record: {}. Record it there under “Approvals”, or take the change \
         off the agenda.",
        numbers.join(", ")
    )))
}

fn has_decision(change: i64, now: &Situation<'_>) -> bool {
    ["approved", "rejected"].into_iter().any(|state| {
        let about = [
            ("parent_kind", Value::Text("change".to_owned())),
            ("parent", Value::Int(change)),
            ("state", Value::Text(state.to_owned())),
        ];
        !now.facts.each("approval", &about, "id").is_empty()
    })
}

#[cfg(test)]
mod tests {
    use crate::story::Story;
    use gemba_vocabulary::Value;

    #[test]
    fn it_ends_with_a_decision_about_each_change_of_its_agenda() {
        let begin = [("name", "Changes of week 10"), ("held_at", "2026-03-02T13:00:00Z")];
        let mut story = Story::saved("change_advisory_meeting", &begin);
        let bare = story.take("invite", &[]).unwrap_err();
        assert_eq!(bare, "Before “Invite”, fill in: Chair, Participants, Agenda.");
        let people = [("chair", "1"), ("participants", "1,2"), ("agenda", "5,6")];
        story.take("invite", &people).unwrap();
        let minutes = [("minutes", "Both were looked at.")];
        let early = story.take("conclude", &minutes).unwrap_err();
        assert!(early.starts_with("It has not begun yet"), "{early}");
        story.at("2026-03-02T14:00:00Z");
        for (change, state) in [(5, "approved"), (6, "rejected")] {
            let open = story.take("conclude", &minutes).unwrap_err();
            assert!(open.starts_with("Without a decision on record: CHG-"), "{open}");
            let fields = [
                ("parent_kind", Value::Text("change".to_owned())),
                ("parent", Value::Int(change)),
                ("state", Value::Text(state.to_owned())),
            ];
            story.given_record("approval", &fields);
        }
        story.take("conclude", &minutes).unwrap();
        assert_eq!(story.state(), "held");
    }
}
