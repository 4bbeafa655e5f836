//! One story in a real browser, through a month: an agreement is made, incidents and outages happen, what was promised
//! is counted, one target is missed, somebody acts, the service is reviewed with the customer, the report is sent, and
//! the trend is seen.
mod agreed;
mod stage;
mod told;

use crate::hands::Hands;
use gemba_testkit::{Browser, BrowserOptions};
use stage::Stage;

#[test]
fn from_an_agreement_to_the_report_that_is_sent() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let options = BrowserOptions::default().size(1400, 1000);
        let Ok(browser) = Browser::start(options).await else { return };
        let folder = tempfile::tempdir().unwrap();
        let stage = Stage::set(&format!("sqlite:{}", folder.path().join("gemba.db").display()));
        let hands = Hands { browser: &browser, url: stage.place.url.clone() };
        hands.begin_as(&stage.place, stage.theo).await;
        agreed::an_agreement_is_written_with_its_targets(&hands).await;
        agreed::both_sides_agree_and_it_counts(&hands).await;
        stage.two_quiet_months();
        stage.a_month_of_incidents();
        hands.come_again("theo@example.org", "2026-06-20T09:00:00Z").await;
        agreed::an_outage_is_recorded_by_hand(&hands).await;
        stage.the_month_is_over();
        hands.come_again("theo@example.org", "2026-07-01T14:00:00Z").await;
        told::the_missed_target_shows_and_is_answered(&hands, &stage).await;
        told::availability_is_told_with_its_outages(&hands).await;
        told::the_trend_is_seen(&hands).await;
        told::the_service_is_reviewed_with_the_customer(&hands).await;
        told::the_report_is_prepared_and_approved_by_somebody_else(&hands, &stage).await;
        told::the_report_is_sent_and_the_customer_has_it(&hands, &stage).await;
    });
}
