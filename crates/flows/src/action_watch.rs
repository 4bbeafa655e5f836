//! The days of findings, corrective actions, improvements and audits: whoever one waits for gets a task on its morning.
use crate::complaint_watch::fields;
use gemba_desk::{Command, DueDone, DueWork, Flow, Refused, Saving, World};
use gemba_model::{Record, filter::Filter, overlay::KindView};
use gemba_vocabulary::{RecordId, Value};
use jiff::{Timestamp, civil::Date};
use serde_json::json;

/// The watch of one desk. It remembers nothing.
#[derive(Debug, Default)]
pub struct ActionWatch;

const TOPIC: &str = "action_watch";
const SUMMARY_CHARACTERS_MAX: usize = 180;
const TASKS_MAX: usize = 500;

/// A day that somebody is told of.
struct Watched {
    kind: &'static str,
    states: &'static [&'static str],
    /// The field of the day.
    day: &'static str,
    /// The field that names who is told, and another one if that is empty.
    whom: [&'static str; 2],
    /// What there is to do, before the name.
    what: &'static str,
    notes: &'static str,
}

const WATCHED: &[Watched] = &[
    Watched {
        kind: "corrective_action",
        states: &["approved", "in_progress"],
        day: "due",
        whom: ["owner", "approved_by"],
        what: "Finish the corrective action",
        notes: "It is due today. If it takes longer, say so and set another day with whoever approved it.",
    },
    Watched {
        kind: "corrective_action",
        states: &["implemented"],
        day: "check_from",
        whom: ["approved_by", "owner"],
        what: "Check whether it works",
        notes: "It was done some time ago. Look at what came after, and say whether the cause is gone.",
    },
    Watched {
        kind: "audit_finding",
        states: &["raised"],
        day: "response_due",
        whom: ["area_manager", "lead_auditor"],
        what: "Answer the finding",
        notes: "The time for an answer ends today. Agree, or dispute it and say why.",
    },
    Watched {
        kind: "audit_finding",
        states: &["action_planned"],
        day: "action_due",
        whom: ["action_owner", "area_manager"],
        what: "Finish the action on the finding",
        notes: "The action was planned for today.",
    },
    Watched {
        kind: "audit_finding",
        states: &["action_done"],
        day: "verify_from",
        whom: ["lead_auditor", "plan_accepted_by"],
        what: "Verify the finding",
        notes: "The action was done some time ago. Look at what came after, and say whether it works.",
    },
    Watched {
        kind: "audit_finding",
        states: &["agreed", "correction_done", "cause_analysed", "action_planned", "action_done"],
        day: "closure_due",
        whom: ["area_manager", "lead_auditor"],
        what: "Close the finding",
        notes: "It should have been closed by today. Say what is missing, and set another day with the lead auditor.",
    },
    Watched {
        kind: "improvement",
        states: &["planned", "implementing", "implemented"],
        day: "target_date",
        whom: ["owner", "sponsor"],
        what: "Measure the improvement",
        notes: "Its target was to be reached by today. Measure what was reached, and say what is done if it is missed.",
    },
    Watched {
        kind: "audit",
        states: &["planned", "prepared"],
        day: "starts_on",
        whom: ["lead_auditor", "owner"],
        what: "Begin the audit",
        notes: "It is planned for today.",
    },
    Watched {
        kind: "certification",
        states: &["stage_two_done"],
        day: "blocking_until",
        whom: ["owner", "owner"],
        what: "See that nothing grave is open",
        notes: "Six months after Stage 2 end today. If something grave is not verified by now, Stage 2 is held anew.",
    },
];

/// The days that matter of a record as it is, each with what is watched.
fn days(view: &KindView, record: &Record) -> Vec<(Date, &'static Watched)> {
    let of_kind = WATCHED.iter().filter(|one| one.kind == view.def.name);
    let in_state = of_kind.filter(|one| one.states.contains(&&*record.state));
    let dated = in_state.filter_map(|one| match view.value(record, one.day) {
        Value::Date(day) => Some((*day, one)),
        _ => None,
    });
    dated.collect()
}

fn begin_of(world: &World<'_>, day: Date) -> Timestamp {
    day.to_zoned(world.zone()).map(|at| at.timestamp()).unwrap_or_default()
}

fn summary(view: &KindView, record: &Record, watched: &Watched) -> String {
    let whole = format!("{}: {}", watched.what, view.title(record));
    whole.chars().take(SUMMARY_CHARACTERS_MAX).collect()
}

/// The days of which nobody was told yet, the next one first.
fn untold(
    world: &mut World<'_>,
    view: &KindView,
    record: &Record,
) -> Result<Vec<(Date, &'static Watched)>, Refused> {
    let mut days = days(view, record);
    if record.id != 0 && !days.is_empty() {
        let task = world.view("task")?;
        let about = [
            Filter::is("parent_kind", Value::Text(view.def.name.to_owned())),
            Filter::is("parent", Value::Int(record.id)),
        ];
        let told = world.find("task", &about, TASKS_MAX)?;
        let is_told = |(day, watched): &(Date, &Watched)| {
            told.iter().any(|one| {
                *task.value(one, "due_on") == Value::Date(*day)
                    && task.title(one) == summary(view, record, watched)
            })
        };
        days.retain(|day| !is_told(day));
    }
    days.sort_by_key(|(day, _)| *day);
    Ok(days)
}

impl Flow for ActionWatch {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        if saving.record.imported || !WATCHED.iter().any(|one| one.kind == saving.view.def.name) {
            return Ok(());
        }
        let next = untold(world, saving.view, saving.record)?.first().map(|(day, _)| *day);
        let now = world.now();
        let due = next.map(|day| begin_of(world, day).max(now));
        saving.plan(TOPIC, due);
        Ok(())
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let mut done = DueDone::default();
        let view = world.view(&work.kind)?;
        let Some(record) = world.record(&work.kind, work.record)? else { return Ok(done) };
        for (day, watched) in untold(world, &view, &record)? {
            let begin = begin_of(world, day);
            if begin > world.now() {
                done.again = Some(begin);
                break;
            }
            done.commands.push(task(&view, &record, watched, day));
        }
        Ok(done)
    }

    fn was_saved(&self, _: &str) {}
}

fn task(view: &KindView, record: &Record, watched: &Watched, day: Date) -> Command {
    let mut named = watched.whom.iter().map(|field| view.value(record, field));
    let whom: Option<RecordId> = named.find_map(Value::as_int);
    let with = fields(json!({
        "summary": summary(view, record, watched),
        "parent_kind": view.def.name,
        "parent": record.id,
        "assigned_to": whom,
        "due_on": day.to_string(),
        "notes": watched.notes,
    }));
    Command::create("task", with)
}
