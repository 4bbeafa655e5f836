//! Communications: what was told, when, to whom and by which way.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{date_not_in_future, fault_unless, fill_in, is_import, today},
    step,
};
use gemba_vocabulary::{Ref, kind};
use jiff::civil::Date;

/// Something that was told: what, when, to whom and by which way, with what shows it.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "CMN", clause = "7.4", life, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tags))]
pub struct Communication {
    /// What was told, in one line.
    #[field(searched, listed)]
    pub name: String,
    /// The topic of the plan that it belongs to. Leave it empty if nobody planned it.
    #[field(listed, filtered)]
    pub topic: Option<Ref<kind::CommunicationTopic>>,
    /// What was said, or the gist of it.
    #[field(long, searched)]
    pub text: Option<String>,
    /// To whom, in words.
    #[field(listed)]
    pub audience: Option<String>,
    /// The interested parties to whom it went.
    #[field(filtered)]
    pub parties: Vec<Ref<kind::InterestedParty>>,
    /// The customers to whom it went.
    #[field(filtered)]
    pub customers: Vec<Ref<kind::Customer>>,
    /// By which way.
    #[field(listed)]
    pub channel: Option<String>,
    /// The document that was told of.
    #[field(filtered)]
    pub document: Option<Ref<kind::Document>>,
    /// The day on which it was told. Empty means the day on which that is recorded.
    #[field(listed, filtered)]
    pub sent_on: Option<Date>,
    /// What shows it, such as minutes or a list of those who came. Files can be kept with this record.
    #[field(long)]
    pub evidence: Option<String>,
    /// Who told it.
    #[field(computed)]
    pub sent_by: Option<Ref<kind::Person>>,
}

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being written.
    Draft,
    /// It was told.
    #[choice(tone = Done, end)]
    Sent,
    /// It was not told.
    #[choice(tone = Off, end)]
    Discarded,
}

const LIFE: &[Step<Communication>] = &[
    step("send", "It was told", &[State::Draft], State::Sent)
        .help("Records that it was told. What was told is kept from then on as it is.")
        .asks(&["audience", "channel", "sent_on", "evidence"])
        .guard(is_whole)
        .then(|me, now| {
            me.sent_on.get_or_insert(today(now));
            me.sent_by = now.actor.person.map(Ref::new);
        }),
    step("discard", "Discard", &[State::Draft], State::Discarded)
        .help("It is not told. Say why.")
        .needs_note(),
];

fn is_whole(me: &Communication, _: &Situation<'_>) -> Result<(), Refusal> {
    let names_somebody =
        me.audience.is_some() || !(me.parties.is_empty() && me.customers.is_empty());
    fill_in(
        "It was told",
        &[
            (me.text.is_some() || me.document.is_some(), "Text"),
            (names_somebody, "Audience"),
            (me.channel.is_some(), "Channel"),
        ],
    )
}

impl Communication {
    fn told(&self) -> impl PartialEq + '_ {
        let Self { name, text, audience, parties, customers, channel, document, sent_on, .. } =
            self;
        (name, text, audience, parties, customers, channel, document, sent_on)
    }
}

fn settle(
    me: &mut Communication,
    before: Option<&Communication>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    date_not_in_future("sent_on", me.sent_on, now)?;
    let sent = before.filter(|before| before.sent_by.is_some() && !is_import(now));
    let is_kept = sent.is_none_or(|before| before.told() == me.told());
    fault_unless(is_kept, "text", "and all that was told stay as they are; tell it anew")
}

#[cfg(test)]
mod tests {
    use crate::story::{Story, walk};

    const KIND: &str = "communication";
    const WHOLE: &[(&str, &str)] = &[
        ("name", "Report of February"),
        ("text", "All kept"),
        ("audience", "Contacts"),
        ("channel", "Mail"),
    ];

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        let machine = [("draft", "sent", "send"), ("draft", "discarded", "discard")];
        walk(KIND, &machine, "Not needed", |from, _| {
            let mut story = Story::saved(KIND, WHOLE);
            story.put(from);
            story
        });
    }

    #[test]
    fn what_was_told_is_kept_as_it_was_told() {
        let mut story = Story::saved(KIND, &[("name", "Report")]);
        let bare = story.take("send", &[]).unwrap_err();
        assert_eq!(bare, "Before “It was told”, fill in: Text, Audience, Channel.");
        story.save(WHOLE).unwrap();
        story.take("send", &[]).unwrap();
        assert_eq!(
            (story.holds("sent_on"), story.holds("sent_by")),
            ("2026-03-02".into(), "1".into())
        );
        assert!(story.save(&[("text", "Else")]).unwrap_err().contains("tell it anew"));
        story.save(&[("evidence", "The list")]).unwrap();
    }
}
