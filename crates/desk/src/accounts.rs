//! Signing in: passwords (argon2id), sessions, invitations, personal tokens. Secrets are random and kept as digests.
use crate::{
    Command, Desk, Input, NewSession, Refused, Session, TokenInfo, TokenScope, desk::random,
};
use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version,
    password_hash::SaltString,
};
use gemba_model::{
    Record,
    filter::{Filter, Sort},
    overlay::KindView,
};
use gemba_store::{
    Db,
    accounts::{self, SessionRow, TokenRow},
    records::{self, Listing},
};
use gemba_vocabulary::{
    RecordId, Value,
    actor::{Actor, Channel, Role},
};
use jiff::{Timestamp, tz::TimeZone};
use sha2::{Digest, Sha256};

const MINUTE_MS: i64 = 60_000;
pub(crate) const DAY_MS: i64 = 24 * 60 * MINUTE_MS;
const SESSION_MS: i64 = 12 * 60 * MINUTE_MS;
const INVITATION_MS: i64 = 3 * DAY_MS;
const THROTTLE_MS: i64 = 15 * MINUTE_MS;
const FAILURES_OF_PERSON_MAX: i64 = 5;
const FAILURES_OF_ADDRESS_MAX: i64 = 40;
const PASSWORD_LENGTH_MIN: usize = 12;
const PASSWORD_LENGTH_MAX: usize = 256;
const TOKEN_DAYS_MAX: i64 = 366;
const TOKEN_PREFIX: &str = "gemba_";

impl Desk {
    /// Signs someone in. `from` is the address of their machine; both are slowed down after failures.
    pub fn sign_in(&self, email: &str, password: &str, from: &str) -> Result<NewSession, Refused> {
        let email = email.trim().to_lowercase();
        let now_ms = self.now().as_millisecond();
        let (by_person, by_address) = (format!("person {email}"), format!("address {from}"));
        let since = now_ms - THROTTLE_MS;
        let (failures, person, hash) = self.inner.store.read(|db| {
            let of_person = accounts::failures(db, &by_person, since)? >= FAILURES_OF_PERSON_MAX;
            let of_address = accounts::failures(db, &by_address, since)? >= FAILURES_OF_ADDRESS_MAX;
            let person = self.person_by_email(db, &email)?;
            let hash = match &person {
                Some(person) => accounts::password_hash(db, person.id)?,
                None => None,
            };
            Ok::<_, Refused>((of_person || of_address, person, hash))
        })?;
        if failures {
            return Err(Refused::Not(
                "Too many attempts. Wait a quarter of an hour, then try again.".to_owned(),
            ));
        }
        // Without a person the work is done all the same, so that nobody learns by the clock who works here.
        let is_right = verified(hash.as_deref(), password);
        let Some(person) = person.filter(|_| is_right) else {
            self.inner.store.write(move |db| {
                accounts::note_failure(db, &by_person, now_ms, THROTTLE_MS)?;
                Ok::<_, Refused>(accounts::note_failure(db, &by_address, now_ms, THROTTLE_MS)?)
            })?;
            return Err(Refused::Not("E-mail address or password is wrong.".to_owned()));
        };
        // Only whoever knows the password is told that the time is over.
        self.gets_in(&person)?;
        self.inner
            .store
            .write(move |db| Ok::<_, Refused>(accounts::clear_failures(db, &by_person)?))?;
        self.begin_session(&person)
    }

    fn begin_session(&self, person: &Record) -> Result<NewSession, Refused> {
        let (token, csrf) = (secret("")?, secret("")?);
        let now_ms = self.now().as_millisecond();
        let row =
            SessionRow { person: person.id, csrf: csrf.clone(), expires_ms: now_ms + SESSION_MS };
        let hash = digest(&token);
        let expires_at = moment(row.expires_ms);
        self.inner
            .store
            .write(move |db| Ok::<_, Refused>(accounts::begin_session(db, &hash, &row, now_ms)?))?;
        let actor = self.actor_of(person, Channel::Page)?;
        Ok(NewSession { token, session: Session { actor, csrf, expires_at } })
    }

