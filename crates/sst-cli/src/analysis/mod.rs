//! From the command line to a results document: the same way for every command.

mod compared;
mod document;
mod overwriting;
mod protection;
mod provenance;
mod selection;
mod warnings;

use std::path::{Path, PathBuf};

use sst_core::definitions::Definitions;
use sst_core::estimate::{Estimation, Provenance, results};
use sst_core::ledger::{Closed, Ledger, Selection};
use sst_core::results::ResultSet;
use sst_core::stats::Level;
use sst_core::text::Catalogue;
use sst_ingest::mapping::Mapping;
use sst_ingest::read::{Export, FileFacts, Reading, Threads};
use sst_ingest::source::Input;

use crate::arguments::{CompareArguments, Source};
use crate::expectation::{self, Unmet};
use crate::failure::Failure;
use crate::input::Opened;
use crate::opened::{ExtractTold, Given, OpenedExport};
use crate::output::Output;
use crate::{extract, files, input, mapping_file, opened, profile};

pub(crate) use compared::comparing;
pub(crate) use overwriting::{refuse_overwriting, refuse_writing_twice};
pub(crate) use protection::refuse as refuse_protection;
pub(crate) use provenance::input_files;
pub(crate) use selection::closing;
pub(crate) use warnings::warn_of_unused_rows;

use document::document;
use provenance::{answer_provenance, provenance, score_provenance};
use selection::{refuse_gates_on_nothing, selection};
use warnings::warn_of_unread_status;

/// Results, and what only a live reading knows.
pub(crate) struct Analysis {
    pub(crate) results: ResultSet,
    /// What the mapping file expects of the export and is not so.
    pub(crate) unmet: Vec<Unmet>,
    /// `None` when the results were read from a document.
    pub(crate) live: Option<Live>,
}

/// What only a live reading knows: it never enters the results.
pub(crate) struct Live {
    pub(crate) facts: Vec<FileFacts>,
    pub(crate) score_facts: Vec<FileFacts>,
    pub(crate) joined_facts: Vec<FileFacts>,
    pub(crate) answer_facts: Vec<FileFacts>,
    /// What became of the fields, where the files follow a profile of several files.
    pub(crate) extract: Option<ExtractTold>,
    pub(crate) reading: Reading,
    pub(crate) definitions: Definitions,
    pub(crate) selection: Selection,
    pub(crate) closed: Closed,
    /// The names of the files, in their order.
    #[cfg(feature = "frames")]
    pub(crate) file_names: Vec<String>,
    /// The mapping as it was applied.
    #[cfg(feature = "frames")]
    pub(crate) mapping: Mapping,
}

