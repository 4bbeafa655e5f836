//! Roles: who holds which, what nobody answers for, and who may decide what.
use crate::{
    asked::Ask,
    counted::{cell, none_wanted, number, records, some_wanted},
    reading::{in_states, list, names},
    sheet::{Cell, Figure, FigureDef, Judged, Named, Part, Sheet, Table, column},
};
use gemba_model::{
    check::{Evidence, EvidenceFault},
    filter::Filter,
};
use gemba_vocabulary::{RecordId, Value};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

mod defs;
use defs::{CONFORMITY, DECISIONS, REPORTING, UNACKNOWLEDGED, UNOWNED, VACANT};

/// The sorts of questions for which somebody must be entitled.
const NEEDED: [(&str, &str); 3] = [("change", "changes"), ("money", "money"), ("risk", "risks")];
/// What needs an owner: kinds with the states in which they do.
const OWNED: [(&str, &[&str]); 7] = [
    ("service", &["live", "changing", "retiring", "transferring"]),
    ("process", &[]),
    ("service_management_plan", &["in_force"]),
    ("capacity_plan", &["approved", "in_force"]),
    ("continuity_plan", &["approved", "exercised", "invoked", "recovering", "returned"]),
    ("service_transition", &["planned", "designed", "tested", "accepted"]),
    ("objective", &["agreed", "pursued"]),
];

struct Role {
    named: Named,
    id: RecordId,
    conformity: bool,
    reporting: bool,
    owns_plan: bool,
}

struct Held {
    named: Named,
    role: Option<RecordId>,
    person: Option<RecordId>,
    is_deputy: bool,
    is_known: bool,
    from: Option<Date>,
}

/// What the sheet is made of.
struct Read {
    roles: Vec<Role>,
    held: Vec<Held>,
    people: BTreeMap<RecordId, Named>,
}

impl Read {
    fn of(evidence: &dyn Evidence, today: Date) -> Result<Self, EvidenceFault> {
        let roles = list(evidence, "role", &[in_states(&["in_use"])], |read| {
            Some(Role {
                named: read.named(),
                id: read.id(),
                conformity: read.value("sms_conformity").is_yes(),
                reporting: read.value("performance_reporting").is_yes(),
                owns_plan: read.value("owns_plan").is_yes(),
            })
        })?;
        let holding = in_states(&["assigned", "acknowledged"]);
        let held = list(evidence, "role_assignment", &[holding], |read| {
            // Whose first day lies ahead does not hold it yet.
            read.date("from").is_some_and(|day| day <= today).then(|| Held {
                named: read.named(),
                role: read.int("role"),
                person: read.int("person"),
                is_deputy: read.value("is_deputy").is_yes(),
                is_known: read.state() == "acknowledged",
                from: read.date("from"),
            })
        })?;
        Ok(Self { roles, held, people: names(evidence, "person", &[])? })
    }

    fn holders(&self, role: RecordId) -> impl Iterator<Item = &Held> {
        self.held.iter().filter(move |held| held.role == Some(role))
    }

    fn is_vacant(&self, role: &Role) -> bool {
        self.holders(role.id).all(|held| held.is_deputy)
    }

    fn name(&self, held: &Held) -> String {
        let person = held.person.and_then(|id| self.people.get(&id));
        let name = person.map_or_else(|| "somebody".to_owned(), |one| one.title.clone());
        if held.is_deputy { format!("{name} (deputy)") } else { name }
    }
}

/// Works out the sheet.
pub fn read(evidence: &dyn Evidence, ask: &Ask) -> Result<Sheet, EvidenceFault> {
    let today = evidence.now().to_zoned(ask.zone.clone()).date();
    let read = Read::of(evidence, today)?;
    let mut part = Part::titled("Roles and who holds them");
    let vacant = read.roles.iter().filter(|role| read.is_vacant(role));
    part.figures.push(none_wanted(records(
        &VACANT,
        vacant.map(|role| (&role.named, "nobody holds it".to_owned())),
        "Somebody holds each role in use.",
    )));
    let unknown = read.held.iter().filter(|held| !held.is_known);
    part.figures.push(none_wanted(records(
        &UNACKNOWLEDGED,
        unknown.map(|held| (&held.named, "not taken on yet".to_owned())),
        "Whoever holds a role took it on.",
    )));
    part.figures.push(duty(&CONFORMITY, &read, |role| role.conformity));
    part.figures.push(duty(&REPORTING, &read, |role| role.reporting));
    part.figures.push(unowned(evidence)?);
    part.tables.push(by_role(&read));
    part.tables.push(by_person(&read));
    Ok(Sheet { parts: vec![part, authorities(evidence)?] })
}

/// Who holds a role with that duty, as the one who answers for it.
fn duty(def: &'static FigureDef, read: &Read, has: impl Fn(&Role) -> bool) -> Figure {
    let roles: BTreeSet<_> =
        read.roles.iter().filter(|role| has(role)).map(|role| role.id).collect();
    let held = read
        .held
        .iter()
        .filter(|held| !held.is_deputy && held.role.is_some_and(|role| roles.contains(&role)));
    let told = held
        .map(|held| (&held.named, held.from.map(|day| format!("since {day}")).unwrap_or_default()));
    some_wanted(records(def, told, "Nobody does."))
}

