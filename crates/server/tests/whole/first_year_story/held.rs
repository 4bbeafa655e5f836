//! The audit, the review by top management, and the improvement that follows.
use super::{begun::MEASURE, stage::Stage};
use crate::{
    clock,
    hands::{Hands, Put::*},
};
use gemba_model::{Choice, review_inputs::Input};
use serde_json::{Value as Json, json};

const FINDING: &str = "/audit_finding/1";
const NONCONFORMITY: &str = "/nonconformity/1";
const REVIEW: &str = "/management_review/1";
const IDEA: &str = "Somebody answers in the evening";

fn audit(stage: &Stage) -> String {
    stage.address("audit", "Third audit: the daily work, and what is made of it")
}

pub async fn whoever_owns_the_process_does_not_audit_it(hands: &Hands<'_>, stage: &Stage) {
    clock::go_to("2026-05-04T09:00:00Z");
    hands.leave().await;
    hands.begin_as(&stage.place, stage.ines).await;
    let audit = audit(stage);
    let id = stage.named("audit", "Third audit: the daily work, and what is made of it");
    let plan = json!([{"when": "Monday 9:00", "what": "A sample of incidents", "whom": "Anna"}]);
    stage.change(stage.ines, "audit", id, json!({"plan": plan}));
    let prepared = [
        ("clauses", Words("8.6.1")),
        ("processes", Pick("Incident")),
        ("period_from", On("01012026")),
        ("period_until", On("04302026")),
        ("lead_auditor", Pick("Mara")),
        ("auditees", Pick("Anna")),
        ("starts_on", On("05042026")),
    ];
    hands.step(&audit, "prepare", &prepared, "prepared").await;
    hands.sees("body", "the process Incident management").await;
    hands.click(&format!(".head form[action='{audit}/do/start'] button")).await;
    hands.sees("body", "Nobody audits their own work. Mara").await;
    hands.open(&format!("{audit}/edit")).await;
    hands.save(&[("lead_auditor", Pick("Ines"))], "is saved.").await;
    hands.press(&audit, "start", "in progress").await;
}

pub async fn a_sample_is_drawn_and_something_is_found(hands: &Hands<'_>, stage: &Stage) {
    let audit = audit(stage);
    let drawn = [("sample_kind", Words("incident")), ("sample_size", Words("3"))];
    hands.step(&audit, "draw", &drawn, "in progress").await;
    // Eight incidents came up from January to April.
    hands.sees("body", "INC-00000").await;
    hands.lead_on(&audit, "audit_finding").await;
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
    hands.step(&audit, "report", &told, "reported").await;
}

pub async fn the_area_agrees_and_a_nonconformity_follows(hands: &Hands<'_>, stage: &Stage) {
    hands.come_again("mara@example.org", "2026-05-05T09:00:00Z").await;
    hands.press(FINDING, "agree", "agreed").await;
    stage.do_what_is_due();
    hands.open(NONCONFORMITY).await;
    hands.sees("h1", "Nobody hears how an incident goes on").await;
    hands.sees("aside.facts", "8.6.1-e").await;
    hands.open(FINDING).await;
    hands.sees("aside.facts", "Nobody hears how an incident goes on").await;
}

pub async fn top_management_looks_at_what_the_records_say(hands: &Hands<'_>, stage: &Stage) {
    hands.come_again("mara@example.org", "2026-06-04T09:00:00Z").await;
    hands.step(REVIEW, "prepare", &[], "prepared").await;
    for said in ["AUD-000003", "NCN-000001", MEASURE, "OBJ-000001"] {
        hands.sees("main", said).await;
    }
    let held = [
        ("held_on", On("06042026")),
        ("attendees", Pick("Otto")),
        ("attendees", Pick("Mara")),
        ("suitability", Words("It suits a firm of twelve")),
        ("adequacy", Words("Nobody answers in the evening")),
        ("effectiveness", Words("Incidents take too long")),
    ];
    hands.is_refused(REVIEW, "hold", &held, "Nothing was said of these inputs").await;
    let each = Input::CHOICES.iter().map(|one| json!({"input": one.name, "comment": "We looked"}));
    stage.change(stage.mara, "management_review", 1, json!({"comments": each.collect::<Json>()}));
    hands.step(REVIEW, "hold", &held, "held").await;
}

