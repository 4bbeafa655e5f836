//! Stories through the door.
use crate::house::{add, json, open, person, value};
use gemba_desk::{Command, Input, Query, Refused};
use gemba_model::filter::Filter;
use gemba_testkit::on_both_engines;
use gemba_vocabulary::{
    Value,
    actor::{Actor, Channel, Role},
};
use serde_json::json;

#[test]
fn an_incident_is_recorded_found_changed_and_its_history_told() {
    on_both_engines(|url| {
        let desk = open(url);
        let agent = person(&desk, "mara", Role::Agent, None);
        let id = add(
            &desk,
            &agent,
            "incident",
            json!({"summary": "Printer on floor 3 smells of toast", "impact": "high",
                "urgency": "medium", "tags": ["Printer"]}),
        );
        assert_eq!(value(&desk, &agent, "incident", id, "priority"), Value::Int(2));
        let hits = desk.search(&agent, "toast", None, 10).unwrap();
        assert_eq!(hits.iter().map(|hit| hit.id).collect::<Vec<_>>(), [id]);
        assert_eq!(hits.first().unwrap().number, "INC-000001");
        assert_eq!(desk.search(&agent, "smells toa", None, 10).unwrap().len(), 1);

        let change = Command::change("incident", id, Some(1), json(json!({"urgency": "low"})));
        assert_eq!(desk.run(&agent, change.clone()).unwrap().record.version, 2);
        assert_eq!(value(&desk, &agent, "incident", id, "priority"), Value::Int(3));
        let Err(Refused::Stale { current, given: 1 }) = desk.run(&agent, change) else {
            panic!("a stale version must be refused")
        };
        assert_eq!(current.version, 2);

        desk.run(&agent, Command::verb("incident", id, "note").with_note("Looks burnt")).unwrap();
        let history = desk.history(&agent, "incident", id, None, 10).unwrap();
        let verbs: Vec<_> = history.iter().map(|one| one.verb.as_str()).collect();
        assert_eq!(verbs, ["note", "change", "create"]);
        let change = history.get(1).unwrap();
        let priority = change.changes.iter().find(|one| one.field == "priority").unwrap();
        assert_eq!((&priority.old, &priority.new), (&Value::Int(2), &Value::Int(3)));
        assert_eq!(change.actor_name, "mara");

        let tagged = Query::parse(
            &desk.view("incident").unwrap(),
            &[("tag".into(), "printer".into()), ("priority".into(), "lt:4".into())],
        );
        assert_eq!(desk.list(&agent, &tagged.unwrap()).unwrap().records.len(), 1);
        let nothing = Command::change("incident", id, None, json(json!({"urgency": "low"})));
        assert_eq!(desk.run(&agent, nothing).unwrap().entry, None, "no change, no entry");
    });
}

#[test]
fn every_fault_is_told_and_nothing_is_half_written() {
    on_both_engines(|url| {
        let desk = open(url);
        let agent = person(&desk, "mara", Role::Agent, None);
        let wrong = json(json!({"impact": "gigantic", "service": 99, "nonsense": 1}));
        let Err(Refused::Invalid(faults)) = desk.run(&agent, Command::create("incident", wrong))
        else {
            panic!("faults must be told")
        };
        let mut fields: Vec<_> = faults.iter().map(|fault| fault.field.as_str()).collect();
        fields.sort_unstable();
        assert_eq!(fields, ["impact", "nonsense"]);
        let dangling = json(json!({"summary": "x", "service": 99}));
        let refused = desk.run(&agent, Command::create("incident", dangling)).unwrap_err();
        assert!(refused.to_string().contains("SVC-000099"), "{refused}");
        let Err(Refused::Invalid(faults)) =
            desk.run(&agent, Command::create("incident", Input::Nothing))
        else {
            panic!("a missing summary must be told")
        };
        assert_eq!(faults.first().unwrap().field, "summary");
        assert_eq!(desk.list(&agent, &Query::of("incident")).unwrap().records.len(), 0);
        let new = add(&desk, &agent, "incident", json!({"summary": "Mail is down"}));
        let refused = desk.run(&agent, Command::verb("incident", new, "close")).unwrap_err();
        assert!(
            refused.to_string().contains("not possible while the incident is new"),
            "{refused}"
        );
        let twice =
            Command::create("person", json(json!({"name": "m", "email": "Mara@example.org"})));
        let house = Actor::house(Channel::CommandLine);
        let refused = desk.run(&house, twice).unwrap_err();
        assert!(refused.to_string().contains("already used"), "{refused}");
    });
}

