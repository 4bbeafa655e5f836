//! What the month came to, and who is told.
use super::{agreed::AGREEMENT, stage::Stage};
use crate::{
    clock,
    hands::{Hands, Put::*},
};
use gemba_testkit::fantoccini::Locator;

const JUNE: &str = "from=2026-06-01&until=2026-07-01";
/// April, May, and then June.
const RESULT: &str = "/service_level_result/3";
const REPORT: &str = "/service_report/1";
const REVIEW: &str = "/service_review/1";

/// Four of five in time are 80 of a hundred; 90 were promised.
pub async fn the_missed_target_shows_and_is_answered(hands: &Hands<'_>, stage: &Stage) {
    hands.open("/service_level_result?is_missed=yes").await;
    hands.sees("table", "Solved in 8 hours, from 2026-06-01").await;
    hands.open(RESULT).await;
    hands.sees("aside.facts", "80").await;
    hands.sees("body", "Missed target: Solved in 8 hours, from 2026-06-01").await;
    hands.open(&format!("{RESULT}/edit")).await;
    let action = [("action", Words("Two people share the evenings from July on"))];
    hands.save(&action, "SLR-000003 is saved.").await;
    let task = format!("/task/{}", stage.task_of_result(3));
    hands.press(&task, "finish", "done").await;
}

/// Six hours and a half of 720 leave 99.0972 of a hundred, where 99.5 were promised.
pub async fn availability_is_told_with_its_outages(hands: &Hands<'_>) {
    hands.open(&format!("/figures/availability?about=1&{JUNE}")).await;
    hands.sees(".tiles", "99.0972").await;
    hands.sees("body", "missed").await;
    hands.click("[aria-labelledby=part-1] .tile:nth-of-type(4) > summary").await;
    hands.sees(".tile[open] .opened", "The line was down").await;
    hands.open("/availability_result").await;
    hands.sees("table", "99.0972").await;
}

pub async fn the_trend_is_seen(hands: &Hands<'_>) {
    hands.open(AGREEMENT).await;
    hands.click("aside.facts a[href^='/figures/service-levels']").await;
    hands.sees("h1", "Service levels").await;
    hands.open(&format!("/figures/service-levels?about=1&{JUNE}")).await;
    hands.sees(".tiles", "80").await;
    let drawn = hands.browser.find(Locator::Css("svg.trend polyline")).await;
    assert!(drawn.is_ok(), "three months make a line");
    hands.click(".chart details.more > summary").await;
    hands.sees(".chart table", "2026-06 80").await;
}

pub async fn the_service_is_reviewed_with_the_customer(hands: &Hands<'_>) {
    hands.open("/service_review/new").await;
    let planned = [("customer", Pick("Acme")), ("planned_on", On("07012026"))];
    hands.save(&planned, "SRW-000001 is recorded.").await;
    hands.step(REVIEW, "prepare", &[], "prepared").await;
    hands.sees("body", "SLR-000003").await;
    let held = [
        ("held_on", On("07012026")),
        ("colleagues", Pick("Theo")),
        ("other_participants", Words("Zoe of Acme")),
        ("trends", Words("June was worse than the months before")),
        ("business_changes", Words("None")),
        ("outcomes", Words("Two people share the evenings")),
    ];
    hands.step(REVIEW, "hold", &held, "held").await;
    let nothing = [("no_actions_because", Words("It is done already"))];
    hands.step(REVIEW, "close", &nothing, "closed").await;
}

pub async fn the_report_is_prepared_and_approved_by_somebody_else(
    hands: &Hands<'_>,
    stage: &Stage,
) {
    hands.open("/service_report/new").await;
    let june = [("customer", Pick("Acme")), ("from", On("06012026")), ("until", On("07012026"))];
    hands.save(&june, "SRT-000001 is recorded.").await;
    hands.press(REPORT, "prepare", "prepared").await;
    let zoe = stage.place.pages_of(stage.zoe);
    assert_eq!(zoe.get(REPORT).status, 404, "nobody of the customer sees it before it is sent");
    hands.leave().await;
    hands.begin_as(&stage.place, stage.nora).await;
    let words = "June missed two promises. Two people share the evenings from July on.";
    hands.step(REPORT, "approve", &[("assessment", Words(words))], "approved").await;
}

pub async fn the_report_is_sent_and_the_customer_has_it(hands: &Hands<'_>, stage: &Stage) {
    hands.come_again("theo@example.org", "2026-07-02T09:00:00Z").await;
    hands.step(REPORT, "send", &[("recipients", Words("Zoe"))], "sent").await;
    clock::go_to("2026-07-02T10:00:00Z");
    let other = stage.place.pages_of(stage.other);
    assert_eq!(other.get(REPORT).status, 404, "it is not for others");
    assert_eq!(other.get(&format!("{REPORT}/paper.pdf")).status, 404);
    hands.leave().await;
    // She chose her password before.
    stage.place.desk.record(&stage.place.actor(stage.zoe), "service_report", 1).unwrap();
    hands.come_back("zoe@example.org").await;
    hands.open(REPORT).await;
    hands.sees("body", "June missed two promises.").await;
    hands.browser.element(&format!("a[href='{REPORT}/paper.pdf']")).await;
    let api = stage.place.api_of(stage.zoe);
    let paper = api.get("/api/v1/service_report/1/paper");
    assert_eq!(paper.header("content-type"), Some("application/pdf"));
    assert!(paper.bytes.starts_with(b"%PDF-"), "no PDF");
    let kept = api.get("/api/v1/service_report/1").json();
    let parts = &kept["fields"]["content"]["parts"];
    let told = parts.to_string();
    for words in ["Mail for Acme", "99.0972", "\"80\"", "Nobody has mail"] {
        assert!(told.contains(words), "{words} is not in {told}");
    }
}
