//! 8.7.1 and 8.7.2: availability and continuity. (8.7.3 has a file of its own.)
use super::{
    clause_8_3_3::{is_availability, results_kept, targets_in_force},
    parts::{check, delivered},
};
use crate::{
    check::{Check, every},
    combinator::{filled, must, unless_overdue, when},
    condition::{
        Condition, all, any, given, has, in_use, is, is_listed_by, is_past, is_yes, not,
        recorded_within_hours, state,
    },
    reads::Reads,
};

/// How long an outage may wait for its cause, in hours.
pub const CAUSE_HOURS_MAX: i64 = 24 * 14;
pub(super) const RISK: &str = "risk";
const PLAN: &str = "continuity_plan";
const TEST: &str = "continuity_test";
/// The state in which a continuity plan can be used.
const USABLE: &[&str] = &["approved", "exercised", "invoked", "recovering", "returned"];

/// The checks.
pub fn checks() -> Vec<Check> {
    [availability(), downtime(), continuity(), plans(), tests()].into_iter().flatten().collect()
}

/// Risks to one aspect: weighed, with a day on which each is looked at again, and none past it.
pub(super) fn risks(
    id: &'static str,
    aspect: &'static [&'static str],
    examined: &'static str,
) -> Check {
    check(
        (id, RISK),
        examined,
        "Write down what may happen, and weigh it.",
        "Weigh the risks listed anew.",
    )
    .scan(
        every(RISK)
            .only(not(state(&["closed"])))
            .only(is("aspect", aspect))
            .rule(filled(&["likelihood", "impact", "owner", "review_on"]))
            .rule(must(
                not(is_past("review_on")),
                "is past the day on which it is looked at again",
            )),
    )
}

fn availability() -> Vec<Check> {
    let targets =
        || every("service_level_target").only(in_use()).only(is("metric", &["availability"]));
    let of = |id, examined| {
        check(
            (id, "service_level_target"),
            examined,
            "Agree how far a service has to be available.",
            "Complete the targets listed.",
        )
    };
    let promised = || {
        must(
            has("service_level_agreement", "service", state(&["in_force", "under_review"])),
            "has no agreement that could say how far it has to be available",
        )
    };
    vec![
        risks(
            "8.7.1-1",
            &["availability"],
            "Open risks to availability: weighed, owned, with a day for the next look, and none past it.",
        ),
        of("8.7.1-2", "Targets of availability: a figure, and where it is measured.")
            .scan(targets().rule(filled(&["threshold", "window"])))
            .attest(
                "Confirm that business needs, requirements, agreements and \
                 risks decided the targets.",
            ),
        of(
            "8.7.1-3",
            "Targets of availability: a figure. And delivered services: an agreement, and a target or an approved \
             requirement of availability.",
        )
            .scan(targets().rule(filled(&["threshold"])))
            .scan(delivered().aside(given("parent"), "part of another service").rule(promised()).rule(must(
                any([
                    has(
                        "service_level_agreement",
                        "service",
                        has("service_level_target", "agreement", all([in_use(), is_availability()])),
                    ),
                    has(
                        "service_requirement",
                        "service",
                        all([state(&["approved"]), is("category", &["availability"])]),
                    ),
                ]),
                "has neither a target nor a requirement that says how far it has to be available",
            )))
            .attest("Confirm that each service has its availability requirement."),
    ]
}

fn downtime() -> Vec<Check> {
    vec![
        check(
            ("8.7.1-4", "availability_result"),
            "Results of availability: agreed time, downtime and figure; each miss has \
             an action. And targets of availability of agreements in force: a result for each window that ended \
             more than 14 days ago.",
            "Agree a target of availability: Gemba counts it each month.",
            "Say what is done about the misses listed.",
        )
        .scan(
            every("availability_result")
                .dated_by("until")
                .only(in_use())
                .rule(filled(&["agreed_hours", "downtime_hours", "target_percent"]))
                .rule(when(
                    is_yes("is_missed"),
                    must(given("action"), "was missed, and nothing was done"),
                )),
        )
        .scan(
            targets_in_force()
                .only(is_availability())
                .rule(unless_overdue(results_kept("availability_result"))),
        ),
        check(
            ("8.7.1-5", "outage"),
            "Outages that nobody had planned: their cause and what was done, within \
             14 days.",
            "Record an outage.",
            "Find out why the outages listed happened, and act.",
        )
        .scan(
            every("outage")
                .dated_by("began_at")
                .only(not(state(&["withdrawn"])))
                .only(not(is_yes("planned")))
                .rule(must(any([given("cause"), given("problem")]), "has no cause"))
                .rule(must(any([given("action"), given("problem")]), "came to nothing"))
                .excused_while(recorded_within_hours(CAUSE_HOURS_MAX), "the cause is not due yet"),
        ),
    ]
}

fn continuity() -> Vec<Check> {
    vec![
        risks(
            "8.7.2-1",
            &["continuity"],
            "Open risks to continuity: weighed, owned, with a day for the next look, and none past it.",
        ),
        check(
            ("8.7.2-2", "continuity_requirement"),
            "Agreed continuity requirements: business effect, time and data that may \
             be lost, sources, and who agreed.",
            "Write down how soon a service must be back.",
            "Complete the requirements listed.",
        )
        .scan(every("continuity_requirement").only(state(&["agreed"])).rule(filled(&[
            "business_effect",
            "rto",
            "rpo",
            "sources",
            "agreed_by",
        ])))
        .attest(
            "Confirm that business and service requirements, agreements and risks decided them.",
        ),
    ]
}

