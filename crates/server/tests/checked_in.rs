//! What is made from the definitions and checked in: a copy that is stale is red. `cargo xtask bless` writes all of
//! them anew; what has changed then shows in the commit, where a person reads it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test fails"
)]

use clap::CommandFactory;
use gemba_conformity::{Edition, checks};
use gemba_desk::permit::{Permit, Subject, verbs_of};
use gemba_model::{AnyKind, KindDef, Record, overlay::KindView};
use gemba_practices::KINDS;
use gemba_store::{Dialect, schema};
use gemba_vocabulary::{
    Value,
    actor::{Actor, Channel, Role},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

const PERMISSIONS: &str = "docs/permissions.csv";
const ROUTES: &str = "docs/routes.csv";
const OPENAPI: &str = "docs/openapi.json";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_path_buf()
}

/// Holds what is checked in against what it should be, or writes it when asked to.
fn hold(path: &str, expected: &str) {
    let place = root().join(path);
    if env::var_os("GEMBA_BLESS").is_some_and(|wish| wish == "1") {
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(&place, expected).unwrap();
        return;
    }
    let found = fs::read_to_string(&place).unwrap_or_default();
    assert!(
        found == expected,
        "{path} is stale; run `cargo xtask bless`. {}",
        first_difference(&found, expected)
    );
}

fn first_difference(found: &str, expected: &str) -> String {
    let (mut found, mut expected) = (found.lines(), expected.lines());
    for line in 1.. {
        match (found.next(), expected.next()) {
            (None, None) => break,
            (found, expected) if found == expected => {}
            (found, expected) => {
                let said = |text: Option<&str>| text.unwrap_or("(the end)").to_owned();
                return format!(
                    "Line {line} says\n  {}\ninstead of\n  {}",
                    said(found),
                    said(expected)
                );
            }
        }
    }
    "They differ at their ends.".to_owned()
}

fn defs() -> Vec<&'static KindDef> {
    KINDS.iter().map(|kind| kind.def()).collect()
}

#[test]
fn the_schema_of_sqlite_is_checked_in() {
    hold("docs/schema/sqlite.sql", &schema_of(Dialect::Sqlite));
}

#[test]
fn the_schema_of_postgresql_is_checked_in() {
    hold("docs/schema/postgres.sql", &schema_of(Dialect::Postgres));
}

fn schema_of(dialect: Dialect) -> String {
    format!(
        "-- The whole schema on {}, made from the definitions of the kinds. Do not edit: change the definition and run\n\
         -- `cargo xtask bless`. Moments are milliseconds since 1970 in UTC, decimals and amounts are millionths.\n\n{}",
        dialect.name(),
        schema::statements(dialect, &defs())
    )
}

/// Rows by kind and verb; each has one cell for each role.
type Table = BTreeMap<(String, String), Vec<String>>;

fn permissions() -> Table {
    let permit = Permit::new(KINDS).unwrap();
    let mut table = Table::new();
    for face in KINDS {
        let view = KindView::plain(*face);
        for verb in verbs_of(*face) {
            let cells = Role::ALL.iter().map(|role| cell(&permit, &view, &verb, *role)).collect();
            table.insert((view.def.name.to_owned(), verb), cells);
        }
    }
    table
}

/// Whether a role may: `yes`, `no`, `own` (only what they recorded or asked for) or `others` (all but that).
fn cell(permit: &Permit, view: &KindView, verb: &str, role: Role) -> String {
    const ME: i64 = 1;
    let mut actor = Actor::house(Channel::Page);
    actor.person = Some(ME);
    actor.roles = vec![role];
    let scope = Some(gemba_model::Scope::Requester);
    let requester = view.def.fields.iter().position(|field| field.scope == scope);
    let (mut created, mut requested) = (blank(view), blank(view));
    created.created_by = Some(ME);
    match requester {
        Some(place) => requested.values[place] = Value::Ref(ME),
        // Nobody asks for one, so that only who recorded it counts.
        None => requested.created_by = Some(ME),
    }
    let may = |subject: &Subject| permit.may(&actor, view, verb, subject);
    let of_others = may(&Subject::none());
    let (created, requested) =
        (may(&Subject::of(view, &created)), may(&Subject::of(view, &requested)));
    match (of_others, created, requested) {
        (true, true, true) => "yes".to_owned(),
        (false, false, false) => "no".to_owned(),
        (true, false, false) => "others".to_owned(),
        (false, true, true) => "own".to_owned(),
        _ => {
            let words = [(of_others, "others"), (created, "recorded"), (requested, "requested")];
            let words: Vec<_> = words.iter().filter(|one| one.0).map(|one| one.1).collect();
            words.join(" or ")
        }
    }
}

fn blank(view: &KindView) -> Record {
    Record::blank(view.def.fields.len(), view.def.first_state())
}

fn permissions_text(table: &Table) -> String {
    let roles: Vec<_> = Role::ALL.iter().map(|role| role.name()).collect();
    let mut text = format!("kind,verb,{}\n", roles.join(","));
    // In the order of the menu, and of each kind's life.
    for face in KINDS {
        for verb in verbs_of(*face) {
            let key = (face.def().name.to_owned(), verb);
            let _ = writeln!(text, "{},{},{}", key.0, key.1, table[&key].join(","));
        }
    }
    text
}

