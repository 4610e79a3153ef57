//! An export: files opened, headers understood, then read.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use sst_core::codes::Finding;
use sst_core::definitions::Definitions;
use sst_core::ledger::Ledger;

use super::block::{BlockReader, BlockSize, NotUtf8};
use super::error::{OpenError, ReadError};
use super::reading::{FindingReport, Place, Reading, column_letters};
use super::row::RowReader;
use super::tally::{RowPlace, Tally};
use super::threads;
use crate::columns::{DateColumn, Feeds, FilePlan, formats_that_fit, plan_file};
use crate::mapping::{Mapping, did_you_mean};
use crate::source::{
    BLOCK_BYTES, Block, CellSplitter, Container, Dialect, Encoding, Head, Input, MemoryInput, Splitter, decode, fill,
    judge, of_mark, read_all, read_head,
};

/// Files that were opened, with their columns understood.
pub struct Export<'i> {
    /// What is measured, with the columns that the files have.
    pub definitions: Definitions,
    files: Vec<OpenFile<'i>>,
    block_bytes: usize,
}

/// What is known of a file once it is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFacts {
    /// Its name.
    pub file: String,
    /// How it writes characters.
    pub encoding: Encoding,
    /// What separates its cells.
    pub dialect: Dialect,
    /// Its headers.
    pub headers: Vec<String>,
}

/// The first rows of a file, for drafting a mapping: cells stay in memory and are never told.
pub struct FileSample {
    /// The headers.
    pub headers: Vec<String>,
    /// The cells of the first rows.
    pub rows: Vec<Vec<String>>,
}

impl FileSample {
    /// Looks at the first rows of a file.
    ///
    /// # Errors
    /// [`OpenError`] when it is no CSV.
    pub fn of(input: &dyn Input) -> Result<Self, OpenError> {
        let file = open(input)?;
        Ok(Self { rows: file.sample(1000), headers: file.head.headers })
    }
}

struct OpenFile<'i> {
    input: Source<'i>,
    /// How the input is to be decoded.
    encoding: Encoding,
    /// How the file was written: another encoding than the input's where it was decoded in memory.
    written_in: Encoding,
    /// Whether the whole file was looked at to tell its encoding.
    is_judged: bool,
    head: Head,
    plan: FilePlan,
}

/// A file as it is, or decoded in memory.
enum Source<'i> {
    Given(&'i dyn Input),
    Decoded(MemoryInput),
}

impl Source<'_> {
    fn get(&self) -> &dyn Input {
        match self {
            Self::Given(input) => *input,
            Self::Decoded(input) => input,
        }
    }
}

