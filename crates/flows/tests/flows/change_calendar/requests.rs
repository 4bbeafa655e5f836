//! What people order: who is asked to approve it, the tasks it brings about, by when it is done, and how it ends.
use super::house::{House, at, tell, typed};
use gemba_desk::{Command, Query};
use gemba_model::filter::Filter;
use gemba_vocabulary::{
    RecordId, Value,
    actor::{Actor, Role},
};

const QUESTIONS: &str = r#"[
    {"name": "size", "question": "Which size?", "answer": "choice", "choices": "small; large",
     "needed": true},
    {"name": "why", "question": "Why a large one?", "answer": "line", "needed": true,
     "asked_if": "answers.size == \"large\""}]"#;

/// A shop that has phones; large ones are approved by the manager first and then by the purchasers.
struct Shop<'a> {
    house: &'a House,
    item: RecordId,
    noor: Actor,
    manager: Actor,
    buyer: Actor,
}

fn open(house: &House) -> Shop<'_> {
    let manager = house.member("Mara", Role::Agent, &[]);
    let lead = manager.person.unwrap().to_string();
    let noor = house.member("Noor", Role::Requester, &[("manager", &lead)]);
    let team = house.create("team", &[("name", "Purchasing")]);
    let buyer = house.member("Bo", Role::Agent, &[("team", &team.to_string())]);
    let rules = approval(house, team);
    let item = offer(house, &lead, &rules, team);
    Shop { house, item, noor, manager, buyer }
}

/// Two rules for large phones: the manager says yes first, then the purchasers.
fn approval(house: &House, team: RecordId) -> String {
    let large = ("condition", "answers.size == \"large\"");
    let manager_rule = [
        ("name", "Line manager"),
        ("about", "service_request"),
        ("only_named", "yes"),
        ("asks", "manager"),
        large,
    ];
    let first = house.create("approval_rule", &manager_rule).to_string();
    let team = team.to_string();
    let team_rule = [
        ("name", "Purchasing"),
        ("about", "service_request"),
        ("only_named", "yes"),
        ("asks", "team"),
        ("team", &*team),
        ("stage", "2"),
        large,
    ];
    let second = house.create("approval_rule", &team_rule).to_string();
    format!("{first},{second}")
}

/// A phone on offer, and the steps by which it is handed over.
fn offer(house: &House, owner: &str, rules: &str, team: RecordId) -> RecordId {
    let change = house.approved("Offer phones", &[house.items[0]]).to_string();
    let (service, team) = (house.services[0].to_string(), team.to_string());
    let entry = [
        ("name", "Phones"),
        ("service", &*service),
        ("description", "Phones for everybody"),
        ("outcome", "People reach you"),
        ("dependencies", "None"),
        ("hours", "By day"),
        ("owner", owner),
        ("change", &*change),
    ];
    let entry = house.create("catalogue_entry", &entry);
    house.go("catalogue_entry", entry, "publish", &[]).unwrap();
    let entry = entry.to_string();
    let item = [
        ("name", "Phone"),
        ("catalogue_entry", &*entry),
        ("description", "A phone"),
        ("category", "hardware"),
        ("instruction", "Take one from stock"),
        ("fulfil_within", "8h"),
        ("owner", owner),
        ("change", &*change),
        ("questions", QUESTIONS),
        ("approval_rules", rules),
        ("team", &*team),
    ];
    let item = house.create("request_item", &item);
    let number = item.to_string();
    for (summary, stage, only_if) in [
        ("Order it", "1", ""),
        ("Make out the papers", "1", ""),
        ("Measure the pocket", "1", "answers.size == \"large\""),
        ("Hand it over", "2", ""),
    ] {
        let step = [
            ("summary", summary),
            ("request_item", &*number),
            ("stage", stage),
            ("only_if", only_if),
            ("due_days", "2"),
        ];
        house.create("fulfilment_step", &step);
    }
    house.go("request_item", item, "publish", &[]).unwrap();
    item
}

