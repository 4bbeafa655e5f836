//! Relations of configuration items: what one part has to do with another, and which of the two
//! feels trouble at the other.
use gemba_model::{Choice, Feels, FieldFault, Kind, Situation, Step, library::fault_unless, step};
use gemba_vocabulary::{RecordId, Ref, Value, kind};
use jiff::Timestamp;

/// What one configuration item has to do with another, read from the first to the second: the
/// program “mail-1” runs on the server “host-3”.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "CRL", clause = "8.2.6", title = "name", life, settle = settle)]
#[kind(edge(from = "from", to = "to", by = "relation", feels = feels))]
pub struct ConfigurationRelation {
    /// The configuration item that the sentence begins with.
    #[field(listed, filtered)]
    pub from: Ref<kind::ConfigurationItem>,
    /// What it has to do with the other one.
    #[field(listed, filtered)]
    pub relation: Relation,
    /// The configuration item that the sentence ends with.
    #[field(listed, filtered)]
    pub to: Ref<kind::ConfigurationItem>,
    /// The group of interchangeable parts to which this one belongs, such as “Power supplies”. Whoever
    /// needs them works as long as one of the group does. Empty means that each is needed.
    pub redundancy_group: Option<String>,
    /// What else is to be known of it, such as the label on a cable.
    #[field(long)]
    pub remark: Option<String>,
    /// When it ended, if it did.
    #[field(computed)]
    pub ended_at: Option<Timestamp>,
    /// The relation in words, with what both were called when it was written down.
    #[field(computed)]
    pub name: Option<String>,
    /// What may be there only once: the relation itself, or what can have one such relation only.
    #[field(computed, unique)]
    pub key: Option<String>,
}

/// What one configuration item has to do with another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Relation {
    /// The first does not work without the second. The other way: is needed by.
    DependsOn,
    /// The first, a program or a virtual machine, is carried out by the second. The other way: runs.
    RunsOn,
    /// The first is one of the pieces of the second, and of nothing else. The other way: consists of.
    PartOf,
    /// The first is inside of the second, and nowhere else, such as a server in a rack. The other
    /// way: holds.
    LocatedIn,
    /// The first, such as an address, was given to the second, and to nothing else. The other way:
    /// was given.
    AssignedTo,
    /// The first is a way into the second or out of it, such as an interface of a switch, and of
    /// nothing else. The other way: has the port.
    PortOf,
    /// Both are joined, such as by a cable. It reads alike both ways.
    ConnectedTo,
    /// The first makes use of the second. The other way: is used by.
    Uses,
    /// The first keeps a copy of the second, or stands in for it. The other way: is backed up by.
    BacksUp,
}

impl Relation {
    /// Whether a configuration item can have one such relation only, as the first of the two.
    const fn is_only_one(self) -> bool {
        matches!(self, Self::PartOf | Self::LocatedIn | Self::AssignedTo | Self::PortOf)
    }

    /// The relation in the middle of a sentence.
    fn words(self) -> String {
        self.name().replace('_', " ")
    }
}