fn plans() -> Vec<Check> {
    let of = |id, examined| {
        check((id, PLAN), examined, "Write a continuity plan.", "Complete the plans listed.")
    };
    let usable = || every(PLAN).only(state(USABLE)).only(not(given("replaced_by")));
    let with = |id, examined, fields: &'static [&'static str], confirm| {
        of(id, examined).scan(usable().rule(filled(fields))).attest(confirm)
    };
    vec![
        with(
            "8.7.2-3",
            "Approved continuity plans: services, owner, requirements, and who approved. And critical services: \
             each stands in one.",
            &["services", "owner", "requirements", "approved_by"],
            "Confirm that every service that needs a plan has one.",
        )
        .scan(delivered().only(is("criticality", &["critical"])).rule(must(
            is_listed_by(PLAN, "services", all([state(USABLE), not(given("replaced_by"))])),
            "is critical, and no approved plan covers it",
        ))),
        with(
            "8.7.2-a",
            "Approved continuity plans: when each is invoked, by whom, and who does what.",
            &["criteria", "invokers", "responsibilities"],
            "Confirm that those named know it.",
        ),
        with(
            "8.7.2-b",
            "Approved continuity plans: procedures.",
            &["procedures"],
            "Confirm that they are what would be done.",
        ),
        with(
            "8.7.2-c",
            "Approved continuity plans: targets while invoked.",
            &["targets"],
            "Confirm that customers know these targets.",
        ),
        with(
            "8.7.2-d",
            "Approved continuity plans: what recovery needs.",
            &["requirements", "resources"],
            "Confirm that it would be there.",
        ),
        with(
            "8.7.2-e",
            "Approved continuity plans: the way back.",
            &["return_to_normal"],
            "Confirm that it is what would be done.",
        ),
        with(
            "8.7.2-4",
            "Approved continuity plans: contacts, and copies elsewhere, one of which was looked for there.",
            &["contacts", "copies"],
            "Confirm that the copies can be reached when the usual place cannot.",
        )
        .scan(usable().rule(must(
            has_row_with("copies", "checked_on"),
            "has no copy of which somebody saw that it can be reached",
        ))),
    ]
}

/// Some row holds something in the cell.
fn has_row_with(field: &'static str, cell: &'static str) -> Condition {
    Condition::new(Reads::fields(&[field]), move |member| {
        let rows = member.value(field).rows().unwrap_or_default();
        rows.iter().any(|row| row.get(cell).is_some_and(|it| !it.is_null()))
    })
}

fn of_test(id: &'static str, examined: &'static str) -> Check {
    check(
        (id, TEST),
        examined,
        "Plan a test of a continuity plan.",
        "Test the plans listed, and write down what came of it.",
    )
}

fn tests() -> Vec<Check> {
    let usable = || every(PLAN).only(state(USABLE)).only(not(given("replaced_by")));
    let held = || every(TEST).only(state(&["recorded", "reviewed", "closed"]));
    let invoked = || every("invocation").only(state(&["over", "reviewed"]));
    vec![
        of_test(
            "8.7.2-5",
            "Approved continuity plans: tested within their interval. And tests held: \
             time and data lost, against the requirement.",
        )
        .scan(
            usable()
                .rule(filled(&["test_due_on"]))
                .rule(must(not(is_past("test_due_on")), "was not tested in time")),
        )
        .scan(
            held()
                .only(given("requirement"))
                .rule(filled(&["verdict"]))
                .rule(when(is("depth", &["partial", "full"]), filled(&["recovery_minutes"]))),
        ),
        of_test(
            "8.7.2-6",
            "Approved continuity plans: tested again after a major \
             change, or excused with a reason.",
        )
        .scan(usable().rule(must(
            any([not(is_yes("test_missing")), given("waiver")]),
            "was not tested again after a major change",
        ))),
        of_test("8.7.2-7", "Tests held: when, who took part, the verdict and what was found.")
            .scan(held().rule(filled(&["held_on", "participants", "verdict", "findings"]))),
        of_test(
            "8.7.2-8",
            "Tests held: reviewed. And invocations that are over: \
             reviewed, with lessons.",
        )
        .scan(
            held()
                .rule(filled(&["reviewed_on", "lessons"]))
                .excused_while(state(&["recorded"]), "the review is not held yet"),
        )
        .scan(invoked().rule(filled(&["lessons"])))
        .attest("Confirm that the reviews led to better plans."),
        of_test("8.7.2-9", "Reviewed tests that did not pass: actions.").scan(
            every(TEST)
                .only(state(&["reviewed", "closed"]))
                .rule(when(is("verdict", &["passed_with_gaps", "failed"]), filled(&["actions"]))),
        ),
        check(
            ("8.7.2-10", "invocation"),
            "Invocations that are over: cause, effect, recovery, and to whom it was \
             reported.",
            "Invoke a continuity plan when its criteria are met.",
            "Report the invocations listed.",
        )
        .scan(invoked().rule(filled(&[
            "cause",
            "effect",
            "recovery",
            "reported_to",
            "reported_on",
        ]))),
    ]
}
