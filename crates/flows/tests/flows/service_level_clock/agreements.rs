//! Which promise counts for which incident.
use crate::service_level_clock::house::{House, PRIORITY_1, PRIORITY_2, PRIORITY_3, at, tell};

const CLOCK_FIELDS: [&str; 7] = [
    "agreement",
    "response_due",
    "resolve_due",
    "resolve_seconds",
    "response_met",
    "resolve_met",
    "resolve_elapsed",
];

fn has_no_clock(house: &House, incident: i64) {
    for field in CLOCK_FIELDS {
        assert_eq!(house.holds(incident, field), "", "{field} without an agreement");
    }
}

#[test]
fn without_an_agreement_for_customer_and_service_there_is_no_clock() {
    tell(|house| {
        at("2025-05-13 09:00");
        let other_customer = house.create("customer", &[("name", "Southwind")]).to_string();
        let other_service = house.create("service", &[("name", "Print")]).to_string();
        let without: [&[(&str, &str)]; 4] = [
            &[("customer", "")],
            &[("service", "")],
            &[("customer", &other_customer)],
            &[("service", &other_service)],
        ];
        for fields in without {
            let incident = house.report(&[PRIORITY_1, fields].concat());
            has_no_clock(house, incident);
        }
        assert_eq!(house.next_due(), None);
        let found_out = house.report(&[PRIORITY_1, &[("service", "")]].concat());
        at("2025-05-13 10:00");
        house.edit(found_out, &[("service", &house.service.to_string())]);
        assert_eq!(house.holds(found_out, "resolve_due"), "Tue 2025-05-13 13:00", "from its start");
        house.edit(found_out, &[("service", &other_service)]);
        has_no_clock(house, found_out);
        assert_eq!(house.next_due(), None);
    });
}

#[test]
fn an_agreement_counts_for_what_began_on_its_days() {
    tell(|house| {
        at("2025-05-13 09:00");
        let before = [PRIORITY_1, &[("opened_at", "2025-03-31 23:59")]].concat();
        has_no_clock(house, house.report(&before));
        let first_day = [PRIORITY_1, &[("opened_at", "2025-04-01 00:00")]].concat();
        let first_day = house.report(&first_day);
        assert_eq!(house.holds(first_day, "agreement"), house.agreement.to_string());
        house.change("service_level_agreement", house.agreement, &[("ends_on", "2025-05-12")]);
        has_no_clock(house, house.report(PRIORITY_1));
    });
}

#[test]
fn the_target_of_the_priority_counts_before_the_one_for_every_priority() {
    tell(|house| {
        at("2025-05-13 09:00");
        let hours = |fields| {
            let incident = house.report(fields);
            house.holds(incident, "resolve_seconds").parse::<i64>().unwrap() / 3600
        };
        assert_eq!([hours(PRIORITY_1), hours(PRIORITY_2), hours(PRIORITY_3)], [4, 8, 30]);
        assert_eq!(hours(&[]), 30, "not weighed yet");
    });
}

#[test]
fn of_two_targets_alike_the_shorter_counts() {
    tell(|house| {
        at("2025-05-13 09:00");
        let mine = house.agreement.to_string();
        for hours in ["3h", "1h", "2h"] {
            let priority_1 = [("metric", "resolution"), ("priority", "1"), ("target", hours)];
            let named = [("name", "Another promise"), ("agreement", &*mine)];
            house.create("service_level_target", &[&priority_1[..], &named].concat());
        }
        let incident = house.report(PRIORITY_1);
        assert_eq!(house.holds(incident, "resolve_due"), "Tue 2025-05-13 10:00");
    });
}

#[test]
fn what_is_not_in_force_does_not_count() {
    tell(|house| {
        at("2025-05-13 09:00");
        let (customer, service) = (house.customer.to_string(), house.service.to_string());
        let draft = house.create(
            "service_level_agreement",
            &[
                ("name", "A draft"),
                ("customer", &*customer),
                ("service", &*service),
                ("calendar", &*house.calendar.to_string()),
                ("starts_on", "2025-05-12"),
            ],
        );
        let target = [("metric", "resolution"), ("target", "1h"), ("name", "A wish")];
        let of_draft = ("agreement", &*draft.to_string());
        house.create("service_level_target", &[&target[..], &[of_draft]].concat());
        let incident = house.report(PRIORITY_1);
        assert_eq!(house.holds(incident, "agreement"), house.agreement.to_string());
        house.take("service_level_agreement", house.agreement, "review", &[]);
        let reviewed_on = [("last_review_on", "2025-05-13")];
        house.take("service_level_agreement", house.agreement, "amend", &reviewed_on);
        has_no_clock(house, house.report(PRIORITY_1));
        house.edit(incident, &[("symptom", "slow")]);
        assert_eq!(house.holds(incident, "agreement"), house.agreement.to_string(), "as promised");
    });
}

