//! How much services are asked for, and whether there is enough: from measures to forecasts, tasks and plans.
use crate::figures::house::{House, figure, tell};
use gemba_desk::Query;
use gemba_vocabulary::RecordId;
use serde_json::Value as Json;

fn service(house: &House) -> String {
    house.create("service", &[("name", "Mail")]).to_string()
}

fn source(house: &House, more: &[(&str, &str)]) -> RecordId {
    let service = service(house);
    let fields = [("name", "Orders"), ("service", &*service), ("unit", "order")];
    house.create("demand_source", &[&fields, more].concat())
}

fn measure(house: &House, source: RecordId, month: &str, value: &str) {
    let source = source.to_string();
    let fields = [("source", &*source), ("month", month), ("value", value)];
    house.create("demand_measure", &fields);
}

const DEMAND: [&str; 8] = ["100", "110", "104", "118", "121", "115", "130", "128"];

fn measured(house: &House) -> RecordId {
    house.until("2025-09-01T09:00:00Z");
    let source = source(house, &[]);
    for (month, value) in (1..).zip(DEMAND) {
        measure(house, source, &format!("2025-{month:02}-01"), value);
    }
    source
}

fn forecast(house: &House, source: RecordId, more: &[(&str, &str)]) -> RecordId {
    let source = source.to_string();
    house.create("demand_forecast", &[&[("source", &*source)], more].concat())
}

fn values(house: &House, forecast: RecordId) -> Json {
    serde_json::from_str(&house.holds("demand_forecast", forecast, "values")).unwrap()
}

fn demand(house: &House) -> Json {
    house.sheet("demand", "2025-01-01", "2026-01-01", None)
}

#[test]
fn vector_dem_1_smoothing_is_kept_with_its_error() {
    tell(|house| {
        let source = measured(house);
        let made = forecast(house, source, &[("method", "smoothing"), ("horizon", "1")]);
        assert_eq!(values(house, made)[0]["expected"], "125.3906");
        assert_eq!(house.holds("demand_forecast", made, "mape_percent"), "6.5303");
        assert_eq!(house.holds("demand_forecast", made, "name"), "Orders, from 2025-09");
        let sheet = demand(house);
        assert_eq!(figure(&sheet, "demand_next")["value"], "125.3906");
        assert_eq!(figure(&sheet, "mape_percent")["value"], "6.5303");
        assert_eq!(figure(&sheet, "demand_last")["value"], "128");
        let points = sheet["parts"][0]["charts"][0]["points"].as_array().unwrap();
        let ahead = points.iter().find(|point| point["is_open"] == true).unwrap();
        assert_eq!((&ahead["period"], &ahead["value"]), (&"2025-09".into(), &"125.3906".into()));
    });
}

#[test]
fn vector_dem_2_the_moving_average_and_the_same_month_a_season_ago() {
    tell(|house| {
        let source = measured(house);
        let mean = forecast(house, source, &[("method", "moving_average")]);
        assert_eq!(values(house, mean)[0]["expected"], "124.3333");
        let season = [("method", "seasonal_naive"), ("season", "4")];
        assert_eq!(values(house, forecast(house, source, &season))[0]["expected"], "121");
        let long = [("method", "seasonal_naive"), ("season", "9"), ("source", "1")];
        let refused = house.desk.run(
            &house.manager,
            gemba_desk::Command::create("demand_forecast", crate::figures::house::typed(&long)),
        );
        let refused = refused.unwrap_err().to_string();
        assert!(refused.contains("needs 9 months in a row"), "{refused}");
    });
}

#[test]
fn events_are_counted_in_and_a_forecast_is_held_against_what_came() {
    tell(|house| {
        let source = measured(house);
        let of = source.to_string();
        let event = [
            ("summary", "A campaign"),
            ("source", &*of),
            ("from", "2025-09-10"),
            ("until", "2025-09-20"),
            ("effect_percent", "50"),
        ];
        house.create("business_event", &event);
        let made = forecast(house, source, &[("method", "moving_average"), ("horizon", "2")]);
        let said = values(house, made);
        assert_eq!(said[0]["with_events"], "186.5", "half as much again");
        assert_eq!(said[1]["with_events"], "124.3333");
        assert!(house.go("demand_forecast", made, "compare", &[]).is_err(), "nothing came yet");
        house.until("2025-11-01T09:00:00Z");
        measure(house, source, "2025-09-01", "200");
        house.until("2025-11-01T10:00:00Z");
        assert_eq!(values(house, made)[0]["error_percent"], "6.75");
        assert_eq!(house.holds("demand_forecast", made, "came_percent"), "6.75");
        assert_eq!(figure(&demand(house), "came_percent")["value"], "6.75");
        measure(house, source, "2025-10-01", "100");
        house.until("2025-11-01T11:00:00Z");
        house.go("demand_forecast", made, "compare", &[]).unwrap();
        let state = house.desk.record(&house.manager, "demand_forecast", made).unwrap().state;
        assert_eq!(state, "compared");
    });
}

