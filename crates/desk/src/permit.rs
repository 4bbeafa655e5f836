//! Who may do what, decided by the Cedar policies beside this file. Deny by default.
//!
//! A decision depends on the asker's roles, the kind, the verb, and whether the asker is the record's creator or
//! requester: a small finite table. Each cell is asked of Cedar once and remembered, so that a command pays for a look-up.
use crate::{Refused, door::COMMON_VERBS};
use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid,
    PolicySet, Request, RestrictedExpression, Schema, ValidationMode, Validator,
};
use gemba_model::{AnyKind, Menu, Record, Scope, overlay::KindView};
use gemba_vocabulary::{RecordId, Value, actor::Actor, actor::Role};
use std::{
    collections::{BTreeSet, HashMap, HashSet},
    fmt::Write as _,
    str::FromStr,
    sync::{PoisonError, RwLock},
};

const POLICIES: &str = include_str!("policies.cedar");

/// The rules, and the decisions already made by them.
pub struct Permit {
    policies: PolicySet,
    authorizer: Authorizer,
    decisions: RwLock<HashMap<Case, bool>>,
}

/// One cell of the table of decisions.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Case {
    roles: Vec<Role>,
    kind: &'static str,
    verb: String,
    is_creator: bool,
    is_requester: bool,
}

/// Whose a record is.
pub struct Subject {
    creator: Option<RecordId>,
    pub(crate) requester: Option<RecordId>,
}

impl Subject {
    /// No record: a new one, or the kind as a whole.
    pub fn none() -> Self {
        Self { creator: None, requester: None }
    }

    /// Of a record: who recorded it, and who it is for.
    pub fn of(view: &KindView, record: &Record) -> Self {
        let field = view.def.fields.iter().find(|field| field.scope == Some(Scope::Requester));
        let requester = field.and_then(|field| match view.value(record, &field.name) {
            Value::Ref(id) => Some(*id),
            _ => None,
        });
        Self { creator: record.created_by, requester }
    }
}

/// One row of the table role × kind × verb.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRow {
    /// The kind.
    pub kind: &'static str,
    /// The verb.
    pub verb: String,
    /// The roles that may, for records that are neither the person's own nor requested by them.
    pub roles: Vec<Role>,
}

