//! Reviews by top management: whether the system suits, suffices and works, and what is decided.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    held::Structured,
    library::{date_not_in_future, fault_unless, fill_in, is_import, only_if, today},
    review_inputs::{Input, InputComment, InputPoint},
    step,
};
use gemba_vocabulary::{RecordId, Ref, Value, actor::Role, kind};
use jiff::{Timestamp, civil::Date};

/// A review of service management by top management. Gemba puts together from the records since the last one what
/// there is to look at, and again until it is held; people say of each input what they make of it, and decide.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "MGR", clause = "9.3", title = "name", menu = Check, life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags, Watchers))]
pub struct ManagementReview {
    /// The day and what it is, in one line.
    #[field(computed, searched)]
    pub name: Option<String>,
    /// The day on which it is planned to be held.
    #[field(listed, filtered)]
    pub planned_on: Date,
    /// Who prepares it and writes it down.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// The first day that it looks back at: the day of the last review.
    #[field(computed)]
    pub looks_back_to: Option<Date>,
    /// What the records say of each input.
    #[field(computed, rows = InputPoint)]
    pub inputs: Option<Structured<Vec<InputPoint>>>,
    /// When the inputs were put together.
    #[field(computed)]
    pub inputs_at: Option<Timestamp>,
    /// What was made of each input. One line stands here for each; “Nothing new, and we looked” is a line too.
    #[field(rows = InputComment)]
    pub comments: Option<Structured<Vec<InputComment>>>,
    /// What else there is to talk about.
    #[field(long)]
    pub further_points: Option<String>,
    /// The day on which it was held.
    #[field(listed, filtered)]
    pub held_on: Option<Date>,
    /// Who took part. Somebody of top management is among them.
    pub attendees: Vec<Ref<kind::Person>>,
    /// Who else took part.
    pub other_attendees: Option<String>,
    /// Whether the system still suits what the organization is there for, and why.
    #[field(long, searched)]
    pub suitability: Option<String>,
    /// Whether there is enough of it: whether it covers what it has to, with the means it has, and why.
    #[field(long, searched)]
    pub adequacy: Option<String>,
    /// Whether it works: whether it reaches what was planned, and why.
    #[field(long, searched)]
    pub effectiveness: Option<String>,
    /// Who of top management signed it.
    #[field(computed)]
    pub signed_by: Option<Ref<kind::Person>>,
    /// When it was signed.
    #[field(computed, filtered)]
    pub signed_at: Option<Timestamp>,
    /// When all that was decided was settled.
    #[field(computed)]
    pub closed_at: Option<Timestamp>,
}

/// Where a review by top management stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// Its day is set.
    Planned,
    /// The inputs were looked through and sent to those who take part.
    #[choice(tone = Going)]
    Prepared,
    /// It took place.
    #[choice(tone = Going)]
    Held,
    /// Top management signed what came of it.
    #[choice(tone = Waiting)]
    Signed,
    /// All that was decided is done or dropped.
    #[choice(tone = Done, end)]
    Closed,
    /// It does not take place.
    #[choice(tone = Off, end)]
    Cancelled,
}

const LIFE: &[Step<ManagementReview>] = &[
    step("refresh", "Refresh the inputs", &[State::Planned], State::Planned)
        .help("Puts the inputs together anew from the records of this moment."),
    step("refresh", "Refresh the inputs", &[State::Prepared], State::Prepared)
        .help("Puts the inputs together anew from the records of this moment."),
    step("prepare", "Prepare", &[State::Planned], State::Prepared)
        .help("Somebody looked through the inputs and added what the records do not tell.")
        .asks(&["owner", "further_points"])
        .guard(|me: &ManagementReview, _| fill_in("Prepare", &[(me.owner.is_some(), "Owner")])),
    step("hold", "Held", &[State::Prepared], State::Held)
        .help("It took place. Say who was there, what was made of each input, and what was concluded.")
        .asks(&[
            "held_on",
            "attendees",
            "other_attendees",
            "comments",
            "suitability",
            "adequacy",
            "effectiveness",
        ])
        .guard(was_held)
        .then(|me, now| {
            me.held_on.get_or_insert(today(now));
        }),
    step("sign", "Sign", &[State::Held], State::Signed)
        .help("Somebody of top management who took part signs what was made of it and decided.")
        .guard(may_sign)
        .then(|me, now| {
            me.signed_by = now.actor.person.map(Ref::new);
            me.signed_at = Some(now.now);
        }),
    step("close", "Close", &[State::Signed], State::Closed)
        .help("All that was decided is done, or dropped with a reason.")
        .guard(may_close)
        .then(|me, now| me.closed_at = Some(now.now)),
    step("cancel", "Cancel", &[State::Planned, State::Prepared], State::Cancelled)
        .help("It does not take place. Say why, and when it is held instead.")
        .needs_note(),
];

