//! What NetBox knows, brought in: a small dump with everything that can go wrong, and the real one.
use crate::{desk, importer};
use gemba_desk::{Asked, Desk, Query, Way};
use gemba_exchange::netbox::{self, Counts, Summary};
use gemba_model::filter::{Filter, Sort};
use gemba_testkit::{gemba_data, on_both_engines};
use gemba_vocabulary::Value;
use serde_json::{Value as Json, json};
use std::{collections::BTreeMap, fs::File, io::Read};

fn import(desk: &Desk, from: impl Read) -> Summary {
    netbox::import(desk, &importer(), from, &mut |_, _| {}).unwrap()
}

fn dump(objects: &[Json]) -> String {
    Json::from(objects.to_vec()).to_string()
}

fn object(model: &str, pk: i64, fields: Json) -> Json {
    json!({"model": model, "pk": pk, "fields": fields})
}

/// Two racks, a switch with an interface, a server with another, a cable between them, an address.
fn town(rack: i64) -> Vec<Json> {
    vec![
        object("dcim.site", 1, json!({"name": "Delft", "status": "active"})),
        object("dcim.rack", 1, json!({"name": "A", "site": 1, "status": "active"})),
        object("dcim.rack", 2, json!({"name": "B", "site": 1, "status": "active"})),
        object("dcim.manufacturer", 1, json!({"name": "Acme"})),
        object("dcim.devicetype", 1, json!({"model": "S48", "manufacturer": 1})),
        object("dcim.devicerole", 1, json!({"name": "Switch"})),
        object(
            "dcim.device",
            1,
            json!({"name": "sw-1", "site": 1, "rack": rack, "device_type": 1, "role": 1,
                "serial": "S-77", "status": "active"}),
        ),
        object(
            "dcim.device",
            2,
            json!({"name": null, "site": 1, "rack": 1, "device_type": 1, "status": "staged"}),
        ),
        object("dcim.interface", 1, json!({"name": "eth0", "device": 1})),
        object("dcim.interface", 2, json!({"name": "eth0", "device": 2})),
        object(
            "dcim.cabletermination",
            1,
            json!({"cable": 1, "cable_end": "A", "termination_id": 1,
                "termination_type": ["dcim", "interface"]}),
        ),
        object(
            "dcim.cabletermination",
            2,
            json!({"cable": 1, "cable_end": "B", "termination_id": 2,
                "termination_type": ["dcim", "interface"]}),
        ),
        object(
            "ipam.ipaddress",
            1,
            json!({"address": "192.0.2.7/24", "assigned_object_id": 2,
                "assigned_object_type": ["dcim", "interface"], "status": "active"}),
        ),
        object("auth.user", 1, json!({"username": "ada"})),
    ]
}

fn counts(told: u64, created: u64, changed: u64) -> Counts {
    Counts { told, created, changed, unchanged: told - created - changed }
}

/// What an item holds, by its name.
fn item(desk: &Desk, name: &str) -> BTreeMap<String, String> {
    let view = desk.view("configuration_item").unwrap();
    let filters = vec![Filter::is("name", Value::Text(name.to_owned()))];
    let query = Query { filters, limit: 2, ..Query::of("configuration_item") };
    let records = desk.list(&importer(), &query).unwrap().records;
    let [record] = records.as_slice() else { panic!("{} are called {name}", records.len()) };
    let mut held: BTreeMap<_, _> = view
        .all_fields()
        .map(|field| (field.name.to_string(), view.value(record, &field.name).to_text()))
        .collect();
    held.insert("id".to_owned(), record.id.to_string());
    held.insert("state".to_owned(), record.state.clone());
    held.insert("origin".to_owned(), record.origin.clone().unwrap_or_default());
    held
}

/// The relations that hold, as sentences, oldest first.
fn sentences(desk: &Desk) -> Vec<String> {
    let view = desk.view("configuration_relation").unwrap();
    let filters = vec![Filter::is("open", Value::Bool(true))];
    let sort = Sort { field: "id".to_owned(), descending: false };
    let query = Query { filters, sort, limit: 100, ..Query::of("configuration_relation") };
    let records = desk.list(&importer(), &query).unwrap().records;
    records.iter().map(|record| view.value(record, "name").to_text()).collect()
}

