//! Evaluation: values are taken when a period is over, what has to be looked at again is watched, reports are prepared
//! and sent, and top management finds in its review what the records say.
use crate::figures::house::{House, at, figure, tell, typed};
use gemba_desk::{Command, Query};
use gemba_model::{Choice, review_inputs::Input};
use gemba_vocabulary::{RecordId, Value, actor::Role};
use serde_json::{Value as Json, json};

fn id(number: RecordId) -> String {
    number.to_string()
}

fn all(house: &House, kind: &str) -> Vec<RecordId> {
    let found = house.desk.list(&house.manager, &Query { limit: 500, ..Query::of(kind) }).unwrap();
    let mut ids: Vec<_> = found.records.iter().map(|one| one.id).collect();
    ids.sort_unstable();
    ids
}

fn state(house: &House, kind: &str, number: RecordId) -> String {
    house.desk.record(&house.manager, kind, number).unwrap().state
}

fn rows(house: &House, kind: &str, number: RecordId, field: &str) -> Vec<Json> {
    let view = house.desk.view(kind).unwrap();
    let record = house.desk.record(&house.manager, kind, number).unwrap();
    match view.value(&record, field) {
        Value::Struct(Json::Array(rows)) => rows.clone(),
        other => panic!("{field} holds {other:?}"),
    }
}

fn tasks(house: &House, kind: &str, number: RecordId) -> Vec<String> {
    let of = house.numbers_of("task", "parent", number);
    let of = of.into_iter().filter(|task| house.holds("task", *task, "parent_kind") == kind);
    of.map(|task| house.holds("task", task, "summary")).collect()
}

/// A measure in use, of a service.
fn measure(house: &House, fields: &[(&str, &str)]) -> RecordId {
    let owner = id(house.manager.person.unwrap());
    let service = house.create("service", &[("name", "Mail")]);
    let service = id(service);
    let usual = [
        ("name", "Complaints"),
        ("question", "Who is not content?"),
        ("service", &*service),
        ("owner", &*owner),
        ("formula", "All that arrived"),
        ("method", "Each is recorded at once"),
        ("better", "lower"),
        ("target", "1"),
    ];
    let measure = house.create("measure", &[&usual, fields].concat());
    house.go("measure", measure, "use", &[]).unwrap();
    measure
}

const FROM_SHEET: &[(&str, &str)] =
    &[("source", "sheet"), ("sheet", "complaints"), ("figure", "received")];

fn complaint(house: &House, when: &str) {
    at(when);
    let customer = house.create("customer", &[("name", "Acme")]);
    let fields = [("summary", "Too slow"), ("customer", &*id(customer)), ("received_at", when)];
    house.create("complaint", &fields);
}

#[test]
fn at_the_end_of_each_period_the_value_is_taken_with_what_it_rests_on() {
    tell(|house| {
        let measure = measure(house, FROM_SHEET);
        assert_eq!(house.holds("measure", measure, "next_value_on"), "2025-02-01");
        complaint(house, "2025-01-10T09:00:00Z");
        complaint(house, "2025-01-11T09:00:00Z");
        house.until("2025-02-01T01:00:00Z");
        let [january] = all(house, "measurement")[..] else { panic!("one value") };
        let holds = |field| house.holds("measurement", january, field);
        assert_eq!((&*holds("value"), &*holds("judged")), ("2", "missed"));
        assert_eq!(holds("taken_from"), "complaints: received");
        assert!(holds("rests_on").contains("Too slow"), "{}", holds("rests_on"));
        assert_eq!(state(house, "measurement", january), "taken");
        assert_eq!(house.holds("measure", measure, "latest_value"), "2");
        assert_eq!(house.holds("measure", measure, "judged"), "missed");
        let asked = tasks(house, "measurement", january);
        assert!(asked[0].starts_with("Decide what is done about the missed target"), "{asked:?}");
        house.until("2025-03-01T01:00:00Z");
        assert_eq!(all(house, "measurement").len(), 2, "once for each period");
        assert_eq!(house.holds("measure", measure, "judged"), "met", "nobody complained");
        let evaluation = [("evaluation", "Two people were ill")];
        house.go("measurement", january, "evaluate", &evaluation).unwrap();
        house.until("2025-03-02T01:00:00Z");
        assert_eq!(house.holds("measure", measure, "evaluation_due_on"), "2025-06-01");
    });
}

