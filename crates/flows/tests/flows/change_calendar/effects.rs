//! Whether a fix helped, kept on record when its problem is closed.
use crate::change_calendar::house::{House, at, tell, typed};
use gemba_desk::Command;
use gemba_vocabulary::{RecordId, Value};

fn problem(house: &House) -> RecordId {
    let fields = [
        ("summary", "Disks fill up"),
        ("category", "disk"),
        ("impact", "high"),
        ("urgency", "low"),
        ("cause", "No log rotation"),
        ("workaround", "Delete old logs"),
        ("watch_days", "40"),
    ];
    let id = house.create("problem", &fields);
    let owner = house.agent.person.unwrap_or_default().to_string();
    house.edit("problem", id, &[("owner", &owner)]).unwrap();
    id
}

fn take(house: &House, id: RecordId, verb: &str) -> Result<(), String> {
    let command = Command::verb("problem", id, verb).with_note("Agreed with everybody.");
    house.run(&house.agent, command).map(|_| ())
}

fn incidents(house: &House, problem: RecordId, times: &[&str]) {
    for time in times {
        let problem = problem.to_string();
        let fields = [("summary", "Disk full"), ("problem", &*problem), ("opened_at", time)];
        house.create("incident", &fields);
    }
}

#[test]
fn a_cause_is_told_to_the_desk_and_a_fix_is_held_against_its_incidents() {
    tell(|house| {
        let id = problem(house);
        take(house, id, "classify").unwrap();
        take(house, id, "start").unwrap();
        let alone = take(house, id, "cause_found").unwrap_err();
        assert!(alone.contains("No known error tells"), "{alone}");
        let number = id.to_string();
        let known = [("summary", "Disk full"), ("cause", "Logs"), ("problem", &*number)];
        house.run(&house.agent, Command::create("known_error", typed(&known))).unwrap();
        take(house, id, "cause_found").unwrap();
        take(house, id, "plan_fix").unwrap();
        at("2026-03-10T09:00:00Z");
        take(house, id, "fix_done").unwrap();
        // One lies before the 60 days that count.
        let before = ["2026-01-02T09:00:00Z", "2026-01-20T09:00:00Z", "2026-02-01T09:00:00Z"];
        incidents(house, id, &before);
        incidents(house, id, &["2026-03-09T09:00:00Z", "2026-03-10T08:59:59Z"]);
        at("2026-04-19T09:00:00Z");
        incidents(house, id, &["2026-03-20T09:00:00Z"]);
        house.edit("problem", id, &[("effect", "One since"), ("is_effective", "yes")]).unwrap();
        take(house, id, "close").unwrap();
        let figure = |field| house.holds("problem", id, field).to_text();
        assert_eq!(figure("incidents_before"), "2");
        assert_eq!(figure("incidents_after"), "0.75");
        assert_eq!(figure("incidents_reduction"), "62.5");
        assert_ne!(house.holds("problem", id, "closed_at"), Value::None);
    });
}