/// What to group by, beside the whole.
pub(crate) enum Groupings<'a> {
    /// What was asked for: names, a comma makes a cross-table.
    Asked(&'a [String]),
    /// What a picture needs; a results document is drawn as it is grouped.
    OfChart(&'a [String]),
    /// What a comparison needs.
    Compared(&'a CompareArguments),
    /// What a report shows, as far as the data has it.
    OfReport,
}

/// What a command changes in the mapping before the data is read.
pub(crate) type Adjust<'a> = &'a dyn Fn(&mut Mapping) -> Result<(), Failure>;

/// Reads the files, closes the ledger and estimates; or reads a results document.
pub(crate) fn analyse(
    source: &Source,
    groupings: &Groupings<'_>,
    hash: bool,
    catalogue: &Catalogue,
    output: &Output,
) -> Result<Analysis, Failure> {
    analyse_with(source, groupings, hash, catalogue, output, &|_| Ok(()), None)
}

/// What a command does with the files while they are open, once they are counted.
pub(crate) type After<'a> = &'a mut dyn FnMut(&mut Export<'_>, &Ledger, &Closed, &Selection) -> Result<(), Failure>;

/// The same under a mapping that a command has adjusted.
pub(crate) fn analyse_with(
    source: &Source,
    groupings: &Groupings<'_>,
    hash: bool,
    catalogue: &Catalogue,
    output: &Output,
    adjust: Adjust<'_>,
    after: Option<After<'_>>,
) -> Result<Analysis, Failure> {
    let asked_rule = protection::asked(&source.protection)?;
    let estimation = estimation(source)?;
    let opened = input::open_all(&source.files, output)?;
    let inputs = input::inputs_of(&opened);
    if let Some(results) = document(&opened, source, groupings)? {
        let rule = protection::of_document(asked_rule, &results)?;
        let results = protection::protected(results, rule, &source.protection, catalogue, output)?;
        return Ok(Analysis { results, unmet: Vec::new(), live: None });
    }
    let mapping_path = source.mapping.as_deref();
    let asked = source.profile.clone().or_else(|| mapping_file::profile(mapping_path, &source.files));
    let extract = extract::detected(asked.as_deref(), &inputs);
    // Its own mapping lies under the service's.
    let base = extract.and(extract::MAPPING);
    let mut loaded = mapping_file::load(mapping_path, &source.files, base, catalogue)?;
    protection::agreed(asked_rule, loaded.mapping.protect)?;
    if extract.is_none() && asked.is_none() && loaded.mapping.joins.is_empty() && loaded.mapping.columns.is_empty() {
        extract::refuse_part(&inputs)?;
    }
    loaded.mapping.input.profile = asked;
    read_only(&mut loaded.mapping, &source.columns)?;
    if source.sheet.is_some() {
        loaded.mapping.input.layout.sheet.clone_from(&source.sheet);
    }
    adjust(&mut loaded.mapping)?;
    if let Some(found) = &loaded.found {
        output.note(&format!("Mapping: {}", found.display()));
    }
    let score_files = score_files(source, &loaded)?;
    let opened_scores = input::open_all(&score_files, output)?;
    let scores = input::inputs_of(&opened_scores);
    let opened_answers = input::open_all(&follow_up_files(source, &loaded, output)?, output)?;
    let answers = input::inputs_of(&opened_answers);
    let given = Given { files: &opened, inputs: &inputs, scores: &scores, answers: &answers, hash };
    let OpenedExport { mut export, sessions, joins, followed, extract: fields } =
        opened::open(&given, extract.is_some(), &loaded.mapping, catalogue)?;
    if source.sheet.is_some() && export.facts().iter().all(|facts| facts.sheet.is_none()) {
        return Err(Failure::wrong_use("--sheet names a sheet, and no workbook is among the files", None));
    }
    profile::tell(&export, &followed, output);
    if let Some(fields) = &fields {
        fields.tell(output);
    }
    warn_of_unread_status(&export, output);
    let sessions: Vec<&Opened> = sessions.iter().map(|&number| &opened[number]).collect();
    let selection = selection(source, groupings, &export.definitions)?;
    let machine = || std::thread::available_parallelism().map_or(1, usize::from);
    let threads = Threads(source.threads.map_or_else(machine, usize::from));
    let reading = read(&mut export, threads, &inputs, output)?;
    refuse_gates_on_nothing(&reading.ledger, &export.definitions)?;
    // So few records are counted before a second thread has begun.
    let threads = if reading.ledger.len() < 1 << 14 { Threads(1) } else { threads };
    let closed =
        reading.ledger.close_with(&export.definitions, &selection, &threads).map_err(|error| closing(&error))?;
    let inputs = input_files(&sessions, &reading.rows_by_file, hash)?;
    let scores = score_provenance(&opened_scores, &reading, hash)?;
    let answers = answer_provenance(&opened_answers, &reading, hash)?;
    let profile = profile::note(&export).or_else(|| extract.map(extract::note));
    let mapping = loaded.file;
    let provenance =
        Provenance { inputs, joins, mapping, profile, scores, answers, ..provenance(&reading, &selection, source) };
    let mut results = results(&closed, &export.definitions, estimation, provenance, catalogue)
        .map_err(|error| Failure::wrong_use(format!("an interval cannot be computed: {error}"), None))?;
    if closed.as_of.is_none() {
        output.warning("no session was attended: there is nothing to report on");
    } else if (source.from.is_some() || source.to.is_some()) && closed.summary.flow.booked == 0 {
        output.warning("no session lies in the period: --from is after the last session, or --to before the first");
    }
    if let Some(after) = after {
        after(&mut export, &reading.ledger, &closed, &selection)?;
    }
    let unmet = expectation::look(loaded.mapping.expect, &mut results)?;
    let rule = protection::agreed(asked_rule, loaded.mapping.protect)?;
    let results = protection::protected(results, rule, &source.protection, catalogue, output)?;
    let live = Live {
        facts: export.facts(),
        score_facts: export.score_facts().to_vec(),
        joined_facts: export.joined_facts().to_vec(),
        answer_facts: export.answers().map(Export::facts).unwrap_or_default(),
        extract: fields,
        reading,
        definitions: export.definitions,
        selection,
        closed,
        #[cfg(feature = "frames")]
        file_names: sessions.iter().map(|opened| opened.input.name().to_owned()).collect(),
        #[cfg(feature = "frames")]
        mapping: loaded.mapping,
    };
    Ok(Analysis { results, unmet, live: Some(live) })
}

fn read_only(mapping: &mut Mapping, columns: &[String]) -> Result<(), Failure> {
    if columns.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = columns.iter().map(|name| name.trim()).collect();
    mapping.read_only(&names).map_err(|unknown| {
        let hint = unknown.meant.as_ref().map(|meant| format!("did you mean `{meant}`?"));
        Failure::wrong_use(format!("--columns: {unknown}"), hint)
    })
}

/// How to estimate, as asked.
pub(crate) fn estimation(source: &Source) -> Result<Estimation, Failure> {
    estimation_of(source.level, &source.method)
}

/// The level and the method of intervals, as they were asked for.
pub(crate) fn estimation_of(level: f64, method: &str) -> Result<Estimation, Failure> {
    let asked = level;
    let level = Level::new(asked).map_err(|error| {
        let percent = asked > 1.0 && asked < 100.0;
        let hint = percent.then(|| format!("{asked} percent is {}", asked / 100.0));
        Failure::wrong_use(format!("--level {asked}: {error}"), hint)
    })?;
    let method = method
        .parse()
        .map_err(|expected: String| Failure::wrong_use(format!("--method {method}: {expected}"), None))?;
    Ok(Estimation { level, method })
}

fn read(export: &mut Export<'_>, threads: Threads, inputs: &[&dyn Input], output: &Output) -> Result<Reading, Failure> {
    const BYTES_FOR_A_BAR: u64 = 50_000_000;
    let bytes: u64 = inputs.iter().map(|input| input.len()).sum();
    let bar = if output.shows_progress() && bytes > BYTES_FOR_A_BAR {
        let style = indicatif::ProgressStyle::with_template("Reading {bar:30} {percent}% {binary_bytes_per_sec}");
        indicatif::ProgressBar::new(bytes).with_style(style.unwrap_or_else(|_| indicatif::ProgressStyle::default_bar()))
    } else {
        indicatif::ProgressBar::hidden()
    };
    let reading = export.read(threads.0, &|done| bar.inc(done));
    bar.finish_and_clear();
    Ok(reading?)
}

/// The files of scores: those asked for, else those that the mapping file names.
fn score_files(source: &Source, loaded: &mapping_file::Loaded) -> Result<Vec<PathBuf>, Failure> {
    let files = if source.scores.is_empty() { &loaded.scores } else { &source.scores };
    if files.is_empty() && loaded.mapping.scores.is_given {
        return Err(Failure::wrong_use(
            "[scores] in the mapping file names no file, so no score would be joined",
            Some("write there: file = \"measures.csv\" - or give --scores FILE".to_owned()),
        ));
    }
    let stdin =
        source.files.iter().chain(files).chain(&source.follow_up).filter(|file| *file == Path::new("-")).count();
    if stdin > 1 {
        return Err(Failure::wrong_use("standard input can be read once: it is given for two files", None));
    }
    Ok(files.clone())
}

/// The files of anonymous follow-up answers: those asked for, else those that the mapping file names, patterns resolved.
fn follow_up_files(source: &Source, loaded: &mapping_file::Loaded, output: &Output) -> Result<Vec<PathBuf>, Failure> {
    if !source.follow_up.is_empty() {
        return Ok(source.follow_up.clone());
    }
    if loaded.follow_up.is_empty() && loaded.mapping.answers.is_given {
        return Err(Failure::wrong_use(
            "[follow_up] in the mapping file says linked = false and names no file, so no answer would be counted",
            Some("write there: file = \"followup*.csv\" - or give --follow-up FILE".to_owned()),
        ));
    }
    files::expand(&loaded.follow_up, output)
}