#[test]
fn a_figure_that_no_sheet_has_is_refused_with_those_there_are() {
    tell(|house| {
        let create = |sheet: &str, figure: &str| {
            let fields =
                typed(&[("name", "X"), ("source", "sheet"), ("sheet", sheet), ("figure", figure)]);
            house.run(&house.manager, Command::create("measure", fields)).unwrap_err()
        };
        let refusal = create("complaint", "received");
        assert!(
            refusal.starts_with("There is no sheet “complaint”. There are: scope, roles,"),
            "{refusal}"
        );
        let refusal = create("complaints", "recieved");
        assert!(
            refusal.contains("has no figure “recieved”") && refusal.contains("received"),
            "{refusal}"
        );
    });
}

#[test]
fn periods_that_are_over_are_made_up_for_and_a_value_by_hand_is_asked_for_and_late() {
    tell(|house| {
        complaint(house, "2025-01-10T09:00:00Z");
        at("2025-04-10T09:00:00Z");
        let from = [FROM_SHEET, &[("counted_from", "2025-01-01")]].concat();
        let counted = measure(house, &from);
        house.until("2025-04-10T10:00:00Z");
        assert_eq!(house.numbers("measurement", "measure", counted).len(), 3);
        let by_hand =
            measure(house, &[("taken_from", "The invoice"), ("counted_from", "2025-03-01")]);
        house.until("2025-04-10T11:00:00Z");
        let [march] = house.numbers("measurement", "measure", by_hand)[..] else { panic!("one") };
        assert_eq!(state(house, "measurement", march), "expected");
        assert_eq!(house.holds("measurement", march, "due_on"), "2025-04-11");
        assert!(tasks(house, "measurement", march)[0].starts_with("Enter the value"));
        let late = |house: &House| {
            let sheet = house.sheet("measures", "2025-01-01", "2026-01-01", None);
            figure(&sheet, "values_late")["value"].clone()
        };
        assert_eq!(late(house), 0, "there is a day left");
        at("2025-04-12T09:00:00Z");
        assert_eq!(late(house), 1);
        let told = [("value", "1.5"), ("taken_from", "The invoice of March")];
        house.go("measurement", march, "enter", &told).unwrap();
        assert_eq!(late(house), 0);
        assert_eq!(house.holds("measurement", march, "judged"), "missed");
    });
}

#[test]
fn vector_rev_1_through_the_door_and_what_was_late_stays_so() {
    tell(|house| {
        at("2025-01-31T09:00:00Z");
        let owner = id(house.manager.person.unwrap());
        let fields = [
            ("summary", "Costs and budgets"),
            ("topic", "costs"),
            ("interval_months", "3"),
            ("owner", &*owner),
        ];
        let review = house.create("planned_review", &fields);
        house.go("planned_review", review, "hold", &[]).unwrap();
        assert_eq!(house.holds("planned_review", review, "next_due_on"), "2025-04-30");
        house.until("2025-04-16T01:00:00Z");
        let due = "Due on 2025-04-30: Costs and budgets".to_owned();
        assert_eq!(tasks(house, "planned_review", review), std::slice::from_ref(&due));
        house.until("2025-05-05T09:00:00Z");
        let over = "Overdue since 2025-04-30: Costs and budgets".to_owned();
        assert_eq!(tasks(house, "planned_review", review), [due, over]);
        let sheet = |house: &House| house.sheet("intervals", "2025-05-05", "2025-05-06", None);
        assert_eq!(figure(&sheet(house), "intervals_overdue")["value"], 1);
        house.go("planned_review", review, "hold", &[]).unwrap();
        assert_eq!(house.holds("planned_review", review, "next_due_on"), "2025-08-05");
        at("2025-08-01T09:00:00Z");
        house.go("planned_review", review, "hold", &[]).unwrap();
        let sheet = sheet(house);
        assert_eq!(figure(&sheet, "intervals_overdue")["value"], 0);
        let unset = figure(&sheet, "topics_without_interval");
        assert_eq!((&unset["value"], &unset["judged"]), (&json!(16), &json!("missed")));
    });
}

