//! The release that brings the change: tested, with a baseline, deployed and watched.
use super::change::CHANGE;
use crate::hands::{Hands, Put::*};

pub const RELEASE: &str = "/release/1";

pub async fn the_change_goes_into_a_release_with_a_baseline(hands: &Hands<'_>) {
    hands.lead_on(CHANGE, "release").await;
    let release = [("name", Words("Billing 4.2")), ("release_type", Pick("Weekly"))];
    hands.save(&release, "REL-000001 is recorded.").await;
    hands.open(&format!("{RELEASE}/edit")).await;
    hands.unfold().await;
    hands.click("[data-add-row]").await;
    hands.browser.fill("[name='acceptance_criteria.0.text']", "A new address shows at once").await;
    let result = hands.browser.element("[name='acceptance_criteria.0.result']").await;
    result.select_by_value("passed").await.unwrap();
    hands.save(&[], "REL-000001 is saved.").await;
    let built = [("deliverables", Words("One setting")), ("method", Words("By the tool"))];
    hands.step(RELEASE, "build", &built, "built").await;
    let tested = [("test_environment", Words("Lab")), ("test_result", Words("It shows"))];
    hands.step(RELEASE, "test", &tested, "tested").await;
    hands.press(RELEASE, "accept", "accepted").await;
    let bare = "The state of the parts was not kept.";
    hands.is_refused(RELEASE, "baseline", &[], bare).await;
    hands.lead_on(RELEASE, "configuration_baseline").await;
    hands.save(&[("name", Words("Before Billing 4.2"))], "CBL-000001 is recorded.").await;
    hands.step(RELEASE, "baseline", &[], "ready").await;
}

pub async fn it_is_deployed(hands: &Hands<'_>) {
    let begun = [("back_out_plan", Words("Set it back")), ("test_result", Words("It shows"))];
    hands.step(CHANGE, "start", &begun, "implementing").await;
    hands.step(RELEASE, "deploy", &[("told", Words("Billing"))], "deploying").await;
    hands.lead_on(RELEASE, "deployment").await;
    hands.save(&[("environment", Words("Live"))], "DEP-000001 is recorded.").await;
    hands.step("/deployment/1", "start", &[("assigned_to", Pick("Mara"))], "running").await;
    let checked = [("verification", Words("A new address shows at once"))];
    hands.step("/deployment/1", "finish", &checked, "done").await;
    let whole = [("integrity_check", Words("The setting is as released"))];
    hands.step(RELEASE, "verify", &whole, "deployed").await;
    hands.step(RELEASE, "open_window", &[], "watching").await;
}
