//! Public holidays of many countries and their regions, from a well-kept library by way of `scripts/public-holidays`.
use jiff::civil::{Date, date};

const TEXT: &str = include_str!("../../data/kit/holidays.txt");

/// The country or region of a code such as `DE` or `GB-SCT`, and its days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The country, in English.
    pub country: String,
    /// The holidays asked for, oldest first.
    pub days: Vec<(Date, String)>,
}

/// Every code that has holidays here, with the name of its country.
pub fn codes() -> impl Iterator<Item = (&'static str, &'static str)> {
    TEXT.lines().filter_map(|line| line.strip_prefix("= ")?.split_once(' '))
}

/// The holidays of a country or region in some years. Where nothing is known of the region, those of its country;
/// nothing where the country is not known either.
pub fn of(code: &str, years: std::ops::RangeInclusive<i16>) -> Option<Place> {
    let code = code.trim();
    let country = code.split('-').next().unwrap_or_default();
    let known = |wanted: &str| codes().find(|(one, _)| one.eq_ignore_ascii_case(wanted));
    let (found, name) = known(code).or_else(|| known(country))?;
    let head = format!("= {found} {name}");
    let lines = TEXT.lines().skip_while(|line| *line != head).skip(1);
    let mut days: Vec<_> = lines
        .take_while(|line| !line.starts_with("= "))
        .filter_map(|line| line.split_once(": "))
        .flat_map(|(called, dates)| dates.split(' ').map(move |day| (day, called)))
        .filter_map(|(day, called)| Some((civil(day)?, called.to_owned())))
        .filter(|(day, _)| years.contains(&day.year()))
        .collect();
    days.sort();
    days.dedup_by_key(|(day, _)| *day);
    Some(Place { country: name.to_owned(), days })
}

fn civil(text: &str) -> Option<Date> {
    let number: i32 = text.parse().ok()?;
    let part = |number: i32| i8::try_from(number).ok();
    let year = i16::try_from(number / 10_000).ok()?;
    let (month, day) = (part(number / 100 % 100)?, part(number % 100)?);
    (month > 0 && day > 0).then(|| date(year, month, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_countries_of_the_neighbourhood_are_known_for_years_ahead() {
        let wanted = "DE FR AT CH NL BE LU GB IE ES IT PT PL CZ DK SE NO FI US CA";
        for code in wanted.split(' ') {
            let place = of(code, 2026..=2036).expect(code);
            let years: std::collections::BTreeSet<_> =
                place.days.iter().map(|(day, _)| day.year()).collect();
            assert_eq!(years.len(), 11, "{code}");
            let new_year = "2029-01-01".parse().unwrap();
            assert!(place.days.iter().any(|(day, _)| *day == new_year), "{code}");
            assert!(place.days.windows(2).all(|pair| pair[0].0 < pair[1].0), "{code}");
        }
    }

    #[test]
    fn regions_have_days_of_their_own_and_fall_back_to_their_country() {
        let has = |code: &str, day: &str| {
            let day: Date = day.parse().unwrap();
            of(code, 2026..=2027).unwrap().days.iter().any(|(one, _)| *one == day)
        };
        // Reformation Day is none in all of Germany, but in Hamburg.
        assert!(!has("DE", "2027-10-31") && has("de-hh", "2027-10-31"));
        // Easter Monday is a bank holiday in England and none in Scotland.
        assert!(has("GB-ENG", "2026-04-06") && !has("GB-SCT", "2026-04-06"));
        assert!(has("DE-XX", "2026-10-03"), "an unknown region has its country's days");
        assert!(has("US", "2026-11-26") && has("CA", "2026-07-01") && has("FR", "2026-07-14"));
        assert_eq!(of("XX", 2026..=2027), None);
        assert_eq!(of("PL", 2026..=2026).unwrap().country, "Poland");
    }
}
