//! The real incident log: how long its import takes, and the check of clause 8.6.1 over it.
use crate::{
    engines::Engine,
    report::{Report, Target, median},
};
use anyhow::{Context, Result, ensure};
use gemba_testkit::gemba_data;
use std::{
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

const LOG: &str = "servicenow-incident-log/incident_event_log.csv.gz";
const IMPORT_SECONDS_MAX: f64 = 20.0;
const CHECK_SECONDS_MAX: f64 = 1.0;
const CHECKS: usize = 3;

/// Measures one engine.
pub fn measure(program: &Path, engine: &Engine, report: &mut Report) -> Result<()> {
    let Some(log) = gemba_data(LOG) else {
        report.say(
            "GEMBA_DATA does not name the folder with the real log; its import was not measured.",
        );
        return Ok(());
    };
    let database = engine.fresh("log");
    let key = engine.folder.path().join("log.key");
    let timed = |arguments: &[&str]| -> Result<f64> {
        let mut command = Command::new(program);
        command.args(arguments).args(["--database", &database]).arg("--key").arg(&key);
        let begun = Instant::now();
        let output = command.stdin(Stdio::null()).output()?;
        let seconds = begun.elapsed().as_secs_f64();
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "gemba {} failed:\n{said}", arguments.join(" "));
        Ok(seconds)
    };
    let path = log.to_str().context("the path of the log is not UTF-8")?;
    let import = timed(&["import", "servicenow-incidents", path])?;
    report.add(
        engine.name,
        "import of the real log",
        import,
        "s",
        Target::AtMost(IMPORT_SECONDS_MAX),
    );
    let check = ["readiness", "--edition", "2018", "--clause", "8.6.1", "--json"];
    let checks = (0..CHECKS).map(|_| timed(&check)).collect::<Result<Vec<_>>>()?;
    let check = median(checks);
    report.add(
        engine.name,
        "clause 8.6.1 checked over it",
        check,
        "s",
        Target::AtMost(CHECK_SECONDS_MAX),
    );
    let whole = timed(&["readiness", "--edition", "2018", "--json"])?;
    report.add(engine.name, "all clauses checked over it", whole, "s", Target::None);
    let verify = timed(&["ledger", "verify"])?;
    report.add(engine.name, "its ledger verified", verify, "s", Target::None);
    Ok(())
}
