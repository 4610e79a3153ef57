//! One file per command.

pub(crate) mod benchmarks;
pub(crate) mod change;
pub(crate) mod chart;
pub(crate) mod check;
pub(crate) mod compare;
pub(crate) mod completions;
pub(crate) mod explain;
mod github;
pub(crate) mod init;
pub(crate) mod instruments;
pub(crate) mod man;
pub(crate) mod methods;
pub(crate) mod plan;
pub(crate) mod pool;
pub(crate) mod profiles;
pub(crate) mod rates;
pub(crate) mod report;
pub(crate) mod schema;
#[cfg(feature = "frames")]
pub(crate) mod tidy;
