//! Asking: lists narrowed, sorted and paged by any field, alike on both engines.
use crate::house::{add, open, person};
use gemba_desk::{Command, Desk, Query, Refused};
use gemba_model::{
    FieldDef, Holds,
    filter::{self, Filter, Sort, Test},
    overlay::KindView,
};
use gemba_testkit::on_both_engines;
use gemba_vocabulary::{
    Value,
    actor::{Actor, Channel, Role},
};
use serde_json::json;
use std::{cell::RefCell, cmp::Ordering, collections::BTreeMap};

/// The numbers found in order, or the refusal in words.
type Answer = Result<Vec<i64>, String>;

/// What an address finds, page by page. The machine never fails.
fn asked(desk: &Desk, actor: &Actor, kind: &str, pairs: &[(&str, &str)]) -> Answer {
    let pairs: Vec<_> =
        pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let view = desk.view(kind).unwrap();
    let mut query = Query::parse(&view, &pairs).map_err(|faults| faults.join(" "))?;
    let mut ids = Vec::new();
    loop {
        let page = match desk.list(actor, &query) {
            Err(Refused::Failed(why)) => panic!("{kind} {pairs:?}: {why}"),
            answer => answer.map_err(|refused| refused.to_string())?,
        };
        ids.extend(page.records.iter().map(|record| record.id));
        query.after = page.next;
        if query.after.is_none() {
            return Ok(ids);
        }
    }
}

/// The types of added fields, each with what three records hold; a fourth holds nothing.
const TYPES: &[(&str, [&str; 3])] = &[
    ("short_text", ["Lyon, north", "10", "9"]),
    ("long_text", ["b\nc", "a_b%c\\d", "Öl für STRASSEN"]),
    ("integer", ["10", "-9", "9"]),
    ("decimal", ["10", "9.000001", "-9.5"]),
    ("percent", ["10", "9.5", "0.000001"]),
    ("money", ["10.50 EUR", "9 EUR", "9 USD"]),
    ("yes_no", ["yes", "no", "yes"]),
    ("date", ["2026-10-01", "2026-09-30", "1999-12-31"]),
    ("instant", ["2026-10-01T10:00:00Z", "2026-10-01T10:00:00.5Z", "2026-10-01T10:00:00.25Z"]),
    ("duration", ["10m", "9h", "59s"]),
    ("choice", ["Lyon, north", "Paris", "Lyon"]),
    ("reference", ["1", "2", "1"]),
    ("references", ["1,12", "2", "12"]),
];
/// Values of no sense to many types, with bars between them.
const ODD: &str = "| |,|1,|0|-1|NaN|inf|1e999|true|maybe|me|empty|not:x|%|_|\\|Lyon|a\0b|\
    9223372036854775807|9223372036854775808|9000000000000.000001|0.0000001|\
    79228162514264337593543950335|79228162514264337593543950335 EUR|5 eur|-0.000000 EUR|\
    2026-02-30|0000-00-00|2026-01-01T25:00Z|2026-01-01T10:00+02:00|999999999999d|\
    '; DROP TABLE team; --";

/// A desk with a kind that has an added field of every type, and four records: the last holds nothing.
fn house_of_types(url: &str) -> (Desk, Actor) {
    let desk = open(url);
    let house = Actor::house(Channel::CommandLine);
    let agent = person(&desk, "mara", Role::Agent, None);
    for number in 1..=12 {
        add(&desk, &house, "team", json!({"name": format!("Team {number}")}));
    }
    let mut records = vec![serde_json::Map::new(); 4];
    for (holds, values) in TYPES {
        let target = holds.starts_with("ref").then_some("team");
        let choices = (*holds == "choice").then_some("Lyon, north\nParis\nLyon");
        let field = format!("x_{holds}");
        let added = json!({"of_kind": "incident", "field": field, "holds": holds, "filtered": true,
            "target": target, "choices": choices});
        add(&desk, &house, "custom_field", added);
        let view = desk.view("incident").unwrap();
        for (record, text) in records.iter_mut().zip(values) {
            let def = view.field(&field).unwrap();
            let value = gemba_model::parse::from_text(def, text, &jiff::tz::TimeZone::UTC);
            record.insert(field.clone(), value.unwrap().to_json());
        }
    }
    for (place, mut record) in records.into_iter().enumerate() {
        record.insert("summary".to_owned(), json!(format!("Incident {place}")));
        add(&desk, &agent, "incident", serde_json::Value::Object(record));
    }
    (desk, agent)
}

