//! Until when products are supported, brought in: a small list with everything that can go wrong, and the real one.
use crate::{desk, importer};
use gemba_desk::{Command, Desk, Imported, Input};
use gemba_exchange::{
    endoflife::{self, Summary},
    settling,
};
use gemba_model::{check::Evidence, filter::Filter};
use gemba_testkit::{gemba_data, on_both_engines};
use gemba_vocabulary::Value;
use serde_json::{Value as Json, json};
use std::{collections::BTreeMap, fs::File, io::Read};

fn import(desk: &Desk, from: impl Read) -> Summary {
    endoflife::import(desk, &importer(), from, &mut |_, _| {}).unwrap()
}

/// What the cycle of that name holds.
fn cycle(desk: &Desk, name: &str) -> BTreeMap<String, String> {
    let view = desk.view("product_cycle").unwrap();
    let mut found = Vec::new();
    let filters = [Filter::is("name", Value::Text(name.to_owned()))];
    let actor = importer();
    let visited = desk.evidence(&actor).visit("product_cycle", &filters, &mut |record| {
        let held = view
            .all_fields()
            .map(|field| (field.name.to_string(), view.value(record, &field.name).to_text()));
        found.push(held.collect());
        true
    });
    visited.unwrap();
    assert_eq!(found.len(), 1, "{name}");
    found.remove(0)
}

fn list(end: &Json) -> String {
    json!([
        {"id": "debian", "title": "Debian", "releases": [
            {"releaseCycle": "12", "releaseDate": "2023-06-10", "eol": end, "latest": "12.11"},
            {"releaseCycle": "13", "releaseDate": "2025-08-09", "eol": false},
        ]},
        {"id": "mssqlserver", "title": "Microsoft SQL Server", "alternate_urls": ["/mssql"],
            "releases": [{"releaseCycle": "15.0", "releaseLabel": "2019 '__CODENAME__'",
                "releaseDate": "2019-11-04", "eoas": "2025-02-28", "eol": "2030-01-08"}]},
        {"id": "old", "title": "Old", "releases": [
            {"releaseCycle": "1", "releaseDate": "2001-01-01", "eol": true},
        ]},
    ])
    .to_string()
}

#[test]
fn each_release_becomes_a_cycle_and_a_second_run_changes_what_is_different() {
    on_both_engines(|url| {
        let desk = desk(url);
        let first = import(&desk, list(&json!("2026-07-11")).as_bytes());
        assert_eq!((first.products, first.cycles, first.created), (3, 4, 4), "{first}");
        assert_eq!((first.faults.count, first.changed, first.unchanged), (0, 0, 0));
        let sql = cycle(&desk, "Microsoft SQL Server 2019");
        assert_eq!((&*sql["cycle"], &*sql["end_of_life_on"]), ("15.0", "2030-01-08"));
        assert_eq!((&*sql["active_until"], &*sql["source"]), ("2025-02-28", "endoflife.date"));
        assert_eq!(sql["names"], " mssqlserver microsoftsqlserver mssql ");
        assert_eq!(cycle(&desk, "Debian 13")["has_ended"], "no");
        assert_eq!(cycle(&desk, "Old 1")["has_ended"], "yes");
        assert_eq!(cycle(&desk, "Debian 12")["fetched_on"], "2026-11-23");

        let again = import(&desk, list(&json!("2026-07-11")).as_bytes());
        assert_eq!((again.unchanged, again.created, again.changed), (4, 0, 0), "{again}");
        let third = import(&desk, list(&json!("2026-09-30")).as_bytes());
        assert_eq!((third.unchanged, third.created, third.changed), (3, 0, 1), "{third}");
        assert_eq!(cycle(&desk, "Debian 12")["end_of_life_on"], "2026-09-30");
    });
}

#[test]
fn a_broken_piece_is_told_with_its_line_and_costs_itself() {
    on_both_engines(|url| {
        let desk = desk(url);
        let text = r#"[
{"id": "a", "title": "A", "releases": [{"releaseCycle": "1", "releaseDate": "2020-01-01", "eol": "soon"}]},
{"title": "B", "releases": []},
{"id": "c", "title": "C", "releases": [{"releaseCycle": "1", "eol": false}, {"eol": false}]},
{"id": "c", "title": "C", "releases": [{"releaseCycle": "1", "releaseDate": "2020-01-01", "eol": false}]},
{"id": "d", "title": "open}
]"#;
        let summary = import(&desk, text.as_bytes());
        let told: Vec<_> = summary.faults.first.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "line 2 tells of a a release that has a day that is none.",
                "line 3 is no product with an id and releases.",
                "line 4 tells of c a release that names no cycle.",
                "line 5 tells of c 1 a second time.",
                "line 6 begins an object that does not end.",
            ]
        );
        assert_eq!(summary.created, 1);
        let nothing = endoflife::import(&desk, &importer(), "[]".as_bytes(), &mut |_, _| {});
        assert!(nothing.unwrap_err().to_string().contains("no list of endoflife.date"));
    });
}

#[test]
fn items_that_were_imported_are_looked_up_afterwards_once() {
    on_both_engines(|url| {
        let desk = desk(url);
        let fields =
            ["name", "product"].map(|name| (name.to_owned(), Value::Text("Debian".to_owned())));
        let imported = Imported { at: desk.now(), state: None, origin: None, by: None };
        let command = Command::create("configuration_item", Input::Values(fields.into()));
        let item = desk.run(&importer(), command.with_import(imported)).unwrap().record.id;
        assert_eq!(settling::work_out(&desk, &importer(), "configuration_item").unwrap(), 1);
        let record = desk.record(&importer(), "configuration_item", item).unwrap();
        let view = desk.view("configuration_item").unwrap();
        assert_eq!(view.value(&record, "product_key").to_text(), "debian");
        assert_eq!(settling::work_out(&desk, &importer(), "configuration_item").unwrap(), 0);
    });
}

#[test]
fn the_totals_of_the_real_list_are_its_own() {
    let Some(path) = gemba_data("endoflife/products.json") else { return };
    let raw: Json = serde_json::from_reader(File::open(&path).unwrap()).unwrap();
    let products = raw.as_array().unwrap();
    let releases =
        products.iter().map(|one| one["releases"].as_array().unwrap().len()).sum::<usize>();
    on_both_engines(|url| {
        let desk = desk(url);
        let summary = import(&desk, File::open(&path).unwrap());
        assert_eq!(summary.products, u64::try_from(products.len()).unwrap());
        assert_eq!(summary.cycles, u64::try_from(releases).unwrap());
        assert_eq!((summary.created, summary.faults.count), (summary.cycles, 0), "{summary}");
        assert_eq!(cycle(&desk, "PostgreSQL 15")["end_of_life_on"], "2027-11-11");
        assert_eq!(cycle(&desk, "Debian 12")["end_of_life_on"], "2026-07-11");
        let again = import(&desk, File::open(&path).unwrap());
        assert_eq!(again.unchanged, summary.cycles, "{again}");
    });
}
