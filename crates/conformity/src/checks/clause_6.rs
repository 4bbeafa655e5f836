//! 6 Planning: risks and opportunities, objectives, the service management plan.
use super::parts::{DELIVERED, GRACE_HOURS, at_least_yearly, check, delivered};
use crate::{
    check::{Check, Scan, every},
    combinator::{
        Rule, filled,
        interval::last_done_in,
        must,
        together::{Whole, same, together},
        unless_overdue, when,
    },
    condition::{
        Condition, all, any, given, has, has_row, is, is_listed_by, is_past, not,
        recorded_within_hours, state,
    },
};

const RISK: &str = "risk";
const OPPORTUNITY: &str = "opportunity";
const OBJECTIVE: &str = "objective";
const PLAN: &str = "service_management_plan";
/// An objective that was agreed.
const AGREED: &[&str] = &["agreed", "pursued", "met", "missed", "closed"];
const BEGIN_RISK: &str = "Write down what may happen, and weigh it.";
const MEND_RISK: &str = "Complete the risks listed.";

/// The checks.
pub fn checks() -> Vec<Check> {
    [found(), documented(), weighed(), treated(), set(), pursued(), plan(), more_plan()]
        .into_iter()
        .flatten()
        .collect()
}

fn open_risks() -> Scan {
    every(RISK).only(not(state(&["closed"])))
}

fn opportunities() -> Scan {
    every(OPPORTUNITY).only(not(state(&["declined"])))
}

/// It was written down lately and need not be weighed yet.
fn is_new() -> Condition {
    all([state(&["identified"]), recorded_within_hours(GRACE_HOURS)])
}

fn found() -> Vec<Check> {
    vec![
        check(
            ("6.1.1-a", "context_issue"),
            "Relevant matters inside and outside: the risks and opportunities that \
             they lead to, or why neither.",
            "Write down what inside or outside bears on you.",
            "Name the risks and opportunities of the matters listed.",
        )
        .scan(
            every("context_issue")
                .only(all([state(&["decided"]), is("relevance", &["relevant"])]))
                .rule(must(
                    any([
                        any([given("risks"), given("opportunities"), given("nothing_because")]),
                        is_listed_by(RISK, "issues", not(state(&["closed"]))),
                        is_listed_by(OPPORTUNITY, "issues", not(state(&["declined"]))),
                    ]),
                    "led to nothing, without a reason",
                )),
        )
        .attest("Confirm that the requirements of interested parties were used too."),
        check(
            ("6.1.1-b", RISK),
            "Open risks: source, consequence, owner and score.",
            BEGIN_RISK,
            MEND_RISK,
        )
        .scan(open_risks().only(not(state(&["identified"]))).rule(filled(&[
            "source",
            "consequence",
            "owner",
            "score",
        ])))
        .attest("Confirm that no unwanted effect was overlooked."),
        check(
            ("6.1.1-c", OPPORTUNITY),
            "Opportunities that were not declined: the benefit, and the improvement \
             or objective they led to once pursued.",
            "Write down an opportunity.",
            "Complete the opportunities listed.",
        )
        .scan(
            opportunities()
                .rule(filled(&["benefit", "owner"]))
                .rule(when(
                    state(&["pursued", "realized"]),
                    must(
                        any([given("improvement"), given("objective")]),
                        "led to no improvement and no objective",
                    ),
                ))
                .excused_while(is_new(), "the assessment is not due yet"),
        )
        .attest("Confirm that opportunities are looked for."),
    ]
}

fn of_risks(
    id: &'static str,
    aspect: &'static [&'static str],
    examined: &'static str,
    more: Rule,
) -> Check {
    check((id, RISK), examined, BEGIN_RISK, MEND_RISK).scan(
        open_risks()
            .only(is("aspect", aspect))
            .rule(filled(&["owner", "score"]))
            .rule(must(not(is_past("review_on")), "is past the day on which it is looked at again"))
            .rule(more)
            .excused_while(is_new(), "the assessment is not due yet"),
    )
}

