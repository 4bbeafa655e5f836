//! Letters as people chose: what waits for them, news of what they follow, and reports to customers.
use crate::figures::house::{House, tell_with, typed};
use gemba_desk::{Command, Query};
use gemba_vocabulary::{
    RecordId,
    actor::{Actor, Channel, Role},
};

/// The letters so far, as address and subject, oldest first.
fn letters(house: &House) -> Vec<(String, String)> {
    let query = Query { limit: 1_000, ..Query::of("letter") };
    let found = house.desk.list(&Actor::house(Channel::CommandLine), &query).unwrap().records;
    let mut numbers: Vec<_> = found.iter().map(|record| record.id).collect();
    numbers.sort_unstable();
    let told = |id| (house.holds("letter", id, "to"), house.holds("letter", id, "subject"));
    numbers.into_iter().map(told).collect()
}

fn write_to(house: &House, person: RecordId, email: &str, choice: &str) {
    let input = typed(&[("email", email), ("mail", choice)]);
    let owner = Actor::house(Channel::CommandLine);
    house.run(&owner, Command::change("person", person, None, input)).unwrap();
}

fn task(house: &House, by: &Actor, service: RecordId, who: RecordId, summary: &str) -> RecordId {
    let (parent, who) = (service.to_string(), who.to_string());
    let fields = [
        ("summary", summary),
        ("parent_kind", "service"),
        ("parent", &parent),
        ("assigned_to", &who),
        ("notes", "By Friday"),
    ];
    house.run(by, Command::create("task", typed(&fields))).unwrap().id
}

#[test]
fn what_waits_for_somebody_is_told_as_they_chose() {
    tell_with(gemba_flows::all_with_mail, |house| {
        let (mara, anna) = (house.manager.person.unwrap(), house.agent.person.unwrap());
        write_to(house, mara, "mara@example.org", "");
        write_to(house, anna, "anna@example.org", "nothing");
        let service = house.create("service", &[("name", "Mail")]);
        task(house, &house.agent, service, mara, "Look at the costs");
        task(house, &house.manager, service, anna, "Count the mailboxes");
        house.until("2025-01-02T09:00:01Z");
        let subject = "For you to do: TSK-000001 Look at the costs".to_owned();
        assert_eq!(letters(house), [("mara@example.org".to_owned(), subject)]);
        let text = house.holds("letter", 1, "text");
        assert!(text.contains("A task is with you now.") && text.contains("By Friday"), "{text}");
        assert_eq!(house.holds("letter", 1, "about_kind"), "task");
        // Who gives a task to themselves knows it, and a change that leaves it with them is no news.
        let own = task(house, &house.manager, service, mara, "My own");
        house.edit("task", own, &[("notes", "Still mine")]).unwrap();
        house.until("2025-01-02T09:00:02Z");
        assert_eq!(letters(house).len(), 1);
        // Whoever is asked to decide is told, with what it is about.
        let (parent, who) = (service.to_string(), mara.to_string());
        let fields = [
            ("summary", "May we buy it?"),
            ("parent_kind", "service"),
            ("parent", &parent),
            ("approver", &who),
        ];
        house.run(&house.agent, Command::create("approval", typed(&fields))).unwrap();
        house.until("2025-01-02T09:00:03Z");
        assert_eq!(letters(house)[1].1, "Your decision is asked: APR-000001 May we buy it?");
        assert!(house.holds("letter", 2, "text").contains("before you say yes or no"));
    });
}

#[test]
fn whoever_follows_a_record_gets_news_of_it_once_and_only_what_they_may_see() {
    tell_with(gemba_flows::all_with_mail, |house| {
        let customer = house.create("customer", &[("name", "Osprey")]);
        let other = house.create("customer", &[("name", "Linden")]);
        let contact = |name: &str, of| house.person(name, Role::CustomerContact, Some(of));
        let (petra, ruth) = (contact("Petra", customer), contact("Ruth", other));
        let people = [
            (&petra, "petra@osprey.example", "followed"),
            (&ruth, "ruth@linden.example", "followed"),
            (&house.manager, "mara@example.org", "asked"),
            (&house.agent, "anna@example.org", "followed"),
        ];
        let of = customer.to_string();
        let incident = house.create("incident", &[("summary", "Printer jams"), ("customer", &of)]);
        let number = incident.to_string();
        for (person, email, choice) in people {
            let id = person.person.unwrap();
            write_to(house, id, email, choice);
            let who = id.to_string();
            let fields = [("parent_kind", "incident"), ("parent", &*number), ("person", &*who)];
            house.create("watcher", &fields);
        }
        for words in ["We look at it", "It needs a part"] {
            let comment = Command::verb("incident", incident, "comment").with_note(words);
            house.run(&house.manager, comment).unwrap();
        }
        house.until("2025-01-02T09:01:00Z");
        assert!(letters(house).is_empty(), "news is gathered for a while");
        house.until("2025-01-02T09:10:00Z");
        let told = letters(house);
        let mut to: Vec<_> = told.iter().map(|(to, _)| to.as_str()).collect();
        to.sort_unstable();
        assert_eq!(to, ["anna@example.org", "petra@osprey.example"], "{told:?}");
        assert!(told.iter().all(|(_, subject)| subject == "News of INC-000001 Printer jams"));
        // Whoever did it last knows it already.
        let comment = Command::verb("incident", incident, "comment").with_note("I have it");
        house.run(&house.agent, comment).unwrap();
        house.until("2025-01-02T09:20:00Z");
        assert_eq!(letters(house).len(), 3, "Petra alone");
    });
}

