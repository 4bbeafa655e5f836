//! A mapping laid on a file's header and on the kinds as the organization sees them: what is read
//! from where.
use super::{
    dates::Dates,
    map::{Field, Map, Meaning, Sense},
};
use crate::{fault::ExchangeError, reading::Cells};
use gemba_desk::Desk;
use gemba_model::{FieldDef, Holds, overlay::KindView, parse};
use gemba_vocabulary::Value;
use jiff::tz::TimeZone;
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

/// What is read from where.
pub(crate) struct Plan {
    pub source: String,
    pub view: Arc<KindView>,
    pub dates: Dates,
    pub missing: HashSet<String>,
    pub case: Place,
    pub time: Place,
    pub order: Option<Place>,
    pub actor: Option<FieldPlan>,
    pub state: Place,
    pub meanings: HashMap<String, Meant>,
    /// Fields that the state's values set, and that hold nothing in other states.
    pub state_fields: Vec<String>,
    pub fields: Vec<FieldPlan>,
    pub derived: Vec<Derived>,
    pub checked: Vec<(Place, FieldDef)>,
    pub makings: Vec<Making>,
    /// The kinds of the records that are named.
    pub targets: Vec<String>,
    /// Columns of the file that the mapping does not mention.
    pub unused: Vec<String>,
}

/// A column of the file.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub column: String,
    pub at: usize,
}

/// What a value of the state's column means.
pub(crate) struct Meant {
    /// The state; nothing leaves it as it was.
    pub state: Option<String>,
    pub set: Vec<(String, Value)>,
}

/// A field that columns fill.
pub(crate) struct FieldPlan {
    pub def: FieldDef,
    pub places: Vec<Place>,
    pub with: String,
    pub values: Option<BTreeMap<String, String>>,
    pub otherwise: Option<String>,
    /// The states in which the last row fills it; empty if every row does.
    pub last_in: Vec<String>,
    /// How a record is made that it names, by the place among the makings.
    pub making: Option<usize>,
}

/// How a record is made that a column names.
pub(crate) struct Making {
    pub kind: String,
    pub target: usize,
    /// The field that holds its name.
    pub title: String,
    pub values: Vec<(String, Value)>,
    pub find_by_name: bool,
}

/// A field that is worked out from the steps.
pub(crate) enum Derived {
    /// The time of the first row in one of the states.
    FirstIn { field: String, states: Vec<String> },
    /// The times spent in the state.
    Spans { field: String, state: String, reason: String },
}

impl Plan {
    /// Lays the mapping on the header and the kinds; the error lists all that does not fit.
    pub fn new(
        desk: &Desk,
        map: &Map,
        zone: Option<&str>,
        header: &Cells,
    ) -> Result<Self, ExchangeError> {
        let view = desk.view(&map.kind).ok_or_else(|| {
            ExchangeError::wrong(format!("The mapping's kind “{}” does not exist.", map.kind))
        })?;
        let mut draft = Draft::new(desk, &view, map, header);
        let dates = draft.dates(map, zone);
        let (case, time) = (draft.place(&map.case.column), draft.place(&map.time.column));
        let order = map.order.as_ref().map(|order| draft.place(&order.column));
        let state = draft.place(&map.state.column);
        let meanings = draft.meanings(map);
        let (mut fields, mut derived) = (Vec::new(), Vec::new());
        for field in &map.fields {
            draft.field(field, &mut fields, &mut derived);
        }
        let actor = draft.actor(map);
        let checked = draft.checked(map);
        draft.required(&fields);
        let unused = draft.unused(map, header);
        let mut state_fields: Vec<String> =
            meanings.values().flat_map(|meant| &meant.set).map(|(name, _)| name.clone()).collect();
        state_fields.sort();
        state_fields.dedup();
        let Draft { faults, makings, targets, .. } = draft;
        if !faults.is_empty() {
            return Err(ExchangeError::Wrong(faults.join("\n")));
        }
        let missing = map.missing.iter().cloned().collect();
        Ok(Self {
            source: map.source.clone(),
            view,
            dates,
            missing,
            case,
            time,
            order,
            actor,
            state,
            meanings,
            state_fields,
            fields,
            derived,
            checked,
            makings,
            targets,
            unused,
        })
    }
}