#[test]
fn records_that_show_it_count_by_themselves() {
    tell(|house| {
        let fields =
            [("summary", "Satisfaction"), ("topic", "satisfaction"), ("interval_months", "6")];
        let review = house.create("planned_review", &fields);
        assert_eq!(house.holds("planned_review", review, "next_due_on"), "2025-07-02");
        at("2025-08-01T09:00:00Z");
        let sheet = |house: &House| house.sheet("intervals", "2025-08-01", "2025-08-02", None);
        assert_eq!(figure(&sheet(house), "intervals_overdue")["value"], 1);
        let owner = id(house.manager.person.unwrap());
        let survey = [("name", "Summer"), ("owner", &*owner), ("sort", "after_resolution")];
        let survey = house.create("satisfaction_survey", &survey);
        house.go("satisfaction_survey", survey, "open", &[]).unwrap();
        let customer = house.create("customer", &[("name", "Acme")]);
        let asked = house.person("Cora", Role::CustomerContact, Some(customer));
        let question = [("survey", id(survey)), ("person", id(asked.person.unwrap()))];
        let question = question.each_ref().map(|(field, value)| (*field, &**value));
        house.create("survey_answer", &question);
        let told = [("conclusions", "Good"), ("improvements", "None"), ("told_on", "2025-08-01")];
        house.go("satisfaction_survey", survey, "close", &told).unwrap();
        house.until("2025-08-01T09:30:00Z");
        assert_eq!(house.holds("planned_review", review, "last_held_on"), "2025-08-01");
        assert_eq!(house.holds("planned_review", review, "next_due_on"), "2026-02-01");
        let sheet = sheet(house);
        assert_eq!(figure(&sheet, "intervals_overdue")["value"], 0);
        assert_eq!(figure(&sheet, "intervals_missed")["value"], 1, "it was late once");
    });
}

