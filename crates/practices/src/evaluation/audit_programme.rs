//! Audit programmes: which audits are held over a period, how, by whom, and why these.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Row, Situation, Step,
    held::Structured,
    library::{approved_by_another, fault_unless, fill_in, is_import, only_if},
    step,
};
use gemba_vocabulary::{
    Ref,
    actor::Role,
    clause::{AUDITED, is_clause, is_within},
    kind,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

/// Which audits are held over a period, by which methods, by whom, and why these: what is important, what changed and
/// what earlier audits found weigh more. Every clause and process comes up within the period.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "AUP", clause = "9.2", menu = Check, life, settle = settle)]
#[kind(shares(Comments, Attachments, Approvals, Links, Tasks, Tags, Watchers, Review))]
pub struct AuditProgramme {
    /// What it is called, such as “Internal audits 2026”.
    #[field(searched, listed)]
    pub name: String,
    /// Who runs it.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// The first day of the period.
    #[field(listed, filtered)]
    pub period_from: Date,
    /// The last day of the period.
    #[field(listed, filtered)]
    pub period_until: Date,
    /// How often each area is audited, and when oftener.
    #[field(long, searched)]
    pub frequency: Option<String>,
    /// How it is audited: talks, looking on, samples of records, tests.
    #[field(long)]
    pub methods: Option<String>,
    /// Who plans, who audits, who answers for areas, and who follows up.
    #[field(long)]
    pub responsibilities: Option<String>,
    /// What an audit's plan has to say, and how long before.
    #[field(long)]
    pub planning: Option<String>,
    /// To whom results are reported, and how soon.
    #[field(long)]
    pub reporting: Option<String>,
    /// What changed in the organization and in services since the cycle before, and which audits follow from it.
    #[field(long, searched)]
    pub changes: Option<String>,
    /// What earlier audits found, and which audits follow from it.
    #[field(long, searched)]
    pub earlier_results: Option<String>,
    /// Each area with its importance, when it is audited and by whom.
    #[field(rows = Area)]
    pub areas: Option<Structured<Vec<Area>>>,
    /// What the records suggest for each area: how much work, which changes, which findings, when it was audited last.
    #[field(computed, rows = Suggested)]
    pub suggestions: Option<Structured<Vec<Suggested>>>,
    /// When the suggestions were worked out.
    #[field(computed)]
    pub suggested_at: Option<Timestamp>,
    /// Who approved it.
    #[field(computed, listed)]
    pub approved_by: Option<Ref<kind::Person>>,
    /// When it was approved; from then on it is in force.
    #[field(computed)]
    pub approved_at: Option<Timestamp>,
    /// What the programme achieved, what it did not, and what the next one does otherwise.
    #[field(long)]
    pub conclusion: Option<String>,
    /// When another version took its place.
    #[field(computed)]
    pub superseded_at: Option<Timestamp>,
}

/// An area of a programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Area {
    /// The clause, such as 8.6.1.
    pub clause: String,
    /// What people call it.
    pub area: String,
    /// How important it is, from 1 to 5.
    pub importance: i64,
    /// Why: how much depends on it, what changed, what was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// The month in which it is audited, by its first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month: Option<Date>,
    /// Who leads that audit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<String>,
}

/// What the records suggest for an area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Suggested {
    /// The clause.
    pub clause: String,
    /// What people call it.
    pub area: String,
    /// The importance that is suggested, from 1 to 5.
    pub importance: i64,
    /// How many records of its work there were in the last twelve months.
    pub records: i64,
    /// How often its process was changed, or a change named it.
    pub changes: i64,
    /// How many nonconformities audits found there.
    pub findings: i64,
    /// The day on which it was last audited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_audited: Option<Date>,
}

/// Where a programme stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being written.
    Draft,
    /// It was approved, and audits are held by it.
    #[choice(tone = Going)]
    InForce,
    /// Its period is over, and it was looked back on.
    #[choice(tone = Done, end)]
    Closed,
    /// Another version took its place, or it never came into force.
    #[choice(tone = Off, end)]
    Superseded,
}

