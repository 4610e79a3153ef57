//! The rows that were not used or had a finding, for whoever mends the export: client data.

use sst_core::ledger::{Closed, Ledger, Selection};
use sst_ingest::read::{Export, Reject};
use sst_report::ClientRows;

use super::super::rates::MARK;
use crate::analysis::closing;
use crate::failure::Failure;

const HEADER: [&str; 6] = ["file", "line", "used", "rules", "columns", "row"];

/// Reads the files again; a table of the rows, and how many there are.
pub(super) fn read(
    export: &mut Export<'_>,
    ledger: &Ledger,
    closed: &Closed,
    selection: &Selection,
) -> Result<(String, u64), Failure> {
    let mut late = ledger.late_exclusions(closed, selection).map_err(|error| closing(&error))?;
    let (mut table, mut rows) = (ClientRows::new(&HEADER), 0);
    export.read_rejects(&mut late, &mut |reject| {
        rows += 1;
        table.push(&cells(reject));
    })?;
    Ok((format!("{MARK}{}", table.finish()), rows))
}

/// The rules and their columns stand in the same order; a rule about the whole row has no column.
fn cells(reject: &Reject<'_>) -> [String; 6] {
    let reason = reject.exclusion.map(|reason| (reason.id(), ""));
    let findings = reject.findings.iter().map(|(rule, column)| (rule.id(), column.unwrap_or_default()));
    let (rules, columns): (Vec<&str>, Vec<&str>) = reason.into_iter().chain(findings).unzip();
    let used = if reject.exclusion.is_none() { "yes" } else { "no" };
    let columns = if columns.iter().all(|column| column.is_empty()) { String::new() } else { columns.join("; ") };
    [
        reject.file.to_owned(),
        reject.line.to_string(),
        used.to_owned(),
        rules.join("; "),
        columns,
        reject.row.clone().into_owned(),
    ]
}
