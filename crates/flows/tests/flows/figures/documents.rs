//! Documents and what people know of them, what is told, and processes: through the door, on both engines.
use crate::figures::house::{House, at, figure, tell, typed};
use gemba_desk::{Command, Query};
use gemba_model::filter::Filter;
use gemba_vocabulary::{
    RecordId, Value,
    actor::{Actor, Role},
};

fn id(number: RecordId) -> String {
    number.to_string()
}

fn list(house: &House, who: &Actor, kind: &str, filters: Vec<Filter>) -> Vec<RecordId> {
    let query = Query { filters, limit: 500, ..Query::of(kind) };
    house.desk.list(who, &query).unwrap().records.iter().map(|one| one.id).collect()
}

fn state(house: &House, kind: &str, id: RecordId) -> String {
    house.desk.record(&house.manager, kind, id).unwrap().state
}

fn take(
    house: &House,
    who: &Actor,
    (kind, id): (&str, RecordId),
    verb: &str,
    fields: &[(&str, &str)],
) {
    try_to(house, who, (kind, id), verb, fields).unwrap();
}

fn try_to(
    house: &House,
    who: &Actor,
    (kind, id): (&str, RecordId),
    verb: &str,
    fields: &[(&str, &str)],
) -> Result<(), String> {
    let command = Command::verb(kind, id, verb).with_input(typed(fields));
    house.run(who, command.with_note("It had to be.")).map(|_| ())
}

/// A document of the manager, approved by somebody else.
fn approved(house: &House, owner: &Actor, boss: &Actor, more: &[(&str, &str)]) -> RecordId {
    let own = id(owner.person.unwrap());
    let usual = [("name", "How we work"), ("number", "PRO-1"), ("text", "# So"), ("owner", &*own)];
    let fields: Vec<_> = [&usual[..], more].concat();
    let command = Command::create("document", typed(&fields));
    let document = house.run(owner, command).unwrap().id;
    take(house, owner, ("document", document), "submit", &[]);
    take(house, boss, ("document", document), "approve", &[]);
    document
}

fn publish(house: &House, document: RecordId, more: &[(&str, &str)]) {
    let today = house.desk.now().to_string();
    let day = [("effective_from", today.split('T').next().unwrap())];
    take(house, &house.manager, ("document", document), "publish", &[&day, more].concat());
}

#[test]
fn the_next_edition_takes_the_place_of_the_one_before_when_it_is_published() {
    tell(|house| {
        at("2025-03-03T08:00:00Z");
        let boss = house.person("Berta", Role::TopManagement, None);
        let first = approved(house, &house.manager, &boss, &[("sort", "policy")]);
        publish(house, first, &[]);
        let next = [
            ("sort", "policy"),
            ("edition", "2"),
            ("previous", &*id(first)),
            ("what_is_new", "More"),
        ];
        let second = approved(house, &house.manager, &boss, &next);
        house.until("2025-03-04T08:00:00Z");
        assert_eq!(
            state(house, "document", first),
            "published",
            "it holds until the next one is published"
        );
        publish(house, second, &[]);
        house.until("2025-03-04T08:00:00Z");
        assert_eq!(state(house, "document", first), "superseded");
        assert_eq!(state(house, "document", second), "published");
    });
}