#[test]
fn devices_come_in_with_all_that_hangs_on_them_and_a_second_run_changes_nothing() {
    on_both_engines(|url| {
        let desk = desk(url);
        let first = import(&desk, dump(&town(1)).as_bytes());
        assert_eq!((first.objects, first.passed_over, first.faults.count), (14, 6, 0));
        assert_eq!(first.items["device"], counts(2, 2, 0));
        assert_eq!(first.items.values().map(|one| one.created).sum::<u64>(), 8);
        let switch = item(&desk, "sw-1");
        assert_eq!(switch["description"], "Switch, Acme S48");
        assert_eq!((&*switch["serial"], &*switch["location"]), ("S-77", "Delft"));
        assert_eq!((&*switch["state"], &*switch["origin"]), ("live", "netbox:dcim.device:1"));
        assert_eq!(item(&desk, "Acme S48 (2)")["state"], "in_build");
        assert_eq!(item(&desk, "Acme S48 (2) eth0")["item_type"], "interface");
        let told = sentences(&desk);
        let switch = switch["id"].parse::<i64>().unwrap();
        assert!(told.contains(&"sw-1 eth0 port of sw-1".to_owned()), "{told:?}");
        let count = |word: &str| told.iter().filter(|one| one.contains(word)).count();
        assert_eq!((count("located in"), count("connected to"), count("assigned to")), (4, 1, 1));
        // The switch fails: its port, the port at the other end of the cable, the address there.
        let asked = Asked::all(Way::Up);
        let impact = desk.impact(&importer(), "configuration_item", switch, &asked).unwrap();
        assert_eq!(impact.reached.len(), 3, "{impact:?}");

        let second = import(&desk, dump(&town(1)).as_bytes());
        let all = second.items.values().chain(second.relations.values());
        assert!(all.clone().all(|one| one.told == one.unchanged), "{second}");
        assert_eq!(sentences(&desk), told);
        let third = import(&desk, dump(&town(2)).as_bytes());
        assert_eq!(third.relations["located_in"], counts(4, 0, 1), "it was moved to rack B");
        let now = sentences(&desk);
        let moved: Vec<_> = now.iter().filter(|one| !told.contains(one)).collect();
        assert_eq!((now.len(), moved.len()), (told.len(), 1), "{moved:?}");
    });
}

#[test]
fn a_broken_piece_is_told_with_its_line_and_costs_itself() {
    on_both_engines(|url| {
        let desk = desk(url);
        let text = r#"[
{"model": "dcim.site", "pk": 1, "fields": {"name": "Delft"}},
{"model": "dcim.site", "pk": "two", "fields": {"name": "Leiden"}},
{"model": "dcim.site", "pk": 1, "fields": {"name": "Delft again"}},
{"model": "dcim.rack", "pk": 3},
{"pk": 4, "fields": {}},
{"model": "dcim.rack", "pk": 5, "fields": {"name": "A", "site": 9}},
{"model": "dcim.rack", "pk": 6, "fields": {"name": "open},
{"model": "dcim.rack", "pk": 7, "fields": {"name": "B", "site": 1}}
]"#;
        let summary = import(&desk, text.as_bytes());
        let told: Vec<_> = summary.faults.first.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "line 3 is a dcim.site without a number (pk).",
                "line 4 is dcim.site 1 a second time.",
                "line 5 is a dcim.rack without fields.",
                "line 6 names no model.",
                "line 7 names dcim.site 9, which did not come in.",
                "line 8 begins an object that does not end.",
            ]
        );
        assert_eq!(summary.items["site"], counts(1, 1, 0));
        assert_eq!(summary.items["rack"], counts(2, 2, 0));
        assert_eq!(summary.relations["located_in"], counts(1, 1, 0));
        let nothing = netbox::import(&desk, &importer(), "[]".as_bytes(), &mut |_, _| {});
        assert!(nothing.unwrap_err().to_string().contains("no dump of NetBox"));
    });
}

const REAL: &str = "netbox-demo/netbox-demo-v3.6.json.gz";

/// The objects of the real dump, counted without the help of the import.
struct Raw(Vec<Json>);

impl Raw {
    fn of(&self, model: &str) -> u64 {
        self.holding(model, &[])
    }

