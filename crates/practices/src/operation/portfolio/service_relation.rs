//! Relations of services: which one another needs, and which two do the same.
use gemba_model::{
    Choice, Feels, FieldFault, Kind, Refusal, Situation, Step,
    library::{fault_unless, fill_in, is_import},
    step,
};
use gemba_vocabulary::{RecordId, Ref, Value, id::number, kind};
use jiff::{Timestamp, civil::Date};

/// What one service has to do with another: it depends on it, or the two do the same and somebody
/// decides what becomes of that.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "SRL", clause = "8.2.2", title = "name", life, settle = settle)]
#[kind(shares(Comments, Links, Tasks, Tags))]
#[kind(edge(from = "from", to = "to", by = "relation", feels = feels))]
pub struct ServiceRelation {
    /// The service that the sentence begins with.
    #[field(listed, filtered)]
    pub from: Ref<kind::Service>,
    /// What it has to do with the other one.
    #[field(listed, filtered)]
    pub relation: Relation,
    /// The service that the sentence ends with.
    #[field(listed, filtered)]
    pub to: Ref<kind::Service>,
    /// What exactly it needs of the other, or what both do.
    #[field(long, searched)]
    pub extent: Option<String>,
    /// For two that do the same: what becomes of it.
    #[field(listed, filtered)]
    pub outcome: Option<Outcome>,
    /// Why that was decided.
    #[field(long, searched)]
    pub reason: Option<String>,
    /// The day on which somebody last looked at two that do the same, and decided.
    #[field(computed, listed, filtered)]
    pub reviewed_on: Option<Date>,
    /// Who decided.
    #[field(computed)]
    pub reviewed_by: Option<Ref<kind::Person>>,
    /// When it ended, if it did.
    #[field(computed)]
    pub ended_at: Option<Timestamp>,
    /// The relation in words, with what both were called when it was written down.
    #[field(computed)]
    pub name: Option<String>,
    /// The two services and what is said of them, which is said only once.
    #[field(computed, unique)]
    pub key: Option<String>,
}

/// What one service has to do with another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Relation {
    /// The first does not work without the second. The other way: is needed by.
    DependsOn,
    /// Both do the same, or much of it. It reads alike both ways.
    Duplicates,
}

/// What becomes of two services that do the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Outcome {
    /// Both stay, for a reason.
    Kept,
    /// They become one.
    Merged,
    /// One of them is taken away.
    Dropped,
}

/// Which of the two feels trouble at the other: the one that depends on it.
fn feels(relation: &str) -> Feels {
    match Relation::named(relation) {
        Some(Relation::DependsOn) => Feels::From,
        Some(Relation::Duplicates) | None => Feels::Neither,
    }
}

/// Whether a relation still holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is so.
    #[choice(tone = Done)]
    Current,
    /// It was so, and is no longer.
    #[choice(tone = Off, end)]
    Ended,
}

const KIND: &str = "service_relation";

const LIFE: &[Step<ServiceRelation>] = &[
    step("review", "Review", &[State::Current], State::Current)
        .help("Two services do the same: says what becomes of it, and why.")
        .asks(&["outcome", "reason"])
        .only(is_duplication, "two services that do the same")
        .guard(may_review)
        .then(reviewed),
    step("end", "End", &[State::Current], State::Ended)
        .help("It is no longer so. It stays on record.")
        .then(|me, now| me.ended_at = Some(now.now)),
    step("restore", "Take up again", &[State::Ended], State::Current)
        .help("It is so again.")
        .then(|me, _| me.ended_at = None),
];

fn is_duplication(me: &ServiceRelation) -> bool {
    me.relation == Relation::Duplicates
}

fn may_review(me: &ServiceRelation, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in("Review", &[(me.outcome.is_some(), "Outcome"), (me.reason.is_some(), "Reason")])
}

fn reviewed(me: &mut ServiceRelation, now: &Situation<'_>) {
    me.reviewed_on = Some(gemba_model::library::today(now));
    me.reviewed_by = now.actor.person.map(Ref::new);
}

/// The two services, the one recorded first in front, and what is said of them: a pair holds in one
/// direction only.
fn key(me: &ServiceRelation) -> String {
    let (first, second) = (me.from.id.min(me.to.id), me.from.id.max(me.to.id));
    format!("{first} {} {second}", me.relation.name())
}

fn settle(
    me: &mut ServiceRelation,
    before: Option<&ServiceRelation>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    fault_unless(me.from.id != me.to.id, "to", "is the same service; name another one")?;
    fault_unless(
        is_duplication(me) || me.outcome.is_none(),
        "outcome",
        "is for two services that do the same; leave it empty for one that depends on the other",
    )?;
    let decision = |of: &ServiceRelation| (of.outcome, of.reason.clone());
    let is_decided_anew = me.outcome.is_some() && before.map(decision) != Some(decision(me));
    if is_decided_anew && !is_import(now) {
        let is_explained = me.reason.is_some();
        fault_unless(is_explained, "reason", "is missing; say why that was decided")?;
        reviewed(me, now);
    }
    let called = |id| match now.facts.value("service", id, "name") {
        Value::Text(name) => name,
        _ => number("SVC", id),
    };
    let words = me.relation.name().replace('_', " ");
    me.name = Some(format!("{} {words} {}", called(me.from.id), called(me.to.id)));
    me.key = None;
    if me.ended_at.is_some() {
        return Ok(());
    }
    let key = key(me);
    if let Some(other) = holder(&key, now) {
        let other_begin = now.facts.value(KIND, other, "from").as_int();
        let other = number("SRL", other);
        let is_reverse = me.relation == Relation::DependsOn && other_begin == Some(me.to.id);
        let fault = if is_reverse {
            format!(
                "depends on the first already ({other}), and a circle helps nobody to say which \
                 one fails first; end that relation, or leave this one out"
            )
        } else {
            format!("has this relation already ({other})")
        };
        return Err(FieldFault::new("to", fault));
    }
    me.key = Some(key);
    Ok(())
}