#[test]
fn vector_cap_4_more_is_asked_for_than_the_agreement_covers() {
    tell(|house| {
        let customer = house.create("customer", &[("name", "Osprey")]).to_string();
        let service = service(house);
        let zone = ("time_zone", "Europe/Paris");
        let hours = [("name", "Office"), ("hours", "Mon-Fri 08:00-18:00"), zone];
        let calendar = house.create("calendar", &hours).to_string();
        let fields = [
            ("name", "Mail for Osprey"),
            ("customer", &*customer),
            ("service", &*service),
            ("calendar", &*calendar),
        ];
        let agreement = house.create("service_level_agreement", &fields).to_string();
        let fields = [
            ("name", "Requests"),
            ("agreement", &*agreement),
            ("metric", "requests"),
            ("limit", "500"),
        ];
        let limit = house.create("workload_limit", &fields).to_string();
        house.until("2025-03-01T09:00:00Z");
        let source = source(house, &[("workload_limit", &*limit)]);
        measure(house, source, "2025-01-01", "499");
        measure(house, source, "2025-02-01", "560");
        let sheet = demand(house);
        let over = figure(&sheet, "over_limit_percent");
        assert_eq!((&over["value"], &over["judged"]), (&"12".into(), &"missed".into()));
        assert!(over["definition"].as_str().unwrap().contains("for the agreement to say"));
    });
}

#[test]
fn what_gemba_can_count_itself_is_counted_when_the_month_is_over() {
    tell(|house| {
        let service = service(house);
        for at in ["2025-02-03T09:00:00Z", "2025-02-20T09:00:00Z", "2025-04-02T09:00:00Z"] {
            house.until(at);
            house.create("incident", &[("summary", "Mail is slow"), ("service", &*service)]);
        }
        let fields = [
            ("name", "Incidents"),
            ("service", &*service),
            ("unit", "incident"),
            ("counted", "incidents"),
        ];
        house.create("demand_source", &fields);
        house.until("2025-04-02T09:05:00Z");
        let counts = || {
            let query = Query { limit: 100, ..Query::of("demand_measure") };
            let list = house.desk.list(&house.manager, &query).unwrap();
            let mut ids: Vec<_> = list.records.iter().map(|record| record.id).collect();
            ids.sort_unstable();
            let told = |id: &RecordId| {
                ["month", "value", "is_counted"]
                    .map(|field| house.holds("demand_measure", *id, field))
            };
            ids.iter().map(told).collect::<Vec<_>>()
        };
        let row = |month: &str, value: &str| [month.to_owned(), value.to_owned(), "yes".to_owned()];
        let first = [row("2025-02-01", "2"), row("2025-03-01", "0")];
        assert_eq!(counts(), first, "from the first month in which there was one");
        house.until("2025-05-01T00:01:00Z");
        assert_eq!(counts()[2], row("2025-04-01", "1"));
    });
}

fn metric(house: &House, more: &[(&str, &str)]) -> RecordId {
    let service = service(house);
    let owner = house.agent.person.unwrap().to_string();
    let fields = [
        ("name", "Disk of the mail store"),
        ("service", &*service),
        ("resource", "technical"),
        ("unit", "%"),
        ("warn_at", "70"),
        ("act_at", "80"),
        ("owner", &*owner),
    ];
    house.create("capacity_metric", &[&fields, more].concat())
}

fn sample(house: &House, metric: RecordId, at: &str, value: &str) {
    let metric = metric.to_string();
    house.create("capacity_sample", &[("metric", &*metric), ("at", at), ("value", value)]);
}

/// Six months with a peak each, and something lower beside it.
fn six_months(house: &House) -> RecordId {
    house.until("2025-07-01T09:00:00Z");
    let metric = metric(house, &[]);
    for (month, value) in (1..).zip(["52", "54", "57", "59", "63", "66"]) {
        sample(house, metric, &format!("2025-{month:02}-10T09:00:00Z"), "41.5");
        sample(house, metric, &format!("2025-{month:02}-20T09:00:00Z"), value);
    }
    metric
}

fn capacity(house: &House) -> Json {
    house.sheet("capacity", "2025-01-01", "2026-01-01", None)
}

