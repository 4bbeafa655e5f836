//! 8.7.3 Information security: the policy, risks, controls and incidents.
use super::{
    clause_8_7::{RISK, risks},
    parts::{at_least_yearly, check, delivered},
};
use crate::{
    check::{Check, Scan, Step, every},
    combinator::{Rule, filled, interval::renewed, must, unless_overdue, when},
    condition::{
        Condition, all, any, given, has, has_row, is, is_listed_by, is_past, is_yes, not,
        recorded_within_hours, state,
    },
};

/// How long a security incident may stay open, in hours.
pub const SECURITY_OPEN_HOURS_MAX: i64 = 24 * 30;
const INCIDENT: &str = "incident";

/// The checks.
pub fn checks() -> Vec<Check> {
    [
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
    let told_to = |audience: &'static str, otherwise: &'static str| {
        must(has_row("told", ("audience", audience), "channel"), otherwise)
    };
    let told = || {
        let staff = has_row("told", ("audience", "staff"), "channel");
        let customers = has_row("told", ("audience", "customers"), "channel");
        let suppliers = has_row("told", ("audience", "suppliers"), "channel");
        must(any([staff, customers, suppliers]), "was told to nobody")
    };
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
            "The information security policy in force: it was told to your own people.",
            told_to("staff", "was not told to your own people"),
            "Confirm that everybody inside knows why it matters and how it applies.",
        ),
        of(
            "8.7.3.1-b",
            "The information security policy in force: it was told to customers.",
            told_to("customers", "was not told to customers"),
            "Confirm that customers and users know it.",
        ),
        of(
            "8.7.3.1-c",
            "The information security policy in force: it was told to suppliers.",
            told_to("suppliers", "was not told to suppliers"),
            "Confirm that suppliers and others concerned know it.",
        ),
    ]
}

fn security_risks() -> Vec<Check> {
    vec![
        risks(
            "8.7.3.2-1",
            &["security"],
            "Open risks to information security: weighed, owned, with a day for the next look, and none past it. And \
             delivered services: such a risk names each.",
        )
        .scan(delivered().aside(given("parent"), "part of another service").rule(must(
            is_listed_by(RISK, "services", all([is("aspect", &["security"]), given("likelihood")])),
            "was never looked at for risks to information security",
        ))),
    ]
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
            in_operation()
                .rule(filled(&["test_due_on"]))
                .rule(must(not(is_past("test_due_on")), "was not tested in time"))
                .rule(when(
                    is("test_result", &["fails"]),
                    must(given("action"), "fails, and nothing is done"),
                )),
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
            "Incidents that touch information security and are closed: closing code and time. And those \
             resolved: none has waited for more than 30 days to be closed.",
            when(state(&["closed"]), filled(&["closed_at", "close_code"])),
        )
        .scan(secure().only(state(&["resolved"])).rule(must(
            recorded_within_hours(SECURITY_OPEN_HOURS_MAX),
            "is resolved and was not closed",
        ))),
        security_reports(
            "8.7.3.3-1",
            "Concluded analyses of security incidents: by class, with their effect; each followed by the next \
             within a year.",
            &["by_class", "impact"],
        )
        .scan(every("security_analysis").only(state(&["concluded"])).rule(unless_overdue(renewed(
            "security_analysis",
            "concluded_at",
            None,
            state(&["concluded"]),
            at_least_yearly("analysis", "the next analysis is not due yet"),
        )))),
        security_reports(
            "8.7.3.3-2",
            "Concluded analyses of security incidents: conclusions, \
                 improvements, and to whom it was reported.",
            &["conclusions", "improvements", "reported_to"],
        ),
    ]
}
