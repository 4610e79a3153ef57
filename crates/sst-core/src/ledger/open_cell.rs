//! The counts of one group while clients are added one after the other.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::change::Pairs;
use crate::measure::Answer;
use crate::stats::ChangeClass;
use crate::summary::{CellSummary, Histogram, PairClusters, PairsOfClient, ProportionSums, Quantity};

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
    /// Before and after, of each questionnaire; empty where the session's scores do not count.
    pub(super) pairs: &'a [(Option<i32>, Option<i32>)],
    /// The class of each pair, in the same order.
    pub(super) classes: &'a [Option<ChangeClass>],
    pub(super) has_status: bool,
    pub(super) is_attended: bool,
    pub(super) is_first_ever: bool,
}

/// Whose session it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// A client's, by a number that says nothing.
    Client(u64),
    /// Nobody's in particular, and there are so many just like it.
    Anyones { times: u64 },
}

impl Whose {
    /// How many sessions it is.
    pub(super) const fn times(self) -> u64 {
        match self {
            Self::Client(_) => 1,
            Self::Anyones { times } => times,
        }
    }
}

/// A group's counts while the sessions of one client are added.
pub(super) struct OpenCell {
    counts: CellSummary,
    spreads: Vec<Spread>,
    /// How often the scores of each questionnaire occur, before and after.
    pairs: Vec<FxHashMap<Scores, u64>>,
    /// The pairs of the client at hand.
    pairs_of_client: Vec<PairsOfClient>,
    /// The client at hand, by number.
    client: u64,
    eligible: Vec<u32>,
    answered: Vec<u32>,
    events: Vec<u32>,
    attended: i32,
}

/// The scores of one session on one questionnaire, before and after.
type Scores = (Option<i32>, Option<i32>);

/// Values below this are counted in a row of counters: waits in days, ratings, sessions per client.
const DENSE: usize = 1 << 10;

/// A histogram while it is filled.
#[derive(Default)]
struct Spread {
    counts: Histogram,
    dense: Vec<u64>,
    sparse: FxHashMap<i32, u64>,
    client_has_value: bool,
}

impl Spread {
    /// Adds a value so many times; whether there is one.
    fn add(&mut self, value: Value, times: u64) -> bool {
        self.counts.eligible += times * u64::from(value != Value::NotEligible);
        if let Value::Known(value) = value {
            match usize::try_from(value) {
                Ok(place) if place < DENSE => {
                    if place >= self.dense.len() {
                        self.dense.resize(place + 1, 0);
                    }
                    self.dense[place] += times;
                }
                _ => *self.sparse.entry(value).or_default() += times,
            }
        }
        matches!(value, Value::Known(_))
    }

    fn finish(self) -> Histogram {
        let mut counts = self.counts;
        let dense: BTreeMap<i32, u64> = (0..).zip(self.dense).filter(|&(_, count)| count > 0).collect();
        counts.values.extend(dense);
        counts.values.extend(self.sparse);
        counts
    }
}

impl OpenCell {
    pub(super) fn new(measures: usize, quantities: usize, instruments: usize) -> Self {
        Self {
            counts: CellSummary {
                pair_clusters: vec![PairClusters::default(); instruments],
                ..CellSummary::new(measures, 0, 0)
            },
            pairs_of_client: vec![PairsOfClient::default(); instruments],
            pairs: vec![FxHashMap::default(); instruments],
            spreads: (0..quantities).map(|_| Spread::default()).collect(),
            client: u64::MAX,
            eligible: vec![0; measures],
            answered: vec![0; measures],
            events: vec![0; measures],
            attended: 0,
        }
    }

    /// Adds a session.
    pub(super) fn add(&mut self, whose: Whose, contribution: &Contribution<'_>, quantities: &[Quantity]) {
        self.counts.sessions += whose.times() * u64::from(contribution.has_status);
        self.counts.new_clients += whose.times() * u64::from(contribution.is_first_ever);
        for (pairs, &scores) in self.pairs.iter_mut().zip(contribution.pairs) {
            // Without a score before there is nothing to count.
            if scores.0.is_some() {
                *pairs.entry(scores).or_default() += whose.times();
            }
        }
        match whose {
            Whose::Client(client) => self.add_of_client(client, contribution, quantities),
            Whose::Anyones { times } => self.add_anyones(times, contribution, quantities),
        }
    }