fn documented() -> Vec<Check> {
    vec![
        of_risks(
            "6.1.2-a1",
            &["organization", "management_system"],
            "Open risks of the organization and its system: weighed, owned, none past \
             its day.",
            filled(&[]),
        ),
        of_risks(
            "6.1.2-a2",
            &["service_requirement", "availability", "continuity", "security"],
            "Open risks that service requirements are not met: weighed, owned, with \
             services, none past its day. And delivered services: a risk of each.",
            filled(&["services"]),
        )
        .scan(
            delivered()
                .aside(given("parent"), "part of another service")
                .rule(must(is_listed_by(RISK, "services", not(state(&["closed"]))), "has no risk")),
        ),
        of_risks(
            "6.1.2-a3",
            &["other_party"],
            "Open risks of other parties: weighed, owned, with the supplier, none \
             past its day. And suppliers that deliver a service of high criticality: a risk of each.",
            filled(&["suppliers"]),
        )
        .scan(
            every("supplier")
                .only(has("service", "delivered_by", is("criticality", &["critical", "high"])))
                .only(state(&["active", "under_review", "remediation"]))
                .rule(must(
                    is_listed_by(RISK, "suppliers", not(state(&["closed"]))),
                    "delivers a service of high criticality and has no risk",
                )),
        ),
    ]
}

fn weighed() -> Vec<Check> {
    vec![
        check(
            ("6.1.2-b", RISK),
            "Open risks that were weighed: how hard customers would be hit. And \
             opportunities: what customers would have of it.",
            BEGIN_RISK,
            MEND_RISK,
        )
        .scan(open_risks().only(not(state(&["identified"]))).rule(filled(&["customer_impact"])))
        .scan(opportunities().only(not(state(&["identified"]))).rule(must(
            any([given("customer_impact"), given("effect_on_customers")]),
            "says nothing of customers",
        ))),
        check(
            ("6.1.2-c", "risk_criteria"),
            "The risk criteria in force: scales, and who approved them. And risks that were accepted, \
             watched ones too: by whom.",
            "Write down which risks are borne, and by whose word.",
            "Complete the criteria with a new version.",
        )
        .scan(every("risk_criteria").only(state(&["in_force"])).rule(filled(&[
            "likelihood_scale",
            "impact_scale",
            "approved_by",
        ])))
        .scan(
            every(RISK)
                .only(any([state(&["accepted"]), given("accepted_at")]))
                .rule(filled(&["accepted_by", "accepted_at"])),
        )
        .attest("Confirm that the criteria are those of top management."),
        check(
            ("6.1.2-d", "risk_criteria"),
            "The risk criteria in force: how risks are dealt with.",
            "Write down how risks are dealt with.",
            "Complete the criteria with a new version.",
        )
        .scan(every("risk_criteria").only(state(&["in_force"])).rule(filled(&["approach"])))
        .attest("Confirm that this is how it is done."),
    ]
}

fn treated() -> Vec<Check> {
    let treating = || every(RISK).only(state(&["treating", "treated"]));
    vec![
        check(
            ("6.1.3-a", RISK),
            "Risks being treated: what is done, by whom, by when, and how pressing it is. And \
             opportunities taken up: rank, owner, and by when they should have brought something.",
            BEGIN_RISK,
            MEND_RISK,
        )
        .scan(treating().rule(filled(&["treatment", "actions", "priority"])))
        .scan(
            every(OPPORTUNITY)
                .only(state(&["pursued"]))
                .rule(filled(&["priority", "owner", "review_on"]))
                .rule(must(not(is_past("review_on")), "is past the day on which it is looked at")),
        )
        .attest("Confirm that risks and opportunities are taken in the order of their rank."),
        check(
            ("6.1.3-b1", RISK),
            "Risks being treated: the process, control, change or improvement that \
             carries the work.",
            BEGIN_RISK,
            MEND_RISK,
        )
        .scan(treating().rule(must(
            any([given("processes"), given("controls"), given("change"), given("improvement")]),
            "is treated outside of any process",
        )))
        .attest("Confirm that the work is carried out."),
        check(
            ("6.1.3-b2", RISK),
            "Treated risks: how the treatment is judged. And those that were watched \
             after it: what was left and whether it helped.",
            BEGIN_RISK,
            MEND_RISK,
        )
        .scan(every(RISK).only(state(&["treating", "treated"])).rule(filled(&["how_judged"])))
        .scan(
            every(RISK)
                .only(all([state(&["monitored"]), given("evidence")]))
                .rule(filled(&["residual_score", "effectiveness"])),
        ),
    ]
}

