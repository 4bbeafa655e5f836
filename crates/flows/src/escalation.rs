//! Escalations: a major incident calls who is on call, what nobody acknowledges goes a level up, a
//! problem that stays open too long is raised, and what is over is raised no longer.
mod end;
mod ladder;
mod major;
mod problems;

pub use end::EscalationEnd;
pub use ladder::EscalationLadder;
pub use major::MajorIncidentCall;
pub use problems::ProblemEscalation;

use gemba_desk::{Command, Input};
use gemba_model::{
    Record,
    on_call::{Direction, Reached},
    overlay::KindView,
};
use gemba_vocabulary::{RecordId, Value};
use jiff::Timestamp;

pub(crate) const ESCALATION: &str = "escalation";
/// How many characters of a record's summary an escalation repeats.
const SUMMARY_CHARACTERS_MAX: usize = 160;

/// An escalation on its way.
pub(crate) struct Raise<'a> {
    /// What is raised and why.
    pub summary: String,
    /// The incident or the problem.
    pub of: (&'a str, RecordId),
    /// Where it leads.
    pub direction: Direction,
    /// What gave rise to it.
    pub reason: &'a str,
    /// The promise whose time runs out.
    pub clock: Option<&'a str>,
    /// The team to which it goes.
    pub team: Option<RecordId>,
    /// The person to whom it goes.
    pub to: Reached,
    /// The escalation that nobody acknowledged.
    pub after: Option<RecordId>,
    /// When.
    pub at: Timestamp,
}

impl Raise<'_> {
    /// The command that raises it.
    pub fn command(self) -> Command {
        let text = |text: &str| Value::Text(text.to_owned());
        let reference = |id: Option<RecordId>| id.map_or(Value::None, Value::Ref);
        let fields = [
            ("summary", Value::Text(self.summary)),
            (self.of.0, Value::Ref(self.of.1)),
            ("direction", text(self.direction.name())),
            ("reason", text(self.reason)),
            ("clock", text(self.clock.unwrap_or("none"))),
            ("to_team", reference(self.team)),
            ("to_person", reference(self.to.person)),
            ("rota", reference(self.to.rota)),
            ("raised_after", reference(self.after)),
            ("at", Value::Instant(self.at)),
        ];
        let fields = fields.map(|(name, value)| (name.to_owned(), value)).to_vec();
        Command::create(ESCALATION, Input::Values(fields))
    }
}

/// A record's headline, as far as an escalation repeats it.
pub(crate) fn headline(view: &KindView, record: &Record) -> String {
    view.title(record).chars().take(SUMMARY_CHARACTERS_MAX).collect()
}
