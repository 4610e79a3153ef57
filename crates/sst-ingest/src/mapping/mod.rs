//! The mapping file: how a service's export says what the record layout asks for.
//!
//! Read key by key, so that every fault is told with its line and column, all of them at once.

mod answers;
mod base;
mod benchmark;
mod change;
mod column;
mod expect;
mod fault;
mod input;
mod instrument;
mod join;
mod keys;
mod publish;
mod scores;
mod sections;

pub use answers::AnswersMapping;
pub use column::{Choice, ColumnMapping, ColumnOptions};
pub use expect::Expected;
pub use fault::{MappingFault, MappingFaults, did_you_mean};
pub use input::{InputMapping, RowRule};
pub use join::{FilePattern, JoinBy, JoinMapping};
pub use scores::ScoresMapping;

use sst_core::definitions::{Definitions, FollowUp, Thresholds};
use sst_core::protect::Protection;
use sst_core::text::Catalogue;

pub(crate) use answers::is_follow_up;

use crate::profile::Profile;
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
    /// How the files are laid out.
    pub input: InputMapping,
    /// What the service expects of each export.
    pub expect: Expected,
    /// The rule under which results are published; `None` leaves them as they are.
    pub protect: Option<Protection>,
    /// How scores that come in a table of their own are to be read.
    pub scores: ScoresMapping,
    /// How follow-up answers that belong to no known session are to be read.
    pub answers: AnswersMapping,
    /// Files whose rows are joined to the sessions.
    pub joins: Vec<JoinMapping>,
    /// When it is given, columns of other names are not read.
    pub(crate) only: Option<Vec<String>>,
    /// Columns that the mapping names and that no file need have.
    pub(crate) may_lack: Vec<&'static str>,
    /// The profile that the files follow, once that is known.
    pub(crate) profile: Option<&'static Profile>,
}

/// A column was asked for that neither the record layout nor the mapping knows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no column `{name}` in the record layout or the mapping")]
pub struct UnknownColumn {
    /// The name asked for.
    pub name: String,
    /// The nearest name there is.
    pub meant: Option<String>,
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
        definitions.add_change_measures(catalogue);
        let scores = ScoresMapping::canonical(&definitions);
        Self {
            definitions,
            columns: Vec::new(),
            own_columns: Vec::new(),
            input: InputMapping::default(),
            expect: Expected::default(),
            protect: None,
            scores,
            answers: AnswersMapping::default(),
            joins: Vec::new(),
            only: None,
            may_lack: Vec::new(),
            profile: None,
        }
    }

    /// Has only the columns of these names read, and the session's date. What is not read cannot be counted: without
    /// `session_id` no duplicates are found, without `client_id` no clients are told apart.
    ///
    /// # Errors
    /// [`UnknownColumn`]: a name that neither the record layout nor the mapping knows.
    pub fn read_only(&mut self, names: &[&str]) -> Result<(), UnknownColumn> {
        let mut known = crate::columns::canonical_names(&self.definitions);
        known.extend(self.own_columns.iter().map(|own| own.column.name.clone()));
        if let Some(&name) = names.iter().find(|&name| !known.iter().any(|known| known == name)) {
            let meant = did_you_mean(name, known.iter().map(String::as_str)).map(str::to_owned);
            return Err(UnknownColumn { name: name.to_owned(), meant });
        }
        let names = names.iter().map(|&name| name.to_owned());
        self.only = Some(names.chain(["session_date".to_owned()]).collect());
        Ok(())
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