#[test]
fn each_person_who_works_here_is_asked_and_answers_for_themself() {
    tell(|house| {
        at("2025-03-03T08:00:00Z");
        let boss = house.person("Berta", Role::TopManagement, None);
        let acme = house.create("customer", &[("name", "Acme")]);
        let outside = house.person("Otto", Role::CustomerContact, Some(acme));
        let temp = house.person("Tessa", Role::Agent, None);
        let policy = approved(house, &house.manager, &boss, &[("sort", "policy")]);
        let asked = [("to_be_acknowledged", "yes"), ("topic", "policy")];
        publish(house, policy, &asked);
        house.until("2025-03-03T08:00:00Z");
        let of =
            |person: &Actor| house.numbers("acknowledgement", "person", person.person.unwrap());
        assert_eq!(house.numbers("acknowledgement", "document", policy).len(), 4);
        assert!(of(&outside).is_empty(), "who is served is not asked");
        let question = of(&temp)[0];
        assert_eq!(house.holds("acknowledgement", question, "due_on"), "2025-03-17");
        assert_eq!(house.holds("acknowledgement", question, "topic"), "policy");
        let other =
            try_to(house, &house.manager, ("acknowledgement", question), "acknowledge", &[]);
        assert!(other.unwrap_err().contains("Nobody says this for somebody else"));
        take(house, &temp, ("acknowledgement", question), "acknowledge", &[]);
        // Whoever comes later is asked too; whoever leaves is asked no longer.
        at("2025-03-05T08:00:00Z");
        let late = house.person("Lena", Role::Agent, None);
        house.until("2025-03-05T08:00:00Z");
        assert_eq!(of(&late).len(), 1);
        let sheet = house.sheet("awareness", "2025-03-05", "2025-03-06", None);
        assert_eq!(figure(&sheet, "acknowledged_share")["value"], "20");
        // The next edition is asked anew, and the one before no longer.
        let next = [
            ("sort", "policy"),
            ("edition", "2"),
            ("previous", &*id(policy)),
            ("what_is_new", "More"),
        ];
        let second = approved(house, &house.manager, &boss, &next);
        publish(house, second, &asked);
        house.until("2025-03-05T09:00:00Z");
        let open = Filter::is("open", Value::Bool(true));
        let of_first = Filter::is("document", Value::Ref(policy));
        assert!(
            list(house, &house.manager, "acknowledgement", vec![of_first, open.clone()]).is_empty()
        );
        let of_second = Filter::is("document", Value::Ref(second));
        assert_eq!(list(house, &house.manager, "acknowledgement", vec![of_second, open]).len(), 5);
    });
}

#[test]
fn a_document_is_read_by_those_whom_it_is_for() {
    tell(|house| {
        at("2025-03-03T08:00:00Z");
        let boss = house.person("Berta", Role::TopManagement, None);
        let acme = house.create("customer", &[("name", "Acme")]);
        let other = house.create("customer", &[("name", "Other")]);
        let ours = house.person("Otto", Role::Requester, Some(acme));
        let theirs = house.person("Olga", Role::Requester, Some(other));
        let guide =
            approved(house, &house.manager, &boss, &[("sort", "instruction"), ("number", "INS-1")]);
        let inside = approved(house, &house.manager, &boss, &[("number", "PRO-2")]);
        assert!(
            list(house, &ours, "document", vec![]).is_empty(),
            "nobody outside reads what is not published"
        );
        publish(house, guide, &[("distribution", "customers"), ("customers", &*id(acme))]);
        publish(house, inside, &[]);
        assert_eq!(list(house, &ours, "document", vec![]), [guide]);
        assert!(list(house, &theirs, "document", vec![]).is_empty());
        let everybody = approved(house, &house.manager, &boss, &[("number", "PRO-3")]);
        publish(house, everybody, &[("distribution", "everybody")]);
        assert_eq!(list(house, &theirs, "document", vec![]), [everybody]);
        take(house, &house.manager, ("document", everybody), "withdraw", &[]);
        assert!(list(house, &theirs, "document", vec![]).is_empty());
        let altered = Command::change("document", guide, None, typed(&[("text", "Mine")]));
        assert!(house.run(&ours, altered).is_err(), "people served read and alter nothing");
    });
}

