//! A row's cells.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

/// Splits rows into cells.
pub(crate) struct CellSplitter {
    delimiter: u8,
    reader: Reader,
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl CellSplitter {
    pub(crate) fn new(delimiter: u8) -> Self {
        let reader = ReaderBuilder::new().delimiter(delimiter).build();
        Self { delimiter, reader, text: Vec::new(), ends: Vec::new() }
    }

    /// The cells of a row without quotes.
    pub(crate) fn split_plain<'t>(&self, row: &'t str, cells: &mut Vec<&'t str>) {
        let mut from = 0;
        for at in memchr::memchr_iter(self.delimiter, row.as_bytes()) {
            cells.push(&row[from..at]);
            from = at + 1;
        }
        cells.push(&row[from..]);
    }

    /// The cells of a row with quoted cells, without their quotes.
    pub(crate) fn split_quoted<'t>(&'t mut self, row: &str, cells: &mut Vec<&'t str>) {
        let count = memchr::memchr_iter(self.delimiter, row.as_bytes()).count() + 1;
        self.text.clear();
        self.text.resize(row.len() + 1, 0);
        self.ends.clear();
        self.ends.resize(count + 1, 0);
        self.reader.reset();
        // A reader takes a byte order mark away, and with it what comes before a quote; only a file begins with one, so a
        // row that does is given in two pieces. The end of the input ends the row.
        let (start, rest) = row.as_bytes().split_at(usize::from(row.starts_with('\u{feff}')));
        let (mut written, mut ended) = (0, 0);
        for piece in [start, rest, &[]].into_iter().skip(usize::from(start.is_empty())) {
            let (outcome, _, more, further) =
                self.reader.read_record(piece, &mut self.text[written..], &mut self.ends[ended..]);
            debug_assert_ne!(outcome, ReadRecordResult::OutputFull, "a row is never longer without its quotes");
            written += more;
            ended += further;
        }
        let text = std::str::from_utf8(&self.text[..written]).unwrap_or_default();
        let mut from = 0;
        for &end in &self.ends[..ended] {
            cells.push(text.get(from..end).unwrap_or_default());
            from = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(row: &str) -> Vec<String> {
        let mut splitter = CellSplitter::new(b',');
        let mut cells = Vec::new();
        splitter.split_quoted(row, &mut cells);
        cells.into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn quotes_are_taken_off_and_what_they_keep_together_stays() {
        assert_eq!(quoted("\"a,b\",c,\"d \"\"e\"\"\",\"é\nf\""), ["a,b", "c", "d \"e\"", "é\nf"]);
        assert_eq!(quoted("\"\",,x"), ["", "", "x"]);
        assert_eq!(quoted("a,b\"c"), ["a", "b\"c"]);
        assert_eq!(quoted("\"a\","), ["a", ""]);
        // A mark inside a file is text: it keeps its cell from beginning with a quote.
        assert_eq!(quoted("\u{feff}\"a,b\",\"c\""), ["\u{feff}\"a", "b\"", "c"]);
    }

    #[test]
    fn rows_without_quotes_are_the_same_either_way() {
        for row in ["", "a", "a,b", ",", "a,,é,"] {
            let splitter = CellSplitter::new(b',');
            let mut cells = Vec::new();
            splitter.split_plain(row, &mut cells);
            if !row.is_empty() {
                assert_eq!(cells, quoted(row), "{row:?}");
            }
        }
    }
}
