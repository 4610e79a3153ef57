//! The mapping file: how a service's export says what the record layout asks for.
//!
//! Read key by key, so that every fault is told with its line and column, all of them at once.

mod column;
mod fault;
mod keys;
mod sections;

pub use column::{ColumnMapping, ColumnOptions};
pub use fault::{MappingFault, MappingFaults, did_you_mean};

use sst_core::definitions::{Definitions, FollowUp, Thresholds};
use sst_core::text::Catalogue;

use keys::Document;

/// A mapping file, understood: what is measured, and how the export's cells say it.
#[derive(Debug, Clone)]
pub struct Mapping {
    /// What is measured; `instruments` are all that are known, `collected` is still empty.
    pub definitions: Definitions,
    /// Canonical columns and groups under the export's headers.
    pub columns: Vec<ColumnMapping>,
    /// The columns of the service's own measures.
    pub own_columns: Vec<OwnColumn>,
}

/// The column of a measure of the service's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnColumn {
    /// The question's number in the definitions.
    pub number: usize,
    /// The measure's id, the header and the labels of `yes` and `no`.
    pub column: ColumnMapping,
}

impl Mapping {
    /// The mapping of an export that has the record layout's own headers.
    pub fn canonical(catalogue: &Catalogue) -> Self {
        let mut definitions = Definitions::new(Thresholds::default(), FollowUp::default(), catalogue);
        definitions.instruments = sst_core::instrument::Instrument::built_in();
        Self { definitions, columns: Vec::new(), own_columns: Vec::new() }
    }

    /// Reads a mapping file.
    ///
    /// # Errors
    /// Every fault, with line, column and hint.
    pub fn parse(text: &str, catalogue: &Catalogue) -> Result<Self, MappingFaults> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let (mut document, keys) = Document::parse(text);
        let mapping = match keys {
            Some(keys) => sections::read(keys, catalogue, &mut document),
            None => Self::canonical(catalogue),
        };
        document.finish(mapping)
    }
}