    fn add_of_client(&mut self, client: u64, contribution: &Contribution<'_>, quantities: &[Quantity]) {
        if self.client != client {
            self.close_client(quantities);
            self.client = client;
        }
        self.attended += i32::from(contribution.is_attended);
        add_pairs(&mut self.pairs_of_client, contribution);
        for (place, (&answer, &asked)) in contribution.answers.iter().zip(contribution.asked).enumerate() {
            if count(&mut self.counts.proportions[place], answer, asked, 1) {
                self.eligible[place] += 1;
                self.answered[place] += u32::from(answer.is_answered());
                self.events[place] += u32::from(answer == Answer::Yes);
            }
        }
        for (spread, &value) in self.spreads.iter_mut().zip(contribution.values) {
            spread.client_has_value |= spread.add(value, 1);
        }
    }

    /// Clients of one session each: nothing of them need be kept open.
    fn add_anyones(&mut self, times: u64, contribution: &Contribution<'_>, quantities: &[Quantity]) {
        self.counts.clients += times * u64::from(contribution.is_attended);
        for (sums, (&pair, &class)) in
            self.counts.pair_clusters.iter_mut().zip(contribution.pairs.iter().zip(contribution.classes))
        {
            if let (Some(pre), Some(post)) = pair {
                let mut of_client = PairsOfClient::default();
                of_client.add(pre, post, class);
                sums.add(&of_client, times);
            }
        }
        let answers = contribution.answers.iter().zip(contribution.asked);
        for ((&answer, &asked), sums) in answers.zip(&mut self.counts.proportions) {
            if count(sums, answer, asked, times) {
                sums.add_clients(times, 1, answer.is_answered().into(), (answer == Answer::Yes).into());
            }
        }
        for ((spread, &value), &quantity) in self.spreads.iter_mut().zip(contribution.values).zip(quantities) {
            let is_count = quantity == Quantity::SessionsPerClient && contribution.is_attended;
            let value = if is_count { Value::Known(1) } else { value };
            let has_value = spread.add(value, times);
            spread.counts.clients_answered += times * u64::from(has_value);
        }
    }

    /// Turns the counts of the client at hand into sums.
    fn close_client(&mut self, quantities: &[Quantity]) {
        for (place, sums) in self.counts.proportions.iter_mut().enumerate() {
            if self.eligible[place] > 0 {
                sums.add_clients(1, self.eligible[place], self.answered[place], self.events[place]);
                (self.eligible[place], self.answered[place], self.events[place]) = (0, 0, 0);
            }
        }
        if self.attended > 0 {
            self.counts.clients += 1;
            if let Some(place) = quantities.iter().position(|&quantity| quantity == Quantity::SessionsPerClient) {
                let spread = &mut self.spreads[place];
                spread.client_has_value |= spread.add(Value::Known(self.attended), 1);
            }
            self.attended = 0;
        }
        for (sums, of_client) in self.counts.pair_clusters.iter_mut().zip(&mut self.pairs_of_client) {
            if of_client.pairs > 0 {
                sums.add(&std::mem::take(of_client), 1);
            }
        }
        for spread in &mut self.spreads {
            spread.counts.clients_answered += u64::from(std::mem::take(&mut spread.client_has_value));
        }
    }

    /// The counts of the group, once every client was added.
    pub(super) fn finish(mut self, quantities: &[Quantity]) -> CellSummary {
        self.close_client(quantities);
        let histograms = self.spreads.into_iter().map(Spread::finish).collect();
        let in_order = |counted: FxHashMap<_, u64>| {
            let mut pairs = Pairs::default();
            for ((pre, post), times) in counted {
                pairs.add(pre, post, times);
            }
            pairs
        };
        let pairs = self.pairs.into_iter().map(in_order).collect();
        CellSummary { histograms, pairs, ..self.counts }
    }
}

/// Adds the pairs of one session to those of its client.
fn add_pairs(of_client: &mut [PairsOfClient], contribution: &Contribution<'_>) {
    for (sums, (&pair, &class)) in of_client.iter_mut().zip(contribution.pairs.iter().zip(contribution.classes)) {
        if let (Some(pre), Some(post)) = pair {
            sums.add(pre, post, class);
        }
    }
}

/// Counts one answer so many times; whether its session is eligible.
fn count(sums: &mut ProportionSums, answer: Answer, asked: bool, times: u64) -> bool {
    match answer {
        Answer::NotEligible => return false,
        Answer::NotDue => {
            sums.not_due += times;
            return false;
        }
        _ => {}
    }
    sums.eligible += times;
    sums.asked += times * u64::from(asked);
    sums.partly_yes += times * u64::from(answer == Answer::PartlyYes);
    sums.cannot_happen += times * u64::from(answer == Answer::CannotHappen);
    sums.answered += times * u64::from(answer.is_answered());
    sums.events += times * u64::from(answer == Answer::Yes);
    true
}
