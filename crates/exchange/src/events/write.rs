//! Writes what a log says through the desk: first the records that it names, then its cases, step
//! by step.
use super::{
    Summary,
    derived::Walk,
    known::{self, Known},
    names::{Name, origin, tidy},
    plan::{Making, Plan},
    rows::{Log, Step},
};
use crate::fault::{ExchangeError, Fault, Progress, is_of_one_line};
use gemba_desk::{Command, Desk, Done, Imported, Input, Refused};
use gemba_vocabulary::{RecordId, Value, actor::Actor};
use std::collections::HashMap;

/// How many commands share a transaction: enough to make each cheap, few enough that others need
/// not wait for long.
const COMMANDS_AT_ONCE: usize = 1_000;

/// An import on its way into the desk.
pub(crate) struct Writing<'a> {
    desk: &'a Desk,
    actor: &'a Actor,
    plan: &'a Plan,
    log: Log,
    progress: Progress<'a>,
    done: u64,
    total: u64,
    summary: Summary,
}

/// A case of the log, and the record that it is here.
struct Case {
    origin: String,
    steps: Vec<Step>,
    known: Option<Known>,
}

/// A step about to be written.
struct Written {
    line: u64,
    is_late: bool,
    command: Command,
}

impl<'a> Writing<'a> {
    /// An import of what the log says.
    pub fn new(
        desk: &'a Desk,
        actor: &'a Actor,
        plan: &'a Plan,
        mut log: Log,
        progress: Progress<'a>,
    ) -> Self {
        let summary = Summary {
            rows: log.rows,
            repeated_rows: log.repeated,
            state_kept: std::mem::take(&mut log.state_kept),
            unused_columns: plan.unused.clone(),
            faults: std::mem::take(&mut log.faults),
            ..Summary::default()
        };
        let count: usize = log.cases.values().map(Vec::len).sum();
        let total = u64::try_from(count + log.names.list.len()).unwrap_or(u64::MAX);
        Self { desk, actor, plan, log, progress, done: 0, total, summary }
    }

    /// Writes everything; returns what came of it.
    pub fn run(mut self) -> Result<Summary, ExchangeError> {
        (self.progress)(0, self.total);
        self.write_names()?;
        let kind = self.plan.view.def.name;
        let begin = format!("{}:", self.plan.source);
        let mut known = known::by_origin(self.desk, self.actor, kind, &begin)?;
        let mut cases: Vec<Case> = std::mem::take(&mut self.log.cases)
            .into_iter()
            .map(|(name, steps)| {
                let origin = format!("{begin}{name}");
                let known = known.remove(&origin);
                Case { origin, steps, known }
            })
            .collect();
        // In the order in which they began, and by name where two began at once; the names are
        // sorted already.
        cases.sort_by_key(|case| case.steps.first().map(|step| step.at));
        let mut batch = Vec::new();
        let mut count = 0;
        for case in cases {
            count += case.steps.len();
            batch.push(case);
            if count >= COMMANDS_AT_ONCE {
                self.write_cases(std::mem::take(&mut batch))?;
                count = 0;
            }
        }
        self.write_cases(batch)?;
        (self.progress)(self.total, self.total);
        self.summary.faults.sort();
        Ok(self.summary)
    }

    fn advance(&mut self, count: usize) {
        self.done += u64::try_from(count).unwrap_or_default();
        (self.progress)(self.done, self.total);
    }

    fn run_many(
        &self,
        commands: Vec<Command>,
    ) -> Result<Vec<Result<Done, Refused>>, ExchangeError> {
        let mut answers = Vec::with_capacity(commands.len());
        for answer in self.desk.run_many(self.actor, commands)? {
            match answer {
                Err(refused) if !is_of_one_line(&refused) => return Err(refused.into()),
                answer => answers.push(answer),
            }
        }
        Ok(answers)
    }