impl Permit {
    /// Reads the policies and holds them against the schema made from the kinds.
    pub fn new(faces: &[&'static dyn AnyKind]) -> Result<Self, Refused> {
        let failed =
            |what: &str| Refused::Failed(format!("The permission policies are wrong: {what}"));
        let policies = PolicySet::from_str(POLICIES).map_err(|e| failed(&e.to_string()))?;
        if cfg!(debug_assertions) {
            let (schema, _) = Schema::from_cedarschema_str(&schema_text(faces))
                .map_err(|e| failed(&format!("{e:?}")))?;
            let result = Validator::new(schema).validate(&policies, ValidationMode::Strict);
            if !result.validation_passed() {
                return Err(failed(&result.to_string()));
            }
        }
        Ok(Self { policies, authorizer: Authorizer::new(), decisions: RwLock::default() })
    }

    /// Whether the actor may, as a sentence if not.
    pub fn check(
        &self,
        actor: &Actor,
        view: &KindView,
        verb: &str,
        subject: &Subject,
    ) -> Result<(), Refused> {
        if self.may(actor, view, verb, subject) {
            return Ok(());
        }
        let is_own = subject.creator.is_some() && subject.creator == actor.person
            || subject.requester.is_some() && subject.requester == actor.person;
        if is_own && matches!(verb, "approve" | "reject") {
            return Err(Refused::Forbidden(
                "Nobody decides on their own request. Ask another approver.".to_owned(),
            ));
        }
        let roles: Vec<_> = actor.roles.iter().map(|role| role.name().replace('_', " ")).collect();
        let what = view.steps.iter().find(|step| step.verb == verb);
        let what = what.map_or(verb, |step| step.label).to_lowercase();
        Err(Refused::Forbidden(format!(
            "As {} you may not {what} {}. Ask an administrator if you need to.",
            if roles.is_empty() {
                "someone without a role".to_owned()
            } else {
                roles.join(" and ")
            },
            view.def.plural.to_lowercase()
        )))
    }

    /// Whether the actor may.
    pub fn may(&self, actor: &Actor, view: &KindView, verb: &str, subject: &Subject) -> bool {
        let is_own = |whose: Option<RecordId>| whose.is_some() && whose == actor.person;
        let case = Case {
            roles: actor.roles.clone(),
            kind: view.def.name,
            verb: verb.to_owned(),
            is_creator: is_own(subject.creator),
            is_requester: is_own(subject.requester),
        };
        if let Some(decision) =
            self.decisions.read().unwrap_or_else(PoisonError::into_inner).get(&case)
        {
            return *decision;
        }
        let decision = self.decide(&case, view.def.menu).unwrap_or(false);
        self.decisions.write().unwrap_or_else(PoisonError::into_inner).insert(case, decision);
        decision
    }

    /// The table role × kind × verb, for the page and for the copy that is checked in.
    pub fn table(&self, views: &[std::sync::Arc<KindView>]) -> Vec<TableRow> {
        let mut rows = Vec::new();
        for view in views {
            for verb in verbs_of(view.face) {
                let roles = Role::ALL
                    .into_iter()
                    .filter(|role| {
                        let mut actor = Actor::house(gemba_vocabulary::actor::Channel::Page);
                        actor.roles = vec![*role];
                        self.may(&actor, view, &verb, &Subject::none())
                    })
                    .collect();
                rows.push(TableRow { kind: view.def.name, verb, roles });
            }
        }
        rows
    }

    /// Asks Cedar. What cannot be asked is denied.
    fn decide(&self, case: &Case, menu: Menu) -> Option<bool> {
        let (me, other) = (uid("Person", "me")?, uid("Person", "other")?);
        let roles: Option<HashSet<_>> =
            case.roles.iter().map(|role| uid("Role", role.name())).collect();
        let whose = |is_mine: bool| {
            let who = if is_mine { &me } else { &other };
            RestrictedExpression::new_entity_uid(who.clone())
        };
        let attributes = HashMap::from([
            ("creator".to_owned(), whose(case.is_creator)),
            ("requester".to_owned(), whose(case.is_requester)),
        ]);
        let record = uid("Record", "one")?;
        let parents = HashSet::from([uid("Kind", case.kind)?, uid("Menu", menu_name(menu))?]);
        let entities = Entities::from_entities(
            [
                Entity::new(me.clone(), HashMap::new(), roles?).ok()?,
                Entity::new(record.clone(), attributes, parents).ok()?,
            ],
            None,
        )
        .ok()?;
        let action = uid("Action", &case.verb)?;
        let request = Request::new(me, action, record, Context::empty(), None).ok()?;
        let answer = self.authorizer.is_authorized(&request, &self.policies, &entities);
        // A policy that cannot be evaluated must not let anybody through.
        let is_clean = answer.diagnostics().errors().next().is_none();
        Some(is_clean && answer.decision() == Decision::Allow)
    }
}

/// Every verb of a kind: those that all kinds have, those of its life, and the house's own.
pub fn verbs_of(face: &dyn AnyKind) -> Vec<String> {
    let mut verbs: Vec<String> = COMMON_VERBS.iter().map(|verb| (*verb).to_owned()).collect();
    verbs.push("import".to_owned());
    if face.def().name == "person" {
        verbs.push("erase".to_owned());
    }
    let mut seen = BTreeSet::new();
    verbs.extend(
        face.steps()
            .into_iter()
            .map(|step| step.verb.to_owned())
            .filter(|v| seen.insert(v.clone())),
    );
    verbs
}

/// The Cedar schema, made from the kinds.
pub fn schema_text(faces: &[&'static dyn AnyKind]) -> String {
    let mut verbs: BTreeSet<String> = faces.iter().flat_map(|face| verbs_of(*face)).collect();
    // The rules name these whether or not a kind has them yet.
    for verb in [
        "approve",
        "reject",
        "close",
        "reopen",
        "erase",
        "import",
        "helpful",
        "not_helpful",
        "tell",
        "end",
        "fire",
    ] {
        verbs.insert(verb.to_owned());
    }
    let mut text = String::from(
        "entity Role, Menu;\nentity Kind in [Menu];\nentity Person in [Role];\n\
         entity Record in [Kind, Menu] { creator: Person, requester: Person };\n",
    );
    for verb in verbs {
        let _ = writeln!(
            text,
            "action \"{verb}\" appliesTo {{ principal: [Person], resource: [Record] }};"
        );
    }
    text
}

fn menu_name(menu: Menu) -> &'static str {
    match menu {
        Menu::Plan => "plan",
        Menu::Do => "do",
        Menu::Check => "check",
        Menu::Act => "act",
        Menu::Organization => "organization",
        Menu::Hidden => "hidden",
    }
}

fn uid(type_name: &str, id: &str) -> Option<EntityUid> {
    let type_name = EntityTypeName::from_str(type_name).ok()?;
    Some(EntityUid::from_type_name_and_id(type_name, EntityId::new(id)))
}
