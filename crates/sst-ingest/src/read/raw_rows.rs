//! The rows of a file as they are, for looking at it before any mapping is there.

use std::ops::ControlFlow;

use sst_core::text::Catalogue;

use super::error::OpenError;
use super::follow::{Followed, follow};
use super::open_file::{Content, OpenFile, TextFacts};
use crate::columns::known_headers;
use crate::mapping::{InputMapping, Mapping};
use crate::profile::Profile;
use crate::source::{
    BLOCK_BYTES, Block, CellSplitter, Encoding, Input, Layout, Marks, RowSource, Splitter, TableFault, TableOpener,
    decode, judge,
};

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
        let file = || self.file.input.get().name().to_owned();
        match &self.file.content {
            Content::Text(text) => each_of_text(&self.file, *text, most, each)
                .map_err(|source| OpenError::Unreadable { file: file(), source }),
            Content::Table(table) => {
                each_of_table(table.as_ref(), most, each).map_err(|fault| OpenError::Table { file: file(), fault })
            }
        }
    }
}

fn each_of_text(
    file: &OpenFile<'_>,
    text: TextFacts,
    most: u64,
    each: &mut dyn FnMut(&[&str]),
) -> std::io::Result<bool> {
    let input = file.input.get();
    let encoding: Encoding = if text.is_judged { text.encoding } else { judge(input)? };
    let delimiter = file.head.dialect.delimiter;
    let mut splitter = Splitter::new(input, &file.head, BLOCK_BYTES);
    let mut cells = CellSplitter::new(delimiter);
    let (mut block, mut marks, mut rows) = (Block::default(), Marks::default(), 0);
    while splitter.next_into(&mut block)? {
        marks.find(block.bytes(), delimiter);
        for row in block.rows(&marks) {
            if row.quotes.defect.is_some() || row.span.end == row.span.start {
                continue;
            }
            if rows == most {
                return Ok(false);
            }
            let text = decode(&block.bytes()[row.span.start..row.span.end], encoding);
            let split: Vec<&str> = cells.split_quoted(&text).iter().collect();
            each(&split);
            rows += 1;
        }
    }
    Ok(true)
}

fn each_of_table(table: &dyn RowSource, most: u64, each: &mut dyn FnMut(&[&str])) -> Result<bool, TableFault> {
    let mut rows = 0;
    let mut is_all = true;
    for part in 0..table.parts().len() {
        table.read_part(part, &mut |some| {
            let mut cells = Vec::new();
            for row in 0..some.rows() {
                if rows == most {
                    is_all = false;
                    return ControlFlow::Break(());
                }
                some.row(row, &mut cells);
                each(&cells);
                rows += 1;
            }
            ControlFlow::Continue(())
        })?;
        if !is_all {
            break;
        }
    }
    Ok(is_all)
}
