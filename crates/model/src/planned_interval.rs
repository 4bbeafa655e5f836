//! What ISO/IEC 20000-1 wants looked at at planned intervals, the records that show that it was, and when it is due
//! again. The intervals are the organization's own: once set, they have to be kept.
use crate::Choice;
use jiff::{ToSpan, civil::Date};

/// What has to be looked at again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Choice)]
pub enum Topic {
    /// Whether the records of configuration items are right.
    #[choice(label = "Records of configuration items")]
    ConfigurationItems,
    /// How services went for customers, and what came of them.
    #[choice(label = "Services with customers")]
    ServicesWithCustomers,
    /// How content customers are.
    #[choice(label = "Satisfaction of customers")]
    Satisfaction,
    /// What was promised to customers, and how much work there was, against what came.
    #[choice(label = "Service levels and workload")]
    ServiceLevels,
    /// How well suppliers did what they promised, and whether the contracts still fit.
    #[choice(label = "Suppliers and contracts")]
    Suppliers,
    /// How well internal suppliers, and customers who supply a part, did what was agreed.
    #[choice(label = "Internal suppliers")]
    InternalSuppliers,
    /// Costs against budget, and where they lead.
    #[choice(label = "Costs and budgets")]
    Costs,
    /// How much services are asked for, now and later.
    Demand,
    /// What the changes of a time show.
    #[choice(label = "Trends of changes")]
    ChangeTrends,
    /// What the incidents of a time show.
    #[choice(label = "Trends of incidents")]
    IncidentTrends,
    /// Whether solving problems helped.
    #[choice(label = "Effect of problem management")]
    ProblemEffect,
    /// The risks to the availability of services.
    #[choice(label = "Risks to availability")]
    AvailabilityRisks,
    /// The risks to the continuity of services.
    #[choice(label = "Risks to continuity")]
    ContinuityRisks,
    /// Whether the continuity plans work.
    #[choice(label = "Trials of continuity plans")]
    ContinuityTests,
    /// The risks to information security.
    #[choice(label = "Risks to information security")]
    SecurityRisks,
    /// The internal audit.
    InternalAudit,
    /// The review by top management.
    ManagementReview,
    /// Something else, which the record named or its summary says.
    #[choice(label = "Something else")]
    Other,
}

/// Records that show that something was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Their kind.
    pub kind: &'static str,
    /// The field that says on which day; a moment counts as its day, and a list by the `at` of each of its rows.
    pub on: &'static str,
    /// The states in which they count; none means all.
    pub states: &'static [&'static str],
    /// A field and the value that it has to hold; a field alone has to be filled.
    pub with: Option<(&'static str, Option<&'static str>)>,
}

const fn proof(kind: &'static str, on: &'static str, states: &'static [&'static str]) -> Proof {
    Proof { kind, on, states, with: None }
}

impl Proof {
    const fn with(self, field: &'static str, value: Option<&'static str>) -> Self {
        Self { with: Some((field, value)), ..self }
    }
}

/// A topic as the standard sees it.
#[derive(Clone, Copy, Debug)]
pub struct TopicDef {
    /// The topic.
    pub topic: Topic,
    /// The clause that asks for it.
    pub clause: &'static str,
    /// The records that show it; of none it is only said by hand.
    pub proofs: &'static [Proof],
    /// The months after which it usually comes round.
    pub usual_months: i64,
}

const ASSESSED: &[&str] = &["assessed", "accepted", "treating", "treated", "monitored", "closed"];

/// Every topic but what is something else, in the order of the clauses.
pub const TOPICS: &[TopicDef] = &[
    TopicDef {
        topic: Topic::ConfigurationItems,
        clause: "8.2.6",
        proofs: &[proof("configuration_audit", "finished_at", &["finished"])],
        usual_months: 6,
    },
    TopicDef {
        topic: Topic::ServicesWithCustomers,
        clause: "8.3.2",
        proofs: &[proof("service_review", "held_on", &["held", "closed"])],
        usual_months: 3,
    },
    TopicDef {
        topic: Topic::Satisfaction,
        clause: "8.3.2",
        proofs: &[proof("satisfaction_survey", "closed_at", &["closed"])],
        usual_months: 12,
    },
    TopicDef {
        topic: Topic::ServiceLevels,
        clause: "8.3.3",
        proofs: &[
            proof("service_report", "sent_at", &["sent"]),
            proof("service_review", "held_on", &["held", "closed"]),
        ],
        usual_months: 3,
    },
    TopicDef {
        topic: Topic::Suppliers,
        clause: "8.3.4.1",
        proofs: &[proof("supplier_review", "held_on", &["held", "closed"]).with("supplier", None)],
        usual_months: 6,
    },
    TopicDef {
        topic: Topic::InternalSuppliers,
        clause: "8.3.4.2",
        proofs: &[proof("supplier_review", "held_on", &["held", "closed"])
            .with("operational_agreement", None)],
        usual_months: 6,
    },
    TopicDef {
        topic: Topic::Costs,
        clause: "8.4.1",
        proofs: &[proof("forecast_review", "concluded_at", &["concluded"])],
        usual_months: 3,
    },
    TopicDef {
        topic: Topic::Demand,
        clause: "8.4.2",
        proofs: &[proof("demand_forecast", "taken_at", &["current", "compared"])],
        usual_months: 6,
    },
    TopicDef {
        topic: Topic::ChangeTrends,
        clause: "8.5.1.3",
        proofs: &[proof("trend_analysis", "concluded_at", &["concluded"])
            .with("subject", Some("changes"))],
        usual_months: 3,
    },
    TopicDef {
        topic: Topic::IncidentTrends,
        clause: "8.6.3",
        proofs: &[proof("trend_analysis", "concluded_at", &["concluded"])
            .with("subject", Some("incidents"))],
        usual_months: 3,
    },
    TopicDef {
        topic: Topic::ProblemEffect,
        clause: "8.6.3",
        proofs: &[proof("trend_analysis", "concluded_at", &["concluded"])
            .with("subject", Some("problems"))],
        usual_months: 6,
    },
    TopicDef {
        topic: Topic::AvailabilityRisks,
        clause: "8.7.1",
        proofs: &[proof("risk", "scores", ASSESSED).with("aspect", Some("availability"))],
        usual_months: 12,
    },
    TopicDef {
        topic: Topic::ContinuityRisks,
        clause: "8.7.2",
        proofs: &[proof("risk", "scores", ASSESSED).with("aspect", Some("continuity"))],
        usual_months: 12,
    },
    TopicDef {
        topic: Topic::ContinuityTests,
        clause: "8.7.2",
        proofs: &[proof("continuity_test", "held_on", &["recorded", "reviewed", "closed"])],
        usual_months: 12,
    },
    TopicDef {
        topic: Topic::SecurityRisks,
        clause: "8.7.3.2",
        proofs: &[proof("risk", "scores", ASSESSED).with("aspect", Some("security"))],
        usual_months: 12,
    },
    TopicDef {
        topic: Topic::InternalAudit,
        clause: "9.2",
        proofs: &[proof("audit", "reported_at", &["reported", "closed"])],
        usual_months: 12,
    },
    TopicDef {
        topic: Topic::ManagementReview,
        clause: "9.3",
        proofs: &[proof("management_review", "held_on", &["held", "signed", "closed"])],
        usual_months: 12,
    },
];