const LIFE: &[Step<AuditProgramme>] = &[
    step("suggest", "Ask the records", &[State::Draft], State::Draft)
        .help("Works out what the records suggest for each area. The decision stays with people."),
    step("approve", "Approve", &[State::Draft], State::InForce)
        .help(
            "Puts it in force, in place of the version before for the same time. Top management or a service manager \
             does, not whoever wrote it.",
        )
        .guard(may_approve)
        .then(|me, now| {
            me.approved_by = now.actor.person.map(Ref::new);
            me.approved_at = Some(now.now);
        }),
    step("close", "Close", &[State::InForce], State::Closed)
        .help("Its period is over. Say what it achieved, and what the next one does otherwise.")
        .asks(&["conclusion"])
        .guard(|me, _| fill_in("Close", &[(me.conclusion.is_some(), "Conclusion")])),
    step("supersede", "Supersede", &[State::InForce], State::Superseded)
        .help("It holds no longer. Say what holds instead.")
        .needs_note()
        .then(|me, now| me.superseded_at = Some(now.now)),
    step("discard", "Discard", &[State::Draft], State::Superseded)
        .help("It does not come into force. Say why.")
        .needs_note(),
];

const ENTITLED: [Role; 3] = [Role::TopManagement, Role::ServiceManager, Role::Approver];
const IMPORTANCE_MAX: i64 = 5;

impl AuditProgramme {
    fn areas(&self) -> &[Area] {
        self.areas.as_ref().map(|all| &*all.0).unwrap_or_default()
    }

    /// What was approved.
    fn content(&self) -> impl PartialEq + '_ {
        let Self { name, period_from, period_until, frequency, methods, areas, .. } = self;
        (name, period_from, period_until, frequency, methods, areas)
    }
}

fn may_approve(me: &AuditProgramme, now: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Approve",
        &[
            (me.owner.is_some(), "Owner"),
            (me.frequency.is_some(), "Frequency"),
            (me.methods.is_some(), "Methods"),
            (me.responsibilities.is_some(), "Responsibilities"),
            (me.planning.is_some(), "Planning"),
            (me.reporting.is_some(), "Reporting"),
            (me.changes.is_some(), "Changes"),
            (me.earlier_results.is_some(), "Earlier results"),
            (!me.areas().is_empty(), "Areas"),
        ],
    )?;
    let is_planned = |area: &Area| area.month.is_some() && area.because.is_some();
    only_if(
        me.areas().iter().all(is_planned),
        "Each area needs a month and a reason for its importance. Complete the areas first.",
    )?;
    let is_there = |clause: &str| me.areas().iter().any(|area| is_within(clause, &area.clause));
    let missing: Vec<_> = AUDITED.iter().filter(|(clause, _)| !is_there(clause)).collect();
    if !missing.is_empty() {
        let named: Vec<_> =
            missing.iter().map(|(clause, area)| format!("{clause} {area}")).collect();
        return Err(Refusal(format!(
            "Every clause comes up within the period. Add areas for: {}.",
            named.join(", ")
        )));
    }
    approved_by_another("a programme", now)?;
    only_if(
        ENTITLED.iter().any(|role| now.actor.is(*role)),
        "Top management, a service manager or an approver approves it. Ask one of them.",
    )
}

fn settle(
    me: &mut AuditProgramme,
    before: Option<&AuditProgramme>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    fault_unless(me.period_from < me.period_until, "period_until", "lies before the first day")?;
    let areas = me.areas();
    fault_unless(
        areas.iter().all(|area| is_clause(&area.clause)),
        "areas",
        "must each name a clause from 4 to 10, such as 8.6.1",
    )?;
    fault_unless(
        areas.iter().all(|area| (1..=IMPORTANCE_MAX).contains(&area.importance)),
        "areas",
        "must each have an importance from 1 to 5",
    )?;
    let is_inside = |area: &Area| {
        area.month.is_none_or(|month| {
            month.last_of_month() >= me.period_from && month.first_of_month() <= me.period_until
        })
    };
    fault_unless(areas.iter().all(is_inside), "areas", "must each have a month within the period")?;
    let approved = before.filter(|before| before.approved_at.is_some() && !is_import(now));
    let is_kept = approved.is_none_or(|before| before.content() == me.content());
    fault_unless(
        is_kept,
        "areas",
        "and all that was approved stay as they are; write a new version",
    )
}

