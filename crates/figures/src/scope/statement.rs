//! The scope in force as a document: each of its parts in a line of its own.
use crate::{
    reading::{in_states, list, names},
    sheet::{Cell, Table, column},
};
use gemba_model::check::{Evidence, EvidenceFault};
use gemba_vocabulary::{RecordId, Value};
use jiff::tz::TimeZone;

/// The parts of the scope in force; nothing where none is.
pub(super) fn table(evidence: &dyn Evidence) -> Result<Option<Table>, EvidenceFault> {
    let people = names(evidence, "person", &[])?;
    let services = names(evidence, "service", &[])?;
    let customers = names(evidence, "customer", &[])?;
    let titles = |ids: Vec<RecordId>, of: &std::collections::BTreeMap<_, crate::sheet::Named>| {
        let all = ids.iter().filter_map(|id| of.get(id)).map(|named| named.title.clone());
        all.collect::<Vec<_>>().join(", ")
    };
    let mut tables = list(evidence, "scope_statement", &[in_states(&["in_force"])], |read| {
        let columns = [column("part", "Part", ""), column("words", "What it says", "")];
        let mut table = Table::new("statement", "The statement", &columns, "It says nothing.");
        let customers = titles(read.refs("customers"), &customers);
        let approved = read.instant("approved_at").map(|at| at.to_zoned(TimeZone::UTC).date());
        let approver = read.int("approved_by").and_then(|id| people.get(&id));
        let all_clauses = read.value("all_clauses").is_yes();
        let parts = [
            ("Organization", read.text("organization")),
            ("Services", titles(read.refs("services"), &services)),
            (
                "Customers",
                if customers.is_empty() { "All customers".to_owned() } else { customers },
            ),
            ("Places", read.text("locations")),
            ("Technology", read.text("technology")),
            ("Other parties", read.text("other_parties")),
            ("Services left out", titles(read.refs("left_out"), &services)),
            ("Why they are left out", read.text("left_out_because")),
            ("Clauses 4 to 10", if all_clauses { "All apply".to_owned() } else { String::new() }),
        ];
        for (part, words) in parts.into_iter().filter(|(_, words)| !words.trim().is_empty()) {
            table.rows.push(vec![part.into(), words.as_str().into()]);
        }
        if let Some(approver) = approver {
            table.rows.push(vec!["Approved by".into(), Cell::record(approver.clone())]);
        }
        if let Some(day) = approved {
            table.rows.push(vec!["Approved on".into(), Value::Date(day).into()]);
        }
        Some(table)
    })?;
    Ok(tables.pop())
}