    /// The session of a cookie's secret, if it is still good.
    pub fn session(&self, token: &str) -> Result<Option<Session>, Refused> {
        let now_ms = self.now().as_millisecond();
        let view = self.known("person")?;
        let found = self.inner.store.read(|db| {
            let Some(row) = accounts::session(db, &digest(token))? else { return Ok(None) };
            Ok::<_, Refused>(records::get(db, &view, row.person)?.map(|person| (row, person)))
        })?;
        let Some((row, person)) = found else { return Ok(None) };
        if row.expires_ms <= now_ms || !is_open(&view, &person) || self.gets_in(&person).is_err() {
            return Ok(None);
        }
        let actor = self.actor_of(&person, Channel::Page)?;
        Ok(Some(Session { actor, csrf: row.csrf, expires_at: moment(row.expires_ms) }))
    }

    /// Ends a session.
    pub fn sign_out(&self, token: &str) -> Result<(), Refused> {
        let hash = digest(token);
        self.inner.store.write(move |db| Ok::<_, Refused>(accounts::end_session(db, &hash)?))
    }

    /// Makes a one-time secret with which a person sets their password; good for three days.
    pub fn invite(&self, actor: &Actor, person: RecordId) -> Result<String, Refused> {
        if !self.may(actor, "person", "change") {
            return Err(Refused::Forbidden(
                "Only an administrator invites people. Ask one.".to_owned(),
            ));
        }
        self.gets_in(&self.record(actor, "person", person)?)?;
        let secret = secret("")?;
        let hash = digest(&secret);
        let expires_ms = self.now().as_millisecond() + INVITATION_MS;
        self.inner
            .store
            .write(move |db| Ok::<_, Refused>(accounts::invite(db, &hash, person, expires_ms)?))?;
        Ok(secret)
    }

    /// The name of the person whom a one-time secret invites, if it is still good.
    pub fn welcome(&self, secret: &str) -> Result<Option<String>, Refused> {
        let view = self.known("person")?;
        Ok(self.invited(secret)?.map(|person| view.title(&person)))
    }

    fn invited(&self, secret: &str) -> Result<Option<Record>, Refused> {
        let view = self.known("person")?;
        let now_ms = self.now().as_millisecond();
        self.inner.store.read(|db| {
            let Some(person) = accounts::invited(db, &digest(secret), now_ms)? else {
                return Ok(None);
            };
            let person = records::get(db, &view, person)?;
            Ok::<_, Refused>(person.filter(|person| is_open(&view, person)))
        })
    }

    /// Sets a password with a one-time secret, uses the secret up, ends older sessions, and signs in.
    pub fn set_password(&self, secret: &str, password: &str) -> Result<NewSession, Refused> {
        let person = self.invited(secret)?.ok_or_else(|| {
            Refused::Not("This link was used or is too old. Ask for a new one.".to_owned())
        })?;
        self.gets_in(&person)?;
        acceptable(password)?;
        let hash = hashed(password)?;
        let (used, id, now_ms) = (digest(secret), person.id, self.now().as_millisecond());
        self.inner.store.write(move |db| {
            accounts::set_password(db, id, &hash, now_ms)?;
            Ok::<_, Refused>(accounts::use_invitation(db, &used)?)
        })?;
        self.begin_session(&person)
    }

    /// Makes a person who can sign in: for the first start and the command line.
    pub fn add_person(
        &self,
        actor: &Actor,
        name: &str,
        email: &str,
        roles: &[Role],
    ) -> Result<RecordId, Refused> {
        let roles: Vec<_> = roles.iter().map(|role| role.name()).collect();
        let input = Input::Values(vec![
            ("name".to_owned(), Value::Text(name.to_owned())),
            ("email".to_owned(), Value::Text(email.trim().to_lowercase())),
            ("roles".to_owned(), Value::Text(roles.join(", "))),
        ]);
        Ok(self.run(actor, Command::create("person", input))?.record.id)
    }

    /// Whether anybody at all can sign in or is invited: if not, this is the first start.
    pub fn has_people(&self) -> Result<bool, Refused> {
        let house = Actor::house(Channel::CommandLine);
        Ok(self.count(&house, "person", &[], 1)?.count > 0)
    }

