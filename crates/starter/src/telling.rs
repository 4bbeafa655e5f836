//! One incident from the first report to the last word, as its people would live it.
use crate::{
    cast::Cast,
    data::{Customer, Fields, Person, Story},
    deed::{Deed, at, fields, minutes_after},
    dice::Dice,
};
use gemba_desk::Refused;
use gemba_vocabulary::calendar::ServiceCalendar;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use std::collections::BTreeMap;

/// How far an incident is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    New,
    Triaged,
    Assigned,
    InProgress,
    Pending,
    Major,
    Resolved,
    Closed,
}

impl End {
    /// The end with the name of that state.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "new" => Self::New,
            "triaged" => Self::Triaged,
            "assigned" => Self::Assigned,
            "in_progress" => Self::InProgress,
            "pending" => Self::Pending,
            "major" => Self::Major,
            "resolved" => Self::Resolved,
            "closed" => Self::Closed,
            _ => return None,
        })
    }
}

/// What is told.
pub struct Told<'a> {
    pub key: String,
    pub reporter: &'a Person,
    /// The way by which it was reported.
    pub contact: &'a str,
    pub opened: Timestamp,
    /// The hours in which people work on it.
    pub hours: &'a ServiceCalendar,
    /// After how many seconds of those hours the work begins.
    pub start: i64,
    /// After how many seconds of those hours it is solved, waiting for the customer not counted.
    pub seconds: i64,
    pub end: End,
    /// Nobody writes down what is done.
    pub is_silent: bool,
    /// Whether known problems and the house's own fields were on record already.
    pub has_problems: bool,
    /// The priority set by hand, and why.
    pub major: Option<(i64, &'a str)>,
}

/// Tells one incident.
pub struct Teller<'a> {
    pub(crate) cast: &'a Cast<'a>,
    pub(crate) story: &'a Story,
    pub(crate) told: Told<'a>,
    pub(crate) dice: Dice,
    pub(crate) deeds: Vec<Deed>,
    customer: &'a Customer,
    /// Who works on it at the service desk, and who solves it.
    pub(crate) first: &'a str,
    pub(crate) agent: &'a str,
    /// What stands for `{room}` and the like.
    words: BTreeMap<&'static str, String>,
    /// Seconds in which the clock stood still.
    paused: i64,
    pub(crate) last: Timestamp,
}

const BREATH_SECONDS: i64 = 20;
const LEAD: &str = "tom";

impl<'a> Teller<'a> {
    /// Casts the parts.
    pub fn new(
        cast: &'a Cast<'a>,
        story: &'a Story,
        told: Told<'a>,
        mut dice: Dice,
    ) -> Result<Self, Refused> {
        let customer = cast.customer(told.reporter.customer.as_deref().unwrap_or_default())?;
        let mut any_of =
            |team: &str| dice.pick(&cast.team(team)).map_or("", |person| person.key.as_str());
        let (first, agent) = (any_of("desk"), any_of(&story.team));
        let words = words(cast, customer, &told, agent, &mut dice)?;
        let last = told.opened;
        let (deeds, paused) = (Vec::new(), 0);
        let agent = if story.team == "desk" { first } else { agent };
        Ok(Self { cast, story, told, dice, deeds, customer, first, agent, words, paused, last })
    }

    /// Tells it as far as it is to be told.
    pub fn tell(mut self) -> Result<Vec<Deed>, Refused> {
        let end = self.told.end;
        self.report();
        if end == End::Closed && self.is_cancelled()? {
            return Ok(self.deeds);
        }
        if end >= End::Triaged {
            self.classify();
        }
        if end >= End::Assigned {
            self.assign();
        }
        if end >= End::InProgress {
            self.start();
        }
        if end == End::Major {
            self.declare();
            return Ok(self.deeds);
        }
        if end >= End::InProgress && !self.told.is_silent {
            self.work();
        }
        if end >= End::Resolved {
            self.resolve();
        }
        if end == End::Closed {
            self.follow();
        }
        Ok(self.deeds)
    }

