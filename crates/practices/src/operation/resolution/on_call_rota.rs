//! On-call rotas: who of a team can be reached when, in turn.
use gemba_model::{Choice, FieldFault, Kind, Situation, library::fault_unless};
use gemba_vocabulary::{
    Ref,
    calendar::time_zone,
    kind,
    on_call::{Rota, Spelled},
};
use jiff::civil::Date;

/// Whose turn it is in a team to be reached outside the day's work and beside it: people in turn,
/// handing over at the same hour. Holidays are swapped by overrides.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "ROT", clause = "8.6.1", label = "On-call rota", plural = "On-call rotas")]
#[kind(settle = settle, shares(Comments, Links))]
pub struct OnCallRota {
    /// What people call it, such as “Network, first level”.
    #[field(searched, listed)]
    pub name: String,
    /// The team whose work it is.
    #[field(listed, filtered)]
    pub team: Ref<kind::Team>,
    /// Who is reached by it: whoever looks first, whoever knows more, or whoever may decide.
    #[field(listed, filtered, default = "first")]
    pub level: Level,
    /// Who takes turns, in the order of the turns.
    #[field(listed)]
    pub people: Vec<Ref<kind::Person>>,
    /// The day of the first hand-over.
    #[field(listed)]
    pub starts_on: Date,
    /// The day on which it ends, at the hour of hand-over. Empty means that it goes on.
    #[field(listed)]
    pub ends_on: Option<Date>,
    /// How many days or weeks a turn lasts.
    #[field(default = "1", label = "A turn lasts")]
    pub turn_length: i64,
    /// Whether turns are counted in days or weeks.
    #[field(default = "weeks", label = "Counted in")]
    pub turn_unit: Unit,
    /// The day on which people hand over, for turns of weeks. Empty takes the weekday of the first
    /// day.
    #[field(label = "Hand-over day")]
    pub hand_over_day: Option<Weekday>,
    /// The hour at which people hand over, 0 to 23, by the clock of the time zone.
    #[field(default = "9", label = "Hand-over hour")]
    pub hand_over_hour: i64,
    /// The time zone by whose clock people hand over, such as Europe/Paris.
    pub time_zone: String,
    /// How long an escalation waits for whoever is on call to acknowledge it, before it goes one
    /// level up.
    #[field(default = "15", unit = "minutes", label = "Acknowledge within")]
    pub acknowledge_minutes: i64,
}

/// Who is reached by a rota.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Level {
    /// Whoever looks first.
    #[choice(label = "First level")]
    First,
    /// Whoever knows more.
    #[choice(label = "Second level")]
    Second,
    /// Whoever may decide more.
    Manager,
}

/// What turns are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Unit {
    /// In days, counted from the first day.
    Days,
    /// In weeks, from one hand-over day to another.
    Weeks,
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Weekday {
    /// On Mondays.
    Monday,
    /// On Tuesdays.
    Tuesday,
    /// On Wednesdays.
    Wednesday,
    /// On Thursdays.
    Thursday,
    /// On Fridays.
    Friday,
    /// On Saturdays.
    Saturday,
    /// On Sundays.
    Sunday,
}

const TURN_LENGTH_MAX: i64 = 366;
const ACKNOWLEDGE_MINUTES_MAX: i64 = 24 * 60;

impl OnCallRota {
    /// The turns of the rota; nothing if they make none.
    pub fn rota(&self) -> Option<Rota> {
        let people: Vec<_> = self.people.iter().map(|person| person.id).collect();
        let spelled = Spelled {
            time_zone: &self.time_zone,
            starts_on: self.starts_on,
            ends_on: self.ends_on,
            hour: self.hand_over_hour,
            weekday: self.hand_over_day.map(Choice::name),
            length: self.turn_length,
            unit: self.turn_unit.name(),
            people: &people,
        };
        spelled.rota()
    }
}

