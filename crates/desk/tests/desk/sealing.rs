//! The ledger is sealed while others write: in a batch together with their commands, before, between and after them.
use crate::house::{json, open, person};
use gemba_desk::{Command, Desk};
use gemba_testkit::on_both_engines;
use gemba_vocabulary::actor::{Actor, Role};
use serde_json::json;
use std::thread;

fn raise(desk: &Desk, agent: &Actor, count: usize) {
    for number in 0..count {
        let fields = json(json!({"summary": format!("Mail is down, {number}")}));
        desk.run(agent, Command::create("incident", fields)).unwrap();
    }
}

#[test]
fn a_seal_among_the_commands_of_a_batch_loses_none_of_their_entries() {
    on_both_engines(|url| {
        let desk = open(url);
        let agent = person(&desk, "mara", Role::Agent, None);
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| raise(&desk, &agent, 40));
            }
            scope.spawn(|| {
                for _ in 0..60 {
                    desk.seal().unwrap();
                }
            });
            scope.spawn(|| {
                let verifier = desk.verifier().unwrap();
                for _ in 0..10 {
                    let (report, forged) =
                        desk.verify_ledger(Some(&verifier), &mut |_| ()).unwrap();
                    assert!(report.is_clean() && forged.is_empty(), "{report:?} {forged:?}");
                }
            });
        });
        desk.seal().unwrap();
        let verifier = desk.verifier().unwrap();
        let (report, forged) = desk.verify_ledger(Some(&verifier), &mut |_| ()).unwrap();
        assert!(report.is_clean() && forged.is_empty(), "{report:?} {forged:?}");
        assert_eq!(report.totals.entries, 321, "a person and 320 incidents");
        let kept = desk.checkpoints().unwrap();
        assert_eq!(kept.last().map(|kept| kept.size), Some(321));
        assert_eq!(report.totals.checkpoints_matched, u64::try_from(kept.len()).unwrap());
    });
}
