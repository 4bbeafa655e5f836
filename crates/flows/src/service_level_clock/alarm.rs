//! When somebody is told that time runs out, and who.
use super::agreement::{Agreement, Metric, Target};
use super::report::Report;
use crate::{
    change_calendar::Within,
    escalation::{Raise, headline},
};
use gemba_desk::{Command, Refused, World};
use gemba_model::{
    Record,
    filter::Filter,
    on_call::{self, Direction, Reached},
    overlay::KindView,
};
use gemba_vocabulary::{RecordId, Value, clock::Clock};
use jiff::Timestamp;

const ESCALATIONS_READ_MAX: usize = 500;
const BREACH_PERCENT: u32 = 100;

/// What is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// The agreed share of the time is used up.
    BeforeBreach,
    /// All of it is.
    Breach,
}

impl Reason {
    const fn name(self) -> &'static str {
        match self {
            Self::BeforeBreach => "before_breach",
            Self::Breach => "breach",
        }
    }

    /// To people who know more before the breach, to people who may decide more at it.
    const fn direction(self) -> Direction {
        match self {
            Self::BeforeBreach => Direction::Functional,
            Self::Breach => Direction::Hierarchical,
        }
    }
}

/// A moment at which somebody is to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Alarm {
    metric: Metric,
    reason: Reason,
    warn_percent: u32,
    /// The first attended moment at which it is true; never at night and never in a pause.
    at: Timestamp,
    /// When to raise it, seen from now: `at`, or the next attended moment if that has passed.
    pub raise_at: Timestamp,
}

/// The alarms of an incident that have not been raised yet.
pub(super) fn open_alarms(
    world: &mut World<'_>,
    agreement: &Agreement,
    report: &Report,
    incident: &Record,
) -> Result<Vec<Alarm>, Refused> {
    let now = world.now();
    let mut alarms = Vec::new();
    for metric in Metric::ALL {
        let target = agreement.target(metric, report.priority);
        let clock = target.and_then(|target| target.clock(report));
        if let Some((target, clock)) = target.zip(clock) {
            alarms.extend(alarms_of(metric, target, &clock, report, incident, now));
        }
    }
    // Only what has passed can have been raised; a new incident is spared the question.
    if incident.id != 0 && alarms.iter().any(|alarm| alarm.at <= now) {
        let raised = read_raised(world, incident.id)?;
        alarms.retain(|alarm| !raised.iter().any(|one| one.answers(alarm)));
    }
    Ok(alarms)
}

fn alarms_of(
    metric: Metric,
    target: &Target,
    clock: &Clock,
    report: &Report,
    incident: &Record,
    now: Timestamp,
) -> Vec<Alarm> {
    let mut alarms = Vec::new();
    if clock.ended.is_some() || clock.pauses.iter().any(|pause| pause.to.is_none()) {
        return alarms;
    }
    let calendar = &target.calendar;
    let alarm = |reason, percent, recorded_at: Timestamp| {
        let at = clock.warn_at(calendar, percent).filter(|at| *at >= recorded_at)?;
        // A reopened incident is told of anew: whoever solved it before may no longer look at it.
        let at = report.reopened_at().map_or(at, |reopened| at.max(reopened));
        let at = calendar.next_open(at)?;
        let raise_at = calendar.next_open(at.max(now))?;
        Some(Alarm { metric, reason, warn_percent: target.warn_percent, at, raise_at })
    };
    let breach = alarm(Reason::Breach, BREACH_PERCENT, Timestamp::MIN);
    // Whom the breach is told needs no warning of it; and what was reported late is not warned of for
    // the time before it was recorded.
    if breach.is_none_or(|breach| breach.at > now) {
        alarms.extend(alarm(Reason::BeforeBreach, target.warn_percent, incident.created_at));
    }
    alarms.extend(breach);
    alarms
}

/// An escalation on record.
struct Raised {
    clock: String,
    reason: String,
    at: Timestamp,
}

impl Raised {
    /// Whether it told of this alarm: of the same clock for the same reason, and not before it was
    /// true. So a new target, and a time after a reopening, are told of again.
    fn answers(&self, alarm: &Alarm) -> bool {
        self.clock == alarm.metric.name()
            && self.reason == alarm.reason.name()
            && self.at >= alarm.at
    }
}

fn read_raised(world: &mut World<'_>, incident: RecordId) -> Result<Vec<Raised>, Refused> {
    let view = world.view("escalation")?;
    let of_incident = Filter::is("incident", Value::Ref(incident));
    let records = world.find("escalation", &[of_incident], ESCALATIONS_READ_MAX)?;
    let raised = records.iter().map(|record| Raised {
        clock: view.value(record, "clock").to_text(),
        reason: view.value(record, "reason").to_text(),
        at: view.value(record, "at").as_instant().unwrap_or(record.created_at),
    });
    Ok(raised.collect())
}

/// The command that raises an alarm; nothing if there is nobody to tell. Before the breach it goes to
/// the team, and there to whoever is on call and knows more; at the breach to whoever decides.
pub(super) fn escalation(
    world: &mut World<'_>,
    agreement: &Agreement,
    view: &KindView,
    incident: &Record,
    alarm: &Alarm,
) -> Result<Option<Command>, Refused> {
    let person = |field: &str| view.value(incident, field).as_int();
    let (team, now, direction) = (person("team"), world.now(), alarm.reason.direction());
    let mut to = match team {
        Some(team) => on_call::reached(&mut Within(world), team, direction, now)?,
        None => Reached::default(),
    };
    to.person = to.person.or(match (alarm.reason, team) {
        (Reason::BeforeBreach, Some(_)) => None,
        (Reason::BeforeBreach, None) => person("assigned_to").or(agreement.owner),
        (Reason::Breach, Some(_)) => agreement.owner,
        (Reason::Breach, None) => agreement.owner.or(person("assigned_to")),
    });
    if team.is_none() && to.person.is_none() {
        tracing::warn!(incident = incident.id, "time runs out, and there is nobody to escalate to");
        return Ok(None);
    }
    let raise = Raise {
        summary: summary(view, incident, alarm),
        of: ("incident", incident.id),
        direction,
        reason: alarm.reason.name(),
        clock: Some(alarm.metric.name()),
        team,
        to,
        after: None,
        at: now,
    };
    Ok(Some(raise.command()))
}

fn summary(view: &KindView, incident: &Record, alarm: &Alarm) -> String {
    let what = match alarm.metric {
        Metric::Response => "a response",
        Metric::Resolution => "a solution",
    };
    let said = match alarm.reason {
        Reason::BeforeBreach => {
            format!("{} % of the time for {what} is used up", alarm.warn_percent)
        }
        Reason::Breach => format!("the time for {what} is over"),
    };
    format!("{}: {said}. {}", view.def.number(incident.id), headline(view, incident))
}
