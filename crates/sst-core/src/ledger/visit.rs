//! One record as numbers.

use crate::day::Day;
use crate::record::{Answers, OwnAnswers, Record, Score, Status};

/// No date.
pub(super) const NO_DAY: i32 = i32::MIN;
/// No wait in minutes.
pub(super) const NO_MINUTES: u32 = u32::MAX;
/// No score.
pub(super) const NO_SCORE: i32 = i32::MIN;

/// One record but for its scores; texts are numbers of the ledger's labels.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Visit {
    pub(super) client: u32,
    pub(super) session: u32,
    pub(super) cell: u32,
    pub(super) day: Day,
    pub(super) request_day: i32,
    pub(super) followup_day: i32,
    pub(super) closed_day: i32,
    pub(super) wait_minutes: u32,
    pub(super) own: OwnAnswers,
    pub(super) answers: Answers,
    pub(super) status: u8,
    pub(super) walked_in: bool,
    pub(super) file: u16,
}

impl Visit {
    pub(super) fn pack(record: &Record<'_>, client: u32, session: u32, cell: u32) -> Self {
        let packed = |day: Option<Day>| day.map_or(NO_DAY, |day| day.0);
        Self {
            client,
            session,
            cell,
            day: record.session_date,
            request_day: packed(record.request_date),
            followup_day: packed(record.followup_date),
            closed_day: packed(record.closed_date),
            wait_minutes: record.wait_minutes.unwrap_or(NO_MINUTES),
            own: record.own,
            answers: record.answers,
            status: record.status.map_or(0, |status| status as u8),
            walked_in: record.walked_in,
            file: record.file,
        }
    }

    pub(super) fn status(&self) -> Option<Status> {
        Status::ALL.into_iter().find(|&status| status as u8 == self.status)
    }

    pub(super) fn is_attended(&self) -> bool {
        self.status == Status::Attended as u8
    }

    pub(super) fn followup_day(&self) -> Option<Day> {
        (self.followup_day != NO_DAY).then_some(Day(self.followup_day))
    }

    pub(super) fn wait_minutes(&self) -> Option<u32> {
        (self.wait_minutes != NO_MINUTES).then_some(self.wait_minutes)
    }

    /// Days from request to session: 0 for a walk-in, unknown without a request date or with one after the session.
    pub(super) fn wait_days(&self) -> Option<i32> {
        if self.walked_in {
            return Some(0);
        }
        (self.request_day != NO_DAY).then(|| self.day.0 - self.request_day).filter(|&days| days >= 0)
    }

    /// Everything of the record but its texts, client and file, for ordering.
    pub(super) fn facts(&self) -> impl Ord + use<> {
        (
            self.status,
            self.answers,
            self.own,
            (self.request_day, self.followup_day, self.closed_day, self.wait_minutes),
            self.walked_in,
        )
    }

    /// The same record in whatever file it stands.
    pub(super) fn in_any_file(self) -> Self {
        Self { file: 0, ..self }
    }
}

/// A score as it is kept; [`unpack_score`] is its inverse.
pub(super) fn pack_score(score: Option<Score>) -> i32 {
    score.map_or(NO_SCORE, |score| score.0)
}

/// A score as it was given.
pub(super) fn unpack_score(packed: i32) -> Option<Score> {
    (packed != NO_SCORE).then_some(Score(packed))
}
