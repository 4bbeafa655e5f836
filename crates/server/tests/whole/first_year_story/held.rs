//! The audit, the review by top management, and the improvement that follows.
use super::{begun::MEASURE, stage::Stage};
use crate::{
    clock,
    hands::{Hands, Put::*},
};
use gemba_model::{Choice, review_inputs::Input};
use serde_json::{Value as Json, json};

/// The third that the kit planned, of the daily work.
const AUDIT: &str = "/audit/3";
const FINDING: &str = "/audit_finding/1";
const REVIEW: &str = "/management_review/1";
/// The first is a draft of the kit.
const IMPROVEMENT: &str = "/improvement/2";

pub async fn whoever_owns_the_process_does_not_audit_it(hands: &Hands<'_>, stage: &Stage) {
    clock::go_to("2026-05-04T09:00:00Z");
    hands.leave().await;
    hands.begin_as(&stage.place, stage.ines).await;
    let plan = json!([{"when": "Monday 9:00", "what": "A sample of incidents", "whom": "Anna"}]);
    stage.change(stage.ines, ("audit", 3), json!({"plan": plan}));
    let prepared = [
        ("clauses", Words("8.6.1")),
        ("processes", Pick("Incident")),
        ("period_from", On("01012026")),
        ("period_until", On("04302026")),
        ("lead_auditor", Pick("Mara")),
        ("auditees", Pick("Anna")),
    ];
    hands.step(AUDIT, "prepare", &prepared, "prepared").await;
    hands.sees("body", "the process Incident management").await;
    hands.click(&format!(".head form[action='{AUDIT}/do/start'] button")).await;
    hands.sees("body", "Nobody audits their own work. Mara").await;
    hands.open(&format!("{AUDIT}/edit")).await;
    hands.save(&[("lead_auditor", Pick("Ines"))], "AUD-000003 is saved.").await;
    hands.press(AUDIT, "start", "in progress").await;
}

pub async fn a_sample_is_drawn_and_something_is_found(hands: &Hands<'_>) {
    let drawn = [("sample_kind", Words("incident")), ("sample_size", Words("3"))];
    hands.step(AUDIT, "draw", &drawn, "in progress").await;
    hands.sees("main", "INC-00000").await;
    hands.lead_on(AUDIT, "audit_finding").await;
    let found = [
        ("name", Words("Nobody hears how an incident goes on")),
        ("clause", Words("8.6.1-e")),
        ("process", Pick("Incident")),
        ("evidence", Words("None of the three says who was told what")),
        ("grade", Choice("minor")),
    ];
    hands.save(&found, "FND-000001 is recorded.").await;
    let told = [
        ("own_requirements", Choice("met_but_for_findings")),
        ("standard", Choice("met_but_for_findings")),
        ("effectiveness", Choice("met")),
        ("report", Words("Incidents are solved; people are not told.")),
        ("recipients", Pick("Mara")),
    ];
    hands.is_refused(AUDIT, "report", &told, "Not every record of the samples was looked at").await;
    hands.say_what_was_seen(AUDIT, &["in_order", "finding", "in_order"]).await;
    hands.step(AUDIT, "report", &told, "reported").await;
}

pub async fn the_area_agrees_and_a_nonconformity_follows(hands: &Hands<'_>, stage: &Stage) {
    hands.come_again("mara@example.org", "2026-05-05T09:00:00Z").await;
    hands.press(FINDING, "agree", "agreed").await;
    stage.do_what_is_due();
    hands.open("/nonconformity/1").await;
    hands.sees("h1", "Nobody hears how an incident goes on").await;
    hands.sees("aside.facts", "8.6.1-e").await;
}

pub async fn top_management_looks_at_what_the_records_say(hands: &Hands<'_>, stage: &Stage) {
    hands.come_again("mara@example.org", "2026-06-04T09:00:00Z").await;
    hands.step(REVIEW, "prepare", &[], "prepared").await;
    for said in ["AUD-000003", "NCN-000001", MEASURE, "OBJ-000001"] {
        hands.sees("#minutes", said).await;
    }
    let held = [
        ("attendees", Pick("Otto")),
        ("attendees", Pick("Mara")),
        ("suitability", Words("It suits a firm of twelve")),
        ("adequacy", Words("Nobody answers in the evening")),
        ("effectiveness", Words("Incidents take too long")),
    ];
    hands.is_refused(REVIEW, "hold", &held, "Nothing was said of these inputs").await;
    let each = Input::CHOICES.iter().map(|one| json!({"input": one.name, "comment": "We looked"}));
    let comments = json!({"comments": each.collect::<Json>()});
    stage.change(stage.mara, ("management_review", 1), comments);
    hands.step(REVIEW, "hold", &held, "held").await;
}

