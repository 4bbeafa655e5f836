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
    });
}
