//! What spans practices: a flow sees records of one kind in the light of others, fills what
//! follows from both, and does what is due later.
//!
//! A flow speaks to the desk alone. It knows kinds and fields by their names, as a check does, and
//! imports no room and no store.
pub mod action_watch;
pub mod alert_intake;
pub mod alignment;
pub mod approvals;
pub mod approved_version;
pub mod attestations;
pub mod audits;
pub mod availability;
pub mod awareness;
pub mod capacity;
pub mod certifications;
pub mod change_calendar;
pub mod communications;
pub mod complaint_watch;
pub mod configuration_audit;
pub mod configuration_baseline;
pub mod configuration_retirement;
pub mod continuity;
pub mod cost;
pub mod demand;
pub mod editions;
pub mod escalation;
pub mod expiry_reminder;
pub mod intervals;
pub mod mail;
pub mod major_incident;
pub mod management_plan;
pub mod management_reviews;
pub mod measures;
pub mod nonconformities;
pub mod objectives;
pub mod other_parties;
pub mod own_requirements;
mod periods;
pub mod problem_effect;
pub mod product_support;
pub mod readiness_history;
pub mod release_watch;
pub mod reports;
mod restricted_rows;
pub mod reviews;
pub mod risk_treatment;
pub mod role_assignments;
pub mod security_analysis;
pub mod service_evaluation;
pub mod service_level_clock;
pub mod service_level_results;
pub mod service_report;
pub mod service_request;
pub mod surveys;
pub mod wordings;

pub use approvals::ApprovalsByRule;
pub mod trend_analysis;

pub use action_watch::ActionWatch;
pub use alert_intake::AlertIntake;
pub use alignment::AlignmentFlow;
pub use approved_version::ApprovedVersion;
pub use attestations::Attestations;
pub use audits::AuditFlow;
pub use availability::{AvailabilityResults, MajorOutage};
pub use awareness::AwarenessFlow;
pub use capacity::{CapacityOutlook, CapacityWatch};
pub use certifications::CertificationFlow;
pub use change_calendar::ChangeCalendarFlow;
pub use communications::Communications;
pub use complaint_watch::ComplaintWatch;
pub use configuration_audit::ConfigurationAuditFlow;
pub use configuration_baseline::ConfigurationBaselineFlow;
pub use configuration_retirement::ConfigurationRetirementFlow;
pub use continuity::ContinuityPlans;
pub use cost::{ApprovalCosts, CostReview, Successor};
pub use demand::{DemandCount, DemandForecasts};
pub use editions::Editions;
pub use escalation::{EscalationEnd, EscalationLadder, MajorIncidentCall, ProblemEscalation};
pub use expiry_reminder::ExpiryReminder;
pub use intervals::IntervalFlow;
pub use major_incident::{IncidentParts, StakeholderUpdates};
pub use management_plan::ManagementPlan;
pub use management_reviews::ManagementReviewFlow;
pub use measures::MeasureFlow;
pub use nonconformities::NonconformityFlow;
pub use objectives::ObjectiveCourse;
pub use other_parties::OtherParties;
pub use own_requirements::OwnRequirementFlow;
pub use problem_effect::ProblemEffect;
pub use product_support::ProductSupport;
pub use readiness_history::ReadinessHistory;
pub use release_watch::ReleaseWatch;
pub use reports::ReportFlow;
pub use reviews::ReviewFlow;
pub use risk_treatment::RiskTreatment;
pub use role_assignments::RoleAssignments;
pub use security_analysis::SecurityAnalysisFlow;
pub use service_evaluation::ServiceEvaluationFlow;
pub use service_level_clock::ServiceLevelClock;
pub use service_level_results::{MissedTargets, ServiceLevelExceptions, ServiceLevelResults};
pub use service_report::ServiceReports;
pub use service_request::{RequestClosing, RequestDue, RequestTasks};
pub use surveys::SurveyFlow;
pub use trend_analysis::TrendAnalysisFlow;
pub use wordings::WordingFlow;

use gemba_desk::Flow;
use std::sync::Arc;

/// Every flow of a house with a mail server.
pub fn all_with_mail() -> Vec<Arc<dyn Flow>> {
    all().into_iter().chain(mail::flows()).collect()
}

/// Every flow, for the setup of one desk. Each desk needs flows of its own: they remember what they
/// read.
pub fn all() -> Vec<Arc<dyn Flow>> {
    all_with(ReadinessHistory::default())
}

/// Every flow of a desk on which a year is told within seconds: what is looked at each night otherwise is looked at
/// every second week.
pub fn all_of_a_tale() -> Vec<Arc<dyn Flow>> {
    all_with(ReadinessHistory::every(14))
}

fn all_with(history: ReadinessHistory) -> Vec<Arc<dyn Flow>> {
    vec![
        Arc::new(ServiceLevelClock::default()),
        Arc::new(ApprovalsByRule),
        Arc::new(ChangeCalendarFlow),
        Arc::new(ApprovedVersion),
        Arc::new(Attestations),
        Arc::new(WordingFlow),
        Arc::new(OwnRequirementFlow),
        Arc::new(TrendAnalysisFlow),
        Arc::new(ConfigurationAuditFlow),
        Arc::new(ConfigurationBaselineFlow),
        Arc::new(ConfigurationRetirementFlow),
        // Reminders look at what this one works out.
        Arc::new(ObjectiveCourse),
        // It sets the day of which the reminder below reminds.
        Arc::new(MeasureFlow),
        Arc::new(ExpiryReminder),
        Arc::new(RoleAssignments),
        Arc::new(RiskTreatment),
        Arc::new(ManagementPlan),
        Arc::new(OtherParties),
        Arc::new(ProblemEffect),
        Arc::new(ProblemEscalation),
        Arc::new(EscalationLadder),
        Arc::new(EscalationEnd),
        Arc::new(MajorIncidentCall),
        Arc::new(ProductSupport),
        Arc::new(StakeholderUpdates),
        Arc::new(IncidentParts),
        Arc::new(ReleaseWatch),
        Arc::new(ServiceLevelResults),
        Arc::new(ServiceLevelExceptions),
        Arc::new(MissedTargets),
        Arc::new(ServiceReports),
        Arc::new(RequestDue),
        Arc::new(RequestTasks),
        Arc::new(RequestClosing),
        Arc::new(MajorOutage),
        Arc::new(AvailabilityResults),
        Arc::new(ContinuityPlans),
        Arc::new(ApprovalCosts),
        Arc::new(CostReview),
        Arc::new(Successor),
        Arc::new(DemandCount),
        Arc::new(DemandForecasts),
        Arc::new(CapacityWatch),
        Arc::new(CapacityOutlook),
        Arc::new(ReviewFlow),
        Arc::new(SurveyFlow),
        Arc::new(ComplaintWatch),
        Arc::new(AlignmentFlow),
        Arc::new(AlertIntake::default()),
        Arc::new(SecurityAnalysisFlow),
        Arc::new(Editions),
        Arc::new(AwarenessFlow),
        Arc::new(Communications),
        Arc::new(IntervalFlow),
        Arc::new(ReportFlow),
        Arc::new(ManagementReviewFlow),
        Arc::new(ServiceEvaluationFlow),
        Arc::new(AuditFlow),
        Arc::new(CertificationFlow),
        Arc::new(NonconformityFlow),
        Arc::new(ActionWatch),
        Arc::new(history),
    ]
}