/// Records that somebody must own and nobody does.
fn unowned(evidence: &dyn Evidence) -> Result<Figure, EvidenceFault> {
    let mut all = Vec::new();
    for (kind, states) in OWNED {
        let filter = if states.is_empty() {
            Filter::is("open", Value::Bool(true))
        } else {
            in_states(states)
        };
        let mut found = list(evidence, kind, &[filter], |read| {
            read.value("owner").is_none().then(|| (read.named(), kind.replace('_', " ")))
        })?;
        all.append(&mut found);
    }
    let told = all.iter().map(|(named, kind)| (named, kind.clone()));
    Ok(none_wanted(records(&UNOWNED, told, "Each has an owner.")))
}

fn by_role(read: &Read) -> Table {
    let columns = [
        column("role", "Role", ""),
        column("duties", "Answers for", ""),
        column("held", "Held by", ""),
        column("deputies", "Deputies", ""),
        column("known", "Taken on", ""),
    ];
    let mut table = Table::new("roles", "By role", &columns, "No role is in use.");
    for role in &read.roles {
        let names = |deputy: bool| {
            let held = read.holders(role.id).filter(|held| held.is_deputy == deputy);
            held.map(|held| read.name(held).replace(" (deputy)", "")).collect::<Vec<_>>().join(", ")
        };
        let duties = [
            (role.conformity, "conformity"),
            (role.reporting, "reports to top management"),
            (role.owns_plan, "the plan"),
        ];
        let duties: Vec<_> = duties.iter().filter(|one| one.0).map(|one| one.1).collect();
        let holders = names(false);
        let is_held = !holders.is_empty();
        let known = read.holders(role.id).all(|held| held.is_known);
        let word = match (is_held, known) {
            (false, _) => Cell::default(),
            (true, true) => Cell::from("yes").judged(Judged::Kept),
            (true, false) => Cell::from("no").judged(Judged::Near),
        };
        let holders = if is_held { holders } else { "nobody".to_owned() };
        table.rows.push(vec![
            Cell::record(role.named.clone()),
            duties.join(", ").as_str().into(),
            Cell::from(&*holders).judged(if is_held { Judged::Not } else { Judged::Missed }),
            names(true).as_str().into(),
            word,
        ]);
    }
    table
}

fn by_person(read: &Read) -> Table {
    let columns = [column("person", "Person", ""), column("roles", "Roles", "")];
    let mut table = Table::new("people", "By person", &columns, "Nobody holds a role.");
    let titles: BTreeMap<_, _> =
        read.roles.iter().map(|role| (role.id, &*role.named.title)).collect();
    let mut people = BTreeMap::<RecordId, Vec<String>>::new();
    for held in &read.held {
        let (Some(person), Some(role)) = (held.person, held.role) else { continue };
        let title = titles.get(&role).copied().unwrap_or("a role not in use");
        let word = if held.is_deputy { format!("{title} (deputy)") } else { title.to_owned() };
        people.entry(person).or_default().push(word);
    }
    for (person, roles) in people {
        let roles = roles.join(", ");
        table.rows.push(vec![cell(read.people.get(&person)), roles.as_str().into()]);
    }
    table
}

fn authorities(evidence: &dyn Evidence) -> Result<Part, EvidenceFault> {
    let roles = names(evidence, "role", &[])?;
    let columns = [
        column("decision", "About", ""),
        column("authority", "What is decided", ""),
        column("role", "Who decides", ""),
        column("limit", "Up to", ""),
        column("beyond", "Beyond", ""),
    ];
    let mut table = Table::new("authorities", "Who may decide", &columns, "Nothing is on record.");
    let mut known = BTreeSet::new();
    let rows = list(evidence, "authority", &[in_states(&["in_force"])], |read| {
        known.insert(read.text("decision"));
        let role = |field: &str| cell(read.int(field).and_then(|id| roles.get(&id)));
        Some(vec![
            read.text("decision").replace('_', " ").as_str().into(),
            Cell::record(read.named()),
            role("role"),
            read.text("limit").as_str().into(),
            role("beyond"),
        ])
    })?;
    table.rows = rows;
    let mut part = Part::titled("Who may decide what");
    let missing: Vec<_> = NEEDED.iter().filter(|(name, _)| !known.contains(*name)).collect();
    let columns = [column("decision", "About", "")];
    let mut lacking =
        Table::new("missing", "Without anybody", &columns, "There is somebody for each.");
    lacking.rows = missing.iter().map(|(_, word)| vec![Cell::from(*word)]).collect();
    part.figures.push(none_wanted(Figure::new(&DECISIONS, number(missing.len())).from(lacking)));
    part.tables.push(table);
    Ok(part)
}
