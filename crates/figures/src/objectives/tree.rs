//! What objectives hang on, and what hangs on them: from what the organization is after down to the work.
use crate::{
    reading::{Read, list, names},
    sheet::Named,
};
use gemba_model::{
    check::{Evidence, EvidenceFault},
    filter::{Filter, Test},
};
use gemba_vocabulary::{RecordId, Value};
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// An objective with what it needs to be told.
#[derive(Clone, Debug)]
pub struct Objective {
    /// The objective.
    pub named: Named,
    /// Where it stands.
    pub state: String,
    /// For which level it is set.
    pub level: String,
    /// Who answers for it.
    pub owner: Option<RecordId>,
    /// What the organization is after that it serves.
    pub serves: Vec<RecordId>,
    /// The statement of the policy that it serves.
    pub policy: Option<Named>,
    /// The process for which it is set.
    pub process: Option<RecordId>,
    /// Its measures.
    pub measures: Vec<RecordId>,
    /// The obligations that it takes into account.
    pub obligations: Vec<RecordId>,
    /// The service requirements that it takes into account.
    pub requirements: Vec<RecordId>,
    /// Where it began.
    pub baseline: Option<Decimal>,
    /// What shall be reached.
    pub target: Option<Decimal>,
    /// Where it stands by its last evaluation.
    pub actual: Option<Decimal>,
    /// In what it is measured.
    pub unit: String,
    /// Which share of the way is done.
    pub attainment: Option<Decimal>,
    /// How that compares with the time; empty before the first evaluation.
    pub course: String,
    /// By when it shall be reached.
    pub due: Option<Date>,
    /// When it is evaluated again.
    pub next_evaluation_on: Option<Date>,
    /// How often somebody was told of it.
    pub told: usize,
    /// What is done for it.
    pub actions: Vec<Piece>,
}

/// A piece of work.
#[derive(Clone, Debug)]
pub struct Piece {
    /// The task, where it is one.
    pub about: Option<Named>,
    /// What is done.
    pub what: String,
    /// Who does it.
    pub who: String,
    /// By when.
    pub due: Option<Date>,
    /// How far it is.
    pub progress: String,
}

impl Piece {
    /// Whether its day is past and it is not done.
    pub fn is_late(&self, today: Date) -> bool {
        self.progress != "done" && self.due.is_some_and(|day| day < today)
    }
}

impl Objective {
    /// Whether it is agreed and not over.
    pub fn is_live(&self) -> bool {
        matches!(&*self.state, "agreed" | "pursued")
    }

    /// How many pieces of its work are late.
    pub fn late(&self, today: Date) -> usize {
        self.actions.iter().filter(|action| action.is_late(today)).count()
    }
}

/// A measure with its last value.
#[derive(Clone, Debug)]
pub struct Measured {
    /// The measure.
    pub named: Named,
    /// Its last value.
    pub latest: Option<Decimal>,
    /// What it should be.
    pub target: Option<Decimal>,
    /// In what it is counted.
    pub unit: String,
    /// How it was judged, in the words of the record; empty if it was not.
    pub judged: String,
    /// The work that belongs to it.
    pub tasks: Vec<Piece>,
}

/// An objective in the tree.
#[derive(Clone, Debug)]
pub struct Goal {
    /// The objective.
    pub objective: Objective,
    /// What its owner is called.
    pub owner: Option<Named>,
    /// The process for which it is set.
    pub process: Option<Named>,
    /// Its measures.
    pub measures: Vec<Measured>,
    /// The tasks that belong to it.
    pub tasks: Vec<Piece>,
}

/// A branch: what the organization is after, with the objectives that serve it.
#[derive(Clone, Debug)]
pub struct Branch {
    /// What it is after; nothing for objectives that serve none.
    pub business: Option<Named>,
    /// Where that stands.
    pub state: String,
    /// By when.
    pub due: Option<Date>,
    /// The objectives that serve it.
    pub goals: Vec<Goal>,
}

/// Every objective that is not closed, in the order of their numbers.
pub fn objectives(evidence: &dyn Evidence) -> Result<Vec<Objective>, EvidenceFault> {
    let open = Filter::is("open", Value::Bool(true));
    let policies = names(evidence, "policy_statement", &[])?;
    let mut all = list(evidence, "objective", &[open], |read| Some(objective(read, &policies)))?;
    // A measure can name its objective as well as the other way round.
    let named = list(evidence, "measure", &[], |read| Some((read.id(), read.refs("objective"))))?;
    for (measure, objectives) in named {
        for one in all.iter_mut().filter(|one| objectives.contains(&one.named.id)) {
            if !one.measures.contains(&measure) {
                one.measures.push(measure);
            }
        }
    }
    Ok(all)
}

