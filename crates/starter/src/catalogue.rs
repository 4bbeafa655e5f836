//! Services, agreements and configuration items, each taken through its real life to where it
//! stands now.
use crate::{
    data::{Agreement, Class, Data, Item, Service, Target},
    days::{Days, length},
    deed::{Deed, at, dated, fields, minutes_after, steps},
};
use gemba_desk::Refused;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

const MANAGER: &str = "tom";
const TESTER: &str = "miriam";
/// The change by which what was taken over came into use.
const OF_ESTATE: &str = "chg-estate";

/// Everything of the catalogue.
pub fn deeds(data: &Data, days: &Days) -> Result<Vec<Deed>, Refused> {
    let mut deeds = Vec::new();
    for (minutes, service) in (0..).step_by(4).zip(&data.services) {
        Road { days, minutes }.service(service, &mut deeds)?;
    }
    for (minutes, agreement) in (0..).step_by(3).zip(&data.agreements.agreement) {
        if let Some(class) = data.agreements.class.get(&agreement.class) {
            Road { days, minutes }.agreement(agreement, class, &mut deeds)?;
        }
    }
    for (minutes, owner) in (0..).step_by(5).zip(owners(data)) {
        for item in data.items.iter().filter(|item| item.owner == owner) {
            Road { days, minutes }.item(item, &mut deeds)?;
        }
    }
    Ok(deeds)
}

/// Who answers for items, each once.
fn owners(data: &Data) -> BTreeSet<&str> {
    data.items.iter().map(|item| item.owner.as_str()).collect()
}

/// The key of the agreement for a customer and a service.
pub fn agreement_key(customer: &str, service: &str) -> String {
    format!("sla-{customer}-{service}")
}

/// The key of a target by its place in the class.
pub fn target_key(agreement: &Agreement, place: usize) -> String {
    format!("slt-{}-{}-{place}", agreement.customer, agreement.service)
}

/// Whether the agreement came into force.
pub fn is_in_force(agreement: &Agreement) -> bool {
    matches!(agreement.stands.as_str(), "in_force" | "kept" | "under_review")
}

/// One record's way, some minutes after the ones before it.
struct Road<'a> {
    days: &'a Days,
    minutes: i64,
}

