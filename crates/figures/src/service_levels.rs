//! Service levels: how far the promises of agreements were kept, month by month, strictly and with the agreed
//! exceptions; and where nothing was promised.
pub mod pairs;
pub mod promises;
mod sheet;
pub mod tally;

pub use sheet::{read, verdict};
