//! A row's cells.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use memchr::memchr;

use super::marks::Marks;
use super::rows::Row;

/// The cells of one row.
#[derive(Clone, Copy)]
pub(crate) struct RowCells<'r> {
    text: &'r str,
    /// Where the first cell begins.
    start: usize,
    /// Where each cell ends, as far as cells are wanted.
    ends: &'r [u32],
    /// How many cells there are in all.
    len: usize,
    /// What lies between the end of a cell and the next one: a delimiter, or nothing where cells were written anew.
    gap: usize,
    /// Whether cells that begin with a quote are still within their quotes.
    has_quotes: bool,
}

impl<'r> RowCells<'r> {
    /// How many cells there are.
    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    /// The cell at that place, when cells as far as that are wanted.
    pub(crate) fn get(&self, place: usize) -> Option<&'r str> {
        let (start, end) = self.bounds(place)?;
        self.text.get(start..end)
    }

    /// The text that the cells are in.
    pub(crate) const fn text(&self) -> &'r str {
        self.text
    }

    /// Where in the text a cell begins and ends.
    #[inline]
    pub(crate) fn bounds(&self, place: usize) -> Option<(usize, usize)> {
        let end = *self.ends.get(place)? as usize;
        let start = if place == 0 { self.start } else { self.ends[place - 1] as usize + self.gap };
        let is_quoted = self.has_quotes && end > start + 1 && self.text.as_bytes()[start] == b'"';
        Some(if is_quoted { (start + 1, end - 1) } else { (start, end) })
    }

    /// The cells that are wanted.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &'r str> {
        (0..self.ends.len()).filter_map(move |place| self.get(place))
    }
}

/// Splits rows into cells.
pub(crate) struct CellSplitter {
    reader: Reader,
    delimiter: u8,
    text: Vec<u8>,
    reader_ends: Vec<usize>,
    ends: Vec<u32>,
    /// How many cells of a row are wanted; further ones are only counted.
    wanted: usize,
}

impl CellSplitter {
    /// Splits into all cells.
    pub(crate) fn new(delimiter: u8) -> Self {
        Self::first_cells(delimiter, usize::MAX)
    }

    /// Splits into the first so many cells, and counts the others.
    pub(crate) fn first_cells(delimiter: u8, wanted: usize) -> Self {
        let reader = ReaderBuilder::new().delimiter(delimiter).build();
        Self { reader, delimiter, text: Vec::new(), reader_ends: Vec::new(), ends: Vec::new(), wanted }
    }

    /// The cells of a row of a block in which every quote opens or closes a cell; `text` is the block's, `marks` are its
    /// delimiters.
    #[inline]
    pub(crate) fn split_marked<'r>(&'r mut self, text: &'r str, marks: &Marks, row: Row<'_>) -> RowCells<'r> {
        let (start, end) = (row.span.start, row.span.end);
        // Room for a cell per byte, at the most.
        let most = self.wanted.min(end - start + 1);
        if self.ends.len() < most {
            self.ends.resize(most, 0);
        }
        let ends = &mut self.ends[..most];
        let mut delimiters = 0;
        if row.quotes.is_quoted {
            // Delimiters within quotes separate nothing.
            let quote = |from: usize| memchr(b'"', &text.as_bytes()[from..end]).map(|i| from + i);
            let mut from = start;
            loop {
                let open = quote(from);
                delimiters +=
                    marks.delimiters(from, open.unwrap_or(end), ends.get_mut(delimiters..).unwrap_or_default());
                let Some(open) = open else { break };
                from = quote(open + 1).map_or(end, |close| close + 1);
            }
        } else {
            delimiters = marks.delimiters(start, end, ends);
        }
        if let Some(last) = ends.get_mut(delimiters) {
            *last = end as u32;
        }
        let len = delimiters + 1;
        let ends = &self.ends[..len.min(most)];
        RowCells { text, start, ends, len, gap: 1, has_quotes: row.quotes.is_quoted }
    }

    /// The cells of any row, without their quotes: cells are written anew.
    pub(crate) fn split_quoted(&mut self, row: &str) -> RowCells<'_> {
        let count = memchr::memchr_iter(self.delimiter, row.as_bytes()).count() + 1;
        self.text.clear();
        self.text.resize(row.len() + 1, 0);
        self.reader_ends.clear();
        self.reader_ends.resize(count + 1, 0);
        self.reader.reset();
        // A reader takes a byte order mark away, and with it what comes before a quote; only a file begins with one, so a
        // row that does is given in two pieces. The end of the input ends the row.
        let (start, rest) = row.as_bytes().split_at(usize::from(row.starts_with('\u{feff}')));
        let (mut written, mut ended) = (0, 0);
        for piece in [start, rest, &[]].into_iter().skip(usize::from(start.is_empty())) {
            let (outcome, _, more, further) =
                self.reader.read_record(piece, &mut self.text[written..], &mut self.reader_ends[ended..]);
            debug_assert_ne!(outcome, ReadRecordResult::OutputFull, "a row is never longer without its quotes");
            written += more;
            ended += further;
        }
        self.ends.clear();
        self.ends.extend(self.reader_ends[..ended].iter().map(|&end| end as u32));
        let text = std::str::from_utf8(&self.text[..written]).unwrap_or_default();
        let ends = &self.ends[..self.ends.len().min(self.wanted)];
        RowCells { text, start: 0, ends, len: self.ends.len(), gap: 0, has_quotes: false }
    }
}

#[cfg(test)]
mod tests {
    use super::super::rows::scan_row;
    use super::*;

    fn quoted(row: &str) -> Vec<String> {
        CellSplitter::new(b',').split_quoted(row).iter().map(str::to_owned).collect()
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
    fn rows_whose_quotes_only_open_and_close_are_the_same_either_way() {
        let plain = ["", "a", "a,b", ",", "a,,é,", "12345678,é,\u{ac}\u{ad}-+,abcdefghijklmnop,,,,,,,,x", "1234567,8"];
        let simple =
            ["\"a,b\",c", "x,\"\",\"12345678,\"", "\"a\nb\",,\"é,\",12345678901234567,\"z,z\"", "1,\"4\"", "\"\""];
        for row in plain.into_iter().chain(simple) {
            // Somewhere in a block.
            let text = format!("{},{row}\n,", "-".repeat(61));
            let (start, mut marks) = (62, Marks::default());
            marks.find(text.as_bytes(), b',');
            let (span, quotes) = scan_row(text.as_bytes(), start, b',', 3, false).expect("the row ends");
            let row = &text[span.start..span.end];
            let all = if row.is_empty() { vec![String::new()] } else { quoted(row) };
            for wanted in [0, 1, 2, 3, 4, 9, usize::MAX] {
                let mut splitter = CellSplitter::first_cells(b',', wanted);
                let cells = splitter.split_marked(&text, &marks, Row { span, quotes: &quotes, is_doubtful: false });
                assert_eq!(cells.len(), all.len(), "{row:?}");
                assert_eq!(cells.iter().collect::<Vec<_>>(), all[..wanted.min(all.len())], "{row:?}");
            }
        }
    }
}
