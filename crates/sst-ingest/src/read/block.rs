//! A block of rows into the ledger.

use sst_core::codes::{Exclusion, Finding};
use sst_core::ledger::Ledger;

use super::row::{Findings, RowReader};
use super::tally::{RowPlace, Tally};
use crate::source::{Block, CellSplitter, Defect, Encoding, Head, RowCells, RowSpan, decode};

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
    pub(super) tally: Tally,
    pub(super) ledger: Ledger,
    rows: RowReader<'p>,
    splitter: CellSplitter,
    head: &'p Head,
    encoding: Encoding,
    is_judged: bool,
}

/// A row's place, while its findings are noted.
struct At<'t> {
    tally: &'t mut Tally,
    place: RowPlace,
}

impl Findings for At<'_> {
    fn notice(&mut self, rule: Finding, column: Option<usize>) {
        self.tally.notice(rule, column, self.place);
    }
}

impl<'p> BlockReader<'p> {
    pub(super) fn new(
        rows: RowReader<'p>,
        ledger: Ledger,
        head: &'p Head,
        encoding: Encoding,
        is_judged: bool,
    ) -> Self {
        let splitter = CellSplitter::new(head.dialect.delimiter);
        Self { tally: Tally::default(), ledger, rows, splitter, head, encoding, is_judged }
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
        for span in block.rows() {
            let place =
                RowPlace { block: block.number, line: size.lines, record: size.records, sheet_row: size.sheet_rows };
            self.note_line_end(bytes, span);
            size.lines += 1 + u64::from(span.inner_lines);
            size.sheet_rows += 1;
            let row = &bytes[span.start..span.end];
            if row.trim_ascii_start().is_empty() && !row.contains(&self.head.dialect.delimiter) {
                continue;
            }
            size.records += 1;
            match text {
                Some(text) => self.row(&text[span.start..span.end], span, is_suspect, place, &mut groups),
                None => self.row(&decode(row, self.encoding), span, is_suspect, place, &mut groups),
            }
        }
        Ok(size)
    }

    fn row(&mut self, row: &str, span: RowSpan, is_suspect: bool, place: RowPlace, group_room: &mut Vec<&str>) {
        let cells = if span.is_quoted { self.splitter.split_quoted(row) } else { self.splitter.split_plain(row) };
        // One lifetime for labels of the block, another for those of cells that had to be written anew.
        let mut groups = reuse(std::mem::take(group_room));
        let mut at = At { tally: &mut self.tally, place };
        let outcome = match Self::exclusion(self.head, row, span, &cells, &mut at) {
            Some(reason) => Err(reason),
            None => {
                let ledger = &mut self.ledger;
                let days = &mut None;
                let outcome = self.rows.read(
                    |place| cells.get(place),
                    is_suspect,
                    &mut groups,
                    &mut at,
                    |record| {
                        *days = record.followup_date.map(|answered| answered.days_since(record.session_date));
                        ledger.add(record);
                    },
                );
                if let Some(days) = *days {
                    *at.tally.days_to_answer.entry(days).or_default() += 1;
                }
                outcome
            }
        };
        match outcome {
            Ok(()) => self.tally.records += 1,
            Err(reason) => self.tally.exclude(reason),
        }
        *group_room = reuse(groups);
    }

    /// Why a row's cells cannot be used at all.
    fn exclusion(head: &Head, row: &str, span: RowSpan, cells: &RowCells<'_>, at: &mut At<'_>) -> Option<Exclusion> {
        if let Some(defect) = span.defect {
            let rule = match defect {
                Defect::UnterminatedQuote => Finding::UnterminatedQuote,
                Defect::TextAfterQuote => Finding::TextAfterQuote,
                Defect::SwallowedRows => Finding::SwallowedRows,
            };
            at.notice(rule, None);
            return Some(Exclusion::UnreadableRow);
        }
        if row.as_bytes() == head.raw {
            at.notice(Finding::RepeatedHeader, None);
            return Some(Exclusion::RepeatedHeader);
        }
        let columns = head.headers.len();
        if cells.from(columns).any(|cell| !cell.trim().is_empty()) {
            at.notice(Finding::LongRow, None);
            return Some(Exclusion::UnreadableRow);
        }
        if cells.from(0).all(|cell| cell.trim().is_empty()) {
            return Some(Exclusion::BlankRow);
        }
        if cells.len() < columns {
            at.notice(Finding::ShortRow, None);
            if span.is_doubtful {
                return Some(Exclusion::UnreadableRow);
            }
        }
        if span.has_stray_quote {
            at.notice(Finding::StrayQuote, None);
            if span.is_doubtful {
                return Some(Exclusion::UnreadableRow);
            }
        }
        None
    }

    fn note_line_end(&mut self, bytes: &[u8], span: RowSpan) {
        let kind = match &bytes[span.end..span.next] {
            b"\n" => 0,
            b"\r" => 1,
            b"\r\n" => 2,
            _ => return,
        };
        self.tally.line_ends[kind] = true;
    }
}

/// The same room for texts of another lifetime: collecting in place keeps the allocation.
fn reuse<'b>(mut texts: Vec<&str>) -> Vec<&'b str> {
    texts.clear();
    texts.into_iter().map(|_| "").collect()
}
