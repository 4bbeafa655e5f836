//! Stories of incidents: from the first report to the last word, and what is refused on the way.
#![cfg(test)]
use crate::story::{ADA, BEN, Story, walk};
use gemba_vocabulary::{
    Value,
    actor::{Channel, Role},
};

/// The rows of the machine `incident`, and telling stakeholders, which moves nothing: from, to, verb.
const MACHINE: &[(&str, &str, &str)] = &[
    ("new", "triaged", "classify"),
    ("triaged", "assigned", "assign"),
    ("assigned", "in_progress", "start"),
    ("in_progress", "pending", "wait"),
    ("pending", "in_progress", "resume"),
    ("in_progress", "assigned", "reassign"),
    ("triaged", "major", "declare_major"),
    ("assigned", "major", "declare_major"),
    ("in_progress", "major", "declare_major"),
    ("major", "in_progress", "downgrade"),
    ("major", "major", "tell"),
    ("in_progress", "resolved", "resolve"),
    ("major", "resolved", "resolve"),
    ("resolved", "closed", "close"),
    ("resolved", "in_progress", "reopen"),
    ("new", "cancelled", "cancel"),
    ("triaged", "cancelled", "cancel"),
];

const WEIGHED: &[(&str, &str)] =
    &[("service", "3"), ("category", "mail"), ("impact", "high"), ("urgency", "medium")];
const SOLVED: &[(&str, &str)] =
    &[("resolution", "Restarted the queue."), ("close_code", "restart")];

fn reported() -> Story {
    Story::saved("incident", &[("summary", "Mail does not arrive")])
}

fn in_progress() -> Story {
    let mut story = reported();
    story.take("classify", WEIGHED).unwrap();
    story.take("assign", &[("team", "4")]).unwrap();
    story.at("2026-03-02T09:20:00Z").take("start", &[]).unwrap();
    story
}

fn major() -> Story {
    let mut story = in_progress();
    let told = &[("major_manager", "2"), ("top_management_notified_at", "2026-03-02T09:20:00Z")];
    story.take("declare_major", told).unwrap();
    story
}

fn resolved() -> Story {
    let mut story = in_progress();
    story.at("2026-03-02T11:00:00Z").take("resolve", SOLVED).unwrap();
    story
}

/// An incident in that state, with all that the step could ask for.
fn ready(from: &str, verb: &str) -> Story {
    let mut story = match from {
        "in_progress" | "pending" => in_progress(),
        "major" => major(),
        "resolved" | "closed" => resolved(),
        _ => reported(),
    };
    let rest = [
        ("team", "4"),
        ("major_manager", "2"),
        ("top_management_notified_at", "2026-03-02T09:20:00Z"),
        ("stakeholder_update", "We look for the cause."),
        ("service_owner_confirmed", "yes"),
        ("confirmed_by_user", "yes"),
    ];
    story.at("2026-03-02T11:00:00Z").save(&[WEIGHED, SOLVED, &rest].concat()).unwrap();
    if verb == "wait" {
        // What it waits for is told by the step; here it was told before.
        story.put("in_progress").take("wait", &[("pause_reason", "customer")]).unwrap();
    }
    story.put(from);
    story
}

#[test]
fn each_step_of_its_life_leads_on_and_every_other_is_refused_with_a_sentence() {
    walk("incident", MACHINE, "The queue stands still", ready);
}

#[test]
fn from_the_first_report_to_the_last_word() {
    let mut story = resolved();
    assert_eq!(story.holds("opened_at"), "2026-03-02T09:00:00Z");
    assert_eq!(story.holds("assigned_to"), "1", "whoever starts takes it");
    assert_eq!(story.holds("responded_at"), "2026-03-02T09:20:00Z");
    assert_eq!(story.holds("resolved_at"), "2026-03-02T11:00:00Z");
    assert_eq!(story.holds("restored_at"), "2026-03-02T11:00:00Z");
    assert_eq!(story.holds("resolved_by"), ADA.to_string());
    assert_eq!(story.holds("reassignment_count"), "0");
    let silent = story.take("close", &[]).unwrap_err();
    assert!(silent.contains("Confirmed by user"), "{silent}");
    story.at("2026-03-03T08:00:00Z").take("close", &[("confirmed_by_user", "yes")]).unwrap();
    assert_eq!(story.state(), "closed");
    assert_eq!(story.holds("closed_at"), "2026-03-03T08:00:00Z");
}

