//! From the command line to a results document: the same way for every command.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use sst_core::codes::{Caveat, Finding, UnusedScore};
use sst_core::day::Day;
use sst_core::definitions::{Definitions, GroupKey, UnknownGroup};
use sst_core::estimate::{AnswerProvenance, Estimation, Provenance, ScoreProvenance, results};
use sst_core::ledger::{CloseError, Closed, Ledger, Selection};
use sst_core::results::{FindingCount, InputFile, ResultEntry, ResultSet, ScoresNote, Unit};
use sst_core::stats::Level;
use sst_core::text::{Catalogue, format};
use sst_ingest::mapping::{Mapping, did_you_mean};
use sst_ingest::read::{Export, FileFacts, Reading, Threads};
use sst_ingest::source::Input;

use crate::arguments::{Source, UnitName};
use crate::expectation::{self, Unmet};
use crate::failure::Failure;
use crate::input::Opened;
use crate::opened::{ExtractTold, Given, OpenedExport};
use crate::output::Output;
use crate::{extract, files, input, mapping_file, opened, profile};

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
    refuse_protection(&source.protect)?;
    let estimation = estimation(source)?;
    let opened = input::open_all(&source.files, output)?;
    let inputs = input::inputs_of(&opened);
    if let Some(results) = document(&opened, source, groupings)? {
        return Ok(Analysis { results, unmet: Vec::new(), live: None });
    }
    let mapping_path = source.mapping.as_deref();
    let asked = source.profile.clone().or_else(|| mapping_file::profile(mapping_path, &source.files));
    let extract = extract::detected(asked.as_deref(), &inputs);
    // Its own mapping lies under the service's.
    let base = extract.and(extract::MAPPING);
    let mut loaded = mapping_file::load(mapping_path, &source.files, base, catalogue)?;
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
    } else if (selection.from.is_some() || selection.to.is_some()) && closed.summary.flow.booked == 0 {
        output.warning("no session lies in the period: --from is after the last session, or --to before the first");
    }
    if let Some(after) = after {
        after(&mut export, &reading.ledger, &closed, &selection)?;
    }
    let unmet = expectation::look(loaded.mapping.expect, &mut results)?;
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

/// Without a status every session counts as attended: a column that seems to have it is not passed over in silence.
fn warn_of_unread_status(export: &Export<'_>, output: &Output) {
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

/// A results document as the only input.
fn document(opened: &[Opened], source: &Source, groupings: &Groupings<'_>) -> Result<Option<ResultSet>, Failure> {
    let mut found = None;
    for Opened { input, path, .. } in opened {
        let mut start = [0; 512];
        let unreadable = |error: std::io::Error| Failure::file(path, "read", &error);
        let n = input.read_at(0, &mut start).map_err(unreadable)?;
        let start = String::from_utf8_lossy(&start[..n]);
        if start.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
            // Other programs write the keys in another order: "schema" may stand anywhere.
            let text = whole(input.as_ref()).map_err(unreadable)?;
            if text.contains("\"schema\"") {
                found = Some((text, path));
            }
        }
    }
    let Some((text, path)) = found else {
        return Ok(None);
    };
    if opened.len() > 1 {
        return Err(Failure::wrong_use(
            format!("{}: a results document is read alone", path.display()),
            Some("give either session exports or one results document".to_owned()),
        ));
    }
    let asks = source.mapping.is_some()
        || source.profile.is_some()
        || !source.scores.is_empty()
        || !source.follow_up.is_empty()
        || !source.columns.is_empty()
        || source.as_of.is_some()
        || source.from.is_some()
        || source.to.is_some()
        || !source.selection.is_empty()
        || source.unit != UnitName::Session
        || source.level != 0.95
        || source.method != "wilson"
        || matches!(groupings, Groupings::Asked(by) if !by.is_empty());
    if asks {
        return Err(Failure::wrong_use(
            format!("{}: a results document is shown as it is: it holds no sessions to count again", path.display()),
            Some(
                "leave the mapping, profile, scores, follow-up, columns, period, selection, groups, unit, level and method away, or give the export"
                    .to_owned(),
            ),
        ));
    }
    let results = ResultSet::from_json(text.trim_start_matches('\u{feff}'))
        .map_err(|error| Failure::unreadable(format!("{}: {error}", path.display()), None))?;
    Ok(Some(results))
}

