//! What becomes of a certification.
#![cfg(test)]
use crate::story::{Story, walk};
use gemba_vocabulary::Value;

const KIND: &str = "certification";
const MACHINE: &[(&str, &str, &str)] = &[
    ("applied", "stage_one_done", "stage_one"),
    ("stage_one_done", "stage_two_done", "stage_two"),
    ("stage_two_done", "stage_one_done", "repeat"),
    ("stage_two_done", "certified", "certify"),
    ("certified", "certified", "recertify"),
    ("certified", "suspended", "suspend"),
    ("suspended", "certified", "reinstate"),
    ("certified", "expired", "expire"),
    ("suspended", "expired", "expire"),
    ("expired", "certified", "restore"),
    ("applied", "withdrawn", "withdraw"),
    ("stage_one_done", "withdrawn", "withdraw"),
    ("stage_two_done", "withdrawn", "withdraw"),
    ("certified", "withdrawn", "withdraw"),
    ("suspended", "withdrawn", "withdraw"),
    ("expired", "withdrawn", "withdraw"),
];
const WHOLE: &[(&str, &str)] = &[
    ("name", "The managed workplace"),
    ("body", "3"),
    ("certificate_number", "N-1"),
    ("decided_on", "2026-02-20"),
    ("decided_by", "The panel of the body"),
];

