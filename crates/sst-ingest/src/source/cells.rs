//! A row's cells.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

/// The cells of one row.
#[derive(Clone, Copy)]
pub(crate) struct RowCells<'r> {
    text: &'r str,
    /// Where each cell ends.
    ends: &'r [u32],
    /// What lies between the end of a cell and the next one: a delimiter, or nothing once quotes are off.
    gap: usize,
}

impl<'r> RowCells<'r> {
    /// How many cells there are.
    pub(crate) const fn len(&self) -> usize {
        self.ends.len()
    }

    /// The cell at that place.
    pub(crate) fn get(&self, place: usize) -> Option<&'r str> {
        let end = *self.ends.get(place)? as usize;
        let start = if place == 0 { 0 } else { self.ends[place - 1] as usize + self.gap };
        self.text.get(start..end)
    }

    /// The cells from that place on.
    pub(crate) fn from(&self, place: usize) -> impl Iterator<Item = &'r str> {
        (place..self.len()).filter_map(move |place| self.get(place))
    }
}

/// Splits rows into cells.
pub(crate) struct CellSplitter {
    delimiter: u8,
    reader: Reader,
    text: Vec<u8>,
    reader_ends: Vec<usize>,
    ends: Vec<u32>,
}

impl CellSplitter {
    pub(crate) fn new(delimiter: u8) -> Self {
        let reader = ReaderBuilder::new().delimiter(delimiter).build();
        Self { delimiter, reader, text: Vec::new(), reader_ends: Vec::new(), ends: Vec::new() }
    }

    /// The cells of a row without quotes.
    pub(crate) fn split_plain<'r>(&'r mut self, row: &'r str) -> RowCells<'r> {
        find_ends(row.as_bytes(), self.delimiter, &mut self.ends);
        RowCells { text: row, ends: &self.ends, gap: 1 }
    }

    /// The cells of a row with quoted cells, without their quotes.
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
        RowCells { text, ends: &self.ends, gap: 0 }
    }
}

/// Where each cell of a row without quotes ends. Eight bytes at a time: the cells of an export are so short that a search
/// for each next delimiter would begin more often than it runs.
fn find_ends(row: &[u8], delimiter: u8, ends: &mut Vec<u32>) {
    const LOW_BITS: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    let wanted = u64::from_le_bytes([delimiter; 8]);
    ends.clear();
    let (eights, rest) = row.as_chunks::<8>();
    let mut at = 0;
    for eight in eights {
        let differs = u64::from_le_bytes(*eight) ^ wanted;
        // The high bit of every byte that is zero, and of no other.
        let mut found = !(((differs & LOW_BITS) + LOW_BITS) | differs | LOW_BITS);
        while found != 0 {
            ends.push(at + found.trailing_zeros() / 8);
            found &= found - 1;
        }
        at += 8;
    }
    ends.extend((at..).zip(rest).filter(|&(_, &byte)| byte == delimiter).map(|(at, _)| at));
    ends.push(row.len() as u32);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(row: &str) -> Vec<String> {
        CellSplitter::new(b',').split_quoted(row).from(0).map(str::to_owned).collect()
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
        for row in ["", "a", "a,b", ",", "a,,é,", "12345678,é,\u{ac}\u{ad}-+,abcdefghijklmnop,,,,,,,,x", "1234567,8"]
        {
            let mut splitter = CellSplitter::new(b',');
            let cells: Vec<String> = splitter.split_plain(row).from(0).map(str::to_owned).collect();
            assert_eq!(cells, row.split(',').collect::<Vec<_>>(), "{row:?}");
            if !row.is_empty() {
                assert_eq!(cells, quoted(row), "{row:?}");
            }
        }
    }
}
