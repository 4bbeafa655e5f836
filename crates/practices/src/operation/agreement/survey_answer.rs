//! Answers to surveys: one question to one person.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{fault_unless, fill_in, is_import, only_if, today},
    step,
};
use gemba_vocabulary::{Ref, Value, actor::Channel, kind};
use jiff::{Timestamp, civil::Date};

/// A question to one person how content they are, and what they answered. Nobody answers for
/// somebody else.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "SAN", clause = "8.3.2", title = "summary", life, settle = settle)]
#[kind(shares(Links, Tasks))]
pub struct SurveyAnswer {
    /// What it is about, in one line.
    #[field(searched, listed, visible)]
    pub summary: Option<String>,
    /// The survey that it is part of.
    #[field(filtered)]
    pub survey: Ref<kind::SatisfactionSurvey>,
    /// Who is asked.
    #[field(filtered, listed, visible, scope = Addressee)]
    pub person: Ref<kind::Person>,
    /// The customer whose people they are.
    #[field(computed, filtered, listed)]
    pub customer: Option<Ref<kind::Customer>>,
    /// The service that it is about.
    #[field(filtered)]
    pub service: Option<Ref<kind::Service>>,
    /// The incident that was closed.
    #[field(filtered)]
    pub incident: Option<Ref<kind::Incident>>,
    /// The request that was closed.
    #[field(filtered)]
    pub request: Option<Ref<kind::ServiceRequest>>,
    /// What is asked.
    #[field(long, visible, computed)]
    pub question: Option<String>,
    /// How content you are, from 1 (not at all) to 5 (very).
    #[field(filtered, listed, visible)]
    pub score: Option<i64>,
    /// How likely you would recommend us to somebody, from 0 (never) to 10 (certainly).
    #[field(visible)]
    pub likelihood: Option<i64>,
    /// What was good, and what should be better.
    #[field(long, searched, visible)]
    pub comment: Option<String>,
    /// The last day on which it can be answered.
    #[field(visible, filtered)]
    pub answer_until: Option<Date>,
    /// When it was asked.
    #[field(computed, filtered)]
    pub asked_at: Option<Timestamp>,
    /// When it was answered.
    #[field(computed, filtered, visible)]
    pub answered_at: Option<Timestamp>,
}

/// Where a question stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It waits for an answer.
    #[choice(tone = Waiting)]
    Asked,
    /// It was answered.
    #[choice(tone = Done, end)]
    Answered,
    /// Whoever was asked would rather not answer.
    #[choice(tone = Off, end)]
    Declined,
    /// Nobody answered in time.
    #[choice(tone = Off, end)]
    Lapsed,
}

const LIFE: &[Step<SurveyAnswer>] = &[
    step("answer", "Answer", &[State::Asked], State::Answered)
        .help("Says how content you are. Thank you: a low score makes somebody ring you.")
        .asks(&["score", "likelihood", "comment"])
        .guard(may_answer)
        .then(|me, now| me.answered_at = Some(now.now)),
    step("decline", "Rather not", &[State::Asked], State::Declined)
        .help("Answers nothing. Nobody asks why.")
        .guard(is_the_one_asked),
    step("lapse", "Lapsed", &[State::Asked], State::Lapsed)
        .help("Nobody answered in time. Gemba does this by itself.")
        .guard(|me: &SurveyAnswer, now| {
            only_if(
                me.answer_until.is_some_and(|last| last < today(now)),
                "It can still be answered.",
            )
        }),
];

fn is_the_one_asked(me: &SurveyAnswer, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        is_import(now) || now.actor.person == Some(me.person.id),
        "Nobody answers for somebody else. Only the person asked can.",
    )
}

fn may_answer(me: &SurveyAnswer, now: &Situation<'_>) -> Result<(), Refusal> {
    is_the_one_asked(me, now)?;
    fill_in("Answer", &[(me.score.is_some(), "Score")])?;
    only_if(
        me.answer_until.is_none_or(|last| last >= today(now)),
        "The time to answer is over. Thank you all the same.",
    )
}

