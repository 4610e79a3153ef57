//! `sst init FILE... [-o sst.toml]`

mod ask;
mod table;

use std::io::{IsTerminal, stderr, stdin};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use sst_core::text::Catalogue;
use sst_ingest::init::{Answers, FileToLookAt, NobodyThere, Proposal, days_to_answer, look, propose};
use sst_ingest::mapping::Mapping;
use sst_ingest::source::{Input, Layout};

use crate::arguments::InitArguments;
use crate::extract;
use crate::failure::Failure;
use crate::input::{self, Opened};
use crate::output::Output;

pub(crate) fn run(arguments: &InitArguments, output: &Output) -> Result<ExitCode, Failure> {
    let path = arguments.output.as_deref().unwrap_or(Path::new("sst.toml"));
    let prints = path == Path::new("-");
    // Before anybody is asked anything.
    if !prints && !arguments.force && path.exists() {
        return Err(Failure::wrong_use(
            format!("{}: the file is there already and may have been worked on", path.display()),
            Some("give another name with -o, -o - to print, or --force to overwrite it".to_owned()),
        ));
    }
    let is_input = |file: &PathBuf| same_file::is_same_file(file, path).unwrap_or(false);
    if !prints && arguments.files.iter().any(is_input) {
        return Err(Failure::wrong_use(
            format!("{}: this file is an input and would be lost", path.display()),
            Some("choose another name for the mapping file".to_owned()),
        ));
    }
    let catalogue = Catalogue::english();
    let opened = input::open_all(&arguments.files, output)?;
    if extract::detected(None, &input::inputs_of(&opened)).is_some() {
        let names: Vec<String> = arguments.files.iter().map(|file| quoted(file)).collect();
        output.note(&format!(
            "These files are an extract of PMHC-MDS: the profile {} reads and joins them, and no mapping file is needed. None was written.\nNext: sst check {}",
            extract::PMHC_MDS,
            names.join(" ")
        ));
        return Ok(ExitCode::SUCCESS);
    }
    let files: Vec<FileToLookAt<'_>> = opened
        .iter()
        .map(|opened| FileToLookAt { input: opened.input.as_ref(), place: place(&opened.path, path) })
        .collect();
    let layout = Layout { sheet: arguments.sheet.clone(), ..Layout::default() };
    let definitions = Mapping::canonical(&catalogue).definitions;
    let look = look(&files, input::tables(), &layout, &definitions)?;
    if let Some(file) = look.without_headers(&definitions) {
        return Err(Failure::wrong_use(
            format!("{file}: its first row holds a date where the names of the columns should be"),
            Some("export it with its headers, or write them into a first row".to_owned()),
        ));
    }
    let is_stdin_free = !arguments.files.iter().any(|file| file == Path::new("-"));
    let mut nobody = NobodyThere;
    let mut person = ask::Lines::new(stdin().lock(), stderr());
    let is_somebody_there = is_stdin_free && stdin().is_terminal() && stderr().is_terminal();
    let answers: &mut dyn Answers = if is_somebody_there { &mut person } else { &mut nobody };
    let mut proposal = propose(&look, &catalogue, answers);
    let sessions: Vec<&dyn Input> =
        proposal.session_files().into_iter().map(|file| opened[file].input.as_ref()).collect();
    if let Some(days) = days_to_answer(&proposal.draft(&catalogue), &sessions, input::tables(), &catalogue) {
        proposal.propose_due(&days, answers);
    }
    let draft = proposal.draft(&catalogue);
    output.note(&table::told(&proposal));
    if prints {
        output.data(&draft)?;
    } else {
        output.file(path, draft.as_bytes())?;
        output.note(&next(&proposal, &opened, path));
    }
    Ok(ExitCode::SUCCESS)
}

/// How a mapping file at `mapping` names a file: from its own folder where it can.
fn place(file: &Path, mapping: &Path) -> String {
    let folder = |path: &Path| path.parent().map(Path::to_path_buf).unwrap_or_default();
    let of_mapping = folder(mapping);
    let named = if of_mapping == folder(file) {
        file.file_name().map_or_else(|| file.to_path_buf(), PathBuf::from)
    } else if of_mapping.as_os_str().is_empty() {
        file.to_path_buf()
    } else {
        std::path::absolute(file).unwrap_or_else(|_| file.to_path_buf())
    };
    named.to_string_lossy().into_owned()
}

fn quoted(file: &Path) -> String {
    let name = file.display().to_string();
    if name.contains(' ') { format!("\"{name}\"") } else { name }
}

/// What to do next, in one or two lines.
fn next(proposal: &Proposal, files: &[Opened], mapping: &Path) -> String {
    let mut names: Vec<String> = proposal.session_files().into_iter().map(|place| quoted(&files[place].path)).collect();
    // A zip file may hold several.
    names.dedup();
    let is_found = mapping.file_name().is_some_and(|name| name == "sst.toml");
    let option = if is_found { String::new() } else { format!(" --mapping {}", quoted(mapping)) };
    let check = format!("sst check {}{option}", names.join(" "));
    if proposal.knows_session_date() {
        format!("Next: read {}, then run: {check}", mapping.display())
    } else {
        format!(
            "Next: open {} and say which column is the day of the session and how it is written (session_date), then run: {check}",
            mapping.display()
        )
    }
}