impl Topic {
    /// What the standard says of it; nothing of something else.
    pub fn def(self) -> Option<&'static TopicDef> {
        TOPICS.iter().find(|def| def.topic == self)
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        let all = Self::ALL.iter().zip(Self::CHOICES);
        let mut found = all.filter(|(one, _)| **one == self).map(|(_, choice)| &*choice.label);
        found.next().unwrap_or_default()
    }
}

/// The day by which the next review is due: the last one and the interval, on the last day of a month that is too
/// short (definition “Planned interval”). Nothing beyond the calendar.
pub fn next_due(last: Date, interval_months: i64) -> Option<Date> {
    last.checked_add(interval_months.months()).ok()
}

/// A time after which something was due and was not done, or not done in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missed {
    /// The day by which it was due.
    pub due: Date,
    /// The day on which it was done at last; nothing if it was not yet.
    pub done: Option<Date>,
}

/// Each interval that was not kept, the oldest first. `since` is the day from which it was planned, `done` the days on
/// which it was done, in any order. An interval that was missed once stays missed, however well it went later.
pub fn missed(
    since: Date,
    months: i64,
    grace_days: i64,
    done: &[Date],
    today: Date,
) -> Vec<Missed> {
    let mut days: Vec<Date> = done.iter().copied().filter(|day| *day <= today).collect();
    days.sort_unstable();
    // What was done before the plan counts as its begin.
    let mut last = days.iter().copied().rfind(|day| *day <= since).unwrap_or(since);
    let mut missed = Vec::new();
    let due_after = |last: Date| next_due(last, months)?.checked_add(grace_days.days()).ok();
    for day in days.into_iter().filter(|day| *day > since).map(Some).chain([None]) {
        let Some(limit) = due_after(last) else { break };
        let due = next_due(last, months).unwrap_or(limit);
        if limit >= since && day.unwrap_or(today) > limit {
            missed.push(Missed { due, done: day });
        }
        last = day.unwrap_or(last);
    }
    missed
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use std::collections::BTreeSet;

    #[test]
    fn vector_rev_1_months_clamp_to_the_last_day() {
        let due = next_due(date(2025, 1, 31), 3).unwrap();
        assert_eq!(due, date(2025, 4, 30));
        assert!(date(2025, 5, 5) > due, "overdue on 5 May");
    }

    #[test]
    fn each_topic_but_something_else_stands_in_the_table_once() {
        let told: BTreeSet<_> = TOPICS.iter().map(|def| def.topic).collect();
        assert_eq!((told.len(), TOPICS.len()), (Topic::ALL.len() - 1, Topic::ALL.len() - 1));
        assert!(Topic::Other.def().is_none() && Topic::Demand.def().is_some());
        assert_eq!(Topic::Costs.label(), "Costs and budgets");
    }

    #[test]
    fn what_was_late_once_stays_missed() {
        let since = date(2025, 1, 31);
        let kept = [date(2025, 4, 30), date(2025, 7, 30)];
        assert_eq!(missed(since, 3, 0, &kept, date(2025, 10, 1)), []);
        let late = [date(2025, 5, 5), date(2025, 8, 1)];
        let once = Missed { due: date(2025, 4, 30), done: Some(date(2025, 5, 5)) };
        assert_eq!(missed(since, 3, 0, &late, date(2025, 10, 1)), [once]);
        assert_eq!(missed(since, 3, 5, &late, date(2025, 10, 1)), [], "within the days of grace");
        let open = Missed { due: date(2025, 4, 30), done: None };
        assert_eq!(missed(since, 3, 0, &[], date(2025, 5, 5)), [open], "REV-1");
    }

    #[test]
    fn what_was_done_before_it_was_planned_is_where_it_begins() {
        let done = [date(2024, 12, 1)];
        let since = date(2025, 1, 31);
        assert_eq!(missed(since, 3, 0, &done, date(2025, 2, 28)), []);
        let due = Missed { due: date(2025, 3, 1), done: None };
        assert_eq!(missed(since, 3, 0, &done, date(2025, 3, 2)), [due]);
    }
}
