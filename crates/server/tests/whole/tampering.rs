//! Whoever changes, removes or reorders entries in the database is found out.
use crate::house::House;
use rusqlite::Connection;

fn house_with_entries() -> House {
    let house = House::sqlite();
    let token = house.token();
    let server = house.serve();
    let client = server.client(&token);
    for number in 0..40 {
        let fields = serde_json::json!({"fields": {"summary": format!("Printer {number}")}});
        assert_eq!(client.post_json("/api/v1/incident", &fields).status, 201);
    }
    drop(server);
    house.run(&["ledger", "checkpoint"]);
    assert!(house.verify().unwrap().contains("The ledger is whole"));
    house
}

fn tamper(house: &House, sql: &str) {
    let path = house.database.strip_prefix("sqlite:").unwrap();
    let connection = Connection::open(path).unwrap();
    connection.execute_batch(sql).unwrap();
}

#[test]
fn a_changed_byte_is_found_and_its_entry_named() {
    let house = house_with_entries();
    tamper(
        &house,
        "UPDATE ledger SET body = replace(body, 'Printer 17', 'Printer 18') WHERE body LIKE '%Printer 17%'",
    );
    let said = house.verify().unwrap_err();
    assert!(said.contains("ntry 18"), "{said}");
}

#[test]
fn a_removed_entry_is_found_and_named() {
    let house = house_with_entries();
    tamper(&house, "DELETE FROM ledger WHERE idx = 11");
    let said = house.verify().unwrap_err();
    assert!(said.contains("11"), "{said}");
}

#[test]
fn reordered_entries_are_found_and_named() {
    let house = house_with_entries();
    tamper(
        &house,
        "UPDATE ledger SET idx = -1 WHERE idx = 5; UPDATE ledger SET idx = 5 WHERE idx = 6; \
         UPDATE ledger SET idx = 6 WHERE idx = -1",
    );
    let said = house.verify().unwrap_err();
    assert!(said.contains('5') && said.contains('6'), "{said}");
}

#[test]
fn a_ledger_written_anew_as_a_whole_contradicts_its_checkpoint() {
    let house = house_with_entries();
    // The last entries are taken away with the stored end of the tree, as someone who knows the program would.
    tamper(
        &house,
        "DELETE FROM ledger WHERE idx > 30; DELETE FROM setting WHERE name = 'ledger_tail'",
    );
    let said = house.verify().unwrap_err();
    assert!(said.contains("checkpoint"), "{said}");
}

#[test]
fn an_entry_is_proved_by_its_path_and_signed_checkpoint() {
    let house = house_with_entries();
    let proof = house.json(&["ledger", "prove", "7"]);
    assert_eq!(proof["entry"]["index"], 7);
    assert!(proof["checkpoint"].as_str().unwrap().contains("— gemba/"));
    let path: Vec<gemba_ledger::Hash> = serde_json::from_value(proof["path"].clone()).unwrap();
    let leaf: gemba_ledger::Hash =
        serde_json::from_value(proof["entry"]["leaf_hash"].clone()).unwrap();
    let root: gemba_ledger::Hash = serde_json::from_value(proof["root"].clone()).unwrap();
    let size = proof["size"].as_u64().unwrap();
    gemba_ledger::verify_inclusion(&leaf, 7, size, &path, &root).unwrap();
    assert!(gemba_ledger::verify_inclusion(&leaf, 8, size, &path, &root).is_err());
}

#[test]
fn a_missing_key_is_asked_for_and_never_replaced_in_silence() {
    let house = house_with_entries();
    let (key, away) = (house.path("key"), house.path("key-away"));
    std::fs::rename(&key, &away).unwrap();
    let refused = house.try_run(&["ledger", "verify"]);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && said.contains("Name its file with --key"), "{said}");
    assert!(!std::path::Path::new(&key).exists(), "no key is made by asking");
    std::fs::rename(&away, &key).unwrap();
    assert!(house.verify().is_ok());
    std::fs::remove_file(&key).unwrap();
    house.run(&["ledger", "key"]);
    assert!(!house.try_run(&["ledger", "key"]).status.success(), "a key is never overwritten");
    let said = house.verify().unwrap_err();
    assert!(said.contains("not signed by this ledger's key"), "{said}");
}