/// The whole of an input as text.
fn whole(input: &dyn Input) -> std::io::Result<String> {
    let mut bytes = vec![0; input.len() as usize];
    let mut filled = 0;
    while filled < bytes.len() {
        let n = input.read_at(filled as u64, &mut bytes[filled..])?;
        if n == 0 {
            break;
        }
        filled += n;
    }
    Ok(String::from_utf8_lossy(&bytes[..filled]).into_owned())
}

fn refuse_protection(rule: &str) -> Result<(), Failure> {
    if rule == "none" {
        return Ok(());
    }
    Err(Failure::wrong_use(
        format!("--protect {rule}: hiding small numbers is not built yet in this version"),
        Some("the output is internal: do not publish it".to_owned()),
    ))
}

fn estimation(source: &Source) -> Result<Estimation, Failure> {
    let level = Level::new(source.level).map_err(|error| {
        let percent = source.level > 1.0 && source.level < 100.0;
        let hint = percent.then(|| format!("{} percent is {}", source.level, source.level / 100.0));
        Failure::wrong_use(format!("--level {}: {error}", source.level), hint)
    })?;
    let method = source
        .method
        .parse()
        .map_err(|expected: String| Failure::wrong_use(format!("--method {}: {expected}", source.method), None))?;
    Ok(Estimation { level, method })
}

fn selection(source: &Source, groupings: &Groupings<'_>, definitions: &Definitions) -> Result<Selection, Failure> {
    let (from, to) = definitions.period;
    let mut selection = Selection {
        as_of: source.as_of.map(Day::from),
        from: source.from.or(from).map(Day::from),
        to: source.to.or(to).map(Day::from),
        labels: labels(source, definitions)?,
        unit: match source.unit {
            UnitName::Session => Unit::Session,
            UnitName::Client => Unit::Client,
        },
        groupings: Vec::new(),
    };
    if let (Some(from), Some(to)) = (selection.from, selection.to)
        && from > to
    {
        return Err(Failure::wrong_use("the period ends before it begins: --from is after --to", None));
    }
    if source.unit == UnitName::Client && !definitions.collected.contains("client_id") {
        return Err(Failure::wrong_use("--unit client needs the column `client_id`, and the data has none", None));
    }
    selection.group_for_gates(definitions).map_err(|error| unknown_group(&error))?;
    match groupings {
        Groupings::Asked(by) | Groupings::OfChart(by) => {
            for names in *by {
                let keys = names.split(',').map(|name| group(name.trim(), definitions)).collect::<Result<Vec<_>, _>>();
                let keys = match groupings {
                    Groupings::OfChart(_) => keys.map_err(|failure| in_a_picture(failure, names, definitions))?,
                    _ => keys?,
                };
                selection.add_grouping(keys);
            }
        }
        Groupings::OfReport => {
            for name in ["month", "site", "concern"] {
                if let Ok(key) = group(name, definitions) {
                    selection.add_grouping(vec![key]);
                }
            }
        }
    }
    Ok(selection)
}

/// `--where key=label`
fn labels(source: &Source, definitions: &Definitions) -> Result<BTreeMap<GroupKey, Vec<String>>, Failure> {
    let mut labels: BTreeMap<GroupKey, Vec<String>> = BTreeMap::new();
    for text in &source.selection {
        let (name, label) = text.split_once('=').ok_or_else(|| {
            Failure::wrong_use(
                format!("--where {text}: a group and a label are needed"),
                Some("as --where site=North".to_owned()),
            )
        })?;
        let (name, label) = (name.trim(), label.trim());
        let key = group(name, definitions)?;
        refuse_impossible_label("--where", (key, name), label, definitions)?;
        labels.entry(key).or_default().push(label.to_owned());
    }
    Ok(labels)
}

