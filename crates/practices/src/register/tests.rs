//! What every kind keeps to.
#![cfg(test)]
use super::*;
use gemba_model::{ChoiceDef, Holds};
use std::collections::BTreeSet;

/// A helping text is a sentence: it begins in upper case, has some words and ends.
fn assert_sentence(text: &str, place: &str) {
    let begins = text.chars().next().is_some_and(|first| !first.is_lowercase());
    let ends = text.ends_with(['.', '?', '”']);
    let words = text.split_whitespace().count();
    assert!(begins && ends && words >= 2, "{place} has no helping sentence: “{text}”");
}

fn assert_choices(choices: &[ChoiceDef], place: &str) {
    for choice in choices {
        assert_sentence(&choice.help, &format!("{place}.{}", choice.name));
    }
    let names: BTreeSet<_> = choices.iter().map(|choice| &choice.name).collect();
    assert_eq!(names.len(), choices.len(), "{place} has the same choice twice");
}

#[test]
fn every_kind_has_a_name_and_a_prefix_of_its_own() {
    let names: BTreeSet<_> = KINDS.iter().map(|kind| kind.def().name).collect();
    let prefixes: BTreeSet<_> = KINDS.iter().map(|kind| kind.def().prefix).collect();
    assert_eq!(names.len(), KINDS.len());
    assert_eq!(prefixes.len(), KINDS.len());
    for kind in KINDS {
        let prefix = kind.def().prefix;
        assert!(prefix.len() == 3 && prefix.bytes().all(|b| b.is_ascii_uppercase()));
        assert!(!kind.def().clause.is_empty(), "{} serves no clause", kind.def().name);
    }
}

/// The columns that the store keeps of every record.
const ENVELOPE: [&str; 12] = [
    "id",
    "state",
    "open",
    "version",
    "created_at",
    "created_by",
    "updated_at",
    "updated_by",
    "imported",
    "origin",
    "tags",
    "custom",
];

#[test]
fn no_field_has_the_name_of_what_every_record_has() {
    for kind in KINDS {
        let taken = kind.def().fields.iter().find(|field| ENVELOPE.contains(&&*field.name));
        assert!(taken.is_none(), "{}.{:?}", kind.def().name, taken.map(|field| &field.name));
    }
}

#[test]
fn a_kind_is_found_by_its_name() {
    assert_eq!(kind("incident").unwrap().def().prefix, "INC");
    assert!(kind("incidents").is_none());
}

#[test]
fn every_reference_leads_to_a_kind_that_is_kept() {
    for kind_here in KINDS {
        for field in kind_here.def().fields {
            if let Some(target) = field.holds.target() {
                let place = format!("{}.{}", kind_here.def().name, field.name);
                assert!(kind(target).is_some(), "{place} leads to “{target}”");
            }
        }
    }
}

#[test]
fn what_is_restricted_is_so_by_yes_or_no_or_with_a_record_that_it_names() {
    use gemba_model::{Scope, restricted::bars};
    let defs: Vec<_> = KINDS.iter().map(|kind| kind.def()).collect();
    for def in &defs {
        for field in def.fields {
            let place = format!("{}.{}", def.name, field.name);
            match field.scope {
                Some(Scope::Restricted) => assert_eq!(field.holds, Holds::Bool, "{place}"),
                Some(Scope::With) => {
                    assert!(matches!(field.holds, Holds::Ref(_)), "{place}");
                    let target = kind(field.holds.target().unwrap()).unwrap().def();
                    assert!(!bars(&defs, target).is_empty(), "{place} restricts nothing");
                }
                _ => {}
            }
        }
    }
    let barred = |name: &str| !bars(&defs, kind(name).unwrap().def()).is_empty();
    for name in ["incident", "alert", "incident_review", "escalation", "task", "link", "attachment"]
    {
        assert!(barred(name), "{name}");
    }
    for name in ["service", "problem", "change", "person"] {
        assert!(!barred(name), "{name} is for everybody inside");
    }
}

