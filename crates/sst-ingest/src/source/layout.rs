//! Where in a file its table stands.

/// Where in a file its table stands; what is not said is found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layout {
    /// The sheet of a workbook, by name.
    pub sheet: Option<String>,
    /// The row with the headers, as a spreadsheet numbers it (from 1); without it, the first that is not blank.
    pub header_row: Option<u32>,
    /// Rows between the headers and the data, as the question texts of a survey tool.
    pub rows_after_header: u32,
}
