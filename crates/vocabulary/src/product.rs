//! Which release cycle of a product a version belongs to.
//!
//! People and lists write the same product and version in many ways: “Windows Server”, `windows-server`; `v15.4`,
//! `15.4-2`. What is left of both when spelling is taken away is compared. Nothing is guessed: what fits no cycle has
//! none.

/// A product's name without its spelling: letters and digits only, in small letters.
pub fn key(product: &str) -> String {
    product.chars().filter(|one| one.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The components of a version: runs of digits and runs of letters, in small letters. A `v` before the first digit says
/// nothing.
pub fn components(version: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut last = None;
    for one in version.chars().flat_map(char::to_lowercase) {
        let sort = one.is_alphanumeric().then(|| one.is_numeric());
        if sort.is_some() {
            match parts.last_mut() {
                Some(part) if last == sort => part.push(one),
                _ => parts.push(one.to_string()),
            }
        }
        last = sort;
    }
    let is_version_word = matches!(parts.first().map(String::as_str), Some("v" | "version"));
    if is_version_word && parts.len() > 1 {
        parts.remove(0);
    }
    parts
}

/// Of these cycles, each with what stands for it, the one that a version belongs to: the longest whose components are
/// the first ones of the version. Of two that are equally long the first one given counts.
pub fn cycle_of<'a, T>(version: &str, cycles: impl IntoIterator<Item = (&'a str, T)>) -> Option<T> {
    let version = components(version);
    let mut found: Option<(usize, T)> = None;
    for (cycle, stands_for) in cycles {
        let cycle = components(cycle);
        let is_longer = found.as_ref().is_none_or(|(length, _)| cycle.len() > *length);
        if !cycle.is_empty() && is_longer && version.starts_with(&cycle) {
            found = Some((cycle.len(), stands_for));
        }
    }
    found.map(|(_, stands_for)| stands_for)
}

/// A cycle's label without what is said beside it in brackets or quotation marks: `2014 'Hekaton' SP3` is `2014 SP3`.
pub fn plain_label(label: &str) -> String {
    let mut plain = String::new();
    let mut closes = None;
    for one in label.chars() {
        match (closes, one) {
            (Some(end), one) if one == end => closes = None,
            (Some(_), _) => {}
            (None, '(') => closes = Some(')'),
            (None, '\'' | '"') => closes = Some(one),
            (None, one) => plain.push(one),
        }
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'a>(version: &str, cycles: &[&'a str]) -> Option<&'a str> {
        cycle_of(version, cycles.iter().map(|cycle| (*cycle, *cycle)))
    }

    #[test]
    fn a_product_is_the_same_however_it_is_spelled() {
        assert_eq!(key("Windows Server"), key("windows-server"));
        assert_eq!(key("PostgreSQL"), "postgresql");
        assert_ne!(key("Windows"), key("Windows Server"));
        assert_eq!(key(" – "), "");
    }

    #[test]
    fn the_longest_cycle_that_the_version_begins_with_counts() {
        let debian = ["13", "12", "11", "3.1"];
        assert_eq!(found("12.5", &debian), Some("12"));
        assert_eq!(found("12", &debian), Some("12"));
        assert_eq!(found("v12.11-1", &debian), Some("12"));
        assert_eq!(found("3.1r8", &debian), Some("3.1"));
        let openssl = ["3", "1.1.1", "1.1.0", "1.1"];
        assert_eq!(found("1.1.1w", &openssl), Some("1.1.1"), "not 1.1, which is shorter");
        assert_eq!(found("1.1.2", &openssl), Some("1.1"));
    }

    #[test]
    fn a_component_is_whole_or_another_one() {
        assert_eq!(found("12", &["1", "2"]), None, "1 is no component of 12");
        assert_eq!(found("1.10", &["1.1"]), None);
        assert_eq!(found("22.04.4", &["22.04", "22.10"]), Some("22.04"));
        assert_eq!(found("22.4", &["22.04"]), None, "a zero more is another cycle");
        assert_eq!(found("11", &["11-24h2-w"]), None, "too little is said to know");
        assert_eq!(found("", &["1"]), None);
        assert_eq!(found("latest", &["1", ""]), None);
    }

    #[test]
    fn words_stand_in_versions_too() {
        let server = ["2025", "2012-r2", "2012", "23h2-ac"];
        assert_eq!(found("2012 R2", &server), Some("2012-r2"));
        assert_eq!(found("2012R2", &server), Some("2012-r2"));
        assert_eq!(found("2012 Standard", &server), Some("2012"));
        assert_eq!(found("23H2 AC", &server), Some("23h2-ac"));
    }

    #[test]
    fn of_equals_the_first_one_given_counts() {
        let equal = [("11 24H2", 1), ("11-24h2", 2)];
        assert_eq!(cycle_of("11 24H2", equal), Some(1));
    }

    #[test]
    fn what_a_label_says_beside_is_left_out() {
        assert_eq!(plain_label("2014 'Hekaton' SP3"), "2014 SP3");
        assert_eq!(plain_label("11 26H1 (W)"), "11 26H1");
        assert_eq!(plain_label("2019 'Aris/Seattle"), "2019");
    }
}
