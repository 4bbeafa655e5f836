//! Customers: how content they are, whether they are asked and spoken with as planned, and what they complain of.
use crate::figures::house::{House, at, figure, tell, typed};
use gemba_desk::{Command, Query};
use gemba_vocabulary::{
    RecordId, Value,
    actor::{Actor, Role},
    sample::draw,
};
use serde_json::Value as Json;

fn id(number: RecordId) -> String {
    number.to_string()
}

fn customer(house: &House, name: &str, more: &[(&str, &str)]) -> RecordId {
    house.create("customer", &[&[("name", name)][..], more].concat())
}

fn people(house: &House, customer: RecordId, count: usize) -> Vec<Actor> {
    let one = |place| house.person(&format!("Person {place}"), Role::Requester, Some(customer));
    (0..count).map(one).collect()
}

fn survey(house: &House, fields: &[(&str, &str)]) -> RecordId {
    let owner = id(house.manager.person.unwrap());
    let usual = [("name", "In spring"), ("owner", &*owner)];
    house.create("satisfaction_survey", &[&usual, fields].concat())
}

fn answer(house: &House, who: &Actor, question: RecordId, score: &str, likely: &str) {
    let fields = typed(&[("score", score), ("likelihood", likely)]);
    let answer = Command::verb("survey_answer", question, "answer").with_input(fields);
    house.run(who, answer).unwrap();
}

fn found(house: &House, who: &Actor, kind: &str) -> Vec<RecordId> {
    let query = Query { limit: 500, ..Query::of(kind) };
    house.desk.list(who, &query).unwrap().records.iter().map(|one| one.id).collect()
}

/// What somebody reads in a field of a record.
fn sees(house: &House, who: &Actor, kind: &str, id: RecordId, (field, text): (&str, &str)) {
    let seen = house.desk.record(who, kind, id).unwrap();
    assert_eq!(house.desk.view(kind).unwrap().value(&seen, field).to_text(), text);
}

/// What is internal, of which somebody reads nothing.
fn sees_none(house: &House, who: &Actor, kind: &str, id: RecordId, fields: &[&str]) {
    let seen = house.desk.record(who, kind, id).unwrap();
    let view = house.desk.view(kind).unwrap();
    for field in fields {
        assert_eq!(*view.value(&seen, field), Value::None, "{field} is internal");
    }
}

/// The row of a table of the first part whose first cell tells that.
fn row<'a>(sheet: &'a Json, table: &str, first: &str) -> &'a Json {
    let tables = sheet["parts"][0]["tables"].as_array().unwrap();
    let table = tables.iter().find(|one| one["name"] == table).unwrap();
    let mut rows = table["rows"].as_array().unwrap().iter();
    rows.find(|row| row[0]["value"] == first).unwrap_or_else(|| panic!("no {first} in {table}"))
}

#[test]
fn vector_sat_1_through_the_door() {
    tell(|house| {
        at("2025-03-03T08:00:00Z");
        let acme = customer(house, "Acme", &[]);
        let asked = people(house, acme, 120);
        let survey = survey(house, &[("sort", "after_resolution")]);
        house.go("satisfaction_survey", survey, "open", &[]).unwrap();
        for (place, who) in asked.iter().enumerate() {
            let person = id(who.person.unwrap());
            let question =
                house.create("survey_answer", &[("survey", &id(survey)), ("person", &person)]);
            if place < 84 {
                let score = if place < 63 { ["4", "5"][place % 2] } else { ["1", "3"][place % 2] };
                let likely = match place {
                    0..40 => ["9", "10"][place % 2],
                    40..54 => ["0", "6"][place % 2],
                    _ => ["7", "8"][place % 2],
                };
                answer(house, who, question, score, likely);
            }
        }
        let sheet = house.sheet("satisfaction", "2025-03-01", "2025-04-01", None);
        assert_eq!(figure(&sheet, "csat")["value"], "75");
        assert_eq!(figure(&sheet, "nps")["value"], "30.95");
        assert_eq!(figure(&sheet, "response")["value"], "70");
        assert_eq!(figure(&sheet, "asked")["value"], 120);
        assert_eq!(figure(&sheet, "csat")["rests_on"]["rows"].as_array().unwrap().len(), 84);
        assert_eq!(row(&sheet, "customers", "Acme")[2]["value"], 84);
        let before = house.sheet("satisfaction", "2025-02-01", "2025-03-01", None);
        let none = figure(&before, "csat");
        assert_eq!(
            (&none["value"], &none["undefined"]),
            (&Json::Null, &"Nobody gave a score.".into())
        );
        let told = [("conclusions", "Good"), ("improvements", "None"), ("told_on", "2025-03-03")];
        house.go("satisfaction_survey", survey, "close", &told).unwrap();
        let kept = ["csat_percent", "nps", "response_percent", "asked_count"];
        let kept = kept.map(|field| house.holds("satisfaction_survey", survey, field));
        assert_eq!(kept, ["75", "30.95", "70", "120"], "one source of truth");
    });
}

