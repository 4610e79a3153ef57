//! Which files of a folder are exports, by their names.

/// What the name of an export ends in, where nobody named the file itself: in folders and zip files.
pub const EXPORT_ENDS: [&str; 13] = [
    ".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".xlsb", ".xls", ".parquet", ".arrow", ".feather", ".ipc", ".gz", ".zip",
];

/// Whether a file of that name is an export, where nobody named it: hidden files, lock files and rows of clients that sst
/// wrote are none.
pub fn is_export_name(name: &str) -> bool {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let lower = file.to_ascii_lowercase();
    let is_hidden = name.split(['/', '\\']).any(|part| part.starts_with('.') || part == "__MACOSX");
    !is_hidden
        && !file.starts_with("~$")
        && !lower.contains(".client-data.")
        && EXPORT_ENDS.iter().any(|end| lower.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exports_are_told_by_their_names() {
        for name in ["a.csv", "A.CSV", "sub/b.xlsx", "c.csv.gz", "d.parquet"] {
            assert!(is_export_name(name), "{name}");
        }
        for name in [
            ".a.csv",
            "~$b.xlsx",
            "x.client-data.csv",
            "results.json",
            "sst.toml",
            "__MACOSX/._a.csv",
            "a",
            "notes.txt",
        ] {
            assert!(!is_export_name(name), "{name}");
        }
    }
}