impl Road<'_> {
    fn moment(&self, text: &str) -> Result<Timestamp, Refused> {
        Ok(minutes_after(self.days.moment(text)?, self.minutes))
    }

    fn service(&self, service: &Service, deeds: &mut Vec<Deed>) -> Result<(), Refused> {
        let is_early = matches!(service.reach.as_str(), "live" | "retiring");
        let moments = if is_early {
            [
                "m13.3+ 10:00",
                "m13.4+ 11:00",
                "m13.15+ 16:00",
                "m13.16+ 17:00",
                "m13.21+ 13:00",
                "m13.24+ 14:00",
            ]
        } else {
            ["w24 13:00", "w22 13:00", "w18 10:00", "w15 09:00", "w4 13:00", "w1 14:00"]
        };
        let [proposed, planned, designed, built, tested, accepted] = moments;
        let customers: Vec<_> = service.customers.iter().map(|key| at(key)).collect();
        let with = fields([
            ("name", json!(service.name)),
            ("description", json!(service.description)),
            ("value", json!(service.value)),
            ("owner", at(&service.owner)),
            ("criticality", json!(service.criticality)),
            ("criticality_reason", json!(service.criticality_reason)),
            ("customers", Json::from(customers)),
            ("delivered_by", at(service.supplier.as_deref().unwrap_or_default())),
        ]);
        let key = service.key.as_str();
        deeds.push(Deed::make(self.moment(proposed)?, MANAGER, "service", key, with));
        let mut go = |when: &str, by: &str, verb: &str, note: &str| {
            let at = self.moment(when)?;
            deeds.push(Deed::take(at, by, key, verb, fields([])).noted(note));
            Ok::<_, Refused>(())
        };
        if service.reach == "proposed" {
            return Ok(());
        }
        go(planned, MANAGER, "approve_proposal", "")?;
        if service.reach == "planned" {
            return Ok(());
        }
        go(designed, MANAGER, "approve_design", "")?;
        go(built, MANAGER, "start_build", "")?;
        go(tested, TESTER, "start_test", &service.criteria)?;
        if service.reach == "testing" {
            return Ok(());
        }
        go(accepted, TESTER, "accept", &service.accepted)?;
        go("m13.28+ 15:00", MANAGER, "deploy", "")?;
        if service.reach == "retiring" {
            let plan = fields([("removal_plan", json!(service.removal_plan))]);
            let when = self.moment("w10 11:00")?;
            deeds.push(Deed::take(when, MANAGER, key, "approve_removal", plan));
        }
        Ok(())
    }

    fn agreement(
        &self,
        agreement: &Agreement,
        class: &Class,
        deeds: &mut Vec<Deed>,
    ) -> Result<(), Refused> {
        let is_draft = agreement.stands == "draft";
        let key = agreement_key(&agreement.customer, &agreement.service);
        let owner = agreement.owner.as_str();
        let begins = self.moment(match agreement.stands.as_str() {
            "draft" => "w10 14:00",
            "negotiation" => "w29 09:00",
            _ => "m13.21+ 09:00",
        })?;
        let with = fields([
            ("name", json!(agreement_name(agreement))),
            ("customer", at(&agreement.customer)),
            ("service", at(&agreement.service)),
            ("calendar", at(&format!("cal-{}", class.hours))),
            ("requirements", json!(agreement.requirements)),
            ("exceptions", json!(agreement.exceptions)),
            ("owner", at(owner)),
            ("review_months", json!(agreement.review_months)),
        ]);
        deeds.push(Deed::make(begins, owner, "service_level_agreement", &key, with));
        if is_draft {
            return Ok(());
        }
        promises(agreement, class, &key, begins, deeds)?;
        let is_new = agreement.stands == "negotiation";
        let proposed = if is_new { "w12 10:00" } else { "m13.22+ 09:30" };
        deeds.push(Deed::take(self.moment(proposed)?, owner, &key, "propose", fields([])));
        if is_in_force(agreement) {
            self.in_force(agreement, &key, deeds)?;
        }
        Ok(())
    }

    fn in_force(
        &self,
        agreement: &Agreement,
        key: &str,
        deeds: &mut Vec<Deed>,
    ) -> Result<(), Refused> {
        let owner = agreement.owner.as_str();
        let agreed_on = json!(self.days.date("m13.27+")?.to_string());
        let agreed = fields([
            ("customer_agreed_by", json!(agreement.signer)),
            ("customer_agreed_on", agreed_on.clone()),
            ("owner_agreed_by", at(owner)),
            ("owner_agreed_on", agreed_on),
        ]);
        deeds.push(Deed::take(self.moment("m13.27+ 11:00")?, owner, key, "agree", agreed));
        let starts = fields([("starts_on", json!(self.days.date("m12.1")?.to_string()))]);
        deeds.push(Deed::take(self.moment("m12.1 08:05")?, owner, key, "start", starts));
        // Twice since then both sides looked at it and kept it as it is.
        for month in [7, 2] {
            let (begun, ended) = (format!("m{month}.10+"), format!("m{month}.12+"));
            let when = self.moment(&format!("{begun} 13:30"))?;
            deeds.push(Deed::take(when, owner, key, "review", fields([])));
            let held = fields([("last_review_on", json!(self.days.date(&ended)?.to_string()))]);
            let when = self.moment(&format!("{ended} 15:00"))?;
            deeds.push(Deed::take(when, owner, key, "keep", held));
        }
        if agreement.stands == "in_force" {
            return Ok(());
        }
        let when = self.moment("w8 13:30")?;
        deeds.push(Deed::take(when, owner, key, "review", fields([])));
        if agreement.stands == "kept" {
            let held = fields([("last_review_on", json!(self.days.date("w7")?.to_string()))]);
            let when = self.moment("w7 15:00")?;
            deeds.push(Deed::take(when, owner, key, "keep", held));
        }
        Ok(())
    }

    fn item(&self, item: &Item, deeds: &mut Vec<Deed>) -> Result<(), Refused> {
        let key = item.key.as_str();
        let begins = match item.road.as_str() {
            "wished" => "w7 09:00",
            "stocked" => "w22 09:00",
            _ => "m13.16+ 08:00",
        };
        let with = fields([
            ("name", json!(item.name)),
            ("item_type", json!(item.sort)),
            ("description", json!(item.description)),
            ("service", at(&item.service)),
            ("owner", at(&item.owner)),
            ("location", json!(item.location)),
            ("serial", json!(item.serial)),
            ("supplier", at(item.supplier.as_deref().unwrap_or_default())),
        ]);
        let by = item.owner.as_str();
        let begins = self.moment(begins)?;
        deeds.push(Deed::make(begins, by, "configuration_item", key, with));
        let road: &[(&str, &str)] = match item.road.as_str() {
            "wished" => &[("w5 11:00", "order")],
            "stocked" => &[("w20 11:00", "order"), ("w9 09:00", "receive")],
            "built" => &[("m13.18+ 09:00", "build"), ("m13.21+ 13:00", "test")],
            _ => &[
                ("m13.17+ 09:30", "order"),
                ("m13.19+ 10:30", "receive"),
                ("m13.20+ 11:30", "prepare"),
                ("m13.21+ 13:00", "test"),
            ],
        };
        for (when, verb) in road {
            deeds.push(Deed::take(self.moment(when)?, by, key, verb, fields([])));
        }
        if matches!(item.road.as_str(), "built" | "bought") {
            if !item.facts.is_empty() {
                let facts = dated(&item.facts, self.days)?;
                deeds.push(Deed::take(self.moment("m13.26+ 14:30")?, by, key, "change", facts));
            }
            let change = fields([("change", at(OF_ESTATE))]);
            deeds.push(Deed::take(self.moment("m13.28+ 15:30")?, by, key, "deploy", change));
        }
        steps(key, by, begins, &item.then, self.days, deeds)
    }
}

