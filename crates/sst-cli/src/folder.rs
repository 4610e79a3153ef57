//! A folder stands for the files of tables in it.

use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// How the names of tables end.
const ENDS: [&str; 4] = ["csv", "tsv", "txt", "parquet"];

/// The files given, with those in it in place of a folder, by name; hidden files and what a spreadsheet leaves behind
/// (`~$...`) are passed over.
pub(crate) fn expanded(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        if path == Path::new("-") || !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let unreadable = |error: std::io::Error| Failure::file(path, "read", &error);
        let mut members = Vec::new();
        for entry in std::fs::read_dir(path).map_err(unreadable)? {
            let member = entry.map_err(unreadable)?.path();
            let name = member.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let end = member.extension().map(|end| end.to_string_lossy().to_lowercase()).unwrap_or_default();
            if member.is_file() && ENDS.contains(&end.as_str()) && !name.starts_with('.') && !name.starts_with("~$") {
                members.push(member);
            }
        }
        if members.is_empty() {
            let problem = format!("{}: this is a folder, and there is no table in it", path.display());
            return Err(Failure::unreadable(problem, Some(format!("names of tables end in .{}", ENDS.join(", .")))));
        }
        members.sort();
        files.extend(members);
    }
    Ok(files)
}