    /// Finds or makes the people, teams and other records that good rows name, kind by kind, sorted
    /// by name.
    fn write_names(&mut self) -> Result<(), ExchangeError> {
        for target in 0..self.plan.targets.len() {
            let mut wanted: Vec<usize> = Vec::new();
            self.find_names(target, &mut wanted)?;
            let text = |place: &usize| self.log.names.list.get(*place).map(|name| &name.text);
            wanted.sort_by(|one, other| text(one).cmp(&text(other)));
            for places in wanted.chunks(COMMANDS_AT_ONCE) {
                self.make_names(places)?;
            }
        }
        let count = self.log.names.list.len();
        self.done = u64::try_from(count).unwrap_or_default();
        Ok(())
    }

    /// Finds the named records of a kind that are here already; the places of the others are
    /// wanted.
    fn find_names(&mut self, target: usize, wanted: &mut Vec<usize>) -> Result<(), ExchangeError> {
        let Some(kind) = self.plan.targets.get(target) else { return Ok(()) };
        let begin = format!("{}:{kind}:", self.plan.source);
        let known = known::by_origin(self.desk, self.actor, kind, &begin)?;
        let is_by_name = |making: &Making| making.find_by_name && making.target == target;
        let titles = if self.plan.makings.iter().any(is_by_name) {
            known::by_title(self.desk, self.actor, kind)?
        } else {
            HashMap::new()
        };
        for (place, name) in self.log.names.list.iter_mut().enumerate() {
            if name.target != target || name.first_at.is_none() {
                continue;
            }
            let Some(making) = self.plan.makings.get(name.making) else { continue };
            let earlier = known.get(&origin(&self.plan.source, making, &name.text));
            let by_title = || titles.get(&tidy(&name.text)).copied().flatten();
            name.id = match earlier {
                Some(earlier) => Some(earlier.id),
                None if making.find_by_name => by_title(),
                None => None,
            };
            if name.id.is_none() {
                wanted.push(place);
            }
        }
        Ok(())
    }

    fn make_names(&mut self, places: &[usize]) -> Result<(), ExchangeError> {
        let names = &self.log.names.list;
        let command = |place: &usize| self.name_command(names.get(*place)?);
        let commands: Vec<Command> = places.iter().filter_map(command).collect();
        let answers = self.run_many(commands)?;
        for (place, answer) in places.iter().zip(answers) {
            // Without the people and teams that rows name, the rows would tell less than they say:
            // better to stop.
            let done = answer?;
            *self.summary.named_records.entry(done.kind).or_default() += 1;
            if let Some(name) = self.log.names.list.get_mut(*place) {
                name.id = Some(done.record.id);
            }
        }
        self.advance(places.len());
        Ok(())
    }

    fn name_command(&self, name: &Name) -> Option<Command> {
        let making = self.plan.makings.get(name.making)?;
        let mut values = making.values.clone();
        values.push((making.title.clone(), Value::Text(name.text.clone())));
        let imported = Imported {
            at: name.first_at?,
            state: None,
            origin: Some(origin(&self.plan.source, making, &name.text)),
            by: None,
        };
        Some(Command::create(&making.kind, Input::Values(values)).with_import(imported))
    }

    /// Writes some cases: first the records of the new ones, then every further step.
    fn write_cases(&mut self, mut cases: Vec<Case>) -> Result<(), ExchangeError> {
        let rows: usize = cases.iter().map(|case| case.steps.len()).sum();
        let mut ids: Vec<Option<RecordId>> =
            cases.iter().map(|case| case.known.as_ref().map(|known| known.id)).collect();
        // If the first step of a case is refused, its second one begins it.
        loop {
            let is_new = |place: &usize| {
                let is_missing = ids.get(*place).is_some_and(Option::is_none);
                is_missing && cases.get(*place).is_some_and(|case| !case.steps.is_empty())
            };
            let new: Vec<usize> = (0..cases.len()).filter(is_new).collect();
            if new.is_empty() {
                break;
            }
            let commands =
                new.iter().filter_map(|place| self.creation(cases.get(*place)?)).collect();
            for (place, answer) in new.iter().zip(self.run_many(commands)?) {
                let Some(case) = cases.get_mut(*place) else { continue };
                match answer {
                    Ok(done) => {
                        self.summary.records += 1;
                        self.summary.steps += 1;
                        if let Some(id) = ids.get_mut(*place) {
                            *id = Some(done.record.id);
                        }
                    }
                    Err(refused) => {
                        let line = case.steps.remove(0).line;
                        self.refuse(line, &refused);
                    }
                }
            }
        }
        let mut written = Vec::new();
        for (case, id) in cases.iter().zip(ids) {
            if let Some(id) = id {
                self.steps(case, id, &mut written)?;
            }
        }
        self.write_steps(written)?;
        self.advance(rows);
        Ok(())
    }

