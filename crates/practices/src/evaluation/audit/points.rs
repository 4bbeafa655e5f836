//! What every audit of a sort looks at, whatever else it does (ISO/IEC 17021-1, in our words).
use super::{Audit, Point, Sort};
use gemba_model::held::Structured;

const STAGE_ONE: &[&str] = &[
    "What has to be written down is there",
    "The place and the people were seen",
    "The requirements are understood: what matters most, processes, aims",
    "Scope, processes, sites, laws and contracts are known",
    "It is clear who and what Stage 2 needs",
    "Internal audits and reviews by top management are planned and held",
    "The system works far enough for Stage 2",
];
const STAGE_TWO: &[&str] = &[
    "There is evidence for all requirements",
    "Performance is measured, reported and reviewed against aims",
    "Laws and contracts can be kept",
    "Processes are controlled in daily work",
    "Internal audits and reviews by top management work",
    "Management answers for its policies",
    "Policies, aims, duties, competence, processes, figures and findings fit together",
];
const SURVEILLANCE: &[&str] = &[
    "Internal audits and reviews by top management",
    "What was done about earlier findings",
    "Complaints",
    "Whether the aims are reached",
    "Planned improvement",
    "Daily control goes on",
    "Changes",
    "How marks and the certificate are used",
];
const RECERTIFICATION: &[&str] = &[
    "The whole system works, and still suits its scope",
    "How it did over the three years, with the reports of the surveillance audits",
    "Improvement is wanted and carried",
    "Aims and policies are reached",
];

const fn of(sort: Sort) -> &'static [&'static str] {
    match sort {
        Sort::StageOne => STAGE_ONE,
        Sort::StageTwo => STAGE_TWO,
        Sort::Surveillance => SURVEILLANCE,
        Sort::Recertification => RECERTIFICATION,
        Sort::Internal | Sort::Supplier | Sort::Special | Sort::Customer => &[],
    }
}

/// Writes down what is looked at, when the audit gets its sort. What somebody wrote stays.
pub(super) fn prefill(me: &mut Audit, before: Option<&Audit>) {
    let is_new = before.is_none_or(|before| before.sort != me.sort);
    let is_empty = me.checklist.as_ref().is_none_or(|rows| rows.0.is_empty());
    let points = of(me.sort);
    if is_new && is_empty && !points.is_empty() {
        let point = |text: &&str| Point { point: (*text).to_owned(), done: false, result: None };
        me.checklist = Some(Structured(points.iter().map(point).collect()));
    }
}

/// Whether each point was looked at.
pub(super) fn are_done(me: &Audit) -> bool {
    me.checklist.as_ref().is_none_or(|rows| rows.0.iter().all(|one| one.done))
}