#[test]
fn vectors_cap_1_and_2_when_the_disk_is_full_and_by_when_to_decide() {
    tell(|house| {
        six_months(house);
        let sheet = capacity(house);
        let told = |name| figure(&sheet, name)["value"].clone();
        assert_eq!((told("slope"), told("intercept")), ("2.8286".into(), "48.6".into()));
        assert_eq!((told("cross_month"), told("r_squared")), ("11.1".into(), "0.9895".into()));
        assert_eq!(
            (told("over_from"), told("decide_by")),
            ("2025-12-01".into(), "2025-10-01".into())
        );
        let chart = &sheet["parts"][1]["charts"][0];
        let points = chart["points"].as_array().unwrap();
        let september = points.iter().find(|point| point["period"] == "2025-09").unwrap();
        assert_eq!((&september["value"], &september["is_open"]), (&"74.06".into(), &true.into()));
        assert_eq!(chart["lines"][1]["value"], "80");
        assert_eq!(figure(&sheet, "peak")["judged"], "kept");
    });
}

#[test]
fn vector_cap_3_the_nearest_rank_of_a_month() {
    tell(|house| {
        house.until("2025-02-01T09:00:00Z");
        let metric = metric(house, &[("monthly", "p95")]);
        let values =
            [31, 35, 36, 38, 40, 41, 41, 44, 45, 46, 47, 48, 50, 52, 55, 58, 60, 63, 71, 93];
        for (day, value) in (1..).zip(values) {
            sample(house, metric, &format!("2025-01-{day:02}T09:00:00Z"), &value.to_string());
        }
        let sheet = capacity(house);
        let p95 = figure(&sheet, "p95");
        assert_eq!((&p95["value"], &p95["judged"]), (&"71".into(), &"near".into()));
        assert_eq!(figure(&sheet, "peak")["value"], "93");
        let slope = figure(&sheet, "slope");
        assert_eq!(slope["undefined"], "A line needs 6 months that are over; there are 1.");
        let twice =
            [("metric", &*metric.to_string()), ("at", "2025-01-01T09:00:00Z"), ("value", "1")]
                .map(|(name, value)| (name, value.to_owned()));
        let twice: Vec<_> = twice.iter().map(|(name, value)| (*name, &**value)).collect();
        let again =
            gemba_desk::Command::create("capacity_sample", crate::figures::house::typed(&twice));
        assert!(house.run(&house.manager, again).unwrap_err().contains("measured already"));
    });
}

fn tasks(house: &House) -> Vec<String> {
    let query = Query { limit: 100, ..Query::of("task") };
    let list = house.desk.list(&house.manager, &query).unwrap();
    list.records.iter().map(|task| house.holds("task", task.id, "due_on")).collect()
}

#[test]
fn its_owner_gets_one_task_when_the_lead_time_begins() {
    tell(|house| {
        let metric = six_months(house);
        house.until("2025-07-02T00:01:00Z");
        assert_eq!(house.holds("capacity_metric", metric, "over_from"), "2025-12-01");
        assert_eq!(house.holds("capacity_metric", metric, "decide_by"), "2025-10-01");
        assert!(tasks(house).is_empty(), "there is time");
        house.edit("capacity_metric", metric, &[("lead_time_months", "5")]).unwrap();
        assert_eq!(house.holds("capacity_metric", metric, "decide_by"), "2025-07-01");
        house.until("2025-07-03T00:01:00Z");
        assert_eq!(tasks(house), ["2025-07-31"]);
        assert_eq!(house.holds("capacity_metric", metric, "asked_for"), "2025-12-01");
        house.until("2025-07-06T00:01:00Z");
        assert_eq!(tasks(house).len(), 1, "once for each crossing");
        house.edit("capacity_metric", metric, &[("act_at", "95")]).unwrap();
        assert_eq!(house.holds("capacity_metric", metric, "asked_for"), "", "there is time again");
        house.edit("capacity_metric", metric, &[("act_at", "79")]).unwrap();
        house.until("2025-07-07T00:01:00Z");
        assert_eq!(tasks(house).len(), 2, "this is another crossing");
    });
}

#[test]
fn a_plan_says_for_each_option_when_it_is_full() {
    tell(|house| {
        let metric = six_months(house).to_string();
        let options = r#"[{"option":"Ten more in each hundred","growth_percent":"10"},
            {"option":"A second shelf","added_percent":"25",
             "cost":"4000","currency":"EUR"}]"#;
        let fields = [
            ("name", "Capacity of mail"),
            ("from", "2025-07-01"),
            ("until", "2026-06-30"),
            ("metrics", &*metric),
            ("options", options),
        ];
        let plan = house.create("capacity_plan", &fields);
        let outlook: Json =
            serde_json::from_str(&house.holds("capacity_plan", plan, "outlook")).unwrap();
        let told = |place: usize| {
            ["option", "over_from", "decide_by"].map(|part| outlook[place][part].as_str().unwrap())
        };
        assert_eq!(told(0), ["As it is", "2025-12-01", "2025-10-01"]);
        assert_eq!(told(1), ["Ten more in each hundred", "2025-09-01", "2025-07-01"]);
        assert_eq!(told(2), ["A second shelf", "2026-07-01", "2026-05-01"]);
    });
}

