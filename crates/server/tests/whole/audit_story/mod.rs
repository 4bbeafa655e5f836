//! One story in a real browser, from the sign-in of an auditor whom a certification body sends to a finding that is
//! closed: readiness, the audit, a sample, a trace, the finding, what the organization does about it, and the report.
mod held;
mod stage;

use crate::{clock, hands::Hands};
use gemba_testkit::{Browser, BrowserOptions};
use stage::Stage;

#[test]
fn from_the_auditors_sign_in_to_the_closed_finding() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let options = BrowserOptions::default().size(1400, 1000);
        let Ok(browser) = Browser::start(options).await else { return };
        let folder = tempfile::tempdir().unwrap();
        let stage = Stage::set(&format!("sqlite:{}", folder.path().join("gemba.db").display()));
        let hands = Hands { browser: &browser, url: stage.place.url.clone() };
        hands.begin_as(&stage.place, stage.ines).await;
        held::she_reads_everything_and_changes_nothing(&hands).await;
        held::she_draws_a_sample_and_says_what_she_saw(&hands, &stage).await;
        held::she_follows_an_incident(&hands).await;
        held::she_raises_a_minor_finding(&hands, &stage).await;
        hands.leave().await;
        hands.begin_as(&stage.place, stage.miriam).await;
        held::the_area_agrees_and_acts(&hands, &stage).await;
        hands.leave().await;
        clock::go_to("2026-07-20T09:00:00Z");
        hands.come_back("ines@example.org").await;
        held::she_verifies_and_closes_it(&hands).await;
        held::she_reports(&hands, &stage).await;
        hands.leave().await;
        clock::go_to("2026-10-01T09:00:00Z");
        held::her_time_is_over(&hands).await;
    });
}