fn settle(
    me: &mut OnCallRota,
    before: Option<&OnCallRota>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    fault_unless(!me.people.is_empty(), "people", "is required: name who takes turns")?;
    let of_person = |person: &Ref<kind::Person>, field| now.facts.value("person", person.id, field);
    let is_new =
        |person: &&Ref<kind::Person>| before.is_none_or(|before| !before.people.contains(person));
    for person in me.people.iter().filter(is_new) {
        let has_left = of_person(person, "state").as_text() == Some("retired");
        let name = of_person(person, "name").to_text();
        let fault = format!("names {name}, who works here no longer");
        fault_unless(!has_left, "people", &fault)?;
    }
    fault_unless(
        (1..=TURN_LENGTH_MAX).contains(&me.turn_length),
        "turn_length",
        "must be 1 to 366",
    )?;
    fault_unless(
        (0..24).contains(&me.hand_over_hour),
        "hand_over_hour",
        "must be a whole hour, 0 to 23",
    )?;
    fault_unless(
        me.hand_over_day.is_none() || me.turn_unit == Unit::Weeks,
        "hand_over_day",
        "is for turns of weeks; leave it empty for turns of days",
    )?;
    fault_unless(
        (1..=ACKNOWLEDGE_MINUTES_MAX).contains(&me.acknowledge_minutes),
        "acknowledge_minutes",
        "must be 1 to 1440 minutes",
    )?;
    let is_zone = time_zone(&me.time_zone).is_ok();
    fault_unless(is_zone, "time_zone", "must be a time zone's name, such as Europe/Paris")?;
    fault_unless(me.rota().is_some(), "ends_on", "must lie after the first day")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::Story;
    use gemba_vocabulary::Value;

    const NETWORK: &[(&str, &str)] = &[
        ("name", "Network, first level"),
        ("team", "4"),
        ("people", "3,1,2"),
        ("starts_on", "2026-03-02"),
        ("time_zone", "Europe/Paris"),
    ];

    #[test]
    fn it_is_a_week_each_from_nine_to_nine_unless_said_otherwise() {
        let story = Story::saved("on_call_rota", NETWORK);
        let held = ["level", "people", "turn_length", "turn_unit", "hand_over_hour"];
        let held = held.map(|field| story.holds(field));
        assert_eq!(held, ["first", "3,1,2", "1", "weeks", "9"], "in their order");
        assert_eq!(story.holds("acknowledge_minutes"), "15");
    }

    #[test]
    fn what_makes_no_rota_is_refused_in_a_sentence() {
        let refused = |fields: &[(&str, &str)]| {
            Story::of("on_call_rota").save(&[NETWORK, fields].concat()).unwrap_err()
        };
        assert!(refused(&[("people", "")]).starts_with("People is required: name who"));
        assert_eq!(refused(&[("turn_length", "0")]), "A turn lasts must be 1 to 366.");
        assert!(refused(&[("hand_over_hour", "24")]).starts_with("Hand-over hour must be a whole"));
        let days = refused(&[("turn_unit", "days"), ("hand_over_day", "monday")]);
        assert!(days.starts_with("Hand-over day is for turns of weeks"), "{days}");
        assert!(refused(&[("time_zone", "Paris")]).starts_with("Time zone must be a time zone's"));
        assert_eq!(refused(&[("ends_on", "2026-03-02")]), "Ends on must lie after the first day.");
        assert!(refused(&[("acknowledge_minutes", "0")]).starts_with("Acknowledge within must be"));
    }

    #[test]
    fn nobody_who_left_is_put_on_call() {
        let mut story = Story::of("on_call_rota");
        let text = |text: &str| Value::Text(text.to_owned());
        story.given("person", 1, "state", text("retired"));
        story.given("person", 1, "name", text("Ines"));
        let refusal = story.save(NETWORK).unwrap_err();
        assert_eq!(refusal, "People names Ines, who works here no longer.");
    }

    #[test]
    fn turns_of_weeks_begin_on_the_day_of_hand_over_and_turns_of_days_on_any() {
        let mut rota = OnCallRota {
            name: "Network".to_owned(),
            team: Ref::new(4),
            level: Level::First,
            people: vec![Ref::new(1), Ref::new(2)],
            starts_on: jiff::civil::date(2026, 3, 4),
            ends_on: None,
            turn_length: 2,
            turn_unit: Unit::Weeks,
            hand_over_day: Some(Weekday::Friday),
            hand_over_hour: 8,
            time_zone: "UTC".to_owned(),
            acknowledge_minutes: 15,
        };
        let second = |rota: &OnCallRota| {
            let rota = rota.rota().unwrap();
            rota.turns(rota.span().from).nth(1).unwrap().span.from.to_string()
        };
        assert_eq!(second(&rota), "2026-03-13T08:00:00Z");
        (rota.turn_unit, rota.hand_over_day) = (Unit::Days, None);
        assert_eq!(second(&rota), "2026-03-06T08:00:00Z");
    }
}
