//! Published figures and claims as data, what each may be compared with, and what an interval says of it.
//!
//! A [`Benchmark`] carries its definition: what counts as a yes, out of whom, when. [`comparable`] refuses to set unlike things side
//! by side; [`verdict`] and [`is_robust`] decide by intervals; [`notes`] puts both into words, from the counts of a result alone.

mod built_in;
mod comparable;
mod figure;
mod kinds;
mod notes;
mod printed;
mod record;
mod settle;
mod verdict;
mod words;

pub use built_in::{built_in, from_toml};
pub use comparable::{COMPARED, Compared, NotComparable, comparable};
pub use figure::Figure;
pub use kinds::{BenchmarkKind, DenominatorKind, Evidence, OutcomeKind, SessionsKind};
pub use notes::{annotate, notes};
pub use printed::{Printed, printed};
pub use record::{Benchmark, BenchmarkFault};
pub use settle::{Settled, answers_to_settle};
pub use verdict::{Observed, is_robust, verdict};

use crate::codes::UnknownCode;
