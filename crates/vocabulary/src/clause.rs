//! Numbers of clauses and requirements: whether a text is one, and which of them a list covers.

/// Whether it names a clause of the standard or a requirement in it, such as `8.6.1` or `8.6.1-b2`.
pub fn is_clause(text: &str) -> bool {
    let (numbers, requirement) = text.split_once('-').unwrap_or((text, "a"));
    let mut parts = numbers.split('.');
    let first = parts.next().and_then(|part| part.parse::<u8>().ok());
    let is_number = |part: &str| {
        !part.is_empty() && part.len() < 3 && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_word = |part: &str| {
        !part.is_empty() && part.len() < 5 && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    first.is_some_and(|number| (4..=10).contains(&number))
        && parts.all(is_number)
        && is_word(requirement)
}

/// The clauses of a list that people write, such as `8.6, 9.2; 10`.
pub fn listed(list: &str) -> impl Iterator<Item = &str> {
    list.split([',', ';', ' ', '\n']).map(str::trim).filter(|part| !part.is_empty())
}

/// Whether a clause is another one or a part of it: `8.6.1` is within `8.6` and `8`, `8.61` is not.
pub fn is_within(clause: &str, wider: &str) -> bool {
    let clause = clause.split('-').next().unwrap_or(clause);
    let wider = wider.split('-').next().unwrap_or(wider);
    clause.strip_prefix(wider).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Whether a list of clauses covers one.
pub fn covers(list: &str, clause: &str) -> bool {
    listed(list).any(|wider| is_within(clause, wider))
}

/// What an internal audit covers over its cycle: the clauses and processes of the standard, by number and in our words.
pub const AUDITED: &[(&str, &str)] = &[
    ("4", "Context and scope"),
    ("5", "Leadership"),
    ("6", "Planning"),
    ("7", "Support of the system"),
    ("8.1", "Control of the work"),
    ("8.2.2", "Planning of services"),
    ("8.2.3", "Other parties"),
    ("8.2.4", "Service catalogue"),
    ("8.2.5", "Assets"),
    ("8.2.6", "Configuration"),
    ("8.3.2", "Customers"),
    ("8.3.3", "Service levels"),
    ("8.3.4", "Suppliers"),
    ("8.4.1", "Budget and cost"),
    ("8.4.2", "Demand"),
    ("8.4.3", "Capacity"),
    ("8.5.1", "Changes"),
    ("8.5.2", "New and changed services"),
    ("8.5.3", "Releases and deployment"),
    ("8.6.1", "Incidents"),
    ("8.6.2", "Service requests"),
    ("8.6.3", "Problems"),
    ("8.7.1", "Availability"),
    ("8.7.2", "Continuity"),
    ("8.7.3", "Information security"),
    ("9.1", "Measuring"),
    ("9.2", "Internal audit"),
    ("9.3", "Review by top management"),
    ("9.4", "Reporting"),
    ("10.1", "Nonconformities"),
    ("10.2", "Improvement"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_is_a_number_of_the_requirements() {
        for clause in ["4", "10", "8.6.1", "8.5.1.2-c", "10.1.1-b2"] {
            assert!(is_clause(clause), "{clause}");
        }
        for other in ["", "3", "11", "8.", "8..1", "8.6.1-", "8.123", "Incidents", "8.6 "] {
            assert!(!is_clause(other), "{other}");
        }
        assert!(AUDITED.iter().all(|(clause, _)| is_clause(clause)));
    }

    #[test]
    fn a_list_covers_what_lies_within_one_of_its_clauses() {
        assert!(covers("9.2, 8.6; 10", "8.6.1") && covers("8", "8.7.3.2-a1"));
        assert!(!covers("8.6", "8.61") && !covers("", "8") && !covers("8.6.1", "8.6"));
    }
}