fn agreed() -> Scan {
    every(OBJECTIVE).only(state(AGREED))
}

fn of_objective(id: &'static str, examined: &'static str, rule: Rule) -> Check {
    check((id, OBJECTIVE), examined, "Set an objective.", "Complete the objectives listed.")
        .scan(agreed().rule(rule))
}

fn set() -> Vec<Check> {
    vec![
        of_objective(
            "6.2.1-1",
            "Agreed objectives: for which function, process or service, by whom, and until when.",
            filled(&["owner", "level", "target", "due"]),
        )
        .scan(agreed().rule(when(is("level", &["function"]), filled(&["function"]))))
        .scan(agreed().rule(when(is("level", &["process"]), filled(&["process"]))))
        .scan(agreed().rule(when(is("level", &["service"]), filled(&["service"]))))
        .attest("Confirm that every level and function that needs an objective has one."),
        of_objective(
            "6.2.1-a",
            "Agreed objectives: the statement of the policy that each serves.",
            filled(&["policy_statement"]),
        )
        .attest("Confirm that they agree with the policy."),
        of_objective(
            "6.2.1-b",
            "Agreed objectives: what is measured, from where to where.",
            filled(&["metric", "unit", "baseline", "target"]),
        ),
        of_objective(
            "6.2.1-c",
            "Agreed objectives: the obligations or requirements taken into account.",
            must(
                any([
                    given("obligations"),
                    given("service_requirements"),
                    given("party_requirements"),
                ]),
                "takes no requirement into account",
            ),
        )
        .attest("Confirm that no requirement was left out."),
        of_objective(
            "6.2.1-d",
            "Agreed objectives that run: none is past the day of its evaluation.",
            must(
                not(all([state(&["agreed", "pursued"]), is_past("next_evaluation_on")])),
                "is past the day of its evaluation",
            ),
        ),
        of_objective("6.2.1-e", "Agreed objectives: who was told.", filled(&["told"]))
            .attest("Confirm that everybody concerned knows them."),
        of_objective(
            "6.2.1-f",
            "Agreed objectives: none is past its day without an end.",
            must(
                not(all([state(&["agreed", "pursued"]), is_past("due")])),
                "is past its day and neither met nor missed",
            ),
        )
        .attest("Confirm that objectives were changed where they had to be."),
        of_objective(
            "6.2.1-2",
            "Agreed objectives: owner, level and who agreed.",
            filled(&["owner", "level", "agreed_by"]),
        ),
    ]
}

fn pursued() -> Vec<Check> {
    vec![
        of_objective("6.2.2-a", "Agreed objectives: what is done.", filled(&["actions"]))
            .attest("Confirm that the work is what it takes."),
        of_objective("6.2.2-b", "Agreed objectives: the resources.", filled(&["resources"]))
            .attest("Confirm that they are there."),
        of_objective("6.2.2-c", "Agreed objectives: who answers for each.", filled(&["owner"]))
            .attest("Confirm that each action has somebody too."),
        of_objective("6.2.2-d", "Agreed objectives: until when.", filled(&["due"]))
            .attest("Confirm that each action has its day too."),
        of_objective(
            "6.2.2-e",
            "Agreed objectives: how results are evaluated. And those that ended: an evaluation.",
            filled(&["how_evaluated"]),
        )
        .scan(
            every(OBJECTIVE)
                .only(state(&["met", "missed", "closed"]))
                .rule(filled(&["evaluated_on"])),
        ),
    ]
}

fn plan_in_force() -> Scan {
    every(PLAN).only(state(&["in_force"]))
}

