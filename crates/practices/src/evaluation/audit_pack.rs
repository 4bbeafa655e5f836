//! Packs for auditors: which file was made of the ledger and the records, when, by whom, for what, and to whom it went.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{fault_unless, fill_in, is_import, only_if, today},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::{Timestamp, civil::Date};

/// A file for auditors that proves itself: what every requirement was answered with, the records behind it, and the
/// sealed entries that made them. Kept is that it was made and what it holds; the file itself is for you to keep.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "PCK", clause = "9.2", menu = Check, label = "Audit pack", life, settle = settle)]
#[kind(shares(Comments, Links))]
pub struct AuditPack {
    /// What it is made for, such as “Surveillance audit in May”.
    #[field(searched, listed)]
    pub reason: String,
    /// The edition of the standard whose requirements it answers.
    #[field(listed, filtered, default = "2018")]
    pub edition: String,
    /// The first day that it looks at. Empty, with the last one, means all days.
    #[field(listed)]
    pub period_from: Option<Date>,
    /// The day after the last that it looks at.
    #[field(listed, label = "Period until")]
    pub period_until: Option<Date>,
    /// Only what is looked at in this stage of a certification audit. Empty means both.
    #[field(filtered)]
    pub stage: Option<Stage>,
    /// The audit whose samples are in it.
    #[field(filtered, label = "Samples of")]
    pub audit: Option<Ref<kind::Audit>>,
    /// When the file was made.
    #[field(computed, listed)]
    pub made_at: Option<Timestamp>,
    /// SHA-256 of the whole file: whoever has the file can see that it is this one.
    #[field(searched, label = "SHA-256")]
    pub digest: Option<String>,
    /// How large the file is.
    #[field(unit = "bytes")]
    pub bytes: Option<i64>,
    /// How many entries the ledger had that it is bound to.
    pub ledger_size: Option<i64>,
    /// The root of the ledger that it is bound to, in hexadecimal.
    pub ledger_root: Option<String>,
    /// How many records are in it, with everything that made them.
    pub records: Option<i64>,
    /// How many requirements it answers.
    pub requirements: Option<i64>,
    /// How many of these it says openly are not shown to be met.
    #[field(listed)]
    pub gaps: Option<i64>,
    /// Whom it was given to, and how.
    #[field(searched)]
    pub handed_to: Option<String>,
    /// The day on which it was given to them.
    #[field(computed)]
    pub handed_on: Option<Date>,
}

/// What stage of a certification audit a pack is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Stage {
    /// Whether the organization is ready.
    #[choice(label = "Stage 1")]
    One,
    /// Whether it works.
    #[choice(label = "Stage 2")]
    Two,
}

/// How far a pack has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// Somebody asked for it, and the file is being made.
    Asked,
    /// The file was made.
    #[choice(tone = Done)]
    Made,
    /// The file was given to somebody.
    #[choice(tone = Done, end)]
    HandedOver,
    /// It was not made, or is not to be used.
    #[choice(tone = Off, end)]
    Dropped,
}

const LIFE: &[Step<AuditPack>] = &[
    step("make", "Made", &[State::Asked], State::Made)
        .help("The file is written. Gemba takes this step by itself and says what the file holds.")
        .asks(&["digest", "bytes", "ledger_size", "ledger_root", "records", "requirements", "gaps"])
        .guard(is_made)
        .then(|me, now| me.made_at = Some(now.now)),
    step("hand_over", "Hand over", &[State::Made], State::HandedOver)
        .help("The file is given to somebody: say to whom, and how.")
        .asks(&["handed_to"])
        .guard(|me: &AuditPack, _| fill_in("Hand over", &[(me.handed_to.is_some(), "Handed to")]))
        .then(|me, now| me.handed_on = Some(today(now))),
    step("drop", "Drop", &[State::Asked, State::Made], State::Dropped)
        .help("It was not made, or is not to be used. Say why.")
        .needs_note(),
];

fn is_made(me: &AuditPack, now: &Situation<'_>) -> Result<(), Refusal> {
    only_if(
        now.actor.person.is_none(),
        "Gemba itself says that a pack was made, when it has written the file: choose “Audit pack” in the menu, or \
         run gemba pack.",
    )?;
    let parts = [
        (me.digest.is_some(), "SHA-256"),
        (me.bytes.is_some(), "Bytes"),
        (me.ledger_size.is_some(), "Ledger size"),
        (me.ledger_root.is_some(), "Ledger root"),
    ];
    fill_in("Made", &parts)
}