#[cfg(test)]
mod tests {
    use crate::story::{ADA, BEN, Story, walk};
    use gemba_vocabulary::{actor::Role, clause::AUDITED};
    use serde_json::json;

    const KIND: &str = "audit_programme";
    const WORDS: &[(&str, &str)] = &[
        ("owner", "1"),
        ("frequency", "Each area once a year; importance 4 and 5 twice."),
        ("methods", "Talks, looking on, samples of records."),
        ("responsibilities", "Viktor plans; each area has an owner."),
        ("planning", "A plan two weeks before."),
        ("reporting", "To the owner of the area and top management within ten days."),
        ("changes", "The clinic's new wing."),
        ("earlier_results", "Two minor findings at changes."),
        ("conclusion", "All held."),
    ];
    const PERIOD: &[(&str, &str)] = &[
        ("name", "Internal audits 2026"),
        ("period_from", "2026-01-01"),
        ("period_until", "2026-12-31"),
    ];

    fn areas(count: usize) -> String {
        let each = AUDITED.iter().take(count).map(|(clause, area)| {
            json!({"clause": clause, "area": area, "importance": 3, "because": "Usual work",
                   "month": "2026-05-01", "lead": "Viktor"})
        });
        serde_json::Value::Array(each.collect()).to_string()
    }

    fn whole() -> Story {
        let all = areas(AUDITED.len());
        let mut story = Story::saved(KIND, &[PERIOD, WORDS, &[("areas", &*all)]].concat());
        story.by(BEN, &[Role::TopManagement]);
        story
    }

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        let machine = &[
            ("draft", "draft", "suggest"),
            ("draft", "in_force", "approve"),
            ("draft", "superseded", "discard"),
            ("in_force", "closed", "close"),
            ("in_force", "superseded", "supersede"),
        ];
        walk(KIND, machine, "AUP-000002 took its place", |from, _| {
            let mut story = whole();
            story.put(from);
            story
        });
    }

    #[test]
    fn every_clause_comes_up_with_a_month_and_a_reason() {
        let mut story = Story::saved(KIND, PERIOD);
        story.by(BEN, &[Role::TopManagement]);
        let bare = story.take("approve", &[]).unwrap_err();
        assert!(bare.contains("Owner, Frequency, Methods, Responsibilities, Planning"), "{bare}");
        story.save(&[WORDS, &[("areas", &*areas(AUDITED.len() - 1))]].concat()).unwrap();
        let missing = story.take("approve", &[]).unwrap_err();
        assert!(missing.ends_with("Add areas for: 10.2 Improvement."), "{missing}");
        let wide = r#"[{"clause": "4", "area": "All", "importance": 3}]"#;
        story.save(&[("areas", wide)]).unwrap();
        assert!(story.take("approve", &[]).unwrap_err().contains("a month and a reason"));
    }

    #[test]
    fn somebody_else_who_is_entitled_approves_and_nothing_changes_after() {
        let own = whole().by(ADA, &[Role::TopManagement]).take("approve", &[]).unwrap_err();
        assert!(own.contains("does not approve it"), "{own}");
        let owner = whole().by(BEN, &[Role::ProcessOwner]).take("approve", &[]).unwrap_err();
        assert!(owner.contains("Ask one of them"), "{owner}");
        let mut story = whole();
        story.take("approve", &[]).unwrap();
        let fault = story.save(&[("frequency", "Never")]).unwrap_err();
        assert!(fault.contains("write a new version"), "{fault}");
    }

    #[test]
    fn an_area_has_a_clause_an_importance_and_a_month_within_the_period() {
        for (area, fault) in [
            (r#"[{"clause": "3", "area": "Terms", "importance": 3}]"#, "name a clause"),
            (r#"[{"clause": "4", "area": "Context", "importance": 6}]"#, "from 1 to 5"),
            (
                r#"[{"clause": "4", "area": "C", "importance": 3, "month": "2027-01-01"}]"#,
                "within the period",
            ),
        ] {
            let said = Story::saved(KIND, PERIOD).save(&[("areas", area)]).unwrap_err();
            assert!(said.contains(fault), "{said}");
        }
        let backward = [PERIOD, &[("period_until", "2025-12-31")]].concat();
        assert!(Story::of(KIND).save(&backward).unwrap_err().contains("before the first day"));
    }
}
