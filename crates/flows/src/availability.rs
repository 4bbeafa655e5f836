//! Availability: a major incident opens the outage of its service and ends it; and when a month is over, what the
//! availability came to is kept, and worked out anew when an outage of that month is corrected.
mod major_outage;
mod results;

pub use major_outage::MajorOutage;
pub use results::AvailabilityResults;
