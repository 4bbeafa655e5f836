//! Carries out what was asked at the terminal.
use crate::{audits, house, import, init, ledger, pack, people, readiness, requirements, serve};
use anyhow::{Context, Result};
use gemba_cli::{
    Ask, Place,
    args::{ContinuityPlanAsk, Format},
    terminal::{Bar, note, say},
};
use gemba_conformity::{Asked, Stage};
use gemba_exchange::table;
use gemba_figures::SHEETS;
use gemba_vocabulary::actor::{Actor, Channel};
use serde_json::Value;
use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Does what was asked; the exit code says how it went.
pub fn answer(ask: Ask) -> Result<ExitCode> {
    match ask {
        Ask::Init { answers, given, dry_run, place } => {
            init::init(answers.as_deref(), *given, dry_run, &place)?;
        }
        Ask::Serve { place, listen, mail } => serve::serve(&place, &listen, &mail)?,
        Ask::Demo { database, key, listen, seed_only } => {
            serve::demo(&Place { database, key }, &listen, seed_only)?;
        }
        Ask::Import { what, file, map, zone, source, json, place } => {
            let how = import::How { map, zone, source, json };
            import::import(&what, &file, how, &place)?;
        }
        Ask::Export { kind, format, output, place } => {
            export(&kind, format, output.as_deref(), &place)?;
        }
        Ask::Report { name, from, until, about, pdf, json, place } => {
            let days = (from.as_deref(), until.as_deref());
            let how = if json { How::Json } else { pdf.as_deref().map_or(How::Words, How::Pdf) };
            report(&name, days, about.as_deref(), how, &place)?;
        }
        Ask::Readiness { edition, stage, clause, json, place } => {
            let stage = stage.as_deref().and_then(Stage::named);
            let asked = Asked { clause: clause.as_deref(), stage, result: None };
            readiness::show(&edition, &asked, json, &place)?;
        }
        Ask::Requirements(ask) => requirements::answer(ask)?,
        Ask::Pack(ask) => pack::pack(&ask)?,
        Ask::Verify { file, verifier, checkpoint, json } => {
            return pack::verify(&file, verifier.as_deref(), checkpoint.as_deref(), json);
        }
        Ask::Ledger(ask) => return ledger::answer(ask),
        Ask::Backup { file, place } => back_up(&file, &place)?,
        Ask::Restore { file, place } => return restore(&file, &place),
        Ask::ContinuityPlan(ContinuityPlanAsk::Export { plan, output, place }) => {
            export_plan(&plan, output.as_deref(), &place)?;
        }
        Ask::User(ask) => people::user(ask)?,
        Ask::Token(ask) => people::token(ask)?,
        Ask::Audit(ask) => return audits::answer(ask),
    }
    Ok(ExitCode::SUCCESS)
}

/// The machine's owner, who has the database in hand anyway.
pub fn owner() -> Actor {
    Actor::house(Channel::CommandLine)
}

/// The file to write to, or the terminal.
pub fn sink(output: Option<&Path>) -> Result<Box<dyn Write>> {
    Ok(match output {
        Some(path) => Box::new(BufWriter::new(
            File::create(path).with_context(|| format!("cannot write {}", path.display()))?,
        )),
        None => Box::new(BufWriter::new(io::stdout())),
    })
}

fn export(kind: &str, format: Format, output: Option<&Path>, place: &Place) -> Result<()> {
    let desk = house::open(place)?;
    let mut to = sink(output)?;
    let format = match format {
        Format::Csv => table::Format::Csv,
        Format::Json => table::Format::Json,
    };
    let count = table::export(&desk, &owner(), &table::everything(kind), format, &mut to)?;
    to.flush()?;
    note(&format!("{count} records written."));
    Ok(())
}

/// How a report is told.
#[derive(Clone, Copy)]
enum How<'a> {
    Words,
    Json,
    Pdf(&'a Path),
}