#[test]
fn every_text_that_helps_is_a_sentence() {
    for kind in KINDS {
        let def = kind.def();
        assert_sentence(def.help, def.name);
        for field in def.fields {
            let place = format!("{}.{}", def.name, field.name);
            assert_sentence(&field.help, &place);
            assert_choices(field.choices(), &place);
        }
        assert_choices(def.states, def.name);
        for step in kind.steps() {
            assert_sentence(step.help, &format!("{}.{}", def.name, step.verb));
        }
    }
}

#[test]
fn every_verb_asks_for_fields_that_are_there_to_be_typed() {
    for kind in KINDS {
        for step in kind.steps() {
            for name in step.asks {
                let place = format!("{}.{} asks for {name}", kind.def().name, step.verb);
                let field = kind.def().field(name);
                assert!(field.is_some_and(|field| !field.computed), "{place}");
            }
        }
    }
}

/// Where else a life begins, by what the record holds.
const OTHER_BEGINNINGS: &[(&str, &str)] = &[("change", "requested"), ("change", "raised")];

#[test]
fn every_state_can_be_reached_and_no_verb_is_ambiguous() {
    for kind in KINDS {
        let (def, steps) = (kind.def(), kind.steps());
        let mut reached = BTreeSet::from([def.first_state()]);
        let others = OTHER_BEGINNINGS.iter().filter(|(name, _)| *name == def.name);
        reached.extend(others.map(|(_, state)| *state));
        for _ in def.states {
            let next = steps.iter().filter(|step| step.from.iter().any(|s| reached.contains(s)));
            let next: Vec<_> = next.flat_map(|step| [Some(step.to), step.or_to]).collect();
            let next = next.into_iter().flatten();
            reached.extend(next);
        }
        for state in def.states {
            assert!(reached.contains(&*state.name), "{}.{} is out of reach", def.name, state.name);
        }
        let pairs = steps.iter().flat_map(|step| step.from.iter().map(|from| (step.verb, *from)));
        let pairs: Vec<_> = pairs.collect();
        let distinct: BTreeSet<_> = pairs.iter().collect();
        assert_eq!(distinct.len(), pairs.len(), "{} has a verb twice in a state", def.name);
    }
}

/// What goes round in a circle by design: a plan is kept ready.
const ENDLESS: &[&str] = &["continuity_plan"];

#[test]
fn every_life_begins_open_and_goes_on_until_an_end() {
    for kind in KINDS {
        let (def, steps) = (kind.def(), kind.steps());
        assert!(def.states.first().is_some_and(|state| !state.is_end), "{}", def.name);
        let ends = def.states.iter().any(|state| state.is_end);
        assert_eq!(ends, !ENDLESS.contains(&def.name), "{} never ends", def.name);
        for state in def.states.iter().filter(|state| !state.is_end) {
            let leads_on = steps.iter().any(|step| step.from.contains(&&*state.name));
            assert!(leads_on, "{}.{} is a dead end", def.name, state.name);
        }
    }
}

#[test]
fn every_default_can_be_read_by_its_field() {
    for kind in KINDS {
        for field in kind.def().fields {
            let Some(text) = &field.default else { continue };
            let value = gemba_model::parse::from_text(field, text, &jiff::tz::TimeZone::UTC);
            assert!(value.is_ok(), "{}.{}: {value:?}", kind.def().name, field.name);
        }
    }
}

#[test]
fn every_headline_can_be_searched_or_is_worked_out_and_no_struct_is_searched() {
    for kind in KINDS {
        let def = kind.def();
        let title = def.field(def.title).unwrap();
        assert!(title.searched || title.computed, "{}.{}", def.name, def.title);
        for field in def.fields.iter().filter(|field| field.searched) {
            let is_text = matches!(field.holds, Holds::ShortText | Holds::LongText);
            assert!(is_text, "{}.{} is searched and no text", def.name, field.name);
        }
    }
}

