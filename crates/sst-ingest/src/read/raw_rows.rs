//! The rows of a file as they are, for looking at it before any mapping is there.

use std::ops::ControlFlow;

use sst_core::text::Catalogue;

use super::error::OpenError;
use super::follow::{Followed, follow};
use super::open_file::OpenFile;
use crate::columns::known_headers;
use crate::mapping::{InputMapping, Mapping};
use crate::profile::Profile;
use crate::source::{Input, Layout, TableOpener};

/// A file with its headers, whose rows can be looked at: cells are handed out and kept nowhere.
pub(crate) struct RawRows<'i> {
    file: OpenFile<'i>,
    /// The profile that the file follows for certain.
    pub(crate) profile: Option<&'static Profile>,
}

impl<'i> RawRows<'i> {
    /// Opens a file.
    ///
    /// # Errors
    /// [`OpenError`] when it is neither CSV nor a table that `tables` opens.
    pub(crate) fn open(input: &'i dyn Input, tables: &dyn TableOpener, layout: &Layout) -> Result<Self, OpenError> {
        let mapping = InputMapping {
            layout: layout.clone(),
            says_headers: *layout != Layout::default(),
            ..InputMapping::default()
        };
        let known = known_headers(&Mapping::canonical(&Catalogue::english()));
        let Followed { mut files, chosen, .. } = follow(&[input], &mapping, tables, &known)?;
        Ok(Self { file: files.remove(0), profile: chosen.map(|chosen| chosen.profile) })
    }

    /// The headers.
    pub(crate) fn headers(&self) -> &[String] {
        &self.file.head.headers
    }

    /// Shows `each` the cells of the first `most` rows that can be told apart; whether these are all.
    ///
    /// # Errors
    /// [`OpenError`] when the file cannot be read on.
    pub(crate) fn each(&self, most: u64, each: &mut dyn FnMut(&[&str])) -> Result<bool, OpenError> {
        let places: Vec<usize> = (0..self.file.head.headers.len()).collect();
        let (mut rows, mut is_all) = (0, true);
        let outcome = self.file.show_cells(&places, true, &mut |cells| {
            is_all = rows < most;
            if !is_all {
                return ControlFlow::Break(());
            }
            each(cells);
            rows += 1;
            ControlFlow::Continue(())
        });
        outcome.map(|()| is_all).map_err(|error| OpenError::Unread(Box::new(error)))
    }
}
