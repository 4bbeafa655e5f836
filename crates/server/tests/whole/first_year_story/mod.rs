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
        begun::two_measures_are_taken_into_use(&hands, &stage).await;
        begun::the_first_month_is_measured(&hands, &stage).await;
        stage.three_months_more();
        held::whoever_owns_the_process_does_not_audit_it(&hands, &stage).await;
        held::a_sample_is_drawn_and_something_is_found(&hands, &stage).await;
        held::the_area_agrees_and_a_nonconformity_follows(&hands, &stage).await;
        stage.a_month("05", [29, 33], "2026-06-02T08:00:00Z");
        held::top_management_looks_at_what_the_records_say(&hands, &stage).await;
        held::it_decides_and_signs(&hands, &stage).await;
        held::an_improvement_is_proposed_and_approved(&hands, &stage).await;
        held::it_is_planned_and_carried_out_by_a_change(&hands, &stage).await;
        stage.three_better_months();
        held::it_really_became_better(&hands, &stage).await;
    });
}
