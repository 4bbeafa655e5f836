//! 8.6.1 Incident management: recorded, classified, prioritised, escalated, resolved, closed; major
//! ones above all.
use crate::{
    check::{Check, Scan, Step, every},
    combinator::{
        Followed, Matrix, Rule, Verdict, acted_on, agrees_with_matrix, filled, followed_by, must,
        when,
    },
    condition::{
        Condition, all, any, breaks, did, given, imported, in_use, is, is_yes, not,
        recorded_within_hours, state,
    },
    reads::Reads,
    world::Member,
};
use gemba_model::check::IMPORTED_STEP;
use jiff::{SignedDuration, Timestamp};

/// What counts as an action taken on an incident: words written into it, also with a step, and
/// steps that say something themselves.
pub const ACTIVITY_VERBS: &[&str] = &["note", "comment", "wait", "reassign", IMPORTED_STEP];
/// How long a new incident may wait for its classification, in hours on the wall: what comes on a Friday evening is
/// classified on Monday morning, when the desk is attended again.
pub const CLASSIFICATION_HOURS_MAX: i64 = 72;
/// The largest share of incidents that may be of category “Other”, in percent.
pub const OTHER_PERCENT_MAX: u64 = 10;
/// How long after a missed due time an escalation still counts, in hours on the wall. A target that
/// runs out on a Friday evening is escalated on Monday morning, when the service is attended again.
pub const ESCALATION_HOURS_MAX: i64 = 72;
/// How long after the declaration of a major incident top management may be told, in minutes.
pub const NOTIFICATION_MINUTES_MAX: i64 = 60;
/// How many days after its resolution a major incident is reviewed at the latest.
pub const REVIEW_DAYS_MAX: i64 = 14;

/// The checks of all eleven requirements.
pub fn checks() -> Vec<Check> {
    vec![
        recorded_and_classified(),
        prioritised(),
        escalated_if_needed(),
        resolved(),
        closed(),
        updated_with_actions(),
        major_criteria(),
        major_procedure(),
        top_management_informed(),
        major_responsibility(),
        major_review(),
    ]
}

fn recorded_and_classified() -> Check {
    Check::of(
        "8.6.1-a",
        "Incidents opened in the period, cancelled ones aside: service, category and opening \
         time are given; at most 10 % are of category “Other”.",
    )
    .scan(standing_incidents().rule(filled(&["service", "category", "opened_at"])).at_most_percent(
        OTHER_PERCENT_MAX,
        is("category", &["other"]),
        "is of category “Other”",
    ))
    .begin(begin())
    .mend(Step::change(
        "incident",
        "Give each incident listed its service and a category that tells something.",
    ))
}

fn prioritised() -> Check {
    Check::of(
        "8.6.1-b",
        "Incidents opened in the period, cancelled ones aside: impact, urgency and priority \
         are given, and the priority is that of the matrix in force now, or was set by hand \
         with a reason. What was imported with the priority of another matrix, or weighed \
         by its risk to information security, is counted apart.",
    )
    .scan(
        standing_incidents()
            .aside(
                all([imported(), is_weighed(), breaks(keeps_the_matrix())]),
                "imported with another priority than the matrix gives now",
            )
            .aside(
                given("security_risk"),
                "weighed by their risk to information security in place of their impact",
            )
            .rule(keeps_the_matrix()),
    )
    .begin(begin())
    .mend(Step::change(
        "incident",
        "Give each incident listed its impact and urgency, and a reason where its priority \
         departs from the matrix.",
    ))
}

fn escalated_if_needed() -> Check {
    Check::of(
        "8.6.1-c",
        "Incidents opened in the period that have a clock, cancelled ones aside: whichever \
         passed the due time of its response or resolution has an escalation, by hand or for \
         that clock, before or at most 72 hours after that time.",
    )
    .scan(
        incidents()
            .aside(state(&["cancelled"]), "cancelled")
            .aside(all([imported(), not(has_clock())]), "imported without due times")
            .aside(not(has_clock()), "without a clock: no agreement gives a due time")
            .rule(escalated()),
    )
    .begin(Step::create(
        "service_level_target",
        "Agree targets for response and resolution, so that incidents get due times.",
    ))
    .mend(Step::create(
        "escalation",
        "Escalate the incidents listed to somebody who can do more about them.",
    ))
}

