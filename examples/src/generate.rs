//! From a plan to a file of rows, and what is in it.

use std::io::{self, Write};

use jiff::civil::{Date, date};

use crate::{
    calendar::Calendar,
    defects::{Defect, spoil},
    labels::Layout,
    rows::RowWriter,
    service::Service,
    session::{Session, Status},
};

/// Bytes gathered before they are written.
const BLOCK: usize = 1 << 16;

/// What to generate. The same plan gives the same bytes, on every machine, for ever.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Sessions; rows that repeat one come on top.
    pub sessions: u64,
    /// Start of the random numbers.
    pub seed: u64,
    /// First day.
    pub start: Date,
    /// Months from the first day to the day of the export.
    pub months: u16,
    /// Rows with a defect, per million.
    pub dirty_per_million: u64,
    /// Sessions that are appointments after the day of the export, per mille.
    pub upcoming_permille: u64,
    /// New clients who leave no name, per mille.
    pub anonymous_permille: u64,
    /// How it is written.
    pub layout: Layout,
}

impl Plan {
    /// All columns, a year from January 2025, without defects.
    pub const fn new(sessions: u64, seed: u64) -> Self {
        Self {
            sessions,
            seed,
            start: date(2025, 1, 1),
            months: 12,
            dirty_per_million: 0,
            upcoming_permille: 10,
            anonymous_permille: 6,
            layout: Layout::FULL,
        }
    }

    /// Fifteen columns for measuring speed: every row clean, past, and with a client.
    pub const fn bench(sessions: u64, seed: u64) -> Self {
        Self { upcoming_permille: 0, anonymous_permille: 0, layout: Layout::BENCH, ..Self::new(sessions, seed) }
    }

    /// Writes the export.
    pub fn write(&self, mut out: impl Write) -> io::Result<Tally> {
        let calendar = Calendar::new(self.start, self.months, self.layout.dates);
        let mut service = Service::new(&calendar, self.volumes(&calendar), self.seed, self.anonymous_permille);
        let rows = RowWriter { layout: &self.layout, calendar: &calendar };
        let mut tally = Tally::default();
        let mut block = Vec::with_capacity(BLOCK * 2);
        rows.header(&mut block);
        for session in service.by_ref() {
            tally.add(&session);
            let filled = |column| rows.is_filled(&session, column);
            let spoilt = spoil(self.seed, session.number, self.dirty_per_million, filled);
            rows.row(&session, spoilt.as_ref(), &mut block);
            if let Some(spoilt) = &spoilt {
                tally.defects[spoilt.kind as usize] += 1;
                match spoilt.kind {
                    Defect::DuplicateRow => rows.row(&session, None, &mut block),
                    Defect::ConflictingId => rows.row(&conflicting(&session), None, &mut block),
                    _ => tally.rows -= 1,
                }
                tally.rows += 1;
            }
            if block.len() >= BLOCK {
                out.write_all(&block)?;
                block.clear();
            }
        }
        tally.clients = service.clients();
        out.write_all(&block)?;
        out.flush()?;
        Ok(tally)
    }

    /// Sessions on each day up to the export, and two weeks of appointments to come.
    fn volumes(&self, calendar: &Calendar) -> Vec<u64> {
        let upcoming = self.sessions * self.upcoming_permille / 1000;
        let mut volumes = calendar.volumes(self.sessions - upcoming, self.seed);
        volumes.extend((0..14).map(|day| upcoming * (day + 1) / 14 - upcoming * day / 14));
        volumes
    }
}

/// Another session that was given the same id by mistake.
fn conflicting(session: &Session) -> Session {
    Session { day: session.day - 7, client: session.client.map(|client| client + 1), ..*session }
}

/// One question over all attended sessions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Asked {
    /// Answers in the file, before defects.
    pub answered: u64,
    /// Answers that are yes.
    pub events: u64,
    /// Attended sessions for which the truth is yes, answered or not.
    pub truly: u64,
}

/// What is in an export, before defects: for tests to compare with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Rows without the header.
    pub rows: u64,
    /// Sessions.
    pub sessions: u64,
    /// Clients, those without a name included.
    pub clients: u64,
    /// Sessions by status: attended, no-show, cancelled, booked.
    pub status: [u64; 4],
    /// Helpfulness at least 4 of 5.
    pub helpful: Asked,
    /// Much better or better.
    pub improved: Asked,
    /// One session was enough.
    pub enough: Asked,
    /// Attended sessions with a questionnaire before and after (PHQ-9).
    pub paired: u64,
    /// Defects by kind, in the order of [`Defect::ALL`].
    pub defects: [u64; 13],
}

impl Tally {
    fn add(&mut self, session: &Session) {
        self.rows += 1;
        self.sessions += 1;
        self.status[session.status as usize] += 1;
        if session.status != Status::Attended {
            return;
        }
        let truth = session.outcome;
        self.helpful.add(session.helpfulness.map(|rating| rating >= 4), truth.is_some_and(|o| o.helpfulness >= 4));
        self.improved.add(session.change.map(|change| change <= 1), truth.is_some_and(|o| o.change <= 1));
        self.enough.add(session.enough.map(|enough| enough == 0), truth.is_some_and(|o| o.enough == 0));
        self.paired += u64::from(session.phq9_pre.is_some() && session.phq9_post.is_some());
    }

    /// How many rows have a defect of a kind.
    pub const fn defect(&self, kind: Defect) -> u64 {
        self.defects[kind as usize]
    }
}

impl Asked {
    fn add(&mut self, answer: Option<bool>, truly: bool) {
        self.answered += u64::from(answer.is_some());
        self.events += u64::from(answer == Some(true));
        self.truly += u64::from(truly);
    }
}
