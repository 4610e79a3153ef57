//! The first rows of a file, for drafting a mapping.

use sst_core::text::Catalogue;

use super::error::OpenError;
use super::follow::{Followed, follow};
use crate::columns::known_headers;
use crate::mapping::{InputMapping, Mapping};
use crate::profile::Profile;
use crate::source::{CsvOnly, Input, Layout, TableOpener};

/// The first rows of a file, for drafting a mapping: cells stay in memory and are never told.
pub struct FileSample {
    /// The headers.
    pub headers: Vec<String>,
    /// The cells of the first rows.
    pub rows: Vec<Vec<String>>,
    /// The profile that the file follows for certain.
    pub profile: Option<&'static Profile>,
}

impl FileSample {
    /// Looks at the first rows of a file.
    ///
    /// # Errors
    /// [`OpenError`] when it is no CSV.
    pub fn of(input: &dyn Input) -> Result<Self, OpenError> {
        Self::with(input, &CsvOnly, &Layout::default())
    }

    /// The same where files may be tables too.
    ///
    /// # Errors
    /// [`OpenError`] when it is neither CSV nor a table that `tables` opens.
    pub fn with(input: &dyn Input, tables: &dyn TableOpener, layout: &Layout) -> Result<Self, OpenError> {
        let known = known_headers(&Mapping::canonical(&Catalogue::english()));
        let mapping = InputMapping {
            layout: layout.clone(),
            says_headers: *layout != Layout::default(),
            ..InputMapping::default()
        };
        let Followed { mut files, chosen, .. } = follow(&[input], &mapping, tables, &known)?;
        let file = files.remove(0);
        let rows = file.sample(1000);
        Ok(Self { rows, headers: file.head.headers, profile: chosen.map(|chosen| chosen.profile) })
    }
}
