//! Who is who and what was promised to whom, looked up in the data.
use crate::{
    catalogue::is_in_force,
    data::{Class, Customer, Data, Person, Story, Target, broken},
    days::{Days, length},
};
use gemba_desk::Refused;
use gemba_vocabulary::calendar::ServiceCalendar;

/// The cast of the demo.
pub struct Cast<'a> {
    pub data: &'a Data,
    pub days: &'a Days,
}

/// What was promised for an incident.
pub struct Terms<'a> {
    /// How long the response may take, in seconds of attended time.
    pub response: i64,
    /// How long the solution may take.
    pub solution: i64,
    /// The hours by which the solution is counted, and in which people work on it.
    pub hours: &'a ServiceCalendar,
}

/// What is held to where nothing was agreed.
const USUAL_CLASS: &str = "office";

impl<'a> Cast<'a> {
    /// The person of that key.
    pub fn person(&self, key: &str) -> Result<&'a Person, Refused> {
        let found = self.data.organization.person.iter().find(|person| person.key == key);
        found.ok_or_else(|| broken(format!("there is nobody called “{key}”")))
    }

    /// The customer of that key.
    pub fn customer(&self, key: &str) -> Result<&'a Customer, Refused> {
        let found = self.data.organization.customer.iter().find(|one| one.key == key);
        found.ok_or_else(|| broken(format!("there is no customer “{key}”")))
    }

    /// The story of that key.
    pub fn story(&self, key: &str) -> Result<&'a Story, Refused> {
        let found = self.data.stories.iter().find(|story| story.key == key);
        found.ok_or_else(|| broken(format!("there is no story “{key}”")))
    }

    /// Those who work in a team.
    pub fn team(&self, key: &str) -> Vec<&'a Person> {
        let persons = self.data.organization.person.iter();
        persons.filter(|person| person.team.as_deref() == Some(key)).collect()
    }

    /// A customer's people.
    pub fn people_of(&self, customer: &str) -> Vec<&'a Person> {
        let persons = self.data.organization.person.iter();
        persons.filter(|person| person.customer.as_deref() == Some(customer)).collect()
    }

    /// The customers to whom a story can happen.
    pub fn customers_of(&self, story: &'a Story) -> &'a [String] {
        if !story.customers.is_empty() {
            return &story.customers;
        }
        let service = self.data.services.iter().find(|service| service.key == story.service);
        service.map_or(&[], |service| &service.customers)
    }

    /// What the table of priorities makes of a story.
    pub fn priority(&self, story: &Story) -> i64 {
        let row = self.data.organization.priorities.get(&story.impact);
        row.and_then(|row| row.get(&story.urgency)).copied().unwrap_or(3)
    }

    /// What was promised to a customer for a service at a priority.
    pub fn terms(
        &self,
        customer: &str,
        service: &str,
        priority: i64,
    ) -> Result<Terms<'a>, Refused> {
        let all = &self.data.agreements;
        let agreed = all.agreement.iter().filter(|one| is_in_force(one));
        let mut agreed = agreed.filter(|one| one.customer == customer && one.service == service);
        let class = agreed.next().map_or(USUAL_CLASS, |agreement| agreement.class.as_str());
        let fault = || broken(format!("class “{class}” promises too little"));
        let class = all.class.get(class).ok_or_else(fault)?;
        let target = |metric| target_for(class, metric, priority).ok_or_else(fault);
        let (response, solution) = (target("response")?, target("resolution")?);
        let hours = solution.hours.as_ref().unwrap_or(&class.hours);
        Ok(Terms {
            response: length(&response.time)?.as_secs(),
            solution: length(&solution.time)?.as_secs(),
            hours: self.data.calendar(hours)?,
        })
    }
}

/// The target for a priority: the one made for it, else the one for every priority.
pub fn target_for<'a>(class: &'a Class, metric: &str, priority: i64) -> Option<&'a Target> {
    let find = |wanted: Option<i64>| {
        let mut all = class.targets.iter();
        all.find(|target| target.metric == metric && target.priority == wanted)
    };
    find(Some(priority)).or_else(|| find(None))
}
