//! The rows that were not used or had a finding, as they stand in the file: found by reading the files once more.

use std::borrow::Cow;
use std::sync::{Mutex, PoisonError};

use sst_core::codes::{Exclusion, Finding, Severity};
use sst_core::ledger::LateExclusions;
use sst_core::record::Record;

use super::error::ReadError;
use super::export::Export;

/// A row that was not used, or with a warning or an error in it. It holds cells as they are: for a file of client data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject<'r> {
    /// The file's name.
    pub file: &'r str,
    /// The line, from 1; of a table, the row with its headers counted.
    pub line: u64,
    /// Why it was not used, if it was not.
    pub exclusion: Option<Exclusion>,
    /// The rules, each with the canonical column where it is about one.
    pub findings: Vec<(Finding, Option<&'r str>)>,
    /// The row as it stands in the file; of a table, its cells as a line of CSV.
    pub row: Cow<'r, str>,
}

/// What looks at rows that are read again.
#[derive(Clone, Copy)]
pub(super) struct Watch<'a> {
    /// Why a record is left out once all are known.
    pub(super) late: &'a (dyn Fn(&Record<'_>) -> Option<Exclusion> + Sync),
    /// Is told of every row that is to be shown.
    pub(super) tell: &'a (dyn Fn(Watched<'_>) + Sync),
}

/// A row that is to be shown.
pub(super) struct Watched<'r> {
    /// Lines before it among the file's data.
    pub(super) lines_before: u64,
    /// Why it was not used.
    pub(super) exclusion: Option<Exclusion>,
    /// What was noticed in it.
    pub(super) noticed: &'r [Noticed],
    /// The row as it stands in the file.
    pub(super) row: Cow<'r, str>,
}

/// A rule, and the column's place in the plan.
pub(super) type Noticed = (Finding, Option<usize>);

/// Whether a row is shown: a blank one says nothing, and what is only worth knowing is no reason.
pub(super) fn is_shown(exclusion: Option<Exclusion>, noticed: &[Noticed]) -> bool {
    match exclusion {
        Some(reason) => reason != Exclusion::BlankRow,
        None => noticed.iter().any(|(rule, _)| rule.severity() > Severity::Info),
    }
}

impl Export<'_> {
    /// Reads every row of the sessions again and shows `each` those that were not used or have a warning or an error, in the
    /// order of files and rows. Blank rows are passed over.
    ///
    /// # Errors
    /// [`ReadError`], as [`Self::read`].
    pub fn read_rejects(
        &mut self,
        late: &mut LateExclusions,
        each: &mut (dyn FnMut(&Reject<'_>) + Send),
    ) -> Result<(), ReadError> {
        let (late, each) = (Mutex::new(late), Mutex::new(each));
        let late = |record: &Record<'_>| late.lock().unwrap_or_else(PoisonError::into_inner).of(record);
        for number in 0..self.files.len() {
            // No row may be shown twice, so the encoding must be known before.
            self.judge(number)?;
            let file = &self.files[number];
            let (name, lines) = (file.input.get().name().to_owned(), file.head.lines);
            let names: Vec<String> = file.plan.columns.iter().map(|column| column.name.clone()).collect();
            let tell = |watched: Watched<'_>| {
                let Watched { lines_before, exclusion, noticed, row } = watched;
                let column = |place: &Option<usize>| place.map(|place| names[place].as_str());
                let shown = noticed.iter().filter(|(rule, _)| rule.severity() > Severity::Info);
                let findings = shown.map(|(rule, place)| (*rule, column(place))).collect();
                let reject = Reject { file: &name, line: lines + lines_before + 1, exclusion, findings, row };
                each.lock().unwrap_or_else(PoisonError::into_inner)(&reject);
            };
            self.read_file(number, 1, &|_| {}, None, Some(Watch { late: &late, tell: &tell }))?;
        }
        Ok(())
    }
}

/// Cells as a line of CSV.
pub(super) fn as_line(cells: &[&str]) -> String {
    let quoted = |cell: &&str| {
        let is_plain = !cell.contains([',', '"', '\n', '\r']);
        if is_plain { (*cell).to_owned() } else { format!("\"{}\"", cell.replace('"', "\"\"")) }
    };
    cells.iter().map(quoted).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    #[test]
    fn cells_are_a_line_that_reads_back() {
        assert_eq!(super::as_line(&["a", "", "b,c", "say \"no\"", "d\ne"]), "a,,\"b,c\",\"say \"\"no\"\"\",\"d\ne\"");
    }
}
