//! Reads the rows of an event log into steps, cases and names. Equal texts of a column are
//! understood once.
use super::{
    names::{Names, tidy},
    plan::{FieldPlan, Place, Plan},
};
use crate::{
    fault::{Fault, Faults},
    reading::{Cells, Records},
};
use gemba_model::{FieldDef, Holds, parse};
use gemba_vocabulary::{RecordId, Value};
use jiff::{Timestamp, tz::TimeZone};
use std::{
    cmp::Ordering,
    collections::{BTreeMap, HashMap},
    io,
};

/// One row: a step of a case.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub line: u64,
    pub at: Timestamp,
    /// Tells steps at the same time apart; the line, if the mapping names no column for it.
    pub order: i64,
    pub actor: Cell,
    /// The text of the state's column, by its place among the states seen.
    pub state: usize,
    /// What the row says for each of the plan's fields.
    pub cells: Box<[Cell]>,
}

/// What a row says for a field, by its place among all that was said for it; 0 is nothing.
pub(crate) type Cell = usize;

/// Everything that was said for one field.
#[derive(Default)]
pub(crate) struct Said {
    known: HashMap<String, Result<Cell, String>>,
    held: Vec<(String, Held)>,
}

/// What a text means.
enum Held {
    Value(Value),
    /// A record, by its place among the names.
    Name(usize),
}

/// All that an event log says.
#[derive(Default)]
pub(crate) struct Log {
    pub names: Names,
    pub fields: Vec<Said>,
    pub actors: Said,
    pub states: Vec<String>,
    /// The steps of each case by its name, in order.
    pub cases: BTreeMap<String, Vec<Step>>,
    pub rows: u64,
    /// Rows that repeat another to the letter.
    pub repeated: u64,
    /// How often the state's column said something that leaves the state as it was.
    pub state_kept: BTreeMap<String, u64>,
    pub faults: Faults,
}

impl Log {
    /// Reads all rows; what is wrong with single lines is among the faults.
    pub fn read(plan: &Plan, records: &mut Records<'_>) -> io::Result<Self> {
        let mut log = Self::default();
        log.fields.resize_with(plan.fields.len(), Said::default);
        while let Some(record) = records.next()? {
            log.rows += 1;
            match record {
                Ok(cells) => match log.step(plan, &cells) {
                    Ok((case, step)) => log.take(plan, case, step),
                    Err(faults) => log.faults.add(Fault::new(cells.line, sentence(&faults))),
                },
                Err(fault) => log.faults.add(fault),
            }
        }
        log.sort(plan);
        Ok(log)
    }

    fn step(&mut self, plan: &Plan, cells: &Cells) -> Result<(String, Step), Vec<String>> {
        let mut faults = Vec::new();
        let text = |place: &Place| plan.text(cells, place).unwrap_or_default();
        let case = tidy(text(&plan.case));
        if case.is_empty() || case.chars().count() > NAME_LENGTH_MAX {
            faults.push(format!("names no case in column “{}”", plan.case.column));
        }
        let at = plan.dates.instant(text(&plan.time));
        let at = at.unwrap_or_else(|fault| {
            faults.push(said(text(&plan.time), &plan.time.column, &fault));
            Timestamp::UNIX_EPOCH
        });
        let order = match &plan.order {
            None => i64::try_from(cells.line).unwrap_or(i64::MAX),
            Some(place) => text(place).parse().unwrap_or_else(|_| {
                faults.push(said(text(place), &place.column, "must be a whole number"));
                0
            }),
        };
        let state = self.state(plan, text(&plan.state)).unwrap_or_else(|fault| {
            faults.push(fault);
            0
        });
        let actor = plan
            .actor
            .as_ref()
            .map_or(Ok(0), |actor| self.actors.cell(plan, &mut self.names, actor, cells));
        let actor = actor.unwrap_or_else(|fault| {
            faults.push(fault);
            0
        });
        let mut found = Vec::with_capacity(plan.fields.len());
        for (field, known) in plan.fields.iter().zip(&mut self.fields) {
            match known.cell(plan, &mut self.names, field, cells) {
                Ok(cell) => found.push(cell),
                Err(fault) => faults.push(fault),
            }
        }
        faults.extend(plan.checked.iter().filter_map(|(place, def)| plan.check(cells, place, def)));
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok((case, Step { line: cells.line, at, order, actor, state, cells: found.into() }))
    }

