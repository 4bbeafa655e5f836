//! What can be asked at a terminal. The `///` comments are the help.
mod audits;

pub use audits::{AuditAsk, PackAsk};
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// IT service management that proves itself: run your services, and show at any minute how far you meet ISO/IEC
/// 20000-1.
#[derive(Debug, Parser)]
#[command(name = "gemba", version, arg_required_else_help = true, propagate_version = true)]
#[command(after_help = "Examples:
  gemba demo                                   a living example on http://127.0.0.1:20000
  gemba init --database sqlite:gemba.db        your own organization, with drafts to begin with
  gemba serve --database sqlite:gemba.db       your own organization
  gemba import servicenow-incidents log.csv.gz --database sqlite:gemba.db
  gemba ledger verify --database sqlite:gemba.db
  gemba pack --database sqlite:gemba.db -o pack.zip

Exit codes: 0 done, 1 refused, failed or a pack not whole, 2 a wrong command line, 3 a ledger or backup not whole.")]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub ask: Ask,
}

/// Where the organization's store is, and the key that seals its ledger.
#[derive(Clone, Debug, ClapArgs)]
pub struct Place {
    /// The database: sqlite:PATH or postgres://USER@HOST/NAME.
    #[arg(long, env = "GEMBA_DATABASE", default_value = "sqlite:gemba.db", value_name = "URL")]
    pub database: String,
    /// The file with the key that signs the ledger's checkpoints; made at the first start. Without this option it lies
    /// beside a SQLite database as PATH.key, for PostgreSQL in the working folder as gemba.key.
    #[arg(long, env = "GEMBA_KEY_FILE", value_name = "FILE")]
    pub key: Option<PathBuf>,
}

/// The mail server and the sender; without a server no letter is written.
#[derive(Clone, Debug, Default, ClapArgs)]
pub struct MailPlace {
    /// The mail server: smtp://HOST:PORT or smtps://HOST, with NAME@ before the host if it asks who you are. Its
    /// password comes from GEMBA_SMTP_PASSWORD or a file. A server elsewhere is spoken to with TLS unless the address
    /// ends with ?tls=none.
    #[arg(long, env = "GEMBA_SMTP", value_name = "URL", requires = "mail_from")]
    pub smtp: Option<String>,
    /// The sender of letters, such as “Service desk <desk@example.org>”.
    #[arg(long, env = "GEMBA_MAIL_FROM", value_name = "SENDER")]
    pub mail_from: Option<String>,
    /// The file that holds the mail server's password.
    #[arg(long, env = "GEMBA_SMTP_PASSWORD_FILE", value_name = "FILE")]
    pub smtp_password_file: Option<PathBuf>,
    /// The address under which people open the pages, for links in letters.
    #[arg(long, env = "GEMBA_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
}

