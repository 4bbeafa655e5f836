//! Mail: what waits for somebody, and news of what they follow, written as letters as they chose. A letter is kept in
//! the transaction of the timer that finds its reason, and the reason's job in the transaction of the reason itself, so
//! that neither is lost. Who takes letters to the mail server is not known here.
use gemba_desk::{Command, DueDone, DueWork, Flow, Input, Refused, Saving, World};
use gemba_model::{Record, filter::Filter, kind::Feature, overlay::KindView};
use gemba_vocabulary::{RecordId, Value};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value as Json, json};
use std::{collections::BTreeSet, sync::Arc};

/// Letters about what waits for one person.
#[derive(Debug, Default)]
pub struct AskedByMail;

/// Letters to whoever follows a record.
#[derive(Debug, Default)]
pub struct FollowedByMail;

/// The flows that a house with a mail server has besides all others.
pub fn flows() -> Vec<Arc<dyn Flow>> {
    vec![Arc::new(AskedByMail), Arc::new(FollowedByMail)]
}

const ASKED: &str = "mail_asked";
const FOLLOWED: &str = "mail_followed";
const LETTER: &str = "letter";
const REPORT: &str = "service_report";
const RUN: &str = "report_run";
/// What happens within this time to a record that is followed is told in one letter.
const GATHERED_WITHIN: SignedDuration = SignedDuration::from_mins(3);
const FOLLOWERS_MAX: usize = 200;
const SUBJECT_LETTERS_MAX: usize = 200;

/// What waits for somebody, and how it is told.
struct Question {
    kind: &'static str,
    /// The field that names whoever it waits for.
    person: &'static str,
    subject: &'static str,
    sentence: &'static str,
    /// The fields that are told besides the title, with what stands before them.
    told: &'static [(&'static str, &'static str)],
}

const QUESTIONS: [Question; 4] = [
    Question {
        kind: "approval",
        person: "approver",
        subject: "Your decision is asked",
        sentence: "Your decision is asked. Nothing goes on before you say yes or no.",
        told: &[("", "details"), ("It costs: ", "costs")],
    },
    Question {
        kind: "task",
        person: "assigned_to",
        subject: "For you to do",
        sentence: "A task is with you now.",
        told: &[("", "notes"), ("It is due on ", "due_on")],
    },
    Question {
        kind: "escalation",
        person: "to_person",
        subject: "Raised to you",
        sentence: "This was raised to you. Say that you look after it, or it goes a level up.",
        told: &[("To be acknowledged by ", "acknowledge_by")],
    },
    Question {
        kind: "survey_answer",
        person: "person",
        subject: "How content are you?",
        sentence: "You are asked how content you are. It takes a minute.",
        told: &[("", "question")],
    },
];

impl Question {
    fn of(kind: &str) -> Option<&'static Self> {
        QUESTIONS.iter().find(|question| question.kind == kind)
    }

    /// Whether this very step lets it wait for somebody else than before, and not for whoever takes it.
    fn is_new(&self, saving: &Saving<'_>) -> bool {
        let person = saving.value(self.person);
        let is_same =
            saving.before.is_some_and(|before| saving.view.value(before, self.person) == person);
        let is_own = person.as_int().is_some() && person.as_int() == saving.actor.person;
        is_open(saving.view, saving.record) && person.as_int().is_some() && !is_same && !is_own
    }
}

fn is_open(view: &KindView, record: &Record) -> bool {
    view.def.state(&record.state).is_none_or(|state| !state.is_end)
}

impl Flow for AskedByMail {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        let kind = saving.view.def.name;
        let is_sent = [REPORT, RUN].contains(&kind) && saving.verb == "send";
        if is_sent || Question::of(kind).is_some_and(|question| question.is_new(saving)) {
            saving.plan(ASKED, Some(world.now()));
        }
        Ok(())
    }

    fn topic(&self) -> &'static str {
        ASKED
    }

    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let mut done = DueDone::default();
        let Some(record) = world.record(&work.kind, work.record)? else { return Ok(done) };
        let view = world.view(&work.kind)?;
        if work.kind == REPORT {
            done.commands = report(world, &view, &record)?;
        } else if work.kind == RUN {
            done.commands = run(world, &view, &record)?;
        } else if let Some(question) = Question::of(&work.kind).filter(|_| is_open(&view, &record))
        {
            done.commands.extend(asked(world, question, &view, &record)?);
        }
        Ok(done)
    }

    fn was_saved(&self, _: &str) {}
}

impl Flow for FollowedByMail {
    fn before_save(&self, world: &mut World<'_>, saving: &mut Saving<'_>) -> Result<(), Refused> {
        // A step is news, as a comment is; that a field was filled in is none.
        if saving.before.is_some() && saving.verb != "change" {
            plan_news(world, saving);
        }
        Ok(())
    }

