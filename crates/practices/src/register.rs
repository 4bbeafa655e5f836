//! Every kind, in the order of the menu.
use crate::{
    operation::{
        agreement::{
            customer::Customer, service_level_agreement::ServiceLevelAgreement,
            service_level_result::ServiceLevelResult, service_level_target::ServiceLevelTarget,
            workload_limit::WorkloadLimit,
        },
        portfolio::{configuration_item::ConfigurationItem, service::Service},
        resolution::{
            escalation::Escalation, incident::Incident, incident_review::IncidentReview,
            priority_rule::PriorityRule, problem::Problem,
        },
        supply::supplier::Supplier,
        transition::change::Change,
    },
    support::{
        approval::Approval, attachment::Attachment, calendar::Calendar, custom_field::CustomField,
        link::Link, person::Person, saved_view::SavedView, task::Task, team::Team,
    },
};
use gemba_model::{AnyKind, Of};

/// Every kind, in the order of the menu: the daily work first, then what it rests on.
pub static KINDS: &[&dyn AnyKind] = &[
    // Do
    &Of::<Incident>::FACE,
    &Of::<Problem>::FACE,
    &Of::<Change>::FACE,
    &Of::<Task>::FACE,
    &Of::<Approval>::FACE,
    &Of::<Service>::FACE,
    &Of::<Customer>::FACE,
    &Of::<ServiceLevelAgreement>::FACE,
    &Of::<ServiceLevelTarget>::FACE,
    &Of::<WorkloadLimit>::FACE,
    &Of::<ConfigurationItem>::FACE,
    &Of::<Supplier>::FACE,
    &Of::<Escalation>::FACE,
    // Check
    &Of::<ServiceLevelResult>::FACE,
    &Of::<IncidentReview>::FACE,
    // Organization
    &Of::<Person>::FACE,
    &Of::<Team>::FACE,
    &Of::<Calendar>::FACE,
    &Of::<PriorityRule>::FACE,
    &Of::<CustomField>::FACE,
    // Shown with other records only
    &Of::<Link>::FACE,
    &Of::<Attachment>::FACE,
    &Of::<SavedView>::FACE,
];

/// The kind of that name.
pub fn kind(name: &str) -> Option<&'static dyn AnyKind> {
    KINDS.iter().copied().find(|kind| kind.def().name == name)
}
