//! Scope statements: which services of which organization the service management system covers.
use gemba_model::{
    Choice, FieldFault, Kind, Refusal, Situation, Step,
    library::{
        approved_by_top, called, fault_unless, fill_in, in_words, is_import, only_if, today,
    },
    step,
};
use gemba_vocabulary::{RecordId, Ref, Value, kind};
use jiff::{Timestamp, civil::Date};

/// Which organization and which of its services the service management system covers. Gemba writes the
/// sentence for the certificate from it. One approved version is in force.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "SCO", clause = "4.3", menu = Plan, life, settle = settle)]
#[kind(shares(Comments, Attachments, Approvals, Links, Tasks, Tags, Review))]
pub struct ScopeStatement {
    /// What this version is called, such as “Scope 2026”.
    #[field(searched, listed)]
    pub name: String,
    /// Who keeps it right.
    #[field(listed, filtered)]
    pub owner: Option<Ref<kind::Person>>,
    /// The organization, or the unit of it, that manages and delivers the services, by its full name.
    #[field(searched)]
    pub organization: Option<String>,
    /// The services that are covered, each as it stands in the catalogue.
    #[field(filtered)]
    pub services: Vec<Ref<kind::Service>>,
    /// The customers for whom they are delivered. Empty means all.
    #[field(filtered)]
    pub customers: Vec<Ref<kind::Customer>>,
    /// The places from which the services are managed and delivered.
    pub locations: Option<String>,
    /// The technology that matters for the borders, such as “in two halls and in one public cloud”.
    pub technology: Option<String>,
    /// What suppliers and others do for these services, and how we keep the say over it. What they do is not ours to
    /// claim. “Nothing” is an answer.
    #[field(long)]
    pub other_parties: Option<String>,
    /// Services in use that are left out.
    #[field(filtered)]
    pub left_out: Vec<Ref<kind::Service>>,
    /// Why each of them is left out.
    #[field(long)]
    pub left_out_because: Option<String>,
    /// Clauses 4 to 10 apply whole: how deep we go differs, and nothing is excluded.
    #[field(label = "All clauses apply")]
    pub all_clauses: bool,
    /// The matters inside and outside that were considered.
    pub issues: Vec<Ref<kind::ContextIssue>>,
    /// The requirements of interested parties that were considered.
    pub requirements: Vec<Ref<kind::PartyRequirement>>,
    /// What is different from the version before, and why.
    #[field(long)]
    pub what_is_new: Option<String>,
    /// The change by which the scope becomes another. The first version has none.
    pub change: Option<Ref<kind::Change>>,
    /// The document in which people read it.
    #[field(filtered)]
    pub document: Option<Ref<kind::Document>>,
    /// The scope in one sentence, as it stands on a certificate.
    #[field(computed, long, listed)]
    pub statement: Option<String>,
    /// The day on which the certification body was told of it.
    pub certifier_told_on: Option<Date>,
    /// The day on which somebody looked at it last.
    #[field(computed, filtered)]
    pub last_reviewed_on: Option<Date>,
    /// Who approved it.
    #[field(computed, listed)]
    pub approved_by: Option<Ref<kind::Person>>,
    /// When it was approved; from then on it is in force.
    #[field(computed, listed)]
    pub approved_at: Option<Timestamp>,
    /// When another version took its place.
    #[field(computed)]
    pub superseded_at: Option<Timestamp>,
}

/// Where a version of the scope stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State {
    /// It is being written.
    Draft,
    /// It was approved and holds.
    #[choice(tone = Done)]
    InForce,
    /// Another version took its place, or it never came into force.
    #[choice(tone = Off, end)]
    Superseded,
}

const LIFE: &[Step<ScopeStatement>] = &[
    step("approve", "Approve", &[State::Draft], State::InForce)
        .help("Puts it in force, in place of the version before. Top management does, not whoever wrote it.")
        .guard(may_approve)
        .then(|me, now| {
            me.approved_by = now.actor.person.map(Ref::new);
            me.approved_at = Some(now.now);
            me.last_reviewed_on = Some(today(now));
        }),
    step("review", "Review", &[State::InForce], State::InForce)
        .help("Somebody held it against what we deliver. Say what was found.")
        .asks(&["certifier_told_on"])
        .needs_note()
        .then(|me, now| me.last_reviewed_on = Some(today(now))),
    step("supersede", "Supersede", &[State::InForce], State::Superseded)
        .help("It holds no longer. Say what holds instead.")
        .needs_note()
        .then(|me, now| me.superseded_at = Some(now.now)),
    step("discard", "Discard", &[State::Draft], State::Superseded)
        .help("It does not come into force. Say why.")
        .needs_note(),
];