/// A month is written as 2025-03, and as nothing else: `2025-3` would be a month without sessions.
fn refuse_impossible_label(
    who: &str,
    (key, name): (GroupKey, &str),
    label: &str,
    definitions: &Definitions,
) -> Result<(), Failure> {
    let fiscal = definitions.fiscal_year_starts;
    if key.can_be(label, fiscal) {
        return Ok(());
    }
    let example = key.calendar_label(jiff::civil::date(2025, 3, 31), fiscal).unwrap_or_default();
    let problem = format!("{who} {name}={label}: this is no {name}");
    Err(Failure::wrong_use(problem, Some(format!("March 2025 is in {name}={example}"))))
}

/// A gate on a label that no session has could never fail: it would look as if it held.
fn refuse_gates_on_nothing(ledger: &Ledger, definitions: &Definitions) -> Result<(), Failure> {
    let mut known: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    let labels = definitions.gates.iter().flat_map(|gate| gate.by.iter().map(move |by| (&gate.measure, by)));
    for (measure, (name, label)) in labels {
        let Some(label) = label else { continue };
        let key = GroupKey::find(name, &definitions.groups).map_err(|error| unknown_group(&error))?;
        let who = format!("the gate on {measure}:");
        refuse_impossible_label(&who, (key, name), label, definitions)?;
        let GroupKey::Column(place) = key else { continue };
        let known = known.entry(place).or_insert_with(|| ledger.labels_of(place));
        // Of data without any label nothing can be said.
        if !known.is_empty() && !known.contains(label) {
            let meant = did_you_mean(label, known.iter().map(String::as_str));
            let hint = meant.map(|meant| format!("did you mean `{meant}`?"));
            return Err(Failure::wrong_use(format!("{who} no session has {name}={label}"), hint));
        }
    }
    Ok(())
}

/// A group that is known and that the data has.
fn group(name: &str, definitions: &Definitions) -> Result<GroupKey, Failure> {
    let key = GroupKey::find(name, &definitions.groups).map_err(|error| unknown_group(&error))?;
    if matches!(key, GroupKey::Column(_)) && !definitions.collected.contains(name) {
        return Err(Failure::wrong_use(
            format!("the data has no column `{name}` to group by"),
            Some(format!("if it is there under another name, write under [columns] in sst.toml: {name} = \"...\"")),
        ));
    }
    Ok(key)
}

/// A picture compares groups, by `concern` when nothing else is said: what else there is to compare by.
fn in_a_picture(failure: Failure, asked: &str, definitions: &Definitions) -> Failure {
    let groups = definitions.groups.iter().map(|group| group.name.as_str());
    let there: Vec<&str> = groups.filter(|name| definitions.collected.contains(*name)).collect();
    if there.is_empty() || GroupKey::find(asked, &definitions.groups).is_err() {
        return failure;
    }
    let own = failure.hint.map(|hint| format!("; {hint}")).unwrap_or_default();
    let hint = format!("say with --by what the picture is to compare: {}{own}", there.join(", "));
    Failure::wrong_use(failure.message, Some(hint))
}

fn unknown_group(error: &UnknownGroup) -> Failure {
    let meant = did_you_mean(&error.name, error.known.iter().map(String::as_str));
    let hint = match meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("there are {}", error.known.join(", ")),
    };
    Failure::wrong_use(error.to_string(), Some(hint))
}

