//! Single cells: dates and numbers.

use jiff::civil::Date;
use jiff::fmt::strtime::BrokenDownTime;

/// Years outside are slips, not dates of a service.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2199;

/// The date in a cell: `YYYY-MM-DD`, or by `format`; a time after it is passed over.
pub fn date_in(cell: &str, format: Option<&str>) -> Option<Date> {
    let cell = cell.trim();
    let (date, rest) = match format {
        None => {
            let (day, rest) = cell.split_at_checked(10)?;
            let has_shape =
                day.bytes().enumerate().all(|(i, b)| if matches!(i, 4 | 7) { b == b'-' } else { b.is_ascii_digit() });
            (has_shape.then(|| day.parse().ok())??, rest)
        }
        Some(format) => {
            let (time, end) = BrokenDownTime::parse_prefix(format, cell).ok()?;
            (time.to_date().ok()?, cell.get(end..)?)
        }
    };
    (is_time(rest) && YEARS.contains(&Date::year(date))).then_some(date)
}

/// Nothing, or what may stand after a date: a time, its zone.
fn is_time(rest: &str) -> bool {
    let Some(first) = rest.chars().next() else {
        return true;
    };
    matches!(first, 'T' | 't' | ' ')
        && rest.chars().skip(1).all(|c| {
            c.is_ascii_digit()
                || matches!(c, ':' | '.' | ',' | '+' | '-' | ' ' | 'Z' | 'z' | 'A' | 'a' | 'P' | 'p' | 'M' | 'm')
        })
}

/// The plain number in a cell: digits, a sign, a decimal point; a decimal comma where cells are not separated by one.
pub(crate) fn number_in(cell: &str, may_have_comma: bool) -> Option<f64> {
    let plain = |text: &str| {
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        let is_plain =
            digits.bytes().any(|b| b.is_ascii_digit()) && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        if is_plain { text.parse().ok() } else { None }
    };
    plain(cell).or_else(
        || {
            if may_have_comma && !cell.contains('.') { plain(&cell.replacen(',', ".", 1)) } else { None }
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_with_and_without_a_time() {
        let day = Some(jiff::civil::date(2025, 3, 9));
        for cell in ["2025-03-09", " 2025-03-09 ", "2025-03-09T10:30:00Z", "2025-03-09 10:30", "2025-03-09 9:05 PM"] {
            assert_eq!(date_in(cell, None), day, "{cell}");
        }
        for cell in ["", "2025-3-9", "2025-02-30", "09/03/2025", "2025-03-09x", "0225-03-09", "2025-03-0é", "20250309"]
        {
            assert_eq!(date_in(cell, None), None, "{cell}");
        }
        assert_eq!(date_in("09/03/2025", Some("%d/%m/%Y")), day);
        assert_eq!(date_in("9/3/2025 14:00", Some("%d/%m/%Y")), day);
        assert_eq!(date_in("31/02/2025", Some("%d/%m/%Y")), None);
    }

    #[test]
    fn numbers_are_plain() {
        assert_eq!(number_in("12", false), Some(12.0));
        assert_eq!(number_in("-0.5", false), Some(-0.5));
        assert_eq!(number_in("12,5", true), Some(12.5));
        for cell in ["", "12,5", "1e3", "inf", "NaN", "1,000,000", "0x10", "12 ", "."] {
            assert_eq!(number_in(cell, false), None, "{cell}");
        }
        assert_eq!(number_in("1,000.5", true), None);
    }
}
