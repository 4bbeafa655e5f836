//! The service management plan: what the records say to each of its points, and how it stands.
use crate::{
    asked::Ask,
    counted::{number, some_wanted},
    reading::{Read, in_states, list, names},
    sheet::{Cell, Figure, FigureDef, Judged, Named, Part, Sheet, Table, column},
};
use gemba_model::{
    check::{Evidence, EvidenceFault},
    filter::Filter,
};
use gemba_vocabulary::{RecordId, Value};
use jiff::{civil::Date, tz::TimeZone};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

mod content;
pub use content::{lines, others};

/// Whether a plan is in force.
pub static IN_FORCE: FigureDef = FigureDef {
    name: "plans_in_force",
    label: "Plans in force",
    unit: "",
    definition: "Service management plans that top management approved and that no other took the place of (clause \
                 6.3). There is one.",
};

/// How many of the points of a plan say something.
pub static POINTS: FigureDef = FigureDef {
    name: "points_answered",
    label: "Points answered",
    unit: "",
    definition: "How many of the eight points of the plan (clause 6.3 a to h) say something, in words of its own or \
                 from the records.",
};

/// How many plans changed since they were held against this one.
pub static CHANGED: FigureDef = FigureDef {
    name: "plans_changed",
    label: "Other plans new or changed since they were checked",
    unit: "",
    definition: "Open plans for capacity, continuity, transitions, audits and improvements that were begun or \
                 changed after the day on which they were last held against the plan (clause 6.3). The target is \
                 none.",
};

/// When somebody looked at the plan last.
pub static REVIEWED: FigureDef = FigureDef {
    name: "days_since_review",
    label: "Days since the last review",
    unit: "days",
    definition: "Days from the last review of the plan, or from its approval, until today.",
};

/// What a plan rests on, as the records stand now.
#[derive(Debug, Default)]
pub struct Rests {
    /// The scope in force.
    pub scope: Option<RecordId>,
    /// The services of that scope.
    pub services: Vec<RecordId>,
    /// The objectives that are agreed.
    pub objectives: Vec<RecordId>,
    /// The risks that are open.
    pub risks: Vec<RecordId>,
    /// The opportunities that are open.
    pub opportunities: Vec<RecordId>,
    /// The service requirements that are approved.
    pub requirements: Vec<RecordId>,
}

impl Rests {
    /// Reads it.
    pub fn read(evidence: &dyn Evidence) -> Result<Self, EvidenceFault> {
        let ids = |kind: &'static str, filter: Filter| {
            list(evidence, kind, &[filter], |read| Some(read.id()))
        };
        let open = || Filter::is("open", Value::Bool(true));
        let scopes = list(evidence, "scope_statement", &[in_states(&["in_force"])], |read| {
            Some((read.instant("approved_at"), read.id(), read.refs("services")))
        })?;
        let scope = scopes.into_iter().max();
        Ok(Self {
            scope: scope.as_ref().map(|one| one.1),
            services: scope.map(|one| one.2).unwrap_or_default(),
            objectives: ids("objective", in_states(&["agreed", "pursued"]))?,
            risks: ids("risk", open())?,
            opportunities: ids("opportunity", open())?,
            requirements: ids("service_requirement", in_states(&["approved"]))?,
        })
    }
}

/// A plan, as the sheet needs it.
struct Plan {
    named: Named,
    state: String,
    id: RecordId,
    approved: Option<Date>,
    approved_by: Option<RecordId>,
    owner: Option<RecordId>,
    reviewed: Option<Date>,
    checked: Option<Date>,
    verdict: String,
    lines: Vec<Json>,
    /// What people wrote, by field.
    words: BTreeMap<&'static str, String>,
    rests: [(&'static str, usize); 4],
}

const WORDS: [&str; 8] = [
    "limitations",
    "other_parties_approach",
    "technology",
    "how_measured",
    "how_audited",
    "how_reported",
    "how_improved",
    "standard_considered",
];

/// The points in their order: name in data, heading, and the fields in which people write about it.
type Point = (&'static str, &'static str, &'static [&'static str]);
const POINTS_OF: [Point; 8] = [
    ("services", "Services", &[]),
    ("limitations", "Known limitations", &["limitations"]),
    ("obligations", "Obligations", &[]),
    ("authorities", "Authorities and responsibilities", &[]),
    ("resources", "Resources", &[]),
    ("other_parties", "Working with other parties", &["other_parties_approach"]),
    ("technology", "Technology", &["technology"]),
    (
        "effectiveness",
        "Measuring, auditing, reporting and improving",
        &["how_measured", "how_audited", "how_reported", "how_improved"],
    ),
];

impl Plan {
    fn of(read: &Read<'_>) -> Self {
        let day = |field: &str| read.instant(field).map(|at| at.to_zoned(TimeZone::UTC).date());
        let rests = ["objectives", "risks", "opportunities", "requirements"];
        let lines = match read.value("content") {
            Value::Struct(Json::Array(rows)) => rows.clone(),
            _ => Vec::new(),
        };
        Self {
            named: read.named(),
            state: read.state().to_owned(),
            id: read.id(),
            approved: day("approved_at"),
            approved_by: read.int("approved_by"),
            owner: read.int("owner"),
            reviewed: read.date("last_reviewed_on"),
            checked: read.date("plans_checked_on"),
            verdict: read.text("verdict"),
            lines,
            words: WORDS.into_iter().map(|field| (field, read.text(field))).collect(),
            rests: rests.map(|field| (field, read.refs(field).len())),
        }
    }

    fn lines_of(&self, point: &str) -> impl Iterator<Item = &Json> {
        self.lines.iter().filter(move |line| line["point"] == point)
    }

