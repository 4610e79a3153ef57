//! A block of rows into the ledger.

use sst_core::codes::{Exclusion, Finding};
use sst_core::ledger::Ledger;

use super::keep::{At, Keeper};
use super::repeats::{Key, Repeats, Seen};
use super::row::Findings;
use super::tally::{RowPlace, Tally};
use crate::source::{Block, CellSplitter, Defect, Encoding, Head, Marks, Row, RowCells, decode};

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
    rows: Intake<'p>,
    splitter: CellSplitter,
    marks: Marks,
    encoding: Encoding,
    is_judged: bool,
}

impl<'p> BlockReader<'p> {
    pub(super) fn new(keeper: Keeper<'p>, head: &'p Head, encoding: Encoding, is_judged: bool) -> Self {
        let splitter = CellSplitter::first_cells(head.dialect.delimiter, keeper.rows.columns_wanted());
        let repeats = if keeper.is_watched() { None } else { keeper.rows.repeats() };
        Self { rows: Intake { keeper, repeats, head }, splitter, marks: Marks::default(), encoding, is_judged }
    }

    /// Reads every row of a block.
    pub(super) fn read(&mut self, block: &Block) -> Result<BlockSize, NotUtf8> {
        let bytes = block.bytes();
        let text = simdutf8::basic::from_utf8(bytes).ok();
        let text = match (text, self.encoding) {
            (None, Encoding::Utf8) if !self.is_judged => return Err(NotUtf8),
            (Some(text), Encoding::Utf8) => Some(text),
            // ASCII is the same in both.
            (Some(text), _) if text.is_ascii() => Some(text),
            _ => None,
        };
        self.marks.find(bytes, self.rows.head.dialect.delimiter);
        let has_replacement = || memchr::memmem::find(bytes, "\u{fffd}".as_bytes()).is_some();
        let is_suspect = text.is_none() || self.marks.has_nul || (!self.marks.is_ascii && has_replacement());
        let mut size = BlockSize::default();
        let mut groups = Vec::new();
        for row in block.rows(&self.marks) {
            let place =
                RowPlace { block: block.number, line: size.lines, record: size.records, sheet_row: size.sheet_rows };
            self.rows.keeper.tally.note_line_end(&bytes[row.span.end..row.span.next]);
            size.lines += 1 + u64::from(row.quotes.inner_lines);
            size.sheet_rows += 1;
            let written = &bytes[row.span.start..row.span.end];
            if is_blank(self.rows.head, written) {
                continue;
            }
            size.records += 1;
            match text {
                Some(text) if row.quotes.are_simple() => {
                    let cells = self.splitter.split_marked(text, &self.marks, row);
                    let seen = if is_suspect { Seen::Never(None) } else { self.rows.count(written, row, &cells) };
                    if let Seen::Never(key) = seen {
                        let text = &text[row.span.start..row.span.end];
                        self.rows.take(&RowText { text, row, place, is_suspect }, &cells, key, &mut groups);
                    }
                }
                _ => {
                    let text = &decode(written, self.encoding);
                    let cells = self.splitter.split_quoted(text);
                    self.rows.take(&RowText { text, row, place, is_suspect }, &cells, None, &mut groups);
                }
            }
        }
        self.rows.keeper.lines_before += size.lines;
        Ok(size)
    }

    /// What all blocks came to.
    pub(super) fn close(self) -> (Tally, Ledger) {
        let Intake { mut keeper, repeats, .. } = self.rows;
        if let Some(repeats) = repeats {
            repeats.close(&mut keeper.ledger);
        }
        (keeper.tally, keeper.ledger)
    }
}

/// A row and what is known of it.
struct RowText<'r> {
    text: &'r str,
    row: Row<'r>,
    place: RowPlace,
    /// Whether its block holds what no text should.
    is_suspect: bool,
}

/// Takes rows in, once their cells are known.
struct Intake<'p> {
    keeper: Keeper<'p>,
    repeats: Option<Repeats>,
    head: &'p Head,
}

impl Intake<'_> {
    /// Counts a row that was seen before. There must be nothing suspect in the block.
    fn count(&mut self, written: &[u8], row: Row<'_>, cells: &RowCells<'_>) -> Seen {
        if let Some(repeats) = self.repeats.take_if(|repeats| !repeats.is_worth_it()) {
            repeats.close(&mut self.keeper.ledger);
        }
        let Some(repeats) = &mut self.repeats else { return Seen::Never(None) };
        if cells.len() != self.head.headers.len() || row.is_doubtful || written == self.head.raw {
            return Seen::Never(None);
        }
        let seen = repeats.count(cells, &mut self.keeper.ledger);
        self.keeper.tally.records += u64::from(matches!(seen, Seen::Before));
        seen
    }

    /// Takes a row in; `key` is what it may be remembered by.
    fn take(&mut self, row: &RowText<'_>, cells: &RowCells<'_>, key: Option<Key>, group_room: &mut Vec<&str>) {
        // One lifetime for labels of the block, another for those of cells that had to be written anew.
        let mut groups = reuse(std::mem::take(group_room));
        let head = self.head;
        let exclusion = |at: &mut At<'_>| exclusion_of(head, row.text, row.row, cells, at);
        let told = (row.is_suspect, || row.text.into());
        let record = self.keeper.keep(row.place, exclusion, |place| cells.get(place), told, &mut groups);
        *group_room = reuse(groups);
        if let (Some(repeats), Some(key), Some(record)) = (&mut self.repeats, key, record) {
            repeats.remember(key, record);
        }
    }
}

/// Why a row's cells cannot be used at all.
pub(super) fn exclusion_of(
    head: &Head,
    text: &str,
    row: Row<'_>,
    cells: &RowCells<'_>,
    at: &mut impl Findings,
) -> Option<Exclusion> {
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
    if cells.len() > columns && has_cells_from(columns, text, head) {
        at.notice(Finding::LongRow, None);
        return Some(Exclusion::UnreadableRow);
    }
    if text.chars().all(|c| c == delimiter || c == '"' || c.is_whitespace()) && !has_cells_from(0, text, head) {
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

/// Whether a line has nothing in it, not even a delimiter.
pub(super) fn is_blank(head: &Head, written: &[u8]) -> bool {
    let begins_with_text = written.first().is_some_and(u8::is_ascii_graphic);
    !begins_with_text && written.trim_ascii_start().is_empty() && !written.contains(&head.dialect.delimiter)
}

/// The same room for texts of another lifetime: collecting in place keeps the allocation.
fn reuse<'b>(mut texts: Vec<&str>) -> Vec<&'b str> {
    texts.clear();
    texts.into_iter().map(|_| "").collect()
}

/// Whether there is anything in the cells of a row from that place on.
fn has_cells_from(place: usize, text: &str, head: &Head) -> bool {
    let mut splitter = CellSplitter::new(head.dialect.delimiter);
    splitter.split_quoted(text).iter().skip(place).any(|cell| !cell.trim().is_empty())
}
