//! A workbook from before 2007, looked through record by record before calamine makes room for what it says.
//!
//! Such a file is an OLE container; its stream `Workbook` is records of a type, a length and so many bytes (MS-XLS 2.1.4).

use std::collections::BTreeSet;
use std::io::Read;

use cfb::CompoundFile;

use super::{damaged, protected, too_large};
use crate::source::reader::InputReader;
use crate::source::{Input, TableFault};

/// So many cells, blank ones among the others counted, has a whole workbook at most.
const MOST_CELLS: u64 = 10_000_000;

/// So many cells may a sheet claim to have: all that its kind can have.
const CELLS_OF_A_SHEET: u64 = 65_536 * 256;

/// So much text may cells of a workbook come to.
const MOST_TEXT_BYTES: u64 = 1 << 30;

// Types of records, by MS-XLS 2.3.
const BEGIN: u16 = 0x0809;
const END: u16 = 0x000a;
const FILE_PASS: u16 = 0x002f;
const BOUND_SHEET: u16 = 0x0085;
const TEXTS: u16 = 0x00fc;
const CONTINUE: u16 = 0x003c;
const DIMENSIONS: u16 = 0x0200;
const TEXT_CELL: u16 = 0x00fd;

/// Looks a workbook through.
pub(super) fn check(input: &dyn Input) -> Result<(), TableFault> {
    let cut = || damaged("its streams cannot be read");
    let mut file = CompoundFile::open(InputReader::buffered(input)).map_err(|_| cut())?;
    if file.is_stream("/EncryptedPackage") {
        return Err(protected());
    }
    let Some(path) = ["/Workbook", "/Book"].into_iter().find(|path| file.is_stream(path)) else {
        return Err(TableFault {
            what: "this is an old Office file, and not a workbook".to_owned(),
            hint: "export the sessions as an Excel workbook (.xlsx) or as CSV".to_owned(),
        });
    };
    let mut stream = Vec::new();
    // A stream is at most as long as its file, whatever it says.
    file.open_stream(path).and_then(|stream_| stream_.take(input.len()).read_to_end(&mut stream)).map_err(|_| cut())?;
    look_through(&stream)
}

fn look_through(stream: &[u8]) -> Result<(), TableFault> {
    let mut sheets: Vec<usize> = Vec::new();
    let mut texts = Texts::default();
    let mut last = 0;
    for (kind, data) in Records(stream) {
        match kind {
            FILE_PASS => return Err(protected()),
            BOUND_SHEET => sheets.push(data.get(..4).map_or(0, |place| number(place) as usize)),
            TEXTS => texts.bytes.push(data),
            CONTINUE if last == TEXTS => texts.bytes.push(data),
            END => break,
            _ => {}
        }
        // Records of continuation follow one another.
        if kind != CONTINUE {
            last = kind;
        }
    }
    if sheets.len() != sheets.iter().collect::<BTreeSet<_>>().len() {
        return Err(damaged("two of its sheets are the same"));
    }
    let longest = texts.longest();
    let (mut cells, mut text) = (0, 0);
    for place in sheets {
        let sheet = Extent::of(stream.get(place..).unwrap_or_default())?;
        cells += sheet.cells();
        text += sheet.texts * longest;
    }
    if cells > MOST_CELLS {
        return Err(too_large(format!("the sheets of this workbook span more than {MOST_CELLS} cells")));
    }
    if text > MOST_TEXT_BYTES {
        return Err(too_large("the cells of this workbook hold too much text".to_owned()));
    }
    Ok(())
}

/// The records of a stream.
struct Records<'s>(&'s [u8]);

impl<'s> Iterator for Records<'s> {
    type Item = (u16, &'s [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (head, rest) = self.0.split_at_checked(4)?;
        let length = number(&head[2..]) as usize;
        let (data, rest) = rest.split_at(length.min(rest.len()));
        self.0 = rest;
        Some((number(&head[..2]) as u16, data))
    }
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte))
}

/// What the cells of a sheet span.
#[derive(Default)]
struct Extent {
    rows: Option<(u32, u32)>,
    columns: Option<(u32, u32)>,
    /// Cells that show a text of the workbook's list.
    texts: u64,
}

