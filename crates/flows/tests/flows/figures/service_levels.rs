//! Service levels: from incidents to the share that was kept, the result on record, and what follows from a miss.
use crate::figures::house::{House, at, figure, tell, typed};
use gemba_desk::{Command, Imported};
use gemba_model::filter::Filter;
use gemba_vocabulary::{
    RecordId, Value,
    actor::{Actor, Channel, Role},
};
use serde_json::json;

/// An agreement in force since May 2025: solved within eight hours around the clock, nineteen of twenty.
pub struct Agreed {
    pub customer: RecordId,
    pub service: RecordId,
    pub agreement: RecordId,
}

impl Agreed {
    pub fn make(house: &House, exceptions: &str) -> Self {
        at("2025-05-01T08:00:00Z");
        let customer = house.create("customer", &[("name", "Acme")]);
        let calendar = [("name", "Always"), ("time_zone", "Europe/Paris"), ("hours", "24x7")];
        let calendar = house.create("calendar", &calendar).to_string();
        let of = customer.to_string();
        let service = house.create("service", &[("name", "Mail"), ("customers", &of)]);
        let (owner, about) = (house.manager.person.unwrap().to_string(), service.to_string());
        let fields = [
            ("name", "Mail for Acme"),
            ("customer", &*of),
            ("service", &about),
            ("calendar", &calendar),
            ("requirements", "Mail, always"),
            ("exceptions", exceptions),
            ("owner", &owner),
            ("starts_on", "2025-05-01"),
            ("customer_agreed_by", "Zoe"),
            ("customer_agreed_on", "2025-05-01"),
            ("owner_agreed_by", &owner),
            ("owner_agreed_on", "2025-05-01"),
        ];
        let agreement = house.create("service_level_agreement", &fields);
        let part = agreement.to_string();
        let target = [
            ("name", "Solved in 8 hours"),
            ("agreement", &*part),
            ("metric", "resolution"),
            ("target", "8h"),
            ("threshold", "95"),
        ];
        house.create("service_level_target", &target);
        let limit = [
            ("name", "Incidents"),
            ("agreement", &*part),
            ("metric", "incidents"),
            ("limit", "200"),
        ];
        house.create("workload_limit", &limit);
        for verb in ["propose", "agree", "start"] {
            house.go("service_level_agreement", agreement, verb, &[]).unwrap();
        }
        Self { customer, service, agreement }
    }

    /// So many incidents, reported and taken on now.
    pub fn incidents(&self, house: &House, count: usize) -> Vec<RecordId> {
        let (customer, service) = (self.customer.to_string(), self.service.to_string());
        let team = house.create("team", &[("name", "Desk")]).to_string();
        let open = |place: usize| {
            let summary = format!("Mail stands still, {place}");
            let fields = [("summary", &*summary), ("customer", &customer), ("service", &service)];
            let id = house.create("incident", &fields);
            let classified = [("category", "mail"), ("impact", "high"), ("urgency", "low")];
            house.go("incident", id, "classify", &classified).unwrap();
            house.go("incident", id, "assign", &[("team", &team)]).unwrap();
            house.go("incident", id, "start", &[]).unwrap();
            id
        };
        (0..count).map(open).collect()
    }

    pub fn resolve(house: &House, incidents: &[RecordId]) {
        for id in incidents {
            let solved = [("resolution", "Restarted"), ("close_code", "restart")];
            house.go("incident", *id, "resolve", &solved).unwrap();
        }
    }

    /// The numbers of the results on record.
    pub fn results(&self, house: &House) -> Vec<RecordId> {
        house.numbers("service_level_result", "agreement", self.agreement)
    }
}

#[test]
fn vector_sla_9_strictly_and_with_exceptions_and_on_record() {
    tell(|house| {
        let agreed = Agreed::make(house, "Higher force.");
        at("2025-06-02T08:00:00Z");
        let all = agreed.incidents(house, 246);
        at("2025-06-02T09:00:00Z");
        Agreed::resolve(house, &all[..228]);
        at("2025-06-02T18:00:00Z");
        Agreed::resolve(house, &all[228..240]);
        house.until("2025-07-01T00:00:00Z");
        // The agreement began in May, in which nothing happened; June is one result more.
        let results = agreed.results(house);
        assert_eq!(results.len(), 2);
        let june = results[1];
        let holds = |field: &str| house.holds("service_level_result", june, field);
        let counts = ["met", "missed", "open_late", "excluded"].map(holds);
        assert_eq!(counts, ["228", "18", "6", "0"]);
        assert_eq!((&*holds("strict_percent"), &*holds("is_missed")), ("92.68", "yes"));
        assert_eq!(house.numbers_of("task", "parent", june).len(), 1, "somebody has to act");

        let four: Vec<_> = all[228..232].iter().map(ToString::to_string).collect();
        let (four, part) = (four.join(","), agreed.agreement.to_string());
        let exception = [("summary", "Flood"), ("agreement", &*part), ("incidents", &four)];
        let exception = house.create("service_level_exception", &exception);
        house.until("2025-07-02T08:00:00Z");
        assert_eq!(holds("excluded"), "0", "one side alone excepts nothing");
        let both = [
            ("reason", "Higher force"),
            ("customer_agreed_by", "Zoe"),
            ("customer_agreed_on", "2025-07-02"),
        ];
        house.go("service_level_exception", exception, "agree", &both).unwrap();
        house.until("2025-07-02T08:01:00Z");
        assert_eq!(
            (&*holds("strict_percent"), &*holds("with_exceptions_percent")),
            ("92.68", "94.21")
        );

        let sheet = house.sheet("service-levels", "2025-06-01", "2025-07-01", None);
        assert_eq!(figure(&sheet, "attainment_strict")["value"], "92.68");
        assert_eq!(figure(&sheet, "attainment_with_exceptions")["value"], "94.21");
        assert_eq!(figure(&sheet, "targets_kept")["value"], "0 of 1");
        let one = house.sheet("service-levels", "2025-06-01", "2025-07-01", Some(agreed.agreement));
        assert_eq!(
            figure(&one, "attainment_with_exceptions")["exceptions"].as_array().unwrap().len(),
            4
        );

        house.go("service_level_exception", exception, "withdraw", &[]).unwrap();
        house.until("2025-07-02T08:02:00Z");
        assert_eq!(holds("with_exceptions_percent"), "92.68");
    });
}

