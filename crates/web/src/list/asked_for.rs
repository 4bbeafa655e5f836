//! What the address of a list asks for, and how another address is made from it.
use super::{address_of, cells::is_due};
use crate::{value::is_priority, visit::Visit};
use gemba_desk::{Query, Refused};
use gemba_model::{
    Feature, FieldDef, Holds, KindDef,
    filter::{Filter, Test},
    overlay::KindView,
    parse,
};
use maud::{Markup, html};

const COLUMNS_USUAL_MAX: usize = 9;
/// How many columns a narrow page keeps, and a wide one, behind the headline.
const ALWAYS_MAX: usize = 2;
const WIDE_MAX: usize = 4;

/// A column of a list. The headline always stands there.
#[derive(Clone, Debug, PartialEq)]
pub enum Column {
    /// The record's number.
    Number,
    /// Where it stands.
    State,
    /// When it was recorded.
    CreatedAt,
    /// Who recorded it.
    CreatedBy,
    /// When it last changed.
    UpdatedAt,
    /// Its free words.
    Tags,
    /// One of its fields.
    Field(FieldDef),
}

impl Column {
    /// Every column that a list of the kind can show besides the headline.
    pub fn all(visit: &Visit, view: &KindView, fields: &[FieldDef]) -> Vec<Self> {
        let mut all = vec![Self::Number, Self::State];
        let is_column = |field: &&FieldDef| {
            field.name != view.def.title && !matches!(field.holds, Holds::Struct)
        };
        all.extend(fields.iter().filter(is_column).cloned().map(Self::Field));
        all.extend([Self::CreatedAt, Self::CreatedBy, Self::UpdatedAt]);
        if view.def.has(Feature::Tags) && visit.actor().is_inside() {
            all.push(Self::Tags);
        }
        all
    }

    /// Its name in an address.
    pub fn name(&self) -> &str {
        match self {
            Self::Number => "number",
            Self::State => "state",
            Self::CreatedAt => "created_at",
            Self::CreatedBy => "created_by",
            Self::UpdatedAt => "updated_at",
            Self::Tags => "tags",
            Self::Field(field) => &field.name,
        }
    }

    /// What people call it.
    pub fn label(&self, visit: &Visit, def: &KindDef) -> String {
        match self {
            Self::Number => visit.text("column-number"),
            Self::State => visit.text("column-state"),
            Self::CreatedAt => visit.text("column-created"),
            Self::CreatedBy => visit.text("column-created-by"),
            Self::UpdatedAt => visit.text("column-updated"),
            Self::Tags => visit.text("tags"),
            Self::Field(field) => visit.texts.field_label(def.name, field),
        }
    }

    /// Whether it is a small sign that stands before everything else.
    pub fn is_sign(&self) -> bool {
        matches!(self, Self::Field(field) if is_priority(field))
    }
}

/// What an address asks a list for.
pub struct AskedFor {
    kind: &'static str,
    /// The pairs of the address that narrow and order, without those that only the page needs.
    pub pairs: Vec<(String, String)>,
    /// The question to the desk.
    pub query: Query,
    /// The columns shown, in order, without the headline.
    pub columns: Vec<Column>,
    /// Whether someone chose the columns.
    pub has_own_columns: bool,
    /// The headline's field.
    pub title: Option<FieldDef>,
    /// Fields told in small print below the headline.
    pub beside: Vec<FieldDef>,
    /// Whether the list is wanted as CSV.
    pub wants_csv: bool,
    /// The field by which somebody is about to narrow.
    pub narrowing_by: Option<String>,
    /// Whether open records are shown because nothing else was asked.
    pub is_open_by_itself: bool,
}

/// Names in addresses that are no filters of the desk's.
const OURS: &[&str] = &["view", "csv", "by"];
const NO_FILTERS: &[&str] = &["sort", "after", "limit", "q", "columns"];

impl AskedFor {
    /// The proper address, if what came is what a form sends: chosen columns one by one, or a
    /// filter in parts.
    pub fn tidied(
        visit: &Visit,
        view: &KindView,
        fields: &[FieldDef],
        pairs: &[(String, String)],
    ) -> Result<Option<String>, Refused> {
        let is_part = |name: &str| name == "column" || name.starts_with("filter-");
        if !pairs.iter().any(|(name, _)| is_part(name)) {
            return Ok(None);
        }
        let mut kept: Vec<_> = pairs
            .iter()
            .filter(|(name, text)| !is_part(name) && !text.is_empty())
            .cloned()
            .collect();
        let columns: Vec<_> = pairs
            .iter()
            .filter(|(name, _)| name == "column")
            .map(|(_, column)| column.as_str())
            .collect();
        if !columns.is_empty() {
            kept.retain(|(name, _)| name != "columns");
            kept.push(("columns".to_owned(), columns.join(",")));
        }
        if let Some(filter) = super::narrowing::filter_of(visit, view, fields, pairs)? {
            kept.retain(|(name, _)| name != "by");
            if !kept.contains(&filter) {
                kept.push(filter);
            }
        }
        Ok(Some(address_of(view.def.name, &kept)))
    }

