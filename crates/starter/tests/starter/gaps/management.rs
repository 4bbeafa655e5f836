//! What Harbour IT does not meet of clauses 4 to 7, 8.1, 9 and 10, and why. Everything else of them passes.

/// The requirements that are open, with the reason in a sentence.
pub const GAPS: &[(&str, &str)] = &[
    ("5.3-1", "Nobody coordinates continuity since Emre gave it up; the role is still in use."),
    (
        "7.3-b",
        "Rosa, who works by contract, has not said that she knows the objectives, and her day has passed.",
    ),
    (
        "7.5.3.2-b",
        "That documents can be brought back from the backup was confirmed once, and that has run out.",
    ),
    (
        "7.5.3.2-2",
        "Nobody looked this month whether the text of the data protection law is the one that holds.",
    ),
    (
        "9.3-2",
        "A decision of the first review by top management, to shorten the supplier reviews, is past its day.",
    ),
];
