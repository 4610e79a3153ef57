//! Which days there are, how many sessions each has, and how a date is written.

use jiff::{ToSpan, civil::Date};

use crate::{
    model::{MONTH_VOLUME, WEEKDAY_VOLUME},
    prng::Prng,
};

/// Dates before the first session day that can still be written: requests.
const BEFORE: usize = 400;
/// Dates after the last session day that can still be written: a mistyped year and appointments to come.
const AFTER: usize = 800;

/// How dates are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateStyle {
    /// 2025-03-31
    Iso,
    /// 31/03/2025
    DayFirst,
}

/// The days of a service: day 0 is the first, `last` the day of the export; later days hold appointments to come.
#[derive(Debug)]
pub struct Calendar {
    first: Date,
    last: usize,
    texts: Vec<[u8; 10]>,
    month_of_day: Vec<usize>,
}

impl Calendar {
    /// The days of `months` months from the date `first` on.
    pub fn new(first: Date, months: u16, style: DateStyle) -> Self {
        let end = first.saturating_add(i64::from(months).months());
        let days = first.until(end).map_or(1, |span| span.get_days().max(1)) as usize;
        let mut texts = Vec::with_capacity(days + BEFORE + AFTER);
        let mut date = first.saturating_sub((BEFORE as i64).days());
        for _ in 0..days + BEFORE + AFTER {
            texts.push(written(date, style));
            date = date.saturating_add(1.day());
        }
        let month_of_day = (0..days)
            .map(|day| {
                let date = first.saturating_add((day as i64).days());
                (i64::from(date.year()) * 12 + i64::from(date.month())
                    - i64::from(first.year()) * 12
                    - i64::from(first.month())) as usize
            })
            .collect();
        Self { first, last: days - 1, texts, month_of_day }
    }

    /// The day of the export, and the last with sessions that took place.
    pub const fn last(&self) -> usize {
        self.last
    }

    /// The month a day is in, the first month being 0.
    pub fn month(&self, day: usize) -> usize {
        self.month_of_day[day.min(self.last)]
    }

    /// The date of a day as text; days outside the calendar are written as its first or last.
    pub fn text(&self, day: i64) -> &[u8; 10] {
        let index = (day + BEFORE as i64).clamp(0, self.texts.len() as i64 - 1);
        &self.texts[index as usize]
    }

    /// The sessions of each day from 0 to the last: exactly `sessions` in all, by season and weekday, with chance from day to day.
    pub fn volumes(&self, sessions: u64, seed: u64) -> Vec<u64> {
        let weights: Vec<u128> = (0..=self.last).map(|day| u128::from(self.weight(day, seed))).collect();
        let total: u128 = weights.iter().sum::<u128>().max(1);
        let (mut cumulated, mut given) = (0u128, 0u64);
        weights
            .iter()
            .map(|weight| {
                cumulated += weight;
                let until_here = (cumulated * u128::from(sessions) / total) as u64;
                let today = until_here - given;
                given = until_here;
                today
            })
            .collect()
    }

    fn weight(&self, day: usize, seed: u64) -> u64 {
        let date = self.first.saturating_add((day as i64).days());
        let closed = matches!((date.month(), date.day()), (1, 1) | (12, 25 | 26));
        if closed {
            return 0;
        }
        let month = MONTH_VOLUME[usize::from(date.month().unsigned_abs()) - 1];
        let weekday = WEEKDAY_VOLUME[usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())];
        // Mean 100 with a standard deviation of about 29: three dice of 0 to 66.
        let mut prng = Prng::stream(seed, DAY_PURPOSE, day as u64);
        let chance = 1 + prng.below(67) + prng.below(67) + prng.below(67);
        month * weekday * chance
    }
}

/// The purpose of the streams that vary the volume of days.
const DAY_PURPOSE: u64 = 1;

fn written(date: Date, style: DateStyle) -> [u8; 10] {
    let (year, month, day) =
        (date.year().unsigned_abs(), u16::from(date.month().unsigned_abs()), u16::from(date.day().unsigned_abs()));
    let digit = |value: u16, unit: u16| b'0' + (value / unit % 10) as u8;
    let year_digits = [digit(year, 1000), digit(year, 100), digit(year, 10), digit(year, 1)];
    let [y1, y2, y3, y4] = year_digits;
    let [m1, m2, d1, d2] = [digit(month, 10), digit(month, 1), digit(day, 10), digit(day, 1)];
    match style {
        DateStyle::Iso => [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2],
        DateStyle::DayFirst => [d1, d2, b'/', m1, m2, b'/', y1, y2, y3, y4],
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn dates_are_written_in_both_styles() {
        let iso = Calendar::new(date(2024, 1, 1), 12, DateStyle::Iso);
        assert_eq!(iso.last(), 365, "2024 is a leap year");
        assert_eq!(iso.text(59), b"2024-02-29");
        assert_eq!(iso.text(-1), b"2023-12-31");
        let day_first = Calendar::new(date(2024, 1, 1), 12, DateStyle::DayFirst);
        assert_eq!(day_first.text(59), b"29/02/2024");
    }

    #[test]
    fn volumes_add_up_and_close_on_sundays_and_holidays() {
        let calendar = Calendar::new(date(2025, 1, 1), 12, DateStyle::Iso);
        let volumes = calendar.volumes(50_000, 7);
        assert_eq!(volumes.iter().sum::<u64>(), 50_000);
        assert_eq!(volumes[0], 0, "New Year");
        assert_eq!(volumes[4], 0, "5 January 2025 is a Sunday");
        assert!(volumes[5] > volumes[3], "more on a Monday than on a Saturday");
        assert_eq!(calendar.month(31), 1);
    }
}
