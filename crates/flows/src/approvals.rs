//! Asking for approval by rule: who has to say yes is asked at once, one stage after the other, and
//! when everybody did the request goes on by itself. A change waits for whoever leads it to take
//! the step.
use gemba_desk::{Command, DueDone, DueWork, Flow, Input, Refused, Saving, World};
use gemba_model::{
    FieldFault, Holds, Record,
    condition::{self, Known},
    filter::Filter,
    overlay::KindView,
};
use gemba_vocabulary::{RecordId, Value};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeSet;

mod whom;

/// Asks by the rules of approval. It remembers nothing.
#[derive(Debug, Default)]
pub struct ApprovalsByRule;

const TOPIC: &str = "approvals_by_rule";
const APPROVAL: &str = "approval";
const RULE: &str = "approval_rule";
const REQUEST: &str = "service_request";
/// What is approved by rule, and the state in which it waits for that.
const APPROVED: [(&str, &str); 2] = [(REQUEST, "awaiting_approval"), ("change", "assessed")];
const APPROVALS_READ_MAX: usize = 500;

impl Flow for ApprovalsByRule {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        let kind = saving.view.def.name;
        if saving.record.imported {
            return Ok(());
        }
        let was = saving.before.map(|before| before.state.clone());
        let has_moved = was.as_deref() != Some(&saving.record.state);
        match kind {
            RULE => check_condition(world, saving)?,
            APPROVAL if saving.before.is_none() => name_rule(world, saving)?,
            APPROVAL if has_moved && !saving.value("rule").is_none() => {
                saving.plan(TOPIC, Some(world.now()));
            }
            _ if has_moved && APPROVED.iter().any(|(one, _)| *one == kind) => {
                let waits = waits_for_approval(kind, &saving.record.state);
                let waited = was.is_some_and(|was| waits_for_approval(kind, &was));
                if waits || waited {
                    saving.plan(TOPIC, Some(world.now()));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let Some((kind, id)) = subject(world, work)? else { return Ok(DueDone::default()) };
        let Some(record) = world.record(&kind, id)? else { return Ok(DueDone::default()) };
        let view = world.view(&kind)?;
        let asking = Asking::of(world, &view, &record)?;
        let commands = if waits_for_approval(&kind, &record.state) {
            asking.go_on(world)?
        } else {
            asking.take_back(None)
        };
        Ok(DueDone { commands, ..DueDone::default() })
    }

    fn was_saved(&self, _: &str) {}
}

fn waits_for_approval(kind: &str, state: &str) -> bool {
    APPROVED.contains(&(kind, state))
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// What the job is about: the record itself, or the one that an approval decides about.
fn subject(world: &mut World<'_>, work: &DueWork) -> Result<Option<(String, RecordId)>, Refused> {
    if work.kind != APPROVAL {
        return Ok(Some((work.kind.clone(), work.record)));
    }
    let view = world.view(APPROVAL)?;
    let Some(approval) = world.record(APPROVAL, work.record)? else { return Ok(None) };
    let kind = view.value(&approval, "parent_kind").to_text();
    let parent = view.value(&approval, "parent").as_int();
    let is_known = APPROVED.iter().any(|(one, _)| *one == kind);
    Ok(parent.filter(|_| is_known).map(|parent| (kind, parent)))
}

/// A condition asks for what there is. What an item's form asks is not known here, so answers are left to the item.
fn check_condition(world: &mut World<'_>, saving: &Saving<'_>) -> Result<(), Refused> {
    let Some(condition) = saving.value("condition").as_text() else { return Ok(()) };
    if condition.contains("answers.") {
        return Ok(());
    }
    let about = saving.value("about").to_text();
    let view = world.view(&about)?;
    let blank = view.def.fields.iter().map(|field| (field, &Value::None));
    let (word, none) = (Holds::ShortText, Value::None);
    let known = if about == REQUEST {
        Known::default()
            .with("request", blank)
            .and("requester", "customer", &Holds::Int, &none)
            .and("requester", "job_title", &word, &none)
            .and("requester", "location", &word, &none)
    } else {
        Known::default().with("change", blank).and("service", "criticality", &word, &none)
    };
    match condition::holds(Some(condition), &known) {
        Ok(_) => Ok(()),
        Err(fault) => Err(FieldFault::new("condition", fault).into()),
    }
}

/// Whoever is asked to approve by a rule is asked under that rule, whoever writes the question down.
fn name_rule(world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
    let kind = saving.value("parent_kind").to_text();
    let (Some(parent), Some(approver)) =
        (saving.value("parent").as_int(), saving.value("approver").as_int())
    else {
        return Ok(());
    };
    if !APPROVED.iter().any(|(one, _)| *one == kind) {
        return Ok(());
    }
    let view = world.view(&kind)?;
    let Some(record) = world.record(&kind, parent)? else { return Ok(()) };
    let asking = Asking::of(world, &view, &record)?;
    let mut own = None;
    for rule in &asking.rules {
        let asked = asking.asked_by(rule.id).any(|approval| approval.approver == approver);
        if own.is_none() && !asked && whom::asked(world, rule, &view, &record)?.contains(&approver)
        {
            own = Some(rule.id);
        }
    }
    saving.set("rule", own.map_or(Value::None, Value::Ref));
    saving.set("details", details(&view, &record));
    Ok(())
}

/// What is asked for, in words, for those who decide about it and do not see the record.
fn details(view: &KindView, record: &Record) -> Value {
    if view.def.name != REQUEST {
        return Value::None;
    }
    let mut lines = Vec::new();
    if let Value::Struct(Json::Array(answers)) = view.value(record, "answers") {
        let word = |answer: &Json, part: &str| {
            answer.get(part).and_then(Json::as_str).unwrap_or_default().to_owned()
        };
        lines.extend(
            answers.iter().map(|a| format!("{} {}", word(a, "question"), word(a, "answer"))),
        );
    }
    if let Value::Money(price) = view.value(record, "price") {
        lines.push(price.to_string());
    }
    lines.extend(view.value(record, "description").as_text().map(ToOwned::to_owned));
    if lines.is_empty() { Value::None } else { Value::Text(lines.join("\n\n")) }
}

/// A rule, as far as asking goes.
#[derive(Clone, Debug)]
struct Rule {
    id: RecordId,
    name: String,
    stage: i64,
    needed: usize,
    asks: String,
    people: Vec<RecordId>,
    team: Option<RecordId>,
    deputies: Vec<RecordId>,
}

impl Rule {
    fn of(view: &KindView, record: &Record) -> Self {
        let value = |field: &str| view.value(record, field);
        let ids = |field: &str| match value(field) {
            Value::Refs(ids) => ids.clone(),
            _ => Vec::new(),
        };
        Self {
            id: record.id,
            name: view.title(record),
            stage: value("stage").as_int().unwrap_or(1),
            needed: value("needed").as_int().and_then(|n| usize::try_from(n).ok()).unwrap_or(1),
            asks: value("asks").to_text(),
            people: ids("people"),
            team: value("team").as_int(),
            deputies: ids("deputies"),
        }
    }
}

/// A question that was asked.
struct Asked {
    id: RecordId,
    rule: Option<RecordId>,
    approver: RecordId,
    state: String,
    decided_by: Option<RecordId>,
    note: String,
}

/// The rules that ask about a record, and what was asked and answered.
struct Asking<'a> {
    view: &'a KindView,
    record: &'a Record,
    rules: Vec<Rule>,
    approvals: Vec<Asked>,
}

impl<'a> Asking<'a> {
    fn of(world: &mut World<'_>, view: &'a KindView, record: &'a Record) -> Result<Self, Refused> {
        let rule_view = world.view(RULE)?;
        let mut rules = Vec::new();
        if let Value::Refs(ids) = view.value(record, "approval_rules") {
            for id in ids {
                rules.extend(world.record(RULE, *id)?.map(|one| Rule::of(&rule_view, &one)));
            }
        }
        rules.sort_by_key(|rule| (rule.stage, rule.id));
        let filters = [
            Filter::is("parent_kind", text(view.def.name)),
            Filter::is("parent", Value::Int(record.id)),
        ];
        let approval_view = world.view(APPROVAL)?;
        let approvals = world.find(APPROVAL, &filters, APPROVALS_READ_MAX)?;
        let asked = |one: &Record| {
            let value = |field: &str| approval_view.value(one, field);
            Some(Asked {
                id: one.id,
                rule: value("rule").as_int(),
                approver: value("approver").as_int()?,
                state: one.state.clone(),
                decided_by: value("decided_by").as_int(),
                note: value("decision_note").to_text(),
            })
        };
        let approvals = approvals.iter().filter_map(asked).collect();
        Ok(Self { view, record, rules, approvals })
    }

    fn asked_by(&self, rule: RecordId) -> impl Iterator<Item = &Asked> {
        self.approvals.iter().filter(move |one| one.rule == Some(rule) && one.state != "withdrawn")
    }

    fn is_met(&self, rule: &Rule) -> bool {
        let yes = self.asked_by(rule.id).filter(|one| one.state == "approved");
        yes.filter_map(|one| one.decided_by).collect::<BTreeSet<_>>().len() >= rule.needed
    }

    /// What is to be done now: asking the first stage that is not through, or going on.
    fn go_on(&self, world: &mut World<'_>) -> Result<Vec<Command>, Refused> {
        let is_request = self.view.def.name == REQUEST;
        let no = |one: &&Asked| one.rule.is_some() && one.state == "rejected";
        if let Some(no) = self.approvals.iter().find(no).filter(|_| is_request) {
            let reject = Command::verb(REQUEST, self.record.id, "reject").with_note(&no.note);
            return Ok([self.take_back(None), vec![reject]].concat());
        }
        let mut commands = Vec::new();
        let stages: BTreeSet<i64> = self.rules.iter().map(|rule| rule.stage).collect();
        for stage in stages {
            let mut is_through = true;
            for rule in self.rules.iter().filter(|rule| rule.stage == stage) {
                if self.is_met(rule) {
                    commands.extend(self.take_back(Some(rule.id)));
                } else {
                    is_through = false;
                    commands.extend(self.ask(world, rule)?);
                }
            }
            if !is_through {
                return Ok(commands);
            }
        }
        if is_request {
            commands.push(Command::verb(REQUEST, self.record.id, "approve"));
        }
        Ok(commands)
    }

    /// Asks everybody whom the rule names and who was not asked yet.
    fn ask(&self, world: &mut World<'_>, rule: &Rule) -> Result<Vec<Command>, Refused> {
        let asked: BTreeSet<_> = self.asked_by(rule.id).map(|one| one.approver).collect();
        let whom = whom::asked(world, rule, self.view, self.record)?;
        if whom.is_empty() {
            tracing::warn!(
                rule = rule.id,
                record = self.record.id,
                "nobody can be asked to approve"
            );
        }
        let number = self.view.def.number(self.record.id);
        let question = format!("{}: {number} {}", rule.name, self.view.title(self.record));
        let question: String = question.chars().take(200).collect();
        let ask = |approver: &RecordId| {
            let fields = json!({
                "summary": question,
                "parent_kind": self.view.def.name,
                "parent": self.record.id,
                "approver": approver,
            });
            Command::create(APPROVAL, input(fields))
        };
        Ok(whom.iter().filter(|one| !asked.contains(one)).map(ask).collect())
    }

    /// Takes questions back that nobody has to answer any more: of one rule, or of all.
    fn take_back(&self, rule: Option<RecordId>) -> Vec<Command> {
        let is_open = |one: &&Asked| one.rule.is_some() && one.state == "asked";
        let is_meant = |one: &&Asked| rule.is_none() || one.rule == rule;
        let open = self.approvals.iter().filter(is_open).filter(is_meant);
        open.map(|one| Command::verb(APPROVAL, one.id, "withdraw")).collect()
    }
}

fn input(fields: Json) -> Input {
    Input::Json(match fields {
        Json::Object(fields) => fields,
        _ => Map::new(),
    })
}
