//! A file read whole, as rows of text with their places: what joins are made of.
//!
//! The same door as for sessions: encodings, quotes, ragged rows and their findings. What the cells mean is not asked here.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use sst_core::codes::Exclusion;
use sst_core::text::Catalogue;

use super::each_row::{At, TakesRows, each_row};
use super::error::OpenError;
use super::export::FileFacts;
use super::follow::{Followed, Follows, decide_dates, follow};
use super::open_file::{Content, OpenFile, open};
use super::reading::FindingReport;
use super::tally::{RowPlace, Tally};
use crate::columns::{FilePlan, known_headers, plan_file};
use crate::mapping::{JoinMapping, Mapping};
use crate::profile::{Chosen, Profile};
use crate::source::{Input, Layout, RowAt, SourceColumn, TableOpener, TextColumn};

/// A file read whole.
pub struct WholeFile {
    /// How it is written.
    pub facts: FileFacts,
    /// Its columns, in order.
    pub columns: Vec<SourceColumn>,
    /// Rows whose cells cannot be used at all, by reason.
    pub excluded: BTreeMap<Exclusion, u64>,
    /// What was noticed; places are of file 0.
    pub findings: Vec<FindingReport>,
    /// How its columns are used, where it holds sessions.
    pub(super) plan: FilePlan,
    /// The profile that it follows.
    pub(super) profile: Option<&'static Profile>,
    cells: Vec<TextColumn>,
    /// Columns by their names in small letters.
    places: FxHashMap<String, usize>,
    rows: Vec<RowAt>,
    header: RowAt,
}

/// By the headers of a file, which of its columns are wanted.
pub type WantedColumns<'w> = dyn Fn(&[String]) -> Box<dyn Fn(&str) -> bool> + 'w;

/// The headers of a file.
///
/// # Errors
/// [`OpenError`]: what cannot be read.
pub fn headers_of(input: &dyn Input, tables: &dyn TableOpener) -> Result<Vec<String>, OpenError> {
    let known = known_headers(&Mapping::canonical(&Catalogue::english()));
    Ok(open(input, tables, &Layout::default(), &known)?.head.headers)
}

/// Files of one kind, read whole by the profile that they follow.
pub struct WholeFiles {
    /// The files.
    pub files: Vec<WholeFile>,
    /// What they follow.
    pub follows: Follows,
}

impl WholeFiles {
    /// Files of sessions, as [`super::Export::open_with`] opens them.
    ///
    /// # Errors
    /// [`OpenError`]: what cannot be read, and what no file decides.
    pub fn sessions(inputs: &[&dyn Input], tables: &dyn TableOpener, mapping: &Mapping) -> Result<Self, OpenError> {
        let Followed { mut files, chosen, looks_like } =
            follow(inputs, &mapping.input, tables, &known_headers(mapping))?;
        let mut follows = Follows { chosen, looks_like, ..Follows::default() };
        // Sessions are found by ids that may not be asked for.
        let mapping = Mapping { only: None, ..follows.mapping(mapping) };
        for file in &mut files {
            file.plan = plan_file(&file.head.headers, &mapping);
        }
        if chosen.is_some() {
            follows.date_formats = decide_dates(&mut files)?;
        }
        Self::of(files, follows)
    }

    /// The files of a join.
    ///
    /// # Errors
    /// [`OpenError`]: what cannot be read, and a profile that is none of theirs.
    pub fn joined(
        inputs: &[&dyn Input],
        tables: &dyn TableOpener,
        join: &JoinMapping,
        mapping: &Mapping,
    ) -> Result<Self, OpenError> {
        let Followed { files, chosen, looks_like } = follow(inputs, &join.input, tables, &known_headers(mapping))?;
        if let Some(Chosen { profile, detected: false }) = chosen {
            let is_known = |file: &OpenFile<'_>| file.head.headers.iter().any(|header| profile.knows(header));
            if let Some(file) = files.iter().find(|file| !is_known(file)) {
                return Err(OpenError::ProfileOfOtherFile { file: file.input.get().name().to_owned(), profile });
            }
        }
        Self::of(files, Follows { chosen, looks_like, ..Follows::default() })
    }

    fn of(files: Vec<OpenFile<'_>>, follows: Follows) -> Result<Self, OpenError> {
        let profile = follows.chosen.map(|chosen| chosen.profile);
        let whole = files.into_iter().map(|file| Ok(WholeFile { profile, ..WholeFile::of(file, &|_| true)? }));
        Ok(Self { files: whole.collect::<Result<_, OpenError>>()?, follows })
    }
}

impl WholeFile {
    /// Reads a file.
    ///
    /// # Errors
    /// [`OpenError`]: what cannot be read.
    pub fn read(input: &dyn Input, tables: &dyn TableOpener, layout: &Layout) -> Result<Self, OpenError> {
        Self::read_only(input, tables, layout, &|_| Box::new(|_| true))
    }

