//! Saved views: lists that somebody keeps for later.
use gemba_model::{
    FieldFault, Kind, Situation,
    library::{fault_unless, is_import},
};
use gemba_vocabulary::{Ref, kind};

/// A list with its conditions, order and columns, kept under a name to come back to.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "VIW", clause = "9.4", menu = Hidden, settle = settle)]
pub struct SavedView {
    /// What you call this list.
    #[field(searched, listed)]
    pub name: String,
    /// The kind of record that it lists.
    #[field(filtered)]
    pub of_kind: String,
    /// The conditions and the order, as they stand in the address of the list. Empty lists
    /// everything.
    #[field(long)]
    pub query: Option<String>,
    /// The columns to show, with commas between them. Empty shows the usual ones.
    pub columns: Option<String>,
    /// Whether others find this list too.
    pub shared: bool,
    /// Whose list it is: whoever kept it.
    #[field(computed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
}

fn settle(
    me: &mut SavedView,
    before: Option<&SavedView>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    if !is_import(now) {
        me.owner = match before {
            Some(before) => before.owner,
            None => now.actor.person.map(Ref::new),
        };
    }
    me.query = me.query.as_deref().map(|query| query.trim_start_matches('?').to_owned());
    me.query = me.query.take().filter(|query| !query.is_empty());
    let columns: Option<Vec<_>> =
        me.columns.as_deref().map(|text| text.split(',').map(str::trim).collect());
    let is_name = |name: &&str| {
        let is_word = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        !name.is_empty() && name.bytes().all(is_word)
    };
    let are_names = columns.iter().flatten().all(is_name);
    fault_unless(are_names, "columns", "must be names of fields, such as summary,priority")?;
    me.columns = columns.map(|names| names.join(","));
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::{ADA, BEN, Story};
    use gemba_vocabulary::actor::Role;

    #[test]
    fn it_stays_with_whoever_kept_it() {
        let fields = [("name", "Mine"), ("of_kind", "incident"), ("query", "?state=new")];
        let mut story = Story::saved("saved_view", &fields);
        assert_eq!(story.holds("owner"), ADA.to_string());
        assert_eq!(story.holds("query"), "state=new");
        story.by(BEN, &[Role::Agent]).save(&[("shared", "yes")]).unwrap();
        assert_eq!(story.holds("owner"), ADA.to_string());
    }

    #[test]
    fn its_columns_are_names() {
        let fields = [("name", "Mine"), ("of_kind", "incident"), ("columns", "summary, priority")];
        let mut story = Story::saved("saved_view", &fields);
        assert_eq!(story.holds("columns"), "summary,priority");
        let refusal = story.save(&[("columns", "Summary;priority")]).unwrap_err();
        assert!(refusal.starts_with("Columns must be names"), "{refusal}");
    }
}
