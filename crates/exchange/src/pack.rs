//! Makes a pack for auditors: gathers what it holds from the desk, with the rights of whoever makes it, and keeps on
//! record that it was made.
mod documents;
mod gather;
mod people;
mod records;
mod sealing;

use crate::fault::ExchangeError;
use gemba_desk::{Command, Desk, Input, Refused};
use gemba_figures::paper::Printer;
use gemba_pack::{FORMAT, Made, Packed, Parts, Wanted};
use gemba_vocabulary::{RecordId, Value, actor::Actor};
use serde_json::json;

/// The kind of record that keeps which packs were made.
pub const KIND: &str = "audit_pack";

/// Makes a pack and keeps on record that it was made, by whom and of what. Whoever may record one may make one.
pub fn make(
    desk: &Desk,
    actor: &Actor,
    wanted: &Wanted,
    printer: Option<Printer>,
) -> Result<Made, ExchangeError> {
    if desk.verifier().is_none() {
        return Err(ExchangeError::wrong(
            "This Gemba has no key to sign with, and a pack without a signature proves nothing.",
        ));
    }
    let asked = ask_for(desk, actor, wanted)?;
    let view = desk.view(KIND).ok_or_else(|| ExchangeError::wrong("There are no audit packs."))?;
    let number = view.def.number(asked);
    match packed(desk, actor, wanted, &number, printer) {
        Ok((parts, packed)) => {
            let made = told(asked, number, &parts, packed);
            keep(desk, actor, &made, &parts)?;
            Ok(made)
        }
        Err(error) => {
            let words = format!("The file was not made. {error}");
            let house = Actor::house(actor.channel);
            desk.run(&house, Command::verb(KIND, asked, "drop").with_note(&words))?;
            Err(error)
        }
    }
}

/// Records that somebody asks for a pack; whoever may not is refused here.
fn ask_for(desk: &Desk, actor: &Actor, wanted: &Wanted) -> Result<RecordId, ExchangeError> {
    let stage = match wanted.stage {
        None => None,
        Some(1) => Some("one"),
        Some(2) => Some("two"),
        Some(other) => {
            return Err(ExchangeError::wrong(format!("There is no stage {other}: 1 or 2.")));
        }
    };
    gemba_conformity::Edition::named(&wanted.edition)
        .map_err(|fault| ExchangeError::wrong(fault.to_string()))?;
    let fields = json!({
        "reason": wanted.reason,
        "edition": wanted.edition,
        "period_from": wanted.period.map(|period| period.from),
        "period_until": wanted.period.map(|period| period.until),
        "stage": stage,
        "audit": wanted.audit,
    });
    let fields = fields.as_object().cloned().unwrap_or_default();
    let given = fields.into_iter().filter(|(_, value)| !value.is_null()).collect();
    let done = desk.run(actor, Command::create(KIND, Input::Json(given)))?;
    Ok(done.record.id)
}

fn packed(
    desk: &Desk,
    actor: &Actor,
    wanted: &Wanted,
    number: &str,
    printer: Option<Printer>,
) -> Result<(Parts, Packed), ExchangeError> {
    let mut parts = gather::gather(desk, actor, wanted, number)?;
    if let Some(printer) = printer {
        let (head, sheet) = gemba_pack::report(&parts);
        parts.report = Some(printer(&head, &sheet).map_err(ExchangeError::wrong)?);
    }
    let sign = |says: &str| {
        let signed = desk.sign_statement(FORMAT, says).map_err(|refused| refused.to_string())?;
        signed.ok_or_else(|| "there is no key to sign with".to_owned())
    };
    let packed = gemba_pack::write(&parts, &sign);
    let packed = packed.map_err(|fault| ExchangeError::wrong(fault.to_string()))?;
    Ok((parts, packed))
}

fn told(record: RecordId, number: String, parts: &Parts, packed: Packed) -> Made {
    Made {
        record,
        number,
        digest: packed.digest,
        bytes: packed.bytes,
        requirements: parts.requirements.len(),
        gaps: packed.gaps,
        records: parts.records.len(),
        entries: parts.entries.len(),
        ledger_size: parts.ledger_size,
    }
}

/// Says on its record what the file holds. Gemba says it, since it alone has written the file.
fn keep(desk: &Desk, actor: &Actor, made: &Made, parts: &Parts) -> Result<(), Refused> {
    let count = |count: usize| Value::Int(i64::try_from(count).unwrap_or(i64::MAX));
    let values = vec![
        ("digest".to_owned(), Value::Text(made.digest.clone())),
        ("bytes".to_owned(), count(made.bytes.len())),
        ("ledger_size".to_owned(), Value::Int(i64::try_from(made.ledger_size).unwrap_or(i64::MAX))),
        ("ledger_root".to_owned(), Value::Text(parts.ledger_root.to_string())),
        ("records".to_owned(), count(made.records)),
        ("requirements".to_owned(), count(made.requirements)),
        ("gaps".to_owned(), count(made.gaps)),
    ];
    let house = Actor::house(actor.channel);
    let command = Command::verb(KIND, made.record, "make").with_input(Input::Values(values));
    desk.run(&house, command).map(drop)
}
