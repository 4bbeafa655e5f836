//! The problem behind the calls, and its known error.
use crate::clock;
use crate::hands::{Hands, Put::*};

pub const PROBLEM: &str = "/problem/2";

/// The button takes over what is known, and both name each other.
pub async fn a_problem_is_raised_from_it(hands: &Hands<'_>) {
    hands.lead_on("/incident/1", "problem").await;
    hands.save(&[], "PRB-000002 is recorded.").await;
    hands.sees(".head h1", "Invoices show the old address").await;
    hands.browser.element("main a[href='/incident/1']").await;
    for number in [2, 3] {
        hands.open(&format!("/incident/{number}/edit")).await;
        let told = format!("INC-00000{number} is saved.");
        hands.save(&[("problem", Pick("PRB-000002"))], &told).await;
    }
    hands.step(PROBLEM, "classify", &[], "assessed").await;
    hands.step(PROBLEM, "start", &[("owner", Pick("Mara"))], "investigating").await;
}

pub async fn its_cause_is_found_and_its_known_error_published(hands: &Hands<'_>) {
    clock::go_to("2026-03-02T15:00:00Z");
    let found = [
        ("cause", Words("The cache keeps addresses for ever")),
        ("workaround", Words("Empty the cache of that customer, then print again")),
    ];
    let early = "No known error tells the service desk of this cause.";
    hands.is_refused(PROBLEM, "cause_found", &found, early).await;
    hands.lead_on(PROBLEM, "known_error").await;
    hands.save(&found, "KNE-000002 is recorded.").await;
    hands.step("/known_error/2", "publish", &[("reviewed_by", Pick("Theo"))], "published").await;
    hands.step(PROBLEM, "cause_found", &found, "known error").await;
}
