//! Every kind of table that polars reads.

use sst_ingest::source::{Container, Input, Layout, RowSource, TableFault, TableOpener};

use crate::{Arrow, Parquet};

/// Opens Parquet and Arrow files.
#[derive(Debug, Clone, Copy, Default)]
pub struct Frames;

impl TableOpener for Frames {
    fn open(
        &self,
        container: Container,
        input: &dyn Input,
        layout: &Layout,
    ) -> Option<Result<Box<dyn RowSource>, TableFault>> {
        Parquet.open(container, input, layout).or_else(|| Arrow.open(container, input, layout))
    }
}
