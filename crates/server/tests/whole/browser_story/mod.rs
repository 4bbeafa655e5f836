//! One story in a real browser, from a call to the end of its cause: known error suggested, major incident,
//! problem, known error, change with a collision, approval, release with a baseline, deployment, fewer
//! incidents, problem closed as effective. Then every record of it is walked to from every other.
mod calls;
mod change;
mod effect;
mod problem;
mod release;
mod stage;
mod walk;

use crate::hands::Hands;
use gemba_testkit::{Browser, BrowserOptions};
use stage::Stage;

#[test]
fn from_a_call_to_the_end_of_its_cause() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let options = BrowserOptions::default().size(1400, 1000);
        let Ok(browser) = Browser::start(options).await else { return };
        let folder = tempfile::tempdir().unwrap();
        let stage = Stage::set(&format!("sqlite:{}", folder.path().join("gemba.db").display()));
        let hands = Hands { browser: &browser, url: stage.place.url.clone() };
        hands.begin_as(&stage.place, stage.mara).await;
        calls::a_call_comes_in_and_a_known_error_is_suggested(&hands).await;
        calls::it_becomes_a_major_incident(&hands).await;
        calls::others_call_and_become_part_of_it(&hands).await;
        problem::a_problem_is_raised_from_it(&hands).await;
        calls::the_major_incident_is_resolved_reviewed_and_closed(&hands).await;
        problem::its_cause_is_found_and_its_known_error_published(&hands).await;
        calls::the_next_caller_is_helped_by_the_known_error(&hands).await;
        change::a_change_is_recorded_and_collides(&hands).await;
        change::it_is_approved_by_another_person(&hands, &stage).await;
        change::it_is_moved_out_of_the_way_and_scheduled(&hands).await;
        release::the_change_goes_into_a_release_with_a_baseline(&hands).await;
        hands.come_again("mara@example.org", "2026-03-05T20:05:00Z").await;
        release::it_is_deployed(&hands).await;
        change::it_is_done_reviewed_and_closed(&hands).await;
        effect::an_incident_is_counted_after_the_deployment(&hands, &stage).await;
        hands.come_again("mara@example.org", "2026-04-20T09:00:00Z").await;
        effect::the_release_and_the_problem_end_well(&hands).await;
        walk::every_record_leads_to_every_other(&hands).await;
    });
}
