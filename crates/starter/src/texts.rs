//! Where the demo's texts stand.

/// The files of records, in the order in which they are read.
pub const RECORDS: &[(&str, &str)] = &[
    ("availability.toml", include_str!("../data/availability.toml")),
    ("levels.toml", include_str!("../data/levels.toml")),
    ("suppliers.toml", include_str!("../data/suppliers.toml")),
    ("offers.toml", include_str!("../data/offers.toml")),
    ("requests.toml", include_str!("../data/requests.toml")),
    ("portfolio.toml", include_str!("../data/portfolio.toml")),
    ("changes.toml", include_str!("../data/changes.toml")),
    ("assets.toml", include_str!("../data/assets.toml")),
    ("estate.toml", include_str!("../data/estate.toml")),
    ("problems.toml", include_str!("../data/problems.toml")),
    ("majors.toml", include_str!("../data/majors.toml")),
    ("on_call.toml", include_str!("../data/on_call.toml")),
    ("around.toml", include_str!("../data/around.toml")),
    ("money.toml", include_str!("../data/money.toml")),
    ("capacity.toml", include_str!("../data/capacity.toml")),
    ("customers.toml", include_str!("../data/customers.toml")),
    ("supply_chain.toml", include_str!("../data/supply_chain.toml")),
    ("security.toml", include_str!("../data/security.toml")),
    ("confirmed.toml", include_str!("../data/confirmed.toml")),
    ("pack.toml", include_str!("../data/pack.toml")),
    ("operation.toml", include_str!("../data/operation.toml")),
    ("transitions.toml", include_str!("../data/transitions.toml")),
    ("attested_operation.toml", include_str!("../data/attested_operation.toml")),
    ("direction.toml", include_str!("../data/direction.toml")),
    ("support.toml", include_str!("../data/support.toml")),
    ("evaluation.toml", include_str!("../data/evaluation.toml")),
    ("improvement.toml", include_str!("../data/improvement.toml")),
    ("catalogue.toml", include_str!("../data/catalogue.toml")),
    ("certification.toml", include_str!("../data/certification.toml")),
    ("processes.toml", include_str!("../data/processes.toml")),
    ("management.toml", include_str!("../data/management.toml")),
    ("attested_management.toml", include_str!("../data/attested_management.toml")),
];

/// The files of what happens again and again.
pub const STORIES: [(&str, &str); 8] = [
    ("stories/mail.toml", include_str!("../data/stories/mail.toml")),
    ("stories/workplace.toml", include_str!("../data/stories/workplace.toml")),
    ("stories/network.toml", include_str!("../data/stories/network.toml")),
    ("stories/warehouse.toml", include_str!("../data/stories/warehouse.toml")),
    ("stories/clinic.toml", include_str!("../data/stories/clinic.toml")),
    ("stories/tills.toml", include_str!("../data/stories/tills.toml")),
    ("stories/telephony.toml", include_str!("../data/stories/telephony.toml")),
    ("stories/backup.toml", include_str!("../data/stories/backup.toml")),
];

/// Files that are attached or brought in, by their names.
pub const FILES: [(&str, &str); 3] = [
    ("disk", include_str!("../data/files/disk.log")),
    ("rules", include_str!("../data/files/rules.csv")),
    ("minutes", include_str!("../data/files/minutes.txt")),
];