fn of_plan(id: &'static str, examined: &'static str, rule: Rule) -> Check {
    check(
        (id, PLAN),
        examined,
        "Write your service management plan.",
        "Write a new version of the plan.",
    )
    .scan(plan_in_force().rule(rule).rule(must(not(is_past("until")), "has run out")))
}

fn plan_says(point: &'static str, otherwise: &'static str) -> Rule {
    must(has_row("content", ("point", point), "what"), otherwise)
}

fn plan() -> Vec<Check> {
    vec![
        of_plan(
            "6.3-1",
            "The plan in force: owner, approval, and that it was looked at again within a year.",
            filled(&["owner", "approved_by"]),
        )
        .scan(plan_in_force().rule(unless_overdue(last_done_in(
            "last_reviewed_on",
            "approved_at",
            at_least_yearly("look at it", "the first look is not due yet"),
        ))))
        .attest("Confirm that the plan is carried out."),
        of_plan(
            "6.3-2",
            "The plan in force: policy, objectives, risks, requirements, and what the \
             standard asks.",
            filled(&["policy", "objectives", "risks", "requirements", "standard_considered"]),
        )
        .attest("Confirm that planning rests on all five."),
        of_plan(
            "6.3-a",
            "The plan in force: the services, as in the scope.",
            plan_says("services", "lists no services"),
        )
        .scan(every("service").only(state(DELIVERED)).rule(must(
            any([
                is_listed_by("scope_statement", "services", state(&["in_force"])),
                is_listed_by("scope_statement", "left_out", state(&["in_force"])),
            ]),
            "is in no scope that the plan could list",
        ))),
        of_plan(
            "6.3-b",
            "The plan in force: limitations, if only that there are none.",
            filled(&["limitations"]),
        )
        .attest("Confirm that those are all."),
        of_plan(
            "6.3-c",
            "The plan in force: obligations. And obligations that apply: how each is \
             met.",
            plan_says("obligations", "lists no obligations"),
        )
        .scan(
            every("obligation")
                .only(state(&["applies"]))
                .rule(filled(&["how_it_applies", "how_met", "owner"]))
                .rule(must(
                    not(is_past("review_on")),
                    "is past the day on which it is checked again",
                )),
        )
        .attest("Confirm that no obligation is missing."),
        of_plan(
            "6.3-d",
            "The plan in force: who has which authority.",
            plan_says("authorities", "lists no authorities"),
        )
        .attest("Confirm that people act by it."),
    ]
}

fn more_plan() -> Vec<Check> {
    vec![
        of_plan(
            "6.3-e",
            "The plan in force: people, technology, information and money. And needs for resources on \
             record: each of these four sorts.",
            plan_says("resources", "lists no resources"),
        )
        .scan(every("resource_need").rule(together(
            Whole {
                kind: "resource_need",
                part: "sort",
                parts: &["people", "technology", "information", "money"],
                is: same,
                otherwise: "stands beside a gap: nothing is on record of the need for",
            },
            state(&["identified", "decided", "provided"]),
        )))
        .attest("Confirm that these are what it takes."),
        of_plan(
            "6.3-f",
            "The plan in force: how you work with other parties.",
            filled(&["other_parties_approach"]),
        )
        .attest("Confirm that this is how it is done."),
        of_plan(
            "6.3-g",
            "The plan in force: the technology of the system.",
            must(any([given("technology"), given("tools")]), "names no technology"),
        )
        .attest("Confirm that those are the tools in use."),
        of_plan(
            "6.3-h",
            "The plan in force: how it is measured, audited, reported and improved.",
            filled(&["how_measured", "how_audited", "how_reported", "how_improved"]),
        )
        .attest("Confirm that this is how it is done."),
        of_plan(
            "6.3-3",
            "The plan in force: other plans held against it, within a year.",
            filled(&["other_plans", "plans_checked_on"]),
        )
        .scan(plan_in_force().rule(last_done_in(
            "plans_checked_on",
            "approved_at",
            at_least_yearly("check of the plans", "the first check is not due yet"),
        )))
        .attest("Confirm that the plans agree."),
    ]
}
