//! Which of NetBox's models become configuration items, what they are called, and which of their fields are relations.

/// A model of NetBox whose objects become configuration items.
pub struct Model {
    /// Its name in the dump.
    pub name: &'static str,
    /// The type of the configuration items.
    pub item_type: &'static str,
    /// The field that holds the name.
    pub title: &'static str,
    /// The field that names what the object belongs to: that name goes before its own, which alone says too little.
    pub owner: Option<(&'static str, &'static str)>,
    /// Its relations.
    pub relations: &'static [Relation],
}

/// A relation: the first of these fields that names an object says to which one.
pub struct Relation {
    /// What the one has to do with the other, as configuration relations name it.
    pub name: &'static str,
    /// Fields, each with the model of what it names.
    pub fields: &'static [(&'static str, &'static str)],
}

const fn to(name: &'static str, fields: &'static [(&'static str, &'static str)]) -> Relation {
    Relation { name, fields }
}

const SITE: &str = "dcim.site";
const LOCATION: &str = "dcim.location";
const RACK: &str = "dcim.rack";
const DEVICE: &str = "dcim.device";
const INTERFACE: &str = "dcim.interface";
const POWER_PORT: &str = "dcim.powerport";
const CLUSTER: &str = "virtualization.cluster";
const MACHINE: &str = "virtualization.virtualmachine";
const VM_INTERFACE: &str = "virtualization.vminterface";
const ADDRESS: &str = "ipam.ipaddress";
/// Circuits are reached over their terminations.
pub const CIRCUIT: &str = "circuits.circuit";

const OF_DEVICE: Option<(&str, &str)> = Some(("device", DEVICE));
const PORT_OF_DEVICE: Relation = to("port_of", &[("device", DEVICE)]);

/// What becomes configuration items, in the order in which it is brought in.
pub const MODELS: &[Model] = &[
    Model { name: SITE, item_type: "site", title: "name", owner: None, relations: &[] },
    Model {
        name: LOCATION,
        item_type: "location",
        title: "name",
        owner: Some(("site", SITE)),
        relations: &[to("located_in", &[("parent", LOCATION), ("site", SITE)])],
    },
    Model {
        name: RACK,
        item_type: "rack",
        title: "name",
        owner: Some(("site", SITE)),
        relations: &[to("located_in", &[("location", LOCATION), ("site", SITE)])],
    },
    Model {
        name: "dcim.powerpanel",
        item_type: "power panel",
        title: "name",
        owner: Some(("site", SITE)),
        relations: &[to("located_in", &[("location", LOCATION), ("site", SITE)])],
    },
    Model {
        name: "dcim.powerfeed",
        item_type: "power feed",
        title: "name",
        owner: None,
        relations: &[
            to("depends_on", &[("power_panel", "dcim.powerpanel")]),
            to("located_in", &[("rack", RACK)]),
        ],
    },
    Model {
        name: CLUSTER,
        item_type: "cluster",
        title: "name",
        owner: None,
        relations: &[to("located_in", &[("site", SITE)])],
    },
    Model {
        name: DEVICE,
        item_type: "device",
        title: "name",
        owner: None,
        relations: &[
            to("located_in", &[("rack", RACK), ("location", LOCATION), ("site", SITE)]),
            to("part_of", &[("cluster", CLUSTER)]),
        ],
    },
    Model {
        name: INTERFACE,
        item_type: "interface",
        title: "name",
        owner: OF_DEVICE,
        relations: &[
            PORT_OF_DEVICE,
            to("part_of", &[("lag", INTERFACE)]),
            to("depends_on", &[("parent", INTERFACE)]),
            to("connected_to", &[("bridge", INTERFACE)]),
        ],
    },
    Model {
        name: "dcim.rearport",
        item_type: "rear port",
        title: "name",
        owner: OF_DEVICE,
        relations: &[PORT_OF_DEVICE],
    },
    Model {
        name: "dcim.frontport",
        item_type: "front port",
        title: "name",
        owner: OF_DEVICE,
        relations: &[PORT_OF_DEVICE, to("connected_to", &[("rear_port", "dcim.rearport")])],
    },
    Model {
        name: POWER_PORT,
        item_type: "power port",
        title: "name",
        owner: OF_DEVICE,
        // Power comes in here: the device feels it.
        relations: &[to("part_of", &[("device", DEVICE)])],
    },
    Model {
        name: "dcim.poweroutlet",
        item_type: "power outlet",
        title: "name",
        owner: OF_DEVICE,
        relations: &[PORT_OF_DEVICE, to("depends_on", &[("power_port", POWER_PORT)])],
    },
    Model {
        name: "dcim.consoleport",
        item_type: "console port",
        title: "name",
        owner: OF_DEVICE,
        relations: &[PORT_OF_DEVICE],
    },
    Model { name: CIRCUIT, item_type: "circuit", title: "cid", owner: None, relations: &[] },
    Model {
        name: MACHINE,
        item_type: "virtual machine",
        title: "name",
        owner: None,
        relations: &[
            to("runs_on", &[("device", DEVICE), ("cluster", CLUSTER)]),
            to("located_in", &[("site", SITE)]),
        ],
    },
    Model {
        name: VM_INTERFACE,
        item_type: "virtual interface",
        title: "name",
        owner: Some(("virtual_machine", MACHINE)),
        relations: &[
            to("port_of", &[("virtual_machine", MACHINE)]),
            to("depends_on", &[("parent", VM_INTERFACE)]),
            to("connected_to", &[("bridge", VM_INTERFACE)]),
        ],
    },
    Model {
        name: ADDRESS,
        item_type: "address",
        title: "address",
        owner: None,
        relations: &[to("depends_on", &[("nat_inside", ADDRESS)])],
    },
];

/// The state of a configuration item by NetBox's word for it; what has none is in use.
pub fn state(status: Option<&str>) -> &'static str {
    match status {
        Some("planned" | "reserved" | "provisioning") => "planned",
        Some("staged" | "staging") => "in_build",
        Some("inventory" | "available") => "in_stock",
        Some("offline" | "failed" | "paused") => "in_maintenance",
        Some(
            "decommissioning" | "decommissioned" | "deprovisioning" | "deprecated" | "retired",
        ) => "retired",
        _ => "live",
    }
}
