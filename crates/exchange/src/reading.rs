//! Reads delimited text a record at a time, so that a broken line costs itself and nothing else.
use crate::fault::Fault;
use flate2::bufread::MultiGzDecoder;
use std::{
    collections::VecDeque,
    io::{self, BufRead, BufReader, Read},
};

/// What a compressed file may unpack to: far more than any log, far less than a bomb.
const UNPACKED_BYTES_MAX: u64 = 4 << 30;
const LINE_BYTES_MAX: usize = 4 << 20;
const RECORD_BYTES_MAX: usize = 16 << 20;

/// Unpacks what is compressed with gzip and takes anything else as it is.
pub(crate) fn unpacked<'a>(from: impl Read + 'a) -> io::Result<Box<dyn BufRead + 'a>> {
    unpacked_up_to(from, UNPACKED_BYTES_MAX)
}

fn unpacked_up_to<'a>(from: impl Read + 'a, bytes_max: u64) -> io::Result<Box<dyn BufRead + 'a>> {
    let mut from = BufReader::with_capacity(1 << 16, from);
    if from.fill_buf()?.starts_with(&[0x1f, 0x8b]) {
        let bounded = Bounded { from: MultiGzDecoder::new(from), left: bytes_max };
        return Ok(Box::new(BufReader::with_capacity(1 << 16, bounded)));
    }
    Ok(Box::new(BufReader::with_capacity(1 << 16, Bounded { from, left: bytes_max })))
}

struct Bounded<R> {
    from: R,
    left: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.from.read(into)?;
        let bytes = u64::try_from(count).unwrap_or(u64::MAX);
        self.left = self.left.checked_sub(bytes).ok_or_else(|| {
            let why = "it unpacks to more than 4 GiB; split it into smaller files";
            io::Error::new(io::ErrorKind::FileTooLarge, why)
        })?;
        Ok(count)
    }
}

/// A line as it stands in the file, without its end, or what is wrong with it.
pub(crate) struct Line {
    pub number: u64,
    pub text: Result<String, String>,
}

/// Reads lines, numbered from 1.
pub(crate) struct Lines<'a> {
    from: Box<dyn BufRead + 'a>,
    count: u64,
    is_over: bool,
}

impl<'a> Lines<'a> {
    pub fn new(from: Box<dyn BufRead + 'a>) -> Self {
        Self { from, count: 0, is_over: false }
    }

    /// The next line. A file that breaks off in the middle of its compressed data ends with a line
    /// that says so.
    pub fn next(&mut self) -> io::Result<Option<Line>> {
        if self.is_over {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        let read = self.fill(&mut bytes);
        self.count += 1;
        let number = self.count;
        let text = match read {
            Ok(0) => {
                self.is_over = true;
                return Ok(None);
            }
            Ok(_) if bytes.len() > LINE_BYTES_MAX => {
                Err("is longer than 4 MiB; it is cut off or not a text".to_owned())
            }
            Ok(_) => decoded(bytes, number == 1),
            Err(error) if is_fatal(&error) || number == 1 => return Err(error),
            Err(error) => {
                self.is_over = true;
                Err(format!("is cut off, and the file ends with it: {error}"))
            }
        };
        Ok(Some(Line { number, text }))
    }

    /// Reads up to the next line's begin; returns how many bytes that were. What is too long is
    /// read, not kept.
    fn fill(&mut self, line: &mut Vec<u8>) -> io::Result<usize> {
        let mut count = 0;
        loop {
            let buffer = match self.from.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            if buffer.is_empty() {
                return Ok(count);
            }
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let part = end.and_then(|end| buffer.get(..end)).unwrap_or(buffer);
            if line.len() <= LINE_BYTES_MAX {
                line.extend_from_slice(part);
            }
            let used = part.len() + usize::from(end.is_some());
            count += used;
            self.from.consume(used);
            if end.is_some() {
                return Ok(count);
            }
        }
    }
}

/// Whether it is better to stop than to go on with what was read so far.
fn is_fatal(error: &io::Error) -> bool {
    let is_cut = matches!(
        error.kind(),
        io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData
    );
    !is_cut
}

fn decoded(mut bytes: Vec<u8>, is_first: bool) -> Result<String, String> {
    if bytes.last() == Some(&b'\r') {
        bytes.pop();
    }
    match String::from_utf8(bytes) {
        Ok(text) if text.contains('\0') => Err("contains a byte that no text has (NUL)".to_owned()),
        // Spreadsheets begin their files with a byte order mark.
        Ok(text) if is_first => Ok(text.trim_start_matches('\u{feff}').to_owned()),
        Ok(text) => Ok(text),
        Err(error) => {
            let place = error.utf8_error().valid_up_to() + 1;
            Err(format!("is not UTF-8 at byte {place}; save the file as UTF-8"))
        }
    }
}

/// The cells of one record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cells {
    /// The line on which it begins.
    pub line: u64,
    text: String,
    ends: Vec<usize>,
}

