//! Throwaway PostgreSQL clusters from the installed server binaries.
//!
//! A cluster lives in one folder of the temporary directory and listens on a unix socket in it,
//! nowhere else. A small watchdog stops it and removes the folder once the process it serves is
//! gone, however that process ended.

use std::env;
use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;

use crate::Skipped;
use crate::postgres::PostgresDatabase;

/// The oldest PostgreSQL that Gemba supports.
const VERSION_MIN: u32 = 15;
/// A unix socket's whole path must stay below this on every system.
const SOCKET_PATH_BYTES_MAX: usize = 100;
/// The superuser of every throwaway cluster; connections need no password.
const USER: &str = "gemba";

/// A PostgreSQL cluster of one's own, stopped and removed when dropped.
///
/// Most tests want [`PostgresDatabase::fresh`], which shares a cluster. This one is for tests that
/// crash the server or need it to write through to the disk.
#[derive(Debug)]
pub struct Cluster {
    folder: PathBuf,
    server: Server,
}

impl Cluster {
    /// Starts a cluster; with `fsync` a commit is on the disk before it is acknowledged, without
    /// it the cluster is faster and not safe.
    pub fn start(fsync: bool) -> Result<Cluster, Skipped> {
        let server = Server::find().map_err(Skipped::because)?;
        let place = folder_named("gemba-pg-own-XXXXXX").parent().map(Path::to_path_buf).unwrap();
        let folder = tempfile::Builder::new().prefix("gemba-pg-own-").tempdir_in(place).unwrap();
        // Removed when dropped, or by the watchdog if this process never comes to that.
        let folder = folder.keep();
        server.start_new(&folder, fsync, std::process::id());
        Ok(Cluster { folder, server })
    }

    /// A new, empty database in this cluster.
    pub fn fresh_database(&self) -> PostgresDatabase {
        PostgresDatabase::create_in(&self.folder)
    }

