//! Rules of alerts: which service an alert concerns, and what becomes of it.
use gemba_model::{
    Choice, FieldFault, Kind, Row, Situation,
    held::Structured,
    library::{Level, fault_unless},
};
use gemba_vocabulary::{Ref, kind};
use serde::{Deserialize, Serialize};

/// What becomes of alerts with such labels: which service and component they concern, whether they
/// open an incident or an outage, and which of them tell of the same thing. Of several rules that
/// hold for an alert, the one with the lowest order counts.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "ALE", clause = "8.6.1", menu = Plan, settle = settle)]
#[kind(shares(Comments))]
pub struct AlertRule {
    /// What it is called, such as “Mail servers down”.
    #[field(searched, listed)]
    pub name: String,
    /// Rules with a lower number are tried first.
    #[field(listed, filtered, default = "100")]
    pub order: i64,
    /// What the labels of an alert must be, all of it; nothing holds for every alert.
    #[field(rows = Matcher)]
    pub matchers: Option<Structured<Vec<Matcher>>>,
    /// The labels that alerts about the same thing have in common, such as `site, job`. Empty puts all alerts of this
    /// rule together.
    pub group_by: Option<String>,
    /// The service that is concerned.
    #[field(listed, filtered)]
    pub service: Option<Ref<kind::Service>>,
    /// The configuration item that is concerned.
    #[field(filtered)]
    pub item: Option<Ref<kind::ConfigurationItem>>,
    /// Whether it opens an incident.
    #[field(listed, filtered)]
    pub opens_incident: bool,
    /// Whether it opens an outage of the service and ends it when all is over.
    #[field(listed)]
    pub opens_outage: bool,
    /// How long an alert must go on before it opens anything.
    #[field(unit = "minutes", default = "0")]
    pub after_minutes: i64,
    /// The impact of the incident.
    pub impact: Option<Level>,
    /// The urgency of the incident.
    pub urgency: Option<Level>,
    /// The category of the incident.
    pub category: Option<String>,
    /// The team that works on the incident.
    pub team: Option<Ref<kind::Team>>,
    /// What becomes of the incident when all its alerts are over.
    #[field(default = "note")]
    pub when_over: WhenOver,
    /// How an incident that is resolved by this rule was put right, as one word to count by.
    #[field(default = "recovered")]
    pub close_code: Option<String>,
    /// Whether only those with the role “Information security” may know of these alerts and incidents.
    #[field(filtered)]
    pub restricts: bool,
}

/// What a label must be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Matcher {
    /// The label, such as `alertname`.
    pub label: String,
    /// How its value is compared.
    pub how: How,
    /// What it is compared with; empty stands for a label that is not there.
    #[serde(default)]
    pub value: Option<String>,
}

/// How the value of a label is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// It is this.
    Is,
    /// It is anything but this.
    IsNot,
    /// It begins with this.
    Begins,
    /// It contains this.
    Contains,
}

/// What becomes of an incident when all its alerts are over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum WhenOver {
    /// A note says so; people resolve it.
    Note,
    /// It is resolved, unless it is a major one.
    Resolve,
}

const MINUTES_MAX: i64 = 10_080;

fn settle(me: &mut AlertRule, _: Option<&AlertRule>, _: &Situation<'_>) -> Result<(), FieldFault> {
    let is_length = (0..=MINUTES_MAX).contains(&me.after_minutes);
    fault_unless(is_length, "after_minutes", "must be 0 to 10080 minutes")?;
    let matchers = me.matchers.iter().flat_map(|all| &all.0);
    let is_named = matchers.into_iter().all(|one| !one.label.trim().is_empty());
    fault_unless(is_named, "matchers", "name a label each")?;
    fault_unless(
        !me.opens_outage || me.service.is_some(),
        "opens_outage",
        "needs a service that is out: fill in Service",
    )?;
    let is_weighed = me.service.is_some() && me.impact.is_some() && me.urgency.is_some();
    fault_unless(
        !me.opens_incident || is_weighed,
        "opens_incident",
        "needs to know how much it matters: fill in Service, Impact and Urgency",
    )?;
    let can_resolve = me.category.is_some() && me.team.is_some() && me.close_code.is_some();
    fault_unless(
        me.when_over != WhenOver::Resolve || !me.opens_incident || can_resolve,
        "when_over",
        "resolves only what was classified and given to somebody: fill in Category, Team and Close code",
    )
}

#[cfg(test)]
mod tests {
    use crate::story::Story;

    const KIND: &str = "alert_rule";

    #[test]
    fn a_rule_that_opens_an_incident_knows_how_much_it_matters() {
        let mut story = Story::saved(KIND, &[("name", "Mail down")]);
        let bare = story.save(&[("opens_incident", "yes")]).unwrap_err();
        assert!(bare.contains("fill in Service, Impact and Urgency"), "{bare}");
        let whole = [
            ("opens_incident", "yes"),
            ("service", "1"),
            ("impact", "high"),
            ("urgency", "high"),
            ("when_over", "resolve"),
        ];
        let half = story.save(&whole).unwrap_err();
        assert!(half.contains("fill in Category, Team and Close code"), "{half}");
        let resolves = [("category", "Mail"), ("team", "2")];
        story.save(&[&whole[..], &resolves[..]].concat()).unwrap();
        let backward = story.save(&[("after_minutes", "-1")]).unwrap_err();
        assert!(backward.contains("must be 0 to 10080"), "{backward}");
        let unnamed = r#"[{"label": " ", "how": "is", "value": "x"}]"#;
        assert!(story.save(&[("matchers", unnamed)]).unwrap_err().contains("name a label each"));
        let outage = Story::of(KIND).save(&[("name", "Out"), ("opens_outage", "yes")]);
        assert!(outage.unwrap_err().contains("needs a service that is out"));
    }
}
