//! One booked session, before it becomes a row of text.

use crate::model::Cell;

/// What became of a booking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It took place.
    Attended,
    /// The client did not come.
    NoShow,
    /// It was called off.
    Cancelled,
    /// It is to come, or nobody wrote down what became of it.
    Booked,
}

/// How the session really went, known for every attended session, whether anybody answered or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// Much better, better, same, worse, much worse: 0 to 4.
    pub change: u8,
    /// Helpfulness, 1 to 5.
    pub helpfulness: u8,
    /// Enough: 0 yes, 1 no, 2 unsure.
    pub enough: u8,
}

/// One booked session. Days count from the first day of the calendar; codes are indexes of their labels in the order of
/// [`crate::labels`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    /// Number of the session, from 1.
    pub number: u64,
    /// Number of the client, from 1; `None` for one who came without leaving a name.
    pub client: Option<u64>,
    /// When it was booked for.
    pub day: i64,
    /// When it was asked for.
    pub requested: Option<i64>,
    /// When the follow-up was answered.
    pub followed_up: Option<i64>,
    /// When care was closed.
    pub closed: Option<i64>,
    /// What became of it.
    pub status: Status,
    /// Site, therapist and concern.
    pub cell: Cell,
    /// Whether the concern was written down.
    pub concern_known: bool,
    /// In person, phone, video.
    pub modality: u8,
    /// Walk-in, booked, on demand.
    pub access: u8,
    /// Minutes a walk-in client waited.
    pub wait_minutes: Option<u16>,
    /// 1 to 5, on the form at the end of the session.
    pub helpfulness: Option<u8>,
    /// 1 to 5, on the same form.
    pub satisfaction: Option<u8>,
    /// Much better, better, same, worse, much worse; at follow-up.
    pub change: Option<u8>,
    /// Yes, no, unsure; at follow-up.
    pub enough: Option<u8>,
    /// Yes, no.
    pub goal_set: Option<u8>,
    /// Yes, partly, no; at follow-up.
    pub goal_met: Option<u8>,
    /// Yes, no.
    pub next_step_set: Option<u8>,
    /// Yes, partly, no; at follow-up.
    pub next_step_done: Option<u8>,
    /// Yes, no.
    pub follow_up_asked: Option<u8>,
    /// Planned, not enough, new problem, other; on the session the client came back for.
    pub return_reason: Option<u8>,
    /// Got what I needed, not helpful, barrier, elsewhere, plans to, other; at follow-up.
    pub no_return_reason: Option<u8>,
    /// 0 to 27.
    pub phq9_pre: Option<u8>,
    /// 0 to 27, at follow-up.
    pub phq9_post: Option<u8>,
    /// 0 to 21.
    pub gad7_pre: Option<u8>,
    /// 0 to 400 tenths.
    pub ors_pre: Option<u16>,
    /// 0 to 400 tenths, at follow-up.
    pub ors_post: Option<u16>,
    /// How it really went; `None` where it did not take place.
    pub outcome: Option<Outcome>,
}