/// Which of the two feels trouble at the other. A whole feels its pieces; a piece does not feel the
/// whole, or one broken server of a service would seem to break all others.
fn feels(relation: &str) -> Feels {
    match Relation::named(relation) {
        Some(
            Relation::DependsOn
            | Relation::RunsOn
            | Relation::Uses
            | Relation::LocatedIn
            | Relation::AssignedTo
            | Relation::PortOf,
        ) => Feels::From,
        Some(Relation::PartOf | Relation::BacksUp) => Feels::To,
        Some(Relation::ConnectedTo) => Feels::Both,
        None => Feels::Neither,
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

const LIFE: &[Step<ConfigurationRelation>] = &[
    step("end", "End", &[State::Current], State::Ended)
        .help("It is no longer so. It stays on record.")
        .then(|me, now| me.ended_at = Some(now.now)),
    step("restore", "Take up again", &[State::Ended], State::Current)
        .help("It is so again.")
        .then(|me, _| me.ended_at = None),
];

/// What may be there only once, as text: `12 runs_on 13`, or `12 part_of` where only one is possible.
fn key(from: i64, relation: Relation, to: i64) -> String {
    let word = relation.name();
    match relation {
        _ if relation.is_only_one() => format!("{from} {word}"),
        Relation::ConnectedTo => format!("{} {word} {}", from.min(to), from.max(to)),
        _ => format!("{from} {word} {to}"),
    }
}

/// The relation in words, by what the items are called now.
fn sentence(me: &ConfigurationRelation, now: &Situation<'_>) -> String {
    let called = |id: RecordId| match now.facts.value("configuration_item", id, "name") {
        Value::Text(name) => name,
        _ => gemba_vocabulary::id::number("CFG", id),
    };
    format!("{} {} {}", called(me.from.id), me.relation.words(), called(me.to.id))
}

const KIND: &str = "configuration_relation";
/// No chain of wholes or places is longer; one that seems so is a loop.
const LEVELS_MAX: usize = 100;

fn settle(
    me: &mut ConfigurationRelation,
    _: Option<&ConfigurationRelation>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let (from, to) = (me.from.id, me.to.id);
    fault_unless(from != to, "to", "is the same configuration item; name another one")?;
    me.name = Some(sentence(me, now));
    let key = key(from, me.relation, to);
    me.key = None;
    if me.ended_at.is_some() {
        return Ok(());
    }
    if let Some(other) = holder(&key, now) {
        let other = gemba_vocabulary::id::number("CRL", other);
        return Err(if me.relation.is_only_one() {
            let words = me.relation.words();
            FieldFault::new(
                "from",
                format!("is {words} something already ({other}); end that first"),
            )
        } else {
            FieldFault::new("to", format!("has this relation already ({other})"))
        });
    }
    fault_unless(!is_loop(me, now), "to", "would lead round in a circle back to the first")?;
    me.key = Some(key);
    Ok(())
}

/// Another relation that has that key.
fn holder(key: &str, now: &Situation<'_>) -> Option<RecordId> {
    let holding = [("key", Value::Text(key.to_owned()))];
    let holders = now.facts.each(KIND, &holding, "id");
    holders.iter().filter_map(Value::as_int).find(|id| *id != now.record)
}

/// Whether the whole, or the place, is itself in the end a part of, or inside of, the first.
fn is_loop(me: &ConfigurationRelation, now: &Situation<'_>) -> bool {
    if !me.relation.is_only_one() {
        return false;
    }
    let mut here = me.to.id;
    for _ in 0..LEVELS_MAX {
        if here == me.from.id {
            return true;
        }
        let above = holder(&key(here, me.relation, 0), now);
        match above.map(|id| now.facts.value(KIND, id, "to")) {
            Some(Value::Ref(id)) => here = id,
            _ => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::KIND;
    use crate::story::Story;
    use gemba_vocabulary::Value;

    /// Another relation holds the key.
    fn given_key(story: &mut Story, id: i64, key: &str) {
        let fields = [("id", Value::Int(id)), ("key", Value::Text(key.to_owned()))];
        story.given_record(KIND, &fields);
    }

    const RUNS: &[(&str, &str)] = &[("from", "4"), ("relation", "runs_on"), ("to", "9")];

    #[test]
    fn it_reads_as_a_sentence_and_never_leads_to_itself() {
        let mut story = Story::of(KIND);
        story.given("configuration_item", 4, "name", Value::Text("mail-1".to_owned()));
        story.save(RUNS).unwrap();
        assert_eq!(story.holds("name"), "mail-1 runs on CFG-000009");
        let refusal = story.save(&[("to", "4")]).unwrap_err();
        assert_eq!(refusal, "To is the same configuration item; name another one.");
    }

    #[test]
    fn nothing_is_said_twice_while_it_holds() {
        let mut story = Story::of(KIND);
        given_key(&mut story, 3, "4 runs_on 9");
        let refusal = story.save(RUNS).unwrap_err();
        assert_eq!(refusal, "To has this relation already (CRL-000003).");
        story.save(&[("from", "4"), ("relation", "uses"), ("to", "9")]).unwrap();
        assert_eq!(story.holds("key"), "4 uses 9");
        story.take("end", &[]).unwrap();
        assert_eq!((story.state(), &*story.holds("key")), ("ended", ""));
        given_key(&mut story, 3, "4 uses 9");
        assert!(story.take("restore", &[]).unwrap_err().contains("CRL-000003"));
    }

    #[test]
    fn a_cable_is_the_same_from_both_ends() {
        let mut story = Story::of(KIND);
        story.save(&[("from", "9"), ("relation", "connected_to"), ("to", "4")]).unwrap();
        assert_eq!(story.holds("key"), "4 connected_to 9");
    }

    #[test]
    fn a_part_is_part_of_one_whole_and_no_whole_is_part_of_its_part() {
        let part = [("from", "4"), ("relation", "part_of"), ("to", "9")];
        let mut story = Story::of(KIND);
        given_key(&mut story, 3, "4 part_of");
        let refusal = story.save(&part).unwrap_err();
        assert_eq!(refusal, "From is part of something already (CRL-000003); end that first.");
        // The whole is in the end a part of the part: 9 is part of 12, and 12 part of 4.
        let mut story = Story::of(KIND);
        given_key(&mut story, 5, "9 part_of");
        story.given(KIND, 5, "to", Value::Ref(12));
        given_key(&mut story, 6, "12 part_of");
        story.given(KIND, 6, "to", Value::Ref(4));
        let refusal = story.save(&part).unwrap_err();
        assert_eq!(refusal, "To would lead round in a circle back to the first.");
    }

    /// The whole life, as from>verb>to; each other step is refused.
    #[test]
    fn it_holds_until_it_ends() {
        for (from, verb, to) in [
            ("current", "end", Some("ended")),
            ("ended", "restore", Some("current")),
            ("current", "restore", None),
            ("ended", "end", None),
        ] {
            let mut story = Story::saved(KIND, RUNS);
            story.put(from);
            match (story.take(verb, &[]), to) {
                (Ok(()), Some(to)) => assert_eq!(story.state(), to),
                (Err(refusal), None) => assert!(refusal.contains("is not possible"), "{refusal}"),
                (answer, _) => panic!("{from} {verb}: {answer:?}"),
            }
        }
    }
}
