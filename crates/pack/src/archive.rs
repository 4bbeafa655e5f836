//! The file itself: a ZIP with its members in the order of their names and without times, so that the same parts make
//! the same file.
use std::{
    collections::BTreeMap,
    io::{Cursor, Read, Write},
};
use zip::{
    CompressionMethod, DateTime, ZipArchive, ZipWriter, result::ZipError, write::SimpleFileOptions,
};

/// The members of a file by their names.
pub type Members = BTreeMap<String, Vec<u8>>;

/// More is not read, so that a small file that claims to be huge fills no memory.
pub const BYTES_MAX: u64 = 4 * 1024 * 1024 * 1024;
/// More members are not read.
pub const MEMBERS_MAX: usize = 100_000;
const END_OF_DIRECTORY: &[u8] = b"PK\x05\x06";
/// Where in the end of the directory it stands how many members there are.
const COUNT_AT: usize = 10;

/// Writes the members.
pub fn zipped(members: &Members) -> Result<Vec<u8>, String> {
    let told = |error: ZipError| format!("the file could not be written: {error}");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for (name, bytes) in members {
        writer.start_file(name.as_str(), options).map_err(told)?;
        writer.write_all(bytes).map_err(|error| format!("{name} could not be written: {error}"))?;
    }
    Ok(writer.finish().map_err(told)?.into_inner())
}

/// Reads the members, and says what is wrong with each that cannot be read. The error is for what is no such file at
/// all.
pub fn unzipped(bytes: &[u8]) -> Result<(Members, Vec<(String, String)>), String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))
        .map_err(|error| format!("It is no ZIP file, or it was cut off: {error}."))?;
    if archive.len() > MEMBERS_MAX {
        return Err(format!("It holds more than {MEMBERS_MAX} files."));
    }
    let (mut members, mut faults) = (Members::new(), Vec::new());
    if said_count(bytes).is_some_and(|said| said != archive.len()) {
        faults.push((String::new(), "The file holds a name twice.".to_owned()));
    }
    let mut left = BYTES_MAX;
    for place in 0..archive.len() {
        let raw = archive.name_for_index(place).unwrap_or_default().to_owned();
        match member(&mut archive, place, &mut left) {
            Ok((name, bytes)) => _ = members.insert(name, bytes),
            Err(fault) => faults.push((raw, fault)),
        }
    }
    Ok((members, faults))
}

fn member(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    place: usize,
    left: &mut u64,
) -> Result<(String, Vec<u8>), String> {
    let file = archive
        .by_index(place)
        .map_err(|error| format!("It cannot be read from the ZIP file: {error}."))?;
    let name = file.name().to_owned();
    if file.enclosed_name().is_none() || name.contains('\\') {
        return Err("Its name leads out of the pack.".to_owned());
    }
    let mut bytes = Vec::new();
    let read = file.take(left.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|error| format!("Its content is damaged: {error}."))?;
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    *left = left.checked_sub(size).ok_or_else(|| "It is too large to be read.".to_owned())?;
    Ok((name, bytes))
}

/// How many members the end of the directory says there are; nothing in files so large that it says so elsewhere.
fn said_count(bytes: &[u8]) -> Option<usize> {
    let at = bytes.windows(END_OF_DIRECTORY.len()).rposition(|part| part == END_OF_DIRECTORY)?;
    let count = bytes.get(at.checked_add(COUNT_AT)?..)?.first_chunk::<2>()?;
    Some(usize::from(u16::from_le_bytes(*count))).filter(|count| *count < usize::from(u16::MAX))
}