fn settle(
    me: &mut SurveyAnswer,
    before: Option<&SurveyAnswer>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let within = |given: Option<i64>, from, to| given.is_none_or(|one| (from..=to).contains(&one));
    fault_unless(within(me.score, 1, 5), "score", "must be 1 to 5")?;
    fault_unless(within(me.likelihood, 0, 10), "likelihood", "must be 0 to 10")?;
    if let Some(before) = before {
        fault_unless(me.person == before.person, "person", "stays the one who was asked")?;
        fault_unless(me.survey == before.survey, "survey", "stays the one that asked")?;
        // What somebody said is theirs: nobody else writes it, and nobody alters it afterwards.
        let said = |one: &SurveyAnswer| (one.score, one.likelihood, one.comment.clone());
        let is_said = said(me) != said(before) && !is_import(now);
        let is_theirs = now.actor.person == Some(me.person.id) && before.answered_at.is_none();
        fault_unless(!is_said || is_theirs, "score", "can be given only by whoever was asked")?;
    } else {
        let is_blank = me.score.is_none() && me.likelihood.is_none() && me.comment.is_none();
        fault_unless(is_blank || is_import(now), "score", "is given by whoever is asked")?;
    }
    if me.asked_at.is_none() {
        me.asked_at = Some(now.now);
    }
    me.customer = now.facts.value("person", me.person.id, "customer").as_int().map(Ref::new);
    let of_survey = |field| now.facts.value("satisfaction_survey", me.survey.id, field);
    if me.question.is_none() {
        me.question = of_survey("question").as_text().map(ToOwned::to_owned);
    }
    if me.summary.is_none() {
        me.summary = of_survey("name").as_text().map(ToOwned::to_owned);
    }
    if me.answer_until.is_none() && now.actor.channel != Channel::Import {
        let days = of_survey("answer_days");
        let days = days.as_int().unwrap_or(ANSWER_DAYS_USUAL);
        me.answer_until = today(now).checked_add(jiff::Span::new().days(days)).ok();
    }
    if me.service.is_none()
        && let Value::Ref(service) = of_survey("service")
    {
        me.service = Some(Ref::new(service));
    }
    Ok(())
}

const ANSWER_DAYS_USUAL: i64 = 14;

#[cfg(test)]
mod tests {
    use crate::story::{ADA, BEN, Story, walk};
    use gemba_vocabulary::{Value, actor::Role};

    const KIND: &str = "survey_answer";

    fn asked() -> Story {
        let mut story = Story::of(KIND);
        story.given("person", ADA, "customer", Value::Ref(4));
        story.given("satisfaction_survey", 3, "name", Value::Text("In spring".to_owned()));
        story.given("satisfaction_survey", 3, "answer_days", Value::Int(7));
        story.save(&[("survey", "3"), ("person", "1")]).unwrap();
        story
    }

    #[test]
    fn only_whoever_was_asked_answers_and_once() {
        let mut story = asked();
        let told = ["customer", "summary", "answer_until"].map(|field| story.holds(field));
        assert_eq!(told, ["4", "In spring", "2026-03-09"]);
        let other = story.by(BEN, &[Role::ServiceManager]).take("answer", &[("score", "5")]);
        assert!(other.unwrap_err().starts_with("Nobody answers for somebody else."));
        let by_hand = story.save(&[("score", "5")]).unwrap_err();
        assert_eq!(by_hand, "Score can be given only by whoever was asked.");
        story.by(ADA, &[Role::Requester]);
        assert_eq!(story.take("answer", &[]).unwrap_err(), "Before “Answer”, fill in: Score.");
        assert!(story.take("answer", &[("score", "6")]).is_err());
        assert!(story.take("answer", &[("score", "4"), ("likelihood", "11")]).is_err());
        story.take("answer", &[("score", "4"), ("likelihood", "9")]).unwrap();
        assert_ne!(story.holds("answered_at"), "");
        assert!(story.save(&[("score", "5")]).is_err(), "what was said stays");
    }

    #[test]
    fn the_time_to_answer_ends() {
        let mut story = asked();
        assert_eq!(story.take("lapse", &[]).unwrap_err(), "It can still be answered.");
        story.at("2026-03-10T00:00:01Z");
        assert!(story.take("answer", &[("score", "4")]).unwrap_err().contains("is over"));
        story.take("lapse", &[]).unwrap();
    }

    #[test]
    fn nobody_is_asked_and_answered_for_in_one_go() {
        let fields = [("survey", "3"), ("person", "1"), ("score", "5")];
        assert!(Story::of(KIND).save(&fields).is_err());
    }

    #[test]
    fn the_whole_way() {
        let machine = &[
            ("asked", "answered", "answer"),
            ("asked", "declined", "decline"),
            ("asked", "lapsed", "lapse"),
        ];
        walk(KIND, machine, "Late", |state, verb| {
            let mut story = asked();
            story.save(&[("score", "4")]).unwrap();
            story.put(state);
            if verb == "lapse" {
                story.at("2026-03-10T08:00:00Z");
            }
            story
        });
    }
}
