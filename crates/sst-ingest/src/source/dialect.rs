//! The delimiter and the header line.

use std::io;

use super::cells::CellSplitter;
use super::header_row::{HeaderRow, KnownHeaders, ROWS_LOOKED_AT, find_header_row};
use super::input::fill;
use super::rows::scan_row;
use super::{Encoding, Input, Layout, combined_headers, decode};

/// How far the header may reach into a file.
const HEAD_BYTES: usize = 1 << 20;

/// How a file separates its cells and lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// Between two cells.
    pub delimiter: u8,
    /// Whether it begins with the mark of UTF-8.
    pub has_mark: bool,
    /// Whether its first line ends in a carriage return alone, as on the Macintosh of old.
    pub ends_lines_in_cr: bool,
}

impl Dialect {
    /// This delimiter, and nothing else to tell.
    pub(crate) const fn of(delimiter: u8) -> Self {
        Self { delimiter, has_mark: false, ends_lines_in_cr: false }
    }
}

/// The header of a file and where its rows begin.
#[derive(Debug, Clone)]
pub(crate) struct Head {
    /// How cells are separated.
    pub(crate) dialect: Dialect,
    /// The names of the columns, trimmed.
    pub(crate) headers: Vec<String>,
    /// The header as it stands, to know it when it comes again.
    pub(crate) raw: Vec<u8>,
    /// The first byte after the header line.
    pub(crate) data_offset: u64,
    /// Lines up to there.
    pub(crate) lines: u64,
    /// Rows of a spreadsheet up to there.
    pub(crate) sheet_rows: u64,
    /// Whether its quotes leave its cells uncertain.
    pub(crate) has_defect: bool,
    /// Where it was found under titles, or may be.
    pub(crate) header_row: HeaderRow,
}

impl Head {
    /// The head of a table that was never text: its names, and how many rows stand above the data.
    pub(crate) fn of_table(headers: Vec<String>, rows_above: u64, header_row: HeaderRow) -> Self {
        let dialect = Dialect::of(b',');
        let (lines, sheet_rows) = (rows_above, rows_above);
        Self { dialect, headers, raw: Vec::new(), data_offset: 0, lines, sheet_rows, has_defect: false, header_row }
    }
}

/// Reads the header; `None` when there is no line with anything in it.
pub(crate) fn read_head(
    input: &dyn Input,
    encoding: Encoding,
    mark: usize,
    layout: &Layout,
    known: &KnownHeaders,
) -> io::Result<Option<Head>> {
    let mut bytes = vec![0; HEAD_BYTES];
    let filled = fill(input, mark as u64, &mut bytes)?;
    bytes.truncate(filled);
    let mut layout = layout.clone();
    let mut header_row = HeaderRow::default();
    if layout.header_row.is_none() {
        header_row = find_in_text(&bytes, filled < HEAD_BYTES, encoding, known);
        layout.header_row = header_row.found.and_then(|row| u32::try_from(row).ok());
    }
    let (mut at, mut lines, mut sheet_rows) = (0, 0, 0);
    let mut told = None;
    while at < bytes.len() {
        // The delimiter is not known yet; a comma serves to find the line's end, which hangs on quotes only.
        let guess = told.unwrap_or_else(|| delimiter_of(first_line(&bytes[at..])));
        let Some((row, quotes)) = scan_row(&bytes, at, guess, 1, filled < HEAD_BYTES) else {
            return Err(io::Error::other("the header is longer than 1 MiB"));
        };
        let line = &bytes[row.start..row.end];
        let blank = line.trim_ascii().is_empty();
        if at == 0
            && let Some(delimiter) = excel_hint(line)
        {
            // `sep=;`: Excel takes the line away before it counts rows.
            told = Some(delimiter);
            lines += 1;
        } else if blank || layout.header_row.is_some_and(|header_row| sheet_rows + 1 < u64::from(header_row)) {
            // What stands above the header, as a title, may hold quotes of any kind.
            lines += 1 + u64::from(quotes.inner_lines);
            sheet_rows += 1;
        } else {
            let (mut next, mut inner_lines) = (row.next, quotes.inner_lines);
            let mut headers = cells_of(line, guess, encoding);
            for under in 0..layout.rows_after_header {
                if next >= bytes.len() && filled < HEAD_BYTES {
                    break;
                }
                let Some((row, quotes)) = scan_row(&bytes, next, guess, 1, filled < HEAD_BYTES) else {
                    return Err(io::Error::other("the header is longer than 1 MiB"));
                };
                if under == 0 && layout.combined_header {
                    let choices = cells_of(&bytes[row.start..row.end], guess, encoding);
                    let (questions, choices) = (as_texts(&headers), as_texts(&choices));
                    headers = combined_headers(&questions, &choices);
                }
                next = row.next;
                inner_lines += 1 + quotes.inner_lines;
            }
            return Ok(Some(Head {
                dialect: Dialect {
                    delimiter: guess,
                    has_mark: mark > 0,
                    ends_lines_in_cr: bytes[row.end..row.next] == *b"\r",
                },
                headers,
                raw: line.to_vec(),
                data_offset: (mark + next) as u64,
                lines: lines + 1 + u64::from(inner_lines),
                sheet_rows: sheet_rows + 1 + u64::from(layout.rows_after_header),
                has_defect: quotes.defect.is_some(),
                header_row,
            }));
        }
        at = row.next;
    }
    Ok(None)
}

