//! `gemba user` and `gemba token`.
use crate::{asked::owner, house};
use anyhow::{Context, Result};
use gemba_cli::{
    TokenAsk, UserAsk,
    terminal::{note, say},
};
use gemba_desk::{Desk, TokenScope, access::Guest};
use gemba_vocabulary::actor::Role;
use jiff::civil::Date;

/// Adds or invites someone.
pub fn user(ask: UserAsk) -> Result<()> {
    match ask {
        UserAsk::Add { email, name, roles, until, audits_for, place } => {
            let named = |name: &String| {
                Role::named(name).with_context(|| {
                    let all: Vec<_> = Role::ALL.iter().map(|role| role.name()).collect();
                    format!("there is no role “{name}”; there are: {}", all.join(", "))
                })
            };
            let roles = roles.iter().map(named).collect::<Result<Vec<_>>>()?;
            let desk = house::open(&place)?;
            let person = match day(until.as_deref())? {
                Some(until) => {
                    let guest = Guest { until, audits_for };
                    desk.add_guest(&owner(), (&name, &email), &roles, &guest)?
                }
                None => desk.add_person(&owner(), &name, &email, &roles)?,
            };
            say_link(&desk.invite(&owner(), person)?);
        }
        UserAsk::Invite { email, until, place } => {
            let desk = house::open(&place)?;
            let person = find(&desk, &email)?;
            if let Some(until) = day(until.as_deref())? {
                desk.let_in(&owner(), person, &Guest { until, audits_for: None })?;
            }
            say_link(&desk.invite(&owner(), person)?);
        }
    }
    Ok(())
}

/// Makes a token.
pub fn token(ask: TokenAsk) -> Result<()> {
    let TokenAsk::Add { email, name, write, days, place } = ask;
    let desk = house::open(&place)?;
    let scope = if write { TokenScope::Write } else { TokenScope::Read };
    let secret = desk.make_token(&owner(), find(&desk, &email)?, &name, scope, days)?;
    note("Keep it safe: it is shown this once.");
    say(&secret);
    Ok(())
}

fn day(text: Option<&str>) -> Result<Option<Date>> {
    let read = |text: &str| {
        text.parse().with_context(|| format!("“{text}” is no day; write it like 2027-03-31"))
    };
    text.map(read).transpose()
}

fn find(desk: &Desk, email: &str) -> Result<i64> {
    desk.find_person(email)?.with_context(|| format!("nobody has the mail address {email}"))
}

fn say_link(secret: &str) {
    note(
        "One-time link to set the password, good for three days (put your server's address before it):",
    );
    say(&format!("/welcome/{secret}"));
}
