//! 8.2.6 Configuration management: what services are made of, known and kept right.
use super::parts::{DELIVERED, as_set, check};
use crate::{
    check::{Check, Scan, every},
    combinator::{filled, interval::renewed, must, unless_overdue, when},
    condition::{
        all, any, at_least, did, given, has, imported, in_use, is, is_yes, names, not, state,
    },
};

const ITEM: &str = "configuration_item";
const STATUS: &[&str] = &[
    "ordered",
    "in_stock",
    "in_build",
    "in_test",
    "live",
    "in_maintenance",
    "retired",
    "missing",
    "disposed",
];
const IN_SERVICE: &[&str] = &["live", "in_maintenance"];
const BEGIN_ITEM: &str = "Record what your services are made of.";
const MEND_ITEM: &str = "Complete the configuration items listed.";

/// The checks.
pub fn checks() -> Vec<Check> {
    [configuration(), more_configuration(), upkeep()].into_iter().flatten().collect()
}

fn live() -> Scan {
    every(ITEM).only(state(IN_SERVICE))
}

fn of_item(id: &'static str, examined: &'static str) -> Check {
    check((id, ITEM), examined, BEGIN_ITEM, MEND_ITEM)
}

fn configuration() -> Vec<Check> {
    vec![
        check(
            ("8.2.6-1", "configuration_item_type"),
            "Types of configuration item in use: what each is for, and who keeps it right.",
            "Define a type of configuration item.",
            "Complete the types listed.",
        )
        .scan(every("configuration_item_type").only(in_use()).rule(filled(&["purpose", "owner"])))
        .attest("Confirm that the types cover all that has to be controlled."),
        of_item(
            "8.2.6-2",
            "Delivered services: each has a configuration item that \
             stands in service for it.",
        )
        .scan(every("service").only(state(DELIVERED)).rule(must(
            has(ITEM, "service", state(IN_SERVICE)),
            "has no configuration item in service",
        ))),
        of_item(
            "8.2.6-3",
            "Configuration items in service: type, owner and description. And those of critical \
             services: also where each stands.",
        )
        .scan(live().rule(filled(&["item_type", "owner", "description"])).rule(when(
            names("service", "service", is("criticality", &["critical"])),
            filled(&["location"]),
        ))),
        check(
            ("8.2.6-4", ITEM),
            "Configuration items, by the names of which they are kept. And people on record: each has roles, and \
             by these Gemba decides who reads and who changes configuration items.",
            BEGIN_ITEM,
            "Give the people listed their roles.",
        )
        .scan(every(ITEM).rule(filled(&["name"])))
        .scan(every("person").only(in_use()).rule(filled(&["roles"]))),
        of_item(
            "8.2.6-a",
            "Configuration items: each has a number that Gemba gave and \
             never gives again, and a name.",
        )
        .scan(every(ITEM).rule(filled(&["name"]))),
        of_item("8.2.6-b", "Configuration items: the type of each.")
            .scan(every(ITEM).rule(filled(&["item_type"]))),
    ]
}

fn more_configuration() -> Vec<Check> {
    vec![
        of_item("8.2.6-c", "Configuration items in service: a description.")
            .scan(live().rule(filled(&["description"]))),
        of_item(
            "8.2.6-d",
            "Configuration items in service: a relation to another one, or to a \
             service.",
        )
        .scan(live().rule(must(
            any([
                has("configuration_relation", "from", state(&["current"])),
                has("configuration_relation", "to", state(&["current"])),
                given("service"),
            ]),
            "has no relation to anything",
        ))),
        of_item(
            "8.2.6-e",
            "Configuration items, planned ones aside: the status of each, and who answers for it. What a \
             verification did not find has the status “missing”, which is one, too.",
        )
        .scan(
            every(ITEM)
                .only(not(state(&["planned"])))
                .rule(must(state(STATUS), "has no status of its life"))
                .rule(filled(&["owner"])),
        ),
        of_item(
            "8.2.6-5",
            "Configuration items in service, imported ones aside: the \
             change by which each came into use.",
        )
        .scan(
            live()
                .aside(imported(), "brought by discovery or another tool")
                .rule(filled(&["change"])),
        ),
        of_item(
            "8.2.6-6",
            "Configuration items: the history of each begins with its record, from a \
             person or an import.",
        )
        .scan(every(ITEM).rule(must(
            any([did(&["create"]), imported()]),
            "has a history that does not say where it came from",
        ))),
    ]
}

fn upkeep() -> Vec<Check> {
    let audits = || every("configuration_audit").only(state(&["finished"]));
    vec![
        check(
            ("8.2.6-7", "change"),
            "Changes carried out and reviewed that touch configuration \
                 items: the items were brought up to date.",
            "Name the configuration items that a change touches.",
            "Bring the items of the changes listed up to date, and say so there.",
        )
        .scan(
            every("change")
                .only(all([
                    state(&["reviewed", "closed"]),
                    given("configuration_items"),
                    given("implemented_at"),
                ]))
                .rule(must(is_yes("items_updated"), "left its configuration items as they were")),
        ),
        check(
            ("8.2.6-8", "configuration_audit"),
            "Finished verifications: each was followed by the next within the planned interval, which is a year \
             where none was set.",
            "Verify a sample of configuration items.",
            "Verify again: the last time is longer ago than was planned.",
        )
        .scan(audits().rule(unless_overdue(renewed(
            "configuration_audit",
            "finished_at",
            None,
            state(&["finished"]),
            as_set("configuration_items", "verification", "the next verification is not due yet"),
        )))),
        check(
            ("8.2.6-9", "configuration_audit"),
            "Finished verifications that found something wrong: what was done about it.",
            "Verify a sample of configuration items.",
            "Say what is done about what the verifications listed found.",
        )
        .scan(audits().rule(must(
            any([at_least("accuracy_percent", 100), given("actions")]),
            "found something wrong, and nothing was done",
        ))),
        check(
            ("8.2.6-10", "change"),
            "Changes beyond their draft, and problems that were classified: the configuration items or the \
             service that they touch; a change may touch processes or documents instead.",
            "Propose a change with the items that it touches.",
            "Name what the changes and problems listed touch.",
        )
        .scan(every("change").only(not(state(&["draft", "withdrawn"]))).rule(must(
            any([
                given("configuration_items"),
                given("service"),
                given("processes"),
                given("documents"),
            ]),
            "names nothing that it touches",
        )))
        .scan(every("problem").only(not(state(&["logged"]))).rule(must(
            any([given("configuration_item"), given("service")]),
            "names nothing that it touches",
        ))),
    ]
}
