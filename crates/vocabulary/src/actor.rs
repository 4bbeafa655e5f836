//! Who asks, in which roles, and through which channel.
use crate::id::RecordId;
use serde::{Deserialize, Serialize};

/// What a person may be here. A person can hold several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Runs the installation: people, custom fields, imports, settings.
    Administrator,
    /// Answers for the services as a whole.
    ServiceManager,
    /// Answers for one practice.
    ProcessOwner,
    /// Does the daily work.
    Agent,
    /// Decides approvals.
    Approver,
    /// Directs the organization: approves policy, objectives and plan, reviews the system, accepts what others may not.
    TopManagement,
    /// Asks for help and requests things.
    Requester,
    /// Speaks for a customer and sees that customer's records.
    CustomerContact,
    /// Reads everything and writes audit records only.
    Auditor,
    /// Looks after information security, and is alone in seeing what is restricted.
    Security,
    /// A program that reports what it watches: it tells alerts and does nothing else.
    Program,
}

impl Role {
    /// Every role, in the order of tables and forms.
    pub const ALL: [Self; 11] = [
        Self::Administrator,
        Self::ServiceManager,
        Self::ProcessOwner,
        Self::Agent,
        Self::Approver,
        Self::TopManagement,
        Self::Requester,
        Self::CustomerContact,
        Self::Auditor,
        Self::Security,
        Self::Program,
    ];

    /// The role's name in data, addresses and policies.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::ServiceManager => "service_manager",
            Self::ProcessOwner => "process_owner",
            Self::Agent => "agent",
            Self::Approver => "approver",
            Self::TopManagement => "top_management",
            Self::Requester => "requester",
            Self::CustomerContact => "customer_contact",
            Self::Auditor => "auditor",
            Self::Security => "security",
            Self::Program => "program",
        }
    }

    /// The role of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// The way by which a command came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A page in a browser.
    Page,
    /// The programming interface.
    Api,
    /// A terminal.
    CommandLine,
    /// A file from another tool.
    Import,
    /// A timer or rule of the house itself.
    Timer,
}

impl Channel {
    /// The channel's name in the ledger.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Api => "api",
            Self::CommandLine => "command_line",
            Self::Import => "import",
            Self::Timer => "timer",
        }
    }
}

/// Whoever asks for something.
#[derive(Clone, Debug, PartialEq)]
pub struct Actor {
    /// The person, or nothing for the house itself (timers, first start).
    pub person: Option<RecordId>,
    /// The name shown to others.
    pub name: String,
    /// The roles held.
    pub roles: Vec<Role>,
    /// The customer that the person belongs to, if they are a customer's.
    pub customer: Option<RecordId>,
    /// The teams that the person works in.
    pub teams: Vec<RecordId>,
    /// The way by which they ask.
    pub channel: Channel,
}

impl Actor {
    /// The house itself: the first start, timers and the command line of the machine's owner.
    pub fn house(channel: Channel) -> Self {
        Self {
            person: None,
            name: "Gemba".to_owned(),
            roles: vec![Role::Administrator],
            customer: None,
            teams: Vec::new(),
            channel,
        }
    }

    /// Whether the person holds the role.
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Somebody of our own people without any role, to ask what everybody here may know of. No person has its number.
    pub fn anybody_inside() -> Self {
        Self { person: Some(0), roles: Vec::new(), ..Self::house(Channel::Timer) }
    }

    /// Whether restricted records are in sight: to whoever looks after information security, and to the house itself.
    pub fn sees_restricted(&self) -> bool {
        self.person.is_none() || self.is(Role::Security)
    }

    /// Whether the person sees records beyond their own and their customer's.
    pub fn is_inside(&self) -> bool {
        self.roles.iter().any(|role| !matches!(role, Role::Requester | Role::CustomerContact))
    }
}
