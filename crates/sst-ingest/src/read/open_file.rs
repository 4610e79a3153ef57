//! One file, opened: what it is, how it is written, what its header says.

use std::ops::ControlFlow;

use sst_core::codes::Finding;

use super::error::{OpenError, ReadError};
use super::made::{MadeFrom, SessionTable};
use super::tally::Tally;
use crate::columns::{DateColumn, Feeds, FilePlan, formats_that_fit};
use crate::source::{
    BLOCK_BYTES, Block, CellSplitter, Container, Encoding, Head, HeaderRow, Input, KnownHeaders, Layout, Marks,
    MemoryInput, RowSource, Splitter, TableFault, TableOpener, decode, fill, judge, of_mark, read_all, read_head,
};

/// Fewer dates than this that cannot be read may be slips, even where they are the most.
const MANY_FAULTY_DATES: u64 = 20;

pub(super) struct OpenFile<'i> {
    pub(super) input: Source<'i>,
    pub(super) content: Content,
    pub(super) head: Head,
    pub(super) plan: FilePlan,
    /// What was told of it already, where it is a table made of files.
    pub(super) made: Option<MadeFrom>,
}

/// Rows as text, or as a table.
pub(super) enum Content {
    Text(TextFacts),
    Table(Box<dyn RowSource>),
}

/// How the text of a file is written.
#[derive(Clone, Copy)]
pub(super) struct TextFacts {
    /// How the input is to be decoded.
    pub(super) encoding: Encoding,
    /// How the file was written: another encoding than the input's where it was decoded in memory.
    pub(super) written_in: Encoding,
    /// Whether the whole file was looked at to tell its encoding.
    pub(super) is_judged: bool,
}

/// A file as it is, or decoded in memory.
pub(super) enum Source<'i> {
    Given(&'i dyn Input),
    Decoded(MemoryInput),
}

impl Source<'_> {
    pub(super) fn get(&self) -> &dyn Input {
        match self {
            Self::Given(input) => *input,
            Self::Decoded(input) => input,
        }
    }
}

