//! Releases: whether they arrive well, and what came after them.
use crate::{
    asked::Ask,
    counting::{Counted, by_month, kept_share, number, of_service},
    reading::{list, names, within},
    sheet::{Figure, FigureDef, Part, Sheet},
};
use gemba_model::check::{Evidence, EvidenceFault};
use gemba_vocabulary::Value;

static DEPLOYED: FigureDef = FigureDef {
    name: "deployed",
    label: "Releases deployed",
    unit: "",
    definition: "How many releases went live in the period, those taken back among them (clause 8.5.3).",
};
static STAYED: FigureDef = FigureDef {
    name: "stayed",
    label: "Stayed",
    unit: "%",
    definition: "Among the releases deployed in the period, the share that was not rolled back.",
};
static AFTER: FigureDef = FigureDef {
    name: "incidents_after",
    label: "Incidents while watched",
    unit: "",
    definition: "How many incidents were counted in the days in which releases of the period were watched.",
};
static BASELINE: FigureDef = FigureDef {
    name: "with_baseline",
    label: "Baseline taken before",
    unit: "%",
    definition: "Among the releases deployed in the period, the share for which a configuration baseline was taken.",
};
static EQUAL: FigureDef = FigureDef {
    name: "as_accepted",
    label: "Deployed as accepted",
    unit: "%",
    definition: "Among the releases deployed in the period, the share of which somebody confirmed that what went live \
                 equals what was accepted.",
};

/// The sheet.
pub fn read(evidence: &dyn Evidence, ask: &Ask) -> Result<Sheet, EvidenceFault> {
    const KIND: &str = "release";
    let now = evidence.now();
    let services = names(evidence, "service", &[])?;
    let about = ask.about.and_then(|id| services.get(&id).cloned());
    let mut part = about.map_or_else(|| Part::titled("All services"), Part::about);
    let filters = [of_service(ask), within("deployed_at", ask.span()).to_vec()].concat();
    let (mut stayed, mut baseline, mut equal) = (Vec::new(), Vec::new(), Vec::new());
    let mut after = 0;
    let deployed = list(evidence, KIND, &filters, |read| {
        let one = Counted::at(read, "deployed_at");
        let incidents = read.int("incidents_in_window").unwrap_or_default();
        after += incidents;
        stayed.push(one.clone().kept(read.state() != "rolled_back"));
        baseline.push(one.clone().kept(read.int("baseline").is_some()));
        equal.push(one.clone().kept(read.value("equals_baseline").is_yes()));
        Some(one.came(Value::Int(incidents)))
    })?;
    let none = "No release was deployed in the period.";
    let counted = (!deployed.is_empty()).then_some(Value::Int(after));
    part.figures = vec![
        number(&DEPLOYED, &deployed),
        kept_share(&STAYED, &stayed, none),
        Figure::or_undefined(&AFTER, counted, none)
            .from(crate::counting::listed(("Incidents", ""), &deployed)),
        kept_share(&BASELINE, &baseline, none),
        kept_share(&EQUAL, &equal, none),
    ];
    part.charts = vec![by_month(ask, now, ("deployed", "Releases by month"), &deployed)];
    Ok(Sheet { parts: vec![part] })
}