pub(crate) fn closing(error: &CloseError) -> Failure {
    let hint = match error {
        CloseError::UnknownLabel(unknown) => did_you_mean(&unknown.label, unknown.known.iter().map(String::as_str))
            .map(|meant| format!("did you mean `{meant}`?")),
        CloseError::IdsConflictAcrossFiles { .. } => None,
    };
    Failure::wrong_use(error.to_string(), hint)
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

fn answer_provenance(opened: &[Opened], reading: &Reading, hash: bool) -> Result<Option<AnswerProvenance>, Failure> {
    let Some(answers) = &reading.answers else { return Ok(None) };
    let opened: Vec<&Opened> = opened.iter().collect();
    let inputs = input_files(&opened, &answers.rows_by_file, hash)?;
    Ok(Some(AnswerProvenance { inputs, unused: answers.unused.clone() }))
}

fn score_provenance(opened: &[Opened], reading: &Reading, hash: bool) -> Result<Option<ScoreProvenance>, Failure> {
    let Some(scores) = &reading.scores else { return Ok(None) };
    let opened: Vec<&Opened> = opened.iter().collect();
    let inputs = input_files(&opened, &scores.rows_by_file, hash)?;
    Ok(Some(ScoreProvenance { inputs, unused: scores.unused.clone() }))
}

pub(crate) fn input_files(opened: &[&Opened], rows: &[u64], hash: bool) -> Result<Vec<InputFile>, Failure> {
    let mut files = Vec::new();
    for (opened, &rows) in opened.iter().zip(rows) {
        let sha256 = if hash { Some(opened.sha256()?) } else { None };
        files.push(InputFile { file: opened.input.name().to_owned(), sha256, rows });
    }
    Ok(files)
}

fn provenance(reading: &Reading, selection: &Selection, source: &Source) -> Provenance {
    let mut findings: BTreeMap<(Finding, Option<String>), u64> = BTreeMap::new();
    for report in &reading.findings {
        *findings.entry((report.rule, report.column.clone())).or_default() += report.count;
    }
    let mut labels: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for text in &source.selection {
        if let Some((name, label)) = text.split_once('=') {
            labels.entry(name.trim().to_owned()).or_default().push(label.trim().to_owned());
        }
    }
    for labels in labels.values_mut() {
        labels.sort();
        labels.dedup();
    }
    Provenance {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        inputs: Vec::new(),
        mapping: None,
        profile: None,
        unit: selection.unit,
        selection: labels,
        excluded: reading.excluded.clone(),
        findings,
        scores: None,
        answers: None,
        joins: Vec::new(),
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

/// Refuses two outputs of one name: the second would be all that is left.
pub(crate) fn refuse_writing_twice<'a>(outputs: impl Iterator<Item = &'a PathBuf>) -> Result<(), Failure> {
    let mut seen = BTreeSet::new();
    for output in outputs {
        let whole = std::path::absolute(output).unwrap_or_else(|_| output.clone());
        if !seen.insert(whole) {
            let problem = format!("{}: two outputs would have this name", output.display());
            return Err(Failure::wrong_use(problem, Some("give each its own name".to_owned())));
        }
    }
    Ok(())
}

/// Refuses to write over what is read: the files, and the mapping file given or found.
pub(crate) fn refuse_overwriting(source: &Source, output: &Path) -> Result<(), Failure> {
    // By the file itself and not by its name: a link to an input is the input.
    let same = |file: &PathBuf| same_file::is_same_file(file, output).unwrap_or(false);
    let found = if source.mapping.is_some() { None } else { mapping_file::find(&source.files) };
    let named = mapping_file::named_files(source.mapping.as_deref().or(found.as_deref()));
    if source
        .files
        .iter()
        .chain(&source.mapping)
        .chain(&found)
        .chain(&source.scores)
        .chain(&source.follow_up)
        .chain(&named)
        .any(same)
    {
        return Err(Failure::wrong_use(
            format!("{}: this file is an input and would be lost", output.display()),
            Some("choose another name for the output".to_owned()),
        ));
    }
    Ok(())
}
