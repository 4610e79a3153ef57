//! `sst tidy FILE... -o tidy.client-data.parquet`

mod mapping;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use sst_core::record::plain;
use sst_core::results::ResultSet;
use sst_core::text::{Arg, Catalogue};
use sst_frames::{Codebook, Names, Naming, Origins, PseudonymKey, UsedRows, used_rows};

use super::rates::MARK;
use crate::analysis::{
    Groupings, Live, analyse, refuse_overwriting, refuse_protection, refuse_writing_twice, warn_of_unused_rows,
};
use crate::arguments::{Source, TidyArguments, UnitName};
use crate::failure::Failure;
use crate::output::Output;
use crate::{client_data, mapping_file, verdict};

/// How the name of a table ends.
const ENDINGS: [&str; 3] = [".client-data.parquet", ".client-data.csv", ".client-data.arrow"];
/// Where the key is when no file is named.
const KEY_VARIABLE: &str = "SST_PSEUDONYM_KEY";

pub(crate) fn run(arguments: &TidyArguments, output: &Output) -> Result<ExitCode, Failure> {
    let fail_on = verdict::fail_on(&arguments.source.fail_on)?;
    let path = &arguments.output;
    refuse_protection(&arguments.source.protection, "a tidy table has a row for each session")?;
    client_data::refuse("-o", path, &ENDINGS, arguments.allow_client_data)?;
    refuse_selection(&arguments.source)?;
    let naming = naming(arguments)?;
    let beside = |end: &str| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let stem = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name);
        path.with_file_name(format!("{stem}.{end}"))
    };
    let (codebook, mapping) = (beside("codebook.md"), beside("sst.toml"));
    for written in [path, &codebook, &mapping] {
        refuse_overwriting(&arguments.source, written)?;
    }
    refuse_key_file(arguments, [path, &codebook, &mapping])?;
    refuse_writing_twice([path, &codebook, &mapping].into_iter())?;
    let catalogue = Catalogue::english();
    let analysis = analyse(&arguments.source, &Groupings::Asked(&[]), false, &catalogue, output)?;
    let Some(live) = &analysis.live else {
        let hint = "give the export".to_owned();
        return Err(Failure::wrong_use("a results document holds no sessions to make a table of", Some(hint)));
    };
    refuse_anonymous_answers(live)?;
    refuse_unknown_groups(&arguments.pseudonymise, live)?;
    let names = Names { naming, files: live.file_names.clone(), scope: live.definitions.session_id_scope };
    refuse_files_of_one_name(&names)?;
    let rows = used_rows(&live.reading.ledger, &live.definitions, &live.selection, &live.closed, &names)
        .map_err(|error| Failure::wrong_use(error.to_string(), None))?;
    let again = mapping::of_table(&arguments.source, live)?;
    let words = words(path, &mapping, live, &names, &rows, &analysis.results, &catalogue);
    refuse_what_is_not_ours(&mapping, again.lines().next())?;
    refuse_what_is_not_ours(&codebook, words.lines().next())?;
    output.file(&mapping, again.as_bytes())?;
    output.file(&codebook, words.as_bytes())?;
    // Last: where something else fails, no client rows are left behind.
    output.file(path, &written(path, &rows)?)?;
    if matches!(names.naming, Naming::Kept) {
        output.warning("ids and names are as the export has them: the table is not pseudonymised");
    }
    let tied = if matches!(names.naming, Naming::Kept) { 0 } else { rows.after_another_that_day() };
    if tied > 0 {
        output.warning(&format!(
            "{tied} sessions come after another of the same client on one day: ids tell which is the first, here pseudonyms; \
             the new clients of a group, and --unit client, can differ from those of the export"
        ));
    }
    let changed = if is_csv(path) { rows.labels_a_csv_changes() } else { 0 };
    if changed > 0 {
        output.warning(&format!(
            "{changed} labels begin as a formula does and have a ' in front in the CSV; .parquet and .arrow hold them as they are"
        ));
    }
    warn_of_unused_rows(&analysis.results, output);
    Ok(verdict::exit_code(&analysis, &fail_on, output))
}

