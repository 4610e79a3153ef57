//! Dated scores to their sessions: once the as-of date is known, and before anything is counted.

use std::collections::BTreeMap;

use super::dated_scores::DatedScores;
use super::labels::NONE;
use super::rows::Rows;
use super::selection::Selection;
use super::visit::NO_SCORE;
use super::{CloseError, Ledger};
use crate::codes::UnusedScore;
use crate::day::Day;
use crate::definitions::{Definitions, ScoreRule};

/// How dated scores fared: the rows of their table that could be read are used or not, by reason.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ScoreAccount {
    /// Rows whose score is the score of a session.
    pub used: u64,
    /// Rows that are not, by reason.
    pub unused: BTreeMap<UnusedScore, u64>,
    /// Scores of sessions that the table contradicts, by questionnaire and whether after: neither is used.
    pub differing: BTreeMap<(usize, bool), u64>,
    /// Attended sessions whose time for a score after was not over on the as-of date.
    pub open_windows: u64,
}

/// What became of a score so far; the highest is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    InNoWindow,
    AnotherIsNearer,
    Differs,
    Used,
}

impl Ledger {
    /// The same ledger with dated scores, which find their sessions when it is closed.
    #[must_use]
    pub fn with_scores(mut self, scores: DatedScores) -> Self {
        self.dated = Some(scores);
        self
    }

    /// The ledger with each dated score where it belongs, and how they fared; `None` when there are none.
    pub(super) fn joined(
        &self,
        definitions: &Definitions,
        selection: &Selection,
    ) -> Result<Option<(Self, ScoreAccount)>, CloseError> {
        let (Some(dated), Some(table)) = (&self.dated, &definitions.scores) else { return Ok(None) };
        let duplicates = self.duplicates()?;
        let as_of = selection.as_of.or_else(|| self.latest_attended_day(|row| !duplicates.leave_out(*row)).0);
        let clients = Clients::new(self, dated);
        let mut account = ScoreAccount::default();
        let mut fates = vec![Fate::InNoWindow; dated.entries.len()];
        let mut identified = Rows::new(self.scores_per_visit);
        let mut scores = Vec::with_capacity(self.scores_per_visit);
        for row in 0..self.identified.len() as u32 {
            let visit = self.identified.visit(row);
            scores.clear();
            scores.extend(self.identified.scores(row));
            let counts = visit.is_attended() && as_of.is_none_or(|as_of| visit.day <= as_of);
            // Records that share an id are the same or not as they were read: what contradicts another stays as it is.
            if counts && !duplicates.is_conflicting(row) {
                let is_first = !duplicates.leave_out(row);
                if is_first && is_open(visit.day, as_of, table.rule) {
                    account.open_windows += 1;
                }
                if let Some(client) = clients.in_table(visit.client) {
                    let session = (client, visit.day);
                    join_one(dated, session, as_of, table.rule, &mut scores, &mut fates, |instrument, post| {
                        if is_first {
                            *account.differing.entry((instrument, post)).or_default() += 1;
                        }
                    });
                }
            }
            identified.push(&visit, &scores);
        }
        account.settle(dated, &clients, &fates, as_of);
        let joined = Self {
            columns: self.columns.clone(),
            scores_per_visit: self.scores_per_visit,
            scope: self.scope,
            clients: self.clients.clone(),
            sessions: self.sessions.clone(),
            cells: self.cells.clone(),
            identified,
            anonymous: self.anonymous.clone(),
            score_room: Vec::new(),
            dated: None,
            unlinked: self.unlinked.clone(),
        };
        Ok(Some((joined, account)))
    }
}

/// Whether the time for a score after a session is not over yet.
fn is_open(session: Day, as_of: Option<Day>, rule: ScoreRule) -> bool {
    as_of.is_some_and(|as_of| i64::from(session.0) + i64::from(rule.post_within_days) > i64::from(as_of.0))
}

/// Gives one session its scores; `differs` is told of those that contradict the session's own.
fn join_one(
    dated: &DatedScores,
    (client, day): (u32, Day),
    as_of: Option<Day>,
    rule: ScoreRule,
    scores: &mut [i32],
    fates: &mut [Fate],
    mut differs: impl FnMut(usize, bool),
) {
    for entries in dated.of_client(client) {
        let instrument = usize::from(dated.entries[entries.start].instrument);
        let seen = |place: usize| fates[place] = fates[place].max(Fate::AnotherIsNearer);
        let picked = dated.pick(entries, day, as_of, rule, seen);
        for (post, place) in [(false, picked.pre), (true, picked.post)] {
            let (Some(place), Some(own)) = (place, scores.get_mut(instrument * 2 + usize::from(post))) else {
                continue;
            };
            let score = dated.entries[place].score;
            let fate = if *own == NO_SCORE || *own == score {
                *own = score;
                Fate::Used
            } else {
                *own = NO_SCORE;
                differs(instrument, post);
                Fate::Differs
            };
            fates[place] = fates[place].max(fate);
        }
    }
}

/// The clients of a ledger and of a table of scores, each by the other's numbers.
struct Clients {
    in_table: Vec<u32>,
    is_in_sessions: Vec<bool>,
}

impl Clients {
    fn new(ledger: &Ledger, dated: &DatedScores) -> Self {
        let mut is_in_sessions = vec![false; dated.clients.len()];
        let in_table = (0..ledger.clients.len() as u32)
            .map(|number| {
                let found = ledger.clients.get(number).and_then(|client| dated.clients.find(client));
                if let Some(found) = found {
                    is_in_sessions[found as usize] = true;
                }
                found.unwrap_or(NONE)
            })
            .collect();
        Self { in_table, is_in_sessions }
    }

    fn in_table(&self, client: u32) -> Option<u32> {
        self.in_table.get(client as usize).copied().filter(|&found| found != NONE)
    }
}

impl ScoreAccount {
    /// Counts every row of the table once.
    fn settle(&mut self, dated: &DatedScores, clients: &Clients, fates: &[Fate], as_of: Option<Day>) {
        for (entry, &fate) in dated.entries.iter().zip(fates) {
            let mut count = |reason, rows: u32| *self.unused.entry(reason).or_default() += u64::from(rows);
            if entry.is_conflict() {
                count(UnusedScore::Conflicting, entry.rows);
                continue;
            }
            count(UnusedScore::Duplicate, entry.rows - 1);
            if as_of.is_some_and(|as_of| entry.day > as_of) {
                count(UnusedScore::AfterAsOf, 1);
            } else if !clients.is_in_sessions[entry.client as usize] {
                count(UnusedScore::ClientNotInSessions, 1);
            } else {
                match fate {
                    Fate::Used => self.used += 1,
                    Fate::Differs => count(UnusedScore::DiffersFromSession, 1),
                    Fate::AnotherIsNearer => count(UnusedScore::AnotherIsNearer, 1),
                    Fate::InNoWindow => count(UnusedScore::NoSessionInWindow, 1),
                }
            }
        }
        self.unused.retain(|_, rows| *rows > 0);
    }
}
