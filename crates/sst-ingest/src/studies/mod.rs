//! A table of studies, for pooling: `study, events, n` or `study, estimate, se`, each with a `year` where it is known.
//!
//! Names of studies are labels and are printed; no other cell is. Nothing is repaired: a row with a fault is told by line and
//! column, and the table is refused.

mod fault;
mod row;

pub use fault::{StudiesError, StudyFault, StudyProblem};

use std::collections::{BTreeMap, BTreeSet};

use sst_core::codes::{Exclusion, Finding};
use sst_core::pooling::Study;

use crate::read::{FileLayout, WholeFile};
use crate::source::{Input, Layout, TableOpener};
use row::{Columns, RowReader};

/// Columns that say what a study counted.
const SAYS_WHAT: [&str; 3] = ["outcome_kind", "outcome", "definition"];

/// The studies of a table.
#[derive(Debug)]
pub struct Studies {
    /// The file.
    pub file: String,
    /// The studies, in the order of the rows.
    pub studies: Vec<Study>,
    /// Headers of columns that are not used.
    pub ignored: Vec<String>,
}

/// Reads a table of studies: CSV in any of the encodings and dialects of an export, or a table that `tables` opens.
///
/// # Errors
/// [`StudiesError`], each fault with its place.
pub fn read_studies(input: &dyn Input, tables: &dyn TableOpener) -> Result<Studies, StudiesError> {
    let table = WholeFile::read(input, tables, &Layout::default())?;
    let file = table.facts.file.clone();
    let columns = Columns::of(&table)?;
    let reader = RowReader { table: &table, columns: &columns, may_have_comma: may_have_comma(&table) };
    let mut faults = unreadable(&table);
    let mut studies = Vec::new();
    let mut first_lines: BTreeMap<String, u64> = BTreeMap::new();
    for row in 0..table.rows() {
        let Some(study) = reader.study(row, &mut faults) else { continue };
        let line = reader.line(row);
        let folded = study.name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        match first_lines.get(&folded) {
            Some(&first) => {
                let column = Some(Columns::header(&table, columns.study));
                faults.push(StudyFault { line, column, problem: StudyProblem::SameName { first } });
            }
            None => {
                first_lines.insert(folded, line);
                studies.push(study);
            }
        }
    }
    faults.sort_by_key(|fault| fault.line);
    if !faults.is_empty() {
        return Err(StudiesError::Faults { file, faults });
    }
    if studies.is_empty() {
        return Err(StudiesError::NoStudies { file });
    }
    let ignored = columns.ignored(&table);
    Ok(Studies { file, studies, ignored })
}

/// A comma in a number is a decimal comma only where it does not part cells.
fn may_have_comma(table: &WholeFile) -> bool {
    match table.facts.layout {
        FileLayout::Csv { dialect, .. } => dialect.delimiter != b',',
        FileLayout::Table(_) => true,
    }
}

/// Rows whose cells cannot be told apart.
fn unreadable(table: &WholeFile) -> Vec<StudyFault> {
    let is_lost = table.excluded.contains_key(&Exclusion::UnreadableRow);
    let breaks_rows = |rule: Finding| match rule {
        Finding::LongRow | Finding::UnterminatedQuote | Finding::SwallowedRows => true,
        Finding::TextAfterQuote | Finding::StrayQuote | Finding::UndecodableText | Finding::NulCharacter => is_lost,
        _ => false,
    };
    let of_rows = table.findings.iter().filter(|finding| breaks_rows(finding.rule));
    let lines: BTreeSet<u64> = of_rows.flat_map(|finding| &finding.places).map(|place| place.line).collect();
    lines.into_iter().map(|line| StudyFault { line, column: None, problem: StudyProblem::Unreadable }).collect()
}
