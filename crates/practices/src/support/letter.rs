//! Letters: what is told by mail, to whom, and whether it went out.
use gemba_model::{
    Choice, FieldFault, Kind, Situation, Step,
    library::{Count, fault_unless},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::{SignedDuration, Timestamp};

/// Something that is told by mail: a question that waits for somebody, news of what they follow, or a report. It is
/// kept from the moment in which its reason is, goes out as soon as the mail server takes it, and stays on record.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "LTR", clause = "7.4", title = "subject", menu = Organization, life)]
#[kind(settle = settle)]
pub struct Letter {
    /// The mail address that it goes to.
    #[field(searched, listed, filtered)]
    pub to: String,
    /// Whom it goes to, if that is somebody on record.
    #[field(filtered)]
    pub person: Option<Ref<kind::Person>>,
    /// What it is about, in one line.
    #[field(searched, listed)]
    pub subject: String,
    /// What it says. The address of the record that it is about is added as it goes out.
    #[field(long)]
    pub text: String,
    /// The kind of the record that it is about.
    #[field(filtered, label = "About kind")]
    pub about_kind: Option<String>,
    /// The number of the record that it is about, within its kind.
    #[field(filtered)]
    pub about: Option<i64>,
    /// Whether the report that it is about goes with it on paper, as PDF.
    pub with_paper: bool,
    /// The name of the file that went with it.
    pub attached: Option<String>,
    /// How often it was handed over to the mail server.
    #[field(computed, listed, default = "0")]
    pub attempts: Count,
    /// When it was handed over last.
    #[field(computed)]
    pub tried_at: Option<Timestamp>,
    /// Not before when it is handed over again.
    #[field(computed, filtered)]
    pub next_try_at: Option<Timestamp>,
    /// What the mail server said when it did not take it.
    #[field(long)]
    pub last_error: Option<String>,
    /// When the mail server took it.
    #[field(computed, listed, filtered)]
    pub sent_at: Option<Timestamp>,
}

/// Where a letter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It waits to be handed over to the mail server.
    #[choice(tone = Waiting)]
    Waiting,
    /// It is being handed over.
    #[choice(tone = Going)]
    Leaving,
    /// The mail server took it.
    #[choice(tone = Done, end)]
    Sent,
    /// The mail server did not take it, however often it was tried.
    #[choice(tone = Off)]
    GivenUp,
    /// It is not to go out.
    #[choice(tone = Off, end)]
    Dropped,
}

/// How many minutes pass until it is tried again, after the first try, the second, and so on.
const PAUSES_MINUTES: [i64; 8] = [1, 5, 15, 60, 240, 720, 1_440, 1_440];

const LIFE: &[Step<Letter>] = &[
    step("hand_over", "Hand over", &[State::Waiting], State::Leaving)
        .help("It is handed over to the mail server now. Gemba does this by itself.")
        .then(|me, now| {
            me.attempts.add_one();
            me.tried_at = Some(now.now);
            me.next_try_at = None;
        }),
    step("taken", "Taken", &[State::Leaving], State::Sent)
        .help("The mail server took it. Gemba says this by itself.")
        .asks(&["attached"])
        .then(|me, now| {
            me.sent_at = Some(now.now);
            me.last_error = None;
        }),
    step("not_taken", "Not taken", &[State::Leaving], State::Waiting)
        .help(
            "The mail server did not take it: it is tried again later. Gemba says this by itself.",
        )
        .asks(&["last_error"])
        .or_to(State::GivenUp, |me: &Letter, _| pause(me.attempts.0).is_none())
        .then(|me, now| {
            let pause = pause(me.attempts.0);
            me.next_try_at = pause.and_then(|pause| now.now.checked_add(pause).ok());
        }),
    step("again", "Try again", &[State::GivenUp], State::Waiting)
        .help("What was in the way is gone: it is tried again from the beginning.")
        .then(|me, _| me.attempts = Count(0)),
    step("drop", "Do not send", &[State::Waiting, State::GivenUp], State::Dropped)
        .help("It does not go out. Say why.")
        .needs_note(),
];

