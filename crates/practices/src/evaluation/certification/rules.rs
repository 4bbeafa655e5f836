//! What the steps of a certification ask for, and what Gemba works out at every save.
use super::{
    Certification,
    cycle::{Audit, audits, rows, stage_two},
};
use gemba_model::{
    FieldFault, Refusal, Situation,
    held::Structured,
    library::{Count, date_not_in_future, fault_unless, fill_in, is_import, only_if, today},
};
use gemba_vocabulary::{
    Value, audit_time,
    certificate::{majors_until, restored_until, valid_until},
    sample::{SiteAudit, sites},
};
use jiff::{ToSpan, civil::Date, tz::TimeZone};
use rust_decimal::Decimal;

const MANY: i64 = 1_000_000;

pub(super) fn is_stage_one(_: &Certification, now: &Situation<'_>) -> Result<(), Refusal> {
    let all = audits(now);
    let held = all.iter().rev().find(|one| one.sort == "stage_one" && one.is_held());
    let Some(held) = held else {
        return Err(Refusal(
            "Stage 1 was not reported yet. Hold its audit, say what it concluded, and report it."
                .to_owned(),
        ));
    };
    only_if(
        held.readiness != "not_ready",
        "Stage 1 concluded that we are not ready. Put right what it named, and have Stage 1 held again.",
    )
}

pub(super) fn is_stage_two(me: &Certification, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        stage_two(me, &audits(now)).is_some_and(Audit::is_held),
        "Stage 2 was not reported yet. Hold its audit and report it.",
    )
}

/// How many findings of those audits are open that keep from a certificate.
fn blocking(all: &[Audit], now: &Situation<'_>) -> usize {
    let open = |audit: &Audit| {
        let of = [("audit", Value::Ref(audit.id)), ("blocks", Value::Bool(true))];
        let states = now.facts.each("audit_finding", &of, "state");
        let is_open =
            |one: &&Value| !matches!(one.as_text(), Some("closed" | "withdrawn" | "verified"));
        states.iter().filter(is_open).count()
    };
    all.iter().filter(|one| one.is_held()).map(open).sum()
}

/// Whether what was no more than a lapse has a plan: the body accepts it before it decides.
fn is_planned(all: &[Audit], now: &Situation<'_>) -> bool {
    let early = ["raised", "agreed", "disputed", "correction_done", "cause_analysed"];
    let is_without = |audit: &Audit| {
        let of = [("audit", Value::Ref(audit.id)), ("grade", Value::Text("minor".to_owned()))];
        let states = now.facts.each("audit_finding", &of, "state");
        states.iter().any(|one| one.as_text().is_some_and(|state| early.contains(&state)))
    };
    !all.iter().filter(|one| one.is_held()).any(is_without)
}

/// The day of which something grave was not seen to be over in time, if there was such a thing: it is open past that
/// day, or was verified after it.
fn missed(me: &Certification, all: &[Audit], now: &Situation<'_>) -> Option<Date> {
    let until = me.blocking_until?;
    let is_late = |audit: &Audit| {
        let of = [("audit", Value::Ref(audit.id)), ("blocks", Value::Bool(true))];
        let column = |field: &str| now.facts.each("audit_finding", &of, field);
        let states = column("state");
        let seen = column("verified_at");
        states.iter().zip(&seen).any(|(state, seen)| match (state.as_text(), seen) {
            (Some("withdrawn"), _) => false,
            (_, Value::Instant(at)) => at.to_zoned(TimeZone::UTC).date() > until,
            (Some("closed" | "verified"), _) => false,
            _ => today(now) > until,
        })
    };
    all.iter().filter(|one| one.is_held()).any(is_late).then_some(until)
}

fn nothing_blocks(all: &[Audit], now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        blocking(all, now) == 0,
        "A finding is open that keeps from a certificate. First its action is done and verified.",
    )?;
    only_if(
        is_planned(all, now),
        "A minor finding has no plan yet. The body accepts the plan before it decides.",
    )
}

pub(super) fn is_stage_two_over(me: &Certification, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        missed(me, &audits(now), now).is_some(),
        "Nothing grave was open for more than six months after Stage 2. Another Stage 2 is not needed.",
    )
}

fn is_decided(verb: &str, me: &Certification) -> Result<(), Refusal> {
    fill_in(
        verb,
        &[
            (me.certificate_number.is_some(), "Certificate number"),
            (me.decided_on.is_some(), "Decided on"),
            (me.decided_by.is_some(), "Decided by"),
        ],
    )
}

