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
}

impl Choices {
    pub(super) fn new(plan: &ColumnPlan) -> Self {
        if plan.choices.is_empty() {
            return Self { unchecked: Vec::new() };
        }
        let given = plan.options.unchecked.iter().chain(&plan.options.missing).map(String::as_str);
        Self { unchecked: UNCHECKED.into_iter().chain(given).map(plain).collect() }
    }

    /// The values of the choices that were made, each once; what stands for none, where none was.
    pub(super) fn made<'p, 'r>(
        &self,
        column: &'p ColumnPlan,
        cell_at: impl Fn(usize) -> Option<&'r str>,
    ) -> Vec<&'p str> {
        let mut made: Vec<&'p str> = Vec::new();
        for &(place, choice) in &column.choices {
            let cell = cell_at(place).map(trimmed).unwrap_or_default();
            let value = column.options.choices[choice].value.as_str();
            if !cell.is_empty() && !self.unchecked.contains(&plain(cell)) && !made.contains(&value) {
                made.push(value);
            }
        }
        if made.is_empty() {
            made.extend(column.options.otherwise.as_deref());
        }
        made
    }
}