impl OpenFile<'_> {
    /// A table made of files, in place of a file.
    pub(super) fn made(table: SessionTable) -> Self {
        let SessionTable { source, from } = table;
        let headers = source.columns().iter().map(|column| column.name.trim().to_owned()).collect();
        let head = Head::of_table(headers, source.rows_above(), HeaderRow::default());
        let input = Source::Decoded(MemoryInput::new(from.facts.file.clone(), Vec::new()));
        Self { input, content: Content::Table(source), head, plan: FilePlan::default(), made: Some(from) }
    }

    pub(super) fn unreadable(&self, source: std::io::Error) -> ReadError {
        ReadError::Unreadable { file: self.input.get().name().to_owned(), source }
    }

    /// A column of a table with nothing in it needs no name: a sheet may begin at column C.
    pub(super) fn forget_blank_columns(&mut self) {
        if let Content::Table(table) = &self.content {
            self.plan.findings.retain(|(rule, place, _)| *rule != Finding::BlankHeader || !table.is_blank(*place));
        }
    }

    /// A column that cannot be read may be there, as long as nothing is wanted of it.
    pub(super) fn refuse_unreadable_columns(&self) -> Result<(), OpenError> {
        let Content::Table(table) = &self.content else { return Ok(()) };
        for place in self.plan.places() {
            if let Some(fault) = table.columns().get(place).and_then(|column| column.fault.clone()) {
                let (file, header) = (self.input.get().name().to_owned(), self.head.headers[place].clone());
                return Err(OpenError::UnreadableColumn { file, header, fault });
            }
        }
        Ok(())
    }

    /// Shows the cells at these places of every row whose cells can be told apart, each by its number among the places.
    pub(super) fn each_cell(&self, places: &[usize], each: &mut dyn FnMut(usize, &str)) -> Result<(), OpenError> {
        let name = || self.input.get().name().to_owned();
        match &self.content {
            Content::Table(table) => {
                for part in 0..table.parts().len() {
                    let outcome = table.read_part(part, &mut |rows| {
                        let mut cells = Vec::new();
                        for row in 0..rows.rows() {
                            rows.row(row, &mut cells);
                            for (number, &place) in places.iter().enumerate() {
                                each(number, cells.get(place).copied().unwrap_or_default());
                            }
                        }
                        ControlFlow::Continue(())
                    });
                    outcome.map_err(|fault| OpenError::Table { file: name(), fault })?;
                }
                Ok(())
            }
            Content::Text(text) => {
                let unreadable = |source| OpenError::Unreadable { file: name(), source };
                let mut splitter = Splitter::new(self.input.get(), &self.head, BLOCK_BYTES);
                let mut cells = CellSplitter::new(self.head.dialect.delimiter);
                let mut block = Block::default();
                while splitter.next_into(&mut block).map_err(unreadable)? {
                    let mut marks = Marks::default();
                    marks.find(block.bytes(), self.head.dialect.delimiter);
                    for row in block.rows(&marks).filter(|row| row.quotes.defect.is_none()) {
                        // What was not looked at whole may yet be no UTF-8; dates are ASCII either way.
                        let text = decode(&block.bytes()[row.span.start..row.span.end], text.encoding);
                        let cells = cells.split_quoted(&text);
                        for (number, &place) in places.iter().enumerate() {
                            each(number, cells.get(place).unwrap_or_default());
                        }
                    }
                }
                Ok(())
            }
        }
    }

    /// A file in which most dates cannot be read is a mapping that is missing, not a service with few sessions.
    pub(super) fn refuse_unreadable_dates(&self, tally: &Tally) -> Result<(), ReadError> {
        let column = self.plan.columns.first().filter(|column| column.feeds == Feeds::Date(DateColumn::Session));
        let Some(column) = column else { return Ok(()) };
        let faulty = tally.findings.get(&(Finding::InvalidDate, Some(0))).map_or(0, |noticed| noticed.count);
        let dates = tally.records + faulty;
        let is_most = faulty >= MANY_FAULTY_DATES && faulty * 2 > dates;
        if faulty == 0 || (tally.records > 0 && !is_most) {
            return Ok(());
        }
        let rows = self.sample(1000);
        let cells: Vec<&str> = rows
            .iter()
            .filter_map(|row| row.get(column.place))
            .map(|cell| cell.trim())
            .filter(|cell| !cell.is_empty())
            .collect();
        Err(ReadError::NoReadableDate {
            file: self.input.get().name().to_owned(),
            header: self.head.headers[column.place].clone(),
            rows: faulty,
            dates,
            format: column.options.format.clone().unwrap_or_else(|| "YYYY-MM-DD".to_owned()),
            fitting: formats_that_fit(&cells),
        })
    }

    /// The cells of the first rows that can be told apart.
    pub(super) fn sample(&self, rows: usize) -> Vec<Vec<String>> {
        match &self.content {
            Content::Text(text) => self.sample_text(rows, text.encoding),
            Content::Table(table) => sample_table(table.as_ref(), rows),
        }
    }

    pub(super) fn sample_text(&self, rows: usize, encoding: Encoding) -> Vec<Vec<String>> {
        let mut splitter = Splitter::new(self.input.get(), &self.head, BLOCK_BYTES);
        let mut block = Block::default();
        if !splitter.next_into(&mut block).unwrap_or(false) {
            return Vec::new();
        }
        let mut cells = CellSplitter::new(self.head.dialect.delimiter);
        let mut marks = Marks::default();
        marks.find(block.bytes(), self.head.dialect.delimiter);
        let spans = block.rows(&marks).filter(|row| row.quotes.defect.is_none() && row.span.end > row.span.start);
        spans
            .take(rows)
            .map(|row| {
                let text = decode(&block.bytes()[row.span.start..row.span.end], encoding);
                cells.split_quoted(&text).iter().map(str::to_owned).collect()
            })
            .collect()
    }
}

