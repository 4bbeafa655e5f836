//! Alerts of monitoring tools: which rule holds for one, and which of them tell of the same thing.
use std::{collections::BTreeMap, fmt::Write as _};

/// The labels of an alert, by name.
pub type Labels = BTreeMap<String, String>;

/// How the value of a label is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// It is this.
    Is,
    /// It is anything but this.
    IsNot,
    /// It begins with this.
    Begins,
    /// It contains this.
    Contains,
}

/// Whether a label meets a comparison. A label that is not there counts as empty, as in Prometheus.
pub fn meets(labels: &Labels, label: &str, comparison: Comparison, value: &str) -> bool {
    let held = labels.get(label).map(String::as_str).unwrap_or_default();
    match comparison {
        Comparison::Is => held == value,
        Comparison::IsNot => held != value,
        Comparison::Begins => held.starts_with(value),
        Comparison::Contains => held.contains(value),
    }
}

/// What alerts have in common that tell of the same thing: the values of these labels, under one rule.
pub fn group_key(rule: i64, by: &[&str], labels: &Labels) -> String {
    let mut key = format!("{rule}");
    for label in by {
        let value = labels.get(*label).map(String::as_str).unwrap_or_default();
        // A value may hold whatever separates.
        let _ = write!(key, "|{label}={}:{value}", value.len());
    }
    key
}

/// The names of labels in a text, with commas or spaces between them.
pub fn label_names(text: &str) -> Vec<&str> {
    text.split([',', ' ', '\n']).map(str::trim).filter(|name| !name.is_empty()).collect()
}

/// A number by which a monitoring tool's alert without one is known: FNV-1a over its labels, as sixteen digits.
pub fn fingerprint(labels: &Labels) -> String {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    let parts = labels
        .iter()
        .flat_map(|(name, value)| [name.as_bytes(), &[0xff], value.as_bytes(), &[0xff]]);
    let hash =
        parts.flatten().fold(OFFSET, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(PRIME));
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(pairs: &[(&str, &str)]) -> Labels {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_label_that_is_not_there_counts_as_empty() {
        let one = labels(&[("job", "node-exporter"), ("severity", "critical")]);
        assert!(meets(&one, "job", Comparison::Begins, "node"));
        assert!(meets(&one, "job", Comparison::Contains, "export"));
        assert!(meets(&one, "severity", Comparison::Is, "critical"));
        assert!(!meets(&one, "severity", Comparison::IsNot, "critical"));
        assert!(meets(&one, "team", Comparison::Is, ""));
        assert!(meets(&one, "team", Comparison::IsNot, "mail"));
    }

    #[test]
    fn alerts_of_one_group_share_the_labels_named_and_no_value_can_feign_another() {
        let by = label_names("site, job");
        assert_eq!(by, ["site", "job"]);
        let key = |site: &str, job: &str| {
            group_key(1, &by, &labels(&[("site", site), ("job", job), ("n", site)]))
        };
        assert_eq!(
            key("north", "mail"),
            group_key(1, &by, &labels(&[("job", "mail"), ("site", "north")]))
        );
        assert_ne!(key("north", "mail"), key("south", "mail"));
        assert_ne!(key("a|job=1:b", "c"), key("a", "b|job=1:c"));
        assert_ne!(group_key(1, &[], &Labels::new()), group_key(2, &[], &Labels::new()));
    }

    #[test]
    fn the_same_labels_have_the_same_number_whatever_their_order() {
        let one = labels(&[("a", "1"), ("b", "2")]);
        assert_eq!(fingerprint(&one), fingerprint(&labels(&[("b", "2"), ("a", "1")])));
        assert_ne!(fingerprint(&one), fingerprint(&labels(&[("a", "12"), ("b", "")])));
        assert_eq!(fingerprint(&Labels::new()), "cbf29ce484222325");
    }
}
