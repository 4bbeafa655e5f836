//! The pages of Gemba: HTML from the server for any kind of record, made by functions over definitions.
//!
//! This crate knows nothing of incidents and nothing of databases: it speaks to the desk, which answers what the
//! reader may see, and shows it. `visit` is who asks, `texts` every word, `shell` the frame, `value` one field's value.
pub mod address;
pub mod asset;
pub mod cookie;
pub mod part;
pub mod shell;
pub mod texts;
pub mod value;
pub mod visit;

pub use visit::{Posted, Uploaded, Visit, Web, blocking};