fn may_approve(me: &ScopeStatement, now: &Situation<'_>) -> Result<(), Refusal> {
    let others = now.facts.each("scope_statement", &[text("state", "in_force")], "id");
    let is_first = others.is_empty();
    fill_in(
        "Approve",
        &[
            (me.owner.is_some(), "Owner"),
            (me.organization.is_some(), "Organization"),
            (!me.services.is_empty(), "Services"),
            (me.locations.is_some(), "Locations"),
            (me.other_parties.is_some(), "Other parties"),
            (me.left_out.is_empty() || me.left_out_because.is_some(), "Left out because"),
            (!me.issues.is_empty(), "Issues"),
            (!me.requirements.is_empty(), "Requirements"),
            (is_first || me.what_is_new.is_some(), "What is new"),
            (is_first || me.change.is_some(), "Change"),
        ],
    )?;
    only_if(
        me.all_clauses,
        "No clause can be left out of a service management system. Say so under “All clauses apply”.",
    )?;
    for service in &me.services {
        is_in_catalogue(service.id, now)?;
    }
    approved_by_top("a scope", now)
}

fn is_in_catalogue(service: RecordId, now: &Situation<'_>) -> Result<(), Refusal> {
    let entry = [("service", Value::Ref(service)), text("state", "published")];
    let is_there = !now.facts.each("catalogue_entry", &entry, "id").is_empty();
    let name = called("service", "SRV", "name", service, now);
    only_if(
        is_there,
        &format!(
            "“{name}” stands in no published entry of the catalogue. Publish it there, or take it out here."
        ),
    )
}

fn text(field: &'static str, is: &str) -> (&'static str, Value) {
    (field, Value::Text(is.to_owned()))
}

impl ScopeStatement {
    /// What was approved.
    fn content(&self) -> impl PartialEq + '_ {
        let Self { name, organization, services, customers, locations, technology, .. } = self;
        let Self { other_parties, left_out, left_out_because, all_clauses, statement, .. } = self;
        let first = (name, organization, services, customers, locations, technology);
        (first, other_parties, left_out, left_out_because, all_clauses, statement)
    }
}

/// The scope in one sentence. Nothing while the organization or the services are not known.
fn sentence(me: &ScopeStatement, now: &Situation<'_>) -> Option<String> {
    let organization = me.organization.as_deref()?;
    let names = |kind: &str, prefix: &str, ids: Vec<RecordId>| {
        let each = ids.into_iter().map(|id| called(kind, prefix, "name", id, now));
        in_words(&each.collect::<Vec<_>>())
    };
    let services = names("service", "SRV", me.services.iter().map(|one| one.id).collect());
    let customers = names("customer", "CUS", me.customers.iter().map(|one| one.id).collect());
    let to = if customers.is_empty() { "its customers".to_owned() } else { customers };
    let from = me.locations.as_deref().map(|from| format!(" from {from}")).unwrap_or_default();
    let is_named = !services.is_empty();
    is_named.then(|| {
        format!(
            "The service management system of {organization} supporting the provision of {services} to {to}{from}."
        )
    })
}

fn settle(
    me: &mut ScopeStatement,
    before: Option<&ScopeStatement>,
    now: &Situation<'_>,
) -> Result<(), FieldFault> {
    let is_both = me.services.iter().any(|service| me.left_out.contains(service));
    fault_unless(
        !is_both,
        "left_out",
        "names a service that is covered; name it in one of the two",
    )?;
    let approved = before.filter(|before| before.approved_at.is_some());
    if approved.is_none() {
        me.statement = sentence(me, now);
    }
    let is_kept = approved.is_none_or(|before| is_import(now) || before.content() == me.content());
    fault_unless(is_kept, "name", "and all that was approved stay as they are; write a new version")
}

