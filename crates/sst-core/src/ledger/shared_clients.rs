//! What clients the groups of one grouping share, counted client by client: only where groups are compared.

use rustc_hash::FxHashMap;

use crate::measure::Answer;
use crate::summary::SharedAnswers;

/// Answers and events of the client at hand.
type AnswersOfClient = (u32, u32);

/// The sums of every pair of groups that some client has answers in.
#[derive(Default)]
pub(super) struct SharedClients {
    /// The groups that the client at hand has sessions in, each with the answers to every measure.
    open: Vec<(usize, Vec<AnswersOfClient>)>,
    /// Room for the answers of the next.
    room: Vec<Vec<AnswersOfClient>>,
    /// By the numbers of both groups, the lesser first: the sums of every measure.
    sums: FxHashMap<(usize, usize), Vec<SharedAnswers>>,
}

impl SharedClients {
    /// Adds a session of the client at hand to one of its groups.
    pub(super) fn add(&mut self, group: usize, answers: &[Answer]) {
        let place = self.open.iter().position(|&(open, _)| open == group).unwrap_or_else(|| {
            let mut of_measures = self.room.pop().unwrap_or_default();
            of_measures.clear();
            of_measures.resize(answers.len(), (0, 0));
            self.open.push((group, of_measures));
            self.open.len() - 1
        });
        for ((answered, events), &answer) in self.open[place].1.iter_mut().zip(answers) {
            *answered += u32::from(answer.is_answered());
            *events += u32::from(answer == Answer::Yes);
        }
    }

    /// Turns the answers at hand into sums: those of so many clients, all alike.
    pub(super) fn close_client(&mut self, times: u64) {
        for (place, (first, of_first)) in self.open.iter().enumerate() {
            for (second, of_second) in &self.open[place + 1..] {
                let is_in_order = first < second;
                let (pair, one, two) = if is_in_order {
                    ((*first, *second), of_first, of_second)
                } else {
                    ((*second, *first), of_second, of_first)
                };
                let sums = self.sums.entry(pair).or_insert_with(|| vec![SharedAnswers::default(); one.len()]);
                for ((sums, &one), &two) in sums.iter_mut().zip(one).zip(two) {
                    sums.add(times, one, two);
                }
            }
        }
        self.room.extend(self.open.drain(..).map(|(_, of_measures)| of_measures));
    }

    /// The sums of each pair of groups, by number.
    pub(super) fn finish(self) -> impl Iterator<Item = ((usize, usize), Vec<SharedAnswers>)> {
        self.sums.into_iter()
    }
}