#[test]
fn a_late_one_counts_once_in_the_month_in_which_its_time_was_over() {
    tell(|house| {
        let agreed = Agreed::make(house, "none");
        at("2025-06-30T06:00:00Z");
        let late = agreed.incidents(house, 1);
        house.until("2025-07-01T08:00:00Z");
        Agreed::resolve(house, &late);
        let share = |from: &str, until: &str| {
            let sheet = house.sheet("service-levels", from, until, None);
            figure(&sheet, "attainment_strict").clone()
        };
        assert_eq!(share("2025-06-01", "2025-07-01")["value"], "0");
        let july = share("2025-07-01", "2025-08-01");
        assert!(july["value"].is_null(), "nothing is no share: {july}");
        assert_eq!(july["undefined"], "Nothing was counted.");
    });
}

#[test]
fn an_agreement_that_is_saved_just_after_midnight_keeps_the_month_before() {
    tell(|house| {
        let agreed = Agreed::make(house, "none");
        at("2025-06-02T08:00:00Z");
        let one = agreed.incidents(house, 1);
        Agreed::resolve(house, &one);
        house.until("2025-06-30T21:00:00Z");
        assert_eq!(agreed.results(house).len(), 1, "May");
        // Ten minutes past midnight in Paris; the month is looked at twenty minutes later.
        at("2025-06-30T22:10:00Z");
        let renamed = [("name", "Mail for Acme, renamed")];
        house.edit("service_level_agreement", agreed.agreement, &renamed).unwrap();
        house.until("2025-06-30T22:31:00Z");
        let results = agreed.results(house);
        assert_eq!(results.len(), 2, "June is not pushed away");
        assert_eq!(house.holds("service_level_result", results[1], "met"), "1");
        house.edit("service_level_agreement", agreed.agreement, &[("name", "Mail")]).unwrap();
        house.until("2025-07-31T23:00:00Z");
        assert_eq!(agreed.results(house).len(), 3, "and none is counted twice");
    });
}

#[test]
fn an_agreement_that_ends_has_its_last_month_and_one_brought_in_is_counted_once_it_is_taken_up() {
    tell(|house| {
        let agreed = Agreed::make(house, "none");
        at("2025-05-31T22:05:00Z");
        house
            .go("service_level_agreement", agreed.agreement, "end", &[("ends_on", "2025-05-31")])
            .unwrap();
        house.until("2025-09-01T08:00:00Z");
        assert_eq!(agreed.results(house).len(), 1, "May, and no month after it");
        let fields = [
            ("name", "Mail, as before"),
            ("customer", &*agreed.customer.to_string()),
            ("service", &*agreed.service.to_string()),
            ("calendar", "1"),
            ("starts_on", "2024-01-01"),
        ];
        let told = Imported {
            at: "2024-01-01T08:00:00Z".parse().unwrap(),
            state: Some("in_force".to_owned()),
            origin: Some("old:1".to_owned()),
            by: None,
        };
        let command = Command::create("service_level_agreement", typed(&fields)).with_import(told);
        let brought = house.desk.run(&Actor::house(Channel::Import), command).unwrap().record.id;
        let part = brought.to_string();
        let target =
            [("name", "Fast"), ("agreement", &*part), ("metric", "resolution"), ("target", "8h")];
        house.create("service_level_target", &target);
        // What is brought in waits until somebody here takes it up.
        house.edit("service_level_agreement", brought, &[("name", "Mail, ours now")]).unwrap();
        house.until("2025-10-01T08:00:00Z");
        let results = house.numbers("service_level_result", "agreement", brought);
        assert_eq!(results.len(), 1, "September; nobody counted here before");
    });
}