impl Extent {
    fn of(stream: &[u8]) -> Result<Self, TableFault> {
        let mut extent = Self::default();
        // A chart in the sheet is a stream within its stream.
        let mut depth = 0_u32;
        for (kind, data) in Records(stream) {
            match kind {
                BEGIN => depth += 1,
                END if depth <= 1 => break,
                END => depth -= 1,
                _ => {}
            }
            if depth > 1 {
                continue;
            }
            let two = |at: usize| data.get(at..at + 2).map(number);
            match kind {
                DIMENSIONS => {
                    let place = |at: usize| data.get(at..at + 4).map(number);
                    let (rows, columns) = if data.len() == 10 {
                        ((two(0), two(2)), (two(4), two(6)))
                    } else {
                        ((place(0), place(4)), (two(8), two(10)))
                    };
                    let span = |(from, to): (Option<u32>, Option<u32>)| {
                        u64::from(to.unwrap_or(0)).checked_sub(u64::from(from.unwrap_or(0))).map(|span| span + 1)
                    };
                    let (_, last_column) = columns;
                    let columns = u64::from(last_column.unwrap_or(0)) + 1;
                    let claimed = span(rows).map(|rows| rows.saturating_mul(columns));
                    // The last row and column are said one too far.
                    if claimed.is_none_or(|cells| cells > CELLS_OF_A_SHEET + CELLS_OF_A_SHEET / 2) {
                        return Err(damaged("a sheet claims more rows and columns than there can be"));
                    }
                }
                // Number, label, logical or error, RK, several RK, formula, rich text, text of the list.
                0x0203 | 0x0204 | 0x0205 | 0x027e | 0x00bd | 0x0006 | 0x00d6 | TEXT_CELL => {
                    if let (Some(row), Some(column)) = (two(0), two(2)) {
                        let several = if kind == 0x00bd { (data.len() / 6) as u32 } else { 0 };
                        extent.widen(row, column, column + several);
                    }
                    extent.texts += u64::from(kind == TEXT_CELL);
                }
                _ => {}
            }
        }
        Ok(extent)
    }

    fn widen(&mut self, row: u32, first: u32, last: u32) {
        let wider = |span: Option<(u32, u32)>, from: u32, to: u32| match span {
            Some((low, high)) => Some((low.min(from), high.max(to))),
            None => Some((from, to)),
        };
        self.rows = wider(self.rows, row, row);
        self.columns = wider(self.columns, first, last);
    }

    fn cells(&self) -> u64 {
        let length = |span: Option<(u32, u32)>| span.map_or(0, |(low, high)| u64::from(high - low) + 1);
        length(self.rows) * length(self.columns)
    }
}

/// The list of texts that cells share, in its records.
#[derive(Default)]
struct Texts<'s> {
    bytes: Vec<&'s [u8]>,
}

impl Texts<'_> {
    /// How many bytes the longest of them takes as UTF-8, at most.
    fn longest(&self) -> u64 {
        const BYTES_OF_A_CHARACTER: u64 = 3;
        let mut texts = Pieces { records: &self.bytes, record: 0, at: 8 };
        let mut longest = 0;
        while let Some(characters) = texts.skip_text() {
            longest = longest.max(characters * BYTES_OF_A_CHARACTER);
        }
        longest
    }
}

/// A place in the records of the list.
struct Pieces<'s> {
    records: &'s [&'s [u8]],
    record: usize,
    at: usize,
}

