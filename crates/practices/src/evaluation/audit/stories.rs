//! What becomes of an audit.
#![cfg(test)]
use crate::story::{Story, walk};
use gemba_vocabulary::Value;
use serde_json::{Value as Json, json};

const KIND: &str = "audit";
const MACHINE: &[(&str, &str, &str)] = &[
    ("planned", "prepared", "prepare"),
    ("planned", "planned", "check_independence"),
    ("prepared", "prepared", "check_independence"),
    ("prepared", "in_progress", "start"),
    ("prepared", "prepared", "draw"),
    ("in_progress", "in_progress", "draw"),
    ("in_progress", "reported", "report"),
    ("reported", "closed", "close"),
    ("planned", "cancelled", "cancel"),
    ("prepared", "cancelled", "cancel"),
    ("in_progress", "cancelled", "cancel"),
];
const PLAN: &str = r#"[{"when": "Monday 9:00", "what": "Incidents", "whom": "Jonas"}]"#;
const WHOLE: &[(&str, &str)] = &[
    ("name", "Incidents, spring"),
    ("owner", "1"),
    ("clauses", "8.6.1, 10.1"),
    ("services", "3"),
    ("processes", "4"),
    ("period_from", "2026-01-01"),
    ("period_until", "2026-03-31"),
    ("methods", "Talks and samples"),
    ("lead_auditor", "5"),
    ("auditees", "6, 7"),
    ("plan", PLAN),
    ("starts_on", "2026-04-13"),
    ("sample_kind", "incident"),
    ("own_requirements", "met_but_for_findings"),
    ("standard", "met"),
    ("effectiveness", "met"),
    ("report", "It works, with two lapses."),
    ("recipients", "8, 9"),
];

fn whole() -> Story {
    let mut story = Story::saved(KIND, WHOLE);
    story.given("service", 3, "owner", Value::Ref(8));
    story.given("process", 4, "owner", Value::Ref(9));
    story
}

#[test]
fn each_step_leads_on_and_each_other_is_refused() {
    walk(KIND, MACHINE, "The merger comes first", |from, _| {
        let mut story = whole();
        story.put(from);
        story
    });
}

#[test]
fn criteria_scope_and_auditors_are_set_before_it_begins() {
    let mut story = Story::saved(KIND, &[("name", "Incidents, spring")]);
    let bare = story.take("prepare", &[]).unwrap_err();
    assert_eq!(
        bare,
        "Before “Prepare”, fill in: Owner, Clauses or Own criteria, Processes, Services or Sites, Period from, \
         Period until, Methods, Lead auditor, Auditees, Plan, Starts on."
    );
    let fault = story.save(&[("clauses", "8.6.1, incidents")]).unwrap_err();
    assert!(fault.contains("must be clauses from 4 to 10"), "{fault}");
    let both = story.save(&[("lead_auditor", "5"), ("auditees", "5")]).unwrap_err();
    assert!(both.contains("nobody asks themself"), "{both}");
    story.save(&[("lead_auditor", "5"), ("auditors", "5, 6")]).unwrap();
    assert_eq!(story.holds("auditors"), Value::Refs(vec![6]).to_text(), "named once");
}

#[test]
fn the_report_reaches_those_who_answer_for_what_was_audited() {
    let mut story = whole();
    story.given("person", 9, "name", Value::Text("Miriam".to_owned()));
    story.put("in_progress");
    let untold = story.take("report", &[("recipients", "8")]).unwrap_err();
    assert!(untold.ends_with("Add to the recipients: Miriam."), "{untold}");
    story.take("report", &[]).unwrap();
    assert_ne!(story.holds("reported_at"), "");
}

#[test]
fn it_is_closed_with_its_last_finding() {
    let with = |state: &str| {
        let mut story = whole();
        let fields = [("audit", Value::Ref(7)), ("state", Value::Text(state.to_owned()))];
        story.given_record("audit_finding", &fields);
        story.put("reported").take("close", &[])
    };
    assert!(with("action_done").unwrap_err().contains("A finding is still open"));
    with("closed").unwrap();
    with("withdrawn").unwrap();
}

#[test]
fn what_was_reported_stays() {
    let mut story = whole();
    story.put("in_progress").take("report", &[]).unwrap();
    for (field, value) in
        [("report", "It works."), ("standard", "not_met"), ("starts_on", "2026-04-20")]
    {
        let fault = story.save(&[(field, value)]).unwrap_err();
        assert!(fault.contains("stay as they were reported"), "{field}: {fault}");
    }
    story.save(&[("recipients", "8, 9, 10")]).unwrap();
}

#[test]
fn each_record_that_was_drawn_is_looked_at_before_the_report() {
    let seen = |of: &[(&str, &str)]| {
        let rows = of.iter().map(|(record, verdict)| json!({"record": record, "verdict": verdict}));
        rows.collect::<Json>().to_string()
    };
    let mut story = whole();
    let sample = json!([{"at": "2026-04-13T09:00:00Z", "kind": "incident", "of": "", "population": 9, "seed": 1,
        "drawn": "INC-000001, INC-000002"}]);
    story.worked_out("samples", Value::Struct(sample));
    let (one, other) = ("INC-000001", "INC-000002");
    for (rows, told) in [
        (&[(one, "in_order"), (other, "not_seen")][..], "INC-000002 was not"),
        (&[(one, "in_order")], "INC-000002 was not"),
        (&[], "INC-000001 and 1 more were not"),
    ] {
        story.save(&[("seen", &seen(rows))]).unwrap();
        let refused = story.put("in_progress").take("report", &[]).unwrap_err();
        assert!(refused.contains(told), "{refused}");
    }
    story.save(&[("seen", &seen(&[(one, "in_order"), (other, "finding")]))]).unwrap();
    story.take("report", &[]).unwrap();
}