/// A plan on its way, with all that does not fit so far.
struct Draft<'a> {
    desk: &'a Desk,
    view: &'a KindView,
    places: HashMap<String, usize>,
    used: HashSet<String>,
    faults: Vec<String>,
    makings: Vec<Making>,
    targets: Vec<String>,
}

impl<'a> Draft<'a> {
    fn new(desk: &'a Desk, view: &'a KindView, map: &Map, header: &Cells) -> Self {
        let mut faults = Vec::new();
        let mut places = HashMap::new();
        for (at, name) in header.iter().enumerate() {
            if places.insert(name.trim().to_owned(), at).is_some() {
                faults.push(format!("The file has two columns “{}”.", name.trim()));
            }
        }
        if !map.delimiter.is_ascii() || map.delimiter == '"' || map.delimiter == '\n' {
            faults.push("The mapping's “delimiter” must be one plain character, such as ;".into());
        }
        let (makings, targets) = (Vec::new(), Vec::new());
        Self { desk, view, places, used: HashSet::new(), faults, makings, targets }
    }

    fn place(&mut self, column: &str) -> Place {
        let at = self.places.get(column).copied();
        if at.is_none() {
            self.faults
                .push(format!("The file has no column “{column}”, which the mapping needs."));
        }
        self.used.insert(column.to_owned());
        Place { column: column.to_owned(), at: at.unwrap_or_default() }
    }

    fn dates(&mut self, map: &Map, zone: Option<&str>) -> Dates {
        let name = zone.or(map.zone.as_deref()).unwrap_or("UTC");
        let zone = TimeZone::get(name).unwrap_or_else(|_| {
            self.faults.push(format!("“{name}” is no time zone; write one such as Europe/Paris."));
            TimeZone::UTC
        });
        Dates { formats: map.dates.clone(), zone }
    }

    fn known_state(&mut self, state: &str) {
        if self.view.def.state(state).is_none() {
            let names: Vec<_> = self.view.def.states.iter().map(|state| &*state.name).collect();
            self.faults.push(format!(
                "“{state}” is no state of {}; there are: {}.",
                self.view.def.plural,
                names.join(", ")
            ));
        }
    }

    fn meanings(&mut self, map: &Map) -> HashMap<String, Meant> {
        let mut meanings = HashMap::new();
        for (text, meaning) in &map.state.values {
            let (state, set) = match meaning {
                Meaning::State(state) => (Some(state.clone()), Vec::new()),
                Meaning::With(with) => (with.state.clone(), self.given(self.view, &with.set)),
            };
            if let Some(state) = &state {
                self.known_state(state);
            }
            meanings.insert(text.clone(), Meant { state, set });
        }
        meanings
    }

    /// Values written into the mapping for fields of a kind.
    fn given(&mut self, view: &KindView, texts: &BTreeMap<String, String>) -> Vec<(String, Value)> {
        let mut values = Vec::new();
        for (name, text) in texts {
            let read = view
                .field(name)
                .ok_or_else(|| "is not a field of this kind".to_owned())
                .and_then(|field| parse::from_text(field, text, &TimeZone::UTC));
            match read {
                Ok(value) => values.push((name.clone(), value)),
                Err(fault) => self.faults.push(format!(
                    "The mapping gives {} a “{name}” of “{text}”, which {fault}.",
                    view.def.plural
                )),
            }
        }
        values
    }

