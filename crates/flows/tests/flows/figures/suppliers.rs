//! Suppliers: how long work waits for them, whether they keep what they promised, and whether that carries ours.
use crate::figures::house::{House, at, figure, tell, typed};
use gemba_desk::{Command, Query};
use gemba_vocabulary::RecordId;
use serde_json::{Value as Json, json};

fn id(number: RecordId) -> String {
    number.to_string()
}

/// A customer with an agreement for mail, and a supplier of lines.
struct Town<'a> {
    house: &'a House,
    customer: RecordId,
    mail: RecordId,
    office: RecordId,
    shop: RecordId,
    supplier: RecordId,
    agreement: RecordId,
    manager: String,
}

const OFFICE: &str = "Mon-Fri 08:00-18:00";
const SHOP: &str = "Mon-Sat 07:00-21:00";

impl<'a> Town<'a> {
    /// With an agreement that promises solutions in four hours of office time, whatever else is promised.
    fn open(house: &'a House, more: &[&[(&str, &str)]]) -> Self {
        at("2025-03-03T08:00:00Z");
        let calendar = |name: &str, hours: &str| {
            let zone = ("time_zone", "Europe/Paris");
            house.create("calendar", &[("name", name), ("hours", hours), zone])
        };
        let (office, shop) = (calendar("Office", OFFICE), calendar("Shop", SHOP));
        let customer = house.create("customer", &[("name", "Acme")]);
        let mail = house.create("service", &[("name", "Mail")]);
        let manager = id(house.manager.person.unwrap());
        let supplier = house.create(
            "supplier",
            &[("name", "Lines Ltd"), ("owner", &manager), ("waiting_cost", "60.00 EUR")],
        );
        let mut town =
            Self { house, customer, mail, office, shop, supplier, agreement: 0, manager };
        let solved = [("metric", "resolution"), ("target", "4h")];
        town.agreement = town.agree(&[&[&solved[..]], more].concat()).unwrap();
        town
    }

    /// Makes an agreement and puts it in force, or hears why not.
    fn agree(&self, targets: &[&[(&str, &str)]]) -> Result<RecordId, String> {
        let agreement = self.draft(targets);
        self.start(agreement).map(|()| agreement)
    }

    fn start(&self, agreement: RecordId) -> Result<(), String> {
        let start = [("starts_on", "2025-03-03")];
        self.house.go("service_level_agreement", agreement, "start", &start)
    }

    /// An agreement on which both sides agreed.
    fn draft(&self, targets: &[&[(&str, &str)]]) -> RecordId {
        let house = self.house;
        let named = [
            ("name", "Mail for Acme"),
            ("customer", &*id(self.customer)),
            ("service", &*id(self.mail)),
            ("calendar", &*id(self.office)),
            ("owner", &*self.manager),
            ("requirements", "It works"),
        ];
        let agreement = house.create("service_level_agreement", &named);
        for target in targets {
            let named = [("name", "Our promise"), ("agreement", &*id(agreement))];
            house.create("service_level_target", &[&named, *target].concat());
        }
        let limit = [
            ("name", "Calls"),
            ("agreement", &*id(agreement)),
            ("metric", "calls"),
            ("limit", "9"),
        ];
        house.create("workload_limit", &limit);
        house.go("service_level_agreement", agreement, "propose", &[]).unwrap();
        let agreed = [
            ("exceptions", "none"),
            ("customer_agreed_by", "Zoe"),
            ("customer_agreed_on", "2025-03-03"),
            ("owner_agreed_by", &*self.manager),
            ("owner_agreed_on", "2025-03-03"),
        ];
        house.go("service_level_agreement", agreement, "agree", &agreed).unwrap();
        agreement
    }

