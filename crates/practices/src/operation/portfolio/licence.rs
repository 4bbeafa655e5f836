//! Licences: what may be used, and how much of it is.
use gemba_model::{Choice, FieldFault, Kind, Situation, library::fault_unless};
use gemba_vocabulary::{Ref, kind};
use jiff::civil::Date;

/// The right to use a program or another thing so many times, and how many times it is used.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "LCN", clause = "8.2.5", settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tasks, Tags, Watchers, Review))]
pub struct Licence {
    /// What may be used, with its edition, such as “Mail server, standard edition”.
    #[field(searched, listed)]
    pub name: String,
    /// By what its use is counted.
    #[field(listed, filtered)]
    pub metric: Metric,
    /// How many times it may be used.
    #[field(listed)]
    pub entitled: i64,
    /// How many times it is installed or given out, wherever that is.
    #[field(listed, default = "0")]
    pub installed: i64,
    /// How many of these are in devices that are retired, where nobody uses them.
    #[field(default = "0")]
    pub installed_in_retired: i64,
    /// The configuration items that it is used by.
    pub items: Vec<Ref<kind::ConfigurationItem>>,
    /// Who answers for it.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// Who sold it.
    #[field(filtered)]
    pub supplier: Option<Ref<kind::Supplier>>,
    /// The contract or the order by which it was bought, with its number.
    #[field(searched)]
    pub contract: Option<String>,
    /// The first day on which it may be used.
    pub valid_from: Option<Date>,
    /// The last day on which it may be used; empty for a right that does not end.
    #[field(listed, filtered)]
    pub valid_until: Option<Date>,
    /// How long before the last day its owner is reminded.
    #[field(unit = "days", default = "60")]
    pub remind_days: Option<i64>,
    /// What else the right says: where, by whom, in which way.
    #[field(long)]
    pub conditions: Option<String>,
    /// How many times it is really in use: installed, but not in retired devices.
    #[field(computed)]
    pub deployed_effective: Option<i64>,
    /// How many times more it may be used; below zero, so many are missing.
    #[field(computed, listed, filtered)]
    pub position: Option<i64>,
    /// Whether it is used more often than it may be.
    #[field(computed, filtered)]
    pub is_over_used: bool,
    /// The last day of which its owner was reminded.
    #[field(computed)]
    pub reminded_for: Option<Date>,
}

const REMIND_DAYS_MAX: i64 = 730;

/// By what the use of a licence is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Metric {
    /// Each person who uses it, by name.
    NamedUser,
    /// As many people as use it at the same time.
    ConcurrentUser,
    /// Each device on which it is installed.
    Device,
    /// Each core of a processor on which it runs.
    Core,
    /// Each site where it is used.
    Site,
    /// Something else, told in the conditions.
    Other,
}

fn settle(me: &mut Licence, _: Option<&Licence>, _: &Situation<'_>) -> Result<(), FieldFault> {
    for (field, number) in [("entitled", me.entitled), ("installed", me.installed)] {
        fault_unless(number >= 0, field, "cannot be below zero")?;
    }
    fault_unless(
        (0..=me.installed).contains(&me.installed_in_retired),
        "installed_in_retired",
        "must be from zero to the number installed",
    )?;
    let is_backward = me.valid_from.zip(me.valid_until).is_some_and(|(from, until)| until < from);
    fault_unless(!is_backward, "valid_until", "lies before the first day")?;
    let is_days = me.remind_days.is_none_or(|days| (0..=REMIND_DAYS_MAX).contains(&days));
    fault_unless(is_days, "remind_days", "must be 0 to 730 days")?;
    let effective = me.installed - me.installed_in_retired;
    let position = me.entitled.saturating_sub(effective);
    me.deployed_effective = Some(effective);
    me.position = Some(position);
    me.is_over_used = position < 0;
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::Story;

    const SEATS: &[(&str, &str)] = &[
        ("name", "Mail server, standard edition"),
        ("metric", "named_user"),
        ("entitled", "100"),
        ("installed", "112"),
        ("installed_in_retired", "6"),
    ];

    /// Vector LIC-1 of the calculations: 100 seats, 112 installed, 6 of them in retired devices.
    #[test]
    fn what_lies_in_retired_devices_is_not_in_use() {
        let mut story = Story::saved("licence", SEATS);
        assert_eq!((&*story.holds("deployed_effective"), &*story.holds("position")), ("106", "-6"));
        assert_eq!(story.holds("is_over_used"), "yes");
        story.save(&[("installed", "106")]).unwrap();
        assert_eq!((&*story.holds("position"), &*story.holds("is_over_used")), ("0", "no"));
    }

    #[test]
    fn numbers_that_cannot_be_are_told() {
        let mut story = Story::saved("licence", SEATS);
        assert!(story.save(&[("entitled", "-1")]).unwrap_err().contains("below zero"));
        let more = story.save(&[("installed_in_retired", "113")]).unwrap_err();
        assert!(more.contains("from zero to the number installed"), "{more}");
        let days = [("valid_from", "2026-05-01"), ("valid_until", "2026-04-30")];
        assert!(story.save(&days).unwrap_err().contains("lies before the first day"));
        assert!(story.save(&[("remind_days", "-1")]).unwrap_err().contains("0 to 730"));
    }
}
