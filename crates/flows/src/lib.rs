//! What spans practices: a flow sees records of one kind in the light of others, fills what
//! follows from both, and does what is due later.
//!
//! A flow speaks to the desk alone. It knows kinds and fields by their names, as a check does, and
//! imports no room and no store.
pub mod change_calendar;
pub mod configuration_audit;
pub mod configuration_baseline;
pub mod configuration_retirement;
pub mod major_incident;
pub mod other_parties;
pub mod problem_effect;
pub mod release_watch;
pub mod service_level_clock;

pub use change_calendar::ChangeCalendarFlow;
pub use configuration_audit::ConfigurationAuditFlow;
pub use configuration_baseline::ConfigurationBaselineFlow;
pub use configuration_retirement::ConfigurationRetirementFlow;
pub use major_incident::{IncidentParts, StakeholderUpdates};
pub use other_parties::OtherParties;
pub use problem_effect::ProblemEffect;
pub use release_watch::ReleaseWatch;
pub use service_level_clock::ServiceLevelClock;

use gemba_desk::Flow;
use std::sync::Arc;

/// Every flow, for the setup of one desk. Each desk needs flows of its own: they remember what they
/// read.
pub fn all() -> Vec<Arc<dyn Flow>> {
    vec![
        Arc::new(ServiceLevelClock::default()),
        Arc::new(ChangeCalendarFlow),
        Arc::new(ConfigurationAuditFlow),
        Arc::new(ConfigurationBaselineFlow),
        Arc::new(ConfigurationRetirementFlow),
        Arc::new(OtherParties),
        Arc::new(ProblemEffect),
        Arc::new(StakeholderUpdates),
        Arc::new(IncidentParts),
        Arc::new(ReleaseWatch),
    ]
}