    /// A contract with these targets, not yet signed.
    fn contract(&self, more: &[(&str, &str)], targets: &[&[(&str, &str)]]) -> RecordId {
        let whole = [
            ("name", "Site lines"),
            ("supplier", &*id(self.supplier)),
            ("owner", &*self.manager),
            ("scope", "Lines"),
            ("services", &*id(self.mail)),
            ("requirements", "As in annex A"),
            ("obligations", "Repair"),
            ("our_responsibilities", "Access"),
            ("their_responsibilities", "Repair"),
            ("begins_on", "2025-03-03"),
        ];
        let contract = self.house.create("contract", &[&whole, more].concat());
        for target in targets {
            let named = [("name", "Their promise"), ("contract", &*id(contract))];
            self.house.create("supplier_target", &[&named, *target].concat());
        }
        contract
    }

    fn sign(&self, contract: RecordId) -> Result<(), String> {
        self.house.go("contract", contract, "sign", &[])
    }

    fn sheet(&self) -> Json {
        self.house.sheet("alignment", "2025-03-03", "2025-03-04", None)
    }

    /// What does not carry, in sentences.
    fn findings(&self) -> Vec<String> {
        let sheet = self.sheet();
        let tables = sheet["parts"][0]["tables"].as_array().unwrap();
        let rows = tables[0]["rows"].as_array().unwrap();
        rows.iter().map(|row| row[3]["value"].as_str().unwrap().to_owned()).collect()
    }
}

#[test]
fn what_takes_longer_than_we_promised_is_a_weak_link() {
    tell(|house| {
        let town = Town::open(house, &[]);
        let office = id(town.office);
        let none = town.sheet();
        assert_eq!(figure(&none, "weak_links")["value"], Json::Null, "nothing rests on anybody");
        let eight = [("metric", "resolution"), ("target", "8h"), ("calendar", &*office)];
        let contract = town.contract(&[], &[&eight]);
        let refused = town.sign(contract).unwrap_err();
        assert!(
            refused.contains("Lines Ltd may take 8 h for “Their promise”, while we promised “Our promise” in 4 h.")
                && refused.contains("Make an alignment check"),
            "{refused}"
        );
        let check = house
            .create("alignment_check", &[("occasion", "contract"), ("contract", &id(contract))]);
        let holds = |field| house.holds("alignment_check", check, field);
        assert_eq!((holds("finding_count"), holds("compared_count")), ("1".into(), "1".into()));
        let found: Json = serde_json::from_str(&holds("findings")).unwrap();
        assert_eq!(found[0]["key"], "SLT-000001/STG-000001/slower");
        let bare = [("conclusions", "We bridge it"), ("checked_by", &*town.manager)];
        let open = house.go("alignment_check", check, "conclude", &bare);
        assert!(open.unwrap_err().starts_with("Nothing is decided on"));
        let decided = json!([{"key": found[0]["key"], "decision": "bridge",
            "reason": "A spare line is switched on within the hour"}]);
        let conclude = [
            ("conclusions", "We bridge it"),
            ("checked_by", &*town.manager),
            ("decisions", &*decided.to_string()),
        ];
        house.go("alignment_check", check, "conclude", &conclude).unwrap();
        town.sign(contract).unwrap();
        let sheet = town.sheet();
        let value = |name| figure(&sheet, name)["value"].clone();
        assert_eq!(
            (value("compared"), value("weak_links"), value("weak_links_decided")),
            (1.into(), 1.into(), 1.into())
        );
        assert_eq!(figure(&sheet, "weak_links")["judged"], "near", "somebody decided on it");
        let row = &sheet["parts"][0]["tables"][0]["rows"][0];
        assert_eq!(row[4]["value"], "Bridge: A spare line is switched on within the hour");
        let link = &sheet["parts"][0]["tables"][1]["rows"][0];
        assert_eq!(
            (&link[2]["value"], &link[6]["value"]),
            (&"solved in 4 h (Office)".into(), &"solved in 8 h (Office)".into())
        );
    });
}

