//! What demand will be: three plain ways to forecast, and how far each would have missed (definition "Demand").
use crate::problem_figures::rounded;
use rust_decimal::Decimal;

const PLACES: u32 = 4;

/// A way to forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// The mean of the last so many values (figure DEM-2).
    MovingAverage(usize),
    /// Single exponential smoothing with this weight of the newest value; it starts with the first value (figure
    /// DEM-1).
    Smoothing(Decimal),
    /// The value of the same period one season earlier, so many periods ago (figure DEM-2).
    SeasonalNaive(usize),
}

impl Method {
    /// How many values it needs before it says anything.
    pub fn needs(self) -> usize {
        match self {
            Self::MovingAverage(window) | Self::SeasonalNaive(window) => window.max(1),
            Self::Smoothing(_) => 1,
        }
    }
}

/// A forecast, and what the same method would have said of the past.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// What it would have said for each value beforehand; nothing for those that it needs to start.
    pub fitted: Vec<Option<Decimal>>,
    /// What it says of the periods ahead, to four places.
    pub ahead: Vec<Decimal>,
    /// The mean absolute error of the past in hundredths of the value, without the periods it needs to start and
    /// without those in which there was no demand; nothing where none is left.
    pub mape_percent: Option<Decimal>,
}

/// Forecasts so many periods ahead; nothing of too few values.
pub fn forecast(method: Method, values: &[Decimal], horizon: usize) -> Option<Forecast> {
    if values.len() < method.needs() {
        return None;
    }
    let (fitted, ahead) = match method {
        Method::MovingAverage(window) => moving_average(values, window.max(1), horizon)?,
        Method::Smoothing(weight) => smoothing(values, weight, horizon)?,
        Method::SeasonalNaive(season) => seasonal(values, season.max(1), horizon)?,
    };
    let ahead = ahead.into_iter().map(|value| rounded(value, PLACES)).collect();
    let mape_percent = mape(values, &fitted);
    Some(Forecast { fitted, ahead, mape_percent })
}

type Said = (Vec<Option<Decimal>>, Vec<Decimal>);

fn moving_average(values: &[Decimal], window: usize, horizon: usize) -> Option<Said> {
    let count = Decimal::from(window);
    let means: Option<Vec<_>> = values
        .windows(window)
        .map(|part| part.iter().sum::<Decimal>().checked_div(count))
        .collect();
    let means = means?;
    let next = *means.last()?;
    let before = std::iter::repeat_n(None, window);
    let fitted = before.chain(means.into_iter().map(Some)).take(values.len()).collect();
    Some((fitted, vec![next; horizon]))
}

fn smoothing(values: &[Decimal], weight: Decimal, horizon: usize) -> Option<Said> {
    let (first, rest) = values.split_first()?;
    let (mut level, mut fitted) = (*first, vec![None]);
    for value in rest {
        fitted.push(Some(level));
        level = weight * value + (Decimal::ONE - weight) * level;
    }
    Some((fitted, vec![level; horizon]))
}

fn seasonal(values: &[Decimal], season: usize, horizon: usize) -> Option<Said> {
    let last = values.get(values.len().checked_sub(season)?..)?;
    let ahead = last.iter().cycle().take(horizon).copied().collect();
    let before = std::iter::repeat_n(None, season);
    let fitted = before.chain(values.iter().map(|value| Some(*value))).take(values.len()).collect();
    Some((fitted, ahead))
}

/// The mean absolute error in hundredths of what came; nothing where there is nothing to compare.
pub fn mape(came: &[Decimal], said: &[Option<Decimal>]) -> Option<Decimal> {
    let errors: Vec<_> =
        came.iter().zip(said).filter_map(|(came, said)| error(*came, (*said)?)).collect();
    let count = Decimal::from(u64::try_from(errors.len()).ok()?);
    let mean = errors.iter().sum::<Decimal>().checked_div(count)?;
    Some(rounded(mean, PLACES))
}

/// By how many hundredths of what came a forecast missed it; nothing where nothing came.
pub fn error(came: Decimal, said: Decimal) -> Option<Decimal> {
    ((came - said).abs() * Decimal::ONE_HUNDRED).checked_div(came.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn demand() -> Vec<Decimal> {
        [100, 110, 104, 118, 121, 115, 130, 128].map(Decimal::from).to_vec()
    }

    #[test]
    fn vector_dem_1_smoothing_says_what_comes_next_and_how_far_it_missed() {
        let said = forecast(Method::Smoothing(decimal("0.5")), &demand(), 1).unwrap();
        assert_eq!(said.ahead, [decimal("125.3906")]);
        assert_eq!(said.mape_percent, Some(decimal("6.5303")));
        assert_eq!(said.fitted[0], None, "the first value is the seed");
    }

    #[test]
    fn vector_dem_2_moving_average_and_the_same_period_a_season_ago() {
        let mean = forecast(Method::MovingAverage(3), &demand(), 2).unwrap();
        assert_eq!(mean.ahead, [decimal("124.3333"), decimal("124.3333")]);
        assert_eq!(mean.fitted[..4], [None, None, None, Some(decimal("314") / decimal("3"))]);
        let season = forecast(Method::SeasonalNaive(4), &demand(), 5).unwrap();
        assert_eq!(season.ahead, ["121", "115", "130", "128", "121"].map(decimal));
        assert_eq!(season.fitted[4], Some(decimal("100")));
    }

    #[test]
    fn too_few_values_say_nothing_and_no_demand_has_no_error() {
        assert_eq!(forecast(Method::MovingAverage(9), &demand(), 1), None);
        assert_eq!(forecast(Method::SeasonalNaive(9), &demand(), 1), None);
        assert_eq!(forecast(Method::Smoothing(decimal("0.5")), &[], 1), None);
        let quiet = [Decimal::ZERO, Decimal::ZERO, Decimal::TEN];
        let said = forecast(Method::MovingAverage(1), &quiet, 1).unwrap();
        assert_eq!(said.mape_percent, Some(decimal("100")), "the month without demand is left out");
        let one = forecast(Method::Smoothing(decimal("0.5")), &quiet[..1], 1).unwrap();
        assert_eq!(one.mape_percent, None);
    }
}