/// Each life by its design, as from>verb>to; what is not here is forbidden.
const LIVES: &[(&str, &str)] = &[
    (
        "incident",
        "assigned>declare_major>major assigned>start>in_progress \
         in_progress>declare_major>major in_progress>reassign>assigned \
         in_progress>resolve>resolved in_progress>wait>pending major>downgrade>in_progress \
         major>resolve>resolved major>tell>major new>cancel>cancelled new>classify>triaged \
         pending>resume>in_progress resolved>close>closed resolved>reopen>in_progress \
         triaged>assign>assigned triaged>cancel>cancelled triaged>declare_major>major",
    ),
    (
        "service_request",
        "approved>cancel>cancelled approved>start>fulfilling \
         awaiting_approval>approve>approved awaiting_approval>cancel>cancelled \
         awaiting_approval>reject>rejected fulfilled>close>closed \
         fulfilled>reopen>fulfilling fulfilling>finish>fulfilled fulfilling>wait>pending \
         new>cancel>cancelled new>submit>approved new>submit>awaiting_approval \
         pending>resume>fulfilling",
    ),
    (
        "problem",
        "accepted>review>known_error assessed>start>investigating \
         cause_not_found>close>closed fix_planned>fix_done>resolved \
         investigating>cause_found>known_error investigating>stop>cause_not_found \
         known_error>accept>accepted known_error>plan_fix>fix_planned \
         logged>classify>assessed resolved>close>closed resolved>recur>investigating",
    ),
    (
        "escalation",
        "acknowledged>end>over raised>acknowledge>acknowledged raised>end>over \
         raised>withdraw>withdrawn",
    ),
    ("on_call_override", "agreed>call_off>called_off"),
    (
        "risk",
        "accepted>watch>monitored assessed>accept>accepted assessed>treat>treating \
         identified>assess>assessed monitored>close>closed monitored>review>assessed \
         treated>rescore>monitored treating>finish>treated",
    ),
    (
        "security_policy",
        "draft>approve>in_force draft>discard>superseded in_force>communicate>in_force \
         in_force>supersede>superseded",
    ),
    (
        "known_error",
        "draft>publish>published published>retire>retired published>revise>updated \
         updated>publish>published",
    ),
    (
        "change",
        "approved>schedule>scheduled assessed>approve>approved assessed>reject>rejected \
         authorised>start>implementing backed_out>complete_record>retrospective \
         backed_out>pir>reviewed draft>submit>submitted failed>pir>reviewed \
         implemented>close>closed implemented>complete_record>retrospective \
         implemented>fail>failed implemented>pir>reviewed implementing>back_out>backed_out \
         implementing>done>implemented implementing>fail>failed \
         raised>emergency_approve>authorised requested>auto_authorise>scheduled \
         retrospective>close>closed reviewed>close>closed scheduled>implement>implemented \
         scheduled>start>implementing submitted>assess>assessed submitted>withdraw>withdrawn",
    ),
    (
        "release",
        "accepted>baseline>ready accepted_with_decision>baseline>ready built>test>tested \
         deployed>open_window>watching deploying>rollback>rolled_back \
         deploying>verify>deployed planned>build>built ready>deploy>deploying \
         reviewed>close>closed rolled_back>analyse>reviewed tested>accept>accepted \
         tested>decide>accepted_with_decision tested>reject>rejected \
         watching>close_window>reviewed",
    ),
    (
        "service",
        "accepted>deploy>live building>start_test>testing changing>transition_done>live \
         designed>start_build>building live>approve_removal>retiring \
         live>approve_transfer>transferring live>major_change>changing \
         planned>approve_design>designed proposed>approve_proposal>planned \
         proposed>reject>rejected retiring>switch_off>retired testing>accept>accepted \
         transferring>handover>transferred",
    ),
    (
        "service_requirement",
        "approved>supersede>superseded approved>withdraw>withdrawn draft>approve>approved \
         draft>withdraw>withdrawn",
    ),
    ("service_relation", "current>end>ended current>review>current ended>restore>current"),
    (
        "service_proposal",
        "accepted>carry_out>carried_out proposed>rank>ranked ranked>accept>accepted \
         ranked>decline>declined ranked>rank>ranked",
    ),
    (
        "configuration_item",
        "in_build>test>in_test in_maintenance>restore>live in_stock>prepare>in_build \
         in_test>deploy>live live>maintain>in_maintenance live>retire>retired \
         live>verify_fail>missing missing>found>live missing>write_off>retired \
         ordered>receive>in_stock planned>build>in_build planned>order>ordered \
         retired>dispose>disposed",
    ),
    (
        "supplier",
        "active>end>exiting active>trigger_review>under_review candidate>evaluate>evaluated \
         contracted>go_live>active evaluated>reject>rejected evaluated>sign>contracted \
         exiting>handover>ended remediation>recovered>active remediation>terminate>exiting \
         under_review>pass>active under_review>plan>remediation",
    ),
    ("party_involvement", "active>end>ended planned>begin>active planned>end>ended"),
    ("party_evaluation", "chosen>outdate>outdated open>choose>chosen open>turn_down>not_chosen"),
    ("party_measure", "open>evaluate>evaluated"),
    (
        "change_policy",
        "draft>approve>in_force draft>discard>superseded in_force>supersede>superseded",
    ),
    (
        "major_incident_criteria",
        "draft>approve>in_force draft>discard>superseded in_force>supersede>superseded",
    ),
    ("trend_analysis", "draft>conclude>concluded draft>discard>discarded"),
    (
        "contract",
        "draft>abandon>terminated draft>sign>signed in_force>end>ended in_force>extend>in_force \
         in_force>give_notice>in_force in_force>terminate>terminated signed>begin>in_force \
         signed>terminate>terminated",
    ),
    (
        "service_level_agreement",
        "agreed>start>in_force amended>start>in_force draft>propose>negotiation \
         in_force>end>terminated in_force>review>under_review negotiation>agree>agreed \
         under_review>amend>amended under_review>keep>in_force",
    ),
];

