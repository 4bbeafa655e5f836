//! People: who works here, who is served here, and what each of them may do.
use gemba_model::{
    Choice, FieldFault, Kind, Situation,
    library::{fault_unless, is_import, today},
};
use gemba_vocabulary::{Ref, actor::Role, calendar::time_zone, kind};
use jiff::{ToSpan, civil::Date};

/// Someone who works here or is served here. People sign in, are given work and are named in
/// records.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "PER", clause = "7.2", plural = "People", menu = Organization, settle = settle)]
#[kind(shares(Comments, Attachments, Links, Tags))]
pub struct Person {
    /// The name that others see.
    #[field(searched, listed, visible)]
    pub name: String,
    /// Where mail reaches this person. It is also the name to sign in with, so no two people share
    /// one.
    #[field(searched, listed, filtered, unique)]
    pub email: Option<String>,
    /// A number to call.
    pub phone: Option<String>,
    /// What this person may do here: role names with commas between them, such as `agent,
    /// approver`.
    #[field(default = "requester")]
    pub roles: Option<String>,
    /// The customer that this person belongs to. Leave it empty for your own colleagues.
    #[field(filtered, listed, scope = Customer)]
    pub customer: Option<Ref<kind::Customer>>,
    /// The team that this person works in.
    #[field(filtered, listed)]
    pub team: Option<Ref<kind::Team>>,
    /// Who leads this person and approves what they ask for, where a rule says so.
    pub manager: Option<Ref<kind::Person>>,
    /// Whether this person works for you by contract, from another firm, without being employed here. They have to
    /// know and to be able to do the same as everybody else.
    #[field(filtered)]
    pub is_contractor: bool,
    /// What this person does, in the words of their own organization.
    pub job_title: Option<String>,
    /// Where this person usually is: a site, a floor, a city.
    #[field(filtered)]
    pub location: Option<String>,
    /// The time zone in which times are shown to this person, such as Europe/Paris.
    #[field(visible)]
    pub time_zone: Option<String>,
    /// The certification body for which this person audits us. Such a person is an auditor and nothing else, and gets
    /// in until a day, at most a year ahead.
    #[field(filtered)]
    pub audits_for: Option<Ref<kind::CertificationBody>>,
    /// The last day on which this person gets in. Empty means as long as they are here. After it, signing in and
    /// tokens are refused, and what is open ends.
    #[field(filtered)]
    pub access_until: Option<Date>,
    /// What this person is told by mail, where the house sends any. Empty counts as what is asked of them.
    pub mail: Option<Mail>,
}

/// What somebody is told by mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Mail {
    /// Nothing at all.
    Nothing,
    /// What waits for them: decisions, tasks, questions, and what is raised to them.
    Asked,
    /// What waits for them, and news of everything that they follow.
    Followed,
}

/// How far ahead the access of somebody who audits us from outside reaches at most.
const EXTERNAL_YEARS_MAX: i64 = 1;

/// Somebody who audits us from outside reads everything, for a time, and works here in no other way.
fn settle_external(me: &Person, now: &Situation<'_>) -> Result<(), FieldFault> {
    if me.audits_for.is_none() || is_import(now) {
        return Ok(());
    }
    fault_unless(
        me.roles.as_deref() == Some(Role::Auditor.name()),
        "roles",
        "must be auditor and nothing else for somebody who audits us from outside",
    )?;
    fault_unless(
        me.customer.is_none() && me.team.is_none(),
        "audits_for",
        "is for somebody who belongs to no customer and to no team",
    )?;
    let last = today(now).saturating_add(EXTERNAL_YEARS_MAX.years());
    fault_unless(
        me.access_until.is_some_and(|day| day <= last),
        "access_until",
        "must be given for somebody who audits us from outside, and lie within a year",
    )
}

