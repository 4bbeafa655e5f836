//! Whether the audits of a programme cover the whole standard, and whether those concerned were told of them.
use super::parts::PROCESS_CLAUSES;
use crate::{
    combinator::{Rule, Verdict},
    condition::Condition,
    reads::Reads,
    world::Member,
};

const AUDIT: &str = "audit";
const FINDING: &str = "audit_finding";
const DONE: &[&str] = &["reported", "closed"];
/// The chapters of the standard that make demands, but for the one whose clauses are processes.
const CHAPTERS: [&str; 6] = ["4", "5", "6", "7", "9", "10"];

/// The audits of the programme that were reported cover each chapter and each process; while its time runs, what is
/// missing is awaited.
pub(super) fn covers_the_standard() -> Rule {
    let audits = Reads::states(DONE).and(Reads::fields(&["clauses"]));
    let reads = Reads::fields(&["period_until"]).and(audits.of_those_naming(AUDIT, "programme"));
    Rule::new(reads, |member| {
        let audits = member.named_by(AUDIT, "programme");
        let done: Vec<_> = audits.filter(|audit| DONE.contains(&audit.state())).collect();
        let said: Vec<_> = done.iter().flat_map(|audit| clauses(audit.text("clauses"))).collect();
        let wanted = CHAPTERS.iter().chain(PROCESS_CLAUSES);
        let missing = wanted.filter(|wanted| !said.iter().any(|said| covers(said, wanted)));
        let missing: Vec<_> = missing.copied().collect();
        let is_over =
            member.day("period_until").is_some_and(|day| member.world.has_passed_day(day));
        match (missing.is_empty(), is_over) {
            (true, _) => Verdict::Kept,
            (false, false) => Verdict::NotYet("the time of the programme is not over"),
            (false, true) => {
                Verdict::Broken(format!("ended without an audit of {}", missing.join(", ")).into())
            }
        }
    })
}

fn clauses(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';', ' ']).map(str::trim).filter(|clause| !clause.is_empty())
}

/// What was audited is the clause, what it is a part of, or a part of it.
fn covers(said: &str, wanted: &str) -> bool {
    let is_part = |part: &str, whole: &str| {
        part.strip_prefix(whole).is_some_and(|rest| rest.starts_with('.'))
    };
    said == wanted || is_part(wanted, said) || is_part(said, wanted)
}

/// Whoever answers for an area with a finding is among those to whom the audit was reported.
pub(super) fn managers_were_told() -> Condition {
    let findings = Reads::states(&["withdrawn"]).and(Reads::fields(&["area_manager"]));
    let reads = Reads::fields(&["recipients"]).and(findings.of_those_naming(FINDING, "audit"));
    Condition::new(reads, |member: &Member<'_>| {
        let told = member.value("recipients").refs();
        let findings = member.named_by(FINDING, "audit").filter(|one| one.state() != "withdrawn");
        let mut managers = findings.filter_map(|one| one.value("area_manager").as_int());
        managers.all(|manager| told.contains(manager))
    })
}

#[cfg(test)]
mod tests {
    use super::{clauses, covers};

    #[test]
    fn a_clause_is_covered_by_what_it_is_a_part_of_and_by_a_part_of_it() {
        let said: Vec<_> = clauses("8.6.1, 8.6.2; 9.2 10").collect();
        assert_eq!(said, ["8.6.1", "8.6.2", "9.2", "10"]);
        assert!(covers("8.6", "8.6.1") && covers("9.2", "9") && covers("8.5.1.3", "8.5.1"));
        assert!(!covers("10", "1") && !covers("8.61", "8.6"));
    }
}
