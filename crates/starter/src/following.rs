//! What comes after an incident was reported or solved: twins and mistakes, thanks, second tries,
//! and the last word.
use crate::{
    deed::{Deed, at, fields, minutes_after},
    telling::Teller,
};
use gemba_desk::Refused;
use jiff::Timestamp;
use serde_json::json;

/// So many working hours without a word, and an incident is closed by rule.
const SILENCE_MINUTES: i64 = 5 * 10 * 60;

impl Teller<'_> {
    /// Whether it was raised by mistake, which ends it. It may also be reported twice, which ends
    /// the second one.
    pub(crate) fn is_cancelled(&mut self) -> Result<bool, Refused> {
        if self.is_watched() {
            return Ok(false);
        }
        if self.dice.chance(3) {
            let when = minutes_after(self.last, self.dice.between(4, 30));
            let why = self.one_of(&self.cast.data.phrases.mistaken_note);
            self.take(when, self.first, "cancel", fields([]), &why);
            return Ok(true);
        }
        if self.story.people.is_some_and(|[_, most]| most > 3) && self.dice.chance(9) {
            self.report_twice();
        }
        Ok(false)
    }

    fn report_twice(&mut self) {
        let customer = self.told.reporter.customer.as_deref().unwrap_or_default();
        let mut others = self.cast.people_of(customer);
        others.retain(|person| person.key != self.told.reporter.key);
        let Some(other) = self.dice.pick(&others).copied() else { return };
        let when = minutes_after(self.last, self.dice.between(5, 22));
        let summary = self.dice.pick(&self.story.summary).cloned().unwrap_or_default();
        let about = self.one_of(&self.cast.data.phrases.twin);
        let with = fields([
            ("summary", json!(self.say(&summary))),
            ("description", json!(about)),
            ("contact_type", json!("self_service")),
        ]);
        let twin = format!("{}-twin", self.told.key);
        self.deeds.push(Deed::make(when, &other.key, "incident", &twin, with));
        let seen = minutes_after(when, self.dice.between(3, 15));
        let why = self.one_of(&self.cast.data.phrases.duplicate_note);
        let own = at(&self.told.key);
        let with = fields([("duplicate_of", own.clone())]);
        let cancel = Deed::take(seen, self.first, &twin, "cancel", with);
        self.deeds.push(cancel.noted(&why));
        let link = fields([
            ("from_kind", json!("incident")),
            ("from", at(&twin)),
            ("relation", json!("duplicates")),
            ("to_kind", json!("incident")),
            ("to", own),
        ]);
        let key = format!("{twin}-link");
        self.deeds.push(Deed::make(seen, self.first, "link", &key, link));
    }

    /// What comes after the solution.
    pub(crate) fn follow(&mut self) {
        if !self.is_watched() && self.dice.chance(6) {
            self.reopen();
        }
        let phrases = &self.cast.data.phrases;
        if self.is_watched() {
            let minutes = self.dice.between(60, 300);
            let when = self.later(minutes);
            let rule = fields([("closed_by_rule", json!(phrases.green_rule))]);
            self.take(when, self.agent, "close", rule, "");
            return;
        }
        let confirmed = || fields([("confirmed_by_user", json!(true))]);
        match self.dice.between(1, 100) {
            1..=54 => {
                let minutes = self.dice.between(15, 900);
                let (when, thanks) = (self.later(minutes), self.one_of(&phrases.thanks));
                let reporter = self.told.reporter.key.as_str();
                self.take(when, reporter, "comment", fields([]), &thanks);
                self.take(when, reporter, "close", confirmed(), "");
            }
            55..=82 => {
                let minutes = self.dice.between(30, 700);
                let (when, rang) = (self.later(minutes), self.one_of(&phrases.rang));
                self.take(when, self.first, "close", confirmed(), &rang);
            }
            _ => {
                let minutes = SILENCE_MINUTES + self.dice.between(5, 120);
                let (when, why) = (self.later(minutes), self.one_of(&phrases.silent_note));
                let rule = fields([("closed_by_rule", json!(phrases.silent_rule))]);
                self.take(when, self.first, "close", rule, &why);
            }
        }
    }

    fn reopen(&mut self) {
        let phrases = &self.cast.data.phrases;
        let minutes = self.dice.between(40, 600);
        let (when, again) = (self.later(minutes), self.one_of(&phrases.again));
        let reporter = self.told.reporter.key.as_str();
        self.take(when, reporter, "comment", fields([]), &again);
        self.take(when, reporter, "reopen", fields([]), "");
        let minutes = self.dice.between(10, 45);
        let (when, note) = (self.later(minutes), self.one_of(&phrases.again_note));
        self.take(when, self.agent, "note", fields([]), &note);
        let minutes = self.dice.between(15, 90);
        let (when, resolution) = (self.later(minutes), self.one_of(&phrases.again_resolution));
        let with =
            fields([("resolution", json!(resolution)), ("close_code", json!(self.story.code))]);
        self.take(when, self.agent, "resolve", with, "");
    }

    /// So many minutes of office hours after what was told last.
    fn later(&mut self, minutes: i64) -> Timestamp {
        let office = self.cast.days.office();
        let at = office.after_open_seconds(self.last, minutes * 60);
        self.last = at.unwrap_or_else(|| minutes_after(self.last, minutes));
        self.last
    }
}
