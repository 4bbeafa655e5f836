//! `gemba init`: asks about an organization and makes its starter kit.
use crate::{asked::owner, house};
use anyhow::{Context, Result, bail};
use gemba_cli::{
    Place,
    args::Given,
    terminal::{ask, is_somebody_there, note, say},
};
use gemba_desk::{Desk, Refused};
use gemba_model::{AnyKind, KindDef};
use gemba_starter::kit::{self, Delivered, Interview, Somebody, Trait};
use jiff::{Timestamp, tz::TimeZone};
use std::{collections::BTreeMap, path::Path};

/// Asks what was not said, and makes the kit or shows what it would make.
pub fn init(answers: Option<&Path>, given: Given, dry_run: bool, place: &Place) -> Result<()> {
    if !dry_run && kit::is_established(&house::open(place)?)? {
        bail!("The starter kit was established in this database already.");
    }
    let mut asked = match answers {
        Some(file) => {
            let text = std::fs::read_to_string(file)
                .with_context(|| format!("cannot read {}", file.display()))?;
            Interview::read(&text)?
        }
        None => Interview::usual(TimeZone::system().iana_name().unwrap_or("UTC")),
    };
    take(given, &mut asked)?;
    if answers.is_none() && is_somebody_there() {
        interview(&mut asked)?;
    }
    if let Err(Refused::Invalid(faults)) = asked.check() {
        let told = faults.iter().map(|fault| format!("  {}: {}", fault.field, fault.fault));
        bail!("The answers are not complete yet:\n{}", told.collect::<Vec<_>>().join("\n"));
    }
    if dry_run {
        return show(&asked);
    }
    let desk = house::open(place)?;
    if desk.setting(crate::serve::DEMO)?.is_some() {
        bail!("This database holds the demo. Name another one with --database.");
    }
    let report = kit::establish(&desk, &owner(), &asked)?;
    tell(&report.counts, "made as drafts");
    report.remarks.iter().for_each(|remark| note(remark));
    lead_on(&desk, &asked, place)
}

fn take(given: Given, asked: &mut Interview) -> Result<()> {
    let set = |to: &mut String, from: Option<String>| {
        if let Some(from) = from {
            *to = from;
        }
    };
    set(&mut asked.organization, given.organization);
    set(&mut asked.country, given.country);
    set(&mut asked.time_zone, given.time_zone);
    set(&mut asked.hours, given.hours);
    asked.people = given.people.unwrap_or(asked.people);
    for (to, from) in [(&mut asked.manager, given.manager), (&mut asked.top, given.top)] {
        if let Some(from) = from {
            *to = somebody(&from).with_context(|| {
                format!("“{from}” is no person; write it as “Ada Brandt <ada@quay.example>”")
            })?;
        }
    }
    if !given.services.is_empty() {
        asked.services = given.services.iter().map(|text| Delivered::told(text)).collect();
    }
    for name in given.holds {
        let known = || Trait::ALL.map(Trait::name).join(", ");
        let found = Trait::named(&name);
        asked
            .holds
            .insert(found.with_context(|| format!("--holds knows {}, not “{name}”", known()))?);
    }
    Ok(())
}

fn somebody(text: &str) -> Option<Somebody> {
    let (name, rest) = text.split_once('<')?;
    let email = rest.trim().strip_suffix('>')?;
    Some(Somebody { name: name.trim().to_owned(), email: email.trim().to_owned() })
}

/// Asks for whatever was not said, one question after the other.
fn interview(asked: &mut Interview) -> Result<()> {
    let of = |question: &str, usual: &str| {
        ask(question, usual).context("nobody answers; give the answers as options or as a file")
    };
    note("A few questions; an empty answer takes what stands in brackets.");
    if asked.organization.is_empty() {
        asked.organization = of("What is the organization called?", "")?;
        asked.people = loop {
            let answer = of("How many people work in it?", &asked.people.to_string())?;
            if let Ok(people) = answer.parse() {
                break people;
            }
            note("A whole number, please.");
        };
    }
    if asked.country.is_empty() {
        asked.country = of("In which country, or region of it (DE, DE-HH, FR, GB-SCT, …)?", "")?;
        asked.time_zone = of("In which time zone?", &asked.time_zone)?;
        asked.hours = of("In which hours does somebody answer?", &asked.hours)?;
    }
    while asked.services.is_empty() {
        note("What do you deliver, and to whom? One a line, such as: Mail for Harbour School");
        note("Without “for …” it is for your own people. An empty line ends the list.");
        loop {
            let line = of(" ", "")?;
            if line.is_empty() {
                break;
            }
            asked.services.push(Delivered::told(&line));
        }
    }
    let top = (&mut asked.top, "Who directs the organization?");
    for (somebody, question) in [(&mut asked.manager, "Who answers for the services?"), top] {
        if somebody.name.is_empty() {
            somebody.name = of(question, "")?;
            somebody.email = of("  Their mail address?", "")?;
        }
    }
    if asked.holds.is_empty() {
        for one in Trait::ALL {
            if of(&format!("{} (y/n)", one.question()), "n")?.to_lowercase().starts_with('y') {
                asked.holds.insert(one);
            }
        }
    }
    Ok(())
}

fn show(asked: &Interview) -> Result<()> {
    let zone = TimeZone::get(asked.time_zone.trim())?;
    let today = Timestamp::now().to_zoned(zone).date();
    let mut counts = BTreeMap::new();
    for draft in kit::plan(asked, today)? {
        say(&format!("{:<26} {}", draft.kind, draft.title()));
        *counts.entry(draft.kind).or_default() += 1;
    }
    tell(&counts, "would be made; nothing was");
    kit::remarks(asked, today).iter().for_each(|remark| note(remark));
    Ok(())
}

fn tell(counts: &BTreeMap<String, usize>, what: &str) {
    for (kind, count) in counts {
        let def: Option<&KindDef> = gemba_practices::kind(kind).map(AnyKind::def);
        let label =
            def.map_or(kind.as_str(), |def| if *count == 1 { def.label } else { def.plural });
        note(&format!("{count:>5} {}", label.to_lowercase()));
    }
    note(&format!("{:>5} records {what}.", counts.values().sum::<usize>()));
}

/// Links to sign in with, and what comes next.
fn lead_on(desk: &Desk, asked: &Interview, place: &Place) -> Result<()> {
    note(
        "One-time links to set a password, good for three days (put your server's address before them):",
    );
    let mut people = vec![&asked.manager];
    people.extend((!asked.is_one_person()).then_some(&asked.top));
    for somebody in people {
        let email = somebody.email.trim();
        let person = desk.find_person(email)?.context("a person of the kit is missing")?;
        say(&format!("  {:<34} /welcome/{}", email, desk.invite(&owner(), person)?));
    }
    say(&format!("Next: gemba serve --database {}", house::without_password(&place.database)));
    say(
        "Then read, alter and approve one draft after the other: /start/drafts lists them by person.",
    );
    Ok(())
}