#[test]
fn an_agreement_is_put_in_force_when_it_is_carried() {
    tell(|house| {
        let town = Town::open(house, &[]);
        let (office, shop) = (id(town.office), id(town.shop));
        let four = [("metric", "resolution"), ("target", "4h"), ("calendar", &*office)];
        let contract = town.contract(&[("ends_on", "2026-03-31")], &[&four]);
        town.sign(contract).unwrap();
        assert_eq!(town.findings(), Vec::<String>::new(), "the same is enough, if only just");
        let link = town.sheet()["parts"][0]["tables"][1]["rows"][0][6]["judged"].clone();
        assert_eq!(link, "near");
        let wide =
            town.draft(&[&[("metric", "resolution"), ("target", "5h"), ("calendar", &*shop)]]);
        let narrow = town.start(wide).unwrap_err();
        assert!(narrow.contains("the first such time is Monday 3 March, 18:00."), "{narrow}");
        let ends = [("ends_on", "2027-03-31")];
        let long = town.draft(&[&[("metric", "resolution"), ("target", "5h")]]);
        house.edit("service_level_agreement", long, &ends).unwrap();
        let early = town.start(long).unwrap_err();
        assert!(
            early.contains(
                "“Site lines” ends on 2026-03-31, while the agreement ends on 2027-03-31"
            ),
            "{early}"
        );
        let check =
            house.create("alignment_check", &[("occasion", "agreement"), ("agreement", &id(long))]);
        let found: Json =
            serde_json::from_str(&house.holds("alignment_check", check, "findings")).unwrap();
        let key = found[0]["key"].as_str().unwrap();
        assert_eq!(key, format!("SLA-{long:06}/CON-{contract:06}/ends_earlier"));
        house.go("contract", contract, "begin", &[]).unwrap();
        let renewed = [("ends_on", "2027-12-31")];
        house.go("contract", contract, "extend", &renewed).unwrap();
        town.start(long).unwrap();
    });
}

#[test]
fn availability_is_the_product_of_all_and_what_is_missing_is_told() {
    tell(|house| {
        let ours = [("metric", "availability"), ("threshold", "99.4")];
        let begun = [("metric", "response"), ("target", "30m")];
        let town = Town::open(house, &[&ours, &begun]);
        let office = id(town.office);
        let four = [("metric", "resolution"), ("target", "2h"), ("calendar", &*office)];
        let shares = ["99.9", "99.5", "99.95"];
        let contracts = shares.map(|share| {
            let there = [("metric", "availability"), ("threshold", share)];
            town.contract(&[], &[&four, &there])
        });
        town.sign(contracts[0]).unwrap();
        town.sign(contracts[1]).unwrap();
        let refused = town.sign(contracts[2]).unwrap_err();
        assert!(refused.contains("comes to 99.3508 % in a row"), "AVL-6: {refused}");
        let missing = town.findings();
        assert_eq!(missing.len(), 2, "a response from neither: {missing:#?}");
        assert!(missing[0].contains("does not say how soon they begin"), "{missing:#?}");
        let sheet = town.sheet();
        assert_eq!(figure(&sheet, "missing_targets")["value"], 2);
        assert_eq!(figure(&sheet, "weak_links")["value"], 0);
        assert_eq!(figure(&sheet, "weak_links")["judged"], "kept");
    });
}

#[test]
fn whoever_delivers_a_service_is_bound_and_our_own_teams_count_too() {
    tell(|house| {
        let town = Town::open(house, &[]);
        house.edit("service", town.mail, &[("delivered_by", &id(town.supplier))]).unwrap();
        let bare = town.findings();
        assert!(
            bare[0].starts_with("Lines Ltd delivers the service, and no contract in force"),
            "{bare:?}"
        );
        let item = house
            .create("configuration_item", &[("name", "Switch 4"), ("service", &id(town.mail))]);
        let team = house.create("team", &[("name", "Buildings")]);
        let own = [
            ("name", "Power for the switches"),
            ("party", "internal_team"),
            ("team", &*id(team)),
            ("items", &*id(item)),
            ("owner", &*town.manager),
            ("activities", "Power and cooling"),
            ("commitments", "They mend; we tell them of changes"),
            ("interfaces", "The house phone"),
            ("calendar", &*id(town.office)),
            ("agreed_by", "Ben"),
            ("agreed_on", "2025-03-03"),
            ("starts_on", "2025-03-03"),
        ];
        let own = house.create("operational_agreement", &own);
        let six = [
            ("name", "Power is back"),
            ("operational_agreement", &*id(own)),
            ("metric", "resolution"),
            ("target", "6h"),
        ];
        let target = house.create("supplier_target", &six);
        house.go("operational_agreement", own, "agree", &[]).unwrap();
        let refused = house.go("operational_agreement", own, "start", &[]).unwrap_err();
        assert!(
            refused.contains("Buildings may take 6 h"),
            "by its item it covers mail: {refused}"
        );
        house.edit("supplier_target", target, &[("target", "3h")]).unwrap();
        house.go("operational_agreement", own, "start", &[]).unwrap();
        let agent = Command::change("supplier_target", target, None, typed(&[("target", "9h")]));
        assert!(house.run(&house.agent, agent).is_err(), "agents agree nothing with suppliers");
        assert_eq!(figure(&town.sheet(), "compared")["value"], 1);
    });
}