#[test]
fn vector_smp_1_through_the_door() {
    tell(|house| {
        let mut asked = 0;
        for (count, sample) in [(60, "38"), (400, "78")] {
            let acme = customer(house, "Acme", &[]);
            people(house, acme, count);
            let survey =
                survey(house, &[("sort", "periodic"), ("customer", &id(acme)), ("seed", "42")]);
            house.go("satisfaction_survey", survey, "open", &[]).unwrap();
            let holds = |field| house.holds("satisfaction_survey", survey, field);
            assert_eq!(
                (holds("population_count"), holds("sample_size")),
                (count.to_string(), sample.to_owned())
            );
            house.until("2025-01-02T09:00:00Z");
            asked += sample.parse::<usize>().unwrap();
            assert_eq!(
                found(house, &house.manager, "survey_answer").len(),
                asked,
                "each is asked once"
            );
            // Whoever has the seed draws the same people.
            let of_acme = Query {
                filters: vec![gemba_model::filter::Filter::is("customer", Value::Ref(acme))],
                limit: 500,
                ..Query::of("person")
            };
            let all = house.desk.list(&house.manager, &of_acme).unwrap().records;
            let all: Vec<_> = all.iter().map(|one| one.id).collect();
            let drawn = draw(&all, sample.parse().unwrap(), 42);
            assert_eq!(Value::Refs(drawn).to_text(), holds("sample"));
        }
        let sheet = house.sheet("satisfaction", "2025-01-01", "2025-02-01", None);
        let needed = row(&sheet, "surveys", "In spring");
        assert_eq!((&needed[1]["value"], &needed[2]["value"]), (&60.into(), &38.into()));
        assert_eq!(needed[2]["judged"], "kept", "as many were asked as are needed");
    });
}

#[test]
fn vector_smp_1_of_five_thousand_people() {
    tell(|house| {
        let acme = customer(house, "Acme", &[]);
        people(house, acme, 5_000);
        let survey = survey(house, &[("sort", "periodic"), ("customer", &id(acme))]);
        house.go("satisfaction_survey", survey, "open", &[]).unwrap();
        assert_eq!(house.holds("satisfaction_survey", survey, "sample_size"), "95");
    });
}

/// An incident from its report to its end.
fn closed_incident(house: &House, customer: RecordId, service: RecordId, who: &Actor) -> RecordId {
    let (reporter, customer, service) = (id(who.person.unwrap()), id(customer), id(service));
    let incident = house.create(
        "incident",
        &[
            ("summary", "Mail does not arrive"),
            ("category", "mail"),
            ("customer", &customer),
            ("reporter", &reporter),
            ("service", &service),
            ("impact", "low"),
            ("urgency", "low"),
        ],
    );
    let agent = id(house.agent.person.unwrap());
    for (verb, fields) in [
        ("classify", vec![]),
        ("assign", vec![("assigned_to", &*agent)]),
        ("start", vec![]),
        ("resolve", vec![("resolution", "Sent again"), ("close_code", "solved")]),
        ("close", vec![("confirmed_by_user", "yes")]),
    ] {
        house.go("incident", incident, verb, &fields).unwrap();
    }
    incident
}