fn read_permissions(text: &str) -> Table {
    let mut table = Table::new();
    for line in text.lines().skip(1) {
        let mut cells = line.split(',').map(str::to_owned);
        if let (Some(kind), Some(verb)) = (cells.next(), cells.next()) {
            table.insert((kind, verb), cells.collect());
        }
    }
    table
}

/// What the table that is checked in does not say, a sentence each.
fn unsaid(checked_in: &Table, faces: &[&dyn AnyKind]) -> Vec<String> {
    let mut sentences = Vec::new();
    for face in faces {
        let kind = face.def().name;
        if !checked_in.keys().any(|(one, _)| one == kind) {
            sentences.push(format!("{PERMISSIONS} has no row for the kind {kind}."));
            continue;
        }
        for verb in verbs_of(*face) {
            if !checked_in.contains_key(&(kind.to_owned(), verb.clone())) {
                sentences.push(format!("{PERMISSIONS} does not say who may {verb} {kind}."));
            }
        }
    }
    sentences
}

#[test]
fn every_verb_of_every_kind_is_in_the_table_of_permissions() {
    let table = permissions();
    hold(PERMISSIONS, &permissions_text(&table));
    let checked_in = read_permissions(&fs::read_to_string(root().join(PERMISSIONS)).unwrap());
    assert_eq!(unsaid(&checked_in, KINDS), [""; 0]);
    assert_eq!(checked_in, table);
}

#[test]
fn a_verb_or_a_kind_that_is_not_in_the_table_is_named() {
    let mut table = permissions();
    table.remove(&("incident".to_owned(), "resolve".to_owned())).unwrap();
    table.retain(|(kind, _), _| kind != "team");
    let expected = [
        "docs/permissions.csv does not say who may resolve incident.",
        "docs/permissions.csv has no row for the kind team.",
    ];
    assert_eq!(unsaid(&table, KINDS), expected);
}

#[test]
fn the_table_says_what_everybody_relies_on() {
    let table = permissions();
    let may = |kind: &str, verb: &str, role: Role| {
        let place = Role::ALL.iter().position(|one| *one == role).unwrap();
        table[&(kind.to_owned(), verb.to_owned())][place].clone()
    };
    for face in KINDS {
        let kind = face.def().name;
        // What is written to one person is nobody else's, and is evidence of nothing but the post.
        let expected = if kind == "letter" { "no" } else { "yes" };
        assert_eq!(may(kind, "read", Role::Auditor), expected, "auditors read every {kind}");
        assert_eq!(may(kind, "import", Role::Agent), "no", "agents import no {kind}");
    }
    assert_eq!(
        may("approval", "approve", Role::Approver),
        "others",
        "nobody approves their own request"
    );
    assert_eq!(may("approval", "approve", Role::Administrator), "others");
    assert_eq!(may("change", "create", Role::CustomerContact), "no");
    assert_eq!(may("incident", "create", Role::Requester), "yes");
    assert_eq!(may("person", "erase", Role::ServiceManager), "no");
}

/// Every address of the pages and of the API, with who may use it.
fn routes() -> BTreeSet<String> {
    let pages = gemba_web::routes::all()
        .map(|route| format!("{},{},{}", route.path, route.method, said(&route.access)));
    let api = gemba_api::ROUTES.iter().map(|route| {
        format!("{}{},{},{}", gemba_api::MOUNT, route.path, route.method, said(&route.access))
    });
    pages.chain(api).collect()
}

/// `Verb("read")` as `verb read`, `SignedIn` as `signed in`.
fn said(access: &impl std::fmt::Debug) -> String {
    let mut words = String::new();
    for letter in format!("{access:?}").chars().filter(|letter| !matches!(letter, '"' | ')')) {
        if letter == '(' || letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        if letter != '(' {
            words.extend(letter.to_lowercase());
        }
    }
    words
}

#[test]
fn every_route_is_in_the_table_of_routes() {
    let routes: Vec<_> = routes().into_iter().collect();
    hold(ROUTES, &format!("path,method,access\n{}\n", routes.join("\n")));
    let text = fs::read_to_string(root().join(ROUTES)).unwrap();
    let checked_in: BTreeSet<&str> = text.lines().skip(1).collect();
    let unsaid: Vec<_> = routes.iter().filter(|row| !checked_in.contains(row.as_str())).collect();
    assert!(unsaid.is_empty(), "{ROUTES} does not say who may use {unsaid:?}");
    assert!(routes.iter().any(|row| row == "/api/v1/{kind},POST,write"), "{routes:#?}");
    assert!(routes.iter().any(|row| row == "/sign-in,POST,public"), "{routes:#?}");
}