#[test]
fn nobody_gets_letters_after_their_last_day() {
    tell_with(gemba_flows::all_with_mail, |house| {
        let anna = house.agent.person.unwrap();
        write_to(house, anna, "anna@example.org", "followed");
        let incident = house.create("incident", &[("summary", "Mail rests")]);
        let (number, who) = (incident.to_string(), anna.to_string());
        let watcher = [("parent_kind", "incident"), ("parent", &*number), ("person", &*who)];
        house.create("watcher", &watcher);
        let owner = Actor::house(Channel::CommandLine);
        let comment = |words: &str| {
            let comment = Command::verb("incident", incident, "comment").with_note(words);
            house.run(&house.manager, comment).unwrap();
        };
        comment("Since nine");
        house.until("2025-01-02T09:10:00Z");
        assert_eq!(letters(house).len(), 1);
        let over = typed(&[("access_until", "2025-01-01")]);
        house.run(&owner, Command::change("person", anna, None, over)).unwrap();
        comment("Since ten");
        house.until("2025-01-02T09:30:00Z");
        assert_eq!(letters(house).len(), 1, "the first one only");
    });
}

#[test]
fn what_is_restricted_is_told_to_nobody_without_the_role() {
    tell_with(gemba_flows::all_with_mail, |house| {
        let anna = house.agent.person.unwrap();
        write_to(house, anna, "anna@example.org", "followed");
        let fields = [("summary", "Somebody read the mail"), ("restricted", "yes")];
        let incident = house.create("incident", &fields);
        let (number, who) = (incident.to_string(), anna.to_string());
        house.create(
            "watcher",
            &[("parent_kind", "incident"), ("parent", &number), ("person", &who)],
        );
        let fields = [
            ("summary", "Look at the logs"),
            ("parent_kind", "incident"),
            ("parent", &number),
            ("assigned_to", &who),
        ];
        house.create("task", &fields);
        let input = typed(&[("description", "By the old account")]);
        let owner = Actor::house(Channel::CommandLine);
        house.run(&owner, Command::change("incident", incident, None, input)).unwrap();
        house.until("2025-01-02T09:10:00Z");
        assert!(letters(house).is_empty(), "{:?}", letters(house));
    });
}

#[test]
fn a_report_goes_to_the_addresses_named_on_paper() {
    tell_with(gemba_flows::all_with_mail, |house| {
        let customer = house.create("customer", &[("name", "Osprey")]).to_string();
        let fields = [("customer", &*customer), ("from", "2024-12-01"), ("until", "2025-01-01")];
        let report = house.create("service_report", &fields);
        house.go("service_report", report, "prepare", &[]).unwrap();
        let approve = Command::verb("service_report", report, "approve");
        let said = typed(&[("assessment", "A quiet month.")]);
        house.run(&house.manager, approve.with_input(said)).unwrap();
        let to = "Petra Nowak <petra@osprey.example>, the board at board@osprey.example";
        house.go("service_report", report, "send", &[("recipients", to)]).unwrap();
        house.until("2025-01-02T09:00:01Z");
        let told = letters(house);
        let to: Vec<_> = told.iter().map(|(to, _)| to.as_str()).collect();
        assert_eq!(to, ["petra@osprey.example", "board@osprey.example"]);
        assert_eq!(house.holds("letter", 1, "with_paper"), "yes");
        assert!(house.holds("letter", 1, "text").contains("A quiet month."));
    });
}

#[test]
fn without_a_mail_server_nobody_is_written_to() {
    tell_with(gemba_flows::all, |house| {
        let mara = house.manager.person.unwrap();
        write_to(house, mara, "mara@example.org", "followed");
        let service = house.create("service", &[("name", "Mail")]);
        task(house, &house.agent, service, mara, "Look");
        house.until("2025-01-02T09:10:00Z");
        assert!(letters(house).is_empty());
    });
}

#[test]
fn a_report_of_a_period_goes_to_its_readers_and_to_the_addresses_named() {
    tell_with(gemba_flows::all_with_mail, |house| {
        let (mara, anna) = (house.manager.person.unwrap(), house.agent.person.unwrap());
        write_to(house, mara, "mara@example.org", "asked");
        write_to(house, anna, "anna@example.org", "nothing");
        let fields = [
            ("name", "Month"),
            ("purpose", "Whom to ring"),
            ("audience", "Top management"),
            ("readers", &*format!("{mara}, {anna}")),
            ("mail_to", "board@harbour.example"),
            ("sheets", r#"[{"sheet": "complaints"}]"#),
            ("owner", &*mara.to_string()),
        ];
        let definition = house.create("report_definition", &fields);
        house.go("report_definition", definition, "use", &[]).unwrap();
        house.until("2025-02-01T01:00:00Z");
        let before = letters(house).len();
        house.go("report_run", 1, "review", &[("conclusions", "A quiet month")]).unwrap();
        house.go("report_run", 1, "send", &[]).unwrap();
        house.until("2025-02-01T01:00:01Z");
        let sent: Vec<_> = letters(house).split_off(before).into_iter().map(|(to, _)| to).collect();
        assert_eq!(sent, ["board@harbour.example", "mara@example.org"], "as each of them chose");
        let last = RecordId::try_from(before + 1).unwrap();
        assert!(house.holds("letter", last, "text").contains("A quiet month"));
        assert_eq!(house.holds("letter", last, "about_kind"), "report_run");
        assert_eq!(house.holds("letter", last, "with_paper"), "yes");
    });
}