fn resolved() -> Check {
    Check::of(
        "8.6.1-d",
        "Closed incidents opened in the period: when, how and by whom they were resolved.",
    )
    .scan(closed_incidents().rule(filled(&["resolved_at", "resolution", "resolved_by"])))
    .begin(Step::take("incident", "resolve", "Resolve incidents, and say how."))
    .mend(Step::change(
        "incident",
        "Write down how, when and by whom the incidents listed were resolved.",
    ))
}

fn closed() -> Check {
    Check::of(
        "8.6.1-e",
        "Closed incidents opened in the period: closing time, closing code, and the user's \
         confirmation or the rule that closed them.",
    )
    .scan(closed_incidents().rule(filled(&["closed_at", "close_code"])).rule(must(
        any([is_yes("confirmed_by_user"), given("closed_by_rule")]),
        "was closed neither by the user's confirmation nor by a rule",
    )))
    .begin(Step::take("incident", "close", "Close incidents once their users confirm."))
    .mend(Step::change(
        "incident",
        "Ask the users of the incidents listed, and write down that they confirmed.",
    ))
}

fn updated_with_actions() -> Check {
    Check::of(
        "8.6.1-1",
        "Closed incidents opened in the period: the history shows a note, a comment or a wait \
         or handover with its reason before the resolution. Imported steps count, apart from \
         the one that opened the incident.",
    )
    .scan(closed_incidents().rule(acted_on(
        ACTIVITY_VERBS,
        "resolved_at",
        "shows no action taken before its resolution",
    )))
    .begin(begin())
    .mend(Step::change(
        "incident",
        "Write down from now on what is done, in work notes while it is done.",
    ))
}

fn major_criteria() -> Check {
    Check::of(
        "8.6.1-2",
        "That incidents were opened in the period. Whether criteria decide which of them are \
         major stands in a document, which Gemba does not keep yet.",
    )
    .scan(incidents().aside(state(&["cancelled"]), "cancelled"))
    .attest("Confirm that criteria for major incidents are written down, approved and in use.")
    .begin(begin())
    .mend(begin())
}

fn major_procedure() -> Check {
    Check::of(
        "8.6.1-3",
        "Major incidents opened in the period: what is resolved has a time of restoration, \
         confirmed by the owner of the service. Whether a documented procedure was followed, \
         records cannot say.",
    )
    .scan(major_incidents().rule(when(is_over(), filled(&["restored_at"]))).rule(when(
        // Whoever downgrades it hands it back to the usual way, which asks for no
        // confirmation.
        all([is_over(), not(did(&["downgrade"]))]),
        must(
            is_yes("service_owner_confirmed"),
            "was resolved without the service owner's confirmation",
        ),
    )))
    .attest(
        "Confirm that the procedure for major incidents is documented and was followed, and \
         that none was missed.",
    )
    .begin(begin_major())
    .mend(Step::change(
        "incident",
        "Ask the owners of the services concerned when service was restored, and write it \
         down.",
    ))
}

fn top_management_informed() -> Check {
    Check::of(
        "8.6.1-4",
        "Major incidents opened in the period: top management was told, within 60 minutes of \
         the declaration where the history shows it.",
    )
    .scan(major_incidents().rule(top_management_was_told()))
    .begin(begin_major())
    .mend(Step::change(
        "incident",
        "Tell top management of the major incidents listed, and write down when.",
    ))
}

fn major_responsibility() -> Check {
    Check::of(
        "8.6.1-5",
        "Major incidents opened in the period: somebody is named as their manager.",
    )
    .scan(major_incidents().rule(filled(&["major_manager"])))
    .begin(begin_major())
    .mend(Step::change("incident", "Name the manager of each major incident listed."))
}

fn major_review() -> Check {
    Check::of(
        "8.6.1-6",
        "Resolved major incidents opened in the period: a review with cause, actions and a \
         decision on improvement was held within 14 days. Whether it went deep enough, \
         records cannot say.",
    )
    .scan(major_incidents().only(is_over()).rule(followed_by(
        Followed {
            other: "incident_review",
            by: "incident",
            on: "held_on",
            after: "resolved_at",
            days_max: REVIEW_DAYS_MAX,
            awaited: "a review that is not due yet",
            otherwise: "has no review with cause, actions and improvement",
        },
        all([in_use(), given("cause"), given("actions"), given("improvement")]),
    )))
    .attest("Confirm that the reviews of major incidents look for improvement in earnest.")
    .begin(begin_major())
    .mend(Step::create(
        "incident_review",
        "Hold the missing reviews: cause, actions, and what is improved.",
    ))
}

