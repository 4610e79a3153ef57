//! Records by content, so that no tie depends on the order of rows.

use std::cmp::Ordering;

use super::labels::NONE;
use super::visit::Visit;
use super::{Labels, Ledger};

/// One record of a client with its row, for its scores.
#[derive(Clone, Copy)]
pub(super) struct Placed {
    pub(super) visit: Visit,
    pub(super) row: u32,
}

impl Ledger {
    /// Compares two identified records of one client: by day, by session id (none last), by everything else.
    pub(super) fn compare(&self, a: &Placed, b: &Placed) -> Ordering {
        let session = |placed: &Placed| (placed.visit.session == NONE, self.sessions.get(placed.visit.session));
        let texts = |placed: &Placed| self.cells.texts(placed.visit.cell);
        (a.visit.day.cmp(&b.visit.day))
            .then_with(|| session(a).cmp(&session(b)))
            .then_with(|| a.visit.facts().cmp(&b.visit.facts()))
            .then_with(|| if a.visit.cell == b.visit.cell { Ordering::Equal } else { texts(a).cmp(texts(b)) })
            .then_with(|| self.identified.scores(a.row).cmp(self.identified.scores(b.row)))
    }

    /// The records as comparable values in an order of their own, each with how often it came: for equality.
    pub(super) fn content(&self) -> Vec<impl Ord + use<>> {
        let text =
            |labels: &Labels, number: u32| (number != NONE).then(|| labels.get(number).map(str::to_owned)).flatten();
        let groups = |cell: u32| self.cells.texts(cell).map(str::to_owned).collect::<Vec<_>>();
        let value = |visit: Visit, scores: Vec<i32>, times: u64| {
            let ids = (text(&self.clients, visit.client), text(&self.sessions, visit.session));
            (ids, visit.day, visit.facts(), groups(visit.cell), scores, times)
        };
        let identified = (0..self.identified.len() as u32)
            .map(|row| value(self.identified.visit(row), self.identified.scores(row).collect(), 1));
        let anonymous =
            self.anonymous.iter().map(|(row, visit, times)| value(visit, self.anonymous.scores(row).collect(), times));
        let mut content: Vec<_> = identified.chain(anonymous).collect();
        content.sort_unstable();
        content
    }
}