fn day(text: &str) -> Value {
    Value::Date(text.parse().unwrap())
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn audit(story: &mut Story, id: i64, (sort, state): (&str, &str), last_day: &str) {
    let fields = [
        ("id", Value::Int(id)),
        ("certification", Value::Ref(7)),
        ("sort", text(sort)),
        ("state", text(state)),
        ("ends_on", day(last_day)),
        ("readiness", text("ready")),
    ];
    story.given_record("audit", &fields);
}

fn finding(story: &mut Story, audit: i64, grade: &str, state: &str) {
    let fields = [
        ("audit", Value::Ref(audit)),
        ("grade", text(grade)),
        ("blocks", Value::Bool(grade == "major")),
        ("state", text(state)),
    ];
    story.given_record("audit_finding", &fields);
}

/// A certification with its audits held.
fn whole() -> Story {
    let mut story = Story::saved(KIND, WHOLE);
    audit(&mut story, 1, ("stage_one", "closed"), "2026-01-10");
    audit(&mut story, 2, ("stage_two", "reported"), "2026-02-10");
    story.save(&[]).unwrap();
    story
}

#[test]
fn each_step_leads_on_and_each_other_is_refused() {
    walk(KIND, MACHINE, "As the body wrote", |from, verb| {
        let mut story = whole();
        match verb {
            "repeat" => {
                finding(&mut story, 2, "major", "agreed");
                story.at("2026-09-01T09:00:00Z").save(&[]).unwrap();
            }
            "recertify" => audit(&mut story, 3, ("recertification", "closed"), "2026-02-25"),
            "restore" => {
                audit(&mut story, 3, ("recertification", "closed"), "2029-01-25");
                story.at("2029-05-01T09:00:00Z").save(&[]).unwrap();
            }
            "expire" => {
                story.at("2029-02-20T09:00:00Z");
            }
            _ => {}
        }
        story.put(from);
        story
    });
}

#[test]
fn the_audits_of_three_years_are_due_one_after_the_other() {
    let mut story = Story::saved(KIND, &WHOLE[..2]);
    assert_eq!(story.holds("next_audit"), "");
    story.save(&[("stage_one_on", "2026-04-01"), ("stage_two_on", "2026-05-20")]).unwrap();
    let next = |story: &Story| (story.holds("next_audit"), story.holds("next_due_on"));
    let both = |audit: &str, due: &str| (audit.to_owned(), due.to_owned());
    assert_eq!(next(&story), both("Stage 1", "2026-04-01"));
    assert!(story.save(&[("stage_two_on", "2026-03-01")]).unwrap_err().contains("before Stage 1"));
    let mut story = whole();
    assert_eq!(story.holds("valid_until"), "2029-02-19");
    assert_eq!(story.holds("restorable_until"), "2029-08-19");
    assert_eq!(next(&story), both("Surveillance 1", "2027-02-20"));
    audit(&mut story, 3, ("surveillance", "closed"), "2027-01-20");
    story.save(&[]).unwrap();
    assert_eq!(next(&story), both("Surveillance 2", "2028-12-31"));
    audit(&mut story, 4, ("surveillance", "reported"), "2028-02-02");
    audit(&mut story, 5, ("recertification", "planned"), "2028-11-02");
    story.save(&[]).unwrap();
    assert_eq!(next(&story), both("Recertification", "2029-02-19"));
    let cycle = story.holds("cycle");
    assert!(cycle.contains("AUD-000005") && cycle.contains("2027-01-20"), "{cycle}");
}

#[test]
fn nothing_grave_is_open_when_it_is_certified() {
    let mut story = whole();
    finding(&mut story, 2, "major", "action_planned");
    story.save(&[]).unwrap();
    assert_eq!(story.holds("blocking_findings"), "1");
    assert_eq!(story.holds("blocking_until"), "2026-08-10");
    story.put("stage_two_done");
    let open = story.take("certify", &[]).unwrap_err();
    assert!(open.contains("keeps from a certificate"), "{open}");
    let early = story.noted("repeat", &[], "It stays").unwrap_err();
    assert!(early.contains("is not needed"), "{early}");
    story.at("2026-08-11T09:00:00Z");
    let late = story.take("certify", &[]).unwrap_err();
    assert!(late.contains("Take “Another Stage 2”"), "{late}");
    story.noted("repeat", &[], "It was not seen to be over").unwrap();
    assert_eq!(story.holds("stage_two_after"), "2026-08-11");
    let again = story.take("stage_two", &[]).unwrap_err();
    assert!(again.contains("Stage 2 was not reported yet"), "the old one counts no more: {again}");
}

#[test]
fn what_was_grave_and_is_seen_to_be_over_after_six_months_is_too_late_for_this_certificate_only() {
    let verified = |at: &str| {
        let mut story = whole();
        let fields = [
            ("id", Value::Int(1)),
            ("audit", Value::Ref(2)),
            ("grade", text("major")),
            ("blocks", Value::Bool(true)),
            ("state", text("verified")),
            ("verified_at", Value::Instant(at.parse().unwrap())),
        ];
        story.given_record("audit_finding", &fields);
        story.save(&[]).unwrap();
        story.at("2026-08-12T09:00:00Z");
        story
    };
    let late = verified("2026-08-11T09:00:00Z").put("stage_two_done").take("certify", &[]);
    assert!(late.unwrap_err().contains("Take “Another Stage 2”"));
    let in_time = [("decided_on", "2026-08-12")];
    verified("2026-08-10T09:00:00Z").put("stage_two_done").take("certify", &in_time).unwrap();
    let mut later = whole();
    finding(&mut later, 2, "major", "action_planned");
    audit(&mut later, 3, ("recertification", "closed"), "2029-01-20");
    later.put("certified").at("2029-02-01T09:00:00Z");
    let open = later.take("recertify", &[("decided_on", "2029-01-30")]).unwrap_err();
    assert!(open.contains("First its action is done and verified"), "{open}");
}

#[test]
fn a_lapse_has_a_plan_before_the_body_decides() {
    let with = |state: &str| {
        let mut story = whole();
        finding(&mut story, 2, "minor", state);
        story.put("stage_two_done").take("certify", &[])
    };
    assert!(with("agreed").unwrap_err().contains("has no plan yet"));
    with("action_planned").unwrap();
}

#[test]
fn stage_two_needs_a_stage_one_that_found_us_ready() {
    let mut story = Story::saved(KIND, WHOLE);
    assert!(story.take("stage_one", &[]).unwrap_err().contains("not reported yet"));
    let fields = [
        ("id", Value::Int(1)),
        ("certification", Value::Ref(7)),
        ("sort", text("stage_one")),
        ("state", text("reported")),
        ("readiness", text("not_ready")),
    ];
    story.given_record("audit", &fields);
    assert!(story.take("stage_one", &[]).unwrap_err().contains("we are not ready"));
}

#[test]
fn what_ran_out_is_restored_within_six_months_and_keeps_its_years() {
    let mut story = whole();
    story.put("certified");
    assert!(story.take("expire", &[]).unwrap_err().contains("Its last day is not past"));
    story.at("2029-02-20T09:00:00Z").take("expire", &[]).unwrap();
    let given = [("decided_on", "2029-05-05")];
    story.at("2029-05-06T09:00:00Z");
    assert!(story.take("restore", &given).unwrap_err().contains("that renews it"));
    audit(&mut story, 3, ("recertification", "closed"), "2029-04-20");
    story.take("restore", &given).unwrap();
    assert_eq!(story.holds("valid_until"), "2032-02-19", "as if it had been in time");
    let mut late = whole();
    audit(&mut late, 3, ("recertification", "closed"), "2029-04-20");
    late.put("expired").at("2029-09-01T09:00:00Z");
    assert!(late.take("restore", &[]).unwrap_err().contains("Apply anew"));
}

#[test]
fn vector_aud_1_the_time_of_the_audit_and_the_sites_it_sees() {
    let factors = r#"[{"name": "Another system is certified", "percent": "-20"},
        {"name": "Both at once", "percent": "-20"}, {"name": "Much is complex", "percent": "10"}]"#;
    let given = [("table_days", "8"), ("factors", factors), ("sites", "25")];
    let story = Story::saved(KIND, &[&WHOLE[..2], &given].concat());
    assert_eq!((&*story.holds("factors_percent"), &*story.holds("audit_days")), ("-30", "5.6"));
    let sites = ["sites_initial", "sites_surveillance", "sites_recertification"];
    assert_eq!(sites.map(|field| story.holds(field)), ["5", "3", "4"]);
}