#[test]
fn a_new_incident_is_not_closed_at_once() {
    let refusal = reported().take("close", &[("confirmed_by_user", "yes")]).unwrap_err();
    assert!(refusal.contains("not possible while the incident is new"), "{refusal}");
}

#[test]
fn classifying_names_all_that_is_missing() {
    let mut story = reported();
    let refusal = story.take("classify", &[("service", "3")]).unwrap_err();
    assert_eq!(refusal, "Before “Classify”, fill in: Category, Impact, Urgency.");
    assert_eq!(story.holds("service"), "", "a refused verb changes nothing");
}

#[test]
fn the_priority_comes_from_the_table_and_follows_it() {
    let levels = ["high", "medium", "low"];
    let expected = [[1, 2, 3], [2, 3, 4], [3, 4, 5]];
    for (impact, row) in levels.iter().zip(expected) {
        for (urgency, priority) in levels.iter().zip(row) {
            let fields = [("summary", "x"), ("impact", *impact), ("urgency", *urgency)];
            let story = Story::saved("incident", &fields);
            assert_eq!(story.holds("priority"), priority.to_string(), "{impact} {urgency}");
        }
    }
    let mut story = reported();
    story.take("classify", WEIGHED).unwrap();
    assert_eq!(story.holds("priority"), "2");
    story.save(&[("urgency", "low")]).unwrap();
    assert_eq!(story.holds("priority"), "3");
    let emptied = story.save(&[("impact", "")]).unwrap_err();
    assert_eq!(emptied, "Impact cannot be emptied.");
}

#[test]
fn another_priority_needs_a_reason_and_goes_again() {
    let mut story = reported();
    story.take("classify", WEIGHED).unwrap();
    let bare = story.save(&[("priority_override", "1")]).unwrap_err();
    assert!(bare.starts_with("Override reason is required"), "{bare}");
    let beyond = [("priority_override", "6"), ("override_reason", "The board asked")];
    assert_eq!(story.save(&beyond).unwrap_err(), "Priority override must be 1 to 5.");
    story.by(BEN, &[Role::ServiceManager]);
    story.save(&[("priority_override", "1"), ("override_reason", "The board asked")]).unwrap();
    assert_eq!(story.holds("priority"), "1");
    assert_eq!(story.holds("override_by"), BEN.to_string());
    story.by(ADA, &[Role::Agent]).save(&[("urgency", "low")]).unwrap();
    assert_eq!(story.holds("priority"), "1", "an override stays until it is taken back");
    assert_eq!(story.holds("override_by"), BEN.to_string());
    story.save(&[("priority_override", "")]).unwrap();
    assert_eq!(story.holds("priority"), "3");
    assert_eq!(story.holds("override_reason"), "");
    assert_eq!(story.holds("override_by"), "");
}

#[test]
fn an_import_keeps_the_priority_and_the_counts_of_its_source() {
    let mut story = Story::of("incident");
    story.through(Channel::Import);
    story
        .save(&[
            ("summary", "From elsewhere"),
            ("impact", "high"),
            ("urgency", "high"),
            ("priority", "4"),
            ("team", "4"),
            ("assigned_at", "2026-03-01T08:00:00Z"),
            ("opened_at", "2026-03-04T08:00:00Z"),
            ("reassignment_count", "3"),
        ])
        .unwrap();
    story.save(&[("team", "5"), ("assigned_at", "")]).unwrap();
    assert_eq!(story.holds("priority"), "4");
    assert_eq!(story.holds("reassignment_count"), "3");
    story.through(Channel::Page).save(&[("description", "Looked at.")]).unwrap();
    assert_eq!(story.holds("priority"), "4", "what was not weighed anew stays");
    assert_eq!(story.holds("opened_at"), "2026-03-04T08:00:00Z");
    story.save(&[("impact", "low"), ("team", "6")]).unwrap();
    assert_eq!(story.holds("priority"), "3");
    assert_eq!(story.holds("reassignment_count"), "4", "from here on it is counted here");
}

