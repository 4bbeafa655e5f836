//! On-call overrides: somebody takes a time of a rota instead of whoever has the turn.
use gemba_model::{Choice, FieldFault, Kind, Situation, Step, library::fault_unless, step};
use gemba_vocabulary::{Ref, kind};
use jiff::Timestamp;

/// Somebody takes a time of an on-call rota instead of whoever has the turn, such as for a holiday.
/// Of two that cover the same time, the one recorded later counts.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "OCO", clause = "8.6.1", label = "On-call override", plural = "On-call overrides")]
#[kind(life, settle = settle, shares(Comments))]
pub struct OnCallOverride {
    /// Why it is swapped, in one line.
    #[field(searched, listed)]
    pub reason: String,
    /// The rota.
    #[field(listed, filtered)]
    pub rota: Ref<kind::OnCallRota>,
    /// Who is on call in that time.
    #[field(listed, filtered)]
    pub person: Ref<kind::Person>,
    /// From when on.
    #[field(listed, filtered)]
    pub starts_at: Timestamp,
    /// Until when; from then on the turns count again.
    #[field(listed, filtered)]
    pub ends_at: Timestamp,
}

/// Where an override stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It counts.
    #[choice(tone = Going)]
    Agreed,
    /// It was called off; the turns count.
    #[choice(tone = Off, end)]
    CalledOff,
}

const LIFE: &[Step<OnCallOverride>] =
    &[step("call_off", "Call off", &[State::Agreed], State::CalledOff)
        .help("The turns of the rota count after all. Say why.")
        .needs_note()];

fn settle(
    me: &mut OnCallOverride,
    before: Option<&OnCallOverride>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    fault_unless(me.starts_at < me.ends_at, "ends_at", "must lie after the start")?;
    let is_new = before.is_none_or(|before| before.person != me.person);
    let of_person = |field| now.facts.value("person", me.person.id, field);
    let has_left = is_new && of_person("state").as_text() == Some("retired");
    let fault = format!("names {}, who works here no longer", of_person("name").to_text());
    fault_unless(!has_left, "person", &fault)
}

#[cfg(test)]
mod tests {
    use crate::story::{Story, walk};
    use gemba_vocabulary::Value;

    const SWAP: &[(&str, &str)] = &[
        ("reason", "Holiday"),
        ("rota", "1"),
        ("person", "2"),
        ("starts_at", "2026-03-07T08:00:00Z"),
        ("ends_at", "2026-03-09T08:00:00Z"),
    ];

    #[test]
    fn it_ends_after_it_begins_and_names_somebody_who_works_here() {
        let backward = [SWAP, &[("ends_at", "2026-03-07T08:00:00Z")]].concat();
        let refusal = Story::of("on_call_override").save(&backward).unwrap_err();
        assert_eq!(refusal, "Ends at must lie after the start.");
        let mut story = Story::of("on_call_override");
        story.given("person", 2, "state", Value::Text("retired".to_owned()));
        story.given("person", 2, "name", Value::Text("Ben".to_owned()));
        let refusal = story.save(SWAP).unwrap_err();
        assert_eq!(refusal, "Person names Ben, who works here no longer.");
    }

    #[test]
    fn each_step_of_its_life_leads_on_and_each_other_is_refused() {
        let machine = [("agreed", "called_off", "call_off")];
        walk("on_call_override", &machine, "Back early", |from, _| {
            let mut story = Story::saved("on_call_override", SWAP);
            story.put(from);
            story
        });
        let mut story = Story::saved("on_call_override", SWAP);
        assert!(story.take("call_off", &[]).is_err(), "nobody said why");
    }
}
