//! Links: typed connections between two records of any kind.
use gemba_model::{Choice, FieldFault, Kind, Situation, library::fault_unless};

/// A connection between two records, with its meaning: this incident is caused by that change.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "LNK", clause = "8.2.6", title = "name", menu = Hidden, settle = settle)]
pub struct Link {
    /// The kind of the record that the link begins at.
    #[field(filtered)]
    pub from_kind: String,
    /// The number of the record that the link begins at.
    #[field(filtered)]
    pub from: i64,
    /// What the first record has to do with the second.
    #[field(default = "relates_to")]
    pub relation: Relation,
    /// The kind of the record that the link leads to.
    #[field(filtered)]
    pub to_kind: String,
    /// The number of the record that the link leads to.
    #[field(filtered)]
    pub to: i64,
    /// The link in words.
    #[field(computed)]
    pub name: Option<String>,
}

/// What one record has to do with another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Relation {
    /// Whoever works on the one should know of the other.
    RelatesTo,
    /// The first would not be there without the second.
    CausedBy,
    /// Both tell of the same thing; the second is the one that is worked on.
    Duplicates,
    /// The second cannot go on before the first is done.
    Blocks,
    /// The first puts the second right.
    Resolves,
    /// The first has an effect on the second.
    Affects,
}

fn settle(me: &mut Link, _: Option<&Link>, _: &Situation<'_>) -> Result<(), FieldFault> {
    fault_unless(me.from > 0, "from", "must be the number of a record")?;
    fault_unless(me.to > 0, "to", "must be the number of a record")?;
    let is_loop = me.from_kind == me.to_kind && me.from == me.to;
    fault_unless(!is_loop, "to", "is the same record; link it to another one")?;
    let words = |name: &str| name.replace('_', " ");
    let (from_kind, to_kind) = (words(&me.from_kind), words(&me.to_kind));
    let relation = words(me.relation.name());
    me.name = Some(format!("{from_kind} {} {relation} {to_kind} {}", me.from, me.to));
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::Story;

    #[test]
    fn it_reads_as_a_sentence_and_never_loops() {
        let ends = [
            ("from_kind", "incident"),
            ("from", "12"),
            ("relation", "caused_by"),
            ("to_kind", "configuration_item"),
            ("to", "12"),
        ];
        let mut story = Story::saved("link", &ends);
        assert_eq!(story.holds("name"), "incident 12 caused by configuration item 12");
        let refusal = story.save(&[("to_kind", "incident")]).unwrap_err();
        assert!(refusal.starts_with("To is the same record"), "{refusal}");
        assert!(story.save(&[("from", "0")]).is_err());
    }
}
