//! The pages of Gemba: HTML from the server for any kind of record, made by functions over definitions.
//!
//! This crate knows nothing of incidents and nothing of databases: it speaks to the desk, which answers what the
//! reader may see, and shows it. `visit` is who asks, `texts` every word, `shell` the frame, `value` one field's value.
pub mod account;
pub mod address;
pub mod asset;
pub mod cookie;
pub mod live;
pub mod part;
pub mod permissions;
pub mod routes;
pub mod search;
mod secure;
pub mod shell;
pub mod sign_in;
pub mod special;
pub mod texts;
pub mod value;
pub mod visit;

pub use routes::router;
pub use visit::{Posted, Uploaded, Visit, Web, blocking};
