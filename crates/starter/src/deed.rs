//! Deeds: what somebody does at a time. The whole demo is a list of them, sorted by time.
use crate::{
    data::{Attachment, Data, Fields, Step, Tale, broken},
    days::{Days, length},
    rows::{Each, More},
};
use gemba_desk::Refused;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value as Json;

/// What somebody does at a time.
pub struct Deed {
    /// When.
    pub at: Timestamp,
    /// Who, by their key; the house itself is `house`.
    pub by: String,
    /// What.
    pub act: Act,
}

/// What is done. Records are named by keys; a text such as `@tom` in a field names a record too.
pub enum Act {
    /// Makes a record and gives it a key.
    Make { kind: String, key: String, with: Fields },
    /// Takes a verb with a record.
    Take(Taking),
    /// Takes a verb with each open record of a kind that hangs on a record: the questions that were
    /// asked of the person, or the tasks.
    Hanging { on: String, kind: String, verb: String, with: Fields, note: Option<String> },
    /// Keeps a file with a record.
    Attach { key: String, on: String, name: String, text: &'static str },
    /// Writes down what the targets came to in the month before.
    Measure,
    /// Enters the values that somebody reads off another tool.
    Enter,
    /// Finishes tasks whose day has come, and answers for what was missed.
    Chores,
    /// Lets those who were asked how content they are answer.
    Respond,
}

/// A verb taken with a record.
pub struct Taking {
    pub on: String,
    pub verb: String,
    pub with: Fields,
    pub note: Option<String>,
    pub each: Option<Each>,
    /// Left out if a record that it names is not there yet.
    pub is_optional: bool,
}

impl Deed {
    /// Makes a record.
    pub fn make(at: Timestamp, by: &str, kind: &str, key: &str, with: Fields) -> Self {
        let act = Act::Make { kind: kind.to_owned(), key: key.to_owned(), with };
        Self { at, by: by.to_owned(), act }
    }

    /// Takes a verb with a record.
    pub fn take(at: Timestamp, by: &str, on: &str, verb: &str, with: Fields) -> Self {
        let (on, verb) = (on.to_owned(), verb.to_owned());
        let act = Act::Take(Taking { on, verb, with, note: None, each: None, is_optional: false });
        Self { at, by: by.to_owned(), act }
    }

    /// With this comment, note or reason; an empty one is none.
    pub fn noted(mut self, text: &str) -> Self {
        if let Act::Take(taking) = &mut self.act {
            taking.note = Some(text.to_owned()).filter(|text| !text.is_empty());
        }
        self
    }

    /// Left out if a record that it names is not there yet.
    pub fn optional(mut self) -> Self {
        if let Act::Take(taking) = &mut self.act {
            taking.is_optional = true;
        }
        self
    }
}

/// Fields from pairs; an empty text is left out.
pub fn fields<const N: usize>(pairs: [(&str, Json); N]) -> Fields {
    let is_given = |json: &Json| !json.is_null() && json.as_str() != Some("");
    let pairs = pairs.into_iter().filter(|(_, json)| is_given(json));
    pairs.map(|(name, json)| (name.to_owned(), json)).collect()
}

/// The name of a record in a field.
pub fn at(key: &str) -> Json {
    Json::String(if key.is_empty() { String::new() } else { format!("@{key}") })
}

/// The deeds of the records that are told one by one.
pub fn tales(data: &Data, days: &Days) -> Result<Vec<Deed>, Refused> {
    let mut deeds = Vec::new();
    for tale in &data.records {
        tell(tale, days, &mut deeds)?;
    }
    for More { on, by, step } in &data.more {
        steps(on, by, Timestamp::MIN, step, days, &mut deeds)?;
    }
    for Attachment { key, on, by, at, name, text } in &data.attachments {
        let act = Act::Attach {
            key: key.clone(),
            on: on.clone(),
            name: name.clone(),
            text: Data::file(text)?,
        };
        deeds.push(Deed { at: days.moment(at)?, by: by.clone(), act });
    }
    Ok(deeds)
}

fn tell(tale: &Tale, days: &Days, deeds: &mut Vec<Deed>) -> Result<(), Refused> {
    let begins = days.moment(&tale.at)?;
    let with = dated(&tale.with, days)?;
    deeds.push(Deed::make(begins, &tale.by, &tale.kind, &tale.key, with));
    steps(&tale.key, &tale.by, begins, &tale.step, days, deeds)
}

/// The deeds of a record's steps; they must stand in the order of their times.
pub fn steps(
    key: &str,
    by: &str,
    begins: Timestamp,
    all: &[Step],
    days: &Days,
    deeds: &mut Vec<Deed>,
) -> Result<(), Refused> {
    let mut last = begins;
    for step in all {
        let at = match step.at.strip_prefix('+').filter(|rest| !rest.contains(' ')) {
            Some(rest) => last.saturating_add(length(rest)?).unwrap_or(last),
            None => days.moment(&step.at)?,
        };
        if at < last {
            return Err(broken(format!("“{}” of {key} comes before its time", step.verb)));
        }
        let by = step.by.as_deref().unwrap_or(by);
        last = at;
        if let Some((kind, verb)) = step.verb.split_once('.') {
            let (on, kind, verb) = (key.to_owned(), kind.to_owned(), verb.to_owned());
            let with = dated(&step.with, days)?;
            let act = Act::Hanging { on, kind, verb, with, note: step.note.clone() };
            deeds.push(Deed { at, by: by.to_owned(), act });
            continue;
        }
        let mut deed = Deed::take(at, by, key, &step.verb, dated(&step.with, days)?);
        if let Act::Take(taking) = &mut deed.act {
            taking.each.clone_from(&step.each);
        }
        deeds.push(deed.noted(step.note.as_deref().unwrap_or_default()));
    }
    Ok(())
}

/// Turns `on:w12` into a date, `first:w12` and `last:w12` into the ends of its month, and `at:w12
/// 10:00` into a moment, in the rows of a field too.
pub fn dated(with: &Fields, days: &Days) -> Result<Fields, Refused> {
    let mut dated = with.clone();
    dated.values_mut().try_for_each(|json| date(json, days))?;
    Ok(dated)
}

fn date(json: &mut Json, days: &Days) -> Result<(), Refused> {
    match json {
        Json::String(text) => {
            if let Some(day) = text.strip_prefix("on:") {
                *text = days.date(day)?.to_string();
            } else if let Some(day) = text.strip_prefix("first:") {
                *text = days.date(day)?.first_of_month().to_string();
            } else if let Some(day) = text.strip_prefix("last:") {
                *text = days.date(day)?.last_of_month().to_string();
            } else if let Some(moment) = text.strip_prefix("at:") {
                *text = days.moment(moment)?.to_string();
            }
        }
        Json::Array(rows) => rows.iter_mut().try_for_each(|row| date(row, days))?,
        Json::Object(row) => row.values_mut().try_for_each(|cell| date(cell, days))?,
        _ => {}
    }
    Ok(())
}

/// A moment some minutes later.
pub fn minutes_after(at: Timestamp, minutes: i64) -> Timestamp {
    at.saturating_add(SignedDuration::from_mins(minutes)).unwrap_or(at)
}