#[test]
fn whoever_reported_is_asked_afterwards_but_not_all_the_time() {
    tell(|house| {
        at("2025-03-03T08:00:00Z");
        let acme = customer(house, "Acme", &[]);
        let mail = house.create("service", &[("name", "Mail")]);
        let zoe = house.person("Zoe", Role::Requester, Some(acme));
        let yan = house.person("Yan", Role::CustomerContact, Some(acme));
        let survey = survey(
            house,
            &[("sort", "after_resolution"), ("share_percent", "100"), ("rest_days", "30")],
        );
        closed_incident(house, acme, mail, &zoe);
        house.until("2025-03-03T09:00:00Z");
        assert!(found(house, &zoe, "survey_answer").is_empty(), "the survey does not run");
        house.go("satisfaction_survey", survey, "open", &[]).unwrap();
        let incident = closed_incident(house, acme, mail, &zoe);
        closed_incident(house, acme, mail, &zoe);
        house.until("2025-03-04T09:00:00Z");
        let [question] = found(house, &zoe, "survey_answer")[..] else { panic!("asked once") };
        assert_eq!(house.holds("survey_answer", question, "incident"), id(incident));
        assert!(found(house, &yan, "survey_answer").is_empty(), "not even their contact sees it");
        let by_yan = Command::verb("survey_answer", question, "answer");
        assert!(house.run(&yan, by_yan.with_input(typed(&[("score", "5")]))).is_err());
        let by_agent = Command::verb("survey_answer", question, "answer");
        let refused = house.run(&house.agent, by_agent.with_input(typed(&[("score", "5")])));
        assert!(refused.unwrap_err().contains("Nobody answers for somebody else"));
        let seen = house.desk.record(&zoe, "survey_answer", question).unwrap();
        let view = house.desk.view("survey_answer").unwrap();
        assert_eq!(*view.value(&seen, "survey"), Value::None, "nothing internal");
        answer(house, &zoe, question, "2", "3");
        house.until("2025-03-04T10:00:00Z");
        let tasks = house.desk.list(&house.manager, &Query::of("task")).unwrap().records;
        let view = house.desk.view("task").unwrap();
        assert_eq!(view.title(&tasks[0]), "Ring Zoe, who gave a score of 2");
        assert_eq!(
            *view.value(&tasks[0], "assigned_to"),
            Value::Ref(house.manager.person.unwrap())
        );
        at("2025-04-04T08:00:00Z");
        closed_incident(house, acme, mail, &zoe);
        house.until("2025-04-04T09:00:00Z");
        assert_eq!(found(house, &zoe, "survey_answer").len(), 2, "thirty days later again");
        house.until("2025-05-04T09:00:00Z");
        let states: Vec<_> = found(house, &zoe, "survey_answer");
        let states =
            states.iter().map(|one| house.desk.record(&zoe, "survey_answer", *one).unwrap().state);
        let mut states: Vec<_> = states.collect();
        states.sort();
        assert_eq!(states, ["answered", "lapsed"], "nobody waits for ever");
    });
}

#[test]
fn a_contact_complains_and_follows_it_to_the_higher_level() {
    tell(|house| {
        at("2025-03-03T08:00:00Z");
        let helene = house.person("Helene", Role::ServiceManager, None);
        let (manager, higher) = (id(house.manager.person.unwrap()), id(helene.person.unwrap()));
        let agreed = [
            ("relationship_manager", &*manager),
            ("complaint_acknowledge_days", "1"),
            ("complaint_answer_days", "5"),
            ("complaint_accept_days", "10"),
            ("complaint_escalates_to", &*higher),
        ];
        let acme = customer(house, "Acme", &agreed);
        let mail = id(house.create("service", &[("name", "Mail")]));
        let zoe = house.person("Zoe", Role::CustomerContact, Some(acme));
        let other = customer(house, "Other", &[]);
        let tim = house.person("Tim", Role::CustomerContact, Some(other));
        let said = typed(&[("summary", "Nobody rang back"), ("description", "Twice")]);
        let complaint = house.run(&zoe, Command::create("complaint", said)).unwrap().id;
        assert_eq!(found(house, &zoe, "complaint"), [complaint]);
        assert!(found(house, &tim, "complaint").is_empty(), "another customer's");
        assert_eq!(house.holds("complaint", complaint, "owner"), manager);
        let sheet = |until: &str| house.sheet("complaints", "2025-03-01", until, Some(acme));
        house.until("2025-03-04T09:00:00Z");
        let late = sheet("2025-04-01");
        assert_eq!(
            (&figure(&late, "late")["value"], &figure(&late, "late")["judged"]),
            (&1.into(), &"missed".into())
        );
        assert_eq!(found(house, &house.manager, "task").len(), 1, "its owner is told once");
        house.until("2025-03-04T12:00:00Z");
        assert_eq!(found(house, &house.manager, "task").len(), 1);
        let known = [("service", &*mail), ("category", "information")];
        assert!(
            house.go("complaint", complaint, "ack", &known).unwrap_err().contains("Late because")
        );
        let why = [&known[..], &[("late_because", "It lay in the wrong mailbox")]].concat();
        house.go("complaint", complaint, "ack", &why).unwrap();
        house.go("complaint", complaint, "start", &[]).unwrap();
        let answer = [
            ("outcome", "justified"),
            ("answer", "We are sorry"),
            ("actions", "Calls are noted"),
            ("findings", "The agent was new"),
        ];
        house.go("complaint", complaint, "answer", &answer).unwrap();
        sees(house, &zoe, "complaint", complaint, ("answer", "We are sorry"));
        let inside = ["findings", "actions", "owner", "escalated_to", "late_because"];
        sees_none(house, &zoe, "complaint", complaint, &inside);
        let escalate = || Command::verb("complaint", complaint, "escalate");
        house.run(&zoe, escalate().with_note("It happened again")).unwrap();
        let own = house.go("complaint", complaint, "answer", &[]).unwrap_err();
        assert!(own.contains("by whoever it was escalated to"), "{own}");
        at("2025-03-06T12:00:00Z");
        let again = Command::verb("complaint", complaint, "answer");
        house.run(&helene, again.with_input(typed(&[("answer", "I rang you myself")]))).unwrap();
        house.run(&zoe, Command::verb("complaint", complaint, "accept")).unwrap();
        let sheet = sheet("2025-04-01");
        let value = |name| figure(&sheet, name)["value"].clone();
        assert_eq!(value("received"), 1);
        assert_eq!(
            (value("acknowledged_in_time"), value("answered_in_time")),
            ("0".into(), "100".into())
        );
        assert_eq!((value("escalated"), value("days_to_answer")), ("100".into(), "3.17".into()));
        assert_eq!(value("late"), 0);
        let chart = &sheet["parts"][0]["charts"][0];
        assert_eq!((&chart["sort"], &chart["points"][0]["value"]), (&"counts".into(), &"1".into()));
    });
}

