//! In which order a whole column writes day, month and year.

use jiff::civil::Date;

use super::labels::is_missing_word;
use crate::columns::CANDIDATE_FORMATS;
use crate::read::{date_in, number_in};

/// The format that needs no saying.
const ISO: &str = "%Y-%m-%d";

/// Excel's numbers of the days from 1990 to 2079.
const SERIALS: std::ops::Range<f64> = 32_874.0..65_745.0;

/// How a column's dates can be read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Dates {
    /// Cells that are dates of any kind.
    pub(super) dated: u64,
    /// Cells that are numbers as Excel numbers days.
    pub(super) serials: u64,
    /// What the cells say together.
    pub(super) order: Order,
}

/// What a column's dates say together.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Order {
    /// No format is needed.
    Plain,
    /// Only this format reads them all; so many cells rule out the nearest other.
    One {
        /// The format.
        format: &'static str,
        /// Cells that only it reads.
        settled_by: u64,
    },
    /// Each of these reads them all; with the months that they would reach from and to.
    Either(Vec<Reading>),
    /// No format reads them all: the two that read most, with how many.
    Two([(&'static str, u64); 2]),
    /// They are Excel's numbers of days.
    Serials,
    /// They are no dates.
    None,
}

/// One way to read a column's dates.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reading {
    pub(super) format: &'static str,
    pub(super) first_month: String,
    pub(super) last_month: String,
}

impl Dates {
    /// Looks at every cell.
    pub(super) fn of(values: &[(String, u64)]) -> Self {
        let mut counts = [0_u64; CANDIDATE_FORMATS.len()];
        let mut ranges: [Option<(Date, Date)>; CANDIDATE_FORMATS.len()] = [None; CANDIDATE_FORMATS.len()];
        let (mut dated, mut serials, mut others) = (0, 0, 0);
        for (cell, times) in values {
            let mut is_date = false;
            for (place, format) in CANDIDATE_FORMATS.iter().enumerate() {
                if let Some(date) = date_in(cell, Some(format)) {
                    counts[place] += times;
                    let range = ranges[place].get_or_insert((date, date));
                    *range = (range.0.min(date), range.1.max(date));
                    is_date = true;
                }
            }
            if is_date {
                dated += times;
            } else if number_in(cell, true).is_some_and(|number| SERIALS.contains(&number)) {
                serials += times;
            } else if !is_missing_word(cell) {
                others += times;
            }
        }
        let order = order(&counts, &ranges, dated, serials, others);
        Self { dated, serials, order }
    }
}

fn order(
    counts: &[u64; CANDIDATE_FORMATS.len()],
    ranges: &[Option<(Date, Date)>; CANDIDATE_FORMATS.len()],
    dated: u64,
    serials: u64,
    others: u64,
) -> Order {
    let all = dated + serials + others;
    if all == 0 || (others * 10 > all) {
        return Order::None;
    }
    if serials * 2 > all {
        return Order::Serials;
    }
    let whole: Vec<usize> = (0..counts.len()).filter(|&place| counts[place] == dated && dated > 0).collect();
    match whole.as_slice() {
        [] => {
            let mut most: Vec<usize> = (0..counts.len()).collect();
            most.sort_by_key(|&place| std::cmp::Reverse(counts[place]));
            Order::Two([most[0], most[1]].map(|place| (CANDIDATE_FORMATS[place], counts[place])))
        }
        places if places.iter().any(|&place| CANDIDATE_FORMATS[place] == ISO) => Order::Plain,
        &[place] => {
            let nearest = (0..counts.len()).filter(|&other| other != place).map(|other| counts[other]).max();
            Order::One { format: CANDIDATE_FORMATS[place], settled_by: dated - nearest.unwrap_or(0) }
        }
        places => {
            let month = |date: Date| format!("{:04}-{:02}", date.year(), date.month());
            let reading = |&place: &usize| {
                let (first, last) = ranges[place]?;
                Some(Reading { format: CANDIDATE_FORMATS[place], first_month: month(first), last_month: month(last) })
            };
            Order::Either(places.iter().filter_map(reading).collect())
        }
    }
}

/// A format in words.
pub(super) fn in_words(format: &str) -> String {
    let mut words = Vec::new();
    let mut two_digits = false;
    let letters: Vec<char> = format.chars().collect();
    for pair in letters.windows(2).filter(|pair| pair[0] == '%') {
        match pair[1] {
            'd' => words.push("day"),
            'm' | 'b' | 'B' => words.push("month"),
            'Y' => words.push("year"),
            'y' => {
                words.push("year");
                two_digits = true;
            }
            _ => {}
        }
    }
    let end = if two_digits { " of two digits" } else { "" };
    format!("{}{end}", words.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order_of(cells: &[&str]) -> Order {
        let values: Vec<(String, u64)> = cells.iter().map(|cell| ((*cell).to_owned(), 2)).collect();
        Dates::of(&values).order
    }

    #[test]
    fn one_date_settles_the_order_of_a_column() {
        assert_eq!(
            order_of(&["03/02/2025", "05/02/2025", "13/02/2025"]),
            Order::One { format: "%d/%m/%Y", settled_by: 2 }
        );
        assert_eq!(order_of(&["03/02/2025", "02/13/2025"]), Order::One { format: "%m/%d/%Y", settled_by: 2 });
        assert_eq!(order_of(&["03/02/25", "13/02/25"]), Order::One { format: "%d/%m/%y", settled_by: 2 });
        assert_eq!(order_of(&["3 Feb 2025", "14 Mar 2025"]), Order::One { format: "%d %b %Y", settled_by: 4 });
        assert_eq!(order_of(&["05032016", "18062016"]), Order::One { format: "%d%m%Y", settled_by: 2 });
        assert_eq!(order_of(&["2025-03-02", "2025-04-05"]), Order::Plain);
        assert_eq!(
            order_of(&["13/02/2025 14:30", "03/02/2025 9:05 AM"]),
            Order::One { format: "%d/%m/%Y", settled_by: 2 }
        );
    }

    #[test]
    fn what_is_not_settled_is_said() {
        let Order::Either(readings) = order_of(&["03/02/2025", "05/02/2025"]) else { panic!("either") };
        let told: Vec<_> =
            readings.iter().map(|one| (one.format, one.first_month.as_str(), one.last_month.as_str())).collect();
        assert_eq!(told, [("%d/%m/%Y", "2025-02", "2025-02"), ("%m/%d/%Y", "2025-03", "2025-05")]);
    }

    #[test]
    fn two_formats_in_one_column_are_told() {
        let Order::Two(two) = order_of(&["13/02/2025", "03/02/2025", "2025-02-14"]) else { panic!("two") };
        assert_eq!(two, [("%d/%m/%Y", 4), ("%Y-%m-%d", 2)].map(|(format, count)| (format, count)).map(|pair| pair));
        assert!(matches!(order_of(&["13/02/2025", "02/14/2025"]), Order::Two(_)));
    }

    #[test]
    fn numbers_of_days_and_other_words_are_told_apart() {
        assert_eq!(order_of(&["45678", "45679", "45701"]), Order::Serials);
        assert_eq!(order_of(&["45678.5", "45679"]), Order::Serials);
        assert_eq!(order_of(&["yes", "no"]), Order::None);
        assert_eq!(order_of(&["12", "7"]), Order::None);
        assert_eq!(order_of(&["N/A", "13/02/2025"]), Order::One { format: "%d/%m/%Y", settled_by: 2 });
    }

    #[test]
    fn formats_have_words() {
        assert_eq!(in_words("%d/%m/%Y"), "day, month, year");
        assert_eq!(in_words("%m/%d/%y"), "month, day, year of two digits");
    }
}
