//! `[expect]`: what the service expects of each export, so that half a file or an old one is noticed.

use super::keys::{Document, Keys};

/// What the service expects of each export. Whether it holds is for whoever knows what day it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Expected {
    /// The as-of date lies within so many days of today.
    pub data_through_within_days: Option<u32>,
    /// So many attended sessions, at least, in the period.
    pub min_sessions: Option<u32>,
}

const KEYS: [&str; 2] = ["data_through_within_days", "min_sessions"];

/// A century: what is further away is a slip.
const MOST_DAYS: u32 = 36_525;

pub(super) fn read(keys: &mut Keys<'_>, document: &mut Document<'_>) -> Expected {
    let Some(mut table) = keys.table("expect", document) else {
        return Expected::default();
    };
    let expected = Expected {
        data_through_within_days: table.whole("data_through_within_days", 0..MOST_DAYS, document),
        min_sessions: table.whole("min_sessions", 0..u32::MAX, document),
    };
    table.finish(&KEYS, document);
    expected
}
