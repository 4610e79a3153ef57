//! What a label means in its column, remembered: a column has few distinct labels.

use rustc_hash::FxHashMap;
use sst_core::codes::Finding;
use sst_core::day::Day;
use sst_core::record::{Code, Status, plain};

use super::cells::date_in;
use super::short_text::ShortText;
use crate::columns::{ColumnPlan, Feeds};

/// So many long labels are remembered per column; further ones are worked out each time.
const REMEMBERED: usize = 1 << 14;

/// So many places there are for short labels, in each column: more than the days of a year.
const PLACES: usize = 1 << 12;

/// What a label means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// No answer.
    Missing,
    /// A code of the question.
    Code(Code),
    /// Yes or no.
    Yes(bool),
    /// A status.
    Status(Status),
    /// The value of that number in the mapping's `values`.
    Value(usize),
    /// The label itself.
    Itself,
    /// The label itself, where the mapping names the labels of the group and this is none of them.
    New,
    /// A day.
    Day(Day),
    /// A day as a real date of a workbook, in a column whose dates are texts of a stated format.
    RealDay(Day),
    /// Nothing that can be understood.
    Fault(Finding),
}

/// The meanings of one column.
pub(super) struct Meanings<'p> {
    plan: &'p ColumnPlan,
    /// From plain label to the place in `values`.
    values: FxHashMap<String, usize>,
    missing: Vec<String>,
    /// Short labels at a place that they alone decide; one that comes later takes the place of an earlier one.
    short: Box<[(ShortText, Meaning)]>,
    long: FxHashMap<Box<str>, Meaning>,
}

impl<'p> Meanings<'p> {
    pub(super) fn new(plan: &'p ColumnPlan) -> Self {
        let values = plan
            .options
            .values
            .iter()
            .enumerate()
            .flat_map(|(place, (_, labels))| labels.iter().map(move |label| (plain(label), place)))
            .collect();
        let missing = plan.options.missing.iter().map(|label| plain(label)).collect();
        // Numbers are not remembered, so that many columns of items need no room.
        let has_labels = plan.feeds.instrument().is_none();
        Self {
            plan,
            values,
            missing,
            short: vec![(ShortText::EMPTY, Meaning::Missing); if has_labels { PLACES } else { 0 }].into(),
            long: FxHashMap::default(),
        }
    }

    /// What a trimmed, non-blank cell means.
    pub(super) fn of(&mut self, cell: &str) -> Meaning {
        let Some(short) = ShortText::of(cell) else {
            return self.of_long(cell);
        };
        let place = short.place(PLACES);
        let Some(&(known, meaning)) = self.short.get(place) else {
            return self.work_out(cell);
        };
        // (No cell is empty here, so the empty text of an unused place is never found.)
        if known == short {
            return meaning;
        }
        let meaning = self.work_out(cell);
        self.short[place] = (short, meaning);
        meaning
    }

    fn of_long(&mut self, cell: &str) -> Meaning {
        if let Some(&meaning) = self.long.get(cell) {
            return meaning;
        }
        let meaning = self.work_out(cell);
        if self.long.len() < REMEMBERED && cell.len() < 256 {
            self.long.insert(cell.into(), meaning);
        }
        meaning
    }

    /// Whether the mapping says that this cell means: missing.
    pub(super) fn is_missing(&self, cell: &str) -> bool {
        let names = |cell: &str| self.missing.contains(&plain(cell));
        !self.missing.is_empty() && (names(cell) || whole_number(cell).is_some_and(names))
    }

    /// Whether the mapping names the labels of a group, and this is neither one nor the name of one.
    fn is_new_label(&self, cell: &str) -> bool {
        let options = &self.plan.options;
        let is_name = || options.values.iter().any(|(name, _)| name == cell);
        !options.values.is_empty() && options.split.is_none() && !is_name()
    }

    /// Whether a rating lies where the mapping says that it can.
    fn is_in_range(&self, rating: Code) -> bool {
        let (options, rating) = (&self.plan.options, i64::from(rating.place()) * 1000);
        options.min.is_none_or(|min| rating >= min) && options.max.is_none_or(|max| rating <= max)
    }

    fn work_out(&self, cell: &str) -> Meaning {
        if self.is_missing(cell) {
            return Meaning::Missing;
        }
        // A spreadsheet writes 4 as 4.0 or, where the comma is decimal, 4,0.
        let whole = whole_number(cell);
        let named = |cell: &str| self.values.get(&plain(cell)).copied();
        let value = named(cell).or_else(|| whole.and_then(named));
        let cell = if matches!(self.plan.feeds, Feeds::Coded(_)) { whole.unwrap_or(cell) } else { cell };
        // A label of the mapping stands for its value; otherwise the label must be the value.
        let word = value.map_or(cell, |place| self.plan.options.values[place].0.as_str());
        match self.plan.feeds {
            Feeds::Date(_) => match date_under(cell, self.plan.options.format.as_deref()) {
                Some((date, true)) => Meaning::Day(date.into()),
                Some((date, false)) => Meaning::RealDay(date.into()),
                None => Meaning::Fault(Finding::InvalidDate),
            },
            Feeds::Status => Status::parse(word).map_or(Meaning::Fault(Finding::UnmappedValue), Meaning::Status),
            // With labels of its own a rating has another scale: a bare 4 of ten is not a 4 of five.
            Feeds::Coded(question) if question.is_rating() && value.is_none() && !self.values.is_empty() => {
                Meaning::Fault(Finding::UnmappedValue)
            }
            Feeds::Coded(question) => match question.parse(word) {
                Some(code) if question.is_rating() && !self.is_in_range(code) => {
                    Meaning::Fault(Finding::RatingOutOfRange)
                }
                Some(code) => Meaning::Code(code),
                None if question.is_rating() && super::cells::number_in(word, true).is_some() => {
                    Meaning::Fault(Finding::RatingOutOfRange)
                }
                None => Meaning::Fault(Finding::UnmappedValue),
            },
            Feeds::Own(_) => match plain(word).as_str() {
                "yes" => Meaning::Yes(true),
                "no" => Meaning::Yes(false),
                _ => Meaning::Fault(Finding::UnmappedValue),
            },
            _ => match value {
                Some(value) => Meaning::Value(value),
                None if self.is_new_label(cell) => Meaning::New,
                None => Meaning::Itself,
            },
        }
    }
}

/// The digits of a whole number written with a fraction of nothing but zeros.
fn whole_number(cell: &str) -> Option<&str> {
    let (whole, fraction) = cell.split_once(['.', ','])?;
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    (is_digits(whole) && !fraction.is_empty() && fraction.bytes().all(|b| b == b'0')).then_some(whole)
}

/// The date in a cell by the column's format; a real date of a workbook, which is as ISO has it, also where the format is
/// that of the texts beside it; then `false`. Only a format that begins with the year could mean something else by it.
fn date_under(cell: &str, format: Option<&str>) -> Option<(jiff::civil::Date, bool)> {
    let as_iso = || format.filter(|format| !format.starts_with("%Y")).and_then(|_| date_in(cell, None));
    date_in(cell, format).map(|date| (date, true)).or_else(|| as_iso().map(|date| (date, false)))
}
