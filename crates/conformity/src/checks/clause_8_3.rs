//! 8.3.2 and 8.3.4: customers and suppliers. (8.3.3 has a file of its own.)
use super::parts::{as_planned, check, delivered, running};
use crate::{
    check::{Check, Scan, every},
    combinator::{
        Rule, filled,
        interval::{Recurring, last_done_in, recurs},
        must, unless_overdue, when,
    },
    condition::{Condition, all, any, given, has, in_use, is_past, names, not, state},
    reads::Reads,
    world::{Member, Slot},
};
use jiff::civil::Date;
use std::collections::BTreeMap;

const SUPPLIER: &str = "supplier";
const CONTRACT: &str = "contract";
const ALIGNMENT: &str = "alignment_check";
const ENGAGED: &[&str] = &["active", "under_review", "remediation"];
const HELD: &[&str] = &["held", "closed"];

/// The checks.
pub fn checks() -> Vec<Check> {
    [customers(), heard(), suppliers(), contracts(), supply(), more_supply(), internal()]
        .into_iter()
        .flatten()
        .collect()
}

fn of_customers(id: &'static str, examined: &'static str) -> Check {
    check(
        (id, "customer"),
        examined,
        "Record whom you deliver services to.",
        "Complete the customers listed.",
    )
}

fn current_customers() -> Scan {
    every("customer").only(in_use())
}

fn customers() -> Vec<Check> {
    vec![
        of_customers(
            "8.3.2-1",
            "Customers: who speaks for each, and who its users are. And delivered \
             services: for which customers.",
        )
        .scan(current_customers().rule(filled(&["contact", "user_groups"])))
        .scan(
            delivered()
                .aside(given("parent"), "part of another service")
                .rule(filled(&["customers"])),
        ),
        of_customers("8.3.2-2", "Customers: who looks after each of them, and still works here.")
            .scan(current_customers().rule(must(
                names("relationship_manager", "person", in_use()),
                "has nobody who looks after it",
            ))),
        of_customers("8.3.2-3", "Customers: whom to speak with, and how often you meet.")
            .scan(current_customers().rule(filled(&["contact", "review_months"])))
            .attest(
                "Confirm that customers and others can reach you in the ways that were set up.",
            ),
        check(
            ("8.3.2-4", "service_review"),
            "Reviews held with customers: what changes in their business.",
            "Plan a review with a customer.",
            "Write down what the reviews listed told about the business.",
        )
        .scan(every("service_review").only(state(HELD)).rule(filled(&["business_changes"])))
        .attest("Confirm that new and changed requirements were answered."),
        of_customers(
            "8.3.2-5",
            "Customers: reviews at the planned interval. And reviews held: trends and outcomes.",
        )
        .scan(current_customers().rule(last_done_in(
            "last_review_on",
            "last_review_on",
            as_planned("review_months", "review", "the first review is not due yet"),
        )))
        .scan(every("service_review").only(state(HELD)).rule(filled(&["trends", "outcomes"]))),
        of_customers("8.3.2-6", "Customers: a survey of their people at the planned interval.")
            .scan(current_customers().rule(recurs(
                Recurring { other: "satisfaction_survey", by: "customer", on: "closed_at" },
                all([state(&["closed"]), given("sample_size")]),
                as_planned("survey_months", "survey", "the first survey is not due yet"),
            ))),
    ]
}

fn heard() -> Vec<Check> {
    let complaint = |id, examined| {
        check(
            (id, "complaint"),
            examined,
            "Record complaints, even when everybody is content again.",
            "Answer the complaints listed, and say what came of them.",
        )
    };
    vec![
        check(
            ("8.3.2-7", "satisfaction_survey"),
            "Surveys that are closed: what was concluded, what is made \
                 better, and when it was told.",
            "Ask those who use your services how content they are.",
            "Draw conclusions from the surveys listed, and tell them.",
        )
        .scan(every("satisfaction_survey").only(state(&["closed"])).rule(filled(&[
            "conclusions",
            "improvements",
            "told_on",
        ]))),
        complaint(
            "8.3.2-8",
            "Complaints: none is unanswered past its day. And closed ones: what was \
             found and answered.",
        )
        .scan(every("complaint").rule(filled(&["owner"])).rule(must(
            not(all([
                state(&["received", "acknowledged", "investigating"]),
                is_past("answer_due"),
            ])),
            "is unanswered past its day",
        )))
        .scan(every("complaint").only(state(&["closed"])).rule(filled(&["outcome", "answer"]))),
        of_customers(
            "8.3.2-9",
            "Customers: the route for complaints that the usual way \
             does not settle.",
        )
        .scan(current_customers().rule(must(
            any([given("complaint_escalation"), given("complaint_escalates_to")]),
            "has no route by which a complaint goes up",
        )))
        .attest("Confirm that customers know that route."),
    ]
}

