//! The pages of Gemba: HTML from the server for any kind of record, made by functions over definitions.
//!
//! This crate knows nothing of incidents and nothing of databases: it speaks to the desk, which answers what the
//! reader may see, and shows it. `visit` is who asks, `texts` every word, `shell` the frame, `value` one field's value.
pub mod account;
pub mod address;
pub mod asked;
pub mod asset;
pub mod bulk;
pub mod conflict;
pub mod cookie;
pub mod csv;
pub mod field_input;
pub mod files;
pub mod fittings;
pub mod form;
pub mod leading;
pub mod list;
pub mod live;
mod menu;
pub mod part;
pub mod permissions;
pub mod record;
pub mod record_routes;
pub mod routes;
pub mod search;
mod secure;
pub mod shell;
pub mod sign_in;
pub mod special;
pub mod texts;
pub mod timeline;
pub mod value;
pub mod verb;
pub mod views;
pub mod visit;

pub use fittings::{Fittings, FromKit, Kit, Packer, Planned};
pub use routes::{router, router_with};
pub use special::requirement_sets::make as make_requirement_set;
pub use visit::{Posted, Uploaded, Visit, Web, blocking};
