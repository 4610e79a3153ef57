//! The counts of one group.

use std::collections::BTreeMap;

use super::PairClusters;
use crate::change::Pairs;

/// The counts of one group.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CellSummary {
    /// Booked contacts with a valid status.
    pub sessions: u64,
    /// Clients with an attended session.
    pub clients: u64,
    /// Clients whose first attended session of all is here.
    pub new_clients: u64,
    /// The sums of each measure, in the order of the definitions.
    pub proportions: Vec<ProportionSums>,
    /// The spread of each quantity, in the order of [`super::Quantity::all`].
    pub histograms: Vec<Histogram>,
    /// The scores of each questionnaire, in the order of the definitions.
    pub pairs: Vec<Pairs>,
    /// What intervals of change need of clients with several pairs, in the same order.
    pub pair_clusters: Vec<PairClusters>,
}

/// The denominator chain of one measure, and what its interval needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ProportionSums {
    /// Could be asked.
    pub eligible: u64,
    /// Eligible but for a follow-up that is not due yet.
    pub not_due: u64,
    /// Were asked, or answered.
    pub asked: u64,
    /// Answered.
    pub answered: u64,
    /// Said yes.
    pub events: u64,
    /// Not answered in full, but a yes whatever is missing; only of measures made of several.
    pub partly_yes: u64,
    /// Eligible sessions of which the event cannot be true.
    pub cannot_happen: u64,
    /// Clients among the eligible.
    pub clients: u64,
    /// Clients among those who answered: k.
    pub clients_answered: u64,
    /// Σ n_c² over clients, n_c the answers of client c.
    pub sum_n2: u128,
    /// Σ n_c y_c, y_c the events of client c.
    pub sum_ny: u128,
    /// Σ y_c².
    pub sum_y2: u128,
}

impl ProportionSums {
    /// Closes `times` clients, each with so many eligible sessions, answers and events of theirs.
    pub fn add_clients(&mut self, times: u64, eligible: u32, answered: u32, events: u32) {
        let (clients, n, y) = (u128::from(times), u128::from(answered), u128::from(events));
        self.clients += times * u64::from(eligible > 0);
        self.clients_answered += times * u64::from(answered > 0);
        self.sum_n2 += clients * n * n;
        self.sum_ny += clients * n * y;
        self.sum_y2 += clients * y * y;
    }

    /// Adds the sums of other clients.
    pub fn merge(&mut self, other: &Self) {
        self.eligible += other.eligible;
        self.not_due += other.not_due;
        self.asked += other.asked;
        self.answered += other.answered;
        self.events += other.events;
        self.partly_yes += other.partly_yes;
        self.cannot_happen += other.cannot_happen;
        self.clients += other.clients;
        self.clients_answered += other.clients_answered;
        self.sum_n2 += other.sum_n2;
        self.sum_ny += other.sum_ny;
        self.sum_y2 += other.sum_y2;
    }
}

/// How often each value occurs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Histogram {
    /// Could have had a value.
    pub eligible: u64,
    /// Clients with a value.
    pub clients_answered: u64,
    /// How often, by value.
    pub values: BTreeMap<i32, u64>,
}

impl Histogram {
    /// How many values.
    pub fn answered(&self) -> u64 {
        self.values.values().sum()
    }

    /// Adds a value, or its absence.
    pub fn add(&mut self, value: Option<i32>) {
        self.eligible += 1;
        if let Some(value) = value {
            *self.values.entry(value).or_default() += 1;
        }
    }

    /// Adds the values of others.
    pub fn merge(&mut self, other: &Self) {
        self.eligible += other.eligible;
        self.clients_answered += other.clients_answered;
        for (&value, &count) in &other.values {
            *self.values.entry(value).or_default() += count;
        }
    }
}

impl CellSummary {
    /// An empty group with room for so many measures and quantities.
    pub fn new(measures: usize, quantities: usize, instruments: usize) -> Self {
        Self {
            proportions: vec![ProportionSums::default(); measures],
            histograms: vec![Histogram::default(); quantities],
            pairs: vec![Pairs::default(); instruments],
            pair_clusters: vec![PairClusters::default(); instruments],
            ..Self::default()
        }
    }

    /// Adds the counts of other clients.
    pub fn merge(&mut self, other: &Self) {
        self.sessions += other.sessions;
        self.clients += other.clients;
        self.new_clients += other.new_clients;
        // The zero has no room yet: it takes the shape of what is added.
        let measures = self.proportions.len().max(other.proportions.len());
        self.proportions.resize(measures, ProportionSums::default());
        let quantities = self.histograms.len().max(other.histograms.len());
        self.histograms.resize(quantities, Histogram::default());
        for (mine, theirs) in self.proportions.iter_mut().zip(&other.proportions) {
            mine.merge(theirs);
        }
        for (mine, theirs) in self.histograms.iter_mut().zip(&other.histograms) {
            mine.merge(theirs);
        }
        let instruments = self.pairs.len().max(other.pairs.len());
        self.pairs.resize(instruments, Pairs::default());
        for (mine, theirs) in self.pairs.iter_mut().zip(&other.pairs) {
            mine.merge(theirs);
        }
        self.pair_clusters.resize(instruments, PairClusters::default());
        for (mine, theirs) in self.pair_clusters.iter_mut().zip(&other.pair_clusters) {
            mine.merge(theirs);
        }
    }
}
