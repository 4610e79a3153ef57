//! From the ledger to integers: duplicates, as-of date, selection, due follow-ups, then the sums of each client.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Ledger;
use super::counter::Counter;
use super::join::ScoreAccount;
use super::order::Placed;
use super::partition::part_of;
use super::selection::{Selection, UnknownLabel};
use super::unlinked::{AnswerAccount, SessionsThere};
use super::visit::{Visit, unpack_score};
use crate::change::Pairs;
use crate::codes::{Exclusion, Finding};
use crate::day::Day;
use crate::definitions::Definitions;
use crate::results::{Period, Unit};
use crate::summary::Summary;
use crate::workers::{InTurn, Workers};

/// A latest date further than this from the next one is taken for a slip of the pen.
const ISOLATED_AFTER_DAYS: i32 = 60;

/// What closing a ledger gives: integers, and how the rows fared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// The counts.
    pub summary: Summary,
    /// The last date the data can speak for.
    pub as_of: Option<Day>,
    /// The session dates the counts are about.
    pub period: Option<Period>,
    /// Rows not used, by reason.
    pub excluded: BTreeMap<Exclusion, u64>,
    /// What was noticed on the way.
    pub findings: BTreeMap<(Finding, &'static str), u64>,
    /// Rows used.
    pub used: u64,
    /// The scores of each questionnaire over all attended sessions used, whatever the period and the selection.
    pub pairs: Vec<Pairs>,
    /// How dated scores fared, where there are any.
    pub scores: Option<ScoreAccount>,
    /// How the answers fared that belong to no known session, where there are any.
    pub answers: Option<AnswerAccount>,
}

/// Why a ledger cannot be closed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CloseError {
    /// The files use the same ids for different sessions.
    #[error(
        "{conflicting} of {ids} session ids stand for different sessions in different files; where a later export has \
         the same session changed (booked, then attended), give the later one alone; only where each file counts its \
         ids anew, put session_id_scope = \"file\" at the top of the mapping file"
    )]
    IdsConflictAcrossFiles {
        /// Ids that conflict.
        conflicting: u64,
        /// Ids there are.
        ids: u64,
    },
    /// A label of the selection occurs nowhere.
    #[error(transparent)]
    UnknownLabel(#[from] UnknownLabel),
}

impl Ledger {
    /// Turns the records into counts.
    ///
    /// # Errors
    /// [`CloseError`] when ids conflict across files, or a label of the selection occurs nowhere.
    pub fn close(&self, definitions: &Definitions, selection: &Selection) -> Result<Closed, CloseError> {
        self.close_with(definitions, selection, &InTurn)
    }