fn engaged() -> Scan {
    every(SUPPLIER).only(state(ENGAGED))
}

fn suppliers() -> Vec<Check> {
    let of = |id, examined| {
        check(
            (id, SUPPLIER),
            examined,
            "Record who supplies you.",
            "Complete the suppliers listed.",
        )
    };
    vec![
        of("8.3.4.1-1", "Suppliers at work for you: who looks after each, and still works here.")
            .scan(
                engaged().rule(must(
                    names("owner", "person", in_use()),
                    "has nobody who looks after it",
                )),
            ),
        of("8.3.4.1-2", "Suppliers at work for you: a contract in force.").scan(engaged().rule(
            must(
                has(CONTRACT, "supplier", running(&["in_force"], "next_end")),
                "has no contract in force",
            ),
        )),
        of("8.3.4.1-4", "Suppliers at work for you: how your work joins with theirs.")
            .scan(engaged().rule(filled(&["interfaces"])))
            .attest("Confirm that the interfaces are managed."),
        of("8.3.4.1-5", "Suppliers at work for you: reviews at the planned interval.").scan(
            engaged().rule(last_done_in(
                "last_review_on",
                "last_review_on",
                as_planned("review_months", "review", "the first review is not due yet"),
            )),
        ),
    ]
}

fn contracts() -> Vec<Check> {
    let of = |id: &'static str, examined: &'static str, confirm: &'static str| {
        check(
            (id, CONTRACT),
            examined,
            "Record the contract with a supplier.",
            "Complete the contracts listed.",
        )
        .attest(confirm)
    };
    let in_force = || every(CONTRACT).only(state(&["in_force"]));
    vec![
        of(
            "8.3.4.1-a",
            "Contracts in force: their scope, and the services, items or processes in it.",
            "Confirm that the scope is what is supplied.",
        )
        .scan(in_force().rule(filled(&["scope"])).rule(must(
            any([given("services"), given("items"), given("processes")]),
            "names no service, item or process",
        ))),
        of(
            "8.3.4.1-b",
            "Contracts in force: the requirements to be met.",
            "Confirm that the requirements are those of your services.",
        )
        .scan(in_force().rule(filled(&["requirements"]))),
        of(
            "8.3.4.1-c",
            "Contracts in force: targets, or other obligations.",
            "Confirm that the targets are what you need.",
        )
        .scan(in_force().rule(must(
            any([given("obligations"), has("supplier_target", "contract", in_use())]),
            "has neither targets nor obligations",
        ))),
        of(
            "8.3.4.1-d",
            "Contracts in force: what each side answers for.",
            "Confirm that authorities of both sides are written down.",
        )
        .scan(in_force().rule(filled(&["our_responsibilities", "their_responsibilities"]))),
    ]
}

fn held_reviews() -> Scan {
    every("supplier_review").only(state(HELD))
}

fn of_reviews(id: &'static str, examined: &'static str) -> Check {
    check(
        (id, "supplier_review"),
        examined,
        "Plan a review of a supplier.",
        "Complete the reviews listed.",
    )
}

fn led_on() -> Rule {
    must(any([given("outcomes"), given("no_actions_because")]), "came to nothing, without a reason")
}

fn supply() -> Vec<Check> {
    vec![
        check(
            ("8.3.4.1-3", "alignment_check"),
            "Contracts in force: their targets were held against what \
                 you promised, alone or with all others after each was signed, and what was found was decided.",
            "Hold a contract's targets against your agreements.",
            "Hold the contracts listed against your agreements.",
        )
        .scan(every(CONTRACT).only(state(&["in_force"])).rule(must(
            any([
                has(ALIGNMENT, "contract", all([state(&["concluded"]), given("conclusions")])),
                was_compared_with_all(),
            ]),
            "was never held against what you promised",
        ))),
        of_reviews(
            "8.3.4.1-6",
            "Reviews held with suppliers: how they did, and what is \
             done about it.",
        )
        .scan(held_reviews().only(given("supplier")).rule(filled(&["performance"])).rule(led_on())),
        of_reviews(
            "8.3.4.1-7",
            "Reviews held with suppliers: whether the contract still fits what your \
             services need.",
        )
        .scan(held_reviews().only(given("supplier")).rule(filled(&["contract_fits"])))
        .attest("Confirm that the contracts were held against today's service requirements."),
    ]
}