/// How long it rests after so many tries; nothing once it was tried often enough.
fn pause(attempts: i64) -> Option<SignedDuration> {
    let place = usize::try_from(attempts).ok()?.checked_sub(1)?;
    PAUSES_MINUTES.get(place).map(|minutes| SignedDuration::from_mins(*minutes))
}

fn settle(me: &mut Letter, _: Option<&Letter>, _: &Situation<'_>) -> Result<(), FieldFault> {
    let parts = me.to.trim().split_once('@');
    let is_address = parts.is_some_and(|(name, host)| {
        !name.is_empty() && !host.is_empty() && !me.to.trim().contains([' ', '\n', '\r', ','])
    });
    fault_unless(is_address, "to", "must be a mail address, such as ada@example.org")?;
    let is_whole = me.about_kind.is_some() == me.about.is_some();
    fault_unless(is_whole, "about", "needs both a kind and a number, or neither")
}

#[cfg(test)]
mod tests {
    use crate::story::{Story, walk};

    const FIELDS: &[(&str, &str)] = &[
        ("to", "ada@example.org"),
        ("subject", "Your decision is asked"),
        ("text", "Please decide."),
    ];

    const MACHINE: &[(&str, &str, &str)] = &[
        ("waiting", "leaving", "hand_over"),
        ("leaving", "sent", "taken"),
        ("leaving", "waiting", "not_taken"),
        ("given_up", "waiting", "again"),
        ("waiting", "dropped", "drop"),
        ("given_up", "dropped", "drop"),
    ];

    #[test]
    fn a_letter_goes_its_way_and_no_other() {
        walk("letter", MACHINE, "Nobody needs it", |state, _| {
            let mut story = Story::saved("letter", FIELDS);
            let road: &[&str] = match state {
                "leaving" => &["hand_over"],
                "sent" => &["hand_over", "taken"],
                _ => &[],
            };
            for verb in road {
                story.take(verb, &[]).unwrap();
            }
            if state == "dropped" {
                story.noted("drop", &[], "Nobody needs it").unwrap();
            }
            while state == "given_up" && story.state() != "given_up" {
                story.take("hand_over", &[]).unwrap();
                story.take("not_taken", &[("last_error", "no route")]).unwrap();
            }
            story
        });
    }

    #[test]
    fn it_rests_longer_after_each_try_and_is_given_up_in_the_end() {
        let mut story = Story::saved("letter", FIELDS);
        let mut tries = 0;
        while story.state() == "waiting" {
            story.take("hand_over", &[]).unwrap();
            story.take("not_taken", &[("last_error", "the server is away")]).unwrap();
            tries += 1;
            assert_eq!(story.holds("next_try_at").is_empty(), story.state() == "given_up");
        }
        assert_eq!((tries, story.state()), (9, "given_up"));
        assert_eq!(story.holds("last_error"), "the server is away");
        story.take("again", &[]).unwrap();
        assert_eq!(story.holds("attempts"), "0");
        story.take("hand_over", &[]).unwrap();
        story.take("taken", &[]).unwrap();
        assert_eq!(story.holds("last_error"), "");
    }

    #[test]
    fn it_goes_to_one_address_and_is_about_one_record() {
        for wrong in ["ada", "@example.org", "ada@example.org, ben@example.org"] {
            let fields = [&FIELDS[1..], &[("to", wrong)]].concat();
            let refusal = Story::of("letter").save(&fields).unwrap_err();
            assert!(refusal.starts_with("To must be a mail address"), "{wrong}: {refusal}");
        }
        let half = [FIELDS, &[("about_kind", "incident")]].concat();
        let refusal = Story::of("letter").save(&half).unwrap_err();
        assert!(refusal.contains("both a kind and a number"), "{refusal}");
    }
}
