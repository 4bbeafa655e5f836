//! Incident management: give people their service back as fast as was agreed, and keep track of
//! how.
use gemba_model::{
    Choice, Kind, Row, Step,
    held::Structured,
    library::{Count, Level, has_note, only_if},
    step,
};
use gemba_vocabulary::{Ref, Seconds, clock::Span, kind};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

mod rules;
mod stories;
use rules::{
    begin_pause, end_pause, is_classified, is_given_to_someone, is_led, is_solved,
    is_solved_and_confirmed, may_close, may_reopen, note_assignment, reopen, resolve,
    says_how_it_goes, says_what_it_waits_for, settle, start_work, tell,
};

/// Something that stopped working or works worse than promised, from the first report to the last
/// word.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "INC", clause = "8.6.1", life, settle = settle)]
#[kind(shares(Comments, Attachments, Tasks, Links, Watchers, Tags, Approvals))]
pub struct Incident {
    /// What does not work, in one line that a colleague would understand.
    #[field(searched, listed, visible)]
    pub summary: String,
    /// What happened, what was expected, and since when.
    #[field(long, searched, visible)]
    pub description: Option<String>,
    /// The customer who is affected. Empty takes the customer of whoever reported it.
    #[field(filtered, listed, visible, scope = Customer)]
    pub customer: Option<Ref<kind::Customer>>,
    /// Who reported it and hears what becomes of it.
    #[field(filtered, visible, scope = Requester)]
    pub reporter: Option<Ref<kind::Person>>,
    /// The service that suffers.
    #[field(filtered, listed, visible)]
    pub service: Option<Ref<kind::Service>>,
    /// What sort of incident it is, in your own words.
    #[field(filtered)]
    pub category: Option<String>,
    /// A finer sort within the category.
    #[field(filtered)]
    pub subcategory: Option<String>,
    /// What people notice, in a word or two.
    pub symptom: Option<String>,
    /// Where it happens.
    #[field(filtered)]
    pub location: Option<String>,
    /// The way by which it was reported.
    #[field(visible)]
    pub contact_type: Option<ContactType>,
    /// How much is affected.
    #[field(filtered, visible)]
    pub impact: Option<Level>,
    /// How fast the harm grows.
    #[field(filtered, visible)]
    pub urgency: Option<Level>,
    /// What is worked on first: 1 before 5. It comes from the table of impact and urgency.
    #[field(computed, filtered, listed, visible)]
    pub priority: Option<i64>,
    /// Another priority than the table gives, 1 to 5. It needs a reason.
    pub priority_override: Option<i64>,
    /// Why the priority differs from the table.
    pub override_reason: Option<String>,
    /// Who set another priority than the table gives.
    #[field(computed)]
    pub override_by: Option<Ref<kind::Person>>,
    /// The team that works on it.
    #[field(filtered, listed, visible)]
    pub team: Option<Ref<kind::Team>>,
    /// The person who works on it.
    #[field(filtered, listed, visible)]
    pub assigned_to: Option<Ref<kind::Person>>,
    /// The part that failed.
    #[field(filtered)]
    pub configuration_item: Option<Ref<kind::ConfigurationItem>>,
    /// The problem that this incident is a sign of.
    #[field(filtered)]
    pub problem: Option<Ref<kind::Problem>>,
    /// The known error that tells its cause and how to go on working.
    #[field(filtered)]
    pub known_error: Option<Ref<kind::KnownError>>,
    /// The knowledge articles that helped with it.
    pub articles: Vec<Ref<kind::KnowledgeArticle>>,
    /// The change that puts it right.
    #[field(filtered)]
    pub change: Option<Ref<kind::Change>>,
    /// The change that brought it about.
    #[field(filtered)]
    pub caused_by: Option<Ref<kind::Change>>,
    /// The supplier who has to help.
    pub supplier: Option<Ref<kind::Supplier>>,
    /// Of which class it is, if it touches information security.
    #[field(filtered)]
    pub security_class: Option<SecurityClass>,
    /// How great the risk to information security is. The priority is taken from it in place of the impact.
    #[field(filtered)]
    pub security_risk: Option<Level>,
    /// The information that was touched, and whose it is.
    #[field(long)]
    pub data_touched: Option<String>,
    /// When the harm could no longer spread.
    #[field(filtered)]
    pub contained_at: Option<Timestamp>,
    /// How it was contained and taken out, for those who look after information security.
    #[field(long)]
    pub containment: Option<String>,
    /// Whether only those with the role “Information security” may know that it exists. Whoever else
    /// sets it loses sight of it.
    #[field(filtered, scope = Restricted)]
    pub restricted: bool,
    /// The alert by which it was opened.
    #[field(filtered)]
    pub alert: Option<Ref<kind::Alert>>,
    /// What the alerts that belong to it have in common.
    #[field(computed, filtered)]
    pub alert_group: Option<String>,
    /// The larger incident that this one is a part of.
    #[field(filtered)]
    pub parent: Option<Ref<kind::Incident>>,
    /// What the incident waits for, while it waits.
    #[field(visible)]
    pub pause_reason: Option<PauseReason>,
    /// The times in which it waited, each with its reason.
    #[field(computed, rows = Pause)]
    pub pauses: Option<Structured<Vec<Pause>>>,
    /// Whether it is, or once was, a major incident.
    #[field(computed, filtered, visible, label = "Major")]
    pub is_major: bool,
    /// Who leads the work on a major incident.
    pub major_manager: Option<Ref<kind::Person>>,
    /// When top management was told of a major incident.
    pub top_management_notified_at: Option<Timestamp>,
    /// How often everybody concerned is told how a major incident goes. Nothing counts as every hour.
    #[field(unit = "minutes")]
    pub update_minutes: Option<i64>,
    /// What everybody concerned is told at the moment.
    #[field(long, visible)]
    pub stakeholder_update: Option<String>,
    /// When everybody concerned was told last.
    #[field(computed, visible)]
    pub told_at: Option<Timestamp>,
    /// By when everybody concerned is told again, even if nothing is new.
    #[field(computed, filtered, visible, label = "Next update due")]
    pub update_due: Option<Timestamp>,
    /// Whether its parts are resolved with it, with the same words.
    #[field(label = "Resolve its parts too")]
    pub resolve_parts: bool,
    /// Whether the owner of the service confirmed that it works again.
    pub service_owner_confirmed: bool,
    /// When it began or was noticed. Empty means now; a time set by hand is never moved.
    #[field(filtered, listed, visible)]
    pub opened_at: Option<Timestamp>,
    /// When it was first given to a team or a person.
    #[field(computed, visible)]
    pub assigned_at: Option<Timestamp>,
    /// When somebody first began to work on it.
    #[field(computed, visible, label = "Answered at")]
    pub responded_at: Option<Timestamp>,
    /// When it was resolved.
    #[field(computed, filtered, visible)]
    pub resolved_at: Option<Timestamp>,
    /// When the service worked again. Empty takes the time of resolving; a time set by hand is
    /// never moved.
    #[field(visible)]
    pub restored_at: Option<Timestamp>,
    /// When it was closed.
    #[field(computed, visible)]
    pub closed_at: Option<Timestamp>,
    /// What was done to put it right, told to whoever reported it.
    #[field(long, searched, visible)]
    pub resolution: Option<String>,
    /// How it was put right, as one word to count by.
    #[field(filtered)]
    pub close_code: Option<String>,
    /// Who put it right. Empty takes whoever resolves it.
    pub resolved_by: Option<Ref<kind::Person>>,
    /// The rule by which it was closed without a word from the reporter, such as “5 working days
    /// silent”.
    pub closed_by_rule: Option<String>,
    /// Whether the reporter said that it works again.
    #[field(visible)]
    pub confirmed_by_user: bool,
    /// The incident that told of the same thing first.
    pub duplicate_of: Option<Ref<kind::Incident>>,
    /// Whether the tool that it was imported from counted the promise as kept.
    pub source_sla_met: Option<bool>,
    /// How often it was handed from one team or person to another.
    #[field(computed, default = "0", label = "Handed over")]
    pub reassignment_count: Count,
    /// How often it was reopened.
    #[field(computed, default = "0", label = "Reopened")]
    pub reopen_count: Count,
    /// A date promised by hand, beside what the agreement says. Only a hand moves it: no pause, no
    /// other priority and no reopening does.
    #[field(filtered)]
    pub deadline: Option<Timestamp>,
    /// By when somebody should begin to work on it.
    #[field(computed, visible, label = "Answer due")]
    pub response_due: Option<Timestamp>,
    /// By when it should be resolved.
    #[field(computed, filtered, listed, visible)]
    pub resolve_due: Option<Timestamp>,
    /// How long the solution may take, in attended time.
    #[field(computed, label = "Time to resolve")]
    pub resolve_seconds: Option<Seconds>,
    /// Whether somebody began to work on it in time.
    #[field(computed, label = "Answered in time")]
    pub response_met: Option<bool>,
    /// Whether it was resolved in time.
    #[field(computed, filtered, label = "Resolved in time")]
    pub resolve_met: Option<bool>,
    /// How much attended time the solution took.
    #[field(computed, label = "Attended time taken")]
    pub resolve_elapsed: Option<Seconds>,
    /// The agreement whose promises count for it.
    #[field(computed, filtered, visible)]
    pub agreement: Option<Ref<kind::ServiceLevelAgreement>>,
    /// The times from a solution to a reopening, in which nobody was expected to work on it.
    #[field(computed)]
    pub stopped: Option<Structured<Vec<Span>>>,
}

