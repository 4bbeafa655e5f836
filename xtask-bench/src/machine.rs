//! What the figures were measured on.
use serde_json::{Value as Json, json};
use std::{fs, path::Path};

/// The machine, for the report in JSON.
pub fn facts() -> Json {
    json!({
        "cores": cores(),
        "processor": processor(),
        "memory_gb": memory_gb(),
        "kernel": kernel(),
        "file_system": file_system(&std::env::temp_dir()),
    })
}

/// The machine in a sentence.
pub fn sentence() -> String {
    format!(
        "{} cores ({}), {} GB of memory, Linux {}, databases on {}.",
        cores(),
        processor(),
        memory_gb(),
        kernel(),
        file_system(&std::env::temp_dir())
    )
}

/// How much waited for a core in the last minute, on average, before anything was measured.
pub fn waiting() -> f64 {
    let text = read("/proc/loadavg");
    text.split(' ').next().and_then(|word| word.parse().ok()).unwrap_or_default()
}

/// How much of the machine's memory this process holds, in megabytes.
pub fn memory_held_mb() -> f64 {
    let kilobytes = after(&read("/proc/self/status"), "VmRSS");
    let kilobytes = kilobytes.and_then(|text| text.trim_end_matches(" kB").parse::<f64>().ok());
    kilobytes.unwrap_or_default() / 1_024.0
}

/// How many seconds of processor time this process has taken, of all its threads.
pub fn processor_seconds() -> f64 {
    const TICKS_PER_SECOND: f64 = 100.0;
    let text = read("/proc/self/stat");
    // Behind the name in brackets: time in the program is the twelfth word, time in the kernel the thirteenth.
    let words = text.rsplit(')').next().unwrap_or_default().split_whitespace();
    words.skip(11).take(2).filter_map(|word| word.parse::<f64>().ok()).sum::<f64>()
        / TICKS_PER_SECOND
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(0, std::num::NonZero::get)
}

fn processor() -> String {
    after(&read("/proc/cpuinfo"), "model name").unwrap_or_else(|| "unknown".to_owned())
}

fn memory_gb() -> u64 {
    let kilobytes = after(&read("/proc/meminfo"), "MemTotal");
    let kilobytes = kilobytes.and_then(|text| text.trim_end_matches(" kB").parse::<u64>().ok());
    kilobytes.unwrap_or_default().div_ceil(1024 * 1024)
}

fn kernel() -> String {
    read("/proc/sys/kernel/osrelease").trim().to_owned()
}

/// The type of the file system that a folder lies on.
fn file_system(folder: &Path) -> String {
    let mounts = read("/proc/mounts");
    let rows = mounts.lines().filter_map(|line| {
        let mut words = line.split(' ');
        let (_, place, kind) = (words.next()?, words.next()?, words.next()?);
        folder.starts_with(place).then(|| (place.len(), kind.to_owned()))
    });
    rows.max().map_or_else(|| "an unknown file system".to_owned(), |(_, kind)| kind)
}

fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

/// What stands behind a name and a colon.
pub fn after(text: &str, name: &str) -> Option<String> {
    let line = text.lines().find(|line| line.starts_with(name))?;
    line.split_once(':').map(|(_, value)| value.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_stands_behind_its_name() {
        assert_eq!(after("VmPeak: 2 kB\nVmRSS:\t  10 kB\n", "VmRSS").as_deref(), Some("10 kB"));
        assert_eq!(after("", "VmRSS"), None);
    }
}