/// Answers about the organization, for the starter kit.
#[derive(Clone, Debug, Default, ClapArgs)]
pub struct Given {
    /// What the organization is called.
    #[arg(long, value_name = "NAME")]
    pub organization: Option<String>,
    /// How many people work in it.
    #[arg(long, value_name = "NUMBER")]
    pub people: Option<u32>,
    /// The country whose public holidays count, or a region of it, such as DE or DE-HH.
    #[arg(long, value_name = "CODE")]
    pub country: Option<String>,
    /// The time zone of the clock on its wall, such as Europe/Berlin.
    #[arg(long, value_name = "ZONE")]
    pub time_zone: Option<String>,
    /// The hours in which somebody answers, such as “Mon-Fri 08:00-18:00”.
    #[arg(long, value_name = "HOURS")]
    pub hours: Option<String>,
    /// A service: its name, then “ for ” and its customer, then “, ” and its hours where they differ. Can be repeated.
    #[arg(long = "service", value_name = "NAME for CUSTOMER, HOURS")]
    pub services: Vec<String>,
    /// What else is true: iso27001, iso9001, around_the_clock, suppliers, personal_data. Can be repeated.
    #[arg(long = "holds", value_name = "WHAT")]
    pub holds: Vec<String>,
    /// Who answers for the services, as “Name <mail address>”.
    #[arg(long, value_name = "PERSON")]
    pub manager: Option<String>,
    /// Who directs the organization, as “Name <mail address>”.
    #[arg(long, value_name = "PERSON")]
    pub top: Option<String>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Ask {
    /// Serve the organization to browsers and programs.
    Serve {
        /// The store and its key.
        #[command(flatten)]
        place: Place,
        /// The address and port to listen on.
        #[arg(long, default_value = "127.0.0.1:20000", value_name = "ADDR")]
        listen: String,
        /// How letters go out.
        #[command(flatten)]
        mail: MailPlace,
    },
    /// Begin your own management system: asks a few things and makes policies, agreements and rules as drafts.
    #[command(after_help = "Examples:
  gemba init                                        asks at the terminal
  gemba init --dry-run                              asks, and shows what it would make
  gemba init --answers answers.toml                 for scripts; see docs/first-day.md
  gemba init --organization 'Quay IT' --country DE --service 'Mail for Harbour School' \\
    --manager 'Ada Brandt <ada@quay.example>' --top 'Ben Ohm <ben@quay.example>'")]
    Init {
        /// A file of answers; other options count more than what it says.
        #[arg(long, value_name = "FILE.toml")]
        answers: Option<PathBuf>,
        /// The answers that are given at once.
        #[command(flatten)]
        given: Box<Given>,
        /// Show what would be made, and make nothing.
        #[arg(long)]
        dry_run: bool,
        /// The store and its key.
        #[command(flatten)]
        place: Place,
    },
    /// Show a living example: an invented managed service provider with three customers.
    Demo {
        /// The database to fill; it must be new or hold the demo already.
        #[arg(long, default_value = "sqlite:gemba-demo.db", value_name = "URL")]
        database: String,
        /// The file with the key that signs the ledger's checkpoints.
        #[arg(long, value_name = "FILE")]
        key: Option<PathBuf>,
        /// The address and port to listen on.
        #[arg(long, default_value = "127.0.0.1:20000", value_name = "ADDR")]
        listen: String,
        /// Fill the database and stop.
        #[arg(long)]
        seed_only: bool,
    },
    /// Bring in records: a kind's CSV or JSON, another tool's event log, a dump of NetBox, product life cycles, or the
    /// use of capacity from Prometheus.
    #[command(after_help = "Examples:
  gemba import servicenow-incidents incident_event_log.csv.gz
  gemba import events tickets.csv --map our-tool.toml
  gemba import netbox netbox.json.gz
  gemba import endoflife products.json
  gemba import prometheus http://prometheus.internal:9090
  gemba import incident incidents.csv
  gemba import person people.json")]
    Import {
        /// servicenow-incidents, events (with --map), netbox, endoflife, prometheus, or the name of a kind.
        what: String,
        /// The file: CSV or JSON, plain or .gz; for prometheus its address, with a token in GEMBA_PROMETHEUS_TOKEN.
        file: PathBuf,
        /// The mapping of an event log; see docs/importing.md.
        #[arg(long, value_name = "MAP.toml")]
        map: Option<PathBuf>,
        /// The time zone of times without one, such as Europe/Berlin.
        #[arg(long, value_name = "ZONE")]
        zone: Option<String>,
        /// A name for the other Gemba that a kind's table comes from, so that its numbers are not taken for numbers
        /// here.
        #[arg(long, value_name = "NAME")]
        source: Option<String>,
        /// Print the summary as JSON.
        #[arg(long)]
        json: bool,
        /// The store and its key.
        #[command(flatten)]
        place: Place,
    },
    /// Write all records of a kind to a file or the terminal.
    Export {
        /// The name of the kind, such as incident.
        kind: String,
        /// The format.
        #[arg(long, value_enum, default_value_t = Format::Csv)]
        format: Format,
        /// The file; without it the terminal.
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
        /// The store and its key.
        #[command(flatten)]
        place: Place,
    },
    /// Print a report.
    Report {
        /// The name of the report: incidents, changes, trends, on-call, lifecycle, portfolio, or a sheet of figures
        /// such as service-levels; “figures” lists these.
        name: String,
        /// The first day of a sheet of figures; without both days its usual period.
        #[arg(long, value_name = "DAY")]
        from: Option<String>,
        /// The day after the last of a sheet of figures.
        #[arg(long, value_name = "DAY")]
        until: Option<String>,
        /// The one record to which a sheet of figures is narrowed, such as SVC-000003.
        #[arg(long, value_name = "NUMBER")]
        about: Option<String>,
        /// Write a sheet of figures as PDF to this file.
        #[arg(long, value_name = "FILE", conflicts_with = "json")]
        pdf: Option<PathBuf>,
        /// Print it as JSON.
        #[arg(long)]
        json: bool,
        /// The store and its key.
        #[command(flatten)]
        place: Place,
    },
    /// Say how far every requirement of the standard is met.
    Readiness {
        /// The edition of ISO/IEC 20000-1, or the name or number of a set of requirements of your own.
        #[arg(long, default_value = "2018")]
        edition: String,
        /// Only what is looked at in this stage of a certification audit: 1 asks whether it is ready, 2 whether it
        /// works.
        #[arg(long, value_parser = ["1", "2"])]
        stage: Option<String>,
        /// One clause only, such as 8.6.1.
        #[arg(long)]
        clause: Option<String>,
        /// Print it as JSON.
        #[arg(long)]
        json: bool,
        /// The store and its key.
        #[command(flatten)]
        place: Place,
    },
    /// Requirements of your own, and what several standards ask alike.
    #[command(subcommand)]
    Requirements(RequirementsAsk),
    /// Make a pack for auditors: one file that proves itself, of a stated time.
    #[command(after_help = "Examples:
  gemba pack --reason 'Surveillance audit in May' -o may.zip
  gemba pack --from 2026-01-01 --until 2026-07-01 --stage 2 --sample AUD-000003 -o half-year.zip")]
    Pack(PackAsk),
    /// Check a pack for auditors, offline and without a database.
    #[command(after_help = "Examples:
  gemba verify may.zip                               proves only that the pack agrees with itself
  gemba verify may.zip --verifier key.txt --checkpoint january.txt")]
    Verify {
        /// The pack.
        file: PathBuf,
        /// The public key as you keep it outside the pack: the key itself, or a file whose first line it is.
        #[arg(long, value_name = "KEY")]
        verifier: Option<String>,
        /// A checkpoint of the ledger that you kept from an earlier day.
        #[arg(long, value_name = "FILE")]
        checkpoint: Option<PathBuf>,
        /// Print what was found as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Verify, seal, prove and export the ledger.
    #[command(subcommand)]
    Ledger(LedgerAsk),
    /// Copy the whole organization into one file, while it works.
    Backup {
        /// The new file.
        file: PathBuf,
        /// The store and its key.
        #[command(flatten)]
        place: Place,
    },
    /// Bring an organization back from a backup, into a new database, and verify it.
    Restore {
        /// The backup.
        file: PathBuf,
        /// The store and its key.
        #[command(flatten)]
        place: Place,
    },
    /// Continuity plans.
    #[command(subcommand)]
    ContinuityPlan(ContinuityPlanAsk),
    /// People who can sign in.
    #[command(subcommand)]
    User(UserAsk),
    /// Personal tokens for programs.
    #[command(subcommand)]
    Token(TokenAsk),
    /// Audits and the samples that auditors drew.
    #[command(subcommand)]
    Audit(AuditAsk),
}

/// How an export is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A table for spreadsheets.
    Csv,
    /// A list for programs.
    Json,
}

/// How a set of requirements is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CatalogueFormat {
    /// A table; its columns are told in docs/requirements-of-your-own.md.
    Csv,
    /// An OSCAL catalogue as JSON.
    Oscal,
}

