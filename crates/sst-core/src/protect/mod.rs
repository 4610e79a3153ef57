//! Small-number protection: once, at the door between the estimates and everything that is shown.
//!
//! ```text
//! estimate -> ResultSet -> protect -> ResultSet -> table | chart | report
//! ```
//!
//! A document is taken apart into facets (`facets`), each is told or hidden in each group so that nothing hidden can be subtracted out
//! (`decisions`, `hiding`), and every entry is made anew from protected counts (`shown`). What is not named there is left out.

mod decisions;
mod facets;
mod header;
mod hiding;
mod release;
mod rule;
mod shown;

use std::collections::BTreeSet;

pub use hiding::{Lines, TableCell, hidden};
pub use release::{ReleaseRisk, between_releases};
pub use rule::Protection;

use crate::benchmark::annotate;
use crate::estimate::{popular_claims, tell_missing_answers};
use crate::results::{ResultEntry, ResultSet};
use crate::stats::{Level, StatsError};
use crate::text::Catalogue;
use decisions::Decisions;
use shown::Showing;

/// Why a document cannot be protected.
#[derive(Debug, thiserror::Error)]
pub enum ProtectError {
    /// It is protected already, by another rule.
    #[error("the document is already protected by {0}; what is hidden cannot be looked at again")]
    AlreadyProtected(String),
    /// A cross-table of three keys or more.
    #[error(
        "a table by {0} cannot be protected: with more than two groups nobody could show that nothing hidden can be solved"
    )]
    TooManyKeys(String),
    /// Two calendars, one of which adds up to the other.
    #[error("a table by {0} beside one by {1} cannot be protected: the one adds up to the other")]
    NestedCalendars(String, String),
    /// An interval cannot be computed.
    #[error("an interval cannot be computed: {0}")]
    Stats(#[from] StatsError),
}

/// The document under a rule: `protection` in its header names it.
///
/// # Errors
/// [`ProtectError`]: a document that is protected already, a cross-table of more than two keys, months beside quarters.
pub fn protect(results: &ResultSet, rule: Protection, catalogue: &Catalogue) -> Result<ResultSet, ProtectError> {
    if results.protection == rule.id() {
        return Ok(results.clone());
    }
    if results.protection != "none" {
        return Err(ProtectError::AlreadyProtected(results.protection.clone()));
    }
    refuse_tables(&results.results)?;
    let (facets, families) = facets::facets(results, rule);
    let decisions = Decisions::of(&facets, rule);
    let level = Level::new(results.level)?;
    let showing = Showing { rule, level, decisions: &decisions, families: &families, catalogue };
    let entries = results.results.iter().map(|entry| showing.entry(entry)).collect::<Result<Vec<_>, _>>()?;
    let mut shown = header::protected(results, rule, &decisions, entries);
    // What is made of counts alone is made again of those that are shown.
    annotate(&mut shown, &results.benchmarks, catalogue)?;
    tell_missing_answers(&mut shown, &popular_claims(catalogue), catalogue)?;
    Ok(shown)
}

/// Tables whose cells cannot be protected: what hangs together in more than two ways.
fn refuse_tables(entries: &[ResultEntry]) -> Result<(), ProtectError> {
    const CALENDARS: [&str; 3] = ["month", "quarter", "year"];
    if let Some(entry) = entries.iter().find(|entry| entry.by.len() > 2) {
        return Err(ProtectError::TooManyKeys(entry.by.keys().cloned().collect::<Vec<_>>().join(", ")));
    }
    let keys: BTreeSet<&str> = entries.iter().flat_map(|entry| entry.by.keys().map(String::as_str)).collect();
    let mut calendars = CALENDARS.into_iter().filter(|calendar| keys.contains(calendar));
    match (calendars.next(), calendars.next()) {
        (Some(one), Some(other)) => Err(ProtectError::NestedCalendars(one.to_owned(), other.to_owned())),
        _ => Ok(()),
    }
}