#[test]
fn what_is_delivered_without_an_agreement_shows_at_once() {
    tell(|house| {
        let agreed = Agreed::make(house, "none");
        let pairs = || {
            let sheet = house.sheet("service-levels", "2025-05-01", "2025-06-01", None);
            figure(&sheet, "pairs_without_agreement").clone()
        };
        assert!(pairs()["value"].is_null(), "a proposed service is not delivered");
        house.go_live(agreed.service);
        assert_eq!(json!([pairs()["value"], pairs()["judged"]]), json!([0, "kept"]));
        let other = house.create("customer", &[("name", "Other")]);
        let both = format!("{},{other}", agreed.customer);
        house.edit("service", agreed.service, &[("customers", &both)]).unwrap();
        let figure = pairs();
        assert_eq!(json!([figure["value"], figure["judged"]]), json!([1, "missed"]));
        assert_eq!(figure["rests_on"]["rows"][0][1]["about"]["title"], "Other");
    });
}

#[test]
fn vector_cap_4_work_over_the_limit_and_where_the_month_ends() {
    tell(|house| {
        let agreed = Agreed::make(house, "none");
        at("2025-05-10T08:00:00Z");
        let all = agreed.incidents(house, 56);
        house.edit("workload_limit", 1, &[("limit", "50")]).unwrap();
        house
            .edit("service_level_agreement", agreed.agreement, &[("overload_excuses", "yes")])
            .unwrap();
        at("2025-05-10T09:00:00Z");
        Agreed::resolve(house, &all[..54]);
        at("2025-05-16T10:00:00Z");
        let sheet =
            house.sheet("service-levels", "2025-05-01", "2025-06-01", Some(agreed.agreement));
        let tables = sheet["parts"][0]["tables"].as_array().unwrap();
        let loads = tables.iter().find(|table| table["name"] == "workload").unwrap();
        let row = loads["rows"][0].as_array().unwrap();
        let cells: Vec<_> = row.iter().skip(1).map(|cell| cell["value"].clone()).collect();
        assert_eq!(json!(cells), json!([50, 56, "12", true]));
        // Half of May brought 56 of which 2 were missed; the other half brings as many, and as a rule none is missed.
        let forecast = figure(&sheet, "forecast");
        let row = &forecast["rests_on"]["rows"][0];
        assert_eq!(json!([row[2]["value"], row[3]["value"]]), json!(["98.21", 3]));
    });
}

#[test]
fn a_customers_people_see_no_figures() {
    tell(|house| {
        let agreed = Agreed::make(house, "none");
        let zoe = house.person("Zoe", Role::CustomerContact, Some(agreed.customer));
        let def = gemba_figures::sheet_named("service-levels").unwrap();
        let ask = gemba_figures::Ask::of(
            def.usual,
            (None, None),
            jiff::tz::TimeZone::UTC,
            house.desk.now(),
            None,
        );
        let refused = (def.read)(&house.desk.evidence(&zoe), &ask.unwrap()).unwrap_err();
        assert!(refused.0.contains("people inside only"), "{refused}");
        let command = Command::create("service_level_exception", typed(&[("summary", "Flood")]));
        assert!(house.run(&zoe, command).is_err());
        let of = Filter::is("agreement", Value::Ref(agreed.agreement));
        assert!(house.desk.count(&zoe, "service_level_exception", &[of], 10).is_err());
    });
}

#[test]
fn a_report_keeps_what_it_told_and_is_for_its_customer_alone_once_sent() {
    tell(|house| {
        let agreed = Agreed::make(house, "none");
        at("2025-06-02T08:00:00Z");
        let two = agreed.incidents(house, 2);
        Agreed::resolve(house, &two[..1]);
        house.until("2025-07-01T08:00:00Z");
        let zoe = house.person("Zoe", Role::CustomerContact, Some(agreed.customer));
        let other = house.create("customer", &[("name", "Other")]);
        let dan = house.person("Dan", Role::CustomerContact, Some(other));
        let customer = agreed.customer.to_string();
        let june = [("customer", &*customer), ("from", "2025-06-01"), ("until", "2025-07-01")];
        let report = house.create("service_report", &june);
        house.go("service_report", report, "prepare", &[]).unwrap();
        let kept = house.holds("service_report", report, "content");
        let told = house.sheet("service-report", "2025-06-01", "2025-07-01", Some(agreed.customer));
        let kept: serde_json::Value = serde_json::from_str(&kept).unwrap();
        assert_eq!(figure(&kept, "attainment_strict")["value"], "50");
        assert_eq!(
            figure(&kept, "attainment_strict")["value"],
            figure(&told, "attainment_strict")["value"]
        );
        let sees = |actor| house.desk.record(actor, "service_report", report).is_ok();
        assert!(!sees(&zoe), "it is being prepared");
        // The other one is solved after all, long after; what was told stays as it was told.
        Agreed::resolve(house, &two[1..]);
        house.go("service_report", report, "approve", &[("assessment", "One was late")]).unwrap();
        house.go("service_report", report, "send", &[("recipients", "Zoe")]).unwrap();
        assert!(sees(&zoe) && !sees(&dan), "it is for its customer alone");
        let after: serde_json::Value =
            serde_json::from_str(&house.holds("service_report", report, "content")).unwrap();
        assert_eq!(after, kept);
    });
}
