//! Pairs of scores session by session, for whoever asks for client rows. Nothing of this goes into results.

use super::counter::Counter;
use super::order::Placed;
use super::selection::Selection;
use super::visit::{Visit, unpack_score};
use super::{CloseError, Closed, Ledger};
use crate::day::Day;
use crate::definitions::Definitions;
use crate::record::Score;
use crate::results::Unit;

/// One attended session with its scores. A client's row: it must not leave the machine unasked.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PairRow {
    /// The client, where known.
    pub client_id: Option<String>,
    /// When the session was.
    pub session_date: Day,
    /// The session, where known.
    pub session_id: Option<String>,
    /// Before and after, of each questionnaire in the order of the definitions.
    pub scores: Vec<(Option<Score>, Option<Score>)>,
}

impl Ledger {
    /// The attended sessions that the counts of `closed` are about and that have any score, by client and day.
    ///
    /// # Errors
    /// [`CloseError`], as [`Self::close`] with the same selection.
    pub fn pair_rows(
        &self,
        definitions: &Definitions,
        selection: &Selection,
        closed: &Closed,
    ) -> Result<Vec<PairRow>, CloseError> {
        if let Some((joined, _)) = self.joined(definitions, selection)? {
            return joined.pair_rows(definitions, selection, closed);
        }
        let duplicates = self.duplicates()?;
        let period = (closed.period.map(|period| period.from.into()), closed.period.map(|period| period.to.into()));
        let mut counter = Counter::new(self, definitions, selection, closed.as_of, period, &closed.pairs)?;
        let mut counts = |visit: &Visit| {
            let is_past = closed.as_of.is_none_or(|as_of| visit.day <= as_of);
            visit.is_attended() && is_past && counter.is_selected(visit)
        };
        let row = |visit: &Visit, scores: &mut dyn Iterator<Item = i32>| {
            let mut next = || scores.next().and_then(unpack_score);
            let scores: Vec<_> = (0..definitions.instruments.len()).map(|_| (next(), next())).collect();
            let has_any = scores.iter().any(|(pre, post)| pre.is_some() || post.is_some());
            has_any.then(|| PairRow {
                client_id: self.clients.get(visit.client).map(str::to_owned),
                session_date: visit.day,
                session_id: self.sessions.get(visit.session).map(str::to_owned),
                scores,
            })
        };
        let mut rows = Vec::new();
        if selection.unit == Unit::Client {
            // The session that counts of each client: the first of those selected, with or without scores.
            let by_client = self.by_client(|place| !duplicates.leave_out(place));
            for places in by_client.clients(0, 1) {
                let placed = places.iter().map(|&row| Placed { visit: self.identified.visit(row), row });
                let selected = placed.filter(|placed| counts(&placed.visit));
                if let Some(first) = selected.min_by(|a, b| self.compare(a, b)) {
                    rows.extend(row(&first.visit, &mut self.identified.scores(first.row)));
                }
            }
            rows.sort_unstable();
            return Ok(rows);
        }
        for place in (0..self.identified.len() as u32).filter(|&place| !duplicates.leave_out(place)) {
            let visit = self.identified.visit(place);
            if counts(&visit) {
                rows.extend(row(&visit, &mut self.identified.scores(place)));
            }
        }
        for (place, visit, times) in self.anonymous.iter() {
            if counts(&visit)
                && let Some(row) = row(&visit, &mut self.anonymous.scores(place))
            {
                rows.extend((0..times).map(|_| row.clone()));
            }
        }
        rows.sort_unstable();
        Ok(rows)
    }
}

/// Says how many questionnaires there are and nothing about the client.
impl std::fmt::Debug for PairRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PairRow").field("questionnaires", &self.scores.len()).finish_non_exhaustive()
    }
}
