//! A file in blocks of whole rows, handed out one by one to whoever asks.

use std::io;

use memchr::{memchr, memrchr, memrchr2};

use super::input::fill;
use super::rows::{Quotes, Row, RowSpan, plain_row, scan_row};
use super::{Head, Input};

/// Large enough that handing out costs nothing, small enough that a few of them are no memory.
pub(crate) const BLOCK_BYTES: usize = 1 << 20;

/// Some whole rows of a file.
#[derive(Default)]
pub(crate) struct Block {
    /// Its number in the file, from 0.
    pub(crate) number: u32,
    /// Its bytes; they end with a row's end, or with the file's.
    pub(crate) bytes: Vec<u8>,
    /// Its rows with a quote in them, in order; every other row is a line.
    quoted: Vec<(RowSpan, Quotes)>,
    /// How far into it rows are doubtful, because of a defect in an earlier block.
    doubtful_to: usize,
}

impl Block {
    /// Its rows, one after the other.
    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let mut quoted = self.quoted.iter().peekable();
        let (mut at, mut doubtful_to) = (0, self.doubtful_to);
        std::iter::from_fn(move || {
            if at >= self.bytes.len() {
                return None;
            }
            let (span, quotes) = match quoted.next_if(|(span, _)| span.start == at) {
                Some((span, quotes)) => (*span, quotes),
                // The block ends with a row's end: the last row needs no more bytes.
                None => (plain_row(&self.bytes, at, true)?, &Quotes::NONE),
            };
            let is_doubtful = span.start < doubtful_to;
            doubtful_to = doubtful_to.max(quotes.looked_to);
            at = span.next;
            Some(Row { span, quotes, is_doubtful })
        })
    }
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
        block.bytes.clear();
        block.bytes.append(&mut self.rest);
        loop {
            if !self.is_last {
                let kept = block.bytes.len();
                block.bytes.resize(kept + self.block_bytes, 0);
                let n = fill(self.input, self.offset, &mut block.bytes[kept..])?;
                block.bytes.truncate(kept + n);
                self.offset += n as u64;
                self.is_last = n < self.block_bytes;
            }
            if block.bytes.is_empty() {
                return Ok(false);
            }
            let end = self.find_quoted_rows(&block.bytes, &mut block.quoted);
            if end > 0 {
                self.rest.extend_from_slice(&block.bytes[end..]);
                block.bytes.truncate(end);
                block.doubtful_to = self.doubtful;
                let looked_to = block.quoted.iter().map(|(_, quotes)| quotes.looked_to).max().unwrap_or(0).max(self.doubtful);
                self.doubtful = looked_to.saturating_sub(end);
                block.number = self.number;
                self.number += 1;
                return Ok(true);
            }
            // Not one whole row in so many bytes: read on.
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
