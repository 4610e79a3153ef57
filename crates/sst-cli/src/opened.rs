//! The files given, opened: as sessions, or with some of them joined to others.

use std::path::PathBuf;

use sst_core::results::JoinNote;
use sst_core::text::Catalogue;
use sst_ingest::mapping::Mapping;
use sst_ingest::read::Export;
use sst_ingest::source::Input;

use crate::failure::Failure;
use crate::input;

/// What is to be opened.
pub(crate) struct Given<'i, 'g> {
    pub(crate) inputs: &'g [&'i dyn Input],
    pub(crate) paths: &'g [PathBuf],
    pub(crate) scores: &'g [&'g dyn Input],
    /// Whether the hash of each file is wanted.
    pub(crate) hash: bool,
}

/// What was opened.
pub(crate) struct Opened<'i> {
    pub(crate) export: Export<'i>,
    /// Which of the files given hold the sessions, by number.
    pub(crate) sessions: Vec<usize>,
    /// What became of the rows of the others.
    pub(crate) joins: Vec<JoinNote>,
}

pub(crate) fn open<'i>(given: &Given<'i, '_>, mapping: &Mapping, catalogue: &Catalogue) -> Result<Opened<'i>, Failure> {
    if mapping.joins.is_empty() {
        let export = Export::open_with_scores(given.inputs, given.scores, mapping, input::tables())?;
        return Ok(Opened { export, sessions: (0..given.inputs.len()).collect(), joins: Vec::new() });
    }
    joined(given, mapping, catalogue)
}

/// Joins files by `[[join]]`.
#[cfg(feature = "frames")]
fn joined<'i>(given: &Given<'i, '_>, mapping: &Mapping, catalogue: &Catalogue) -> Result<Opened<'i>, Failure> {
    let joined = sst_frames::join_files(given.inputs, input::tables(), mapping)?;
    let sessions = joined.is_sessions.iter().enumerate().filter(|(_, is_sessions)| **is_sessions);
    let sessions = sessions.map(|(number, _)| number).collect();
    let rules = mapping.joins.iter().map(|join| rule_of(join, catalogue));
    let notes = joined.accounts.into_iter().zip(rules).map(|(account, rule)| note(given, account, rule));
    let joins = notes.collect::<Result<Vec<_>, _>>()?;
    let export = Export::open_made(joined.made, given.scores, mapping, input::tables())?;
    Ok(Opened { export, sessions, joins })
}

/// Joining needs polars.
#[cfg(not(feature = "frames"))]
fn joined<'i>(_: &Given<'i, '_>, _: &Mapping, _: &Catalogue) -> Result<Opened<'i>, Failure> {
    Err(Failure::wrong_use(
        "[[join]] in the mapping file: this build of sst cannot join files",
        Some("use a build with the feature `frames`, or join them before".to_owned()),
    ))
}

/// What the results say of one join.
#[cfg(feature = "frames")]
fn note(given: &Given<'_, '_>, account: sst_frames::JoinAccount, rule: String) -> Result<JoinNote, Failure> {
    let of = |number: &usize| (given.inputs[*number], given.paths[*number].clone());
    let (inputs, paths): (Vec<&dyn Input>, Vec<PathBuf>) = account.files.iter().map(|(number, _)| of(number)).unzip();
    let rows: Vec<u64> = account.files.iter().map(|&(_, rows)| rows).collect();
    let used = account.used();
    let unused = account.unused.into_iter().filter(|&(_, rows)| rows > 0);
    Ok(JoinNote {
        file: account.name,
        inputs: crate::analysis::input_files(&inputs, &rows, &paths, given.hash)?,
        text: rule,
        rows: account.rows,
        used,
        unused: unused.map(|(reason, rows)| sst_core::results::UnusedJoins { reason, rows }).collect(),
        sessions: account.sessions,
    })
}

/// The rule of one join in words.
#[cfg(feature = "frames")]
fn rule_of(join: &sst_ingest::mapping::JoinMapping, catalogue: &Catalogue) -> String {
    use sst_ingest::mapping::JoinBy;
    let key = match (join.by, join.date.is_some()) {
        (JoinBy::Session, false) => "join-rule-session",
        (JoinBy::Session, true) => "join-rule-session-dated",
        (JoinBy::Client, _) => "join-rule-client",
    };
    let side = if join.is_before { "before" } else { "after" };
    let to = join.within_days.map_or_else(|| "any".to_owned(), |days| days.to_string());
    catalogue
        .text(key, &[("side", side.into()), ("from", u64::from(join.from_days).into()), ("to", to.as_str().into())])
}
