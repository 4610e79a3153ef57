//! What the files hold, column by column: cells are counted and stay in memory.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};
use sst_core::definitions::Definitions;

use super::aliases::{ByName, by_header, scores_column};
use crate::columns::formats_that_fit;
use crate::profile::Profile;
use crate::read::{OpenError, RawRows};
use crate::source::{Input, Layout, TableOpener};

/// So many rows of a file are looked at; the draft says when a file has more.
pub const MOST_ROWS: u64 = 200_000;

/// So many different cells of a column are told apart.
const MOST_VALUES: usize = 20_000;

/// A cell of more bytes is free text.
const LONGEST_VALUE: usize = 120;

/// The files that were looked at.
pub struct Look {
    pub(super) files: Vec<FileLook>,
}

/// What a file holds.
pub(super) struct FileLook {
    /// Its name.
    pub(super) name: String,
    /// How the mapping file would name it.
    pub(super) place: String,
    /// The profile that it follows for certain.
    pub(super) profile: Option<&'static Profile>,
    pub(super) rows: u64,
    pub(super) is_whole: bool,
    pub(super) columns: Vec<ColumnLook>,
    /// What a row holds by its session id, both hashed.
    pub(super) ids: FxHashMap<u64, u64>,
}

/// What a column holds.
#[derive(Debug, Clone, Default)]
pub(super) struct ColumnLook {
    pub(super) header: String,
    /// Cells that are not blank.
    pub(super) filled: u64,
    /// Different cells with how often they stand there, in order.
    pub(super) values: Vec<(String, u64)>,
    /// Cells too long to be told apart.
    pub(super) long: u64,
}

impl ColumnLook {
    /// How many cells are in `values`.
    pub(super) fn looked_at(&self) -> u64 {
        self.values.iter().map(|(_, count)| count).sum()
    }

    /// The same column of another file added.
    pub(super) fn add(&mut self, other: &Self) {
        let mut values: FxHashMap<String, u64> = std::mem::take(&mut self.values).into_iter().collect();
        for (value, count) in &other.values {
            *values.entry(value.clone()).or_default() += count;
        }
        self.values = values.into_iter().collect();
        self.values.sort_unstable();
        self.filled += other.filled;
        self.long += other.long;
    }
}

impl Look {
    /// The first file whose headers look like cells: one is a date, and few are known. They must not be shown.
    pub fn without_headers(&self, definitions: &Definitions) -> Option<&str> {
        let is_date = |header: &str| !formats_that_fit(&[header]).is_empty();
        // A label may be a known header too, as "attended"; two of them beside a date are no slip.
        let is_known = |header: &&str| {
            !matches!(by_header(header, definitions), ByName::Nothing) || scores_column(header).is_some()
        };
        let looks_so = |file: &&FileLook| {
            let headers = || file.columns.iter().map(|column| column.header.as_str());
            headers().any(is_date) && headers().filter(is_known).count() * 3 < headers().count()
        };
        self.files.iter().find(looks_so).map(|file| file.name.as_str())
    }
}

/// A file to look at.
pub struct FileToLookAt<'i> {
    /// Its bytes.
    pub input: &'i dyn Input,
    /// How the mapping file would name it.
    pub place: String,
}

/// Looks at the rows of the files.
///
/// # Errors
/// [`OpenError`] when one cannot be read.
pub fn look(
    files: &[FileToLookAt<'_>],
    tables: &dyn TableOpener,
    layout: &Layout,
    definitions: &Definitions,
) -> Result<Look, OpenError> {
    let files = files.iter().map(|file| look_at(file, tables, layout, definitions)).collect::<Result<_, _>>()?;
    Ok(Look { files })
}

fn look_at(
    file: &FileToLookAt<'_>,
    tables: &dyn TableOpener,
    layout: &Layout,
    definitions: &Definitions,
) -> Result<FileLook, OpenError> {
    let rows = RawRows::open(file.input, tables, layout)?;
    let headers = rows.headers().to_vec();
    let id_column = headers.iter().position(|header| {
        matches!(by_header(header, definitions), ByName::Itself(name) | ByName::Known(name) if name == "session_id")
    });
    let mut columns: Vec<ColumnLook> =
        headers.iter().map(|header| ColumnLook { header: header.clone(), ..ColumnLook::default() }).collect();
    let mut values: Vec<FxHashMap<String, u64>> = vec![FxHashMap::default(); columns.len()];
    let mut ids = FxHashMap::default();
    let mut count = 0;
    let is_whole = rows.each(MOST_ROWS, &mut |cells| {
        if cells.iter().all(|cell| cell.trim().is_empty()) || cells.iter().zip(&headers).all(|(a, b)| a.trim() == b) {
            return;
        }
        count += 1;
        for ((column, values), cell) in columns.iter_mut().zip(&mut values).zip(cells) {
            let cell = cell.trim();
            if cell.is_empty() {
                continue;
            }
            column.filled += 1;
            if cell.len() > LONGEST_VALUE {
                column.long += 1;
            } else if let Some(count) = values.get_mut(cell) {
                *count += 1;
            } else if values.len() < MOST_VALUES {
                values.insert(cell.to_owned(), 1);
            }
        }
        if let Some(id) = id_column.and_then(|place| cells.get(place)).map(|id| id.trim()).filter(|id| !id.is_empty()) {
            ids.insert(hash(&id), hash(&cells));
        }
    })?;
    for (column, values) in columns.iter_mut().zip(values) {
        column.values = values.into_iter().collect();
        column.values.sort_unstable();
    }
    let (name, place, profile) = (file.input.name().to_owned(), file.place.clone(), rows.profile);
    Ok(FileLook { name, place, profile, rows: count, is_whole, columns, ids })
}

fn hash(of: &impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    of.hash(&mut hasher);
    hasher.finish()
}