    /// The same by several workers, each with clients of its own: the outcome hangs neither on them nor on their number.
    ///
    /// # Errors
    /// [`CloseError`], as [`Self::close`].
    pub fn close_with(
        &self,
        definitions: &Definitions,
        selection: &Selection,
        workers: &impl Workers,
    ) -> Result<Closed, CloseError> {
        if let Some((joined, account)) = self.joined(definitions, selection)? {
            let closed = joined.close_with(definitions, selection, workers)?;
            return Ok(Closed { scores: Some(account), ..closed });
        }
        let duplicates = self.duplicates()?;
        let mut excluded = BTreeMap::new();
        let mut findings = BTreeMap::new();
        let mut count = |reason, rows: u64| {
            if rows > 0 {
                excluded.insert(reason, rows);
            }
        };
        count(Exclusion::Duplicate, duplicates.duplicate);
        count(Exclusion::ConflictingId, duplicates.conflicting);

        let is_unique = |row: &u32| !duplicates.leave_out(*row);
        let (as_of, isolated) = match selection.as_of {
            Some(day) => (Some(day), false),
            None => self.latest_attended_day(is_unique),
        };
        if isolated {
            findings.insert((Finding::IsolatedLatestDate, "session_date"), 1);
        }
        let is_past = |day: Day| as_of.is_none_or(|as_of| day <= as_of);
        let identified = self.by_client(|row| is_unique(&row) && is_past(self.identified.day(row)));
        let anonymous = || self.anonymous.days().filter(|&(day, ..)| is_past(day));
        let past_anonymous: u64 = anonymous().map(|(.., times)| times).sum();
        let before = self.len() as u64 - duplicates.duplicate - duplicates.conflicting;
        count(Exclusion::AfterAsOf, before - identified.len() - past_anonymous);

        // With one session per client, a session of nobody in particular cannot be used.
        let needs_client = selection.unit == Unit::Client;
        let without_client = identified.without_client().len() as u64 + past_anonymous;
        let used = identified.len() + past_anonymous - if needs_client { without_client } else { 0 };
        count(Exclusion::NoClientId, if needs_client { without_client } else { 0 });
        let known = identified.rows().len() - if needs_client { identified.without_client().len() } else { 0 };

        let days = identified.rows()[..known].iter().map(|&row| self.identified.day(row));
        let days = days.chain(anonymous().filter(|_| !needs_client).map(|(day, ..)| day));
        let (first, last) = days.fold((None, None), |(first, last): (Option<Day>, Option<Day>), day| {
            (Some(first.map_or(day, |first| first.min(day))), last.max(Some(day)))
        });
        // A period that begins after the last session, or ends before the first, is empty and still a period.
        let to = selection.to.or_else(|| last.max(selection.from));
        let from = selection.from.or_else(|| first.map(|first| to.map_or(first, |to| first.min(to))));
        let period = from.zip(to).map(|(from, to)| Period { from: Date::from(from), to: Date::from(to) });

        let parts = workers.count();
        let mut pairs = vec![Pairs::default(); definitions.instruments.len()];
        if !pairs.is_empty() {
            // With one session per client, a session of nobody in particular is not used, here neither.
            let rows = &identified.rows()[..known];
            for part in workers.run(parts, |part| self.pairs_of(rows, is_past, !needs_client, (part, parts))) {
                pairs.iter_mut().zip(&part).for_each(|(mine, theirs)| mine.merge(theirs));
            }
        }
        let counted = workers.run(parts, |part| {
            let mut counter = Counter::new(self, definitions, selection, as_of, (from, to), &pairs)?;
            let mut visits = Vec::new();
            for rows in identified.clients(part, parts) {
                visits.clear();
                visits.extend(rows.iter().map(|&row| Placed { visit: self.identified.visit(row), row }));
                visits.sort_unstable_by(|a, b| self.compare(a, b));
                counter.add_client(&visits);
            }
            // Those without a client, each by itself.
            if !needs_client {
                for &row in part_of(identified.without_client(), part, parts) {
                    counter.add_client(&[Placed { visit: self.identified.visit(row), row }]);
                }
                for (row, visit, times) in self.anonymous.part(part, parts).filter(|(_, visit, _)| is_past(visit.day)) {
                    counter.add_anonymous(Placed { visit, row }, times);
                }
            }
            Ok::<_, UnknownLabel>(counter.finish())
        });
        let (mut summary, mut late_answers) = (Summary::default(), 0);
        for part in counted {
            let (more, late) = part?;
            summary.merge(&more);
            late_answers += late;
        }
        if late_answers > 0 {
            findings.insert((Finding::AnswerAfterAsOf, "followup_date"), late_answers);
        }
        let answers = self.unlinked.as_ref().zip(definitions.unlinked.as_ref()).map(|(answers, known)| {
            let rows = identified.rows().iter().map(|&row| self.identified.visit(row));
            let attended =
                rows.chain(self.anonymous.iter().map(|(_, visit, _)| visit).filter(|visit| is_past(visit.day)));
            let there = SessionsThere::new(self, &known.groups, attended.filter(Visit::is_attended));
            answers.count_into(&mut summary, definitions, selection, as_of, &there)
        });
        for (&column, &count) in answers.iter().flat_map(|account| &account.without_session) {
            findings.insert((Finding::AnswerWithoutSession, column), count);
        }
        Ok(Closed { summary, as_of, period, excluded, findings, used, pairs, scores: None, answers })
    }

    /// The scores of each questionnaire in one part of the attended sessions.
    fn pairs_of(
        &self,
        rows: &[u32],
        is_past: impl Fn(Day) -> bool,
        with_anonymous: bool,
        (part, parts): (usize, usize),
    ) -> Vec<Pairs> {
        let mut pairs = vec![Pairs::default(); self.scores_per_visit / 2];
        let mut add = |scores: &mut dyn Iterator<Item = i32>, times: u64| {
            for pairs in &mut pairs {
                let [pre, post] = [scores.next(), scores.next()].map(|score| score.and_then(unpack_score));
                pairs.add(pre.map(|score| score.0), post.map(|score| score.0), times);
            }
        };
        for &row in part_of(rows, part, parts).iter().filter(|&&row| self.identified.is_attended(row)) {
            add(&mut self.identified.scores(row), 1);
        }
        let anonymous = self.anonymous.part(part, parts).filter(|_| with_anonymous);
        for (row, visit, times) in anonymous.filter(|(_, visit, _)| is_past(visit.day)) {
            if visit.is_attended() {
                add(&mut self.anonymous.scores(row), times);
            }
        }
        pairs
    }

    /// The latest attended day, and whether a later, isolated one was passed over.
    pub(super) fn latest_attended_day(&self, is_unique: impl Fn(&u32) -> bool) -> (Option<Day>, bool) {
        let identified = (0..self.identified.len() as u32).filter(is_unique);
        let identified = identified.map(|row| (self.identified.day(row), self.identified.is_attended(row)));
        let days = identified.chain(self.anonymous.days().map(|(day, is_attended, _)| (day, is_attended)));
        let (mut latest, mut next) = (None, None);
        for (day, _) in days.filter(|&(_, is_attended)| is_attended) {
            let day = Some(day);
            if day > latest {
                next = latest;
                latest = day;
            } else if day < latest && day > next {
                next = day;
            }
        }
        match (latest, next) {
            (Some(last), Some(before)) if last.days_since(before) > ISOLATED_AFTER_DAYS => (next, true),
            _ => (latest, false),
        }
    }
}