/// What is said of the file by whoever wrote it.
fn told(me: &AuditPack) -> impl PartialEq + '_ {
    let file = (me.digest.as_deref(), me.bytes, me.records);
    (file, me.ledger_size, me.ledger_root.as_deref(), me.requirements, me.gaps)
}

/// What was asked for.
fn asked(me: &AuditPack) -> impl PartialEq + '_ {
    let text = (me.reason.as_str(), me.edition.as_str());
    (text, me.period_from, me.period_until, me.stage, me.audit)
}

fn settle(
    me: &mut AuditPack,
    before: Option<&AuditPack>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let days = me.period_from.zip(me.period_until);
    fault_unless(
        me.period_from.is_some() == me.period_until.is_some(),
        "period_until",
        "and the first day are given together, or neither",
    )?;
    let is_forward = days.is_none_or(|(from, until)| until > from);
    fault_unless(is_forward, "period_until", "must lie after the first day")?;
    if is_import(now) {
        return Ok(());
    }
    let is_told_by_house = now.actor.person.is_none()
        || before
            .map_or_else(|| me.digest.is_none() && me.bytes.is_none(), |it| told(it) == told(me));
    fault_unless(
        is_told_by_house,
        "digest",
        "and all else about the file is filled in by Gemba when it has written the file",
    )?;
    let is_kept = before.is_none_or(|before| asked(before) == asked(me));
    fault_unless(is_kept, "reason", "and what was asked for stay as they are; make another pack")
}

#[cfg(test)]
mod tests {
    use crate::story::{BEN, Story, walk};
    use gemba_vocabulary::actor::Role;

    const KIND: &str = "audit_pack";
    const MADE: &[(&str, &str)] = &[
        ("digest", "ab12"),
        ("bytes", "4096"),
        ("ledger_size", "12"),
        ("ledger_root", "cd34"),
        ("records", "3"),
        ("requirements", "390"),
        ("gaps", "14"),
    ];

    fn asked() -> Story {
        let mut story = Story::of(KIND);
        story.by(BEN, &[Role::ServiceManager]);
        story.save(&[("reason", "Surveillance audit"), ("edition", "2018")]).unwrap();
        story
    }

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        const MACHINE: &[(&str, &str, &str)] = &[
            ("asked", "made", "make"),
            ("made", "handed_over", "hand_over"),
            ("asked", "dropped", "drop"),
            ("made", "dropped", "drop"),
        ];
        walk(KIND, MACHINE, "Not needed", |from, _| {
            let mut story = asked();
            story.by_house().save(&[MADE, &[("handed_to", "Ms Lind, by hand")]].concat()).unwrap();
            story.put(from);
            story
        });
    }

    #[test]
    fn only_gemba_says_what_the_file_holds() {
        let mut story = asked();
        let refusal = story.save(&[("digest", "ab12")]).unwrap_err();
        assert!(refusal.contains("filled in by Gemba"), "{refusal}");
        let refusal = story.take("make", MADE).unwrap_err();
        assert!(refusal.contains("run gemba pack"), "{refusal}");
        story.by_house();
        let refusal = story.take("make", &[("bytes", "4096")]).unwrap_err();
        assert!(refusal.contains("SHA-256, Ledger size"), "{refusal}");
        story.take("make", MADE).unwrap();
        assert_eq!(story.holds("made_at"), "2026-03-02T09:00:00Z");
    }

    #[test]
    fn what_was_asked_for_stays_and_it_is_kept_to_whom_it_went() {
        let mut story = asked();
        let refusal = story.save(&[("edition", "2011")]).unwrap_err();
        assert!(refusal.contains("make another pack"), "{refusal}");
        story.by_house().take("make", MADE).unwrap();
        story.by(BEN, &[Role::ServiceManager]);
        assert!(story.take("hand_over", &[]).unwrap_err().contains("Handed to"));
        story.take("hand_over", &[("handed_to", "Ms Lind, by hand")]).unwrap();
        assert_eq!((story.state(), &*story.holds("handed_on")), ("handed_over", "2026-03-02"));
    }

    #[test]
    fn a_period_has_both_ends_and_runs_forward() {
        let mut story = Story::of(KIND);
        story.by(BEN, &[Role::Auditor]);
        let of = |more: &[(&'static str, &'static str)]| {
            [&[("reason", "Audit"), ("edition", "2018")], more].concat()
        };
        let refusal = story.save(&of(&[("period_from", "2026-01-01")])).unwrap_err();
        assert!(refusal.contains("given together"), "{refusal}");
        let backward = of(&[("period_from", "2026-01-01"), ("period_until", "2026-01-01")]);
        assert!(story.save(&backward).unwrap_err().contains("after the first day"));
    }
}
