//! Competence: what people have to be able to do against what they can, gaps, and what is done about them.
use crate::{
    asked::Ask,
    reading::{in_states, list},
    sheet::{Cell, Figure, FigureDef, Judged, Named, Part, Sheet, Table, column},
};
use gemba_model::{
    check::{Evidence, EvidenceFault},
    filter::Filter,
};
use gemba_vocabulary::{RecordId, Value};
use jiff::{ToSpan, civil::Date};
use std::collections::{BTreeMap, BTreeSet};

/// How many skills people need, by person.
pub static NEEDED: FigureDef = FigureDef {
    name: "needed",
    label: "Skills needed, by person",
    unit: "",
    definition: "All pairs of a person and a skill that they need: as holder of a role, in a team, or by name, while \
                 the requirement is in force (clause 7.2).",
};
/// How many gaps there are.
pub static GAPS: FigureDef = FigureDef {
    name: "gaps",
    label: "Gaps",
    unit: "",
    definition: "Pairs in which no competence of the person counts today that was assessed by somebody else on the \
                 level needed or above, for that requirement or for a skill of the same name.",
};
/// How many gaps nobody does anything about.
pub static IDLE: FigureDef = FigureDef {
    name: "gaps_without_action",
    label: "Gaps that nothing is done about",
    unit: "",
    definition: "Gaps of people whom no open training for that requirement names. The target is none.",
};
/// How many run out soon.
pub static EXPIRING: FigureDef = FigureDef {
    name: "expiring",
    label: "Run out within 90 days",
    unit: "",
    definition: "Competences that were assessed and that count for 90 days more at the longest.",
};
/// How many trainings nobody looked at.
pub static UNCHECKED: FigureDef = FigureDef {
    name: "unchecked",
    label: "Trainings whose effect nobody looked at",
    unit: "",
    definition: "Trainings that took place and whose effect nobody has looked at. Having been there proves nothing.",
};
/// How many competences rest on nothing.
pub static UNPROVEN: FigureDef = FigureDef {
    name: "unproven",
    label: "Claimed and not assessed",
    unit: "",
    definition: "Competences that somebody says are there and that nobody else has looked at.",
};

const SOON_DAYS: i64 = 90;

struct Needed {
    named: Named,
    level: i64,
    role: Option<RecordId>,
    team: Option<RecordId>,
    people: Vec<RecordId>,
}

struct Held {
    named: Named,
    person: RecordId,
    requirement: Option<RecordId>,
    skill: String,
    level: i64,
    until: Option<Date>,
}

/// A skill that a person needs.
struct Pair<'a> {
    needed: &'a Needed,
    person: Named,
    level: Option<i64>,
    in_training: bool,
}

impl Pair<'_> {
    fn is_gap(&self) -> bool {
        self.level.is_none_or(|level| level < self.needed.level)
    }
}

/// The sheet.
pub fn read(evidence: &dyn Evidence, ask: &Ask) -> Result<Sheet, EvidenceFault> {
    let today = evidence.now().to_zoned(ask.zone.clone()).date();
    let needed = needed(evidence)?;
    let held = list(evidence, "competence", &[in_states(&["assessed"])], |one| {
        Some(Held {
            named: one.named(),
            person: one.int("person")?,
            requirement: one.int("requirement"),
            skill: one.text("skill").to_lowercase(),
            level: one.int("level")?,
            until: one.date("valid_until"),
        })
    })?;
    let open = [Filter::is("open", Value::Bool(true))];
    let trainings = list(evidence, "training", &open, |one| {
        Some((one.int("requirement"), one.refs("people"), one.state() == "done", one.named()))
    })?;
    let people = people(evidence)?;
    let roles = roles(evidence, today)?;
    let mut pairs = pairs(&needed, &held, &people, &roles, today);
    for pair in &mut pairs {
        pair.in_training = trainings.iter().any(|(requirement, trained, ..)| {
            *requirement == Some(pair.needed.named.id) && trained.contains(&pair.person.id)
        });
    }
    if let Some(person) = ask.about {
        pairs.retain(|pair| pair.person.id == person);
    }
    let gaps: Vec<_> = pairs.iter().filter(|pair| pair.is_gap()).collect();
    let idle: Vec<_> = gaps.iter().copied().filter(|pair| !pair.in_training).collect();
    let soon = today.saturating_add(SOON_DAYS.days());
    let is_of = |person| ask.about.is_none_or(|only| only == person);
    let expiring = held.iter().filter(|one| {
        is_of(one.person) && one.until.is_some_and(|day| day >= today && day <= soon)
    });
    let expiring: Vec<_> = expiring.map(|one| (one.named.clone(), one.until)).collect();
    let unchecked = trainings.iter().filter(|(_, trained, is_done, _)| {
        *is_done && ask.about.is_none_or(|only| trained.contains(&only))
    });
    let unchecked: Vec<_> = unchecked.map(|(.., named)| (named.clone(), None)).collect();
    let claimed = list(evidence, "competence", &[in_states(&["claimed"])], |one| {
        one.int("person").filter(|person| is_of(*person)).map(|_| (one.named(), None))
    })?;
    let judged = if idle.is_empty() { Judged::Kept } else { Judged::Missed };
    let mut part = Part::titled("Skills needed and held");
    part.figures = vec![
        Figure::new(&NEEDED, count(pairs.len())),
        Figure::new(&GAPS, count(gaps.len())).from(listed("gaps", "Gaps", &gaps)),
        Figure::new(&IDLE, count(idle.len())).judged(judged).from(listed("idle", "Gaps", &idle)),
        Figure::new(&EXPIRING, count(expiring.len())).from(plain("expiring", "Run out", expiring)),
        Figure::new(&UNCHECKED, count(unchecked.len())).from(plain(
            "unchecked",
            "Trainings",
            unchecked,
        )),
        Figure::new(&UNPROVEN, count(claimed.len())).from(plain("claimed", "Claimed", claimed)),
    ];
    part.tables = vec![
        listed("matrix", "Needed and held", &pairs.iter().collect::<Vec<_>>()),
        by_skill(&needed, &pairs),
    ];
    Ok(Sheet { parts: vec![part] })
}

