//! Definitions of reports: what is reported, to whom, why, from which figures and how often.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Row, Situation, Step,
    held::Structured,
    library::{fault_unless, fill_in, only_if, today},
    rhythm::Rhythm,
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A report that comes round: what it is for, who reads it, which figures it shows and how often. Gemba prepares one
/// for each period that is over.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "RPD", clause = "9.4", menu = Check, life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags, Watchers))]
pub struct ReportDefinition {
    /// What it is called, in one line.
    #[field(searched, listed)]
    pub name: String,
    /// What it is for: what its readers decide by it.
    #[field(long, searched)]
    pub purpose: Option<String>,
    /// Who reads it, in words.
    #[field(listed)]
    pub audience: Option<String>,
    /// The colleagues who get it.
    pub readers: Vec<Ref<kind::Person>>,
    /// The customers whose people see it once it is sent.
    pub customers: Vec<Ref<kind::Customer>>,
    /// Others who have a stake and get it.
    pub interested_parties: Vec<Ref<kind::InterestedParty>>,
    /// The mail addresses to which it goes besides, divided by commas.
    pub mail_to: Option<String>,
    /// The sheets of figures that it shows, and the record to which each is narrowed.
    #[field(rows = SheetWanted)]
    pub sheets: Option<Structured<Vec<SheetWanted>>>,
    /// Where the figures come from besides, such as the report of a supplier.
    pub other_sources: Option<String>,
    /// How often it is made.
    #[field(listed, filtered, default = "month")]
    pub every: Rhythm,
    /// The days after a period by which it is sent.
    #[field(default = "10", unit = "days")]
    pub due_days: i64,
    /// How many periods before are shown beside the one reported, so that it tells where things lead. Three at least.
    #[field(default = "3", label = "Periods before")]
    pub periods_before: i64,
    /// Who answers for it.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// The day on which it was taken into use.
    #[field(computed)]
    pub in_use_since: Option<Date>,
    /// The day after the last period of which there is a report.
    #[field(computed, listed)]
    pub reported_until: Option<Date>,
    /// The day by which the next one is sent.
    #[field(computed, listed, filtered)]
    pub next_due_on: Option<Date>,
}

/// A sheet of figures in a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct SheetWanted {
    /// Its name, such as `service-levels`.
    pub sheet: String,
    /// The number of the record to which it is narrowed. Empty takes the whole sheet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub narrowed_to: Option<i64>,
}

/// Where a definition of a report stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being thought out.
    Draft,
    /// A report is made for each period.
    #[choice(tone = Going)]
    InUse,
    /// No further report is made.
    #[choice(tone = Off, end)]
    Retired,
}

const LIFE: &[Step<ReportDefinition>] = &[
    step("use", "Take into use", &[State::Draft], State::InUse)
        .help("From now on a report is prepared at the end of each period.")
        .guard(may_use)
        .then(|me, now| me.in_use_since = Some(today(now))),
    step("retire", "Take out of use", &[State::InUse], State::Retired)
        .help("No further report is made. Say why: because nobody decides by it any more, for example.")
        .needs_note()
        .then(|me, _| me.next_due_on = None),
    step("resume", "Take into use again", &[State::Retired], State::InUse)
        .help("A report is prepared again at the end of each period.")
        .guard(may_use)
        .then(|me, now| me.in_use_since = Some(today(now))),
];

fn may_use(me: &ReportDefinition, _: &Situation<'_>) -> Result<(), Refusal> {
    fill_in(
        "Take into use",
        &[
            (me.purpose.is_some(), "Purpose"),
            (me.audience.is_some(), "Audience"),
            (me.sheets.as_ref().is_some_and(|all| !all.0.is_empty()), "Sheets"),
            (me.owner.is_some(), "Owner"),
        ],
    )?;
    only_if(
        !me.readers.is_empty()
            || !me.customers.is_empty()
            || !me.interested_parties.is_empty()
            || me.mail_to.is_some(),
        "Nobody gets it. Name readers, customers, interested parties or mail addresses.",
    )
}

const PERIODS: std::ops::RangeInclusive<i64> = 3..=24;
const DAYS_MAX: i64 = 90;

fn settle(
    me: &mut ReportDefinition,
    before: Option<&ReportDefinition>,
    _: &Situation<'_>,
) -> Result<(), FieldFault> {
    let fault = "must be 3 to 24: fewer show no trend";
    fault_unless(PERIODS.contains(&me.periods_before), "periods_before", fault)?;
    fault_unless((0..=DAYS_MAX).contains(&me.due_days), "due_days", "must be 0 to 90 days")?;
    let is_moved = before.is_some_and(|one| one.in_use_since.is_some() && one.every != me.every);
    fault_unless(
        !is_moved,
        "every",
        "stays while reports are made; take it out of use and write another one",
    )
}

#[cfg(test)]
mod tests {
    use crate::story::{Story, walk};

    const KIND: &str = "report_definition";
    const WHOLE: &[(&str, &str)] = &[
        ("name", "Month to top management"),
        ("purpose", "Where to put people"),
        ("audience", "Top management"),
        ("readers", "2"),
        ("sheets", r#"[{"sheet": "service-levels"}]"#),
        ("owner", "1"),
    ];

    #[test]
    fn somebody_reads_it_and_decides_by_it() {
        let mut story = Story::saved(KIND, &[("name", "Month")]);
        let refusal = story.take("use", &[]).unwrap_err();
        assert_eq!(refusal, "Before “Take into use”, fill in: Purpose, Audience, Sheets, Owner.");
        story.save(&[WHOLE, &[("readers", "")]].concat()).unwrap();
        assert!(story.take("use", &[]).unwrap_err().starts_with("Nobody gets it."));
        story.save(&[("mail_to", "board@harbour.example")]).unwrap();
        story.take("use", &[]).unwrap();
        assert!(story.save(&[("every", "year")]).unwrap_err().contains("write another one"));
    }

    #[test]
    fn two_periods_show_no_trend() {
        let few = [WHOLE, &[("periods_before", "2")]].concat();
        assert!(Story::of(KIND).save(&few).unwrap_err().contains("no trend"));
    }

    #[test]
    fn the_whole_way() {
        let machine = &[
            ("draft", "in_use", "use"),
            ("in_use", "retired", "retire"),
            ("retired", "in_use", "resume"),
        ];
        walk(KIND, machine, "Nobody reads it", |state, _| {
            let mut story = Story::saved(KIND, WHOLE);
            story.put(state);
            story
        });
    }
}
