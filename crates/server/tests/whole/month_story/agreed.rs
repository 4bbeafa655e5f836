//! The agreement, and an outage that somebody writes down.
use crate::hands::{Hands, Put::*};

pub const AGREEMENT: &str = "/service_level_agreement/1";

pub async fn an_agreement_is_written_with_its_targets(hands: &Hands<'_>) {
    hands.open("/service_level_agreement/new").await;
    let named = [
        ("name", Words("Mail for Acme")),
        ("customer", Pick("Acme")),
        ("service", Pick("Mail")),
        ("calendar", Pick("Always")),
    ];
    hands.save(&named, "SLA-000001 is recorded.").await;
    hands.is_refused(AGREEMENT, "propose", &[], "fill in: Requirements").await;
    hands.open("/service_level_target/new").await;
    let solved = [
        ("name", Words("Solved in 8 hours")),
        ("agreement", Pick("Mail for Acme")),
        ("metric", Choice("resolution")),
        ("target", Words("8h")),
        ("threshold", Words("90")),
    ];
    hands.save(&solved, "SLT-000001 is recorded.").await;
    hands.open("/service_level_target/new").await;
    let there = [
        ("name", Words("There 99.5 % of the time")),
        ("agreement", Pick("Mail for Acme")),
        ("metric", Choice("availability")),
        ("threshold", Words("99.5")),
    ];
    hands.save(&there, "SLT-000002 is recorded.").await;
    hands.open("/workload_limit/new").await;
    let limit = [
        ("name", Words("Incidents")),
        ("agreement", Pick("Mail for Acme")),
        ("metric", Words("incidents")),
        ("limit", Words("20")),
    ];
    hands.save(&limit, "WLL-000001 is recorded.").await;
}

pub async fn both_sides_agree_and_it_counts(hands: &Hands<'_>) {
    let needed = [("requirements", Words("Mail, always"))];
    hands.step(AGREEMENT, "propose", &needed, "negotiation").await;
    let both = [
        ("owner", Pick("Theo")),
        ("exceptions", Words("Higher force")),
        ("customer_agreed_by", Words("Zoe")),
        ("customer_agreed_on", On("03302026")),
        ("owner_agreed_by", Pick("Theo")),
        ("owner_agreed_on", On("03302026")),
    ];
    hands.step(AGREEMENT, "agree", &both, "agreed").await;
    hands.step(AGREEMENT, "start", &[("starts_on", On("04012026"))], "in force").await;
}

/// Half an hour in which a supplier's line was down; nobody reported an incident.
pub async fn an_outage_is_recorded_by_hand(hands: &Hands<'_>) {
    hands.open("/outage/new").await;
    let outage = [
        ("summary", Words("The line was down")),
        ("service", Pick("Mail")),
        ("began_at", At("06182026", "100000AM")),
    ];
    hands.save(&outage, "OUT-000002 is recorded.").await;
    let restored = [("ended_at", At("06182026", "103000AM"))];
    hands.step("/outage/2", "restore", &restored, "restored").await;
}