    fn field(&mut self, map: &Field, fields: &mut Vec<FieldPlan>, derived: &mut Vec<Derived>) {
        let name = &map.field;
        let Some(def) = self.view.field(name).cloned() else {
            let plural = self.view.def.plural;
            self.faults.push(format!("{plural} have no field “{name}”, which the mapping fills."));
            return;
        };
        for state in map.last_in.iter().chain(&map.first_in) {
            self.known_state(state);
        }
        let columns: Vec<_> = map.column.iter().chain(&map.columns).cloned().collect();
        let ways = [!columns.is_empty(), !map.first_in.is_empty(), map.spans_of.is_some()];
        if ways.into_iter().filter(|way| *way).count() != 1 {
            self.faults.push(format!(
                "The mapping must fill “{name}” in one way: from column or columns, or by \
                 first_in, or by spans_of."
            ));
        } else if let Some(spans) = &map.spans_of {
            self.known_state(&spans.state);
            derived.push(Derived::Spans {
                field: name.clone(),
                state: spans.state.clone(),
                reason: spans.reason.clone(),
            });
        } else if !map.first_in.is_empty() {
            derived.push(Derived::FirstIn { field: name.clone(), states: map.first_in.clone() });
        } else {
            let making = def
                .holds
                .target()
                .map(str::to_owned)
                .map(|kind| self.making(&kind, map.find_by_name, &map.make));
            fields.push(FieldPlan {
                def,
                places: columns.iter().map(|column| self.place(column)).collect(),
                with: map.with.clone(),
                values: map.values.clone(),
                otherwise: map.otherwise.clone(),
                last_in: map.last_in.clone(),
                making,
            });
        }
    }

    /// How records of a kind are made that a column names; returns the place among the makings.
    fn making(&mut self, kind: &str, find_by_name: bool, make: &BTreeMap<String, String>) -> usize {
        let view = self.desk.view(kind);
        let mut values = Vec::new();
        let mut title = String::new();
        if let Some(view) = view {
            view.def.title.clone_into(&mut title);
            values = self.given(&view, make);
            let is_given = |field: &FieldDef| {
                field.name == title
                    || field.default.is_some()
                    || field.computed
                    || values.iter().any(|(name, _)| *name == field.name)
            };
            for field in view.all_fields().filter(|field| field.required && !is_given(field)) {
                self.faults.push(format!(
                    "{} need “{}”; give it in the mapping: make = {{ {} = \"…\" }}.",
                    view.def.plural, field.label, field.name
                ));
            }
        }
        let known = self.targets.iter().position(|target| target == kind);
        let target = known.unwrap_or_else(|| {
            self.targets.push(kind.to_owned());
            self.targets.len() - 1
        });
        self.makings.push(Making { kind: kind.to_owned(), target, title, values, find_by_name });
        self.makings.len() - 1
    }

    fn actor(&mut self, map: &Map) -> Option<FieldPlan> {
        let actor = map.actor.as_ref()?;
        let def = FieldDef::new("actor", Holds::Ref("person".into()), false);
        let making = Some(self.making("person", actor.find_by_name, &actor.make));
        Some(FieldPlan {
            def,
            places: vec![self.place(&actor.column)],
            with: String::new(),
            values: None,
            otherwise: None,
            last_in: Vec::new(),
            making,
        })
    }

    fn checked(&mut self, map: &Map) -> Vec<(Place, FieldDef)> {
        let mut checked = Vec::new();
        for (column, sense) in &map.checked {
            let holds = match sense {
                Sense::Instant => Holds::Instant,
                Sense::Integer => Holds::Int,
                Sense::YesNo => Holds::Bool,
            };
            checked.push((self.place(column), FieldDef::new("checked", holds, false)));
        }
        checked
    }

    /// A record without what it needs would be refused row by row; it is better said once.
    fn required(&mut self, fields: &[FieldPlan]) {
        for field in self.view.all_fields().filter(|field| field.required && !field.computed) {
            let is_filled = fields.iter().any(|plan| plan.def.name == field.name);
            if !is_filled && field.default.is_none() {
                let plural = self.view.def.plural;
                self.faults
                    .push(format!("{plural} need “{}”; the mapping must fill it.", field.name));
            }
        }
    }

    fn unused(&mut self, map: &Map, header: &Cells) -> Vec<String> {
        self.used.extend(map.ignored.iter().cloned());
        let names = header.iter().map(str::trim);
        names.filter(|name| !self.used.contains(*name)).map(str::to_owned).collect()
    }
}
