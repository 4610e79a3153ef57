//! A row into the ledger, or into the accounts: the same way whatever the row was made of.

use sst_core::codes::{Exclusion, Finding};
use sst_core::ledger::{Ledger, Repeatable};
use sst_core::record::Record;

use super::row::{Findings, RowReader};
use super::tally::{RowPlace, Tally};

/// Is shown every record beside the ledger.
pub(super) type HandOut<'a> = &'a (dyn Fn(&Record<'_>) + Sync);

/// A row's place, while its findings are noted.
pub(super) struct At<'t> {
    tally: &'t mut Tally,
    place: RowPlace,
    has_noticed: bool,
}

impl Findings for At<'_> {
    fn notice(&mut self, rule: Finding, column: Option<usize>) {
        self.has_noticed = true;
        self.tally.notice(rule, column, self.place);
    }
}

/// Keeps the rows of one file, in one thread.
pub(super) struct Keeper<'p> {
    pub(super) tally: Tally,
    pub(super) ledger: Ledger,
    pub(super) rows: RowReader<'p>,
    pub(super) hand_out: Option<HandOut<'p>>,
}

impl<'p> Keeper<'p> {
    pub(super) fn new(rows: RowReader<'p>, ledger: Ledger, hand_out: Option<HandOut<'p>>) -> Self {
        Self { tally: Tally::default(), ledger, rows, hand_out }
    }

    /// Keeps one row: `exclusion` says why its cells cannot be used at all, `cell_at` gives the cell at each place, `groups`
    /// is room for its labels. Gives what stands for the record, when there
    /// is nothing to tell of such a row but that it came again.
    pub(super) fn keep<'r>(
        &mut self,
        place: RowPlace,
        exclusion: impl FnOnce(&mut At<'_>) -> Option<Exclusion>,
        cell_at: impl Fn(usize) -> Option<&'r str>,
        is_suspect: bool,
        groups: &mut Vec<&'r str>,
    ) -> Option<Repeatable>
    where
        'p: 'r,
    {
        let mut at = At { tally: &mut self.tally, place, has_noticed: false };
        let mut repeatable = None;
        let outcome = match exclusion(&mut at) {
            Some(reason) => Err(reason),
            None if !self.rows.is_session(&cell_at) => Err(Exclusion::NotASession),
            None => {
                let (ledger, hand_out) = (&mut self.ledger, self.hand_out);
                let days = &mut None;
                let outcome = self.rows.read(cell_at, is_suspect, groups, &mut at, |record| {
                    *days = record.followup_date.map(|answered| answered.days_since(record.session_date));
                    repeatable = ledger.add(record);
                    if let Some(hand_out) = hand_out {
                        repeatable = None;
                        hand_out(record);
                    }
                });
                if let Some(days) = *days {
                    repeatable = None;
                    *at.tally.days_to_answer.entry(days).or_default() += 1;
                }
                outcome
            }
        };
        let repeatable = repeatable.filter(|_| !at.has_noticed);
        match outcome {
            Ok(()) => self.tally.records += 1,
            Err(reason) => self.tally.exclude(reason),
        }
        repeatable
    }
}