    /// Makes a personal token. It is told once; only its digest is kept.
    pub fn make_token(
        &self,
        actor: &Actor,
        person: RecordId,
        name: &str,
        scope: TokenScope,
        days: i64,
    ) -> Result<String, Refused> {
        if actor.person != Some(person) && !actor.is(Role::Administrator) {
            return Err(Refused::Forbidden("You can make tokens for yourself only.".to_owned()));
        }
        if name.trim().is_empty() || name.chars().count() > 100 {
            return Err(Refused::Not("Give the token a name of up to 100 characters.".to_owned()));
        }
        if !(1..=TOKEN_DAYS_MAX).contains(&days) {
            return Err(Refused::Not(format!("A token is good for 1 to {TOKEN_DAYS_MAX} days.")));
        }
        self.gets_in(&self.person(person)?)?;
        let secret = secret(TOKEN_PREFIX)?;
        let hash = digest(&secret);
        let now_ms = self.now().as_millisecond();
        let row = TokenRow {
            id: 0,
            person,
            name: name.trim().to_owned(),
            scope: scope_name(scope).to_owned(),
            created_ms: now_ms,
            expires_ms: now_ms + days * DAY_MS,
            revoked: false,
        };
        self.inner
            .store
            .write(move |db| Ok::<_, Refused>(accounts::add_token(db, &hash, &row)?))?;
        Ok(secret)
    }

    /// Whom a token speaks for, if it is still good.
    pub fn token(&self, secret: &str) -> Result<Option<(Actor, TokenScope)>, Refused> {
        if !secret.starts_with(TOKEN_PREFIX) {
            return Ok(None);
        }
        let now_ms = self.now().as_millisecond();
        let view = self.known("person")?;
        let found = self.inner.store.read(|db| {
            let Some(row) = accounts::token(db, &digest(secret))? else { return Ok(None) };
            Ok::<_, Refused>(records::get(db, &view, row.person)?.map(|person| (row, person)))
        })?;
        let Some((row, person)) = found else { return Ok(None) };
        if row.revoked || row.expires_ms <= now_ms || !is_open(&view, &person) {
            return Ok(None);
        }
        self.gets_in(&person)?;
        Ok(Some((self.actor_of(&person, Channel::Api)?, scope_named(&row.scope))))
    }

    /// The actor's own tokens, oldest first.
    pub fn tokens(&self, actor: &Actor) -> Result<Vec<TokenInfo>, Refused> {
        let person = actor.person.unwrap_or_default();
        let rows = self.inner.store.read(|db| Ok::<_, Refused>(accounts::tokens(db, person)?))?;
        let info = |row: TokenRow| TokenInfo {
            id: row.id,
            name: row.name,
            scope: scope_named(&row.scope),
            created_at: moment(row.created_ms),
            expires_at: moment(row.expires_ms),
            revoked: row.revoked,
        };
        Ok(rows.into_iter().map(info).collect())
    }

    /// Takes one of the actor's own tokens back.
    pub fn revoke_token(&self, actor: &Actor, id: i64) -> Result<(), Refused> {
        let person = actor.person.unwrap_or_default();
        let was_there = self
            .inner
            .store
            .write(move |db| Ok::<_, Refused>(accounts::revoke_token(db, person, id)?))?;
        if was_there { Ok(()) } else { Err(Refused::NotFound { kind: "token".to_owned(), id }) }
    }

    /// Speaks for a person through a channel, as the command line of the machine's owner may.
    pub fn speak_for(&self, person: RecordId, channel: Channel) -> Result<Actor, Refused> {
        let house = Actor::house(Channel::CommandLine);
        self.actor_of(&self.record(&house, "person", person)?, channel)
    }

    pub(crate) fn actor_of(&self, person: &Record, channel: Channel) -> Result<Actor, Refused> {
        let view = self.known("person")?;
        let value = |field: &str| view.value(person, field);
        let roles = value("roles").to_text();
        let reference = |field: &str| match value(field) {
            Value::Ref(id) => Some(*id),
            _ => None,
        };
        Ok(Actor {
            person: Some(person.id),
            name: view.title(person),
            roles: roles.split(',').filter_map(|name| Role::named(name.trim())).collect(),
            customer: reference("customer"),
            teams: reference("team").into_iter().collect(),
            channel,
        })
    }