impl Pieces<'_> {
    /// A number of so many bytes, which never lies across two records.
    fn number(&mut self, bytes: usize) -> Option<u32> {
        while self.at >= self.records.get(self.record)?.len() {
            (self.record, self.at) = (self.record + 1, 0);
        }
        let found = self.records[self.record].get(self.at..self.at + bytes).map(number)?;
        self.at += bytes;
        Some(found)
    }

    /// Passes bytes over.
    fn skip(&mut self, mut bytes: usize) -> Option<()> {
        while bytes > 0 {
            let rest = self.records.get(self.record)?.len().saturating_sub(self.at);
            if rest > bytes {
                self.at += bytes;
                return Some(());
            }
            bytes -= rest;
            (self.record, self.at) = (self.record + 1, 0);
        }
        Some(())
    }

    /// Passes a text over (MS-XLS 2.5.293); how many characters it has. In the next record the flag of the width stands
    /// again.
    fn skip_text(&mut self) -> Option<u64> {
        let characters = self.number(2)?;
        let flags = self.number(1)?;
        let runs = if flags & 8 != 0 { self.number(2)? } else { 0 };
        let extra = if flags & 4 != 0 { self.number(4)? } else { 0 };
        let (mut left, mut wide) = (characters as usize, flags & 1 != 0);
        while left > 0 {
            let rest = self.records.get(self.record)?.len().saturating_sub(self.at);
            if rest == 0 {
                (self.record, self.at) = (self.record + 1, 0);
                wide = self.number(1)? & 1 != 0;
                continue;
            }
            let width = if wide { 2 } else { 1 };
            let here = left.min(rest.div_ceil(width));
            self.at += (here * width).min(rest);
            left -= here;
        }
        self.skip(runs as usize * 4 + extra as usize)?;
        Some(u64::from(characters))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let length = data.len() as u16;
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
    }

    /// A stream with one sheet of these records, and these texts.
    fn stream(texts: &[Vec<u8>], sheet: &[Vec<u8>]) -> Vec<u8> {
        let mut stream = record(BEGIN, &[0; 16]);
        let place = stream.len() + 4 + 12 + texts.concat().len() + 4;
        stream.extend(record(BOUND_SHEET, &[&(place as u32).to_le_bytes()[..], &[0, 0, 1, 0, b's', 0, 0, 0]].concat()));
        stream.extend(texts.concat());
        stream.extend(record(END, &[]));
        assert_eq!(stream.len(), place);
        stream.extend(record(BEGIN, &[0; 16]));
        stream.extend(sheet.concat());
        stream.extend(record(END, &[]));
        stream
    }

    fn cell(kind: u16, row: u16, column: u16) -> Vec<u8> {
        record(kind, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &[0; 10]].concat())
    }

    fn told(stream: &[u8]) -> String {
        look_through(stream).map_or_else(|fault| fault.what, |()| String::new())
    }

    #[test]
    fn what_cells_span_is_bounded() {
        assert_eq!(told(&stream(&[], &[cell(0x0203, 0, 0), cell(0x0203, 60_000, 30)])), "");
        let wide = told(&stream(&[], &[cell(0x0203, 0, 0), cell(0x0203, 65_535, 255)]));
        assert!(wide.contains("span more than 10000000 cells"), "{wide}");
        // Cells of a chart within the sheet are none of the sheet.
        let chart = [record(BEGIN, &[0; 16]), cell(0x0203, 65_535, 255), record(END, &[]), cell(0x0203, 1, 1)];
        assert_eq!(told(&stream(&[], &[&[cell(0x0203, 0, 0)][..], &chart[..]].concat())), "");
    }

    #[test]
    fn what_a_sheet_claims_is_not_believed() {
        let claim = |first: u32, last: u32, columns: u16| {
            let data =
                [&first.to_le_bytes()[..], &last.to_le_bytes(), &[0; 2], &columns.to_le_bytes(), &[0; 2]].concat();
            told(&stream(&[], &[record(DIMENSIONS, &data)]))
        };
        assert_eq!(claim(0, 65_536, 256), "");
        for (first, last, columns) in [(0, u32::MAX, 1), (9, 3, 1), (0, 1 << 20, 256)] {
            assert!(claim(first, last, columns).contains("claims more rows and columns"), "{first} {last} {columns}");
        }
    }

    #[test]
    fn long_texts_in_many_cells_are_refused() {
        // One text of 30,000 characters, its bytes in two records: where it goes on, the flag of the width stands again.
        let (first, rest) = (8_000, 22_000);
        let begin = [&[0; 8][..], &30_000_u16.to_le_bytes(), &[0], &vec![b'x'; first]].concat();
        let texts = [record(TEXTS, &begin), record(CONTINUE, &[&[0][..], &vec![b'x'; rest]].concat())];
        let list = Texts { bytes: vec![&texts[0][4..], &texts[1][4..]] };
        assert_eq!(list.longest(), 90_000);
        let cells = |rows: u16| (0..rows).map(|row| cell(TEXT_CELL, row, 0)).collect::<Vec<_>>();
        assert_eq!(told(&stream(&texts, &cells(100))), "");
        assert!(told(&stream(&texts, &cells(20_000))).contains("too much text"));
    }

    #[test]
    fn a_password_is_told() {
        let mut locked = record(BEGIN, &[0; 16]);
        locked.extend(record(FILE_PASS, &[1, 0]));
        assert!(told(&locked).contains("protected by a password"));
    }

    #[test]
    fn two_sheets_are_not_one() {
        let sheet = record(BOUND_SHEET, &[9, 0, 0, 0]);
        assert!(told(&[sheet.clone(), sheet].concat()).contains("two of its sheets are the same"));
    }
}
