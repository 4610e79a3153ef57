//! What a person at the terminal should know before the numbers are used.

use std::collections::BTreeSet;

use sst_core::codes::{Caveat, Finding, UnusedScore};
use sst_core::results::{FindingCount, ResultEntry, ResultSet, ScoresNote};
use sst_core::text::format;
use sst_ingest::read::Export;

use crate::output::Output;

/// Without a status every session counts as attended: a column that seems to have it is not passed over in silence.
pub(super) fn warn_of_unread_status(export: &Export<'_>, output: &Output) {
    if export.definitions.collected.contains("status") {
        return;
    }
    let headers = export.facts().into_iter().flat_map(|facts| facts.headers);
    let found = headers.into_iter().find(|header| sst_ingest::init::known_column(header).as_deref() == Some("status"));
    if let Some(header) = found {
        output.warning(&format!(
            "\"{header}\" seems to say whether a session was attended, and is not read: every session counts as attended; map it as `status`"
        ));
    }
}

/// Says how many rows are not used, and which answers were not understood: nobody at the terminal should miss it.
pub(crate) fn warn_of_unused_rows(results: &ResultSet, output: &Output) {
    for finding in results.findings.iter().filter(|finding| finding.rule == Finding::RewordedColumn) {
        let column = finding.column.as_deref().unwrap_or_default();
        output.warning(&format!(
            "most labels in `{column}` are not known: has the wording of the form changed? `sst check` says what to write"
        ));
    }
    let many_unread = |entry: &&ResultEntry| entry.caveats.iter().any(|note| note.code == Caveat::NotUnderstood);
    let measures: BTreeSet<&str> = results.results.iter().filter(many_unread).map(|entry| &*entry.measure).collect();
    let noted = results.measures.iter().filter(|note| measures.contains(&*note.id));
    for column in noted.flat_map(|note| &note.columns).collect::<BTreeSet<_>>() {
        let is_unread =
            |finding: &&FindingCount| finding.rule.is_unread_cell() && finding.column.as_ref() == Some(column);
        let cells: u64 = results.findings.iter().filter(is_unread).map(|finding| finding.count).sum();
        if cells > 0 {
            let answers = if cells == 1 { "answer was" } else { "answers were" };
            output.warning(&format!(
                "{} {answers} not understood in `{column}` and count as missing; `sst check` says where and what to do",
                format::count(cells)
            ));
        }
    }
    let not_asked_for = |scores: &ScoresNote| {
        let unused = scores.unused.iter().filter(|unused| unused.reason == UnusedScore::NotAskedFor);
        unused.map(|unused| unused.rows).sum::<u64>()
    };
    let lost = results.scores.as_ref().map(|scores| (scores.read, scores.read - scores.used - not_asked_for(scores)));
    if let Some((read, unused)) = lost.filter(|&(_, unused)| unused > 0) {
        let (unused, read) = (format::count(unused), format::count(read));
        output.warning(&format!("{unused} of {read} rows of scores are the score of no session; `sst check` says why"));
    }
    let answers = results.follow_up_answers.as_ref().map(|answers| (answers.read, answers.read - answers.used));
    if let Some((read, unused)) = answers.filter(|&(_, unused)| unused > 0) {
        let (unused, read) = (format::count(unused), format::count(read));
        output.warning(&format!("{unused} of {read} rows of follow-up answers are not used; `sst check` says why"));
    }
    for join in &results.joins {
        let lost: u64 = join.unused.iter().filter(|unused| unused.reason.is_lost()).map(|unused| unused.rows).sum();
        if lost > 0 {
            let (lost, rows) = (format::count(lost), format::count(join.rows));
            output.warning(&format!("{lost} of {rows} rows of {} found no session; `sst check` says why", join.file));
        }
    }
    let late = results.findings.iter().filter(|finding| finding.rule == Finding::AnswerAfterAsOf);
    let late: u64 = late.map(|finding| finding.count).sum();
    if let (Some(as_of), true) = (results.as_of, late > 0) {
        let answers = if late == 1 { "answer is" } else { "answers are" };
        output.warning(&format!(
            "{} follow-up {answers} dated after {}, the last session, and count as not given: --as-of DATE, with the day of the export, counts them",
            format::count(late),
            format::date(as_of)
        ));
    }
    let excluded: u64 = results.rows.excluded.iter().map(|excluded| excluded.rows).sum();
    if excluded > 0 {
        let text = format!("{} of {} rows are not used", format::count(excluded), format::count(results.rows.read));
        output.warning(&format!("{text}; `sst check` says why"));
    }
}