    /// Reads the pairs of an address.
    pub fn of(
        visit: &Visit,
        view: &KindView,
        fields: &[FieldDef],
        pairs: Vec<(String, String)>,
    ) -> Result<Self, Refused> {
        let pairs: Vec<_> = pairs.into_iter().filter(|(_, text)| !text.is_empty()).collect();
        let of =
            |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, text)| text.clone());
        let (view_name, by, csv, columns) = (of("view"), of("by"), of("csv"), of("columns"));
        let is_ours = |name: &str| OURS.contains(&name);
        let mut pairs: Vec<_> = pairs.into_iter().filter(|(name, _)| !is_ours(name)).collect();
        let is_filter = |name: &str| !NO_FILTERS.contains(&name);
        let is_narrowed = pairs.iter().any(|(name, _)| is_filter(name) || name == "q");
        let is_open_by_itself = !is_narrowed && view_name.is_none();
        if is_open_by_itself {
            pairs.insert(0, ("open".to_owned(), "yes".to_owned()));
        }
        let query =
            Query::parse(view, &pairs).map_err(|faults| Refused::Unknown(faults.join(" ")))?;
        if !is_narrowed && !is_open_by_itself {
            // Kept, so that a link made from here does not fall back to open records.
            pairs.push(("view".to_owned(), "all".to_owned()));
        }
        let title = fields.iter().find(|field| field.name == view.def.title).cloned();
        let own = columns.map(|text| chosen(visit, view, fields, &text));
        let has_own_columns = own.is_some();
        let (columns, beside) = match own {
            Some(columns) => (columns, Vec::new()),
            None => usual(view, fields),
        };
        Ok(Self {
            kind: view.def.name,
            pairs,
            query,
            columns,
            has_own_columns,
            title,
            beside,
            wants_csv: csv.is_some(),
            narrowing_by: by,
            is_open_by_itself,
        })
    }

    /// Whether anything was asked for that leaves records out.
    pub fn is_narrowed(&self) -> bool {
        let is_asked = self.query.text.is_some() || !self.query.filters.is_empty();
        is_asked && !self.is_open_by_itself
    }

    /// The filters as they stand in the address.
    pub fn filters(&self) -> impl Iterator<Item = (&str, &str)> {
        let is_filter = |name: &str| !NO_FILTERS.contains(&name) && !OURS.contains(&name);
        self.pairs
            .iter()
            .filter(move |(name, _)| is_filter(name))
            .map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// This address with some pairs set and some taken away.
    pub fn address_with(&self, set: &[(&str, &str)], without: &[&str]) -> String {
        let is_set = |name: &str| set.iter().any(|(other, _)| *other == name);
        let kept = self
            .pairs
            .iter()
            .filter(|(name, _)| !is_set(name) && !without.contains(&name.as_str()));
        let mut pairs: Vec<(String, String)> = kept.cloned().collect();
        pairs.extend(set.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
        address_of(self.kind, &pairs)
    }

    /// This address without one of its filters.
    pub fn address_without(&self, filter: (&str, &str)) -> String {
        let is_it = |pair: &&(String, String)| pair.0 == filter.0 && pair.1 == filter.1;
        let mut pairs: Vec<_> =
            self.pairs.iter().filter(|pair| !is_it(pair) && pair.0 != "after").cloned().collect();
        let is_filter =
            |(name, _): &(String, String)| !NO_FILTERS.contains(&name.as_str()) || name == "q";
        if !pairs.iter().any(is_filter) {
            pairs.push(("view".to_owned(), "all".to_owned()));
        }
        address_of(self.kind, &pairs)
    }

    /// The pairs as hidden inputs of a form that asks for something besides.
    pub fn hidden(&self, without: &[&str]) -> Markup {
        html! {
            @for (name, text) in &self.pairs {
                @if !without.contains(&name.as_str()) {
                    input type="hidden" name=(name) value=(text);
                }
            }
        }
    }

    /// The pairs as a view keeps them, without the columns.
    pub fn spelled(&self) -> String {
        let is_kept = |name: &str| !matches!(name, "after" | "columns" | "limit");
        let pairs: Vec<_> = self.pairs.iter().filter(|(name, _)| is_kept(name)).cloned().collect();
        let address = address_of("", &pairs);
        address.split_once('?').map_or(String::new(), |(_, query)| query.to_owned())
    }

    /// The fields shown that refer to other records.
    pub fn referring(&self) -> impl Iterator<Item = &FieldDef> {
        let shown = self.columns.iter().filter_map(|column| match column {
            Column::Field(field) => Some(field),
            _ => None,
        });
        shown.chain(&self.beside).filter(|field| field.holds.target().is_some())
    }

    /// The columns from left to right with their classes; the headline has the class `what`.
    pub fn places(&self) -> Vec<(Column, &'static str)> {
        let (signs, rest): (Vec<_>, Vec<_>) =
            self.columns.iter().cloned().partition(Column::is_sign);
        let (numbers, rest): (Vec<_>, Vec<_>) =
            rest.into_iter().partition(|column| *column == Column::Number);
        let mut places: Vec<(Column, &'static str)> =
            signs.into_iter().chain(numbers).map(|column| (column, "")).collect();
        if let Some(title) = &self.title {
            places.push((Column::Field(title.clone()), "what"));
        }
        places.extend(rest.into_iter().enumerate().map(|(place, column)| {
            let class = match place {
                ..ALWAYS_MAX => "",
                ALWAYS_MAX..WIDE_MAX => "wide",
                _ => "wider",
            };
            (column, class)
        }));
        places
    }
}

fn chosen(visit: &Visit, view: &KindView, fields: &[FieldDef], text: &str) -> Vec<Column> {
    let all = Column::all(visit, view, fields);
    let named = |name: &str| all.iter().find(|column| column.name() == name).cloned();
    text.split(',').filter_map(named).collect()
}

/// The columns of a kind that nobody chose for: those its definition lists. Where these are many,
/// what places a record (its service, its customer) moves below the headline.
fn usual(view: &KindView, fields: &[FieldDef]) -> (Vec<Column>, Vec<FieldDef>) {
    let listed: Vec<_> = fields
        .iter()
        .filter(|field| field.listed && field.name != view.def.title)
        .filter(|field| !matches!(field.holds, Holds::Struct | Holds::LongText))
        .cloned()
        .collect();
    let is_many = listed.len() > WIDE_MAX;
    let is_who = |target: &str| matches!(target, "person" | "team");
    let places = |field: &FieldDef| matches!(&field.holds, Holds::Ref(target) if !is_who(target));
    let (mut beside, mut rest): (Vec<_>, Vec<_>) =
        listed.into_iter().partition(|field| is_many && places(field));
    rest.extend(beside.split_off(beside.len().min(2)));
    // What the reader looks for first stands first: the clock, then people, then the rest.
    rest.sort_by_key(|field| match &field.holds {
        _ if is_due(field) => 0,
        Holds::Ref(target) if target == "person" => 1,
        _ => 2,
    });
    let mut columns = vec![Column::Number, Column::State];
    columns.extend(rest.into_iter().map(Column::Field));
    columns.truncate(COLUMNS_USUAL_MAX);
    if view.def.fields.iter().filter(|field| field.listed).count() < 3 {
        columns.push(Column::UpdatedAt);
    }
    (columns, beside)
}

/// A filter as an address spells it, made from its parts; moments are in the reader's zone.
pub fn spelled_filter(
    visit: &Visit,
    view: &KindView,
    field: &FieldDef,
    test: &str,
    text: &str,
) -> Result<String, String> {
    match test {
        "empty" | "filled" => return Ok(test.to_owned()),
        "has" => return Ok(format!("has:{text}")),
        _ => {}
    }
    // Several choices come as one text with commas between them.
    let parts: Vec<&str> = match field.holds {
        Holds::Choice(_) | Holds::Ref(_) | Holds::Refs(_) => text.split(',').collect(),
        _ => vec![text],
    };
    let one = FieldDef { holds: single(&field.holds), ..field.clone() };
    let mut values = Vec::new();
    for part in parts.into_iter().filter(|part| !part.trim().is_empty()) {
        values.push(parse::from_text(&one, part, &visit.zone)?);
    }
    let Some(first) = values.first().cloned() else {
        return Err(visit.text("filter-no-value"));
    };
    let test = match test {
        "not" => Test::IsNot(values),
        "lt" => Test::Less(first),
        "ge" => Test::AtLeast(first),
        _ => Test::Is(values),
    };
    let spelled = Filter { field: field.name.to_string(), test }.spell();
    // What does not come back as it was meant is told now, not on the next page.
    Filter::parse(view, &field.name, &spelled).map(|_| spelled)
}

fn single(holds: &Holds) -> Holds {
    match holds {
        Holds::Refs(target) => Holds::Ref(target.clone()),
        other => other.clone(),
    }
}