#[cfg(test)]
mod tests {
    use crate::story::{ADA, BEN, Story, walk};
    use gemba_vocabulary::{Value, actor::Role};

    const KIND: &str = "scope_statement";
    const WHOLE: &[(&str, &str)] = &[
        ("name", "Scope 2026"),
        ("owner", "1"),
        ("organization", "Harbour IT, service unit"),
        ("services", "1,2,3"),
        ("locations", "Hamburg"),
        ("other_parties", "One hall is run by Elbkai; we decide who enters"),
        ("all_clauses", "yes"),
        ("issues", "1"),
        ("requirements", "1"),
    ];
    const MACHINE: &[(&str, &str, &str)] = &[
        ("draft", "in_force", "approve"),
        ("draft", "superseded", "discard"),
        ("in_force", "in_force", "review"),
        ("in_force", "superseded", "supersede"),
    ];

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    fn whole() -> Story {
        let mut story = Story::of(KIND);
        for (id, name) in [(1, "Mail"), (2, "Workplace"), (3, "Telephony")] {
            story.given("service", id, "name", text(name));
            let entry = [("service", Value::Ref(id)), ("state", text("published"))];
            story.given_record("catalogue_entry", &entry);
        }
        story.save(WHOLE).unwrap();
        story
    }

    #[test]
    fn each_step_leads_on_and_each_other_is_refused() {
        walk(KIND, MACHINE, "SCO-000002 took its place", |from, _| {
            let mut story = whole();
            story.put(from).by(BEN, &[Role::TopManagement]);
            story
        });
    }

    #[test]
    fn the_sentence_names_the_organization_and_its_services() {
        let mut story = whole();
        assert_eq!(
            story.holds("statement"),
            "The service management system of Harbour IT, service unit supporting the provision of Mail, Workplace \
             and Telephony to its customers from Hamburg."
        );
        story.given("customer", 4, "name", text("Linden Clinic"));
        story.save(&[("customers", "4"), ("services", "1")]).unwrap();
        assert!(
            story.holds("statement").contains("provision of Mail to Linden Clinic from Hamburg.")
        );
    }

    #[test]
    fn top_management_approves_what_names_enough_and_leaves_no_clause_out() {
        let mut story = whole();
        story.by(BEN, &[Role::TopManagement]);
        story.save(&[("all_clauses", "no"), ("issues", "")]).unwrap();
        assert_eq!(story.take("approve", &[]).unwrap_err(), "Before “Approve”, fill in: Issues.");
        story.save(&[("issues", "1")]).unwrap();
        assert!(story.take("approve", &[]).unwrap_err().contains("No clause can be left out"));
        story.save(&[("all_clauses", "yes"), ("services", "1,9")]).unwrap();
        let missing = story.take("approve", &[]).unwrap_err();
        assert!(missing.contains("stands in no published entry of the catalogue"), "{missing}");
        story.save(&[("services", "1,2")]).unwrap();
        story.by(ADA, &[Role::TopManagement]);
        assert!(story.take("approve", &[]).unwrap_err().contains("Whoever wrote a scope"));
        story.by(BEN, &[Role::ServiceManager]);
        assert!(
            story.take("approve", &[]).unwrap_err().contains("Top management approves a scope")
        );
        story.by(BEN, &[Role::TopManagement]).take("approve", &[]).unwrap();
        let changed = story.save(&[("services", "1")]).unwrap_err();
        assert!(changed.contains("write a new version"), "{changed}");
    }

    #[test]
    fn another_scope_comes_by_a_change() {
        let mut story = whole();
        story.given_record(KIND, &[("state", text("in_force")), ("id", Value::Int(1))]);
        story.by(BEN, &[Role::TopManagement]);
        let bare = story.take("approve", &[]).unwrap_err();
        assert_eq!(bare, "Before “Approve”, fill in: What is new, Change.");
        story.save(&[("what_is_new", "Telephony came"), ("change", "5")]).unwrap();
        story.take("approve", &[]).unwrap();
    }

    #[test]
    fn a_service_is_covered_or_left_out() {
        let both = whole().save(&[("left_out", "2")]).unwrap_err();
        assert!(both.contains("names a service that is covered"), "{both}");
    }
}
