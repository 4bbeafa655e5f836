//! 8.5 Service design, build and transition: changes, transitions, releases.
use super::parts::{at_least_yearly, check};
use crate::{
    check::{Check, Scan, every},
    combinator::{filled, interval::renewed, must, unless_overdue, when},
    condition::{
        Condition, all, any, given, has, in_order, in_use, is, is_past, is_yes, not,
        recorded_within_hours, state,
    },
};

/// How long a completed transition may wait for its report, in hours.
pub const REPORT_HOURS_MAX: i64 = 24 * 60;
const CHANGE: &str = "change";
const TRANSITION: &str = "service_transition";
const RELEASE: &str = "release";
/// A change that was decided about with yes.
const DECIDED: &[&str] = &[
    "approved",
    "scheduled",
    "implementing",
    "implemented",
    "backed_out",
    "failed",
    "retrospective",
    "reviewed",
    "closed",
];
const BEGIN_CHANGE: &str = "Propose a change.";
const MEND_CHANGE: &str = "Complete the changes listed.";

/// The checks.
pub fn checks() -> Vec<Check> {
    [
        policy(),
        routed(),
        decided(),
        weighed(),
        carried_out(),
        trends(),
        planned(),
        designed(),
        released(),
        learned(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn policy() -> Vec<Check> {
    let of = |id, examined, field: &'static [&'static str], confirm| {
        check(
            (id, "change_policy"),
            examined,
            "Write your change policy.",
            "Complete the change policy with a new version.",
        )
        .scan(
            every("change_policy")
                .only(state(&["in_force"]))
                .rule(filled(field))
                .rule(filled(&["approved_by"])),
        )
        .attest(confirm)
    };
    vec![
        of(
            "8.5.1.1-a",
            "The change policy in force: what is under change control.",
            &["under_control"],
            "Confirm that it names all components and items.",
        ),
        of(
            "8.5.1.1-b",
            "The change policy in force: categories, with how each is handled.",
            &["categories"],
            "Confirm that emergencies are among them.",
        ),
        of(
            "8.5.1.1-c",
            "The change policy in force: how changes that may hit hard are told.",
            &["major_criteria"],
            "Confirm that the criteria tell customers' harm.",
        ),
    ]
}

fn of_change(id: &'static str, examined: &'static str) -> Check {
    check((id, CHANGE), examined, BEGIN_CHANGE, MEND_CHANGE)
}

fn routed() -> Vec<Check> {
    let of = |id, examined, which: Condition| {
        check(
            (id, TRANSITION),
            examined,
            "Plan the transition of a service.",
            "Name the changes listed in a transition.",
        )
        .scan(every(CHANGE).only(state(DECIDED)).only(which).rule(must(
            has(TRANSITION, "change", not(state(&["given_up"]))),
            "is named by no transition",
        )))
    };
    vec![
        of_change("8.5.1.2-1", "Changes beyond their draft: category and model, and none was found that nobody had asked for.").scan(
            every(CHANGE)
                .only(not(state(&["draft"])))
                .rule(filled(&["category"]))
                .rule(must(not(is_yes("unauthorised")), "was found after the fact: nobody had asked for it")),
        ),
        of("8.5.1.2-a", "Decided changes that bring a new service and may hit hard: a transition names each.", all([
            is("concerns", &["new_service"]),
            is_yes("major_impact"),
        ])),
        of("8.5.1.2-b", "Decided changes to a service that may hit hard: a transition names each.", all([
            is("concerns", &["existing_service"]),
            is_yes("major_impact"),
        ])),
        check(
            ("8.5.1.2-c", "change_policy"),
            "The change policy in force: its categories, some of which go through design and transition.",
            "Write your change policy.",
            "Say in the policy which categories go through design and transition.",
        )
        .scan(every("change_policy").only(state(&["in_force"])).rule(filled(&["categories", "major_criteria"]))),
        of("8.5.1.2-d", "Decided changes that remove a service: a transition names each.", is("concerns", &["removal"])),
        of("8.5.1.2-e", "Decided changes that hand a service over: a transition names each.", is("concerns", &["transfer_out"])),
        of("8.5.1.2-f", "Decided changes that take a service over: a transition names each.", is("concerns", &["transfer_in"])),
        check(("8.5.1.2-2", TRANSITION), "Transitions beyond their planning: the change through which each was decided.", "Plan the transition of a service.", "Name the change of the transitions listed.")
            .scan(planned_transitions().rule(filled(&["change"]))),
        of_change("8.5.1.2-3", "Changes carried out: category, when each was decided, and how it came out.").scan(
            every(CHANGE)
                .only(state(&["reviewed", "closed"]))
                .only(given("implemented_at"))
                .rule(filled(&["category", "approved_at", "outcome"])),
        ),
    ]
}

fn decided() -> Vec<Check> {
    vec![
        of_change(
            "8.5.1.3-1",
            "Changes that began, emergencies aside: decided before, and by whom.",
        )
        .scan(
            every(CHANGE)
                .dated_by("started_at")
                .only(given("started_at"))
                .aside(
                    is("model", &["emergency"]),
                    "emergencies, decided by the route of the policy",
                )
                .rule(must(in_order("approved_at", "started_at"), "began before it was approved")),
        ),
        of_change("8.5.1.3-2", "Decided normal changes: risk, benefit, feasibility and cost.")
            .scan(normal().rule(filled(&["risk", "benefit", "feasibility", "impact_cost"]))),
    ]
}

fn normal() -> Scan {
    every(CHANGE).only(state(DECIDED)).only(is("model", &["normal"]))
}

fn weighed() -> Vec<Check> {
    let of = |id, examined, fields: &'static [&'static str]| {
        of_change(id, examined).scan(normal().rule(filled(fields)))
    };
    vec![
        of(
            "8.5.1.3-a",
            "Decided normal changes: the effect on existing services.",
            &["impact_services"],
        ),
        of(
            "8.5.1.3-b",
            "Decided normal changes: the effect on customers and users.",
            &["impact_customers"],
        ),
        of(
            "8.5.1.3-c",
            "Decided normal changes: the effect on policies and plans.",
            &["impact_policies"],
        ),
        of(
            "8.5.1.3-d",
            "Decided normal changes: the effect on capacity, availability, continuity and security.",
            &["impact_capacity", "impact_availability", "impact_continuity", "impact_security"],
        ),
        of(
            "8.5.1.3-e",
            "Decided normal changes: the effect on other changes and releases.",
            &["impact_other_changes"],
        ),
    ]
}

fn carried_out() -> Vec<Check> {
    let done = || every(CHANGE).dated_by("implemented_at").only(given("implemented_at"));
    let over = || every(CHANGE).only(state(&["reviewed", "closed"])).only(given("implemented_at"));
    vec![
        of_change("8.5.1.3-3", "Changes carried out: what their test came to, or who let them go without.").scan(
            done().aside(is("model", &["standard"]), "standard changes, tested as their template")
                .rule(must(any([given("test_result"), given("test_waived_by")]), "was neither tested nor excused from it")),
        ),
        of_change("8.5.1.3-4", "Scheduled changes and those after: who was told of their dates.").scan(
            every(CHANGE)
                .only(given("starts_at"))
                .only(state(&["scheduled", "implementing", "implemented", "reviewed", "closed"]))
                .only(is("model", &["normal"]))
                .rule(filled(&["told"])),
        ),
        of_change("8.5.1.3-5", "Changes carried out, standard ones aside: how to go back.").scan(
            done().aside(is("model", &["standard"]), "standard changes, with the way back of their template")
                .rule(filled(&["back_out_plan"])),
        ),
        of_change("8.5.1.3-6", "Changes that failed or were taken back, and are reviewed: what was found, and what was agreed.").scan(
            over().only(is("result", &["failed", "rolled_back", "caused_incident"]))
                .rule(filled(&["investigation", "agreed_actions"])),
        ),
        of_change("8.5.1.3-7", "Closed normal changes that were carried out: whether they worked.").scan(
            every(CHANGE)
                .only(state(&["closed"]))
                .only(given("implemented_at"))
                .only(is("model", &["normal"]))
                .rule(filled(&["review", "was_effective"])),
        ),
    ]
}

fn trends() -> Vec<Check> {
    let of = |id, examined| {
        check(
            (id, "trend_analysis"),
            examined,
            "Look through your changes for trends.",
            "Conclude the analyses listed, and make the next one in time.",
        )
    };
    let concluded =
        || every("trend_analysis").only(state(&["concluded"])).only(is("subject", &["changes"]));
    vec![
        of("8.5.1.3-8", "Concluded analyses of changes: each followed by the next within a year.")
            .scan(concluded().rule(unless_overdue(renewed(
                "trend_analysis",
                "until",
                Some("subject"),
                state(&["concluded"]),
                at_least_yearly("trend analysis", "the next analysis is not due yet"),
            )))),
        of(
            "8.5.1.3-9",
            "Concluded analyses of changes: what was concluded, and what is made better.",
        )
        .scan(concluded().rule(filled(&["conclusions"])).rule(must(
            any([given("improvements"), given("decisions")]),
            "says nothing of what is made better",
        ))),
    ]
}

fn planned_transitions() -> Scan {
    every(TRANSITION).only(not(state(&["planning", "given_up"])))
}

fn of_transition(id: &'static str, examined: &'static str) -> Check {
    check(
        (id, TRANSITION),
        examined,
        "Plan the transition of a service.",
        "Complete the transitions listed.",
    )
}

fn planned() -> Vec<Check> {
    let of = |id, examined, fields: &'static [&'static str], confirm| {
        of_transition(id, examined).scan(planned_transitions().rule(filled(fields))).attest(confirm)
    };
    let comes = || not(is("direction", &["removed", "transferred_out"]));
    vec![
        of_transition(
            "8.5.2.1-1",
            "Planned transitions that bring or change a service: the requirements they rest on.",
        )
        .scan(planned_transitions().only(comes()).rule(filled(&["requirements"])))
        .attest("Confirm that those are all the requirements."),
        of(
            "8.5.2.1-a",
            "Planned transitions: who leads design, build and transition.",
            &["design_led_by", "build_led_by", "transition_led_by"],
            "Confirm that they have the authority.",
        ),
        of(
            "8.5.2.1-b",
            "Planned transitions: activities, with who does them and by when.",
            &["activities"],
            "Confirm that the parts of other parties are among them.",
        ),
        of(
            "8.5.2.1-c",
            "Planned transitions: people, technology, information and money.",
            &[
                "human_resources",
                "technical_resources",
                "information_resources",
                "financial_resources",
            ],
            "Confirm that they suffice.",
        ),
        of(
            "8.5.2.1-d",
            "Planned transitions: on which other services they depend.",
            &["dependencies"],
            "Confirm that none is missing.",
        ),
        of(
            "8.5.2.1-e",
            "Planned transitions: what is tested, as far as the acceptance criteria and activities say.",
            &["acceptance_criteria", "activities"],
            "Confirm that the tests needed are planned.",
        ),
        of(
            "8.5.2.1-f",
            "Planned transitions: acceptance criteria.",
            &["acceptance_criteria"],
            "Confirm that they were agreed before the first test.",
        ),
        of(
            "8.5.2.1-g",
            "Planned transitions: intended outcomes.",
            &["intended_outcomes"],
            "Confirm that each can be measured.",
        ),
        of(
            "8.5.2.1-h",
            "Planned transitions: effects on the system, on services, changes and people.",
            &["effects"],
            "Confirm that all four were thought of.",
        ),
        of_transition(
            "8.5.2.1-2",
            "Planned removals: their day, and what becomes of data, documents and parts.",
        )
        .scan(
            planned_transitions()
                .only(is("direction", &["removed"]))
                .rule(filled(&["due_on", "disposition"])),
        )
        .attest("Confirm that nothing is left behind."),
        of_transition("8.5.2.1-3", "Planned transfers: their day, and what is handed over.")
            .scan(
                planned_transitions()
                    .only(is("direction", &["transferred_out", "transferred_in"]))
                    .rule(filled(&["due_on", "handed_over"])),
            )
            .attest("Confirm that data, documents, knowledge and parts are all handed over."),
        of_transition("8.5.2.1-4", "Planned transitions: the configuration items they touch.")
            .scan(planned_transitions().rule(filled(&["configuration_items"]))),
    ]
}

