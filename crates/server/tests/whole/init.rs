//! `gemba init`: an organization begins with drafts, from a file of answers or from options.
use crate::house::House;
use gemba_testkit::on_both_engines;

const ANSWERS: &str = r#"
    organization = "Quay IT"
    people = 12
    country = "DE-HH"
    time_zone = "Europe/Berlin"
    hours = "Mon-Fri 08:00-18:00"
    holds = ["suppliers"]
    manager = { name = "Ada Brandt", email = "ada@quay.example" }
    top = { name = "Ben Ohm", email = "ben@quay.example" }
    [[service]]
    name = "Mail"
    customer = "Harbour School"
"#;

#[test]
fn answers_in_a_file_become_drafts_and_links_to_sign_in_with() {
    on_both_engines(|url| {
        let house = House::at(url);
        let file = house.path("answers.toml");
        std::fs::write(&file, ANSWERS).unwrap();
        let looked = house.run(&["init", "--answers", &file, "--dry-run"]);
        assert!(looked.contains("Change policy of Quay IT, first edition"), "{looked}");
        assert_eq!(
            house.json(&["export", "change_policy", "--format", "json"]).as_array().map(Vec::len),
            Some(0)
        );
        let said =
            house.run(&["init", "--answers", &file, "--service", "Files for Harbour School"]);
        assert!(said.contains("ada@quay.example") && said.contains("/welcome/"), "{said}");
        let policies = house.json(&["export", "change_policy", "--format", "json"]);
        assert_eq!(policies.as_array().map(Vec::len), Some(1), "{policies}");
        let services = house.json(&["export", "service", "--format", "json"]);
        assert!(
            services.to_string().contains("Files"),
            "an option counts more than the file: {services}"
        );
        let again = house.try_run(&["init", "--answers", &file]);
        let why = String::from_utf8(again.stderr).unwrap();
        assert!(
            !again.status.success() && why.contains("established in this database already"),
            "{why}"
        );
        house.verify().unwrap();
    });
}

#[test]
fn what_is_missing_is_said_all_at_once_and_nothing_is_made() {
    let house = House::sqlite();
    let refused = house.try_run(&[
        "init",
        "--organization",
        "Quay IT",
        "--manager",
        "Ada <ada@quay.example>",
    ]);
    let why = String::from_utf8(refused.stderr).unwrap();
    assert!(!refused.status.success(), "{why}");
    for part in ["country: is required", "top: needs a name", "services: are missing"] {
        assert!(why.contains(part), "{part}: {why}");
    }
    let refused = house.try_run(&["init", "--manager", "Ada"]);
    let why = String::from_utf8(refused.stderr).unwrap();
    assert!(why.contains("Ada Brandt <ada@quay.example>"), "{why}");
    let refused = house.try_run(&["init", "--holds", "iso42"]);
    let why = String::from_utf8(refused.stderr).unwrap();
    assert!(why.contains("iso27001"), "{why}");
}