/// What to do about requirements of your own.
#[derive(Debug, Subcommand)]
pub enum RequirementsAsk {
    /// Bring in a set of requirements, whole or not at all, as a draft.
    Import {
        /// The file: a table (.csv) or an OSCAL catalogue (.json).
        file: PathBuf,
        /// The format, where the file's name does not say it.
        #[arg(long, value_enum)]
        format: Option<CatalogueFormat>,
        /// What the set is called; a table needs a name, a catalogue has one.
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
        /// The store and its key.
        #[command(flatten)]
        place: Place,
    },
    /// Write a set of requirements to a file or the terminal.
    Export {
        /// The name or the number of the set, such as RQS-000001.
        set: String,
        /// The format; without it what the file's name says, else a table.
        #[arg(long, value_enum)]
        format: Option<CatalogueFormat>,
        /// The file; without it the terminal.
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
        /// The store and its key.
        #[command(flatten)]
        place: Place,
    },
    /// Say what several standards ask alike, each question once.
    Shared {
        /// One standard or set only, such as “ISO 9001:2015”.
        #[arg(long, value_name = "NAME")]
        standard: Option<String>,
        /// Print it as JSON.
        #[arg(long)]
        json: bool,
        /// The store and its key.
        #[command(flatten)]
        place: Place,
    },
}

