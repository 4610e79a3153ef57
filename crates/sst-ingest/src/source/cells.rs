//! A row's cells.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use wide::u8x16;

/// The cells of one row.
#[derive(Clone, Copy)]
pub(crate) struct RowCells<'r> {
    text: &'r str,
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
        let end = *self.ends.get(place)? as usize;
        let start = if place == 0 { 0 } else { self.ends[place - 1] as usize + self.gap };
        let cell = self.text.get(start..end)?;
        if self.has_quotes && cell.starts_with('"') { cell.get(1..cell.len() - 1) } else { Some(cell) }
    }

    /// The same as bytes, with what follows: the text from the cell on, and the cell's length.
    pub(crate) fn bytes_from(&self, place: usize) -> Option<(&'r [u8], usize)> {
        let end = *self.ends.get(place)? as usize;
        let start = if place == 0 { 0 } else { self.ends[place - 1] as usize + self.gap };
        let bytes = self.text.as_bytes().get(start..)?;
        let length = end.checked_sub(start)?;
        if self.has_quotes && bytes.first() == Some(&b'"') && length >= 2 {
            return Some((bytes.get(1..)?, length - 2));
        }
        Some((bytes, length))
    }

    /// The cells that are wanted.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &'r str> {
        (0..self.ends.len()).filter_map(move |place| self.get(place))
    }
}

/// Splits rows into cells.
pub(crate) struct CellSplitter {
    delimiter: u8,
    reader: Reader,
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
        Self { delimiter, reader, text: Vec::new(), reader_ends: Vec::new(), ends: Vec::new(), wanted }
    }

    /// The cells of a row without quotes.
    pub(crate) fn split_plain<'r>(&'r mut self, row: &'r str) -> RowCells<'r> {
        let len = find_ends(row.as_bytes(), self.delimiter, self.wanted, &mut self.ends);
        RowCells { text: row, ends: &self.ends[..len.min(self.wanted)], len, gap: 1, has_quotes: false }
    }

    /// The cells of a row in which every quote opens or closes a cell.
    pub(crate) fn split_simply_quoted<'r>(&'r mut self, row: &'r str) -> RowCells<'r> {
        let len = find_ends_outside_quotes(row.as_bytes(), self.delimiter, self.wanted, &mut self.ends);
        RowCells { text: row, ends: &self.ends[..len.min(self.wanted)], len, gap: 1, has_quotes: true }
    }

    /// The cells of a row with quoted cells, without their quotes: cells are written anew.
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
        RowCells { text, ends: &self.ends[..self.ends.len().min(self.wanted)], len: self.ends.len(), gap: 0, has_quotes: false }
    }
}

/// Where the first `wanted` cells of a row without quotes end, and how many cells there are. Sixteen bytes at a time: the
/// cells of an export are so short that a search for each next delimiter would begin more often than it runs.
fn find_ends(row: &[u8], delimiter: u8, wanted: usize, room: &mut Vec<u32>) -> usize {
    let ends = room_for(row, wanted, room);
    let (mut at, mut len) = (0, 0);
    for sixteen in Sixteens::of(row) {
        let mut found = sixteen.equal(delimiter);
        while found != 0 {
            if let Some(end) = ends.get_mut(len) {
                *end = at + found.trailing_zeros();
            }
            len += 1;
            found &= found - 1;
        }
        at += 16;
        if len >= wanted {
            return len + count_of(row.get(at as usize..).unwrap_or_default(), delimiter) + 1;
        }
    }
    if let Some(end) = ends.get_mut(len) {
        *end = row.len() as u32;
    }
    len + 1
}

/// The same where delimiters within quotes separate nothing.
fn find_ends_outside_quotes(row: &[u8], delimiter: u8, wanted: usize, room: &mut Vec<u32>) -> usize {
    let ends = room_for(row, wanted, room);
    let (mut at, mut len, mut is_inside) = (0, 0, false);
    for sixteen in Sixteens::of(row) {
        let quotes = sixteen.equal(b'"');
        let mut found = sixteen.equal(delimiter) | quotes;
        while found != 0 {
            let bit = found & found.wrapping_neg();
            if quotes & bit != 0 {
                is_inside = !is_inside;
            } else if !is_inside {
                if let Some(end) = ends.get_mut(len) {
                    *end = at + found.trailing_zeros();
                }
                len += 1;
            }
            found ^= bit;
        }
        at += 16;
    }
    if let Some(end) = ends.get_mut(len) {
        *end = row.len() as u32;
    }
    len + 1
}

