//! What the demo leaves open of clauses 8.2 to 8.7, on purpose: the requirement, and why it is open.

/// The gaps, in the order of the requirements. Everything else in these clauses passes.
pub const GAPS: &[(&str, &str)] = &[
    ("8.3.3-2", "The network is delivered to Kestrel, and no agreement says how well."),
    ("8.3.3-6", "A few targets were missed last month, and nobody said what is done about it."),
    (
        "8.4.3-2",
        "The warehouse database needs more processors by spring, and the decision is weeks late.",
    ),
    ("8.6.1-1", "A few incidents were closed without a word of what was done."),
    ("8.6.1-6", "The day on which no store could take cards was never looked back on."),
];
