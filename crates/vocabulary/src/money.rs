//! An amount in a currency. Exact: never a floating-point number.
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// An amount of money; `currency` is an ISO 4217 code of three capital letters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// The amount in whole units and fractions of the currency.
    pub amount: Decimal,
    /// The currency's ISO 4217 code, such as `EUR`.
    pub currency: String,
}

impl fmt::Display for Money {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.amount, self.currency)
    }
}

impl FromStr for Money {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fault = "must be an amount and a currency, such as 12.50 EUR";
        let (amount, currency) = text.trim().rsplit_once(' ').ok_or(fault)?;
        let is_code = currency.len() == 3 && currency.bytes().all(|b| b.is_ascii_uppercase());
        let amount = amount.trim().parse().map_err(|_| fault)?;
        if is_code { Ok(Self { amount, currency: currency.to_owned() }) } else { Err(fault) }
    }
}