fn settle(me: &mut Person, _: Option<&Person>, now: &Situation<'_>) -> Result<(), FieldFault> {
    me.roles = Some(clean_roles(me.roles.as_deref().unwrap_or_default())?);
    settle_external(me, now)?;
    if let Some(email) = &me.email {
        let email = email.trim();
        let has_both_sides = email.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && !host.is_empty() && !host.contains('@')
        });
        let is_address = has_both_sides && !email.contains(char::is_whitespace);
        fault_unless(is_address, "email", "must be a mail address, such as ada@example.org")?;
        // Mail addresses are compared without regard to case wherever people type them.
        me.email = Some(email.to_lowercase());
    }
    if let Some(zone) = &me.time_zone {
        let is_known = time_zone(zone).is_ok();
        fault_unless(is_known, "time_zone", "must be a time zone's name, such as Europe/Paris")?;
    }
    Ok(())
}

/// Role names in one spelling, each once. Nobody is left without a role: a requester at least.
fn clean_roles(text: &str) -> Result<String, FieldFault> {
    let mut roles = Vec::new();
    for word in text.split(',').map(str::trim).filter(|word| !word.is_empty()) {
        let name = word.to_lowercase().replace([' ', '-'], "_");
        let Some(role) = Role::named(&name) else {
            let known: Vec<_> = Role::ALL.iter().map(|role| role.name()).collect();
            let fault = format!("names “{word}”, which is no role; known are {}", known.join(", "));
            return Err(FieldFault::new("roles", fault));
        };
        if !roles.contains(&role.name()) {
            roles.push(role.name());
        }
    }
    if roles.is_empty() {
        roles.push(Role::Requester.name());
    }
    Ok(roles.join(", "))
}

#[cfg(test)]
mod tests {
    use crate::story::Story;

    #[test]
    fn roles_are_checked_and_kept_in_one_spelling() {
        let mut story = Story::saved("person", &[("name", "Ada")]);
        assert_eq!(story.holds("roles"), "requester");
        story.save(&[("roles", "Agent,Service manager, agent")]).unwrap();
        assert_eq!(story.holds("roles"), "agent, service_manager");
        story.save(&[("roles", "")]).unwrap();
        assert_eq!(story.holds("roles"), "requester", "nobody is left without a role");
        let refusal = story.save(&[("roles", "agent, wizard")]).unwrap_err();
        assert!(refusal.starts_with("Roles names “wizard”, which is no role"), "{refusal}");
    }

    #[test]
    fn whoever_audits_from_outside_is_an_auditor_for_a_time_and_nothing_else() {
        let given = |roles, until| {
            let fields =
                [("name", "Ines"), ("roles", roles), ("audits_for", "3"), ("access_until", until)];
            Story::of("person").save(&fields)
        };
        assert!(given("auditor", "").unwrap_err().contains("must be given"));
        assert!(given("auditor", "2027-03-03").unwrap_err().contains("within a year"));
        assert!(given("auditor, agent", "2026-06-30").unwrap_err().contains("nothing else"));
        given("auditor", "2027-03-02").unwrap();
        Story::of("person").save(&[("name", "Ada"), ("access_until", "2036-01-01")]).unwrap();
    }

    #[test]
    fn an_address_and_a_time_zone_can_be_used() {
        for wrong in ["ada", "ada@", "@example.org", "ada b@example.org", "a@b@c"] {
            let fields = [("name", "Ada"), ("email", wrong)];
            let refusal = Story::of("person").save(&fields).unwrap_err();
            assert!(refusal.starts_with("Email must be a mail address"), "{wrong}: {refusal}");
        }
        let fields = [("name", "Ada"), ("time_zone", "Europe/Atlantis")];
        assert!(Story::of("person").save(&fields).unwrap_err().starts_with("Time zone must be"));
        let fields = [("name", "Ada"), ("email", "ada@example.org"), ("time_zone", "Europe/Paris")];
        assert_eq!(Story::saved("person", &fields).holds("email"), "ada@example.org");
    }

    #[test]
    fn who_left_is_kept_on_record_and_can_come_back() {
        let mut story = Story::saved("person", &[("name", "Ada")]);
        story.take("retire", &[]).unwrap();
        assert_eq!(story.state(), "retired");
        story.take("restore", &[]).unwrap();
        assert_eq!(story.state(), "current");
    }
}