    /// How many objects of a model hold something in one of the fields.
    fn holding(&self, model: &str, fields: &[&str]) -> u64 {
        let holds = |object: &&Json| {
            object["model"] == model
                && (fields.is_empty()
                    || fields.iter().any(|name| !object["fields"][*name].is_null()))
        };
        self.0.iter().filter(holds).count().try_into().unwrap()
    }
}

#[test]
fn the_totals_of_the_real_dump_are_its_own() {
    let Some(path) = gemba_data(REAL) else { return };
    let unpacked = flate2::read::GzDecoder::new(File::open(&path).unwrap());
    let raw = Raw(serde_json::from_reader(unpacked).unwrap());
    on_both_engines(|url| {
        let desk = desk(url);
        let summary = import(&desk, File::open(&path).unwrap());
        assert_eq!((summary.objects, summary.faults.count), (6_915, 0), "{summary}");
        let told: Vec<_> = summary.items.iter().map(|(name, one)| (*name, one.created)).collect();
        let expected = [
            ("address", "ipam.ipaddress", 180),
            ("circuit", "circuits.circuit", 29),
            ("cluster", "virtualization.cluster", 32),
            ("console port", "dcim.consoleport", 41),
            ("device", "dcim.device", 72),
            ("front port", "dcim.frontport", 912),
            ("interface", "dcim.interface", 1_586),
            ("location", "dcim.location", 4),
            ("power feed", "dcim.powerfeed", 48),
            ("power outlet", "dcim.poweroutlet", 104),
            ("power panel", "dcim.powerpanel", 4),
            ("power port", "dcim.powerport", 75),
            ("rack", "dcim.rack", 42),
            ("rear port", "dcim.rearport", 630),
            ("site", "dcim.site", 24),
            ("virtual interface", "virtualization.vminterface", 720),
            ("virtual machine", "virtualization.virtualmachine", 180),
        ];
        for (_, model, count) in expected {
            assert_eq!(raw.of(model), count, "{model}");
        }
        assert_eq!(told, expected.map(|(name, _, count)| (name, count)));
        let items: u64 = told.iter().map(|(_, count)| count).sum();
        let here = desk.count(&importer(), "configuration_item", &[], 10_000).unwrap().count;
        assert_eq!((summary.passed_over + items, u64::try_from(here).unwrap()), (6_915, items));
        relations_are_whole(&summary, &raw);
        let again = import(&desk, File::open(&path).unwrap());
        let all = again.items.values().chain(again.relations.values());
        assert!(all.clone().all(|one| one.told == one.unchanged), "{again}");
    });
}

fn relations_are_whole(summary: &Summary, raw: &Raw) {
    let ports = ["dcim.interface", "dcim.frontport", "dcim.rearport", "dcim.poweroutlet"];
    let ports: u64 = ports.iter().map(|model| raw.of(model)).sum();
    let ports = ports + raw.of("dcim.consoleport") + raw.of("virtualization.vminterface");
    let place = &["rack", "location", "site", "parent"];
    let located = ["dcim.location", "dcim.rack", "dcim.powerpanel", "dcim.powerfeed"];
    let located: u64 = located.iter().map(|model| raw.holding(model, place)).sum();
    let located = located
        + raw.holding("dcim.device", place)
        + raw.holding("virtualization.virtualmachine", &["site"])
        + raw.holding("virtualization.cluster", &["site"]);
    let parts = raw.of("dcim.powerport")
        + raw.holding("dcim.interface", &["lag"])
        + raw.holding("dcim.device", &["cluster"]);
    let created = |name: &str| summary.relations[name].created;
    assert_eq!(created("port_of"), ports);
    assert_eq!(created("located_in"), located);
    assert_eq!(created("part_of"), parts);
    assert_eq!(created("runs_on"), raw.of("virtualization.virtualmachine"));
    let depends = raw.of("dcim.poweroutlet") + raw.of("dcim.powerfeed");
    assert_eq!(created("depends_on"), depends);
    let connected = raw.of("dcim.frontport")
        + raw.of("dcim.cable")
        + raw.holding("circuits.circuittermination", &["site"]);
    assert_eq!(created("connected_to"), connected);
}