#[test]
fn a_plan_in_force_takes_the_place_of_the_one_before() {
    tell(|house| {
        let source = measured(house);
        let forecast = forecast(house, source, &[("method", "smoothing")]).to_string();
        let metric = metric(house, &[]).to_string();
        let owner = house.agent.person.unwrap().to_string();
        let plan = |name: &str| {
            let words = [
                "current",
                "foreseen",
                "impact_service_levels",
                "impact_availability",
                "impact_continuity",
                "thresholds",
                "choice",
            ];
            let mut fields = vec![
                ("name", name),
                ("owner", &*owner),
                ("from", "2025-09-01"),
                ("until", "2026-08-31"),
                ("metrics", &*metric),
                ("forecasts", &*forecast),
                ("options", r#"[{"option":"Nothing"}]"#),
            ];
            fields.extend(words.map(|word| (word, "As it is")));
            let plan = house.create("capacity_plan", &fields);
            house.go("capacity_plan", plan, "approve", &[]).unwrap();
            house.go("capacity_plan", plan, "begin", &[]).unwrap();
            plan
        };
        let first = plan("Plan A");
        house.until("2025-09-02T09:00:00Z");
        let second = plan("Plan B");
        house.until("2025-09-02T10:00:00Z");
        let state = |id| house.desk.record(&house.manager, "capacity_plan", id).unwrap().state;
        assert_eq!([first, second].map(state), ["superseded", "in_force"]);
    });
}

#[test]
fn a_service_in_use_whose_needs_nobody_said_is_told() {
    tell(|house| {
        let service = service(house);
        let owner = house.agent.person.unwrap().to_string();
        let fields = [
            ("summary", "Two administrators"),
            ("service", &*service),
            ("resource", "human"),
            ("amount", "80"),
            ("unit", "hours a week"),
            ("performance", "Repair within four hours"),
            ("basis", "Times booked"),
            ("owner", &*owner),
            ("review_on", "2025-06-01"),
        ];
        let requirement = house.create("capacity_requirement", &fields);
        house.go("capacity_requirement", requirement, "approve", &[]).unwrap();
        let sheet = capacity(house);
        assert_eq!(figure(&sheet, "requirements_missing")["value"], 0, "no service is in use");
        assert_eq!(figure(&sheet, "requirements_overdue")["judged"], "kept");
        house.until("2025-06-02T09:00:00Z");
        assert_eq!(figure(&capacity(house), "requirements_overdue")["value"], 1);
        let short = [("summary", "The disk is full"), ("category", "Capacity of disks")];
        house.create("incident", &short);
        house.create("incident", &[("summary", "The lamp is dark"), ("category", "Lamps")]);
        let sheet = capacity(house);
        let incidents = figure(&sheet, "capacity_incidents");
        assert_eq!((&incidents["value"], &incidents["judged"]), (&1.into(), &"missed".into()));
    });
}

#[test]
fn agents_write_down_what_they_measured_and_decide_about_no_money() {
    tell(|house| {
        house.until("2025-02-01T09:00:00Z");
        let (source, metric) = (source(house, &[]).to_string(), metric(house, &[]).to_string());
        let try_it = |kind: &str, fields: &[(&str, &str)]| {
            let command = gemba_desk::Command::create(kind, crate::figures::house::typed(fields));
            house.run(&house.agent, command).map(|_| ())
        };
        let measure = [("source", &*source), ("month", "2025-01-01"), ("value", "5")];
        try_it("demand_measure", &measure).unwrap();
        let sample = [("metric", &*metric), ("at", "2025-01-05T10:00:00Z"), ("value", "5")];
        try_it("capacity_sample", &sample).unwrap();
        let event = [
            ("summary", "A fair"),
            ("source", &*source),
            ("from", "2025-03-01"),
            ("effect_percent", "5"),
        ];
        try_it("business_event", &event).unwrap();
        let sort = [("name", "Rooms"), ("nature", "indirect"), ("sort", "operating")];
        let refused = try_it("cost_type", &sort).unwrap_err();
        assert!(refused.starts_with("As agent you may not"), "{refused}");
    });
}
