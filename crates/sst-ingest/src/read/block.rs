//! A block of rows into the ledger.

use sst_core::codes::{Exclusion, Finding};
use sst_core::ledger::Ledger;

use super::keep::{At, Keeper};
use super::repeats::Repeats;
use super::row::Findings;
use super::tally::{RowPlace, Tally};
use crate::source::{Block, CellSplitter, Defect, Encoding, Head, Row, RowCells, decode};

/// How much a block holds, so that places in later blocks can be counted from the file's beginning.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct BlockSize {
    pub(super) lines: u64,
    pub(super) records: u64,
    pub(super) sheet_rows: u64,
}

/// The text was taken for UTF-8 and is not: the whole file must be looked at.
pub(super) struct NotUtf8;

/// Reads blocks of one file, in one thread.
pub(super) struct BlockReader<'p> {
    pub(super) keeper: Keeper<'p>,
    splitter: CellSplitter,
    repeats: Option<Repeats>,
    head: &'p Head,
    encoding: Encoding,
    is_judged: bool,
}

impl<'p> BlockReader<'p> {
    pub(super) fn new(keeper: Keeper<'p>, head: &'p Head, encoding: Encoding, is_judged: bool) -> Self {
        let splitter = CellSplitter::first_cells(head.dialect.delimiter, keeper.rows.columns_wanted());
        let repeats = keeper.rows.repeats();
        Self { keeper, splitter, repeats, head, encoding, is_judged }
    }

    /// Reads every row of a block.
    pub(super) fn read(&mut self, block: &Block) -> Result<BlockSize, NotUtf8> {
        let bytes = &block.bytes;
        let text = std::str::from_utf8(bytes).ok();
        let text = match (text, self.encoding) {
            (None, Encoding::Utf8) if !self.is_judged => return Err(NotUtf8),
            (Some(text), Encoding::Utf8) => Some(text),
            // ASCII is the same in both.
            (Some(text), _) if text.is_ascii() => Some(text),
            _ => None,
        };
        let is_suspect = text.is_none()
            || memchr::memchr(0, bytes).is_some()
            || memchr::memmem::find(bytes, "\u{fffd}".as_bytes()).is_some();
        let mut size = BlockSize::default();
        let mut groups = Vec::new();
        for row in block.rows() {
            let place =
                RowPlace { block: block.number, line: size.lines, record: size.records, sheet_row: size.sheet_rows };
            let span = row.span;
            self.note_line_end(&bytes[span.end..span.next]);
            size.lines += 1 + u64::from(row.quotes.inner_lines);
            size.sheet_rows += 1;
            let written = &bytes[span.start..span.end];
            if written.trim_ascii_start().is_empty() && !written.contains(&self.head.dialect.delimiter) {
                continue;
            }
            size.records += 1;
            match text {
                Some(text) => self.row(&text[span.start..span.end], row, is_suspect, place, &mut groups),
                None => self.row(&decode(written, self.encoding), row, is_suspect, place, &mut groups),
            }
        }
        Ok(size)
    }

    /// What all blocks came to.
    pub(super) fn close(mut self) -> (Tally, Ledger) {
        if let Some(repeats) = self.repeats {
            repeats.close(&mut self.keeper.ledger);
        }
        (self.keeper.tally, self.keeper.ledger)
    }

    fn row(&mut self, text: &str, row: Row<'_>, is_suspect: bool, place: RowPlace, group_room: &mut Vec<&str>) {
        let cells = cells_of(&mut self.splitter, text, row);
        let mut key = None;
        if let Some(repeats) = &mut self.repeats
            && cells.len() == self.head.headers.len()
            && row.quotes.are_sound()
            && !row.is_doubtful
            && !is_suspect
            && text.as_bytes() != self.head.raw
        {
            key = repeats.key(|place| cells.bytes_from(place));
            if let Some(key) = key
                && repeats.count(key, &mut self.keeper.ledger)
            {
                self.keeper.tally.records += 1;
                return;
            }
        }
        // One lifetime for labels of the block, another for those of cells that had to be written anew.
        let mut groups = reuse(std::mem::take(group_room));
        let head = self.head;
        let exclusion = |at: &mut At<'_>| Self::exclusion(head, text, row, &cells, at);
        let record = self.keeper.keep(place, exclusion, |place| cells.get(place), is_suspect, &mut groups);
        *group_room = reuse(groups);
        if let (Some(repeats), Some(key), Some(record)) = (&mut self.repeats, key, record) {
            repeats.remember(key, record);
        }
    }

    /// Why a row's cells cannot be used at all.
    fn exclusion(head: &Head, text: &str, row: Row<'_>, cells: &RowCells<'_>, at: &mut At<'_>) -> Option<Exclusion> {
        if let Some(defect) = row.quotes.defect {
            let rule = match defect {
                Defect::UnterminatedQuote => Finding::UnterminatedQuote,
                Defect::TextAfterQuote => Finding::TextAfterQuote,
                Defect::SwallowedRows => Finding::SwallowedRows,
            };
            at.notice(rule, None);
            return Some(Exclusion::UnreadableRow);
        }
        if text.as_bytes() == head.raw {
            at.notice(Finding::RepeatedHeader, None);
            return Some(Exclusion::RepeatedHeader);
        }
        let (columns, delimiter) = (head.headers.len(), char::from(head.dialect.delimiter));
        if cells.len() > columns && has_cells_from(columns, text, row, head) {
            at.notice(Finding::LongRow, None);
            return Some(Exclusion::UnreadableRow);
        }
        if text.chars().all(|c| c == delimiter || c == '"' || c.is_whitespace()) && !has_cells_from(0, text, row, head) {
            return Some(Exclusion::BlankRow);
        }
        if cells.len() < columns {
            at.notice(Finding::ShortRow, None);
            if row.is_doubtful {
                return Some(Exclusion::UnreadableRow);
            }
        }
        if row.quotes.has_stray_quote {
            at.notice(Finding::StrayQuote, None);
            if row.is_doubtful {
                return Some(Exclusion::UnreadableRow);
            }
        }
        None
    }

    fn note_line_end(&mut self, line_end: &[u8]) {
        let kind = match line_end {
            b"\n" => 0,
            b"\r" => 1,
            b"\r\n" => 2,
            _ => return,
        };
        self.keeper.tally.line_ends[kind] = true;
    }
}

/// The same room for texts of another lifetime: collecting in place keeps the allocation.
fn reuse<'b>(mut texts: Vec<&str>) -> Vec<&'b str> {
    texts.clear();
    texts.into_iter().map(|_| "").collect()
}

/// The cells of a row, as simply as its quotes allow.
fn cells_of<'r>(splitter: &'r mut CellSplitter, text: &'r str, row: Row<'_>) -> RowCells<'r> {
    if !row.quotes.is_quoted {
        splitter.split_plain(text)
    } else if row.quotes.are_simple() && !text.starts_with('\u{feff}') {
        splitter.split_simply_quoted(text)
    } else {
        splitter.split_quoted(text)
    }
}

/// Whether there is anything in the cells of a row from that place on.
fn has_cells_from(place: usize, text: &str, row: Row<'_>, head: &Head) -> bool {
    let mut splitter = CellSplitter::new(head.dialect.delimiter);
    let cells = cells_of(&mut splitter, text, row);
    cells.iter().skip(place).any(|cell| !cell.trim().is_empty())
}
