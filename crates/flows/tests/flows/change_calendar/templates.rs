//! A standard change that fails takes its template out of use.
use crate::change_calendar::house::{House, at, hour, tell, typed};
use gemba_desk::Command;

fn template(house: &House) -> i64 {
    let owner = house.approver.person.unwrap().to_string();
    let fields = [
        ("name", "Restart a queue"),
        ("plan", "Restart it"),
        ("back_out_plan", "Start the old one"),
        ("preconditions", "Nobody prints"),
        ("risk", "low"),
        ("owner", &*owner),
    ];
    let template = house.create("change_template", &fields);
    house.run(&house.approver, Command::verb("change_template", template, "approve")).unwrap();
    template
}

#[test]
fn a_failed_standard_change_suspends_its_template_and_no_other_begins_by_it() {
    tell(|house| {
        let template = template(house);
        let number = template.to_string();
        let fields = [("summary", "Restart"), ("model", "standard"), ("change_template", &*number)];
        let begin = || house.run(&house.agent, Command::create("change", typed(&fields)));
        let change = begin().unwrap().id;
        assert_eq!(house.state("change", change), "requested");
        let verbs = house.desk.record(&house.agent, "change", change).unwrap();
        let offers = house.desk.offers(&house.agent, "change", &verbs).unwrap();
        let offered: Vec<_> = offers.iter().map(|offer| offer.step.verb).collect();
        assert_eq!(offered, ["auto_authorise"], "the steps of its own life alone");
        let (from, to) = (hour(20), hour(21));
        let time = [("starts_at", &*from), ("ends_at", &*to), ("preconditions_met", "yes")];
        house.take(change, "auto_authorise", &time).unwrap();
        at("2026-03-07T20:30:00Z");
        house.take(change, "implement", &[("outcome", "Restarted")]).unwrap();
        let incident = house.create("incident", &[("summary", "Nothing prints")]).to_string();
        house.take(change, "fail", &[("incident", &incident)]).unwrap();
        house.desk.run_due().unwrap();
        assert_eq!(house.state("change_template", template), "suspended");
        let refusal = begin().unwrap_err();
        assert!(refusal.contains("is not in force"), "{refusal}");
    });
}
