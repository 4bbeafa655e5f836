//! Restricted records: who has not the role for them learns nothing of them, whatever way is tried.
use crate::house::{add, json, open, person, value};
use gemba_desk::{Alike, Asked, Command, Desk, Event, Query, Refused, Way};
use gemba_model::{
    check::Evidence,
    filter::{Filter, Sort, Test},
};
use gemba_testkit::on_both_engines;
use gemba_vocabulary::{
    Value,
    actor::{Actor, Channel, Role},
};
use serde_json::json;

/// An organization with one incident that everybody may know of, and one that is restricted, with all that can hang
/// on it or name it.
struct Case {
    desk: Desk,
    plain: i64,
    secret: i64,
    problem: i64,
    change: i64,
    article: i64,
    /// Records that belong to the secret, by kind.
    hanging: Vec<(&'static str, i64)>,
    officer: Actor,
    /// Everybody who must not know.
    blind: Vec<Actor>,
}

fn case(url: &str) -> Case {
    let desk = open(url);
    let house = Actor::house(Channel::CommandLine);
    let osprey = add(&desk, &house, "customer", json!({"name": "Osprey"}));
    let officer = person(&desk, "olga", Role::Security, None);
    let requester = person(&desk, "rob", Role::Requester, Some(osprey));
    let blind = vec![
        person(&desk, "anna", Role::Agent, None),
        person(&desk, "mara", Role::ServiceManager, None),
        person(&desk, "paul", Role::ProcessOwner, None),
        person(&desk, "adam", Role::Administrator, None),
        person(&desk, "audrey", Role::Auditor, None),
        person(&desk, "abel", Role::Approver, None),
        person(&desk, "hanna", Role::CustomerContact, Some(osprey)),
        requester.clone(),
    ];
    let incident = |summary: &str, restricted: bool| {
        let fields = json!({"summary": summary, "customer": osprey, "reporter": requester.person,
            "restricted": restricted, "description": "Zebra found"});
        add(&desk, &house, "incident", fields)
    };
    let plain = incident("Mail is slow", false);
    let secret = incident("Stolen laptop", true);
    let problem = add(&desk, &house, "problem", json!({"summary": "Old disk"}));
    let change = json!({"summary": "Lock it", "incident": secret});
    let change = add(&desk, &house, "change", change);
    let article = json!({"summary": "How to lock", "incidents": [plain, secret]});
    let article = add(&desk, &house, "knowledge_article", article);
    let parent = |more: serde_json::Value| {
        let mut fields = json!({"parent_kind": "incident", "parent": secret});
        let all = fields.as_object_mut().unwrap();
        all.extend(more.as_object().unwrap().clone());
        fields
    };
    let link = |from: (&str, i64), to: (&str, i64)| {
        let (from_kind, from) = from;
        json!({"from_kind": from_kind, "from": from, "to_kind": to.0, "to": to.1})
    };
    let task = add(&desk, &house, "task", parent(json!({"summary": "Wipe the zebra laptop"})));
    let mut hanging = vec![("task", task)];
    let watcher = parent(json!({"person": officer.person}));
    hanging.push(("watcher", add(&desk, &house, "watcher", watcher)));
    let approval = parent(json!({"summary": "Tell the zebra police", "approver": officer.person}));
    hanging.push(("approval", add(&desk, &house, "approval", approval)));
    let review = parent(json!({"summary": "Zebra review", "interval_months": 1}));
    hanging.push(("planned_review", add(&desk, &house, "planned_review", review)));
    let escalation = json!({"summary": "Zebra raised", "incident": secret, "direction": "functional",
        "to_person": officer.person});
    hanging.push(("escalation", add(&desk, &house, "escalation", escalation)));
    for ends in [
        link(("incident", secret), ("problem", problem)),
        link(("problem", problem), ("incident", secret)),
        link(("task", task), ("problem", problem)),
    ] {
        hanging.push(("link", add(&desk, &house, "link", ends)));
    }
    for (kind, id) in [("incident", secret), ("task", task)] {
        let done = desk.attach(&house, kind, id, "zebra.txt", b"zebra".to_vec()).unwrap();
        hanging.push(("attachment", done.record.id));
    }
    Case { desk, plain, secret, problem, change, article, hanging, officer, blind }
}

fn numbers(desk: &Desk, actor: &Actor, query: &Query) -> Vec<i64> {
    desk.list(actor, query).map_or_else(
        |refused| {
            assert!(matches!(refused, Refused::Forbidden(_) | Refused::Unknown(_)), "{refused}");
            Vec::new()
        },
        |page| page.records.into_iter().map(|record| record.id).collect(),
    )
}

#[test]
fn whoever_has_the_role_sees_the_record_and_all_that_belongs_to_it() {
    on_both_engines(|url| {
        let case = case(url);
        let (desk, officer) = (&case.desk, &case.officer);
        assert_eq!(numbers(desk, officer, &Query::of("incident")), [case.secret, case.plain]);
        for (kind, id) in &case.hanging {
            desk.record(officer, kind, *id).unwrap();
        }
        assert_eq!(
            value(desk, officer, "change", case.change, "incident"),
            Value::Ref(case.secret)
        );
        assert!(!desk.search(officer, "zebra", None, 50).unwrap().is_empty());
        let comment = Command::verb("incident", case.secret, "comment").with_note("Found");
        desk.run(officer, comment).unwrap();
    });
}

#[test]
fn no_list_count_or_record_tells_of_it() {
    on_both_engines(|url| {
        let case = case(url);
        let desk = &case.desk;
        for who in &case.blind {
            let name = &who.name;
            let lists = [
                Query::of("incident"),
                Query {
                    sort: Sort { field: "opened_at".to_owned(), descending: false },
                    ..Query::of("incident")
                },
                Query { text: Some("zebra".to_owned()), ..Query::of("incident") },
                Query {
                    filters: vec![Filter::is("id", Value::Int(case.secret))],
                    ..Query::of("incident")
                },
                Query {
                    filters: vec![Filter::is("state", Value::Text("new".to_owned()))],
                    ..Query::of("incident")
                },
            ];
            for query in &lists {
                assert!(!numbers(desk, who, query).contains(&case.secret), "{name}: {query:?}");
            }
            if let Ok(count) = desk.count(who, "incident", &[], 100) {
                assert_eq!((count.count, count.is_more), (1, false), "{name}");
            }
            let gone = desk.record(who, "incident", case.secret).unwrap_err();
            let never = desk.record(who, "incident", 999).unwrap_err();
            assert!(matches!(gone, Refused::NotFound { .. }), "{name}: {gone}");
            assert_eq!(
                gone.to_string().replace(&case.secret.to_string(), "N"),
                never.to_string().replace("999", "N"),
                "{name} hears the same of what never was"
            );
            for (kind, id) in &case.hanging {
                assert!(desk.record(who, kind, *id).is_err(), "{name} reads {kind} {id}");
                assert!(!numbers(desk, who, &Query::of(kind)).contains(id), "{name} lists {kind}");
            }
        }
    });
}

#[test]
fn no_search_title_history_file_or_event_tells_of_it() {
    on_both_engines(|url| {
        let case = case(url);
        let desk = &case.desk;
        for who in &case.blind {
            let name = &who.name;
            for words in ["zebra", "stolen laptop", "wipe", "INC-000002", "zeb"] {
                let hits = desk.search(who, words, None, 50).unwrap();
                let is_told = |hit: &gemba_desk::Hit| {
                    (hit.kind == "incident" && hit.id == case.secret)
                        || case
                            .hanging
                            .contains(&(Box::leak(hit.kind.clone().into_boxed_str()), hit.id))
                };
                assert!(!hits.iter().any(is_told), "{name} finds by {words}: {hits:?}");
            }
            assert!(
                desk.pick(who, "incident", "", 50)
                    .is_ok_and(|hits| { hits.iter().all(|hit| hit.id != case.secret) })
                    || !desk.may(who, "incident", "read")
            );
            let titles = desk.titles(who, "incident", &[case.plain, case.secret]).unwrap();
            assert!(!titles.contains_key(&case.secret), "{name} reads the title");
            let hits = desk.hits(who, &[("incident", case.secret), ("task", 1)]).unwrap();
            assert!(hits.is_empty(), "{name} reads {hits:?}");
            assert!(desk.history(who, "incident", case.secret, None, 10).is_err(), "{name}");
            assert!(desk.files(who, "incident", case.secret, None, 10).is_err(), "{name}");
            for (_, id) in case.hanging.iter().filter(|(kind, _)| *kind == "attachment") {
                assert!(desk.file(who, *id).is_err(), "{name} reads the file");
            }
            for (kind, id) in case.hanging.iter().chain([&("incident", case.secret)]) {
                let event = Event {
                    kind: (*kind).to_owned(),
                    id: *id,
                    verb: "change".to_owned(),
                    version: 2,
                    actor: "olga".to_owned(),
                };
                assert!(!desk.may_see(who, &event), "{name} hears of {kind}");
            }
            let alike = Alike {
                kind: "incident",
                filters: Vec::new(),
                text: "stolen laptop zebra",
                usual: "incident",
                same: Vec::new(),
                but: None,
                points_min: 1,
                limit: 20,
            };
            let found = desk.similar(who, &alike).unwrap();
            assert!(found.iter().all(|one| one.record.id != case.secret), "{name}");
            for way in [Way::Up, Way::Down] {
                assert!(
                    desk.impact(who, "incident", case.secret, &Asked::all(way)).is_err(),
                    "{name}"
                );
            }
        }
    });
}

#[test]
fn what_names_it_does_not_name_it_to_them_and_keeps_it_when_they_save() {
    on_both_engines(|url| {
        let case = case(url);
        let (desk, mara) = (&case.desk, &case.blind[1]);
        assert_eq!(value(desk, mara, "change", case.change, "incident"), Value::None);
        let articles = value(desk, mara, "knowledge_article", case.article, "incidents");
        assert_eq!(articles, Value::Refs(vec![case.plain]));
        let told = desk.history(mara, "change", case.change, None, 10).unwrap();
        let changed: Vec<_> = told.iter().flat_map(|one| &one.changes).collect();
        assert!(changed.iter().all(|change| change.field != "incident"), "{changed:?}");
        let named = |kind: &str, field: &str| {
            let filters = vec![Filter::is(field, Value::Ref(case.secret))];
            numbers(desk, mara, &Query { filters, ..Query::of(kind) })
        };
        assert!(named("change", "incident").is_empty());
        assert!(named("knowledge_article", "incidents").is_empty());

        // Whoever does not know of it does not take it off.
        let change = json(json!({"incidents": []}));
        let done = desk.run(mara, Command::change("knowledge_article", case.article, None, change));
        let view = desk.view("knowledge_article").unwrap();
        let record = done.unwrap().record;
        assert_eq!(
            *view.value(&record, "incidents"),
            Value::Refs(Vec::new()),
            "nor is it told now"
        );
        let kept = value(desk, &case.officer, "knowledge_article", case.article, "incidents");
        assert_eq!(kept, Value::Refs(vec![case.secret]));
        let change = json(json!({"incident": null}));
        desk.run(mara, Command::change("change", case.change, None, change)).unwrap();
        assert_eq!(
            value(desk, &case.officer, "change", case.change, "incident"),
            Value::Ref(case.secret)
        );

        // To name it anew is the same as to name what never was.
        let naming = |id: i64| {
            let fields = json(json!({"summary": "Another", "incident": id}));
            desk.run(mara, Command::create("change", fields)).unwrap_err().to_string()
        };
        let told = naming(case.secret).replace(&format!("{:06}", case.secret), "N");
        assert_eq!(told, naming(999).replace("000999", "N"));
        for kind in ["task", "watcher"] {
            let fields = json!({"summary": "Another", "parent_kind": "incident", "parent": case.secret,
                "person": mara.person});
            let mut fields = fields;
            fields.as_object_mut().unwrap().remove(if kind == "task" {
                "person"
            } else {
                "summary"
            });
            let refused = desk.run(mara, Command::create(kind, json(fields))).unwrap_err();
            assert!(refused.to_string().contains("does not exist"), "{refused}");
        }
    });
}

#[test]
fn nobody_without_the_role_does_anything_to_it() {
    on_both_engines(|url| {
        let case = case(url);
        let desk = &case.desk;
        for who in &case.blind {
            for verb in ["comment", "note", "cancel", "classify"] {
                let command = Command::verb("incident", case.secret, verb).with_note("Hm");
                let refused = desk.run(who, command).unwrap_err();
                assert!(
                    matches!(refused, Refused::NotFound { .. }),
                    "{} {verb}: {refused}",
                    who.name
                );
            }
            for (kind, id) in &case.hanging {
                let change = Command::change(kind, *id, Some(77), json(json!({})));
                let refused = desk.run(who, change).unwrap_err();
                assert!(matches!(refused, Refused::NotFound { .. }), "{}: {refused}", who.name);
            }
        }
    });
}

#[test]
fn figures_and_checks_count_it_for_those_alone_who_may_see_it() {
    on_both_engines(|url| {
        let case = case(url);
        let desk = &case.desk;
        let count = |who: &Actor| {
            let evidence = desk.evidence(who);
            let mut visited = Vec::new();
            let mut visit = |record: &gemba_model::Record| {
                visited.push(record.id);
                true
            };
            evidence.visit("incident", &[], &mut visit).unwrap();
            let first = evidence.first_activity("incident", &["create"]).unwrap();
            let named = Filter { field: "incident".to_owned(), test: Test::Filled };
            let mut mentions = 0;
            evidence
                .visit("change", &[named], &mut |record| {
                    let view = desk.view("change").unwrap();
                    mentions += usize::from(!view.value(record, "incident").is_none());
                    true
                })
                .unwrap();
            let (without, _) = evidence.without("incident", &[], "task", "parent", 10).unwrap();
            (
                evidence.count("incident", &[]).unwrap(),
                visited,
                first.records().count(),
                mentions,
                without,
            )
        };
        let seen = count(&case.officer);
        assert_eq!((seen.0, seen.2, seen.3), (2, 2, 1));
        for who in case.blind.iter().filter(|who| who.is_inside()) {
            let (counted, visited, first, mentions, _) = count(who);
            assert_eq!((counted, first, mentions), (1, 1, 0), "{}", who.name);
            assert_eq!(visited, [case.plain]);
        }
    });
}

#[test]
fn what_becomes_restricted_goes_out_of_sight_at_once_with_all_that_belongs_to_it() {
    on_both_engines(|url| {
        let case = case(url);
        let (desk, anna) = (&case.desk, &case.blind[0]);
        let fields =
            json!({"summary": "Odd sign-in", "parent_kind": "incident", "parent": case.plain});
        let task = add(desk, anna, "task", fields);
        desk.record(anna, "task", task).unwrap();
        let link = json!({"from_kind": "incident", "from": case.plain, "to_kind": "problem",
            "to": case.problem});
        let link = add(desk, anna, "link", link);
        // An agent may hand it over, and from then on knows of it no more.
        let change = json(json!({"restricted": true}));
        desk.run(anna, Command::change("incident", case.plain, None, change)).unwrap();
        for (kind, id) in [("incident", case.plain), ("task", task), ("link", link)] {
            assert!(desk.record(anna, kind, id).is_err(), "{kind}");
            assert!(numbers(desk, anna, &Query::of(kind)).is_empty(), "{kind}");
            desk.record(&case.officer, kind, id).unwrap();
        }
        assert!(desk.search(anna, "odd sign-in", None, 10).unwrap().is_empty());
        let change = json(json!({"restricted": false}));
        desk.run(&case.officer, Command::change("incident", case.plain, None, change)).unwrap();
        desk.record(anna, "task", task).unwrap();
    });
}

#[test]
fn many_restricted_hits_hide_none_of_the_others() {
    on_both_engines(|url| {
        let desk = open(url);
        let house = Actor::house(Channel::CommandLine);
        let anna = person(&desk, "anna", Role::Agent, None);
        let first = add(&desk, &house, "incident", json!({"summary": "Quagga one"}));
        for turn in 0..60 {
            let fields = json!({"summary": format!("Quagga {turn}"), "restricted": true});
            add(&desk, &house, "incident", fields);
        }
        let hits = desk.search(&anna, "quagga", None, 5).unwrap();
        assert_eq!(hits.iter().map(|hit| hit.id).collect::<Vec<_>>(), [first]);
    });
}

#[test]
fn a_program_tells_alerts_and_gets_to_know_nothing() {
    on_both_engines(|url| {
        let case = case(url);
        let desk = &case.desk;
        let probe = person(desk, "probe", Role::Program, None);
        let fields =
            json!({"name": "Down", "fingerprint": "a1", "starts_at": "2026-03-02T08:00:00Z"});
        let alert = add(desk, &probe, "alert", fields);
        desk.record(&probe, "alert", alert).unwrap();
        let views = desk.kinds();
        for view in views.iter().filter(|view| {
            !matches!(view.def.name, "alert" | "watcher" | "approval" | "saved_view")
        }) {
            assert!(!desk.may(&probe, view.def.name, "read"), "{}", view.def.name);
            assert!(desk.list(&probe, &Query::of(view.def.name)).is_err(), "{}", view.def.name);
        }
        let titles = desk.titles(&probe, "problem", &[case.problem]).unwrap();
        assert_eq!(titles[&case.problem], "PRB-000001");
        let attach = Command::verb("alert", alert, "attach");
        assert!(matches!(desk.run(&probe, attach), Err(Refused::Forbidden(_))));
    });
}
