//! Every sheet of figures, in one table. Pages, the API, reports and permissions are made from it.
use crate::{
    asked::{Ask, Usual},
    sheet::Sheet,
};
use gemba_model::{
    Menu,
    check::{Evidence, EvidenceFault},
};

/// A sheet of figures that can be asked for.
pub struct SheetDef {
    /// Its name in addresses and commands, in kebab case.
    pub name: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// The clause it serves.
    pub clause: &'static str,
    /// What it tells, in a sentence.
    pub what: &'static str,
    /// The kind that somebody must be allowed to read to see it.
    pub kind: &'static str,
    /// The kind of the one record to which it can be narrowed.
    pub about: Option<&'static str>,
    /// Under which part of the menu it stands.
    pub menu: Menu,
    /// The period it shows if nobody asked for another.
    pub usual: Usual,
    /// Works it out.
    pub read: fn(&dyn Evidence, &Ask) -> Result<Sheet, EvidenceFault>,
}

/// Every sheet.
pub static SHEETS: &[SheetDef] = &[
    // Service levels
    SheetDef {
        name: "service-levels",
        label: "Service levels",
        clause: "8.3.3",
        what: "How far the promises of agreements were kept, strictly and with agreed exceptions, where the running \
               month ends, and what is delivered without an agreement.",
        kind: "service_level_agreement",
        about: Some("service_level_agreement"),
        menu: Menu::Check,
        usual: Usual::LastMonth,
        read: crate::service_levels::read,
    },
    SheetDef {
        name: "service-report",
        label: "Service report",
        clause: "9.4",
        what: "What one customer is told about a period: promises, incidents, changes, and what is done about misses.",
        kind: "service_report",
        about: Some("customer"),
        menu: Menu::Check,
        usual: Usual::LastMonth,
        read: crate::service_report::read,
    },
    // Customers and suppliers
    SheetDef {
        name: "satisfaction",
        label: "Satisfaction",
        clause: "8.3.2",
        what: "How content people are with the services, how many answered, and whether customers are asked and spoken \
               with as planned.",
        kind: "survey_answer",
        about: Some("customer"),
        menu: Menu::Check,
        usual: Usual::TwelveMonths,
        read: crate::satisfaction::read,
    },
    SheetDef {
        name: "complaints",
        label: "Complaints",
        clause: "8.3.2",
        what: "How many complaints arrived, what of, and whether they were answered as agreed.",
        kind: "complaint",
        about: Some("customer"),
        menu: Menu::Check,
        usual: Usual::TwelveMonths,
        read: crate::complaints::read,
    },
    SheetDef {
        name: "supplier-waiting",
        label: "Waiting for suppliers",
        clause: "8.3.4",
        what: "How long work waited for suppliers, what that cost, and whether they kept what they promised.",
        kind: "supplier",
        about: Some("supplier"),
        menu: Menu::Check,
        usual: Usual::TwelveMonths,
        read: crate::supplier_waiting::read,
    },
    SheetDef {
        name: "alignment",
        label: "Alignment of promises",
        clause: "8.3.4",
        what: "Whether what suppliers and our own teams promise carries what we promised customers.",
        kind: "supplier_target",
        about: Some("service_level_agreement"),
        menu: Menu::Check,
        usual: Usual::Today,
        read: crate::alignment::read,
    },
    // Money, demand and capacity
    SheetDef {
        name: "cost",
        label: "Costs and budgets",
        clause: "8.4.1",
        what: "What each service costs, with its share of what is shared, against its budget, and where that leads.",
        kind: "cost_record",
        about: Some("service"),
        menu: Menu::Check,
        usual: Usual::ThisYear,
        read: crate::cost::read,
    },
    SheetDef {
        name: "demand",
        label: "Demand",
        clause: "8.4.2",
        what: "How much services are asked for, what is forecast, and how far forecasts were off.",
        kind: "demand_measure",
        about: Some("service"),
        menu: Menu::Check,
        usual: Usual::TwelveMonths,
        read: crate::demand::read,
    },
    SheetDef {
        name: "capacity",
        label: "Capacity",
        clause: "8.4.3",
        what: "How much of each resource is in use, when it runs out, and by when something must be decided.",
        kind: "capacity_sample",
        about: Some("service"),
        menu: Menu::Check,
        usual: Usual::TwelveMonths,
        read: crate::capacity::read,
    },
    // Availability and continuity
    SheetDef {
        name: "availability",
        label: "Availability",
        clause: "8.7.1",
        what: "How much of the agreed time services were there, what their parts allow, and what is \
               done about missed targets.",
        kind: "outage",
        about: Some("service"),
        menu: Menu::Check,
        usual: Usual::LastMonth,
        read: crate::availability::read,
    },
    SheetDef {
        name: "continuity",
        label: "Service continuity",
        clause: "8.7.2",
        what: "Which services continuity plans cover, whether the plans were tried out, what was \
               measured, and what is still to be done.",
        kind: "continuity_plan",
        about: Some("service"),
        menu: Menu::Check,
        usual: Usual::TwelveMonths,
        read: crate::continuity::read,
    },
    // Security and events
    SheetDef {
        name: "risks",
        label: "Risks",
        clause: "6.1",
        what: "How great the risks are that are known, who bears them, and which wait for a review.",
        kind: "risk",
        about: Some("service"),
        menu: Menu::Plan,
        usual: Usual::Today,
        read: crate::risks::read,
    },
    SheetDef {
        name: "security",
        label: "Information security",
        clause: "8.7.3",
        what: "Which controls apply and were tested, who has access from outside, and which incidents there were.",
        kind: "control",
        about: None,
        menu: Menu::Check,
        usual: Usual::TwelveMonths,
        read: crate::security::read,
    },
    // Practices
    SheetDef {
        name: "incidents",
        label: "Incidents",
        clause: "8.6.1",
        what: "Whether incidents are answered and resolved in time, how long services are down, and what waits.",
        kind: "incident",
        about: Some("service"),
        menu: Menu::Check,
        usual: Usual::LastMonth,
        read: crate::incidents::read,
    },
    SheetDef {
        name: "requests",
        label: "Service requests",
        clause: "8.6.2",
        what: "Whether what people ask for is fulfilled as promised, and what waits.",
        kind: "service_request",
        about: Some("service"),
        menu: Menu::Check,
        usual: Usual::LastMonth,
        read: crate::requests::read,
    },
    SheetDef {
        name: "problems",
        label: "Problems",
        clause: "8.6.3",
        what: "What is open and for how long, and whether solving problems helped.",
        kind: "problem",
        about: Some("service"),
        menu: Menu::Check,
        usual: Usual::TwelveMonths,
        read: crate::problems::read,
    },
    SheetDef {
        name: "changes",
        label: "Changes",
        clause: "8.5.1",
        what: "Whether changes do what they were for, and whether each was approved and looked back on.",
        kind: "change",
        about: Some("service"),
        menu: Menu::Check,
        usual: Usual::TwelveMonths,
        read: crate::changes::read,
    },
    SheetDef {
        name: "releases",
        label: "Releases",
        clause: "8.5.3",
        what: "Whether releases arrive well, and what came after them.",
        kind: "release",
        about: Some("service"),
        menu: Menu::Check,
        usual: Usual::TwelveMonths,
        read: crate::releases::read,
    },
    SheetDef {
        name: "configuration",
        label: "Configuration",
        clause: "8.2.6",
        what: "Whether configuration items are recorded as they are, and whether each has its place.",
        kind: "configuration_item",
        about: Some("service"),
        menu: Menu::Check,
        usual: Usual::TwelveMonths,
        read: crate::configuration::read,
    },
    // Evaluation
    SheetDef {
        name: "measures",
        label: "Measures",
        clause: "9.1",
        what: "The measurement plan with the latest value of each measure, what is late, and where values lead.",
        kind: "measure",
        about: Some("measure"),
        menu: Menu::Check,
        usual: Usual::TwelveMonths,
        read: crate::measures::read,
    },
    SheetDef {
        name: "intervals",
        label: "Planned intervals",
        clause: "9.1",
        what: "What has to be looked at again and again: at which interval, when it was last, and when it is due.",
        kind: "planned_review",
        about: None,
        menu: Menu::Check,
        usual: Usual::Today,
        read: crate::intervals::read,
    },
];

/// The sheet of that name.
pub fn sheet_named(name: &str) -> Option<&'static SheetDef> {
    SHEETS.iter().find(|sheet| sheet.name == name)
}