#[test]
fn its_owner_is_reminded_before_a_document_is_to_be_looked_at() {
    tell(|house| {
        at("2025-03-03T08:00:00Z");
        let boss = house.person("Berta", Role::TopManagement, None);
        let document = approved(house, &house.manager, &boss, &[("review_months", "6")]);
        publish(house, document, &[]);
        house.until("2025-08-03T12:00:00Z");
        assert!(house.numbers_of("task", "parent", document).is_empty());
        house.until("2025-08-05T12:00:00Z");
        let tasks = house.numbers_of("task", "parent", document);
        assert_eq!(tasks.len(), 1);
        assert_eq!(house.holds("task", tasks[0], "due_on"), "2025-09-03");
        assert_eq!(house.holds("task", tasks[0], "assigned_to"), id(house.manager.person.unwrap()));
        let sheet = house.sheet("documents", "2025-09-04", "2025-09-05", None);
        assert_eq!(figure(&sheet, "reviews_overdue")["value"], 0, "its day is not past");
        house.until("2025-09-04T12:00:00Z");
        let sheet = house.sheet("documents", "2025-09-04", "2025-09-05", None);
        assert_eq!(figure(&sheet, "reviews_overdue")["value"], 1);
        take(house, &house.manager, ("document", document), "review", &[]);
        let sheet = house.sheet("documents", "2025-09-04", "2025-09-05", None);
        assert_eq!(figure(&sheet, "reviews_overdue")["value"], 0);
        assert_eq!(figure(&sheet, "in_force")["value"], 1);
    });
}

#[test]
fn what_is_planned_to_be_told_is_told_again_after_its_interval() {
    tell(|house| {
        at("2025-03-03T08:00:00Z");
        let party = house.create("interested_party", &[("name", "Neighbours"), ("sort", "other")]);
        let owner = id(house.manager.person.unwrap());
        let topic = house.create(
            "communication_topic",
            &[
                ("name", "How services went"),
                ("what", "Figures"),
                ("sort", "reports"),
                ("parties", &*id(party)),
                ("interval_months", "1"),
                ("channel", "Mail"),
                ("owner", &*owner),
            ],
        );
        take(house, &house.manager, ("communication_topic", topic), "adopt", &[]);
        let sheet = house.sheet("communications", "2025-03-01", "2025-04-01", None);
        assert_eq!(figure(&sheet, "parties_without")["value"], 0);
        let told = [("name", "Report"), ("topic", &*id(topic)), ("text", "All kept")];
        let told = house.create("communication", &told);
        let sent = [("audience", "All"), ("channel", "Mail")];
        take(house, &house.agent, ("communication", told), "send", &sent);
        house.until("2025-03-03T08:00:00Z");
        assert_eq!(house.holds("communication_topic", topic, "next_due_on"), "2025-04-03");
        house.until("2025-03-28T08:00:00Z");
        assert_eq!(
            house.numbers_of("task", "parent", topic).len(),
            2,
            "on the day on which it was adopted, and a week before the next one"
        );
        house.until("2025-04-05T08:00:00Z");
        let sheet = house.sheet("communications", "2025-03-01", "2025-05-01", None);
        assert_eq!(figure(&sheet, "topics_overdue")["value"], 1);
        assert_eq!(figure(&sheet, "told")["value"], 1);
        house.create("interested_party", &[("name", "The authority"), ("sort", "regulator")]);
        let sheet = house.sheet("communications", "2025-03-01", "2025-05-01", None);
        assert_eq!(figure(&sheet, "parties_without")["value"], 1);
    });
}

#[test]
fn gaps_of_competence_are_known_by_person() {
    tell(|house| {
        at("2025-03-03T08:00:00Z");
        let (anna, mara) = (id(house.agent.person.unwrap()), id(house.manager.person.unwrap()));
        let boss = house.person("Berta", Role::TopManagement, None);
        let needed = [
            ("skill", "Restores"),
            ("level", "3"),
            ("people", &*format!("{anna},{mara}")),
            ("basis", "Two that were watched"),
            ("owner", &*mara),
        ];
        let command = Command::create("competence_requirement", typed(&needed));
        let needed = house.run(&house.manager, command).unwrap().id;
        take(house, &boss, ("competence_requirement", needed), "approve", &[]);
        let sheet = house.sheet("competence", "2025-03-03", "2025-03-04", None);
        assert_eq!(figure(&sheet, "gaps")["value"], 2);
        assert_eq!(figure(&sheet, "gaps_without_action")["value"], 2);
        let held = house.create("competence", &[("person", &*anna), ("requirement", &*id(needed))]);
        let seen = [
            ("level", "3"),
            ("basis", "experience"),
            ("evidence", "Two seen"),
            ("valid_until", "2025-06-30"),
        ];
        take(house, &house.manager, ("competence", held), "assess", &seen);
        let training = [("name", "A day"), ("people", &*mara), ("requirement", &*id(needed))];
        house.create("training", &training);
        let sheet = house.sheet("competence", "2025-03-03", "2025-03-04", None);
        assert_eq!(figure(&sheet, "gaps")["value"], 1);
        assert_eq!(figure(&sheet, "gaps_without_action")["value"], 0);
        at("2025-07-01T08:00:00Z");
        let sheet = house.sheet("competence", "2025-07-01", "2025-07-02", None);
        assert_eq!(figure(&sheet, "gaps")["value"], 2, "what ran out counts no longer");
    });
}