impl Shop<'_> {
    /// Noor orders a phone and hands the order in.
    fn order(&self, answers: &str) -> RecordId {
        let item = self.item.to_string();
        let fields = [("request_item", &*item), ("answers", answers)];
        let create = Command::create("service_request", typed(&fields));
        let request = self.house.run(&self.noor, create).unwrap().id;
        self.take(&self.noor, request, "submit", &[]).unwrap();
        self.house.desk.run_due().unwrap();
        request
    }

    fn take(
        &self,
        actor: &Actor,
        request: RecordId,
        verb: &str,
        fields: &[(&str, &str)],
    ) -> Result<(), String> {
        let command = Command::verb("service_request", request, verb).with_input(typed(fields));
        self.house.run(actor, command.with_note("It had to be.")).map(|_| ())
    }

    /// The open records that hang on the request: the number, and what it says in a field.
    fn hanging(&self, kind: &str, request: RecordId, field: &str) -> Vec<(RecordId, String)> {
        let view = self.house.desk.view(kind).unwrap();
        let mut query = Query::of(kind);
        query.filters = vec![
            Filter::is("parent_kind", Value::Text("service_request".to_owned())),
            Filter::is("parent", Value::Int(request)),
            Filter::is("open", Value::Bool(true)),
        ];
        let page = self.house.desk.list(&self.house.agent, &query).unwrap();
        let mut found: Vec<_> =
            page.records.iter().map(|one| (one.id, view.value(one, field).to_text())).collect();
        found.sort();
        found
    }

    fn asked(&self, request: RecordId) -> Vec<(RecordId, String)> {
        self.hanging("approval", request, "approver")
    }

    fn tasks(&self, request: RecordId) -> Vec<String> {
        self.hanging("task", request, "summary").into_iter().map(|(_, summary)| summary).collect()
    }

    fn decide(&self, actor: &Actor, approval: RecordId, verb: &str) -> Result<(), String> {
        let command = Command::verb("approval", approval, verb).with_note("As it should be.");
        let decided = self.house.run(actor, command).map(|_| ());
        self.house.desk.run_due().unwrap();
        decided
    }

    fn finish_tasks(&self, request: RecordId) {
        for (task, _) in self.hanging("task", request, "summary") {
            self.house.run(&self.buyer, Command::verb("task", task, "finish")).unwrap();
        }
        self.house.desk.run_due().unwrap();
    }

    fn state(&self, request: RecordId) -> String {
        self.house.state("service_request", request)
    }
}

const SMALL: &str = r#"[{"name": "size", "answer": "small"}]"#;
const LARGE: &str =
    r#"[{"name": "size", "answer": "large"}, {"name": "why", "answer": "My eyes"}]"#;

#[test]
fn from_the_form_to_the_last_word() {
    tell(|house| {
        let shop = open(house);
        let request = shop.order(LARGE);
        assert_eq!(shop.state(request), "awaiting_approval");
        let manager = shop.manager.person.unwrap().to_string();
        let asked = shop.asked(request);
        assert_eq!(asked.len(), 1, "one stage after the other: {asked:?}");
        assert_eq!(asked[0].1, manager);
        let early = shop.take(&house.agent, request, "start", &[]).unwrap_err();
        assert!(early.contains("not possible while"), "{early}");
        shop.decide(&shop.manager, asked[0].0, "approve").unwrap();
        let asked = shop.asked(request);
        assert_eq!(asked[0].1, shop.buyer.person.unwrap().to_string(), "now the second stage");
        assert_eq!(shop.state(request), "awaiting_approval");
        at("2026-03-02T10:00:00Z");
        shop.decide(&shop.buyer, asked[0].0, "approve").unwrap();
        house.desk.run_due().unwrap();
        assert_eq!(shop.state(request), "fulfilling", "work begins by itself");
        assert_eq!(
            house.holds("service_request", request, "fulfil_due").to_text(),
            "2026-03-02T18:00:00Z"
        );
        house.desk.run_due().unwrap();
        assert_eq!(
            shop.tasks(request),
            ["Order it", "Make out the papers", "Measure the pocket"],
            "side by side"
        );
        let done = [("fulfilment", "It is on your desk")];
        let early = shop.take(&shop.buyer, request, "finish", &done).unwrap_err();
        assert!(early.contains("still open"), "{early}");
        shop.finish_tasks(request);
        assert_eq!(shop.tasks(request), ["Hand it over"], "then the next stage");
        shop.finish_tasks(request);
        at("2026-03-02T19:00:00Z");
        shop.take(&shop.buyer, request, "finish", &done).unwrap();
        assert_eq!(house.holds("service_request", request, "fulfil_met"), Value::Bool(false));
        let close = [("confirmed_by_user", "yes")];
        shop.take(&shop.noor, request, "close", &close).unwrap();
        assert_eq!(house.holds("service_request", request, "close_code").to_text(), "confirmed");
    });
}