/// Room for a cell per byte, at the most: then a place in it is never missing.
fn room_for<'r>(row: &[u8], wanted: usize, room: &'r mut Vec<u32>) -> &'r mut [u32] {
    let most = wanted.min(row.len() + 1);
    if room.len() < most {
        room.resize(most, 0);
    }
    room
}

/// How often a byte is there.
fn count_of(row: &[u8], byte: u8) -> usize {
    Sixteens::of(row).map(|sixteen| sixteen.equal(byte).count_ones() as usize).sum()
}

/// Sixteen bytes, of which only the first few may count.
struct Sixteen {
    bytes: u8x16,
    counting: u32,
}

impl Sixteen {
    /// A bit for each byte that is equal.
    fn equal(&self, byte: u8) -> u32 {
        self.bytes.simd_eq(u8x16::splat(byte)).to_bitmask() & self.counting
    }
}

/// A row in sixteens.
struct Sixteens<'r> {
    row: &'r [u8],
}

impl<'r> Sixteens<'r> {
    const fn of(row: &'r [u8]) -> Self {
        Self { row }
    }
}

impl Iterator for Sixteens<'_> {
    type Item = Sixteen;

    fn next(&mut self) -> Option<Sixteen> {
        if let Some((sixteen, rest)) = self.row.split_first_chunk::<16>() {
            self.row = rest;
            return Some(Sixteen { bytes: u8x16::new(*sixteen), counting: 0xffff });
        }
        if self.row.is_empty() {
            return None;
        }
        let mut sixteen = [0; 16];
        sixteen[..self.row.len()].copy_from_slice(self.row);
        let counting = (1 << self.row.len()) - 1;
        self.row = &[];
        Some(Sixteen { bytes: u8x16::new(sixteen), counting })
    }
}

#[cfg(test)]
mod tests {
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
        for row in ["\"a,b\",c", "x,\"\",\"12345678,\"", "\"a\nb\",,\"é,\",12345678901234567,\"z,z\"", "1,2,3,\"4\"", "\"\""] {
            let mut splitter = CellSplitter::new(b',');
            let cells = splitter.split_simply_quoted(row);
            assert_eq!(cells.iter().collect::<Vec<_>>(), quoted(row), "{row:?}");
            for wanted in 0..6 {
                let mut splitter = CellSplitter::first_cells(b',', wanted);
                let few = splitter.split_simply_quoted(row);
                assert_eq!(few.len(), quoted(row).len(), "{row:?}");
                assert_eq!(few.iter().collect::<Vec<_>>(), quoted(row)[..wanted.min(few.len())], "{row:?}");
            }
        }
    }

    #[test]
    fn rows_without_quotes_are_the_same_either_way() {
        for row in ["", "a", "a,b", ",", "a,,é,", "12345678,é,\u{ac}\u{ad}-+,abcdefghijklmnop,,,,,,,,x", "1234567,8"]
        {
            let mut splitter = CellSplitter::new(b',');
            let cells: Vec<String> = splitter.split_plain(row).iter().map(str::to_owned).collect();
            assert_eq!(cells, row.split(',').collect::<Vec<_>>(), "{row:?}");
            if !row.is_empty() {
                assert_eq!(cells, quoted(row), "{row:?}");
            }
            for wanted in 0..9 {
                let mut splitter = CellSplitter::first_cells(b',', wanted);
                let few = splitter.split_plain(row);
                assert_eq!(few.len(), cells.len(), "{row:?}");
                assert_eq!(few.iter().collect::<Vec<_>>(), cells[..wanted.min(cells.len())], "{row:?}");
            }
        }
    }
}
