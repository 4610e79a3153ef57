//! Rows of clients as CSV, for the one file that may hold them.

use std::borrow::Cow;

use crate::csv_table::guarded;

/// A table that grows row by row.
pub struct ClientRows {
    writer: csv::Writer<Vec<u8>>,
}

impl ClientRows {
    /// A table with these headers.
    pub fn new(header: &[&str]) -> Self {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
        // Writing to memory cannot fail.
        let _ = writer.write_record(header);
        Self { writer }
    }

    /// Adds a row. Texts that a spreadsheet would take for a formula get a leading apostrophe; numbers stay as they are.
    pub fn push(&mut self, cells: &[String]) {
        let is_number = |cell: &str| cell.parse::<f64>().is_ok();
        let cells = cells.iter().map(|cell| if is_number(cell) { cell.as_str().into() } else { guarded(cell) });
        let _ = self.writer.write_record(cells.map(Cow::into_owned));
    }

    /// The table as text.
    pub fn finish(self) -> String {
        String::from_utf8(self.writer.into_inner().unwrap_or_default()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_guarded_and_numbers_are_not() {
        let mut rows = ClientRows::new(&["client_id", "change"]);
        rows.push(&["=cmd()".to_owned(), "-6.5".to_owned()]);
        rows.push(&["@x".to_owned(), String::new()]);
        rows.push(&["＝cmd()".to_owned(), String::new()]);
        assert_eq!(rows.finish(), "client_id,change\n'=cmd(),-6.5\n'@x,\n'＝cmd(),\n");
    }
}
