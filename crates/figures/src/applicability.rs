//! The statement of applicability: every clause applies, with who answers for how it is met and who else does a part of
//! the work; and which information security controls apply, with the reason and the risks that they treat.
use crate::{
    asked::Ask,
    counted::{cell, none_wanted, number, records},
    reading::{in_states, list, names},
    sheet::{Cell, Figure, FigureDef, Judged, Named, Part, Row, Sheet, Table, column},
};
use gemba_model::{
    check::{Evidence, EvidenceFault},
    filter::Filter,
    owners::{Owners, ROLE},
};
use gemba_vocabulary::{
    RecordId, Value,
    clause::{AUDITED, covers, is_within},
};
use std::collections::{BTreeMap, BTreeSet};

static CLAUSES: FigureDef = FigureDef {
    name: "clauses_apply",
    label: "Clauses that apply",
    unit: "",
    definition: "All clauses from 4 to 10. The standard leaves none of them out, whatever the organization does and \
                 whoever does the work (clause 4.3); how far each is met, “Readiness” says.",
};
static WITHOUT_OWNER: FigureDef = FigureDef {
    name: "clauses_without_process",
    label: "Clauses nobody answers for",
    unit: "",
    definition: "Clauses for which no process in force names an owner, nobody holds a role that answers for such a \
                 process or for conformity as a whole (clause 5.3), and no published document says that it serves \
                 them. None is wanted.",
};
static OTHERS: FigureDef = FigureDef {
    name: "clauses_with_others",
    label: "Clauses with other parties",
    unit: "",
    definition: "Clauses of which another party does a part, as its process in force names them or as is on record of \
                 the party itself (clause 8.2.3). Somebody of our own stays accountable.",
};
static APPLIED: FigureDef = FigureDef {
    name: "controls_applied",
    label: "Controls that apply",
    unit: "",
    definition: "Controls that were decided to apply, in use or on their way (clause 8.7.3.2).",
};
static LEFT_OUT: FigureDef = FigureDef {
    name: "controls_left_out",
    label: "Controls left out",
    unit: "",
    definition: "Controls that were decided not to apply, or no longer, each with its reason.",
};
static UNDECIDED: FigureDef = FigureDef {
    name: "controls_undecided",
    label: "Controls undecided",
    unit: "",
    definition: "Controls on which nobody decided yet, or whose decision has no reason. None is wanted.",
};

/// Works out the sheet.
pub fn read(evidence: &dyn Evidence, _: &Ask) -> Result<Sheet, EvidenceFault> {
    let people = names(evidence, "person", &[])?;
    Ok(Sheet { parts: vec![clauses(evidence, &people)?, controls(evidence, &people)?] })
}

struct Process {
    named: Named,
    clause: String,
    others: Vec<RecordId>,
}

/// Another party that does a part of the work.
struct Party {
    named: Named,
    process: String,
}

/// What can meet a clause: processes in force, published documents, and what other parties do.
struct Work {
    processes: Vec<Process>,
    documents: Vec<(Named, String)>,
    parties: Vec<Party>,
    suppliers: BTreeMap<RecordId, Named>,
    owners: Owners,
    /// The roles by which somebody may answer.
    roles: BTreeMap<RecordId, Named>,
}

fn work(evidence: &dyn Evidence) -> Result<Work, EvidenceFault> {
    let processes = list(evidence, "process", &[in_states(&["in_force"])], |read| {
        Some(Process {
            named: read.named(),
            clause: read.text("clause"),
            others: read.refs("outsourced_to"),
        })
    })?;
    let published = Filter::is("state", Value::Text("published".to_owned()));
    let documents =
        list(evidence, "document", &[published], |read| Some((read.named(), read.text("serves"))))?;
    let open = Filter::is("open", Value::Bool(true));
    let parties = list(evidence, "party_involvement", &[open], |read| {
        Some(Party { named: read.named(), process: read.text("process") })
    })?;
    let suppliers = names(evidence, "supplier", &[])?;
    let (owners, roles) = (Owners::of(evidence)?, names(evidence, "role", &[])?);
    Ok(Work { processes, documents, parties, suppliers, owners, roles })
}

/// What meets a clause.
struct Met<'a> {
    by: Option<&'a Named>,
    owner: Option<RecordId>,
    documents: Vec<String>,
    others: BTreeSet<String>,
}