pub async fn it_decides_and_signs(hands: &Hands<'_>, stage: &Stage) {
    hands.open(REVIEW).await;
    hands.click("#decisions a[data-dialog]").await;
    let decided = [
        ("name", Words("Incidents are solved the same day")),
        ("sort", Choice("improvement")),
        ("owner", Pick("Mara")),
        ("due_on", On("09302026")),
    ];
    hands.save(&decided, "MGD-000001 is recorded.").await;
    hands.open(REVIEW).await;
    hands.sees("#decisions", "Incidents are solved the same day").await;
    let nothing = json!({"name": "Nothing else changes", "review": 1, "sort": "no_change",
        "reason": "The system is new"});
    stage.place.add_as(&stage.place.actor(stage.mara), "review_decision", nothing);
    hands.come_again("otto@example.org", "2026-06-05T09:00:00Z").await;
    hands.press(REVIEW, "sign", "signed").await;
}

pub async fn an_improvement_is_proposed_and_approved(hands: &Hands<'_>, stage: &Stage) {
    hands.come_again("mara@example.org", "2026-06-08T09:00:00Z").await;
    hands.open("/improvement/new").await;
    let idea = [
        ("name", Words(IDEA)),
        ("description", Words("What comes at five waits until morning")),
        ("source", Choice("review")),
        ("management_review", Pick("Review by top management")),
        ("process", Pick("Incident")),
        ("measure", Pick(MEASURE)),
    ];
    hands.save(&idea, "is recorded.").await;
    let (idea, id) = (stage.address("improvement", IDEA), stage.named("improvement", IDEA));
    let criteria = [
        "Fit with our objectives",
        "Value to customers",
        "Less risk",
        "Little effort",
        "Little cost",
    ];
    let ratings = criteria.map(|one| json!({"criterion": one, "points": 4}));
    stage.change(stage.mara, "improvement", id, json!({"ratings": ratings}));
    hands.step(&idea, "evaluate", &[], "evaluated").await;
    hands.sees("aside.facts", "80").await;
    hands.come_again("otto@example.org", "2026-06-09T09:00:00Z").await;
    let first = [("priority", Words("1")), ("owner", Pick("Mara")), ("sponsor", Pick("Otto"))];
    hands.step(&idea, "approve", &first, "approved").await;
}

pub async fn it_is_planned_and_carried_out_by_a_change(hands: &Hands<'_>, stage: &Stage) {
    hands.come_again("mara@example.org", "2026-06-10T09:00:00Z").await;
    let (idea, id) = (stage.address("improvement", IDEA), stage.named("improvement", IDEA));
    let work = json!([{"what": "A rota for the evening", "who": "Mara", "due": "2026-06-30"}]);
    stage.change(stage.mara, "improvement", id, json!({"plan": work}));
    let planned = [
        ("dimension", Choice("quality")),
        ("target", Words("12")),
        ("target_date", On("09302026")),
        ("touches", Choice("system")),
    ];
    hands.step(&idea, "plan", &planned, "planned").await;
    hands.is_refused(&idea, "start", &[], "so a change carries it out").await;
    stage.decided_change("The desk is there until ten");
    hands.step(&idea, "start", &[("change", Pick("The desk is there"))], "implementing").await;
    stage.a_month("06", [28, 30], "2026-07-01T08:00:00Z");
    hands.come_again("mara@example.org", "2026-07-01T09:00:00Z").await;
    hands.step(&idea, "finish", &[("changed_on", On("07012026"))], "implemented").await;
}

/// Six months before that lie between 29 and 32 hours, and three after that lie between 6 and 8.
pub async fn it_really_became_better(hands: &Hands<'_>, stage: &Stage) {
    hands.come_again("mara@example.org", "2026-10-01T09:00:00Z").await;
    let idea = stage.address("improvement", IDEA);
    hands.open(&idea).await;
    hands.sees("#before-after", "Really better. 6 before and 3 from 2026-07-01 on").await;
    hands.step(&idea, "measure", &[("actual", Words("8"))], "target met").await;
    let told = [("reported_in", Words("Said to everybody on 1 October"))];
    hands.step(&idea, "report", &told, "reported").await;
    let decision = [("evidence", Words("The mean fell from 30 hours to 7"))];
    hands.step("/review_decision/1", "finish", &decision, "done").await;
    hands.press(REVIEW, "close", "closed").await;
    hands.open("/wheel").await;
    hands.sees("main", "Nobody hears how an incident goes on").await;
}