#[test]
fn work_is_given_to_a_team_or_to_someone_who_may_do_it() {
    let mut story = reported();
    story.take("classify", WEIGHED).unwrap();
    let nobody = story.take("assign", &[]).unwrap_err();
    assert!(nobody.contains("Choose a team or a person"), "{nobody}");
    story.given("person", 8, "roles", Value::Text("requester, auditor".to_owned()));
    let guest = story.take("assign", &[("assigned_to", "8")]).unwrap_err();
    assert!(guest.contains("no role in which to work"), "{guest}");
    story.given("person", 8, "roles", Value::Text("requester, agent".to_owned()));
    story.take("assign", &[("assigned_to", "8")]).unwrap();
    assert_eq!(story.state(), "assigned");
}

#[test]
fn each_handover_is_counted_once_with_or_without_the_verb() {
    let mut story = reported();
    story.save(&[("team", "3")]).unwrap();
    story.take("classify", WEIGHED).unwrap();
    story.take("assign", &[("team", "4")]).unwrap();
    assert_eq!(story.holds("reassignment_count"), "0", "the first assignment is no handover");
    story.take("start", &[]).unwrap();
    let unreasoned = story.take("reassign", &[("team", "5")]).unwrap_err();
    assert!(unreasoned.starts_with("Say why"), "{unreasoned}");
    let other = &[("team", "5"), ("assigned_to", "2")];
    story.noted("reassign", other, "Their server").unwrap();
    assert_eq!(story.state(), "assigned");
    assert_eq!(story.holds("reassignment_count"), "1");
    story.save(&[("team", "6"), ("assigned_to", "")]).unwrap();
    assert_eq!(story.holds("reassignment_count"), "2", "team and person at once are one handover");
    story.save(&[("assigned_to", "2")]).unwrap();
    assert_eq!(story.holds("reassignment_count"), "2", "naming a person in the team is none");
    story.save(&[("symptom", "slow")]).unwrap();
    assert_eq!(story.holds("reassignment_count"), "2");
}

#[test]
fn the_first_response_stays_the_first() {
    let mut story = in_progress();
    story.noted("reassign", &[("team", "5")], "Their server").unwrap();
    story.at("2026-03-02T15:00:00Z").take("start", &[]).unwrap();
    assert_eq!(story.holds("responded_at"), "2026-03-02T09:20:00Z");
    assert_eq!(story.holds("assigned_at"), "2026-03-02T09:00:00Z");
}

#[test]
fn waiting_is_kept_with_its_reason_and_times() {
    let mut story = in_progress();
    let bare = story.take("wait", &[]).unwrap_err();
    assert_eq!(bare, "Before “Wait”, fill in: Pause reason.");
    story.at("2026-03-02T10:00:00Z").take("wait", &[("pause_reason", "customer")]).unwrap();
    assert_eq!(story.state(), "pending");
    story.at("2026-03-02T12:00:00Z").save(&[("pause_reason", "supplier")]).unwrap();
    let emptied = story.save(&[("pause_reason", "")]).unwrap_err();
    assert!(emptied.contains("use “Resume”"), "{emptied}");
    story.at("2026-03-02T14:00:00Z").take("resume", &[]).unwrap();
    assert_eq!(story.state(), "in_progress");
    assert_eq!(story.holds("pause_reason"), "");
    let pauses: serde_json::Value = serde_json::from_str(&story.holds("pauses")).unwrap();
    let expected = serde_json::json!([
        {"reason": "customer", "from": "2026-03-02T10:00:00Z", "to": "2026-03-02T12:00:00Z"},
        {"reason": "supplier", "from": "2026-03-02T12:00:00Z", "to": "2026-03-02T14:00:00Z"},
    ]);
    assert_eq!(pauses, expected);
    let loose = story.save(&[("pause_reason", "change")]).unwrap_err();
    assert!(loose.contains("use “Wait”"), "{loose}");
}