#[test]
fn a_process_is_altered_by_a_change_that_was_approved() {
    tell(|house| {
        at("2025-03-03T08:00:00Z");
        let boss = house.person("Berta", Role::TopManagement, None);
        let owner = id(house.manager.person.unwrap());
        let usual = [
            ("name", "Incident management"),
            ("clause", "8.6.1"),
            ("owner", &*owner),
            ("purpose", "Services are back soon"),
            ("inputs", "Reports"),
            ("outputs", "Services that work"),
            ("activities", r#"[{"what": "Record it"}]"#),
            ("criteria", r#"[{"criterion": "In time", "target": "95 %"}]"#),
            ("controls", "A look each morning"),
            ("records", "Incidents"),
        ];
        let write = |more: &[(&str, &str)]| {
            let command = Command::create("process", typed(&[&usual[..], more].concat()));
            house.run(&house.manager, command).unwrap().id
        };
        let first = write(&[]);
        take(house, &boss, ("process", first), "approve", &[]);
        let second =
            write(&[("previous", &*id(first)), ("edition", "2"), ("what_is_new", "A bridge")]);
        let alone = try_to(house, &boss, ("process", second), "approve", &[]);
        assert!(alone.unwrap_err().starts_with("A process is altered by a change"));
        let change = [("summary", "Majors go by bridge"), ("processes", &*id(second))];
        let change = house.create("change", &change);
        let undecided = try_to(house, &boss, ("process", second), "approve", &[]);
        assert!(undecided.is_err(), "a change that nobody decided carries nothing");
        let decider = house.person("Dora", Role::Approver, None);
        decide(house, change, &decider);
        take(house, &boss, ("process", second), "approve", &[]);
        house.until("2025-03-03T09:00:00Z");
        assert_eq!(state(house, "process", first), "superseded");
        assert_eq!(state(house, "process", second), "in_force");
        let sheet = house.sheet("processes", "2025-03-03", "2025-03-04", None);
        assert_eq!(figure(&sheet, "processes_in_force")["value"], 1);
        assert_eq!(figure(&sheet, "without_measure")["value"], 1);
    });
}

/// Hands a change in, has it assessed and says yes.
fn decide(house: &House, change: RecordId, boss: &Actor) {
    let whole = [
        ("description", "Whoever leads opens a bridge"),
        ("category", "Way of working"),
        ("requested_by", &*id(house.agent.person.unwrap())),
    ];
    house.go("change", change, "submit", &whole).unwrap();
    let mut assessed = vec![("risk", "low"), ("benefit", "Faster"), ("feasibility", "Yes")];
    for view in
        ["services", "customers", "policies", "capacity", "availability", "continuity", "security"]
    {
        assessed.push((Box::leak(format!("impact_{view}").into_boxed_str()), "None"));
    }
    assessed.extend([("impact_other_changes", "None"), ("impact_cost", "None")]);
    house.go("change", change, "assess", &assessed).unwrap();
    let person = id(boss.person.unwrap());
    let number = id(change);
    let asked = [
        ("summary", "Shall we?"),
        ("parent_kind", "change"),
        ("parent", &*number),
        ("approver", &*person),
    ];
    let asked = house.create("approval", &asked);
    take(house, boss, ("approval", asked), "approve", &[]);
    house.go("change", change, "approve", &[]).unwrap();
}
