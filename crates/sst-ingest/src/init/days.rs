//! How many days answers took, by the draft itself: the same numbers that `sst check` has.

use std::collections::BTreeMap;

use sst_core::text::Catalogue;

use crate::mapping::Mapping;
use crate::read::Export;
use crate::source::{Input, TableOpener};

/// Days from session to answer, with how often; none when the draft does not read the files yet.
pub fn days_to_answer(
    draft: &str,
    inputs: &[&dyn Input],
    tables: &dyn TableOpener,
    catalogue: &Catalogue,
) -> Option<BTreeMap<i32, u64>> {
    let mut mapping = Mapping::parse(draft, catalogue).ok()?;
    mapping.read_only(&["followup_date", "status", "session_id", "client_id"]).ok()?;
    let mut export = Export::open_with(inputs, &mapping, tables).ok()?;
    let reading = export.read(1, &|_| {}).ok()?;
    Some(reading.days_to_answer).filter(|days| !days.is_empty())
}
