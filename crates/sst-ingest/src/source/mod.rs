//! A file as blocks of whole rows: container, encoding, delimiter, line ends, quotes.
//!
//! The `csv` family splits quoted rows into cells; where rows begin and end, and what is wrong with their quotes, is told
//! here, because that reader repairs in silence (`"2"x` becomes `2x`, an open quote swallows the file). What is no text is
//! a table that another crate reads ([`RowSource`]); gzip and zip are unpacked first.

#[cfg(test)]
mod agreement;
mod blocks;
mod cells;
mod container;
mod dialect;
mod encoding;
mod export_name;
mod guard;
mod hash;
mod header_row;
mod input;
mod layout;
mod marks;
#[cfg(feature = "packed")]
mod packed;
#[cfg(any(feature = "packed", feature = "xlsx"))]
mod reader;
mod rows;
mod table;
#[cfg(any(feature = "packed", feature = "xlsx"))]
mod unpacking;
#[cfg(feature = "xlsx")]
mod workbook;

pub use container::Container;
pub use dialect::Dialect;
pub use encoding::Encoding;
pub use export_name::{EXPORT_ENDS, is_export_name};
pub use guard::{Panicked, guarded};
pub use hash::sha256_hex;
pub use input::{Input, MemoryInput, read_all};
pub use layout::{Layout, combined_headers};
#[cfg(feature = "packed")]
pub use packed::{Unpacked, unpack};
pub use table::{
    CsvOnly, Origin, OriginFile, RowAt, RowSource, SourceColumn, TableFault, TableOpener, TextColumn, TextRows,
};

pub(crate) use blocks::{BLOCK_BYTES, Block, Splitter};
pub(crate) use cells::{CellSplitter, RowCells};
pub(crate) use header_row::{HeaderRow, KnownHeaders};
pub(crate) use input::fill;
pub(crate) use marks::Marks;
pub(crate) use rows::{Defect, Row};
#[cfg(feature = "xlsx")]
pub(crate) use workbook::open_workbook;

pub(crate) use dialect::{Head, read_head};
pub(crate) use encoding::{decode, judge, of_mark};