#[test]
fn reviews_are_planned_by_the_interval_and_tell_what_the_records_say() {
    tell(|house| {
        at("2025-01-31T08:00:00Z");
        let manager = id(house.manager.person.unwrap());
        let acme = customer(house, "Acme", &[("relationship_manager", &manager)]);
        let zoe = house.person("Zoe", Role::CustomerContact, Some(acme));
        let his = |field| house.holds("customer", acme, field);
        house.edit("customer", acme, &[("review_months", "3")]).unwrap();
        house.until("2025-01-31T08:00:00Z");
        assert_eq!(his("next_review_on"), "2025-04-30", "the last day of a shorter month");
        let [review] = found(house, &house.manager, "service_review")[..] else {
            panic!("planned")
        };
        house.edit("customer", acme, &[("notes", "Ring first")]).unwrap();
        house.until("2025-02-01T08:00:00Z");
        assert_eq!(found(house, &house.manager, "service_review").len(), 1, "planned once");
        let said = typed(&[("summary", "Nobody rang back")]);
        house.run(&zoe, Command::create("complaint", said)).unwrap();
        house.create("incident", &[("summary", "Small"), ("customer", &id(acme))]);
        let agenda = || house.holds("service_review", review, "agenda");
        assert!(!agenda().contains("Nobody rang back"), "it was put together before");
        house.until("2025-04-30T06:00:00Z");
        assert!(agenda().contains("Nobody rang back (received)"), "in the morning of its day");
        assert!(agenda().contains("CPT-000001"), "with its record: {}", agenda());
        let sheet = || house.sheet("satisfaction", "2025-01-01", "2026-01-01", None);
        let stands = |sheet: &Json| row(sheet, "planned", "Acme")[6]["value"].clone();
        assert_eq!(stands(&sheet()), "planned");
        at("2025-05-05T08:00:00Z");
        let late = sheet();
        assert_eq!(stands(&late), "overdue", "REV-1: due on 30 April");
        assert_eq!(figure(&late, "overdue")["value"], 1);
        house.go("service_review", review, "prepare", &[]).unwrap();
        let held = [
            ("colleagues", &*manager),
            ("other_participants", "Zoe and her team"),
            ("trends", "As before"),
            ("business_changes", "None"),
            ("outcomes", "We ring back within the hour"),
        ];
        house.go("service_review", review, "hold", &held).unwrap();
        let as_held = agenda();
        house.until("2025-05-05T08:00:01Z");
        assert_eq!(
            (his("last_review_on"), his("next_review_on")),
            ("2025-05-05".into(), "2025-08-05".into())
        );
        house.until("2025-05-06T08:00:00Z");
        let all = found(house, &house.manager, "service_review");
        assert_eq!(all.len(), 2, "the next one is planned");
        assert_eq!(agenda(), as_held, "what was talked about stays");
        let task = [
            ("summary", "Give out a phone"),
            ("parent_kind", "service_review"),
            ("parent", &id(review)),
        ];
        let task = house.create("task", &task);
        let refused = house.go("service_review", review, "close", &[]).unwrap_err();
        assert!(refused.contains("is still open"), "{refused}");
        let next = *all.iter().find(|one| **one != review).unwrap();
        house.go("service_review", next, "refresh", &[]).unwrap();
        let coming = house.holds("service_review", next, "agenda");
        assert!(coming.contains("Give out a phone"), "what is open comes up again: {coming}");
        house.go("task", task, "finish", &[]).unwrap();
        house.go("service_review", review, "close", &[]).unwrap();
        assert_eq!(stands(&sheet()), "planned");
        let outcomes = ("outcomes", "We ring back within the hour");
        sees(house, &zoe, "service_review", review, outcomes);
        sees_none(house, &zoe, "service_review", review, &["agenda"]);
    });
}