/// What to do with the ledger.
#[derive(Debug, Subcommand)]
pub enum LedgerAsk {
    /// Check every entry, the tree over them, and every signed checkpoint.
    Verify {
        /// The key to check signatures with, as an auditor wrote it down; without it the key beside the database.
        #[arg(long, value_name = "VKEY")]
        verifier: Option<String>,
        /// The store and its key.
        #[command(flatten)]
        place: Place,
    },
    /// Sign a checkpoint of the ledger as it is and print it.
    Checkpoint {
        /// The store and its key.
        #[command(flatten)]
        place: Place,
    },
    /// Make a new signing key, for a ledger whose key is lost; earlier checkpoints keep the old one.
    Key {
        /// The store and its key.
        #[command(flatten)]
        place: Place,
    },
    /// Prove that an entry is in the ledger: prints the entry, its path and the signed checkpoint as JSON.
    Prove {
        /// The index of the entry.
        entry: u64,
        /// The store and its key.
        #[command(flatten)]
        place: Place,
    },
    /// Write all entries, one JSON object a line, so that they can be checked without Gemba.
    Export {
        /// The file; without it the terminal.
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
        /// The store and its key.
        #[command(flatten)]
        place: Place,
    },
}

/// What to do about continuity plans.
#[derive(Debug, Subcommand)]
pub enum ContinuityPlanAsk {
    /// Write a plan as one HTML file that can be read when nothing else can.
    Export {
        /// The number of the plan, such as CPL-000001.
        plan: String,
        /// The file; without it the terminal.
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
        /// The store and its key.
        #[command(flatten)]
        place: Place,
    },
}

/// What to do about people.
#[derive(Debug, Subcommand)]
pub enum UserAsk {
    /// Add someone and print a one-time link with which they set their password.
    Add {
        /// The mail address to sign in with.
        email: String,
        /// The name that others see.
        #[arg(long)]
        name: String,
        /// The roles: administrator, service_manager, process_owner, agent, approver, requester, customer_contact,
        /// auditor, security, program.
        #[arg(long = "role", required = true)]
        roles: Vec<String>,
        /// The last day on which they get in; without it as long as they are here.
        #[arg(long, value_name = "DAY")]
        until: Option<String>,
        /// The certification body for which they audit, by its name. Such a person is an auditor and nothing else.
        #[arg(long, value_name = "BODY", requires = "until")]
        audits_for: Option<String>,
        /// The store and its key.
        #[command(flatten)]
        place: Place,
    },
    /// Print a new one-time link for someone who lost their password or gets in for a longer time.
    Invite {
        /// Their mail address.
        email: String,
        /// The last day on which they get in from now on.
        #[arg(long, value_name = "DAY")]
        until: Option<String>,
        /// The store and its key.
        #[command(flatten)]
        place: Place,
    },
}

/// What to do about tokens.
#[derive(Debug, Subcommand)]
pub enum TokenAsk {
    /// Make a token for someone and print it, once.
    Add {
        /// Their mail address.
        email: String,
        /// What the token is for.
        #[arg(long)]
        name: String,
        /// Allow writing as well as reading.
        #[arg(long)]
        write: bool,
        /// How many days it is good for.
        #[arg(long, default_value_t = 90)]
        days: i64,
        /// The store and its key.
        #[command(flatten)]
        place: Place,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Args::command().debug_assert();
    }
}