impl Town<'_> {
    /// An incident that waits for the supplier from one moment to another.
    fn waits(&self, priority: &str, from: &str, to: Option<&str>) -> RecordId {
        let house = self.house;
        let fields = [
            ("summary", "Line is down"),
            ("category", "network"),
            ("customer", &*id(self.customer)),
            ("service", &*id(self.mail)),
            ("impact", priority),
            ("urgency", priority),
            ("supplier", &*id(self.supplier)),
        ];
        at("2025-03-03T08:00:00Z");
        let incident = house.create("incident", &fields);
        let agent = id(house.agent.person.unwrap());
        house.go("incident", incident, "classify", &[]).unwrap();
        house.go("incident", incident, "assign", &[("assigned_to", &agent)]).unwrap();
        house.go("incident", incident, "start", &[]).unwrap();
        at(from);
        house.go("incident", incident, "wait", &[("pause_reason", "supplier")]).unwrap();
        if let Some(to) = to {
            at(to);
            house.go("incident", incident, "resume", &[]).unwrap();
        }
        incident
    }
}

#[test]
fn waiting_is_told_in_attended_hours_and_in_money() {
    tell(|house| {
        let town = Town::open(house, &[]);
        let office = id(town.office);
        let four = [
            ("metric", "resolution"),
            ("target", "4h"),
            ("calendar", &*office),
            ("threshold", "90"),
        ];
        let contract = town.contract(&[], &[&four]);
        town.sign(contract).unwrap();
        house.go("contract", contract, "begin", &[]).unwrap();
        // From Friday 16:00 to Monday 10:00 in Paris: two hours and two hours of office time.
        town.waits("low", "2025-03-07T15:00:00Z", Some("2025-03-10T09:00:00Z"));
        // From 17:00 on the last day of March to 11:00 on the first of April (summer time): one hour and three.
        let long = town.waits("low", "2025-03-31T15:00:00Z", Some("2025-04-01T10:00:00Z"));
        at("2025-04-10T08:00:00Z");
        let march =
            house.sheet("supplier-waiting", "2025-03-01", "2025-04-01", Some(town.supplier));
        let value = |sheet: &Json, name: &str| figure(sheet, name)["value"].clone();
        assert_eq!(value(&march, "waiting_hours"), "5");
        assert_eq!(value(&march, "waiting_cost"), json!({"amount": "300.00", "currency": "EUR"}));
        assert_eq!(value(&march, "waits"), 2);
        assert_eq!(value(&march, "targets_kept"), "100", "four hours are four hours");
        let both = house.sheet("supplier-waiting", "2025-03-01", "2025-05-01", Some(town.supplier));
        assert_eq!(value(&both, "waiting_hours"), "9", "the months add up");
        assert_eq!(value(&both, "targets_kept"), "50", "5 hours were too many");
        let target = &both["parts"][0]["tables"][0]["rows"][0];
        assert_eq!(
            (&target[1]["value"], &target[2]["value"], &target[3]["judged"]),
            (&1.into(), &1.into(), &"missed".into())
        );
        let points = &both["parts"][0]["charts"][0]["points"];
        assert_eq!((&points[0]["value"], &points[1]["value"]), (&"5".into(), &"4".into()));
        assert_eq!((&points[0]["is_open"], &points[1]["is_open"]), (&false.into(), &true.into()));
        let rows = figure(&both, "waiting_hours")["rests_on"]["rows"].as_array().unwrap().clone();
        assert_eq!(rows[1][0]["about"]["id"], long);
        let all = house.sheet("supplier-waiting", "2025-03-01", "2025-05-01", None);
        let months = &all["parts"][0]["tables"][0]["rows"];
        assert_eq!(
            (&months[0][0]["value"], &months[0][2]["value"]),
            (&"2025-03".into(), &"5".into())
        );
        assert_eq!(months[1][3]["value"], json!({"amount": "240.00", "currency": "EUR"}));
    });
}

