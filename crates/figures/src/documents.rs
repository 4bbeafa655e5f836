//! Documents: which are in force, which wait for a look, and whether all is there that has to be written down.
pub mod mandatory;

use crate::{
    asked::Ask,
    reading::{Read, list, names},
    sheet::{Cell, Figure, FigureDef, Judged, Named, Part, Sheet, Table, column},
};
use gemba_model::{
    check::{Evidence, EvidenceFault},
    filter::Filter,
};
use gemba_vocabulary::{RecordId, Value};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// How many documents hold.
pub static IN_FORCE: FigureDef = FigureDef {
    name: "in_force",
    label: "Documents in force",
    unit: "",
    definition: "How many editions of documents are published (clause 7.5).",
};
/// How many reviews are overdue.
pub static OVERDUE: FigureDef = FigureDef {
    name: "reviews_overdue",
    label: "Reviews overdue",
    unit: "",
    definition: "Published documents whose day of review is past. The target is none.",
};
/// How many hold twice.
pub static TWICE: FigureDef = FigureDef {
    name: "held_twice",
    label: "Numbers with two editions in force",
    unit: "",
    definition: "Numbers of documents under which more than one edition is published: nobody knows which one holds. \
                 The target is none.",
};
/// How many were published without somebody else's approval.
pub static UNAPPROVED: FigureDef = FigureDef {
    name: "without_approval",
    label: "Published without approval",
    unit: "",
    definition: "Published documents on whose record no approval stands, or one by their author; such can come in by \
                 an import only. The target is none.",
};
/// How many have no rule of retention.
pub static NO_RULE: FigureDef = FigureDef {
    name: "without_rule",
    label: "Without a rule of retention",
    unit: "",
    definition: "Published documents that name no rule for how long they are kept. The target is none.",
};
/// What has to be written down and is not.
pub static MISSING: FigureDef = FigureDef {
    name: "mandatory_missing",
    label: "To be written down, and not found",
    unit: "",
    definition: "Of what every organization that meets the standard has written down (clause 7.5.1), what neither a \
                 published document nor a live record was found for. The target is none.",
};

/// An edition that is in work or in force.
pub struct Listed {
    /// The edition.
    pub named: Named,
    /// Its number.
    pub number: String,
    /// Which edition it is.
    pub edition: String,
    /// Its sort.
    pub sort: String,
    /// Where it stands.
    pub state: String,
    /// Who keeps it right.
    pub owner: Option<RecordId>,
    /// Who wrote it.
    pub author: Option<RecordId>,
    /// Who approved it.
    pub approved_by: Option<RecordId>,
    /// From when on it holds.
    pub effective_from: Option<Date>,
    /// By when it is looked at again.
    pub next_review_on: Option<Date>,
    /// How long it is kept.
    pub has_rule: bool,
    /// Whether its text can be read here.
    pub has_text: bool,
}

impl Listed {
    fn of(read: &Read<'_>) -> Self {
        Self {
            named: read.named(),
            number: read.text("number"),
            edition: read.text("edition"),
            sort: read.text("sort"),
            state: read.state().to_owned(),
            owner: read.int("owner"),
            author: read.int("author"),
            approved_by: read.int("approved_by"),
            effective_from: read.date("effective_from"),
            next_review_on: read.date("next_review_on"),
            has_rule: read.int("retention_rule").is_some(),
            has_text: !read.text("text").is_empty(),
        }
    }

    /// Whether it holds.
    pub fn is_in_force(&self) -> bool {
        self.state == "published"
    }

    /// Whether the day of its review is past.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.is_in_force() && self.next_review_on.is_some_and(|day| day < today)
    }
}

/// Every edition that is in work or in force.
pub fn register(evidence: &dyn Evidence) -> Result<Vec<Listed>, EvidenceFault> {
    let open = [Filter::is("open", Value::Bool(true))];
    list(evidence, "document", &open, |one| Some(Listed::of(one)))
}

