//! One story in a real browser, through a first year: a new firm answers a few questions, approves what was drafted,
//! measures its first months, audits itself, is reviewed by top management, and proves that an improvement is one.
mod begun;
mod held;
mod stage;

use crate::hands::Hands;
use gemba_testkit::{Browser, BrowserOptions};
use stage::Stage;

#[test]
fn from_a_new_firm_to_an_improvement_that_is_proven() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let options = BrowserOptions::default().size(1400, 1000);
        let Ok(browser) = Browser::start(options).await else { return };
        let folder = tempfile::tempdir().unwrap();
        let stage = Stage::set(&format!("sqlite:{}", folder.path().join("gemba.db").display()));
        let hands = Hands { browser: &browser, url: stage.place.url.clone() };
        begun::a_few_answers_make_a_system_of_drafts(&hands, &stage).await;
        let stage = stage.with_colleagues();
        begun::the_policy_is_made_ours_and_submitted(&hands, &stage).await;
        begun::top_management_approves(&hands, &stage).await;
        begun::two_measures_are_taken_into_use(&hands).await;
        begun::the_first_month_is_measured(&hands, &stage).await;
        stage.a_month("02", [30, 34], "2026-03-02T08:00:00Z");
        stage.a_month("03", [27, 31], "2026-04-01T08:00:00Z");
        stage.a_month("04", [31, 33], "2026-05-04T08:00:00Z");
        held::whoever_owns_the_process_does_not_audit_it(&hands, &stage).await;
        held::a_sample_is_drawn_and_something_is_found(&hands).await;
        held::the_area_agrees_and_a_nonconformity_follows(&hands, &stage).await;
        stage.a_month("05", [29, 33], "2026-06-02T08:00:00Z");
        held::top_management_looks_at_what_the_records_say(&hands, &stage).await;
        held::it_decides_that_something_becomes_better(&hands, &stage).await;
        held::top_management_signs_and_stands_behind_it(&hands).await;
        held::a_change_carries_it_out(&hands, &stage).await;
        stage.a_month("07", [6, 8], "2026-08-03T08:00:00Z");
        stage.a_month("08", [5, 7], "2026-09-01T08:00:00Z");
        stage.a_month("09", [7, 9], "2026-10-01T08:00:00Z");
        held::it_really_became_better(&hands).await;
    });
}
