//! Who answers the follow-up, by what else is known: counts kept beside those of the groups.

use super::open_cell::{Contribution, OpenCell, Whose};
use crate::definitions::{Definitions, ResponseKey};
use crate::measure::Answer;
use crate::results::By;
use crate::summary::CellSummary;

/// What is known, as results label it: no, yes, or nothing.
const LABELS: [Option<&str>; 3] = [Some("no"), Some("yes"), None];

/// The counts by one key, in the order of the labels.
pub(super) struct Responses {
    key: ResponseKey,
    cells: [OpenCell; LABELS.len()],
}

impl Responses {
    pub(super) fn new(key: ResponseKey, measures: usize) -> Self {
        Self { key, cells: std::array::from_fn(|_| OpenCell::new(measures, 0, 0)) }
    }

    /// Adds an attended session where it belongs. A second one on the same day is the same visit, and no coming back.
    pub(super) fn add(
        &mut self,
        whose: Whose,
        (said, came_back): (&[Answer], Option<bool>),
        contribution: &Contribution<'_>,
    ) {
        if !contribution.is_attended {
            return;
        }
        let place = match self.key {
            ResponseKey::Said(place) => match said[place] {
                Answer::Yes => 1,
                Answer::No => 0,
                answer if answer.is_eligible() => 2,
                _ => return,
            },
            ResponseKey::CameBack => came_back.map_or(2, usize::from),
        };
        let answers_alone = Contribution { values: &[], pairs: &[], classes: &[], ..*contribution };
        self.cells[place].add(whose, &answers_alone, &[]);
    }

    /// The counts of each label that a session was counted under.
    pub(super) fn finish(self, definitions: &Definitions) -> impl Iterator<Item = (By, CellSummary)> {
        let name = definitions.response_key_name(self.key).to_owned();
        let cells = self.cells.map(|cell| cell.finish(&[])).into_iter().zip(LABELS);
        cells
            .filter(|(cell, _)| *cell != CellSummary::new(cell.proportions.len(), 0, 0))
            .map(move |(cell, label)| (By::from([(name.clone(), label.map(str::to_owned))]), cell))
    }
}