/// The cells of the first rows of a table, as far as it can be read.
fn sample_table(table: &dyn RowSource, rows: usize) -> Vec<Vec<String>> {
    let mut sample = Vec::new();
    for part in 0..table.parts().len() {
        let outcome = table.read_part(part, &mut |some| {
            for row in 0..some.rows().min(rows - sample.len()) {
                let mut cells = Vec::new();
                some.row(row, &mut cells);
                sample.push(cells.into_iter().map(str::to_owned).collect());
            }
            if sample.len() < rows { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        if outcome.is_err() || sample.len() >= rows {
            break;
        }
    }
    sample
}

/// Opens a file; `known` tells its headers from titles above them.
pub(super) fn open<'i>(
    input: &'i dyn Input,
    tables: &dyn TableOpener,
    layout: &Layout,
    known: &KnownHeaders,
) -> Result<OpenFile<'i>, OpenError> {
    let name = || input.name().to_owned();
    let unreadable = |source| OpenError::Unreadable { file: name(), source };
    if let Some(fault) = lock_file(input) {
        return Err(OpenError::Table { file: name(), fault });
    }
    let mut start = vec![0; 1 << 16];
    let filled = fill(input, 0, &mut start).map_err(unreadable)?;
    start.truncate(filled);
    let signature = Container::of_signature(&start);
    let mark = if signature.is_some() { None } else { of_mark(&start) };
    let container = match mark {
        None => Container::of(&start),
        // A web page or JSON may have a mark, or wide characters, as any text.
        Some((encoding, length)) => {
            let length = length.min(start.len());
            Container::of_text(decode(&start[length..start.len().min(length + 512)], encoding).as_bytes())
        }
    };
    if let Some(container) = container {
        let (table, header_row) = open_table(container, input, tables, layout, known)
            .ok_or_else(|| OpenError::NotCsv { file: name(), container })?
            .map_err(|fault| OpenError::Table { file: name(), fault })?;
        let headers = table.columns().iter().map(|column| column.name.trim().to_owned()).collect();
        let head = Head::of_table(headers, table.rows_above(), header_row);
        let content = Content::Table(table);
        return Ok(OpenFile { input: Source::Given(input), content, head, plan: FilePlan::default(), made: None });
    }
    let (source, encoding, skipped, is_judged) = match mark {
        Some((Encoding::Utf8, length)) => (Source::Given(input), Encoding::Utf8, length, true),
        Some((wide, length)) => {
            let bytes = read_all(input).map_err(unreadable)?;
            let text = decode(&bytes[length..], wide).into_owned();
            (Source::Decoded(MemoryInput::new(input.name(), text)), Encoding::Utf8, 0, true)
        }
        // A header in plain ASCII reads the same either way: then the rows will show.
        None if start.is_ascii() => (Source::Given(input), Encoding::Utf8, 0, false),
        None => (Source::Given(input), judge(input).map_err(unreadable)?, 0, true),
    };
    let head = read_head(source.get(), encoding, skipped, layout, known).map_err(unreadable)?;
    let head = head.ok_or_else(|| OpenError::Empty { file: name() })?;
    if head.has_defect {
        return Err(OpenError::BrokenHeader { file: name(), line: head.lines });
    }
    let written_in = mark.map_or(encoding, |(told, _)| told);
    let content = Content::Text(TextFacts { encoding, written_in, is_judged });
    Ok(OpenFile { input: source, content, head, plan: FilePlan::default(), made: None })
}

/// A table, and where in it the headers are.
type Opened = (Box<dyn RowSource>, HeaderRow);

/// Opens what is no text: a workbook here, other tables by `tables`.
fn open_table(
    container: Container,
    input: &dyn Input,
    tables: &dyn TableOpener,
    layout: &Layout,
    known: &KnownHeaders,
) -> Option<Result<Opened, TableFault>> {
    #[cfg(feature = "xlsx")]
    if let Some(sheet) = crate::source::open_workbook(container, input, layout, known) {
        return Some(sheet.map(|sheet| {
            let header_row = sheet.header_row();
            (Box::new(sheet) as Box<dyn RowSource>, header_row)
        }));
    }
    #[cfg(not(feature = "xlsx"))]
    let _ = known;
    Some(tables.open(container, input, layout)?.map(|table| (table, HeaderRow::default())))
}

/// The file that Office keeps beside an open document: its name begins with `~$`, and it holds who has it open.
fn lock_file(input: &dyn Input) -> Option<TableFault> {
    let document = input.name().rsplit('/').next().unwrap_or_default().strip_prefix("~$")?;
    Some(TableFault {
        what: "this is no export: Office keeps such a file beside a document while it is open".to_owned(),
        hint: format!("give {document} itself, and close it first so that it is saved"),
    })
}