#[test]
fn what_still_waits_counts_until_now_and_nobody_named_is_told() {
    tell(|house| {
        let town = Town::open(house, &[]);
        let open = town.waits("low", "2025-03-10T08:00:00Z", None);
        at("2025-03-10T12:00:00Z");
        let sheet = || house.sheet("supplier-waiting", "2025-03-01", "2025-04-01", None);
        assert_eq!(figure(&sheet(), "waiting_hours")["value"], "4");
        house.edit("incident", open, &[("supplier", "")]).unwrap();
        let unnamed = sheet();
        let hours = figure(&unnamed, "waiting_hours");
        assert_eq!(hours["value"], "0");
        assert_eq!(
            hours["exceptions"][0]["why"],
            "It waited for a supplier, and nobody says for which."
        );
        house.edit("service", town.mail, &[("delivered_by", &id(town.supplier))]).unwrap();
        assert_eq!(figure(&sheet(), "waiting_hours")["value"], "4", "whoever delivers the service");
    });
}

#[test]
fn a_supplier_is_reviewed_by_what_the_records_say() {
    tell(|house| {
        let town = Town::open(house, &[]);
        let contract = town.contract(&[("ends_on", "2026-03-31"), ("notice_months", "3")], &[]);
        town.sign(contract).unwrap();
        house.edit("supplier", town.supplier, &[("review_months", "6")]).unwrap();
        house.until("2025-03-03T09:00:00Z");
        let reviews =
            || house.desk.list(&house.manager, &Query::of("supplier_review")).unwrap().records;
        let review = reviews()[0].id;
        assert_eq!(house.holds("supplier_review", review, "planned_on"), "2025-09-03");
        assert_eq!(house.holds("supplier_review", review, "chaired_by"), town.manager);
        town.waits("low", "2025-03-10T08:00:00Z", Some("2025-03-10T10:30:00Z"));
        let dispute = [
            ("summary", "Bill for a repair in time of guarantee"),
            ("supplier", &*id(town.supplier)),
            ("matter", "invoice"),
        ];
        house.create("dispute", &dispute);
        house.go("supplier_review", review, "prepare", &[]).unwrap();
        let agenda = house.holds("supplier_review", review, "agenda");
        for part in [
            "Waiting for suppliers since 2024-12-10: 2.5 h",
            "Cost of waiting since 2024-12-10: 150.00 EUR",
            "DSP-000001",
            "Site lines (notice by 2025-12-31, ends 2026-03-31): does it still fit what we need?",
        ] {
            assert!(agenda.contains(part), "no {part} in {agenda}");
        }
        let held = [
            ("colleagues", &*town.manager),
            ("performance", "Good"),
            ("contract_fits", "It does"),
            ("outcomes", "Go on"),
            ("held_on", "2025-03-10"),
        ];
        house.go("supplier_review", review, "hold", &held).unwrap();
        house.until("2025-03-11T09:00:00Z");
        assert_eq!(house.holds("supplier", town.supplier, "next_review_on"), "2025-09-10");
        house.until("2025-03-12T09:00:00Z");
        assert_eq!(reviews().len(), 2, "the next one is planned");
    });
}