impl ManagementReview {
    /// The inputs of which nothing was said.
    fn unsaid(&self) -> Vec<&'static str> {
        let said = self.comments.as_ref().map_or(&[][..], |all| &all.0);
        let is_said = |input: Input| {
            said.iter().any(|one| {
                one.input == input && one.comment.as_ref().is_some_and(|it| !it.trim().is_empty())
            })
        };
        Input::ALL.iter().filter(|input| !is_said(**input)).map(|input| input.label()).collect()
    }
}

/// Whether a person belongs to top management.
fn leads(person: RecordId, now: &Situation<'_>) -> bool {
    let roles = now.facts.value("person", person, "roles");
    roles
        .as_text()
        .is_some_and(|roles| roles.split(',').any(|role| role.trim() == Role::TopManagement.name()))
}

fn was_held(me: &ManagementReview, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Held",
        &[
            (!me.attendees.is_empty(), "Attendees"),
            (me.suitability.is_some(), "Suitability"),
            (me.adequacy.is_some(), "Adequacy"),
            (me.effectiveness.is_some(), "Effectiveness"),
        ],
    )?;
    let unsaid = me.unsaid();
    only_if(
        unsaid.is_empty(),
        &format!(
            "Nothing was said of these inputs: {}. Say under “Comments” what was made of each.",
            unsaid.join("; ")
        ),
    )?;
    only_if(
        me.attendees.iter().any(|one| leads(one.id, now)),
        "Nobody of top management took part, so it was no review by top management. Name under “Attendees” who of \
         them was there; the role is given on the person's page.",
    )
}

/// What the decisions of this review hold in a field.
fn decisions(field: &str, now: &Situation<'_>) -> Vec<Value> {
    now.facts.each("review_decision", &[("review", Value::Ref(now.record))], field)
}

fn may_sign(me: &ManagementReview, now: &Situation<'_>) -> Result<(), Refusal> {
    let is_one = |person: RecordId| me.attendees.iter().any(|one| one.id == person);
    only_if(
        now.actor.is(Role::TopManagement) && now.actor.person.is_some_and(is_one),
        "Somebody of top management who took part signs it. Ask one of them.",
    )?;
    let sorts = decisions("sort", now);
    let has = |sorts_wanted: &[&str]| {
        sorts.iter().any(|sort| sort.as_text().is_some_and(|sort| sorts_wanted.contains(&sort)))
    };
    only_if(
        has(&["improvement", "no_improvement"])
            && has(&["system", "services", "resources", "no_change"]),
        "It is not decided yet what is improved and what is changed in the system or the services. Add a decision on \
         each; that nothing is needed is a decision too, with its reason.",
    )
}

fn may_close(_: &ManagementReview, now: &Situation<'_>) -> Result<(), Refusal> {
    let open = decisions("state", now).iter().any(|state| state.as_text() == Some("open"));
    only_if(!open, "A decision is still open. Have it done, or drop it with a reason.")
}