#[test]
fn what_is_agreed_anew_counts_for_the_next_incident() {
    tell(|house| {
        at("2025-05-13 09:00");
        let due = || {
            let incident = house.report(PRIORITY_1);
            house.holds(incident, "resolve_due")
        };
        assert_eq!(due(), "Tue 2025-05-13 13:00");
        house.change("service_level_target", 2, &[("target", "2h")]);
        assert_eq!(due(), "Tue 2025-05-13 11:00");
        house.change("calendar", house.calendar, &[("hours", "Mon-Fri 08:00-10:00")]);
        assert_eq!(due(), "Wed 2025-05-14 09:00");
        house.take("service_level_target", 2, "retire", &[]);
        assert_eq!(due(), "Tue 2025-06-03 09:00", "30 hours at two a day");
        house.take("service_level_agreement", house.agreement, "review", &[]);
        assert_eq!(due(), "Tue 2025-06-03 09:00", "it counts while it is reviewed");
    });
}

#[test]
fn an_incident_keeps_its_agreement_and_a_solved_one_its_figures() {
    tell(|house| {
        at("2025-05-13 09:00");
        let (solved, running) = (house.report(PRIORITY_1), house.report(PRIORITY_1));
        house.start(solved);
        house.start(running);
        at("2025-05-13 12:00");
        house.resolve(solved);
        house.change("service_level_target", 2, &[("target", "2h")]);
        house.take("service_level_agreement", house.agreement, "end", &[]);
        house.step(solved, "close", &[("confirmed_by_user", "yes")]);
        assert_eq!(house.holds(solved, "resolve_due"), "Tue 2025-05-13 13:00");
        assert_eq!(house.holds(solved, "resolve_met"), "yes", "it was met as it was promised");
        house.edit(running, &[("symptom", "slow")]);
        assert_eq!(house.holds(running, "agreement"), house.agreement.to_string());
        has_no_clock(house, {
            at("2025-05-14 09:00");
            house.report(PRIORITY_1)
        });
    });
}

#[test]
fn of_two_agreements_the_one_that_began_last_counts() {
    tell(|house| {
        at("2025-05-13 09:00");
        let shorter: &[_] = &[("metric", "resolution"), ("target", "1h")];
        let newer = house.agree(house.customer, house.service, house.calendar, &[shorter]);
        let today = house.report(PRIORITY_1);
        assert_eq!(house.holds(today, "agreement"), newer.to_string());
        assert_eq!(house.holds(today, "resolve_due"), "Tue 2025-05-13 10:00");
        assert_eq!(house.holds(today, "response_due"), "", "it promises no response");
        let yesterday = [PRIORITY_1, &[("opened_at", "2025-05-12 17:00")]].concat();
        let yesterday = house.report(&yesterday);
        assert_eq!(house.holds(yesterday, "agreement"), house.agreement.to_string());
    });
}

#[test]
fn a_cancelled_incident_has_nothing_due() {
    tell(|house| {
        at("2025-05-13 09:00");
        let incident = house.report(PRIORITY_1);
        assert!(house.next_due().is_some());
        house.step(incident, "cancel", &[]);
        assert_eq!(house.holds(incident, "resolve_due"), "");
        assert_eq!(house.holds(incident, "response_due"), "");
        assert_eq!(house.next_due(), None);
    });
}

#[test]
fn an_imported_incident_is_left_as_its_source_told_it() {
    tell(|house| {
        at("2025-05-13 09:00");
        let (customer, service) = (house.customer.to_string(), house.service.to_string());
        let told = [
            ("summary", "From elsewhere"),
            ("customer", &*customer),
            ("service", &*service),
            ("opened_at", "2025-05-12 09:00"),
            ("source_sla_met", "no"),
        ];
        let incident = house.import(&told, "2025-05-12 09:00");
        has_no_clock(house, incident);
        house.edit(incident, &[("symptom", "slow")]);
        has_no_clock(house, incident);
        assert_eq!(house.holds(incident, "source_sla_met"), "no");
        assert_eq!(house.next_due(), None);
    });
}
