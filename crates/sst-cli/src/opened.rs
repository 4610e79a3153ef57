//! The files given, opened: as sessions, or with some of them joined to others.

use sst_core::results::JoinNote;
use sst_core::text::Catalogue;
use sst_ingest::mapping::Mapping;
use sst_ingest::profile::{Profile, ProfileUse};
use sst_ingest::read::Export;
use sst_ingest::source::Input;

use crate::failure::Failure;
use crate::input::{self, Opened};
use crate::output::Output;

/// What is to be opened.
#[cfg_attr(not(feature = "frames"), allow(dead_code, reason = "only joins tell of files one by one"))]
pub(crate) struct Given<'i, 'g> {
    pub(crate) files: &'g [Opened],
    /// Their bytes.
    pub(crate) inputs: &'g [&'i dyn Input],
    pub(crate) scores: &'g [&'g dyn Input],
    /// Answers of an anonymous follow-up form.
    pub(crate) answers: &'g [&'i dyn Input],
    /// Whether the hash of each file is wanted.
    pub(crate) hash: bool,
}

/// What was opened.
pub(crate) struct OpenedExport<'i> {
    pub(crate) export: Export<'i>,
    /// Which of the files given hold the sessions, by number.
    pub(crate) sessions: Vec<usize>,
    /// What became of the rows of the others.
    pub(crate) joins: Vec<JoinNote>,
    /// What the files of each join follow.
    pub(crate) followed: Vec<JoinFollows>,
    /// What became of the fields, where the files follow a profile of several files.
    pub(crate) extract: Option<ExtractTold>,
}

/// What the files of a join follow, or look like.
pub(crate) struct JoinFollows {
    /// As the mapping calls them.
    pub(crate) name: String,
    pub(crate) profile: Option<ProfileUse>,
    pub(crate) looks_like: Vec<&'static Profile>,
}

/// What became of the fields of an extract.
#[derive(serde::Serialize)]
pub(crate) struct ExtractTold {
    pub(crate) profile: &'static str,
    pub(crate) fields: Vec<FieldTold>,
    /// Files that are no files of it.
    pub(crate) foreign: Vec<String>,
}

/// What became of a field of a file.
#[derive(serde::Serialize)]
pub(crate) struct FieldTold {
    pub(crate) file: String,
    pub(crate) field: String,
    pub(crate) became: &'static str,
}

impl ExtractTold {
    /// Says which profile is followed, and what is left out.
    pub(crate) fn tell(&self, output: &Output) {
        output.note(&format!("Profile: {}. `sst check` shows what became of every file and field.", self.profile));
        for file in &self.foreign {
            output.warning(&format!("{file} is no file of the extract and is not read"));
        }
    }
}

pub(crate) fn open<'i>(
    given: &Given<'i, '_>,
    is_extract: bool,
    mapping: &Mapping,
    catalogue: &Catalogue,
) -> Result<OpenedExport<'i>, Failure> {
    if is_extract {
        return extract(given, mapping, catalogue);
    }
    if mapping.joins.is_empty() {
        let export = Export::open_with_answers(given.inputs, given.scores, given.answers, mapping, input::tables())?;
        return Ok(OpenedExport {
            export,
            sessions: (0..given.inputs.len()).collect(),
            joins: Vec::new(),
            followed: Vec::new(),
            extract: None,
        });
    }
    joined(given, mapping, catalogue)
}

/// Joins files by `[[join]]`.
#[cfg(feature = "frames")]
fn joined<'i>(given: &Given<'i, '_>, mapping: &Mapping, catalogue: &Catalogue) -> Result<OpenedExport<'i>, Failure> {
    let joined = sst_frames::join_files(given.inputs, input::tables(), mapping)?;
    let sessions = joined.is_sessions.iter().enumerate().filter(|(_, is_sessions)| **is_sessions);
    let sessions = sessions.map(|(number, _)| number).collect();
    let mut joins = Vec::new();
    let mut followed = Vec::new();
    for ((account, join), follows) in joined.accounts.into_iter().zip(&mapping.joins).zip(joined.follows) {
        let profile = follows.profile();
        let told = profile.as_ref().map(crate::profile::note_of);
        joins.push(JoinNote { profile: told, ..note(given, account, rule_of(join, catalogue))? });
        let looks_like = follows.looks_like().to_vec();
        followed.push(JoinFollows { name: joins[joins.len() - 1].file.clone(), profile, looks_like });
    }
    let export = Export::open_made(joined.made, given.scores, given.answers, mapping, input::tables())?;
    Ok(OpenedExport { export, sessions, joins, followed, extract: None })
}

/// Joins the files of a PMHC-MDS extract.
#[cfg(feature = "frames")]
fn extract<'i>(given: &Given<'i, '_>, mapping: &Mapping, catalogue: &Catalogue) -> Result<OpenedExport<'i>, Failure> {
    if !mapping.joins.is_empty() {
        let problem = "[[join]] does nothing for an extract of PMHC-MDS: its files are joined by its keys";
        return Err(Failure::wrong_use(problem, Some("remove it from the mapping file".to_owned())));
    }
    let extract = sst_frames::read_pmhc_mds(given.inputs, input::tables())?;
    let rule = |name: &str| match name {
        "episodes" => catalogue.text("join-rule-pmhc-episodes", &[]),
        "collection-occasions" => catalogue.text("join-rule-pmhc-occasions", &[]),
        _ => catalogue.text("join-rule-pmhc-measures", &[]),
    };
    let notes = extract.accounts.into_iter().map(|account| {
        let rule = rule(&account.name);
        note(given, account, rule)
    });
    let joins = notes.collect::<Result<Vec<_>, _>>()?;
    let export = Export::open_made(extract.made, given.scores, given.answers, mapping, input::tables())?;
    let fields = extract.became.into_iter();
    let fields = fields.map(|row| FieldTold { file: row.file, field: row.field, became: row.became }).collect();
    let told = ExtractTold { profile: crate::extract::PMHC_MDS, fields, foreign: extract.foreign };
    Ok(OpenedExport { export, sessions: extract.sessions, joins, followed: Vec::new(), extract: Some(told) })
}

/// Joining needs polars.
#[cfg(not(feature = "frames"))]
fn extract<'i>(_: &Given<'i, '_>, _: &Mapping, _: &Catalogue) -> Result<OpenedExport<'i>, Failure> {
    Err(Failure::wrong_use(
        "PMHC-MDS: this build of sst cannot join its files",
        Some("use a build with the feature `frames`".to_owned()),
    ))
}

/// Joining needs polars.
#[cfg(not(feature = "frames"))]
fn joined<'i>(_: &Given<'i, '_>, _: &Mapping, _: &Catalogue) -> Result<OpenedExport<'i>, Failure> {
    Err(Failure::wrong_use(
        "[[join]] in the mapping file: this build of sst cannot join files",
        Some("use a build with the feature `frames`, or join them before".to_owned()),
    ))
}

/// What the results say of one join.
#[cfg(feature = "frames")]
fn note(given: &Given<'_, '_>, account: sst_frames::JoinAccount, rule: String) -> Result<JoinNote, Failure> {
    let files: Vec<&Opened> = account.files.iter().map(|&(number, _)| &given.files[number]).collect();
    let rows: Vec<u64> = account.files.iter().map(|&(_, rows)| rows).collect();
    let used = account.used();
    let unused = account.unused.into_iter().filter(|&(_, rows)| rows > 0);
    Ok(JoinNote {
        file: account.name,
        inputs: crate::analysis::input_files(&files, &rows, given.hash)?,
        profile: None,
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
