//! How many answers were understood: beside the labels that were not, it says whether a form has new words.

use super::Ledger;
use crate::record::{OwnAnswers, Question};

/// How often each question, and the status, has an answer among the records of a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Understood {
    statuses: u64,
    coded: [u64; Question::COUNT],
    own: [u64; OwnAnswers::LIMIT],
}

impl Understood {
    /// Records with a status.
    pub const fn statuses(&self) -> u64 {
        self.statuses
    }

    /// Records with an answer to a coded question.
    pub const fn coded(&self, question: Question) -> u64 {
        self.coded[question as usize]
    }

    /// Records with an answer to own question `number`, below [`OwnAnswers::LIMIT`].
    pub const fn own(&self, number: usize) -> u64 {
        self.own[number]
    }
}

impl Ledger {
    /// Counts the answers of every record, whatever becomes of it later.
    pub fn understood(&self) -> Understood {
        let mut found = Understood { statuses: 0, coded: [0; Question::COUNT], own: [0; OwnAnswers::LIMIT] };
        let identified = (0..self.identified.len() as u32).map(|row| (self.identified.visit(row), 1));
        let anonymous = self.anonymous.iter().map(|(_, visit, times)| (visit, times));
        for (visit, times) in identified.chain(anonymous) {
            found.statuses += times * u64::from(visit.status().is_some());
            for (question, count) in Question::ALL.into_iter().zip(&mut found.coded) {
                *count += times * u64::from(visit.answers.get(question).is_some());
            }
            for (number, count) in found.own.iter_mut().enumerate() {
                *count += times * u64::from(visit.own.get(number).is_some());
            }
        }
        found
    }
}