fn settle(
    me: &mut ManagementReview,
    before: Option<&ManagementReview>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    date_not_in_future("held_on", me.held_on, now)?;
    if let Some(signed) = before.filter(|one| one.signed_at.is_some() && !is_import(now)) {
        let told = |one: &ManagementReview| {
            let said = (one.comments.clone(), one.suitability.clone(), one.adequacy.clone());
            (said, one.effectiveness.clone(), one.held_on, one.attendees.clone())
        };
        let fault = "and all that was signed stay as they are; say what is new in a comment";
        fault_unless(told(signed) == told(me), "comments", fault)?;
    }
    me.name = Some(format!("Review by top management, {}", me.held_on.unwrap_or(me.planned_on)));
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::{ADA, BEN, Story, walk};
    use gemba_model::{Choice, review_inputs::Input};
    use gemba_vocabulary::{Value, actor::Role};
    use serde_json::{Value as Json, json};

    const KIND: &str = "management_review";
    const PLANNED: &[(&str, &str)] = &[("planned_on", "2026-03-20"), ("owner", "1")];

    fn comments(but: usize) -> String {
        let said = Input::ALL.iter().skip(but);
        let said = said.map(|input| json!({"input": input, "comment": "We looked"}));
        Json::Array(said.collect()).to_string()
    }

    fn prepared() -> Story {
        let mut story = Story::saved(KIND, PLANNED);
        story.given("person", BEN, "roles", Value::Text("approver, top_management".to_owned()));
        story.take("prepare", &[]).unwrap();
        story
    }

    fn hold(story: &mut Story, attendees: &str, comments: &str) -> Result<(), String> {
        let says = [
            ("attendees", attendees),
            ("comments", comments),
            ("suitability", "It suits"),
            ("adequacy", "It suffices"),
            ("effectiveness", "It works"),
        ];
        story.take("hold", &says)
    }

    fn decision(story: &mut Story, sort: &str, state: &str) {
        let text = |text: &str| Value::Text(text.to_owned());
        let fields = [("review", Value::Ref(7)), ("sort", text(sort)), ("state", text(state))];
        story.given_record("review_decision", &fields);
    }

    #[test]
    fn each_input_is_looked_at_and_top_management_is_there() {
        let mut story = prepared();
        let refusal = story.take("hold", &[]).unwrap_err();
        let all = "Attendees, Suitability, Adequacy, Effectiveness.";
        assert_eq!(refusal, format!("Before “Held”, fill in: {all}"));
        let refusal = hold(&mut story, "2", &comments(1)).unwrap_err();
        assert!(refusal.contains("these inputs: a) Earlier decisions."), "{refusal}");
        let refusal = hold(&mut story, "1", &comments(0)).unwrap_err();
        assert!(refusal.starts_with("Nobody of top management took part"), "{refusal}");
        hold(&mut story, "1, 2", &comments(0)).unwrap();
        assert_eq!(story.holds("name"), "Review by top management, 2026-03-02");
    }

    #[test]
    fn somebody_of_top_management_who_was_there_signs_what_was_decided() {
        let mut story = prepared();
        hold(&mut story, "1, 2", &comments(0)).unwrap();
        story.by(ADA, &[Role::ServiceManager]);
        assert!(story.take("sign", &[]).unwrap_err().contains("Ask one of them"));
        story.by(BEN, &[Role::TopManagement]);
        assert!(story.take("sign", &[]).unwrap_err().contains("is not decided yet"));
        decision(&mut story, "improvement", "open");
        assert!(story.take("sign", &[]).unwrap_err().contains("is not decided yet"));
        decision(&mut story, "no_change", "done");
        story.take("sign", &[]).unwrap();
        let fault = story.save(&[("adequacy", "It does not")]).unwrap_err();
        assert!(fault.contains("stay as they are"), "{fault}");
        assert!(story.take("close", &[]).unwrap_err().starts_with("A decision is still open"));
    }

    #[test]
    fn the_whole_way() {
        let machine = &[
            ("planned", "planned", "refresh"),
            ("prepared", "prepared", "refresh"),
            ("planned", "prepared", "prepare"),
            ("prepared", "held", "hold"),
            ("held", "signed", "sign"),
            ("signed", "closed", "close"),
            ("planned", "cancelled", "cancel"),
            ("prepared", "cancelled", "cancel"),
        ];
        walk(KIND, machine, "In April instead", |state, _| {
            let mut story = prepared();
            hold(&mut story, "1, 2", &comments(0)).unwrap();
            decision(&mut story, "improvement", "done");
            decision(&mut story, "no_change", "done");
            story.by(BEN, &[Role::TopManagement]);
            story.put(state);
            story
        });
    }
}
