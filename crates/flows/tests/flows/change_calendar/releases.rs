//! Releases: deployed with a baseline alone, and incidents counted afterwards.
use crate::change_calendar::house::{House, at, tell, typed};
use gemba_desk::Command;
use gemba_vocabulary::{RecordId, Value};

const CRITERIA: &str = r#"[{"text": "Mail arrives", "result": "passed"}]"#;

impl House {
    fn step(
        &self,
        kind: &str,
        id: RecordId,
        verb: &str,
        fields: &[(&str, &str)],
    ) -> Result<(), String> {
        let command = Command::verb(kind, id, verb).with_input(typed(fields));
        self.run(&self.agent, command).map(|_| ())
    }

    /// A release of one change on a server, accepted.
    fn accepted(&self) -> (RecordId, RecordId) {
        let host = self.items[0];
        let change = self.approved("Larger disks", &[host]);
        let kind = [("name", "Monthly"), ("frequency", "Monthly"), ("handling", "In full")];
        let kind = self.create("release_type", &kind).to_string();
        let (change_number, item) = (change.to_string(), host.to_string());
        let release = self.create("release", &[("name", "Mail 8.1")]);
        let plan = [
            ("release_type", &*kind),
            ("changes", &*change_number),
            ("configuration_items", &*item),
            ("planned_at", "2025-06-10T12:00:00Z"),
            ("deliverables", "Disks"),
            ("method", "By hand"),
            ("acceptance_criteria", CRITERIA),
        ];
        self.step("release", release, "build", &plan).unwrap();
        let tested = [("test_environment", "Lab"), ("test_result", "It works")];
        self.step("release", release, "test", &tested).unwrap();
        self.step("release", release, "accept", &[]).unwrap();
        (release, change)
    }

    fn incident(&self, opened_at: &str, fields: &[(&str, &str)]) -> RecordId {
        let usual = [("summary", "No mail"), ("opened_at", opened_at)];
        self.create("incident", &[&usual, fields].concat())
    }

    fn counted(&self, release: RecordId) -> i64 {
        self.desk.run_due().unwrap();
        match self.holds("release", release, "incidents_in_window") {
            Value::Int(count) => count,
            other => panic!("{other:?}"),
        }
    }
}

/// Tells of a release deployed until 14:00 in Berlin on the 10th of June, and watched.
fn watched(house: &House) -> (RecordId, RecordId) {
    at("2025-06-10T09:00:00Z");
    let (release, change) = house.accepted();
    let (number, item) = (release.to_string(), house.items[0].to_string());
    let told = [("told", "Everybody")];
    let early = house.step("release", release, "deploy", &told).unwrap_err();
    assert!(early.contains("not possible while the release is accepted"), "{early}");
    let deployment = [("name", "To host-1"), ("release", &*number), ("environment", "Live")];
    let deployment = house.create("deployment", &deployment);
    let bare = house.step("deployment", deployment, "start", &[]).unwrap_err();
    assert!(bare.starts_with("There is no baseline"), "{bare}");
    let kept = house.create("configuration_baseline", &[("name", "Before"), ("items", &*item)]);
    let kept = kept.to_string();
    let kept = [("baseline", &*kept)];
    house.step("release", release, "baseline", &kept).unwrap();
    house.step("release", release, "deploy", &told).unwrap();
    house.step("deployment", deployment, "start", &[]).unwrap();
    at("2025-06-10T12:00:00Z");
    house.step("deployment", deployment, "finish", &[("verification", "Mail arrives")]).unwrap();
    at("2025-06-10T12:30:00Z");
    house.step("release", release, "verify", &[("integrity_check", "Sums are equal")]).unwrap();
    house.step("release", release, "open_window", &[]).unwrap();
    (release, change)
}

/// Vector REL-1, on the clock of Berlin: deployed at 14:00, watched for fourteen days.
#[test]
fn incidents_are_counted_from_the_end_of_the_deployment_for_fourteen_days() {
    tell(|house| {
        let (release, change) = watched(house);
        let change = change.to_string();
        at("2025-06-24T12:30:00Z");
        for opened_at in [
            "2025-06-10T11:50:00Z",
            "2025-06-11T09:00:00Z",
            "2025-06-20T09:00:00Z",
            "2025-06-24T11:59:00Z",
            "2025-06-24T12:01:00Z",
        ] {
            house.incident(opened_at, &[("caused_by", &change)]);
        }
        assert_eq!(house.counted(release), 3);
        house.step("release", release, "close_window", &[("analysis", "Three too many")]).unwrap();
        house.incident("2025-06-12T09:00:00Z", &[("caused_by", &change)]);
        assert_eq!(house.counted(release), 3, "what was reviewed stays as it was looked at");
    });
}

#[test]
fn an_incident_counts_once_whatever_ties_it_to_the_release() {
    tell(|house| {
        let (release, change) = watched(house);
        let (change, item) = (change.to_string(), house.items[0].to_string());
        let other = house.items[2].to_string();
        at("2025-06-12T09:00:00Z");
        let ties = [("caused_by", &*change), ("configuration_item", &*item)];
        house.incident("2025-06-11T09:00:00Z", &ties);
        house.incident("2025-06-11T09:00:00Z", &[("configuration_item", &other)]);
        let linked = house.incident("2025-06-11T09:00:00Z", &[]);
        assert_eq!(house.counted(release), 1, "by its cause and its part, but once");
        let (release_number, incident) = (release.to_string(), linked.to_string());
        let ends = [
            ("from_kind", "incident"),
            ("from", &*incident),
            ("to_kind", "release"),
            ("to", &*release_number),
            ("relation", "caused_by"),
        ];
        house.create("link", &ends);
        assert_eq!(house.counted(release), 2);
        at("2025-06-24T12:00:00Z");
        house.step("release", release, "close_window", &[("analysis", "Two")]).unwrap();
        assert_eq!(house.counted(release), 2);
    });
}