    /// The moment after so many seconds of work, and never before the one told last.
    fn moment(&mut self, seconds: i64) -> Timestamp {
        let at = self.told.hours.after_open_seconds(self.told.opened, seconds + self.paused);
        let breath = SignedDuration::from_secs(BREATH_SECONDS);
        let soonest = self.last.saturating_add(breath).unwrap_or(self.last);
        self.last = at.unwrap_or(soonest).max(soonest);
        self.last
    }

    /// The moment at so many percent of the work.
    fn at_percent(&mut self, percent: i64) -> Timestamp {
        let work = self.told.seconds.saturating_sub(self.told.start);
        self.moment(self.told.start + work * percent / 100)
    }

    /// Says a text with the words of this incident in it.
    pub(crate) fn say(&self, text: &str) -> String {
        self.words.iter().fold(text.to_owned(), |text, (name, word)| text.replace(name, word))
    }

    pub(crate) fn one_of(&mut self, phrases: &'a [String]) -> String {
        let phrase = self.dice.pick(phrases).map_or("", String::as_str);
        self.say(phrase)
    }

    pub(crate) fn take(&mut self, at: Timestamp, by: &str, verb: &str, with: Fields, note: &str) {
        self.deeds.push(Deed::take(at, by, &self.told.key, verb, with).noted(note));
    }

    pub(crate) fn is_watched(&self) -> bool {
        self.told.contact == "monitoring"
    }

