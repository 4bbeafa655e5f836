//! Service continuity: a plan knows when it was tried out last and whether a trial is missing, because its day passed
//! or much changed; and whoever invokes a plan finds its log opened.
use gemba_desk::{Command, DueDone, DueWork, Flow, Input, Refused, Saving, World};
use gemba_figures::continuity::{Covered, standing};
use gemba_model::{
    Record,
    filter::{Filter, Test},
    overlay::KindView,
};
use gemba_vocabulary::{RecordId, Value};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeSet;

/// Keeps plans informed. It remembers nothing.
#[derive(Debug, Default)]
pub struct ContinuityPlans;

const TOPIC: &str = "continuity";
const PLAN: &str = "continuity_plan";
const TEST: &str = "continuity_test";
const INVOCATION: &str = "invocation";
const CHANGE: &str = "change";
const RECORDS_READ_MAX: usize = 1_000;
const SUMMARY_CHARACTERS_MAX: usize = 200;

impl Flow for ContinuityPlans {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        match saving.view.def.name {
            PLAN => fill(world, saving)?,
            TEST => saving.plan(TOPIC, Some(world.now())),
            CHANGE if is_done_anew(saving) => saving.plan(TOPIC, Some(world.now())),
            _ => {}
        }
        Ok(())
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let mut done = DueDone::default();
        let plans = match &*work.kind {
            PLAN => {
                done.commands.extend(invoked(world, work.record)?);
                BTreeSet::from([work.record])
            }
            TEST => {
                let view = world.view(TEST)?;
                let test = world.record(TEST, work.record)?;
                test.and_then(|test| view.value(&test, "plan").as_int()).into_iter().collect()
            }
            _ => touched(world, work.record)?,
        };
        for plan in plans {
            if world.record(PLAN, plan)?.is_some() {
                done.commands.push(Command::change(PLAN, plan, None, Input::Nothing));
            }
        }
        Ok(done)
    }

    fn was_saved(&self, _: &str) {}
}

fn refs(value: &Value) -> Vec<RecordId> {
    match value {
        Value::Refs(ids) => ids.clone(),
        Value::Ref(id) => vec![*id],
        _ => Vec::new(),
    }
}

fn begin_of(day: Date) -> Option<Timestamp> {
    Some(day.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

/// Fills in how a plan stands, and plans to look again when its day has passed.
fn fill(world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
    let has_reason = !saving.value("waiver").is_none();
    let covered = Covered {
        plan: saving.record.id,
        services: refs(saving.value("services")),
        items: refs(saving.value("configuration_items")),
        test_months: saving.value("test_months").as_int().unwrap_or_default(),
        waived_change: saving.value("waived_change").as_int().filter(|_| has_reason),
    };
    let evidence = world.evidence();
    let found = standing(&evidence, &covered).map_err(|fault| Refused::Failed(fault.0))?;
    drop(evidence);
    let day = |day: Option<Date>| day.map(Value::Date).unwrap_or_default();
    let counts = saving.record.state != "draft" && saving.value("replaced_by").is_none();
    saving.set("last_test_on", day(found.last_test));
    saving.set("test_due_on", day(found.retest.calendar_due));
    saving.set("changed_by", found.changed.map(|(id, _)| Value::Ref(id)).unwrap_or_default());
    saving.set("changed_on", day(found.changed.map(|(_, on)| on)));
    saving.set("test_missing", Value::Bool(counts && found.is_missing));
    let passes = found.retest.calendar_due.filter(|_| counts && !found.is_missing);
    let look_again = passes.and_then(|due| begin_of(due.saturating_add(1.day())));
    let is_invoked = saving.verb == "invoke" && saving.record.state == "invoked";
    saving.plan(TOPIC, if is_invoked { Some(world.now()) } else { look_again });
    Ok(())
}

/// Whether a change was just done, or what it did was just told otherwise.
fn is_done_anew(saving: &Saving<'_>) -> bool {
    let fields =
        ["implemented_at", "result", "risk", "major_impact", "service", "configuration_items"];
    if saving.value("implemented_at").is_none() {
        return false;
    }
    saving.before.is_none_or(|before| {
        fields.iter().any(|field| saving.view.value(before, field) != saving.value(field))
    })
}

/// The invocation of a plan that was just invoked, unless somebody opened one already.
fn invoked(world: &mut World<'_>, id: RecordId) -> Result<Option<Command>, Refused> {
    let view = world.view(PLAN)?;
    let Some(plan) = world.record(PLAN, id)?.filter(|plan| plan.state == "invoked") else {
        return Ok(None);
    };
    let running = [
        Filter::is("plan", Value::Ref(id)),
        Filter::is("state", Value::Text("running".to_owned())),
    ];
    if world.count(INVOCATION, &running)? > 0 {
        return Ok(None);
    }
    Ok(Some(Command::create(INVOCATION, input(invocation(&view, &plan)))))
}

fn invocation(view: &KindView, plan: &Record) -> Json {
    let title: String = view.title(plan).chars().take(SUMMARY_CHARACTERS_MAX).collect();
    let requirements = refs(view.value(plan, "requirements"));
    json!({
        "summary": format!("Invoked: {title}"),
        "plan": plan.id,
        // With several requirements a person says which one is measured.
        "requirement": (requirements.len() == 1).then(|| requirements.first().copied()),
        "declared_at": plan.updated_at.to_string(),
    })
}

/// The plans that a change touches, and those that it touched before it was told otherwise.
fn touched(world: &mut World<'_>, change: RecordId) -> Result<BTreeSet<RecordId>, Refused> {
    let mut plans = BTreeSet::new();
    let view = world.view(CHANGE)?;
    let Some(change) = world.record(CHANGE, change)? else { return Ok(plans) };
    let ties = [
        ("services", refs(view.value(&change, "service"))),
        ("configuration_items", refs(view.value(&change, "configuration_items"))),
        ("changed_by", vec![change.id]),
    ];
    for (field, ids) in ties.into_iter().filter(|(_, ids)| !ids.is_empty()) {
        let ids = ids.into_iter().map(Value::Ref).collect();
        let filters = [Filter { field: field.to_owned(), test: Test::Is(ids) }];
        let found = world.find(PLAN, &filters, RECORDS_READ_MAX)?;
        plans.extend(found.iter().map(|plan| plan.id));
    }
    Ok(plans)
}

/// Fields without those that hold nothing.
fn input(fields: Json) -> Input {
    let Json::Object(fields) = fields else { return Input::Nothing };
    let given = fields.into_iter().filter(|(_, value)| !value.is_null());
    Input::Json(given.collect::<Map<_, _>>())
}
