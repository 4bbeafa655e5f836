use super::*;
use crate::catalogue::{Format, read as read_file};

/// In the shape of a published catalogue: nested groups and controls, parameters with values, choices and labels,
/// labels by class, a control that was withdrawn, links and assessment methods.
fn published() -> Json {
    json!({ "catalog": {
        "uuid": "74c8ba1e-5cd4-4ad1-bbfd-d888e2f6c724",
        "metadata": { "title": "Harbour controls", "version": "5.1", "oscal-version": "1.1.1",
                      "last-modified": "2026-01-01T00:00:00Z" },
        "groups": [{
            "id": "ac", "class": "family", "title": "Access",
            "controls": [{
                "id": "ac-1", "class": "SP800-53", "title": "Rules of access",
                "params": [
                    { "id": "ac-1_prm_1", "label": "people concerned" },
                    { "id": "ac-1_prm_2", "select": { "how-many": "one", "choice":
                        ["each year", "{{ insert: param, ac-1_prm_3 }}"] } },
                    { "id": "ac-1_prm_3", "values": ["after an incident"] },
                ],
                "props": [
                    { "name": "label", "class": "sp800-53a", "value": "AC-01" },
                    { "name": "label", "value": "AC-1" },
                ],
                "links": [{ "href": "#x", "rel": "reference" }],
                "parts": [
                    { "id": "ac-1_smt", "name": "statement", "parts": [
                        { "id": "ac-1_smt.a", "name": "item", "props": [{ "name": "label", "value": "a." }],
                          "prose": "Tell the rules to {{ insert: param, ac-1_prm_1 }}:",
                          "parts": [{ "id": "ac-1_smt.a.1", "name": "item",
                                      "props": [{ "name": "label", "value": "1." }],
                                      "prose": "review them {{ insert: param, ac-1_prm_2 }}." }] },
                    ] },
                    { "id": "ac-1_gdn", "name": "guidance", "prose": "Keep it short." },
                    { "id": "ac-1_obj", "name": "assessment-objective", "prose": "Left out." },
                ],
                "controls": [{ "id": "ac-1.1", "title": "By a tool",
                    "props": [{ "name": "label", "value": "AC-1(1)" }],
                    "parts": [{ "name": "statement", "prose": "Use a tool; see {{ insert: param, gone }}." }] }],
            }, {
                "id": "ac-9", "title": "Old", "props": [{ "name": "status", "value": "withdrawn" }],
            }],
            "groups": [{ "title": "From afar", "controls": [{ "id": "ac-17", "title": "Far away" }] }],
        }],
    } })
}

#[test]
fn a_published_catalogue_becomes_a_set() {
    let set = read_file(Format::Oscal, &published().to_string(), None).unwrap();
    assert_eq!((set.name.as_str(), set.issue.as_str()), ("Harbour controls", "5.1"));
    let ids: Vec<_> = set.requirements.iter().map(|one| one.identifier.as_str()).collect();
    assert_eq!(ids, ["AC-1", "AC-1(1)", "ac-17"]);
    assert_eq!(set.left_out, ["ac-9: it is withdrawn"]);
    let first = &set.requirements[0];
    assert_eq!(
        first.text,
        "a. Tell the rules to [people concerned]:\n  1. review them [each year; after an incident]."
    );
    assert_eq!((first.part.as_str(), first.guidance.as_str()), ("Access", "Keep it short."));
    assert_eq!(set.requirements[1].text, "Use a tool; see [gone].");
    let last = &set.requirements[2];
    assert_eq!((last.part.as_str(), last.text.as_str()), ("Access / From afar", "Far away"));
}

#[test]
fn what_is_wrong_is_told_with_its_path() {
    let fault = |json: &Json| read(&json.to_string()).unwrap_err().to_string();
    assert!(read("{").unwrap_err().to_string().starts_with("Line 1: this is no JSON"));
    assert!(fault(&json!({ "profile": {} })).contains("no “catalog”"));
    let nameless = fault(&json!({ "catalog": { "metadata": {} } }));
    assert_eq!(nameless, "$.catalog.metadata.title: it is missing or no text.");
    let mut broken = published();
    broken["catalog"]["groups"][0]["controls"][1]["id"] = json!(7);
    assert_eq!(fault(&broken), "$.catalog.groups[0].controls[1].id: it is missing or no text.");
    broken["catalog"]["groups"] = json!("none");
    assert_eq!(fault(&broken), "$.catalog.groups: it is no list.");
    let mut deep = json!({ "id": "x", "title": "X" });
    for _ in 0..20 {
        deep = json!({ "id": "x", "title": "X", "controls": [deep] });
    }
    let deep = json!({ "catalog": { "metadata": { "title": "T" }, "controls": [deep] } });
    assert!(fault(&deep).contains("nested too deeply"), "{}", fault(&deep));
}

