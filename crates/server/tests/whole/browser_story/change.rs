//! The change that takes the cause away: recorded, in the way of another, approved, moved, done.
use super::{problem::PROBLEM, stage::Stage};
use crate::clock;
use crate::hands::{Hands, Put::*};

pub const CHANGE: &str = "/change/2";

pub async fn a_change_is_recorded_and_collides(hands: &Hands<'_>) {
    hands.lead_on(PROBLEM, "change").await;
    let planned = [
        ("summary", Words("Let addresses leave the cache after an hour")),
        ("starts_at", At("03042026", "080000PM")),
        ("ends_at", At("03042026", "090000PM")),
    ];
    hands.save(&planned, "CHG-000002 is recorded.").await;
    hands.sees("#collisions", "More memory for the cache").await;
    hands.step(CHANGE, "submit", &[], "submitted").await;
    let assessed = [
        ("risk", Choice("low")),
        ("benefit", Words("Invoices reach people")),
        ("feasibility", Words("One setting")),
        ("impact_services", Words("None")),
        ("impact_customers", Words("None")),
        ("impact_policies", Words("None")),
        ("impact_capacity", Words("None")),
        ("impact_availability", Words("None")),
        ("impact_continuity", Words("None")),
        ("impact_security", Words("None")),
        ("impact_other_changes", Words("The memory is added before")),
        ("impact_cost", Words("None")),
    ];
    hands.step(CHANGE, "assess", &assessed, "assessed").await;
    hands.step(PROBLEM, "plan_fix", &[], "fix planned").await;
}

/// Mara asks, Theo answers: nobody approves their own change.
pub async fn it_is_approved_by_another_person(hands: &Hands<'_>, stage: &Stage) {
    hands.open(CHANGE).await;
    hands.click("#approvals a[data-dialog]").await;
    hands.browser.element("dialog[open] .ask-form").await;
    hands.put("dialog[open]", "p", &[("approver", Pick("Theo"))]).await;
    hands.click("dialog[open] .form-foot button.first").await;
    hands.sees("#approvals", "Theo Krause").await;
    hands.leave().await;
    clock::go_to("2026-03-03T10:00:00Z");
    hands.begin_as(&stage.place, stage.theo).await;
    hands.open(CHANGE).await;
    hands.click("#approvals a[href^='/approval/2/do/approve']").await;
    hands.click("dialog[open] .form-foot button.first").await;
    hands.sees("#approvals", "approved").await;
    hands.press(CHANGE, "approve", "approved").await;
    hands.leave().await;
    hands.come_back("mara@example.org").await;
}

pub async fn it_is_moved_out_of_the_way_and_scheduled(hands: &Hands<'_>) {
    let told = [("told", Words("Billing, by mail"))];
    hands.is_refused(CHANGE, "schedule", &told, "CHG-000001").await;
    hands.open(&format!("{CHANGE}/edit")).await;
    let moved =
        [("starts_at", At("03052026", "080000PM")), ("ends_at", At("03052026", "090000PM"))];
    hands.save(&moved, "CHG-000002 is saved.").await;
    hands.sees("#collisions", "Nothing").await;
    hands.step(CHANGE, "schedule", &told, "scheduled").await;
}

pub async fn it_is_done_reviewed_and_closed(hands: &Hands<'_>) {
    clock::go_to("2026-03-05T20:50:00Z");
    hands.step(CHANGE, "done", &[("outcome", Words("New addresses show"))], "implemented").await;
    let looked_back = [("review", Words("As planned")), ("was_effective", Choice("yes"))];
    hands.step(CHANGE, "pir", &looked_back, "reviewed").await;
    hands.step(CHANGE, "close", &[("items_updated", Tick)], "closed").await;
    hands.press(PROBLEM, "fix_done", "resolved").await;
}
