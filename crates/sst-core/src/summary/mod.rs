//! Right of the ledger: integers only. No client is here any more, only counts of them.
//!
//! Summaries of disjoint clients add up: the empty summary is the zero, and the order does not matter. (Summaries whose
//! clients overlap must be made from one ledger: adding them would count a client twice.)

mod cell;
mod pair_clusters;
mod quantity;
mod shared_answers;

pub use cell::{CellSummary, Histogram, ProportionSums};
pub use pair_clusters::{PairClusters, PairsOfClient};
pub use quantity::Quantity;
pub use shared_answers::SharedAnswers;

use std::collections::BTreeMap;

use crate::results::{By, Flow};

/// Counts by group; the whole is the group `{}`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// The counts of each group.
    pub cells: BTreeMap<By, CellSummary>,
    /// The counts of each measure by what is known of a session beside its follow-up, where that is asked for.
    pub responses: BTreeMap<By, CellSummary>,
    /// Booked, attended, asked, answered.
    pub flow: FlowCounts,
    /// What clients two groups share, of each measure, where the groups are compared; the first group is the lesser of the two.
    pub shared_clients: BTreeMap<(By, By), Vec<SharedAnswers>>,
}

/// The flow in sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FlowCounts {
    /// Any valid status.
    pub booked: u64,
    /// Attended.
    pub attended: u64,
    /// Asked a follow-up question, or answered one.
    pub asked: u64,
    /// Answered any follow-up question that is due.
    pub answered: u64,
}

impl Summary {
    /// Adds a summary of other clients.
    pub fn merge(&mut self, other: &Self) {
        for (by, cell) in &other.cells {
            self.cells.entry(by.clone()).or_default().merge(cell);
        }
        for (pair, theirs) in &other.shared_clients {
            let mine = self.shared_clients.entry(pair.clone()).or_default();
            mine.resize(mine.len().max(theirs.len()), SharedAnswers::default());
            mine.iter_mut().zip(theirs).for_each(|(mine, theirs)| mine.merge(theirs));
        }
        for (by, cell) in &other.responses {
            self.responses.entry(by.clone()).or_default().merge(cell);
        }
        self.flow.booked += other.flow.booked;
        self.flow.attended += other.flow.attended;
        self.flow.asked += other.flow.asked;
        self.flow.answered += other.flow.answered;
    }

    /// The flow as the document has it; what the data does not say is `None`.
    pub fn flow(&self, says_who_was_asked: bool, has_follow_up: bool) -> Flow {
        Flow {
            booked: Some(self.flow.booked),
            attended: Some(self.flow.attended),
            asked: says_who_was_asked.then_some(self.flow.asked),
            answered: has_follow_up.then_some(self.flow.answered),
        }
    }
}