/// The way by which an incident was reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum ContactType {
    /// By a call to the service desk.
    Phone,
    /// By mail.
    Mail,
    /// By the reporter's own entry in Gemba.
    SelfService,
    /// By a telephone menu that answers by itself.
    #[choice(label = "Telephone menu")]
    Ivr,
    /// By talking to a colleague face to face.
    Direct,
    /// By a tool that watches the services.
    Monitoring,
    /// By another way.
    Other,
}

/// Of which class a security incident is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum SecurityClass {
    /// A program that does harm got in.
    Malware,
    /// Somebody was deceived, such as by a mail.
    Deception,
    /// Somebody got at what they may not, or more than they may.
    #[choice(label = "Unauthorised access")]
    UnauthorisedAccess,
    /// Information was read, sent or lost that should not have been.
    #[choice(label = "Data breach")]
    DataBreach,
    /// A service was flooded or attacked to make it stop.
    #[choice(label = "Denial of service")]
    DenialOfService,
    /// A device or paper with information was lost or stolen.
    Loss,
    /// Somebody inside broke a rule of information security.
    Misuse,
    /// A weakness was found before it was used.
    Weakness,
    /// It fits none of these.
    #[choice(label = "Other security incident")]
    Other,
}

/// What an incident waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseReason {
    /// An answer from the reporter or the customer.
    Customer,
    /// A supplier's work. The customer's clock runs on unless the agreement says otherwise.
    Supplier,
    /// A planned change. The customer's clock runs on unless the agreement says otherwise.
    Change,
    /// The solution of the problem behind it.
    Problem,
    /// Something that has to be seen or measured first.
    Evidence,
}