#[test]
fn parameters_that_insert_one_another_end() {
    let round = json!({ "catalog": {
        "metadata": { "title": "T" },
        "params": [{ "id": "a", "values": ["{{ insert: param, b }}"] },
                   { "id": "b", "values": ["{{ insert: param, a }}"] }],
        "controls": [{ "id": "x", "title": "X",
            "parts": [{ "name": "statement", "prose": "Do {{ insert: param, a }} {{ open" }] }],
    } });
    let set = read(&round.to_string()).unwrap();
    assert!(
        set.requirements[0].text.starts_with("Do {{ insert: param,"),
        "it is told as it stands"
    );
}

#[test]
fn what_was_written_is_read_again_as_it_was() {
    use crate::own::OwnRule;
    let set = OwnSet {
        record: 1,
        number: "RQS-000001".to_owned(),
        name: "Annex".to_owned(),
        source: None,
        issue: Some("2".to_owned()),
        state: "in_force".to_owned(),
        valid_from: None,
    };
    let one = |record: i64, id: &str, part: &str| OwnRequirement {
        record,
        asked: crate::Requirement {
            id: id.to_owned(),
            clause: part.to_owned(),
            title: "Restoring".to_owned(),
            text: "Try it out:\na. each quarter,\n  1. on paper.".to_owned(),
            ..crate::wording::own_words(true)
        },
        guidance: Some("Begin small.".to_owned()),
        shown_by: vec!["8.7.2-1".to_owned(), "8.7.2-2".to_owned()],
        rule: Some(OwnRule {
            kind: "continuity_test".to_owned(),
            state: Some("done".to_owned()),
            field: None,
            months: Some(3),
        }),
    };
    let mut own = [one(4, "3.1", "Copies"), one(5, "1", ""), one(6, "3.2", "Copies")];
    own[2].asked.title = "=HYPERLINK(A1)".to_owned();
    let text = write(&set, &own, Timestamp::UNIX_EPOCH);
    let mut again = read_file(Format::Oscal, &text, None).unwrap();
    assert_eq!((again.name.as_str(), again.issue.as_str()), ("Annex", "2"));
    for one in &mut again.requirements {
        one.place.clear();
    }
    let wanted = [&own[1], &own[0], &own[2]].map(DraftRequirement::of);
    assert_eq!(again.requirements, wanted);
    let table = crate::catalogue::write_csv(&own).unwrap();
    assert!(table.contains(",'=HYPERLINK(A1),"), "no spreadsheet runs it: {table}");
    let mut again = read_file(Format::Csv, &table, Some("Annex")).unwrap();
    for one in &mut again.requirements {
        one.place.clear();
    }
    assert_eq!(again.requirements, own.each_ref().map(DraftRequirement::of));
    let json: Json = serde_json::from_str(&text).unwrap();
    let uuid = json["catalog"]["uuid"].as_str().unwrap().to_owned();
    assert_eq!(
        (uuid.len(), uuid.chars().nth(14), uuid.chars().nth(19)),
        (36, Some('5'), Some('a'))
    );
}

#[test]
fn parameters_that_grow_without_end_fill_no_memory() {
    let long = "x".repeat(1_000_000);
    let often = "{{insert:param,a}}".repeat(100_000);
    let control =
        json!({ "id": "c", "title": "C", "parts": [{ "name": "statement", "prose": often }] });
    let file = json!({ "catalog": {
        "metadata": { "title": "Bomb" },
        "params": [{ "id": "a", "values": [long] }],
        "controls": [control],
    }});
    let set = read_file(Format::Oscal, &file.to_string(), None).unwrap();
    assert!(set.requirements[0].text.len() < 4_000_000);
    let controls: Vec<_> =
        (0..5_001).map(|id| json!({ "id": format!("c-{id}"), "title": "C" })).collect();
    let file = json!({ "catalog": { "metadata": { "title": "Many" }, "controls": controls } });
    let fault = read_file(Format::Oscal, &file.to_string(), None).unwrap_err();
    assert!(fault.to_string().contains("tells too much to be one set"), "{fault}");
}
