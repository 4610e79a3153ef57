//! Files that are no text at all, told by their first bytes.

/// What a file is when it is not CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    /// An Excel workbook: `.xlsx`, `.xlsm` or `.xlsb`.
    Workbook,
    /// A spreadsheet in the OpenDocument format.
    OpenDocument,
    /// A zip file that is no workbook.
    Zip,
    /// An Excel workbook from before 2007, or another old Office file.
    OldWorkbook,
    /// A PDF.
    Pdf,
    /// A web page.
    Html,
    /// JSON.
    Json,
    /// Parquet.
    Parquet,
    /// Arrow's own format as a file, also called Feather.
    Arrow,
    /// A compressed file.
    Gzip,
    /// Other bytes that are no text.
    Binary,
}

impl Container {
    /// What the first bytes of a file say; `None` for what may be CSV.
    pub fn of(head: &[u8]) -> Option<Self> {
        Self::of_signature(head).or_else(|| Self::of_text(head)).or_else(|| {
            // Control characters that no text has; NUL is told apart later, for UTF-16 has them.
            let odd = head.iter().filter(|&&b| matches!(b, 1..=8 | 14..=26 | 28..=31)).count();
            (odd * 20 > head.len()).then_some(Self::Binary)
        })
    }

    /// What a signature at the very beginning says: no text begins so, in whatever encoding.
    pub(crate) fn of_signature(head: &[u8]) -> Option<Self> {
        if head.starts_with(b"PK\x03\x04") {
            Some(Self::of_zip(head))
        } else if head.starts_with(b"PK\x05\x06") {
            Some(Self::Zip)
        } else if head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            Some(Self::OldWorkbook)
        } else if head.starts_with(b"%PDF") {
            Some(Self::Pdf)
        } else if head.starts_with(b"PAR1") {
            Some(Self::Parquet)
        } else if head.starts_with(b"ARROW1") || head.starts_with(b"FEA1") || head.starts_with(&[0xff; 4]) {
            // As a file, as Feather of the first kind, and as a stream.
            Some(Self::Arrow)
        } else if head.starts_with(&[0x1f, 0x8b]) {
            Some(Self::Gzip)
        } else {
            None
        }
    }

    /// What text is no CSV.
    pub(crate) fn of_text(head: &[u8]) -> Option<Self> {
        let text = head.trim_ascii_start();
        let lower: Vec<u8> = text.iter().take(32).map(u8::to_ascii_lowercase).collect();
        let is_page =
            ["<!doctype", "<html", "<?xml", "<table", "<head"].iter().any(|tag| lower.starts_with(tag.as_bytes()));
        if is_page {
            Some(Self::Html)
        } else if text.starts_with(b"{") || text.starts_with(b"[{") {
            Some(Self::Json)
        } else {
            None
        }
    }

    /// What kind of zip file, by its first member: the parts of a workbook have fixed names.
    fn of_zip(head: &[u8]) -> Self {
        const NAME: usize = 30;
        let length = |at: usize| head.get(at..at + 2).map_or(0, |two| usize::from(two[0]) | usize::from(two[1]) << 8);
        let name = head.get(NAME..NAME + length(26)).unwrap_or_default();
        let parts: [&[u8]; 5] = [b"[Content_Types].xml", b"_rels/", b"docProps/", b"xl/", b"customXml/"];
        if name == b"mimetype" {
            let content = head.get(NAME + length(26) + length(28)..).unwrap_or_default();
            if content.starts_with(b"application/vnd.oasis.opendocument.spreadsheet") {
                return Self::OpenDocument;
            }
        }
        let is_workbook =
            parts.iter().any(|part| name.starts_with(part)) || memchr::memmem::find(head, b"xl/workbook.").is_some();
        if is_workbook { Self::Workbook } else { Self::Zip }
    }

    /// What the file is, in words, and what to do where it is not read.
    pub const fn advice(self) -> (&'static str, &'static str) {
        match self {
            Self::Workbook => (
                "an Excel workbook (.xlsx)",
                "give it to a build of sst with the feature `xlsx`, or save it as \"CSV UTF-8 (Comma delimited)\"",
            ),
            Self::OldWorkbook => (
                "an Excel workbook from before 2007 (.xls), or another old Office file",
                "give it to a build of sst with the feature `xlsx`, or save it as \"CSV UTF-8 (Comma delimited)\"",
            ),
            Self::OpenDocument => (
                "an OpenDocument spreadsheet (.ods)",
                "open it in LibreOffice or Excel, choose File > Save As > \"Excel 2007-365 (.xlsx)\" or \"Text CSV\", and give that file",
            ),
            Self::Zip => ("a zip file", "unpack it and give the files inside"),
            Self::Gzip => ("a compressed file", "unpack it and give the file inside"),
            Self::Pdf => ("a PDF", "export the sessions as CSV or as an Excel workbook from the record system"),
            Self::Html => (
                "a web page or XML",
                "some systems name a web page .xls or .csv: open it in Excel or LibreOffice, save it as an Excel workbook (.xlsx), and give that file",
            ),
            Self::Json => ("JSON", "give a CSV export, or a results document (schema sst-results/1) as the only file"),
            Self::Parquet => ("a Parquet file", "give it to a build of sst with the feature `frames`"),
            Self::Arrow => ("an Arrow file", "give it to a build of sst with the feature `frames`"),
            Self::Binary => ("not text", "export the sessions as CSV UTF-8 or as an Excel workbook"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zip_file_is_told_by_its_first_member() {
        let zip = |name: &str, content: &str| {
            let mut head = b"PK\x03\x04".to_vec();
            head.resize(26, 0);
            head.extend([name.len() as u8, 0, 0, 0]);
            head.extend(name.as_bytes());
            head.extend(content.as_bytes());
            Container::of(&head)
        };
        assert_eq!(zip("[Content_Types].xml", ""), Some(Container::Workbook));
        assert_eq!(zip("mimetype", "application/vnd.oasis.opendocument.spreadsheetPK"), Some(Container::OpenDocument));
        assert_eq!(zip("sessions.csv", "session_date"), Some(Container::Zip));
        assert_eq!(Container::of(b"PK\x03\x04"), Some(Container::Zip));
    }
}