/// Another relation that has that key.
fn holder(key: &str, now: &Situation<'_>) -> Option<RecordId> {
    let holding = [("key", Value::Text(key.to_owned()))];
    let holders = now.facts.each(KIND, &holding, "id");
    holders.iter().filter_map(Value::as_int).find(|id| *id != now.record)
}

#[cfg(test)]
mod tests {
    use super::KIND;
    use crate::story::{ADA, Story, walk};
    use gemba_vocabulary::Value;

    const NEEDS: &[(&str, &str)] = &[("from", "4"), ("relation", "depends_on"), ("to", "9")];
    const SAME: &[(&str, &str)] = &[("from", "9"), ("relation", "duplicates"), ("to", "4")];

    fn given_key(story: &mut Story, id: i64, key: &str, from: i64) {
        let fields = [("id", Value::Int(id)), ("key", Value::Text(key.to_owned()))];
        story.given_record(KIND, &fields);
        story.given(KIND, id, "from", Value::Ref(from));
    }

    #[test]
    fn it_reads_as_a_sentence_and_never_leads_to_itself() {
        let mut story = Story::of(KIND);
        story.given("service", 4, "name", Value::Text("Mail".to_owned()));
        story.save(NEEDS).unwrap();
        assert_eq!(story.holds("name"), "Mail depends on SVC-000009");
        let refusal = story.save(&[("to", "4")]).unwrap_err();
        assert_eq!(refusal, "To is the same service; name another one.");
    }

    #[test]
    fn a_pair_is_said_once_and_not_the_other_way_round_too() {
        let mut story = Story::of(KIND);
        given_key(&mut story, 3, "4 depends_on 9", 4);
        assert_eq!(story.save(NEEDS).unwrap_err(), "To has this relation already (SRL-000003).");
        let reverse = [("from", "9"), ("relation", "depends_on"), ("to", "4")];
        let refusal = story.save(&reverse).unwrap_err();
        assert!(refusal.starts_with("To depends on the first already (SRL-000003)"), "{refusal}");
        story.save(SAME).unwrap();
        assert_eq!(story.holds("key"), "4 duplicates 9", "it reads alike both ways");
        story.take("end", &[]).unwrap();
        assert_eq!((story.state(), &*story.holds("key")), ("ended", ""));
        given_key(&mut story, 5, "4 duplicates 9", 4);
        assert!(story.take("restore", &[]).unwrap_err().contains("SRL-000005"));
    }

    #[test]
    fn two_that_do_the_same_are_looked_at_and_it_is_said_why_both_stay() {
        let mut story = Story::saved(KIND, SAME);
        assert_eq!(story.holds("reviewed_on"), "", "nobody looked yet");
        let bare = story.take("review", &[("outcome", "kept")]).unwrap_err();
        assert_eq!(bare, "Before “Review”, fill in: Reason.");
        let refusal = story.save(&[("outcome", "kept")]).unwrap_err();
        assert_eq!(refusal, "Reason is missing; say why that was decided.");
        let kept = [("outcome", "kept"), ("reason", "The clinic may not share a server")];
        story.take("review", &kept).unwrap();
        let told = (story.holds("reviewed_on"), story.holds("reviewed_by"));
        assert_eq!(told, ("2026-03-02".to_owned(), ADA.to_string()));
        story.at("2026-09-01T09:00:00Z").save(&[("extent", "Both send mail")]).unwrap();
        assert_eq!(story.holds("reviewed_on"), "2026-03-02", "nothing was decided");
        story.take("review", &[]).unwrap();
        assert_eq!(story.holds("reviewed_on"), "2026-09-01");
        let mut story = Story::of(KIND);
        let refusal = story.save(&[NEEDS, &[("outcome", "kept")]].concat()).unwrap_err();
        assert!(refusal.contains("for two services that do the same"), "{refusal}");
    }

    const MACHINE: &[(&str, &str, &str)] = &[
        ("current", "current", "review"),
        ("current", "ended", "end"),
        ("ended", "current", "restore"),
    ];

    #[test]
    fn each_step_of_two_that_do_the_same_leads_on_and_each_other_is_refused() {
        let whole = [SAME, &[("outcome", "merged"), ("reason", "One server less")]].concat();
        walk(KIND, MACHINE, "So it is", |from, _| {
            let mut story = Story::saved(KIND, &whole);
            story.put(from);
            story
        });
    }

    #[test]
    fn what_depends_is_not_reviewed_as_a_double() {
        walk(KIND, &MACHINE[1..], "So it is", |from, _| {
            let mut story = Story::saved(KIND, NEEDS);
            story.put(from);
            story
        });
    }
}