    fn before_comment(
        &self,
        world: &mut World<'_>,
        saving: &mut Saving<'_>,
    ) -> Result<(), Refused> {
        plan_news(world, saving);
        Ok(())
    }

    fn topic(&self) -> &'static str {
        FOLLOWED
    }

    fn due(&self, world: &mut World<'_>, work: &DueWork) -> Result<DueDone, Refused> {
        let mut done = DueDone::default();
        let Some(record) = world.record(&work.kind, work.record)? else { return Ok(done) };
        let view = world.view(&work.kind)?;
        let of_record = [
            Filter::is("parent_kind", Value::Text(work.kind.clone())),
            Filter::is("parent", Value::Int(work.record)),
            Filter::is("open", Value::Bool(true)),
        ];
        let watcher = world.view("watcher")?;
        let watchers = world.find("watcher", &of_record, FOLLOWERS_MAX)?;
        let people: BTreeSet<_> =
            watchers.iter().filter_map(|one| watcher.value(one, "person").as_int()).collect();
        // Whoever did it last knows it already.
        for person in people.into_iter().filter(|person| record.updated_by != Some(*person)) {
            let Some(reader) = Reader::find(world, person, &view, &record)? else { continue };
            if reader.wants_news() {
                let state = view.def.state(&record.state).map_or("", |state| &*state.label);
                let subject = format!("News of {}", reader.title);
                let text = format!(
                    "There is news of what you follow: {}. It is now: {state}.",
                    reader.title
                );
                done.commands.push(letter(
                    &reader.to(),
                    &subject,
                    &text,
                    &About::of(&view, &record),
                ));
            }
        }
        Ok(done)
    }

    fn was_saved(&self, _: &str) {}
}

fn plan_news(world: &World<'_>, saving: &mut Saving<'_>) {
    if saving.view.def.features.contains(&Feature::Watchers) {
        saving.plan(FOLLOWED, world.now().checked_add(GATHERED_WITHIN).ok());
    }
}

/// Somebody who may read a record and can be written to.
struct Reader {
    person: RecordId,
    email: String,
    choice: String,
    /// What the record is called for them.
    title: String,
}

/// An address, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct To {
    /// The mail address.
    pub email: String,
    /// The person, if it is somebody on record.
    pub person: Option<RecordId>,
}

impl Reader {
    /// Nothing for whoever has no address, chose to be told nothing, or may not read the record.
    fn find(
        world: &mut World<'_>,
        id: RecordId,
        view: &KindView,
        record: &Record,
    ) -> Result<Option<Self>, Refused> {
        let people = world.view("person")?;
        let Some(person) = world.record("person", id)? else { return Ok(None) };
        let text = |field: &str| people.value(&person, field).to_text();
        let (email, choice) = (text("email"), text("mail"));
        let today = world.now().to_zoned(world.zone()).date();
        let is_over =
            matches!(people.value(&person, "access_until"), Value::Date(day) if *day < today);
        let can_be_told =
            is_open(&people, &person) && !is_over && !email.is_empty() && choice != "nothing";
        if !can_be_told || !world.may_read(&person, view.def.name, record)? {
            return Ok(None);
        }
        let number = view.def.number(record.id);
        let is_inside = people.value(&person, "customer").is_none();
        let may_see_title =
            is_inside || view.def.field(view.def.title).is_some_and(|field| field.customer_visible);
        let title = if may_see_title { format!("{number} {}", view.title(record)) } else { number };
        Ok(Some(Self { person: id, email, choice, title }))
    }

    fn wants_news(&self) -> bool {
        self.choice == "followed"
    }

    fn to(&self) -> To {
        To { email: self.email.clone(), person: Some(self.person) }
    }
}

/// The letter about something that waits for one person.
fn asked(
    world: &mut World<'_>,
    question: &Question,
    view: &KindView,
    record: &Record,
) -> Result<Option<Command>, Refused> {
    let Some(person) = view.value(record, question.person).as_int() else { return Ok(None) };
    let Some(reader) = Reader::find(world, person, view, record)? else { return Ok(None) };
    let is_inside = world.record("person", person)?.is_some_and(|record| {
        world.view("person").is_ok_and(|people| people.value(&record, "customer").is_none())
    });
    let mut lines = vec![question.sentence.to_owned(), reader.title.clone()];
    for (before, name) in question.told {
        let may_see = is_inside || view.def.field(name).is_some_and(|field| field.customer_visible);
        let text = match view.value(record, name) {
            Value::Instant(at) => moment(world, *at),
            value => value.to_text(),
        };
        if may_see && !text.is_empty() {
            lines.push(format!("{before}{text}"));
        }
    }
    let subject = format!("{}: {}", question.subject, reader.title);
    Ok(Some(letter(&reader.to(), &subject, &lines.join("\n\n"), &About::of(view, record))))
}

fn moment(world: &World<'_>, at: Timestamp) -> String {
    at.to_zoned(world.zone()).strftime("%Y-%m-%d %H:%M").to_string()
}