#[test]
fn what_nobody_has_to_approve_begins_at_once_and_only_with_what_it_needs() {
    tell(|house| {
        let shop = open(house);
        let request = shop.order(SMALL);
        house.desk.run_due().unwrap();
        assert_eq!((shop.state(request).as_str(), shop.asked(request)), ("fulfilling", vec![]));
        assert_eq!(shop.tasks(request), ["Order it", "Make out the papers"]);
    });
}

#[test]
fn one_no_is_a_no_and_takes_the_other_questions_back() {
    tell(|house| {
        let shop = open(house);
        let request = shop.order(LARGE);
        let asked = shop.asked(request);
        let other = shop.decide(&house.approver, asked[0].0, "reject").unwrap_err();
        assert!(other.starts_with("A rule asks this person by name"), "{other}");
        shop.decide(&shop.manager, asked[0].0, "reject").unwrap();
        assert_eq!((shop.state(request).as_str(), shop.asked(request)), ("rejected", vec![]));
        let why = house.holds("service_request", request, "decision").to_text();
        assert_eq!(why, "As it should be.");
    });
}

#[test]
fn what_is_taken_back_asks_nobody_any_more() {
    tell(|house| {
        let shop = open(house);
        let request = shop.order(LARGE);
        assert_eq!(shop.asked(request).len(), 1);
        shop.take(&shop.noor, request, "cancel", &[]).unwrap();
        house.desk.run_due().unwrap();
        assert_eq!(shop.asked(request), []);
    });
}

#[test]
fn whoever_wants_it_is_never_asked_and_somebody_else_is() {
    tell(|house| {
        let shop = open(house);
        let item = shop.item.to_string();
        // The manager orders for herself and has no manager: a service manager is asked instead.
        let fields = [("request_item", &*item), ("answers", LARGE)];
        let create = Command::create("service_request", typed(&fields));
        let request = house.run(&shop.manager, create).unwrap().id;
        shop.take(&shop.manager, request, "submit", &[]).unwrap();
        house.desk.run_due().unwrap();
        let asked = shop.asked(request);
        assert_eq!(asked.len(), 1);
        assert_eq!(asked[0].1, house.approver.person.unwrap().to_string());
    });
}

#[test]
fn what_was_done_is_closed_after_some_days_without_a_word() {
    tell(|house| {
        let shop = open(house);
        let request = shop.order(SMALL);
        house.desk.run_due().unwrap();
        shop.finish_tasks(request);
        shop.finish_tasks(request);
        shop.take(&shop.buyer, request, "finish", &[("fulfilment", "There")]).unwrap();
        at("2026-03-07T08:59:59Z");
        house.desk.run_due().unwrap();
        assert_eq!(shop.state(request), "fulfilled");
        at("2026-03-07T09:00:00Z");
        house.desk.run_due().unwrap();
        assert_eq!(shop.state(request), "closed");
        assert_eq!(house.holds("service_request", request, "close_code").to_text(), "no_answer");
    });
}