    fn state(&mut self, plan: &Plan, text: &str) -> Result<usize, String> {
        if let Some(place) = self.states.iter().position(|state| state == text) {
            return Ok(place);
        }
        if !plan.meanings.contains_key(text) {
            let fault = "is none of the values that the mapping explains";
            return Err(said(text, &plan.state.column, fault));
        }
        self.states.push(text.to_owned());
        Ok(self.states.len() - 1)
    }

    fn take(&mut self, plan: &Plan, case: String, step: Step) {
        for ((field, said), cell) in plan.fields.iter().zip(&self.fields).zip(&step.cells) {
            self.names.note_held(said, *cell, step.at, field);
        }
        if let Some(actor) = &plan.actor {
            self.names.note_held(&self.actors, step.actor, step.at, actor);
        }
        if let Some(text) = self.states.get(step.state)
            && plan.meanings.get(text).is_some_and(|meant| meant.state.is_none())
        {
            *self.state_kept.entry(text.clone()).or_default() += 1;
        }
        self.cases.entry(case).or_default().push(step);
    }

    /// Puts the steps of each case in order and drops those that repeat another to the letter.
    fn sort(&mut self, plan: &Plan) {
        let mut cases = std::mem::take(&mut self.cases);
        for steps in cases.values_mut() {
            steps.sort_by(|one, other| self.compare(one, other).then(one.line.cmp(&other.line)));
            let count = steps.len();
            // Without a column that tells rows apart, two equal rows are two steps.
            if plan.order.is_some() {
                steps.dedup_by(|one, other| self.compare(one, other) == Ordering::Equal);
            }
            self.repeated += u64::try_from(count - steps.len()).unwrap_or_default();
        }
        self.cases = cases;
    }

    /// By time, then by the column for it, then by what the rows say: never by where they stand in
    /// the file.
    fn compare(&self, one: &Step, other: &Step) -> Ordering {
        let by_time = one.at.cmp(&other.at).then(one.order.cmp(&other.order));
        by_time.then_with(|| self.content(one).cmp(self.content(other)))
    }

    fn content<'a>(&'a self, step: &'a Step) -> impl Iterator<Item = &'a str> {
        let state = self.states.get(step.state).map(String::as_str);
        let fields = self.fields.iter().zip(&step.cells).map(|(said, cell)| said.text(*cell));
        state.into_iter().chain([self.actors.text(step.actor)]).chain(fields)
    }

    /// What a row holds in a field, once the names have numbers.
    pub fn value(&self, place: usize, def: &FieldDef, cell: Cell) -> Value {
        self.fields.get(place).map_or(Value::None, |said| said.value(&self.names, def, cell))
    }

    /// Who did a step.
    pub fn actor(&self, step: &Step) -> Option<RecordId> {
        self.actors.named(step.actor).and_then(|name| self.names.id(name))
    }
}

impl Names {
    fn note_held(&mut self, said: &Said, cell: Cell, at: Timestamp, field: &FieldPlan) {
        if let (Some(name), Some(making)) = (said.named(cell), field.making) {
            self.note(name, at, making);
        }
    }
}

impl Said {
    fn cell(
        &mut self,
        plan: &Plan,
        names: &mut Names,
        field: &FieldPlan,
        cells: &Cells,
    ) -> Result<Cell, String> {
        let mut parts = field.places.iter().filter_map(|place| plan.text(cells, place));
        let (first, second) = (parts.next(), parts.next());
        let joined;
        let text = match (first, second) {
            (None, _) if field.def.required => {
                return Err(format!("says nothing in column “{}”", field.column()));
            }
            (None, _) => return Ok(0),
            (Some(text), None) => text,
            (Some(first), Some(second)) => {
                let all = [first, second].into_iter().chain(parts).collect::<Vec<_>>();
                joined = all.join(&field.with);
                &joined
            }
        };
        if let Some(known) = self.known.get(text) {
            return known.clone();
        }
        let cell = match plan.held(names, field, text) {
            Ok(None) => Ok(0),
            Ok(Some(held)) => {
                self.held.push((text.to_owned(), held));
                Ok(self.held.len())
            }
            Err(fault) => Err(said(text, &field.column(), &fault)),
        };
        self.known.insert(text.to_owned(), cell.clone());
        cell
    }