fn needed(evidence: &dyn Evidence) -> Result<Vec<Needed>, EvidenceFault> {
    list(evidence, "competence_requirement", &[in_states(&["in_force"])], |one| {
        Some(Needed {
            named: one.named(),
            level: one.int("level")?,
            role: one.int("role"),
            team: one.int("team"),
            people: one.refs("people"),
        })
    })
}

/// The people on record who belong to no customer, each with their team.
fn people(
    evidence: &dyn Evidence,
) -> Result<BTreeMap<RecordId, (Named, Option<RecordId>)>, EvidenceFault> {
    let open = [Filter::is("open", Value::Bool(true))];
    let all = list(evidence, "person", &open, |one| {
        one.value("customer").is_none().then(|| (one.id(), (one.named(), one.int("team"))))
    })?;
    Ok(all.into_iter().collect())
}

/// Who holds which role today.
fn roles(
    evidence: &dyn Evidence,
    today: Date,
) -> Result<BTreeSet<(RecordId, RecordId)>, EvidenceFault> {
    let open = [Filter::is("open", Value::Bool(true))];
    if evidence.view("role_assignment").is_none() {
        return Ok(BTreeSet::new());
    }
    let held = list(evidence, "role_assignment", &open, |one| {
        let is_over = one.date("to").is_some_and(|day| day < today);
        one.int("role").zip(one.int("person")).filter(|_| !is_over)
    })?;
    Ok(held.into_iter().collect())
}

fn pairs<'a>(
    needed: &'a [Needed],
    held: &[Held],
    people: &BTreeMap<RecordId, (Named, Option<RecordId>)>,
    roles: &BTreeSet<(RecordId, RecordId)>,
    today: Date,
) -> Vec<Pair<'a>> {
    let mut pairs = Vec::new();
    for one in needed {
        let skill = one.named.title.to_lowercase();
        for (id, (person, team)) in people {
            let in_team = one.team.is_some() && one.team == *team;
            let in_role = one.role.is_some_and(|role| roles.contains(&(role, *id)));
            if !(in_team || in_role || one.people.contains(id)) {
                continue;
            }
            let of = held.iter().filter(|held| {
                held.person == *id
                    && (held.requirement == Some(one.named.id) || held.skill == skill)
                    && held.until.is_none_or(|day| day >= today)
            });
            let level = of.map(|held| held.level).max();
            pairs.push(Pair { needed: one, person: person.clone(), level, in_training: false });
        }
    }
    pairs
}

fn count(number: usize) -> Value {
    Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
}

fn listed(name: &'static str, label: &'static str, pairs: &[&Pair<'_>]) -> Table {
    let columns = [
        column("person", "Person", ""),
        column("skill", "Skill", ""),
        column("needed", "Level needed", ""),
        column("held", "Level held", ""),
        column("training", "Training", ""),
    ];
    let mut table = Table::new(name, label, &columns, "There is none.");
    table.rows = pairs
        .iter()
        .map(|pair| {
            let judged = if pair.is_gap() { Judged::Missed } else { Judged::Kept };
            vec![
                Cell::record(pair.person.clone()),
                Cell::record(pair.needed.named.clone()),
                Value::Int(pair.needed.level).into(),
                Cell::from(pair.level.map_or(Value::None, Value::Int)).judged(judged),
                Cell::from(if pair.in_training { "planned" } else { "" }),
            ]
        })
        .collect();
    table
}

fn plain(name: &'static str, label: &'static str, all: Vec<(Named, Option<Date>)>) -> Table {
    let columns = [column("what", "What", ""), column("until", "Until", "")];
    let mut table = Table::new(name, label, &columns, "There is none.");
    table.rows = all
        .into_iter()
        .map(|(named, day)| vec![Cell::record(named), day.map_or(Value::None, Value::Date).into()])
        .collect();
    table
}

fn by_skill(needed: &[Needed], pairs: &[Pair<'_>]) -> Table {
    let columns = [
        column("skill", "Skill", ""),
        column("people", "People who need it", ""),
        column("gaps", "Gaps", ""),
    ];
    let mut table = Table::new("skills", "By skill", &columns, "No skill is asked for.");
    for one in needed {
        let of: Vec<_> = pairs.iter().filter(|pair| pair.needed.named == one.named).collect();
        let gaps = of.iter().filter(|pair| pair.is_gap()).count();
        let judged = if gaps > 0 { Judged::Missed } else { Judged::Kept };
        table.rows.push(vec![
            Cell::record(one.named.clone()),
            count(of.len()).into(),
            Cell::from(count(gaps)).judged(judged),
        ]);
    }
    table
}
