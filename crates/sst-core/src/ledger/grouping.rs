//! The groups a record is in, found by number: labels of its columns, and of its day.

use indexmap::IndexSet;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::Ledger;
use super::labels::NONE;
use super::selection::Selection;
use crate::day::Day;
use crate::definitions::{Definitions, FiscalYearStart, GroupKey, NamedPeriod};
use crate::results::By;

/// Labels of the group columns, by number.
pub(super) struct GroupLabels {
    /// Labels of each group column, sorted; a blank group is [`NONE`].
    labels: Vec<Vec<String>>,
    /// For each column and combination of cells, the numbers of its labels.
    of_cell: Vec<Vec<Vec<u32>>>,
}

impl GroupLabels {
    pub(super) fn new(ledger: &Ledger) -> Self {
        let mut labels = Vec::new();
        let mut of_cell = Vec::new();
        for (place, column) in ledger.columns.iter().enumerate() {
            let cells: Vec<Vec<&str>> =
                (0..ledger.cells.len() as u32).map(|cell| column.labels(ledger.cells.text(cell, place))).collect();
            let mut known: Vec<&str> = cells.iter().flatten().copied().collect();
            known.sort_unstable();
            known.dedup();
            let number = |label: &str| known.binary_search(&label).map_or(NONE, |i| i as u32);
            let numbers = |labels: &Vec<&str>| {
                if labels.is_empty() { vec![NONE] } else { labels.iter().map(|label| number(label)).collect() }
            };
            of_cell.push(cells.iter().map(numbers).collect());
            labels.push(known.into_iter().map(str::to_owned).collect());
        }
        Self { labels, of_cell }
    }

    /// The labels of a column, sorted.
    pub(super) fn of_column(&self, column: usize) -> &[String] {
        &self.labels[column]
    }

    /// The label numbers of each combination of cells in a column.
    pub(super) fn of_cells(&self, column: usize) -> &[Vec<u32>] {
        &self.of_cell[column]
    }
}

impl Ledger {
    /// The labels that occur in a group column, sorted, by the column's place in the definitions.
    pub fn labels_of(&self, column: usize) -> Vec<String> {
        GroupLabels::new(self).labels.swap_remove(column)
    }
}

/// One grouping: which of its groups a record is in.
pub(super) struct Grouping {
    columns: Vec<usize>,
    calendar: Vec<GroupKey>,
    /// The label numbers of the columns, once for each combination that occurs.
    tuples: IndexSet<Vec<u32>, FxBuildHasher>,
    /// For each combination of cells, the tuples it is in.
    tuples_of_cell: Vec<Vec<u32>>,
    /// The labels of days, once for each combination that occurs.
    periods: IndexSet<Vec<String>, FxBuildHasher>,
    period_of_day: FxHashMap<Day, u32>,
    last_day: Option<(Day, u32)>,
    /// For each period, for each tuple: the number of the group; [`NONE`] where nobody was yet.
    groups: Vec<Vec<u32>>,
    /// Tuple and period of each group.
    keys: Vec<(u32, u32)>,
    fiscal: FiscalYearStart,
    /// The periods that are compared.
    compared: Vec<NamedPeriod>,
}

impl Grouping {
    pub(super) fn new(
        keys: &[GroupKey],
        labels: &GroupLabels,
        cells: usize,
        definitions: &Definitions,
        selection: &Selection,
    ) -> Self {
        let columns: Vec<usize> = keys
            .iter()
            .filter_map(|key| match key {
                GroupKey::Column(place) => Some(*place),
                _ => None,
            })
            .collect();
        let calendar = keys.iter().copied().filter(|key| !matches!(key, GroupKey::Column(_))).collect();
        let mut tuples: IndexSet<Vec<u32>, FxBuildHasher> = IndexSet::default();
        let tuples_of_cell = (0..cells)
            .map(|cell| {
                let mut here = vec![Vec::new()];
                for &column in &columns {
                    let numbers = &labels.of_cells(column)[cell];
                    here = here
                        .iter()
                        .flat_map(|prefix: &Vec<u32>| {
                            numbers.iter().map(move |&number| [prefix.as_slice(), &[number]].concat())
                        })
                        .collect();
                }
                here.into_iter().map(|tuple| tuples.insert_full(tuple).0 as u32).collect()
            })
            .collect();
        Self {
            columns,
            calendar,
            tuples,
            tuples_of_cell,
            periods: IndexSet::default(),
            period_of_day: FxHashMap::default(),
            last_day: None,
            groups: Vec::new(),
            keys: Vec::new(),
            fiscal: definitions.fiscal_year_starts,
            compared: selection.periods.clone(),
        }
    }

    /// Tells each group the record is in, by number; numbers are given in the order in which groups first occur.
    pub(super) fn groups_of(&mut self, cell: u32, day: Day, mut tell: impl FnMut(usize)) {
        let period = self.period(day);
        let groups = &mut self.groups[period as usize];
        for &tuple in &self.tuples_of_cell[cell as usize] {
            let place = tuple as usize;
            if place >= groups.len() {
                groups.resize(place + 1, NONE);
            }
            if groups[place] == NONE {
                groups[place] = self.keys.len() as u32;
                self.keys.push((tuple, period));
            }
            tell(groups[place] as usize);
        }
    }

    fn period(&mut self, day: Day) -> u32 {
        if let Some((last, period)) = self.last_day
            && last == day
        {
            return period;
        }
        let period = if let Some(&period) = self.period_of_day.get(&day) {
            period
        } else {
            let label = |key: &GroupKey| match key {
                GroupKey::Period => self.compared.iter().find(|period| period.has(day)).map(|one| one.label.clone()),
                key => key.calendar_label(day.into(), self.fiscal),
            };
            let label = |key: &GroupKey| label(key).unwrap_or_default();
            let period = self.periods.insert_full(self.calendar.iter().map(label).collect()).0 as u32;
            self.period_of_day.insert(day, period);
            if period as usize == self.groups.len() {
                self.groups.push(Vec::new());
            }
            period
        };
        self.last_day = Some((day, period));
        period
    }

    /// The keys and labels of a group.
    pub(super) fn by(&self, group: usize, labels: &GroupLabels, ledger: &Ledger) -> By {
        let (tuple, period) = self.keys[group];
        let numbers = self.columns.iter().zip(&self.tuples[tuple as usize]);
        let columns = numbers.map(|(&column, &number)| {
            let label = labels.of_column(column).get(number as usize).cloned();
            (ledger.columns[column].name.clone(), label)
        });
        let periods = self.calendar.iter().zip(&self.periods[period as usize]);
        let calendar = periods.map(|(key, label)| (key.name(&ledger.columns).to_owned(), Some(label.clone())));
        columns.chain(calendar).collect()
    }
}