/// Which of two values comes first; nothing if they cannot be compared.
fn order(one: &Value, other: &Value) -> Option<Ordering> {
    match (one, other) {
        (Value::Money(one), Value::Money(other)) => {
            (one.currency == other.currency).then(|| one.amount.cmp(&other.amount))
        }
        (Value::Decimal(one), Value::Decimal(other)) => Some(one.cmp(other)),
        (Value::Instant(one), Value::Instant(other)) => Some(one.cmp(other)),
        (Value::Date(one), Value::Date(other)) => Some(one.cmp(other)),
        (Value::Bool(one), Value::Bool(other)) => Some(one.cmp(other)),
        (Value::Text(one), Value::Text(other)) => Some(one.cmp(other)),
        (Value::Refs(ids), Value::Ref(id)) => ids.contains(id).then_some(Ordering::Equal),
        _ => Some(one.as_int()?.cmp(&other.as_int()?)),
    }
}

/// Whether a value meets a test, worked out without any engine.
fn meets(value: &Value, test: &Test) -> bool {
    let is_empty = matches!(value, Value::None) || *value == Value::Refs(Vec::new());
    let is = |other: &Value| order(value, other) == Some(Ordering::Equal);
    match test {
        Test::Is(wanted) => wanted.iter().any(is),
        Test::IsNot(unwanted) => !unwanted.iter().any(is),
        Test::Empty => is_empty,
        Test::Filled => !is_empty,
        Test::Less(other) => order(value, other) == Some(Ordering::Less),
        Test::AtLeast(other) => {
            matches!(order(value, other), Some(Ordering::Equal | Ordering::Greater))
        }
        Test::Contains(part) => value.to_text().to_lowercase().contains(&part.to_lowercase()),
        Test::Unbarred(_) => true,
    }
}

fn expected(view: &KindView, records: &[gemba_model::Record], filter: &Filter) -> Vec<i64> {
    let met =
        records.iter().filter(|record| meets(view.value(record, &filter.field), &filter.test));
    met.map(|record| record.id).collect()
}

#[test]
fn every_test_of_every_type_finds_the_same_on_both_engines() {
    let answers: RefCell<Vec<BTreeMap<String, Answer>>> = RefCell::default();
    on_both_engines(|url| {
        let (desk, agent) = house_of_types(url);
        let view = desk.view("incident").unwrap();
        let sort = Sort { field: "id".to_owned(), descending: false };
        let all = desk.list(&agent, &Query { sort, ..Query::of("incident") }).unwrap().records;
        assert_eq!(all.len(), 4);
        let (mut told, mut found) = (BTreeMap::new(), 0);
        for (holds, values) in TYPES {
            let field = format!("x_{holds}");
            let ranges =
                [values.join(","), "a_b".to_owned(), "LYON".to_owned(), "ÖL FÜR".to_owned()];
            let texts = values
                .iter()
                .copied()
                .chain(ODD.split('|'))
                .chain(ranges.iter().map(String::as_str));
            for text in texts {
                for test in ["", "is:", "not:", "lt:", "ge:", "has:", "empty", "filled"] {
                    let spelled = format!("{test}{text}");
                    let answer =
                        asked(&desk, &agent, "incident", &[(&field, &spelled), ("sort", "id")]);
                    if let (Ok(ids), Ok(filter)) = (&answer, Filter::parse(&view, &field, &spelled))
                    {
                        assert_eq!(*ids, expected(&view, &all, &filter), "{field}={spelled}");
                        assert_eq!(Filter::parse(&view, &field, &filter.spell()).unwrap(), filter);
                        found += 1;
                    }
                    told.insert(format!("{field}={spelled}"), answer);
                }
            }
        }
        assert!(found > 500, "{found} questions make sense");
        answers.borrow_mut().push(told);
    });
    let answers = answers.into_inner();
    if let [sqlite, postgres] = answers.as_slice() {
        assert_eq!(sqlite, postgres);
    }
}

