//! The content order of records: by client, day, session id, then everything else, so that no tie depends on the order
//! of rows.

use std::cmp::Ordering;

use super::Ledger;
use super::labels::{NONE, mapped};

/// Numbers of texts turned into places in the order of the texts.
pub(super) struct Ranks {
    clients: Vec<u32>,
    sessions: Vec<u32>,
    cells: Vec<u32>,
}

impl Ledger {
    pub(super) fn ranks(&self) -> Ranks {
        Ranks { clients: self.clients.ranks(), sessions: self.sessions.ranks(), cells: self.cells.ranks() }
    }

    /// Compares two records by content; the file does not count.
    pub(super) fn compare(&self, ranks: &Ranks, a: u32, b: u32) -> Ordering {
        let key = |i: u32| {
            let visit = &self.visits[i as usize];
            (mapped(&ranks.clients, visit.client), visit.day, mapped(&ranks.sessions, visit.session))
        };
        key(a).cmp(&key(b)).then_with(|| {
            let (left, right) = (&self.visits[a as usize], &self.visits[b as usize]);
            left.facts()
                .cmp(&right.facts())
                .then_with(|| ranks.cells[left.cell as usize].cmp(&ranks.cells[right.cell as usize]))
                .then_with(|| self.scores_of(a as usize).cmp(self.scores_of(b as usize)))
        })
    }

    /// All records in content order; those without a client come last.
    pub(super) fn content_order(&self, ranks: &Ranks) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.visits.len() as u32).collect();
        order.sort_unstable_by(|&a, &b| self.compare(ranks, a, b));
        order
    }

    /// The records as comparable values in content order, for equality.
    pub(super) fn content(&self) -> Vec<impl PartialEq + use<>> {
        let ranks = self.ranks();
        self.content_order(&ranks)
            .into_iter()
            .map(|i| {
                let visit = &self.visits[i as usize];
                let text = |labels: &super::Labels, number: u32| {
                    (number != NONE).then(|| labels.get(number).map(str::to_owned)).flatten()
                };
                let groups: Vec<String> =
                    (0..self.columns.len()).map(|column| self.cells.text(visit.cell, column).to_owned()).collect();
                let ids = (text(&self.clients, visit.client), text(&self.sessions, visit.session));
                (ids, visit.day, visit.facts(), groups, self.scores_of(i as usize).to_vec())
            })
            .collect()
    }
}
