//! Release types: which sorts of release there are, how often, and how each is handled.
use gemba_model::Kind;

/// A sort of release, such as a monthly one or an emergency one.
#[derive(Clone, Debug, PartialEq, Kind)]
#[kind(prefix = "RLT", clause = "8.5.3", menu = Plan)]
pub struct ReleaseType {
    /// What it is called.
    #[field(searched, listed)]
    pub name: String,
    /// How often there is one, such as every second Thursday.
    #[field(listed)]
    pub frequency: String,
    /// How such a release is planned, tested, accepted and deployed.
    #[field(long, searched)]
    pub handling: String,
    /// Whether it is for what cannot wait.
    #[field(listed, filtered)]
    pub is_emergency: bool,
}
