//! Documents in force, as they are written, with the files kept with them.
use super::{gather::each, records::Chosen};
use crate::fault::ExchangeError;
use gemba_desk::Desk;
use gemba_pack::Document;
use gemba_vocabulary::actor::Actor;

const KIND: &str = "document";
/// So many bytes of files kept with documents go in; what is beyond is told by its hash alone, on its own record.
const FILES_BYTES_MAX: usize = 100 * 1024 * 1024;
/// So many files of one document go in.
const FILES_MAX: usize = 200;

/// The documents in force.
pub fn in_force(
    desk: &Desk,
    actor: &Actor,
    chosen: &mut Chosen,
) -> Result<Vec<Document>, ExchangeError> {
    let mut found = Vec::new();
    each(desk, actor, KIND, &mut |view, record| {
        if record.state == "published" {
            let text = view.value(record, "text").as_text().map(str::to_owned);
            found.push((record.id, view.def.number(record.id), text));
        }
    })?;
    let (mut documents, mut left) = (Vec::new(), FILES_BYTES_MAX);
    for (id, number, text) in found {
        chosen.take(KIND, id, "Document in force".to_owned());
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            let name = format!("{number}.md");
            documents.push(Document { name, bytes: text.into_bytes() });
        }
        for record in desk.files(actor, KIND, id, None, FILES_MAX)?.records {
            chosen.take(gemba_desk::files::KIND, record.id, format!("file of {number}"));
            let file = desk.file(actor, record.id)?;
            let Some(rest) = left.checked_sub(file.bytes.len()) else { continue };
            left = rest;
            let name = format!("files/{number}-{}-{}", record.id, plain(&file.name));
            documents.push(Document { name, bytes: file.bytes });
        }
    }
    Ok(documents)
}

/// A name that every file system takes.
fn plain(name: &str) -> String {
    let keep = |letter: char| letter.is_alphanumeric() || ['.', '-', '_'].contains(&letter);
    name.chars().map(|letter| if keep(letter) { letter } else { '_' }).collect()
}
