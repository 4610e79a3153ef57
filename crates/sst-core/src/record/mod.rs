//! One booked session, typed: what an export says once its cells are understood.

mod answers;
mod question;
mod score;
mod status;

pub use answers::{Answers, OwnAnswers};
pub use question::{Code, CodeSet, Question, plain};
pub use score::Score;
pub use status::Status;

use crate::day::Day;

/// One booked session. It borrows: a reader makes one per row without allocating.
///
/// Groups and scores stand in the order of [`crate::definitions::Definitions`].
#[derive(Clone, Copy)]
pub struct Record<'a> {
    /// Who came; `None` is a client of its own.
    pub client_id: Option<&'a str>,
    /// The session's own id, unique over all inputs.
    pub session_id: Option<&'a str>,
    /// The file the row stands in, counted from 0; identical records in two files are still duplicates.
    pub file: u16,
    /// The day of the session.
    pub session_date: Day,
    /// Whether it took place; `None` (blank or not understood) keeps the row out of every measure.
    pub status: Option<Status>,
    /// The day the session was asked for.
    pub request_date: Option<Day>,
    /// The day the follow-up was answered.
    pub followup_date: Option<Day>,
    /// The day care ended.
    pub closed_date: Option<Day>,
    /// Minutes waited, for walk-ins.
    pub wait_minutes: Option<u32>,
    /// Whether the client walked in: the wait in days is then 0.
    pub walked_in: bool,
    /// The coded answers.
    pub answers: Answers,
    /// Answers to the service's own yes/no questions.
    pub own: OwnAnswers,
    /// One cell for each group column; blank is no group.
    pub groups: &'a [&'a str],
    /// Two scores for each instrument: pre, post.
    pub scores: &'a [Option<Score>],
}

impl<'a> Record<'a> {
    /// An attended session on that day about which nothing else is known.
    pub fn new(session_date: Day) -> Self {
        Self {
            client_id: None,
            session_id: None,
            file: 0,
            session_date,
            status: Some(Status::Attended),
            request_date: None,
            followup_date: None,
            closed_date: None,
            wait_minutes: None,
            walked_in: false,
            answers: Answers::default(),
            own: OwnAnswers::default(),
            groups: &[],
            scores: &[],
        }
    }

    /// The same session of that client.
    #[must_use]
    pub fn of_client(mut self, client_id: &'a str) -> Self {
        self.client_id = Some(client_id);
        self
    }

    /// The same session with one more answer.
    #[must_use]
    pub fn with_answer(mut self, question: Question, code: Code) -> Self {
        self.answers.set(question, code);
        self
    }
}
