//! Every header that means something, to tell a row of headers from a title.

use super::feeds::canonical_names;
use crate::init::canonical_of;
use crate::mapping::{Mapping, ScoresMapping};
use crate::source::KnownHeaders;

/// The headers of sessions: those of the record layout, of the mapping, and those that services often write.
pub(crate) fn known_headers(mapping: &Mapping) -> KnownHeaders {
    let canonical = canonical_names(&mapping.definitions).into_iter().map(|name| (name.clone(), name));
    let mapped = mapping.columns.iter().chain(mapping.own_columns.iter().map(|own| &own.column));
    let mapped = mapped.flat_map(|column| {
        let headers = std::iter::once(&column.header).chain(&column.options.also);
        headers.map(|header| (header.clone(), column.name.clone()))
    });
    KnownHeaders::new(canonical.chain(mapped), canonical_of)
}

/// The headers of a table of scores.
pub(crate) fn known_headers_of_scores(scores: &ScoresMapping) -> KnownHeaders {
    let columns = [&scores.client_id, &scores.date, &scores.measure, &scores.score];
    KnownHeaders::new(columns.into_iter().map(|column| (column.header.clone(), column.name.clone())), |_| None)
}
