//! Wording checks: our words for a requirement, held against the organization's own licensed copy of the standard.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{approved_by_another, fault_unless, is_import, only_if, speaks_for_house, today},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::civil::Date;

/// What came of holding Gemba's words for one requirement against your own copy of the standard: they agree, they were
/// put right, or a requirement was missing. Write in your own words only: the standard's sentences belong to its
/// publishers and stay in your copy.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "WRD", clause = "9.1", menu = Check, life, begins = begins, settle = settle)]
#[kind(shares(Comments, Attachments, Links))]
pub struct WordingCheck {
    /// The number of the requirement, such as 8.2.4-1; for one that was missing its clause with -x1, -x2 and so on.
    #[field(searched, listed, filtered)]
    pub requirement: String,
    /// The edition of the standard that the number is of.
    #[field(filtered, default = "2018")]
    pub edition: String,
    /// Whether our words agree, were put right, or were missing.
    #[field(listed, filtered)]
    pub verdict: Verdict,
    /// What is asked, in your own words. Never the standard's sentence: that stays in your copy.
    #[field(long, searched, label = "In your own words")]
    pub corrected: Option<String>,
    /// Why: what our words leave out, add or twist.
    #[field(long, searched)]
    pub reason: Option<String>,
    /// Whether a requirement that was missing is a mere note, which nothing has to be done about.
    pub is_note: bool,
    /// The copy that you read: its edition and date, and the number of its licence.
    #[field(searched, label = "Held against")]
    pub held_against: String,
    /// Who compared the two.
    #[field(computed, listed, filtered)]
    pub checked_by: Option<Ref<kind::Person>>,
    /// The day on which they were compared.
    #[field(computed, listed, filtered)]
    pub checked_on: Option<Date>,
    /// Who approved the words that were put right or added.
    #[field(computed)]
    pub approved_by: Option<Ref<kind::Person>>,
    /// The day on which that was approved.
    #[field(computed)]
    pub approved_on: Option<Date>,
}

/// What comparing the two came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Verdict {
    /// Our words say what the standard says.
    Agrees,
    /// Our words were put right; yours count from the day on which somebody else approves them.
    Corrected,
    /// Our list lacked the requirement; it is answered by what a person confirms.
    Added,
}

/// Whether a check counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// The words wait for somebody else to approve them.
    #[choice(tone = Waiting)]
    Proposed,
    /// It counts.
    #[choice(tone = Done)]
    Given,
    /// It was taken back, or a newer one took its place.
    #[choice(tone = Off, end)]
    Withdrawn,
}

const LIFE: &[Step<WordingCheck>] = &[
    step("approve", "Approve", &[State::Proposed], State::Given)
        .help("The words count from now on. Somebody does who did not write them.")
        .guard(may_approve)
        .then(|me, now| {
            me.approved_by = now.actor.person.map(Ref::new);
            me.approved_on = Some(today(now));
        }),
    step("withdraw", "Take back", &[State::Proposed, State::Given], State::Withdrawn)
        .help("It is not so, or a newer one takes its place. Say why.")
        .needs_note()
        .guard(may_withdraw),
];

const BY_WHOM: &str =
    "A service manager, a process owner or top management does that. Ask one of them.";

fn begins(me: &WordingCheck) -> State {
    if me.verdict == Verdict::Agrees { State::Given } else { State::Proposed }
}

fn may_approve(_: &WordingCheck, now: &Situation<'_>) -> Result<(), Refusal> {
    approved_by_another("the words", now)?;
    only_if(speaks_for_house(now), BY_WHOM)
}

fn may_withdraw(_: &WordingCheck, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(speaks_for_house(now), BY_WHOM)
}