#[test]
fn a_customers_people_see_their_customers_records_alone() {
    on_both_engines(|url| {
        let desk = open(url);
        let house = Actor::house(Channel::CommandLine);
        let agent = person(&desk, "mara", Role::Agent, None);
        let osprey = add(&desk, &house, "customer", json!({"name": "Osprey"}));
        let linden = add(&desk, &house, "customer", json!({"name": "Linden"}));
        let contact = person(&desk, "hanna", Role::CustomerContact, Some(osprey));
        let requester = person(&desk, "rob", Role::Requester, Some(linden));
        let incident = |summary: &str, customer: i64| {
            let fields =
                json!({"summary": summary, "customer": customer, "symptom": "inside only"});
            add(&desk, &agent, "incident", fields)
        };
        let (theirs, others) = (incident("Mail slow", osprey), incident("Mail gone", linden));
        let seen = desk.list(&contact, &Query::of("incident")).unwrap().records;
        assert_eq!(seen.iter().map(|record| record.id).collect::<Vec<_>>(), [theirs]);
        assert_eq!(desk.count(&contact, "incident", &[], 10).unwrap().count, 1);
        let hits = desk.search(&contact, "mail", None, 10).unwrap();
        assert_eq!(hits.iter().map(|hit| hit.id).collect::<Vec<_>>(), [theirs]);
        assert!(desk.record(&contact, "incident", others).is_err());
        assert!(desk.history(&contact, "incident", others, None, 5).is_err());
        assert!(
            desk.run(&contact, Command::verb("incident", others, "comment").with_note("hm"))
                .is_err()
        );
        assert_eq!(value(&desk, &contact, "incident", theirs, "symptom"), Value::None);
        let by_hidden = Filter::is("symptom", Value::Text("inside only".into()));
        assert!(desk.count(&contact, "incident", &[by_hidden], 10).is_err());
        assert!(desk.list(&contact, &Query::of("problem")).is_err());
        let customers = desk.list(&contact, &Query::of("customer")).unwrap().records;
        assert_eq!(customers.iter().map(|record| record.id).collect::<Vec<_>>(), [osprey]);

        assert_eq!(desk.list(&requester, &Query::of("incident")).unwrap().records.len(), 0);
        let own = add(&desk, &requester, "incident", json!({"summary": "Chair squeaks"}));
        let seen = desk.list(&requester, &Query::of("incident")).unwrap().records;
        assert_eq!(seen.iter().map(|record| record.id).collect::<Vec<_>>(), [own]);
        let for_another = json(json!({"summary": "x", "customer": osprey}));
        assert!(desk.run(&requester, Command::create("incident", for_another)).is_err());

        desk.run(&agent, Command::verb("incident", own, "note").with_note("he is annoying"))
            .unwrap();
        desk.run(&agent, Command::verb("incident", own, "comment").with_note("On it")).unwrap();
        let told = desk.history(&requester, "incident", own, None, 10).unwrap();
        let texts: Vec<_> = told.iter().filter_map(|one| one.text.as_deref()).collect();
        assert_eq!(texts, ["On it"]);
    });
}

#[test]
fn an_added_field_is_there_at_once_and_loosening_is_refused() {
    on_both_engines(|url| {
        let desk = open(url);
        let house = Actor::house(Channel::CommandLine);
        let agent = person(&desk, "mara", Role::Agent, None);
        let field = |fields: serde_json::Value| {
            desk.run(&house, Command::create("custom_field", json(fields)))
        };
        field(
            json!({"of_kind": "incident", "field": "x_site", "label": "Site", "holds": "short_text",
            "filtered": true}),
        )
        .unwrap();
        let id = add(&desk, &agent, "incident", json!({"summary": "No light", "x_site": "Lyon"}));
        assert_eq!(value(&desk, &agent, "incident", id, "x_site"), Value::Text("Lyon".into()));
        let by_site = Filter::is("x_site", Value::Text("Lyon".into()));
        assert_eq!(desk.count(&agent, "incident", &[by_site], 9).unwrap().count, 1);
        assert_eq!(desk.search(&agent, "lyon", None, 5).unwrap().len(), 1);
        let refused = field(json!({"of_kind": "incident", "field": "summary", "required": false}));
        assert!(refused.unwrap_err().to_string().contains("cannot be made optional"));
        field(json!({"of_kind": "incident", "field": "category", "required": true})).unwrap();
        let refused = desk.run(&agent, Command::create("incident", json(json!({"summary": "x"}))));
        assert!(refused.unwrap_err().to_string().contains("category is required"));
        let again = open(url);
        assert!(again.view("incident").unwrap().field("x_site").is_some(), "kept over a restart");
    });
}

