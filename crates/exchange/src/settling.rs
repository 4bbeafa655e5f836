//! What an import leaves open: imported records are taken as they are told, and nothing is worked out on the way.
//! Where a date follows from others, it is worked out afterwards, so that nobody is reminded too late.
use crate::fault::{ExchangeError, is_of_one_line};
use gemba_desk::{Command, Desk, Input};
use gemba_model::{
    check::Evidence,
    filter::{Filter, Test},
};
use gemba_vocabulary::actor::Actor;

/// So many commands share a transaction.
const COMMANDS_AT_ONCE: usize = 200;
/// Kinds of which dates are watched, each with a field that is filled and the computed one that would be.
const WATCHED: [(&str, &str, &str); 3] = [
    ("configuration_item", "product", "product_key"),
    ("contract", "ends_on", "next_end"),
    ("licence", "entitled", "position"),
];

/// Works out what follows from the imported records of a kind, once for each; does the work that is due then. Returns
/// how many records that were.
pub fn work_out(desk: &Desk, actor: &Actor, kind: &str) -> Result<u64, ExchangeError> {
    let Some((_, given, computed)) = WATCHED.iter().find(|one| one.0 == kind) else { return Ok(0) };
    let filters = [
        Filter { field: (*given).to_owned(), test: Test::Filled },
        Filter { field: (*computed).to_owned(), test: Test::Empty },
    ];
    let mut ids = Vec::new();
    desk.evidence(actor).visit(kind, &filters, &mut |record| {
        ids.push(record.id);
        true
    })?;
    let mut count = 0;
    for ids in ids.chunks(COMMANDS_AT_ONCE) {
        let commands = ids.iter().map(|id| Command::change(kind, *id, None, Input::Nothing));
        for answer in desk.run_many(actor, commands.collect())? {
            match answer {
                Ok(_) => count += 1,
                // What is wrong with a record is told to whoever changes it next.
                Err(refused) if is_of_one_line(&refused) => {}
                Err(refused) => return Err(refused.into()),
            }
        }
    }
    while desk.run_due_if_any()? > 0 {}
    Ok(count)
}
