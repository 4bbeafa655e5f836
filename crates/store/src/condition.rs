//! What a list is narrowed to, spelled as a condition with parameters.
use crate::{
    columns::plain,
    db::{Db, Sql, StoreError},
    schema,
};
use gemba_model::{
    Holds,
    filter::{self, Filter, Test},
    overlay::KindView,
};
use gemba_vocabulary::Value;
use std::fmt::Write as _;

/// A condition under construction: its text and its parameters, numbered in the order of their first use.
pub(crate) struct Where<'a> {
    dialect: crate::Dialect,
    view: &'a KindView,
    /// ` WHERE …`, or nothing.
    pub text: String,
    /// Its parameters.
    pub args: Vec<Sql>,
}

impl<'a> Where<'a> {
    pub fn new(db: &mut dyn Db, view: &'a KindView) -> Self {
        Self { dialect: db.dialect(), view, text: String::new(), args: Vec::new() }
    }

    pub fn arg(&mut self, value: Sql) -> String {
        self.args.push(value);
        format!("${}", self.args.len())
    }

    pub fn and(&mut self, condition: &str) {
        let word = if self.text.is_empty() { " WHERE" } else { " AND" };
        let _ = write!(self.text, "{word} {condition}");
    }

    pub fn filters(&mut self, filters: &[Filter]) -> Result<(), StoreError> {
        for filter in filters {
            let condition = self.condition(filter)?;
            self.and(&condition);
        }
        Ok(())
    }

    pub fn any_of(&mut self, filters: &[Filter]) -> Result<(), StoreError> {
        if filters.is_empty() {
            return Ok(());
        }
        let conditions =
            filters.iter().map(|filter| self.condition(filter)).collect::<Result<Vec<_>, _>>()?;
        self.and(&format!("({})", conditions.join(" OR ")));
        Ok(())
    }

    /// The column of a field, or the expression of an added one. Names are those of definitions, never of a question.
    pub fn expression(&self, field: &str) -> Result<String, StoreError> {
        if schema::ENVELOPE.iter().any(|(name, _)| *name == field) {
            return Ok(format!("\"{field}\""));
        }
        let def = self.view.field(field);
        let def = def.ok_or_else(|| StoreError::unexpected(format!("no field {field}")))?;
        Ok(if def.is_custom() {
            schema::custom_expression(self.dialect, def)
        } else {
            format!("\"{}\"", def.name)
        })
    }

    fn condition(&mut self, filter: &Filter) -> Result<String, StoreError> {
        let field = filter.field.as_str();
        if field == "tag" {
            return self.tag(&filter.test);
        }
        let is_many = matches!(filter::holds(self.view, field), Some(Holds::Refs(_)));
        let by = self.expression(field)?;
        Ok(match &filter.test {
            Test::Is(values) if is_many => {
                let any = values.iter().map(|value| self.member(&by, value)).collect::<Vec<_>>();
                format!("({})", if any.is_empty() { "1=0".to_owned() } else { any.join(" OR ") })
            }
            Test::Is(values) => self.one_of(&by, values)?,
            Test::IsNot(values) => {
                let is = self.one_of(&by, values)?;
                format!("({by} IS NULL OR NOT {is})")
            }
            Test::Empty => format!("{by} IS NULL"),
            Test::Filled => format!("{by} IS NOT NULL"),
            Test::Less(value) => format!("{by} < {}", self.value(value)?),
            Test::AtLeast(value) => format!("{by} >= {}", self.value(value)?),
            Test::Contains(text) => {
                let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
                let mark = self.arg(Sql::Text(format!("%{escaped}%")));
                format!("{by} {} {mark} ESCAPE '\\'", self.dialect.like())
            }
        })
    }

    fn one_of(&mut self, by: &str, values: &[Value]) -> Result<String, StoreError> {
        let marks = values.iter().map(|value| self.value(value)).collect::<Result<Vec<_>, _>>()?;
        Ok(match marks.as_slice() {
            [] => "(1=0)".to_owned(),
            [one] => format!("({by} = {one})"),
            many => format!("({by} IN ({}))", many.join(", ")),
        })
    }

    fn value(&mut self, value: &Value) -> Result<String, StoreError> {
        let value = plain(value)?;
        Ok(self.arg(value))
    }

    /// A list of references is kept as `[1,2]`; a member stands between brackets or commas.
    fn member(&mut self, by: &str, value: &Value) -> String {
        let id = value.as_int().unwrap_or_default();
        let mark = self.arg(Sql::Text(format!("%,{id},%")));
        format!("replace(replace({by}, '[', ','), ']', ',') LIKE {mark}")
    }

    fn tag(&mut self, test: &Test) -> Result<String, StoreError> {
        let Test::Is(values) = test else {
            return Err(StoreError::unexpected("tags are compared as a whole only"));
        };
        let any: Vec<_> = values
            .iter()
            .map(|value| {
                let mark = self.arg(Sql::Text(format!("% {} %", value.to_text())));
                format!("\"tags\" LIKE {mark}")
            })
            .collect();
        Ok(format!("({})", if any.is_empty() { "1=0".to_owned() } else { any.join(" OR ") }))
    }
}