    fn get(&self, cell: Cell) -> Option<&(String, Held)> {
        cell.checked_sub(1).and_then(|place| self.held.get(place))
    }

    /// What the log says, to the letter.
    pub fn text(&self, cell: Cell) -> &str {
        self.get(cell).map_or("", |(text, _)| text)
    }

    fn named(&self, cell: Cell) -> Option<usize> {
        match self.get(cell)?.1 {
            Held::Name(name) => Some(name),
            Held::Value(_) => None,
        }
    }

    fn value(&self, names: &Names, def: &FieldDef, cell: Cell) -> Value {
        match self.get(cell) {
            None => Value::None,
            Some((_, Held::Value(value))) => value.clone(),
            Some((_, Held::Name(name))) => match (names.id(*name), &def.holds) {
                (Some(id), Holds::Refs(_)) => Value::Refs(vec![id]),
                (Some(id), _) => Value::Ref(id),
                (None, _) => Value::None,
            },
        }
    }
}

impl FieldPlan {
    fn column(&self) -> String {
        self.places.iter().map(|place| place.column.as_str()).collect::<Vec<_>>().join(", ")
    }
}

impl Plan {
    /// What a row says in a column; nothing if the cell is empty or holds a mark of the missing.
    fn text<'a>(&self, cells: &'a Cells, place: &Place) -> Option<&'a str> {
        let text = cells.get(place.at)?.trim();
        (!text.is_empty() && !self.missing.contains(text)).then_some(text)
    }

    fn held(
        &self,
        names: &mut Names,
        field: &FieldPlan,
        text: &str,
    ) -> Result<Option<Held>, String> {
        let meant = field.values.as_ref().map(|values| values.get(text).map(String::as_str));
        let text = match meant {
            None => text,
            Some(Some(meant)) => meant,
            Some(None) => field
                .otherwise
                .as_deref()
                .ok_or("is none of the values that the mapping explains")?,
        };
        if let Some(target) = field.making.and_then(|place| self.makings.get(place)) {
            let text = tidy(text);
            if text.chars().count() > NAME_LENGTH_MAX {
                return Err(format!("is longer than {NAME_LENGTH_MAX} characters"));
            }
            return Ok(Some(Held::Name(names.place(target.target, &text))));
        }
        let value = self.value(&field.def, text)?;
        Ok((!value.is_none()).then_some(Held::Value(value)))
    }

    fn value(&self, def: &FieldDef, text: &str) -> Result<Value, String> {
        match def.holds {
            Holds::Instant => self.dates.instant(text).map(Value::Instant),
            Holds::Date => self.dates.date(text).map(Value::Date),
            _ => parse::from_text(def, text, &TimeZone::UTC),
        }
    }

    fn check(&self, cells: &Cells, place: &Place, def: &FieldDef) -> Option<String> {
        let text = self.text(cells, place)?;
        let fault = self.value(def, text).err()?;
        Some(said(text, &place.column, &fault))
    }
}

const NAME_LENGTH_MAX: usize = 200;
const SAID_LENGTH_MAX: usize = 80;

/// What is wrong with what a row says, in words that continue “Line 17 …”.
fn said(text: &str, column: &str, fault: &str) -> String {
    let short: String = text.chars().take(SAID_LENGTH_MAX).collect();
    let text = if short.len() < text.len() { format!("{short}…") } else { short };
    format!("says “{text}” in column “{column}”, which {fault}")
}

fn sentence(faults: &[String]) -> String {
    format!("{}.", faults.join("; it "))
}