#[test]
fn every_order_is_paged_without_gap_or_double_and_is_the_same_on_both_engines() {
    let answers: RefCell<Vec<BTreeMap<String, Vec<i64>>>> = RefCell::default();
    on_both_engines(|url| {
        let (desk, agent) = house_of_types(url);
        desk.run(&agent, Command::verb("incident", 2, "cancel").with_note("Not ours")).unwrap();
        let view = desk.view("incident").unwrap();
        let records = desk.list(&agent, &Query::of("incident")).unwrap().records;
        let envelope = ["id", "state", "open", "version", "imported", "origin"];
        let people = ["created_by", "updated_by", "created_at", "updated_at"];
        let names = envelope.iter().chain(&people).map(|name| (*name).to_owned());
        let names: Vec<_> =
            names.chain(view.all_fields().map(|field| field.name.to_string())).collect();
        let mut told = BTreeMap::new();
        for name in &names {
            for sort in [name.clone(), format!("-{name}")] {
                let ids = match asked(&desk, &agent, "incident", &[("sort", &sort), ("limit", "1")])
                {
                    Ok(ids) => ids,
                    Err(refusal) => {
                        assert!(refusal.contains("cannot be sorted by"), "{refusal}");
                        continue;
                    }
                };
                let mut once = ids.clone();
                once.sort_unstable();
                assert_eq!(once, [1, 2, 3, 4], "sorted by {sort}");
                let value = |id: &i64| {
                    let record = records.iter().find(|record| record.id == *id).unwrap();
                    view.value(record, name).clone()
                };
                for (one, next) in ids.iter().zip(ids.iter().skip(1)) {
                    let wrong =
                        if sort.starts_with('-') { Ordering::Less } else { Ordering::Greater };
                    assert_ne!(order(&value(one), &value(next)), Some(wrong), "sorted by {sort}");
                }
                told.insert(sort, ids);
            }
        }
        for refused in ["x_money", "x_references", "x_long_text", "description"] {
            assert!(!told.contains_key(refused), "{refused}");
        }
        for sorted in ["x_decimal", "-x_percent", "x_yes_no", "x_instant", "open", "x_date"] {
            assert!(told.contains_key(sorted), "{sorted}");
        }
        // When something was recorded differs from run to run.
        told.retain(|sort, _| !sort.ends_with("_at"));
        answers.borrow_mut().push(told);
    });
    if let [sqlite, postgres] = answers.into_inner().as_slice() {
        assert_eq!(sqlite, postgres);
    }
}

/// A value that a field of the type may be asked for.
fn example(holds: &Holds) -> Option<&'static str> {
    Some(match holds {
        Holds::ShortText | Holds::LongText => "a",
        Holds::Int | Holds::Ref(_) | Holds::Refs(_) => "1",
        Holds::Decimal | Holds::Percent => "1.5",
        Holds::Money => "1.5 EUR",
        Holds::Bool => "yes",
        Holds::Date => "2026-01-01",
        Holds::Instant => "2026-01-01T00:00Z",
        Holds::Duration => "1h",
        Holds::Choice(_) => "not one of them",
        Holds::Struct => return None,
    })
}

#[test]
fn every_field_of_every_kind_can_be_asked_for_what_it_takes() {
    on_both_engines(|url| {
        let desk = open(url);
        let house = Actor::house(Channel::CommandLine);
        for kind in gemba_practices::KINDS.iter().map(|face| face.def().name) {
            let view = desk.view(kind).unwrap();
            let envelope = ["id", "state", "open", "created_at", "created_by", "tag", "origin"];
            let fields = view.all_fields().map(|field| field.name.to_string());
            for field in fields.chain(envelope.iter().map(|name| (*name).to_owned())) {
                let holds = filter::holds(&view, &field).unwrap();
                let def = FieldDef::new("value", holds.clone(), false);
                let value = match def.choices().first() {
                    Some(choice) => Some(&*choice.name),
                    None => example(&holds),
                };
                for test in filter::tests(&field, &holds) {
                    let spelled = match (*test, value) {
                        ("empty" | "filled", _) => (*test).to_owned(),
                        ("", Some(value)) => value.to_owned(),
                        (test, Some(value)) => format!("{test}:{value}"),
                        (test, None) => panic!("{field} takes {test}"),
                    };
                    let filter = Filter::parse(&view, &field, &spelled).unwrap();
                    let count = desk.count(&house, kind, &[filter], 10);
                    assert!(count.is_ok(), "{kind}.{field}={spelled}: {count:?}");
                }
            }
        }
    });
}

