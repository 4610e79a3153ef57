//! From findings in blocks to findings in files, with places as an editor and a spreadsheet count them.

use std::collections::BTreeMap;

use sst_core::codes::Finding;

use super::block::BlockSize;
use super::open_file::{Content, OpenFile};
use super::reading::{FindingReport, Place, column_letters};
use super::tally::{RowPlace, Tally};
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
            });
        }
        let at_header = |column: Option<usize>| {
            if let Some(place) = origin(None, column) {
                return vec![place];
            }
            let cell = format!("{}{}", column.map(column_letters).unwrap_or_default(), self.head.sheet_rows);
            vec![Place { file: number, line: self.head.lines, record: 0, cell }]
        };
        let mut of_header: BTreeMap<(Finding, &Option<String>), Vec<Place>> = BTreeMap::new();
        for (rule, column, header) in &self.plan.findings {
            of_header.entry((*rule, header)).or_default().extend(at_header(Some(*column)));
        }
        reports.extend(of_header.into_iter().map(|((rule, header), places)| FindingReport {
            rule,
            column: header.clone(),
            count: places.len() as u64,
            places,
        }));
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
