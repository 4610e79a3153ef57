//! An answer whose choices have a column each, as survey tools write questions with several answers.

use sst_core::record::plain;

use super::row::trimmed;
use crate::columns::ColumnPlan;

/// What a cell says of a choice that was not made, beside nothing.
const UNCHECKED: [&str; 5] = ["0", "no", "false", "unchecked", "not selected"];

/// The choices of one column.
pub(super) struct Choices {
    /// What a cell says of a choice that was not made, in its plain form.
    unchecked: Vec<String>,
    /// The plain names of each planned choice: under "No", a "No" is a mark.
    names: Vec<[String; 2]>,
}

impl Choices {
    pub(super) fn new(plan: &ColumnPlan) -> Self {
        if plan.choices.is_empty() {
            return Self { unchecked: Vec::new(), names: Vec::new() };
        }
        let given = plan.options.unchecked.iter().chain(&plan.options.missing).map(String::as_str);
        let names = plan.choices.iter().map(|&(_, choice)| {
            let choice = &plan.options.choices[choice];
            let of_header = choice.header.rsplit(" / ").next().unwrap_or_default();
            [plain(&choice.value), plain(of_header)]
        });
        Self { unchecked: UNCHECKED.into_iter().chain(given).map(plain).collect(), names: names.collect() }
    }

    /// The values of the choices that were made, each once; what stands for none, where none was.
    pub(super) fn made<'p, 'r>(
        &self,
        column: &'p ColumnPlan,
        cell_at: impl Fn(usize) -> Option<&'r str>,
    ) -> Vec<&'p str> {
        let mut made: Vec<&'p str> = Vec::new();
        for (&(place, choice), names) in column.choices.iter().zip(&self.names) {
            let cell = cell_at(place).map(trimmed).unwrap_or_default();
            let value = column.options.choices[choice].value.as_str();
            if cell.is_empty() || made.contains(&value) {
                continue;
            }
            let cell = plain(cell);
            if names.contains(&cell) || !self.unchecked.contains(&cell) {
                made.push(value);
            }
        }
        if made.is_empty() {
            made.extend(column.options.otherwise.as_deref());
        }
        made
    }
}
