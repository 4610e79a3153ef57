//! From findings in blocks to findings in files, with places as an editor and a spreadsheet count them.

use std::collections::BTreeMap;

use sst_core::codes::Finding;
use sst_core::ledger::Ledger;

use super::advice;
use super::block::BlockSize;
use super::open_file::{Content, OpenFile};
use super::reading::{FindingReport, Place, column_letters};
use super::tally::{RowPlace, Tally};
use crate::columns::Feeds;
use crate::source::OriginFile;

impl OpenFile<'_> {
    /// The findings of this file, with places counted from its beginning.
    /// `joined` is the number of the first joined file.
    pub(super) fn reports(
        &self,
        number: usize,
        joined: usize,
        tally: &Tally,
        sizes: &[BlockSize],
    ) -> Vec<FindingReport> {
        // The rows of a made table stand in files of their own.
        let origin = |row: Option<u64>, column: Option<usize>| {
            let Content::Table(table) = &self.content else { return None };
            let origin = table.origin(row, column)?;
            let file = match origin.file {
                OriginFile::Sessions(number) => number,
                OriginFile::Joined(number) => joined + number,
            };
            Some(origin.at.place(file, origin.column))
        };

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
            if let Some(place) = origin(Some(begin.records + at.record), column) {
                return place;
            }
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
                advice: planned.and_then(|planned| self.advice(rule, planned)),
            });
        }
        let at_header =
            |column: Option<usize>| vec![origin(None, column).unwrap_or_else(|| self.header_place(number, column))];
        let mut of_header: BTreeMap<(Finding, &Option<String>), Vec<Place>> = BTreeMap::new();
        for (rule, column, header) in &self.plan.findings {
            of_header.entry((*rule, header)).or_default().extend(at_header(Some(*column)));
        }
        reports.extend(of_header.into_iter().map(|((rule, header), places)| FindingReport {
            rule,
            column: header.clone(),
            count: places.len() as u64,
            places,
            advice: header.as_deref().and_then(|header| advice::of_header(rule, header)),
        }));
        for absent in &self.plan.absent {
            reports.push(FindingReport {
                rule: Finding::AbsentColumn,
                column: Some(absent.name.clone()),
                count: 1,
                places: at_header(None),
                advice: None,
            });
        }
        if tally.line_ends.iter().filter(|&&seen| seen).count() > 1 {
            reports.push(FindingReport {
                rule: Finding::MixedLineEndings,
                column: None,
                count: 1,
                places: at_header(None),
                advice: None,
            });
        }
        reports
    }

    /// Columns of which most filled cells are labels without a meaning: the form has new words.
    pub(super) fn reworded(&self, number: usize, tally: &Tally, records: &Ledger) -> Vec<FindingReport> {
        let unread = |place: usize| {
            let count = |rule| tally.findings.get(&(rule, Some(place))).map_or(0, |noticed| noticed.count);
            count(Finding::UnmappedValue) + count(Finding::RatingOutOfRange)
        };
        let places = (0..self.plan.columns.len()).map(|place| (place, unread(place)));
        let suspects: Vec<(usize, u64)> = places.filter(|&(_, unread)| unread >= FEWEST_REWORDED).collect();
        if suspects.is_empty() {
            return Vec::new();
        }
        let understood = records.understood();
        let is_reworded = |&&(place, unread): &&(usize, u64)| {
            let understood = match self.plan.columns[place].feeds {
                Feeds::Status => understood.statuses(),
                Feeds::Coded(question) => understood.coded(question),
                Feeds::Own(number) => understood.own(number),
                _ => return false,
            };
            unread > understood
        };
        let report = |&(place, _): &(usize, u64)| {
            let planned = &self.plan.columns[place];
            FindingReport {
                rule: Finding::RewordedColumn,
                column: Some(planned.name.clone()),
                count: 1,
                places: vec![self.header_place(number, Some(planned.place))],
                advice: self.advice(Finding::RewordedColumn, planned),
            }
        };
        suspects.iter().filter(is_reworded).map(report).collect()
    }

    fn header_place(&self, number: usize, column: Option<usize>) -> Place {
        let cell = format!("{}{}", column.map(column_letters).unwrap_or_default(), self.head.sheet_rows);
        Place { file: number, line: self.head.lines, record: 0, cell }
    }
}

/// Fewer labels without a meaning than this are slips.
const FEWEST_REWORDED: u64 = 5;

/// A finding about a column's name is one finding in however many files the column stands.
const fn is_about_headers(rule: Finding) -> bool {
    matches!(rule, Finding::BlankHeader | Finding::DuplicateHeader | Finding::UnusedColumn | Finding::MixedLineEndings)
}

pub(super) fn add_report(reports: &mut BTreeMap<(Finding, Option<String>), FindingReport>, report: FindingReport) {
    const PLACES: usize = 5;
    let count = report.count;
    let same = reports.entry((report.rule, report.column.clone())).or_insert_with(|| FindingReport {
        count: 0,
        places: Vec::new(),
        ..report.clone()
    });
    same.count = if is_about_headers(report.rule) { same.count.max(count) } else { same.count + count };
    same.places.extend(report.places);
    same.places.sort();
    same.places.truncate(PLACES);
}