#[test]
fn a_pause_moves_no_date_that_was_set_by_hand() {
    let mut story = Story::of("incident");
    story.save(&[("summary", "Slow"), ("opened_at", "2026-03-01T22:00:00Z")]).unwrap();
    story.take("classify", WEIGHED).unwrap();
    story.take("assign", &[("team", "4")]).unwrap();
    story.take("start", &[]).unwrap();
    story.take("wait", &[("pause_reason", "evidence")]).unwrap();
    story.at("2026-03-04T09:00:00Z").take("resume", &[]).unwrap();
    let by_hand = [SOLVED, &[("restored_at", "2026-03-03T07:00:00Z"), ("resolved_by", "2")]];
    story.take("resolve", &by_hand.concat()).unwrap();
    assert_eq!(story.holds("opened_at"), "2026-03-01T22:00:00Z");
    assert_eq!(story.holds("restored_at"), "2026-03-03T07:00:00Z");
    assert_eq!(story.holds("resolved_by"), "2");
    assert_eq!(story.holds("resolved_at"), "2026-03-04T09:00:00Z");
}

#[test]
fn times_that_cannot_be_are_refused() {
    let mut story = Story::of("incident");
    let ahead = [("summary", "Slow"), ("opened_at", "2026-03-02T09:00:01Z")];
    let refusal = story.save(&ahead).unwrap_err();
    assert!(refusal.starts_with("Opened at lies in the future"), "{refusal}");
    let mut story = in_progress();
    let early = [SOLVED, &[("restored_at", "2026-03-02T08:00:00Z")]].concat();
    let refusal = story.take("resolve", &early).unwrap_err();
    assert_eq!(refusal, "Restored at lies before the incident began.");
    assert_eq!(story.state(), "in_progress");
}

#[test]
fn a_major_incident_is_led_and_top_management_knows() {
    let mut story = in_progress();
    let refusal = story.take("declare_major", &[("major_manager", "2")]).unwrap_err();
    assert_eq!(refusal, "Before “Declare major”, fill in: Top management notified at.");
    let mut story = major();
    assert_eq!((story.state(), &*story.holds("is_major")), ("major", "yes"));
    let refusal = story.take("resolve", SOLVED).unwrap_err();
    assert!(refusal.contains("Service owner confirmed"), "{refusal}");
    assert!(story.take("downgrade", &[]).unwrap_err().starts_with("Say why"));
    story.noted("downgrade", &[], "One site only").unwrap();
    assert_eq!((story.state(), &*story.holds("is_major")), ("in_progress", "yes"));
}

#[test]
fn declaring_major_before_anybody_started_is_the_response() {
    let mut story = reported();
    story.take("classify", WEIGHED).unwrap();
    let told = &[("major_manager", "2"), ("top_management_notified_at", "2026-03-02T09:00:00Z")];
    story.at("2026-03-02T09:05:00Z").take("declare_major", told).unwrap();
    assert_eq!(story.holds("responded_at"), "2026-03-02T09:05:00Z");
}

#[test]
fn a_major_incident_is_closed_after_its_review() {
    let mut story = major();
    let solved = [SOLVED, &[("service_owner_confirmed", "yes")]].concat();
    story.take("resolve", &solved).unwrap();
    let refusal = story.take("close", &[("confirmed_by_user", "yes")]).unwrap_err();
    assert!(refusal.contains("Write the incident review first"), "{refusal}");
    story.given_count("incident_review", "incident", 1);
    story.take("close", &[("confirmed_by_user", "yes")]).unwrap();
    assert_eq!(story.state(), "closed");
}

#[test]
fn silence_closes_by_a_rule_that_has_a_name() {
    let mut story = resolved();
    story.through(Channel::Timer);
    story.take("close", &[("closed_by_rule", "5 working days silent")]).unwrap();
    assert_eq!(story.holds("closed_by_rule"), "5 working days silent");
}

