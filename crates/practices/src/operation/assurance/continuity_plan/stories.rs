//! Stories of continuity plans.
#![cfg(test)]
use crate::story::{ADA, BEN, Story, walk};
use gemba_vocabulary::{Value, actor::Role};

const KIND: &str = "continuity_plan";
pub const WHOLE: &[(&str, &str)] = &[
    ("name", "Loss of a data hall"),
    ("services", "3"),
    ("owner", "2"),
    ("requirements", "5"),
    ("criteria", "A hall is lost for longer than two hours"),
    ("invokers", "2"),
    ("responsibilities", "Ben leads; everybody meets in the southern hall"),
    ("procedures", r#"[{"what": "Start the southern machines", "who": "Cem"}]"#),
    ("targets", r#"[{"service": "Mail", "level": "Order desk only"}]"#),
    ("resources", "Southern hall, four people, the tapes"),
    ("contacts", r#"[{"name": "Ben", "phone": "+49 40 1"}]"#),
    ("return_to_normal", "Copy the data back at night"),
    ("copies", r#"[{"place": "Safe of the gate house"}]"#),
];

fn approved() -> Story {
    let mut story = Story::saved(KIND, WHOLE);
    story.take("approve", &[]).unwrap();
    story
}

#[test]
fn everything_that_a_plan_must_say_is_there_before_it_is_approved() {
    let mut story = Story::saved(KIND, &WHOLE[..1]);
    let refusal = story.take("approve", &[]).unwrap_err();
    assert_eq!(
        refusal,
        "Before “Approve”, fill in: Services, Owner, Requirements, Criteria for invoking it, Who \
         may invoke it, Responsibilities, Procedures, Targets, Resources and locations, Contacts, \
         Return to normal, Copies."
    );
    let story = approved();
    assert_eq!((&*story.holds("approved_on"), &*story.holds("approved_by")), ("2026-03-02", "1"));
}

#[test]
fn only_those_whom_it_names_invoke_it_and_they_say_why() {
    let mut story = approved();
    let refusal = story.noted("invoke", &[], "The hall burns").unwrap_err();
    assert!(refusal.starts_with("Only those whom the plan names may invoke it."), "{refusal}");
    story.by(ADA, &[Role::Administrator]);
    assert!(story.noted("invoke", &[], "The hall burns").is_err(), "nor does who runs the program");
    story.by(BEN, &[Role::Agent]);
    assert!(story.take("invoke", &[]).is_err(), "why?");
    story.noted("invoke", &[], "The hall burns").unwrap();
    assert_eq!(story.state(), "invoked");
    let mut story = approved();
    story.save(&[("deputies", "1")]).unwrap();
    story.noted("invoke", &[], "Ben cannot be reached").unwrap();
    let mut story = approved();
    story.by(BEN, &[Role::Agent]).save(&[("replaced_by", "9")]).unwrap();
    assert!(story.noted("invoke", &[], "Fire").unwrap_err().contains("Invoke that one."));
}

#[test]
fn recovery_begins_with_a_log() {
    let mut story = Story::saved(KIND, WHOLE);
    story.put("invoked");
    let refusal = story.take("recover", &[]).unwrap_err();
    assert!(refusal.starts_with("The log of the invocation is empty."), "{refusal}");
    let log = serde_json::json!([{"at": "2026-03-02T08:00:00Z", "by": "Ben", "text": "Met"}]);
    let running = [
        ("plan", Value::Ref(7)),
        ("state", Value::Text("running".to_owned())),
        ("log", Value::Struct(log)),
    ];
    story.given_record("invocation", &running);
    story.take("recover", &[]).unwrap();
}

#[test]
fn tests_and_invocations_are_worked_off_before_it_goes_on() {
    let mut story = approved();
    assert!(story.take("test", &[]).unwrap_err().contains("Record the result"));
    story.given_count("continuity_test", "plan", 1);
    story.take("test", &[]).unwrap();
    assert!(story.take("update", &[]).unwrap_err().contains("not looked back on"));
    story.given_count("continuity_test", "plan", 0);
    story.take("update", &[]).unwrap();
    story.given_count("invocation", "plan", 1).put("recovering");
    assert!(story.noted("return", &[], "Zoe").unwrap_err().contains("still runs"));
    story.put("returned");
    assert!(story.take("review", &[]).unwrap_err().contains("not looked back on"));
    story.given_count("invocation", "plan", 0).take("review", &[]).unwrap();
    assert_eq!(story.state(), "approved");
}

#[test]
fn its_interval_and_what_takes_its_place_make_sense() {
    let mut story = approved();
    assert!(story.save(&[("test_months", "0")]).unwrap_err().contains("1 to 60 months"));
    assert!(story.save(&[("replaced_by", "7")]).unwrap_err().contains("is this plan"));
    assert!(story.save(&[("waiver", "Only a disk")]).unwrap_err().contains("which change"));
}

/// The machine `continuity_plan`, row by row.
const MACHINE: &[(&str, &str, &str)] = &[
    ("draft", "approved", "approve"),
    ("approved", "exercised", "test"),
    ("exercised", "approved", "update"),
    ("approved", "invoked", "invoke"),
    ("invoked", "recovering", "recover"),
    ("recovering", "returned", "return"),
    ("returned", "approved", "review"),
];

#[test]
fn each_step_leads_on_and_each_other_is_refused() {
    walk(KIND, MACHINE, "So it was", |state, verb| {
        let mut story = Story::saved(KIND, WHOLE);
        story.by(BEN, &[Role::Agent]).put(state);
        story.given_count("continuity_test", "plan", u64::from(verb == "test"));
        let running = [
            ("plan", Value::Ref(7)),
            ("state", Value::Text("running".to_owned())),
            ("log", Value::Struct(serde_json::json!([{"text": "Met"}]))),
        ];
        story.given_record("invocation", &running);
        story
    });
}
