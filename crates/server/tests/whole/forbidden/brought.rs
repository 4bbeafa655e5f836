//! What a file brings in is believed of what it brought, and proves nothing about what was made here.
use super::{bring_in, sentence, stage::Stage, taken_out};
use crate::place::Place;
use gemba_exchange::table::{Format, Summary};
use gemba_testkit::on_both_engines;
use jiff::Timestamp;
use serde_json::json;

fn staged(address: &str) -> Stage {
    Stage::set(Place::open(address, Timestamp::now))
}

fn in_csv(stage: &Stage, kind: &str, text: &str) -> Summary {
    bring_in(&stage.place, kind, Format::Csv, text)
}

#[test]
fn a_file_moves_what_it_brought_until_its_life_goes_on_here() {
    on_both_engines(|address| {
        let stage = staged(address);
        let tell = |hour: u8, state: &str, category: &str| {
            let text = format!(
                "origin,state,created_at,updated_at,summary,service,category,impact,urgency\n\
                 old:7,{state},2026-11-01T08:00:00Z,2026-11-01T{hour:02}:00:00Z,Mail rests,\
                 SVC-000001,{category},low,low\n"
            );
            in_csv(&stage, "incident", &text)
        };
        assert_eq!(tell(9, "new", "mail").created, 1);
        assert_eq!(tell(10, "triaged", "mail").changed, 1, "it happened there");
        let steps = [("assign", json!({"assigned_to": stage.ada}))];
        let id = stage.walk("incident", 1, &steps);
        let before = stage.place.record("incident", id);
        assert_eq!((&*before.state, before.imported), ("assigned", true));
        let newest = taken_out(&stage.place, "incident", id);
        let at = format!("\"updated_at\":\"{}\"", before.updated_at);
        let newest = newest.replacen(&at, "\"updated_at\":\"2100-01-01T00:00:00Z\"", 1);
        let closed = newest.replacen("\"state\":\"assigned\"", "\"state\":\"closed\"", 1);
        assert!(closed != newest, "{newest}");
        let told = bring_in(&stage.place, "incident", Format::Json, &closed);
        assert!(sentence(&told).contains("a file takes no steps of a life"), "{told}");
        // Nor does it fill what is worked out here; what people type it may put right.
        let worked_out =
            newest.replacen("\"closed_at\":null", "\"closed_at\":\"2026-11-01T12:00:00Z\"", 1);
        assert!(worked_out != newest, "{newest}");
        let told = bring_in(&stage.place, "incident", Format::Json, &worked_out);
        assert!(sentence(&told).contains("is worked out by Gemba"), "{told}");
        assert_eq!(stage.place.record("incident", id), before);
        let typed = newest.replacen("\"category\":\"mail\"", "\"category\":\"post\"", 1);
        assert_eq!(bring_in(&stage.place, "incident", Format::Json, &typed).changed, 1);
    });
}

#[test]
fn the_door_itself_keeps_other_tools_from_telling_the_life_of_what_was_made_here() {
    on_both_engines(|address| {
        let stage = staged(address);
        let id = stage.incident();
        let tell = |kind: &str, id| {
            let told = gemba_desk::Imported {
                at: Timestamp::now(),
                state: Some("closed".to_owned()),
                origin: None,
                by: None,
            };
            let command = gemba_desk::Command::verb(kind, id, "import_step").with_import(told);
            stage.place.desk.run(&crate::place::importer(), command).map(|done| done.record.state)
        };
        let refused = tell("incident", id).unwrap_err().to_string();
        assert!(refused.starts_with("INC-000001 was recorded here, so its life"), "{refused}");
        let text = "origin,state,created_at,summary,service,category,impact,urgency\n\
            old:8,triaged,2026-11-01T08:00:00Z,Mail rests,SVC-000001,mail,low,low\n";
        assert_eq!(in_csv(&stage, "incident", text).created, 1);
        stage.walk("incident", 2, &[("assign", json!({"assigned_to": stage.ada}))]);
        let refused = tell("incident", 2).unwrap_err().to_string();
        assert!(refused.contains("its life goes on here since “Assign”"), "{refused}");
    });
}

#[test]
fn a_decision_that_was_brought_in_approves_nothing_that_was_made_here() {
    on_both_engines(|address| {
        let stage = staged(address);
        let change = stage.assessed_change(5);
        let cleo = stage.cleo.person.unwrap();
        let text = format!(
            "summary,parent_kind,parent,approver,state,decided_by,decided_at\n\
             Yes,change,{change},{cleo},approved,{cleo},2026-11-01T08:00:00Z\n"
        );
        assert_eq!(in_csv(&stage, "approval", &text).created, 1, "it is kept, as imported");
        let approve = || stage.place.step(&stage.cleo, ("change", change), "approve", json!({}));
        let refused = approve().map(|record| record.state).unwrap_err().to_string();
        assert!(refused.contains("It needs 1 approval, and has 0."), "{refused}");
        let approval = stage.asked_approval(change);
        let yes = stage.place.step(&stage.cleo, ("approval", approval), "approve", json!({}));
        assert_eq!(yes.unwrap().state, "approved");
        assert_eq!(approve().unwrap().state, "approved");
    });
}

#[test]
fn a_baseline_and_a_deployment_that_were_brought_in_let_no_release_go_on() {
    on_both_engines(|address| {
        let stage = staged(address);
        let item = stage.item;
        let brought = json!({"name": "Before", "created_at": "2026-11-01T08:00:00Z",
            "taken_at": "2026-11-01T08:00:00Z", "item_count": 1,
            "taken": [{"id": item, "name": "mail-1", "version": 1, "state": "live", "fields": {},
                "relations": []}]});
        let told =
            bring_in(&stage.place, "configuration_baseline", Format::Json, &brought.to_string());
        assert_eq!(told.created, 1, "{told}");
        let release = stage.accepted_release();
        let named = json!({"baseline": 1});
        let refused = stage.place.step(&stage.ben, ("release", release), "baseline", named);
        let refused = refused.unwrap_err().to_string();
        assert!(refused.starts_with("The state of the parts was not kept."), "{refused}");
        let own =
            stage.record("configuration_baseline", json!({"name": "Before", "items": [item]}));
        stage.walk("release", release, &[("baseline", json!({"baseline": own}))]);
        let change = 1;
        let approval = stage.asked_approval(change);
        stage.place.step(&stage.cleo, ("approval", approval), "approve", json!({})).unwrap();
        stage.place.step(&stage.cleo, ("change", change), "approve", json!({})).unwrap();
        stage.walk("release", release, &[("deploy", json!({"told": "All"}))]);
        let text = format!(
            "name,release,environment,state,ended_at\nAll,{release},Live,done,2026-11-01T08:00:00Z\n"
        );
        assert_eq!(in_csv(&stage, "deployment", &text).created, 1);
        let checked = json!({"integrity_check": "Sums are equal"});
        let refused = stage.place.step(&stage.ben, ("release", release), "verify", checked);
        let refused = refused.unwrap_err().to_string();
        assert!(refused.starts_with("It was deployed nowhere yet."), "{refused}");
    });
}