fn is_csv(path: &Path) -> bool {
    path.extension().is_some_and(|end| end == "csv")
}

/// The table in the format of its name.
fn written(path: &Path, rows: &UsedRows) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let outcome = match path.extension().and_then(|end| end.to_str()) {
        Some("parquet") => rows.write_parquet(&mut bytes),
        Some("arrow") => rows.write_arrow(&mut bytes),
        _ => {
            bytes.extend_from_slice(MARK.as_bytes());
            rows.write_csv(&mut bytes)
        }
    };
    outcome.map_err(|error| Failure::unreadable(format!("{}: {error}", path.display()), None))?;
    Ok(bytes)
}

/// The table has every session that is used: a part of them would give other results.
fn refuse_selection(source: &Source) -> Result<(), Failure> {
    let asked = [
        ("--from", source.from.is_some()),
        ("--to", source.to.is_some()),
        ("--where", !source.selection.is_empty()),
        ("--unit", source.unit != UnitName::Session),
    ];
    match asked.into_iter().find(|&(_, is_asked)| is_asked) {
        None => Ok(()),
        Some((flag, _)) => Err(Failure::wrong_use(
            format!("{flag}: the table has every session that is used"),
            Some("leave it away here and give it where the table is read".to_owned()),
        )),
    }
}

fn naming(arguments: &TidyArguments) -> Result<Naming, Failure> {
    if arguments.keep_ids {
        return Ok(Naming::Kept);
    }
    let (bytes, whence) = match &arguments.pseudonym_key_file {
        Some(path) => {
            let bytes = std::fs::read(path).map_err(|error| Failure::file(path, "read", &error))?;
            (bytes, path.display().to_string())
        }
        None => match std::env::var(KEY_VARIABLE) {
            Ok(key) => (key.into_bytes(), KEY_VARIABLE.to_owned()),
            Err(_) => {
                let hint = format!(
                    "give --pseudonym-key-file FILE or set {KEY_VARIABLE}; --keep-ids leaves ids and names as they are"
                );
                return Err(Failure::wrong_use("there is no key to make pseudonyms with", Some(hint)));
            }
        },
    };
    // The end of the line that an editor adds is no part of the key.
    let key = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
    let key = key.strip_suffix(b"\r").unwrap_or(key);
    let key = PseudonymKey::new(key).map_err(|error| {
        let hint = "one way to make a key: head -c 32 /dev/urandom | base64 > key.txt".to_owned();
        Failure::wrong_use(format!("{whence}: {error}"), Some(hint))
    })?;
    Ok(Naming::Pseudonyms { key, groups: arguments.pseudonymise.clone() })
}

/// What stands beside the table under the name of its codebook or mapping, and was not written by this command, stays.
fn refuse_what_is_not_ours(path: &Path, first_line: Option<&str>) -> Result<(), Failure> {
    let Ok(there) = std::fs::read_to_string(path) else { return Ok(()) };
    if there.lines().next() == first_line {
        return Ok(());
    }
    let problem = format!("{}: the file is there already and was not written by sst tidy", path.display());
    Err(Failure::wrong_use(problem, Some("give the table another name with -o".to_owned())))
}

/// A key that is written over is lost, and with it the link between months.
fn refuse_key_file(arguments: &TidyArguments, written: [&PathBuf; 3]) -> Result<(), Failure> {
    let Some(key) = &arguments.pseudonym_key_file else { return Ok(()) };
    match written.into_iter().find(|path| same_file::is_same_file(key, path).unwrap_or(false)) {
        None => Ok(()),
        Some(path) => Err(Failure::wrong_use(format!("{}: this file holds the key", path.display()), None)),
    }
}

