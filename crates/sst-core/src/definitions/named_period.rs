//! A period as people write it: `2025-03`, `2025-Q3`, `2025`, `2025/26`, `2025-01-15..2025-03-02`; and the one before it.

use jiff::ToSpan;
use jiff::civil::Date;

use super::FiscalYearStart;
use crate::day::Day;

/// First and last day, both included, and what to call them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedPeriod {
    /// As it was written, or as it would be.
    pub label: String,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

/// Why a text is no period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// Not of any of the forms.
    #[error(
        "`{0}` is no period: write a month (2025-03), a quarter (2025-Q3), a year (2025), a fiscal year (2025/26) or a day \
         (2025-01-15), or two of them with two dots between (2025-01..2025-06)"
    )]
    Form(String),
    /// Of a form, and not in the calendar.
    #[error("`{0}`: there is no such {1} in the calendar")]
    NotInCalendar(String, &'static str),
    /// The second day is before the first.
    #[error("`{0}` ends before it begins")]
    EndsBeforeItBegins(String),
    /// A fiscal year of a service whose year is that of the calendar.
    #[error(
        "`{0}` is a fiscal year, and the service's year begins on 1 January; write the year alone, or \
         fiscal_year_starts = \"04-01\" at the top of the mapping file"
    )]
    NoFiscalYear(String),
    /// `2025/27`
    #[error("`{0}` is no fiscal year: the second number is the year after the first, as 2025/26")]
    NotTheYearAfter(String),
}

impl NamedPeriod {
    /// Reads a period: one month, quarter, year, fiscal year or day, or from the first day of one to the last of another.
    ///
    /// # Errors
    /// [`PeriodError`]
    pub fn parse(text: &str, fiscal: FiscalYearStart) -> Result<Self, PeriodError> {
        let text = text.trim();
        let (first, last) = match text.split_once("..") {
            None => (text, text),
            Some((first, last)) => (first.trim(), last.trim()),
        };
        let from = span(first, fiscal)?.0;
        let to = span(last, fiscal)?.1;
        if from > to {
            return Err(PeriodError::EndsBeforeItBegins(text.to_owned()));
        }
        let label = if text.contains("..") { format!("{first}..{last}") } else { text.to_owned() };
        Ok(Self { label, from, to })
    }

    /// The period of the same length directly before: of as many months where it is whole months (from the 6th of one to the
    /// 5th of another too), else of as many days. `None` before the calendar begins.
    pub fn previous(&self) -> Option<Self> {
        let to = self.from.yesterday().ok()?;
        let from = match self.whole_months() {
            Some(months) => self.from.checked_sub(months.months()).ok()?,
            None => Date::from(Day::from(self.from).plus_days(-self.days())),
        };
        (from <= to).then(|| Self::of(from, to))
    }

    /// The same days of the year before; the last day of a month stays the last day of its month.
    pub fn a_year_before(&self) -> Option<Self> {
        let from = self.from.checked_sub(1.year()).ok()?;
        let to = self.to.checked_sub(1.year()).ok()?;
        Some(Self::of(from, if self.to == self.to.last_of_month() { to.last_of_month() } else { to }))
    }

    /// Whether a day lies in it.
    pub fn has(&self, day: Day) -> bool {
        (Day::from(self.from)..=Day::from(self.to)).contains(&day)
    }

    /// Whether any day lies in both.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }

    fn days(&self) -> i32 {
        Day::from(self.to).days_since(Day::from(self.from)) + 1
    }

    /// How many months after the first day the first day after it is, where that is a number of months.
    fn whole_months(&self) -> Option<i32> {
        let after = self.to.tomorrow().ok()?;
        let months = |date: Date| i32::from(date.year()) * 12 + i32::from(date.month());
        (after.day() == self.from.day()).then(|| months(after) - months(self.from)).filter(|&months| months > 0)
    }

    /// Those days, called by months where they are whole months.
    fn of(from: Date, to: Date) -> Self {
        let month = |date: Date| format!("{:04}-{:02}", date.year(), date.month());
        let label = if from != from.first_of_month() || to != to.last_of_month() {
            format!("{from}..{to}")
        } else if month(from) == month(to) {
            month(from)
        } else {
            format!("{}..{}", month(from), month(to))
        };
        Self { label, from, to }
    }
}

/// The first and the last day of a month, quarter, year, fiscal year or day.
fn span(text: &str, fiscal: FiscalYearStart) -> Result<(Date, Date), PeriodError> {
    let form = || PeriodError::Form(text.to_owned());
    let missing = |what| PeriodError::NotInCalendar(text.to_owned(), what);
    let year = text.get(..4).and_then(|year| number(year, 4)).ok_or_else(form)?;
    let first = |month: i8, what| Date::new(year, month, 1).map_err(|_| missing(what));
    let rest = &text[4..];
    let Some(mark) = rest.chars().next() else {
        return Ok((first(1, "year")?, first(12, "year")?.last_of_month()));
    };
    let rest = &rest[mark.len_utf8()..];
    if mark == '/' {
        let second = number(rest, 2).ok_or_else(form)?;
        if second != (year + 1) % 100 {
            return Err(PeriodError::NotTheYearAfter(text.to_owned()));
        }
        if fiscal == FiscalYearStart::default() {
            return Err(PeriodError::NoFiscalYear(text.to_owned()));
        }
        let begins = |year: i16| Date::new(year, fiscal.month, fiscal.day).map_err(|_| missing("fiscal year"));
        let last = begins(year + 1)?.yesterday().map_err(|_| missing("fiscal year"))?;
        return Ok((begins(year)?, last));
    }
    if mark != '-' {
        return Err(form());
    }
    if let Some(quarter) = rest.strip_prefix(['Q', 'q']) {
        let quarter = number(quarter, 1).ok_or_else(form)?;
        if !(1..=4).contains(&quarter) {
            return Err(missing("quarter"));
        }
        let month = quarter as i8 * 3;
        return Ok((first(month - 2, "quarter")?, first(month, "quarter")?.last_of_month()));
    }
    let (month, day) = rest.split_once('-').map_or((rest, None), |(month, day)| (month, Some(day)));
    let month = number(month, 2).ok_or_else(form)? as i8;
    let Some(day) = day else {
        let first = first(month, "month")?;
        return Ok((first, first.last_of_month()));
    };
    let day = number(day, 2).ok_or_else(form)? as i8;
    let date = Date::new(year, month, day).map_err(|_| missing("day"))?;
    Ok((date, date))
}