    /// Whoever answers: the reporter, or the customer's contact where a tool reported it.
    pub(crate) fn speaker(&self) -> &'a str {
        if self.is_watched() { &self.customer.contact } else { &self.told.reporter.key }
    }

    fn report(&mut self) {
        let summary = self.dice.pick(&self.story.summary).map_or("", String::as_str);
        let (summary, about) = (self.say(summary), self.say(&self.story.about));
        let knows_service = self.dice.chance(70);
        let told = [
            ("summary", json!(summary)),
            ("description", json!(about)),
            ("contact_type", json!(self.told.contact)),
        ];
        let mut with = fields(told);
        let (by, delay) = match self.told.contact {
            "self_service" => (self.told.reporter.key.as_str(), 0),
            "mail" => (self.first, (self.told.start / 4).min(1_200)),
            _ => (self.first, (self.told.start / 6).min(150)),
        };
        if self.told.contact == "self_service" {
            if knows_service {
                with.insert("service".to_owned(), at(&self.story.service));
            }
        } else {
            with.append(&mut self.details());
            let reporter = if self.is_watched() { "" } else { &self.told.reporter.key };
            with.append(&mut fields([
                ("reporter", at(reporter)),
                ("customer", at(&self.customer.key)),
                ("opened_at", json!(self.told.opened.to_string())),
                ("tags", json!(self.story.tags)),
            ]));
        }
        let when = self.told.hours.after_open_seconds(self.told.opened, delay);
        self.last = when.unwrap_or(self.told.opened);
        self.deeds.push(Deed::make(self.last, by, "incident", &self.told.key, with));
    }

    /// What the service desk adds to what the reporter said.
    fn details(&mut self) -> Fields {
        let people = self.story.people.unwrap_or([1, 1]);
        let [low, high] = people;
        let affected = self.dice.between(low, high);
        // The field for it is younger than the house.
        let affected = if self.told.has_problems { json!(affected) } else { json!(null) };
        fields([
            ("subcategory", json!(self.story.subcategory)),
            ("configuration_item", at(self.story.item.as_deref().unwrap_or_default())),
            ("location", json!(self.say("{site}"))),
            ("x_affected_people", affected),
        ])
    }

    fn classify(&mut self) {
        let when = self.moment(self.told.start * 9 / 20);
        let with = fields([
            ("service", at(&self.story.service)),
            ("category", json!(self.story.category)),
            ("impact", json!(self.story.impact)),
            ("urgency", json!(self.story.urgency)),
        ]);
        self.take(when, self.first, "classify", with, "");
        if self.told.contact == "self_service" {
            let mut with = self.details();
            with.append(&mut fields([("tags", json!(self.story.tags))]));
            self.take(when, self.first, "change", with, "");
        }
    }

    /// Some is tried at the service desk first, although another team solves it.
    fn is_tried_first(&self) -> bool {
        let sum: usize = self.told.key.bytes().map(usize::from).sum();
        self.story.team != "desk" && self.told.end == End::Closed && sum % 5 < 2
    }

    fn assign(&mut self) {
        // Whoever classifies it often knows at once whom to give it to.
        let is_at_once = self.told.end != End::Triaged && self.dice.chance(60);
        let when = if is_at_once { self.last } else { self.moment(self.told.start * 7 / 10) };
        let (team, person) = if self.is_tried_first() {
            ("desk", self.first)
        } else {
            (self.story.team.as_str(), self.agent)
        };
        let person = if self.dice.chance(75) { person } else { "" };
        let with = fields([("team", at(&format!("team-{team}"))), ("assigned_to", at(person))]);
        self.take(when, self.first, "assign", with, "");
    }

    fn start(&mut self) {
        let when = self.moment(self.told.start);
        let by = if self.is_tried_first() { self.first } else { self.agent };
        self.take(when, by, "start", fields([]), "");
    }

    /// What is done between the start and the solution.
    fn work(&mut self) {
        let phrases = &self.cast.data.phrases;
        let is_tried_first = self.is_tried_first();
        if !self.is_watched() && self.dice.chance(70) {
            let by = if is_tried_first { self.first } else { self.agent };
            let (when, hello) = (self.at_percent(3), self.one_of(&phrases.hello));
            self.take(when, by, "comment", fields([]), &hello);
        }
        if is_tried_first {
            self.hand_over();
        }
        let mut notes = self.story.work.iter();
        if let Some(note) = notes.next() {
            let (when, note) = (self.at_percent(25), self.say(note));
            self.take(when, self.agent, "note", fields([]), &note);
        }
        let must_wait = self.told.end == End::Pending;
        if let Some(ask) = self.story.ask.as_deref().filter(|_| must_wait || self.dice.chance(60)) {
            if self.told.end == End::InProgress {
                return;
            }
            self.ask(ask);
        } else if let Some(reason) = self.story.wait.as_deref() {
            if self.told.end == End::InProgress {
                return;
            }
            self.wait(reason);
        }
        if self.told.end <= End::Pending {
            return;
        }
        for (percent, note) in [82, 90].into_iter().zip(notes) {
            let (when, note) = (self.at_percent(percent), self.say(note));
            self.take(when, self.agent, "note", fields([]), &note);
        }
        if let Some(problem) = self.story.problem.as_ref().filter(|_| self.told.has_problems) {
            let when = self.at_percent(94);
            let with = fields([("problem", at(problem))]);
            let deed = Deed::take(when, self.agent, &self.told.key, "change", with);
            self.deeds.push(deed.optional());
        }
    }

    fn hand_over(&mut self) {
        let phrases = &self.cast.data.phrases;
        let (when, why) = (self.at_percent(8), self.one_of(&phrases.hand_over));
        let team = at(&format!("team-{}", self.story.team));
        let with = fields([("team", team), ("assigned_to", at(self.agent))]);
        self.take(when, self.first, "reassign", with, &why);
        let (when, word) = (self.at_percent(15), self.one_of(&phrases.picked_up));
        self.take(when, self.agent, "start", fields([]), "");
        self.take(when, self.agent, "note", fields([]), &word);
    }

    /// Asks the reporter, and waits for the answer; meanwhile the clock stands still.
    fn ask(&mut self, question: &str) {
        let when = self.at_percent(40);
        let question = self.say(question);
        self.take(when, self.agent, "comment", fields([]), &question);
        let reason = fields([("pause_reason", json!("customer"))]);
        self.take(when, self.agent, "wait", reason, "");
        if self.told.end == End::Pending {
            return;
        }
        let pause = self.dice.between(15, 540) * 60;
        let asked = self.told.start + (self.told.seconds - self.told.start) * 2 / 5;
        if pause > 6 * 3_600 {
            let remind = self.one_of(&self.cast.data.phrases.remind);
            let when = self.moment(asked + pause / 2);
            self.take(when, self.agent, "comment", fields([]), &remind);
        }
        let answered = self.moment(asked + pause);
        let answer = self.say(self.story.answer.as_deref().unwrap_or_default());
        self.take(answered, self.speaker(), "comment", fields([]), &answer);
        let resumed = minutes_after(answered, self.dice.between(1, 9));
        self.take(resumed, self.agent, "resume", fields([]), "");
        (self.paused, self.last) = (pause, resumed);
    }

    /// Waits for somebody else; the clock runs on unless the agreement says otherwise.
    fn wait(&mut self, reason: &str) {
        let (from, word) = (self.at_percent(40), self.story.waiting.clone().unwrap_or_default());
        let with = fields([("pause_reason", json!(reason))]);
        self.take(from, self.agent, "wait", with, &word);
        if self.told.end > End::Pending {
            let to = self.at_percent(78);
            self.take(to, self.agent, "resume", fields([]), "");
        }
    }

    /// Calls everybody together; told for what is open right now.
    fn declare(&mut self) {
        let phrases = &self.cast.data.phrases;
        let rung = self.one_of(&phrases.major_note);
        if let Some((priority, reason)) = self.told.major {
            let with = fields([
                ("priority_override", json!(priority)),
                ("override_reason", json!(reason)),
            ]);
            let when = self.at_percent(8);
            self.take(when, LEAD, "change", with, "");
        }
        let when = self.at_percent(12);
        let with = fields([
            ("major_manager", at(LEAD)),
            ("top_management_notified_at", json!(when.to_string())),
        ]);
        self.take(when, LEAD, "declare_major", with, &rung);
        let words = self.one_of(&phrases.major_word);
        let when = self.at_percent(16);
        self.take(when, self.first, "comment", fields([]), &words);
        if let Some(note) = self.story.work.first() {
            let (when, note) = (self.at_percent(35), self.say(note));
            self.take(when, self.agent, "note", fields([]), &note);
        }
    }

    fn resolve(&mut self) {
        let when = self.moment(self.told.seconds);
        if !self.told.is_silent && !self.is_watched() && self.dice.chance(60) {
            let done = self.one_of(&self.cast.data.phrases.done);
            self.take(when, self.agent, "comment", fields([]), &done);
        }
        let with = fields([
            ("resolution", json!(self.say(&self.story.resolution))),
            ("close_code", json!(self.story.code)),
        ]);
        self.take(when, self.agent, "resolve", with, "");
    }
}

