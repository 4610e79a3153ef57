//! Which files are meant: a folder's exports, and patterns as `exports/*.csv`, which the shells of Windows do not expand.

use std::fs;
use std::path::{Path, PathBuf};

use sst_ingest::source::{EXPORT_ENDS, is_export_name};

use crate::failure::Failure;
use crate::output::Output;

/// The files that are meant by these words, in order; a folder's by name.
pub(crate) fn expand(words: &[PathBuf], output: &Output) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for word in words {
        if word.is_dir() {
            files.extend(exports_in(word, output)?);
        } else if word == Path::new("-") || word.exists() {
            files.push(word.clone());
        } else if let Some(pattern) = word.to_str().filter(|text| text.contains(['*', '?', '['])) {
            files.extend(matches_of(pattern, output)?);
        } else {
            // That it is not there is told when it is opened.
            files.push(word.clone());
        }
    }
    Ok(files)
}

/// The exports in a folder, not in the folders within it.
fn exports_in(folder: &Path, output: &Output) -> Result<Vec<PathBuf>, Failure> {
    let unreadable = |error: std::io::Error| Failure::file(folder, "read", &error);
    let (mut exports, mut others) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if is_export_name(&name) && path.is_file() && !is_table_of_results(&path) {
            exports.push(path);
        } else if !name.starts_with('.') && name != "sst.toml" {
            others.push(if path.is_dir() { format!("{name}/") } else { name });
        }
    }
    exports.sort();
    others.sort();
    if !others.is_empty() {
        output.note(&passed_over(&folder.display().to_string(), &others));
    }
    if exports.is_empty() {
        return Err(Failure::unreadable(
            format!("{}: there is no export in this folder", folder.display()),
            Some(format!("exports in a folder are told by the ends of their names: {}", EXPORT_ENDS.join(", "))),
        ));
    }
    Ok(exports)
}

/// Says what was passed over in a folder or a zip file.
pub(crate) fn passed_over(place: &str, names: &[String]) -> String {
    const SHOWN: usize = 5;
    let shown = names.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = if names.len() > SHOWN { format!(" and {} more", names.len() - SHOWN) } else { String::new() };
    format!("Passed over in {place}, as no exports: {shown}{more}")
}

/// A table that `sst rates` or `sst change` wrote.
fn is_table_of_results(path: &Path) -> bool {
    use std::io::Read;
    let mut start = Vec::new();
    let is_read = fs::File::open(path).and_then(|file| file.take(512).read_to_end(&mut start)).is_ok();
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&start);
    is_read && start.starts_with(sst_report::CSV_BEGIN.as_bytes())
}

/// The files that fit a pattern, by name.
fn matches_of(pattern: &str, output: &Output) -> Result<Vec<PathBuf>, Failure> {
    let paths = glob::glob(pattern).map_err(|error| {
        Failure::wrong_use(format!("{pattern}: this is no pattern of file names: {}", error.msg), None)
    })?;
    let (mut files, mut others) = (Vec::new(), Vec::new());
    for path in paths {
        match path {
            Ok(path) if path.is_file() => files.push(path),
            Ok(path) => others.push(path.display().to_string()),
            Err(error) => others.push(error.path().display().to_string()),
        }
    }
    if !others.is_empty() {
        output.note(&passed_over(pattern, &others));
    }
    if files.is_empty() {
        return Err(Failure::unreadable(
            format!("{pattern}: no file has such a name"),
            Some("is the folder right? * stands for any letters, ? for one".to_owned()),
        ));
    }
    Ok(files)
}
