//! One figure of a sheet, taken for a measure: which it is, and what it comes to as a plain number.
use crate::sheet::{Figure, Sheet};
use gemba_vocabulary::{RecordId, Value};
use rust_decimal::{Decimal, RoundingStrategy};
use std::collections::BTreeSet;

const SECONDS_PER_HOUR: i64 = 3_600;

/// The figure of that name: of the part about that record, if there is one, else of the first part that has it.
pub fn figure<'a>(sheet: &'a Sheet, name: &str, about: Option<RecordId>) -> Option<&'a Figure> {
    let of = |is_wanted: &dyn Fn(Option<RecordId>) -> bool| {
        let parts =
            sheet.parts.iter().filter(|part| is_wanted(part.about.as_ref().map(|it| it.id)));
        parts.flat_map(|part| &part.figures).find(|figure| figure.def.name == name)
    };
    of(&|part| about.is_some() && part == about).or_else(|| of(&|_| true))
}

/// What figures a sheet has, by their names.
pub fn names(sheet: &Sheet) -> BTreeSet<&'static str> {
    sheet.parts.iter().flat_map(|part| &part.figures).map(|figure| figure.def.name).collect()
}

/// A value as a plain number: a length of time in hours, an amount without its currency. Nothing where it is none.
pub fn number(value: &Value) -> Option<Decimal> {
    match value {
        Value::Int(whole) => Some(Decimal::from(*whole)),
        Value::Decimal(number) => Some(*number),
        Value::Duration(seconds) => {
            let hours = Decimal::from(*seconds) / Decimal::from(SECONDS_PER_HOUR);
            Some(hours.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
        }
        Value::Money(money) => Some(money.amount),
        _ => None,
    }
}

/// In what a value is counted: the unit of the figure, hours, or the currency.
pub fn unit(figure: &Figure) -> String {
    match &figure.value {
        Value::Duration(_) => "h".to_owned(),
        Value::Money(money) => money.currency.clone(),
        _ => figure.def.unit.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::{FigureDef, Named, Part};

    static LATE: FigureDef = FigureDef { name: "late", label: "Late", unit: "", definition: "" };

    #[test]
    fn the_part_about_the_record_comes_first() {
        let part = |id, value| {
            let about = Named { kind: "service", id, title: "Mail".to_owned() };
            Part { figures: vec![Figure::new(&LATE, Value::Int(value))], ..Part::about(about) }
        };
        let sheet = Sheet { parts: vec![part(1, 10), part(2, 20)] };
        let of = |about| figure(&sheet, "late", about).map(|one| one.value.clone());
        assert_eq!(of(Some(2)), Some(Value::Int(20)));
        assert_eq!((of(None), of(Some(9))), (Some(Value::Int(10)), Some(Value::Int(10))));
        assert_eq!(figure(&sheet, "early", None), None);
        assert_eq!(names(&sheet).into_iter().collect::<Vec<_>>(), ["late"]);
    }

    #[test]
    fn a_length_of_time_is_told_in_hours() {
        assert_eq!(number(&Value::Duration(5_400)), Some(Decimal::new(15, 1)));
        assert_eq!((number(&Value::None), number(&Value::Text("5".to_owned()))), (None, None));
    }
}
