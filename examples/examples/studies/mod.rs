//! The studies in `data/replications`, each read from bytes to results as the command does it.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{fs, io};

use sst_core::estimate::{Estimation, Provenance, results};
use sst_core::ledger::Selection;
use sst_core::results::ResultSet;
use sst_core::text::Catalogue;
use sst_ingest::mapping::Mapping;
use sst_ingest::read::Export;
use sst_ingest::source::MemoryInput;
use toml::{Table, Value};

/// The folders of the studies, by name.
pub(crate) fn studies() -> io::Result<Vec<PathBuf>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/replications");
    let mut folders: Vec<PathBuf> = fs::read_dir(root)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    folders.retain(|path| path.is_dir());
    folders.sort();
    Ok(folders)
}

/// Reads a study's rows: from bytes to results, as the command does.
pub(crate) fn read(folder: &Path, expected: &Table, catalogue: &Catalogue) -> Result<ResultSet, Box<dyn Error>> {
    let mapping = match expected.get("mapping").and_then(Value::as_str) {
        Some(name) => {
            Mapping::parse(&fs::read_to_string(folder.join(name))?, catalogue).map_err(|faults| faults.in_file(name))?
        }
        None => Mapping::canonical(catalogue),
    };
    let name = text(expected, "data")?;
    let input = MemoryInput::new(name, fs::read(folder.join(name))?);
    let mut export = Export::open(&[&input], &mapping)?;
    let reading = export.read(1, &|_| {})?;
    let closed = reading.ledger.close(&export.definitions, &Selection::default())?;
    // Rows that never became a record belong to the account: read = used + excluded.
    let provenance = Provenance { excluded: reading.excluded, ..Provenance::default() };
    let results = results(&closed, &export.definitions, Estimation::default(), provenance, catalogue)?;
    let rows = expected.get("rows").and_then(|rows| rows.get("read")).and_then(Value::as_integer);
    assert_eq!(rows, i64::try_from(results.rows.read).ok(), "every row is accounted for");
    Ok(results)
}

/// A text of a study.
pub(crate) fn text<'t>(table: &'t Table, key: &str) -> Result<&'t str, String> {
    table.get(key).and_then(Value::as_str).ok_or_else(|| format!("expected.toml has no {key}"))
}