fn incidents() -> Scan {
    every("incident").dated_by("opened_at")
}

/// Those that were not cancelled. One that is new may wait a while before it is classified.
fn standing_incidents() -> Scan {
    incidents().aside(state(&["cancelled"]), "cancelled").excused_while(
        all([state(&["new"]), recorded_within_hours(CLASSIFICATION_HOURS_MAX)]),
        "classification of what was opened within the last 24 hours",
    )
}

fn closed_incidents() -> Scan {
    incidents().only(state(&["closed"]))
}

fn major_incidents() -> Scan {
    incidents().only(is_yes("is_major"))
}

fn begin() -> Step {
    Step::create("incident", "Raise what is reported or seen as an incident.")
}

fn begin_major() -> Step {
    Step::take(
        "incident",
        "declare_major",
        "There was no major incident to look at. When one happens, declare it in its record.",
    )
}

fn is_weighed() -> Condition {
    all([given("impact"), given("urgency"), given("priority")])
}

fn keeps_the_matrix() -> Rule {
    agrees_with_matrix(Matrix {
        cells: "priority_rule",
        keys: ["impact", "urgency"],
        gives: "priority",
        instead: "priority_override",
        reason: "override_reason",
    })
}

fn is_over() -> Condition {
    state(&["resolved", "closed"])
}

fn has_clock() -> Condition {
    any([given("response_due"), given("resolve_due"), given("resolve_seconds")])
}

fn escalated() -> Rule {
    let of_escalation = Reads::fields(&["at"])
        .and(Reads::choices("clock", &["response", "resolution", "none"]))
        .and(Reads::states(&["withdrawn"]))
        .of_those_naming("escalation", "incident");
    let own = Reads::fields(&["response_due", "responded_at", "resolve_due", "resolved_at"]);
    Rule::new(own.and(of_escalation), |incident| {
        let ended = incident.instant("resolved_at");
        let responded = incident.instant("responded_at").or(ended);
        let clocks = [
            ("response", incident.instant("response_due"), responded),
            ("resolution", incident.instant("resolve_due"), ended),
        ];
        let passed = clocks.into_iter().filter_map(|(clock, due, done)| {
            let is_over = |due: &Timestamp| {
                done.map_or_else(|| incident.world.has_passed(*due), |done| done > *due)
            };
            let due = due.filter(is_over)?;
            Some((clock, due))
        });
        let verdicts = passed.map(|(clock, due)| escalated_by(incident, clock, due));
        verdicts.reduce(worse).unwrap_or(Verdict::Kept)
    })
}

fn escalated_by(incident: &Member<'_>, clock: &str, due: Timestamp) -> Verdict {
    let last = due.saturating_add(SignedDuration::from_hours(ESCALATION_HOURS_MAX));
    let last = last.unwrap_or(Timestamp::MAX);
    let counts = |escalation: &Member<'_>| {
        [clock, "none", ""].contains(&escalation.text("clock"))
            && escalation.state() != "withdrawn"
            && escalation.instant("at").is_some_and(|at| at <= last)
    };
    if incident.named_by("escalation", "incident").any(|escalation| counts(&escalation)) {
        Verdict::Kept
    } else if !incident.world.has_passed(last) {
        Verdict::NotYet("an escalation that may still come")
    } else {
        Verdict::Broken(format!("passed its {clock} due time {due} without an escalation").into())
    }
}

fn worse(one: Verdict, other: Verdict) -> Verdict {
    match (&one, &other) {
        (Verdict::Broken(_), _) | (_, Verdict::Kept) => one,
        _ => other,
    }
}

fn top_management_was_told() -> Rule {
    const DECLARED: &[&str] = &["declare_major"];
    let told = "top_management_notified_at";
    Rule::new(Reads::fields(&[told]).and(Reads::history(DECLARED)), move |incident| {
        let Some(told_at) = incident.instant(told) else {
            return Verdict::Broken("has no time at which top management was told".into());
        };
        let minutes_max = SignedDuration::from_mins(NOTIFICATION_MINUTES_MAX);
        match incident.first_activity(DECLARED) {
            Some(declared) if told_at.duration_since(declared) > minutes_max => Verdict::Broken(
                format!(
                    "was declared major at {declared}, but top management was told at {told_at}"
                )
                .into(),
            ),
            _ => Verdict::Kept,
        }
    })
}