    fn write_steps(&mut self, written: Vec<Written>) -> Result<(), ExchangeError> {
        let mut written = written.into_iter().peekable();
        while written.peek().is_some() {
            let (mut lines, mut commands) = (Vec::new(), Vec::new());
            for one in written.by_ref().take(COMMANDS_AT_ONCE) {
                lines.push((one.line, one.is_late));
                commands.push(one.command);
            }
            for ((line, is_late), answer) in lines.into_iter().zip(self.run_many(commands)?) {
                match answer {
                    Ok(_) => {
                        self.summary.steps += 1;
                        self.summary.late_steps += u64::from(is_late);
                    }
                    Err(refused) => self.refuse(line, &refused),
                }
            }
        }
        Ok(())
    }

    fn refuse(&mut self, line: u64, refused: &Refused) {
        self.summary.faults.add(Fault::new(line, format!("was refused: {refused}")));
    }

    fn creation(&self, case: &Case) -> Option<Command> {
        let step = case.steps.first()?;
        let change = Walk::new(self.plan, &self.log).step(step, case.steps.len() == 1);
        let values = change.values.into_iter().filter(|(_, value)| !value.is_none()).collect();
        let imported = Imported {
            at: step.at,
            state: change.state,
            origin: Some(case.origin.clone()),
            by: self.log.actor(step),
        };
        let kind = self.plan.view.def.name;
        Some(Command::create(kind, Input::Values(values)).with_import(imported))
    }

    /// The steps of a case that are still to be written.
    fn steps(
        &mut self,
        case: &Case,
        id: RecordId,
        written: &mut Vec<Written>,
    ) -> Result<(), ExchangeError> {
        let kind = self.plan.view.def.name;
        let are_known = match &case.known {
            Some(known) => known::steps(self.desk, self.actor, kind, known, &case.steps)?,
            // The first one made the record.
            None => (0..case.steps.len()).map(|place| place == 0).collect(),
        };
        if case.known.is_some() {
            let count = are_known.iter().filter(|is_known| **is_known).count();
            self.summary.known_steps += u64::try_from(count).unwrap_or_default();
        }
        let last_known = are_known.iter().rposition(|is_known| *is_known);
        let mut walk = Walk::new(self.plan, &self.log);
        for (place, (step, is_known)) in case.steps.iter().zip(&are_known).enumerate() {
            let change = walk.step(step, place + 1 == case.steps.len());
            if *is_known {
                continue;
            }
            let is_late = last_known.is_some_and(|last| place < last);
            let imported =
                |state| Imported { at: step.at, state, origin: None, by: self.log.actor(step) };
            let command = Command::verb(kind, id, "import_step");
            let command = if is_late {
                // What the record holds came later than this step; it must not be turned back.
                command.with_note(&self.told(step)).with_import(imported(None))
            } else {
                let input = Input::Values(change.values);
                command.with_input(input).with_import(imported(change.state))
            };
            written.push(Written { line: step.line, is_late, command });
        }
        Ok(())
    }

    /// What a step that came in late said, in words.
    fn told(&self, step: &Step) -> String {
        let mut parts = Vec::new();
        if let Some(state) = self.log.states.get(step.state) {
            parts.push(format!("{}: {state}", self.plan.state.column));
        }
        let fields = self.plan.fields.iter().zip(&self.log.fields).zip(&step.cells);
        for ((field, said), cell) in fields.filter(|((field, _), _)| field.last_in.is_empty()) {
            let text = said.text(*cell);
            if !text.is_empty() {
                parts.push(format!("{}: {text}", field.def.label));
            }
        }
        format!("This step came in after later ones. The source said then: {}.", parts.join("; "))
    }
}