/// The letters with which a service report goes out: to each address named, else to the customer's own contact.
fn report(
    world: &mut World<'_>,
    view: &KindView,
    record: &Record,
) -> Result<Vec<Command>, Refused> {
    let mut to = addresses(&view.value(record, "recipients").to_text());
    if to.is_empty() {
        to.extend(contact(world, view.value(record, "customer").as_int())?);
    }
    let (title, name) = (view.title(record), world.organization());
    let assessment = view.value(record, "assessment").to_text();
    let text = format!("{name} reports: {title}.\n\n{assessment}");
    Ok(to
        .iter()
        .map(|to| report_letter(to, &title, text.trim(), &About::of(view, record)))
        .collect())
}

/// The letters with which a report of a period goes out: to its readers as they chose, to the contacts of its
/// customers, and to each address that its definition names.
fn run(world: &mut World<'_>, view: &KindView, record: &Record) -> Result<Vec<Command>, Refused> {
    let Some(id) = view.value(record, "definition").as_int() else { return Ok(Vec::new()) };
    let Some(definition) = world.record("report_definition", id)? else { return Ok(Vec::new()) };
    let defined = world.view("report_definition")?;
    let refs = |field: &str| match defined.value(&definition, field) {
        Value::Refs(ids) => ids.clone(),
        _ => Vec::new(),
    };
    let mut to = addresses(&defined.value(&definition, "mail_to").to_text());
    let mut add = |one: To| {
        if to.iter().all(|known| known.email != one.email) {
            to.push(one);
        }
    };
    for person in refs("readers") {
        Reader::find(world, person, view, record)?.iter().for_each(|reader| add(reader.to()));
    }
    for customer in refs("customers") {
        contact(world, Some(customer))?.into_iter().for_each(&mut add);
    }
    let (title, name) = (view.title(record), world.organization());
    let conclusions = view.value(record, "conclusions").to_text();
    let text = format!("{name} reports: {title}.\n\n{conclusions}");
    let about = About::of(view, record);
    Ok(to.iter().map(|to| report_letter(to, &title, text.trim(), &about)).collect())
}

fn contact(world: &mut World<'_>, customer: Option<RecordId>) -> Result<Option<To>, Refused> {
    let Some(customer) = customer else { return Ok(None) };
    let Some(record) = world.record("customer", customer)? else { return Ok(None) };
    let Some(person) = world.view("customer")?.value(&record, "contact").as_int() else {
        return Ok(None);
    };
    let Some(record) = world.record("person", person)? else { return Ok(None) };
    let email = world.view("person")?.value(&record, "email").to_text();
    Ok((!email.is_empty()).then_some(To { email, person: Some(person) }))
}

/// The mail addresses in a text of names and addresses, each once.
pub fn addresses(text: &str) -> Vec<To> {
    let mut found: Vec<To> = Vec::new();
    for word in text.split(|letter: char| letter.is_whitespace() || ",;<>()".contains(letter)) {
        let email = word.trim_matches(|letter: char| ".:\"'".contains(letter)).to_lowercase();
        let is_address = email.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && !host.contains('@')
        });
        if is_address && found.iter().all(|to| to.email != email) {
            found.push(To { email, person: None });
        }
    }
    found
}

/// The record that a letter is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// Its kind.
    pub kind: String,
    /// Its number within the kind.
    pub id: RecordId,
}

impl About {
    fn of(view: &KindView, record: &Record) -> Self {
        Self { kind: view.def.name.to_owned(), id: record.id }
    }
}

/// A letter that carries a report on paper: the record that it is about is printed as it goes out. For every flow that
/// sends reports; where the house has no mail server, none is to be written.
pub fn report_letter(to: &To, subject: &str, text: &str, about: &About) -> Command {
    written(to, subject, text, about, true)
}

/// A letter.
pub fn letter(to: &To, subject: &str, text: &str, about: &About) -> Command {
    written(to, subject, text, about, false)
}

fn written(to: &To, subject: &str, text: &str, about: &About, with_paper: bool) -> Command {
    let subject: String = subject.chars().take(SUBJECT_LETTERS_MAX).collect();
    let fields = json!({
        "to": to.email,
        "person": to.person,
        "subject": subject.replace(['\r', '\n'], " "),
        "text": text,
        "about_kind": about.kind,
        "about": about.id,
        "with_paper": with_paper,
    });
    let fields = if let Json::Object(fields) = fields { fields } else { Map::new() };
    Command::create(LETTER, Input::Json(fields))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_among_names() {
        let found = addresses(
            "Petra Nowak <Petra@osprey.example>, the board; tom@harbour.example, petra@osprey.example.",
        );
        let found: Vec<_> = found.iter().map(|to| to.email.as_str()).collect();
        assert_eq!(found, ["petra@osprey.example", "tom@harbour.example"]);
        assert!(addresses("Everybody @ the depot, a@b").is_empty());
    }
}
