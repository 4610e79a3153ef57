//! A calendar day as a number, so that sums, differences and sorting are integer work.

use jiff::ToSpan;
use jiff::civil::Date;

/// Days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

const EPOCH: Date = jiff::civil::date(1970, 1, 1);

impl Day {
    /// The number of days from `earlier` to this day; negative when `earlier` is later.
    pub const fn days_since(self, earlier: Self) -> i32 {
        self.0 - earlier.0
    }

    /// The day `days` later.
    #[must_use]
    pub const fn plus_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }
}

impl From<Date> for Day {
    fn from(date: Date) -> Self {
        Self((date.duration_since(EPOCH).as_hours() / 24) as i32)
    }
}

impl From<Day> for Date {
    /// Days outside jiff's years (-9999 to 9999) become its first or last date.
    fn from(day: Day) -> Self {
        EPOCH.saturating_add(day.0.days())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_are_the_same_thing() {
        for (date, day) in [((1970, 1, 1), 0), ((1969, 12, 31), -1), ((2000, 3, 1), 11017), ((2025, 12, 31), 20453)] {
            let date = jiff::civil::date(date.0, date.1, date.2);
            assert_eq!(Day::from(date), Day(day));
            assert_eq!(Date::from(Day(day)), date);
        }
    }
}
