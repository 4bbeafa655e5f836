//! What came of it: the incidents after the deployment, and whether they became fewer.
use super::{problem::PROBLEM, release::RELEASE, stage::Stage};
use crate::hands::{Hands, Put::*};

/// Something else happens to the same part: the release counts it, the problem does not.
pub async fn an_incident_is_counted_after_the_deployment(hands: &Hands<'_>, stage: &Stage) {
    hands.come_again("mara@example.org", "2026-03-09T09:00:00Z").await;
    hands.open("/incident/new").await;
    let call = [
        ("summary", Words("Printing takes a minute")),
        ("service", Pick("Billing")),
        ("configuration_item", Pick("billing-cache")),
    ];
    hands.save(&call, "INC-000005 is recorded.").await;
    stage.do_what_is_due();
    hands.open(RELEASE).await;
    hands.sees("#details dl", "Incidents in the window 1").await;
}

pub async fn the_release_and_the_problem_end_well(hands: &Hands<'_>) {
    let looked_back = [("analysis", Words("One incident, of another cause"))];
    hands.step(RELEASE, "close_window", &looked_back, "reviewed").await;
    hands.step(RELEASE, "close", &[("shared_with", Words("Billing"))], "closed").await;
    // Four calls in the days before, none since.
    hands.open(PROBLEM).await;
    hands.sees("#fix-effect", "2").await;
    let worked = [("effect", Words("Nobody called about it again")), ("is_effective", Tick)];
    hands.step(PROBLEM, "close", &worked, "closed").await;
    hands.sees("#details dl", "Incidents before 2").await;
    hands.sees("#details dl", "Incidents after 0").await;
    hands.sees("#details dl", "Fewer incidents 100").await;
    hands.step("/known_error/2", "retire", &[("fix_verified", Tick)], "retired").await;
}