fn designed() -> Vec<Check> {
    let of = |id, examined, confirm| {
        of_transition(id, examined)
            .scan(
                every(TRANSITION)
                    .only(state(&["designed", "tested", "accepted", "completed", "reported"]))
                    .rule(filled(&["design"])),
            )
            .attest(confirm)
    };
    let done = |states: &'static [&'static str]| every(TRANSITION).only(state(states));
    vec![
        of("8.5.2.2-1", "Designed transitions: the design.", "Confirm that the design meets the requirements."),
        of("8.5.2.2-a", "Designed transitions: the design.", "Confirm that it says who answers for what in delivery."),
        of("8.5.2.2-b", "Designed transitions: the design.", "Confirm that it says what changes in people, technology, information and money."),
        of("8.5.2.2-c", "Designed transitions: the design.", "Confirm that it says what has to be learned."),
        of("8.5.2.2-d", "Designed transitions: the design.", "Confirm that it says which agreements and contracts change."),
        of("8.5.2.2-e", "Designed transitions: the design.", "Confirm that it says what changes in policies, plans, processes, measures and knowledge."),
        of("8.5.2.2-f", "Designed transitions: the design.", "Confirm that it says what happens to other services."),
        of("8.5.2.2-g", "Designed transitions: the design.", "Confirm that it says what changes in the catalogue."),
        of_transition("8.5.2.3-1", "Accepted transitions and those after: requirements traced to design and test, and who accepted.")
            .scan(done(&["accepted", "completed", "reported"]).rule(filled(&["acceptance_criteria", "accepted_by", "accepted_at"]))),
        of_transition("8.5.2.3-2", "Accepted transitions and those after: where criteria failed, what was decided and with whom.")
            .scan(done(&["accepted", "completed", "reported"]).rule(when(given("decision"), filled(&["decided_with"])))),
        of_transition("8.5.2.3-3", "Completed transitions that bring or change a service: the releases by which it went live.").scan(
            done(&["completed", "reported"]).only(is("direction", &["new", "changed"])).rule(filled(&["releases"])),
        ),
        of_transition("8.5.2.3-4", "Completed transitions: what they achieved, and to whom it was told, within 60 days.").scan(
            done(&["completed", "reported"])
                .rule(filled(&["report", "reported_to"]))
                .excused_while(recorded_within_hours(REPORT_HOURS_MAX), "the report is not due yet"),
        ),
    ]
}

