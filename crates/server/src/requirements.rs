//! `gemba requirements`: sets of one's own come in and go out, and what several standards ask alike.
use crate::{
    asked::{owner, sink},
    house,
};
use anyhow::{Context, Result};
use gemba_cli::{
    args::{CatalogueFormat, RequirementsAsk},
    terminal::{note, say},
};
use gemba_conformity::{
    OwnSet,
    catalogue::{self, Format},
    own, shared_now,
};
use gemba_desk::Desk;
use std::{io::Write, path::Path};

/// Does what was asked.
pub fn answer(ask: RequirementsAsk) -> Result<()> {
    match ask {
        RequirementsAsk::Import { file, format, name, place } => {
            import(&house::open(&place)?, &file, format, name.as_deref())
        }
        RequirementsAsk::Export { set, format, output, place } => {
            export(&house::open(&place)?, &set, format, output.as_deref())
        }
        RequirementsAsk::Shared { standard, json, place } => {
            shared(&house::open(&place)?, standard.as_deref(), json)
        }
    }
}

fn format_of(asked: Option<CatalogueFormat>, file: &Path) -> Result<Format> {
    match asked {
        Some(CatalogueFormat::Csv) => Ok(Format::Csv),
        Some(CatalogueFormat::Oscal) => Ok(Format::Oscal),
        None => Format::of_file(&file.to_string_lossy())
            .context("the file ends neither in .csv nor in .json; say which it is with --format"),
    }
}

fn import(
    desk: &Desk,
    file: &Path,
    format: Option<CatalogueFormat>,
    name: Option<&str>,
) -> Result<()> {
    let format = format_of(format, file)?;
    let text =
        std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let set = catalogue::read(format, &text, name)
        .with_context(|| format!("{} was not brought in", file.display()))?;
    let (count, left_out) = (set.requirements.len(), set.left_out.clone());
    let called = set.name.clone();
    desk.run_as_one(&owner(), move |together| gemba_web::make_requirement_set(together, &set))?;
    desk.seal()?;
    let came = match count {
        1 => "one requirement".to_owned(),
        count => format!("{count} requirements"),
    };
    say(&format!("“{called}” came in with {came}, as a draft."));
    for one in &left_out {
        note(&format!("Left out: {one}."));
    }
    note("Somebody approves it on its page; readiness is asked for with --edition and its name.");
    Ok(())
}

/// The set of that name or number, or the sentence that says which there are.
fn known(desk: &Desk, name: &str) -> Result<OwnSet> {
    let actor = owner();
    let evidence = desk.evidence(&actor);
    let found = own::set_named(name, &evidence)?;
    let all = own::sets(&evidence)?;
    let names: Vec<_> = all.iter().map(|set| format!("“{}”", set.name)).collect();
    let names = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
    found.with_context(|| format!("there is no set “{name}”; there are: {names}"))
}

fn export(
    desk: &Desk,
    set: &str,
    format: Option<CatalogueFormat>,
    output: Option<&Path>,
) -> Result<()> {
    let format = match (format, output) {
        (Some(_), _) | (None, Some(_)) => format_of(format, output.unwrap_or(Path::new("")))?,
        (None, None) => Format::Csv,
    };
    let set = known(desk, set)?;
    let actor = owner();
    let asked = own::requirements(set.record, &desk.evidence(&actor))?;
    let text = catalogue::write(format, &set, &asked, desk.now())?;
    let mut to = sink(output)?;
    to.write_all(text.as_bytes())?;
    to.flush()?;
    note(&format!("{} requirements written.", asked.len()));
    Ok(())
}

fn shared(desk: &Desk, only: Option<&str>, json: bool) -> Result<()> {
    let actor = owner();
    let evidence = desk.evidence(&actor);
    let (names, told) = shared_now(only, &evidence)?;
    if let Some(only) = only.filter(|only| !names.iter().any(|name| name == only)) {
        anyhow::bail!("“{only}” is none of: {}", names.join(", "));
    }
    if json {
        say(&serde_json::to_string_pretty(&told)?);
        return Ok(());
    }
    say(&format!("{} questions instead of {}", told.asked_once, told.asked_apart));
    let titles = told.questions.iter().map(|one| one.title.chars().count());
    let width = titles.max().unwrap_or(0).saturating_add(1);
    for one in &told.questions {
        let serves = one.serves.iter();
        let serves: Vec<_> =
            serves.map(|of| format!("{} {}", of.standard, of.places.join(", "))).collect();
        say(&format!("{:<10} {:<width$} {}", one.clause, one.title, serves.join("; ")));
    }
    Ok(())
}