#[test]
fn tags_references_and_the_reader_themselves_are_asked_for() {
    on_both_engines(|url| {
        let desk = open(url);
        let house = Actor::house(Channel::CommandLine);
        let mara = person(&desk, "mara", Role::Agent, None);
        let tomek = person(&desk, "tomek", Role::Agent, None);
        for (summary, tags, who) in [
            ("me", json!(["mail", "50_off"]), mara.person),
            ("Lamp, green", json!(["email", "50xoff"]), tomek.person),
            ("lt:3", json!([]), None),
        ] {
            let fields = json!({"summary": summary, "tags": tags, "assigned_to": who});
            add(&desk, &mara, "incident", fields);
        }
        for name in ["Osprey", "Linden"] {
            add(&desk, &house, "customer", json!({"name": name}));
        }
        for customers in [json!([1, 2]), json!([2]), json!([])] {
            add(&desk, &house, "service", json!({"name": "Mail", "customers": customers}));
        }
        let cases: &[(&str, &str, &str, &[i64])] = &[
            ("incident", "tag", "mail", &[1]),
            ("incident", "tag", "Mail,email", &[1, 2]),
            ("incident", "tag", "50_off", &[1]),
            ("incident", "tag", "not:mail", &[2, 3]),
            ("incident", "tag", "has:mai", &[1, 2]),
            ("incident", "tag", "empty", &[3]),
            ("incident", "tag", "filled", &[1, 2]),
            ("incident", "tag", "is:empty", &[]),
            ("incident", "summary", "me", &[1]),
            ("incident", "summary", "Lamp, green", &[2]),
            ("incident", "summary", "not:Lamp, green", &[1, 3]),
            ("incident", "summary", "is:lt:3", &[3]),
            ("incident", "assigned_to", "me", &[1]),
            ("incident", "assigned_to", "not:me", &[2, 3]),
            ("incident", "assigned_to", "me,2", &[1, 2]),
            ("service", "customers", "1", &[1]),
            ("service", "customers", "is:CUS-000001,2", &[1, 2]),
            ("service", "customers", "not:1", &[2, 3]),
            ("service", "customers", "empty", &[3]),
            ("service", "customers", "filled", &[1, 2]),
            ("service", "customers", "12", &[]),
        ];
        for (kind, field, text, expected) in cases {
            let found = asked(&desk, &mara, kind, &[(field, text), ("sort", "id")]);
            assert_eq!(found.as_deref(), Ok(*expected), "{field}={text}");
        }
    });
}

#[test]
fn what_makes_no_sense_is_refused_in_a_sentence() {
    on_both_engines(|url| {
        let desk = open(url);
        let mara = person(&desk, "mara", Role::Agent, None);
        for (field, text) in [
            ("tag", "lt:a"),
            ("tag", "has:"),
            ("sort", "tag"),
            ("sort", "-tag"),
            ("customer", "me"),
            ("priority", "has:1"),
            ("priority", "not:"),
            ("pauses", "5"),
            ("assigned_to", "9223372036854775807"),
        ] {
            let refusal = asked(&desk, &mara, "incident", &[(field, text)]).unwrap_err();
            assert!(refusal.ends_with('.') && refusal.contains(field.trim_start_matches("sort")));
        }
        let many: Vec<_> = (0..51).map(|_| ("open", "yes")).collect();
        let refusal = asked(&desk, &mara, "incident", &many).unwrap_err();
        assert_eq!(refusal, "A list can be narrowed by 50 conditions at most.");
        for words in ["a\0b", "\0", "'\"*(", "\u{301}", &"w".repeat(5_000), &"w ".repeat(5_000)] {
            assert_eq!(asked(&desk, &mara, "incident", &[("q", words)]), Ok(vec![]));
        }
        // What code asks for is judged too, before an engine sees it.
        let odd = Filter::is("priority", Value::Text("high".to_owned()));
        let refused = desk.count(&mara, "incident", &[odd], 9).unwrap_err().to_string();
        assert_eq!(refused, "“priority” must be a whole number.");
    });
}

#[test]
fn a_forged_page_address_is_refused_and_tells_nothing_that_is_hidden() {
    on_both_engines(|url| {
        let desk = open(url);
        let house = Actor::house(Channel::CommandLine);
        let osprey = add(&desk, &house, "customer", json!({"name": "Osprey"}));
        let contact = person(&desk, "hanna", Role::CustomerContact, Some(osprey));
        let hidden = json!({"of_kind": "incident", "field": "x_margin", "holds": "decimal"});
        add(&desk, &house, "custom_field", hidden);
        for (summary, margin) in [("One", "9"), ("Two", "10"), ("Three", "11")] {
            let fields = json!({"summary": summary, "customer": osprey, "x_margin": margin,
                "tags": ["cheap"], "symptom": "inside"});
            add(&desk, &house, "incident", fields);
        }
        let after = |text: &str| {
            use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
            URL_SAFE_NO_PAD.encode(text)
        };
        for field in ["x_margin", "symptom", "tag", "origin"] {
            let place = after("[10000000,1]");
            for pairs in [
                vec![("sort", field)],
                vec![("sort", field), ("after", &place)],
                vec![("sort", field), ("after", "damaged")],
                vec![(field, "filled")],
                vec![(field, "ge:10")],
            ] {
                let refusal = asked(&desk, &contact, "incident", &pairs).unwrap_err();
                let is_told = ["have no field", "be sorted by", "be narrowed like this"];
                assert!(is_told.iter().any(|why| refusal.contains(why)), "{pairs:?}: {refusal}");
            }
        }
        let forged = [
            ("summary", "[5,1]"),
            ("summary", "[\"a\\u0000\",1]"),
            ("priority", "[\"x\",1]"),
            ("priority", "[1.5,1]"),
            ("priority", "[9223372036854775808,1]"),
            ("x_margin", "[\"9\",1]"),
            ("open", "[\"yes\",1]"),
            ("opened_at", "[[],1]"),
            ("opened_at", "[1]"),
            ("id", "{}"),
        ];
        for (sort, place) in forged {
            let place = after(place);
            let refusal =
                asked(&desk, &house, "incident", &[("sort", sort), ("after", &place)]).unwrap_err();
            assert!(refusal.contains("begin at the first page"), "{sort}: {refusal}");
        }
        for (sort, place) in [("open", "[1,1]"), ("-open", "[true,3]"), ("x_margin", "[null,1]")] {
            let place = after(place);
            asked(&desk, &house, "incident", &[("sort", sort), ("after", &place)]).unwrap();
        }
        // The address of the next page holds no more than the list's own order.
        let query = Query { limit: 1, ..Query::of("incident") };
        let next = desk.list(&contact, &query).unwrap().next.unwrap();
        assert_eq!(next, after("[3,3]"));
    });
}