const GOING_LIVE: &[&str] =
    &["deploying", "deployed", "rolled_back", "watching", "reviewed", "closed"];
const ACCEPTED: &[&str] = &[
    "accepted",
    "accepted_with_decision",
    "ready",
    "deploying",
    "deployed",
    "rolled_back",
    "watching",
    "reviewed",
    "closed",
];

fn of_release(id: &'static str, examined: &'static str) -> Check {
    check((id, RELEASE), examined, "Plan a release.", "Complete the releases listed.")
}

fn released() -> Vec<Check> {
    let all_releases = || every(RELEASE).only(not(state(&["rejected"])));
    let accepted = || every(RELEASE).only(state(ACCEPTED));
    let going = || every(RELEASE).only(state(GOING_LIVE));
    vec![
        check(
            ("8.5.3-1", "release_type"),
            "Types of release in use: how often, and how each is handled; one is for emergencies.",
            "Define a type of release.",
            "Complete the types of release, one of them for emergencies.",
        )
        .scan(every("release_type").only(in_use()).rule(filled(&["frequency", "handling"])).at_most_percent(
            99,
            not(is_yes("is_emergency")),
            "is not for emergencies, as none is",
        ))
        .attest("Confirm that the types are those you use."),
        of_release("8.5.3-2", "Releases, rejected ones aside: when each goes live, and how.")
            .scan(all_releases().rule(filled(&["planned_at", "method"])))
            .attest("Confirm that parts of services are planned with them."),
        of_release("8.5.3-3", "Releases, rejected ones aside: the changes they carry out.").scan(all_releases().rule(filled(&["changes"]))),
        of_release("8.5.3-4", "Releases, rejected ones aside: day, deliverables and method.")
            .scan(all_releases().rule(filled(&["planned_at", "deliverables", "method"])))
            .attest("Confirm that the plans were kept up to date."),
        of_release("8.5.3-5", "Releases that went live: acceptance criteria, and accepted before they began to go live.").scan(
            going().rule(filled(&["acceptance_criteria", "accepted_by"])).rule(must(
                in_order("accepted_at", "deploying_since"),
                "began to go live before it was accepted",
            )),
        ),
        of_release("8.5.3-6", "Accepted releases: where criteria failed, what was decided and with whom.")
            .scan(accepted().rule(when(given("decision"), filled(&["decided_with"])))),
        of_release("8.5.3-7", "Releases that went live: a baseline of the items they touch, taken before.").scan(
            going().rule(filled(&["baseline"])).rule(must(
                in_order("baseline_taken_at", "deploying_since"),
                "began to go live before its baseline was taken",
            )),
        ),
        of_release("8.5.3-8", "Releases that went live, those taken back aside: how it was seen that all of it is whole.")
            .scan(going().aside(state(&["rolled_back", "deploying"]), "taken back, or still going live").rule(filled(&["integrity_check"])))
            .attest("Confirm that services and parts were kept whole."),
    ]
}

fn learned() -> Vec<Check> {
    let over = || every(RELEASE).only(state(&["reviewed", "closed"]));
    vec![
        of_release("8.5.3-9", "Reviewed releases: what was found of their success or failure.").scan(over().rule(filled(&["analysis"]))),
        of_release("8.5.3-10", "Releases that are live: the window in which incidents are counted; it was not left open.").scan(
            every(RELEASE)
                .only(state(&["watching", "reviewed", "closed"]))
                .only(given("deployed_at"))
                .rule(filled(&["watch_until"])),
        ),
        of_release("8.5.3-11", "Reviewed releases: analysis, and what was agreed.").scan(over().rule(filled(&["analysis", "agreed_actions"]))),
        of_release("8.5.3-12", "Reviewed releases: who was told how they came out. And those to come: a day that is not past.")
            .scan(over().rule(filled(&["shared_with"])))
            .scan(every(RELEASE).only(state(&["planned", "built", "tested", "accepted", "ready"])).rule(must(
                not(is_past("planned_at")),
                "is past its day and has not gone live",
            ))),
    ]
}
