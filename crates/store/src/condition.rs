//! What a list is narrowed to, spelled as a condition with parameters.
use crate::{
    columns::plain,
    db::{Db, Sql, StoreError},
    dialect::Added,
    restricted, schema,
    search::Met,
};
use gemba_model::{
    FieldDef, Holds,
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

    /// Narrows to records that are found by words.
    pub fn met(&mut self, met: &Met) {
        let pattern = self.arg(Sql::Text(met.pattern.clone()));
        let (above, below) = (self.arg(Sql::Int(met.above)), self.arg(Sql::Int(met.below)));
        let condition = self.dialect.search_condition(&pattern, &above, &below, met.mask);
        self.and(&condition);
    }

    /// The column of a field, or the expression of an added one. Names are those of definitions, never of a question.
    pub fn expression(&self, field: &str) -> Result<String, StoreError> {
        if field == "tag" {
            return Ok("\"tags\"".to_owned());
        }
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
        let by = self.expression(&filter.field)?;
        let compared = Compared::of(self.view, self.dialect, &filter.field);
        Ok(match &filter.test {
            Test::Is(values) => self.one_of(&by, &compared, values)?,
            Test::IsNot(values) => {
                let is = self.one_of(&by, &compared, values)?;
                format!("({by} IS NULL OR NOT {is})")
            }
            Test::Empty => format!("{by} IS NULL"),
            Test::Filled => format!("{by} IS NOT NULL"),
            Test::Less(value) => self.compare(&by, &compared, "<", value)?,
            Test::AtLeast(value) => self.compare(&by, &compared, ">=", value)?,
            Test::Contains(text) => {
                let mark = self.arg(Sql::Text(text.clone()));
                let (by, mark) =
                    (self.dialect.small_letters(&by), self.dialect.small_letters(&mark));
                format!("{} > 0", self.dialect.place_of(&by, &mark))
            }
            Test::Unbarred(bars) => restricted::unbarred(bars),
        })
    }

    fn one_of(
        &mut self,
        by: &str,
        compared: &Compared,
        values: &[Value],
    ) -> Result<String, StoreError> {
        if values.is_empty() {
            return Ok("(1=0)".to_owned());
        }
        if let Compared::Whole | Compared::Moment = compared {
            let marks = values
                .iter()
                .map(|value| self.value(compared, value))
                .collect::<Result<Vec<_>, _>>()?;
            return Ok(match marks.as_slice() {
                [one] => format!("({by} = {one})"),
                many => format!("({by} IN ({}))", many.join(", ")),
            });
        }
        let any = values.iter().map(|value| self.compare(by, compared, "=", value));
        Ok(format!("({})", any.collect::<Result<Vec<_>, _>>()?.join(" OR ")))
    }

    fn compare(
        &mut self,
        by: &str,
        compared: &Compared,
        sign: &str,
        value: &Value,
    ) -> Result<String, StoreError> {
        Ok(match compared {
            // An amount says nothing about one in another currency.
            Compared::Money { currency } => {
                let amount = self.value(compared, value)?;
                let Value::Money(money) = value else {
                    return Err(StoreError::unexpected("money compared with something else"));
                };
                let code = self.arg(Sql::Text(money.currency.clone()));
                format!("({by} {sign} {amount} AND {currency} = {code})")
            }
            // A list of references is kept as `[1,2]`; a member stands between brackets or commas.
            Compared::Members => {
                let id = value.as_int().unwrap_or_default();
                let mark = self.arg(Sql::Text(format!("%,{id},%")));
                format!("replace(replace({by}, '[', ','), ']', ',') LIKE {mark}")
            }
            Compared::Words => {
                let mark = self.arg(Sql::Text(format!(" {} ", value.to_text())));
                format!("{} > 0", self.dialect.place_of(by, &mark))
            }
            Compared::Whole | Compared::Moment => {
                format!("{by} {sign} {}", self.value(compared, value)?)
            }
        })
    }

    fn value(&mut self, compared: &Compared, value: &Value) -> Result<String, StoreError> {
        let value = match value {
            Value::Instant(at) if matches!(compared, Compared::Moment) => {
                Sql::Text(at.to_string().trim_end_matches('Z').to_owned())
            }
            value => plain(value)?,
        };
        Ok(self.arg(value))
    }
}

/// How the values of a field are compared.
enum Compared {
    /// By what the column or expression holds.
    Whole,
    /// A moment of an added field, as text without its Z.
    Moment,
    /// An amount, within its currency.
    Money { currency: String },
    /// References of a list, one by one.
    Members,
    /// Words of a text.
    Words,
}

impl Compared {
    fn of(view: &KindView, dialect: crate::Dialect, field: &str) -> Self {
        let is_custom = view.field(field).is_some_and(FieldDef::is_custom);
        match filter::holds(view, field) {
            _ if field == "tag" => Self::Words,
            Some(Holds::Refs(_)) => Self::Members,
            Some(Holds::Instant) if is_custom => Self::Moment,
            Some(Holds::Money) if is_custom => {
                Self::Money { currency: dialect.custom(field, Added::Currency) }
            }
            Some(Holds::Money) => Self::Money { currency: format!("\"{field}_currency\"") },
            _ => Self::Whole,
        }
    }
}
