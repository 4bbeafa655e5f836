//! Baselines: what configuration items held at one moment, kept for comparison.
use gemba_model::{FieldFault, Kind, Situation, library::fault_unless};
use gemba_vocabulary::{Ref, kind};
use jiff::Timestamp;
use serde_json::Value as Json;

/// What configuration items, their services and their relations were at one moment, such as before a release, to
/// compare with later and to find the way back to. Once taken it is never altered.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "CBL", clause = "8.2.6", settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tags))]
pub struct ConfigurationBaseline {
    /// What it is kept for, such as “Before release 4 of the mail service”.
    #[field(searched, listed)]
    pub name: String,
    /// What else is to be known of it.
    #[field(long, searched)]
    pub remark: Option<String>,
    /// Takes the configuration items that are part of this service.
    #[field(listed, filtered)]
    pub service: Option<Ref<kind::Service>>,
    /// Takes the configuration items of this type only.
    pub item_type: Option<String>,
    /// Takes these configuration items. Without items, a service or a type it takes all.
    pub items: Vec<Ref<kind::ConfigurationItem>>,
    /// When it was taken.
    #[field(computed, listed, filtered)]
    pub taken_at: Option<Timestamp>,
    /// Who took it.
    #[field(computed, listed)]
    pub taken_by: Option<Ref<kind::Person>>,
    /// How many configuration items it holds.
    #[field(computed, listed)]
    pub item_count: Option<i64>,
    /// What each of them held.
    #[field(computed)]
    pub taken: Option<gemba_model::held::Structured<Json>>,
    /// How many services it holds: those that the configuration items are parts of.
    #[field(computed)]
    pub service_count: Option<i64>,
    /// What each of these services held.
    #[field(computed)]
    pub services_taken: Option<gemba_model::held::Structured<Json>>,
}

fn settle(
    me: &mut ConfigurationBaseline,
    before: Option<&ConfigurationBaseline>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let Some(before) = before else {
        me.taken_at = Some(now.now);
        me.taken_by = now.actor.person.map(Ref::new);
        return Ok(());
    };
    let fault = "was settled when the baseline was taken; take another one";
    fault_unless(me.service == before.service, "service", fault)?;
    fault_unless(me.item_type == before.item_type, "item_type", fault)?;
    fault_unless(me.items == before.items, "items", fault)
}

#[cfg(test)]
mod tests {
    use crate::story::Story;

    #[test]
    fn who_takes_it_and_when_is_written_down_and_what_it_takes_stays() {
        let mut story = Story::saved("configuration_baseline", &[("name", "Before release 4")]);
        assert_eq!(story.holds("taken_at"), "2026-03-02T09:00:00Z");
        assert_eq!(story.holds("taken_by"), "1");
        story.at("2026-03-03T09:00:00Z").by(2, &[]);
        story.save(&[("name", "Before release 5")]).unwrap();
        assert_eq!(
            (&*story.holds("taken_at"), &*story.holds("taken_by")),
            ("2026-03-02T09:00:00Z", "1")
        );
        let refusal = story.save(&[("service", "3")]).unwrap_err();
        assert!(refusal.contains("take another one"), "{refusal}");
    }
}