impl<'i> Export<'i> {
    /// Opens files and understands their headers.
    ///
    /// # Errors
    /// [`OpenError`]: what cannot be read, and what the mapping and the headers do not agree on.
    pub fn open(inputs: &[&'i dyn Input], mapping: &Mapping) -> Result<Self, OpenError> {
        let limit = usize::from(u16::MAX);
        if inputs.len() > limit {
            return Err(OpenError::TooManyFiles { files: inputs.len(), limit });
        }
        refuse_same_content(inputs)?;
        let mut files = inputs.iter().map(|&input| open(input)).collect::<Result<Vec<_>, _>>()?;
        let mut definitions = mapping.definitions.clone();
        keep_instruments_that_are_there(&mut definitions, &files, mapping);
        let mapping = Mapping { definitions, ..mapping.clone() };
        for file in &mut files {
            file.plan = plan_file(&file.head.headers, &mapping);
        }
        refuse_headers_that_no_file_has(&files)?;
        let collected: BTreeSet<String> =
            files.iter().flat_map(|file| &file.plan.columns).map(|column| column.name.clone()).collect();
        for file in &files {
            let has_date = file.plan.columns.iter().any(|column| column.feeds == Feeds::Date(DateColumn::Session));
            if !has_date {
                // A header that already has its own meaning is not the one that was meant.
                let taken = |header: &&str| crate::columns::feeds_of(header, &mapping.definitions).is_some();
                let known = file.head.headers.iter().map(String::as_str).filter(|header| !taken(header));
                let alias = crate::init::canonical_of_all(&file.head.headers, "session_date");
                let mapped = mapping.columns.iter().find(|column| column.name == "session_date");
                return Err(OpenError::NoSessionDate {
                    file: file.input.get().name().to_owned(),
                    header: mapped.map(|column| column.header.clone()),
                    meant: alias.or_else(|| did_you_mean("session_date", known).map(str::to_owned)),
                });
            }
        }
        let definitions = Definitions { collected, ..mapping.definitions };
        Ok(Self { definitions, files, block_bytes: BLOCK_BYTES })
    }

    /// The same export, read in blocks of so many bytes: memory and speed hang on it, the outcome does not.
    #[must_use]
    pub fn in_blocks_of(mut self, bytes: usize) -> Self {
        self.block_bytes = bytes.max(1);
        self
    }

    /// What is known of each file.
    pub fn facts(&self) -> Vec<FileFacts> {
        self.files
            .iter()
            .map(|file| FileFacts {
                file: file.input.get().name().to_owned(),
                encoding: file.written_in,
                dialect: file.head.dialect,
                headers: file.head.headers.clone(),
            })
            .collect()
    }

    /// Reads every row, in so many threads; `progress` is told of bytes done. The outcome is the same for any number.
    ///
    /// # Errors
    /// [`ReadError`]: what the system says, or that not one session date can be read.
    pub fn read(&mut self, threads: usize, progress: &(dyn Fn(u64) + Sync)) -> Result<Reading, ReadError> {
        let mut ledger = Ledger::new(&self.definitions);
        let mut rows_by_file = Vec::new();
        let mut excluded = std::collections::BTreeMap::new();
        let mut days_to_answer = std::collections::BTreeMap::new();
        let mut reports: Vec<FindingReport> = Vec::new();
        for number in 0..self.files.len() {
            let (tally, sizes, records) = self.read_file(number, threads, progress)?;
            let file = &self.files[number];
            file.refuse_unreadable_dates(&tally)?;
            if ledger.is_empty() {
                ledger = records;
            } else {
                ledger.merge(&records);
            }
            rows_by_file.push(tally.rows());
            for (&reason, &rows) in &tally.excluded {
                *excluded.entry(reason).or_default() += rows;
            }
            for (&days, &count) in &tally.days_to_answer {
                *days_to_answer.entry(days).or_default() += count;
            }
            for report in file.reports(number, &tally, &sizes) {
                add_report(&mut reports, report);
            }
        }
        reports.sort_by(|a, b| {
            b.rule.severity().cmp(&a.rule.severity()).then(a.rule.cmp(&b.rule)).then(a.column.cmp(&b.column))
        });
        Ok(Reading { ledger, rows_by_file, excluded, findings: reports, days_to_answer })
    }

    fn read_file(
        &mut self,
        number: usize,
        threads: usize,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Result<(Tally, Vec<BlockSize>, Ledger), ReadError> {
        if let Some(read) = self.try_read_file(number, threads, progress)? {
            return Ok(read);
        }
        // Not UTF-8 after all. The header is plain ASCII (or this would be known), so its columns stay as they are.
        let file = &mut self.files[number];
        file.encoding = judge(file.input.get()).map_err(|source| file.unreadable(source))?;
        file.written_in = file.encoding;
        file.is_judged = true;
        Ok(self.try_read_file(number, threads, progress)?.unwrap_or_else(|| unreachable!("the encoding is known now")))
    }

    /// Reads a file; `None` when it is not in the encoding it was taken for.
    fn try_read_file(
        &self,
        number: usize,
        threads: usize,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Result<Option<(Tally, Vec<BlockSize>, Ledger)>, ReadError> {
        let file = &self.files[number];
        let splitter = Mutex::new(Splitter::new(file.input.get(), &file.head, self.block_bytes));
        let is_over = AtomicBool::new(false);
        let worker = || {
            let rows = RowReader::new(&file.plan, &self.definitions, number as u16, file.head.dialect.delimiter);
            let ledger = Ledger::new(&self.definitions);
            let mut reader = BlockReader::new(rows, ledger, &file.head, file.encoding, file.is_judged);
            let mut sizes = Vec::new();
            let mut block = Block::default();
            let outcome = loop {
                if is_over.load(Ordering::Relaxed) {
                    break Ok(true);
                }
                // A poisoned lock means that another thread panicked, and its panic is passed on anyway.
                let next = splitter.lock().unwrap_or_else(std::sync::PoisonError::into_inner).next_into(&mut block);
                match next {
                    Err(source) => break Err(source),
                    Ok(false) => break Ok(true),
                    Ok(true) => match reader.read(&block) {
                        Ok(size) => sizes.push((block.number, size)),
                        Err(NotUtf8) => break Ok(false),
                    },
                }
                progress(block.bytes.len() as u64);
            };
            if !matches!(outcome, Ok(true)) {
                is_over.store(true, Ordering::Relaxed);
            }
            (outcome, sizes, reader.tally, reader.ledger)
        };
        // A small file is not worth a second thread.
        let threads = if file.input.get().len() < 2 * self.block_bytes as u64 { 1 } else { threads };
        let mut tally = Tally::default();
        let mut sizes = Vec::new();
        let mut ledger: Option<Ledger> = None;
        let mut is_utf8 = true;
        for (outcome, more, its_tally, its_ledger) in threads::run(threads, worker) {
            is_utf8 &= outcome.map_err(|source| file.unreadable(source))?;
            sizes.extend(more);
            tally.merge(its_tally);
            match &mut ledger {
                None => ledger = Some(its_ledger),
                Some(ledger) => ledger.merge(&its_ledger),
            }
        }
        sizes.sort_unstable_by_key(|(block, _)| *block);
        let sizes = sizes.into_iter().map(|(_, size)| size).collect();
        let ledger = ledger.unwrap_or_else(|| Ledger::new(&self.definitions));
        Ok(is_utf8.then_some((tally, sizes, ledger)))
    }
}

impl OpenFile<'_> {
    fn unreadable(&self, source: std::io::Error) -> ReadError {
        ReadError::Unreadable { file: self.input.get().name().to_owned(), source }
    }

    /// A file in which no date can be read is a mapping that is missing, not a service without sessions.
    fn refuse_unreadable_dates(&self, tally: &Tally) -> Result<(), ReadError> {
        let column = self.plan.columns.first().filter(|column| column.feeds == Feeds::Date(DateColumn::Session));
        let Some(column) = column else { return Ok(()) };
        let faulty = tally.findings.get(&(Finding::InvalidDate, Some(0))).map_or(0, |noticed| noticed.count);
        if tally.records > 0 || faulty == 0 {
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
            format: column.options.format.clone().unwrap_or_else(|| "YYYY-MM-DD".to_owned()),
            fitting: formats_that_fit(cells.iter().copied()),
        })
    }

    /// The cells of the first rows that can be told apart.
    fn sample(&self, rows: usize) -> Vec<Vec<String>> {
        let mut splitter = Splitter::new(self.input.get(), &self.head, BLOCK_BYTES);
        let mut block = Block::default();
        if !splitter.next_into(&mut block).unwrap_or(false) {
            return Vec::new();
        }
        let mut cells = CellSplitter::new(self.head.dialect.delimiter);
        let spans = block.rows().filter(|span| span.defect.is_none() && span.end > span.start);
        spans
            .take(rows)
            .map(|span| {
                let text = decode(&block.bytes[span.start..span.end], self.encoding);
                cells.split_quoted(&text).from(0).map(str::to_owned).collect()
            })
            .collect()
    }

    /// The findings of this file, with places counted from its beginning.
    fn reports(&self, number: usize, tally: &Tally, sizes: &[BlockSize]) -> Vec<FindingReport> {
        let mut begins = Vec::with_capacity(sizes.len());
        let mut begin = BlockSize { lines: self.head.lines, records: 0, sheet_rows: self.head.sheet_rows };
        for size in sizes {
            begins.push(begin);
            begin.lines += size.lines;
            begin.records += size.records;
            begin.sheet_rows += size.sheet_rows;
        }
        let place = |at: &RowPlace, column: Option<usize>| {
            let begin = begins.get(at.block as usize).copied().unwrap_or_default();
            let sheet_row = begin.sheet_rows + at.sheet_row + 1;
            Place {
                file: number,
                line: begin.lines + at.line + 1,
                record: begin.records + at.record + 1,
                cell: format!("{}{sheet_row}", column.map(column_letters).unwrap_or_default()),
            }
        };
        let mut reports = Vec::new();
        for (&(rule, column), noticed) in &tally.findings {
            let planned = column.map(|column| &self.plan.columns[column]);
            reports.push(FindingReport {
                rule,
                column: planned.map(|planned| planned.name.clone()),
                count: noticed.count,
                places: noticed.places.iter().map(|at| place(at, planned.map(|planned| planned.place))).collect(),
            });
        }
        let at_header = |column: Option<usize>| {
            let cell = format!("{}{}", column.map(column_letters).unwrap_or_default(), self.head.sheet_rows);
            vec![Place { file: number, line: self.head.lines, record: 0, cell }]
        };
        for (rule, column, header) in &self.plan.findings {
            let places = at_header(Some(*column));
            match reports.iter_mut().find(|other| other.rule == *rule && other.column == *header) {
                None => reports.push(FindingReport { rule: *rule, column: header.clone(), count: 1, places }),
                Some(other) => {
                    other.count += 1;
                    other.places.extend(places);
                }
            }
        }
        for absent in &self.plan.absent {
            reports.push(FindingReport {
                rule: Finding::AbsentColumn,
                column: Some(absent.name.clone()),
                count: 1,
                places: at_header(None),
            });
        }
        if tally.line_ends.iter().filter(|&&seen| seen).count() > 1 {
            reports.push(FindingReport {
                rule: Finding::MixedLineEndings,
                column: None,
                count: 1,
                places: at_header(None),
            });
        }
        reports
    }
}

/// A finding about a column's name is one finding in however many files the column stands.
const fn is_about_headers(rule: Finding) -> bool {
    matches!(rule, Finding::BlankHeader | Finding::DuplicateHeader | Finding::UnusedColumn | Finding::MixedLineEndings)
}

fn add_report(reports: &mut Vec<FindingReport>, report: FindingReport) {
    const PLACES: usize = 5;
    let same = reports.iter_mut().find(|other| other.rule == report.rule && other.column == report.column);
    match same {
        None => reports.push(report),
        Some(other) => {
            other.count =
                if is_about_headers(report.rule) { other.count.max(report.count) } else { other.count + report.count };
            other.places.extend(report.places);
            other.places.sort();
            other.places.truncate(PLACES);
        }
    }
}

fn open(input: &dyn Input) -> Result<OpenFile<'_>, OpenError> {
    let name = || input.name().to_owned();
    let unreadable = |source| OpenError::Unreadable { file: name(), source };
    let mut start = vec![0; 1 << 16];
    let filled = fill(input, 0, &mut start).map_err(unreadable)?;
    start.truncate(filled);
    let mark = of_mark(&start);
    if mark.is_none()
        && let Some(container) = Container::of(&start)
    {
        return Err(OpenError::NotCsv { file: name(), container });
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
    let head = read_head(source.get(), encoding, skipped).map_err(unreadable)?;
    let head = head.ok_or_else(|| OpenError::Empty { file: name() })?;
    if head.has_defect {
        return Err(OpenError::BrokenHeader { file: name(), line: head.lines });
    }
    let written_in = mark.map_or(encoding, |(told, _)| told);
    Ok(OpenFile { input: source, encoding, written_in, is_judged, head, plan: FilePlan::default() })
}

fn refuse_same_content(inputs: &[&dyn Input]) -> Result<(), OpenError> {
    for (i, second) in inputs.iter().enumerate() {
        for first in &inputs[..i] {
            if first.len() == second.len() && first.len() > 0 && has_same_bytes(*first, *second) {
                return Err(OpenError::SameContent {
                    first: first.name().to_owned(),
                    second: second.name().to_owned(),
                });
            }
        }
    }
    Ok(())
}

/// What cannot be read is told when it is opened; here it only counts as different.
fn has_same_bytes(first: &dyn Input, second: &dyn Input) -> bool {
    let (mut a, mut b) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    let mut offset = 0;
    loop {
        let read = (fill(first, offset, &mut a), fill(second, offset, &mut b));
        match read {
            (Ok(n), Ok(m)) if n == m && a[..n] == b[..m] => {
                if n == 0 {
                    return true;
                }
                offset += n as u64;
            }
            _ => return false,
        }
    }
}

/// Only instruments with a column in some file take room in the records.
fn keep_instruments_that_are_there(definitions: &mut Definitions, files: &[OpenFile<'_>], mapping: &Mapping) {
    let everything = Mapping { definitions: definitions.clone(), ..mapping.clone() };
    let mut is_there = vec![false; definitions.instruments.len()];
    for file in files {
        for column in plan_file(&file.head.headers, &everything).columns {
            if let Feeds::Score { instrument, .. } = column.feeds {
                is_there[instrument] = true;
            }
        }
    }
    let mut is_there = is_there.into_iter();
    definitions.instruments.retain(|_| is_there.next().unwrap_or(false));
}

fn refuse_headers_that_no_file_has(files: &[OpenFile<'_>]) -> Result<(), OpenError> {
    let Some(first) = files.first() else {
        return Ok(());
    };
    let everywhere = |name: &str| files.iter().all(|file| file.plan.absent.iter().any(|absent| absent.name == name));
    if let Some(absent) = first.plan.absent.iter().find(|absent| everywhere(&absent.name)) {
        let headers = files.iter().flat_map(|file| &file.head.headers).map(String::as_str);
        return Err(OpenError::NoSuchHeader {
            name: absent.name.clone(),
            header: absent.header.clone(),
            meant: did_you_mean(&absent.header, headers).map(str::to_owned),
        });
    }
    Ok(())
}
