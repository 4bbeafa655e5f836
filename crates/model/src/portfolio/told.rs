//! The portfolio as plain data: the one shape in which the report and the API tell it.
use super::{Entry, Portfolio, Proposal, Stage};
use crate::{Choice, parties};
use gemba_vocabulary::{
    id::number,
    parties::{Party, Spread},
};
use serde_json::{Map, Value as Json, json};

impl Portfolio {
    /// Everything that the page shows.
    pub fn told(&self) -> Json {
        let stages =
            Stage::ALL.map(|stage| (stage.name().to_owned(), json!(self.of_stage(stage).count())));
        json!({
            "services": self.services.iter().map(|entry| self.service(entry)).collect::<Vec<_>>(),
            "stages": Map::from_iter(stages),
            "proposals": self.proposals.iter().map(proposal).collect::<Vec<_>>(),
            "proposals_unranked": self.unranked(),
            "duplicates_without_review": self.duplicates_without_review,
            "spread": self.parties.spreads.iter().map(|one| self.spread(one)).collect::<Vec<_>>(),
        })
    }

    fn service(&self, entry: &Entry) -> Json {
        let run_by = entry.run_by.iter().map(|(party, extent)| {
            let mut told = self.party(party);
            told.insert("extent".to_owned(), json!(extent.name()));
            Json::Object(told)
        });
        json!({
            "id": entry.id,
            "number": number("SVC", entry.id),
            "name": entry.name,
            "state": entry.state,
            "stage": entry.stage.name(),
            "criticality": entry.criticality,
            "owner": entry.owner,
            "requirements": entry.requirements,
            "depends_on": entry.depends_on,
            "needed_by": entry.needed_by,
            "agreements": entry.agreements,
            "run_by": run_by.collect::<Vec<_>>(),
            "missing": entry.missing.iter().map(|missing| missing.name()).collect::<Vec<_>>(),
        })
    }

    fn spread(&self, spread: &Spread) -> Json {
        let parties = spread.parties.iter().map(|(party, (touched, whole))| {
            let mut told = self.party(party);
            told.insert("takes_part_in".to_owned(), json!(touched));
            told.insert("has_whole".to_owned(), json!(whole));
            Json::Object(told)
        });
        json!({
            "aspect": spread.aspect.name(),
            "in_scope": spread.in_scope,
            "own": spread.own,
            "shared": spread.shared,
            "others": spread.others,
            "all_with_others": spread.is_all_with_others(),
            "parties": parties.collect::<Vec<_>>(),
        })
    }

    /// A party as kind, number and name; one without a record has a name alone.
    fn party(&self, party: &Party) -> Map<String, Json> {
        let record = parties::record_of(party);
        Map::from_iter([
            ("kind".to_owned(), json!(record.map(|(kind, _)| kind))),
            ("id".to_owned(), json!(record.map(|(_, id)| id))),
            ("name".to_owned(), json!(self.called(party))),
        ])
    }
}

fn proposal(one: &Proposal) -> Json {
    json!({
        "id": one.id,
        "number": number("PRP", one.id),
        "name": one.name,
        "state": one.state,
        "about": one.about,
        "score": one.score,
    })
}