#[test]
fn the_help_of_the_command_line_is_checked_in() {
    let mut text = String::from(
        "# The command line\n\nMade from the program's own help; do not edit. `gemba help COMMAND` prints the same.\n",
    );
    let command = without_values(gemba_cli::Args::command().term_width(100));
    help_of(&mut text, command, "");
    for verb in ["gemba serve", "gemba ledger prove", "gemba token add"] {
        assert!(text.contains(&format!("\n## `{verb}`\n")), "{verb} has no help");
    }
    hold("docs/command-line.md", &text);
}

/// The help without what the environment of this machine happens to say.
fn without_values(command: clap::Command) -> clap::Command {
    command.mut_args(|arg| arg.hide_env_values(true)).mut_subcommands(without_values)
}

fn help_of(text: &mut String, mut command: clap::Command, before: &str) {
    let name = format!("{before}{}", command.get_name());
    command = command.bin_name(&name);
    let help = command.render_long_help().to_string();
    let lines: Vec<_> = help.trim_end().lines().map(str::trim_end).collect();
    let _ = write!(text, "\n## `{name}`\n\n```text\n{}\n```\n", lines.join("\n"));
    for below in command.get_subcommands().filter(|below| below.get_name() != "help") {
        help_of(text, below.clone().term_width(100), &format!("{name} "));
    }
}

#[test]
fn the_map_of_clauses_to_rooms_is_checked_in() {
    hold("docs/clauses.md", &clauses());
}

fn clauses() -> String {
    let edition = Edition::named("2018").unwrap();
    let checked: Vec<_> = checks::of(edition).iter().map(|check| check.id().to_owned()).collect();
    let mut text = format!(
        "# Clauses and rooms\n\nWhere each clause of {} lives: the kinds of record that serve it, and how many of its\n\
         requirements have a check. Made from the definitions; do not edit, run `cargo xtask bless`.\n\n\
         | Clause | Kinds | Requirements | Checked |\n|---|---|---:|---:|\n",
        edition.standard
    );
    let mut rows: Vec<(&str, &str)> = Vec::new();
    for requirement in &edition.requirements {
        if !rows.iter().any(|(clause, _)| *clause == requirement.clause) {
            rows.push((&requirement.clause, &requirement.title));
        }
    }
    for def in defs() {
        // A kind may serve a clause as a whole whose parts hold the requirements.
        let is_of = |clause: &str| clause == def.clause || is_below(clause, def.clause);
        let serves = rows.iter().any(|(clause, _)| is_of(clause));
        assert!(
            serves,
            "{} serves {}, which {} does not have",
            def.name, def.clause, edition.standard
        );
        if !rows.iter().any(|(clause, _)| *clause == def.clause) {
            rows.push((def.clause, "as a whole"));
        }
    }
    rows.sort_by_key(|(clause, _)| places(clause));
    for (clause, title) in rows {
        let kinds: Vec<_> =
            defs().into_iter().filter(|def| def.clause == clause).map(room).collect();
        let of_clause = edition.requirements.iter().filter(|one| one.clause == clause);
        let ids: Vec<_> = of_clause.map(|one| &one.id).collect();
        let done = ids.iter().filter(|id| checked.contains(id)).count();
        let _ =
            writeln!(text, "| {clause} {title} | {} | {} | {done} |", kinds.join(", "), ids.len());
    }
    text
}

fn is_below(clause: &str, above: &str) -> bool {
    clause.strip_prefix(above).is_some_and(|rest| rest.starts_with('.'))
}

/// `8.10` comes after `8.9`.
fn places(clause: &str) -> Vec<u32> {
    clause.split('.').map(|place| place.parse().unwrap_or(u32::MAX)).collect()
}

/// A link to the file of a kind; there is exactly one of its name.
fn room(def: &KindDef) -> String {
    let mut found = Vec::new();
    let mut folders = vec![root().join("crates/practices/src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .file_name()
                .is_some_and(|name| name == format!("{}.rs", def.name).as_str())
            {
                found.push(path);
            }
        }
    }
    assert_eq!(found.len(), 1, "{} has one room: {found:?}", def.name);
    let path = found[0].strip_prefix(root()).unwrap().display().to_string();
    format!("[{}](../{path})", def.label)
}

/// The description of the API as a new installation gives it, before an organization adds fields.
#[test]
fn the_description_of_the_api_is_checked_in() {
    let views: Vec<_> = KINDS.iter().map(|face| Arc::new(KindView::plain(*face))).collect();
    let document = gemba_api::openapi::document(&views);
    for path in ["/incident/{id}/resolve", "/incident/{id}/files/{file}", "/openapi.json"] {
        assert!(document["paths"].get(path).is_some(), "{path} is not described");
    }
    hold(OPENAPI, &format!("{document:#}\n"));
}

#[test]
fn a_stale_copy_says_where_it_differs() {
    let says = first_difference("a\nb\n", "a\nc\n");
    assert_eq!(says, "Line 2 says\n  b\ninstead of\n  c");
    assert!(first_difference("a\n", "a\nb\n").contains("(the end)"));
    assert_eq!(said(&gemba_web::routes::Access::Verb("read")), "verb read");
    assert_eq!(said(&gemba_web::routes::Access::SignedIn), "signed in");
}