/// What stands for `{room}` and the like in this incident.
fn words(
    cast: &Cast<'_>,
    customer: &Customer,
    told: &Told<'_>,
    agent: &str,
    dice: &mut Dice,
) -> Result<BTreeMap<&'static str, String>, Refused> {
    let first_name = |name: &str| name.split(' ').next().unwrap_or_default().to_owned();
    let reporter = told.reporter;
    let own_site = reporter.location.as_ref().filter(|site| customer.sites.contains(site));
    let site = own_site.or_else(|| dice.pick(&customer.sites)).cloned().unwrap_or_default();
    let mut others = cast.people_of(&customer.key);
    others.retain(|person| person.key != reporter.key);
    let colleague = dice.pick(&others).map_or("A colleague", |person| person.name.as_str());
    let earlier = minutes_after(told.opened, -dice.between(5, 45));
    let local = earlier.to_zoned(cast.days.office().time_zone().clone());
    let hour = format!("{:02}:{:02}", local.hour(), local.minute() / 5 * 5);
    Ok(BTreeMap::from([
        ("{first}", first_name(&reporter.name)),
        ("{agent}", first_name(&cast.person(agent)?.name)),
        ("{site}", site),
        ("{colleague}", first_name(colleague)),
        ("{hour}", hour),
        ("{room}", format!("{}.{:02}", dice.between(0, 4), dice.between(1, 28))),
        ("{number}", dice.between(2, 9).to_string()),
        ("{device}", format!("{}-NB-{:04}", customer.devices, dice.between(100, 999))),
    ]))
}
