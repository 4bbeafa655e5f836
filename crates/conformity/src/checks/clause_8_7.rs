//! 8.7 Service assurance: availability, continuity, information security.
use super::parts::{check, delivered};
use crate::{
    check::{Check, Scan, Step, every},
    combinator::{Rule, filled, must, when},
    condition::{
        Condition, all, any, did, given, has, in_use, is, is_past, is_yes, not,
        recorded_within_hours, state,
    },
};

/// How long a security incident may stay open, in hours.
pub const SECURITY_OPEN_HOURS_MAX: i64 = 24 * 30;
/// How long an outage may wait for its cause, in hours.
pub const CAUSE_HOURS_MAX: i64 = 24 * 14;
const RISK: &str = "risk";
const PLAN: &str = "continuity_plan";
const TEST: &str = "continuity_test";
const INCIDENT: &str = "incident";
/// The state in which a continuity plan can be used.
const USABLE: &[&str] = &["approved", "exercised", "invoked", "recovering", "returned"];

/// The checks.
pub fn checks() -> Vec<Check> {
    [
        availability(),
        continuity(),
        plans(),
        tests(),
        security_policy(),
        security_risks(),
        controls(),
        security_incidents(),
        more_security_incidents(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Risks to one aspect: weighed, and none past its day.
fn risks(id: &'static str, aspect: &'static [&'static str], examined: &'static str) -> Check {
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
            .rule(filled(&["likelihood", "impact", "owner"]))
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
            "Open risks to availability: weighed, owned, and none past \
             its day.",
        ),
        of("8.7.1-2", "Targets of availability: a figure, and where it is measured.")
            .scan(targets().rule(filled(&["threshold", "window"])))
            .attest(
                "Confirm that business needs, requirements, agreements and \
                 risks decided the targets.",
            ),
        of("8.7.1-3", "Targets of availability: a figure. And delivered services: an agreement.")
            .scan(targets().rule(filled(&["threshold"])))
            .scan(delivered().aside(given("parent"), "part of another service").rule(promised()))
            .attest("Confirm that each service has its availability requirement."),
        check(
            ("8.7.1-4", "availability_result"),
            "Results of availability: agreed time, downtime and figure; each miss has \
             an action.",
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
            "Open risks to continuity: weighed, owned, and none past its day.",
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
            "Approved continuity plans: services, owner, requirements, and who approved.",
            &["services", "owner", "requirements", "approved_by"],
            "Confirm that every service that needs a plan has one.",
        ),
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
            "Approved continuity plans: contacts, and copies elsewhere.",
            &["contacts", "copies"],
            "Confirm that the copies can be reached when the usual place cannot.",
        ),
    ]
}

fn tests() -> Vec<Check> {
    let of = |id, examined| {
        check(
            (id, TEST),
            examined,
            "Plan a test of a continuity plan.",
            "Test the plans listed, and write down what came of it.",
        )
    };
    let usable = || every(PLAN).only(state(USABLE)).only(not(given("replaced_by")));
    let held = || every(TEST).only(state(&["recorded", "reviewed", "closed"]));
    let invoked = || every("invocation").only(state(&["over", "reviewed"]));
    vec![
        of(
            "8.7.2-5",
            "Approved continuity plans: tested within their interval. And tests held: \
             time and data lost, against the requirement.",
        )
        .scan(usable().rule(must(not(is_past("test_due_on")), "was not tested in time")))
        .scan(held().only(given("requirement")).rule(filled(&["verdict"]))),
        of(
            "8.7.2-6",
            "Approved continuity plans: tested again after a major \
             change, or excused with a reason.",
        )
        .scan(usable().rule(must(
            any([not(is_yes("test_missing")), given("waiver")]),
            "was not tested again after a major change",
        ))),
        of("8.7.2-7", "Tests held: when, who took part, the verdict and what was found.")
            .scan(held().rule(filled(&["held_on", "participants", "verdict", "findings"]))),
        of(
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
        of("8.7.2-9", "Reviewed tests that did not pass: actions.").scan(
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

fn security_policy() -> Vec<Check> {
    let of = |id, examined, rule: Rule, confirm| {
        check(
            (id, "security_policy"),
            examined,
            "Write your information security policy.",
            "Complete the policy with a new version.",
        )
        .scan(every("security_policy").only(state(&["in_force"])).rule(rule))
        .attest(confirm)
    };
    let told = || must(all([given("told"), did(&["communicate"])]), "was told to nobody");
    vec![
        of(
            "8.7.3.1-1",
            "The information security policy in force: who approved it, and when.",
            filled(&["approved_by", "approved_at"]),
            "Confirm that the manager who approved it is senior enough.",
        ),
        of(
            "8.7.3.1-2",
            "The information security policy in force: the requirements \
                 or obligations considered.",
            must(
                any([given("requirements"), given("obligations")]),
                "considers neither requirements nor obligations",
            ),
            "Confirm that those are all.",
        ),
        of(
            "8.7.3.1-3",
            "The information security policy in force: who was told.",
            told(),
            "Confirm that whoever needs it can read it.",
        ),
        of(
            "8.7.3.1-a",
            "The information security policy in force: who was told.",
            told(),
            "Confirm that everybody inside knows why it matters and how it applies.",
        ),
        of(
            "8.7.3.1-b",
            "The information security policy in force: who was told.",
            told(),
            "Confirm that customers and users know it.",
        ),
        of(
            "8.7.3.1-c",
            "The information security policy in force: who was told.",
            told(),
            "Confirm that suppliers and others concerned know it.",
        ),
    ]
}

fn security_risks() -> Vec<Check> {
    vec![risks(
        "8.7.3.2-1",
        &["security"],
        "Open risks to information security: weighed, owned, and none past its day.",
    )]
}

fn controls() -> Vec<Check> {
    let of = |id, examined| {
        check(
            (id, "control"),
            examined,
            "Write down a control.",
            "Complete and test the controls listed.",
        )
    };
    let in_operation = || every("control").only(state(&["in_use"]));
    vec![
        of("8.7.3.2-2", "Controls in use: which risks each makes less, and who keeps it.")
            .scan(in_operation().rule(filled(&["risks", "owner"])))
            .attest("Confirm that the controls support the policy."),
        of("8.7.3.2-3", "Controls decided about: the decision, its reason, who decided and when.")
            .scan(every("control").only(not(state(&["proposed"]))).rule(filled(&[
                "decision",
                "reason",
                "decided_by",
                "decided_on",
            ]))),
        check(
            ("8.7.3.2-4", "external_access"),
            "Access from outside that is granted: the contract or the requirements \
             agreed, and no review past its day.",
            "Write down who has access from outside.",
            "Agree what applies to the accesses listed, and look at them again.",
        )
        .scan(
            every("external_access")
                .only(state(&["granted"]))
                .rule(must(
                    any([given("contract"), given("requirements")]),
                    "rests on nothing that was agreed",
                ))
                .rule(must(not(is_past("review_on")), "is past the day of its review")),
        )
        .attest("Confirm that the controls agreed are in place."),
        of("8.7.3.2-5", "Controls in use: tested in time; what failed has an action.").scan(
            in_operation().rule(must(not(is_past("test_due_on")), "was not tested in time")).rule(
                when(
                    is("test_result", &["fails"]),
                    must(given("action"), "fails, and nothing is done"),
                ),
            ),
        ),
    ]
}

fn secure() -> Scan {
    every(INCIDENT)
        .dated_by("opened_at")
        .only(given("security_class"))
        .only(not(state(&["cancelled"])))
}

fn of_security(id: &'static str, examined: &'static str, rule: Rule) -> Check {
    Check::of(id, examined)
        .scan(secure().rule(rule))
        .begin(Step::create(
            INCIDENT,
            "Raise what touches information security as an incident with its class.",
        ))
        .mend(Step::change(INCIDENT, "Complete the incidents listed."))
}

fn security_reports(
    id: &'static str,
    examined: &'static str,
    fields: &'static [&'static str],
) -> Check {
    check(
        (id, "security_analysis"),
        examined,
        "Analyse the incidents of a period.",
        "Conclude the analyses listed.",
    )
    .scan(every("security_analysis").only(state(&["concluded"])).rule(filled(fields)))
}

fn is_open() -> Condition {
    not(state(&["resolved", "closed"]))
}

fn security_incidents() -> Vec<Check> {
    vec![
        of_security(
            "8.7.3.3-a",
            "Incidents that touch information security: class and category.",
            filled(&["security_class", "category"]),
        ),
        of_security(
            "8.7.3.3-b",
            "Incidents that touch information security: the risk they bear, and a \
                 reason where the priority was set by hand.",
            filled(&["security_risk", "priority"]),
        ),
        of_security(
            "8.7.3.3-c",
            "Incidents that bear a high risk: escalated, or declared major.",
            when(
                is("security_risk", &["high"]),
                must(
                    any([
                        has("escalation", "incident", not(state(&["withdrawn"]))),
                        is_yes("is_major"),
                    ]),
                    "bears a high risk, and nobody was called",
                ),
            ),
        ),
        of_security(
            "8.7.3.3-d",
            "Incidents that touch information security: resolved with a resolution, \
                 and none open for more than 30 days.",
            must(
                any([
                    given("resolution"),
                    all([is_open(), recorded_within_hours(SECURITY_OPEN_HOURS_MAX)]),
                ]),
                "is open for more than 30 days, or says nothing of its resolution",
            ),
        ),
    ]
}

fn more_security_incidents() -> Vec<Check> {
    vec![
        of_security(
            "8.7.3.3-e",
            "Incidents that touch information security and are closed: closing code and time.",
            when(state(&["closed"]), filled(&["closed_at", "close_code"])),
        ),
        security_reports(
            "8.7.3.3-1",
            "Concluded analyses of security incidents: by class, with their effect.",
            &["by_class", "impact"],
        ),
        security_reports(
            "8.7.3.3-2",
            "Concluded analyses of security incidents: conclusions, \
                 improvements, and to whom it was reported.",
            &["conclusions", "improvements", "reported_to"],
        ),
    ]
}