impl Cells {
    /// The cell at that place; nothing if there are fewer.
    pub fn get(&self, place: usize) -> Option<&str> {
        let end = *self.ends.get(place)?;
        let start = place.checked_sub(1).and_then(|place| self.ends.get(place)).unwrap_or(&0);
        self.text.get(*start..end)
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|place| self.get(place))
    }

    fn end_cell(&mut self) {
        self.ends.push(self.text.len());
    }

    /// Splits a record into its cells; nothing while a quotation mark is still open.
    fn split(line: u64, text: &str, delimiter: char) -> Option<Self> {
        let mut cells = Self { line, text: String::with_capacity(text.len()), ends: Vec::new() };
        if !text.contains('"') {
            for cell in text.split(delimiter) {
                cells.text.push_str(cell);
                cells.end_cell();
            }
            return Some(cells);
        }
        let mut letters = text.chars().peekable();
        loop {
            if letters.next_if_eq(&'"').is_some() {
                loop {
                    match letters.next()? {
                        '"' if letters.next_if_eq(&'"').is_some() => cells.text.push('"'),
                        '"' => break,
                        letter => cells.text.push(letter),
                    }
                }
            }
            loop {
                match letters.next() {
                    None => {
                        cells.end_cell();
                        return Some(cells);
                    }
                    Some(letter) if letter == delimiter => break,
                    Some(letter) => cells.text.push(letter),
                }
            }
            cells.end_cell();
        }
    }
}

/// Reads records of delimited text.
pub(crate) struct Records<'a> {
    lines: Lines<'a>,
    ahead: VecDeque<Line>,
    delimiter: char,
    width: usize,
}

impl<'a> Records<'a> {
    /// Reads the header; the records that follow have as many cells as it.
    pub fn new(from: Box<dyn BufRead + 'a>, delimiter: char) -> io::Result<(Self, Cells)> {
        let (lines, ahead) = (Lines::new(from), VecDeque::new());
        let mut records = Self { lines, ahead, delimiter, width: 0 };
        let header = match records.next()? {
            Some(Ok(header)) => header,
            Some(Err(fault)) => {
                let why = format!("line {} {}", fault.line, fault.sentence);
                return Err(io::Error::new(io::ErrorKind::InvalidData, why));
            }
            None => return Err(io::Error::new(io::ErrorKind::InvalidData, "it is empty")),
        };
        records.width = header.len();
        Ok((records, header))
    }

    /// The next record, or the line that is none.
    pub fn next(&mut self) -> io::Result<Option<Result<Cells, Fault>>> {
        loop {
            let Some(line) = self.next_line()? else { return Ok(None) };
            match line.text {
                Ok(text) if text.trim().is_empty() => {}
                Ok(text) => return self.record(line.number, &text).map(Some),
                Err(what) => return Ok(Some(Err(Fault::new(line.number, format!("{what}."))))),
            }
        }
    }

    fn next_line(&mut self) -> io::Result<Option<Line>> {
        self.ahead.pop_front().map_or_else(|| self.lines.next(), |line| Ok(Some(line)))
    }

    fn record(&mut self, line: u64, text: &str) -> io::Result<Result<Cells, Fault>> {
        if let Some(cells) = Cells::split(line, text, self.delimiter) {
            return Ok(self.checked(cells));
        }
        // A quotation mark is open: the record goes on over the next lines, unless the mark is a
        // slip. Then this line alone is broken, and reading goes on with the one after it.
        let mut whole = text.to_owned();
        let mut taken = Vec::new();
        let mut found = None;
        while whole.len() < RECORD_BYTES_MAX
            && let Some(next) = self.next_line()?
        {
            let part = next.text.as_deref().unwrap_or_default().to_owned();
            let is_text = next.text.is_ok();
            taken.push(next);
            if !is_text {
                break;
            }
            whole.push('\n');
            whole.push_str(&part);
            if part.contains('"')
                && let Some(cells) = Cells::split(line, &whole, self.delimiter)
            {
                found = Some(cells);
                break;
            }
        }
        if let Some(cells) = found.filter(|cells| self.is_wide_enough(cells)) {
            return Ok(Ok(cells));
        }
        for line in taken.into_iter().rev() {
            self.ahead.push_front(line);
        }
        let what = "opens a quotation mark (\") that is not closed where it should be.";
        Ok(Err(Fault::new(line, what)))
    }