/// Finds the headers among the first rows, each with the delimiter that it seems to have itself.
fn find_in_text(bytes: &[u8], is_whole: bool, encoding: Encoding, known: &KnownHeaders) -> HeaderRow {
    /// As many known headers in the first row leave no doubt.
    const NO_DOUBT: usize = 3;
    let (mut at, mut row) = (0, 0);
    let mut told = None;
    let mut rows = Vec::new();
    while at < bytes.len() && rows.len() < ROWS_LOOKED_AT {
        let guess = told.unwrap_or_else(|| delimiter_of(first_line(&bytes[at..])));
        let Some((span, _)) = scan_row(bytes, at, guess, 1, is_whole) else { break };
        let line = &bytes[span.start..span.end];
        if at == 0
            && let Some(delimiter) = excel_hint(line)
        {
            told = Some(delimiter);
        } else {
            row += 1;
            let text = decode(line, encoding);
            let facts = known.facts(row, CellSplitter::new(guess).split_quoted(&text).iter());
            if facts.filled > 0 {
                rows.push(facts);
            }
            if rows.len() == 1 && facts.known >= NO_DOUBT {
                break;
            }
        }
        at = span.next;
    }
    find_header_row(&rows)
}

/// The cells of a row, trimmed.
fn cells_of(row: &[u8], delimiter: u8, encoding: Encoding) -> Vec<String> {
    let text = decode(row, encoding);
    CellSplitter::new(delimiter).split_quoted(&text).iter().map(|cell| cell.trim().to_owned()).collect()
}

fn as_texts(cells: &[String]) -> Vec<&str> {
    cells.iter().map(String::as_str).collect()
}

fn first_line(bytes: &[u8]) -> &[u8] {
    bytes.split(|&b| b == b'\n' || b == b'\r').next().unwrap_or_default()
}

/// `sep=;`; what cannot part cells of text (half a character, a quote) is no hint.
fn excel_hint(line: &[u8]) -> Option<u8> {
    let line = line.trim_ascii_end();
    let line = line.strip_prefix(b"\"").and_then(|inner| inner.strip_suffix(b"\"")).unwrap_or(line);
    match line {
        [s, e, p, b'=', delimiter] if [*s, *e, *p].eq_ignore_ascii_case(b"sep") => {
            Some(*delimiter).filter(|delimiter| delimiter.is_ascii() && *delimiter != b'"')
        }
        // A tab may be trimmed away with the line's end.
        [s, e, p, b'='] if [*s, *e, *p].eq_ignore_ascii_case(b"sep") => Some(b'\t'),
        _ => None,
    }
}

/// The delimiter that splits the header into most cells, quoted cells left out; the comma where none does.
fn delimiter_of(header: &[u8]) -> u8 {
    let mut is_quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0), (b'|', 0)];
    for &byte in header {
        is_quoted ^= byte == b'"';
        if !is_quoted && let Some((_, count)) = counts.iter_mut().find(|(delimiter, _)| *delimiter == byte) {
            *count += 1;
        }
    }
    // The first of equals: the comma before the others.
    counts.iter().rev().max_by_key(|(_, count)| *count).filter(|(_, count)| *count > 0).map_or(b',', |(d, _)| *d)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_read_off_the_header() {
        for (header, delimiter) in
            [("a,b", b','), ("a;b;\"c,d,e,f\"", b';'), ("a\tb", b'\t'), ("a|b", b'|'), ("session_date", b',')]
        {
            assert_eq!(delimiter_of(header.as_bytes()), delimiter, "{header}");
        }
        assert_eq!(excel_hint(b"sep=;"), Some(b';'));
        assert_eq!(excel_hint(b"SEP=\t"), Some(b'\t'));
        assert_eq!(excel_hint(b"separate"), None);
        assert_eq!((excel_hint(b"sep=\xe9"), excel_hint(b"sep=\"")), (None, None));
    }
}
