//! Alerts become incidents and outages: a rule says which service an alert concerns; alerts that tell of the same thing
//! make one incident; and when all of them are over, the outage ends and the incident is resolved if the rule says so.
use gemba_desk::{Attempt, Command, DueDone, DueWork, Flow, Input, Refused, Saving, World};
use gemba_model::{
    Record,
    filter::{Filter, Test},
    overlay::KindView,
};
use gemba_vocabulary::{RecordId, Value};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value as Json, json};
use std::sync::{Arc, Mutex, PoisonError};

mod recovery;
mod rules;
use rules::{Rule, pairs};

/// The alerts of one desk. It remembers the rules until one of them is changed.
#[derive(Debug, Default)]
pub struct AlertIntake {
    rules: Mutex<Option<Arc<Vec<Rule>>>>,
}

const TOPIC: &str = "alert_intake";
const ALERT: &str = "alert";
const INCIDENT: &str = "incident";
const OUTAGE: &str = "outage";
const SUMMARY_CHARACTERS_MAX: usize = 200;

impl Flow for AlertIntake {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        match saving.view.def.name {
            INCIDENT if saving.before.is_none() => note_group(world, saving),
            ALERT => self.note_rule(world, saving),
            _ => Ok(()),
        }
    }

    fn topic(&self) -> &'static str {
        TOPIC
    }

    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let Some(alert) = world.record(ALERT, work.record)? else { return Ok(DueDone::default()) };
        let view = world.view(ALERT)?;
        let rule_id = view.value(&alert, "rule").as_int();
        let rules = self.rules(world)?;
        let Some(rule) = rules.iter().find(|rule| Some(rule.id) == rule_id) else {
            return Ok(DueDone::default());
        };
        let told = Told { view: &view, alert: &alert, rule };
        if alert.state == "firing" { told.goes_on(world) } else { recovery::is_over(&told, world) }
    }

    /// What could not be resolved by itself is told at the incident; people go on from there.
    fn refused(
        &self,
        _: &mut World<'_>,
        _: &DueWork,
        refused: &[(RecordId, Refused)],
    ) -> Result<Vec<Command>, Refused> {
        let note = |(incident, why): &(RecordId, Refused)| {
            let text = format!("Gemba could not take the next step by itself: {why}");
            Command::verb(INCIDENT, *incident, "note").with_note(&text)
        };
        Ok(refused.iter().map(note).collect())
    }

    fn was_saved(&self, kind: &str) {
        if kind == rules::KIND {
            *self.rules.lock().unwrap_or_else(PoisonError::into_inner) = None;
        }
    }
}

impl AlertIntake {
    fn rules(&self, world: &mut World<'_>) -> Result<Arc<Vec<Rule>>, Refused> {
        let mut held = self.rules.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(rules) = held.as_ref() {
            return Ok(Arc::clone(rules));
        }
        let rules = Arc::new(rules::read(world)?);
        *held = Some(Arc::clone(&rules));
        Ok(rules)
    }

    /// Fills in what the rule says, and plans what follows from it.
    fn note_rule(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        if saving.record.state == "resolved" && saving.verb != "create" {
            if saving.verb == "end" && !saving.value("incident").is_none() {
                saving.plan(TOPIC, Some(world.now()));
            }
            return Ok(());
        }
        if saving.verb == "attach" {
            return Ok(());
        }
        let rules = self.rules(world)?;
        let labels = pairs(saving.value("labels"));
        let rule = rules.iter().find(|rule| rule.holds_for(&labels));
        let reference = |id: Option<RecordId>| id.map_or(Value::None, Value::Ref);
        saving.set("rule", reference(rule.map(|rule| rule.id)));
        saving.set("service", reference(rule.and_then(|rule| rule.service)));
        saving.set("item", reference(rule.and_then(|rule| rule.item)));
        saving.set("restricted", Value::Bool(rule.is_some_and(|rule| rule.restricts)));
        let group = rule.map_or(Value::None, |rule| Value::Text(rule.group_of(&labels)));
        saving.set("group", group.clone());
        let Some(rule) = rule.filter(|rule| rule.opens_incident || rule.opens_outage) else {
            return Ok(());
        };
        if saving.record.state == "resolved" || !saving.value("incident").is_none() {
            return Ok(());
        }
        let starts_at = saving.value("starts_at").as_instant().unwrap_or_else(|| world.now());
        match open_incident(world, &group)? {
            // The incident of its group is there: it belongs to that, and nothing more is to be done.
            Some(incident) if incident.state != "resolved" => {
                saving.set("incident", Value::Ref(incident.id));
                saving.plan(TOPIC, None);
            }
            _ => {
                let after = SignedDuration::from_mins(rule.after_minutes);
                let due = starts_at.checked_add(after).unwrap_or(starts_at).max(world.now());
                saving.plan(TOPIC, Some(due));
            }
        }
        Ok(())
    }
}

/// The incident knows what its alerts have in common, so that later ones find it.
fn note_group(world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
    let Some(alert) = saving.value("alert").as_int() else { return Ok(()) };
    let Some(alert) = world.record(ALERT, alert)? else { return Ok(()) };
    let group = world.view(ALERT)?.value(&alert, "group").clone();
    saving.set("alert_group", group);
    Ok(())
}

/// The incident to which alerts of a group belong, as long as it is not closed.
fn open_incident(world: &mut World<'_>, group: &Value) -> Result<Option<Record>, Refused> {
    if group.is_none() {
        return Ok(None);
    }
    let filters = [Filter::is("alert_group", group.clone()), Filter::is("open", Value::Bool(true))];
    Ok(world.find(INCIDENT, &filters, 1)?.pop())
}

