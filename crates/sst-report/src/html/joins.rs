//! What became of the rows of joined files.

use maud::Markup;
use sst_core::results::JoinNote;
use sst_core::text::format;

use super::tables::table;
use crate::story::Story;

/// How many rows were read and used.
pub(super) fn counted(story: &Story<'_>, join: &JoinNote) -> String {
    let counts = [("rows", join.rows.into()), ("used", join.used.into()), ("sessions", join.sessions.into())];
    let counts: Vec<_> = counts.into_iter().chain([("file", join.file.as_str().into())]).collect();
    story.say("report-join", &counts)
}

/// Rows that are not used, by reason.
pub(super) fn unused(story: &Story<'_>, join: &JoinNote, names: &[String]) -> Markup {
    let words = |reason| story.text(&format!("unused_join-{reason}"));
    let rows: Vec<Vec<String>> =
        join.unused.iter().map(|unused| vec![words(unused.reason), format::count(unused.rows)]).collect();
    table(&story.say("report-join-unused", &[("file", join.file.as_str().into())]), names, &rows)
}
