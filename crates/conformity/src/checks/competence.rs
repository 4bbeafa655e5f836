//! Whether everybody of whom a competence is required has it.
use crate::{
    combinator::{Rule, Verdict},
    reads::Reads,
    world::Member,
};
use gemba_vocabulary::RecordId;
use std::collections::BTreeSet;

const PERSON: &str = "person";
const HELD: &str = "competence";
const TRAINING: &str = "training";
const HOLDER: &str = "role_assignment";

/// Everybody of whom the competence judged is required, by name, team or role, was assessed to have it at its level and
/// the proof has not run out. Whoever is in a training for it is awaited. Where it is required of a process alone,
/// somebody has it.
pub(super) fn nobody_lacks_it() -> Rule {
    Rule::new(reads(), |member| {
        let people = required_of(member);
        if people.is_empty() {
            let is_held = member.named_by(HELD, "requirement").any(|one| is_enough(member, &one));
            return if is_held {
                Verdict::Kept
            } else {
                Verdict::Broken("is met by nobody".into())
            };
        }
        let lacking = people.into_iter().filter(|person| !has_it(member, *person));
        let (learning, idle): (Vec<_>, Vec<_>) =
            lacking.partition(|person| is_in_training(member, *person));
        if !idle.is_empty() {
            let idle: Vec<_> = idle.iter().map(|id| member.world.number(PERSON, *id)).collect();
            Verdict::Broken(format!("is not met by {}", idle.join(", ")).into())
        } else if learning.is_empty() {
            Verdict::Kept
        } else {
            Verdict::NotYet("a training for it runs")
        }
    })
}

fn reads() -> Reads {
    let own = Reads::fields(&["level", "role", "team", "people"]);
    let people = Reads::states(&["retired"]).and(Reads::fields(&["customer"]));
    let held = Reads::states(&["assessed"]).and(Reads::fields(&["person", "level", "valid_until"]));
    let training = Reads::states(&["planned", "done"]).and(Reads::fields(&["people", "due_on"]));
    let holders = Reads::states(&["acknowledged"]).and(Reads::fields(&["person", "to"]));
    own.and(people.of_those_naming(PERSON, "team"))
        .and(held.of_those_naming(HELD, "requirement"))
        .and(training.of_those_naming(TRAINING, "requirement"))
        .and(holders.of_those_naming(HOLDER, "role"))
        .and(Reads::nothing().of_kind("team"))
        .and(Reads::nothing().of_kind("role"))
}

/// Those of whom it is required and who work here.
fn required_of(member: &Member<'_>) -> BTreeSet<RecordId> {
    let named = member.value("people").refs().iter();
    let team = member.named("team", "team");
    let of_team = team.iter().flat_map(|team| team.named_by(PERSON, "team")).map(|one| one.id());
    let role = member.named("role", "role");
    let holders = role.iter().flat_map(|role| role.named_by(HOLDER, "role"));
    let holders = holders.filter(|one| {
        let is_over = one.day("to").is_some_and(|day| member.world.has_passed_day(day));
        one.state() == "acknowledged" && !is_over
    });
    let holders = holders.filter_map(|one| one.value("person").as_int());
    let works_here = |id: &RecordId| {
        let person = member.world.find(PERSON, *id);
        person.is_some_and(|one| one.state() != "retired" && !one.has("customer"))
    };
    named.chain(of_team).chain(holders).filter(works_here).collect()
}

fn is_enough(needed: &Member<'_>, held: &Member<'_>) -> bool {
    let level = |one: &Member<'_>| one.value("level").as_int().unwrap_or_default();
    let has_run_out = held.day("valid_until").is_some_and(|day| needed.world.has_passed_day(day));
    held.state() == "assessed" && !has_run_out && level(held) >= level(needed)
}

fn has_it(needed: &Member<'_>, person: RecordId) -> bool {
    let is_theirs = |one: &Member<'_>| one.value("person").as_int() == Some(person);
    needed.named_by(HELD, "requirement").any(|one| is_theirs(&one) && is_enough(needed, &one))
}

fn is_in_training(needed: &Member<'_>, person: RecordId) -> bool {
    needed.named_by(TRAINING, "requirement").any(|one| {
        let is_theirs = one.value("people").refs().contains(person);
        let is_late = one.day("due_on").is_none_or(|day| needed.world.has_passed_day(day));
        is_theirs && (one.state() == "done" || (one.state() == "planned" && !is_late))
    })
}