pub(super) fn is_certified(me: &Certification, now: &Situation<'_>) -> Result<(), Refusal> {
    is_decided("Certified", me)?;
    let all = audits(now);
    let last = stage_two(me, &all).filter(|one| one.is_held()).and_then(|one| one.last_day);
    only_if(
        last.zip(me.decided_on).is_none_or(|(last, decided)| decided >= last),
        "The body decides after Stage 2. Look at the day under “Decided on”.",
    )?;
    if let Some(day) = missed(me, &all, now) {
        return Err(Refusal(format!(
            "What was grave was not seen to be over by {day}, six months after the last day of Stage 2. Take “Another \
             Stage 2”."
        )));
    }
    nothing_blocks(&all, now)
}

/// Whether the audit that renews was held within the three years that end, or the six months after them.
fn was_renewed(me: &Certification, now: &Situation<'_>) -> Result<(), Refusal> {
    let began = me.valid_until.map(|day| day.saturating_sub(3.years()));
    let is_of = |one: &Audit| {
        let is_later = one.last_day.zip(began).is_some_and(|(day, began)| day > began);
        one.sort == "recertification" && one.is_held() && is_later
    };
    only_if(
        audits(now).iter().any(is_of),
        "The audit that renews it was not reported yet. Hold it and report it.",
    )
}

pub(super) fn is_recertified(me: &Certification, now: &Situation<'_>) -> Result<(), Refusal> {
    is_decided("Certified anew", me)?;
    was_renewed(me, now)?;
    nothing_blocks(&audits(now), now)
}

pub(super) fn is_expired(me: &Certification, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        me.valid_until.is_some_and(|day| day < today(now)),
        "Its last day is not past. Take “Suspended” or “Withdrawn” if the body took it away.",
    )
}

pub(super) fn is_restored(me: &Certification, now: &Situation<'_>) -> Result<(), Refusal> {
    is_decided("Restored", me)?;
    only_if(
        me.restorable_until.is_some_and(|day| today(now) <= day),
        "It ran out more than six months ago. Apply anew: at least Stage 2 is held again.",
    )?;
    was_renewed(me, now)?;
    nothing_blocks(&audits(now), now)
}

/// The years of a restored certificate count from the end of those before.
pub(super) fn restore(me: &mut Certification, _: &Situation<'_>) {
    me.restored_from = me.valid_until.map(|day| day.saturating_add(1.day()));
}

pub(super) fn settle(
    me: &mut Certification,
    _: Option<&Certification>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let is_number = |value: Option<i64>| value.is_none_or(|value| (1..=MANY).contains(&value));
    fault_unless(is_number(me.people_in_scope), "people_in_scope", "must be one or more")?;
    fault_unless(is_number(me.sites), "sites", "must be one or more")?;
    fault_unless(
        me.table_days.is_none_or(|days| days > Decimal::ZERO && days < Decimal::from(1_000)),
        "table_days",
        "must be more than nothing",
    )?;
    let is_backward = me.stage_one_on.zip(me.stage_two_on).is_some_and(|(one, two)| two < one);
    fault_unless(!is_backward, "stage_two_on", "lies before Stage 1")?;
    if !is_import(now) {
        date_not_in_future("decided_on", me.decided_on, now)?;
    }
    time(me);
    let all = audits(now);
    me.valid_until = me.counted_from().map(valid_until);
    me.restorable_until = me.valid_until.map(restored_until);
    let last = stage_two(me, &all).filter(|one| one.is_held()).and_then(|one| one.last_day);
    me.blocking_until = last.map(majors_until);
    me.blocking_findings = Count(i64::try_from(blocking(&all, now)).unwrap_or(i64::MAX));
    let rows = rows(me, &all);
    let open = rows.iter().filter(|one| one.held.is_none());
    let next = open.filter_map(|one| Some((one.due?, one))).min_by_key(|(due, _)| *due);
    let (due, name): (Option<Date>, Option<String>) =
        next.map(|(due, one)| (due, one.audit.clone())).unzip();
    (me.next_due_on, me.next_audit) = (due, name);
    me.cycle = Some(Structured(rows));
    Ok(())
}

/// How long the audit takes, and how many sites it sees.
fn time(me: &mut Certification) {
    let factors = || me.factors.iter().flat_map(|rows| rows.0.iter().map(|one| one.percent));
    let (percent, days) = match me.table_days {
        Some(table) => {
            (Some(audit_time::sum_percent(factors())), Some(audit_time::days(table, factors())))
        }
        None => (None, None),
    };
    (me.factors_percent, me.audit_days) = (percent, days);
    let all = me.sites.and_then(|sites| u64::try_from(sites).ok());
    let of = |audit| all.and_then(|all| i64::try_from(sites(all, audit)).ok());
    me.sites_initial = of(SiteAudit::Initial);
    me.sites_surveillance = of(SiteAudit::Surveillance);
    me.sites_recertification = of(SiteAudit::Recertification);
}
