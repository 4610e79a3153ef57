//! The coded answers of one session, packed.

use super::question::{Code, Question};

/// The answers to the coded questions; a question without one is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Answers([u8; Question::COUNT]);

impl Answers {
    /// The answer to a question.
    pub const fn get(&self, question: Question) -> Option<Code> {
        match self.0[question as usize] {
            0 => None,
            place => Some(Code(place)),
        }
    }

    /// Sets the answer to a question.
    pub const fn set(&mut self, question: Question, code: Code) {
        self.0[question as usize] = code.0;
    }

    /// Takes an answer away.
    pub const fn clear(&mut self, question: Question) {
        self.0[question as usize] = 0;
    }

    /// The place on each question's scale, 0 where there is no answer, in the order of [`Question::ALL`].
    pub(crate) const fn places(&self) -> &[u8; Question::COUNT] {
        &self.0
    }

    /// The answers at these places.
    pub(crate) const fn from_places(places: [u8; Question::COUNT]) -> Self {
        Self(places)
    }
}

/// Answers to the service's own yes/no questions, by their number in the definitions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct OwnAnswers {
    answered: u64,
    yes: u64,
}

impl OwnAnswers {
    /// How many own questions there can be.
    pub const LIMIT: usize = 64;

    /// The answer to own question `number`.
    pub const fn get(&self, number: usize) -> Option<bool> {
        if self.answered & (1 << number) == 0 { None } else { Some(self.yes & (1 << number) != 0) }
    }

    /// Sets the answer to own question `number`, below [`Self::LIMIT`].
    pub const fn set(&mut self, number: usize, yes: bool) {
        self.answered |= 1 << number;
        if yes {
            self.yes |= 1 << number;
        }
    }

    /// Takes an answer away.
    pub const fn clear(&mut self, number: usize) {
        self.answered &= !(1 << number);
        self.yes &= !(1 << number);
    }

    /// Which questions are answered, and which with yes.
    pub(crate) const fn to_bits(self) -> (u64, u64) {
        (self.answered, self.yes)
    }

    /// The answers of these bits.
    pub(crate) const fn from_bits(answered: u64, yes: u64) -> Self {
        Self { answered, yes }
    }
}
