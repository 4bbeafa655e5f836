//! Whether what suppliers and our own teams promise carries what we promised customers: a chain for each agreement.
mod chain;
mod decided;
mod evidence;
mod sources;
mod weigh;

pub use chain::{Chain, Finding, Party, Told};
pub use decided::{Decided, decided};
pub use evidence::AsSaved;
pub use sources::Scope;

use crate::{
    asked::Ask,
    sheet::{Cell, Figure, FigureDef, Judged, Part, Sheet, Table, column},
};
use gemba_model::check::{Evidence, EvidenceFault};
use gemba_vocabulary::Value;
use std::collections::BTreeMap;

/// How many promises were compared.
pub const COMPARED: FigureDef = FigureDef {
    name: "compared",
    label: "Promises compared",
    unit: "",
    definition: "How many targets of agreements in force for response, resolution and availability stand on at \
                 least one contract or operational agreement in force that covers the same service, by naming the \
                 service or one of its configuration items (clause 8.3.4). A contract that names processes alone \
                 cannot be compared.",
};
/// How many links are weak.
pub const WEAK: FigureDef = FigureDef {
    name: "weak_links",
    label: "Weak links",
    unit: "",
    definition: "How often a promise to us contradicts one of ours: it takes longer, its hours are narrower, the \
                 product of the availabilities promised to us is lower (they count in a row, and independence is \
                 taken for granted), or it ends earlier.",
};
/// How many weak links somebody decided on.
pub const DECIDED: FigureDef = FigureDef {
    name: "weak_links_decided",
    label: "Weak links decided on",
    unit: "",
    definition: "How many of the weak links were decided on, with a reason, in an alignment check that was \
                 concluded.",
};
/// What nobody promised us.
pub const MISSING: FigureDef = FigureDef {
    name: "missing_targets",
    label: "Promises without support",
    unit: "",
    definition: "How often we promised something for a service that a contract or an operational agreement covers, \
                 which has no target of the kind for it; or whose supplier is bound by no contract in force.",
};

/// The chains of every agreement that counts, the weakest first.
pub fn chains(evidence: &dyn Evidence, scope: &Scope) -> Result<Vec<Chain>, EvidenceFault> {
    let sources = sources::read(evidence, scope)?;
    let mut chains = weigh::all(&sources, evidence.now());
    if let Some(contract) = scope.only_contract {
        chains.retain(|one| one.parties.iter().any(|party| party.is_contract(contract)));
    }
    chains.sort_by_key(|one| (std::cmp::Reverse(one.broken().count()), one.about.id));
    Ok(chains)
}

/// The sheet.
pub fn read(evidence: &dyn Evidence, ask: &Ask) -> Result<Sheet, EvidenceFault> {
    let scope = Scope { only_agreement: ask.about, ..Scope::default() };
    let chains = chains(evidence, &scope)?;
    let decided = decided(evidence)?;
    let mut part = Part::titled("Chains of promises");
    part.figures = figures(&chains, &decided);
    part.tables = vec![findings("findings", &chains, &decided, |_| true), links(&chains)];
    part.notes.push(
        "The page “Alignment” shows the same as a picture. It tells how things stand today, whatever the period."
            .to_owned(),
    );
    Ok(Sheet { parts: vec![part] })
}

fn figures(chains: &[Chain], decided: &BTreeMap<String, Decided>) -> Vec<Figure> {
    let count = |number: usize| Value::Int(i64::try_from(number).unwrap_or(i64::MAX));
    let all = || chains.iter().flat_map(|one| &one.findings);
    let compared: usize = chains.iter().map(|one| one.compared).sum();
    let weak = all().filter(|one| one.is_broken).count();
    let known = all().filter(|one| one.is_broken && decided.contains_key(&one.key)).count();
    let missing = all().filter(|one| !one.is_broken).count();
    let none = "No agreement in force rests on a contract or an operational agreement in force.";
    let told = |number| (compared > 0 || missing > 0).then(|| count(number));
    let judged = match () {
        () if weak > known => Judged::Missed,
        () if weak > 0 => Judged::Near,
        () => Judged::Kept,
    };
    let missing_judged = if missing > 0 { Judged::Near } else { Judged::Kept };
    vec![
        Figure::new(&COMPARED, count(compared)).from(links(chains)),
        Figure::or_undefined(&WEAK, told(weak), none)
            .judged(if told(weak).is_some() { judged } else { Judged::Not })
            .from(findings("weak", chains, decided, |one| one.is_broken)),
        Figure::or_undefined(&DECIDED, told(known), none).from(findings(
            "decided",
            chains,
            decided,
            |one| one.is_broken && decided.contains_key(&one.key),
        )),
        Figure::or_undefined(&MISSING, told(missing), none)
            .judged(if told(missing).is_some() { missing_judged } else { Judged::Not })
            .from(findings("missing", chains, decided, |one| !one.is_broken)),
    ]
}

fn findings(
    name: &'static str,
    chains: &[Chain],
    decided: &BTreeMap<String, Decided>,
    taken: impl Fn(&Finding) -> bool,
) -> Table {
    let columns = [
        column("agreement", "Agreement", ""),
        column("promise", "Our promise", ""),
        column("under", "Rests on", ""),
        column("finding", "Finding", ""),
        column("decision", "Decided", ""),
        column("check", "In", ""),
    ];
    let empty = "Every link carries.";
    let mut table = Table::new(name, "What does not carry", &columns, empty);
    for chain in chains {
        for finding in chain.findings.iter().filter(|one| taken(one)) {
            let known = decided.get(&finding.key);
            let judged = match (finding.is_broken, known) {
                (true, None) => Judged::Missed,
                _ => Judged::Near,
            };
            let promise = chain.target(finding).map(|one| one.about.clone());
            let under = chain.party(finding).map(|one| one.under.clone());
            table = table.row(vec![
                Cell::record(chain.about.clone()),
                promise.map_or_else(Cell::default, Cell::record),
                under.map_or_else(Cell::default, Cell::record),
                Cell::from(finding.sentence.as_str()).judged(judged),
                known.map_or_else(Cell::default, |one| one.words().as_str().into()),
                known.map_or_else(Cell::default, |one| Cell::record(one.check.clone())),
            ]);
        }
    }
    table
}

fn links(chains: &[Chain]) -> Table {
    let columns = [
        column("customer", "Customer", ""),
        column("promise", "Our promise", ""),
        column("ours", "We promise", ""),
        column("service", "Service", ""),
        column("party", "Supplied by", ""),
        column("promised", "Rests on", ""),
        column("theirs", "They promise", ""),
    ];
    let empty = "No agreement in force rests on a contract or an operational agreement in force.";
    let mut table = Table::new("links", "Links", &columns, empty);
    for chain in chains {
        for link in &chain.links {
            let (Some(target), Some(party)) =
                (chain.targets.get(link.target), chain.parties.get(link.party))
            else {
                continue;
            };
            let promise = link.promise.and_then(|place| party.promises.get(place));
            let judged = match (link.is_weak, link.is_near) {
                (true, _) => Judged::Missed,
                (false, true) => Judged::Near,
                (false, false) => Judged::Kept,
            };
            let theirs = promise.map_or("nothing of the kind", |one| one.words.as_str());
            let rests = promise.map_or(&party.under, |one| &one.about);
            table = table.row(vec![
                Cell::record(chain.customer.clone()),
                Cell::record(target.about.clone()),
                target.words.as_str().into(),
                Cell::record(chain.service.clone()),
                Cell::record(party.who.clone()),
                Cell::record(rests.clone()),
                Cell::from(theirs).judged(judged),
            ]);
        }
    }
    table
}
