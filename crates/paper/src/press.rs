//! What the typesetter reads: one layout, one file of data, the fonts that come with it, and nothing else.
use std::sync::LazyLock;
use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime},
    syntax::{FileId, Source, VirtualPath},
    text::{Font, FontBook},
    utils::LazyHash,
};

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));
static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    typst_assets::fonts().flat_map(|bytes| Font::iter(Bytes::new(bytes))).collect()
});
static BOOK: LazyLock<LazyHash<FontBook>> =
    LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));
static LAYOUT: LazyLock<Source> = LazyLock::new(|| {
    Source::new(
        FileId::new(None, VirtualPath::new("report.typ")),
        include_str!("report.typ").into(),
    )
});
static DATA: LazyLock<FileId> = LazyLock::new(|| FileId::new(None, VirtualPath::new("data.json")));

/// One report on its way to paper.
pub struct Press {
    data: Bytes,
}

impl Press {
    /// With this data, in JSON.
    pub fn new(data: String) -> Self {
        Self { data: Bytes::from_string(data) }
    }
}

impl World for Press {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        LAYOUT.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == LAYOUT.id() { Ok(LAYOUT.clone()) } else { Err(nothing(id)) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == *DATA { Ok(self.data.clone()) } else { Err(nothing(id)) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    fn today(&self, _: Option<i64>) -> Option<Datetime> {
        // A report says by itself which days it is about; paper knows no clock.
        None
    }
}

fn nothing(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().as_rootless_path().into())
}
