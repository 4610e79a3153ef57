//! The results document: what every picture, page, table and gate is made of, and all they may see.
//!
//! Versioned JSON (`sst-results/1`). Readers ignore keys they do not know; a key that is removed or changes its type
//! raises the number in `schema`. Nothing here holds a client: pages and pictures are pure functions of a
//! [`ResultSet`] and can be re-rendered, compared and committed without client data.

mod answers;
mod benchmark_note;
mod change;
mod comparison;
mod entry;
mod estimate_table;
mod family_test;
mod header;
mod instrument_name;
mod joins;
mod json;
mod missing;
mod pooled;
mod possible;
mod rule_words;
mod scores;

pub use answers::{AnswersNote, UnusedAnswers};
pub use benchmark_note::{BenchmarkNote, Verdict};
pub use change::{ClassShare, EffectSize, Joint, JointCell, RuleNote, SensitivityRow};
pub use comparison::{Comparison, DifferenceVerdict, Side};
pub use entry::{
    Bin, Bounds, By, CaveatNote, Count, Distribution, Kind, Mean, OfficialShare, Payload, Proportion, ResultEntry,
    Share,
};
pub use estimate_table::{CellKind, EstimateRow, TableCell};
pub use family_test::{FamilyTest, NamedEstimate};
pub use header::{
    ExcludedRows, FindingCount, Flow, FollowUpRule, GateOutcome, GateState, InputFile, MappingFile, MeasureNote,
    Period, ProfileNote, ReportText, ResultSet, RowAccount, Target, Tool, Unit,
};
pub use joins::{JoinNote, UnusedJoins};
pub use json::{JsonError, SCHEMA_ID, json_schema};
pub use missing::{DeltaRow, MissingAnswers, Range, TippingNote, WeightedShare};
pub use pooled::{Heterogeneity, SmallStudies, StudyNote};
pub use scores::{ScoresNote, UnusedScores};