    /// Ends every server process at once, as a crash does, and starts the server again, which then
    /// recovers from its write-ahead log.
    pub fn crash_and_restart(&self) {
        self.server.stop(&self.folder);
        self.server.start(&self.folder);
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.server.stop(&self.folder);
        // The watchdog removes what this cannot.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// True when a PostgreSQL server of a supported version is installed.
pub fn is_installed() -> bool {
    Server::find().is_ok()
}

/// The folder `name` in the temporary directory, or in `/tmp` where that would make the path of
/// the socket too long.
pub(crate) fn folder_named(name: &str) -> PathBuf {
    let folder = env::temp_dir().join(name);
    let socket = folder.join(".s.PGSQL.5432");
    if socket.as_os_str().len() < SOCKET_PATH_BYTES_MAX {
        return folder;
    }
    Path::new("/tmp").join(name)
}

/// Like [`folder_named`], in memory where the machine has that much of it to spare: a cluster makes
/// and removes some hundred files for each database, which can take a disk's file system seconds.
pub(crate) fn quick_folder_named(name: &str) -> PathBuf {
    let in_memory = Path::new("/dev/shm");
    if free_kib(in_memory).is_some_and(|free| free >= MEMORY_KIB_MIN) {
        return in_memory.join(name);
    }
    folder_named(name)
}

/// What a test run needs at most, with room to spare.
const MEMORY_KIB_MIN: u64 = 2 * 1024 * 1024;

/// The free space of the file system that `folder` is in, as `df` tells it.
fn free_kib(folder: &Path) -> Option<u64> {
    let told = Command::new("df").arg("-Pk").arg(folder).output().ok()?;
    let told = String::from_utf8(told.stdout).ok()?;
    told.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()
}

/// The URL of `database` in the cluster in `folder`.
pub(crate) fn url(folder: &Path, database: &str) -> String {
    format!("postgres://{USER}@/{database}?host={}", folder.display())
}

/// The installed server binaries, and who runs them.
#[derive(Debug)]
pub(crate) struct Server {
    binaries: PathBuf,
    /// PostgreSQL refuses to run as root; then it runs as this user and group.
    user: Option<(u32, u32)>,
}

impl Server {
    /// Finds the newest installed server, or says in a sentence what is missing.
    pub(crate) fn find() -> Result<Server, String> {
        let mut versions: Vec<(u32, PathBuf)> = binary_folders()
            .into_iter()
            .filter_map(|folder| Some((major_version(&folder)?, folder)))
            .collect();
        versions.sort();
        match versions.pop() {
            Some((version, binaries)) if version >= VERSION_MIN => {
                Ok(Server { binaries, user: unprivileged_user()? })
            }
            Some((version, binaries)) => Err(format!(
                "the newest PostgreSQL server is version {version}, in {}; tests need \
                 {VERSION_MIN} or newer.",
                binaries.display()
            )),
            None => {
                Err("no PostgreSQL server is installed; tests need initdb, pg_ctl and postgres \
                 (Debian's package postgresql)."
                    .to_owned())
            }
        }
    }

    /// Makes a cluster in `folder` and starts it, with a watchdog that ends it after `process_id`.
    pub(crate) fn start_new(&self, folder: &Path, fsync: bool, process_id: u32) {
        fs::create_dir_all(folder).expect("the cluster's folder can be made");
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
        if let Some((user, group)) = self.user {
            chown(folder, Some(user), Some(group)).expect("root can give a folder away");
        }
        stop_after(process_id, folder);
        let data = folder.join("data");
        let mut initdb = self.command("initdb", folder);
        // C.UTF-8 knows the letters of every script and sorts by code point, as SQLite does.
        initdb.args(["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]);
        run(initdb.arg("--username").arg(USER).arg("--pgdata").arg(&data), folder);
        let path = data.join("postgresql.conf");
        let defaults = fs::read_to_string(&path).unwrap();
        fs::write(&path, defaults + &settings(folder, fsync)).unwrap();
        self.start(folder);
    }

    fn start(&self, folder: &Path) {
        let mut control = self.command("pg_ctl", folder);
        control.args(["start", "--wait", "--silent", "--pgdata"]).arg(folder.join("data"));
        run(control.arg("--log").arg(folder.join("server.log")), folder);
    }

    fn stop(&self, folder: &Path) {
        let mut control = self.command("pg_ctl", folder);
        control.args(["stop", "--wait", "--mode=immediate", "--pgdata"]).arg(folder.join("data"));
        // A server that is gone already is as good as stopped.
        let _ = control.output();
    }

    fn command(&self, program: &str, folder: &Path) -> Command {
        let mut command = Command::new(self.binaries.join(program));
        // The caller's own folder may be closed to the unprivileged user.
        command.current_dir(folder).stdin(Stdio::null()).env_remove("PGDATA");
        if let Some((user, group)) = self.user {
            command.uid(user).gid(group);
        }
        command
    }
}

fn run(command: &mut Command, folder: &Path) -> Output {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let log = fs::read_to_string(folder.join("server.log")).unwrap_or_default();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?} failed.\n{said}\n{log}");
    output
}

fn settings(folder: &Path, fsync: bool) -> String {
    let sockets = folder.display().to_string().replace('\'', "''");
    let switch = if fsync { "on" } else { "off" };
    format!(
        "\nlisten_addresses = ''\nunix_socket_directories = '{sockets}'\n\
         max_connections = 200\nfsync = {switch}\nfull_page_writes = {switch}\n"
    )
}

/// A shell that waits for `process_id` to end, then stops the cluster in `folder` and removes it.
/// It also ends when the folder is gone, for then somebody else has tidied up.
fn stop_after(process_id: u32, folder: &Path) {
    let script = r#"
        while kill -0 "$1" 2>/dev/null && [ -d "$2" ]; do sleep 0.5; done
        server=$(head -n 1 "$2/data/postmaster.pid" 2>/dev/null)
        [ -n "$server" ] && kill -QUIT "$server" 2>/dev/null
        while [ -n "$server" ] && kill -0 "$server" 2>/dev/null; do sleep 0.2; done
        rm -rf "$2"
    "#;
    let mut shell = Command::new("sh");
    shell.args(["-c", script, "gemba-testkit-watchdog", &process_id.to_string()]).arg(folder);
    // A group of its own, so that a signal to the tests (Ctrl-C, a timeout) does not end it too.
    shell.current_dir("/").process_group(0);
    shell.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut watchdog = shell.spawn().expect("sh can be started");
    // Somebody must take note of its end, should it come before that of this process.
    thread::spawn(move || watchdog.wait());
}

/// Every folder that may hold the server's programs.
fn binary_folders() -> Vec<PathBuf> {
    let mut folders = Vec::new();
    for version in fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten() {
        folders.push(version.path().join("bin"));
    }
    folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    if let Some(folder) = answer("pg_config", &["--bindir"]) {
        folders.push(PathBuf::from(folder));
    }
    let programs = ["initdb", "pg_ctl", "postgres"];
    folders.retain(|folder| programs.iter().all(|program| folder.join(program).is_file()));
    folders
}

/// The 15 of `postgres (PostgreSQL) 15.8 (Debian …)`.
fn major_version(folder: &Path) -> Option<u32> {
    let text = answer(folder.join("postgres").to_str()?, &["--version"])?;
    let digits = text.split_whitespace().find(|word| word.starts_with(|c: char| c.is_numeric()))?;
    digits.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// Nobody special when we are nobody special; as root, the user `postgres` or else `nobody`.
fn unprivileged_user() -> Result<Option<(u32, u32)>, String> {
    if answer("id", &["-u"]).as_deref() != Some("0") {
        return Ok(None);
    }
    let number = |option: &str, name: &str| answer("id", &[option, name])?.parse().ok();
    for name in ["postgres", "nobody"] {
        if let (Some(user), Some(group)) = (number("-u", name), number("-g", name)) {
            return Ok(Some((user, group)));
        }
    }
    Err("PostgreSQL does not run as root, and there is neither a user postgres nor nobody to run \
         it as."
        .to_owned())
}

fn answer(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    (output.status.success() && !text.trim().is_empty()).then(|| text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_socket_path_never_grows_too_long() {
        let name = format!("gemba-pg-{}-01234567", u32::MAX);
        let socket = folder_named(&name).join(".s.PGSQL.5432");
        assert!(socket.as_os_str().len() < SOCKET_PATH_BYTES_MAX, "{}", socket.display());
        assert_eq!(folder_named(&"long".repeat(30)), Path::new("/tmp").join("long".repeat(30)));
    }

    #[test]
    fn a_quote_in_the_path_does_not_end_the_setting() {
        let settings = settings(Path::new("/tmp/o'hara"), true);
        assert!(settings.contains("unix_socket_directories = '/tmp/o''hara'\n"), "{settings}");
        assert!(settings.contains("\nfsync = on\n"), "{settings}");
    }
}