fn definition(house: &House, readers: &str, customers: &str) -> RecordId {
    let owner = id(house.manager.person.unwrap());
    let fields = [
        ("name", "Month"),
        ("purpose", "Whom to ring"),
        ("audience", "Top management"),
        ("readers", readers),
        ("customers", customers),
        ("mail_to", "board@harbour.example"),
        ("sheets", r#"[{"sheet": "complaints"}, {"sheet": "measures"}]"#),
        ("owner", &*owner),
    ];
    let definition = house.create("report_definition", &fields);
    house.go("report_definition", definition, "use", &[]).unwrap();
    definition
}

#[test]
fn a_report_is_prepared_decided_on_and_sent_with_what_was_agreed() {
    tell(|house| {
        for day in ["2025-01-10", "2025-03-10", "2025-03-11"] {
            complaint(house, &format!("{day}T09:00:00Z"));
        }
        at("2025-03-12T09:00:00Z");
        let acme = house.create("customer", &[("name", "Acme")]);
        let reader = house.manager.person.unwrap();
        let contact = house.person("Cora", Role::CustomerContact, Some(acme));
        let definition = definition(house, &id(reader), &id(acme));
        assert_eq!(house.holds("report_definition", definition, "next_due_on"), "2025-04-11");
        house.until("2025-04-01T01:00:00Z");
        let [run] = all(house, "report_run")[..] else { panic!("one report") };
        let received = rows(house, "report_run", run, "trends");
        let received =
            received.iter().find(|row| row["figure"] == "Complaints: Complaints received");
        let received = received.unwrap();
        assert_eq!(
            (&received["before"], &received["now"], &received["leads"]),
            (&json!("0, 1, 0"), &json!("2"), &json!("higher than in each of 3 before"))
        );
        assert!(tasks(house, "report_run", run)[0].starts_with("Look at it and send it"));
        let findings = rows(house, "report_run", run, "findings");
        assert!(!findings.is_empty(), "what missed its target stands out");
        let says = [("conclusions", "A poor month")];
        assert!(house.go("report_run", run, "review", &says).unwrap_err().contains("stands out"));
        let decided: Vec<_> = findings
            .iter()
            .map(|one| {
                json!({"finding": one["finding"], "decision": format!("Mend {}", one["finding"]),
                "owner": "Anna", "due": "2025-04-30"})
            })
            .collect();
        let decided = Json::Array(decided).to_string();
        house.go("report_run", run, "review", &[says[0], ("findings", &decided)]).unwrap();
        house.until("2025-04-02T09:00:00Z");
        let actions = tasks(house, "report_run", run);
        assert_eq!(actions.len(), findings.len() + 1, "{actions:?}");
        assert!(house.desk.record(&contact, "report_run", run).is_err(), "it is not sent");
        house.go("report_run", run, "send", &[]).unwrap();
        house.until("2025-04-02T10:00:00Z");
        let told = rows(house, "report_run", run, "told");
        let who: Vec<_> = told.iter().map(|one| (one["who"].clone(), one["by"].clone())).collect();
        assert_eq!(
            who,
            [
                (json!("Mara"), json!("in Gemba")),
                (json!("Acme"), json!("in Gemba, to its contacts")),
                (json!("board@harbour.example"), json!("by mail")),
            ]
        );
        assert!(told[2]["actions"].as_str().unwrap().contains("(Anna, by 2025-04-30)"));
        let seen = house.desk.record(&contact, "report_run", run).unwrap();
        let view = house.desk.view("report_run").unwrap();
        assert_eq!(view.value(&seen, "conclusions").to_text(), "A poor month");
        assert_eq!(*view.value(&seen, "findings"), Value::None, "that is internal");
        assert_eq!(house.holds("report_definition", definition, "reported_until"), "2025-04-01");
        assert_eq!(house.holds("report_definition", definition, "next_due_on"), "2025-05-11");
    });
}

#[test]
fn a_report_shows_sheets_that_there_are_and_that_all_its_readers_may_know() {
    tell(|house| {
        let with = |sheet: &str| {
            let owner = id(house.manager.person.unwrap());
            let sheets = json!([{"sheet": sheet}]).to_string();
            let fields = [
                ("name", "Month"),
                ("purpose", "Whom to ring"),
                ("audience", "All"),
                ("readers", &*owner),
                ("sheets", &sheets),
                ("owner", &owner),
            ];
            let definition = house.create("report_definition", &fields);
            house.go("report_definition", definition, "use", &[])
        };
        assert!(with("complaint").unwrap_err().starts_with("There is no sheet “complaint”."));
        assert!(with("security").unwrap_err().contains("only those who look after"));
        with("complaints").unwrap();
    });
}

#[test]
fn what_is_kept_names_no_restricted_incident() {
    tell(|house| {
        let owner = id(house.manager.person.unwrap());
        let open = |summary: &str, restricted: &str| {
            let fields = [
                ("summary", summary),
                ("opened_at", "2025-01-10T09:00:00Z"),
                ("restricted", restricted),
            ];
            at("2025-01-10T09:30:00Z");
            house.create("incident", &fields)
        };
        open("A mail to all", "no");
        open("Told to few", "yes");
        let fields = [
            ("name", "Month"),
            ("purpose", "Whom to ring"),
            ("audience", "All"),
            ("readers", &*owner),
            ("sheets", r#"[{"sheet": "incidents"}, {"sheet": "service-levels"}]"#),
            ("owner", &owner),
        ];
        let definition = house.create("report_definition", &fields);
        house.go("report_definition", definition, "use", &[]).unwrap();
        house.until("2025-02-01T01:00:00Z");
        let [run] = all(house, "report_run")[..] else { panic!("one report") };
        let content = house.holds("report_run", run, "content");
        assert!(content.contains("A mail to all") && !content.contains("Told to few"), "{content}");
    });
}

fn comments() -> String {
    let all = Input::ALL.iter().map(|input| json!({"input": input, "comment": "We looked"}));
    Json::Array(all.collect()).to_string()
}

#[test]
fn top_management_finds_what_the_records_say_and_signs_what_it_decides() {
    tell(|house| {
        let head = house.person("Hanna", Role::TopManagement, None);
        complaint(house, "2025-01-20T09:00:00Z");
        let measure = measure(house, FROM_SHEET);
        house.until("2025-02-01T01:00:00Z");
        let owner = id(house.manager.person.unwrap());
        let planned = [("planned_on", "2025-02-10"), ("owner", &*owner)];
        let review = house.create("management_review", &planned);
        let inputs = rows(house, "management_review", review, "inputs");
        for input in Input::ALL {
            assert!(inputs.iter().any(|point| point["input"] == json!(input)), "{input:?}");
        }
        let point = |inputs: &[Json], part: &str| {
            inputs.iter().any(|point| point["point"].as_str().unwrap().contains(part))
        };
        assert!(point(&inputs, "1 complaints since 2024-"), "{inputs:?}");
        assert!(point(&inputs, "Complaints: 1 (target 1): met"), "{inputs:?}");
        assert!(point(&inputs, "Nothing is recorded."));
        assert_eq!(rows(house, "management_review", review, "comments").len(), Input::ALL.len());
        // On the morning of its day it is put together once more.
        complaint(house, "2025-02-05T09:00:00Z");
        house.until("2025-02-10T01:00:00Z");
        let inputs = rows(house, "management_review", review, "inputs");
        assert!(point(&inputs, "2 complaints since 2024-"), "{inputs:?}");
        house.go("management_review", review, "prepare", &[]).unwrap();
        let (who, said) = (id(head.person.unwrap()), comments());
        let held = [
            ("attendees", &*who),
            ("comments", &said),
            ("suitability", "It suits"),
            ("adequacy", "It suffices"),
            ("effectiveness", "It works"),
        ];
        let alone = [&[("attendees", &*owner)][..], &held[1..]].concat();
        let refusal = house.go("management_review", review, "hold", &alone).unwrap_err();
        assert!(refusal.starts_with("Nobody of top management"), "{refusal}");
        house.go("management_review", review, "hold", &held).unwrap();
        let decide = |name: &str, sort: &str| {
            let number = id(review);
            let fields = [
                ("name", name),
                ("review", &*number),
                ("sort", sort),
                ("reason", "It helps"),
                ("owner", &*owner),
                ("due_on", "2025-03-31"),
            ];
            house.create("review_decision", &fields)
        };
        let decision = decide("Ring each who complains", "improvement");
        decide("Nothing else", "no_change");
        let sign = || Command::verb("management_review", review, "sign");
        assert!(house.run(&house.manager, sign()).is_err());
        house.run(&head, sign()).unwrap();
        assert!(house.go("management_review", review, "close", &[]).is_err(), "one is open");
        house.until("2025-03-20T09:00:00Z");
        assert_eq!(tasks(house, "review_decision", decision).len(), 1, "its owner is reminded");
        house.go("review_decision", decision, "finish", &[("evidence", "All were rung")]).unwrap();
        house.go("management_review", review, "close", &[]).unwrap();
        // The next one looks back to this one, and at what became of its decisions.
        let next = house.create("management_review", &[("planned_on", "2025-08-10")]);
        assert_eq!(house.holds("management_review", next, "looks_back_to"), "2025-02-10");
        let inputs = rows(house, "management_review", next, "inputs");
        assert!(point(&inputs, "Ring each who complains (done"), "{inputs:?}");
        assert!(house.holds("measure", measure, "latest_value") == "1");
    });
}

#[test]
fn a_service_is_evaluated_against_each_requirement() {
    tell(|house| {
        let service = house.create("service", &[("name", "Mail")]);
        let number = id(service);
        let requirement = [
            ("text", "It works"),
            ("service", &*number),
            ("source", "Acme"),
            ("acceptance", "It did for a week"),
        ];
        let requirement = house.create("service_requirement", &requirement);
        house.go("service_requirement", requirement, "approve", &[]).unwrap();
        let fields = [("service", &*number), ("from", "2025-01-01"), ("until", "2025-02-01")];
        let evaluation = house.create("service_evaluation", &fields);
        let verdicts = rows(house, "service_evaluation", evaluation, "verdicts");
        assert_eq!(verdicts.len(), 1, "{verdicts:?}");
        assert_eq!(verdicts[0]["asks"], "It works");
        let facts = rows(house, "service_evaluation", evaluation, "facts");
        assert!(facts.iter().any(|fact| fact["what"] == "Incidents"), "{facts:?}");
    });
}