#[test]
fn reopening_lets_the_clock_go_on_and_takes_the_solution_back() {
    let mut story = resolved();
    story.at("2026-03-05T08:00:00Z").take("reopen", &[]).unwrap();
    assert_eq!(story.state(), "in_progress");
    assert_eq!(story.holds("reopen_count"), "1");
    for field in ["resolved_at", "restored_at", "resolved_by"] {
        assert_eq!(story.holds(field), "", "{field}");
    }
    let stopped: serde_json::Value = serde_json::from_str(&story.holds("stopped")).unwrap();
    let span = serde_json::json!([{"from": "2026-03-02T11:00:00Z", "to": "2026-03-05T08:00:00Z"}]);
    assert_eq!(stopped, span);
    story.at("2026-03-05T09:00:00Z").take("resolve", &[]).unwrap();
    assert_eq!(story.holds("restored_at"), "2026-03-05T09:00:00Z");
}

#[test]
fn reopening_ends_after_fourteen_days() {
    let mut story = resolved();
    let late = story.at("2026-03-16T11:00:01Z").take("reopen", &[]).unwrap_err();
    assert!(late.contains("Record a new incident"), "{late}");
    story.at("2026-03-16T11:00:00Z").take("reopen", &[]).unwrap();
    assert_eq!(story.state(), "in_progress");
}

#[test]
fn cancelling_names_the_twin_or_the_reason() {
    let mut story = reported();
    let bare = story.take("cancel", &[]).unwrap_err();
    assert!(bare.contains("say in a note why"), "{bare}");
    let itself = story.take("cancel", &[("duplicate_of", "7")]).unwrap_err();
    assert_eq!(itself, "Duplicate of is this incident itself.");
    story.take("cancel", &[("duplicate_of", "6")]).unwrap();
    assert_eq!(story.state(), "cancelled");
    let mut story = reported();
    story.noted("cancel", &[], "A test call").unwrap();
    assert_eq!(story.state(), "cancelled");
    assert!(in_progress().noted("cancel", &[], "Too late").is_err());
}

#[test]
fn a_report_from_outside_belongs_to_the_reporter_and_their_customer() {
    let mut story = Story::of("incident");
    story.by(BEN, &[Role::CustomerContact]).of_customer(9);
    let foreign = story.save(&[("summary", "Slow"), ("customer", "10")]).unwrap_err();
    assert_eq!(foreign, "Customer must be the organization that you belong to.");
    story.save(&[("summary", "Slow")]).unwrap();
    assert_eq!((&*story.holds("reporter"), &*story.holds("customer")), ("2", "9"));

    let mut story = Story::of("incident");
    story.given("person", BEN, "customer", Value::Ref(9));
    story.save(&[("summary", "Rang us"), ("reporter", "2")]).unwrap();
    assert_eq!(story.holds("customer"), "9", "the reporter's own customer");
}

#[test]
fn a_security_incident_is_weighed_by_its_risk() {
    let mut story = Story::of("incident");
    story.save(&[("summary", "A laptop is gone"), ("impact", "low"), ("urgency", "high")]).unwrap();
    assert_eq!(story.holds("priority"), "3");
    let fault = story.save(&[("security_risk", "high")]).unwrap_err();
    assert!(fault.contains("of a security incident only"), "{fault}");
    story.save(&[("security_class", "loss"), ("security_risk", "high")]).unwrap();
    assert_eq!(story.holds("priority"), "1");
    let early = story.save(&[("contained_at", "2020-01-01T00:00:00Z")]).unwrap_err();
    assert!(early.contains("lies before it began"), "{early}");
    let late = story.save(&[("contained_at", "2099-01-01T00:00:00Z")]).unwrap_err();
    assert!(late.contains("lies in the future"), "{late}");
    let other = story.save(&[("priority_override", "2"), ("override_reason", "Locked from afar")]);
    assert_eq!((other, &*story.holds("priority")), (Ok(()), "2"));
}