    fn is_wide_enough(&self, cells: &Cells) -> bool {
        self.width == 0 || cells.len() == self.width
    }

    fn checked(&self, cells: Cells) -> Result<Cells, Fault> {
        if self.is_wide_enough(&cells) {
            return Ok(cells);
        }
        let (count, width) = (cells.len(), self.width);
        let noun = if count == 1 { "column" } else { "columns" };
        let what = format!("has {count} {noun} where the header has {width}.");
        Err(Fault::new(cells.line, what))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn read(bytes: &[u8]) -> Vec<Result<Vec<String>, (u64, String)>> {
        let (mut records, _) = Records::new(unpacked(bytes).unwrap(), ',').unwrap();
        let mut found = Vec::new();
        while let Some(record) = records.next().unwrap() {
            found.push(match record {
                Ok(cells) => Ok(cells.iter().map(str::to_owned).collect()),
                Err(fault) => Err((fault.line, fault.sentence)),
            });
        }
        found
    }

    #[test]
    fn quoted_cells_hold_delimiters_quotes_and_line_ends() {
        let found = read(b"\xef\xbb\xbfa,b\r\n1,\"x, \"\"y\"\"\nz\"\r\n\r\n2,\n");
        assert_eq!(found[0], Ok(vec!["1".to_owned(), "x, \"y\"\nz".to_owned()]));
        assert_eq!(found[1], Ok(vec!["2".to_owned(), String::new()]));
        assert_eq!(found.len(), 2, "a blank line is no record");
    }

    #[test]
    fn a_broken_line_costs_itself_alone() {
        let found = read(b"a,b\n1,\"open\n2,two\n3\n4,\xff\n5,\"fi\nve\"\n6,six");
        assert!(found[0].as_ref().unwrap_err().1.contains("quotation mark"), "{found:?}");
        assert_eq!(found[0].as_ref().unwrap_err().0, 2);
        assert_eq!(found[1], Ok(vec!["2".to_owned(), "two".to_owned()]));
        let (line, what) = found[2].as_ref().unwrap_err();
        assert_eq!((*line, &**what), (4, "has 1 column where the header has 2."));
        assert!(found[3].as_ref().unwrap_err().1.contains("UTF-8 at byte 3"), "{found:?}");
        assert_eq!(found[4], Ok(vec!["5".to_owned(), "fi\nve".to_owned()]));
        assert_eq!(found[5], Ok(vec!["6".to_owned(), "six".to_owned()]));
    }

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    #[test]
    fn compressed_files_are_unpacked_and_bombs_are_not() {
        assert_eq!(read(&packed(b"a,b\n1,2\n")), vec![Ok(vec!["1".to_owned(), "2".to_owned()])]);
        let bomb = packed(&b"a,b\n".repeat(100_000));
        let (mut records, _) =
            Records::new(unpacked_up_to(bomb.as_slice(), 100_000).unwrap(), ',').unwrap();
        let mut read_all = || {
            while records.next()?.is_some() {}
            Ok::<_, io::Error>(())
        };
        assert_eq!(read_all().unwrap_err().kind(), io::ErrorKind::FileTooLarge);
    }

    #[test]
    fn a_compressed_file_that_breaks_off_keeps_its_whole_lines() {
        let rows: Vec<_> =
            (0..20_000).map(|row| format!("{row},{}\n", row * 7919 % 10_007)).collect();
        let whole = packed(format!("a,b\n{}", rows.concat()).as_bytes());
        let found = read(&whole[..whole.len() / 2]);
        let (last, before) = found.split_last().unwrap();
        assert!(last.as_ref().unwrap_err().1.starts_with("is cut off"), "{last:?}");
        assert!(before.len() > 100 && before.iter().all(Result::is_ok));
    }
}