/// A check of all contracts was concluded that compared them after this one was signed.
fn was_compared_with_all() -> Condition {
    let checks = Reads::fields(&["contract", "agreement", "compared_at", "conclusions"]);
    let checks = checks.and(Reads::states(&["concluded"])).of_kind(ALIGNMENT);
    let slot = Slot::fresh();
    Condition::new(checks.and(Reads::fields(&["signed_on"])), move |contract| {
        let signed = contract.day("signed_on");
        let last = contract.world.once(slot, &[ALIGNMENT], || {
            let of_all = contract.world.all(ALIGNMENT).filter(|check| {
                let is_of_all = !check.has("contract") && !check.has("agreement");
                is_of_all && check.state() == "concluded" && check.has("conclusions")
            });
            of_all.filter_map(|check| check.day("compared_at")).max()
        });
        let last = last.and_then(|last| *last);
        last.is_some_and(|on| signed.is_none_or(|signed| signed <= on))
    })
}

/// The supplier had a contract that was signed before this one.
fn changes_an_earlier_one() -> Condition {
    let own = Reads::fields(&["supplier", "signed_on"]);
    let slot = Slot::fresh();
    let supplier = |contract: &Member<'_>| contract.value("supplier").as_int();
    Condition::new(own.clone().and(own.of_kind(CONTRACT)), move |contract| {
        let Some(signed) = contract.day("signed_on") else { return false };
        let firsts = contract.world.once(slot, &[CONTRACT], || {
            let mut firsts = BTreeMap::<_, Date>::new();
            for other in contract.world.all(CONTRACT) {
                if let Some(on) = other.day("signed_on") {
                    let first = firsts.entry(supplier(&other)).or_insert(on);
                    *first = on.min(*first);
                }
            }
            firsts
        });
        firsts.is_some_and(|firsts| {
            firsts.get(&supplier(contract)).is_some_and(|first| *first < signed)
        })
    })
}

/// A check made for the contract itself was concluded by the day on which it was signed.
fn was_looked_at_before() -> Condition {
    let checks = Reads::choices("occasion", &["contract"]).and(Reads::states(&["concluded"]));
    let checks =
        checks.and(Reads::fields(&["concluded_at"])).of_those_naming(ALIGNMENT, "contract");
    Condition::new(checks.and(Reads::fields(&["signed_on"])), |contract| {
        let signed = contract.day("signed_on");
        contract.named_by(ALIGNMENT, "contract").any(|check| {
            let concluded = check.day("concluded_at");
            check.state() == "concluded"
                && check.text("occasion") == "contract"
                && concluded.is_some_and(|on| signed.is_none_or(|signed| on <= signed))
        })
    })
}

fn more_supply() -> Vec<Check> {
    vec![
        check(
            ("8.3.4.1-8", "alignment_check"),
            "Contracts in force with a supplier that had one before: before the later one was signed, it was held \
                 against what you promised, and what was found was decided.",
            "Hold a changed contract's targets against your agreements before you sign it.",
            "Look at what the contracts listed change for your services.",
        )
        .scan(every(CONTRACT).only(state(&["in_force"])).only(changes_an_earlier_one()).rule(must(
            was_looked_at_before(),
            "was signed in place of or beside an earlier one without a look at what it changes",
        ))),
        check(
            ("8.3.4.1-9", "dispute"),
            "Disputes: none is past the day of its next step. And what \
                 is settled: what was agreed.",
            "Record what you and a supplier disagree about.",
            "Take the next step of the disputes listed.",
        )
        .scan(
            every("dispute")
                .only(not(state(&["withdrawn"])))
                .rule(must(
                    not(all([state(&["open", "negotiating", "escalated"]), is_past("next_on")])),
                    "is past the day of its next step",
                ))
                .rule(when(state(&["settled", "closed"]), filled(&["settlement"]))),
        ),
        of_reviews(
            "8.3.4.2-3",
            "Reviews of internal suppliers and of customers who supply you: what is \
             done about what was missed.",
        )
        .scan(held_reviews().only(given("operational_agreement")).rule(led_on())),
    ]
}

fn internal() -> Vec<Check> {
    let of = |id, examined| {
        check(
            (id, "operational_agreement"),
            examined,
            "Agree what an internal team, or a customer who supplies \
                 you, does for your services.",
            "Complete and review the agreements listed.",
        )
    };
    let agreed = || every("operational_agreement").only(state(&["in_force", "under_review"]));
    vec![
        of(
            "8.3.4.2-1",
            "Agreements in force with internal suppliers and customers who supply \
             you: commitments, activities, interfaces, and who agreed.",
        )
        .scan(agreed().rule(filled(&[
            "commitments",
            "activities",
            "interfaces",
            "agreed_by",
            "agreed_on",
        ])))
        .attest("Confirm that every internal supplier has its agreement."),
        of(
            "8.3.4.2-2",
            "Agreements in force with internal suppliers: reviews at the planned \
             interval.",
        )
        .scan(agreed().rule(unless_overdue(last_done_in(
            "last_review_on",
            "starts_on",
            as_planned("review_months", "review", "the first review is not due yet"),
        )))),
    ]
}