pub async fn it_decides_that_something_becomes_better(hands: &Hands<'_>, stage: &Stage) {
    hands.click("#decisions a[href^='/review_decision/new']").await;
    let decided = [
        ("name", Words("Incidents are solved the same day")),
        ("sort", Choice("improvement")),
        ("owner", Pick("Mara")),
        ("due_on", On("09302026")),
    ];
    hands.save(&decided, "MGD-000001 is recorded.").await;
    let nothing = json!({"name": "Nothing else changes", "review": 1, "sort": "no_change",
        "reason": "The system is new"});
    stage.place.add_as(&stage.place.actor(stage.mara), "review_decision", nothing);
    hands.lead_on(REVIEW, "improvement").await;
    let idea = [
        ("name", Words("Somebody answers in the evening")),
        ("description", Words("What comes at five waits until morning")),
        ("measure", Pick(MEASURE)),
    ];
    hands.save(&idea, "IMP-000002 is recorded.").await;
    let ratings = json!([{"criterion": "Fit with our objectives", "points": 4},
        {"criterion": "Value to customers", "points": 4}, {"criterion": "Less risk", "points": 4},
        {"criterion": "Little effort", "points": 4}, {"criterion": "Little cost", "points": 4}]);
    let plan = json!([{"what": "A rota for the evening", "who": "Mara", "due": "2026-06-30"}]);
    let rows = json!({"ratings": ratings, "plan": plan});
    stage.change(stage.mara, ("improvement", 2), rows);
    hands.step(IMPROVEMENT, "evaluate", &[], "evaluated").await;
    hands.sees("aside.facts", "80").await;
}

pub async fn top_management_signs_and_stands_behind_it(hands: &Hands<'_>) {
    hands.come_again("otto@example.org", "2026-06-05T09:00:00Z").await;
    hands.press(REVIEW, "sign", "signed").await;
    let first = [("priority", Words("1")), ("owner", Pick("Mara")), ("sponsor", Pick("Otto"))];
    hands.step(IMPROVEMENT, "approve", &first, "approved").await;
}

pub async fn a_change_carries_it_out(hands: &Hands<'_>, stage: &Stage) {
    hands.come_again("mara@example.org", "2026-06-10T09:00:00Z").await;
    let planned = [
        ("dimension", Choice("quality")),
        ("target", Words("12")),
        ("target_date", On("09302026")),
        ("touches", Choice("system")),
    ];
    hands.step(IMPROVEMENT, "plan", &planned, "planned").await;
    hands.is_refused(IMPROVEMENT, "start", &[], "so a change carries it out").await;
    stage.decided_change("The desk is there until ten");
    let change = [("change", Pick("The desk is there"))];
    hands.step(IMPROVEMENT, "start", &change, "implementing").await;
    stage.a_month("06", [28, 30], "2026-07-01T08:00:00Z");
    hands.come_again("mara@example.org", "2026-07-01T09:00:00Z").await;
    hands.step(IMPROVEMENT, "finish", &[("changed_on", On("07012026"))], "implemented").await;
}

/// Six months before it lie between 29 and 32 hours, and three after it between 6 and 8.
pub async fn it_really_became_better(hands: &Hands<'_>) {
    hands.come_again("mara@example.org", "2026-10-01T09:00:00Z").await;
    hands.open(IMPROVEMENT).await;
    hands.sees("#before-after", "Really better. 6 before and 3 from 2026-07-01 on").await;
    hands.step(IMPROVEMENT, "measure", &[("actual", Words("8"))], "target met").await;
    let told = [("reported_in", Words("Said to everybody on 1 October"))];
    hands.step(IMPROVEMENT, "report", &told, "reported").await;
    let shown = [("evidence", Words("The mean fell from 30 hours to 7"))];
    hands.step("/review_decision/1", "finish", &shown, "done").await;
    hands.press(REVIEW, "close", "closed").await;
    hands.open("/wheel").await;
    hands.sees("main", "Nobody hears how an incident goes on").await;
}