#[test]
fn a_field_that_comes_again_with_another_type_breaks_neither_saving_nor_asking() {
    on_both_engines(|url| {
        let desk = open(url);
        let house = Actor::house(Channel::CommandLine);
        let agent = person(&desk, "mara", Role::Agent, None);
        let types = ["short_text", "integer", "decimal", "yes_no", "instant", "money", "long_text"];
        for (place, holds) in types.iter().enumerate() {
            let added = json!({"of_kind": "incident", "field": "x_site", "holds": holds,
                "filtered": true});
            let field = add(&desk, &house, "custom_field", added);
            let value = match *holds {
                "short_text" => json!("Lyon"),
                "integer" => json!(7),
                "decimal" => json!("7.5"),
                "yes_no" => json!(true),
                "instant" => json!("2026-01-01T00:00:00Z"),
                "money" => json!({"amount": "7.5", "currency": "EUR"}),
                _ => json!("word ".repeat(10_000)),
            };
            let fields = json!({"summary": holds, "x_site": value});
            add(&desk, &agent, "incident", fields);
            let count = i64::try_from(place).unwrap() + 1;
            let filled = asked(&desk, &agent, "incident", &[("x_site", "filled")]).unwrap();
            assert!(filled.contains(&count), "{holds}");
            asked(&desk, &agent, "incident", &[("x_site", "empty")]).unwrap();
            if !matches!(*holds, "money" | "long_text") {
                let pairs = [("sort", "x_site"), ("limit", "1")];
                let mut ids = asked(&desk, &agent, "incident", &pairs).unwrap();
                ids.sort_unstable();
                assert_eq!(ids, (1..=count).collect::<Vec<_>>(), "{holds}");
            }
            desk.run(&house, Command::verb("custom_field", field, "retire")).unwrap();
        }
    });
}

#[test]
fn a_choice_that_is_offered_no_longer_stays_with_the_records_that_hold_it() {
    on_both_engines(|url| {
        let desk = open(url);
        let house = Actor::house(Channel::CommandLine);
        let agent = person(&desk, "mara", Role::Agent, None);
        let added = json!({"of_kind": "incident", "field": "x_site", "holds": "choice",
            "choices": "Lyon\nParis, north"});
        let field = add(&desk, &house, "custom_field", added);
        for site in [Some("Paris, north"), Some("Lyon"), None] {
            add(&desk, &agent, "incident", json!({"summary": "Lamp", "x_site": site}));
        }
        let sites = [("x_site", "Lyon,Paris, north"), ("sort", "id")];
        assert_eq!(asked(&desk, &agent, "incident", &sites), Ok(vec![1, 2]));
        let change = json!({"choices": "Paris, north"});
        desk.run(&house, Command::change("custom_field", field, None, crate::house::json(change)))
            .unwrap();
        let change = json!({"summary": "Lamp again"});
        desk.run(&agent, Command::change("incident", 2, None, crate::house::json(change))).unwrap();
        let sorted = [("sort", "x_site"), ("limit", "1")];
        assert_eq!(asked(&desk, &agent, "incident", &sorted), Ok(vec![2, 1, 3]));
        let held = crate::house::value(&desk, &agent, "incident", 2, "x_site");
        assert_eq!(held, Value::Text("Lyon".to_owned()));
    });
}
