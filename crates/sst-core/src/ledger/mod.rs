//! Left of the privacy wall: every record, packed, by client. Merged by union; never leaves the machine.
//!
//! A [`Ledger`] is what clusters, first sessions and (later) returns need. [`Ledger::close`] turns it into a
//! [`crate::summary::Summary`] of integers. Whether a follow-up is due is decided there, since only then the as-of date
//! is known.

mod anonymous;
mod close;
mod counter;
mod dated_scores;
mod duplicates;
mod grouping;
mod join;
mod labels;
mod late_exclusions;
mod open_cell;
mod order;
mod pair_rows;
mod partition;
mod responses;
mod rows;
mod selection;
mod shared_clients;
mod understood;
mod unlinked;
mod used_records;
mod visit;

pub use close::{CloseError, Closed};
pub use dated_scores::DatedScores;
pub use join::ScoreAccount;
pub use late_exclusions::LateExclusions;
pub use pair_rows::PairRow;
pub use selection::{Selection, UnknownLabel};
pub use understood::Understood;
pub use unlinked::AnswerAccount;

use std::borrow::Cow;

use anonymous::Anonymous;
use labels::{CellLabels, Labels, NONE};
use rows::Rows;
use visit::Visit;

use crate::definitions::{Definitions, GroupColumn, SessionIdScope};
use crate::record::Record;
use crate::workers::{InTurn, Workers};

/// A record without ids: the same one can be added again without being given again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repeatable(u32);

/// All records of an export, packed.
#[derive(Clone)]
pub struct Ledger {
    columns: Vec<GroupColumn>,
    scores_per_visit: usize,
    scope: SessionIdScope,
    clients: Labels,
    sessions: Labels,
    cells: CellLabels,
    /// Records with a client id or a session id.
    identified: Rows,
    /// Records with neither.
    anonymous: Anonymous,
    score_room: Vec<i32>,
    /// Scores by client and day that are still to find their sessions.
    dated: Option<DatedScores>,
    /// Follow-up answers that belong to no known session.
    unlinked: Option<Box<Self>>,
}

impl Ledger {
    /// An empty ledger for records of this layout.
    pub fn new(definitions: &Definitions) -> Self {
        let scores = definitions.instruments.len() * 2;
        Self {
            columns: definitions.groups.clone(),
            scores_per_visit: scores,
            scope: definitions.session_id_scope,
            clients: Labels::default(),
            sessions: Labels::default(),
            cells: CellLabels::new(definitions.groups.len()),
            identified: Rows::new(scores),
            anonymous: Anonymous::new(scores),
            score_room: Vec::new(),
            dated: None,
            unlinked: None,
        }
    }

    /// How many records it holds.
    pub fn len(&self) -> usize {
        self.identified.len() + self.anonymous.len() as usize
    }

    /// Whether it holds no record.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds one record; what stands for it when it has neither client id nor session id.
    pub fn add(&mut self, record: &Record<'_>) -> Option<Repeatable> {
        let client = self.clients.intern_some(record.client_id);
        let session = record.session_id.map(|id| Self::id_in_scope(self.scope, id, record.file));
        let session = self.sessions.intern_some(session.as_deref());
        let visit = Visit::pack(record, client, session, self.cells.intern(record.groups));
        let scores = (0..self.scores_per_visit).map(|i| visit::pack_score(record.scores.get(i).copied().flatten()));
        self.score_room.clear();
        self.score_room.extend(scores);
        self.keep(visit)
    }

    /// A session id as it is told apart from others.
    fn id_in_scope(scope: SessionIdScope, id: &str, file: u16) -> Cow<'_, str> {
        match scope {
            SessionIdScope::All => id.into(),
            SessionIdScope::File => format!("{id}\u{1f}{file}").into(),
        }
    }

    /// Adds a record that this ledger was given so many times more.
    pub fn add_again(&mut self, record: Repeatable, times: u64) {
        self.anonymous.add_again(record.0, times);
    }

    /// Keeps a record, whose scores are in the room for them.
    fn keep(&mut self, visit: Visit) -> Option<Repeatable> {
        if visit.client == NONE && visit.session == NONE {
            return Some(Repeatable(self.anonymous.add(visit, &self.score_room, 1)));
        }
        self.identified.push(&visit, &self.score_room);
        None
    }

    /// Adds all records of another ledger of the same layout.
    pub fn merge(&mut self, other: &Self) {
        self.merge_with(other, &InTurn);
    }

    /// The same by several workers.
    pub fn merge_with(&mut self, other: &Self, workers: &impl Workers) {
        debug_assert_eq!(self.scores_per_visit, other.scores_per_visit, "ledgers of one layout");
        match (&mut self.dated, &other.dated) {
            (Some(mine), Some(theirs)) => mine.merge(theirs),
            (None, Some(theirs)) => self.dated = Some(theirs.clone()),
            (_, None) => {}
        }
        match (&mut self.unlinked, &other.unlinked) {
            (Some(mine), Some(theirs)) => mine.merge_with(theirs, workers),
            (None, Some(theirs)) => self.unlinked = Some(theirs.clone()),
            (_, None) => {}
        }
        let clients = self.clients.absorb(&other.clients);
        let sessions = self.sessions.absorb(&other.sessions);
        let cells = self.cells.absorb(&other.cells);
        for row in 0..other.identified.len() as u32 {
            let visit = other.identified.visit(row);
            self.score_room.clear();
            self.score_room.extend(other.identified.scores(row));
            let visit = Visit {
                client: labels::mapped(&clients, visit.client),
                session: labels::mapped(&sessions, visit.session),
                cell: cells[visit.cell as usize],
                ..visit
            };
            self.keep(visit);
        }
        self.anonymous.absorb(&other.anonymous, &cells, workers);
    }
}

/// Two ledgers are equal when they hold the same records, in whatever order they came.
impl PartialEq for Ledger {
    fn eq(&self, other: &Self) -> bool {
        self.columns == other.columns
            && self.scores_per_visit == other.scores_per_visit
            && self.dated == other.dated
            && self.unlinked == other.unlinked
            && self.content() == other.content()
    }
}

impl Eq for Ledger {}

/// Says how many records there are and nothing about them: no client id can reach a log this way.
impl std::fmt::Debug for Ledger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ledger").field("records", &self.len()).finish_non_exhaustive()
    }
}