/// A time in which an incident waited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Row)]
pub struct Pause {
    /// What it waited for.
    pub reason: PauseReason,
    /// Since when.
    pub from: Timestamp,
    /// Until when; nothing while it waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Timestamp>,
}

/// Where an incident stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It was reported, and nobody has looked at it.
    New,
    /// It is known which service suffers and how much it matters.
    Triaged,
    /// It was given to a team or a person.
    Assigned,
    /// Somebody works on it.
    #[choice(tone = Going)]
    InProgress,
    /// It waits for somebody or something else.
    #[choice(tone = Waiting)]
    Pending,
    /// It needs everybody: it is led by one person and top management knows.
    #[choice(tone = Major)]
    Major,
    /// The service works again; the reporter has yet to agree.
    #[choice(tone = Done)]
    Resolved,
    /// It is over.
    #[choice(tone = Done, end)]
    Closed,
    /// It was reported twice or in error.
    #[choice(tone = Off, end)]
    Cancelled,
}

const LIFE: &[Step<Incident>] = &[
    step("classify", "Classify", &[State::New], State::Triaged)
        .help("Says which service suffers, of which sort it is and how much it matters.")
        .asks(&["service", "category", "impact", "urgency"])
        .guard(is_classified),
    step("assign", "Assign", &[State::Triaged], State::Assigned)
        .help("Gives it to a team or a person.")
        .asks(&["team", "assigned_to"])
        .guard(is_given_to_someone)
        .then(note_assignment),
    step("start", "Start work", &[State::Assigned], State::InProgress)
        .help("Work begins, and the time to respond stops. If nobody is named, it is yours.")
        .guard(is_given_to_someone)
        .then(start_work),
    step("wait", "Wait", &[State::InProgress], State::Pending)
        .help("Nothing can be done until somebody else acts. Say what it waits for.")
        .asks(&["pause_reason"])
        .guard(says_what_it_waits_for)
        .then(begin_pause),
    step("resume", "Resume", &[State::Pending], State::InProgress)
        .help("What it waited for has come, and work goes on.")
        .then(end_pause),
    step("reassign", "Reassign", &[State::InProgress], State::Assigned)
        .help("Hands it to another team or person. Say why, so that nobody begins anew.")
        .asks(&["team", "assigned_to"])
        .needs_note()
        .guard(is_given_to_someone)
        .then(|me, now| {
            note_assignment(me, now);
            me.reassignment_count.add_one();
        }),
    step(
        "declare_major",
        "Declare major",
        &[State::Triaged, State::Assigned, State::InProgress],
        State::Major,
    )
    .help("Calls everybody together. One person leads, and top management is told.")
    .asks(&["major_manager", "top_management_notified_at", "update_minutes"])
    .guard(is_led)
    .then(|me, now| {
        me.is_major = true;
        // Whoever leads has taken it on: that is the response, and nobody presses “Start work”
        // here.
        note_assignment(me, now);
        me.responded_at.get_or_insert(now.now);
        tell(me, now);
    }),
    step("tell", "Tell stakeholders", &[State::Major], State::Major)
        .help("Tells everybody concerned how it goes. The next word is due after the time agreed.")
        .asks(&["stakeholder_update", "update_minutes"])
        .guard(says_how_it_goes)
        .then(tell),
    step("downgrade", "Downgrade", &[State::Major], State::InProgress)
        .help("It no longer needs everybody. Say why and who agreed.")
        .needs_note()
        .then(|me, _| me.update_due = None),
    step("resolve", "Resolve", &[State::InProgress], State::Resolved)
        .help("The service works again. Say what was done.")
        .asks(&["resolution", "close_code", "resolved_by", "restored_at", "resolve_parts"])
        .guard(is_solved)
        .then(resolve),
    step("resolve", "Resolve", &[State::Major], State::Resolved)
        .help("The service works again, and its owner confirmed it. Say what was done.")
        .asks(&[
            "resolution",
            "close_code",
            "resolved_by",
            "restored_at",
            "service_owner_confirmed",
            "resolve_parts",
        ])
        .guard(is_solved_and_confirmed)
        .then(resolve),
    step("close", "Close", &[State::Resolved], State::Closed)
        .help("The reporter agreed, or stayed silent for as long as your rule says.")
        .asks(&["confirmed_by_user", "closed_by_rule"])
        .guard(may_close)
        .then(|me, now| me.closed_at = Some(now.now)),
    step("reopen", "Reopen", &[State::Resolved], State::InProgress)
        .help("It does not work after all. The clock goes on from where it stood.")
        .guard(may_reopen)
        .then(reopen),
    step("cancel", "Cancel", &[State::New, State::Triaged], State::Cancelled)
        .help("It was reported twice or in error. Name the other incident, or say why.")
        .asks(&["duplicate_of"])
        .guard(|me, now| {
            only_if(
                me.duplicate_of.is_some() || has_note(now),
                "Name the incident that this one repeats, or say in a note why it is cancelled.",
            )
        }),
];