    /// Chooses what the actor themselves is told by mail: the one field of their own record that is theirs to set.
    pub fn choose_mail(&self, actor: &Actor, choice: &str) -> Result<(), Refused> {
        let Some(person) = actor.person else {
            return Err(Refused::Not("Only a person is told anything by mail.".to_owned()));
        };
        let view = self.known("person")?;
        let field = view.field("mail");
        let is_known = field.is_some_and(|field| {
            gemba_model::parse::from_text(field, choice, &TimeZone::UTC).is_ok()
        });
        if !is_known || choice.is_empty() {
            return Err(Refused::Not(
                "Choose nothing, what is asked of you, or all you follow.".to_owned(),
            ));
        }
        let mut as_owner = actor.clone();
        as_owner.roles = vec![Role::Administrator];
        let input = Input::Values(vec![("mail".to_owned(), Value::Text(choice.to_owned()))]);
        self.run(&as_owner, Command::change("person", person, None, input)).map(|_| ())
    }

    /// The number of the person with an e-mail address.
    pub fn find_person(&self, email: &str) -> Result<Option<RecordId>, Refused> {
        let email = email.trim().to_lowercase();
        let found = self.inner.store.read(|db| self.person_by_email(db, &email))?;
        Ok(found.map(|person| person.id))
    }

    fn person_by_email(&self, db: &mut dyn Db, email: &str) -> Result<Option<Record>, Refused> {
        let view = self.known("person")?;
        if email.is_empty() {
            return Ok(None);
        }
        let filters = [
            Filter::is("email", Value::Text(email.to_owned())),
            Filter::is("open", Value::Bool(true)),
        ];
        let sort = Sort { field: "id".to_owned(), descending: false };
        let listing = Listing {
            filters: &filters,
            scopes: &[],
            met: None,
            sort: &sort,
            after: None,
            limit: 1,
        };
        Ok(records::list(db, &view, &listing)?.into_iter().next())
    }
}

fn is_open(view: &KindView, record: &Record) -> bool {
    view.def.state(&record.state).is_some_and(|state| !state.is_end)
}

fn scope_name(scope: TokenScope) -> &'static str {
    match scope {
        TokenScope::Read => "read",
        TokenScope::Write => "write",
    }
}

fn scope_named(name: &str) -> TokenScope {
    if name == "write" { TokenScope::Write } else { TokenScope::Read }
}

fn moment(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or_default()
}

/// A secret of 256 random bits, in hexadecimal.
fn secret(prefix: &str) -> Result<String, Refused> {
    Ok(format!("{prefix}{}", hex::encode(random::<32>()?)))
}

/// What is kept of a random secret. A fast hash is enough: nobody guesses 256 bits.
pub(crate) fn digest(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}

/// Argon2id as OWASP asks for it at least: 19 MiB, two passes, one lane.
fn hasher() -> Result<Argon2<'static>, Refused> {
    let params = Params::new(19_456, 2, 1, None)
        .map_err(|error| Refused::Failed(format!("password hashing is set up wrong: {error}")))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hashed(password: &str) -> Result<String, Refused> {
    let failed =
        |error: argon2::password_hash::Error| Refused::Failed(format!("no password hash: {error}"));
    let salt = SaltString::encode_b64(&random::<16>()?).map_err(failed)?;
    Ok(hasher()?.hash_password(password.as_bytes(), &salt).map_err(failed)?.to_string())
}

fn verified(hash: Option<&str>, password: &str) -> bool {
    let Ok(hasher) = hasher() else { return false };
    if let Some(hash) = hash.and_then(|hash| PasswordHash::new(hash).ok()) {
        return hasher.verify_password(password.as_bytes(), &hash).is_ok();
    }
    let mut out = [0; 32];
    let _ = hasher.hash_password_into(password.as_bytes(), b"nobody's salt here", &mut out);
    false
}

fn acceptable(password: &str) -> Result<(), Refused> {
    let length = password.chars().count();
    if !(PASSWORD_LENGTH_MIN..=PASSWORD_LENGTH_MAX).contains(&length) {
        return Err(Refused::Not(format!(
            "A password has {PASSWORD_LENGTH_MIN} to {PASSWORD_LENGTH_MAX} characters. A few words make a good one."
        )));
    }
    let first = password.chars().next();
    if password.chars().all(|letter| Some(letter) == first) {
        return Err(Refused::Not("A password of one repeated character is too easy.".to_owned()));
    }
    Ok(())
}
