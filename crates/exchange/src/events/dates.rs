//! Dates and times as another tool writes them.
use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    fmt::strtime::BrokenDownTime,
    tz::TimeZone,
};

/// How dates and times are written, and the zone of those without one.
#[derive(Clone, Debug)]
pub(crate) struct Dates {
    pub formats: Vec<String>,
    pub zone: TimeZone,
}

const YEARS: std::ops::RangeInclusive<i16> = 1900..=2200;
/// Stands for the international spelling among the formats.
const ISO: &str = "iso";

impl Dates {
    /// The moment that a text names; the error continues the text.
    pub fn instant(&self, text: &str) -> Result<Timestamp, String> {
        let found = self.formats.iter().find_map(|format| self.moment(format, text));
        let at = found.filter(|at| YEARS.contains(&at.to_zoned(TimeZone::UTC).year()));
        // Kept to the millisecond, as the store keeps it.
        at.and_then(|at| Timestamp::from_millisecond(at.as_millisecond()).ok())
            .ok_or_else(|| self.fault("time"))
    }

    /// The day that a text names; a time behind it is dropped.
    pub fn date(&self, text: &str) -> Result<Date, String> {
        let by_format = |format: &String| match format.as_str() {
            ISO => text.get(..10).unwrap_or(text).parse().ok(),
            format => BrokenDownTime::parse(format, text).ok()?.to_date().ok(),
        };
        let found: Option<Date> = self.formats.iter().find_map(by_format);
        let found = found.or_else(|| text.parse().ok());
        found.filter(|date| YEARS.contains(&date.year())).ok_or_else(|| self.fault("day"))
    }

    fn moment(&self, format: &str, text: &str) -> Option<Timestamp> {
        if format == ISO {
            let by_zone = || self.local(text.parse::<DateTime>().ok()?);
            return text.parse::<Timestamp>().ok().or_else(by_zone);
        }
        let parts = BrokenDownTime::parse(format, text).ok()?;
        if let Ok(at) = parts.to_timestamp() {
            return Some(at);
        }
        let date = parts.to_date().ok()?;
        self.local(parts.to_datetime().unwrap_or_else(|_| date.to_datetime(midnight())))
    }

    fn local(&self, at: DateTime) -> Option<Timestamp> {
        Some(at.to_zoned(self.zone.clone()).ok()?.timestamp())
    }

    fn fault(&self, noun: &str) -> String {
        format!("is no {noun} written as {} in the years 1900 to 2200", self.formats.join(" or "))
    }
}

fn midnight() -> jiff::civil::Time {
    jiff::civil::Time::midnight()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(formats: &[&str], zone: &str) -> Dates {
        let formats = formats.iter().map(|&format| format.to_owned()).collect();
        Dates { formats, zone: TimeZone::get(zone).unwrap() }
    }

    fn read(format: &str, text: &str) -> Result<String, String> {
        dates(&[format], "America/Sao_Paulo").instant(text).map(|at| at.to_string())
    }

    #[test]
    fn times_without_a_zone_are_in_the_zone_given() {
        let at = "2016-02-29T04:16:00Z";
        assert_eq!(read("%d/%m/%Y %H:%M", "29/2/2016 01:16").unwrap(), at);
        assert_eq!(read("iso", "2016-02-29T01:16").unwrap(), at);
        assert_eq!(read("iso", "2016-02-29 01:16:00").unwrap(), at);
        assert_eq!(read("iso", "2016-02-29T04:16:00Z").unwrap(), at);
        assert_eq!(read("%d.%m.%Y %H:%M %z", "29.02.2016 05:16 +0100").unwrap(), at);
        assert_eq!(read("%s", "1456719360").unwrap(), at);
        assert_eq!(read("%Y-%m-%d", "2016-02-29").unwrap(), "2016-02-29T03:00:00Z");
    }

    #[test]
    fn impossible_dates_are_no_dates() {
        for text in [
            "31/2/2016 10:00",
            "1/13/2016 10:00",
            "1/1/2016 25:00",
            "1/1/16",
            "soon",
            "1/1/2016 10:00 and more",
            "1/1/0216 10:00",
        ] {
            let fault = read("%d/%m/%Y %H:%M", text).unwrap_err();
            assert!(fault.contains("%d/%m/%Y"), "{text}: {fault}");
        }
    }

    #[test]
    fn a_day_needs_no_time() {
        let dates = dates(&["%d/%m/%Y %H:%M", "%d/%m/%Y"], "UTC");
        assert_eq!(dates.date("1/3/2016 10:00").unwrap().to_string(), "2016-03-01");
        assert_eq!(dates.date("1/3/2016").unwrap().to_string(), "2016-03-01");
        assert!(dates.date("30/2/2016").is_err());
    }
}