    /// The same with the cells of only some columns, as `wanted` says by the headers; those of others are blank.
    ///
    /// # Errors
    /// [`OpenError`]: what cannot be read.
    pub fn read_only(
        input: &dyn Input,
        tables: &dyn TableOpener,
        layout: &Layout,
        wanted: &WantedColumns<'_>,
    ) -> Result<Self, OpenError> {
        let known = known_headers(&Mapping::canonical(&Catalogue::english()));
        let file = open(input, tables, layout, &known)?;
        let is_wanted = wanted(&file.head.headers);
        Self::of(file, &*is_wanted)
    }

    fn of(mut file: OpenFile<'_>, is_wanted: &dyn Fn(&str) -> bool) -> Result<Self, OpenError> {
        let plan = std::mem::take(&mut file.plan);
        let columns = columns_of(&file);
        let mut places = FxHashMap::default();
        for (place, column) in columns.iter().enumerate() {
            places.entry(column.name.trim().to_ascii_lowercase()).or_insert(place);
        }
        let mut kept = Kept {
            wanted: columns.iter().map(|column| is_wanted(column.name.trim())).collect(),
            cells: vec![TextColumn::default(); columns.len()],
            places: Vec::new(),
            excluded: BTreeMap::new(),
            tally: Tally::default(),
        };
        let sizes = each_row(&file, &mut kept).map_err(|error| OpenError::Unread(Box::new(error)))?;
        let mut begins = vec![(file.head.lines, 0, file.head.sheet_rows)];
        for size in &sizes {
            let (lines, records, sheet_rows) = begins[begins.len() - 1];
            begins.push((lines + size.lines, records + size.records, sheet_rows + size.sheet_rows));
        }
        let at = |place: &RowPlace| {
            let (lines, records, sheet_rows) = begins[place.block as usize];
            RowAt {
                line: lines + place.line + 1,
                record: records + place.record + 1,
                sheet_row: sheet_rows + place.sheet_row + 1,
            }
        };
        Ok(Self {
            facts: FileFacts::of(&file),
            findings: file.reports(0, 0, &kept.tally, &sizes),
            rows: kept.places.iter().map(at).collect(),
            plan,
            profile: None,
            header: RowAt { line: file.head.lines, record: 0, sheet_row: file.head.sheet_rows },
            columns,
            excluded: kept.excluded,
            cells: kept.cells,
            places,
        })
    }

    /// How many rows can be used.
    pub const fn rows(&self) -> usize {
        self.rows.len()
    }

    /// How many rows there are, the unusable too.
    pub fn rows_read(&self) -> u64 {
        self.rows.len() as u64 + self.excluded.values().sum::<u64>()
    }

    /// A cell, without white space at its ends.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        self.cells.get(column).map(|cells| cells.cell(row)).unwrap_or_default()
    }

    /// The first column of that name, given in small letters; those of ASCII are not told apart.
    pub fn place(&self, small: &str) -> Option<usize> {
        self.places.get(small).copied()
    }

    /// Whether the profile of a joined file has a use for the column that is not the service's own: its meaning is not the
    /// record layout's, whatever its name.
    pub fn has_own(&self, header: &str) -> bool {
        self.profile.is_some_and(|profile| profile.has_own(header))
    }

    /// The header of the answers' date, where the profile knows it.
    pub fn profiled_follow_up_date(&self) -> Option<&str> {
        let column = self.profile?.columns.get("followup_date")?;
        let names = || self.columns.iter().map(|column| column.name.trim());
        column.headers.iter().find_map(|header| names().find(|name| name == header))
    }

    /// Where a row stands; `None` is the header.
    pub fn at(&self, row: Option<usize>) -> RowAt {
        row.map_or(Some(self.header), |row| self.rows.get(row).copied()).unwrap_or_default()
    }
}

fn columns_of(file: &OpenFile<'_>) -> Vec<SourceColumn> {
    match &file.content {
        Content::Table(table) => table.columns().to_vec(),
        Content::Text(_) => {
            file.head.headers.iter().map(|name| SourceColumn { name: name.clone(), fault: None }).collect()
        }
    }
}

/// The rows read so far.
struct Kept {
    /// Whether the cells of a column are kept.
    wanted: Vec<bool>,
    cells: Vec<TextColumn>,
    places: Vec<RowPlace>,
    excluded: BTreeMap<Exclusion, u64>,
    tally: Tally,
}

impl TakesRows for Kept {
    fn tally(&mut self) -> &mut Tally {
        &mut self.tally
    }

    fn wanted(&self) -> usize {
        self.cells.len()
    }

    fn take<'r>(
        &mut self,
        place: RowPlace,
        exclusion: impl FnOnce(&mut At<'_>) -> Option<Exclusion>,
        cell_at: impl Fn(usize) -> Option<&'r str>,
        _: bool,
    ) {
        if let Some(reason) = exclusion(&mut At { tally: &mut self.tally, place }) {
            *self.excluded.entry(reason).or_default() += 1;
            return;
        }
        let wanted = self.cells.iter_mut().enumerate().zip(&self.wanted).filter(|(_, wanted)| **wanted);
        for ((column, cells), _) in wanted {
            cells.push(|text| text.push_str(cell_at(column).unwrap_or_default().trim()));
        }
        self.places.push(place);
    }
}
