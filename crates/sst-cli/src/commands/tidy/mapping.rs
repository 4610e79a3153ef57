//! The mapping file that reads a tidy table back: what is measured stays, how the export's cells say it goes.
//!
//! `[follow_up]` stays as it is: with `linked = false` no table is made, since anonymous answers are of no row of it.

use std::path::Path;

use toml::{Table, Value};

use super::applied_mapping;
use crate::analysis::Live;
use crate::arguments::Source;
use crate::failure::Failure;

/// What is about the export's files and cells, and has done its work.
const OF_THE_EXPORT: [&str; 8] =
    ["columns", "groups", "scores", "input", "join", "profile", "session_id_scope", "expect"];

/// The mapping of the table, as text.
pub(super) fn of_table(source: &Source, live: &Live) -> Result<String, Failure> {
    let path = applied_mapping(source);
    let mut keys = match &path {
        None => Table::new(),
        Some(path) => read(path)?,
    };
    if live.extract.is_some() {
        keys = over_that_of_the_extract(keys);
    }
    for key in OF_THE_EXPORT {
        keys.remove(key);
    }
    let definitions = &live.definitions;
    for group in definitions.groups.iter().filter(|group| definitions.collected.contains(&group.name)) {
        let is_built_in = sst_core::definitions::GroupColumn::built_in().iter().any(|known| known.name == group.name);
        if is_built_in && group.split.is_none() {
            continue;
        }
        let mut column = Table::from_iter([("column".to_owned(), Value::from(group.name.as_str()))]);
        if let Some(separator) = &group.split {
            column.insert("split".to_owned(), Value::from(separator.as_str()));
        }
        let section = if is_built_in { "columns" } else { "groups" };
        let section = keys.entry(section).or_insert_with(|| Value::Table(Table::new()));
        if let Some(section) = section.as_table_mut() {
            section.insert(group.name.clone(), Value::Table(column));
        }
    }
    for measure in keys.get_mut("measure").and_then(Value::as_array_mut).into_iter().flatten() {
        let Some(measure) = measure.as_table_mut().filter(|measure| measure.contains_key("column")) else { continue };
        let id = measure.get("id").cloned().unwrap_or_else(|| Value::from(""));
        measure.insert("column".to_owned(), id);
        for answer in ["yes", "no"] {
            measure.insert(answer.to_owned(), Value::Array(vec![Value::from(answer)]));
        }
        measure.remove("missing");
    }
    if let Some(folder) = path.as_deref().and_then(Path::parent)
        && let Some(report) = keys.get_mut("report").and_then(Value::as_table_mut)
        && let Some(logo) = report.get("logo").and_then(Value::as_str)
    {
        // The table may lie elsewhere than the mapping that names the picture.
        let whole = std::path::absolute(folder.join(logo)).unwrap_or_else(|_| folder.join(logo));
        report.insert("logo".to_owned(), Value::from(whole.to_string_lossy().as_ref()));
    }
    let text = toml::to_string(&keys)
        .map_err(|_| Failure::wrong_use("the mapping of the table cannot be written as TOML", None))?;
    Ok(format!("# Reads the tidy table beside it: what is measured is as in the mapping of the export.\n{text}"))
}

/// The service's keys over those of the extract, whose own questions are asked again.
fn over_that_of_the_extract(keys: Table) -> Table {
    let base = crate::extract::MAPPING.and_then(|text| text.parse::<Table>().ok());
    let mut whole = base.unwrap_or_default();
    for (key, value) in keys {
        match (whole.get_mut(&key), value) {
            (Some(Value::Array(of_base)), Value::Array(own)) => of_base.extend(own),
            (Some(Value::Table(of_base)), Value::Table(own)) => of_base.extend(own),
            (_, value) => drop(whole.insert(key, value)),
        }
    }
    whole
}

fn read(path: &Path) -> Result<Table, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| Failure::file(path, "read", &error))?;
    text.trim_start_matches('\u{feff}')
        .parse()
        .map_err(|_| Failure::wrong_use(format!("{}: cannot be read again", path.display()), None))
}