impl Work {
    /// A clause is met by the process that serves it, a part of it, or the clause around it.
    fn of(&self, clause: &str) -> Met<'_> {
        let of: Vec<_> = self
            .processes
            .iter()
            .filter(|one| is_within(&one.clause, clause) || is_within(clause, &one.clause))
            .filter(|one| !one.clause.is_empty())
            .collect();
        let serving = self.documents.iter().filter(|(_, serves)| {
            covers(serves, clause) || serves.split(',').any(|one| is_within(one.trim(), clause))
        });
        let by_process =
            of.iter().flat_map(|one| &one.others).filter_map(|id| self.suppliers.get(id));
        let by_record = self.parties.iter().filter(|one| runs(&one.process, clause));
        let owner = self.owners.of_clause_or_part(clause);
        let role = owner.filter(|owner| owner.kind == ROLE);
        let role = role.and_then(|owner| self.roles.get(&owner.record));
        // Of several processes, that whose owner is told.
        let owned = |one: &&&Process| {
            owner.is_some_and(|owner| (owner.kind, owner.record) == (one.named.kind, one.named.id))
        };
        let process = of.iter().find(owned).or(of.first());
        Met {
            by: process.map(|one| &one.named).or(role),
            owner: owner.map(|owner| owner.person),
            documents: serving.map(|(named, _)| named.title.clone()).collect(),
            others: by_process
                .map(|named| named.title.clone())
                .chain(by_record.map(|one| one.named.title.clone()))
                .collect(),
        }
    }
}

fn clauses(
    evidence: &dyn Evidence,
    people: &BTreeMap<RecordId, Named>,
) -> Result<Part, EvidenceFault> {
    let work = work(evidence)?;
    let columns = [
        column("clause", "Clause", ""),
        column("about", "About", ""),
        column("applies", "Applies", ""),
        column("process", "Met by", ""),
        column("owner", "Owner", ""),
        column("documents", "Documents", ""),
        column("others", "Who else does a part", ""),
    ];
    let mut table = Table::new("clauses", "Clauses", &columns, "There is none.");
    let mut alone = Table::new("alone", "Nobody answers for", &columns, "Each has its process.");
    let mut shared =
        Table::new("shared", "With other parties", &columns, "No other party has one.");
    for (clause, about) in AUDITED {
        let met = work.of(clause);
        let is_alone = met.owner.is_none() && met.documents.is_empty();
        let row: Row = vec![
            (*clause).into(),
            (*about).into(),
            "yes".into(),
            match met.by {
                Some(named) => Cell::record(named.clone()),
                None => Cell::from("no process of its own"),
            },
            cell(met.owner.and_then(|id| people.get(&id))).judged(if is_alone {
                Judged::Missed
            } else {
                Judged::Not
            }),
            met.documents.join(", ").as_str().into(),
            met.others.iter().cloned().collect::<Vec<_>>().join(", ").as_str().into(),
        ];
        if is_alone {
            alone.rows.push(row.clone());
        }
        if !met.others.is_empty() {
            shared.rows.push(row.clone());
        }
        table.rows.push(row);
    }
    let mut part = Part::titled("Clauses 4 to 10");
    part.figures = vec![
        Figure::new(&CLAUSES, number(table.rows.len())),
        none_wanted(Figure::new(&WITHOUT_OWNER, number(alone.rows.len())).from(alone)),
        Figure::new(&OTHERS, number(shared.rows.len())).from(shared),
    ];
    part.tables = vec![table];
    part.notes.push(
        "All requirements of clauses 4 to 10 apply. None is left out because another party does the work, or because \
         of what the organization is or does."
            .to_owned(),
    );
    Ok(part)
}

/// Whether a process that another party runs is one of the clause: processes are named by what the clause is about.
fn runs(process: &str, clause: &str) -> bool {
    let of = PROCESSES.iter().find(|(name, _)| *name == process);
    of.is_some_and(|(_, own)| is_within(own, clause) || is_within(clause, own))
}

