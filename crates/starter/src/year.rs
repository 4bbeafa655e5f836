//! What came back month by month in the year before: changes, and the reports with which customers were told of it.
use crate::{
    data::{Data, PastChange, Year},
    days::Days,
    deed::{Deed, at, fields},
};
use gemba_desk::Refused;
use serde_json::{Value as Json, json};

const MANAGER: &str = "tom";
const OWNER: &str = "miriam";
const APPROVER: &str = "helene";
/// The first and the last month that is reported here, counted back; later ones are told one by one.
const REPORTED: (usize, usize) = (12, 3);
/// The months back in which the changes happen, one after the other.
const CHANGED: (usize, usize) = (11, 3);

/// Everything of it.
pub fn deeds(data: &Data, days: &Days) -> Result<Vec<Deed>, Refused> {
    let mut deeds = Vec::new();
    let (first, last) = REPORTED;
    for (place, month) in (last..=first).rev().enumerate() {
        for (number, customer) in data.organization.customer.iter().enumerate() {
            let words = &data.year.assessment;
            let said = words.get((place + number * 3) % words.len().max(1));
            let report =
                Report { customer: &customer.key, contact: &customer.contact, month, number };
            report.deeds(days, said.map_or("", String::as_str), &mut deeds)?;
        }
    }
    changes(&data.year, days, &mut deeds)?;
    Ok(deeds)
}

/// A customer's report of a month.
struct Report<'a> {
    customer: &'a str,
    contact: &'a str,
    month: usize,
    number: usize,
}

impl Report<'_> {
    fn deeds(&self, days: &Days, said: &str, deeds: &mut Vec<Deed>) -> Result<(), Refused> {
        let Self { customer, contact, month, number } = self;
        let next = month - 1;
        let key = format!("srt-{customer}-m{month}");
        let minute = 10 + number * 12;
        let when =
            |day: usize, hour: usize| days.moment(&format!("m{next}.{day}+ {hour:02}:{minute:02}"));
        let with = fields([
            ("customer", at(customer)),
            ("from", json!(days.date(&format!("m{month}.1"))?.to_string())),
            ("until", json!(days.date(&format!("m{next}.1"))?.to_string())),
        ]);
        deeds.push(Deed::make(when(3, 9)?, MANAGER, "service_report", &key, with));
        deeds.push(Deed::take(when(3, 10)?, MANAGER, &key, "prepare", fields([])));
        let assessment = fields([("assessment", json!(said))]);
        deeds.push(Deed::take(when(4, 11)?, OWNER, &key, "approve", assessment));
        let to = fields([("recipients", json!(format!("{contact}@{customer}.example")))]);
        deeds.push(Deed::take(when(5, 12)?, MANAGER, &key, "send", to));
        Ok(())
    }
}

fn changes(year: &Year, days: &Days, deeds: &mut Vec<Deed>) -> Result<(), Refused> {
    let (first, last) = CHANGED;
    let months = first - last + 1;
    for (place, change) in year.change.iter().enumerate() {
        let month = first - place * months / year.change.len().max(1);
        let half = place % 2;
        let key = format!("chg-past-{place}");
        Past { change, month, day: 2 + half * 12, key: &key }.deeds(days, deeds)?;
    }
    Ok(())
}

/// A change of a month that begins on a day of it.
struct Past<'a> {
    change: &'a PastChange,
    month: usize,
    day: usize,
    key: &'a str,
}

impl Past<'_> {
    fn deeds(&self, days: &Days, deeds: &mut Vec<Deed>) -> Result<(), Refused> {
        let Self { change, month, day, key } = self;
        let by = change.by.as_str();
        let when =
            |after: usize, time: &str| days.moment(&format!("m{month}.{}+ {time}", day + after));
        let with = fields([
            ("summary", json!(change.summary)),
            ("description", json!(change.description)),
            ("category", json!(change.category)),
            ("model", json!("normal")),
            ("service", at(&change.service)),
            ("configuration_items", json!([at(&change.item)])),
            ("requested_by", at(MANAGER)),
            ("plan", json!(change.plan)),
            ("back_out_plan", json!(change.back_out)),
            ("test_result", json!(change.test)),
        ]);
        deeds.push(Deed::make(when(0, "10:20")?, by, "change", key, with));
        let asked = fields([
            ("summary", json!(format!("{}?", change.summary))),
            ("parent_kind", json!("change")),
            ("parent", at(key)),
            ("approver", at(APPROVER)),
        ]);
        let approval = format!("{key}-approval");
        deeds.push(Deed::make(when(1, "14:20")?, by, "approval", &approval, asked));
        deeds.push(Deed::take(when(3, "15:25")?, APPROVER, &approval, "approve", fields([])));
        let mut go =
            |at, by: &str, verb: &str, with| deeds.push(Deed::take(at, by, key, verb, with));
        go(when(0, "10:45")?, by, "submit", fields([]));
        go(when(1, "14:10")?, OWNER, "assess", assessed(change));
        go(when(3, "15:30")?, APPROVER, "approve", fields([]));
        let (starts, ends) = (when(8, "17:30")?, when(8, "19:30")?);
        let planned = fields([
            ("starts_at", json!(starts.to_string())),
            ("ends_at", json!(ends.to_string())),
            ("told", json!("Everybody who uses it, by mail two days before.")),
        ]);
        go(when(4, "16:10")?, by, "schedule", planned);
        go(starts, by, "start", fields([]));
        let outcome = fields([("outcome", json!(change.outcome))]);
        let verb = if change.failed { "back_out" } else { "done" };
        let ended = Deed::take(when(8, "19:10")?, by, key, verb, outcome);
        deeds.push(ended.noted(if change.failed { &change.outcome } else { "" }));
        let mut go =
            |at, by: &str, verb: &str, with| deeds.push(Deed::take(at, by, key, verb, with));
        let mut reviewed =
            fields([("review", json!(change.review)), ("was_effective", json!(!change.failed))]);
        if change.failed {
            reviewed.append(&mut fields([
                ("investigation", json!(change.outcome)),
                ("agreed_actions", json!(change.review)),
            ]));
        }
        go(when(11, "19:20")?, OWNER, "pir", reviewed);
        go(when(11, "19:30")?, OWNER, "close", fields([("items_updated", json!(true))]));
        Ok(())
    }
}

/// What the change would touch, view by view.
fn assessed(change: &PastChange) -> serde_json::Map<String, Json> {
    fields([
        ("risk", json!("low")),
        ("benefit", json!(change.benefit)),
        (
            "impact_assessment",
            json!("Small, outside working hours, and it can be put back within the hour."),
        ),
        ("feasibility", json!("Our own people can do it; they have done the like before.")),
        ("impact_services", json!("A short interruption in the evening.")),
        ("impact_customers", json!("None during working hours.")),
        ("impact_policies", json!("None.")),
        ("impact_capacity", json!("None.")),
        (
            "impact_availability",
            json!("Announced beforehand, so that it does not count as downtime."),
        ),
        ("impact_continuity", json!("None.")),
        ("impact_security", json!("None.")),
        ("impact_other_changes", json!("None: nothing else is planned that evening.")),
        ("impact_cost", json!("Covered by the running budget.")),
    ])
}
