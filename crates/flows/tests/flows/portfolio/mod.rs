//! Stories of the portfolio that span records: what others supply or run, and what services rest on.
use crate::desk::{add, house, open, typed};
use gemba_desk::{Asked, Command, Desk, Imported, Input, Refused, Way};
use gemba_model::{
    Choice,
    check::Evidence,
    parties::Process,
    portfolio::{self, Missing, Portfolio, Stage},
};
use gemba_testkit::on_both_engines;
use gemba_vocabulary::{
    RecordId, Value,
    actor::{Actor, Channel},
    parties::Party,
};
use jiff::civil::date;
use serde_json::{Value as Json, json};

/// A record in a later state, as an import brings it.
fn bring(desk: &Desk, kind: &str, state: &str, fields: &[(&str, Value)]) -> RecordId {
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    let at = desk.now();
    let imported = Imported { at, state: Some(state.to_owned()), origin: None, by: None };
    let command = Command::create(kind, Input::Values(fields)).with_import(imported);
    desk.run(&Actor::house(Channel::Import), command).unwrap().record.id
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn live(desk: &Desk, name: &str) -> RecordId {
    bring(desk, "service", "live", &[("name", text(name))])
}

/// The portfolio on the first of December.
fn on_a_day(mut evidence: &dyn Evidence) -> Portfolio {
    portfolio::read(&mut evidence, date(2026, 12, 1)).unwrap()
}

struct Town {
    desk: Desk,
    owner: RecordId,
    lines: RecordId,
    halls: RecordId,
}

impl Town {
    fn open(url: &str) -> Self {
        let desk = open(url);
        let owner = add(&desk, "person", json!({"name": "Nadia", "roles": "agent"}));
        let lines = add(&desk, "supplier", json!({"name": "Lines Ltd"}));
        let halls = add(&desk, "supplier", json!({"name": "Halls Ltd"}));
        Self { desk, owner, lines, halls }
    }

    fn involve(&self, supplier: RecordId, extent: &str, more: Json) -> Result<RecordId, Refused> {
        let mut fields =
            json!({"supplier": supplier, "extent": extent, "control_owner": self.owner});
        for (name, value) in more.as_object().unwrap() {
            fields[name] = value.clone();
        }
        let command = Command::create("party_involvement", typed(fields));
        self.desk.run(&house(), command).map(|done| done.record.id)
    }

    fn of_service(
        &self,
        supplier: RecordId,
        extent: &str,
        service: RecordId,
    ) -> Result<RecordId, Refused> {
        self.involve(supplier, extent, json!({"concerns": "service", "service": service}))
    }
}

#[test]
fn no_party_gets_the_last_service_that_is_in_our_own_hands() {
    on_both_engines(|url| {
        let town = Town::open(url);
        let (mail, files) = (live(&town.desk, "Mail"), live(&town.desk, "Files"));
        add(&town.desk, "service", json!({"name": "An idea"}));
        let first = town.of_service(town.lines, "whole", mail).unwrap();
        let refused = town.of_service(town.lines, "whole", files).unwrap_err().to_string();
        let begin = "Lines Ltd would supply or run all 2 services in scope, and nothing of that";
        assert!(refused.starts_with(begin), "an idea is not in scope: {refused}");
        let refused = town.of_service(town.halls, "whole", files).unwrap_err().to_string();
        assert!(refused.starts_with("Other parties together would"), "{refused}");
        let part = town.of_service(town.halls, "part", files).unwrap();
        let whole =
            Command::change("party_involvement", part, None, typed(json!({"extent": "whole"})));
        assert!(town.desk.run(&house(), whole.clone()).is_err(), "not by a change either");
        let end = Command::verb("party_involvement", first, "end").with_note("We do it ourselves");
        town.desk.run(&house(), end).unwrap();
        town.desk.run(&house(), whole).unwrap();
    });
}

#[test]
fn who_delivers_a_service_counts_even_where_nobody_wrote_down_how_far() {
    on_both_engines(|url| {
        let town = Town::open(url);
        let (mail, files) = (live(&town.desk, "Mail"), live(&town.desk, "Files"));
        let deliver = |service| {
            let fields = typed(json!({"delivered_by": town.lines}));
            town.desk.run(&house(), Command::change("service", service, None, fields))
        };
        deliver(mail).unwrap();
        let refused = deliver(files).unwrap_err().to_string();
        assert!(refused.starts_with("Lines Ltd would supply or run all 2 services"), "{refused}");
        assert!(town.of_service(town.halls, "whole", files).is_err());
        town.of_service(town.lines, "part", mail).unwrap();
        deliver(files).unwrap();
    });
}

#[test]
fn components_and_processes_are_kept_in_our_own_hands_as_well() {
    on_both_engines(|url| {
        let town = Town::open(url);
        let item = |name: &str, state| {
            bring(&town.desk, "configuration_item", state, &[("name", text(name))])
        };
        let (one, two, stock) =
            (item("host-1", "live"), item("host-2", "live"), item("host-3", "in_stock"));
        let of_item = |item| {
            let what = json!({"concerns": "component", "configuration_item": item});
            town.involve(town.halls, "whole", what)
        };
        of_item(stock).unwrap();
        of_item(one).unwrap();
        let refused = of_item(two).unwrap_err().to_string();
        assert!(refused.contains("all 2 components in scope"), "{refused}");
        for (place, process) in Process::ALL.iter().enumerate() {
            let supplier = if place % 2 == 0 { town.lines } else { town.halls };
            let what = json!({"concerns": "process", "process": process.name()});
            let done = town.involve(supplier, "whole", what);
            if place + 1 < Process::ALL.len() {
                done.unwrap();
            } else {
                let refused = done.unwrap_err().to_string();
                let begin = format!(
                    "Other parties together would supply or run all {} processes in scope",
                    Process::ALL.len()
                );
                assert!(refused.starts_with(&begin), "{refused}");
            }
        }
    });
}

#[test]
fn what_an_import_brings_is_kept_and_told() {
    on_both_engines(|url| {
        let town = Town::open(url);
        let mail = live(&town.desk, "Mail");
        let fields = [
            ("supplier", Value::Ref(town.lines)),
            ("concerns", text("service")),
            ("service", Value::Ref(mail)),
            ("extent", text("whole")),
            ("control_owner", Value::Ref(town.owner)),
        ];
        let brought = bring(&town.desk, "party_involvement", "active", &fields);
        let actor = house();
        let evidence = town.desk.evidence(&actor);
        let read = || on_a_day(&evidence);
        let [services, components, _] = &read().parties.spreads;
        assert!(services.is_all_with_others() && !components.is_all_with_others());
        assert_eq!(services.sole_party(), Some(&Party::Supplier(town.lines)));
        // What is wrong already can still be written about, and put right.
        let change = |fields| Command::change("party_involvement", brought, None, typed(fields));
        town.desk.run(&house(), change(json!({"interface": "By phone"}))).unwrap();
        town.desk.run(&house(), change(json!({"extent": "part"}))).unwrap();
        assert!(!read().parties.spreads[0].is_all_with_others());
        town.desk.run(&house(), change(json!({"until": "2026-11-30"}))).unwrap();
        assert_eq!(read().parties.spreads[0].own, 1, "it is over");
    });
}

#[test]
fn the_portfolio_tells_what_a_service_rests_on_and_what_is_missing() {
    on_both_engines(|url| {
        let desk = open(url);
        let (mail, line) = (live(&desk, "Mail"), live(&desk, "Network"));
        let fax = bring(&desk, "service", "retiring", &[("name", text("Fax"))]);
        let relate = |from, relation: &str, to| {
            add(&desk, "service_relation", json!({"from": from, "relation": relation, "to": to}))
        };
        relate(mail, "depends_on", line);
        relate(fax, "depends_on", mail);
        let same = relate(fax, "duplicates", mail);
        let required = [("text", text("It is fast")), ("service", Value::Ref(mail))];
        bring(&desk, "service_requirement", "approved", &required);
        add(&desk, "service_requirement", json!({"text": "It is dear", "service": line}));
        add(&desk, "service_proposal", json!({"name": "A vault", "about": "new_service"}));
        let actor = house();
        let evidence = desk.evidence(&actor);
        let read = || on_a_day(&evidence);
        let told = read();
        let names: Vec<_> =
            told.services.iter().map(|one| (one.stage, one.name.as_str())).collect();
        let order = [(Stage::InUse, "Mail"), (Stage::InUse, "Network"), (Stage::Leaving, "Fax")];
        assert_eq!(names, order);
        let [of_mail, of_line, of_fax] = &told.services[..] else { panic!("three services") };
        assert_eq!((of_mail.requirements, of_mail.depends_on, of_mail.needed_by), (1, 1, 1));
        assert!(of_mail.missing.contains(&Missing::Review));
        assert!(!of_mail.missing.contains(&Missing::Requirements));
        assert!(of_line.missing.contains(&Missing::Requirements), "a draft is none");
        assert!(of_fax.missing.contains(&Missing::Review));
        assert_eq!((told.duplicates_without_review, told.unranked()), (1, 1));
        let decided = typed(json!({"outcome": "dropped", "reason": "Fax leaves"}));
        let review = Command::verb("service_relation", same, "review").with_input(decided);
        desk.run(&house(), review).unwrap();
        assert_eq!(read().duplicates_without_review, 0);
        let reached = desk.impact(&actor, "service", line, &Asked::all(Way::Up)).unwrap().reached;
        let reached: Vec<_> = reached.iter().map(|one| (one.id, one.depth, one.by)).collect();
        assert_eq!(reached, [(mail, 1, "depends_on"), (fax, 2, "depends_on")]);
    });
}