/// The processes that another party can run, with their clauses.
const PROCESSES: &[(&str, &str)] = &[
    ("service_planning", "8.2.2"),
    ("service_catalogue", "8.2.4"),
    ("asset_management", "8.2.5"),
    ("configuration_management", "8.2.6"),
    ("business_relationships", "8.3.2"),
    ("service_levels", "8.3.3"),
    ("supplier_management", "8.3.4"),
    ("budgeting", "8.4.1"),
    ("demand_management", "8.4.2"),
    ("capacity_management", "8.4.3"),
    ("change_management", "8.5.1"),
    ("design_and_transition", "8.5.2"),
    ("release_and_deployment", "8.5.3"),
    ("incident_management", "8.6.1"),
    ("request_fulfilment", "8.6.2"),
    ("problem_management", "8.6.3"),
    ("availability_management", "8.7.1"),
    ("continuity_management", "8.7.2"),
    ("information_security", "8.7.3"),
];

struct Control {
    named: Named,
    state: String,
    theme: String,
    decision: String,
    reason: String,
    owner: Option<RecordId>,
    supplier: Option<RecordId>,
    risks: Vec<RecordId>,
    tested: Cell,
    id: RecordId,
}

fn controls(
    evidence: &dyn Evidence,
    people: &BTreeMap<RecordId, Named>,
) -> Result<Part, EvidenceFault> {
    let risks = names(evidence, "risk", &[])?;
    let suppliers = names(evidence, "supplier", &[])?;
    let treats = list(evidence, "risk", &[], |read| Some((read.id(), read.refs("controls"))))?;
    let controls = list(evidence, "control", &[], |read| {
        Some(Control {
            named: read.named(),
            state: read.state().to_owned(),
            theme: read.text("theme"),
            decision: read.text("decision"),
            reason: read.text("reason"),
            owner: read.int("owner"),
            supplier: read.int("supplier"),
            risks: read.refs("risks"),
            tested: read.date("tested_on").map_or(Value::None, Value::Date).into(),
            id: read.id(),
        })
    })?;
    let columns = [
        column("control", "Control", ""),
        column("theme", "Belongs to", ""),
        column("applies", "Applies", ""),
        column("reason", "Why", ""),
        column("state", "State", ""),
        column("owner", "Owner", ""),
        column("supplier", "Agreed with", ""),
        column("risks", "Risks it makes less", ""),
        column("tested", "Tested on", ""),
    ];
    let mut table = Table::new("controls", "Controls", &columns, "No control is on record.");
    for one in &controls {
        let by_risk = treats.iter().filter(|(_, with)| with.contains(&one.id)).map(|(id, _)| id);
        let all: BTreeSet<_> = one.risks.iter().chain(by_risk).collect();
        let titles: Vec<_> =
            all.into_iter().filter_map(|id| risks.get(id)).map(|risk| &*risk.title).collect();
        let (word, judged) = applies(one);
        table.rows.push(vec![
            Cell::record(one.named.clone()),
            one.theme.as_str().into(),
            Cell::from(word).judged(judged),
            one.reason.as_str().into(),
            one.state.replace('_', " ").as_str().into(),
            cell(one.owner.and_then(|id| people.get(&id))),
            cell(one.supplier.and_then(|id| suppliers.get(&id))),
            titles.join(", ").as_str().into(),
            one.tested.clone(),
        ]);
    }
    let of = |word: &'static str| {
        let found = controls.iter().filter(move |one| applies(one).0 == word);
        found.map(|one| (&one.named, one.reason.clone()))
    };
    let mut part = Part::titled("Information security controls");
    part.figures = vec![
        records(&APPLIED, of("yes"), "No control was decided to apply."),
        records(&LEFT_OUT, of("no"), "No control was left out."),
        none_wanted(records(&UNDECIDED, of("undecided"), "Each control is decided on.")),
    ];
    part.tables = vec![table];
    Ok(part)
}

fn applies(control: &Control) -> (&'static str, Judged) {
    let has_reason = !control.reason.trim().is_empty();
    match (control.decision.as_str(), has_reason) {
        ("applied", true) => ("yes", Judged::Kept),
        ("not_applied", true) => ("no", Judged::Not),
        _ => ("undecided", Judged::Missed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gemba_model::{Choice, parties};

    #[test]
    fn each_process_that_another_party_can_run_has_its_clause() {
        let names: BTreeSet<_> = parties::Process::CHOICES.iter().map(|one| &*one.name).collect();
        assert_eq!(names, PROCESSES.iter().map(|(name, _)| *name).collect());
        for (name, clause) in PROCESSES {
            assert!(AUDITED.iter().any(|(known, _)| known == clause), "{name}");
        }
        assert!(runs("incident_management", "8.6.1") && !runs("incident_management", "8.6.2"));
    }
}
