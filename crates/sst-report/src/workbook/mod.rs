//! Results as a workbook: the rows of the CSV in cells that a spreadsheet calculates with, and a sheet that says what they are.
//!
//! Texts are strings, never formulas and never links; numbers are whole in their cell, and only shown as percent. The same
//! results give the same bytes.

mod about;
mod counts;
mod sheet;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, XlsxError};
use sst_core::results::{EstimateRow, ResultSet, TableCell};
use sst_core::text::Catalogue;

use crate::story::Story;

/// Why there is no workbook: more rows, or a longer text, than one can hold.
#[derive(Debug, thiserror::Error)]
#[error("the workbook cannot be written: {0}")]
pub struct WorkbookError(#[from] XlsxError);

/// A workbook about one results document.
pub struct Workbook<'a> {
    /// What it is about.
    pub results: &'a ResultSet,
    /// The first sheet.
    pub rows: Vec<EstimateRow>,
    /// Whether counts, waits and sessions per client have a sheet too.
    pub with_counts: bool,
    /// Differences and tests, on a sheet before all others where there are any; under [`crate::COMPARE_COLUMNS`].
    pub compared: Vec<Vec<TableCell>>,
}

impl<'a> Workbook<'a> {
    /// The rates, as [`crate::estimate_rows`].
    pub fn of_rates(results: &'a ResultSet) -> Self {
        Self { results, rows: crate::estimate_rows(results), with_counts: false, compared: Vec::new() }
    }

    /// The change on questionnaires, as [`crate::change_rows`].
    pub fn of_change(results: &'a ResultSet) -> Self {
        Self { results, rows: crate::change_rows(results), with_counts: false, compared: Vec::new() }
    }

    /// The comparisons, as [`crate::compare_csv`], and the shares they are of.
    pub fn of_comparisons(results: &'a ResultSet) -> Self {
        Self { compared: crate::compare_rows(results), ..Self::of_rates(results) }
    }

    /// Everything that a report counts: rates, change, and a sheet of counts.
    pub fn of_report(results: &'a ResultSet) -> Self {
        let of_no_instrument = results.results.iter().filter(|entry| entry.instrument.is_none());
        let rates = of_no_instrument.filter_map(|entry| EstimateRow::of_estimate(entry, results.level));
        let rows = rates.chain(crate::change_rows(results)).collect();
        Self { results, rows, with_counts: true, compared: Vec::new() }
    }

    /// The file.
    ///
    /// # Errors
    /// [`WorkbookError`]
    pub fn bytes(&self, catalogue: &Catalogue) -> Result<Vec<u8>, WorkbookError> {
        let story = Story::new(self.results, catalogue);
        let mut workbook = rust_xlsxwriter::Workbook::new();
        // A fixed day: the time of writing would make two runs differ.
        let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
        workbook.set_properties(&DocProperties::new().set_title(story.title()).set_creation_datetime(&day));
        if !self.compared.is_empty() {
            let differences = workbook.add_worksheet();
            differences.set_name(story.text("workbook-differences"))?;
            sheet::comparisons(differences, &self.compared)?;
        }
        let results = workbook.add_worksheet();
        results.set_name(story.text("workbook-results"))?;
        sheet::estimates(results, &self.rows)?;
        if self.with_counts {
            let counts = workbook.add_worksheet();
            counts.set_name(story.text("workbook-counts"))?;
            counts::write(counts, self.results)?;
        }
        let about = workbook.add_worksheet();
        about.set_name(story.text("workbook-about"))?;
        about::write(about, &story, &self.rows)?;
        Ok(workbook.save_to_buffer()?)
    }
}
