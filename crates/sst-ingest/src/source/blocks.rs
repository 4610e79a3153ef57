//! A file in blocks of whole rows, handed out one by one to whoever asks.

use std::io;

use memchr::{memchr, memrchr, memrchr2};

use super::input::fill;
use super::marks::Marks;
use super::rows::{Quotes, Row, RowSpan, scan_row};
use super::{Head, Input};

/// Large enough that handing out costs nothing, small enough that a few of them are no memory.
pub(crate) const BLOCK_BYTES: usize = 1 << 19;

/// A row that is longer than this is no row of a session; places in it might be more than a number holds.
const LONGEST_ROW_BYTES: usize = 1 << 30;

/// Some whole rows of a file.
#[derive(Default)]
pub(crate) struct Block {
    /// Its number in the file, from 0.
    pub(crate) number: u32,
    /// Room for its bytes, kept from block to block.
    room: Vec<u8>,
    /// How many of them are its own: they end with a row's end, or with the file's.
    len: usize,
    /// Its rows with a quote in them, in order; every other row is a line.
    quoted: Vec<(RowSpan, Quotes)>,
    /// How far into it rows are doubtful, because of a defect in an earlier block.
    doubtful_to: usize,
}

impl Block {
    /// Its bytes.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.room[..self.len]
    }

    /// Its rows, one after the other, given where its line ends are.
    pub(crate) fn rows<'b>(&'b self, marks: &'b Marks) -> impl Iterator<Item = Row<'b>> {
        let mut quoted = self.quoted.iter().peekable();
        let (mut at, mut doubtful_to) = (0, self.doubtful_to);
        std::iter::from_fn(move || {
            if at >= self.len {
                return None;
            }
            let (span, quotes) = match quoted.next_if(|(span, _)| span.start == at) {
                Some((span, quotes)) => (*span, quotes),
                None => (line_at(self.bytes(), at, marks), &Quotes::NONE),
            };
            let is_doubtful = span.start < doubtful_to;
            doubtful_to = doubtful_to.max(quotes.looked_to);
            at = span.next;
            Some(Row { span, quotes, is_doubtful })
        })
    }
}

impl Block {
    fn make_room(&mut self, bytes: usize) {
        if self.room.len() < bytes {
            self.room.resize(bytes, 0);
        }
    }
}

/// The line that begins at `start`. A block ends with a row's end: its last line needs no more bytes.
fn line_at(bytes: &[u8], start: usize, marks: &Marks) -> RowSpan {
    let Some(end) = marks.line_end(start) else {
        return RowSpan { start, end: bytes.len(), next: bytes.len() };
    };
    let is_crlf = bytes[end] == b'\r' && bytes.get(end + 1) == Some(&b'\n');
    RowSpan { start, end, next: end + 1 + usize::from(is_crlf) }
}

/// Hands out the blocks of a file in order.
pub(crate) struct Splitter<'i> {
    input: &'i dyn Input,
    delimiter: u8,
    columns: usize,
    /// How much is read at a time.
    block_bytes: usize,
    offset: u64,
    /// What was read of the next block.
    rest: Vec<u8>,
    number: u32,
    is_last: bool,
    /// How far into the next block rows are doubtful.
    doubtful: usize,
}

impl<'i> Splitter<'i> {
    pub(crate) fn new(input: &'i dyn Input, head: &Head, block_bytes: usize) -> Self {
        Self {
            input,
            delimiter: head.dialect.delimiter,
            columns: head.headers.len(),
            block_bytes,
            offset: head.data_offset,
            rest: Vec::new(),
            number: 0,
            is_last: false,
            doubtful: 0,
        }
    }

    /// Puts the next block into `block`; whether there was one.
    pub(crate) fn next_into(&mut self, block: &mut Block) -> io::Result<bool> {
        let mut len = self.rest.len();
        block.make_room(len);
        block.room[..len].copy_from_slice(&self.rest);
        self.rest.clear();
        loop {
            if !self.is_last {
                block.make_room(len + self.block_bytes);
                let n = fill(self.input, self.offset, &mut block.room[len..len + self.block_bytes])?;
                len += n;
                self.offset += n as u64;
                self.is_last = n < self.block_bytes;
            }
            if len == 0 {
                return Ok(false);
            }
            let end = self.find_quoted_rows(&block.room[..len], &mut block.quoted);
            if end > 0 {
                self.rest.extend_from_slice(&block.room[end..len]);
                block.len = end;
                block.doubtful_to = self.doubtful;
                let looked_to =
                    block.quoted.iter().map(|(_, quotes)| quotes.looked_to).max().unwrap_or(0).max(self.doubtful);
                self.doubtful = looked_to.saturating_sub(end);
                block.number = self.number;
                self.number += 1;
                return Ok(true);
            }
            // Not one whole row in so many bytes: read on.
            if len > LONGEST_ROW_BYTES {
                let told = "a row is longer than a gibibyte: this is no table with a row for each session";
                return Err(io::Error::new(io::ErrorKind::InvalidData, told));
            }
        }
    }

    /// Finds the rows with a quote in them, and the end of the last whole row. Only these rows are looked at here, one
    /// thread at a time; whoever reads the block finds the lines between them.
    fn find_quoted_rows(&self, bytes: &[u8], quoted: &mut Vec<(RowSpan, Quotes)>) -> usize {
        quoted.clear();
        let mut from = 0;
        while let Some(i) = memchr(b'"', &bytes[from..]) {
            let start = memrchr2(b'\n', b'\r', &bytes[from..from + i]).map_or(from, |line_end| from + line_end + 1);
            let Some(row) = scan_row(bytes, start, self.delimiter, self.columns, self.is_last) else {
                return start;
            };
            from = row.0.next;
            quoted.push(row);
        }
        from + self.last_line_end(&bytes[from..])
    }

    fn last_line_end(&self, bytes: &[u8]) -> usize {
        if self.is_last || bytes.is_empty() {
            return bytes.len();
        }
        // A CR at the very end may be half of a CRLF.
        let cr = || memrchr(b'\r', &bytes[..bytes.len() - 1]);
        memrchr(b'\n', bytes).or_else(cr).map_or(0, |i| i + 1)
    }
}
