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
    // Customers and suppliers
    // Money, demand and capacity
    // Availability and continuity
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
];

/// The sheet of that name.
pub fn sheet_named(name: &str) -> Option<&'static SheetDef> {
    SHEETS.iter().find(|sheet| sheet.name == name)
}