#[test]
fn nobody_approves_their_own_request() {
    on_both_engines(|url| {
        let desk = open(url);
        let boss = person(&desk, "bo", Role::ServiceManager, None);
        let approver = person(&desk, "ann", Role::Approver, None);
        add(&desk, &boss, "incident", json!({"summary": "No server"}));
        let own = add(
            &desk,
            &boss,
            "approval",
            json!({"summary": "New server", "parent_kind": "incident",
            "parent": 1, "approver": approver.person}),
        );
        let decide = |actor: &Actor| desk.run(actor, Command::verb("approval", own, "approve"));
        let refused = decide(&boss).unwrap_err().to_string();
        assert!(refused.contains("Nobody decides on their own request"), "{refused}");
        assert_eq!(decide(&approver).unwrap().record.state, "approved");
    });
}

#[test]
fn a_person_is_erased_and_every_proof_still_holds() {
    on_both_engines(|url| {
        let desk = open(url);
        let house = Actor::house(Channel::CommandLine);
        let someone = person(&desk, "zacharias", Role::Agent, None);
        let id = someone.person.unwrap();
        add(&desk, &someone, "incident", json!({"summary": "Mail is down"}));
        desk.seal().unwrap().expect("the ledger grew");
        let erase = Command::verb("person", id, "erase");
        assert!(desk.run(&house, erase.clone()).is_err(), "a reason is asked for");
        desk.run(&house, erase.with_note("Asked to be forgotten")).unwrap();
        desk.seal().unwrap().expect("the ledger grew again");
        let mut dump = String::new();
        desk.each_entry(&mut |entry| {
            dump.push_str(&serde_json::to_string(entry).unwrap());
            Ok(())
        })
        .unwrap();
        assert!(!dump.contains("zacharias@"), "the erased address is gone from the ledger");
        assert_eq!(desk.search(&house, "zacharias", None, 5).unwrap(), []);
        let verifier = desk.verifier().unwrap();
        let (report, forged) = desk.verify_ledger(Some(&verifier), &mut |_| ()).unwrap();
        assert!(report.is_clean() && forged.is_empty(), "{report:?} {forged:?}");
        assert_eq!((report.totals.erased, report.totals.checkpoints_matched), (1, 2));
        let proof = desk.prove(0).unwrap();
        let leaf = proof.entry.leaf_hash;
        assert!(
            gemba_ledger::verify_inclusion(&leaf, 0, proof.size, &proof.path, &proof.root).is_ok()
        );
    });
}

#[test]
fn pages_of_a_list_have_no_gap_and_no_double_also_where_values_are_missing() {
    on_both_engines(|url| {
        let desk = open(url);
        let agent = person(&desk, "mara", Role::Agent, None);
        for number in 0..23 {
            let mut fields = json!({"summary": format!("No {number}")});
            if number % 3 != 0 {
                fields["category"] = json!(format!("c{}", number % 4));
            }
            add(&desk, &agent, "incident", fields);
        }
        let view = desk.view("incident").unwrap();
        for sort in ["category", "-category", "-id", "priority", "-opened_at", "state"] {
            let (mut seen, mut after) = (Vec::new(), String::new());
            loop {
                let pairs = [("sort", sort), ("limit", "5"), ("after", &after)];
                let pairs = pairs.map(|(name, text)| (name.to_owned(), text.to_owned()));
                let page = desk.list(&agent, &Query::parse(&view, &pairs).unwrap()).unwrap();
                seen.extend(page.records.iter().map(|record| record.id));
                let Some(next) = page.next else { break };
                after = next;
            }
            let mut unique = seen.clone();
            unique.sort_unstable();
            unique.dedup();
            assert_eq!((seen.len(), unique.len()), (23, 23), "sorted by {sort}");
        }
    });
}
