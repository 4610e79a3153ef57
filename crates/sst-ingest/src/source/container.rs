//! Files that are no text at all, told by their first bytes.

/// What a file is when it is not CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    /// An Excel workbook, or another zip file.
    Workbook,
    /// A zip file that is no workbook.
    Zip,
    /// An Excel workbook from before 2007.
    OldWorkbook,
    /// A PDF.
    Pdf,
    /// A web page.
    Html,
    /// JSON.
    Json,
    /// Parquet.
    Parquet,
    /// A compressed file.
    Gzip,
    /// Other bytes that are no text.
    Binary,
}

impl Container {
    /// What the first bytes of a file say; `None` for what may be CSV.
    pub fn of(head: &[u8]) -> Option<Self> {
        let text = head.trim_ascii_start();
        let lower: Vec<u8> = text.iter().take(32).map(u8::to_ascii_lowercase).collect();
        if head.starts_with(b"PK\x03\x04") {
            let is_workbook = memchr::memmem::find(head, b"[Content_Types].xml").is_some()
                || memchr::memmem::find(head, b"xl/").is_some();
            Some(if is_workbook { Self::Workbook } else { Self::Zip })
        } else if head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            Some(Self::OldWorkbook)
        } else if head.starts_with(b"%PDF") {
            Some(Self::Pdf)
        } else if head.starts_with(b"PAR1") {
            Some(Self::Parquet)
        } else if head.starts_with(&[0x1f, 0x8b]) {
            Some(Self::Gzip)
        } else if lower.starts_with(b"<!doctype") || lower.starts_with(b"<html") || lower.starts_with(b"<?xml") {
            Some(Self::Html)
        } else if text.starts_with(b"{") || text.starts_with(b"[{") {
            Some(Self::Json)
        } else {
            // Control characters that no text has; NUL is told apart later, for UTF-16 has them.
            let odd = head.iter().filter(|&&b| matches!(b, 1..=8 | 14..=26 | 28..=31)).count();
            (odd * 20 > head.len()).then_some(Self::Binary)
        }
    }

    /// What the file is, in words, and what to do.
    pub const fn advice(self) -> (&'static str, &'static str) {
        match self {
            Self::Workbook => (
                "an Excel workbook (.xlsx)",
                "open it in Excel or LibreOffice, choose File > Save As > \"CSV UTF-8 (Comma delimited)\", and give that file",
            ),
            Self::OldWorkbook => (
                "an Excel workbook from before 2007 (.xls), or another old Office file",
                "open it in Excel or LibreOffice, choose File > Save As > \"CSV UTF-8 (Comma delimited)\", and give that file",
            ),
            Self::Zip => ("a zip file", "unpack it and give the CSV file inside"),
            Self::Gzip => ("a compressed file", "unpack it and give the CSV file inside"),
            Self::Pdf => ("a PDF", "export the sessions as CSV from the record system"),
            Self::Html => {
                ("a web page or XML", "export the sessions as CSV; some systems name a web page .xls or .csv")
            }
            Self::Json => ("JSON", "give a CSV export, or a results document (schema sst-results/1) as the only file"),
            Self::Parquet => ("a Parquet file", "give it to a build of sst with the feature `frames`"),
            Self::Binary => ("not text", "export the sessions as CSV UTF-8"),
        }
    }
}
