//! The audit itself.
use super::stage::Stage;
use crate::{
    hands::{Hands, Put::*},
    place::PASSWORD,
};
use gemba_testkit::fantoccini::Locator;

const AUDIT: &str = "/audit/1";
const FINDING: &str = "/audit_finding/1";

pub async fn she_reads_everything_and_changes_nothing(hands: &Hands<'_>) {
    hands.open("/readiness").await;
    hands.sees("h1", "Readiness").await;
    hands.open("/incident/1").await;
    hands.sees("h1", "Mail is slow").await;
    let changing = Locator::Css("a[href='/incident/1/edit']");
    assert!(hands.browser.find(changing).await.is_err(), "no form to change it");
    hands.open("/certification/1").await;
    hands.sees(".page", "AUD-000001").await;
}

pub async fn she_draws_a_sample_and_says_what_she_saw(hands: &Hands<'_>, stage: &Stage) {
    hands.open(AUDIT).await;
    hands.sees("h1", "Stage 2").await;
    hands.press(AUDIT, "start", "in progress").await;
    let sample = [
        ("sample_kind", Words("incident")),
        ("sample_filter", Words("category=mail")),
        ("sample_size", Words("4")),
        ("sample_seed", Words("42")),
    ];
    hands.step(AUDIT, "draw", &sample, "in progress").await;
    // It was in progress before, too: what was drawn tells that the step is over.
    hands.sees("aside.facts", "Not seen").await;
    assert_eq!(stage.audit, 1);
    hands.open("/audit/1/samples").await;
    hands.sees("h2", "4 of 12 incidents").await;
    let first = hands.browser.element("tbody select.input").await;
    first.select_by_value("finding").await.unwrap();
    hands.browser.fill("tbody input.input", "Nobody asked why it was slow").await;
    hands.click(".form-foot button.first").await;
    hands.sees(".small", "1 of 4 looked at").await;
    hands.click(".head a[href$='again=yes']").await;
    hands.sees(".hint", "The same records came.").await;
}

pub async fn she_follows_an_incident(hands: &Hands<'_>) {
    hands.click("tbody a[href^='/trace/incident/']").await;
    hands.sees("h1", "Trace of INC-").await;
    hands.sees(".todo", "No problem names it.").await;
    hands.sees(".todo", "No agreement covers its service.").await;
}

pub async fn she_raises_a_minor_finding(hands: &Hands<'_>, stage: &Stage) {
    hands.open("/audit/1/samples").await;
    hands.click("tbody a[href^='/audit_finding/new']").await;
    let found = [
        ("name", Words("Nobody asks why the same thing happens again")),
        ("clause", Words("8.6.3-a")),
        ("body_grade", Words("Minor")),
        ("area_manager", Pick("Miriam")),
        ("description", Words("Twelve incidents of one kind in a month, and no problem.")),
    ];
    hands.save(&found, "FND-000001 is recorded.").await;
    hands.open(FINDING).await;
    // The body's rule: a year after the last day of the audit, and seen in the next one.
    hands.sees(".facts", "2027").await;
    while stage.place.desk.run_due().unwrap() > 0 {}
}

pub async fn the_area_agrees_and_acts(hands: &Hands<'_>, stage: &Stage) {
    hands.open(FINDING).await;
    hands.press(FINDING, "agree", "agreed").await;
    while stage.place.desk.run_due().unwrap() > 0 {}
    hands.open("/nonconformity/1").await;
    hands.sees("h1", "Nobody asks why").await;
    let corrected = [("correction", Words("A problem was recorded for the twelve."))];
    hands.step(FINDING, "correct", &corrected, "correction done").await;
    let why = [
        ("cause", Words("Nobody looks through the month for what comes again.")),
        ("similar_cases", Words("All other services were looked through: one more.")),
    ];
    hands.step(FINDING, "analyse", &why, "cause analysed").await;
    let plan = [
        ("action", Words("On each first working day the month is looked through.")),
        ("action_owner", Pick("Anna")),
        ("action_due", On("06152026")),
        ("plan_accepted_by", Pick("Ines")),
    ];
    hands.step(FINDING, "plan", &plan, "action planned").await;
    let done = [("action_evidence", Words("The look of 1 July, two problems recorded"))];
    hands.step(FINDING, "do", &done, "action done").await;
}

pub async fn she_verifies_and_closes_it(hands: &Hands<'_>) {
    hands.open(FINDING).await;
    let seen = [("verification_result", Words("Two months looked through, as planned."))];
    hands.step(FINDING, "verify", &seen, "verified").await;
    hands.press(FINDING, "close", "closed").await;
    hands.open("/trace/audit_finding/1").await;
    hands.sees(".todo", "NCN-000001").await;
}

pub async fn she_reports(hands: &Hands<'_>, stage: &Stage) {
    stage.tick_the_checklist();
    hands.open(AUDIT).await;
    let report = [
        ("own_requirements", Choice("met")),
        ("standard", Choice("met_but_for_findings")),
        ("effectiveness", Choice("met")),
        ("report", Words("It works, with one lapse that is closed.")),
        ("recipients", Pick("Miriam")),
    ];
    let seen = ["finding", "in_order", "in_order", "in_order"];
    hands.say_what_was_seen(AUDIT, &seen).await;
    hands.step(AUDIT, "report", &report, "reported").await;
}

pub async fn her_time_is_over(hands: &Hands<'_>) {
    hands.open("/sign-in").await;
    hands.browser.fill("input[name=email]", "ines@example.org").await;
    hands.browser.fill("input[name=password]", PASSWORD).await;
    hands.browser.click("button.first").await;
    hands.sees("body", "Access was given until 2026-09-30 and is over.").await;
}
