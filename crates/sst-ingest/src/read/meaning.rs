//! What a label means in its column, remembered: a column has few distinct labels.

use rustc_hash::FxHashMap;
use sst_core::codes::Finding;
use sst_core::day::Day;
use sst_core::record::{Code, Status, plain};

use super::cells::date_in;
use super::short_text::ShortText;
use crate::columns::{ColumnPlan, Feeds};

/// So many distinct texts are remembered per column; further ones are worked out each time.
const REMEMBERED: usize = 1 << 14;

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
    /// A day.
    Day(Day),
    /// Nothing that can be understood.
    Fault(Finding),
}

/// The meanings of one column.
pub(super) struct Meanings<'p> {
    plan: &'p ColumnPlan,
    /// From plain label to the place in `values`.
    values: FxHashMap<String, usize>,
    missing: Vec<String>,
    short: FxHashMap<ShortText, Meaning>,
    long: FxHashMap<Box<str>, Meaning>,
    /// What came last: sessions stand in the order of their dates.
    last: Option<(ShortText, Meaning)>,
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
        Self { plan, values, missing, short: FxHashMap::default(), long: FxHashMap::default(), last: None }
    }

    /// What a trimmed, non-blank cell means.
    pub(super) fn of(&mut self, cell: &str) -> Meaning {
        let Some(short) = ShortText::of(cell) else {
            return self.of_long(cell);
        };
        if let Some((last, meaning)) = self.last
            && last == short
        {
            return meaning;
        }
        let meaning = match self.short.get(&short) {
            Some(&meaning) => meaning,
            None => {
                let meaning = self.work_out(cell);
                if self.short.len() < REMEMBERED {
                    self.short.insert(short, meaning);
                }
                meaning
            }
        };
        self.last = Some((short, meaning));
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
        !self.missing.is_empty() && self.missing.contains(&plain(cell))
    }

    fn work_out(&self, cell: &str) -> Meaning {
        if self.is_missing(cell) {
            return Meaning::Missing;
        }
        let value = self.values.get(&plain(cell)).copied();
        // A label of the mapping stands for its value; otherwise the label must be the value.
        let word = value.map_or(cell, |place| self.plan.options.values[place].0.as_str());
        match self.plan.feeds {
            Feeds::Date(_) => match date_in(cell, self.plan.options.format.as_deref()) {
                Some(date) => Meaning::Day(date.into()),
                None => Meaning::Fault(Finding::InvalidDate),
            },
            Feeds::Status => Status::parse(word).map_or(Meaning::Fault(Finding::UnmappedValue), Meaning::Status),
            Feeds::Coded(question) => match question.parse(word) {
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
            _ => value.map_or(Meaning::Itself, Meaning::Value),
        }
    }
}
