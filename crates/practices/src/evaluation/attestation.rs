//! Attestations: what somebody entitled confirms about a requirement, because records alone cannot say it.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{fault_unless, is_import, only_if, speaks_for_house, today},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::{ToSpan, civil::Date};

/// Somebody who is entitled to confirms that a requirement is met as far as records cannot say it: with the
/// reason, for a time. It never outweighs what records say.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "ATN", clause = "9.1", menu = Check, life, settle = settle)]
#[kind(shares(Comments, Attachments, Links))]
pub struct Attestation {
    /// The number of the requirement, such as `8.2.1-1`.
    #[field(searched, listed, filtered, label = "Requirement")]
    pub requirement: String,
    /// The edition of the standard that the number is of.
    #[field(filtered, default = "2018")]
    pub edition: String,
    /// What is confirmed, in your words.
    #[field(long, searched, listed)]
    pub statement: String,
    /// What it rests on: whom you asked, what you saw, and when.
    #[field(long, searched)]
    pub reason: String,
    /// Who confirms it.
    #[field(computed, listed, filtered)]
    pub attested_by: Option<Ref<kind::Person>>,
    /// The day on which it was confirmed.
    #[field(computed, listed)]
    pub attested_on: Option<Date>,
    /// The last day on which it counts; at most a year ahead. Empty means a year.
    #[field(listed, filtered)]
    pub expires_on: Option<Date>,
}

/// Whether an attestation counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It counts until its day.
    #[choice(tone = Done)]
    Given,
    /// It was taken back.
    #[choice(tone = Off, end)]
    Withdrawn,
}

const LIFE: &[Step<Attestation>] =
    &[step("withdraw", "Take back", &[State::Given], State::Withdrawn)
        .help("It is not so, or not any more. Say why; then it counts no longer.")
        .needs_note()
        .guard(may_withdraw)];

/// How long it counts at most, in months: the longest time between two reviews by top management that is usual.
const MONTHS_MAX: i64 = 12;

fn may_withdraw(_: &Attestation, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        speaks_for_house(now),
        "A service manager, a process owner or top management takes it back.",
    )
}

fn settle(
    me: &mut Attestation,
    before: Option<&Attestation>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    if let Some(before) = before.filter(|_| !is_import(now)) {
        let content = |one: &Attestation| {
            let Attestation { requirement, edition, statement, reason, expires_on, .. } =
                one.clone();
            (requirement, edition, statement, reason, expires_on)
        };
        let is_kept = content(before) == content(me);
        return fault_unless(
            is_kept,
            "statement",
            "and all else stay as confirmed; take it back and confirm anew",
        );
    }
    fault_unless(
        speaks_for_house(now),
        "requirement",
        "is confirmed by a service manager, a process owner or top management",
    )?;
    let today = today(now);
    let last = today.saturating_add(MONTHS_MAX.months());
    let expires_on = *me.expires_on.get_or_insert(last);
    if is_import(now) {
        return Ok(());
    }
    fault_unless(expires_on >= today, "expires_on", "must not lie in the past")?;
    fault_unless(expires_on <= last, "expires_on", "must lie within a year: then look again")?;
    me.attested_by = now.actor.person.map(Ref::new);
    me.attested_on = Some(today);
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::{BEN, Story, walk};
    use gemba_vocabulary::actor::Role;

    const KIND: &str = "attestation";
    const WHOLE: &[(&str, &str)] = &[
        ("requirement", "8.2.1-1"),
        ("edition", "2018"),
        ("statement", "The morning round coordinates all teams."),
        ("reason", "I sat in on three rounds in May."),
    ];

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        walk(KIND, &[("given", "withdrawn", "withdraw")], "It ended", |from, _| {
            let mut story = Story::of(KIND);
            story.by(BEN, &[Role::ServiceManager]).save(WHOLE).unwrap();
            story.put(from);
            story
        });
    }

    #[test]
    fn it_is_kept_who_confirmed_when_and_for_how_long() {
        let mut story = Story::of(KIND);
        story.by(BEN, &[Role::ProcessOwner]).save(WHOLE).unwrap();
        assert_eq!(story.holds("attested_by"), "2");
        assert_eq!(story.holds("attested_on"), "2026-03-02");
        assert_eq!(story.holds("expires_on"), "2027-03-02");
        let refusal = story.save(&[("statement", "Something else")]).unwrap_err();
        assert!(refusal.contains("take it back and confirm anew"), "{refusal}");
    }

    #[test]
    fn it_counts_for_a_year_at_most_and_is_given_by_those_entitled() {
        let with = |day: &'static str| [WHOLE, &[("expires_on", day)]].concat();
        let mut story = Story::of(KIND);
        story.by(BEN, &[Role::ServiceManager]);
        let late = story.save(&with("2028-01-01")).unwrap_err();
        assert!(late.contains("within a year"), "{late}");
        assert!(story.save(&with("2026-01-01")).unwrap_err().contains("in the past"));
        story.by(BEN, &[Role::Agent]);
        assert!(story.save(WHOLE).unwrap_err().contains("by a service manager"));
    }
}