/// The sheet.
pub fn read(evidence: &dyn Evidence, ask: &Ask) -> Result<Sheet, EvidenceFault> {
    let today = evidence.now().to_zoned(ask.zone.clone()).date();
    let all = register(evidence)?;
    let people = names(evidence, "person", &[])?;
    let published: Vec<_> = all.iter().filter(|one| one.is_in_force()).collect();
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    for one in published.iter().filter(|one| !one.number.is_empty()) {
        *numbers.entry(&one.number).or_default() += 1;
    }
    let is_twice = |one: &Listed| numbers.get(&*one.number).is_some_and(|count| *count > 1);
    let is_unapproved = |one: &Listed| one.approved_by.is_none() || one.approved_by == one.author;
    let zero = |def, name, taken: &dyn Fn(&Listed) -> bool| {
        let of: Vec<_> = published.iter().copied().filter(|one| taken(one)).collect();
        let judged = if of.is_empty() { Judged::Kept } else { Judged::Missed };
        let table = listed(name, "Documents", &of, &people, today);
        Figure::new(def, count(of.len())).judged(judged).from(table)
    };
    let found = mandatory::found(evidence)?;
    let missing = found.iter().filter(|one| one.is_missing()).count();
    let judged = if missing == 0 { Judged::Kept } else { Judged::Missed };
    let mut part = Part::titled("Documents");
    part.figures = vec![
        Figure::new(&IN_FORCE, count(published.len())),
        zero(&OVERDUE, "overdue", &|one| one.is_overdue(today)),
        zero(&TWICE, "twice", &is_twice),
        zero(&UNAPPROVED, "unapproved", &is_unapproved),
        zero(&NO_RULE, "no_rule", &|one| !one.has_rule),
        Figure::new(&MISSING, count(missing)).judged(judged),
    ];
    let every: Vec<_> = all.iter().collect();
    part.tables = vec![
        listed("register", "In work and in force", &every, &people, today),
        to_be_written(&found),
    ];
    Ok(Sheet { parts: vec![part] })
}

fn count(number: usize) -> Value {
    Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
}

fn listed(
    name: &'static str,
    label: &'static str,
    all: &[&Listed],
    people: &BTreeMap<RecordId, Named>,
    today: Date,
) -> Table {
    let columns = [
        column("number", "Number", ""),
        column("document", "Document", ""),
        column("edition", "Edition", ""),
        column("sort", "Sort", ""),
        column("state", "State", ""),
        column("owner", "Owner", ""),
        column("approved_by", "Approved by", ""),
        column("from", "Holds from", ""),
        column("review", "Review", ""),
    ];
    let mut table = Table::new(name, label, &columns, "There is none.");
    let person = |id: Option<RecordId>| {
        id.and_then(|id| people.get(&id).cloned()).map_or_else(Cell::default, Cell::record)
    };
    let day = |day: Option<Date>| Cell::from(day.map_or(Value::None, Value::Date));
    for one in all {
        let judged = if one.is_overdue(today) { Judged::Missed } else { Judged::Not };
        table.rows.push(vec![
            Cell::from(&*one.number),
            Cell::record(one.named.clone()),
            Cell::from(&*one.edition),
            Cell::from(&*one.sort.replace('_', " ")),
            Cell::from(&*one.state.replace('_', " ")),
            person(one.owner),
            person(one.approved_by),
            day(one.effective_from),
            day(one.next_review_on).judged(judged),
        ]);
    }
    table
}

fn to_be_written(found: &[mandatory::Found]) -> Table {
    let columns = [
        column("what", "What", ""),
        column("clause", "Clause", ""),
        column("found", "Found", ""),
        column("where", "The first of it", ""),
    ];
    let mut table =
        Table::new("mandatory", "To be written down in any case", &columns, "There is none.");
    for one in found {
        let judged = if one.is_missing() { Judged::Missed } else { Judged::Kept };
        table.rows.push(vec![
            Cell::from(&*one.item.what),
            Cell::from(&*one.item.clause),
            Cell::from(count(one.count)).judged(judged),
            one.first.clone().map_or_else(Cell::default, Cell::record),
        ]);
    }
    table
}
