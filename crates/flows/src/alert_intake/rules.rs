//! The rules of alerts, read from their records.
use gemba_desk::{Refused, World};
use gemba_model::filter::Filter;
use gemba_vocabulary::{
    RecordId, Value,
    alerts::{Comparison, Labels, group_key, label_names, meets},
};
use serde_json::Value as Json;

pub(super) const KIND: &str = "alert_rule";
const RULES_MAX: usize = 1_000;

/// A rule, ready to be held against alerts.
#[derive(Debug)]
pub(super) struct Rule {
    pub id: RecordId,
    order: i64,
    matchers: Vec<(String, Comparison, String)>,
    group_by: String,
    pub service: Option<RecordId>,
    pub item: Option<RecordId>,
    pub team: Option<RecordId>,
    pub opens_incident: bool,
    pub opens_outage: bool,
    pub after_minutes: i64,
    pub impact: Option<String>,
    pub urgency: Option<String>,
    pub category: Option<String>,
    pub resolves: bool,
    pub close_code: Option<String>,
    pub restricts: bool,
}

impl Rule {
    pub fn holds_for(&self, labels: &Labels) -> bool {
        self.matchers.iter().all(|(label, how, value)| meets(labels, label, *how, value))
    }

    pub fn group_of(&self, labels: &Labels) -> String {
        group_key(self.id, &label_names(&self.group_by), labels)
    }
}

/// The rules that hold, in the order in which they are tried.
pub(super) fn read(world: &mut World<'_>) -> Result<Vec<Rule>, Refused> {
    let view = world.view(KIND)?;
    let open = Filter::is("open", Value::Bool(true));
    let records = world.find(KIND, &[open], RULES_MAX)?;
    let mut rules: Vec<_> = records
        .iter()
        .map(|record| {
            let value = |field: &str| view.value(record, field);
            let text = |field: &str| value(field).as_text().map(str::to_owned);
            let yes = |field: &str| *value(field) == Value::Bool(true);
            Rule {
                id: record.id,
                order: value("order").as_int().unwrap_or_default(),
                matchers: matchers(value("matchers")),
                group_by: text("group_by").unwrap_or_default(),
                service: value("service").as_int(),
                item: value("item").as_int(),
                team: value("team").as_int(),
                opens_incident: yes("opens_incident"),
                opens_outage: yes("opens_outage"),
                after_minutes: value("after_minutes").as_int().unwrap_or_default(),
                impact: text("impact"),
                urgency: text("urgency"),
                category: text("category"),
                resolves: text("when_over").as_deref() == Some("resolve"),
                close_code: text("close_code"),
                restricts: yes("restricts"),
            }
        })
        .collect();
    rules.sort_by_key(|rule| (rule.order, rule.id));
    Ok(rules)
}

fn matchers(value: &Value) -> Vec<(String, Comparison, String)> {
    let Value::Struct(Json::Array(rows)) = value else { return Vec::new() };
    let text = |row: &Json, name: &str| row.get(name).and_then(Json::as_str).map(str::to_owned);
    let matcher = |row: &Json| {
        let how = match text(row, "how").as_deref() {
            Some("is_not") => Comparison::IsNot,
            Some("begins") => Comparison::Begins,
            Some("contains") => Comparison::Contains,
            _ => Comparison::Is,
        };
        (text(row, "label").unwrap_or_default(), how, text(row, "value").unwrap_or_default())
    };
    rows.iter().map(matcher).collect()
}

/// The labels of an alert, as its record keeps them.
pub(super) fn pairs(value: &Value) -> Labels {
    let Value::Struct(Json::Array(rows)) = value else { return Labels::new() };
    let text = |row: &Json, name: &str| row.get(name).and_then(Json::as_str).map(str::to_owned);
    rows.iter().filter_map(|row| Some((text(row, "name")?, text(row, "value")?))).collect()
}