fn settle(
    me: &mut WordingCheck,
    before: Option<&WordingCheck>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    if is_import(now) {
        return Ok(());
    }
    if let Some(before) = before {
        let content = |one: &WordingCheck| {
            let WordingCheck { requirement, edition, verdict, is_note, .. } = one.clone();
            let words = (one.corrected.clone(), one.reason.clone(), one.held_against.clone());
            (requirement, edition, verdict, is_note, words)
        };
        let is_kept = content(before) == content(me);
        let fault = "and all else stay as they were compared; take this back and compare anew";
        return fault_unless(is_kept, "requirement", fault);
    }
    let fault = "is compared by a service manager, a process owner or top management";
    fault_unless(speaks_for_house(now), "requirement", fault)?;
    let has = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
    let agrees = me.verdict == Verdict::Agrees;
    let fault = "is empty: say in your own words what is asked";
    fault_unless(agrees || has(&me.corrected), "corrected", fault)?;
    let fault = "is empty: say what our words leave out, add or twist";
    fault_unless(agrees || has(&me.reason), "reason", fault)?;
    let fault = "is for words that were put right or added; leave it empty where ours agree";
    fault_unless(!agrees || !has(&me.corrected), "corrected", fault)?;
    let fault = "is for a requirement that was missing; ours say themselves whether they are notes";
    fault_unless(!me.is_note || me.verdict == Verdict::Added, "is_note", fault)?;
    let own = me.requirement.trim().split_once("-x");
    let is_numbered = own.is_some_and(|(clause, number)| {
        gemba_vocabulary::clause::is_clause(clause) && number.parse::<u16>().is_ok()
    });
    let fault =
        "of a requirement that was missing is its clause with -x and a number, such as 8.2.4-x1";
    fault_unless(me.verdict != Verdict::Added || is_numbered, "requirement", fault)?;
    me.requirement = me.requirement.trim().to_owned();
    me.checked_by = now.actor.person.map(Ref::new);
    me.checked_on = Some(today(now));
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::{ADA, BEN, Story, walk};
    use gemba_vocabulary::actor::Role;

    const KIND: &str = "wording_check";
    const AGREES: &[(&str, &str)] = &[
        ("requirement", "8.2.4-1"),
        ("edition", "2018"),
        ("verdict", "agrees"),
        ("held_against", "2018 with Amendment 1, licence 4711"),
    ];

    fn corrected(more: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
        let words = [
            ("verdict", "corrected"),
            ("corrected", "Publish what is on offer."),
            ("reason", "Ours left out to whom."),
        ];
        let kept = AGREES.iter().filter(|(name, _)| more.iter().all(|(one, _)| one != name));
        let kept = kept.filter(|(name, _)| *name != "verdict");
        let words = words.into_iter().filter(|(name, _)| more.iter().all(|(one, _)| one != name));
        kept.copied().chain(words).chain(more.iter().copied()).collect()
    }

    fn of(fields: &[(&str, &str)]) -> Result<Story, String> {
        let mut story = Story::of(KIND);
        story.by(BEN, &[Role::ServiceManager]).save(fields)?;
        Ok(story)
    }

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        let machine = [
            ("proposed", "given", "approve"),
            ("proposed", "withdrawn", "withdraw"),
            ("given", "withdrawn", "withdraw"),
        ];
        walk(KIND, &machine, "We read it again", |from, _| {
            let mut story = of(&corrected(&[])).unwrap();
            story.put(from).by(ADA, &[Role::ProcessOwner]);
            story
        });
    }

    #[test]
    fn what_agrees_counts_at_once_and_what_was_put_right_waits_for_another() {
        let story = of(AGREES).unwrap();
        assert_eq!((story.state(), &*story.holds("checked_by")), ("given", "2"));
        assert_eq!(story.holds("checked_on"), "2026-03-02");
        let mut story = of(&corrected(&[])).unwrap();
        assert_eq!(story.state(), "proposed");
        let refusal = story.take("approve", &[]).unwrap_err();
        assert_eq!(refusal, "Whoever wrote the words does not approve it. Ask somebody else.");
        assert!(story.by(ADA, &[Role::Agent]).take("approve", &[]).is_err());
        story.by(ADA, &[Role::TopManagement]).take("approve", &[]).unwrap();
        assert_eq!((story.state(), &*story.holds("approved_by")), ("given", "1"));
    }

    #[test]
    fn it_says_what_is_asked_why_and_which_copy_was_read() {
        let refused = |fields: &[(&str, &str)]| of(fields).err().unwrap();
        assert!(refused(&corrected(&[("corrected", "")])).contains("in your own words"));
        assert!(refused(&corrected(&[("reason", "")])).contains("leave out, add or twist"));
        let agrees = [AGREES, &[("corrected", "Ours.")]].concat();
        assert!(refused(&agrees).contains("leave it empty where ours agree"));
        let note = [AGREES, &[("is_note", "yes")]].concat();
        assert!(refused(&note).contains("is for a requirement that was missing"));
        assert_eq!(refused(&AGREES[..3]), "Held against is required.");
        let mut story = Story::of(KIND);
        assert!(story.by(BEN, &[Role::Agent]).save(AGREES).unwrap_err().contains("by a service"));
    }

    #[test]
    fn a_requirement_that_was_missing_has_a_number_of_its_clause() {
        let added = |id: &'static str| of(&corrected(&[("verdict", "added"), ("requirement", id)]));
        assert!(added("8.2.4-1").err().unwrap().contains("such as 8.2.4-x1"));
        assert!(added("mail-x1").is_err());
        assert_eq!(added("8.2.4-x1").unwrap().state(), "proposed");
    }

    #[test]
    fn what_was_compared_stays_as_it_was() {
        let mut story = of(AGREES).unwrap();
        let refusal = story.save(&[("requirement", "8.2.4-2")]).unwrap_err();
        assert!(refusal.contains("take this back and compare anew"), "{refusal}");
    }
}
