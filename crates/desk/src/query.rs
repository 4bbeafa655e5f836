//! What someone asks to see: a kind, narrowed, sorted, a page at a time.
pub use gemba_model::filter::ME;
use gemba_model::{
    Record,
    filter::{Filter, Sort},
    overlay::KindView,
};

/// How many records a page has at most.
pub const PAGE_RECORDS_MAX: usize = 200;
const PAGE_RECORDS_USUAL: usize = 50;
/// More conditions would be deeper than an engine reads.
pub(crate) const FILTERS_MAX: usize = 50;
/// Keys of an address that are no filters.
pub const RESERVED: &[&str] = &["sort", "after", "limit", "q", "columns", "view", "csv"];

/// A question about records of one kind.
#[derive(Clone, Debug)]
pub struct Query {
    /// The kind.
    pub kind: String,
    /// What they are narrowed to; all conditions hold.
    pub filters: Vec<Filter>,
    /// In which order.
    pub sort: Sort,
    /// Where the page before ended.
    pub after: Option<String>,
    /// How many at most.
    pub limit: usize,
    /// Words that they contain.
    pub text: Option<String>,
}

/// One page of an answer.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The records.
    pub records: Vec<Record>,
    /// Where the next page begins; nothing on the last.
    pub next: Option<String>,
}

/// How many records there are; counting stops at a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// How many were counted.
    pub count: i64,
    /// Whether there are more than that.
    pub is_more: bool,
}

impl Query {
    /// All records of a kind, newest first.
    pub fn of(kind: &str) -> Self {
        Self {
            kind: kind.to_owned(),
            filters: Vec::new(),
            sort: Sort::newest(),
            after: None,
            limit: PAGE_RECORDS_USUAL,
            text: None,
        }
    }

    /// Reads the pairs of an address; the error lists what is wrong, a sentence each.
    pub fn parse(view: &KindView, pairs: &[(String, String)]) -> Result<Self, Vec<String>> {
        let (mut query, mut faults) = (Self::of(view.def.name), Vec::new());
        for (name, text) in pairs.iter().filter(|(_, text)| !text.is_empty()) {
            match name.as_str() {
                "sort" => match Sort::parse(view, text) {
                    Ok(sort) => query.sort = sort,
                    Err(fault) => faults.push(fault),
                },
                "after" => query.after = Some(text.clone()),
                "limit" => match text.parse::<usize>() {
                    Ok(limit) if (1..=PAGE_RECORDS_MAX).contains(&limit) => query.limit = limit,
                    _ => faults.push(format!("limit must be 1 to {PAGE_RECORDS_MAX}.")),
                },
                "q" => query.text = Some(text.clone()),
                name if RESERVED.contains(&name) => {}
                name => match Filter::parse(view, name, text) {
                    Ok(filter) => query.filters.push(filter),
                    Err(fault) => faults.push(fault),
                },
            }
        }
        if faults.is_empty() { Ok(query) } else { Err(faults) }
    }
}
