//! Deployments: a release on its way to one environment.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{fault_unless, fill_in, only_if},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::Timestamp;

/// A release on its way to one environment, such as the stores of one customer.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "DEP", clause = "8.5.3", life, settle = settle)]
#[kind(shares(Comments, Attachments, Tasks, Links))]
pub struct Deployment {
    /// What is deployed where, in one line.
    #[field(searched, listed)]
    pub name: String,
    /// The release that is deployed. It must have a baseline.
    #[field(filtered, listed)]
    pub release: Ref<kind::Release>,
    /// Where it is deployed, such as a test system, or the live servers of one site.
    #[field(filtered, listed)]
    pub environment: String,
    /// Who does it.
    #[field(filtered)]
    pub assigned_to: Option<Ref<kind::Person>>,
    /// When it is to begin.
    #[field(listed, filtered)]
    pub planned_at: Option<Timestamp>,
    /// When it began.
    #[field(computed)]
    pub started_at: Option<Timestamp>,
    /// When it was over.
    #[field(computed, filtered)]
    pub ended_at: Option<Timestamp>,
    /// What was checked afterwards, and what it showed.
    #[field(long)]
    pub verification: Option<String>,
    /// How things were put back, if they were.
    #[field(long)]
    pub roll_back: Option<String>,
}

/// Where a deployment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is to come.
    Planned,
    /// It is under way.
    #[choice(tone = Going)]
    Running,
    /// The release works there.
    #[choice(tone = Done, end)]
    Done,
    /// It went wrong, and things were put back.
    #[choice(tone = Off, end)]
    RolledBack,
    /// It was not begun.
    #[choice(tone = Off, end)]
    CalledOff,
}

const LIFE: &[Step<Deployment>] = &[
    step("start", "Start", &[State::Planned], State::Running)
        .help("The work begins. The state of the parts before it is kept.")
        .asks(&["assigned_to"])
        .guard(is_released)
        .then(|me, now| me.started_at = Some(now.now)),
    step("finish", "Done", &[State::Running], State::Done)
        .help("The release works there, and a check showed it.")
        .asks(&["verification"])
        .guard(|me: &Deployment, _| fill_in("Done", &[(me.verification.is_some(), "Verification")]))
        .then(|me, now| me.ended_at = Some(now.now)),
    step("roll_back", "Roll back", &[State::Running], State::RolledBack)
        .help("It went wrong, and things were put back. Say how.")
        .asks(&["roll_back"])
        .guard(|me: &Deployment, _| fill_in("Roll back", &[(me.roll_back.is_some(), "Roll back")]))
        .then(|me, now| me.ended_at = Some(now.now)),
    step("call_off", "Call off", &[State::Planned], State::CalledOff)
        .help("It does not take place. Say why.")
        .needs_note(),
];

fn is_released(me: &Deployment, now: &Situation<'_>) -> Result<(), Refusal> {
    let held = |field| now.facts.value("release", me.release.id, field);
    let taken = held("baseline_taken_at").as_instant();
    only_if(
        taken.is_some_and(|taken| taken <= now.now),
        "There is no baseline of the parts that the release touches, so nobody could go back. \
         Take one first.",
    )?;
    only_if(
        held("state").as_text() == Some("deploying"),
        "The release is not being deployed. Take its step “Deploy” first.",
    )
}

fn settle(
    me: &mut Deployment,
    before: Option<&Deployment>,
    _: &Situation<'_>,
) -> Result<(), FieldFault> {
    let is_begun = before.is_some_and(|before| before.started_at.is_some());
    let is_other = before.is_some_and(|before| before.release != me.release);
    fault_unless(!(is_begun && is_other), "release", "is fixed once the deployment has begun")
}

#[cfg(test)]
mod tests {
    use crate::story::{Story, walk};
    use gemba_vocabulary::Value;

    /// The life of a deployment: from, to, verb.
    const LIFE: &[(&str, &str, &str)] = &[
        ("planned", "running", "start"),
        ("planned", "called_off", "call_off"),
        ("running", "done", "finish"),
        ("running", "rolled_back", "roll_back"),
    ];

    fn planned() -> Story {
        let fields = [("name", "4.2 in Kiel"), ("release", "9"), ("environment", "Kiel, live")];
        let mut story = Story::saved("deployment", &fields);
        story.given("release", 9, "state", Value::Text("deploying".to_owned()));
        let taken = "2026-03-02T08:00:00Z".parse().unwrap();
        story.given("release", 9, "baseline_taken_at", Value::Instant(taken));
        story
    }

    #[test]
    fn each_step_leads_on_and_every_other_is_refused_with_a_sentence() {
        walk("deployment", LIFE, "It had to be", |from, _| {
            let mut story = planned();
            story.save(&[("verification", "Tills work"), ("roll_back", "Copied back")]).unwrap();
            story.put(from);
            story
        });
    }

    #[test]
    fn there_is_no_deployment_without_a_baseline_taken_before() {
        let mut story = planned();
        story.given("release", 9, "baseline_taken_at", Value::None);
        let none = story.take("start", &[]).unwrap_err();
        assert!(none.starts_with("There is no baseline"), "{none}");
        let later = "2026-03-02T10:00:00Z".parse().unwrap();
        story.given("release", 9, "baseline_taken_at", Value::Instant(later));
        assert!(story.take("start", &[]).unwrap_err().starts_with("There is no baseline"));
        let mut story = planned();
        story.given("release", 9, "state", Value::Text("ready".to_owned()));
        let early = story.take("start", &[]).unwrap_err();
        assert!(early.starts_with("The release is not being deployed"), "{early}");
    }

    #[test]
    fn it_ends_with_a_check_or_with_the_way_back() {
        let mut story = planned();
        story.take("start", &[]).unwrap();
        assert!(story.take("finish", &[]).unwrap_err().ends_with("fill in: Verification."));
        assert!(story.take("roll_back", &[]).unwrap_err().ends_with("fill in: Roll back."));
        assert!(story.save(&[("release", "8")]).unwrap_err().contains("is fixed"));
        story.at("2026-03-02T11:00:00Z").take("finish", &[("verification", "Tills work")]).unwrap();
        assert_eq!(story.holds("ended_at"), "2026-03-02T11:00:00Z");
    }
}