/// An anonymous answer is of no session, so the table, a row for each session, has no place for it: read back, it would have
/// the follow-up questions without a single answer, or not at all, and other results than the export.
fn refuse_anonymous_answers(live: &Live) -> Result<(), Failure> {
    let Some(answers) = live.answer_facts.first() else { return Ok(()) };
    Err(Failure::wrong_use(
        format!("{}: anonymous follow-up answers belong to no session, and the table has a row for each session", answers.file),
        Some(
            "for a table of the sessions alone, leave --follow-up away and give --mapping with a mapping file without linked = false \
             and the form's questions"
                .to_owned(),
        ),
    ))
}

fn refuse_unknown_groups(asked: &[String], live: &Live) -> Result<(), Failure> {
    let known = || live.definitions.groups.iter().map(|group| group.name.as_str());
    if let Some(unknown) = asked.iter().find(|name| !known().any(|known| known == *name)) {
        let meant = sst_ingest::mapping::did_you_mean(unknown, known()).map(|meant| format!("did you mean `{meant}`?"));
        return Err(Failure::wrong_use(format!("--pseudonymise {unknown}: there is no such group"), meant));
    }
    if asked.iter().any(|name| name == "access") {
        let problem = "--pseudonymise access: without its labels no walk-in is told from the others";
        return Err(Failure::wrong_use(problem, None));
    }
    Ok(())
}

/// Where ids are unique within a file, its name is a part of them.
fn refuse_files_of_one_name(names: &Names) -> Result<(), Failure> {
    let mut sorted = names.files.clone();
    sorted.sort();
    let twice = sorted.windows(2).any(|pair| pair[0] == pair[1]);
    if names.scope == sst_core::definitions::SessionIdScope::File && twice {
        let hint = "rename one: session_id_scope = \"file\" makes the name a part of each session's id".to_owned();
        return Err(Failure::wrong_use("two files have the same name", Some(hint)));
    }
    Ok(())
}

/// The codebook.
fn words(
    path: &Path,
    mapping: &Path,
    live: &Live,
    names: &Names,
    rows: &UsedRows,
    results: &ResultSet,
    catalogue: &Catalogue,
) -> String {
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let as_of = results.as_of.map(|date| format!(" --as-of {date}")).unwrap_or_default();
    let command = format!("sst report {} --mapping {}{as_of}", name(path), name(mapping));
    let unused = results.rows.excluded.iter().map(|excluded| {
        let reason = catalogue.text(&format!("exclusion-{}", excluded.reason.id()), &[]);
        (reason, excluded.rows)
    });
    let codebook = Codebook {
        rows,
        definitions: &live.definitions,
        closed: &live.closed,
        unused: unused.collect(),
        names,
        origins: &origins(live, catalogue),
        file: &name(path),
        command: &command,
    };
    codebook.markdown(catalogue)
}

/// Where each column comes from.
fn origins(live: &Live, catalogue: &Catalogue) -> Origins {
    let mapped = live.mapping.columns.iter().chain(live.mapping.own_columns.iter().map(|own| &own.column));
    let mapped: Vec<(&str, &str)> = mapped.map(|column| (column.name.as_str(), column.header.as_str())).collect();
    let headers: Vec<&String> = live.facts.iter().flat_map(|file| &file.headers).collect();
    let origin = |name: &String| {
        let header = mapped.iter().find(|(mapped, _)| mapped == name).map(|(_, header)| *header);
        let header =
            header.or_else(|| headers.iter().find(|header| plain(header) == plain(name)).map(|header| header.as_str()));
        match header {
            Some(header) => catalogue.text("codebook-origin-column", &[("header", Arg::Text(header))]),
            None if live.score_facts.is_empty() => catalogue.text("codebook-origin-made", &[]),
            None => catalogue.text("codebook-origin-scores", &[]),
        }
    };
    live.definitions.collected.iter().map(|name| (name.clone(), origin(name))).collect()
}

/// The mapping file that was applied, with its path.
fn applied_mapping(source: &Source) -> Option<PathBuf> {
    source.mapping.clone().or_else(|| mapping_file::find(&source.files))
}