/// A number of so many digits.
fn number(text: &str, digits: usize) -> Option<i16> {
    (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    const APRIL: FiscalYearStart = FiscalYearStart { month: 4, day: 6 };

    fn days(period: &NamedPeriod) -> String {
        format!("{} {}", period.from, period.to)
    }

    fn read(text: &str) -> NamedPeriod {
        NamedPeriod::parse(text, APRIL).expect("a period")
    }

    #[test]
    fn periods_are_read_as_people_write_them() {
        for (text, expected) in [
            ("2025-03", "2025-03-01 2025-03-31"),
            ("2024-02", "2024-02-01 2024-02-29"),
            ("2025-Q3", "2025-07-01 2025-09-30"),
            ("2025-q1", "2025-01-01 2025-03-31"),
            ("2025", "2025-01-01 2025-12-31"),
            ("2025/26", "2025-04-06 2026-04-05"),
            ("1999/00", "1999-04-06 2000-04-05"),
            ("2025-01-15", "2025-01-15 2025-01-15"),
            ("2025-01..2025-06", "2025-01-01 2025-06-30"),
            (" 2025-01-15 .. 2025-03-02 ", "2025-01-15 2025-03-02"),
            ("2024-Q4..2025-02-10", "2024-10-01 2025-02-10"),
            ("2024..2025", "2024-01-01 2025-12-31"),
        ] {
            assert_eq!(days(&read(text)), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_period_is_refused_with_the_reason() {
        let error = |text: &str| NamedPeriod::parse(text, APRIL).expect_err(text);
        for text in [
            "",
            "..",
            "2025..",
            "..2025",
            "25-03",
            "2025-3",
            "2025-Q",
            "2025-Q11",
            "2025/6",
            "2025.5",
            "März",
            "2025-1-01",
        ] {
            assert!(matches!(error(text), PeriodError::Form(_)), "{text}: {:?}", error(text));
        }
        assert_eq!(error("2025-13").to_string(), "`2025-13`: there is no such month in the calendar");
        assert_eq!(error("2025-Q5").to_string(), "`2025-Q5`: there is no such quarter in the calendar");
        assert_eq!(error("2025-02-29").to_string(), "`2025-02-29`: there is no such day in the calendar");
        assert_eq!(error("2025-06..2025-01").to_string(), "`2025-06..2025-01` ends before it begins");
        assert_eq!(error("2025/27"), PeriodError::NotTheYearAfter("2025/27".to_owned()));
        let calendar_year = NamedPeriod::parse("2025/26", FiscalYearStart::default());
        assert_eq!(calendar_year, Err(PeriodError::NoFiscalYear("2025/26".to_owned())));
    }

    #[test]
    fn the_period_before_has_as_many_months_or_as_many_days() {
        for (text, before, a_year_before) in [
            ("2025-07..2025-12", "2025-01..2025-06", "2024-07..2024-12"),
            ("2025-03", "2025-02", "2024-03"),
            ("2025-02", "2025-01", "2024-02"),
            ("2025-Q1", "2024-10..2024-12", "2024-01..2024-03"),
            ("2025", "2024-01..2024-12", "2024-01..2024-12"),
            ("2025/26", "2024-04-06..2025-04-05", "2024-04-06..2025-04-05"),
            ("2025-01-11..2025-01-20", "2025-01-01..2025-01-10", "2024-01-11..2024-01-20"),
            ("2024-02-29", "2024-02-28..2024-02-28", "2023-02-28..2023-02-28"),
            ("2025-01-31..2025-02-28", "2025-01-02..2025-01-30", "2024-01-31..2024-02-29"),
        ] {
            let period = read(text);
            assert_eq!(period.previous().expect(text).label, before, "{text}");
            assert_eq!(period.a_year_before().expect(text).label, a_year_before, "{text}");
        }
    }

    #[test]
    fn periods_that_touch_do_not_overlap() {
        assert!(!read("2025-01..2025-06").overlaps(&read("2025-07")));
        assert!(read("2025-01..2025-07").overlaps(&read("2025-Q3")));
        assert!(read("2025").overlaps(&read("2025-03")) && read("2025-03").overlaps(&read("2025")));
        assert!(read("2025-03").has(Day::from(jiff::civil::date(2025, 3, 31))));
        assert!(!read("2025-03").has(Day::from(jiff::civil::date(2025, 4, 1))));
    }
}