#[test]
fn people_outside_find_what_is_on_offer_to_them_and_no_more() {
    tell(|house| {
        let shop = open(house);
        let view = house.desk.view("request_item").unwrap();
        let seen = |actor: &Actor| {
            let page = house.desk.list(actor, &Query::of("request_item")).unwrap();
            page.records.iter().map(|one| view.title(one)).collect::<Vec<_>>()
        };
        assert_eq!(seen(&shop.noor), ["Phone"]);
        let item = house.desk.record(&shop.noor, "request_item", shop.item).unwrap();
        assert_eq!(*view.value(&item, "instruction"), Value::None, "for those who do it");
        let customer = house.create("customer", &[("name", "Quay")]);
        let quay = customer.to_string();
        house.go("request_item", shop.item, "revise", &[]).unwrap();
        let change = house.approved("Phones for Quay", &[house.items[0]]).to_string();
        let fields = [("for_everybody", "no"), ("for_customers", &*quay), ("change", &*change)];
        let command = Command::change("request_item", shop.item, None, typed(&fields));
        house.run(&house.approver, command).unwrap();
        house.go("request_item", shop.item, "publish", &[]).unwrap();
        assert_eq!(seen(&shop.noor), [""; 0], "it is for Quay alone now");
        let mut iris = house.member("Iris", Role::Requester, &[("customer", &quay)]);
        iris.customer = Some(customer);
        assert_eq!(seen(&iris), ["Phone"]);
        let hits = house.desk.search(&iris, "phone", None, 10).unwrap();
        assert!(hits.iter().any(|hit| hit.kind == "request_item"), "and by its words");
        let hits = house.desk.search(&shop.noor, "phone", None, 10).unwrap();
        assert!(!hits.iter().any(|hit| hit.kind == "request_item"));
    });
}

#[test]
fn a_step_asks_for_what_the_form_of_its_item_asks() {
    tell(|house| {
        let shop = open(house);
        let item = shop.item.to_string();
        let step = |only_if| {
            let fields = [("summary", "Wrap it"), ("request_item", &*item), ("only_if", only_if)];
            house.run(&house.approver, Command::create("fulfilment_step", typed(&fields)))
        };
        let odd = step("answers.colour == \"red\"").unwrap_err();
        assert!(odd.contains("“colour”, which is not known here"), "{odd}");
        step("answers.size == \"small\" && request.priority < 3").unwrap();
    });
}

#[test]
fn a_rule_about_changes_asks_those_whom_it_names() {
    tell(|house| {
        let vera = house.member("Vera", Role::Agent, &[]);
        let whom = vera.person.unwrap().to_string();
        let rule = [
            ("name", "Board"),
            ("about", "change"),
            ("people", &*whom),
            ("condition", "change.risk == \"high\""),
        ];
        house.create("approval_rule", &rule);
        let odd = [
            ("condition", "change.weight > 3"),
            ("name", "x"),
            ("about", "change"),
            ("people", "1"),
        ];
        let refused = house.run(
            &Actor::house(gemba_vocabulary::actor::Channel::Page),
            Command::create("approval_rule", typed(&odd)),
        );
        assert!(refused.unwrap_err().contains("“weight”, which is not known here"));
        house.approved("A small one", &[house.items[2]]);
        let change = house.assessed("A large one", &[house.items[0]], "high");
        house.desk.run_due().unwrap();
        let view = house.desk.view("approval").unwrap();
        let mut query = Query::of("approval");
        query.filters =
            vec![Filter::is("parent", Value::Int(change)), Filter::is("open", Value::Bool(true))];
        let asked = house.desk.list(&house.agent, &query).unwrap().records;
        assert_eq!(asked.len(), 1);
        assert_eq!(view.value(&asked[0], "approver").to_text(), whom);
        house.run(&vera, Command::verb("approval", asked[0].id, "approve")).unwrap();
    });
}