/// An alert with the rule that holds for it.
struct Told<'a> {
    view: &'a KindView,
    alert: &'a Record,
    rule: &'a Rule,
}

impl Told<'_> {
    fn value(&self, field: &str) -> &Value {
        self.view.value(self.alert, field)
    }

    /// It went on for as long as it must: it opens what its rule says, or belongs to what is open.
    fn goes_on(&self, world: &mut World<'_>) -> Result<DueDone, Refused> {
        let mut done = DueDone::default();
        if !self.rule.opens_incident {
            done.commands.extend(self.outage(world, None)?);
            return Ok(done);
        }
        let Some(incident) = open_incident(world, self.value("group"))? else {
            done.commands.push(Command::create(INCIDENT, input(self.incident(world.now()))));
            // As soon as it is there, the alert belongs to it.
            done.again = Some(world.now());
            return Ok(done);
        };
        if self.value("incident").is_none() {
            let attach = Command::verb(ALERT, self.alert.id, "attach");
            done.commands.push(attach.with_input(input(json!({"incident": incident.id}))));
        }
        let is_first =
            world.view(INCIDENT)?.value(&incident, "alert").as_int() == Some(self.alert.id);
        if incident.state == "resolved" {
            let note = format!("“{}” began again.", self.value("name").to_text());
            let reopen = Command::verb(INCIDENT, incident.id, "reopen").with_note(&note);
            done.attempts.push(Attempt { record: incident.id, commands: vec![reopen] });
        } else if incident.state == "new" && is_first {
            let commands = self.to_team(incident.id);
            done.attempts
                .extend(commands.map(|commands| Attempt { record: incident.id, commands }));
        }
        done.commands.extend(self.outage(world, Some(incident.id))?);
        Ok(done)
    }

    fn incident(&self, now: Timestamp) -> Json {
        let (name, summary) = (self.value("name").to_text(), self.value("summary").to_text());
        let line = summary.lines().next().unwrap_or_default();
        let title = if line.is_empty() { name.clone() } else { format!("{name}: {line}") };
        let title: String = title.chars().take(SUMMARY_CHARACTERS_MAX).collect();
        let labels = pairs(self.value("labels"));
        let labels: Vec<_> =
            labels.iter().map(|(label, value)| format!("- {label}: {value}")).collect();
        let began = self.value("starts_at").as_instant().unwrap_or(now).min(now);
        json!({
            "summary": title,
            "description": format!("{summary}\n\n{}", labels.join("\n")).trim(),
            "service": self.rule.service,
            "configuration_item": self.rule.item,
            "category": self.rule.category,
            "impact": self.rule.impact,
            "urgency": self.rule.urgency,
            "contact_type": "monitoring",
            "opened_at": began.to_string(),
            "alert": self.alert.id,
            "restricted": self.rule.restricts,
        })
    }

    /// The steps that give a new incident to its team, if the rule knows one.
    fn to_team(&self, incident: RecordId) -> Option<Vec<Command>> {
        self.rule.category.as_ref()?;
        let assign = Command::verb(INCIDENT, incident, "assign");
        let team = input(json!({"team": self.rule.team?}));
        Some(vec![Command::verb(INCIDENT, incident, "classify"), assign.with_input(team)])
    }

    /// What opens the outage of the service, or goes on with it; nothing where it is open already.
    fn outage(
        &self,
        world: &mut World<'_>,
        incident: Option<RecordId>,
    ) -> Result<Vec<Command>, Refused> {
        if !self.rule.opens_outage {
            return Ok(Vec::new());
        }
        match self.outages(world, incident)?.pop() {
            Some(outage) if outage.state == "restored" => {
                let resume = Command::verb(OUTAGE, outage.id, "resume");
                Ok(vec![resume.with_note("The monitoring tool told of it again.")])
            }
            Some(_) => Ok(Vec::new()),
            None => {
                let service = self.rule.service.map(|id| world.record("service", id));
                let service = service.transpose()?.flatten();
                let view = world.view("service")?;
                let name = service.map_or_else(|| "A service".to_owned(), |one| view.title(&one));
                let now = world.now();
                let began = self.value("starts_at").as_instant().unwrap_or(now).min(now);
                Ok(vec![Command::create(
                    OUTAGE,
                    input(json!({
                        "summary": format!("{name} does not answer"),
                        "service": self.rule.service,
                        "configuration_item": self.rule.item,
                        "incident": incident,
                        "source": "monitoring",
                        "began_at": began.to_string(),
                        "detected_at": now.to_string(),
                    })),
                )])
            }
        }
    }

    /// The outages that were opened for it and are not checked yet.
    fn outages(
        &self,
        world: &mut World<'_>,
        incident: Option<RecordId>,
    ) -> Result<Vec<Record>, Refused> {
        let states = ["open", "restored"].map(|state| Value::Text(state.to_owned()));
        let mut filters = vec![
            Filter { field: "state".to_owned(), test: Test::Is(states.to_vec()) },
            Filter::is("source", Value::Text("monitoring".to_owned())),
        ];
        filters.extend(self.rule.service.map(|id| Filter::is("service", Value::Ref(id))));
        filters.push(match incident {
            Some(incident) => Filter::is("incident", Value::Ref(incident)),
            None => Filter { field: "incident".to_owned(), test: Test::Empty },
        });
        world.find(OUTAGE, &filters, 10)
    }
}

fn input(fields: Json) -> Input {
    let Json::Object(fields) = fields else { return Input::Json(Map::new()) };
    Input::Json(fields.into_iter().filter(|(_, value)| !value.is_null()).collect())
}
