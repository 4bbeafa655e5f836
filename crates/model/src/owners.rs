//! Who answers for a requirement: the owner of the process of its clause, else whoever holds the role that answers for
//! that process, else whoever holds the role that answers for conformity as a whole.
use crate::{
    AskedField, Narrow,
    check::{Evidence, EvidenceFault},
    overlay::KindView,
};
use gemba_vocabulary::{RecordId, ValueRef, clause::is_within};
use jiff::{civil::Date, tz::TimeZone};
use serde::Serialize;
use std::collections::BTreeMap;

/// The kinds of record that say so.
pub const KINDS: [&str; 3] = [PROCESS, ROLE, ASSIGNMENT];

const PROCESS: &str = "process";
/// The kind of a role.
pub const ROLE: &str = "role";
const ASSIGNMENT: &str = "role_assignment";

/// Who answers for a requirement, and where that is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Owner {
    /// The person's number.
    pub person: RecordId,
    /// The kind of the record that says so: a process or a role.
    pub kind: &'static str,
    /// Its number within the kind.
    pub record: RecordId,
    /// Its number as people see it.
    pub number: String,
}

/// Everybody who answers for something.
#[derive(Default)]
pub struct Owners {
    /// The owner of each clause for which a process in force says so.
    by_clause: BTreeMap<String, Owner>,
    /// Whoever answers for conformity as a whole.
    of_all: Option<Owner>,
}

impl Owners {
    /// Reads them, as far as the reader may.
    pub fn of(evidence: &dyn Evidence) -> Result<Self, EvidenceFault> {
        let holders = holders(evidence)?;
        let (of_process, of_all) = roles(evidence, &holders)?;
        let mut by_clause = BTreeMap::new();
        each(evidence, PROCESS, ["owner", "clause"], &mut |view, record, [owner, clause]| {
            if record.state != "in_force" {
                return;
            }
            let owner = owner.as_int().map(|person| Owner {
                person,
                kind: PROCESS,
                record: record.id,
                number: view.def.number(record.id),
            });
            let Some(owner) = owner.or_else(|| of_process.get(&record.id).cloned()) else { return };
            let clauses = clause.as_text().unwrap_or_default();
            let clauses = clauses.split([',', ';', ' ']).map(str::trim);
            for clause in clauses.filter(|clause| !clause.is_empty()) {
                by_clause.entry(clause.to_owned()).or_insert_with(|| owner.clone());
            }
        })?;
        Ok(Self { by_clause, of_all })
    }

    /// Who answers for a clause: by the process of the clause itself, else of the clause around it.
    pub fn of_clause(&self, clause: &str) -> Option<&Owner> {
        self.around(clause).or(self.of_all.as_ref())
    }

    /// Who answers for what belongs to a clause: as [`Self::of_clause`] says, but before those who answer for
    /// conformity as a whole comes whoever answers for a part of the clause.
    pub fn of_clause_or_part(&self, clause: &str) -> Option<&Owner> {
        let part = || self.by_clause.iter().find(|(part, _)| is_within(part, clause));
        self.around(clause).or_else(|| part().map(|(_, owner)| owner)).or(self.of_all.as_ref())
    }

    fn around(&self, clause: &str) -> Option<&Owner> {
        let mut around = clause;
        loop {
            if let Some(owner) = self.by_clause.get(around) {
                return Some(owner);
            }
            around = around.rsplit_once('.')?.0;
        }
    }
}

/// Who holds each role today, deputies aside.
fn holders(evidence: &dyn Evidence) -> Result<BTreeMap<RecordId, RecordId>, EvidenceFault> {
    let today = evidence.now().to_zoned(TimeZone::UTC).date();
    let mut holders = BTreeMap::new();
    let fields = ["from", "to", "role", "person", "is_deputy"];
    each(evidence, ASSIGNMENT, fields, &mut |_, record, [from, to, role, person, is_deputy]| {
        let day = |value: &ValueRef<'_>| value.as_date();
        let holds = ["assigned", "acknowledged"].contains(&record.state)
            && day(from).is_none_or(|from: Date| from <= today)
            && day(to).is_none_or(|to: Date| today <= to);
        let pair = role.as_int().zip(person.as_int());
        if let Some((role, person)) = pair.filter(|_| holds && !is_deputy.is_yes()) {
            holders.entry(role).or_insert(person);
        }
    })?;
    Ok(holders)
}

type OfProcess = BTreeMap<RecordId, Owner>;

/// The holders of the roles that answer for a process each, and of the one that answers for conformity.
fn roles(
    evidence: &dyn Evidence,
    holders: &BTreeMap<RecordId, RecordId>,
) -> Result<(OfProcess, Option<Owner>), EvidenceFault> {
    let (mut of_process, mut of_all) = (BTreeMap::new(), None);
    let fields = ["processes", "sms_conformity"];
    each(evidence, ROLE, fields, &mut |view, record, [processes, answers_for_all]| {
        let Some(person) = holders.get(&record.id).filter(|_| record.state == "in_use") else {
            return;
        };
        let number = view.def.number(record.id);
        let owner = Owner { person: *person, kind: ROLE, record: record.id, number };
        for process in processes.refs().iter() {
            of_process.entry(process).or_insert_with(|| owner.clone());
        }
        if answers_for_all.is_yes() {
            of_all.get_or_insert(owner);
        }
    })?;
    Ok((of_process, of_all))
}

/// Every record of a kind that the reader may read, with what it holds in these fields.
fn each<const N: usize>(
    evidence: &dyn Evidence,
    kind: &str,
    fields: [&str; N],
    take: &mut dyn FnMut(&KindView, &Narrow<'_>, &[ValueRef<'_>; N]),
) -> Result<(), EvidenceFault> {
    let Some(view) = evidence.view(kind).filter(|_| evidence.may_read(kind)) else { return Ok(()) };
    let fields = fields.map(AskedField::whole);
    evidence.visit_fields(kind, &fields, RecordId::MIN..=RecordId::MAX, &mut |record| {
        if let Some(values) = record.values.first_chunk() {
            take(&view, record, values);
        }
        true
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owner(kind: &'static str, person: RecordId) -> Owner {
        Owner { person, kind, record: 1, number: "1".to_owned() }
    }

    #[test]
    fn the_clause_itself_goes_before_what_is_around_it_and_that_before_the_whole() {
        let by_clause = [("8.6", 1), ("8.6.1", 2), ("9.2", 3)];
        let by_clause =
            by_clause.map(|(clause, person)| (clause.to_owned(), owner(PROCESS, person)));
        let owners = Owners { by_clause: by_clause.into(), of_all: Some(owner(ROLE, 9)) };
        let of = |clause: &str| owners.of_clause(clause).map(|owner| owner.person);
        let of_part = |clause: &str| owners.of_clause_or_part(clause).map(|owner| owner.person);
        for (clause, person, with_parts) in
            [("8.6.1", 2, 2), ("8.6.2", 1, 1), ("9", 9, 3), ("10", 9, 9), ("8.60", 9, 9)]
        {
            assert_eq!((of(clause), of_part(clause)), (Some(person), Some(with_parts)), "{clause}");
        }
        let nobody = Owners { of_all: None, ..owners };
        assert_eq!(nobody.of_clause("10"), None);
    }
}