    fn says(&self, point: &Point) -> bool {
        let is_written = |field: &&str| self.words.get(*field).is_some_and(|text| !text.is_empty());
        self.lines_of(point.0).next().is_some() || point.2.iter().any(is_written)
    }
}

/// Works out the sheet: the plan asked for, the one in force, or the latest draft.
pub fn read(evidence: &dyn Evidence, ask: &Ask) -> Result<Sheet, EvidenceFault> {
    let plans = list(evidence, "service_management_plan", &[], |read| Some(Plan::of(read)))?;
    let in_force: Vec<_> = plans.iter().filter(|plan| plan.state == "in_force").collect();
    let drafts = || plans.iter().rfind(|plan| plan.state == "draft");
    let chosen = match ask.about {
        Some(id) => plans.iter().find(|plan| plan.id == id),
        None => in_force.last().copied().or_else(drafts),
    };
    let today = evidence.now().to_zoned(ask.zone.clone()).date();
    let Some(plan) = chosen else {
        let mut part = Part::titled("Service management plan");
        part.figures.push(some_wanted(Figure::new(&IN_FORCE, number(in_force.len()))));
        part.notes
            .push("No plan is on record. Write one under “Service management plans”.".to_owned());
        return Ok(Sheet { parts: vec![part] });
    };
    let mut first = Part::about(plan.named.clone());
    let is_one = in_force.len() == 1;
    let judged = if is_one { Judged::Kept } else { Judged::Missed };
    first.figures.push(Figure::new(&IN_FORCE, number(in_force.len())).judged(judged));
    let answered = POINTS_OF.iter().filter(|point| plan.says(point)).count();
    let judged = if answered == POINTS_OF.len() { Judged::Kept } else { Judged::Missed };
    first.figures.push(Figure::new(&POINTS, number(answered)).judged(judged));
    first.figures.push(since_review(plan, today));
    first.figures.push(changed(evidence, plan)?);
    first.notes.extend(about(evidence, plan)?);
    let parts = POINTS_OF.iter().map(|point| told(plan, point));
    Ok(Sheet { parts: [first].into_iter().chain(parts).collect() })
}

/// Who answers for it, and what it rests on, in sentences.
fn about(evidence: &dyn Evidence, plan: &Plan) -> Result<Vec<String>, EvidenceFault> {
    let people = names(evidence, "person", &[])?;
    let name = |id: Option<RecordId>| {
        let found = id.and_then(|id| people.get(&id));
        found.map_or_else(|| "nobody".to_owned(), |person| person.title.clone())
    };
    let mut notes = vec![match plan.approved {
        Some(day) => format!(
            "{} keeps this plan. {} approved it on {day}.",
            name(plan.owner),
            name(plan.approved_by)
        ),
        None => format!("{} keeps this plan. It is a draft: nobody approved it.", name(plan.owner)),
    }];
    let counts = plan.rests.map(|(field, count)| format!("{count} {}", field.replace('_', " ")));
    notes.push(format!("It rests on {}.", counts.join(", ")));
    if let Some(text) = plan.words.get("standard_considered").filter(|text| !text.is_empty()) {
        notes.push(text.clone());
    }
    if let Some(day) = plan.checked {
        notes.push(format!("Other plans were held against it on {day}: {}", plan.verdict));
    }
    Ok(notes)
}

fn since_review(plan: &Plan, today: Date) -> Figure {
    let day = plan.reviewed.or(plan.approved);
    let days = day.and_then(|day| day.until(today).ok()).map(|span| span.get_days());
    let value = days.map(|days| Value::Int(i64::from(days)));
    Figure::or_undefined(&REVIEWED, value, "It was not approved yet.")
}

/// Other plans that were begun or changed after they were held against this one.
fn changed(evidence: &dyn Evidence, plan: &Plan) -> Result<Figure, EvidenceFault> {
    let columns = [column("plan", "Plan", ""), column("changed", "Changed on", "")];
    let mut table =
        Table::new("plans", "Plans", &columns, "Each was held against it as it stands.");
    for (named, _, changed) in content::other_plans(evidence)? {
        if plan.checked.is_none_or(|checked| changed > checked) {
            table.rows.push(vec![Cell::record(named), Value::Date(changed).into()]);
        }
    }
    let judged = if table.rows.is_empty() { Judged::Kept } else { Judged::Near };
    Ok(Figure::new(&CHANGED, number(table.rows.len())).judged(judged).from(table))
}

/// A point of the plan: what people wrote, and what the records say.
fn told(plan: &Plan, point: &Point) -> Part {
    let mut part = Part::titled(point.1);
    let written = point.2.iter().filter_map(|field| plan.words.get(*field));
    part.notes = written.filter(|text| !text.is_empty()).cloned().collect();
    let columns = [
        column("record", "Record", ""),
        column("what", "What", ""),
        column("detail", "In short", ""),
    ];
    let empty = "The records say nothing about it.";
    let mut table = Table::new("lines", "From the records", &columns, empty);
    for line in plan.lines_of(point.0) {
        let text = |part: &str| Cell::from(line[part].as_str().unwrap_or_default());
        table.rows.push(vec![text("record"), text("what"), text("detail")]);
    }
    if !table.rows.is_empty() || part.notes.is_empty() {
        part.tables.push(table);
    }
    part
}

/// A line of the plan's content, as the record keeps it.
fn line(point: &str, record: String, what: &str, detail: &str) -> Json {
    if detail.is_empty() {
        json!({"point": point, "what": what, "record": record})
    } else {
        json!({"point": point, "what": what, "record": record, "detail": detail})
    }
}