#[test]
fn every_life_leads_where_it_was_designed_to_and_nowhere_else() {
    for (name, design) in LIVES {
        let steps = kind(name).unwrap().steps();
        let moves = steps.iter().flat_map(|step| {
            let ends = [Some(step.to), step.or_to].into_iter().flatten();
            ends.flat_map(move |to| step.from.iter().map(move |from| (from, step.verb, to)))
        });
        let moves = moves.map(|(from, verb, to)| format!("{from}>{verb}>{to}"));
        let moves: BTreeSet<_> = moves.collect();
        let design: BTreeSet<_> = design.split_whitespace().map(ToOwned::to_owned).collect();
        assert_eq!(moves, design, "{name}");
    }
}

#[test]
fn whatever_goes_round_the_wheel_has_a_place_in_each_state_until_it_is_over() {
    use gemba_model::wheel::{self, Quarter};
    for def in wheel::KINDS.iter().filter_map(|name| kind(name)).map(AnyKind::def) {
        for state in def.states {
            let place = wheel::place(def, &state.name);
            assert_eq!(place.is_some(), !state.is_end, "{}.{}", def.name, state.name);
        }
        let first = wheel::place(def, def.first_state());
        let is_begin = matches!(first, Some(Quarter::Plan | Quarter::Check));
        assert!(is_begin, "{} begins with a plan or a look", def.name);
    }
    let improvement = kind("improvement").unwrap().def();
    assert_eq!(wheel::place(improvement, "implementing"), Some(Quarter::Do));
    assert_eq!(wheel::place(improvement, "target_missed"), Some(Quarter::Act));
    assert_eq!(wheel::place(kind("incident").unwrap().def(), "new"), None);
}