fn report(
    name: &str,
    days: (Option<&str>, Option<&str>),
    about: Option<&str>,
    how: How<'_>,
    place: &Place,
) -> Result<()> {
    let desk = house::open(place)?;
    let asked_more = [days.0, days.1, about].into_iter().flatten().next().is_some();
    let is_sheet_asked = asked_more || matches!(how, How::Pdf(_));
    // Reports that there were before there were sheets keep their names and their shape.
    let is_older = gemba_exchange::report::NAMES.contains(&name) && !is_sheet_asked;
    let sheet = || gemba_exchange::report::sheet(&desk, &owner(), name, days, about);
    if let Some((def, ask, sheet)) = if is_older { None } else { sheet()? } {
        match how {
            How::Words => say(&sheet.words()),
            How::Json => say(&serde_json::to_string_pretty(&sheet.told(def, &ask))?),
            How::Pdf(file) => {
                let head = gemba_figures::paper::of_sheet(&desk.organization(), def, &ask);
                let printer = serve::PRINTER.context("this Gemba was built without a printer")?;
                let bytes = printer(&head, &sheet.told(def, &ask)).map_err(anyhow::Error::msg)?;
                std::fs::write(file, bytes)
                    .with_context(|| format!("cannot write {}", file.display()))?;
            }
        }
        return Ok(());
    }
    let sheets = SHEETS.iter().map(|def| def.name);
    if name == "figures" {
        SHEETS.iter().for_each(|def| say(&format!("{:<20} {}", def.name, def.what)));
        return Ok(());
    }
    anyhow::ensure!(
        !is_sheet_asked,
        "--from, --until, --about and --pdf are for sheets of figures; “figures” lists them"
    );
    let figures = gemba_exchange::report::named(&desk, &owner(), name)?;
    let known: Vec<_> = gemba_exchange::report::NAMES.into_iter().chain(sheets).collect();
    let known = known.join(", ");
    let figures = figures
        .ok_or_else(|| anyhow::anyhow!("there is no report “{name}”; there are: {known}"))?;
    if matches!(how, How::Json) {
        say(&serde_json::to_string_pretty(&figures)?);
    } else if let Some(figures) = figures.as_object() {
        for (name, value) in figures {
            match value.as_array().filter(|rows| rows.iter().any(Value::is_object)) {
                Some(rows) => rows.iter().for_each(|row| say(&line(row))),
                None => say(&format!("{:<28} {value}", name.replace('_', " "))),
            }
        }
    }
    Ok(())
}

fn export_plan(plan: &str, output: Option<&Path>, place: &Place) -> Result<()> {
    const KIND: &str = "continuity_plan";
    let desk = house::open(place)?;
    let found = desk.find_number(plan).filter(|(kind, _)| kind == KIND).map(|(_, id)| id);
    let id = plan.parse().ok().or(found);
    let id = id.with_context(|| format!("“{plan}” is no number of a continuity plan"))?;
    let actor = owner();
    let evidence = desk.evidence(&actor);
    let page = gemba_figures::continuity::offline::page(&evidence, id, &desk.zone())?;
    let page = page.with_context(|| format!("there is no continuity plan {plan}"))?;
    let mut to = sink(output)?;
    to.write_all(page.html.as_bytes())?;
    to.flush()?;
    Ok(())
}

/// A row of a report on one line: its values in their order, with what is not text named.
fn line(row: &Value) -> String {
    let parts = row.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
    let parts = parts.map(|(name, value)| match value.as_str() {
        Some(text) => format!("{}: {text}", name.replace('_', " ")),
        None => format!("{}: {value}", name.replace('_', " ")),
    });
    parts.collect::<Vec<_>>().join(", ")
}

fn back_up(file: &Path, place: &Place) -> Result<()> {
    anyhow::ensure!(!file.exists(), "{} is there already; name a new file", file.display());
    let desk = house::open(place)?;
    let bar = Bar::new("Copying");
    desk.back_up(file, &mut |done, total| bar.at(done, total))?;
    bar.end();
    let copy = Place { database: format!("sqlite:{}", file.display()), key: Some(key_of(place)) };
    let whole = ledger::verify(&house::open(&copy)?, None)?;
    anyhow::ensure!(whole, "the copy does not verify; it is not a backup");
    note(&format!(
        "Backed up to {} and verified. Keep the key {} apart from it.",
        file.display(),
        key_of(place).display()
    ));
    Ok(())
}

fn restore(file: &Path, place: &Place) -> Result<ExitCode> {
    anyhow::ensure!(file.exists(), "{} does not exist", file.display());
    let bar = Bar::new("Restoring");
    house::restore(file, place, &mut |done, total| bar.at(done, total))?;
    bar.end();
    if ledger::verify(&house::open(place)?, None)? {
        note("Restored and verified.");
        Ok(ExitCode::SUCCESS)
    } else {
        Ok(ExitCode::from(ledger::DOES_NOT_VERIFY))
    }
}

fn key_of(place: &Place) -> PathBuf {
    house::key_path(place)
}
