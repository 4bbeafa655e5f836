//! Reviews of major incidents: what each of them taught.
use gemba_model::{FieldFault, Kind, Situation, library::date_not_in_future};
use gemba_vocabulary::{Ref, kind};
use jiff::civil::Date;

/// What a major incident taught: its cause, what to do so that it does not come back, and what else
/// was learned.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "IRV", clause = "8.6.1", title = "name", menu = Check, settle = settle)]
#[kind(shares(Comments, Attachments, Tasks, Links))]
pub struct IncidentReview {
    /// A headline. Empty takes the incident's own.
    #[field(searched, listed)]
    pub name: Option<String>,
    /// The incident that was looked back on.
    #[field(listed, filtered, scope = With)]
    pub incident: Ref<kind::Incident>,
    /// The day on which people sat together.
    #[field(listed)]
    pub held_on: Date,
    /// What led to it, as far as it is known.
    #[field(long, searched)]
    pub cause: String,
    /// What went well, what did not, and what others should know.
    #[field(long, searched)]
    pub lessons: Option<String>,
    /// What is done now, by whom and by when.
    #[field(long)]
    pub actions: String,
    /// The improvement that came of it, by its number or name.
    pub improvement: Option<String>,
    /// Who took part.
    pub participants: Option<String>,
}

const HEADLINE_LENGTH_MAX: usize = 230;

fn settle(
    me: &mut IncidentReview,
    _: Option<&IncidentReview>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    date_not_in_future("held_on", Some(me.held_on), now)?;
    if me.name.is_none() {
        let summary = now.facts.value("incident", me.incident.id, "summary");
        let headline = summary.as_text().map_or_else(
            || format!("incident {}", me.incident.id),
            |text| text.chars().take(HEADLINE_LENGTH_MAX).collect(),
        );
        me.name = Some(format!("Review of {headline}"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::Story;
    use gemba_vocabulary::Value;

    const HELD: &[(&str, &str)] = &[
        ("incident", "3"),
        ("held_on", "2026-03-01"),
        ("cause", "A full disk."),
        ("actions", "Watch the disks, Ben, by Friday."),
    ];

    #[test]
    fn its_headline_is_the_incidents_unless_one_is_given() {
        let mut story = Story::of("incident_review");
        story.given("incident", 3, "summary", Value::Text("Mail down".to_owned()));
        story.save(HELD).unwrap();
        assert_eq!(story.holds("name"), "Review of Mail down");
        let named = [HELD, &[("name", "The long Monday")]].concat();
        assert_eq!(Story::saved("incident_review", &named).holds("name"), "The long Monday");
    }

    #[test]
    fn nobody_looks_back_from_the_future() {
        let ahead = [HELD, &[("held_on", "2026-03-04")]].concat();
        let refusal = Story::of("incident_review").save(&ahead).unwrap_err();
        assert!(refusal.starts_with("Held on lies in the future"), "{refusal}");
    }
}