fn agreement_name(agreement: &Agreement) -> String {
    let begin = |text: &str| {
        let mut letters = text.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>())
    };
    let part = |text: &str| begin(text).unwrap_or_default();
    format!("{} for {}", part(&agreement.service), part(&agreement.customer))
}

/// The targets and workload limits of an agreement.
fn promises(
    agreement: &Agreement,
    class: &Class,
    key: &str,
    when: Timestamp,
    deeds: &mut Vec<Deed>,
) -> Result<(), Refused> {
    for (place, target) in class.targets.iter().enumerate() {
        let calendar = target.hours.as_ref().map(|hours| format!("cal-{hours}"));
        let time = length(&target.time)?;
        let with = fields([
            ("name", json!(target_name(target, time))),
            ("agreement", at(key)),
            ("metric", json!(target.metric)),
            ("priority", json!(target.priority)),
            ("target", json!(time.as_secs())),
            ("threshold", json!(target.share)),
            ("calendar", at(calendar.as_deref().unwrap_or_default())),
            ("pauses_for_supplier", json!(target.waits_for_supplier)),
            ("pauses_for_change", json!(target.waits_for_change)),
        ]);
        let own = target_key(agreement, place);
        deeds.push(Deed::make(when, &agreement.owner, "service_level_target", &own, with));
    }
    for (place, limit) in agreement.limits.iter().enumerate() {
        let with = fields([
            ("name", json!(limit.name)),
            ("agreement", at(key)),
            ("metric", json!(limit.metric)),
            ("limit", json!(limit.limit)),
            ("period", json!(limit.period)),
        ]);
        let own = format!("wll-{}-{}-{place}", agreement.customer, agreement.service);
        deeds.push(Deed::make(when, &agreement.owner, "workload_limit", &own, with));
    }
    Ok(())
}

fn target_name(target: &Target, time: SignedDuration) -> String {
    let minutes = time.as_mins();
    let long = if minutes % 60 == 0 {
        let hours = minutes / 60;
        format!("{hours} {}", if hours == 1 { "hour" } else { "hours" })
    } else {
        format!("{minutes} minutes")
    };
    let whose = target.priority.map_or_else(
        || "All other priorities".to_owned(),
        |priority| format!("Priority {priority}"),
    );
    let what = if target.metric == "response" { "response" } else { "solved" };
    format!("{whose}: {what} within {long}")
}
