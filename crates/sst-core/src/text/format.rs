//! Numbers as readers see them, in one place.

use jiff::civil::Date;

/// A count with a thin grouping of thousands: `1,313`.
pub fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A share as a whole percentage: `78%`. Never `0%` or `100%` for what is neither: `<1%`, `>99%`.
pub fn percent(share: f64) -> String {
    let rounded = (share * 100.0).round();
    if share > 0.0 && rounded == 0.0 {
        "<1%".to_owned()
    } else if share < 1.0 && rounded == 100.0 {
        ">99%".to_owned()
    } else {
        format!("{rounded:.0}%")
    }
}

/// A share as a percentage with one decimal, for tables: `77.8%`.
pub fn percent_1(share: f64) -> String {
    format!("{:.1}%", share * 100.0)
}

/// An interval of shares: `68% to 85%`.
pub fn percent_interval(low: f64, high: f64) -> String {
    format!("{} to {}", percent(low), percent(high))
}

/// A confidence level: `95%`, `99.9%`.
pub fn level(level: f64) -> String {
    let percent = (level * 1e6).round() / 1e4;
    format!("{percent}%")
}

/// A mean, a score or another decimal with as many places as asked: `4.4`.
pub fn decimal(value: f64, places: usize) -> String {
    let text = format!("{value:.places$}");
    // Rounding may leave a minus sign before nothing but zeros.
    if text.starts_with('-') && !text.bytes().any(|b| b.is_ascii_digit() && b != b'0') {
        return text[1..].to_owned();
    }
    text
}

/// A score or a change of it: at most two decimals, no zeros at the end: `6`, `11.35`, `-4.5`.
pub fn score(value: f64) -> String {
    let text = decimal(value, 2);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A change of a score with its sign: `+3`, `-4.5`, `0`.
pub fn signed_score(change: f64) -> String {
    signed(change, score(change))
}

/// A change with its sign and as many decimals as asked: `+3.0`, `0.0`.
pub fn signed_decimal(change: f64, places: usize) -> String {
    signed(change, decimal(change, places))
}

/// What is rounded to nothing has no sign.
fn signed(change: f64, text: String) -> String {
    let is_nothing = text.bytes().all(|b| matches!(b, b'0' | b'.'));
    if change > 0.0 && !is_nothing { format!("+{text}") } else { text }
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A date in words: `31 Dec 2025`, unambiguous in every English-speaking country.
pub fn date(date: Date) -> String {
    format!("{} {} {}", date.day(), MONTHS[usize::from(date.month() as u8 - 1)], date.year())
}

/// A month as `2025-03` in words: `Mar 2025`; anything else as it is.
pub fn month(year_month: &str) -> String {
    let name = year_month.get(5..7).and_then(|m| m.parse::<usize>().ok()).and_then(|m| MONTHS.get(m.wrapping_sub(1)));
    match (year_month.get(0..4), name) {
        (Some(year), Some(name)) if year_month.len() == 7 => format!("{name} {year}"),
        _ => year_month.to_owned(),
    }
}

/// A period in words: `1 Jan 2025 to 31 Dec 2025`.
pub fn period(from: Date, to: Date) -> String {
    if from == to { date(from) } else { format!("{} to {}", date(from), date(to)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_grouped() {
        for (n, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(count(n), text);
        }
    }

    #[test]
    fn a_share_that_is_not_all_is_not_printed_as_all() {
        for (share, text) in [(0.0, "0%"), (0.004, "<1%"), (0.775, "78%"), (0.996, ">99%"), (1.0, "100%")] {
            assert_eq!(percent(share), text);
        }
        assert_eq!(level(0.95), "95%");
        assert_eq!(level(0.999), "99.9%");
        assert_eq!(decimal(-0.04, 1), "0.0");
        for (value, text) in [(6.0, "6"), (100.0, "100"), (11.354, "11.35"), (-4.5, "-4.5"), (-0.001, "0")] {
            assert_eq!(score(value), text);
        }
        assert_eq!([3.0, -4.5, 0.001].map(signed_score), ["+3", "-4.5", "0"]);
        assert_eq!([3.0, -4.5, 0.001].map(|change| signed_decimal(change, 1)), ["+3.0", "-4.5", "0.0"]);
    }

    #[test]
    fn dates_are_words() {
        assert_eq!(date(jiff::civil::date(2025, 3, 9)), "9 Mar 2025");
        assert_eq!(month("2025-03"), "Mar 2025");
        assert_eq!(month("2025-Q1"), "2025-Q1");
        assert_eq!(month("2025-00"), "2025-00");
    }
}
