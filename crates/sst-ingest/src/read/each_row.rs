//! The rows of one file in order, in one thread, for whoever wants them as they are: the checks of every reader, no plan.

use std::ops::ControlFlow;

use sst_core::codes::{Exclusion, Finding};

use super::block::{BlockSize, exclusion_of, is_blank};
use super::error::ReadError;
use super::open_file::{Content, OpenFile, TextFacts};
use super::row::Findings;
use super::table::exclusion_of_cells;
use super::tally::{RowPlace, Tally};
use crate::source::{
    BLOCK_BYTES, Block, CellSplitter, Encoding, Marks, RowSource, Splitter, TableFault, decode, judge,
};

/// Takes the rows of a file one by one.
pub(super) trait TakesRows {
    /// Where findings are counted.
    fn tally(&mut self) -> &mut Tally;

    /// How many cells of a row are needed.
    fn wanted(&self) -> usize;

    /// Takes a row, given why its cells cannot be used at all and the cell at each place.
    fn take<'r>(
        &mut self,
        place: RowPlace,
        exclusion: impl FnOnce(&mut At<'_>) -> Option<Exclusion>,
        cell_at: impl Fn(usize) -> Option<&'r str>,
        is_suspect: bool,
    );
}

/// A row's place, while its findings are noted.
pub(super) struct At<'t> {
    pub(super) tally: &'t mut Tally,
    pub(super) place: RowPlace,
}

impl Findings for At<'_> {
    fn notice(&mut self, rule: Finding, column: Option<usize>) {
        self.tally.notice(rule, column, self.place);
    }
}

/// Hands every row to `rows`; how large each block was.
pub(super) fn each_row(file: &OpenFile<'_>, rows: &mut impl TakesRows) -> Result<Vec<BlockSize>, ReadError> {
    match &file.content {
        Content::Text(text) => each_of_text(file, *text, rows).map_err(|source| file.unreadable(source)),
        Content::Table(table) => each_of_table(table.as_ref(), &file.head.headers, rows)
            .map_err(|fault| ReadError::Table { file: file.input.get().name().to_owned(), fault }),
    }
}

fn each_of_text(file: &OpenFile<'_>, text: TextFacts, rows: &mut impl TakesRows) -> std::io::Result<Vec<BlockSize>> {
    let (input, head) = (file.input.get(), &file.head);
    let encoding = if text.is_judged { text.encoding } else { judge(input)? };
    let mut cells = CellSplitter::first_cells(head.dialect.delimiter, rows.wanted());
    let mut blocks = Splitter::new(input, head, BLOCK_BYTES);
    let (mut block, mut marks, mut sizes) = (Block::default(), Marks::default(), Vec::new());
    while blocks.next_into(&mut block)? {
        let bytes = block.bytes();
        let whole = std::str::from_utf8(bytes).ok().filter(|text| encoding == Encoding::Utf8 || text.is_ascii());
        marks.find(bytes, head.dialect.delimiter);
        let has_replacement = || memchr::memmem::find(bytes, "\u{fffd}".as_bytes()).is_some();
        let is_suspect = whole.is_none() || marks.has_nul || (!marks.is_ascii && has_replacement());
        let mut size = BlockSize::default();
        for row in block.rows(&marks) {
            let place =
                RowPlace { block: block.number, line: size.lines, record: size.records, sheet_row: size.sheet_rows };
            rows.tally().note_line_end(&bytes[row.span.end..row.span.next]);
            size.lines += 1 + u64::from(row.quotes.inner_lines);
            size.sheet_rows += 1;
            let written = &bytes[row.span.start..row.span.end];
            if is_blank(head, written) {
                continue;
            }
            size.records += 1;
            match whole {
                Some(text) if row.quotes.are_simple() => {
                    let cells = cells.split_marked(text, &marks, row);
                    let text = &text[row.span.start..row.span.end];
                    let exclusion = |at: &mut At<'_>| exclusion_of(head, text, row, &cells, at);
                    rows.take(place, exclusion, |place| cells.get(place), is_suspect);
                }
                _ => {
                    let text = &decode(written, encoding);
                    let cells = cells.split_quoted(text);
                    let exclusion = |at: &mut At<'_>| exclusion_of(head, text, row, &cells, at);
                    rows.take(place, exclusion, |place| cells.get(place), is_suspect);
                }
            }
        }
        sizes.push(size);
    }
    Ok(sizes)
}

fn each_of_table(
    source: &dyn RowSource,
    headers: &[String],
    rows: &mut impl TakesRows,
) -> Result<Vec<BlockSize>, TableFault> {
    for part in 0..source.parts().len() {
        let mut first = 0;
        source.read_part(part, &mut |some| {
            let (is_suspect, mut cells) = (some.is_suspect(), Vec::new());
            for row in 0..some.rows() {
                some.row(row, &mut cells);
                let at = first + row as u64;
                let place = RowPlace { block: part as u32, line: at, record: at, sheet_row: at };
                let exclusion = |at: &mut At<'_>| exclusion_of_cells(headers, &cells, at);
                rows.take(place, exclusion, |place| cells.get(place).copied(), is_suspect);
            }
            first += some.rows() as u64;
            ControlFlow::Continue(())
        })?;
    }
    Ok(source.parts().iter().map(|&rows| BlockSize { lines: rows, records: rows, sheet_rows: rows }).collect())
}
