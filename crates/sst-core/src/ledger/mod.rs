//! Left of the privacy wall: every record, packed, by client. Merged by union; never leaves the machine.
//!
//! A [`Ledger`] is what clusters, first sessions and (later) returns need. [`Ledger::close`] turns it into a
//! [`crate::summary::Summary`] of integers. Whether a follow-up is due is decided there, since only then the as-of date
//! is known.

mod close;
mod duplicates;
mod labels;
mod order;
mod selection;
mod visit;

pub use close::{CloseError, Closed};
pub use selection::{Selection, UnknownLabel};

use labels::{CellLabels, Labels};
use visit::Visit;

use crate::definitions::{Definitions, GroupColumn, SessionIdScope};
use crate::record::Record;

/// All records of an export, packed.
#[derive(Clone)]
pub struct Ledger {
    columns: Vec<GroupColumn>,
    scores_per_visit: usize,
    scope: SessionIdScope,
    clients: Labels,
    sessions: Labels,
    cells: CellLabels,
    visits: Vec<Visit>,
    scores: Vec<i32>,
}

impl Ledger {
    /// An empty ledger for records of this layout.
    pub fn new(definitions: &Definitions) -> Self {
        Self {
            columns: definitions.groups.clone(),
            scores_per_visit: definitions.instruments.len() * 2,
            scope: definitions.session_id_scope,
            clients: Labels::default(),
            sessions: Labels::default(),
            cells: CellLabels::new(definitions.groups.len()),
            visits: Vec::new(),
            scores: Vec::new(),
        }
    }

    /// How many records it holds.
    pub fn len(&self) -> usize {
        self.visits.len()
    }

    /// Whether it holds no record.
    pub fn is_empty(&self) -> bool {
        self.visits.is_empty()
    }

    /// Adds one record.
    pub fn add(&mut self, record: &Record<'_>) {
        let client = self.clients.intern_some(record.client_id);
        let session = match (self.scope, record.session_id) {
            (SessionIdScope::File, Some(id)) => self.sessions.intern(&format!("{id}\u{1f}{}", record.file)),
            (_, id) => self.sessions.intern_some(id),
        };
        let cell = self.cells.intern(record.groups);
        self.visits.push(Visit::pack(record, client, session, cell));
        let scores = (0..self.scores_per_visit).map(|i| visit::pack_score(record.scores.get(i).copied().flatten()));
        self.scores.extend(scores);
    }

    /// Adds all records of another ledger of the same layout.
    pub fn merge(&mut self, other: &Self) {
        debug_assert_eq!(self.scores_per_visit, other.scores_per_visit, "ledgers of one layout");
        let clients = self.clients.absorb(&other.clients);
        let sessions = self.sessions.absorb(&other.sessions);
        let cells = self.cells.absorb(&other.cells);
        self.visits.extend(other.visits.iter().map(|visit| {
            let mut visit = *visit;
            visit.client = labels::mapped(&clients, visit.client);
            visit.session = labels::mapped(&sessions, visit.session);
            visit.cell = cells[visit.cell as usize];
            visit
        }));
        self.scores.extend_from_slice(&other.scores);
    }

    fn scores_of(&self, visit: usize) -> &[i32] {
        &self.scores[visit * self.scores_per_visit..(visit + 1) * self.scores_per_visit]
    }
}

/// Two ledgers are equal when they hold the same records, in whatever order they came.
impl PartialEq for Ledger {
    fn eq(&self, other: &Self) -> bool {
        self.columns == other.columns
            && self.scores_per_visit == other.scores_per_visit
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
