//! The counts of one group while clients are added one after the other.

use std::collections::BTreeMap;

use crate::measure::Answer;
use crate::summary::{CellSummary, Histogram, Quantity};

/// The value of a quantity for one session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value {
    /// The session is not in the quantity's population.
    NotEligible,
    /// It is, and there is none.
    Missing,
    /// It is, and this is it.
    Known(i32),
}

/// What one record adds to every group it is in.
pub(super) struct Contribution<'a> {
    pub(super) answers: &'a [Answer],
    pub(super) asked: &'a [bool],
    pub(super) values: &'a [Value],
    pub(super) has_status: bool,
    pub(super) is_attended: bool,
    pub(super) is_first_ever: bool,
}

/// A client, by a number that says nothing, and how many there are just like this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ClientNumber {
    pub(super) number: u64,
    pub(super) times: u64,
}

/// A group's counts while the sessions of one client are added.
pub(super) struct OpenCell {
    counts: CellSummary,
    spreads: Vec<Spread>,
    client: ClientNumber,
    eligible: Vec<u32>,
    answered: Vec<u32>,
    events: Vec<u32>,
    attended: i32,
}

/// Values below this are counted in a row of counters: waits in days, ratings, sessions per client.
const DENSE: usize = 1 << 10;

/// A histogram while it is filled.
#[derive(Default)]
struct Spread {
    counts: Histogram,
    dense: Vec<u64>,
    client_has_value: bool,
}

impl Spread {
    fn add(&mut self, value: Value, times: u64) {
        if value == Value::NotEligible {
            return;
        }
        self.counts.eligible += times;
        if let Value::Known(value) = value {
            self.client_has_value = true;
            match usize::try_from(value) {
                Ok(place) if place < DENSE => {
                    if place >= self.dense.len() {
                        self.dense.resize(place + 1, 0);
                    }
                    self.dense[place] += times;
                }
                _ => *self.counts.values.entry(value).or_default() += times,
            }
        }
    }

    fn finish(self) -> Histogram {
        let mut counts = self.counts;
        let dense: BTreeMap<i32, u64> = (0..).zip(self.dense).filter(|&(_, count)| count > 0).collect();
        counts.values.extend(dense);
        counts
    }
}

impl OpenCell {
    pub(super) fn new(measures: usize, quantities: usize) -> Self {
        Self {
            counts: CellSummary::new(measures, 0),
            spreads: (0..quantities).map(|_| Spread::default()).collect(),
            client: ClientNumber { number: u64::MAX, times: 0 },
            eligible: vec![0; measures],
            answered: vec![0; measures],
            events: vec![0; measures],
            attended: 0,
        }
    }

    pub(super) fn add(&mut self, client: ClientNumber, contribution: &Contribution<'_>, quantities: &[Quantity]) {
        if self.client != client {
            self.close_client(quantities);
            self.client = client;
        }
        let times = client.times;
        self.counts.sessions += times * u64::from(contribution.has_status);
        self.counts.new_clients += times * u64::from(contribution.is_first_ever);
        self.attended += i32::from(contribution.is_attended);
        for (place, (&answer, &asked)) in contribution.answers.iter().zip(contribution.asked).enumerate() {
            if answer == Answer::NotEligible {
                continue;
            }
            let sums = &mut self.counts.proportions[place];
            if answer == Answer::NotDue {
                sums.not_due += times;
                continue;
            }
            sums.eligible += times;
            sums.asked += times * u64::from(asked);
            self.eligible[place] += 1;
            if answer.is_answered() {
                sums.answered += times;
                self.answered[place] += 1;
                if answer == Answer::Yes {
                    sums.events += times;
                    self.events[place] += 1;
                }
            }
        }
        for (spread, &value) in self.spreads.iter_mut().zip(contribution.values) {
            spread.add(value, times);
        }
    }

    /// Turns the counts of the client at hand into sums.
    fn close_client(&mut self, quantities: &[Quantity]) {
        let times = self.client.times;
        for (place, sums) in self.counts.proportions.iter_mut().enumerate() {
            if self.eligible[place] > 0 {
                sums.add_clients(times, self.eligible[place], self.answered[place], self.events[place]);
                (self.eligible[place], self.answered[place], self.events[place]) = (0, 0, 0);
            }
        }
        if self.attended > 0 {
            self.counts.clients += times;
            if let Some(place) = quantities.iter().position(|&quantity| quantity == Quantity::SessionsPerClient) {
                self.spreads[place].add(Value::Known(self.attended), times);
            }
            self.attended = 0;
        }
        for spread in &mut self.spreads {
            spread.counts.clients_answered += times * u64::from(std::mem::take(&mut spread.client_has_value));
        }
    }

    /// The counts of the group, once every client was added.
    pub(super) fn finish(mut self, quantities: &[Quantity]) -> CellSummary {
        self.close_client(quantities);
        let histograms = self.spreads.into_iter().map(Spread::finish).collect();
        CellSummary { histograms, ..self.counts }
    }
}
