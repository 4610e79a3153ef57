//! A file in blocks of whole rows, handed out one by one to whoever asks.

use std::io;

use memchr::{memchr, memrchr};

use super::input::fill;
use super::rows::{RowSpan, scan_row};
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
    /// Its rows, where quotes make them more than lines.
    pub(crate) rows: Option<Vec<RowSpan>>,
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
        block.rows = None;
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
            let end = if self.doubtful == 0 && memchr(b'"', &block.bytes).is_none() {
                self.last_line_end(&block.bytes)
            } else {
                let rows = self.scan(&block.bytes);
                let end = rows.last().map_or(0, |row| row.next);
                block.rows = Some(rows);
                end
            };
            if end > 0 {
                self.rest = block.bytes.split_off(end);
                if let Some(rows) = &block.rows {
                    let looked_to = rows.iter().map(|row| row.looked_to).max().unwrap_or(0).max(self.doubtful);
                    self.doubtful = looked_to.saturating_sub(end);
                }
                block.number = self.number;
                self.number += 1;
                return Ok(true);
            }
            // Not one whole row in so many bytes: read on.
        }
    }

    fn last_line_end(&self, bytes: &[u8]) -> usize {
        if self.is_last {
            return bytes.len();
        }
        // A CR at the very end may be half of a CRLF.
        let cr = || memrchr(b'\r', &bytes[..bytes.len() - 1]);
        memrchr(b'\n', bytes).or_else(cr).map_or(0, |i| i + 1)
    }

    fn scan(&self, bytes: &[u8]) -> Vec<RowSpan> {
        let (mut rows, mut at) = (Vec::new(), 0);
        let mut doubtful_to = self.doubtful;
        while at < bytes.len() {
            let Some(mut row) = scan_row(bytes, at, self.delimiter, self.columns, self.is_last) else {
                break;
            };
            at = row.next;
            row.is_doubtful = row.start < doubtful_to;
            doubtful_to = doubtful_to.max(row.looked_to);
            rows.push(row);
        }
        rows
    }
}
