//! Measures: who could be asked, what they were asked, which answers count.
//!
//! A measure that is only "population, question, which answers count" is data: [`Measure`]. Grouping, missing answers,
//! follow-ups that are not due, tables and charts know nothing about any single measure.

mod answer;
mod built_in;
mod evaluate;

pub use answer::Answer;
pub use built_in::built_in;
pub use evaluate::{SessionFacts, evaluate, has_follow_up_answer};

use crate::change::{ChangeEvent, Scored};
use crate::record::{CodeSet, Question};

/// A proportion measure as data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// Its id, as in results and gates.
    pub id: String,
    /// Its plain name.
    pub label: String,
    /// Population and rule in words.
    pub definition: String,
    /// Who could be asked.
    pub population: Population,
    /// What counts as an answer and as a yes.
    pub rule: Rule,
    /// Whether a session counts only once its follow-up is due.
    pub follow_up: bool,
}

/// Who could be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Population {
    /// Attended, no-show or cancelled: what was booked and is over.
    BookedAndOver,
    /// Attended.
    Attended,
    /// Attended, and the answer to this yes/no question is not no.
    AttendedUnlessNo(Question),
}

/// What counts as an answer and as a yes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// Everybody in the population answers; attending is the event.
    Attendance,
    /// The coded answer to a question, and the codes that count.
    Coded(Question, CodeSet),
    /// Everybody answers; the event is an answer to any follow-up question.
    AnsweredFollowUp,
    /// The wait is known; the event is a wait of at most so many days.
    WaitAtMostDays(i32),
    /// A yes/no question of the service's own, by number.
    Own(usize),
    /// Scores of questionnaires; answered where there are those that the event is about.
    Change {
        /// Whose scores.
        of: Scored,
        /// What counts as the event.
        event: ChangeEvent,
    },
    /// Any of these measures, by their place in the definitions; answered only where all of them are.
    AnyOf(Vec<usize>),
}