fn objective(read: &Read<'_>, policies: &BTreeMap<RecordId, Named>) -> Objective {
    Objective {
        named: read.named(),
        state: read.state().to_owned(),
        level: read.text("level"),
        owner: read.int("owner"),
        serves: read.refs("business_objectives"),
        policy: read.int("policy_statement").and_then(|id| policies.get(&id)).cloned(),
        process: read.int("process"),
        measures: read.refs("measures"),
        obligations: read.refs("obligations"),
        requirements: read.refs("service_requirements"),
        baseline: read.decimal("baseline"),
        target: read.decimal("target"),
        actual: read.decimal("actual"),
        unit: read.text("unit"),
        attainment: read.decimal("attainment"),
        course: read.text("course"),
        due: read.date("due"),
        next_evaluation_on: read.date("next_evaluation_on"),
        told: rows(read.value("told")).len(),
        actions: rows(read.value("actions")).iter().map(action).collect(),
    }
}

fn rows(value: &Value) -> &[Json] {
    if let Value::Struct(Json::Array(rows)) = value { rows } else { &[] }
}

fn action(row: &Json) -> Piece {
    let text = |part: &str| row[part].as_str().unwrap_or_default().to_owned();
    Piece {
        about: None,
        what: text("what"),
        who: text("owner"),
        due: text("due").parse().ok(),
        progress: text("progress"),
    }
}

/// The whole tree: what the organization is after in the order of numbers, then the objectives that serve none of it.
pub fn branches(evidence: &dyn Evidence) -> Result<Vec<Branch>, EvidenceFault> {
    let all = goals(evidence)?;
    let open = Filter::is("open", Value::Bool(true));
    let mut branches = list(evidence, "business_objective", &[open], |read| {
        let serves = |goal: &&Goal| goal.objective.serves.contains(&read.id());
        Some(Branch {
            business: Some(read.named()),
            state: read.state().to_owned(),
            due: read.date("due"),
            goals: all.iter().filter(serves).cloned().collect(),
        })
    })?;
    let shown = |goal: &Goal| {
        let serves = &goal.objective.serves;
        branches.iter().any(|one| one.business.as_ref().is_some_and(|of| serves.contains(&of.id)))
    };
    let loose: Vec<_> = all.iter().filter(|goal| !shown(goal)).cloned().collect();
    if !loose.is_empty() {
        branches.push(Branch { business: None, state: String::new(), due: None, goals: loose });
    }
    Ok(branches)
}

fn goals(evidence: &dyn Evidence) -> Result<Vec<Goal>, EvidenceFault> {
    let people = names(evidence, "person", &[])?;
    let processes = names(evidence, "process", &[])?;
    let work = tasks(evidence, &people)?;
    let of =
        |kind: &str, id: RecordId| work.get(&(kind.to_owned(), id)).cloned().unwrap_or_default();
    let measures: BTreeMap<_, _> = list(evidence, "measure", &[], |read| {
        let measured = Measured {
            named: read.named(),
            latest: read.decimal("latest_value"),
            target: read.decimal("target"),
            unit: read.text("unit"),
            judged: read.text("judged"),
            tasks: of("measure", read.id()),
        };
        Some((read.id(), measured))
    })?
    .into_iter()
    .collect();
    let goal = |objective: Objective| Goal {
        owner: objective.owner.and_then(|id| people.get(&id)).cloned(),
        process: objective.process.and_then(|id| processes.get(&id)).cloned(),
        measures: objective.measures.iter().filter_map(|id| measures.get(id)).cloned().collect(),
        tasks: of("objective", objective.named.id),
        objective,
    };
    Ok(objectives(evidence)?.into_iter().map(goal).collect())
}

/// The open tasks of objectives and measures, by what they belong to.
fn tasks(
    evidence: &dyn Evidence,
    people: &BTreeMap<RecordId, Named>,
) -> Result<BTreeMap<(String, RecordId), Vec<Piece>>, EvidenceFault> {
    let kinds = ["objective", "measure"].map(|kind| Value::Text(kind.to_owned()));
    let filters = [
        Filter::is("open", Value::Bool(true)),
        Filter { field: "parent_kind".to_owned(), test: Test::Is(kinds.to_vec()) },
    ];
    let mut all = BTreeMap::<_, Vec<Piece>>::new();
    let found = list(evidence, "task", &filters, |read| {
        let who = read.int("assigned_to").and_then(|id| people.get(&id));
        let piece = Piece {
            about: Some(read.named()),
            what: read.named().title,
            who: who.map(|one| one.title.clone()).unwrap_or_default(),
            due: read.date("due_on"),
            progress: "open".to_owned(),
        };
        Some(((read.text("parent_kind"), read.int("parent")?), piece))
    })?;
    for (key, piece) in found {
        all.entry(key).or_default().push(piece);
    }
    Ok(all)
}
